//! Highlighting: the words of a text that made it match, a phrase as one, and the fragments around them.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::{
    ast::{Field, Node, Piece, Text, Value, pieces},
    distance,
    plan::wild,
    results::Fragment,
};
use crate::{
    index::tokenizer::{Word, exact, fold, lower, stem, words},
    span::Span,
};

/// What to mark: words of the query's clauses.
#[derive(Debug, Clone, Default)]
pub struct Marker {
    clauses: Vec<Clause>,
    /// Those that hold of the title alone.
    of_title: Vec<Clause>,
}

/// Words in order, with the room that they may take besides.
type Sequence = (Vec<Test>, usize);

/// The first and the last word of a place that matches.
type Stretch = (usize, usize);

#[derive(Debug, Clone)]
enum Clause {
    Sequence(Sequence),
    /// Operands, each a list of alternatives, every one within reach of the one before.
    Near {
        within: usize,
        ordered: bool,
        operands: Vec<Vec<Sequence>>,
    },
}

#[derive(Debug, Clone)]
enum Test {
    Stem(String),
    Exact(String),
    Wild(Vec<Piece>),
    Fuzzy(String, u8),
}

impl Test {
    fn fits(&self, word: &str) -> bool {
        match self {
            // Neither stemming nor folding changes the first letter of ASCII words: most need no more than a look.
            Self::Stem(term) => begins_like(word, term) && stem(word) == *term,
            Self::Exact(term) => {
                begins_like(word, term.trim_start_matches(['=', '^']))
                    && (exact(word) == *term || format!("={}", lower(word)) == *term)
            }
            Self::Wild(pattern) => {
                let begins = match pattern.first() {
                    Some(Piece::Literal(c)) => begins_like(word, c.encode_utf8(&mut [0; 4])),
                    _ => true,
                };
                begins && (wild(pattern, &lower(word)) || !word.is_ascii() && wild(pattern, &fold(&lower(word))))
            }
            Self::Fuzzy(text, edits) => distance::within(text, &fold(&lower(word)), *edits),
        }
    }
}

/// Whether an ASCII word begins with the same letter as a term; any other word may.
fn begins_like(word: &str, term: &str) -> bool {
    match (word.bytes().next(), term.bytes().next()) {
        (Some(a), Some(b)) => !a.is_ascii() || !b.is_ascii() || a.eq_ignore_ascii_case(&b),
        _ => true,
    }
}

impl Marker {
    /// A marker for the positive words of a query: those of the text, and those asked of quotations if `quotations`.
    pub fn new(node: &Node, quotations: bool) -> Self {
        let mut marker = Self::default();
        marker.add(node, quotations);
        marker
    }

    fn add(&mut self, node: &Node, quotations: bool) {
        match node {
            Node::Text(text) => self.text(text),
            Node::Field(Field::About, Value::Text(text)) if quotations => self.text(text),
            Node::Field(Field::Title, Value::Text(text)) => {
                let sequence = tests(text);
                if !sequence.0.is_empty() {
                    self.of_title.push(Clause::Sequence(sequence));
                }
            }
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|n| self.add(n, quotations)),
            Node::Boost(node, _) => self.add(node, quotations),
            Node::Near { within, ordered, operands } => self.clauses.push(Clause::Near {
                within: *within as usize,
                ordered: *ordered,
                operands: operands.iter().map(|texts| texts.iter().map(tests).collect()).collect(),
            }),
            Node::Field(..) | Node::Not(_) | Node::All => {}
        }
    }

    fn text(&mut self, text: &Text) {
        let sequence = tests(text);
        if !sequence.0.is_empty() {
            self.clauses.push(Clause::Sequence(sequence));
        }
    }

    /// The spans of a text that match, in order, not overlapping.
    pub fn marks(&self, text: &str) -> Vec<Span> {
        merged(&found(&self.clauses, text))
    }

    /// The same of a title.
    pub fn marks_in_title(&self, title: &str) -> Vec<Span> {
        let mut all = found(&self.clauses, title);
        all.extend(found(&self.of_title, title));
        all.sort_unstable();
        merged(&all)
    }

    /// Up to `count` fragments of about `width` bytes around the marks; the beginning of the text where nothing matches.
    pub fn fragments(&self, text: &str, count: usize, width: usize) -> Vec<Fragment> {
        let found = found(&self.clauses, text);
        let marks = merged(&found);
        if marks.is_empty() {
            return fragment(text, Span::new(0, width.min(text.len())), &[]).into_iter().take(count).collect();
        }
        // Windows from the beginnings of sentences; those with the most clauses first, then those with the most marks.
        let mut windows: Vec<(usize, usize, Span)> = Vec::new();
        let mut at = 0;
        while at < marks.len() {
            // What fits whole is shown whole.
            let start = if text.len() <= width {
                0
            } else {
                sentence(text, marks[at].start, width / 2).unwrap_or(marks[at].start.saturating_sub(width / 3))
            };
            let end = (start + width).max(marks[at].end);
            let inside = marks[at..].iter().take_while(|m| m.end <= end).count().max(1);
            let from = found.partition_point(|(span, _)| span.start < marks[at].start);
            let clauses: FxHashSet<usize> =
                found[from..].iter().take_while(|(span, _)| span.start < end).map(|(_, clause)| *clause).collect();
            windows.push((clauses.len(), inside, Span::new(start, end)));
            at += inside;
        }
        windows.sort_by_key(|(clauses, inside, window)| (Reverse(*clauses), Reverse(*inside), window.start));
        windows.truncate(count);
        windows.into_iter().filter_map(|(_, _, window)| fragment(text, window, &marks)).collect()
    }
}

/// Every place that matches, in order, with the number of its clause.
fn found(clauses: &[Clause], text: &str) -> Vec<(Span, usize)> {
    if clauses.is_empty() {
        return Vec::new();
    }
    let at: Vec<Word> = words(text).collect();
    let of: Vec<&str> = at.iter().map(|word| &text[word.start..word.end]).collect();
    let mut found: Vec<(Span, usize)> = Vec::new();
    for (number, clause) in clauses.iter().enumerate() {
        let stretches = match clause {
            Clause::Sequence(sequence) => stretches(sequence, &of),
            Clause::Near { within, ordered, operands } => {
                let operands = operands.iter().map(|texts| {
                    let mut all: Vec<Stretch> = texts.iter().flat_map(|sequence| stretches(sequence, &of)).collect();
                    all.sort_unstable();
                    all
                });
                chained(operands.collect(), *within, *ordered)
            }
        };
        found.extend(stretches.into_iter().map(|(from, to)| (Span::new(at[from].start, at[to].end), number)));
    }
    found.sort_unstable();
    found
}

fn merged(found: &[(Span, usize)]) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for (mark, _) in found {
        match merged.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => merged.push(*mark),
        }
    }
    merged
}

/// Where the sentence begins that holds a byte, if it does so at most `most` bytes before it.
fn sentence(text: &str, at: usize, most: usize) -> Option<usize> {
    let from = text.ceil_char_boundary(at.saturating_sub(most));
    let before = &text[from..at];
    let end = before
        .rmatch_indices(['.', '?', '!', '\n'])
        .find(|(end, _)| before[end + 1..].starts_with(char::is_whitespace) || before[*end..].starts_with('\n'));
    match end {
        Some((end, _)) => {
            let rest = &before[end + 1..];
            Some(from + end + 1 + (rest.len() - rest.trim_start().len()))
        }
        None => (from == 0).then_some(0),
    }
}

/// How a text of the query is found: word by word.
fn tests(text: &Text) -> Sequence {
    match text {
        Text::Word { text, exact: e } => (sequence(text, *e), 0),
        Text::Phrase { text, slop, exact: e } => (sequence(text, *e), *slop as usize),
        Text::Wild { pattern } => {
            let lowered = pieces(pattern).flat_map(|piece| match piece {
                Piece::Literal(c) => c.to_lowercase().map(Piece::Literal).collect(),
                other => vec![other],
            });
            (vec![Test::Wild(lowered.collect())], 0)
        }
        Text::Fuzzy { text, distance } => (vec![Test::Fuzzy(fold(&lower(text)), *distance)], 0),
    }
}

/// Where the sequence stands among the words, in order.
fn stretches((tests, slop): &Sequence, words: &[&str]) -> Vec<Stretch> {
    let Some((first, rest)) = tests.split_first() else { return Vec::new() };
    let mut found = Vec::new();
    for start in (0..words.len()).filter(|start| first.fits(words[*start])) {
        let mut at = start;
        let mut room = *slop;
        let whole = rest.iter().all(|test| {
            let skip = words.iter().skip(at + 1).take(room + 1).position(|word| test.fits(word));
            skip.is_some_and(|skip| {
                at += 1 + skip;
                room -= skip;
                true
            })
        });
        if whole {
            found.push((start, at));
        }
    }
    found
}

/// Of the sorted places of each operand those that belong to a chain from the first to the last operand.
fn chained(mut operands: Vec<Vec<Stretch>>, within: usize, ordered: bool) -> Vec<Stretch> {
    // Forwards each keeps what the one before reaches, backwards what reaches the one after.
    for at in 1..operands.len() {
        let (before, own) = operands.split_at_mut(at);
        let near = Near::of(&before[at - 1]);
        own[0].retain(|own| near.ends_before(*own, within) || !ordered && near.begins_after(*own, within));
    }
    for at in (1..operands.len()).rev() {
        let (own, after) = operands.split_at_mut(at);
        let near = Near::of(&after[0]);
        own[at - 1].retain(|own| near.begins_after(*own, within) || !ordered && near.ends_before(*own, within));
    }
    operands.concat()
}

/// The sorted first and last words of an operand's places.
struct Near {
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Near {
    fn of(stretches: &[Stretch]) -> Self {
        let mut ends: Vec<usize> = stretches.iter().map(|stretch| stretch.1).collect();
        ends.sort_unstable();
        let mut starts: Vec<usize> = stretches.iter().map(|stretch| stretch.0).collect();
        starts.sort_unstable();
        Self { starts, ends }
    }

    /// Whether a place ends at most `within` words before another begins.
    fn ends_before(&self, (start, _): Stretch, within: usize) -> bool {
        let at = self.ends.partition_point(|end| *end < start);
        at > 0 && start - self.ends[at - 1] <= within
    }

    /// Whether a place begins at most `within` words after another ends.
    fn begins_after(&self, (_, end): Stretch, within: usize) -> bool {
        let at = self.starts.partition_point(|start| *start <= end);
        self.starts.get(at).is_some_and(|start| start - end <= within)
    }
}

fn sequence(text: &str, is_exact: bool) -> Vec<Test> {
    words(text)
        .map(|word| {
            let word = &text[word.start..word.end];
            if is_exact { Test::Exact(exact(word)) } else { Test::Stem(stem(word)) }
        })
        .collect()
}

/// The text of a window, moved to word boundaries, on one line, with its marks.
fn fragment(text: &str, window: Span, marks: &[Span]) -> Option<Fragment> {
    let mut start = text.floor_char_boundary(window.start.min(text.len()));
    let mut end = text.ceil_char_boundary(window.end.min(text.len()));
    if start > 0 && !text[..start].ends_with(char::is_whitespace) {
        start += text[start..].find(char::is_whitespace).map_or(0, |skip| skip + 1).min(end - start);
        start = text.ceil_char_boundary(start);
    }
    if end < text.len() {
        end = start + text[start..end].rfind(char::is_whitespace).unwrap_or(end - start);
    }
    // A mark is never cut.
    for mark in marks {
        if mark.start < start && start < mark.end {
            start = mark.start;
        }
        if mark.start < end && end < mark.end {
            end = mark.end;
        }
    }
    let piece = text.get(start..end)?;
    let mut line = String::with_capacity(piece.len() + 6);
    if start > 0 {
        line.push_str("… ");
    }
    // Positions move where white space is squeezed.
    let mut found: Vec<Span> = Vec::new();
    let mut open: Option<usize> = None;
    let mut space = true;
    for (offset, c) in piece.char_indices() {
        let at = start + offset;
        if open.is_none() && marks.iter().any(|m| m.start == at) {
            open = Some(line.len());
        }
        if c.is_whitespace() {
            if !space {
                line.push(' ');
            }
            space = true;
        } else {
            line.push(c);
            space = false;
        }
        if let Some(begin) = open
            && marks.iter().any(|m| m.end == at + c.len_utf8())
        {
            found.push(Span::new(begin, line.len()));
            open = None;
        }
    }
    if end < text.len() {
        line.push_str(" …");
    }
    Some(Fragment { text: line, marks: found })
}

#[cfg(test)]
mod tests {
    use super::Marker;
    use crate::query::parser::parse;

    fn marked(query: &str, text: &str) -> Vec<String> {
        let node = parse(query, jiff::civil::date(2014, 4, 2)).unwrap();
        Marker::new(&node, true).marks(text).iter().map(|s| s.of(text).to_owned()).collect()
    }

    #[test]
    fn marks_what_matched() {
        let text = "Sanctions on Russia hurt; the foreign minister of Russia's ally sanctioned nobody.";
        for (query, expected) in [
            ("sanction", vec!["Sanctions", "sanctioned"]),
            ("\"foreign minister\"", vec!["foreign minister"]),
            ("\"foreign ally\"~4", vec!["foreign minister of Russia's ally"]),
            ("sanct*", vec!["Sanctions", "sanctioned"]),
            ("=Russia", vec!["Russia", "Russia"]),
            ("rusia~1", vec!["Russia", "Russia"]),
            ("hurt -sanctions", vec!["hurt"]),
            ("about:ally", vec!["ally"]),
            ("sanctions NEAR/2 russia", vec!["Sanctions", "Russia", "Russia", "sanctioned"]),
            ("hurt NEAR/2 russia", vec!["Russia", "hurt"]),
            ("russia NEAR/2 minister", vec!["minister", "Russia"]),
            ("minister ADJ/3 (ally OR hurt)", vec!["minister", "ally"]),
            ("hurt ADJ russia", vec![]),
            ("hurt NEAR/2 russia NEAR/2 on", vec!["on", "Russia", "hurt"]),
        ] {
            assert_eq!(marked(query, text), expected, "{query}");
        }
    }

    #[test]
    fn the_richest_sentence_comes_first() {
        let text =
            format!("Crimea was calm. {}In Paris the sanctions over Crimea were named. Later.", "Nothing. ".repeat(50));
        let node = parse("crimea sanctions", jiff::civil::date(2014, 4, 2)).unwrap();
        let fragments = Marker::new(&node, true).fragments(&text, 2, 120);
        assert!(fragments[0].text.starts_with("… In Paris the sanctions"), "{}", fragments[0].text);
        assert!(fragments[1].text.starts_with("Crimea was calm."), "{}", fragments[1].text);
    }

    #[test]
    fn fragments_hold_their_marks() {
        let text = format!("{} The Crimea question was raised. {}", "word ".repeat(100), "more ".repeat(100));
        let node = parse("crimea", jiff::civil::date(2014, 4, 2)).unwrap();
        let fragments = Marker::new(&node, true).fragments(&text, 2, 120);
        assert_eq!(fragments.len(), 1);
        assert_eq!(fragments[0].marks[0].of(&fragments[0].text), "Crimea");
    }
}
