//! Direct speech without a cue of its own: the words go on in the next sentence or paragraph, or open a paragraph
//! before the sentence that names the speaker.

use std::collections::BTreeMap;

use super::super::{
    draft::{Decision, Draft, DraftId, Drafts, Rule, Step},
    grammar::noun_phrase,
};
use crate::annotate::{
    lexicon::Classes,
    reading::{Named, Reading},
    tokens::{Gap, Kind, Token, TokenRange},
};

/// Where direct speech ends and who else speaks, as far as the drafts tell.
struct Speech {
    /// Tokens that are somebody's content.
    covered: Vec<bool>,
    /// Where direct speech ends, and whose it is.
    ends: BTreeMap<usize, DraftId>,
    /// Where others are reported in between.
    others: Vec<usize>,
    /// Where a draft with a source stands.
    sources: Vec<(usize, DraftId)>,
}

impl Speech {
    fn of(reading: &Reading<'_>, drafts: &Drafts) -> Self {
        let tokens = &reading.tokens;
        let mut speech =
            Self { covered: vec![false; tokens.len()], ends: BTreeMap::new(), others: Vec::new(), sources: Vec::new() };
        let quoted = |token: Option<&Token>| token.is_some_and(|t| t.quoted > 0);
        for id in drafts.ids() {
            let draft = &drafts[id];
            for content in &draft.content {
                speech.covered[content.0..content.1].fill(true);
            }
            // A turn of a transcript ends with itself.
            if draft.rule == Rule::Turn {
                continue;
            }
            for content in &draft.content {
                if quoted(tokens[content.0..content.1].iter().rev().find(|t| t.is_word())) {
                    speech.ends.insert(content.1, id);
                }
            }
            let opens = |c: &TokenRange| quoted(tokens[c.0..c.1].iter().find(|t| t.is_word()));
            if draft.source.is_some() {
                speech.sources.push((draft.place(), id));
                if !draft.content.iter().any(opens) {
                    speech.others.push(draft.place());
                }
            }
        }
        speech.others.sort_unstable();
        speech.sources.sort_unstable_by_key(|(place, id)| (*place, id.0));
        speech
    }
}

/// Gives the quoted segments that no draft covers to the speaker before them, or leaves them unattributed.
///
/// A segment goes on where the text does: it opens the sentence right after direct speech in the same paragraph, or
/// opens the next paragraph after direct speech. Scare quotes (short, inside a sentence) and headings (a line of its own
/// without a full stop) are nobody's speech.
pub(crate) fn run(reading: &Reading<'_>, drafts: &mut Drafts) {
    let tokens = &reading.tokens;
    if let Some(headline) = headline(reading) {
        let own: Vec<_> = drafts.ids().filter(|id| drafts[*id].place() < headline.content[0].1).collect();
        for id in own {
            drafts.leave_out(id, Step::Carry, "read as a headline with its speaker behind a dash");
        }
        drafts.add(headline);
    }
    let mut speech = Speech::of(reading, drafts);
    let mut extended: Vec<DraftId> = Vec::new();
    for (n, segment) in reading.segments.iter().enumerate() {
        let (first, end) = (segment.first as usize, segment.end as usize);
        if speech.covered[first..end].contains(&true) {
            continue;
        }
        let words = tokens[first..end].iter().filter(|t| t.is_word()).count();
        let open = segment.open();
        if let Some(id) = interrupted(reading, drafts, n) {
            drafts[id].content.push((first, end));
            drafts[id].note(
                Decision::new(Step::Carry, "interrupted", "took in the words after the interruption").on((first, end)),
            );
            extended.push(id);
            speech.ends.insert(end, id);
            continue;
        }
        if let Some(signed) = (words >= 3).then(|| signature(reading, first, end)).flatten() {
            speech.ends.insert(end, drafts.add(signed));
            continue;
        }
        let starts_sentence = open == 0
            || tokens[open - 1].sentence != tokens[open].sentence
            || tokens[open - 1].kind == Kind::DoubleQuote;
        let starts_paragraph = open == 0 || tokens[open - 1].paragraph != tokens[open].paragraph;
        let finished =
            end > first && matches!(reading.word(end - 1), "." | "," | "?" | "!" | "…" | "...") || !segment.closed;
        let after = end + usize::from(segment.closed);
        let ends_paragraph = tokens.get(after).is_none_or(|next| next.paragraph != tokens[open].paragraph);
        let heading = starts_paragraph && ends_paragraph && !finished;
        // "Then: “…”": nothing but an adverb and a colon before the words.
        let start = reading.sentence(tokens[open].sentence as usize).start;
        let adverb = |i: usize| tokens[i].any(Classes::ADVERB.or(Classes::CONJUNCTION)) || tokens[i].is("again");
        let introduced =
            open > start + 1 && open - start <= 3 && reading.word(open - 1) == ":" && (start..open - 1).all(adverb);
        let starts_sentence = starts_sentence || introduced;
        if words < 3 || heading || !starts_sentence || !(finished || starts_paragraph && words > 5) {
            continue;
        }
        if let Some(introduced) = starts_paragraph.then(|| after_colon(reading, first, end)).flatten() {
            speech.ends.insert(end, drafts.add(introduced));
            continue;
        }
        // “…,” was the answer from Orlov: the sentence goes on, and says whose it is.
        let alone = tokens.get(after).is_none_or(|next| {
            next.paragraph != tokens[open].paragraph
                || next.sentence != tokens[open].sentence
                || !next.is_word() && next.kind != Kind::DoubleQuote
        });
        let of = |drafts: &Drafts, whose: DraftId, rule, confidence| {
            let before = &drafts[whose];
            let mut draft = Draft {
                source: before.source,
                speaker: before.speaker.clone(),
                same_as: Some(before.same_as.filter(|_| before.cue.is_none()).unwrap_or(whose)),
                ..Draft::new(rule, confidence, vec![(first, end)])
            };
            draft.note(
                Decision::new(Step::Carry, rule.name(), "gave the words to the one who spoke before").on((first, end)),
            );
            draft
        };
        // Direct speech just before it: in this paragraph, or at the end of the one before.
        let previous_open = n > 0 && !reading.segments[n - 1].closed;
        let before = speech.ends.range(..=open).next_back().map(|(last, id)| (*last, *id));
        if let Some((last, id)) = before.filter(|_| alone || previous_open) {
            let here = tokens[last - 1].paragraph;
            let place = drafts[id].place();
            let others = &speech.others;
            let interrupted = others.get(others.partition_point(|at| *at <= place)).is_some_and(|at| *at < open);
            let aside = !introduced
                && tokens[last..open].iter().any(|t| t.sentence != tokens[last - 1].sentence && t.is_word());
            if here == tokens[first].paragraph && !aside {
                drafts[id].content.push((first, end));
                drafts[id].note(
                    Decision::new(Step::Carry, "goes-on", "took in the quoted words that follow").on((first, end)),
                );
                extended.push(id);
                speech.ends.insert(end, id);
                continue;
            }
            let adjoining = here + 1 == tokens[first].paragraph
                && starts_paragraph
                && (previous_open || !interrupted && !aside && !opens_new_speaker(reading, end));
            if adjoining {
                let (rule, confidence) = if previous_open { (Rule::GoesOn, 0.93) } else { (Rule::CarriedOver, 0.75) };
                let mut draft = of(drafts, id, rule, confidence);
                (draft.manner, draft.factuality) = (drafts[id].manner, drafts[id].factuality);
                speech.ends.insert(end, drafts.add(draft));
                continue;
            }
        }
        // "Fowler said that … . “…”": whoever was reported last in the same paragraph.
        let last = speech.sources.partition_point(|s| s.0 < open).checked_sub(1).map(|at| speech.sources[at]);
        if let Some((place, id)) = last
            && alone
            && words >= 4
            && tokens[place].paragraph == tokens[open].paragraph
        {
            let mut draft = of(drafts, id, Rule::SameParagraph, 0.7);
            draft.same_as = Some(id);
            speech.ends.insert(end, drafts.add(draft));
            continue;
        }
        if words >= 6 && finished && segment.closed && starts_paragraph {
            speech.ends.insert(end, drafts.add(Draft::new(Rule::NoCue, 0.3, vec![(first, end)])));
        }
    }
    for id in extended {
        drafts[id].content.sort_unstable();
    }
}

/// "Embargo stays until prisoners are home – Castellanos": the headline gives the words to the name behind its dash.
fn headline(reading: &Reading<'_>) -> Option<Draft> {
    let tokens = &reading.tokens;
    let end = tokens.iter().position(|t| t.paragraph > 0)?;
    let last = end.checked_sub(1)?;
    let mention = reading.mention_at(last).filter(|m| m.end as usize == end && matches!(m.named, Named::Person(_)))?;
    let name = mention.first as usize;
    let dash = name.checked_sub(1).filter(|i| matches!(reading.word(*i), "–" | "—" | "-" | "--"))?;
    let words = tokens[..dash].iter().filter(|t| t.is_word()).count();
    let plain = tokens[..dash].iter().all(|t| t.quoted == 0 && !matches!(t.of(reading.text), ":" | "."));
    let spaced = tokens[dash].gap != Gap::None && tokens[name].gap != Gap::None;
    (words >= 3 && end <= 30 && plain && spaced).then(|| Draft {
        cue: Some((dash, dash + 1)),
        source: Some((name, end)),
        ..Draft::new(Rule::Headline, 0.9, vec![(0, dash)])
    })
}

/// The draft whose quoted words a cue interrupts: “The border,” Berg said on Friday, “will stay closed.” Its cue, and no
/// other, stands between the segment before and this one, in the same sentence.
fn interrupted(reading: &Reading<'_>, drafts: &Drafts, n: usize) -> Option<DraftId> {
    let tokens = &reading.tokens;
    let (before, segment) = (reading.segments.get(n.checked_sub(1)?)?, reading.segments[n]);
    let (close, open) = (before.end as usize, segment.open());
    let near = before.closed && open > close && open - close <= 24 && tokens[open].sentence == tokens[close].sentence;
    if !near || reading.word(open - 1) != "," || reading.word(close.checked_sub(1)?) != "," {
        return None;
    }
    let mut between = drafts.ids().filter(|id| drafts[*id].cue.is_some_and(|cue| close <= cue.0 && cue.1 <= open));
    let id = between.next().filter(|_| between.next().is_none())?;
    drafts[id].holds(close.checked_sub(2)?).then_some(id)
}

/// A name after a dash under a quotation: “…” — Anna Berg.
fn signature(reading: &Reading<'_>, first: usize, end: usize) -> Option<Draft> {
    let tokens = &reading.tokens;
    let dash = end + 1;
    if !tokens.get(dash).is_some_and(|t| matches!(t.of(reading.text), "—" | "–" | "--" | "―" | "-")) {
        return None;
    }
    let from = dash + 1;
    let mut to = from;
    while to < tokens.len()
        && to < from + 12
        && (to == from || tokens[to].gap < Gap::Line)
        && !matches!(tokens[to].of(reading.text), "." | ";" | ":")
        && tokens[to].kind != Kind::DoubleQuote
    {
        to += 1;
    }
    let ends_line = to == tokens.len()
        || tokens[to].gap >= Gap::Line
        || tokens[to].of(reading.text) == "."
        || tokens[to].kind == Kind::DoubleQuote;
    let named = tokens.get(from).is_some_and(|t| t.capital)
        && tokens[from..to]
            .iter()
            .all(|t| t.capital || !t.is_word() || t.any(Classes::PREPOSITION.or(Classes::ARTICLE).or(Classes::OFFICE)));
    (ends_line && named).then(|| Draft {
        cue: Some((dash, dash + 1)),
        source: Some((from, to)),
        ..Draft::new(Rule::Signature, 0.95, vec![(first, end)])
    })
}

/// A paragraph that ends with a colon introduces the quotation in the next: "The ministry said:".
fn after_colon(reading: &Reading<'_>, first: usize, end: usize) -> Option<Draft> {
    let tokens = &reading.tokens;
    let colon = first.checked_sub(2)?;
    if tokens[colon].of(reading.text) != ":" {
        return None;
    }
    let sentence = reading.sentence(tokens[colon].sentence as usize);
    let verb = (sentence.start..colon).rev().find(|i| tokens[*i].any(Classes::CUE) && tokens[*i].quoted == 0)?;
    let source = noun_phrase::before(reading, verb, sentence.start)?;
    Some(Draft {
        cue: Some((verb, verb + 1)),
        source: Some(source),
        manner: tokens[verb].cue().map_or("said", |c| c.manner),
        ..Draft::new(Rule::AfterColon, 0.9, vec![(first, end)])
    })
}

/// Whether a dash and a name follow the segment, as under a quotation that opens a page: “…” — Lavrov.
fn opens_new_speaker(reading: &Reading<'_>, end: usize) -> bool {
    reading.tokens.get(end + 1).is_some_and(|t| t.kind == Kind::Mark && matches!(t.of(reading.text), "—" | "–" | "--"))
}
