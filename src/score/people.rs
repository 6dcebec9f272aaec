//! People of an article, by name; and offices and countries where the gold has them.
//!
//! Names match as `names` says. In an article each person of the gold is matched with one that was found: those of the
//! same full name first, then those where both have given names, then those of the same surname; then in the order of
//! both. A second one found for the same person is a duplicate, and wrong.

use serde::Deserialize;

use super::{
    gold::{GoldError, parse},
    names::Name,
    report::{Score, Share},
    table::{Figure, Table},
};

/// A person of the gold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct GoldPerson {
    /// Names, any of which may match.
    pub names: Vec<String>,
    /// Whether the surname stands in the text at all.
    pub in_text: bool,
    /// Office, where the gold has it.
    pub role: Option<String>,
    /// Country code, where the gold has it.
    pub country: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a name, or an object with name")]
enum Written {
    Name(String),
    Person {
        name: String,
        #[serde(default)]
        variants: Option<Vec<String>>,
        #[serde(default)]
        in_text: Option<bool>,
        #[serde(default)]
        role: Option<String>,
        #[serde(default)]
        country: Option<String>,
    },
}

impl From<Written> for GoldPerson {
    fn from(written: Written) -> Self {
        match written {
            Written::Name(name) => Self { names: vec![name], in_text: true, role: None, country: None },
            Written::Person { name, variants, in_text, role, country } => Self {
                names: std::iter::once(name).chain(variants.unwrap_or_default()).collect(),
                in_text: in_text != Some(false),
                role,
                country,
            },
        }
    }
}

/// An article whose people are listed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object with text and people")]
pub struct PeopleGold {
    /// The text.
    pub text: String,
    /// When it was published.
    #[serde(default)]
    pub date: Option<String>,
    /// Who is in it.
    pub people: Vec<GoldPerson>,
    /// Whether others may be in it too.
    #[serde(default)]
    pub recall_only: bool,
}

impl PeopleGold {
    /// Reads one line, the `number`th of its file.
    ///
    /// # Errors
    /// The line is no JSON object of this shape.
    pub fn from_line(line: &str, number: usize) -> Result<Self, GoldError> {
        parse(line, number)
    }
}

/// A person that was found.
#[derive(Debug, Clone, Copy, Default)]
pub struct FoundPerson<'a> {
    /// The name.
    pub name: &'a str,
    /// Office or role.
    pub role: Option<&'a str>,
    /// Country code.
    pub country: Option<&'a str>,
}

/// Adds up the figures of people.
#[derive(Debug, Clone, Default)]
pub struct PeopleScorer {
    articles: usize,
    people: Score,
    duplicates: usize,
    in_text: Share,
    all_found: Share,
    roles: Share,
    countries: Share,
    recall_only: bool,
}

impl PeopleScorer {
    /// Adds an article and the people found in it.
    pub fn add(&mut self, gold: &PeopleGold, found: &[FoundPerson<'_>]) {
        let golds: Vec<Vec<Name>> =
            gold.people.iter().map(|person| person.names.iter().map(|name| Name::of(name)).collect()).collect();
        let names: Vec<Name> = found.iter().map(|person| Name::of(person.name)).collect();
        let mut candidates = Vec::new();
        for (i, forms) in golds.iter().enumerate() {
            for (j, name) in names.iter().enumerate() {
                if let Some(rank) = forms.iter().filter_map(|form| form.rank(name)).min() {
                    candidates.push((rank, i, j));
                }
            }
        }
        candidates.sort_unstable();
        let mut matched: Vec<Option<usize>> = vec![None; golds.len()];
        let mut used = vec![false; names.len()];
        for (_, i, j) in &candidates {
            if matched[*i].is_none() && !used[*j] {
                matched[*i] = Some(*j);
                used[*j] = true;
            }
        }
        let mut spare: Vec<usize> = candidates.iter().map(|(.., j)| *j).filter(|j| !used[*j]).collect();
        spare.sort_unstable();
        spare.dedup();

        self.articles += 1;
        self.recall_only |= gold.recall_only;
        let hits = matched.iter().flatten().count();
        self.people += Score { right: hits, predicted: found.len(), gold: golds.len() };
        self.duplicates += spare.len();
        if !golds.is_empty() {
            self.all_found += Share { count: usize::from(hits == golds.len()), of: 1 };
        }
        for (person, found_at) in gold.people.iter().zip(&matched) {
            if person.in_text {
                self.in_text += Share { count: usize::from(found_at.is_some()), of: 1 };
            }
            let Some(found) = found_at.map(|at| found[at]) else { continue };
            if let Some(role) = &person.role {
                let right = found.role.is_some_and(|own| Name::of(own).same_words(&Name::of(role)));
                self.roles += Share { count: usize::from(right), of: 1 };
            }
            if let Some(country) = &person.country {
                self.countries += Share { count: usize::from(found.country == Some(country)), of: 1 };
            }
        }
    }

    /// The figures; without precision where the gold lists only some of the people.
    pub fn report(&self) -> Table {
        let mut table = Table::default();
        table.push("articles", Figure::Count(self.articles));
        table.push("gold", Figure::Count(self.people.gold));
        table.push("predicted", Figure::Count(self.people.predicted));
        table.push("predicted_per_article", Figure::Ratio(self.people.predicted as f64 / self.articles.max(1) as f64));
        table.push("recall", Figure::Share(Share { count: self.people.right, of: self.people.gold }));
        table.push("recall_in_text", Figure::Share(self.in_text));
        table.push("articles_all_found", Figure::Share(self.all_found));
        table.push("duplicates", Figure::Share(Share { count: self.duplicates, of: self.people.right }));
        if !self.recall_only {
            table.push("people", Figure::Score(self.people));
            let predicted = self.people.predicted - self.duplicates;
            table.push("people_without_duplicates", Figure::Score(Score { predicted, ..self.people }));
        }
        if self.roles.of > 0 {
            table.push("role_right", Figure::Share(self.roles));
        }
        if self.countries.of > 0 {
            table.push("country_right", Figure::Share(self.countries));
        }
        table
    }
}
