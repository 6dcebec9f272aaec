//! A [`Dateline`] is the head of a news report: `KYIV, March 2, 2014 (Northgate Wire) —`.
//!
//! It says where the report was filed, often when, and for which agency. The forms are those of the AP and Reuters
//! style books, of FBIS (`SAN SALVADOR, 3 JAN 90 --`) and of TASS (`MOSCOW, March 3. /TASS/.`). An ordinary sentence
//! that begins with a capitalised name and a dash must not pass for one, so a bare place counts only in capitals.

use crate::date::{Date, month_number};

/// What stands before the first words of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// Place or places as written: `SAN SALVADOR`, `MOSCOW/KIEV`, `WASHINGTON, D.C.`.
    pub place: String,
    /// The day, where the year is given too.
    pub date: Option<Date>,
    /// The agency in brackets: `Reuters`.
    pub outlet: Option<String>,
    /// Byte of the text where the story starts.
    pub end: usize,
}

/// Longest head in bytes: two places, a date and an agency fit well.
const LONGEST: usize = 140;
/// Small words inside the names of places.
const PARTICLES: &str = "de la le el al of the and am an sur di do da dos du des der upon";
/// Words that open a sentence, a remark or a label, never the name of a place.
const OPENERS: &str = "on in at by from since until till after before during this that these it he she they we i you a an last \
    next but and for as between when today yesterday early late mr mrs ms dr sen gen rep president secretary \
    minister ambassador king prince q nato un eu us uk usa opec iaea imf wto osce update exclusive breaking \
    corrected correction analysis opinion factbox wrapup interview feature note text question answer \
    editorial summary background live watch video";
/// Agencies that a place in small letters may be followed by; any short name in capitals counts too.
const AGENCIES: &str = "agency agence associated bloomberg bureau daily herald independent interfax kyodo news novosti post press \
    reuters reuter service sputnik tass times tribune ukrinform wire xinhua yonhap anadolu belta journal \
    telegraph network radio online";

/// The dateline that `text` starts with, if it starts with one.
///
/// ```
/// use demarche::dateline::dateline;
/// let text = "GENEVA, Nov. 24 (AP) — Iran agreed on Sunday.";
/// let found = dateline(text).unwrap();
/// assert_eq!((found.place.as_str(), found.outlet.as_deref()), ("GENEVA", Some("AP")));
/// assert_eq!(&text[found.end..], "Iran agreed on Sunday.");
/// assert_eq!(dateline("Kerry — who flew in on March 3 — left."), None);
/// ```
pub fn dateline(text: &str) -> Option<Dateline> {
    let indent = text.len() - text.trim_start().len();
    let (head, agency, after) = split_head(&text[indent..])?;
    let story = text.get(indent + after..)?;
    let end = text.len() - story.trim_start().len();
    let story = story.trim_start();
    // Prose goes on in small letters after a dash; a report starts with a capital, a digit or a quotation mark.
    if story.chars().next().is_some_and(char::is_lowercase) {
        return None;
    }
    let (head, mut outlet) = match agency {
        Some(agency) => (head, Some(agency)),
        None => bracketed(head),
    };
    // `WASHINGTON, Oct 20, Reuter -` has no brackets.
    let (head, outlet_after) = match head.rsplit_once(',') {
        Some((rest, last)) if outlet.is_none() && among(AGENCIES, &last.trim().to_lowercase()) => {
            (rest, Some(last.trim()))
        }
        _ => (head, None),
    };
    outlet = outlet.or(outlet_after);
    let (mut place, mut when) = split_date(head);
    if when.is_none()
        && let Some(inside) = outlet
        && let ("", Some(date)) = split_date(inside)
    {
        (when, outlet) = (Some(date), None);
    }
    if when.is_none() {
        place = head.trim().trim_end_matches(',');
    }
    let outlet = match outlet {
        Some(name) if is_outlet(name) => Some(name),
        Some(_) => return None,
        None => None,
    };
    // Without a date, brackets may hold anything: `RUBBER (YEN PER KILO) - …`.
    if when.is_none() && outlet.is_some_and(|name| !is_agency(name)) {
        return None;
    }
    let certain = when.is_some() || outlet.is_some();
    let bare = !certain;
    if !is_place(place, certain) || (bare && !stands_alone(place, story)) {
        return None;
    }
    Some(Dateline {
        place: place.split_whitespace().collect::<Vec<_>>().join(" "),
        date: when.and_then(Date::written),
        outlet: outlet.map(str::to_owned),
        end,
    })
}

/// Cuts `text` at the dash that ends its head: the head, the agency of the TASS form, and the byte after the dash.
fn split_head(text: &str) -> Option<(&str, Option<&str>, usize)> {
    let mut before = ' ';
    for (at, c) in text.char_indices().take_while(|(at, c)| *at < LONGEST && *c != '\n') {
        let rest = &text[at..];
        match c {
            '—' | '–' | '―' => return Some((text[..at].trim(), None, at + c.len_utf8())),
            '-' if rest.starts_with("--") => {
                return Some((text[..at].trim(), None, at + rest.len() - rest.trim_start_matches('-').len()));
            }
            '-' if (before.is_whitespace() || before == ')' || before.is_ascii_digit())
                && rest[1..].chars().next().is_none_or(char::is_whitespace) =>
            {
                return Some((text[..at].trim(), None, at + 1));
            }
            '/' if before.is_whitespace() => {
                let (name, tail) = rest[1..].split_once('/')?;
                if name.len() > 30 || !tail.starts_with(['.', ' ']) {
                    return None;
                }
                let after = at + 2 + name.len() + usize::from(tail.starts_with('.'));
                return Some((text[..at].trim().trim_end_matches('.'), Some(name), after));
            }
            _ => before = c,
        }
    }
    None
}

/// Takes the last bracket off the head.
fn bracketed(head: &str) -> (&str, Option<&str>) {
    let Some(inner) = head.strip_suffix(')') else { return (head, None) };
    match inner.rfind('(') {
        Some(open) => (head[..open].trim_end_matches([' ', ',']), Some(inner[open + 1..].trim())),
        None => (head, None),
    }
}

/// Splits `PLACE, Monday, March 2, 2014` before the date, which must reach to the end.
fn split_date(head: &str) -> (&str, Option<&str>) {
    let mut starts = vec![];
    for (at, _) in head.char_indices() {
        if at == 0 || head[..at].ends_with([' ', ',', '\u{a0}']) {
            starts.push(at);
        }
    }
    for at in starts {
        if is_date(&head[at..]) {
            let place = head[..at].trim_end_matches([' ', ',', '\u{a0}']);
            // `MOSCOW. March 3` puts a full stop after the place, `D.C.` is its own.
            let place = match place.strip_suffix('.') {
                Some(short) if !short.contains('.') => short,
                _ => place,
            };
            return (place, Some(&head[at..]));
        }
    }
    (head, None)
}

/// Whether all of it is `March 2`, `3 JAN 90`, `Monday, Nov. 24, 2013` or the like.
fn is_date(text: &str) -> bool {
    let mut words: Vec<&str> = text.split([' ', ',', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    if words.first().is_some_and(|w| is_weekday(w)) {
        words.remove(0);
    }
    let day = |w: &str| w.len() <= 2 && w.parse::<u8>().is_ok_and(|n| (1..=31).contains(&n));
    let year = |w: &str| (w.len() == 2 || w.len() == 4) && w.bytes().all(|b| b.is_ascii_digit());
    let month = |w: &str| month_number(w).is_some();
    match words[..] {
        [a, b] => (month(a) && day(b)) || (day(a) && month(b)),
        [a, b, c] => ((month(a) && day(b)) || (day(a) && month(b))) && year(c),
        _ => false,
    }
}

fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && names.iter().any(|name| *name == word || (word.len() <= 5 && name.starts_with(&word)))
}

/// Whether the brackets hold the name of an outlet and not the party of a senator.
fn is_outlet(name: &str) -> bool {
    name.len() <= 50
        && name.chars().next().is_some_and(char::is_uppercase)
        && !name.starts_with("D-")
        && !name.starts_with("R-")
        && !name.contains(['(', ')', ';'])
}

/// Whether the name is plainly that of an agency.
fn is_agency(name: &str) -> bool {
    let acronym = name.len() <= 6 && name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    acronym || name.split([' ', '/', '-']).any(|w| among(AGENCIES, w.to_lowercase().trim_end_matches('.')))
}

/// Whether every word is one of a place's name: in capitals, or capitalised where a date or an agency makes it sure.
fn is_place(place: &str, certain: bool) -> bool {
    let words: Vec<&str> = place.split([' ', ',', '/']).filter(|w| !w.is_empty()).collect();
    let Some(first) = words.first() else { return false };
    let opener = first.trim_end_matches('.').to_lowercase();
    if place.len() > 70
        || words.len() > 8
        || among(OPENERS, &opener)
        || is_weekday(first)
        || month_number(first).is_some()
    {
        return false;
    }
    let first_part = place.split(',').next().unwrap_or_default();
    let capitals = first_part.split([' ', '/']).filter(|w| !w.is_empty() && !among(PARTICLES, w)).all(is_capital_word);
    let named = |w: &str| among(PARTICLES, w) || w.starts_with(char::is_uppercase) || is_capital_word(w);
    first.starts_with(char::is_uppercase)
        && words.iter().all(|w| named(w) && w.chars().all(|c| c.is_alphabetic() || ".-'’".contains(c)))
        && (capitals || certain)
}

/// Whether `word` is one of `words`, which are separated by spaces.
fn among(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Capitals, but for `McALLEN` and `SHARM el-SHEIKH`.
fn is_capital_word(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let (upper, all) = letters.fold((0, 0), |(upper, all), c| (upper + usize::from(c.is_uppercase()), all + 1));
    all > 0 && (upper == all || (all > 4 && all - upper <= 2))
}

/// Whether a place without date and agency is still one: short, and not the start of a line all in capitals.
fn stands_alone(place: &str, story: &str) -> bool {
    let words = place.split([' ', ',', '/']).filter(|w| !w.is_empty()).count();
    words <= 4 && place.len() > 3 && (story.is_empty() || story.chars().take(60).any(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::dateline;

    #[test]
    fn heads_of_reports() {
        let table = [
            ("KYIV, March 2, 2014 (Northgate Wire) — Acting", "KYIV", Some("2014-03-02"), Some("Northgate Wire")),
            ("WASHINGTON (Reuters) - Secretary", "WASHINGTON", None, Some("Reuters")),
            ("SALVADOR, Feb 26 -", "SALVADOR", None, None),
            ("    SALVADOR, Feb 26 - Showers", "SALVADOR", None, None),
            ("SAN SALVADOR, 3 JAN 90 -- [REPORT] [TEXT] THE ARCE", "SAN SALVADOR", Some("1990-01-03"), None),
            ("GENEVA, Nov. 24 (AP) — Iran", "GENEVA", None, Some("AP")),
            ("MOSCOW/KIEV, March 3 (Reuters) - Russia", "MOSCOW/KIEV", None, Some("Reuters")),
            ("PARIS — France said", "PARIS", None, None),
            ("Paris (AFP) – France said", "Paris", None, Some("AFP")),
            ("Paris, March 3, 2014 — France said", "Paris", Some("2014-03-03"), None),
            ("WASHINGTON, D.C., March 2 — The", "WASHINGTON, D.C.", None, None),
            (
                "ST. PETERSBURG, Russia, 5 June 2013 (AP) -- Mr",
                "ST. PETERSBURG, Russia",
                Some("2013-06-05"),
                Some("AP"),
            ),
            ("SHARM el-SHEIKH, Egypt — “We", "SHARM el-SHEIKH, Egypt", None, None),
            ("MOSCOW, March 3. /TASS/. Russian", "MOSCOW", None, Some("TASS")),
            ("MOSCOW. March 3 (Interfax) - Russia", "MOSCOW", None, Some("Interfax")),
            ("BEIJING, Monday, March 3 (Xinhua) -- China", "BEIJING", None, Some("Xinhua")),
            ("LONDON March 3 (Reuters) - Britain", "LONDON", None, Some("Reuters")),
            ("RIO DE JANEIRO—Brazil’s", "RIO DE JANEIRO", None, None),
            ("Rio de Janeiro, 3 March 2014 – Brazil", "Rio de Janeiro", Some("2014-03-03"), None),
            ("AIX-EN-PROVENCE, France (AP) - A", "AIX-EN-PROVENCE, France", None, Some("AP")),
            ("КИЕВ, — Исполняющий", "КИЕВ", None, None),
            ("OTTAWA, Oct 2-", "OTTAWA", None, None),
            ("WASHINGTON, Oct 20, Reuter - The", "WASHINGTON", None, Some("Reuter")),
            ("SAN JOSE, Calif., -", "SAN JOSE, Calif.", None, None),
            ("TOKYO (Kyodo) -- Japan", "TOKYO", None, Some("Kyodo")),
        ];
        for (text, place, date, outlet) in table {
            let found = dateline(text).unwrap_or_else(|| panic!("no dateline: {text}"));
            assert_eq!(found.place, place, "{text}");
            assert_eq!(found.date.map(|d| d.to_string()).as_deref(), date, "{text}");
            assert_eq!(found.outlet.as_deref(), outlet, "{text}");
            assert!(text.is_char_boundary(found.end));
        }
    }

    #[test]
    fn ordinary_sentences() {
        let table = [
            "Paris — France said",
            "NATO — the alliance — said",
            "NATO — The alliance",
            "On March 3 — a Monday — he left.",
            "Kerry — who flew in on March 3 — left.",
            "Senator Smith (D-Mass.) - A critic",
            "He left Paris on March 3 - The talks failed",
            "Monday, March 3 — The ministers met",
            "TALKS FAIL - MINISTERS LEAVE GENEVA IN ANGER",
            "MR. SMITH — Thank you",
            "Russia’s position, Lavrov said, is well-known – And so on",
            "“PARIS — I love it”",
            "KYIV, March 2, 2014",
            "QUESTION — What did he say?",
            "The Paris, March 3 — agreement",
            "Lavrov (Russia) — He said",
            "RUBBER FUTURES (YEN PER KILO) - Closing prices",
            "TABLE (REVISED) - Closing prices",
            "",
            "—",
            "- ",
            "(Reuters) - Russia",
            "EXCLUSIVE - Russia to leave",
            "é—",
        ];
        for text in table {
            assert_eq!(dateline(text), None, "{text}");
        }
    }

    #[test]
    fn the_story_starts_after_the_dash() {
        let text = "SAN SALVADOR, 3 JAN 90 --  \n THE ARCE";
        assert_eq!(&text[dateline(text).unwrap().end..], "THE ARCE");
        let text = "MOSCOW, March 3. /TASS/. Russian";
        assert_eq!(&text[dateline(text).unwrap().end..], "Russian");
    }
}
