//! Weights of hashed features: for each bucket, one byte for each of `K` outcomes, and one scale for all.

/// A table of `2^bits` rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table<const K: usize> {
    mask: u32,
    scale: f32,
    /// Bytes in the file; wider here, where they are added up.
    rows: Vec<[i16; K]>,
}

impl<const K: usize> Table<K> {
    /// Rounds weights to bytes. Their number must be a power of two.
    pub(crate) fn pack(weights: &[[f32; K]]) -> Self {
        let most = weights.iter().flatten().fold(0.0f32, |most, w| most.max(w.abs()));
        let scale = most.max(1e-6) / 127.0;
        let rows = weights.iter().map(|row| row.map(|w| i16::from((w / scale).round() as i8))).collect();
        Self { mask: weights.len() as u32 - 1, scale, rows }
    }

    /// The sum of the weights of at most 256 features: more of them could not be added in 16 bits.
    #[inline]
    pub(crate) fn sum(&self, features: &[u32]) -> [f32; K] {
        let mut sum = [0i16; K];
        for feature in features {
            let row = &self.rows[(feature & self.mask) as usize];
            for k in 0..K {
                sum[k] = sum[k].wrapping_add(row[k]);
            }
        }
        sum.map(|s| f32::from(s) * self.scale)
    }

    /// Appends it to a file's bytes.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.rows.len() as u32).to_le_bytes());
        out.extend(self.scale.to_le_bytes());
        out.extend(self.rows.iter().flatten().map(|w| w.to_le_bytes()[0]));
    }

    /// Reads one from the front of `bytes`; `None` where they are too short or no table.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let rows = take_u32(bytes)?;
        let scale = f32::from_bits(take_u32(bytes)?);
        let (weights, rest) = bytes.split_at_checked((rows as usize).checked_mul(K)?)?;
        if !rows.is_power_of_two() {
            return None;
        }
        *bytes = rest;
        let rows_of = weights
            .chunks_exact(K)
            .map(|row| std::array::from_fn(|k| i16::from(i8::from_le_bytes([row[k]]))))
            .collect();
        Some(Self { mask: rows - 1, scale, rows: rows_of })
    }
}

/// The next four bytes as a number, the least significant first.
pub(crate) fn take_u32(bytes: &mut &[u8]) -> Option<u32> {
    let (first, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*first))
}

/// Probability of a score.
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// A probability as one of 17 steps of its odds.
pub(crate) fn odds(p: f32) -> u32 {
    let p = p.clamp(0.0005, 0.9995);
    (((p / (1.0 - p)).ln() / 0.75).round() + 10.0) as u32
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn survives_a_file() {
        let table = Table::pack(&[[0.5, -1.0], [0.25, 0.0], [0.0, 1.0], [0.1, -0.1]]);
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        let mut rest = &bytes[..];
        assert_eq!(Table::read(&mut rest), Some(table.clone()));
        assert!(rest.is_empty());
        assert_eq!(Table::<2>::read(&mut &bytes[..bytes.len() - 1]), None);
        // Features beyond the table wrap.
        let [a, b] = table.sum(&[0, 4]);
        assert!((a - 1.0).abs() < 0.01 && (b + 2.0).abs() < 0.01);
    }
}
