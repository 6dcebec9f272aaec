//! A survey says what would be read as what, without an index.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    guard,
    source::{self, Found, Problem, ReadOptions, Unit, Unread},
};

/// What one file would give.
#[derive(Debug, Default)]
pub struct Surveyed {
    /// Its absolute path.
    pub path: String,
    /// How many articles it holds in each format, by the name of the format.
    pub articles: BTreeMap<String, u64>,
    /// What in it would not be read on purpose, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// What in it cannot be read.
    pub problems: Vec<Problem>,
}

/// Reads everything under the roots in order, and gives each file to `each`.
pub fn survey(roots: &[PathBuf], options: &ReadOptions, each: &mut dyn FnMut(Surveyed) -> std::ops::ControlFlow<()>) {
    for found in source::walk(roots) {
        let mut surveyed = Surveyed::default();
        match found {
            Found::Skipped { path, reason } => {
                surveyed.path = path;
                surveyed.skipped.insert(reason, 1);
            }
            Found::Problem(problem) => {
                surveyed.path.clone_from(&problem.location.file);
                surveyed.problems.push(problem);
            }
            Found::File(file) => {
                surveyed.path.clone_from(&file.shown);
                source::units(&file, &options.limits, &mut |unit| {
                    match unit {
                        Unit::Skipped { reason, .. } => *surveyed.skipped.entry(reason).or_default() += 1,
                        Unit::Problem(problem) => surveyed.problems.push(problem),
                        Unit::Large => {}
                        Unit::Raw(raw) => {
                            let (format, location) = (raw.format.to_string(), raw.location.clone());
                            let read = guard::guarded(|| source::read(raw, options));
                            match read.unwrap_or_else(|panic| Err(Problem::new(location, panic).into())) {
                                Ok(articles) => *surveyed.articles.entry(format).or_default() += articles.len() as u64,
                                Err(Unread::Problem(problem)) => surveyed.problems.push(problem),
                                Err(Unread::Aside { reason, .. }) => *surveyed.skipped.entry(reason).or_default() += 1,
                            }
                        }
                    }
                    std::ops::ControlFlow::Continue(())
                });
            }
        }
        if each(surveyed).is_break() {
            return;
        }
    }
}
