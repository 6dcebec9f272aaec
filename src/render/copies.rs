//! The same statement in other articles: where it stands and what is different there.

use std::io::{self, Write};

use serde_json::json;

use super::style::{FAINT, GONE, NEW, paint};
use crate::query::results::{Change, Copy};

/// More words than this are shown by their first and last ones.
const LONG: usize = 9;

/// Prints a copy on a line: `− “…”` are words that it has not, `+ “…”` words that it has besides, `“…” → “…”` others.
pub(super) fn text(out: &mut impl Write, copy: &Copy, width: usize) -> io::Result<()> {
    let article = &copy.record.article;
    let mut place = vec![article.published.map_or_else(|| "no date".to_owned(), |date| date.to_string())];
    place.extend(article.outlet.clone());
    let mut parts = vec![paint(&format!("also {} [{}]", place.join(" · "), copy.record.id), FAINT)];
    parts.extend(copy.changes.iter().map(change));
    let options = textwrap::Options::new(width).initial_indent("    ").subsequent_indent("      ").break_words(false);
    writeln!(out, "{}", textwrap::fill(&parts.join("  "), options))
}

fn change(change: &Change) -> String {
    let quoted = |words: &str, style| paint(&format!("“{}”", clipped(words)), style);
    match (change.removed.as_str(), change.added.as_str()) {
        (removed, "") => format!("− {}", quoted(removed, GONE)),
        ("", added) => format!("+ {}", quoted(added, NEW)),
        (removed, added) => format!("{} → {}", quoted(removed, GONE), quoted(added, NEW)),
    }
}

fn clipped(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.len() <= LONG {
        return words.to_owned();
    }
    format!("{} … {}", all[..4].join(" "), all[all.len() - 3..].join(" "))
}

/// A copy as an object of JSON.
pub(super) fn json(copy: &Copy) -> serde_json::Value {
    let record = &copy.record;
    json!({
        "id": record.id,
        "words": record.words,
        "kind": record.quotation.kind,
        "speaker": record.quotation.speaker,
        "said_on": record.quotation.said_on,
        "content": record.quotation.content,
        "changes": copy.changes,
        "article": super::said::article(&record.article),
    })
}
