//! Pronouns: who "he", "she", "it" and "they" are, from who spoke last and who is named before them.
//!
//! One with two possible antecedents stays open.

use rustc_hash::FxHashMap;

use super::{
    super::{
        lexicon::{Classes, is_feminine, is_feminine_title},
        people::family_first,
        reading::{Mention, Named, Reading},
        tokens::Kind,
    },
    SpeakerClass,
    speakers::Speaker,
};

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
    fn otherwise(&self, index: u16, feminine: bool) -> bool {
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

/// "he", "she", "it", "they", "who".
pub(crate) fn pronoun(reading: &Reading<'_>, at: usize, memory: &Memory) -> Speaker {
    let token = &reading.tokens[at];
    if token.is("it") {
        return memory
            .institution
            .as_ref()
            .filter(|(_, place)| near(token.sentence, reading.tokens[*place].sentence, 4))
            .map_or_else(Speaker::default, |(speaker, _)| Speaker { certainty: 0.75, ..speaker.clone() });
    }
    if token.is("they") {
        return memory
            .groups
            .last()
            .filter(|(_, place)| {
                near(token.sentence, reading.tokens[*place].sentence, 2)
                    && memory.person.is_none_or(|(_, person)| person < *place)
            })
            .map_or_else(Speaker::default, |(speaker, _)| Speaker { certainty: 0.75, ..speaker.clone() });
    }
    if !token.any(Classes::PERSON_PRONOUN) || token.is("i") {
        return Speaker::default();
    }
    // An unnamed official who has just spoken goes on speaking, unless somebody named has become the subject since.
    if let Some((unnamed, place)) = &memory.unnamed
        && memory.person.is_none_or(|(_, person)| person < *place)
        && near(token.paragraph, reading.tokens[*place].paragraph, 1)
        && near(token.sentence, reading.tokens[*place].sentence, 3)
    {
        let named_since = reading.mentions_in(*place, at).any(|m| {
            let first = m.first as usize;
            matches!(m.named, Named::Person(_))
                && reading.tokens[first].quoted == 0
                && reading.tokens[first].sentence > reading.tokens[*place].sentence
        });
        return if named_since { Speaker::default() } else { Speaker { certainty: 0.85, ..unnamed.clone() } };
    }
    let Some((index, certainty)) = antecedent(reading, at, memory) else { return Speaker::default() };
    let person = &reading.people[usize::from(index)];
    Speaker {
        name: Some(person.name.clone()),
        ids: vec![person.id.clone()],
        class: Some(SpeakerClass::Person),
        role: person.role.clone(),
        country: person.country.clone(),
        certainty,
    }
}

/// The person that "he" or "she" at token `at` most likely is, and how sure that is.
///
/// Candidates are scored by how far back they are named, whether they open their sentence (subjects do), whether they
/// spoke last, and whether they are named inside somebody's quoted words.
pub(crate) fn antecedent(reading: &Reading<'_>, at: usize, memory: &Memory) -> Option<(u16, f32)> {
    let tokens = &reading.tokens;
    let here = tokens[at].sentence;
    let mut scores: Vec<(u16, f32)> = Vec::new();
    let feminine = tokens[at].is("she") || tokens[at].is("her");
    for mention in reading.mentions_in(0, at).rev().take(40) {
        let Named::Person(index) = mention.named else { continue };
        let first = mention.first as usize;
        let distance = here - tokens[first].sentence;
        if distance > 5 {
            break;
        }
        if contradicts(reading, mention, feminine) {
            scores.retain(|(i, _)| *i != index);
            scores.push((index, -10.0));
            continue;
        }
        let range = reading.sentence(tokens[first].sentence as usize);
        let subject =
            reading.mentions_in(range.start, first).all(|m| !matches!(m.named, Named::Person(i) if i != index));
        let after_preposition = first > range.start && tokens[first - 1].any(Classes::PREPOSITION);
        let possessive = tokens.get(mention.end as usize).is_some_and(|t| t.kind == Kind::Possessive);
        let mut score = match distance {
            0 => 2.4,
            1 => 3.0,
            2 => 1.8,
            3 => 1.0,
            _ => 0.4,
        };
        score += if subject { 1.0 } else { 0.0 };
        score -= if after_preposition { 0.8 } else { 0.0 };
        score -= if possessive { 1.0 } else { 0.0 };
        score -= if tokens[first].quoted > 0 { 1.2 } else { 0.0 };
        score -= if memory.otherwise(index, feminine) { 2.0 } else { 0.0 };
        score -= if tokens[first].paragraph == tokens[at].paragraph { 0.0 } else { 0.7 };
        match scores.iter_mut().find(|(i, _)| *i == index) {
            Some((_, best)) if *best > -5.0 => *best = best.max(score + 0.2),
            Some(_) => {}
            None => scores.push((index, score)),
        }
    }
    if let Some((speaker, place)) = memory.person
        && !memory.otherwise(speaker, feminine)
        && sex(reading, Named::Person(speaker)).is_none_or(|she| she == feminine)
        && near(here, tokens[place].sentence, 8)
    {
        // Somebody else has become the subject since.
        let overtaken = reading.mentions_in(place + 1, at).any(|m| {
            let first = m.first as usize;
            let start = reading.sentence(tokens[first].sentence as usize).start;
            matches!(m.named, Named::Person(i) if i != speaker)
                && tokens[first].sentence > tokens[place].sentence
                && tokens[first].quoted == 0
                && reading.mentions_in(start, first).all(|b| !matches!(b.named, Named::Person(_)))
                && (first == start || !tokens[first - 1].any(Classes::PREPOSITION))
        });
        let just_before = near(here, tokens[place].sentence, 2);
        let bonus = if overtaken {
            0.0
        } else if just_before && tokens[place].paragraph == tokens[at].paragraph {
            1.6
        } else {
            0.9
        };
        match scores.iter_mut().find(|(i, _)| *i == speaker) {
            Some((_, score)) => *score += bonus,
            None => scores.push((speaker, bonus)),
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    match scores[..] {
        [] => None,
        [(index, score)] => (score > 0.5).then_some((index, 0.93)),
        [(index, best), (_, second), ..] if best > 0.5 && best - second >= 0.6 => {
            Some((index, if best - second > 1.5 { 0.93 } else { 0.85 }))
        }
        _ => None,
    }
}

/// "Ms. Power" is not "he", "Mr. Lavrov" and "Sergei Lavrov" are not "she".
fn contradicts(reading: &Reading<'_>, mention: &Mention, feminine: bool) -> bool {
    let title = (mention.first as usize).checked_sub(1).and_then(|i| is_feminine_title(reading.word(i)));
    title.or_else(|| sex(reading, mention.named)).is_some_and(|is| is != feminine)
}

/// Whether a person is a woman, by the given name.
fn sex(reading: &Reading<'_>, named: Named) -> Option<bool> {
    let Named::Person(index) = named else { return None };
    let name = reading.people[usize::from(index)].name.as_str();
    let (first, _) = name.split_once(' ')?;
    (!family_first(first)).then(|| is_feminine(first)).flatten()
}
