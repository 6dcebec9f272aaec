//! The content of a quotation is what the cue reports: the quoted segment before it, the clause after it, or both.
//!
//! This file goes through a sentence and its cues; `clause` reads what stands around a verb, `constructions` what is
//! reported without one.

use super::{
    super::{
        draft::{Draft, DraftId, Rule},
        grammar::{
            cues::{self, CueVerb},
            noun_phrase,
        },
    },
    clause::Clause,
    constructions::{according, colon, in_view, statement_noun},
};
use crate::annotate::{
    lexicon::{Classes, Form},
    reading::Reading,
    tokens::Kind,
};

/// Finds the quotations whose cue stands in sentence `n`.
pub(crate) fn read(reading: &Reading<'_>, n: usize, drafts: &mut Vec<Draft>) {
    let range = reading.sentence(n);
    let (start, end) = (range.start, range.end);
    let first_of_sentence = drafts.len();
    for i in range {
        let token = &reading.tokens[i];
        if token.any(Classes::CUE) {
            let Some(verb) = cues::verb_at(reading, i, start) else {
                if let Some(draft) = statement_noun(reading, i, start, end) {
                    drafts.push(draft);
                }
                continue;
            };
            if let Some(draft) = of_verb(reading, verb, start, end, &drafts[first_of_sentence..], first_of_sentence) {
                drafts.push(draft);
            }
        } else if token.is("in")
            && let Some(draft) = in_view(reading, i, start, end)
        {
            drafts.push(draft);
        } else if token.is("according") && reading.tokens.get(i + 1).is_some_and(|t| t.is("to")) {
            if let Some(draft) = according(reading, i, start, end) {
                drafts.push(draft);
            }
        } else if token.any(Classes::STATEMENT_NOUN)
            && let Some(draft) = statement_noun(reading, i, start, end)
        {
            drafts.push(draft);
        } else if token.of(reading.text) == ":"
            && let Some(draft) = colon(reading, i, start, end)
        {
            drafts.push(draft);
        }
    }
    let (_, of_this) = drafts.split_at_mut(first_of_sentence);
    for i in 0..of_this.len() {
        // "confirmed that A and offered the characterization that B": one subject for both.
        let earlier = of_this[..i].iter().rposition(|d| {
            d.source == of_this[i].source
                || d.source.is_some_and(|s| of_this[i].source.is_some_and(|t| s.0 <= t.0 && t.1 <= s.1))
        });
        if of_this[i].rule == Rule::StatementNoun
            && of_this[i].same_as.is_none()
            && let Some(at) = earlier
        {
            of_this[i].same_as = Some(DraftId((first_of_sentence + at) as u32));
            of_this[i].source = of_this[at].source;
        }
    }
    separate(reading, of_this);
}

/// A cue that shares its subject with the one before ends the content of that one: "said that A and called B".
fn separate(reading: &Reading<'_>, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        let shares = matches!(drafts[i].rule, Rule::Coordinated | Rule::Participle)
            || drafts[i].rule == Rule::StatementNoun && drafts[i].same_as.is_some();
        let Some(cue) = drafts[i].cue.filter(|_| shares) else { continue };
        for j in 0..drafts.len() {
            if j == i || drafts[j].cue.is_none_or(|c| c.0 > cue.0) {
                continue;
            }
            if let Some(range) = drafts[j].content.iter_mut().find(|c| c.0 < cue.0 && cue.0 < c.1) {
                let mut end = cue.0;
                while end > range.0
                    && (!reading.tokens[end - 1].is_word() || reading.tokens[end - 1].is("and"))
                    && reading.tokens[end - 1].kind != Kind::DoubleQuote
                {
                    end -= 1;
                }
                if end > range.0 {
                    range.1 = end;
                }
            }
        }
    }
}

fn of_verb(
    reading: &Reading<'_>,
    verb: CueVerb,
    start: usize,
    end: usize,
    earlier: &[Draft],
    offset: usize,
) -> Option<Draft> {
    let tokens = &reading.tokens;
    let quoted = tokens[verb.first].quoted;
    if quoted > 0 {
        // Speech within speech is found only where it is plain: "He told me that …".
        return None;
    }
    let clause = Clause { reading, verb, start, end };
    if verb.cue.form == Form::Ing {
        return clause.participle(earlier, offset);
    }
    let left = noun_phrase::before(reading, verb.first, start);
    if let Some(source) = left {
        if let Some(mut draft) = clause.content(source, source.0) {
            antecedent(reading, &mut draft, start);
            return Some(draft);
        }
        // "…,” said he" never has a subject on both sides.
        if !verb.cue.takes('v') || !before_is_quote_or_comma(reading, verb.first, start) {
            return None;
        }
    }
    if verb.cue.takes('v') && before_is_quote_or_comma(reading, verb.first, start) {
        let source = noun_phrase::after(reading, verb.end, end)?;
        return clause.postposed(source, verb.first, source.1, Rule::Inverted);
    }
    let joined = verb.first > start
        && (tokens[verb.first - 1].is("and") || tokens[verb.first - 1].is("but"))
        && verb.cue.form == Form::ThirdPerson;
    if left.is_none() && (verb.cue.form == Form::Past || joined) {
        return clause.coordinated(earlier, offset);
    }
    None
}

/// A relative pronoun's antecedent stands before it: "Lavrov, who said".
fn antecedent(reading: &Reading<'_>, draft: &mut Draft, start: usize) {
    let Some((first, end)) = draft.source else { return };
    let relative = reading.tokens[first].any(Classes::RELATIVE) || reading.tokens[first].is("that");
    if end == first + 1 && relative {
        let mut at = first;
        if at > start && reading.word(at - 1) == "," {
            at -= 1;
        }
        if let Some(source) = (at > start).then(|| noun_phrase::before(reading, at, start)).flatten() {
            draft.source = Some(source);
        }
    }
}

fn before_is_quote_or_comma(reading: &Reading<'_>, at: usize, start: usize) -> bool {
    at > start
        && (reading.tokens[at - 1].kind == Kind::DoubleQuote
            || matches!(reading.word(at - 1), "," | "?" | "!" | "--" | "—" | "–")
            || (reading.tokens[at - 1].kind == Kind::SingleQuote
                && at > start + 1
                && reading.tokens[at - 2].quoted > 0))
}
