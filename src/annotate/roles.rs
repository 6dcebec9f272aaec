//! A role is the office that an article gives a person, next to the name: before it ("Russian Foreign Minister Sergei
//! Lavrov"), or after it between commas ("Michael `McFaul`, former U.S. ambassador to Russia,").

use super::{
    gazetteer::{Entry, Form, Gazetteer},
    lexicon::{Classes, Form as CueForm},
    reading::{Mention, Named},
    tokens::{Kind, Token},
};

const OFFICE: Classes = Classes::OFFICE;
const QUALIFIER: Classes = Classes::OFFICE_QUALIFIER;

/// The tokens `first..end` of the role next to the name at `start..end`, if the text gives one there.
pub fn role_of(tokens: &[Token], text: &str, mentions: &[Mention], start: usize, end: usize) -> Option<(usize, usize)> {
    before(tokens, text, start)
        .or_else(|| after(tokens, text, end).filter(|role| !is_the_next(tokens, text, mentions, *role)))
        .or_else(|| before_comma(tokens, text, start, end))
}

/// Whether what stands after a name is the office of the one who is named next: "Vladimir Putin, President of Iran Hassan
/// Rouhani and …", "…, Vladimir Putin, the President of Kazakhstan, Nursultan Nazarbayev, and …".
fn is_the_next(tokens: &[Token], text: &str, mentions: &[Mention], (first, end): (usize, usize)) -> bool {
    let person = |m: &&Mention| matches!(m.named, Named::Person(_));
    let from = mentions.partition_point(|m| (m.first as usize) < first);
    let next = mentions[from..].iter().filter(person).find(|m| m.first as usize <= end + 1);
    let Some(next) = next else { return false };
    let at = next.first as usize;
    if at > end {
        // The comma between: in a list of names each has its office before it.
        let closed = tokens.get(next.end as usize).is_some_and(|t| t.of(text) == "," || t.is("and"));
        return closed && tokens[first - 1].any(Classes::ARTICLE) && tokens[end].of(text) == ",";
    }
    let hangs = |i: usize| matches!(tokens[i].of(text), "of" | "for" | "to");
    // "A spokesman for Merkel", "an aide to President Putin": his own, and another's in it.
    let Some(office) = (first..at).find(|i| tokens[*i].any(OFFICE)) else { return false };
    let joined = (office..at).any(|i| tokens[i].is("and"));
    let own = at > first && hangs(at - 1)
        || !joined && (office + 1..at).any(|i| hangs(i) && tokens[i + 1..at].iter().any(|token| token.any(OFFICE)));
    !own
}

/// Walks left from token `at` (exclusive) over a role; it must name an office.
fn before(tokens: &[Token], text: &str, at: usize) -> Option<(usize, usize)> {
    let sentence = tokens.get(at)?.sentence;
    // "An aide to Lavrov", "a spokesman for Fabius": somebody else's role, and somebody else's words.
    if at > 0 && tokens[at - 1].sentence == sentence && matches!(tokens[at - 1].of(text), "of" | "for" | "to") {
        return None;
    }
    let mut first = at;
    let mut office = false;
    while first > 0 && tokens[first - 1].sentence == sentence && at - first < 14 {
        let token = tokens[first - 1];
        let word = token.of(text);
        let fits = match token.kind {
            Kind::Possessive => first > 1 && tokens[first - 2].capital,
            Kind::Word => {
                token.any(OFFICE)
                    || royal(word)
                    || token.any(QUALIFIER)
                    || (token.capital && !token.any(FUNCTION) && !token.any(Classes::HONORIFIC))
                    || (matches!(word, "of" | "for" | "to") && office_before(tokens, text, first - 1))
                    || (matches!(word, "the")
                        && first > 1
                        && matches!(tokens[first - 2].of(text), "of" | "for" | "to")
                        && office_before(tokens, text, first - 2))
            }
            _ => false,
        };
        if !fits {
            break;
        }
        office |= token.any(OFFICE) || royal(word);
        first -= 1;
    }
    while first < at && !(tokens[first].kind == Kind::Word) {
        first += 1;
    }
    // "A spokesman for Russian President Vladimir Putin": the spokesman's is another. But "Aide to the President" is his own.
    let own = |i: &usize| {
        let next = &tokens[i + 1];
        matches!(tokens[*i].of(text), "for" | "to")
            && !next.any(Classes::ARTICLE)
            && tokens[i + 1..at].iter().any(|token| token.any(OFFICE))
    };
    if let Some(of) = (first..at.saturating_sub(1)).rev().find(own) {
        first = of + 1;
    }
    // A run such as "Monday President": only the part from a country or office on is a role.
    (office && first < at && tokens[at - 1].kind == Kind::Word).then_some((first, at))
}

/// Titles of those who rule, which are offices as well.
fn royal(word: &str) -> bool {
    matches!(
        word,
        "King"
            | "Queen"
            | "Prince"
            | "Princess"
            | "Crown"
            | "Emperor"
            | "Empress"
            | "Emir"
            | "Sultan"
            | "Pope"
            | "Patriarch"
            | "Ayatollah"
    )
}

/// For people whose role names no country, the one that the article names with the same office elsewhere: "Turkey's prime
/// minister" for "Prime Minister Binali Yildirim". Only where it is one and the same throughout.
pub fn country_elsewhere(tokens: &[Token], mentions: &[Mention], role: &str) -> Option<&'static str> {
    let gazetteer = Gazetteer::get();
    let words: Vec<u64> = role.split_whitespace().map(super::lexicon::word_hash).collect();
    let mut found: Option<&'static str> = None;
    for mention in mentions {
        let code = match mention.named {
            Named::Known(Entry::Country(i, _)) => gazetteer.countries[usize::from(i)].code,
            Named::Known(Entry::Organisation(i)) => gazetteer.organisations[usize::from(i)].speaks_for(),
            _ => continue,
        };
        if code.is_empty() {
            continue;
        }
        let mut at = mention.end as usize;
        if tokens.get(at).is_some_and(|t| t.kind == Kind::Possessive) {
            at += 1;
        }
        let follows = |at: usize| {
            tokens.get(at..at + words.len()).is_some_and(|run| run.iter().zip(&words).all(|(t, w)| t.hash == *w))
                // What stands before somebody's name is his: "Russian Foreign Minister" is no "Foreign Minister" of somebody before it, but "deputy" would be another.
                && tokens[at].sentence == tokens[mention.first as usize].sentence
                && !names_person(mentions, at + words.len())
        };
        // "the prime minister of Turkey"
        let first = mention.first as usize;
        let of = (first > words.len() && tokens[first - 1].is("of")).then(|| first - 1 - words.len()).or_else(|| {
            (first >= words.len() + 2 && tokens[first - 1].is("the") && tokens[first - 2].is("of"))
                .then(|| first - 2 - words.len())
        });
        let end = mention.end as usize;
        let mark = tokens.get(end).is_some_and(|t| t.end == t.start + 1 && t.kind == Kind::Mark);
        let of_nobody = !(names_person(mentions, end) || mark && names_person(mentions, end + 1));
        if follows(at) || of_nobody && of.is_some_and(&follows) {
            if found.is_some_and(|known| known != code) {
                return None;
            }
            found = Some(code);
        }
    }
    found
}

/// Whether a person's name begins at token `at`: then the office before it is that person's.
fn names_person(mentions: &[Mention], at: usize) -> bool {
    let n = mentions.partition_point(|m| (m.first as usize) < at);
    mentions.get(n).is_some_and(|m| m.first as usize == at && matches!(m.named, Named::Person(_)))
}

const FUNCTION: Classes = Classes::ARTICLE
    .or(Classes::DETERMINER)
    .or(Classes::PRONOUN)
    .or(Classes::PREPOSITION)
    .or(Classes::CONJUNCTION)
    .or(Classes::SUBORDINATOR)
    .or(Classes::RELATIVE)
    .or(Classes::AUXILIARY)
    .or(Classes::ADVERB)
    .or(Classes::MONTH)
    .or(Classes::WEEKDAY)
    .or(Classes::CUE);

/// Whether the preposition at `i` hangs on an office: "Secretary of", "ambassador to".
fn office_before(tokens: &[Token], text: &str, i: usize) -> bool {
    let mut at = i;
    while at > 0 && i - at < 6 {
        at -= 1;
        let token = tokens[at];
        if token.any(OFFICE) {
            return true;
        }
        if token.kind != Kind::Word
            || !(token.capital || token.any(QUALIFIER) || matches!(token.of(text), "of" | "for" | "the"))
        {
            return false;
        }
    }
    false
}

/// ", former U.S. ambassador to Russia," after the name.
fn after(tokens: &[Token], text: &str, end: usize) -> Option<(usize, usize)> {
    let comma = tokens.get(end).filter(|t| t.of(text) == ",")?;
    let mut first = end + 1;
    while tokens.get(first).is_some_and(|t| t.any(Classes::ARTICLE) || t.any(Classes::DETERMINER) || t.is("now")) {
        first += 1;
    }
    let mut at = first;
    let mut office = None;
    while let Some(token) = tokens.get(at).filter(|t| t.sentence == comma.sentence && at - first < 16) {
        let word = token.of(text);
        if matches!(word, "," | "." | ";" | "--" | "—" | "–" | "(" | ":")
            || token.kind == Kind::DoubleQuote
            || token.any(Classes::RELATIVE)
        {
            break;
        }
        if office.is_none() {
            let cue = token.cue().is_some_and(|_| !token.any(OFFICE));
            // ", quoted the chancellor": a noun phrase that begins anew is another's.
            let anew = at > first && token.any(Classes::ARTICLE) && !tokens[at - 1].is("of");
            if cue || anew || token.any(Classes::AUXILIARY) || token.any(Classes::PRONOUN) || at - first > 7 {
                return None;
            }
        } else if token.any(Classes::AUXILIARY) {
            break;
        } else if token.cue().is_some_and(|cue| cue.form == CueForm::Past) && !token.any(OFFICE) {
            // "During talks with Assad, the President of Russia noted that": another's, who speaks.
            if tokens[first - 1].any(Classes::ARTICLE) {
                return None;
            }
            break;
        }
        if token.any(OFFICE) && office.is_none() {
            office = Some(at);
        }
        at += 1;
    }
    office.filter(|_| at > first).map(|_| (first, at))
}

/// "Russian Ambassador to the U.S., Sergey Kislyak," at the head of a sentence.
fn before_comma(tokens: &[Token], text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    // "President Reagan's chief of staff, Howard Baker told": the second comma is often forgotten.
    let closes =
        tokens.get(end).is_some_and(|t| t.of(text) == "," || t.cue().is_some_and(|cue| cue.form == CueForm::Past));
    if start < 2 || tokens[start - 1].of(text) != "," || !closes {
        return None;
    }
    let (mut first, last) = before(tokens, text, start - 1).or_else(|| {
        // The role may end in a complement: "… to the U.S."
        let mut at = start - 1;
        while at > 0
            && tokens[at - 1].sentence == tokens[start].sentence
            && !tokens[at - 1].any(OFFICE)
            && start - at < 8
        {
            at -= 1;
        }
        before(tokens, text, at).map(|(first, _)| (first, start - 1))
    })?;
    while first < last && tokens[first].any(Classes::ARTICLE) {
        first += 1;
    }
    let head =
        first == 0 || tokens[first - 1].sentence != tokens[first].sentence || tokens[first - 1].any(Classes::ARTICLE);
    head.then_some((first, last))
}

/// The country that a role belongs to: the first that it names other than as the place it is sent to.
pub fn country_of(
    tokens: &[Token],
    text: &str,
    mentions: &[Mention],
    first: usize,
    end: usize,
) -> Option<&'static str> {
    let gazetteer = Gazetteer::get();
    let from = mentions.partition_point(|m| (m.first as usize) < first);
    let country = |mention: &Mention| match mention.named {
        Named::Known(Entry::Country(i, _)) => Some(gazetteer.countries[usize::from(i)].code),
        // Many a state has a Security Council, and a minister of foreign affairs.
        Named::Known(Entry::Organisation(_))
            if matches!(tokens[mention.first as usize].of(text), "Security" | "Foreign")
                && mention.first as usize > first =>
        {
            None
        }
        Named::Known(Entry::Organisation(i)) => {
            Some(gazetteer.organisations[usize::from(i)].speaks_for()).filter(|c| !c.is_empty())
        }
        Named::Known(Entry::Place(i)) => Some(gazetteer.places[usize::from(i)].country).filter(|c| !c.is_empty()),
        _ => None,
    };
    let own = || mentions[from..].iter().take_while(|m| (m.first as usize) < end);
    let after = |mention: &Mention, words: &[&str]| {
        let at = mention.first as usize;
        (first.max(at.saturating_sub(2))..at).any(|i| words.iter().any(|word| tokens[i].is(word)))
    };
    // "The Russian Embassy in Washington" speaks for Russia.
    let adjective = || {
        own().take(1).filter(|m| m.named == Named::Organisation).find_map(|m| {
            let named = gazetteer.named(tokens[m.first as usize].of(text))?;
            match named {
                Entry::Country(i, Form::Demonym) => Some(gazetteer.countries[usize::from(i)].code),
                Entry::Organisation(i) => {
                    Some(gazetteer.organisations[usize::from(i)].speaks_for()).filter(|code| !code.is_empty())
                }
                _ => None,
            }
        })
    };
    let sent = ["to", "on", "against"];
    // "The embassy in Paris" is anybody's but France's.
    let abroad = tokens[first..end]
        .iter()
        .any(|t| ["embassy", "consulate", "ambassador", "envoy", "consul"].iter().any(|w| t.is(w)));
    let named = adjective()
        .or_else(|| own().filter(|m| !after(m, &sent) && !after(m, &["in"])).find_map(country))
        .or_else(|| own().filter(|m| !abroad && !after(m, &sent)).find_map(country));
    // There is one "Secretary of State" whose country goes without saying in international news.
    let secretary_of_state =
        tokens[first..end].windows(3).any(|w| w[0].is("secretary") && w[1].is("of") && w[2].is("state"));
    // Only one country has parties of these names and a Senate and a House.
    let party = tokens[first..end].windows(2).any(|w| {
        (w[0].is("republican") || w[0].is("democratic"))
            && ["senator", "representative", "congressman", "congresswoman", "lawmaker"].iter().any(|o| w[1].is(o))
    });
    if tokens[first..end].iter().any(|t| t.is("pope")) {
        return named.or(Some("VA"));
    }
    let congress = tokens[first..end].iter().any(|t| t.is("congressman") || t.is("congresswoman"));
    named.or((secretary_of_state || party || congress).then_some("US"))
}

#[cfg(test)]
mod tests {
    use crate::annotate::{people, reading::Reading};

    #[test]
    fn an_office_ends_where_the_next_name_begins() {
        for text in [
            "Oleg Sorokin, President of Iran Hassan Holm and Anna Berg met.",
            "Oleg Sorokin, Iranian President Hassan Holm and others met.",
            "They invited Oleg Sorokin, the President of Iran, Hassan Holm, and Anna Berg.",
            "During his talks with Oleg Sorokin, the President of Iran noted that it was late.",
        ] {
            let mut reading = Reading::new(text);
            let (mentions, found) = people::find(&reading.tokens, text, &[], None);
            reading.name(mentions, found);
            let sorokin = reading.people.iter().find(|person| person.name == "Oleg Sorokin");
            assert_eq!(sorokin.map(|person| person.role.as_deref()), Some(None), "{text}");
        }
    }

    #[test]
    fn reads_roles_and_their_countries() {
        let table = [
            ("U.S. Secretary of State John Kerry left.", "U.S. Secretary of State", Some("US")),
            ("He met Russian Foreign Minister Sergei Lavrov in Paris.", "Russian Foreign Minister", Some("RU")),
            ("A spokesman for Russian President Ivan Lebed left.", "Russian President", Some("RU")),
            ("Aide to the President Ivan Lebed left.", "Aide to the President", None),
            (
                "Michael McFaul, former U.S. ambassador to Russia, pointed out a gap.",
                "former U.S. ambassador to Russia",
                Some("US"),
            ),
            (
                "Russian Ambassador to the U.S., Sergey Kislyak, is dismissive.",
                "Russian Ambassador to the U.S.",
                Some("RU"),
            ),
            ("Senator Dianne Feinstein confirmed it.", "Senator", None),
            ("Kremlin spokesman Dmitry Peskov declined.", "Kremlin spokesman", Some("RU")),
            ("Hugh Hill, a doctor, said so.", "doctor", None),
            ("Minister of Foreign Affairs Hugh Hill left.", "Minister of Foreign Affairs", None),
            ("Secretary of the Security Council Sergei Holm left.", "Secretary of the Security Council", None),
            ("Hugh Hill, secretary of the commission for Africa said.", "secretary of the commission for Africa", None),
            ("Hugh Hill, spokesman for Anna Berg, left.", "spokesman for Anna Berg", None),
        ];
        for (text, role, country) in table {
            let mut reading = Reading::new(text);
            let (mentions, found) = people::find(&reading.tokens, text, &[], None);
            reading.name(mentions, found);
            let person = reading.people.first().unwrap_or_else(|| panic!("nobody in {text}"));
            assert_eq!((person.role.as_deref(), person.country.as_deref()), (Some(role), country), "{text}");
        }
    }
}
