//! A [`Page`] is a reading as the tagger sees it: for each token a few small numbers.

use super::super::{draft::Draft, grammar::cues::adverb, register::Register};
use crate::annotate::{
    features::{feature, pair},
    lexicon::Classes,
    reading::{Named, Reading},
    tokens::{Kind, Token},
    word_forms::{self, short},
};

/// What the tagger knows of one token.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word {
    /// Hash of the lower-case form.
    pub(crate) lower: u32,
    /// Hash of the verb that it is a form of, or of its stem.
    pub(crate) stem: u32,
    /// Last three bytes of the lower-case form.
    pub(crate) suffix: u32,
    /// Part of speech as far as the word alone tells, or class of name or mark.
    pub(crate) tag: u32,
    /// Coarser: six kinds of word.
    pub(crate) class: u32,
    /// Inside quotation marks 1, an opening mark 2, a closing mark 3, else 0.
    pub(crate) quote: u8,
    /// Number of its quoted segment, for marks too.
    pub(crate) segment: u16,
    /// Sentences joined where a quoted segment spans them.
    pub(crate) block: u32,
    /// Whether it may be a finite verb.
    pub(crate) finite: bool,
    /// What the rules made of it: 1 content, 2 source, 3 cue (with the rule's number above).
    pub(crate) rule: u32,
}

/// A text as numbers.
pub(crate) struct Page<'r, 'a> {
    pub(crate) reading: &'r Reading<'a>,
    pub(crate) words: Vec<Word>,
    /// Token ranges of the paragraphs.
    pub(crate) paragraphs: Vec<(usize, usize)>,
    pub(crate) register: Register,
    /// For each token, the rules' draft whose cue it is, plus one.
    draft_of: Vec<u32>,
}

/// What stands outside the paragraph.
pub(crate) const OUTSIDE: Word =
    Word { lower: 1, stem: 1, suffix: 1, tag: 1, class: 1, quote: 0, segment: 0, block: 0, finite: false, rule: 0 };

impl<'r, 'a> Page<'r, 'a> {
    /// Reads the attributes of every token; `drafts` are what the rules found.
    pub(crate) fn new(reading: &'r Reading<'a>, drafts: &[Draft]) -> Self {
        let mut words: Vec<Word> = Vec::with_capacity(reading.tokens.len());
        let mut paragraphs: Vec<(usize, usize)> = Vec::new();
        let mut block = 0;
        for (i, token) in reading.tokens.iter().enumerate() {
            let new_paragraph = i == 0 || reading.tokens[i - 1].paragraph != token.paragraph;
            if new_paragraph {
                if let Some(last) = paragraphs.last_mut() {
                    last.1 = i;
                }
                paragraphs.push((i, i));
                block += 1;
            }
            let mut word = attributes(reading, i, token);
            if let Some(segment) = reading.segment_opening_at(i) {
                word.quote = 2;
                word.segment = reading.tokens.get(segment.first as usize).map_or(0, |t| t.quoted);
            } else if let Some(segment) = reading.segment_closing_at(i).filter(|s| s.closed) {
                word.quote = 3;
                word.segment = reading.tokens.get(segment.first as usize).map_or(0, |t| t.quoted);
            } else if token.quoted > 0 {
                word.quote = 1;
                word.segment = token.quoted;
            }
            let new_sentence = i > 0 && reading.tokens[i - 1].sentence != token.sentence;
            if new_sentence && !new_paragraph && word.quote != 1 && word.quote != 3 {
                block += 1;
            }
            word.block = block;
            words.push(word);
        }
        if let Some(last) = paragraphs.last_mut() {
            last.1 = reading.tokens.len();
        }
        for draft in drafts {
            for range in &draft.content {
                for word in &mut words[range.0..range.1] {
                    word.rule = word.rule.max(1);
                }
            }
        }
        for draft in drafts {
            if let Some((first, end)) = draft.source {
                for word in &mut words[first..end] {
                    word.rule = 2;
                }
            }
        }
        let mut draft_of = vec![0; words.len()];
        for (n, draft) in drafts.iter().enumerate() {
            if let Some((first, end)) = draft.cue {
                for (word, of) in words[first..end].iter_mut().zip(&mut draft_of[first..end]) {
                    word.rule = feature(draft.rule.number(), 0, 0) | 4;
                    if *of == 0 {
                        *of = n as u32 + 1;
                    }
                }
            }
        }
        Self { reading, words, paragraphs, register: Register::of(reading), draft_of }
    }

    /// The word `offset` tokens from `i`, or what stands outside the paragraph `start..end`.
    pub(crate) fn near(&self, i: usize, offset: isize, (start, end): (usize, usize)) -> &Word {
        i.checked_add_signed(offset).filter(|k| (start..end).contains(k)).map_or(&OUTSIDE, |k| &self.words[k])
    }

    /// The rules' draft whose cue holds token `i`; `drafts` are those that the page was made with.
    pub(crate) fn draft_at<'d>(&self, drafts: &'d [Draft], i: usize) -> Option<&'d Draft> {
        drafts.get((self.draft_of[i] as usize).checked_sub(1)?)
    }

    /// The paragraph of token `i`.
    pub(crate) fn paragraph_of(&self, i: usize) -> (usize, usize) {
        let n = self.paragraphs.partition_point(|p| p.1 <= i);
        self.paragraphs[n]
    }
}

fn attributes(reading: &Reading<'_>, i: usize, token: &Token) -> Word {
    let text = token.of(reading.text);
    let lower = short(token.hash);
    let mut suffix = 0u32;
    for b in text.bytes().rev().take(3) {
        suffix = suffix << 8 | u32::from(b.to_ascii_lowercase());
    }
    let known = word_forms::of(token.hash);
    let word_forms::Form { mut tag, verb } = known.unwrap_or_default();
    let finite = tag & 1 == 1;
    let mut class = 10;
    let closed = |n: u32| n * 2 + 100;
    if let Some(mention) = reading.mention_at(i) {
        class = match mention.named {
            Named::Person(_) => 11,
            Named::Known(_) | Named::Place(_) => 12,
            Named::Organisation => 13,
        };
        tag = closed(class);
    } else if token.kind == Kind::Number {
        class = 14;
        tag = closed(class);
    } else if token.kind != Kind::Word {
        class = 15;
        tag = pair(lower, 15);
    } else if token.any(Classes::PRONOUN) {
        class = 16;
        tag = pair(lower, 16);
    } else if token.any(Classes::SUBORDINATOR.or(Classes::RELATIVE).or(Classes::CONJUNCTION)) || token.is("to") {
        class = 17;
        tag = pair(lower, 17);
    } else if token.any(Classes::ARTICLE.or(Classes::DETERMINER)) {
        class = 18;
        tag = closed(class);
    } else if token.any(Classes::PREPOSITION) {
        class = 19;
        tag = closed(class);
    } else if token.any(Classes::AUXILIARY) {
        class = 20;
        tag = closed(class);
    } else if token.any(Classes::NEGATION) {
        class = 21;
        tag = closed(class);
    } else if token.any(Classes::OFFICE.or(Classes::GROUP).or(Classes::HONORIFIC)) {
        class = 22;
        tag = closed(class);
    } else if token.any(Classes::ADVERB) || adverb(text) {
        class = 23;
        tag = closed(class);
    } else if token.capital && known.is_none() {
        class = 24;
        tag = closed(class);
    } else if tag == 0 {
        tag = pair(suffix & 0xFFFF, 25);
    }
    if token.capital {
        tag = pair(tag, 7);
    }
    Word {
        lower,
        stem: if verb != 0 { verb } else { lower },
        suffix,
        tag,
        class,
        finite: finite || class == 20,
        ..Word::default()
    }
}
