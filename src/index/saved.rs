//! Saved questions: files beside the index, one a question, with what it has answered already.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The folder of saved questions in the directory of an index.
pub(super) const FOLDER: &str = "saved";

/// A question under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The command and its arguments, as given on the command line.
    pub arguments: Vec<String>,
    /// Marks of the answers that were there when it was saved or last asked for news.
    pub seen: BTreeSet<String>,
}

/// A short mark for an answer: the same for the same article, or for the same words of it, at any time.
pub fn mark(answer: &str) -> String {
    blake3::hash(answer.as_bytes()).to_hex()[..16].to_owned()
}

/// The file of a name.
fn path(directory: &Path, name: &str) -> Result<PathBuf> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
        return Err(Error::Query(format!(
            "error: “{name}” is no name for a saved question\nhelp: use letters, digits, -, _ and . only"
        )));
    }
    Ok(directory.join(FOLDER).join(format!("{name}.json")))
}

impl Saved {
    /// Reads the question of a name.
    ///
    /// # Errors
    /// [`Error::Query`] with the names there are, if there is none of this name or it is damaged; [`Error::File`].
    pub fn read(directory: &Path, name: &str) -> Result<Self> {
        let path = path(directory, name)?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let names = names(directory);
                let help = if names.is_empty() {
                    "there is none yet: demarche save NAME QUERY".to_owned()
                } else {
                    format!("there are {}", names.join(", "))
                };
                return Err(Error::Query(format!("error: no question is saved as “{name}”\nhelp: {help}")));
            }
            Err(source) => return Err(Error::File { path, source }),
        };
        serde_json::from_str(&text).map_err(|error| {
            Error::Query(format!(
                "error: {}: {error}\nhelp: mend it, or save the question again: demarche save {name} QUERY",
                path.display()
            ))
        })
    }

    /// Writes it under a name; what was there before is replaced, whole or not at all.
    ///
    /// # Errors
    /// [`Error::Query`] if it is no name; [`Error::File`].
    pub fn write(&self, directory: &Path, name: &str) -> Result<()> {
        let path = path(directory, name)?;
        let folder = directory.join(FOLDER);
        let temporary = folder.join(format!(".{name}.new"));
        let text = serde_json::to_string(self).map_err(|error| Error::Engine(error.to_string()))?;
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&temporary, text + "\n"))
            .and_then(|()| fs::rename(&temporary, &path))
            .map_err(|source| Error::File { path, source })
    }

    /// Removes the question of a name.
    ///
    /// # Errors
    /// As [`Saved::read`].
    pub fn remove(directory: &Path, name: &str) -> Result<()> {
        Self::read(directory, name)?;
        let path = path(directory, name)?;
        fs::remove_file(&path).map_err(|source| Error::File { path, source })
    }
}

/// Names of all saved questions, in order.
pub fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory.join(FOLDER)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().to_str().and_then(|name| name.strip_suffix(".json").map(str::to_owned)))
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}
