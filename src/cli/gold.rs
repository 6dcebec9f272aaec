//! Reading gold files: JSON Lines, gzip or not.

use std::{fs, io::Read, path::Path};

use anyhow::{Context, anyhow};
use flate2::read::MultiGzDecoder;

use crate::score::GoldArticle;

/// The articles of a gold file with quotations.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<GoldArticle>> {
    GoldArticle::from_lines(&text(path)?).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// Gives each line that is not empty, with its number from 1.
pub(super) fn lines(path: &Path, mut each: impl FnMut(&str, usize) -> anyhow::Result<()>) -> anyhow::Result<()> {
    for (number, line) in text(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        each(line, number + 1).with_context(|| format!("{}", path.display()))?;
    }
    Ok(())
}

fn text(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let bytes = fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return String::from_utf8(bytes).with_context(|| format!("{name}: is no UTF-8 text"));
    }
    let mut text = String::new();
    MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).with_context(|| format!("{name}: cannot be unpacked"))?;
    Ok(text)
}
