//! Countries of an article, and the country of each place that it names.
//!
//! Codes are folded to those of successor states. By article: pairs of article and code. By mention: a mention of the gold
//! and one that was found are paired if they share a character, those that share most first; what touches a place without
//! a country, or one that is paired already, is passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    gold::{GoldError, parse},
    report::{Score, Share},
    spans::{Characters, pairs, touch},
    table::{Figure, Table},
};
use crate::span::Span;

/// Withdrawn and reserved codes, and what they are compared as. What has not two letters is left out.
const FOLDED: &[(&str, &str)] = &[
    ("SU", "RU"),
    ("DD", "DE"),
    ("YD", "YE"),
    ("CS", "CZ"),
    ("YU", "RS"),
    ("ZR", "CD"),
    ("BU", "MM"),
    ("TP", "TL"),
    ("AN", "CW"),
    ("UK", "GB"),
    ("EL", "GR"),
];

fn code(code: &str) -> Option<String> {
    let code = code.trim().to_uppercase();
    let folded = FOLDED.iter().find(|(from, _)| *from == code).map_or(code.as_str(), |(_, to)| to);
    (folded.chars().count() == 2 && folded.chars().all(char::is_alphabetic)).then(|| folded.to_owned())
}

/// An article whose countries are listed or marked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object with text and countries or mentions")]
pub struct CountriesGold {
    /// The text.
    pub text: String,
    /// When it was published.
    #[serde(default)]
    pub date: Option<String>,
    /// Codes of its countries.
    #[serde(default)]
    pub countries: Option<Vec<String>>,
    /// First code point, one past the last, and the code, of each place; none for places without a country.
    #[serde(default, alias = "country_mentions")]
    pub mentions: Option<Vec<(usize, usize, Option<String>)>>,
}

impl CountriesGold {
    /// Reads one line, the `number`th of its file.
    ///
    /// # Errors
    /// The line is no JSON object of this shape, or a span does not lie in the text.
    pub fn from_line(line: &str, number: usize) -> Result<Self, GoldError> {
        let gold: Self = parse(line, number)?;
        let characters = Characters::of(&gold.text);
        for (at, (start, end, _)) in gold.mentions.iter().flatten().enumerate() {
            characters.check(number, "mentions", at, [*start, *end])?;
        }
        Ok(gold)
    }
}

/// Adds up the figures of countries.
#[derive(Debug, Clone, Default)]
pub struct CountriesScorer {
    articles: usize,
    pairs: Score,
    f1: f64,
    equal: usize,
    by_code: BTreeMap<String, Score>,
    marked: usize,
    found: usize,
    right: usize,
    wrong: usize,
    gold: usize,
}

impl CountriesScorer {
    /// Adds an article, the codes found in it, and the mentions: spans of bytes and codes.
    pub fn add(&mut self, gold: &CountriesGold, countries: &[&str], mentions: &[(Span, &str)]) {
        if let Some(own) = &gold.countries {
            let own: BTreeSet<String> = own.iter().filter_map(|c| code(c)).collect();
            let found: BTreeSet<String> = countries.iter().filter_map(|c| code(c)).collect();
            let shared = own.intersection(&found).count();
            self.articles += 1;
            self.pairs += Score { right: shared, predicted: found.len(), gold: own.len() };
            self.equal += usize::from(own == found);
            let all = own.len() + found.len();
            self.f1 += if all == 0 { 1.0 } else { 2.0 * shared as f64 / all as f64 };
            for code in own.union(&found) {
                let (a, b) = (own.contains(code), found.contains(code));
                *self.by_code.entry(code.clone()).or_default() +=
                    Score { right: usize::from(a && b), predicted: usize::from(b), gold: usize::from(a) };
            }
        }
        if let Some(marked) = &gold.mentions {
            self.mentions(&gold.text, marked, mentions);
        }
    }

    fn mentions(&mut self, text: &str, marked: &[(usize, usize, Option<String>)], found: &[(Span, &str)]) {
        let characters = Characters::of(text);
        let all: Vec<(usize, usize)> = marked.iter().map(|(start, end, _)| (*start, *end)).collect();
        let codes: Vec<Option<String>> = marked.iter().map(|(.., c)| c.as_deref().and_then(code)).collect();
        let own: Vec<usize> = (0..marked.len()).filter(|i| codes[*i].is_some()).collect();
        let mut found: Vec<((usize, usize), Option<String>)> =
            found.iter().map(|(span, c)| (characters.span(*span), code(c))).collect();
        found.sort();
        found.dedup();
        let left: Vec<(usize, usize)> = own.iter().map(|i| all[*i]).collect();
        let right: Vec<(usize, usize)> = found.iter().map(|(span, _)| *span).collect();
        let paired = pairs(&left, &right);
        self.marked += 1;
        self.gold += own.len();
        self.found += paired.len();
        self.right += paired.iter().filter(|(i, j)| codes[own[*i]] == found[*j].1).count();
        let used: BTreeSet<usize> = paired.iter().map(|(_, j)| *j).collect();
        self.wrong += right
            .iter()
            .enumerate()
            .filter(|(j, span)| !used.contains(j) && !all.iter().any(|other| touch(**span, *other)))
            .count();
    }

    /// The figures.
    pub fn report(&self) -> Table {
        let mut table = Table::default();
        if self.articles > 0 {
            table.push("articles", Figure::Count(self.articles));
            table.push("article_countries", Figure::Score(self.pairs));
            table.push("article_mean_f1", Figure::Ratio(self.f1 / self.articles as f64));
            table.push("articles_exact", Figure::Share(Share { count: self.equal, of: self.articles }));
            let codes: Vec<&Score> = self.by_code.values().filter(|score| score.gold > 0).collect();
            let mean =
                |of: fn(Score) -> f64| codes.iter().map(|score| of(**score)).sum::<f64>() / codes.len().max(1) as f64;
            table.push("mean_of_codes", Figure::Mean([mean(Score::precision), mean(Score::recall), mean(Score::f1)]));
        }
        if self.marked > 0 {
            let predicted = self.found + self.wrong;
            table.push("articles_with_mentions", Figure::Count(self.marked));
            table.push("places", Figure::Score(Score { right: self.found, predicted, gold: self.gold }));
            table.push("country_of_place_right", Figure::Share(Share { count: self.right, of: self.found }));
            table.push("places_with_country", Figure::Score(Score { right: self.right, predicted, gold: self.gold }));
        }
        table
    }
}
