//! The head of a source: what the rest of the phrase says more of.

use crate::annotate::{
    lexicon::Classes,
    reading::Reading,
    tokens::{Kind, TokenRange},
};

/// Where the head region of a phrase ends: before the first preposition, comma, bracket or relative. An acronym in brackets
/// belongs to what it shortens: "European Community (EC) ministers".
pub(super) fn head_end(reading: &Reading<'_>, (first, end): TokenRange) -> usize {
    let tokens = &reading.tokens;
    let mut at = first;
    while at < end {
        if at > first {
            let bracketed = reading.word(at) == "("
                && at + 3 < end
                && tokens[at + 1].upper
                && reading.word(at + 2) == ")"
                && tokens[at + 3].kind == Kind::Word
                && !tokens[at + 3].any(Classes::FUNCTION);
            if bracketed {
                at += 3;
                continue;
            }
            let ends = tokens[at].any(Classes::PREPOSITION.or(Classes::RELATIVE)) && !tokens[at].capital
                || matches!(reading.word(at), "," | "(" | "--" | "—" | "–" | ")");
            if ends {
                break;
            }
        }
        at += 1;
    }
    at
}
