//! From a reading to its [`Quotation`]s, by passes over one list of drafts. Each pass is a file; it reads the text and the
//! drafts, and adds, changes or leaves out drafts by name; what it did to a draft the draft remembers (`trace`).
//!
//! | pass | what it does |
//! |---|---|
//! | `passes::turns` | adds the turns of transcripts, whose labels say who speaks; needs no drafts |
//! | `evidence` | what the grammar of reported speech finds; only the tagger reads it |
//! | `tagger` | adds what the learned tagger believes |
//! | `passes::phrase` | completes sources and addressees; leaves out what says nothing |
//! | `passes::relayed` | adds "X quoted Y as saying …": the words, and who passed them on |
//! | `passes::factual` | says whether it was said; leaves out what nobody said |
//! | `passes::carry` | adds quoted words without a cue, or lengthens what they continue |
//! | `passes::silence` | adds who declined to speak, in place of what was found at the same words |
//! | `passes::turns` | leaves out what belongs to the speaker's own turn |
//! | `speakers` | says who each source is |
//! | `setting`, `nesting` | to whom, where, when; whose words stand in whose |

pub(crate) mod calibration;
pub(crate) mod draft;
pub(crate) mod evidence;
pub(crate) mod grammar;
mod nesting;
mod passes;
pub mod quotation;
pub(crate) mod register;
mod setting;
mod speakers;
pub(crate) mod tagger;
pub mod trace;

use super::{dates::DateMention, reading::Reading};
use crate::span::Span;
use calibration::Evidence;
use draft::{Decision, Draft, Drafts, Rule, Step};
use passes::{carry, factual, phrase, relayed, silence, turns::Turns};
use quotation::{Quotation, QuotationKind};
use register::Register;
use tagger::Tagger;
use trace::Trace;

/// Finds the quotations of a text, in text order, and says how.
pub fn find(reading: &Reading<'_>, dates: &[DateMention]) -> (Vec<Quotation>, Trace) {
    find_with(Tagger::get(), reading, dates, |_, _| {})
}

/// Finds quotations with this tagger, and shows what each one's probabilities are told from to `each`, in text order.
pub(crate) fn find_with(
    tagger: Option<&Tagger>,
    reading: &Reading<'_>,
    dates: &[DateMention],
    mut each: impl FnMut(&Evidence<'_, '_>, &Quotation),
) -> (Vec<Quotation>, Trace) {
    let mut drafts = Drafts::default();
    let turns = Turns::of(reading);
    turns.add(&mut drafts);
    tag(tagger, reading, &mut drafts);
    phrase::run(reading, &mut drafts);
    relayed::run(reading, &mut drafts);
    factual::run(reading, &mut drafts);
    drafts.separate(reading, Step::Phrase);
    carry::run(reading, &mut drafts);
    drafts.separate(reading, Step::Carry);
    silence::run(reading, &mut drafts);
    turns.part(reading, &mut drafts);
    let ids = drafts.in_order();
    let found = speakers::resolve::resolve(reading, &mut drafts, &ids);
    let mut quotations: Vec<Quotation> = Vec::with_capacity(ids.len());
    let mut runners_up = Vec::with_capacity(ids.len());
    let register = Register::of(reading);
    let calibration = tagger.and_then(|tagger| tagger.calibration.as_ref());
    let mut scratch = Vec::new();
    for (id, speaker) in ids.iter().zip(found) {
        let draft = &drafts[*id];
        let evidence = Evidence { reading, register, draft, speaker: &speaker };
        let (content, named) = match calibration {
            Some(calibration) => calibration.of(&evidence, &mut scratch),
            None => (draft.confidence, speaker.certainty),
        };
        let content = if evidence.is_thought() { content.min(THOUGHT) } else { content.max(evidence.plain()) };
        // Without a model nobody is as good as anybody.
        let named = if speaker.name.is_none() && calibration.is_none() { 1.0 } else { named };
        let setting = setting::of(reading, draft, dates);
        let quotation = Quotation {
            kind: if draft.rule == Rule::Turn && draft.speaker.is_some() {
                QuotationKind::Direct
            } else {
                let (words, quoted) = draft.words(reading);
                QuotationKind::of(words, quoted)
            },
            content: spans(reading, draft),
            cue: draft.cue.iter().map(|c| reading.span(c.0, c.1)).collect(),
            source: draft.source.iter().map(|s| reading.span(s.0, s.1)).collect(),
            confidence: round(content * named),
            content_probability: round(content),
            speaker_probability: round(named),
            speaker: speaker.name.clone(),
            speaker_ids: speaker.ids.clone(),
            speaker_class: speaker.class,
            role: speaker.role.clone(),
            speaker_country: speaker.country.clone(),
            addressee: setting.addressee,
            venue: setting.venue,
            manner: draft.manner.to_owned(),
            factuality: draft.factuality,
            said_on: setting.said_on,
            chain: draft
                .relayed_by
                .and_then(|(a, b)| speakers::phrase::described(reading, a, b).name)
                .into_iter()
                .collect(),
            nested_in: None,
            rule: draft.rule.name().to_owned(),
        };
        each(&evidence, &quotation);
        let step = |did, p| Decision::new(Step::Calibration, "probability", did).by(p);
        let steps = [step("reported so, cut so", content), step("by this speaker", named)];
        drafts[*id].trace.extend(steps);
        quotations.push(quotation);
        runners_up.push(speaker.runner_up);
    }
    nesting::nest(&mut quotations);
    (quotations, Trace::new(drafts, ids, runners_up))
}

/// The most that a thought or feeling is believed to be a statement.
const THOUGHT: f32 = 0.45;

/// Adds what the tagger believes; without a model what the grammar finds.
fn tag(tagger: Option<&Tagger>, reading: &Reading<'_>, drafts: &mut Drafts) {
    let evidence = evidence::find(reading);
    let found = match tagger {
        Some(tagger) => tagger.find(reading, &evidence),
        None => evidence,
    };
    for draft in found {
        drafts.add(draft);
    }
}

/// To two places.
fn round(probability: f32) -> f32 {
    (probability * 100.0).round() / 100.0
}

/// The content as spans without quotation marks and outer punctuation.
fn spans(reading: &Reading<'_>, draft: &Draft) -> Vec<Span> {
    draft
        .content
        .iter()
        .filter_map(|(first, end)| {
            let (mut first, mut end) = (*first, *end);
            // A mark that opens the content and closes with or after it belongs to the typography, not to the words;
            // so does one that closes what was opened before it.
            let segment = reading.segment_opening_at(first).map(|s| s.end as usize + 1);
            let (opens, closes) = (segment.is_some_and(|s| s >= end), segment == Some(end));
            first += usize::from(opens);
            end -= usize::from(closes);
            if end > first
                && reading.segment_closing_at(end - 1).is_some_and(|s| s.closed && (s.first as usize) <= first)
            {
                end -= 1;
            }
            // The comma before "he said" is the reporter's.
            while end > first + 1 && reading.word(end - 1) == "," {
                end -= 1;
            }
            let span = reading.span(first, end);
            (!span.is_empty()).then_some(span)
        })
        .collect()
}
