//! Which of several places of one name is meant: Paris or Paris, Texas; Georgia or the state of Georgia.
//!
//! Three things tell. What stands beside the name ("Moscow, Idaho") decides. Otherwise large places are likelier than
//! small ones, and places of a country of which the article names other towns and regions are likelier than others
//! (Leidner 2007 calls these the default and the spatial minimality heuristics). Countries named as such do not count
//! here: "U.S. officials in Paris" are in France. One name means one place in one article (Gale and others 1992).

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    disputed::{self, Choice},
    towns,
};
use crate::annotate::{
    gazetteer::{Entry, Form, Gazetteer},
    reading::{Mention, Named, Reading},
    tokens::Kind,
};

/// How much other places of the same country count, against tenfold size.
const COMPANY: f64 = 2.5;
/// How much a word beside the name counts.
const BESIDE: f64 = 8.0;
/// A country's own name means the country rather than a town …
const COUNTRY: f64 = 4.6;
/// … the more so where the article names its people, its capital or its towns.
const AT_HOME: f64 = 2.0;

/// The country of each mention of a reading; `None` where it names no place, or none that lies in one country.
pub(super) fn countries(reading: &Reading<'_>) -> Vec<Option<&'static str>> {
    let resolver = Resolver::new(reading);
    let mut settled: FxHashMap<String, Option<&'static str>> = FxHashMap::default();
    let mentions = reading.mentions.iter();
    mentions
        .map(|mention| {
            let own = own_country(mention)?;
            let name = resolver.name(mention);
            *settled.entry(name.clone()).or_insert_with(|| resolver.decide(&name, mention, own))
        })
        .collect()
}

/// The country that the gazetteer gives, empty for none; `None` for what is no place.
fn own_country(mention: &Mention) -> Option<&'static str> {
    let gazetteer = Gazetteer::get();
    match mention.named {
        Named::Known(Entry::Country(i, _)) => Some(gazetteer.countries[usize::from(i)].code),
        Named::Known(Entry::Place(i)) => Some(gazetteer.places[usize::from(i)].country),
        Named::Place(i) => Some(i.map_or("", |i| gazetteer.countries[usize::from(i)].code)),
        _ => None,
    }
}

struct Resolver<'r, 'a> {
    reading: &'r Reading<'a>,
    /// For each country, how many towns and regions that can be in no other are named.
    company: FxHashMap<&'static str, f64>,
    /// Countries named by their people, their adjective or their capital.
    people: FxHashMap<&'static str, usize>,
    /// For each name, the countries that stand beside it.
    beside: FxHashMap<String, Vec<&'static str>>,
}

impl<'r, 'a> Resolver<'r, 'a> {
    fn new(reading: &'r Reading<'a>) -> Self {
        let mut resolver =
            Self { reading, company: FxHashMap::default(), people: FxHashMap::default(), beside: FxHashMap::default() };
        resolver.gather();
        resolver
    }

    fn name(&self, mention: &Mention) -> String {
        let span = self.reading.span(mention.first as usize, mention.end as usize);
        span.line_of(self.reading.text).to_lowercase()
    }

    fn gather(&mut self) {
        let gazetteer = Gazetteer::get();
        let mut seen: FxHashSet<String> = FxHashSet::default();
        for (n, mention) in self.reading.mentions.iter().enumerate() {
            let Some(own) = own_country(mention) else { continue };
            let name = self.name(mention);
            if let Some(country) = self.follows(n) {
                let beside = self.beside.entry(name.clone()).or_default();
                // Two are as good as any number.
                if beside.iter().filter(|other| **other == country).count() < 2 {
                    beside.push(country);
                }
            }
            if let Named::Known(Entry::Country(i, Form::Demonym | Form::Capital)) = mention.named {
                *self.people.entry(gazetteer.countries[usize::from(i)].code).or_default() += 1;
                continue;
            }
            if matches!(mention.named, Named::Known(Entry::Country(..))) || !seen.insert(name.clone()) {
                continue;
            }
            let region = matches!(mention.named, Named::Known(Entry::Place(i)) if gazetteer.places[usize::from(i)].kind == "region");
            let mut candidates = towns::named(&name);
            let (first, second) = (candidates.next(), candidates.next());
            if name.ends_with(" county") {
                *self.company.entry("US").or_default() += 1.0;
            } else if region && !own.is_empty() {
                *self.company.entry(own).or_default() += 2.0;
            } else if let (Some(only), None) = (first, second) {
                *self.company.entry(only.country).or_default() += 1.0;
            } else if first.is_none() && !own.is_empty() && matches!(mention.named, Named::Known(_)) {
                *self.company.entry(own).or_default() += 1.0;
            }
        }
    }

    /// The country or region that stands behind the mention: "Moscow, Idaho", "Paris (Texas)".
    fn follows(&self, n: usize) -> Option<&'static str> {
        let gazetteer = Gazetteer::get();
        let mention = self.reading.mentions[n];
        let next = self.reading.mentions.get(n + 1).filter(|next| next.first == mention.end + 1)?;
        let mark = self.reading.tokens[mention.end as usize];
        if mark.kind != Kind::Mark || !matches!(mark.of(self.reading.text), "," | "(") {
            return None;
        }
        let country = matches!(mention.named, Named::Known(Entry::Country(_, Form::Name)));
        match next.named {
            // Countries in a row are a list: "China, Vietnam".
            Named::Known(Entry::Country(i, Form::Name)) if !country => Some(gazetteer.countries[usize::from(i)].code),
            Named::Known(Entry::Place(i)) if gazetteer.places[usize::from(i)].kind == "region" => {
                Some(gazetteer.places[usize::from(i)].country).filter(|c| !c.is_empty())
            }
            _ => None,
        }
    }

    fn share(&self, country: &str) -> f64 {
        let total: f64 = self.company.values().sum();
        self.company.get(country).copied().unwrap_or_default() / (total + 1.0)
    }

    /// The country of all mentions of a name.
    fn decide(&self, name: &str, mention: &Mention, own: &'static str) -> Option<&'static str> {
        let beside = self.beside.get(name).map(Vec::as_slice).unwrap_or_default();
        let next_to = |country: &str| beside.iter().filter(|c| **c == country).count().min(2) as f64;
        let country = matches!(mention.named, Named::Known(Entry::Country(_, Form::Name)));
        if matches!(mention.named, Named::Known(Entry::Country(_, Form::Demonym))) {
            return Some(own);
        }
        match disputed::country(name) {
            Choice::NotNamed => {}
            Choice::Nobody => return None,
            Choice::Country(code) => return Some(code),
        }
        let mut best: Option<(f64, &'static str)> = None;
        let mut weigh = |code: &'static str, size: f64| {
            let score = size + COMPANY * self.share(code) + BESIDE * next_to(code);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, code));
            }
        };
        let size = |thousands: u32| f64::from(thousands + 1).log10();
        let mut known = false;
        for candidate in towns::named(name) {
            known |= candidate.country == own;
            // A country's own name is never one of its towns ("Mexico", "Panama").
            if !(country && candidate.country == own) {
                // Large towns beside a country's name ("Lebanon") are rare; small ones do not count at all.
                weigh(candidate.country, size(candidate.thousands));
            }
        }
        if country {
            let home = self.people.contains_key(own) || self.company.contains_key(own);
            weigh(own, COUNTRY + if home { AT_HOME } else { 0.0 });
        } else if !own.is_empty() && !known {
            // Known by hand only: as a town of half a million.
            weigh(own, 2.7);
        }
        for code in beside {
            weigh(code, 0.0);
        }
        let found = best.map(|(_, code)| code).or_else(|| self.only_company(mention));
        if own.is_empty() && matches!(mention.named, Named::Known(_)) {
            // Seas and the like lie in no country, whatever town bears their name.
            return None;
        }
        found.or((!own.is_empty()).then_some(own))
    }

    /// The country of a place that nobody knows: that of the other towns, if they are several and most of them in one.
    fn only_company(&self, mention: &Mention) -> Option<&'static str> {
        if mention.named != Named::Place(None) {
            return None;
        }
        let total: f64 = self.company.values().sum();
        self.company.iter().find(|(_, votes)| **votes >= 2.0 && **votes >= total * 0.7).map(|(code, _)| *code)
    }
}
