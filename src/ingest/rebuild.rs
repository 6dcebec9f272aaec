//! Rebuilding: the index made anew from what is stored in it, without the archive: after an upgrade, or after damage.

use std::path::Path;

use crate::{
    annotate::{self, Annotations},
    article::Article,
    error::Result,
    guard, identity,
    index::{
        FileRecord, Successor, Writer,
        salvage::{self, Fault, Stored},
    },
};

/// Bytes of text that are annotated at a time.
const BATCH: usize = 16 << 20;

/// What came of it.
#[derive(Debug, Default)]
pub struct Rebuilt {
    /// Articles of the new index.
    pub articles: u64,
    /// Their quotations.
    pub quotations: u64,
    /// Documents of the old index that could not be read.
    pub unread: u64,
    /// Files of the archive of which articles are missing or may be out of date: the next run that meets them reads them.
    pub incomplete: Vec<String>,
    /// What was damaged.
    pub faults: Vec<Fault>,
}

/// Makes the index in `directory` anew from its stored articles, and puts it in the old one's place when it is whole.
///
/// # Errors
/// Those of the index. The old one is then still there.
pub fn rebuild(directory: &Path, memory_mib: u64, threads: usize, progress: &mut dyn FnMut(u64)) -> Result<Rebuilt> {
    let mut rebuilt = Rebuilt::default();
    let (successor, mut writer) = Successor::begin(directory, memory_mib)?;
    let index = salvage::open(directory, &mut rebuilt.faults)?;
    let mut batch: Vec<Article> = Vec::new();
    let mut bytes = 0;
    let mut files: Vec<FileRecord> = Vec::new();
    let mut recorded: rustc_hash::FxHashSet<String> = rustc_hash::FxHashSet::default();
    // How many articles of each file were found, to be held against what its record says.
    let mut found: rustc_hash::FxHashMap<String, u64> = rustc_hash::FxHashMap::default();
    let mut known: rustc_hash::FxHashSet<String> = rustc_hash::FxHashSet::default();
    let mut doubtful: rustc_hash::FxHashSet<String> = rustc_hash::FxHashSet::default();
    let mut faults = Vec::new();
    rebuilt.unread = salvage::each(&index, &mut faults, &mut |stored, unsure| {
        match stored {
            // Where the list of deleted documents is lost, an article may be there in several versions, the newest first,
            // or may have been deleted: its file tells.
            Stored::Article(record) if known.insert(record.article.id.clone()) => {
                if unsure {
                    doubtful.insert(record.article.location.file.clone());
                }
                *found.entry(record.article.location.file.clone()).or_default() += 1;
                bytes += record.article.text.len();
                batch.push(record.article);
                if bytes >= BATCH {
                    write(&mut writer, &mut batch, threads, &mut rebuilt)?;
                    bytes = 0;
                    progress(rebuilt.articles);
                }
            }
            Stored::Article(_) | Stored::Quotation(_) => {}
            // Doubtful ones come last, the newest first.
            Stored::File(record) if recorded.insert(record.path.clone()) => files.push(record),
            Stored::File(_) => {}
        }
        Ok(())
    })?;
    rebuilt.faults.append(&mut faults);
    write(&mut writer, &mut batch, threads, &mut rebuilt)?;
    progress(rebuilt.articles);
    for mut file in files {
        if found.get(&file.path).copied().unwrap_or(0) < file.articles || doubtful.remove(&file.path) {
            rebuilt.incomplete.push(file.path.clone());
            file.again = true;
        }
        writer.finish_file(&file)?;
    }
    rebuilt.incomplete.extend(doubtful);
    writer.finish(None)?;
    drop(index);
    successor.take_over()?;
    // The engine removes the files of the old one, and copies are told by the new one's.
    Writer::open(directory, memory_mib)?.finish(None)?;
    identity::update(directory)?;
    rebuilt.incomplete.sort_unstable();
    rebuilt.incomplete.dedup();
    Ok(rebuilt)
}

/// Annotates a batch on all cores and writes it in order.
fn write(writer: &mut Writer, batch: &mut Vec<Article>, threads: usize, rebuilt: &mut Rebuilt) -> Result<()> {
    let share = batch.len().div_ceil(threads.max(1)).max(1);
    let annotated: Vec<Vec<Annotations>> = std::thread::scope(|scope| {
        let parts: Vec<_> = batch
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    let annotate = |article| guard::guarded(|| annotate::annotate(article)).unwrap_or_default();
                    part.iter().map(annotate).collect::<Vec<_>>()
                })
            })
            .collect();
        parts.into_iter().map(|part| part.join().unwrap_or_default()).collect()
    });
    for (article, annotations) in batch.iter().zip(annotated.iter().flatten()) {
        writer.add(article, annotations, false)?;
        rebuilt.articles += 1;
        rebuilt.quotations += annotations.quotations.len() as u64;
    }
    batch.clear();
    Ok(())
}
