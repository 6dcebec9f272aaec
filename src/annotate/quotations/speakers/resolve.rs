//! The speakers of all drafts of a text, one after the other: who spoke before tells who "he" is.

use super::{
    super::draft::{Decision, Draft, DraftId, Drafts, Step},
    memory::Memory,
    phrase,
    speaker::{Speaker, SpeakerRule},
};
use crate::annotate::reading::Reading;

/// The speakers of these drafts, in their order.
pub(crate) fn resolve(reading: &Reading<'_>, drafts: &mut Drafts, ids: &[DraftId]) -> Vec<Speaker> {
    let mut resolved: Vec<Speaker> = Vec::with_capacity(ids.len());
    let mut memory = Memory::default();
    for (i, id) in ids.iter().enumerate() {
        let draft = &drafts[*id];
        // Who talks in a transcript is "I" in it, never "he" and "she".
        let speaker = if let Some(speaker) = &draft.speaker {
            speaker.clone()
        } else if let Some(at) = shared(drafts, draft, &ids[..i]) {
            Speaker { rule: SpeakerRule::Shared, ..resolved[at].clone() }
        } else {
            let speaker = draft
                .source
                .map_or_else(Speaker::default, |(first, end)| phrase::of_source(reading, first, end, &memory));
            if let Some(source) = draft.source.filter(|_| draft.same_as.is_none()) {
                memory.remember(reading, source, &speaker);
            }
            speaker
        };
        let source = draft.source;
        let did = if speaker.name.is_some() { "found the speaker" } else { "left the speaker open" };
        let decision = Decision::new(Step::Speaker, speaker.rule.name(), did).by(speaker.certainty);
        drafts[*id].note(Decision { range: source, ..decision });
        resolved.push(speaker);
    }
    resolved
}

/// The place, among those before, of the draft whose speaker is this one's too.
fn shared(drafts: &Drafts, draft: &Draft, before: &[DraftId]) -> Option<usize> {
    let same = draft.same_as?;
    (drafts[same].source == draft.source).then(|| before.iter().position(|id| *id == same)).flatten()
}
