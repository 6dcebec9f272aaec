//! Any text is annotated, and every span fits it.
#![no_main]

use demarche::{annotate::annotate, article::Article};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let article = Article { text: text.to_owned(), ..Article::default() };
    for quotation in annotate(&article).quotations {
        for span in quotation.content {
            assert!(article.text.get(span.start..span.end).is_some());
        }
    }
});
