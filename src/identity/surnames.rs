//! Whose a surname is, by what stands with it in one article.

use super::{
    life::{Life, One},
    reason::Because,
};
use crate::annotate::known_people;

/// The least score by which the only bearer of a surname owns it without any other sign: three articles of those years.
pub(super) const ONLY: f32 = 1.38;

/// Whose a surname is: by the office, the country and the year that stand with it.
pub(super) fn whose(form: &str, one: &One<'_>, bearers: &[usize], lives: &[Life<'_>]) -> Option<(usize, Because)> {
    let known = known_people::surname_id(form, one.year);
    let words: Vec<&str> = one.role.split(' ').filter(|word| word.chars().count() > 2).collect();
    let mut scored: Vec<(f32, usize, Because)> = Vec::new();
    for person in bearers {
        let life = &lives[*person];
        let near = |year: i16| life.years.is_none_or(|(first, last)| year >= first - 3 && year <= last + 3);
        if !one.year.is_none_or(near) {
            continue;
        }
        // Somebody often in the news is spoken of in other years as well.
        let often = life.around(one.year) as f32 + life.articles as f32 / 4.0;
        let (mut score, mut because) = (often.ln_1p(), Because::OnlyBearer);
        if !one.country.is_empty() {
            let share = life.share_of(one.country);
            if share >= 0.2 {
                (score, because) = (score + 4.0, Because::Country);
            } else if life.countries.values().sum::<u32>() > 1 && share < 0.02 {
                continue;
            }
        }
        if !words.is_empty() && !life.words.is_empty() {
            let shared = words.iter().filter(|word| life.words.contains_key(**word)).count();
            if shared * 2 > words.len() {
                (score, because) = (score + 4.0, Because::Office);
            } else if shared == 0 {
                score -= 1.5;
            }
        }
        if known.is_some() && known == life.known {
            (score, because) = (score + 4.0, Because::Known);
        }
        scored.push((score, *person, because));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    match scored[..] {
        // The surname alone may be a stranger's: somebody who is named in full now and then is meant.
        [(score, person, because)] => (because != Because::OnlyBearer || score >= ONLY).then_some((person, because)),
        // Eight times as often in the news, or the office and the other not.
        [(best, person, because), (second, ..), ..] => (best - second >= 2.1).then_some((person, because)),
        [] => None,
    }
}

/// Whom a first name alone may be: one of those of the name is spoken of nearly always.
pub(super) fn called_by_first_name(one: &One<'_>, people: &[usize], lives: &[Life<'_>]) -> Option<(usize, Because)> {
    let mut counts: Vec<(u32, usize)> =
        people.iter().map(|person| (lives[*person].around(one.year), *person)).collect();
    counts.sort_by(|a, b| b.cmp(a));
    let total: u32 = counts.iter().map(|(count, _)| count).sum();
    let (count, person) = *counts.first()?;
    let stranger = !one.country.is_empty() && lives[person].share_of(one.country) < 0.2;
    (count >= 3 && count * 10 >= total * 9 && !stranger).then_some((person, Because::OnlyBearer))
}
