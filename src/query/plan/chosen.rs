//! [`Chosen`] is a query for documents that were chosen one by one.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError,
    index::SegmentId,
    query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

/// Documents of each segment, ascending. Holds for the searcher that they were chosen with.
#[derive(Debug, Clone, Default)]
pub(super) struct Chosen {
    documents: Arc<FxHashMap<SegmentId, Arc<[DocId]>>>,
}

impl Chosen {
    pub(super) fn new(documents: FxHashMap<SegmentId, Vec<DocId>>) -> Self {
        Self { documents: Arc::new(documents.into_iter().map(|(id, documents)| (id, documents.into())).collect()) }
    }
}

impl Query for Chosen {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Chosen {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.documents.get(&segment.segment_id()).filter(|documents| !documents.is_empty()) {
            Some(documents) => Box::new(ConstScorer::new(List { documents: documents.clone(), at: 0 }, boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        if self.scorer(segment, 1.0)?.seek(document) == document {
            return Ok(Explanation::new("Chosen", 1.0));
        }
        Err(TantivyError::InvalidArgument(format!("document {document} is not chosen")))
    }
}

/// The documents of one segment, one after the other.
struct List {
    documents: Arc<[DocId]>,
    at: usize,
}

impl DocSet for List {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|document| *document < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}
