//! A name in parts, and whether two names can be one person's.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::{
    annotate::{known_people, lexicon, person},
    index::tokenizer::name_key,
};

/// Words behind a surname that tell fathers from sons.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "v", "vi", "vii", "viii", "xiv", "xvi", "xxiii"];
/// Words before names that articles take for a part of them.
const HONORIFICS: &[&str] = &[
    "msgr",
    "monsignor",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "lord",
    "gen",
    "col",
    "maj",
    "capt",
    "lt",
    "adm",
    "sgt",
    "sen",
    "rep",
    "gov",
    "prof",
    "rev",
    "fr",
    "minster",
    "bundeskanzler",
    "bundeskanzlerin",
];
/// Words inside names that are left out of some of their forms.
const PARTICLES: &[&str] = &[
    "de", "la", "del", "della", "di", "da", "do", "dos", "du", "des", "van", "von", "der", "den", "ten", "ter", "al",
    "el", "bin", "ibn", "ben", "bint", "abu", "y", "e", "le", "zu", "af", "av", "the",
];

/// Key of a given name in any of its forms → key of the first form.
static FORMS: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
    let lines = include_str!("given_names.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut forms = FxHashMap::default();
    for line in lines {
        let mut keys = line.split('\t').map(name_key);
        let Some(first) = keys.next() else { continue };
        for key in keys {
            forms.entry(key).or_insert_with(|| first.clone());
        }
        forms.entry(first.clone()).or_insert(first);
    }
    forms
});

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// The same for its transliterations.
    key: String,
    /// Whether it is a letter alone.
    initial: bool,
}

impl Word {
    /// Whether both can stand for one given name.
    fn is_like(&self, other: &Self) -> bool {
        if self.initial || other.initial {
            return self.key.chars().next() == other.key.chars().next();
        }
        let (form, other_form) = (FORMS.get(&self.key), FORMS.get(&other.key));
        self.key == other.key || form.is_some() && form == other_form
    }
}

/// A name in parts.
#[derive(Debug, Clone)]
pub(super) struct Name {
    given: Vec<Word>,
    family: String,
    /// The family name where a second one follows it: Maduro of Nicolás Maduro Moros.
    first_family: Option<String>,
    suffix: Option<&'static str>,
    /// Keys of all words, in alphabetical order, where none is an initial.
    bag: Option<Vec<String>>,
    /// Keys of all words, one after the other, where there are several: "Febres Cordero" and "Febres-Cordero" are one.
    whole: Option<String>,
    /// Identifier of the person known to all by this name.
    known: Option<&'static str>,
}

impl Name {
    /// Takes a name apart. `None` where it has no letter. `years` are those of the articles that give it: somebody known
    /// to all is not meant before they were.
    pub(super) fn of(text: &str, years: Option<(i16, i16)>) -> Option<Self> {
        let mut words: Vec<&str> = Vec::new();
        let mut suffix = None;
        for piece in text.split([' ', '\u{a0}', ',', '\n', '\t']) {
            // "H.W." is two initials.
            let dotted = piece.chars().filter(|c| *c == '.').count() > 1;
            for word in if dotted { piece.split_inclusive('.').collect() } else { vec![piece] } {
                let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
                let lower = bare.to_lowercase();
                if let Some(known) =
                    SUFFIXES.iter().find(|s| **s == lower).filter(|_| !words.is_empty() && piece != "V.")
                {
                    suffix = Some(*known);
                } else if !bare.is_empty() {
                    words.push(bare);
                }
            }
        }
        while words.len() > 1 && HONORIFICS.contains(&words[0].to_lowercase().as_str()) {
            words.remove(0);
        }
        let family_first = words.len() > 1
            && person::family_first(words[0])
            && (words.len() > 2 || words[1].contains('-') || !words[0].eq_ignore_ascii_case("le"));
        if family_first {
            words.rotate_left(1);
        }
        // "Ben" and "E." are given names, "ben" and "e" are not; "Del Rosario" is a surname in two words.
        let pair = words.len() == 2;
        let particle = |word: &str| {
            let small = word.starts_with(char::is_lowercase);
            PARTICLES.contains(&word.to_lowercase().as_str())
                && (small || !pair && word.chars().count() > 1 && !lexicon::is_given_name(word))
        };
        let initial = |word: &str| word.chars().count() == 1;
        let parts: Vec<(String, bool, &str)> = words
            .iter()
            .enumerate()
            .filter(|(i, word)| *i + 1 == words.len() || !particle(word))
            .map(|(_, word)| (name_key(without_article(word)), initial(word), *word))
            .collect();
        let ((family, ..), given) = parts.split_last()?;
        let first_family = (given.len() > 1 && !family_first)
            .then(|| given.last())
            .flatten()
            .filter(|(_, initial, word)| !initial && word.chars().count() > 3 && !lexicon::is_given_name(word))
            .map(|(key, ..)| key.clone());
        let bag = (parts.len() > 1 && parts.iter().all(|(_, initial, _)| !initial)).then(|| {
            let mut bag: Vec<String> = parts.iter().map(|(key, ..)| key.clone()).collect();
            if family_first {
                bag = vec![bag[..bag.len() - 1].concat(), family.clone()];
            }
            bag.sort_unstable();
            bag
        });
        let whole = (parts.len() > 1).then(|| parts.iter().map(|(key, ..)| key.as_str()).collect());
        let mut given: Vec<Word> =
            given.iter().map(|(key, initial, _)| Word { key: key.clone(), initial: *initial }).collect();
        // "Jong Un" and "Jong-un" are one name.
        if family_first && given.len() > 1 {
            given = vec![Word { key: given.iter().map(|word| word.key.as_str()).collect(), initial: false }];
        }
        Some(Self {
            given,
            family: family.clone(),
            first_family,
            suffix,
            bag,
            whole,
            known: known_people::id_in(text, years),
        })
    }

    /// The key of the family name.
    pub(super) fn family(&self) -> &str {
        &self.family
    }

    /// The key of the family name where a second one follows it.
    pub(super) fn first_family(&self) -> Option<&str> {
        self.first_family.as_deref()
    }

    /// The key of the first given name, where it is no initial.
    pub(super) fn first_given(&self) -> Option<&str> {
        self.given.first().filter(|word| !word.initial).map(|word| word.key.as_str())
    }

    /// Whether it is one word: a surname, or what stands for one.
    pub(super) fn is_alone(&self) -> bool {
        self.given.is_empty()
    }

    /// How much it tells: names that tell more are settled first.
    pub(super) fn weight(&self) -> usize {
        let full = self.given.iter().filter(|word| !word.initial).count();
        let known = usize::from(self.known.is_some());
        full * 100 + (self.given.len() - full) * 10 + usize::from(self.suffix.is_some()) * 10 + known
    }

    /// Keys under which names that may be the same person's meet.
    pub(super) fn keys(&self) -> impl Iterator<Item = String> {
        let known = self.known.map(|id| format!("={id}"));
        let bag = self.bag.as_ref().map(|bag| bag.join(" "));
        std::iter::once(self.family.clone())
            .chain(self.first_family.clone())
            .chain(bag)
            .chain(self.whole.clone())
            .chain(known)
    }

    /// Identifier of the person known to all by this name.
    pub(super) fn known(&self) -> Option<&'static str> {
        self.known
    }

    /// Whether both are the same words, in one transliteration or another.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.given == other.given && self.family == other.family && self.suffix == other.suffix
    }

    /// Whether both can be one person's.
    ///
    /// People known to all are told by their table. Else the family names are the same, in one transliteration or
    /// another; the first given names are forms of one another, or an initial; middle names are left out or do not
    /// contradict; junior is not senior. Names that have the same words in another order are the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        if let (Some(a), Some(b)) = (self.known, other.known) {
            return a == b;
        }
        if let (Some(a), Some(b)) = (self.suffix, other.suffix)
            && a != b
        {
            return false;
        }
        // "Donald Trump Jr." is not the one whom all know.
        if self.suffix.is_some() != other.suffix.is_some() && self.known.is_some() != other.known.is_some() {
            return false;
        }
        if self.bag.is_some() && self.bag == other.bag || self.whole.is_some() && self.whole == other.whole {
            return true;
        }
        let one_family = self.family == other.family
            || other.given.len() == self.given.len() + 1 && other.first_family.as_ref() == Some(&self.family)
            || self.given.len() == other.given.len() + 1 && self.first_family.as_ref() == Some(&other.family);
        if !one_family || self.is_alone() != other.is_alone() {
            return false;
        }
        let one_given = joined(&self.given).is_some_and(|given| Some(given) == joined(&other.given));
        if self.is_alone() || one_given {
            return true;
        }
        let (Some((first, middle)), Some((other_first, other_middle))) =
            (self.given.split_first(), other.given.split_first())
        else {
            return false;
        };
        if !first.is_like(other_first) {
            return false;
        }
        if self.family != other.family {
            return !first.initial && !other_first.initial;
        }
        // "J. Thomas Clark" goes by Thomas and is no Joe Clark; "J.C. Walter" need not be Jim Walter.
        if first.initial != other_first.initial && self.known.is_none() && other.known.is_none() {
            let (short, full) = if first.initial { (middle, other_middle) } else { (other_middle, middle) };
            if short.len() > full.len() {
                return false;
            }
        }
        let initials = middle.iter().chain(other_middle).any(|word| word.initial);
        if initials {
            return middle.iter().zip(other_middle).all(|(a, b)| a.is_like(b));
        }
        let (short, long) =
            if middle.len() <= other_middle.len() { (middle, other_middle) } else { (other_middle, middle) };
        let mut rest = long.iter();
        short.iter().all(|word| rest.any(|other| word.is_like(other)))
    }
}

fn joined(given: &[Word]) -> Option<String> {
    (!given.is_empty() && given.iter().all(|word| !word.initial))
        .then(|| given.iter().map(|w| w.key.as_str()).collect())
}

/// A word without `al-` or `el-` before it.
fn without_article(word: &str) -> &str {
    let head = word.get(..3).filter(|head| head.eq_ignore_ascii_case("al-") || head.eq_ignore_ascii_case("el-"));
    head.map_or(word, |_| &word[3..])
}

#[cfg(test)]
mod tests {
    use super::{FORMS, Name};
    use crate::index::tokenizer::name_key;

    #[test]
    fn a_form_stands_for_one_name() {
        for line in include_str!("given_names.tsv").lines().filter(|line| !line.starts_with('#')) {
            let first = name_key(line.split('\t').next().unwrap_or_default());
            for form in line.split('\t') {
                assert_eq!(FORMS.get(&name_key(form)), Some(&first), "{form}");
            }
        }
    }

    #[test]
    fn any_text_has_parts_or_none() {
        for text in ["", " ", "…", "V.", "al-", "Jr.", "III", "de la", "H.W.", "é", "x, y"] {
            let _ = Name::of(text, None);
        }
        assert!(Name::of("–", None).is_none());
    }
}
