//! Lists of numbers and of texts that are read as they lie in a file, without being taken apart.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Numbers, four bytes each, least first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Numbers(ByteBuf);

impl Numbers {
    pub(super) fn of(numbers: impl IntoIterator<Item = u32>) -> Self {
        Self(ByteBuf::from(numbers.into_iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>()))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len() / 4
    }

    pub(super) fn get(&self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at * 4..at * 4 + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
        self.0.chunks_exact(4).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }
}

/// Texts, one after the other.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Numbers,
}

impl Texts {
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut all, mut ends) = (String::new(), Vec::new());
        for text in texts {
            all.push_str(text);
            ends.push(all.len() as u32);
        }
        Self { all, ends: Numbers::of(ends) }
    }

    pub(super) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(0) as usize;
        let end = self.ends.get(at).unwrap_or(0) as usize;
        self.all.get(start..end).unwrap_or_default()
    }
}

/// Lists of numbers, one after the other.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Lists {
    all: Numbers,
    ends: Numbers,
}

impl Lists {
    pub(super) fn of(lists: impl IntoIterator<Item = Vec<u32>>) -> Self {
        let (mut all, mut ends) = (Vec::new(), Vec::new());
        for mut list in lists {
            all.append(&mut list);
            ends.push(all.len() as u32);
        }
        Self { all: Numbers::of(all), ends: Numbers::of(ends) }
    }

    pub(super) fn get(&self, at: usize) -> impl Iterator<Item = u32> + '_ {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(0) as usize;
        let end = self.ends.get(at).unwrap_or(0) as usize;
        (start..end).filter_map(|place| self.all.get(place))
    }
}

/// From hashes of texts to numbers: what is found may be of another text with the same hash, and is to be looked at.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Hashed {
    hashes: Numbers,
    numbers: Numbers,
}

fn hash(text: &str) -> u32 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    (BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(text) >> 32) as u32
}

impl Hashed {
    pub(super) fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = (T, u32)>) -> Self {
        let mut all: Vec<(u32, u32)> = texts.into_iter().map(|(text, number)| (hash(text.as_ref()), number)).collect();
        all.sort_unstable();
        all.dedup();
        Self {
            hashes: Numbers::of(all.iter().map(|(hash, _)| *hash)),
            numbers: Numbers::of(all.iter().map(|(_, number)| *number)),
        }
    }

    pub(super) fn get(&self, text: &str) -> impl Iterator<Item = u32> + '_ {
        let wanted = hash(text);
        let (mut from, mut to) = (0, self.hashes.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            if self.hashes.get(middle).is_some_and(|hash| hash < wanted) { from = middle + 1 } else { to = middle }
        }
        (from..self.hashes.len())
            .take_while(move |at| self.hashes.get(*at) == Some(wanted))
            .filter_map(|at| self.numbers.get(at))
    }
}

#[cfg(test)]
mod tests {
    use super::{Hashed, Lists, Texts};

    #[test]
    fn what_is_packed_is_there() {
        let texts = Texts::of(["Anna", "", "Bérg"]);
        assert_eq!((texts.get(0), texts.get(1), texts.get(2), texts.get(3)), ("Anna", "", "Bérg", ""));
        let lists = Lists::of([vec![3, 4], vec![], vec![5]]);
        let all: Vec<Vec<u32>> = (0..4).map(|n| lists.get(n).collect()).collect();
        assert_eq!(all, [vec![3, 4], vec![], vec![5], vec![]]);
        let hashed = Hashed::of([("b", 2), ("a", 1), ("a", 7), ("a", 1)]);
        assert_eq!(hashed.get("a").collect::<Vec<_>>(), [1, 7]);
        assert_eq!(hashed.get("c").count(), 0);
    }
}
