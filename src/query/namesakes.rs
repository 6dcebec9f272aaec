//! Namesakes: several people of the archive who are called as somebody is asked for, so that nobody takes what one of them
//! said for another's.

use super::{
    ast::{Field, Node, Text, Value},
    names,
};
use crate::{error::Result, identity::Listed, index::Reader};

/// Namesakes listed by name.
const LISTED: usize = 5;

/// A name of a query and those who bear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesakes {
    /// The clause as written.
    pub clause: String,
    /// Shown name and number of articles, the most frequent first; at least two.
    pub people: Vec<(String, u64)>,
}

impl std::fmt::Display for Namesakes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let listed: Vec<String> =
            self.people.iter().take(LISTED).map(|(name, count)| format!("{name} ({count})")).collect();
        let more = self.people.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let (field, _) = self.clause.split_once(':').unwrap_or_default();
        let first = self.people.first().map(|(name, _)| name.to_lowercase()).unwrap_or_default();
        write!(
            f,
            "{} is {} people here: {}{more}; {field}:\"{first}\" asks for one of them",
            self.clause,
            self.people.len(),
            listed.join(", ")
        )
    }
}

/// The names of a query's `person:` and `by:` that several people bear.
///
/// # Errors
/// [`crate::error::Error::Engine`] if the index cannot be read.
pub fn namesakes(reader: &Reader, node: &Node) -> Result<Vec<Namesakes>> {
    let mut found = Vec::new();
    add(reader, node, &mut found)?;
    found.dedup();
    Ok(found)
}

fn add(reader: &Reader, node: &Node, found: &mut Vec<Namesakes>) -> Result<()> {
    match node {
        Node::Field(Field::Person | Field::By, Value::Text(text)) => {
            let (Text::Word { text, exact: false } | Text::Phrase { text, exact: false, .. }) = text else {
                return Ok(());
            };
            let everybody = names::everybody(reader)?;
            let called = everybody.called(text).into_iter().map(|number| everybody.identity(number));
            let mut people: Vec<(String, u64)> = called
                .filter(|one| one.listed() == Listed::Person && one.count() > 0)
                .map(|one| (one.name().to_owned(), one.count()))
                .collect();
            if people.len() > 1 {
                people.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                found.push(Namesakes { clause: node.to_string(), people });
            }
        }
        Node::And(nodes) | Node::Or(nodes) => {
            for node in nodes {
                add(reader, node, found)?;
            }
        }
        Node::Boost(node, _) => add(reader, node, found)?,
        Node::Not(_) | Node::Field(..) | Node::Text(_) | Node::Near { .. } | Node::All => {}
    }
    Ok(())
}
