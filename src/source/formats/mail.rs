//! Mail (RFC 5322, MIME): newsletters and forwarded dispatches. The sender is the outlet.

use mail_parser::{MessageParser, PartType};

use super::{super::attachments, blocks, plain_lines};
use crate::{article::Article, date::Date};

/// Reads one message; nothing where it only carries others.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Article>, String> {
    let message = MessageParser::default().parse(bytes).ok_or("no mail: it has no header")?;
    // Text as it was written is better than text made from a page. A picture may stand between two parts of it.
    let words = |ids: &[u32]| {
        let parts = ids.iter().filter_map(|id| match &message.parts.get(*id as usize)?.body {
            PartType::Text(text) => Some(text.to_string()),
            PartType::Html(page) => blocks::of_html(page),
            _ => None,
        });
        parts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
    };
    let mut text = words(&message.text_body);
    if text.is_empty() {
        text = words(&message.html_body);
    }
    let text = plain_lines(text).trim().to_owned();
    if text.is_empty() && attachments::any(&message) {
        return Ok(None);
    }
    if text.is_empty() {
        return Err("a message without text, or with a page that is nested too deep".to_owned());
    }
    let sender = message.from().and_then(|from| from.first());
    let name = sender.and_then(|sender| sender.name().or_else(|| sender.address())).map(str::to_owned);
    let published = message.date().and_then(|date| {
        let month = i8::try_from(date.month).ok()?;
        jiff::civil::Date::new(i16::try_from(date.year).ok()?, month, i8::try_from(date.day).ok()?).ok()
    });
    Ok(Some(Article {
        id: message.message_id().map(str::to_owned).unwrap_or_default(),
        title: message.subject().map(str::to_owned),
        text,
        published: published.map(Date::Day),
        outlet: name,
        ..Article::default()
    }))
}
