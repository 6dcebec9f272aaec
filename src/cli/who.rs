//! `demarche who`: a person as the archive knows them, and what the user decides about who is whom.

use std::io::Write;

use clap::Args;

use super::{IndexDir, Outcome};
use crate::{
    error::Error,
    identity,
    index::Aliases,
    query::portrait::{self, Answer},
    render,
};

/// A person as the archive knows them: names, offices over time, countries, and what they spoke about.
///
/// --merge, --split, --rename and --forget write aliases.toml in the directory of the index. Indexing never touches it,
/// and every later question honours it at once. What was merged is taken apart again by --split, and the other way round.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche who lavrov
  demarche who \"Muammar Gaddafi\" --merge \"Moamer Kadhafi\"
  demarche who \"George W. Bush\" --split \"George Bush\"
  demarche who \"Islamic Jihad\" --forget

An office is listed with the days of the first and the last article that gives it. Names are the same if they are equal
but for capitals, marks and punctuation.")]
pub(super) struct WhoArgs {
    /// A name, a part of one, or an identifier such as sergey-lavrov.
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
    /// This name is the same person's.
    #[arg(long, value_name = "OTHER")]
    merge: Vec<String>,
    /// This name is another person's.
    #[arg(long, value_name = "OTHER")]
    split: Vec<String>,
    /// Show the person under this name.
    #[arg(long, value_name = "NEW")]
    rename: Option<String>,
    /// The name is nobody's.
    #[arg(long, conflicts_with_all = ["merge", "split", "rename"])]
    forget: bool,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    index: IndexDir,
}

pub(super) fn run(args: &WhoArgs) -> anyhow::Result<Outcome> {
    let name = args.name.join(" ");
    let mut reader = args.index.open()?;
    let decides = args.forget || args.rename.is_some() || !args.merge.is_empty() || !args.split.is_empty();
    if decides {
        let mut aliases = Aliases::clone(&reader.aliases);
        let own = portrait::form_of(&reader, &name)?;
        let mut decided = Vec::new();
        for (others, merge) in [(&args.merge, true), (&args.split, false)] {
            for other in others {
                let other = portrait::form_of(&reader, other)?;
                if other == own {
                    return Err(Error::Query(format!(
                        "error: “{own}” is one name, and the same person’s already\nhelp: give two names as demarche who lists them"
                    ))
                    .into());
                }
                if merge {
                    aliases.decide_merge(&own, &other);
                    decided.push(format!("“{own}” and “{other}” are one person"));
                } else {
                    aliases.decide_split(&own, &other);
                    decided.push(format!("“{own}” and “{other}” are two people"));
                }
            }
        }
        if let Some(new) = &args.rename {
            if !new.chars().any(char::is_alphanumeric) {
                return Err(Error::Query(format!(
                    "error: “{new}” holds no letter, so nobody can be shown by it\nhelp: write a name: --rename \"Anna Berg\""
                ))
                .into());
            }
            aliases.decide_rename(&own, new);
            decided.push(format!("“{own}” is shown as “{new}”"));
        }
        if args.forget {
            aliases.decide_forget(&own);
        }
        aliases.write(&args.index.dir)?;
        // Where it cannot be kept, each question works it out anew.
        identity::update(&args.index.dir).ok();
        for line in &decided {
            eprintln!("{line}");
        }
        eprintln!("{} says so now", Aliases::path(&args.index.dir).display());
        if args.forget {
            eprintln!("“{own}” is nobody; to take it back, delete its [[forget]] there");
            return Ok(Outcome::Found);
        }
        reader = args.index.open()?;
        return show(args, &reader, &own);
    }
    show(args, &reader, &name)
}

fn show(args: &WhoArgs, reader: &crate::index::Reader, name: &str) -> anyhow::Result<Outcome> {
    let mut out = super::paged();
    let outcome = match portrait::who(reader, name)? {
        Answer::Nobody => {
            eprintln!("the archive names nobody “{name}”; demarche facets person lists whom it names");
            Outcome::Nothing
        }
        Answer::One(page) => {
            if args.json {
                writeln!(out, "{}", render::portrait::json(&page))?;
            } else {
                render::portrait::text(&mut out, &page, super::search::width())?;
            }
            Outcome::Found
        }
        Answer::Several(people) => {
            if args.json {
                writeln!(out, "{}", serde_json::json!({"several": render::portrait::list_json(&people)}))?;
            } else {
                writeln!(out, "“{name}” may be any of {}; ask again with one of these:", people.len())?;
                render::portrait::list(&mut out, &people)?;
            }
            Outcome::Found
        }
    };
    out.flush()?;
    Ok(outcome)
}
