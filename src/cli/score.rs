//! `demarche score`: how good the annotations are, held against gold.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Outcome, gold};
use crate::{
    annotate::{annotate, quotations::SpeakerClass},
    article::Article,
    score::{Prediction, Scorer},
};

/// Score annotations against articles annotated by hand.
#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    #[command(subcommand)]
    layer: Layer,
}

#[derive(Debug, Subcommand)]
enum Layer {
    Quotes(QuotesArgs),
}

/// Score quotations: contents, sources, quoted segments, and speakers where the gold names them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche score quotes tests/gold/ukraine.jsonl
  demarche score quotes polnear_dev.jsonl.gz --flat

Gold files are JSON Lines, gzip or not: {\"id\": \"…\", \"text\": \"…\", \"quotes\": [{\"content\": [[s, e]], \"source\": [[s, e]]}]}, with
\"speaker\", \"speaker_class\" and \"speaker_country\" where they are known; offsets in Unicode code points, end exclusive.")]
struct QuotesArgs {
    /// Files of articles with quotations.
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Leave out quotations inside others: for gold that marks the outermost only.
    #[arg(long)]
    flat: bool,
    /// One JSON object instead of a table.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &ScoreArgs) -> anyhow::Result<Outcome> {
    let Layer::Quotes(args) = &args.layer;
    let mut scorer = if args.flat { Scorer::flat() } else { Scorer::default() };
    let mut articles = 0;
    for path in &args.gold {
        for gold in gold::read(path)? {
            let article = Article { text: gold.text.clone(), ..Article::default() };
            let found = annotate(&article).quotations;
            let predictions: Vec<Prediction<'_>> = found
                .iter()
                .map(|q| Prediction {
                    content: &q.content,
                    source: &q.source,
                    speaker: q.speaker.as_deref(),
                    speaker_class: q.speaker_class.map(SpeakerClass::name),
                    speaker_country: q.speaker_country.as_deref(),
                    confidence: q.confidence,
                    nested: q.nested_in.is_some(),
                })
                .collect();
            scorer.add(&gold, &predictions);
            articles += 1;
        }
    }
    let report = scorer.report();
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        println!("{report}");
    }
    Ok(if articles > 0 { Outcome::Found } else { Outcome::Nothing })
}
