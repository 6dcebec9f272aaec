//! Copies of an article in an answer: one of each cluster is shown, the others with it.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    DocAddress, SegmentReader,
    query::{EnableScoring, Query},
};

use super::{
    ast::Node,
    search::{Wanted, best},
};
use crate::{
    error::Result,
    index::{Reader, reader::each_document},
};

/// An article of an answer and its copies that the query finds too.
pub(super) struct Found {
    pub(super) score: f32,
    pub(super) address: DocAddress,
    pub(super) copies: Vec<DocAddress>,
}

/// The documents of each segment that belong to a cluster, one bit each.
struct Members(Vec<Vec<u64>>);

impl Members {
    fn of(reader: &Reader) -> Self {
        let bits = |segment: &SegmentReader| {
            let own = reader.clusters().of_segment(segment);
            let mut bits = vec![0u64; own.last().map_or(0, |(last, _)| *last as usize / 64 + 1)];
            for (document, _) in own {
                bits[*document as usize / 64] |= 1 << (document % 64);
            }
            bits
        };
        Self(reader.searcher.segment_readers().iter().map(bits).collect())
    }

    fn has(&self, address: DocAddress) -> bool {
        let bits = self.0.get(address.segment_ord as usize).and_then(|bits| bits.get(address.doc_id as usize / 64));
        bits.is_some_and(|bits| bits >> (address.doc_id % 64) & 1 == 1)
    }
}

fn members(reader: &Reader) -> Result<Arc<Members>> {
    reader.once("members of clusters", || Ok(Members::of(reader)))
}

/// What of an answer belongs to each cluster.
fn clustered(reader: &Reader, query: &dyn Query) -> Result<FxHashMap<u32, Vec<DocAddress>>> {
    let mut found: FxHashMap<u32, Vec<DocAddress>> = FxHashMap::default();
    let clusters = reader.clusters();
    if clusters.clusters == 0 {
        return Ok(found);
    }
    let members = members(reader)?;
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    for (ord, segment) in (0u32..).zip(reader.searcher.segment_readers()) {
        let own = clusters.of_segment(segment);
        if own.is_empty() {
            continue;
        }
        each_document(&*weight, segment, |document| {
            let address = DocAddress::new(ord, document);
            if members.has(address)
                && let Ok(at) = own.binary_search_by_key(&document, |(document, _)| *document)
            {
                found.entry(own[at].1).or_default().push(address);
            }
        })?;
    }
    Ok(found)
}

/// The number of articles that a query finds, how many of them are copies of others that it finds, and those wanted,
/// each with its copies.
pub(super) fn articles(
    reader: &Reader,
    node: &Node,
    query: &dyn Query,
    wanted: &Wanted,
) -> Result<(usize, usize, Vec<Found>)> {
    let clusters = if wanted.each { FxHashMap::default() } else { clustered(reader, query)? };
    let copies: usize = clusters.values().map(|own| own.len() - 1).sum();
    let alone = |(score, address)| Found { score, address, copies: Vec::new() };
    if copies == 0 || wanted.limit == Some(0) {
        let (total, hits) = best(reader, node, query, wanted)?;
        return Ok((total, copies, hits.into_iter().map(alone).collect()));
    }
    let asked = wanted.limit.map(|limit| wanted.offset + limit);
    let members = members(reader)?;
    // Mostly there are few copies among the first; where there are more, it is asked again.
    let mut reach = asked.map(|asked| asked + copies.min(asked / 4 + 10));
    loop {
        let (total, hits) = best(reader, node, query, &Wanted { offset: 0, limit: reach, ..wanted.clone() })?;
        let all = reach.is_none_or(|reach| hits.len() < reach);
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut found: Vec<Found> = Vec::new();
        for (score, address) in hits {
            let cluster = members.has(address).then(|| reader.clusters().of(reader, address)).flatten();
            if cluster.is_some_and(|cluster| !seen.insert(cluster)) {
                continue;
            }
            let own = cluster.and_then(|cluster| clusters.get(&cluster));
            let copies = own.into_iter().flatten().copied().filter(|copy| *copy != address).collect();
            found.push(Found { score, address, copies });
        }
        if all || asked.is_none_or(|asked| found.len() >= asked) {
            let limit = wanted.limit.unwrap_or(usize::MAX);
            return Ok((total, copies, found.into_iter().skip(wanted.offset).take(limit).collect()));
        }
        reach = reach.map(|reach| reach * 2);
    }
}
