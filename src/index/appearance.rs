//! An [`Appearance`] is somebody as one article gives them: the name in full, the office and the country that stand with
//! it, and when. It is what identity is decided from, once for the whole archive, and what the index keeps of each person
//! and each speaker.
//!
//! In the index an appearance is one term of the field `appearance`, its parts joined by tabs:
//!
//! | whom | parts |
//! |---|---|
//! | a person | name · country · when · office |
//! | an office without a name ("Russian President") | words · country · when |
//! | any other speaker | words |
//!
//! *When* is the month of publication where the article gives an office, else the year: offices change hands in a month,
//! people do not.

use crate::{
    annotate::{
        annotations::{Quotation, SpeakerClass},
        person::Person,
    },
    date::Date,
};

/// Longer offices are cut, in characters.
const LONGEST: usize = 160;

/// Somebody as one article gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Appearance<'a> {
    /// The fullest name, or the words for a speaker who has none.
    pub name: &'a str,
    /// What sort of speaker it is.
    pub sort: Sort<'a>,
}

/// What an appearance is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort<'a> {
    /// A person, with what the article says besides the name. Empty where it says nothing.
    Person {
        /// Code of the country.
        country: &'a str,
        /// `2014-03`, or `2014`.
        when: &'a str,
        /// The office as worded.
        role: &'a str,
    },
    /// An office whose holder the article does not name.
    Office {
        /// Code of its country.
        country: &'a str,
        /// `2014-03`.
        when: &'a str,
    },
    /// Anything else that speaks.
    Other,
}

impl<'a> Appearance<'a> {
    /// Reads what [`of_person`] or [`of_speakers`] wrote.
    pub fn parse(term: &'a str) -> Self {
        let mut parts = term.split('\t');
        let name = parts.next().unwrap_or_default();
        let sort = match (parts.next(), parts.next(), parts.next()) {
            (Some(country), Some(when), Some(role)) => Sort::Person { country, when, role },
            (Some(country), Some(when), None) => Sort::Office { country, when },
            _ => Sort::Other,
        };
        Self { name, sort }
    }

    /// Whether it is of a person.
    pub fn is_person(&self) -> bool {
        matches!(self.sort, Sort::Person { .. })
    }
}

/// On one line, without tabs.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn month(published: Option<Date>) -> String {
    match published.map(|date| (date.year_month(), date.year())) {
        Some((Some((year, month)), _)) => format!("{year:04}-{month:02}"),
        Some((None, Some(year))) => format!("{year:04}"),
        _ => String::new(),
    }
}

/// The appearance of a person of an article as a term.
pub fn of_person(name: &str, role: Option<&str>, country: Option<&str>, published: Option<Date>) -> String {
    let role: String = line(role.unwrap_or_default()).chars().take(LONGEST).collect();
    let mut when = month(published);
    if role.is_empty() {
        when.truncate(4);
    }
    format!("{}\t{}\t{when}\t{role}", line(name), country.unwrap_or_default())
}

/// The appearances of those who speak a quotation as terms, in their order. A speaker whom the article lists among its
/// people appears as there.
pub fn of_speakers(quotation: &Quotation, people: &[Person], published: Option<Date>) -> Vec<String> {
    let Some(speakers) = &quotation.speaker else { return Vec::new() };
    let names = speakers.split("; ").map(line);
    match quotation.speaker_class {
        Some(SpeakerClass::Person) => names
            .map(|name| match people.iter().find(|person| person.name == name) {
                Some(person) => of_person(&name, person.role.as_deref(), person.country.as_deref(), published),
                None => of_person(&name, quotation.role.as_deref(), quotation.speaker_country.as_deref(), published),
            })
            .collect(),
        Some(SpeakerClass::Office) => names
            .map(|name| match &quotation.speaker_country {
                Some(country) => format!("{name}\t{country}\t{}", month(published)),
                None => name,
            })
            .collect(),
        _ => names.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Appearance, Sort, of_person};
    use crate::date::Date;

    #[test]
    fn what_is_written_is_read() {
        let march = Date::day(2014, 3, 30);
        let table = [
            (of_person("Anna Berg", Some("Foreign\nMinister"), Some("NO"), march), "NO", "2014-03", "Foreign Minister"),
            (of_person("Anna\tBerg", None, None, march), "", "2014", ""),
            (of_person("Anna Berg", Some("Mayor"), None, None), "", "", "Mayor"),
        ];
        for (term, country, when, role) in &table {
            let read = Appearance::parse(term);
            assert_eq!(read.name, "Anna Berg");
            assert_eq!(read.sort, Sort::Person { country, when, role });
        }
        assert_eq!(Appearance::parse("Kremlin").sort, Sort::Other);
        assert_eq!(
            Appearance::parse("Russian President\tRU\t2013-05").sort,
            Sort::Office { country: "RU", when: "2013-05" }
        );
    }
}
