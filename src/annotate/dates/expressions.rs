//! An [`Expression`] is a stretch of words that names a time of the calendar, and what it says about it.
//!
//! A hand-written grammar: one function a kind of first word, in [`super::named`], [`super::numbered`] and [`super::relative`]. Each returns nothing unless it is sure, since a date that
//! is not there misleads a search more than a missed one.

use super::{
    named::{decade, holiday, month_first, weekday_first},
    numbered::{numeric, worded_year},
    relative::{modified, neighbour, ordinal, part_of, pointed, quantity, season, unit_first},
    words::{Kind, Unit, Words},
};
use crate::date::Date;

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

/// What an expression says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    /// It is known by itself.
    Fixed(Date),
    /// A date that could be several.
    Unclear,
    /// A day of some year, with its weekday if given.
    Day { month: i8, day: i8, until: Option<i8>, weekday: Option<i8>, which: Which },
    /// A month of some year.
    Month { month: i8, which: Which },
    /// A weekday of some week.
    Weekday { weekday: i8, which: Which },
    /// Saturday and Sunday.
    Weekend(Which),
    /// So many months from the first of this one: seasons, quarters and halves.
    Months { first: i8, count: i8, which: Which },
    /// So many units from the publication; `ago` where a quarter spoken of before gives the measure.
    FromPublished { unit: Unit, by: i32, ago: bool },
    /// So many units from the last date.
    FromLast { unit: Unit, by: i32 },
    /// The quarter spoken of before.
    ThatQuarter,
}

/// Which one of those that recur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Not said: the clause decides.
    Open,
    /// `last`.
    Last,
    /// `this`.
    This,
    /// `next`.
    Next,
    /// Before the last date.
    Previous,
    /// Of this year.
    Year(i16),
    /// Of the year (weekdays: week) so many from the publication.
    Off(i32),
    /// Of the last date's year.
    ThatYear,
}

impl Meaning {
    /// Whether it is a date even where nothing tells which; "the quarter" and "a day later" are one only after another.
    pub(super) fn is_certain(self) -> bool {
        !matches!(self, Self::ThatQuarter | Self::FromLast { .. })
    }
}

/// The word after an expression and what it says.
pub(super) type Found = Option<(usize, Meaning)>;

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

pub(super) fn past_part_of_day(words: &Words, at: usize) -> usize {
    at + usize::from(words.kind(at) == Kind::PartOfDay)
}
