//! `demarche said`: who said what.

use std::{collections::BTreeSet, io::Write};

use clap::{Args, ValueEnum};

use super::{IndexDir, Narrow, Outcome, Question, print_explanation, today};
use crate::{
    annotate,
    error::Error,
    index::{Reader, saved},
    query::{
        ast::{Field, Node},
        dates::DateRange,
        groups::{self, By},
        plan::Target,
        quotations,
        results::{QuotationHit, Quotations},
        search::{Sort, Wanted},
    },
    render::said::{self, Look},
};

/// Who said what: quotations, with speaker, words, addressee, date and source.
///
/// “…” are words the article puts in quotation marks; ~ marks a paraphrase; ? marks what is uncertain; ← says why a speaker
/// who goes by another name is one of those asked for. A statement that several articles report is shown once, as the
/// earliest has it, with the others below and how their words differ.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche said --about crimea
  demarche said --by lavrov --since 2014-03 --until 2014-04
  demarche said sanctions --country RU --manner denied --group speaker
  demarche said --by \"Russian foreign minister\" --about gas
  demarche said --by Moscow --diff 2014-03-18
  demarche said --silent --about sanctions
  demarche said 'about:crimea -kind:indirect' --json")]
pub(super) struct SaidArgs {
    /// A query; its words are looked for in the quotation and its context.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// What it is about: in the words, their sentence or the one before.
    #[arg(long, value_name = "TOPIC")]
    about: Vec<String>,
    /// Who said it: a name; an office ("Russian foreign minister": whoever the archive says held it then); an
    /// institution; a capital or country for its government. =Moscow is the name or role as written, no more.
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
    /// Who declined to comment, and on what.
    #[arg(long, conflicts_with_all = ["manner", "kind", "factuality"])]
    silent: bool,
    /// Whether it was said: said, "not said", "might be said", declined.
    #[arg(long)]
    factuality: Vec<String>,
    /// Group the answer.
    #[arg(long, value_enum)]
    group: Option<GroupBy>,
    /// What was said before a date, and what was said from then on; --limit holds for each.
    #[arg(long, value_name = "DATE", conflicts_with = "group")]
    diff: Option<String>,
    /// Each report of a statement as an answer of its own.
    #[arg(long, alias = "each")]
    copies: bool,
    /// The order: best match first, or by date of publication.
    #[arg(long, value_enum, default_value_t = SortBy::Relevance)]
    sort: SortBy,
    /// How many at most; 0 for all.
    #[arg(long, short = 'n', default_value_t = 50)]
    limit: usize,
    /// Also print how each was found: every pass that changed it, and the probabilities.
    #[arg(long, short)]
    verbose: bool,
    /// Print how the query was understood.
    #[arg(long)]
    explain: bool,
    /// JSON Lines, one quotation a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    pub(super) index: IndexDir,
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

/// What is asked, selections and all.
fn question(args: &SaidArgs) -> Result<Node, Error> {
    let mut question = Question::new(&args.query)?;
    let clauses = [
        (Field::About, &args.about),
        (Field::By, &args.by),
        (Field::To, &args.to),
        (Field::Country, &args.country),
        (Field::Manner, &args.manner),
        (Field::Factuality, &args.factuality),
        (Field::Kind, &args.kind),
        (Field::Class, &args.class),
    ];
    for (field, values) in clauses {
        for value in values {
            question.clause(field, value)?;
        }
    }
    if args.silent {
        question.clause(Field::Factuality, "declined")?;
    }
    question.dates(args.since.as_deref(), args.until.as_deref())?;
    args.narrow.with_selections(args.narrow.as_written(question.node()))
}

/// Every report of a statement that the question finds.
fn every(args: &SaidArgs, reader: &Reader) -> anyhow::Result<Quotations> {
    let wanted = Wanted { sort: Sort::Newest, each: true, ..Wanted::default() };
    Ok(quotations::quotations(reader, &question(args)?, &wanted)?)
}

/// A mark for a quotation: its number may change with the rules, its article and its words do not.
fn mark(hit: &QuotationHit) -> String {
    saved::mark(&format!("{}\n{}", hit.record.article.id, hit.record.words))
}

/// Marks of all quotations that the question finds.
pub(super) fn marks(args: &SaidArgs) -> anyhow::Result<Vec<String>> {
    Ok(every(args, &args.index.open()?)?.hits.iter().map(mark).collect())
}

/// Prints the quotations whose marks are not among those seen, and adds them.
pub(super) fn news(args: &SaidArgs, seen: &mut BTreeSet<String>) -> anyhow::Result<Outcome> {
    let reader = args.index.open()?;
    let mut answer = every(args, &reader)?;
    answer.hits.retain(|hit| seen.insert(mark(hit)));
    answer.total = answer.hits.len();
    let mut out = super::paged();
    if args.json {
        said::json(&mut out, &answer)?;
    } else {
        said::text(&mut out, &answer, &look(args, &reader, &answer)?)?;
    }
    out.flush()?;
    Ok(if answer.hits.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

pub(super) fn run(args: &SaidArgs) -> anyhow::Result<Outcome> {
    let node = question(args)?;
    let group = group(args)?;
    if args.explain {
        print_explanation(&node, Target::Quotations);
    }
    let reader = args.index.open()?;
    if args.explain {
        for line in quotations::understood(&reader, &node)? {
            eprintln!("{line}");
        }
    }
    let limit = (args.limit > 0).then_some(args.limit);
    let wanted = Wanted {
        sort: args.sort.into(),
        // A group needs all of them.
        limit: if group.is_some() { None } else { limit },
        each: args.copies,
        ..Wanted::default()
    };
    let mut answer = quotations::quotations(&reader, &node, &wanted)?;
    if let Some(group) = group {
        groups::arrange(&mut answer, group, limit);
    }
    answer.held_back = quotations::held_back(&reader, &node, answer.total)?;
    let mut out = super::paged();
    if args.json {
        said::json(&mut out, &answer)?;
    } else {
        if let Some(By::Country) = group {
            // Codes are for programs.
            for group in &mut answer.groups {
                group.title = annotate::gazetteer::Gazetteer::get().shown(&group.title).to_owned();
            }
        }
        said::text(&mut out, &answer, &look(args, &reader, &answer)?)?;
    }
    out.flush()?;
    super::note_namesakes(&reader, &node)?;
    if answer.hits.is_empty() {
        let held = match answer.held_back {
            0 => String::new(),
            n => format!("; {n} less certain would: --all"),
        };
        eprintln!("no quotation matches{held}; {} quotations in the index", reader.count("quotation")?);
        super::suggest(&reader, &node, Target::Quotations)?;
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

/// How to show it; with --verbose, why each is as it is, read again from its article.
fn look(args: &SaidArgs, reader: &Reader, answer: &Quotations) -> anyhow::Result<Look> {
    let mut look = Look { width: super::search::width(), ..Look::default() };
    if !args.verbose {
        return Ok(look);
    }
    for hit in &answer.hits {
        let id = &hit.record.article.id;
        if !look.traces.contains_key(id) {
            let (_, steps, _) = annotate::explain(&reader.article(id)?.article);
            look.traces.insert(id.clone(), steps);
        }
    }
    look.verbose = true;
    Ok(look)
}

/// By what the answer is to be grouped.
fn group(args: &SaidArgs) -> Result<Option<By>, Error> {
    if let Some(written) = &args.diff {
        let day = DateRange::read(written, today()).ok().and_then(|range| range.from).ok_or_else(|| {
            Error::Query(format!(
                "error: --diff {written}: this is no date to divide by\nhelp: write the first day of what comes after: 2014-03-18, 2014-03 or 2014"
            ))
        })?;
        return Ok(Some(By::Day(day)));
    }
    Ok(args.group.map(|group| match group {
        GroupBy::Speaker => By::Speaker,
        GroupBy::Country => By::Country,
        GroupBy::Month => By::Month,
    }))
}
