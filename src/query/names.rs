//! Whom a name asks for, where they stand in the index, and what answers show of them: all through the archive's one table
//! of people.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term, columnar::StrColumn, index::SegmentId,
    schema::IndexRecordOption,
};

use super::{
    ast::{Piece, Text, pieces},
    distance,
    plan::wild,
};
use crate::{
    error::{Error, Result},
    identity::{self, Bearer, People},
    index::{
        ArticleRecord, QuotationRecord, Reader,
        reader::texts_of,
        tokenizer::{fold, lower, words},
    },
};

/// The column of who appears.
pub(super) const APPEARANCE: &str = "appearance";

/// Whether a facet counts people or other speakers.
pub(super) fn is_of_people(facet: &str) -> bool {
    matches!(facet, "person" | "speaker")
}

fn engine(error: std::io::Error) -> Error {
    tantivy::TantivyError::from(error).into()
}

/// The values that a facet counts in a segment.
pub(super) struct Counted {
    /// Each value once: of people and other speakers the name that is shown, else the term itself.
    pub(super) values: Vec<String>,
    /// For each term of the column the number of its value; [`UNCOUNTED`] where it has none.
    pub(super) of_term: Vec<u32>,
}

/// The number of a term that is of nobody.
pub(super) const UNCOUNTED: u32 = u32::MAX;

/// The values that a facet counts in a segment's column.
pub(super) fn counted(reader: &Reader, facet: &str, segment: usize, column: &StrColumn) -> Result<Counted> {
    if !is_of_people(facet) {
        let values = texts_of(column)?;
        let of_term = (0..values.len() as u32).collect();
        return Ok(Counted { values, of_term });
    }
    let people = everybody(reader)?;
    let mut values = Vec::new();
    let mut place: Vec<u32> = vec![UNCOUNTED; people.len()];
    let mut of_term = Vec::with_capacity(column.num_terms());
    for number in people.of_column(segment) {
        let identity = number.map(|number| people.identity(number));
        let Some((number, identity)) = number.zip(identity).filter(|(_, one)| facet == "speaker" || one.is_person())
        else {
            of_term.push(UNCOUNTED);
            continue;
        };
        let place = &mut place[number as usize];
        if *place == UNCOUNTED {
            values.push(identity.name().to_owned());
            *place = values.len() as u32 - 1;
        }
        of_term.push(*place);
    }
    Ok(Counted { values, of_term })
}

/// Everybody of the archive.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn everybody(reader: &Reader) -> Result<Arc<People>> {
    identity::people(reader)
}

/// Whom a text asks for.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    /// These, by whatever name.
    Identities(FxHashSet<u32>),
    /// Those who are called by these names in the article.
    Forms(FxHashSet<u32>),
}

impl Asked {
    /// Whether it asks for the bearer.
    pub(super) fn has(&self, bearer: &Bearer) -> bool {
        match self {
            Self::Identities(identities) => identities.contains(&bearer.identity),
            Self::Forms(forms) => forms.contains(&bearer.form),
        }
    }

    /// The identities that are asked for.
    pub(super) fn identities(&self, people: &People) -> Vec<u32> {
        match self {
            Self::Identities(identities) => identities.iter().copied().collect(),
            Self::Forms(forms) => people.bearing(forms.iter().copied()),
        }
    }
}

/// Whom a text asks for: a name, a part of one, a pattern; exactly (`=`), those whom an article calls by these words as
/// they are written, or in quotation marks (`="…"`) the one who is listed so.
pub(super) fn asked(people: &People, asked: &Text) -> Asked {
    let all = |numbers: Vec<u32>| Asked::Identities(numbers.into_iter().collect());
    match asked {
        Text::Word { text, exact: false } => all(people.called(text)),
        Text::Phrase { text, slop, exact: false } => {
            if *slop > 1 {
                return all(people.bearing(people.forms_called(text, *slop as usize)));
            }
            all(people.called(text))
        }
        Text::Word { text: name, exact: true } | Text::Phrase { text: name, exact: true, .. } => {
            if matches!(asked, Text::Phrase { .. })
                && let Some(shown) = people.shown_as(name)
            {
                return all(vec![shown]);
            }
            written(people, name)
        }
        Text::Wild { pattern } => {
            let lowered = lower(pattern);
            let pattern: Vec<Piece> = pieces(&lowered).collect();
            all(people.bearing(people.forms_matching(|word| wild(&pattern, word) || wild(&pattern, &fold(word)))))
        }
        Text::Fuzzy { text, distance } => {
            let word = fold(&lower(text));
            all(people.bearing(people.forms_matching(|other| distance::within(&word, &fold(other), *distance))))
        }
    }
}

/// Those whom an article calls by these words, as they are written but for capitals.
pub(super) fn written(people: &People, name: &str) -> Asked {
    let wanted: Vec<String> = words(name).map(|word| lower(&name[word.start..word.end])).collect();
    let has = |form: &u32| {
        let form = people.form(*form);
        let own: Vec<String> = words(form).map(|word| lower(&form[word.start..word.end])).collect();
        own.windows(wanted.len().max(1)).any(|window| window == wanted)
    };
    Asked::Forms(people.forms_called(name, 1).into_iter().filter(has).collect())
}

/// The documents of a segment in which somebody appears of whom a test holds, ascending, deleted ones too.
fn in_segment(
    reader: &Reader,
    people: &People,
    at: usize,
    segment: &SegmentReader,
    test: &impl Fn(&Bearer) -> bool,
) -> Result<Vec<DocId>> {
    let index = segment.inverted_index(reader.fields.appearance)?;
    let mut documents = Vec::new();
    let mut key = Vec::new();
    for term in people.terms(at, test) {
        index.terms().ord_to_term(term, &mut key).map_err(engine)?;
        let Some(info) = index.terms().get(&key).map_err(engine)? else { continue };
        let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic).map_err(engine)?;
        let mut document = postings.doc();
        while document != TERMINATED {
            documents.push(document);
            document = postings.advance();
        }
    }
    documents.sort_unstable();
    documents.dedup();
    Ok(documents)
}

/// All documents in which somebody appears of whom a test holds.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn documents(reader: &Reader, test: impl Fn(&Bearer) -> bool) -> Result<FxHashMap<SegmentId, Vec<DocId>>> {
    let people = everybody(reader)?;
    let mut found = FxHashMap::default();
    for (at, segment) in reader.searcher.segment_readers().iter().enumerate() {
        found.insert(segment.segment_id(), in_segment(reader, &people, at, segment, &test)?);
    }
    Ok(found)
}

/// The living documents in which somebody appears, in order.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn bearing(reader: &Reader, identity: u32) -> Result<Vec<DocAddress>> {
    let people = everybody(reader)?;
    let mut found = Vec::new();
    for (at, segment) in reader.searcher.segment_readers().iter().enumerate() {
        let alive = segment.alive_bitset();
        let own = in_segment(reader, &people, at, segment, &|bearer: &Bearer| bearer.identity == identity)?;
        let living = own.into_iter().filter(|document| alive.is_none_or(|alive| alive.is_alive(*document)));
        found.extend(living.map(|document| DocAddress::new(at as u32, document)));
    }
    Ok(found)
}

/// Those who appear in a document, in its order.
pub(super) fn bearers(reader: &Reader, people: &People, address: DocAddress) -> Result<Vec<Bearer>> {
    let columns = reader.searcher.segment_reader(address.segment_ord).fast_fields();
    let Some(column) = columns.str(APPEARANCE)? else { return Ok(Vec::new()) };
    let segment = address.segment_ord as usize;
    Ok(column.term_ords(address.doc_id).filter_map(|ord| people.bearer(segment, ord)).collect())
}

/// A quotation as the archive knows its speakers.
///
/// # Errors
/// [`Error::Engine`] if it cannot be read.
pub(super) fn quotation_at(reader: &Reader, address: DocAddress) -> Result<QuotationRecord> {
    let mut record: QuotationRecord = reader.stored(address)?;
    let Some(written) = record.quotation.speaker.clone() else { return Ok(record) };
    let people = everybody(reader)?;
    let speakers = bearers(reader, &people, address)?;
    let known: Vec<_> = speakers.iter().map(|bearer| (bearer, people.identity(bearer.identity))).collect();
    let listed: Vec<_> = known.iter().filter(|(_, one)| one.listed() != identity::Listed::Nobody).collect();
    let quotation = &mut record.quotation;
    if listed.is_empty() {
        // What the user called nobody speaks nowhere.
        quotation.speaker = None;
        quotation.speaker_ids.clear();
        quotation.speaker_class = None;
        return Ok(record);
    }
    let mut names: Vec<&str> = Vec::new();
    quotation.speaker_ids.clear();
    for (bearer, one) in listed {
        // Who is no person is called as the article says.
        let name = if one.is_person() { one.name() } else { people.form(bearer.form) };
        if !names.contains(&name) {
            names.push(name);
            if one.is_person() {
                quotation.speaker_ids.push(one.id());
            }
        }
    }
    let shown = names.join("; ");
    record.because = speakers.iter().find_map(|bearer| bearer.because.told());
    record.written = (shown != written).then_some(written);
    quotation.speaker = Some(shown);
    Ok(record)
}

/// An article's record as the archive knows its people; with its text if `whole`.
///
/// # Errors
/// [`Error::Engine`] if it cannot be read.
pub(super) fn article_at(reader: &Reader, address: DocAddress, whole: bool) -> Result<ArticleRecord> {
    let mut record: ArticleRecord = if whole { reader.article_at(address)? } else { reader.stored(address)? };
    let people = everybody(reader)?;
    let bearers = bearers(reader, &people, address)?;
    if bearers.len() != record.people.len() {
        return Ok(record);
    }
    let given = std::mem::take(&mut record.people);
    for (mut person, bearer) in given.into_iter().zip(bearers) {
        let one = people.identity(bearer.identity);
        if !one.is_person() {
            continue;
        }
        one.name().clone_into(&mut person.name);
        match record.people.iter_mut().find(|other| other.name == person.name) {
            Some(other) => other.mentions += person.mentions,
            None => record.people.push(person),
        }
    }
    Ok(record)
}

/// How many quotations have a stem among their words.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(super) fn quotations_with(reader: &Reader, stem: &str) -> Result<u64> {
    Ok(reader.searcher.doc_freq(&Term::from_field_text(reader.fields.quote_text, stem))?)
}
