//! `LexisNexis` of old: documents numbered `1 of 25 DOCUMENTS`, with labels in capitals.
//!
//! Two orders are in use. The older puts the copyright first and names everything (`HEADLINE:`, `BODY:`); the newer
//! starts with outlet, date and headline, lets the text follow `LENGTH:` and puts the copyright last.

use std::ops::Range;

use super::{
    Layout, Line, byline, date_line, is_copyright, is_like_a_date, is_rights, joined, language, said, section,
    subjects, word_count,
};
use crate::{article::Article, dateline::dateline};

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Title,
    Byline,
    Section,
    Length,
    Dateline,
    Highlight,
    Body,
    Url,
    /// Stands above the text and says nothing that is kept.
    Head,
    Language,
    Subjects,
    /// Stands below the text and says nothing that is kept.
    Tail,
}

impl Label {
    /// Whether it stands below the text.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::Language | Self::Subjects | Self::Tail | Self::Url)
    }
}

/// The labels in English, German and French.
const LABELS: [(&str, Label); 61] = [
    ("HEADLINE", Label::Title),
    ("TITLE", Label::Title),
    ("BYLINE", Label::Byline),
    ("AUTHOR", Label::Byline),
    ("AUTOR", Label::Byline),
    ("AUTEUR", Label::Byline),
    ("SECTION", Label::Section),
    ("RUBRIK", Label::Section),
    ("RUBRIQUE", Label::Section),
    ("LENGTH", Label::Length),
    ("LÄNGE", Label::Length),
    ("LONGUEUR", Label::Length),
    ("DATELINE", Label::Dateline),
    ("HIGHLIGHT", Label::Highlight),
    ("BODY", Label::Body),
    ("TEXT", Label::Body),
    ("SERIES", Label::Head),
    ("COLUMN", Label::Head),
    ("SOURCE", Label::Head),
    ("SHOW", Label::Head),
    ("ANCHORS", Label::Head),
    ("ANCHOR", Label::Head),
    ("GUESTS", Label::Head),
    ("REPORTERS", Label::Head),
    ("DISTRIBUTION", Label::Head),
    ("EDITION", Label::Head),
    ("SERIE", Label::Head),
    ("URL", Label::Url),
    ("LANGUAGE", Label::Language),
    ("SPRACHE", Label::Language),
    ("LANGUE", Label::Language),
    ("SUBJECT", Label::Subjects),
    ("LOAD-DATE", Label::Tail),
    ("UPDATE", Label::Tail),
    ("DATE-CHARGEMENT", Label::Tail),
    ("DATE-CHARGE", Label::Tail),
    ("PUBLICATION-TYPE", Label::Tail),
    ("PUB-TYPE", Label::Tail),
    ("TYPE-PUBLICATION", Label::Tail),
    ("ZEITUNGS-CODE", Label::Tail),
    ("JOURNAL-CODE", Label::Tail),
    ("JOURNAL CODE", Label::Tail),
    ("DOCUMENT-TYPE", Label::Tail),
    ("TYPE", Label::Tail),
    ("ACC-NO", Label::Tail),
    ("GRAPHIC", Label::Tail),
    ("GRAFIK", Label::Tail),
    ("CORRECTION-DATE", Label::Tail),
    ("CITY", Label::Tail),
    ("STATE", Label::Tail),
    ("COUNTRY", Label::Tail),
    ("GEOGRAPHIC", Label::Tail),
    ("PERSON", Label::Tail),
    ("COMPANY", Label::Tail),
    ("ORGANIZATION", Label::Tail),
    ("TICKER", Label::Tail),
    ("INDUSTRY", Label::Tail),
    ("ISBN", Label::Tail),
    ("ISSN", Label::Tail),
    ("SIC", Label::Tail),
    ("NAICS", Label::Tail),
];

/// The label in capitals that a line begins with, and what follows it.
fn label(line: &str) -> Option<(Label, &str)> {
    let (key, value) = line.split_once(':')?;
    LABELS.iter().find(|(name, _)| *name == key.trim_end()).map(|(_, label)| (*label, value.trim()))
}

/// The label of the newer downloads, in any case: `Load-Date:`.
pub(super) fn label_in_any_case(line: &str) -> Option<(Label, &str)> {
    let (key, value) = line.split_once(':')?;
    if key.len() > 20 || !key.starts_with(char::is_uppercase) {
        return None;
    }
    let key = key.trim_end().to_uppercase();
    LABELS.iter().find(|(name, _)| *name == key).map(|(_, label)| (*label, value.trim()))
}

/// The number and the sum of `1 of 25 DOCUMENTS`, `Dokument 1 von 25`, `Document 1 de 25`.
fn mark(line: &str) -> Option<(u32, u32)> {
    if line.len() > 60 {
        return None;
    }
    let line = line.strip_prefix("FOCUS - ").unwrap_or(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    let ([number, "of", sum, "DOCUMENTS" | "DOCUMENT"]
    | ["Dokument", number, "von", sum]
    | ["Document", number, "de", sum]) = words.as_slice()
    else {
        return None;
    };
    let (number, sum) = (number.parse().ok()?, sum.parse().ok()?);
    (1..=sum).contains(&number).then_some((number, sum))
}

/// Lines below the mark in which the date of a document stands.
const HEAD: usize = 14;

fn is_dated(after: &[Line<'_>]) -> bool {
    let head = after.iter().take(HEAD).take_while(|line| mark(line.text).is_none());
    head.into_iter().any(|line| date_line(line.text).is_some() || is_like_a_date(line.text))
}

/// Marks that are looked at to recognise a download: the first documents may be damaged.
const TRIED: usize = 20;

/// A mark not far below the top, a date close below it, a count of words, and another label or a notice of copyright.
pub(super) fn recognised(lines: &[Line<'_>]) -> bool {
    let count = |line: &Line<'_>| {
        let value = label(line.text).filter(|(label, _)| *label == Label::Length).map(|(_, value)| value);
        value.is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit()))
    };
    let another = |line: &Line<'_>| {
        is_copyright(line.text) || label(line.text).is_some_and(|(label, _)| label.closes() || label == Label::Body)
    };
    let mut marks = lines.iter().enumerate().filter(|(_, line)| mark(line.text).is_some()).map(|(at, _)| at).peekable();
    let cover_is_short = marks.peek().and_then(|at| lines.get(*at)).is_some_and(|line| line.at < 16 * 1024);
    cover_is_short
        && marks.take(TRIED).any(|at| {
            let after = lines.get(at + 1..).unwrap_or_default();
            is_dated(after) && after.iter().take(60).any(count) && after.iter().any(another)
        })
}

/// From each mark to the next. A mark counts that goes on with the numbers, or has a date below it.
pub(super) fn split(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut documents: Vec<Range<usize>> = Vec::new();
    let mut last = (0, 0);
    let mut inside = false;
    for (index, line) in lines.iter().enumerate() {
        if let Some((number, sum)) = mark(line.text) {
            let goes_on = inside && (number, sum) == (last.0 + 1, last.1);
            if goes_on || is_dated(lines.get(index + 1..).unwrap_or_default()) {
                last = (number, sum);
                inside = true;
                documents.push(line.at..line.end);
                continue;
            }
        }
        if is_end_of_request(line.text) || is_cover(lines.get(index..).unwrap_or_default()) {
            inside = false;
        }
        if let Some(document) = documents.last_mut().filter(|_| inside) {
            document.end = line.end;
        }
    }
    documents
}

/// `---- End of Request ----` closes a download.
fn is_end_of_request(line: &str) -> bool {
    line.trim_matches(['-', ' ', '*']).eq_ignore_ascii_case("end of request")
}

/// The cover of one more download in the same file.
fn is_cover(lines: &[Line<'_>]) -> bool {
    let begins = |at: usize, words: &[&str]| {
        lines.get(at).is_some_and(|line: &Line<'_>| words.iter().any(|word| line.text.starts_with(word)))
    };
    begins(0, &["Download Request:", "Print Request:", "Email Request:"])
        && begins(1, &["Time Of Request:", "Time of Request:"])
}

/// What stands above the text.
#[derive(Default)]
struct Head {
    /// Lines of the headline that have no label.
    headlines: Vec<String>,
    highlight: String,
    dated: bool,
    /// A count of words was read, and it was this.
    counted: bool,
    words: Option<u32>,
    copyright: bool,
    /// The line of the label above the text.
    body: Option<usize>,
}

pub(super) fn article(lines: &[Line<'_>], layout: Layout) -> Result<Article, String> {
    let lines = match lines.split_first() {
        Some((first, rest)) if mark(first.text).is_some() => rest,
        _ => lines,
    };
    let mut article = Article::default();
    let (head, begin) = head(lines, layout, &mut article);
    // The text may begin on the line of its label.
    let label_line = head.body.and_then(|index| lines.get(index));
    let first = label_line.and_then(|line| Some(Line { text: label(line.text)?.1, ..*line }));
    let first = first.filter(|line| !line.text.is_empty());
    let below: Vec<Line<'_>> =
        first.into_iter().chain(lines.get(begin..).unwrap_or_default().iter().copied()).collect();
    if head.body.is_none() && !head.counted {
        return Err("no LENGTH: or BODY: line, so that nobody can tell where its text begins".to_owned());
    }
    let (body, closing) = below.split_at(tail(&below, layout));
    article.text = layout.paragraphs(body);
    if article.text.is_empty() {
        return Err("no text after its LENGTH: or BODY: line".to_owned());
    }
    let labelled = close(closing, layout, &mut article, label);
    let closed = labelled || closing.iter().any(|line| is_copyright(line.text));
    // The older order has its copyright above, and early downloads have nothing below but as many words as they say.
    let words = article.text.split_whitespace().count() as u64;
    let counted = head.words.is_none_or(|said| words * 10 >= u64::from(said) * 7);
    let whole = closed || (head.copyright && counted && ends_a_sentence(&article.text));
    if !whole {
        return Err("breaks off before its end mark (LOAD-DATE:, LANGUAGE: or a copyright line)".to_owned());
    }
    article.title = article.title.or_else(|| said(&head.headlines.join("; ")));
    if article.title.is_none() {
        return Err("no headline".to_owned());
    }
    lead(&mut article, &head.highlight);
    Ok(article)
}

/// The highlight is the first paragraph that readers see; the dateline stands at the head of the report below it.
pub(super) fn lead(article: &mut Article, highlight: &str) {
    article.dateline = article.dateline.take().or_else(|| dateline(&article.text).map(|head| head.place));
    if !highlight.is_empty() && !article.text.contains(highlight) {
        article.text = format!("{highlight}\n\n{}", article.text);
    }
}

fn head(lines: &[Line<'_>], layout: Layout, article: &mut Article) -> (Head, usize) {
    let mut head = Head::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let after = lines.get(at + 1..).unwrap_or_default();
        if let Some((label, value)) = label(line.text) {
            if label == Label::Body {
                head.body = Some(at);
                at += 1;
                break;
            }
            if label.closes() && head.counted {
                break;
            }
            let (value, more) = match label {
                Label::Length => (value.to_owned(), 0),
                _ => layout.value(value, after, |line| self::label(line).is_some()),
            };
            at += 1 + more;
            match label {
                Label::Length => {
                    head.counted = true;
                    head.words = word_count(&value);
                }
                Label::Highlight => head.highlight = value,
                label => tell(article, label, &value),
            }
        } else if head.counted {
            break;
        } else if is_copyright(line.text) || is_rights(line.text) {
            let (_, more) = layout.value("", after, |line| label(line).is_some());
            head.copyright = true;
            at += 1 + more;
        } else if !head.dated {
            article.published = date_line(line.text);
            head.dated = article.published.is_some() || is_like_a_date(line.text);
            let mut more = 0;
            if head.dated {
                // The edition stands right below the date.
                more = layout.value("", after, |line| label(line).is_some()).1;
            } else if article.outlet.is_none() {
                let value = layout.value(line.text, after, |line| label(line).is_some() || date_line(line).is_some());
                (article.outlet, more) = (said(&value.0), value.1);
            }
            at += 1 + more;
        } else {
            let (value, more) = layout.value(line.text, after, |line| label(line).is_some());
            if !(head.headlines.is_empty() && is_edition(&value)) {
                head.headlines.push(value);
            }
            at += 1 + more;
        }
    }
    (head, at)
}

/// Notes what a label says; what is said first counts.
pub(super) fn tell(article: &mut Article, label: Label, value: &str) {
    let (slot, value) = match label {
        Label::Title => (&mut article.title, said(value)),
        Label::Byline => (&mut article.byline, byline(value)),
        Label::Section => (&mut article.section, section(value)),
        Label::Dateline => (&mut article.dateline, said(value.trim_end_matches(['-', '–', '—', ' ']))),
        Label::Url => (&mut article.url, said(value)),
        Label::Language => (&mut article.language, language(value)),
        Label::Subjects => {
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

/// A line such as `Final Edition` or `Correction Appended` between date and headline.
pub(super) fn is_edition(line: &str) -> bool {
    let line = line.trim_end_matches(';').to_lowercase();
    let few = line.split_whitespace().count() <= 5;
    few && (line.starts_with("edition ") || line.ends_with(" edition") || line == "correction appended")
}

/// Where the fields below the text begin: everything from there on is a label or a notice of rights, so that a line
/// of the text that only looks like one stays in the text.
fn tail(lines: &[Line<'_>], layout: Layout) -> usize {
    let mut tail = lines.len();
    let mut end = lines.len();
    while end > 0 {
        let mut begin = end - 1;
        while begin > 0 && lines.get(begin).is_some_and(|line| layout.goes_on(line)) {
            begin -= 1;
        }
        let Some(line) = lines.get(begin) else { break };
        let known = label(line.text).is_some_and(|(label, _)| label.closes());
        if known || is_copyright(line.text) {
            tail = begin;
        } else if !is_rights(line.text) && !is_a_label(line.text) {
            break;
        }
        end = begin;
    }
    tail
}

/// Any label in capitals.
fn is_a_label(line: &str) -> bool {
    let Some((key, _)) = line.split_once(':') else { return false };
    (3..=25).contains(&key.len()) && key.chars().all(|c| c.is_uppercase() || matches!(c, '-' | ' '))
}

/// Reads the fields below the text. Whether there are any.
pub(super) fn close(
    lines: &[Line<'_>],
    layout: Layout,
    article: &mut Article,
    label: impl Fn(&str) -> Option<(Label, &str)>,
) -> bool {
    let mut any = false;
    for (index, line) in lines.iter().enumerate() {
        let Some((found, value)) = label(line.text) else { continue };
        any |= found.closes();
        let after = lines.get(index + 1..).unwrap_or_default();
        tell(article, found, &layout.value(value, after, |line| label(line).is_some()).0);
    }
    any
}

fn ends_a_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '"', '”', '’', '\'', '»', ')', '…', '-', '*', '#'])
}

/// The headline of the lines above the outlet.
pub(super) fn headline(lines: &[Line<'_>], layout: Layout) -> String {
    joined(lines, if layout.wrapped { " " } else { "; " })
}
