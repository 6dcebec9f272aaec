//! `meta.json` is the engine's list of the files that an index consists of: whoever replaces it commits. A copy of it lies
//! beside it, so that an index whose list is damaged can still be put together from its files.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use crate::error::{Error, Result};

/// The engine's list.
pub(super) const FILE: &str = "meta.json";
/// Its copy as of the last commit.
pub(super) const COPY: &str = "meta.copy.json";
/// The copy while it is being written.
pub(super) const COPY_PART: &str = "meta.copy.json.part";
/// The engine's list of the files that it may remove.
pub(super) const MANAGED: &str = ".managed.json";

/// Copies the list as it is now.
///
/// # Errors
/// [`Error::File`] or [`Error::DiskFull`] if it cannot be written.
pub(super) fn copy(directory: &Path) -> Result<()> {
    let (part, copy) = (directory.join(COPY_PART), directory.join(COPY));
    fs::copy(directory.join(FILE), &part).and_then(|_| fs::rename(&part, &copy)).map_err(|source| {
        if source.kind() == io::ErrorKind::StorageFull {
            return Error::DiskFull(directory.to_owned());
        }
        Error::File { path: copy, source }
    })
}

/// Whether the disk takes a few more bytes.
pub(super) fn has_room(directory: &Path) -> bool {
    let path = directory.join(COPY_PART);
    let room =
        fs::File::create(&path).and_then(|mut file| file.write_all(&vec![0; 64 * 1024]).and_then(|()| file.sync_all()));
    fs::remove_file(&path).ok();
    !room.is_err_and(|error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
}

/// The list as JSON, if it is whole.
pub(super) fn read(path: &Path) -> Option<serde_json::Value> {
    let value: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    value.get("segments")?.as_array()?;
    value.get("schema")?.as_array()?;
    Some(value)
}

/// Writes the list of files that the engine may remove: all segments that lie here, and `more`.
///
/// # Errors
/// [`Error::File`] if it cannot be written.
pub(super) fn write_managed(directory: &Path, more: &[String]) -> Result<()> {
    let mut names = super::salvage::segment_files(directory);
    names.push(FILE.to_owned());
    names.extend_from_slice(more);
    names.sort_unstable();
    names.dedup();
    let (path, part) = (directory.join(MANAGED), directory.join(COPY_PART));
    fs::write(&part, serde_json::to_vec(&names).unwrap_or_default())
        .and_then(|()| fs::rename(&part, &path))
        .map_err(|source| Error::File { path, source })
}
