//! Stretches: the runs of words in which names can lie, so that most of a text is never looked at twice.

use super::{
    super::{
        lexicon::Classes,
        person::joined_article,
        tokens::{Gap, Kind},
    },
    name::Mode,
    page::Page,
};

/// Small words that stand inside names.
const LINKS: &[&str] = &[
    "of", "for", "and", "the", "de", "van", "von", "der", "den", "al", "el", "bin", "ibn", "bint", "da", "di", "du",
    "del", "la", "le", "dos", "das", "do", "e", "y", "af", "zu", "ter", "ten", "ben", "abu", "on", "in", "to", "&",
    "-", "/", "'", "’", "’s", "'s", "i",
];
/// As many of them may follow one another.
const MOST_LINKS: usize = 3;
/// Longer stretches are cut.
const LONGEST: usize = 60;

/// Token ranges, in text order, not overlapping, each within one sentence.
pub(crate) fn of(page: &Page<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < page.tokens.len() {
        if !begins(page, i) {
            i += 1;
            continue;
        }
        let end = end_of(page, i);
        // "The", "He": a single function word at the head of a sentence.
        if end > i + 1 || !page.tokens[i].any(Classes::FUNCTION) || page.mode(i) != Mode::Running {
            found.push((i, end));
        }
        i = end;
    }
    found
}

/// Whether token `i` can be in a name by itself.
fn begins(page: &Page<'_>, i: usize) -> bool {
    let token = &page.tokens[i];
    token.kind == Kind::Word && (token.capital || page.words[i].shape == 1 && joined_article(token.of(page.text)))
}

fn end_of(page: &Page<'_>, start: usize) -> usize {
    let sentence = page.tokens[start].sentence;
    let inside = |k: usize| page.tokens.get(k).is_some_and(|t| t.sentence == sentence && t.gap < Gap::Paragraph);
    let mut end = start + 1;
    while end - start < LONGEST && inside(end) {
        if begins(page, end) {
            end += 1;
            continue;
        }
        // Over small words, if a capital follows them.
        let mut next = end;
        while next - end < MOST_LINKS && inside(next) && link(page, next) {
            next += 1;
        }
        if next == end || !inside(next) || !begins(page, next) {
            break;
        }
        end = next + 1;
    }
    end
}

fn link(page: &Page<'_>, i: usize) -> bool {
    LINKS.contains(&page.tokens[i].of(page.text))
}
