//! Who held an office in which month, from what the archive's articles call people.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::phrase::Phrase;

/// Words that say that an office was held before.
const PAST: &[&str] = &["former", "ex", "then", "late"];

/// Words of the names of states, which say nothing of the office.
const STATE: &[&str] = &["republic", "federation", "kingdom", "state", "people", "islamic", "union"];

/// Offices that several people hold at a time.
const SHARED: &[&str] = &[
    "minister",
    "ambassador",
    "spokesman",
    "deputy",
    "official",
    "secretary",
    "senator",
    "general",
    "governor",
    "mayor",
    "adviser",
    "advisor",
    "aide",
    "envoy",
    "diplomat",
    "negotiator",
    "representative",
    "commander",
    "head",
    "director",
    "leader",
    "chief",
    "chairman",
    "judge",
    "deputy minister",
    "vice president",
    "member",
    "officer",
];
/// Months around an article in which the office is still looked for.
const REACH: i32 = 9;
/// The share of the articles that must name one and the same holder.
const SHARE: f32 = 0.9;

/// What an office's words come to.
#[derive(Debug, Clone)]
pub(super) struct Office {
    /// Its telling words in order of the alphabet, without its country.
    pub(super) key: String,
    /// Whether it proves who held it: an office, not one of several.
    pub(super) proves: bool,
    /// Whether it was held before.
    pub(super) past: bool,
    /// The country that the words name.
    pub(super) country: Option<&'static str>,
}

impl Office {
    pub(super) fn of(role: &str) -> Self {
        let phrase = Phrase::of(role);
        let tells = |word: &&str| !PAST.contains(word) && !STATE.contains(word);
        let mut words: Vec<String> = phrase.telling().filter(tells).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        let key = words.join(" ");
        let proves = phrase.office && !SHARED.contains(&key.as_str());
        Self { key, proves, past: phrase.is_past(), country: phrase.country }
    }
}

/// A month as a number; none for a year alone.
pub(super) fn month_number(when: &str) -> Option<i32> {
    let (year, month) = when.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

/// Articles of one month that give one person an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Call {
    /// Months since the year 0.
    pub month: i32,
    /// A number of [`super::People::identity`].
    pub person: u32,
    /// Whether they say that it was held before.
    pub past: bool,
    /// How many articles and quotations do.
    pub count: u32,
}

/// Who held what, by office and country.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Holders {
    calls: FxHashMap<(String, String), Vec<Call>>,
}

impl Holders {
    /// An article of this month calls the person so.
    pub(super) fn note(&mut self, office: &Office, country: &str, when: &str, person: u32, count: u32) {
        if let (true, Some(month)) = (office.proves && !country.is_empty(), month_number(when)) {
            let call = Call { month, person, past: office.past, count };
            self.calls.entry((office.key.clone(), country.to_owned())).or_default().push(call);
        }
    }

    pub(super) fn sort(&mut self) {
        self.calls.values_mut().for_each(|calls| calls.sort_unstable());
    }

    /// Everybody who held an office of a country, by month.
    pub(super) fn calls(&self, office: &Office, country: &str) -> &[Call] {
        self.calls.get(&(office.key.clone(), country.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Who held it in a month: whom nine of ten articles of the month and its neighbours call so; where there are none,
    /// the one whom the nearest before and after both name.
    pub(super) fn of(&self, office: &Office, country: &str, when: &str) -> Option<u32> {
        let month = month_number(when).filter(|_| office.proves && !office.past)?;
        let calls = self.calls(office, country);
        let within = |from: i32, to: i32| {
            let first = calls.partition_point(|call| call.month < from);
            let end = calls.partition_point(|call| call.month <= to);
            calls[first..end].iter().filter(|call| !call.past)
        };
        // Whom nearly all of these months name; none where they are silent.
        let named = |from: i32, to: i32| -> Option<Option<u32>> {
            let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
            for call in within(from, to) {
                *counts.entry(call.person).or_default() += call.count;
            }
            let total: u32 = counts.values().sum();
            let (person, count) = counts.into_iter().max_by_key(|(person, count)| (*count, *person))?;
            Some((count as f32 >= SHARE * total as f32).then_some(person))
        };
        if let Some(holder) = named(month, month).or_else(|| named(month - 1, month + 1)) {
            return holder;
        }
        let last = within(month - REACH, month).next_back()?.month;
        let next = within(month, month + REACH).next()?.month;
        let (before, after) = (named(last, last)?, named(next, next)?);
        before.filter(|_| before == after)
    }
}

#[cfg(test)]
mod tests {
    use super::{Holders, Office};

    #[test]
    fn an_office_is_whoever_held_it_in_the_month() {
        let office = Office::of("Russian foreign minister");
        let mut holders = Holders::default();
        for (when, person, articles) in [("2013-01", 0, 4), ("2014-02", 0, 2), ("2014-02", 1, 2), ("2014-04", 1, 9)] {
            holders.note(&Office::of("Foreign Minister"), "RU", when, person, articles);
        }
        holders.note(&Office::of("former foreign minister"), "RU", "2014-04", 0, 50);
        holders.note(&Office::of("Minister"), "RU", "2014-04", 5, 50);
        holders.sort();
        let table = [
            ("2013-01", Some(0)),
            ("2013-02", Some(0)),
            // A month that names two names nobody.
            ("2014-02", None),
            ("2014-05", Some(1)),
            ("2013-06", None),
            ("2014", None),
        ];
        for (when, person) in table {
            assert_eq!(holders.of(&office, "RU", when), person, "{when}");
        }
        assert_eq!(holders.of(&office, "UA", "2014-04"), None);
        assert_eq!(holders.of(&Office::of("Russian minister"), "RU", "2014-04"), None);
    }
}
