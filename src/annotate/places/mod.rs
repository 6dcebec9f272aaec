//! Countries and places named in an article: each once, with all its mentions.
//!
//! A country is named by its name, its people and adjective, its capital, or a place in it.

pub mod city;
pub mod disputed;
mod idiom;
mod resolve;
mod towns;

use serde::Serialize;

use super::{
    gazetteer::{Entry, Form, Gazetteer},
    reading::{Named, Reading},
    tokens::Kind,
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
    /// The name under which it is listed: as the gazetteer has it, one for all names of a city.
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
    let resolved = resolve::countries(reading);
    for (mention, resolved) in reading.mentions.iter().zip(resolved) {
        let span = reading.span(mention.first as usize, mention.end as usize);
        if idiom::is(reading, mention) {
            continue;
        }
        if let Some(code) = resolved {
            country(code, span);
        }
        let code = resolved.unwrap_or_default();
        match mention.named {
            Named::Known(Entry::Country(i, form)) => {
                let entry = &gazetteer.countries[usize::from(i)];
                if form == Form::Capital || form == Form::Name && entry.code != code {
                    push_place(&mut places, span.of(reading.text), code, span);
                }
            }
            Named::Known(Entry::Place(i)) => {
                push_place(&mut places, gazetteer.places[usize::from(i)].name, code, span);
            }
            Named::Place(_) => {
                let name = span.line_of(reading.text);
                push_place(&mut places, &name, code, span);
            }
            // "Ukrainian Interior Ministry", "Bank of China", "Ohio State University": the country inside the name counts.
            Named::Organisation => {
                let mut at = mention.first as usize;
                while at < mention.end as usize {
                    let found = gazetteer.longest_at(&reading.tokens[..mention.end as usize], at, reading.text);
                    let (length, code) = match found {
                        Some((length, Entry::Country(c, _))) => (length, gazetteer.countries[usize::from(c)].code),
                        Some((length, Entry::Place(p))) => (length, gazetteer.places[usize::from(p)].country),
                        other => (other.map_or(1, |(length, _)| length), ""),
                    };
                    if !code.is_empty() {
                        country(code, reading.span(at, at + length));
                    }
                    at += length;
                }
            }
            Named::Known(Entry::Organisation(_)) => {
                let first = mention.first as usize;
                if let Some((length, Entry::Country(c, _))) =
                    gazetteer.longest_at(&reading.tokens[..=first], first, reading.text)
                {
                    country(gazetteer.countries[usize::from(c)].code, reading.span(first, first + length));
                }
            }
            Named::Person(_) => {}
        }
    }
    for (code, span) in compounds(reading) {
        country(code, span);
    }
    (countries, places)
}

/// Countries in compounds: "U.S.-Turkey relations", "Saudi-led", "Sino-Soviet".
fn compounds(reading: &Reading<'_>) -> Vec<(&'static str, Span)> {
    let mut found = Vec::new();
    for (i, token) in reading.tokens.iter().enumerate() {
        let word = reading.word(i);
        if token.kind != Kind::Word || !word.contains(['-', '‑', '–']) || !word.contains(char::is_uppercase) {
            continue;
        }
        // "Guinea-Bissau" is one country, "Jean-Claude" nobody's.
        if reading.mention_at(i).is_some_and(|m| !matches!(m.named, Named::Organisation | Named::Place(_))) {
            continue;
        }
        let mut at = token.start as usize;
        for part in word.split(['-', '‑', '–']) {
            let span = Span::new(at, at + part.len());
            let mark = reading.text[span.end..].chars().next().map_or(0, char::len_utf8);
            at = span.end + mark;
            let prefix = PREFIXES.iter().find(|(prefix, _)| *prefix == part).map(|(_, code)| *code);
            if let Some(code) = prefix.or_else(|| Gazetteer::get().country_of_word(part)) {
                found.push((code, span));
            }
        }
    }
    found
}

/// Combining forms of countries' adjectives.
const PREFIXES: &[(&str, &str)] = &[
    ("Sino", "CN"),
    ("Anglo", "GB"),
    ("Franco", "FR"),
    ("Russo", "RU"),
    ("Indo", "IN"),
    ("Greco", "GR"),
    ("Turco", "TR"),
    ("Italo", "IT"),
    ("Austro", "AT"),
    ("Luso", "PT"),
];

fn push_place(places: &mut Vec<Place>, name: &str, country: &str, span: Span) {
    let name = city::listed(name, country);
    match places.iter_mut().find(|p| p.name == name && p.country.as_deref().unwrap_or_default() == country) {
        Some(known) => known.mentions.push(span),
        None => places.push(Place {
            name: name.into_owned(),
            country: (!country.is_empty()).then(|| country.to_owned()),
            mentions: vec![span],
        }),
    }
}
