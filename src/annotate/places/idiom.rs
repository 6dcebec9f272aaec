//! Adjectives and names of countries that speak of no country: languages ("answered in Russian"), dishes and idioms
//! ("French fries", "Russian roulette").

use crate::annotate::{
    lexicon::Classes,
    reading::{Mention, Reading},
    tokens::Kind,
};

/// A first word and those that make an idiom of it.
const IDIOMS: &[(&str, &[&str])] = &[
    ("French", &["fries", "fry", "toast", "kiss", "windows", "window", "doors", "horn", "dressing", "press", "leave"]),
    ("Russian", &["roulette", "doll", "dolls", "salad", "dressing"]),
    ("Turkish", &["delight", "bath", "baths", "towel", "towels"]),
    ("Chinese", &["whispers", "wall", "walls", "checkers", "lantern", "lanterns", "burn"]),
    ("Dutch", &["auction", "treat", "courage", "uncle", "oven", "disease"]),
    ("Indian", &["summer", "ink", "file"]),
    ("Mexican", &["standoff", "stand-off", "wave"]),
    ("Swiss", &["cheese", "roll", "chard"]),
    ("Danish", &["pastry", "pastries"]),
    ("Greek", &["tragedy", "chorus", "salad", "gift", "yogurt", "yoghurt"]),
    ("Irish", &["coffee", "stew", "setter", "wolfhound"]),
    ("English", &["muffin", "muffins", "breakfast", "horn", "ivy"]),
    ("Spanish", &["flu", "omelette", "fly"]),
    ("German", &["shepherd", "shepherds", "measles"]),
    ("Belgian", &["waffle", "waffles", "endive"]),
    ("Portuguese", &["man-of-war"]),
    ("Persian", &["rug", "rugs", "carpet", "carpets", "cat", "cats"]),
    ("Egyptian", &["cotton"]),
    ("Scotch", &["egg", "eggs", "tape"]),
    ("Brazil", &["nut", "nuts"]),
    ("Guinea", &["pig", "pigs", "fowl"]),
    ("Panama", &["hat", "hats"]),
    ("Bermuda", &["shorts"]),
    ("China", &["shop", "cup", "cups", "plate", "plates"]),
    ("Turkey", &["dinner", "sandwich", "sandwiches", "breast", "soup", "farm", "farms"]),
    ("Jersey", &["cow", "cows"]),
    ("Brussels", &["sprout", "sprouts"]),
    ("Jordan", &["almonds"]),
];

/// Adjectives that are languages too.
const LANGUAGES: &[&str] = &[
    "English", "French", "Russian", "Spanish", "German", "Italian", "Portuguese", "Chinese", "Japanese", "Korean",
    "Turkish", "Persian", "Ukrainian", "Polish", "Greek", "Dutch", "Swedish", "Danish", "Norwegian", "Finnish",
    "Hungarian", "Czech", "Slovak", "Romanian", "Bulgarian", "Serbian", "Croatian", "Albanian", "Georgian", "Armenian",
    "Azerbaijani", "Kazakh", "Uzbek", "Thai", "Vietnamese", "Indonesian", "Malay", "Somali", "Estonian", "Latvian",
    "Lithuanian", "Belarusian", "Burmese", "Nepali", "Bengali", "Mongolian",
];

/// Words before a language.
const SPEAKING: &[&str] = &[
    "speak", "speaks", "spoke", "speaking", "spoken", "translated", "learn", "learned", "learnt", "learning", "taught",
    "studied", "fluent", "understand", "understands", "understood", "broken", "perfect", "flawless", "accented",
];

/// Whether a mention of a country speaks of none.
pub(super) fn is(reading: &Reading<'_>, mention: &Mention) -> bool {
    if surname(reading, mention) {
        return true;
    }
    if mention.end != mention.first + 1 {
        return false;
    }
    let i = mention.first as usize;
    let word = reading.word(i);
    let next = reading.word(i + 1);
    if IDIOMS.iter().any(|(first, rest)| *first == word && rest.contains(&next)) {
        return true;
    }
    LANGUAGES.contains(&word) && language(reading, i) || word == "US" && pronoun(reading, i)
}

/// "TOLD US TO WAIT": the pronoun in a sentence in capitals, where a verb or preposition stands before it and no noun
/// behind.
fn pronoun(reading: &Reading<'_>, i: usize) -> bool {
    let own = |at: usize| reading.tokens.get(at).filter(|t| t.sentence == reading.tokens[i].sentence);
    let closed = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::RELATIVE)
        .or(Classes::DETERMINER)
        .or(Classes::ARTICLE);
    let around = i.checked_sub(1).and_then(own).zip(own(i + 1));
    around.is_some_and(|(before, after)| {
        let capitals = before.kind == Kind::Word && before.upper && (after.kind != Kind::Word || after.upper);
        capitals && before.any(Classes::CUE.or(Classes::PREPOSITION)) && (after.any(closed) || after.kind == Kind::Mark)
    })
}

/// Whether token `i` names a language: after a word of speaking, or after "in" with nothing behind it that it could
/// describe.
fn language(reading: &Reading<'_>, i: usize) -> bool {
    let next = reading.tokens.get(i + 1).filter(|t| t.sentence == reading.tokens[i].sentence);
    let closed = Classes::PREPOSITION
        .or(Classes::CONJUNCTION)
        .or(Classes::SUBORDINATOR)
        .or(Classes::AUXILIARY)
        .or(Classes::RELATIVE)
        .or(Classes::ADVERB)
        .or(Classes::PRONOUN);
    let alone = next.is_none_or(|t| t.kind != Kind::Word || t.any(closed));
    let speaker = next
        .is_some_and(|t| matches!(t.of(reading.text), "language" | "translation" | "interpreter" | "text" | "version"));
    // Back over other languages: "in English, French and Russian".
    let mut before = i;
    while before > 0 {
        let word = reading.word(before - 1);
        if matches!(word, "," | "and" | "or" | "both") || LANGUAGES.contains(&word) {
            before -= 1;
        } else {
            break;
        }
    }
    let lead = before.checked_sub(1).map_or("", |k| reading.word(k)).to_lowercase();
    let spoken = SPEAKING.contains(&lead.as_str());
    alone && (spoken || matches!(lead.as_str(), "in" | "into" | "from")) || speaker && !spoken && lead != "a"
}

/// "Hague, in Kyiv, warns": the city is The Hague, and without its article the name is somebody's.
fn surname(reading: &Reading<'_>, mention: &Mention) -> bool {
    let first = mention.first as usize;
    let article = first.checked_sub(1).is_some_and(|before| reading.word(before).eq_ignore_ascii_case("the"));
    mention.end == mention.first + 1 && reading.word(first) == "Hague" && !article
}
