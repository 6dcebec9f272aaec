//! One name for a city that news spells in several ways: Kiev and KYIV are Kyiv.
//!
//! `data/place_names.tsv` has the cities with several names. A dateline in capitals gives no name of its own.

use std::{borrow::Cow, sync::LazyLock};

struct City {
    country: &'static str,
    name: &'static str,
    others: Vec<&'static str>,
}

static CITIES: LazyLock<Vec<City>> = LazyLock::new(|| {
    let rows = include_str!("../data/place_names.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        let (country, name, others) = (columns.next()?, columns.next()?, columns.next()?);
        Some(City { country, name, others: others.split('|').collect() })
    })
    .collect()
});

impl City {
    fn is(&self, name: &str) -> bool {
        std::iter::once(&self.name).chain(&self.others).any(|own| own.to_lowercase() == name.to_lowercase())
    }
}

/// The name under which a place is listed.
pub(super) fn listed<'a>(name: &'a str, country: &str) -> Cow<'a, str> {
    match CITIES.iter().find(|city| city.country == country && city.is(name)) {
        Some(city) => Cow::Borrowed(city.name),
        None => small(name),
    }
}

/// The names under which a place may be listed that somebody asks for by this one.
pub fn names(name: &str) -> impl Iterator<Item = &'static str> {
    CITIES.iter().filter(move |city| city.is(name)).map(|city| city.name)
}

/// “NEW YORK” as “New York”. Short ones are left: they may be letters, “DC”.
fn small(name: &str) -> Cow<'_, str> {
    if name.chars().filter(|c| c.is_alphabetic()).count() < 4 || name.chars().any(char::is_lowercase) {
        return Cow::Borrowed(name);
    }
    let mut small = String::with_capacity(name.len());
    let mut inside = false;
    for c in name.chars() {
        if inside {
            small.extend(c.to_lowercase());
        } else {
            small.push(c);
        }
        inside = c.is_alphabetic() || inside && matches!(c, '\'' | '’');
    }
    Cow::Owned(small)
}

#[cfg(test)]
mod tests {
    use super::{listed, names};

    #[test]
    fn one_name_for_a_city() {
        for (name, country, expected) in [
            ("Kiev", "UA", "Kyiv"),
            ("KYIV", "UA", "Kyiv"),
            ("Odessa", "UA", "Odesa"),
            ("Odessa", "US", "Odessa"),
            ("THE HAGUE", "NL", "The Hague"),
            ("Hague", "NL", "The Hague"),
            ("NEW YORK", "US", "New York"),
            ("PORT-AU-PRINCE", "HT", "Port-Au-Prince"),
            ("N'DJAMENA", "TD", "N'Djamena"),
            ("Crimea", "", "Crimea"),
        ] {
            assert_eq!(listed(name, country), expected, "{name}");
        }
        assert_eq!(names("peking").collect::<Vec<_>>(), ["Beijing"]);
        assert_eq!(names("vienna").count(), 0);
    }
}
