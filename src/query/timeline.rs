//! How many articles or quotations of an answer were published in each day, week, month or year.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil};
use rustc_hash::FxHashMap;
use tantivy::query::{EnableScoring, Query};

use super::{
    ast::Node,
    facets, names,
    plan::{self, Target},
    results::{Moment, Timeline},
};
use crate::{
    error::{Error, Result},
    index::{Reader, document::number_day, reader::each_document},
};

/// How long the stretches of time are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks from Monday, as ISO 8601 has them.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl Unit {
    /// The first day of the stretch that a day lies in.
    fn first(self, day: civil::Date) -> civil::Date {
        match self {
            Self::Day => day,
            Self::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the next one; none at the end of all time.
    fn next(self, first: civil::Date) -> Option<civil::Date> {
        let step = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        };
        first.checked_add(step).ok()
    }

    fn label(self, first: civil::Date) -> String {
        match self {
            Self::Day => first.to_string(),
            Self::Week => {
                let week = first.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{:04}-{:02}", first.year(), first.month()),
            Self::Year => format!("{:04}", first.year()),
        }
    }

    /// The shortest that draws a stretch of time in at most some forty lines.
    fn fitting(first: civil::Date, last: civil::Date) -> Self {
        let days = last.duration_since(first).as_hours() / 24;
        match days {
            ..=40 => Self::Day,
            41..=280 => Self::Week,
            281..=1_240 => Self::Month,
            _ => Self::Year,
        }
    }
}

/// What is wanted of a timeline.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// How long the stretches are; if not given, so that about forty lines show all.
    pub unit: Option<Unit>,
    /// The facet whose values are counted apart.
    pub by: Option<String>,
    /// How many of its values, the most frequent; the others are counted together.
    pub top: usize,
}

/// Counts what a query finds by time of publication. Counts are exact; what is not known as precisely as the stretches are
/// long is counted apart. An article counts for each value of the facet that it has.
///
/// # Errors
/// [`Error::Query`] for a query that cannot be answered or a facet that the target does not have; [`Error::Engine`] if the
/// index cannot be read.
pub fn timeline(reader: &Reader, node: &Node, target: Target, wanted: &Wanted) -> Result<Timeline> {
    let query = plan::plan(reader, node, target)?;
    let column = wanted.by.as_deref().map(|by| facets::column(by, target)).transpose()?;
    let found = collect(reader, &*query, wanted.by.as_deref(), column)?;
    let days = || found.iter().filter_map(|one| one.days);
    let span = days().map(|(first, _)| first).min().zip(days().map(|(_, last)| last).max());
    let Some((earliest, latest)) = span else {
        let undated = found.len() as u64;
        return Ok(Timeline { total: undated, undated, ..Timeline::default() });
    };
    let unit = wanted.unit.unwrap_or_else(|| Unit::fitting(earliest, latest));

    let mut totals: FxHashMap<&str, u64> = FxHashMap::default();
    for value in found.iter().flat_map(|one| &one.values) {
        *totals.entry(value).or_default() += 1;
    }
    let mut ranked: Vec<(&str, u64)> = totals.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let more = ranked.len().saturating_sub(wanted.top);
    ranked.truncate(wanted.top);
    let series: Vec<String> = ranked.iter().map(|(value, _)| (*value).to_owned()).collect();

    let mut counts: BTreeMap<civil::Date, (u64, Vec<u64>)> = BTreeMap::new();
    let (mut undated, mut imprecise) = (0, 0);
    for one in &found {
        let Some((first, last)) = one.days else {
            undated += 1;
            continue;
        };
        if unit.first(first) != unit.first(last) {
            imprecise += 1;
            continue;
        }
        let count = counts.entry(unit.first(first)).or_insert_with(|| (0, vec![0; series.len()]));
        count.0 += 1;
        for (n, value) in series.iter().enumerate() {
            count.1[n] += u64::from(one.values.contains(value));
        }
    }
    // Stretches without any are part of the picture.
    let mut moments = Vec::new();
    let ends = counts.keys().next().copied().zip(counts.keys().next_back().copied());
    let mut at = ends.map(|(first, _)| first);
    while let (Some(first), Some((_, end))) = (at, ends) {
        if first > end {
            break;
        }
        let (count, values) = counts.remove(&first).unwrap_or_else(|| (0, vec![0; series.len()]));
        moments.push(Moment { label: unit.label(first), first, count, values });
        at = unit.next(first);
    }
    Ok(Timeline { total: found.len() as u64, moments, series, more: more as u64, undated, imprecise })
}

/// What is known of one article or quotation.
struct Found {
    /// The first and the last day on which it may have been published.
    days: Option<(civil::Date, civil::Date)>,
    values: Vec<String>,
}

fn collect(reader: &Reader, query: &dyn Query, by: Option<&str>, column: Option<&str>) -> Result<Vec<Found>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    let mut found = Vec::new();
    for (at, segment) in reader.searcher.segment_readers().iter().enumerate() {
        let columns = segment.fast_fields();
        let published = columns.u64("published")?;
        // Not there where all dates are known to the day.
        let last = columns.u64("published_last").ok();
        let text = match column {
            Some(column) => columns.str(column)?,
            None => None,
        };
        let counted = match &text {
            None => None,
            Some(text) => Some(names::counted(reader, by.unwrap_or_default(), at, text)?),
        };
        let value = |ord: u64| {
            let counted = counted.as_ref()?;
            counted.values.get(*counted.of_term.get(ord as usize)? as usize).cloned()
        };
        each_document(&*weight, segment, |document| {
            let first = published.first(document).and_then(number_day);
            let last = last.as_ref().and_then(|column| column.first(document)).and_then(number_day);
            let own = text.iter().flat_map(|text| text.term_ords(document));
            let mut values: Vec<String> = own.filter_map(value).collect();
            values.sort();
            values.dedup();
            found.push(Found { days: first.map(|first| (first, last.unwrap_or(first))), values });
        })?;
    }
    Ok(found)
}

impl std::str::FromStr for Unit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(match text {
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            _ => {
                return Err(Error::Query(format!(
                    "error: “{text}” is no unit of time here\nhelp: give day, week, month or year"
                )));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Unit;

    #[test]
    fn stretches_have_names_and_follow_each_other() {
        for (unit, day, label, next) in [
            (Unit::Day, date(2014, 2, 28), "2014-02-28", date(2014, 3, 1)),
            (Unit::Week, date(2014, 12, 31), "2015-W01", date(2015, 1, 5)),
            (Unit::Month, date(2014, 12, 31), "2014-12", date(2015, 1, 1)),
            (Unit::Year, date(2014, 12, 31), "2014", date(2015, 1, 1)),
        ] {
            let first = unit.first(day);
            assert_eq!((unit.label(first).as_str(), unit.next(first)), (label, Some(next)));
        }
        assert_eq!(Unit::fitting(date(2014, 1, 1), date(2014, 1, 20)), Unit::Day);
        assert_eq!(Unit::fitting(date(2014, 1, 1), date(2016, 1, 20)), Unit::Month);
        assert_eq!(Unit::Day.next(civil_end()), None);
    }

    fn civil_end() -> jiff::civil::Date {
        jiff::civil::Date::MAX
    }
}
