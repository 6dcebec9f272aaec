//! News puts what matters first: among the best articles, those whose title and first sentences hold the words asked for
//! come before those that mention them late.
//!
//! A word adds [`WEIGHT`] of its inverse document frequency where it opens the article, less the later it first stands. Only
//! the order inside each hundred of the best by BM25 changes, so that pages do not overlap and nothing is lost between them.

use tantivy::{
    DocAddress, DocSet, TERMINATED, Term, postings::Postings, query::Bm25StatisticsProvider, schema::IndexRecordOption,
};

use super::ast::{Node, Text};
use crate::{
    error::{Error, Result},
    index::{Reader, tokenizer},
};

/// How many of the best are put in a new order at once.
pub(super) const WINDOW: usize = 100;
/// What the first word of an article adds, in parts of its inverse document frequency.
const WEIGHT: f32 = 0.5;
/// After so many words it adds a third of that (1/e).
const REACH: f32 = 100.0;

/// The words that rank, as terms of running text; those of clauses that exclude are none.
fn terms(node: &Node, reader: &Reader, found: &mut Vec<Term>) {
    match node {
        Node::Text(Text::Word { text, exact: is_exact } | Text::Phrase { text, exact: is_exact, .. }) => {
            found
                .extend(tokenizer::terms(text, *is_exact).map(|word| Term::from_field_text(reader.fields.body, &word)));
        }
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| terms(node, reader, found)),
        Node::Boost(node, _) => terms(node, reader, found),
        Node::Near { operands, .. } => {
            operands.iter().flatten().for_each(|text| terms(&Node::Text(text.clone()), reader, found));
        }
        Node::Text(_) | Node::Field(..) | Node::Not(_) | Node::All => {}
    }
}

/// Adds to the scores what the beginnings of the articles add, and puts each hundred in its new order.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn reorder(reader: &Reader, node: &Node, hits: &mut [(f32, DocAddress)]) -> Result<()> {
    let mut terms_of = Vec::new();
    terms(node, reader, &mut terms_of);
    terms_of.sort();
    terms_of.dedup();
    if terms_of.is_empty() || hits.len() < 2 {
        return Ok(());
    }
    let statistics = reader.article_statistics();
    let documents = statistics.total_num_docs()? as f32;
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_unstable_by_key(|i| hits[*i].1);
    for term in &terms_of {
        let having = statistics.doc_freq(term)? as f32;
        let rarity = (1.0 + (documents - having + 0.5) / (having + 0.5)).ln();
        let mut positions = Vec::new();
        let mut postings = None;
        let mut open = None;
        for i in &order {
            let address = hits[*i].1;
            if open != Some(address.segment_ord) {
                open = Some(address.segment_ord);
                let index = reader.searcher.segment_reader(address.segment_ord).inverted_index(term.field())?;
                let read = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions);
                postings = read.map_err(|error| Error::Engine(error.to_string()))?;
            }
            let Some(postings) = &mut postings else { continue };
            if postings.doc() == TERMINATED {
                continue;
            }
            if postings.doc() < address.doc_id {
                postings.seek(address.doc_id);
            }
            if postings.doc() == address.doc_id {
                postings.positions(&mut positions);
                if let Some(first) = positions.first() {
                    hits[*i].0 += WEIGHT * rarity * (-(*first as f32) / REACH).exp();
                }
            }
        }
    }
    for window in hits.chunks_mut(WINDOW) {
        window.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    }
    Ok(())
}
