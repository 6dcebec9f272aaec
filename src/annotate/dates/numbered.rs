//! Expressions that begin with a number: days, years and decades, told from amounts, clocks and names.

use super::{
    meaning::{Found, Meaning, Which},
    named::{day_number, decade, digits, spoken_year, year_after, years},
    words::{Kind, Unit, Words},
};
use crate::date::Date;

/// `3-5 March 2014`.
pub(super) fn day_range_first(words: &Words, at: usize) -> Found {
    let (first, to) = day_number(words, at)?;
    if !words.mark(to, b'-') {
        return None;
    }
    let (last, name) = day_number(words, to + 1)?;
    let Kind::Month(month, _) = words.kind(name) else { return None };
    if !words.capital(name) || last <= first {
        return None;
    }
    let end = words.past_stop(name + 1);
    if let Some((year, end)) = year_after(words, words.past_mark(end, b','), false) {
        let days = Date::day(year, month, first)?.first();
        return Some((end, Meaning::Fixed(Date::Interval(days, Date::day(year, month, last)?.first()))));
    }
    Date::day(2000, month, last)?;
    Some((end, Meaning::Day { month, day: first, until: Some(last), weekday: None, which: Which::Open }))
}

/// `2014-03-30`, `30/03/2014`, `30.03.2014`, `9/11`.
pub(super) fn by_numbers(words: &Words, at: usize) -> Found {
    let Kind::Mark(mark @ (b'-' | b'/' | b'.')) = words.kind(at + 1) else { return None };
    if !words.glued(at) || !words.glued(at + 1) {
        return None;
    }
    let a = digits(words, at, 1..=4)?;
    let b = digits(words, at + 2, 1..=2)?;
    let third =
        (words.mark(at + 3, mark) && words.glued(at + 2) && words.glued(at + 3)).then(|| digits(words, at + 4, 1..=4));
    let Some(c) = third else {
        // The attacks have become a name.
        let attacks = (a, b, mark) == (9, 11, b'/')
            && !words.glued_before(at)
            && !matches!(words.kind(at + 3), Kind::Mark(b'-' | b'/'));
        return attacks.then(|| Date::day(2001, 9, 11)).flatten().map(|date| (at + 3, Meaning::Fixed(date)));
    };
    let c = c?;
    if words.mark(at + 5, mark) && words.glued(at + 4) && matches!(words.kind(at + 6), Kind::Number(_)) {
        return None;
    }
    let length = |at: usize| words.letters(at).len();
    let written = words.text.get(words.word(at).start..words.word(at + 4).end)?;
    let date = match (length(at), length(at + 4)) {
        (4, 1..=2) if mark != b'.' => Date::day(a, i8::try_from(b).ok()?, i8::try_from(c).ok()?)?,
        (1..=2, 4) if mark == b'/' && a <= 12 && b <= 12 && a != b && a > 0 && b > 0 && c >= 1000 => {
            return Some((at + 5, Meaning::Unclear));
        }
        (1..=2, 4) if c >= 1000 => Date::written(written)?,
        _ => return None,
    };
    Some((at + 5, Meaning::Fixed(date)))
}

/// `the 1990s`, `the 1980's`, `the '80s`.
pub(super) fn decade_of_two(words: &Words, at: usize) -> Found {
    let quoted = words.mark(at + 1, b'\'') && words.glued(at);
    let s = at + 1 + usize::from(quoted);
    if words.kind(s) != Kind::S || !words.glued_before(s) {
        return None;
    }
    if let Some(first) = digits(words, at, 4..=4).filter(|year| year % 10 == 0 && (1500..2100).contains(year)) {
        let led =
            matches!(words.before(at, 1), Kind::The | Kind::Early | Kind::Mid) || words.mark(at.wrapping_sub(1), b'-');
        return (!quoted || led).then(|| decade(first)).flatten().map(|date| (s + 1, Meaning::Fixed(date)));
    }
    let short = digits(words, at, 2..=2).filter(|year| year % 10 == 0 && *year >= 20)?;
    let apostrophe = words.before(at, 1) == Kind::Mark(b'\'') && words.glued_before(at);
    let before = words.before(at, 1 + usize::from(apostrophe));
    let led = apostrophe && matches!(before, Kind::The | Kind::Early | Kind::Mid)
        || !quoted && before == Kind::The && short > 20;
    led.then(|| decade(1900 + short)).flatten().map(|date| (s + 1, Meaning::Fixed(date)))
}

/// A year by itself, or two of them: `2014`, `2013-15`, `1986/87`.
pub(super) fn year(words: &Words, at: usize) -> Found {
    let year = digits(words, at, 4..=4).filter(|year| (1000..2100).contains(year))?;
    let mut before = words.before(at, 1);
    if words.glued_before(at) && before == Kind::Mark(b'-') {
        before = words.before(at, 2);
        // 555-1990, F-1990, 1985-1990.
        if !matches!(before, Kind::Mid | Kind::Early | Kind::Month(..) | Kind::And)
            && !matches!(words.kind(at + 1), Kind::Mark(_))
        {
            return None;
        }
    }
    let next = words.kind(at + 1);
    let glued = words.glued(at);
    let led = matches!(
        before,
        Kind::In | Kind::Since | Kind::By | Kind::From | Kind::Mid | Kind::Early | Kind::Unit(Unit::Year)
    ) || matches!(before, Kind::Preposition | Kind::Of | Kind::And | Kind::To);
    let determined = matches!(before, Kind::The | Kind::A | Kind::Possessive | Kind::That | Kind::This | Kind::S);
    // A letter, a decimal, a clock or an amount.
    let number_goes_on = glued
        && match next {
            Kind::Mark(b'.' | b',' | b':') => words.glued(at + 1) && matches!(words.kind(at + 2), Kind::Number(_)),
            Kind::Mark(b'%' | b'+' | b'#' | b'$' | b'=' | b'_' | b'@') => true,
            Kind::Mark(_) => false,
            _ => true,
        };
    let amount = matches!(before, Kind::Mark(b'$' | b'#' | b'+' | b'*') | Kind::Numbered | Kind::Than | Kind::About)
        || next == Kind::Measure
        || next == Kind::NamedAfterDay && !words.capital(at + 1)
        || matches!(next, Kind::Units(_) | Kind::Counted | Kind::Thousand)
            && !(matches!(before, Kind::In | Kind::Since) && next == Kind::Counted);
    if number_goes_on || amount {
        return None;
    }
    let modern = (1900..2050).contains(&year);
    let known_range = matches!(next, Kind::Mark(b'-' | b'/')) && glued && words.glued(at + 1);
    if known_range && let Kind::Number(_) = words.kind(at + 2) {
        let last = match (digits(words, at + 2, 2..=2), digits(words, at + 2, 4..=4)) {
            (Some(short), _) => year - year % 100 + short,
            (_, Some(long)) => long,
            _ => return None,
        };
        let ends = !(words.glued(at + 2) && matches!(words.kind(at + 3), Kind::Mark(b'-' | b'/' | b'%')));
        if ends && last > year && last - year <= 60 && (1500..2100).contains(&year) {
            return years(year, last).map(|date| (at + 3, Meaning::Fixed(date)));
        }
        return None;
    }
    // A clock without colon: "at 1945", "1800 hours" and bare old numbers need more than a preposition.
    if words.is(at.saturating_sub(1), "at") || words.is(at.saturating_sub(1), "around") {
        return None;
    }
    let alone = modern
        || (1500..1900).contains(&year)
            && (determined || led && !matches!(before, Kind::From | Kind::To | Kind::And | Kind::Preposition))
        || matches!(before, Kind::In | Kind::Since);
    // "1914 kilos" and "1500 troops": what is counted stands in the plural, without article.
    let plural = !glued && {
        let noun = words.letters(at + 1);
        next == Kind::Plain
            && noun.len() > 3
            && noun.ends_with('s')
            && !noun.ends_with("ss")
            && !noun.ends_with("us")
            && !words.capital(at + 1)
    };
    if !alone
        || plural && !led && !determined && !modern
        || plural && !modern && !matches!(before, Kind::In | Kind::Since)
    {
        return None;
    }
    Some((at + 1, Meaning::Fixed(Date::Year(year))))
}

pub(super) fn worded_year(words: &Words, at: usize) -> Found {
    let (year, to) = spoken_year(words, at)?;
    // Two thousand of something is likelier than the year.
    let led = year < 2000 || words.before(at, 1) == Kind::Unit(Unit::Year);
    led.then_some((to, Meaning::Fixed(Date::Year(year))))
}
