//! Salvage is reading what is stored in an index without trusting the rest of it: of every segment only the documents and
//! the list of those deleted. That is enough to make the index anew, whatever version made it and whatever else is damaged.

use std::{fs, path::Path};

use tantivy::{
    Index, TantivyDocument,
    fastfield::AliveBitSet,
    index::{Segment, SegmentComponent},
    schema::{Field, Schema, Value},
    store::StoreReader,
};

use super::{
    document::{ArticleRecord, QuotationRecord},
    folder::Folder,
    manifest::Manifest,
    meta, stored,
    writer::{FileRecord, is_segment},
};
use crate::{
    error::{Error, Result},
    guard,
};

/// One stored document.
#[derive(Debug)]
pub enum Stored {
    /// An article with its text.
    Article(Box<ArticleRecord>),
    /// A quotation.
    Quotation(Box<QuotationRecord>),
    /// A file of the archive.
    File(FileRecord),
}

/// Something in the index that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file of the index, or the article or quotation.
    pub place: String,
    /// What is wrong.
    pub reason: String,
}

impl Fault {
    pub(super) fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { place: place.into(), reason: reason.into() }
    }
}

/// The fields that stored documents have had in every version.
struct Handles {
    stored: Field,
    text: Field,
    current: Option<super::schema::Fields>,
}

impl Handles {
    fn of(schema: &Schema) -> Result<Self> {
        let (own, fields) = super::schema::Fields::build();
        let field = |name: &str| schema.get_field(name);
        Ok(Self { stored: field("stored")?, text: field("text")?, current: (*schema == own).then_some(fields) })
    }

    fn read(&self, document: &TantivyDocument) -> Result<Stored, String> {
        let words = |field| document.get_first(field).and_then(|value| value.as_str());
        let (record, text) = match &self.current {
            Some(fields) => stored::kept(document, fields)?,
            None => (words(self.stored).ok_or("a document without its record")?, words(self.text)),
        };
        let unreadable = |error: serde_json::Error| format!("a stored record cannot be read: {error}");
        if let Some(text) = text {
            let mut record: ArticleRecord = serde_json::from_str(record).map_err(unreadable)?;
            text.clone_into(&mut record.article.text);
            return Ok(Stored::Article(Box::new(record)));
        }
        match serde_json::from_str(record) {
            Ok(file) => Ok(Stored::File(file)),
            Err(_) => serde_json::from_str(record).map(|one| Stored::Quotation(Box::new(one))).map_err(unreadable),
        }
    }
}

/// Opens an index of any version. Of its own housekeeping, what is damaged is put right from its copy where there is one:
/// what that was is among the faults.
///
/// # Errors
/// [`Error::NoIndex`]; [`Error::Damaged`] where neither the list of segments nor its copy can be read.
pub fn open(directory: &Path, faults: &mut Vec<Fault>) -> Result<Index> {
    let gone = !directory.join(meta::FILE).exists() && !directory.join(meta::COPY).exists();
    if gone && !Manifest::path(directory).exists() {
        return Err(Error::NoIndex(directory.to_owned()));
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { path, source }
    };
    if meta::read(&directory.join(meta::FILE)).is_none() {
        let copy = directory.join(meta::COPY);
        if meta::read(&copy).is_none() {
            return Err(Error::Beyond(directory.to_owned()));
        }
        faults.push(Fault::new(meta::FILE, "cannot be read; its copy takes its place"));
        let part = directory.join(meta::COPY_PART);
        fs::copy(&copy, &part)
            .and_then(|_| fs::rename(&part, directory.join(meta::FILE)))
            .map_err(failed(&directory.join(meta::FILE)))?;
    }
    let managed = directory.join(meta::MANAGED);
    let whole = fs::read(&managed).is_ok_and(|text| serde_json::from_slice::<Vec<String>>(&text).is_ok());
    if !whole {
        faults.push(Fault::new(meta::MANAGED, "cannot be read; it is made anew"));
        meta::write_managed(directory, &[])?;
    }
    Index::open(Folder::open(directory)?).map_err(|error| match Error::from(error) {
        Error::Engine(reason) => Error::Damaged(directory.to_owned(), reason),
        other => other,
    })
}

/// Gives every stored document of an index that is not deleted to `each`; what cannot be read is among the faults, and the
/// rest is read all the same. Returns how many documents could not be read.
///
/// Where the list of deleted documents of a segment cannot be read, its documents are doubtful, as the second argument of
/// `each` says: they come after all others, the latest first, so that of several versions of an article the first is the
/// newest.
///
/// # Errors
/// Those of `each`, and [`Error::Engine`] where the list of segments cannot be read.
pub fn each(index: &Index, faults: &mut Vec<Fault>, each: &mut dyn FnMut(Stored, bool) -> Result<()>) -> Result<u64> {
    let handles = Handles::of(&index.schema())?;
    let mut unread = 0;
    let mut segments: Vec<_> =
        index.searchable_segments()?.into_iter().map(|segment| (alive(&segment), segment)).collect();
    segments.sort_by_key(|(alive, _)| alive.is_err());
    for (alive, segment) in segments {
        let name = segment.id().uuid_string();
        let file = |component| segment.relative_path(component).display().to_string();
        let doubtful = alive.is_err();
        let alive = alive.unwrap_or_else(|reason| {
            // Without the list every document counts: an article too many is better than one too few.
            faults
                .push(Fault::new(file(SegmentComponent::Delete), format!("{reason}; what was deleted may come back")));
            None
        });
        let documents = segment.meta().num_docs();
        let opened = guarded(|| {
            let data = segment.open_read(SegmentComponent::Store).map_err(|error| error.to_string())?;
            StoreReader::open(data, 16).map_err(|error| error.to_string())
        });
        let store = match opened {
            Ok(store) => store,
            Err(reason) => {
                let reason = format!("{reason}; the {documents} documents of it cannot be read");
                faults.push(Fault::new(file(SegmentComponent::Store), reason));
                unread += u64::from(documents);
                continue;
            }
        };
        let mut bad = 0_u64;
        let mut first = None;
        let last = segment.meta().max_doc();
        for doc in (0..last).map(|doc| if doubtful { last - 1 - doc } else { doc }) {
            if alive.as_ref().is_some_and(|alive| !alive.is_alive(doc)) {
                continue;
            }
            let read = guarded(|| {
                let document: TantivyDocument = store.get(doc).map_err(|error| error.to_string())?;
                handles.read(&document)
            });
            match read {
                Ok(document) => each(document, doubtful)?,
                Err(reason) => {
                    bad += 1;
                    first.get_or_insert(reason);
                }
            }
        }
        if let Some(reason) = first {
            let reason = format!("{bad} of its {documents} documents cannot be read; the first: {reason}");
            faults.push(Fault::new(format!("segment {name}"), reason));
            unread += bad;
        }
    }
    Ok(unread)
}

/// Which documents of a segment are not deleted; nothing where none is.
fn alive(segment: &Segment) -> Result<Option<AliveBitSet>, String> {
    if !segment.meta().has_deletes() {
        return Ok(None);
    }
    guarded(|| {
        let data = segment.open_read(SegmentComponent::Delete).map_err(|error| error.to_string())?;
        let bytes = data.read_bytes().map_err(|error| error.to_string())?;
        let alive = AliveBitSet::open(bytes);
        let enough = alive.bitset().max_value() >= segment.meta().max_doc();
        if enough { Ok(Some(alive)) } else { Err("it has too few documents".to_owned()) }
    })
}

/// What `read` gives; damaged bytes may make the engine panic, which is an error here.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    guard::guarded(read).unwrap_or_else(|panic| Err(format!("its bytes make no sense: {panic}")))
}

/// The files of an index's segments, by name.
pub(super) fn segment_files(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().filter_map(std::result::Result::ok);
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name())
        .filter(|name| is_segment(name))
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names
}
