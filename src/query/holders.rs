//! Who held an office, and when: from nothing but what the articles of the archive call people.

use jiff::civil;

use super::who::Speaker;
use crate::{
    annotate::{lexicon::Classes, tokens::tokenize},
    identity::{Call, People},
};

/// How far from a month in which the archive gives somebody the office it is still taken to be theirs, in months.
const REACH: i32 = 6;

/// The holders of one office of one country.
#[derive(Debug, Clone, Default)]
pub(super) struct Holders {
    /// By month.
    calls: Vec<Call>,
    /// Names as they are shown, with whose they are.
    names: Vec<(u32, String)>,
}

fn month_of(day: civil::Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

fn written(month: i32) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

impl Holders {
    /// Those whom the archive says to have held an office of a country.
    pub(super) fn of(people: &People, office: &str, country: &str) -> Self {
        let calls = people.holders(office, country);
        let mut names: Vec<(u32, String)> = Vec::new();
        for call in &calls {
            if !names.iter().any(|(person, _)| *person == call.person) {
                names.push((call.person, people.identity(call.person).name().to_owned()));
            }
        }
        Self { calls, names }
    }

    /// All who ever held it.
    pub(super) fn people(&self) -> impl Iterator<Item = u32> + '_ {
        self.names.iter().map(|(person, _)| *person)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Whether the archive gives the office to others in the months around a day, and hardly ever to these.
    pub(super) fn others_at(&self, speaker: &Speaker<'_>) -> bool {
        let Some(day) = speaker.day else { return false };
        let month = month_of(day);
        let near = self.calls.iter().filter(|call| !call.past && (call.month - month).abs() <= REACH);
        let (mut own, mut all) = (0, 0);
        for call in near {
            all += call.count;
            own += if speaker.identities.contains(&call.person) { call.count } else { 0 };
        }
        all > 2 && own * 5 < all
    }

    /// Whether the speaker, to whom the article gives no office, held it on its day: the nearest month for which the
    /// archive says so.
    ///
    /// Nobody else is called so in a nearer month, and the archive does not say that it was theirs before.
    pub(super) fn on(&self, speaker: &Speaker<'_>) -> Option<String> {
        let (day, [person]) = (speaker.day?, speaker.identities.as_slice()) else { return None };
        if speaker.role.is_some_and(|role| tokenize(role).iter().any(|token| token.any(Classes::OFFICE))) {
            return None;
        }
        let month = month_of(day);
        let far = |call: &&Call| (call.month - month).abs();
        let own = || self.calls.iter().filter(|call| call.person == *person);
        let nearest = own().min_by_key(|call| (far(call), call.past))?;
        if nearest.past || self.others_at(speaker) {
            return None;
        }
        let distance = far(&nearest);
        let others = self.calls.iter().filter(|call| call.person != *person && !call.past);
        let nearer = others.map(|call| far(&call)).min().is_some_and(|other| other < distance);
        let held = || own().filter(|call| !call.past);
        let within = held().any(|call| call.month <= month) && held().any(|call| call.month >= month);
        (!nearer && (within || distance <= REACH)).then(|| written(nearest.month))
    }

    /// Everybody with the first and the last month, for people to read.
    pub(super) fn listed(&self) -> String {
        let mut parts = Vec::new();
        for (person, name) in &self.names {
            let mut months =
                self.calls.iter().filter(|call| call.person == *person && !call.past).map(|call| call.month);
            let Some(first) = months.next() else { continue };
            let last = months.next_back().unwrap_or(first);
            let until = if last == first { String::new() } else { format!(" to {}", written(last)) };
            parts.push(format!("{name} ({}{until})", written(first)));
        }
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Holders, Speaker};
    use crate::identity::Call;

    fn speaker(person: u32, role: Option<&str>, day: jiff::civil::Date) -> Speaker<'_> {
        let country = role.map(|_| "RU");
        Speaker { identities: vec![person], class: Some("person"), role, country, day: Some(day), ..Speaker::default() }
    }

    #[test]
    fn an_office_goes_from_one_to_the_next() {
        let month = |year: i32, month: i32| year * 12 + month - 1;
        let call = |month, person, past| Call { month, person, past, count: 1 };
        let holders = Holders {
            calls: vec![
                call(month(2013, 1), 0, false),
                call(month(2014, 2), 0, false),
                call(month(2014, 3), 1, false),
                call(month(2014, 6), 0, true),
            ],
            names: vec![(0, "Oleg Sorokin".to_owned()), (1, "Pavel Gromov".to_owned())],
        };
        let table = [
            (0, None, date(2013, 8, 20), true),
            (0, None, date(2014, 2, 10), true),
            (0, None, date(2014, 4, 20), false),
            (0, None, date(2014, 7, 1), false),
            (0, None, date(2011, 1, 1), false),
            (1, None, date(2014, 5, 1), true),
            (1, Some("Russian ambassador"), date(2014, 5, 1), false),
            (1, None, date(2016, 5, 1), false),
            (2, None, date(2014, 3, 2), false),
        ];
        for (person, role, day, held) in table {
            assert_eq!(holders.on(&speaker(person, role, day)).is_some(), held, "{person} {day}");
        }
        assert_eq!(holders.listed(), "Oleg Sorokin (2013-01 to 2014-02), Pavel Gromov (2014-03)");
    }
}
