//! From a question to results: parse, plan, search, and results that know nothing of the engine.
//!
//! | step | file |
//! |---|---|
//! | a query as written → a tree | [`parser`] ([`ast`], `field`, [`dates`]) |
//! | a tree → tantivy queries | [`plan`] |
//! | whom `by:` asks for | `who` (`holders`, `government`) |
//! | whom a name asks for, and what answers show of people | `names` |
//! | queries → results | [`search`] (`lead`) for articles, [`quotations`] (`copies`, [`groups`]), [`facets`], [`timeline`], [`portrait`] |
//! | what matched in the text | [`highlight`] |

pub mod ast;
mod copies;
pub mod dates;
mod display;
mod distance;
pub mod explain;
pub mod facets;
mod fault;
mod field;
mod government;
pub mod groups;
pub mod highlight;
mod holders;
mod lead;
mod lexer;
pub mod like;
mod marks;
mod names;
pub mod namesakes;
pub mod parser;
pub mod plan;
pub mod portrait;
pub mod quotations;
pub mod results;
pub mod search;
pub mod selection;
pub mod suggest;
pub mod timeline;
mod who;
pub mod why;
mod wire;
