//! [`Memory`] is who spoke so far: whom "he", "it" and "the officials" may take up.

use rustc_hash::FxHashMap;

use super::{
    super::quotation::SpeakerClass,
    head::head_end,
    speaker::{Speaker, SpeakerRule},
};
use crate::annotate::{lexicon::Classes, reading::Reading, tokens::TokenRange};

/// Who spoke last.
#[derive(Default)]
pub(crate) struct Memory {
    /// Index of the person and the token of the source.
    pub(crate) person: Option<(u16, usize)>,
    /// The institution, government or document that spoke last, and the token of its source.
    pub(crate) institution: Option<(Speaker, usize)>,
    /// The unnamed official or office that spoke last: its words go on with "he" and "the official".
    pub(crate) unnamed: Option<(Speaker, usize)>,
    /// The unnamed people who spoke, and the tokens of their nouns: "they", "the officials".
    pub(crate) groups: Vec<(Speaker, usize)>,
    /// Whoever spoke and is no person, the token of the source, and its head noun: "the official" takes it up.
    nouns: Vec<(Speaker, usize, u64)>,
    /// The token of the source that spoke last, whoever it was.
    pub(crate) last: Option<usize>,
    /// Several who spoke as one: "they".
    joint: Option<(Speaker, usize)>,
    /// How often each was "she", less how often "he": nobody is both.
    called: FxHashMap<u16, i32>,
}

/// A phrase may take up who spoke so many paragraphs before.
const REMEMBERED: u32 = 20;

impl Memory {
    /// Who spoke before and is taken up by a short phrase with the same head noun: "the official", "these officials",
    /// "officials". The one with more words of its own, so that "officials" are the senior ones again.
    pub(super) fn called(&self, reading: &Reading<'_>, (first, end): TokenRange, head_end: usize) -> Option<Speaker> {
        let tokens = &reading.tokens;
        let (head, noun) = (head_end - 1, &tokens[head_end - 1]);
        let opens = tokens[first].is_any(&["the", "this", "these", "those", "that", "most", "both"]);
        if head_end != end
            || !(opens && head == first + 1 || head == first)
            || noun.capital && !noun.upper && head > first
        {
            return None;
        }
        if head == first && !reading.word(head).to_lowercase().ends_with('s') {
            return None;
        }
        let same = |(_, place, hash): &&(Speaker, usize, u64)| {
            *hash == noun.hash && near(noun.paragraph, tokens[*place].paragraph, REMEMBERED)
        };
        let (speaker, ..) = self.nouns.iter().rev().take(24).find(same)?;
        let rule = if opens && head > first { SpeakerRule::SameUnnamed } else { SpeakerRule::SameGroup };
        Some(speaker.clone().found_by(rule, 0.88))
    }

    /// Several who spoke as one shortly before token `at`: "they".
    pub(super) fn several(&self, reading: &Reading<'_>, at: usize) -> Option<Speaker> {
        let token = &reading.tokens[at];
        let recent = |(speaker, place): &&(Speaker, usize)| {
            near(token.sentence, reading.tokens[*place].sentence, 3)
                && self.person.is_none_or(|(_, person)| person < *place)
                && speaker.name.is_some()
        };
        let group = self.groups.last().filter(recent);
        let joint = self.joint.as_ref().filter(recent);
        let last = match (group, joint) {
            (Some(group), Some(joint)) => Some(if joint.1 > group.1 { joint } else { group }),
            (group, joint) => group.or(joint),
        };
        last.map(|(speaker, _)| speaker.clone().found_by(SpeakerRule::PronounGroup, 0.75))
    }

    /// Whether somebody was oftener called by the other pronoun.
    pub(super) fn otherwise(&self, index: u16, feminine: bool) -> bool {
        self.called.get(&index).is_some_and(|she| if feminine { *she < 0 } else { *she > 0 })
    }

    /// Remembers who spoke as the source `first..end`.
    pub(crate) fn remember(&mut self, reading: &Reading<'_>, (at, end): TokenRange, speaker: &Speaker) {
        if speaker.name.is_some() {
            self.last = Some(at);
        }
        let joint = speaker.name.as_deref().is_some_and(|name| name.contains("; "));
        if joint {
            self.joint = Some((speaker.clone(), at));
        }
        if speaker.name.is_some()
            && speaker.class != Some(SpeakerClass::Person)
            && !reading.tokens[at].any(Classes::PRONOUN)
        {
            let head = head_end(reading, (at, end)) - 1;
            self.nouns.push((speaker.clone(), at, reading.tokens[head].hash));
        }
        match speaker.class {
            Some(SpeakerClass::Person) if speaker.ids.len() == 1 => {
                let index = reading.people.iter().position(|p| p.id == speaker.ids[0]).map(|i| i as u16);
                self.person = index.map(|i| (i, at));
                let token = &reading.tokens[at];
                if let Some(index) = index.filter(|_| token.is("he") || token.is("she")) {
                    *self.called.entry(index).or_default() += if token.is("she") { 1 } else { -1 };
                }
            }
            Some(SpeakerClass::Institution | SpeakerClass::Government | SpeakerClass::Document) => {
                self.institution = Some((speaker.clone(), at));
            }
            Some(SpeakerClass::Anonymous) if speaker.name.as_deref().is_some_and(plural) => {
                self.groups.push((speaker.clone(), at));
            }
            Some(SpeakerClass::Anonymous | SpeakerClass::Office) => self.unnamed = Some((speaker.clone(), at)),
            _ => {}
        }
    }
}

/// Whether a descriptor names several people by the look of its head: "senior U.S. officials".
fn plural(name: &str) -> bool {
    let head = name.split(" of ").next().unwrap_or(name).split(" in ").next().unwrap_or(name);
    head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("'s") && !head.ends_with("’s")
}

/// Whether a sentence or paragraph is at most so many after another. A speaker behind the cue comes later than its pronoun.
pub(crate) fn near(later: u32, earlier: u32, most: u32) -> bool {
    later.checked_sub(earlier).is_some_and(|between| between <= most)
}
