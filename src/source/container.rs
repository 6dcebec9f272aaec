//! A container is a file that holds other files (zip, tar) or one file compressed (gzip, zstd), to any sensible depth.

use std::{
    cell::Cell,
    io::{self, Cursor, Read, Seek},
    ops::ControlFlow,
    rc::Rc,
};

use flate2::read::MultiGzDecoder;
use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{
    attachments::{attachments, is_chain, may_carry},
    charset,
    elements::elements,
    formats,
    lines::lines,
    mbox::messages,
    peek::Peek,
    problem::Problem,
    records::records,
    rows::rows,
    sniff::{Container, Content, Format, PREFIX, sniff},
    unit::{LARGE, Limits, Raw, Unit},
    walk::set_aside,
    warc::{self, pages},
    zstd::Zstd,
};
use crate::article::Location;

/// Opens streams and gives what they hold to `each`.
pub(super) struct Opener<'a> {
    pub(super) limits: &'a Limits,
    pub(super) each: &'a mut dyn FnMut(Unit) -> ControlFlow<()>,
    /// Bytes that may still be decompressed.
    pub(super) left: Rc<Cell<u64>>,
}

/// A decompressor that stops where a bomb would go on.
pub(super) struct Metered<R> {
    pub(super) inner: R,
    pub(super) left: Rc<Cell<u64>>,
}

/// A larger mail is not taken apart: that takes as much memory again.
const LARGE_MAIL: usize = 16 << 20;

/// Why it stops.
pub(super) const BOMB: &str =
    "inflates to far more than a text does, as a bomb would; unpack it, or raise --max-inflation";

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let Some(left) = self.left.get().checked_sub(read as u64) else {
            self.left.set(0);
            return Err(io::Error::other(BOMB));
        };
        self.left.set(left);
        Ok(read)
    }
}

impl Opener<'_> {
    /// Opens one stream. `depth` counts the containers around it; `inflated` says that the last was a compression.
    pub(super) fn open(
        &mut self,
        reader: &mut dyn Read,
        location: &Location,
        depth: usize,
        inflated: bool,
    ) -> ControlFlow<()> {
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
            Content::Rows => rows(&mut peek, location, self.limits, self.each),
            Content::Mailbox => {
                let limits = self.limits;
                messages(&mut peek, location, limits, &mut |unit| self.mail(unit, depth))
            }
            #[cfg(feature = "parquet")]
            Content::Parquet => match read_within(&mut peek, self.limits.entry_bytes.saturating_mul(4)) {
                Ok(Some(bytes)) => super::parquet::rows(bytes::Bytes::from(bytes), location, self.limits, self.each),
                Ok(None) => self.problem(location, "a Parquet inside another container has more than four times the limit of --max-document; unpack the outer one"),
                Err(error) => self.problem(location, format!("cannot be read to its end: {error}")),
            },
            Content::Warc => pages(&mut peek, location, self.limits, self.each),
            Content::Elements(asked) => elements(&mut peek, asked, location, self.limits, self.each),
            Content::Document(format) => self.document(&mut peek, location, format, depth),
            Content::Unread(format) => self.problem(location, format!("{format} is not read by this version")),
            Content::Aside(reason) => self.skipped(location, reason),
            Content::Blank => self.skipped(location, "empty"),
        }
    }

    fn enter(
        &mut self,
        container: Container,
        reader: &mut Peek,
        location: &Location,
        depth: usize,
        inflated: bool,
    ) -> ControlFlow<()> {
        let compression = matches!(container, Container::Gzip | Container::Zstd);
        // A compressed archive is one container, not two; but a gzip in a gzip in a gzip is a bomb.
        let depth = depth + usize::from(!compression || inflated);
        if depth > self.limits.depth {
            return self.problem(location, self.too_deep());
        }
        match container {
            Container::Gzip if warc::is_compressed(reader.prefix()) => {
                warc::members(reader, &self.left, location, self.limits, self.each)
            }
            Container::Gzip => self.open(&mut self.metered(MultiGzDecoder::new(reader)), location, depth, true),
            Container::Zstd => self.open(&mut self.metered(Zstd::new(reader)), location, depth, true),
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
    fn document(&mut self, reader: &mut Peek, location: &Location, format: Format, depth: usize) -> ControlFlow<()> {
        let limit = self.limits.entry_bytes;
        let mut bytes = reader.take_prefix();
        let first = LARGE.saturating_sub(bytes.len() as u64);
        let start = reader.take(first).read_to_end(&mut bytes);
        if bytes.len() as u64 >= LARGE {
            (self.each)(Unit::Large)?;
        }
        let read = start.and_then(|_| rest_within(bytes, reader, limit));
        let bytes = match read {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                let reason = format!(
                    "has more than the limit of {limit} bytes for one document; raise --max-document or split it"
                );
                return self.problem(location, reason);
            }
            Err(error) => return self.problem(location, format!("breaks off before its end: {error}")),
        };
        if let Some((style, documents)) = formats::press::documents(&bytes, format, limit) {
            for (number, (offset, document)) in (1..).zip(documents) {
                let location = location.record(number, offset);
                (self.each)(Unit::Raw(Raw { location, bytes: document.into_bytes(), format: Format::Press(style) }))?;
            }
            return ControlFlow::Continue(());
        }
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
        self.mail(Unit::Raw(Raw { location: location.clone(), bytes, format }), depth)
    }

    /// Gives a unit; before it what it carries, where it is a mail.
    fn mail(&mut self, unit: Unit, depth: usize) -> ControlFlow<()> {
        if let Unit::Raw(Raw { format: Format::Mail, location, bytes }) = &unit {
            // Of a mailbox the number of the message says whose it is.
            let number = location.record.map_or_else(String::new, |number| format!("{number}/"));
            let mail = Location { record: None, offset: None, ..location.clone() };
            let mut count = 0;
            if bytes.len() > LARGE_MAIL && may_carry(bytes) {
                let reason = format!(
                    "a mail of more than the limit of {LARGE_MAIL} bytes for mails with attachments: what it carries is not \
                     read; save that beside it"
                );
                self.problem(location, reason)?;
                return (self.each)(unit);
            }
            if is_chain(bytes) {
                let reason = "mails forwarded within mails, nested too deep; save the inner ones by themselves";
                return self.problem(location, reason);
            }
            attachments(bytes, &mut |attachment| {
                let member = mail.within(&format!("{number}{}", attachment.name));
                count += 1;
                if count > self.limits.entries {
                    let first = count == self.limits.entries + 1;
                    return if first { self.too_many(location) } else { ControlFlow::Continue(()) };
                }
                match attachment.aside {
                    Some(reason) => self.skipped(&member, reason),
                    None if attachment.garbled => {
                        let reason = "an attached text whose charset the mail does not name; save it beside the mail";
                        self.problem(&member, reason)
                    }
                    None if depth >= self.limits.depth => self.problem(&member, self.too_deep()),
                    None => self.member(&mut &*attachment.bytes, &member, &attachment.name, depth + 1),
                }
            })?;
        }
        (self.each)(unit)
    }

    /// Gives the members of a zip in the order of their names. `depth` counts this container too.
    pub(super) fn zip(&mut self, reader: impl Read + Seek, location: &Location, depth: usize) -> ControlFlow<()> {
        if depth > self.limits.depth {
            return self.problem(location, self.too_deep());
        }
        let mut reader = Some(reader);
        let opened = reader.as_mut().map(ZipArchive::new);
        let mut archive = match opened {
            Some(Ok(archive)) => archive,
            Some(Err(error)) => {
                let reason = format!(
                    "damaged zip, its list of members cannot be read: {error}; what can be found without it is read"
                );
                self.problem(location, reason)?;
                return reader.map_or(ControlFlow::Continue(()), |reader| self.salvage(reader, location, depth));
            }
            None => return ControlFlow::Continue(()),
        };
        let mut names: Vec<(String, usize)> = (0..archive.len())
            .map(|i| {
                (
                    archive
                        .by_index_data(i)
                        .map_or_else(|_| String::new(), |e| member_name(e.name().ok(), e.name_raw())),
                    i,
                )
            })
            .collect();
        if matches!(office(&names), Some("DOCX" | "OpenDocument text")) {
            let mut reader = archive.into_inner();
            let bytes = reader.rewind().and_then(|()| read_within(&mut reader, self.limits.entry_bytes));
            return match bytes {
                Ok(Some(bytes)) => {
                    self.document(&mut Peek::new(&mut bytes.as_slice(), 0), location, Format::Office, depth)
                }
                Ok(None) => {
                    let limit = self.limits.entry_bytes;
                    self.problem(
                        location,
                        format!("has more than the limit of {limit} bytes for one document; raise --max-document"),
                    )
                }
                Err(error) => self.problem(location, format!("cannot be read to its end: {error}")),
            };
        }
        if let Some(office) = office(&names) {
            return self.problem(location, format!("{office} is not read by this version"));
        }
        if names.len() as u64 > self.limits.entries {
            return self.too_many(location);
        }
        if archive.has_overlapping_files().unwrap_or(false) {
            return self.problem(location, "its members overlap, as in a bomb; repack it");
        }
        names.sort_unstable();
        for (name, index) in names {
            if self.left.get() == 0 {
                return self.problem(location, format!("{BOMB}; the rest of it is not read"));
            }
            let member = location.within(&name);
            match archive.by_index(index) {
                Ok(mut file) => self.zip_member(&mut file, &member, &name, depth)?,
                Err(error) => self.problem(&member, cannot_open(&error))?,
            }
        }
        ControlFlow::Continue(())
    }

    fn zip_member<R: Read + ?Sized>(
        &mut self,
        file: &mut ZipFile<'_, R>,
        member: &Location,
        name: &str,
        depth: usize,
    ) -> ControlFlow<()> {
        if file.is_dir() {
            return ControlFlow::Continue(());
        }
        if file.is_symlink() {
            return self.skipped(member, "a link or device, not a file");
        }
        self.member(&mut self.metered(file), member, name, depth)
    }

    /// Reads a zip without its central directory, from one local header to the next, as far as they go.
    fn salvage(&mut self, mut reader: impl Read + Seek, location: &Location, depth: usize) -> ControlFlow<()> {
        if reader.rewind().is_err() {
            return ControlFlow::Continue(());
        }
        for _ in 0..self.limits.entries {
            if self.left.get() == 0 {
                break;
            }
            let Ok(Some(mut file)) = zip::read::read_zipfile_from_stream(&mut reader) else { break };
            let name = member_name(file.name().ok(), file.name_raw());
            self.zip_member(&mut file, &location.within(&name), &name, depth)?;
        }
        ControlFlow::Continue(())
    }

    /// Opens one member, unless its name sets it aside.
    pub(super) fn member(
        &mut self,
        reader: &mut dyn Read,
        member: &Location,
        name: &str,
        depth: usize,
    ) -> ControlFlow<()> {
        match set_aside(name) {
            Some(reason) => self.skipped(member, reason),
            None => self.open(reader, member, depth, false),
        }
    }

    fn metered<R>(&self, inner: R) -> Metered<R> {
        Metered { inner, left: Rc::clone(&self.left) }
    }

    fn too_deep(&self) -> String {
        format!(
            "containers nested more than {} deep; unpack the outer ones first, or raise --max-depth",
            self.limits.depth
        )
    }

    pub(super) fn too_many(&mut self, location: &Location) -> ControlFlow<()> {
        let limit = self.limits.entries;
        self.problem(
            location,
            format!("more than the limit of {limit} members; raise --max-members or split the archive"),
        )
    }

    pub(super) fn problem(&mut self, location: &Location, reason: impl Into<String>) -> ControlFlow<()> {
        (self.each)(Unit::Problem(Problem::new(location.clone(), reason)))
    }

    pub(super) fn skipped(&mut self, location: &Location, reason: &str) -> ControlFlow<()> {
        (self.each)(Unit::Skipped { location: location.clone(), reason: reason.to_owned() })
    }
}

/// All of `reader`, or nothing where it has more than `limit` bytes.
fn read_within(reader: &mut dyn Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    rest_within(Vec::new(), reader, limit)
}

/// `bytes` and all of `reader` after them, or nothing where these are more than `limit` bytes.
fn rest_within(mut bytes: Vec<u8>, reader: &mut dyn Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    reader.take(limit.saturating_add(1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
    // Reading doubles the room whenever it is used up.
    bytes.shrink_to_fit();
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
        (_, true) if has("content.xml") && !under("Object") => Some("OpenDocument text"),
        (_, true) => Some("an OpenDocument format other than text"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Cursor, Write},
        ops::ControlFlow,
    };

    use flate2::{Compression, write::GzEncoder};
    use zip::{ZipWriter, write::SimpleFileOptions};

    use crate::{
        article::Location,
        source::{Limits, Unit, units_of_reader},
    };

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(vec![], Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(vec![]);
        for (name, bytes) in members {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            builder.append_data(&mut header, name, *bytes).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(vec![]));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// One line a unit: `place = words`, `place - reason`, `place ! reason`.
    fn seen(name: &str, bytes: &[u8], limits: &Limits) -> Vec<String> {
        let mut seen = vec![];
        units_of_reader(bytes, Location::file(name), limits, &mut |unit| {
            seen.push(match unit {
                Unit::Large => "large".to_owned(),
                Unit::Raw(raw) => format!("{} = {}", raw.location, String::from_utf8_lossy(&raw.bytes)),
                Unit::Skipped { location, reason } => format!("{location} - {reason}"),
                Unit::Problem(problem) => format!("{} ! {}", problem.location, problem.reason),
            });
            ControlFlow::Continue(())
        });
        seen
    }

    #[test]
    fn containers_in_containers() {
        let inner = gz(&tar(&[("d/b.jsonl", b"{}\n{ }\n"), ("README", b"x"), (".x", b"x"), ("e.txt", b"  ")]));
        let zipped =
            zip(&[("b.txt", b"B"), ("a.tar.gz", &inner), ("__MACOSX/b.txt", b"x"), ("p.7z", b"7z\xbc\xaf\x27\x1c")]);
        let expected = [
            "n.zip!__MACOSX/b.txt - a Mac resource fork",
            "n.zip!a.tar.gz!d/b.jsonl:1 = {}",
            "n.zip!a.tar.gz!d/b.jsonl:2 = { }",
            "n.zip!a.tar.gz!README - not an article",
            "n.zip!a.tar.gz!.x - hidden",
            "n.zip!a.tar.gz!e.txt - empty",
            "n.zip!b.txt = B",
            "n.zip!p.7z ! 7z (repack it as zip or tar) is not read by this version",
        ];
        assert_eq!(seen("n.zip", &zipped, &Limits::default()), expected);
        let shallow = Limits { depth: 1, ..Limits::default() };
        assert!(seen("n.zip", &zipped, &shallow)[1].starts_with("n.zip!a.tar.gz ! containers nested more than 1 deep"));
    }

    #[test]
    fn several_gzip_members_and_json_lists() {
        let two = [gz(b"{\"a\":1}\n"), gz(b"{\"b\":2}\n")].concat();
        assert_eq!(seen("a.gz", &two, &Limits::default()), ["a.gz:1 = {\"a\":1}", "a.gz:2 = {\"b\":2}"]);
        let list = b"{\"articles\": [{\"a\":1}, 7]}";
        assert_eq!(seen("a.json", list, &Limits::default()), ["a.json:1 = {\"a\":1}", "a.json:2 = 7"]);
        assert_eq!(seen("a.txt", b"", &Limits::default()), ["a.txt - empty"]);
    }

    #[test]
    fn what_breaks_off_keeps_its_start() {
        let lines: Vec<String> = (0..20_000).map(|n| format!("{{\"n\":{}}}\n", n * 7919 % 10_007)).collect();
        let whole = gz(lines.concat().as_bytes());
        let found = seen("a.jsonl.gz", &whole[..whole.len() / 2], &Limits::default());
        assert!(found.len() > 1000);
        assert!(found[found.len() - 1].contains("a.jsonl.gz ! the file breaks off after line "), "{:?}", found.last());

        let archive = tar(&[("a.txt", b"A"), ("b.txt", &[b'b'; 2000])]);
        let found = seen("a.tar", &archive[..2600], &Limits::default());
        assert_eq!(found[0], "a.tar!a.txt = A");
        assert!(found[1].starts_with("a.tar!b.txt ! breaks off before its end: "), "{found:?}");
        assert!(
            found[2].starts_with("a.tar ! damaged tar: it breaks off inside b.txt, which starts at byte 1536"),
            "{found:?}"
        );
        assert_eq!(found.len(), 3);

        let archive = zip(&[("a.txt", b"A"), ("b.txt", b"B")]);
        let found = seen("a.zip", &archive[..archive.len() - 30], &Limits::default());
        assert!(found[0].starts_with("a.zip ! damaged zip, its list of members cannot be read"), "{found:?}");
        assert_eq!(found[1..], ["a.zip!a.txt = A", "a.zip!b.txt = B"]);

        for (name, bytes) in
            [("a.gz", &gz(b"Talks ended.")[..15]), ("b.zst", b"\x28\xb5\x2f\xfd\x04"), ("c.zip", b"PK\x03\x04")]
        {
            let found = seen(name, bytes, &Limits::default());
            assert_eq!(found.iter().filter(|line| line.contains('!')).count(), 1, "{found:?}");
        }
    }

    #[test]
    fn limits_are_named() {
        let limits = Limits { entry_bytes: 10, entries: 2, ..Limits::default() };
        let archive = tar(&[("a.txt", b"eleven byte"), ("b.txt", b"B"), ("c.txt", b"C")]);
        let found = seen("a.tar", &archive, &limits);
        assert!(found[0].starts_with("a.tar!a.txt ! has more than the limit of 10 bytes"), "{found:?}");
        assert_eq!(found[1], "a.tar!b.txt = B");
        assert!(found[2].starts_with("a.tar ! more than the limit of 2 members"), "{found:?}");
    }

    #[test]
    fn encrypted_members_and_office_files() {
        let mut archive = zip(&[("a.txt", b"A"), ("b.txt", b"B")]);
        // Bit 0 of the flags says that a member is encrypted: in its local header and in the central directory.
        let central = archive.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        archive[6] |= 1;
        archive[central + 8] |= 1;
        let expected = ["a.zip!a.txt ! encrypted; unpack it with its password first", "a.zip!b.txt = B"];
        assert_eq!(seen("a.zip", &archive, &Limits::default()), expected);
        let office = zip(&[("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")]);
        assert_eq!(seen("a.xlsx", &office, &Limits::default()), ["a.xlsx ! XLSX is not read by this version"]);
        let office = zip(&[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")]);
        assert!(
            seen("a.docx", &office, &Limits::default())[0].starts_with("a.docx = PK"),
            "one document, not a container"
        );
    }

    #[test]
    fn the_caller_can_stop() {
        let mut count = 0;
        let archive = tar(&[("a.txt", b"A"), ("b.txt", b"B")]);
        units_of_reader(archive.as_slice(), Location::file("a.tar"), &Limits::default(), &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert_eq!(count, 1);
    }
}
