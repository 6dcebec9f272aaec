//! Direct speech without a cue of its own: the words go on in the next sentence or paragraph, or open a paragraph
//! before the sentence that names the speaker.

use std::collections::BTreeMap;

use super::{
    super::{
        lexicon::Classes,
        reading::Reading,
        tokens::{Gap, Kind, Token},
    },
    Draft, silence, sources,
};

/// Gives the quoted segments that no draft covers to the speaker before them, or leaves them unattributed.
///
/// A segment goes on where the text does: it opens the sentence right after direct speech in the same paragraph, or
/// opens the next paragraph after direct speech. Scare quotes (short, inside a sentence) are nobody's speech.
pub(crate) fn carry(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    let tokens = &reading.tokens;
    let mut covered = vec![false; tokens.len()];
    // Where direct speech ends, and whose it is; where other speakers report something in between.
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    let mut others: Vec<usize> = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        for content in &draft.content {
            covered[content.0..content.1].fill(true);
            if tokens[content.0..content.1].iter().rev().find(|t| t.is_word()).is_some_and(|t| t.quoted > 0) {
                ends.insert(content.1, i);
            }
        }
        if draft.source.is_some()
            && !draft
                .content
                .iter()
                .any(|c| tokens[c.0..c.1].iter().find(|t| t.is_word()).is_some_and(|t| t.quoted > 0))
        {
            others.push(draft.place());
        }
    }
    others.sort_unstable();
    let mut sources: Vec<(usize, usize)> =
        drafts.iter().enumerate().filter(|(_, d)| d.source.is_some()).map(|(i, d)| (d.place(), i)).collect();
    sources.sort_unstable();
    for (n, segment) in reading.segments.iter().enumerate() {
        let (first, end) = (segment.first as usize, segment.end as usize);
        if covered[first..end].contains(&true) {
            continue;
        }
        let words = tokens[first..end].iter().filter(|t| t.is_word()).count();
        let open = segment.open();
        if let Some(signed) = (words >= 3).then(|| signature(reading, first, end)).flatten() {
            ends.insert(end, drafts.len());
            drafts.push(signed);
            continue;
        }
        let starts_sentence = open == 0
            || tokens[open - 1].sentence != tokens[open].sentence
            || tokens[open - 1].kind == Kind::DoubleQuote;
        let starts_paragraph = open == 0 || tokens[open - 1].paragraph != tokens[open].paragraph;
        let finished =
            end > first && matches!(reading.word(end - 1), "." | "," | "?" | "!" | "…" | "...") || !segment.closed;
        if words < 3 || !starts_sentence || !(finished || starts_paragraph && words > 5) {
            continue;
        }
        let draft = |source, manner, rule, confidence, same_as| Draft {
            cue: None,
            source,
            content: vec![(first, end)],
            addressee: None,
            manner,
            rule,
            confidence,
            same_as,
        };
        if let Some(introduced) = starts_paragraph.then(|| after_colon(reading, first, end)).flatten() {
            ends.insert(end, drafts.len());
            drafts.push(introduced);
            continue;
        }
        // “…,” was the answer from Orlov: the sentence goes on, and says whose it is.
        let after = end + usize::from(segment.closed);
        let alone = tokens.get(after).is_none_or(|next| {
            next.paragraph != tokens[open].paragraph
                || next.sentence != tokens[open].sentence
                || !next.is_word() && next.kind != Kind::DoubleQuote
        });
        // Direct speech just before it: in this paragraph, or at the end of the one before.
        let previous_open = n > 0 && !reading.segments[n - 1].closed;
        if let Some((&last, &index)) = ends.range(..=open).next_back().filter(|_| alone || previous_open) {
            let here = tokens[last - 1].paragraph;
            let place = drafts[index].place();
            let interrupted = others.get(others.partition_point(|at| *at <= place)).is_some_and(|at| *at < open);
            let aside = tokens[last..open].iter().any(|t| t.sentence != tokens[last - 1].sentence && t.is_word());
            if here == tokens[first].paragraph && !aside {
                drafts[index].content.push((first, end));
                ends.insert(end, index);
                continue;
            }
            let adjoining = here + 1 == tokens[first].paragraph
                && starts_paragraph
                && (previous_open || !interrupted && !aside && !opens_new_speaker(reading, end));
            if adjoining {
                let (rule, confidence) = if previous_open { ("goes-on", 0.93) } else { ("carried-over", 0.75) };
                let speaker = drafts[index].same_as.filter(|_| drafts[index].cue.is_none()).unwrap_or(index);
                ends.insert(end, drafts.len());
                drafts.push(draft(drafts[index].source, drafts[index].manner, rule, confidence, Some(speaker)));
                continue;
            }
        }
        // "Fowler said that … . “…”": whoever was reported last in the same paragraph.
        let last = sources.partition_point(|s| s.0 < open).checked_sub(1).map(|at| sources[at]);
        if let Some((place, index)) = last
            && alone
            && words >= 4
            && tokens[place].paragraph == tokens[open].paragraph
        {
            ends.insert(end, drafts.len());
            drafts.push(draft(drafts[index].source, "said", "same-paragraph", 0.7, Some(index)));
            continue;
        }
        if words >= 6 && finished && segment.closed && starts_paragraph {
            ends.insert(end, drafts.len());
            drafts.push(draft(None, "said", "no-cue", 0.3, None));
        }
    }
    for draft in drafts.iter_mut() {
        draft.content.sort_unstable();
    }
    reorder(drafts);
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
        content: vec![(first, end)],
        addressee: None,
        manner: "said",
        rule: "signature",
        confidence: 0.95,
        same_as: None,
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
    let source = sources::before(reading, verb, sentence.start)?;
    Some(Draft {
        cue: Some((verb, verb + 1)),
        source: Some(source),
        content: vec![(first, end)],
        addressee: None,
        manner: tokens[verb].cue().map_or("said", |c| c.manner),
        rule: "after-colon",
        confidence: 0.9,
        same_as: None,
    })
}

/// Whether a dash and a name follow the segment, as under a quotation that opens a page: “…” — Lavrov.
fn opens_new_speaker(reading: &Reading<'_>, end: usize) -> bool {
    reading.tokens.get(end + 1).is_some_and(|t| t.kind == Kind::Mark && matches!(t.of(reading.text), "—" | "–" | "--"))
}

/// Sorts by place, drops what holds no word and is no silence, and keeps the links right.
pub(crate) fn reorder(drafts: &mut Vec<Draft>) {
    let mut order: Vec<usize> =
        (0..drafts.len()).filter(|i| !drafts[*i].content.is_empty() || drafts[*i].rule == silence::RULE).collect();
    order.sort_by_key(|i| drafts[*i].place());
    let mut place = vec![None; drafts.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = Some(new);
    }
    let mut sorted: Vec<Draft> = order.iter().map(|i| drafts[*i].clone()).collect();
    for draft in &mut sorted {
        draft.same_as = draft.same_as.and_then(|i| place[i]);
    }
    *drafts = sorted;
}

/// Takes the cue and the source out of the content, and the content that holds no word.
pub(crate) fn separate(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    for draft in drafts.iter_mut() {
        for other in draft.cue.into_iter().chain(draft.source) {
            for range in &mut draft.content {
                if range.0 < other.1 && other.0 < range.1 {
                    // The larger part of the words stays.
                    if other.0.saturating_sub(range.0) >= range.1.saturating_sub(other.1) {
                        range.1 = other.0.max(range.0);
                    } else {
                        range.0 = other.1.min(range.1);
                    }
                }
            }
        }
        draft.content.retain(|range| reading.tokens[range.0..range.1].iter().any(Token::is_word));
    }
    reorder(drafts);
}
