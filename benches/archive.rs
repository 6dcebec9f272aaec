//! `cargo bench --bench archive`: indexing and asking, against bare tantivy on the same text in the same run.
//!
//! Reads the Reuters-21578 corpus where the development data lies beside the project, else the sample corpus many
//! times over. Times are CPU seconds; quote ratios, not seconds: machines differ and are noisy.

#![allow(missing_docs)]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use demarche::{
    annotate::{annotate, dates, people, quotations, reading::Reading},
    article::Article,
    index::Reader,
    ingest,
    query::{
        parser,
        search::{self, Wanted},
    },
    source::ReadOptions,
};
use tantivy::{
    Index, IndexWriter, Searcher, TantivyDocument, Term,
    collector::{Count, TopDocs},
    doc,
    query::{BooleanQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery, TermQuery},
    schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TEXT, Value},
};

/// Where this is set, the program is bare tantivy's: it answers one question of the index there, and ends.
const BARE: &str = "DEMARCHE_BENCH_BARE";

fn main() {
    if let Some(bare) = std::env::var_os(BARE) {
        let searcher = Index::open_in_dir(bare).expect("the bare index").reader().expect("a reader").searcher();
        let (_, f) = bare_schema();
        let asked =
            Asked { kind: String::new(), terms: vec!["oil".to_owned()], from: String::new(), to: String::new() };
        ask_bare(&searcher, &f, &asked);
        return;
    }
    // `cargo bench` passes flags of the standard harness.
    let folder = std::env::temp_dir().join(format!("demarche-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    let (name, articles) = archive();
    let words: usize = articles.iter().map(|a| a.text.split_whitespace().count()).sum();
    println!("archive: {name}, {} articles, {words} words\n", articles.len());
    let jsonl = folder.join("archive.jsonl");
    write_archive(&jsonl, &articles);
    let bare = folder.join("bare");
    let ours = folder.join("index");
    indexing(&articles, &jsonl, &bare, &ours, words);
    layers(&articles, words);
    latency(&bare, &ours, &articles);
    whole_process(&bare, &ours);
    fs::remove_dir_all(&folder).ok();
}

/// The articles to index, dated.
fn archive() -> (String, Vec<Article>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join("../shared/corpora/reuters21578.jsonl.gz");
    let mut articles = Vec::new();
    let real = shared.exists();
    let path = if real { shared } else { root.join("corpus") };
    ingest::annotate_files(&[path], &ReadOptions::default(), &mut |found| {
        if let Ok((article, _)) = found {
            articles.push(article);
        }
        std::ops::ControlFlow::Continue(())
    });
    if real {
        return ("Reuters-21578".to_owned(), articles);
    }
    let copies = 200;
    let mut many = Vec::with_capacity(articles.len() * copies);
    for copy in 0..copies {
        many.extend(articles.iter().map(|a| Article { id: format!("{}-{copy}", a.id), ..a.clone() }));
    }
    (format!("the sample corpus {copies} times over"), many)
}

fn write_archive(path: &Path, articles: &[Article]) {
    let mut file = std::io::BufWriter::new(fs::File::create(path).expect("a file"));
    for article in articles {
        let line = serde_json::json!({
            "id": article.id, "title": article.title, "text": article.text,
            "date": article.published.map(|d| d.to_string()),
        });
        writeln!(file, "{line}").expect("the disk");
    }
}

/// User and system time in seconds: of this process, and of its children that have ended.
fn cpu_seconds() -> (f64, f64) {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|n| n.parse().ok())
        .collect();
    match fields[..] {
        [user, system, child_user, child_system] => ((user + system) / 100.0, (child_user + child_system) / 100.0),
        _ => (f64::NAN, f64::NAN),
    }
}

fn size_of(folder: &Path) -> f64 {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    files.filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum::<u64>() as f64 / 1e6
}

fn indexing(articles: &[Article], jsonl: &Path, bare: &Path, ours: &Path, words: usize) {
    let before = cpu_seconds().0;
    index_bare(articles, bare);
    let bare_cpu = cpu_seconds().0 - before;
    let before = cpu_seconds().1;
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["index", "--quiet", "--index"])
        .arg(ours)
        .arg(jsonl)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0u64;
    while child.try_wait().expect("the program").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
        peak = peak.max(line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let our_cpu = cpu_seconds().1 - before;
    println!("indexing                     CPU s   words/CPU s      MB");
    println!("  bare tantivy            {bare_cpu:>8.2}  {:>12.0}  {:>6.1}", words as f64 / bare_cpu, size_of(bare));
    println!("  demarche                {our_cpu:>8.2}  {:>12.0}  {:>6.1}", words as f64 / our_cpu, size_of(ours));
    println!("  ratio                   {:>8.1}  peak memory {:.0} MiB\n", our_cpu / bare_cpu, peak as f64 / 1024.0);
}

struct Bare {
    id: Field,
    title: Field,
    text: Field,
    date: Field,
}

fn bare_schema() -> (Schema, Bare) {
    let mut builder = Schema::builder();
    let bare = Bare {
        id: builder.add_text_field("id", STRING | STORED),
        title: builder.add_text_field("title", TEXT | STORED),
        text: builder.add_text_field("text", TEXT | STORED),
        date: builder.add_u64_field("date", INDEXED | FAST | STORED),
    };
    (builder.build(), bare)
}

fn day(article: &Article) -> u64 {
    article.published.map_or(0, |d| demarche::index::document::day_number(d.first()))
}

fn index_bare(articles: &[Article], folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let (schema, f) = bare_schema();
    let index = Index::create_in_dir(folder, schema).expect("an index");
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 128 << 20).expect("a writer");
    for a in articles {
        let title = a.title.clone().unwrap_or_default();
        writer
            .add_document(doc!(f.id => a.id.clone(), f.title => title, f.text => a.text.clone(), f.date => day(a)))
            .expect("room");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges");
}

/// Words per CPU second of each layer, on one thread.
fn layers(articles: &[Article], words: usize) {
    let sample = &articles[..articles.len().min(5000)];
    let share = words as f64 * sample.iter().map(|a| a.text.len()).sum::<usize>() as f64
        / articles.iter().map(|a| a.text.len()).sum::<usize>() as f64;
    let time = |name: &str, run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        println!("  {name:<28}{:>12.0}", share / start.elapsed().as_secs_f64());
    };
    println!("annotation, words/s on one thread");
    let mut readings: Vec<Reading<'_>> = Vec::new();
    time("tokens, sentences, marks", &mut || readings = sample.iter().map(|a| Reading::new(&a.text)).collect());
    time("people and places", &mut || {
        for (reading, article) in readings.iter_mut().zip(sample) {
            let (mentions, people) = people::find(&reading.tokens, &article.text, &[], None);
            reading.name(mentions, people);
        }
    });
    let mut found = Vec::new();
    time("dates", &mut || found = sample.iter().map(|a| dates::find(&a.text, a.published)).collect());
    time("quotations", &mut || {
        for (reading, dates) in readings.iter().zip(&found) {
            std::hint::black_box(quotations::find(reading, dates));
        }
    });
    time("all together", &mut || {
        for article in sample {
            std::hint::black_box(annotate(article));
        }
    });
    println!();
}

/// A query of the yardstick.
struct Asked {
    kind: String,
    terms: Vec<String>,
    from: String,
    to: String,
}

fn questions(articles: &[Article]) -> Vec<Asked> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/queries.jsonl");
    if let Ok(file) = fs::File::open(file) {
        let lines = BufReader::new(file).lines().map_while(Result::ok);
        return lines
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(&line).ok())
            .map(|v| Asked {
                kind: v["kind"].as_str().unwrap_or_default().to_owned(),
                terms: v["terms"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|t| t.as_str().map(str::to_owned))
                    .collect(),
                from: v["from"].as_str().unwrap_or_default().to_owned(),
                to: v["to"].as_str().unwrap_or_default().to_owned(),
            })
            .collect();
    }
    let mut asked = Vec::new();
    for article in articles.iter().take(40) {
        let words: Vec<String> = article
            .text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|w| w.len() > 4)
            .map(str::to_lowercase)
            .collect();
        for (kind, count) in [("frequent", 1), ("and", 2), ("or", 3), ("prefix", 1)] {
            let mut terms: Vec<String> = words.iter().skip(asked.len() % 7).take(count).cloned().collect();
            if kind == "prefix" {
                terms = terms.iter().map(|t| t[..4].to_owned()).collect();
            }
            asked.push(Asked { kind: kind.to_owned(), terms, from: String::new(), to: String::new() });
        }
    }
    asked
}

fn bare_query(f: &Bare, asked: &Asked) -> Box<dyn Query> {
    let term = |s: &str| Term::from_field_text(f.text, s);
    let one = |s: &String| -> Box<dyn Query> { Box::new(TermQuery::new(term(s), IndexRecordOption::WithFreqs)) };
    let day = |s: &str| Term::from_field_u64(f.date, s.replace('-', "").parse().unwrap_or(0));
    match asked.kind.as_str() {
        "and" => Box::new(BooleanQuery::new(asked.terms.iter().map(|t| (Occur::Must, one(t))).collect())),
        "or" => Box::new(BooleanQuery::new(asked.terms.iter().map(|t| (Occur::Should, one(t))).collect())),
        "phrase" => Box::new(PhraseQuery::new(asked.terms.iter().map(|t| term(t)).collect())),
        "prefix" => Box::new(PhrasePrefixQuery::new(vec![term(&asked.terms[0])])),
        "date" => {
            let range =
                RangeQuery::new(std::ops::Bound::Included(day(&asked.from)), std::ops::Bound::Included(day(&asked.to)));
            Box::new(BooleanQuery::new(vec![(Occur::Must, one(&asked.terms[0])), (Occur::Must, Box::new(range))]))
        }
        _ => one(&asked.terms[0]),
    }
}

fn our_query(asked: &Asked) -> String {
    match asked.kind.as_str() {
        "or" => asked.terms.join(" OR "),
        "phrase" => format!("\"{}\"", asked.terms.join(" ")),
        "prefix" => format!("{}*", asked.terms[0]),
        "date" => format!("{} date:{}..{}", asked.terms[0], asked.from, asked.to),
        _ => asked.terms.join(" "),
    }
}

fn percentile(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(((times.len().max(1) - 1) as f64 * part).round() as usize).copied().unwrap_or(f64::NAN)
}

/// Ten best with identifier and title, and the number of all, as anybody would write it.
fn ask_bare(searcher: &Searcher, f: &Bare, asked: &Asked) {
    let query = bare_query(f, asked);
    let top = searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).expect("an answer");
    let count = searcher.search(&query, &Count).expect("a count");
    for (_, address) in &top {
        let document: TantivyDocument = searcher.doc(*address).expect("a document");
        std::hint::black_box((
            document.get_first(f.id).and_then(|v| v.as_str().map(str::len)),
            document.get_first(f.title).is_some(),
        ));
    }
    std::hint::black_box(count);
}

/// Ten best with identifier and title, and the number of all: warm, in milliseconds.
fn latency(bare: &Path, ours: &Path, articles: &[Article]) {
    let index = Index::open_in_dir(bare).expect("the bare index");
    let searcher: Searcher = index.reader().expect("a reader").searcher();
    let (_, f) = bare_schema();
    let reader = Reader::open(ours).expect("our index");
    let today = jiff::civil::date(2014, 3, 30);
    let asked = questions(articles);
    let wanted = Wanted { limit: Some(10), ..Wanted::default() };
    let shown = Wanted { fragments: 2, ..wanted.clone() };
    let facets = Wanted { facets: vec!["person".to_owned(), "country".to_owned()], top: 10, ..shown.clone() };
    let mut kinds: Vec<&str> = asked.iter().map(|a| a.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    println!("warm queries, ms: ten best and the exact count   p50/p99");
    println!(
        "  {:<10}{:>16}{:>16}{:>12}{:>16}{:>12}{:>16}{:>12}",
        "kind", "bare tantivy", "demarche", "ratio", "fragments", "ratio", "and facets", "ratio"
    );
    for kind in kinds {
        // Every way in rounds of its own: all find the caches as they left them.
        let mut times = [const { Vec::new() }; 4];
        for (slot, wanted) in [None, Some(&wanted), Some(&shown), Some(&facets)].into_iter().enumerate() {
            for repeat in 0..6 {
                for asked in asked.iter().filter(|a| a.kind == kind) {
                    let start = Instant::now();
                    match wanted {
                        None => ask_bare(&searcher, &f, asked),
                        Some(wanted) => {
                            let node = parser::parse(&our_query(asked), today).expect("a query");
                            std::hint::black_box(search::articles(&reader, &node, wanted).expect("an answer"));
                        }
                    }
                    if repeat > 0 {
                        times[slot].push(start.elapsed().as_secs_f64() * 1e3);
                    }
                }
            }
        }
        let pairs: Vec<(f64, f64)> = times.iter_mut().map(|t| (percentile(t, 0.5), percentile(t, 0.99))).collect();
        let cell = |(a, b): (f64, f64)| format!("{a:.3}/{b:.3}");
        let ratio = |slot: usize| format!("{:.1}/{:.1}", pairs[slot].0 / pairs[0].0, pairs[slot].1 / pairs[0].1);
        print!("  {kind:<10}{:>16}", cell(pairs[0]));
        for (slot, pair) in pairs.iter().enumerate().skip(1) {
            print!("{:>16}{:>12}", cell(*pair), ratio(slot));
        }
        println!();
    }
    println!();
}

/// One question of the command line, from start to end.
fn whole_process(bare: &Path, ours: &Path) {
    println!("one question, the whole process: CPU ms (mean of 20)");
    let alone = whole(Command::new(std::env::current_exe().expect("this program")).env(BARE, bare));
    println!("  {:<49}{alone:>8.1}", "bare tantivy: oil, ten titles, the count");
    for arguments in [
        &["search", "oil"][..],
        &["said", "--about", "oil", "-n", "10"],
        &["search", "oil", "--facet", "country,year"],
        &["search", "oil", "--facet", "person,country"],
    ] {
        let own = whole(Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).arg("--index").arg(ours));
        println!("  demarche {:<40}{own:>8.1}{:>8.1}", arguments.join(" "), own / alone);
    }
}

/// CPU milliseconds of a program from start to end, the mean of 20 runs.
fn whole(command: &mut Command) -> f64 {
    let before = cpu_seconds().1;
    for _ in 0..20 {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program");
        let mut out = Vec::new();
        child.stdout.take().expect("its output").read_to_end(&mut out).expect("its output");
        child.wait().expect("its end");
    }
    (cpu_seconds().1 - before) * 1000.0 / 20.0
}
