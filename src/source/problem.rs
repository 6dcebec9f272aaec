//! A [`Problem`] is what kept a file, a member or a record from becoming an article: where, and why.

use serde::{Deserialize, Serialize};

use crate::article::Location;

/// One thing that could not be read. It never stops a run and is never silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{location}: {reason}")]
pub struct Problem {
    /// The file, member or record.
    pub location: Location,
    /// What is wrong with it, and what to do about it.
    pub reason: String,
}

impl Problem {
    /// The problem that `location` has, for `reason`.
    pub fn new(location: Location, reason: impl Into<String>) -> Self {
        Self { location, reason: reason.into() }
    }
}

/// Why a unit gives no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It should have, and could not be read.
    #[error("{0}")]
    Problem(#[from] Problem),
    /// It is none, on purpose.
    #[error("{location}: {reason}")]
    Aside {
        /// What.
        location: Location,
        /// Why.
        reason: String,
    },
}
