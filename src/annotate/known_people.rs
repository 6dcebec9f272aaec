//! People whom news takes as known: heads of state and government, foreign ministers, envoys (`data/people.tsv`). The
//! table tells only for which country they are known, for articles that do not say it; offices come from the articles.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::person::name_id;

struct Known {
    country: &'static str,
    /// Identifier of the name that is shown.
    id: String,
    /// That name and the others.
    forms: Vec<&'static str>,
    /// The first year in which news speaks of them.
    since: i16,
}

struct Table {
    people: Vec<Known>,
    /// Those of a name, the ones known later last.
    by_name: FxHashMap<String, Vec<usize>>,
    by_surname: FxHashMap<String, Vec<usize>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { people: Vec::new(), by_name: FxHashMap::default(), by_surname: FxHashMap::default() };
    for line in include_str!("data/people.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let mut columns = line.split('\t');
        let (Some(name), Some(country)) = (columns.next(), columns.next()) else { continue };
        let variants = columns.next().unwrap_or_default();
        let alone = columns.next() == Some("*");
        let since = columns.next().and_then(|years| years.split('-').next()?.parse().ok()).unwrap_or(i16::MIN);
        let index = table.people.len();
        let forms: Vec<&str> = std::iter::once(name).chain(variants.split('|')).filter(|f| !f.is_empty()).collect();
        table.people.push(Known { country, id: name_id(name), forms: forms.clone(), since });
        for form in forms {
            table.by_name.entry(name_id(form)).or_default().push(index);
            if alone && let Some(surname) = form.split(' ').next_back() {
                let surname = name_id(surname.trim_start_matches("al-").trim_start_matches("el-"));
                table.by_surname.entry(surname).or_default().push(index);
            }
        }
    }
    let Table { people, by_name, by_surname } = &mut table;
    for of_name in by_name.values_mut().chain(by_surname.values_mut()) {
        of_name.sort_by_key(|index| people[*index].since);
    }
    table
});

/// The one known by a name in news of these years: of two of one name the one known later, if they were known by then.
fn find(name: &str, years: Option<(i16, i16)>) -> Option<&'static Known> {
    let id = name_id(name);
    let of_name = if name.contains(' ') { TABLE.by_name.get(&id) } else { TABLE.by_surname.get(&id) };
    of_name?.iter().rev().map(|index| &TABLE.people[*index]).find(|known| known.is_of(years))
}

/// Years by which what the table knows of somebody may be off.
const LEEWAY: i16 = 3;

impl Known {
    /// Whether news of these years can speak of them: not before they were known. The dead are spoken of for long.
    fn is_of(&self, years: Option<(i16, i16)>) -> bool {
        years.is_none_or(|(_, last)| last >= self.since.saturating_sub(LEEWAY))
    }
}

/// The country of a person known by this full name, or by this surname where it is nobody else's, in news of a year.
pub fn country(name: &str, year: Option<i16>) -> Option<&'static str> {
    find(name, year.map(|year| (year, year))).map(|known| known.country)
}

/// The identifier of the usual form of the name of somebody known by this full name: `volodymyr-zelensky` for Vladimir
/// Zelenskiy.
pub fn id(name: &str) -> Option<&'static str> {
    id_in(name, None)
}

/// As [`id`], in news of these years.
pub fn id_in(name: &str, years: Option<(i16, i16)>) -> Option<&'static str> {
    find(name, years).filter(|_| name.contains(' ')).map(|known| known.id.as_str())
}

/// The identifier of the person for whom this surname alone stands in news of a year.
pub fn surname_id(name: &str, year: Option<i16>) -> Option<&'static str> {
    let years = year.map(|year| (year, year));
    find(name, years).filter(|_| !name.contains(' ')).map(|known| known.id.as_str())
}

/// The forms of the names of those whose surname this is, where it stands for one person in news; or of the person known
/// by this full name.
pub fn forms(name: &str) -> &'static [&'static str] {
    find(name, None).map_or(&[], |known| known.forms.as_slice())
}

#[cfg(test)]
mod tests {
    use super::{TABLE, country, id, id_in};
    use crate::annotate::gazetteer::Gazetteer;

    #[test]
    fn knows_those_whom_news_takes_as_known() {
        for (name, code) in [
            ("Sergey Lavrov", Some("RU")),
            ("Lavrov", Some("RU")),
            ("Obama", Some("US")),
            ("Recep Tayyip Erdoğan", Some("TR")),
            ("Bush", None),
            ("Anna Berg", None),
        ] {
            assert_eq!(country(name, None), code, "{name}");
        }
        assert_eq!(id("Vladimir Zelenskiy"), Some("volodymyr-zelensky"));
        assert_eq!(id("Zelensky"), None);
        assert_eq!(id_in("George Bush", Some((1989, 1989))), Some("george-h-w-bush"));
        assert_eq!(id_in("George Bush", Some((2002, 2002))), Some("george-w-bush"));
        assert_eq!(country("Shinzo Abe", Some(1987)), None);
        assert_eq!(country("Stalin", Some(2014)), Some("SUHH"));
    }

    #[test]
    fn every_country_has_a_code() {
        for known in &TABLE.people {
            let union = matches!(known.country, "EU" | "UN" | "NATO");
            assert!(union || Gazetteer::get().country(known.country).is_some(), "{}", known.id);
        }
    }
}
