//! Who is whom across the archive: decided once a commit from what articles give, kept beside the index, read by every
//! question.
//!
//! ```text
//! appearances of the index ──decide──▶ people: identifier, shown name, forms ──store──▶ people.bin
//! (name, country, time, office)           ▲
//! what the user decided (aliases.toml) ───┘
//! ```
//!
//! The decision is a function of what the archive holds and of what its user has decided, not of the order in which
//! articles came: a rebuilt index gives the same people. Facets, `person:`, `by:`, `who` and every renderer map what an
//! article gives through [`People`] and through nothing else, so that a count is the same by every road.

mod decide;
mod gather;
mod life;
mod name;
mod nobody;
mod offices;
mod packed;
mod people;
pub(crate) mod phrase;
mod reason;
mod store;
mod surnames;
#[cfg(test)]
mod tests;

pub use offices::Call;
pub use people::{Bearer, Identity, People};
pub use reason::{Because, Listed};
pub use store::{people, update};
