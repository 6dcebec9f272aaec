//! Names: which stretches of a text name a person, a place or an organisation.
//!
//! A [`page`] is the text as numbers, with what the gazetteer knows and what the rest of the text says of each word;
//! [`stretches`] are the runs of words in which names can lie; the [`tagger`] labels their words, by weights learned from
//! articles (`models/README.md`). Whom a name belongs to is decided afterwards, by `people` and `places`.

pub(crate) mod page;
pub(crate) mod settle;
mod sport;
pub(crate) mod stretches;
pub(crate) mod tagger;

use super::{
    gazetteer::{Entry, Form},
    reading::{Named, Reading},
    tokens::Token,
};
use crate::span::Span;
use page::Page;
use tagger::Tagger;

/// What sort of thing a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A human being.
    Person,
    /// A country, city, region, sea, building.
    Place,
    /// A body of people: ministry, party, company, newspaper, team.
    Organisation,
    /// Anything else with a name: peoples and adjectives, events, ships, laws, languages.
    Other,
}

impl Sort {
    /// All sorts, in the order of their labels.
    pub(crate) const ALL: [Self; 4] = [Self::Person, Self::Place, Self::Organisation, Self::Other];

    /// The label of gold files (that of `CoNLL` 2003).
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Place => "LOC",
            Self::Organisation => "ORG",
            Self::Other => "MISC",
        }
    }
}

/// A name in the text, as a range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    /// First token.
    pub(crate) first: usize,
    /// One past the last token.
    pub(crate) end: usize,
    /// What it names.
    pub(crate) sort: Sort,
}

/// What the names of a text are, and what the gazetteer says of its words.
pub(crate) struct Names {
    /// Names as the tagger found them, in text order, not overlapping.
    pub(crate) tagged: Vec<Name>,
    /// Names of the gazetteer, the longest at each place, in text order: first token, one past the last, entry.
    pub(crate) known: Vec<(usize, usize, Entry)>,
    /// For each sentence, how it is written.
    pub(crate) modes: Vec<page::Mode>,
}

/// The names of a reading as `CoNLL` 2003 counts them: bytes and label (PER, LOC, ORG, MISC). A country's adjective and
/// people are MISC.
pub(crate) fn entities(reading: &Reading<'_>) -> Vec<(Span, &'static str)> {
    let sort = |named| match named {
        Named::Person(_) => Sort::Person,
        Named::Known(Entry::Country(_, Form::Demonym)) => Sort::Other,
        Named::Known(Entry::Country(..) | Entry::Place(_)) | Named::Place(_) => Sort::Place,
        Named::Known(Entry::Organisation(_)) | Named::Organisation => Sort::Organisation,
    };
    let mentions = reading.mentions.iter();
    mentions.map(|m| (reading.span(m.first as usize, m.end as usize), sort(m.named).label())).collect()
}

/// Finds the names of a text.
pub(crate) fn find(tokens: &[Token], text: &str) -> Names {
    let page = Page::new(tokens, text);
    let tagged = Tagger::get().map(|tagger| tagger.names(&page)).unwrap_or_default();
    Names { tagged, known: page.known, modes: page.modes }
}
