//! Words that are used alike, as two numbers: a fine and a coarse cluster (`data/word_clusters.tsv`). "said", "told" and
//! "conceded" are near each other though few of them stand in any annotated article.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::lexicon::word_hash;

/// The clusters of one word; 0 where it is too rare to have any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Clusters {
    /// One of some five hundred.
    pub(crate) fine: u16,
    /// One of some fifty.
    pub(crate) coarse: u16,
}

static CLUSTERS: LazyLock<FxHashMap<u64, Clusters>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in include_str!("data/word_clusters.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(word), Some(Ok(fine)), Some(Ok(coarse))) =
            (columns.next(), columns.next().map(str::parse::<u16>), columns.next().map(str::parse::<u16>))
        else {
            continue;
        };
        words.insert(word_hash(word), Clusters { fine: fine + 1, coarse: coarse + 1 });
    }
    words
});

/// The clusters of the word with this hash of its lower-case form.
pub(crate) fn of(hash: u64) -> Clusters {
    CLUSTERS.get(&hash).copied().unwrap_or_default()
}
