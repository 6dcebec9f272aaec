//! Why something answers, what else there is, and what to try where there is nothing.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use house::House;

fn archive() -> House {
    let house = House::new();
    let line = |id: &str, date: &str, outlet: &str, text: &str| {
        serde_json::json!({"id": id, "date": date, "outlet": outlet, "title": "On gas", "text": text, "lang": "en"})
            .to_string()
            + "\n"
    };
    let lines = [
        line(
            "a1",
            "2014-03-16",
            "Northgate Wire",
            "Russian Foreign Minister Oleg Sorokin said that the pipeline would open. The hall was full. German Chancellor Greta Lang denied that the treaties were signed.",
        ),
        line(
            "a2",
            "2014-04",
            "Baltic Courier",
            "“The sanctions will stay,” Greta Lang told reporters in Paris. The café was closed.",
        ),
        line(
            "a3",
            "2014-05-02",
            "Baltic Courier",
            "Residents of Warsaw said the treaty was dead. The sanctions hurt, and the cafe was open.",
        ),
    ];
    house.file("all.jsonl", lines.concat());
    house.index(&[]);
    house
}

#[test]
fn every_clause_says_why() {
    let house = archive();
    let table: &[(&[&str], i32, &[&str])] = &[
        (&["a1", "pipeline"], 0, &["a1 matches", "✓ pipeline – “pipeline”"]),
        (&["a2", "pipeline"], 1, &["a2 does not match", "✗ pipeline"]),
        (&["a2", "sanktions"], 1, &["✗ sanktions – it has “sanctions”"]),
        (&["a2", "date:2014-04-10"], 1, &["✗ date:2014-04-10 – published 2014-04"]),
        (&["a1", "country:FR"], 1, &["✗ country:FR – DE, RU"]),
        (
            &["a1", "by:lang about:pipeline"],
            1,
            &[
                "✗ in one and the same quotation – none of its 2 quotations",
                "✓ by:lang – quotation #2",
                "✓ about:pipeline – quotation #1",
            ],
        ),
        (
            &["a1#2", "by:lang manner:denied"],
            0,
            &["✓ by:lang – said by Greta Lang", "✓ manner:denied – “denied” is denied"],
        ),
        (&["a1#1", "country:DE"], 1, &["✗ country:DE – the speaker’s is RU"]),
        (&["a1", "pipeline -treaties"], 1, &["✓ pipeline", "✗ not", "✓ treaties – “treaties”"]),
        (&["a2", "cafe", "--exact"], 1, &["✗ =cafe"]),
        (&["a2", "cafe"], 0, &["✓ cafe – “café”"]),
        (
            &["a2", "sanctions", "--not", "outlet=Baltic Courier"],
            1,
            &["✓ sanctions", "✓ outlet:=\"Baltic Courier\" – Baltic Courier"],
        ),
    ];
    for (arguments, status, lines) in table {
        let run = house.run(&[&["why"], *arguments].concat());
        assert_eq!(run.status, *status, "{arguments:?}\n{}{}", run.out, run.err);
        for line in *lines {
            assert!(run.out.contains(line), "{arguments:?}: {line}\n{}", run.out);
        }
    }
    assert_eq!(house.run(&["why", "zz", "crimea"]).status, 2);
}

#[test]
fn values_of_facets_are_chosen_and_the_rest_still_counted() {
    let house = archive();
    assert_eq!(house.ids(&["search", "gas", "--only", "outlet=Baltic Courier", "--sort", "oldest"]), ["a2", "a3"]);
    assert_eq!(house.ids(&["search", "gas", "--not", "outlet=Baltic Courier"]), ["a1"]);
    assert_eq!(house.ids(&["search", "gas", "--only", "outlet=Baltic Courier", "--not", "country=PL"]), ["a2"]);
    assert_eq!(house.ids(&["search", "--only", "month=2014-03"]), ["a1"]);
    let answer = house.json(&["facets", "outlet,country", "gas", "--only", "outlet=Baltic Courier"]);
    assert_eq!(answer[0]["total"], 2);
    // Of the outlet all values, of the country only those of what is chosen.
    assert_eq!(answer[0]["facets"]["outlet"].as_array().unwrap().len(), 2);
    let countries: Vec<&str> =
        answer[0]["facets"]["country"].as_array().unwrap().iter().map(|c| c["value"].as_str().unwrap()).collect();
    assert!(countries.contains(&"PL") && !countries.contains(&"RU"), "{countries:?}");
    let said = house.ids(&["said", "--only", "manner=denied"]);
    assert_eq!(said, ["a1#2"]);
}

#[test]
fn words_as_written_and_more_like_this() {
    let house = archive();
    assert_eq!(house.ids(&["search", "treaty", "--sort", "oldest"]), ["a1", "a3"]);
    assert_eq!(house.ids(&["search", "treaty", "--exact"]), ["a3"]);
    assert_eq!(house.ids(&["search", "cafe", "--exact"]), ["a3"]);
    let like = house.ids(&["search", "--like", "a2"]);
    assert_eq!(like[0], "a3");
    assert!(!like.contains(&"a2".to_owned()));
    assert_eq!(house.ids(&["search", "--like", "a2", "--only", "month=2014-05"]), ["a3"]);
}

#[test]
fn where_nothing_is_found_something_is_suggested() {
    let house = archive();
    for (query, said) in [
        ("sanktions", "nothing in the index has “sanktions”; did you mean “sanctions” (2)?"),
        ("person:sorokn", "did you mean “sorokin” (1)?"),
        ("qqqqqqq", "nothing in the index has “qqqqqqq” or a word like it"),
        ("pipeline warsaw", "1 with warsaw alone"),
    ] {
        let run = house.run(&["search", query]);
        assert_eq!(run.status, 1, "{query}");
        assert!(run.err.contains(said), "{query}: {}", run.err);
    }
}
