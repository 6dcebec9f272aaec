//! A source is where articles come from: paths on disk, or a stream, in whatever they are packed and written.
//!
//! ```text
//! paths ──walk──▶ SourceFile ──units──▶ Raw ──read──▶ Article
//!                  a file on disk        bytes of one    title, text, date…
//!                                        document or line
//! ```
//!
//! Every step is lazy, so memory holds one document at a time, and nothing is lost on the way without a word: what is
//! set aside comes as `Skipped` with its reason, what cannot be read as a [`Problem`] with its [`Location`].
//!
//! | file | noun |
//! |---|---|
//! | `walk` | [`Found`]: files under the given paths, in a stable order |
//! | `unit` | [`Unit`]: one document, member or line, as bytes |
//! | `container`, `tar`, `zstd`, `peek` | gzip, zstd, zip and tar, streamed, nested |
//! | `lines`, `records`, `rows`, `mbox`, `warc`, `elements` | many articles in one file: JSON Lines, JSON, tables, mail, pages of the web, mark-up |
//! | `attachments` | what a mail carries |
//! | `sniff` | [`Format`]: recognised by content first, by name second |
//! | `charset` | [`decode`]: bytes to text |
//! | `formats` | text, HTML and JSON to articles |
//! | `fields` | [`FieldMap`]: which foreign field is which of ours |
//! | `language` | ISO 639-1 codes |
//! | `watch` | [`Watch`]: which paths have changed |
//!
//! ```
//! use std::ops::ControlFlow;
//! use demarche::{article::Location, source::{ReadOptions, Unit, read, units_of_reader}};
//!
//! let input = "{\"text\": \"KYIV, March 2, 2014 (Northgate Wire) — Talks went on.\"}\n{\"text\": 7}\n";
//! let (options, mut seen) = (ReadOptions::default(), vec![]);
//! units_of_reader(input.as_bytes(), Location::file("news.jsonl"), &options.limits, &mut |unit| {
//!     if let Unit::Raw(raw) = unit {
//!         seen.push(read(raw, &options));
//!     }
//!     ControlFlow::Continue(())
//! });
//! assert_eq!(seen[0].as_ref().unwrap()[0].outlet.as_deref(), Some("Northgate Wire"));
//! assert!(seen[1].as_ref().unwrap_err().to_string().starts_with("news.jsonl:2: no text"));
//! ```
//!
//! [`Location`]: crate::article::Location

mod attachments;
mod charset;
mod container;
mod elements;
mod fields;
mod formats;
mod language;
mod lines;
mod mbox;
#[cfg(feature = "parquet")]
mod parquet;
mod peek;
mod problem;
mod records;
mod rows;
mod sniff;
mod tar;
mod unit;
mod walk;
mod warc;
mod watch;
mod zstd;

pub use charset::{CharsetError, decode};
pub use fields::{Field, FieldMap, FieldMapError};
pub use formats::{ReadOptions, read};
pub use problem::{Problem, Unread};
pub use sniff::{FORMATS, Format, FormatRow, Style};
pub use unit::{Limits, Raw, Unit, units, units_of_reader};
pub use walk::{Found, SourceFile, plain, walk};
pub use watch::{Changes, Watch};
