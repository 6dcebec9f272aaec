//! `demarche said`: who said what.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::{IndexDir, Outcome, Question, print_explanation};
use crate::{
    query::{
        ast::Field,
        quotations,
        search::{Sort, Wanted},
    },
    render::said::{self, Group, Look},
};

/// Who said what: quotations, with speaker, words, addressee, date and source.
///
/// “…” are words the article puts in quotation marks; ~ marks a paraphrase; ? marks what is uncertain.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche said --about crimea
  demarche said --by lavrov --since 2014-03 --until 2014-04
  demarche said sanctions --country RU --manner denied --group speaker
  demarche said 'about:crimea -kind:indirect' --json")]
pub(super) struct SaidArgs {
    /// A query; its words are looked for in the quotation and its context.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// What it is about: in the words, their sentence or the one before.
    #[arg(long, value_name = "TOPIC")]
    about: Vec<String>,
    /// Who said it: a name or an office.
    #[arg(long, value_name = "WHO")]
    by: Vec<String>,
    /// To whom it was said.
    #[arg(long, value_name = "WHO")]
    to: Vec<String>,
    /// Country that the speaker speaks for, by code or name.
    #[arg(long)]
    country: Vec<String>,
    /// Published on this date or later.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Published on this date or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// How it was said: said, denied, warned, urged, accused, promised, …
    #[arg(long)]
    manner: Vec<String>,
    /// direct, indirect or mixed.
    #[arg(long)]
    kind: Vec<String>,
    /// What the speaker is: person, office, institution, government, anonymous or document.
    #[arg(long)]
    class: Vec<String>,
    /// Only quotations at least this certain, 0 to 1.
    #[arg(long, value_name = "0…1")]
    min_confidence: Option<f32>,
    /// Group the answer.
    #[arg(long, value_enum)]
    group: Option<GroupBy>,
    /// The order: best match first, or by date of publication.
    #[arg(long, value_enum, default_value_t = SortBy::Relevance)]
    sort: SortBy,
    /// How many at most; 0 for all.
    #[arg(long, short = 'n', default_value_t = 50)]
    limit: usize,
    /// Also print the rule and the confidence.
    #[arg(long, short)]
    verbose: bool,
    /// Print how the query was understood.
    #[arg(long)]
    explain: bool,
    /// JSON Lines, one quotation a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    index: IndexDir,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GroupBy {
    Speaker,
    Country,
    Month,
}

/// The order of an answer.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SortBy {
    Relevance,
    Newest,
    Oldest,
}

impl From<SortBy> for Sort {
    fn from(sort: SortBy) -> Self {
        match sort {
            SortBy::Relevance => Self::Relevance,
            SortBy::Newest => Self::Newest,
            SortBy::Oldest => Self::Oldest,
        }
    }
}

pub(super) fn run(args: &SaidArgs) -> anyhow::Result<Outcome> {
    let mut question = Question::new(&args.query)?;
    let clauses = [
        (Field::About, &args.about),
        (Field::By, &args.by),
        (Field::To, &args.to),
        (Field::Country, &args.country),
        (Field::Manner, &args.manner),
        (Field::Kind, &args.kind),
        (Field::Class, &args.class),
    ];
    for (field, values) in clauses {
        for value in values {
            question.clause(field, value)?;
        }
    }
    question.dates(args.since.as_deref(), args.until.as_deref())?;
    let node = question.node();
    if args.explain {
        print_explanation(&node);
    }
    let reader = args.index.open()?;
    let limit = (args.limit > 0).then_some(args.limit);
    // A filter or a group needs all of them.
    let all = args.min_confidence.is_some() || args.group.is_some();
    let wanted = Wanted { sort: args.sort.into(), limit: if all { None } else { limit }, ..Wanted::default() };
    let mut answer = quotations::quotations(&reader, &node, &wanted)?;
    if let Some(least) = args.min_confidence {
        answer.hits.retain(|hit| hit.record.quotation.confidence >= least);
        answer.total = answer.hits.len();
    }
    let group = args.group.map(|group| match group {
        GroupBy::Speaker => Group::Speaker,
        GroupBy::Country => Group::Country,
        GroupBy::Month => Group::Month,
    });
    if let Some(group) = group {
        said::arrange(&mut answer.hits, group);
    }
    if let Some(limit) = limit {
        answer.hits.truncate(limit);
    }
    let mut out = anstream::stdout().lock();
    if args.json {
        for hit in &answer.hits {
            writeln!(out, "{}", said::json(hit))?;
        }
    } else {
        said::text(&mut out, &answer, &Look { group, verbose: args.verbose, width: super::search::width() })?;
    }
    out.flush()?;
    if answer.hits.is_empty() {
        eprintln!("no quotation matches; {} quotations in the index", reader.count("quotation")?);
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}
