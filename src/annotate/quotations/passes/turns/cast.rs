//! Who the labels of one transcript are: a full name is remembered, and shorter labels after it (`BERG:`, `MS. BERG:`)
//! are the same person; a surname that two people bear is nobody's.

use rustc_hash::FxHashMap;

use super::{
    super::super::{
        quotation::SpeakerClass,
        speakers::{
            phrase,
            speaker::{Speaker, SpeakerRule},
        },
    },
    label::{Label, Who, parted},
};
use crate::annotate::{
    lexicon::Classes,
    person::{Person, name_id},
    reading::{Named, Reading},
    roles,
    tokens::{Kind, TokenRange},
};

/// Somebody whom a label or the text names in full.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    name: String,
    id: String,
    role: Option<String>,
    country: Option<String>,
}

/// The speakers of one transcript.
#[derive(Default)]
pub(super) struct Cast {
    people: Vec<Known>,
    by_id: FxHashMap<String, usize>,
    /// Last part of an identifier → who bears it: of those who speak, and of all whom the text names.
    speaking: FxHashMap<String, Vec<usize>>,
    named: FxHashMap<String, Vec<usize>>,
    /// Who gives the answers in an interview.
    answering: Option<usize>,
}

fn surname(id: &str) -> &str {
    id.rsplit('-').next().unwrap_or(id)
}

impl Cast {
    /// Everybody whom the labels name in full, and the people of the text.
    pub(super) fn of(reading: &Reading<'_>, labels: &[&Label], lead: usize) -> Self {
        let mut cast = Self::default();
        for label in labels {
            if let Who::Person { name, title } = label.who {
                let words = words(reading, name);
                if words.contains(' ') {
                    cast.add(reading, name, title, &words);
                }
            }
        }
        for person in &reading.people {
            if person.name.contains(' ') {
                let id = name_id(&person.name);
                let at = cast.by_id.get(&id).copied().unwrap_or_else(|| {
                    cast.people.push(Known {
                        name: ordinary(&person.name),
                        id: person.id.clone(),
                        role: person.role.clone(),
                        country: person.country.clone(),
                    });
                    cast.by_id.insert(id.clone(), cast.people.len() - 1);
                    cast.people.len() - 1
                });
                let bearers = cast.named.entry(surname(&id).to_owned()).or_default();
                if !bearers.contains(&at) && bearers.len() < 8 {
                    bearers.push(at);
                }
            }
        }
        cast.answering = cast.interviewed(reading, lead);
        cast
    }

    /// Remembers the person of a full label.
    fn add(&mut self, reading: &Reading<'_>, name: TokenRange, title: Option<TokenRange>, words: &str) {
        let role = title.and_then(|t| role(reading, t));
        let country =
            title.and_then(|(a, b)| roles::country_of(&reading.tokens, reading.text, &reading.mentions, a, b));
        let person = person_at(reading, name);
        // The text may name the same person more fully.
        let full = person.map(|p| p.name.as_str()).filter(|n| n.split(' ').count() > words.split(' ').count());
        let shown = full.map_or_else(|| words.to_owned(), ordinary);
        let id = name_id(&shown);
        let at = *self.by_id.entry(id.clone()).or_insert(self.people.len());
        if at == self.people.len() {
            self.people.push(Known {
                name: shown,
                id: id.clone(),
                role: person.and_then(|p| p.role.as_deref()).map(ordinary_role),
                country: person.and_then(|p| p.country.clone()),
            });
            self.by_id.entry(name_id(words)).or_insert(at);
            let bearers = self.speaking.entry(surname(&id).to_owned()).or_default();
            if bearers.len() < 8 {
                bearers.push(at);
            }
        }
        let known = &mut self.people[at];
        if role.is_some() {
            (known.role, known.country) = (role, country.map(str::to_owned).or(known.country.take()));
        }
    }

    /// The one person of whom the text before the first turn says that this is an interview with them.
    fn interviewed(&self, reading: &Reading<'_>, lead: usize) -> Option<usize> {
        let tokens = &reading.tokens;
        let mut found: Option<usize> = None;
        for i in 0..lead.min(600) {
            let plain = tokens[i].is_any(&["interview", "interviewed", "conversation", "q&a", "spoke", "talked"]);
            if !plain {
                continue;
            }
            let talks = tokens[i].is_any(&["spoke", "talked"]);
            let whom = tokens[i].is("interviewed")
                || tokens.get(i + 1).is_some_and(|t| t.is_any(&["with", "of"]) || talks && t.is("to"));
            let stop = reading.sentence(tokens[i].sentence as usize).end.min(i + 16).min(lead);
            let Some(mention) = reading.mentions_in(i, stop).find(|m| whom && matches!(m.named, Named::Person(_)))
            else {
                continue;
            };
            let Named::Person(index) = mention.named else { continue };
            let at = self.by_id.get(&name_id(&reading.people[usize::from(index)].name)).copied()?;
            if found.is_some_and(|other| other != at) {
                return None;
            }
            found = Some(at);
        }
        found
    }

    /// The speaker of a label.
    pub(super) fn speaker(&self, reading: &Reading<'_>, label: &Label) -> Speaker {
        let nobody = Speaker {
            class: Some(SpeakerClass::Anonymous),
            rule: SpeakerRule::Label,
            certainty: 1.0,
            ..Speaker::default()
        };
        match label.who {
            Who::Somebody => nobody,
            Who::Answer => self.answering.map_or(nobody, |at| self.known(at, None, None, 0.9)),
            Who::Person { name, title } => self.person(reading, name, title),
            Who::Other => match self.called(label) {
                Some(at) => self.known(at, None, None, 0.95),
                None => described(reading, label),
            },
            Who::Role => described(reading, label),
        }
    }

    /// Whether anybody of the text bears the name that the label consists of.
    pub(super) fn borne(&self, label: &Label) -> bool {
        self.speaking.contains_key(&label.key) || self.named.contains_key(&label.key)
    }

    /// The one person whom a label without a title can name.
    fn called(&self, label: &Label) -> Option<usize> {
        only(self.speaking.get(&label.key)).or_else(|| match self.speaking.get(&label.key) {
            None => only(self.named.get(&label.key)),
            Some(_) => None,
        })
    }

    fn person(&self, reading: &Reading<'_>, name: TokenRange, title: Option<TokenRange>) -> Speaker {
        let words = words(reading, name);
        let id = name_id(&words);
        let role = title.and_then(|t| role(reading, t));
        let country = title
            .and_then(|(a, b)| roles::country_of(&reading.tokens, reading.text, &reading.mentions, a, b))
            .map(str::to_owned);
        let at = self.by_id.get(&id).copied().or_else(|| {
            let bearers = self.speaking.get(&id).or_else(|| self.named.get(&id));
            only(bearers)
        });
        match at {
            Some(at) => self.known(at, role, country, 1.0),
            None => Speaker {
                name: Some(words),
                ids: vec![id],
                class: Some(SpeakerClass::Person),
                role,
                country,
                rule: SpeakerRule::Label,
                runner_up: None,
                certainty: 0.95,
            },
        }
    }

    fn known(&self, at: usize, role: Option<String>, country: Option<String>, certainty: f32) -> Speaker {
        let known = &self.people[at];
        Speaker {
            name: Some(known.name.clone()),
            ids: vec![known.id.clone()],
            class: Some(SpeakerClass::Person),
            role: role.or_else(|| known.role.clone()),
            country: country.or_else(|| known.country.clone()),
            rule: SpeakerRule::Label,
            runner_up: None,
            certainty,
        }
    }
}

fn only(bearers: Option<&Vec<usize>>) -> Option<usize> {
    match bearers.map(Vec::as_slice) {
        Some([one]) => Some(*one),
        _ => None,
    }
}

fn person_at<'r>(reading: &'r Reading<'_>, name: TokenRange) -> Option<&'r Person> {
    let mention = reading.mention_at(name.1 - 1).filter(|m| m.first as usize == name.0 && m.end as usize == name.1)?;
    match mention.named {
        Named::Person(i) => reading.people.get(usize::from(i)),
        _ => None,
    }
}

/// A name in ordinary case, its words apart.
fn words(reading: &Reading<'_>, (first, end): TokenRange) -> String {
    let name = reading.span(first, end).of(reading.text);
    match parted(name) {
        Some(at) if end == first + 1 => ordinary(&format!("{} {}", &name[..at], &name[at..])),
        _ => ordinary(name),
    }
}

/// A speaker without a name: "SENIOR OFFICIAL ONE", "MODERATOR", "THE PRESIDENT".
fn described(reading: &Reading<'_>, label: &Label) -> Speaker {
    let (mut first, end) = label.words;
    let tokens = &reading.tokens;
    while first + 1 < end && tokens[first].any(Classes::ARTICLE) {
        first += 1;
    }
    let found = phrase::described(reading, label.words.0, end);
    let office = label.who == Who::Role && tokens[first..end].iter().any(|t| t.any(Classes::OFFICE));
    match found.class {
        Some(SpeakerClass::Institution) if reading.mention_at(end - 1).is_some() => found,
        // "THE PRESIDENT", where the text names just one.
        Some(SpeakerClass::Person) if label.who == Who::Role && !found.ids.is_empty() => found,
        _ if label.who == Who::Other && end == first + 1 && !tokens[first].upper => found,
        _ => {
            let name = ordinary_role(reading.span(first, end).of(reading.text));
            let class = if office && found.class == Some(SpeakerClass::Office) {
                SpeakerClass::Office
            } else {
                SpeakerClass::Anonymous
            };
            let role = (class == SpeakerClass::Office).then(|| name.clone());
            Speaker {
                name: Some(name),
                ids: Vec::new(),
                class: Some(class),
                role,
                country: found.country,
                rule: SpeakerRule::Label,
                runner_up: None,
                certainty: 0.95,
            }
        }
    }
}

/// The office in a title; none where it is only "Mr".
fn role(reading: &Reading<'_>, (mut first, mut end): TokenRange) -> Option<String> {
    let tokens = &reading.tokens;
    while first < end && (tokens[first].any(Classes::ARTICLE) || !tokens[first].is_word()) {
        first += 1;
    }
    while end > first && !tokens[end - 1].is_word() && !matches!(reading.word(end - 1), ")" | "]") {
        end -= 1;
    }
    let says = tokens[first..end].iter().any(|t| t.kind == Kind::Word && !address(t.of(reading.text)));
    (first < end && says).then(|| ordinary_role(reading.span(first, end).of(reading.text)))
}

/// "Mr", "Dr.": how one is addressed, not what one is.
fn address(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    ["mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "mme", "m", "herr", "frau"]
        .iter()
        .any(|w| word.eq_ignore_ascii_case(w))
}

fn all_capitals(words: &str) -> bool {
    words.chars().filter(|c| c.is_alphabetic()).count() > 1 && !words.chars().any(char::is_lowercase)
}

/// A name in capitals as it is written elsewhere: `URSULA VON DER LEYEN` is Ursula von der Leyen.
pub(super) fn ordinary(name: &str) -> String {
    let shown: Vec<String> = name
        .split_whitespace()
        .enumerate()
        .map(|(i, word)| {
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            if !all_capitals(word)
                || letters < 2
                || word.contains('.') && letters < 4
                || matches!(word, "II" | "III" | "IV" | "VI")
            {
                return word.to_owned();
            }
            let lower = word.to_lowercase();
            let particle =
                matches!(lower.as_str(), "de" | "van" | "von" | "der" | "den" | "bin" | "ibn" | "al" | "del" | "zu");
            if particle && i > 0 { lower } else { title_case(&lower, i > 0) }
        })
        .collect();
    shown.join(" ")
}

/// Capitals at the head and after hyphens and apostrophes; "al-" stays in lower case inside a name.
fn title_case(lower: &str, inside: bool) -> String {
    let article = inside && (lower.starts_with("al-") || lower.starts_with("el-"));
    let mut raise = !article;
    let mut out = String::with_capacity(lower.len());
    for c in lower.chars() {
        if raise && c.is_alphabetic() {
            out.extend(c.to_uppercase());
            raise = false;
        } else {
            out.push(c);
        }
        raise |= matches!(c, '-' | '‑' | '\'' | '’');
    }
    out
}

/// An office in capitals as it is written elsewhere; short words that are no links stay as they are: `US`, `CEO`.
fn ordinary_role(role: &str) -> String {
    let role: Vec<&str> = role.split_whitespace().collect();
    if !role.iter().all(|w| all_capitals(w) || w.chars().count() < 2) {
        return role.join(" ");
    }
    let shown: Vec<String> = role
        .iter()
        .enumerate()
        .map(|(i, word)| {
            let lower = word.to_lowercase();
            match lower.as_str() {
                "of" | "the" | "and" | "for" | "to" | "in" | "at" | "on" if i > 0 => lower,
                "of" | "the" | "one" | "two" | "six" | "ten" | "aide" | "head" => title_case(&lower, false),
                _ if lower.chars().count() <= 3 => (*word).to_owned(),
                _ => title_case(&lower, false),
            }
        })
        .collect();
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{ordinary, ordinary_role};

    #[test]
    fn capitals_become_ordinary_names() {
        let table = [
            ("ANNA BERG", "Anna Berg"),
            ("URSULA VON DER LINDE", "Ursula von der Linde"),
            ("OLLI-PEKKA O'HARA", "Olli-Pekka O'Hara"),
            ("BASHIR AL-HAMI", "Bashir al-Hami"),
            ("J. BERG III", "J. Berg III"),
            ("Anna McBERG", "Anna McBERG"),
            ("Anna BERG", "Anna Berg"),
            ("ЙОЗЕФ ҐРАБ", "Йозеф Ґраб"),
        ];
        for (given, expected) in table {
            assert_eq!(ordinary(given), expected);
        }
        assert_eq!(ordinary_role("PRESIDENT AND CEO OF THE EU BANK"), "President and CEO of the EU Bank");
        assert_eq!(ordinary_role("Head of US Office"), "Head of US Office");
    }
}
