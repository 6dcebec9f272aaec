//! Whether the words were said at all. "Lavrov did not say that …", "Fabius denied that Lavrov had said …", "if Lavrov
//! said …": a text may tell of words that nobody spoke, and a list of what Lavrov said must not pass them on as his.
//!
//! Such a quotation keeps its speaker, its words and its manner; its factuality says what they are.

use super::super::{
    draft::{Decision, Draft, Drafts, Step},
    grammar::cues::adverb,
    quotation::Factuality,
};
use crate::annotate::{
    lexicon::{Classes, Form},
    reading::Reading,
    tokens::{Kind, TokenRange},
};

/// Marks what was not said, or only may have been; leaves out what nobody said.
pub(crate) fn run(reading: &Reading<'_>, drafts: &mut Drafts) {
    let ids: Vec<_> = drafts.ids().collect();
    for id in ids {
        let draft = &mut drafts[id];
        if draft.speaker.is_some() {
            continue;
        }
        if draft.source.is_some_and(|source| nobody(reading, source)) {
            drafts.leave_out(id, Step::Factual, "nobody said it");
            continue;
        }
        let Some(cue) = draft.cue else { continue };
        let (factuality, rule) = if negated(reading, cue) {
            (Factuality::NotSaid, "negated")
        } else {
            match unspoken(reading, draft, cue) {
                Some(factuality) => (factuality, "context"),
                None => continue,
            }
        };
        draft.factuality = factuality;
        let did = if factuality == Factuality::NotSaid {
            "the text denies that it was said"
        } else {
            "the text leaves open whether it was said"
        };
        draft.note(Decision::new(Step::Factual, rule, did).on(cue));
    }
}

/// "did not say", "has never said", "would not say".
fn negated(reading: &Reading<'_>, cue: TokenRange) -> bool {
    let sentence = reading.tokens[cue.0].sentence;
    let mut first = cue.0;
    // Over adverbs and auxiliaries before a cue that was labelled without them.
    while first > 0
        && reading.tokens[first - 1].sentence == sentence
        && reading.tokens[first - 1].any(Classes::AUXILIARY.or(Classes::ADVERB).or(Classes::NEGATION))
        && cue.0 - first < 3
    {
        first -= 1;
    }
    (first..cue.1).any(|i| {
        let token = &reading.tokens[i];
        let contracted = token.any(Classes::AUXILIARY) && {
            let word = reading.word(i);
            word.ends_with("n't") || word.ends_with("n’t") || word == "cannot"
        };
        (token.any(Classes::NEGATION) && !token.is("no") || contracted)
            && !reading.tokens[i + 1..cue.1].iter().any(|t| t.is("only"))
    })
}

/// "Nobody", "none of the ministers", "no official", "not a single minister", "hardly anyone".
fn nobody(reading: &Reading<'_>, source: TokenRange) -> bool {
    let head = &reading.tokens[source.0];
    let before = source.0.checked_sub(1).filter(|i| reading.tokens[*i].sentence == head.sentence);
    let after = |words| is_at(reading, source.0 + 1, words);
    let behind = |words| before.is_some_and(|i| is(reading, i, words));
    is(reading, source.0, &["nobody", "none", "hardly", "scarcely"])
        || head.is("no")
            && source.1 > source.0 + 1
            && reading.tokens[source.0 + 1].kind != Kind::Number
            && !after(&["fewer", "less"])
        || head.is("not") && after(&["a", "one"])
        || head.is("a") && after(&["single"]) && behind(&["not"])
        || is(reading, source.0, &["anyone", "anybody", "any"]) && behind(&["hardly", "scarcely", "not"])
}

fn is_at(reading: &Reading<'_>, i: usize, words: &[&str]) -> bool {
    i < reading.tokens.len() && is(reading, i, words)
}

fn is(reading: &Reading<'_>, i: usize, words: &[&str]) -> bool {
    reading.tokens[i].is_any(words)
}

/// Words that say that what follows was not done: "failed to say", "stopped short of saying", "denied having told".
const UNDONE: &[&str] = &[
    "failed", "fails", "failing", "refused", "refuses", "refusing", "declined", "declines", "declining", "neglected",
    "forgot", "unable", "nearly", "almost", "without", "avoided", "avoids", "avoiding", "refrained", "refrains",
    "refraining", "denied", "denies", "denying", "deny",
];

/// Words that say that it may be done: "is expected to say", "was ready to say".
const OPEN: &[&str] = &[
    "scheduled", "going", "preparing", "tempted", "advised", "encouraged", "urged", "asked", "pressed", "considered",
    "considering", "threatened", "expected", "supposed", "due", "set", "likely", "unlikely", "about", "ready",
    "prepared", "planned", "plans", "planning", "intends", "intended", "wants", "wanted", "hoping", "hopes",
    "reluctant", "unwilling", "willing", "hesitated", "hesitant", "ought",
];

/// Those who ask somebody to say it: "urged Lavrov to say".
const ASKING: &[&str] = &[
    "urged", "urges", "urging", "asked", "asks", "asking", "told", "ordered", "pressed", "pressing", "called", "calls",
    "wants", "wanted", "want", "expects", "expected", "challenged", "invited", "instructed", "advised", "begged",
];

/// "would say" may be a past seen from before it ("he would later say"); "would have said" never was.
const MODAL: &[&str] = &["may", "might", "could", "can", "should", "must", "will", "shall", "'ll"];

/// Adverbs of those who report what they do not vouch for.
const ALLEGED: &[&str] = &["allegedly", "supposedly", "purportedly"];

/// Words for what is not true, and verbs for calling it so.
const DENIAL: &[&str] = &[
    "deny", "denies", "denied", "denying", "denial", "denials", "reject", "rejects", "rejected", "rejecting",
    "dismiss", "dismisses", "dismissed", "dismissing", "refute", "refutes", "refuted", "refuting", "disputed",
    "disputes", "disputing", "rebutted", "contradicted", "false", "falsely", "untrue", "wrongly", "incorrectly",
    "mistakenly", "erroneously", "fake", "misleading", "fabricated", "baseless", "unfounded", "myth", "lie", "lies",
    "fiction", "nonsense", "contrary",
];

/// Those of them that need no "that".
const DENIES: &[&str] = &["deny", "denies", "denied", "denying", "disputes", "disputed", "disputing"];

/// What few or none may do with what somebody is to have said.
const BELIEF: &[&str] = &[
    "hear", "hears", "heard", "believe", "believes", "believed", "think", "thinks", "thought", "expect", "expects",
    "expected", "remember", "remembers", "remembered", "recall", "recalls", "recalled",
];

/// And for what is not known: "no evidence that", "doubted that".
const DOUBT: &[&str] = &[
    "doubt", "doubts", "doubted", "doubting", "doubtful", "unclear", "unlikely", "impossible", "possible", "possibly",
];

/// What there may be none of.
const PROOF: &[&str] =
    &["evidence", "indication", "indications", "proof", "record", "sign", "suggestion", "confirmation", "claim"];

/// Words for what was reported, through which a denial reaches it: "denied reports that".
const REPORTS: &[&str] = &[
    "report", "reports", "claim", "claims", "rumour", "rumours", "rumor", "rumors", "story", "stories", "notion",
    "idea", "speculation", "suggestions", "assertions", "accusation", "accusations",
];

/// What opens a condition or an indirect question.
const CONDITION: &[&str] = &["if", "unless", "whether", "suppose", "supposing", "imagine", "assuming", "lest"];

/// The manner of a quotation whose cue is no negation of its own, but stands where the words are not said.
fn unspoken(reading: &Reading<'_>, draft: &Draft, cue: TokenRange) -> Option<Factuality> {
    let tokens = &reading.tokens;
    let start = reading.sentence(tokens[cue.0].sentence as usize).start;
    let verb = (cue.0..cue.1).rev().find(|i| tokens[*i].cue().is_some()).unwrap_or(cue.1 - 1);
    let source = draft.source.filter(|source| source.1 <= verb && source.0 >= start);
    if draft.source.is_some_and(|source| is(reading, source.0, &["neither"])) {
        return Some(Factuality::NotSaid);
    }
    // "Suppose Clinton tells Beijing that": labelled with the name.
    if draft.source.is_some_and(|source| source.1 > source.0 + 1 && is(reading, source.0, CONDITION)) {
        return Some(Factuality::MightBeSaid);
    }
    let speaks_self = draft.source.is_some_and(|source| is(reading, source.0, &["i", "we"]));
    let floor = source.map_or(start, |source| source.1);
    // "denied media reports": a noun, for all that the tagger says.
    let noun = is(reading, verb, REPORTS);
    // "the disputes that Kerry said would be settled": "that" is no conjunction, and Kerry said so.
    let gap = tokens.get(verb + 1).is_some_and(|next| next.any(Classes::AUXILIARY));
    before_verb(reading, verb, floor, speaks_self)
        .or_else(|| source.filter(|_| !noun).and_then(|(first, _)| around(reading, first, start, gap)))
}

/// What the words between a source and its verb make of it: "may have said", "stopped short of saying".
fn before_verb(reading: &Reading<'_>, verb: usize, floor: usize, speaks_self: bool) -> Option<Factuality> {
    let tokens = &reading.tokens;
    let mut at = verb;
    let mut infinitive = false;
    let mut modal = false;
    while at > floor {
        let token = &tokens[at - 1];
        if token.is("only") {
            return None;
        }
        // Not the month of May.
        modal |= !token.capital && is(reading, at - 1, MODAL) || token.is("would") && is_at(reading, at, &["have"]);
        modal |= is(reading, at - 1, ALLEGED);
        // "no longer says", "ruled out telling", "is to say".
        let ruled_out = token.is("out") && at >= 2 && is(reading, at - 2, &["ruled"]);
        if token.is("no") && is_at(reading, at, &["longer"]) || ruled_out {
            return Some(Factuality::NotSaid);
        }
        if token.is("to") && at >= 2 && is(reading, at - 2, &["is", "are", "was", "were"]) && !speaks_self {
            return Some(Factuality::MightBeSaid);
        }
        infinitive |= token.is("to");
        // "rather than say", "instead of saying", but "instead said".
        let undone = match tokens[at].of(reading.text) {
            "than" => token.is("rather"),
            "of" => is(reading, at - 1, &["instead", "short"]),
            // "has yet to say", but "yet said".
            "to" => token.is("yet") || is(reading, at - 1, UNDONE),
            _ => is(reading, at - 1, UNDONE),
        };
        if undone {
            return (!negated(reading, (at - 1, at))).then_some(Factuality::NotSaid);
        }
        if infinitive && is(reading, at - 1, OPEN) && !speaks_self {
            return Some(Factuality::MightBeSaid);
        }
        if is(reading, at - 1, &["misquoted"]) {
            return Some(Factuality::NotSaid);
        }
        // "was wrongly quoted as saying", "was accused of saying", "is said to have told".
        if is(reading, at - 1, &["quoted", "cited", "reported"]) && at > floor + 1 {
            return is(reading, at - 2, DENIAL).then_some(Factuality::NotSaid);
        }
        let hearsay = is_at(reading, at, &["to", "of"]);
        if hearsay && is(reading, at - 1, &["accused", "alleged", "rumoured", "rumored", "said", "suspected"]) {
            return Some(Factuality::MightBeSaid);
        }
        let glue = token.any(Classes::AUXILIARY.or(Classes::ADVERB))
            || adverb(reading.word(at - 1))
            || is(reading, at - 1, &["to", "of", "from", "than", "as", "even", "ever", "publicly", "having"]);
        if !glue {
            return (modal && !speaks_self).then_some(Factuality::MightBeSaid);
        }
        at -= 1;
    }
    // "urged Lavrov to say": whoever asked stands before the source.
    if infinitive && at == floor && asked(reading, floor, verb) {
        return Some(Factuality::MightBeSaid);
    }
    (modal && !speaks_self).then_some(Factuality::MightBeSaid)
}

/// Whether the source that ends at `floor` is asked to say it: "urged Lavrov to say".
fn asked(reading: &Reading<'_>, floor: usize, verb: usize) -> bool {
    let sentence = reading.tokens[verb].sentence;
    (floor.saturating_sub(8)..floor).rev().find(|i| is(reading, *i, ASKING)).is_some_and(|i| {
        reading.tokens[i].sentence == sentence && !reading.tokens[i..floor].iter().any(|t| t.kind == Kind::Mark)
    })
}

/// What stands before a source: denials, doubts, conditions, questions, requests. `gap` says that a "that" before it is a
/// relative.
fn around(reading: &Reading<'_>, first: usize, start: usize, gap: bool) -> Option<Factuality> {
    let tokens = &reading.tokens;
    if first == start {
        return None;
    }
    let before = &tokens[first - 1];
    let opens = first - 1 == start
        || !tokens[first - 2].is_word()
        || tokens[first - 2].any(Classes::CONJUNCTION)
        || is(reading, first - 2, &["then", "so"]);
    // "Never has Lavrov said", "at no point did he say"; but "not only has he said".
    if is(reading, first - 1, &["did", "does", "do", "has", "have", "had"]) {
        let clause = (start.max(first.saturating_sub(5))..first - 1).rev().take_while(|i| tokens[*i].is_word());
        let words: Vec<usize> = clause.collect();
        let never = |i: &usize| {
            tokens[*i].any(Classes::NEGATION)
                || is(reading, *i, &["no", "nowhere", "hardly", "scarcely", "rarely", "nor"])
        };
        if words.iter().any(never) && !words.iter().any(|i| tokens[*i].is("only")) {
            return Some(Factuality::NotSaid);
        }
    }
    // "Nobody ever heard Lavrov say", "few believe Lavrov said", "he wishes Lavrov had said".
    if is(reading, first - 1, &["wish", "wishes", "wished"]) {
        return Some(Factuality::MightBeSaid);
    }
    if is(reading, first - 1, BELIEF) {
        let nobody = |i: usize| {
            tokens[i].is("nobody")
                || tokens[i].is("no") && is_at(reading, i + 1, &["one"])
                || tokens[i].is("few") && (i == start || !tokens[i - 1].any(Classes::ARTICLE.or(Classes::DETERMINER)))
        };
        if (start.max(first.saturating_sub(5))..first - 1).any(nobody) {
            return Some(Factuality::NotSaid);
        }
    }
    // "Has Lavrov said …?", "Had Lavrov said …, …"
    if before.any(Classes::AUXILIARY) && opens {
        let end = reading.sentence(before.sentence as usize).end;
        let asks = (first..end).any(|i| reading.word(i) == "?" && tokens[i].quoted == before.quoted);
        return (asks || before.is("had")).then_some(Factuality::MightBeSaid);
    }
    if before.is("not") && first >= start + 2 && is(reading, first - 2, &["if", "whether", "or"]) {
        return Some(Factuality::MightBeSaid);
    }
    let that = before.is("that") || before.is("of") && first >= start + 2 && is(reading, first - 2, PROOF);
    if that && gap {
        return None;
    }
    let mut at = if that { first - 1 } else { first };
    if that && is_refuted(reading, at, start) {
        return Some(Factuality::NotSaid);
    }
    if at > start && is(reading, at - 1, CONDITION) {
        return Some(Factuality::MightBeSaid);
    }
    // Without "that", only the word right before it governs it: "denied Lavrov had said".
    let floor = if that { start.max(at.saturating_sub(9)) } else { start.max(at.saturating_sub(1)) };
    while at > floor {
        at -= 1;
        let token = &tokens[at];
        if is(reading, at, if that { DENIAL } else { DENIES }) {
            return (!negated(reading, (at, at + 1))).then_some(Factuality::NotSaid);
        }
        if that && is(reading, at, DOUBT) {
            return Some(Factuality::MightBeSaid);
        }
        if at > start && (token.is("true") || token.is("so")) && negation_near(reading, at, start) {
            return Some(Factuality::NotSaid);
        }
        if at > start && is(reading, at, PROOF) && no_near(reading, at, start) {
            return Some(Factuality::MightBeSaid);
        }
        let noun = token.any(Classes::STATEMENT_NOUN.or(Classes::DOCUMENT)) || is(reading, at, REPORTS);
        // "falsely reported that", "wrongly claimed that".
        if token.any(Classes::CUE) && !noun || token.cue().is_some_and(|cue| cue.form == Form::Past) {
            let wrong = at > start && is(reading, at - 1, DENIAL);
            return wrong.then_some(Factuality::NotSaid);
        }
        if token.any(Classes::RELATIVE.or(Classes::AUXILIARY)) || !token.is_word() && token.kind != Kind::Possessive {
            return None;
        }
    }
    None
}

/// "Reports that Lavrov said … are untrue": what is reported before `that` is called false at the end of the sentence.
fn is_refuted(reading: &Reading<'_>, that: usize, start: usize) -> bool {
    let tokens = &reading.tokens;
    let reported = that > start
        && (is(reading, that - 1, REPORTS) || tokens[that - 1].any(Classes::STATEMENT_NOUN))
        && (start..that - 1).all(|i| !tokens[i].any(Classes::AUXILIARY.or(Classes::CUE)));
    let end = reading.sentence(tokens[that].sentence as usize).end;
    reported
        && (that..end).any(|i| {
            // The denial ends the sentence: before it stand the words reported, which may speak of lies themselves.
            let denial = (i + 1..end.min(i + 5)).find(|k| is(reading, *k, DENIAL));
            tokens[i].any(Classes::AUXILIARY)
                && !tokens[i].is("had")
                && denial.is_some_and(|k| (k + 1..end).all(|rest| !tokens[rest].is_word()))
        })
}

/// "not true", "n't so": a negation at most two words before.
fn negation_near(reading: &Reading<'_>, at: usize, start: usize) -> bool {
    (start.max(at.saturating_sub(2))..at).any(|i| {
        let word = reading.word(i);
        reading.tokens[i].any(Classes::NEGATION) || word.ends_with("n't") || word.ends_with("n’t")
    })
}

/// "no evidence", "without any proof", "little sign".
fn no_near(reading: &Reading<'_>, at: usize, start: usize) -> bool {
    (start.max(at.saturating_sub(3))..at).any(|i| is(reading, i, &["no", "without", "little", "scant"]))
}
