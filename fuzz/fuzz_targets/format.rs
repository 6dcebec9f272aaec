//! Any bytes, taken for a document of a format, are articles or a reason: never a panic, never without end.
//!
//! The first byte chooses the format; `DEMARCHE_FORMAT`, one of the names below, keeps to one.
#![no_main]

use std::sync::LazyLock;

use demarche::{
    article::Location,
    source::{Format, Limits, Raw, ReadOptions, Style, read},
};
use libfuzzer_sys::fuzz_target;

const FORMATS: [(&str, Format); 20] = [
    ("text", Format::Text),
    ("html", Format::Html),
    ("json", Format::Json),
    ("jsonl", Format::JsonLine),
    ("reuters", Format::Reuters),
    ("nitf", Format::Nitf),
    ("newsml", Format::Newsml),
    ("tei", Format::Tei),
    ("feed", Format::Feed),
    ("mail", Format::Mail),
    ("office", Format::Office),
    ("rtf", Format::Rtf),
    ("pdf", Format::Pdf),
    ("wiki", Format::MediaWiki),
    ("lexis", Format::Press(Style::Lexis)),
    ("nexis", Format::Press(Style::Nexis)),
    ("factiva", Format::Press(Style::Factiva)),
    ("factiva-display", Format::Press(Style::FactivaDisplay)),
    ("proquest", Format::Press(Style::ProQuest)),
    ("text-again", Format::Text),
];

static CHOSEN: LazyLock<Option<Format>> = LazyLock::new(|| {
    let name = std::env::var("DEMARCHE_FORMAT").ok()?;
    Some(FORMATS.iter().find(|(known, _)| *known == name).expect("a format of the table").1)
});

fuzz_target!(|bytes: &[u8]| {
    let (format, bytes) = match (*CHOSEN, bytes.split_first()) {
        (Some(format), _) => (format, bytes),
        (None, Some((first, rest))) => (FORMATS[usize::from(*first) % FORMATS.len()].1, rest),
        (None, None) => return,
    };
    let options = ReadOptions { limits: Limits { entry_bytes: 1 << 20, ..Limits::default() }, ..ReadOptions::default() };
    let raw = Raw { location: Location::file("input"), bytes: bytes.to_owned(), format };
    // The library that reads PDF panics on what it does not know; demarche makes problems of that.
    if format == Format::Pdf {
        std::panic::set_hook(Box::new(|_| {}));
        let _ = demarche::guard::guarded(|| read(raw, &options).is_ok());
        return;
    }
    if let Ok(articles) = read(raw, &options) {
        assert!(articles.iter().all(|article| !article.text.trim().is_empty()), "an article without text");
    }
});
