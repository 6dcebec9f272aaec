//! Words with wildcards and fuzzy words: every term of the index that fits, so that counts are exact.

use std::ops::Bound;

use rustc_hash::FxHashSet;
use tantivy::{
    Term,
    query::{RangeQuery, TermSetQuery},
};

use super::{Boxed, Column, Planner, Target, any_of, term};
use crate::{
    error::{Error, Result},
    index::{
        Reader,
        tokenizer::{self, fold, lower},
    },
    query::{
        ast::{Piece, Text, pieces},
        distance,
    },
};

impl Planner<'_> {
    /// Wildcards and fuzzy words, over every term that matches: no limit, so that counts are exact.
    pub(super) fn pattern(&self, column: Column, text: &Text) -> Result<Boxed> {
        if let Text::Wild { pattern } = text {
            let lowered = lowered(pattern);
            let literal = literal(&lowered);
            let prefixed = lowered.len() == literal.chars().count() + 1 && lowered.last() == Some(&Piece::Many);
            // A range over a field that is a column too would look through the column, which has whole names.
            let column_too = self.reader.searcher.schema().get_field_entry(column).is_fast();
            if !literal.is_empty() && prefixed && !column_too {
                let mut queries = vec![prefix(column, &format!("={literal}"))];
                // Words that folding changes are few: mostly there is none to look for.
                let folded = format!("~{literal}");
                if self.has_terms(column, &folded)? {
                    queries.push(prefix(column, &folded));
                }
                queries.extend(self.function_words(column, |word| wild(&lowered, word)).map(|word| term(column, word)));
                return Ok(any_of(queries));
            }
        }
        let terms = self.fitting(column, text)?;
        Ok(Box::new(TermSetQuery::new(terms.iter().map(|word| Term::from_field_text(column, word)))))
    }

    /// Whether any term begins so.
    fn has_terms(&self, column: Column, prefix: &str) -> Result<bool> {
        for segment in self.reader.searcher.segment_readers() {
            let index = segment.inverted_index(column)?;
            let mut stream =
                index.terms().range().ge(prefix.as_bytes()).into_stream().map_err(|e| Error::Engine(e.to_string()))?;
            if stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The function words that fit: they have no exact term of their own.
    fn function_words<'w>(
        &self,
        column: Column,
        fits: impl Fn(&str) -> bool + 'w,
    ) -> impl Iterator<Item = &'static str> + 'w {
        let fields = &self.reader.fields;
        let text = [fields.title, fields.body, fields.quote_text, fields.context_text].contains(&column);
        tokenizer::FUNCTION_WORDS.iter().copied().filter(move |word| text && fits(word))
    }

    /// All documents with a term that begins with `prefix` and passes `test`.
    pub(super) fn expand(&self, column: Column, prefix: &str, test: impl Fn(&str) -> bool) -> Result<Boxed> {
        let terms = self.matching(column, prefix, test)?;
        Ok(Box::new(TermSetQuery::new(terms.iter().map(|word| Term::from_field_text(column, word)))))
    }

    /// All terms that begin with `prefix` and pass `test`.
    fn matching(&self, column: Column, prefix: &str, test: impl Fn(&str) -> bool) -> Result<FxHashSet<String>> {
        let mut terms: FxHashSet<String> = FxHashSet::default();
        for segment in self.reader.searcher.segment_readers() {
            let index = segment.inverted_index(column)?;
            let mut stream =
                index.terms().range().ge(prefix.as_bytes()).into_stream().map_err(|e| Error::Engine(e.to_string()))?;
            while stream.advance() {
                let Ok(word) = std::str::from_utf8(stream.key()) else { continue };
                if !word.starts_with(prefix) {
                    break;
                }
                if test(word) {
                    terms.insert(word.to_owned());
                }
            }
        }
        Ok(terms)
    }

    /// All terms of running text that fit a word with wildcards or a fuzzy one.
    pub(super) fn fitting(&self, column: Column, text: &Text) -> Result<Vec<String>> {
        let mut terms = match text {
            Text::Wild { pattern } => {
                let lowered = lowered(pattern);
                let literal = literal(&lowered);
                // Who writes marks asks for them; who writes none finds them too.
                let mut terms = self.matching(column, &format!("={literal}"), |word| wild(&lowered, &word[1..]))?;
                terms.extend(self.matching(column, &format!("~{literal}"), |word| wild(&lowered, &word[1..]))?);
                terms.extend(self.function_words(column, |word| wild(&lowered, word)).map(str::to_owned));
                terms
            }
            Text::Fuzzy { text, distance } => {
                let word = fold(&lower(text));
                let test = |term: &str| distance::within(&word, &term[1..], *distance);
                let mut terms = self.matching(column, "=", test)?;
                terms.extend(self.matching(column, "~", test)?);
                let function = self.function_words(column, |other| distance::within(&word, other, *distance));
                terms.extend(function.map(str::to_owned));
                terms
            }
            Text::Word { .. } | Text::Phrase { .. } => FxHashSet::default(),
        }
        .into_iter()
        .collect::<Vec<_>>();
        terms.sort_unstable();
        Ok(terms)
    }
}

/// The words of a field, in lower case and as written, that pass a test.
pub(in crate::query) fn vocabulary(
    reader: &Reader,
    column: Column,
    test: impl Fn(&str) -> bool,
) -> Result<Vec<String>> {
    let planner = Planner { reader, target: Target::Articles };
    let terms = planner.matching(column, "=", |term| test(&term[1..]))?;
    Ok(terms.into_iter().map(|term| term[1..].to_owned()).collect())
}

/// A pattern in lower case.
fn lowered(pattern: &str) -> Vec<Piece> {
    let piece = |piece| match piece {
        Piece::Literal(c) => lower(&c.to_string()).chars().map(Piece::Literal).collect(),
        other => vec![other],
    };
    pieces(pattern).flat_map(piece).collect()
}

/// The letters before the first wildcard.
fn literal(pattern: &[Piece]) -> String {
    pattern.iter().map_while(|p| if let Piece::Literal(c) = p { Some(*c) } else { None }).collect()
}

fn prefix(column: Column, prefix: &str) -> Boxed {
    let mut end = prefix.to_owned();
    let last = end.pop().and_then(|c| char::from_u32(c as u32 + 1));
    let upper = last.map_or(Bound::Unbounded, |c| {
        end.push(c);
        Bound::Excluded(Term::from_field_text(column, &end))
    });
    Box::new(RangeQuery::new(Bound::Included(Term::from_field_text(column, prefix)), upper))
}

/// Whether a word fits a wildcard pattern.
pub(in crate::query) fn wild(pattern: &[Piece], word: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    let (mut p, mut w) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while w < word.len() {
        match pattern.get(p) {
            Some(Piece::Literal(c)) if *c == word[w] => (p, w) = (p + 1, w + 1),
            Some(Piece::One) => (p, w) = (p + 1, w + 1),
            Some(Piece::Many) => {
                star = Some((p, w));
                p += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    p = at + 1;
                    w = from + 1;
                    star = Some((at, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|piece| *piece == Piece::Many)
}

#[cfg(test)]
mod tests {
    use super::{pieces, wild};

    #[test]
    fn wildcards() {
        for (pattern, word, fits) in [
            ("treat*", "treaty", true),
            ("tre?ty", "treaty", true),
            ("*gate", "watergate", true),
            ("*a*b*", "xxaxxbxx", true),
            ("a?", "a", false),
            ("*", "", true),
            ("treat", "treaty", false),
        ] {
            let pattern: Vec<_> = pieces(pattern).collect();
            assert_eq!(wild(&pattern, word), fits, "{pattern:?} {word}");
        }
    }
}
