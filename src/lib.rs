//! demarche
pub mod annotate;
pub mod article;
pub mod date;
pub mod span;
