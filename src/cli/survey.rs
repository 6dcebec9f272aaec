//! `demarche index --dry-run`: what would be read as what.

use std::{io::Write, ops::ControlFlow, path::PathBuf};

use super::Outcome;
use crate::{
    ingest::survey::{self, Surveyed},
    source::ReadOptions,
};

/// Prints a line a file: its path and what it would give.
pub(super) fn run(jobs: &[(&[PathBuf], &ReadOptions)], json: bool) -> anyhow::Result<Outcome> {
    let mut out = super::out();
    let (mut files, mut articles, mut skipped, mut bad) = (0_u64, 0_u64, 0_u64, 0_u64);
    let mut written = Ok(());
    for (roots, read) in jobs {
        survey::survey(roots, read, &mut |surveyed| {
            let own: u64 = surveyed.articles.values().sum();
            files += 1;
            articles += own;
            bad += u64::from(own == 0 && !surveyed.problems.is_empty());
            skipped += u64::from(own == 0 && surveyed.problems.is_empty());
            written = if json { line(&mut out, &surveyed) } else { lines(&mut out, &surveyed) };
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        std::mem::replace(&mut written, Ok(()))?;
    }
    if !json {
        let read = files - skipped - bad;
        writeln!(
            out,
            "{files} files: {read} with {articles} articles, {skipped} skipped, {bad} that cannot be read; nothing was changed"
        )?;
    }
    out.flush()?;
    Ok(if articles > 0 { Outcome::Found } else { Outcome::Nothing })
}

fn lines(out: &mut impl Write, surveyed: &Surveyed) -> std::io::Result<()> {
    let mut parts: Vec<String> = surveyed
        .articles
        .iter()
        .map(|(format, count)| if *count == 1 { format.clone() } else { format!("{format} × {count}") })
        .collect();
    parts.extend(surveyed.skipped.iter().map(|(reason, count)| match count {
        1 => format!("skipped: {reason}"),
        count => format!("skipped: {count} × {reason}"),
    }));
    if let Some(problem) = surveyed.problems.first() {
        let more = surveyed.problems.len() - 1;
        let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        let record = problem.location.record.map(|record| format!("record {record}: ")).unwrap_or_default();
        parts.push(format!("cannot be read: {record}{}{more}", problem.reason));
    }
    writeln!(out, "{}: {}", surveyed.path, parts.join("; "))
}

fn line(out: &mut impl Write, surveyed: &Surveyed) -> std::io::Result<()> {
    let object = serde_json::json!({
        "path": surveyed.path, "articles": surveyed.articles, "skipped": surveyed.skipped, "problems": surveyed.problems,
    });
    writeln!(out, "{object}")
}
