//! A speaker is who a source is: a person of the article, an office, an institution, a government, somebody unnamed,
//! a document; or nobody, where the text leaves it open.
//!
//! Abstaining comes before guessing: a pronoun with two possible antecedents stays unattributed, and an unnamed
//! official is never merged with a named person.

use super::{
    super::{
        gazetteer::{Entry, Form, Gazetteer},
        lexicon::Classes,
        people::name_id,
        reading::{Mention, Named, Reading},
        roles,
        tokens::Kind,
    },
    Draft, SpeakerClass,
    pronouns::{Memory, antecedent, near, pronoun},
    sources,
    transcript::Turns,
};

/// Who a source was found to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Speaker {
    pub(crate) name: Option<String>,
    pub(crate) ids: Vec<String>,
    pub(crate) class: Option<SpeakerClass>,
    pub(crate) role: Option<String>,
    pub(crate) country: Option<String>,
    /// Factor on the draft's confidence.
    pub(crate) certainty: f32,
}

/// The speakers of all drafts, in their order.
pub(crate) fn resolve(reading: &Reading<'_>, drafts: &[Draft], turns: &Turns) -> Vec<Speaker> {
    let mut resolved: Vec<Speaker> = Vec::with_capacity(drafts.len());
    let mut memory = Memory::default();
    for (i, draft) in drafts.iter().enumerate() {
        // Who talks in a transcript is "I" in it, never "he" and "she".
        if let Some(speaker) = turns.speaker(draft) {
            resolved.push(speaker.clone());
            continue;
        }
        let shared =
            draft.same_as.filter(|at| *at < i && draft.source == drafts[*at].source).map(|at| resolved[at].clone());
        let speaker = shared.unwrap_or_else(|| {
            draft.source.map_or_else(Speaker::default, |(first, end)| one(reading, first, end, &memory))
        });
        if let Some((first, _)) = draft.source.filter(|_| draft.same_as.is_none()) {
            memory.remember(reading, first, &speaker);
        }
        resolved.push(speaker);
    }
    resolved
}

/// The speaker of a source that stands by itself.
pub(crate) fn described(reading: &Reading<'_>, first: usize, end: usize) -> Speaker {
    one(reading, first, end, &Memory::default())
}

/// The speaker of the source `first..end`.
fn one(reading: &Reading<'_>, first: usize, mut end: usize, memory: &Memory) -> Speaker {
    let tokens = &reading.tokens;
    // "Putin's" in "Putin's assertion that".
    while end > first + 1 && (tokens[end - 1].kind == Kind::Possessive || !tokens[end - 1].is_word()) {
        end -= 1;
    }
    let head = &tokens[first];
    // "Berg, who said": whom "who" stands for comes right before it.
    let relative = end == first + 1 && (head.any(Classes::RELATIVE) || head.is("that"));
    if relative && let Some((first, end)) = antecedent_phrase(reading, first) {
        return one(reading, first, end, memory);
    }
    if end == first + 1 && head.any(Classes::PRONOUN.or(Classes::RELATIVE)) {
        return pronoun(reading, first, memory);
    }
    // The head region: up to the first preposition, comma or relative.
    let mut head_end = first;
    while head_end < end
        && !(head_end > first
            && (tokens[head_end].any(Classes::PREPOSITION.or(Classes::RELATIVE))
                || matches!(tokens[head_end].of(reading.text), "," | "(")))
    {
        head_end += 1;
    }
    if let Some(speaker) = named_group(reading, first, end) {
        return speaker;
    }
    if let Some(speaker) = governments(reading, first, end) {
        return speaker;
    }
    if let Some(speaker) = statement_of(reading, first, end, head_end, memory) {
        return speaker;
    }
    // "Secretary of State John Kerry": the preposition is inside a role that ends in a name.
    let named: Vec<&Mention> = people_in(reading, first, end).collect();
    if let Some(speaker) = persons(reading, first, end, head_end, &named) {
        return speaker;
    }
    common(reading, first, end, head_end, memory)
}

/// The noun phrase before a relative pronoun.
fn antecedent_phrase(reading: &Reading<'_>, relative: usize) -> Option<(usize, usize)> {
    let start = reading.sentence(reading.tokens[relative].sentence as usize).start;
    let mut at = relative - usize::from(relative > start && reading.word(relative - 1) == ",");
    let (mut first, mut end) = (at > start).then(|| sources::before(reading, at, start)).flatten()?;
    // "It was Lavrov, not Kerry, who said so."
    if first >= start + 2 && reading.tokens[first - 1].is("not") && reading.word(first - 2) == "," {
        at = first - 2;
        (first, end) = sources::before(reading, at, start)?;
    }
    // Never a pronoun again: each step goes back.
    (end <= at && !(end == first + 1 && reading.tokens[first].any(Classes::RELATIVE))).then_some((first, end))
}

/// "the White House statement" is the White House's; "the statement", after the White House's, is too.
fn statement_of(reading: &Reading<'_>, first: usize, end: usize, head_end: usize, memory: &Memory) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let noun = head_end - 1;
    if !["statement", "communique", "communiqué", "readout"].iter().any(|w| tokens[noun].is(w)) || noun <= first {
        return None;
    }
    let owner = reading.mention_at(noun - 1).or_else(|| {
        (tokens[noun - 1].kind == Kind::Possessive && noun > first + 1).then(|| reading.mention_at(noun - 2)).flatten()
    });
    if let Some(mention) = owner.filter(|m| {
        m.first as usize >= first && matches!(m.named, Named::Known(Entry::Organisation(_)) | Named::Organisation)
    }) {
        return Some(common(reading, mention.first as usize, mention.end as usize, mention.end as usize, memory));
    }
    let anaphoric = tokens[first].is("the") && head_end == first + 2 && end == head_end;
    let (speaker, place) = memory.institution.as_ref().filter(|_| anaphoric)?;
    let recent = near(tokens[noun].sentence, tokens[*place].sentence, 4);
    let issuer = matches!(speaker.class, Some(SpeakerClass::Institution | SpeakerClass::Government));
    (recent && issuer).then(|| Speaker { certainty: 0.85, ..speaker.clone() })
}

fn people_in<'r>(reading: &'r Reading<'_>, first: usize, end: usize) -> impl Iterator<Item = &'r Mention> {
    reading.mentions_in(first, end).filter(|m| matches!(m.named, Named::Person(_)))
}

/// A source whose head is one or more names.
fn persons(reading: &Reading<'_>, first: usize, end: usize, head_end: usize, named: &[&Mention]) -> Option<Speaker> {
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
        certainty: 1.0,
    })
}

/// "Russian Ambassador to the U.S.," before a name between commas.
fn definite_office(reading: &Reading<'_>, first: usize, end: usize) -> bool {
    let indefinite = reading.tokens[first].is("a") || reading.tokens[first].is("an");
    reading.tokens[first..end].iter().any(|t| t.any(Classes::OFFICE)) || indefinite
}

/// A source without a personal name at its head.
fn common(reading: &Reading<'_>, first: usize, end: usize, head_end: usize, memory: &Memory) -> Speaker {
    let tokens = &reading.tokens;
    let gazetteer = Gazetteer::get();
    let text = possessed(reading, first, end, memory).unwrap_or_else(|| phrase(reading, first, end));
    let country = phrase_country(reading, first, end);
    let noun = &tokens[head_end - 1];
    let indefinite = tokens[first].is("a")
        || tokens[first].is("an")
        || tokens[first].is("one")
        || tokens[first].is("another")
        || tokens[first].is("some");
    let speaker = |name: String, class, country: Option<String>, certainty| Speaker {
        name: Some(name),
        class: Some(class),
        country,
        certainty,
        ..Speaker::default()
    };
    let mention = reading.mention_at(head_end - 1).filter(|m| m.end as usize >= head_end);
    match mention.map(|m| m.named) {
        Some(Named::Known(Entry::Organisation(i))) => {
            let entry = &gazetteer.organisations[usize::from(i)];
            let code = Some(entry.speaks_for().to_owned()).filter(|code| !code.is_empty());
            // "Senate Democrats", "Republicans": members, not the party.
            if reading.word(head_end - 1).ends_with('s') && !entry.name.ends_with('s') && !tokens[head_end - 1].upper {
                return speaker(text, SpeakerClass::Institution, country.or(code), 0.9);
            }
            return speaker(entry.name.to_owned(), SpeakerClass::Institution, code, 0.98);
        }
        Some(Named::Organisation) => return speaker(text, SpeakerClass::Institution, country, 0.93),
        Some(Named::Known(Entry::Country(i, form))) if form != Form::Demonym => {
            let code = gazetteer.countries[usize::from(i)].code.to_owned();
            return speaker(text, SpeakerClass::Government, Some(code), 0.95);
        }
        Some(Named::Known(Entry::Place(_))) => return speaker(text, SpeakerClass::Government, country, 0.8),
        _ => {}
    }
    // "the official", after "a senior official": the same.
    if tokens[first].is("the")
        && head_end - first == 2
        && head_end == end
        && noun.any(Classes::OFFICE.or(Classes::GROUP))
        && let Some((unnamed, place)) = &memory.unnamed
        && unnamed.class == Some(SpeakerClass::Anonymous)
        && near(noun.paragraph, tokens[*place].paragraph, 4)
        && unnamed.name.as_deref().is_some_and(|name| heads(name, noun.of(reading.text)))
    {
        return Speaker { certainty: 0.88, ..unnamed.clone() };
    }
    if noun.any(Classes::GROUP) {
        // "the officials", "officials", after "senior U.S. officials": the same.
        if head_end == end
            && head_end - first <= 2
            && (head_end - first == 1 || tokens[first].is("the"))
            && let Some((group, _)) = memory.groups.iter().rev().take(8).find(|(group, place)| {
                near(noun.paragraph, tokens[*place].paragraph, 6)
                    && group.name.as_deref().is_some_and(|name| heads(name, noun.of(reading.text)))
            })
        {
            return Speaker { certainty: 0.88, ..group.clone() };
        }
        return speaker(text, SpeakerClass::Anonymous, country, 0.93);
    }
    let spokesman = ["spokesman", "spokeswoman", "spokesperson", "official", "aide", "source", "diplomat"]
        .iter()
        .any(|w| noun.is(w));
    if noun.any(Classes::OFFICE) || noun.any(Classes::HONORIFIC) {
        if indefinite || (noun.is("official") || noun.is("diplomat")) && !tokens[first].is("the") {
            return speaker(text, SpeakerClass::Anonymous, country, 0.93);
        }
        if let Some(person) = holder(reading, first, head_end, country.as_deref()) {
            let person = &reading.people[usize::from(person)];
            return Speaker {
                name: Some(person.name.clone()),
                ids: vec![person.id.clone()],
                class: Some(SpeakerClass::Person),
                role: person.role.clone(),
                country: person.country.clone(),
                certainty: 0.9,
            };
        }
        let class = if spokesman { SpeakerClass::Anonymous } else { SpeakerClass::Office };
        return speaker(text.clone(), class, country, 0.9).with_role(text);
    }
    if (noun.any(Classes::DOCUMENT) || noun.any(Classes::STATEMENT_NOUN)) && !noun.capital {
        return speaker(text, SpeakerClass::Document, country, 0.93);
    }
    if noun.any(Classes::ORGANISATION_SUFFIX) {
        // "the ministry": the one named before, if there is just one of that word.
        if !noun.capital
            && let Some(known) = institution_before(reading, head_end - 1)
            && (country.is_none() || country == known.country)
        {
            return known;
        }
        if !noun.capital
            && country.is_none()
            && memory.institution.as_ref().is_some_and(|(s, _)| {
                s.name.as_deref().is_some_and(|n| n.to_lowercase().ends_with(&noun.of(reading.text).to_lowercase()))
            })
        {
            return memory.institution.as_ref().map(|(s, _)| s.clone()).unwrap_or_default();
        }
        return speaker(text, SpeakerClass::Institution, country, 0.9);
    }
    if noun.capital
        && noun.kind == Kind::Word
        && (noun.classes.is_empty() || noun.any(Classes::GIVEN_NAME))
        && !tokens[first].any(Classes::ARTICLE)
    {
        // A name that the article never introduces: taken as it stands.
        let name = text.clone();
        let class = if noun.upper { SpeakerClass::Institution } else { SpeakerClass::Person };
        let ids = if class == SpeakerClass::Person { vec![name_id(&name)] } else { Vec::new() };
        return Speaker { ids, ..speaker(name, class, country, 0.75) };
    }
    speaker(text, SpeakerClass::Anonymous, country, 0.85)
}

/// Whether the noun heads the phrase: "official" in "a senior official in Brussels".
fn heads(phrase: &str, noun: &str) -> bool {
    phrase.split_whitespace().any(|word| word.eq_ignore_ascii_case(noun))
}

impl Speaker {
    fn with_role(mut self, role: String) -> Self {
        self.role = Some(role);
        self
    }
}

/// The words of a source without its article and without what follows a comma.
fn phrase(reading: &Reading<'_>, mut first: usize, end: usize) -> String {
    let tokens = &reading.tokens;
    let stop = (first..end)
        .find(|i| {
            *i > first
                && (matches!(tokens[*i].of(reading.text), "," | "(") && !listed(reading, *i, end)
                    || tokens[*i].any(Classes::RELATIVE))
        })
        .unwrap_or(end);
    if tokens[first].is("the") {
        first += 1;
    }
    let words = reading.span(first, stop.max(first + 1)).of(reading.text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "his aides": whose they are is named, where it is plain.
fn possessed(reading: &Reading<'_>, first: usize, end: usize, memory: &Memory) -> Option<String> {
    let token = &reading.tokens[first];
    if !(token.is("his") || token.is("her")) || end == first + 1 {
        return None;
    }
    let (index, _) = antecedent(reading, first, memory)?;
    let owner = reading.people[usize::from(index)].name.split_whitespace().next_back()?.to_owned();
    Some(format!("{owner}’s {}", phrase(reading, first + 1, end)))
}

/// Whether nothing but names, commas and "and" stands from token `from` on: "leaders of Britain, Canada and Japan".
fn listed(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let tokens = &reading.tokens;
    tokens[from..end].iter().any(|t| t.is("and"))
        && (from..end).all(|i| {
            reading.mention_at(i).is_some()
                || tokens[i].of(reading.text) == ","
                || tokens[i].is("and")
                || tokens[i].is("the")
        })
}

/// "The two ministers, Anna Berg and Pavel Orlov,": the people named.
fn named_group(reading: &Reading<'_>, first: usize, end: usize) -> Option<Speaker> {
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
        certainty: 0.9,
        ..Speaker::default()
    })
}

/// "Kyiv, Washington and the European Union": several governments and institutions.
fn governments(reading: &Reading<'_>, first: usize, end: usize) -> Option<Speaker> {
    if !listed(reading, first, end) {
        return None;
    }
    let gazetteer = Gazetteer::get();
    let mut class = SpeakerClass::Institution;
    let mut names: Vec<String> = Vec::new();
    for mention in reading.mentions_in(first, end) {
        let text = || reading.span(mention.first as usize, mention.end as usize).of(reading.text).to_owned();
        names.push(match mention.named {
            Named::Known(Entry::Organisation(i)) => gazetteer.organisations[usize::from(i)].name.to_owned(),
            Named::Known(Entry::Country(_, form)) if form != Form::Demonym => {
                class = SpeakerClass::Government;
                text()
            }
            Named::Known(Entry::Place(_)) => {
                class = SpeakerClass::Government;
                text()
            }
            Named::Organisation => text(),
            _ => return None,
        });
    }
    (names.len() > 1).then(|| Speaker {
        name: Some(names.join("; ")),
        class: Some(class),
        certainty: 0.9,
        ..Speaker::default()
    })
}

fn phrase_country(reading: &Reading<'_>, first: usize, end: usize) -> Option<String> {
    roles::country_of(&reading.tokens, reading.text, &reading.mentions, first, end).map(str::to_owned)
}

/// The one person of the article, named so far, who holds the office that the phrase names.
fn holder(reading: &Reading<'_>, first: usize, head_end: usize, country: Option<&str>) -> Option<u16> {
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

/// "the ministry" after "the Russian Foreign Ministry": the last organisation before it whose name ends in the word.
fn institution_before(reading: &Reading<'_>, noun: usize) -> Option<Speaker> {
    let gazetteer = Gazetteer::get();
    let word = reading.word(noun).to_lowercase();
    reading.mentions_in(0, noun).rev().take(60).find_map(|mention| {
        let last = reading.word(mention.end as usize - 1).to_lowercase();
        if last != word {
            return None;
        }
        let (name, country) = match mention.named {
            Named::Known(Entry::Organisation(i)) => {
                let entry = &gazetteer.organisations[usize::from(i)];
                (entry.name.to_owned(), Some(entry.speaks_for().to_owned()).filter(|code| !code.is_empty()))
            }
            Named::Organisation => {
                let (first, end) = (mention.first as usize, mention.end as usize);
                (reading.span(first, end).of(reading.text).to_owned(), phrase_country(reading, first, end))
            }
            _ => return None,
        };
        Some(Speaker {
            name: Some(name),
            class: Some(SpeakerClass::Institution),
            country,
            certainty: 0.9,
            ..Speaker::default()
        })
    })
}
