//! A [`Date`] is a day, week, month, year or interval of the civil calendar, as precise as the source was.
//!
//! Values are written and read as ISO 8601 calendar dates: `2014-03-30`, `2014-03`, `2014`, `2014-W13`,
//! `2014-03-01/2014-03-31`. Nothing is ever made more precise than it was.

use std::{fmt, str::FromStr};

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar date with its own precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Date {
    /// One day.
    Day(civil::Date),
    /// An ISO 8601 week: year and number, 1 to 53.
    Week(i16, i8),
    /// A month: year and number, 1 to 12.
    Month(i16, i8),
    /// A year.
    Year(i16),
    /// From the first to the last day, both included.
    Interval(civil::Date, civil::Date),
}

/// The day it is. Without a time zone database that is the day in UTC.
pub fn today() -> civil::Date {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}

/// English month names and the short forms of news agencies, lower case, January first.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan"],
    &["february", "feb"],
    &["march", "mar"],
    &["april", "apr"],
    &["may"],
    &["june", "jun"],
    &["july", "jul"],
    &["august", "aug"],
    &["september", "sept", "sep"],
    &["october", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];

/// The number of an English month name or its short form (`Sept.`, `JAN`), 1 to 12.
pub fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    if word.len() < 3 || word.len() > 9 {
        return None;
    }
    (1i8..).zip(MONTHS).find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(word))).map(|(n, _)| n)
}

impl Date {
    /// The day `year-month-day`, if the calendar has it.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self::Day)
    }

    /// The month, if there is one of that number.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        civil::Date::new(year, month, 1).ok().map(|_| Self::Month(year, month))
    }

    /// The first day that it may be.
    pub fn first(self) -> civil::Date {
        match self {
            Self::Day(day) | Self::Interval(day, _) => day,
            Self::Week(year, week) => week_monday(year, week),
            Self::Month(year, month) => civil::Date::new(year, month, 1).unwrap_or(civil::Date::MIN),
            Self::Year(year) => civil::Date::new(year, 1, 1).unwrap_or(civil::Date::MIN),
        }
    }

    /// The last day that it may be.
    pub fn last(self) -> civil::Date {
        match self {
            Self::Day(day) | Self::Interval(_, day) => day,
            Self::Week(year, week) => {
                let monday = week_monday(year, week);
                monday.checked_add(jiff::Span::new().days(6)).unwrap_or(monday)
            }
            Self::Month(..) => self.first().last_of_month(),
            Self::Year(year) => civil::Date::new(year, 12, 31).unwrap_or(civil::Date::MAX),
        }
    }

    /// The year, where the whole of it lies in one.
    pub fn year(self) -> Option<i16> {
        let (first, last) = (self.first(), self.last());
        (first.year() == last.year()).then(|| first.year())
    }

    /// Year and month, where the whole of it lies in one month.
    pub fn year_month(self) -> Option<(i16, i8)> {
        let (first, last) = (self.first(), self.last());
        (first.year() == last.year() && first.month() == last.month()).then(|| (first.year(), first.month()))
    }

    /// The value as TIMEX3 has it, where that has a shape of its own: quarters `2014-Q1`, halves `2014-H1`, seasons
    /// `2014-SU` (meteorological), weekends `2014-W13-WE`, decades `199`, centuries `19`; otherwise as ISO 8601.
    ///
    /// ```
    /// use demarche::date::Date;
    /// let quarter: Date = "2014-01-01/2014-03-31".parse()?;
    /// assert_eq!(quarter.timex(), "2014-Q1");
    /// # Ok::<(), demarche::date::NotADate>(())
    /// ```
    pub fn timex(self) -> String {
        let Self::Interval(first, last) = self else { return self.to_string() };
        let year = first.year();
        let whole = first.day() == 1 && last == last.last_of_month();
        let months = (last.year() - year) * 12 + i16::from(last.month()) - i16::from(first.month()) + 1;
        let weekend = first.weekday() == civil::Weekday::Saturday && first.tomorrow().is_ok_and(|next| next == last);
        match (whole, months, first.month()) {
            (true, 3, month @ (1 | 4 | 7 | 10)) => format!("{year:04}-Q{}", month / 3 + 1),
            (true, 6, month @ (1 | 7)) => format!("{year:04}-H{}", month / 6 + 1),
            (true, 3, 3) => format!("{year:04}-SP"),
            (true, 3, 6) => format!("{year:04}-SU"),
            (true, 3, 9) => format!("{year:04}-FA"),
            (true, 3, 12) => format!("{year:04}-WI"),
            (true, 120, 1) if year % 10 == 0 => format!("{:03}", year / 10),
            (true, 1200, 1) if year % 100 == 0 => format!("{:02}", year / 100),
            _ if weekend => {
                let week = first.iso_week_date();
                format!("{:04}-W{:02}-WE", week.year(), week.week())
            }
            _ => self.to_string(),
        }
    }

    /// Reads a date as metadata of articles write it: ISO 8601 with or without a time, RFC 2822, `March 30, 2014`,
    /// `30 March 2014`, `26-FEB-1987 15:01:01.79`, `2014/03/30`, `20140330`, `30.03.2014`, `March 2014`.
    ///
    /// The calendar day is taken as written, whatever the time zone. `03/04/2014` could be two days and gives `None`;
    /// `03/30/2014` can be only one.
    ///
    /// ```
    /// use demarche::date::Date;
    /// assert_eq!(Date::written("Sun, 30 Mar 2014 21:15:00 GMT"), Date::day(2014, 3, 30));
    /// assert_eq!(Date::written("03/04/2014"), None);
    /// ```
    pub fn written(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(date) = text.parse() {
            return Some(date);
        }
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if let Some(day) = text.get(..10)
            && day.as_bytes()[4] == b'-'
            && !text.as_bytes().get(10).is_some_and(u8::is_ascii_digit)
            && let Ok(date @ Self::Day(_)) = day.parse()
        {
            return Some(date);
        }
        if text.get(..8).is_some_and(digits) && !text.as_bytes().get(8).is_some_and(u8::is_ascii_digit) {
            let number = |range: std::ops::Range<usize>| text.get(range).and_then(|s| s.parse::<i16>().ok());
            return Self::day(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8);
        }
        let words: Vec<&str> =
            text.split(|c: char| c.is_whitespace() || ",-/.".contains(c)).filter(|w| !w.is_empty()).collect();
        let number = |word: &str| -> Option<i16> {
            let word = word.trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd").trim_end_matches("th");
            digits(word).then(|| word.parse().ok()).flatten()
        };
        for (at, word) in words.iter().enumerate() {
            let Some(month) = month_number(word) else { continue };
            let before = at.checked_sub(1).and_then(|i| number(words[i])).filter(|d| (1..=31).contains(d));
            let after = words.get(at + 1).and_then(|w| number(w));
            return match (before, after) {
                (Some(day), Some(year)) => Self::day(century(year)?, month, day as i8),
                (None, Some(day)) if day <= 31 && words.get(at + 2).and_then(|w| number(w)).is_some_and(|y| y > 99) => {
                    Self::day(number(words[at + 2])?, month, day as i8)
                }
                (None, Some(year)) if year > 99 => Self::month(year, month),
                _ => None,
            };
        }
        let numbers: Vec<i16> = words.iter().take(3).filter_map(|w| number(w)).collect();
        match numbers[..] {
            [year, month, day] if year > 99 => Self::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?),
            [a, b, year] if year > 99 => {
                let (a, b) = (i8::try_from(a).ok()?, i8::try_from(b).ok()?);
                match (a > 12, b > 12) {
                    (true, false) => Self::day(year, b, a),
                    (false, true) => Self::day(year, a, b),
                    // German, Russian and Ukrainian dates with full stops always put the day first.
                    (false, false) if a == b || text.contains('.') => Self::day(year, b, a),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// The four-digit year of a two-digit one: news archives reach from 1930 to 2029.
fn century(year: i16) -> Option<i16> {
    match year {
        0..30 => Some(2000 + year),
        30..100 => Some(1900 + year),
        1000..=9999 => Some(year),
        _ => None,
    }
}

fn week_monday(year: i16, week: i8) -> civil::Date {
    civil::ISOWeekDate::new(year, week, civil::Weekday::Monday).map_or(civil::Date::MIN, civil::Date::from)
}

/// How many days lie between two, whichever is the earlier.
pub fn days_between(a: civil::Date, b: civil::Date) -> i64 {
    (a.duration_since(b).as_hours() / 24).abs()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Interval(first, last) => write!(f, "{first}/{last}"),
        }
    }
}

/// The text is not an ISO 8601 calendar date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a date; write it as 2014, 2014-03, 2014-03-30, 2014-W13 or 2014-03-01/2014-03-31")]
pub struct NotADate(pub String);

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let fail = || NotADate(text.to_owned());
        if let Some((first, last)) = text.split_once('/') {
            let (first, last): (Self, Self) = (first.parse()?, last.parse()?);
            let (first, last) = (first.first(), last.last());
            return if first <= last { Ok(Self::Interval(first, last)) } else { Err(fail()) };
        }
        let mut parts = text.split('-');
        let mut number = |width: usize| -> Option<&str> {
            let part = parts.next()?;
            (part.len() == width).then_some(part)
        };
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse::<i16>().ok()).flatten();
        let year = number(4).and_then(plain).filter(|y| *y > 0).ok_or_else(fail)?;
        let date = match text.len() {
            4 => Some(Self::Year(year)),
            7 => number(2).and_then(plain).and_then(|month| Self::month(year, month as i8)),
            8 => number(3).and_then(|w| w.strip_prefix('W')).and_then(plain).and_then(|week| {
                let week = week as i8;
                civil::ISOWeekDate::new(year, week, civil::Weekday::Monday).ok().map(|_| Self::Week(year, week))
            }),
            10 => {
                let month = number(2).and_then(plain);
                let day = number(2).and_then(plain);
                month.zip(day).and_then(|(month, day)| Self::day(year, month as i8, day as i8))
            }
            _ => None,
        };
        date.ok_or_else(fail)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn iso_forms_round_trip() {
        for text in ["2014-03-30", "2014-03", "2014", "2014-W13", "2014-03-01/2014-03-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in
            ["2014-13", "2014-02-30", "14", "2014-3-1", "0000", "2014-W60", "2014-03-02/2014-03-01", "", "-", "20é4"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn timex_values() {
        for (date, timex) in [
            ("2014-01-01/2014-03-31", "2014-Q1"),
            ("2014-10-01/2014-12-31", "2014-Q4"),
            ("2014-07-01/2014-12-31", "2014-H2"),
            ("2014-06-01/2014-08-31", "2014-SU"),
            ("2013-12-01/2014-02-28", "2013-WI"),
            ("1990-01-01/1999-12-31", "199"),
            ("1900-01-01/1999-12-31", "19"),
            ("2014-03-29/2014-03-30", "2014-W13-WE"),
            ("2014-03-03/2014-03-05", "2014-03-03/2014-03-05"),
            ("2014-03", "2014-03"),
        ] {
            assert_eq!(date.parse::<Date>().unwrap().timex(), timex, "{date}");
        }
    }

    #[test]
    fn first_and_last_day() {
        let table = [
            ("2014-02", "2014-02-01", "2014-02-28"),
            ("2016", "2016-01-01", "2016-12-31"),
            ("2014-W13", "2014-03-24", "2014-03-30"),
            ("2014-03-30", "2014-03-30", "2014-03-30"),
        ];
        for (date, first, last) in table {
            let date: Date = date.parse().unwrap();
            assert_eq!((date.first().to_string(), date.last().to_string()), (first.into(), last.into()));
        }
    }

    #[test]
    fn dates_as_metadata_writes_them() {
        let table = [
            ("2014-03-30T10:15:00+02:00", Some("2014-03-30")),
            ("2014-03-30 10:15", Some("2014-03-30")),
            ("Sun, 30 Mar 2014 21:15:00 GMT", Some("2014-03-30")),
            ("March 30, 2014", Some("2014-03-30")),
            ("Sunday, March 30th, 2014 at 9:15pm", Some("2014-03-30")),
            ("30 March 2014", Some("2014-03-30")),
            ("26-FEB-1987 15:01:01.79", Some("1987-02-26")),
            ("3 JAN 90", Some("1990-01-03")),
            ("2014/03/30", Some("2014-03-30")),
            ("20140330", Some("2014-03-30")),
            ("20140330T101500Z", Some("2014-03-30")),
            ("30.03.2014", Some("2014-03-30")),
            ("04.03.2014", Some("2014-03-04")),
            ("03/30/2014", Some("2014-03-30")),
            ("03/04/2014", None),
            ("March 2014", Some("2014-03")),
            ("2014", Some("2014")),
            ("last week", None),
            ("Feb 26", None),
            ("", None),
            ("ééééééééééééé", None),
            ("201403-Ž", None),
        ];
        for (text, value) in table {
            assert_eq!(Date::written(text).map(|d| d.to_string()).as_deref(), value, "{text}");
        }
    }
}
