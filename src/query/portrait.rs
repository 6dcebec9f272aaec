//! A person as the archive knows them: names, offices over time, countries, and what they spoke about.

use std::collections::BTreeMap;

use jiff::civil;
use rustc_hash::FxHashMap;
use tantivy::{DocAddress, SegmentReader, columnar::StrColumn};

use super::{
    names,
    results::{Called, Office, Portrait},
};
use crate::{
    annotate::{
        gazetteer::Gazetteer,
        lexicon::{Classes, Lexicon, word_hash},
        person::name_id,
    },
    date::days_between,
    error::{Error, Result},
    identity::{Listed, People, phrase::Phrase},
    index::{
        QuotationRecord, Reader,
        appearance::{Appearance, Sort},
        document::number_day,
        reader::text_of,
        tokenizer::{stem, words},
    },
};

/// Days without a mention in an office after which a new interval begins.
const GAP: i64 = 366;
/// Speech read to find what it was about, in quotations, the latest first.
const READ: usize = 200;
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
    let people = names::everybody(reader)?;
    let (chosen, others) = found(&people, name);
    let called = |number: u32| {
        let one = people.identity(number);
        Called { id: one.id(), name: one.name().to_owned(), articles: one.count() }
    };
    let mut others: Vec<Called> = others.into_iter().map(called).collect();
    others.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
    Ok(match chosen {
        Some(number) => Answer::One(Box::new(portrait(reader, &people, number, others)?)),
        None if others.is_empty() => Answer::Nobody,
        None => Answer::Several(others),
    })
}

/// The one who is called so, if it is one, and the others.
fn found(people: &People, name: &str) -> (Option<u32>, Vec<u32>) {
    // An identifier is a name with hyphens.
    let spaced = name.replace('-', " ");
    let persons = |name: &str| -> Vec<u32> {
        let named = |number: &u32| people.identity(*number).is_person() && people.identity(*number).count() > 0;
        people.called(name).into_iter().filter(named).collect()
    };
    let mut found = persons(name);
    if found.is_empty() && spaced != name {
        found = persons(&spaced);
    }
    // Who is asked for by the name in full is one; others of the name are told beside.
    let id = name_id(name);
    let own = |number: &u32| {
        let one = people.identity(*number);
        one.id() == id || one.forms().any(|(form, _)| form.contains(' ') && name_id(form) == id)
    };
    let (full, alone): (Vec<u32>, Vec<u32>) =
        found.iter().partition(|number| people.identity(**number).listed() == Listed::Person);
    let chosen = match full.iter().copied().filter(own).collect::<Vec<_>>().as_slice() {
        [only] => Some(*only),
        _ if full.len() == 1 => full.first().copied(),
        _ if full.is_empty() && alone.len() == 1 => alone.first().copied(),
        _ => None,
    };
    // Those of the same surname are others, also where one of them is shown by this very name.
    let mut others: Vec<u32> = full.into_iter().chain(alone).filter(|number| Some(*number) != chosen).collect();
    if let Some(chosen) = chosen
        && others.is_empty()
    {
        let all = people.bearing(people.forms_called(name, 1));
        others.extend(all.into_iter().filter(|number| {
            let one = people.identity(*number);
            *number != chosen && one.is_person() && one.count() > 0
        }));
    }
    (chosen, others)
}

/// What the columns of the index say of the articles and the quotations of one person.
#[derive(Default)]
struct Gathered {
    offices: Offices,
    articles: Vec<Option<civil::Date>>,
    countries: FxHashMap<String, u64>,
    near: FxHashMap<String, u64>,
    about_countries: FxHashMap<String, u64>,
    heard: FxHashMap<String, u64>,
    quotations: Vec<(Option<civil::Date>, DocAddress)>,
}

/// Counts of the terms of a column.
struct Tally {
    column: Option<StrColumn>,
    counts: FxHashMap<u64, u64>,
}

impl Tally {
    fn of(segment: &SegmentReader, column: &str) -> Result<Self> {
        Ok(Self { column: segment.fast_fields().str(column)?, counts: FxHashMap::default() })
    }

    fn note(&mut self, document: u32) {
        for ord in self.column.iter().flat_map(|column| column.term_ords(document)) {
            *self.counts.entry(ord).or_default() += 1;
        }
    }

    fn add_to(self, all: &mut FxHashMap<String, u64>) -> Result<()> {
        let Some(column) = &self.column else { return Ok(()) };
        for (ord, count) in self.counts {
            *all.entry(text_of(column, ord)?.unwrap_or_default()).or_default() += count;
        }
        Ok(())
    }
}

/// Reads the columns of all documents in which somebody appears.
fn gather(reader: &Reader, people: &People, person: u32) -> Result<Gathered> {
    let mut all = Gathered::default();
    let mut by_segment: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for address in names::bearing(reader, person)? {
        by_segment.entry(address.segment_ord).or_default().push(address.doc_id);
    }
    for (at, documents) in by_segment {
        let segment = reader.searcher.segment_reader(at);
        let columns = segment.fast_fields();
        let Some(appearances) = columns.str(names::APPEARANCE)? else { continue };
        let published = columns.u64("published")?;
        // Only quotations have a confidence.
        let confidence = columns.u64("confidence").ok();
        let mut near = Tally::of(segment, "country")?;
        let mut about = Tally::of(segment, "quoted_country")?;
        let mut heard = Tally::of(segment, "addressee")?;
        // Each appearance is read once: articles, and the first and the last day.
        let mut seen: FxHashMap<u64, Vec<Option<civil::Date>>> = FxHashMap::default();
        for document in documents {
            let day = published.first(document).and_then(number_day);
            if confidence.as_ref().is_some_and(|column| column.first(document).is_some()) {
                all.quotations.push((day, DocAddress::new(at, document)));
                about.note(document);
                heard.note(document);
                continue;
            }
            all.articles.push(day);
            near.note(document);
            for ord in appearances.term_ords(document) {
                if people.bearer(at as usize, ord).is_some_and(|bearer| bearer.identity == person) {
                    seen.entry(ord).or_default().push(day);
                }
            }
        }
        near.add_to(&mut all.near)?;
        about.add_to(&mut all.about_countries)?;
        heard.add_to(&mut all.heard)?;
        for (ord, days) in seen {
            let term = text_of(&appearances, ord)?.unwrap_or_default();
            let Sort::Person { country, role, .. } = Appearance::parse(&term).sort else { continue };
            if !country.is_empty() {
                *all.countries.entry(country.to_owned()).or_default() += days.len() as u64;
            }
            if !role.is_empty() {
                let country = (!country.is_empty()).then_some(country);
                for day in days {
                    all.offices.note(role, country, day);
                }
            }
        }
    }
    Ok(all)
}

/// Everything that the archive says of one person.
fn portrait(reader: &Reader, people: &People, person: u32, others: Vec<Called>) -> Result<Portrait> {
    let mut all = gather(reader, people, person)?;
    all.quotations.sort_by_key(|(day, address)| (std::cmp::Reverse(*day), *address));
    let latest: Vec<QuotationRecord> =
        all.quotations.iter().take(READ).map(|(_, address)| reader.stored(*address)).collect::<Result<_>>()?;
    let about = topics(reader, &latest)?;
    let identity = people.identity(person);
    let days = || all.articles.iter().filter_map(|day| *day);
    Ok(Portrait {
        id: identity.id(),
        name: identity.name().to_owned(),
        forms: identity.forms().filter(|(_, count)| *count > 0).map(|(form, count)| (form.to_owned(), count)).collect(),
        articles: all.articles.len() as u64,
        first: days().min(),
        last: days().max(),
        offices: all.offices.gathered(),
        countries: ranked(all.countries, usize::MAX),
        named_with: ranked(all.near, LISTED),
        quotations: all.quotations.len() as u64,
        read: latest.len() as u64,
        about_countries: ranked(all.about_countries, LISTED),
        about,
        addressees: ranked(all.heard, LISTED),
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
    /// The words that tell of each wording.
    keys: FxHashMap<String, String>,
}

struct Call {
    /// Its words in order of the alphabet, with the country.
    key: String,
    role: String,
    country: Option<String>,
    day: Option<civil::Date>,
}

impl Offices {
    fn note(&mut self, role: &str, country: Option<&str>, day: Option<civil::Date>) {
        let words = self.keys.entry(role.to_owned()).or_insert_with(|| {
            let phrase = Phrase::of(role);
            let mut words: Vec<&str> = phrase.telling().collect();
            words.sort_unstable();
            words.dedup();
            format!("{}{}", words.join(" "), if phrase.is_past() { " past" } else { "" })
        });
        let key = format!("{words} {}", country.unwrap_or("–"));
        self.calls.push(Call { key, role: role.to_owned(), country: country.map(str::to_owned), day });
    }

    /// One row for each office and interval, the earliest first; what has no date last.
    fn gathered(mut self) -> Vec<Office> {
        self.calls.sort_by(|a, b| (&a.key, a.day.is_none(), a.day).cmp(&(&b.key, b.day.is_none(), b.day)));
        let mut offices: Vec<Office> = Vec::new();
        let mut run: Vec<&Call> = Vec::new();
        let close = |run: &mut Vec<&Call>, offices: &mut Vec<Office>| {
            let Some(first) = run.first() else { return };
            let mut wordings: FxHashMap<String, u64> = FxHashMap::default();
            for call in run.iter() {
                *wordings.entry(call.role.clone()).or_default() += 1;
            }
            offices.push(Office {
                role: ranked(wordings, 1).into_iter().next().map(|(role, _)| role).unwrap_or_default(),
                country: first.country.clone(),
                first: first.day,
                last: run.iter().filter_map(|call| call.day).max(),
                articles: run.len() as u64,
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

/// The words of quotations that tell them from what others say: those met in several, weighted by how few of all
/// quotations have them.
fn topics(reader: &Reader, quotations: &[QuotationRecord]) -> Result<Vec<(String, u64)>> {
    let mut counts: FxHashMap<String, (u64, FxHashMap<String, u64>)> = FxHashMap::default();
    for record in quotations {
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
    Ok(scored.into_iter().map(|(_, word, count)| (word, count)).collect())
}

/// The name by which a decision is kept, for what a user wrote: one of the full names that articles give the person whom
/// `who` would show, or else the surname that nobody owns.
///
/// # Errors
/// [`Error::Query`] where nobody or several people are called so.
pub fn form_of(reader: &Reader, name: &str) -> Result<String> {
    let people = names::everybody(reader)?;
    let number = match found(&people, name) {
        (Some(chosen), _) => chosen,
        (None, others) if others.is_empty() => {
            return Err(Error::Query(format!(
                "error: the archive names nobody “{name}”\nhelp: demarche facets person lists names; give one as it is written there"
            )));
        }
        (None, others) => {
            let names: Vec<&str> = others.iter().take(8).map(|number| people.identity(*number).name()).collect();
            return Err(Error::Query(format!(
                "error: “{name}” may be any of {}\nhelp: give one of these names in full",
                names.join(", ")
            )));
        }
    };
    let one = people.identity(number);
    let id = name_id(name);
    let full = |form: &&str| form.contains(' ') || one.listed() == Listed::Surname;
    let own = one.forms().map(|(form, _)| form).filter(full).find(|form| name_id(form) == id);
    let most = || one.forms().map(|(form, _)| form).find(full);
    Ok(own.or_else(most).unwrap_or_else(|| one.name()).to_owned())
}
