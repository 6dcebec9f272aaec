//! [`Memory`] is who spoke so far: whom "he", "it" and "the officials" may take up.

use rustc_hash::FxHashMap;

use super::{super::quotation::SpeakerClass, speaker::Speaker};
use crate::annotate::reading::Reading;

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
    /// How often each was "she", less how often "he": nobody is both.
    called: FxHashMap<u16, i32>,
}

impl Memory {
    /// Whether somebody was oftener called by the other pronoun.
    pub(super) fn otherwise(&self, index: u16, feminine: bool) -> bool {
        self.called.get(&index).is_some_and(|she| if feminine { *she < 0 } else { *she > 0 })
    }

    pub(crate) fn remember(&mut self, reading: &Reading<'_>, at: usize, speaker: &Speaker) {
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
