//! Pronouns: who "he", "she", "it" and "they" are, from who spoke last and who is named before them.
//!
//! One with two possible antecedents stays open.

use super::{
    memory::{Memory, near},
    speaker::{Speaker, SpeakerRule},
};
use crate::annotate::{
    lexicon::{Classes, is_feminine, is_feminine_title},
    person::family_first,
    reading::{Mention, Named, Reading},
    tokens::Kind,
};

/// "he", "she", "it", "they", "who".
pub(crate) fn pronoun(reading: &Reading<'_>, at: usize, memory: &Memory) -> Speaker {
    let token = &reading.tokens[at];
    if token.is("it") {
        return memory
            .institution
            .as_ref()
            .filter(|(_, place)| near(token.sentence, reading.tokens[*place].sentence, 4))
            .map_or_else(Speaker::default, |(speaker, _)| {
                speaker.clone().found_by(SpeakerRule::PronounInstitution, 0.75)
            });
    }
    if token.is("they") {
        return memory.several(reading, at).or_else(|| both(reading, at)).unwrap_or_default();
    }
    if !(token.any(Classes::PERSON_PRONOUN) || token.is_any(&["his", "her"])) || token.is("i") {
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
        return if named_since {
            Speaker::default()
        } else {
            unnamed.clone().found_by(SpeakerRule::PronounUnnamed, 0.85)
        };
    }
    let scores = candidates(reading, at, memory);
    let name = |place: usize| {
        let (index, _) = scores.get(place).filter(|(_, score)| *score > 0.0)?;
        Some(reading.people[usize::from(*index)].name.clone())
    };
    match chosen(&scores) {
        Some((index, certainty)) => Speaker {
            runner_up: name(1),
            ..Speaker::person(&reading.people[usize::from(index)], SpeakerRule::Pronoun, certainty)
        },
        // Who cannot be told apart is told in the trace.
        None => Speaker {
            runner_up: name(0)
                .map(|first| name(1).map_or_else(|| first.clone(), |second| format!("{first} or {second}"))),
            ..Speaker::default()
        },
    }
}

/// The person that "he" or "she" at token `at` most likely is, and how sure that is.
pub(crate) fn antecedent(reading: &Reading<'_>, at: usize, memory: &Memory) -> Option<(u16, f32)> {
    chosen(&candidates(reading, at, memory))
}

/// The best of the candidates, if it is better than the next by enough.
fn chosen(scores: &[(u16, f32)]) -> Option<(u16, f32)> {
    match scores[..] {
        [] => None,
        [(index, score)] => (score > 0.5).then_some((index, 0.93)),
        [(index, best), (_, second), ..] if best > 0.5 && best - second >= 0.6 => {
            Some((index, if best - second > 1.5 { 0.93 } else { 0.85 }))
        }
        _ => None,
    }
}

/// Whom "he" or "she" at token `at` may be, the best first.
///
/// Candidates are scored by how far back they are named, whether they open their sentence (subjects do), whether they
/// spoke last, and whether they are named inside somebody's quoted words.
fn candidates(reading: &Reading<'_>, at: usize, memory: &Memory) -> Vec<(u16, f32)> {
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
        // "Tora Lindahl sat beside her colleague": she is no "he".
        if subject && own_pronoun(reading, mention, range.end).is_some_and(|she| she != feminine) {
            scores.retain(|(i, _)| *i != index);
            scores.push((index, -10.0));
            continue;
        }
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
    scores
}

/// "They": the two people who open one of the two sentences before, joined by "and"; or the two whom the title names.
fn both(reading: &Reading<'_>, at: usize) -> Option<Speaker> {
    let here = reading.tokens[at].sentence as usize;
    let pair = (here.saturating_sub(2)..here).rev().find_map(|n| {
        let range = reading.sentence(n);
        let people: Vec<&Mention> =
            reading.mentions_in(range.start, range.end).filter(|m| matches!(m.named, Named::Person(_))).collect();
        let [a, b] = people[..] else { return None };
        let joined = (a.end as usize..b.first as usize).any(|i| reading.tokens[i].is("and"))
            && !(a.end as usize..b.first as usize).any(|i| reading.tokens[i].any(Classes::CUE.or(Classes::AUXILIARY)));
        let (Named::Person(a), Named::Person(b)) = (a.named, b.named) else { return None };
        (joined && a != b).then(|| [&reading.people[usize::from(a)], &reading.people[usize::from(b)]])
    });
    let [a, b] = match (pair, reading.title_people.as_slice()) {
        (Some(pair), _) => pair,
        (None, [a, b]) => [a, b],
        _ => return None,
    };
    Some(Speaker::people(&[a, b], SpeakerRule::PronounGroup, 0.65))
}

/// The sex of a subject by the possessive after its verb, before anybody else is named: "Lindahl sat beside her colleague".
fn own_pronoun(reading: &Reading<'_>, mention: &Mention, end: usize) -> Option<bool> {
    let from = mention.end as usize;
    let to =
        reading.mentions_in(from, end).find(|m| matches!(m.named, Named::Person(_))).map_or(end, |m| m.first as usize);
    (from..to.min(from + 14)).find_map(|i| {
        let token = &reading.tokens[i];
        let possessive =
            reading.tokens.get(i + 1).is_some_and(|next| next.kind == Kind::Word && !next.any(Classes::FUNCTION));
        (possessive && token.quoted == reading.tokens[from - 1].quoted)
            .then(|| if token.is("her") { Some(true) } else { token.is("his").then_some(false) })?
    })
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
