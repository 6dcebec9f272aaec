//! A person as the archive knows them: names, offices over time, countries, and what they spoke about.

use jiff::civil;
use rustc_hash::FxHashMap;

use super::{
    identity::Identity,
    names::{self, Named},
    phrase::Phrase,
    results::{Called, Office, Portrait},
};
use crate::{
    annotate::{
        annotate,
        gazetteer::Gazetteer,
        lexicon::{Classes, Lexicon, word_hash},
        person::name_id,
    },
    article::Article,
    date::days_between,
    error::{Error, Result},
    index::{
        ArticleRecord, QuotationRecord, Reader,
        tokenizer::{full_name_key, stem, words},
    },
};

/// Days without a mention in an office after which a new interval begins.
const GAP: i64 = 366;
/// Speech read to find what it was about, in quotations, the latest first.
const READ: usize = 2_000;
/// Words and countries listed.
const LISTED: usize = 12;

/// Who is called so.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Nobody.
    Nobody,
    /// One person.
    One(Box<Portrait>),
    /// Several people.
    Several(Vec<Called>),
}

/// Finds out who is called so: by a name, a part of it, or an identifier.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read; [`Error::Query`] if the name has no letter.
pub fn who(reader: &Reader, name: &str) -> Result<Answer> {
    if words(name).next().is_none() {
        return Err(Error::Query(format!(
            "error: “{name}” holds no letter, so it names nobody\nhelp: write a name: demarche who \"Anna Berg\""
        )));
    }
    // An identifier is a name with hyphens.
    let spaced = name.replace('-', " ");
    let mut found = names::called(reader, name)?;
    if found.is_empty() && spaced != name {
        found = names::called(reader, &spaced)?;
    }
    let id = name_id(name);
    let exact = |identity: &Identity| identity.id == id || identity.forms.iter().any(|(form, _)| name_id(form) == id);
    let full = |identity: &Identity| identity.forms.iter().any(|(form, _)| form.contains(' '));
    let (persons, alone): (Vec<Identity>, Vec<Identity>) = found.into_iter().partition(full);
    let chosen = match persons.iter().filter(|identity| exact(identity)).collect::<Vec<_>>().as_slice() {
        [only] => Some((*only).clone()),
        _ if persons.len() == 1 => persons.first().cloned(),
        _ if persons.is_empty() && alone.len() == 1 => alone.first().cloned(),
        _ => None,
    };
    let counted = |identity: &Identity| Called {
        id: identity.id.clone(),
        name: identity.name.clone(),
        articles: identity.forms.iter().map(|(_, count)| count).sum(),
    };
    let mut others: Vec<Called> = persons
        .iter()
        .chain(&alone)
        .filter(|identity| chosen.as_ref().is_none_or(|chosen| chosen.name != identity.name))
        .map(counted)
        .collect();
    others.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
    Ok(match chosen {
        Some(identity) => Answer::One(Box::new(portrait(reader, &identity, others)?)),
        None if others.is_empty() => Answer::Nobody,
        None => Answer::Several(others),
    })
}

/// Everything that the archive says of one person.
fn portrait(reader: &Reader, identity: &Identity, others: Vec<Called>) -> Result<Portrait> {
    let mut articles: Vec<(Option<civil::Date>, ArticleRecord)> = Vec::new();
    for address in names::bearing(reader, identity, Named::People)? {
        let record: ArticleRecord = reader.stored(address)?;
        articles.push((record.article.published.map(crate::date::Date::first), record));
    }
    articles.sort_by_key(|(day, _)| *day);
    let mut quotations: Vec<(Option<civil::Date>, QuotationRecord)> = Vec::new();
    for address in names::bearing(reader, identity, Named::Speakers)? {
        let record: QuotationRecord = reader.stored(address)?;
        quotations.push((record.article.published.map(crate::date::Date::first), record));
    }
    quotations.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let is_own = |name: &str| identity.forms.iter().any(|(form, _)| form == name);

    let mut offices = Offices::default();
    let mut countries: FxHashMap<String, u64> = FxHashMap::default();
    let mut near: FxHashMap<String, u64> = FxHashMap::default();
    let mut mentions = 0;
    for (day, record) in &articles {
        let mut own: Option<&str> = None;
        for person in record.people.iter().filter(|person| is_own(&person.name)) {
            mentions += person.mentions as u64;
            if let Some(role) = &person.role {
                offices.note(role, person.country.as_deref(), *day, &record.article.id);
            }
            own = own.or(person.country.as_deref());
        }
        if let Some(code) = own {
            *countries.entry(code.to_owned()).or_default() += 1;
        }
        for code in &record.countries {
            *near.entry(code.clone()).or_default() += 1;
        }
    }
    for (day, record) in &quotations {
        let quotation = &record.quotation;
        if let (Some(role), true) = (&quotation.role, quotation.speaker.as_deref().is_some_and(is_own)) {
            offices.note(role, quotation.speaker_country.as_deref(), *day, &record.article.id);
        }
    }
    let (about_countries, about) = topics(reader, &quotations)?;
    let mut heard: FxHashMap<String, u64> = FxHashMap::default();
    for (_, record) in &quotations {
        if let Some(addressee) = &record.quotation.addressee {
            *heard.entry(addressee.clone()).or_default() += 1;
        }
    }
    let days = || articles.iter().filter_map(|(day, _)| *day);
    Ok(Portrait {
        id: identity.id.clone(),
        name: identity.name.clone(),
        forms: identity.forms.clone(),
        articles: articles.len() as u64,
        mentions,
        first: days().min(),
        last: days().max(),
        offices: offices.gathered(),
        countries: ranked(countries, usize::MAX),
        named_with: ranked(near, LISTED),
        quotations: quotations.len() as u64,
        read: quotations.len().min(READ) as u64,
        about_countries,
        about,
        addressees: ranked(heard, LISTED),
        others,
    })
}

fn ranked(counts: FxHashMap<String, u64>, most: usize) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(most);
    counts
}

/// What articles call somebody, and when.
#[derive(Default)]
struct Offices {
    calls: Vec<Call>,
}

struct Call {
    /// Its words in order of the alphabet, with the country.
    key: String,
    role: String,
    country: Option<String>,
    day: Option<civil::Date>,
    article: String,
}

impl Offices {
    fn note(&mut self, role: &str, country: Option<&str>, day: Option<civil::Date>, article: &str) {
        let phrase = Phrase::of(role);
        let mut words: Vec<&str> = phrase.telling().collect();
        words.sort_unstable();
        words.dedup();
        let key =
            format!("{} {}{}", words.join(" "), country.unwrap_or("–"), if phrase.is_past() { " past" } else { "" });
        let role = role.split_whitespace().collect::<Vec<_>>().join(" ");
        self.calls.push(Call { key, role, country: country.map(str::to_owned), day, article: article.to_owned() });
    }

    /// One row for each office and interval, the earliest first; what has no date last.
    fn gathered(mut self) -> Vec<Office> {
        self.calls.sort_by(|a, b| (&a.key, a.day.is_none(), a.day).cmp(&(&b.key, b.day.is_none(), b.day)));
        let mut offices: Vec<Office> = Vec::new();
        let mut run: Vec<&Call> = Vec::new();
        let close = |run: &mut Vec<&Call>, offices: &mut Vec<Office>| {
            let Some(first) = run.first() else { return };
            let mut wordings: FxHashMap<String, u64> = FxHashMap::default();
            let mut articles: Vec<&str> = run.iter().map(|call| call.article.as_str()).collect();
            articles.sort_unstable();
            articles.dedup();
            for call in run.iter() {
                *wordings.entry(call.role.clone()).or_default() += 1;
            }
            offices.push(Office {
                role: ranked(wordings, 1).into_iter().next().map(|(role, _)| role).unwrap_or_default(),
                country: first.country.clone(),
                first: first.day,
                last: run.iter().filter_map(|call| call.day).max(),
                articles: articles.len() as u64,
            });
            run.clear();
        };
        for call in &self.calls {
            let apart = run.last().is_some_and(|before| {
                before.key != call.key
                    || before.day.zip(call.day).is_some_and(|(earlier, later)| days_between(earlier, later) > GAP)
            });
            if apart {
                close(&mut run, &mut offices);
            }
            run.push(call);
        }
        close(&mut run, &mut offices);
        offices.sort_by(|a, b| {
            (a.first.is_none(), a.first, std::cmp::Reverse(a.articles), &a.role).cmp(&(
                b.first.is_none(),
                b.first,
                std::cmp::Reverse(b.articles),
                &b.role,
            ))
        });
        offices
    }
}

/// Countries named in quotations, and the words that tell them from what others say: those met in several, weighted by
/// how few of all quotations have them.
#[allow(clippy::type_complexity)]
fn topics(
    reader: &Reader,
    quotations: &[(Option<civil::Date>, QuotationRecord)],
) -> Result<(Vec<(String, u64)>, Vec<(String, u64)>)> {
    let mut countries: FxHashMap<String, u64> = FxHashMap::default();
    let mut counts: FxHashMap<String, (u64, FxHashMap<String, u64>)> = FxHashMap::default();
    for (_, record) in quotations.iter().take(READ) {
        let read = annotate(&Article { text: record.words.clone(), ..Article::default() });
        for country in &read.countries {
            *countries.entry(country.code.clone()).or_default() += 1;
        }
        let mut own: Vec<(String, String)> = Vec::new();
        for word in words(&record.words) {
            let word = &record.words[word.start..word.end];
            let classes = Lexicon::get().classes(word_hash(word));
            let empty = !classes.is_empty() && !classes.any(Classes::OFFICE.or(Classes::VENUE_NOUN));
            if word.chars().count() > 3
                && !empty
                && Gazetteer::get().country_code(word).is_none()
                && word.chars().all(char::is_alphabetic)
            {
                own.push((stem(word), word.to_lowercase()));
            }
        }
        own.sort();
        own.dedup_by(|a, b| a.0 == b.0);
        for (stem, word) in own {
            let count = counts.entry(stem).or_default();
            count.0 += 1;
            *count.1.entry(word).or_default() += 1;
        }
    }
    let total = reader.count(crate::index::schema::kind::QUOTATION)?.max(1) as f64;
    let mut scored: Vec<(f64, String, u64)> = Vec::new();
    for (stem, (count, forms)) in counts {
        if count < 2 {
            continue;
        }
        let having = names::quotations_with(reader, &stem)?.max(count) as f64;
        // A word of every tenth quotation says nothing.
        if having * 10.0 < total || total < 100.0 {
            let word = ranked(forms, 1).into_iter().next().map(|(word, _)| word).unwrap_or_default();
            scored.push((count as f64 * (total / having).ln(), word, count));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    scored.truncate(LISTED);
    Ok((ranked(countries, LISTED), scored.into_iter().map(|(_, word, count)| (word, count)).collect()))
}

/// The name that the archive has for what a user wrote: the form that is equal but for capitals and marks, or the one
/// person who is called so.
///
/// # Errors
/// [`Error::Query`] where nobody or several people are called so.
pub fn form_of(reader: &Reader, name: &str) -> Result<String> {
    let id = name_id(name);
    let found = names::called(reader, name)?;
    let forms = || found.iter().flat_map(|identity| identity.forms.iter().map(|(form, _)| form));
    if let Some(form) = forms().find(|form| name_id(form) == id) {
        return Ok(form.clone());
    }
    if let Some(identity) = found.iter().find(|identity| identity.id == id) {
        return Ok(identity.name.clone());
    }
    let key = full_name_key(name);
    let named: Vec<&String> = forms().filter(|form| full_name_key(form) == key).collect();
    match (named.as_slice(), found.as_slice()) {
        ([form, ..], _) => Ok((*form).clone()),
        ([], [only]) => Ok(only.name.clone()),
        ([], []) => Err(Error::Query(format!(
            "error: the archive names nobody “{name}”\nhelp: demarche facets person lists names; give one as it is written there"
        ))),
        ([], several) => {
            let names: Vec<&str> = several.iter().take(8).map(|identity| identity.name.as_str()).collect();
            Err(Error::Query(format!(
                "error: “{name}” may be any of {}\nhelp: give one of these names in full",
                names.join(", ")
            )))
        }
    }
}
