//! A [`sketch`] is eight bytes that say roughly which words a text has and in which order, so that near-equal texts are
//! found without reading them: `MinHash` (Broder 1997) over pairs of neighbouring words, one byte for each of eight
//! hash functions.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::tokenizer::{fold, full_name_key, lower};

/// The form in which a word is compared: lower case, folded, letters and digits only; marks alone give nothing.
pub fn compared(word: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let mut any = false;
    let mut add = |c: char| {
        if c.is_alphanumeric() {
            any = true;
            hasher.write_u32(c as u32);
        }
    };
    if word.is_ascii() {
        word.chars().for_each(|c| add(c.to_ascii_lowercase()));
    } else {
        fold(&lower(word)).chars().for_each(add);
    }
    any.then(|| hasher.finish())
}

/// The sketch of a text; 0 of one without words.
pub fn sketch(text: &str) -> u64 {
    let words: Vec<u64> = text.split_whitespace().filter_map(compared).collect();
    let mut least = [u64::MAX; 8];
    let mut note = |pair: u64| {
        for (lane, least) in (1u64..).zip(&mut least) {
            *least = mixed(pair ^ lane.wrapping_mul(0x9e37_79b9_7f4a_7c15)).min(*least);
        }
    };
    match words[..] {
        [] => return 0,
        [word] => note(word),
        _ => words.windows(2).for_each(|pair| note(mixed(pair[0]).wrapping_add(pair[1]))),
    }
    u64::from_le_bytes(least.map(|hash| hash as u8))
}

/// A number for the first of several speakers joined by `; `: the same for all transliterations of the name.
pub fn voice(speaker: &str) -> u64 {
    let first = speaker.split("; ").next().unwrap_or_default();
    let mut hasher = FxHasher::default();
    hasher.write(full_name_key(first).as_bytes());
    mixed(hasher.finish())
}

/// Whether two texts may be nearly equal: of unequal ones three in a hundred, of those that share half their pairs all
/// but one in two hundred, of those that share a third all but one in twenty-five.
pub fn alike(a: u64, b: u64) -> bool {
    a.to_le_bytes().into_iter().zip(b.to_le_bytes()).any(|(a, b)| a == b)
}

/// The finaliser of `SplitMix64`.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::{alike, sketch};

    #[test]
    fn near_equal_texts_are_alike_and_others_mostly_not() {
        let text = "The old bridge will stay closed until spring, and nobody will cross it before then.";
        for near in [
            "“the old bridge will stay closed until spring and nobody will cross it before then”",
            "The old bridge will stay shut until spring, and nobody will cross it before then.",
            "The old bridge will stay closed until spring",
        ] {
            assert!(alike(sketch(text), sketch(near)), "{near}");
        }
        let others =
            (0..1000).filter(|n| alike(sketch(text), sketch(&format!("Ship {n} sails from port {n} at noon"))));
        assert!(others.count() < 100);
    }
}
