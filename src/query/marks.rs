//! A mark is a character or word that means something to the parser and is not searched for.
//!
//! Both the lexer, which reads marks, and the canonical query, which puts a backslash before what must not be read as
//! one, go by the rules here.

use super::ast::Field;

/// The farthest that words can be asked to lie from each other.
pub(super) const FARTHEST: u32 = 9999;

/// Whether a word ends before `c`.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„' | '«' | '»')
}

/// The letters before a colon, where `text` begins as a field does. An address (`http://…`) does not.
pub(super) fn field_name(text: &str) -> Option<&str> {
    let (name, rest) = text.split_at(text.find(|c: char| !c.is_alphabetic())?);
    let address = rest.starts_with("://") && Field::named(name).is_none();
    (!name.is_empty() && rest.starts_with(':') && !address).then_some(name)
}

/// Whether the word, written without a backslash, is an operator or refused as a likely one.
pub(super) fn is_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT" | "&&" | "||" | "|") || proximity(word).is_some()
}

/// Whether someone who writes `c` inside a phrase between these characters wants a wildcard, which a phrase has not.
pub(super) fn looks_wild(before: Option<char>, c: char, after: Option<char>) -> bool {
    let (before, after) = (before.is_some_and(char::is_alphanumeric), after.is_some_and(char::is_alphanumeric));
    (c == '*' && (before || after)) || (c == '?' && before && after)
}

/// Order and distance of `NEAR`, `ADJ` and their relatives, the distance as written.
pub(super) fn proximity(word: &str) -> Option<(bool, &str)> {
    match word {
        "NEAR" => return Some((false, "10")),
        "ADJ" => return Some((true, "1")),
        _ => {}
    }
    let (name, distance) = word.split_once('/')?;
    let number = !distance.is_empty() && distance.bytes().all(|b| b.is_ascii_digit());
    match name {
        "NEAR" => Some((false, distance)),
        "ADJ" => Some((true, distance)),
        _ if number && (name.eq_ignore_ascii_case("w") || name.eq_ignore_ascii_case("near")) => Some((false, distance)),
        _ if number && (name.eq_ignore_ascii_case("pre") || name.eq_ignore_ascii_case("adj")) => Some((true, distance)),
        _ => None,
    }
}

/// A character of a word.
pub(super) struct Letter {
    pub(super) c: char,
    pub(super) escaped: bool,
    pub(super) at: usize,
}

impl Letter {
    /// Whether it is the mark `c`.
    pub(super) fn is(&self, c: char) -> bool {
        self.c == c && !self.escaped
    }
}

/// The letters as a pattern: what is escaped in it and would be a wildcard stays so.
pub(super) fn pattern(letters: &[Letter]) -> String {
    let mut pattern = String::new();
    for letter in letters {
        let sign = matches!(letter.c, '*' | '?' | '\\');
        if sign && letter.escaped {
            pattern.push('\\');
        }
        pattern.push(letter.c);
    }
    pattern
}
