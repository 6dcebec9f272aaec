//! `ProQuest`: records between rules of underscores, each with `Full text:` and fields by name.
//!
//! The fields stand below the text (`Subject:`, `Title:`, `Publication title:` …); the headline is also the first line.

use std::ops::Range;

use super::{Layout, Line, byline, language, said, section, subjects};
use crate::{article::Article, date::Date};

/// Names of fields, in small letters.
const FIELDS: &str = "abstract|author|birth date|classification|column|company / organization|copyright|correction|country of publication|\
    credit|database|dateline|document feature|document type|document url|edition|first page|full text|identifier / keyword|\
    issn|issue|language of publication|last updated|links|location|number of pages|pages|people|place of publication|\
    proquest document id|publication date|publication info|publication subject|publication title|publication year|\
    publisher|section|source type|subject|supplement|title|volume|business indexing term|entry date|e-issn|\
    company/organization|personal name|publication note|word count|accession number";

/// The field that a line begins with, in small letters, and its value.
fn field(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    if key.len() > 30 || !key.starts_with(char::is_uppercase) {
        return None;
    }
    let key = key.trim_end().to_lowercase();
    FIELDS.split('|').any(|known| known == key).then(|| (key, value.trim()))
}

fn is_field(line: &str, key: &str) -> bool {
    field(line).is_some_and(|(found, _)| found == key)
}

/// A rule of underscores or asterisks.
fn is_rule(line: &str) -> bool {
    line.len() >= 20 && (line.bytes().all(|b| b == b'_') || line.bytes().all(|b| b == b'*'))
}

/// `Document 1 of 25`.
fn is_numbered(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    matches!(words.as_slice(), ["Document", number, "of", sum] if number.parse::<u32>().is_ok() && sum.parse::<u32>().is_ok())
}

/// A rule, a number or the title of the report; a text; and two fields that only records of this database have.
pub(super) fn recognised(lines: &[Line<'_>]) -> bool {
    let any = |is: &dyn Fn(&str) -> bool| lines.iter().any(|line| is(line.text));
    let has = |key: &str| any(&|line| is_field(line, key));
    let framed = any(&is_rule) || any(&is_numbered) || any(&|line| line == "Report Information from ProQuest");
    let own = ["publication title", "publication date", "proquest document id", "source type", "document url"];
    let own = own.iter().filter(|key| has(key)).count();
    let before = has("publication info") && has("links");
    framed && has("full text") && (own >= 3 || before)
}

/// From each rule to the next. A rule inside the text of a record does not end it: the fields below do.
pub(super) fn split(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut documents: Vec<Range<usize>> = Vec::new();
    // Whether the last record is closed.
    let mut closed = true;
    for part in lines.split_inclusive(|line| is_rule(line.text)) {
        let (Some(from), Some(to)) = (part.iter().find(|line| !is_rule(line.text)), part.last()) else { continue };
        let has = |key: &str| part.iter().any(|line| is_field(line.text, key));
        let ended = has("publication title") || has("proquest document id") || has("document url");
        let begun = has("full text") || part.iter().any(|line| is_numbered(line.text));
        if begun || (closed && (ended || has("abstract"))) {
            documents.push(from.at..to.end);
            closed = ended;
        } else if !closed {
            if let Some(document) = documents.last_mut() {
                document.end = to.end;
            }
            closed = ended;
        }
    }
    documents
}

pub(super) fn article(lines: &[Line<'_>], layout: Layout) -> Result<Article, String> {
    let ruled = lines.last().is_some_and(|line| is_rule(line.text));
    let lines = lines.get(..lines.len() - usize::from(ruled)).unwrap_or_default();
    let lines = match lines.split_first() {
        Some((first, rest)) if is_numbered(first.text) => rest,
        _ => lines,
    };
    let text = lines.iter().position(|line| is_field(line.text, "full text"));
    let anchor = |key: &str| {
        lines.iter().rposition(|line| is_field(line.text, key)).filter(|at| text.is_none_or(|text| *at > text))
    };
    let anchor =
        anchor("publication title").or_else(|| anchor("proquest document id")).or_else(|| anchor("publication date"));
    if !ruled && anchor.is_none() {
        return Err("breaks off before its end mark (its fields and a rule)".to_owned());
    }
    let text = text.ok_or("no text: the record has no “Full text:”")?;
    let tail = anchor.map_or(lines.len(), |anchor| tail(lines, text, anchor, layout));
    let mut article = Article::default();
    for (index, line) in lines.iter().enumerate().filter(|(index, _)| *index < text || *index >= tail) {
        let Some((key, value)) = field(line.text) else { continue };
        let after = lines.get(index + 1..).unwrap_or_default();
        let (value, _) = layout.value(value, after, |line| field(line).is_some());
        tell(&mut article, &key, &value);
    }
    if article.title.is_none() {
        let first = lines.first().filter(|line| field(line.text).is_none());
        let after = lines.get(1..).unwrap_or_default();
        article.title = first.and_then(|line| said(&layout.value(line.text, after, |line| field(line).is_some()).0));
    }
    if article.title.is_none() {
        return Err("no headline: the field “Title:” is missing".to_owned());
    }
    let mut body = lines.get(text..tail).unwrap_or_default().to_vec();
    if let Some(first) = body.first_mut() {
        first.text = first.text.split_once(':').map_or("", |(_, value)| value.trim());
    }
    body.retain(|line| !line.text.is_empty());
    let whole = layout.paragraphs(&body);
    let missing = ["not available", "(not available)", "none available", "full text not available"];
    if whole.is_empty() || missing.contains(&whole.trim_end_matches('.').to_lowercase().as_str()) {
        return Err("no text: the download has only the record of this article".to_owned());
    }
    article.text = whole;
    Ok(article)
}

/// Where the fields below the text begin: those right above the field `anchor` belong to them.
fn tail(lines: &[Line<'_>], text: usize, anchor: usize, layout: Layout) -> usize {
    let mut tail = anchor;
    let mut at = anchor;
    while at > text + 1 {
        at -= 1;
        let Some(line) = lines.get(at) else { break };
        if field(line.text).is_some() {
            tail = at;
        } else if !layout.goes_on(line) {
            break;
        }
    }
    tail
}

/// Notes what a field says; what is said first counts.
fn tell(article: &mut Article, key: &str, value: &str) {
    let (slot, value) = match key {
        "title" => (&mut article.title, said(value)),
        "author" => (&mut article.byline, byline(value)),
        // The place follows: `Gulf Ledger; Norhaven`.
        "publication title" => (&mut article.outlet, value.split(';').next().and_then(said)),
        "section" => (&mut article.section, section(value)),
        "dateline" => (&mut article.dateline, said(value)),
        "language of publication" => (&mut article.language, language(value)),
        "publication date" => {
            article.published = article.published.or_else(|| Date::written(value));
            return;
        }
        "proquest document id" => {
            if article.id.is_empty() && !value.is_empty() {
                article.id = format!("proquest-{value}");
            }
            return;
        }
        "subject" => {
            if article.tags.is_empty() {
                article.tags = subjects(value);
            }
            return;
        }
        _ => return,
    };
    if slot.is_none() {
        *slot = value;
    }
}
