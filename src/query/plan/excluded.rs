//! [`Excluded`] is what a query must not find.
//!
//! Where tantivy excludes a phrase it asks the phrase for documents that lie before its first, which a phrase forbids
//! (`PhraseScorer::seek_danger` asserts it). This wrapper answers such a question itself.

use tantivy::{
    DocId, DocSet, Score, SegmentReader,
    query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

/// A query that may be asked for any document, in ascending order.
#[derive(Debug)]
pub(super) struct Excluded(Box<dyn Query>);

impl Excluded {
    pub(super) fn boxed(query: Box<dyn Query>) -> Box<dyn Query> {
        Box::new(Self(query))
    }
}

impl Clone for Excluded {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Excluded {
    fn weight(&self, enabled: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ExcludedWeight(self.0.weight(enabled)?)))
    }
}

struct ExcludedWeight(Box<dyn Weight>);

impl Weight for ExcludedWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ConstScorer::new(Documents(self.0.scorer(segment, boost)?), boost)))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(segment, document)
    }
}

/// The documents of the query. `seek_danger` is the trait's own, which looks where it stands before it seeks.
struct Documents(Box<dyn Scorer>);

impl DocSet for Documents {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}
