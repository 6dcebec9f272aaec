//! Names that merge and names that must not, places that are several, states that are no more, dates as news writes them:
//! tables of what is hard, all of which must hold. They guard; they do not measure.

#![allow(clippy::unwrap_used, missing_docs)]

use demarche::{
    annotate::{Annotations, annotate},
    article::Article,
    date::Date,
    identity::People,
    index::{Aliases, appearance::of_person},
};

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

fn read(text: &str) -> Annotations {
    annotate(&Article { text: text.to_owned(), published: Date::day(2014, 3, 26), ..Article::default() })
}

/// All rows of a table whose answer is not the one expected must be none.
fn all_right(name: &str, least: usize, table: &str, answer: impl Fn(&[&str]) -> (String, String)) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows(table) {
        count += 1;
        let (expected, found) = answer(&row);
        if expected != found {
            wrong.push(format!("{row:?}\n    expected {expected}, found {found}"));
        }
    }
    assert!(count >= least, "{name}: {count} cases");
    assert!(wrong.is_empty(), "{name}: {} of {count} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn names_merge_or_stay_apart() {
    all_right("merging", 90, include_str!("hard_cases/merging.tsv"), |row| {
        let (expected, a, b) = (row[0], row[1], row[2]);
        let given = [a, b].map(|name| (of_person(name, None, None, Date::day(2014, 3, 26)), 1));
        let people = People::of_appearances(given, &Aliases::default());
        let found = if people.len() == 1 { "yes" } else { "no" };
        (expected.to_owned(), found.to_owned())
    });
}

#[test]
fn places_are_of_their_countries() {
    all_right("places", 90, include_str!("hard_cases/places.tsv"), |row| {
        let more = row.get(2).map(|more| more.trim_start_matches('+'));
        let mut expected: Vec<&str> = row[0].split(',').chain(more).collect();
        expected.sort_unstable();
        let text = row[1].split_once("] ").unwrap().1;
        let mut found: Vec<String> = read(text).countries.into_iter().map(|country| country.code).collect();
        found.sort_unstable();
        (expected.join(","), if found.is_empty() { "-".to_owned() } else { found.join(",") })
    });
}

#[test]
fn dates_are_the_calendars() {
    all_right("dates", 60, include_str!("hard_cases/dates.tsv"), |row| {
        let found: Vec<String> = read(row[1]).dates.iter().filter_map(|date| date.value).map(Date::timex).collect();
        (row[0].to_owned(), if found.is_empty() { "-".to_owned() } else { found.join(",") })
    });
}

#[test]
fn people_are_whom_the_article_names() {
    all_right("people", 25, include_str!("hard_cases/people.tsv"), |row| {
        let expected = row.get(2).unwrap_or(&row[0]);
        let found: Vec<String> = read(row[1]).people.into_iter().map(|person| person.name).collect();
        ((*expected).to_owned(), if found.is_empty() { "-".to_owned() } else { found.join("; ") })
    });
}

#[test]
fn people_of_an_archive_are_told_by_office_country_and_era() {
    all_right("identity", 40, include_str!("hard_cases/identity.tsv"), |row| {
        let given = row[0].split(" + ").map(|one| {
            let (term, count) = one.rsplit_once('*').unwrap();
            (term.replace('|', "\t"), count.parse().unwrap())
        });
        let people = People::of_appearances(given, &Aliases::default());
        let mut found: Vec<String> = people
            .called(row[1])
            .into_iter()
            .map(|number| people.identity(number))
            .map(|one| if one.is_person() { format!("{}={}", one.name(), one.count()) } else { one.name().to_owned() })
            .collect();
        found.sort();
        (row[2].to_owned(), if found.is_empty() { "-".to_owned() } else { found.join("; ") })
    });
}
