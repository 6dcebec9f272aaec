//! Common word forms: what part of speech each can be, and which verb it is a form of (`data/word_forms.tsv`).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::lexicon::word_hash;

/// What is known of one word form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Form {
    /// A number for the parts of speech that it can have; 0 where the form is not known. Odd where it may be a finite
    /// verb.
    pub(crate) tag: u32,
    /// Hash of the verb that it is a form of; 0 where it is none.
    pub(crate) verb: u32,
}

static FORMS: LazyLock<FxHashMap<u64, Form>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in include_str!("data/word_forms.tsv").lines().filter(|l| !l.starts_with('#')) {
        let Some((code, list)) = line.split_once('\t') else { continue };
        let tag = short(word_hash(code)) | 64;
        for word in list.split(' ') {
            let (form, verb) = word.split_once('/').unwrap_or((word, ""));
            let finite = code.contains(['v', 'd', 'z']);
            let verb = if !verb.is_empty() {
                short(word_hash(verb))
            } else if code.contains('v') {
                short(word_hash(form))
            } else {
                0
            };
            words.insert(word_hash(form), Form { tag: tag & !1 | u32::from(finite), verb });
        }
    }
    words
});

/// What is known of the word with this hash of its lower-case form.
pub(crate) fn of(hash: u64) -> Option<Form> {
    FORMS.get(&hash).copied()
}

/// The verb that the word with this hash is a form of, or the word itself.
pub(crate) fn stem(hash: u64) -> u32 {
    of(hash).map(|form| form.verb).filter(|verb| *verb != 0).unwrap_or_else(|| short(hash))
}

/// A hash of 64 bits as 32.
pub(crate) fn short(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}
