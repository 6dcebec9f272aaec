//! What can go wrong in the library. Every message names the thing, the reason and the remedy.

use std::path::PathBuf;

/// An error of the index or of a query.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index in the directory.
    #[error("there is no index in {0}; make one with: demarche index PATH --index {0}")]
    NoIndex(PathBuf),
    /// The directory holds other files.
    #[error("{0} is not empty and holds no index of demarche; choose another directory with --index DIR")]
    NotAnIndex(PathBuf),
    /// The index was made by another version.
    #[error(
        "the index in {path} was made by another version ({found}; this one is {expected}); make it anew from what is stored in it: demarche rebuild --index {path}"
    )]
    OtherVersion {
        /// Directory of the index.
        path: PathBuf,
        /// Version that made it.
        found: String,
        /// Version of this program.
        expected: String,
    },
    /// Another process is writing to the index.
    #[error("another process is writing to the index in {0}; wait until it is done (searching works meanwhile)")]
    Locked(PathBuf),
    /// The memory budget is too small.
    #[error("--memory {0} MiB is too little; give at least {1} MiB")]
    Memory(u64, u64),
    /// A query could not be read; already rendered with a caret and a hint.
    #[error("{0}")]
    Query(String),
    /// There is no such article or quotation.
    #[error("there is no {what} “{id}” in the index{hint}")]
    NotFound {
        /// "article" or "quotation".
        what: &'static str,
        /// The identifier asked for.
        id: String,
        /// What to try, beginning with a semicolon, or nothing.
        hint: String,
    },
    /// The user's `aliases.toml` is no such table.
    #[error("{path}: {reason}\nhelp: correct the file, or move it away to decide anew")]
    Aliases {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        reason: String,
    },
    /// A file of the index could not be read or written.
    #[error("{path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What the index holds is not what was written.
    #[error("the index in {0} is damaged: {1}; demarche verify tells all that is, demarche repair mends it")]
    Damaged(PathBuf, String),
    /// Nothing tells any more which files the index consists of.
    #[error(
        "the index in {0} is damaged beyond repair: meta.json and its copy cannot be read; make it anew from the archive: demarche index --rebuild PATH… --index {0}"
    )]
    Beyond(PathBuf),
    /// There is no room on the disk.
    #[error(
        "there is no room left on the disk of {0}; what was committed is safe: make room and run the same command again"
    )]
    DiskFull(PathBuf),
    /// The folder of the index cannot be written, which searching needs too, for a moment's lock.
    #[error(
        "the folder of the index cannot be written ({0}); make it writable for you, or copy it to where you may write"
    )]
    NotWritable(&'static str),
    /// The search engine reports a fault.
    #[error("the index reports: {0}; demarche verify tells what is damaged, demarche repair mends it")]
    Engine(String),
}

/// A result of the library.
pub type Result<T, E = Error> = std::result::Result<T, E>;
