//! Messages of a mailbox in the mbox format (RFC 4155): each begins with a line `From ADDRESS DATE` after a blank line.

use std::{
    io::{BufReader, Read},
    ops::ControlFlow,
};

use super::{
    lines::line,
    problem::Problem,
    sniff::Format,
    unit::{Limits, Raw, Unit},
};
use crate::article::Location;

/// Whether a line is `From ADDRESS DATE`, with a time of day and a year in the date; text may well begin with “From ”.
fn begins_message(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words = || rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    words().any(|word| word.contains(&b':')) && words().any(year)
}

/// Gives every message to `each`, with its number from 1 and its offset in bytes. One that is too long is a problem of its
/// own; the next one is read all the same.
pub(super) fn messages(
    reader: &mut dyn Read,
    location: &Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut reader = BufReader::with_capacity(128 * 1024, reader);
    let (mut number, mut offset, mut begins) = (0_u64, 0_u64, 0_u64);
    let (mut message, mut length): (Vec<u8>, u64) = (Vec::new(), 0);
    let mut blank = true;
    loop {
        let mut bytes = Vec::new();
        let (size, broken) = match line(&mut reader, limits.entry_bytes, &mut bytes) {
            Ok(size) => (size, None),
            Err(error) => (0, Some(error.to_string())),
        };
        let starts = blank && begins_message(&bytes);
        if (starts || size == 0) && length > 0 {
            number += 1;
            let here = location.record(number, begins);
            if let Some(error) = broken {
                return each(Unit::Problem(Problem::new(here, format!("breaks off before its end: {error}"))));
            }
            if length > limits.entry_bytes {
                let limit = limits.entry_bytes;
                let reason =
                    format!("the message has {length} bytes, more than the limit of {limit}; raise --max-document");
                each(Unit::Problem(Problem::new(here, reason)))?;
            } else {
                let bytes = std::mem::take(&mut message);
                each(Unit::Raw(Raw { location: here, bytes, format: Format::Mail }))?;
            }
        }
        if size == 0 {
            return ControlFlow::Continue(());
        }
        if starts {
            message.clear();
            (length, begins) = (0, offset + size);
        } else {
            length += size;
            // A line of text that begins with “From ” has a mark before it.
            let quoted =
                bytes.iter().position(|b| *b != b'>').is_some_and(|at| at > 0 && bytes[at..].starts_with(b"From "));
            if length <= limits.entry_bytes {
                message.extend_from_slice(&bytes[usize::from(quoted)..]);
            }
        }
        blank = bytes.trim_ascii_end().is_empty();
        offset += size;
    }
}
