//! The home of an article: the country whose offices it speaks of without naming it. "Jordan's priorities …, Prime Minister
//! Zeid al-Rifai said" is about one country, and its prime minister is Jordan's.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{
    gazetteer::{Entry, Gazetteer},
    known_people,
    lexicon::word_hash,
    person::Person,
    reading::{Mention, Named, Reading},
    tokens::{Kind, Token},
};

/// A country must lead the next by this factor, counted in mentions.
const LEAD: f32 = 1.7;
/// And have at least so many.
const LEAST: f32 = 3.0;
/// What a mention in the title, and one in the first sentence, count for.
const IN_TITLE: f32 = 2.0;
const IN_FIRST: f32 = 1.5;

/// The code of the country that an article is about, if it is one above all.
fn of(tokens: &[Token], mentions: &[Mention], title: &[&'static str]) -> Option<&'static str> {
    let mut counts: Vec<(&'static str, f32)> = Vec::new();
    let mut add = |code: &'static str, by: f32| match counts.iter_mut().find(|(known, _)| *known == code) {
        Some((_, count)) => *count += by,
        None => counts.push((code, by)),
    };
    for mention in mentions {
        let body = matches!(mention.named, Named::Known(Entry::Organisation(_)));
        let Some(code) = code(mention.named).filter(|_| !body || mention.end - mention.first > 2) else { continue };
        add(code, if tokens[mention.first as usize].sentence == 0 { IN_FIRST } else { 1.0 });
    }
    for code in title {
        add(code, IN_TITLE);
    }
    counts.sort_by(|a, b| b.1.total_cmp(&a.1));
    match counts[..] {
        [(code, count)] => (count >= 2.0).then_some(code),
        [(code, count), (_, next), ..] => (count >= LEAST && count >= next * LEAD).then_some(code),
        [] => None,
    }
}

/// Offices and bodies that every state has: without a country they are the home's.
const STATE: &str = "president vice-president premier chancellor minister ministers ministry ministries secretary \
    under-secretary undersecretary government cabinet parliament parliamentary parliamentarians presidential senate senator \
    senators congress congressional lawmakers deputies army navy police military troops authorities officials administration \
    state federal treasury palace governor provincial prosecutor constitutional king queen junta opposition";
/// Those that are a state's in two words.
const STATE_PAIRS: &[(&str, &str)] =
    &[("central", "bank"), ("supreme", "court"), ("foreign", "office"), ("air", "force"), ("armed", "forces")];
/// Words of bodies that are no state's.
const PRIVATE: &str = "company corp corp. inc inc. ltd ltd. group club university institute association union party \
    federation exchange committee council conference un nations foreign-owned";
/// What makes "foreign" part of an office rather than of another country.
const FOREIGN: &str = "minister ministers ministry office secretary affairs";

/// Those who speak for themselves: no state.
const PROFESSION: &str = "scholar expert analyst professor historian economist researcher fellow lecturer scientist author \
    journalist reporter correspondent columnist editor doctor student farmer teacher lawyer trader strategist pollster";

/// Words by their hashes.
struct Words {
    state: FxHashSet<u64>,
    private: FxHashSet<u64>,
    foreign: FxHashSet<u64>,
    profession: FxHashSet<u64>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let set = |words: &str| words.split_whitespace().map(word_hash).collect();
    Words { state: set(STATE), private: set(PRIVATE), foreign: set(FOREIGN), profession: set(PROFESSION) }
});

/// Whether words, given as the hashes of their lower-case forms, name an office or a body of a state.
pub(crate) fn is_of_state(words: &[u64]) -> bool {
    let has = |set: &FxHashSet<u64>| words.iter().any(|word| set.contains(word));
    let pair = |w: &[u64]| STATE_PAIRS.iter().any(|(a, b)| w[0] == word_hash(a) && w[1] == word_hash(b));
    let state = has(&WORDS.state) || words.windows(2).any(pair);
    let abroad = words.contains(&word_hash("foreign")) && !has(&WORDS.foreign);
    state && !abroad && !has(&WORDS.private)
}

/// Whether a role says whose it is: "U.S. Treasury Secretary" is not the home's.
fn names_country(role: &str) -> bool {
    let words: Vec<&str> = role.split_whitespace().collect();
    let named = |text: &str| matches!(Gazetteer::get().named(text), Some(Entry::Country(..)));
    words.iter().any(|word| named(word)) || words.windows(2).any(|pair| named(&pair.join(" ")))
}

/// Gives the people of a text what its title and the whole of it tell: the full name of who is called by a surname only,
/// offices, and the country of an office without one.
pub(crate) fn tell(reading: &mut Reading<'_>, title: Option<&Reading<'_>>) {
    let codes = title.map(|title| title.mentions.iter().filter_map(|m| code(m.named)).collect::<Vec<_>>());
    let home = of(&reading.tokens, &reading.mentions, codes.as_deref().unwrap_or_default());
    reading.home = home;
    generic_bodies(reading);
    if let Some(title) = title {
        let capitals = title.tokens.iter().filter(|t| t.is_word()).all(|t| t.upper || t.kind == Kind::Number);
        let full = |person: &&Person| person.name.contains(' ') && !capitals;
        reading.title_people = title.people.iter().filter(full).cloned().collect();
    }
    let titled = &reading.title_people;
    let owners: Vec<(String, String)> = reading
        .people
        .iter()
        .filter_map(|p| Some((p.name.rsplit(' ').next()?.to_owned(), p.country.clone()?)))
        .collect();
    for person in &mut reading.people {
        let alone = !person.name.contains(' ');
        let surname = person.name.rsplit(' ').next().unwrap_or_default();
        let mut same = titled.iter().filter(|other| {
            person.name == other.name || alone && other.name.split(' ').skip(1).any(|word| word == surname)
        });
        if let (Some(other), None) = (same.next(), same.next()) {
            if alone {
                person.name.clone_from(&other.name);
                person.id.clone_from(&other.id);
            }
            if person.role.is_none() {
                person.role.clone_from(&other.role);
            }
            if person.country.is_none() {
                person.country.clone_from(&other.country);
            }
        }
        let office = person.role.as_deref().map(|role| {
            let words = role.split(|c: char| c.is_whitespace() || c == ',').map(word_hash);
            (role, words.collect::<Vec<u64>>())
        });
        if let Some((role, words)) = &office {
            if let Some(home) = home.filter(|_| {
                let known = known_people::country(&person.name, None).is_some();
                GENERIC.iter().any(|name| role.contains(name)) && !names_country(role) && !known
            }) {
                person.country = Some(home.to_owned());
            }
            let alone = words.iter().any(|word| WORDS.profession.contains(word));
            if alone && !is_of_state(words) {
                person.country = None;
                continue;
            }
        }
        if person.country.is_none()
            && let Some((role, words)) = &office
        {
            // "Reagan's chief of staff" is of Reagan's country.
            let owner = owners.iter().find(|(surname, _)| {
                role.split_whitespace().any(|word| {
                    let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
                    owner.is_some_and(|owner| owner == surname)
                })
            });
            if let Some((_, country)) = owner {
                person.country = Some(country.clone());
                continue;
            }
            if is_of_state(words) {
                person.country = home.map(str::to_owned);
            }
        }
    }
}

/// Names of bodies that several states have: whose they are, the article tells.
const GENERIC: &[&str] =
    &["Foreign Office", "Home Office", "Treasury", "Foreign Ministry", "Interior Ministry", "Parliament"];

/// "The Foreign Office" of an article about Pakistan is not Britain's.
fn generic_bodies(reading: &mut Reading<'_>) {
    let Some(home) = reading.home else { return };
    for n in 0..reading.mentions.len() {
        let mention = reading.mentions[n];
        if let Named::Known(Entry::Organisation(i)) = mention.named
            && Gazetteer::get().organisations[usize::from(i)].country != home
            && GENERIC.contains(&reading.span(mention.first as usize, mention.end as usize).of(reading.text))
        {
            reading.mentions[n].named = Named::Organisation;
        }
    }
}

/// The country that a name stands for.
fn code(named: Named) -> Option<&'static str> {
    let gazetteer = Gazetteer::get();
    let code = match named {
        Named::Known(Entry::Country(i, _)) => gazetteer.countries[usize::from(i)].code,
        Named::Known(Entry::Place(i)) => gazetteer.places[usize::from(i)].country,
        Named::Known(Entry::Organisation(i)) => gazetteer.organisations[usize::from(i)].country,
        _ => "",
    };
    (!code.is_empty()).then_some(code)
}
