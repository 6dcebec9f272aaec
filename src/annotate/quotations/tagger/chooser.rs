//! Third stage: which of the found quotations to believe, given all that was found around them.

use super::{
    super::draft::{Decision, Draft, Rule, Step, TaggerScores},
    labeller::{CONTENT, CUE, LABELS, SOURCE},
    page::{OUTSIDE, Page, Word},
};
use crate::annotate::{
    features::{feature, pair, step},
    weights::odds,
};

/// A quotation as the second stage labelled it.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Probability of the cue, by the first stage.
    pub(crate) cue_probability: f32,
    /// The cue's first word that decides.
    pub(crate) head: usize,
    pub(crate) cue: Vec<usize>,
    pub(crate) content: Vec<usize>,
    pub(crate) source: Vec<usize>,
    /// Least and mean probability of the labels of content, and least of the source.
    pub(crate) content_least: f32,
    pub(crate) content_mean: f32,
    pub(crate) source_least: f32,
    /// Least probability of any label in the window.
    pub(crate) least: f32,
    /// What the third stage thinks of it.
    pub(crate) probability: f32,
    /// Whether its cue stands in the content of another.
    pub(crate) nested: bool,
}

/// How many candidates before and after it one is compared with.
const NEIGHBOURS: usize = 10;

impl Candidate {
    /// Reads labels and their probabilities; `None` where there is no content.
    pub(crate) fn new(
        lo: usize,
        head: usize,
        cue_probability: f32,
        labels: &[u8],
        marginals: &[[f32; LABELS]],
    ) -> Option<Self> {
        let of = |l: usize| -> Vec<usize> {
            (0..labels.len()).filter(|k| labels[*k] as usize == l).map(|k| k + lo).collect()
        };
        let content = of(CONTENT);
        if content.is_empty() {
            return None;
        }
        let probability = |k: usize| marginals[k][labels[k] as usize];
        let source = of(SOURCE);
        let least_of = |list: &[usize]| list.iter().map(|i| probability(i - lo)).fold(1.0, f32::min);
        let mean = content.iter().map(|i| probability(i - lo)).sum::<f32>() / content.len() as f32;
        Some(Self {
            cue_probability,
            head,
            cue: of(CUE),
            content_least: least_of(&content),
            content_mean: mean,
            source_least: least_of(&source),
            least: (0..labels.len()).map(probability).fold(1.0, f32::min),
            content,
            source,
            probability: cue_probability,
            nested: false,
        })
    }

    /// Its first token, of content or of cue.
    pub(crate) fn first(&self) -> usize {
        [self.head, self.content[0], self.source.first().copied().unwrap_or(self.head)].into_iter().min().unwrap_or(0)
    }

    /// Its last token.
    pub(crate) fn last(&self) -> usize {
        let last = |list: &[usize]| list.last().copied().unwrap_or(self.head);
        self.head.max(last(&self.content)).max(last(&self.source))
    }

    /// The quotation as ranges of tokens, with what the rules know of the same cue.
    pub(crate) fn draft(&self, page: &Page<'_, '_>, rules: &[Draft]) -> Option<Draft> {
        let rule = page.draft_at(rules, self.head);
        let content: Vec<(usize, usize)> = runs(&self.content, |from, to| {
            // Marks between two parts of the content belong to it, if nothing else stands there.
            (from..to).all(|i| !page.reading.tokens[i].is_word() && !self.cue.contains(&i) && !self.source.contains(&i))
        });
        let cue = runs(&self.cue, |_, _| false).into_iter().find(|r| r.0 <= self.head && self.head < r.1)?;
        // The source's run that is nearest to the cue; a gap of a few words ("Lavrov , who …") is closed.
        let source = runs(&self.source, |from, to| {
            to - from <= 3 && (from..to).all(|i| !self.cue.contains(&i) && !self.content.contains(&i))
        })
        .into_iter()
        .min_by_key(|r| r.0.abs_diff(cue.1).min(cue.0.abs_diff(r.1)));
        let manner = page.reading.tokens[self.head].cue().map_or("expressed", |c| c.manner);
        let confidence = self.probability.max(if self.nested { self.cue_probability * 0.9 } else { 0.0 });
        let mut draft = Draft {
            cue: Some(cue),
            source,
            addressee: rule.and_then(|d| d.addressee),
            manner: rule.map_or(manner, |d| d.manner),
            evidence: rule.map(|d| d.rule),
            scores: Some(TaggerScores {
                cue: self.cue_probability,
                content_least: self.content_least,
                content_mean: self.content_mean,
                source_least: self.source_least,
                whole: self.probability,
                nested: self.nested,
            }),
            ..Draft::new(Rule::Tagger, confidence, content)
        };
        if let Some(rule) = rule {
            draft
                .note(Decision::new(Step::Evidence, rule.rule.name(), "the grammar has a reading of this cue").on(cue));
        }
        draft.note(Decision::new(Step::Tagger, "cue", "took these words for a cue").on(cue).by(self.cue_probability));
        draft.note(
            Decision::new(Step::Tagger, "labels", "labelled content and source; least sure of the content's words")
                .by(self.content_least),
        );
        draft.note(
            Decision::new(Step::Tagger, if self.nested { "nested" } else { "choice" }, "believed the whole")
                .by(confidence),
        );
        Some(draft)
    }

    /// Number of words of content that another holds too.
    pub(crate) fn overlap(&self, other: &Self) -> usize {
        let (mut a, mut b, mut n) = (0, 0, 0);
        while a < self.content.len() && b < other.content.len() {
            match self.content[a].cmp(&other.content[b]) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    a += 1;
                    b += 1;
                    n += 1;
                }
            }
        }
        n
    }
}

/// Token indices as ranges; `joins` says whether the gap between two ranges is closed.
fn runs(tokens: &[usize], joins: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for i in tokens {
        match out.last_mut() {
            Some(last) if last.1 == *i || joins(last.1, *i) => last.1 = i + 1,
            _ => out.push((*i, i + 1)),
        }
    }
    out
}

/// Writes the features of candidate `n` among those of its paragraph.
#[allow(clippy::too_many_lines, clippy::many_single_char_names)]
pub(crate) fn features(page: &Page<'_, '_>, all: &[Candidate], n: usize, draft: Option<&Draft>, out: &mut Vec<u32>) {
    out.clear();
    let c = &all[n];
    let tokens = &page.reading.tokens;
    let word = |i: usize| page.words.get(i).unwrap_or(&OUTSIDE);
    let head = word(c.head);
    let first: &Word = word(c.content[0]);
    let last = word(c.content[c.content.len() - 1]);
    let p = odds(c.cue_probability);
    let (q, m, least, s) = (odds(c.content_least), odds(c.content_mean), odds(c.least), odds(c.source_least));
    let quoted = c.content.iter().filter(|i| tokens[**i].quoted > 0).count();
    let kind_of = if quoted == 0 {
        0
    } else if quoted * 10 >= c.content.len() * 8 {
        2
    } else {
        1
    };
    let before = c.content[0] < c.head;
    let after = c.content[c.content.len() - 1] > c.head;
    let side = u32::from(before) + 2 * u32::from(after);
    let length = step(c.content.len());
    let verbs = c.content.iter().filter(|i| word(**i).finite).count().min(2) as u32;
    let source_word = c.source.last().map_or(&OUTSIDE, |i| word(*i));
    let source_first = c.source.first().map_or(&OUTSIDE, |i| word(*i));
    let source_side = match c.source.first() {
        None => 0,
        Some(i) if *i < c.head => 1,
        Some(_) => 2,
    };
    let gap = c.source.last().map_or(9, |i| step(c.head.abs_diff(*i)));
    let content_gap = step(c.content.iter().map(|i| i.abs_diff(c.head)).min().unwrap_or(0));
    // What the others say: whether this cue stands in what another reports, and how much content they share.
    let (mut held, mut holds, mut shared, mut better) = (0.0f32, 0.0f32, 0.0f32, 0);
    let near = n.saturating_sub(NEIGHBOURS)..all.len().min(n + NEIGHBOURS + 1);
    for other in near.filter(|k| *k != n).map(|k| &all[k]) {
        if other.content.binary_search(&c.head).is_ok() {
            held = held.max(other.cue_probability);
        }
        if c.content.binary_search(&other.head).is_ok() {
            holds = holds.max(other.cue_probability);
        }
        let overlap = c.overlap(other) as f32 / c.content.len() as f32;
        if overlap > 0.0 {
            shared = shared.max(overlap);
            if other.cue_probability > c.cue_probability {
                better = 1.max(better);
                if overlap > 0.5 {
                    better = 2;
                }
            }
        }
    }
    let sharing = (shared * 4.0).ceil() as u32;
    let rule = draft.map_or(0, |d| {
        let ruled: usize = d.content.iter().map(|r| r.1 - r.0).sum();
        let common = c.content.iter().filter(|i| d.content.iter().any(|r| r.0 <= **i && **i < r.1)).count();
        let iou = common as f32 / (ruled + c.content.len() - common).max(1) as f32;
        let source = d.source.map_or(0, |s| 1 + u32::from(c.source.iter().any(|i| s.0 <= *i && *i < s.1)));
        1 + (iou * 4.0) as u32 * 3 + source
    });
    let mut kind = 9000;
    let mut push = |a: u32, b: u32| {
        kind += 1;
        out.push(feature(kind, a, b));
    };
    push(0, 0);
    push(p, 0);
    push(q, 0);
    push(m, 0);
    push(least, 0);
    push(s, 0);
    push(p, q / 2);
    push(p / 2, pair(q / 2, s / 2));
    push(p / 2, least / 2);
    push(p / 2, m / 2);
    push(head.stem, 0);
    push(head.stem, p / 2);
    push(head.stem, q / 3);
    push(head.stem, pair(side, kind_of));
    push(head.stem, verbs);
    push(head.stem, first.lower);
    push(head.lower, 0);
    push(head.tag, p / 2);
    push(side, pair(kind_of, p / 2));
    push(kind_of, pair(length, p / 2));
    push(length, verbs);
    push(length, p / 2);
    push(verbs, p / 2);
    push(first.lower, p / 2);
    push(first.tag, p / 2);
    push(first.lower, side);
    push(last.tag, side);
    push(content_gap, pair(side, p / 2));
    push(source_side, gap);
    push(source_side, pair(side, p / 2));
    push(source_word.class, p / 2);
    push(source_word.lower, 0);
    push(source_word.tag, head.stem);
    push(source_first.lower, 0);
    push(source_first.tag, source_word.tag);
    push(step(c.source.len()), p / 2);
    push(odds(held), 0);
    push(odds(held), p / 2);
    push(odds(holds), 0);
    push(odds(holds), p / 2);
    push(sharing, better);
    push(pair(sharing, better), p / 2);
    push(pair(sharing, better), odds(held) / 2);
    push(rule, 0);
    push(rule, p / 2);
    push(rule, head.stem);
    push(u32::from(head.quote), p / 2);
    push(u32::from(head.quote), u32::from(source_word.quote));
    push(step(all.len().min(2 * NEIGHBOURS)), p / 2);
    push(u32::from(c.cue.len() > 1), head.stem);
    // What agency copy tells, comment does not: what a word is worth depends on the register.
    let register = page.register.number();
    push(register, p / 2);
    push(register, head.stem);
    push(register, rule);
    push(pair(register, kind_of), side);
}
