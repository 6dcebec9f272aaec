//! What the archive's articles tell of those who bear a name: when, where and in which offices; and the lives of one name,
//! told apart by eras, by whom all know, and by countries.

use rustc_hash::FxHashMap;

use super::{
    gather::{ERA, Node},
    name::Name,
};
use crate::annotate::known_people;

/// A person's appearance, read.
pub(super) struct One<'a> {
    pub(super) at: u32,
    pub(super) country: &'a str,
    pub(super) when: &'a str,
    pub(super) year: Option<i16>,
    pub(super) role: &'a str,
    pub(super) articles: u32,
    pub(super) quotations: u32,
}

/// What is known of a gathered person.
#[derive(Default)]
pub(super) struct Life<'a> {
    pub(super) years: Option<(i16, i16)>,
    /// Articles by year.
    pub(super) by_year: FxHashMap<i16, u32>,
    pub(super) countries: FxHashMap<&'a str, u32>,
    /// Words of offices with the articles that give them.
    pub(super) words: FxHashMap<&'a str, u32>,
    pub(super) articles: u32,
    pub(super) known: Option<&'static str>,
}

impl Life<'_> {
    /// Articles of a year and its neighbours; all, where the year is not known.
    pub(super) fn around(&self, year: Option<i16>) -> u32 {
        match year {
            Some(year) => (year - 1..=year + 1).filter_map(|year| self.by_year.get(&year)).sum(),
            None => self.articles,
        }
    }

    pub(super) fn share_of(&self, country: &str) -> f32 {
        let total: u32 = self.countries.values().sum();
        if total == 0 { 0.0 } else { self.countries.get(country).copied().unwrap_or(0) as f32 / total as f32 }
    }
}

pub(super) fn widen(years: &mut Option<(i16, i16)>, year: Option<i16>) {
    if let Some(year) = year {
        let (first, last) = years.get_or_insert((year, year));
        *first = (*first).min(year);
        *last = (*last).max(year);
    }
}

pub(super) fn most(countries: &FxHashMap<&str, u32>) -> String {
    let most = countries.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
    most.map(|(code, _)| (*code).to_owned()).unwrap_or_default()
}

/// The appearances of one name, one list for each of those who bear it: parted where more than [`ERA`] years lie between,
/// and where two countries give it offices, each often.
pub(super) fn lives<'b, 'a>(form: &str, ones: &'b [One<'a>]) -> Vec<Vec<&'b One<'a>>> {
    let mut dated: Vec<&One<'a>> = ones.iter().collect();
    dated.sort_by_key(|one| (one.year.is_none(), one.year, one.at));
    let mut eras: Vec<Vec<&One<'a>>> = Vec::new();
    let mut last: Option<i16> = None;
    for one in dated {
        let apart = one.year.zip(last).is_some_and(|(year, last)| i32::from(year) - i32::from(last) > i32::from(ERA));
        if eras.is_empty() || apart {
            eras.push(Vec::new());
        }
        last = one.year.or(last);
        if let Some(era) = eras.last_mut() {
            era.push(one);
        }
    }
    eras.into_iter().flat_map(|era| known_apart(form, era)).flat_map(countries_apart).collect()
}

/// Two whom all know by one name are told by the year: George Bush of 1989 and of 2002.
pub(super) fn known_apart<'b, 'a>(form: &str, ones: Vec<&'b One<'a>>) -> Vec<Vec<&'b One<'a>>> {
    let known = |one: &&One<'a>| one.year.map(|year| known_people::id_in(form, Some((year, year))));
    let mut ids: Vec<Option<&'static str>> = ones.iter().filter_map(known).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.retain(Option::is_some);
    if ids.len() < 2 {
        return vec![ones];
    }
    let mut parts: Vec<Vec<&One<'a>>> = vec![Vec::new(); ids.len()];
    for one in ones {
        let part = ids.iter().position(|id| known(&one) == Some(*id)).unwrap_or(0);
        parts[part].push(one);
    }
    parts
}

/// Articles that must give an office of each of two countries before they are two people's.
pub(super) const LEAST: u32 = 4;

pub(super) fn countries_apart<'b, 'a>(ones: Vec<&'b One<'a>>) -> Vec<Vec<&'b One<'a>>> {
    let mut countries: FxHashMap<&str, u32> = FxHashMap::default();
    for one in ones.iter().filter(|one| !one.role.is_empty() && one.country.len() == 2 && !union(one.country)) {
        *countries.entry(one.country).or_default() += one.articles;
    }
    let total: u32 = countries.values().sum();
    let mut large: Vec<(&str, u32)> =
        countries.into_iter().filter(|(_, count)| *count >= LEAST && count * 4 >= total).collect();
    if large.len() < 2 {
        return vec![ones];
    }
    large.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut parts: Vec<Vec<&One<'a>>> = vec![Vec::new(); large.len()];
    for one in ones {
        let part = large.iter().position(|(country, _)| *country == one.country).unwrap_or(0);
        parts[part].push(one);
    }
    parts
}

/// Unions and alliances: one who speaks for them has a country as well.
pub(super) fn union(code: &str) -> bool {
    matches!(code, "EU" | "UN" | "NATO")
}

pub(super) fn node<'a>(form: &'a str, id: &str, part: &[&One<'a>]) -> Node<'a> {
    let mut years = None;
    let mut countries: FxHashMap<&'a str, u32> = FxHashMap::default();
    let (mut count, mut offices) = (0, 0);
    for one in part {
        widen(&mut years, one.year);
        count += u64::from(one.articles);
        if !one.role.is_empty() && !one.country.is_empty() && !union(one.country) {
            *countries.entry(one.country).or_default() += one.articles;
            offices += one.articles;
        }
    }
    let country = countries.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
    Node {
        form,
        id: id.to_owned(),
        name: Name::of(form, years),
        count,
        years,
        country: country.filter(|(_, count)| *count > 1 && count * 3 >= offices * 2).map(|(code, _)| code),
    }
}
