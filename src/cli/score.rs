//! `demarche score`: how good the annotations are, held against gold.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};

use super::{Outcome, gold};
use crate::{
    annotate::{Annotations, annotate, quotations::quotation::SpeakerClass},
    article::Article,
    score::{
        CountriesGold, CountriesScorer, DatesGold, DatesScorer, FoundPerson, GoldError, NamesGold, NamesScorer,
        PeopleGold, PeopleScorer, Prediction, Scorer, Table,
    },
    span::Span,
};

/// Score annotations against articles annotated by hand.
#[derive(Debug, Args)]
#[command(after_help = "\
Gold files are JSON Lines, gzip or not, one article a line; offsets in Unicode code points, end exclusive; \"date\" is the
day of publication, for dates that are counted from it. Each layer reads its own keys and passes over the others:
  quotes     {\"id\": \"…\", \"text\": \"…\", \"quotes\": [{\"content\": [[s, e]], \"source\": [[s, e]]}]}, with \"speaker\",
             \"speaker_class\" and \"speaker_country\" where they are known
  names      {\"text\": \"…\", \"entities\": [{\"start\": s, \"end\": e, \"label\": \"PER\"}]}
  people     {\"text\": \"…\", \"people\": [{\"name\": \"…\", \"variants\": [\"…\"], \"role\": \"…\", \"country\": \"RU\"}]}, with
             \"recall_only\": true where not everybody is listed
  countries  {\"text\": \"…\", \"countries\": [\"RU\"], \"mentions\": [[s, e, \"RU\"]]}
  dates      {\"text\": \"…\", \"date\": \"2014-03-30\", \"timex\": [{\"start\": s, \"end\": e, \"value\": \"2014-03\"}]}

Examples:
  demarche score quotes tests/gold/ukraine.jsonl
  demarche score quotes polnear_dev.jsonl.gz --flat
  demarche score people tests/gold/*.jsonl")]
pub(super) struct ScoreArgs {
    #[command(subcommand)]
    layer: Layer,
}

#[derive(Debug, Subcommand)]
enum Layer {
    /// Quotations: contents, sources, quoted segments, and speakers where the gold names them.
    Quotes(QuotesArgs),
    /// Names in the text: people, places, organisations.
    Names(GoldArgs),
    /// People of each article, and their offices and countries where the gold has them.
    People(GoldArgs),
    /// Countries of each article, and of each place that it names.
    Countries(GoldArgs),
    /// Dates in the text, as TIMEX3 values.
    Dates(GoldArgs),
}

#[derive(Debug, Args)]
struct GoldArgs {
    /// Files of articles annotated by hand.
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// One JSON object instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct QuotesArgs {
    #[command(flatten)]
    gold: GoldArgs,
    /// Leave out quotations inside others: for gold that marks the outermost only.
    #[arg(long)]
    flat: bool,
}

pub(super) fn run(args: &ScoreArgs) -> anyhow::Result<Outcome> {
    match &args.layer {
        Layer::Quotes(args) => quotes(args),
        Layer::Names(args) => {
            let mut scorer = NamesScorer::of(&["LOC", "ORG", "PER"]);
            let articles = each(&args.gold, NamesGold::from_line, |gold| {
                scorer.add(&gold, &read(&gold.text, None).names);
            })?;
            print(args, articles, &scorer.report())
        }
        Layer::People(args) => {
            let mut scorer = PeopleScorer::default();
            let articles = each(&args.gold, PeopleGold::from_line, |gold| {
                let people = read(&gold.text, gold.date.as_deref()).people;
                let found: Vec<FoundPerson<'_>> = people
                    .iter()
                    .map(|p| FoundPerson { name: &p.name, role: p.role.as_deref(), country: p.country.as_deref() })
                    .collect();
                scorer.add(&gold, &found);
            })?;
            print(args, articles, &scorer.report())
        }
        Layer::Countries(args) => {
            let mut scorer = CountriesScorer::default();
            let articles = each(&args.gold, CountriesGold::from_line, |gold| {
                let countries = read(&gold.text, gold.date.as_deref()).countries;
                let codes: Vec<&str> = countries.iter().map(|country| country.code.as_str()).collect();
                let mentions: Vec<(Span, &str)> =
                    countries.iter().flat_map(|c| c.mentions.iter().map(|span| (*span, c.code.as_str()))).collect();
                scorer.add(&gold, &codes, &mentions);
            })?;
            print(args, articles, &scorer.report())
        }
        Layer::Dates(args) => {
            let mut scorer = DatesScorer::default();
            let articles = each(&args.gold, DatesGold::from_line, |gold| {
                let dates = read(&gold.text, gold.date.as_deref()).dates;
                let found: Vec<(Span, Option<String>)> =
                    dates.iter().map(|date| (date.span, date.value.map(crate::date::Date::timex))).collect();
                scorer.add(&gold, &found);
            })?;
            print(args, articles, &scorer.report())
        }
    }
}

fn read(text: &str, published: Option<&str>) -> Annotations {
    // A time of day may stand behind the day.
    let day = |date: &str| date.parse().or_else(|_| date.get(..10).unwrap_or(date).parse()).ok();
    let published = published.and_then(day);
    annotate(&Article { text: text.to_owned(), published, ..Article::default() })
}

/// Gives each article of the files; how many there are.
fn each<G>(
    paths: &[PathBuf],
    parse: impl Fn(&str, usize) -> Result<G, GoldError>,
    mut add: impl FnMut(G),
) -> anyhow::Result<usize> {
    let mut articles = 0;
    for path in paths {
        let named = |error: GoldError| anyhow::anyhow!("{}: {error}", Path::display(path));
        let mut parsed = Vec::new();
        gold::lines(path, |line, number| {
            parsed.push(parse(line, number).map_err(named)?);
            Ok(())
        })?;
        articles += parsed.len();
        parsed.into_iter().for_each(&mut add);
    }
    Ok(articles)
}

fn print(args: &GoldArgs, articles: usize, table: &Table) -> anyhow::Result<Outcome> {
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(table)?)?;
    } else {
        writeln!(out, "{table}")?;
    }
    out.flush()?;
    Ok(if articles > 0 { Outcome::Found } else { Outcome::Nothing })
}

fn quotes(args: &QuotesArgs) -> anyhow::Result<Outcome> {
    let mut scorer = if args.flat { Scorer::flat() } else { Scorer::default() };
    let mut articles = 0;
    for path in &args.gold.gold {
        for gold in gold::read(path)? {
            let found = read(&gold.text, None).quotations;
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
    let mut out = anstream::stdout().lock();
    if args.gold.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        writeln!(out, "{report}")?;
    }
    out.flush()?;
    Ok(if articles > 0 { Outcome::Found } else { Outcome::Nothing })
}
