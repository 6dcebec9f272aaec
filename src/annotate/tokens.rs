//! A [`Token`] is a word, a number or a mark of an article's text. Tokens are what every other layer counts in.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::lexicon::{Classes, Cue, Lexicon, word_hash};
use crate::span::Span;

/// What kind of token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with inner hyphens, apostrophes and the full stops of abbreviations.
    Word,
    /// Begins with a digit.
    Number,
    /// `'s` of a possessive (or of "is"), split from its word.
    Possessive,
    /// A double quotation mark of any style, ```` `` ```` and `''` included.
    DoubleQuote,
    /// A single quotation mark or apostrophe that stands at the edge of a word.
    SingleQuote,
    /// Anything else that is not white space.
    Mark,
}

/// What white space stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// None.
    None,
    /// Blanks.
    Space,
    /// One line break.
    Line,
    /// A blank line, or a line break and an indented line.
    Paragraph,
}

/// One token of a text.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Its kind.
    pub kind: Kind,
    /// White space before it.
    pub gap: Gap,
    /// Whether it begins with an upper-case letter.
    pub capital: bool,
    /// Whether it has at least two letters and all are upper case.
    pub upper: bool,
    /// Hash of the lower-case form.
    pub hash: u64,
    /// Its classes in the lexicon.
    pub classes: Classes,
    /// Index of its sentence.
    pub sentence: u32,
    /// Index of its paragraph.
    pub paragraph: u32,
    /// Number of the quoted segment that it lies in, from 1; 0 outside quotation marks. The marks themselves are outside.
    pub quoted: u16,
}

impl Token {
    /// Its bytes.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Its text.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        self.span().of(text)
    }

    /// Whether its lower-case form is `word`.
    pub fn is(&self, word: &str) -> bool {
        // Most words differ in length already; an apostrophe may be curly, and longer.
        let length = word.len() == (self.end - self.start) as usize || word.contains('\'');
        length && self.hash == word_hash(word)
    }

    /// Whether its lower-case form is one of `words`.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether it belongs to any of `classes`.
    pub fn any(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// The cue that it can be.
    pub fn cue(&self) -> Option<Cue> {
        if self.any(Classes::CUE) { Lexicon::get().cue(self.hash) } else { None }
    }

    /// Whether it is a word or a number.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number)
    }
}

/// A range of tokens: the first, and the one after the last.
pub type TokenRange = (usize, usize);

/// Splits a text into tokens. Texts beyond 4 GiB are cut at a character boundary (the readers never give one).
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: 0, tokens: Vec::with_capacity(text.len() / 5) };
    scanner.run();
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let limit = self.bytes.len().min(u32::MAX as usize);
        let mut gap = Gap::Paragraph;
        while self.at < limit {
            let Some(c) = self.char(self.at) else { break };
            if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
                let found = self.white_space();
                gap = gap.max(found);
                continue;
            }
            let start = self.at;
            let kind = self.one(c);
            self.push(start, kind, gap);
            gap = Gap::None;
        }
    }

    fn char(&self, at: usize) -> Option<char> {
        match self.bytes.get(at) {
            Some(b) if b.is_ascii() => Some(*b as char),
            Some(_) => self.text.get(at..).and_then(|rest| rest.chars().next()),
            None => None,
        }
    }

    fn white_space(&mut self) -> Gap {
        let mut breaks = 0;
        let mut indent = 0;
        while let Some(c) = self.char(self.at).filter(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')) {
            match c {
                '\n' | '\u{2028}' | '\u{2029}' => (breaks, indent) = (breaks + 1, 0),
                '\r' => {}
                '\t' => indent += 2,
                _ => indent += 1,
            }
            self.at += c.len_utf8();
        }
        match (breaks, indent) {
            (0, _) => Gap::Space,
            (1, 0 | 1) => Gap::Line,
            _ => Gap::Paragraph,
        }
    }

    /// Moves past one token and says what it is.
    fn one(&mut self, c: char) -> Kind {
        let previous_is_word =
            self.at > 0 && self.text[..self.at].chars().next_back().is_some_and(char::is_alphanumeric);
        match c {
            '\'' | '’' if previous_is_word && self.possessive() => Kind::Possessive,
            '`' | '\'' if self.bytes.get(self.at + 1) == Some(&(c as u8)) => {
                self.at += 2;
                Kind::DoubleQuote
            }
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' => {
                self.at += c.len_utf8();
                Kind::DoubleQuote
            }
            '\'' | '‘' | '’' | '‚' | '`' | '‹' | '›' => {
                self.at += c.len_utf8();
                Kind::SingleQuote
            }
            _ if c.is_alphanumeric() => self.word(c),
            '-' | '.' => {
                while self.char(self.at) == Some(c) {
                    self.at += 1;
                }
                Kind::Mark
            }
            _ => {
                self.at += c.len_utf8();
                Kind::Mark
            }
        }
    }

    /// Takes `'s` at the end of a word.
    fn possessive(&mut self) -> bool {
        let mark = self.char(self.at).map_or(1, char::len_utf8);
        let letter = self.at + mark;
        let ends = !self.char(letter + 1).is_some_and(char::is_alphanumeric);
        if matches!(self.bytes.get(letter), Some(b's' | b'S')) && ends {
            self.at = letter + 1;
            return true;
        }
        false
    }

    fn word(&mut self, first: char) -> Kind {
        let start = self.at;
        let number = first.is_numeric();
        while let Some(c) = self.char(self.at) {
            let next = self.at + c.len_utf8();
            let joins = match c {
                _ if c.is_alphanumeric() || c == '_' || c == '\u{ad}' || is_mark(c) => true,
                '-' | '‑' | '&' => self.char(next).is_some_and(char::is_alphanumeric),
                '\'' | '’' => {
                    let alone = matches!(self.bytes.get(next), Some(b's' | b'S'))
                        && !self.char(next + 1).is_some_and(char::is_alphanumeric);
                    self.char(next).is_some_and(char::is_alphabetic) && !alone
                }
                ',' if number => self.digit(self.at.wrapping_sub(1)) && self.digit(next),
                '.' => {
                    (self.digit(self.at.wrapping_sub(1)) && self.digit(next))
                        || self.abbreviation(start, next)
                        || self.address(start, next)
                }
                _ => false,
            };
            if !joins {
                break;
            }
            self.at = next;
        }
        if number { Kind::Number } else { Kind::Word }
    }

    fn digit(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_digit)
    }

    /// Whether the full stop is that of an address on the net: "Rynek24.pl", "Harbour.news". A capital before it and small
    /// letters after it: where a blank was forgotten, the next sentence begins with a capital.
    fn address(&self, start: usize, after: usize) -> bool {
        let letters = self.text[after..].bytes().take(7).take_while(u8::is_ascii_lowercase).count();
        let ends = !self.char(after + letters).is_some_and(|c| c.is_alphanumeric() || c == '\'' || c == '’');
        let word = &self.text[start..self.at];
        (2..=6).contains(&letters)
            && ends
            && word.len() > 2
            && word.starts_with(char::is_uppercase)
            && word.bytes().skip(1).any(|b| b.is_ascii_lowercase())
    }

    /// Whether the full stop after `start..` belongs to the word: "U.S.", "J.", "Mr.".
    fn abbreviation(&self, start: usize, after: usize) -> bool {
        let word = &self.text[start..self.at];
        let last = word.rsplit('.').next().unwrap_or(word);
        let mut letters = last.chars();
        if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
            return true;
        }
        // "a.m.", "p.m.", "e.g."
        if last.len() == 1 && (word.contains('.') || self.char(after).is_some_and(|c| c.is_ascii_lowercase())) {
            return self.bytes[start].is_ascii_lowercase()
                && (word.contains('.') || self.bytes.get(after + 1) == Some(&b'.'));
        }
        ABBREVIATIONS.contains(&word)
    }

    fn push(&mut self, start: usize, kind: Kind, gap: Gap) {
        let word = &self.text[start..self.at];
        let (mut letters, mut capitals) = (0u32, 0u32);
        let mut hasher = FxHasher::default();
        let (capital, hash) = if word.is_ascii() {
            for byte in word.bytes() {
                letters += u32::from(byte.is_ascii_alphabetic());
                capitals += u32::from(byte.is_ascii_uppercase());
                hasher.write_u8(byte.to_ascii_lowercase());
            }
            (self.bytes[start].is_ascii_uppercase(), hasher.finish())
        } else {
            for c in word.chars() {
                letters += u32::from(c.is_alphabetic());
                capitals += u32::from(c.is_uppercase());
            }
            (word.chars().next().is_some_and(char::is_uppercase), word_hash(word))
        };
        let classes = if kind == Kind::Word { Lexicon::get().classes(hash) } else { Classes::default() };
        self.tokens.push(Token {
            start: start as u32,
            end: self.at as u32,
            kind,
            gap,
            capital,
            upper: letters >= 2 && letters == capitals,
            hash,
            classes,
            sentence: 0,
            paragraph: 0,
            quoted: 0,
        });
    }
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}

/// Abbreviations of news English whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Gen", "Gens", "Lt", "Col", "Maj",
    "Capt", "Sgt", "Adm", "Cmdr", "Hon", "Rev", "St", "Jr", "Sr", "Messrs", "Mme", "Mlle", "Amb", "Pres", "Atty",
    "Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "No", "Nos", "vs", "Inc", "Corp", "Co",
    "Ltd", "Bros", "Va", "Md", "Pa", "Mass", "Calif", "Conn", "Ariz", "Fla", "Ill", "Ind", "Wis", "Mich", "Minn",
    "Tenn", "Tex", "Ky", "La", "Ala", "Wash", "Ore", "Colo", "Okla", "Ark", "Mo", "Neb", "Nev", "Del", "approx", "etc",
    "Bd", "Ave", "Blvd", "Ph.D", "mln", "bln", "dlrs",
];

#[cfg(test)]
mod tests {
    use super::{Kind, tokenize};

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|t| t.of(text)).collect()
    }

    #[test]
    fn splits_news_text() {
        let table: [(&str, &[&str]); 9] = [
            ("Russia's army", &["Russia", "'s", "army"]),
            ("the U.S. said", &["the", "U.S.", "said"]),
            ("Mr. O’Neill, 40,000 men.", &["Mr.", "O’Neill", ",", "40,000", "men", "."]),
            ("a four-hour talk -- it", &["a", "four-hour", "talk", "--", "it"]),
            ("“Нет,” he", &["“", "Нет", ",", "”", "he"]),
            ("``yes,'' he", &["``", "yes", ",", "''", "he"]),
            ("George W. Bush's", &["George", "W.", "Bush", "'s"]),
            ("at 9 a.m. on 3.5%", &["at", "9", "a.m.", "on", "3.5", "%"]),
            ("the leaders' plan", &["the", "leaders", "'", "plan"]),
        ];
        for (text, expected) in table {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn kinds_and_case() {
        let tokens = tokenize("NATO’s 28 members “agree”");
        assert!(tokens[0].upper && tokens[0].capital);
        let kinds: Vec<Kind> = tokens.iter().map(|t| t.kind).collect();
        assert_eq!(kinds[..4], [Kind::Word, Kind::Possessive, Kind::Number, Kind::Word]);
        assert_eq!(kinds[4], Kind::DoubleQuote);
    }
}
