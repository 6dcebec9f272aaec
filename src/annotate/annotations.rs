//! [`Annotations`] are what has been understood of one article: layers of spans into its text, one `Vec` a layer.

pub use super::{
    dates::DateMention,
    organisations::Organisation,
    person::Person,
    places::{Country, Place},
    quotations::quotation::{Factuality, Quotation, QuotationKind, SpeakerClass},
};
use crate::span::Span;

/// The layers of an article's text, and of its title.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotations {
    /// Sentences, in text order.
    pub sentences: Vec<Span>,
    /// People, in order of first mention.
    pub people: Vec<Person>,
    /// Countries, in order of first mention.
    pub countries: Vec<Country>,
    /// Places, in order of first mention.
    pub places: Vec<Place>,
    /// Organisations, in order of first mention.
    pub organisations: Vec<Organisation>,
    /// Calendar expressions, in text order.
    pub dates: Vec<DateMention>,
    /// Every name of the text in text order, with its label as in `CoNLL` 2003: PER, LOC, ORG, MISC (peoples and
    /// adjectives of countries).
    pub names: Vec<(Span, &'static str)>,
    /// Quotations, in text order.
    pub quotations: Vec<Quotation>,
    /// Names in the title.
    pub title: TitleMarks,
}

/// Names in a title. Spans are bytes of the title.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TitleMarks {
    /// People named in it.
    pub people: Vec<Person>,
    /// Countries named in it.
    pub countries: Vec<Country>,
    /// Places named in it.
    pub places: Vec<Place>,
    /// Organisations named in it.
    pub organisations: Vec<Organisation>,
}

impl Annotations {
    /// The sentence that holds byte `at`.
    pub fn sentence_at(&self, at: usize) -> Option<Span> {
        let next = self.sentences.partition_point(|s| s.start <= at);
        next.checked_sub(1).map(|i| self.sentences[i])
    }
}
