//! Rows of a Parquet file, each given as a line of JSON Lines with the names of its columns.

use std::ops::ControlFlow;

use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};

use super::{
    problem::Problem,
    sniff::Format,
    unit::{Limits, Raw, Unit},
};
use crate::{article::Location, guard};

/// Gives every row to `each`, with its number from 1. A row that is too long is a problem of its own.
pub(super) fn rows<R: ChunkReader + 'static>(
    reader: R,
    location: &Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let damaged = |error: &dyn std::fmt::Display| {
        Unit::Problem(Problem::new(location.clone(), format!("damaged Parquet: {error}; the rows before are read")))
    };
    let opened = guard::guarded(|| SerializedFileReader::new(reader).map_err(|error| error.to_string()));
    let file = match opened.and_then(|opened| opened) {
        Ok(file) => file,
        Err(error) => return each(damaged(&error)),
    };
    let mut rows = match file.get_row_iter(None) {
        Ok(rows) => rows,
        Err(error) => return each(damaged(&error)),
    };
    let mut number = 0;
    loop {
        // The decoders of a damaged file may panic.
        let row = match guard::guarded(|| rows.next()) {
            Ok(None) => break,
            Ok(Some(Ok(row))) => row,
            Ok(Some(Err(error))) => return each(damaged(&error)),
            Err(panic) => return each(damaged(&panic)),
        };
        number += 1;
        let here = Location { record: Some(number), ..location.clone() };
        let bytes = row.to_json_value().to_string().into_bytes();
        if bytes.len() as u64 > limits.entry_bytes {
            let reason = format!(
                "row {number} has {} bytes, more than the limit of {}; raise --max-document",
                bytes.len(),
                limits.entry_bytes
            );
            each(Unit::Problem(Problem::new(here, reason)))?;
            continue;
        }
        each(Unit::Raw(Raw { location: here, bytes, format: Format::Row }))?;
    }
    if number == 0 {
        return each(Unit::Skipped { location: location.clone(), reason: "empty".to_owned() });
    }
    ControlFlow::Continue(())
}
