//! From an article and its annotations to documents of the index: one for the article, one for each quotation.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use super::{
    appearance,
    schema::{Fields, kind},
    sketch::{self, sketch, voice},
    stored,
};
use crate::{
    annotate::{
        Annotations,
        annotations::{Person, Quotation},
        quotations::quotation::SHOWN,
    },
    article::Article,
    date::Date,
    span::Span,
};

/// What is stored of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// The article itself, whole.
    pub article: Article,
    /// The people in it.
    pub people: Vec<PersonRecord>,
    /// Codes of the countries in it.
    pub countries: Vec<String>,
    /// How many quotations it has.
    pub quotations: usize,
}

/// What is stored of a person of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// The fullest name that the article gives.
    pub name: String,
    /// Office or role as the article words it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Code of the country of that office, or of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// How often the article names the person.
    pub mentions: usize,
}

/// What is stored of a quotation: all that an answer shows, so that the article need not be read for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuotationRecord {
    /// `ARTICLE#N`, N from 1 in text order.
    pub id: String,
    /// The words, several spans joined by ` … `.
    pub words: String,
    /// Where in the words quotation marks stand: bytes of [`QuotationRecord::words`], for mixed content.
    pub quoted: Vec<Span>,
    /// The sentence of the quotation.
    pub context: String,
    /// The annotation itself.
    pub quotation: Quotation,
    /// The article that it stands in.
    pub article: Header,
    /// The speaker as the article gives it, where the archive knows another name.
    #[serde(skip)]
    pub written: Option<String>,
    /// Why the archive takes the speaker for the one who is shown, where the article does not say it.
    #[serde(skip)]
    pub because: Option<&'static str>,
}

/// What is shown of the article beside a quotation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Header {
    /// Identifier of the article.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where it was read from.
    pub path: String,
}

/// A day as the number YYYYMMDD.
pub fn day_number(day: jiff::civil::Date) -> u64 {
    let year = u64::try_from(day.year()).unwrap_or(0);
    year * 10_000 + u64::from(day.month().unsigned_abs()) * 100 + u64::from(day.day().unsigned_abs())
}

/// The day of a number YYYYMMDD.
pub fn number_day(number: u64) -> Option<jiff::civil::Date> {
    let part = |number: u64| i8::try_from(number % 100).ok();
    jiff::civil::Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}

/// The documents of an article: its own first, then its quotations.
pub fn documents(fields: &Fields, article: &Article, annotations: &Annotations) -> Vec<TantivyDocument> {
    let shared = shared(fields, article);
    let mut documents = Vec::with_capacity(annotations.quotations.len() + 1);
    documents.push(article_document(fields, article, annotations, shared.clone()));
    for (n, quotation) in annotations.quotations.iter().enumerate() {
        documents.push(quotation_document(fields, article, annotations, n, quotation, shared.clone()));
    }
    documents
}

/// Fields that the article and its quotations share.
fn shared(fields: &Fields, article: &Article) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.article_id, &article.id);
    if let Some(outlet) = &article.outlet {
        document.add_text(fields.outlet, outlet);
    }
    for tag in article.section.iter().chain(&article.tags) {
        document.add_text(fields.tag, tag);
    }
    if let Some(language) = &article.language {
        document.add_text(fields.language, language);
    }
    if let Some(published) = article.published {
        let (first, last) = (published.first(), published.last());
        document.add_u64(fields.published, day_number(first));
        if first != last {
            document.add_u64(fields.published_last, day_number(last));
        }
        if let Some(year) = published.year() {
            document.add_text(fields.year, format!("{year:04}"));
        }
        if let Some((year, month)) = published.year_month() {
            document.add_text(fields.month, format!("{year:04}-{month:02}"));
        }
    }
    document
}

/// The people of an article: those of its text, then those whom only its title names.
fn people(annotations: &Annotations) -> impl Iterator<Item = &Person> {
    let text = &annotations.people;
    let named = |person: &Person| {
        let within = |a: &str, b: &str| a.split(' ').all(|word| b.split(' ').any(|other| other == word));
        text.iter().any(|other| within(&person.id.replace('-', " "), &other.id.replace('-', " ")))
    };
    text.iter().chain(annotations.title.people.iter().filter(move |person| !named(person)))
}

fn article_document(
    fields: &Fields,
    article: &Article,
    annotations: &Annotations,
    mut document: TantivyDocument,
) -> TantivyDocument {
    document.add_text(fields.kind, kind::ARTICLE);
    document.add_text(fields.id, &article.id);
    document.add_text(fields.file, &article.location.file);
    document.add_u64(fields.hash, article.content_hash());
    if let Some(title) = &article.title {
        document.add_text(fields.title, title);
        document.add_text(fields.body, title);
    }
    document.add_text(fields.body, &article.text);
    for eight in sketch::signature(&article.text).into_iter().flatten() {
        document.add_u64(fields.signature, eight);
    }
    for person in people(annotations) {
        let (role, country) = (person.role.as_deref(), person.country.as_deref());
        document.add_text(fields.appearance, appearance::of_person(&person.name, role, country, article.published));
    }
    let mut countries: Vec<&str> =
        annotations.countries.iter().chain(&annotations.title.countries).map(|c| c.code.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    for code in &countries {
        document.add_text(fields.country, code);
    }
    let mut places: Vec<&str> =
        annotations.places.iter().chain(&annotations.title.places).map(|p| p.name.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        document.add_text(fields.place, place);
    }
    let mut organisations: Vec<&str> =
        annotations.organisations.iter().chain(&annotations.title.organisations).map(|o| o.name.as_str()).collect();
    organisations.sort_unstable();
    organisations.dedup();
    for organisation in organisations {
        document.add_text(fields.organisation, organisation);
    }
    let mut dates: Vec<String> = Vec::new();
    for date in annotations.dates.iter().filter_map(|d| d.value) {
        if let Date::Day(day) = date {
            document.add_u64(fields.mentioned_day, day_number(day));
            dates.push(day.to_string());
        }
        dates.extend(date.year_month().map(|(year, month)| format!("{year:04}-{month:02}")));
        dates.extend(date.year().map(|year| format!("{year:04}")));
    }
    dates.sort_unstable();
    dates.dedup();
    for date in dates {
        document.add_text(fields.mentioned, date);
    }
    let record = ArticleRecord {
        // The text is kept apart: what only lists articles need not unpack it.
        article: Article { text: String::new(), ..article.clone() },
        people: people(annotations)
            .map(|p| PersonRecord {
                name: p.name.clone(),
                role: p.role.clone(),
                country: p.country.clone(),
                mentions: p.mentions.len(),
            })
            .collect(),
        countries: countries.iter().map(|c| (*c).to_owned()).collect(),
        quotations: annotations.quotations.len(),
    };
    stored::keep(&mut document, fields, &record, Some(&article.text));
    document
}

fn quotation_document(
    fields: &Fields,
    article: &Article,
    annotations: &Annotations,
    n: usize,
    quotation: &Quotation,
    mut document: TantivyDocument,
) -> TantivyDocument {
    let record = quotation_record(article, annotations, n, quotation);
    document.add_text(fields.kind, kind::QUOTATION);
    document.add_text(fields.id, &record.id);
    document.add_text(fields.quote_text, &record.words);
    document.add_text(fields.context_text, context(article, annotations, quotation).1);
    if let Some(speaker) = &quotation.speaker {
        document.add_u64(fields.voice, voice(speaker));
    }
    for speaker in appearance::of_speakers(quotation, &annotations.people, article.published) {
        document.add_text(fields.appearance, speaker);
    }
    if let Some(role) = &quotation.role {
        document.add_text(fields.role, without_people(role, annotations));
    }
    if let Some(country) = &quotation.speaker_country {
        document.add_text(fields.speaker_country, country);
    }
    for country in &annotations.countries {
        let quoted = |mention: &Span| quotation.content.iter().any(|content| content.overlaps(*mention));
        if country.mentions.iter().any(quoted) {
            document.add_text(fields.quoted_country, &country.code);
        }
    }
    if let Some(addressee) = &quotation.addressee {
        document.add_text(fields.addressee, addressee);
    }
    if let Some(venue) = &quotation.venue {
        document.add_text(fields.venue, venue);
    }
    document.add_text(fields.manner, &quotation.manner);
    document.add_text(fields.factuality, quotation.factuality.name());
    document.add_u64(fields.confidence, hundredths(quotation.confidence));
    if quotation.confidence >= SHOWN {
        document.add_text(fields.shown, "yes");
    }
    document.add_text(fields.quote_kind, quotation.kind.name());
    if let Some(class) = quotation.speaker_class {
        document.add_text(fields.class, class.name());
    }
    document.add_u64(fields.weight, weight(&record));
    document.add_u64(fields.sketch, sketch(&record.words));
    stored::keep(&mut document, fields, &record, None);
    document
}

/// A probability as it is kept and asked for.
pub(crate) fn hundredths(probability: f32) -> u64 {
    (probability * 100.0).round() as u64
}

/// In hundredths: BM25 alone puts the shortest snatches of speech first.
fn weight(record: &QuotationRecord) -> u64 {
    let words = record.words.split_whitespace().count().min(10) as f32 / 10.0;
    let speaker = if record.quotation.speaker.is_some() { 1.0 } else { 0.3 };
    (100.0 * speaker * (0.4 + 0.6 * words) * record.quotation.confidence.max(0.1)) as u64
}

/// The record of quotation `n` (from 0) of an article.
pub fn quotation_record(
    article: &Article,
    annotations: &Annotations,
    n: usize,
    quotation: &Quotation,
) -> QuotationRecord {
    let (words, quoted) = words(article, quotation);
    QuotationRecord {
        id: format!("{}#{}", article.id, n + 1),
        words,
        quoted,
        context: context(article, annotations, quotation).0,
        quotation: quotation.clone(),
        article: Header {
            id: article.id.clone(),
            title: article.title.clone(),
            published: article.published,
            outlet: article.outlet.clone(),
            path: article.location.to_string(),
        },
        written: None,
        because: None,
    }
}

/// The words on one line, and where in them the text has quotation marks.
pub(super) fn words(article: &Article, quotation: &Quotation) -> (String, Vec<Span>) {
    let mut words = String::new();
    for span in &quotation.content {
        if !words.is_empty() {
            words.push_str(" … ");
        }
        for (i, word) in span.of(&article.text).split_whitespace().enumerate() {
            if i > 0 {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    let mut quoted = Vec::new();
    let mut open = None;
    for (at, c) in words.char_indices() {
        match (c, open) {
            ('“' | '«' | '„' | '"', None) => open = Some(at),
            ('”' | '»' | '"', Some(start)) => {
                quoted.push(Span::new(start, at + c.len_utf8()));
                open = None;
            }
            _ => {}
        }
    }
    (words, quoted)
}

/// The sentence of the quotation; and what of it and of the sentence before is not the quotation's own words.
fn context(article: &Article, annotations: &Annotations, quotation: &Quotation) -> (String, String) {
    let at = quotation.cue.first().or(quotation.content.first()).map_or(0, |s| s.start);
    let next = annotations.sentences.partition_point(|s| s.start <= at);
    let line = |span: Span| span.line_of(&article.text);
    let Some(own) = next.checked_sub(1).map(|i| annotations.sentences[i]) else { return Default::default() };
    let mut around = next.checked_sub(2).map(|i| line(annotations.sentences[i])).unwrap_or_default();
    let mut from = own.start;
    for content in quotation.content.iter().filter(|c| c.overlaps(own)) {
        around.push(' ');
        around.push_str(&line(Span::new(from, content.start.max(from))));
        from = content.end.max(from);
    }
    around.push(' ');
    around.push_str(&line(Span::new(from, own.end.max(from))));
    (line(own), around)
}

/// A role without the names of people: "adviser to Kerry" must not answer a question for Kerry.
fn without_people(role: &str, annotations: &Annotations) -> String {
    let named = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches("'s").trim_end_matches("’s");
        annotations.people.iter().any(|p| p.name.split_whitespace().any(|part| part == bare && bare.len() > 2))
    };
    role.split_whitespace().filter(|word| !named(word)).collect::<Vec<_>>().join(" ")
}
