//! Figures with their names: as a table to read, and as JSON.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::report::{Score, Share, rounded};

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// How many.
    Count(usize),
    /// A mean or another ratio.
    Ratio(f64),
    /// So many of so many.
    Share(Share),
    /// Found, and right.
    Score(Score),
    /// Precision, recall and F1 that are means of several.
    Mean([f64; 3]),
}

/// Figures in the order in which they are read. The names are the keys of the JSON.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    rows: Vec<(String, Figure)>,
}

impl Table {
    pub(super) fn push(&mut self, name: impl Into<String>, figure: Figure) {
        self.rows.push((name.into(), figure));
    }

    /// The figure of this name.
    pub fn get(&self, name: &str) -> Option<Figure> {
        self.rows.iter().find(|(own, _)| own == name).map(|(_, figure)| *figure)
    }

    /// The F1 of the score of this name; 0 where there is no such score.
    pub fn f1(&self, name: &str) -> f64 {
        match self.get(name) {
            Some(Figure::Score(score)) => score.f1(),
            Some(Figure::Mean([.., f1])) => f1,
            _ => 0.0,
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (n, (name, figure)) in self.rows.iter().enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            write!(f, "{:<width$}  ", name.replace('_', " "))?;
            match figure {
                Figure::Count(count) => write!(f, "{count}")?,
                Figure::Ratio(ratio) => write!(f, "{ratio:.3}")?,
                Figure::Share(share) => match share.share() {
                    Some(ratio) => write!(f, "{ratio:.3}  ({} of {})", share.count, share.of)?,
                    None => write!(f, "–")?,
                },
                Figure::Score(score) => write!(
                    f,
                    "P {:.3}  R {:.3}  F1 {:.3}  ({} right, {} predicted, {} in the gold)",
                    score.precision(),
                    score.recall(),
                    score.f1(),
                    score.right,
                    score.predicted,
                    score.gold
                )?,
                Figure::Mean([p, r, f1]) => write!(f, "P {p:.3}  R {r:.3}  F1 {f1:.3}")?,
            }
        }
        Ok(())
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.rows.len()))?;
        for (name, figure) in &self.rows {
            match figure {
                Figure::Count(count) => map.serialize_entry(name, count)?,
                Figure::Ratio(ratio) => map.serialize_entry(name, &rounded(*ratio))?,
                Figure::Share(share) => map.serialize_entry(name, share)?,
                Figure::Score(score) => map.serialize_entry(name, score)?,
                Figure::Mean([p, r, f1]) => map.serialize_entry(
                    name,
                    &serde_json::json!({"precision": rounded(*p), "recall": rounded(*r), "f1": rounded(*f1)}),
                )?,
            }
        }
        map.end()
    }
}
