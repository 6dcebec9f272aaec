//! The [`Register`] of a text, as far as its form shows it: what a word is worth as a cue depends on it.

use crate::annotate::{reading::Reading, tokens::Kind};

/// In what voice a text is written, as far as its form shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Register {
    /// Whether the text opens with a dateline, as the copy of news agencies does: it tells what was said, where comment
    /// tells what people think.
    pub(crate) dateline: bool,
    /// Whether it is written in capitals throughout, as broadcast monitoring was.
    pub(crate) capitals: bool,
}

impl Register {
    pub(crate) fn of(reading: &Reading<'_>) -> Self {
        Self { dateline: dateline(reading), capitals: capitals(reading) }
    }

    /// As one number.
    pub(crate) fn number(self) -> u32 {
        u32::from(self.dateline) + 2 * u32::from(self.capitals)
    }
}

/// Whether most words are in capitals.
fn capitals(reading: &Reading<'_>) -> bool {
    let words = reading.tokens.iter().filter(|t| t.kind == Kind::Word && t.end - t.start > 1).take(200);
    let (all, upper) = words.fold((0, 0), |(all, upper), t| (all + 1, upper + usize::from(t.upper)));
    all > 0 && upper * 10 > all * 8
}

/// "HAVANA (Antilles Dispatch) —", "PARIS, March 30 -": capitals, and a dash after them.
fn dateline(reading: &Reading<'_>) -> bool {
    let opens = reading.tokens.first().is_some_and(|t| t.upper && t.end - t.start > 2);
    let first = reading
        .tokens
        .iter()
        .take(16)
        .skip(1)
        .find(|t| matches!(t.of(reading.text), "—" | "–" | "-" | "--") || t.kind == Kind::Word && !t.capital);
    opens && first.is_some_and(|t| t.kind != Kind::Word)
}
