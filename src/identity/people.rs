//! [`People`] is who is whom in an archive: what every count, click and page goes by.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::{
    decide::{Because, Decided, Listed, Seen, decide, folded},
    name::Name,
    nobody::Others,
    offices::{Call, Holders, Office},
};
use crate::{
    annotate::{known_people, person::name_id},
    index::{
        aliases::Aliases,
        appearance::Appearance,
        tokenizer::{lower, name_key, words},
    },
};

/// Words before a name that are no part of it.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "messrs", "president", "premier", "minister",
    "chancellor", "king", "queen", "prince", "princess", "pope", "senator", "governor", "general", "ambassador",
    "secretary", "professor", "prime", "foreign", "comrade", "fm", "pm", "ayatollah", "sheikh", "emir",
];

/// Somebody of the archive: a person, or another speaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Lower-case ASCII with hyphens, made from the name that all know or from the one that is shown.
    pub id: String,
    /// What is shown: the most frequent full form, unless the user chose another; nobody else is shown so.
    pub name: String,
    /// As what they are listed.
    pub listed: Listed,
    /// The names that articles give with the number of articles (of speakers who are no persons: of quotations), the most
    /// frequent first.
    pub forms: Vec<(String, u64)>,
}

impl Identity {
    /// Whether it is a person, known by a full name or by a surname alone.
    pub fn is_person(&self) -> bool {
        matches!(self.listed, Listed::Person | Listed::Surname)
    }

    /// Articles that name the person, by any name; of other speakers, quotations.
    pub fn count(&self) -> u64 {
        self.forms.iter().map(|(_, count)| count).sum()
    }
}

/// The number of a term of which nothing is known.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// Whom a term of the index is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bearer {
    /// A number of [`People::identity`].
    pub identity: u32,
    /// A number of [`People::form`]: the name as the article gives it.
    pub form: u32,
    /// Why it is taken to be this person.
    pub because: Because,
}

/// Everybody of an archive.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct People {
    identities: Vec<Identity>,
    /// All names as articles give them.
    forms: Vec<String>,
    /// Distinct bearers.
    bearers: Vec<Bearer>,
    /// For each segment of the index and each term of its column, a number of `bearers`.
    pub(super) of_terms: Vec<Vec<u32>>,
    /// The same by the numbers of the index's dictionary, where they are others.
    pub(super) of_index_terms: Vec<Option<Vec<u32>>>,
    /// Hashes of the keys of names' words with the forms that have them, in order.
    keys: Vec<(u64, u32)>,
    /// For each form, whose it is.
    bearing: Vec<Vec<u32>>,
    /// Hashes of folded shown names with whose they are, in order.
    labels: Vec<(u64, u32)>,
    holders: Holders,
}

pub(super) fn hash(text: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(text)
}

impl People {
    /// Makes the table of what was decided. Gives the number of the bearer of each appearance too.
    pub(super) fn of(seen: &[Seen], decided: Decided) -> (Self, Vec<u32>) {
        let mut people = Self::default();
        let mut form_of: FxHashMap<&str, u32> = FxHashMap::default();
        let mut bearer_of: FxHashMap<(u32, u32, u8), u32> = FxHashMap::default();
        let mut numbers = Vec::with_capacity(seen.len());
        let mut counts: Vec<FxHashMap<u32, u64>> = vec![FxHashMap::default(); decided.people.len()];
        for (one, (identity, because)) in seen.iter().zip(&decided.of) {
            let appearance = Appearance::parse(&one.term);
            let form = *form_of.entry(appearance.name).or_insert_with(|| {
                people.forms.push(appearance.name.to_owned());
                people.bearing.push(Vec::new());
                people.forms.len() as u32 - 1
            });
            let count = if appearance.is_person() { one.articles } else { one.quotations };
            // The words of an office are nobody's name, whoever holds it.
            if *because != Because::Holder {
                if let Some(counts) = counts.get_mut(*identity as usize) {
                    *counts.entry(form).or_default() += u64::from(count);
                }
                let bearing = &mut people.bearing[form as usize];
                if !bearing.contains(identity) {
                    bearing.push(*identity);
                }
            }
            numbers.push(*bearer_of.entry((*identity, form, *because as u8)).or_insert_with(|| {
                people.bearers.push(Bearer { identity: *identity, form, because: *because });
                people.bearers.len() as u32 - 1
            }));
        }
        let mut shown = labels(&decided, &counts, &people.forms);
        for ((draft, counts), name) in decided.people.into_iter().zip(counts).zip(shown.drain(..)) {
            let mut forms: Vec<(String, u64)> =
                counts.into_iter().map(|(form, count)| (people.forms[form as usize].clone(), count)).collect();
            forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            people.identities.push(Identity { id: draft.id, name, listed: draft.sort, forms });
        }
        people.holders = decided.holders;
        people.index();
        (people, numbers)
    }

    /// The people of appearances as [`crate::index::appearance`] writes them, each in so many articles, or quotations where
    /// it is no person's; no organisations beside them.
    pub fn of_appearances(given: impl IntoIterator<Item = (String, u32)>, aliases: &Aliases) -> Self {
        let seen = |(term, count): (String, u32)| {
            let person = Appearance::parse(&term).is_person();
            let (articles, quotations) = if person { (count, 0) } else { (0, count) };
            Seen { term, articles, quotations }
        };
        let mut seen: Vec<Seen> = given.into_iter().map(seen).collect();
        seen.sort_by(|a, b| a.term.cmp(&b.term));
        let decided = decide(&seen, &Others::default(), aliases);
        Self::of(&seen, decided).0
    }

    fn index(&mut self) {
        for (form, text) in (0..).zip(&self.forms) {
            for word in words(text) {
                self.keys.push((hash(&name_key(&text[word.start..word.end])), form));
            }
        }
        self.keys.sort_unstable();
        self.keys.dedup();
        for (number, identity) in (0..).zip(&self.identities) {
            if identity.listed != Listed::Nobody {
                self.labels.push((hash(&folded(&identity.name)), number));
            }
        }
        self.labels.sort_unstable();
    }

    /// How many identities there are: persons, other speakers, nobody.
    pub fn len(&self) -> usize {
        self.identities.len()
    }

    /// Whether the archive names nobody.
    pub fn is_empty(&self) -> bool {
        self.identities.is_empty()
    }

    /// Somebody, by number.
    pub fn identity(&self, number: u32) -> &Identity {
        &self.identities[number as usize]
    }

    /// A name as articles give it, by number.
    pub fn form(&self, number: u32) -> &str {
        &self.forms[number as usize]
    }

    /// Whom a term of a segment's column is of.
    pub fn bearer(&self, segment: usize, term: u64) -> Option<Bearer> {
        let number = *self.of_terms.get(segment)?.get(usize::try_from(term).ok()?)?;
        self.bearers.get(number as usize).copied()
    }

    /// For each term of a segment's column the identity that it is of; nobody's is none.
    pub fn of_column(&self, segment: usize) -> Vec<Option<u32>> {
        let numbers = self.of_terms.get(segment).map(Vec::as_slice).unwrap_or_default();
        let listed = |bearer: &&Bearer| self.identity(bearer.identity).listed != Listed::Nobody;
        numbers.iter().map(|n| self.bearers.get(*n as usize).filter(listed).map(|bearer| bearer.identity)).collect()
    }

    /// The terms of a segment's dictionary whose bearers pass a test, in order.
    pub fn terms(&self, segment: usize, test: impl Fn(&Bearer) -> bool) -> Vec<u64> {
        let numbers = match self.of_index_terms.get(segment) {
            Some(Some(numbers)) => numbers,
            _ => self.of_terms.get(segment).map_or(&[][..], Vec::as_slice),
        };
        let passes: Vec<bool> = self.bearers.iter().map(test).collect();
        let fits = |number: &u32| passes.get(*number as usize).copied().unwrap_or(false);
        (0..).zip(numbers).filter(|(_, number)| fits(number)).map(|(term, _)| term).collect()
    }

    /// Who held an office of a country, as worded, and when; by month.
    pub fn holders(&self, office: &str, country: &str) -> &[Call] {
        self.holders.calls(&Office::of(office), country)
    }

    /// Those who are shown by this very name, but for capitals and an article before it.
    pub fn shown_as(&self, name: &str) -> Option<u32> {
        let asked = folded(name);
        let hash = hash(&asked);
        let from = self.labels.partition_point(|(h, _)| *h < hash);
        let same = self.labels[from..].iter().take_while(|(h, _)| *h == hash);
        same.map(|(_, number)| *number).find(|number| folded(&self.identity(*number).name) == asked)
    }

    /// The forms that have a word, in any transliteration.
    fn forms_with(&self, key: &str) -> impl Iterator<Item = u32> + '_ {
        let hash = hash(key);
        let from = self.keys.partition_point(|(h, _)| *h < hash);
        self.keys[from..].iter().take_while(move |(h, _)| *h == hash).map(|(_, form)| *form)
    }

    /// The numbers of forms in which all these words stand in order, at most `between` others between two.
    pub fn forms_called(&self, name: &str, between: usize) -> Vec<u32> {
        let asked: Vec<String> = words(name).map(|word| name_key(&name[word.start..word.end])).collect();
        let Some(first) = asked.first() else { return Vec::new() };
        let has = |form: &u32| {
            let text = self.form(*form);
            let own: Vec<String> = words(text).map(|word| name_key(&text[word.start..word.end])).collect();
            stands_in(&own, &asked, between)
        };
        self.forms_with(first).filter(has).collect()
    }

    /// The numbers of forms of which a word passes a test, as it is written in small letters.
    pub fn forms_matching(&self, test: impl Fn(&str) -> bool) -> Vec<u32> {
        let has = |text: &String| words(text).any(|word| test(&lower(&text[word.start..word.end])));
        (0..).zip(&self.forms).filter(|(_, text)| has(text)).map(|(form, _)| form).collect()
    }

    /// Every word of every name that passes a test, in small letters, with how often such names are given.
    pub fn vocabulary(&self, test: impl Fn(&str) -> bool) -> Vec<(String, u64)> {
        let mut found: FxHashMap<String, u64> = FxHashMap::default();
        for identity in self.identities.iter().filter(|identity| identity.is_person()) {
            for (form, count) in &identity.forms {
                for word in words(form).map(|word| lower(&form[word.start..word.end])).filter(|word| test(word)) {
                    *found.entry(word).or_default() += count;
                }
            }
        }
        found.into_iter().collect()
    }

    /// Whose forms these are.
    pub fn bearing(&self, forms: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut found: Vec<u32> = forms.into_iter().flat_map(|form| self.bearing[form as usize].iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|number| self.identity(*number).listed != Listed::Nobody);
        found
    }

    /// Everybody who may be called so, in order of how often they are named: the one who is shown by this name; else all
    /// whose names have these words; else those whose names these can be a form of.
    pub fn called(&self, name: &str) -> Vec<u32> {
        let several = words(name).nth(1).is_some();
        if several && let Some(shown) = self.shown_as(name).filter(|shown| self.identity(*shown).is_person()) {
            return vec![shown];
        }
        let mut found: FxHashSet<u32> = self.bearing(self.forms_called(name, 1)).into_iter().collect();
        let id = name_id(name);
        let known = known_people::surname_id(name, None).or_else(|| known_people::id(name));
        let by_id = |identity: &Identity| identity.id == id || known.is_some_and(|known| identity.id == known);
        found.extend((0..).zip(&self.identities).filter(|(_, one)| one.is_person() && by_id(one)).map(|(n, _)| n));
        let wanted = folded(name);
        found.extend((0..).zip(&self.identities).filter(|(_, one)| folded(&one.name) == wanted && one.listed != Listed::Nobody).map(|(n, _)| n));
        if found.is_empty() {
            found.extend(self.alike(name));
        }
        let mut found: Vec<u32> = found.into_iter().collect();
        found.sort_by_key(|number| (std::cmp::Reverse(self.identity(*number).count()), *number));
        found
    }

    /// Those whose full names a name can be a form of: without its titles, with the family name first or last, with a
    /// patronymic that articles leave out.
    fn alike(&self, name: &str) -> Vec<u32> {
        let reordered = match name.split_once(',') {
            Some((family, given)) => format!("{} {}", given.trim(), family.trim()),
            None => name.to_owned(),
        };
        let mut parts: Vec<&str> = reordered.split_whitespace().collect();
        let title = |word: &str| TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
        while parts.len() > 1 && title(parts[0]) {
            parts.remove(0);
        }
        if parts.is_empty() {
            return Vec::new();
        }
        let bare = parts.join(" ");
        if bare != name {
            let found = self.called(&bare);
            if !found.is_empty() {
                return found;
            }
        }
        if parts.len() == 1 {
            return Vec::new();
        }
        let mut orders = vec![bare];
        let mut rotated = parts.clone();
        rotated.rotate_left(1);
        orders.push(rotated.join(" "));
        if parts.len() == 3 {
            // A patronymic or another middle name that no article gives.
            orders.push(format!("{} {}", parts[0], parts[2]));
            orders.push(format!("{} {}", parts[1], parts[0]));
        }
        for order in orders {
            let Some(asked) = Name::of(&order, None) else { continue };
            let near = self.forms_with(asked.family());
            let forms = near.filter(|form| Name::of(self.form(*form), None).is_some_and(|own| !own.is_alone() && own.is_like(&asked)));
            let mut found = self.bearing(forms);
            found.retain(|number| self.identity(*number).is_person());
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Everybody, in no order that means anything.
    pub fn all(&self) -> &[Identity] {
        &self.identities
    }
}

/// Whether words stand in others in their order, at most `between` others between two.
fn stands_in(own: &[String], asked: &[String], between: usize) -> bool {
    let Some((first, rest)) = asked.split_first() else { return false };
    (0..own.len()).filter(|at| own[*at] == *first).any(|start| {
        let mut at = start;
        rest.iter().all(|word| {
            let next = (at + 1..own.len().min(at + 2 + between)).find(|i| own[*i] == *word);
            at = next.unwrap_or(at);
            next.is_some()
        })
    })
}

/// What is shown of each: their names, and where two are the same, what tells them apart.
fn labels(decided: &Decided, counts: &[FxHashMap<u32, u64>], forms: &[String]) -> Vec<String> {
    let total = |n: usize| counts[n].values().sum::<u64>();
    let mut order: Vec<usize> = (0..decided.people.len()).collect();
    order.sort_by(|a, b| {
        total(*b).cmp(&total(*a)).then_with(|| decided.people[*a].seen.first().cmp(&decided.people[*b].seen.first()))
    });
    // Words of names of several words: a surname that is one of them is not shown bare, for it would be asked for all of them.
    let mut in_full: FxHashSet<String> = FxHashSet::default();
    for (n, draft) in decided.people.iter().enumerate().filter(|(_, draft)| draft.sort != Listed::Nobody) {
        for form in counts[n].keys().map(|form| &forms[*form as usize]) {
            let keys: Vec<String> = words(form).map(|word| name_key(&form[word.start..word.end])).collect();
            // A surname may also be a form of somebody who is shown by another name.
            if keys.len() > 1 || draft.sort == Listed::Person {
                in_full.extend(keys);
            }
        }
    }
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut shown = vec![String::new(); decided.people.len()];
    for n in order {
        let draft = &decided.people[n];
        if draft.sort == Listed::Nobody {
            continue;
        }
        let mut name = draft.name.clone();
        if draft.sort == Listed::Surname && words(&name).nth(1).is_none() && in_full.contains(&name_key(&name)) {
            name.push_str(" (surname alone)");
        }
        let years = draft.years.map(|(first, last)| if first == last { format!("{first}") } else { format!("{first}–{last}") });
        let tells = [(!draft.country.is_empty()).then(|| draft.country.clone()), years].into_iter().flatten();
        let mut candidates = tells.map(|tell| format!("{name} ({tell})"));
        let mut number = 1;
        let mut label = name.clone();
        while !taken.insert(folded(&label)) {
            label = candidates.next().unwrap_or_else(|| {
                number += 1;
                format!("{name} ({number})")
            });
        }
        shown[n] = label;
    }
    shown
}
