//! What a wrong question is told: every message, each with its remedy. Those of the query language itself stand in
//! `src/query/fault/tests.rs`.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use std::fmt::Write as _;

use house::House;

#[test]
fn every_message_names_a_remedy() {
    let house = House::new();
    let line = serde_json::json!({
        "id": "a1", "date": "2014-03-16", "title": "On gas", "lang": "en",
        "text": "Anna Berg said that gas would flow. Anton Berg denied it.",
    });
    house.file("a.jsonl", line.to_string() + "\n");
    house.index(&[]);
    let table: &[&[&str]] = &[
        // The query language, once for each command that takes it.
        &["search", "contry:RU"],
        &["said", "--about", "(gas"],
        &["facets", "country", "\"gas"],
        &["timeline", "gas AND"],
        &["export", "date:soon"],
        &["why", "a1", "gas~9"],
        &["show", "a1", "kind:spoken"],
        // What only the index can tell.
        &["search", "country:Atlantis"],
        &["said", "--country", "Atlantis"],
        &["search", "manner:whisked"],
        &["said", "--manner", "whisked"],
        &["search", "gas \"—\""],
        &["search", "person:\"!!\""],
        &["search", "NEAR"],
        // Options.
        &["search", "gas", "--facet", "colour"],
        &["search", "gas", "--facet", "speaker"],
        &["facets", "colour"],
        &["timeline", "--by", "colour"],
        &["timeline", "--by", "speaker"],
        &["timeline", "--quotations", "--by", "person"],
        &["timeline", "--unit", "decade"],
        &["search", "gas", "--only", "country"],
        &["search", "gas", "--only", "colour=red"],
        &["search", "gas", "--only", "country=Atlantis"],
        &["search", "gas", "--not", "year=soon"],
        &["said", "--since", "2014-05", "--until", "2014-03"],
        &["said", "--since", "soon"],
        &["said", "--diff", "soon"],
        &["export", "--format", "docx"],
        &["search", "gas", "--sort", "best"],
        // Names and identifiers.
        &["search", "--like", "nosuch"],
        &["show", "nosuch"],
        &["show", "a1#99"],
        &["why", "nosuch", "gas"],
        &["who", "!!"],
        &["who", "Berg", "--rename", "Anna"],
        &["who", "Nobody", "--forget"],
        &["run", "nosuch"],
        &["save", "a/b", "gas"],
        &["search", "gas", "--index", "elsewhere"],
    ];
    let (mut told, mut wrong) = (String::new(), String::new());
    for arguments in table {
        let run = house.run(arguments);
        writeln!(told, "$ demarche {}\n{}", arguments.join(" "), run.err.trim_end()).unwrap();
        let remedy = ["help: ", "did you mean", "[possible values: ", "For more information, try", "; "];
        if run.status != 2 || !run.out.is_empty() || !remedy.iter().any(|words| run.err.contains(words)) {
            writeln!(wrong, "{arguments:?}: {} {}{}", run.status, run.out, run.err).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    insta::assert_snapshot!(told.replace(house.folder.path().to_str().unwrap(), "…"));
}
