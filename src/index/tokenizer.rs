//! How text becomes terms. One position of the text gives several terms, told apart by their first character, so that
//! a phrase can mix inflected and exact words:
//!
//! | term | for | of "Résumés" |
//! |---|---|---|
//! | `resum` | plain words: folded to ASCII, English stem (Porter 2) | `resum` |
//! | `=résumés` | `=word` in lower case | `=résumés` |
//! | `~resumes` | wildcards and fuzzy words, where folding changes the word | `~resumes` |
//! | `^Résumés` | `=Word` with a capital | `^Résumés` |
//!
//! Function words ("the", "of") have only the plain term.
//!
//! Names (people, places, organisations, outlets) give a key that forgives transliteration, and the exact form.

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

/// Name of the tokenizer for running text.
pub const TEXT: &str = "demarche_text";
/// Name of the tokenizer for names.
pub const NAME: &str = "demarche_name";

/// Registers both tokenizers; tantivy does not keep them with an index.
pub fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(TEXT, TextTokenizer::default());
    tokenizers.register(NAME, NameTokenizer);
}

/// A word of a text for the index: `[start, end)` in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte; a possessive `'s` is left out.
    pub end: usize,
}

/// The words of a text: letters and digits with inner apostrophes, `1,000` and `3.5` as one, `U.S.` as one.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = loop {
            let (at, c) = chars.next()?;
            if c.is_alphanumeric() {
                break (at, c);
            }
        };
        let mut end = start + first.len_utf8();
        let mut last = first;
        let mut single = true;
        while let Some(&(at, c)) = chars.peek() {
            let next = || text[at + c.len_utf8()..].chars().next();
            let joins = match c {
                _ if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) => true,
                '\'' | '’' => next().is_some_and(char::is_alphabetic) && !possessive(&text[at + c.len_utf8()..]),
                ',' => last.is_ascii_digit() && text[at + 1..].bytes().take(3).filter(u8::is_ascii_digit).count() == 3,
                '.' => {
                    (last.is_ascii_digit() || single)
                        && next().is_some_and(|n| {
                            if last.is_ascii_digit() {
                                n.is_ascii_digit()
                            } else {
                                n.is_alphabetic() && initial(&text[at + 1..])
                            }
                        })
                }
                _ => false,
            };
            if !joins {
                break;
            }
            single = c == '.' || (single && last == '.');
            chars.next();
            last = c;
            end = at + c.len_utf8();
        }
        // A possessive is no word of its own.
        if let Some(&(at, '\'' | '’')) = chars.peek()
            && possessive(&text[at + text[at..].chars().next().map_or(1, char::len_utf8)..])
        {
            chars.next();
            chars.next();
        }
        Some(Word { start, end })
    })
}

/// Whether what follows is one letter and no more: "S." of "U.S.".
fn initial(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_alphabetic) && !chars.next().is_some_and(char::is_alphanumeric)
}

fn possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Lower case; curly apostrophes straight; thousands separators gone.
pub fn lower(word: &str) -> String {
    if word.is_ascii() && !word.contains(',') {
        return word.to_ascii_lowercase();
    }
    word.chars().filter(|c| *c != ',').flat_map(|c| (if c == '’' { '\'' } else { c }).to_lowercase()).collect()
}

/// Folded to ASCII; words of other scripts are kept as they are.
pub fn fold(lower: &str) -> String {
    if lower.is_ascii() {
        return lower.to_owned();
    }
    lower.chars().map(fold_char).collect()
}

fn fold_char(c: char) -> String {
    let latin = ('\u{c0}'..='\u{24f}').contains(&c) || ('\u{1e00}'..='\u{1eff}').contains(&c);
    if latin {
        any_ascii::any_ascii_char(c).to_lowercase()
    } else if ('\u{300}'..='\u{36f}').contains(&c) {
        String::new()
    } else {
        c.to_string()
    }
}

/// The term of a plain word: folded and stemmed.
pub fn stem(word: &str) -> String {
    thread_local! {
        static STEMMER: Stemmer = Stemmer::create(Algorithm::English);
    }
    let lower = lower(word);
    let folded = fold(&lower);
    let stem = STEMMER.with(|stemmer| match stemmer.stem(&folded) {
        std::borrow::Cow::Borrowed(stem) if stem.len() == folded.len() => folded.clone(),
        stem => stem.into_owned(),
    });
    // "its" is not "it", nor "being" "be", nor "thé" "the".
    let taken = |term: &str| term != lower && FUNCTION_WORDS.contains(&term);
    match (taken(&stem), taken(&folded)) {
        (false, _) => stem,
        (true, false) => folded,
        (true, true) => lower,
    }
}

/// What a written word gives, kept for the words met most.
#[derive(Debug, Clone)]
struct Forms {
    stem: Box<str>,
    exact: Option<Box<str>>,
    folded: Option<Box<str>>,
    lower: Option<Box<str>>,
}

impl Forms {
    fn of(written: &str) -> Self {
        let lower = lower(written);
        let folded = fold(&lower);
        Self {
            stem: stem(written).into(),
            exact: written.chars().any(char::is_uppercase).then(|| exact(written).into()),
            folded: (folded != lower).then(|| format!("~{folded}").into()),
            lower: (!FUNCTION_WORDS.contains(&lower.as_str())).then(|| format!("={lower}").into()),
        }
    }
}

/// How many written words are remembered before starting afresh; news has some tens of thousands.
const REMEMBERED: usize = 100_000;

/// Function words, which are two words in five: [`stem`] gives their terms to nothing else, so that their plain term is exact
/// already.
pub const FUNCTION_WORDS: [&str; 28] = [
    "the", "of", "to", "and", "a", "in", "that", "on", "for", "by", "at", "with", "from", "as", "it", "is", "be", "or",
    "an", "but", "not", "he", "which", "were", "been", "would", "their", "had",
];

/// The term of an exact word: any capital makes case count.
pub fn exact(word: &str) -> String {
    let lower = lower(word);
    if FUNCTION_WORDS.contains(&word) {
        return lower;
    }
    if word.chars().any(char::is_uppercase) {
        format!("^{}", word.replace('’', "'").replace(',', ""))
    } else {
        format!("={lower}")
    }
}

/// The terms of written words in running text, in order: exact ones, or stems.
pub fn terms(text: &str, is_exact: bool) -> impl Iterator<Item = String> {
    let form = if is_exact { exact } else { stem };
    words(text).map(move |word| form(&text[word.start..word.end]))
}

/// A key that is the same for the common transliterations of a name: Sergei, Sergey and Serguei; Zelensky and Zelenskyy.
pub fn name_key(word: &str) -> String {
    let ascii = any_ascii::any_ascii(word).to_lowercase();
    let mut key: String = ascii.chars().filter(char::is_ascii_alphanumeric).collect();
    for (from, to) in [
        ("gue", "ge"),
        ("ae", "a"),
        ("oe", "o"),
        ("ue", "u"),
        ("shch", "sh"),
        ("tch", "ch"),
        ("sch", "sh"),
        ("kh", "h"),
        ("gui", "gi"),
        ("yu", "u"),
        ("iu", "u"),
        ("ya", "a"),
        ("ia", "a"),
        ("ye", "e"),
        ("ie", "e"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("w", "v"),
        ("y", "i"),
        ("j", "i"),
        ("ei", "e"),
        ("ii", "i"),
        ("x", "ks"),
        ("ph", "f"),
        ("q", "k"),
        ("ck", "k"),
        ("c", "k"),
    ] {
        if key.contains(from) {
            key = key.replace(from, to);
        }
    }
    // Doubled letters once: Mohammed and Mohamed.
    let mut once = String::with_capacity(key.len());
    for c in key.chars() {
        if !once.ends_with(c) {
            once.push(c);
        }
    }
    if once.is_empty() { lower(word) } else { once }
}

/// The keys of a name's words, one after the other: the same for its transliterations.
pub fn full_name_key(name: &str) -> String {
    words(name).map(|word| name_key(&name[word.start..word.end])).collect::<Vec<_>>().join(" ")
}

/// See the module's table.
#[derive(Debug, Clone, Default)]
pub struct TextTokenizer {
    /// What words give, and where in it each word met so far is.
    forms: Vec<Forms>,
    known: FxHashMap<Box<str>, u32>,
}

impl TextTokenizer {
    fn index(&mut self, written: &str) -> usize {
        if let Some(known) = self.known.get(written) {
            return *known as usize;
        }
        if self.forms.len() >= REMEMBERED {
            self.forms.clear();
            self.known.clear();
        }
        self.forms.push(Forms::of(written));
        self.known.insert(written.into(), self.forms.len() as u32 - 1);
        self.forms.len() - 1
    }
}

/// The terms of a running text, one after the other.
pub struct TextTerms<'a> {
    tokenizer: &'a mut TextTokenizer,
    text: &'a str,
    words: Box<dyn Iterator<Item = Word> + 'a>,
    /// Which forms of the current word, and how many of them are given.
    current: usize,
    given: u8,
    token: Token,
}

impl TokenStream for TextTerms<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if self.given < 4 {
                let forms = &self.tokenizer.forms[self.current];
                let form = match self.given {
                    0 => Some(&forms.stem),
                    1 => forms.lower.as_ref(),
                    2 => forms.exact.as_ref(),
                    _ => forms.folded.as_ref(),
                };
                self.given += 1;
                if let Some(form) = form {
                    self.token.text.clear();
                    self.token.text.push_str(form);
                    return true;
                }
                continue;
            }
            let Some(word) = self.words.next() else { return false };
            self.current = self.tokenizer.index(&self.text[word.start..word.end]);
            self.given = 0;
            self.token.position = self.token.position.wrapping_add(1);
            (self.token.offset_from, self.token.offset_to) = (word.start, word.end);
        }
    }
    fn token(&self) -> &Token {
        &self.token
    }
    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// See the module's table.
#[derive(Debug, Clone)]
pub struct NameTokenizer;

/// Terms of a text, made beforehand.
pub struct Terms {
    tokens: Vec<Token>,
    next: usize,
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }
    fn token(&self) -> &Token {
        &self.tokens[self.next - 1]
    }
    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.next - 1]
    }
}

impl Tokenizer for TextTokenizer {
    type TokenStream<'a> = TextTerms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TextTerms<'a> {
        // The position before the first word is one below zero: it wraps.
        let token = Token { position: usize::MAX, ..Token::default() };
        TextTerms { tokenizer: self, text, words: Box::new(words(text)), current: 0, given: 4, token }
    }
}

impl Tokenizer for NameTokenizer {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        let mut tokens = Vec::new();
        for (position, word) in words(text).enumerate() {
            let written = &text[word.start..word.end];
            for term in [name_key(written), format!("={}", lower(written))] {
                tokens.push(Token {
                    offset_from: word.start,
                    offset_to: word.end,
                    position,
                    text: term,
                    position_length: 1,
                });
            }
        }
        Terms { tokens, next: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).map(|w| &text[w.start..w.end]).collect()
    }

    #[test]
    fn words_of_news() {
        for (text, expected) in [
            ("Russia's four-hour talks", vec!["Russia", "four", "hour", "talks"]),
            ("O’Neill doesn't mind 40,000 men", vec!["O’Neill", "doesn't", "mind", "40,000", "men"]),
            ("the U.S. at 12:30, 3.5%.", vec!["the", "U.S", "at", "12", "30", "3.5"]),
            ("end. Start", vec!["end", "Start"]),
            ("В Киеве", vec!["В", "Киеве"]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn terms_of_words() {
        assert_eq!(stem("Sanctions"), "sanction");
        assert_eq!(stem("Résumés"), "resum");
        assert_eq!(exact("crimea"), "=crimea");
        assert_eq!(exact("Crimea"), "^Crimea");
        assert_eq!(stem("40,000"), "40000");
        for (word, term) in [("its", "its"), ("Being", "being"), ("thé", "thé"), ("It", "it")] {
            assert_eq!(stem(word), term, "{word}");
        }
    }

    #[test]
    fn function_words_are_their_own_stems() {
        for word in FUNCTION_WORDS {
            assert_eq!(stem(word), word);
        }
    }

    #[test]
    fn transliterations_share_a_key() {
        for names in [
            &["Sergei", "Sergey", "Serguei"][..],
            &["Zelensky", "Zelenskyy", "Zelenskiy"],
            &["Mohammed", "Mohamed"],
            &["Dmitry", "Dmitri", "Dmitrii"],
            &["Лавров", "Lavrov"],
        ] {
            let keys: Vec<String> = names.iter().map(|n| name_key(n)).collect();
            assert!(keys.windows(2).all(|k| k[0] == k[1]), "{keys:?}");
        }
        assert_ne!(name_key("Lavrov"), name_key("Lavrin"));
    }
}
