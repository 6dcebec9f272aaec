//! Organisations named in an article: those of the gazetteer and those whose form gives them away ("Donetsk Coal Company").

use serde::Serialize;

use super::{
    gazetteer::{Entry, Gazetteer},
    reading::{Named, Reading},
};
use crate::span::Span;

/// An organisation and where it is named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Organisation {
    /// Its usual name where it is known, else as the article writes it.
    pub name: String,
    /// Bytes of its mentions.
    pub mentions: Vec<Span>,
}

/// The organisations of a reading, in order of first mention.
pub fn of(reading: &Reading<'_>) -> Vec<Organisation> {
    let gazetteer = Gazetteer::get();
    let mut organisations: Vec<Organisation> = Vec::new();
    for mention in &reading.mentions {
        let span = reading.span(mention.first as usize, mention.end as usize);
        let name = match mention.named {
            Named::Known(Entry::Organisation(i)) => gazetteer.organisations[usize::from(i)].name.to_owned(),
            Named::Organisation => span.line_of(reading.text),
            _ => continue,
        };
        match organisations.iter_mut().find(|o| o.name == name) {
            Some(known) => known.mentions.push(span),
            None => organisations.push(Organisation { name, mentions: vec![span] }),
        }
    }
    organisations
}
