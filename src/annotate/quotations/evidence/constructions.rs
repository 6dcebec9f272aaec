//! Speech that is reported without a verb of saying: "according to", "Lavrov's statement that", `MR. SMITH:`.

use super::{
    super::{
        draft::{Draft, Rule},
        grammar::{cues::CueVerb, noun_phrase},
    },
    clause::{Clause, sentence_subject},
};
use crate::annotate::{
    lexicon::{Classes, Lexicon, word_hash},
    reading::{Named, Reading},
    tokens::Kind,
};

/// "According to Lavrov, …" and "…, according to Lavrov."
pub(crate) fn according(reading: &Reading<'_>, i: usize, start: usize, end: usize) -> Option<Draft> {
    if reading.tokens[i].quoted > 0 {
        return None;
    }
    let first = i + 2;
    let source_end = (first < end).then(|| noun_phrase::phrase_end(reading, first, end)).filter(|e| *e > first)?;
    let mut content = Vec::new();
    let before_end = (start..i).rev().find(|at| reading.tokens[*at].kind != Kind::Mark).map_or(start, |at| at + 1);
    if before_end > start + 1 {
        let mut head = start;
        let mut last = before_end;
        // The clause before it, back to a semicolon; a quotation mark at the end belongs to it.
        for at in start..before_end {
            if reading.word(at) == ";" {
                head = at + 1;
            }
        }
        if reading.tokens[last - 1].kind == Kind::DoubleQuote
            && reading.segment_opening_at(head).is_some_and(|s| s.end as usize + 1 == last)
        {
            (head, last) = (head + 1, last - 1);
        }
        content.push((head, last));
        if reading.word(source_end) == ","
            && source_end + 3 < end
            && reading.tokens[source_end + 1].kind != Kind::DoubleQuote
        {
            let stop = trim_marks(reading, source_end + 1, end);
            let goes_on = !reading.tokens[source_end + 1].any(Classes::RELATIVE)
                && !reading.word(source_end + 1).ends_with("ing");
            if goes_on && stop > source_end + 1 {
                content.push((source_end + 1, stop));
            }
        }
    } else {
        let comma = (source_end..end).find(|at| reading.word(*at) == ",")?;
        let stop = trim_marks(reading, comma + 1, end);
        if stop <= comma + 1 {
            return None;
        }
        content.push((comma + 1, stop));
    }
    Some(Draft {
        cue: Some((i, i + 2)),
        source: Some((first, source_end)),
        ..Draft::new(Rule::AccordingTo, 0.9, content)
    })
}

/// "In Berg's view, …", "in the words of the minister, …".
pub(crate) fn in_view(reading: &Reading<'_>, i: usize, start: usize, end: usize) -> Option<Draft> {
    let tokens = &reading.tokens;
    let noun = |at: usize| ["view", "opinion", "words", "account", "telling"].iter().any(|w| tokens[at].is(w));
    let opens = i == start || i == start + 1 && tokens[start].kind == Kind::DoubleQuote;
    if !opens || !tokens[i].is("in") || tokens[i].quoted > 0 {
        return None;
    }
    let comma = (i + 2..end.min(i + 12)).find(|at| reading.word(*at) == ",")?;
    let source = if noun(comma - 1) && tokens[comma - 2].kind == Kind::Possessive && comma > i + 3 {
        (i + 1, comma - 2)
    } else if noun(comma - 1) && comma == i + 3 && tokens[i + 1].any(Classes::DETERMINER) {
        (i + 1, i + 2)
    } else if i + 4 < comma && tokens[i + 1].is("the") && noun(i + 2) && tokens[i + 3].is("of") {
        (i + 4, comma)
    } else {
        return None;
    };
    let stop = trim_marks(reading, comma + 1, end);
    (stop > comma + 1).then(|| Draft {
        cue: Some((i, if source.1 == comma { i + 4 } else { i + 1 })),
        source: Some(source),
        manner: "expressed",
        ..Draft::new(Rule::InView, 0.85, vec![(comma + 1, stop)])
    })
}

fn trim_marks(reading: &Reading<'_>, first: usize, mut end: usize) -> usize {
    while end > first && reading.tokens[end - 1].kind == Kind::Mark && !matches!(reading.word(end - 1), ")" | "%") {
        end -= 1;
    }
    end
}

/// "Lavrov's statement Saturday that …", "the Kremlin's claim that …", "offered the characterization that …".
pub(crate) fn statement_noun(reading: &Reading<'_>, i: usize, start: usize, end: usize) -> Option<Draft> {
    let tokens = &reading.tokens;
    if tokens[i].quoted > 0 || !tokens[i].any(Classes::STATEMENT_NOUN) || tokens[i].capital {
        return None;
    }
    let that = (i + 1..end.min(i + 9)).find(|at| tokens[*at].is("that"))?;
    if (i + 1..that)
        .any(|at| tokens[at].kind == Kind::Mark || tokens[at].any(Classes::AUXILIARY) || tokens[at].quoted > 0)
    {
        return None;
    }
    let clause = Clause {
        reading,
        verb: CueVerb { first: i, end: i + 1, cue: Lexicon::get().cue(word_hash("said"))? },
        start,
        end,
    };
    let stop = clause.content_end(that + 1);
    if stop <= that + 1 {
        return None;
    }
    let mut at = i;
    while at > start
        && !tokens[at - 1].any(Classes::ARTICLE.or(Classes::DETERMINER))
        && tokens[at - 1].kind == Kind::Word
        && !tokens[at - 1].capital
        && i - at < 3
    {
        at -= 1;
    }
    let (source, verb_before) = if at > start + 1 && tokens[at - 1].kind == Kind::Possessive {
        let name = reading.mention_at(at - 2).map_or(at - 2, |m| m.first as usize);
        ((name, at - 1), (at - 1, i + 1))
    } else if at > start && tokens[at - 1].any(Classes::ARTICLE) {
        // The reporter's own verb ("offered the …") makes the sentence's subject the speaker.
        let offers = at >= start + 2
            && ["offered", "made", "issued", "gave", "repeated", "added", "rejected"]
                .iter()
                .any(|w| tokens[at - 2].is(w));
        if !offers || tokens[at - 2].is("rejected") {
            return None;
        }
        (sentence_subject(reading, start, at - 2)?, (at - 2, i + 1))
    } else {
        return None;
    };
    let mut draft = clause.draft(source, vec![(that + 1, stop)], Rule::StatementNoun, 0.85);
    draft.cue = Some(verb_before);
    Some(draft)
}

/// `MR. SMITH: We agree.`, `Kerry: “No deal yet”`: a name, a colon, and what follows.
pub(crate) fn colon(reading: &Reading<'_>, i: usize, start: usize, end: usize) -> Option<Draft> {
    let tokens = &reading.tokens;
    let opens_paragraph = start == 0 || tokens[start - 1].paragraph != tokens[start].paragraph;
    if !opens_paragraph || i == start || i - start > 7 || tokens[i].quoted > 0 || i + 1 >= reading.tokens.len() {
        return None;
    }
    let name = &tokens[start..i];
    let letters = name.iter().all(|t| {
        t.kind == Kind::Word && (t.capital || t.any(Classes::PREPOSITION.or(Classes::ARTICLE))) || t.kind == Kind::Mark
    });
    let person = name.iter().all(|t| t.upper || t.any(Classes::HONORIFIC) || !t.is_word())
        || reading.mentions_in(start, i).any(|m| matches!(m.named, Named::Person(_)) && m.end as usize == i)
        || name.len() == 1 && name[0].any(Classes::OFFICE.or(Classes::HONORIFIC));
    if !letters || !person {
        return None;
    }
    // A turn of a transcript lasts to the end of its paragraph.
    let paragraph = tokens[start].paragraph;
    let stop = (i..tokens.len()).find(|at| tokens[*at].paragraph != paragraph).unwrap_or(tokens.len());
    let words = (i + 1..stop).filter(|at| tokens[*at].is_word()).count();
    if words < 2 || end <= i + 1 && stop <= i + 1 {
        return None;
    }
    let mut content = (i + 1, stop);
    if let Some(segment) = reading.segment_opening_at(i + 1) {
        content = (segment.first as usize, segment.end as usize);
    }
    Some(Draft { cue: Some((i, i + 1)), source: Some((start, i)), ..Draft::new(Rule::Turn, 0.9, vec![content]) })
}
