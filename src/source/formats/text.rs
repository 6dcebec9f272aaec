//! A text is an article without mark-up: its title in the first line, or what is known of it in a header above.
//!
//! Two headers are understood: YAML front matter between two lines `---`, of which only `key: value` is read, and
//! mail-like lines `Key: value` that end at a blank line.

use crate::{
    article::Article,
    date::Date,
    dateline::dateline,
    source::{charset, fields::Field},
};

use super::plain_lines;

/// Longest title, in characters.
const TITLE: usize = 160;
/// Most lines of a header.
const HEADER: usize = 200;

/// Reads one text.
pub(super) fn read(bytes: &[u8]) -> Result<Article, String> {
    let (text, _) = charset::decode(bytes, None).map_err(|error| error.to_string())?;
    let text = plain_lines(text);
    let mut article = Article::default();
    let body = front_matter(&text, &mut article).or_else(|| header(&text, &mut article)).unwrap_or(&text);
    let (title, body) = split_title(body.trim());
    if article.title.is_none() {
        article.title = title.map(str::to_owned);
    }
    // A title in the header does not take the first line out of the text, unless it says the same.
    let own = article.title.as_deref() == title;
    article.text = if own { body } else { text_after(&text, body, title) }.trim().to_owned();
    if article.text.is_empty() {
        return Err("no text: there is a header and nothing after it".into());
    }
    Ok(article)
}

/// The body with its first line, which turned out not to be the title.
fn text_after<'a>(text: &'a str, body: &'a str, title: Option<&str>) -> &'a str {
    match title.and_then(|title| text[..text.len() - trailing(text, body)].rfind(title)) {
        Some(at) => &text[at..],
        None => body,
    }
}

/// Bytes of `text` from the start of its slice `body` on.
fn trailing(text: &str, body: &str) -> usize {
    text.len() - (body.as_ptr() as usize - text.as_ptr() as usize)
}
