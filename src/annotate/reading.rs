//! A [`Reading`] is a text as far as it has been understood: its tokens, the names found in them, and its quoted
//! segments. Every layer reads it; [`Annotations`](super::Annotations) are made from it at the end.

use super::{
    gazetteer::Entry,
    person::Person,
    segments::{self, Segment},
    sentences,
    tokens::{Token, tokenize},
};
use crate::span::Span;

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Index into [`Reading::people`].
    Person(u16),
    /// A name of the gazetteer.
    Known(Entry),
    /// A place that the gazetteer does not know, and the country in its name, if there is one ("Tavush province of
    /// Armenia"): an index into the gazetteer's countries.
    Place(Option<u16>),
    /// An organisation recognised by its form only ("Donetsk Coal Company"): its name is its text.
    Organisation,
}

/// A name in the text, as a range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// What it names.
    pub named: Named,
}

/// Tokens, names and quoted segments of one text.
pub struct Reading<'a> {
    /// The text itself.
    pub text: &'a str,
    /// Its tokens, with sentence and paragraph numbers.
    pub tokens: Vec<Token>,
    /// Names, in text order, not overlapping.
    pub mentions: Vec<Mention>,
    /// The people among them.
    pub people: Vec<Person>,
    /// People whom the title names in full, with the offices that it gives them.
    pub title_people: Vec<Person>,
    /// The country whose offices the article speaks of without naming it.
    pub home: Option<&'static str>,
    /// Stretches between double quotation marks, in text order.
    pub segments: Vec<Segment>,
    /// For each token, the index of its mention plus one.
    at: Vec<u32>,
    /// For each sentence, its first token; and the number of tokens at the end.
    starts: Vec<u32>,
}

impl<'a> Reading<'a> {
    /// Reads tokens, sentences and quotation marks; names are added by [`Reading::name`].
    pub fn new(text: &'a str) -> Self {
        let mut tokens = tokenize(text);
        sentences::number(&mut tokens, text);
        let segments = segments::segments(&mut tokens, text);
        let mut starts = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            while starts.len() <= token.sentence as usize {
                starts.push(i as u32);
            }
        }
        starts.push(tokens.len() as u32);
        Self {
            text,
            tokens,
            mentions: Vec::new(),
            people: Vec::new(),
            title_people: Vec::new(),
            home: None,
            segments,
            at: Vec::new(),
            starts,
        }
    }

    /// Sets the names.
    pub fn name(&mut self, mut mentions: Vec<Mention>, people: Vec<Person>) {
        mentions.sort_by_key(|m| m.first);
        self.at = vec![0; self.tokens.len()];
        for (i, mention) in mentions.iter().enumerate() {
            for token in mention.first..mention.end {
                self.at[token as usize] = i as u32 + 1;
            }
        }
        self.mentions = mentions;
        self.people = people;
    }

    /// The name that token `i` is part of.
    pub fn mention_at(&self, i: usize) -> Option<&Mention> {
        let at = *self.at.get(i)?;
        self.mentions.get((at as usize).checked_sub(1)?)
    }

    /// Names that begin within the tokens `first..end`.
    pub fn mentions_in(&self, first: usize, end: usize) -> impl DoubleEndedIterator<Item = &Mention> {
        let from = self.mentions.partition_point(|m| (m.first as usize) < first);
        let to = self.mentions.partition_point(|m| (m.first as usize) < end);
        self.mentions[from..to.max(from)].iter()
    }

    /// How many sentences there are.
    pub fn sentence_count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The tokens of sentence `n`, as a range.
    pub fn sentence(&self, n: usize) -> std::ops::Range<usize> {
        self.starts[n] as usize..self.starts[n + 1] as usize
    }

    /// The words of token `i`.
    pub fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    /// Bytes from the start of token `first` to the end of token `end - 1`; empty where there is none.
    pub fn span(&self, first: usize, end: usize) -> Span {
        match (self.tokens.get(first), end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(a), Some(b)) if first < end => Span::new(a.start as usize, b.end as usize),
            _ => Span::default(),
        }
    }

    /// The quoted segment whose opening mark is token `i`.
    pub fn segment_opening_at(&self, i: usize) -> Option<&Segment> {
        let at = self.segments.partition_point(|s| s.open() < i);
        self.segments.get(at).filter(|s| s.open() == i)
    }

    /// The quoted segment whose closing mark is token `i`.
    pub fn segment_closing_at(&self, i: usize) -> Option<&Segment> {
        let at = self.segments.partition_point(|s| (s.end as usize) < i);
        self.segments.get(at).filter(|s| s.end as usize == i)
    }

    /// The index of the first token that begins at or after byte `at`.
    pub fn token_from(&self, at: usize) -> usize {
        self.tokens.partition_point(|t| (t.start as usize) < at)
    }
}
