//! A [`DateMention`] is a calendar expression in a text, and the date it means.
//!
//! `yesterday`, `last March`, `on Friday` and `30 March` mean a date only together with the day of publication, the
//! tense of their clause and the dates before them. Spans and values follow `TimeML` (`TIMEX3`) where it can be
//! followed with dates alone: durations, times of day and repeated times are no dates and are left out.

mod expressions;
mod meaning;
mod named;
mod numbered;
mod relative;
mod resolve;
#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;

use crate::{
    article::{Mark, MarkKind},
    date::Date,
    span::Span,
};

/// A calendar expression and its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DateMention {
    /// Where it stands, without preposition.
    pub span: Span,
    /// The date; `None` where the text and the day of publication do not tell which.
    pub value: Option<Date>,
}

/// The calendar expressions with those that an editor marked, in place of what was found there. What the editor left
/// without a value keeps the one found.
pub(super) fn with_marks(mut found: Vec<DateMention>, marks: &[Mark]) -> Vec<DateMention> {
    let marked: Vec<DateMention> = marks
        .iter()
        .filter_map(|mark| match mark.kind {
            MarkKind::Date(value @ Some(_)) => Some(DateMention { span: mark.span, value }),
            _ => None,
        })
        .collect();
    if marked.is_empty() {
        return found;
    }
    found.retain(|own| {
        let next = marked.partition_point(|mark| mark.span.end <= own.span.start);
        marked.get(next).is_none_or(|mark| mark.span.start >= own.span.end)
    });
    found.extend(marked);
    found.sort_by_key(|mention| mention.span.start);
    found
}

/// The calendar expressions of an English text, in text order, not overlapping.
///
/// Whatever depends on the day of publication has no value where that is unknown, or known only to the month or year and
/// that does not suffice.
///
/// ```
/// use demarche::{annotate::dates, date::Date};
/// let text = "The envoys met on Tuesday and will meet again in May.";
/// let mentions = dates::find(text, Date::day(2014, 4, 3));
/// let values: Vec<_> = mentions.iter().map(|mention| (mention.span.of(text), mention.value)).collect();
/// assert_eq!(values, [("Tuesday", Date::day(2014, 4, 1)), ("May", Date::month(2014, 5))]);
/// ```
pub fn find(text: &str, published: Option<Date>) -> Vec<DateMention> {
    let words = words::Words::read(text);
    let mut resolver = resolve::Resolver::new(published);
    let mut mentions = Vec::new();
    let (mut at, mut floor) = (0, 0);
    while at < words.len() {
        match expressions::at(&words, at, floor) {
            Some(expression) if expression.to > at => {
                let value = resolver.resolve(&words, &expression);
                let span = Span::new(words.word(expression.from).start, words.word(expression.to - 1).end);
                if value.is_some() || expression.meaning.is_certain() {
                    mentions.push(DateMention { span, value });
                }
                at = expression.to;
                floor = at;
            }
            _ => at += 1,
        }
    }
    mentions
}
