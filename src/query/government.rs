//! Who speaks for a government, when its capital or country is named for it: “Moscow” for the Kremlin, the Foreign
//! Ministry and their spokespeople.

use super::who::Speaker;
use crate::{
    annotate::gazetteer::{Form, Gazetteer},
    identity::phrase::{self, Phrase},
};

/// Seats of government that are no capital in the gazetteer, or stand for more than their country's.
const SEATS: &[(&str, &[&str])] =
    &[("brussels", &["EU", "BE"]), ("hague", &["NL"]), ("whitehall", &["GB"]), ("ramallah", &["PS"])];

/// Offices that speak for a government unless somebody else is named.
const OTHER_OFFICES: &[&str] = &["spokesman", "diplomat", "negotiator"];
/// Words of roles that speak for somebody else, or no longer.
const OTHERS: &[&str] = &[
    "former", "ex", "late", "opposition", "party", "parliament", "parliamentary", "senate", "congress", "duma",
    "company", "bank", "union", "church", "rebel", "rebels", "separatist", "club", "university", "academy",
    "candidate", "professor", "governor", "mayor", "region", "regional", "territory", "city", "industry", "corp",
    "inc", "exchange",
];
/// Words of the names of institutions that belong to a government, where the gazetteer does not know them.
const INSTITUTIONS: &[&str] = &[
    "ministry", "department", "embassy", "consulate", "mission", "government", "administration", "cabinet",
    "chancellery", "presidency", "delegation",
];

/// Codes of the governments that have their seat at a place that is no capital, or not only one.
pub(super) fn seat(text: &str) -> Option<&'static [&'static str]> {
    SEATS.iter().find(|(seat, _)| text.eq_ignore_ascii_case(seat)).map(|(_, codes)| *codes)
}

/// Codes of the governments that a name stands for: a country or its capital, not its adjective.
pub(super) fn named(text: &str) -> Vec<&'static str> {
    if let Some(codes) = seat(text) {
        return codes.to_vec();
    }
    let phrase = Phrase::of(text);
    let whole = phrase.telling().next().is_none();
    phrase.country.filter(|_| whole && phrase.form.is_some_and(|form| form != Form::Demonym)).into_iter().collect()
}

/// Whether the speaker speaks for one of the governments.
pub(super) fn speaks(codes: &[&str], speaker: &Speaker<'_>) -> bool {
    if !speaker.country.is_some_and(|code| codes.contains(&code)) {
        return false;
    }
    let role = speaker.role.map(Phrase::of);
    // "Finance Minister Kiichi Miyazawa" in news of a meeting in Paris: the archive knows whose minister he is.
    let named_by_role = role.as_ref().is_some_and(|role| role.country.is_some());
    if !named_by_role && speaker.home.is_some_and(|home| !codes.contains(&home)) {
        return false;
    }
    let official = |phrase: &Phrase| (phrase.is_of_country() || phrase.any(OTHER_OFFICES)) && !phrase.any(OTHERS);
    match speaker.class {
        // A region may stand for its own rulers, not for the country's.
        Some("government") => {
            speaker.names.iter().chain(&speaker.written).any(|name| named(name).iter().any(|code| codes.contains(code)))
        }
        Some("institution") => speaker.names.iter().chain(&speaker.written).any(|name| institution(name)),
        Some("person" | "office") => role.as_ref().is_some_and(official) && !speaker.role.is_some_and(names_other),
        // Of those without a name only spokespeople: any official may say anything.
        Some("anonymous") => {
            role.as_ref().is_some_and(|role| role.any(&["spokesman"]) && official(role))
                && !speaker.role.is_some_and(names_other)
        }
        _ => false,
    }
}

/// Whether an institution belongs to a government: not a newspaper, a company, a party or a parliament.
fn institution(name: &str) -> bool {
    let known = Gazetteer::get().organisations.iter().find(|organisation| organisation.name == name);
    known.map_or_else(
        || {
            let phrase = Phrase::of(name);
            phrase.any(INSTITUTIONS) && !phrase.any(OTHERS)
        },
        |organisation| {
            matches!(organisation.class, "government" | "ministry" | "agency" | "military" | "international")
        },
    )
}

/// Whether a role names an organisation that is not the government's: "Gazprom spokesman".
fn names_other(role: &str) -> bool {
    phrase::organisation_classes(role)
        .any(|class| matches!(class, "media" | "company" | "party" | "armed-group" | "parliament"))
}

#[cfg(test)]
mod tests {
    use super::{Speaker, named, speaks};

    #[test]
    fn names_of_governments() {
        let table: &[(&str, &[&str])] = &[
            ("Moscow", &["RU"]),
            ("moscow", &["RU"]),
            ("Russia", &["RU"]),
            ("Russian", &[]),
            ("south korea", &["KR"]),
            ("Kremlin", &[]),
            ("Moscow mayor", &[]),
            ("EU", &["EU"]),
            ("Brussels", &["EU", "BE"]),
        ];
        for (name, codes) in table {
            assert_eq!(named(name), *codes, "{name}");
        }
    }

    #[test]
    fn those_who_speak_for_a_government_and_those_who_do_not() {
        let table = [
            ("institution", "Kremlin", None, true),
            ("institution", "Interfax", None, false),
            ("institution", "Trade Ministry", None, true),
            ("government", "Russia", None, true),
            ("government", "Chechnya", None, false),
            ("person", "Oleg Sorokin", Some("Russian Foreign Minister"), true),
            ("person", "Oleg Sorokin", Some("former Russian Foreign Minister"), false),
            ("person", "Ivan Lebed", Some("opposition leader"), false),
            ("person", "Ivan Lebed", Some("Gazprom spokesman"), false),
            ("person", "Ivan Lebed", None, false),
            ("person", "Ivan Lebed", Some("President of the Russian Academy of Sciences"), false),
            ("person", "Ivan Lebed", Some("Russian Railways President"), false),
            ("person", "Ivan Lebed", Some("President of Tatarstan"), false),
            ("person", "Ivan Lebed", Some("President of Russia"), true),
            ("person", "Ivan Lebed", Some("Russia’s Permanent Representative to the UN"), true),
            ("person", "Ivan Lebed", Some("first deputy minister of agriculture"), true),
            ("person", "Ivan Lebed", Some("U.S. Secretary of State"), true),
            ("anonymous", "Kremlin spokesman", Some("Kremlin spokesman"), true),
            ("anonymous", "Russian officials", None, false),
            ("office", "Russian ambassador", Some("Russian ambassador"), true),
        ];
        for (class, name, role, speaks_for) in table {
            let speaker =
                Speaker { names: vec![name], class: Some(class), role, country: Some("RU"), ..Speaker::default() };
            assert_eq!(speaks(&["RU"], &speaker), speaks_for, "{name} {role:?}");
            assert!(!speaks(&["UA"], &speaker));
        }
    }
}
