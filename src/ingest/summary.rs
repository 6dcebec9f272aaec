//! A [`Summary`] accounts for every file that a run met.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::{annotate::Annotations, article::Article, index::FileRecord, source::Problem};

/// What came of a run.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Files, and whatever else lies under the roots, that the walk met: each is read, unchanged, skipped or quarantined.
    pub seen: u64,
    /// Files read to the end that gave at least one article.
    pub files: u64,
    /// Files that have not changed since they were read.
    pub unchanged: u64,
    /// Files that are not read on purpose, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Members of containers that are not read on purpose, by reason.
    pub skipped_entries: BTreeMap<String, u64>,
    /// Files that gave no article because they could not be read.
    pub quarantined_files: u64,
    /// Everything that could not be read (files, members, records), by reason.
    pub quarantined: BTreeMap<String, u64>,
    /// Articles put in.
    pub articles: u64,
    /// Of them, those that replaced an older version.
    pub replaced: u64,
    /// Articles of changed files that are in the index already, word for word.
    pub kept: u64,
    /// Articles taken out because their file no longer holds them.
    pub removed: u64,
    /// Files that are gone and whose articles stay, because nobody asked for anything else.
    pub gone: u64,
    /// Articles whose file is gone and that were left in, because nobody agreed to take out so many.
    pub not_pruned: u64,
    /// Articles of the whole index that are copies of an earlier one.
    pub copies: u64,
    /// Quotations put in.
    pub quotations: u64,
    /// Different names of people met.
    pub people: u64,
    /// Different countries met.
    pub countries: u64,
    /// Words of text put in.
    pub words: u64,
    /// Bytes of text put in.
    pub bytes: u64,
    /// Wall-clock time.
    pub seconds: f64,
    /// Whether the run was stopped before its end.
    pub stopped: bool,
    #[serde(skip)]
    names: FxHashSet<u64>,
    #[serde(skip)]
    codes: FxHashSet<String>,
}

/// The general part of a reason, under which problems are counted: what stands before the first detail.
pub fn reason_class(reason: &str) -> &str {
    let end =
        reason.find([':', ';', '(', '“', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']).unwrap_or(reason.len());
    let class = reason[..end].trim().trim_end_matches(" at line").trim_end_matches(" at byte").trim_end_matches(" at");
    if class.len() < 4 { reason } else { class }
}

impl Summary {
    pub(super) fn skip(&mut self, reason: &str) {
        *self.skipped.entry(reason.to_owned()).or_default() += 1;
    }

    pub(super) fn skip_entry(&mut self, reason: &str) {
        *self.skipped_entries.entry(reason.to_owned()).or_default() += 1;
    }

    pub(super) fn quarantine(&mut self, problem: &Problem) {
        *self.quarantined.entry(reason_class(&problem.reason).to_owned()).or_default() += 1;
    }

    /// Counts a file that was read to its end; `skipped` says why the whole of it was not read on purpose.
    pub(super) fn file(&mut self, record: &FileRecord, skipped: Option<&str>) {
        if record.articles > 0 {
            self.files += 1;
        } else if record.problems.is_empty() {
            self.skip(skipped.unwrap_or("holds no article"));
        } else {
            self.quarantined_files += 1;
        }
    }

    pub(super) fn count(&mut self, article: &Article, annotations: &Annotations) {
        use std::hash::{BuildHasher, BuildHasherDefault};
        let hasher = BuildHasherDefault::<rustc_hash::FxHasher>::default();
        self.articles += 1;
        self.quotations += annotations.quotations.len() as u64;
        self.bytes += article.text.len() as u64;
        self.words += article.text.split_whitespace().count() as u64;
        for person in &annotations.people {
            self.names.insert(hasher.hash_one(&person.id));
        }
        for country in annotations.countries.iter().chain(&annotations.title.countries) {
            if !self.codes.contains(&country.code) {
                self.codes.insert(country.code.clone());
            }
        }
        self.people = self.names.len() as u64;
        self.countries = self.codes.len() as u64;
    }

    /// Everything that could not be read.
    pub fn problems(&self) -> u64 {
        self.quarantined.values().sum()
    }
}
