//! Appearances → people: the decision, as a function of nothing but what the archive's articles give and what its user
//! has decided.
//!
//! ```text
//! full names ──eras, countries──▶ nodes ──gather──▶ people ──▶ years, countries, offices of each
//! surnames   ──each appearance by its office, country, year──▶ one of them, or a surname that nobody owns
//! offices    ──each by its country and month──▶ who held it then, or the office itself
//! ```

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    gather::{Node, gather},
    life::{Life, One, lives, most, node, widen},
    name::Name,
    nobody::Others,
    offices::{Holders, Office},
    reason::{Because, Listed},
    surnames::{called_by_first_name, whose},
};
use crate::{
    annotate::{lexicon::is_given_name, person::name_id},
    index::{
        aliases::Aliases,
        appearance::{Appearance, Sort},
    },
};

/// An appearance and how often the archive has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// As the index writes it.
    pub(super) term: String,
    /// Articles.
    pub(super) articles: u32,
    /// Quotations.
    pub(super) quotations: u32,
}

/// Whom the appearances are of.
#[derive(Debug, Default)]
pub(super) struct Decided {
    /// For each appearance, a number of [`Decided::people`] and why.
    pub(super) of: Vec<(u32, Because)>,
    /// Those people, other speakers and nobody, in no order that means anything.
    pub(super) people: Vec<Draft>,
    /// Who held which office.
    pub(super) holders: Holders,
}

/// A person or another speaker.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// The name that is shown.
    pub(super) name: String,
    pub(super) id: String,
    pub(super) sort: Listed,
    /// Indexes of appearances.
    pub(super) seen: Vec<u32>,
    /// The country that most of them give.
    pub(super) country: String,
    /// Years of the first and the last appearance.
    pub(super) years: Option<(i16, i16)>,
}

/// Decides. `seen` must be in the order of its terms; `others` is what else the archive calls by such names.
pub(super) fn decide(seen: &[Seen], others: &Others, aliases: &Aliases) -> Decided {
    Decider::new(seen, others, aliases).decide()
}

struct Decider<'a> {
    seen: &'a [Seen],
    others: &'a Others,
    aliases: &'a Aliases,
    /// Appearances of persons by the name they give, in order of the names.
    named: Vec<(&'a str, Vec<One<'a>>)>,
    /// Appearances of offices: words, country, month.
    offices: Vec<(u32, &'a str, &'a str, &'a str)>,
    /// Other speakers.
    rest: Vec<(u32, &'a str)>,
    /// What the wordings of offices come to.
    roles: FxHashMap<&'a str, Office>,
    decided: Decided,
}

impl<'a> Decider<'a> {
    fn new(seen: &'a [Seen], others: &'a Others, aliases: &'a Aliases) -> Self {
        let mut named: Vec<(&str, One<'_>)> = Vec::new();
        let (mut offices, mut rest) = (Vec::new(), Vec::new());
        let mut roles: FxHashMap<&str, Office> = FxHashMap::default();
        for (at, one) in (0..).zip(seen) {
            let appearance = Appearance::parse(&one.term);
            match appearance.sort {
                Sort::Person { country, when, role } => {
                    let year = when.get(..4).and_then(|year| year.parse().ok());
                    if !role.is_empty() {
                        roles.entry(role).or_insert_with(|| Office::of(role));
                    }
                    let one = One {
                        at,
                        country,
                        when,
                        year,
                        role,
                        articles: one.articles.max(1),
                        quotations: one.quotations,
                    };
                    named.push((appearance.name, one));
                }
                Sort::Office { country, when } => {
                    roles.entry(appearance.name).or_insert_with(|| Office::of(appearance.name));
                    offices.push((at, appearance.name, country, when));
                }
                Sort::Other => rest.push((at, appearance.name)),
            }
        }
        // The terms are in order of their bytes: a name before another that goes on with a blank may come apart.
        named.sort_by(|a, b| a.0.cmp(b.0));
        let mut whole: Vec<(&str, Vec<One<'_>>)> = Vec::with_capacity(named.len());
        for (name, one) in named {
            match whole.last_mut().filter(|(last, _)| *last == name) {
                Some((_, ones)) => ones.push(one),
                None => whole.push((name, vec![one])),
            }
        }
        let decided = Decided { of: vec![(u32::MAX, Because::Words); seen.len()], ..Decided::default() };
        Self { seen, others, aliases, named: whole, offices, rest, roles, decided }
    }

    fn decide(mut self) -> Decided {
        let named = std::mem::take(&mut self.named);
        let mut nobody: Vec<u32> = Vec::new();
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut parts: Vec<Vec<&One<'a>>> = Vec::new();
        let mut alone: Vec<(&str, Name, &Vec<One<'a>>)> = Vec::new();
        let forms: FxHashSet<&str> = named.iter().map(|(form, _)| *form).collect();
        // "Tarja Halonen Vladimir Putin": two names one after the other.
        let two = |form: &str| {
            let blanks: Vec<usize> = form.match_indices(' ').map(|(at, _)| at).collect();
            blanks.len() > 2
                && blanks[1..blanks.len() - 1]
                    .iter()
                    .any(|at| forms.contains(&form[..*at]) && forms.contains(&form[at + 1..]))
        };
        for (form, ones) in &named {
            let id = name_id(form);
            let articles: u32 = ones.iter().map(|one| one.articles).sum();
            let with_office: u32 = ones.iter().filter(|one| !one.role.is_empty()).map(|one| one.articles).sum();
            let decides = self.aliases.merged(&id).is_some() || self.aliases.shown(&id).is_some();
            if self.aliases.is_forgotten(&id) {
                nobody.extend(ones.iter().map(|one| one.at));
                continue;
            }
            // What is no person may speak all the same: a bank, a ministry.
            if !decides && (two(form) || self.others.have(form, articles, with_office)) {
                self.rest.extend(ones.iter().map(|one| (one.at, *form)));
                continue;
            }
            match Name::of(form, None) {
                Some(name) if name.is_alone() && self.aliases.merged(&id).is_none() => {
                    alone.push((form, name, ones));
                }
                _ => {
                    for part in lives(form, ones) {
                        nodes.push(node(form, &id, &part));
                        parts.push(part);
                    }
                }
            }
        }
        let groups = gather(&nodes, self.aliases);
        let mut lives: Vec<Life<'a>> = Vec::new();
        let mut holders = Holders::default();
        for (person, group) in groups.iter().enumerate() {
            let mut life = Life::default();
            let mut draft = Draft::default();
            for one in group.iter().flat_map(|n| &parts[*n]) {
                draft.seen.push(one.at);
                self.decided.of[one.at as usize] = (person as u32, Because::Name);
                widen(&mut life.years, one.year);
                life.articles += one.articles;
                if let Some(year) = one.year {
                    *life.by_year.entry(year).or_default() += one.articles;
                }
                if !one.country.is_empty() {
                    *life.countries.entry(one.country).or_default() += one.articles;
                }
                if let Some(office) = self.roles.get(one.role) {
                    holders.note(office, one.country, one.when, person as u32, one.articles + one.quotations);
                }
                for word in one.role.split(' ').filter(|word| word.chars().count() > 2) {
                    *life.words.entry(word).or_default() += one.articles;
                }
            }
            life.known = group.iter().find_map(|n| nodes[*n].name.as_ref()?.known());
            let (name, id) = self.shown(&nodes, group);
            draft.name = name;
            draft.id = life.known.map_or(id, str::to_owned);
            draft.years = life.years;
            draft.country = most(&life.countries);
            self.decided.people.push(draft);
            lives.push(life);
        }
        self.surnames(&nodes, &groups, &lives, &alone, &mut holders);
        holders.sort();
        self.held(&holders);
        self.decided.holders = holders;
        self.others();
        if !nobody.is_empty() {
            let person = self.decided.people.len() as u32;
            for at in &nobody {
                self.decided.of[*at as usize] = (person, Because::Words);
            }
            self.decided.people.push(Draft { sort: Listed::Nobody, seen: nobody, ..Draft::default() });
        }
        self.decided
    }

    /// The name to show, and the identifier: the user's choice, or the most frequent full form.
    fn shown(&self, nodes: &[Node<'_>], group: &[usize]) -> (String, String) {
        let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
        for n in group {
            *counts.entry(nodes[*n].form).or_default() += nodes[*n].count;
        }
        let mut forms: Vec<(&str, u64)> = counts.into_iter().collect();
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let ids: Vec<String> = forms.iter().map(|(form, _)| name_id(form)).collect();
        let named = |name: &str| (name.to_owned(), name_id(name));
        if let Some(name) = ids.iter().find_map(|id| self.aliases.shown(id)) {
            return named(name);
        }
        if let Some(merge) = ids.iter().find_map(|id| self.aliases.merged(id)) {
            let name = &self.aliases.merge[merge].name;
            return named(self.aliases.shown(&name_id(name)).unwrap_or(name));
        }
        let full = |name: &str| {
            let words: Vec<&str> = name.split(' ').collect();
            let initial = words[0].trim_end_matches('.').chars().count() <= 1;
            words.len() > 1 && !initial && name.chars().any(char::is_lowercase)
        };
        named(forms.iter().map(|(name, _)| *name).find(|name| full(name)).unwrap_or(forms[0].0))
    }

    /// Whose the surnames alone are: each appearance by itself.
    fn surnames(
        &mut self,
        nodes: &[Node<'a>],
        groups: &[Vec<usize>],
        lives: &[Life<'a>],
        alone: &[(&'a str, Name, &Vec<One<'a>>)],
        holders: &mut Holders,
    ) {
        let mut by_family: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut by_given: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (person, group) in groups.iter().enumerate() {
            for name in group.iter().filter_map(|n| nodes[*n].name.as_ref()) {
                let families = std::iter::once(name.family()).chain(name.first_family());
                for key in families {
                    by_family.entry(key.to_owned()).or_default().push(person);
                }
                if let Some(key) = name.first_given() {
                    by_given.entry(key.to_owned()).or_default().push(person);
                }
            }
        }
        for people in by_family.values_mut().chain(by_given.values_mut()) {
            people.sort_unstable();
            people.dedup();
        }
        let none: Vec<usize> = Vec::new();
        for (form, name, ones) in alone {
            let id = name_id(form);
            let split = |person: &usize| groups[*person].iter().any(|n| self.aliases.are_split(&id, &nodes[*n].id));
            let bearers = by_family.get(name.family()).unwrap_or(&none);
            let bearers: Vec<usize> = bearers.iter().copied().filter(|person| !split(person)).collect();
            // A first name alone is somebody's only where it is nobody's surname.
            let given: Vec<usize> = if bearers.is_empty() {
                by_given.get(name.family()).unwrap_or(&none).iter().copied().filter(|person| !split(person)).collect()
            } else {
                Vec::new()
            };
            let common = is_given_name(form) && self.aliases.shown(&id).is_none();
            let mut left: Vec<&One<'a>> = Vec::new();
            for one in *ones {
                let whose = whose(form, one, &bearers, lives)
                    .or_else(|| (!given.is_empty()).then(|| called_by_first_name(one, &given, lives)).flatten());
                match whose {
                    Some((person, because)) => {
                        self.decided.of[one.at as usize] = (person as u32, because);
                        self.decided.people[person].seen.push(one.at);
                        widen(&mut self.decided.people[person].years, one.year);
                        if let Some(office) = self.roles.get(one.role) {
                            let count = one.articles + one.quotations;
                            holders.note(office, one.country, one.when, person as u32, count);
                        }
                    }
                    None if common && one.role.is_empty() => self.rest.push((one.at, form)),
                    None => left.push(one),
                }
            }
            if left.is_empty() {
                continue;
            }
            // A word of which no article tells more than the name, and that nobody hears speak, is nobody's name.
            let told = |one: &&One<'a>| !one.role.is_empty() || !one.country.is_empty() || one.quotations > 0;
            let company = self.others.begin_with(form) >= left.iter().map(|one| one.articles).sum();
            if self.aliases.shown(&id).is_none() && (company || !left.iter().any(told)) {
                self.rest.extend(left.iter().map(|one| (one.at, *form)));
                continue;
            }
            let name = self.aliases.shown(&id).unwrap_or(form).to_owned();
            let mut draft = Draft { name, sort: Listed::Surname, id: id.clone(), ..Draft::default() };
            let person = self.decided.people.len() as u32;
            let mut countries: FxHashMap<&str, u32> = FxHashMap::default();
            for one in left {
                self.decided.of[one.at as usize] = (person, Because::Words);
                draft.seen.push(one.at);
                widen(&mut draft.years, one.year);
                if !one.country.is_empty() {
                    *countries.entry(one.country).or_default() += one.articles;
                }
            }
            draft.country = most(&countries);
            self.decided.people.push(draft);
        }
    }

    /// Offices without a name are those who held them.
    fn held(&mut self, holders: &Holders) {
        for (at, words, country, when) in std::mem::take(&mut self.offices) {
            let office = &self.roles[words];
            match holders.of(office, office.country.unwrap_or(country), when) {
                Some(person) => {
                    self.decided.of[at as usize] = (person, Because::Holder);
                    self.decided.people[person as usize].seen.push(at);
                }
                None => self.rest.push((at, words)),
            }
        }
    }

    /// Other speakers: the same words but for capitals and an article before them are one.
    fn others(&mut self) {
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        for (number, draft) in (0..).zip(&self.decided.people) {
            if draft.sort != Listed::Nobody {
                known.insert(folded(&draft.name), number);
            }
        }
        let mut rest = std::mem::take(&mut self.rest);
        // The most frequent wording is shown.
        rest.sort_by(|a, b| {
            let count = |at: u32| self.seen[at as usize].quotations;
            count(b.0).cmp(&count(a.0)).then_with(|| a.1.cmp(b.1))
        });
        for (at, words) in rest {
            let number = *known.entry(folded(words)).or_insert_with(|| {
                let name = words.to_owned();
                self.decided.people.push(Draft { id: name_id(&name), name, sort: Listed::Other, ..Draft::default() });
                self.decided.people.len() as u32 - 1
            });
            self.decided.of[at as usize] = (number, Because::Words);
            self.decided.people[number as usize].seen.push(at);
        }
    }
}

/// Words in small letters without an article before them.
pub(super) fn folded(words: &str) -> String {
    let lower = words.to_lowercase();
    let bare = ["a ", "an ", "the "].iter().find_map(|article| lower.strip_prefix(article));
    bare.unwrap_or(&lower).trim().to_owned()
}
