//! Démarche: full-text search for diplomatic news. *Who said what, when, to whom, for which government?*
//!
//! This page is the tour of the house.
//!
//! ```text
//! paths ──source──▶ Article ──annotate──▶ Annotations ──index──▶ tantivy ──query──▶ Results ──render──▶ text · JSON
//!         walk, containers,   sentences, people,       schema,    parse → AST
//!         formats             places, dates,           writer     → plan → search
//!                             quotations
//! ```
//!
//! Data flows one way. An [`article::Article`] never changes and owns its text; [`annotate::Annotations`] are spans of
//! bytes into it, one `Vec` a layer; slicing a span always gives the original words.
//!
//! | module | what it is | may import, besides `error` |
//! |---|---|---|
//! | [`span`], [`date`], [`article`], [`dateline`] | the nouns that all others speak of | each other |
//! | [`guard`] | a panic as an error, for all others | nothing |
//! | `budget` | bytes in flight between threads, held under a limit | nothing |
//! | `memory` | what the allocator is told | nothing |
//! | [`source`] | paths → articles | the nouns |
//! | [`annotate`] | article → annotations; pure | the nouns |
//! | [`index`] | what is kept, in tantivy | `annotate`, the nouns |
//! | [`identity`] | who is whom in the archive, decided once a commit | `index`, `annotate`, the nouns |
//! | [`ingest`] | source, annotate, index and identity in one run | `source`, `annotate`, `index`, `identity`, the nouns |
//! | [`query`] | a question → results | `identity`, `index`, `annotate`, the nouns (`ast`, `parser` and their parts: the nouns only) |
//! | [`render`] | results → text and JSON | `query::results`, `annotate`, the nouns |
//! | [`score`] | annotations, held against gold | `span` |
//! | [`train`] | gold → the weights of a model | `annotate`, `score`, the nouns |
//! | [`cli`] | the command line | all of these |
//!
//! tantivy is named only in `index`, in `identity`'s `store` and in `query`'s `plan`, `search`, `quotations`, `facets`,
//! `timeline`, `lead`, `portrait` and `names`; clap only in `cli`.
//! `tests/architecture.rs` reads the `use` lines and holds the code to this table.
//!
//! ```
//! use demarche::{annotate::annotate, article::Article, date::Date};
//!
//! let article = Article {
//!     text: "“The border is closed,” Foreign Minister Anna Berg told reporters on Friday.".into(),
//!     published: Date::day(2014, 3, 30),
//!     ..Article::default()
//! };
//! let annotations = annotate(&article);
//! let quotation = &annotations.quotations[0];
//! assert_eq!(quotation.speaker.as_deref(), Some("Anna Berg"));
//! assert_eq!(quotation.role.as_deref(), Some("Foreign Minister"));
//! assert_eq!(quotation.addressee.as_deref(), Some("reporters"));
//! assert_eq!(quotation.said_on, Date::day(2014, 3, 28));
//! ```

pub mod annotate;
pub mod article;
mod budget;
pub mod cli;
pub mod date;
pub mod dateline;
pub mod error;
pub mod guard;
pub mod identity;
pub mod index;
pub mod ingest;
mod memory;
pub mod query;
pub mod render;
pub mod score;
pub mod source;
pub mod span;
pub mod train;
