//! The passes over the drafts of a text, each a file that says what it reads and what it adds, changes or leaves out. Their
//! order is the table at the head of `find`.

pub(crate) mod carry;
pub(crate) mod factual;
pub(crate) mod phrase;
pub(crate) mod relayed;
pub(crate) mod silence;
pub(crate) mod turns;
