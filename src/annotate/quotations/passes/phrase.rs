//! What the tagger's labels leave open about a draft: who is spoken to, and whether anything is said.

use super::super::{
    draft::{Decision, Draft, Drafts, Step},
    grammar::{cues::after_be, noun_phrase},
};
use crate::annotate::{
    lexicon::{Classes, Form},
    reading::{Named, Reading},
    tokens::{Kind, TokenRange},
};

/// Words between a cue and its content that may name the addressee.
const LONGEST_ADDRESSEE: usize = 8;

/// Completes every draft, and leaves out what says only that somebody wants no name, or nothing.
pub(crate) fn run(reading: &Reading<'_>, drafts: &mut Drafts) {
    let ids: Vec<_> = drafts.ids().collect();
    for id in ids {
        let draft = &mut drafts[id];
        let Some(cue) = draft.cue.filter(|_| draft.speaker.is_none()) else { continue };
        if let Some(source) = draft.source {
            let all = whole(reading, source, cue);
            if all != source {
                draft.source = Some(all);
                draft.note(
                    Decision::new(Step::Phrase, "whole-phrase", "took the source for part of a longer phrase").on(all),
                );
            }
        }
        if let Some(source) = draft.source {
            let bare = unbracketed(reading, source);
            if bare != source {
                draft.source = Some(bare);
                draft.note(Decision::new(Step::Phrase, "brackets", "cut the source at a bracket").on(bare));
            }
        }
        if let Some((source, content)) = inverted(reading, draft, cue) {
            draft.source = Some(source);
            draft.content = content;
            draft.same_as = None;
            draft.note(Decision::new(Step::Phrase, "inverted", "found the source behind the cue").on(source));
        }
        if let Some((told, by)) = passive(reading, draft, cue) {
            draft.addressee = draft.addressee.or(Some(told));
            draft.source = by;
            draft.same_as = None;
            draft.content.retain(|content| content.0 >= cue.0 || content.1 <= told.0);
            draft.note(
                Decision::new(Step::Phrase, "passive", "took the subject of a passive for the addressee").on(told),
            );
        }
        if draft.addressee.is_none()
            && let Some(addressee) = addressee(reading, cue, &draft.content)
        {
            draft.addressee = Some(addressee);
            draft.note(Decision::new(Step::Phrase, "addressee", "found the addressee").on(addressee));
        }
        if unnamed(reading, draft) {
            drafts.leave_out(id, Step::Phrase, "somebody wants not to be named, and says nothing");
        } else if empty(reading, draft) {
            drafts.leave_out(id, Step::Phrase, "what was said stands elsewhere: “denied it”, “said so”");
        }
    }
}

/// A source without what belongs to a bracket that was opened before it: "(the offensive), Cristiani".
fn unbracketed(reading: &Reading<'_>, (first, end): TokenRange) -> TokenRange {
    let mut open = 0;
    for i in first..end {
        match reading.word(i) {
            "(" => open += 1,
            ")" if open == 0 => {
                let next = (i + 1..end).find(|k| reading.tokens[*k].is_word());
                return next.map_or((first, end), |next| (next, end));
            }
            ")" => open -= 1,
            _ => {}
        }
    }
    (first, end)
}

/// Prepositions that hang a name on a noun: "the widow of", "a lawsuit against". Not those that open clauses.
const HANGS: &[&str] = &["of", "to", "for", "against", "from", "by", "about", "with", "on", "under"];

/// All of the noun phrase of a source that was labelled from a name on: "an adviser to Prime Minister Maliki", "villagers
/// who met President Morales".
fn whole(reading: &Reading<'_>, source: TokenRange, cue: TokenRange) -> TokenRange {
    let tokens = &reading.tokens;
    let start = reading.sentence(tokens[source.0].sentence as usize).start;
    let named = reading
        .mention_at(source.1 - 1)
        .is_some_and(|m| matches!(m.named, Named::Person(_)) && m.end as usize == source.1);
    let between = |i: usize| tokens[i].any(Classes::AUXILIARY.or(Classes::ADVERB)) || tokens[i].of(reading.text) == ",";
    let finite = (cue.0..cue.1).any(|i| tokens[i].cue().is_some_and(|c| c.form != Form::Ing));
    // What stands before a subject that precedes its verb, with nothing between them.
    if !named || !finite || source.0 < start + 2 || source.1 > cue.0 || !(source.1..cue.0).all(between) {
        return source;
    }
    let last = source.0 - 1;
    if tokens[last].is_any(HANGS) {
        // Back to where the noun's own phrase begins.
        let opens = |i: &usize| tokens[*i].any(Classes::ARTICLE.or(Classes::DETERMINER).or(Classes::GROUP));
        let noun = last - 1;
        let head = tokens[noun].kind == Kind::Word && !tokens[noun].any(Classes::FUNCTION.or(Classes::ADVERB));
        let first = (start.max(last.saturating_sub(6))..last).rev().find(opens).or_else(|| {
            let plural = reading.word(noun).ends_with('s') && (noun == start || !tokens[noun - 1].capital);
            plural.then_some(noun)
        });
        return first.filter(|_| head && !tokens[noun].any(Classes::CUE)).map_or(source, |first| (first, source.1));
    }
    // A clause with a verb of its own between the noun and the name.
    let verb = tokens[last].kind == Kind::Word
        && !tokens[last].capital
        && !tokens[last].any(Classes::CUE.or(Classes::FUNCTION).or(Classes::ADVERB));
    let relative = (start.max(last.saturating_sub(4))..last).rev().find(|i| tokens[*i].any(Classes::RELATIVE));
    match relative.filter(|_| verb).and_then(|at| Some((at, noun_phrase::before(reading, at, start)?))) {
        Some((at, (first, end))) if end == at && tokens[first].quoted == tokens[source.0].quoted => (first, source.1),
        _ => source,
    }
}

/// "Bildt, said Savinykh, was a tourist": who speaks stands behind the cue, and what is said around both.
fn inverted(reading: &Reading<'_>, draft: &Draft, cue: TokenRange) -> Option<(TokenRange, Vec<TokenRange>)> {
    let tokens = &reading.tokens;
    let subject = draft.source.filter(|source| source.1 <= cue.0)?;
    let range = reading.sentence(tokens[cue.0].sentence as usize);
    let alone = cue.1 == cue.0 + 1 && (tokens[cue.0].is("said") || tokens[cue.0].is("says"));
    let comma = |i: usize| i < range.end && tokens[i].of(reading.text) == ",";
    // "Kerry, in Paris, said Lavrov, who …": the commas are Kerry's.
    if !alone || cue.0 < range.start + 2 || !comma(cue.0 - 1) || (range.start..cue.0 - 1).any(comma) {
        return None;
    }
    let (first, end) = noun_phrase::after(reading, cue.1, range.end)?;
    let person = reading.mentions_in(first, end).any(|m| matches!(m.named, Named::Person(_)) && m.end as usize == end);
    let goes_on = tokens.get(end + 1).filter(|_| end + 1 < range.end).is_some_and(|next| next.any(Classes::AUXILIARY));
    if !person || !comma(end) || !goes_on {
        return None;
    }
    let mut last = range.end;
    while last > end + 2 && !tokens[last - 1].is_word() && tokens[last - 1].quoted == 0 {
        last -= 1;
    }
    Some(((first, end), vec![(subject.0, cue.0 - 1), (end + 1, last)]))
}

/// Verbs whose passive has for its subject who was spoken to.
const TELLS: &[&str] = &[
    "told", "warned", "assured", "promised", "informed", "asked", "urged", "reminded", "advised", "notified",
    "briefed", "cautioned", "offered", "ordered", "instructed", "guaranteed", "thanked", "congratulated", "praised",
    "criticised", "criticized", "accused", "blamed", "denounced", "condemned", "questioned", "begged", "requested",
    "invited",
];

/// "Kerry was told by Fahmy that …": to whom it was said, and by whom where the text tells.
fn passive(reading: &Reading<'_>, draft: &Draft, cue: TokenRange) -> Option<(TokenRange, Option<TokenRange>)> {
    let tokens = &reading.tokens;
    let verb = (cue.0..cue.1).rev().find(|i| tokens[*i].is_any(TELLS))?;
    let range = reading.sentence(tokens[verb].sentence as usize);
    if !after_be(reading, verb, range.start) {
        return None;
    }
    let before = draft.source.filter(|source| source.1 <= cue.0);
    let told = before.or_else(|| noun_phrase::before(reading, verb, range.start))?;
    let by = tokens.get(verb + 1).is_some_and(|t| t.is("by")).then(|| noun_phrase::after(reading, verb + 2, range.end));
    Some((told, by.flatten().or(draft.source.filter(|_| before.is_none()))))
}

/// The noun phrase between a cue that takes one and its content: "told reporters that", "urged both sides to".
fn addressee(reading: &Reading<'_>, cue: TokenRange, content: &[TokenRange]) -> Option<TokenRange> {
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
    let phrase = noun_phrase::phrase_end(reading, first, tokens.len().min(first + LONGEST_ADDRESSEE));
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
                || t.is_any(&["so", "something", "anything", "nothing", "much", "more"]))
    })
}

/// "asked not to be named", "spoke on condition of anonymity": nothing is said.
fn unnamed(reading: &Reading<'_>, draft: &Draft) -> bool {
    let [content] = draft.content[..] else { return false };
    let words = || reading.tokens[content.0..content.1].iter().filter(|t| t.is_word());
    let is = |list: &[&str]| words().any(|t| t.is_any(list));
    words().count() <= 9
        && (is(&["named", "identified", "quoted"]) && is(&["not"]) && is(&["be"])
            || is(&["anonymity"]) && is(&["condition"]))
}
