//! Records are the objects of one JSON document that holds many, found without parsing what is inside them.
//!
//! Cutting the document first gives every record its own place, and lets a bad one cost no other.

use std::ops::Range;

use super::fields::Field;

/// The names under which an object holds its list of articles, in order of preference.
const HOLDERS: [&str; 7] = ["articles", "items", "results", "docs", "documents", "data", "hits"];

/// Most elements of a list: no document within the limits holds so many articles.
const MOST: usize = 1_000_000;

/// The byte ranges of the elements, if `json` is a list, or an object that is no article itself but holds a list of
/// objects under one of the usual names (`{"hits": {"hits": […]}}` included). `None` for anything else, and for a
/// document that is cut off.
pub(super) fn records(json: &str) -> Option<Vec<Range<usize>>> {
    let bytes = json.as_bytes();
    let start = skip_space(bytes, 0);
    match bytes.get(start)? {
        b'[' => elements(bytes, start),
        b'{' => held(json, start, 0),
        _ => None,
    }
}

fn held(json: &str, start: usize, depth: usize) -> Option<Vec<Range<usize>>> {
    let bytes = json.as_bytes();
    let members = members(json, start)?;
    if members.iter().any(|(name, _)| Field::Text.rank(name).is_some()) {
        return None;
    }
    for holder in HOLDERS {
        let Some((_, value)) = members.iter().find(|(name, _)| name.eq_ignore_ascii_case(holder)) else { continue };
        let inner = skip_space(bytes, value.start + 1);
        match (bytes[value.start], bytes.get(inner)) {
            (b'[', Some(b'{' | b']')) => return elements(bytes, value.start),
            (b'{', _) if depth < 2 => {
                if let Some(found) = held(json, value.start, depth + 1) {
                    return Some(found);
                }
            }
            _ => {}
        }
    }
    None
}

/// The elements of the list that opens at `start`.
fn elements(bytes: &[u8], start: usize) -> Option<Vec<Range<usize>>> {
    let mut found = vec![];
    let mut at = skip_space(bytes, start + 1);
    if bytes.get(at) == Some(&b']') {
        return Some(found);
    }
    loop {
        let end = value_end(bytes, at)?;
        found.push(at..end);
        if found.len() > MOST {
            return None;
        }
        at = skip_space(bytes, end);
        match bytes.get(at)? {
            b',' => at = skip_space(bytes, at + 1),
            b']' => return Some(found),
            _ => return None,
        }
    }
}

/// The names and values of the object that opens at `start`. Names with escapes in them are left as they are written.
fn members(json: &str, start: usize) -> Option<Vec<(&str, Range<usize>)>> {
    let bytes = json.as_bytes();
    let mut found = vec![];
    let mut at = skip_space(bytes, start + 1);
    while bytes.get(at)? == &b'"' {
        let end = value_end(bytes, at)?;
        let name = json.get(at + 1..end - 1)?;
        at = skip_space(bytes, end);
        if bytes.get(at)? != &b':' {
            return None;
        }
        at = skip_space(bytes, at + 1);
        let end = value_end(bytes, at)?;
        found.push((name, at..end));
        at = skip_space(bytes, end);
        if bytes.get(at)? == &b',' {
            at = skip_space(bytes, at + 1);
        }
    }
    (bytes[at] == b'}').then_some(found)
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// One past the value that starts at `at`: brackets are counted outside of strings, and nothing else is checked.
fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, start);
    loop {
        match bytes.get(at)? {
            b'"' => {
                at += 1;
                while bytes.get(at)? != &b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                if depth == 0 {
                    return (at > start).then_some(at);
                }
                depth -= 1;
            }
            b',' | b':' if depth == 0 => return (at > start).then_some(at),
            byte if depth == 0 && byte.is_ascii_whitespace() => return (at > start).then_some(at),
            _ => {}
        }
        at += 1;
        if depth == 0 && matches!(bytes[at - 1], b'"' | b'}' | b']') {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::records;

    #[test]
    fn lists_are_cut_into_their_objects() {
        let table: [(&str, Option<&[&str]>); 13] = [
            (r#"[{"a": "]}\""}, {"b": [1, {}]}]"#, Some(&[r#"{"a": "]}\""}"#, r#"{"b": [1, {}]}"#])),
            ("[]", Some(&[])),
            (" [ 1 , \"x\" ]", Some(&["1", "\"x\""])),
            (r#"{"status": "ok", "articles": [{"a": 1}]}"#, Some(&[r#"{"a": 1}"#])),
            (r#"{"hits": {"total": 1, "hits": [{"a": 1}]}}"#, Some(&[r#"{"a": 1}"#])),
            (r#"{"items": [], "n": 1}"#, Some(&[])),
            (r#"{"text": "x", "data": [{"a": 1}]}"#, None),
            (r#"{"data": ["x"]}"#, None),
            (r#"{"title": "x"}"#, None),
            (r#"[{"a": 1}, {"b""#, None),
            ("[,]", None),
            ("{", None),
            ("", None),
        ];
        for (json, expected) in table {
            let found = records(json).map(|ranges| ranges.into_iter().map(|r| &json[r]).collect::<Vec<_>>());
            assert_eq!(found.as_deref(), expected, "{json}");
        }
        assert_eq!(records(&"[".repeat(1_000_000)), None);
    }
}
