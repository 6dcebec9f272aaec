//! Pruning takes out the articles of files that are gone. A disk that is not mounted looks like an archive that is gone, so
//! nothing goes that could not be looked at, and much goes only if somebody says so.

use std::path::{Path, PathBuf};

use super::{Options, Summary, Walked};
use crate::{
    error::Result,
    index::{Writer, writer::Files},
};

/// The share of articles above which pruning is asked about.
const MANY: u64 = 10;

/// What becomes of articles whose file is gone.
pub enum Prune {
    /// They stay.
    Never,
    /// They go; where they are more than a tenth of all, only if the function says so of their number and of all.
    Asking(Box<dyn Fn(u64, u64) -> bool + Send + Sync>),
    /// They go.
    Always,
}

/// Takes out the articles of files that lie under a root and were not found again, and forgets what could not be read and
/// is gone.
pub(super) fn prune(
    writer: &mut Writer,
    options: &Options,
    files: &Files,
    walked: &Walked,
    summary: &mut Summary,
) -> Result<()> {
    let roots: Vec<PathBuf> =
        options.roots.iter().chain(&options.gone).filter_map(|root| std::path::absolute(root).ok()).collect();
    let under = |path: &str, folders: &[PathBuf]| folders.iter().any(|folder| Path::new(path).starts_with(folder));
    let gone = |path: &str| !walked.has(path) && under(path, &roots) && !under(path, &walked.obstacles);
    // In order of their paths, so that two runs do the same.
    let mut paths: Vec<(&String, bool)> =
        files.iter().filter(|(path, _)| gone(path)).map(|(path, (_, time))| (path, time.is_none())).collect();
    paths.sort_unstable();
    let mut articles: Vec<String> = Vec::new();
    let mut forgotten: Vec<&String> = Vec::new();
    for (path, unread) in paths {
        let known = writer.known(path)?;
        if known.is_empty() && unread || !matches!(options.prune, Prune::Never) {
            forgotten.push(path);
            articles.extend(known.keys().cloned());
        } else {
            summary.gone += 1;
        }
    }
    let (going, all) = (articles.len() as u64, writer.articles_before()?);
    let agreed = match &options.prune {
        Prune::Asking(ask) if going.saturating_mul(MANY) > all => ask(going, all),
        _ => true,
    };
    if !agreed {
        summary.not_pruned = going;
        return Ok(());
    }
    for id in &articles {
        writer.remove(id);
        summary.removed += 1;
    }
    for path in forgotten {
        writer.forget_file(path);
    }
    Ok(())
}
