//! The units of the score: words, sets of words, and segments in quotation marks.
//!
//! Two annotators rarely agree on commas and quotation marks, and nobody is served by counting these as errors. So spans
//! are compared by the words that they cover. A set of words is kept as ranges, so that its size in memory and the time
//! to compare it grow with the number of spans and not with their length.

use crate::span::Span;

/// Words that say nothing about whether two sources are exactly the same.
const ARTICLES: [&str; 3] = ["a", "an", "the"];
/// Words that two sources may share without naming the same speaker.
const WEAK: [&str; 5] = ["a", "an", "the", "of", "and"];

/// Characters that Rust counts as alphanumeric and Python's `\w` does not: vowel signs, points and circled letters.
/// The ranges run across what neither counts.
#[rustfmt::skip]
const SIGNS: &[(u32, u32)] = &[
    (0x345, 0x36f), (0x5b0, 0x5c7), (0x610, 0x61a), (0x64b, 0x65f), (0x670, 0x670), (0x6d6, 0x6e4), (0x6e7, 0x6ed),
    (0x711, 0x711), (0x730, 0x73f), (0x7a6, 0x7b0), (0x816, 0x817), (0x81b, 0x823), (0x825, 0x827), (0x829, 0x82c),
    (0x8d4, 0x903), (0x93a, 0x93b), (0x93e, 0x94f), (0x955, 0x957), (0x962, 0x963), (0x981, 0x983), (0x9be, 0x9cc),
    (0x9d7, 0x9d7), (0x9e2, 0x9e3), (0xa01, 0xa03), (0xa3e, 0xa51), (0xa70, 0xa71), (0xa75, 0xa83), (0xabe, 0xacc),
    (0xae2, 0xae3), (0xafa, 0xb03), (0xb3e, 0xb57), (0xb62, 0xb63), (0xb82, 0xb82), (0xbbe, 0xbcc), (0xbd7, 0xbd7),
    (0xc00, 0xc04), (0xc3e, 0xc56), (0xc62, 0xc63), (0xc81, 0xc83), (0xcbe, 0xcd6), (0xce2, 0xce3), (0xd00, 0xd03),
    (0xd3e, 0xd4c), (0xd57, 0xd57), (0xd62, 0xd63), (0xd81, 0xd83), (0xdcf, 0xddf), (0xdf2, 0xdf3), (0xe31, 0xe31),
    (0xe34, 0xe3a), (0xe4d, 0xe4d), (0xeb1, 0xeb1), (0xeb4, 0xebc), (0xecd, 0xecd), (0xf71, 0xf83), (0xf8d, 0xfbc),
    (0x102b, 0x103e), (0x1056, 0x1059), (0x105e, 0x1060), (0x1062, 0x1064), (0x1067, 0x106d), (0x1071, 0x1074),
    (0x1082, 0x108d), (0x108f, 0x108f), (0x109a, 0x109d), (0x1712, 0x1713), (0x1732, 0x1733), (0x1752, 0x1753),
    (0x1772, 0x1773), (0x17b6, 0x17c8), (0x1885, 0x1886), (0x18a9, 0x18a9), (0x1920, 0x1938), (0x1a17, 0x1a1b),
    (0x1a55, 0x1a74), (0x1abf, 0x1b04), (0x1b35, 0x1b43), (0x1b80, 0x1b82), (0x1ba1, 0x1bad), (0x1be7, 0x1bf1),
    (0x1c24, 0x1c36), (0x1dd3, 0x1df4), (0x24b6, 0x24e9), (0x2de0, 0x2dff), (0xa674, 0xa67b), (0xa69e, 0xa69f),
    (0xa802, 0xa802), (0xa80b, 0xa80b), (0xa823, 0xa827), (0xa880, 0xa881), (0xa8b4, 0xa8c5), (0xa8ff, 0xa8ff),
    (0xa926, 0xa92a), (0xa947, 0xa952), (0xa980, 0xa983), (0xa9b4, 0xa9bf), (0xa9e5, 0xa9e5), (0xaa29, 0xaa36),
    (0xaa43, 0xaa43), (0xaa4c, 0xaa4d), (0xaa7b, 0xaa7d), (0xaab0, 0xaab0), (0xaab2, 0xaab4), (0xaab7, 0xaab8),
    (0xaabe, 0xaabe), (0xaaeb, 0xaaef), (0xaaf5, 0xaaf5), (0xabe3, 0xabea), (0xfb1e, 0xfb1e), (0x10376, 0x1037a),
    (0x10a01, 0x10a0f), (0x10d24, 0x10d27), (0x10eab, 0x10eac), (0x11000, 0x11002), (0x11038, 0x11045),
    (0x11073, 0x11074), (0x11080, 0x11082), (0x110b0, 0x110c2), (0x11100, 0x11102), (0x11127, 0x11132),
    (0x11145, 0x11146), (0x11180, 0x11182), (0x111b3, 0x111bf), (0x111ce, 0x111cf), (0x1122c, 0x1123e),
    (0x112df, 0x112e8), (0x11300, 0x11303), (0x1133e, 0x1134c), (0x11357, 0x11357), (0x11362, 0x11363),
    (0x11435, 0x11445), (0x114b0, 0x114c1), (0x115af, 0x115be), (0x115dc, 0x115dd), (0x11630, 0x11640),
    (0x116ab, 0x116b5), (0x1171d, 0x1172a), (0x1182c, 0x11838), (0x11930, 0x1193c), (0x11940, 0x11940),
    (0x11942, 0x11942), (0x119d1, 0x119df), (0x119e4, 0x119e4), (0x11a01, 0x11a0a), (0x11a35, 0x11a39),
    (0x11a3b, 0x11a3e), (0x11a51, 0x11a5b), (0x11a8a, 0x11a97), (0x11c2f, 0x11c3e), (0x11c92, 0x11cb6),
    (0x11d31, 0x11d43), (0x11d47, 0x11d47), (0x11d8a, 0x11d96), (0x11ef3, 0x11ef6), (0x16f4f, 0x16f4f),
    (0x16f51, 0x16f92), (0x16ff0, 0x16ff1), (0x1bc9e, 0x1bc9e), (0x1e000, 0x1e02a), (0x1e947, 0x1e947),
    (0x1f130, 0x1f189),
];

/// Whether a character is part of a word: `\w` of Python's regular expressions, by which other scorers of these corpora
/// count.
pub(super) fn is_word_character(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric() && !is_sign(c)
}

fn is_sign(c: char) -> bool {
    let at = SIGNS.partition_point(|(_, last)| *last < u32::from(c));
    SIGNS.get(at).is_some_and(|(first, _)| *first <= u32::from(c))
}

/// The words of a text: longest runs of word characters, an apostrophe between two of these included.
#[derive(Debug)]
pub(super) struct Words {
    spans: Vec<Span>,
    /// For each word, and for the end, how many words before it are no articles.
    without_articles: Vec<usize>,
    /// For each word, and for the end, how many words before it are not weak.
    without_weak: Vec<usize>,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self { spans: Vec::new(), without_articles: vec![0], without_weak: vec![0] };
        let mut characters = text.char_indices().peekable();
        while let Some((start, first)) = characters.next() {
            if !is_word_character(first) {
                continue;
            }
            let mut end = start + first.len_utf8();
            while let Some((at, c)) = characters.peek().copied() {
                let after = at + c.len_utf8();
                let joins = matches!(c, '\'' | '’') && text[after..].chars().next().is_some_and(is_word_character);
                if !joins && !is_word_character(c) {
                    break;
                }
                end = after;
                characters.next();
            }
            words.push(text, Span::new(start, end));
        }
        words
    }

    fn push(&mut self, text: &str, span: Span) {
        let word = span.of(text);
        let none_of = |list: &[&str]| usize::from(!list.iter().any(|w| w.eq_ignore_ascii_case(word)));
        self.spans.push(span);
        self.without_articles.push(self.without_articles.last().copied().unwrap_or_default() + none_of(&ARTICLES));
        self.without_weak.push(self.without_weak.last().copied().unwrap_or_default() + none_of(&WEAK));
    }

    /// The words that share at least a character with one of the spans.
    pub(super) fn cover(&self, spans: &[Span]) -> WordSet {
        let ranges = spans.iter().map(|span| {
            let first = self.spans.partition_point(|word| word.end <= span.start);
            let end = self.spans.partition_point(|word| word.start < span.end);
            (first, end)
        });
        WordSet::from_ranges(ranges.collect())
    }

    /// Whether two sets are equal but for articles.
    pub(super) fn same_but_articles(&self, a: &WordSet, b: &WordSet) -> bool {
        a.mapped(&self.without_articles) == b.mapped(&self.without_articles)
    }

    /// Whether two sets share a word that is not weak.
    pub(super) fn share_a_name(&self, a: &WordSet, b: &WordSet) -> bool {
        a.mapped(&self.without_weak).shared(&b.mapped(&self.without_weak)) > 0
    }
}

/// A set of words of one text, as ranges of their numbers: in order, none empty, none touching the next.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct WordSet {
    ranges: Vec<(usize, usize)>,
}

impl WordSet {
    fn from_ranges(mut ranges: Vec<(usize, usize)>) -> Self {
        ranges.retain(|(first, end)| first < end);
        ranges.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
        for (first, end) in ranges {
            match merged.last_mut() {
                Some(last) if first <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((first, end)),
            }
        }
        Self { ranges: merged }
    }

    /// The words of all the sets.
    pub(super) fn union<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        Self::from_ranges(sets.into_iter().flat_map(|set| &set.ranges).copied().collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many words.
    pub(super) fn len(&self) -> usize {
        self.ranges.iter().map(|(first, end)| end - first).sum()
    }

    /// How many words both hold.
    pub(super) fn shared(&self, other: &Self) -> usize {
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.ranges.get(i), other.ranges.get(j)) {
            shared += a.1.min(b.1).saturating_sub(a.0.max(b.0));
            if a.1 <= b.1 {
                i += 1;
            } else {
                j += 1;
            }
        }
        shared
    }

    /// The set with each word renumbered by how many words before it count.
    fn mapped(&self, before: &[usize]) -> Self {
        Self::from_ranges(self.ranges.iter().map(|(first, end)| (before[*first], before[*end])).collect())
    }
}

/// A set of one list and a set of another that share words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overlap {
    /// Place in the one list.
    pub(super) left: usize,
    /// Place in the other.
    pub(super) right: usize,
    /// How many words both hold.
    pub(super) shared: usize,
}

/// All pairs of a set on the left and a set on the right that share words, in order of the left, then of the right.
///
/// One sweep over all ranges from first to last: the time grows with the number of ranges and of pairs that overlap,
/// not with the number of all pairs.
pub(super) fn overlaps<'a>(
    left: impl IntoIterator<Item = &'a WordSet>,
    right: impl IntoIterator<Item = &'a WordSet>,
) -> Vec<Overlap> {
    let mut ranges: Vec<((usize, usize), usize, usize)> = Vec::new();
    for (at, set) in left.into_iter().enumerate() {
        ranges.extend(set.ranges.iter().map(|range| (*range, 0, at)));
    }
    for (at, set) in right.into_iter().enumerate() {
        ranges.extend(set.ranges.iter().map(|range| (*range, 1, at)));
    }
    ranges.sort_unstable();
    // Ranges of either side that may reach into those to come, with the set of each.
    let mut open: [Vec<(usize, usize)>; 2] = [Vec::new(), Vec::new()];
    let mut found: Vec<Overlap> = Vec::new();
    for ((first, end), side, at) in ranges {
        let others = &mut open[1 - side];
        others.retain(|(other_end, _)| *other_end > first);
        for (other_end, other) in others.iter() {
            let (left, right) = if side == 0 { (at, *other) } else { (*other, at) };
            found.push(Overlap { left, right, shared: end.min(*other_end) - first });
        }
        open[side].push((end, at));
    }
    found.sort_unstable_by_key(|o| (o.left, o.right));
    found.dedup_by(|later, kept| {
        let same = (later.left, later.right) == (kept.left, kept.right);
        kept.shared += if same { later.shared } else { 0 };
        same
    });
    found
}

/// The segments of a text that stand between double quotation marks, without these.
///
/// Curly marks come in pairs, straight ones alternate within a paragraph, which is a line. A segment that is not closed
/// runs to the end of its paragraph; an opening curly mark begins anew.
pub(super) fn segments(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut opened: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match (c, opened) {
            ('“', _) | ('"', None) => opened = Some(at + c.len_utf8()),
            ('”' | '"' | '\n', Some(start)) => {
                found.push(Span::new(start, at));
                opened = None;
            }
            _ => {}
        }
    }
    if let Some(start) = opened {
        found.push(Span::new(start, text.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Overlap, WordSet, Words, is_word_character, overlaps, segments};
    use crate::span::Span;

    fn set(ranges: &[(usize, usize)]) -> WordSet {
        WordSet::from_ranges(ranges.to_vec())
    }

    #[test]
    fn words_are_what_python_counts() {
        for (text, expected) in [
            ("", vec![]),
            ("The talks, he said, aren't over.", vec!["The", "talks", "he", "said", "aren't", "over"]),
            ("the ministers’ envoy’s 'no'", vec!["the", "ministers", "envoy’s", "no"]),
            ("rock''n'roll 'tis", vec!["rock", "n'roll", "tis"]),
            ("a_b 3,5 m² № 7", vec!["a_b", "3", "5", "m²", "7"]),
            ("Київ — Łódź", vec!["Київ", "Łódź"]),
            // A mark that stands on its own ends a word; one that is part of its letter does not.
            ("cafe\u{301}s", vec!["cafe", "s"]),
            ("दिल्ली", vec!["द", "ल", "ल"]),
            ("Ⓐ外交部", vec!["外交部"]),
        ] {
            let words = Words::of(text);
            assert_eq!(words.spans.iter().map(|s| s.of(text)).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn signs_are_no_word_characters() {
        for (c, expected) in [
            ('_', true),
            ('-', false),
            ('٣', true),
            ('ª', true),
            ('\u{345}', false),
            ('\u{5b0}', false),
            ('א', true),
            ('\u{64e}', false),
            ('ⓩ', false),
            ('\u{1f130}', false),
            ('\u{20000}', true),
        ] {
            assert_eq!(is_word_character(c), expected, "{c:?}");
        }
    }

    #[test]
    fn spans_cover_the_words_that_they_touch() {
        let text = "“No,” the Elbonian envoy said.";
        let words = Words::of(text);
        for (spans, expected) in [
            (vec![(0, 8)], set(&[(0, 1)])),
            (vec![(4, 5)], set(&[(0, 1)])),
            (vec![(5, 10)], set(&[])),
            (vec![(9, 11)], set(&[(1, 2)])),
            (vec![(13, 22), (9, 12)], set(&[(1, 3)])),
            (vec![(0, text.len())], set(&[(0, 5)])),
            (vec![(40, 90)], set(&[])),
        ] {
            let spans: Vec<Span> = spans.into_iter().map(|(start, end)| Span::new(start, end)).collect();
            assert_eq!(words.cover(&spans), expected, "{spans:?}");
        }
    }

    #[test]
    fn articles_and_weak_words_do_not_tell_sources_apart() {
        // The words:          0   1     2  3   4     5   6  7   8        9
        let words = Words::of("The envoy of the crown and an envoy spoke, THE");
        for (a, b, same, shares) in [
            ((0, 2), (1, 2), true, true),
            ((0, 2), (7, 8), false, false),
            ((0, 3), (2, 5), false, false),
            ((0, 5), (3, 5), false, true),
            ((0, 1), (9, 10), true, false),
            ((5, 8), (5, 8), true, true),
        ] {
            let (a, b) = (set(&[a]), set(&[b]));
            assert_eq!(words.same_but_articles(&a, &b), same, "{a:?} {b:?}");
            assert_eq!(words.share_a_name(&a, &b), shares, "{a:?} {b:?}");
        }
    }

    #[test]
    fn sets_merge_and_overlap() {
        assert_eq!(set(&[(4, 6), (0, 2), (2, 3), (5, 5)]), set(&[(0, 3), (4, 6)]));
        assert_eq!(WordSet::union([&set(&[(0, 2)]), &set(&[(1, 4), (8, 9)])]), set(&[(0, 4), (8, 9)]));
        assert_eq!(set(&[(0, 3), (6, 9)]).shared(&set(&[(2, 7), (8, 20)])), 3);
        let left = [set(&[(0, 3), (6, 9)]), set(&[(100, 200)])];
        let right = [set(&[(2, 7), (8, 20)]), set(&[(3, 6)]), set(&[(0, 150)])];
        let expected = [(0, 0, 3), (0, 2, 6), (1, 2, 50)].map(|(left, right, shared)| Overlap { left, right, shared });
        assert_eq!(overlaps(&left, &right), expected);
    }

    #[test]
    fn many_sets_are_swept_in_one_go() {
        let left: Vec<WordSet> = (0..100_000).map(|n| set(&[(n * 2, n * 2 + 1)])).collect();
        let right: Vec<WordSet> = (0..100_000).map(|n| set(&[(n * 2, n * 2 + 2)])).collect();
        assert_eq!(overlaps(&left, &right).len(), 100_000);
    }

    #[test]
    fn segments_stand_between_marks() {
        for (text, expected) in [
            ("“Yes,” he said. “No.”", vec!["Yes,", "No."]),
            ("\"Yes,\" he said, \"and no", vec!["Yes,", "and no"]),
            ("“Never closed.\nNext” line", vec!["Never closed."]),
            ("“One “two” three”", vec!["two"]),
            ("“Mixed\" marks", vec!["Mixed"]),
            ("“”", vec![""]),
            ("nothing", vec![]),
        ] {
            assert_eq!(segments(text).iter().map(|s| s.of(text)).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
