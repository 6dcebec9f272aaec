//! Hostile inputs beside good articles: the run ends, within its memory, finds every good one and names every bad one.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::pedantic, missing_docs, unreachable_pub, dead_code)]

#[path = "hostile/inputs.rs"]
mod inputs;

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use inputs::Kind;
use serde_json::Value;

/// Most memory of a run, in MiB.
const MEMORY: u64 = 400;

fn demarche() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("demarche"));
    command.env_remove("DEMARCHE_INDEX").stdin(Stdio::null());
    command
}

/// Runs to the end: the exit status, the peak of memory in MiB, and what was printed.
fn watched(command: &mut Command, scratch: &Path, most: Duration) -> (i32, u64, String) {
    let out = scratch.join("out");
    let mut child = command.stdout(fs::File::create(&out).unwrap()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (started, mut peak) = (Instant::now(), 0);
    loop {
        let now = fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024);
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code().unwrap_or(-1), peak, fs::read_to_string(&out).unwrap());
        }
        if started.elapsed() > most {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the run does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn hostile_inputs_are_named_and_cost_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, index) = (folder.path().join("archive"), folder.path().join("index"));
    fs::create_dir_all(&archive).unwrap();
    inputs::good(&archive).unwrap();
    let all = inputs::all();
    for one in &all {
        (one.make)(&archive).unwrap();
    }
    // Debug builds are slow; what is asked is that it ends.
    let most = Duration::from_secs(240);
    let mut command = demarche();
    command.args(["index", "--json", "--quiet", "--strict", "--index"]).arg(&index).arg(&archive);
    let (status, peak, out) = watched(&mut command, folder.path(), most);
    assert_eq!(status, 2, "--strict says that something could not be read: {out}");
    let summary: Value = serde_json::from_str(out.trim()).unwrap();
    let number = |name: &str| summary[name].as_u64().unwrap();
    let reasons = |name: &str| -> BTreeMap<String, u64> { serde_json::from_value(summary[name].clone()).unwrap() };
    let skipped: u64 = reasons("skipped").values().sum();
    assert_eq!(
        number("seen"),
        number("files") + number("unchanged") + skipped + number("quarantined_files"),
        "{summary}"
    );

    let output = demarche().args(["stats", "--problems", "--json", "--index"]).arg(&index).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let problems: Vec<(String, String)> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|p| (p["location"]["file"].as_str().unwrap().to_owned(), p["reason"].as_str().unwrap().to_owned()))
        .collect();
    let mut wrong = Vec::new();
    for one in &all {
        let fits = |reason: &str| one.says.split('|').any(|says| reason.to_lowercase().contains(&says.to_lowercase()));
        let path = archive.join(one.name).to_string_lossy().into_owned();
        let own: Vec<&str> =
            problems.iter().filter(|(file, _)| file.starts_with(&path)).map(|(_, r)| r.as_str()).collect();
        let named = match one.kind {
            Kind::Problem => own.iter().any(|reason| fits(reason)),
            Kind::Skipped => {
                reasons("skipped").keys().chain(reasons("skipped_entries").keys()).any(|reason| fits(reason))
            }
        };
        if !named {
            wrong.push(format!("{}: wanted “{}”, said {:?}", one.name, one.says, own.first()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let finds = |word: &str| {
        let output = demarche().args(["search", word, "--json", "--index"]).arg(&index).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains(word)
    };
    let lost: Vec<String> = (0..inputs::GOOD).map(inputs::word).filter(|word| !finds(word)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let lost: Vec<_> = inputs::inner().into_iter().filter(|(_, word)| !finds(word)).collect();
    assert!(lost.is_empty(), "what stands in a damaged file beside the damage is found: {lost:?}");
    assert!(peak < MEMORY, "{peak} MiB");
    println!("{} hostile inputs beside {} good ones: {peak} MiB", all.len(), inputs::GOOD);
}
