//! A harness that makes an end-to-end test a few lines: a temporary folder, files in it, the program run over it.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "each test binary uses its own part"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use serde_json::Value;

/// A temporary folder with an archive and an index.
pub struct House {
    pub folder: tempfile::TempDir,
}

/// What a run printed.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl House {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A house whose archive is the sample corpus, indexed.
    pub fn with_corpus() -> Self {
        let house = Self::new();
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let run = house.run(&["index", corpus.to_str().unwrap()]);
        assert_eq!(run.status, 0, "{}", run.err);
        house
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of the archive.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path("archive").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    pub fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let output: Output = assert_cmd::Command::cargo_bin("demarche")
            .unwrap()
            .current_dir(self.folder.path())
            .env_remove("DEMARCHE_INDEX")
            .args(arguments)
            .write_stdin(input)
            .output()
            .unwrap();
        Run {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Indexes the archive and gives the summary.
    pub fn index(&self, more: &[&str]) -> Value {
        let mut arguments = vec!["index", "archive", "--json"];
        arguments.extend(more);
        let run = self.run(&arguments);
        assert_eq!(run.status, 0, "{}", run.err);
        serde_json::from_str(&run.out).unwrap()
    }

    /// The lines of JSON that a command prints.
    pub fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let mut all = arguments.to_vec();
        all.push("--json");
        let run = self.run(&all);
        assert!(run.status < 2, "{arguments:?}: {}", run.err);
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Identifiers of the answer, in order.
    pub fn ids(&self, arguments: &[&str]) -> Vec<String> {
        self.json(arguments).iter().filter_map(|hit| hit["id"].as_str().map(str::to_owned)).collect()
    }
}
