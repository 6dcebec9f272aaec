//! Spans of code points: read from bytes, trimmed, and paired with each other.

use super::gold::{GoldError, GoldFault};
use crate::span::Span;

/// A text as code points.
#[derive(Debug, Clone)]
pub(super) struct Characters {
    chars: Vec<char>,
    /// Byte at which each begins, and the length of the text.
    bytes: Vec<usize>,
}

/// Punctuation that belongs to no name and no date, with white space.
const OUTER: &str = " \t\n\r.,;:()[]\"'`‘’“”";

impl Characters {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { chars: text.chars().collect(), bytes }
    }

    /// A span of bytes as one of code points; an end inside a character counts as before it.
    pub(super) fn span(&self, span: Span) -> (usize, usize) {
        let at = |byte: usize| self.bytes.partition_point(|b| *b <= byte).saturating_sub(1);
        (at(span.start), at(span.end))
    }

    /// Whether a span of the gold lies in the text.
    pub(super) fn check(&self, line: usize, field: &'static str, at: usize, span: [usize; 2]) -> Result<(), GoldError> {
        let [start, end] = span;
        let fault = if start > end {
            GoldFault::Reversed { entry: at + 1, field, span }
        } else if end > self.chars.len() {
            GoldFault::Outside { entry: at + 1, field, span, length: self.chars.len() }
        } else {
            return Ok(());
        };
        Err(GoldError { line, fault })
    }

    fn lower(&self, at: usize) -> char {
        self.chars[at].to_ascii_lowercase()
    }

    fn strip(&self, (mut start, mut end): (usize, usize)) -> (usize, usize) {
        while start < end && OUTER.contains(self.chars[start]) {
            start += 1;
        }
        while start < end && OUTER.contains(self.chars[end - 1]) {
            end -= 1;
        }
        (start, end)
    }

    /// The length of an article and the white space behind it at the head of a span, if anything follows; any white space
    /// and `a`, `an` for dates, one space and no more words for names.
    fn article(&self, (start, end): (usize, usize), words: &[&str], any_space: bool) -> usize {
        for word in words {
            let length = word.chars().count();
            if start + length >= end || !word.chars().enumerate().all(|(i, c)| self.lower(start + i) == c) {
                continue;
            }
            let space = |c: char| if any_space { c.is_whitespace() } else { c == ' ' };
            let spaces = (start + length..end).take_while(|at| space(self.chars[*at])).count();
            let spaces = if any_space { spaces } else { spaces.min(1) };
            if spaces > 0 && start + length + spaces < end {
                return length + spaces;
            }
        }
        0
    }

    /// A name without outer punctuation, `the`, and `'s`.
    pub(super) fn trim_name(&self, span: (usize, usize)) -> (usize, usize) {
        let mut span = span;
        loop {
            let (start, end) = self.strip(span);
            let article = self.article((start, end), &["the"], false);
            let possessive = end - start > 2 && self.chars[end - 1] == 's' && matches!(self.chars[end - 2], '\'' | '’');
            let next = if article > 0 {
                (start + article, end)
            } else if possessive {
                (start, end - 2)
            } else {
                (start, end)
            };
            if next == span {
                return span;
            }
            span = next;
        }
    }

    /// A date without outer punctuation, `the`, `a` and `an`.
    pub(super) fn trim_date(&self, span: (usize, usize)) -> (usize, usize) {
        let mut span = span;
        loop {
            let (start, end) = self.strip(span);
            let next = (start + self.article((start, end), &["the", "an", "a"], true), end);
            if next == span {
                return span;
            }
            span = next;
        }
    }
}

/// Whether two spans share a character.
pub(super) fn touch(a: (usize, usize), b: (usize, usize)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Pairs of spans that share characters, each used once: those that share most first, then by where the left ones and
/// the right ones begin.
pub(super) fn pairs(left: &[(usize, usize)], right: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate().filter(|(_, b)| touch(*a, **b)) {
            let shared = a.1.min(b.1) - a.0.max(b.0);
            candidates.push((std::cmp::Reverse(shared), a.0, b.0, i, j));
        }
    }
    candidates.sort_unstable();
    let (mut used_left, mut used_right) = (vec![false; left.len()], vec![false; right.len()]);
    let mut found = Vec::new();
    for (.., i, j) in candidates {
        if !used_left[i] && !used_right[j] {
            (used_left[i], used_right[j]) = (true, true);
            found.push((i, j));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Characters, pairs};
    use crate::span::Span;

    #[test]
    fn outer_marks_articles_and_possessives_go() {
        for (text, name, date) in [
            ("“the Kremlin’s” ", "Kremlin", "Kremlin’s"),
            ("The", "The", "The"),
            (" a week, ", "a week", "week"),
            ("the  end", " end", "end"),
            ("'s", "s", "s"),
            ("…", "…", "…"),
        ] {
            let characters = Characters::of(text);
            let all = (0, text.chars().count());
            let of = |(start, end): (usize, usize)| text.chars().skip(start).take(end - start).collect::<String>();
            assert_eq!(of(characters.trim_name(all)).trim_start(), name.trim_start(), "{text}");
            assert_eq!(of(characters.trim_date(all)), date, "{text}");
        }
    }

    #[test]
    fn bytes_become_code_points() {
        let characters = Characters::of("„Нет“ x");
        assert_eq!(characters.span(Span::new(3, 9)), (1, 4));
        assert_eq!(characters.span(Span::new(4, 14)), (1, 7));
    }

    #[test]
    fn those_that_share_most_are_paired_first() {
        assert_eq!(pairs(&[(0, 4), (4, 9)], &[(3, 9), (0, 3)]), [(1, 0), (0, 1)]);
        assert_eq!(pairs(&[(0, 4)], &[(4, 5)]), []);
    }
}
