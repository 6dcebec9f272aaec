//! The index: what is kept of an archive, and how it gets there. The only part, with the query planner, that knows
//! tantivy.
//!
//! One tantivy index holds two kinds of document for questions, articles and quotations, and one for housekeeping:
//! the files that were read. See [`schema`] for THE field table. Beside it lies what its
//! user decides: [`aliases`], and a table of disputed places.
//!
//! What is stored has checksums of its own, looked at whenever it is read. [`verify`] holds all of an index against what was
//! written; [`salvage`] reads what is stored without trusting the rest, and a [`Successor`] takes an index's place in one
//! step: with the two, `ingest` makes an index anew without its archive.

pub mod aliases;
pub mod appearance;
pub mod clusters;
pub mod document;
mod folder;
pub mod manifest;
mod meta;
mod queue;
pub mod reader;
pub mod salvage;
pub mod saved;
pub mod schema;
pub mod sketch;
mod stored;
pub mod successor;
pub mod tokenizer;
pub mod verify;
pub mod writer;

pub use aliases::Aliases;
pub use clusters::Clusters;
pub use document::{ArticleRecord, Header, PersonRecord, QuotationRecord};
pub use reader::Reader;
pub use successor::Successor;
pub use writer::{FileRecord, ProblemRecord, Writer};
