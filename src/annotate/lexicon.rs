//! A [`Lexicon`] knows the closed classes of news English: which words can report speech, and which are articles,
//! offices, honorifics, months. Open classes (names, places) are the gazetteer's.
//!
//! Words are looked up by the hash of their lower-case form, which the tokenizer has computed already, so a look-up
//! builds no string.

use std::{hash::Hasher, sync::LazyLock};

use rustc_hash::{FxHashMap, FxHasher};

/// Whether the bearer of a full name is a woman, by the given name; `None` where both sexes bear it, or it is not known.
pub(crate) fn is_feminine(given: &str) -> Option<bool> {
    let classes = Lexicon::get().classes(word_hash(given));
    match (classes.any(Classes::FEMININE), classes.any(Classes::MASCULINE)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Whether a title before a name is a woman's: "Mrs.", "spokeswoman", and a man's: "Mr.", "King".
pub(crate) fn is_feminine_title(word: &str) -> Option<bool> {
    const SHE: &[&str] =
        &["mrs", "ms", "miss", "lady", "queen", "princess", "congresswoman", "spokeswoman", "chairwoman", "madame"];
    const HE: &[&str] = &[
        "mr", "sir", "lord", "king", "prince", "congressman", "spokesman", "chairman", "pope", "sheikh", "emir",
        "monsieur",
    ];
    let word = word.trim_end_matches('.');
    let among = |words: &[&str]| words.iter().any(|w| w.eq_ignore_ascii_case(word));
    if among(SHE) { Some(true) } else { among(HE).then_some(false) }
}

/// Whether the word is a given name.
pub fn is_given_name(word: &str) -> bool {
    Lexicon::get().classes(word_hash(word)).any(Classes::GIVEN_NAME)
}

/// The hash of a word's lower-case form. Straight and curly apostrophes count as one.
pub fn word_hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for c in word.chars() {
        if c.is_ascii() {
            hasher.write_u8(c.to_ascii_lowercase() as u8);
        } else if c == '’' {
            hasher.write_u8(b'\'');
        } else {
            for lower in c.to_lowercase() {
                hasher.write_u32(lower as u32);
            }
        }
    }
    hasher.finish()
}

/// The classes of a word, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u32);

macro_rules! classes {
    ($($constant:ident $name:literal $bit:literal),* $(,)?) => {
        #[allow(missing_docs)]
        impl Classes {
    /// Words that hold sentences together and are no names.
    pub(crate) const FUNCTION: Self = Self::ARTICLE
        .or(Self::PREPOSITION)
        .or(Self::CONJUNCTION)
        .or(Self::SUBORDINATOR)
        .or(Self::RELATIVE)
        .or(Self::AUXILIARY)
        .or(Self::NEGATION)
        .or(Self::PRONOUN)
        .or(Self::DETERMINER);

            $(pub const $constant: Self = Self(1 << $bit);)*
            fn named(name: &str) -> Self {
                match name { $($name => Self::$constant,)* _ => Self(0) }
            }
        }
    };
}

classes! {
    ARTICLE "article" 0, DETERMINER "determiner" 1, PRONOUN "pronoun" 2, PERSON_PRONOUN "person-pronoun" 3,
    PREPOSITION "preposition" 4, CONJUNCTION "conjunction" 5, SUBORDINATOR "subordinator" 6, RELATIVE "relative" 7,
    AUXILIARY "auxiliary" 8, NEGATION "negation" 9, ADVERB "adverb" 10, MONTH "month" 11, WEEKDAY "weekday" 12,
    HONORIFIC "honorific" 13, OFFICE "office" 14, GROUP "group" 15, DOCUMENT "document" 16,
    STATEMENT_NOUN "statement-noun" 17, OFFICE_QUALIFIER "country-office" 18, ORGANISATION_SUFFIX "organisation-suffix" 19,
    VENUE_NOUN "venue-noun" 20, CUE "cue" 21, GIVEN_NAME "given-name" 22,
    FEMININE "feminine" 23, MASCULINE "masculine" 24,
}

impl Classes {
    /// Whether the word belongs to any of `classes`.
    pub const fn any(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    /// All of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is known of the word.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What a cue word can report, and how: one row of `data/cues.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// The verb class shown to readers: said, denied, warned …
    pub manner: &'static str,
    /// Letters of the frames that the verb takes, as explained at the head of the table.
    frames: &'static str,
    /// Which form of the verb it is.
    pub form: Form,
}

/// The inflected form of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// "say": could also be an infinitive or a noun.
    Base,
    /// "says": could also be a plural noun.
    ThirdPerson,
    /// "said".
    Past,
    /// "saying".
    Ing,
}

impl Cue {
    /// Whether the verb takes the frame of this letter.
    pub fn takes(self, frame: char) -> bool {
        self.frames.contains(frame)
    }
}

/// The tables, by word hash.
pub struct Lexicon {
    classes: FxHashMap<u64, Classes>,
    cues: FxHashMap<u64, Cue>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

impl Lexicon {
    /// The built-in lexicon, read once.
    pub fn get() -> &'static Self {
        &LEXICON
    }

    /// Classes of the word of this hash.
    pub fn classes(&self, hash: u64) -> Classes {
        self.classes.get(&hash).copied().unwrap_or_default()
    }

    /// The cue of this hash, if it is one.
    pub fn cue(&self, hash: u64) -> Option<Cue> {
        self.cues.get(&hash).copied()
    }

    fn load() -> Self {
        let mut classes: FxHashMap<u64, Classes> = FxHashMap::default();
        let mut add = |word: &str, class: Classes| {
            let entry = classes.entry(word_hash(word)).or_default();
            *entry = entry.or(class);
        };
        for (class, words) in rows(include_str!("data/words.tsv")) {
            for word in words.split(' ') {
                add(word, Classes::named(class));
            }
        }
        for name in include_str!("data/given_names.tsv").lines().filter(|l| !l.starts_with('#')) {
            let (name, sex) = name.split_once('\t').unwrap_or((name, ""));
            add(name, Classes::GIVEN_NAME);
            match sex {
                "f" => add(name, Classes::FEMININE),
                "m" => add(name, Classes::MASCULINE),
                _ => {}
            }
        }
        let mut cues = FxHashMap::default();
        for (forms, rest) in rows(include_str!("data/cues.tsv")) {
            let Some((manner, frames)) = rest.split_once('\t') else { continue };
            for (at, word) in forms.split(' ').enumerate() {
                let form = match word {
                    _ if word.ends_with("ing") => Form::Ing,
                    _ if at == 0 => Form::Base,
                    _ if at == 1 && word.ends_with('s') => Form::ThirdPerson,
                    _ => Form::Past,
                };
                add(word, Classes::CUE);
                cues.insert(word_hash(word), Cue { manner, frames, form });
            }
        }
        Self { classes, cues }
    }
}

/// Rows of a table: the first column and the rest.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::{Classes, Form, Lexicon, word_hash};

    #[test]
    fn looks_words_up_in_any_case() {
        let lexicon = Lexicon::get();
        let said = lexicon.cue(word_hash("SAID")).unwrap();
        assert_eq!((said.manner, said.form, said.takes('v')), ("said", Form::Past, true));
        assert!(lexicon.classes(word_hash("Minister")).any(Classes::OFFICE));
        assert!(lexicon.classes(word_hash("don’t")).any(Classes::AUXILIARY));
        assert!(lexicon.classes(word_hash("Crimea")).is_empty());
    }

    #[test]
    fn every_class_of_the_table_is_known() {
        for (class, _) in super::rows(include_str!("data/words.tsv")) {
            assert!(!Classes::named(class).is_empty(), "{class}");
        }
    }
}
