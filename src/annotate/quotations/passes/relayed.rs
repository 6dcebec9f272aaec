//! Words that somebody quotes another with: "Interfax quoted Lavrov as saying that …". Who quotes reports that another
//! spoke; the words are the other's.
//!
//! `PolNeAR` annotates the outer report (source "Interfax", cue "quoted", content "Lavrov as saying that …"). Here there is one
//! quotation, Lavrov's; who passed it on stands in its chain, so that no search gives the words to Interfax.

use super::super::{
    draft::{Decision, Draft, Drafts, Rule, Step},
    evidence::clause::Clause,
    grammar::{
        cues::{CueVerb, after_be},
        noun_phrase,
    },
};
use crate::annotate::{
    lexicon::{Classes, Form},
    reading::Reading,
    tokens::Kind,
};

const QUOTE: &[&str] =
    &["quoted", "cited", "quotes", "cites", "quoting", "citing", "quote", "cite", "misquoted", "reported", "recorded"];

/// So many words may stand between "quoted" and "as".
const LONGEST_SOURCE: usize = 16;

/// Parts the drafts at "quoted … as saying" into the report and the words reported.
pub(crate) fn run(reading: &Reading<'_>, drafts: &mut Drafts) {
    let mut found: Vec<(Draft, Draft)> = Vec::new();
    for n in 0..reading.sentence_count() {
        let range = reading.sentence(n);
        for i in range.clone() {
            if reading.tokens[i].is_any(QUOTE) {
                found.extend(at(reading, i, range.start, range.end));
            }
        }
    }
    if found.is_empty() {
        return;
    }
    // What was found from one cue to the other goes.
    let mut taken = vec![false; reading.tokens.len()];
    for (outer, inner) in &found {
        if let (Some(quoted), Some(saying)) = (outer.cue, inner.cue) {
            taken[quoted.0..saying.1].fill(true);
        }
    }
    let ids: Vec<_> = drafts.ids().collect();
    for id in ids {
        if drafts[id].cue.is_some_and(|cue| taken[cue.0..cue.1].contains(&true)) {
            drafts.leave_out(id, Step::Relayed, "read as “quoted … as saying” instead");
        }
    }
    for (outer, mut inner) in found {
        inner.relayed_by = outer.source;
        inner.note(
            Decision::new(Step::Relayed, "quoted-as-saying", "the words are those of whoever was quoted")
                .on(inner.source.unwrap_or_default()),
        );
        drafts.add(inner);
    }
}

/// The report and the words reported at the quoting verb `i`.
fn at(reading: &Reading<'_>, i: usize, start: usize, end: usize) -> Option<(Draft, Draft)> {
    let tokens = &reading.tokens;
    // "was quoted as saying": the words are the subject's, and the tagger finds them.
    if after_be(reading, i, start) {
        return None;
    }
    let last = end.min(i + 2 + LONGEST_SOURCE);
    let (at, cue) = (i + 2..last).find_map(|at| {
        let cue = tokens.get(at + 1).filter(|_| at + 1 < end)?.cue()?;
        (tokens[at].is("as") && cue.form == Form::Ing).then_some((at, cue))
    })?;
    let mut source = (i + 1, at);
    while source.1 > source.0 && tokens[source.1 - 1].kind == Kind::Mark {
        source.1 -= 1;
    }
    let plain = source.1 > source.0
        && tokens[source.0].is_word()
        && tokens[source.0..source.1].iter().all(|t| {
            t.quoted == tokens[i].quoted && t.kind != Kind::DoubleQuote && (t.capital || !t.any(Classes::AUXILIARY))
        })
        && !tokens[source.0].is_any(&["by", "in", "that", "on", "from"]);
    if !plain {
        return None;
    }
    let verb = CueVerb { first: at + 1, end: at + 2, cue };
    let clause = Clause { reading, verb, start, end };
    let mut inner = clause.forward(source)?;
    inner.cue = Some((at, at + 2));
    inner.rule = Rule::Relayed;
    inner.confidence = 0.9;
    let stop = inner.content.last()?.1;
    let outer = Draft {
        cue: Some((i, i + 1)),
        source: noun_phrase::before(reading, i, start),
        manner: "quoted",
        ..Draft::new(Rule::Relayed, 0.85, vec![(i + 1, stop)])
    };
    Some((outer, inner))
}
