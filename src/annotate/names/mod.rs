//! Names: which stretches of a text name a person, a place or an organisation.
//!
//! A [`page`] is the text as numbers, with what the gazetteer knows and what the rest of the text says of each word;
//! [`stretches`] are the runs of words in which names can lie; the [`tagger`] labels their words, by weights learned from
//! articles (`models/README.md`). Whom a name belongs to is decided afterwards, by `people` and `places`.

pub(crate) mod name;
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
use name::{Names, Sort};
use page::Page;
use tagger::Tagger;

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
