//! A text is an article without mark-up: its title in the first line, or what is known of it in a header above.
//!
//! Two headers are understood: YAML front matter between two lines `---`, of which only `key: value` is read, and
//! mail-like lines `Key: value` that end at a blank line.

use super::{plain_lines, values};
use crate::{
    article::Article,
    date::Date,
    dateline::dateline,
    source::{charset, fields::Field},
};

/// Longest title, in characters.
const TITLE: usize = 160;
/// Most lines of a header.
const HEADER: usize = 200;

/// Reads one text.
pub(super) fn read(bytes: &[u8]) -> Result<Article, String> {
    let (text, _) = charset::decode(bytes, None).map_err(|error| error.to_string())?;
    read_text(text.into_owned())
}

/// Reads one text that is decoded already.
pub(super) fn read_text(text: String) -> Result<Article, String> {
    let text = plain_lines(text);
    let mut article = Article::default();
    let body = match front_matter(&text, &mut article).or_else(|| header(&text, &mut article)) {
        Some(body) => body.trim(),
        None => text.trim(),
    };
    article.text = match (title_and_rest(body), &article.title) {
        (Some((title, rest)), None) => {
            article.title = Some(title.to_owned());
            rest
        }
        // The title of the header, once more.
        (Some((title, rest)), Some(known)) if title == known => rest,
        _ => body,
    }
    .to_owned();
    if article.text.is_empty() {
        return Err("no text: nothing follows the header".into());
    }
    Ok(article)
}

/// The body after YAML front matter, if the text starts with some; what it says goes into `article`.
fn front_matter<'a>(text: &'a str, article: &mut Article) -> Option<&'a str> {
    let inside = text.trim_start().strip_prefix("---")?.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    let (mut at, mut pairs) = (0, vec![]);
    for line in inside.split_inclusive('\n').take(HEADER) {
        at += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            if pairs.is_empty() {
                return None;
            }
            for (key, value) in pairs {
                tell(article, key, &scalar(value));
            }
            return Some(&inside[at..]);
        }
        // Lists and nested maps are indented or dashed; comments and blank lines say nothing.
        if line.is_empty() || line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        pairs.push(line.split_once(':')?);
    }
    None
}

/// A YAML value without its quotes; a list in brackets becomes its items joined by commas.
fn scalar(value: &str) -> String {
    let value = value.trim();
    let unquoted = |v: &str| {
        let v = v.trim();
        let inner = ['"', '\''].iter().find_map(|q| v.strip_prefix(*q)?.strip_suffix(*q));
        inner.unwrap_or(v).replace("\\\"", "\"")
    };
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(list) => list.split(',').map(unquoted).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(", "),
        None => unquoted(value),
    }
}

/// The body after header lines, if all lines before the first blank one are such and one has a key that we know.
fn header<'a>(text: &'a str, article: &mut Article) -> Option<&'a str> {
    let text = text.trim_start_matches('\n');
    let (mut at, mut pairs, mut ended) = (0, vec![], false);
    for line in text.split_inclusive('\n').take(HEADER) {
        at += line.len();
        let line = line.trim_end();
        if line.is_empty() {
            ended = true;
            break;
        }
        let (key, value) = line.split_once(':')?;
        let well_formed = key.len() <= 21
            && key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.chars().all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '-')
            && (value.is_empty() || value.starts_with([' ', '\t']));
        if !well_formed {
            return None;
        }
        pairs.push((key, value));
    }
    if !ended {
        return None; // no blank line after it: it is the text itself
    }
    if !pairs.iter().any(|(key, _)| Field::named(key).is_some_and(|field| field != Field::Text)) {
        return None;
    }
    for (key, value) in pairs {
        tell(article, key, value.trim());
    }
    Some(&text[at..])
}

/// Notes what a header says under `key`; what is said first counts.
fn tell(article: &mut Article, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let slot = match Field::named(key) {
        Some(Field::Published) => {
            article.published = article.published.or_else(|| Date::written(value));
            return;
        }
        Some(Field::Id) => {
            if article.id.is_empty() {
                value.clone_into(&mut article.id);
            }
            return;
        }
        Some(Field::Tags) => {
            if article.tags.is_empty() {
                article.tags = values::list(&value.into()).unwrap_or_default();
            }
            return;
        }
        Some(Field::Title) => &mut article.title,
        Some(Field::Outlet) => &mut article.outlet,
        Some(Field::Byline) => &mut article.byline,
        Some(Field::Dateline) => &mut article.dateline,
        Some(Field::Url) => &mut article.url,
        Some(Field::Language) => &mut article.language,
        Some(Field::Section) => &mut article.section,
        Some(Field::Text) | None => return,
    };
    slot.get_or_insert_with(|| value.to_owned());
}

/// Takes the title off the text, where the first line reads like one: a Markdown heading, or a short line by itself
/// that is neither a sentence nor a dateline.
fn title_and_rest(body: &str) -> Option<(&str, &str)> {
    let (first, rest) = body.split_once('\n')?;
    let first = first.trim();
    let story = rest.trim();
    if story.is_empty() {
        return None;
    }
    if let Some(heading) = first.strip_prefix("# ") {
        return Some((heading.trim().trim_end_matches('#').trim_end(), story));
    }
    let blank_after = rest.split('\n').next().is_some_and(|line| line.trim().is_empty());
    let bare = first.trim_end_matches(['"', '”', '’', '\'', '»', ')']);
    let sentence = bare.ends_with(['.', ',', ';', ':', '…']);
    let title = blank_after
        && !sentence
        && first.chars().count() <= TITLE
        && first.chars().any(char::is_alphabetic)
        && dateline(first).is_none();
    title.then_some((first, story))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn titles() {
        let table = [
            ("Talks end\n\nThey ended.", Some("Talks end"), "They ended."),
            ("# Talks end #\nThey ended.", Some("Talks end"), "They ended."),
            ("Will it hold?\n\nIt will.\n\n  Yes.", Some("Will it hold?"), "It will.\n\n  Yes."),
            ("They ended today.\n\nSo they did.", None, "They ended today.\n\nSo they did."),
            ("He said “no.”\n\nSo they did.", None, "He said “no.”\n\nSo they did."),
            ("Talks\nended\n\nToday.", None, "Talks\nended\n\nToday."),
            ("Talks end", None, "Talks end"),
            ("GENEVA, Nov. 24 (AP) —\n\nThey ended.", None, "GENEVA, Nov. 24 (AP) —\n\nThey ended."),
            ("\u{feff}Talks end\r\n\r\nOne\rtwo\u{0}three.\r\n", Some("Talks end"), "One\ntwo three."),
            ("***\n\nText", None, "***\n\nText"),
        ];
        for (text, title, body) in table {
            let article = read(text.as_bytes()).unwrap();
            assert_eq!((article.title.as_deref(), article.text.as_str()), (title, body), "{text}");
        }
    }

    #[test]
    fn headers() {
        let text = "---\ntitle: \"Talks: end\"\ndate: 2014-03-30\nauthors: [Ann Lee, 'Bo Roe']\ntags:\n  - x\nnested:\n  a: b\n---\n\n# Talks: end\n\nThey ended.";
        let article = read(text.as_bytes()).unwrap();
        assert_eq!(article.title.as_deref(), Some("Talks: end"));
        assert_eq!(article.published.unwrap().to_string(), "2014-03-30");
        assert_eq!(article.byline.as_deref(), Some("Ann Lee, Bo Roe"));
        assert_eq!(article.text, "They ended.");

        let text = "TITLE: Talks end\nPublished: 30 March 2014\nEmbargo: none\nBy: Ann Lee\nID: x-1\n\nFirst line\n\nThey ended.";
        let article = read(text.as_bytes()).unwrap();
        assert_eq!(article.title.as_deref(), Some("Talks end"));
        assert_eq!((article.id.as_str(), article.byline.as_deref()), ("x-1", Some("Ann Lee")));
        assert_eq!(article.text, "First line\n\nThey ended.");
    }

    #[test]
    fn what_only_looks_like_a_header() {
        let table = [
            "PUTIN: We agreed.\nOBAMA: We did.\n\nThey left.",
            "Title: it was all there was",
            "Title: one\nnot a header line\n\nText.",
            "---\nNo pairs here\n---\nText.",
            "---\ntitle: never closed\n\nText.",
        ];
        for text in table {
            let article = read(text.as_bytes()).unwrap();
            assert_eq!(article.text, text, "{text}");
        }
        assert!(read(b"Title: x\n\n").unwrap_err().starts_with("no text"));
        assert!(read("Київ — столиця\u{fffd}".as_bytes().split_last().unwrap().1).unwrap_err().contains("at byte"));
    }
}
