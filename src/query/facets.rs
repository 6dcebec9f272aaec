//! Facets: how many articles or quotations of an answer have each value of a field.

use tantivy::{
    aggregation::{
        AggregationCollector,
        agg_req::Aggregations,
        agg_result::{AggregationResult, BucketResult},
    },
    query::Query,
};

use super::{plan::Target, results::Facet};
use crate::{
    error::{Error, Result},
    index::Reader,
};

/// A facet: its name on the command line and the column it counts, for articles and for quotations.
struct Row {
    name: &'static str,
    articles: Option<&'static str>,
    quotations: Option<&'static str>,
}

const fn row(name: &'static str, articles: Option<&'static str>, quotations: Option<&'static str>) -> Row {
    Row { name, articles, quotations }
}

const TABLE: &[Row] = &[
    row("person", Some("person"), None),
    row("country", Some("country"), Some("speaker_country")),
    row("place", Some("place"), None),
    row("org", Some("organisation"), None),
    row("outlet", Some("outlet"), Some("outlet")),
    row("lang", Some("language"), Some("language")),
    row("year", Some("year"), Some("year")),
    row("month", Some("month"), Some("month")),
    row("speaker", None, Some("speaker")),
    row("manner", None, Some("manner")),
    row("kind", None, Some("quote_kind")),
    row("class", None, Some("class")),
];

/// Names of all facets; those of quotations count quotations.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.name)
}

/// Which documents a facet counts, where it counts only one kind.
///
/// # Errors
/// [`Error::Query`] with the list if there is no facet of that name.
pub fn target(name: &str) -> Result<(&'static str, Option<Target>)> {
    TABLE
        .iter()
        .find(|row| row.name == name)
        .map(|row| {
            let only = match (row.articles, row.quotations) {
                (Some(_), None) => Some(Target::Articles),
                (None, Some(_)) => Some(Target::Quotations),
                _ => None,
            };
            (row.name, only)
        })
        .ok_or_else(|| {
            let all: Vec<&str> = names().collect();
            Error::Query(format!("error: there is no facet “{name}”\nhelp: the facets are {}", all.join(", ")))
        })
}

/// Counts the values of facets among the documents that a planned query finds. All counts are exact.
///
/// # Errors
/// [`Error::Query`] for an unknown facet or one that the target does not have.
pub fn count(reader: &Reader, query: &dyn Query, target: Target, facets: &[String], top: usize) -> Result<Vec<Facet>> {
    if facets.is_empty() {
        return Ok(Vec::new());
    }
    let mut request = serde_json::Map::new();
    let mut wanted = Vec::new();
    for name in facets {
        let (name, _) = self::target(name)?;
        let Some(row) = TABLE.iter().find(|row| row.name == name) else { continue };
        let column = if target == Target::Articles { row.articles } else { row.quotations };
        let Some(column) = column else {
            let (what, other) = if target == Target::Articles {
                ("quotations", "facets --quotations")
            } else {
                ("articles", "search --facet")
            };
            return Err(Error::Query(format!(
                "error: the facet “{name}” counts {what}\nhelp: ask with demarche {other}"
            )));
        };
        request.insert(
            name.to_owned(),
            serde_json::json!({"terms": {"field": column, "size": 100_000, "segment_size": 1_000_000}}),
        );
        wanted.push(name);
    }
    let aggregations: Aggregations =
        serde_json::from_value(request.into()).map_err(|e| Error::Engine(e.to_string()))?;
    let collector = AggregationCollector::from_aggs(aggregations, tantivy::aggregation::AggContextParams::default());
    let mut results = reader.searcher.search(query, &collector)?;
    Ok(wanted
        .into_iter()
        .map(|name| {
            let mut values = match results.0.remove(name) {
                Some(AggregationResult::BucketResult(BucketResult::Terms { buckets, .. })) => {
                    buckets.into_iter().map(|bucket| (key(&bucket.key), bucket.doc_count)).collect::<Vec<_>>()
                }
                _ => Vec::new(),
            };
            if matches!(name, "year" | "month") {
                values.sort();
            } else {
                values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            }
            let more = values.len().saturating_sub(top);
            values.truncate(top);
            Facet { name, values, more }
        })
        .collect())
}

fn key(key: &tantivy::aggregation::Key) -> String {
    match key {
        tantivy::aggregation::Key::Str(text) => text.clone(),
        other => other.to_string(),
    }
}
