//! A download is one file of many articles from a press database: `LexisNexis`, Nexis Uni, Factiva or `ProQuest`.
//!
//! What is read here is its text, one line a paragraph or hard-wrapped, blank lines or none between: so a download in
//! RTF, HTML or DOCX reads like one in plain text. Every date is that of publication; the day on which a database
//! loaded an article is no date of it. Captions, companies, tickers and notices of rights are left out.

mod factiva;
mod lexis;
mod nexis;
mod proquest;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{blocks, html, office, plain_lines, rtf};
use crate::{
    article::Article,
    date::{Date, month_number},
    source::{charset, sniff::Format},
};

/// How a download is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// `LexisNexis` of old: `1 of 25 DOCUMENTS`, labels in capitals, hard-wrapped.
    Lexis,
    /// Nexis Uni, Lexis Advance and Nexis: headline first, `Body`, `End of Document`.
    Nexis,
    /// Factiva with its field codes: `HD`, `WC`, `PD` … `AN`.
    Factiva,
    /// Factiva as it is displayed, without codes.
    FactivaDisplay,
    /// `ProQuest`: rules of underscores, `Full text:`, fields with names.
    ProQuest,
}

/// Bytes of a text in which its style shows.
const HEAD: usize = 64 * 1024;
/// What databases write into their downloads, so that no other page need be read twice.
const TRACES: [&str; 6] = ["activa", "exisNexis", "LOAD-DATE", "Load-Date", "End of Document", "ProQuest"];

/// The documents of a download in a format that it may come in, each with its offset in bytes of the text; nothing if it is
/// none.
pub(in crate::source) fn documents(bytes: &[u8], format: Format, limit: u64) -> Option<(Style, Vec<(u64, String)>)> {
    let traced = || TRACES.iter().any(|trace| memchr::memmem::find(bytes, trace.as_bytes()).is_some());
    let decoded = |declared: Option<&str>| charset::decode(bytes, declared).ok().map(|(text, _)| text.into_owned());
    let text = match format {
        Format::Text => decoded(None)?,
        Format::Html if traced() => {
            let declared = html::declared_charset(&bytes[..bytes.len().min(4096)]);
            blocks::of_html(&decoded(declared.as_deref())?)?
        }
        Format::Rtf => rtf::text(bytes).ok()?,
        Format::Office => office::text(bytes, limit).ok()?,
        _ => return None,
    };
    let text = plain_lines(text);
    let style = recognise(&text[..text.floor_char_boundary(HEAD)])?;
    let found = split(&text, style).into_iter().map(|range| (range.start as u64, text[range].to_owned()));
    Some((style, found.collect()))
}

/// Reads one document of a download.
pub(super) fn read(bytes: &[u8], style: Style) -> Result<Article, String> {
    article(&String::from_utf8_lossy(bytes), style)
}

/// The style of the download that starts with `head`, if it is one.
///
/// One sign is never enough: an article may well quote any line of any of these layouts.
pub(super) fn recognise(head: &str) -> Option<Style> {
    let lines: Vec<Line<'_>> = lines(head).collect();
    if proquest::recognised(&lines) {
        Some(Style::ProQuest)
    } else if factiva::recognised(&lines) {
        Some(Style::Factiva)
    } else if factiva::recognised_display(&lines) {
        Some(Style::FactivaDisplay)
    } else if lexis::recognised(&lines) {
        Some(Style::Lexis)
    } else if nexis::recognised(&lines) {
        Some(Style::Nexis)
    } else {
        None
    }
}

/// The documents of a download, as ranges of bytes. Nothing with words is outside but covers, lists of contents,
/// summaries of the search and notices of the database.
pub(super) fn split(text: &str, style: Style) -> Vec<Range<usize>> {
    let lines: Vec<Line<'_>> = lines(text).collect();
    match style {
        Style::Lexis => lexis::split(&lines),
        Style::Nexis => nexis::split(&lines),
        Style::Factiva => factiva::split(&lines),
        Style::FactivaDisplay => factiva::split_display(&lines),
        Style::ProQuest => proquest::split(&lines),
    }
}

/// The article of one document.
pub(super) fn article(document: &str, style: Style) -> Result<Article, String> {
    let lines: Vec<Line<'_>> = lines(document).filter(|line| !is_page_number(line.text)).collect();
    let layout = Layout::of(&lines);
    match style {
        Style::Lexis => lexis::article(&lines, layout),
        Style::Nexis => nexis::article(&lines, layout),
        Style::Factiva => factiva::article(&lines, layout),
        Style::FactivaDisplay => factiva::article_display(&lines, layout),
        Style::ProQuest => proquest::article(&lines, layout),
    }
}

/// A line with words.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// Where it starts and ends in the text, its line break excluded.
    at: usize,
    end: usize,
    /// Without the spaces around it.
    text: &'a str,
    /// Whether a blank line stands above it.
    gap: bool,
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let (mut at, mut gap) = (0, false);
    text.split('\n').filter_map(move |whole| {
        let start = at;
        at += whole.len() + 1;
        let line = whole.trim();
        if line.is_empty() {
            gap = true;
            return None;
        }
        Some(Line { at: start, end: start + whole.len(), text: line, gap: std::mem::take(&mut gap) })
    })
}

/// What a line end means in a document.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// Lines are broken to fit a page, so that only a blank line ends a paragraph.
    wrapped: bool,
}

impl Layout {
    /// Longest line of a page, in characters.
    const WIDEST: usize = 100;

    fn of(lines: &[Line<'_>]) -> Self {
        let gaps = lines.iter().skip(1).any(|line| line.gap);
        Self { wrapped: gaps && lines.iter().all(|line| line.text.chars().count() <= Self::WIDEST) }
    }

    /// Whether `line` goes on with what the line above it says.
    fn goes_on(self, line: &Line<'_>) -> bool {
        self.wrapped && !line.gap
    }

    /// The paragraphs of a body.
    fn paragraphs(self, lines: &[Line<'_>]) -> String {
        let mut text = String::new();
        for line in lines {
            if !text.is_empty() {
                if !self.goes_on(line) {
                    text.push_str("\n\n");
                } else if !ends_in_a_compound(&text) {
                    text.push(' ');
                }
            }
            push_squeezed(&mut text, line.text);
        }
        text
    }

    /// The value that starts in `first` and goes on in the lines after it, and how many of those it takes.
    fn value(self, first: &str, after: &[Line<'_>], ends: impl Fn(&str) -> bool) -> (String, usize) {
        let count = after.iter().take_while(|line| self.goes_on(line) && !ends(line.text)).count();
        let mut value = String::new();
        push_squeezed(&mut value, first);
        for line in after.iter().take(count) {
            value.push(' ');
            push_squeezed(&mut value, line.text);
        }
        (value.trim().to_owned(), count)
    }
}

/// Whether the last word goes on after its hyphen: `Franco-`, but not `talks -`.
fn ends_in_a_compound(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// Adds the words with single spaces between.
fn push_squeezed(text: &mut String, line: &str) {
    for (count, word) in line.split_whitespace().enumerate() {
        if count > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// The lines, joined.
fn joined(lines: &[Line<'_>], joint: &str) -> String {
    lines.iter().map(|line| line.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(joint)
}

/// What is left of `value`, if it says something.
fn said(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// An author line without its `By`.
fn byline(value: &str) -> Option<String> {
    let bare = ["By ", "BY ", "by ", "Von ", "VON ", "Par ", "PAR "].iter().find_map(|by| value.strip_prefix(by));
    said(bare.unwrap_or(value))
}

/// A section without the page: `NEWS; Pg. 5` is `NEWS`.
fn section(value: &str) -> Option<String> {
    let is_page = |part: &str| {
        let part = part.to_lowercase();
        let number = ["pg.", "page", "p.", "s.", "seite", "pag."].iter().find_map(|word| part.strip_prefix(word));
        number.is_some_and(|number| number.trim().chars().count() <= 12)
    };
    let parts: Vec<&str> = value.split(';').map(str::trim).filter(|part| !part.is_empty() && !is_page(part)).collect();
    said(&parts.join("; "))
}

/// The subjects of a list with semicolons, without their relevance: `DIPLOMACY (90%); TREATIES (78%)`.
fn subjects(value: &str) -> Vec<String> {
    let bare = |part: &str| {
        let part = part.trim();
        let relevance = part.strip_suffix("%)").and_then(|part| part.rsplit_once('('));
        let bare = relevance.filter(|(_, digits)| digits.bytes().all(|b| b.is_ascii_digit())).map(|(bare, _)| bare);
        bare.unwrap_or(part).trim().to_owned()
    };
    value.split(';').map(bare).filter(|part| !part.is_empty()).collect()
}

/// The first language of `ENGLISH; English` or `Chinese - Simplified`.
fn language(value: &str) -> Option<String> {
    said(value.split([';', ',', '(', '|']).next().unwrap_or_default().split(" - ").next().unwrap_or_default())
}

/// A notice of copyright: a year must stand in it, for a headline may begin with the word.
fn is_copyright(line: &str) -> bool {
    let begins = ["Copyright", "COPYRIGHT", "copyright", "©", "(c)", "(C)"].iter().any(|word| line.starts_with(word));
    begins && (line.starts_with('©') || line.split(|c: char| !c.is_ascii_digit()).any(|n| year(n).is_some()))
}

/// The second line of such a notice.
fn is_rights(line: &str) -> bool {
    let line = line.trim_end_matches('.');
    ["All Rights Reserved", "Alle Rechte vorbehalten", "Tous droits réservés", "Tous Droits Réservés"]
        .iter()
        .any(|known| line.eq_ignore_ascii_case(known))
}

/// `Page 3`, `Page 3 of 60`, `Page 3 of 60 © 2014 Factiva, Inc.`
fn is_page_number(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = |word: Option<&str>| word.is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
    if words.next() != Some("Page") || !number(words.next()) {
        return false;
    }
    match words.next() {
        None => true,
        Some("of") => number(words.next()) && matches!(words.next(), None | Some("©")),
        Some(_) => false,
    }
}

/// The number of words that a line counts: `512 words`, `1,024 mots`.
fn word_count(line: &str) -> Option<u32> {
    let (number, unit) = line.split_once(char::is_whitespace)?;
    let known = ["words", "word", "mots", "wörter", "wörtern", "palabras", "parole", "woorden", "слов", "слова"];
    let unit = unit.trim().to_lowercase();
    let digits: String = number.chars().filter(|c| !matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}')).collect();
    known.contains(&unit.as_str()).then(|| digits.parse().ok())?
}

/// Months and weekdays of German and French; English ones are known to dates.
const MONTHS: [(&str, i8); 26] = [
    ("januar", 1),
    ("jänner", 1),
    ("februar", 2),
    ("märz", 3),
    ("mai", 5),
    ("juni", 6),
    ("juli", 7),
    ("oktober", 10),
    ("dezember", 12),
    ("janvier", 1),
    ("février", 2),
    ("fevrier", 2),
    ("mars", 3),
    ("avril", 4),
    ("juin", 6),
    ("juillet", 7),
    ("août", 8),
    ("aout", 8),
    ("septembre", 9),
    ("octobre", 10),
    ("novembre", 11),
    ("décembre", 12),
    ("decembre", 12),
    ("avr", 4),
    ("févr", 2),
    ("janv", 1),
];
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag \
    sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche mon tue wed thu fri sat sun";
/// Words in small letters that may follow a date on its line.
const AFTER_A_DATE: &str = "edition ed cycle uhr final am pm";

/// The date that makes up a line, with a weekday before or after it and a time or edition behind:
/// `March 30, 2014 Sunday 10:15 PM GMT`, `30. März 2014`. Prose is none, nor is a stretch from one day to another.
fn date_line(line: &str) -> Option<Date> {
    if line.len() > 160 {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches([',', ';', '.'])).collect();
    let known = |words: &str, word: &str| words.split(' ').any(|known| known == word.to_lowercase());
    let words = match words.split_first() {
        Some((first, rest)) if known(WEEKDAYS, first) => rest,
        _ => &words,
    };
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let (date, length) = if let Some(date @ Date::Day(_)) = word(0).parse().ok().filter(|_| word(0).len() == 10) {
        (Some(date), 1)
    } else if let (Some(day), Some(month), Some(year)) = (day(word(0)), month(word(1)), year(word(2))) {
        (Date::day(year, month, day), 3)
    } else if let (Some(month), Some(day), Some(year)) = (month(word(0)), day(word(1)), year(word(2))) {
        (Date::day(year, month, day), 3)
    } else if let (Some(month), Some(year)) = (month(word(0)), year(word(1))) {
        (Date::month(year, month), 2)
    } else {
        return None;
    };
    let rest = words.get(length..).unwrap_or_default();
    let follows = |word: &&str| {
        let begins = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(');
        word.is_empty() || begins || known(AFTER_A_DATE, word) || known(WEEKDAYS, word)
    };
    date.filter(|_| rest.iter().all(follows))
}

/// Whether a line stands where a date should and is none that is certain: `Winter 2013/2014`, `March - April 2014`.
fn is_like_a_date(line: &str) -> bool {
    let season = |word: &str| ["spring", "summer", "autumn", "fall", "winter"].contains(&word.to_lowercase().as_str());
    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    line.chars().count() <= 50 && (month(first).is_some() || season(first)) && words.any(|word| year(word).is_some())
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_matches(['.', ',']);
    month_number(word).or_else(|| {
        let word = word.to_lowercase();
        MONTHS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number)
    })
}

fn day(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th", "er"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    number(digits)
        .filter(|_| digits.len() <= 2)
        .and_then(|day| i8::try_from(day).ok())
        .filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    number(word).filter(|year| word.len() == 4 && (1500..=2199).contains(year))
}

fn number(word: &str) -> Option<i16> {
    word.bytes().all(|b| b.is_ascii_digit()).then(|| word.parse().ok())?
}

#[cfg(test)]
mod tests;
