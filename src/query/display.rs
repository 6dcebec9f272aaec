//! The canonical query is a [`Node`] written out again, as briefly as it can be read back.
//!
//! Brackets stand only where they must, so that a query at the limit of depth stays within it.

use std::fmt;

use super::ast::{Node, Piece, Text, Value, pieces};
use super::marks;

impl Node {
    /// How tightly it holds together when written out: only what is looser than its place needs brackets.
    fn tightness(&self) -> u8 {
        match self {
            Self::Or(_) => 0,
            Self::And(_) => 1,
            Self::Near { .. } => 2,
            Self::Not(_) => 3,
            Self::Boost(..) => 4,
            Self::All | Self::Text(_) | Self::Field(..) => 5,
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, place: u8) -> fmt::Result {
        if self.tightness() < place { write!(f, "({self})") } else { write!(f, "{self}") }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Text(text) => write!(f, "{text}"),
            Self::Field(field, value) => {
                write!(f, "{}:", field.name())?;
                match value {
                    Value::Text(Text::Word { text, exact: false })
                        if field.takes_none() && text.eq_ignore_ascii_case("none") =>
                    {
                        write!(f, "\\{text}")
                    }
                    Value::Text(text) => write!(f, "{text}"),
                    Value::Dates(range) => write!(f, "{range}"),
                    Value::None => f.write_str("none"),
                }
            }
            Self::And(nodes) => separated(f, nodes, " ", |node, f| node.write(f, 2)),
            Self::Or(nodes) => separated(f, nodes, " OR ", |node, f| node.write(f, 1)),
            Self::Not(node) => {
                f.write_str("-")?;
                node.write(f, 3)
            }
            Self::Boost(node, times) => {
                node.write(f, 5)?;
                write!(f, "^{times}")
            }
            Self::Near { within, ordered, operands } => {
                let operator = format!(" {}/{within} ", if *ordered { "ADJ" } else { "NEAR" });
                separated(f, operands, &operator, |texts, f| {
                    if let [text] = &texts[..] {
                        return write!(f, "{text}");
                    }
                    f.write_str("(")?;
                    separated(f, texts, " OR ", |text, f| write!(f, "{text}"))?;
                    f.write_str(")")
                })
            }
        }
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    separator: &str,
    mut write: impl FnMut(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        write(item, f)?;
    }
    Ok(())
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let equals = |exact: &bool| if *exact { "=" } else { "" };
        match self {
            Self::Word { text, exact } => {
                f.write_str(equals(exact))?;
                write_word(f, text.chars().map(Piece::Literal))
            }
            Self::Phrase { text, slop, exact } => {
                write!(f, "{}\"", equals(exact))?;
                write_phrase(f, text)?;
                f.write_str("\"")?;
                if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
            }
            Self::Wild { pattern } => write_word(f, pieces(pattern)),
            Self::Fuzzy { text, distance } => {
                write_word(f, text.chars().map(Piece::Literal))?;
                write!(f, "~{distance}")
            }
        }
    }
}

/// Writes a word with a backslash before whatever the parser would not take as a letter of it.
fn write_word(f: &mut fmt::Formatter<'_>, pieces: impl Iterator<Item = Piece>) -> fmt::Result {
    let pieces: Vec<Piece> = pieces.collect();
    let literal: String = pieces.iter().map_while(|p| if let Piece::Literal(c) = p { Some(c) } else { None }).collect();
    let whole = literal.chars().count() == pieces.len();
    let colon = marks::field_name(&literal).map(|name| name.chars().count());
    // `NEAR/` is read as an operator whatever follows it, so before a wildcard too.
    let operator = (whole || literal.contains('/')) && marks::is_operator(&literal);
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Many => f.write_str("*")?,
            Piece::One => f.write_str("?")?,
            Piece::Literal(c) => {
                let special = marks::ends_word(*c) || matches!(c, '\\' | '*' | '?' | '~' | '^');
                let first = index == 0 && (operator || matches!(c, '-' | '='));
                if special || first || colon == Some(index) {
                    f.write_str("\\")?;
                }
                write!(f, "{c}")?;
            }
        }
    }
    Ok(())
}

fn write_phrase(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let wild = marks::looks_wild(before, c, chars.peek().copied());
        if wild || matches!(c, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
        before = Some(c);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::query::ast::{DateRange, Field, Node, Text, Value};
    use crate::query::parser::parse;
    use crate::query::{explain::explain, plan::Target};
    use jiff::civil::{Date, date};
    use proptest::{collection::vec, prelude::*, sample::select};

    const TODAY: Date = date(2014, 4, 2);

    /// Words made of all that has a meaning to the parser, and of letters of several scripts.
    fn word() -> impl Strategy<Value = String> {
        let traps = vec![
            "AND", "OR", "NOT", "NEAR", "ADJ/2", "near/5", "w/5", "NEAR/", "&&", "|", "none", "None", "by:x",
            "foo:bar", "http://x", "title://x", "kyiv:", "=", "-", "--x", "a~1", "a^2", "*", r"\", "U.S.", "O'Neill",
            "12:30", "“”",
        ];
        prop_oneof![
            3 => "[a-zа-яé]{1,6}",
            2 => select(traps).prop_map(str::to_owned),
            2 => r#"[-=~^*?:/\\()"“”«» .aZ9é中]{1,6}"#,
            1 => any::<String>().prop_filter("not empty", |s| !s.is_empty()),
        ]
    }

    fn phrase() -> impl Strategy<Value = String> {
        vec(word(), 1..4)
            .prop_map(|words| words.join(" ").trim().to_owned())
            .prop_filter("not empty", |s| !s.is_empty())
    }

    fn wild() -> impl Strategy<Value = Text> {
        let piece = prop_oneof![
            3 => "[a-z/:]",
            1 => select(vec![r"\*", r"\?", r"\\", "?", "*", "-", "=", "NEAR/", "by:", " "]).prop_map(str::to_owned),
        ];
        (vec(piece, 0..5), select(vec!["?", "*"]), "[a-z]")
            .prop_map(|(pieces, sign, end)| Text::Wild { pattern: format!("{}{sign}{end}", pieces.concat()) })
    }

    fn text() -> impl Strategy<Value = Text> {
        prop_oneof![
            (word(), any::<bool>()).prop_map(|(text, exact)| Text::Word { text, exact }),
            (phrase(), 0u32..=9999, any::<bool>()).prop_map(|(text, slop, exact)| Text::Phrase { text, slop, exact }),
            wild(),
            (word(), 1u8..=2).prop_map(|(text, distance)| Text::Fuzzy { text, distance }),
        ]
    }

    fn range() -> impl Strategy<Value = DateRange> {
        let day = || (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day));
        (prop::option::of(day()), prop::option::of(day())).prop_map(|(from, to)| match (from, to) {
            (Some(a), Some(b)) => DateRange { from: Some(a.min(b)), to: Some(a.max(b)) },
            (from, to) => DateRange { from, to },
        })
    }

    fn field() -> impl Strategy<Value = Node> {
        let fields: Vec<Field> = Field::all().collect();
        (select(fields), text(), range(), 0..8usize).prop_map(|(field, text, range, n)| {
            let values = field.values();
            Node::Field(
                field,
                match n {
                    0 if field.takes_none() => Value::None,
                    1 if !field.takes_dates() => Value::Text(Text::Wild { pattern: "*".into() }),
                    _ if field.takes_dates() => Value::Dates(range),
                    n if !values.is_empty() => {
                        Value::Text(Text::Word { text: values[n % values.len()].to_owned(), exact: false })
                    }
                    _ => Value::Text(text),
                },
            )
        })
    }

    fn node() -> impl Strategy<Value = Node> {
        let near = (1u32..=9999, any::<bool>(), vec(vec(text(), 1..3), 2..4))
            .prop_map(|(within, ordered, operands)| Node::Near { within, ordered, operands });
        let leaf = prop_oneof![1 => Just(Node::All), 4 => text().prop_map(Node::Text), 4 => field(), 1 => near];
        leaf.prop_recursive(5, 40, 4, |inner| {
            prop_oneof![
                vec(inner.clone(), 1..4).prop_map(Node::and),
                vec(inner.clone(), 1..4).prop_map(Node::or),
                inner.clone().prop_map(|node| Node::Not(Box::new(node))),
                (inner, 1e-6f32..1e6).prop_map(|(node, times)| Node::Boost(Box::new(node), times)),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_displayed_is_read_again(node in node()) {
            let shown = node.to_string();
            let read = parse(&shown, TODAY);
            prop_assert!(read.as_ref() == Ok(&node), "{shown}\n{node:?}\n{read:?}");
        }

        #[test]
        fn every_node_is_explained(node in node()) {
            for target in [Target::Articles, Target::Quotations] {
                prop_assert!(!explain(&node, target).is_empty());
            }
            prop_assert!(!crate::query::explain::tree(&node).is_empty());
        }
    }
}
