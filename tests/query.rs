//! Questions end to end, over a small archive whose answers are plain to see.

#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs)]

mod house;

use house::House;

fn archive() -> House {
    let house = House::new();
    let line = |id: &str, date: &str, title: &str, outlet: &str, text: &str| {
        serde_json::json!({"id": id, "date": date, "title": title, "outlet": outlet, "text": text, "lang": "en"})
            .to_string()
            + "\n"
    };
    let lines = [
        line("a1", "2014-03-16", "Referendum held", "Northgate Wire", "Russian Foreign Minister Oleg Sorokin said that Crimea had chosen. German Chancellor Greta Lang denied that the vote was legal."),
        line("a2", "2014-03-30", "Talks in Paris", "Baltic Courier", "“The sanctions will stay,” Greta Lang told Oleg Sorokin in Paris on Friday. The treaties of the 1990s were not discussed."),
        line("a3", "2014-04", "A month later", "Northgate Wire", "Oleg Sorokin said the treaty was dead. Officials in Kyiv declined. Crimea was quiet, residents said."),
        line("a4", "2015", "A year later", "Baltic Courier", "Ambassador Ann O'Neill urged Turkey to open talks. A café in Zürich was the venue."),
        serde_json::json!({"id": "a5", "title": "Undated", "text": "The White House said that the missile crisis was over."}).to_string() + "\n",
    ];
    house.file("all.jsonl", lines.concat());
    house.index(&[]);
    house
}

#[test]
fn articles_by_every_operator_and_field() {
    let house = archive();
    let table: &[(&str, &[&str])] = &[
        ("crimea", &["a1", "a3"]),
        ("Crimea referendum", &["a1"]),
        ("crimea AND quiet", &["a3"]),
        ("sanctions OR missile", &["a2", "a5"]),
        ("crimea -referendum", &["a3"]),
        ("crimea NOT quiet", &["a1"]),
        ("(sanctions OR crimea) -quiet", &["a1", "a2"]),
        ("\"missile crisis\"", &["a5"]),
        ("\"crisis missile\"", &[]),
        ("\"missile was\"~1", &["a5"]),
        ("missile NEAR/2 crisis", &["a5"]),
        ("crisis NEAR missile", &["a5"]),
        ("crisis ADJ/5 missile", &[]),
        ("missile ADJ crisis", &["a5"]),
        ("crisis w/2 missile", &["a5"]),
        ("missile pre/1 (talks OR cris*)", &["a5"]),
        ("treaty", &["a2", "a3"]),
        ("=treaty", &["a3"]),
        ("=treaties", &["a2"]),
        ("treat*", &["a2", "a3"]),
        ("tre?ty", &["a3"]),
        ("*aties", &["a2"]),
        ("sanctons~1", &["a2"]),
        ("krimea~1", &["a1", "a3"]),
        ("O'Neill", &["a4"]),
        ("cafe zurich", &["a4"]),
        ("=cafe", &[]),
        ("=café", &["a4"]),
        ("title:talks", &["a2"]),
        ("person:sorokin", &["a1", "a2", "a3"]),
        ("person:\"greta lang\"", &["a1", "a2"]),
        ("person:(lang OR o'neill)", &["a1", "a2", "a4"]),
        ("country:RU", &["a1"]),
        ("country:Germany", &["a1"]),
        ("country:ukraine", &["a1", "a3"]),
        ("-country:UA", &["a2", "a4", "a5"]),
        ("country:none", &["a5"]),
        ("place:paris", &["a2"]),
        ("org:\"white house\"", &["a5"]),
        ("outlet:baltic", &["a2", "a4"]),
        ("outlet:*", &["a1", "a2", "a3", "a4"]),
        ("lang:en", &["a1", "a2", "a3", "a4"]),
        ("date:2014-03-30", &["a2"]),
        ("date:2014-03", &["a1", "a2"]),
        ("date:2014", &["a1", "a2", "a3"]),
        ("date:2014-04", &["a3"]),
        ("date:2014-04-10", &[]),
        ("date:2014-03..2014-04", &["a1", "a2", "a3"]),
        ("date:2014-03-20..", &["a2", "a3", "a4"]),
        ("date:..2014-03", &["a1", "a2"]),
        ("date:<2015", &["a1", "a2", "a3"]),
        ("date:none", &["a5"]),
        ("mentions:2014-03-28", &["a2"]),
        ("by:lang", &["a1", "a2"]),
        ("by:\"foreign minister\"", &["a1"]),
        ("by:lang about:sanctions", &["a2"]),
        ("by:sorokin about:legal", &[]),
        ("by:lang -about:sanctions", &["a1"]),
        ("-by:lang", &["a3", "a4", "a5"]),
        ("to:sorokin", &["a2"]),
        ("manner:denied", &["a1"]),
        ("manner:urged", &["a4"]),
        ("kind:direct", &["a2"]),
        ("class:institution", &["a5"]),
        ("source:all.jsonl crimea", &["a1", "a3"]),
        ("id:a4", &["a4"]),
        ("*", &["a1", "a2", "a3", "a4", "a5"]),
    ];
    let mut faults = Vec::new();
    for (query, expected) in table {
        let mut ids = house.ids(&["search", query]);
        ids.sort();
        if ids != *expected {
            faults.push(format!("{query}: {ids:?}, not {expected:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn quotations_by_speaker_topic_and_setting() {
    let house = archive();
    let table: &[(&[&str], &[&str])] = &[
        (&["--by", "sorokin"], &["a1#1", "a3#1"]),
        (&["--by", "lang", "--to", "sorokin"], &["a2#1"]),
        (&["--about", "crimea"], &["a1#1", "a1#2", "a3#2"]),
        (&["--country", "DE"], &["a1#2"]),
        (&["--manner", "denied"], &["a1#2"]),
        (&["--kind", "direct"], &["a2#1"]),
        (&["--class", "anonymous"], &["a3#2"]),
        (&["--since", "2014-04", "--until", "2014-12"], &["a3#1", "a3#2"]),
        (&["sanctions"], &["a2#1"]),
        (&["outlet:northgate", "--by", "sorokin"], &["a1#1", "a3#1"]),
    ];
    let mut faults = Vec::new();
    for (options, expected) in table {
        let mut arguments = vec!["said"];
        arguments.extend(*options);
        let mut ids = house.ids(&arguments);
        ids.sort();
        if ids != *expected {
            faults.push(format!("{options:?}: {ids:?}, not {expected:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn words_in_the_quotation_come_before_words_around_it() {
    let house = archive();
    assert_eq!(house.ids(&["said", "--about", "crimea"])[0], "a1#1");
}

#[test]
fn facets_count_articles_and_quotations() {
    let house = archive();
    let counts = &house.json(&["facets", "country,speaker"])[0]["facets"];
    assert!(
        counts["country"].as_array().unwrap().contains(&serde_json::json!({"value": "UA", "count": 2})),
        "{counts}"
    );
    assert!(
        counts["speaker"].as_array().unwrap().contains(&serde_json::json!({"value": "Oleg Sorokin", "count": 2})),
        "{counts}"
    );
    let last = house.json(&["search", "crimea", "--facet", "person,country"]).pop().unwrap();
    assert_eq!(last["total"], 2);
    assert_eq!(last["facets"]["person"][0], serde_json::json!({"value": "Oleg Sorokin", "count": 2}));
}

#[test]
fn exit_statuses_tell_found_nothing_and_error() {
    let house = archive();
    for (arguments, status) in [
        (&["search", "crimea"][..], 0),
        (&["search", "zebra"], 1),
        (&["search", "foo:bar"], 2),
        (&["said", "--by", "nobody"], 1),
        (&["search", "crimea", "--index", "nowhere"], 2),
        (&["show", "a1"], 0),
        (&["show", "a9"], 2),
        (&["search", "country:Atlantis"], 2),
        (&["search", "crimea NEAR/0 vote"], 2),
        (&["facets", "colour"], 2),
    ] {
        let run = house.run(arguments);
        assert_eq!(run.status, status, "{arguments:?}: {}{}", run.out, run.err);
        if status == 2 {
            assert!(run.out.is_empty() && run.err.starts_with("error: "), "{arguments:?}: {}", run.err);
        }
    }
}

#[test]
fn errors_show_the_place_and_a_remedy() {
    let house = archive();
    let run = house.run(&["search", "pesron:sorokin"]);
    assert!(run.err.contains("^^^^^^") && run.err.contains("person:"), "{}", run.err);
    let run = house.run(&["said", "--since", "soon"]);
    assert!(run.err.contains("accepted"), "{}", run.err);
    let run = house.run(&["search", "(crimea"]);
    assert!(run.err.contains('^'), "{}", run.err);
}

#[test]
fn what_is_printed_says_what_is_direct_and_what_is_not() {
    let house = archive();
    let said = house.run(&["said", "--about", "crimea OR sanctions", "--sort", "oldest"]).out;
    insta::assert_snapshot!(said);
    insta::assert_snapshot!(house.run(&["search", "crimea", "--facet", "country"]).out);
    let shown = house.run(&["show", "a1"]).out;
    let shown: Vec<&str> = shown.lines().filter(|line| !line.contains("all.jsonl")).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn every_subcommand_helps_with_an_example() {
    let house = House::new();
    for command in ["index", "said", "search", "show", "facets", "stats", "annotate", "completions", "man"] {
        let run = house.run(&[command, "--help"]);
        assert_eq!(run.status, 0);
        assert!(
            run.out.contains(&format!("  demarche {command}")) || run.out.contains(&format!("| demarche {command}")),
            "{}",
            run.out
        );
    }
    assert!(house.run(&["completions", "bash"]).out.contains("demarche"));
    assert!(house.run(&["man"]).out.starts_with(".ie"), "roff");
}

#[test]
fn what_an_article_begins_with_counts_more() {
    let house = House::new();
    let filler = "The harbour was quiet and the market was open. ".repeat(30);
    house.file("late.txt", format!("Title: Late\n\n{filler}Ministers signed the canal treaty."));
    house.file("early.txt", format!("Title: Early\n\nMinisters signed the canal treaty. {filler}"));
    house.index(&[]);
    let titles = |arguments: &[&str]| -> Vec<String> {
        house.json(arguments).iter().map(|hit| hit["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(&["search", "canal treaty", "--copies"]), ["Early", "Late"]);
    assert_eq!(titles(&["search", "canal treaty", "--copies", "-n", "1", "--offset", "1"]), ["Late"]);
}

#[test]
fn timelines_count_every_article_once() {
    let house = House::new();
    let articles = [("2014-03-01", "Berlin"), ("2014-03-28", "Berlin"), ("2014-06-02", "Paris"), ("2014-05", "Paris")];
    for (n, (date, place)) in articles.iter().enumerate() {
        house.file(
            &format!("{n}.txt"),
            format!("Title: News {n}\nDate: {date}\n\nMinisters met in {place} about the canal.\n"),
        );
    }
    house.file("none.txt", "Title: Undated\n\nNobody met about the canal, and nobody said when.\n");
    house.index(&[]);
    let line = |arguments: &[&str]| house.json(arguments).remove(0);
    let months = line(&["timeline", "canal", "--unit", "month", "--by", "country"]);
    let rows: Vec<String> = months["moments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| format!("{} {} {}", m["label"], m["count"], m["values"]))
        .collect();
    assert_eq!(
        rows,
        [
            r#""2014-03" 2 {"DE":2,"FR":0}"#,
            r#""2014-04" 0 {"DE":0,"FR":0}"#,
            r#""2014-05" 1 {"DE":0,"FR":1}"#,
            r#""2014-06" 1 {"DE":0,"FR":1}"#
        ]
    );
    assert_eq!((&months["total"], &months["undated"], &months["imprecise"]), (&5.into(), &1.into(), &0.into()));
    let days = line(&["timeline", "canal", "--unit", "day"]);
    assert_eq!((&days["imprecise"], days["moments"].as_array().unwrap().len()), (&1.into(), 94));
    let text = house.run(&["timeline", "canal", "--unit", "week"]).out;
    assert!(
        text.contains("2014-W09  1  █") && text.contains("9 with none") && text.contains("1 more without a date"),
        "{text}"
    );
    assert!(house.run(&["timeline", "canal", "--svg"]).out.starts_with("<svg "));
    assert_eq!(house.run(&["timeline", "zebra"]).status, 1);
    for wrong in
        [&["timeline", "--unit", "hour"][..], &["timeline", "--by", "colour"], &["timeline", "--by", "speaker"]]
    {
        let run = house.run(wrong);
        assert!(run.status == 2 && run.err.contains("help: "), "{}", run.err);
    }
}

#[test]
fn exports_are_whole_and_safe() {
    let house = House::new();
    house.file("1.txt", "Title: =HYPERLINK(\"x\")\nDate: 2014-03-02\nOutlet: Baltic & Courier\n\nForeign Minister Anna Berg said that talks about the canal_bill had failed.\n");
    house
        .file("2.txt", "Title: Second\nDate: 2014-03-01\n\nForeign Minister Anna Berg said that the canal was open.\n");
    house.index(&[]);
    let export = |format: &str, more: &[&str]| {
        let run = house.run(&[&["export", "canal* OR talks", "--format", format], more].concat());
        assert_eq!(run.status, 0, "{}", run.err);
        run.out
    };
    let csv = export("csv", &[]);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let titles: Vec<String> = rows.records().map(|row| row.unwrap()[1].to_owned()).collect();
    assert_eq!(titles, ["Second", "'=HYPERLINK(\"x\")"]);
    assert_eq!(export("csv", &["--quotations"]).lines().count(), 3);
    assert_eq!(export("jsonl", &[]).lines().count(), 2);
    assert!(export("bibtex", &[]).contains("howpublished = {Baltic \\& Courier},"));
    assert_eq!(export("ris", &[]).matches("TY  - NEWS").count(), 2);
    let markdown = export("markdown", &["--quotations"]);
    assert!(
        markdown.contains("**Anna Berg**, Foreign Minister (said, indirect): that the canal was open[^1]"),
        "{markdown}"
    );
    assert!(markdown.contains("\n[^2]: "), "{markdown}");
    assert_eq!(house.run(&["export", "zebra"]).status, 1);
    assert_eq!(house.run(&["export", "canal", "--format", "doc"]).status, 2);
}
