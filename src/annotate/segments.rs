//! A [`Segment`] is a stretch between quotation marks: the evidence for direct speech.

use super::tokens::{Kind, Token};

/// Text between an opening and a closing quotation mark, as a range of tokens without the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// First token inside.
    pub first: u32,
    /// One past the last token inside: the closing mark, or the end of the paragraph.
    pub end: u32,
    /// Whether a closing mark was found. An open one goes on where the next paragraph opens with a mark.
    pub closed: bool,
}

impl Segment {
    /// The token of the opening mark.
    pub fn open(&self) -> usize {
        self.first as usize - 1
    }
}

/// Finds the quoted segments and numbers their tokens from 1.
///
/// Double marks of every style pair within a paragraph; an unclosed one runs to the paragraph's end, as English
/// typography has it for quotations of several paragraphs. A text that has no double marks and does have single ones
/// is British style, and its single marks are taken.
pub fn segments(tokens: &mut [Token], text: &str) -> Vec<Segment> {
    let double = tokens.iter().any(|t| t.kind == Kind::DoubleQuote);
    let mut segments: Vec<Segment> = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut paragraph = 0;
    for i in 0..tokens.len() {
        if tokens[i].paragraph != paragraph {
            paragraph = tokens[i].paragraph;
            if let Some((at, _)) = open.take() {
                push(&mut segments, at, i, false);
            }
        }
        let mark = tokens[i].of(text);
        let side = match tokens[i].kind {
            Kind::DoubleQuote => double_side(mark, open.map(|(_, m)| m)),
            Kind::SingleQuote if !double => single_side(tokens, i, open.is_some()),
            _ => None,
        };
        match (side, open) {
            (Some(Side::Open), None) => open = Some((i, mark)),
            // A second opening mark of the same kind: the first was never closed, or quotes nest by one style.
            (Some(Side::Close), Some((at, _))) => {
                push(&mut segments, at, i, true);
                open = None;
            }
            _ => {}
        }
    }
    if let Some((at, _)) = open {
        push(&mut segments, at, tokens.len(), false);
    }
    for (n, segment) in segments.iter().enumerate() {
        for token in &mut tokens[segment.first as usize..segment.end as usize] {
            token.quoted = u16::try_from(n + 1).unwrap_or(u16::MAX);
        }
    }
    segments
}

fn push(segments: &mut Vec<Segment>, open: usize, end: usize, closed: bool) {
    if open + 1 < end {
        segments.push(Segment { first: open as u32 + 1, end: end as u32, closed });
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}

fn double_side(mark: &str, open: Option<&str>) -> Option<Side> {
    match (mark, open) {
        ("„" | "“" | "«" | "``", None) => Some(Side::Open),
        ("“" | "‟", Some("„")) | ("«", Some("»")) => Some(Side::Close),
        ("”" | "»" | "''", Some(_)) => Some(Side::Close),
        ("»", None) => Some(Side::Open),
        ("\"" | "＂", None) => Some(Side::Open),
        ("\"" | "＂", Some(_)) => Some(Side::Close),
        // Typed with two closing marks: ”So,” he said.
        ("”" | "''", None) => Some(Side::Open),
        _ => None,
    }
}

fn single_side(tokens: &[Token], i: usize, open: bool) -> Option<Side> {
    use super::tokens::Gap;
    let space_before = tokens[i].gap != Gap::None || i == 0 || tokens[i - 1].kind == Kind::Mark && !open;
    let next = tokens.get(i + 1);
    let space_after = next.is_none_or(|next| next.gap != Gap::None || !next.is_word());
    match (open, space_before, space_after) {
        (false, true, _) if next.is_some_and(|next| next.gap == Gap::None) => Some(Side::Open),
        // An apostrophe after a plural ("the leaders' plan") closes nothing unless punctuation stands before it.
        (true, false, true) if !tokens[i - 1].is_word() || closes_word(tokens, i) => Some(Side::Close),
        _ => None,
    }
}

/// After a word without punctuation, a mark closes if the word is no plural or if no other mark follows in the sentence.
fn closes_word(tokens: &[Token], i: usize) -> bool {
    let later =
        tokens[i + 1..].iter().take_while(|t| t.sentence == tokens[i].sentence).any(|t| t.kind == Kind::SingleQuote);
    !later || tokens.get(i + 1).is_some_and(|next| next.kind == Kind::Mark)
}

#[cfg(test)]
mod tests {
    use super::super::{sentences, tokens::tokenize};

    fn quoted(text: &str) -> Vec<(String, bool)> {
        let mut tokens = tokenize(text);
        sentences::number(&mut tokens, text);
        super::segments(&mut tokens, text)
            .iter()
            .map(|s| {
                let words = &text[tokens[s.first as usize].start as usize..tokens[s.end as usize - 1].end as usize];
                (words.to_owned(), s.closed)
            })
            .collect()
    }

    #[test]
    fn pairs_every_style() {
        let table: [(&str, &[(&str, bool)]); 9] = [
            ("“One,” he said. “Two.”", &[("One,", true), ("Two.", true)]),
            ("\"One,\" he said, \"two.\"", &[("One,", true), ("two.", true)]),
            ("``One,'' he said.", &[("One,", true)]),
            ("Er sagte: „Nein“ und ging.", &[("Nein", true)]),
            ("Il a dit « non » hier.", &[("non", true)]),
            ("“One goes on.\n\n“Two ends.”", &[("One goes on.", false), ("Two ends.", true)]),
            ("‘It’s over,’ he said.", &[("It’s over,", true)]),
            ("'It is over,' the leaders' aide said.", &[("It is over,", true)]),
            ("the leaders' plan", &[]),
        ];
        for (text, expected) in table {
            let found = quoted(text);
            let found: Vec<(&str, bool)> = found.iter().map(|(s, c)| (s.as_str(), *c)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
