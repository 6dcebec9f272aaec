//! More like this: the words that stand out in an article, as a query.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{Term, query::Bm25StatisticsProvider};

use super::ast::{Field, Node, Text, Value};
use crate::{
    error::Result,
    index::{
        Reader,
        tokenizer::{exact, stem, words},
    },
};

/// How many words are asked for.
const WORDS: usize = 25;

/// The query for articles like this one: its words that are frequent here and rare elsewhere (tf·idf), any of them, each
/// counted by how much it stands out; not the article itself.
///
/// # Errors
/// [`crate::error::Error::NotFound`] or [`crate::error::Error::Engine`].
pub fn like(reader: &Reader, id: &str) -> Result<Node> {
    let article = reader.article(id)?.article;
    let text = format!("{}\n{}", article.title.unwrap_or_default(), article.text);
    // By stem: a form that it has in the text, and how often.
    let mut counts: FxHashMap<String, (&str, u32)> = FxHashMap::default();
    for word in words(&text).map(|word| &text[word.start..word.end]) {
        // Function words have no form of their own.
        if exact(word).starts_with(['=', '~']) && word.chars().count() > 1 {
            counts.entry(stem(word)).or_insert((word, 0)).1 += 1;
        }
    }
    let statistics = reader.article_statistics();
    let all = statistics.total_num_docs()? as f32;
    let mut ranked: Vec<(f32, &str)> = Vec::new();
    for (stem, (word, count)) in counts {
        let having = statistics.doc_freq(&Term::from_field_text(reader.fields.body, &stem))? as f32;
        // Words of this article alone find nothing.
        if having > 1.0 {
            ranked.push(((1.0 + (count as f32).ln()) * (all / having).ln(), word));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    ranked.truncate(WORDS);
    let most = ranked.first().map_or(1.0, |(weight, _)| weight.max(0.01));
    let mut seen = FxHashSet::default();
    let mut any: Vec<Node> = ranked
        .into_iter()
        .filter(|(_, word)| seen.insert(word.to_lowercase()))
        .map(|(weight, word)| {
            let word = Node::Text(Text::Word { text: word.to_owned(), exact: false });
            // Rounded, so that the query can be read.
            let factor = (weight / most * 10.0).round().max(1.0) / 10.0;
            if factor < 1.0 { Node::Boost(Box::new(word), factor) } else { word }
        })
        .collect();
    any.sort_by_key(|node| Reverse(matches!(node, Node::Text(_))));
    let own = Text::Word { text: id.to_owned(), exact: false };
    let not_itself = Node::Not(Box::new(Node::Field(Field::Id, Value::Text(own))));
    Ok(if any.is_empty() { not_itself } else { Node::and(vec![Node::or(any), not_itself]) })
}
