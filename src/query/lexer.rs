//! A [`Lexeme`] is the smallest piece of a query with a meaning: a word, a phrase, an operator, a bracket, a field.

use super::ast::{Field, Text};
use super::fault::{ErrorKind, ParseError, clipped, unknown_field};
use super::marks::{FARTHEST, Letter, ends_word, field_name, looks_wild, pattern, proximity};
use crate::span::Span;

/// A token and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    And,
    Or,
    /// `NOT`, or `-` before a word.
    Not,
    Near {
        within: u32,
        ordered: bool,
    },
    /// A field and its colon; what follows it touches it.
    Field(Field),
    /// Words; `literal` where they are quoted, exact or escaped, so that `none` is the word.
    Text {
        text: Text,
        literal: bool,
    },
    /// `^2` behind the lexeme before it.
    Boost(f32),
}

/// The lexemes of a query.
pub(super) fn lexemes(query: &str) -> Result<Vec<Lexeme>, ParseError> {
    let mut lexer = Lexer { query, at: 0, lexemes: Vec::new(), value: false };
    while let Some(c) = lexer.peek() {
        lexer.next(c)?;
    }
    Ok(lexer.lexemes)
}

struct Lexer<'q> {
    query: &'q str,
    at: usize,
    lexemes: Vec<Lexeme>,
    /// Whether a field stands just before, so that operators are words.
    value: bool,
}

impl<'q> Lexer<'q> {
    fn rest(&self) -> &'q str {
        self.query.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, token: Token, start: usize) {
        self.lexemes.push(Lexeme { token, span: Span::new(start, self.at) });
    }

    fn fault<T>(
        &self,
        kind: ErrorKind,
        span: (usize, usize),
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Result<T, ParseError> {
        Err(ParseError::new(kind, self.query, Span::new(span.0, span.1), message, help))
    }

    fn next(&mut self, c: char) -> Result<(), ParseError> {
        let start = self.at;
        let single = start + c.len_utf8();
        match c {
            c if c.is_whitespace() => self.at = single,
            '(' => {
                (self.at, self.value) = (single, false);
                self.push(Token::Open, start);
            }
            ')' => {
                self.at = single;
                self.push(Token::Close, start);
                if self.peek() == Some('~') {
                    let help = "write it behind a phrase, \"a b\"~3, or use (a OR b) NEAR/3 c";
                    return self.fault(
                        ErrorKind::Suffix,
                        (single, single + 1),
                        "“~” cannot stand behind a bracket",
                        help,
                    );
                }
                self.boost()?;
            }
            '-' if self.value => {
                let help = "write the minus before the field, as in -country:FR, or \\- for the sign";
                return self.fault(ErrorKind::Operator, (start, single), "“-” cannot stand behind a field", help);
            }
            '-' => {
                self.at = single;
                if self.peek().is_none_or(|c| c.is_whitespace() || c == ')') {
                    let help = "write it against the word to leave out, as in -sport, or \\- for the sign";
                    return self.fault(ErrorKind::Operator, (start, single), "“-” has nothing behind it", help);
                }
                self.push(Token::Not, start);
            }
            '”' | '»' => {
                let help = format!("open one before it, or write \\{c} for the mark itself");
                return self.fault(ErrorKind::Unclosed, (start, single), "this quotation mark closes nothing", help);
            }
            '"' | '“' | '„' | '«' => self.phrase(start, c, false)?,
            _ => self.word(start)?,
        }
        Ok(())
    }

    fn phrase(&mut self, start: usize, open: char, exact: bool) -> Result<(), ParseError> {
        self.value = false;
        let opened = self.at;
        self.at += open.len_utf8();
        let mut text = String::new();
        let mut closed = false;
        while let Some(c) = self.peek() {
            let at = self.at;
            self.at += c.len_utf8();
            closed = match open {
                '"' => c == '"',
                '“' => matches!(c, '”' | '"'),
                // German and Russian quotations end where English ones begin.
                '„' => matches!(c, '“' | '”' | '"'),
                _ => c == '»',
            };
            if closed {
                break;
            }
            if c == '\\' {
                let Some(next) = self.peek() else { break };
                self.at += next.len_utf8();
                text.push(next);
                continue;
            }
            if looks_wild(text.chars().last(), c, self.peek()) {
                let message = format!("“{c}” is no wildcard inside quotation marks");
                let help = format!("write the word outside, as in minist* ADJ/1 affairs, or \\{c} for the sign itself");
                return self.fault(ErrorKind::Suffix, (at, self.at), message, help);
            }
            text.push(c);
        }
        if !closed {
            let help = format!("close it, or write \\{open} for the mark itself");
            let message = "this quotation mark is never closed";
            return self.fault(ErrorKind::Unclosed, (opened, opened + open.len_utf8()), message, help);
        }
        let text = text.trim().to_owned();
        if text.is_empty() {
            let help = "write words between the quotation marks, or leave them out";
            return self.fault(
                ErrorKind::Unclosed,
                (start, self.at),
                "there is nothing between the quotation marks",
                help,
            );
        }
        let slop = self.slop()?;
        self.push(Token::Text { text: Text::Phrase { text, slop, exact }, literal: true }, start);
        self.boost()
    }

    /// The `~3` behind a phrase.
    fn slop(&mut self) -> Result<u32, ParseError> {
        let Some(tail) = self.rest().strip_prefix('~') else { return Ok(0) };
        let start = self.at;
        let number = &tail[..tail.find(|c| ends_word(c) || c == '^').unwrap_or(tail.len())];
        self.at += 1 + number.len();
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        match number.parse() {
            Ok(slop) if digits && slop <= FARTHEST => Ok(slop),
            _ => {
                let message = format!("“~{}” behind a phrase is not a whole number up to {FARTHEST}", clipped(number));
                self.fault(ErrorKind::Suffix, (start, self.at), message, "write how far the words may move: \"a b\"~3")
            }
        }
    }

    /// The `^2` behind a phrase or a bracket.
    fn boost(&mut self) -> Result<(), ParseError> {
        let Some(tail) = self.rest().strip_prefix('^') else { return Ok(()) };
        let number = &tail[..tail.find(ends_word).unwrap_or(tail.len())];
        let start = self.at;
        self.at += 1 + number.len();
        self.push_boost(start, number)
    }

    fn push_boost(&mut self, start: usize, number: &str) -> Result<(), ParseError> {
        let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        match number.parse::<f32>() {
            Ok(times) if plain && times.is_finite() && times > 0.0 => {
                self.push(Token::Boost(times), start);
                Ok(())
            }
            _ => {
                let message = format!("“^{}” is not a weight greater than zero", clipped(number));
                let help = "write a number last, as in crimea^2 or crimea~1^0.5, or \\^ for the sign itself";
                self.fault(ErrorKind::Suffix, (start, self.at), message, help)
            }
        }
    }

    /// A field and its colon, if that is what stands here. An unknown one with nothing behind it is a word.
    fn field(&mut self, start: usize, exact: bool, value: bool) -> Result<bool, ParseError> {
        let Some(name) = field_name(self.rest()) else { return Ok(false) };
        let colon = self.at + name.len();
        let after = self.rest()[name.len() + 1..].chars().next();
        let bare = after.is_none_or(|c| c.is_whitespace() || c == ')');
        let Some(field) = Field::named(name) else {
            if value || bare {
                return Ok(false);
            }
            let message = format!("there is no field “{}”", clipped(name));
            return self.fault(ErrorKind::Field, (self.at, colon), message, unknown_field(name, self.rest()));
        };
        let name = field.name();
        if bare {
            let missing = if after.is_some_and(char::is_whitespace) { "a space" } else { "nothing" };
            let message = format!("there is {missing} behind “{name}:”");
            let help = format!("write the value against the colon, as in {}", field.example());
            return self.fault(ErrorKind::Field, (self.at, colon + 1), message, help);
        }
        if exact {
            let help = format!("write it behind the colon, {name}:=word, or {name}\\: for the word itself");
            return self.fault(ErrorKind::Operator, (start, self.at), "“=” cannot stand before a field", help);
        }
        if value {
            let help =
                format!("give each field its own value, {}, or write {name}\\: for the word itself", field.example());
            let message = format!("the field “{name}:” cannot stand inside another field");
            return self.fault(ErrorKind::Field, (self.at, colon + 1), message, help);
        }
        self.at = colon + 1;
        self.push(Token::Field(field), start);
        self.value = true;
        Ok(true)
    }

    fn word(&mut self, start: usize) -> Result<(), ParseError> {
        let value = std::mem::take(&mut self.value);
        let exact = self.peek() == Some('=');
        if exact {
            self.at += 1;
            match self.peek() {
                Some(open @ ('"' | '“' | '„' | '«')) => return self.phrase(start, open, true),
                Some(c) if !ends_word(c) => {}
                _ => {
                    let help = "write it against a word or phrase, as in =Lead or =\"Lead\", or \\= for the sign";
                    return self.fault(ErrorKind::Operator, (start, self.at), "“=” has no word behind it", help);
                }
            }
        }
        if self.field(start, exact, value)? {
            return Ok(());
        }
        let letters = self.letters()?;
        let plain = !exact && !value && letters.iter().all(|letter| !letter.escaped);
        if plain && let Some(token) = self.operator(start)? {
            self.push(token, start);
            return Ok(());
        }
        self.finish_word(start, exact, letters)
    }

    fn letters(&mut self) -> Result<Vec<Letter>, ParseError> {
        let mut letters = Vec::new();
        while let Some(c) = self.peek().filter(|c| !ends_word(*c)) {
            let at = self.at;
            self.at += c.len_utf8();
            if c != '\\' {
                letters.push(Letter { c, escaped: false, at });
                continue;
            }
            let Some(c) = self.peek() else {
                let help = "write \\\\ for a backslash";
                return self.fault(ErrorKind::Operator, (at, self.at), "“\\” has nothing behind it", help);
            };
            self.at += c.len_utf8();
            letters.push(Letter { c, escaped: true, at });
        }
        Ok(letters)
    }

    /// The operator that ends here and began at `start`.
    fn operator(&self, start: usize) -> Result<Option<Token>, ParseError> {
        let word = Span::new(start, self.at).of(self.query);
        match word {
            "AND" => return Ok(Some(Token::And)),
            "OR" => return Ok(Some(Token::Or)),
            "NOT" => return Ok(Some(Token::Not)),
            "&&" | "||" | "|" => {
                let instead = if word == "&&" { "AND" } else { "OR" };
                let help = format!("write {instead}, or \"{word}\" for the sign itself");
                return self.fault(ErrorKind::Operator, (start, self.at), format!("“{word}” is not an operator"), help);
            }
            _ => {}
        }
        let Some((ordered, distance)) = proximity(word) else { return Ok(None) };
        let name = if ordered { "ADJ" } else { "NEAR" };
        if word.starts_with("near") || word.starts_with("adj") {
            let help = format!("write {name}/{}, or \"{}\" for the words", clipped(distance), clipped(word));
            return self.fault(ErrorKind::Operator, (start, self.at), "operators are written in capital letters", help);
        }
        let digits = distance.bytes().all(|b| b.is_ascii_digit());
        match distance.parse() {
            Ok(within) if digits && (1..=FARTHEST).contains(&within) => Ok(Some(Token::Near { within, ordered })),
            _ => {
                let message = format!("“{}” is not a distance from 1 to {FARTHEST}", clipped(distance));
                let help =
                    format!("write how many words apart, as in a {name}/5 b, or \"{}\" for the words", clipped(word));
                self.fault(ErrorKind::Near, (start, self.at), message, help)
            }
        }
    }

    /// Takes `~1` and `^2` off the end of a word and sees what is left.
    fn finish_word(&mut self, start: usize, exact: bool, mut letters: Vec<Letter>) -> Result<(), ParseError> {
        let end = self.at;
        let boost = letters.iter().position(|letter| letter.is('^')).map(|at| letters.split_off(at));
        if let Some(first) = boost.as_ref().and_then(|suffix| suffix.first()) {
            self.at = first.at;
        }
        let tilde = letters.iter().rposition(|letter| letter.is('~')).filter(|at| {
            letters[at + 1..].iter().all(|letter| !letter.escaped && (letter.c.is_ascii_digit() || letter.c == '.'))
        });
        let slips: Option<String> = tilde.map(|at| letters.split_off(at).iter().skip(1).map(|l| l.c).collect());
        if letters.is_empty() {
            let help = "write it against a word, a phrase or a bracket, without a space, or \\ before the sign";
            return self.fault(ErrorKind::Suffix, (start, end), "there is no word before this sign", help);
        }
        let wild = letters.iter().any(|letter| letter.is('*') || letter.is('?'));
        let literal = exact || letters.iter().any(|letter| letter.escaped);
        let span = (start, self.at);
        if (exact && (wild || slips.is_some())) || (wild && slips.is_some()) {
            let message = if exact {
                "an exact word takes no wildcard and no “~”"
            } else {
                "a word takes a wildcard or “~”, not both"
            };
            let help = "write one of =word, word* and word~1; a backslash before * ? ~ makes it a letter";
            return self.fault(ErrorKind::Suffix, span, message, help);
        }
        let text: String = letters.iter().map(|letter| letter.c).collect();
        let text = match slips.as_deref() {
            Some("" | "1") => Text::Fuzzy { text, distance: 1 },
            Some("2") => Text::Fuzzy { text, distance: 2 },
            Some(slips) => {
                let message = format!("“~{}” is not 1 or 2 letters", clipped(slips));
                return self.fault(
                    ErrorKind::Suffix,
                    span,
                    message,
                    "write word~1 or word~2, or word\\~ for the sign itself",
                );
            }
            None if wild => Text::Wild { pattern: pattern(&letters) },
            None => Text::Word { text, exact },
        };
        self.push(Token::Text { text, literal }, start);
        let Some(suffix) = boost else { return Ok(()) };
        let from = std::mem::replace(&mut self.at, end);
        // An escape inside is no number, so the error shows it.
        let number: String = suffix.iter().skip(1).map(|letter| if letter.escaped { '\\' } else { letter.c }).collect();
        self.push_boost(from, &number)
    }
}
