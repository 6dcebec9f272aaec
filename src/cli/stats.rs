//! `demarche stats`: what the index holds, and what it could not read.

use std::{collections::BTreeMap, io::Write};

use clap::Args;

use super::{IndexDir, Outcome};
use crate::{
    index::{schema::kind, writer},
    ingest::reason_class,
};

/// What the index holds, and what could not be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche stats
  demarche stats --problems
  demarche stats --json")]
pub(super) struct StatsArgs {
    /// List everything that could not be read, with its place and the reason.
    #[arg(long)]
    problems: bool,
    /// One JSON object; with --problems one a line for each problem.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &StatsArgs) -> anyhow::Result<Outcome> {
    let reader = args.index.open()?;
    let files = writer::file_records(&reader)?;
    let mut out = anstream::stdout().lock();
    if args.problems {
        let problems: Vec<_> = files.iter().flat_map(|file| &file.problems).collect();
        for problem in &problems {
            if args.json {
                writeln!(out, "{}", serde_json::to_string(problem)?)?;
            } else {
                let offset = problem.location.offset.map(|o| format!(" (byte {o})")).unwrap_or_default();
                let tries = if problem.tries > 1 { format!(" [tried {} times]", problem.tries) } else { String::new() };
                let first = problem.first_seen.map(|day| format!(" [first seen {day}]")).unwrap_or_default();
                let line = format!("{}{offset}: {}{first}{tries}", problem.location, problem.reason);
                writeln!(out, "{}", on_one_line(&line))?;
            }
        }
        return Ok(if problems.is_empty() { Outcome::Nothing } else { Outcome::Found });
    }
    let articles = reader.count(kind::ARTICLE)?;
    let quotations = reader.count(kind::QUOTATION)?;
    let problems: usize = files.iter().map(|file| file.problems.len()).sum();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in files.iter().flat_map(|file| &file.problems) {
        *reasons.entry(reason_class(&problem.reason)).or_default() += 1;
    }
    let bytes: u64 = std::fs::read_dir(&args.index.dir)?.filter_map(|e| e.ok()?.metadata().ok()).map(|m| m.len()).sum();
    let without_date = articles - dated(&reader)?;
    if args.json {
        let object = serde_json::json!({
            "articles": articles, "undated": without_date, "quotations": quotations, "files": files.len(),
            "problems": problems, "reasons": reasons, "bytes": bytes, "segments": reader.searcher.segment_readers().len(),
        });
        writeln!(out, "{object}")?;
    } else {
        writeln!(out, "articles    {articles}  ({without_date} without a date)")?;
        writeln!(out, "quotations  {quotations}")?;
        writeln!(out, "files       {}", files.len())?;
        writeln!(out, "problems    {problems}")?;
        for (reason, count) in reasons {
            writeln!(out, "            {count} × {reason}")?;
        }
        writeln!(out, "size        {:.1} MB", bytes as f64 / 1e6)?;
    }
    Ok(Outcome::Found)
}

/// The text with what would break its line, or write it backwards, as escapes.
fn on_one_line(text: &str) -> String {
    let breaks = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if breaks(c) { line.extend(c.escape_default()) } else { line.push(c) }
    }
    line
}

/// How many articles have a date.
fn dated(reader: &crate::index::Reader) -> anyhow::Result<u64> {
    use crate::query::{
        ast::{DateRange, Field, Node, Value},
        search::{self, Wanted},
    };
    let node = Node::Field(Field::Date, Value::Dates(DateRange::ANY));
    Ok(search::articles(reader, &node, &Wanted { limit: Some(0), ..Wanted::default() })?.total as u64)
}
