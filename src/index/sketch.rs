//! Sketches say in a few bytes which words a text has and in which order, so that near-equal texts are found without
//! reading them: `MinHash` (Broder 1997).
//!
//! That of a quotation ([`sketch`]) has one byte for each of eight hash functions over pairs of neighbouring words. That
//! of an article ([`signature`]) has one byte for each of 64 bins of one hash function over sequences of three words
//! (one permutation hashing, Li, Owen and Zhang 2012; empty bins as Shrivastava and Li 2014; of each least hash one byte,
//! as Li and König 2010).

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

/// How many bytes a [`signature`] has.
pub const SIGNATURE: usize = 64;

/// The hashes of all sequences of three words of a text, of shorter texts none.
pub fn shingles(text: &str) -> impl Iterator<Item = u64> {
    let mut last = [None; 2];
    text.split_whitespace().filter_map(compared).filter_map(move |word| {
        let [first, second] = last;
        last = [second, Some(word)];
        Some(mixed(mixed(mixed(first?).wrapping_add(second?)).wrapping_add(word)))
    })
}

/// The signature of an article's text; `None` of one without three words.
pub fn signature(text: &str) -> Option<[u64; SIGNATURE / 8]> {
    let mut least = [u64::MAX; SIGNATURE];
    for hash in shingles(text) {
        let bin = &mut least[(hash >> 58) as usize];
        *bin = (*bin).min(hash & (u64::MAX >> 6));
    }
    if least.iter().all(|hash| *hash == u64::MAX) {
        return None;
    }
    let mut bytes = [0u8; SIGNATURE];
    for (bin, byte) in bytes.iter_mut().enumerate() {
        // An empty bin borrows from the next one that is not, marked by how far it lies.
        let away = (0..SIGNATURE).find(|away| least[(bin + away) % SIGNATURE] != u64::MAX).unwrap_or(0);
        *byte = mixed(least[(bin + away) % SIGNATURE].wrapping_add((away as u64) << 58)) as u8;
    }
    let mut words = [0; SIGNATURE / 8];
    for (word, eight) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*eight);
    }
    Some(words)
}

/// The share of three-word sequences that two texts have in common, as their signatures tell: give or take 0.06.
pub fn resemblance(a: &[u8; SIGNATURE], b: &[u8; SIGNATURE]) -> f64 {
    let same = a.iter().zip(b).filter(|(a, b)| a == b).count() as f64 / SIGNATURE as f64;
    // One byte in 256 is equal by chance.
    ((same - 1.0 / 256.0) / (1.0 - 1.0 / 256.0)).max(0.0)
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
