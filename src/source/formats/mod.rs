//! A format is a way of writing an article down; each file here reads one, and this one what they have in common.

mod blocks;
mod feed;
mod html;
mod json;
mod mail;
mod main_text;
mod mediawiki;
mod metadata;
mod newsml;
mod nitf;
mod office;
mod pdf;
pub(super) mod press;
mod reuters;
mod rtf;
mod stamp;
mod stub;
mod tei;
mod text;
mod values;
mod wikitext;
mod xml;

use super::{
    fields::FieldMap,
    language,
    problem::{Problem, Unread},
    sniff::Format,
    unit::{Limits, Raw},
};
use crate::{
    article::{Article, Location},
    date::Date,
    dateline::dateline,
};

/// How to read what [`units`](super::units) gives.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Which foreign field is which of ours, where the usual names do not tell.
    pub map: FieldMap,
    /// Publication date of articles that say nothing of theirs.
    pub published: Option<Date>,
    /// How much is read.
    pub limits: Limits,
}

/// The articles of one unit.
///
/// [`Article::id`] is the identifier that the source gives, or empty. The text of a JSON field is kept byte for byte,
/// but for control characters, each of which becomes a space, so that spans fit the text as given; texts and pages are trimmed, and their line
/// ends become `\n`. A date that cannot be understood is left out, never guessed.
///
/// # Errors
/// A unit that holds no article, or something unreadable. In a JSON list passed as one unit the first bad object
/// counts for the whole; [`units`](super::units) gives such lists object by object.
pub fn read(raw: Raw, options: &ReadOptions) -> Result<Vec<Article>, Unread> {
    let Raw { location, bytes, format } = raw;
    let fail = |reason: String| Problem::new(location.clone(), reason);
    let articles = match format {
        Format::Text => text::read(&bytes).map(|article| vec![article]),
        Format::Html => html::read(&bytes).map(|article| vec![article]),
        Format::Office => office::read(&bytes, options.limits.entry_bytes).map(|article| vec![article]),
        Format::Mail => match mail::read(&bytes) {
            Ok(Some(article)) => Ok(vec![article]),
            Ok(None) => {
                let reason = "a mail without words of its own".to_owned();
                return Err(Unread::Aside { location, reason });
            }
            Err(reason) => Err(reason),
        },
        Format::Nitf => tree(&bytes, |root| nitf::article(root).map(|article| vec![article])),
        Format::Newsml => tree(&bytes, newsml::articles),
        Format::Tei => tree(&bytes, tei::articles),
        Format::Feed => tree(&bytes, feed::articles),
        Format::Pdf => pdf::read(&bytes).map(|article| vec![article]),
        Format::Rtf => rtf::read(&bytes).map(|article| vec![article]),
        Format::Press(style) => press::read(&bytes, style).map(|article| vec![article]),
        Format::Reuters => reuters::read(&bytes).map(|article| vec![article]),
        Format::MediaWiki => match mediawiki::read(&bytes) {
            Ok(mediawiki::Page::Article(article)) => Ok(vec![*article]),
            Ok(mediawiki::Page::Aside(reason)) => return Err(Unread::Aside { location, reason }),
            Err(reason) => Err(reason),
        },
        Format::JsonLine | Format::Row => json::line(&bytes, &options.map).map(|article| vec![article]),
        Format::Json => json::document(&bytes, &options.map),
    };
    let articles = articles.map_err(fail)?;
    let limit = options.limits.text_bytes;
    if let Some(long) = articles.iter().find(|article| article.text.len() as u64 > limit) {
        let length = long.text.len();
        let reason = format!(
            "an article of {length} bytes of text, more than the limit of {limit}; raise --max-article or split it"
        );
        return Err(fail(reason).into());
    }
    if let [_] = articles.as_slice() {
        return Ok(articles.into_iter().map(|article| finish(article, &location, options)).collect());
    }
    // Each of several has its number in the document.
    let numbered = (1..).zip(articles).map(|(number, article)| {
        let location = Location { record: location.record.or(Some(number)), ..location.clone() };
        finish(article, &location, options)
    });
    Ok(numbered.collect())
}

/// The articles of a document in XML.
fn tree(
    bytes: &[u8],
    articles: impl Fn(roxmltree::Node<'_, '_>) -> Result<Vec<Article>, String>,
) -> Result<Vec<Article>, String> {
    let text = xml::decoded(bytes)?;
    let tree = xml::parse(&text)?;
    let articles = articles(tree.root_element())?;
    if articles.iter().all(|article| article.text.trim().is_empty()) {
        return Err("no text".to_owned());
    }
    Ok(articles.into_iter().filter(|article| !article.text.trim().is_empty()).collect())
}

/// Fills in what the text itself tells, and then what the user tells.
fn finish(mut article: Article, location: &Location, options: &ReadOptions) -> Article {
    if let Some(head) = dateline(&article.text) {
        article.published = article.published.or(head.date);
        article.outlet = article.outlet.or(head.outlet);
        article.dateline = article.dateline.or(Some(head.place));
    }
    article.published = article.published.or(options.published);
    article.language = article.language.as_deref().and_then(language::code).or_else(|| language::of(&article.text));
    let trim = |value: Option<String>| value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    for value in [
        &mut article.title,
        &mut article.outlet,
        &mut article.byline,
        &mut article.dateline,
        &mut article.url,
        &mut article.section,
    ] {
        *value = trim(value.take());
    }
    if let Some(byline) = &mut article.byline
        && let Some(name) = ["By ", "BY ", "by "].iter().find_map(|by| byline.strip_prefix(by))
    {
        *byline = name.trim_start().to_owned();
    }
    // A page of a web archive lies at its address.
    article.url = article.url.or_else(|| Some(location.name().to_owned()).filter(|name| name.starts_with("http")));
    article.id = article.id.trim().to_owned();
    article.location = location.clone();
    article
}

/// A space for every control character but line ends and tabs. The length in bytes stays the same.
fn printable(text: String) -> String {
    let control = |c: char| c.is_ascii_control() && !matches!(c, '\n' | '\t' | '\r');
    if text.contains(control) { text.replace(control, " ") } else { text }
}

/// Line ends as `\n`, and control characters as spaces.
fn plain_lines(text: String) -> String {
    let text = printable(text);
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod pages;
