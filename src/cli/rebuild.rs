//! `demarche rebuild`: the index anew from what is stored in it.

use std::{io::Write, path::Path};

use clap::Args;

use super::{IndexDir, Outcome};
use crate::{
    index::manifest,
    ingest::rebuild::{self, Rebuilt},
};

/// Make the index anew from the articles stored in it, without the archive: after an upgrade, or after a change of
/// disputed.tsv.
///
/// The old index answers until the new one is whole.
#[derive(Debug, Args)]
pub(super) struct RebuildArgs {
    /// Memory to stay within, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    memory: u64,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &RebuildArgs) -> anyhow::Result<Outcome> {
    let rebuilt = anew(&args.index.dir, args.memory)?;
    let mut out = super::out();
    tell(&mut out, &rebuilt)?;
    if rebuilt.unread > 0 {
        writeln!(out, "run demarche index to read from the archive what is missing")?;
    }
    out.flush()?;
    Ok(if rebuilt.unread > 0 { Outcome::Failed } else { Outcome::Found })
}

/// Rebuilds the index in a directory.
pub(super) fn anew(dir: &Path, memory: u64) -> anyhow::Result<Rebuilt> {
    super::use_disputed(&dir.join(manifest::DISPUTED))?;
    Ok(rebuild::rebuild(dir, memory, super::cores(), &mut |_| {})?)
}

/// Prints what came of it.
pub(super) fn tell(out: &mut impl Write, rebuilt: &Rebuilt) -> std::io::Result<()> {
    for fault in &rebuilt.faults {
        writeln!(out, "{}: {}", fault.place, fault.reason)?;
    }
    writeln!(out, "rebuilt {} articles with {} quotations", rebuilt.articles, rebuilt.quotations)?;
    for path in &rebuilt.incomplete {
        writeln!(out, "  articles are missing or may be out of date: {path}")?;
    }
    if rebuilt.unread > 0 {
        writeln!(out, "{} stored documents could not be read", rebuilt.unread)?;
    }
    Ok(())
}
