//! `demarche show`: one article, whole, with its quotations.

use std::io::Write;

use clap::Args;

use super::{IndexDir, Outcome, Question};
use crate::{
    annotate,
    query::{highlight::Marker, quotations},
    render,
};

/// Show one article with its quotations, people, countries and dates.
///
/// On a terminal quotations are cyan, people bold, places underlined, dates italic, and what a query finds inverted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche show 4k9x2m7q0abc
  demarche show 4k9x2m7q0abc 'crimea referendum'
  demarche show '4k9x2m7q0abc#3'
  demarche show '4k9x2m7q0abc#3' --why
  demarche show 4k9x2m7q0abc --json")]
pub(super) struct ShowArgs {
    /// Identifier of an article, or of a quotation (ARTICLE#N): its article is shown.
    id: String,
    /// A query, whose matches are marked.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Why the quotation (ARTICLE#N), or each of the article, was read as it was: every pass that changed it, and what was
    /// left out.
    #[arg(long)]
    why: bool,
    /// The annotations as one line of JSON, as demarche annotate writes them, with the text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let reader = args.index.open()?;
    let (id, wanted) = match args.id.split_once('#') {
        Some((article, _)) => {
            reader.quotation(&args.id)?;
            (article, args.id.rsplit('#').next().and_then(|n| n.parse::<usize>().ok()))
        }
        None => (args.id.as_str(), None),
    };
    let record = reader.article(id)?;
    let (mut annotations, steps, left_out) = annotate::explain(&record.article);
    quotations::as_known(&reader, id, &mut annotations)?;
    let mut out = super::paged();
    if args.json && args.why {
        writeln!(out, "{}", render::annotations::explained(&record.article, &annotations, &steps, &left_out))?;
    } else if args.why {
        let n = wanted.and_then(|n| n.checked_sub(1));
        render::trace::text(&mut out, &record.article, &annotations, &steps, &left_out, n, super::search::width())?;
    } else if args.json {
        writeln!(out, "{}", render::annotations::whole(&record.article, &annotations))?;
    } else {
        let found = match args.query.as_slice() {
            [] => None,
            query => {
                let marker = Marker::new(&Question::new(query)?.node(), true);
                let title = record.article.title.as_deref().unwrap_or_default();
                Some((marker.marks_in_title(title), marker.marks(&record.article.text)))
            }
        };
        render::article::text(&mut out, &record.article, &annotations, wanted, found.as_ref(), super::search::width())?;
    }
    out.flush()?;
    Ok(Outcome::Found)
}
