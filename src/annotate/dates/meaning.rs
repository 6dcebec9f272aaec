//! What a calendar expression says, before it is resolved against the date of publication.

use super::words::{Kind, Unit, Words};
use crate::date::Date;

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

/// The token after "morning" or "night", if that stands at `at`.
pub(super) fn past_part_of_day(words: &Words, at: usize) -> usize {
    at + usize::from(words.kind(at) == Kind::PartOfDay)
}
