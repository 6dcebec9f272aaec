//! Verifying an index: every file against its checksum, every stored document against its own, every quotation against the
//! text that it was taken from, and articles and quotations against each other.

use std::{fs, path::Path};

use rustc_hash::FxHashMap;
use tantivy::index::{Segment, SegmentComponent};

use super::{
    clusters,
    document::{ArticleRecord, QuotationRecord, words},
    manifest::Manifest,
    meta,
    reader::Reader,
    salvage::{self, Fault, Stored, guarded},
    schema::kind,
    writer::PEOPLE,
};
use crate::{
    article::Article,
    error::{Error, Result},
    span::Span,
};

/// What verifying found.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Articles that were read.
    pub articles: u64,
    /// Quotations that were read.
    pub quotations: u64,
    /// Records of files of the archive.
    pub files: u64,
    /// Everything that is not as it should be; nothing, if the index is sound.
    pub faults: Vec<Fault>,
}

/// What quotations are held against.
struct Seen {
    article: Article,
    quotations: usize,
    /// Numbers of its quotations that were met.
    met: Vec<bool>,
}

impl Seen {
    /// Quotations follow their article, so that few texts are in memory at a time.
    fn forget_text_if_done(&mut self) {
        if self.met.iter().all(|met| *met) {
            self.article = Article::default();
        }
    }
}

/// Verifies the index in a directory. Nothing in it is changed.
///
/// # Errors
/// [`Error::NoIndex`], [`Error::OtherVersion`]. What is damaged is no error but among the faults.
pub fn verify(directory: &Path) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    match Manifest::check(directory) {
        Ok(()) => {}
        Err(Error::NoIndex(_)) if directory.join(meta::FILE).exists() => {
            verdict.faults.push(Fault::new("manifest.json", "is not there"));
        }
        Err(error @ (Error::NoIndex(_) | Error::OtherVersion { .. })) if !manifest_is_damaged(directory) => {
            return Err(error);
        }
        Err(error) => verdict.faults.push(Fault::new("manifest.json", error.to_string())),
    }
    // Opening mends the engine's housekeeping, which verifying must not: so it is looked at first.
    for name in [meta::FILE, meta::COPY] {
        if meta::read(&directory.join(name)).is_none() {
            verdict.faults.push(Fault::new(name, "cannot be read"));
        }
    }
    let managed = fs::read(directory.join(meta::MANAGED)).unwrap_or_default();
    if serde_json::from_slice::<Vec<String>>(&managed).is_err() {
        verdict.faults.push(Fault::new(meta::MANAGED, "cannot be read"));
    }
    let list = meta::read(&directory.join(meta::FILE)).is_some();
    if !list || serde_json::from_slice::<Vec<String>>(&managed).is_err() {
        return Ok(verdict);
    }
    if clusters::is_damaged(directory) {
        verdict.faults.push(Fault::new(clusters::FILE, "cannot be read; no copies are told"));
    }
    if people_are_damaged(directory) {
        verdict.faults.push(Fault::new(PEOPLE, "cannot be read; each question decides anew who is whom"));
    }
    let index = match salvage::open(directory, &mut verdict.faults) {
        Ok(index) => index,
        Err(error) => {
            verdict.faults.push(Fault::new(meta::FILE, error.to_string()));
            return Ok(verdict);
        }
    };
    let mut whole = true;
    for segment in index.searchable_segments()? {
        for (name, reason) in damaged_files(&segment) {
            whole = false;
            verdict.faults.push(Fault::new(name, reason));
        }
    }
    let mut articles: FxHashMap<String, Seen> = FxHashMap::default();
    let mut quotations: Vec<Box<QuotationRecord>> = Vec::new();
    let mut faults = Vec::new();
    let (mut count, mut files) = ((0, 0), 0);
    let unread = salvage::each(&index, &mut faults, &mut |stored, _| {
        match stored {
            Stored::Article(record) => {
                count.0 += 1;
                let ArticleRecord { article, quotations, .. } = *record;
                let id = article.id.clone();
                let mut seen = Seen { article, quotations, met: vec![false; quotations] };
                seen.forget_text_if_done();
                if articles.insert(id.clone(), seen).is_some() {
                    verdict.faults.push(Fault::new(format!("article {id}"), "is there twice"));
                }
            }
            Stored::Quotation(record) => {
                count.1 += 1;
                // An article stands before its quotations, but for those of segments that were merged.
                match articles.get_mut(&record.article.id) {
                    Some(seen) => hold(&record, seen, &mut verdict.faults),
                    None => quotations.push(record),
                }
            }
            Stored::File(_) => files += 1,
        }
        Ok(())
    })?;
    verdict.faults.append(&mut faults);
    for record in quotations {
        match articles.get_mut(&record.article.id) {
            Some(seen) => hold(&record, seen, &mut verdict.faults),
            None => verdict.faults.push(Fault::new(format!("quotation {}", record.id), "its article is not there")),
        }
    }
    for (id, seen) in &articles {
        let missing = seen.met.iter().filter(|met| !**met).count();
        if missing > 0 {
            let reason = format!("{missing} of its {} quotations are not there", seen.quotations);
            verdict.faults.push(Fault::new(format!("article {id}"), reason));
        }
    }
    (verdict.articles, verdict.quotations, verdict.files) = (count.0, count.1, files);
    // What can be found must be what is stored.
    if whole && unread == 0 {
        let found = guarded(|| {
            let reader = Reader::of(&index).map_err(|error| error.to_string())?;
            let count = |kind| reader.count(kind).map_err(|error| error.to_string());
            Ok((count(kind::ARTICLE)?, count(kind::QUOTATION)?, count(kind::FILE)?))
        });
        match found {
            Ok(found) if found == (verdict.articles, verdict.quotations, verdict.files) => {}
            Ok((articles, quotations, files)) => {
                let reason = format!(
                    "{articles} articles, {quotations} quotations and {files} files can be found, but {}, {} and {} are stored",
                    verdict.articles, verdict.quotations, verdict.files
                );
                verdict.faults.push(Fault::new(meta::FILE, reason));
            }
            Err(reason) => verdict.faults.push(Fault::new(meta::FILE, reason)),
        }
    }
    Ok(verdict)
}

/// Whether there is a manifest that makes no sense, and not one of another version.
/// Whether the table of people is there and is not what was written: its last 32 bytes are the BLAKE3 hash of the others.
fn people_are_damaged(directory: &Path) -> bool {
    let Ok(bytes) = fs::read(directory.join(PEOPLE)) else { return false };
    let parts = bytes.len().checked_sub(32).and_then(|at| bytes.split_at_checked(at));
    parts.is_none_or(|(body, sum)| blake3::hash(body).as_bytes().as_slice() != sum)
}

fn manifest_is_damaged(directory: &Path) -> bool {
    let Ok(text) = fs::read(Manifest::path(directory)) else { return false };
    serde_json::from_slice::<Manifest>(&text).is_ok_and(|manifest| manifest.program == "demarche").eq(&false)
}

/// The files of a segment that are not what was written, each with what is wrong.
fn damaged_files(segment: &Segment) -> Vec<(String, String)> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let mut components = vec![Postings, Positions, FastFields, FieldNorms, Terms, Store];
    if segment.meta().has_deletes() {
        components.push(Delete);
    }
    let mut damaged = Vec::new();
    for component in components {
        let path = segment.relative_path(component);
        let name = path.display().to_string();
        let sound = guarded(|| segment.index().directory().validate_checksum(&path).map_err(|error| error.to_string()));
        match sound {
            Ok(true) => {}
            Ok(false) => damaged.push((name, "its bytes are not those that were written".to_owned())),
            Err(reason) => damaged.push((name, format!("cannot be read: {reason}"))),
        }
    }
    damaged
}

/// Holds a quotation against its article.
fn hold(record: &QuotationRecord, seen: &mut Seen, faults: &mut Vec<Fault>) {
    let mut fault = |reason: &str| faults.push(Fault::new(format!("quotation {}", record.id), reason));
    let number = record.id.rsplit_once('#').and_then(|(_, number)| number.parse::<usize>().ok()).unwrap_or(0);
    match number.checked_sub(1).and_then(|at| seen.met.get_mut(at)) {
        Some(met) if *met => fault("is there twice"),
        Some(met) => *met = true,
        None => fault("its article has no quotation of this number"),
    }
    let text = seen.article.text.as_str();
    let fits = |span: &Span| span.start <= span.end && text.get(span.start..span.end).is_some();
    let quotation = &record.quotation;
    let spans = quotation.content.iter().chain(&quotation.cue).chain(&quotation.source);
    if !spans.into_iter().all(fits) {
        fault("its spans do not lie in the text of its article");
    } else if words(&seen.article, quotation).0 != record.words {
        fault("its words are not those of the text at its spans");
    }
    seen.forget_text_if_done();
}
