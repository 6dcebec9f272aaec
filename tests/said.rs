//! `demarche said` end to end: whom `--by` means and why, copies of a statement, silence, before and after.
//! All people are invented, and so is all that anybody says.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use demarche::{annotate::annotate, article::Article, date::Date, index::Writer};
use house::House;
use serde_json::{Value, json};

fn line(id: &str, date: &str, outlet: &str, text: &str) -> String {
    json!({"id": id, "date": date, "title": format!("Story {id}"), "outlet": outlet, "text": text, "lang": "en"})
        .to_string()
        + "\n"
}

fn archive(articles: &[(&str, &str, &str, &str)]) -> House {
    let house = House::new();
    let lines: String = articles.iter().map(|(id, date, outlet, text)| line(id, date, outlet, text)).collect();
    house.file("all.jsonl", lines);
    house.index(&[]);
    house
}

/// Who spoke when, over two years.
fn offices() -> House {
    archive(&[
        (
            "a1",
            "2013-02-01",
            "Northgate Wire",
            "Russian Foreign Minister Oleg Sorokin said that the canal would be built.",
        ),
        ("a2", "2013-03-10", "Baltic Courier", "Oleg Sorokin said that the ferry was late."),
        ("a3", "2014-01-20", "Northgate Wire", "Russian Foreign Minister Pavel Gromov said that the talks had begun."),
        ("a4", "2014-02-02", "Baltic Courier", "Oleg Sorokin said that he was writing a book."),
        ("a5", "2014-02-10", "Baltic Courier", "Pavel Gromov said that the talks would go on."),
        (
            "a6",
            "2014-02-11",
            "Northgate Wire",
            "Russian Deputy Foreign Minister Ivan Lebed said that nothing was settled.",
        ),
        (
            "a7",
            "2014-02-12",
            "Northgate Wire",
            "The Kremlin said that the harbour was open. Interfax reported that the harbour was full.",
        ),
        (
            "a8",
            "2014-02-13",
            "Northgate Wire",
            "Moscow said that the border was quiet. Kremlin spokeswoman Vera Zimina said that the market was calm.",
        ),
        (
            "a9",
            "2014-02-14",
            "Northgate Wire",
            "The Russian Foreign Ministry said that visas were free. Gazprom spokesman Ivan Lisov said that the snow was wet.",
        ),
        (
            "b1",
            "2014-02-15",
            "Northgate Wire",
            "Russia said that the train was on time. Polish President Jan Nowik said that the train was late.",
        ),
    ])
}

fn ids(house: &House, options: &[&str]) -> Vec<String> {
    // The sentences are too short to be sure of: all of them are asked for.
    let mut arguments = vec!["said", "--all"];
    arguments.extend(options);
    let mut ids = house.ids(&arguments);
    ids.sort();
    ids
}

#[test]
fn speakers_by_name_office_institution_and_government() {
    let house = offices();
    let table: &[(&[&str], &[&str])] = &[
        (&["--by", "sorokin"], &["a1#1", "a2#1", "a4#1"]),
        (&["--by", "Oleg Sorokin"], &["a1#1", "a2#1", "a4#1"]),
        // By date: Sorokin until Gromov is called so, and no deputy.
        (&["--by", "Russian foreign minister"], &["a1#1", "a2#1", "a3#1", "a5#1"]),
        (&["--by", "Russia's minister of foreign affairs"], &["a1#1", "a2#1", "a3#1", "a5#1"]),
        // Without a country there may be many: only those called so.
        (&["--by", "foreign minister"], &["a1#1", "a3#1"]),
        (&["--by", "=\"foreign minister\""], &["a1#1", "a3#1", "a6#1"]),
        (&["--by", "Russian deputy foreign minister"], &["a6#1"]),
        (&["--by", "polish president"], &["b1#2"]),
        (&["--by", "the Kremlin"], &["a7#1", "a8#2"]),
        (&["--by", "Russian foreign ministry"], &["a9#1"]),
        (&["--by", "Moscow"], &["a1#1", "a3#1", "a6#1", "a7#1", "a8#1", "a8#2", "a9#1", "b1#1"]),
        (&["--by", "=Moscow"], &["a8#1"]),
        (&["--by", "Warsaw"], &["b1#2"]),
        (&["--by", "Moscow", "--class", "institution"], &["a7#1", "a9#1"]),
        (&["--by", "Moscow", "--about", "market"], &["a8#2"]),
        (&["-by:Moscow", "--country", "RU"], &["a7#2", "a9#2"]),
    ];
    let mut faults = Vec::new();
    for (options, expected) in table {
        let found = ids(&house, options);
        if found != *expected {
            faults.push(format!("{options:?}: {found:?}, not {expected:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_wider_reading_is_labelled() {
    let house = offices();
    let labels = |by: &str| -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let mut labels: Vec<_> = house
            .json(&["said", "--by", by])
            .iter()
            .map(|hit| (text(&hit["id"]), text(&hit["matched"][0]["how"]), text(&hit["matched"][0]["label"])))
            .collect();
        labels.sort();
        labels
    };
    let row = |id: &str, how: &str, label: &str| (id.to_owned(), how.to_owned(), label.to_owned());
    let moscow = labels("Moscow");
    for expected in [
        row("a7#1", "government", "Kremlin, for Moscow"),
        row("a8#1", "name", "-"),
        row("a8#2", "government", "Kremlin spokeswoman, for Moscow"),
        row("b1#1", "government", "Russia, for Moscow"),
    ] {
        assert!(moscow.contains(&expected), "{expected:?} in {moscow:?}");
    }
    let minister = labels("Russian foreign minister");
    assert_eq!(minister[0], row("a1#1", "role", "Russian Foreign Minister"));
    assert_eq!(minister[1], row("a2#1", "office", "Russian foreign minister in 2013-02"));
    let shown = house.run(&["said", "--by", "Moscow", "--about", "harbour"]).out;
    assert!(shown.contains("Kremlin (Russia) said  [paraphrase]  ← Kremlin, for Moscow\n"), "{shown}");
    let explained = house.run(&["said", "--by", "Russian foreign minister", "--explain"]).err;
    assert!(explained.contains("Oleg Sorokin (2013-02), Pavel Gromov (2014-01)"), "{explained}");
}

#[test]
fn a_statement_in_several_outlets_is_shown_once() {
    let house = archive(&[
        (
            "c1",
            "2014-05-03",
            "Baltic Courier",
            "“The old bridge will stay closed until spring,” Greta Lang told reporters.",
        ),
        ("c2", "2014-05-02", "Northgate Wire", "“The old bridge will stay closed until late spring,” Greta Lang said."),
        ("c3", "2014-05-04", "Harbour Press", "“The bridge will stay shut until spring,” Greta Lang said on Sunday."),
        (
            "c4",
            "2014-05-04",
            "Lakeside Tribune",
            "“The old bridge will not stay closed until spring,” Greta Lang said.",
        ),
        ("c5", "2014-05-04", "Gulf Ledger", "“The old bridge will stay closed until spring,” Ann O'Neill said."),
        ("c6", "2015-05-04", "Gulf Ledger", "“The old bridge will stay closed until spring,” Greta Lang said."),
    ]);
    for options in
        [&["said", "--about", "bridge"][..], &["said", "bridge", "-n", "4"], &["said", "outlet:*", "--sort", "oldest"]]
    {
        let hits = house.json(options);
        let all: Vec<&str> = hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
        assert_eq!(hits.len(), 4, "{all:?}");
        let hit = hits.iter().find(|hit| hit["id"] == "c2#1").unwrap();
        let copies: Vec<(&str, &Value)> =
            hit["copies"].as_array().unwrap().iter().map(|c| (c["id"].as_str().unwrap(), &c["changes"])).collect();
        assert_eq!(
            copies,
            [
                ("c1#1", &json!([{"removed": "late", "added": ""}])),
                (
                    "c3#1",
                    &json!([
                        {"removed": "old", "added": ""},
                        {"removed": "closed", "added": "shut"},
                        {"removed": "late", "added": ""},
                    ])
                ),
            ]
        );
        assert_eq!(hit["copies"][0]["article"]["outlet"], "Baltic Courier");
    }
    // The earliest report is shown even where a later one ranks higher.
    assert!(house.json(&["said", "bridge", "-n", "1"])[0]["id"] != "c1#1");
    assert_eq!(house.json(&["said", "bridge", "--copies"]).len(), 6);
    // What the question excludes is no copy either.
    let hits = house.json(&["said", "bridge", "--since", "2014-05-03", "--by", "lang"]);
    let hit = hits.iter().find(|hit| hit["id"] == "c1#1").unwrap();
    assert_eq!(hit["copies"].as_array().unwrap().len(), 1);
    let shown = house.run(&["said", "bridge", "--by", "lang", "--until", "2014", "--sort", "oldest"]).out;
    assert!(shown.contains("    also 2014-05-03 · Baltic Courier [c1#1]  − “late”\n"), "{shown}");
    assert!(
        shown.contains("    also 2014-05-04 · Harbour Press [c3#1]  − “old”  “closed” → “shut”  − “late”\n"),
        "{shown}"
    );
    assert!(shown.ends_with("\n2 statements in 4 quotations\n"), "{shown}");
}

#[test]
fn before_and_after_a_day() {
    let house = archive(&[
        ("d1", "2014-03-01", "Northgate Wire", "Greta Lang said that the vote was far away."),
        ("d2", "2014-03-17", "Northgate Wire", "Greta Lang said that the vote was a farce."),
        ("d3", "2014-03-18", "Northgate Wire", "Greta Lang said that the vote was over."),
        ("d4", "2014-04-02", "Northgate Wire", "Greta Lang said that the vote had changed nothing."),
        ("d5", "2014-03", "Northgate Wire", "Greta Lang said that the vote cost money."),
    ]);
    let groups = |options: &[&str]| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        house.json(options).iter().map(|hit| (text(&hit["id"]), text(&hit["group"]))).collect()
    };
    let row = |id: &str, group: &str| (id.to_owned(), group.to_owned());
    assert_eq!(
        groups(&["said", "--by", "lang", "--diff", "2014-03-18"]),
        [
            row("d1#1", "before 2014-03-18"),
            row("d2#1", "before 2014-03-18"),
            row("d3#1", "2014-03-18 and later"),
            row("d4#1", "2014-03-18 and later"),
            row("d5#1", "not known to be before or after 2014-03-18"),
        ]
    );
    assert_eq!(
        groups(&["said", "--by", "lang", "--diff", "2014-03-18", "-n", "1"])[..2],
        [row("d2#1", "before 2014-03-18"), row("d3#1", "2014-03-18 and later")]
    );
    let shown = house.run(&["said", "--by", "lang", "--diff", "2014-03-18", "-n", "1"]).out;
    assert!(shown.contains("── before 2014-03-18 (1 of 2)\n"), "{shown}");
    assert!(shown.ends_with("3 of 5 quotations; 2 more with --limit 0\n"), "{shown}");
    let run = house.run(&["said", "--diff", "soon"]);
    assert!(run.status == 2 && run.err.contains("2014-03-18"), "{}", run.err);
}

#[test]
fn groups_bring_spellings_together() {
    let house = archive(&[
        ("e1", "2014-03-01", "Northgate Wire", "Sergei Petrenko said that the road was open."),
        ("e2", "2014-03-02", "Baltic Courier", "Sergey Petrenko said that the school was closed."),
        ("e3", "2014-03-03", "Baltic Courier", "Greta Lang said that the winter was mild."),
    ]);
    let shown = house.run(&["said", "--group", "speaker", "-n", "2"]).out;
    assert!(shown.contains("── Sergei Petrenko (2)\n") && !shown.contains("── Sergey"), "{shown}");
}

#[test]
fn values_that_do_not_exist_are_errors_that_name_those_that_do() {
    let house = offices();
    for (options, names) in [
        (["--class", "animal"], &["person", "office", "institution", "government", "anonymous", "document"][..]),
        (["--kind", "loud"], &["direct", "indirect", "mixed"]),
        (["--manner", "yodelled"], &["said", "reported", "declined"]),
    ] {
        let run = house.run(&["said", options[0], options[1]]);
        assert_eq!(run.status, 2, "{options:?}");
        assert!(run.err.starts_with("error: ") && run.out.is_empty(), "{}", run.err);
        for name in names {
            assert!(run.err.contains(name), "{name}: {}", run.err);
        }
    }
    for known in ["said", "denied", "insisted", "declined", "den*"] {
        assert!(house.run(&["said", "--manner", known]).status < 2, "{known}");
    }
}

#[test]
fn who_declined_to_comment_and_on_what() {
    // As annotation is to give it: manner "declined", the topic as content, or none.
    let house = House::new();
    let texts = [
        ("f1", "Polish President Jan Nowik declined to comment on the gas talks.", Some("the gas talks")),
        ("f2", "Greta Lang could not be reached for comment.", None),
        ("f3", "Greta Lang said that the gas was cheap.", None),
    ];
    let mut writer = Writer::open(&house.path("index"), 64).unwrap();
    for (id, text, topic) in texts {
        let article = Article {
            id: id.to_owned(),
            text: text.to_owned(),
            title: Some(format!("Story {id}")),
            published: Date::day(2014, 5, 1),
            ..Article::default()
        };
        let mut annotations = annotate(&article);
        if id != "f3" {
            // A quotation to begin with, made silent.
            let said = Article { text: "Greta Lang said that it rained.".to_owned(), ..article.clone() };
            let mut quotation = annotate(&said).quotations.remove(0);
            if id == "f1" {
                quotation.speaker = Some("Jan Nowik".to_owned());
                quotation.role = Some("Polish President".to_owned());
                quotation.speaker_country = Some("PL".to_owned());
            }
            "declined".clone_into(&mut quotation.manner);
            quotation.factuality = demarche::annotate::annotations::Factuality::Declined;
            quotation.confidence = 0.9;
            let span = |part: &str| text.find(part).map(|at| demarche::span::Span::new(at, at + part.len()));
            quotation.content = topic.and_then(span).into_iter().collect();
            quotation.cue = span("declined").or(span("could not be reached")).into_iter().collect();
            annotations.quotations = vec![quotation];
        }
        writer.add(&article, &annotations, false).unwrap();
    }
    writer.finish(None).unwrap();
    let table: &[(&[&str], &[&str])] = &[
        (&["--silent"], &["f1#1", "f2#1"]),
        (&["--silent", "--about", "gas"], &["f1#1"]),
        (&["--silent", "--by", "lang"], &["f2#1"]),
        (&["--silent", "--by", "Warsaw"], &["f1#1"]),
        (&["--about", "gas"], &["f1#1", "f3#1"]),
    ];
    for (options, expected) in table {
        assert_eq!(ids(&house, options), *expected, "{options:?}");
    }
    let shown = house.run(&["said", "--silent", "--sort", "oldest"]).out;
    for part in [
        "Jan Nowik, Polish President (Poland) declined  [no words]\n    on: the gas talks\n",
        "    | Polish President Jan Nowik declined to comment on the gas talks.\n",
        "Greta Lang declined  [no words]\n    published 2014-05-01",
        "    | Greta Lang could not be reached for comment.\n",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    let shown = house.json(&["said", "--silent", "--by", "lang"]);
    assert_eq!((&shown[0]["words"], &shown[0]["manner"]), (&json!(""), &json!("declined")));
}
