//! The learned tagger, in three stages, each a file: `cue_finder` finds the words that report something, `labeller`
//! the content and source around each, `chooser` those to believe, given what else was found.
//!
//! All three are linear in hashed features, so that a text is read in one pass without a parser. Features come from
//! the [`Page`]: words, their possible parts of speech, names, quotation marks, and what the rules made of it.
//! The weights are learned by `demarche train` and lie in `models/quotations.bin`.

pub(crate) mod chooser;
pub(crate) mod cue_finder;
pub(crate) mod labeller;
pub(crate) mod page;

use std::sync::LazyLock;

use chooser::Candidate;
use cue_finder::{Ratios, Setting};
use labeller::{Around, Labeller, Marginals, Scores, Window};
use page::Page;

use super::{
    calibration::Calibration,
    draft::{Decision, Draft, Rule, Step},
};
use crate::annotate::{
    lexicon::Classes,
    reading::Reading,
    weights::{Table, sigmoid, take_u32},
};

/// The model file.
pub(crate) static MODEL: &[u8] = include_bytes!("../../../../models/quotations.bin");

/// First bytes of a model file; the last is the version of its features.
const MAGIC: &[u8; 8] = b"DMQTAG\x00\x02";

/// Cues below this probability are not looked at.
pub(crate) const LEAST_CUE: f32 = 0.2;
/// So many cues of a paragraph are always looked at.
const FEW_CUES: usize = 60;
/// From this probability on a word counts as a cue for its neighbours.
pub(crate) const LIKELY_CUE: f32 = 0.3;
/// Quotations below this probability are not believed; what is shown has earned a higher one (see `calibration`).
const LEAST: f32 = 0.2;
/// Those whose cue tells what somebody thinks or does, not that it was said, below this one.
const LEAST_ATTITUDE: f32 = 0.4;
/// From this probability on the tagger is believed against the rules.
const SURE: f32 = 0.5;
/// A quotation inside another's content is believed from this probability on.
const LEAST_NESTED: f32 = 0.1;
/// A second cue with the same source ends the content before it from this probability of the cue on.
const LEAST_SHARED: f32 = 0.5;

/// The weights of all stages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tagger {
    pub(crate) ratios: Ratios,
    pub(crate) cues: Table<1>,
    pub(crate) labeller: Labeller,
    pub(crate) chooser: Table<1>,
    /// What turns its scores into probabilities; none while that is being learned.
    pub(crate) calibration: Option<Calibration>,
    /// What it was learned from, as one number (`train::fingerprint`).
    pub(crate) fingerprint: u64,
}

static TAGGER: LazyLock<Option<Tagger>> = LazyLock::new(|| Tagger::from_bytes(MODEL));

impl Tagger {
    /// The built-in tagger; `None` while the model file was made for other features.
    pub(crate) fn get() -> Option<&'static Self> {
        TAGGER.as_ref()
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let mut ratios: Vec<(u32, u8)> = self.ratios.iter().map(|(stem, step)| (*stem, *step)).collect();
        ratios.sort_unstable();
        out.extend((ratios.len() as u32).to_le_bytes());
        for (stem, step) in ratios {
            out.extend(stem.to_le_bytes());
            out.push(step);
        }
        self.cues.write(&mut out);
        self.labeller.states.write(&mut out);
        self.labeller.edges.write(&mut out);
        self.chooser.write(&mut out);
        if let Some(calibration) = &self.calibration {
            calibration.write(&mut out);
        }
        out.extend(self.fingerprint.to_le_bytes());
        out
    }

    /// Reads a model file; `None` where it is not one of this version.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut bytes = bytes.strip_prefix(MAGIC)?;
        let n = take_u32(&mut bytes)?;
        let (ratios, rest) = bytes.split_at_checked((n as usize).checked_mul(5)?)?;
        bytes = rest;
        let ratios =
            ratios.chunks_exact(5).map(|r| (u32::from_le_bytes([r[0], r[1], r[2], r[3]]), r[4])).collect::<Ratios>();
        let mut tagger = Self {
            ratios,
            cues: Table::read(&mut bytes)?,
            labeller: Labeller { states: Table::read(&mut bytes)?, edges: Table::read(&mut bytes)? },
            chooser: Table::read(&mut bytes)?,
            calibration: Calibration::read(&mut bytes),
            fingerprint: 0,
        };
        tagger.fingerprint = u64::from_le_bytes(bytes.try_into().ok()?);
        Some(tagger)
    }

    /// How often each token's stem was a cue in training.
    pub(crate) fn ratios_of(ratios: &Ratios, page: &Page<'_, '_>) -> Vec<u8> {
        page.words.iter().map(|w| ratios.get(&w.stem).copied().unwrap_or(0)).collect()
    }

    /// Finds quotations; `rules` are those that the rules found.
    pub(crate) fn find(&self, reading: &Reading<'_>, rules: &[Draft]) -> Vec<Draft> {
        let page = Page::new(reading, rules);
        let ratios = Self::ratios_of(&self.ratios, &page);
        let cues = find_cues(&page, &ratios, &self.cues);
        let mut found = Vec::new();
        for mut candidates in candidates(&page, rules, &ratios, &cues, &self.labeller) {
            weigh(&page, &mut candidates, rules, &self.chooser);
            found.extend(choose(&page, rules, candidates));
        }
        let mut drafts: Vec<Draft> = found.iter().filter_map(|candidate| candidate.draft(&page, rules)).collect();
        keep_said_that(reading, rules, &mut drafts);
        keep_constructions(reading, rules, &mut drafts);
        drafts
    }
}

/// First stage: for each token, the probability that it is the head of a cue.
pub(crate) fn find_cues(page: &Page<'_, '_>, ratios: &[u8], table: &Table<1>) -> Vec<f32> {
    let mut probabilities = vec![0.0; page.words.len()];
    let mut features = Vec::new();
    for (start, end) in &page.paragraphs {
        let setting = Setting::new(page, *start, *end);
        for i in *start..*end {
            if cue_finder::candidate(&page.words[i], ratios[i]) {
                cue_finder::features(page, &setting, ratios, i, &mut features);
                probabilities[i] = sigmoid(table.sum(&features)[0]);
            }
        }
    }
    probabilities
}

/// Second stage: the candidates of each paragraph, in text order.
pub(crate) fn candidates(
    page: &Page<'_, '_>,
    rules: &[Draft],
    ratios: &[u8],
    cues: &[f32],
    labeller: &Labeller,
) -> Vec<Vec<Candidate>> {
    let flags: Vec<bool> = cues.iter().map(|p| *p >= LIKELY_CUE).collect();
    let (mut window, mut scores, mut marginals) = (Window::default(), Scores::default(), Marginals::default());
    let mut out = Vec::with_capacity(page.paragraphs.len());
    for (start, end) in &page.paragraphs {
        let mut list = Vec::new();
        let least = least_cue(&cues[*start..*end]);
        for i in (*start..*end).filter(|i| cues[*i] >= least) {
            let around =
                Around { page, cues: &flags, ratios, draft: page.draft_at(rules, i), start: *start, end: *end };
            around.features(i, &mut window);
            labeller.score(&window, &mut scores);
            marginals.compute(&scores);
            let labels = labeller::best(&scores);
            list.extend(Candidate::new(window.lo, i, cues[i], &labels, &marginals.states));
        }
        out.push(list);
    }
    out
}

/// The least probability of a cue that is looked at. Where every other word seems to be one ("talks talks talks"), it is no
/// text that people wrote, and only the likeliest are, so that no input takes long.
fn least_cue(cues: &[f32]) -> f32 {
    let likely = cues.iter().filter(|cue| **cue >= LEAST_CUE).count();
    if likely <= FEW_CUES || likely <= cues.len() / 8 {
        return LEAST_CUE;
    }
    let mut sorted: Vec<f32> = cues.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    sorted[FEW_CUES.max(cues.len() / 40).min(sorted.len() - 1)].next_up().max(LEAST_CUE)
}

/// Third stage: the probability of each candidate of a paragraph.
pub(crate) fn weigh(page: &Page<'_, '_>, candidates: &mut [Candidate], rules: &[Draft], table: &Table<1>) {
    let mut features = Vec::new();
    let mut probabilities = Vec::with_capacity(candidates.len());
    for n in 0..candidates.len() {
        chooser::features(page, candidates, n, page.draft_at(rules, candidates[n].head), &mut features);
        probabilities.push(sigmoid(table.sum(&features)[0]));
    }
    for (candidate, probability) in candidates.iter_mut().zip(probabilities) {
        candidate.probability = probability;
    }
}

/// Adds what the rules find and the tagger leaves out: reports without a word of saying, where nothing else was found,
/// and another's statement inside somebody's words ("echoed Lavrov's statement that …").
fn keep_constructions(reading: &Reading<'_>, rules: &[Draft], drafts: &mut Vec<Draft>) {
    // For each token, the draft whose content it is, plus one; and whether it is a cue.
    let mut owner = vec![0usize; reading.tokens.len()];
    let mut cue = vec![false; reading.tokens.len()];
    for (n, draft) in drafts.iter().enumerate() {
        for (first, end) in &draft.content {
            owner[*first..*end].fill(n + 1);
        }
        if let Some((first, end)) = draft.cue {
            cue[first..end].fill(true);
        }
    }
    let kept = |draft: &&Draft| {
        let mut tokens = draft.content.iter().chain(&draft.cue).flat_map(|(first, end)| *first..*end);
        match (draft.rule, draft.cue, draft.source) {
            (Rule::InView | Rule::Turn, ..) => tokens.all(|i| owner[i] == 0 && !cue[i]),
            (Rule::StatementNoun, Some(own), Some(source)) => {
                // "echoed Lavrov's statement that": the tagger took the noun into the cue of whoever echoes it.
                let echoed = drafts.iter().any(|draft| {
                    let cue = draft.cue.is_some_and(|cue| cue.0 < source.0 && own.1 <= cue.1);
                    cue && draft.source.is_some_and(|other| other.1 <= source.0)
                });
                if echoed {
                    return true;
                }
                let outer = owner[own.0];
                outer > 0
                    && !cue[own.0..own.1].contains(&true)
                    && owner[source.0] == outer
                    && draft.content.iter().all(|c| owner[c.0] == outer)
            }
            _ => false,
        }
    };
    let more: Vec<Draft> = rules.iter().filter(kept).cloned().map(from_evidence).collect();
    drafts.extend(more);
}

/// A draft of the grammar's, and that it is.
fn from_evidence(mut draft: Draft) -> Draft {
    let why = "kept what the grammar found and the tagger left out";
    draft.note(Decision::new(Step::Evidence, draft.rule.name(), why));
    draft
}

/// "said after the meeting that …", in whatever distance: nothing is said more plainly. Takes what the rules make of it
/// where the tagger found no quotation of that cue, in place of doubtful ones that begin inside its content.
fn keep_said_that(reading: &Reading<'_>, rules: &[Draft], drafts: &mut Vec<Draft>) {
    for rule in rules.iter().filter(|d| d.rule == Rule::ThatClause) {
        let (Some(cue), Some(source), [(first, end)]) = (rule.cue, rule.source, rule.content.as_slice()) else {
            continue;
        };
        let (first, end) = (first.saturating_sub(1), *end);
        let said = reading.tokens[cue.1 - 1].cue().is_some_and(|c| c.manner == "said" && c.takes('q'));
        let named = reading.mentions_in(source.0, source.1).next().is_some();
        if !said || !named || cue.1 != cue.0 + 1 || !reading.tokens[first].is("that") {
            continue;
        }
        let holds = |range: (usize, usize), i: usize| (range.0..range.1).contains(&i);
        let clashes = |draft: &Draft| {
            let same_cue = draft.cue.is_some_and(|c| holds(c, cue.0));
            let around = draft.content.iter().any(|c| holds(*c, cue.0));
            let before = draft.cue.is_some_and(|c| c.0 < first || c.0 >= end);
            let shares = draft.content.iter().any(|c| c.0 < end && first < c.1);
            let sure = draft.confidence >= SURE;
            same_cue || around || shares && (before || sure)
        };
        if drafts.iter().any(clashes) {
            continue;
        }
        drafts.retain(|draft| !draft.content.iter().any(|c| c.0 < end && first < c.1));
        drafts.push(from_evidence(Draft { content: vec![(first, end)], confidence: LEAST, ..rule.clone() }));
    }
}

/// Where the content of `outer` ends if a cue inside it shares its source with it: before the "and" that joins the two.
fn split(
    page: &Page<'_, '_>,
    inner: &mut Candidate,
    outer: &Candidate,
    rule: Option<&Draft>,
    held: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let ruled = rule.filter(|d| d.rule == Rule::Coordinated).and_then(|d| d.source);
    let by_rule = ruled.is_some_and(|(first, end)| outer.source.iter().any(|i| (first..end).contains(i)));
    let shares = inner.source.iter().any(|i| outer.source.contains(i));
    if inner.content[0] < inner.head || !(by_rule || shares && inner.cue_probability >= LEAST_SHARED) {
        return None;
    }
    let mut end = inner.head;
    while end > outer.content[0] && held(&(end - 1)) && !ends_clause(page, end - 1) {
        end -= 1;
    }
    if outer.content[0] >= end || end + 4 <= inner.head {
        return None;
    }
    if !shares {
        inner.source.clone_from(&outer.source);
    }
    Some(end)
}

fn first_person(page: &Page<'_, '_>, i: usize) -> bool {
    let token = &page.reading.tokens[i];
    token.is_any(&["i", "we", "you", "me", "us", "let"])
}

/// Whether token `i` joins two clauses: "and", a comma.
fn ends_clause(page: &Page<'_, '_>, i: usize) -> bool {
    let token = &page.reading.tokens[i];
    token.is("and") || token.is("but") || !token.is_word()
}

/// How probable a quotation must be to be believed: words that report speech less than those that tell what somebody
/// thinks or does.
fn least(page: &Page<'_, '_>, head: usize) -> f32 {
    let token = &page.reading.tokens[head];
    let reports = token.any(Classes::CUE.or(Classes::STATEMENT_NOUN)) || token.is("according") || !token.is_word();
    if reports { LEAST } else { LEAST_ATTITUDE }
}

/// Keeps the candidates of a paragraph that are believed and fit together, the most probable first. One whose cue
/// stands in the content of another is nested.
pub(crate) fn choose(page: &Page<'_, '_>, rules: &[Draft], mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let Some(start) = candidates.iter().map(Candidate::first).min() else { return candidates };
    let end = candidates.iter().map(Candidate::last).max().unwrap_or(start) + 1;
    candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    // For each token, the kept candidate whose content it is, plus one.
    let mut owner = vec![0usize; end - start];
    let mut kept: Vec<Candidate> = Vec::new();
    let mut inner: Vec<Candidate> = Vec::new();
    for mut candidate in candidates {
        if owner[candidate.head - start] > 0 {
            inner.push(candidate);
            continue;
        }
        if candidate.probability < least(page, candidate.head) {
            continue;
        }
        let owned = candidate.content.iter().filter(|i| owner[**i - start] > 0).count();
        if owned * 2 > candidate.content.len() {
            continue;
        }
        candidate.content.retain(|i| owner[*i - start] == 0);
        kept.push(candidate);
        for i in &kept[kept.len() - 1].content {
            owner[*i - start] = kept.len();
        }
    }
    for mut candidate in inner {
        let outer = owner[candidate.head - start];
        let held = |i: &usize| owner[*i - start] == outer;
        let rule = page.draft_at(rules, candidate.head);
        if let Some(end) = split(page, &mut candidate, &kept[outer - 1], rule, held) {
            // "said that A and denied that B": the second cue ends the first content.
            kept[outer - 1].content.retain(|i| *i < end);
            kept.push(candidate);
            continue;
        }
        candidate.content.retain(held);
        let is_held = candidate.source.iter().all(held);
        if candidate.probability >= LEAST_NESTED
            && is_held
            && !candidate.content.is_empty()
            && !candidate.source.iter().any(|i| first_person(page, *i))
        {
            candidate.nested = true;
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|c| c.head);
    kept
}
