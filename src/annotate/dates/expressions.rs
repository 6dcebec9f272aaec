//! An [`Expression`] is a stretch of words that names a time of the calendar, and what it says about it.
//!
//! A hand-written grammar: one function a kind of first word, in [`super::named`], [`super::numbered`] and [`super::relative`]. Each returns nothing unless it is sure, since a date that
//! is not there misleads a search more than a missed one.

use super::{
    meaning::{Found, Meaning, Which, past_part_of_day},
    named::{day_first, decade, holiday, month_first, weekday_first},
    numbered::{by_numbers, day_range_first, decade_of_two, worded_year, year},
    relative::{modified, neighbour, ordinal, part_of, pointed, quantity, season, unit_first},
    words::{Kind, Unit, Words},
};
/// A calendar expression, not yet resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expression {
    /// Its first word.
    pub(super) from: usize,
    /// One past its last word.
    pub(super) to: usize,
    /// What it says.
    pub(super) meaning: Meaning,
}

/// The expression that begins with this word, no word before `floor` being free.
pub(super) fn at(words: &Words, at: usize, floor: usize) -> Option<Expression> {
    let found = match words.kind(at) {
        Kind::Plain | Kind::Mark(_) => return None,
        Kind::Number(_) => numeric(words, at),
        Kind::Month(..) => month_first(words, at),
        Kind::Weekday(_) | Kind::ShortWeekday(_) => weekday_first(words, at),
        // "USA Today", "the leaders of tomorrow".
        Kind::DayName(by)
            if !(words.capital(at)
                && !words.upper_case(at)
                && words.kind(at.wrapping_sub(1)) == Kind::Plain
                && at > 0
                && words.capital(at - 1)
                || by > 0 && words.before(at, 1) == Kind::Of) =>
        {
            let to = past_part_of_day(words, at + 1);
            Some((to, Meaning::FromPublished { unit: Unit::Day, by: i32::from(by), ago: false }))
        }
        Kind::Early | Kind::Mid | Kind::Earlier | Kind::Later => modified(words, at),
        Kind::End => part_of(words, at),
        Kind::Last | Kind::This | Kind::Next | Kind::Past | Kind::Coming | Kind::Current | Kind::Latest => {
            pointed(words, at)
        }
        Kind::Previous | Kind::Following => neighbour(words, at),
        Kind::A | Kind::Cardinal(_) => worded_year(words, at).or_else(|| quantity(words, at)),
        Kind::Ordinal(_) => ordinal(words, at),
        Kind::Season(_) => season(words, at, Which::Open),
        Kind::Half | Kind::Unit(_) => unit_first(words, at),
        Kind::Weekend if words.before(at, 1) == Kind::The => Some((at + 1, Meaning::Weekend(Which::Open))),
        Kind::Decade(tens) => {
            let led = matches!(words.before(at, 1), Kind::The | Kind::Early | Kind::Mid)
                || words.mark(at.wrapping_sub(1), b'-') && words.before(at, 2) == Kind::Mid;
            led.then(|| decade(1900 + i16::from(tens))).flatten().map(|date| (at + 1, Meaning::Fixed(date)))
        }
        Kind::Christmas | Kind::New => holiday(words, at),
        _ => None,
    };
    let (to, meaning) = found?;
    let mut from = at;
    // The article belongs to the name of a part of the calendar, and not to a day or a year before a noun.
    let article = match meaning {
        _ if matches!(words.kind(at), Kind::End | Kind::Ordinal(_)) || words.kind(at + 1) == Kind::Suffix => true,
        Meaning::Fixed(_) => matches!(words.kind(to.saturating_sub(1)), Kind::S | Kind::Decade(_)),
        Meaning::Months { .. } | Meaning::FromLast { .. } | Meaning::ThatQuarter | Meaning::Weekend(Which::Open) => {
            true
        }
        _ => false,
    };
    if article && words.before(at, 1) == Kind::The && at > floor {
        from -= 1;
    }
    Some(Expression { from, to, meaning })
}

/// What begins with digits.
fn numeric(words: &Words, at: usize) -> Found {
    if words.glued_before(at)
        && !matches!(words.before(at, 1), Kind::Mark(b'(' | b'[' | b'"' | b'\'' | b'-' | b'/' | b'*' | b'_'))
    {
        return decade_of_two(words, at);
    }
    if words.glued_before(at) && matches!(words.before(at, 1), Kind::Mark(b'/')) {
        return None;
    }
    by_numbers(words, at)
        .or_else(|| day_range_first(words, at))
        .or_else(|| day_first(words, at, None).filter(|_| !matches!(words.before(at, 1), Kind::Mark(b'$'))))
        .or_else(|| decade_of_two(words, at))
        .or_else(|| year(words, at))
        .or_else(|| ordinal(words, at))
        .or_else(|| quantity(words, at))
}
