//! A [`Found`] is what a walk comes upon: a file to read, something set aside with its reason, or a problem.

use std::{
    collections::HashSet,
    fs, io,
    path::{Component, Path, PathBuf},
    rc::Rc,
    time::UNIX_EPOCH,
};

use walkdir::WalkDir;

use super::problem::Problem;
use crate::article::Location;

/// A regular file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path to open it by.
    pub path: PathBuf,
    /// Its absolute path without `.` and `..`, as UTF-8 (bytes that are not UTF-8 as `\xNN`): the key it is known by.
    pub shown: String,
    /// Size in bytes.
    pub size: u64,
    /// Last change, in nanoseconds since 1970-01-01 UTC; 0 where the file system does not tell.
    pub modified: i64,
}

/// One finding of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file to read.
    File(SourceFile),
    /// Something that is not read, on purpose.
    Skipped {
        /// Its path, as [`SourceFile::shown`].
        path: String,
        /// Why.
        reason: String,
    },
    /// Something that should have been read and could not.
    Problem(Problem),
}

/// Everything under `roots`, in the order of the roots and then of file names.
///
/// Hidden files and folders, and READMEs, licences and change logs, are set aside, unless they are a root themselves.
/// Links are followed; one that leads back to a folder above it, or to what is met under its own name, is set aside. So is
/// an index. A root given twice is walked once.
pub fn walk(roots: &[PathBuf]) -> impl Iterator<Item = Found> + use<> {
    let mut seen = HashSet::new();
    let roots: Vec<PathBuf> = roots.iter().filter(|root| seen.insert(shown(root))).cloned().collect();
    let real: Rc<[PathBuf]> = roots.iter().filter_map(|root| root.canonicalize().ok()).collect();
    roots.into_iter().flat_map(move |root| Walk {
        entries: WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter(),
        roots: Rc::clone(&real),
    })
}

struct Walk {
    entries: walkdir::IntoIter,
    /// The roots without links.
    roots: Rc<[PathBuf]>,
}

impl Walk {
    /// Whether what a link leads to is met without it.
    fn is_met(&self, link: &Path, folder: bool) -> bool {
        let Ok(real) = link.canonicalize() else { return false };
        self.roots.iter().any(|root| {
            let Ok(below) = real.strip_prefix(root) else { return false };
            let name = below.to_string_lossy();
            let aside = if folder { name.split('/').find_map(hidden) } else { set_aside(&name) };
            aside.is_none() && !below.ancestors().skip(1).any(|above| is_index(&root.join(above)))
        })
    }
}

/// Whether a folder holds an index, of this program or of another that is made with the same engine.
fn is_index(folder: &Path) -> bool {
    ["meta.json", ".managed.json"].iter().all(|name| folder.join(name).is_file())
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let entry = match self.entries.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(obstacle(&error)),
            };
            let path = shown(entry.path());
            let skipped = |reason: &str| Some(Found::Skipped { path: path.clone(), reason: reason.to_owned() });
            let folder = entry.file_type().is_dir();
            if entry.depth() > 0 {
                let name = entry.file_name().to_string_lossy();
                let reason = if folder { hidden(&name) } else { set_aside(&name) };
                if let Some(reason) = reason {
                    if folder {
                        self.entries.skip_current_dir();
                    }
                    return skipped(reason);
                }
            }
            if entry.depth() > 0 && entry.path_is_symlink() && self.is_met(entry.path(), folder) {
                if folder {
                    self.entries.skip_current_dir();
                }
                return skipped("a link to what is read by its own name");
            }
            if folder && is_index(entry.path()) {
                self.entries.skip_current_dir();
                return skipped("an index, not an archive");
            }
            if folder {
                continue;
            }
            if !entry.file_type().is_file() {
                return skipped("not a regular file: a FIFO, socket or device");
            }
            return Some(match entry.metadata() {
                Ok(metadata) => Found::File(source_file(entry.into_path(), &metadata)),
                Err(error) => obstacle(&error),
            });
        }
    }
}

impl SourceFile {
    /// The file at `path`, found without a walk.
    ///
    /// # Errors
    /// Whatever the file system says when it is asked about `path`.
    pub fn at(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let metadata = fs::metadata(&path)?;
        Ok(source_file(path, &metadata))
    }
}

fn source_file(path: PathBuf, metadata: &fs::Metadata) -> SourceFile {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = since.and_then(|time| i64::try_from(time.as_nanos()).ok()).unwrap_or_default();
    SourceFile { shown: shown(&path), path, size: metadata.len(), modified }
}

fn obstacle(error: &walkdir::Error) -> Found {
    let path = error.path().map(shown).unwrap_or_default();
    if error.loop_ancestor().is_some() {
        return Found::Skipped { path, reason: "a link back to a folder above it".into() };
    }
    let dangling = error.path().is_some_and(|path| path.symlink_metadata().is_ok_and(|m| m.is_symlink()));
    let reason = match error.io_error().map(io::Error::kind) {
        Some(io::ErrorKind::NotFound) if dangling => "a link to something that is not there".into(),
        Some(io::ErrorKind::NotFound) => "there is no such file or folder; check the path".into(),
        Some(io::ErrorKind::PermissionDenied) => "permission denied; make it readable or leave it out".into(),
        _ => error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
    };
    Found::Problem(Problem::new(Location::file(path), reason))
}

/// The absolute path, as [`SourceFile::shown`].
fn shown(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in plain(path).as_os_str().as_encoded_bytes().utf8_chunks() {
        shown.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| shown.push_str(&format!("\\x{byte:02x}")));
    }
    shown
}

/// The absolute path without `.` and `..`, links left as they are.
pub fn plain(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// Why a file or member of this name is not read, if its name says so. A path counts as hidden where any part of it is.
pub(super) fn set_aside(path: &str) -> Option<&'static str> {
    if let Some(reason) = path.split('/').find_map(hidden) {
        return Some(reason);
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let named = ["README", "LICENSE", "LICENCE", "CHANGELOG"];
    // In capitals the rest of the name does not matter (`LICENSE-MIT`); `license-revoked.txt` is an article.
    let aside = named.iter().any(|n| name.starts_with(n) || stem.eq_ignore_ascii_case(n));
    aside.then_some("not an article")
}

fn hidden(name: &str) -> Option<&'static str> {
    match name {
        "" | "." | ".." => None,
        "__MACOSX" => Some("a Mac resource fork"),
        name => name.starts_with('.').then_some("hidden"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Found, set_aside, walk};

    #[test]
    fn names_that_are_set_aside() {
        let table = [
            ("README.md", true),
            ("readme", true),
            ("LICENSE-MIT", true),
            ("license-revoked.txt", false),
            ("a/.git/b.txt", true),
            ("./a/b.txt", false),
            ("__MACOSX/a.txt", true),
            (".DS_Store", true),
            ("a.txt", false),
        ];
        for (name, aside) in table {
            assert_eq!(set_aside(name).is_some(), aside, "{name}");
        }
    }

    #[test]
    fn a_walk_is_sorted_and_silent_about_nothing() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("b")).unwrap();
        fs::create_dir_all(dir.path().join(".git")).unwrap();
        for name in ["c.txt", "b/a.txt", "README", ".git/x", ".hidden"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(dir.path(), dir.path().join("b/loop")).unwrap();
        let roots = [dir.path().to_owned(), dir.path().join("."), dir.path().join("nowhere")];
        let seen: Vec<String> = walk(&roots)
            .map(|found| match found {
                Found::File(file) => file.path.file_name().unwrap().to_string_lossy().into_owned(),
                Found::Skipped { reason, .. } => reason,
                Found::Problem(problem) => problem.reason,
            })
            .collect();
        let expected = ["hidden", "hidden", "not an article", "a.txt", "a link back to a folder above it", "c.txt"];
        assert_eq!(seen[..6], expected);
        assert!(seen[6].contains("no such file"));
        assert_eq!(seen.len(), 7);
    }
}
