//! `demarche man`: manual pages.

use std::{io::Write, path::PathBuf};

use anyhow::Context;
use clap::Args;

use super::Outcome;

/// Print the manual page, or write all pages into a folder.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche man | man -l -
  demarche man --dir ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// Write the pages of the program and of every subcommand into this folder.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(super) fn run(args: &ManArgs) -> anyhow::Result<Outcome> {
    if let Some(dir) = &args.dir {
        std::fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
        clap_mangen::generate_to(super::command(), dir).with_context(|| dir.display().to_string())?;
        return Ok(Outcome::Found);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(super::command()).render(&mut page)?;
    std::io::stdout().lock().write_all(&page)?;
    Ok(Outcome::Found)
}
