//! `demarche repair`: what is damaged in the index, mended from what is sound in it and from the archive.

use std::io::Write;

use clap::Args;

use super::{IndexDir, Outcome, rebuild};
use crate::{
    error::Error,
    identity,
    index::{manifest::Manifest, verify::verify},
};

/// Mend a damaged index: keep every article that is sound, and read the others from the archive again.
///
/// Nothing is done to an index that demarche verify finds sound.
#[derive(Debug, Args)]
pub(super) struct RepairArgs {
    /// Memory to stay within, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    memory: u64,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &RepairArgs) -> anyhow::Result<Outcome> {
    let dir = &args.index.dir;
    let sources = Manifest::sources(dir);
    let mut out = super::out();
    match verify(dir) {
        Ok(verdict) if verdict.faults.is_empty() => {
            // The table of people is made anew where it is not there or of another state.
            identity::update(dir)?;
            writeln!(out, "the index is sound; nothing was changed")?;
            out.flush()?;
            return Ok(Outcome::Found);
        }
        Ok(_) | Err(Error::OtherVersion { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let rebuilt = rebuild::anew(dir, args.memory)?;
    rebuild::tell(&mut out, &rebuilt)?;
    out.flush()?;
    if rebuilt.unread == 0 && rebuilt.incomplete.is_empty() {
        return Ok(Outcome::Found);
    }
    if sources.is_empty() {
        writeln!(out, "run demarche index PATH… with the paths of the archive to read what is missing")?;
        out.flush()?;
        return Ok(Outcome::Failed);
    }
    super::run(super::parse(&["demarche".into(), "index".into(), "--index".into(), dir.into()]))
}
