//! What the name of a town or region can be: `data/towns.tsv`, from `GeoNames`. Read at the first place that needs it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::annotate::lexicon::word_hash;

/// A country that has a place of some name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its code.
    pub(super) country: &'static str,
    /// Thousands of inhabitants of the largest place of that name there.
    pub(super) thousands: u32,
}

static TOWNS: LazyLock<FxHashMap<u64, &'static str>> = LazyLock::new(|| {
    include_str!("../data/towns.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, countries)| (word_hash(name), countries))
        .collect()
});

/// The countries that have a place of this name, the largest first; none where the name is not known.
pub(super) fn named(name: &str) -> impl Iterator<Item = Candidate> {
    let row = TOWNS.get(&word_hash(name)).copied().unwrap_or_default();
    row.split(' ').filter_map(|entry| {
        let (country, thousands) = entry.split_at_checked(2)?;
        Some(Candidate { country, thousands: thousands.parse().ok()? })
    })
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_largest_comes_first() {
        let paris: Vec<_> = named("Paris").map(|c| c.country).collect();
        assert_eq!(paris, ["FR", "US", "CA"]);
        assert!(named("Nowhere at all").next().is_none());
    }
}
