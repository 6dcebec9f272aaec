//! A [`Name`] is a stretch of words that names something, and [`Settled`] one of which it is known what.

use super::super::{gazetteer::Entry, reading::Mention};

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

/// How a sentence is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As running text: a capital marks a name or the first word.
    Running,
    /// ALL IN CAPITALS, which then say nothing.
    Capitals,
    /// Like This, as Some Headlines are.
    Title,
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
    pub(crate) modes: Vec<Mode>,
}

/// A name that is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    /// Tokens that name a person; which one is decided later.
    Person(usize, usize),
    /// Anything else.
    Other(Mention),
}

impl Settled {
    /// Its first token, and one past its last.
    pub(super) fn range(&self) -> (usize, usize) {
        match self {
            Self::Person(first, end) => (*first, *end),
            Self::Other(mention) => (mention.first as usize, mention.end as usize),
        }
    }
}
