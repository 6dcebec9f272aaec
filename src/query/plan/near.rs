//! Words near each other: `NEAR/n` in either order, `ADJ/n` in the order written.
//!
//! An operand is a list of alternatives, each a word, a phrase, or whatever fits a pattern; where it stands is a stretch of
//! positions. Each operand must lie within so many places of the one written before it, 1 being side by side, and share
//! none with it. Candidates are the documents that have all operands; their positions are then read and compared.

use rustc_hash::FxHashMap;
use tantivy::{
    DocId, DocSet, SegmentReader, Term,
    index::SegmentId,
    postings::{Postings, SegmentPostings},
    query::{ConstScoreQuery, EnableScoring, TermQuery, TermSetQuery},
    schema::IndexRecordOption,
};

use super::{Boxed, Column, Planner, all_of, any_of, chosen::Chosen, no_letter};
use crate::{
    error::{Error, Result},
    index::tokenizer,
    query::ast::Text,
};

/// An alternative of an operand: for each word, the terms that it can be; and how much room there is between them.
struct Pattern {
    words: Vec<Vec<Term>>,
    slop: u32,
}

/// First and last position of an operand.
type Stretch = (u32, u32);

impl Planner<'_> {
    /// # Errors
    /// [`Error::Query`] for words without letters, [`Error::Engine`] if the index cannot be read.
    pub(super) fn near(&self, column: Column, within: u32, ordered: bool, operands: &[Vec<Text>]) -> Result<Boxed> {
        let mut patterns: Vec<Vec<Pattern>> = Vec::with_capacity(operands.len());
        let mut present: Vec<Boxed> = Vec::with_capacity(operands.len());
        for alternatives in operands {
            let alternatives: Vec<Pattern> =
                alternatives.iter().map(|text| self.alternative(column, text)).collect::<Result<_>>()?;
            present.push(any_of(
                alternatives.iter().map(|pattern| all_of(pattern.words.iter().map(|w| any(w)).collect())).collect(),
            ));
            patterns.push(alternatives);
        }
        let candidates = all_of(present);
        let searcher = &self.reader.searcher;
        let weight = candidates.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut chosen: FxHashMap<SegmentId, Vec<DocId>> = FxHashMap::default();
        for segment in searcher.segment_readers() {
            let mut documents = Vec::new();
            weight.for_each_no_score(segment, &mut |found| documents.extend_from_slice(found))?;
            documents.sort_unstable();
            documents.dedup();
            if documents.is_empty() {
                continue;
            }
            let mut operands: Vec<Vec<Reading>> = patterns
                .iter()
                .map(|alternatives| alternatives.iter().map(|p| Reading::open(segment, column, p)).collect())
                .collect::<Result<_>>()?;
            documents.retain(|document| {
                let stretches = operands.iter_mut().map(|alternatives| {
                    let mut all: Vec<Stretch> = alternatives.iter_mut().flat_map(|r| r.stretches(*document)).collect();
                    all.sort_unstable();
                    all.dedup();
                    all
                });
                chain(stretches, within, ordered)
            });
            chosen.insert(segment.segment_id(), documents);
        }
        Ok(all_of(vec![candidates, Box::new(ConstScoreQuery::new(Box::new(Chosen::new(chosen)), 0.0))]))
    }

    fn alternative(&self, column: Column, text: &Text) -> Result<Pattern> {
        let term = |word: String| Term::from_field_text(column, &word);
        let (written, slop, is_exact) = match text {
            Text::Word { text, exact } => (text, 0, *exact),
            Text::Phrase { text, slop, exact } => (text, *slop, *exact),
            Text::Wild { .. } | Text::Fuzzy { .. } => {
                return Ok(Pattern {
                    words: vec![self.fitting(column, text)?.into_iter().map(term).collect()],
                    slop: 0,
                });
            }
        };
        let words: Vec<Vec<Term>> = tokenizer::terms(written, is_exact).map(|word| vec![term(word)]).collect();
        if words.is_empty() {
            return Err(no_letter(written));
        }
        Ok(Pattern { words, slop })
    }
}

fn any(terms: &[Term]) -> Boxed {
    match terms {
        [only] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::WithFreqs)),
        several => Box::new(TermSetQuery::new(several.to_vec())),
    }
}

/// The postings of a pattern in one segment, read forward.
struct Reading {
    words: Vec<Vec<SegmentPostings>>,
    slop: u32,
}

impl Reading {
    fn open(segment: &SegmentReader, column: Column, pattern: &Pattern) -> Result<Self> {
        let index = segment.inverted_index(column)?;
        let read = |term: &Term| {
            index
                .read_postings(term, IndexRecordOption::WithFreqsAndPositions)
                .map_err(|error| Error::Engine(error.to_string()))
                .map(Option::into_iter)
        };
        let words = pattern.words.iter().map(|terms| {
            let postings: Vec<_> = terms.iter().map(read).collect::<Result<_>>()?;
            Ok(postings.into_iter().flatten().collect())
        });
        Ok(Self { words: words.collect::<Result<_>>()?, slop: pattern.slop })
    }

    /// Where the pattern stands in a document. Documents must be asked for in ascending order.
    fn stretches(&mut self, document: DocId) -> Vec<Stretch> {
        let mut found: Vec<(u32, u32, u32)> = Vec::new();
        let mut own = Vec::new();
        for (n, terms) in self.words.iter_mut().enumerate() {
            let mut positions: Vec<u32> = Vec::new();
            for postings in terms {
                if postings.doc() < document {
                    postings.seek(document);
                }
                if postings.doc() == document {
                    postings.positions(&mut own);
                    positions.extend_from_slice(&own);
                }
            }
            positions.sort_unstable();
            positions.dedup();
            // First and last position so far, and the room that was used.
            found = if n == 0 {
                positions.iter().map(|at| (*at, *at, 0)).collect()
            } else {
                let mut longer = Vec::new();
                for (first, last, used) in found {
                    let from = positions.partition_point(|at| *at <= last);
                    for at in positions[from..].iter().take_while(|at| **at - last - 1 + used <= self.slop) {
                        longer.push((first, *at, used + at - last - 1));
                    }
                }
                longer
            };
            found.sort_unstable();
            found.dedup();
            if found.is_empty() {
                return Vec::new();
            }
        }
        found.into_iter().map(|(first, last, _)| (first, last)).collect()
    }
}

/// Whether a stretch of each operand can be chosen so that each lies within reach of the one before.
fn chain(operands: impl Iterator<Item = Vec<Stretch>>, within: u32, ordered: bool) -> bool {
    let mut reached: Option<Vec<Stretch>> = None;
    for stretches in operands {
        let next: Vec<Stretch> = match reached {
            None => stretches,
            Some(before) => {
                let mut starts: Vec<u32> = before.iter().map(|stretch| stretch.0).collect();
                let mut ends: Vec<u32> = before.iter().map(|stretch| stretch.1).collect();
                starts.sort_unstable();
                ends.sort_unstable();
                // Whether any of the sorted places lies in the range.
                let any = |places: &[u32], from: u32, to: u32| {
                    places.get(places.partition_point(|place| *place < from)).is_some_and(|place| *place <= to)
                };
                let after = |own: &Stretch| own.0 > 0 && any(&ends, own.0.saturating_sub(within), own.0 - 1);
                let ahead = |own: &Stretch| any(&starts, own.1 + 1, own.1.saturating_add(within));
                stretches.into_iter().filter(|own| after(own) || !ordered && ahead(own)).collect()
            }
        };
        if next.is_empty() {
            return false;
        }
        reached = Some(next);
    }
    reached.is_some()
}

#[cfg(test)]
mod tests {
    use super::chain;

    #[test]
    fn each_operand_lies_within_reach_of_the_one_before() {
        let operands = |lists: &[&[(u32, u32)]]| lists.iter().map(|list| list.to_vec()).collect::<Vec<_>>();
        for (lists, within, ordered, expected) in [
            (operands(&[&[(3, 3)], &[(4, 4)]]), 1, true, true),
            (operands(&[&[(4, 4)], &[(3, 3)]]), 1, true, false),
            (operands(&[&[(4, 4)], &[(3, 3)]]), 1, false, true),
            (operands(&[&[(3, 3)], &[(3, 3)]]), 5, false, false),
            (operands(&[&[(3, 5)], &[(8, 8)]]), 3, true, true),
            (operands(&[&[(3, 5)], &[(9, 9)]]), 3, true, false),
            (operands(&[&[(1, 1), (20, 20)], &[(4, 4)], &[(7, 7)]]), 3, true, true),
            (operands(&[&[(1, 1)], &[(4, 4)], &[(0, 0)]]), 3, false, false),
            (operands(&[&[(1, 1)], &[]]), 3, false, false),
        ] {
            assert_eq!(chain(lists.clone().into_iter(), within, ordered), expected, "{lists:?}");
        }
    }
}
