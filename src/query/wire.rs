//! Copies of an article in an answer: one of each cluster is shown, the others with it.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    DocAddress, DocSet, TERMINATED,
    query::{EnableScoring, Query},
};

use super::{
    ast::Node,
    search::{Wanted, best},
};
use crate::{error::Result, index::Reader};

/// An article of an answer and its copies that the query finds too.
pub(super) struct Found {
    pub(super) score: f32,
    pub(super) address: DocAddress,
    pub(super) copies: Vec<DocAddress>,
}

/// What of an answer belongs to each cluster.
fn clustered(reader: &Reader, query: &dyn Query) -> Result<FxHashMap<u32, Vec<DocAddress>>> {
    let mut found: FxHashMap<u32, Vec<DocAddress>> = FxHashMap::default();
    let clusters = reader.clusters();
    if clusters.clusters == 0 {
        return Ok(found);
    }
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    for (ord, segment) in (0u32..).zip(reader.searcher.segment_readers()) {
        let own = clusters.of_segment(segment);
        if own.is_empty() {
            continue;
        }
        let mut documents = weight.scorer(segment, 1.0)?;
        for (document, cluster) in own {
            if documents.doc() < *document {
                documents.seek(*document);
            }
            match documents.doc() {
                TERMINATED => break,
                at if at == *document && segment.alive_bitset().is_none_or(|alive| alive.is_alive(at)) => {
                    found.entry(*cluster).or_default().push(DocAddress::new(ord, at));
                }
                _ => {}
            }
        }
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
    // Mostly there are few copies among the first; where there are more, it is asked again.
    let mut reach = asked.map(|asked| asked + copies.min(asked / 4 + 10));
    loop {
        let (total, hits) = best(reader, node, query, &Wanted { offset: 0, limit: reach, ..wanted.clone() })?;
        let all = reach.is_none_or(|reach| hits.len() < reach);
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut found: Vec<Found> = Vec::new();
        for (score, address) in hits {
            let cluster = reader.clusters().of(reader, address);
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
