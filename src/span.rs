//! A [`Span`] is a stretch of an article's text: `[start, end)` in UTF-8 bytes, on character boundaries.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A half-open range of bytes `[start, end)` of one text.
///
/// Standoff annotation, as in GATE and spaCy: the text is never changed, layers point into it, and slicing a span
/// always gives back the original words. Serialised as `[start, end]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `[start, end)`.
    ///
    /// ```
    /// use demarche::span::Span;
    /// assert_eq!(Span::new(3, 7).of("In Kyiv."), "Kyiv");
    /// ```
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether no byte lies in it.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The words it points at; empty where the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The same with one space for each stretch of white space: names and quoted words often run over a line's end.
    pub fn line_of(self, text: &str) -> String {
        self.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `at` lies inside.
    pub const fn holds(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span without white space at its edges.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        Self::new(start, start + words.trim().len())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.start, self.end].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let [start, end] = <[usize; 2]>::deserialize(deserializer)?;
        Ok(Self { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn slices_trims_and_compares() {
        let text = " “Нет,” he said";
        let quote = Span::new(4, 10);
        assert_eq!(quote.of(text), "Нет");
        assert_eq!(Span::new(0, text.len()).trimmed(text).of(text), text.trim());
        assert!(quote.overlaps(Span::new(9, 12)));
        assert!(!quote.overlaps(Span::new(10, 12)));
        assert_eq!(Span::new(5, 6).of(text), "", "not on a character boundary");
        assert_eq!(serde_json::to_string(&quote).unwrap(), "[4,10]");
    }
}
