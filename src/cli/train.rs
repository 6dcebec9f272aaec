//! `demarche train`: learns the models that the program carries.

use std::{fs, path::PathBuf};

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

pub(super) fn run(args: &TrainArgs) -> anyhow::Result<Outcome> {
    let Model::Quotes(args) = &args.model;
    let mut articles = Vec::new();
    for path in &args.gold {
        articles.extend(gold::read(path)?);
    }
    let quotations: usize = articles.iter().map(|a| a.quotations.len()).sum();
    eprintln!("{} articles, {quotations} quotations", articles.len());
    let model = train::quotations(&articles, |stage| eprintln!("{stage}"))?;
    fs::write(&args.out, &model)
        .map_err(|error| anyhow::anyhow!("{}: cannot be written: {error}", args.out.display()))?;
    eprintln!("{}: {} bytes; build the program again to use it", args.out.display(), model.len());
    Ok(Outcome::Found)
}
