//! The command line, one file a subcommand.
//!
//! Results go to standard output, everything else to standard error. Exit status 0: found; 1: nothing found; 2: error.

mod annotate;
mod completions;
mod export;
mod facets;
mod formats;
mod gold;
mod index;
mod man;
mod out;
mod rebuild;
mod repair;
mod said;
mod saved;
mod score;
mod search;
mod show;
mod stats;
mod survey;
mod timeline;
mod train;
mod verify;
mod who;
mod why;

use self::out::{out, paged};
use std::{
    ffi::OsString,
    io,
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::{
    annotate::places::disputed,
    date::today,
    error::Error,
    guard,
    index::Reader,
    memory,
    query::{
        ast::{Field, Node, Text, Value},
        explain, namesakes,
        parser::{self, ErrorKind},
        plan::Target,
        selection::Selection,
        suggest,
    },
};

/// Full-text search for diplomatic news: who said what, when, to whom, for which government.
#[derive(Debug, Parser)]
#[command(
    name = "demarche",
    version,
    about,
    max_term_width = 100,
    after_help = "\
Examples:
  demarche index corpus
  demarche said --about crimea
  demarche search 'sanctions country:RU date:2014-03' --facet person,country"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::IndexArgs),
    Said(said::SaidArgs),
    Search(search::SearchArgs),
    Show(show::ShowArgs),
    Who(who::WhoArgs),
    Why(why::WhyArgs),
    Facets(facets::FacetsArgs),
    Timeline(timeline::TimelineArgs),
    Export(export::ExportArgs),
    Save(saved::SaveArgs),
    Run(saved::RunArgs),
    News(saved::NewsArgs),
    Stats(stats::StatsArgs),
    Verify(verify::VerifyArgs),
    Repair(repair::RepairArgs),
    Rebuild(rebuild::RebuildArgs),
    Annotate(annotate::AnnotateArgs),
    Formats(formats::FormatsArgs),
    Score(score::ScoreArgs),
    Train(train::TrainArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// Where the index is.
#[derive(Debug, Args)]
struct IndexDir {
    /// Directory of the index.
    #[arg(long = "index", value_name = "DIR", env = "DEMARCHE_INDEX", default_value = "index")]
    dir: PathBuf,
}

impl IndexDir {
    fn open(&self) -> Result<Reader, Error> {
        Reader::open(&self.dir)
    }
}

/// What narrows a query down besides its words.
#[derive(Debug, Args)]
struct Narrow {
    /// Find words only as they are written: no stemming, no folding of accents.
    #[arg(long)]
    exact: bool,
    /// Keep only these values of a facet, any of them; may be given several times.
    #[arg(long, value_name = "FACET=VALUE,…")]
    only: Vec<String>,
    /// Drop these values of a facet; may be given several times.
    #[arg(long, value_name = "FACET=VALUE,…")]
    not: Vec<String>,
    /// Quotations of whatever confidence; otherwise those of at least 0.7, and a count of the others.
    #[arg(long)]
    all: bool,
    /// Quotations at least this certain, 0 to 1.
    #[arg(long, value_name = "0…1", conflicts_with = "all")]
    min_confidence: Option<f32>,
}

impl Narrow {
    /// The query of these words.
    fn node(&self, words: &[String]) -> Result<Node, Error> {
        Ok(self.as_written(Question::new(words)?.node()))
    }

    fn as_written(&self, node: Node) -> Node {
        if self.exact { node.exactly() } else { node }
    }

    fn selections(&self) -> Result<Vec<Selection>, Error> {
        let only = self.only.iter().map(|written| Selection::read(written, false, today()));
        only.chain(self.not.iter().map(|written| Selection::read(written, true, today()))).collect()
    }

    /// The query of these words with all that narrows it down.
    fn whole(&self, words: &[String]) -> Result<Node, Error> {
        self.with_selections(self.node(words)?)
    }

    fn with_selections(&self, node: Node) -> Result<Node, Error> {
        let mut nodes = if node == Node::All { Vec::new() } else { vec![node] };
        nodes.extend(self.selections()?.into_iter().map(|selection| selection.node));
        nodes.extend(self.confidence());
        Ok(if nodes.is_empty() { Node::All } else { Node::and(nodes) })
    }

    /// How certain quotations are to be, where the command line says so.
    fn confidence(&self) -> Option<Node> {
        let least = self.min_confidence.or(self.all.then_some(0.0))?;
        Some(Node::Field(Field::Confidence, Value::Text(Text::Word { text: least.to_string(), exact: false })))
    }

    /// The query with how certain quotations are to be.
    fn with_confidence(&self, node: &Node) -> Node {
        let mut nodes = if *node == Node::All { Vec::new() } else { vec![node.clone()] };
        nodes.extend(self.confidence());
        if nodes.is_empty() { Node::All } else { Node::and(nodes) }
    }
}

/// Uses the user's table of disputed places, if it is there.
fn use_disputed(path: &std::path::Path) -> anyhow::Result<()> {
    match std::fs::read_to_string(path) {
        Ok(table) => {
            disputed::replace(&table).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(anyhow::anyhow!("{}: cannot be read: {error}", path.display())),
    }
}

/// How a command ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Found,
    Nothing,
    Failed,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse_from(std::env::args_os().map(query_not_flag));
    guard::silence();
    memory::give_back_large_blocks();
    let outcome = guard::guarded(|| run(cli.command)).unwrap_or_else(|panic| {
        Err(anyhow::anyhow!(
            "demarche failed within itself: {panic}; if demarche verify says that the index is sound, please report it"
        ))
    });
    match outcome {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) if broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let message = format!("{error:#}");
            // A query's error is rendered already, with its caret.
            if message.starts_with("error: ") {
                eprintln!("{message}");
            } else {
                eprintln!("error: {message}");
            }
            ExitCode::from(2)
        }
    }
}

/// The command that these words are.
fn parse(words: &[OsString]) -> Command {
    Cli::parse_from(words).command
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Index(args) => index::run(&args),
        Command::Said(args) => said::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Who(args) => who::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Facets(args) => facets::run(&args),
        Command::Timeline(args) => timeline::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Save(args) => saved::save(&args),
        Command::Run(args) => saved::run(&args),
        Command::News(args) => saved::news(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Repair(args) => repair::run(&args),
        Command::Rebuild(args) => rebuild::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Formats(args) => formats::run(&args),
        Command::Score(args) => score::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}

/// How many threads to use where the user does not say.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// A flag that Ctrl-C sets. A second one ends at once: what is committed is safe.
fn stop_on_ctrl_c() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("\nstopping after what is in flight; press Ctrl-C again to stop at once");
    })?;
    Ok(stop)
}

/// A query may begin with a negation: `-country:FR`, `-crimea nato`, `-crimea`. A blank before it makes it a value. No flag
/// has a blank in it, and none of one letter takes letters for its value.
fn query_not_flag(argument: OsString) -> OsString {
    let negation = argument.to_str().and_then(|text| text.strip_prefix('-')).is_some_and(|rest| {
        let field = rest.split_once(':').is_some_and(|(field, _)| Field::named(field).is_some());
        let several = rest.contains(' ') && rest.starts_with(char::is_alphanumeric);
        let word = rest.chars().count() > 1 && rest.chars().all(char::is_alphabetic) && !flag(rest);
        field || several || word || rest.starts_with(['(', '"', '“'])
    });
    if !negation {
        return argument;
    }
    let mut value = OsString::from(" ");
    value.push(argument);
    value
}

/// Whether any command has a flag of this name, so that `-json` is a slip and no query.
fn flag(name: &str) -> bool {
    command().get_subcommands().flat_map(clap::Command::get_arguments).any(|flag| flag.get_long() == Some(name))
}

/// Whether whoever read our output has had enough.
fn broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// The command itself, for completions and manual pages.
fn command() -> clap::Command {
    Cli::command()
}

/// The words of a query and the clauses that options add to it, as one tree.
struct Question {
    nodes: Vec<Node>,
}

impl Question {
    fn new(words: &[String]) -> Result<Self, Error> {
        let mut question = Self { nodes: Vec::new() };
        match parser::parse(&words.join(" "), today()) {
            Ok(node) => question.nodes.push(node),
            Err(error) if error.kind == ErrorKind::Empty => {}
            Err(error) => return Err(Error::Query(error.render())),
        }
        Ok(question)
    }

    /// Adds `field:value` as if written so in the query. Several words are a phrase, but in a topic each is looked for.
    fn clause(&mut self, field: Field, value: &str) -> Result<(), Error> {
        let value = value.trim();
        let expression =
            field == Field::About || [" OR ", " AND ", "NOT "].iter().any(|operator| value.contains(operator));
        if expression && value.contains(char::is_whitespace) && !value.starts_with(['"', '“']) {
            let node = parser::parse(&format!("{}:({value})", field.name()), today())
                .map_err(|error| Error::Query(error.render()))?;
            self.nodes.push(node);
            return Ok(());
        }
        let bare =
            !value.contains(char::is_whitespace) || value.starts_with(['"', '“', '(']) || value.starts_with("=\"");
        let text = if bare {
            format!("{}:{value}", field.name())
        } else {
            format!("{}:\"{}\"", field.name(), value.replace('"', "\\\""))
        };
        let node = parser::parse(&text, today()).map_err(|error| Error::Query(error.render()))?;
        self.nodes.push(node);
        Ok(())
    }

    /// The dates from `since` to `until`.
    fn dates(&mut self, since: Option<&str>, until: Option<&str>) -> Result<(), Error> {
        if since.is_none() && until.is_none() {
            return Ok(());
        }
        self.clause(Field::Date, &format!("{}..{}", since.unwrap_or_default(), until.unwrap_or_default()))
    }

    /// The tree; everything, where nothing is asked.
    fn node(self) -> Node {
        if self.nodes.is_empty() { Node::All } else { Node::and(self.nodes) }
    }
}

/// Prints what to try where nothing was found.
fn suggest(reader: &Reader, node: &Node, target: Target) -> Result<(), Error> {
    for suggestion in suggest::suggestions(reader, node, target)? {
        eprintln!("{suggestion}");
    }
    Ok(())
}

/// Says which names of a query several people bear.
fn note_namesakes(reader: &Reader, node: &Node) -> Result<(), Error> {
    for namesakes in namesakes::namesakes(reader, node)? {
        eprintln!("note: {namesakes}");
    }
    Ok(())
}

/// Prints how a query was understood.
fn print_explanation(node: &Node, target: Target) {
    eprintln!("{}\n{}", explain::explain(node, target), explain::tree(node).trim_end());
}
