//! The manifest says what made an index, so that another version refuses it with the remedy instead of misreading it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::schema;
use crate::{
    annotate,
    date::Date,
    error::{Error, Result},
};

/// Name of the file beside the index that replaces the built-in table of disputed places.
pub const DISPUTED: &str = "disputed.tsv";

/// Name of the file beside the index in which its user says who is whom.
pub const ALIASES: &str = "aliases.toml";

/// Contents of `manifest.json` beside the index's own files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always "demarche".
    pub program: String,
    /// Version of the field table.
    pub schema: u32,
    /// Version of the annotation rules.
    pub annotator: u32,
    /// BLAKE3 hash of the tables that the annotator reads, in hexadecimal.
    pub data: String,
    /// What was indexed, so that it can be followed without being named again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// A file or folder that was indexed, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its absolute path.
    pub path: PathBuf,
    /// The date that was given to articles which say nothing of theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Which field was which, as the user wrote it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub map: String,
}

impl Manifest {
    /// That of this program for an index in this directory.
    pub fn current(directory: &Path) -> Self {
        let disputed = fs::read(directory.join(DISPUTED)).ok();
        let own = disputed.map(|table| format!("+{}", &blake3::hash(&table).to_hex()[..16])).unwrap_or_default();
        Self {
            program: "demarche".to_owned(),
            schema: schema::VERSION,
            annotator: annotate::VERSION,
            data: annotate::DATA_HASH.to_owned() + &own,
            sources: Vec::new(),
        }
    }

    /// The sources that the manifest in a directory names; none where there is no manifest or one that cannot be read.
    pub fn sources(directory: &Path) -> Vec<Source> {
        let text = fs::read(Self::path(directory)).unwrap_or_default();
        serde_json::from_slice::<Self>(&text).map(|manifest| manifest.sources).unwrap_or_default()
    }

    /// This one, with the sources of the one that lies in a directory.
    #[must_use]
    pub fn with_sources_of(self, directory: &Path) -> Self {
        Self { sources: Self::sources(directory), ..self }
    }

    /// Adds sources to those of the index in a directory. What lies under another that is read in the same way needs no
    /// entry of its own; what is known by its path is replaced.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written.
    pub fn remember(directory: &Path, sources: &[Source]) -> Result<()> {
        let mut manifest = Self::current(directory).with_sources_of(directory);
        let before = manifest.sources.clone();
        for source in sources {
            let same = |a: &Source, b: &Source| (a.published, &a.map) == (b.published, &b.map);
            let above = |known: &Source| known.path != source.path && source.path.starts_with(&known.path);
            if manifest.sources.iter().any(|known| above(known) && same(known, source)) {
                continue;
            }
            manifest.sources.retain(|known| {
                !(known.path.starts_with(&source.path) && (known.path == source.path || same(known, source)))
            });
            manifest.sources.push(source.clone());
        }
        manifest.sources.sort_by(|a, b| a.path.cmp(&b.path));
        if manifest.sources == before { Ok(()) } else { manifest.write(directory) }
    }

    /// Where it lies.
    pub fn path(directory: &Path) -> PathBuf {
        directory.join("manifest.json")
    }

    /// Reads the manifest of an index and checks that this program can use it.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`], or [`Error::File`] if it cannot be read.
    pub fn check(directory: &Path) -> Result<()> {
        let path = Self::path(directory);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Error::NoIndex(directory.to_owned())),
            Err(source) => return Err(Error::File { path, source }),
        };
        let found: Option<Self> = serde_json::from_str(&text).ok();
        let mut expected = Self::current(directory);
        expected.sources = found.as_ref().map(|found| found.sources.clone()).unwrap_or_default();
        if found.as_ref() == Some(&expected) {
            return Ok(());
        }
        Err(Error::OtherVersion {
            path: directory.to_owned(),
            found: found.map_or_else(|| "unreadable manifest.json".to_owned(), |m| m.version()),
            expected: expected.version(),
        })
    }

    /// Writes it, through a temporary file so that it is never half there.
    ///
    /// # Errors
    /// [`Error::File`] if the directory cannot be written.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let path = Self::path(directory);
        let temporary = directory.join("manifest.json.new");
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        fs::write(&temporary, text)
            .and_then(|()| fs::rename(&temporary, &path))
            .map_err(|source| Error::File { path, source })
    }

    fn version(&self) -> String {
        format!("schema {}, rules {}, tables {}", self.schema, self.annotator, self.data.get(..8).unwrap_or(&self.data))
            + self.data.find('+').map_or("", |at| &self.data[at..])
    }
}
