//! `demarche annotate`: a streaming filter from articles to annotations.

use std::{io::Write, ops::ControlFlow, path::PathBuf};

use clap::Args;

use super::Outcome;
use crate::{
    annotate,
    article::Location,
    date::Date,
    ingest,
    render::annotations,
    source::{FieldMap, ReadOptions},
};

/// Annotate articles without an index: people, countries, places, organisations, dates and quotations, as JSON Lines.
///
/// Reads standard input, or the given files and folders, in any format that demarche index reads. One line an article,
/// in input order, as it goes: memory does not grow with the input. Spans are bytes of the text.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche annotate < articles.jsonl > annotations.jsonl
  demarche annotate corpus/ukraine-2014
  demarche annotate --why corpus/ukraine-2014/2014-03-18-treaty.txt
  zcat dump.jsonl.gz | demarche annotate --map body=content")]
pub(super) struct AnnotateArgs {
    /// Files and folders; none for standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Publication date of articles that say nothing of theirs.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Which JSON field is which: body=content,title=headline.
    #[arg(long, value_name = "OURS=THEIRS,…", default_value = "")]
    map: FieldMap,
    /// Table of disputed places to use in place of the built-in one: name, tab, country code or nothing.
    #[arg(long, value_name = "FILE")]
    disputed: Option<PathBuf>,
    /// Also why each quotation was read as it was (`trace`), and what was found and left out (`left_out`).
    #[arg(long)]
    why: bool,
    /// Output is JSON Lines in any case; accepted so that --json works everywhere.
    #[arg(long, hide = true)]
    json: bool,
}

pub(super) fn run(args: &AnnotateArgs) -> anyhow::Result<Outcome> {
    if let Some(path) = &args.disputed {
        anyhow::ensure!(path.exists(), "{}: there is no such file", path.display());
        super::use_disputed(path)?;
    }
    let options = ReadOptions { map: args.map.clone(), published: args.published, ..ReadOptions::default() };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut articles, mut problems) = (0u64, 0u64);
    let mut failed = None;
    let mut each = |result: Result<(crate::article::Article, crate::annotate::Annotations), crate::source::Problem>| {
        match result {
            Ok((article, found)) => {
                articles += 1;
                let line = if args.why {
                    let (found, steps, left_out) = annotate::explain(&article);
                    annotations::explained(&article, &found, &steps, &left_out)
                } else {
                    annotations::line(&article, &found)
                };
                if let Err(error) = writeln!(out, "{line}") {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
            }
            Err(problem) => {
                problems += 1;
                eprintln!("warning: {problem}");
            }
        }
        ControlFlow::Continue(())
    };
    if args.paths.is_empty() {
        ingest::annotate_stream(std::io::stdin().lock(), Location::file("standard input"), &options, &mut each);
    } else {
        ingest::annotate_files(&args.paths, &options, &mut each);
    }
    if let Some(error) = failed {
        return Err(error.into());
    }
    out.flush()?;
    if problems > 0 {
        eprintln!("warning: {problems} of {} could not be read", problems + articles);
    }
    Ok(if articles > 0 { Outcome::Found } else { Outcome::Nothing })
}
