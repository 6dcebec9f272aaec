//! Countries and places named in an article: each once, with all its mentions.
//!
//! A country is named by its name, its people and adjective, its capital, or a place in it.

use serde::Serialize;

use super::{
    gazetteer::{Entry, Gazetteer},
    reading::{Named, Reading},
};
use crate::span::Span;

/// A country and where it is named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code, or ISO 3166-3 for states that no longer exist.
    pub code: String,
    /// Bytes of its mentions.
    pub mentions: Vec<Span>,
}

/// A city, region, sea or territory and where it is named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// Its name as the gazetteer has it.
    pub name: String,
    /// Code of the country it lies in, by ISO 3166-2; `null` for seas and where there is none.
    pub country: Option<String>,
    /// Bytes of its mentions.
    pub mentions: Vec<Span>,
}

/// The countries and the places of a reading, each in order of first mention.
pub fn of(reading: &Reading<'_>) -> (Vec<Country>, Vec<Place>) {
    let gazetteer = Gazetteer::get();
    let (mut countries, mut places): (Vec<Country>, Vec<Place>) = (Vec::new(), Vec::new());
    let mut country = |code: &str, span: Span| match countries.iter_mut().find(|c| c.code == code) {
        Some(known) => known.mentions.push(span),
        None => countries.push(Country { code: code.to_owned(), mentions: vec![span] }),
    };
    for mention in &reading.mentions {
        let span = reading.span(mention.first as usize, mention.end as usize);
        match mention.named {
            Named::Known(Entry::Country(i, form)) => {
                let entry = &gazetteer.countries[usize::from(i)];
                country(entry.code, span);
                if form == super::gazetteer::Form::Capital {
                    push_place(&mut places, span.of(reading.text), entry.code, span);
                }
            }
            Named::Known(Entry::Place(i)) => {
                let entry = &gazetteer.places[usize::from(i)];
                if !entry.country.is_empty() {
                    country(entry.country, span);
                }
                push_place(&mut places, entry.name, entry.country, span);
            }
            // "Ukrainian Interior Ministry", "Russia's Foreign Ministry": the country inside the name counts.
            Named::Organisation | Named::Known(Entry::Organisation(_)) => {
                let first = mention.first as usize;
                if let Some((length, Entry::Country(c, _))) =
                    gazetteer.longest_at(&reading.tokens[..=first], first, reading.text)
                {
                    country(gazetteer.countries[usize::from(c)].code, reading.span(first, first + length));
                }
            }
            Named::Place(i) => {
                let code = i.map_or("", |i| gazetteer.countries[usize::from(i)].code);
                if !code.is_empty() {
                    country(code, span);
                }
                let name = span.of(reading.text).split_whitespace().collect::<Vec<_>>().join(" ");
                push_place(&mut places, &name, code, span);
            }
            Named::Person(_) => {}
        }
    }
    (countries, places)
}

fn push_place(places: &mut Vec<Place>, name: &str, country: &str, span: Span) {
    match places.iter_mut().find(|p| p.name == name) {
        Some(known) => known.mentions.push(span),
        None => places.push(Place {
            name: name.to_owned(),
            country: (!country.is_empty()).then(|| country.to_owned()),
            mentions: vec![span],
        }),
    }
}
