//! A stamp is the line in which a page tells its readers on which day it was published: “Published: 30 March 2014, 10:15”.
//!
//! Only forms that mean one day and no other are read: named months, ISO 8601, and day.month.year with full stops.

use crate::date::{Date, month_number};

/// Longest stamp, in characters.
pub(super) const LONGEST: usize = 160;

/// Names of months other than English ones, in small letters, January first: German, French, Spanish, Russian, Ukrainian.
const MONTHS: [&str; 12] = [
    "januar jänner jan janvier janv enero ene января янв січня січ",
    "februar feb février févr fevrier febrero февраля фев лютого лют",
    "märz mrz maerz mars marzo марта мар березня бер",
    "april avril abril abr апреля апр квітня кві квіт",
    "mai mayo мая травня тра трав",
    "juni juin junio июня июн червня чер черв",
    "juli juillet juil julio июля июл липня лип",
    "august août aout agosto ago августа авг серпня сер серп",
    "september septembre septiembre sept сентября сен сент вересня вер верес",
    "oktober okt octobre octubre октября окт жовтня жов жовт",
    "november novembre noviembre ноября ноя нояб листопада лис лист",
    "dezember dez décembre déc decembre diciembre dic декабря дек грудня гру груд",
];

/// Words that say that what follows is the day of a change.
const CHANGES: [&str; 26] = [
    "updated",
    "update:",
    "modified",
    "last changed",
    "last edited",
    "corrected",
    "aktualisiert",
    "geändert",
    "stand:",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "actualizada",
    "modificado",
    "обновлено",
    "обновлён",
    "обновлен",
    "изменено",
    "оновлено",
    "змінено",
    "copyright",
    "©",
    "(c)",
    "archived",
    "captured",
];

/// Whether a line, or an attribute, speaks of a change, a copy or a copyright.
pub(super) fn tells_of_change(line: &str) -> bool {
    let lower = line.to_lowercase();
    CHANGES.iter().any(|word| lower.contains(word))
}

/// The part of a line before it comes to speak of a change.
fn before_change(line: &str) -> String {
    let lower = line.to_lowercase();
    let end = CHANGES.iter().filter_map(|word| lower.find(word)).min().unwrap_or(lower.len());
    lower[..end].to_owned()
}

/// Whether a line speaks of a change before it names any day.
pub(super) fn begins_with_change(line: &str) -> bool {
    let before = before_change(line);
    before.len() < line.to_lowercase().len() && !before.contains(|c: char| c.is_ascii_digit())
}

/// The month of that name in any of the languages, 1 to 12.
fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    month_number(word).or_else(|| {
        (1i8..).zip(MONTHS).find(|(_, names)| names.split(' ').any(|name| name == word)).map(|(number, _)| number)
    })
}

/// The one day that a line names. Nothing where it names none or two, or speaks of a change first.
pub(super) fn day(line: &str) -> Option<Date> {
    if line.chars().take(LONGEST + 1).count() > LONGEST {
        return None;
    }
    let line = before_change(line);
    let apart = |c: char| c.is_whitespace() || ",;()|[]·•—–\"'“”".contains(c);
    let words: Vec<&str> = line.split(apart).filter(|word| !word.is_empty()).collect();
    let number = |at: Option<usize>| -> Option<i16> {
        let word = words.get(at?)?;
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let tail = &word[digits.len()..];
        let known = ["", ".", "st", "nd", "rd", "th", "er", "г", "г.", "р", "р.", ":"].contains(&tail);
        (known && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
    };
    let year = |at: Option<usize>| number(at).filter(|year| (1500..2200).contains(year));
    let small = |at: Option<usize>| number(at).and_then(|day| i8::try_from(day).ok());
    let mut found: Option<Date> = None;
    for (at, word) in words.iter().enumerate() {
        let next = Some(at + 1);
        let named = month(word).and_then(|month| {
            // “30 de marzo de 2014”.
            let of = |at: usize| if words.get(at) == Some(&"de") { at + 1 } else { at };
            let back = |at: usize| at.checked_sub(1).filter(|at| words.get(*at) == Some(&"de")).unwrap_or(at);
            let day_before = small(back(at).checked_sub(1)).filter(|day| (1..=31).contains(day));
            match (day_before, year(Some(of(at + 1)))) {
                (Some(day), Some(year)) => Date::day(year, month, day),
                (None, None) => Date::day(year(Some(at + 2))?, month, small(next)?),
                _ => None,
            }
        });
        let Some(date) = named.or_else(|| numeric(word)) else { continue };
        if found.is_some_and(|other| other != date) {
            return None;
        }
        found = Some(date);
    }
    found
}

/// A line that is nothing but a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    /// A day, with or without its year.
    Day(Option<Date>),
    /// A day or time, and that it is the one of publication or change.
    Labelled,
}

/// Words that say what day it is that follows.
const LABELS: &str = "published posted updated modified update last first date created release released publish issued \
    veröffentlicht erstellt aktualisiert stand geändert datum publié mis jour mise modifié опубликовано опубликована дата \
    публикации обновлено обновлён изменено создано опубліковано публікації оновлено змінено publicado publicada actualizado \
    actualizada fecha";
/// Words that stand in a stamp beside: of days, hours and zones.
const BESIDE: &str = "on at the of in and am pm a.m p.m a m p gmt utc est edt cet cest bst msk et pt uhr um am den le la à a de del las \
    h hrs г года году р року в о мск st nd rd th er monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri \
    sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche \
    понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер п'ятниця субота неділя \
    lunes martes miércoles jueves viernes sábado domingo";

/// Whether a word, in small letters, is one that stamps are made of.
pub(super) fn is_part(word: &str) -> bool {
    let known = |list: &str| list.split_ascii_whitespace().any(|known| known == word);
    word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 6
        || month(word).is_some()
        || known(BESIDE)
        || known(LABELS)
}

/// What stamp a line is, if it is nothing else.
pub(super) fn of_line(line: &str) -> Option<Stamp> {
    if line.chars().take(LONGEST + 1).count() > LONGEST {
        return None;
    }
    let line = line.to_lowercase();
    let known = |list: &str, word: &str| list.split_ascii_whitespace().any(|known| known == word);
    let (mut labelled, mut figures, mut months) = (false, 0, 0);
    for word in line.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty()) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            figures += 1;
            let tail = word.trim_start_matches(|c: char| c.is_ascii_digit());
            if !(tail.is_empty() || known(BESIDE, tail) || tail.starts_with('t') || tail.starts_with('h')) {
                return None;
            }
        } else if known(LABELS, word) {
            labelled = true;
        } else if month(word).is_some() {
            months += 1;
        } else if !known(BESIDE, word) {
            return None;
        }
    }
    match (labelled, figures, months) {
        (_, 0, _) => None,
        (true, ..) => Some(Stamp::Labelled),
        (false, 1.., 1..) => Some(Stamp::Day(day(&line))),
        // Figures alone are a day only if they are written like one.
        _ => day(&line).map(|day| Stamp::Day(Some(day))),
    }
}

/// `2014-03-30`, with or without a time, or `30.03.2014`.
fn numeric(word: &str) -> Option<Date> {
    let head = word.split(['t', ' ']).next().unwrap_or_default().trim_end_matches(['.', ':']);
    let parts = |mark: char| -> Option<[i16; 3]> {
        let parts: Vec<i16> = head
            .split(mark)
            .map(|part| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?)
            .collect::<Option<_>>()?;
        parts.try_into().ok()
    };
    let (year, month, day) = match (parts('-'), parts('.')) {
        (Some([year, month, day]), _) => (year, month, day),
        (_, Some([day, month, year])) => (year, month, day),
        _ => return None,
    };
    if !(1500..2200).contains(&year) {
        return None;
    }
    Date::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// The day or month in the path of an address: `/2014/03/30/`, `/2014/mar/30/`, `/2014-03-30-`, `/2014/03/`.
pub(super) fn of_address(address: &str) -> Option<Date> {
    let path = address.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let digits = |part: &str, length: usize| -> Option<i16> {
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let year = |part: &str| digits(part, 4).filter(|year| (1990..2100).contains(year));
    let mut coarse = None;
    for (at, part) in parts.iter().enumerate() {
        if let Some(head) = part.get(..10)
            && !part.as_bytes().get(10).is_some_and(u8::is_ascii_alphanumeric)
            && head.get(..4).is_some_and(|part| year(part).is_some())
            && let Some(date) = numeric(head)
        {
            return Some(date);
        }
        let Some(year) = year(part) else { continue };
        let Some(next) = parts.get(at + 1) else { continue };
        let named = if next.len() == 3 { month_number(next) } else { None };
        let Some(month) = digits(next, 2).and_then(|month| i8::try_from(month).ok()).or(named) else { continue };
        let day = parts.get(at + 2).and_then(|part| digits(part, 2)).and_then(|day| i8::try_from(day).ok());
        if let Some(date) = day.and_then(|day| Date::day(year, month, day)) {
            return Some(date);
        }
        coarse = coarse.or_else(|| Date::month(year, month));
    }
    coarse
}

#[cfg(test)]
mod tests {
    use super::{Stamp, day, of_address, of_line};
    use crate::date::Date;

    #[test]
    fn days_that_pages_show() {
        let table = [
            ("Published: 30 March 2014, 10:15", Some("2014-03-30")),
            ("Published March 30, 2014 at 10:15 a.m.", Some("2014-03-30")),
            ("Sunday 30th Mar. 2014", Some("2014-03-30")),
            ("30.03.2014 10:15", Some("2014-03-30")),
            ("30.03.2014, 10:15 Uhr", Some("2014-03-30")),
            ("2014-03-30 10:15", Some("2014-03-30")),
            ("2014-03-30T10:15:00Z", Some("2014-03-30")),
            ("30 марта 2014 г., 10:15", Some("2014-03-30")),
            ("30 березня 2014", Some("2014-03-30")),
            ("30. März 2014", Some("2014-03-30")),
            ("Publié le 1er mars 2014 à 10h15", Some("2014-03-01")),
            ("30 de marzo de 2014", Some("2014-03-30")),
            ("Posted 30 March 2014 | Updated 2 April 2014", Some("2014-03-30")),
            ("Published 30 March 2014 (30.03.2014)", Some("2014-03-30")),
            ("Updated: 30 March 2014", None),
            ("Обновлено 30 марта 2014", None),
            ("From 30 March 2014 to 2 April 2014", None),
            ("03/04/2014", None),
            ("March 2014", None),
            ("© 2014", None),
            ("30 March", None),
            ("31.02.2014", None),
            ("1.2.3", None),
            ("May I come in 2014", None),
            ("", None),
        ];
        for (line, date) in table {
            assert_eq!(day(line).map(|d| d.to_string()).as_deref(), date, "{line}");
        }
        assert_eq!(day(&"1.".repeat(100_000)), None);
    }

    #[test]
    fn lines_that_are_nothing_else() {
        let table = [
            ("Published: 30 March 2014, 10:15 GMT", Some(Stamp::Labelled)),
            ("Last updated at May 28, 2014, 20:15", Some(Stamp::Labelled)),
            ("18:05 30.03.2014 (обновлено: 09:10 02.04.2014)", Some(Stamp::Labelled)),
            ("Sunday, 30 March 2014", Some(Stamp::Day(Date::day(2014, 3, 30)))),
            ("30 March", Some(Stamp::Day(None))),
            ("Updated", None),
            ("12 10", None),
            ("On 30 March 2014 in Norhaven", None),
            ("Published 30 books", None),
            ("", None),
        ];
        for (line, stamp) in table {
            assert_eq!(of_line(line), stamp, "{line}");
        }
    }

    #[test]
    fn days_in_addresses() {
        let table = [
            ("https://example.org/2014/03/30/talks", Some("2014-03-30")),
            ("https://example.org/world/2014/mar/30/talks", Some("2014-03-30")),
            ("https://example.org/news/2014-03-30-talks-end", Some("2014-03-30")),
            ("https://example.org/2014/03/talks", Some("2014-03")),
            ("https://example.org/2014/03/30", Some("2014-03-30")),
            ("https://example.org/2014/talks", None),
            ("https://example.org/2014/13/01/x", None),
            ("https://example.org/1234/03/30/", None),
            ("https://example.org/?d=/2014/03/30/", None),
            ("https://example.org/2014-03-301", None),
            ("2014/03/30", None),
        ];
        for (address, date) in table {
            assert_eq!(of_address(address).map(|d| d.to_string()).as_deref(), date, "{address}");
        }
    }
}
