//! `demarche verify`: whether the index is what was written.

use std::io::Write;

use clap::Args;

use super::{IndexDir, Outcome};
use crate::index::verify::verify;

/// Check the index: every file and every stored document against its checksum, every quotation against its article's text.
///
/// Exit status 2 if anything is damaged; demarche repair mends it.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// One JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let verdict = verify(&args.index.dir)?;
    let mut out = super::out();
    let sound = verdict.faults.is_empty();
    if args.json {
        let faults: Vec<_> = verdict
            .faults
            .iter()
            .map(|fault| serde_json::json!({"place": fault.place, "reason": fault.reason}))
            .collect();
        let object = serde_json::json!({
            "sound": sound, "articles": verdict.articles, "quotations": verdict.quotations, "files": verdict.files, "faults": faults,
        });
        writeln!(out, "{object}")?;
    } else {
        for fault in &verdict.faults {
            writeln!(out, "{}: {}", fault.place, fault.reason)?;
        }
        writeln!(
            out,
            "read {} articles, {} quotations and {} records of files: {}",
            verdict.articles,
            verdict.quotations,
            verdict.files,
            if sound { "sound" } else { "damaged; demarche repair mends it" }
        )?;
    }
    out.flush()?;
    Ok(if sound { Outcome::Found } else { Outcome::Failed })
}
