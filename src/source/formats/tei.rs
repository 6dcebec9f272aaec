//! TEI (Text Encoding Initiative, P5): documents of an edition such as *Foreign Relations of the United States*, where each
//! `div` of type `document` is an article of its own; a text without such is one.

use roxmltree::Node;

use super::{
    values,
    xml::{all, attribute, children, first, line, marked_paragraphs, name, outermost, paragraphs},
};
use crate::article::{Article, MarkKind};

const BLOCKS: &[&str] = &[
    "p", "head", "item", "opener", "closer", "salute", "signed", "dateline", "postscript", "lg", "l", "sp", "row",
    "div", "list", "label", "address", "seg", "quote",
];
/// Notes, page numbers and what editors put beside the text.
const ASIDE: &[&str] = &["note", "pb", "fw", "figure", "teiHeader", "gap"];

/// Reads the `TEI` element.
pub(super) fn articles(root: Node<'_, '_>) -> Result<Vec<Article>, String> {
    let header = first(root, "teiHeader");
    let of_header = |name: &str| header.and_then(|header| first(header, name));
    let edition = of_header("titleStmt").and_then(|titles| {
        let complete = children(titles, "title").find(|title| attribute(*title, "type").as_deref() == Some("complete"));
        complete.or_else(|| first(titles, "title")).and_then(line)
    });
    let publisher = of_header("publisher").and_then(line);
    let language = attribute(root, "lang").or_else(|| attribute(first(root, "text")?, "lang"));
    let text = first(root, "text").ok_or("a TEI document without <text>")?;
    let documents = outermost(text, |div| {
        let kind = |called| attribute(div, called).unwrap_or_default();
        name(div) == "div" && kind("type") == "document" && kind("subtype") != "errata"
    });
    if documents.is_empty() {
        let date = of_header("sourceDesc").and_then(|source| first(source, "date")).or_else(|| of_header("date"));
        let (body, marks) = marked_paragraphs(first(text, "body").unwrap_or(text), BLOCKS, ASIDE, &mark);
        return Ok(vec![Article {
            title: edition,
            text: body,
            marks,
            published: date.and_then(day),
            outlet: publisher,
            byline: of_header("author").and_then(line),
            language,
            ..Article::default()
        }]);
    }
    // The volume names its documents d1, d2; together with the volume's own name they are known everywhere.
    let volume = attribute(root, "id").or_else(|| of_header("idno").and_then(line));
    let one = |div: &Node<'_, '_>| {
        let dateline = all(*div, "dateline").next();
        let number = attribute(*div, "id");
        let (body, marks) = marked_paragraphs(*div, BLOCKS, &[ASIDE, &["head"]].concat(), &mark);
        Article {
            id: match (&volume, number) {
                (Some(volume), Some(number)) => format!("{volume}/{number}"),
                (None, Some(number)) => number,
                _ => String::new(),
            },
            title: children(*div, "head").next().and_then(|head| without_notes(head)),
            text: body,
            marks,
            published: published(*div, dateline),
            outlet: publisher.clone(),
            dateline: dateline.and_then(|dateline| first(dateline, "placeName")).and_then(line),
            byline: all(*div, "signed").next().and_then(|signed| first(signed, "persName").and_then(line)),
            language: language.clone(),
            section: edition.clone(),
            ..Article::default()
        }
    };
    Ok(documents.iter().map(one).collect())
}

/// What an element says of its words.
fn mark(node: Node<'_, '_>) -> Option<MarkKind> {
    match name(node) {
        "persName" => Some(MarkKind::Person),
        "placeName" | "settlement" | "country" | "region" | "geogName" => Some(MarkKind::Place),
        "orgName" => Some(MarkKind::Organisation),
        "date" => Some(MarkKind::Date(given(node).and_then(|date| day_of(&date)))),
        "name" | "rs" => match attribute(node, "type").as_deref() {
            Some("person") => Some(MarkKind::Person),
            Some("place") => Some(MarkKind::Place),
            Some("org" | "organisation" | "organization") => Some(MarkKind::Organisation),
            _ => None,
        },
        _ => None,
    }
}

/// The day that an attribute of a `date` element gives.
fn given(date: Node<'_, '_>) -> Option<String> {
    ["when", "when-iso", "from", "notBefore"].iter().find_map(|name| attribute(date, name))
}

fn day_of(date: &str) -> Option<crate::date::Date> {
    values::date_of(date.get(..10).unwrap_or(date)).or_else(|| values::date_of(date))
}

fn without_notes(head: Node<'_, '_>) -> Option<String> {
    Some(paragraphs(head, &[], ASIDE)).filter(|title| !title.is_empty())
}

/// The day that a `date` element gives, in an attribute before its words.
fn day(date: Node<'_, '_>) -> Option<crate::date::Date> {
    given(date).or_else(|| line(date)).and_then(|date| day_of(&date))
}

/// When a document was written: as its editors say on the `div`, else as its dateline does.
fn published(div: Node<'_, '_>, dateline: Option<Node<'_, '_>>) -> Option<crate::date::Date> {
    let edited = attribute(div, "doc-dateTime-min").or_else(|| attribute(div, "when"));
    let edited = edited.and_then(|date| values::date_of(date.get(..10).unwrap_or(&date)));
    let of = |node: Node<'_, '_>| node.descendants().find(|one| name(*one) == "date").and_then(day);
    edited.or_else(|| dateline.and_then(of))
}
