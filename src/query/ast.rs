//! A [`Node`] is a query as it was understood: a tree that knows nothing of the engine that answers it.
//!
//! Displaying a node gives the canonical query: `parse(&node.to_string(), today)` gives the same node again, as long as
//! the text stays under the length limit (a group behind a field is written out, `by:(a OR b)` as `by:a OR by:b`).

use serde::Serialize;

pub use super::dates::DateRange;
pub use super::field::Field;

/// What is asked for.
///
/// The parser never makes an [`And`](Self::And) or [`Or`](Self::Or) of fewer than two, nor one directly inside another
/// of its kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// Everything: a lone `*`.
    All,
    /// Words of the text.
    Text(Text),
    /// A value in a field.
    Field(Field, Value),
    /// All of them.
    And(Vec<Node>),
    /// At least one of them.
    Or(Vec<Node>),
    /// What does not match.
    Not(Box<Node>),
    /// The same, but it counts so many times as much for the rank; finite and greater than zero.
    Boost(Box<Node>, f32),
    /// Words near each other.
    Near {
        /// By how many places each operand may lie from the one written before it; 1 is side by side.
        within: u32,
        /// Whether they must come in the order written (`ADJ`), not in any (`NEAR`).
        ordered: bool,
        /// Two or more operands, each a list of one or more alternatives.
        operands: Vec<Vec<Text>>,
    },
}

/// Words to look for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Text {
    /// One word as the user writes words; the engine's tokenizer may make several of it (`Iran-Iraq`).
    Word {
        /// The word.
        text: String,
        /// Whether it is to be found as written: no stemming, no folding.
        exact: bool,
    },
    /// Words in this order.
    Phrase {
        /// The words between the quotation marks.
        text: String,
        /// How many places the words together may be moved from where the phrase has them.
        slop: u32,
        /// Whether the words are to be found as written.
        exact: bool,
    },
    /// A word with wildcards.
    Wild {
        /// `*` stands for any characters, `?` for one; `\*`, `\?` and `\\` for themselves. See [`pieces`].
        pattern: String,
    },
    /// A word, give or take some letters.
    Fuzzy {
        /// The word.
        text: String,
        /// How many letters may differ, 1 or 2.
        distance: u8,
    },
}

/// What a field is to hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words; the pattern `*` for any value at all.
    Text(Text),
    /// A day in this range.
    Dates(DateRange),
    /// No value: `country:none`.
    None,
}

/// A piece of a [`Text::Wild`] pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    /// This character.
    Literal(char),
    /// Any one character, `?`.
    One,
    /// Any characters or none, `*`.
    Many,
}

/// The pieces of a wildcard pattern, escapes resolved.
///
/// ```
/// use demarche::query::ast::{Piece, pieces};
/// let found: Vec<Piece> = pieces(r"a?\**").collect();
/// assert_eq!(found, [Piece::Literal('a'), Piece::One, Piece::Literal('*'), Piece::Many]);
/// ```
pub fn pieces(pattern: &str) -> impl Iterator<Item = Piece> {
    let mut chars = pattern.chars();
    std::iter::from_fn(move || {
        Some(match chars.next()? {
            '*' => Piece::Many,
            '?' => Piece::One,
            '\\' => Piece::Literal(chars.next().unwrap_or('\\')),
            c => Piece::Literal(c),
        })
    })
}

impl Node {
    /// Whether it only says what not to find, so that the answer is everything but that: `-country:FR`.
    ///
    /// ```
    /// let today = jiff::civil::date(2014, 4, 2);
    /// let negative = |query| demarche::query::parser::parse(query, today).map(|node| node.is_negative());
    /// assert_eq!(negative("-country:FR -lang:fr"), Ok(true));
    /// assert_eq!(negative("crimea -country:FR"), Ok(false));
    /// ```
    pub fn is_negative(&self) -> bool {
        match self {
            Self::Not(node) => !node.is_negative(),
            Self::Boost(node, _) => node.is_negative(),
            Self::And(nodes) | Self::Or(nodes) => nodes.iter().all(Self::is_negative),
            Self::All | Self::Text(_) | Self::Field(..) | Self::Near { .. } => false,
        }
    }

    /// The same, every word and phrase to be found as written: no stemming, no folding.
    #[must_use]
    pub fn exactly(self) -> Self {
        let text = |text| match text {
            Text::Word { text, .. } => Text::Word { text, exact: true },
            Text::Phrase { text, slop, .. } => Text::Phrase { text, slop, exact: true },
            other => other,
        };
        let all = |nodes: Vec<Self>| nodes.into_iter().map(Self::exactly).collect();
        match self {
            Self::Text(words) => Self::Text(text(words)),
            Self::Field(field, Value::Text(words)) if field.of_words() => Self::Field(field, Value::Text(text(words))),
            Self::And(nodes) => Self::And(all(nodes)),
            Self::Or(nodes) => Self::Or(all(nodes)),
            Self::Not(node) => Self::Not(Box::new(node.exactly())),
            Self::Boost(node, factor) => Self::Boost(Box::new(node.exactly()), factor),
            Self::Near { within, ordered, operands } => {
                let operands = operands.into_iter().map(|texts| texts.into_iter().map(text).collect()).collect();
                Self::Near { within, ordered, operands }
            }
            other => other,
        }
    }

    /// `nodes` joined by AND, without a needless level.
    pub fn and(nodes: Vec<Self>) -> Self {
        let flat = nodes.into_iter().flat_map(|node| if let Self::And(inner) = node { inner } else { vec![node] });
        Self::one_or(flat.collect(), Self::And)
    }

    /// `nodes` joined by OR, without a needless level.
    pub fn or(nodes: Vec<Self>) -> Self {
        let flat = nodes.into_iter().flat_map(|node| if let Self::Or(inner) = node { inner } else { vec![node] });
        Self::one_or(flat.collect(), Self::Or)
    }

    fn one_or(mut nodes: Vec<Self>, many: fn(Vec<Self>) -> Self) -> Self {
        match nodes.len() {
            1 => nodes.remove(0),
            _ => many(nodes),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;

    #[test]
    fn a_tree_is_serialised_by_names() {
        let node =
            parse("crimea by:lavrov^2 date:2014-03 -country:none", jiff::civil::date(2014, 4, 2)).expect("a query");
        let json = serde_json::to_string(&node).expect("JSON");
        assert_eq!(
            json,
            r#"{"and":[{"text":{"word":{"text":"crimea","exact":false}}},{"boost":[{"field":["by",{"text":{"word":{"text":"lavrov","exact":false}}}]},2.0]},{"field":["date",{"dates":{"from":"2014-03-01","to":"2014-03-31"}}]},{"not":{"field":["country","none"]}}]}"#
        );
    }
}
