//! A speaker is who a source is: a person of the article, an office, an institution, a government, somebody unnamed,
//! a document; or nobody, where the text leaves it open.
//!
//! Abstaining comes before guessing: a pronoun with two possible antecedents stays unattributed, and an unnamed
//! official is never merged with a named person.

mod head;
mod memory;
mod people;
pub(crate) mod phrase;
mod pronouns;
pub(crate) mod resolve;
pub(crate) mod speaker;
