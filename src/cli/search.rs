//! `demarche search`: articles.

use std::{collections::BTreeSet, io::Write};

use clap::Args;

use super::{IndexDir, Narrow, Outcome, print_explanation, said::SortBy};
use crate::{
    index::{ArticleRecord, Reader, saved},
    query::{
        ast::Node,
        facets, like,
        plan::Target,
        search::{self, Sort, Wanted},
    },
    render::articles,
};

/// Search articles, with facets.
///
/// Words are joined by AND; OR, NOT, -, parentheses, "phrases", wild*cards, fuzzy~1 words and =exact ones. Fields: title,
/// person, country, place, org, outlet, lang, date, mentions, source, id; of one and the same quotation: by, about, to,
/// manner, kind, class.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche search 'sanctions country:RU date:2014-03'
  demarche search 'by:lavrov about:crimea' --facet person,country
  demarche search '\"chemical weapons\" -country:US' --sort newest")]
pub(super) struct SearchArgs {
    /// The query.
    #[arg(value_name = "QUERY", required_unless_present_any = ["like", "only", "not"])]
    query: Vec<String>,
    /// More like this article: any of the words that stand out in it.
    #[arg(long, value_name = "ID")]
    like: Option<String>,
    /// Facets to count: person, country, place, org, outlet, lang, year, month.
    #[arg(long, value_delimiter = ',', value_name = "FACET,…")]
    facet: Vec<String>,
    /// Values to list of each facet.
    #[arg(long, default_value_t = 10, value_name = "N")]
    top: usize,
    /// The order: best match first, or by date of publication.
    #[arg(long, value_enum, default_value_t = SortBy::Relevance)]
    sort: SortBy,
    /// How many at most; 0 for all.
    #[arg(long, short = 'n', default_value_t = 10)]
    limit: usize,
    /// How many to pass over first.
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// Fragments of text to print of each article.
    #[arg(long, default_value_t = 2, value_name = "N")]
    fragments: usize,
    /// Each copy of an article as a result of its own.
    #[arg(long)]
    copies: bool,
    /// Print how the query was understood.
    #[arg(long)]
    explain: bool,
    /// JSON Lines, one article a line; with --facet one last line of counts.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    pub(super) index: IndexDir,
}

/// Columns of the terminal; 100 where there is none.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).clamp(40, 120)
}

/// What is asked, but for the selections.
fn question(args: &SearchArgs, reader: &Reader) -> anyhow::Result<Node> {
    let node = args.narrow.node(&args.query)?;
    let Some(id) = &args.like else { return Ok(node) };
    Ok(Node::and([like::like(reader, id)?].into_iter().chain((node != Node::All).then_some(node)).collect()))
}

/// Marks of all articles that the question finds.
pub(super) fn marks(args: &SearchArgs) -> anyhow::Result<Vec<String>> {
    let reader = args.index.open()?;
    let node = args.narrow.with_selections(question(args, &reader)?)?;
    let mut marks = Vec::new();
    for address in search::addresses(&reader, &node, Target::Articles, Sort::Oldest)? {
        marks.push(saved::mark(&reader.stored::<ArticleRecord>(address)?.article.id));
    }
    Ok(marks)
}

/// Prints the articles whose marks are not among those seen, and adds them.
pub(super) fn news(args: &SearchArgs, seen: &mut BTreeSet<String>) -> anyhow::Result<Outcome> {
    let reader = args.index.open()?;
    let node = question(args, &reader)?;
    let wanted = Wanted {
        sort: Sort::Newest,
        selections: args.narrow.selections()?,
        fragments: args.fragments,
        each: true,
        ..Wanted::default()
    };
    let mut answer = search::articles(&reader, &node, &wanted)?;
    answer.hits.retain(|hit| seen.insert(saved::mark(&hit.record.article.id)));
    answer.total = answer.hits.len();
    let mut out = super::paged();
    if args.json {
        for hit in &answer.hits {
            writeln!(out, "{}", articles::json(hit))?;
        }
    } else {
        articles::text(&mut out, &answer, 0, width())?;
    }
    out.flush()?;
    Ok(if answer.total == 0 { Outcome::Nothing } else { Outcome::Found })
}

pub(super) fn run(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let reader = args.index.open()?;
    let node = question(args, &reader)?;
    if args.explain {
        print_explanation(&args.narrow.with_selections(node.clone())?, Target::Articles);
    }
    for name in &args.facet {
        if facets::target(name)?.1 == Some(Target::Quotations) {
            return Err(crate::error::Error::Query(format!(
                "error: the facet “{name}” counts quotations, not articles\nhelp: ask for it with demarche facets {name} QUERY"
            ))
            .into());
        }
    }
    let wanted = Wanted {
        sort: args.sort.into(),
        limit: (args.limit > 0).then_some(args.limit),
        offset: args.offset,
        selections: args.narrow.selections()?,
        facets: args.facet.clone(),
        top: args.top,
        fragments: args.fragments,
        each: args.copies,
    };
    let answer = search::articles(&reader, &node, &wanted)?;
    let mut out = super::paged();
    if args.json {
        for hit in &answer.hits {
            writeln!(out, "{}", articles::json(hit))?;
        }
        if !args.facet.is_empty() {
            writeln!(out, "{}", articles::facets_json(answer.total, &answer.facets))?;
        }
    } else {
        articles::text(&mut out, &answer, args.offset, width())?;
    }
    out.flush()?;
    super::note_namesakes(&reader, &node)?;
    if answer.total == 0 {
        eprintln!("no article matches; {} articles in the index", reader.count("article")?);
        super::suggest(&reader, &node, Target::Articles)?;
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}
