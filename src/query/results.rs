//! Results: what an answer consists of, ready to be shown, free of the engine.

use serde::Serialize;

use crate::{
    index::{ArticleRecord, QuotationRecord},
    span::Span,
};

/// Articles that answer a query.
#[derive(Debug, Clone)]
pub struct Articles {
    /// How many there are in all. Exact.
    pub total: usize,
    /// Those asked for.
    pub hits: Vec<ArticleHit>,
    /// Counts by facet, if asked for.
    pub facets: Vec<Facet>,
}

/// One article.
#[derive(Debug, Clone)]
pub struct ArticleHit {
    /// What is stored of it.
    pub record: ArticleRecord,
    /// Its BM25 score; 0 where the order is by date.
    pub score: f32,
    /// The stretches of text that match, in text order.
    pub fragments: Vec<Fragment>,
}

/// A stretch of text on one line, with the words that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fragment {
    /// The text.
    pub text: String,
    /// Bytes of the text that matched.
    pub marks: Vec<Span>,
}

/// Quotations that answer a query.
#[derive(Debug, Clone)]
pub struct Quotations {
    /// How many there are in all. Exact.
    pub total: usize,
    /// Those asked for.
    pub hits: Vec<QuotationHit>,
}

/// One quotation.
#[derive(Debug, Clone)]
pub struct QuotationHit {
    /// What is stored of it.
    pub record: QuotationRecord,
    /// Its BM25 score; 0 where nothing ranks.
    pub score: f32,
    /// Bytes of the record's words that matched.
    pub marks: Vec<Span>,
}

/// Counts of one facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Its name.
    pub name: &'static str,
    /// Values and counts, the most frequent first.
    pub values: Vec<(String, u64)>,
    /// How many values more there are than listed.
    pub more: usize,
}
