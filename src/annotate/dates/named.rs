//! Expressions that begin with a name of the calendar: a month, a weekday, a holiday.

use super::{
    meaning::{Found, Meaning, Which, past_part_of_day},
    words::{Kind, Unit, Words},
};
use crate::date::Date;

/// `nineteen ninety-six`, `two thousand`.
pub(super) fn spoken_year(words: &Words, at: usize) -> Option<(i16, usize)> {
    match (words.kind(at), words.kind(at + 1)) {
        (Kind::Cardinal(19), Kind::Cardinal(tens @ 10..)) => {
            let dash = at + 2 + usize::from(words.mark(at + 2, b'-'));
            match words.kind(dash) {
                Kind::Cardinal(ones @ 1..=9) if tens >= 20 => Some((1900 + i16::from(tens + ones), dash + 1)),
                _ => Some((1900 + i16::from(tens), at + 2)),
            }
        }
        (Kind::Cardinal(2), Kind::Thousand) => match (words.kind(at + 2), words.kind(at + 3)) {
            (Kind::And, Kind::Cardinal(ones @ 1..=19)) => Some((2000 + i16::from(ones), at + 4)),
            (Kind::Cardinal(ones @ 1..=19), _) => Some((2000 + i16::from(ones), at + 3)),
            _ => Some((2000, at + 2)),
        },
        _ => None,
    }
}

/// From the first day of one year to the last of another.
pub(super) fn years(first: i16, last: i16) -> Option<Date> {
    Some(Date::Interval(Date::day(first, 1, 1)?.first(), Date::day(last, 12, 31)?.first()))
}

/// The decade that begins with this year.
pub(super) fn decade(first: i16) -> Option<Date> {
    years(first, first + 9)
}

/// A number of so many digits.
pub(super) fn digits(words: &Words, at: usize, length: std::ops::RangeInclusive<usize>) -> Option<i16> {
    match words.kind(at) {
        Kind::Number(value) if length.contains(&words.letters(at).len()) => i16::try_from(value).ok(),
        _ => None,
    }
}

/// A day of the month in digits or as an ordinal word, and the word after it.
pub(super) fn day_number(words: &Words, at: usize) -> Option<(i8, usize)> {
    match words.kind(at) {
        Kind::Ordinal(day) => Some((i8::try_from(day).ok()?, at + 1)),
        Kind::Cardinal(tens @ (20 | 30)) => {
            let unit = at + 1 + usize::from(words.mark(at + 1, b'-'));
            match words.kind(unit) {
                Kind::Ordinal(ones @ 1..=9) => Some((i8::try_from(tens + ones).ok()?, unit + 1)),
                _ => None,
            }
        }
        _ => {
            let day = digits(words, at, 1..=2).filter(|day| (1..=31).contains(day))?;
            // 12.5, 12,000, 12% and 7:15 are no days.
            let mark_in_number = matches!(words.kind(at + 1), Kind::Mark(b'.' | b',' | b':'))
                && words.glued(at)
                && words.glued(at + 1)
                && matches!(words.kind(at + 2), Kind::Number(_));
            if mark_in_number || words.mark(at + 1, b'%') && words.glued(at) {
                return None;
            }
            let suffix = words.kind(at + 1) == Kind::Suffix && words.glued(at);
            if !suffix && words.glued(at) && !matches!(words.kind(at + 1), Kind::Mark(_)) {
                return None;
            }
            Some((i8::try_from(day).ok()?, at + 1 + usize::from(suffix)))
        }
    }
}

/// A year that stands after a month or a day: any of four digits, or `'90`, or two digits in a table's `3 JAN 90`.
pub(super) fn year_after(words: &Words, at: usize, bare_two: bool) -> Option<(i16, usize)> {
    if let Some(year) = digits(words, at, 4..=4).filter(|year| (1000..2200).contains(year)) {
        let glued_number = words.glued(at)
            && words.glued(at + 1)
            && matches!(words.kind(at + 1), Kind::Mark(b',' | b'.' | b':'))
            && matches!(words.kind(at + 2), Kind::Number(_));
        let measured = matches!(words.kind(at + 1), Kind::Measure | Kind::Mark(b'%'));
        return (!glued_number && !measured).then_some((year, at + 1));
    }
    let apostrophe = words.mark(at, b'\'') && words.glued(at);
    if apostrophe || bare_two {
        let number = at + usize::from(apostrophe);
        let year = digits(words, number, 2..=2)?;
        let ends = !words.glued(number) || matches!(words.kind(number + 1), Kind::Mark(b'.' | b',' | b')' | b';'));
        return ends.then_some((if year < 30 { 2000 + year } else { 1900 + year }, number + 1));
    }
    None
}

/// `this year`, `of last year`, `that year` after a day, a month or a season.
pub(super) fn year_phrase(words: &Words, at: usize) -> Option<(Which, usize)> {
    let at = at + usize::from(words.kind(at) == Kind::Of);
    let which = match words.kind(at) {
        Kind::Last => Which::Off(-1),
        Kind::This => Which::Off(0),
        Kind::Next => Which::Off(1),
        Kind::That => Which::ThatYear,
        Kind::The if words.kind(at + 1) == Kind::Same && words.kind(at + 2) == Kind::Unit(Unit::Year) => {
            return Some((Which::ThatYear, at + 3));
        }
        _ => return None,
    };
    (words.kind(at + 1) == Kind::Unit(Unit::Year)).then_some((which, at + 2))
}

/// The year that a later half of the expression gives: `from March to June 2014`, `30 March and 2 April 2014`.
pub(super) fn shared_year(words: &Words, at: usize, month: i8) -> Option<i16> {
    let linked = match words.kind(at) {
        Kind::And | Kind::To | Kind::By | Kind::Mark(b'-') => at + 1,
        _ => return None,
    };
    let day_first = day_number(words, linked).filter(|(_, to)| matches!(words.kind(*to), Kind::Month(..)));
    let name = day_first.map_or(linked, |(_, to)| to);
    let Kind::Month(other, _) = words.kind(name) else { return None };
    let mut to = words.past_stop(name + 1);
    if day_first.is_none()
        && let Some((_, after)) = day_number(words, to)
    {
        to = after;
    }
    let (year, _) = year_after(words, words.past_mark(to, b','), false)?;
    Some(if month > other { year - 1 } else { year })
}

/// The rest of a day of the year, after day and month: a year, or nothing.
pub(super) fn day_of(words: &Words, to: usize, month: i8, day: i8, weekday: Option<i8>, bare_two: bool) -> Found {
    let comma = words.past_mark(to, b',');
    if let Some((year, end)) = year_after(words, comma, bare_two && comma == to) {
        return Some((end, Date::day(year, month, day).map_or(Meaning::Unclear, Meaning::Fixed)));
    }
    // A day that no year has.
    Date::day(2000, month, day)?;
    let of = words.past_mark(to, b',');
    let (which, end) = match year_phrase(words, to).or_else(|| year_phrase(words, of)) {
        Some(found) => found,
        None => (shared_year(words, to, month).map_or(Which::Open, Which::Year), to),
    };
    // The attacks are known by day and month alone.
    if (month, day, which) == (9, 11, Which::Open) && words.kind(end) == Kind::Attacks {
        return Date::day(2001, 9, 11).map(|date| (end, Meaning::Fixed(date)));
    }
    Some((end, Meaning::Day { month, day, until: None, weekday, which }))
}

/// What begins with a month.
pub(super) fn month_first(words: &Words, at: usize) -> Found {
    let Kind::Month(month, short) = words.kind(at) else { return None };
    // "SEP8" is a contract of the futures market.
    let glued = words.glued_before(at) && !matches!(words.before(at, 1), Kind::Mark(_))
        || words.glued(at) && matches!(words.kind(at + 1), Kind::Number(_));
    if !words.capital(at) || glued {
        return None;
    }
    month_day(words, at, month, None)
        .or_else(|| month_year(words, at, month))
        .or_else(|| month_alone(words, at, month, short))
}

/// `March 30, 2014`, `March 30th`, `March 30-31`, `March the eighth`.
pub(super) fn month_day(words: &Words, at: usize, month: i8, weekday: Option<i8>) -> Found {
    let mut next = words.past_stop(at + 1);
    if words.kind(next) == Kind::The {
        next += 1;
    }
    let (day, to) = day_number(words, next)?;
    let ordinal_noun =
        matches!(words.kind(next), Kind::Ordinal(_)) && !words.capital(next) && weekday.is_none() && month == 5;
    if ordinal_noun || matches!(words.kind(to), Kind::Counted | Kind::Measure) && words.before(at, 1) == Kind::In {
        return None;
    }
    if words.kind(to) == Kind::Measure && !words.is(to, "gmt") {
        return None;
    }
    // "March 30-31", "March 3 to 5": one stretch of days.
    let range = matches!(words.kind(to), Kind::Mark(b'-') | Kind::To);
    if range
        && let Some((last, end)) = day_number(words, to + 1)
        && last > day
        && !matches!(words.kind(end), Kind::Month(..) | Kind::Counted | Kind::Measure | Kind::Mark(b'%' | b'/'))
        && (words.mark(to, b'-') || words.before(at, 1) == Kind::From)
    {
        Date::day(2000, month, last)?;
        if let Some((year, end)) = year_after(words, words.past_mark(end, b','), false) {
            let days = Date::day(year, month, day)?.first();
            return Some((end, Meaning::Fixed(Date::Interval(days, Date::day(year, month, last)?.first()))));
        }
        let (which, end) = year_phrase(words, end).unwrap_or((Which::Open, end));
        return Some((end, Meaning::Day { month, day, until: Some(last), weekday, which }));
    }
    day_of(words, to, month, day, weekday, false)
}

/// `March 2014`, `March of 2014`, `March last year`.
pub(super) fn month_year(words: &Words, at: usize, month: i8) -> Found {
    let next = words.past_stop(at + 1);
    let next = words.past_mark(next, b',');
    let of = next + usize::from(words.kind(next) == Kind::Of);
    let of = of + usize::from(words.mark(of, b'-') && words.glued(of) && words.glued_before(of));
    if let Some((year, end)) = year_after(words, of, false).filter(|(year, _)| *year >= 1400) {
        return Some((end, Date::month(year, month).map_or(Meaning::Unclear, Meaning::Fixed)));
    }
    if let Some((year, end)) = spoken_year(words, of) {
        return Some((end, Date::month(year, month).map_or(Meaning::Unclear, Meaning::Fixed)));
    }
    year_phrase(words, next).map(|(which, end)| (end, Meaning::Month { month, which }))
}

/// A month by itself, where it cannot be a name or a verb.
pub(super) fn month_alone(words: &Words, at: usize, month: i8, short: bool) -> Found {
    let stop = words.past_stop(at + 1);
    let name_after =
        words.capital(at + 1) && !words.upper_case(at + 1) && matches!(words.kind(at + 1), Kind::Plain | Kind::Title);
    let before = words.before(at, 1);
    let before = if before == Kind::Mark(b'-') && words.glued_before(at) { words.before(at, 2) } else { before };
    let strong = matches!(
        before,
        Kind::In
            | Kind::Since
            | Kind::Early
            | Kind::Mid
            | Kind::This
            | Kind::Last
            | Kind::Next
            | Kind::Past
            | Kind::Coming
    ) || before == Kind::Of && words.before(at, 2) == Kind::End;
    let weak = strong
        || matches!(
            before,
            Kind::By
                | Kind::From
                | Kind::Preposition
                | Kind::To
                | Kind::Of
                | Kind::The
                | Kind::A
                | Kind::And
                | Kind::Possessive
                | Kind::Than
        );
    let possessive = words.mark(at + 1, b'\'') && words.kind(at + 2) == Kind::S;
    if words.mark(at + 1, b'-') && words.glued(at) && !matches!(words.kind(at + 2), Kind::Month(..)) {
        return None;
    }
    let accepted = match month {
        5 if words.somebody_may => strong && !possessive && !name_after,
        5 => {
            (strong || matches!(before, Kind::By | Kind::From | Kind::Preposition)) && !name_after
                || words.kind(at + 1) == Kind::And && weak
        }
        // "A MARCH" in a telegram.
        3 if words.upper_case(at) => strong || matches!(before, Kind::By | Kind::From),
        // "Rally and March for Jobs".
        3 if before == Kind::And => matches!(words.before(at, 2), Kind::Month(..)),
        3 | 8 => weak && !matches!(before, Kind::The | Kind::To) && (strong || !name_after),
        _ if short => strong && (stop > at + 1 || words.letters(at).len() == 4) && !name_after,
        4 | 6 => weak && !(name_after && !strong && !matches!(before, Kind::The | Kind::A)),
        _ => weak || !name_after,
    };
    let repeated = before == Kind::Each;
    if !accepted || repeated {
        return None;
    }
    let which = shared_year(words, words.past_stop(at + 1), month).map_or(Which::Open, Which::Year);
    Some((at + 1, Meaning::Month { month, which }))
}

/// A weekday, by itself or before a full date.
pub(super) fn weekday_first(words: &Words, at: usize) -> Found {
    let (weekday, short) = match words.kind(at) {
        Kind::Weekday(weekday) => (weekday, false),
        Kind::ShortWeekday(weekday) => (weekday, true),
        _ => return None,
    };
    if !words.capital(at) {
        return None;
    }
    let mut next = if short { words.past_stop(at + 1) } else { at + 1 };
    next = past_part_of_day(words, next);
    next = words.past_mark(next, b',');
    let dated = next + usize::from(words.kind(next) == Kind::The);
    if let Kind::Month(month, _) = words.kind(dated)
        && words.capital(dated)
        && let Some(found) = month_day(words, dated, month, Some(weekday))
    {
        return Some(found);
    }
    if let Some(found) = day_first(words, dated, Some(weekday)) {
        return Some(found);
    }
    if short {
        return None;
    }
    let named = words.before(at, 1) == Kind::NamedDay && words.capital(at.saturating_sub(1))
        || words.kind(at + 1) == Kind::NamedAfterDay && words.capital(at + 1)
        || words.before(at, 1) == Kind::On && words.before(at, 2) == Kind::NamedAfterDay;
    if named || words.kind(at + 1) == Kind::PartsOfDay || words.before(at, 1) == Kind::Each {
        return None;
    }
    let end = past_part_of_day(words, at + 1);
    // "Monday last week", "Friday of next week".
    let of = end + usize::from(words.kind(end) == Kind::Of);
    let which = match words.kind(of) {
        Kind::Last => Some(-1),
        Kind::This => Some(0),
        Kind::Next => Some(1),
        _ => None,
    };
    if let Some(by) = which
        && words.kind(of + 1) == Kind::Unit(Unit::Week)
    {
        return Some((of + 2, Meaning::Weekday { weekday, which: Which::Off(by) }));
    }
    Some((end, Meaning::Weekday { weekday, which: Which::Open }))
}

/// `30 March 2014`, `30th of March`, `3 JAN 90`, `26-FEB-1987`.
pub(super) fn day_first(words: &Words, at: usize, weekday: Option<i8>) -> Found {
    let (day, to) = day_number(words, at)?;
    let dash = words.mark(to, b'-') && words.glued(to);
    let slash = words.mark(to, b'/') && words.glued(to);
    let mut name = to + usize::from(dash || slash);
    name += usize::from(words.kind(name) == Kind::Of);
    let stop = usize::from(words.mark(name, b'.') && words.glued_before(name) && !dash);
    name += stop;
    let Kind::Month(month, _) = words.kind(name) else { return None };
    if !words.capital(name) {
        return None;
    }
    let mut end = words.past_stop(name + 1);
    if words.mark(end, b'-') && dash {
        end += 1;
    }
    // "two of 30 March 5 votes" does not happen, but "in March 30 April" does: the year decides.
    day_of(words, end, month, day, weekday, true)
}

/// `Christmas Day`, `Christmas Eve`, `by Christmas`, `New Year's Eve`, `New Year's Day`.
pub(super) fn holiday(words: &Words, at: usize) -> Found {
    if !words.capital(at) {
        return None;
    }
    let (month, day, to) = if words.kind(at) == Kind::Christmas {
        match words.kind(at + 1) {
            Kind::Unit(Unit::Day) if words.capital(at + 1) => (12, 25, at + 2),
            Kind::Eve => (12, 24, at + 2),
            _ if matches!(words.before(at, 1), Kind::By | Kind::On | Kind::Since) => (12, 25, at + 1),
            _ => return None,
        }
    } else {
        let year = words.kind(at + 1) == Kind::Unit(Unit::Year) && words.capital(at + 1);
        let s = at + 3;
        if !year || !words.mark(at + 2, b'\'') || words.kind(s) != Kind::S {
            return None;
        }
        match words.kind(s + 1) {
            Kind::Eve => (12, 31, s + 2),
            Kind::Unit(Unit::Day) => (1, 1, s + 2),
            _ => return None,
        }
    };
    day_of(words, to, month, day, None, false)
}
