//! Hand-made annotations, as floors: what was found once must not be lost again.
//!
//! The articles of `tests/gold` are learned from as well (`models/README.md`), so that their quotations measure only
//! that nothing is lost. Where the data of `../shared` is at hand, articles that were not learned from are scored too.

#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs)]

use std::{collections::BTreeSet, fs, path::Path};

use demarche::{
    annotate::{annotate, annotations::SpeakerClass},
    article::Article,
    date::Date,
    score::{
        CountriesGold, CountriesScorer, DatesGold, DatesScorer, Figure, FoundPerson, GoldArticle, NamesGold,
        NamesScorer, PeopleGold, PeopleScorer, Prediction, Report, Scorer, Table,
    },
    span::Span,
    train,
};
use serde_json::Value;

/// The articles of some files of `tests/gold`.
fn gold(names: &[&str]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let mut lines = Vec::new();
    for name in names {
        let file = fs::read_to_string(folder.join(name).with_extension("jsonl")).unwrap();
        lines.extend(file.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()));
    }
    lines
}

/// Annotated whole: people, countries and dates too. Learned from.
const WHOLE: &[&str] = &["talks", "ukraine"];
/// Quotations and people in the voices of twenty kinds of outlet. Learned from.
const VOICES: &[&str] = &["voices"];
/// The same, and never learned from nor looked at while anything was changed.
const UNSEEN: &[&str] = &["voices_unseen"];

/// Spans of the gold are in characters.
fn spans(text: &str, value: &Value) -> Vec<Span> {
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let number = |v: &Value| offsets[usize::try_from(v.as_u64().unwrap()).unwrap()];
    value.as_array().unwrap().iter().map(|pair| Span::new(number(&pair[0]), number(&pair[1]))).collect()
}

fn surname(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

#[test]
fn people_countries_and_dates_stay_above_their_floors() {
    let (mut people, mut people_found, mut people_given) = (0, 0, 0);
    let (mut countries, mut countries_found, mut countries_given) = (0, 0, 0);
    let (mut dates, mut dates_right) = (0, 0);
    let lines = gold(WHOLE);
    assert!(lines.len() >= 20, "{} articles", lines.len());
    for line in &lines {
        let text = line["text"].as_str().unwrap();
        let article = Article {
            text: text.to_owned(),
            title: line["title"].as_str().map(str::to_owned),
            published: line["date"].as_str().and_then(Date::written),
            ..Article::default()
        };
        let annotations = annotate(&article);
        let names: BTreeSet<String> = annotations.people.iter().map(|p| surname(&p.name)).collect();
        for person in line["people"].as_array().unwrap() {
            people += 1;
            people_found += usize::from(names.contains(&surname(person["name"].as_str().unwrap())));
        }
        people_given += annotations.people.len();
        let codes: BTreeSet<&str> = annotations.countries.iter().map(|c| c.code.as_str()).collect();
        for code in line["countries"].as_array().unwrap() {
            countries += 1;
            countries_found += usize::from(codes.contains(code.as_str().unwrap()));
        }
        countries_given += codes.len();
        for date in line["dates"].as_array().unwrap() {
            dates += 1;
            let span = spans(text, &serde_json::json!([date["span"]]))[0];
            let value = date["value"].as_str();
            dates_right += usize::from(
                annotations
                    .dates
                    .iter()
                    .any(|d| d.span.overlaps(span) && d.value.map(|v| v.to_string()).as_deref() == value),
            );
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let report = format!(
        "people {people_found}/{people} found, {people_given} given; countries {countries_found}/{countries} found, {countries_given} given; dates {dates_right}/{dates}"
    );
    println!("{report}");
    assert!(share(people_found, people) >= 0.9 && share(people_found, people_given) >= 0.85, "{report}");
    assert!(share(countries_found, countries) >= 0.95 && share(countries_found, countries_given) >= 0.9, "{report}");
    assert!(share(dates_right, dates) >= 0.9, "{report}");
}

/// Annotates gold articles and scores their quotations.
fn score(gold: &[GoldArticle], mut scorer: Scorer) -> Report {
    for article in gold {
        let found =
            annotate(&Article { title: article.title.clone(), text: article.text.clone(), ..Article::default() })
                .quotations;
        let predictions: Vec<Prediction<'_>> = found
            .iter()
            .map(|q| Prediction {
                content: &q.content,
                source: &q.source,
                speaker: q.speaker.as_deref(),
                speaker_class: q.speaker_class.map(SpeakerClass::name),
                speaker_country: q.speaker_country.as_deref(),
                confidence: q.confidence,
                nested: q.nested_in.is_some(),
            })
            .collect();
        scorer.add(article, &predictions);
    }
    scorer.report()
}

fn own(names: &[&str]) -> Vec<GoldArticle> {
    let lines: Vec<String> = gold(names).iter().map(ToString::to_string).collect();
    GoldArticle::from_lines(&lines.join("\n")).unwrap()
}

#[test]
fn quotations_of_our_own_gold_stay_above_their_floors() {
    let report = score(&own(WHOLE), Scorer::default());
    println!("{report}");
    let speakers = report.speakers.as_ref().unwrap();
    assert!(report.content_iou50.recall() >= 0.93 && report.content_iou50.precision() >= 0.9, "{report}");
    assert!(report.end_to_end.f1() >= 0.9, "{report}");
    assert!(speakers.right.share().unwrap() >= 0.92 && speakers.wrong.share().unwrap() <= 0.06, "{report}");
    assert!(speakers.class.share().unwrap() >= 0.9, "{report}");
    assert!(speakers.merged.count <= 1, "an unnamed speaker was taken for a named one: {report}");
    assert!(speakers.confident.share().unwrap() >= 0.95, "{report}");
}

#[test]
fn voices_stay_above_their_floors() {
    for (names, found, right) in [(VOICES, 0.8, 0.69), (UNSEEN, 0.72, 0.68)] {
        let report = score(&own(names), Scorer::default());
        println!("{names:?}\n{report}");
        let speakers = report.speakers.as_ref().unwrap();
        assert!(speakers.found.share().unwrap() >= found && speakers.right.share().unwrap() >= right, "{report}");
    }
}

/// The text of a file of the shared data, or `None` and a line that says so.
fn shared(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold").join(name);
    let Ok(bytes) = fs::read(&path) else {
        println!("skipped: {name} is not at hand");
        return None;
    };
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(String::from_utf8(bytes).unwrap());
    }
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut text).unwrap();
    Some(text)
}

#[test]
fn political_news_that_was_not_learned_from() {
    let Some(lines) = shared("quotes_polnear_dev.jsonl.gz") else { return };
    let report = score(&GoldArticle::from_lines(&lines).unwrap(), Scorer::flat());
    println!("{report}");
    assert!(report.segment_attribute.f1() >= 0.9 && report.end_to_end.f1() >= 0.68, "{report}");
    assert!(report.content_exact.f1() >= 0.57, "{report}");
    let kinds = &report.recall_by_kind;
    let recall = [&kinds.direct, &kinds.mixed, &kinds.indirect].map(|kind| kind.share().unwrap());
    assert!(recall[0] >= 0.9 && recall[1] >= 0.8 && recall[2] >= 0.59, "{report}");
}

#[test]
fn diplomatic_news_that_was_not_learned_from() {
    let Some(lines) = shared("diplomatic_dev.jsonl") else { return };
    let report = score(&GoldArticle::from_lines(&lines).unwrap(), Scorer::default());
    println!("{report}");
    let speakers = report.speakers.as_ref().unwrap();
    assert!(speakers.found.share().unwrap() >= 0.85, "{report}");
    assert!(speakers.right.share().unwrap() >= 0.92 && speakers.wrong.share().unwrap() <= 0.07, "{report}");
    assert!(speakers.class.share().unwrap() >= 0.9 && speakers.merged.count == 0, "{report}");
    assert!(speakers.confident.share().unwrap() >= 0.95, "{report}");
}

/// Annotations of a text with its day of publication.
fn read(text: &str, date: Option<&str>) -> demarche::annotate::Annotations {
    let published = date.and_then(|date| date.get(..10).unwrap_or(date).parse().ok());
    annotate(&Article { text: text.to_owned(), published, ..Article::default() })
}

fn share_of(table: &Table, name: &str) -> f64 {
    match table.get(name) {
        Some(Figure::Share(share)) => share.share().unwrap(),
        other => panic!("{name}: {other:?}\n{table}"),
    }
}

#[test]
fn names_that_were_not_learned_from() {
    let Some(lines) = shared("ner_conll2003_dev.jsonl.gz") else { return };
    let mut scorer = NamesScorer::of(&["LOC", "ORG", "PER"]);
    for (n, line) in lines.lines().enumerate() {
        let gold = NamesGold::from_line(line, n + 1).unwrap();
        scorer.add(&gold, &read(&gold.text, None).names);
    }
    let table = scorer.report();
    let f1 = ["PER_strict", "LOC_strict", "ORG_strict"].map(|name| table.f1(name));
    assert!(f1[0] >= 0.87 && f1[1] >= 0.87 && f1[2] >= 0.68, "{table}");
}

fn people(name: &str) -> Option<Table> {
    let lines = shared(name)?;
    let mut scorer = PeopleScorer::default();
    for (n, line) in lines.lines().enumerate() {
        let gold = PeopleGold::from_line(line, n + 1).unwrap();
        let read = read(&gold.text, gold.date.as_deref());
        let found: Vec<FoundPerson<'_>> = read
            .people
            .iter()
            .map(|p| FoundPerson { name: &p.name, role: p.role.as_deref(), country: p.country.as_deref() })
            .collect();
        scorer.add(&gold, &found);
    }
    Some(scorer.report())
}

#[test]
fn people_that_were_not_learned_from() {
    for (name, least) in [("people_kremlin_dev.jsonl.gz", 0.97), ("people_reuters_dev.jsonl.gz", 0.96)] {
        let Some(table) = people(name) else { return };
        assert!(share_of(&table, "recall_in_text") >= least && share_of(&table, "duplicates") < 0.02, "{table}");
    }
    let Some(table) = people("diplomatic_dev.jsonl") else { return };
    assert!(table.f1("people") >= 0.95, "{table}");
    assert!(share_of(&table, "role_right") >= 0.85 && share_of(&table, "country_right") >= 0.9, "{table}");
}

#[test]
fn countries_that_were_not_tuned_to() {
    for (name, facet, place) in [("countries_lgl.jsonl.gz", 0.78, 0.7), ("diplomatic_dev.jsonl", 0.95, 0.95)] {
        let Some(lines) = shared(name) else { return };
        let mut scorer = CountriesScorer::default();
        for (n, line) in lines.lines().enumerate() {
            let gold = CountriesGold::from_line(line, n + 1).unwrap();
            let countries = read(&gold.text, None).countries;
            let codes: Vec<&str> = countries.iter().map(|c| c.code.as_str()).collect();
            let mentions: Vec<(Span, &str)> =
                countries.iter().flat_map(|c| c.mentions.iter().map(|span| (*span, c.code.as_str()))).collect();
            scorer.add(&gold, &codes, &mentions);
        }
        let table = scorer.report();
        assert!(table.f1("article_countries") >= facet && table.f1("places_with_country") >= place, "{table}");
    }
}

#[test]
fn dates_that_were_not_tuned_to() {
    for (name, value, found) in [("dates_timebank.jsonl.gz", 0.84, 0.95), ("diplomatic_dev.jsonl", 0.9, 0.9)] {
        let Some(lines) = shared(name) else { return };
        let mut scorer = DatesScorer::default();
        for (n, line) in lines.lines().enumerate() {
            let gold = DatesGold::from_line(line, n + 1).unwrap();
            let dates = read(&gold.text, gold.date.as_deref()).dates;
            let dates: Vec<(Span, Option<String>)> =
                dates.iter().map(|date| (date.span, date.value.map(Date::timex))).collect();
            scorer.add(&gold, &dates);
        }
        let table = scorer.report();
        assert!(table.f1("calendar_value") >= value && table.f1("calendar_relaxed") >= found, "{table}");
    }
}

#[test]
fn learning_gives_the_same_model_every_time() {
    let articles = &own(WHOLE)[..6];
    let model = train::quotations(articles, |_| {}).unwrap();
    assert!(model.len() > 100_000);
    assert!(model == train::quotations(articles, |_| {}).unwrap());
    assert!(train::quotations(&articles[..1], |_| {}).is_err());
}
