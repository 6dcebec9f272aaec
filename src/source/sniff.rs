//! A [`Content`] is what a file turns out to hold: by its first bytes first, by its name second.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

pub use super::formats::press::Style;
use super::{charset, elements::Elements};

/// The format of one unit of parsing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Plain text or Markdown, with or without a header.
    Text,
    /// A web page.
    Html,
    /// A JSON document.
    Json,
    /// One line of JSON Lines.
    JsonLine,
    /// One row of a table, as an object of JSON.
    Row,
    /// One record of the Reuters-21578 collection.
    Reuters,
    /// News Industry Text Format.
    Nitf,
    /// `NewsML`, of either generation.
    Newsml,
    /// Text Encoding Initiative.
    Tei,
    /// RSS or Atom.
    Feed,
    /// A mail.
    Mail,
    /// A document of a word processor: DOCX or ODT.
    Office,
    /// A document in Rich Text Format.
    Rtf,
    /// A document in PDF.
    Pdf,
    /// One page of a dump of a wiki.
    MediaWiki,
    /// One document of a download from a press database.
    Press(Style),
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Html => "HTML",
            Self::Json => "JSON",
            Self::JsonLine => "JSON Lines",
            Self::Row => "table",
            Self::Reuters => "Reuters SGML",
            Self::Nitf => "NITF",
            Self::Newsml => "NewsML",
            Self::Tei => "TEI",
            Self::Feed => "RSS or Atom",
            Self::Mail => "mail",
            Self::Office => "DOCX or ODT",
            Self::Rtf => "RTF",
            Self::Pdf => "PDF",
            Self::MediaWiki => "MediaWiki dump",
            Self::Press(Style::Lexis | Style::Nexis) => "LexisNexis download",
            Self::Press(Style::Factiva | Style::FactivaDisplay) => "Factiva download",
            Self::Press(Style::ProQuest) => "ProQuest download",
        })
    }
}

/// What users are told of a format.
#[derive(Debug)]
pub struct FormatRow {
    /// Its name.
    pub name: &'static str,
    /// What tells it from others.
    pub recognised: &'static str,
    /// What is taken from it, besides the text.
    pub fields: &'static str,
}

const fn told(name: &'static str, recognised: &'static str, fields: &'static str) -> FormatRow {
    FormatRow { name, recognised, fields }
}

/// All formats that are read.
pub const FORMATS: &[FormatRow] = &[
    told(
        "text, Markdown",
        "anything that is text and nothing else",
        "title; of front matter or header lines every field; dateline",
    ),
    told(
        "HTML",
        "mark-up of a page, whatever its name",
        "title, outlet, byline, date, address, language, section: JSON-LD, OpenGraph, meta, microdata, <time>",
    ),
    told(
        "JSON",
        "{ or [, with articles in it or under articles, items, results, docs, hits …",
        "every field by its usual names, or by --map",
    ),
    told("JSON Lines", "one object a line, or the name .jsonl, .ndjson", "as JSON"),
    told(
        "CSV, TSV",
        "the name .csv, .tsv or .tab; columns named in the first row",
        "as JSON, by the names of the columns",
    ),
    told(
        "NITF",
        "<nitf>",
        "title, outlet, byline, dateline, date of issue, address, language, section, keywords, identifier",
    ),
    told(
        "NewsML-G2, NewsML 1",
        "<newsItem>, <newsMessage>, <NewsML>",
        "title, provider, byline, dateline, date, language, subjects, identifier; several items",
    ),
    told("TEI", "<TEI>", "title, publisher, date, place and signature of each document of an edition"),
    told(
        "RSS, Atom",
        "<rss>, <feed>, <rdf:RDF>",
        "title, outlet, byline, date of publication, address, categories, identifier of each entry",
    ),
    told(
        "MediaWiki (Wikinews)",
        "<mediawiki>",
        "title, site as outlet, date from the page's own template or category, address, language, categories, identifier; talk, redirects and drafts are skipped",
    ),
    told("Reuters-21578", "<!DOCTYPE lewis>", "title, byline, dateline, date, topics, identifier of each record"),
    told(
        "mail, mbox",
        "header lines of a mail; From ADDRESS",
        "subject, sender as outlet, date, identifier; attachments and forwarded messages are read as documents of their own",
    ),
    told(
        "WARC",
        "WARC/1.0, plain or each record in gzip",
        "of each page what HTML gives, and its address; never the day of the crawl",
    ),
    told(
        "LexisNexis, Nexis Uni, Factiva, ProQuest",
        "two signs of the database's layout, in text, HTML, RTF or DOCX",
        "of each article of the download: title, outlet, byline, dateline, date, section, language, subjects, identifier",
    ),
    told("RTF", "{\\rtf", "title, author; as text"),
    told("PDF", "%PDF-", "as text; no date: those in the file are the file's; pictures of pages are reported"),
    told("Parquet", "PAR1; in a build with --features parquet", "as JSON, by the names of the columns"),
    told(
        "DOCX, ODT",
        "a zip with word/document.xml or content.xml",
        "title, author, keywords; no date: those in the file are the file's; no notes",
    ),
    told("gzip, zstd, zip, tar", "their first bytes; one inside the other", "what is in them, as archive.tar.gz!path"),
];

/// A file that holds other files, or one file compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Gzip,
    Zstd,
    Zip,
    Tar,
}

/// What a stream of bytes holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Container(Container),
    /// One JSON object a line.
    Lines,
    /// A table with the names of its columns in the first row.
    Rows,
    /// Many mails in one file.
    Mailbox,
    /// An archive of the web.
    Warc,
    /// A table in columns.
    #[cfg(feature = "parquet")]
    Parquet,
    /// Mark-up with many articles, one an element.
    Elements(Elements),
    Document(Format),
    /// A format that is known but not read: its name.
    Unread(&'static str),
    /// Something that belongs to an article but is none: the reason to skip it.
    Aside(&'static str),
    Blank,
}

/// Bytes of the start of a stream that recognition looks at.
pub(super) const PREFIX: usize = 64 * 1024;

/// Formats that their first bytes give away and that are not read, with the offset of those bytes.
const MAGIC: &[(usize, &[u8], &str)] = &[
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the old format of Microsoft Office (save it as text or HTML)"),
    (0, b"BZh", "bzip2 (recompress it with gzip or zstd)"),
    (0, b"\xfd7zXZ\0", "xz (recompress it with gzip or zstd)"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z (repack it as zip or tar)"),
    (0, b"Rar!\x1a\x07", "RAR (repack it as zip or tar)"),
    (0, b"\x04\x22\x4d\x18", "LZ4 (recompress it with gzip or zstd)"),
    (0, b"\x89PNG", "an image (PNG)"),
    (0, b"\xff\xd8\xff", "an image (JPEG)"),
    (0, b"GIF8", "an image (GIF)"),
    (8, b"WEBPVP8", "an image (WebP)"),
    (0, b"II*\0", "an image (TIFF)"),
    (0, b"MM\0*", "an image (TIFF)"),
    (0, b"ID3", "a sound recording (MP3)"),
    (0, b"OggS", "a sound recording (Ogg)"),
    (0, b"fLaC", "a sound recording (FLAC)"),
    (0, b"RIFF", "a recording (RIFF)"),
    (4, b"ftyp", "a recording (MP4)"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    #[cfg(not(feature = "parquet"))]
    (0, b"PAR1", "Parquet (build demarche with --features parquet)"),
    (0, b"%!PS", "PostScript"),
    (0, b"AT&TFORM", "DjVu"),
];

/// What a stream starting with `prefix` holds. `name` is that of the file or member; `whole` says that nothing follows.
pub(super) fn sniff(prefix: &[u8], name: &str, whole: bool) -> Content {
    if let Some(container) = container(prefix) {
        return Content::Container(container);
    }
    if let Some((.., format)) =
        MAGIC.iter().find(|(at, magic, _)| prefix.get(*at..).is_some_and(|b| b.starts_with(magic)))
    {
        // Pictures and recordings stand beside articles and are none.
        let beside = ["an image", "a sound", "a recording"].iter().any(|kind| format.starts_with(kind));
        return if beside { Content::Aside(format) } else { Content::Unread(format) };
    }
    #[cfg(feature = "parquet")]
    if prefix.starts_with(b"PAR1") {
        return Content::Parquet;
    }
    if prefix.starts_with(b"WARC/") {
        return Content::Warc;
    }
    // The mark of a PDF may stand below a few bytes of something else.
    if memchr::memmem::find(&prefix[..prefix.len().min(1024)], b"%PDF-")
        .is_some_and(|at| at == 0 || prefix.contains(&0))
    {
        return Content::Document(Format::Pdf);
    }
    if prefix.starts_with(b"{\\rtf") {
        return Content::Document(Format::Rtf);
    }
    let head = charset::head(prefix);
    let start: &[u8] = head.trim_ascii_start();
    if start.is_empty() && whole {
        return Content::Blank;
    }
    let utf16 = charset::is_utf16(prefix);
    if !utf16 && head.contains(&0) {
        return Content::Unread("a binary format");
    }
    let name = bare_name(name);
    if has_ending(&name, &["jsonl", "ndjson", "jsonlines"]) || name.contains(".jsonl.") || name.contains(".ndjson.") {
        return if utf16 { Content::Unread("JSON Lines in UTF-16 (convert it to UTF-8)") } else { Content::Lines };
    }
    if start.starts_with(b"{") {
        return if !utf16 && is_lines(start) { Content::Lines } else { Content::Document(Format::Json) };
    }
    if start.starts_with(b"[") && (has_ending(&name, &["json"]) || starts_json_list(start)) {
        return Content::Document(Format::Json);
    }
    if let Some(content) = marked_up(start, &name) {
        return content;
    }
    if is_mail(start) {
        return if start.starts_with(b"From ") { Content::Mailbox } else { Content::Document(Format::Mail) };
    }
    match by_name(&name) {
        Some(Content::Rows) if utf16 => Content::Unread("a table in UTF-16 (save it as CSV in UTF-8)"),
        content => content.unwrap_or(Content::Document(Format::Text)),
    }
}

/// The container that these first bytes open.
pub(super) fn container(prefix: &[u8]) -> Option<Container> {
    match prefix {
        [0x1f, 0x8b, 8, ..] => Some(Container::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Container::Zstd),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Container::Zip),
        _ => is_tar(prefix).then_some(Container::Tar),
    }
}

/// A header block whose checksum holds: the sum of its bytes, those of the checksum itself counted as spaces.
/// The old format has no magic bytes, so the sum is the only sure sign.
fn is_tar(prefix: &[u8]) -> bool {
    let Some(block) = prefix.get(..512) else { return false };
    let digits = block[148..156].trim_ascii_start();
    let stored =
        digits.iter().take_while(|b| (b'0'..=b'7').contains(*b)).fold(0_u64, |sum, b| sum * 8 + u64::from(b - b'0'));
    let sum: u64 = block.iter().map(|b| u64::from(*b)).sum();
    let own: u64 = block[148..156].iter().map(|b| u64::from(*b)).sum();
    stored > 0 && block[0] != 0 && stored == sum - own + 8 * 0x20
}

/// The name in small letters without the endings of compression.
pub(super) fn bare_name(name: &str) -> String {
    let mut name = name.to_lowercase();
    while let Some(short) = [".gz", ".zst", ".gzip", ".zstd"].iter().find_map(|ending| name.strip_suffix(ending)) {
        name.truncate(short.len());
    }
    name
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

/// Whether the first line is a whole JSON object and more than white space follows it.
fn is_lines(start: &[u8]) -> bool {
    let Some(end) = start.iter().position(|b| *b == b'\n') else { return false };
    let whole = serde_json::from_slice::<serde::de::IgnoredAny>(&start[..end]).is_ok();
    whole && !start[end..].trim_ascii().is_empty()
}

/// `[` opens many a text (`[TEXT] THE ARCE…`); a list of objects or of nothing is JSON.
fn starts_json_list(start: &[u8]) -> bool {
    start[1..].trim_ascii_start().first().is_some_and(|b| matches!(b, b'{' | b'[' | b']'))
}

/// Pages, XML and SGML, if it is mark-up at all.
fn marked_up(start: &[u8], name: &str) -> Option<Content> {
    let head: Cow<'_, str> = String::from_utf8_lossy(start);
    let head = head.to_lowercase();
    let page = || Some(Content::Document(Format::Html));
    let named_page = has_ending(name, &["html", "htm", "xhtml", "shtml", "mhtml"]);
    if !head.starts_with('<') {
        return if named_page && head.contains('<') { page() } else { None };
    }
    if head.starts_with("<!doctype lewis") || head.contains("<reuters ") {
        let reuters = Elements { name: "REUTERS", format: Format::Reuters, headed: false };
        return Some(Content::Elements(reuters));
    }
    if root(&head) == "mediawiki" {
        return Some(Content::Elements(Elements { name: "page", format: Format::MediaWiki, headed: true }));
    }
    if has_ending(name, &["sgm", "sgml"]) {
        return Some(Content::Unread("SGML other than that of Reuters-21578"));
    }
    let element: String = head[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect();
    // The root, past the declaration, comments and the document type.
    let roots: [(&str, Format); 11] = [
        ("nitf", Format::Nitf),
        ("newsitem", Format::Newsml),
        ("newsmessage", Format::Newsml),
        ("newsml", Format::Newsml),
        ("packageitem", Format::Newsml),
        ("tei", Format::Tei),
        ("tei.2", Format::Tei),
        ("teicorpus", Format::Tei),
        ("rss", Format::Feed),
        ("feed", Format::Feed),
        ("rdf", Format::Feed),
    ];
    let root = root(&head);
    let local = root.rsplit(':').next().unwrap_or_default();
    if let Some((_, format)) = roots.iter().find(|(name, _)| *name == local) {
        return Some(Content::Document(*format));
    }
    let known = [
        "html", "head", "body", "title", "meta", "link", "div", "p", "article", "main", "section", "h1", "h2", "h3",
        "table", "span", "center", "font", "b", "i", "em", "strong", "a", "ul", "ol", "script", "style", "header",
        "br", "hr", "img",
    ];
    if head.starts_with("<!doctype html") || head.contains("<html") || named_page || known.contains(&element.as_str()) {
        return page();
    }
    if element == "svg" || head.contains("<svg") {
        return Some(Content::Aside("an image (SVG)"));
    }
    let xml = head.starts_with("<?xml") || head.starts_with("<!doctype") || has_ending(name, &["xml"]);
    (xml || head.contains(&format!("</{element}>")) && !element.is_empty()).then_some(Content::Unread("XML"))
}

/// The name of the first element, past the XML declaration, comments and the document type.
fn root(head: &str) -> &str {
    let mut rest = head;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let skip = match rest.as_bytes().first() {
            Some(b'?') => "?>",
            Some(b'!') if rest.starts_with("!--") => "-->",
            Some(b'!') if rest.split('>').next().is_some_and(|opening| opening.contains('[')) => "]>",
            Some(b'!') => ">",
            _ => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '.' | '-' | '_')));
                return &rest[..end.unwrap_or(rest.len())];
            }
        };
        let Some(end) = rest.find(skip) else { break };
        rest = &rest[end + skip.len()..];
    }
    ""
}

/// mbox starts with `From ADDRESS DAY`; a message starts with header lines that no article has.
fn is_mail(start: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&start[..start.len().min(4096)]);
    let first = head.lines().next().unwrap_or_default();
    if first.starts_with("From ") && first.contains('@') && first.contains(':') {
        return true;
    }
    let tell_tale = ["received:", "message-id:", "return-path:", "delivered-to:", "mime-version:", "x-mozilla-status:"];
    head.lines()
        .take_while(|line| {
            line.starts_with([' ', '\t']) || line.split_once(':').is_some_and(|(key, _)| !key.contains(' '))
        })
        .any(|line| tell_tale.iter().any(|key| line.to_lowercase().starts_with(key)))
}

fn by_name(name: &str) -> Option<Content> {
    let ending = name.rsplit_once('.')?.1;
    Some(match ending {
        "json" => Content::Document(Format::Json),
        "csv" | "tsv" | "tab" => Content::Rows,
        "eml" => Content::Document(Format::Mail),
        "mbox" => Content::Mailbox,
        "css" => Content::Aside("a style sheet"),
        "js" | "mjs" | "map" => Content::Aside("a script"),
        "ttf" | "woff" | "woff2" | "otf" | "eot" => Content::Aside("a font"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Container, Content, Elements, Format, sniff};

    const REUTERS: Content = Content::Elements(Elements { name: "REUTERS", format: Format::Reuters, headed: false });

    #[test]
    fn content_first_name_second() {
        let utf16: Vec<u8> = "\u{feff}<html><p>x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let table: [(&[u8], &str, Content); 32] = [
            (b"", "a.txt", Content::Blank),
            (b" \n\t ", "a.html", Content::Blank),
            (b"Geneva talks", "a.txt", Content::Document(Format::Text)),
            (b"Geneva talks", "a", Content::Document(Format::Text)),
            (b"<!DOCTYPE html><p>x", "a.txt", Content::Document(Format::Html)),
            (b"<?xml version='1.0'?><html xmlns='x'>", "a", Content::Document(Format::Html)),
            (&utf16, "a", Content::Document(Format::Html)),
            (b"<?xml version='1.0'?><rss>", "a", Content::Document(Format::Feed)),
            (b"<nitf><body>x</body></nitf>", "a.xml", Content::Document(Format::Nitf)),
            (b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">", "a", REUTERS),
            (b"{\"text\": \"x\"}", "a", Content::Document(Format::Json)),
            (b"{\"text\": \"x\"}\n", "a", Content::Document(Format::Json)),
            (b"{\"text\": \"x\"}\n\n{", "a.json", Content::Lines),
            (b"{\"text\":\n \"x\"}\n", "a", Content::Document(Format::Json)),
            (b"oops", "a.jsonl", Content::Lines),
            (b"oops", "a.ndjson.gz", Content::Lines),
            (b"[{\"text\": 1}]", "a", Content::Document(Format::Json)),
            (b"[TEXT] THE ARCE", "a", Content::Document(Format::Text)),
            (b"oops", "a.json", Content::Document(Format::Json)),
            (b"\x1f\x8b\x08\x00", "a", Content::Container(Container::Gzip)),
            (b"PK\x03\x04", "a.txt", Content::Container(Container::Zip)),
            (b"%PDF-1.4", "a.txt", Content::Document(Format::Pdf)),
            (b"{\\rtf1", "a.txt", Content::Document(Format::Rtf)),
            (b"\x89PNG\r\n", "a.html", Content::Aside("an image (PNG)")),
            (b"WARC/1.0\r\n", "a", Content::Warc),
            (b"From a@b.org Mon Jan  1 00:00:00 2001\n", "a", Content::Mailbox),
            (b"Subject: x\nMessage-ID: <1@b>\n\nHi", "a", Content::Document(Format::Mail)),
            (b"a,b\n1,2", "a.csv", Content::Rows),
            (b"ab\0cd\0\0\0ef\x01", "a", Content::Unread("a binary format")),
            (b"body { }", "a.css", Content::Aside("a style sheet")),
            (b"From Kyiv we hear: nothing", "a.txt", Content::Document(Format::Text)),
            (b"Title: A <b> c", "a.txt", Content::Document(Format::Text)),
        ];
        for (bytes, name, content) in table {
            assert_eq!(sniff(bytes, name, true), content, "{name}: {}", String::from_utf8_lossy(bytes));
        }
    }
}
