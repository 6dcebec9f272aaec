//! The same statement in several articles: found over the answer, and how the reports of it differ.
//!
//! Two quotations are one statement if the same named speaker says equal words in articles at most [`WINDOW`] days apart,
//! or nearly equal ones in articles at most [`NEAR`] days apart: four words in five of the shorter in the same order as
//! in the longer. Of a speaker who is known only by sort ("a spokesman") it is [`NEAR_UNNAMED`] days. Another "not",
//! number or name makes another statement: weekly figures come in the same words.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::results::{Change, Copy};
use crate::{
    annotate::annotations::SpeakerClass,
    date::days_between,
    index::{QuotationRecord, sketch::compared, tokenizer::full_name_key},
};

/// How many days apart two articles may report one statement in equal words.
pub(super) const WINDOW: i64 = 30;
/// The same in nearly equal words.
const NEAR: i64 = 7;
/// The same of a speaker without a name.
const NEAR_UNNAMED: i64 = 2;
/// Fewer words are said too often to be known again, unless they are equal; then it is [`LEAST_EQUAL`].
const LEAST: usize = 6;
const LEAST_EQUAL: usize = 3;
/// A pair of words that more statements of one speaker share tells nothing.
const COMMON: usize = 64;
/// The most cells of an alignment; longer texts are compared at their ends only.
const CELLS: usize = 250_000;

const NEGATIONS: &[&str] = &["not", "never", "no", "nothing", "nobody", "none", "neither", "nor", "cannot", "without"];

const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen", "hundred", "thousand", "million",
    "billion", "mln", "bln", "half", "twice", "morning", "afternoon", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday",
];

/// A word as written and in the form that is compared; marks alone are no words.
struct Word<'a> {
    written: &'a str,
    key: u64,
}

fn split(text: &str) -> Vec<Word<'_>> {
    text.split_whitespace().filter_map(|written| compared(written).map(|key| Word { written, key })).collect()
}

/// For each record the least index of those that report the same statement: its own where it stands alone.
pub(super) fn statements(records: &[&QuotationRecord]) -> Vec<usize> {
    let texts: Vec<Vec<Word<'_>>> = records.iter().map(|record| split(&record.words)).collect();
    let mut groups = Groups { of: (0..records.len()).collect() };
    let mut speakers: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (i, record) in records.iter().enumerate() {
        if let Some(key) = record.quotation.speaker.as_deref().map(full_name_key) {
            speakers.entry(key).or_default().push(i);
        }
    }
    for mut own in speakers.into_values() {
        own.sort_by_key(|i| (records[*i].article.published.map(crate::date::Date::first), *i));
        // Equal words first: each is compared with the last of them, so that a thousand copies cost a thousand steps.
        let mut equal: FxHashMap<Vec<u64>, usize> = FxHashMap::default();
        let mut different = Vec::new();
        for i in own {
            let keys: Vec<u64> = texts[i].iter().map(|word| word.key).collect();
            if keys.len() < LEAST_EQUAL {
                continue;
            }
            match equal.insert(keys, i) {
                Some(before) if near(records[before], records[i], WINDOW) => groups.join(before, i),
                _ => different.push(i),
            }
        }
        let mut pairs: FxHashMap<[u64; 2], Vec<usize>> = FxHashMap::default();
        for i in different.into_iter().filter(|i| texts[*i].len() >= LEAST) {
            let own: FxHashSet<[u64; 2]> = texts[i].windows(2).map(|pair| [pair[0].key, pair[1].key]).collect();
            let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
            for pair in &own {
                for other in pairs.get(pair).into_iter().flatten() {
                    *shared.entry(*other).or_default() += 1;
                }
            }
            let mut likely: Vec<usize> = shared
                .into_iter()
                .filter(|(other, count)| count * 2 + 2 >= texts[i].len().min(texts[*other].len()))
                .map(|(other, _)| other)
                .collect();
            likely.sort_unstable();
            for other in likely {
                if near(records[other], records[i], reach(records[i])) && nearly_equal(&texts[other], &texts[i]) {
                    groups.join(other, i);
                }
            }
            for pair in own {
                let list = pairs.entry(pair).or_default();
                if list.len() < COMMON {
                    list.push(i);
                }
            }
        }
    }
    (0..records.len()).map(|i| groups.first(i)).collect()
}

/// Whether two articles are different ones and at most `days` apart; an unknown date is near to all.
fn near(a: &QuotationRecord, b: &QuotationRecord, days: i64) -> bool {
    let dates = a.article.published.zip(b.article.published);
    let apart = dates.map_or(0, |(a, b)| days_between(a.first(), b.first()));
    a.article.id != b.article.id && apart <= days
}

/// How many days apart articles may report words of this speaker nearly alike.
fn reach(record: &QuotationRecord) -> i64 {
    let quotation = &record.quotation;
    let unnamed = matches!(quotation.speaker_class, Some(SpeakerClass::Anonymous | SpeakerClass::Document))
        || quotation.speaker.as_deref().is_none_or(|name| !name.contains(char::is_uppercase));
    if unnamed { NEAR_UNNAMED } else { NEAR }
}

fn nearly_equal(a: &[Word<'_>], b: &[Word<'_>]) -> bool {
    let (common, runs) = align(a, b);
    if common * 5 < a.len().min(b.len()) * 4 {
        return false;
    }
    runs.iter().all(|run| {
        let (from, to) = (&a[run.a.0..run.a.1], &b[run.b.0..run.b.1]);
        // What is cut off at an end may say anything.
        let end = (run.a.0 == 0 && run.b.0 == 0) || (run.a.1 == a.len() && run.b.1 == b.len());
        let open = run.a.0 == 0 || run.b.0 == 0;
        (end && (from.is_empty() || to.is_empty())) || telling(from, open) == telling(to, open)
    })
}

/// Negations, numbers and names among words: where they differ, so does what is said. `open`: the first word may be
/// capital only because it begins a sentence.
fn telling<'a>(words: &[Word<'a>], open: bool) -> Vec<&'a str> {
    let bare = |word: &Word<'a>| word.written.trim_matches(|c: char| !c.is_alphanumeric());
    let name = |(i, word): (usize, &Word<'a>)| (i > 0 || !open) && bare(word).starts_with(char::is_uppercase);
    let tells = |word: &str| {
        negates(word) || word.contains(|c: char| c.is_ascii_digit()) || NUMBERS.contains(&word.to_lowercase().as_str())
    };
    words
        .iter()
        .enumerate()
        .filter(|(i, word)| tells(bare(word)) || name((*i, word)))
        .map(|(_, word)| bare(word))
        .collect()
}

fn negates(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    NEGATIONS.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
}

/// The sets that quotations are joined to; each is known by its least index.
struct Groups {
    of: Vec<usize>,
}

impl Groups {
    fn first(&mut self, mut i: usize) -> usize {
        while self.of[i] != i {
            self.of[i] = self.of[self.of[i]];
            i = self.of[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.of[a.max(b)] = a.min(b);
    }
}

/// Words `a` in one text where the other has words `b`.
struct Run {
    a: (usize, usize),
    b: (usize, usize),
}

/// How many words two texts have in common, in order, and the runs in which they differ.
fn align(a: &[Word<'_>], b: &[Word<'_>]) -> (usize, Vec<Run>) {
    let same = |i: usize, j: usize| a[i].key == b[j].key;
    let head = (0..a.len().min(b.len())).take_while(|i| same(*i, *i)).count();
    let room = a.len().min(b.len()) - head;
    let tail = (0..room).take_while(|i| same(a.len() - 1 - i, b.len() - 1 - i)).count();
    let (rows, columns) = (a.len() - head - tail, b.len() - head - tail);
    let mut common = head + tail;
    let mut runs = Vec::new();
    let mut from = (head, head);
    let mut add = |from: (usize, usize), to: (usize, usize)| {
        if from != to {
            runs.push(Run { a: (from.0, to.0), b: (from.1, to.1) });
        }
    };
    if rows * columns <= CELLS {
        // The longest common subsequence of what lies between, from the end to the start.
        let width = columns + 1;
        let mut longest = vec![0u32; (rows + 1) * width];
        for i in (0..rows).rev() {
            for j in (0..columns).rev() {
                longest[i * width + j] = if same(head + i, head + j) {
                    longest[(i + 1) * width + j + 1] + 1
                } else {
                    longest[(i + 1) * width + j].max(longest[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < rows && j < columns {
            if same(head + i, head + j) {
                add(from, (head + i, head + j));
                (i, j) = (i + 1, j + 1);
                from = (head + i, head + j);
                common += 1;
            } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    add(from, (a.len() - tail, b.len() - tail));
    (common, runs)
}

/// How the words of a copy differ from those shown.
fn changes(shown: &str, copy: &str) -> Vec<Change> {
    let (shown, copy) = (split(shown), split(copy));
    let text = |words: &[Word<'_>]| words.iter().map(|word| word.written).collect::<Vec<_>>().join(" ");
    align(&shown, &copy)
        .1
        .into_iter()
        .map(|run| Change { removed: text(&shown[run.a.0..run.a.1]), added: text(&copy[run.b.0..run.b.1]) })
        .collect()
}

/// The record to show of one statement and the others as its copies: by date, those without one last; of one day the
/// one with the most words first.
pub(super) fn fold_up(mut records: Vec<QuotationRecord>) -> Option<(QuotationRecord, Vec<Copy>)> {
    records.sort_by_cached_key(|record| {
        let day = record.article.published.map(crate::date::Date::first);
        (day.is_none(), day, Reverse(split(&record.words).len()), record.id.clone())
    });
    let mut records = records.into_iter();
    let shown = records.next()?;
    let copies = records.map(|record| Copy { changes: changes(&shown.words, &record.words), record }).collect();
    Some((shown, copies))
}

#[cfg(test)]
mod tests {
    use super::{changes, nearly_equal, split};

    #[test]
    fn statements_are_known_again() {
        let table = [
            ("The bridge will stay closed until spring.", "“the bridge will stay closed until spring”", true),
            ("The bridge will stay closed until spring.", "The bridge will stay shut until spring", true),
            ("The bridge will stay closed until spring.", "The bridge will not stay closed until spring", false),
            ("The bridge will stay closed until spring, and nobody will cross.", "The bridge will stay closed", true),
            ("The bridge will stay closed until spring.", "The tunnel will open again in June", false),
            ("We can wait", "We can talk", false),
        ];
        for (a, b, same) in table {
            assert_eq!(nearly_equal(&split(a), &split(b)), same, "{a} | {b}");
        }
    }

    #[test]
    fn changes_are_named_word_by_word() {
        let shown = "The old bridge, he said, will stay closed until spring.";
        let table = [
            ("the old bridge he said will stay closed until spring", vec![]),
            ("The bridge, he said, will stay shut until spring", vec![("old", ""), ("closed", "shut")]),
            ("will stay closed", vec![("The old bridge, he said,", ""), ("until spring.", "")]),
            ("So the old bridge, he said, will stay closed until spring", vec![("", "So")]),
        ];
        for (copy, expected) in table {
            let found = changes(shown, copy);
            let found: Vec<_> = found.iter().map(|c| (c.removed.as_str(), c.added.as_str())).collect();
            assert_eq!(found, expected, "{copy}");
        }
    }
}
