//! Articles with quotations marked by hand, as JSON Lines.

use std::{fs, io::Read, path::Path};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

use super::TrainError;

/// One line of a gold file. Offsets are Unicode code points, end exclusive.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldArticle {
    /// The article's words.
    pub text: String,
    /// Its quotations.
    #[serde(default)]
    pub quotes: Vec<GoldQuotation>,
}

/// A quotation of a gold file.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldQuotation {
    /// What is reported.
    #[serde(default)]
    pub content: Vec<(usize, usize)>,
    /// Who said it.
    #[serde(default)]
    pub source: Vec<(usize, usize)>,
    /// The reporting expression.
    #[serde(default)]
    pub cue: Vec<(usize, usize)>,
}

impl GoldArticle {
    /// Turns code points into bytes; says which offset lies outside the text.
    fn into_bytes(mut self) -> Result<Self, usize> {
        let mut bytes: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        bytes.push(self.text.len());
        let byte = |at: usize| bytes.get(at).copied().ok_or(at);
        for quotation in &mut self.quotes {
            for spans in [&mut quotation.content, &mut quotation.source, &mut quotation.cue] {
                for span in spans.iter_mut() {
                    *span = (byte(span.0)?, byte(span.1)?);
                }
            }
        }
        Ok(self)
    }
}

/// Reads a gold file, gzip or not. The offsets of what it gives are bytes.
///
/// # Errors
/// The file cannot be read, a line is no JSON of this shape, or an offset lies outside its text.
pub fn read(path: &Path) -> Result<Vec<GoldArticle>, TrainError> {
    let file = || path.display().to_string();
    let io = |error| TrainError::Read { file: file(), error };
    let bytes = fs::read(path).map_err(io)?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).map_err(io)?;
    } else {
        text = String::from_utf8(bytes).map_err(|error| io(std::io::Error::other(error)))?;
    }
    let mut articles = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let bad = |reason: String| TrainError::Line { file: file(), line: n + 1, reason };
        let article: GoldArticle = serde_json::from_str(line).map_err(|error| bad(error.to_string()))?;
        articles.push(article.into_bytes().map_err(|at| bad(format!("offset {at} lies outside the text")))?);
    }
    Ok(articles)
}
