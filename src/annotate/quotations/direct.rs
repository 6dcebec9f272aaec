//! Direct speech without a cue of its own: the words go on in the next sentence or paragraph, or open a paragraph
//! before the sentence that names the speaker.

use super::{
    super::{reading::Reading, tokens::Kind},
    Draft,
};

/// Gives the quoted segments that no draft covers to the speaker before them, or leaves them unattributed.
///
/// A segment goes on where the text does: it opens the sentence right after direct speech in the same paragraph, or
/// opens the next paragraph after direct speech. Scare quotes (short, inside a sentence) are nobody's speech.
pub(crate) fn carry(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    let mut added: Vec<Draft> = Vec::new();
    for (n, segment) in reading.segments.iter().enumerate() {
        let (first, end) = (segment.first as usize, segment.end as usize);
        let covered = |d: &Draft| d.content.iter().any(|c| c.0 < end && first < c.1);
        if drafts.iter().chain(&added).any(covered) {
            continue;
        }
        let words = (first..end).filter(|i| reading.tokens[*i].is_word()).count();
        let open = segment.open();
        let starts_sentence = open == 0
            || reading.tokens[open - 1].sentence != reading.tokens[open].sentence
            || reading.tokens[open - 1].kind == Kind::DoubleQuote;
        let starts_paragraph = open == 0 || reading.tokens[open - 1].paragraph != reading.tokens[open].paragraph;
        let finished =
            end > first && matches!(reading.word(end - 1), "." | "," | "?" | "!" | "…" | "...") || !segment.closed;
        if words < 3 || !starts_sentence || !(finished || starts_paragraph && words > 5) {
            continue;
        }
        let paragraph = reading.tokens[first].paragraph;
        // Direct speech just before it: in this paragraph, or at the end of the one before.
        let before = drafts
            .iter()
            .enumerate()
            .filter(|(_, d)| d.content.iter().any(|c| c.1 <= open && reading.tokens[c.1 - 1].quoted > 0))
            .max_by_key(|(_, d)| d.content.iter().filter(|c| c.1 <= open).map(|c| c.1).max());
        if let Some((index, draft)) = before {
            let last = draft.content.iter().filter(|c| c.1 <= open).map(|c| c.1).max().unwrap_or(0);
            let here = reading.tokens[last - 1].paragraph;
            let interrupted = drafts.iter().any(|d| {
                d.place() > draft.place()
                    && d.place() < open
                    && !d.content.iter().any(|c| reading.tokens[c.0].quoted > 0)
                    && d.source.is_some()
            });
            let between = (last..open)
                .filter(|i| {
                    reading.tokens[*i].sentence != reading.tokens[last - 1].sentence && reading.tokens[*i].is_word()
                })
                .count();
            if here == paragraph && between == 0 {
                drafts[index].content.push((first, end));
                continue;
            }
            let previous_open = n > 0 && !reading.segments[n - 1].closed;
            let adjoining = here + 1 == paragraph
                && starts_paragraph
                && (previous_open || !interrupted && between == 0 && !opens_new_speaker(reading, end));
            if adjoining {
                let (source, manner) = (draft.source, draft.manner);
                added.push(Draft {
                    cue: None,
                    source,
                    content: vec![(first, end)],
                    addressee: None,
                    manner,
                    rule: if previous_open { "goes-on" } else { "carried-over" },
                    confidence: if previous_open { 0.93 } else { 0.75 },
                    same_as: Some(index),
                });
                continue;
            }
        }
        if words >= 6 && finished && segment.closed && starts_paragraph {
            added.push(Draft {
                cue: None,
                source: None,
                content: vec![(first, end)],
                addressee: None,
                manner: "said",
                rule: "no-cue",
                confidence: 0.3,
                same_as: None,
            });
        }
    }
    for draft in drafts.iter_mut() {
        draft.content.sort_unstable();
    }
    // `same_as` counts in the old order, and what is added goes behind.
    drafts.append(&mut added);
    reorder(drafts);
}

/// Whether a dash and a name follow the segment, as under a quotation that opens a page: “…” — Lavrov.
fn opens_new_speaker(reading: &Reading<'_>, end: usize) -> bool {
    reading.tokens.get(end + 1).is_some_and(|t| t.kind == Kind::Mark && matches!(t.of(reading.text), "—" | "–" | "--"))
}

/// Sorts by place and keeps the links right.
pub(crate) fn reorder(drafts: &mut Vec<Draft>) {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|i| drafts[*i].place());
    let mut place = vec![0; drafts.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    let mut sorted: Vec<Draft> = order.iter().map(|i| drafts[*i].clone()).collect();
    for draft in &mut sorted {
        draft.same_as = draft.same_as.map(|i| place[i]);
    }
    *drafts = sorted;
}
