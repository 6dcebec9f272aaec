//! Second stage: which words around a cue are its content, and which its source.

use super::page::{Page, Word};
use crate::annotate::{
    features::{feature, pair, step},
    quotations::draft::Draft,
    weights::Table,
};

/// Labels of words: neither, content, source, cue.
pub(crate) const LABELS: usize = 4;
pub(crate) const OTHER: usize = 0;
pub(crate) const CONTENT: usize = 1;
pub(crate) const SOURCE: usize = 2;
pub(crate) const CUE: usize = 3;
pub(crate) const PAIRS: usize = LABELS * LABELS;

/// Words before and after the cue that are read at most.
const BEFORE: usize = 90;
const AFTER: usize = 160;

/// The words that may belong to the cue at `cue`: its sentence, the one before if it ends with a closing quotation
/// mark, the one after if it begins with an opening one; all within the paragraph.
pub(crate) fn window(page: &Page<'_, '_>, cue: usize, start: usize, end: usize) -> (usize, usize) {
    let words = &page.words;
    let mut block = words[cue].block;
    let (mut lo, mut hi) = (cue, cue + 1);
    while lo > start && cue - lo < BEFORE {
        if words[lo - 1].block < block {
            if words[lo - 1].quote != 3 || block < words[cue].block {
                break;
            }
            block -= 1;
        }
        lo -= 1;
    }
    block = words[cue].block;
    while hi < end && hi - cue < AFTER {
        if words[hi].block > block {
            if words[hi].quote != 2 || block > words[cue].block {
                break;
            }
            block += 1;
        }
        hi += 1;
    }
    (lo, hi)
}

/// Features of a window: for each word those of its label and those of the step from the label before.
#[derive(Debug, Default, Clone)]
pub(crate) struct Window {
    pub(crate) lo: usize,
    pub(crate) cue: usize,
    /// Feature hashes of all words, one after the other.
    pub(crate) states: Vec<u32>,
    /// End of each word's features in `states`.
    pub(crate) state_ends: Vec<u32>,
    pub(crate) edges: Vec<u32>,
    pub(crate) edge_ends: Vec<u32>,
}

impl Window {
    pub(crate) fn len(&self) -> usize {
        self.state_ends.len()
    }

    /// Copies it with the features that `keep` lets through.
    pub(crate) fn thin(&self, out: &mut Self, mut keep: impl FnMut(u32) -> bool) {
        out.lo = self.lo;
        out.cue = self.cue;
        out.states.clear();
        out.state_ends.clear();
        out.edges.clear();
        out.edge_ends.clear();
        for k in 0..self.len() {
            out.states.extend(self.states_of(k).iter().copied().filter(|f| keep(*f)));
            out.state_ends.push(out.states.len() as u32);
            out.edges.extend(self.edges_of(k).iter().copied().filter(|f| keep(*f)));
            out.edge_ends.push(out.edges.len() as u32);
        }
    }

    pub(crate) fn states_of(&self, k: usize) -> &[u32] {
        let from = if k == 0 { 0 } else { self.state_ends[k - 1] as usize };
        &self.states[from..self.state_ends[k] as usize]
    }

    pub(crate) fn edges_of(&self, k: usize) -> &[u32] {
        let from = if k == 0 { 0 } else { self.edge_ends[k - 1] as usize };
        &self.edges[from..self.edge_ends[k] as usize]
    }
}

/// What has been passed between the cue and a word.
#[derive(Clone, Copy, Default)]
struct Passed {
    commas: u32,
    cues: u32,
    clauses: u32,
    marks: u32,
    that: u32,
    trail: u32,
    capitals: u32,
    verbs: u32,
    in_cue: bool,
    segment: u16,
}

/// Everything that the features of one cue's window share.
pub(crate) struct Around<'p, 'r, 'a> {
    pub(crate) page: &'p Page<'r, 'a>,
    /// For each token of the text, whether it is likely to be a cue (of any quotation).
    pub(crate) cues: &'p [bool],
    pub(crate) ratios: &'p [u8],
    /// The rules' draft of the same cue.
    pub(crate) draft: Option<&'p Draft>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Around<'_, '_, '_> {
    /// Writes the features of the window around `cue`.
    pub(crate) fn features(&self, cue: usize, out: &mut Window) {
        let (lo, hi) = window(self.page, cue, self.start, self.end);
        out.lo = lo;
        out.cue = cue;
        out.states.clear();
        out.state_ends.clear();
        out.edges.clear();
        out.edge_ends.clear();
        // Going outwards from the cue, what has been passed on the way.
        let mut passed = vec![Passed::default(); hi - lo];
        let mut so_far = Passed::default();
        for i in (lo..cue).rev() {
            passed[i - lo] = self.pass(&mut so_far, i);
        }
        so_far = Passed::default();
        for i in cue + 1..hi {
            passed[i - lo] = self.pass(&mut so_far, i);
        }
        for i in lo..hi {
            if i != cue {
                self.state(cue, i, &passed[i - lo], &mut out.states);
            }
            out.state_ends.push(out.states.len() as u32);
            if i > lo {
                self.edge(cue, i, &mut out.edges);
            }
            out.edge_ends.push(out.edges.len() as u32);
        }
    }

    /// What stands between the cue and word `i`, and passes `i` too.
    fn pass(&self, so_far: &mut Passed, i: usize) -> Passed {
        let word = &self.page.words[i];
        if word.segment > 0 && so_far.segment == 0 {
            so_far.segment = word.segment;
        }
        let result = *so_far;
        let text = self.page.reading.word(i);
        if word.quote >= 2 {
            so_far.marks += 1;
            so_far.trail = so_far.trail << 4 | u32::from(word.quote);
        } else if matches!(text, "," | ";" | ":" | "–" | "—" | "-" | "--" | "(" | ")") {
            so_far.commas += 1;
            so_far.trail = so_far.trail << 4 | if text == "," { 4 } else { 5 };
        } else if matches!(text, "." | "?" | "!") {
            so_far.trail = so_far.trail << 4 | 6;
        } else if word.class == 17 {
            so_far.clauses += 1;
            let that = self.page.reading.tokens[i].is("that");
            so_far.that |= u32::from(that);
            so_far.trail = so_far.trail << 4 | if that { 7 } else { 8 };
        }
        let is_cue = self.cues[i];
        if is_cue && !so_far.in_cue {
            so_far.cues += 1;
            so_far.trail = so_far.trail << 4 | 9;
        }
        so_far.in_cue = is_cue;
        so_far.capitals += u32::from(matches!(word.class, 11..=13 | 24));
        so_far.verbs += u32::from(word.finite);
        result
    }

    fn word(&self, i: usize, offset: isize) -> &Word {
        self.page.near(i, offset, (self.start, self.end))
    }

    fn rule(&self, i: usize) -> u32 {
        let Some(draft) = self.draft else { return 8 + self.page.words[i].rule.min(4) };
        let within = |r: &(usize, usize)| r.0 <= i && i < r.1;
        if draft.content.iter().any(within) {
            1
        } else if draft.source.iter().any(within) {
            2
        } else if draft.cue.iter().any(within) {
            3
        } else {
            4 + self.page.words[i].rule.min(3)
        }
    }

    #[allow(clippy::too_many_lines, clippy::many_single_char_names)]
    fn state(&self, cue: usize, i: usize, passed: &Passed, out: &mut Vec<u32>) {
        let page = self.page;
        let tokens = &page.reading.tokens;
        let word = &page.words[i];
        let head = &page.words[cue];
        let left = i < cue;
        let distance = if left { cue - i } else { i - cue };
        let d = (distance as u32).min(12);
        let side = u32::from(left) + 1;
        let sentence = (i64::from(tokens[i].sentence) - i64::from(tokens[cue].sentence)).clamp(-3, 3) as u32;
        let block = (i64::from(word.block) - i64::from(head.block)).clamp(-2, 2) as u32;
        let commas = passed.commas.min(3);
        let cues = passed.cues.min(2);
        let marks = passed.marks.min(3);
        let verbs = passed.verbs.min(3);
        // Outside quotation marks, in the cue's own, in the nearest to the cue, in another.
        let quote = if word.segment == 0 {
            0
        } else if word.segment == head.segment {
            1
        } else if word.segment == passed.segment {
            2
        } else {
            3
        };
        let (w, t, c, h) = (word.lower, word.tag, word.class, head.stem);
        let (next, previous) = (self.word(cue, 1), self.word(cue, -1));
        let rule = self.rule(i);
        let state = pair(pair(side, sentence), pair(commas, cues * 4 + marks));
        let mut kind = 1000 * side;
        let mut push = |a: u32, b: u32| {
            kind += 1;
            out.push(feature(kind, a, b));
        };
        push(0, 0);
        push(w, 0);
        push(t, 0);
        push(word.suffix, c);
        push(self.word(i, -1).lower, 0);
        push(self.word(i, 1).lower, 0);
        push(self.word(i, -1).lower, w);
        push(self.word(i, 1).lower, w);
        push(self.word(i, -1).tag, t);
        push(self.word(i, 1).tag, t);
        push(pair(self.word(i, -1).tag, self.word(i, 1).tag), t);
        push(u32::from(self.ratios[i]), c);
        push(d, 0);
        push(step(distance), c);
        push(sentence, block);
        push(quote, pair(sentence, block));
        push(pair(quote, marks), commas);
        push(state, 0);
        push(state, quote);
        push(state, c);
        push(state, rule);
        push(cues, passed.commas.min(6));
        push(passed.clauses.min(3), passed.that);
        push(h, 0);
        push(h, d.min(6));
        push(h, c);
        push(h, t);
        push(h, pair(sentence, commas));
        push(h, quote);
        push(h, pair(verbs, commas));
        push(next.lower, d.min(4));
        push(next.lower, c);
        push(previous.lower, d.min(4));
        push(previous.tag, pair(next.tag, c));
        push(pair(previous.class, next.class), pair(d.min(4), c));
        push(pair(head.tag, c), d.min(6));
        push(c, pair(cues, commas));
        push(t, pair(verbs, commas));
        push(verbs, pair(commas, cues));
        push(u32::from(head.quote), quote);
        push(passed.trail & 0xFFF, 0);
        push(passed.trail & 0xFFF, c);
        push(passed.trail & 0xFFFF, quote);
        push(passed.trail & 0xFF, h);
        push(passed.capitals.min(4), c);
        push(u32::from(self.cues[i]), h);
        push(rule, 0);
        push(rule, h);
        push(rule, c);
        push(rule, pair(head.rule, sentence));
        push(rule, pair(quote, commas));
        push(u32::from(word.quote), sentence);
        push(word.finite.into(), pair(verbs, passed.that));
    }

    /// Features of the step from word `i - 1` to word `i`.
    fn edge(&self, cue: usize, i: usize, out: &mut Vec<u32>) {
        let tokens = &self.page.reading.tokens;
        let (a, b) = (&self.page.words[i - 1], &self.page.words[i]);
        let side = u32::from(i <= cue) + 2 * u32::from(i == cue) + 4 * u32::from(i == cue + 1);
        let sentence = u32::from(tokens[i - 1].sentence != tokens[i].sentence);
        let head = self.page.words[cue].stem;
        let (rule_a, rule_b) = (self.rule(i - 1), self.rule(i));
        let mut kind = 5000;
        let mut push = |a: u32, b: u32| {
            kind += 1;
            out.push(feature(kind, a, b));
        };
        push(side, 0);
        push(side, sentence);
        push(a.tag, side);
        push(b.tag, side);
        push(a.tag, b.tag);
        push(a.lower, side);
        push(b.lower, side);
        push(pair(u32::from(a.quote), u32::from(b.quote)), side);
        push(pair(rule_a, rule_b), side);
        push(pair(rule_a, rule_b), sentence);
        push(pair(self.word(i, 1).tag, b.tag), side);
        push(pair(a.class, b.class), pair(head, side));
        let likely = |k: usize| u32::from(self.cues[k] && k != cue);
        push(likely(i), pair(side, likely(i - 1)));
    }
}

/// Weights of the second stage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labeller {
    pub(crate) states: Table<LABELS>,
    pub(crate) edges: Table<PAIRS>,
}

/// Scores of a window: of each label for each word, and of each pair of labels.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    pub(crate) states: Vec<[f32; LABELS]>,
    pub(crate) edges: Vec<[f32; PAIRS]>,
}

impl Labeller {
    /// Scores of every label and step.
    pub(crate) fn score(&self, window: &Window, out: &mut Scores) {
        out.fill(window, |f| self.states.sum(f), |f| self.edges.sum(f));
    }
}

impl Scores {
    /// Fills the scores of a window; the cue's own word is fixed.
    pub(crate) fn fill(
        &mut self,
        window: &Window,
        states: impl Fn(&[u32]) -> [f32; LABELS],
        edges: impl Fn(&[u32]) -> [f32; PAIRS],
    ) {
        self.states.clear();
        self.edges.clear();
        for k in 0..window.len() {
            if window.lo + k == window.cue {
                let mut fixed = [-1e4; LABELS];
                fixed[CUE] = 0.0;
                self.states.push(fixed);
            } else {
                self.states.push(states(window.states_of(k)));
            }
            self.edges.push(edges(window.edges_of(k)));
        }
    }
}

/// The best sequence of labels (Viterbi).
pub(crate) fn best(scores: &Scores) -> Vec<u8> {
    let n = scores.states.len();
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(n);
    let mut current = scores.states.first().copied().unwrap_or([0.0; LABELS]);
    back.push([0; LABELS]);
    for k in 1..n {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from = [0u8; LABELS];
        for b in 0..LABELS {
            for a in 0..LABELS {
                let score = current[a] + scores.edges[k][a * LABELS + b];
                if score > next[b] {
                    next[b] = score;
                    from[b] = a as u8;
                }
            }
            next[b] += scores.states[k][b];
        }
        back.push(from);
        current = next;
    }
    let mut label = (0..LABELS).max_by(|a, b| current[*a].total_cmp(&current[*b])).unwrap_or(0) as u8;
    let mut labels = vec![0; n];
    for k in (0..n).rev() {
        labels[k] = label;
        label = back[k][label as usize];
    }
    labels
}

/// e to the power of `x`, for `x` from -87 to 0, to about one part in ten thousand: the probabilities need no more.
#[inline]
fn exp(x: f32) -> f32 {
    // 2^(whole + part): the whole part becomes the exponent's bits, the part is a polynomial (Taylor, four terms).
    let y = x.max(-87.0) * std::f32::consts::LOG2_E;
    let whole = y as i32 - 1;
    let part = (y - whole as f32) * std::f32::consts::LN_2;
    let power = 1.0 + part * (1.0 + part * (0.5 + part * (0.166_666_67 + part * 0.041_666_67)));
    power * f32::from_bits(((whole + 127).max(0) as u32) << 23)
}

/// Exponentials of scores, the best one being 1.
fn weights<const N: usize>(scores: &[f32; N]) -> [f32; N] {
    let mut top = scores[0];
    for score in scores {
        top = top.max(*score);
    }
    let mut out = [0.0; N];
    for (weight, score) in out.iter_mut().zip(scores) {
        *weight = exp(score - top);
    }
    out
}

/// Probabilities of labels and steps by the forward-backward algorithm (Rabiner 1989), scaled at each word.
#[derive(Debug, Default)]
pub(crate) struct Marginals {
    pub(crate) states: Vec<[f32; LABELS]>,
    pub(crate) edges: Vec<[f32; PAIRS]>,
    forward: Vec<[f32; LABELS]>,
    scale: Vec<f32>,
    /// Exponentials of the scores, the best of each set being 1.
    emit: Vec<[f32; LABELS]>,
    step: Vec<[f32; PAIRS]>,
}

impl Marginals {
    /// Fills the marginals from scores.
    pub(crate) fn compute(&mut self, scores: &Scores) {
        let n = scores.states.len();
        self.states.clear();
        self.edges.clear();
        self.forward.clear();
        self.scale.clear();
        self.edges.resize(n, [0.0; PAIRS]);
        self.states.resize(n, [0.0; LABELS]);
        let Self { emit, step, .. } = &mut *self;
        emit.clear();
        step.clear();
        for (state, edge) in scores.states.iter().zip(&scores.edges) {
            emit.push(weights(state));
            step.push(weights(edge));
        }
        for k in 0..n {
            let mut now = [0.0f32; LABELS];
            for b in 0..LABELS {
                let reach = if k == 0 {
                    1.0
                } else {
                    (0..LABELS).map(|a| self.forward[k - 1][a] * self.step[k][a * LABELS + b]).sum()
                };
                now[b] = reach * self.emit[k][b];
            }
            let total: f32 = now.iter().sum::<f32>().max(1e-30);
            self.forward.push(now.map(|x| x / total));
            self.scale.push(total);
        }
        let mut backward = [1.0f32; LABELS];
        for k in (0..n).rev() {
            let mut total = 0.0;
            for b in 0..LABELS {
                self.states[k][b] = self.forward[k][b] * backward[b];
                total += self.states[k][b];
            }
            for b in 0..LABELS {
                self.states[k][b] /= total.max(1e-30);
            }
            if k > 0 {
                let mut before = [0.0f32; LABELS];
                let mut sum = 0.0;
                for a in 0..LABELS {
                    for b in 0..LABELS {
                        let way = self.step[k][a * LABELS + b] * self.emit[k][b] * backward[b];
                        before[a] += way;
                        let p = self.forward[k - 1][a] * way;
                        self.edges[k][a * LABELS + b] = p;
                        sum += p;
                    }
                }
                for p in &mut self.edges[k] {
                    *p /= sum.max(1e-30);
                }
                backward = before.map(|x| x / self.scale[k]);
            }
        }
    }
}
