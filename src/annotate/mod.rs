//! From an [`Article`] to its [`Annotations`]: pure, no input or output, and it cannot fail.
//!
//! A [`reading::Reading`] gathers what the layers need of each other: tokens, sentences and quotation marks first, then
//! names, then dates, then quotations. Each layer is one function from a reading to its annotations, so that a learned
//! model can take the place of the rules behind it.
//!
//! ```
//! use demarche::{annotate::annotate, article::Article};
//! let article = Article { text: "Foreign Minister Anna Berg said that talks had failed.".into(), ..Article::default() };
//! let quotation = &annotate(&article).quotations[0];
//! assert_eq!(quotation.speaker.as_deref(), Some("Anna Berg"));
//! assert_eq!(quotation.content[0].of(&article.text), "that talks had failed");
//! ```

pub mod annotations;
pub mod dates;
pub(crate) mod features;
pub mod gazetteer;
pub(crate) mod home;
pub mod known_people;
pub mod lexicon;
pub(crate) mod names;
pub mod organisations;
pub mod people;
pub mod person;
pub mod places;
pub mod quotations;
pub mod reading;
pub mod roles;
pub mod segments;
pub mod sentences;
pub mod tokens;
pub(crate) mod weights;
pub(crate) mod word_forms;

pub use annotations::{Annotations, TitleMarks};
use dates::DateMention;
use quotations::{
    quotation::Quotation,
    trace::{LeftOut, Trace, TraceStep},
};
use reading::Reading;

use crate::{
    article::{Article, Mark},
    date::Date,
    span::Span,
};

/// Version of the rules. An index made by another version is rebuilt, not mixed.
pub const VERSION: u32 = 8;

/// BLAKE3 hash of every table and model that annotation reads, in hexadecimal: with others come other annotations. A table
/// of disputed places that replaces the built-in one is not part of it.
pub const DATA_HASH: &str = env!("DEMARCHE_DATA");

/// Reads a text as far as its names.
pub(crate) fn read(text: &str) -> Reading<'_> {
    read_marked(text, &[], None)
}

/// Reads a text of a year as far as its names, of which an editor has marked some.
fn read_marked<'a>(text: &'a str, marks: &[Mark], year: Option<i16>) -> Reading<'a> {
    let mut reading = Reading::new(text);
    let (mentions, people) = people::find(&reading.tokens, text, marks, year);
    reading.name(mentions, people);
    reading
}

/// An article as far as its names: its text, and its title.
pub(crate) struct Read<'a> {
    pub(crate) text: Reading<'a>,
    title: Option<Reading<'a>>,
}

impl<'a> Read<'a> {
    pub(crate) fn new(article: &'a Article) -> Self {
        let year = article.published.and_then(Date::year);
        let title = article.title.as_deref().map(|title| read_marked(title, &[], year));
        let mut text = read_marked(&article.text, &article.marks, year);
        home::tell(&mut text, title.as_ref());
        Self { text, title }
    }
}

/// Reads an article.
pub fn annotate(article: &Article) -> Annotations {
    let read = Read::new(article);
    let (quotations, dates, _) = quotations_of(article, &read.text);
    annotations(read, quotations, dates)
}

/// Reads an article and says why its quotations are what they are: for each what every pass did, and what was left out.
pub fn explain(article: &Article) -> (Annotations, Vec<Vec<TraceStep>>, Vec<LeftOut>) {
    let read = Read::new(article);
    let (quotations, dates, trace) = quotations_of(article, &read.text);
    let steps = (0..quotations.len()).map(|n| trace.steps(n, &read.text)).collect();
    let left_out = trace.left_out(&read.text);
    (annotations(read, quotations, dates), steps, left_out)
}

fn quotations_of(article: &Article, reading: &Reading<'_>) -> (Vec<Quotation>, Vec<DateMention>, Trace) {
    let dates = dates::with_marks(dates::find(&article.text, article.published), &article.marks);
    let (quotations, trace) = quotations::find(reading, &dates);
    (quotations, dates, trace)
}

fn annotations(read: Read<'_>, quotations: Vec<Quotation>, dates: Vec<DateMention>) -> Annotations {
    let reading = read.text;
    let (countries, places) = places::of(&reading);
    Annotations {
        sentences: sentence_spans(&reading),
        countries,
        places,
        organisations: organisations::of(&reading),
        names: names::entities(&reading),
        dates,
        quotations,
        title: read.title.as_ref().map(title_marks).unwrap_or_default(),
        people: reading.people,
    }
}

fn sentence_spans(reading: &Reading<'_>) -> Vec<Span> {
    (0..reading.sentence_count())
        .map(|n| {
            let range = reading.sentence(n);
            reading.span(range.start, range.end)
        })
        .filter(|span| !span.is_empty())
        .collect()
}

fn title_marks(reading: &Reading<'_>) -> TitleMarks {
    let (countries, places) = places::of(reading);
    TitleMarks { people: reading.people.clone(), countries, places, organisations: organisations::of(reading) }
}
