//! What must hold of any text at all.

#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs)]

use demarche::{
    annotate::{Annotations, annotate},
    article::Article,
    date::Date,
    span::Span,
};
use proptest::prelude::*;

fn spans(annotations: &Annotations) -> Vec<Span> {
    let mut spans = annotations.sentences.clone();
    spans.extend(annotations.people.iter().flat_map(|p| &p.mentions));
    spans.extend(annotations.countries.iter().flat_map(|c| &c.mentions));
    spans.extend(annotations.places.iter().flat_map(|p| &p.mentions));
    spans.extend(annotations.organisations.iter().flat_map(|o| &o.mentions));
    spans.extend(annotations.dates.iter().map(|d| d.span));
    for quotation in &annotations.quotations {
        spans.extend(quotation.content.iter().chain(&quotation.cue).chain(&quotation.source));
    }
    spans
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let article = Article { text: text.to_owned(), published: Date::day(2014, 3, 30), ..Article::default() };
    let annotations = annotate(&article);
    for span in spans(&annotations) {
        prop_assert!(span.start < span.end && span.end <= text.len(), "{span:?} of {text:?}");
        prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} of {text:?}");
    }
    for quotation in &annotations.quotations {
        // Only a silence may be about nothing.
        prop_assert!(!quotation.content.is_empty() || quotation.manner == "declined");
        prop_assert!(quotation.content.is_sorted_by(|a, b| a.end <= b.start), "{quotation:#?} of {text:?}");
        prop_assert!(quotation.nested_in.is_none_or(|outer| outer < annotations.quotations.len()));
        for content in &quotation.content {
            let apart = quotation.cue.iter().chain(&quotation.source).all(|other| !content.overlaps(*other));
            prop_assert!(apart, "{quotation:#?} of {text:?}");
        }
        prop_assert!((0.0..=1.0).contains(&quotation.confidence));
    }
    Ok(())
}

/// Pieces that the rules care about, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        ",",
        ".",
        "?",
        ":",
        ";",
        "—",
        "(",
        ")",
        "\n",
        "\n\n",
        " ",
        "said",
        "says",
        "told",
        "according to",
        "that",
        "he",
        "she",
        "who",
        "Lavrov",
        "Sergei Lavrov",
        "the minister",
        "a spokesman",
        "Russian",
        "Foreign Minister",
        "Crimea",
        "U.S.",
        "and",
        "called",
        "it",
        "adding",
        "urged",
        "Kyiv",
        "to withdraw",
        "was",
        "the talks",
        "failed",
        "on Friday",
        "in a statement",
        "’s",
        "statement",
        "denied",
        "accused",
        "of",
        "MR. SMITH",
        "no",
        "é",
        "𝒳",
        "Лавров",
        "2014",
        "reporters",
        "Mr.",
        "pointed out",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn spans_fit_any_text(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn spans_fit_news_like_text(text in pieces()) {
        check(&text)?;
    }
}
