//! A [`Page`] is a text as the tagger of names sees it.

use rustc_hash::FxHashMap;

use super::{
    super::{
        gazetteer::{Entry, Form, Gazetteer},
        lexicon::Classes,
        tokens::{Gap, Kind, Token},
        word_forms::{self, short},
    },
    name::Mode,
};

/// What one word is called elsewhere in the text, as bits.
pub(crate) mod evidence {
    /// With a capital, not as the first word of a sentence.
    pub(crate) const INSIDE: u16 = 1;
    /// After Mr, Dr, General.
    pub(crate) const HONORIFIC: u16 = 2;
    /// After minister, president, spokesman.
    pub(crate) const OFFICE: u16 = 4;
    /// After a given name or an initial.
    pub(crate) const GIVEN: u16 = 8;
    /// Before a verb of speech.
    pub(crate) const SPEAKS: u16 = 16;
    /// After "in", "at", "near".
    pub(crate) const LOCATED: u16 = 32;
    /// Before another word with a capital.
    pub(crate) const BEFORE_NAME: u16 = 64;
    /// After "the".
    pub(crate) const THE: u16 = 128;
    /// With a possessive.
    pub(crate) const POSSESSIVE: u16 = 256;
    /// In lower case.
    pub(crate) const LOWER: u16 = 512;
    /// How many there are.
    pub(crate) const BITS: u32 = 10;
}

/// What the tagger knows of one token.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word {
    /// Hash of the lower-case form.
    pub(crate) lower: u32,
    /// How it is written: 0 no word, 1 lower case, 2 Capital, 3 CAPITALS, 4 one letter and a full stop, 5 mIxed, 6 number.
    pub(crate) shape: u32,
    /// First three bytes of the lower-case form, and last three.
    pub(crate) prefix: u32,
    pub(crate) suffix: u32,
    /// What kind of word it is, as far as the lexicon and the gazetteer tell.
    pub(crate) class: u32,
    /// What it can be in a dictionary; 0 where it is not in ours.
    pub(crate) form: u32,
    /// What the gazetteer says of the name that it is part of, with its place in it; 0 for nothing.
    pub(crate) known: u32,
    /// Bits of `evidence`.
    pub(crate) evidence: u16,
}

/// A text as numbers.
pub(crate) struct Page<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) text: &'a str,
    pub(crate) words: Vec<Word>,
    /// For each sentence, how it is written.
    pub(crate) modes: Vec<Mode>,
    /// Names of the gazetteer, the longest at each place: first token, one past the last, entry.
    pub(crate) known: Vec<(usize, usize, Entry)>,
}

/// What stands outside the sentence.
pub(crate) const OUTSIDE: Word =
    Word { lower: 1, shape: 9, prefix: 1, suffix: 1, class: 1, form: 1, known: 0, evidence: 0 };

impl<'a> Page<'a> {
    pub(crate) fn new(tokens: &'a [Token], text: &'a str) -> Self {
        let modes = modes(tokens, text);
        let mut page = Self { tokens, text, words: Vec::with_capacity(tokens.len()), modes, known: Vec::new() };
        for token in tokens {
            page.words.push(attributes(token, text));
        }
        page.look_up();
        page.gather_evidence();
        page
    }

    pub(crate) fn mode(&self, i: usize) -> Mode {
        self.modes.get(self.tokens[i].sentence as usize).copied().unwrap_or(Mode::Running)
    }

    /// The word `offset` tokens from `i` in the same sentence.
    pub(crate) fn near(&self, i: usize, offset: isize) -> &Word {
        i.checked_add_signed(offset)
            .filter(|k| self.tokens.get(*k).is_some_and(|t| t.sentence == self.tokens[i].sentence))
            .map_or(&OUTSIDE, |k| &self.words[k])
    }

    /// Looks every word with a capital up in the gazetteer, the longest names first.
    fn look_up(&mut self) {
        let gazetteer = Gazetteer::get();
        let mut i = 0;
        while i < self.tokens.len() {
            let token = self.tokens[i];
            let found = if token.kind == Kind::Word && token.capital {
                gazetteer.longest_at(self.tokens, i, self.text)
            } else {
                None
            };
            // In capitals "WHO" and "US" are words first.
            let a_word = |length: usize| length == 1 && token.any(Classes::FUNCTION) && self.mode(i) == Mode::Capitals;
            let Some((length, entry)) = found.filter(|(length, _)| !a_word(*length)) else {
                i += 1;
                continue;
            };
            let code = match entry {
                Entry::Country(_, Form::Name) => 1,
                Entry::Country(_, Form::Demonym) => 2,
                Entry::Country(_, Form::Capital) => 3,
                Entry::Place(_) => 4,
                Entry::Organisation(o) => match gazetteer.organisations[usize::from(o)].class {
                    "media" => 6,
                    "company" => 7,
                    "party" | "armed-group" => 8,
                    _ => 5,
                },
            };
            for k in 0..length {
                let part = match (k, length) {
                    (_, 1) => 1,
                    (0, _) => 2,
                    _ if k + 1 == length => 3,
                    _ => 4,
                };
                let word = &mut self.words[i + k];
                word.known = code * 8 + part;
                word.class = 40 + code;
            }
            self.known.push((i, i + length, entry));
            i += length;
        }
    }

    /// Gathers what is said of each word in running sentences, for all its places.
    fn gather_evidence(&mut self) {
        let mut lower = [0u64; 512];
        let bit = |hash: u64| ((short(hash) >> 6) as usize % 512, 1u64 << (hash % 64));
        let mut said: FxHashMap<u64, u16> = FxHashMap::default();
        for (i, token) in self.tokens.iter().enumerate() {
            if token.kind != Kind::Word || self.mode(i) != Mode::Running {
                continue;
            }
            if !token.capital {
                let (at, mask) = bit(token.hash);
                lower[at] |= mask;
                continue;
            }
            let before = i.checked_sub(1).map(|k| &self.tokens[k]).filter(|t| t.sentence == token.sentence);
            let mut bits = 0;
            if let Some(before) = before {
                bits |=
                    match before {
                        t if t.any(Classes::HONORIFIC) && t.capital => evidence::HONORIFIC,
                        t if t.any(Classes::OFFICE) => evidence::OFFICE,
                        t if t.any(Classes::GIVEN_NAME) && t.capital || self.words[i - 1].shape == 4 => evidence::GIVEN,
                        t if t.any(Classes::ARTICLE) => evidence::THE,
                        t if t.any(Classes::PREPOSITION) => {
                            if matches!(t.of(self.text), "in" | "at" | "near" | "from") { evidence::LOCATED } else { 0 }
                        }
                        _ => 0,
                    };
                if before.kind == Kind::Word {
                    bits |= evidence::INSIDE;
                }
            }
            if let Some(after) = self.tokens.get(i + 1).filter(|t| t.sentence == token.sentence) {
                if after.kind == Kind::Possessive {
                    bits |= evidence::POSSESSIVE;
                } else if after.capital && after.gap == Gap::Space {
                    bits |= evidence::BEFORE_NAME;
                } else if after.cue().is_some_and(|cue| cue.takes('p') && cue.takes('t')) {
                    bits |= evidence::SPEAKS;
                }
            }
            if bits != 0 {
                *said.entry(token.hash).or_default() |= bits;
            }
        }
        for (i, token) in self.tokens.iter().enumerate() {
            if token.kind == Kind::Word && (token.capital || self.words[i].shape > 1) {
                let (at, mask) = bit(token.hash);
                let seen = if lower[at] & mask != 0 { evidence::LOWER } else { 0 };
                self.words[i].evidence = said.get(&token.hash).copied().unwrap_or_default() | seen;
            }
        }
    }
}

/// How each sentence is written.
fn modes(tokens: &[Token], text: &str) -> Vec<Mode> {
    let mut modes = Vec::new();
    for sentence in tokens.chunk_by(|a, b| a.sentence == b.sentence) {
        let (mut words, mut upper, mut capital) = (0, 0, 0);
        for token in sentence.iter().filter(|t| t.kind == Kind::Word) {
            words += 1;
            upper += usize::from(token.upper || token.capital && token.end - token.start == 1);
            capital += usize::from(token.capital || token.any(Classes::ARTICLE.or(Classes::PREPOSITION)));
        }
        let ended = sentence.last().is_some_and(|t| t.of(text) == ".");
        let mode = match words {
            0..2 => Mode::Running,
            _ if upper * 10 > words * 6 && words > 2 => Mode::Capitals,
            _ if capital * 10 > words * 8 && words > 5 && !ended => Mode::Title,
            _ => Mode::Running,
        };
        let number = sentence.first().map_or(0, |t| t.sentence as usize);
        modes.resize(number, Mode::Running);
        modes.push(mode);
    }
    modes
}

fn attributes(token: &Token, text: &str) -> Word {
    let lower = short(token.hash);
    let word = token.of(text);
    if token.kind != Kind::Word {
        let shape = if token.kind == Kind::Number { 6 } else { 0 };
        let class = if token.kind == Kind::Number { 14 } else { lower | 128 };
        return Word { lower, shape, class, ..OUTSIDE };
    }
    let bytes = word.as_bytes();
    let join =
        |bytes: &mut dyn Iterator<Item = &u8>| bytes.take(3).fold(0, |n, b| n << 8 | u32::from(b.to_ascii_lowercase()));
    let shape = match word.len() {
        2 if token.capital && bytes[1] == b'.' => 4,
        _ if token.upper => 3,
        _ if token.capital && bytes.iter().skip(1).any(u8::is_ascii_uppercase) => 5,
        _ if token.capital => 2,
        _ => 1,
    };
    let classes = [
        (Classes::HONORIFIC, 16),
        (Classes::MONTH.or(Classes::WEEKDAY), 17),
        (Classes::ORGANISATION_SUFFIX, 18),
        (Classes::OFFICE, 19),
        (Classes::OFFICE_QUALIFIER, 20),
        (Classes::GROUP, 21),
        (Classes::CUE, 22),
        (Classes::PRONOUN.or(Classes::DETERMINER), 24),
        (Classes::AUXILIARY, 25),
        (Classes::GIVEN_NAME, 27),
        (Classes::ADVERB, 28),
    ];
    let closed = Classes::PREPOSITION.or(Classes::CONJUNCTION).or(Classes::ARTICLE).or(Classes::RELATIVE);
    let form = word_forms::of(token.hash).map_or(0, |form| form.tag);
    let class = if token.any(closed) {
        lower | 128
    } else {
        classes.iter().find(|(class, _)| token.any(*class)).map_or(if form == 0 { 10 } else { 11 }, |(_, code)| *code)
    };
    Word {
        lower,
        shape,
        prefix: join(&mut bytes.iter()),
        suffix: join(&mut bytes.iter().rev()),
        class,
        form,
        known: 0,
        evidence: 0,
    }
}
