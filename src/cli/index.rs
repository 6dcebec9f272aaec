//! `demarche index`: builds or updates the index.

use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{IndexDir, Outcome};
use crate::{
    date::Date,
    index::{self, Writer, manifest},
    ingest::{self, Options, Summary},
    source::{FieldMap, Limits, ReadOptions},
};

/// Build or update the index from files and folders.
///
/// Reads plain text, HTML, JSON and JSON Lines, each plain or inside .gz, .zst, .zip, .tar and .tar.gz; what a file
/// holds is recognised by its content. A second run reads only what has changed. A file that cannot be read is
/// reported and remembered (demarche stats --problems), and the run goes on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche index corpus
  demarche index ~/archive --index ~/archive.index --memory 512
  demarche index clippings --published 2014-03-30
  demarche index dump.jsonl.gz --map body=content,title=headline")]
pub(super) struct IndexArgs {
    /// Files and folders to read.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    index: IndexDir,
    /// Publication date of articles that say nothing of theirs: 2014-03-30, 2014-03 or 2014.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Which JSON field is which, where the usual names do not tell: body=content,title=headline.
    #[arg(long, value_name = "OURS=THEIRS,…", default_value = "")]
    map: FieldMap,
    /// Remove articles of files under PATH that are gone.
    #[arg(long)]
    prune: bool,
    /// Make the index anew: remove what it holds, but not aliases.toml and disputed.tsv, and read everything again.
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
    /// Largest single document or line, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    max_document: u64,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
    /// Print no progress and no problems, only the summary.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &IndexArgs) -> anyhow::Result<Outcome> {
    super::use_disputed(&args.index.dir.join(manifest::DISPUTED))?;
    if args.rebuild {
        index::clear(&args.index.dir)?;
    }
    let writer = Writer::open(&args.index.dir, args.memory)?;
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    // A second Ctrl-C ends at once: what is committed is safe.
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("\nstopping after what is in flight; press Ctrl-C again to stop at once");
    })?;
    let options = Options {
        roots: args.paths.clone(),
        read: ReadOptions {
            map: args.map.clone(),
            published: args.published,
            limits: Limits { entry_bytes: args.max_document << 20, ..Limits::default() },
        },
        memory_mib: args.memory,
        resemblance: args.resemblance,
        threads: args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)),
        prune: args.prune,
        exclude: std::path::absolute(&args.index.dir).ok(),
        commit_bytes: args.commit << 20,
        commit_every: Duration::from_secs(30),
    };
    let bar = (std::io::stderr().is_terminal() && !args.quiet).then(|| {
        let bar = ProgressBar::new(0);
        let style = "{spinner} {msg} [{wide_bar}] {bytes}/{total_bytes} {eta} left";
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar
    });
    let summary = ingest::run(writer, &options, &stop, &mut |progress| {
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
    let failed = args.strict && summary.problems() > 0;
    Ok(if failed { Outcome::Failed } else { Outcome::Found })
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
    let seen = summary.files + summary.unchanged + skipped + summary.quarantined_files;
    writeln!(
        out,
        "files: {seen} seen = {} read + {} unchanged + {skipped} skipped + {} quarantined",
        summary.files, summary.unchanged, summary.quarantined_files
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
    if summary.stopped {
        writeln!(out, "stopped before the end; the same command goes on from here")?;
    }
    Ok(())
}
