//! What a mail carries (RFC 2045 to 2049): attached documents, and messages that are forwarded whole. Each is read as if
//! it lay beside the mail, as `dispatch.eml!report.pdf`.

use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
};

use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Something that a mail carries.
pub(super) struct Attachment<'a> {
    /// Its name, or what it is; none twice in a mail.
    pub(super) name: String,
    /// Its bytes, unwrapped. A text of a charset that the mail names is UTF-8.
    pub(super) bytes: &'a [u8],
    /// Why it is not read, if its type says so.
    pub(super) aside: Option<&'static str>,
    /// Whether it is a text whose charset nobody can tell any more.
    pub(super) garbled: bool,
}

/// The head of a message is looked at so far, in bytes, for what says that it is more than words.
const HEAD: usize = 64 << 10;
const MORE: &[&str] = &["boundary", "message/", "application/", "image/", "audio/", "video/", "attachment"];

/// Whether the head of a message says that it may carry something: most mails need not be taken apart twice.
pub(super) fn may_carry(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    MORE.iter().any(|word| memchr::memmem::find(&head, word.as_bytes()).is_some())
}

/// Most messages within one: a digest of a day's mails has hundreds, each of which takes kilobytes when it is taken apart.
const MESSAGES: usize = 4000;

/// Whether there are more messages within this one than anybody forwards.
pub(super) fn is_chain(bytes: &[u8]) -> bool {
    let count = |kind: &[u8]| memchr::memmem::find_iter(bytes, kind).take(MESSAGES + 1).count();
    count(b"/rfc822") + count(b"/RFC822") > MESSAGES
}

/// Gives what the message carries to `each`, in its order. Its own words, in however many ways they are written, are no
/// attachments.
pub(super) fn attachments(bytes: &[u8], each: &mut dyn FnMut(&Attachment<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
    let message = if may_carry(bytes) { MessageParser::default().parse(bytes) } else { None };
    let Some(message) = message else { return ControlFlow::Continue(()) };
    let mut given: HashMap<String, u32> = HashMap::new();
    for part in carried(&message) {
        let wanted = name(part);
        let mut name = wanted.clone();
        while given.contains_key(&name) {
            let times = given.entry(wanted.clone()).or_default();
            *times += 1;
            name = format!("{times}-{wanted}");
        }
        given.insert(name.clone(), 1);
        let text = matches!(part.body, PartType::Text(_) | PartType::Html(_));
        let said = part.content_type().is_some_and(|kind| kind.attribute("charset").is_some());
        let bytes = if text && !said { undecoded(&message, part) } else { part.contents() };
        let garbled = text && !said && memchr::memmem::find(bytes, "\u{fffd}".as_bytes()).is_some();
        each(&Attachment { name, bytes, aside: aside(part), garbled })?;
    }
    ControlFlow::Continue(())
}

/// The bytes of a text as they were sent, so that its charset can be found out; the decoded ones where they were wrapped.
pub(super) fn undecoded<'x>(message: &'x Message<'x>, part: &'x MessagePart<'x>) -> &'x [u8] {
    let sent = message.raw_message.get(part.offset_body as usize..part.offset_end as usize);
    sent.filter(|_| part.encoding == Encoding::None).unwrap_or_else(|| part.contents())
}

/// Whether the message carries anything.
pub(super) fn any(bytes: &[u8], message: &Message<'_>) -> bool {
    may_carry(bytes) && carried(message).next().is_some()
}

fn carried<'x>(message: &'x Message<'x>) -> impl Iterator<Item = &'x MessagePart<'x>> {
    // Other ways of saying the same: pages for watches, rich text.
    let alternative = |part: &&MessagePart<'_>| part.is_content_type("multipart", "alternative");
    let same: HashSet<u32> = message
        .parts
        .iter()
        .filter(alternative)
        .filter_map(|part| match &part.body {
            PartType::Multipart(ids) => Some(ids),
            _ => None,
        })
        .flatten()
        .copied()
        .filter(|id| {
            matches!(message.parts.get(*id as usize).map(|p| &p.body), Some(PartType::Text(_) | PartType::Html(_)))
        })
        .collect();
    let of = move |id: &u32| message.parts.get(*id as usize).filter(|_| !same.contains(id));
    message.attachments.iter().filter_map(of).filter(|part| !matches!(part.body, PartType::Multipart(_)))
}

fn name(part: &MessagePart<'_>) -> String {
    let given = part.attachment_name().map(|name| {
        let plain = |c: char| if c.is_control() || matches!(c, '/' | '\\' | '!' | ':') { '_' } else { c };
        name.trim().chars().map(plain).collect::<String>()
    });
    given.filter(|name| !name.is_empty()).unwrap_or_else(|| {
        let name = match part.body {
            PartType::Message(_) => "forwarded.eml",
            PartType::Html(_) => "attached.html",
            PartType::Text(_) => "attached.txt",
            _ => "attached",
        };
        name.to_owned()
    })
}

/// Cards, signatures and appointments are no articles.
fn aside(part: &MessagePart<'_>) -> Option<&'static str> {
    let kind = part.content_type()?;
    let subtype = kind.c_subtype.as_deref().unwrap_or_default().to_ascii_lowercase();
    match (kind.c_type.to_ascii_lowercase().as_str(), subtype.as_str()) {
        ("text", "calendar" | "vcard" | "x-vcard" | "directory" | "css" | "rfc822-headers")
        | ("application", "ics" | "pgp-signature" | "pgp-keys" | "pkcs7-signature" | "x-pkcs7-signature" | "ms-tnef")
        | ("message", "delivery-status" | "disposition-notification") => {
            Some("a part of a mail that is no article: a card, a signature, an appointment or a notice of delivery")
        }
        ("image" | "audio" | "video" | "font", _) => Some("an attached picture, recording or font"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::{
        article::Location,
        source::{Limits, Unit, units_of_reader},
    };

    const MAIL: &str = "From: Desk <desk@example.org>\r\nSubject: Two papers\r\nDate: Mon, 3 Mar 2014 09:00:00 +0000\r\n\
        Message-ID: <1@example.org>\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: multipart/alternative; boundary=\"w\"\r\n\r\n\
        --w\r\nContent-Type: text/plain\r\n\r\nBoth are attached.\r\n\
        --w\r\nContent-Type: text/x-amp-html\r\n\r\n<p>Both are attached.</p>\r\n--w--\r\n\
        --b\r\nContent-Type: text/html; name=\"talks.html\"\r\nContent-Disposition: attachment; filename=\"talks.html\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nPHA+VGFsa3MuPC9wPg==\r\n\
        --b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"a.png\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
        --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Envoy <envoy@example.org>\r\nSubject: Inner\r\n\
        Date: Sun, 2 Mar 2014 09:00:00 +0000\r\n\r\nThe inner words.\r\n\
        --b\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=\"../a/talks.html\"\r\n\r\nx\r\n--b--\r\n";

    fn seen(name: &str, bytes: &[u8], depth: usize) -> Vec<String> {
        let mut seen = vec![];
        let limits = Limits { depth, ..Limits::default() };
        units_of_reader(bytes, Location::file(name), &limits, &mut |unit| {
            seen.push(match unit {
                Unit::Large => "large".to_owned(),
                Unit::Raw(raw) => format!("{} = {}", raw.location, raw.format),
                Unit::Skipped { location, reason } => format!("{location} - {reason}"),
                Unit::Problem(problem) => format!("{} ! {}", problem.location, problem.reason),
            });
            ControlFlow::Continue(())
        });
        seen
    }

    #[test]
    fn what_a_mail_carries_is_read_as_if_it_lay_beside_it() {
        let expected = [
            "m.eml!talks.html = HTML",
            "m.eml!a.png - an attached picture, recording or font",
            "m.eml!forwarded.eml = mail",
            "m.eml!.._a_talks.html - hidden",
            "m.eml = mail",
        ];
        assert_eq!(seen("m.eml", MAIL.as_bytes(), 4), expected);
        assert!(seen("m.eml", MAIL.as_bytes(), 0)[0].contains("--max-depth"));
    }

    #[test]
    fn of_a_mailbox_the_number_of_the_message_says_whose_it_is() {
        let mailbox = format!(
            "From a@b Mon Mar  3 09:00:00 2014\nSubject: x\n\nHi\n\nFrom a@b Mon Mar  3 09:00:00 2014\n{}",
            MAIL.replace("\r\n", "\n")
        );
        let seen = seen("m.mbox", mailbox.as_bytes(), 4);
        assert_eq!(seen[..2], ["m.mbox:1 = mail", "m.mbox!2/talks.html = HTML"]);
        assert_eq!(seen.last().map(String::as_str), Some("m.mbox:2 = mail"));
    }
}
