//! Clusters of articles that are copies of one another: the same wire story in several outlets.
//!
//! Two articles are copies if they share at least half (or another share, as the user says) of their three-word
//! sequences, have nearly the same numbers and names, and appear within a week of each other. Likely pairs are found by
//! their signatures (locality-sensitive hashing, 21 bands of three bytes); each is then read, and every member of a
//! cluster is a copy of its first article, so that no chain of small changes joins what is not alike.
//!
//! Clusters are made anew after each run that changed the index and kept beside it in `copies.json`, by segment and
//! document. They are a convenience of answers, nothing depends on them: without the file every article stands alone.

use std::{
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use tantivy::{DocAddress, DocId, SegmentReader, TantivyDocument, schema::Value};

use super::{
    document::number_day,
    reader::Reader,
    schema::kind,
    sketch::{self, SIGNATURE, compared, shingles},
};
use crate::{
    date::days_between,
    error::{Error, Result},
};

/// Name of the file beside the index.
pub(super) const FILE: &str = "copies.json";

/// The share of three-word sequences that makes two articles copies, where the user says nothing.
pub const RESEMBLANCE: f64 = 0.5;

/// How many days apart copies may appear.
const DAYS: i64 = 7;

/// Shorter texts, in words, are copies only under the same title or word for word.
const SHORT: usize = 40;

/// The least share of the numbers and of the names of either article that the other has too.
const DETAILS: f64 = 0.9;

/// The least resemblance of tables: texts of which more than one word in [`TABLE_NUMBERS`] is a number.
const TABLE: f64 = 0.9;
const TABLE_NUMBERS: usize = 6;

/// Numbers that are written out. “One” is mostly a pronoun.
const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty",
    "forty", "fifty", "dozen",
];

/// Bytes of a signature that must be equal for two articles to be compared.
const ROWS: usize = 3;

/// How many articles are kept in memory while they are compared.
const KEPT: usize = 256;

/// The clusters of an index.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clusters {
    /// The share of three-word sequences that makes two articles copies.
    pub resemblance: f64,
    /// How many clusters there are, each of two articles or more.
    pub clusters: u32,
    /// By segment: its documents that belong to a cluster, in order, with the number of the cluster.
    segments: FxHashMap<String, Vec<(DocId, u32)>>,
    /// All segments with the number of documents deleted from them, when this was made.
    made_of: Vec<(String, u32)>,
}

impl Clusters {
    /// Those of the index in a directory; none where there is no file or one that cannot be read.
    pub fn read(directory: &Path) -> Self {
        let text = fs::read(path(directory)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// The documents of a segment that belong to clusters, in order, with the number of their cluster.
    pub fn of_segment(&self, segment: &SegmentReader) -> &[(DocId, u32)] {
        self.segments.get(&segment.segment_id().uuid_string()).map_or(&[], Vec::as_slice)
    }

    /// The cluster of a document.
    pub fn of(&self, reader: &Reader, address: DocAddress) -> Option<u32> {
        let own = self.of_segment(reader.searcher.segment_reader(address.segment_ord));
        own.binary_search_by_key(&address.doc_id, |(document, _)| *document).ok().map(|at| own[at].1)
    }

    /// How many articles are copies of an earlier one.
    pub fn copies(&self) -> u64 {
        self.segments.values().map(Vec::len).sum::<usize>() as u64 - u64::from(self.clusters)
    }
}

/// Whether there is a file that makes no sense.
pub(super) fn is_damaged(directory: &Path) -> bool {
    fs::read(path(directory)).is_ok_and(|text| serde_json::from_slice::<Clusters>(&text).is_err())
}

fn path(directory: &Path) -> PathBuf {
    directory.join(FILE)
}

/// Makes the clusters of an index and writes them beside it; as before, where nothing has changed. `resemblance` is the
/// least share of three-word sequences, 0.5 to 1; `None` for what it was, at first [`RESEMBLANCE`].
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read, [`Error::File`] if the file cannot be written.
pub fn update(directory: &Path, resemblance: Option<f64>) -> Result<Clusters> {
    let before = Clusters::read(directory);
    let known = if before.resemblance > 0.0 { before.resemblance } else { RESEMBLANCE };
    let resemblance = resemblance.unwrap_or(known);
    let reader = Reader::open(directory)?;
    let segments = reader.searcher.segment_readers();
    let made_of: Vec<(String, u32)> =
        segments.iter().map(|segment| (segment.segment_id().uuid_string(), segment.num_deleted_docs())).collect();
    if before.made_of == made_of && before.resemblance.to_bits() == resemblance.to_bits() {
        return Ok(before);
    }
    let clusters = Clusters { made_of, ..make(&reader, resemblance)? };
    let text = serde_json::to_vec(&clusters).map_err(|e| Error::Engine(e.to_string()))?;
    let (path, part) = (path(directory), directory.join(format!("{FILE}.part")));
    fs::write(&part, text).and_then(|()| fs::rename(&part, &path)).map_err(|source| Error::File { path, source })?;
    Ok(clusters)
}

/// What is known of an article before it is read.
struct Entry {
    address: DocAddress,
    /// First day on which it may have been published.
    day: Option<jiff::civil::Date>,
    signature: [u8; SIGNATURE],
}

fn entries(reader: &Reader) -> Result<Vec<Entry>> {
    // Made large enough at once: growing would need three times the room.
    let mut entries = Vec::with_capacity(usize::try_from(reader.count(kind::ARTICLE)?).unwrap_or(0));
    for (ord, segment) in (0u32..).zip(reader.searcher.segment_readers()) {
        let columns = segment.fast_fields();
        let (signatures, days) = (columns.u64("signature")?, columns.u64("published")?);
        for doc_id in segment.doc_ids_alive() {
            let mut signature = [0; SIGNATURE];
            let mut parts = signatures.values_for_doc(doc_id);
            let mut any = false;
            for (eight, part) in signature.as_chunks_mut::<8>().0.iter_mut().zip(&mut parts) {
                *eight = part.to_le_bytes();
                any = true;
            }
            if any {
                let day = days.first(doc_id).and_then(number_day);
                entries.push(Entry { address: DocAddress::new(ord, doc_id), day, signature });
            }
        }
    }
    Ok(entries)
}

fn make(reader: &Reader, resemblance: f64) -> Result<Clusters> {
    let mut entries = entries(reader)?;
    // The earliest is the first of its cluster, one without a date the last.
    entries.sort_unstable_by_key(|entry| (entry.day.is_none(), entry.day, entry.address));
    let likely = likely(&entries, resemblance);
    // The signatures have done their work, and are most of it.
    let mut places: Vec<(DocAddress, Option<jiff::civil::Date>)> = Vec::with_capacity(entries.len());
    places.extend(entries.iter().map(|entry| (entry.address, entry.day)));
    drop(entries);
    // By article: the first of its cluster.
    let mut first: Vec<u32> = (0u32..).take(places.len()).collect();
    let mut texts: FxHashMap<u32, Rc<Details>> = FxHashMap::default();
    for pairs in likely.chunk_by(|a, b| a.0 == b.0) {
        let later = pairs[0].0;
        let mut firsts: Vec<u32> = pairs.iter().map(|(_, earlier)| first[*earlier as usize]).collect();
        firsts.sort_unstable();
        firsts.dedup();
        for earlier in firsts.into_iter().filter(|earlier| *earlier != later) {
            if !near(places[earlier as usize].1, places[later as usize].1) {
                continue;
            }
            let mut details = |which: u32| -> Result<Rc<Details>> {
                if let Some(known) = texts.get(&which) {
                    return Ok(Rc::clone(known));
                }
                if texts.len() >= KEPT {
                    texts.clear();
                }
                let read = Rc::new(Details::read(reader, places[which as usize].0)?);
                texts.insert(which, Rc::clone(&read));
                Ok(read)
            };
            if copies(&*details(earlier)?, &*details(later)?, resemblance) {
                first[later as usize] = earlier;
                break;
            }
        }
    }
    let mut size: Vec<u32> = vec![0; first.len()];
    for first in &first {
        size[*first as usize] += 1;
    }
    let mut clusters = Clusters { resemblance, ..Clusters::default() };
    let mut number: FxHashMap<u32, u32> = FxHashMap::default();
    for ((address, _), first) in places.iter().zip(&first).filter(|(_, first)| size[**first as usize] > 1) {
        let own = *number.entry(*first).or_insert_with(|| {
            clusters.clusters += 1;
            clusters.clusters - 1
        });
        let segment = reader.searcher.segment_reader(address.segment_ord).segment_id().uuid_string();
        clusters.segments.entry(segment).or_default().push((address.doc_id, own));
    }
    clusters.segments.values_mut().for_each(|own| own.sort_unstable());
    Ok(clusters)
}

/// Pairs whose signatures agree well enough to read them: the later one and the earlier, in order, none twice.
fn likely(entries: &[Entry], resemblance: f64) -> Vec<(u32, u32)> {
    let mut likely: Vec<(u32, u32)> = Vec::new();
    let mut keyed: Vec<([u8; ROWS], u32)> = Vec::with_capacity(entries.len());
    for band in 0..SIGNATURE / ROWS {
        keyed.clear();
        keyed.extend((0u32..).zip(entries).map(|(at, entry)| {
            let mut key = [0; ROWS];
            key.copy_from_slice(&entry.signature[band * ROWS..(band + 1) * ROWS]);
            (key, at)
        }));
        keyed.sort_unstable();
        for same in keyed.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            for (n, (_, later)) in same.iter().enumerate().skip(1) {
                // Of hundreds of equal ones, each is compared with the first and with its neighbours.
                let neighbours = same[n.saturating_sub(8)..n].iter().chain(same[..n.saturating_sub(8).min(8)].iter());
                for (_, earlier) in neighbours {
                    let of = |entry: u32| &entries[entry as usize].signature;
                    if sketch::resemblance(of(*earlier), of(*later)) >= resemblance - 0.15 {
                        likely.push((*later, *earlier));
                    }
                }
            }
        }
        // Copies agree in most bands.
        likely.sort_unstable();
        likely.dedup();
    }
    likely
}

/// Whether two articles appeared near each other in time; an unknown date is near to all.
fn near(a: Option<jiff::civil::Date>, b: Option<jiff::civil::Date>) -> bool {
    a.zip(b).is_none_or(|(a, b)| days_between(a, b) <= DAYS)
}

/// What two articles are compared by.
struct Details {
    title: Vec<u64>,
    words: usize,
    /// Whether it is mostly a list of figures.
    table: bool,
    shingles: FxHashSet<u64>,
    numbers: FxHashSet<u64>,
    names: FxHashSet<u64>,
}

impl Details {
    fn read(reader: &Reader, address: DocAddress) -> Result<Self> {
        let document: TantivyDocument = reader.searcher.doc(address)?;
        let text = document.get_first(reader.fields.text).and_then(|v| v.as_str()).unwrap_or_default();
        let record: super::ArticleRecord = reader.stored(address)?;
        Ok(Self::of(record.article.title.as_deref().unwrap_or_default(), text))
    }

    fn of(title: &str, text: &str) -> Self {
        let (mut numbers, mut names) = (FxHashSet::default(), FxHashSet::default());
        let (mut words, mut figures) = (0, 0);
        let mut begins = true;
        for word in text.split_whitespace() {
            let Some(key) = compared(word) else { continue };
            words += 1;
            let letters = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            let figure = letters.contains(|c: char| c.is_ascii_digit());
            figures += usize::from(figure);
            if figure || NUMBERS.iter().any(|number| number.eq_ignore_ascii_case(letters.trim_end_matches([',', '.'])))
            {
                numbers.insert(key);
            } else if !begins && letters.starts_with(char::is_uppercase) {
                names.insert(key);
            }
            begins = word.ends_with(['.', '?', '!', ':', '"', '”']);
        }
        Self {
            title: title.split_whitespace().filter_map(compared).collect(),
            words,
            table: figures * TABLE_NUMBERS > words,
            shingles: shingles(text).collect(),
            numbers,
            names,
        }
    }
}

fn copies(a: &Details, b: &Details, resemblance: f64) -> bool {
    if a.words.min(b.words) < SHORT && (a.title != b.title || a.title.is_empty()) && a.shingles != b.shingles {
        return false;
    }
    let shared = a.shingles.intersection(&b.shingles).count();
    let all = a.shingles.len() + b.shingles.len() - shared;
    // What one has less of must be nearly all in the other: a shortened copy has fewer numbers, not other ones.
    let within = |a: &FxHashSet<u64>, b: &FxHashSet<u64>| {
        a.intersection(b).count() as f64 >= a.len().min(b.len()) as f64 * DETAILS
    };
    // Tables come several times a day in the same words with a few other figures.
    let resemblance = if a.table || b.table { resemblance.max(TABLE) } else { resemblance };
    shared as f64 >= all as f64 * resemblance && within(&a.numbers, &b.numbers) && within(&a.names, &b.names)
}

#[cfg(test)]
mod tests {
    use super::{Details, copies};

    #[test]
    fn copies_are_known_and_look_alikes_are_not() {
        let story = "The council of Meridia voted on Tuesday to close the bridge to Ostland for 30 days, after inspectors \
                     found that 12 of its cables had rusted through. Mayor Ada Birk said that lorries would be sent by way \
                     of Norhaven until the repairs were done, and that the ferry would sail 4 times a day.";
        let long = format!("{story} The bridge was built in 1931.");
        let table = [
            ("the same with another mark", story.replace(',', " –"), true),
            ("with a paragraph more", long, true),
            ("with other figures", story.replace("30", "45").replace("12", "20").replace(" 4 ", " 6 "), false),
            (
                "of other places and people",
                story.replace("Meridia", "Sudhaven").replace("Ada Birk", "Ole Dahl").replace("Ostland", "Westmark"),
                false,
            ),
            ("cut to its first sentence", story[..story.find(" Mayor").unwrap()].to_owned(), false),
        ];
        for (what, other, expected) in table {
            let (a, b) = (Details::of("Bridge closed", story), Details::of("Span shut", &other));
            assert_eq!(copies(&a, &b, super::RESEMBLANCE), expected, "{what}");
        }
        let fed = "The bank entered the market to arrange two billion in purchases, a spokesman said. Dealers said that funds                    were trading at 6 per cent when it began its temporary and indirect supply of reserves to the banking                    system, which had been expected by all who deal with it.";
        let next = Details::of("Bank buys", &fed.replace("two billion", "1.5 billion"));
        assert!(!copies(&Details::of("Bank buys", fed), &next, super::RESEMBLANCE), "another sum");
        let (brief, late) =
            ("The dividend is as before and will be paid soon.", "The dividend is as before and will be paid late.");
        assert!(!copies(&Details::of("A", brief), &Details::of("B", late), super::RESEMBLANCE), "short");
        assert!(copies(&Details::of("A", brief), &Details::of("A", late), super::RESEMBLANCE), "short, same title");
    }
}
