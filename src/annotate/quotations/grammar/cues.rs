//! A cue is the expression that reports speech: "said", "according to", "Lavrov's statement that".

use crate::annotate::{
    lexicon::{Classes, Cue, Form},
    reading::Reading,
    tokens::Kind,
};

/// A verb that may report speech at a place where it can be one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CueVerb {
    /// Tokens of the cue: one, or two with "out".
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) cue: Cue,
}

const NOMINAL_BEFORE: Classes =
    Classes::ARTICLE.or(Classes::DETERMINER).or(Classes::PREPOSITION).or(Classes::OFFICE_QUALIFIER);

/// The cue verb at token `i`, if the words around it leave it a verb.
pub(crate) fn verb_at(reading: &Reading<'_>, i: usize, start: usize) -> Option<CueVerb> {
    let tokens = &reading.tokens;
    let cue = tokens[i].cue()?;
    if reading.mention_at(i).is_some() {
        return None;
    }
    let mut end = i + 1;
    if matches!(cue_lemma(reading, i), "point") {
        if !tokens.get(end)?.is("out") && !tokens.get(end)?.is("to") {
            return None;
        }
        end += 1;
    }
    let before = over_adverbs(reading, i, start);
    let previous = (before > start).then(|| &tokens[before - 1]);
    let be = after_be(reading, i, start);
    let verb = match cue.form {
        Form::Past => {
            let participle = be || tokens.get(end).is_some_and(|t| t.is("by"));
            let noun_modifier = i > start && tokens[i - 1].any(Classes::ARTICLE.or(Classes::DETERMINER));
            !participle && !noun_modifier
        }
        Form::ThirdPerson => previous.is_some_and(|t| {
            !t.any(NOMINAL_BEFORE) && t.kind != Kind::Possessive && !t.any(Classes::AUXILIARY) && !t.any(Classes::CUE)
        }),
        Form::Base => previous.is_some_and(|t| {
            let plural = t.kind == Kind::Word
                && !t.capital
                && reading.word(before - 1).ends_with('s')
                && reading.word(before - 1).len() > 3;
            let subject = t.is_any(&["they", "we", "i", "you", "who"]);
            let asks = t.any(Classes::AUXILIARY)
                && (t.is("did") || t.is("do") || t.is("will") || t.is("would") || t.is("can"));
            subject
                || t.any(Classes::GROUP)
                || (plural && !t.any(Classes::CUE))
                || (asks && cue.takes('v') && cue.manner == "said" && t.is("did"))
        }),
        Form::Ing => true,
    };
    verb.then_some(CueVerb { first: i, end, cue })
}

/// Back from token `i` over adverbs, to what decides: "has also repeatedly said".
fn over_adverbs(reading: &Reading<'_>, i: usize, start: usize) -> usize {
    let mut before = i;
    while before > start && (reading.tokens[before - 1].any(Classes::ADVERB) || adverb(reading.word(before - 1))) {
        before -= 1;
    }
    before
}

/// Whether a form of "be" stands before token `i`, which makes a participle of it a passive: "was also told".
pub(crate) fn after_be(reading: &Reading<'_>, i: usize, start: usize) -> bool {
    const BE: &[&str] = &["is", "are", "was", "were", "been", "being", "be", "'re"];
    let before = over_adverbs(reading, i, start);
    before > start && reading.tokens[before - 1].is_any(BE)
}

/// The base form of the few cues that need a particle.
fn cue_lemma(reading: &Reading<'_>, i: usize) -> &'static str {
    if reading.tokens[i].is_any(&["point", "points", "pointed", "pointing"]) { "point" } else { "" }
}

/// Whether a word reads like an adverb of manner.
pub(crate) fn adverb(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ly") && word.starts_with(|c: char| c.is_ascii_lowercase())
}
