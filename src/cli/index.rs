//! `demarche index`: builds or updates the index.

use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{IndexDir, Outcome, survey};
use crate::{
    date::Date,
    guard, identity,
    index::{
        Successor, Writer,
        manifest::{self, Manifest, Source},
    },
    ingest::{self, Options, Prune, Summary},
    source::{self, FieldMap, Limits, ReadOptions, Watch},
};

/// Build or update the index from files and folders.
///
/// Reads what demarche formats lists, also inside archives and compressed; what a file holds is recognised by its content.
/// A second run reads only what has changed, and without a PATH follows what was indexed before. A file that cannot be read
/// is reported and remembered (demarche stats --problems), and the run goes on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche index corpus
  demarche index ~/archive --index ~/archive.index --memory 512
  demarche index clippings --published 2014-03-30
  demarche index dump.jsonl.gz --map body=content,title=headline
  demarche index --dry-run ~/Downloads
  demarche index --watch ~/archive")]
pub(super) struct IndexArgs {
    /// Files and folders to read; those indexed before, if none are given.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    index: IndexDir,
    /// Publication date of articles that say nothing of theirs: 2014-03-30, 2014-03 or 2014.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Which JSON field is which, where the usual names do not tell: body=content,title=headline.
    #[arg(long, value_name = "OURS=THEIRS,…", default_value = "")]
    map: FieldMap,
    /// Say what would be read as what, and change nothing.
    #[arg(long, conflicts_with_all = ["rebuild", "prune", "watch"])]
    dry_run: bool,
    /// Go on after the end: index what is new or changed, and take out what is gone, until Ctrl-C.
    #[arg(long, conflicts_with = "rebuild")]
    watch: bool,
    /// Remove articles of files under PATH that are gone.
    #[arg(long)]
    prune: bool,
    /// Do not ask before more than a tenth of all articles is removed.
    #[arg(long)]
    yes: bool,
    /// Make the index anew and read everything again; aliases.toml, disputed.tsv and saved questions stay. Until the new
    /// index is whole the old one answers.
    #[arg(long)]
    rebuild: bool,
    /// End with exit status 2 if anything could not be read.
    #[arg(long)]
    strict: bool,
    /// Articles that share so much of their sequences of three words are copies of one another, 0.5 to 1 [default: as
    /// before; 0.5 at first].
    #[arg(long, value_name = "SHARE", value_parser = resemblance)]
    resemblance: Option<f64>,
    /// Memory to stay within, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    memory: u64,
    /// Threads that read and annotate [default: one a core].
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Commit after so many MiB of input; what comes after the last commit is lost if the process is killed.
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    commit: u64,
    #[command(flatten)]
    limits: LimitArgs,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
    /// Print no progress and no problems, only the summary.
    #[arg(long, short)]
    quiet: bool,
}

/// What is taken for damaged or hostile.
#[derive(Debug, Args)]
struct LimitArgs {
    /// Largest single document or line, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().entry_bytes >> 20, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    max_document: u64,
    /// Longest text of one article, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().text_bytes >> 20, value_parser = clap::value_parser!(u64).range(1..=1 << 10))]
    max_article: u64,
    /// Deepest nesting of archives in archives.
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth)]
    max_depth: usize,
    /// Most members of one archive.
    #[arg(long, value_name = "N", default_value_t = Limits::default().entries)]
    max_members: u64,
    /// How many times its size a file may have unpacked, once that is more than 256 MiB.
    #[arg(long, value_name = "N", default_value_t = Limits::default().inflation)]
    max_inflation: u64,
}

impl LimitArgs {
    fn limits(&self) -> Limits {
        Limits {
            entry_bytes: self.max_document << 20,
            text_bytes: self.max_article << 20,
            depth: self.max_depth,
            entries: self.max_members,
            inflation: self.max_inflation,
        }
    }
}

/// Paths that are read in the same way.
struct Job {
    roots: Vec<PathBuf>,
    read: ReadOptions,
}

impl IndexArgs {
    /// What is to be read: the paths given, or what was indexed before.
    fn jobs(&self) -> anyhow::Result<Vec<Job>> {
        let read = |published, map| ReadOptions { map, published, limits: self.limits.limits() };
        if !self.paths.is_empty() {
            return Ok(vec![Job { roots: self.paths.clone(), read: read(self.published, self.map.clone()) }]);
        }
        let dir = &self.index.dir;
        let sources = Manifest::sources(dir);
        anyhow::ensure!(
            !sources.is_empty(),
            "nothing was indexed into {} before; name files or folders: demarche index PATH…",
            dir.display()
        );
        let mut jobs: Vec<Job> = Vec::new();
        for source in sources {
            let map: FieldMap = source.map.parse()?;
            match jobs.iter_mut().find(|job| job.read.published == source.published && job.read.map == map) {
                Some(job) => job.roots.push(source.path),
                None => jobs.push(Job { roots: vec![source.path], read: read(source.published, map) }),
            }
        }
        Ok(jobs)
    }

    fn options(&self, job: &Job) -> Options {
        let yes = self.yes;
        Options {
            roots: job.roots.clone(),
            read: job.read.clone(),
            memory_mib: self.memory,
            resemblance: self.resemblance,
            threads: self.threads.unwrap_or_else(super::cores),
            prune: match (self.prune || self.watch, yes) {
                (false, _) => Prune::Never,
                (true, true) => Prune::Always,
                (true, false) => Prune::Asking(Box::new(agreed)),
            },
            gone: Vec::new(),
            exclude: std::path::absolute(&self.index.dir).ok(),
            commit_bytes: self.commit << 20,
            commit_every: Duration::from_secs(30),
        }
    }
}

/// Asks whether so many articles may go, if there is anybody to ask.
fn agreed(going: u64, all: u64) -> bool {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return false;
    }
    eprint!("the files of {going} of {all} articles are gone; remove these articles from the index? [y/N] ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

pub(super) fn run(args: &IndexArgs) -> anyhow::Result<Outcome> {
    let jobs = args.jobs()?;
    if args.dry_run {
        return survey::run(&jobs.iter().map(|job| (job.roots.as_slice(), &job.read)).collect::<Vec<_>>(), args.json);
    }
    super::use_disputed(&args.index.dir.join(manifest::DISPUTED))?;
    let stop = super::stop_on_ctrl_c()?;
    let mut failed = false;
    // Watching begins before reading, so that nothing falls between.
    let watches: Vec<Watch> = if args.watch { args.watches(&jobs)? } else { Vec::new() };
    let replaced = args.rebuild.then(|| Successor::begin(&args.index.dir, args.memory)).transpose()?;
    let (successor, mut writer) = match replaced {
        Some((successor, writer)) => (Some(successor), Some(writer)),
        None => (None, None),
    };
    let target = successor.as_ref().map_or(args.index.dir.clone(), Successor::folder);
    for job in &jobs {
        let writer = match writer.take() {
            Some(writer) => writer,
            None => Writer::open(&target, args.memory)?,
        };
        let summary = pass(args, writer, &args.options(job), &stop)?;
        failed |= args.strict && summary.problems() > 0 || summary.not_pruned > 0;
        for root in job.roots.iter().filter(|root| root.symlink_metadata().is_err()) {
            failed = true;
            eprintln!("error: {}: there is no such file or folder; check the path", root.display());
        }
        if summary.stopped {
            failed |= !args.watch;
            break;
        }
    }
    if let Some(successor) = successor {
        if stop.load(Ordering::Relaxed) {
            eprintln!("the index is as it was before: a new one takes its place only when it is whole");
            return Ok(Outcome::Failed);
        }
        successor.take_over()?;
        Writer::open(&args.index.dir, args.memory)?.finish(args.resemblance)?;
        identity::update(&args.index.dir)?;
    }
    let sources: Vec<Source> = jobs
        .iter()
        .flat_map(|job| job.roots.iter().map(|root| (root, &job.read)))
        .filter(|(root, _)| root.exists())
        .map(|(root, read)| Source { path: source::plain(root), published: read.published, map: read.map.to_string() })
        .collect();
    Manifest::remember(&args.index.dir, &sources)?;
    if args.watch {
        follow(args, &jobs, watches, &stop)?;
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Found })
}

impl IndexArgs {
    fn watches(&self, jobs: &[Job]) -> anyhow::Result<Vec<Watch>> {
        let exclude = std::path::absolute(&self.index.dir).ok();
        let watches = jobs.iter().map(|job| Watch::new(&job.roots, exclude.clone()).map_err(anyhow::Error::msg));
        watches.collect()
    }
}

/// Indexes what changes until it is stopped.
fn follow(args: &IndexArgs, jobs: &[Job], watches: Vec<Watch>, stop: &AtomicBool) -> anyhow::Result<()> {
    if !args.quiet {
        eprintln!("watching; Ctrl-C ends it");
    }
    // One pass at a time: the index has one writer.
    let turn = std::sync::Mutex::new(());
    std::thread::scope(|scope| {
        let turns: Vec<_> = jobs
            .iter()
            .zip(watches)
            .map(|(job, watch)| {
                let turn = &turn;
                scope.spawn(move || -> anyhow::Result<()> {
                    while let Some(changes) = watch.next(stop) {
                        let _turn = turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        let writer = Writer::open(&args.index.dir, args.memory)?;
                        let options = Options { roots: changes.changed, gone: changes.gone, ..args.options(job) };
                        pass(args, writer, &options, stop)?;
                    }
                    Ok(())
                })
            })
            .collect();
        for turn in turns {
            match turn.join() {
                Ok(result) => result?,
                Err(panic) => anyhow::bail!("watching failed within demarche: {}", guard::message(panic.as_ref())),
            }
        }
        Ok(())
    })
}

/// Reads once, and tells what came of it.
fn pass(args: &IndexArgs, writer: Writer, options: &Options, stop: &AtomicBool) -> anyhow::Result<Summary> {
    let bar = (std::io::stderr().is_terminal() && !args.quiet).then(|| {
        let bar = ProgressBar::new(0);
        let style = "{spinner} {msg} [{wide_bar}] {bytes}/{total_bytes} {eta} left";
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar
    });
    let summary = ingest::run(writer, options, stop, &mut |progress| {
        if let Some(bar) = &bar {
            let seconds = bar.elapsed().as_secs_f64().max(0.001);
            bar.set_length(progress.disk.0.max(1));
            bar.set_position(progress.disk.1);
            bar.set_message(format!(
                "{} articles, {:.0}/s, {:.1} MB/s",
                progress.articles,
                progress.articles as f64 / seconds,
                progress.bytes as f64 / 1e6 / seconds
            ));
        }
    })?;
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    print(args, &summary)?;
    Ok(summary)
}

fn resemblance(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "write a number from 0.5 to 1".to_owned())?;
    if (0.5..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("it must lie between 0.5 and 1: articles that share less are not copies".to_owned())
    }
}

fn print(args: &IndexArgs, summary: &Summary) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(summary)?)?;
        return Ok(());
    }
    let rate = summary.words as f64 / summary.seconds.max(0.001);
    writeln!(
        out,
        "indexed {} articles with {} quotations, {} people and {} countries: {:.1} MB in {:.1} s ({rate:.0} words/s)",
        summary.articles,
        summary.quotations,
        summary.people,
        summary.countries,
        summary.bytes as f64 / 1e6,
        summary.seconds
    )?;
    let skipped: u64 = summary.skipped.values().sum();
    writeln!(
        out,
        "files: {} seen = {} read + {} unchanged + {skipped} skipped + {} quarantined",
        summary.seen, summary.files, summary.unchanged, summary.quarantined_files
    )?;
    if summary.replaced + summary.kept + summary.removed > 0 {
        writeln!(
            out,
            "of changed files: {} articles replaced, {} kept, {} removed",
            summary.replaced, summary.kept, summary.removed
        )?;
    }
    if summary.copies > 0 {
        let copies = if summary.copies == 1 {
            "1 article is a copy"
        } else {
            &format!("{} articles are copies", summary.copies)
        };
        writeln!(out, "{copies} of another: search shows one of each with its copies, and all with --copies")?;
    }
    for (title, reasons) in [("skipped", &summary.skipped), ("skipped inside containers", &summary.skipped_entries)] {
        for (reason, count) in reasons {
            writeln!(out, "  {title}: {count} × {reason}")?;
        }
    }
    for (reason, count) in &summary.quarantined {
        writeln!(out, "  quarantined: {count} × {reason}")?;
    }
    if summary.problems() > 0 {
        writeln!(
            out,
            "{} could not be read: demarche stats --problems lists each with its place and reason",
            summary.problems()
        )?;
    }
    if summary.gone > 0 {
        let files = if summary.gone == 1 {
            "1 file is gone and its"
        } else {
            &format!("{} files are gone and their", summary.gone)
        };
        writeln!(out, "{files} articles stay; --prune removes them")?;
    }
    if summary.not_pruned > 0 {
        writeln!(
            out,
            "the files of {} articles are gone, more than a tenth of all: nothing was removed; look whether the disk is there, or give --yes with --prune",
            summary.not_pruned
        )?;
    }
    if summary.stopped {
        writeln!(out, "stopped before the end; the same command goes on from here")?;
    }
    Ok(())
}
