//! A [`Quotation`] is content attributed to a source by a cue, as the PARC and `PolNeAR` corpora define it: “Crimea is
//! ours” (content), he (source) said (cue).
//!
//! Rules in four steps, each a file: `cues` are found; `sources` are the noun phrases before or after them;
//! `contents` are what they report; `speakers` are who the sources are (`pronouns` where they are "he" or "they").
//! `relayed` parts words that one quotes another with; `modality` marks those that were not said. Quoted segments that
//! no cue reports are carried over from the speaker before (`direct`).

pub(crate) mod clause;
pub(crate) mod completion;
pub(crate) mod constructions;
pub(crate) mod contents;
pub(crate) mod cues;
pub(crate) mod direct;
pub mod marks;
pub(crate) mod modality;
pub(crate) mod pronouns;
pub(crate) mod relayed;
pub(crate) mod setting;
pub(crate) mod silence;
pub(crate) mod sources;
pub(crate) mod speakers;
pub(crate) mod tagger;
pub(crate) mod transcript;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{dates::DateMention, reading::Reading};
use crate::{date::Date, span::Span};
use tagger::Tagger;
use transcript::Turns;

/// How much of the content stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuotationKind {
    /// All of it (nine words in ten).
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// What sort of speaker it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerClass {
    /// A named human being.
    Person,
    /// Somebody named by office only: "the foreign minister".
    Office,
    /// "the Kremlin", "the State Department".
    Institution,
    /// A country or capital that stands for its government: "Moscow".
    Government,
    /// "a senior official", "diplomats".
    Anonymous,
    /// "the report".
    Document,
}

macro_rules! names {
    ($type:ident { $($variant:ident $name:literal),* $(,)? }) => {
        impl $type {
            /// Its name in queries, facets and JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
        impl FromStr for $type {
            type Err = ();
            fn from_str(name: &str) -> Result<Self, ()> {
                match name { $($name => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
    };
}

names!(QuotationKind { Direct "direct", Indirect "indirect", Mixed "mixed" });
names!(SpeakerClass {
    Person "person", Office "office", Institution "institution", Government "government", Anonymous "anonymous", Document "document",
});

/// Content attributed to a source. Spans are bytes of the article's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quotation {
    /// What is reported, without quotation marks; several spans where the cue interrupts it.
    pub content: Vec<Span>,
    /// The reporting expression.
    pub cue: Vec<Span>,
    /// The noun phrase of the speaker as it stands in the text; empty where the text gives none.
    pub source: Vec<Span>,
    /// Direct, indirect or mixed.
    pub kind: QuotationKind,
    /// The resolved speaker, several joined by `; `; `None`: unattributed.
    pub speaker: Option<String>,
    /// Identifiers of the people among the speakers.
    pub speaker_ids: Vec<String>,
    /// What sort of speaker.
    pub speaker_class: Option<SpeakerClass>,
    /// The speaker's office as the article words it.
    pub role: Option<String>,
    /// Code of the country that the speaker speaks for.
    pub speaker_country: Option<String>,
    /// To whom it was said.
    pub addressee: Option<String>,
    /// Where it was said: "in an interview", "on Twitter".
    pub venue: Option<String>,
    /// Class of the cue: said, denied, warned …
    pub manner: String,
    /// When it was said, where the cue's clause gives a date.
    pub said_on: Option<Date>,
    /// Who passed the words on, from the outermost to the speaker's own reporter.
    pub chain: Vec<String>,
    /// Index of the quotation that this one stands inside.
    pub nested_in: Option<usize>,
    /// How sure the rules are that these words are this speaker's, 0 to 1.
    pub confidence: f32,
    /// The rule that found it.
    pub rule: String,
}

/// A quotation as ranges of tokens, before its speaker is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) cue: Option<(usize, usize)>,
    pub(crate) source: Option<(usize, usize)>,
    pub(crate) content: Vec<(usize, usize)>,
    pub(crate) addressee: Option<(usize, usize)>,
    pub(crate) manner: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) confidence: f32,
    /// Index of the draft whose speaker is this one's too.
    pub(crate) same_as: Option<usize>,
}

impl Draft {
    /// The token by which drafts are ordered.
    fn place(&self) -> usize {
        let content = self.content.first().map_or(usize::MAX, |c| c.0);
        self.cue.map_or(content, |cue| cue.0.min(content))
    }
}

/// What the rules find, sentence by sentence: evidence for the tagger.
pub(crate) fn by_rules(reading: &Reading<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for sentence in 0..reading.sentence_count() {
        contents::of_sentence(reading, sentence, &mut drafts);
    }
    direct::separate(reading, &mut drafts);
    drafts
}

/// Finds the quotations of a text, in text order.
pub fn find(reading: &Reading<'_>, dates: &[DateMention]) -> Vec<Quotation> {
    let rules = by_rules(reading);
    let mut drafts = match Tagger::get() {
        Some(tagger) => tagger.drafts(reading, &rules),
        None => rules,
    };
    completion::complete(reading, &mut drafts);
    relayed::add(reading, &mut drafts);
    modality::mark(reading, &mut drafts);
    direct::separate(reading, &mut drafts);
    direct::carry(reading, &mut drafts);
    silence::add(reading, &mut drafts);
    let turns = Turns::of(reading);
    turns.weave(reading, &mut drafts);
    let resolved = speakers::resolve(reading, &drafts, &turns);
    let mut quotations: Vec<Quotation> = Vec::with_capacity(drafts.len());
    for (draft, speaker) in drafts.iter().zip(resolved) {
        let content = spans(reading, &draft.content);
        let setting = setting::of(reading, draft, dates);
        quotations.push(Quotation {
            kind: if turns.speaker(draft).is_some() { QuotationKind::Direct } else { kind(reading, &draft.content) },
            content,
            cue: draft.cue.iter().map(|c| reading.span(c.0, c.1)).collect(),
            source: draft.source.iter().map(|s| reading.span(s.0, s.1)).collect(),
            confidence: (draft.confidence * speaker.certainty * 100.0).round() / 100.0,
            speaker: speaker.name,
            speaker_ids: speaker.ids,
            speaker_class: speaker.class,
            role: speaker.role,
            speaker_country: speaker.country,
            addressee: setting.addressee,
            venue: setting.venue,
            manner: draft.manner.to_owned(),
            said_on: setting.said_on,
            chain: Vec::new(),
            nested_in: None,
            rule: draft.rule.to_owned(),
        });
    }
    nest(&mut quotations);
    quotations
}

/// Content ranges as spans without quotation marks and outer punctuation.
fn spans(reading: &Reading<'_>, content: &[(usize, usize)]) -> Vec<Span> {
    content
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
            let span = reading.span(first, end);
            (!span.is_empty()).then_some(span)
        })
        .collect()
}

fn kind(reading: &Reading<'_>, content: &[(usize, usize)]) -> QuotationKind {
    let words = content.iter().flat_map(|(first, end)| &reading.tokens[*first..*end]).filter(|t| t.is_word());
    let (mut all, mut quoted) = (0, 0);
    for token in words {
        all += 1;
        quoted += usize::from(token.quoted > 0);
    }
    match quoted {
        0 => QuotationKind::Indirect,
        _ if quoted * 10 >= all * 9 => QuotationKind::Direct,
        _ => QuotationKind::Mixed,
    }
}

/// Whether the cue of `other` stands inside the content of `quotation`.
fn holds_cue(quotation: &Quotation, other: &Quotation) -> bool {
    other.cue.first().is_some_and(|cue| quotation.content.iter().any(|span| span.contains(*cue)))
}

/// Marks each quotation whose cue stands inside the content of another, and names those who pass its words on.
fn nest(quotations: &mut [Quotation]) {
    for i in 0..quotations.len() {
        let Some(cue) = quotations[i].cue.first().copied() else { continue };
        let inside = |other: &Quotation| other.content.iter().any(|span| span.contains(cue));
        // Contents lie close to their cues: a window keeps long texts linear.
        let smallest = (i.saturating_sub(12)..quotations.len().min(i + 13))
            .filter(|j| *j != i && inside(&quotations[*j]) && !holds_cue(&quotations[i], &quotations[*j]))
            .min_by_key(|j| quotations[*j].content.iter().map(|s| s.len()).sum::<usize>());
        quotations[i].nested_in = smallest;
    }
    transcript::enclose(quotations);
    for i in 0..quotations.len() {
        let mut chain = Vec::new();
        let mut outer = quotations[i].nested_in;
        for _ in 0..8 {
            let Some(at) = outer else { break };
            chain.extend(quotations[at].speaker.clone());
            outer = quotations[at].nested_in;
        }
        chain.reverse();
        quotations[i].chain = chain;
    }
}
