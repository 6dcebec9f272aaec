//! A [`ParseError`] is what is wrong with a query: where, why, and what to write instead.

use std::fmt::Write;

use super::ast::Field;
use super::marks::ends_word;
use crate::span::Span;

/// Why a query could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}; {help}")]
pub struct ParseError {
    /// What sort of fault.
    pub kind: ErrorKind,
    /// The thing and the reason, in one line.
    pub message: String,
    /// The remedy, in one line.
    pub help: String,
    /// The words at fault, in bytes of `query`; empty at the end of it.
    pub span: Span,
    /// The whole query.
    pub query: String,
}

/// The sorts of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is nothing in the query: the caller decides what that means.
    Empty,
    /// It is longer than 64 KiB.
    TooLong,
    /// Brackets or negations are nested too deeply.
    TooDeep,
    /// A quotation mark or bracket without its partner, or with nothing inside.
    Unclosed,
    /// `AND`, `OR`, `NOT`, `-`, `=` or `\` without what it works on.
    Operator,
    /// No such field, or no value after it.
    Field,
    /// A value that the field does not take.
    Value,
    /// No date.
    Date,
    /// What cannot stand in `NEAR` or `ADJ`.
    Near,
    /// `~`, `^` or a wildcard where it has no meaning.
    Suffix,
}

/// How many columns of a long query are shown.
const COLUMNS: usize = 96;

impl ParseError {
    pub(super) fn new(
        kind: ErrorKind,
        query: &str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { kind, message: message.into(), help: help.into(), span, query: query.to_owned() }
    }

    /// The error as a person reads it: the message, the query with carets below the words at fault, and the remedy.
    ///
    /// ```
    /// let error = demarche::query::parser::parse("pesron:lavrov", jiff::civil::date(2014, 4, 2)).unwrap_err();
    /// assert_eq!(
    ///     error.render(),
    ///     "error: there is no field “pesron”\n  pesron:lavrov\n  ^^^^^^\n\
    ///      help: did you mean person: ? To search for the words themselves, write \"pesron:lavrov\""
    /// );
    /// ```
    pub fn render(&self) -> String {
        let (line, carets) = self.excerpt();
        let mut out = format!("error: {}\n", self.message);
        if !line.is_empty() {
            let _ = writeln!(out, "  {line}\n  {carets}");
        }
        let _ = write!(out, "help: {}", self.help);
        out
    }

    /// The query, or the part of a long one around the fault, and the carets below it.
    fn excerpt(&self) -> (String, String) {
        let mut cells = Vec::new();
        let (mut column, mut from, mut to) = (0, None, 0);
        for (at, c) in self.query.char_indices() {
            // Line breaks and tabs would throw the carets off.
            let c = if c.is_control() { ' ' } else { c };
            if at >= self.span.start {
                from.get_or_insert(column);
            }
            cells.push((column, c));
            column += width(c);
            if at < self.span.end {
                to = column;
            }
        }
        let from = from.unwrap_or(column);
        let left = if column > COLUMNS { from.saturating_sub(COLUMNS / 2) } else { 0 };
        let right = left + COLUMNS;
        let shown: String = cells.iter().filter(|(at, _)| (left..right).contains(at)).map(|(_, c)| *c).collect();
        // A wide character may straddle the left edge: count from the first one that is shown whole.
        let start = cells.iter().find(|(at, _)| *at >= left).map_or(left, |(at, _)| *at);
        let (before, after) = (if left > 0 { "…" } else { "" }, if column > right { "…" } else { "" });
        let indent = from.saturating_sub(start) + before.chars().count();
        let carets = to.min(right).saturating_sub(from).max(1);
        let line = format!("{before}{shown}{after}");
        (line.trim_end().to_owned(), format!("{}{}", " ".repeat(indent), "^".repeat(carets)))
    }
}

/// Columns that a terminal gives a character: none to a combining mark, two to most East Asian ones and emoji
/// (Unicode Standard Annex 11, by block).
fn width(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F
        | 0x0483..=0x0489
        | 0x0591..=0x05BD
        | 0x064B..=0x065F
        | 0x200B..=0x200F
        | 0x20D0..=0x20FF
        | 0xFE00..=0xFE0F
        | 0xFE20..=0xFE2F => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F900..=0x1F9FF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// `text` short enough for a message.
pub(super) fn clipped(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What to write instead of the field `name:`, which there is not, at the beginning of `rest`.
pub(super) fn unknown_field(name: &str, rest: &str) -> String {
    let word = &rest[..rest.find(ends_word).unwrap_or(rest.len())];
    let value = word.get(name.len() + 1..).unwrap_or_default();
    let instead = if word.chars().count() > 40 {
        "put them in quotation marks".to_owned()
    } else if value.is_empty() {
        format!("write \"{name}\" and a space")
    } else if value.contains(['*', '?', '\\']) {
        // Those would mean something else inside quotation marks.
        format!("write {name}\\:{value}")
    } else {
        format!("write \"{word}\"")
    };
    let start = if let Some(field) = Field::nearest(name) {
        format!("did you mean {}: ?", field.name())
    } else {
        let names: Vec<String> = Field::all().map(|field| format!("{}:", field.name())).collect();
        format!("the fields are {}.", names.join(" "))
    };
    format!("{start} To search for the words themselves, {instead}")
}

#[cfg(test)]
mod tests;
