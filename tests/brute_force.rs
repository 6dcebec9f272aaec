//! Every operator of the query language, held against a scan of the texts that knows nothing of the engine: random queries
//! made from the archive's own words must find exactly the articles that the scan finds.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::Path,
};

use demarche::{
    article::Article,
    index::{
        Reader,
        tokenizer::{fold, lower, stem, words},
    },
    query::{
        ast::{DateRange, Field, Node, Piece, Text, Value, pieces},
        parser::parse,
        search::{Wanted, articles},
    },
};
use house::House;
use serde_json::Value as Json;

/// An article as the scan sees it: its words, those of the title first.
struct Scanned {
    article: Article,
    words: Vec<usize>,
    /// Where the title ends.
    title: usize,
}

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

fn split(text: &str) -> Vec<String> {
    words(text).map(|word| text[word.start..word.end].to_owned()).collect()
}

fn fits(pattern: &[Piece], word: &[char]) -> bool {
    match pattern.split_first() {
        None => word.is_empty(),
        Some((Piece::Many, rest)) => (0..=word.len()).any(|skip| fits(rest, &word[skip..])),
        Some((Piece::One, rest)) => !word.is_empty() && fits(rest, &word[1..]),
        Some((Piece::Literal(c), rest)) => word.first() == Some(c) && fits(rest, &word[1..]),
    }
}

/// Optimal string alignment, as a whole table.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len()][b.len()]
}

/// All words of the archive, each once, with the forms that are compared.
#[derive(Default)]
struct Vocabulary {
    words: Vec<Forms>,
    known: HashMap<String, usize>,
}

struct Forms {
    written: String,
    stem: String,
    lower: String,
    folded: String,
}

impl Vocabulary {
    fn number(&mut self, word: String) -> usize {
        if let Some(known) = self.known.get(&word) {
            return *known;
        }
        let lower = lower(&word);
        self.words.push(Forms { stem: stem(&word), folded: fold(&lower), lower, written: word.clone() });
        self.known.insert(word, self.words.len() - 1);
        self.words.len() - 1
    }

    /// For each word whether it fits a clause of one word.
    fn fitting(&self, text: &Text) -> Vec<bool> {
        let chars = |word: &str| word.chars().collect::<Vec<_>>();
        match text {
            Text::Word { text, exact: false } | Text::Phrase { text, exact: false, .. } => {
                let asked = stem(text);
                self.words.iter().map(|word| word.stem == asked).collect()
            }
            Text::Word { text, exact: true } | Text::Phrase { text, exact: true, .. } => {
                let plain = |word: &str| word.replace('’', "'").replace(',', "");
                let capital = text.chars().any(char::is_uppercase);
                let (asked, asked_lower) = (plain(text), lower(text));
                let same = |w: &Forms| if capital { plain(&w.written) == asked } else { w.lower == asked_lower };
                self.words.iter().map(same).collect()
            }
            Text::Wild { pattern } => {
                let pattern: Vec<Piece> = pieces(&pattern.to_lowercase()).collect();
                self.words
                    .iter()
                    .map(|w| fits(&pattern, &chars(&w.lower)) || fits(&pattern, &chars(&w.folded)))
                    .collect()
            }
            Text::Fuzzy { text, distance: most } => {
                let (asked, most) = (chars(&fold(&lower(text))), usize::from(*most));
                let near = |word: &str| {
                    let word = chars(word);
                    word.len().abs_diff(asked.len()) <= most && distance(&asked, &word) <= most
                };
                self.words.iter().map(|w| near(&w.lower) || near(&w.folded)).collect()
            }
        }
    }
}

/// A clause with, for each of its words, what fits it.
struct Clause {
    parts: Vec<Vec<bool>>,
    slop: usize,
}

impl Clause {
    fn of(text: &Text, vocabulary: &Vocabulary) -> Self {
        let (written, slop, exact) = match text {
            Text::Word { text, exact } => (text, 0, *exact),
            Text::Phrase { text, slop, exact } => (text, *slop as usize, *exact),
            other => return Self { parts: vec![vocabulary.fitting(other)], slop: 0 },
        };
        let parts = split(written).into_iter().map(|text| vocabulary.fitting(&Text::Word { text, exact })).collect();
        Self { parts, slop }
    }

    /// Positions, first and last, at which it stands. Title and text have a gap of one place between them.
    fn stretches(&self, scanned: &Scanned) -> Vec<(usize, usize)> {
        let words = &scanned.words;
        let place = |i: usize| if i < scanned.title { i } else { i + 1 };
        let mut found = Vec::new();
        for i in (0..words.len()).filter(|i| self.parts[0][words[*i]]) {
            match self.parts.as_slice() {
                [_] => found.push((place(i), place(i))),
                // Two words with room: either may have been moved from its place.
                [_, second] if self.slop > 0 => {
                    for j in (0..words.len()).filter(|j| second[words[*j]]) {
                        if place(j).abs_diff(place(i) + 1) <= self.slop {
                            found.push((place(i.min(j)), place(i.max(j))));
                        }
                    }
                }
                several => {
                    let end = i + several.len();
                    let all = end <= words.len()
                        && place(end - 1) - place(i) == several.len() - 1
                        && several.iter().enumerate().all(|(n, part)| part[words[i + n]]);
                    if all {
                        found.push((place(i), place(end - 1)));
                    }
                }
            }
        }
        found
    }
}

/// A query whose clauses are worked out.
enum Plan {
    All,
    Text(Clause),
    And(Vec<Plan>),
    Or(Vec<Plan>),
    Not(Box<Plan>),
    Dates(DateRange),
    Near(usize, bool, Vec<Vec<Clause>>),
}

impl Plan {
    fn of(node: &Node, vocabulary: &Vocabulary) -> Self {
        let plans = |nodes: &[Node]| nodes.iter().map(|node| Self::of(node, vocabulary)).collect();
        match node {
            Node::All => Self::All,
            Node::Text(text) => Self::Text(Clause::of(text, vocabulary)),
            Node::And(nodes) => Self::And(plans(nodes)),
            Node::Or(nodes) => Self::Or(plans(nodes)),
            Node::Not(node) => Self::Not(Box::new(Self::of(node, vocabulary))),
            Node::Boost(node, _) => Self::of(node, vocabulary),
            Node::Field(Field::Date, Value::Dates(range)) => Self::Dates(*range),
            Node::Near { within, ordered, operands } => {
                let clauses = |texts: &Vec<Text>| texts.iter().map(|text| Clause::of(text, vocabulary)).collect();
                Self::Near(*within as usize, *ordered, operands.iter().map(clauses).collect())
            }
            Node::Field(..) => panic!("not scanned: {node}"),
        }
    }

    fn holds(&self, scanned: &Scanned) -> bool {
        match self {
            Self::All => true,
            Self::Text(clause) => !clause.stretches(scanned).is_empty(),
            Self::And(plans) => plans.iter().all(|plan| plan.holds(scanned)),
            Self::Or(plans) => plans.iter().any(|plan| plan.holds(scanned)),
            Self::Not(plan) => !plan.holds(scanned),
            Self::Dates(range) => scanned.article.published.is_some_and(|date| {
                range.from.is_none_or(|from| date.first() >= from) && range.to.is_none_or(|to| date.last() <= to)
            }),
            Self::Near(within, ordered, operands) => {
                let near = |a: (usize, usize), b: (usize, usize)| b.0 > a.1 && b.0 - a.1 <= *within;
                let mut reached: Option<Vec<(usize, usize)>> = None;
                for alternatives in operands {
                    let own = alternatives.iter().flat_map(|clause| clause.stretches(scanned));
                    let touches =
                        |before: &[(usize, usize)], b| before.iter().any(|a| near(*a, b) || !ordered && near(b, *a));
                    reached = Some(match reached {
                        None => own.collect(),
                        Some(before) => own.filter(|b| touches(&before, *b)).collect(),
                    });
                }
                reached.is_some_and(|found| !found.is_empty())
            }
        }
    }
}

/// A query of words that stand near each other in some article.
fn query(scanned: &[Scanned], vocabulary: &Vocabulary, dice: &mut Dice) -> String {
    let article = &scanned[dice.roll(scanned.len())];
    let at = dice.roll(article.words.len().saturating_sub(8).max(1));
    let plain = |word: &usize| {
        let word = &vocabulary.words[*word].written;
        let plain =
            word.chars().all(char::is_alphabetic) && !matches!(word.as_str(), "AND" | "OR" | "NOT" | "NEAR" | "ADJ");
        if plain { word.clone() } else { "the".to_owned() }
    };
    let run: Vec<String> = article.words.iter().skip(at).take(8).map(plain).collect();
    let mut pick = || run[dice.roll(run.len())].clone();
    let (a, b, c) = (pick(), pick(), pick());
    let n = 1 + dice.roll(6);
    let cut =
        |word: &str, by: usize| word.chars().take(word.chars().count().saturating_sub(by).max(2)).collect::<String>();
    let swapped = |word: &str| {
        let mut chars: Vec<char> = word.chars().collect();
        let last = chars.len() - 1;
        chars[last] = 'x';
        chars.into_iter().collect::<String>()
    };
    match dice.roll(16) {
        0 => a,
        1 => format!("={a}"),
        2 => format!("={}", a.to_lowercase()),
        3 => format!("\"{}\"", run[..2 + n.min(3)].join(" ")),
        4 => format!("=\"{}\"", run[..2].join(" ")),
        5 => format!("\"{a} {b}\"~{n}"),
        6 => format!("{a} NEAR/{n} {b}"),
        7 => format!("{a} ADJ/{n} {b}"),
        8 => format!("\"{}\" NEAR/{n} ({a} OR {c})", run[..2].join(" ")),
        9 => format!("{a} ADJ/{n} {b} ADJ/{n} {c}"),
        10 => format!("{}*", cut(&a, 2)),
        11 => format!("*{} -{b}", a.chars().skip(1).collect::<String>()),
        12 => format!("{}?{}", cut(&a, 1), if n > 3 { "*" } else { "" }),
        13 => format!("{}~1", swapped(&a)),
        14 => format!(
            "({a} OR ={b}) -{c} date:{}",
            ["1987-03", "1987-03-26", "..1987-04-01", "2014", "2014-03.."][dice.roll(5)]
        ),
        _ => format!("{}* NEAR/{n} {}~1", cut(&a, 1), swapped(&b)),
    }
}

fn compare(house: &House, count: usize, seed: u64) {
    let (scanned, vocabulary) = scan(house);
    let reader = Reader::open(&house.path("index")).unwrap();
    let today = jiff::civil::date(2014, 4, 2);
    let mut dice = Dice(seed);
    let (mut asked, mut found_some) = (0, 0);
    let mut faults = Vec::new();
    while asked < count {
        let written = query(&scanned, &vocabulary, &mut dice);
        let Ok(node) = parse(&written, today) else { continue };
        let wanted = Wanted { limit: None, each: true, ..Wanted::default() };
        let answer = articles(&reader, &node, &wanted).unwrap_or_else(|error| panic!("{written}: {error}"));
        let found: BTreeSet<&str> = answer.hits.iter().map(|hit| hit.record.article.id.as_str()).collect();
        let plan = Plan::of(&node, &vocabulary);
        let expected: BTreeSet<&str> =
            scanned.iter().filter(|one| plan.holds(one)).map(|one| one.article.id.as_str()).collect();
        asked += 1;
        found_some += usize::from(!expected.is_empty());
        if found != expected || answer.total != expected.len() {
            let more: Vec<_> = found.difference(&expected).take(3).collect();
            let fewer: Vec<_> = expected.difference(&found).take(3).collect();
            faults.push(format!(
                "{written}: {} found, {} expected; wrong {more:?}, missing {fewer:?}",
                found.len(),
                expected.len()
            ));
        }
    }
    assert!(faults.is_empty(), "{} of {asked}\n{}", faults.len(), faults.join("\n"));
    assert!(found_some * 3 > asked, "only {found_some} of {asked} queries find anything");
}

/// What the index holds, as articles to scan.
fn scan(house: &House) -> (Vec<Scanned>, Vocabulary) {
    let reader = Reader::open(&house.path("index")).unwrap();
    let all = articles(&reader, &Node::All, &Wanted { limit: None, each: true, ..Wanted::default() }).unwrap();
    let mut vocabulary = Vocabulary::default();
    let mut scanned = Vec::new();
    for hit in all.hits {
        let article = hit.record.article;
        let title = article.title.as_deref().map(split).unwrap_or_default();
        let words = title.iter().cloned().chain(split(&article.text)).map(|word| vocabulary.number(word)).collect();
        scanned.push(Scanned { article, words, title: title.len() });
    }
    (scanned, vocabulary)
}

#[test]
fn the_sample_corpus() {
    let house = House::with_corpus();
    compare(&house, 400, 0x9e37_79b9_7f4a_7c15);
}

#[test]
fn agency_copy_of_1987() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/reuters21578.jsonl.gz");
    let Ok(bytes) = fs::read(&path) else {
        println!("skipped: reuters21578.jsonl.gz is not at hand");
        return;
    };
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut text).unwrap();
    let house = House::new();
    // Every tenth article: the scan is slow.
    let lines: Vec<&str> = text.lines().step_by(10).filter(|line| serde_json::from_str::<Json>(line).is_ok()).collect();
    house.file("reuters.jsonl", lines.join("\n"));
    house.index(&[]);
    compare(&house, 300, 0x2545_f491_4f6c_dd1d);
}
