//! Features are hashed to 32 bits: a word, a tag or a distance becomes a number without a string being built.

/// Hash of a feature of this kind with two values.
#[inline]
pub(crate) fn feature(kind: u32, a: u32, b: u32) -> u32 {
    let mut x =
        kind.wrapping_mul(0x9E37_79B1) ^ a.wrapping_mul(0x85EB_CA6B) ^ b.wrapping_mul(0xC2B2_AE35).rotate_left(15);
    x ^= x >> 15;
    x = x.wrapping_mul(0x2C1B_3C6D);
    x ^= x >> 12;
    x = x.wrapping_mul(0x297A_2D39);
    x ^ (x >> 15)
}

/// Two values as one.
#[inline]
pub(crate) fn pair(a: u32, b: u32) -> u32 {
    a.wrapping_mul(0x9E37_79B1).rotate_left(13) ^ b.wrapping_mul(0x85EB_CA77)
}

/// A count as one of ten steps.
#[inline]
pub(crate) fn step(n: usize) -> u32 {
    match n {
        0..=3 => n as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=21 => 7,
        22..=40 => 8,
        _ => 9,
    }
}
