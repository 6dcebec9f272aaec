//! What fuzzing found, and what it found it with: every file of `tests/findings` is read and annotated without a panic. The
//! files are the project's own sample articles after a fuzzer was done with them.

#![allow(clippy::unwrap_used, missing_docs)]

use std::{fs, ops::ControlFlow, path::Path};

use demarche::{
    annotate::annotate,
    article::{Article, Location},
    query::parser::parse,
    source::{ReadOptions, Unit, read, units_of_reader},
};

#[test]
fn nothing_that_was_found_comes_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let options = ReadOptions::default();
        units_of_reader(bytes.as_slice(), Location::file("found"), &options.limits, &mut |unit| {
            if let Unit::Raw(raw) = unit {
                read(raw, &options).into_iter().flatten().for_each(|article| drop(annotate(&article)));
            }
            ControlFlow::Continue(())
        });
        let text = String::from_utf8_lossy(&bytes).into_owned();
        parse(&text, jiff::civil::date(2014, 4, 2)).ok();
        annotate(&Article { text, ..Article::default() });
        count += 1;
    }
    assert!(count > 0);
}
