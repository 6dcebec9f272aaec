//! `demarche save`, `run` and `news`: questions kept beside the index, and what is new to them.

use std::io::Write;

use clap::{Args, Parser};

use super::{Cli, Command, IndexDir, Outcome};
use crate::{
    error::Error,
    index::saved::{self, Saved},
};

/// Keep a question under a name, for run and news.
///
/// What the archive answers now counts as seen. Saving under the same name again replaces the question.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche save gas 'gas OR pipeline date:last-30-days'
  demarche save lavrov said --by lavrov --about crimea
  demarche save --list
  demarche save --delete gas

Dates such as last-month are understood anew whenever the question is asked. The questions are files in saved/ in the
directory of the index; indexing never touches them.")]
pub(super) struct SaveArgs {
    /// A name of letters, digits, -, _ and .
    #[arg(required_unless_present_any = ["list", "delete"])]
    name: Option<String>,
    /// The question, with the options of search; or said and its options.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "QUESTION")]
    question: Vec<String>,
    /// Print the questions there are.
    #[arg(long, conflicts_with = "delete")]
    list: bool,
    /// Delete the question of this name.
    #[arg(long, value_name = "NAME")]
    delete: Option<String>,
    #[command(flatten)]
    index: IndexDir,
}

/// Ask a saved question.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche run gas
  demarche run lavrov --json")]
pub(super) struct RunArgs {
    /// The name it was saved under.
    name: String,
    /// JSON Lines.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    index: IndexDir,
}

/// Print what a saved question finds that it did not find before, and remember it; nothing new is exit status 1.
///
/// For cron: demarche index corpus && demarche news gas
#[derive(Debug, Args)]
pub(super) struct NewsArgs {
    /// The name it was saved under.
    name: String,
    /// Print it, but ask for it again the next time.
    #[arg(long)]
    keep: bool,
    /// JSON Lines.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    index: IndexDir,
}

/// The command that a saved question is. Without a command's name it is a search.
fn command(arguments: &[String], index: &IndexDir, json: bool) -> Result<Command, Error> {
    let named = arguments.first().is_some_and(|first| first == "search" || first == "said");
    let mut line = vec!["demarche".to_owned()];
    if !named {
        line.push("search".to_owned());
    }
    line.extend(arguments.iter().cloned());
    if json {
        line.push("--json".to_owned());
    }
    let line = line.into_iter().map(|argument| super::query_not_flag(argument.into()));
    let mut command = Cli::try_parse_from(line).map_err(|error| Error::Query(error.to_string()))?.command;
    match &mut command {
        Command::Search(args) => args.index.dir.clone_from(&index.dir),
        Command::Said(args) => args.index.dir.clone_from(&index.dir),
        _ => {}
    }
    Ok(command)
}

pub(super) fn save(args: &SaveArgs) -> anyhow::Result<Outcome> {
    if args.list {
        let mut out = super::out();
        let names = saved::names(&args.index.dir);
        for name in &names {
            writeln!(out, "{name}: {}", shown(&Saved::read(&args.index.dir, name)?.arguments))?;
        }
        return Ok(if names.is_empty() { Outcome::Nothing } else { Outcome::Found });
    }
    if let Some(name) = &args.delete {
        Saved::remove(&args.index.dir, name)?;
        return Ok(Outcome::Found);
    }
    let name = args.name.as_deref().unwrap_or_default();
    // A negation came with a blank before it, lest it be taken for a flag.
    let arguments: Vec<String> = args.question.iter().map(|argument| argument.trim_start().to_owned()).collect();
    let mut new = Saved { arguments, seen: std::collections::BTreeSet::new() };
    match command(&new.arguments, &args.index, false)? {
        Command::Search(search) => super::search::marks(&search)?.into_iter().for_each(|mark| {
            new.seen.insert(mark);
        }),
        Command::Said(said) => super::said::marks(&said)?.into_iter().for_each(|mark| {
            new.seen.insert(mark);
        }),
        _ => {
            return Err(Error::Query(
                "error: only search and said can be saved\nhelp: demarche save NAME QUERY".to_owned(),
            )
            .into());
        }
    }
    new.write(&args.index.dir, name)?;
    eprintln!("saved as {name}, with {} answers so far; demarche news {name} prints what comes later", new.seen.len());
    Ok(Outcome::Found)
}

/// Arguments as a shell takes them.
fn shown(arguments: &[String]) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.:/=,".contains(c);
    let one = |argument: &String| {
        if argument.chars().all(plain) { argument.clone() } else { format!("'{}'", argument.replace('\'', "'\\''")) }
    };
    arguments.iter().map(one).collect::<Vec<_>>().join(" ")
}

pub(super) fn run(args: &RunArgs) -> anyhow::Result<Outcome> {
    let saved = Saved::read(&args.index.dir, &args.name)?;
    match command(&saved.arguments, &args.index, args.json)? {
        Command::Search(search) => super::search::run(&search),
        Command::Said(said) => super::said::run(&said),
        _ => Ok(Outcome::Nothing),
    }
}

pub(super) fn news(args: &NewsArgs) -> anyhow::Result<Outcome> {
    let mut saved = Saved::read(&args.index.dir, &args.name)?;
    let outcome = match command(&saved.arguments, &args.index, args.json)? {
        Command::Search(search) => super::search::news(&search, &mut saved.seen)?,
        Command::Said(said) => super::said::news(&said, &mut saved.seen)?,
        _ => Outcome::Nothing,
    };
    if outcome == Outcome::Found && !args.keep {
        saved.write(&args.index.dir, &args.name)?;
    }
    Ok(outcome)
}
