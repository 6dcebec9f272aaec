//! One table tells all of a field: what stands in it is found by every road, the newest field among them.

#![allow(clippy::unwrap_used, missing_docs)]

use demarche::query::{ast::Field, explain, facets, parser, plan::Target};
use house::House;

mod house;

/// An archive in which two venues are given.
fn archive() -> House {
    let house = House::new();
    let text = "Foreign Minister Anna Berg said in an interview that the talks had failed.\n\nTrade Minister Otto Lund said at a news conference that the border was open.";
    let line = serde_json::json!({"id": "a1", "title": "Talks", "text": text, "published": "2014-03-02", "outlet": "Northgate Wire"});
    house.file("a.jsonl", line.to_string());
    house.index(&[]);
    house
}

#[test]
fn every_field_has_an_example_that_is_understood_and_explained() {
    let today = jiff::civil::date(2014, 4, 2);
    for field in Field::all() {
        let node = parser::parse(field.example(), today).unwrap_or_else(|e| panic!("{}: {e:?}", field.name()));
        for target in [Target::Articles, Target::Quotations] {
            let told = explain::explain(&node, target);
            assert!(told.lines().next().is_some_and(|line| line.len() > 10), "{}: {told}", field.name());
        }
    }
    assert!(facets::names().count() >= 15);
}

#[test]
fn the_newest_field_is_found_by_every_road() {
    let house = archive();
    let hits = house.json(&["said", "--all"]);
    let venues: Vec<&str> = hits.iter().filter_map(|hit| hit["venue"].as_str()).collect();
    assert_eq!(venues.len(), 2, "{hits:#?}");
    let venue = venues.iter().find(|venue| venue.contains("interview")).unwrap();

    // Asked for, by word and whole; excluded; ticked in a list.
    for question in ["venue:interview".to_owned(), format!("venue:\"{venue}\""), "venue:interv*".to_owned()] {
        assert_eq!(house.ids(&["said", "--all", &question]).len(), 1, "{question}");
    }
    assert_eq!(house.ids(&["said", "--all", "-venue:interview"]).len(), hits.len() - 1);
    assert_eq!(house.ids(&["search", "venue:interview"]), ["a1"]);

    // Counted, and what is counted is found.
    let counted = house.json(&["facets", "venue", "--all"]);
    let values = counted[0]["facets"]["venue"].as_array().unwrap();
    assert_eq!(values.len(), 2, "{counted:?}");
    for value in values {
        let only = format!("venue={}", value["value"].as_str().unwrap());
        let found = house.ids(&["said", "--all", "*", "--only", &only]).len() as u64;
        assert_eq!(Some(found), value["count"].as_u64(), "{only}");
    }

    // Explained, reasoned about, listed where a name is misspelt, told in the manual, exported.
    let explained = house.run(&["said", "--all", "venue:interview", "--explain"]).err;
    assert!(explained.contains("at the venue “interview”"), "{explained}");
    let id = hits.iter().find(|hit| hit["venue"] == **venue).unwrap()["id"].as_str().unwrap().to_owned();
    let why = house.run(&["why", &id, "venue:interview"]).out;
    assert!(why.contains(&format!("✓ venue:interview – {venue}")), "{why}");
    let wrong = house.run(&["said", "venu:interview"]).err;
    assert!(wrong.contains("venue:"), "{wrong}");
    let exported = house.run(&["export", "--all", "--quotations", "--format", "jsonl", "venue:interview"]).out;
    assert!(exported.contains(venue), "{exported}");
}
