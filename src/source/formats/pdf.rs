//! PDF (ISO 32000): the text of its pages, put together from lines. Its dates are those of the file and not of publication.

use super::text;
use crate::article::Article;

/// Reads one document.
#[cfg(feature = "pdf")]
pub(super) fn read(bytes: &[u8]) -> Result<Article, String> {
    check(bytes)?;
    let pages = pdf_extract::extract_text_from_mem_by_pages(bytes).map_err(|error| {
        let told = error.to_string();
        if told.to_lowercase().contains("crypt") || told.to_lowercase().contains("password") {
            return "encrypted; save it without its password first".to_owned();
        }
        format!("damaged PDF: {}", told.split_whitespace().collect::<Vec<_>>().join(" "))
    })?;
    let text = pages.iter().map(|page| paragraphs(page)).filter(|page| !page.is_empty()).collect::<Vec<_>>();
    if text.is_empty() {
        return Err("a PDF without text: pictures of pages need text recognition (OCR) first".to_owned());
    }
    text::read_text(joined(&text))
}

/// Most bytes of a stream that is no picture and no font, decompressed: what is drawn on a page.
#[cfg(feature = "pdf")]
const DRAWN: u64 = 8 << 20;
/// Most bytes of any other.
#[cfg(feature = "pdf")]
const STREAM: u64 = 256 << 20;

/// Finds streams that inflate as in a bomb, before a parser does.
#[cfg(feature = "pdf")]
fn check(bytes: &[u8]) -> Result<(), String> {
    use std::io::Read;
    let mut all = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let start = at + b"stream".len();
        let data = bytes.get(start..).unwrap_or_default();
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        // The header of zlib (RFC 1950): its method, and a check of two bytes.
        let zlib = matches!(data, [first, second, ..] if first & 15 == 8 && (u32::from(*first) * 256 + u32::from(*second)) % 31 == 0);
        if !zlib || bytes[..at].ends_with(b"end") {
            continue;
        }
        let around = &bytes[at.saturating_sub(1024)..at];
        let about = memchr::memmem::rfind(around, b" obj").map_or(around, |object| &around[object..]);
        let has = |name: &[u8]| memchr::memmem::find(about, name).is_some();
        let limit = if has(b"/Image") || has(b"/Length1") || has(b"/FontFile") { STREAM } else { DRAWN };
        // What is damaged the parser tells.
        let size =
            std::io::copy(&mut flate2::read::ZlibDecoder::new(data).take(limit + 1), &mut std::io::sink()).unwrap_or(0);
        all += size;
        if size > limit || all > 4 * STREAM {
            return Err(format!(
                "a stream at byte {at} inflates to more than the limit of {limit} bytes, as in a bomb"
            ));
        }
    }
    Ok(())
}

/// Without the feature: what to do.
#[cfg(not(feature = "pdf"))]
pub(super) fn read(_: &[u8]) -> Result<Article, String> {
    Err("PDF is not read by this build; build demarche with --features pdf".to_owned())
}

/// The pages of a document in one: a paragraph that the end of a page cuts goes on.
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "only PDF has pages"))]
fn joined(pages: &[String]) -> String {
    let mut text = String::new();
    for page in pages {
        let open = text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '–' | '—'));
        let goes_on = open && page.starts_with(|c: char| c.is_lowercase());
        match (text.is_empty(), goes_on) {
            (true, _) => {}
            (false, true) => text.push(' '),
            (false, false) => text.push_str("\n\n"),
        }
        text.push_str(page);
    }
    text
}

/// The lines of a page as paragraphs. A blank line ends one; a word that is divided at the end of a line is put together
/// where the next line begins with a small letter, as the hyphen of most such words is the printer's.
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "only PDF has pages"))]
fn paragraphs(page: &str) -> String {
    let mut found: Vec<String> = Vec::new();
    let mut current = String::new();
    for line in page.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            if !current.is_empty() {
                found.push(std::mem::take(&mut current));
            }
            continue;
        }
        let divided = current.strip_suffix(['-', '\u{ad}']).is_some_and(|word| word.ends_with(char::is_alphabetic));
        if divided && line.starts_with(char::is_lowercase) {
            current.pop();
        } else if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(&line);
    }
    if !current.is_empty() {
        found.push(current);
    }
    found.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::{joined, paragraphs};

    #[test]
    fn lines_become_paragraphs() {
        let table = [
            ("The ministers\nmet.\n\nThey agreed.", "The ministers met.\n\nThey agreed."),
            ("a pro-\nposal of the pro-\nRussian side", "a proposal of the pro- Russian side"),
            ("  \n\n", ""),
            ("1 -\nb", "1 - b"),
        ];
        for (page, text) in table {
            assert_eq!(paragraphs(page), text);
        }
        assert_eq!(
            joined(&["They met in".into(), "the palace.".into(), "Then".into()]),
            "They met in the palace.\n\nThen"
        );
    }
}
