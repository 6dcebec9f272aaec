//! Groups of an answer: by speaker, country or month, or before and after a day.

use std::cmp::Reverse;

use jiff::civil;
use rustc_hash::FxHashMap;

use super::results::{Group, QuotationHit, Quotations};
use crate::{date::Date, index::tokenizer::full_name_key};

/// By what an answer is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By speaker, all names of one person together.
    Speaker,
    /// By the country spoken for.
    Country,
    /// By month of publication.
    Month,
    /// What was said before a day, and what was said on it or later.
    Day(civil::Date),
}

/// When something was said: as the article says, else when it was published.
fn said(hit: &QuotationHit) -> Option<Date> {
    hit.record.quotation.said_on.or(hit.record.article.published)
}

/// The place of a group among the others, and its title.
fn group(hit: &QuotationHit, by: By) -> (u8, String) {
    let quotation = &hit.record.quotation;
    let title = match by {
        By::Speaker => quotation.speaker.clone().unwrap_or_else(|| "unattributed".to_owned()),
        By::Country => quotation.speaker_country.clone().unwrap_or_else(|| "no country".to_owned()),
        By::Month => (hit.record.article.published.and_then(Date::year_month))
            .map_or_else(|| "no date".to_owned(), |(year, month)| format!("{year:04}-{month:02}")),
        By::Day(day) => match said(hit) {
            Some(date) if date.last() < day => return (0, format!("before {day}")),
            Some(date) if date.first() >= day => return (1, format!("{day} and later")),
            _ => return (2, format!("not known to be before or after {day}")),
        },
    };
    (0, title)
}

/// Brings the hits of a group together and keeps at most `limit` of all; of [`By::Day`], of each group, those nearest to
/// the day. Larger groups come first, months and days in order; inside a group the order is by date.
pub fn arrange(answer: &mut Quotations, by: By, limit: Option<usize>) {
    let mut groups: Vec<(u8, String, Vec<QuotationHit>)> = Vec::new();
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for hit in std::mem::take(&mut answer.hits) {
        let (place, title) = group(&hit, by);
        let key = if by == By::Speaker { full_name_key(&title) } else { title.clone() };
        let at = *known.entry(key).or_insert_with(|| {
            groups.push((place, title, Vec::new()));
            groups.len() - 1
        });
        groups[at].2.push(hit);
    }
    groups.sort_by_cached_key(|(place, title, hits)| {
        let size = if matches!(by, By::Speaker | By::Country) { hits.len() } else { 0 };
        (*place, Reverse(size), title.clone())
    });
    let mut left = limit.unwrap_or(usize::MAX);
    for (place, title, mut hits) in groups {
        hits.sort_by_cached_key(|hit| {
            let record = &hit.record;
            let date = if matches!(by, By::Day(_)) { said(hit) } else { record.article.published };
            (date.map(Date::first), record.article.id.clone(), record.quotation.content.first().map(|s| s.start))
        });
        let size = hits.len();
        if matches!(by, By::Day(_)) {
            // Before the day, the nearest are the last.
            if place == 0 {
                hits.drain(..size.saturating_sub(limit.unwrap_or(size)));
            }
            hits.truncate(limit.unwrap_or(size));
        } else {
            hits.truncate(left);
            left -= hits.len();
        }
        if !hits.is_empty() {
            answer.groups.push(Group { title, size, shown: hits.len() });
            answer.hits.extend(hits);
        }
    }
}
