//! `demarche formats`: what is read, and how it is recognised.

use std::io::Write;

use clap::Args;

use super::Outcome;
use crate::source::FORMATS;

/// Print the formats that are read, and how each is recognised. Content comes before names: a page called a.txt is a page.
#[derive(Debug, Args)]
pub(super) struct FormatsArgs {
    /// JSON Lines, one format a line.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &FormatsArgs) -> anyhow::Result<Outcome> {
    let mut out = super::out();
    let column = FORMATS.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    for row in FORMATS {
        if args.json {
            let line = serde_json::json!({"name": row.name, "recognised": row.recognised, "fields": row.fields});
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "{:<column$}  {}\n{:column$}  gives {}", row.name, row.recognised, "", row.fields)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Found)
}
