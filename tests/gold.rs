//! The hand-made annotations of `tests/gold`, as floors: what was found once must not be lost again.
//!
//! A quotation is found if half of the words of its content and the prediction's are shared (intersection over union);
//! the rules are those of the project's reference scorer, in short.

#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs)]

use std::{collections::BTreeSet, fs, path::Path};

use demarche::{annotate::annotate, article::Article, date::Date, span::Span};
use serde_json::Value;

fn gold() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let mut lines = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "jsonl")) {
        lines.extend(fs::read_to_string(file).unwrap().lines().map(|l| serde_json::from_str::<Value>(l).unwrap()));
    }
    lines
}

/// Words of spans as byte offsets of their starts.
fn words(text: &str, spans: &[Span]) -> BTreeSet<usize> {
    let mut starts = BTreeSet::new();
    for span in spans {
        let mut inside = false;
        for (at, c) in span.of(text).char_indices() {
            if c.is_alphanumeric() && !inside {
                starts.insert(span.start + at);
            }
            inside = c.is_alphanumeric() || (inside && matches!(c, '\'' | '’'));
        }
    }
    starts
}

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
fn quotations_people_countries_and_dates_stay_above_their_floors() {
    let (mut gold_quotes, mut predicted, mut found, mut right, mut wrong, mut merged) = (0, 0, 0, 0, 0, 0);
    let (mut people, mut people_found, mut people_given) = (0, 0, 0);
    let (mut countries, mut countries_found, mut countries_given) = (0, 0, 0);
    let (mut dates, mut dates_right) = (0, 0);
    let lines = gold();
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
        let mut used = BTreeSet::new();
        for quote in line["quotes"].as_array().unwrap() {
            gold_quotes += 1;
            let content = words(text, &spans(text, &quote["content"]));
            let best = annotations
                .quotations
                .iter()
                .enumerate()
                .filter(|(i, _)| !used.contains(i))
                .map(|(i, q)| {
                    let other = words(text, &q.content);
                    let shared = content.intersection(&other).count() as f64;
                    (i, shared / content.union(&other).count().max(1) as f64)
                })
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let Some((index, _)) = best.filter(|(_, iou)| *iou >= 0.5) else { continue };
            used.insert(index);
            found += 1;
            let quotation = &annotations.quotations[index];
            let (Some(gold_name), Some(name)) = (quote["speaker"].as_str(), &quotation.speaker) else { continue };
            if surname(gold_name) == surname(name) || gold_name.to_lowercase().contains(&name.to_lowercase()) {
                right += 1;
            } else {
                wrong += 1;
            }
            let anonymous = quote["speaker_class"] == "anonymous";
            merged += usize::from(anonymous && !quotation.speaker_ids.is_empty());
        }
        predicted += annotations.quotations.len();
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
        "quotations: {gold_quotes} in the gold, {predicted} predicted, {found} found; speakers {right} right, {wrong} wrong, {merged} merged\n\
         people {people_found}/{people} found, {people_given} given; countries {countries_found}/{countries} found, {countries_given} given; dates {dates_right}/{dates}"
    );
    println!("{report}");
    assert!(share(found, gold_quotes) >= 0.84, "{report}");
    assert!(share(found, predicted) >= 0.84, "{report}");
    assert!(share(right, found) >= 0.82, "{report}");
    assert!(share(wrong, found) <= 0.15, "{report}");
    assert!(share(merged, found) <= 0.01, "an unnamed speaker was taken for a named one: {report}");
    assert!(share(people_found, people) >= 0.9 && share(people_found, people_given) >= 0.85, "{report}");
    assert!(share(countries_found, countries) >= 0.95 && share(countries_found, countries_given) >= 0.9, "{report}");
    assert!(share(dates_right, dates) >= 0.9, "{report}");
}
