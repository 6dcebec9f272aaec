//! What to try where nothing is found: words that the archive has, near to those that it has not, and how much each
//! clause finds alone.

use std::cmp::Reverse;

use tantivy::{Term, schema::Field as Column};

use super::{
    ast::{Field, Node, Text, Value},
    distance,
    field::{Matching, Scope},
    names,
    plan::{self, Target},
    search,
};
use crate::{
    error::Result,
    index::{
        Reader,
        tokenizer::{fold, lower, name_key, stem, words},
    },
};

/// Words listed for one that is not there.
const LISTED: usize = 3;

/// What to try instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// No document has the word; these it has, with the number of documents.
    Word(String, Vec<(String, u64)>),
    /// A clause that finds so many alone.
    Alone(String, usize),
}

impl std::fmt::Display for Suggestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(word, near) if near.is_empty() => {
                write!(f, "nothing in the index has “{word}” or a word like it")
            }
            Self::Word(word, near) => {
                let near: Vec<String> = near.iter().map(|(word, count)| format!("“{word}” ({count})")).collect();
                write!(f, "nothing in the index has “{word}”; did you mean {}?", near.join(" or "))
            }
            Self::Alone(clause, count) => write!(f, "{count:>8} with {clause} alone"),
        }
    }
}

/// What to try instead of a query that finds nothing.
///
/// # Errors
/// [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn suggestions(reader: &Reader, node: &Node, target: Target) -> Result<Vec<Suggestion>> {
    let mut asked = Vec::new();
    asked_words(reader, node, target, &mut asked);
    let mut found = Vec::new();
    let people = names::everybody(reader)?;
    for word in asked_names(node) {
        if !people.forms_called(&word, 0).is_empty() || !people.called(&word).is_empty() {
            continue;
        }
        let plain = fold(&lower(&word));
        let reach = if plain.chars().count() < 5 { 1 } else { 2 };
        let mut near = people.vocabulary(|term| distance::within(&plain, &fold(term), reach));
        near.sort_by_key(|(term, count)| (!distance::within(&plain, &fold(term), 1), Reverse(*count), term.clone()));
        near.truncate(LISTED);
        found.push(Suggestion::Word(word, near));
    }
    for (column, word, key) in asked {
        if reader.searcher.doc_freq(&Term::from_field_text(column, &key))? > 0 {
            continue;
        }
        let plain = fold(&lower(&word));
        let reach = if plain.chars().count() < 5 { 1 } else { 2 };
        let mut near: Vec<(bool, String, u64)> = Vec::new();
        for term in plan::vocabulary(reader, column, |term| distance::within(&plain, &fold(term), reach))? {
            let documents = reader.searcher.doc_freq(&Term::from_field_text(column, &format!("={term}")))?;
            near.push((!distance::within(&plain, &fold(&term), 1), term, documents));
        }
        near.sort_by_key(|(far, term, documents)| (*far, Reverse(*documents), term.clone()));
        let near = near.into_iter().take(LISTED).map(|(_, term, documents)| (term, documents)).collect();
        found.push(Suggestion::Word(word, near));
    }
    if found.is_empty()
        && let Node::And(nodes) = node
    {
        for clause in nodes.iter().filter(|clause| !clause.is_negative()) {
            found.push(Suggestion::Alone(clause.to_string(), search::count(reader, clause, target)?));
        }
    }
    Ok(found)
}

/// The words of names of people that must be there.
fn asked_names(node: &Node) -> Vec<String> {
    match node {
        Node::Field(
            Field::Person,
            Value::Text(Text::Word { text, exact: false } | Text::Phrase { text, exact: false, .. }),
        ) => words(text).map(|word| text[word.start..word.end].to_owned()).collect(),
        Node::And(nodes) => nodes.iter().flat_map(asked_names).collect(),
        Node::Boost(node, _) => asked_names(node),
        Node::Field(..) | Node::Text(_) | Node::Near { .. } | Node::Or(_) | Node::Not(_) | Node::All => Vec::new(),
    }
}

/// The words that must be there, with the column in which and the term as which they are looked for.
fn asked_words(reader: &Reader, node: &Node, target: Target, asked: &mut Vec<(Column, String, String)>) {
    let fields = &reader.fields;
    let mut add = |column, text: &Text, key: fn(&str) -> String| {
        if let Text::Word { text, exact: false } | Text::Phrase { text, exact: false, .. } = text {
            for word in words(text) {
                let word = &text[word.start..word.end];
                asked.push((column, word.to_owned(), key(word)));
            }
        }
    };
    match node {
        // What a quotation holds the article holds, but not its title.
        Node::Text(text) | Node::Field(Field::About, Value::Text(text)) => add(fields.body, text, stem),
        Node::Field(field, Value::Text(text)) => {
            let row = field.row();
            let Ok(column) = reader.searcher.schema().get_field(row.columns.0) else { return };
            match row.matching {
                Matching::Words => add(column, text, stem),
                // What quotations have is looked for in theirs.
                _ if row.scope == Scope::Quotation => {}
                Matching::Place | Matching::Organisation | Matching::Listed => add(column, text, name_key),
                _ => {}
            }
        }
        Node::And(nodes) => {
            for node in nodes {
                asked_words(reader, node, target, asked);
            }
        }
        Node::Boost(node, _) => asked_words(reader, node, target, asked),
        Node::Near { operands, .. } => {
            for texts in operands.iter().filter(|texts| texts.len() == 1) {
                for text in texts {
                    add(fields.body, text, stem);
                }
            }
        }
        Node::Field(..) | Node::Or(_) | Node::Not(_) | Node::All => {}
    }
}
