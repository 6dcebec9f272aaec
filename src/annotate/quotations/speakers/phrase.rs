//! From the noun phrase of a source to its speaker: the rules in the order in which they are tried.

use super::{
    super::{grammar::noun_phrase, quotation::SpeakerClass},
    head::head_end,
    memory::{Memory, near},
    people::{holder, holders, listed, named_group, people_in, persons},
    pronouns::{antecedent, pronoun},
    speaker::{Speaker, SpeakerRule},
};
use crate::annotate::{
    gazetteer::{Entry, Form, Gazetteer},
    home::is_of_state,
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
    if end == first + 1 && (head.any(Classes::PRONOUN.or(Classes::RELATIVE)) || head.is_any(&["his", "her"])) {
        let found = pronoun(reading, first, memory);
        // "The Board met in Lima. It said": what opened the sentence before, where nothing spoke yet.
        if found.name.is_none() && head.is("it") {
            let body = |named| match named {
                Named::Organisation | Named::Known(Entry::Organisation(_)) => true,
                Named::Known(Entry::Country(_, form)) => form != Form::Demonym,
                _ => false,
            };
            if let Some((from, to)) = opener(reading, first, body) {
                return common(reading, from, to, to, &Memory::default())
                    .found_by(SpeakerRule::PronounInstitution, 0.7);
            }
        }
        return found;
    }
    // Nobody is called "said" or "whether".
    if tokens[first..end].iter().all(|t| !t.is_word() || !t.capital && t.any(NO_NAME)) {
        return Speaker::default();
    }
    let head_end = head_end(reading, (first, end));
    if let Some(speaker) = part_of(reading, first, end, head_end) {
        return speaker;
    }
    if let Some(speaker) = apposition(reading, first, end, head_end) {
        return speaker;
    }
    if let Some(speaker) = its_government(reading, first, end) {
        return speaker;
    }
    if let Some(speaker) = named_group(reading, first, end) {
        return speaker;
    }
    if let Some(speaker) = governments(reading, first, end) {
        return speaker;
    }
    if let Some(speaker) = statement_of(reading, first, head_end, memory) {
        return speaker;
    }
    // "Secretary of State John Kerry": the preposition is inside a role that ends in a name.
    let named: Vec<&Mention> = people_in(reading, first, end).collect();
    if let Some(speaker) = persons(reading, first, end, head_end, &named) {
        return speaker;
    }
    common(reading, first, end, head_end, memory)
}

/// "one of the officials", "two of Finance Minister Leena Aalto's former advisers": some of many, and nobody by name.
fn part_of(reading: &Reading<'_>, first: usize, end: usize, head_end: usize) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let some = tokens[first].kind == Kind::Number
        || tokens[first]
            .is_any(&["one", "two", "three", "four", "some", "several", "many", "most", "none", "half", "others"]);
    if !some || head_end != first + 1 || !tokens.get(head_end).is_some_and(|t| t.is("of")) || head_end + 1 >= end {
        return None;
    }
    // "One of them" is left to the officials before it.
    if tokens[head_end + 1].any(Classes::PRONOUN) {
        return None;
    }
    Some(Speaker {
        name: Some(phrase(reading, first, end)),
        class: Some(SpeakerClass::Anonymous),
        country: phrase_country(reading, first, end),
        rule: SpeakerRule::Group,
        certainty: 0.9,
        ..Speaker::default()
    })
}

/// "the state news agency, Orda Press,": the name that follows a kind of body is its own.
fn apposition(reading: &Reading<'_>, first: usize, end: usize, head_end: usize) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let noun = tokens.get(head_end.checked_sub(1)?)?;
    if reading.word(head_end) != ","
        || head_end + 1 >= end
        || noun.capital
        || !(noun.is_any(KINDS) || noun.is_any(MEDIA))
    {
        return None;
    }
    let mut last = end;
    while last > head_end + 1 && !tokens[last - 1].is_word() {
        last -= 1;
    }
    let from = head_end + 1;
    let name = tokens[from..last]
        .iter()
        .all(|t| t.kind == Kind::Word && (t.capital || t.any(Classes::PREPOSITION.or(Classes::ARTICLE))));
    if !name || last <= from || !tokens[from].capital || last - from > 7 {
        return None;
    }
    Some(Speaker {
        name: Some(phrase(reading, from, last)),
        class: Some(SpeakerClass::Institution),
        country: named_country(reading, first, end).map(str::to_owned),
        rule: SpeakerRule::OrganisationForm,
        certainty: 0.9,
        ..Speaker::default()
    })
}

/// "Its government": the country that was named last at the head of a sentence.
fn its_government(reading: &Reading<'_>, first: usize, end: usize) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let own = end == first + 2
        && tokens[first].is_any(&["its", "their"])
        && tokens[first + 1].is_any(&["government", "cabinet"]);
    if !own {
        return None;
    }
    let (from, to) = opener(
        reading,
        first,
        |named| matches!(named, Named::Known(Entry::Country(_, form)) if form != Form::Demonym),
    )?;
    let country = common(reading, from, to, to, &Memory::default());
    (country.class == Some(SpeakerClass::Government)).then(|| country.found_by(SpeakerRule::PronounInstitution, 0.85))
}

/// The name that opens the sentence of token `at`, or one of the two before it, of the sort that is wanted.
pub(super) fn opener(reading: &Reading<'_>, at: usize, wanted: impl Fn(Named) -> bool) -> Option<(usize, usize)> {
    let here = reading.tokens[at].sentence as usize;
    (here.saturating_sub(2)..=here).rev().find_map(|n| {
        let range = reading.sentence(n);
        let mut start = range.start;
        if reading.tokens[start].any(Classes::ARTICLE) {
            start += 1;
        }
        let mention = reading.mentions_in(start, range.end.min(at)).next().filter(|m| m.first as usize == start)?;
        let near = reading.tokens[start].paragraph + 1 >= reading.tokens[at].paragraph;
        (wanted(mention.named) && near).then_some((mention.first as usize, mention.end as usize))
    })
}

/// Words of which no speaker's description consists.
const NO_NAME: Classes = Classes::FUNCTION.or(Classes::ADVERB).or(Classes::WEEKDAY);

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

/// "the White House statement" is the White House's; so is "the statement" right after it spoke.
fn statement_of(reading: &Reading<'_>, first: usize, head_end: usize, memory: &Memory) -> Option<Speaker> {
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
    // What a body "said in a statement" it says in "the statement" too; what its spokesman said is a document.
    let anaphoric = tokens[first].is("the") && head_end == first + 2;
    let (speaker, place) = memory.institution.as_ref().filter(|_| anaphoric)?;
    let last = memory.last == Some(*place) && near(tokens[noun].sentence, tokens[*place].sentence, 3);
    let issuer = matches!(speaker.class, Some(SpeakerClass::Institution | SpeakerClass::Government));
    (last && issuer).then(|| speaker.clone().found_by(SpeakerRule::StatementOf, 0.8))
}

/// A source without a personal name at its head.
fn common(reading: &Reading<'_>, first: usize, end: usize, head_end: usize, memory: &Memory) -> Speaker {
    let tokens = &reading.tokens;
    let gazetteer = Gazetteer::get();
    let owned = possessed(reading, first, end, memory);
    let owner_country = owned.as_ref().and_then(|(_, owner)| reading.people[usize::from(*owner)].country.clone());
    let text = owned.map_or_else(|| phrase(reading, first, end), |(text, _)| text);
    let country = phrase_country(reading, first, end).or(owner_country);
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
            // The usual name, unless it shares no word with what the article says.
            let written = mention.map_or_else(String::new, |m| phrase(reading, m.first as usize, m.end as usize));
            let name = if resembles(&written, entry.name) { entry.name.to_owned() } else { written };
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
    if let Some(holders) = holders(reading, first, head_end) {
        return holders;
    }
    // "the official", "officials", after "a senior official", "senior officials": the same.
    if let Some(same) = memory.called(reading, (first, end), head_end) {
        return same;
    }
    if let Some(institution) = taken_up(reading, (first, end), head_end, memory) {
        return institution;
    }
    if noun.any(Classes::GROUP) {
        let office = noun
            .is_any(&["ministers", "presidents", "governors", "ambassadors", "commissioners", "envoys", "secretaries"]);
        let of_state = country.is_some() || (first..head_end).any(|i| tokens[i].any(Classes::OFFICE_QUALIFIER));
        let class = if office && of_state { SpeakerClass::Office } else { SpeakerClass::Anonymous };
        return found(text, class, country, SpeakerRule::Group, 0.93);
    }
    if noun.is_any(&["ministries", "embassies", "parliaments", "agencies", "companies", "parties", "unions", "banks"]) {
        return found(text, SpeakerClass::Institution, country, SpeakerRule::InstitutionNoun, 0.9);
    }
    if noun.is_any(&["government", "governments", "administration", "cabinet"]) {
        return found(text, SpeakerClass::Government, country, SpeakerRule::InstitutionNoun, 0.9);
    }
    if noun.is_any(MEDIA) {
        return found(text, SpeakerClass::Institution, country, SpeakerRule::InstitutionNoun, 0.88);
    }
    let unnamed = noun.is_any(&["spokesman", "spokeswoman", "spokesperson", "official", "aide", "source", "diplomat"]);
    if noun.any(Classes::OFFICE) || noun.any(Classes::HONORIFIC) {
        if indefinite || noun.is_any(&["official", "diplomat"]) && !tokens[first].is("the") {
            return found(text, SpeakerClass::Anonymous, country, SpeakerRule::UnnamedOffice, 0.93);
        }
        if let Some(person) = holder(reading, first, head_end, named_country(reading, first, end)) {
            return Speaker::person(person, SpeakerRule::Holder, 0.9);
        }
        let class = if unnamed { SpeakerClass::Anonymous } else { SpeakerClass::Office };
        return Speaker { role: Some(text.clone()), ..found(text, class, country, SpeakerRule::Office, 0.9) };
    }
    if (noun.any(Classes::DOCUMENT) || noun.any(Classes::STATEMENT_NOUN)) && !noun.capital {
        // "The statement" is of whoever spoke before it.
        let issuer = || {
            let (institution, place) = memory.institution.as_ref()?;
            let recent = tokens[first].is("the") && near(noun.sentence, tokens[*place].sentence, 6);
            institution.country.clone().filter(|_| recent)
        };
        let country = country.or_else(issuer);
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
        if head_end == end
            && head_end == first + 2
            && tokens[first].is("the")
            && let Some(fuller) = fuller_before(reading, head_end - 1)
        {
            return fuller;
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

/// Whether two names of a body share a word, or one is the other's initials.
fn resembles(written: &str, usual: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(written), words(usual));
    let short = |name: &str| name.len() <= 6 && !name.contains(' ');
    short(written) || short(usual) || a.iter().any(|word| b.contains(word))
}

/// Newspapers and stations.
const MEDIA: &[&str] = &[
    "newspaper", "newspapers", "daily", "dailies", "weekly", "magazine", "magazines", "station", "radio", "television",
    "broadcaster", "media", "press", "paper", "papers", "outlet", "website", "junta", "palace", "delegation",
];

/// Bodies that are spoken of by their kind once they have been named: "the company".
const KINDS: &[&str] = &[
    "company", "firm", "group", "corporation", "concern", "bank", "airline", "agency", "newspaper", "paper", "daily",
    "station", "magazine", "organisation", "organization", "board", "body", "union", "party", "ministry", "department",
    "commission", "council", "court", "fund", "institute", "association", "federation", "embassy", "committee",
    "office",
];

/// "the company", after one that spoke or opened a sentence shortly before.
fn taken_up(reading: &Reading<'_>, (first, end): (usize, usize), head_end: usize, memory: &Memory) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let noun = &tokens[head_end - 1];
    if head_end != end
        || head_end - first != 2
        || !tokens[first].is_any(&["the", "this", "that"])
        || noun.capital && !noun.upper
        || !noun.is_any(KINDS)
    {
        return None;
    }
    let ends_so = |name: &str| name.to_lowercase().ends_with(&noun.of(reading.text).to_lowercase());
    if let Some((institution, place)) = &memory.institution
        && matches!(institution.class, Some(SpeakerClass::Institution))
    {
        let named = institution.name.as_deref().is_some_and(ends_so);
        let business = !noun.capital
            && noun.is_any(&[
                "company", "firm", "group", "corporation", "concern", "bank", "airline", "agency", "newspaper", "paper",
            ]);
        let recent = near(noun.sentence, tokens[*place].sentence, 8);
        let proper = institution.rule != SpeakerRule::InstitutionNoun;
        if named || business && recent && proper {
            return Some(institution.clone().found_by(SpeakerRule::SameInstitution, 0.88));
        }
    }
    if noun.capital || !noun.is_any(&["company", "firm", "corporation", "airline", "concern"]) {
        return None;
    }
    // The body that opened the last sentence that one opened.
    let mention = reading.mentions_in(0, first).rev().take(30).find(|m| {
        let at = m.first as usize;
        let body = matches!(m.named, Named::Organisation) || matches!(m.named, Named::Known(Entry::Organisation(_)));
        body && reading.sentence(tokens[at].sentence as usize).start == at
            && near(noun.sentence, tokens[at].sentence, 6)
    })?;
    let (from, to) = (mention.first as usize, mention.end as usize);
    let owner = common(reading, from, to, to, &Memory::default());
    (owner.class == Some(SpeakerClass::Institution)).then(|| owner.found_by(SpeakerRule::SameInstitution, 0.8))
}

/// The words of a source without its article and without what follows a comma.
fn phrase(reading: &Reading<'_>, mut first: usize, end: usize) -> String {
    let tokens = &reading.tokens;
    let head = head_end(reading, (first, end));
    let stop = (first..end)
        .find(|i| {
            *i > first
                && (matches!(tokens[*i].of(reading.text), "," | "(") && *i >= head && !listed(reading, *i, end)
                    || tokens[*i].any(Classes::RELATIVE))
        })
        .unwrap_or(end);
    if tokens[first].is("the") {
        first += 1;
    }
    reading.span(first, stop.max(first + 1)).line_of(reading.text)
}

/// "his aides": whose they are is named, where it is plain.
fn possessed(reading: &Reading<'_>, first: usize, end: usize, memory: &Memory) -> Option<(String, u16)> {
    let token = &reading.tokens[first];
    if !(token.is("his") || token.is("her")) || end == first + 1 {
        return None;
    }
    let (index, _) = antecedent(reading, first, memory)?;
    let owner = reading.people[usize::from(index)].name.split_whitespace().next_back()?.to_owned();
    Some((format!("{owner} {}", phrase(reading, first + 1, end)), index))
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

/// The country that a phrase names.
fn named_country(reading: &Reading<'_>, first: usize, end: usize) -> Option<&'static str> {
    roles::country_of(&reading.tokens, reading.text, &reading.mentions, first, end)
}

/// The country that a phrase names, or the article's own where it names an office or body of state without one.
fn phrase_country(reading: &Reading<'_>, first: usize, end: usize) -> Option<String> {
    let named = named_country(reading, first, end);
    let own = || {
        let words: Vec<u64> = reading.tokens[first..end].iter().map(|t| t.hash).collect();
        let bare = reading.mentions_in(first, end).next().is_none();
        // One country's government is its administration, and its parliament is Congress.
        let american =
            || reading.tokens[first..end].iter().any(|t| t.is_any(&["administration", "congressional", "congress"]));
        reading.home.filter(|_| is_of_state(&words)).or_else(|| american().then_some("US")).filter(|_| bare)
    };
    // "An aide to Chirac", "a spokesman for Yeutter": of that person's country.
    let of_person = || {
        let person = people_in(reading, first, end).next().and_then(|m| match m.named {
            Named::Person(i) => reading.people.get(usize::from(i)),
            _ => None,
        });
        person.and_then(|person| person.country.clone())
    };
    named.map(str::to_owned).or_else(of_person).or_else(|| own().map(str::to_owned))
}

/// "the ministry" after "Kazakhstan's interior ministry": the last phrase before it with the same noun and more words.
fn fuller_before(reading: &Reading<'_>, noun: usize) -> Option<Speaker> {
    let tokens = &reading.tokens;
    let at = (noun.saturating_sub(400)..noun).rev().find(|i| {
        tokens[*i].hash == tokens[noun].hash
            && *i > 0
            && !tokens[*i - 1].any(Classes::ARTICLE)
            && tokens[*i - 1].is_word()
    })?;
    let start = reading.sentence(tokens[at].sentence as usize).start;
    let (first, end) =
        noun_phrase::before(reading, at + 1, start).filter(|(first, end)| *end == at + 1 && at > *first)?;
    let country = named_country(reading, first, end)?;
    Some(Speaker {
        name: Some(phrase(reading, first, end)),
        class: Some(SpeakerClass::Institution),
        country: Some(country.to_owned()),
        rule: SpeakerRule::SameInstitution,
        certainty: 0.85,
        ..Speaker::default()
    })
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
