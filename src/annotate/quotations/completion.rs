//! What the tagger's labels leave open about a draft: who is spoken to, and whether anything is said.

use super::{
    super::{
        lexicon::{Classes, Form},
        reading::{Named, Reading},
        tokens::Kind,
    },
    Draft,
    cues::after_be,
    sources,
};

/// A range of tokens: the first, and the one after the last.
type Tokens = (usize, usize);

/// Words between a cue and its content that may name the addressee.
const LONGEST_ADDRESSEE: usize = 8;

/// Completes every draft, and drops what says only that somebody wants no name.
pub(crate) fn complete(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    for draft in drafts.iter_mut() {
        let Some(cue) = draft.cue else { continue };
        draft.source = draft.source.map(|source| whole(reading, source, cue));
        if let Some((source, content)) = inverted(reading, draft, cue) {
            draft.source = Some(source);
            draft.content = content;
            draft.same_as = None;
        }
        if let Some((told, by)) = passive(reading, draft, cue) {
            draft.addressee = draft.addressee.or(Some(told));
            draft.source = by;
            draft.same_as = None;
            draft.content.retain(|content| content.0 >= cue.0 || content.1 <= told.0);
        }
        if draft.addressee.is_none() {
            draft.addressee = addressee(reading, cue, &draft.content);
        }
    }
    drafts.retain(|draft| !unnamed(reading, draft) && !empty(reading, draft));
}

/// Prepositions that hang a name on a noun: "the widow of", "a lawsuit against". Not those that open clauses.
const HANGS: &[&str] = &["of", "to", "for", "against", "from", "by", "about", "with", "on", "under"];

/// All of the noun phrase of a source that was labelled from a name on: "an adviser to Prime Minister Maliki", "villagers
/// who met President Morales".
fn whole(reading: &Reading<'_>, source: Tokens, cue: Tokens) -> Tokens {
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
    if HANGS.iter().any(|word| tokens[last].is(word)) {
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
    match relative.filter(|_| verb).and_then(|at| Some((at, sources::before(reading, at, start)?))) {
        Some((at, (first, end))) if end == at && tokens[first].quoted == tokens[source.0].quoted => (first, source.1),
        _ => source,
    }
}

/// "Bildt, said Savinykh, was a tourist": who speaks stands behind the cue, and what is said around both.
fn inverted(reading: &Reading<'_>, draft: &Draft, cue: Tokens) -> Option<(Tokens, Vec<Tokens>)> {
    let tokens = &reading.tokens;
    let subject = draft.source.filter(|source| source.1 <= cue.0)?;
    let range = reading.sentence(tokens[cue.0].sentence as usize);
    let alone = cue.1 == cue.0 + 1 && (tokens[cue.0].is("said") || tokens[cue.0].is("says"));
    let comma = |i: usize| i < range.end && tokens[i].of(reading.text) == ",";
    // "Kerry, in Paris, said Lavrov, who …": the commas are Kerry's.
    if !alone || cue.0 < range.start + 2 || !comma(cue.0 - 1) || (range.start..cue.0 - 1).any(comma) {
        return None;
    }
    let (first, end) = sources::after(reading, cue.1, range.end)?;
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
fn passive(reading: &Reading<'_>, draft: &Draft, cue: Tokens) -> Option<(Tokens, Option<Tokens>)> {
    let tokens = &reading.tokens;
    let verb = (cue.0..cue.1).rev().find(|i| TELLS.iter().any(|word| tokens[*i].is(word)))?;
    let range = reading.sentence(tokens[verb].sentence as usize);
    if !after_be(reading, verb, range.start) {
        return None;
    }
    let before = draft.source.filter(|source| source.1 <= cue.0);
    let told = before.or_else(|| sources::before(reading, verb, range.start))?;
    let by = tokens.get(verb + 1).is_some_and(|t| t.is("by")).then(|| sources::after(reading, verb + 2, range.end));
    Some((told, by.flatten().or(draft.source.filter(|_| before.is_none()))))
}

/// The noun phrase between a cue that takes one and its content: "told reporters that", "urged both sides to".
fn addressee(reading: &Reading<'_>, cue: Tokens, content: &[Tokens]) -> Option<Tokens> {
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
