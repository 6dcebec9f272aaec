//! A [`Folder`] is the directory of an index as the engine sees it, with two differences from the engine's own.
//!
//! Its lists are written with the rights that any new file has there, so that an index can be shared; the engine makes
//! them readable to their owner alone. And who may read but not write, or reads from a disk that cannot be written, can
//! search: a lock that cannot be made is taken by reading it, or done without where there is none.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
    error::{DeleteError, LockError, OpenReadError, OpenWriteError},
};

use crate::error::{Error, Result};

/// Ends the name of a list while it is being written.
pub(super) const PART: &str = ".part";

/// The directory of an index.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    mapped: MmapDirectory,
    path: PathBuf,
}

impl Folder {
    /// # Errors
    /// [`Error::Engine`] if it is none, or cannot be gone into.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mapped = MmapDirectory::open(path).map_err(|error| Error::Engine(error.to_string()))?;
        Ok(Self { mapped, path: path.to_owned() })
    }
}

/// Whether an error says that a file cannot be written here, now or ever.
fn forbidden(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let part = self.path.join(format!("{}{PART}", path.display()));
        // What a killed run left may be another user's.
        fs::remove_file(&part).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
        let written = File::create(&part).and_then(|mut file| {
            file.write_all(data)?;
            file.sync_all()
        });
        let placed = written.and_then(|()| fs::rename(&part, self.path.join(path)));
        if placed.is_err() {
            // A disk that is full gets its room back.
            fs::remove_file(&part).ok();
        }
        placed
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        match self.mapped.acquire_lock(lock) {
            // Only the lock of readers: who cannot make that of writers cannot write.
            Err(LockError::IoError(error)) if forbidden(&error) && lock.filepath == META_LOCK.filepath => {
                match File::open(self.path.join(&lock.filepath)) {
                    Ok(file) => {
                        file.lock_shared().map_err(|error| LockError::IoError(Arc::new(error)))?;
                        Ok(DirectoryLock::from(Box::new(file)))
                    }
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(DirectoryLock::from(Box::new(()))),
                    Err(error) => Err(LockError::IoError(Arc::new(error))),
                }
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}
