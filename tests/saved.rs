//! Saved questions and their news; namesakes; one article with its matches.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use house::House;

fn article(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "date": "2014-03-16", "title": if id == "a9" { "On gas" } else { "Notes" }, "text": text, "lang": "en"}).to_string()
        + "\n"
}

#[test]
fn news_are_what_came_since_and_come_once() {
    let house = House::new();
    house.file("a.jsonl", article("a1", "The gas talks failed, Foreign Minister Oleg Sorokin said."));
    house.index(&[]);
    for arguments in [
        &["save", "gas", "gas", "OR", "pipeline"][..],
        &["save", "oleg", "said", "--by", "sorokin"],
        &["save", "not-gas", "-gas"],
    ] {
        let run = house.run(arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.err);
    }
    let run = house.run(&["save", "--list"]);
    assert_eq!(run.out, "gas: gas OR pipeline\nnot-gas: -gas\noleg: said --by sorokin\n");
    assert_eq!(house.run(&["news", "gas"]).status, 1, "all was there when it was saved");
    assert_eq!(house.ids(&["run", "gas"]), ["a1"]);
    assert_eq!(house.ids(&["run", "oleg"]), ["a1#1"]);

    let more = article("a2", "The gas will flow. “It will,” Oleg Sorokin told reporters.");
    house.file("b.jsonl", more + &article("a3", "Oil is dear."));
    house.index(&[]);
    assert_eq!(house.ids(&["news", "gas", "--keep"]), ["a2"]);
    assert_eq!(house.ids(&["news", "gas"]), ["a2"]);
    assert_eq!(house.run(&["news", "gas"]).status, 1);
    assert_eq!(house.ids(&["news", "oleg"]), ["a2#1"]);
    assert_eq!(house.ids(&["news", "not-gas"]), ["a3"]);

    // Made anew, the index keeps them.
    house.index(&["--rebuild"]);
    assert_eq!(house.run(&["news", "gas"]).status, 1);
    assert_eq!(house.ids(&["run", "gas"]).len(), 2);
    assert_eq!(house.run(&["save", "--delete", "gas"]).status, 0);

    for (arguments, message) in [
        (&["run", "gas"][..], "no question is saved as “gas”\nhelp: there are not-gas, oleg"),
        (&["save", "../x", "gas"], "“../x” is no name for a saved question\nhelp: use letters"),
        (&["save", "bad", "contry:RU"], "there is no field “contry”"),
        (&["save", "bad", "gas", "--nosuch"], "unexpected argument '--nosuch'"),
    ] {
        let run = house.run(arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.err.contains(message), "{arguments:?}: {}", run.err);
    }
    assert!(!house.path("index/saved/bad.json").exists());
}

#[test]
fn namesakes_are_told() {
    let house = House::new();
    let lines = article("a1", "Anna Berg said that the gas would flow. Anna Berg was sure.")
        + &article("a2", "Anton Berg denied that the gas would flow.")
        + &article("a3", "Anton Berg said that it was late. Oleg Sorokin said nothing would come.");
    house.file("a.jsonl", lines);
    house.index(&[]);
    let note = "note: by:berg is 2 people here: Anton Berg (2), Anna Berg (1); by:\"anton berg\" asks for one of them";
    let run = house.run(&["said", "--by", "berg"]);
    assert!(run.err.contains(note), "{}", run.err);
    let run = house.run(&["search", "person:berg gas"]);
    assert!(run.err.contains("note: person:berg is 2 people here"), "{}", run.err);
    for query in ["by:\"anna berg\"", "by:sorokin", "-person:berg", "by:minister"] {
        let run = house.run(&["search", query]);
        assert!(!run.err.contains("note:"), "{query}: {}", run.err);
    }
}

#[test]
fn an_article_is_shown_with_what_a_query_finds() {
    let house = House::new();
    house.file("a.jsonl", article("a9", "The gas talks failed. Gas is dear in Paris, Oleg Sorokin said on March 3."));
    house.index(&[]);
    let run = house.run(&["show", "a9", "gas", "NEAR/2", "talks"]);
    assert!(run.out.contains("\nmatches\n  gas 1 · talks 1 · Gas 1\n"), "{}", run.out);
    let run = house.run(&["show", "a9", "title:gas oil"]);
    assert!(run.out.contains("\nmatches\n  gas 1\n"), "{}", run.out);
    let run = house.run(&["show", "a9", "oil"]);
    assert!(run.out.contains("\nmatches\n  none in the words of this article\n"), "{}", run.out);
}
