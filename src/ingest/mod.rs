//! Ingesting: an archive's files through source, annotation and index, in one run that can be stopped at any moment.
//!
//! One thread walks and reads, as many as there are cores parse and annotate, and the caller's thread writes, in the
//! order of the archive, so that identifiers and commits do not depend on chance. What is in flight is counted in
//! bytes and held under a budget.

mod pruning;
pub mod rebuild;
mod summary;
pub mod survey;

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, bounded};

pub use self::{
    pruning::Prune,
    summary::{Summary, reason_class},
};
use crate::{
    annotate::{self, Annotations},
    article::{Article, Location},
    budget::Budget,
    date::{Date, today},
    error::Result,
    guard, identity,
    index::{
        FileRecord, ProblemRecord, Writer,
        writer::{Files, Known},
    },
    source::{self, Found, Problem, Raw, ReadOptions, SourceFile, Unit, Unread},
};

/// What to ingest, and how.
pub struct Options {
    /// Files and folders, read in a stable order.
    pub roots: Vec<PathBuf>,
    /// How to read them.
    pub read: ReadOptions,
    /// Budget for all of indexing, in MiB.
    pub memory_mib: u64,
    /// The share of three-word sequences that makes two articles copies; `None` for what it was in this index.
    pub resemblance: Option<f64>,
    /// Threads that parse and annotate.
    pub threads: usize,
    /// What becomes of articles whose file is gone.
    pub prune: Prune,
    /// Paths that are known to be gone.
    pub gone: Vec<PathBuf>,
    /// A folder that is never read: the index itself.
    pub exclude: Option<PathBuf>,
    /// Commit after so many bytes of text.
    pub commit_bytes: u64,
    /// Commit at least so often.
    pub commit_every: Duration,
}

/// How far a run has come: told to the caller now and then.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Files read to the end.
    pub files: u64,
    /// Articles put in.
    pub articles: u64,
    /// Bytes of text put in.
    pub bytes: u64,
    /// Files found so far.
    pub found: u64,
    /// Bytes on disk of the files found so far, and of those done.
    pub disk: (u64, u64),
}

/// What the reading thread passes on, in order.
enum Step {
    Begin(Arc<Begun>),
    Unit(Box<Raw>, Arc<Known>),
    Problem(Problem),
    /// A file or folder that cannot be gone into.
    Obstacle(Problem),
    /// The file was not the same before and after it was read.
    Changed(Problem),
    /// The reason, and whether it is a member of a container.
    SkippedEntry(String, bool),
    End,
    Skipped(String),
    Unchanged,
}

/// A file that is being read.
struct Begun {
    file: SourceFile,
    known: Arc<Known>,
    before: Option<FileRecord>,
}

/// A step after the workers.
enum Done {
    Step(Step),
    Articles(Vec<Annotated>, usize),
    Problem(Problem, usize),
    /// A record that is no article.
    Aside(String, usize),
}

struct Annotated {
    article: Article,
    /// `None` where the index holds the same article already.
    annotations: Option<Annotations>,
}

/// Reads the roots into the index, and says what came of it.
///
/// `stop` ends the run early: what is in flight is written and committed. `progress` is called several times a second.
///
/// # Errors
/// Those of the index ([`crate::error::Error`]). Files that cannot be read are no errors: they are in the summary.
pub fn run(
    mut writer: Writer,
    options: &Options,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Summary> {
    let started = Instant::now();
    let files = writer.files()?;
    let budget = Budget::new((options.memory_mib << 20) / 6);
    let (to_workers, jobs) = bounded::<(u64, Step)>(256);
    let (to_writer, results) = bounded::<(u64, Done)>(256);
    // Known articles are looked up on the writing side; the reading thread asks over a channel.
    let (ask, questions) = bounded::<(SourceFile, Sender<Arc<Begun>>)>(0);
    let mut run = Run {
        writer: &mut writer,
        options,
        summary: Summary::default(),
        open: None,
        since: 0,
        last_commit: Instant::now(),
        progress: Progress::default(),
    };
    let outcome = std::thread::scope(|scope| {
        let reader = Reading { options, files: &files, stop, budget: &budget, ask };
        let results_from_reader = to_writer.clone();
        let walked = scope.spawn(move || reader.run(&to_workers, &results_from_reader));
        for _ in 0..options.threads.max(1) {
            let (jobs, to_writer) = (jobs.clone(), to_writer.clone());
            let read = &options.read;
            scope.spawn(move || work(&jobs, &to_writer, read));
        }
        drop((jobs, to_writer));
        let outcome = run.write(&results, &questions, &budget, progress);
        if outcome.is_err() {
            // Let the other threads run dry.
            stop.store(true, Ordering::Relaxed);
            budget.open();
            drop(questions);
            while results.recv().is_ok() {}
        }
        let walked = walked.join().unwrap_or_default();
        outcome.map(|()| walked)
    })?;
    let mut summary = run.summary;
    summary.stopped = stop.load(Ordering::Relaxed);
    summary.seen = outcome.seen;
    if summary.stopped {
        // What was being read when the run was stopped was not met as far as this run goes.
        let skipped: u64 = summary.skipped.values().sum();
        summary.seen = summary.files + summary.unchanged + skipped + summary.quarantined_files;
    }
    if !summary.stopped {
        pruning::prune(&mut writer, options, &files, &outcome, &mut summary)?;
    }
    let directory = writer.directory().to_owned();
    summary.copies = writer.finish(options.resemblance)?.copies();
    identity::update(&directory)?;
    summary.seconds = started.elapsed().as_secs_f64();
    Ok(summary)
}

/// What walking came by.
#[derive(Debug, Default)]
struct Walked {
    /// Files and whatever else, each counted once.
    seen: u64,
    /// Hashes of the paths of all files and obstacles.
    paths: rustc_hash::FxHashSet<u64>,
    /// Paths that could not be gone into: what lies under them is not known to be gone.
    obstacles: Vec<PathBuf>,
}

impl Walked {
    fn hash(path: &str) -> u64 {
        use std::hash::{BuildHasher, BuildHasherDefault};
        BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(path)
    }

    fn has(&self, path: &str) -> bool {
        self.paths.contains(&Self::hash(path))
    }
}

/// The thread that walks and reads.
struct Reading<'a> {
    options: &'a Options,
    files: &'a Files,
    stop: &'a AtomicBool,
    budget: &'a Budget,
    ask: Sender<(SourceFile, Sender<Arc<Begun>>)>,
}

impl Reading<'_> {
    /// Walks to the end and gives the paths of all files that are there.
    fn run(self, jobs: &Sender<(u64, Step)>, results: &Sender<(u64, Done)>) -> Walked {
        let mut order = 0u64;
        let mut walked = Walked::default();
        for found in source::walk(&self.options.roots) {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            let mut pass = |step: Step| {
                let sent = results.send((order, Done::Step(step))).is_ok();
                order += 1;
                sent
            };
            match found {
                Found::Skipped { reason, .. } => {
                    walked.seen += 1;
                    if !pass(Step::Skipped(reason)) {
                        break;
                    }
                }
                Found::Problem(problem) => {
                    walked.seen += 1;
                    walked.obstacles.push(PathBuf::from(&problem.location.file));
                    walked.paths.insert(Walked::hash(&problem.location.file));
                    if !pass(Step::Obstacle(problem)) {
                        break;
                    }
                }
                Found::File(file)
                    if self
                        .options
                        .exclude
                        .as_ref()
                        .is_some_and(|dir| std::path::Path::new(&file.shown).starts_with(dir)) =>
                {
                    walked.seen += 1;
                    if !pass(Step::Skipped("part of the index".to_owned())) {
                        break;
                    }
                }
                Found::File(file) => {
                    // The same file under two of the roots is one file.
                    if !walked.paths.insert(Walked::hash(&file.shown)) && self.options.roots.len() > 1 {
                        continue;
                    }
                    walked.seen += 1;
                    if self.files.get(&file.shown) == Some(&(file.size, Some(file.modified))) {
                        if !pass(Step::Unchanged) {
                            break;
                        }
                        continue;
                    }
                    if !self.read(file, jobs, results, &mut order) {
                        break;
                    }
                }
            }
        }
        walked
    }

    fn read(
        &self,
        file: SourceFile,
        jobs: &Sender<(u64, Step)>,
        results: &Sender<(u64, Done)>,
        order: &mut u64,
    ) -> bool {
        let (answer, known) = bounded(1);
        if self.ask.send((file, answer)).is_err() {
            return false;
        }
        let Ok(begun) = known.recv() else { return false };
        let mut next = || {
            *order += 1;
            *order - 1
        };
        if results.send((next(), Done::Step(Step::Begin(Arc::clone(&begun))))).is_err() {
            return false;
        }
        let mut alive = true;
        source::units(&begun.file, &self.options.read.limits, &mut |unit| {
            let sent = match unit {
                Unit::Raw(raw) => {
                    self.budget.take(raw.bytes.len());
                    jobs.send((next(), Step::Unit(Box::new(raw), Arc::clone(&begun.known)))).is_ok()
                }
                Unit::Skipped { location, reason } => {
                    let member = location.entry.is_some() || location.record.is_some();
                    results.send((next(), Done::Step(Step::SkippedEntry(reason, member)))).is_ok()
                }
                Unit::Problem(problem) => results.send((next(), Done::Step(Step::Problem(problem)))).is_ok(),
                Unit::Large => {
                    self.budget.wait();
                    true
                }
            };
            alive = sent && !self.stop.load(Ordering::Relaxed);
            if alive { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if let Some(problem) = changed(&begun.file) {
            alive = alive && results.send((next(), Done::Step(Step::Changed(problem)))).is_ok();
        }
        alive && results.send((next(), Done::Step(Step::End))).is_ok()
    }
}

/// Whether a file is another than it was before it was read.
fn changed(before: &SourceFile) -> Option<Problem> {
    let after = SourceFile::at(&before.path).ok();
    let same = after.is_some_and(|after| (after.size, after.modified) == (before.size, before.modified));
    let reason = "changed or vanished while it was read; what was read is kept, and the next run reads it again";
    (!same).then(|| Problem::new(Location::file(&before.shown), reason))
}

/// A thread that parses and annotates.
fn work(jobs: &Receiver<(u64, Step)>, results: &Sender<(u64, Done)>, options: &ReadOptions) {
    for (order, step) in jobs {
        let Step::Unit(raw, known) = step else { continue };
        let size = raw.bytes.len();
        let location = raw.location.clone();
        let read = guard::guarded(|| {
            let articles = source::read(*raw, options)?;
            Ok(articles.into_iter().map(|article| annotated(article, &known)).collect())
        });
        let done = match read {
            Ok(Ok(articles)) => Done::Articles(articles, size),
            Ok(Err(Unread::Problem(problem))) => Done::Problem(problem, size),
            Ok(Err(Unread::Aside { reason, .. })) => Done::Aside(reason, size),
            Err(panic) => Done::Problem(failed_within(location, &panic), size),
        };
        if results.send((order, done)).is_err() {
            break;
        }
    }
}

fn failed_within(location: Location, panic: &str) -> Problem {
    Problem::new(location, format!("reading it failed within demarche: {panic}; please report it with the file"))
}

fn annotated(article: Article, known: &Known) -> Annotated {
    let same = !known.is_empty() && {
        let hash = article.content_hash();
        let id = if article.id.is_empty() { article.content_id() } else { article.id.clone() };
        known.get(&id) == Some(&hash)
    };
    let annotations = (!same).then(|| annotate::annotate(&article));
    Annotated { article, annotations }
}

/// The caller's thread.
struct Run<'a> {
    writer: &'a mut Writer,
    options: &'a Options,
    summary: Summary,
    open: Option<OpenFile>,
    since: u64,
    last_commit: Instant,
    progress: Progress,
}

/// Most problems of one file that are remembered one by one; the others are counted.
const PROBLEMS: usize = 1000;

struct OpenFile {
    begun: Arc<Begun>,
    record: FileRecord,
    /// Why the whole of it is not read, on purpose.
    skipped: Option<String>,
    more_problems: u64,
    /// Hashes of the identifiers of its articles in this run: a file may hold millions.
    given: rustc_hash::FxHashSet<u64>,
}

impl Run<'_> {
    fn write(
        &mut self,
        results: &Receiver<(u64, Done)>,
        questions: &Receiver<(SourceFile, Sender<Arc<Begun>>)>,
        budget: &Budget,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<()> {
        let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
        let mut next = 0u64;
        let mut told = Instant::now();
        let mut asking = true;
        loop {
            let received = if asking {
                crossbeam_channel::select! {
                    recv(questions) -> question => {
                        match question {
                            Ok((file, answer)) => {
                                let begun = self.begin(file)?;
                                // The reading thread is gone only when the run is being stopped.
                                answer.send(Arc::new(begun)).ok();
                            }
                            Err(_) => asking = false,
                        }
                        continue;
                    }
                    recv(results) -> result => result,
                }
            } else {
                results.recv()
            };
            let Ok((order, done)) = received else { break };
            waiting.insert(order, done);
            while let Some(done) = waiting.remove(&next) {
                next += 1;
                self.done(done, budget)?;
            }
            if told.elapsed() > Duration::from_millis(100) {
                told = Instant::now();
                progress(self.progress);
            }
        }
        progress(self.progress);
        Ok(())
    }

    fn begin(&mut self, file: SourceFile) -> Result<Begun> {
        let before = self.writer.file(&file.shown)?;
        let known = self.writer.known(&file.shown)?;
        self.progress.found += 1;
        self.progress.disk.0 += file.size;
        Ok(Begun { file, known, before })
    }

    fn done(&mut self, done: Done, budget: &Budget) -> Result<()> {
        match done {
            Done::Step(Step::Skipped(reason)) => self.summary.skip(&reason),
            Done::Step(Step::SkippedEntry(reason, true)) => self.summary.skip_entry(&reason),
            // A whole file: counted when it ends.
            Done::Step(Step::SkippedEntry(reason, false)) => {
                if let Some(open) = &mut self.open {
                    open.skipped = Some(reason);
                }
            }
            Done::Step(Step::Unchanged) => self.summary.unchanged += 1,
            Done::Step(Step::Problem(problem)) => self.problem(problem),
            Done::Step(Step::Obstacle(problem)) => self.obstacle(problem)?,
            Done::Step(Step::Changed(problem)) => {
                if let Some(open) = &mut self.open {
                    open.record.again = true;
                }
                self.problem(problem);
            }
            Done::Step(Step::Begin(begun)) => {
                let record = FileRecord {
                    path: begun.file.shown.clone(),
                    size: begun.file.size,
                    modified: begun.file.modified,
                    ..FileRecord::default()
                };
                self.open = Some(OpenFile {
                    begun,
                    record,
                    skipped: None,
                    more_problems: 0,
                    given: rustc_hash::FxHashSet::default(),
                });
            }
            Done::Step(Step::End) => self.end()?,
            Done::Step(Step::Unit(..)) => {}
            Done::Problem(problem, size) => {
                budget.give(size);
                self.problem(problem);
            }
            Done::Aside(reason, size) => {
                budget.give(size);
                self.summary.skip_entry(&reason);
            }
            Done::Articles(articles, size) => {
                for article in articles {
                    self.article(article)?;
                }
                budget.give(size);
                self.commit_if_due(size)?;
            }
        }
        Ok(())
    }

    fn article(&mut self, annotated: Annotated) -> Result<()> {
        let Annotated { mut article, annotations } = annotated;
        let Some(open) = &mut self.open else { return Ok(()) };
        let known = Arc::clone(&open.begun.known);
        let hash = article.content_hash();
        article.id = self.writer.identify(&article, &known);
        open.given.insert(Walked::hash(&article.id));
        open.record.articles += 1;
        self.progress.articles += 1;
        self.progress.bytes += article.text.len() as u64;
        if known.get(&article.id) == Some(&hash) {
            self.summary.kept += 1;
            return Ok(());
        }
        // Same words under another identifier: rare, and not worth a second pass through the workers.
        let annotations = annotations.unwrap_or_else(|| annotate::annotate(&article));
        self.summary.count(&article, &annotations);
        let replaces = known.contains_key(&article.id);
        self.summary.replaced += u64::from(replaces);
        self.writer.add(&article, &annotations, replaces)
    }

    fn problem(&mut self, problem: Problem) {
        self.summary.quarantine(&problem);
        let Some(open) = &mut self.open else { return };
        if open.record.problems.len() < PROBLEMS {
            let record = remembered(problem, open.begun.before.as_ref());
            open.record.problems.push(record);
        } else {
            open.more_problems += 1;
        }
    }

    /// Something that could not be gone into is kept like a file that could not be read.
    fn obstacle(&mut self, problem: Problem) -> Result<()> {
        self.summary.quarantine(&problem);
        self.summary.quarantined_files += 1;
        let path = problem.location.file.clone();
        let before = self.writer.file(&path)?;
        let problems = vec![remembered(problem, before.as_ref())];
        self.writer.finish_file(&FileRecord { path, problems, again: true, ..FileRecord::default() })
    }

    /// A file was read to its end: what it no longer holds goes, and it is recorded.
    fn end(&mut self) -> Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        let failed_whole = open.record.articles == 0 && !open.record.problems.is_empty();
        // Rights, disks and versions change while sizes and times stay.
        open.record.again |= failed_whole;
        if open.more_problems > 0 {
            let reason = format!("{} more problems in this file; mend those above and run again", open.more_problems);
            let problem = Problem::new(Location::file(&open.record.path), reason);
            let record = remembered(problem, open.begun.before.as_ref());
            open.record.problems.push(record);
        }
        for id in open.begun.known.keys() {
            // A file that has become unreadable keeps what was read from it before.
            if !open.given.contains(&Walked::hash(id)) && !failed_whole {
                self.writer.remove(id);
                self.summary.removed += 1;
            }
        }
        self.summary.file(&open.record, open.skipped.as_deref());
        self.progress.files += 1;
        self.progress.disk.1 += open.record.size;
        self.writer.finish_file(&open.record)?;
        self.commit_if_due(0)
    }

    fn commit_if_due(&mut self, bytes: usize) -> Result<()> {
        self.since += bytes as u64;
        if self.since >= self.options.commit_bytes || self.last_commit.elapsed() >= self.options.commit_every {
            self.writer.commit()?;
            self.since = 0;
            self.last_commit = Instant::now();
        }
        Ok(())
    }
}

/// A problem with when it was met first and how often.
fn remembered(problem: Problem, before: Option<&FileRecord>) -> ProblemRecord {
    let known = before.iter().flat_map(|record| &record.problems).find(|known| known.location == problem.location);
    ProblemRecord {
        location: problem.location,
        reason: problem.reason,
        tries: known.map_or(1, |known| known.tries.saturating_add(1)),
        first_seen: known.map_or_else(|| Some(Date::Day(today())), |known| known.first_seen),
    }
}

/// Reads a stream of articles without an index, in input order: the path of `demarche annotate`.
pub fn annotate_stream(
    reader: impl std::io::Read,
    location: Location,
    options: &ReadOptions,
    each: &mut dyn FnMut(std::result::Result<(Article, Annotations), Problem>) -> ControlFlow<()>,
) {
    source::units_of_reader(reader, location, &options.limits, &mut |unit| annotate_unit(unit, options, each));
}

/// Annotates the articles of the files under `roots`, in order.
pub fn annotate_files(
    roots: &[PathBuf],
    options: &ReadOptions,
    each: &mut dyn FnMut(std::result::Result<(Article, Annotations), Problem>) -> ControlFlow<()>,
) {
    for found in source::walk(roots) {
        let mut flow = ControlFlow::Continue(());
        match found {
            Found::File(file) => source::units(&file, &options.limits, &mut |unit| {
                flow = annotate_unit(unit, options, each);
                flow
            }),
            Found::Problem(problem) => flow = each(Err(problem)),
            Found::Skipped { .. } => {}
        }
        if flow.is_break() {
            return;
        }
    }
}

fn annotate_unit(
    unit: Unit,
    options: &ReadOptions,
    each: &mut dyn FnMut(std::result::Result<(Article, Annotations), Problem>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match unit {
        Unit::Skipped { .. } | Unit::Large => ControlFlow::Continue(()),
        Unit::Problem(problem) => each(Err(problem)),
        Unit::Raw(raw) => {
            let location = raw.location.clone();
            let read = guard::guarded(|| {
                let articles = source::read(raw, options)?;
                let named = articles.into_iter().map(|article| {
                    let id = if article.id.is_empty() { article.content_id() } else { article.id.clone() };
                    let article = Article { id, ..article };
                    let annotations = annotate::annotate(&article);
                    (article, annotations)
                });
                Ok(named.collect::<Vec<_>>())
            });
            match read.unwrap_or_else(|panic| Err(failed_within(location, &panic).into())) {
                Err(Unread::Problem(problem)) => each(Err(problem)),
                Err(Unread::Aside { .. }) => ControlFlow::Continue(()),
                Ok(articles) => articles.into_iter().try_for_each(|article| each(Ok(article))),
            }
        }
    }
}
