//! Names in the text: people, places, organisations, both ends of each right.
//!
//! Strict: label and both ends are equal after outer punctuation, `the` and `'s` are cut. Partial: same label and a shared
//! character, each used once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    gold::{GoldError, parse},
    report::Score,
    spans::{Characters, touch},
    table::{Figure, Table},
};
use crate::span::Span;

/// A name of the gold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GoldEntity {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// PER, LOC, ORG or another.
    pub label: String,
}

/// An article whose names are marked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object with text and entities")]
pub struct NamesGold {
    /// The text.
    pub text: String,
    /// Its names.
    pub entities: Vec<GoldEntity>,
}

impl NamesGold {
    /// Reads one line, the `number`th of its file.
    ///
    /// # Errors
    /// The line is no JSON object of this shape, or a span does not lie in the text.
    pub fn from_line(line: &str, number: usize) -> Result<Self, GoldError> {
        let gold: Self = parse(line, number)?;
        let characters = Characters::of(&gold.text);
        for (at, entity) in gold.entities.iter().enumerate() {
            characters.check(number, "entities", at, [entity.start, entity.end])?;
        }
        Ok(gold)
    }
}

/// Adds up the figures of names.
#[derive(Debug, Clone, Default)]
pub struct NamesScorer {
    articles: usize,
    labels: BTreeMap<String, (Score, usize)>,
}

impl NamesScorer {
    /// A scorer of these labels.
    pub fn of(labels: &[&str]) -> Self {
        Self { articles: 0, labels: labels.iter().map(|label| ((*label).to_owned(), Default::default())).collect() }
    }

    /// Adds an article and the names found in its text: spans of bytes, and labels.
    pub fn add(&mut self, gold: &NamesGold, found: &[(Span, &str)]) {
        let characters = Characters::of(&gold.text);
        let set = |spans: Vec<(usize, usize)>| -> BTreeSet<(usize, usize)> {
            spans.into_iter().map(|span| characters.trim_name(span)).filter(|(start, end)| start < end).collect()
        };
        self.articles += 1;
        for (label, (strict, partial)) in &mut self.labels {
            let own = gold.entities.iter().filter(|e| e.label == *label).map(|e| (e.start, e.end)).collect();
            let right = found.iter().filter(|(_, l)| l == label).map(|(span, _)| characters.span(*span)).collect();
            let (own, right) = (set(own), set(right));
            strict.right += own.intersection(&right).count();
            strict.predicted += right.len();
            strict.gold += own.len();
            let mut used = BTreeSet::new();
            for span in &own {
                if let Some(other) = right.iter().find(|other| !used.contains(*other) && touch(*span, **other)) {
                    used.insert(*other);
                    *partial += 1;
                }
            }
        }
    }

    /// The figures.
    pub fn report(&self) -> Table {
        let mut table = Table::default();
        table.push("articles", Figure::Count(self.articles));
        let mut all = (Score::default(), 0);
        for (label, (strict, partial)) in &self.labels {
            table.push(format!("{label}_strict"), Figure::Score(*strict));
            table.push(format!("{label}_partial"), Figure::Score(Score { right: *partial, ..*strict }));
            all.0 += *strict;
            all.1 += partial;
        }
        table.push("all_strict", Figure::Score(all.0));
        table.push("all_partial", Figure::Score(Score { right: all.1, ..all.0 }));
        table
    }
}
