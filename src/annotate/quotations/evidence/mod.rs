//! What the grammar finds, sentence by sentence: evidence for the learned tagger, which sees it among its features. Any
//! change here calls for learning again (`models/README.md`); a test says so.

pub(crate) mod clause;
mod constructions;
mod sentence;

use super::draft::{Draft, Drafts, Step};
use crate::annotate::reading::Reading;

/// The drafts of the rules, in text order; `same_as` names their places in the list.
pub(crate) fn find(reading: &Reading<'_>) -> Vec<Draft> {
    let mut found: Vec<Draft> = Vec::new();
    for sentence in 0..reading.sentence_count() {
        sentence::read(reading, sentence, &mut found);
    }
    let mut drafts = Drafts::from(found);
    drafts.separate(reading, Step::Evidence);
    drafts.into_order()
}
