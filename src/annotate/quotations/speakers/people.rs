//! Speakers who are people that the article names: by name, by office, several of them.

use super::{
    super::quotation::SpeakerClass,
    speaker::{Speaker, SpeakerRule},
};
use crate::annotate::{
    lexicon::Classes,
    person::Person,
    reading::{Mention, Named, Reading},
    roles,
    tokens::Kind,
};

impl Speaker {
    /// One person of the article.
    pub(crate) fn person(person: &Person, rule: SpeakerRule, certainty: f32) -> Self {
        Self {
            name: Some(person.name.clone()),
            ids: vec![person.id.clone()],
            class: Some(SpeakerClass::Person),
            role: person.role.clone(),
            country: person.country.clone(),
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
        let role = roles::role_of(tokens, reading.text, start, follows).filter(|r| r.1 == start);
        let mut own = role.map_or(start, |r| r.0);
        while own > first && tokens[own - 1].any(Classes::HONORIFIC.or(Classes::OFFICE).or(Classes::ARTICLE)) {
            own -= 1;
        }
        // "An adviser to Prime Minister Maliki", "the article, which angered Kouchner": not the head.
        let heads_it = own <= first || own < head_end && !tokens[own - 1].any(Classes::PREPOSITION);
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
    let people: Vec<u16> = if joined { heads } else { vec![heads[0]] };
    let names: Vec<&str> = people.iter().map(|i| reading.people[usize::from(*i)].name.as_str()).collect();
    let only = (people.len() == 1).then(|| &reading.people[usize::from(people[0])]);
    Some(Speaker {
        name: Some(names.join("; ")),
        ids: people.iter().map(|i| reading.people[usize::from(*i)].id.clone()).collect(),
        class: Some(SpeakerClass::Person),
        role: only.and_then(|p| p.role.clone()),
        country: only.and_then(|p| p.country.clone()),
        rule: if only.is_some() { SpeakerRule::Name } else { SpeakerRule::Names },
        runner_up: None,
        certainty: 1.0,
    })
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
    let people: Vec<usize> = people_in(reading, comma, end)
        .filter_map(|m| match m.named {
            Named::Person(i) => Some(usize::from(i)),
            _ => None,
        })
        .collect();
    (people.len() > 1).then(|| Speaker {
        name: Some(people.iter().map(|i| reading.people[*i].name.as_str()).collect::<Vec<_>>().join("; ")),
        ids: people.iter().map(|i| reading.people[*i].id.clone()).collect(),
        class: Some(SpeakerClass::Person),
        rule: SpeakerRule::NamedGroup,
        certainty: 0.9,
        ..Speaker::default()
    })
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

/// The one person of the article, named so far, who holds the office that the phrase names.
pub(super) fn holder(reading: &Reading<'_>, first: usize, head_end: usize, country: Option<&str>) -> Option<u16> {
    let tokens = &reading.tokens;
    let start = tokens[first].start as usize;
    let words: Vec<String> = (first..head_end)
        .filter(|i| tokens[*i].any(Classes::OFFICE.or(Classes::OFFICE_QUALIFIER)) && !tokens[*i].any(Classes::ARTICLE))
        .map(|i| reading.word(i).to_lowercase())
        .collect();
    let holders: Vec<u16> = reading
        .people
        .iter()
        .enumerate()
        .filter(|(_, person)| {
            let role = person.role.as_deref().unwrap_or_default().to_lowercase();
            let has = |word: &String| role.split(|c: char| !c.is_alphanumeric()).any(|w| w == word.as_str());
            let same_country = country.is_none() || person.country.is_none() || person.country.as_deref() == country;
            let known = person.mentions.first().is_some_and(|m| m.start < start);
            let former = role.contains("former") || role.starts_with("ex-");
            !words.is_empty() && words.iter().all(has) && same_country && known && !former
        })
        .map(|(i, _)| i as u16)
        .collect();
    match holders[..] {
        [only] => Some(only),
        _ => None,
    }
}
