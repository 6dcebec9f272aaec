//! Tables of who is whom: appearances, and the people that they come to.

use super::{
    decide::{Seen, decide},
    nobody::Others,
    people::People,
};
use crate::index::aliases::Aliases;

/// The table of these appearances (`name|country|when|role`, or words for other speakers), each in so many articles.
fn people_of(given: &[(&str, u32)], aliases: &Aliases, others: &Others) -> People {
    let mut seen: Vec<Seen> = given
        .iter()
        .map(|(term, articles)| Seen { term: term.replace('|', "\t"), articles: *articles, quotations: 1 })
        .collect();
    seen.sort_by(|a, b| a.term.cmp(&b.term));
    let decided = decide(&seen, others, aliases);
    People::of(&seen, &decided).0
}

fn forms(people: &People) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = people
        .all()
        .filter(super::Identity::is_person)
        .map(|one| one.forms().map(|(form, _)| form.to_owned()).collect())
        .collect();
    for forms in &mut all {
        forms.sort();
    }
    all.sort();
    all
}

fn groups(names: &[&str], aliases: &Aliases) -> Vec<Vec<String>> {
    let given: Vec<String> = names.iter().map(|name| format!("{name}|||")).collect();
    let given: Vec<(&str, u32)> = given.iter().map(|term| (term.as_str(), 1)).collect();
    forms(&people_of(&given, aliases, &Others::default()))
}

#[test]
fn short_forms_that_may_be_several_stay_alone() {
    let found = groups(&["Anna Berg", "A. Berg", "Anton Berg", "Berg"], &Aliases::default());
    assert_eq!(found.len(), 4, "{found:?}");
    let found = groups(&["Anna Berg", "A. Berg"], &Aliases::default());
    assert_eq!(found, [["A. Berg", "Anna Berg"]]);
}

#[test]
fn what_is_shown_is_the_most_frequent_full_form() {
    let given =
        [("S. Lindqvist|||", 9), ("Sergio Lindqvist|||", 2), ("Sergio P. Lindqvist|||", 1), ("SERGIO LINDQVIST|||", 5)];
    let people = people_of(&given, &Aliases::default(), &Others::default());
    let all: Vec<_> = people.all().collect();
    let [one] = all[..] else { panic!("{people:?}") };
    assert_eq!((one.name(), one.id().as_str()), ("Sergio Lindqvist", "sergio-lindqvist"));
    assert_eq!(one.forms().next(), Some(("S. Lindqvist", 9)));
}

#[test]
fn the_user_decides() {
    let mut aliases = Aliases::default();
    aliases.decide_merge("Anna Berg", "Comrade Chair");
    aliases.decide_split("Anton Lind", "Anton P. Lind");
    aliases.decide_forget("Islamic Jihad");
    let directory = tempfile::tempdir().unwrap();
    aliases.write(directory.path()).unwrap();
    let names = ["Anna Berg", "Comrade Chair", "Anton Lind", "Anton P. Lind", "Islamic Jihad"];
    let found = groups(&names, &aliases);
    assert_eq!(found, [vec!["Anna Berg", "Comrade Chair"], vec!["Anton Lind"], vec!["Anton P. Lind"]]);
}

#[test]
fn a_surname_is_whose_office_country_and_year_it_stands_with() {
    let given = [
        ("Anna Berg|NO|2013-05|Foreign Minister", 5),
        ("Otto Berg|DE|2013-05|Finance Minister", 5),
        ("Lena Holm|SE|1987-02|Trade Minister", 9),
        ("Berg|NO|2013-06|minister", 1),
        ("Berg|DE|2013|", 1),
        ("Berg||2013|", 1),
        ("Berg||2013-06|Finance Minister", 1),
        ("Holm|SE|1987|", 1),
        ("Holm||1987|", 3),
        ("Holm||2013|", 2),
    ];
    let people = people_of(&given, &Aliases::default(), &Others::default());
    let count = |name: &str| people.shown_as(name).map_or(0, |n| people.identity(n).count());
    assert_eq!(count("Anna Berg"), 6);
    assert_eq!(count("Otto Berg"), 7);
    assert_eq!(count("Berg (surname alone)"), 1);
    assert_eq!(count("Lena Holm"), 13);
    assert_eq!(count("Holm (surname alone)"), 2);
}

#[test]
fn namesakes_of_two_eras_or_two_countries_are_two() {
    let given = [
        ("George Marsh|US|1950-03|President", 8),
        ("George Marsh|US|1999-03|Senator", 8),
        ("Ivan Petrov|BG|2010-01|Foreign Minister", 5),
        ("Ivan Petrov|RU|2010-01|Trade Minister", 6),
        ("Ivan Petrov||2010|", 1),
    ];
    let people = people_of(&given, &Aliases::default(), &Others::default());
    let mut shown: Vec<(&str, u64)> = people.all().map(|one| (one.name(), one.count())).collect();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [("George Marsh", 8), ("George Marsh (United States)", 8), ("Ivan Petrov", 7), ("Ivan Petrov (Bulgaria)", 5)]
    );
}

#[test]
fn an_office_is_its_holder_of_the_month() {
    let given = [
        ("Anna Berg|NO|2013-05|Norwegian Prime Minister", 5),
        ("Prime Minister of Norway|NO|2013-06", 0),
        ("Norwegian Prime Minister|NO|2001-06", 0),
        ("Norwegian official", 0),
    ];
    let people = people_of(&given, &Aliases::default(), &Others::default());
    let berg = people.shown_as("Anna Berg").unwrap();
    let forms: Vec<&str> = people.identity(berg).forms().map(|(form, _)| form).collect();
    assert_eq!(forms, ["Anna Berg"]);
    assert!(!people.called("Prime Minister of Norway").contains(&berg));
    assert!(people.shown_as("norwegian prime minister").is_some_and(|n| !people.identity(n).is_person()));
    assert!(people.shown_as("The Norwegian official").is_some());
}

#[test]
fn names_are_found_as_people_write_them() {
    let given = [
        ("Alexander Lukashin|BY|2013-05|President", 5),
        ("Karl Otto Poelz||1987|", 5),
        ("Yasuhiro Nakamoto|JP|1987|", 5),
    ];
    let people = people_of(&given, &Aliases::default(), &Others::default());
    for (asked, name) in [
        ("Mr. Lukashin", "Alexander Lukashin"),
        ("President Lukashin", "Alexander Lukashin"),
        ("Lukashin, Alexander", "Alexander Lukashin"),
        ("Alexander Grigoryevich Lukashin", "Alexander Lukashin"),
        ("Lukashin Alexander", "Alexander Lukashin"),
        ("Pölz", "Karl Otto Poelz"),
        ("Nakamoto Yasuhiro", "Yasuhiro Nakamoto"),
    ] {
        let found: Vec<&str> = people.called(asked).into_iter().map(|n| people.identity(n).name()).collect();
        assert_eq!(found, [name], "{asked}");
    }
    assert!(people.called("Nobody Atall").is_empty());
}
