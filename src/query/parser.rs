//! The parser makes a [`Node`] of a query, or says where and why it cannot and what to write instead.
//!
//! | write | for |
//! |---|---|
//! | `crimea sanctions`, `crimea AND sanctions` | both |
//! | `crimea OR donbas` | at least one |
//! | `-sport`, `NOT sport` | not that; `-` only at the start of a word, `Iran-Iraq` is one |
//! | `(a OR b) c` | brackets group; `NOT` binds tighter than `NEAR`, then `AND`, then `OR` |
//! | `"foreign minister"`, `“…”`, `«…»`, `„…“` | a phrase; `"a b"~3` lets the words move 3 places |
//! | `a NEAR/5 b`, `a w/5 b` | at most 5 words apart, in either order; `NEAR` is `NEAR/10` |
//! | `a ADJ/5 b`, `a pre/5 b` | `b` at most 5 words after `a`; `ADJ` is `ADJ/1` |
//! | `treat*`, `tre?ty` | `*` any letters, `?` one, also where a `?` ends a question; a lone `*` is everything |
//! | `word~`, `word~2` | one letter, or two, may differ |
//! | `=word`, `="a phrase"` | exactly so: no stemming, no folding |
//! | `word^2`, `(a b)^0.5` | counts for more or less in the rank |
//! | `person:lavrov`, `by:(lavrov OR kerry)` | in a field; see [`Field`] for all of them |
//! | `country:*`, `country:none` | any value, no value |
//! | `date:2014-03`, `date:last-month` | see [`DateRange::read`] |
//! | `\-`, `\:`, `\AND` | a backslash makes the next character plain |
//!
//! Operators are written in capital letters. A colon makes a field only behind letters and with something after it:
//! `12:30`, `http://…` and `Kyiv:` at the end of a word are words. Behind a field an operator is a word (`lang:OR`).

use jiff::civil;

use super::ast::{DateRange, Field, Node, Text, Value};
use super::dates::{ACCEPTED, DateError};
use super::fault::clipped;
pub use super::fault::{ErrorKind, ParseError};
use super::lexer::{Lexeme, Token, lexemes};
use crate::span::Span;

/// The longest query, in bytes.
pub const MAX_LENGTH: usize = 64 * 1024;
/// How deeply brackets and negations may be nested: the tree is walked by recursion.
pub const MAX_DEPTH: usize = 100;

/// Reads a query; relative dates count from `today`.
///
/// # Errors
///
/// Names the thing, the reason and the remedy. Of kind [`ErrorKind::Empty`] if there is nothing but white space.
///
/// ```
/// use demarche::query::parser::parse;
/// let today = jiff::civil::date(2014, 4, 2);
/// let node = parse("crimea AND by:lavrov date:last-month", today)?;
/// assert_eq!(node.to_string(), "crimea by:lavrov date:2014-03-01..2014-03-31");
/// # Ok::<(), demarche::query::parser::ParseError>(())
/// ```
pub fn parse(query: &str, today: civil::Date) -> Result<Node, ParseError> {
    if query.len() > MAX_LENGTH {
        let message = format!("the query is {} bytes long, more than {MAX_LENGTH}", query.len());
        let start = query.floor_char_boundary(MAX_LENGTH);
        let span = Span::new(start, query.len());
        return Err(ParseError::new(ErrorKind::TooLong, query, span, message, "ask for less at once"));
    }
    if query.trim().is_empty() {
        let span = Span::new(query.len(), query.len());
        let help = "write one or more words, or * for everything";
        return Err(ParseError::new(ErrorKind::Empty, query, span, "the query is empty", help));
    }
    let mut parser = Parser { query, today, lexemes: lexemes(query)?, at: 0, depth: 0, group: None };
    let node = parser.alternatives()?;
    if let Some(span) = parser.peek().map(|lexeme| lexeme.span) {
        let help = "open one before it, or write \\) for the sign itself";
        return parser.fault(ErrorKind::Unclosed, span, "this bracket closes nothing", help);
    }
    Ok(node)
}

struct Parser<'q> {
    query: &'q str,
    today: civil::Date,
    lexemes: Vec<Lexeme>,
    at: usize,
    depth: usize,
    /// The field whose brackets are open.
    group: Option<Field>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Lexeme> {
        self.lexemes.get(self.at)
    }

    fn at_token(&self, token: &Token) -> bool {
        self.peek().is_some_and(|lexeme| lexeme.token == *token)
    }

    fn eat(&mut self, token: &Token) -> bool {
        let here = self.at_token(token);
        self.at += usize::from(here);
        here
    }

    /// From the lexeme `start` to the one just read.
    fn since(&self, start: usize) -> Span {
        match (self.lexemes.get(start), self.at.checked_sub(1).and_then(|last| self.lexemes.get(last))) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(self.query.len(), self.query.len()),
        }
    }

    fn fault<T>(
        &self,
        kind: ErrorKind,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Result<T, ParseError> {
        Err(ParseError::new(kind, self.query, span, message, help))
    }

    fn deeper(&mut self, span: Span) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("brackets and negations are nested more than {MAX_DEPTH} deep");
            return self.fault(ErrorKind::TooDeep, span, message, "leave out those that change nothing");
        }
        Ok(())
    }

    /// `a OR b`
    fn alternatives(&mut self) -> Result<Node, ParseError> {
        let mut nodes = vec![self.conjunction()?];
        while self.eat(&Token::Or) {
            nodes.push(self.conjunction()?);
        }
        Ok(Node::or(nodes))
    }

    /// `a b`, `a AND b`
    fn conjunction(&mut self) -> Result<Node, ParseError> {
        let mut nodes = vec![self.proximity()?];
        while self.eat(&Token::And) || self.peek().is_some_and(|l| !matches!(l.token, Token::Or | Token::Close)) {
            nodes.push(self.proximity()?);
        }
        Ok(Node::and(nodes))
    }

    /// `a NEAR/5 b`
    fn proximity(&mut self) -> Result<Node, ParseError> {
        let start = self.at;
        let first = self.negation()?;
        let Some(&Lexeme { token: Token::Near { within, ordered }, span }) = self.peek() else { return Ok(first) };
        let operator = format!("{}/{within}", if ordered { "ADJ" } else { "NEAR" });
        if let Some(field) = self.group {
            let name = field.name();
            let message = format!("{operator} cannot stand inside the field “{name}:”");
            let help = format!("write a phrase whose words may move, as in {name}:\"a b\"~5");
            return self.fault(ErrorKind::Near, span, message, help);
        }
        let mut operands = vec![self.operand(first, self.since(start), &operator)?];
        while let Some(Lexeme { token: token @ Token::Near { .. }, span }) = self.peek() {
            if *token != (Token::Near { within, ordered }) {
                let message = format!("{operator} and “{}” cannot stand in one chain", span.of(self.query));
                let help = "write two conditions, as in (a NEAR/5 b) (b ADJ/2 c)";
                return self.fault(ErrorKind::Near, *span, message, help);
            }
            self.at += 1;
            let start = self.at;
            let next = self.negation()?;
            operands.push(self.operand(next, self.since(start), &operator)?);
        }
        Ok(Node::Near { within, ordered, operands })
    }

    /// The words that `node` offers as an operand of NEAR or ADJ.
    fn operand(&self, node: Node, span: Span, operator: &str) -> Result<Vec<Text>, ParseError> {
        let (what, help) = match node {
            Node::Text(text) => return Ok(vec![text]),
            Node::Or(nodes) => {
                let operands = nodes.into_iter().map(|node| self.operand(node, span, operator));
                return operands.collect::<Result<Vec<_>, _>>().map(|texts| texts.concat());
            }
            Node::And(_) => ("words joined by AND", format!("write a phrase, or alternatives: (a OR b) {operator} c")),
            Node::Not(_) => ("NOT", format!("negate the whole, -(a {operator} b), or leave words out beside it")),
            Node::Field(..) => ("a field", format!("write the field beside it, as in a {operator} b person:lavrov")),
            Node::Boost(..) => ("a weight", format!("give it to the whole, as in (a {operator} b)^2")),
            Node::Near { .. } => ("NEAR or ADJ", "write two conditions, as in (a NEAR/5 b) (b ADJ/2 c)".to_owned()),
            Node::All => ("“*”", "write a word, with or without wildcards".to_owned()),
        };
        self.fault(ErrorKind::Near, span, format!("{what} cannot be an operand of {operator}"), help)
    }

    /// `NOT a`, `-a`
    fn negation(&mut self) -> Result<Node, ParseError> {
        let Some(&Lexeme { token: Token::Not, span }) = self.peek() else { return self.atom() };
        self.deeper(span)?;
        self.at += 1;
        let node = self.negation()?;
        self.depth -= 1;
        Ok(Node::Not(Box::new(node)))
    }

    fn atom(&mut self) -> Result<Node, ParseError> {
        let Some(Lexeme { token, span }) = self.peek().cloned() else { return self.missing() };
        let node = match token {
            Token::Open => self.brackets(span)?,
            Token::Text { text, literal } => {
                self.at += 1;
                match self.group {
                    Some(field) => self.value(field, text, literal, span)?,
                    None if is_everything(&text) => Node::All,
                    None => Node::Text(text),
                }
            }
            Token::Field(field) => self.field(field, span)?,
            Token::And | Token::Or | Token::Not | Token::Near { .. } | Token::Close | Token::Boost(_) => {
                return self.missing();
            }
        };
        if let Some(&Lexeme { token: Token::Boost(times), .. }) = self.peek() {
            self.at += 1;
            return Ok(Node::Boost(Box::new(node), times));
        }
        Ok(node)
    }

    fn brackets(&mut self, open: Span) -> Result<Node, ParseError> {
        self.deeper(open)?;
        self.at += 1;
        if self.peek().is_none() {
            return self.unclosed(open);
        }
        let node = self.alternatives()?;
        if !self.eat(&Token::Close) {
            return self.unclosed(open);
        }
        self.depth -= 1;
        Ok(node)
    }

    fn unclosed<T>(&self, open: Span) -> Result<T, ParseError> {
        let help = "close it, or write \\( for the sign itself";
        self.fault(ErrorKind::Unclosed, open, "this bracket is never closed", help)
    }

    fn field(&mut self, field: Field, span: Span) -> Result<Node, ParseError> {
        let name = field.name();
        if let Some(outer) = self.group {
            let message = format!("the field “{name}:” cannot stand inside the field “{}:”", outer.name());
            let help = format!("write them beside each other, as in {} {}", outer.example(), field.example());
            return self.fault(ErrorKind::Field, span, message, help);
        }
        self.at += 1;
        match self.peek().cloned() {
            Some(Lexeme { token: Token::Text { text, literal }, span }) => {
                self.at += 1;
                self.value(field, text, literal, span)
            }
            Some(Lexeme { token: Token::Open, span }) => {
                self.group = Some(field);
                let node = self.brackets(span);
                self.group = None;
                node
            }
            _ => {
                let help = format!("write a value against the colon, as in {}", field.example());
                self.fault(ErrorKind::Field, span, format!("there is nothing behind “{name}:”"), help)
            }
        }
    }

    /// The words as a value of the field.
    fn value(&self, field: Field, text: Text, literal: bool, span: Span) -> Result<Node, ParseError> {
        let none = matches!(&text, Text::Word { text, .. } if text.eq_ignore_ascii_case("none"));
        let value = if none && !literal && field.takes_none() {
            Value::None
        } else if field.takes_dates() {
            Value::Dates(self.dates(&text, span)?)
        } else if is_everything(&text) {
            Value::Text(Text::Wild { pattern: "*".to_owned() })
        } else if field.values().is_empty() {
            Value::Text(text)
        } else {
            let plain = match text {
                Text::Word { text, .. } | Text::Phrase { text, slop: 0, .. } => text.to_lowercase(),
                Text::Phrase { .. } | Text::Wild { .. } | Text::Fuzzy { .. } => String::new(),
            };
            if !field.values().contains(&plain.as_str()) {
                let message = format!("“{}” is not a value of “{}:”", clipped(span.of(self.query)), field.name());
                let none = if field.takes_none() { ", none" } else { "" };
                let help = format!("write one of {}{none}", field.values().join(", "));
                return self.fault(ErrorKind::Value, span, message, help);
            }
            Value::Text(Text::Word { text: plain, exact: false })
        };
        Ok(Node::Field(field, value))
    }

    fn dates(&self, text: &Text, span: Span) -> Result<DateRange, ParseError> {
        let read = match text {
            text if is_everything(text) => return Ok(DateRange::ANY),
            Text::Word { text, .. } | Text::Phrase { text, slop: 0, .. } => DateRange::read(text, self.today),
            Text::Phrase { .. } | Text::Wild { .. } | Text::Fuzzy { .. } => Err(DateError::Unreadable(String::new())),
        };
        read.or_else(|error| {
            let written = clipped(span.of(self.query));
            match error {
                DateError::Unreadable(_) => {
                    self.fault(ErrorKind::Date, span, format!("“{written}” is not a date"), ACCEPTED)
                }
                DateError::Reversed(_) => {
                    let message = format!("the range “{written}” ends before it begins");
                    self.fault(ErrorKind::Date, span, message, "write the earlier date first")
                }
            }
        })
    }

    /// Says what is wrong where words should stand and do not.
    fn missing<T>(&self) -> Result<T, ParseError> {
        let help = |word: &str| match word {
            "-" => "write it against the word to leave out, as in -sport, or \\- for the sign".to_owned(),
            "NOT" => "write what to leave out, as in NOT sport; to search for the word, write \"NOT\"".to_owned(),
            _ => format!("write it between two, as in a {word} b; to search for the word, write \"{word}\""),
        };
        let before = self.at.checked_sub(1).and_then(|last| self.lexemes.get(last));
        if let Some(Lexeme { token: Token::And | Token::Or | Token::Not | Token::Near { .. }, span }) = before {
            let word = span.of(self.query);
            return self.fault(ErrorKind::Operator, *span, format!("“{word}” has nothing behind it"), help(word));
        }
        match (before, self.peek()) {
            (Some(Lexeme { token: Token::Open, span: open }), Some(Lexeme { token: Token::Close, span })) => {
                let help = "write words in them, or leave them out";
                self.fault(ErrorKind::Unclosed, open.cover(*span), "there is nothing between the brackets", help)
            }
            (_, Some(Lexeme { token: Token::Close, span })) => {
                let help = "open one before it, or write \\) for the sign itself";
                self.fault(ErrorKind::Unclosed, *span, "this bracket closes nothing", help)
            }
            (_, Some(Lexeme { span, .. })) => {
                let word = span.of(self.query);
                self.fault(ErrorKind::Operator, *span, format!("“{word}” has nothing before it"), help(word))
            }
            (_, None) => {
                let end = Span::new(self.query.len(), self.query.len());
                self.fault(ErrorKind::Operator, end, "words are missing here", "write one or more")
            }
        }
    }
}

fn is_everything(text: &Text) -> bool {
    matches!(text, Text::Wild { pattern } if pattern.chars().all(|c| c == '*'))
}

#[cfg(test)]
mod tests;
