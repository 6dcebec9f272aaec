//! Speakers who are people that the article names: by name, by office, several of them.

use super::{
    super::quotation::SpeakerClass,
    speaker::{Speaker, SpeakerRule},
};
use crate::annotate::{
    gazetteer::{Entry, Gazetteer},
    known_people,
    lexicon::Classes,
    person::Person,
    reading::{Mention, Named, Reading},
    roles,
    tokens::Kind,
};

impl Speaker {
    /// One person of the article.
    pub(crate) fn person(person: &Person, rule: SpeakerRule, certainty: f32) -> Self {
        Self::people(&[person], rule, certainty)
    }

    /// People of the article who speak as one; role and country are those of one alone.
    pub(crate) fn people(people: &[&Person], rule: SpeakerRule, certainty: f32) -> Self {
        let only = if let [only] = people { Some(only) } else { None };
        Self {
            name: Some(people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join("; ")),
            ids: people.iter().map(|person| person.id.clone()).collect(),
            class: Some(SpeakerClass::Person),
            role: only.and_then(|person| person.role.clone()),
            country: only.and_then(|person| person.country.clone()),
            rule,
            certainty,
            runner_up: None,
        }
    }
}

/// Names of people among the tokens.
pub(super) fn people_in<'r>(reading: &'r Reading<'_>, first: usize, end: usize) -> impl Iterator<Item = &'r Mention> {
    reading.mentions_in(first, end).filter(|m| matches!(m.named, Named::Person(_)))
}

/// A source whose head is one or more names.
pub(super) fn persons(
    reading: &Reading<'_>,
    first: usize,
    end: usize,
    head_end: usize,
    named: &[&Mention],
) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let mut heads: Vec<u16> = Vec::new();
    let mut last_head = None;
    for mention in named {
        let Named::Person(index) = mention.named else { continue };
        let (start, follows) = (mention.first as usize, mention.end as usize);
        let possessive = follows < end && tokens[follows].kind == Kind::Possessive;
        // Nothing but a comma, "and", or the end may follow a name that is the head.
        let closes = follows >= end
            || matches!(tokens[follows].of(reading.text), "," | "(" | "and" | "or" | "nor")
            || tokens[follows].any(Classes::RELATIVE);
        // Its own phrase: the name with the office and the titles before it.
        let role = roles::role_of(tokens, reading.text, &reading.mentions, start, follows).filter(|r| r.1 == start);
        let mut own = role.map_or(start, |r| r.0);
        while own > first && tokens[own - 1].any(Classes::HONORIFIC.or(Classes::OFFICE).or(Classes::ARTICLE)) {
            own -= 1;
        }
        // "An adviser to Prime Minister Maliki", "the article, which angered Kouchner": not the head.
        let heads_it = own <= first
            || own < head_end && !tokens[own - 1].any(Classes::PREPOSITION)
            || follows >= end && ends_office(reading, first, start);
        // "Jeff Merkley (D-Ore.), Sherrod Brown and Robert Menendez": names and commas between, in brackets anything.
        let joined = own > first && ["and", "nor"].iter().any(|w| tokens[own - 1].is(w)) && {
            let mut open = false;
            last_head.is_some_and(|last| {
                (last..own - 1).all(|i| {
                    open = matches!(tokens[i].of(reading.text), "(") || open && tokens[i].of(reading.text) != ")";
                    open || tokens[i].kind == Kind::Mark || tokens[i].capital && !tokens[i].any(Classes::PREPOSITION)
                })
            })
        };
        // After a comma the first noun phrase is the head, unless the name is the apposition of an office.
        let apposition =
            own > first && tokens[own - 1].of(reading.text) == "," && definite_office(reading, first, own - 1);
        if !possessive && closes && (heads_it || joined || apposition) {
            heads.push(index);
            last_head = Some(follows);
        }
    }
    let anonymous_head = tokens[first..end.min(head_end.max(first + 1))].iter().any(|t| t.any(Classes::GROUP))
        && named.first().is_none_or(|m| m.first as usize >= head_end);
    if heads.is_empty() || anonymous_head {
        return None;
    }
    // "Neither Kerry nor Lavrov" are both.
    let joined = heads.len() > 1 && (first..end).any(|i| tokens[i].is("and") || tokens[i].is("nor"));
    let speaking = if joined { &heads[..] } else { &heads[..1] };
    let people: Vec<&Person> = speaking.iter().map(|i| &reading.people[usize::from(*i)]).collect();
    Some(Speaker::people(&people, if joined { SpeakerRule::Names } else { SpeakerRule::Name }, 1.0))
}

/// Whether the phrase up to a name at its end is the bearer's office: "White House chief of staff Howard Baker", "U.S.
/// Ambassador to the Organisation for Economic Cooperation and Development Edward Streator"; but not "an aide to Prime
/// Minister Maliki", where what stands before the name is a title.
fn ends_office(reading: &Reading<'_>, first: usize, name: usize) -> bool {
    let tokens = &reading.tokens;
    if name <= first + 1 || tokens[first].is_any(&["a", "an", "one", "another", "two", "three"]) {
        return false;
    }
    let before = name - 1;
    let body =
        reading.mention_at(before).is_some_and(|m| m.end as usize == name && !matches!(m.named, Named::Person(_)));
    let common = tokens[before].kind == Kind::Word
        && !tokens[before].capital
        && !tokens[before]
            .any(Classes::OFFICE.or(Classes::HONORIFIC).or(Classes::FUNCTION).or(Classes::CUE).or(Classes::ADVERB));
    let office = (first..name).find(|i| tokens[*i].any(Classes::OFFICE.or(Classes::HONORIFIC)));
    let preposition = (first..name).find(|i| tokens[*i].any(Classes::PREPOSITION));
    let plain = (first..name).all(|i| tokens[i].is_word() || tokens[i].kind == Kind::Possessive);
    (body || common) && plain && office.is_some_and(|office| preposition.is_none_or(|at| office < at))
}

/// "Russian Ambassador to the U.S.," before a name between commas.
fn definite_office(reading: &Reading<'_>, first: usize, end: usize) -> bool {
    let indefinite = reading.tokens[first].is("a") || reading.tokens[first].is("an");
    reading.tokens[first..end].iter().any(|t| t.any(Classes::OFFICE)) || indefinite
}

/// "The two ministers, Anna Berg and Pavel Orlov,": the people named.
pub(super) fn named_group(reading: &Reading<'_>, first: usize, end: usize) -> Option<Speaker> {
    let comma = (first..end).find(|i| reading.word(*i) == ",")?;
    let several = reading.tokens[first..comma]
        .iter()
        .any(|t| t.any(Classes::GROUP) || t.is("two") || t.is("both") || t.is("three"));
    if !several || people_in(reading, first, comma).next().is_some() || !listed(reading, comma, end) {
        return None;
    }
    let people: Vec<&Person> = people_in(reading, comma, end)
        .filter_map(|m| match m.named {
            Named::Person(i) => Some(&reading.people[usize::from(i)]),
            _ => None,
        })
        .collect();
    (people.len() > 1).then(|| Speaker::people(&people, SpeakerRule::NamedGroup, 0.9))
}

/// Whether nothing but names, commas and "and" stands from token `from` on: "leaders of Britain, Canada and Japan".
pub(super) fn listed(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let tokens = &reading.tokens;
    tokens[from..end].iter().any(|t| t.is("and"))
        && (from..end).all(|i| {
            reading.mention_at(i).is_some()
                || tokens[i].of(reading.text) == ","
                || tokens[i].is("and")
                || tokens[i].is("the")
        })
}

/// The one person of the article, named so far or in the title, who holds the office that the phrase names; and, where
/// several do, the one of the article's own country, or else nobody.
pub(super) fn holder<'r>(
    reading: &'r Reading<'_>,
    first: usize,
    head_end: usize,
    country: Option<&str>,
) -> Option<&'r Person> {
    let tokens = &reading.tokens;
    let start = tokens[first].start as usize;
    let words: Vec<String> = (first..head_end)
        .filter(|i| tokens[*i].any(Classes::OFFICE.or(Classes::OFFICE_QUALIFIER)) && !tokens[*i].any(Classes::ARTICLE))
        .map(|i| reading.word(i).to_lowercase())
        .collect();
    if words.is_empty() {
        return None;
    }
    let holds = |person: &&Person| {
        let role = person.role.as_deref().unwrap_or_default().to_lowercase();
        let has = |word: &String| role.split(|c: char| !c.is_alphanumeric() && c != '-').any(|w| w == word.as_str());
        let same_country = country.is_none() || person.country.is_none() || person.country.as_deref() == country;
        let former = role.contains("former") || role.starts_with("ex-");
        // "The minister" is no deputy's title, unless it says so.
        let deputy =
            ["deputy", "vice", "assistant"].iter().any(|w| has(&(*w).to_owned()) && !words.iter().any(|x| x == w));
        words.iter().all(has) && same_country && !former && !(deputy && country.is_some())
    };
    let known = |person: &&Person| person.mentions.first().is_some_and(|m| m.start < start);
    let titled = |person: &&Person| reading.title_people.iter().any(|other| other.id == person.id);
    let named = reading.people.iter().filter(holds).filter(|person| known(person) || titled(person));
    let only_titled =
        reading.title_people.iter().filter(|other| !reading.people.iter().any(|p| p.id == other.id)).filter(holds);
    let holders: Vec<&Person> = named.chain(only_titled).collect();
    let home = reading.home;
    let fits = |person: &Person| home.is_none() || person.country.is_none() || person.country.as_deref() == home;
    match holders[..] {
        [only] if country.is_some() || fits(only) => Some(only),
        [] | [_] => unstated(reading, &words, country.or(home)).or(holders.first().copied()),
        _ => {
            let mut own = holders.iter().filter(|person| person.country.is_some() && person.country.as_deref() == home);
            own.next().filter(|_| own.next().is_none()).copied()
        }
    }
}

/// "The President", of a country whose one well-known person the article names without an office: everybody knows it.
fn unstated<'r>(reading: &'r Reading<'_>, words: &[String], country: Option<&str>) -> Option<&'r Person> {
    let top =
        words.iter().any(|word| matches!(word.as_str(), "president" | "premier" | "chancellor" | "king" | "queen"));
    let country =
        country.filter(|_| top && !words.iter().any(|w| matches!(w.as_str(), "vice" | "deputy" | "former")))?;
    let known = |person: &&Person| {
        person.role.is_none()
            && person.country.as_deref() == Some(country)
            && known_people::country(&person.name, None) == Some(country)
    };
    let mut people = reading.people.iter().filter(known);
    people.next().filter(|_| people.next().is_none())
}

/// "The Russian and Chinese Presidents": the two people of the article who hold the office.
pub(super) fn holders(reading: &Reading<'_>, first: usize, head_end: usize) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let office = ["president", "minister", "premier", "chancellor"].into_iter().find(|office| {
        let word = reading.word(head_end - 1).to_lowercase();
        word.strip_suffix('s') == Some(office)
    })?;
    if !tokens[first].is_any(&["the", "both"]) {
        return None;
    }
    let codes: Vec<&str> = reading
        .mentions_in(first, head_end)
        .filter_map(|m| match m.named {
            Named::Known(Entry::Country(i, _)) => Some(Gazetteer::get().countries[usize::from(i)].code),
            _ => None,
        })
        .collect();
    let mut people: Vec<&Person> = Vec::new();
    for person in reading.people.iter().chain(&reading.title_people) {
        let role = person.role.as_deref().unwrap_or_default().to_lowercase();
        let holds = role.split(|c: char| !c.is_alphanumeric()).any(|word| word == office) && !role.contains("former");
        let of = codes.is_empty() || person.country.as_deref().is_some_and(|code| codes.contains(&code));
        let surname = |person: &Person| person.id.rsplit('-').next().map(str::to_owned);
        if holds && of && !people.iter().any(|other| surname(other) == surname(person)) {
            people.push(person);
        }
    }
    (people.len() == 2).then(|| Speaker::people(&people, SpeakerRule::NamedGroup, 0.8))
}
