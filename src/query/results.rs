//! Results: what an answer consists of, ready to be shown, free of the engine.

use serde::Serialize;

pub use crate::{
    annotate::annotations::SpeakerClass,
    index::{ArticleRecord, Header, QuotationRecord},
};
use crate::{article::Article, span::Span};

/// Articles that answer a query.
#[derive(Debug, Clone)]
pub struct Articles {
    /// How many there are in all, copies among them. Exact.
    pub total: usize,
    /// How many of them are copies that are shown with another one. Exact.
    pub folded: usize,
    /// Those asked for.
    pub hits: Vec<ArticleHit>,
    /// Counts by facet, if asked for.
    pub facets: Vec<Facet>,
}

/// One article.
#[derive(Debug, Clone)]
pub struct ArticleHit {
    /// What is stored of it.
    pub record: ArticleRecord,
    /// Its BM25 score; 0 where the order is by date.
    pub score: f32,
    /// The stretches of text that match, in text order.
    pub fragments: Vec<Fragment>,
    /// Its copies that answer the query too, without their text, the earliest first.
    pub copies: Vec<Article>,
}

/// A stretch of text on one line, with the words that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fragment {
    /// The text.
    pub text: String,
    /// Bytes of the text that matched.
    pub marks: Vec<Span>,
}

/// Quotations that answer a query.
#[derive(Debug, Clone, Default)]
pub struct Quotations {
    /// How many there are in all, copies among them. Exact.
    pub total: usize,
    /// Those asked for.
    pub hits: Vec<QuotationHit>,
    /// How many more there are that are less certain than what is shown unasked.
    pub held_back: usize,
    /// The groups that the hits stand in, one after the other, if asked for.
    pub groups: Vec<Group>,
}

impl Quotations {
    /// How many quotations are shown, copies among them.
    pub fn shown(&self) -> usize {
        self.hits.iter().map(|hit| 1 + hit.copies.len()).sum()
    }
}

/// A group of hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What its hits have in common.
    pub title: String,
    /// How many hits there are of it.
    pub size: usize,
    /// How many of them are among those shown.
    pub shown: usize,
}

/// One quotation: what is shown of a statement that several articles report.
#[derive(Debug, Clone)]
pub struct QuotationHit {
    /// What is stored of it.
    pub record: QuotationRecord,
    /// Its BM25 score; 0 where nothing ranks.
    pub score: f32,
    /// Bytes of the record's words that matched.
    pub marks: Vec<Span>,
    /// Why its speaker is whom the query asks for, one for each `by:` that matched.
    pub matched: Vec<Match>,
    /// The same statement in other articles, the earliest first.
    pub copies: Vec<Copy>,
}

/// Why a speaker is whom a `by:` asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Match {
    /// What was asked for.
    pub asked: String,
    /// How the speaker matches.
    pub how: How,
    /// In words, where the speaker goes by another name than what was asked for: “Kremlin, for Moscow”.
    pub label: Option<String>,
}

/// How a speaker matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// By name.
    Name,
    /// By the role that the article gives.
    Role,
    /// By an office that other articles give to the same person about that day.
    Office,
    /// As one who speaks for the government that was named.
    Government,
}

/// The same statement as another article reports it.
#[derive(Debug, Clone)]
pub struct Copy {
    /// What is stored of it.
    pub record: QuotationRecord,
    /// How its words differ from those shown, in text order; none where only marks and capitals do.
    pub changes: Vec<Change>,
}

/// Words that one report has in place of another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Words that are shown and that the copy has not.
    pub removed: String,
    /// Words that the copy has instead.
    pub added: String,
}

/// Counts of one facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Its name.
    pub name: &'static str,
    /// Values and counts, the most frequent first.
    pub values: Vec<(String, u64)>,
    /// How many values more there are than listed.
    pub more: usize,
    /// Whether values of it are chosen, and these are counted as if none were.
    pub chosen_from: bool,
}

/// A person as the archive knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portrait {
    /// Identifier: lower-case ASCII with hyphens.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// All names with the number of articles, the most frequent first.
    pub forms: Vec<(String, u64)>,
    /// How many articles name the person.
    pub articles: u64,
    /// Day of the earliest of these articles.
    pub first: Option<jiff::civil::Date>,
    /// Day of the latest.
    pub last: Option<jiff::civil::Date>,
    /// What the articles call the person, in order of time.
    pub offices: Vec<Office>,
    /// Codes of the countries that they give the person, with the number of articles.
    pub countries: Vec<(String, u64)>,
    /// Codes of the countries named in the same articles, with the number of articles.
    pub named_with: Vec<(String, u64)>,
    /// How many quotations are the person's.
    pub quotations: u64,
    /// How many of them, the latest, were read for what they are about.
    pub read: u64,
    /// Codes of the countries that they name, with the number of quotations.
    pub about_countries: Vec<(String, u64)>,
    /// Words that stand out in them, with the number of quotations.
    pub about: Vec<(String, u64)>,
    /// To whom they were said, with the number of quotations.
    pub addressees: Vec<(String, u64)>,
    /// Others who are called so too, and are kept apart.
    pub others: Vec<Called>,
}

/// An office or role as articles word it, and when they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The most frequent wording.
    pub role: String,
    /// Code of its country.
    pub country: Option<String>,
    /// Day of publication of the first article that says so.
    pub first: Option<jiff::civil::Date>,
    /// Of the last.
    pub last: Option<jiff::civil::Date>,
    /// How many articles do.
    pub articles: u64,
}

/// Somebody with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Identifier.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// How many articles or quotations have it.
    pub articles: u64,
}

/// Whether a clause holds, and because of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The clause as the canonical query writes it, or how its parts are joined.
    pub clause: String,
    /// Whether it holds.
    pub holds: bool,
    /// What of the article or the quotation decides it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
}

/// What was published when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// How many there are in all. Exact.
    pub total: u64,
    /// From the first stretch of time that has any to the last, those without any too.
    pub moments: Vec<Moment>,
    /// Values that are counted apart, the most frequent first.
    pub series: Vec<String>,
    /// How many values more there are.
    pub more: u64,
    /// How many have no date.
    pub undated: u64,
    /// How many have a date that is not known as precisely.
    pub imprecise: u64,
}

/// A day, week, month or year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// As ISO 8601 writes it.
    pub label: String,
    /// Its first day.
    pub first: jiff::civil::Date,
    /// How many were published in it.
    pub count: u64,
    /// How many have each value of the series.
    pub values: Vec<u64>,
}
