//! A [`Writer`] changes an index. An article and its quotations go in and out together, and so does the record of the
//! file that they came from: one commit holds them all.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use tantivy::{
    Index, IndexWriter, TantivyDocument, Term,
    collector::DocSetCollector,
    directory::error::LockError,
    indexer::{IndexWriterOptions, LogMergePolicy},
    query::TermQuery,
    schema::IndexRecordOption,
};

use super::{
    clusters::{self, Clusters},
    document,
    folder::{self, Folder},
    manifest::{self, Manifest},
    meta,
    queue::Queued,
    reader::Reader,
    saved,
    schema::{Fields, kind},
    stored, successor,
};
use crate::{
    annotate::Annotations,
    article::{Article, Location},
    budget::Budget,
    error::{Error, Result},
};

/// Name of the table of people beside the index.
pub const PEOPLE: &str = "people.bin";

/// The least memory that a writer can work with, in MiB.
pub const LEAST_MEMORY_MIB: u64 = 64;

/// Something that could not be read, as the index remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemRecord {
    /// Where it is.
    pub location: Location,
    /// Why it could not be read.
    pub reason: String,
    /// In how many runs it was met.
    pub tries: u32,
    /// The day, in UTC, of the run that met it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<crate::date::Date>,
}

/// What the index knows of one file of the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Its path, absolute.
    pub path: String,
    /// Its size in bytes when it was read.
    pub size: u64,
    /// Its time of modification then, in nanoseconds since 1970.
    pub modified: i64,
    /// How many articles it gave.
    pub articles: u64,
    /// What in it could not be read.
    pub problems: Vec<ProblemRecord>,
    /// Whether the next run reads it again even if it is the same by size and time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// Sizes in bytes and times of modification of files, by path; no time for those that are to be read again.
pub type Files = FxHashMap<String, (u64, Option<i64>)>;

/// Articles of one file that the index holds already: content hashes by identifier.
pub type Known = FxHashMap<String, u64>;

/// An index opened for writing.
pub struct Writer {
    directory: PathBuf,
    writer: IndexWriter<Queued>,
    queue: Arc<Budget>,
    /// The state at the start of the run.
    before: Reader,
    fields: Fields,
    /// Identifiers given in this run, by hash.
    given: FxHashSet<u64>,
    empty_before: bool,
}

/// Whether a file of this name is one that indexing writes.
pub(super) fn is_ours(name: &OsStr) -> bool {
    const NAMES: &[&str] = &[
        meta::FILE,
        meta::COPY,
        meta::COPY_PART,
        ".managed.json",
        ".tantivy-meta.lock",
        ".tantivy-writer.lock",
        "manifest.json",
        "manifest.json.new",
        clusters::FILE,
        PEOPLE,
        successor::FOLDER,
    ];
    let text = name.to_string_lossy();
    let text = text.strip_suffix(folder::PART).unwrap_or(&text);
    is_segment(name) || NAMES.contains(&text) || text.starts_with(clusters::FILE) || text.starts_with(PEOPLE)
}

/// Whether it is one of a segment's files, which are called by its identifier.
pub(super) fn is_segment(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.split('.').next().is_some_and(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether it is one that the index's user wrote, or that may lie in any directory.
pub(super) fn is_users(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || [manifest::DISPUTED, manifest::ALIASES, saved::FOLDER].contains(&&*name)
}

impl Writer {
    /// Opens the index in a directory, or makes one there.
    ///
    /// `memory_mib` is the budget for all of indexing; a fifth of it is for postings in the making, as much again goes
    /// into writing them out and merging them.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process writes to it, [`Error::NotAnIndex`] if the directory holds something else,
    /// [`Error::OtherVersion`], [`Error::Memory`], [`Error::File`].
    pub fn open(directory: &Path, memory_mib: u64) -> Result<Self> {
        if memory_mib < LEAST_MEMORY_MIB {
            return Err(Error::Memory(memory_mib, LEAST_MEMORY_MIB));
        }
        let file = |source| Error::File { path: directory.to_owned(), source };
        fs::create_dir_all(directory).map_err(file)?;
        let index = if Manifest::path(directory).exists() {
            Manifest::check(directory)?;
            Index::open(Folder::open(directory)?)?
        } else {
            let mut names = fs::read_dir(directory)
                .map_err(file)?
                .filter_map(std::result::Result::ok)
                .map(|entry| entry.file_name());
            let foreign = names.any(|name| !is_ours(&name) && !is_users(&name));
            if foreign && !directory.join("meta.json").exists() {
                return Err(Error::NotAnIndex(directory.to_owned()));
            }
            let (schema, _) = Fields::build();
            // A run that was killed between the index's first file and the manifest left nothing of value.
            let index = Index::open_or_create(Folder::open(directory)?, schema)?;
            Manifest::current(directory).write(directory)?;
            meta::copy(directory)?;
            index
        };
        let before = Reader::of(&index)?;
        let budget = usize::try_from(memory_mib << 20).unwrap_or(usize::MAX) / 5;
        // One merge at a time: several at once are no faster on few cores, and each holds its segments' tables.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(budget.max(15_000_001))
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter<Queued> = index.writer_with_options(options).map_err(|error| match error {
            tantivy::TantivyError::LockFailure(LockError::LockBusy, _) => Error::Locked(directory.to_owned()),
            other => other.into(),
        })?;
        // What a killed rebuild left.
        let left = directory.join(successor::FOLDER);
        if left.exists() {
            fs::remove_dir_all(&left).map_err(file)?;
        }
        let mut merges = LogMergePolicy::default();
        merges.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merges));
        let empty_before = before.searcher.num_docs() == 0;
        let fields = before.fields;
        let queue = Arc::new(Budget::new((memory_mib << 20) / 16));
        Ok(Self {
            directory: directory.to_owned(),
            writer,
            queue,
            before,
            fields,
            given: FxHashSet::default(),
            empty_before,
        })
    }

    /// Sizes and times of all files that were read to the end, by path; no time for those that are to be read again.
    ///
    /// # Errors
    /// [`Error::Engine`] if the columns cannot be read.
    pub fn files(&self) -> Result<Files> {
        let mut files = FxHashMap::default();
        for segment in self.before.searcher.segment_readers() {
            let columns = segment.fast_fields();
            let (Ok(Some(paths)), Ok(sizes), Ok(times)) =
                (columns.str("file_key"), columns.u64("file_size"), columns.i64("file_modified"))
            else {
                continue;
            };
            let query = self.term(kind::FILE);
            let weight = tantivy::query::Query::weight(
                &query,
                tantivy::query::EnableScoring::disabled_from_searcher(&self.before.searcher),
            )?;
            let mut path = String::new();
            let mut found = Vec::new();
            weight.for_each_no_score(segment, &mut |docs| found.extend_from_slice(docs))?;
            for doc in found {
                if segment.alive_bitset().is_some_and(|alive| !alive.is_alive(doc)) {
                    continue;
                }
                let Some(term) = paths.term_ords(doc).next() else { continue };
                path.clear();
                if paths.ord_to_str(term, &mut path).is_ok_and(|known| known) {
                    files.insert(path.clone(), (sizes.first(doc).unwrap_or(0), times.first(doc)));
                }
            }
        }
        Ok(files)
    }

    fn term(&self, kind: &str) -> TermQuery {
        TermQuery::new(Term::from_field_text(self.fields.kind, kind), IndexRecordOption::Basic)
    }

    /// What the index knew of a file at the start of the run.
    ///
    /// # Errors
    /// [`Error::Engine`] if it cannot be read.
    pub fn file(&self, path: &str) -> Result<Option<FileRecord>> {
        if self.empty_before {
            return Ok(None);
        }
        let address = self.before.address(self.fields.file_key, path)?;
        address.map(|address| self.before.stored(address)).transpose()
    }

    /// How many articles there were at the start of the run.
    ///
    /// # Errors
    /// [`Error::Engine`] if they cannot be counted.
    pub fn articles_before(&self) -> Result<u64> {
        self.before.count(kind::ARTICLE)
    }

    /// The articles that the index holds of a file, also where its reading was cut short.
    ///
    /// # Errors
    /// [`Error::Engine`] if they cannot be read.
    pub fn known(&self, path: &str) -> Result<Arc<Known>> {
        let mut known = Known::default();
        if self.empty_before {
            return Ok(Arc::new(known));
        }
        let query = TermQuery::new(Term::from_field_text(self.fields.file, path), IndexRecordOption::Basic);
        for address in self.before.searcher.search(&query, &DocSetCollector)? {
            let columns = self.before.searcher.segment_reader(address.segment_ord).fast_fields();
            let Some(ids) = columns.str("id")? else { continue };
            let hash = columns.u64("hash")?.first(address.doc_id).unwrap_or(0);
            let mut id = String::new();
            if let Some(term) = ids.term_ords(address.doc_id).next()
                && ids.ord_to_str(term, &mut id).map_err(|e| Error::Engine(e.to_string()))?
            {
                known.insert(id, hash);
            }
        }
        Ok(Arc::new(known))
    }

    /// An identifier for the article that no other article has: its own, or made from its content; where that is
    /// taken, with a suffix made from its location. `known` are the articles of its own file.
    pub fn identify(&mut self, article: &Article, known: &Known) -> String {
        let own = if article.id.is_empty() { article.content_id() } else { article.id.clone() };
        let own = own.replace(['#', '\n', '\t'], "_");
        let taken = |writer: &Self, id: &str| {
            writer.given.contains(&hash(id))
                || (!writer.empty_before
                    && !known.contains_key(id)
                    && writer.before.searcher.doc_freq(&Term::from_field_text(writer.fields.id, id)).unwrap_or(0) > 0
                    && writer.before.address(writer.fields.id, id).ok().flatten().is_some())
        };
        let mut id = own.clone();
        let mut salt = article.location.to_string();
        while taken(self, &id) {
            let suffix = blake3::hash(salt.as_bytes()).to_hex();
            id = format!("{own}~{}", &suffix.as_str()[..6]);
            salt.push('+');
        }
        self.given.insert(hash(&id));
        id
    }

    /// Puts an article with its quotations in, in place of what had its identifier.
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be written.
    pub fn add(&mut self, article: &Article, annotations: &Annotations, replaces: bool) -> Result<()> {
        if replaces {
            self.remove(&article.id);
        }
        for document in document::documents(&self.fields, article, annotations) {
            self.put(document)?;
        }
        Ok(())
    }

    /// Takes an article and its quotations out.
    pub fn remove(&mut self, id: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.article_id, id));
    }

    /// Records a file as read to the end.
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be written.
    pub fn finish_file(&mut self, record: &FileRecord) -> Result<()> {
        self.forget_file(&record.path);
        let mut document = TantivyDocument::default();
        document.add_text(self.fields.kind, kind::FILE);
        document.add_text(self.fields.file_key, &record.path);
        document.add_u64(self.fields.file_size, record.size);
        if !record.again {
            document.add_i64(self.fields.file_modified, record.modified);
        }
        stored::keep(&mut document, &self.fields, record, None);
        self.put(document)
    }

    fn put(&mut self, document: TantivyDocument) -> Result<()> {
        let document = Queued::new(document, &self.queue);
        self.writer.add_document(document).map_err(|error| self.failed(error))?;
        Ok(())
    }

    /// What the engine's error means. Its threads die of a full disk, and it tells only that they are dead.
    fn failed(&self, error: tantivy::TantivyError) -> Error {
        let full = format!("{error:?}").contains("StorageFull");
        if full || !meta::has_room(&self.directory) { Error::DiskFull(self.directory.clone()) } else { error.into() }
    }

    /// Forgets that a file was read.
    pub fn forget_file(&mut self, path: &str) {
        if !self.empty_before {
            self.writer.delete_term(Term::from_field_text(self.fields.file_key, path));
        }
    }

    /// The directory of the index.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Makes everything so far permanent.
    ///
    /// # Errors
    /// [`Error::Engine`] if the disk is full or cannot be written.
    pub fn commit(&mut self) -> Result<()> {
        self.writer.commit().map_err(|error| self.failed(error))?;
        meta::copy(&self.directory)
    }

    /// Commits, waits until background merges are done and finds the copies among the articles ([`clusters::update`]).
    ///
    /// # Errors
    /// As [`Writer::commit`] and [`clusters::update`].
    pub fn finish(mut self, resemblance: Option<f64>) -> Result<Clusters> {
        self.commit()?;
        let directory = self.directory.clone();
        self.writer.garbage_collect_files().wait().map_err(|error| self.failed(error))?;
        self.writer.wait_merging_threads()?;
        meta::copy(&directory)?;
        clusters::update(&directory, resemblance)
    }
}

fn hash(id: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(id)
}

/// All file records of an index, by path.
///
/// # Errors
/// [`Error::Engine`] if they cannot be read.
pub fn file_records(reader: &Reader) -> Result<Vec<FileRecord>> {
    let query = TermQuery::new(Term::from_field_text(reader.fields.kind, kind::FILE), IndexRecordOption::Basic);
    let mut records = Vec::new();
    for address in reader.searcher.search(&query, &DocSetCollector)? {
        records.push(reader.stored::<FileRecord>(address)?);
    }
    records.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(records)
}
