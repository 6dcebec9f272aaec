//! Expressions that point from the publication or from another date: `last week`, `two days later`, `the third quarter`.

use super::{
    meaning::{Found, Meaning, Which, past_part_of_day},
    named::{day_first, day_number, decade, digits, month_first, spoken_year, weekday_first, year_after, year_phrase},
    numbered::{by_numbers, decade_of_two, year},
    words::{Kind, Unit, Words},
};
use crate::date::Date;

/// `early 2014`, `late last year`, `mid-March`, `earlier this month`, `later in the year`.
pub(super) fn modified(words: &Words, at: usize) -> Found {
    let mut next = at + 1;
    next = words.past_mark(next, b'-');
    if words.kind(at) == Kind::Early && words.kind(next) == Kind::To {
        return None;
    }
    next += usize::from(matches!(words.kind(next), Kind::In | Kind::On));
    let article = words.kind(next) == Kind::The;
    next += usize::from(article);
    if let Kind::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week)) = words.kind(next)
        && article
        && matches!(words.kind(at), Kind::Earlier | Kind::Later)
    {
        return Some((next + 1, Meaning::FromPublished { unit, by: 0, ago: false }));
    }
    if words.kind(next) == Kind::Mark(b'\'') && words.kind(at) != Kind::Earlier {
        next += 1;
    }
    match words.kind(next) {
        Kind::Number(_) => by_numbers(words, next)
            .or_else(|| decade_of_two(words, next))
            .or_else(|| day_first(words, next, None))
            .or_else(|| year(words, next)),
        Kind::Month(..) => month_first(words, next),
        Kind::Weekday(_) => weekday_first(words, next),
        Kind::Last | Kind::This | Kind::Next => pointed(words, next),
        Kind::DayName(by) => Some((
            past_part_of_day(words, next + 1),
            Meaning::FromPublished { unit: Unit::Day, by: i32::from(by), ago: false },
        )),
        Kind::Decade(tens) => decade(1900 + i16::from(tens)).map(|date| (next + 1, Meaning::Fixed(date))),
        Kind::Season(_) => season(words, next, Which::Open),
        _ => None,
    }
}

/// `the end of March`, `the beginning of last year`, `the end of the month`, `the summer of 2013`.
pub(super) fn part_of(words: &Words, at: usize) -> Found {
    if words.kind(at + 1) != Kind::Of {
        return None;
    }
    let article = words.kind(at + 2) == Kind::The;
    let next = at + 2 + usize::from(article);
    match words.kind(next) {
        Kind::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week)) if article && words.kind(next + 1) != Kind::Of => {
            Some((next + 1, Meaning::FromPublished { unit, by: 0, ago: false }))
        }
        Kind::Number(_) => decade_of_two(words, next).or_else(|| year(words, next)),
        Kind::Month(..) => month_first(words, next),
        Kind::Last | Kind::This | Kind::Next => pointed(words, next),
        Kind::Ordinal(_) => ordinal(words, next),
        Kind::Season(_) => season(words, next, Which::Open),
        Kind::Decade(tens) if article => decade(1900 + i16::from(tens)).map(|date| (next + 1, Meaning::Fixed(date))),
        _ => None,
    }
}

/// `last week`, `this March`, `next Tuesday`, `this morning`, `last summer`, `last year's third quarter`.
pub(super) fn pointed(words: &Words, at: usize) -> Found {
    let (which, by) = match words.kind(at) {
        Kind::Last | Kind::Past => (Which::Last, -1),
        Kind::This | Kind::Current | Kind::Latest => (Which::This, 0),
        Kind::Next | Kind::Coming => (Which::Next, 1),
        _ => return None,
    };
    let mut next = at + 1;
    let this_past = matches!(words.kind(at), Kind::This) && matches!(words.kind(next), Kind::Past | Kind::Coming);
    let (which, by) = match words.kind(next) {
        Kind::Past if this_past => (Which::Last, -1),
        Kind::Coming if this_past => (Which::Next, 1),
        _ => (which, by),
    };
    next += usize::from(this_past);
    // "The past week" and "the last year" are stretches of time up to now, not weeks and years of the calendar.
    let stretch = matches!(words.kind(at), Kind::Past | Kind::Coming | Kind::Latest)
        || matches!(words.before(at, 1), Kind::The | Kind::Possessive) && words.kind(at) != Kind::Current;
    // "This Week" with two capitals is a broadcast.
    if matches!(words.kind(next), Kind::Unit(_))
        && words.capital(at)
        && words.letters(next).starts_with(char::is_uppercase)
        && !words.upper_case(next)
    {
        return None;
    }
    match words.kind(next) {
        Kind::Unit(Unit::Day | Unit::Decade) => {
            let anaphoric = words.kind(at) == Kind::Next
                && words.kind(next) == Kind::Unit(Unit::Day)
                && words.kind(next + 1) != Kind::Of;
            (anaphoric && !words.capital(next)).then_some((next + 1, Meaning::FromLast { unit: Unit::Day, by: 1 }))
        }
        Kind::Unit(Unit::Quarter) if stretch || words.kind(at) == Kind::Latest => {
            matches!(words.kind(at), Kind::Latest).then_some((next + 1, Meaning::ThatQuarter))
        }
        Kind::Period if words.kind(at) == Kind::Latest => Some((next + 1, Meaning::ThatQuarter)),
        Kind::Unit(_) if stretch || words.kind(at) == Kind::This && this_past => None,
        Kind::Unit(Unit::Year) => {
            let s = next + 3;
            if words.mark(next + 1, b'\'')
                && words.kind(next + 2) == Kind::S
                && let Kind::Ordinal(_) = words.kind(s)
                && let Some((to, Meaning::Months { first, count, .. })) = ordinal(words, s)
            {
                return Some((to, Meaning::Months { first, count, which: Which::Off(by) }));
            }
            Some((next + 1, Meaning::FromPublished { unit: Unit::Year, by, ago: false }))
        }
        Kind::Unit(unit) => Some((next + 1, Meaning::FromPublished { unit, by, ago: false })),
        Kind::Weekend => Some((next + 1, Meaning::Weekend(which))),
        Kind::Weekday(_) | Kind::ShortWeekday(_) => match weekday_first(words, next)? {
            (to, Meaning::Weekday { weekday, which: Which::Open }) => Some((to, Meaning::Weekday { weekday, which })),
            found => Some(found),
        },
        Kind::Month(month, _) if words.capital(next) => match month_first(words, next) {
            Some((to, Meaning::Month { month, which: Which::Open })) => Some((to, Meaning::Month { month, which })),
            Some((to, Meaning::Day { month, day, until, weekday, which: Which::Open })) => {
                Some((to, Meaning::Day { month, day, until, weekday, which }))
            }
            Some(found) => Some(found),
            None => Some((next + 1, Meaning::Month { month, which })),
        },
        Kind::Season(_) => season(words, next, which),
        Kind::PartOfDay if words.kind(at) == Kind::This => {
            Some((next + 1, Meaning::FromPublished { unit: Unit::Day, by: 0, ago: false }))
        }
        Kind::PartOfDay if words.kind(at) == Kind::Last && !stretch => {
            Some((next + 1, Meaning::FromPublished { unit: Unit::Day, by: -1, ago: false }))
        }
        Kind::Half if which == Which::Last => {
            year_of(words, next + 1).map(|(which, to)| (to, Meaning::Months { first: 7, count: 6, which }))
        }
        Kind::Christmas => Some((next + 1, Meaning::Day { month: 12, day: 25, until: None, weekday: None, which })),
        _ => None,
    }
}

/// `the following year`, `the previous day`, `the previous Friday`.
pub(super) fn neighbour(words: &Words, at: usize) -> Found {
    let by = if words.kind(at) == Kind::Following { 1 } else { -1 };
    let article = words.before(at, 1) == Kind::The;
    match words.kind(at + 1) {
        Kind::Unit(unit) if article => Some((at + 2, Meaning::FromLast { unit, by })),
        Kind::Weekday(weekday) if by < 0 => Some((at + 2, Meaning::Weekday { weekday, which: Which::Previous })),
        _ => None,
    }
}

/// `two days ago`, `a year earlier`, `three weeks later`, `10 days ago`, `a year-ago quarter`.
pub(super) fn quantity(words: &Words, at: usize) -> Found {
    let one = words.kind(at) == Kind::A;
    if words.glued_before(at) {
        return None;
    }
    let (number, mut next) = match words.kind(at) {
        Kind::A if words.kind(at + 1) == Kind::Couple => (2, at + 2 + usize::from(words.kind(at + 2) == Kind::Of)),
        Kind::A => (1, at + 1),
        Kind::Cardinal(tens @ 20..) => {
            let unit = words.past_mark(at + 1, b'-');
            match words.kind(unit) {
                Kind::Cardinal(ones @ 1..=9) => (i32::from(tens + ones), unit + 1),
                _ => (i32::from(tens), at + 1),
            }
        }
        Kind::Cardinal(number) => (i32::from(number), at + 1),
        Kind::Number(number) if number < 1000 => (i32::try_from(number).ok()?, at + 1),
        _ => return None,
    };
    let unit = match words.kind(next) {
        Kind::Unit(unit) if number == 1 => unit,
        Kind::Units(unit) if !one || number > 1 => unit,
        _ => return None,
    };
    next += 1;
    next = words.past_mark(next, b'-');
    let (sign, anchored) = match words.kind(next) {
        Kind::Ago => (-1, false),
        Kind::Earlier => (-1, true),
        Kind::Later => (1, true),
        Kind::From if words.kind(next + 1) == Kind::Now => return from_published(next + 2, unit, number, false),
        _ => return None,
    };
    // "No later than", "a year earlier than planned": a comparison.
    if anchored && words.kind(next + 1) == Kind::Than {
        return None;
    }
    if anchored && !(unit == Unit::Year && sign < 0 && number == 1) {
        return Some((next + 1, Meaning::FromLast { unit, by: sign * number }));
    }
    from_published(next + 1, unit, sign * number, unit == Unit::Year && number == 1)
}

pub(super) fn from_published(to: usize, unit: Unit, by: i32, ago: bool) -> Found {
    (unit != Unit::Decade).then_some((to, Meaning::FromPublished { unit, by, ago }))
}

/// `the third quarter of 1989`, `third-quarter`, `the first half of this year`, `the fourth of July`.
pub(super) fn ordinal(words: &Words, at: usize) -> Found {
    let (number, mut next) = match words.kind(at) {
        Kind::Ordinal(number) => (i8::try_from(number).ok()?, at + 1),
        Kind::Last => (0, at + 1),
        _ => {
            let (number, to) = day_number(words, at)?;
            (words.kind(at + 1) == Kind::Suffix).then_some((number, to))?
        }
    };
    if words.kind(next) == Kind::Of
        && let Kind::Month(..) = words.kind(next + 1)
    {
        return day_first(words, at, None);
    }
    next = words.past_mark(next, b'-');
    if words.is(next, "fiscal") {
        next += 1;
    }
    // "The 20th century" holds the years from 1900: as TIMEX3 counts.
    if words.is(next, "century") && (2..=21).contains(&number) {
        let first = (i16::from(number) - 1) * 100;
        let years = Date::day(first, 1, 1)?.first()..Date::day(first + 99, 12, 31)?.first();
        return Some((next + 1, Meaning::Fixed(Date::Interval(years.start, years.end))));
    }
    let (first, count) = match (words.kind(next), number) {
        (Kind::Unit(Unit::Quarter), 1..=4) => (number * 3 - 2, 3),
        (Kind::Half, 1..=2) => (number * 6 - 5, 6),
        _ => return None,
    };
    let to = next + 1;
    let before = words.before(at, 1);
    // "The 1988 third quarter".
    let year_before =
        (!words.glued_before(at)).then(|| at.checked_sub(1)).flatten().and_then(|year| digits(words, year, 4..=4));
    if let Some((which, end)) = year_of(words, to) {
        return Some((end, Meaning::Months { first, count, which }));
    }
    if let Some(year) = year_before.filter(|year| (1900..2100).contains(year)) {
        return Some((to, Meaning::Months { first, count, which: Which::Year(year) }));
    }
    // Matches have halves and coins have quarters.
    (count == 3 && (before != Kind::A || words.mark(next.saturating_sub(1), b'-')))
        .then_some((to, Meaning::Months { first, count, which: Which::Open }))
}

/// The year after a season or a quarter: `of 2014`, `2014`, `last year`, `of the year`.
pub(super) fn year_of(words: &Words, at: usize) -> Option<(Which, usize)> {
    if let Some(found) = year_phrase(words, at) {
        return Some(found);
    }
    let of = words.kind(at) == Kind::Of;
    let next = at + usize::from(of);
    if of && words.kind(next) == Kind::The && words.kind(next + 1) == Kind::Unit(Unit::Year) {
        return Some((Which::Off(0), next + 2));
    }
    let next = if of { next } else { words.past_mark(next, b',') };
    year_after(words, next, false)
        .or_else(|| spoken_year(words, next))
        .filter(|(year, _)| (1500..2100).contains(year))
        .map(|(year, to)| (Which::Year(year), to))
}

/// `summer 2013`, `the summer of 2013`, `last summer`, `this fall`.
pub(super) fn season(words: &Words, at: usize, pointed: Which) -> Found {
    let Kind::Season(first) = words.kind(at) else { return None };
    if let Some((which, to)) = year_of(words, at + 1) {
        return Some((to, Meaning::Months { first, count: 3, which }));
    }
    // "Over the summer"; a fall may be of any kind, and spring of water.
    let early = matches!(words.letters(at.saturating_sub(1)), "early" | "late" | "mid");
    let the = words.before(at, 1) == Kind::The || early && words.before(at, 2) == Kind::The;
    let bare = the && matches!(first, 6 | 12) && !words.capital(at) && words.kind(at + 1) != Kind::Of;
    (pointed != Which::Open || bare).then_some((at + 1, Meaning::Months { first, count: 3, which: pointed }))
}

/// `year-end`, `year's end`, `the year-ago quarter`, `the quarter`.
pub(super) fn unit_first(words: &Words, at: usize) -> Found {
    let Kind::Unit(unit) = words.kind(at) else { return None };
    if unit == Unit::Quarter {
        let known = matches!(words.before(at, 1), Kind::The | Kind::That)
            && words.kind(at + 1) != Kind::Of
            && words.kind(at + 1) != Kind::Mark(b'-');
        return known.then_some((at + 1, Meaning::ThatQuarter));
    }
    if unit != Unit::Year {
        return None;
    }
    let mut next = at + 1;
    if words.mark(next, b'\'') && words.kind(next + 1) == Kind::S {
        next += 2;
    }
    let next = words.past_mark(next, b'-');
    match words.kind(next) {
        Kind::End if words.is(next, "end") => {
            let first = words.before(at, 1);
            let by = match first {
                Kind::Last => -1,
                Kind::Next => 1,
                _ => 0,
            };
            let to = next + 1;
            if let Some((year, to)) = year_after(words, to, false) {
                return Some((to, Meaning::Fixed(Date::Year(year))));
            }
            Some((to, Meaning::FromPublished { unit: Unit::Year, by, ago: false }))
        }
        Kind::Ago | Kind::Earlier if words.mark(next.saturating_sub(1), b'-') => {
            let to = next + 1 + usize::from(matches!(words.kind(next + 1), Kind::Period | Kind::Unit(Unit::Quarter)));
            Some((to, Meaning::FromPublished { unit: Unit::Year, by: -1, ago: true }))
        }
        _ => None,
    }
}
