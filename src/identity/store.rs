//! The table of people beside the index: made after each run that changed it, read by every question; made anew in memory
//! where it is not there, or of another state of the index, or where the user's decisions are no longer those.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::{
    SegmentReader, Term,
    columnar::StrColumn,
    query::{EnableScoring, Query, TermQuery},
    schema::IndexRecordOption,
};

use super::{
    decide::{Seen, decide},
    nobody::Others,
    packed::Numbers,
    people::{People, UNKNOWN},
};
use crate::{
    error::{Error, Result},
    index::{
        Reader,
        reader::{each_document, texts_of},
        schema::kind,
        writer::PEOPLE,
    },
};

/// Version of the file and of what decides.
const VERSION: u32 = 1;

/// What a table was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct MadeOf {
    version: u32,
    /// Hash of the user's decisions.
    aliases: [u8; 32],
    /// Segments in their order, with the number of documents deleted from them.
    segments: Vec<(String, u32)>,
}

impl MadeOf {
    fn of(reader: &Reader) -> Self {
        let segments = reader.searcher.segment_readers().iter();
        Self {
            version: VERSION,
            aliases: *blake3::hash(toml::to_string(&*reader.aliases).unwrap_or_default().as_bytes()).as_bytes(),
            segments: segments.map(|s| (s.segment_id().uuid_string(), s.num_deleted_docs())).collect(),
        }
    }
}

fn path(directory: &Path) -> PathBuf {
    directory.join(PEOPLE)
}

/// Who is whom in the archive, as the index and the user's decisions now stand.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub fn people(reader: &Reader) -> Result<Arc<People>> {
    reader.once("people", || {
        let made_of = MadeOf::of(reader);
        if let Some(people) = reader.directory().and_then(|directory| read(directory, &made_of)) {
            return Ok(people);
        }
        make(reader)
    })
}

fn read(directory: &Path, made_of: &MadeOf) -> Option<People> {
    let bytes = fs::read(path(directory)).ok()?;
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
    if blake3::hash(body).as_bytes().as_slice() != sum {
        return None;
    }
    let (own, rest): (MadeOf, &[u8]) = postcard::take_from_bytes(body).ok()?;
    if own != *made_of {
        return None;
    }
    postcard::from_bytes(rest).ok()
}

/// Decides who is whom in the index in a directory and writes the table beside it, where it is not there already.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read; [`Error::File`] if the table cannot be written.
pub fn update(directory: &Path) -> Result<Arc<People>> {
    let reader = Reader::open(directory)?;
    let made_of = MadeOf::of(&reader);
    if let Some(people) = read(directory, &made_of) {
        return Ok(Arc::new(people));
    }
    let people = make(&reader)?;
    let mut bytes = postcard::to_stdvec(&made_of).map_err(|error| Error::Engine(error.to_string()))?;
    bytes.extend(postcard::to_stdvec(&people).map_err(|error| Error::Engine(error.to_string()))?);
    let sum = blake3::hash(&bytes);
    bytes.extend(sum.as_bytes());
    let file = path(directory);
    let part = directory.join(format!("{PEOPLE}.part"));
    fs::write(&part, bytes)
        .and_then(|()| fs::rename(&part, &file))
        .map_err(|source| Error::File { path: file, source })?;
    Ok(Arc::new(people))
}

/// Decides who is whom in an index.
fn make(reader: &Reader) -> Result<People> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut places: FxHashMap<String, u32> = FxHashMap::default();
    let mut of_terms: Vec<Vec<u32>> = Vec::new();
    for segment in reader.searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str("appearance")? else {
            of_terms.push(Vec::new());
            continue;
        };
        let articles = counts(reader, segment, &column, kind::ARTICLE)?;
        let quotations = counts(reader, segment, &column, kind::QUOTATION)?;
        let mut own = Vec::with_capacity(column.num_terms());
        for (ord, term) in texts_of(&column)?.into_iter().enumerate() {
            let (articles, quotations) = (articles[ord], quotations[ord]);
            // What only deleted documents have decides nothing.
            if articles + quotations == 0 {
                own.push(UNKNOWN);
                continue;
            }
            let place = *places.entry(term).or_insert_with_key(|term| {
                seen.push(Seen { term: term.clone(), articles: 0, quotations: 0 });
                seen.len() as u32 - 1
            });
            seen[place as usize].articles += articles;
            seen[place as usize].quotations += quotations;
            own.push(place);
        }
        of_terms.push(own);
    }
    drop(places);
    // In an order that does not depend on how the articles came.
    let mut order: Vec<u32> = (0..seen.len() as u32).collect();
    order.sort_by(|a, b| seen[*a as usize].term.cmp(&seen[*b as usize].term));
    let mut place = vec![UNKNOWN; seen.len()];
    for (new, old) in (0..).zip(&order) {
        place[*old as usize] = new;
    }
    seen.sort_by(|a, b| a.term.cmp(&b.term));
    let named = other_names(reader)?;
    let others = Others::of(named.iter().map(|(name, articles)| (name.as_str(), *articles)));
    let decided = decide(&seen, &others, &reader.aliases);
    let (mut people, bearers) = People::of(&seen, &decided);
    for own in &mut of_terms {
        for number in own.iter_mut().filter(|number| **number != UNKNOWN) {
            *number = bearers[place[*number as usize] as usize];
        }
    }
    people.articles = articles(reader, &people, &of_terms)?;
    people.of_index_terms = index_terms(reader, &of_terms)?;
    people.of_terms = of_terms.into_iter().map(Numbers::of).collect();
    Ok(people)
}

/// How many articles name each identity, by whatever names.
fn articles(reader: &Reader, people: &People, of_terms: &[Vec<u32>]) -> Result<Numbers> {
    let query = TermQuery::new(Term::from_field_text(reader.fields.kind, kind::ARTICLE), IndexRecordOption::Basic);
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    let mut counts: Vec<u32> = vec![0; people.len()];
    for (segment, own) in reader.searcher.segment_readers().iter().zip(of_terms) {
        let Some(column) = segment.fast_fields().str("appearance")? else { continue };
        let identities: Vec<u32> = own.iter().map(|number| people.identity_of(*number).unwrap_or(UNKNOWN)).collect();
        let mut named: Vec<u32> = Vec::new();
        each_document(&*weight, segment, |document| {
            named.clear();
            named.extend(column.term_ords(document).filter_map(|ord| identities.get(ord as usize)));
            named.sort_unstable();
            named.dedup();
            for identity in named.iter().filter(|identity| **identity != UNKNOWN) {
                counts[*identity as usize] += 1;
            }
        })?;
    }
    Ok(Numbers::of(counts))
}

/// How many documents of a kind have each term of a column.
fn counts(reader: &Reader, segment: &SegmentReader, column: &StrColumn, kind: &str) -> Result<Vec<u32>> {
    let query = TermQuery::new(Term::from_field_text(reader.fields.kind, kind), IndexRecordOption::Basic);
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    let mut counts = vec![0; column.num_terms()];
    each_document(&*weight, segment, |document| {
        for ord in column.term_ords(document) {
            counts[ord as usize] += 1;
        }
    })?;
    Ok(counts)
}

/// Names of organisations and places with the number of articles that have them.
fn other_names(reader: &Reader) -> Result<Vec<(String, u32)>> {
    let mut found: FxHashMap<String, u32> = FxHashMap::default();
    for segment in reader.searcher.segment_readers() {
        for name in ["organisation", "place"] {
            let Some(column) = segment.fast_fields().str(name)? else { continue };
            let counts = counts(reader, segment, &column, kind::ARTICLE)?;
            for (term, count) in texts_of(&column)?.into_iter().zip(counts) {
                *found.entry(term).or_default() += count;
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// The numbers of terms in the dictionary of the index, where a column has others: a merge may drop terms from one of them.
fn index_terms(reader: &Reader, of_terms: &[Vec<u32>]) -> Result<Vec<Option<Numbers>>> {
    let mut all = Vec::new();
    for (segment, own) in reader.searcher.segment_readers().iter().zip(of_terms) {
        let index = segment.inverted_index(reader.fields.appearance)?;
        if index.terms().num_terms() == own.len() {
            all.push(None);
            continue;
        }
        let Some(column) = segment.fast_fields().str("appearance")? else {
            all.push(None);
            continue;
        };
        let by_text: FxHashMap<String, u32> = texts_of(&column)?.into_iter().zip(own.iter().copied()).collect();
        let mut numbers = Vec::with_capacity(index.terms().num_terms());
        let mut stream = index.terms().stream().map_err(|error| Error::Engine(error.to_string()))?;
        while stream.advance() {
            let text = String::from_utf8_lossy(stream.key());
            numbers.push(by_text.get(&*text).copied().unwrap_or(UNKNOWN));
        }
        all.push(Some(Numbers::of(numbers)));
    }
    Ok(all)
}
