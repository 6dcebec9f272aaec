//! Reuters-21578: one record of the collection's SGML, `<REUTERS …>…</REUTERS>`.
//!
//! After the collection's README (D. Lewis, 1997): `BODY` is the text, or `TEXT` whole where a story was never taken apart
//! (`TYPE="BRIEF"`, `"UNPROC"`); `NEWID` identifies it; a last line "Reuter" signs it off.

use std::borrow::Cow;

use super::values;
use crate::{article::Article, source::charset};

/// Reads one record.
pub(super) fn read(bytes: &[u8]) -> Result<Article, String> {
    let declared = std::str::from_utf8(bytes).is_err().then_some("windows-1252");
    let (record, _) = charset::decode(bytes, declared).map_err(|error| error.to_string())?;
    let head = record.split_once('>').map_or("", |(head, _)| head);
    let line =
        |name: &str| element(&record, name).map(|text| plain(text).split_whitespace().collect::<Vec<_>>().join(" "));
    let text = element(&record, "BODY").or_else(|| element(&record, "TEXT")).ok_or("a record without a text")?;
    let text = signed_off(&plain(text)).to_owned();
    if text.trim().is_empty() {
        return Err("no text".to_owned());
    }
    Ok(Article {
        id: attribute(head, "NEWID").map(|id| format!("reuters-{id}")).unwrap_or_default(),
        title: line("TITLE").filter(|title| !title.is_empty()),
        published: element(&record, "DATE").and_then(|date| values::date_of(plain(date).trim())),
        outlet: Some("Reuters".to_owned()),
        byline: line("AUTHOR").map(|author| author.trim_start_matches("By ").trim_end_matches(", Reuters").to_owned()),
        dateline: line("DATELINE").map(|place| place.trim_end_matches(['-', ' ']).to_owned()),
        language: Some("en".to_owned()),
        tags: ["TOPICS", "PLACES", "PEOPLE", "ORGS"].iter().flat_map(|name| listed(&record, name)).collect(),
        text,
        ..Article::default()
    })
}

/// What stands between the tags of the first element of this name.
fn element<'a>(record: &'a str, name: &str) -> Option<&'a str> {
    let open = format!("<{name}");
    let at = record.match_indices(&open).map(|(at, _)| at + open.len());
    let start = at.into_iter().find(|at| record[*at..].starts_with(['>', ' ']))?;
    let start = start + record[start..].find('>')? + 1;
    let length = record[start..].find(&format!("</{name}>"))?;
    Some(&record[start..start + length])
}

/// The `<D>` of a list of editorial tags.
fn listed(record: &str, name: &str) -> Vec<String> {
    let list = element(record, name).unwrap_or_default();
    list.split("<D>").skip(1).filter_map(|one| one.split_once("</D>")).map(|(one, _)| plain(one)).collect()
}

fn attribute<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = head.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Without tags, with a space for each, and without the wire's control characters.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            plain.push(' ');
            rest = &rest[end..];
        } else {
            let end = rest.bytes().take(10).position(|b| b == b';').map_or(1, |end| end + 1);
            plain.push_str(&reference(&rest[..end]));
            rest = &rest[end..];
        }
    }
    plain.push_str(rest);
    plain
}

fn reference(written: &str) -> Cow<'_, str> {
    match written {
        "&lt;" => "<".into(),
        "&gt;" => ">".into(),
        "&amp;" => "&".into(),
        "&quot;" => "\"".into(),
        _ => match written.strip_prefix("&#").and_then(|number| number.trim_end_matches(';').parse::<u32>().ok()) {
            Some(number) => match char::from_u32(number) {
                Some(c) if !c.is_control() || c == '\n' => c.to_string().into(),
                _ => "".into(),
            },
            None => written.into(),
        },
    }
}

/// The text without the wire's sign-off at its end, the line "Reuter" or the word in capitals, and without white space around it.
fn signed_off(text: &str) -> &str {
    let text = text.trim();
    let start = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let last = text[start..].trim_end_matches('.');
    let own_line = text[..start].trim_end_matches([' ', '\t']).ends_with('\n');
    let signs = last == "REUTER" || own_line && last == "Reuter" || last == text && last == "Reuter";
    if signs { text[..start].trim() } else { text }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_record_and_its_parts() {
        let record = b"<REUTERS TOPICS=\"YES\" OLDID=\"5\" NEWID=\"12\">\n<DATE> 2-MAR-1987 16:30:01.79</DATE>\n\
            <TOPICS><D>trade</D><D>gas</D></TOPICS><PLACES><D>usa</D></PLACES>\n<TEXT>&#2;\n<TITLE>GAS &lt;PACT> SIGNED</TITLE>\n\
            <AUTHOR>    By Ann Lee, Reuters</AUTHOR>\n<DATELINE>    GENEVA, March 2 - </DATELINE><BODY>Talks at R&amp;D Co\n\
            ended.\n    They go on.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>";
        let article = read(record).unwrap();
        assert_eq!(article.text, "Talks at R&D Co\nended.\n    They go on.");
        assert_eq!(article.title.as_deref(), Some("GAS <PACT> SIGNED"));
        assert_eq!(
            (article.id.as_str(), article.published.unwrap().to_string().as_str()),
            ("reuters-12", "1987-03-02")
        );
        assert_eq!(article.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(article.dateline.as_deref(), Some("GENEVA, March 2"));
        assert_eq!(article.tags, ["trade", "gas", "usa"]);
    }

    #[test]
    fn what_was_never_taken_apart_is_whole() {
        let text = |inside: &str| {
            read(format!("<REUTERS NEWID=\"1\"><TEXT TYPE=\"BRIEF\">{inside}</TEXT></REUTERS>").as_bytes())
        };
        assert_eq!(text("******<TITLE>GAS UP</TITLE>&#3;").unwrap().text, "****** GAS UP");
        assert_eq!(text("Gas rose, said REUTER...").unwrap().text, "Gas rose, said");
        assert_eq!(text("He met a man from Reuter").unwrap().text, "He met a man from Reuter");
        assert_eq!(text(" Reuter\n").unwrap_err(), "no text");
        assert!(read(b"<REUTERS NEWID=\"1\"><BODY>x").is_err());
    }
}
