//! The table of questions over the sample corpus: `tests/questions/table.txt`.
//!
//! `UPDATE_QUESTIONS=1 cargo test --test questions` writes the answers anew; read the difference against the articles.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod house;

use std::{collections::HashMap, fmt::Write as _, fs, path::PathBuf};

use house::House;
use serde_json::Value;

/// More labels than this in an answer are counted only.
const LISTED: usize = 16;

struct Asked<'a> {
    house: &'a House,
    /// Labels of the articles, by identifier.
    labels: HashMap<String, String>,
}

/// Words, kept together between double quotation marks.
fn split(options: &str) -> Vec<String> {
    let (mut words, mut quoted, mut word) = (Vec::new(), false, String::new());
    for c in options.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            c => word.push(c),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

impl Asked<'_> {
    fn label(&self, id: &str) -> String {
        let (article, number) = id.split_once('#').map_or((id, ""), |(article, number)| (article, number));
        let label = &self.labels[article];
        if number.is_empty() { label.clone() } else { format!("{label}#{number}") }
    }

    /// The lines under a question.
    fn answer(&self, question: &str) -> String {
        let mut parts = question.split(" | ").map(str::trim);
        let command = split(parts.next().unwrap());
        let query = parts.next().unwrap_or_default().trim_start_matches('|').trim();
        let mut options = split(parts.next().unwrap_or_default());
        let folded = options.iter().position(|option| option == "--folded").map(|at| options.remove(at)).is_some();
        let ordered = options.iter().any(|option| option == "--sort");
        let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        arguments.extend(options.iter().map(String::as_str));
        let facets = arguments[0] == "facets";
        arguments.extend(if facets { ["--top", "0"] } else { ["--limit", "0"] });
        arguments.extend((!folded && !facets).then_some("--copies"));
        arguments.extend((!query.is_empty()).then_some(query));
        let run = self.house.run(&[&arguments[..], &["--json"]].concat());
        if run.status > 1 {
            return format!("! {}\n", run.err.lines().next().unwrap());
        }
        let hits: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let found = if facets {
            let values = hits[0]["facets"][&command[1]].as_array().unwrap();
            let value = |value: &Value| format!("{} {}", value["value"].as_str().unwrap(), value["count"]);
            let values: Vec<String> = values.iter().map(value).collect();
            format!("{}: {}", values.len(), values.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", "))
        } else {
            let mut labels: Vec<String> = hits.iter().map(|hit| self.label(hit["id"].as_str().unwrap())).collect();
            let number = |label: &String| label.split_once('#').map_or(0, |(_, number)| number.parse().unwrap());
            if ordered {
                labels.push("in this order".to_owned());
            } else {
                labels.sort_by_key(|label| (label[..3].to_owned(), number(label)));
            }
            let many = labels.len() > LISTED;
            format!("{}: {}", hits.len(), if many { "…".to_owned() } else { labels.join(" ") })
        };
        let mut answer = format!("= {}\n", found.trim_end_matches([':', ' ']));
        if !facets && !query.is_empty() {
            arguments.push("--explain");
            let explained = self.house.run(&arguments);
            let words = explained.err.lines().next().expect("an explanation");
            writeln!(answer, "~ {words}").unwrap();
        }
        answer
    }
}

#[test]
fn every_question_of_the_table_is_answered_as_it_says() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/questions/table.txt");
    let table = fs::read_to_string(&path).unwrap();
    let house = House::with_corpus();
    let rows = table.lines().filter_map(|line| line.strip_prefix("@ "));
    let labels = rows.map(|row| row.split_once(' ').unwrap());
    let labels = labels.map(|(label, rest)| (rest.split(' ').next().unwrap().to_owned(), label.to_owned())).collect();
    let asked = Asked { house: &house, labels };
    let mut answered = String::new();
    let mut questions = 0;
    for line in table.lines().filter(|line| !line.starts_with(['=', '~', '!'])) {
        writeln!(answered, "{line}").unwrap();
        if let Some(question) = line.strip_prefix("? ") {
            questions += 1;
            answered.push_str(&asked.answer(question));
        }
    }
    assert!(questions >= 150, "{questions} questions");
    if std::env::var_os("UPDATE_QUESTIONS").is_some() {
        fs::write(&path, &answered).unwrap();
    }
    assert_same(&table, &answered);
}

/// Shows the lines that differ, and the question above each.
fn assert_same(table: &str, answered: &str) {
    let mut differences = String::new();
    let mut question = "";
    for (expected, line) in table.lines().zip(answered.lines()) {
        if line.starts_with('?') {
            question = line;
        }
        if expected != line {
            write!(differences, "{question}\n  expected {expected}\n  got      {line}\n").unwrap();
        }
    }
    assert!(differences.is_empty() && table.lines().count() == answered.lines().count(), "{differences}");
}
