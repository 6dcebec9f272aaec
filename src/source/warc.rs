//! Records of a WARC (ISO 28500), the format of web archives: the pages that servers sent, each at its address.
//!
//! Requests, metadata and revisits are no articles and passed over; pictures, scripts and error pages are skipped with the
//! reason. The day of the crawl is not that of publication and is not taken.

use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Read},
    ops::ControlFlow,
    rc::Rc,
};

use flate2::{
    bufread::GzDecoder,
    read::{MultiGzDecoder, ZlibDecoder},
};

use super::{
    container::Metered,
    lines::line,
    problem::Problem,
    sniff::{Content, Format, sniff},
    unit::{Limits, Raw, Unit},
};
use crate::article::Location;

/// Most bytes of a header.
const HEADER: u64 = 64 * 1024;

/// The header of a record or of a page: what stands after a name.
struct Header(Vec<(String, String)>);

impl Header {
    /// Reads lines up to a blank one, which is read too.
    fn read(reader: &mut impl BufRead, read: &mut u64) -> io::Result<Self> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut left = HEADER;
        loop {
            let mut bytes = Vec::new();
            let size = line(reader, left, &mut bytes)?;
            *read += size;
            left = left.saturating_sub(size);
            if size == 0 || left == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "its header does not end"));
            }
            let text = String::from_utf8_lossy(&bytes);
            if text.trim().is_empty() {
                return Ok(Self(fields));
            }
            if text.starts_with([' ', '\t'])
                && let Some((_, value)) = fields.last_mut()
            {
                value.push(' ');
                value.push_str(text.trim());
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// How far reading has come.
#[derive(Default)]
struct Place {
    /// Bytes of the decompressed archive.
    offset: u64,
    /// Records.
    number: u64,
    /// Whether what is read is no record, as has been told already.
    lost: bool,
}

/// Gives every page of the archive to `each`, at `FILE!ADDRESS`. A damaged record is a problem, and reading goes on at the
/// next that begins.
pub(super) fn pages(
    reader: &mut dyn Read,
    location: &Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut reader = BufReader::with_capacity(128 * 1024, reader);
    records(&mut reader, &mut Place::default(), location, limits, each)?;
    ControlFlow::Continue(())
}

/// Whether a stream in gzip holds an archive of the web.
pub(super) fn is_compressed(prefix: &[u8]) -> bool {
    let mut start = [0; 5];
    MultiGzDecoder::new(prefix).read_exact(&mut start).is_ok() && start == *b"WARC/"
}

/// Most pages of one member that are held back until its checksum has been read.
const HELD: usize = 16;
/// The first bytes of a member of gzip.
const START: [u8; 3] = [0x1f, 0x8b, 8];

/// As [`pages`], of an archive in which each record is compressed by itself, as the standard wants it: so that a damaged one
/// costs no other. `left` are the bytes that may still be decompressed.
pub(super) fn members(
    reader: &mut dyn Read,
    left: &Rc<Cell<u64>>,
    location: &Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut place = Place::default();
    let mut input = BufReader::with_capacity(128 * 1024, reader);
    while left.get() > 0 && next_member(&mut input) {
        let member = GzDecoder::new(START.chain(&mut input));
        let mut member = BufReader::new(Metered { inner: member, left: Rc::clone(left) });
        // A member is sound only when its checksum has been read; one of many pages is not kept until then.
        let mut held: Vec<Unit> = Vec::new();
        let mut kept = 0;
        let sound = records(&mut member, &mut place, location, limits, &mut |unit| {
            kept += if let Unit::Raw(raw) = &unit { raw.bytes.len() as u64 } else { 0 };
            held.push(unit);
            if kept > limits.entry_bytes || held.len() > HELD {
                held.drain(..).try_for_each(&mut *each)
            } else {
                ControlFlow::Continue(())
            }
        })?;
        let whole = sound && io::copy(&mut member, &mut io::sink()).is_ok();
        for unit in held {
            each(match unit {
                Unit::Raw(raw) if !whole => {
                    Unit::Problem(Problem::new(raw.location, "stands in a damaged part of the compressed archive"))
                }
                unit => unit,
            })?;
        }
        place.lost = !sound;
    }
    ControlFlow::Continue(())
}

/// Passes over everything up to the end of the first bytes of a member of gzip; `false` at the end.
fn next_member(reader: &mut impl BufRead) -> bool {
    let mut matched = 0;
    while matched < START.len() {
        let Some(byte) = reader.fill_buf().ok().and_then(|buffer| buffer.first().copied()) else { return false };
        reader.consume(1);
        matched = if byte == START[matched] { matched + 1 } else { usize::from(byte == START[0]) };
    }
    true
}

/// Gives every page of a stream of records; whether it was sound to its end.
fn records(
    reader: &mut impl BufRead,
    place: &mut Place,
    location: &Location,
    limits: &Limits,
    each: &mut dyn FnMut(Unit) -> ControlFlow<()>,
) -> ControlFlow<(), bool> {
    loop {
        let mut bytes = Vec::new();
        let begins = place.offset;
        match line(reader, 1024, &mut bytes) {
            Ok(0) => return ControlFlow::Continue(true),
            Ok(size) => {
                place.offset += size;
                if !bytes.starts_with(b"WARC/") {
                    if !bytes.trim_ascii().is_empty() && !place.lost {
                        place.lost = true;
                        let reason = "no record begins here; reading goes on at the next that does";
                        each(Unit::Problem(Problem::new(location.record(place.number + 1, begins), reason)))?;
                    }
                    continue;
                }
                place.number += 1;
                let here = location.record(place.number, begins);
                match record(reader, &mut place.offset, &here, limits) {
                    Ok(unit) => {
                        place.lost = false;
                        unit.map_or(ControlFlow::Continue(()), &mut *each)?;
                    }
                    Err(error) => {
                        let reason = format!("breaks off before its end: {error}");
                        each(Unit::Problem(Problem::new(here, reason)))?;
                        return ControlFlow::Continue(false);
                    }
                }
            }
            Err(_) if place.lost => return ControlFlow::Continue(false),
            Err(error) => {
                let reason = format!("breaks off after {} records: {error}; the records before are read", place.number);
                each(Unit::Problem(Problem::new(location.record(place.number + 1, begins), reason)))?;
                return ControlFlow::Continue(false);
            }
        }
    }
}

/// One record after its first line; nothing for those that hold no page.
fn record(reader: &mut impl BufRead, offset: &mut u64, here: &Location, limits: &Limits) -> io::Result<Option<Unit>> {
    let header = Header::read(reader, offset)?;
    let length: u64 = header.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let kind = header.get("warc-type").unwrap_or_default().to_owned();
    let address = header.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
    let mut body = reader.take(length);
    let unit = match kind.as_str() {
        "response" => Some(response(&mut BufReader::new(&mut body), &address, here, limits)?),
        "resource" | "conversion" => {
            let kind = header.get("content-type").unwrap_or_default().to_owned();
            Some(page(&mut body, &kind, &address, here, limits))
        }
        _ => None,
    };
    io::copy(&mut body, &mut io::sink())?;
    if body.limit() > 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{} bytes are missing", body.limit())));
    }
    *offset += length;
    Ok(unit)
}

/// What a server answered.
fn response(reader: &mut impl BufRead, address: &str, here: &Location, limits: &Limits) -> io::Result<Unit> {
    let mut status = Vec::new();
    line(reader, 1024, &mut status)?;
    let status = String::from_utf8_lossy(&status).into_owned();
    let code = status.split_whitespace().nth(1).unwrap_or_default();
    let mut size = 0;
    let header = Header::read(reader, &mut size)?;
    if code != "200" {
        return Ok(Unit::Skipped { location: at(here, address), reason: format!("the server answered {code}") });
    }
    let kind = header.get("content-type").unwrap_or_default().to_owned();
    let chunked = header.get("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    let mut inner: Box<dyn Read + '_> =
        if chunked { Box::new(Chunks { reader, left: 0, ended: false }) } else { Box::new(reader) };
    match header.get("content-encoding").unwrap_or_default().to_lowercase().as_str() {
        "" | "identity" => Ok(page(&mut inner, &kind, address, here, limits)),
        "gzip" | "x-gzip" => Ok(page(&mut MultiGzDecoder::new(inner), &kind, address, here, limits)),
        "deflate" => Ok(page(&mut ZlibDecoder::new(inner), &kind, address, here, limits)),
        other => {
            let reason = format!("is compressed with {other}, which is not read");
            io::copy(&mut inner, &mut io::sink())?;
            Ok(Unit::Problem(Problem::new(at(here, address), reason)))
        }
    }
}

/// A body of a known type.
fn page(reader: &mut dyn Read, kind: &str, address: &str, here: &Location, limits: &Limits) -> Unit {
    let location = at(here, address);
    let kind = kind.split(';').next().unwrap_or_default().trim().to_lowercase();
    let read =
        ["text/html", "application/xhtml+xml", "text/plain", "application/json", "application/xml", "text/xml", ""];
    if !read.contains(&kind.as_str()) {
        return Unit::Skipped { location, reason: format!("not an article ({kind})") };
    }
    let mut bytes = Vec::new();
    if let Err(error) = reader.take(limits.entry_bytes.saturating_add(1)).read_to_end(&mut bytes) {
        return Unit::Problem(Problem::new(location, format!("its page cannot be read to its end: {error}")));
    }
    if bytes.len() as u64 > limits.entry_bytes {
        let limit = limits.entry_bytes;
        let reason = format!("has more than the limit of {limit} bytes for one document; raise --max-document");
        return Unit::Problem(Problem::new(location, reason));
    }
    let format = match sniff(&bytes[..bytes.len().min(super::sniff::PREFIX)], "", true) {
        Content::Document(format) => format,
        Content::Blank => return Unit::Skipped { location, reason: "empty".to_owned() },
        _ if kind.contains("html") => Format::Html,
        _ => return Unit::Skipped { location, reason: format!("not an article ({kind})") },
    };
    Unit::Raw(Raw { location, bytes, format })
}

fn at(here: &Location, address: &str) -> Location {
    if address.is_empty() { here.clone() } else { here.within(address) }
}

/// A body sent in chunks (RFC 9112), put together.
struct Chunks<R> {
    reader: R,
    left: u64,
    ended: bool,
}

impl<R: BufRead> Read for Chunks<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left == 0 && !self.ended {
            let mut bytes = Vec::new();
            if line(&mut self.reader, 1024, &mut bytes)? == 0 {
                self.ended = true;
                break;
            }
            let text = String::from_utf8_lossy(&bytes);
            let size = text.split(';').next().unwrap_or_default().trim();
            // The end of the chunk before.
            if size.is_empty() {
                continue;
            }
            self.left = u64::from_str_radix(size, 16)
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a chunk without its length"))?;
            self.ended = self.left == 0;
        }
        if self.ended {
            return Ok(0);
        }
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.reader.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a chunk breaks off"));
        }
        self.left -= read as u64;
        Ok(read)
    }
}
