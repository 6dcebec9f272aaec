//! What the formats in XML have in common: a document as a tree, and its text as paragraphs.
//!
//! Nothing outside of the document is ever fetched. Entities that it declares are replaced within the parser's bounds (ten
//! deep, 255 inside one); those of HTML, which news mark-up takes from tables that are not there, by their characters.

use std::{borrow::Cow, collections::HashMap};

use dom_query::Document as Page;
use roxmltree::{Document, Node, ParsingOptions};

use crate::source::charset;

/// Most nodes of a document.
const NODES: u32 = 4_000_000;
/// Deepest nesting of elements.
const DEEPEST: usize = 1000;

/// The document as text, HTML's entities replaced.
pub(super) fn decoded(bytes: &[u8]) -> Result<String, String> {
    let declared = super::html::declared_charset(&bytes[..bytes.len().min(1024)]);
    let (text, _) = charset::decode(bytes, declared.as_deref()).map_err(|error| error.to_string())?;
    if is_too_deep(&text) {
        return Err(format!("elements nested more than {DEEPEST} deep"));
    }
    Ok(named_entities(&text).into_owned())
}

fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in text.match_indices('<') {
        match text.as_bytes().get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                let end = text[at..].find('>').map_or(text.len(), |end| at + end);
                depth += usize::from(text.as_bytes().get(end.saturating_sub(1)) != Some(&b'/'));
                deepest = deepest.max(depth);
            }
        }
    }
    deepest > DEEPEST
}

/// `&mdash;` as a dash, but for XML's own entities and those that the document declares.
fn named_entities(text: &str) -> Cow<'_, str> {
    let own = |name: &str| matches!(name, "lt" | "gt" | "amp" | "quot" | "apos");
    let mut known: HashMap<&str, String> = HashMap::new();
    let mut result = String::new();
    let mut copied = 0;
    for (at, _) in text.match_indices('&') {
        let rest = &text[at + 1..];
        let length = rest.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
        let name = &rest[..length];
        let whole = rest[length..].starts_with(';') && !name.is_empty();
        if !whole || own(name) || text.contains(&format!("<!ENTITY {name} ")) {
            continue;
        }
        let character = known.entry(name).or_insert_with(|| Page::from(format!("&{name};")).text().to_string());
        if character.starts_with('&') {
            continue;
        }
        result.push_str(&text[copied..at]);
        result.push_str(character);
        copied = at + length + 2;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    result.push_str(&text[copied..]);
    Cow::Owned(result)
}

/// Parses a document.
pub(super) fn parse(text: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']), options)
        .map_err(|error| format!("invalid XML: {error}"))
}

/// Name of an element without its prefix.
pub(super) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// The first element below of this name, however deep.
pub(super) fn first<'a, 'i>(node: Node<'a, 'i>, called: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|one| one.is_element() && name(*one) == called)
}

/// All elements below of this name, in order.
pub(super) fn all<'a, 'i>(node: Node<'a, 'i>, called: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |one| one.is_element() && name(*one) == called)
}

/// The children of this name.
pub(super) fn children<'a, 'i>(node: Node<'a, 'i>, called: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |one| one.is_element() && name(*one) == called)
}

/// An attribute, whatever its prefix; nothing where it is empty.
pub(super) fn attribute(node: Node<'_, '_>, called: &str) -> Option<String> {
    let found = node.attributes().find(|attribute| attribute.name() == called);
    found.map(|attribute| attribute.value().trim().to_owned()).filter(|value| !value.is_empty())
}

/// The words of an element on one line; nothing where there are none.
pub(super) fn line(node: Node<'_, '_>) -> Option<String> {
    let mut text = String::new();
    for one in node.descendants().filter(Node::is_text) {
        text.push_str(one.text().unwrap_or_default());
        // Blocks that stand side by side are words apart.
        if one.parent() != Some(node) {
            text.push(' ');
        }
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.replace(" ,", ",").replace(" .", ".").replace(" ;", ";").replace(" :", ":");
    (!line.is_empty()).then_some(line)
}

/// Adds the paragraphs of an element: blocks are paragraphs, everything else runs on. What `skip` names is left out.
pub(super) fn paragraphs(node: Node<'_, '_>, blocks: &[&str], skip: &[&str]) -> String {
    let mut found: Vec<String> = Vec::new();
    let mut current = String::new();
    gather(node, blocks, skip, &mut current, &mut found);
    close(&mut current, &mut found);
    found.join("\n\n")
}

fn close(current: &mut String, found: &mut Vec<String>) {
    let paragraph = current.split_whitespace().collect::<Vec<_>>().join(" ");
    if !paragraph.is_empty() {
        found.push(paragraph);
    }
    current.clear();
}

// Recursion is bounded by `DEEPEST`.
fn gather(node: Node<'_, '_>, blocks: &[&str], skip: &[&str], current: &mut String, found: &mut Vec<String>) {
    for one in node.children() {
        if one.is_text() {
            current.push_str(one.text().unwrap_or_default());
        } else if one.is_element() && !skip.contains(&name(one)) {
            let block = blocks.contains(&name(one));
            if block {
                close(current, found);
            } else if matches!(name(one), "br" | "lb") {
                current.push(' ');
            }
            gather(one, blocks, skip, current, found);
            if block {
                close(current, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{attribute, decoded, first, line, paragraphs, parse};

    #[test]
    fn text_of_a_tree() {
        let xml = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'Kyiv'>]>\n<a n='1'><p>In &x; &mdash; <b>talks</b> went on.</p>\
                    <media>pic</media><p>R&amp;D &eacute;t&eacute;</p></a>";
        let text = decoded(xml).unwrap();
        let tree = parse(&text).unwrap();
        let root = tree.root_element();
        assert_eq!(paragraphs(root, &["p"], &["media"]), "In Kyiv — talks went on.\n\nR&D été");
        assert_eq!(attribute(root, "n").as_deref(), Some("1"));
        assert_eq!(line(first(root, "p").unwrap()).as_deref(), Some("In Kyiv — talks went on."));
    }

    #[test]
    fn hostile_documents_are_refused() {
        let entity = |n: usize| {
            let inner = if n == 0 { "&b;".to_owned() } else { format!("&e{};", n - 1) };
            format!("<!ENTITY e{n} '{}'>", inner.repeat(10))
        };
        let bomb =
            format!("<!DOCTYPE a [<!ENTITY b 'bb'>{}]><a>&e8;</a>", (0..9).map(entity).collect::<Vec<_>>().concat());
        assert!(parse(&decoded(bomb.as_bytes()).unwrap()).unwrap_err().starts_with("invalid XML"));
        let outside = b"<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&f;</a>";
        let text = decoded(outside).unwrap();
        let read = parse(&text).map(|tree| line(tree.root_element()));
        assert!(matches!(read, Err(_) | Ok(None)), "{read:?}");
        let deep = "<a>".repeat(200_000);
        assert!(decoded(deep.as_bytes()).unwrap_err().contains("more than 1000 deep"));
        for cut in ["<a><b>", "<a", "", "<a></b>"] {
            assert!(parse(cut).is_err(), "{cut}");
        }
    }
}
