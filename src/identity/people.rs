//! [`People`] is who is whom in an archive: what every count, click and page goes by.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::{
    decide::{Decided, Seen, decide, folded},
    name::Name,
    nobody::Others,
    offices::{Call, Holders, Office},
    packed::{Hashed, Lists, Numbers, Texts},
    reason::{Because, Listed},
};
use crate::{
    annotate::{gazetteer::Gazetteer, known_people, person::name_id},
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
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    people: &'a People,
    number: u32,
}

impl<'a> Identity<'a> {
    /// What is shown: the most frequent full form, unless the user chose another; nobody else is shown so.
    pub fn name(&self) -> &'a str {
        self.people.texts.get(self.people.names.get(self.number as usize).unwrap_or(UNKNOWN) as usize)
    }

    /// Lower-case ASCII with hyphens, made from the name that all know or from the one that is shown.
    pub fn id(&self) -> String {
        let own = self.people.own_ids.binary_search_by_key(&self.number, |(number, _)| *number);
        own.map_or_else(|_| name_id(self.name()), |at| self.people.own_ids[at].1.clone())
    }

    /// Code of the country that most articles give; none for other speakers.
    pub fn country(&self) -> Option<&'a str> {
        let code = self.people.codes.get(*self.people.countries.get(self.number as usize)? as usize)?;
        (!code.is_empty()).then_some(code)
    }

    /// As what they are listed.
    pub fn listed(&self) -> Listed {
        self.people.listed(self.number)
    }

    /// Whether it is a person, known by a full name or by a surname alone.
    pub fn is_person(&self) -> bool {
        matches!(self.listed(), Listed::Person | Listed::Surname)
    }

    /// The names that articles give with the number of articles (of speakers who are no persons: of quotations), the most
    /// frequent first.
    pub fn forms(&self) -> impl Iterator<Item = (&'a str, u64)> + 'a {
        let people = self.people;
        let counts = people.form_counts.get(self.number as usize);
        people.forms_of.get(self.number as usize).zip(counts).map(|(form, n)| (people.form(form), u64::from(n)))
    }

    /// Articles that name the person, by any name; of other speakers, quotations.
    pub fn count(&self) -> u64 {
        let articles = self.people.articles.get(self.number as usize).filter(|_| self.is_person());
        articles.map_or_else(|| self.people.form_counts.get(self.number as usize).map(u64::from).sum(), u64::from)
    }
}

/// The number of a term of which nothing is known.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// Whom a term of the index is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// All names as articles give them, then names that are shown and given by none.
    texts: Texts,
    /// How many of the texts articles give.
    forms: u32,
    /// For each identity the text that is shown, and as what it is listed.
    names: Numbers,
    listed: ByteBuf,
    /// For each identity the number of its country's code.
    countries: ByteBuf,
    codes: Vec<String>,
    /// Identifiers that are not made from the name that is shown, in order of the identities.
    own_ids: Vec<(u32, String)>,
    /// For each identity its forms and how often each is given.
    forms_of: Lists,
    form_counts: Lists,
    /// For each identity the articles that name it, each once, where the index was asked.
    pub(super) articles: Numbers,
    /// Distinct bearers: identity, form and reason of each.
    bearer_identities: Numbers,
    bearer_forms: Numbers,
    bearer_reasons: ByteBuf,
    /// For each segment of the index and each term of its column, the number of a bearer.
    pub(super) of_terms: Vec<Numbers>,
    /// The same by the numbers of the index's dictionary, where they are others.
    pub(super) of_index_terms: Vec<Option<Numbers>>,
    /// From keys of names' words to the forms that have them.
    keys: Hashed,
    /// For each form, whose it is.
    bearing: Lists,
    /// From folded shown names, and from identifiers, to identities.
    labels: Hashed,
    ids: Hashed,
    /// Who held which office, still packed: few questions ask.
    holders: ByteBuf,
}

impl People {
    /// Makes the table of what was decided. Gives the number of the bearer of each appearance too.
    pub(super) fn of(seen: &[Seen], decided: &Decided) -> (Self, Vec<u32>) {
        let mut forms: Vec<&str> = Vec::new();
        let mut form_of: FxHashMap<&str, u32> = FxHashMap::default();
        let mut bearers: Vec<Bearer> = Vec::new();
        let mut bearer_of: FxHashMap<Bearer, u32> = FxHashMap::default();
        let mut bearing: Vec<Vec<u32>> = Vec::new();
        let mut numbers = Vec::with_capacity(seen.len());
        let mut counts: Vec<FxHashMap<u32, u32>> = vec![FxHashMap::default(); decided.people.len()];
        for (one, (identity, because)) in seen.iter().zip(&decided.of) {
            let appearance = Appearance::parse(&one.term);
            let form = *form_of.entry(appearance.name).or_insert_with(|| {
                forms.push(appearance.name);
                bearing.push(Vec::new());
                forms.len() as u32 - 1
            });
            let count = if appearance.is_person() { one.articles } else { one.quotations };
            // The words of an office are nobody's name, whoever holds it.
            if *because != Because::Holder {
                if let Some(counts) = counts.get_mut(*identity as usize) {
                    *counts.entry(form).or_default() += count;
                }
                let bearing = &mut bearing[form as usize];
                if !bearing.contains(identity) {
                    bearing.push(*identity);
                }
            }
            let bearer = Bearer { identity: *identity, form, because: *because };
            numbers.push(*bearer_of.entry(bearer).or_insert_with(|| {
                bearers.push(bearer);
                bearers.len() as u32 - 1
            }));
        }
        let shown = labels(decided, &counts, &forms);
        let mut texts: Vec<&str> = forms.clone();
        let mut names: Vec<u32> = Vec::new();
        for name in &shown {
            names.push(form_of.get(name.as_str()).copied().unwrap_or_else(|| {
                texts.push(name);
                texts.len() as u32 - 1
            }));
        }
        let (mut forms_of, mut form_counts) = (Vec::new(), Vec::new());
        for counts in counts {
            let mut own: Vec<(u32, u32)> = counts.into_iter().collect();
            own.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| forms[a.0 as usize].cmp(forms[b.0 as usize])));
            forms_of.push(own.iter().map(|(form, _)| *form).collect());
            form_counts.push(own.iter().map(|(_, count)| *count).collect());
        }
        // There are fewer states than a byte has values; what is left over, if ever, has none.
        let mut codes: Vec<String> = vec![String::new()];
        let mut countries: Vec<u8> = Vec::with_capacity(decided.people.len());
        for draft in &decided.people {
            let at = codes.iter().position(|code| *code == draft.country).unwrap_or_else(|| {
                codes.push(draft.country.clone());
                codes.len() - 1
            });
            countries.push(u8::try_from(at).unwrap_or(0));
        }
        let listed: Vec<Listed> = decided.people.iter().map(|draft| draft.sort).collect();
        let known = (0..).zip(&decided.people).zip(&shown);
        let there = || (0u32..).zip(&shown).filter(|(n, _)| listed[*n as usize] != Listed::Nobody);
        let keys = (0..)
            .zip(&forms)
            .flat_map(|(form, text)| words(text).map(move |word| (name_key(&text[word.start..word.end]), form)));
        let people = Self {
            forms: forms.len() as u32,
            names: Numbers::of(names),
            own_ids: known
                .filter(|((_, draft), shown)| draft.id != name_id(shown))
                .map(|((number, draft), _)| (number, draft.id.clone()))
                .collect(),
            forms_of: Lists::of(forms_of),
            form_counts: Lists::of(form_counts),
            articles: Numbers::default(),
            bearer_identities: Numbers::of(bearers.iter().map(|bearer| bearer.identity)),
            bearer_forms: Numbers::of(bearers.iter().map(|bearer| bearer.form)),
            bearer_reasons: ByteBuf::from(bearers.iter().map(|bearer| bearer.because as u8).collect::<Vec<_>>()),
            keys: Hashed::of(keys),
            bearing: Lists::of(bearing),
            labels: Hashed::of(there().map(|(number, name)| (folded(name), number))),
            ids: Hashed::of((0..).zip(&decided.people).map(|(number, draft)| (draft.id.as_str(), number))),
            holders: ByteBuf::from(postcard::to_stdvec(&decided.holders).unwrap_or_default()),
            countries: ByteBuf::from(countries),
            codes,
            listed: ByteBuf::from(listed.iter().map(|listed| *listed as u8).collect::<Vec<_>>()),
            texts: Texts::of(texts),
            of_terms: Vec::new(),
            of_index_terms: Vec::new(),
        };
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
        Self::of(&seen, &decided).0
    }

    /// How many identities there are: persons, other speakers, nobody.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether the archive names nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Everybody, in no order that means anything.
    pub fn all(&self) -> impl Iterator<Item = Identity<'_>> {
        (0..self.len() as u32).map(|number| self.identity(number))
    }

    /// Somebody, by number.
    pub fn identity(&self, number: u32) -> Identity<'_> {
        Identity { people: self, number }
    }

    fn listed(&self, number: u32) -> Listed {
        match self.listed.get(number as usize) {
            Some(0) => Listed::Person,
            Some(1) => Listed::Surname,
            Some(2) => Listed::Other,
            _ => Listed::Nobody,
        }
    }

    /// A name as articles give it, by number.
    pub fn form(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    fn forms(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.forms).map(|form| (form, self.form(form)))
    }

    fn bearer_of(&self, number: u32) -> Option<Bearer> {
        let at = number as usize;
        Some(Bearer {
            identity: self.bearer_identities.get(at)?,
            form: self.bearer_forms.get(at)?,
            because: Because::of(*self.bearer_reasons.get(at)?),
        })
    }

    /// The identity of a bearer, by number.
    pub(super) fn identity_of(&self, number: u32) -> Option<u32> {
        self.bearer_identities.get(number as usize)
    }

    /// Whom a term of a segment's column is of.
    pub fn bearer(&self, segment: usize, term: u64) -> Option<Bearer> {
        self.bearer_of(self.of_terms.get(segment)?.get(usize::try_from(term).ok()?)?)
    }

    /// For each term of a segment's column the identity that it is of; nobody's is none.
    pub fn of_column(&self, segment: usize) -> impl Iterator<Item = Option<u32>> + '_ {
        let listed = |identity: &u32| self.listed(*identity) != Listed::Nobody;
        let numbers = self.of_terms.get(segment).into_iter().flat_map(Numbers::iter);
        numbers.map(move |number| self.bearer_identities.get(number as usize).filter(listed))
    }

    /// The terms of a segment's dictionary whose bearers pass a test, in order.
    pub fn terms(&self, segment: usize, test: impl Fn(&Bearer) -> bool) -> Vec<u64> {
        let numbers = match self.of_index_terms.get(segment) {
            Some(Some(numbers)) => Some(numbers),
            _ => self.of_terms.get(segment),
        };
        let all = 0..self.bearer_identities.len() as u32;
        let passes: Vec<bool> = all.map(|number| self.bearer_of(number).is_some_and(|bearer| test(&bearer))).collect();
        let fits = |number: &u32| passes.get(*number as usize).copied().unwrap_or(false);
        let terms = (0..).zip(numbers.into_iter().flat_map(Numbers::iter));
        terms.filter(|(_, number)| fits(number)).map(|(term, _)| term).collect()
    }

    /// Who held an office of a country, as worded, and when; by month.
    pub fn holders(&self, office: &str, country: &str) -> Vec<Call> {
        let holders: Holders = postcard::from_bytes(&self.holders).unwrap_or_default();
        holders.calls(&Office::of(office), country).to_vec()
    }

    /// Those who are shown by this very name, but for capitals and an article before it.
    pub fn shown_as(&self, name: &str) -> Option<u32> {
        let asked = folded(name);
        self.labels.get(&asked).find(|number| folded(self.identity(*number).name()) == asked)
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
        self.keys.get(first).filter(has).collect()
    }

    /// The numbers of forms of which a word passes a test, as it is written in small letters.
    pub fn forms_matching(&self, test: impl Fn(&str) -> bool) -> Vec<u32> {
        let has = |text: &str| words(text).any(|word| test(&lower(&text[word.start..word.end])));
        self.forms().filter(|(_, text)| has(text)).map(|(form, _)| form).collect()
    }

    /// Every word of every name that passes a test, in small letters, with how often such names are given.
    pub fn vocabulary(&self, test: impl Fn(&str) -> bool) -> Vec<(String, u64)> {
        let mut found: FxHashMap<String, u64> = FxHashMap::default();
        for identity in self.all().filter(Identity::is_person) {
            for (form, count) in identity.forms() {
                for word in words(form).map(|word| lower(&form[word.start..word.end])).filter(|word| test(word)) {
                    *found.entry(word).or_default() += count;
                }
            }
        }
        found.into_iter().collect()
    }

    /// Whose forms these are.
    pub fn bearing(&self, forms: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut found: Vec<u32> = forms.into_iter().flat_map(|form| self.bearing.get(form as usize)).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|number| self.listed(*number) != Listed::Nobody);
        found
    }

    /// Everybody who may be called so, in order of how often they are named: the one who is shown by this name; else all
    /// whose names have these words; else those whose names these can be a form of.
    pub fn called(&self, name: &str) -> Vec<u32> {
        let several = words(name).nth(1).is_some();
        // "President Putin" is Putin, whatever longer names these words stand in.
        if let Some(bare) = without_titles(name) {
            let mut found = self.called(bare);
            found.retain(|number| self.identity(*number).is_person());
            // It is the president whom the news speaks of, not his wife.
            let counts: Vec<u64> = found.iter().map(|number| self.identity(*number).count()).collect();
            if let [first, rest @ ..] = counts.as_slice()
                && *first > rest.iter().sum::<u64>() * 10
            {
                found.truncate(1);
            }
            if !found.is_empty() {
                return found;
            }
        }
        if several && let Some(shown) = self.shown_as(name).filter(|shown| self.identity(*shown).is_person()) {
            return vec![shown];
        }
        let mut found: FxHashSet<u32> = self.bearing(self.forms_called(name, 1)).into_iter().collect();
        let id = name_id(name);
        let known = known_people::surname_id(name, None).or_else(|| known_people::id(name));
        for id in known.into_iter().chain([id.as_str()]) {
            found.extend(self.ids.get(id).filter(|n| self.identity(*n).is_person() && self.identity(*n).id() == id));
        }
        found.extend(self.shown_as(name));
        if found.is_empty() {
            found.extend(self.alike(name));
        }
        let mut found: Vec<u32> = found.into_iter().collect();
        found.sort_by_key(|number| (std::cmp::Reverse(self.identity(*number).count()), *number));
        found
    }

    /// Those whose full names a name can be a form of: with the family name first or last, with a patronymic that articles
    /// leave out.
    fn alike(&self, name: &str) -> Vec<u32> {
        let reordered = match name.split_once(',') {
            Some((family, given)) => format!("{} {}", given.trim(), family.trim()),
            None => name.to_owned(),
        };
        let parts: Vec<&str> = reordered.split_whitespace().collect();
        if parts.len() < 2 {
            return Vec::new();
        }
        let bare = parts.join(" ");
        if bare != name {
            let mut found = self.called(&bare);
            found.retain(|number| self.identity(*number).is_person());
            if !found.is_empty() {
                return found;
            }
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
            let near = self.keys.get(asked.family());
            let forms = near.filter(|form| {
                Name::of(self.form(*form), None).is_some_and(|own| !own.is_alone() && own.is_like(&asked))
            });
            let mut found = self.bearing(forms);
            found.retain(|number| self.identity(*number).is_person());
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}

/// A name without the titles and offices before it, where there are any and a name is left.
fn without_titles(name: &str) -> Option<&str> {
    let is_title = |word: &str| TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    let mut rest = name.trim();
    while let Some((first, after)) = rest.split_once(char::is_whitespace) {
        if !is_title(first) {
            break;
        }
        rest = after.trim_start();
    }
    let first = rest.split_whitespace().next()?;
    // "Minister of Finance" is an office and no name.
    let name_left = !is_title(first) && !matches!(first, "of" | "for" | "to" | "and" | "in" | "on" | "at");
    (rest.len() < name.trim().len() && name_left).then_some(rest)
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
fn labels(decided: &Decided, counts: &[FxHashMap<u32, u32>], forms: &[&str]) -> Vec<String> {
    let total = |n: usize| counts[n].values().map(|count| u64::from(*count)).sum::<u64>();
    let mut order: Vec<usize> = (0..decided.people.len()).collect();
    order.sort_by(|a, b| {
        total(*b).cmp(&total(*a)).then_with(|| decided.people[*a].seen.first().cmp(&decided.people[*b].seen.first()))
    });
    // Words of names of several words: a surname that is one of them is not shown bare, for it would be asked for all of them.
    let mut in_full: FxHashSet<String> = FxHashSet::default();
    for (n, draft) in decided.people.iter().enumerate().filter(|(_, draft)| draft.sort != Listed::Nobody) {
        for form in counts[n].keys().map(|form| forms[*form as usize]) {
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
        let years =
            draft.years.map(|(first, last)| if first == last { format!("{first}") } else { format!("{first}–{last}") });
        let country = (!draft.country.is_empty()).then(|| Gazetteer::get().shown(&draft.country).to_owned());
        let tells = [country, years].into_iter().flatten();
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
