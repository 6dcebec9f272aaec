//! Searching for articles.

use tantivy::{
    DocAddress, Order,
    collector::{Count, TopDocs},
    query::{EnableScoring, Query},
};

use super::{
    ast::Node,
    facets,
    highlight::Marker,
    lead, names,
    plan::{self, Target},
    results::{ArticleHit, Articles},
    selection::{Selection, without},
    wire,
};
use crate::{
    error::Result,
    index::{ArticleRecord, Reader},
};

/// In which order answers come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best match first (BM25).
    #[default]
    Relevance,
    /// The latest publication first, those without a date last.
    Newest,
    /// The earliest publication first, those without a date last.
    Oldest,
}

/// What is wanted of an answer.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The order.
    pub sort: Sort,
    /// How many at most; `None` for all.
    pub limit: Option<usize>,
    /// How many to pass over first.
    pub offset: usize,
    /// Values of facets that are kept or dropped.
    pub selections: Vec<Selection>,
    /// Facets to count.
    pub facets: Vec<String>,
    /// Values listed of each facet.
    pub top: usize,
    /// Fragments of text for each article.
    pub fragments: usize,
    /// Each copy of a statement or an article as an answer of its own.
    pub each: bool,
}

/// Searches for articles.
///
/// # Errors
/// [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn articles(reader: &Reader, node: &Node, wanted: &Wanted) -> Result<Articles> {
    let asked = without(node, &wanted.selections, None);
    let query = plan::plan(reader, &asked, Target::Articles)?;
    let (total, folded, found) = wire::articles(reader, &asked, &*query, wanted)?;
    let marker = Marker::new(node, true);
    let hits = found
        .into_iter()
        .map(|wire::Found { score, address, copies }| {
            let record = names::article_at(reader, address, true)?;
            let mut copies = copies
                .into_iter()
                .map(|copy| Ok(reader.stored::<ArticleRecord>(copy)?.article))
                .collect::<Result<Vec<_>>>()?;
            copies.sort_by_cached_key(|copy| {
                let day = copy.published.map(crate::date::Date::first);
                (day.is_none(), day, copy.id.clone())
            });
            let fragments = if wanted.fragments > 0 {
                marker.fragments(&record.article.text, wanted.fragments, 240)
            } else {
                Vec::new()
            };
            Ok(ArticleHit { record, score, fragments, copies })
        })
        .collect::<Result<_>>()?;
    let facets = facets::count_all(reader, node, &wanted.selections, Target::Articles, &wanted.facets, wanted.top)?;
    Ok(Articles { total, folded, hits, facets })
}

/// How many documents a query finds, copies among them. Exact.
///
/// # Errors
/// [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn count(reader: &Reader, node: &Node, target: Target) -> Result<usize> {
    Ok(reader.searcher.search(&plan::plan(reader, node, target)?, &Count)?)
}

/// The addresses of all documents that a query finds, in order.
///
/// # Errors
/// [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn addresses(reader: &Reader, node: &Node, target: Target, sort: Sort) -> Result<Vec<DocAddress>> {
    let query = plan::plan(reader, node, target)?;
    let wanted = Wanted { sort, limit: None, ..Wanted::default() };
    Ok(top(reader, &*query, target, &wanted)?.1.into_iter().map(|(_, address)| address).collect())
}

/// The article at an address, whole, with its people as the archive knows them.
///
/// # Errors
/// [`crate::error::Error::Engine`] if it cannot be read.
pub fn article_at(reader: &Reader, address: DocAddress) -> Result<ArticleRecord> {
    names::article_at(reader, address, true)
}

/// The best articles in the order in which they are shown: by relevance in windows of a hundred, whose order the beginnings
/// of the articles decide too.
pub(super) fn best(
    reader: &Reader,
    node: &Node,
    query: &dyn Query,
    wanted: &Wanted,
) -> Result<(usize, Vec<(f32, DocAddress)>)> {
    if wanted.sort != Sort::Relevance || wanted.limit == Some(0) {
        return top(reader, query, Target::Articles, wanted);
    }
    let from = wanted.offset / lead::WINDOW * lead::WINDOW;
    let skip = wanted.offset - from;
    let limit = wanted.limit.map(|limit| (skip + limit).div_ceil(lead::WINDOW) * lead::WINDOW);
    let (total, mut hits) = top(reader, query, Target::Articles, &Wanted { offset: from, limit, ..wanted.clone() })?;
    lead::reorder(reader, node, &mut hits)?;
    let hits = hits.into_iter().skip(skip).take(wanted.limit.unwrap_or(usize::MAX)).collect();
    Ok((total, hits))
}

/// The number of documents that a query finds and the addresses of those wanted, in order.
pub(super) fn top(
    reader: &Reader,
    query: &dyn Query,
    target: Target,
    wanted: &Wanted,
) -> Result<(usize, Vec<(f32, DocAddress)>)> {
    let statistics = match target {
        Target::Articles => reader.article_statistics(),
        Target::Quotations => reader.quotation_statistics(),
    };
    let searcher = &reader.searcher;
    let limit = match wanted.limit {
        Some(limit) => limit,
        None => searcher.search(query, &Count)?,
    };
    if limit == 0 {
        return Ok((searcher.search(query, &Count)?, Vec::new()));
    }
    let docs = TopDocs::with_limit(limit).and_offset(wanted.offset);
    let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
    let executor = searcher.index().search_executor();
    // Where every document scores alike, one pass finds and counts them.
    let constant = query.is::<tantivy::query::RangeQuery>() || query.is::<tantivy::query::TermSetQuery>();
    match wanted.sort {
        Sort::Relevance if target == Target::Quotations => {
            let tweak = |segment: &tantivy::SegmentReader| {
                let weights = segment.fast_fields().u64("weight").ok();
                move |doc: tantivy::DocId, score: f32| {
                    score * weights.as_ref().and_then(|column| column.first(doc)).unwrap_or(100) as f32 / 100.0
                }
            };
            let (total, top) =
                searcher.search_with_executor(query, &(Count, docs.tweak_score(tweak)), executor, scoring)?;
            Ok((total, top))
        }
        Sort::Relevance if constant => {
            let (total, top) =
                searcher.search_with_executor(query, &(Count, docs.order_by_score()), executor, scoring)?;
            Ok((total, top))
        }
        Sort::Relevance => {
            // Apart from the count, the best can be found without scoring every document (block-max WAND).
            let top = searcher.search_with_executor(query, &docs.order_by_score(), executor, scoring)?;
            let total =
                if wanted.offset == 0 && top.len() < limit { top.len() } else { searcher.search(query, &Count)? };
            Ok((total, top))
        }
        Sort::Newest | Sort::Oldest => {
            let order = if wanted.sort == Sort::Newest { Order::Desc } else { Order::Asc };
            let collector = (Count, docs.order_by_fast_field::<u64>("published", order));
            let (total, top) = searcher.search_with_executor(
                query,
                &collector,
                executor,
                EnableScoring::disabled_from_searcher(searcher),
            )?;
            Ok((total, top.into_iter().map(|(_, address)| (0.0, address)).collect()))
        }
    }
}
