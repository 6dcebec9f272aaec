//! Printing: one file a kind of answer, as text for people and as JSON Lines for programs. Printers take results and
//! never search.
//!
//! Text is written with ANSI styles; the command line strips them where the output is no terminal or `NO_COLOR` is set.

pub mod annotations;
pub mod article;
pub mod articles;
mod copies;
pub mod export;
pub mod portrait;
pub mod said;
mod style;
pub mod timeline;
pub mod trace;
pub mod why;
