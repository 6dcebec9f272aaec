//! Mail (RFC 5322, MIME): newsletters and forwarded dispatches. The sender is the outlet.

use mail_parser::{Message, MessageParser, PartType};

use super::{
    super::{attachments, charset},
    blocks, plain_lines,
};
use crate::{article::Article, date::Date};

/// Reads one message; nothing where it only carries others.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Article>, String> {
    let message = MessageParser::default().parse(bytes).ok_or("no mail: it has no header")?;
    // Text as it was written is better than text made from a page. A picture may stand between two parts of it.
    let words = |ids: &[u32]| {
        let parts = ids.iter().filter_map(|id| match &message.parts.get(*id as usize)?.body {
            PartType::Text(text) => Some(written(&message, *id, text)),
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
    if text.is_empty() && attachments::any(bytes, &message) {
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

/// A text of the message. Where the mail names no charset it is found out, as that of a file is.
fn written(message: &Message<'_>, id: u32, text: &str) -> String {
    let garbled = || text.contains('\u{fffd}');
    let part = message.parts.get(id as usize).filter(|_| garbled());
    let decoded = part.and_then(|part| charset::decode(attachments::undecoded(message, part), None).ok());
    decoded.map_or_else(|| text.to_owned(), |(text, _)| text.into_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_without_a_charset_are_found_out() {
        let words = "Посол сказал журналистам, что переговоры в Женеве продолжаются и завершатся в пятницу.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(words);
        let mail = [b"Subject: x\nMessage-ID: <1@b>\nContent-Type: text/plain\n\n".as_slice(), &bytes].concat();
        assert_eq!(super::read(&mail).unwrap().unwrap().text, words);
    }
}
