//! Disputed places: which country each counts for. The table is data, so that who sees it otherwise can have it otherwise.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::annotate::{gazetteer::Gazetteer, lexicon::word_hash};

/// The built-in table.
const TABLE: &str = include_str!("../data/disputed.tsv");

/// A place's country, or that it has none.
type Choices = FxHashMap<u64, Option<&'static str>>;

static CHOICES: OnceLock<Choices> = OnceLock::new();

/// A table of disputed places that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}; write PLACE, a tab, and a country's code or nothing")]
pub struct DisputedError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// Uses another table in place of the built-in one: lines of a place's name, a tab, and the code of the country that it
/// counts for, or nothing. Lines that begin with `#` and empty ones say nothing.
///
/// Works once, before anything is annotated; later calls change nothing and say `false`.
///
/// # Errors
/// A line has no tab, or a code that is not in the table of countries.
pub fn replace(table: &str) -> Result<bool, DisputedError> {
    Ok(CHOICES.set(parse(table)?).is_ok())
}

fn parse(table: &str) -> Result<Choices, DisputedError> {
    let mut choices = Choices::default();
    for (number, line) in table.lines().enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fail = |reason: String| DisputedError { line: number + 1, reason };
        let (name, code) = line.split_once('\t').ok_or_else(|| fail(format!("“{line}” has no tab")))?;
        let code = code.trim();
        let country = match code {
            "" => None,
            _ => Some(
                Gazetteer::get().country(code).ok_or_else(|| fail(format!("no country has the code “{code}”")))?.code,
            ),
        };
        choices.insert(word_hash(name.trim()), country);
    }
    Ok(choices)
}

/// Whose a disputed place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// The table does not name the place.
    NotNamed,
    /// The table gives it no country.
    Nobody,
    /// The country of this code.
    Country(&'static str),
}

/// What the table says of a name.
pub(super) fn country(name: &str) -> Choice {
    let choices = CHOICES.get_or_init(|| parse(TABLE).unwrap_or_default());
    choices.get(&word_hash(name)).map_or(Choice::NotNamed, |code| code.map_or(Choice::Nobody, Choice::Country))
}

#[cfg(test)]
mod tests {
    use super::{Choice, TABLE, country, parse};

    #[test]
    fn the_table_is_in_order() {
        assert!(parse(TABLE).is_ok_and(|choices| choices.len() > 50));
        assert_eq!(country("crimea"), Choice::Country("UA"));
        assert_eq!(country("Jerusalem"), Choice::Nobody);
        assert_eq!(country("Paris"), Choice::NotNamed);
    }

    #[test]
    fn bad_lines_are_named() {
        assert_eq!(parse("# x\n\nCrimea RU").unwrap_err().line, 3);
        assert!(parse("Crimea\tQQ").unwrap_err().to_string().contains("QQ"));
        assert!(parse("Crimea\t\r\nSark\tGB\r\n").is_ok_and(|choices| choices.len() == 2));
    }
}
