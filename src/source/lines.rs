//! Lines of JSON Lines, one record each, streamed so that memory does not grow with the file.

use std::{
    io::{self, BufRead, BufReader, Read},
    ops::ControlFlow,
};

use super::{
    problem::Problem,
    sniff::Format,
    unit::{Limits, Raw, Unit},
};
use crate::article::Location;

/// Gives every line of `reader` that is not blank to `each`, with its number from 1 and its offset in bytes.
///
/// A line longer than [`Limits::entry_bytes`] is a problem of its own; the next one is read all the same.
pub(super) fn lines(
    reader: &mut dyn Read,
    location: &Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut reader = BufReader::with_capacity(128 * 1024, reader);
    let (mut number, mut offset, mut articles) = (0, 0, 0_u64);
    loop {
        number += 1;
        let here = location.record(number, offset);
        let mut bytes = Vec::new();
        let length = match line(&mut reader, limits.entry_bytes, &mut bytes) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) => {
                let read = number - 1;
                // A checksum stands at the end and tells of no place.
                let sure = if error.to_string().contains("checksum") { ", and any of them may be wrong" } else { "" };
                let reason = format!(
                    "the file breaks off after line {read}, at byte {}: {error}; the lines before are read{sure}",
                    offset + bytes.len() as u64
                );
                return each(Unit::Problem(Problem::new(location.clone(), reason)));
            }
        };
        offset += length;
        if length > limits.entry_bytes {
            articles += 1;
            let reason = format!(
                "line {number} has {length} bytes, more than the limit of {}; raise --max-document or split the record",
                limits.entry_bytes
            );
            each(Unit::Problem(Problem::new(here, reason)))?;
            continue;
        }
        let mark: &[u8] = b"\xef\xbb\xbf";
        if number == 1 && bytes.starts_with(mark) {
            bytes.drain(..mark.len());
        }
        bytes.truncate(bytes.trim_ascii_end().len());
        if !bytes.is_empty() {
            articles += 1;
            each(Unit::Raw(Raw { location: here, bytes, format: Format::JsonLine }))?;
        }
    }
    if articles == 0 {
        return each(Unit::Skipped { location: location.clone(), reason: "empty".into() });
    }
    ControlFlow::Continue(())
}

/// Reads one line with its end: its length in bytes. At most `limit` bytes of it are kept.
pub(super) fn line(reader: &mut impl BufRead, limit: u64, kept: &mut Vec<u8>) -> io::Result<u64> {
    let mut length = 0;
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = buffer.iter().position(|b| *b == b'\n').map(|at| at + 1);
        let size = end.unwrap_or(buffer.len());
        let room = limit.saturating_sub(kept.len() as u64).min(size as u64) as usize;
        kept.extend_from_slice(&buffer[..room]);
        reader.consume(size);
        length += size as u64;
        if end.is_some() || size == 0 {
            return Ok(length);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::lines;
    use crate::{
        article::Location,
        source::unit::{Limits, Unit},
    };

    #[test]
    fn numbers_offsets_and_long_lines() {
        let text = format!("\u{feff}{{}}\r\n\n{}\n{{ }}", "x".repeat(40));
        let limits = Limits { entry_bytes: 20, ..Limits::default() };
        let mut seen = vec![];
        let _ = lines(&mut text.as_bytes(), &Location::file("a.jsonl"), &limits, &mut |unit| {
            seen.push(match unit {
                Unit::Large => "large".to_owned(),
                Unit::Raw(raw) => {
                    let text = String::from_utf8(raw.bytes).unwrap();
                    format!("{} @{} {text}", raw.location, raw.location.offset.unwrap())
                }
                Unit::Problem(problem) => problem.to_string(),
                Unit::Skipped { reason, .. } => reason,
            });
            ControlFlow::Continue(())
        });
        assert_eq!(seen[0], "a.jsonl:1 @0 {}");
        assert!(seen[1].starts_with("a.jsonl:3: line 3 has 41 bytes, more than the limit of 20"), "{}", seen[1]);
        assert_eq!(seen[2], "a.jsonl:4 @49 { }");
        assert_eq!(seen.len(), 3);
    }
}
