//! `demarche train`: learns the models that the program carries.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};

use super::{Outcome, gold};
use crate::train;

/// Learn a model from articles annotated by hand, and write its file.
///
/// For those who build the program: a new model is read when the program is built again. models/README.md says what
/// the present one was learned from, and how well it does.
#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    #[command(subcommand)]
    model: Model,
}

#[derive(Debug, Subcommand)]
enum Model {
    Quotes(QuotesArgs),
    Names(NamesArgs),
}

/// Learn to tag quotations: their cues, contents and sources.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche train quotes gold.jsonl more.jsonl.gz --out models/quotations.bin

Gold files are JSON Lines, gzip or not: {\"text\": \"…\", \"quotes\": [{\"content\": [[s, e]], \"source\": [[s, e]], \"cue\": [[s, e]]}]},
offsets in Unicode code points, end exclusive. The order of files and lines does not matter much; the result is the same
for the same input.")]
struct QuotesArgs {
    /// Files of articles with quotations.
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Where to write the model.
    #[arg(long, value_name = "FILE", default_value = "models/quotations.bin")]
    out: PathBuf,
}

/// Learn to tag names: people, places, organisations.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche train names silver.jsonl --out models/names.bin

Files are JSON Lines, gzip or not: {\"text\": \"…\", \"entities\": [{\"start\": s, \"end\": e, \"label\": \"PER\"}], \"skip\": [[s, e]]} with the
labels PER, LOC, ORG and MISC; offsets in Unicode code points, end exclusive. Stretches of \"skip\" are not learned from.
The result is the same for the same input.")]
struct NamesArgs {
    /// Files of articles with names.
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Where to write the model.
    #[arg(long, value_name = "FILE", default_value = "models/names.bin")]
    out: PathBuf,
}

pub(super) fn run(args: &TrainArgs) -> anyhow::Result<Outcome> {
    match &args.model {
        Model::Quotes(args) => quotes(args),
        Model::Names(args) => names(args),
    }
}

fn names(args: &NamesArgs) -> anyhow::Result<Outcome> {
    let mut articles = Vec::new();
    for path in &args.gold {
        gold::lines(path, |line, number| {
            articles.push(train::NamedArticle::from_line(line, number)?);
            Ok(())
        })?;
    }
    let names: usize = articles.iter().map(|a| a.names.len()).sum();
    eprintln!("{} articles, {names} names", articles.len());
    let model = train::names(&articles, |stage| eprintln!("{stage}"))?;
    write(&args.out, &model)
}

fn quotes(args: &QuotesArgs) -> anyhow::Result<Outcome> {
    let mut articles = Vec::new();
    for path in &args.gold {
        articles.extend(gold::read(path)?);
    }
    let quotations: usize = articles.iter().map(|a| a.quotations.len()).sum();
    eprintln!("{} articles, {quotations} quotations", articles.len());
    let model = train::quotations(&articles, |stage| eprintln!("{stage}"))?;
    write(&args.out, &model)
}

fn write(path: &Path, model: &[u8]) -> anyhow::Result<Outcome> {
    fs::write(path, model).map_err(|error| anyhow::anyhow!("{}: cannot be written: {error}", path.display()))?;
    eprintln!("{}: {} bytes; build the program again to use it", path.display(), model.len());
    Ok(Outcome::Found)
}
