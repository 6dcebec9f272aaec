//! The setting of a quotation: to whom, where and when it was said, as the cue's own clause tells.

use super::draft::Draft;
use crate::{
    annotate::{
        dates::DateMention,
        gazetteer::{Entry, Gazetteer},
        lexicon::Classes,
        reading::{Named, Reading},
        tokens::Kind,
    },
    date::Date,
};

/// Addressee, venue and day of a quotation.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Setting {
    pub(crate) addressee: Option<String>,
    pub(crate) venue: Option<String>,
    pub(crate) said_on: Option<Date>,
}

/// Reads the setting from the sentence of the cue, outside the reported words.
pub(crate) fn of(reading: &Reading<'_>, draft: &Draft, dates: &[DateMention]) -> Setting {
    let Some((cue, _)) = draft.cue else { return Setting::default() };
    let range = reading.sentence(reading.tokens[cue].sentence as usize);
    let outside = |i: usize| reading.tokens[i].quoted == 0 && !draft.holds(i);
    Setting {
        addressee: draft.addressee.map(|(first, end)| {
            // "her Mexican counterpart, Ignacio Beltrán,": the name that follows says who that is.
            let named = reading.mention_at(end + 1).filter(|m| m.first as usize == end + 1 && reading.word(end) == ",");
            match named.filter(|m| matches!(m.named, Named::Person(_)) && reading.word(m.end as usize) == ",") {
                Some(name) => addressee(reading, first, name.end as usize),
                None => addressee(reading, first, end),
            }
        }),
        venue: range.clone().find_map(|i| outside(i).then(|| venue(reading, i, range.end)).flatten()),
        said_on: said_on(reading, draft, dates, &range),
    }
}

/// The full name of a person, else the phrase without its article.
fn addressee(reading: &Reading<'_>, first: usize, end: usize) -> String {
    let names: Vec<&str> = reading
        .mentions_in(first, end)
        .filter_map(|m| match m.named {
            Named::Person(i) => Some(reading.people[usize::from(i)].name.as_str()),
            _ => None,
        })
        .collect();
    let possessive_first = reading.mentions_in(first, end).next().is_some_and(|m| {
        matches!(m.named, Named::Person(_))
            && reading.tokens.get(m.end as usize).is_some_and(|t| t.kind == Kind::Possessive)
    });
    if !names.is_empty() && !possessive_first {
        return names.join("; ");
    }
    let skip = usize::from(reading.tokens[first].any(Classes::ARTICLE));
    reading.span(first + skip, end).line_of(reading.text)
}

/// "in an interview", "on Twitter", "on NBC's Meet the Press" beginning at token `i`.
fn venue(reading: &Reading<'_>, i: usize, end: usize) -> Option<String> {
    let tokens = &reading.tokens;
    let preposition = ["in", "at", "during", "on", "via", "through"].iter().any(|w| tokens[i].is(w));
    if !preposition || i + 1 >= end {
        return None;
    }
    let mut at = i + 1;
    // A programme or a network: "on This Week", "on CNN's State of the Union".
    let programme = tokens[i].is("on") && tokens[at].capital && !tokens[at].any(Classes::WEEKDAY.or(Classes::MONTH));
    if programme {
        let media = matches!(reading.mention_at(at), Some(m) if matches!(m.named, Named::Known(Entry::Organisation(o)) if Gazetteer::get().organisations[usize::from(o)].class == "media"));
        let demonstrative = tokens[at].is("this")
            || tokens[at].is("meet")
            || tokens[at].is("face")
            || tokens[at].is("twitter")
            || tokens[at].is("facebook");
        if media || demonstrative {
            while at < end
                && (tokens[at].capital
                    || tokens[at].kind == Kind::Possessive
                    || matches!(tokens[at].of(reading.text), "of" | "the")
                        && tokens.get(at + 1).is_some_and(|t| t.capital || t.is("the")))
                && tokens[at].is_word()
                || (tokens[at].kind == Kind::Possessive)
            {
                at += 1;
            }
            return Some(reading.span(i, at).line_of(reading.text));
        }
    }
    let limit = end.min(i + 8);
    while at < limit {
        let token = &tokens[at];
        if token.kind != Kind::Word && token.kind != Kind::Possessive && token.kind != Kind::Number || token.quoted > 0
        {
            return None;
        }
        if token.any(Classes::VENUE_NOUN) && !token.capital {
            let mut last = at + 1;
            while last < limit && tokens[last].any(Classes::VENUE_NOUN) {
                last += 1;
            }
            return Some(reading.span(i, last).line_of(reading.text));
        }
        if at > i + 1
            && token.any(
                Classes::PREPOSITION.or(Classes::AUXILIARY).or(Classes::PRONOUN).or(Classes::CUE).or(Classes::RELATIVE),
            )
        {
            return None;
        }
        at += 1;
    }
    None
}

/// The date nearest to the cue within its own clause.
fn said_on(
    reading: &Reading<'_>,
    draft: &Draft,
    dates: &[DateMention],
    range: &std::ops::Range<usize>,
) -> Option<Date> {
    let (cue, _) = draft.cue?;
    let (start, end) = (reading.tokens[range.start].start as usize, reading.tokens[range.end - 1].end as usize);
    let from = dates.partition_point(|d| d.span.start < start);
    dates[from..]
        .iter()
        .take_while(|d| d.span.start < end)
        .filter(|d| {
            let token = reading.token_from(d.span.start);
            let outside = reading.tokens.get(token).is_some_and(|t| t.quoted == 0) && !draft.holds(token);
            let near = token.abs_diff(cue) <= 14;
            let own_phrase = !(token.min(cue)..token.max(cue)).any(|i| reading.word(i) == ";");
            outside && near && own_phrase
        })
        .min_by_key(|d| reading.token_from(d.span.start).abs_diff(cue))
        .and_then(|d| d.value)
        .filter(|value| matches!(value, Date::Day(_) | Date::Month(..) | Date::Week(..)))
}
