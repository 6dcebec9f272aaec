//! What happens to an index: killed writers, full disks, damaged files, readers meanwhile. Nothing committed is lost, no
//! answer is wrong.
//!
//! `DEMARCHE_TRIALS` says how often each is tried (a few times where it is not set), `DEMARCHE_SECONDS` how long readers ask.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::format_collect, clippy::case_sensitive_file_extension_comparisons, missing_docs)]

mod house;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use house::House;
use serde_json::Value;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// A generator of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below.max(1)
    }
}

fn article(n: usize, version: usize) -> String {
    format!(
        "{{\"id\":\"n{n}\",\"date\":\"2014-03-{:02}\",\"title\":\"Report {n}\",\"text\":\"Envoy Jan Roos said on Friday that convoy {n} of version v{version} had reached the border. “We saw {n} trucks of v{version},” he said.\"}}\n",
        n % 28 + 1
    )
}

fn lines(numbers: std::ops::Range<usize>, version: usize) -> String {
    numbers.map(|n| article(n, version)).collect()
}

/// Every article and every quotation with its words, as the program answers.
fn answers(house: &House, index: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for command in ["search", "said"] {
        for hit in house.json(&[command, "*", "--limit", "0", "--copies", "--index", index]) {
            let id = hit["id"].as_str().unwrap().to_owned();
            let text = if command == "said" { hit["words"].to_string() } else { hit["title"].to_string() };
            assert!(all.insert(format!("{command} {id}"), text).is_none(), "{id} twice");
        }
    }
    all
}

fn is_sound(house: &House, index: &str) {
    let run = house.run(&["verify", "--index", index]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert!(run.out.trim_end().ends_with("sound"), "{}", run.out);
}

fn writer(house: &House, more: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("demarche"))
        .current_dir(house.folder.path())
        .args(["index", "archive", "--quiet"])
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// An archive of several files, indexed in several segments with deletions.
fn house() -> House {
    let house = House::new();
    for file in 0..4 {
        house.file(&format!("{file}.jsonl"), lines(file * 50..file * 50 + 50, 1));
    }
    house.index(&[]);
    house.file("1.jsonl", lines(50..100, 2)).file("late.jsonl", lines(200..230, 1));
    house.index(&[]);
    house
}

fn copied(from: &Path, to: &Path) {
    fs::remove_dir_all(to).ok();
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn files_of(index: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file() && fs::metadata(path).unwrap().len() > 0);
    files.retain(|path| !path.to_string_lossy().ends_with(".lock"));
    files.sort();
    files
}

/// Damages every file of the index in turn, in one of three ways; what verify says, and what repair makes of it.
#[test]
fn damage_is_told_and_mended() {
    let house = house();
    is_sound(&house, "index");
    let expected = answers(&house, "index");
    assert_eq!(expected.keys().filter(|key| key.starts_with("search")).count(), 230);
    let whole = house.path("index");
    let damaged = house.path("damaged");
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut told, mut tried) = (0, 0);
    let files = files_of(&whole);
    for trial in 0..number("DEMARCHE_TRIALS", files.len() as u64) {
        copied(&whole, &damaged);
        let file = &files[trial as usize % files.len()];
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let path = damaged.join(&name);
        let mut bytes = fs::read(&path).unwrap();
        match dice.roll(3) {
            0 => bytes.truncate(dice.roll(bytes.len() as u64) as usize),
            1 => {
                let at = dice.roll(bytes.len() as u64) as usize;
                bytes[at] ^= 1 << dice.roll(8);
            }
            _ => {
                let at = dice.roll(bytes.len() as u64) as usize;
                let end = (at + 4096).min(bytes.len());
                bytes[at..end].fill(0);
            }
        }
        fs::write(&path, &bytes).unwrap();
        let same = bytes == fs::read(file).unwrap();
        tried += 1;
        let run = house.run(&["verify", "--index", "damaged"]);
        assert!(run.err.is_empty() || run.status == 2, "{name}: {}", run.err);
        if run.status == 0 {
            // What was damaged says nothing: the answers are the same.
            assert!(same || name.ends_with(".json"), "{name} was damaged and nobody said so: {}", run.out);
            assert!(answers(&house, "damaged") == expected, "{name}");
            continue;
        }
        told += 1;
        assert_eq!(run.status, 2, "{name}: {}", run.out);
        // Whatever is asked of it, it answers rightly or not at all.
        for command in ["search", "said"] {
            let asked = house.run(&[command, "*", "--limit", "0", "--copies", "--json", "--index", "damaged"]);
            assert!((0..=2).contains(&asked.status), "{name}: {command} was ended by {}", asked.status);
            for line in asked.out.lines() {
                let hit: Value = serde_json::from_str(line).unwrap();
                let key = format!("{command} {}", hit["id"].as_str().unwrap());
                let text = if command == "said" { hit["words"].to_string() } else { hit["title"].to_string() };
                assert_eq!(expected.get(&key), Some(&text), "{name}: {key}");
            }
        }
        let run = house.run(&["repair", "--index", "damaged"]);
        assert!(run.status < 2, "{name}: {}{}", run.out, run.err);
        is_sound(&house, "damaged");
        assert!(answers(&house, "damaged") == expected, "{name}: {}", run.out);
    }
    println!("{tried} damaged files: {told} told and mended, the others without effect");
    assert!(told > 0);
}

#[test]
fn an_index_is_rebuilt_without_its_archive() {
    let house = house();
    let expected = answers(&house, "index");
    fs::remove_dir_all(house.path("archive")).unwrap();
    let run = house.run(&["rebuild"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("rebuilt 230 articles"), "{}", run.out);
    is_sound(&house, "index");
    assert!(answers(&house, "index") == expected);
    // Another version's index too.
    let manifest = house.path("index/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("\"annotator\": ", "\"annotator\": 9")).unwrap();
    let run = house.run(&["search", "convoy"]);
    assert!(run.status == 2 && run.err.contains("demarche rebuild"), "{}", run.err);
    assert_eq!(house.run(&["rebuild"]).status, 0);
    assert!(answers(&house, "index") == expected);
    // Its files are known still.
    fs::create_dir_all(house.path("archive")).unwrap();
    house.file("0.jsonl", lines(0..50, 1));
    let again = house.index(&[]);
    assert_eq!(again["kept"].as_u64().unwrap() + again["unchanged"].as_u64().unwrap() * 50, 50, "{again}");
}

#[test]
fn killed_writers_lose_nothing_that_was_committed() {
    let house = house();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let trials = number("DEMARCHE_TRIALS", 6);
    let mut committed = answers(&house, "index");
    for trial in 0..trials {
        // A file of the archive changes, and one is new.
        let version = trial as usize + 10;
        house.file("2.jsonl", lines(100..150, version)).file("new.jsonl", lines(1000..1400, version));
        let mut child = writer(&house, &["--commit", "0"]);
        std::thread::sleep(Duration::from_millis(dice.roll(400)));
        child.kill().ok();
        child.wait().unwrap();
        is_sound(&house, "index");
        let now = answers(&house, "index");
        for key in committed.keys() {
            let id = key.split(' ').nth(1).unwrap();
            let id: usize = id.trim_start_matches('n').split('#').next().unwrap().parse().unwrap();
            // Articles of the changed file may be in their old or new version; all others are as they were.
            if (100..150).contains(&id) || id >= 1000 {
                assert!(key.contains('#') || now.contains_key(key), "{key} was committed and is gone in trial {trial}");
            } else {
                assert_eq!(now.get(key), committed.get(key), "{key} in trial {trial}");
            }
        }
        // An article and its quotations are of one version.
        for (key, words) in now.iter().filter(|(key, _)| key.starts_with("said") && key.ends_with("#1")) {
            let second = key.replace("#1", "#2");
            let version = |words: &str| {
                words
                    .split(|c: char| !c.is_alphanumeric())
                    .find(|w| w.starts_with('v') && w[1..].parse::<u32>().is_ok())
                    .map(str::to_owned)
            };
            if let (Some(first), Some(other)) = (version(words), now.get(&second).and_then(|words| version(words))) {
                assert_eq!(first, other, "{key} in trial {trial}");
            }
        }
        committed = now;
    }
    house.index(&[]);
    is_sound(&house, "index");
    house.index(&["--index", "fresh"]);
    assert!(answers(&house, "index") == answers(&house, "fresh"));
    println!("{trials} killed writers");
}

/// A small disk of its own, if this system lets us have one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(path: &Path, kib: u64) -> Option<Self> {
        fs::create_dir_all(path).unwrap();
        let size = format!("size={kib}k");
        let done =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(path).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success()).then(|| Self(path.to_owned()))
    }

    /// Makes it a disk that cannot be written.
    fn seal(&self) {
        assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap().success());
    }

    fn resize(&self, kib: u64) {
        let size = format!("remount,size={kib}k");
        assert!(Command::new("mount").args(["-o", &size]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg(&self.0).status().ok();
    }
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let house = House::new();
    house.file("a.jsonl", lines(0..50, 1));
    let Some(disk) = SmallDisk::mount(&house.path("disk"), 64 * 1024) else {
        println!("skipped: no disk of its own can be mounted here");
        return;
    };
    house.index(&["--index", "disk/index"]);
    let mut dice = Dice(0x1234_5678_9abc_def1);
    let trials = number("DEMARCHE_TRIALS", 4).min(20);
    let (mut full, mut most) = (0, 50);
    for trial in 0..trials {
        let before = answers(&house, "disk/index");
        let used: u64 =
            fs::read_dir(house.path("disk/index")).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum();
        disk.resize(used / 1024 + 40 + dice.roll(1200));
        // More than waits for the engine's thread at a time.
        house.file(&format!("b{trial}.jsonl"), lines(most..most + 3000, 1));
        most += 3000;
        let run = house.run(&["index", "archive", "--index", "disk/index", "--commit", "0", "--memory", "64"]);
        if run.status != 0 {
            full += 1;
            assert_eq!(run.status, 2, "{}", run.err);
            assert!(run.err.contains("no room left on the disk"), "{}", run.err);
        }
        is_sound(&house, "disk/index");
        let after = answers(&house, "disk/index");
        assert!(before.iter().all(|(key, text)| after.get(key) == Some(text)), "trial {trial} lost something");
        disk.resize(256 * 1024);
        house.index(&["--index", "disk/index"]);
        is_sound(&house, "disk/index");
        assert_eq!(house.ids(&["search", "*", "--limit", "0", "--copies", "--index", "disk/index"]).len(), most);
    }
    println!("{full} of {trials} runs met a full disk");
    assert!(full > 0);
}

/// Every commit of the writer holds one version of all articles: no answer mixes two.
#[test]
fn readers_see_whole_commits() {
    let house = House::new();
    let count = 40;
    house.file("a.jsonl", lines(0..count, 0));
    house.index(&[]);
    let until = Instant::now() + Duration::from_secs(number("DEMARCHE_SECONDS", 4));
    let readers = number("DEMARCHE_READERS", 3);
    let (asked, versions) = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..readers)
            .map(|reader| {
                let house = &house;
                scope.spawn(move || {
                    let mut asked = 0;
                    while Instant::now() < until {
                        let command = if reader % 2 == 0 { "said" } else { "search" };
                        let hits = house.json(&[command, "convoy", "--limit", "0", "--copies"]);
                        let text: String =
                            hits.iter().map(|hit| format!("{}{}", hit["words"], hit["fragments"])).collect();
                        let mut seen: Vec<&str> = text
                            .split(|c: char| !c.is_alphanumeric())
                            .filter(|word| word.starts_with('v') && word[1..].parse::<u32>().is_ok())
                            .collect();
                        seen.sort_unstable();
                        seen.dedup();
                        let of_each = if command == "said" { 2 } else { 1 };
                        assert_eq!(hits.len(), count * of_each, "{command}");
                        assert_eq!(seen.len(), 1, "{command} mixes {seen:?}");
                        asked += 1;
                    }
                    asked
                })
            })
            .collect();
        let mut version = 0;
        while Instant::now() < until {
            version += 1;
            house.file("a.jsonl", lines(0..count, version));
            let run = house.run(&["index", "archive", "--quiet"]);
            assert_eq!(run.status, 0, "{}", run.err);
        }
        (threads.into_iter().map(|thread| thread.join().unwrap()).sum::<u64>(), version)
    });
    println!("{asked} questions of {readers} readers during {versions} commits");
    is_sound(&house, "index");
}

#[test]
fn an_index_on_a_disk_that_cannot_be_written_is_searched() {
    let house = House::new();
    house.file("a.jsonl", lines(0..20, 1));
    let Some(disk) = SmallDisk::mount(&house.path("disk"), 64 * 1024) else {
        println!("skipped: no disk of its own can be mounted here");
        return;
    };
    house.index(&["--index", "disk/index"]);
    let before = answers(&house, "disk/index");
    // As an index comes by mail: without the files that only hold locks.
    for name in [".tantivy-meta.lock", ".tantivy-writer.lock"] {
        fs::remove_file(house.path("disk/index").join(name)).ok();
    }
    disk.seal();
    assert_eq!(answers(&house, "disk/index"), before);
    assert_eq!(house.run(&["verify", "--index", "disk/index"]).status, 0);
    let run = house.run(&["index", "archive", "--index", "disk/index"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.to_lowercase().contains("read-only"), "{}", run.err);
}

#[test]
#[cfg(unix)]
fn an_index_has_the_rights_that_its_folder_gives() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new();
    house.file("a.jsonl", lines(0..20, 1));
    house.index(&[]);
    house.file("b.jsonl", lines(20..30, 1));
    house.index(&[]);
    fs::write(house.path("index/probe"), "").unwrap();
    let mode = |name: &str| fs::metadata(house.path("index").join(name)).unwrap().permissions().mode();
    for entry in fs::read_dir(house.path("index")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert_eq!(mode(&name), mode("probe"), "{name}");
    }
}

#[test]
fn a_disk_that_is_not_there_takes_nothing_with_it() {
    let house = house();
    fs::rename(house.path("archive"), house.path("unmounted")).unwrap();
    let run = house.run(&["index", "archive", "--prune", "--yes"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.contains("archive: there is no such file or folder"), "{}", run.err);
    assert_eq!(answers(&house, "index").keys().filter(|key| key.starts_with("search")).count(), 230);
    let problems = house.run(&["stats", "--problems"]);
    assert!(problems.out.contains("archive: there is no such file or folder"), "{}", problems.out);
}

#[test]
fn a_folder_is_followed() {
    let house = House::new();
    house.file("a.jsonl", lines(0..20, 1)).file("b.jsonl", lines(20..22, 1));
    let mut child = writer(&house, &["--watch", "--prune"]);
    let wait = |what: &str, holds: &dyn Fn() -> bool| {
        let until = Instant::now() + Duration::from_secs(30);
        while !holds() {
            assert!(Instant::now() < until, "{what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    let count = || {
        let run = house.run(&["search", "*", "--limit", "0", "--copies", "--json"]);
        run.out.lines().count()
    };
    wait("the first pass", &|| count() == 22);
    house.file("sub/c.jsonl", lines(100..105, 1));
    wait("a new file in a new folder", &|| count() == 27);
    house.file("a.jsonl", lines(0..18, 2));
    wait("a changed file", &|| count() == 25);
    fs::remove_file(house.path("archive/b.jsonl")).unwrap();
    wait("a removed file", &|| count() == 23);
    child.kill().unwrap();
    child.wait().unwrap();
    is_sound(&house, "index");
}

#[test]
fn what_was_indexed_is_followed_without_being_named() {
    let house = House::new();
    let run = house.run(&["index"]);
    assert!(run.status == 2 && run.err.contains("nothing was indexed"), "{}", run.err);
    house.file("undated.txt", "A memo\n\nThe ministry said on Friday the pipes were old.\n");
    house.index(&["--published", "2014-03-30"]);
    house.file("other.txt", "A note\n\nThe ministry said on Friday the roofs were old.\n");
    let run = house.run(&["index", "--json"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(house.json(&["search", "date:2014-03-30"]).len(), 2, "in the same way as before");
}

#[test]
fn a_dry_run_changes_nothing() {
    let house = House::new();
    house.file("a.jsonl", lines(0..3, 1)).file("bad.json", "{\"a\":").file("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0");
    let run = house.run(&["index", "--dry-run", "archive"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("a.jsonl: JSON Lines × 3"), "{}", run.out);
    assert!(run.out.contains("bad.json: cannot be read: invalid JSON"), "{}", run.out);
    assert!(run.out.contains("picture.png: skipped: an image (PNG)"), "{}", run.out);
    assert!(
        run.out.contains("3 files: 1 with 3 articles, 1 skipped, 1 that cannot be read; nothing was changed"),
        "{}",
        run.out
    );
    assert!(!house.path("index").exists());
}
