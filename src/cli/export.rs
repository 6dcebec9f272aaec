//! `demarche export`: everything that a query finds, for other programs.

use std::io::BufWriter;

use clap::Args;

use super::{IndexDir, Narrow, Outcome};
use crate::{
    query::{
        plan::Target,
        quotations,
        search::{self, Sort},
    },
    render::export::{Exporter, Format},
};

/// Write everything that a query finds, without a limit, the earliest first: as CSV, JSON Lines, BibTeX, RIS or Markdown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche export 'sanctions country:RU' --format csv > sanctions.csv
  demarche export by:lavrov --quotations --format markdown > lavrov.md
  demarche export date:2014 --format bibtex > 2014.bib

Cells of CSV that a spreadsheet would run as a formula begin with an apostrophe. Every report of a statement is a row.")]
pub(super) struct ExportArgs {
    /// What to export; everything, if nothing is asked for.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// csv, jsonl, bibtex, ris or markdown.
    #[arg(long, default_value = "csv", value_parser = format)]
    format: Format,
    /// Export quotations instead of articles.
    #[arg(long)]
    quotations: bool,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    index: IndexDir,
}

fn format(name: &str) -> Result<Format, String> {
    let all = || Format::ALL.map(|(name, _)| name).join(", ");
    Format::named(name).ok_or_else(|| format!("the formats are {}", all()))
}

pub(super) fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let node = args.narrow.whole(&args.query)?;
    let reader = args.index.open()?;
    let mut exporter = Exporter::new(BufWriter::new(std::io::stdout().lock()), args.format);
    let target = if args.quotations { Target::Quotations } else { Target::Articles };
    for address in search::addresses(&reader, &node, target, Sort::Oldest)? {
        if args.quotations {
            exporter.quotation(&quotations::quotation_at(&reader, address)?)?;
        } else {
            let record = search::article_at(&reader, address)?;
            let people: Vec<&str> = record.people.iter().map(|person| person.name.as_str()).collect();
            exporter.article(&record.article, &people, &record.countries)?;
        }
    }
    let written = exporter.finish()?;
    Ok(if written == 0 { Outcome::Nothing } else { Outcome::Found })
}
