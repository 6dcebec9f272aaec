//! Indexing end to end: what is read, what is reported, and what a second run does.

#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs)]

mod house;

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
    time::Duration,
};

use house::House;

const ARTICLE: &str = "Title: Talks go on\nDate: 2014-03-30\nOutlet: Northgate Wire\n\nForeign Minister Anna Berg said that talks in Kyiv would go on.\n";

#[test]
fn every_file_is_accounted_for() {
    let house = House::new();
    house
        .file("good.txt", ARTICLE)
        .file("empty.txt", "")
        .file("broken.jsonl", "{\"id\":\"a\",\"text\":\"The minister said it was over.\"}\n{\"id\":\n{\"id\":\"b\",\"text\":\"He agreed.\"}\n")
        .file("cut.json.gz", [0x1f, 0x8b, 8, 0, 1, 2, 3])
        .file("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0")
        .file(".hidden", "secret");
    let summary = house.index(&[]);
    assert_eq!(summary["articles"], 3, "{summary}");
    assert_eq!(summary["files"], 2, "{summary}");
    let skipped: u64 = summary["skipped"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(skipped + summary["quarantined_files"].as_u64().unwrap() + 2, 6, "{summary}");
    let problems = house.json(&["stats", "--problems"]);
    let line = problems.iter().find(|p| p["location"]["file"].as_str().unwrap().ends_with("broken.jsonl")).unwrap();
    assert_eq!((line["location"]["record"].as_u64(), line["location"]["offset"].as_u64()), (Some(2), Some(51)));
    assert!(problems.iter().any(|p| p["location"]["file"].as_str().unwrap().ends_with("cut.json.gz")));
    assert_eq!(house.run(&["index", "archive", "--strict"]).status, 2, "what could not be read at all is tried again");
    fs::remove_file(house.path("archive/cut.json.gz")).unwrap();
    let again = house.index(&["--strict"]);
    assert_eq!((again["quarantined_files"].as_u64(), again["unchanged"].as_u64()), (Some(0), Some(4)), "{again}");
    assert_eq!(house.json(&["stats", "--problems"]).len(), 1, "what is gone is no problem");
    house.file("worse.jsonl", "{\n");
    assert_eq!(house.run(&["index", "archive", "--strict"]).status, 2);
}

#[test]
fn a_second_run_reads_only_what_changed() {
    let house = House::new();
    house.file("a.txt", ARTICLE).file("b.txt", ARTICLE.replace("Berg", "Holm")).file(
        "c.jsonl",
        "{\"id\":\"x\",\"text\":\"Envoy Jan Roos said the border was open.\"}\n{\"id\":\"y\",\"text\":\"Nobody spoke.\"}\n",
    );
    assert_eq!(house.index(&[])["articles"], 4);
    let again = house.index(&[]);
    assert_eq!((again["articles"].as_u64(), again["unchanged"].as_u64()), (Some(0), Some(3)));
    house.file("a.txt", ARTICLE.replace("Berg", "Lind")).file(
        "c.jsonl",
        "{\"id\":\"x\",\"text\":\"Envoy Jan Roos said the border was open.\"}\n{\"id\":\"z\",\"text\":\"Somebody spoke.\"}\n",
    );
    let third = house.index(&[]);
    assert_eq!(
        (third["articles"].as_u64(), third["kept"].as_u64(), third["removed"].as_u64()),
        (Some(2), Some(1), Some(2)),
        "{third}"
    );
    assert!(house.ids(&["said", "--by", "berg"]).is_empty());
    assert_eq!(house.ids(&["said", "--by", "lind"]).len(), 1);
    assert_eq!(house.ids(&["said", "--by", "roos"]), ["x#1"]);
    assert_eq!(house.ids(&["search", "*"]).len(), 4);
}

#[test]
fn what_vanished_stays_unless_pruned() {
    let house = House::new();
    house.file("a.txt", ARTICLE).file("b.txt", ARTICLE.replace("Berg", "Holm"));
    house.index(&[]);
    fs::remove_file(house.path("archive/b.txt")).unwrap();
    house.index(&[]);
    assert_eq!(house.ids(&["search", "*"]).len(), 2);
    let run = house.run(&["index", "archive", "--prune"]);
    assert_eq!(run.status, 2, "half of the archive is gone, and nobody is there to ask");
    assert!(run.out.contains("nothing was removed"), "{}", run.out);
    assert_eq!(house.ids(&["search", "*"]).len(), 2);
    assert_eq!(house.index(&["--prune", "--yes"])["removed"], 1);
    assert_eq!(house.ids(&["search", "*"]).len(), 1);
    assert!(house.ids(&["said", "--by", "holm"]).is_empty(), "its quotations go with it");
}

#[test]
fn the_same_article_twice_is_two_articles() {
    let house = House::new();
    house.file("a.txt", ARTICLE).file("copy/a.txt", ARTICLE);
    house.index(&[]);
    let ids = house.ids(&["search", "*", "--copies"]);
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn dates_come_from_the_article_or_from_the_user_never_from_the_file() {
    let house = House::new();
    house.file("dated.txt", ARTICLE).file("undated.txt", "A memo\n\nThe ministry said the pipes were old.\n");
    house.index(&[]);
    assert_eq!(house.json(&["search", "date:none"]).len(), 1);
    assert_eq!(house.json(&["search", "date:2014-03"]).len(), 1);
    let other = House::new();
    other.file("undated.txt", "A memo\n\nThe ministry said on Friday the pipes were old.\n");
    other.index(&["--published", "2014-03-30"]);
    let said = &other.json(&["said", "--about", "pipes", "--all"])[0];
    assert_eq!(
        (said["article"]["published"].as_str(), said["said_on"].as_str()),
        (Some("2014-03-30"), Some("2014-03-28"))
    );
}

#[test]
fn a_foreign_folder_is_not_taken_for_an_index() {
    let house = House::new();
    house.file("a.txt", ARTICLE);
    fs::create_dir(house.path("papers")).unwrap();
    fs::write(house.path("papers/letter.txt"), "Dear").unwrap();
    let run = house.run(&["index", "archive", "--index", "papers"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("holds no index of demarche"), "{}", run.err);
    assert!(house.path("papers/letter.txt").exists());
}

#[test]
fn another_version_is_refused_with_the_remedy() {
    let house = House::new();
    house.file("a.txt", ARTICLE);
    house.index(&[]);
    fs::write(
        house.path("index/manifest.json"),
        "{\"program\":\"demarche\",\"schema\":0,\"annotator\":0,\"data\":\"0\"}",
    )
    .unwrap();
    let run = house.run(&["search", "talks"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("another version"), "{}", run.err);
}

/// A long archive in one file.
fn many(articles: usize) -> String {
    (0..articles)
        .map(|n| {
            format!(
                "{{\"id\":\"n{n}\",\"date\":\"2014-03-{:02}\",\"title\":\"Report {n}\",\"text\":\"Envoy Jan Roos said on Friday that convoy {n} had reached the border. “We saw {n} trucks,” he said.\"}}\n",
                n % 28 + 1
            )
        })
        .collect()
}

#[test]
fn a_killed_run_is_taken_up_again() {
    let house = House::new();
    house.file("many.jsonl", many(4000));
    house.index(&["--index", "whole"]);
    let program = assert_cmd::cargo::cargo_bin("demarche");
    for delay in [40, 120, 250] {
        let mut child = Command::new(&program)
            .current_dir(house.folder.path())
            .args(["index", "archive", "--commit", "0", "--quiet"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().ok();
        child.wait().unwrap();
    }
    house.index(&[]);
    let of = |index: &str, command: &str| {
        let mut ids = house.ids(&[command, "*", "--limit", "0", "--index", index]);
        ids.sort();
        ids
    };
    for command in ["search", "said"] {
        assert_eq!(of("index", command), of("whole", command), "{command}");
    }
}

#[test]
fn two_writers_are_told_apart() {
    let house = House::new();
    house.file("many.jsonl", many(6000));
    let mut first = Command::new(assert_cmd::cargo::cargo_bin("demarche"))
        .current_dir(house.folder.path())
        .args(["index", "archive", "--commit", "0", "--quiet"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut refused = None;
    for _ in 0..50 {
        std::thread::sleep(Duration::from_millis(20));
        if first.try_wait().unwrap().is_some() {
            break;
        }
        let run = house.run(&["index", "archive", "--quiet"]);
        if run.status == 2 {
            refused = Some(run.err);
            break;
        }
    }
    first.kill().ok();
    first.wait().unwrap();
    if let Some(message) = refused {
        assert!(message.contains("another process is writing"), "{message}");
    }
}

#[test]
fn annotate_streams_in_order() {
    let house = House::new();
    let run = house.run_with(&["annotate"], &many(50));
    let ids: Vec<String> = run
        .out
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, (0..50).map(|n| format!("n{n}")).collect::<Vec<_>>());
    std::io::stdout().flush().unwrap();
}
