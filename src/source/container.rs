//! A container is a file that holds other files (zip, tar) or one file compressed (gzip, zstd), to any sensible depth.

use std::{
    cell::Cell,
    io::{self, Cursor, Read, Seek},
    ops::ControlFlow,
};

use flate2::read::MultiGzDecoder;
use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{
    charset,
    lines::lines,
    peek::Peek,
    problem::Problem,
    records::records,
    sniff::{Container, Content, Format, PREFIX, sniff},
    unit::{Limits, Raw, Unit},
    walk::set_aside,
    zstd::Zstd,
};
use crate::article::Location;

/// Opens streams and gives what they hold to `each`.
pub(super) struct Opener<'a> {
    pub(super) limits: &'a Limits,
    pub(super) each: &'a mut dyn FnMut(Unit) -> ControlFlow<()>,
}

impl Opener<'_> {
    /// Opens one stream. `depth` counts the containers around it; `inflated` says that the last was a compression.
    pub(super) fn open(&mut self, reader: &mut dyn Read, location: &Location, depth: usize, inflated: bool) -> ControlFlow<()> {
        let mut peek = Peek::new(reader, PREFIX);
        let limit = usize::try_from(self.limits.entry_bytes).unwrap_or(usize::MAX);
        if peek.prefix().trim_ascii_start().starts_with(b"{") {
            // Whether it is JSON Lines shows only after the first line, which may be long.
            peek.extend_until(limit, |prefix| {
                let start = prefix.trim_ascii_start();
                start.iter().position(|b| *b == b'\n').is_some_and(|end| !start[end..].trim_ascii().is_empty())
            });
        } else if peek.prefix().trim_ascii_start().is_empty() {
            peek.extend_until(limit, |prefix| !prefix.trim_ascii_start().is_empty());
        }
        if let Some(error) = peek.error().filter(|_| peek.prefix().is_empty()) {
            let reason = format!("cannot be read: {error}");
            return self.problem(location, reason);
        }
        match sniff(peek.prefix(), location.name(), peek.is_whole()) {
            Content::Container(container) => self.enter(container, &mut peek, location, depth, inflated),
            Content::Lines => lines(&mut peek, location, self.limits, self.each),
            Content::Document(format) => self.document(&mut peek, location, format),
            Content::Unread(format) => self.problem(location, format!("{format} is not read by this version")),
            Content::Aside(reason) => self.skipped(location, reason),
            Content::Blank => self.skipped(location, "empty"),
        }
    }

    fn enter(&mut self, container: Container, reader: &mut Peek, location: &Location, depth: usize, inflated: bool) -> ControlFlow<()> {
        let compression = matches!(container, Container::Gzip | Container::Zstd);
        // A compressed archive is one container, not two; but a gzip in a gzip in a gzip is a bomb.
        let depth = depth + usize::from(!compression || inflated);
        if depth > self.limits.depth {
            let reason = format!("containers nested more than {} deep; unpack the outer ones first", self.limits.depth);
            return self.problem(location, reason);
        }
        match container {
            Container::Gzip => self.open(&mut MultiGzDecoder::new(reader), location, depth, true),
            Container::Zstd => self.open(&mut Zstd::new(reader), location, depth, true),
            Container::Tar => self.tar(reader, location, depth),
            Container::Zip => {
                let limit = self.limits.entry_bytes.saturating_mul(4);
                match read_within(reader, limit) {
                    Ok(Some(bytes)) => self.zip(Cursor::new(bytes), location, depth),
                    Ok(None) => self.problem(
                        location,
                        format!("a zip inside another container has more than the limit of {limit} bytes; unpack the outer one"),
                    ),
                    Err(error) => self.problem(location, format!("cannot be read to its end: {error}")),
                }
            }
        }
    }

    /// Gives one document, or every object of a JSON document that holds many.
    fn document(&mut self, reader: &mut Peek, location: &Location, format: Format) -> ControlFlow<()> {
        let limit = self.limits.entry_bytes;
        let bytes = match read_within(reader, limit) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                let reason = format!("has more than the limit of {limit} bytes for one document; raise the limit or split it");
                return self.problem(location, reason);
            }
            Err(error) => return self.problem(location, format!("breaks off before its end: {error}")),
        };
        if format == Format::Json {
            let text = match charset::decode(&bytes, None) {
                Ok((text, _)) => text,
                Err(error) => return self.problem(location, error.to_string()),
            };
            if let Some(found) = records(&text) {
                if found.is_empty() {
                    return self.skipped(location, "empty");
                }
                for (number, range) in (1..).zip(found) {
                    let location = location.record(number, range.start as u64);
                    let bytes = text.as_bytes()[range].to_vec();
                    (self.each)(Unit::Raw(Raw { location, bytes, format }))?;
                }
                return ControlFlow::Continue(());
            }
        }
        (self.each)(Unit::Raw(Raw { location: location.clone(), bytes, format }))
    }

    fn tar(&mut self, reader: &mut Peek, location: &Location, depth: usize) -> ControlFlow<()> {
        let mut archive = tar::Archive::new(reader);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.problem(location, format!("damaged tar: {error}")),
        };
        let mut last = String::from("the start");
        for (count, entry) in (1..).zip(entries) {
            if count > self.limits.entries {
                return self.too_many(location);
            }
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.problem(location, format!("damaged tar after {last}: {error}; what stands before is read")),
            };
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let kind = entry.header().entry_type();
            let member = location.within(&name);
            if kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() {
                let broken = Cell::new(false);
                let (at, left) = (entry.raw_file_position(), entry.size());
                let mut watched = Watched { inner: &mut entry, left, broken: &broken };
                self.member(&mut watched, &member, &name, depth)?;
                if broken.get() {
                    return self.problem(location, format!("damaged tar: it breaks off inside {name}, which starts at byte {at}; what stands before is read"));
                }
            } else if !kind.is_dir() {
                self.skipped(&member, "a link or device, not a file")?;
            }
            last = name;
        }
        ControlFlow::Continue(())
    }

    /// Gives the members of a zip in the order of their names. `depth` counts this container too.
    pub(super) fn zip(&mut self, reader: impl Read + Seek, location: &Location, depth: usize) -> ControlFlow<()> {
        if depth > self.limits.depth {
            return self.problem(location, format!("containers nested more than {} deep; unpack the outer ones first", self.limits.depth));
        }
        let mut reader = Some(reader);
        let opened = reader.as_mut().map(ZipArchive::new);
        let mut archive = match opened {
            Some(Ok(archive)) => archive,
            Some(Err(error)) => {
                let reason = format!("damaged zip, its list of members cannot be read: {error}; what can be found without it is read");
                self.problem(location, reason)?;
                return reader.map_or(ControlFlow::Continue(()), |reader| self.salvage(reader, location, depth));
            }
            None => return ControlFlow::Continue(()),
        };
        let mut names: Vec<(String, usize)> = (0..archive.len())
            .map(|i| (archive.by_index_data(i).map_or_else(|_| String::new(), |e| member_name(e.name().ok(), e.name_raw())), i))
            .collect();
        if let Some(office) = office(&names) {
            return self.problem(location, format!("{office} is not read by this version"));
        }
        if names.len() as u64 > self.limits.entries {
            return self.too_many(location);
        }
        names.sort_unstable();
        for (name, index) in names {
            let member = location.within(&name);
            match archive.by_index(index) {
                Ok(mut file) => self.zip_member(&mut file, &member, &name, depth)?,
                Err(error) => self.problem(&member, cannot_open(&error))?,
            }
        }
        ControlFlow::Continue(())
    }

    fn zip_member<R: Read + ?Sized>(&mut self, file: &mut ZipFile<'_, R>, member: &Location, name: &str, depth: usize) -> ControlFlow<()> {
        if file.is_dir() {
            return ControlFlow::Continue(());
        }
        if file.is_symlink() {
            return self.skipped(member, "a link or device, not a file");
        }
        self.member(file, member, name, depth)
    }

    /// Reads a zip without its central directory, from one local header to the next, as far as they go.
    fn salvage(&mut self, mut reader: impl Read + Seek, location: &Location, depth: usize) -> ControlFlow<()> {
        if reader.rewind().is_err() {
            return ControlFlow::Continue(());
        }
        for _ in 0..self.limits.entries {
            let Ok(Some(mut file)) = zip::read::read_zipfile_from_stream(&mut reader) else { break };
            let name = member_name(file.name().ok(), file.name_raw());
            self.zip_member(&mut file, &location.within(&name), &name, depth)?;
        }
        ControlFlow::Continue(())
    }

    /// Opens one member, unless its name sets it aside.
    fn member(&mut self, reader: &mut dyn Read, member: &Location, name: &str, depth: usize) -> ControlFlow<()> {
        match set_aside(name) {
            Some(reason) => self.skipped(member, reason),
            None => self.open(reader, member, depth, false),
        }
    }

    fn too_many(&mut self, location: &Location) -> ControlFlow<()> {
        let reason = format!("more than the limit of {} members; raise the limit or split the archive", self.limits.entries);
        self.problem(location, reason)
    }

    fn problem(&mut self, location: &Location, reason: impl Into<String>) -> ControlFlow<()> {
        (self.each)(Unit::Problem(Problem::new(location.clone(), reason)))
    }

    fn skipped(&mut self, location: &Location, reason: &str) -> ControlFlow<()> {
        (self.each)(Unit::Skipped { location: location.clone(), reason: reason.to_owned() })
    }
}

/// All of `reader`, or nothing where it has more than `limit` bytes.
fn read_within(reader: &mut dyn Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn member_name(name: Option<std::borrow::Cow<'_, str>>, raw: &[u8]) -> String {
    name.map_or_else(|| String::from_utf8_lossy(raw).into_owned(), std::borrow::Cow::into_owned)
}

fn cannot_open(error: &ZipError) -> String {
    let text = error.to_string();
    if matches!(error, ZipError::InvalidPassword) || text.to_lowercase().contains("password") {
        return "encrypted; unpack it with its password first".into();
    }
    match error {
        ZipError::CompressionMethodNotSupported(_) => format!("{text}; repack the archive with deflate"),
        _ => format!("cannot be read: {text}"),
    }
}

/// The office format that a zip with these members is.
fn office(names: &[(String, usize)]) -> Option<&'static str> {
    let has = |wanted: &str| names.iter().any(|(name, _)| name == wanted);
    let under = |folder: &str| names.iter().any(|(name, _)| name.starts_with(folder));
    match (has("[Content_Types].xml"), has("mimetype")) {
        (true, _) if under("word/") => Some("DOCX"),
        (true, _) if under("xl/") => Some("XLSX"),
        (true, _) => Some("an Office document"),
        (_, true) if under("META-INF/container.xml") => Some("EPUB"),
        (_, true) => Some("ODT or another OpenDocument format"),
        _ => None,
    }
}

/// A member of a tar that must have as many bytes as its header says.
struct Watched<'a, R> {
    inner: R,
    left: u64,
    broken: &'a Cell<bool>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer);
        match &read {
            Ok(0) if self.left > 0 && !buffer.is_empty() => {
                self.broken.set(true);
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{} bytes are missing", self.left)));
            }
            Ok(size) => self.left = self.left.saturating_sub(*size as u64),
            Err(error) if error.kind() != io::ErrorKind::Interrupted => self.broken.set(true),
            Err(_) => {}
        }
        read
    }
}
