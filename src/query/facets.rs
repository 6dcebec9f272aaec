//! Facets: how many articles or quotations of an answer have each value of a field.

use rustc_hash::FxHashMap;
use tantivy::{
    aggregation::{
        AggregationCollector,
        agg_req::Aggregations,
        agg_result::{AggregationResult, BucketResult},
    },
    query::{EnableScoring, Query},
};

use super::{
    ast::Node,
    identity::People,
    names::{self, Named, everybody},
    plan::{Target, plan},
    results::Facet,
    selection::{Selection, without},
};
use crate::{
    error::{Error, Result},
    index::{Reader, reader::each_document},
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

/// The column that a facet counts.
///
/// # Errors
/// [`Error::Query`] for an unknown facet or one that the target does not have.
pub(super) fn column(name: &str, target: Target) -> Result<&'static str> {
    let (name, _) = self::target(name)?;
    let row = TABLE.iter().find(|row| row.name == name);
    let column = row.and_then(|row| if target == Target::Articles { row.articles } else { row.quotations });
    column.ok_or_else(|| {
        let (what, other) = if target == Target::Articles {
            ("quotations", "facets or timeline --quotations")
        } else {
            ("articles", "search --facet")
        };
        Error::Query(format!("error: the facet “{name}” counts {what}\nhelp: ask with demarche {other}"))
    })
}

/// Counts the values of facets among what a query and the selections find; those of a facet that is chosen from as if
/// it were not, so that the list shows what else there is.
///
/// # Errors
/// [`Error::Query`] for an unknown facet or one that the target does not have; [`Error::Engine`].
pub fn count_all(
    reader: &Reader,
    node: &Node,
    selections: &[Selection],
    target: Target,
    facets: &[String],
    top: usize,
) -> Result<Vec<Facet>> {
    let chosen = |name: &String| selections.iter().any(|selection| selection.facet == name);
    let (own, rest): (Vec<String>, Vec<String>) = facets.iter().cloned().partition(chosen);
    let mut counted = Vec::new();
    if !rest.is_empty() {
        let query = plan(reader, &without(node, selections, None), target)?;
        counted = count(reader, &*query, target, &rest, top)?;
    }
    for name in own {
        let query = plan(reader, &without(node, selections, Some(&name)), target)?;
        let more = count(reader, &*query, target, &[name], top)?;
        counted.extend(more.into_iter().map(|facet| Facet { chosen_from: true, ..facet }));
    }
    counted.sort_by_key(|facet| facets.iter().position(|name| name == facet.name));
    Ok(counted)
}

/// Counts the values of facets among the documents that a planned query finds. All counts are exact.
///
/// # Errors
/// [`Error::Query`] for an unknown facet or one that the target does not have.
fn count(reader: &Reader, query: &dyn Query, target: Target, facets: &[String], top: usize) -> Result<Vec<Facet>> {
    if facets.is_empty() {
        return Ok(Vec::new());
    }
    let mut request = serde_json::Map::new();
    let mut wanted = Vec::new();
    for name in facets {
        let (name, _) = self::target(name)?;
        let column = column(name, target)?;
        if Named::of_facet(name).is_some() {
            wanted.push(name);
            continue;
        }
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
    let everybody =
        if wanted.iter().any(|name| Named::of_facet(name).is_some()) { Some(everybody(reader)?) } else { None };
    wanted
        .into_iter()
        .map(|name| {
            let mut values = match (results.0.remove(name), Named::of_facet(name), &everybody) {
                (_, Some(named), Some(people)) => count_people(reader, query, named, people)?,
                (Some(AggregationResult::BucketResult(BucketResult::Terms { buckets, .. })), ..) => {
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
            Ok(Facet { name, values, more, chosen_from: false })
        })
        .collect()
}

/// Counts the documents of each person under the name that is shown, each document once; and of speakers who are no
/// people under their own names.
fn count_people(reader: &Reader, query: &dyn Query, named: Named, people: &People) -> Result<Vec<(String, u64)>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for segment in reader.searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(named.column())? else { continue };
        // By term: whom it names, as a number of this segment's own.
        let mut shown: Vec<String> = Vec::new();
        let mut place: FxHashMap<String, usize> = FxHashMap::default();
        let mut values: Vec<Option<usize>> = Vec::with_capacity(column.num_terms());
        for name in names::shown(reader, &column, Some(people))? {
            let Some(name) = name else {
                values.push(None);
                continue;
            };
            let at = *place.entry(name.clone()).or_insert_with(|| {
                shown.push(name);
                shown.len() - 1
            });
            values.push(Some(at));
        }
        let mut of_value = vec![0u64; shown.len()];
        let mut own: Vec<usize> = Vec::new();
        each_document(&*weight, segment, |document| {
            own.clear();
            own.extend(column.term_ords(document).filter_map(|ord| values.get(ord as usize).copied().flatten()));
            own.sort_unstable();
            own.dedup();
            for value in &own {
                of_value[*value] += 1;
            }
        })?;
        for (name, count) in shown.into_iter().zip(of_value).filter(|(_, count)| *count > 0) {
            *counts.entry(name).or_default() += count;
        }
    }
    Ok(counts.into_iter().collect())
}

fn key(key: &tantivy::aggregation::Key) -> String {
    match key {
        tantivy::aggregation::Key::Str(text) => text.clone(),
        other => other.to_string(),
    }
}
