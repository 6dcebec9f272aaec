//! From a question to results: parse, plan, search, and results that know nothing of the engine.
//!
//! | step | file |
//! |---|---|
//! | a query as written → a tree | [`parser`] ([`ast`], `field`, [`dates`]) |
//! | a tree → tantivy queries | [`plan`] |
//! | queries → results | [`search`] for articles, [`quotations`], [`facets`] |
//! | what matched in the text | [`highlight`] |

pub mod ast;
pub mod dates;
mod display;
mod distance;
pub mod explain;
pub mod facets;
mod fault;
mod field;
pub mod highlight;
mod lexer;
mod marks;
pub mod parser;
pub mod plan;
pub mod quotations;
pub mod results;
pub mod search;
