//! Facets: how many articles or quotations of an answer have each value of a field.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{
    SegmentReader,
    columnar::StrColumn,
    query::{EnableScoring, Query},
};

use super::{
    ast::{Field, Node},
    field::Scope,
    names::{self, Counted},
    plan::{Target, plan},
    results::Facet,
    selection::{Selection, without},
};
use crate::{
    error::{Error, Result},
    index::{Reader, reader::each_document},
};

/// The facets of the field table: name, and the columns it counts for articles and for quotations.
fn table() -> impl Iterator<Item = (&'static str, Option<&'static str>, Option<&'static str>)> {
    Field::all().map(Field::row).flat_map(|row| {
        let scope = row.scope;
        row.facets.iter().map(move |(name, own)| {
            let column = |of: &'static str| own.unwrap_or(of);
            (
                *name,
                (scope != Scope::Quotation).then(|| column(row.columns.0)),
                (scope != Scope::Article).then(|| column(row.columns.1)),
            )
        })
    })
}

/// Names of all facets; those of quotations count quotations.
pub fn names() -> impl Iterator<Item = &'static str> {
    table().map(|(name, ..)| name)
}

/// Which documents a facet counts, where it counts only one kind.
///
/// # Errors
/// [`Error::Query`] with the list if there is no facet of that name.
pub fn target(name: &str) -> Result<(&'static str, Option<Target>)> {
    table()
        .find(|(facet, ..)| *facet == name)
        .map(|(facet, articles, quotations)| {
            let only = match (articles, quotations) {
                (Some(_), None) => Some(Target::Articles),
                (None, Some(_)) => Some(Target::Quotations),
                _ => None,
            };
            (facet, only)
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
    let row = table().find(|(facet, ..)| *facet == name);
    let column = row.and_then(|(_, of, quotations)| if target == Target::Articles { of } else { quotations });
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
    let mut counted: Vec<(&'static str, Arc<Values>)> = Vec::new();
    for name in facets {
        let column = column(name, target)?;
        let (name, _) = self::target(name)?;
        counted.push((
            name,
            reader.once(if names::is_of_people(name) { name } else { column }, || Values::of(reader, name, column))?,
        ));
    }
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    let mut counts: Vec<FxHashMap<&str, u64>> = vec![FxHashMap::default(); counted.len()];
    for (at, segment) in reader.searcher.segment_readers().iter().enumerate() {
        let mut open: Vec<(usize, &Segment, Vec<u64>)> = Vec::new();
        for (number, (_, values)) in counted.iter().enumerate() {
            if let Some(own) = &values.segments[at] {
                open.push((number, own, vec![0; own.counted.values.len()]));
            }
        }
        let mut own: Vec<u32> = Vec::new();
        each_document(&*weight, segment, |document| {
            for (_, segment, counts) in &mut open {
                own.clear();
                let values =
                    segment.column.term_ords(document).filter_map(|ord| segment.counted.of_term.get(ord as usize));
                own.extend(values.filter(|value| **value != names::UNCOUNTED));
                if own.len() > 1 {
                    own.sort_unstable();
                    own.dedup();
                }
                for value in &own {
                    counts[*value as usize] += 1;
                }
            }
        })?;
        for (number, segment, found) in open {
            for (name, count) in segment.counted.values.iter().zip(found).filter(|(_, count)| *count > 0) {
                *counts[number].entry(name).or_default() += count;
            }
        }
    }
    let facets = counted.iter().zip(counts).map(|((name, _), counts)| {
        let mut values: Vec<(&str, u64)> = counts.into_iter().collect();
        if matches!(*name, "year" | "month") {
            values.sort_unstable();
        } else {
            values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        }
        let more = values.len().saturating_sub(top);
        let values = values.into_iter().take(top).map(|(value, count)| (value.to_owned(), count)).collect();
        Facet { name, values, more, chosen_from: false }
    });
    Ok(facets.collect())
}

/// The values of a facet in each segment; nothing in those where no document has any.
struct Values {
    segments: Vec<Option<Segment>>,
}

struct Segment {
    column: StrColumn,
    counted: Counted,
}

impl Values {
    fn of(reader: &Reader, facet: &str, column: &str) -> Result<Self> {
        let segment = |(at, segment): (usize, &SegmentReader)| {
            let Some(column) = segment.fast_fields().str(column)? else { return Ok(None) };
            let counted = names::counted(reader, facet, at, &column)?;
            Ok(Some(Segment { column, counted }))
        };
        let segments = reader.searcher.segment_readers().iter().enumerate();
        Ok(Self { segments: segments.map(segment).collect::<Result<_>>()? })
    }
}
