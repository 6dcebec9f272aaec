//! Who held an office, and when: from nothing but what the articles of the archive call people.

use jiff::civil;
use rustc_hash::FxHashMap;

use super::{phrase::Phrase, who::Speaker};
use crate::{
    annotate::{lexicon::Classes, tokens::tokenize},
    date::days_between,
    index::tokenizer::{full_name_key, words},
};

/// How far from a day on which the archive gives somebody the office it is still taken to be theirs, in days.
const REACH: i64 = 183;

/// One day on which the archive gives a person the office, or says that it was theirs before.
#[derive(Debug, Clone)]
struct Entry {
    day: civil::Date,
    /// Index into the names.
    person: usize,
    /// As the article words it; `None` where the office was theirs before.
    role: Option<String>,
}

/// The holders of one office of one country.
#[derive(Debug, Clone, Default)]
pub(super) struct Holders {
    /// By day.
    entries: Vec<Entry>,
    /// Names as first written.
    names: Vec<String>,
    /// Names in whatever transliteration, and where they are.
    people: FxHashMap<String, usize>,
}

impl Holders {
    /// Takes what an article says of a speaker into account. `office` is the office asked for.
    pub(super) fn note(&mut self, office: &Phrase, speaker: &Speaker<'_>) {
        let (Some(role), Some(day), [name]) = (speaker.role, speaker.day, speaker.names.as_slice()) else { return };
        if speaker.class != Some("person") || speaker.country != office.country {
            return;
        }
        let phrase = Phrase::of(role);
        let past = phrase.is_past() && office.is_within(&phrase);
        // A surname alone may be anybody's.
        let alone = words(name).nth(1).is_none();
        let held = office.is_exactly(&phrase) && office.is_held_in(&phrase);
        if alone || !(past || held) {
            return;
        }
        let person = *self.people.entry(full_name_key(name)).or_insert_with(|| {
            self.names.push((*name).to_owned());
            self.names.len() - 1
        });
        self.entries.push(Entry { day, person, role: (!past).then(|| role.to_owned()) });
    }

    /// Brings what was noted into order.
    pub(super) fn sort(&mut self) {
        self.entries.sort_by_key(|entry| (entry.day, entry.person));
        self.entries.dedup_by_key(|entry| (entry.day, entry.person));
    }

    /// The names of all who ever held it.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the speaker, to whom the article gives no office, held it on its day: the role as worded on the nearest
    /// day for which the archive says so, and that day.
    ///
    /// Nobody else is called so on a nearer day, and the archive does not say that it was theirs before.
    pub(super) fn on(&self, speaker: &Speaker<'_>) -> Option<(&str, civil::Date)> {
        let (day, [name]) = (speaker.day?, speaker.names.as_slice()) else { return None };
        if speaker.role.is_some_and(|role| tokenize(role).iter().any(|token| token.any(Classes::OFFICE))) {
            return None;
        }
        let person = *self.people.get(&full_name_key(name))?;
        let far = |entry: &&Entry| days_between(entry.day, day);
        let own = self.entries.iter().filter(|entry| entry.person == person).min_by_key(far)?;
        let role = own.role.as_deref()?;
        let distance = far(&own);
        let others = self.entries.iter().filter(|entry| entry.person != person && entry.role.is_some());
        let nearer = others.map(|entry| far(&entry)).min().is_some_and(|other| other < distance);
        let own_days = || self.entries.iter().filter(|entry| entry.person == person && entry.role.is_some());
        let within = own_days().any(|entry| entry.day <= day) && own_days().any(|entry| entry.day >= day);
        (!nearer && (within || distance <= REACH)).then_some((role, own.day))
    }

    /// Everybody with the first and the last day, for people to read.
    pub(super) fn listed(&self) -> String {
        let mut parts = Vec::new();
        for (person, name) in self.names.iter().enumerate() {
            let mut days = self.entries.iter().filter(|entry| entry.person == person && entry.role.is_some());
            let Some(first) = days.next() else { continue };
            let last = days.next_back().unwrap_or(first);
            let until = if last.day == first.day { String::new() } else { format!(" to {}", last.day) };
            parts.push(format!("{name} ({}{until})", first.day));
        }
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Holders, Phrase, Speaker};

    fn speaker<'a>(name: &'a str, role: Option<&'a str>, day: jiff::civil::Date) -> Speaker<'a> {
        Speaker { names: vec![name], class: Some("person"), role, country: role.map(|_| "RU"), day: Some(day) }
    }

    #[test]
    fn an_office_goes_from_one_to_the_next() {
        let office = Phrase::of("Russian foreign minister");
        let mut holders = Holders::default();
        let calls = [
            ("Oleg Sorokin", "Russian Foreign Minister", date(2013, 1, 10)),
            ("Oleg Sorokin", "Russian Foreign Minister", date(2014, 2, 1)),
            ("Pavel Gromov", "Foreign Minister", date(2014, 3, 1)),
            ("Oleg Sorokin", "former Russian foreign minister", date(2014, 6, 1)),
            ("Ivan Lebed", "Russian Deputy Foreign Minister", date(2014, 3, 2)),
        ];
        for (name, role, day) in calls {
            holders.note(&office, &speaker(name, Some(role), day));
        }
        holders.sort();
        let table = [
            ("Oleg Sorokin", None, date(2013, 8, 20), true),
            ("Oleg Sorokin", None, date(2014, 2, 10), true),
            ("Oleg Sorokin", None, date(2014, 2, 20), false),
            ("Oleg Sorokin", None, date(2014, 7, 1), false),
            ("Oleg Sorokin", None, date(2011, 1, 1), false),
            ("Pavel Gromov", None, date(2014, 5, 1), true),
            ("Pavel Gromov", Some("Russian ambassador"), date(2014, 5, 1), false),
            ("Pavel Gromov", None, date(2016, 5, 1), false),
            ("Ivan Lebed", None, date(2014, 3, 2), false),
            ("Gromov", None, date(2014, 3, 2), false),
        ];
        for (name, role, day, held) in table {
            assert_eq!(holders.on(&speaker(name, role, day)).is_some(), held, "{name} {day}");
        }
        assert_eq!(holders.listed(), "Oleg Sorokin (2013-01-10 to 2014-02-01), Pavel Gromov (2014-03-01)");
    }
}
