//! README's console blocks are real: each command is run over the sample corpus and must print what README shows.
//!
//! `UPDATE_README=1 cargo test --test readme` writes what the program prints now into README.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use std::{fs, path::Path};

use house::House;

/// Splits as a shell does, as far as README needs it.
fn arguments(line: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (c, quote) {
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, Some(open)) if c == open => quote = None,
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[test]
fn the_tour_prints_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let house = House::new();
    copy(&root.join("corpus"), &house.path("corpus"));
    assert_eq!(house.run(&["index", "corpus"]).status, 0);
    let mut written = String::new();
    let mut faults = Vec::new();
    let mut blocks = 0;
    let mut rest = readme.as_str();
    while let Some(at) = rest.find("```console\n$ demarche ") {
        let start = at + "```console\n".len();
        let end = start + rest[start..].find("\n```").unwrap();
        let (command, shown) = rest[start..end].split_once('\n').unwrap_or((&rest[start..end], ""));
        let words = arguments(command.trim_start_matches("$ demarche "));
        let run = house.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let text = if run.status == 2 { &run.err } else { &run.out };
        let text: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
        let text = text.join("\n").replace(&house.folder.path().display().to_string(), "~");
        if text != shown {
            faults.push(format!("{command}\nprints\n{text}"));
        }
        written.push_str(&rest[..start]);
        written.push_str(&format!("{command}\n{text}"));
        rest = &rest[end..];
        blocks += 1;
    }
    written.push_str(rest);
    assert!(blocks >= 10, "{blocks} blocks");
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, written).unwrap();
    } else {
        assert!(
            faults.is_empty(),
            "{}\n\nUPDATE_README=1 cargo test --test readme brings README up to date",
            faults.join("\n\n")
        );
    }
}

#[test]
fn readme_and_contributing_name_only_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let house = House::new();
    let commands = [
        "index", "said", "search", "show", "who", "facets", "timeline", "export", "stats", "annotate", "completions",
        "man",
    ];
    let help: String = commands.iter().map(|command| house.run(&[command, "--help"]).out).collect();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    for command in commands {
        assert!(readme.contains(&format!("demarche {command}")), "README does not speak of {command}");
    }
    for line in readme.lines().filter(|line| line.starts_with("$ demarche ")) {
        let words = arguments(line);
        assert!(commands.contains(&words[2].as_str()), "{line}");
        for flag in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(flag.as_str()), "{flag} of {line}");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
