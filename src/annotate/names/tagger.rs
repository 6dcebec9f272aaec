//! The tagger labels the words of a stretch: outside a name, the beginning of one, or further inside it. A linear-chain
//! conditional random field (Lafferty and others 2001) over hashed features; the best labels by Viterbi's algorithm.

use std::sync::LazyLock;

use super::{
    name::{Mode, Name, Sort},
    page::{Page, Word, evidence},
    stretches,
};
use crate::annotate::{
    features::{feature, pair, step},
    lexicon::Classes,
    weights::{Table, take_u32},
};

/// Labels: outside, then beginning and inside for each sort.
pub(crate) const LABELS: usize = 9;
/// The model file.
pub(crate) static MODEL: &[u8] = include_bytes!("../../../models/names.bin");
/// First bytes of a model file; the last is the version of its features.
const MAGIC: &[u8; 8] = b"DMNAME\x00\x01";

/// Steps from one label to the next, and from outside the stretch to the first (row 0 serves for that).
pub(crate) type Steps = [[f32; LABELS]; LABELS];

/// The weights.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tagger {
    pub(crate) states: Table<LABELS>,
    pub(crate) steps: Steps,
}

static TAGGER: LazyLock<Option<Tagger>> = LazyLock::new(|| Tagger::from_bytes(MODEL));

/// The label of the first word of a name, or of another.
pub(crate) fn label(sort: Sort, first: bool) -> u8 {
    let at = Sort::ALL.iter().position(|s| *s == sort).unwrap_or_default() as u8;
    1 + at * 2 + u8::from(!first)
}

/// Whether `next` may follow `label`: the inside of a name follows its beginning or its inside only.
pub(crate) fn may_follow(label: usize, next: usize) -> bool {
    next == 0 || next % 2 == 1 || label == next || label + 1 == next
}

impl Tagger {
    /// The built-in tagger; `None` while the model file was made for other features.
    pub(crate) fn get() -> Option<&'static Self> {
        TAGGER.as_ref()
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for weight in self.steps.iter().flatten() {
            out.extend(weight.to_le_bytes());
        }
        self.states.write(&mut out);
        out
    }

    /// Reads a model file; `None` where it is not one of this version.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut bytes = bytes.strip_prefix(MAGIC)?;
        let mut steps = [[0.0; LABELS]; LABELS];
        for weight in steps.iter_mut().flatten() {
            *weight = f32::from_bits(take_u32(&mut bytes)?);
        }
        Some(Self { states: Table::read(&mut bytes)?, steps })
    }

    /// The names of a text.
    pub(crate) fn names(&self, page: &Page<'_>) -> Vec<Name> {
        let mut names = Vec::new();
        let (mut states, mut features, mut back) = (Vec::new(), Vec::new(), Vec::new());
        for (start, end) in stretches::of(page) {
            states.clear();
            for i in start..end {
                features_of(page, (start, end), i, &mut features);
                states.push(self.states.sum(&features));
            }
            let labels = best(&states, &self.steps, &mut back);
            gather(start, &labels, &mut names);
        }
        names
    }
}

/// The best labels for the scores of each word.
pub(crate) fn best(states: &[[f32; LABELS]], steps: &Steps, back: &mut Vec<[u8; LABELS]>) -> Vec<u8> {
    back.clear();
    let mut scores = [f32::NEG_INFINITY; LABELS];
    for (k, state) in states.iter().enumerate() {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from = [0u8; LABELS];
        for to in 0..LABELS {
            if k == 0 {
                next[to] = if may_follow(0, to) { steps[0][to] } else { f32::NEG_INFINITY };
            } else {
                for label in 0..LABELS {
                    let score = scores[label] + steps[label][to];
                    if score > next[to] && may_follow(label, to) {
                        (next[to], from[to]) = (score, label as u8);
                    }
                }
            }
            next[to] += state[to];
        }
        scores = next;
        back.push(from);
    }
    let mut label = (0..LABELS).fold(0, |best, label| if scores[label] > scores[best] { label } else { best });
    let mut labels = vec![0; states.len()];
    for k in (0..states.len()).rev() {
        labels[k] = label as u8;
        label = usize::from(back[k][label]);
    }
    labels
}

/// Reads names off labels.
fn gather(start: usize, labels: &[u8], names: &mut Vec<Name>) {
    let mut open: Option<Name> = None;
    for (k, label) in labels.iter().enumerate() {
        let inside = *label > 0 && label % 2 == 0;
        if !inside && let Some(name) = open.take() {
            names.push(name);
        }
        match (&mut open, label) {
            (Some(name), _) => name.end = start + k + 1,
            (None, 0) => {}
            (None, _) => {
                let sort = Sort::ALL[usize::from((label - 1) / 2)];
                open = Some(Name { first: start + k, end: start + k + 1, sort });
            }
        }
    }
    names.extend(open);
}

/// Writes the features of token `i` of the stretch `start..end`.
pub(crate) fn features_of(page: &Page<'_>, (start, end): (usize, usize), i: usize, out: &mut Vec<u32>) {
    out.clear();
    let mode = match page.mode(i) {
        Mode::Running => 0u32,
        Mode::Capitals => 1,
        Mode::Title => 2,
    };
    let at = |offset: isize| page.near(i, offset);
    let word = &page.words[i];
    let token = &page.tokens[i];
    let first = i == 0 || page.tokens[i - 1].sentence != token.sentence;
    let heading = pair(mode, u32::from(first));
    let Word { lower: w, shape, prefix, suffix, class, form, known, evidence: said } = *word;
    let given = u32::from(token.any(Classes::GIVEN_NAME));
    let mut kind = 100u32;
    let mut push = |a: u32, b: u32| {
        kind += 1;
        out.push(feature(kind, a, b));
    };
    // The word.
    push(heading, 0);
    push(w, 0);
    push(w, mode);
    push(shape, mode);
    push(prefix, 0);
    push(suffix, 0);
    push(class, mode);
    push(form, heading);
    push(form, shape);
    push(known, mode);
    push(known, given);
    push(pair(given, form), heading);
    // Its neighbours.
    for offset in [-2, -1, 1, 2] {
        let near = at(offset);
        push(near.lower, 0);
        push(near.class, mode);
        push(near.known, known);
        push(near.class, class);
    }
    push(at(-1).lower, w);
    push(w, at(1).lower);
    push(at(-1).shape, pair(shape, at(1).shape));
    push(pair(at(-1).class, at(-2).class), shape);
    push(pair(at(1).class, at(2).class), shape);
    push(pair(at(-1).class, at(1).class), class);
    push(at(-1).lower, known);
    push(at(1).lower, known);
    push(at(-1).suffix, class);
    push(at(1).suffix, suffix);
    // The stretch: what stands before and after it, and its last word.
    let before = at(start.cast_signed() - i.cast_signed() - 1);
    let after = at((end - i).cast_signed());
    let last = &page.words[end - 1];
    let (from_start, to_end) = (step(i - start), step(end - 1 - i));
    push(before.lower, pair(from_start, to_end));
    push(before.class, pair(from_start, to_end));
    push(after.lower, pair(from_start, to_end));
    push(after.class, pair(from_start, to_end));
    push(pair(from_start, to_end), mode);
    push(last.lower, to_end.min(3));
    push(last.class, pair(to_end.min(3), class));
    push(after.form, pair(last.class, to_end.min(3)));
    // The rest of the text.
    push(u32::from(said), mode);
    push(u32::from(said), class);
    let setting = u32::from(known > 0) * 4 + u32::from(form > 0) * 2 + given;
    for bit in (0..evidence::BITS).filter(|bit| said >> bit & 1 == 1) {
        out.push(feature(80, bit, heading));
        out.push(feature(81, bit, setting));
    }
}
