//! Rows of a table (CSV or TSV) with the names of its columns in the first, each given as a line of JSON Lines.

use std::{
    cell::Cell,
    io::{self, Read},
    ops::ControlFlow,
};

use serde_json::{Map, Value};

use super::{
    charset,
    peek::Peek,
    problem::Problem,
    sniff::Format,
    unit::{Limits, Raw, Unit},
};
use crate::article::Location;

/// A stream that fails where a row has more than so many bytes: a quotation mark that is never closed.
struct Bounded<'a, 'b> {
    inner: &'a mut Peek<'b>,
    left: &'a Cell<u64>,
    /// Whether an odd number of quotation marks was read.
    open: &'a Cell<bool>,
}

/// Most bytes of the name of a column, and most columns.
const NAME: usize = 1024;
const COLUMNS: usize = 4096;

impl Read for Bounded<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::other("a row has more than the limit of bytes; a quotation mark may not be closed"));
        }
        let most = buffer.len().min(usize::try_from(self.left.get()).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..most])?;
        self.left.set(self.left.get() - read as u64);
        let marks = memchr::memchr_iter(b'"', &buffer[..read]).count();
        self.open.set(self.open.get() ^ (marks % 2 == 1));
        Ok(read)
    }
}

/// What stands between the cells: what the first line has most of.
fn delimiter(prefix: &[u8]) -> u8 {
    let line = prefix.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |mark: u8| memchr::memchr_iter(mark, line).count();
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// Reads past a first line `sep=;`, with which Excel is told what stands between the cells: that, and its bytes.
fn separator(peek: &mut Peek) -> io::Result<(Option<u8>, u64)> {
    let Some([mark, end, ..]) = peek.prefix().strip_prefix(b"sep=") else { return Ok((None, 0)) };
    let length = match (end, peek.prefix().get(6)) {
        (b'\n', _) => 6,
        (b'\r', Some(b'\n')) => 7,
        _ => return Ok((None, 0)),
    };
    let mark = *mark;
    peek.read_exact(&mut vec![0; length])?;
    Ok((Some(mark), length as u64))
}

/// Gives every row but the first to `each`, with its line from 1 and its offset in bytes. A row that has not as many cells
/// as there are columns is a problem of its own.
pub(super) fn rows(
    peek: &mut Peek,
    location: &Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (asked, skipped) = match separator(peek) {
        Ok(asked) => asked,
        Err(error) => return each(Unit::Problem(Problem::new(location.clone(), format!("cannot be read: {error}")))),
    };
    let prefix = peek.prefix();
    let delimiter = asked.unwrap_or_else(|| delimiter(prefix));
    // The parser of the table counts the second character of a line's end to the next row.
    let ended = u64::from(prefix.iter().position(|b| *b == b'\n').is_some_and(|at| at > 0 && prefix[at - 1] == b'\r'));
    // The charset of the beginning is that of the whole.
    let whole_characters = prefix.iter().rposition(|b| *b == b'\n').map_or(prefix, |end| &prefix[..end]);
    let label = match charset::decode(whole_characters, None) {
        Ok((_, label)) => label,
        Err(error) => return each(Unit::Problem(Problem::new(location.clone(), error.to_string()))),
    };
    let cell = |bytes: &[u8]| match charset::decode(bytes, Some(label)) {
        Ok((text, _)) => text.into_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    };
    let (left, open) = (Cell::new(limits.entry_bytes), Cell::new(false));
    let bounded = Bounded { inner: peek, left: &left, open: &open };
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(bounded);
    let fail = |location: Location, reason: String| Unit::Problem(Problem::new(location, reason));
    let columns: Vec<String> = match reader.byte_headers() {
        Ok(names) => names.iter().map(|name| cell(name).trim_start_matches('\u{feff}').trim().to_owned()).collect(),
        Err(error) => return each(fail(location.clone(), format!("its columns cannot be read: {error}"))),
    };
    if columns.len() > COLUMNS || columns.iter().any(|name| name.len() > NAME) {
        let reason =
            format!("its first row is no row of names: more than {COLUMNS} cells, or one of more than {NAME} bytes");
        return each(fail(location.clone(), reason));
    }
    let mut record = csv::ByteRecord::new();
    let mut articles = 0_u64;
    // The last row is known to be the last only when no other follows.
    let mut last: Option<(Unit, Location, bool)> = None;
    loop {
        left.set(limits.entry_bytes);
        let more = reader.read_byte_record(&mut record);
        if let Some((unit, here, has_lines)) = last.take() {
            // A mark that is never closed takes all rows after it into one cell.
            if open.get() && has_lines && !matches!(more, Ok(true)) {
                let reason = "a quotation mark in it is not closed before the file ends; the rows before are read";
                return each(fail(here, reason.to_owned()));
            }
            each(unit)?;
        }
        match more {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let reason = format!("breaks off after {articles} rows: {error}; the rows before are read");
                return each(fail(location.clone(), reason));
            }
        }
        articles += 1;
        let position = record.position();
        let here = location.record(
            position.map_or(0, csv::Position::line) + ended + u64::from(asked.is_some()),
            position.map_or(0, csv::Position::byte) + ended + skipped,
        );
        let has_lines = record.iter().any(|cell| cell.contains(&b'\n'));
        let unit = if record.len() == columns.len() {
            let cells = columns.iter().zip(record.iter()).filter(|(_, value)| !value.is_empty());
            let object: Map<String, Value> = cells.map(|(name, value)| (name.clone(), cell(value).into())).collect();
            let bytes = Value::Object(object).to_string().into_bytes();
            Unit::Raw(Raw { location: here.clone(), bytes, format: Format::Row })
        } else {
            let reason = format!("has {} cells where there are {} columns", record.len(), columns.len());
            fail(here.clone(), reason)
        };
        last = Some((unit, here, has_lines));
    }
    if articles == 0 {
        return each(Unit::Skipped {
            location: location.clone(),
            reason: "a table without a row below the names of its columns".into(),
        });
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::{
        article::Location,
        source::{Limits, Unit, units_of_reader},
    };

    #[test]
    fn a_line_may_say_what_stands_between_the_cells() {
        for (table, place) in [
            ("sep=;\r\ntitle;text\r\n\"A, b\";\"One, two\"\r\n", "t.csv:3"),
            ("title;text\r\n\"A, b\";\"One, two\"\r\n", "t.csv:2"),
            ("title;text\n\"A, b\";\"One, two\"\n", "t.csv:2"),
        ] {
            let mut seen = vec![];
            units_of_reader(table.as_bytes(), Location::file("t.csv"), &Limits::default(), &mut |unit| {
                if let Unit::Raw(raw) = unit {
                    let offset = raw.location.offset.unwrap_or(0) as usize;
                    assert!(table[offset..].starts_with("\"A, b\""), "{offset}");
                    seen.push((raw.location.to_string(), String::from_utf8(raw.bytes).unwrap()));
                }
                ControlFlow::Continue(())
            });
            assert_eq!(seen, [(place.to_owned(), r#"{"text":"One, two","title":"A, b"}"#.to_owned())]);
        }
    }
}
