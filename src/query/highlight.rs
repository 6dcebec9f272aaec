//! Highlighting: the words of a text that made it match, a phrase as one, and the fragments around them.

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

/// What to mark: sequences of words, each with the room it may take.
#[derive(Debug, Clone, Default)]
pub struct Marker {
    sequences: Vec<(Vec<Test>, usize)>,
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
            Self::Stem(term) => stem(word) == *term,
            Self::Exact(term) => exact(word) == *term || format!("={}", lower(word)) == *term,
            Self::Wild(pattern) => wild(pattern, &lower(word)) || wild(pattern, &fold(&lower(word))),
            Self::Fuzzy(text, edits) => distance::within(text, &fold(&lower(word)), *edits),
        }
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
            Node::Field(Field::Title, Value::Text(text)) => self.text(text),
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|n| self.add(n, quotations)),
            Node::Boost(node, _) => self.add(node, quotations),
            Node::Near { operands, .. } => operands.iter().flatten().for_each(|text| self.text(text)),
            Node::Field(..) | Node::Not(_) | Node::All => {}
        }
    }

    fn text(&mut self, text: &Text) {
        let (tests, slop): (Vec<Test>, usize) = match text {
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
        };
        if !tests.is_empty() {
            self.sequences.push((tests, slop));
        }
    }

    /// The spans of a text that match, in order, not overlapping.
    pub fn marks(&self, text: &str) -> Vec<Span> {
        if self.sequences.is_empty() {
            return Vec::new();
        }
        let words: Vec<Word> = words(text).collect();
        let of = |word: &Word| &text[word.start..word.end];
        let mut marks: Vec<Span> = Vec::new();
        for (tests, slop) in &self.sequences {
            for start in 0..words.len() {
                if !tests[0].fits(of(&words[start])) {
                    continue;
                }
                let mut at = start;
                let mut room = *slop;
                let whole = tests[1..].iter().all(|test| {
                    let skip = words.iter().skip(at + 1).take(room + 1).position(|word| test.fits(of(word)));
                    skip.is_some_and(|skip| {
                        at += 1 + skip;
                        room -= skip;
                        true
                    })
                });
                if whole {
                    marks.push(Span::new(words[start].start, words[at].end));
                }
            }
        }
        marks.sort_unstable();
        let mut merged: Vec<Span> = Vec::with_capacity(marks.len());
        for mark in marks {
            match merged.last_mut() {
                Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
                _ => merged.push(mark),
            }
        }
        merged
    }

    /// Up to `count` fragments of about `width` bytes around the marks; the beginning of the text where nothing matches.
    pub fn fragments(&self, text: &str, count: usize, width: usize) -> Vec<Fragment> {
        let marks = self.marks(text);
        if marks.is_empty() {
            return fragment(text, Span::new(0, width.min(text.len())), &[]).into_iter().take(count).collect();
        }
        // Windows around the marks, the richest first, then in text order.
        let mut windows: Vec<(usize, Span)> = Vec::new();
        let mut at = 0;
        while at < marks.len() {
            let start = marks[at].start.saturating_sub(width / 3);
            let end = (start + width).max(marks[at].end);
            let inside = marks[at..].iter().take_while(|m| m.end <= end).count().max(1);
            windows.push((inside, Span::new(start, end)));
            at += inside;
        }
        windows.sort_by_key(|(inside, window)| (std::cmp::Reverse(*inside), window.start));
        windows.truncate(count);
        windows.sort_by_key(|(_, window)| window.start);
        windows.into_iter().filter_map(|(_, window)| fragment(text, window, &marks)).collect()
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
    if start > 0 {
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
        ] {
            assert_eq!(marked(query, text), expected, "{query}");
        }
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
