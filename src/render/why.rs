//! Why something answers a query: a tree of clauses, `✓` before those that hold and `✗` before those that do not.

use std::io::{self, Write};

use super::style::{FAINT, GONE, NEW, paint};
use crate::query::results::Reason;

/// Prints a reason for people.
///
/// # Errors
/// Those of the writer.
pub fn text(out: &mut impl Write, id: &str, reason: &Reason) -> io::Result<()> {
    writeln!(out, "{id} {}", if reason.holds { "matches" } else { "does not match" })?;
    branch(out, reason, 1)
}

fn branch(out: &mut impl Write, reason: &Reason, depth: usize) -> io::Result<()> {
    let sign = if reason.holds { paint("✓", NEW) } else { paint("✗", GONE) };
    let because = reason.because.as_ref().map(|why| paint(&format!(" – {why}"), FAINT)).unwrap_or_default();
    writeln!(out, "{}{sign} {}{because}", "  ".repeat(depth), reason.clause)?;
    reason.parts.iter().try_for_each(|part| branch(out, part, depth + 1))
}
