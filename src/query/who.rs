//! [`Who`] is whom a `by:` asks for, and why a speaker is one: by name, by role, by an office held on the day, or as one
//! who speaks for the government that is named. Every wider reading gives a label, so that none goes unseen.

use jiff::civil;

use super::{
    ast::{Field, Node, Text, Value},
    government,
    holders::Holders,
    results::{How, Match},
};
use crate::{
    annotate::gazetteer::Gazetteer,
    identity::{
        People,
        phrase::{self, Phrase},
    },
    index::{
        QuotationRecord,
        tokenizer::{lower, name_key, words},
    },
};

/// What is known of the speaker of a quotation.
#[derive(Debug, Clone, Default)]
pub(super) struct Speaker<'a> {
    /// As they are shown.
    pub(super) names: Vec<&'a str>,
    /// As the article gives them.
    pub(super) written: Vec<&'a str>,
    /// Whom the archive takes them for.
    pub(super) identities: Vec<u32>,
    pub(super) class: Option<&'a str>,
    pub(super) role: Option<&'a str>,
    pub(super) country: Option<&'a str>,
    /// That which the archive gives the speaker elsewhere.
    pub(super) home: Option<&'a str>,
    /// The first day on which the article may have been published.
    pub(super) day: Option<civil::Date>,
}

impl<'a> Speaker<'a> {
    /// That of a quotation.
    pub(super) fn of(record: &'a QuotationRecord, people: &'a People) -> Self {
        let quotation = &record.quotation;
        let split = |names: Option<&'a str>| names.map(|names| names.split("; ").collect::<Vec<_>>());
        let names = split(quotation.speaker.as_deref()).unwrap_or_default();
        let identities: Vec<u32> = names.iter().filter_map(|name| people.shown_as(name)).collect();
        Self {
            home: home(&identities, people),
            identities,
            written: split(record.written.as_deref()).unwrap_or_else(|| names.clone()),
            names,
            class: quotation.speaker_class.map(crate::annotate::annotations::SpeakerClass::name),
            role: quotation.role.as_deref(),
            country: quotation.speaker_country.as_deref(),
            day: record.article.published.map(crate::date::Date::first),
        }
    }

    fn all_names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.names.iter().chain(&self.written).copied()
    }
}

/// The country that the archive gives the one who speaks.
pub(super) fn home<'a>(identities: &[u32], people: &'a People) -> Option<&'a str> {
    if let [one] = identities { people.identity(*one).country() } else { None }
}

/// Whom a `by:` asks for.
#[derive(Debug, Clone)]
pub(super) struct Who {
    /// As written, without `the`.
    pub(super) asked: String,
    /// Whether it is looked for as written and in no other way.
    pub(super) exact: bool,
    pub(super) meaning: Meaning,
    /// The words as the query has them.
    pub(super) text: Text,
    /// Those who are called so.
    pub(super) called: Vec<u32>,
}

/// How the words of a `by:` are understood, besides as a name.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// In no other way.
    Name,
    /// The governments of these countries.
    Government(Vec<&'static str>),
    /// An office; where its country is given, with those who held it.
    Office(Phrase, Holders),
    /// An institution: words of its name and the name that the archive knows it by.
    Institution(Phrase, &'static str),
}

impl Who {
    /// Understands words; wildcards and fuzzy words are names and nothing else.
    pub(super) fn of(text: &Text) -> Option<Self> {
        let (Text::Word { text, exact } | Text::Phrase { text, exact, .. }) = text else { return None };
        let asked = without_article(text).to_owned();
        let meaning = if *exact { Meaning::Name } else { meaning(&asked) };
        let text = Text::Phrase { text: asked.clone(), slop: 0, exact: *exact };
        Some(Self { asked, exact: *exact, meaning, text, called: Vec::new() })
    }

    /// The country of an office that is asked for without one: that of the question's `country:`.
    pub(super) fn office_of(&mut self, country: Option<&'static str>) {
        if let Meaning::Office(office, _) = &mut self.meaning
            && office.country.is_none()
        {
            office.country = country;
        }
    }

    /// All whom a query asks for; not those it excludes.
    pub(super) fn all_of(node: &Node) -> Vec<Self> {
        match node {
            Node::Field(Field::By, Value::Text(text)) => Self::of(text).into_iter().collect(),
            Node::And(nodes) => {
                let country = one_country(nodes);
                let mut all: Vec<Self> = nodes.iter().flat_map(Self::all_of).collect();
                for who in &mut all {
                    who.office_of(country);
                }
                all
            }
            Node::Or(nodes) => nodes.iter().flat_map(Self::all_of).collect(),
            Node::Boost(node, _) => Self::all_of(node),
            Node::Field(..) | Node::Not(_) | Node::Text(_) | Node::All | Node::Near { .. } => Vec::new(),
        }
    }

    /// Why the speaker is one of those asked for.
    pub(super) fn why(&self, speaker: &Speaker<'_>) -> Option<Match> {
        let matched = |how, label: Option<String>| Some(Match { asked: self.asked.clone(), how, label });
        if speaker.written.iter().any(|name| self.is_in(&self.asked, name)) {
            return matched(How::Name, None);
        }
        let known = speaker.identities.iter().position(|identity| self.called.contains(identity));
        if let Some(at) = known {
            let name = speaker.names.get(at).copied().unwrap_or_default();
            let label = match (speaker.class, speaker.written.get(at)) {
                (Some("office"), Some(office)) => format!("{office}, then {name}"),
                (_, Some(written)) => format!("{written}, another name of {}", self.asked),
                (_, None) => format!("{name}, another name of {}", self.asked),
            };
            return matched(How::Name, Some(label));
        }
        if speaker.names.iter().any(|name| self.is_in(&self.asked, name)) {
            return matched(How::Name, None);
        }
        let shown = || speaker.role.or(speaker.names.first().copied()).unwrap_or_default();
        match &self.meaning {
            Meaning::Name => {}
            Meaning::Government(codes) => {
                if !government::speaks(codes, speaker) {
                    return None;
                }
                return matched(How::Government, Some(format!("{}, for {}", shown(), self.asked)));
            }
            Meaning::Office(..) if self.in_office(speaker) => {
                return matched(How::Role, Some(shown().to_owned()));
            }
            Meaning::Office(_, holders) => {
                let month = holders.on(speaker)?;
                return matched(How::Office, Some(format!("{} in {month}", self.asked)));
            }
            Meaning::Institution(_, known) => {
                let alias = speaker.all_names().any(|name| self.is_in(known, name));
                if alias || self.of_institution(speaker) || speaker.role.is_some_and(|role| self.is_in(known, role)) {
                    let how = if alias { How::Name } else { How::Role };
                    return matched(how, Some(format!("{}, for {}", shown(), self.asked)));
                }
            }
        }
        let role = speaker.role.filter(|role| self.is_in(&self.asked, role))?;
        matched(How::Role, Some(role.to_owned()))
    }

    /// Whether the article says that the speaker holds the office asked for.
    ///
    /// The president of a company is no head of state: an office of a country stands for the country's own, and where the
    /// role does not name the country, nobody else is called so about that time.
    pub(super) fn in_office(&self, speaker: &Speaker<'_>) -> bool {
        let Meaning::Office(asked, holders) = &self.meaning else { return false };
        if asked.country.is_none() {
            return speaker.role.is_some_and(|role| asked.is_held_in(&Phrase::of(role)));
        }
        let role = speaker.role.filter(|_| asked.country == speaker.country.or(speaker.home)).map(Phrase::of);
        role.is_some_and(|role| {
            let own = !asked.is_of_country() || role.is_of_country();
            asked.is_held_in(&role) && own && (role.country.is_some() || !holders.others_at(speaker))
        })
    }

    /// Whether the speaker is, or speaks for, the institution of the country asked for.
    pub(super) fn of_institution(&self, speaker: &Speaker<'_>) -> bool {
        let Meaning::Institution(asked, _) = &self.meaning else { return false };
        asked.country.is_some()
            && asked.country == speaker.country
            && speaker.all_names().chain(speaker.role).any(|text| asked.is_within(&Phrase::of(text)))
    }

    /// Whether the words asked for stand in a name or role in their order, at most one other between two.
    fn is_in(&self, asked: &str, text: &str) -> bool {
        let form = |word: &str| if self.exact { lower(word) } else { name_key(word) };
        let forms = |text: &str| -> Vec<String> { words(text).map(|w| form(&text[w.start..w.end])).collect() };
        let (asked, text) = (forms(asked), forms(text));
        let Some((first, rest)) = asked.split_first() else { return false };
        (0..text.len()).filter(|at| text[*at] == *first).any(|start| {
            let mut at = start;
            let mut between = 0;
            rest.iter().all(|word| {
                let next = (at + 1..text.len()).find(|i| text[*i] == *word);
                between += next.map_or(2, |next| next - at - 1);
                at = next.unwrap_or(at);
                between <= 1
            })
        })
    }

    /// How it is understood, for `--explain`; nothing where only the words themselves are looked for.
    pub(super) fn explained(&self) -> Option<String> {
        let asked = &self.asked;
        let wider = match &self.meaning {
            Meaning::Name => return None,
            Meaning::Government(codes) => {
                let names: Vec<String> = codes
                    .iter()
                    .map(|code| {
                        Gazetteer::get().country(code).map_or((*code).to_owned(), |country| country.name.to_owned())
                    })
                    .collect();
                format!("and whoever speaks for the government of {}", names.join(" or of "))
            }
            Meaning::Office(_, holders) if holders.is_empty() => "or whoever is given that office".to_owned(),
            Meaning::Office(_, holders) => format!("or whoever is given that office: {}", holders.listed()),
            Meaning::Institution(_, "") => "and its spokespeople".to_owned(),
            Meaning::Institution(_, known) => format!("known as “{known}”, and its spokespeople"),
        };
        let quote = if asked.contains(' ') { "\"" } else { "" };
        Some(format!("by “{asked}”: the name, {wider}; by:={quote}{asked}{quote} is the name or role as written"))
    }
}

/// The one country that clauses which stand together ask for.
pub(super) fn one_country(nodes: &[Node]) -> Option<&'static str> {
    let mut countries = nodes.iter().filter_map(|node| match node {
        Node::Field(Field::Country, Value::Text(Text::Word { text, .. } | Text::Phrase { text, .. })) => {
            Gazetteer::get().country_code(text)
        }
        _ => None,
    });
    countries.next().filter(|first| countries.all(|other| other == *first))
}

/// The tables whose names and offices mean more than a name, as they are kept.
const TABLES: [&str; 3] = [
    include_str!("../annotate/data/countries.tsv"),
    include_str!("../annotate/data/organisations.tsv"),
    include_str!("../annotate/data/words.tsv"),
];

/// Whether any word stands in the tables at all. Most surnames do not, and for them the gazetteer need not be made.
fn may_mean_more(asked: &str) -> bool {
    let all = |c: char| !c.is_alphanumeric();
    asked.split(all).filter(|word| !word.is_empty()).any(|word| {
        let word = word.to_lowercase();
        !word.is_ascii() || TABLES.iter().any(|table| table.to_lowercase().contains(&word))
    })
}

fn meaning(asked: &str) -> Meaning {
    let seat = government::seat(asked);
    if seat.is_none() && !may_mean_more(asked) {
        return Meaning::Name;
    }
    let codes = government::named(asked);
    if !codes.is_empty() {
        return Meaning::Government(codes);
    }
    let phrase = Phrase::of(asked);
    match phrase::organisation(asked) {
        Some(known) => Meaning::Institution(phrase, known),
        None if phrase.office => Meaning::Office(phrase, Holders::default()),
        None if phrase.country.is_some() && phrase.telling().next().is_some() => Meaning::Institution(phrase, ""),
        None => Meaning::Name,
    }
}

/// A text without `the` before it: names in the archive have none.
pub(super) fn without_article(text: &str) -> &str {
    let text = text.trim();
    let head = text.get(..4).filter(|head| head.eq_ignore_ascii_case("the "));
    head.map_or(text, |_| text[4..].trim_start())
}
