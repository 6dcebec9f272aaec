//! A [`Reader`] is an index opened for questions: one consistent view, as of the last commit before it was opened.

use std::{
    any::Any,
    path::Path,
    sync::{Arc, Mutex, OnceLock},
};

use rustc_hash::FxHashMap;
use tantivy::{
    DocId, Index, ReloadPolicy, Searcher, SegmentReader, TantivyDocument, Term,
    columnar::StrColumn,
    query::{Bm25StatisticsProvider, Weight},
    schema::Field,
};

use super::{
    aliases::Aliases,
    clusters::Clusters,
    document::{ArticleRecord, QuotationRecord},
    folder::Folder,
    manifest::Manifest,
    schema::{Fields, kind},
    stored, tokenizer,
};
use crate::error::{Error, Result};

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        let told = format!("{error:?}");
        if told.contains("StorageFull") {
            return Self::DiskFull("the index".into());
        }
        if told.contains("ReadOnlyFilesystem") {
            return Self::NotWritable("its disk is read-only");
        }
        if told.contains("PermissionDenied") {
            return Self::NotWritable("permission denied");
        }
        Self::Engine(error.to_string())
    }
}

/// An index opened for reading.
#[derive(Clone)]
pub struct Reader {
    /// tantivy's view of the last commit.
    pub searcher: Searcher,
    /// Handles of the fields.
    pub fields: Fields,
    /// What the index's user has decided about who is whom.
    pub aliases: Arc<Aliases>,
    /// Where it lies; nowhere while it is being written.
    directory: Option<Arc<Path>>,
    /// Copies among the articles, once they are asked for.
    clusters: Arc<OnceLock<Clusters>>,
    /// Statistics of articles and of quotations, once they are asked for.
    statistics: Arc<[OnceLock<KindStatistics>; 2]>,
    /// What questions worked out from this view of the index, for the next ones.
    worked_out: Arc<Mutex<FxHashMap<&'static str, Arc<dyn Any + Send + Sync>>>>,
}

impl Reader {
    /// Opens the index in a directory.
    ///
    /// # Errors
    /// [`Error::NoIndex`] or [`Error::OtherVersion`] with the remedy; [`Error::Engine`] if its files are damaged.
    pub fn open(directory: &Path) -> Result<Self> {
        Manifest::check(directory)?;
        let index = Index::open(Folder::open(directory)?)?;
        Ok(Self {
            aliases: Arc::new(Aliases::read(directory)?),
            directory: Some(directory.into()),
            ..Self::of(&index)?
        })
    }

    /// A reader of an index that is open already.
    pub(crate) fn of(index: &Index) -> Result<Self> {
        tokenizer::register(index.tokenizers());
        let (_, fields) = Fields::build();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).num_warming_threads(1).try_into()?;
        Ok(Self {
            searcher: reader.searcher(),
            fields,
            aliases: Arc::default(),
            directory: None,
            clusters: Arc::default(),
            statistics: Arc::default(),
            worked_out: Arc::default(),
        })
    }

    /// What was made under this name before, or else what `make` makes now. It must depend on nothing but this reader.
    ///
    /// # Errors
    /// Those of `make`.
    pub(crate) fn once<T: Any + Send + Sync>(
        &self,
        name: &'static str,
        make: impl FnOnce() -> Result<T>,
    ) -> Result<Arc<T>> {
        let known = || self.worked_out.lock().ok()?.get(name)?.clone().downcast().ok();
        if let Some(known) = known() {
            return Ok(known);
        }
        let made = Arc::new(make()?);
        if let Ok(mut all) = self.worked_out.lock() {
            all.insert(name, made.clone());
        }
        Ok(made)
    }

    /// The directory that the index lies in; nowhere while it is being written.
    pub(crate) fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// Which articles are copies of one another.
    pub fn clusters(&self) -> &Clusters {
        self.clusters.get_or_init(|| self.directory.as_deref().map(Clusters::read).unwrap_or_default())
    }

    /// How many documents of a kind there are. Exact.
    ///
    /// # Errors
    /// [`Error::Engine`] if the index cannot be read.
    pub fn count(&self, kind: &str) -> Result<u64> {
        let query = tantivy::query::TermQuery::new(
            Term::from_field_text(self.fields.kind, kind),
            tantivy::schema::IndexRecordOption::Basic,
        );
        Ok(self.searcher.search(&query, &tantivy::collector::Count)? as u64)
    }

    /// BM25 statistics of articles only, so that quotations beside them change no rank.
    pub fn article_statistics(&self) -> KindStatistics {
        self.statistics[0].get_or_init(|| KindStatistics::new(self, kind::ARTICLE)).clone()
    }

    /// BM25 statistics of quotations only.
    pub fn quotation_statistics(&self) -> KindStatistics {
        self.statistics[1].get_or_init(|| KindStatistics::new(self, kind::QUOTATION)).clone()
    }

    /// The article at an address, whole.
    ///
    /// # Errors
    /// [`Error::Engine`] if it cannot be read.
    pub fn article_at(&self, address: tantivy::DocAddress) -> Result<ArticleRecord> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let (mut record, text): (ArticleRecord, _) = self.record(&document)?;
        text.unwrap_or_default().clone_into(&mut record.article.text);
        Ok(record)
    }

    /// The stored record of a document; of an article without its text.
    ///
    /// # Errors
    /// [`Error::Engine`] if it cannot be read.
    pub fn stored<T: serde::de::DeserializeOwned>(&self, address: tantivy::DocAddress) -> Result<T> {
        Ok(self.record(&self.searcher.doc(address)?)?.0)
    }

    /// The record of a document and its text, if it has one; an error rather than words that have changed on the disk.
    fn record<'a, T: serde::de::DeserializeOwned>(
        &self,
        document: &'a TantivyDocument,
    ) -> Result<(T, Option<&'a str>)> {
        let damaged =
            |reason: String| Error::Damaged(self.directory.as_deref().unwrap_or(Path::new("index")).to_owned(), reason);
        let (record, text) = stored::kept(document, &self.fields).map_err(|reason| damaged(reason.to_owned()))?;
        let record =
            serde_json::from_str(record).map_err(|e| damaged(format!("a stored record cannot be read: {e}")))?;
        Ok((record, text))
    }

    /// The article of this identifier.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub fn article(&self, id: &str) -> Result<ArticleRecord> {
        let address = self.address(self.fields.id, id)?.ok_or_else(|| self.not_found("article", id))?;
        self.article_at(address)
    }

    /// The quotation of this identifier (`ARTICLE#N`).
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub fn quotation(&self, id: &str) -> Result<QuotationRecord> {
        let address = self.address(self.fields.id, id)?.ok_or_else(|| self.not_found("quotation", id))?;
        self.stored(address)
    }

    fn not_found(&self, what: &'static str, id: &str) -> Error {
        let hint = match self.ids_from(id) {
            ids if ids.is_empty() && what == "quotation" => "; demarche said prints the identifiers".to_owned(),
            ids if ids.is_empty() => "; demarche search prints the identifiers".to_owned(),
            ids => format!("; there is: {}", ids.join(", ")),
        };
        Error::NotFound { what, id: id.to_owned(), hint }
    }

    /// Up to five identifiers of articles that begin with `prefix`, in order.
    pub fn ids_from(&self, prefix: &str) -> Vec<String> {
        let mut ids = Vec::new();
        for segment in self.searcher.segment_readers() {
            let Ok(index) = segment.inverted_index(self.fields.id) else { continue };
            let Ok(mut stream) = index.terms().range().ge(prefix.as_bytes()).into_stream() else { continue };
            let mut seen = 0;
            while seen < 40 && stream.advance() {
                let Ok(id) = std::str::from_utf8(stream.key()) else { break };
                if !id.starts_with(prefix) {
                    break;
                }
                seen += 1;
                if !id.contains('#') {
                    ids.push(id.to_owned());
                }
            }
        }
        ids.sort();
        ids.dedup();
        ids.truncate(5);
        ids
    }

    /// The document whose `field` holds exactly `value`.
    pub(crate) fn address(&self, field: Field, value: &str) -> Result<Option<tantivy::DocAddress>> {
        let query = tantivy::query::TermQuery::new(
            Term::from_field_text(field, value),
            tantivy::schema::IndexRecordOption::Basic,
        );
        let found = self.searcher.search(&query, &tantivy::collector::DocSetCollector)?;
        Ok(found.into_iter().min())
    }
}

/// Gives each document of a segment that a query finds and that is not deleted.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(crate) fn each_document(weight: &dyn Weight, segment: &SegmentReader, mut each: impl FnMut(DocId)) -> Result<()> {
    let alive = segment.alive_bitset();
    weight.for_each_no_score(segment, &mut |documents| {
        documents.iter().filter(|document| alive.is_none_or(|alive| alive.is_alive(**document))).for_each(|d| each(*d));
    })?;
    Ok(())
}

fn io(error: std::io::Error) -> Error {
    tantivy::TantivyError::from(error).into()
}

/// The text of a term of a column; none where it has no such term.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(crate) fn text_of(column: &StrColumn, ord: u64) -> Result<Option<String>> {
    let mut text = String::new();
    Ok(column.ord_to_str(ord, &mut text).map_err(io)?.then_some(text))
}

/// The texts of all terms of a column, in order of their numbers.
///
/// # Errors
/// [`Error::Engine`] if the index cannot be read.
pub(crate) fn texts_of(column: &StrColumn) -> Result<Vec<String>> {
    let mut texts = Vec::with_capacity(column.num_terms());
    let mut terms = column.dictionary().stream().map_err(io)?;
    while terms.advance() {
        texts.push(String::from_utf8_lossy(terms.key()).into_owned());
    }
    Ok(texts)
}

/// BM25 statistics of one kind of document.
///
/// Text fields belong to one kind each, so that lengths and document frequencies are right by themselves; only the
/// number of documents would mix kinds.
#[derive(Clone)]
pub struct KindStatistics {
    searcher: Searcher,
    documents: u64,
    lengths: Arc<[(Field, u64)]>,
}

impl KindStatistics {
    fn new(reader: &Reader, kind: &str) -> Self {
        let term = Term::from_field_text(reader.fields.kind, kind);
        let documents = reader.searcher.doc_freq(&term).unwrap_or(0).max(1);
        let fields = [reader.fields.title, reader.fields.body, reader.fields.quote_text, reader.fields.context_text];
        let lengths =
            fields.map(|field| (field, Bm25StatisticsProvider::total_num_tokens(&reader.searcher, field).unwrap_or(0)));
        Self { searcher: reader.searcher.clone(), documents, lengths: lengths.into() }
    }
}

impl Bm25StatisticsProvider for KindStatistics {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        match self.lengths.iter().find(|(f, _)| *f == field) {
            Some((_, tokens)) => Ok(*tokens),
            None => Bm25StatisticsProvider::total_num_tokens(&self.searcher, field),
        }
    }
    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }
    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // Fields that both kinds share count both; more documents than there are would make no sense of the formula.
        Ok(self.searcher.doc_freq(term)?.min(self.documents))
    }
}
