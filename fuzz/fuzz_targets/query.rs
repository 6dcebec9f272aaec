//! Any text is a query or an error whose place lies in it; a query displayed and read again is the same.
#![no_main]

use demarche::query::parser::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let today = jiff::civil::date(2014, 4, 2);
    match parse(text, today) {
        Ok(node) => {
            let canonical = node.to_string();
            if canonical.len() < 60_000 {
                assert_eq!(parse(&canonical, today).as_ref(), Ok(&node), "{canonical}");
            }
        }
        Err(error) => assert!(text.get(error.span.start..error.span.end).is_some()),
    }
});
