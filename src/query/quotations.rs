//! Searching for quotations: who said what.

use super::{
    ast::{Field, Node},
    facets,
    highlight::Marker,
    plan::{self, Target},
    results::{Facet, QuotationHit, Quotations},
    search::{self, Sort, Wanted},
};
use crate::{error::Result, index::Reader};

/// Searches for quotations. The order is by relevance where words rank, else the latest first.
///
/// # Errors
/// [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn quotations(reader: &Reader, node: &Node, wanted: &Wanted) -> Result<Quotations> {
    let query = plan::plan(reader, node, Target::Quotations)?;
    let mut wanted = wanted.clone();
    if wanted.sort == Sort::Relevance && !ranks(node) {
        wanted.sort = Sort::Newest;
    }
    let (total, top) = search::top(reader, &*query, Target::Quotations, &wanted)?;
    let marker = Marker::new(node, true);
    let hits = top
        .into_iter()
        .map(|(score, address)| {
            let record: crate::index::QuotationRecord = reader.stored(address)?;
            let marks = marker.marks(&record.words);
            Ok(QuotationHit { record, score, marks })
        })
        .collect::<Result<_>>()?;
    Ok(Quotations { total, hits })
}

/// Counts the values of facets among quotations.
///
/// # Errors
/// [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn count(reader: &Reader, node: &Node, names: &[String], top: usize) -> Result<Vec<Facet>> {
    let query = plan::plan(reader, node, Target::Quotations)?;
    facets::count(reader, &*query, Target::Quotations, names, top)
}

/// Whether words are asked for, so that a rank means something.
fn ranks(node: &Node) -> bool {
    match node {
        Node::Text(_) | Node::Near { .. } => true,
        Node::Field(field, _) => matches!(field, Field::About | Field::Title),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(ranks),
        Node::Boost(node, _) => ranks(node),
        Node::Not(_) | Node::All => false,
    }
}
