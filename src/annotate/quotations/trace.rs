//! A [`Trace`] says why a text was read as it was: for each quotation what every pass did to it, and what was left out.

use serde::Serialize;

use super::{
    super::{reading::Reading, tokens::TokenRange},
    draft::{Decision, Draft, DraftId, Drafts, Step},
    quotation::two_places,
    speakers::speaker::SpeakerRule,
};
use crate::span::Span;

/// Everything that the passes remember of one text.
#[derive(Debug, Default)]
pub struct Trace {
    drafts: Drafts,
    ids: Vec<DraftId>,
    /// Who else each speaker might have been.
    runners_up: Vec<Option<String>>,
}

/// One thing that a pass did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraceStep {
    /// The pass.
    pub step: &'static str,
    /// The rule by which it decided.
    pub rule: &'static str,
    /// What it did, with the words that it is about.
    pub did: String,
    /// The probability that decided it, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
}

/// What was found and left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// The words, as bytes.
    pub content: Vec<Span>,
    /// The rule that found it.
    pub rule: &'static str,
    /// The pass that left it out.
    pub step: &'static str,
    /// Why.
    pub why: &'static str,
}

impl Trace {
    pub(super) fn new(drafts: Drafts, ids: Vec<DraftId>, runners_up: Vec<Option<String>>) -> Self {
        Self { drafts, ids, runners_up }
    }

    /// What was done to quotation `n`, in the order of the passes; the probabilities come last, before them the speaker's
    /// rule and the runner-up.
    pub fn steps(&self, n: usize, reading: &Reading<'_>) -> Vec<TraceStep> {
        let Some(id) = self.ids.get(n) else { return Vec::new() };
        let mut steps: Vec<TraceStep> = self.drafts[*id].trace.iter().map(|decision| step(decision, reading)).collect();
        let speaker = steps.iter_mut().rev().find(|step| step.step == Step::Speaker.name());
        if let (Some(speaker), Some(Some(name))) = (speaker, self.runners_up.get(n)) {
            let nobody = speaker.rule == SpeakerRule::Nobody.name();
            speaker.did +=
                &if nobody { format!("; it may be {name}") } else { format!("; the next likeliest is {name}") };
        }
        steps
    }

    /// What was left out, in the order in which it was found.
    pub fn left_out(&self, reading: &Reading<'_>) -> Vec<LeftOut> {
        self.drafts.left_out().filter_map(|draft| left_out(draft, reading)).collect()
    }
}

fn left_out(draft: &Draft, reading: &Reading<'_>) -> Option<LeftOut> {
    let (step, why) = draft.dropped?;
    let content = draft.content.iter().map(|range| reading.span(range.0, range.1)).collect();
    Some(LeftOut { content, rule: draft.rule.name(), step: step.name(), why })
}

fn step(decision: &Decision, reading: &Reading<'_>) -> TraceStep {
    let did = match decision.range {
        Some(range) => format!("{}: “{}”", decision.did, words(reading, range)),
        None => decision.did.to_owned(),
    };
    let p = decision.p.map(two_places);
    TraceStep { step: decision.step.name(), rule: decision.rule, did, p }
}

/// So many words of a long stretch are shown at each end.
const SHOWN: usize = 6;

/// The words of a range, the middle of a long one left out.
fn words(reading: &Reading<'_>, (first, end): TokenRange) -> String {
    let all = |first, end| reading.span(first, end).line_of(reading.text);
    if end - first <= 2 * SHOWN + 1 {
        return all(first, end);
    }
    format!("{} … {}", all(first, first + SHOWN), all(end - SHOWN, end))
}
