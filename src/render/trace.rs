//! Why a quotation was read as it was: every pass that changed it, one a line.

use std::io::{self, Write};

use super::style::{FAINT, STRONG, paint, wrapped};
use crate::{
    annotate::{
        Annotations,
        quotations::trace::{LeftOut, TraceStep},
    },
    article::Article,
};

/// One step as a line.
pub fn step(step: &TraceStep) -> String {
    let p = step.p.map(|p| format!(" ({p:.2})")).unwrap_or_default();
    format!("{} · {}: {}{p}", step.step, step.rule, step.did)
}

/// Prints how quotation `n` (from 0) was found; with no `n` how all were, and what was left out.
///
/// # Errors
/// Those of the writer.
pub fn text(
    out: &mut impl Write,
    article: &Article,
    annotations: &Annotations,
    steps: &[Vec<TraceStep>],
    left_out: &[LeftOut],
    n: Option<usize>,
    width: usize,
) -> io::Result<()> {
    let words = |spans: &[crate::span::Span]| {
        let words: Vec<&str> = spans.iter().map(|s| s.of(&article.text)).collect();
        words.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (at, quotation) in annotations.quotations.iter().enumerate().filter(|(at, _)| n.is_none_or(|n| n == *at)) {
        let speaker = quotation.speaker.as_deref().unwrap_or("unattributed");
        let line = format!("#{} {speaker} {}: {}", at + 1, super::said::verb(quotation), words(&quotation.content));
        writeln!(out, "{}", wrapped(&line, &[], STRONG, "", width))?;
        for one in steps.get(at).into_iter().flatten() {
            writeln!(out, "{}", wrapped(&step(one), &[], FAINT, "    ", width))?;
        }
    }
    if n.is_none() && !left_out.is_empty() {
        writeln!(out, "\n{}", paint("left out", STRONG))?;
        for one in left_out {
            let line = format!("{} · {}: {}: “{}”", one.step, one.rule, one.why, words(&one.content));
            writeln!(out, "{}", wrapped(&line, &[], FAINT, "    ", width))?;
        }
    }
    Ok(())
}
