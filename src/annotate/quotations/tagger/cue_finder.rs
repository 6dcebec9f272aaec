//! First stage: which words begin to report something.

use rustc_hash::FxHashMap;

use super::page::{OUTSIDE, Page, Word};
use crate::annotate::features::{feature, pair, step};

/// How often each stem was the head of a cue in the training articles, as steps 1 to 11; 0 where it is too rare to say.
pub(crate) type Ratios = FxHashMap<u32, u8>;

/// A step for `cues` out of `all`.
pub(crate) fn ratio_step(cues: u32, all: u32) -> u8 {
    if all < 3 {
        return 0;
    }
    let share = cues as f32 / all as f32;
    let steps = [0.0, 0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9];
    steps.iter().position(|s| share <= *s).unwrap_or(10) as u8 + 1
}

/// Whether the word could be the head of a cue at all.
pub(crate) fn candidate(word: &Word, ratio: u8) -> bool {
    if word.rule & 4 != 0 {
        return true;
    }
    match ratio {
        0 => word.finite || word.class == 10,
        1 | 2 => false,
        _ => true,
    }
}

/// Features of a whole paragraph that all its candidates share.
pub(crate) struct Setting {
    /// For each token, tokens since the last closing mark and to the next opening mark.
    left: Vec<u16>,
    right: Vec<u16>,
    quoted: bool,
    start: usize,
    end: usize,
}

impl Setting {
    pub(crate) fn new(page: &Page<'_, '_>, start: usize, end: usize) -> Self {
        let words = &page.words;
        let mut left = Vec::with_capacity(end - start);
        let mut distance = 99u16;
        for word in &words[start..end] {
            left.push(distance);
            distance = if word.quote == 3 { 0 } else { (distance + 1).min(99) };
        }
        let mut right = vec![0; end - start];
        distance = 99;
        for i in (start..end).rev() {
            right[i - start] = distance;
            distance = if words[i].quote == 2 { 0 } else { (distance + 1).min(99) };
        }
        Self { left, right, quoted: words[start..end].iter().any(|w| w.quote > 0), start, end }
    }
}

/// Writes the features of token `i`.
#[allow(clippy::too_many_lines, clippy::many_single_char_names)]
pub(crate) fn features(page: &Page<'_, '_>, setting: &Setting, ratios: &[u8], i: usize, out: &mut Vec<u32>) {
    out.clear();
    let (start, end) = (setting.start, setting.end);
    let at = |offset: isize| page.near(i, offset, (start, end));
    let ratio = |offset: isize| {
        i.checked_add_signed(offset).filter(|k| (start..end).contains(k)).map_or(99, |k| u32::from(ratios[k]))
    };
    let word = &page.words[i];
    let sentence = |k: usize| page.reading.tokens[k].sentence;
    let r = ratio(0);
    let (w, s, t) = (word.lower, word.stem, word.tag);
    let quote = u32::from(word.quote);
    let mut kind = 0u32;
    let mut push = |a: u32, b: u32| {
        kind += 1;
        out.push(feature(kind, a, b));
    };
    push(0, 0);
    push(w, 0);
    push(s, 0);
    push(r, 0);
    push(word.suffix, 0);
    push(word.suffix >> 8, 0);
    push(t, 0);
    push(t, s);
    push(t, r);
    for offset in [-3, -2, -1, 1, 2, 3] {
        push(at(offset).lower, 0);
        push(at(offset).tag, 0);
        push(at(offset).tag, s);
    }
    for offset in [-2, -1, 1, 2] {
        push(at(offset).stem, w);
        push(at(offset).class, r);
        push(ratio(offset), r);
    }
    push(at(-1).stem, s);
    push(at(1).lower, at(2).lower);
    push(at(-1).lower, at(-2).lower);
    push(pair(at(1).lower, at(2).lower), s);
    push(at(-1).tag, t);
    push(at(1).tag, t);
    push(pair(at(-1).tag, at(-2).tag), t);
    push(pair(at(1).tag, at(2).tag), t);
    push(pair(at(-1).tag, at(1).tag), t);
    push(pair(at(-1).tag, at(1).tag), s);
    push(pair(at(-1).tag, at(1).tag), r);
    push(pair(at(-1).class, at(-2).class), pair(at(1).class, at(2).class));
    push(quote, 0);
    push(quote, s);
    push(quote, r);
    let (left, right) = (step(setting.left[i - start] as usize), step(setting.right[i - start] as usize));
    push(left, 0);
    push(right, 0);
    push(pair(left.min(5), right.min(5)), r);
    push(pair(left.min(5), right.min(5)), s);
    push(u32::from(setting.quoted), 0);
    push(u32::from(setting.quoted), r);
    // The subject, as far as the words alone show: over adverbs and auxiliaries to the left.
    let mut k = i;
    let mut chain = 1u32;
    let mut depth = 0;
    while k > start && depth < 4 && matches!(page.words[k - 1].class, 20 | 21 | 23) {
        k -= 1;
        depth += 1;
        if page.words[k].class != 23 {
            chain = pair(chain, page.words[k].lower);
        }
    }
    let subject = if k > start && sentence(k - 1) == sentence(i) { &page.words[k - 1] } else { &OUTSIDE };
    push(subject.tag, r);
    push(subject.lower, s);
    push(subject.lower, r);
    push(subject.class, pair(chain, r));
    push(chain, s);
    push(chain, t);
    // What follows: the first word after adverbs, a "that", a quotation, another finite verb.
    let mut k = i + 1;
    while k < end && k < i + 4 && page.words[k].class == 23 {
        k += 1;
    }
    let object = if k < end && sentence(k) == sentence(i) { &page.words[k] } else { &OUTSIDE };
    push(object.tag, s);
    push(object.lower, r);
    push(object.lower, s);
    let (mut that, mut verb, mut opening) = (0, 0, 0);
    for k in i + 1..end.min(i + 16) {
        if sentence(k) != sentence(i) {
            break;
        }
        let d = if k < i + 5 { 2 } else { 1 };
        let word = &page.words[k];
        if word.quote == 2 && opening == 0 {
            opening = d;
        }
        if word.finite && verb == 0 && k > i + 1 {
            verb = d;
        }
        if word.class == 17 && that == 0 && page.reading.tokens[k].is("that") {
            that = d;
        }
    }
    push(pair(that, verb), r);
    push(pair(that, verb), s);
    push(pair(pair(that, verb), opening), subject.class);
    push(pair(opening, 3), s);
    // Other likely cues in the sentence.
    let likely = |k: usize| ratios[k] >= 9 && sentence(k) == sentence(i);
    let before = (i.saturating_sub(14).max(start)..i).any(likely);
    let after = (i + 1..end.min(i + 15)).any(likely);
    let others = u32::from(before) * 2 + u32::from(after);
    push(others, 0);
    push(others, r);
    push(others, s);
    push(others, quote);
    // What the rules say.
    push(word.rule, 0);
    push(word.rule, r);
    push(word.rule, s);
    push(pair(at(-1).rule.min(4), at(1).rule.min(4)), word.rule);
    push(pair(at(-1).rule.min(4), at(1).rule.min(4)), r);
    let first = i == start || sentence(i - 1) != sentence(i);
    push(u32::from(first), u32::from(i == start));
    push(u32::from(first), r);
    push(step(i - start), r);
}
