//! Mail (RFC 5322, MIME): newsletters and forwarded dispatches. The sender is the outlet.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::{blocks, plain_lines};
use crate::{article::Article, date::Date};

/// Reads one message.
pub(super) fn read(bytes: &[u8]) -> Result<Article, String> {
    let message = MessageParser::default().parse(bytes).ok_or("no mail: it has no header")?;
    // Text as it was written is better than text made from a page; attachments are none.
    let part = |html: bool| {
        message.parts.iter().find_map(|part| match &part.body {
            _ if part.is_attachment_like() => None,
            PartType::Text(text) if !html => Some(text.to_string()),
            PartType::Html(page) if html => blocks::of_html(page),
            _ => None,
        })
    };
    let text = part(false).filter(|text| !text.trim().is_empty()).or_else(|| part(true)).unwrap_or_default();
    let text = plain_lines(text).trim().to_owned();
    if text.is_empty() {
        return Err("a message without text, or with a page that is nested too deep".to_owned());
    }
    let sender = message.from().and_then(|from| from.first());
    let name = sender.and_then(|sender| sender.name().or_else(|| sender.address())).map(str::to_owned);
    let published = message.date().and_then(|date| {
        let month = i8::try_from(date.month).ok()?;
        jiff::civil::Date::new(i16::try_from(date.year).ok()?, month, i8::try_from(date.day).ok()?).ok()
    });
    Ok(Article {
        id: message.message_id().map(str::to_owned).unwrap_or_default(),
        title: message.subject().map(str::to_owned),
        text,
        published: published.map(Date::Day),
        outlet: name,
        ..Article::default()
    })
}

trait Attached {
    fn is_attachment_like(&self) -> bool;
}

impl Attached for mail_parser::MessagePart<'_> {
    fn is_attachment_like(&self) -> bool {
        self.content_disposition().is_some_and(mail_parser::ContentType::is_attachment)
    }
}
