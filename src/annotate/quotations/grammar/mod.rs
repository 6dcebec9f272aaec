//! The grammar of reported speech: cue verbs and the noun phrases beside them. It makes no drafts.

pub(crate) mod cues;
pub(crate) mod noun_phrase;
