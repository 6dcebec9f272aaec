//! A [`Successor`] is an index that is made beside another to take its place: in one step, when it is whole. Until then, and
//! if anything happens on the way, the old one answers as before.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tantivy::directory::{Directory, DirectoryLock, INDEX_WRITER_LOCK, error::LockError};

use super::{
    folder::Folder,
    manifest::Manifest,
    meta,
    salvage::segment_files,
    writer::{Writer, is_ours, is_users},
};
use crate::error::{Error, Result};

/// Folder inside the index's directory in which its successor is made.
pub(super) const FOLDER: &str = "successor.part";

/// An index in the making.
pub struct Successor {
    directory: PathBuf,
    // Held until the successor has taken over: nobody else writes meanwhile.
    lock: DirectoryLock,
}

impl Successor {
    /// Locks the index in `directory` against other writers and opens one beside it; what an earlier attempt left is
    /// removed.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAnIndex`], [`Error::File`], [`Error::Memory`].
    pub fn begin(directory: &Path, memory_mib: u64) -> Result<(Self, Writer)> {
        let file = |source| Error::File { path: directory.to_owned(), source };
        fs::create_dir_all(directory).map_err(file)?;
        let names: Vec<_> = fs::read_dir(directory)
            .map_err(file)?
            .filter_map(std::result::Result::ok)
            .map(|entry| entry.file_name())
            .collect();
        let is_index = Manifest::path(directory).exists() || directory.join(meta::FILE).exists();
        if !is_index && names.iter().any(|name| !is_ours(name) && !is_users(name)) {
            return Err(Error::NotAnIndex(directory.to_owned()));
        }
        let opened = Folder::open(directory)?;
        let lock = opened.acquire_lock(&INDEX_WRITER_LOCK).map_err(|error| match error {
            LockError::LockBusy => Error::Locked(directory.to_owned()),
            LockError::IoError(error) => Error::Engine(error.to_string()),
        })?;
        let folder = directory.join(FOLDER);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(file)?;
        }
        let writer = Writer::open(&folder, memory_mib)?;
        Ok((Self { directory: directory.to_owned(), lock }, writer))
    }

    /// Where it is being made.
    pub fn folder(&self) -> PathBuf {
        self.directory.join(FOLDER)
    }

    /// Takes the place of the old index. The writer must be done.
    ///
    /// # Errors
    /// [`Error::File`] if files cannot be moved; the old index is then as it was, or the new one in its place.
    pub fn take_over(self) -> Result<()> {
        let folder = self.directory.join(FOLDER);
        let file = |source| Error::File { path: folder.clone(), source };
        let new = segment_files(&folder);
        // The engine removes what is on this list and in no index: until the next step the new files, after it the old.
        meta::write_managed(&self.directory, &new)?;
        for name in &new {
            fs::rename(folder.join(name), self.directory.join(name)).map_err(file)?;
        }
        fs::rename(folder.join(meta::FILE), self.directory.join(meta::FILE)).map_err(file)?;
        Manifest::current(&self.directory).with_sources_of(&self.directory).write(&self.directory)?;
        meta::copy(&self.directory)?;
        fs::remove_dir_all(&folder).map_err(file)?;
        drop(self.lock);
        Ok(())
    }
}
