//! A speaker is who a source is: a person of the article, an office, an institution, a government, somebody unnamed,
//! a document; or nobody, where the text leaves it open.
//!
//! Abstaining comes before guessing: a pronoun with two possible antecedents stays unattributed, and an unnamed
//! official is never merged with a named person.

use super::{
    super::{grammar::noun_phrase, quotation::SpeakerClass},
    memory::{Memory, near},
    people::{holder, listed, named_group, people_in, persons},
    pronouns::{antecedent, pronoun},
    speaker::{Speaker, SpeakerRule},
};
use crate::annotate::{
    gazetteer::{Entry, Form, Gazetteer},
    lexicon::Classes,
    person::name_id,
    reading::{Mention, Named, Reading},
    roles,
    tokens::Kind,
};

/// The speaker of a source that stands by itself.
pub(crate) fn described(reading: &Reading<'_>, first: usize, end: usize) -> Speaker {
    of_source(reading, first, end, &Memory::default())
}

/// The speaker of the source `first..end`.
pub(super) fn of_source(reading: &Reading<'_>, first: usize, mut end: usize, memory: &Memory) -> Speaker {
    let tokens = &reading.tokens;
    // "Putin's" in "Putin's assertion that".
    while end > first + 1 && (tokens[end - 1].kind == Kind::Possessive || !tokens[end - 1].is_word()) {
        end -= 1;
    }
    let head = &tokens[first];
    // "Berg, who said": whom "who" stands for comes right before it.
    let relative = end == first + 1 && (head.any(Classes::RELATIVE) || head.is("that"));
    if relative && let Some((first, end)) = antecedent_phrase(reading, first) {
        return of_source(reading, first, end, memory);
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
    let (mut first, mut end) = (at > start).then(|| noun_phrase::before(reading, at, start)).flatten()?;
    // "It was Lavrov, not Kerry, who said so."
    if first >= start + 2 && reading.tokens[first - 1].is("not") && reading.word(first - 2) == "," {
        at = first - 2;
        (first, end) = noun_phrase::before(reading, at, start)?;
    }
    // Never a pronoun again: each step goes back.
    (end <= at && !(end == first + 1 && reading.tokens[first].any(Classes::RELATIVE))).then_some((first, end))
}

/// "the White House statement" is the White House's; "the statement", after the White House's, is too.
fn statement_of(reading: &Reading<'_>, first: usize, end: usize, head_end: usize, memory: &Memory) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let noun = head_end - 1;
    if !tokens[noun].is_any(&["statement", "communique", "communiqué", "readout"]) || noun <= first {
        return None;
    }
    let owner = reading.mention_at(noun - 1).or_else(|| {
        (tokens[noun - 1].kind == Kind::Possessive && noun > first + 1).then(|| reading.mention_at(noun - 2)).flatten()
    });
    if let Some(mention) = owner.filter(|m| {
        m.first as usize >= first && matches!(m.named, Named::Known(Entry::Organisation(_)) | Named::Organisation)
    }) {
        let owner = common(reading, mention.first as usize, mention.end as usize, mention.end as usize, memory);
        return Some(Speaker { rule: SpeakerRule::StatementOf, ..owner });
    }
    let anaphoric = tokens[first].is("the") && head_end == first + 2 && end == head_end;
    let (speaker, place) = memory.institution.as_ref().filter(|_| anaphoric)?;
    let recent = near(tokens[noun].sentence, tokens[*place].sentence, 4);
    let issuer = matches!(speaker.class, Some(SpeakerClass::Institution | SpeakerClass::Government));
    (recent && issuer).then(|| speaker.clone().found_by(SpeakerRule::StatementOf, 0.85))
}

/// A source without a personal name at its head.
fn common(reading: &Reading<'_>, first: usize, end: usize, head_end: usize, memory: &Memory) -> Speaker {
    let tokens = &reading.tokens;
    let gazetteer = Gazetteer::get();
    let text = possessed(reading, first, end, memory).unwrap_or_else(|| phrase(reading, first, end));
    let country = phrase_country(reading, first, end);
    let noun = &tokens[head_end - 1];
    let indefinite = tokens[first].is_any(&["a", "an", "one", "another", "some"]);
    let found = |name: String, class, country: Option<String>, rule, certainty| Speaker {
        name: Some(name),
        class: Some(class),
        country,
        rule,
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
                return found(text, SpeakerClass::Institution, country.or(code), SpeakerRule::Organisation, 0.9);
            }
            let name = entry.name.to_owned();
            return found(name, SpeakerClass::Institution, code, SpeakerRule::Organisation, 0.98);
        }
        Some(Named::Organisation) => {
            return found(text, SpeakerClass::Institution, country, SpeakerRule::OrganisationForm, 0.93);
        }
        Some(Named::Known(Entry::Country(i, form))) if form != Form::Demonym => {
            let code = gazetteer.countries[usize::from(i)].code.to_owned();
            return found(text, SpeakerClass::Government, Some(code), SpeakerRule::Country, 0.95);
        }
        Some(Named::Known(Entry::Place(_))) => {
            return found(text, SpeakerClass::Government, country, SpeakerRule::Place, 0.8);
        }
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
        return unnamed.clone().found_by(SpeakerRule::SameUnnamed, 0.88);
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
            return group.clone().found_by(SpeakerRule::SameGroup, 0.88);
        }
        return found(text, SpeakerClass::Anonymous, country, SpeakerRule::Group, 0.93);
    }
    let unnamed = noun.is_any(&["spokesman", "spokeswoman", "spokesperson", "official", "aide", "source", "diplomat"]);
    if noun.any(Classes::OFFICE) || noun.any(Classes::HONORIFIC) {
        if indefinite || noun.is_any(&["official", "diplomat"]) && !tokens[first].is("the") {
            return found(text, SpeakerClass::Anonymous, country, SpeakerRule::UnnamedOffice, 0.93);
        }
        if let Some(person) = holder(reading, first, head_end, country.as_deref()) {
            return Speaker::person(&reading.people[usize::from(person)], SpeakerRule::Holder, 0.9);
        }
        let class = if unnamed { SpeakerClass::Anonymous } else { SpeakerClass::Office };
        return Speaker { role: Some(text.clone()), ..found(text, class, country, SpeakerRule::Office, 0.9) };
    }
    if (noun.any(Classes::DOCUMENT) || noun.any(Classes::STATEMENT_NOUN)) && !noun.capital {
        return found(text, SpeakerClass::Document, country, SpeakerRule::Document, 0.93);
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
            && let Some((institution, _)) = &memory.institution
            && institution
                .name
                .as_deref()
                .is_some_and(|n| n.to_lowercase().ends_with(&noun.of(reading.text).to_lowercase()))
        {
            return Speaker { rule: SpeakerRule::SameInstitution, ..institution.clone() };
        }
        return found(text, SpeakerClass::Institution, country, SpeakerRule::InstitutionNoun, 0.9);
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
        return Speaker { ids, ..found(name, class, country, SpeakerRule::BareName, 0.75) };
    }
    found(text, SpeakerClass::Anonymous, country, SpeakerRule::Descriptor, 0.85)
}

/// Whether the noun heads the phrase: "official" in "a senior official in Brussels".
fn heads(phrase: &str, noun: &str) -> bool {
    phrase.split_whitespace().any(|word| word.eq_ignore_ascii_case(noun))
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
        rule: SpeakerRule::Governments,
        certainty: 0.9,
        ..Speaker::default()
    })
}

fn phrase_country(reading: &Reading<'_>, first: usize, end: usize) -> Option<String> {
    roles::country_of(&reading.tokens, reading.text, &reading.mentions, first, end).map(str::to_owned)
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
            rule: SpeakerRule::SameInstitution,
            certainty: 0.9,
            ..Speaker::default()
        })
    })
}
