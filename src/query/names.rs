//! The names of people that an index holds, and the people they are: gathered for one question from its columns.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    DocAddress, Term,
    columnar::StrColumn,
    query::{BooleanQuery, EnableScoring, Occur, Query, TermQuery},
    schema::IndexRecordOption,
};

use super::{
    ast::Text,
    identity::{Identity, People},
};
use crate::{
    annotate::{known_people, person::name_id},
    error::{Error, Result},
    index::{
        Reader,
        reader::each_document,
        schema::kind,
        tokenizer::{full_name_key, name_key, words},
    },
};

/// Where names of people stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// In the articles.
    People,
    /// As speakers of quotations, people only.
    Speakers,
}

impl Named {
    /// That of a facet which counts people, all names of one together.
    pub(super) fn of_facet(name: &str) -> Option<Self> {
        match name {
            "person" => Some(Self::People),
            "speaker" => Some(Self::Speakers),
            _ => None,
        }
    }

    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::People => "person",
            Self::Speakers => "speaker",
        }
    }
}

fn engine(error: std::io::Error) -> Error {
    tantivy::TantivyError::from(error).into()
}

/// The text of a term of a column.
pub(super) fn text_of(column: &StrColumn, ord: u64) -> Result<Option<String>> {
    let mut text = String::new();
    Ok(column.ord_to_str(ord, &mut text).map_err(engine)?.then_some(text))
}

/// All terms of a column, in order of their numbers.
fn all_texts(column: &StrColumn) -> Result<Vec<String>> {
    let mut texts = Vec::with_capacity(column.num_terms());
    let mut terms = column.dictionary().stream().map_err(engine)?;
    while terms.advance() {
        texts.push(String::from_utf8_lossy(terms.key()).into_owned());
    }
    Ok(texts)
}

/// For each term of a column the value that is counted: of a person the name that is shown, of nobody none; without people
/// the term itself.
pub(super) fn shown(reader: &Reader, column: &StrColumn, people: Option<&People>) -> Result<Vec<Option<String>>> {
    let value = |name: String| match people {
        Some(_) if name.is_empty() || reader.aliases.is_forgotten(&name_id(&name)) => None,
        Some(people) => Some(people.bearer(&name).map_or(name, |person| people.all()[person].name.clone())),
        None => Some(name),
    };
    Ok(all_texts(column)?.into_iter().map(value).collect())
}

/// Names with the number of documents that a query finds for each. A speaker must be a person.
fn count(reader: &Reader, query: &dyn Query, named: Named) -> Result<FxHashMap<String, u64>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for segment in reader.searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(named.column())? else { continue };
        let mut of_ord = vec![0u64; column.num_terms()];
        each_document(&*weight, segment, |document| {
            for ord in column.term_ords(document) {
                of_ord[ord as usize] += 1;
            }
        })?;
        let found: Vec<usize> = (0..of_ord.len()).filter(|ord| of_ord[*ord] > 0).collect();
        // Each look-up unpacks a block of names: for many of them, all are unpacked once.
        if found.len() > 50 {
            for (name, count) in all_texts(&column)?.into_iter().zip(of_ord).filter(|(_, count)| *count > 0) {
                *counts.entry(name).or_default() += count;
            }
            continue;
        }
        for ord in found {
            if let Some(name) = text_of(&column, ord as u64)? {
                *counts.entry(name).or_default() += of_ord[ord];
            }
        }
    }
    Ok(counts)
}

fn one(reader: &Reader, field: &str, key: &str) -> Result<Box<dyn Query>> {
    let field = reader.searcher.schema().get_field(field)?;
    Ok(Box::new(TermQuery::new(Term::from_field_text(field, key), IndexRecordOption::Basic)))
}

fn every(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Must, query)).collect()))
}

/// All documents in which names of people stand.
fn all(reader: &Reader, named: Named) -> Result<Box<dyn Query>> {
    Ok(match named {
        Named::People => one(reader, "kind", kind::ARTICLE)?,
        Named::Speakers => every(vec![one(reader, "kind", kind::QUOTATION)?, one(reader, "class", "person")?]),
    })
}

/// Everybody whom the archive names.
///
/// Names of people in articles decide who is whom, for speakers too, so that one answer does not contradict another;
/// what is counted is articles.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn everybody(reader: &Reader) -> Result<Arc<People>> {
    reader.once("everybody", || {
        let mut counts = count(reader, &*all(reader, Named::People)?, Named::People)?;
        for (name, count) in count(reader, &*all(reader, Named::Speakers)?, Named::Speakers)? {
            counts.entry(name).or_insert(count);
        }
        Ok(People::of(counts, &reader.aliases))
    })
}

/// Everybody who may be called so, with all their names; found by the words of the name, what the user decided, and the
/// table of those known to all.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn called(reader: &Reader, name: &str) -> Result<Vec<Identity>> {
    let mut asked: Vec<String> = vec![name.to_owned()];
    asked.extend(known_people::forms(name).iter().map(|form| (*form).to_owned()));
    let keys = full_name_key(name);
    for merge in &reader.aliases.merge {
        let forms = || std::iter::once(&merge.name).chain(&merge.forms);
        if forms().any(|form| contains(&full_name_key(form), &keys)) {
            asked.extend(forms().cloned());
        }
    }
    for rename in &reader.aliases.rename {
        if contains(&full_name_key(&rename.to), &keys) {
            asked.push(rename.from.clone());
        }
    }
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for named in [Named::People, Named::Speakers] {
        let mut seen = FxHashSet::default();
        for form in &asked {
            // The family name stands last, or first, as in Beijing.
            let keys: Vec<String> = words(form).map(|w| name_key(&form[w.start..w.end])).collect();
            for key in keys.first().into_iter().chain(keys.last()) {
                if !seen.insert(key.clone()) || key.chars().count() < 2 {
                    continue;
                }
                let query = every(vec![all(reader, named)?, one(reader, named.column(), key)?]);
                for (found, count) in count(reader, &*query, named)? {
                    let known = counts.entry(found).or_default();
                    *known = if named == Named::People { (*known).max(count) } else { (*known).max(1) };
                }
            }
        }
    }
    let people = People::of(counts, &reader.aliases);
    let fits = |identity: &&Identity| {
        let own = contains(&full_name_key(&identity.name), &keys)
            || identity.id == name_id(name)
            || identity.forms.iter().any(|(form, _)| contains(&full_name_key(form), &keys));
        own || known_people::surname_id(name).is_some_and(|known| identity.id == known)
    };
    Ok(people.all().iter().filter(fits).cloned().collect())
}

/// Whether the words of a name all stand in another, in order, at most one other between two.
fn contains(name: &str, asked: &str) -> bool {
    let (name, asked): (Vec<&str>, Vec<&str>) = (name.split(' ').collect(), asked.split(' ').collect());
    let Some((first, rest)) = asked.split_first() else { return false };
    (0..name.len()).filter(|at| name[*at] == *first).any(|start| {
        let mut at = start;
        rest.iter().all(|word| {
            let next = (at + 1..name.len().min(at + 3)).find(|i| name[*i] == *word);
            at = next.unwrap_or(at);
            next.is_some()
        })
    })
}

/// Other names of those who are asked for by name: those that the words asked for would not find.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn also(reader: &Reader, text: &Text) -> Result<Vec<String>> {
    let (Text::Word { text, exact: false } | Text::Phrase { text, exact: false, .. }) = text else {
        return Ok(Vec::new());
    };
    let keys = full_name_key(text);
    let alone = !keys.contains(' ');
    // A surname finds its transliterations by itself.
    if alone && reader.aliases.is_empty() && known_people::forms(text).is_empty() {
        return Ok(Vec::new());
    }
    let mut also = Vec::new();
    for identity in called(reader, text)? {
        for (form, _) in &identity.forms {
            // A surname alone is asked for by itself.
            let full = form.contains(' ') || reader.aliases.merged(&name_id(form)).is_some();
            if full && !contains(&full_name_key(form), &keys) {
                also.push(form.clone());
            }
        }
    }
    also.sort();
    also.dedup();
    Ok(also)
}

/// Documents in which one of the forms stands, whole.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn bearing(reader: &Reader, identity: &Identity, named: Named) -> Result<Vec<DocAddress>> {
    let mut found = Vec::new();
    for (form, _) in &identity.forms {
        let Some(last) = words(form).last().map(|word| name_key(&form[word.start..word.end])) else { continue };
        let weight =
            one(reader, named.column(), &last)?.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
        for (ord, segment) in (0..).zip(reader.searcher.segment_readers()) {
            let Some(column) = segment.fast_fields().str(named.column())? else { continue };
            let Some(own) = column.dictionary().term_ord(form.as_bytes()).map_err(engine)? else {
                continue;
            };
            each_document(&*weight, segment, |document| {
                if column.term_ords(document).any(|ord| ord == own) {
                    found.push(DocAddress::new(ord, document));
                }
            })?;
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// How many quotations have a stem among their words.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn quotations_with(reader: &Reader, stem: &str) -> Result<u64> {
    Ok(reader.searcher.doc_freq(&Term::from_field_text(reader.fields.quote_text, stem))?)
}
