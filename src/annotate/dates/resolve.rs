//! A [`Resolver`] turns expressions into dates: from the day of publication, the tense of the clause and the dates before.
//!
//! News is told backwards from the day it appears: a bare weekday is the last one, a bare month the last one, unless the
//! clause speaks of the future.

use jiff::civil;

use super::{
    expressions::Expression,
    meaning::{Meaning, Which},
    words::{Kind, Unit, Words},
};
use crate::date::Date;

/// How far a clause is read for its tense, in words.
const REACH: usize = 24;

/// How long a quarter gives the measure for "a year ago", in words.
const MEMORY: usize = 150;

/// Which way a clause looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tense {
    Past,
    Future,
    /// A past verb and a deadline: "extended until".
    Deadline,
    Open,
}

/// Resolves the expressions of one text, in order.
pub(super) struct Resolver {
    published: Option<Date>,
    /// The last date that was resolved.
    last: Option<Date>,
    /// The last quarter of a year, and the word after it.
    quarter: Option<(civil::Date, usize)>,
}

impl Resolver {
    /// A resolver for an article published then.
    pub(super) fn new(published: Option<Date>) -> Self {
        Self { published, last: None, quarter: None }
    }

    /// The date of an expression; `None` where nothing tells.
    pub(super) fn resolve(&mut self, words: &Words, expression: &Expression) -> Option<Date> {
        let date = self.date(words, expression);
        if let Some(date) = date {
            // Only a quarter that is named: "a year ago" after it must not move it.
            if let Meaning::Months { first, count: 3, .. } = expression.meaning
                && first % 3 == 1
            {
                self.quarter = Some((date.first(), expression.to));
            }
            self.last = Some(date);
        }
        date
    }

    fn today(&self) -> Option<civil::Date> {
        match self.published {
            Some(Date::Day(day)) => Some(day),
            _ => None,
        }
    }

    fn year(&self) -> Option<i16> {
        self.published.and_then(Date::year)
    }

    fn date(&self, words: &Words, expression: &Expression) -> Option<Date> {
        let tense = || tense(words, expression);
        match expression.meaning {
            Meaning::Fixed(date) => Some(date),
            Meaning::Unclear => None,
            Meaning::Day { month, day, until, weekday, which } => {
                let year = self.year_of_day(month, day, weekday, which, tense)?;
                let first = Date::day(year, month, day)?;
                match until {
                    Some(until) => Some(Date::Interval(first.first(), Date::day(year, month, until)?.first())),
                    None => Some(first),
                }
            }
            Meaning::Month { month, which } => Date::month(self.year_of_month(month, which, tense)?, month),
            Meaning::Weekday { weekday, which } => self.weekday(weekday, which, tense).map(Date::Day),
            Meaning::Weekend(which) => self.weekend(which, tense),
            Meaning::Months { first, count, which } => self.months(first, count, which, tense),
            Meaning::FromPublished { unit: Unit::Week, by: -1, ago: false }
                if self.today().is_some_and(|today| today.weekday() == civil::Weekday::Sunday) =>
            {
                // Weeks of news begin on Sunday: the one that ends with it is over.
                shifted(self.published?, Unit::Week, 0)
            }
            Meaning::FromPublished { unit, by, ago } => {
                if ago && let Some((quarter, _)) = self.quarter.filter(|(_, at)| expression.from < at + MEMORY) {
                    return three_months(quarter.year() - 1, quarter.month(), 3);
                }
                shifted(self.published?, unit, by)
            }
            Meaning::FromLast { unit, by } => shifted(self.last?, unit, by),
            Meaning::ThatQuarter => self.quarter.and_then(|(first, _)| three_months(first.year(), first.month(), 3)),
        }
    }

    fn year_of(&self, which: Which) -> Option<i16> {
        match which {
            Which::Year(year) => Some(year),
            Which::Off(by) => i16::try_from(i32::from(self.year()?) + by).ok(),
            Which::ThatYear => self.last.and_then(Date::year),
            _ => None,
        }
    }

    fn year_of_day(
        &self,
        month: i8,
        day: i8,
        weekday: Option<i8>,
        which: Which,
        tense: impl Fn() -> Tense,
    ) -> Option<i16> {
        if matches!(which, Which::Year(_) | Which::Off(_) | Which::ThatYear) {
            return self.year_of(which);
        }
        let published = self.published?;
        // Known to the month, a day can still be placed unless it is half a year away.
        let (today, sure) = match published {
            Date::Day(today) => (today, true),
            _ => (civil::Date::new(published.year_month()?.0, published.year_month()?.1, 15).ok()?, false),
        };
        let near = |by: i16| {
            civil::Date::new(today.year() + by, month, day).ok().map(|date| (days_between(today, date), date))
        };
        if let Some(weekday) = weekday {
            // A weekday tells the year as well as a number would.
            let fits = |(_, date): &(i32, civil::Date)| date.weekday().to_monday_one_offset() == weekday;
            if let Some((_, date)) = (-4..=2).filter_map(near).filter(fits).min_by_key(|(distance, _)| distance.abs()) {
                return Some(date.year());
            }
        }
        let tense = tense();
        let cost = |(distance, _): &(i32, civil::Date)| {
            let distance = *distance;
            match (which, tense) {
                (Which::Last | Which::Previous, _) if distance >= 0 => 1000 + distance,
                (Which::Next, _) if distance <= 0 => 1000 - distance,
                (Which::Last | Which::Previous | Which::Next, _) => distance.abs(),
                (_, Tense::Future) if distance < 0 => 4 * -distance + 100,
                (_, Tense::Past) if distance > 60 => 3 * distance,
                _ if distance > 0 => distance + distance / 4,
                _ => -distance,
            }
        };
        let (distance, date) = (-8..=8).filter_map(near).min_by_key(cost)?;
        (sure || distance.abs() < 130).then(|| date.year())
    }

    fn year_of_month(&self, month: i8, which: Which, tense: impl Fn() -> Tense) -> Option<i16> {
        if matches!(which, Which::Year(_) | Which::Off(_) | Which::ThatYear) {
            return self.year_of(which);
        }
        let (year, now) = self.published?.year_month()?;
        Some(match which {
            // Nobody calls the month just over by its name and "last".
            Which::Last => year - i16::from(month >= now - 1),
            Which::This => year,
            Which::Next => year + i16::from(month <= now),
            _ => match tense() {
                Tense::Future => year + i16::from(month < now),
                Tense::Deadline if (month - now).rem_euclid(12) <= 4 => year + i16::from(month < now),
                // At the end of a month the next one is meant by its name, not that of the year before.
                Tense::Open if month == now % 12 + 1 && self.today().is_some_and(|today| today.day() > 20) => {
                    year + i16::from(month < now)
                }
                _ => year - i16::from(month > now),
            },
        })
    }

    fn weekday(&self, weekday: i8, which: Which, tense: impl Fn() -> Tense) -> Option<civil::Date> {
        let today = self.today()?;
        let back = i32::from((today.weekday().to_monday_one_offset() - weekday).rem_euclid(7));
        let by = match which {
            Which::Last => -(if back == 0 { 7 } else { back }),
            Which::Next => 7 - back,
            Which::Off(weeks) => 7 * weeks + i32::from(weekday - today.weekday().to_monday_one_offset()),
            Which::Previous => {
                let Some(Date::Day(from)) = self.last else { return None };
                let back = i32::from((from.weekday().to_monday_one_offset() - weekday).rem_euclid(7));
                return add_days(from, -(if back == 0 { 7 } else { back }));
            }
            Which::This if tense() == Tense::Past => -back,
            Which::This => (7 - back) % 7,
            _ if matches!(tense(), Tense::Future | Tense::Deadline) => (7 - back) % 7,
            _ => -back,
        };
        add_days(today, by)
    }

    fn weekend(&self, which: Which, tense: impl Fn() -> Tense) -> Option<Date> {
        let today = self.today()?;
        // Days since Saturday: on a weekend day the weekend is the one that is on.
        let since = i32::from((today.weekday().to_monday_one_offset() + 1).rem_euclid(7));
        let on = since <= 1;
        let coming = match which {
            Which::Next => true,
            Which::Last => false,
            Which::This => !on && tense() != Tense::Past,
            _ => !on && tense() == Tense::Future,
        };
        let mut by = if coming { 7 - since } else { -since };
        if which == Which::Last && on {
            by -= 7;
        }
        let saturday = add_days(today, by)?;
        Some(Date::Interval(saturday, add_days(saturday, 1)?))
    }

    fn months(&self, first: i8, count: i8, which: Which, tense: impl Fn() -> Tense) -> Option<Date> {
        if let Some(year) = self.year_of(which) {
            return three_months(year, first, count);
        }
        if matches!(which, Which::ThatYear | Which::Off(_)) {
            return None;
        }
        let published = self.published?;
        let (year, now) = published.year_month()?;
        let year = match which {
            Which::This => year,
            // The last one that is over.
            Which::Last => year - i16::from(first + count > now),
            Which::Next => year + i16::from(first <= now),
            // Figures of the quarter just over are still "expected".
            _ if first + count + 4 <= now && tense() == Tense::Future => year + 1,
            _ => year - i16::from(first > now),
        };
        three_months(year, first, count)
    }
}

/// So many months from the first of this one.
fn three_months(year: i16, first: i8, count: i8) -> Option<Date> {
    let from = Date::day(year, first, 1)?.first();
    let last = first + count - 1;
    let (year, last) = if last > 12 { (year + 1, last - 12) } else { (year, last) };
    Some(Date::Interval(from, Date::month(year, last)?.last()))
}

/// A day so many days later.
fn add_days(day: civil::Date, by: i32) -> Option<civil::Date> {
    day.checked_add(jiff::Span::new().try_days(by).ok()?).ok()
}

fn days_between(from: civil::Date, to: civil::Date) -> i32 {
    from.until(to).map_or(i32::MAX / 8, |span| span.get_days())
}

/// So many units from a date, as precise as the unit, where the date is precise enough to tell.
fn shifted(from: Date, unit: Unit, by: i32) -> Option<Date> {
    let day = || match from {
        Date::Day(day) => Some(day),
        _ => None,
    };
    match unit {
        Unit::Day => add_days(day()?, by).map(Date::Day),
        Unit::Week => {
            let day = match from {
                Date::Week(..) => from.first(),
                _ => day()?,
            };
            let week = add_days(day, by.checked_mul(7)?)?.iso_week_date();
            Some(Date::Week(week.year(), week.week()))
        }
        Unit::Month => {
            let (year, month) = from.year_month()?;
            let months = i32::from(year) * 12 + i32::from(month) - 1 + by;
            Date::month(i16::try_from(months.div_euclid(12)).ok()?, i8::try_from(months.rem_euclid(12)).ok()? + 1)
        }
        Unit::Quarter => {
            let (year, month) = from.year_month()?;
            let quarters = i32::from(year) * 4 + i32::from((month - 1) / 3) + by;
            let first = i8::try_from(quarters.rem_euclid(4)).ok()? * 3 + 1;
            three_months(i16::try_from(quarters.div_euclid(4)).ok()?, first, 3)
        }
        Unit::Year => {
            let year = i16::try_from(i32::from(from.year()?) + by).ok()?;
            (1..=9999).contains(&year).then_some(Date::Year(year))
        }
        Unit::Decade => None,
    }
}

/// The tense of the clause an expression stands in: the nearest sign before it, else the first after it.
fn tense(words: &Words, expression: &Expression) -> Tense {
    let until = matches!(words.before(expression.from, 1), Kind::By);
    for steps in 1..=REACH {
        let Some(at) = expression.from.checked_sub(steps) else { break };
        if words.ends_sentence(at) {
            break;
        }
        match sign(words, at) {
            // "The deadline is December 31."
            Tense::Open if steps == 1 && (words.is(at, "is") || words.is(at, "are")) => return Tense::Future,
            Tense::Open => {}
            Tense::Past if until && words.kind(at) != Kind::Was && !words.is(at, "had") => {
                return Tense::Deadline;
            }
            found => return found,
        }
    }
    for at in expression.to..expression.to + REACH {
        if at >= words.len() || words.ends_sentence(at) {
            break;
        }
        match sign(words, at) {
            Tense::Open => {}
            found => return found,
        }
    }
    if until { Tense::Future } else { Tense::Open }
}

/// What one word tells of the tense.
fn sign(words: &Words, at: usize) -> Tense {
    match words.kind(at) {
        // "Had been due": it came to nothing.
        Kind::Future | Kind::Due if words.before(at, 1) == Kind::Is && words.is(at.saturating_sub(2), "had") => {
            Tense::Past
        }
        Kind::Future | Kind::Coming => Tense::Future,
        Kind::Is if words.before(at, 1) == Kind::To => Tense::Future,
        Kind::Due if words.kind(at + 1) == Kind::To || !words.capital(at) && words.before(at, 1) == Kind::Is => {
            Tense::Future
        }
        Kind::Is | Kind::Was if words.kind(at + 1) == Kind::To => Tense::Future,
        // "To be held", "is held": what is before the participle decides.
        Kind::Did | Kind::Plain if words.before(at, 1) == Kind::Is => Tense::Open,
        Kind::Was if matches!(words.kind(at + 1), Kind::Future | Kind::Due) => Tense::Future,
        Kind::Did | Kind::Was => Tense::Past,
        // The verb, not the month.
        Kind::Month(5, _) if !words.capital(at) => Tense::Future,
        Kind::Month(5, _) if words.upper_case(at) && words.before(at, 1) != Kind::In => Tense::Future,
        Kind::Plain => {
            let word = words.letters(at);
            let past = word.len() > 3
                && (word.ends_with("ed") && word.starts_with(|c: char| c.is_ascii_lowercase()) || word.ends_with("ED"));
            let noun = ["need", "speed", "indeed", "united", "proceed", "succeed", "exceed", "seed", "armed"]
                .iter()
                .any(|noun| word.eq_ignore_ascii_case(noun));
            if past && !noun { Tense::Past } else { Tense::Open }
        }
        _ => Tense::Open,
    }
}
