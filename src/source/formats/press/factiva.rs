//! Factiva, with its field codes or as it is displayed; each document ends with its accession number.
//!
//! The codes stand in a fixed order of three parts: what is known of the article (`HD` … `CY`), its text (`LP`, `TD`),
//! and its index (`CO` … `AN`). A line of the text that begins with `IN` or `RE` is no field, so a code counts only in
//! its part and with a value of its kind.

use std::ops::Range;

use super::{
    Layout, Line, byline, date_line, is_copyright, is_page_number, is_rights, joined, language, said, section,
    word_count,
};
use crate::{article::Article, date::Date};

/// Codes above the text.
const HEAD: [&str; 18] =
    ["CLM", "SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "CX", "HL", "RST"];
/// Codes below the text.
const TAIL: [&str; 12] = ["ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "DE", "AN"];
/// Names of languages, in the languages of the service.
const LANGUAGES: &str = "english englisch anglais inglés inglese engels german deutsch allemand alemán tedesco french französisch français \
    francés francese russian russisch russe ruso spanish spanisch espagnol español italian italienisch italien \
    italiano portuguese portugiesisch portugais chinese chinesisch chinois japanese japanisch dutch niederländisch \
    nederlands néerlandais polish polnisch polonais ukrainian arabic arabisch arabe turkish türkisch turc swedish \
    schwedisch norwegian danish dänisch finnish czech tschechisch hungarian romanian bulgarian greek hebrew korean \
    malay indonesian bahasa catalan slovak slovenian croatian serbian bosnian macedonian albanian estonian latvian \
    lithuanian persian hindi thai vietnamese urdu icelandic belarusian kazakh azerbaijani georgian armenian uzbek";
/// Most lines above the text.
const LONGEST_HEAD: usize = 60;

/// The code that a line begins with, whether it stands apart from what follows, and that.
fn code<'a>(line: &'a str, codes: &[&'static str]) -> Option<(&'static str, bool, &'a str)> {
    let length = line.find(char::is_whitespace).unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(length)?;
    let known = codes.iter().find(|known| **known == word)?;
    let apart =
        rest.is_empty() || rest.starts_with(['\t', '\u{a0}']) || rest.chars().nth(1).is_some_and(char::is_whitespace);
    Some((known, apart, rest.trim()))
}

/// The accession number of `Document ABCD000020140330ea3u0000x`, with or without the code `AN` before it.
fn accession(line: &str) -> Option<&str> {
    let words: Vec<&str> = line.split_whitespace().take(4).collect();
    let ["Document" | "Dokument" | "Documento", number] = words.strip_prefix(&["AN"]).unwrap_or(&words) else {
        return None;
    };
    let plain = (18..=40).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric());
    let dated = number.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 8);
    (plain && dated && number.starts_with(|c: char| c.is_ascii_uppercase())).then_some(number)
}

/// What the codes above the text say.
#[derive(Debug, Default)]
struct Head {
    fields: Vec<(&'static str, String)>,
    /// The first line of the text: that with its code.
    text: Option<usize>,
}

impl Head {
    /// Reads as far as the text.
    fn of(lines: &[Line<'_>]) -> Self {
        let mut head = Self::default();
        for (at, line) in lines.iter().enumerate().take(LONGEST_HEAD) {
            if code(line.text, &["LP", "TD"]).is_some() {
                head.text = Some(at);
                break;
            }
            let known = |code: &str| head.fields.iter().any(|(seen, _)| *seen == code);
            match code(line.text, &HEAD) {
                Some((code, _, value)) if !known(code) => head.fields.push((code, joined_words(value))),
                _ => {
                    if let Some((_, value)) = head.fields.last_mut() {
                        if !value.is_empty() {
                            value.push(' ');
                        }
                        value.push_str(&joined_words(line.text));
                    }
                }
            }
        }
        head
    }

    fn get(&self, code: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == code).map(|(_, value)| value.as_str())
    }

    fn date(&self) -> Option<Date> {
        self.get("PD").and_then(date_line)
    }
}

fn joined_words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn begins_a_head(line: &str) -> bool {
    code(line, &["HD", "SE", "CLM"]).is_some()
}

/// Headline, count of words, date, source and text, each with its code and a value of its kind.
pub(super) fn recognised(lines: &[Line<'_>]) -> bool {
    let starts = lines.iter().enumerate().filter(|(_, line)| begins_a_head(line.text)).map(|(at, _)| at).take(50);
    starts.into_iter().any(|at| {
        let head = Head::of(lines.get(at..).unwrap_or_default());
        let source = head.get("SN").is_some() || head.get("SC").is_some();
        let count = head.get("WC").is_some_and(|value| word_count(value).is_some());
        head.get("HD").is_some() && source && count && head.date().is_some() && head.text.is_some()
    })
}

/// From each accession number to the next; the first from its first code, as the first below the summary of a search.
pub(super) fn split(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    between_numbers(lines, |document, first| {
        let covered = first || document.iter().any(|line| is_summary(line.text));
        let code = document.iter().position(|line| begins_a_head(line.text));
        code.filter(|_| covered).unwrap_or_default()
    })
}

/// The documents that end with an accession number. `begin` tells on which of its lines one begins, and is told
/// whether it is the first.
fn between_numbers(lines: &[Line<'_>], begin: impl Fn(&[Line<'_>], bool) -> usize) -> Vec<Range<usize>> {
    let mut documents = Vec::new();
    for lines in lines.split_inclusive(|line| accession(line.text).is_some()) {
        let ended = lines.last().is_some_and(|line| accession(line.text).is_some());
        // Below the last number stands the summary of the search; anything above that is a document cut off.
        let summary = lines.iter().position(|line| !ended && is_summary(line.text)).unwrap_or(lines.len());
        let lines = lines.get(..summary).unwrap_or_default();
        let lines = lines.get(begin(lines, documents.is_empty())..).unwrap_or_default();
        if lines.iter().any(|line| !is_frame(line.text))
            && let (Some(from), Some(to)) = (lines.first(), lines.last())
        {
            documents.push(from.at..to.end);
        }
    }
    documents
}

fn is_summary(line: &str) -> bool {
    let line = line.to_lowercase();
    ["search summary", "suchzusammenfassung", "résumé de la recherche", "resumen de la búsqueda"]
        .contains(&line.as_str())
}

/// Lines of the service itself.
fn is_frame(line: &str) -> bool {
    let small = line.to_lowercase();
    let rights = small.contains("factiva") && (small.starts_with('©') || small.contains("all rights reserved"));
    rights || is_page_number(line)
}

pub(super) fn article(lines: &[Line<'_>], layout: Layout) -> Result<Article, String> {
    let Some((number, lines)) = lines.split_last().and_then(|(last, rest)| Some((accession(last.text)?, rest))) else {
        return Err("breaks off before its end mark (AN, the accession number)".to_owned());
    };
    let head = Head::of(lines);
    let begin = head.text.ok_or("no text: the codes LP and TD are missing")?;
    let (body, tags) = body(lines.get(begin..).unwrap_or_default());
    let value = |code: &str| head.get(code).and_then(said);
    Ok(Article {
        id: format!("factiva-{number}"),
        title: Some(value("HD").ok_or("no headline: the code HD is missing")?),
        text: said(&layout.paragraphs(&body)).ok_or("no text after the codes LP and TD")?,
        published: head.date(),
        outlet: value("SN"),
        byline: head.get("BY").and_then(byline),
        section: head.get("SE").and_then(section),
        language: head.get("LA").and_then(language),
        tags,
        ..Article::default()
    })
}

/// The lines of the text, and the subjects below it.
fn body<'a>(lines: &[Line<'a>]) -> (Vec<Line<'a>>, Vec<String>) {
    let tail = tail(lines);
    let mut body = Vec::new();
    let mut lead_is_over = false;
    for (at, line) in lines.iter().enumerate().take(tail) {
        // The first line has one of the two codes; the other must stand apart.
        let coded = code(line.text, &["LP", "TD"])
            .filter(|(code, apart, _)| at == 0 || (*apart && *code == "TD" && !lead_is_over));
        match coded {
            Some((code, _, text)) => {
                lead_is_over = code == "TD";
                if !text.is_empty() {
                    body.push(Line { text, gap: true, ..*line });
                }
            }
            None => body.push(*line),
        }
    }
    let mut tags = Vec::new();
    let index = lines.get(tail..).unwrap_or_default();
    let subjects = index.iter().position(|line| code(line.text, &["NS"]).is_some());
    for line in subjects.and_then(|at| index.get(at..)).unwrap_or_default() {
        let text = match code(line.text, &TAIL) {
            Some(("NS", _, value)) => value,
            Some(_) => break,
            None => line.text,
        };
        let names = text.split('|').filter_map(|part| part.split_once(" : ")).filter_map(|(_, name)| said(name));
        tags.extend(names);
    }
    (body, tags)
}

/// Where the index begins: at a code whose value is a list of codes and names, or at one that stands apart.
fn tail(lines: &[Line<'_>]) -> usize {
    let is_list = |value: &str| {
        let short = |code: &str| code.trim().len() <= 12 && code.trim().bytes().all(|b| b.is_ascii_alphanumeric());
        value.split_once(" : ").is_some_and(|(code, _)| short(code))
    };
    let found = lines.iter().enumerate().skip(1).position(|(at, line)| match code(line.text, &TAIL) {
        Some(("CO" | "IN" | "NS" | "RE" | "DE", _, "")) => lines.get(at + 1).is_some_and(|next| is_list(next.text)),
        Some(("CO" | "IN" | "NS" | "RE" | "DE", _, value)) => is_list(value),
        Some((_, apart, _)) => apart,
        None => false,
    });
    let mut tail = found.map_or(lines.len(), |at| at + 1);
    // With a single space the last fields look like text, but for their place.
    while tail > 1
        && let Some(("PUB" | "IPC" | "IPD" | "RF" | "CT" | "ART", ..)) =
            lines.get(tail - 1).and_then(|line| code(line.text, &TAIL))
    {
        tail -= 1;
    }
    tail
}

/// Where the lines of a document as displayed stand.
struct Display {
    count: usize,
    outlet: usize,
    language: usize,
    text: usize,
    published: Date,
    copyright: bool,
}

impl Display {
    /// The head whose count of words is the line `count`: date, time, outlet, code, edition and page, language,
    /// copyright.
    fn at(lines: &[Line<'_>], count: usize) -> Option<Self> {
        word_count(lines.get(count)?.text)?;
        let published = date_line(lines.get(count + 1)?.text)?;
        let outlet = count + 2 + usize::from(is_time(lines.get(count + 2)?.text));
        let is_language = |line: &Line<'_>| {
            let first = line.text.split([' ', ',']).next().unwrap_or_default();
            let worded = first.len() >= 4 && first.chars().all(char::is_alphabetic) && line.text.len() <= 60;
            worded && LANGUAGES.split_whitespace().any(|known| known == first.to_lowercase())
        };
        let codes = lines.get(outlet + 1..)?;
        let language = outlet + 1 + codes.iter().take(7).position(is_language)?;
        let is_code = |line: &Line<'_>| {
            let word = line.text;
            (2..=9).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        };
        lines.get(outlet + 1..language)?.iter().any(is_code).then_some(())?;
        let rights = lines.get(language + 1..).unwrap_or_default();
        let rights = rights.iter().take_while(|line| is_copyright(line.text) || is_rights(line.text)).count();
        Some(Self { count, outlet, language, text: language + 1 + rights, published, copyright: rights > 0 })
    }

    fn first(lines: &[Line<'_>]) -> Option<Self> {
        (0..lines.len()).find_map(|count| Self::at(lines, count))
    }
}

/// `10:15`, `10:15 GMT`.
fn is_time(line: &str) -> bool {
    let (time, zone) = line.split_once(' ').unwrap_or((line, ""));
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    zone.len() <= 8 && time.split_once(':').is_some_and(|(hour, minute)| digits(hour) && digits(minute))
}

/// The head of a document in its order, with a notice of copyright or an accession number below it.
pub(super) fn recognised_display(lines: &[Line<'_>]) -> bool {
    Display::first(lines).is_some_and(|head| {
        let below = lines.get(head.text..).unwrap_or_default();
        head.count > 0 && (head.copyright || below.iter().any(|line| accession(line.text).is_some()))
    })
}

/// From each accession number to the next; the first from its headline, as the first below the summary of a search.
pub(super) fn split_display(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    between_numbers(lines, |document, first| {
        let covered = first || document.iter().any(|line| is_summary(line.text));
        let Some(count) = Display::first(document).filter(|_| covered).map(|head| head.count) else { return 0 };
        let above = document.get(..count).unwrap_or_default();
        // Section, headline and author stand above the count; more than that is a list of contents.
        let frame = above.iter().rposition(|line| is_frame(line.text)).map_or(0, |at| at + 1);
        if count > 4 { frame.max(count - 3) } else { frame }
    })
}

pub(super) fn article_display(lines: &[Line<'_>], layout: Layout) -> Result<Article, String> {
    let Some((number, lines)) = lines.split_last().and_then(|(last, rest)| Some((accession(last.text)?, rest))) else {
        return Err("breaks off before its end mark (Document and its accession number)".to_owned());
    };
    let head = Display::first(lines).ok_or("no count of words, date, source and language above its text")?;
    let mut article = Article {
        id: format!("factiva-{number}"),
        published: Some(head.published),
        outlet: lines.get(head.outlet).and_then(|line| said(line.text)),
        language: lines.get(head.language).and_then(|line| language(line.text)),
        text: said(&layout.paragraphs(lines.get(head.text..).unwrap_or_default())).ok_or("no text below its head")?,
        ..Article::default()
    };
    let above = lines.get(..head.count).unwrap_or_default();
    let signed = above.iter().skip(1).rposition(|line| byline(line.text).as_deref() != Some(line.text));
    let (above, rest) = above.split_at(signed.map_or(above.len(), |at| at + 1));
    article.byline = byline(&joined(rest, ", "));
    // Neither a section nor an author is longer than the headline.
    let title = (0..above.len()).max_by_key(|at| above.get(*at).map_or(0, |line| line.text.len()));
    let title = title.ok_or("no headline above its count of words")?;
    article.title = above.get(title).map(|line| joined_words(line.text));
    article.section = above.get(..title).map(|lines| joined(lines, "; ")).as_deref().and_then(said);
    if article.byline.is_none() {
        article.byline = above.get(title + 1..).map(|lines| joined(lines, ", ")).as_deref().and_then(said);
    }
    Ok(article)
}
