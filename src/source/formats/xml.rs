//! What the formats in XML have in common: a document as a tree, and its text as paragraphs.
//!
//! Nothing outside of the document is ever fetched. Entities that it declares are replaced within the parser's bounds (ten
//! deep, 255 inside one); those of HTML, which news mark-up takes from tables that are not there, by their characters.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use dom_query::Document as Page;
use roxmltree::{Document, Node, ParsingOptions};

use crate::{
    article::{Mark, MarkKind},
    source::charset,
    span::Span,
};

/// Most nodes of a document.
const NODES: u32 = 1_000_000;
/// Deepest nesting of elements.
const DEEPEST: usize = 1000;
/// Most attributes of one element.
const ATTRIBUTES: usize = 500;
/// Most bytes that a document's own entities may grow to.
const GROWN: usize = 16 << 20;
/// Most different names of characters; HTML has 2,231.
const NAMES: usize = 4000;

/// The document as text, HTML's entities replaced.
pub(super) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let declared = super::html::declared_charset(&bytes[..bytes.len().min(1024)]);
    let (text, _) = charset::decode(bytes, declared.as_deref()).map_err(|error| error.to_string())?;
    // A document may be large: it is copied only where something in it is replaced.
    let replaced = match named_entities(&text, &check(&text)?)? {
        Cow::Borrowed(_) => None,
        Cow::Owned(replaced) => Some(replaced),
    };
    Ok(replaced.map_or(text, Cow::Owned))
}

/// What a parser would choke on, found in one pass before it: nesting, attributes, and entities that grow.
fn check(text: &str) -> Result<Declared<'_>, String> {
    let bytes = text.as_bytes();
    let mut declared = Declared::default();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found;
        let rest = &text[at..];
        let past = |opening: usize, mark: &str| rest.get(opening..)?.find(mark).map(|end| opening + end + mark.len());
        // Where a mark is missing the parser says so.
        let end = if rest.starts_with("<!--") {
            past(4, "-->")
        } else if rest.starts_with("<![CDATA[") {
            past(9, "]]>")
        } else if rest.starts_with("<?") {
            past(2, "?>")
        } else if rest.starts_with("<!") {
            let end = doctype_end(rest.as_bytes());
            declared.read(&rest[..end.unwrap_or(rest.len())])?;
            end
        } else if rest.starts_with("</") {
            depth = depth.saturating_sub(1);
            past(2, ">")
        } else {
            let tag = tag(rest.as_bytes());
            if tag.attributes > ATTRIBUTES {
                return Err(format!("an element with more than {ATTRIBUTES} attributes"));
            }
            depth += usize::from(!tag.empty);
            if depth > DEEPEST {
                return Err(format!("elements nested more than {DEEPEST} deep"));
            }
            tag.end
        };
        let Some(end) = end else { break };
        at += end;
    }
    Ok(declared)
}

/// Where a document type ends, past what it declares in brackets.
fn doctype_end(bytes: &[u8]) -> Option<usize> {
    let (mut quote, mut brackets) = (None, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(mark), byte) if mark == *byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'[') => brackets += 1,
            (None, b']') => brackets = brackets.saturating_sub(1),
            (None, b'>') if brackets == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// An opening tag as it is written.
struct Tag {
    attributes: usize,
    empty: bool,
    /// One past its `>`.
    end: Option<usize>,
}

fn tag(bytes: &[u8]) -> Tag {
    let (mut quote, mut attributes) = (None, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(mark), byte) if mark == *byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'=') => attributes += 1,
            (None, b'>') => return Tag { attributes, empty: bytes[at - 1] == b'/', end: Some(at + 1) },
            _ => {}
        }
    }
    Tag { attributes, empty: false, end: None }
}

/// The entities that a document declares.
#[derive(Default)]
struct Declared<'a> {
    names: HashSet<&'a str>,
    /// Bytes of the longest.
    longest: usize,
    /// Whether one of them refers to others.
    nested: bool,
}

impl<'a> Declared<'a> {
    fn read(&mut self, doctype: &'a str) -> Result<(), String> {
        for declaration in doctype.split("<!ENTITY").skip(1) {
            let mut words = declaration.split_whitespace();
            let name = words.next().unwrap_or_default();
            if name == "%" {
                return Err("it declares parameter entities (%), which are not read".to_owned());
            }
            let value = declaration.find(['"', '\'']).map_or("", |at| {
                let mark = &declaration[at..=at];
                declaration[at + 1..].split(mark).next().unwrap_or_default()
            });
            if value.contains('<') {
                return Err(format!("it declares the entity {name} with mark-up in it, which is not read"));
            }
            self.names.insert(name);
            self.longest = self.longest.max(value.len());
            self.nested |= value.contains('&');
        }
        Ok(())
    }

    /// The parser lets an entity refer to 255 others, so that this many bytes may come of one reference.
    fn most(&self) -> usize {
        self.longest.saturating_mul(if self.nested { 255 } else { 1 })
    }
}

/// `&mdash;` as a dash, but for XML's own entities and those that the document declares.
fn named_entities<'a>(text: &'a str, declared: &Declared<'_>) -> Result<Cow<'a, str>, String> {
    let own = |name: &str| matches!(name, "lt" | "gt" | "amp" | "quot" | "apos");
    let mut known: HashMap<&str, Option<String>> = HashMap::new();
    let mut result = String::new();
    let (mut copied, mut grown) = (0, 0_usize);
    for (at, _) in text.match_indices('&') {
        let rest = &text[at + 1..];
        let length = rest.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
        let name = &rest[..length];
        let whole = rest[length..].starts_with(';') && !name.is_empty();
        if !whole || own(name) {
            continue;
        }
        if declared.names.contains(name) {
            grown = grown.saturating_add(declared.most());
            if grown > GROWN {
                return Err(format!("entities that may grow to more than {GROWN} bytes, as in a bomb"));
            }
            continue;
        }
        if known.len() >= NAMES && !known.contains_key(name) {
            continue;
        }
        let character = known.entry(name).or_insert_with(|| {
            let text = Page::from(format!("&{name};")).text().to_string();
            (!text.starts_with('&')).then_some(text)
        });
        let Some(character) = character else { continue };
        result.push_str(&text[copied..at]);
        result.push_str(character);
        copied = at + length + 2;
    }
    if copied == 0 {
        return Ok(Cow::Borrowed(text));
    }
    result.push_str(&text[copied..]);
    Ok(Cow::Owned(result))
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

/// The elements below of which this holds, but not those inside another such.
pub(super) fn outermost<'a, 'i>(node: Node<'a, 'i>, is: impl Fn(Node<'a, 'i>) -> bool) -> Vec<Node<'a, 'i>> {
    let mut found: Vec<Node<'a, 'i>> = Vec::new();
    // Nodes are numbered in the order of the document.
    let mut past = None;
    for one in node.descendants().filter(Node::is_element) {
        if past.is_none_or(|past| one.id().get() > past) && is(one) {
            past = one.descendants().next_back().map(|last| last.id().get());
            found.push(one);
        }
    }
    found
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

/// Stand before and after what is marked, while paragraphs are put together; private characters that no text has.
const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

/// What an element marks, if it does.
type Kind<'a> = &'a dyn Fn(Node<'_, '_>) -> Option<MarkKind>;

/// The paragraphs of an element, as [`paragraphs`] gives them, and what is marked in them: `kind` says of an element what it
/// marks. Of marks inside marks the outer one counts.
pub(super) fn marked_paragraphs(
    node: Node<'_, '_>,
    blocks: &[&str],
    skip: &[&str],
    kind: Kind<'_>,
) -> (String, Vec<Mark>) {
    let mut gathered =
        Gathered { blocks, skip, kind: Some(kind), kinds: Vec::new(), current: String::new(), found: Vec::new() };
    gathered.gather(node, false);
    gathered.close();
    let (mut text, mut marks, mut kinds, mut open) = (String::new(), Vec::new(), gathered.kinds.into_iter(), None);
    for c in gathered.found.join("\n\n").chars() {
        match (c, open) {
            (OPEN, _) => open = Some(text.len()),
            (CLOSE, Some(start)) => {
                open = None;
                if let Some(kind) = kinds.next()
                    && start < text.len()
                {
                    marks.push(Mark { span: Span::new(start, text.len()), kind });
                }
            }
            (CLOSE, None) => {}
            (c, _) => text.push(c),
        }
    }
    (text, marks)
}

/// Adds the paragraphs of an element: blocks are paragraphs, everything else runs on. What `skip` names is left out.
pub(super) fn paragraphs(node: Node<'_, '_>, blocks: &[&str], skip: &[&str]) -> String {
    let mut gathered =
        Gathered { blocks, skip, kind: None, kinds: Vec::new(), current: String::new(), found: Vec::new() };
    gathered.gather(node, false);
    gathered.close();
    gathered.found.join("\n\n")
}

/// Paragraphs while they are put together.
struct Gathered<'a> {
    blocks: &'a [&'a str],
    skip: &'a [&'a str],
    kind: Option<Kind<'a>>,
    kinds: Vec<MarkKind>,
    current: String,
    found: Vec<String>,
}

impl Gathered<'_> {
    fn close(&mut self) {
        let mut paragraph = self.current.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.kind.is_some() {
            // White space at the edge of a mark is that of the text around it.
            let (open, close) = (format!("{OPEN} "), format!(" {CLOSE}"));
            // Twice is enough but for marks without words, which come to nothing.
            for _ in 0..3 {
                paragraph = paragraph.replace(&open, &format!(" {OPEN}")).replace(&close, &format!("{CLOSE} "));
                paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
        if paragraph.chars().any(|c| c != OPEN && c != CLOSE && !c.is_whitespace()) {
            self.found.push(paragraph);
        } else {
            // Marks without words.
            let empty = paragraph.matches(CLOSE).count();
            self.kinds.truncate(self.kinds.len() - empty.min(self.kinds.len()));
        }
        self.current.clear();
    }

    // Recursion is bounded by `DEEPEST`.
    fn gather(&mut self, node: Node<'_, '_>, within: bool) {
        for one in node.children() {
            if one.is_text() {
                let text = one.text().unwrap_or_default();
                self.current.extend(text.chars().filter(|c| self.kind.is_none() || *c != OPEN && *c != CLOSE));
            } else if one.is_element() && !self.skip.contains(&name(one)) {
                let block = self.blocks.contains(&name(one));
                let has_blocks =
                    || one.descendants().skip(1).any(|inner| inner.is_element() && self.blocks.contains(&name(inner)));
                let kind = self.kind.filter(|_| !within && !block).and_then(|kind| kind(one)).filter(|_| !has_blocks());
                if block {
                    self.close();
                } else if matches!(name(one), "br" | "lb") {
                    self.current.push(' ');
                }
                if kind.is_some() {
                    self.current.push(OPEN);
                }
                self.gather(one, within || kind.is_some());
                if let Some(kind) = kind {
                    self.current.push(CLOSE);
                    self.kinds.push(kind);
                }
                if block {
                    self.close();
                }
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
