//! A [`Watch`] tells which paths under its roots have changed, once they have been quiet for a moment.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};

use super::walk::set_aside;

/// How long nothing must change, so that a file is not read while it is being written.
const QUIET: Duration = Duration::from_millis(500);
/// How long changes that never cease are waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Paths that have changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and folders that are new or other than before.
    pub changed: Vec<PathBuf>,
    /// Those that are gone.
    pub gone: Vec<PathBuf>,
}

/// Folders that are being watched.
pub struct Watch {
    roots: Vec<PathBuf>,
    exclude: Option<PathBuf>,
    events: Receiver<notify::Result<Event>>,
    // Dropping it ends the watch.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches the roots, but not what lies under `exclude`. Watch first and read then, so that nothing falls between.
    ///
    /// # Errors
    /// What the system says: most often that a root is not there, or that so many folders cannot be watched.
    pub fn new(roots: &[PathBuf], exclude: Option<PathBuf>) -> Result<Self, String> {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender).map_err(|error| error.to_string())?;
        let roots: Vec<PathBuf> =
            roots.iter().map(|root| std::path::absolute(root).unwrap_or_else(|_| root.clone())).collect();
        for root in &roots {
            let told = |error: notify::Error| format!("{} cannot be watched: {error}", root.display());
            watcher.watch(root, RecursiveMode::Recursive).map_err(told)?;
        }
        Ok(Self { roots, exclude, events, _watcher: watcher })
    }

    /// Waits for changes; nothing once `stop` is set.
    pub fn next(&self, stop: &AtomicBool) -> Option<Changes> {
        let mut paths: BTreeSet<PathBuf> = BTreeSet::new();
        let (mut first, mut last) = (None, Instant::now());
        loop {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            match self.events.recv_timeout(QUIET / 5) {
                Ok(Ok(event)) if event.need_rescan() => paths.extend(self.roots.iter().cloned()),
                Ok(Ok(event)) if changes(event.kind) => paths.extend(event.paths),
                Ok(Ok(_)) => {}
                // Events may have been lost: everything is looked at.
                Ok(Err(_)) => paths.extend(self.roots.iter().cloned()),
                Err(RecvTimeoutError::Timeout) => {
                    let waited = first.map_or(Duration::ZERO, |first: Instant| first.elapsed());
                    if !paths.is_empty() && (last.elapsed() >= QUIET || waited >= PATIENCE) {
                        let changes = self.sort(std::mem::take(&mut paths));
                        if changes != Changes::default() {
                            return Some(changes);
                        }
                        first = None;
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            paths.retain(|path| self.concerns(path));
            if paths.is_empty() {
                continue;
            }
            last = Instant::now();
            first.get_or_insert(last);
            if first.is_some_and(|first| first.elapsed() >= PATIENCE) {
                return Some(self.sort(paths));
            }
        }
    }

    /// Whether a walk would come to it.
    fn concerns(&self, path: &Path) -> bool {
        if self.exclude.as_ref().is_some_and(|exclude| path.starts_with(exclude)) {
            return false;
        }
        self.roots
            .iter()
            .any(|root| path.strip_prefix(root).is_ok_and(|rest| set_aside(&rest.to_string_lossy()).is_none()))
    }

    fn sort(&self, paths: BTreeSet<PathBuf>) -> Changes {
        let mut changes = Changes::default();
        for path in paths.into_iter().filter(|path| self.concerns(path)) {
            // A folder is walked whole: what lies under it need not be named.
            let kind = if path.exists() { &mut changes.changed } else { &mut changes.gone };
            if kind.last().is_none_or(|above| !path.starts_with(above)) {
                kind.push(path);
            }
        }
        changes
    }
}

/// Reading is no change.
fn changes(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}
