//! A click gives the number that it promises: for every value of every facet, `--only` and the field query find as many as
//! the facet counts, and the same ones.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;

use demarche::{
    index::Reader,
    query::{
        ast::Node,
        facets, parser,
        plan::Target,
        results::Facet,
        search::{self, Sort},
        selection::Selection,
    },
};
use house::House;
use jiff::civil::date;

mod house;

fn today() -> jiff::civil::Date {
    date(2014, 4, 2)
}

/// The field by which a value of a facet is asked for in the query language.
fn field_query(facet: &str, value: &str, exact: bool) -> String {
    let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    match facet {
        "speaker" if exact => format!("by:={quoted}"),
        "speaker" => format!("by:{quoted}"),
        "year" | "month" => format!("date:{value}"),
        other => format!("{other}:{quoted}"),
    }
}

/// All mismatches between facets and clicks of an index; `top` values of each facet.
fn mismatches(directory: &Path, top: usize) -> (usize, Vec<String>) {
    let reader = Reader::open(directory).unwrap();
    let (mut asked, mut wrong) = (0, Vec::new());
    for name in facets::names() {
        let (_, only) = facets::target(name).unwrap();
        let targets = only.map_or_else(|| vec![Target::Articles, Target::Quotations], |target| vec![target]);
        for target in targets {
            let counted = facets::count_all(&reader, &Node::All, &[], target, &[name.to_owned()], top).unwrap();
            let [Facet { values, .. }] = counted.as_slice() else { panic!("{name}") };
            for (value, count) in values {
                let find = |node: &Node| search::addresses(&reader, node, target, Sort::Oldest).unwrap();
                let node = |query: String| parser::parse(&query, today()).unwrap_or_else(|e| panic!("{query}: {e:?}"));
                asked += 1;
                let mut by_field = find(&node(field_query(name, value, false)));
                // A capital or an office means more than the words, unless the words are asked for.
                if name == "speaker" && by_field.len() as u64 != *count {
                    by_field = find(&node(field_query(name, value, true)));
                }
                if by_field.len() as u64 != *count {
                    wrong.push(format!("{target:?} {name} “{value}”: facet {count}, field {}", by_field.len()));
                }
                if value.contains(',') {
                    continue;
                }
                let selection = Selection::read(&format!("{name}={value}"), false, today()).unwrap();
                let by_click = find(&selection.node);
                if by_click.len() as u64 != *count {
                    wrong.push(format!("{target:?} {name} “{value}”: facet {count}, click {}", by_click.len()));
                } else if by_click.len() == by_field.len() && by_click != by_field {
                    wrong.push(format!("{target:?} {name} “{value}”: click and field find others"));
                }
            }
        }
    }
    (asked, wrong)
}

#[test]
fn every_click_gives_what_the_facet_counts() {
    let house = House::with_corpus();
    let (asked, wrong) = mismatches(&house.path("index"), usize::MAX);
    assert!(asked > 600, "{asked} values");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn and_so_in_an_archive_that_nobody_here_wrote() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/fbis_muc3.jsonl.gz");
    if !archive.exists() {
        println!("skipped: {} is not there", archive.display());
        return;
    }
    let house = House::new();
    assert_eq!(house.run(&["index", archive.to_str().unwrap()]).status, 0);
    let (asked, wrong) = mismatches(&house.path("index"), 300);
    assert!(asked > 800, "{asked} values");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn people_do_not_depend_on_the_order_in_which_articles_came() {
    let once = House::with_corpus();
    let apart = House::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut folders: Vec<_> = std::fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    // In several runs, the last first.
    for folder in folders.iter().rev() {
        assert_eq!(apart.run(&["index", folder.to_str().unwrap()]).status, 0);
    }
    for facet in ["person", "speaker"] {
        let counts = |house: &House| house.json(&["facets", facet, "--top", "0"])[0]["facets"].clone();
        assert_eq!(counts(&once), counts(&apart), "{facet}");
    }
}
