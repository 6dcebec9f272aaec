//! Silence is news too: who declined to comment, and on what.
//!
//! A silence is a quotation of manner `declined`. Its cue is the whole expression ("declined to comment"), its content
//! the matter that was not spoken of ("the gas talks"), or nothing.

use super::super::{
    draft::{Draft, Drafts, Rule, Step},
    grammar::noun_phrase,
    quotation::Factuality,
};
use crate::annotate::{
    lexicon::Classes,
    reading::Reading,
    tokens::{Kind, TokenRange},
};

/// Verbs that say nothing when declined: "declined to elaborate".
const SPEAK: &[&str] = &[
    "comment", "elaborate", "say", "discuss", "answer", "disclose", "specify", "confirm", "respond", "speculate",
    "speak", "reply", "explain", "identify", "name", "reveal", "divulge", "clarify", "expand", "talk",
];

/// Puts the silences among the drafts, in place of what was found at the same cue.
pub(crate) fn run(reading: &Reading<'_>, drafts: &mut Drafts) {
    let mut silences = Vec::new();
    for n in 0..reading.sentence_count() {
        let range = reading.sentence(n);
        let mut i = range.start;
        while i < range.end {
            if let Some((draft, end)) = at(reading, i, range.start, range.end) {
                silences.push(draft);
                i = end;
            } else {
                i += 1;
            }
        }
    }
    if silences.is_empty() {
        return;
    }
    // What was found at the same cue goes.
    let mut at = 0;
    for id in drafts.in_order() {
        let Some(cue) = drafts[id].cue else { continue };
        while silences.get(at).is_some_and(|s| s.cue.is_some_and(|c| c.1 <= cue.0)) {
            at += 1;
        }
        let same = silences[at..].iter().take(2).any(|s| s.cue.is_some_and(|c| c.0 < cue.1 && cue.0 < c.1));
        if same {
            drafts.leave_out(id, Step::Silence, "read as a silence instead");
        }
    }
    for silence in silences {
        drafts.add(silence);
    }
}

/// The silence whose cue begins at token `i`, and where it ends.
fn at(reading: &Reading<'_>, i: usize, start: usize, stop: usize) -> Option<(Draft, usize)> {
    let tokens = &reading.tokens;
    if tokens[i].quoted > 0 || tokens[i].kind != Kind::Word {
        return None;
    }
    // Most words begin no silence: look no further.
    let word = reading.word(i);
    if !(tokens[i].any(Classes::AUXILIARY) || word.starts_with("declin") || word.starts_with("refus")) {
        return None;
    }
    let is = |k: usize, words: &[&str]| k < stop && tokens[k].is_any(words);
    let mut end = if is(i, &["declined", "declines", "refused", "refuses", "declining", "refusing"]) {
        if is(i + 1, &["to"]) && is(i + 2, SPEAK) {
            i + 3
        } else if is(i + 1, &["comment"]) {
            i + 2
        } else {
            return None;
        }
    } else if is(i, &["would", "did", "could", "will", "does"]) && is(i + 1, &["not"])
        || is(i, &["wouldn't", "didn't", "couldn't", "won't", "doesn't"])
    {
        let mut k = if is(i + 1, &["not"]) { i + 2 } else { i + 1 };
        if is(k, &["immediately", "further", "directly"]) {
            k += 1;
        }
        if is(k, &["comment", "elaborate"]) && is(i, &["would", "wouldn't", "did", "didn't", "will", "won't"]) {
            k + 1
        } else if is(k, &["respond", "reply", "return"]) {
            let comment =
                (k + 1..stop.min(k + 8)).find(|j| is(*j, &["comment", "comments", "calls", "call", "messages"]))?;
            comment + 1
        } else if is(k, &["be"]) && is(k + 1, &["reached"]) {
            k + 2
        } else {
            return None;
        }
    } else if is(i, &["had", "has"]) && is(i + 1, &["no"]) {
        let k = if is(i + 2, &["immediate", "further"]) { i + 3 } else { i + 2 };
        if !is(k, &["comment"]) {
            return None;
        }
        k + 1
    } else {
        return None;
    };
    if is(end, &["for"]) && is(end + 1, &["comment"]) {
        end += 2;
    }
    if is(end, &["further", "publicly", "directly", "immediately"]) {
        end += 1;
    }
    let source = noun_phrase::before(reading, i, start)?;
    Some((
        Draft {
            cue: Some((i, end)),
            source: Some(source),
            manner: "declined",
            factuality: Factuality::Declined,
            ..Draft::new(Rule::Silence, 0.95, topic(reading, end, stop).into_iter().collect())
        },
        end,
    ))
}

/// What was not spoken of: the words after "on", "about" or "whether", to the end of the clause.
fn topic(reading: &Reading<'_>, from: usize, stop: usize) -> Option<TokenRange> {
    let tokens = &reading.tokens;
    let token = tokens.get(from).filter(|_| from < stop)?;
    let first = if token.is_any(&["on", "about", "regarding"]) {
        from + 1
    } else if [
        "whether", "if", "how", "what", "when", "where", "who", "why", "which", "the", "his", "her", "their", "any",
    ]
    .iter()
    .any(|w| token.is(w))
    {
        from
    } else {
        return None;
    };
    let ends = |i: usize| {
        let t = &tokens[i];
        t.kind == Kind::Mark && !matches!(t.of(reading.text), "-" | "'" | "’" | "/")
            || t.any(Classes::SUBORDINATOR) && i > first
            || t.any(Classes::WEEKDAY)
    };
    let mut end = (first..stop).find(|i| ends(*i)).unwrap_or(stop);
    // "comment on the raid on Monday", "… but said that".
    if let Some(and) = (first..end).find(|i| tokens[*i].is("but")) {
        end = and;
    }
    while end > first && (tokens[end - 1].any(Classes::PREPOSITION) || !tokens[end - 1].is_word()) {
        end -= 1;
    }
    (end > first).then_some((first, end))
}

#[cfg(test)]
mod tests {
    use crate::{annotate::annotate, article::Article};

    /// Speaker, cue and topic of the silences of a text.
    fn silences(text: &str) -> Vec<(String, String, String)> {
        let article = Article { text: text.into(), ..Article::default() };
        let of = |spans: &[crate::span::Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        annotate(&article)
            .quotations
            .iter()
            .filter(|q| q.manner == "declined")
            .map(|q| (q.speaker.clone().unwrap_or_default(), of(&q.cue), of(&q.content)))
            .collect()
    }

    #[test]
    fn who_declined_and_on_what() {
        for (text, speaker, cue, topic) in [
            ("The Kremlin declined to comment on the gas talks.", "Kremlin", "declined to comment", "the gas talks"),
            (
                "Foreign Minister Anna Berg refused to say whether the envoy had been recalled.",
                "Anna Berg",
                "refused to say",
                "whether the envoy had been recalled",
            ),
            ("A spokesman for the ministry would not comment.", "spokesman", "would not comment", ""),
            (
                "The embassy did not immediately respond to a request for comment.",
                "embassy",
                "did not immediately respond to a request for comment",
                "",
            ),
            (
                "Anna Berg could not be reached for comment on Monday.",
                "Anna Berg",
                "could not be reached for comment",
                "",
            ),
            (
                "The White House had no immediate comment on the arrests, but officials were watching.",
                "White House",
                "had no immediate comment",
                "the arrests",
            ),
        ] {
            let found = silences(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].0.contains(speaker), "{text}: {found:?}");
            assert_eq!((found[0].1.as_str(), found[0].2.as_str()), (cue, topic), "{text}");
        }
        assert!(
            silences("The price of oil declined to 40 dollars. She would not say no. They refused to leave.")
                .is_empty()
        );
    }
}
