//! A [`Person`] is a human being named in an article, with all mentions by name gathered into one.
//!
//! Rules: a run of capitalised words is a person if a title or an office stands before it, if it begins with a known
//! given name, or if it speaks. A surname alone belongs to the person who bore it before. Everything is decided
//! within one article; the index merges across articles.

use rustc_hash::FxHashMap;

use super::{
    gazetteer::{Entry, Form, Gazetteer},
    lexicon::Classes,
    reading::{Mention, Named},
    tokens::{Gap, Kind, Token},
};
use crate::span::Span;

/// A person of one article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Lower-case ASCII with hyphens, made from the name: `sergei-lavrov`.
    pub id: String,
    /// The fullest name that the article gives.
    pub name: String,
    /// Office or role as the article words it ("Russian Foreign Minister").
    pub role: Option<String>,
    /// Code of the country that the role names.
    pub country: Option<String>,
    /// Bytes of every mention by name, without titles.
    pub mentions: Vec<Span>,
}

/// Lower-case ASCII with hyphens: the identifier of a name.
pub fn name_id(name: &str) -> String {
    let ascii = any_ascii::any_ascii(name).to_lowercase();
    let words: Vec<&str> = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("-")
}

/// Particles inside names, lower case.
const PARTICLES: &[&str] = &[
    "de", "van", "von", "der", "den", "al", "el", "bin", "ibn", "da", "di", "du", "del", "la", "le", "dos", "af", "zu",
    "ter", "ben",
];

/// Family names that come first in Chinese, Korean and Vietnamese names.
const FAMILY_FIRST: &[&str] = &[
    "Xi", "Li", "Hu", "Wen", "Wang", "Kim", "Park", "Moon", "Ban", "Yang", "Zhang", "Zhao", "Mao", "Deng", "Jiang",
    "Zhu", "Hua", "Qin", "Lu", "Ma", "Chen", "Liu", "Lin", "Tsai", "Nguyen", "Yun", "Yoon", "Roh", "Pak", "Han",
    "Jang", "Cho", "Choi", "Hwang", "Ri", "Pham", "Tran", "Chiang", "Zhou", "Hong", "Geng", "Dai", "Tang", "Sun",
    "Cui", "Le", "Ho", "Vo", "Phan", "Hwang",
];

const STOP: Classes = Classes::ARTICLE
    .or(Classes::DETERMINER)
    .or(Classes::PRONOUN)
    .or(Classes::PREPOSITION)
    .or(Classes::CONJUNCTION)
    .or(Classes::SUBORDINATOR)
    .or(Classes::RELATIVE)
    .or(Classes::AUXILIARY)
    .or(Classes::NEGATION)
    .or(Classes::ADVERB)
    .or(Classes::MONTH)
    .or(Classes::WEEKDAY);
const TITLE: Classes = Classes::HONORIFIC.or(Classes::OFFICE).or(Classes::OFFICE_QUALIFIER);

/// Names found in the tokens: mentions of people, places and organisations, and the people they belong to.
pub fn find(tokens: &[Token], text: &str) -> (Vec<Mention>, Vec<Person>) {
    let mut finder = Finder {
        tokens,
        text,
        capitals: in_capitals(tokens),
        mentions: Vec::new(),
        people: Vec::new(),
        by_surname: FxHashMap::default(),
    };
    finder.first_pass();
    finder.surnames();
    finder.finish()
}

/// Whether the text is all in capitals, so that a capital says nothing.
fn in_capitals(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|t| t.kind == Kind::Word).count();
    let upper = tokens.iter().filter(|t| t.kind == Kind::Word && t.upper).count();
    words > 0 && upper * 10 > words * 6
}

struct Draft {
    /// Token ranges of its mentions.
    ranges: Vec<(usize, usize)>,
    /// The fullest one.
    fullest: (usize, usize),
}

struct Finder<'a> {
    tokens: &'a [Token],
    text: &'a str,
    capitals: bool,
    mentions: Vec<Mention>,
    people: Vec<Draft>,
    /// Hash of a name by which a person can be called alone → the people who bear it.
    by_surname: FxHashMap<u64, Vec<u16>>,
}

impl Finder<'_> {
    fn word(&self, i: usize) -> &str {
        self.tokens[i].of(self.text)
    }

    fn first_pass(&mut self) {
        let gazetteer = Gazetteer::get();
        let mut i = 0;
        while i < self.tokens.len() {
            if !self.starts_name(i) {
                i += 1;
                continue;
            }
            let known = gazetteer.longest_at(self.tokens, i, self.text);
            if let Some((length, entry)) = known
                && !self.given_name_before_surname(i, length, entry)
            {
                i = self.known_name(i, length, entry);
                continue;
            }
            i = self.run(i);
        }
    }

    /// Whether a name can begin here: a capitalised word, or an Arabic article joined to one (al-Assad).
    fn starts_name(&self, i: usize) -> bool {
        let token = self.tokens[i];
        token.kind == Kind::Word && (token.capital || joined_article(token.of(self.text)))
    }

    /// "Jordan Smith", "Paris Hilton": a place that is also a given name, before an unknown capitalised word.
    fn given_name_before_surname(&self, i: usize, length: usize, entry: Entry) -> bool {
        let place = !matches!(entry, Entry::Country(_, Form::Demonym) | Entry::Organisation(_));
        let Some(next) = self.tokens.get(i + length) else { return false };
        length == 1
            && place
            && !self.capitals
            && self.tokens[i].any(Classes::GIVEN_NAME)
            && next.gap == Gap::Space
            && next.capital
            && next.kind == Kind::Word
            && !next.upper
            && next.sentence == self.tokens[i].sentence
            && next.classes.is_empty()
            && Gazetteer::get().longest_at(self.tokens, i + length, self.text).is_none()
    }

    fn known_name(&mut self, i: usize, length: usize, entry: Entry) -> usize {
        let mut end = i + length;
        let mut named = Named::Known(entry);
        // "Moscow State University", "Ukrainian Interior Ministry": the name goes on to an organisation's suffix.
        if !self.capitals && !matches!(entry, Entry::Organisation(_)) {
            let mut at = end;
            while at < self.tokens.len() && self.capital_word(at) && self.tokens[at].gap == Gap::Space && at - i < 6 {
                let token = self.tokens[at];
                at += 1;
                if token.any(Classes::ORGANISATION_SUFFIX) && !token.any(Classes::OFFICE) {
                    (end, named) = (at, Named::Organisation);
                } else if token.any(Classes::OFFICE.or(Classes::HONORIFIC)) && !token.any(Classes::OFFICE_QUALIFIER) {
                    break;
                }
            }
        }
        self.mentions.push(Mention { first: i as u32, end: end as u32, named });
        end
    }

    fn capital_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == Kind::Word && t.capital)
    }

    /// Whether token `i` can be part of a personal name.
    fn namelike(&self, i: usize) -> bool {
        let token = self.tokens[i];
        if token.kind != Kind::Word || !(token.capital || joined_article(token.of(self.text))) {
            return false;
        }
        if token.any(Classes::GIVEN_NAME) && !token.any(STOP) {
            return true;
        }
        !token.any(STOP.or(TITLE).or(Classes::GROUP).or(Classes::ORGANISATION_SUFFIX))
    }

    /// Takes the run of capitalised words at `i` and goes past it.
    fn run(&mut self, start: usize) -> usize {
        let gazetteer = Gazetteer::get();
        // Organisations by their form: a run of capitals that ends in "Party", "University" …
        let mut end = start + 1;
        let mut organisation = 0;
        while !self.capitals
            && end < self.tokens.len()
            && end - start < 7
            && self.tokens[end].gap == Gap::Space
            && self.tokens[end].sentence == self.tokens[start].sentence
        {
            let joins = self.capital_word(end)
                || (matches!(self.word(end), "of" | "for" | "and" | "the")
                    && (self.capital_word(end + 1) || self.word_is_link(end + 1)));
            if !joins {
                break;
            }
            if self.tokens[end].any(Classes::ORGANISATION_SUFFIX) && self.tokens[end].capital {
                organisation = end + 1;
            }
            end += 1;
        }
        let first = self.tokens[start];
        // "CNN's State of the Union": a programme.
        if start > 1 && self.tokens[start - 1].kind == Kind::Possessive && self.after_media(start) {
            return end;
        }
        let institution = !self.capitals
            && first.any(Classes::ORGANISATION_SUFFIX)
            && end > start + 2
            && self.word(start + 1) == "of";
        if institution {
            self.mentions.push(Mention { first: start as u32, end: end as u32, named: Named::Organisation });
            return end;
        }
        if organisation > start + 1 && !first.any(STOP) && !self.person_like(start) {
            self.mentions.push(Mention { first: start as u32, end: organisation as u32, named: Named::Organisation });
            return organisation;
        }
        if !self.namelike(start) {
            return start + 1;
        }
        let mut end = start + 1;
        while end < self.tokens.len() && end - start < 6 {
            let token = self.tokens[end];
            if token.gap != Gap::Space && token.gap != Gap::Line
                || token.sentence != first.sentence
                || token.kind != Kind::Word
            {
                break;
            }
            let particle = !token.capital && PARTICLES.contains(&token.of(self.text));
            if particle {
                // "von der Leyen": particles may follow one another; a capital must follow them.
                let next = (end + 1..self.tokens.len()).find(|i| !PARTICLES.contains(&self.word(*i)));
                if !next.is_some_and(|i| self.tokens[i].capital && self.tokens[i].gap == Gap::Space && i < end + 3) {
                    break;
                }
            } else if !self.namelike(end) {
                break;
            } else if let Some((length, entry)) = gazetteer.longest_at(self.tokens, end, self.text) {
                // "Lavrov Moscow" never is a name; "David Jordan" is.
                let part = length == 1
                    && end == start + 1
                    && first.any(Classes::GIVEN_NAME)
                    && !matches!(entry, Entry::Organisation(_));
                if !part {
                    break;
                }
            } else if self.capitals && !(token.classes.is_empty() || token.any(Classes::GIVEN_NAME)) {
                break;
            }
            end += 1;
        }
        if self.is_person(start, end) {
            self.person(start, end);
            return end;
        }
        end.max(start + 1)
    }

    /// Whether the possessive before token `i` is that of a newspaper or a broadcaster.
    fn after_media(&self, i: usize) -> bool {
        self.mentions.last().is_some_and(|m| {
            let media = matches!(m.named, Named::Known(Entry::Organisation(o)) if Gazetteer::get().organisations[usize::from(o)].class == "media");
            m.end as usize == i - 1 && media
        }) && !(self.tokens[i].any(Classes::GIVEN_NAME) && self.namelike(i + 1))
    }

    fn word_is_link(&self, i: usize) -> bool {
        i < self.tokens.len() && self.word(i) == "the" && self.capital_word(i + 1)
    }

    /// A given name and another name: "John Union" is nobody's organisation.
    fn person_like(&self, i: usize) -> bool {
        self.tokens[i].any(Classes::GIVEN_NAME)
            && self.namelike(i + 1)
            && !self.tokens[i + 1].any(Classes::ORGANISATION_SUFFIX)
    }

    fn is_person(&self, start: usize, end: usize) -> bool {
        let first = self.tokens[start];
        let length = end - start;
        let title = start > 0 && {
            let before = self.tokens[start - 1];
            before.any(Classes::HONORIFIC.or(Classes::OFFICE))
                && first.gap != Gap::None
                && before.sentence == first.sentence
                && (before.capital || !before.any(Classes::HONORIFIC))
        };
        if length == 1 {
            // A lower-case office before a single capital ("lawyer Smith") is weak; a title in capitals is not.
            return title && (self.tokens[start - 1].capital) && !first.upper && !self.capitals
                || title
                    && self.capitals
                    && self.tokens[start - 1].any(Classes::HONORIFIC)
                    && first.classes.is_empty();
        }
        if title || first.any(Classes::GIVEN_NAME) {
            return true;
        }
        if self.capitals {
            return false;
        }
        let initial = (start..end - 1).any(|i| self.word(i).len() == 2 && self.word(i).ends_with('.'));
        let speaks = self.tokens.get(end).and_then(Token::cue).is_some_and(|cue| cue.takes('p') && cue.takes('t'));
        let spoken = start > 0 && self.tokens[start - 1].cue().is_some_and(|cue| cue.takes('v'));
        let particle =
            (start + 1..end - 1).any(|i| matches!(self.word(i), "von" | "van" | "der" | "bin" | "ibn" | "ter"));
        let family_first = FAMILY_FIRST.contains(&self.word(start)) && length <= 3;
        let acronym =
            (start..end).any(|i| self.tokens[i].upper && self.word(i).len() > 1 && !self.word(i).contains('.'));
        let apposition = self.tokens.get(end).is_some_and(|t| t.of(self.text) == ",")
            && (end + 1..(end + 7).min(self.tokens.len()))
                .take_while(|i| self.tokens[*i].is_word())
                .any(|i| self.tokens[i].any(Classes::OFFICE) || self.tokens[i].kind == Kind::Number && i == end + 1);
        !acronym
            && (initial
                || particle
                || speaks
                || spoken
                || family_first
                || apposition
                || joined_article(self.word(end - 1)))
    }

    /// Records a mention of the person named by `start..end`.
    fn person(&mut self, start: usize, end: usize) {
        let index = self.same_person(start, end).unwrap_or_else(|| {
            self.people.push(Draft { ranges: Vec::new(), fullest: (start, end) });
            (self.people.len() - 1) as u16
        });
        let draft = &mut self.people[usize::from(index)];
        draft.ranges.push((start, end));
        if end - start > draft.fullest.1 - draft.fullest.0 {
            draft.fullest = (start, end);
        }
        let mut keys = vec![self.tokens[end - 1].hash];
        if end - start > 1 && FAMILY_FIRST.contains(&self.word(start)) {
            keys.push(self.tokens[start].hash);
        }
        for key in keys {
            let people = self.by_surname.entry(key).or_default();
            if !people.contains(&index) {
                people.push(index);
            }
        }
        self.mentions.push(Mention { first: start as u32, end: end as u32, named: Named::Person(index) });
    }

    /// The person met before who can be called so: same surname, and given names that do not disagree.
    fn same_person(&self, start: usize, end: usize) -> Option<u16> {
        let people = self
            .by_surname
            .get(&self.tokens[end - 1].hash)
            .or_else(|| (end - start > 1).then(|| self.by_surname.get(&self.tokens[start].hash)).flatten())?;
        people.iter().rev().copied().find(|index| {
            let (first, last) = self.people[usize::from(*index)].fullest;
            if end - start == 1 || last - first == 1 {
                return true;
            }
            let (known, new) = (self.word(first), self.word(start));
            let initial = |a: &str, b: &str| a.ends_with('.') && a.chars().next() == b.chars().next();
            known.eq_ignore_ascii_case(new) || initial(known, new) || initial(new, known)
        })
    }

    /// Surnames that stand alone.
    fn surnames(&mut self) {
        let mut taken = vec![false; self.tokens.len()];
        for mention in &self.mentions {
            taken[mention.first as usize..mention.end as usize].fill(true);
        }
        for i in 0..self.tokens.len() {
            if taken[i] || !self.starts_name(i) {
                continue;
            }
            let Some(people) = self.by_surname.get(&self.tokens[i].hash) else { continue };
            if self.tokens[i].any(STOP) && !self.capitals {
                continue;
            }
            // Of several bearers of one surname, the one named last before this place.
            let index = people.iter().copied().max_by_key(|p| {
                let before = self.people[usize::from(*p)].ranges.iter().map(|r| r.0).filter(|at| *at < i).max();
                before.map_or(0, |at| at + 1)
            });
            if let Some(index) = index {
                self.people[usize::from(index)].ranges.push((i, i + 1));
                self.mentions.push(Mention { first: i as u32, end: i as u32 + 1, named: Named::Person(index) });
            }
        }
    }

    fn finish(mut self) -> (Vec<Mention>, Vec<Person>) {
        self.mentions.sort_by_key(|m| m.first);
        let mut people = Vec::with_capacity(self.people.len());
        for draft in &mut self.people {
            draft.ranges.sort_unstable();
            let span = |(start, end): (usize, usize)| {
                Span::new(self.tokens[start].start as usize, self.tokens[end - 1].end as usize)
            };
            let name = clean(span(draft.fullest).of(self.text), self.capitals);
            people.push(Person {
                id: name_id(&name),
                name,
                mentions: draft.ranges.iter().map(|r| span(*r)).collect(),
                ..Person::default()
            });
        }
        for (draft, person) in self.people.iter().zip(&mut people) {
            for (start, end) in &draft.ranges {
                let Some((first, last)) = super::roles::role_of(self.tokens, self.text, *start, *end) else { continue };
                let role =
                    Span::new(self.tokens[first].start as usize, self.tokens[last - 1].end as usize).of(self.text);
                let country = super::roles::country_of(self.tokens, &self.mentions, first, last);
                let better = person.role.is_none() || (person.country.is_none() && country.is_some());
                if better {
                    person.role = Some(role.split_whitespace().collect::<Vec<_>>().join(" "));
                    person.country = country.map(str::to_owned);
                }
            }
        }
        (self.mentions, people)
    }
}

/// "al-Assad", "el-Sisi": an article in lower case, a hyphen, a capital.
fn joined_article(word: &str) -> bool {
    matches!(word.split_once('-'), Some(("al" | "el" | "ul" | "as" | "ad" | "ar" | "ash" | "at" | "an", rest)) if rest.starts_with(char::is_uppercase))
}

/// One line, no white space doubled; names in an all-capitals text in title case.
fn clean(name: &str, capitals: bool) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if capitals && word.len() > 2 => first.to_string() + &letters.as_str().to_lowercase(),
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::annotate::reading::Reading;

    fn people(text: &str) -> Vec<String> {
        let mut reading = Reading::new(text);
        let (mentions, people) = super::find(&reading.tokens, text);
        reading.name(mentions, people);
        reading.people.iter().map(|p| format!("{} {}", p.name, p.mentions.len())).collect()
    }

    #[test]
    fn gathers_mentions_by_name() {
        let table: [(&str, &[&str]); 14] = [
            ("U.S. Secretary of State John Kerry met Sergei Lavrov. Kerry left.", &["John Kerry 2", "Sergei Lavrov 1"]),
            ("President Obama spoke. Barack Obama left.", &["Barack Obama 2"]),
            ("Mr. Peskov did not comment.", &["Peskov 1"]),
            ("The Kerrys left for Paris.", &[]),
            ("Chinese President Xi Jinping said so. Xi left.", &["Xi Jinping 2"]),
            ("Syria's Bashar al-Assad refused. Assad stayed.", &["Bashar al-Assad 1"]),
            ("On NBC’s Meet the Press, nobody spoke.", &[]),
            ("The Foreign Ministry in Moscow said nothing.", &[]),
            ("Ursula von der Leyen agreed.", &["Ursula von der Leyen 1"]),
            ("George W. Bush and Barbara Bush spoke.", &["George W. Bush 1", "Barbara Bush 1"]),
            ("Senator Dianne Feinstein confirmed it.", &["Dianne Feinstein 1"]),
            ("In Paris Hilton hotels were full.", &[]),
            ("Hugh Hill, a doctor, said so.", &["Hugh Hill 1"]),
            ("The Donetsk Coal Company closed.", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(people(text), expected, "{text}");
        }
    }
}
