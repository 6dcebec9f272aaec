//! What the tagger's labels leave open about a draft: who is spoken to, and whether anything is said.

use super::{
    super::{lexicon::Classes, reading::Reading, tokens::Kind},
    Draft, sources,
};

/// Words between a cue and its content that may name the addressee.
const LONGEST_ADDRESSEE: usize = 8;

/// Completes every draft, and drops what says only that somebody wants no name.
pub(crate) fn complete(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    for draft in drafts.iter_mut() {
        let Some(cue) = draft.cue else { continue };
        if draft.addressee.is_none() {
            draft.addressee = addressee(reading, cue, &draft.content);
        }
    }
    drafts.retain(|draft| !unnamed(reading, draft) && !empty(reading, draft));
}

/// The noun phrase between a cue that takes one and its content: "told reporters that", "urged both sides to".
fn addressee(reading: &Reading<'_>, cue: (usize, usize), content: &[(usize, usize)]) -> Option<(usize, usize)> {
    let tokens = &reading.tokens;
    let takes = (cue.0..cue.1).rev().find_map(|i| tokens[i].cue())?;
    let next = content.iter().map(|c| c.0).filter(|first| *first >= cue.1).min();
    let to = cue.1 < tokens.len() && tokens[cue.1].is("to") && takes.takes('p');
    if !(takes.takes('o') || takes.takes('i') || to) {
        return None;
    }
    let first = cue.1 + usize::from(to);
    let sentence = tokens[cue.0].sentence;
    if first >= tokens.len() || tokens[first].sentence != sentence || !tokens[first].is_word() {
        return None;
    }
    if tokens[first].any(Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::CONJUNCTION).or(Classes::AUXILIARY))
    {
        return None;
    }
    let phrase = sources::phrase_end(reading, first, tokens.len().min(first + LONGEST_ADDRESSEE));
    let end = next.map_or(phrase, |next| phrase.min(next));
    let open = next.is_some_and(|next| next <= first);
    (end > first && !open && tokens[end - 1].kind != Kind::Mark).then_some((first, end))
}

/// "denied it", "said so": what was said stands elsewhere.
fn empty(reading: &Reading<'_>, draft: &Draft) -> bool {
    let mut words = draft.content.iter().flat_map(|(first, end)| &reading.tokens[*first..*end]).filter(|t| t.is_word());
    words.all(|t| {
        t.quoted == 0
            && (t.any(Classes::PRONOUN.or(Classes::DETERMINER))
                || ["so", "something", "anything", "nothing", "much", "more"].iter().any(|w| t.is(w)))
    })
}

/// "asked not to be named", "spoke on condition of anonymity": nothing is said.
fn unnamed(reading: &Reading<'_>, draft: &Draft) -> bool {
    let [content] = draft.content[..] else { return false };
    let words = || reading.tokens[content.0..content.1].iter().filter(|t| t.is_word());
    let is = |list: &[&str]| words().any(|t| list.iter().any(|w| t.is(w)));
    words().count() <= 9
        && (is(&["named", "identified", "quoted"]) && is(&["not"]) && is(&["be"])
            || is(&["anonymity"]) && is(&["condition"]))
}
