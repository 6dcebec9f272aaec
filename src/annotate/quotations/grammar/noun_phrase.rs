//! A source is the noun phrase that speaks, before the cue ("Kerry said") or after it ("said Lavrov").

use super::cues::adverb;
use crate::annotate::{
    lexicon::Classes,
    reading::{Named, Reading},
    roles,
    tokens::{Kind, TokenRange},
};

const BOUNDARY: Classes = Classes::SUBORDINATOR.or(Classes::RELATIVE).or(Classes::AUXILIARY);

/// The subject that ends before token `cue`, within the sentence that begins at `start`: tokens `first..end`.
pub(crate) fn before(reading: &Reading<'_>, cue: usize, start: usize) -> Option<TokenRange> {
    let tokens = &reading.tokens;
    let quoted = tokens[cue].quoted;
    let mut end = cue;
    while end > start {
        let token = &tokens[end - 1];
        if token.quoted != quoted || token.kind == Kind::DoubleQuote {
            return None;
        }
        let skip = (token.any(Classes::ADVERB.or(Classes::AUXILIARY).or(Classes::NEGATION)) && !token.capital)
            || adverb(reading.word(end - 1))
            || (token.any(Classes::WEEKDAY) && token.capital)
            || (token.is("on") && tokens[end].any(Classes::WEEKDAY));
        if !skip {
            break;
        }
        end -= 1;
    }
    if end == start {
        return None;
    }
    let mut whole_end = end;
    let last = &tokens[end - 1];
    // "Hugh Hill, a doctor, said": back over what stands between commas.
    if last.of(reading.text) == "," || last.of(reading.text) == ")" {
        let opening = if last.of(reading.text) == "," { "," } else { "(" };
        whole_end = end - 1;
        let mut at = end - 1;
        loop {
            if at <= start
                || end - at > 32
                || tokens[at - 1].kind == Kind::DoubleQuote
                || tokens[at - 1].quoted != quoted
            {
                return None;
            }
            at -= 1;
            if tokens[at].of(reading.text) == opening {
                break;
            }
        }
        if at == start {
            return None;
        }
        // What is before the first comma must be a name or a noun, not an opening phrase ("In Paris, …").
        end = at;
        if !nominal(reading, end - 1) {
            return None;
        }
    }
    if !nominal(reading, end - 1) {
        return None;
    }
    let first = left_edge(reading, end, start)?;
    Some((first, whole_end.max(end)))
}

/// Whether token `i` can end a noun phrase.
fn nominal(reading: &Reading<'_>, i: usize) -> bool {
    let token = &reading.tokens[i];
    if token.any(Classes::PRONOUN) || token.is("who") || token.is("that") || token.is("which") {
        return true;
    }
    if token.kind == Kind::Possessive || token.kind == Kind::Number {
        return token.kind == Kind::Number;
    }
    token.kind == Kind::Word
        && (token.capital
            || !token.any(
                Classes::ARTICLE
                    .or(Classes::PREPOSITION)
                    .or(Classes::CONJUNCTION)
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::AUXILIARY)
                    .or(Classes::ADVERB),
            ))
}

/// Walks left from `end` to where the noun phrase begins.
fn left_edge(reading: &Reading<'_>, end: usize, start: usize) -> Option<usize> {
    let tokens = &reading.tokens;
    let last = &tokens[end - 1];
    if last.any(Classes::PRONOUN) || last.any(Classes::RELATIVE) {
        return Some(end - 1);
    }
    // A person's name: the name, the role before it, and names joined to it by "and".
    if let Some(mention) =
        reading.mention_at(end - 1).filter(|m| matches!(m.named, Named::Person(_)) && m.end as usize == end)
    {
        let mut first = mention.first as usize;
        if let Some((role, role_end)) =
            roles::role_of(tokens, reading.text, &reading.mentions, first, end).filter(|r| r.1 <= first)
        {
            debug_assert!(role_end <= first);
            first = role.max(start);
        }
        while first > start
            && (tokens[first - 1].any(Classes::HONORIFIC.or(Classes::ARTICLE))
                || tokens[first - 1].any(Classes::OFFICE))
        {
            first -= 1;
        }
        if first > start + 1
            && tokens[first - 1].is("and")
            && reading.mention_at(first - 2).is_some_and(|m| matches!(m.named, Named::Person(_)))
        {
            return left_edge(reading, first - 1, start);
        }
        return Some(first);
    }
    let quoted = last.quoted;
    let mut first = end;
    while first > start && end - first < 24 {
        let token = &tokens[first - 1];
        let word = reading.word(first - 1);
        if token.quoted != quoted || token.kind == Kind::DoubleQuote {
            break;
        }
        if token.kind == Kind::Mark && !matches!(word, "%" | "$" | "&" | "/" | "-") {
            break;
        }
        if token.any(BOUNDARY) && !token.capital || token.any(Classes::WEEKDAY) && token.capital && first != end {
            break;
        }
        if token.any(Classes::PRONOUN) && !token.is("her") {
            break;
        }
        if token.any(Classes::CONJUNCTION) {
            let joins = token.is("and") && first < end && joined(reading, first, start);
            if !joins {
                break;
            }
        }
        // A verb of saying ends the phrase, unless it is part of a name or a noun ("the report").
        if token.any(Classes::CUE)
            && first != end
            && !token.capital
            && !token.any(Classes::DOCUMENT.or(Classes::STATEMENT_NOUN))
            && first > start + 1
            && !tokens[first - 2].any(Classes::ARTICLE.or(Classes::DETERMINER).or(Classes::PREPOSITION))
        {
            break;
        }
        first -= 1;
    }
    // A phrase that opens the sentence ("In Geneva the envoy said"): the subject begins at its last article.
    if first < end && tokens[first].any(Classes::PREPOSITION) {
        let article = (first + 1..end).rev().find(|i| tokens[*i].any(Classes::ARTICLE.or(Classes::DETERMINER)));
        let name = reading.mention_at(end - 1).map(|m| m.first as usize);
        first = article.or(name).filter(|at| *at > first)?;
    }
    while first < end
        && (tokens[first].any(Classes::CONJUNCTION) || tokens[first].any(Classes::ADVERB) && !tokens[first].capital)
    {
        first += 1;
    }
    (first < end).then_some(first)
}

/// Whether the "and" before token `after` joins two noun phrases rather than two clauses.
fn joined(reading: &Reading<'_>, after: usize, start: usize) -> bool {
    let left = after.checked_sub(2).filter(|i| *i >= start);
    let right = &reading.tokens[after];
    left.is_some_and(|i| {
        let token = &reading.tokens[i];
        let names = token.capital && right.capital;
        let nouns = !token.capital && !right.capital && token.kind == Kind::Word && !right.any(Classes::ARTICLE);
        names || nouns
    })
}

/// The subject that begins at token `at`, after the cue: "said Lavrov", "said the minister".
pub(crate) fn after(reading: &Reading<'_>, at: usize, end: usize) -> Option<TokenRange> {
    let tokens = &reading.tokens;
    let head = tokens.get(at).filter(|_| at < end)?;
    let opens = head.any(
        Classes::ARTICLE
            .or(Classes::DETERMINER)
            .or(Classes::HONORIFIC)
            .or(Classes::OFFICE)
            .or(Classes::GROUP)
            .or(Classes::OFFICE_QUALIFIER),
    ) || head.is("he")
        || head.is("she")
        || (head.capital
            && head.kind == Kind::Word
            && !head.any(Classes::WEEKDAY.or(Classes::MONTH).or(Classes::PRONOUN)))
        || head.kind == Kind::Number;
    if !opens || head.is("that") {
        return None;
    }
    let last = phrase_end(reading, at, end);
    (last > at).then_some((at, last))
}

/// Where the noun phrase that begins at `at` ends, at most at `end`.
pub(crate) fn phrase_end(reading: &Reading<'_>, at: usize, end: usize) -> usize {
    let tokens = &reading.tokens;
    let quoted = tokens[at].quoted;
    let mut last = at;
    while last < end && last - at < 20 {
        let token = &tokens[last];
        let word = reading.word(last);
        if token.quoted != quoted
            || token.kind == Kind::DoubleQuote
            || token.kind == Kind::Mark && !matches!(word, "%" | "$" | "&" | "/")
        {
            break;
        }
        let keeps = token.is("of")
            || token.is("for")
            || token.is("at") && last > at && tokens[last - 1].any(Classes::OFFICE.or(Classes::GROUP));
        let ends = token.any(BOUNDARY.or(Classes::WEEKDAY))
            || token.is("that")
            || token.any(Classes::PREPOSITION)
                && !keeps
                && !(token.is("to") && last > at && tokens[last - 1].any(Classes::OFFICE))
            || token.any(Classes::ADVERB) && !token.capital
            || token.any(Classes::CONJUNCTION)
                && !(token.is("and")
                    && last + 1 < end
                    && last > at
                    && tokens[last + 1].capital
                    && tokens[last - 1].capital)
            || token.any(Classes::CUE) && !token.capital && last > at && !tokens[last - 1].any(Classes::ARTICLE)
            || token.any(Classes::PRONOUN) && last > at
            || token.any(Classes::ARTICLE) && last > at && !tokens[last - 1].any(Classes::PREPOSITION);
        if ends && last > at {
            break;
        }
        last += 1;
        if tokens[at].any(Classes::PRONOUN) {
            break;
        }
        // A name ends where the mention ends, unless an office or another name goes on.
        if let Some(mention) = reading.mention_at(last - 1)
            && matches!(mention.named, Named::Person(_))
            && mention.end as usize == last
            && !tokens.get(last).is_some_and(|t| t.is("and") || t.kind == Kind::Possessive)
        {
            break;
        }
    }
    last
}
