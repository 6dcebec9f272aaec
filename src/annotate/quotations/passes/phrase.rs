//! What the tagger's labels leave open about a draft: who is spoken to, and whether anything is said.

use super::super::{
    draft::{Decision, Draft, Drafts, Step},
    grammar::{cues::after_be, noun_phrase},
};
use crate::annotate::{
    lexicon::{Classes, Form},
    reading::{Named, Reading},
    tokens::{Gap, Kind, TokenRange},
};

/// Words between a cue and its content that may name the addressee.
const LONGEST_ADDRESSEE: usize = 8;

/// Completes every draft, and leaves out what says only that somebody wants no name, or nothing.
pub(crate) fn run(reading: &Reading<'_>, drafts: &mut Drafts) {
    let ids: Vec<_> = drafts.ids().collect();
    let dateline = dateline_end(reading);
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
        if let Some(after) = dateline
            && draft.content.iter().any(|c| c.0 < after && c.1 > after)
        {
            for range in draft.content.iter_mut().filter(|c| c.0 < after && c.1 > after) {
                range.0 = after;
            }
            draft.note(Decision::new(Step::Phrase, "dateline", "cut the dateline off the content"));
        }
        if plural_noun(reading, draft, cue) {
            drafts.leave_out(id, Step::Phrase, "a plural noun, no verb");
        } else if act_on_somebody(reading, draft, cue) {
            drafts.leave_out(id, Step::Phrase, "somebody was dismissed, recalled or called up: an act, no words");
        } else if thing_calls_for(reading, draft, cue) {
            drafts.leave_out(id, Step::Phrase, "what a thing calls for, nobody said");
        } else if nobody_expects(reading, draft, cue) {
            drafts.leave_out(id, Step::Phrase, "what is expected or known is nobody's statement");
        } else if answer_only(reading, draft, cue) {
            drafts.leave_out(id, Step::Phrase, "“said no”, “said nothing”: what follows is the reporter's");
        } else if unnamed(reading, draft) {
            drafts.leave_out(id, Step::Phrase, "somebody wants not to be named, and says nothing");
        } else if empty(reading, draft) {
            drafts.leave_out(id, Step::Phrase, "what was said stands elsewhere: “denied it”, “said so”");
        }
    }
}

/// The token after a dateline that opens the text: "TBILISI, March 4 (Vesti) -".
fn dateline_end(reading: &Reading<'_>) -> Option<usize> {
    let tokens = &reading.tokens;
    if !tokens.first()?.upper {
        return None;
    }
    let end = (1..tokens.len().min(16)).find(|i| matches!(reading.word(*i), "—" | "–" | "--" | "-"))?;
    let spaced = tokens.get(end + 1).is_some_and(|t| t.gap != Gap::None) && tokens[end].gap != Gap::None;
    let place = (0..end).all(|i| tokens[i].capital || !tokens[i].is_word() || tokens[i].kind == Kind::Number);
    (spaced && place).then_some(end + 1)
}

/// "There were old disputes that …": an adjective after a form of "be" makes a noun of the word.
fn plural_noun(reading: &Reading<'_>, draft: &Draft, cue: TokenRange) -> bool {
    let tokens = &reading.tokens;
    let third = tokens[cue.0].cue().is_some_and(|c| c.form == Form::ThirdPerson);
    let lone = draft.source.is_some_and(|(first, end)| {
        let plain = !tokens[first].capital && tokens[first].classes.is_empty() && reading.mention_at(first).is_none();
        end == first + 1 && end == cue.0 && plain && first > 0 && tokens[first - 1].any(Classes::AUXILIARY)
    });
    third && lone
}

/// Verbs that dismiss, recall or summon people as well as ideas.
const ON_PEOPLE: &[&str] = &[
    "dismissed", "dismisses", "recalled", "recalls", "expelled", "expels", "summoned", "named", "appointed",
    "arrested", "condemned", "charged", "accepted", "received", "greeted", "thanked", "welcomed", "rejected", "called",
    "feared", "fears",
];

/// "dismissed his chief of staff", "recalled its ambassador": a verb of acts, and nobody but a person after it.
fn act_on_somebody(reading: &Reading<'_>, draft: &Draft, cue: TokenRange) -> bool {
    let tokens = &reading.tokens;
    let [(first, end)] = draft.content[..] else { return false };
    let verb = (cue.0..cue.1).any(|i| tokens[i].is_any(ON_PEOPLE));
    let short = end - first <= 9 && first >= cue.1;
    let plain = |i: usize| {
        tokens[i].quoted == 0
            && !tokens[i].any(Classes::AUXILIARY.or(Classes::RELATIVE).or(Classes::SUBORDINATOR))
            && !tokens[i].is("to")
    };
    if !verb || !short || !(first..end).all(plain) {
        return false;
    }
    let head = (first..end).find(|i| tokens[*i].any(Classes::PREPOSITION) || reading.word(*i) == ",").unwrap_or(end);
    let person = |i: usize| {
        tokens[i].any(Classes::OFFICE.or(Classes::HONORIFIC).or(Classes::GROUP))
            || tokens[i].is_any(&["staff", "envoy", "d'affaires", "attaché", "guests"])
            || reading.mention_at(i).is_some_and(|m| matches!(m.named, Named::Person(_)))
    };
    head > first
        && (person(head - 1)
            || person(end - 1) && (head..end).all(|i| tokens[i].is("of") || person(i) || reading.word(i) == ","))
}

/// "The project calls for 600 kilometres of new line": no person, body or paper that could call.
fn thing_calls_for(reading: &Reading<'_>, draft: &Draft, cue: TokenRange) -> bool {
    let tokens = &reading.tokens;
    let calls = (cue.0..cue.1).any(|i| tokens[i].is_any(&["calls", "call", "called"]))
        && (tokens.get(cue.1).is_some_and(|t| t.is("for")) || (cue.0..cue.1).any(|i| tokens[i].is("for")));
    let Some((first, end)) = draft.source.filter(|_| calls) else { return false };
    let speaks = Classes::OFFICE
        .or(Classes::GROUP)
        .or(Classes::DOCUMENT)
        .or(Classes::STATEMENT_NOUN)
        .or(Classes::ORGANISATION_SUFFIX)
        .or(Classes::PRONOUN)
        .or(Classes::RELATIVE)
        .or(Classes::HONORIFIC);
    !reading.mentions_in(first, end).any(|m| m.end as usize == end)
        && !tokens[first..end].iter().any(|t| t.any(speaks) || t.capital)
        && tokens[end - 1].is_any(&[
            "project", "situation", "work", "job", "task", "budget", "tradition", "contract", "moment", "case", "time",
            "crisis", "schedule", "programme", "program", "design", "recipe", "line", "weather",
        ])
}

/// Participles of what people think: in the passive nobody does.
const THOUGHT: &[&str] = &[
    "expected", "known", "believed", "thought", "seen", "considered", "feared", "due", "understood", "regarded",
    "scheduled", "supposed", "meant", "hoped", "assumed", "presumed", "investigated",
];

/// "are expected to meet", "is known to be close", "is widely believed": passives without anybody who expects.
fn nobody_expects(reading: &Reading<'_>, draft: &Draft, cue: TokenRange) -> bool {
    let tokens = &reading.tokens;
    let start = reading.sentence(tokens[cue.0].sentence as usize).start;
    let passive = (cue.0..cue.1).any(|i| tokens[i].is_any(THOUGHT) && after_be(reading, i, start));
    passive && !tokens.get(cue.1).is_some_and(|t| t.is("by")) && draft.source.is_none_or(|source| source.1 <= cue.0)
}

/// "said no, and the package would fall", "said nothing about the pipeline".
fn answer_only(reading: &Reading<'_>, draft: &Draft, cue: TokenRange) -> bool {
    let next = reading.tokens.get(cue.1);
    let answer = next.is_some_and(|t| t.is_any(&["no", "yes", "so", "nothing"]) && t.quoted == 0);
    let alone = reading.word(cue.1 + 1) == ",";
    let silent = next.is_some_and(|t| t.is("nothing"));
    let said = (cue.0..cue.1).any(|i| reading.tokens[i].is_any(&["said", "says", "say", "saying"]));
    let after = draft.content.iter().all(|c| c.0 >= cue.1);
    said && after && (answer && alone || silent)
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
            // Another clause: "closed that night; harbour master Joao Pires".
            ";" if i + 1 < end => return (i + 1, end),
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
    let mut phrase = noun_phrase::phrase_end(reading, first, tokens.len().min(first + LONGEST_ADDRESSEE));
    // "her Mexican counterpart, Ignacio Beltrán,": the name that follows says who that is.
    let named = reading
        .mention_at(phrase + 1)
        .filter(|m| m.first as usize == phrase + 1 && matches!(m.named, Named::Person(_)));
    if let Some(name) = named.filter(|_| reading.word(phrase) == ",") {
        phrase = name.end as usize;
    }
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
