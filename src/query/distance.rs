//! The distance between two words: how many letters must be put in, taken out, changed or swapped (optimal string
//! alignment, as in Damerau 1964).

/// Whether two words differ by at most `limit` edits.
pub(super) fn within(a: &str, b: &str, limit: u8) -> bool {
    let limit = usize::from(limit);
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return false;
    }
    let mut rows: [Vec<usize>; 3] = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let change = rows[1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[0][j - 2] + 1);
            }
            rows[2][j] = best;
            least = least.min(best);
        }
        if least > limit {
            return false;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()] <= limit
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn counts_edits() {
        for (a, b, limit, expected) in [
            ("crimea", "crimea", 0, true),
            ("crimea", "crimes", 1, true),
            ("crimea", "cirmea", 1, true),
            ("crimea", "krimea", 1, true),
            ("crimea", "krym", 2, false),
            ("", "a", 1, true),
            ("київ", "киів", 1, true),
        ] {
            assert_eq!(within(a, b, limit), expected, "{a} {b}");
        }
    }
}
