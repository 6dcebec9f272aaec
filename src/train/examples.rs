//! What the three stages learn from: tokens of gold articles with their right answers.

use rustc_hash::FxHashMap;

use super::learner::{Example, Labelled};
use crate::annotate::{
    quotations::{
        draft::Draft,
        evidence,
        tagger::{
            LIKELY_CUE,
            chooser::{self, Candidate},
            cue_finder::{self, Ratios, Setting, ratio_step},
            labeller::{Around, CONTENT, CUE, OTHER, SOURCE, Window},
            page::Page,
        },
    },
    reading::Reading,
};
use crate::{score::GoldArticle, span::Span};

/// Weight of a word inside somebody's content as an example of what is no cue: the annotation is flat, so that words
/// that report something inside a quotation are not marked.
const INSIDE: f32 = 0.1;

/// A gold article as the tagger reads it.
pub(super) struct Lesson<'r, 'a> {
    pub(super) page: Page<'r, 'a>,
    pub(super) rules: Vec<Draft>,
    quotations: Vec<Marked>,
    /// Whether each token belongs to a gold cue, and whether it stands in gold content.
    cue: Vec<bool>,
    inside: Vec<bool>,
    /// Whether quotations inside quotations are annotated too, as they are wherever speakers are.
    deep: bool,
}

/// A gold quotation as tokens.
struct Marked {
    cue: Vec<usize>,
    /// The token of the cue that is most often one: "said" in "has said in a statement".
    head: Option<usize>,
    content: Vec<usize>,
    source: Vec<usize>,
}

/// How often each stem is a cue, and how often it stands there at all.
pub(super) type Counts = FxHashMap<u32, (u32, u32)>;

impl<'r, 'a> Lesson<'r, 'a> {
    pub(super) fn new(article: &GoldArticle, reading: &'r Reading<'a>) -> Self {
        let rules = evidence::find(reading);
        let page = Page::new(reading, &rules);
        let (mut cue, mut inside) = (vec![false; page.words.len()], vec![false; page.words.len()]);
        let quotations: Vec<Marked> = article
            .quotations
            .iter()
            .map(|quotation| Marked {
                cue: tokens_of(reading, &quotation.cue),
                head: None,
                content: with_that(reading, tokens_of(reading, &quotation.content)),
                source: tokens_of(reading, &quotation.source),
            })
            .collect();
        for quotation in &quotations {
            quotation.cue.iter().for_each(|i| cue[*i] = true);
            quotation.content.iter().for_each(|i| inside[*i] = true);
        }
        let deep = article.quotations.iter().any(|quotation| quotation.speaker.is_some());
        Self { page, rules, quotations, cue, inside, deep }
    }

    /// Decides which word of each cue is its head, by how often its stem is in cues.
    pub(super) fn set_heads(&mut self, counts: &Counts) {
        for quotation in &mut self.quotations {
            let share = |i: &usize| {
                let (cues, all) = counts.get(&self.page.words[*i].stem).copied().unwrap_or((0, 1));
                (cues as f32 + 0.1) / (all as f32 + 2.0)
            };
            quotation.head = quotation.cue.iter().copied().max_by(|a, b| share(a).total_cmp(&share(b)).then(b.cmp(a)));
        }
    }

    fn heads(&self) -> impl Iterator<Item = usize> {
        self.quotations.iter().filter_map(|q| q.head)
    }

    /// Adds every word of a cue.
    pub(super) fn count_cues(&self, counts: &mut Counts) {
        for (word, cue) in self.page.words.iter().zip(&self.cue) {
            let entry = counts.entry(word.stem).or_default();
            *entry = (entry.0 + u32::from(*cue), entry.1 + 1);
        }
    }

    /// Adds the heads of cues only.
    pub(super) fn count_heads(&self, counts: &mut Counts) {
        for word in &self.page.words {
            counts.entry(word.stem).or_default().1 += 1;
        }
        for head in self.heads() {
            counts.entry(self.page.words[head].stem).or_default().0 += 1;
        }
    }

    /// The ratio of each token as if this article had not been counted.
    fn ratios_without(&self, counts: &Counts) -> Vec<u8> {
        let mut own = Counts::default();
        self.count_heads(&mut own);
        let ratio = |stem: u32| {
            let of = |counts: &Counts| counts.get(&stem).copied().unwrap_or_default();
            let ((cues, all), (own_cues, own_all)) = (of(counts), of(&own));
            ratio_step(cues.saturating_sub(own_cues), all.saturating_sub(own_all))
        };
        self.page.words.iter().map(|w| ratio(w.stem)).collect()
    }

    /// First stage: candidates for heads of cues.
    pub(super) fn cues(&self, counts: &Counts, out: &mut Vec<Example>) {
        let ratios = self.ratios_without(counts);
        let mut head = vec![false; self.page.words.len()];
        self.heads().for_each(|i| head[i] = true);
        for (start, end) in &self.page.paragraphs {
            let setting = Setting::new(&self.page, *start, *end);
            for i in *start..*end {
                if !cue_finder::candidate(&self.page.words[i], ratios[i]) || self.cue[i] && !head[i] {
                    continue;
                }
                let mut features = Vec::new();
                cue_finder::features(&self.page, &setting, &ratios, i, &mut features);
                let weight = if !head[i] && self.inside[i] && !self.deep { INSIDE } else { 1.0 };
                out.push(Example { features, yes: head[i], weight });
            }
        }
    }

    /// Second stage: a window around each gold cue. `cues` are the probabilities of the first stage.
    pub(super) fn windows(&self, ratios: &[u8], cues: &[f32], out: &mut Vec<Labelled>) {
        let likely: Vec<bool> = cues.iter().map(|p| *p >= LIKELY_CUE).collect();
        let mut done: Vec<usize> = Vec::new();
        for quotation in &self.quotations {
            let Some(head) = quotation.head.filter(|h| !quotation.content.is_empty() && !done.contains(h)) else {
                continue;
            };
            done.push(head);
            let (start, end) = self.page.paragraph_of(head);
            let draft = self.page.draft_at(&self.rules, head);
            let mut window = Window::default();
            Around { page: &self.page, cues: &likely, ratios, draft, start, end }.features(head, &mut window);
            let mut labels = vec![OTHER as u8; window.len()];
            for (tokens, label) in [(&quotation.content, CONTENT), (&quotation.source, SOURCE), (&quotation.cue, CUE)] {
                for i in tokens.iter().filter(|i| **i >= window.lo && **i < window.lo + window.len()) {
                    labels[i - window.lo] = label as u8;
                }
            }
            labels[head - window.lo] = CUE as u8;
            out.push(Labelled { window, labels });
        }
    }

    /// Third stage: the candidates of each paragraph, right or wrong.
    pub(super) fn choices(&self, candidates: &[Vec<Candidate>], out: &mut Vec<Example>) {
        for list in candidates {
            for (n, candidate) in list.iter().enumerate() {
                let (content, source) = self.right(candidate);
                let draft = self.page.draft_at(&self.rules, candidate.head);
                let mut features = Vec::new();
                chooser::features(&self.page, list, n, draft, &mut features);
                let weight = if self.inside[candidate.head] && !content && !self.deep { INSIDE } else { 1.0 };
                out.push(Example { features, yes: source, weight });
            }
        }
    }

    /// Whether a candidate's content is that of a gold quotation (at least half of the words of both together), and its source too.
    fn right(&self, candidate: &Candidate) -> (bool, bool) {
        let words = |tokens: &[usize]| -> Vec<usize> {
            tokens.iter().copied().filter(|i| self.page.reading.tokens[*i].is_word()).collect()
        };
        let common = |a: &[usize], b: &[usize]| a.iter().filter(|i| b.binary_search(i).is_ok()).count();
        let mine = words(&candidate.content);
        let mut content = false;
        for quotation in &self.quotations {
            let theirs = words(&quotation.content);
            let both = common(&mine, &theirs);
            if both > 0 && both * 2 >= mine.len() + theirs.len() - both {
                content = true;
                let nobody = quotation.source.is_empty() && candidate.source.is_empty();
                if nobody || common(&candidate.source, &quotation.source) > 0 {
                    return (true, true);
                }
            }
        }
        (content, false)
    }
}

/// Ratios of all stems that are frequent enough.
pub(super) fn ratios_of(counts: &Counts) -> Ratios {
    counts.iter().map(|(stem, (cues, all))| (*stem, ratio_step(*cues, *all))).filter(|(_, step)| *step > 0).collect()
}

/// Takes in the "that" before a content, as PARC (Pareti 2015) and its successors do, so that all gold follows one convention.
fn with_that(reading: &Reading<'_>, mut tokens: Vec<usize>) -> Vec<usize> {
    let before = tokens.first().and_then(|first| first.checked_sub(1));
    if let Some(that) = before.filter(|i| reading.tokens[*i].is("that")) {
        tokens.insert(0, that);
    }
    tokens
}

/// Tokens that share a byte with spans.
fn tokens_of(reading: &Reading<'_>, spans: &[Span]) -> Vec<usize> {
    let mut tokens: Vec<usize> = spans
        .iter()
        .flat_map(|span| {
            let first = reading.tokens.partition_point(|t| (t.end as usize) <= span.start);
            let last = reading.tokens.partition_point(|t| (t.start as usize) < span.end);
            first..last.max(first)
        })
        .collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}
