//! A [`DateRange`] is a stretch of days that a query asks for: `2014-03..2014-05`, `<2014`, `last month`.

use jiff::{Span, civil};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use std::fmt;

use crate::date::Date;

/// From one day to another, both included; `None` is open, so two of them hold every known date.
///
/// Written as ISO dates: `2014-03-01..2014-03-31`, `2014-03-30`, `2014-03-01..`, `..2014-03-31`, `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first day.
    pub from: Option<civil::Date>,
    /// The last day.
    pub to: Option<civil::Date>,
}

/// The text is no range of dates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It cannot be read.
    #[error("“{0}” is not a date; {ACCEPTED}")]
    Unreadable(String),
    /// It ends before it begins.
    #[error("the range “{0}” ends before it begins; write the earlier date first")]
    Reversed(String),
}

/// What is accepted, for messages.
pub const ACCEPTED: &str = "accepted are 2014, 2014-03, 2014-03-30, 2014-W13, 2014-03..2014-05, ..2014-03, 2014-03.., \
>=2014-03, <2014, today, yesterday, this-week, last-month, last-year, last-7-days, and none for an unknown date";

impl DateRange {
    /// Every known date.
    pub const ANY: Self = Self { from: None, to: None };

    /// Reads a date or a range of dates; `today` is what the relative ones count from.
    ///
    /// `last-week`, `last-month` and `last-year` are the whole week (Monday to Sunday), month or year before this
    /// one; `last-7-days` are the seven days that end with today. Spaces may stand for the hyphens.
    ///
    /// # Errors
    ///
    /// If the text cannot be read, the calendar has no such day, or the range ends before it begins.
    ///
    /// ```
    /// use demarche::query::dates::DateRange;
    /// let today = jiff::civil::date(2014, 4, 2);
    /// let read = |text| DateRange::read(text, today).map(|range| range.to_string());
    /// assert_eq!(read("2014-02..2014-03").as_deref(), Ok("2014-02-01..2014-03-31"));
    /// assert_eq!(read("last month").as_deref(), Ok("2014-03-01..2014-03-31"));
    /// assert_eq!(read(">2013").as_deref(), Ok("2014-01-01.."));
    /// ```
    pub fn read(text: &str, today: civil::Date) -> Result<Self, DateError> {
        let trimmed = text.trim();
        let range = if let Some((from, to)) = trimmed.split_once("..") {
            let side = |side: &str| if side.is_empty() { Some(None) } else { stretch(side, today).map(Some) };
            side(from)
                .zip(side(to))
                .filter(|sides| *sides != (None, None))
                .map(|(from, to)| Self { from: from.map(|(first, _)| first), to: to.map(|(_, last)| last) })
        } else {
            compared(trimmed, today)
        };
        match range {
            // The year 0 cannot be written, so it cannot be asked for.
            Some(Self { from, to }) if from.into_iter().chain(to).any(|day| day.year() < 1) => {
                Err(DateError::Unreadable(text.to_owned()))
            }
            Some(Self { from: Some(from), to: Some(to) }) if to < from => Err(DateError::Reversed(text.to_owned())),
            Some(range) => Ok(range),
            None => Err(DateError::Unreadable(text.to_owned())),
        }
    }

    /// Whether `day` lies in it.
    pub fn holds(self, day: civil::Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A date with or without one of `>=` `<=` `>` `<` before it.
fn compared(text: &str, today: civil::Date) -> Option<DateRange> {
    let sign = text.trim_start_matches(['<', '>', '=']);
    let (first, last) = stretch(sign.trim_start(), today)?;
    let (from, to) = match &text[..text.len() - sign.len()] {
        "" => (Some(first), Some(last)),
        ">=" => (Some(first), None),
        "<=" => (None, Some(last)),
        ">" => (Some(last.tomorrow().ok()?), None),
        "<" => (None, Some(first.yesterday().ok()?)),
        _ => return None,
    };
    Some(DateRange { from, to })
}

/// The first and last day of one date, absolute or relative.
fn stretch(text: &str, today: civil::Date) -> Option<(civil::Date, civil::Date)> {
    if let Ok(date) = text.parse::<Date>() {
        return Some((date.first(), date.last()));
    }
    let text = text.to_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).collect();
    match words[..] {
        ["today"] => Some((today, today)),
        ["yesterday"] => today.yesterday().ok().map(|day| (day, day)),
        ["this", unit] => calendar(unit, today, 0),
        ["last", unit] => calendar(unit, today, 1),
        ["last", count, unit] => {
            let count = count.parse::<i32>().ok().filter(|n| (1..10_000).contains(n))?;
            let before = today.checked_sub(length(unit, count)?).ok()?;
            Some((before.tomorrow().ok()?, today))
        }
        _ => None,
    }
}

/// The whole week, month or year `back` before the one of today.
fn calendar(unit: &str, today: civil::Date, back: i32) -> Option<(civil::Date, civil::Date)> {
    let begin = |day: civil::Date| match unit {
        "week" => day.checked_sub(length("day", day.weekday().to_monday_zero_offset().into())?).ok(),
        "month" => Some(day.first_of_month()),
        "year" => Some(day.first_of_year()),
        _ => None,
    };
    let first = begin(today)?.checked_sub(length(unit, back)?).ok()?;
    let next = first.checked_add(length(unit, 1)?).ok()?;
    Some((first, next.yesterday().ok()?))
}

fn length(unit: &str, count: i32) -> Option<Span> {
    match unit {
        "day" | "days" => Span::new().try_days(count).ok(),
        "week" | "weeks" => Span::new().try_weeks(count).ok(),
        "month" | "months" => Span::new().try_months(count).ok(),
        "year" | "years" => Span::new().try_years(count).ok(),
        _ => None,
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) => write!(f, "{from}..{to}"),
            (Some(from), None) => write!(f, "{from}.."),
            (None, Some(to)) => write!(f, "..{to}"),
            (None, None) => f.write_str("*"),
        }
    }
}

impl Serialize for DateRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut range = serializer.serialize_struct("DateRange", 2)?;
        range.serialize_field("from", &self.from.map(|day| day.to_string()))?;
        range.serialize_field("to", &self.to.map(|day| day.to_string()))?;
        range.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{DateError, DateRange};
    use jiff::civil::date;

    #[test]
    fn ranges_as_people_write_them() {
        let table = [
            ("2014", "2014-01-01..2014-12-31"),
            ("2014-03", "2014-03-01..2014-03-31"),
            ("2014-03-30", "2014-03-30"),
            ("2014-W13", "2014-03-24..2014-03-30"),
            ("2014-03..2014-05", "2014-03-01..2014-05-31"),
            ("2014-W13..2014-W14", "2014-03-24..2014-04-06"),
            ("2014-03-01/2014-03-09", "2014-03-01..2014-03-09"),
            ("..2014-03", "..2014-03-31"),
            ("2014-03..", "2014-03-01.."),
            (">=2014-03", "2014-03-01.."),
            (">2014-03", "2014-04-01.."),
            ("<2014", "..2013-12-31"),
            ("<=2014", "..2014-12-31"),
            ("< 2014", "..2013-12-31"),
            ("today", "2014-04-02"),
            ("Yesterday", "2014-04-01"),
            ("last month", "2014-03-01..2014-03-31"),
            ("last-week", "2014-03-24..2014-03-30"),
            ("this week", "2014-03-31..2014-04-06"),
            ("this-month", "2014-04-01..2014-04-30"),
            ("this-year", "2014-01-01..2014-12-31"),
            ("last-year", "2013-01-01..2013-12-31"),
            ("last 7 days", "2014-03-27..2014-04-02"),
            ("last-1-day", "2014-04-02"),
            ("last 2 weeks", "2014-03-20..2014-04-02"),
            ("last-3-months", "2014-01-03..2014-04-02"),
            ("last-month..today", "2014-03-01..2014-04-02"),
        ];
        for (text, range) in table {
            let read = DateRange::read(text, date(2014, 4, 2)).map(|r| r.to_string());
            assert_eq!(read.as_deref(), Ok(range), "{text}");
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        let unreadable = [
            "",
            "..",
            "2014-13",
            "2014-02-30",
            "14",
            "soon",
            "last",
            "last day of",
            "=>2014",
            "2014...2015",
            "last 0 days",
            "last 99999 days",
            "last 9999 years",
            "<0001",
            ">9999",
            "2014..2015..2016",
            "last 7 moons",
        ];
        for text in unreadable {
            let refused = Err(DateError::Unreadable(text.to_owned()));
            assert_eq!(DateRange::read(text, date(2014, 4, 2)), refused, "{text}");
        }
        let reversed = Err(DateError::Reversed("2014-05..2014-03".to_owned()));
        assert_eq!(DateRange::read("2014-05..2014-03", date(2014, 4, 2)), reversed);
    }

    #[test]
    fn days_lie_in_a_range() {
        let march = DateRange { from: Some(date(2014, 3, 1)), to: Some(date(2014, 3, 31)) };
        assert!(
            march.holds(date(2014, 3, 31)) && !march.holds(date(2014, 4, 1)) && DateRange::ANY.holds(date(1, 1, 1))
        );
    }
}
