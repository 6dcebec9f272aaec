//! Articles whose quotations were marked by hand, as JSON Lines.

use std::{error::Error, fmt};

use serde::Deserialize;
use serde_json::Value;

use crate::span::Span;

/// An article with its quotations as a human being marked them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoldArticle {
    /// Its name in the gold.
    pub id: String,
    /// Its title, where the gold gives one.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
    /// Its quotations.
    pub quotations: Vec<GoldQuotation>,
}

/// A quotation of the gold. Spans are bytes of the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoldQuotation {
    /// What is reported.
    pub content: Vec<Span>,
    /// The noun phrase of the speaker; empty where the text gives none.
    pub source: Vec<Span>,
    /// The reporting expression.
    pub cue: Vec<Span>,
    /// The fullest name of the speaker; `None` where the gold does not say.
    pub speaker: Option<String>,
    /// What sort of speaker: person, office, institution, government, anonymous, document.
    pub speaker_class: Option<String>,
    /// Code of the country that the speaker speaks for.
    pub speaker_country: Option<String>,
    /// Whether it stands inside another quotation, where the gold says so.
    pub nested: bool,
}

/// A line of the gold that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: GoldFault,
}

/// What is wrong with a line of the gold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GoldFault {
    /// It is no JSON object of the expected shape.
    Shape {
        /// What the JSON reader says.
        reason: String,
        /// Where, in bytes from 1.
        column: usize,
    },
    /// A span does not lie in the text.
    Outside {
        /// Number of the quotation, name, place or date, from 1.
        entry: usize,
        /// Field of it.
        field: &'static str,
        /// The span, in code points.
        span: [usize; 2],
        /// Length of the text, in code points.
        length: usize,
    },
    /// A span ends before it begins.
    Reversed {
        /// Number of the quotation, name, place or date, from 1.
        entry: usize,
        /// Field of it.
        field: &'static str,
        /// The span, in code points.
        span: [usize; 2],
    },
}

impl fmt::Display for GoldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.fault {
            GoldFault::Shape { reason, column } => write!(
                f,
                "{reason} (column {column}); write one JSON object a line, of the shape that demarche score --help shows for \
                 this layer"
            ),
            GoldFault::Outside { entry, field, span: [start, end], length } => write!(
                f,
                "{field} [{start}, {end}] of entry {entry} lies outside the text of {length} characters; count \
                 offsets in Unicode code points (not bytes) from the beginning of \"text\", end exclusive"
            ),
            GoldFault::Reversed { entry, field, span: [start, end] } => write!(
                f,
                "{field} [{start}, {end}] of entry {entry} ends before it begins; write spans as [start, end], \
                 end exclusive"
            ),
        }
    }
}

impl Error for GoldError {}

#[derive(Deserialize)]
#[serde(expecting = "an object with id, text and quotes")]
struct Line {
    /// Mostly text; some corpora number their articles.
    #[serde(default)]
    id: Value,
    #[serde(default)]
    title: Option<String>,
    text: String,
    quotes: Vec<Quote>,
}

/// Offsets are Unicode code points, end exclusive. Corpora write what is absent as nothing, null or an empty list.
#[derive(Deserialize)]
#[serde(expecting = "a quotation with content, source and speaker")]
struct Quote {
    content: Vec<[usize; 2]>,
    #[serde(default)]
    source: Option<Vec<[usize; 2]>>,
    #[serde(default)]
    cue: Option<Vec<[usize; 2]>>,
    #[serde(default)]
    speaker: Option<String>,
    #[serde(default)]
    speaker_class: Option<String>,
    #[serde(default)]
    speaker_country: Option<String>,
    #[serde(default)]
    nested: Option<bool>,
}

/// Reads one line of JSON, the `number`th of its file.
pub(super) fn parse<T: serde::de::DeserializeOwned>(line: &str, number: usize) -> Result<T, GoldError> {
    serde_json::from_str(line).map_err(|error| {
        let reason = error.to_string();
        // It counts lines too, and there is only one.
        let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason).to_owned();
        GoldError { line: number, fault: GoldFault::Shape { reason, column: error.column() } }
    })
}

impl GoldArticle {
    /// Reads one line, the `number`th of its file. Offsets come in code points and leave in bytes.
    ///
    /// # Errors
    /// The line is no JSON object of the expected shape, or a span does not lie in the text.
    pub fn from_line(line: &str, number: usize) -> Result<Self, GoldError> {
        let fail = |fault| GoldError { line: number, fault };
        let Line { id, title, text, quotes } = parse(line, number)?;
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut quotations = Vec::with_capacity(quotes.len());
        for (at, quote) in quotes.into_iter().enumerate() {
            let spans = |field: &'static str, spans: Vec<[usize; 2]>| {
                let span = |span: [usize; 2]| {
                    let [start, end] = span;
                    if start > end {
                        return Err(fail(GoldFault::Reversed { entry: at + 1, field, span }));
                    }
                    match (bytes.get(start), bytes.get(end)) {
                        (Some(start), Some(end)) => Ok(Span::new(*start, *end)),
                        _ => Err(fail(GoldFault::Outside { entry: at + 1, field, span, length: bytes.len() - 1 })),
                    }
                };
                spans.into_iter().map(span).collect::<Result<Vec<Span>, GoldError>>()
            };
            quotations.push(GoldQuotation {
                content: spans("content", quote.content)?,
                source: spans("source", quote.source.unwrap_or_default())?,
                cue: spans("cue", quote.cue.unwrap_or_default())?,
                speaker: quote.speaker,
                speaker_class: quote.speaker_class,
                speaker_country: quote.speaker_country,
                nested: quote.nested.unwrap_or_default(),
            });
        }
        let id = match id {
            Value::String(id) => id,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        Ok(Self { id, title, text, quotations })
    }

    /// Reads all lines of a file but the blank ones.
    ///
    /// # Errors
    /// The first line that [`GoldArticle::from_line`] cannot read.
    pub fn from_lines(lines: &str) -> Result<Vec<Self>, GoldError> {
        let numbered = lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        numbered.map(|(at, line)| Self::from_line(line, at + 1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::GoldArticle;

    #[test]
    fn code_points_become_bytes() {
        let line = r#"{"id":7,"text":"“Нет,” sagte sie.","quotes":[{"content":[[1,4]],"source":null,"cue":[[7,12]],"speaker":null}]}"#;
        let article = GoldArticle::from_line(line, 1).unwrap();
        let quotation = &article.quotations[0];
        assert_eq!(article.id, "7");
        assert_eq!(quotation.content[0].of(&article.text), "Нет");
        assert_eq!(quotation.cue[0].of(&article.text), "sagte");
        assert!(quotation.source.is_empty() && quotation.speaker.is_none() && !quotation.nested);
    }

    #[test]
    fn errors_name_line_reason_and_remedy() {
        for (line, expected) in [
            ("{", "line 2: EOF while parsing an object (column 1); write one JSON object a line"),
            ("7", "line 2: invalid type: integer `7`, expected an object with id, text and quotes (column 1); write"),
            (r#"{"id":"a","quotes":[]}"#, "line 2: missing field `text` (column 22); write one JSON object a line"),
            (r#"{"text":"No.","quotes":[{"source":[]}]}"#, "line 2: missing field `content` (column 37)"),
            (
                r#"{"text":"No.","quotes":[{"content":[]},{"content":[[0,4]]}]}"#,
                "line 2: content [0, 4] of entry 2 lies outside the text of 3 characters; count offsets in Unicode",
            ),
            (
                r#"{"text":"No.","quotes":[{"content":[[0,2]],"source":[[2,1]]}]}"#,
                "line 2: source [2, 1] of entry 1 ends before it begins; write spans as [start, end]",
            ),
            (
                r#"{"text":"No.","quotes":[{"content":[[-1,2]]}]}"#,
                "line 2: invalid value: integer `-1`, expected usize",
            ),
        ] {
            let error = GoldArticle::from_lines(&format!("\n{line}\n")).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{line}\n{error}");
        }
        assert_eq!(GoldArticle::from_lines("\n \n").unwrap(), []);
    }
}
