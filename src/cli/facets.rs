//! `demarche facets`: counts.

use std::io::Write;

use clap::Args;

use super::{IndexDir, Outcome, Question};
use crate::{
    query::{
        facets,
        plan::Target,
        quotations,
        results::Facet,
        search::{self, Wanted},
    },
    render::articles,
};

/// Count articles or quotations by facet.
///
/// Facets of articles: person, country, place, org, outlet, lang, year, month. Of quotations: speaker, manner, kind,
/// class, and with --quotations also country (the speaker's), outlet, lang, year, month.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche facets country,person
  demarche facets speaker,manner about:crimea
  demarche facets month crimea --top 50")]
pub(super) struct FacetsArgs {
    /// The facets, commas between them.
    #[arg(value_name = "FACET,…")]
    facets: String,
    /// Count only what matches.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Count quotations where a facet could count either.
    #[arg(long)]
    quotations: bool,
    /// Values to list of each facet; 0 for all.
    #[arg(long, default_value_t = 20, value_name = "N")]
    top: usize,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &FacetsArgs) -> anyhow::Result<Outcome> {
    let names: Vec<String> =
        args.facets.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let node = Question::new(&args.query)?.node();
    let reader = args.index.open()?;
    let top = if args.top == 0 { usize::MAX } else { args.top };
    let mut of_articles = Vec::new();
    let mut of_quotations = Vec::new();
    for name in &names {
        match facets::target(name)?.1 {
            Some(Target::Quotations) => of_quotations.push(name.clone()),
            None if args.quotations => of_quotations.push(name.clone()),
            _ => of_articles.push(name.clone()),
        }
    }
    let mut counted: Vec<Facet> = Vec::new();
    let mut total = 0;
    if !of_articles.is_empty() {
        let wanted = Wanted { limit: Some(0), facets: of_articles, top, ..Wanted::default() };
        let answer = search::articles(&reader, &node, &wanted)?;
        total = answer.total;
        counted.extend(answer.facets);
    }
    if !of_quotations.is_empty() {
        let wanted = Wanted { limit: Some(0), ..Wanted::default() };
        if total == 0 {
            total = quotations::quotations(&reader, &node, &wanted)?.total;
        }
        counted.extend(quotations::count(&reader, &node, &of_quotations, top)?);
    }
    counted.sort_by_key(|facet| names.iter().position(|name| name == facet.name));
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", articles::facets_json(total, &counted))?;
    } else {
        articles::facets_text(&mut out, &counted)?;
    }
    out.flush()?;
    Ok(if total == 0 { Outcome::Nothing } else { Outcome::Found })
}
