//! `demarche timeline`: what was published when.

use std::io::Write;

use clap::Args;

use super::{IndexDir, Narrow, Outcome};
use crate::{
    annotate::gazetteer::Gazetteer,
    query::{
        plan::Target,
        timeline::{self, Unit, Wanted},
    },
    render,
};

/// Count articles or quotations by day, week, month or year of publication, and draw them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche timeline crimea
  demarche timeline sanctions --unit month --by country
  demarche timeline by:lavrov --quotations --by manner --top 3
  demarche timeline crimea --svg > crimea.svg")]
pub(super) struct TimelineArgs {
    /// Count only what matches.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// day, week, month or year; otherwise so that about forty lines show all.
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Count the values of this facet apart.
    #[arg(long, value_name = "FACET")]
    by: Option<String>,
    /// Values of the facet to count apart, the most frequent.
    #[arg(long, default_value_t = 5, value_name = "N")]
    top: usize,
    /// Count quotations instead of articles.
    #[arg(long)]
    quotations: bool,
    /// One line of JSON.
    #[arg(long, conflicts_with = "svg")]
    json: bool,
    /// A drawing in SVG.
    #[arg(long)]
    svg: bool,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &TimelineArgs) -> anyhow::Result<Outcome> {
    let unit = args.unit.as_deref().map(str::parse::<Unit>).transpose()?;
    let node = args.narrow.whole(&args.query)?;
    let reader = args.index.open()?;
    let target = if args.quotations { Target::Quotations } else { Target::Articles };
    let wanted = Wanted { unit, by: args.by.clone(), top: args.top };
    let mut answer = timeline::timeline(&reader, &node, target, &wanted)?;
    let mut out = super::paged();
    // Codes are for programs.
    if args.by.as_deref() == Some("country") && !args.json {
        for code in &mut answer.series {
            *code = Gazetteer::get().shown(code).to_owned();
        }
    }
    if args.json {
        writeln!(out, "{}", render::timeline::json(&answer))?;
    } else if args.svg {
        write!(out, "{}", render::timeline::svg(&answer))?;
    } else {
        render::timeline::text(&mut out, &answer, super::search::width())?;
    }
    out.flush()?;
    Ok(if answer.total == 0 { Outcome::Nothing } else { Outcome::Found })
}
