//! Contents and sources: what was found, and how exactly.
//!
//! The rules are those by which the corpora of attributed quotations are scored:
//!
//! 1. **Exact.** A quotation is right if its content covers the same words as a content of the gold.
//! 2. **Half** (intersection over union of the words ≥ 0.5) and **any** (> 0). Pairs are taken greedily, the best first,
//!    each quotation once; on ties in the order of the gold, then of the predictions.
//! 3. **Token.** Word by word: all contents of the gold against all contents found.
//! 4. **Source given content**, over the pairs of rule 2 that share half: exact but for articles; overlapping in a word
//!    that says something; word by word. Precision over the pairs where one was found, recall over those that have one.
//! 5. **End to end.** A pair that shares half, and whose sources overlap, or that has none on either side.
//! 6. **Recall by kind** of rule 2, half: direct where nine words in ten stand in quotation marks, indirect where none.
//! 7. **Segments** in quotation marks of three words or more: found if half of the words are in one content, attributed
//!    if the sources of both sides overlap or neither side has one. This does not depend on where contents begin and end.
//!
//! Contents without a word do not count, and predictions with the same content count once, as the first of them.

use std::{cmp::Ordering, collections::HashSet};

use super::{
    report::{Report, Score, Share},
    words::{Overlap, WordSet, Words, overlaps, segments},
};
use crate::span::Span;

/// Segments of fewer words are titles and scare quotes.
const SEGMENT_WORDS: usize = 3;

/// Content and source as the words that they cover.
#[derive(Debug)]
pub(super) struct Covered {
    pub(super) content: WordSet,
    pub(super) source: WordSet,
}

/// How much of two contents is common to both, 0 to 1.
pub(super) fn likeness(overlap: &Overlap, left: &WordSet, right: &WordSet) -> f64 {
    overlap.shared as f64 / (left.len() + right.len() - overlap.shared) as f64
}

/// The better pair first.
pub(super) fn by_likeness(a: f64, b: f64) -> Ordering {
    b.total_cmp(&a)
}

/// Adds one article to the report. All of `gold` and `predicted` have content.
pub(super) fn add(report: &mut Report, text: &str, words: &Words, gold: &[Covered], predicted: Vec<Covered>) {
    let mut seen = HashSet::new();
    let firsts: Vec<bool> = predicted.iter().map(|p| seen.insert(&p.content)).collect();
    let exact = gold.iter().map(|g| &g.content).collect::<HashSet<_>>().iter().filter(|g| seen.contains(*g)).count();
    let predicted: Vec<Covered> =
        predicted.into_iter().zip(firsts).filter_map(|(p, first)| first.then_some(p)).collect();
    let predicted = predicted.as_slice();

    report.gold += gold.len();
    report.predicted += predicted.len();
    let whole = |right| Score { right, predicted: predicted.len(), gold: gold.len() };
    report.content_exact += whole(exact);

    let pairs = pair(gold, predicted);
    let half: Vec<(&Covered, &Covered)> =
        pairs.iter().filter(|p| p.likeness >= 0.5).map(|p| (&gold[p.gold], &predicted[p.predicted])).collect();
    report.content_iou50 += whole(half.len());
    report.content_any += whole(pairs.len());
    report.end_to_end += whole(half.iter().filter(|(g, p)| attributed(words, g, p)).count());
    sources(report, words, &half);

    let (all_gold, all_predicted) =
        (WordSet::union(gold.iter().map(|g| &g.content)), WordSet::union(predicted.iter().map(|p| &p.content)));
    report.content_token +=
        Score { right: all_gold.shared(&all_predicted), predicted: all_predicted.len(), gold: all_gold.len() };

    let marked = segments(text);
    let mut found = vec![false; gold.len()];
    pairs.iter().filter(|p| p.likeness >= 0.5).for_each(|p| found[p.gold] = true);
    kinds(report, gold, &found, &words.cover(&marked));
    add_segments(report, words, &marked, gold, predicted);
}

/// A quotation of the gold and the prediction that is taken for it.
struct Pair {
    gold: usize,
    predicted: usize,
    likeness: f64,
}

/// Rule 2.
fn pair(gold: &[Covered], predicted: &[Covered]) -> Vec<Pair> {
    let shared = overlaps(gold.iter().map(|g| &g.content), predicted.iter().map(|p| &p.content));
    let mut pairs: Vec<Pair> = shared
        .iter()
        .map(|o| Pair {
            gold: o.left,
            predicted: o.right,
            likeness: likeness(o, &gold[o.left].content, &predicted[o.right].content),
        })
        .collect();
    // Stable: ties stay in order.
    pairs.sort_by(|a, b| by_likeness(a.likeness, b.likeness));
    let mut taken = Taken::new(gold.len(), predicted.len());
    pairs.retain(|p| taken.take(p.gold, p.predicted));
    pairs
}

/// Which quotations of either side have their counterpart.
pub(super) struct Taken {
    gold: Vec<bool>,
    predicted: Vec<bool>,
}

impl Taken {
    pub(super) fn new(gold: usize, predicted: usize) -> Self {
        Self { gold: vec![false; gold], predicted: vec![false; predicted] }
    }

    /// Takes both, if both are free.
    pub(super) fn take(&mut self, gold: usize, predicted: usize) -> bool {
        let free = !self.gold[gold] && !self.predicted[predicted];
        if free {
            self.gold[gold] = true;
            self.predicted[predicted] = true;
        }
        free
    }
}

/// Whether both name the same source, or neither has one.
fn attributed(words: &Words, gold: &Covered, predicted: &Covered) -> bool {
    match (gold.source.is_empty(), predicted.source.is_empty()) {
        (true, true) => true,
        (false, false) => words.share_a_name(&gold.source, &predicted.source),
        _ => false,
    }
}

/// Rule 4.
fn sources(report: &mut Report, words: &Words, pairs: &[(&Covered, &Covered)]) {
    let has_source = |covered: &Covered| !covered.source.is_empty();
    let both: Vec<(&WordSet, &WordSet)> =
        pairs.iter().filter(|(g, p)| has_source(g) && has_source(p)).map(|(g, p)| (&g.source, &p.source)).collect();
    let score = |right| Score {
        right,
        predicted: pairs.iter().filter(|(_, p)| has_source(p)).count(),
        gold: pairs.iter().filter(|(g, _)| has_source(g)).count(),
    };
    report.source_exact += score(both.iter().filter(|(g, p)| words.same_but_articles(g, p)).count());
    report.source_overlap += score(both.iter().filter(|(g, p)| words.share_a_name(g, p)).count());
    report.source_token += Score {
        right: both.iter().map(|(g, p)| g.shared(p)).sum(),
        predicted: pairs.iter().map(|(_, p)| p.source.len()).sum(),
        gold: pairs.iter().map(|(g, _)| g.source.len()).sum(),
    };
}

/// Rule 6.
fn kinds(report: &mut Report, gold: &[Covered], found: &[bool], marked: &WordSet) {
    let mut inside = vec![0; gold.len()];
    for overlap in overlaps(gold.iter().map(|g| &g.content), [marked]) {
        inside[overlap.left] = overlap.shared;
    }
    for ((gold, inside), found) in gold.iter().zip(inside).zip(found) {
        let kind = match inside {
            0 => &mut report.recall_by_kind.indirect,
            _ if inside * 10 >= gold.content.len() * 9 => &mut report.recall_by_kind.direct,
            _ => &mut report.recall_by_kind.mixed,
        };
        *kind += Share { count: usize::from(*found), of: 1 };
    }
}

/// Rule 7.
fn add_segments(report: &mut Report, words: &Words, marked: &[Span], gold: &[Covered], predicted: &[Covered]) {
    let segments: Vec<WordSet> =
        marked.iter().map(|s| words.cover(&[*s])).filter(|s| s.len() >= SEGMENT_WORDS).collect();
    let (in_gold, in_predicted) = (holders(&segments, gold), holders(&segments, predicted));
    let both = || in_gold.iter().zip(&in_predicted).filter_map(|(g, p)| g.zip(*p));
    let score = |right| Score {
        right,
        predicted: in_predicted.iter().flatten().count(),
        gold: in_gold.iter().flatten().count(),
    };
    report.segments += segments.len();
    report.segment_detect += score(both().count());
    report.segment_attribute += score(both().filter(|(g, p)| attributed(words, g, p)).count());
}

/// For each segment the first of the quotations that hold most of it, if that is half of its words.
fn holders<'a>(segments: &[WordSet], quotations: &'a [Covered]) -> Vec<Option<&'a Covered>> {
    let mut best: Vec<Option<Overlap>> = vec![None; segments.len()];
    for overlap in overlaps(segments, quotations.iter().map(|q| &q.content)) {
        let place = &mut best[overlap.left];
        if place.is_none_or(|b| overlap.shared > b.shared) {
            *place = Some(overlap);
        }
    }
    let half = |(overlap, segment): (Option<Overlap>, &WordSet)| {
        overlap.filter(|o| o.shared * 2 >= segment.len()).map(|o| &quotations[o.right])
    };
    best.into_iter().zip(segments).map(half).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Report, tests::score};

    fn figures(gold: &[&str], predicted: &[&str]) -> Report {
        score(gold, predicted)
    }

    // {content}, [source]; “ ” in the text are its own.
    const BOTH: &str = "[Ms. Berg] said {the border is closed}. “{It will open in spring},” [the envoy] added.";

    #[test]
    fn gold_against_itself_is_perfect() {
        let report = figures(&[BOTH], &[BOTH]);
        for score in [
            report.content_exact,
            report.content_iou50,
            report.content_any,
            report.content_token,
            report.source_exact,
            report.source_overlap,
            report.source_token,
            report.end_to_end,
            report.segment_detect,
            report.segment_attribute,
        ] {
            assert!((score.f1() - 1.0).abs() < 1e-9, "{report:?}");
        }
        assert_eq!((report.articles, report.gold, report.predicted, report.segments), (1, 2, 2, 1));
    }

    #[test]
    fn contents_are_compared_by_words() {
        let gold = "Berg said {the border is closed}.";
        for (predicted, exact, half, any, token) in [
            ("Berg said{ the border is closed.}", 1, 1, 1, 4),
            ("Berg said the {border is closed}.", 0, 1, 1, 3),
            ("{Berg said the border is closed.}", 0, 1, 1, 4),
            ("{Berg said the} border is closed.", 0, 0, 1, 1),
            ("{Berg} said the border is closed.", 0, 0, 0, 0),
            ("Berg said the border is closed{.}", 0, 0, 0, 0),
            ("Berg said {the border} {is closed}.", 1, 1, 1, 4),
            ("Berg said the border is closed.", 0, 0, 0, 0),
        ] {
            let report = figures(&[gold], &[predicted]);
            let rights =
                [report.content_exact, report.content_iou50, report.content_any, report.content_token].map(|s| s.right);
            assert_eq!(rights, [exact, half, any, token], "{predicted}");
        }
    }

    #[test]
    fn the_same_content_counts_once() {
        let text = "Berg said {the border is closed}.";
        let report = super::super::tests::score_twice(text);
        assert_eq!((report.predicted, report.content_exact.right), (1, 1));
    }

    #[test]
    fn sources_are_compared_where_the_content_was_found() {
        for (gold, predicted, exact, overlap, right) in [
            ("[The envoy] said {we left}.", "The [envoy] said {we left}.", 1, 1, 1),
            ("[The envoy of Elbonia] said {we left}.", "The envoy of [Elbonia] said {we left}.", 0, 1, 1),
            ("[The envoy of] Elbonia said {we left}.", "[The] envoy [of] Elbonia said {we left}.", 0, 0, 0),
            ("[The envoy] said {we left}.", "The envoy said {we left}.", 0, 0, 0),
            ("The envoy said {we left}.", "The envoy said {we left}.", 0, 0, 1),
            ("[The envoy] said {we left}.", "[The envoy] {said} we left.", 0, 0, 0),
        ] {
            let report = figures(&[gold], &[predicted]);
            let rights = [report.source_exact, report.source_overlap, report.end_to_end].map(|s| s.right);
            assert_eq!(rights, [exact, overlap, right], "{predicted}");
        }
    }

    #[test]
    fn kinds_come_from_the_marks_of_the_text() {
        let report = figures(
            &["“{We left},” Berg said. He called it {a “very good} deed”. He said {we would be back}."],
            &["“{We left},” Berg said. He called it a “very good deed”. He said {we would be back}."],
        );
        let kinds = &report.recall_by_kind;
        let shares = [kinds.direct, kinds.mixed, kinds.indirect].map(|share| (share.count, share.of));
        assert_eq!(shares, [(1, 1), (0, 1), (1, 1)]);
    }

    #[test]
    fn segments_do_not_depend_on_where_contents_end() {
        for (gold, predicted, segments, both, attributed) in [
            ("“{We have left now},” [Berg] said.", "“We {have left} now,” [Berg] said.", 1, 1, 1),
            ("“{We have left now},” [Berg] said.", "“We have left {now},” [Berg] said.", 1, 0, 0),
            ("“{We have left now},” [Berg] said.", "“{We have left now},” Berg [said].", 1, 1, 0),
            ("“{We left},” [Berg] said.", "“{We left},” [Berg] said.", 0, 0, 0),
        ] {
            let report = figures(&[gold], &[predicted]);
            let found = [report.segments, report.segment_detect.right, report.segment_attribute.right];
            assert_eq!(found, [segments, both, attributed], "{predicted}");
        }
    }
}
