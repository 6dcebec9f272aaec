//! Dates in the text, after TIMEX3 (ISO 24617-1): spans, values, and the values of each article as a facet.
//!
//! Values are compared by day: a time of day behind a full date is cut, an ISO weekday is its day, fields that are all `X`
//! are cut from the end. A week is not its Monday, nor a month its first day. `calendar` leaves out durations and what has
//! no place in the calendar; a prediction that touches only a `PRESENT_REF` and the like is passed over there.

use std::collections::BTreeSet;

use jiff::civil;
use serde::Deserialize;

use super::{
    gold::{GoldError, parse},
    report::{Score, Share},
    spans::{Characters, pairs, touch},
    table::{Figure, Table},
};
use crate::span::Span;

/// An expression of the gold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct GoldDate {
    start: usize,
    end: usize,
    /// DATE where nothing is said.
    kind: String,
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "an object with start and end, or span, and value")]
enum Written {
    Timex {
        start: usize,
        end: usize,
        #[serde(default, rename = "type")]
        kind: Option<String>,
        #[serde(default)]
        value: Option<String>,
    },
    Date {
        span: (usize, usize),
        #[serde(default)]
        value: Option<String>,
    },
}

impl From<Written> for GoldDate {
    fn from(written: Written) -> Self {
        let (start, end, kind, value) = match written {
            Written::Timex { start, end, kind, value } => (start, end, kind, value),
            Written::Date { span: (start, end), value } => (start, end, None, value),
        };
        Self { start, end, kind: kind.unwrap_or_else(|| "DATE".to_owned()).to_uppercase(), value }
    }
}

/// An article whose dates are marked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object with text and timex or dates")]
pub struct DatesGold {
    /// The text.
    pub text: String,
    /// When it was published.
    #[serde(default, alias = "dct")]
    pub date: Option<String>,
    /// Its dates.
    #[serde(alias = "timex")]
    pub dates: Vec<GoldDate>,
}

impl DatesGold {
    /// Reads one line, the `number`th of its file.
    ///
    /// # Errors
    /// The line is no JSON object of this shape, or a span does not lie in the text.
    pub fn from_line(line: &str, number: usize) -> Result<Self, GoldError> {
        let gold: Self = parse(line, number)?;
        let characters = Characters::of(&gold.text);
        for (at, date) in gold.dates.iter().enumerate() {
            characters.check(number, "dates", at, [date.start, date.end])?;
        }
        Ok(gold)
    }
}

/// A value as it is compared.
fn normal(value: &str) -> Option<String> {
    let mut value = value.trim().to_uppercase();
    if value.is_empty() {
        return None;
    }
    if value.starts_with('P') {
        return Some(value);
    }
    if let Some((year, rest)) = value.split_once("-W")
        && let Some((week, day)) = rest.split_once('-')
    {
        let day = day.split('T').next().unwrap_or(day);
        if year.len() == 4 && (1..=2).contains(&week.len()) && day.len() == 1 && day.chars().all(|c| c.is_ascii_digit())
        {
            let date = || {
                let weekday = civil::Weekday::from_monday_one_offset(day.parse().ok()?).ok()?;
                civil::ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, weekday)
                    .ok()
                    .map(civil::ISOWeekDate::date)
            };
            return Some(date().map_or(value.clone(), |date| date.to_string()));
        }
    }
    let digits = |range: std::ops::Range<usize>| {
        value.get(range).is_some_and(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
    };
    let dash = |at: usize| value.as_bytes().get(at) == Some(&b'-');
    if digits(0..4) && dash(4) && digits(5..7) && dash(7) && digits(8..10) && value.as_bytes().get(10) == Some(&b'T') {
        value.truncate(10);
    } else if digits(0..4) && value.get(4..6) == Some("-W") && digits(6..7) && !digits(7..8) {
        value.insert(6, '0');
    } else if digits(0..4) && value.get(4..7) == Some("-Q0") && digits(7..8) && value.len() == 8 {
        value.remove(6);
    }
    // Fields of nothing but X at the end.
    loop {
        let body = value.split_once('T').map_or(value.as_str(), |(body, _)| body);
        let Some((head, field)) = body.rsplit_once('-') else { break };
        let field = field.trim_start_matches(['W', 'Q', 'H']);
        let all = !field.is_empty() && field.chars().all(|c| c == 'X');
        if !all {
            break;
        }
        value.truncate(head.len());
    }
    let bare = value.trim_end_matches('X');
    if bare.len() < value.len() && (2..=3).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_digit()) {
        value.truncate(bare.len());
    }
    Some(value)
}

/// Whether a value has a place in the calendar: it begins with a year, a decade or a century.
fn in_calendar(value: Option<&String>) -> bool {
    let Some(value) = value else { return false };
    let digits = value.chars().take_while(char::is_ascii_digit).count();
    (2..=4).contains(&digits) && matches!(value.as_bytes().get(digits), None | Some(b'-'))
}

fn is_reference(value: Option<&String>) -> bool {
    value.is_some_and(|value| matches!(value.as_str(), "PRESENT_REF" | "PAST_REF" | "FUTURE_REF"))
}

/// A date of one side, ready to be compared.
#[derive(Debug, Clone)]
struct Dated {
    span: (usize, usize),
    kind: String,
    value: Option<String>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Group {
    strict: Score,
    relaxed: usize,
    value: usize,
}

/// Adds up the figures of dates.
#[derive(Debug, Clone, Default)]
pub struct DatesScorer {
    articles: usize,
    groups: [Group; 4],
    facets: [Score; 2],
}

const GROUPS: [&str; 4] = ["all", "date", "date_noref", "calendar"];

impl DatesScorer {
    /// Adds an article and the dates found in its text: spans of bytes and values, all of type DATE.
    pub fn add(&mut self, gold: &DatesGold, found: &[(Span, Option<String>)]) {
        let characters = Characters::of(&gold.text);
        let own = gold.dates.iter().map(|date| ((date.start, date.end), date.kind.clone(), date.value.clone()));
        let found = found.iter().map(|(span, value)| (characters.span(*span), "DATE".to_owned(), value.clone()));
        let side = |dates: &mut dyn Iterator<Item = ((usize, usize), String, Option<String>)>| {
            let mut side: Vec<Dated> = Vec::new();
            for (span, kind, value) in dates {
                let span = characters.trim_date(span);
                if span.0 < span.1 && side.iter().all(|date| date.span != span) {
                    side.push(Dated { span, kind, value: value.as_deref().and_then(normal) });
                }
            }
            side.sort_by_key(|date| date.span);
            side
        };
        let (own, found) = (side(&mut own.into_iter()), side(&mut found.into_iter()));
        self.articles += 1;
        for (name, group) in GROUPS.iter().zip(&mut self.groups) {
            let belongs = |date: &&Dated| match *name {
                "all" => true,
                "calendar" => in_calendar(date.value.as_ref()),
                _ => date.kind == "DATE",
            };
            let mut left: Vec<&Dated> = own.iter().filter(belongs).collect();
            let mut right: Vec<&Dated> = found.iter().filter(belongs).collect();
            if matches!(*name, "date_noref" | "calendar") {
                let references: Vec<&Dated> =
                    own.iter().filter(|date| date.kind == "DATE" && is_reference(date.value.as_ref())).collect();
                left.retain(|date| !is_reference(date.value.as_ref()));
                right.retain(|date| {
                    let touches = |dates: &[&Dated]| dates.iter().any(|other| touch(date.span, other.span));
                    !is_reference(date.value.as_ref()) && (!touches(&references) || touches(&left))
                });
            }
            let spans = |dates: &[&Dated]| dates.iter().map(|date| date.span).collect::<Vec<_>>();
            let (left_spans, right_spans) = (spans(&left), spans(&right));
            let equal: BTreeSet<_> = left_spans.iter().filter(|span| right_spans.contains(span)).collect();
            group.strict += Score { right: equal.len(), predicted: right.len(), gold: left.len() };
            for (i, j) in pairs(&left_spans, &right_spans) {
                group.relaxed += 1;
                group.value += usize::from(left[i].value.is_some() && left[i].value == right[j].value);
            }
        }
        let values = |dates: &[Dated]| -> BTreeSet<String> {
            dates.iter().filter(|date| in_calendar(date.value.as_ref())).filter_map(|date| date.value.clone()).collect()
        };
        let (own, found) = (values(&own), values(&found));
        let years = |values: &BTreeSet<String>| -> BTreeSet<String> {
            let year =
                |value: &String| value.get(..4).filter(|y| y.chars().all(|c| c.is_ascii_digit())).map(str::to_owned);
            values.iter().filter_map(year).collect()
        };
        for (facet, (a, b)) in self.facets.iter_mut().zip([(own.clone(), found.clone()), (years(&own), years(&found))])
        {
            *facet += Score { right: a.intersection(&b).count(), predicted: b.len(), gold: a.len() };
        }
    }

    /// The figures.
    pub fn report(&self) -> Table {
        let mut table = Table::default();
        table.push("articles", Figure::Count(self.articles));
        for (name, group) in GROUPS.iter().zip(&self.groups) {
            table.push(format!("{name}_strict"), Figure::Score(group.strict));
            table.push(format!("{name}_relaxed"), Figure::Score(Score { right: group.relaxed, ..group.strict }));
            table.push(format!("{name}_value"), Figure::Score(Score { right: group.value, ..group.strict }));
            let share = Share { count: group.value, of: group.relaxed };
            table.push(format!("{name}_value_of_found"), Figure::Share(share));
        }
        table.push("facet", Figure::Score(self.facets[0]));
        table.push("facet_year", Figure::Score(self.facets[1]));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn values_are_compared_by_day() {
        for (value, expected) in [
            ("1998-08-07T09:42", "1998-08-07"),
            ("1998-08-07TMO", "1998-08-07"),
            ("1998-W32-5", "1998-08-07"),
            ("1998-w5", "1998-W05"),
            ("1998-Q04", "1998-Q4"),
            ("1998-XX-XX", "1998"),
            ("1998-WXX", "1998"),
            ("1998-QX", "1998"),
            ("199X", "199"),
            ("19XX", "19"),
            ("PT3H", "PT3H"),
            ("1998-08", "1998-08"),
            ("1998-W54-5", "1998-W54-5"),
            ("1998-SU", "1998-SU"),
        ] {
            assert_eq!(normal(value).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(normal(" "), None);
    }
}
