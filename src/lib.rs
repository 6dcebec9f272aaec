//! demarche
pub mod annotate;
pub mod article;
pub mod date;
pub mod dateline;
pub mod error;
pub mod index;
pub mod ingest;
pub mod query;
pub mod render;
pub mod source;
pub mod span;
