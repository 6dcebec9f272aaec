//! Reading gold files: JSON Lines, gzip or not.

use std::{fs, io::Read, path::Path};

use anyhow::{Context, anyhow};
use flate2::read::MultiGzDecoder;

use crate::score::GoldArticle;

/// The articles of a gold file.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<GoldArticle>> {
    let name = path.display();
    let bytes = fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .with_context(|| format!("{name}: cannot be unpacked"))?;
    } else {
        text = String::from_utf8(bytes).with_context(|| format!("{name}: is no UTF-8 text"))?;
    }
    GoldArticle::from_lines(&text).map_err(|error| anyhow!("{name}: {error}"))
}
