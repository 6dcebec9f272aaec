//! The module table of `src/lib.rs`, enforced: this test reads every `use` and path in the sources.

#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Modules that everything may import.
const NOUNS: &[&str] = &["span", "date", "article", "dateline", "error", "guard", "budget", "memory"];

/// What each module may import besides the nouns.
const TABLE: &[(&str, &[&str])] = &[
    ("span", &[]),
    ("date", &[]),
    ("article", &[]),
    ("dateline", &[]),
    ("error", &[]),
    ("guard", &[]),
    ("budget", &[]),
    ("memory", &[]),
    ("source", &[]),
    ("annotate", &[]),
    ("index", &["annotate"]),
    ("identity", &["index", "annotate"]),
    ("ingest", &["source", "annotate", "index", "identity"]),
    ("query", &["identity", "index", "annotate"]),
    ("render", &["query::results", "annotate"]),
    ("score", &[]),
    ("train", &["annotate", "score"]),
    ("cli", &["source", "annotate", "index", "identity", "ingest", "query", "render", "score", "train"]),
];

/// Files of `query` that know nothing of the engine.
const PURE: &[&str] =
    &["ast.rs", "parser.rs", "lexer.rs", "field.rs", "dates.rs", "display.rs", "explain.rs", "fault.rs", "marks.rs"];

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// A file without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Modules of the crate that a file names: `crate::query::ast` gives `query::ast`, `crate::{index::Reader, span}` both.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        // `$crate` and `other_crate::` are something else.
        let before = code[..at].chars().next_back().unwrap_or(' ');
        if before.is_alphanumeric() || before == '_' || before == '$' {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.push(std::mem::take(&mut item));
                        continue;
                    }
                    _ => {}
                }
                item.push(c);
            }
            found.push(item);
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || "_:".contains(*c)).collect());
        }
    }
    found.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

fn module_of(path: &Path, src: &Path) -> String {
    let relative = path.strip_prefix(src).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut faults = Vec::new();
    for path in &files {
        let module = module_of(path, &src);
        if module == "lib" || module == "main" {
            continue;
        }
        let allowed =
            TABLE.iter().find(|(name, _)| *name == module).unwrap_or_else(|| panic!("{module} is not in the table")).1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let pure = module == "query" && PURE.contains(&name.as_str());
        let code = code(path);
        for import in imports(&code) {
            let target = import.split("::").next().unwrap().trim_end_matches(|c: char| !c.is_alphanumeric());
            let own = target == module;
            let noun = NOUNS.contains(&target);
            let permitted = !pure && allowed.iter().any(|a| import.starts_with(a));
            if !(own || noun || permitted) {
                faults.push(format!("{} imports crate::{import}", path.strip_prefix(&src).unwrap().display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_engine_and_the_command_line_are_named_in_few_places() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let places: &[(&str, &[&str])] = &[
        (
            "tantivy::",
            &[
                "index/",
                "identity/store.rs",
                "query/plan.rs",
                "query/plan/",
                "query/search.rs",
                "query/quotations.rs",
                "query/facets.rs",
                "query/names.rs",
                "query/portrait.rs",
                "query/lead.rs",
                "query/like.rs",
                "query/suggest.rs",
                "query/why.rs",
                "query/wire.rs",
                "query/timeline.rs",
            ],
        ),
        ("clap::", &["cli/"]),
        ("walkdir::", &["source/"]),
    ];
    let mut faults = Vec::new();
    for path in &files {
        let relative = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let code = code(path);
        for (name, allowed) in places {
            if code.contains(name) && !allowed.iter().any(|place| relative.starts_with(place)) {
                faults.push(format!("{relative} names {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_of_the_table_is_there() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (name, _) in TABLE {
        assert!(src.join(format!("{name}.rs")).exists() || src.join(name).join("mod.rs").exists(), "{name}");
    }
}

/// Every path of a `use` tree: `a::{b, c::{d}}` gives `a::b` and `a::c::d`.
fn expand(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let (head, inner) = (&tree[..open], &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())]);
    let (mut items, mut item, mut depth) = (Vec::new(), String::new(), 0);
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(std::mem::take(&mut item));
                continue;
            }
            _ => {}
        }
        item.push(c);
    }
    items.push(item);
    let paths = items.iter().filter(|item| !item.trim().is_empty()).flat_map(|item| expand(item));
    paths.map(|path| format!("{head}{path}")).collect()
}

/// The file that a path from the module `own` leads to: the longest beginning of it that is a module.
fn target(path: &str, own: &[String], modules: &BTreeMap<Vec<String>, String>) -> Option<Vec<String>> {
    let mut parts: Vec<&str> = path.split("::").map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut base = match *parts.first()? {
        "crate" => Vec::new(),
        "super" | "self" => own.to_vec(),
        child if modules.contains_key(&[own, &[child.to_owned()]].concat()) => own.to_vec(),
        _ => return None,
    };
    while let Some(first @ ("crate" | "super" | "self")) = parts.first().copied() {
        if first == "super" {
            base.pop();
        }
        parts.remove(0);
    }
    base.extend(parts.into_iter().map(str::to_owned));
    while !base.is_empty() && !modules.contains_key(&base) {
        base.pop();
    }
    (!base.is_empty() && base != own).then_some(base)
}

/// Rooms in which no files may import each other in a circle.
const WITHOUT_CIRCLES: &[&str] = &["annotate"];

#[test]
fn no_circle_of_imports_inside_a_room() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut modules: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for path in &files {
        let relative = path.strip_prefix(&src).unwrap().with_extension("");
        let mut module: Vec<String> =
            relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        modules.insert(module, code(path));
    }
    let mut imports: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (own, text) in modules.iter().filter(|(own, _)| WITHOUT_CIRCLES.contains(&own[0].as_str())) {
        let mut paths = Vec::new();
        for (at, _) in text.match_indices("use ") {
            let begins = text[..at].trim_end_matches([' ', '\t']);
            if begins.is_empty() || begins.ends_with(['\n', ';', ')']) || begins.ends_with("pub") {
                paths.extend(expand(text[at + 4..].split(';').next().unwrap_or_default()));
            }
        }
        let found = paths.iter().filter_map(|path| target(path, own, &modules));
        imports.insert(own, found.filter(|to| WITHOUT_CIRCLES.contains(&to[0].as_str())).collect());
    }
    // What is left after taking away, again and again, whatever imports nothing that is left, are circles.
    loop {
        let leaves: Vec<Vec<String>> = imports
            .iter()
            .filter(|(_, to)| to.iter().all(|to| !imports.contains_key(to)))
            .map(|(m, _)| (*m).clone())
            .collect();
        if leaves.is_empty() {
            break;
        }
        imports.retain(|module, _| !leaves.contains(*module));
    }
    let circles: String = imports.iter().map(|(m, to)| format!("{} -> {to:?}\n", m.join("/"))).collect();
    assert!(circles.is_empty(), "these import each other in circles, or what does:\n{circles}");
    assert!(modules.len() > 200);
}
