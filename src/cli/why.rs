//! `demarche why`: why an article or a quotation answers a query, or does not.

use std::io::Write;

use clap::Args;

use super::{IndexDir, Narrow, Outcome};
use crate::{query::why, render};

/// Say why an article or a quotation answers a query or does not, clause by clause.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche why 4k9x2m7q0abc 'crimea country:RU date:2014-03'
  demarche why '4k9x2m7q0abc#3' by:lavrov about:gas")]
pub(super) struct WhyArgs {
    /// Identifier of an article, or of a quotation (ARTICLE#N).
    id: String,
    /// The query.
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &WhyArgs) -> anyhow::Result<Outcome> {
    let node = args.narrow.whole(&args.query)?;
    let reader = args.index.open()?;
    let reason = why::why(&reader, &args.id, &node)?;
    let mut out = super::out();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&reason)?)?;
    } else {
        render::why::text(&mut out, &args.id, &reason)?;
    }
    out.flush()?;
    Ok(if reason.holds { Outcome::Found } else { Outcome::Nothing })
}
