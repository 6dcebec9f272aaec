//! `demarche facets`: counts.

use std::io::Write;

use clap::Args;

use super::{IndexDir, Narrow, Outcome};
use crate::{
    query::{facets, plan::Target, results::Facet, search},
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
    narrow: Narrow,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &FacetsArgs) -> anyhow::Result<Outcome> {
    let names: Vec<String> =
        args.facets.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let node = args.narrow.node(&args.query)?;
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
    let selections = args.narrow.selections()?;
    let whole = args.narrow.with_selections(node.clone())?;
    let mut counted: Vec<Facet> = Vec::new();
    let mut total = 0;
    for (target, facets) in [(Target::Articles, of_articles), (Target::Quotations, of_quotations)] {
        if facets.is_empty() {
            continue;
        }
        let node = if target == Target::Quotations { args.narrow.with_confidence(&node) } else { node.clone() };
        counted.extend(facets::count_all(&reader, &node, &selections, target, &facets, top)?);
        if total == 0 {
            total = search::count(&reader, &whole, target)?;
        }
    }
    counted.sort_by_key(|facet| names.iter().position(|name| name == facet.name));
    let mut out = super::paged();
    if args.json {
        writeln!(out, "{}", articles::facets_json(total, &counted))?;
    } else {
        articles::facets_text(&mut out, &counted)?;
    }
    out.flush()?;
    Ok(if total == 0 { Outcome::Nothing } else { Outcome::Found })
}
