//! A [`Phrase`] is an office or an institution as somebody words it, taken apart: “Russia's Minister of Foreign Affairs”
//! and “Russian foreign minister” are the same words of the same country.

use crate::{
    annotate::{
        gazetteer::{Entry, Form, Gazetteer},
        lexicon::Classes,
        tokens::{Kind, Token, tokenize},
    },
    index::tokenizer::{fold, lower},
};

/// Words that say nothing of which office it is.
const EMPTY: &[&str] = &["a", "an", "the", "of", "for", "to", "in", "on", "at", "and", "affairs", "acting", "interim"];
/// Words that make another office of one.
const OTHER: &[&str] = &["deputy", "vice", "former", "ex", "assistant", "then", "late", "undersecretary", "designate"];
/// Offices that hang on another one: "the foreign minister's spokesman".
const AIDES: &[&str] = &["spokesman", "adviser", "advisor", "aide", "assistant", "deputy", "secretary", "envoy"];
/// Offices that speak for a government where nothing else is said: "Russian president", not "bank president".
const HEADS: &[&str] = &[
    "president", "premier", "chancellor", "minister", "secretary", "emperor", "king", "queen", "emir", "sultan",
    "ambassador", "envoy", "consul", "representative", "adviser", "advisor",
];
/// Words that stand with such an office.
const PORTFOLIOS: &[&str] = &[
    "prime", "vice", "deputy", "first", "foreign", "external", "defense", "state", "finance", "economy", "economic",
    "trade", "commerce", "energy", "interior", "home", "justice", "internal", "security", "national", "agriculture",
    "transport", "labor", "labour", "health", "education", "culture", "environment", "oil", "emergencies", "president",
    "presidential", "minister", "secretary", "general", "special", "permanent", "senior", "chief", "under",
    "assistant", "current", "new", "then", "treasury", "policy", "cabinet", "press",
];
/// Short forms that people write small.
const SHORT: &[&str] = &["us", "uk", "eu", "un", "usa", "uae", "nato", "ussr", "prc", "drc"];

/// Unions and alliances that have spokespeople of their own, as states do.
const UNIONS: &[(&str, &str)] =
    &[("European Union", "EU"), ("European Community", "EU"), ("United Nations", "UN"), ("NATO", "NATO")];

/// The words of an office or institution, and the country whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Lower case, folded, one form for a word's variants; `@RU` for a country. Empty words are kept: their places tell.
    words: Vec<String>,
    /// Places of the words that are a country's adjective.
    adjectives: Vec<usize>,
    /// The first country named, unless the office is sent there.
    pub(crate) country: Option<&'static str>,
    /// How that country is named.
    pub(crate) form: Option<Form>,
    /// Whether it names an office and no institution.
    pub(crate) office: bool,
}

impl Phrase {
    /// Takes a phrase apart.
    pub(crate) fn of(text: &str) -> Self {
        let text = capitalised(text);
        let tokens = tokenize(&text);
        let mut phrase = Self { words: Vec::new(), adjectives: Vec::new(), country: None, form: None, office: false };
        let mut i = 0;
        while i < tokens.len() {
            if let Some((length, code, form)) = country_at(&tokens, i, &text) {
                let sent = phrase.words.iter().rev().take(2).any(|word| matches!(word.as_str(), "to" | "on" | "in"));
                if phrase.country.is_none() && !sent {
                    phrase.country = Some(code);
                    phrase.form = Some(form);
                }
                if form == Form::Demonym {
                    phrase.adjectives.push(phrase.words.len());
                }
                phrase.words.push(format!("@{code}"));
                i += length;
                continue;
            }
            let token = tokens[i];
            if token.kind == Kind::Word {
                phrase.office |= token.any(Classes::OFFICE);
                let written = fold(&lower(token.of(&text)));
                phrase.words.extend(written.split('-').filter(|part| !part.is_empty()).map(same).map(str::to_owned));
            }
            i += 1;
        }
        phrase.understand();
        phrase
    }

    /// Words that stand for others: a press secretary is a spokesman, and the Kremlin's is the Russian president's.
    fn understand(&mut self) {
        if let Some(at) = self.words.windows(2).position(|pair| pair == ["press", "secretary"]) {
            self.words.splice(at..at + 2, ["spokesman".to_owned()]);
            self.adjectives.iter_mut().filter(|place| **place > at).for_each(|place| *place -= 1);
        }
        let seats: [(&[&str], &'static str); 2] = [(&["kremlin"], "RU"), (&["white", "house"], "US")];
        for (seat, code) in seats {
            let Some(at) = self.words.windows(seat.len()).position(|words| words == seat) else { continue };
            self.words.splice(at..at + seat.len(), ["presidential".to_owned()]);
            self.country = self.country.or(Some(code));
            self.form = self.form.or(Some(Form::Demonym));
        }
    }

    /// The words that tell, without the country whose it is.
    pub(crate) fn telling(&self) -> impl Iterator<Item = &str> {
        let own = self.country.map(|code| format!("@{code}"));
        self.words.iter().map(String::as_str).filter(move |word| !EMPTY.contains(word) && own.as_deref() != Some(word))
    }

    /// Whether a role is this office, held by the speaker: not a deputy's, not a former one, not an aide's.
    pub(crate) fn is_held_in(&self, role: &Self) -> bool {
        let Some((first, last)) = self.found_in(role) else { return false };
        let asked = |word: &str| self.words.iter().any(|own| own == word);
        let other = role.words[..last].iter().any(|word| OTHER.contains(&word.as_str()) && !asked(word));
        let below = role.words[..first].iter().any(|word| matches!(word.as_str(), "of" | "for" | "to" | "on"));
        let next = role.words.get(last + 1).map(String::as_str);
        let aide = next.is_some_and(|word| AIDES.contains(&word) || OTHER.contains(&word)) && !next.is_some_and(asked);
        !other && !below && !aide && !role.goes_on_elsewhere(last, asked)
    }

    /// Whether the word at `at` is an office of something that is no country: "president of the chess federation", "of
    /// the Russian academy". `known` are words that may follow: "minister of defence".
    fn goes_on_elsewhere(&self, at: usize, known: impl Fn(&str) -> bool) -> bool {
        if self.words.get(at + 1).is_none_or(|word| word != "of") {
            return false;
        }
        let next = (at + 2..self.words.len()).find(|i| !EMPTY.contains(&self.words[*i].as_str()));
        next.is_some_and(|i| {
            let (country, adjective) = (self.words[i].starts_with('@'), self.adjectives.contains(&i));
            // "President of the U.S. beet sugar association"
            let more = || {
                let next = self.words.get(i + 1).map(String::as_str);
                next.is_some_and(|word| !EMPTY.contains(&word) && !known(word) && !HEADS.contains(&word))
            };
            adjective || if country { more() } else { !known(&self.words[i]) }
        })
    }

    /// Whether it names an office of those who speak for a country as the country's own: not of a company, an academy or a region, as "Russian
    /// Railways president" is.
    pub(crate) fn is_of_country(&self) -> bool {
        let fits = |word: &str| word.starts_with('@') || PORTFOLIOS.contains(&word) || EMPTY.contains(&word);
        (0..self.words.len()).filter(|at| HEADS.contains(&self.words[*at].as_str())).any(|at| {
            let before = at.checked_sub(1).is_none_or(|before| fits(&self.words[before]));
            before && !self.goes_on_elsewhere(at, |word| PORTFOLIOS.contains(&word))
        })
    }

    /// Whether it says that the office was held before.
    pub(crate) fn is_past(&self) -> bool {
        self.words.iter().any(|word| matches!(word.as_str(), "former" | "ex" | "then" | "late"))
    }

    /// Whether all its telling words stand in the other.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.found_in(other).is_some()
    }

    /// Places of the first and the last of its telling words in the other.
    fn found_in(&self, other: &Self) -> Option<(usize, usize)> {
        let mut ends: Option<(usize, usize)> = None;
        for word in self.telling() {
            let at = other.words.iter().position(|own| own == word)?;
            ends = Some(ends.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
        }
        ends
    }

    /// Whether any of its words is one of these.
    pub(crate) fn any(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }
}

/// The forms of a word that count as one.
pub(crate) fn variants(word: &str) -> Vec<&str> {
    match word {
        "spokesman" => vec!["spokesman", "spokeswoman", "spokesperson", "press"],
        "presidential" => vec!["presidential", "kremlin", "house"],
        "chairman" => vec!["chairman", "chairwoman", "chairperson"],
        "defense" => vec!["defense", "defence"],
        word => vec![word],
    }
}

fn same(word: &str) -> &str {
    match word {
        "spokeswoman" | "spokesperson" => "spokesman",
        "chairwoman" | "chairperson" => "chairman",
        "defence" => "defense",
        word => word,
    }
}

/// Every word with a capital, as the gazetteer wants names: people write `russian foreign minister`.
fn capitalised(text: &str) -> String {
    let word = |word: &str| {
        if SHORT.contains(&word) {
            return word.to_uppercase();
        }
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// The country, or union with a government of its own, that is named at a token, also inside a longer name.
fn country_at(tokens: &[Token], i: usize, text: &str) -> Option<(usize, &'static str, Form)> {
    let gazetteer = Gazetteer::get();
    (1..=4).rev().filter(|length| i + length <= tokens.len()).find_map(|length| {
        let (length, entry) = gazetteer.longest_at(&tokens[..i + length], i, text)?;
        match entry {
            Entry::Country(at, form) => Some((length, gazetteer.countries[usize::from(at)].code, form)),
            Entry::Organisation(at) => {
                let name = gazetteer.organisations[usize::from(at)].name;
                UNIONS.iter().find(|(union, _)| *union == name).map(|(_, code)| (length, *code, Form::Name))
            }
            Entry::Place(_) => None,
        }
    })
}

/// The code of a union or alliance that speaks as states do, by its code or one of its names.
pub(crate) fn union(name: &str) -> Option<&'static str> {
    let known = organisation(name).or_else(|| organisation(&name.to_uppercase()))?;
    UNIONS.iter().find(|(union, _)| *union == known).map(|(_, code)| *code)
}

/// The name of a union or alliance that speaks as states do.
pub(crate) fn union_name(code: &str) -> Option<&'static str> {
    UNIONS.iter().find(|(_, union)| *union == code).map(|(name, _)| *name)
}

/// The classes of the organisations that a text names, as the gazetteer gives them.
pub(crate) fn organisation_classes(text: &str) -> impl Iterator<Item = &'static str> {
    let tokens = tokenize(text);
    let gazetteer = Gazetteer::get();
    (0..tokens.len()).filter_map(move |i| match gazetteer.longest_at(&tokens, i, text)?.1 {
        Entry::Organisation(at) => Some(gazetteer.organisations[usize::from(at)].class),
        Entry::Country(..) | Entry::Place(_) => None,
    })
}

/// The usual name of the organisation that goes by this name.
pub(crate) fn organisation(name: &str) -> Option<&'static str> {
    let text = capitalised(name);
    let tokens = tokenize(&text);
    let gazetteer = Gazetteer::get();
    if tokens.is_empty() {
        return None;
    }
    match gazetteer.longest_at(&tokens, 0, &text)? {
        (length, Entry::Organisation(at)) if length == tokens.len() => {
            Some(gazetteer.organisations[usize::from(at)].name)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Phrase;

    #[test]
    fn roles_that_are_an_office_and_roles_that_are_not() {
        let table = [
            ("Russian foreign minister", "Foreign Minister", true),
            ("russian foreign minister", "Russia's Minister of Foreign Affairs", true),
            ("Russian foreign minister", "Russian Deputy Foreign Minister", false),
            ("Russian deputy foreign minister", "Russian Deputy Foreign Minister", true),
            ("Russian foreign minister", "former Russian foreign minister", false),
            ("Russian foreign minister", "spokesman for the Russian foreign minister", false),
            ("Russian foreign minister", "Russian foreign minister's spokeswoman", false),
            ("Russian president", "President of the Russian Federation", true),
            ("Russian president", "president of the Russian Chess Federation", false),
            ("US president", "president of the U.S. beet growers association", false),
            ("president", "Vice President", false),
            ("Russian ambassador to the US", "Russian Ambassador to the U.S.", true),
            ("Russian ambassador to the US", "Russian Ambassador to Ukraine", false),
            ("British defence minister", "Defense Minister", true),
            ("Kremlin spokesman", "Kremlin spokeswoman", true),
        ];
        for (asked, role, held) in table {
            assert_eq!(Phrase::of(asked).is_held_in(&Phrase::of(role)), held, "{asked}: {role}");
        }
    }

    #[test]
    fn countries_are_told_from_where_somebody_is_sent() {
        let table = [
            ("russian foreign minister", Some("RU")),
            ("foreign minister of South Korea", Some("KR")),
            ("us secretary of state", Some("US")),
            ("ambassador to Russia", None),
            ("UN secretary-general", Some("UN")),
            ("Russian Foreign Ministry", Some("RU")),
            ("White House spokesman", Some("US")),
        ];
        for (text, country) in table {
            assert_eq!(Phrase::of(text).country, country, "{text}");
        }
    }
}
