//! Rich Text Format: paragraphs and table cells of a document of control words, as plain text.
//!
//! After the RTF specification 1.9.1 (Microsoft, 2008). Characters come as bytes of the code page of their font, or as
//! UTF-16 units after `\u`; what is not for readers (styles, pictures, headers of pages, deleted and hidden text) is
//! left out.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::article::Article;

/// Deepest nesting of groups that is read. Real documents stay below a hundred.
const DEEPEST: usize = 10_000;
/// Longest control word of the specification.
const LONGEST_WORD: usize = 32;

/// What the document says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Info {
    /// Title, as the word processor's user or a template set it.
    pub(super) title: Option<String>,
    /// Author of the file.
    pub(super) author: Option<String>,
}

/// The text of a document: `\n` where a paragraph, line, table row, page or section ends, a tab after a table cell.
pub(super) fn text(bytes: &[u8]) -> Result<String, String> {
    Ok(parse(bytes)?.body)
}

/// Reads one document: its text as a plain text is read; what that leaves open the document may say of itself.
pub(super) fn read(bytes: &[u8]) -> Result<Article, String> {
    let article = super::text::read_text(paragraphs(&text(bytes)?))?;
    let info = info(bytes)?;
    // A title in the text is the one that readers see.
    Ok(Article { title: article.title.or(info.title), byline: article.byline.or(info.author), ..article })
}

/// Title and author of its group `\info`, if it has them.
pub(super) fn info(bytes: &[u8]) -> Result<Info, String> {
    let document = parse(bytes)?;
    let line = |text: String| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    };
    Ok(Info { title: line(document.title), author: line(document.author) })
}

/// The same text with every line that has words as a paragraph of its own, between blank lines.
pub(super) fn paragraphs(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[derive(Default)]
struct Document {
    body: String,
    title: String,
    author: String,
}

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Into {
    Body,
    Title,
    Author,
    /// The group of titles and authors itself.
    Info,
    /// The font table, which tells the charset of each font.
    Fonts,
    /// A drawing, whose text box is text again.
    Shape,
    Nowhere,
}

/// A code page: one that can be decoded, or the number of one that cannot.
#[derive(Debug, Clone, Copy)]
enum Page {
    Known(&'static Encoding),
    Unread(i32),
}

/// What a group inherits from the one around it.
#[derive(Debug, Clone, Copy)]
struct Group {
    into: Into,
    /// Characters after `\u` that stand in for it.
    stand_ins: usize,
    font: Option<i32>,
    hidden: bool,
    deleted: bool,
    /// `\*` was read: what follows may be passed over by readers that do not know it.
    ignorable: bool,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    outer: Vec<Group>,
    group: Group,
    /// Bytes of text not yet decoded, and where they began.
    pending: Vec<u8>,
    pending_at: usize,
    /// The first half of a surrogate pair.
    high: Option<u32>,
    /// Stand-ins still to be passed over.
    passing: usize,
    page: Page,
    default_font: Option<i32>,
    fonts: HashMap<i32, Page>,
    /// The font that the font table is telling of.
    telling: i32,
    document: Document,
}

fn parse(bytes: &[u8]) -> Result<Document, String> {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
    if !bytes.get(start..).is_some_and(|rest| rest.starts_with(b"{\\rtf")) {
        return Err("not RTF: it does not begin with {\\rtf".to_owned());
    }
    let group = Group { into: Into::Body, stand_ins: 1, font: None, hidden: false, deleted: false, ignorable: false };
    let mut reader = Reader {
        bytes,
        at: start,
        outer: Vec::new(),
        group,
        pending: Vec::new(),
        pending_at: 0,
        high: None,
        passing: 0,
        page: Page::Known(WINDOWS_1252),
        default_font: None,
        fonts: HashMap::new(),
        telling: 0,
        document: Document::default(),
    };
    reader.all()?;
    Ok(reader.document)
}

impl Reader<'_> {
    fn all(&mut self) -> Result<(), String> {
        while let Some(byte) = self.next() {
            match byte {
                b'{' => {
                    self.flush()?;
                    self.passing = 0;
                    if self.outer.len() >= DEEPEST {
                        return Err(format!("groups are nested more than {DEEPEST} deep at byte {}", self.at - 1));
                    }
                    self.outer.push(self.group);
                    self.group.ignorable = false;
                }
                b'}' => {
                    self.flush()?;
                    self.passing = 0;
                    if let Some(outer) = self.outer.pop() {
                        self.group = outer;
                    }
                    if self.outer.is_empty() {
                        self.lone_half();
                        return self.nothing_follows();
                    }
                }
                b'\\' => self.control()?,
                b'\r' | b'\n' | 0 => {}
                b'\t' => {
                    self.flush()?;
                    self.push('\t');
                }
                byte => self.byte(byte, self.at - 1),
            }
        }
        let open = self.outer.len();
        Err(format!("breaks off before its end: at byte {} its groups are still open ({open})", self.bytes.len()))
    }

    /// Whether the last group closes the document: some writers leave zero bytes or a brace too many behind it.
    fn nothing_follows(&self) -> Result<(), String> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let meant = rest.iter().position(|b| !b.is_ascii_whitespace() && !matches!(b, 0 | 0x1a | b'}'));
        meant.map_or(Ok(()), |offset| {
            let at = self.at + offset;
            Err(format!("braces do not match: the document ends at byte {} but goes on at byte {at}", self.at))
        })
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// A control word or symbol, after its backslash.
    fn control(&mut self) -> Result<(), String> {
        let begin = self.at - 1;
        // Without a byte after the backslash the loop ends, and tells that the document breaks off.
        let Some(first) = self.next() else { return Ok(()) };
        if first == b'\'' {
            return self.hexadecimal(begin);
        }
        if !first.is_ascii_alphabetic() {
            return self.symbol(first, begin);
        }
        let rest = self.bytes.get(self.at - 1..).unwrap_or_default();
        let length = rest.iter().take(LONGEST_WORD).take_while(|b| b.is_ascii_alphabetic()).count();
        let word = rest.get(..length).unwrap_or_default();
        let word = str::from_utf8(word).unwrap_or_default();
        let number = rest.get(length..).unwrap_or_default();
        let minus = usize::from(number.first() == Some(&b'-'));
        let digits = number.get(minus..).unwrap_or_default();
        let digits = digits.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let parameter = number.get(..minus + digits).filter(|_| digits > 0);
        let parameter = parameter.and_then(|digits| str::from_utf8(digits).ok()?.parse::<i64>().ok());
        let parameter = parameter.map(|n| i32::try_from(n).unwrap_or(i32::MAX));
        self.at += length - 1;
        if digits > 0 {
            self.at += minus + digits;
        }
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        self.flush()?;
        self.word(word, parameter);
        Ok(())
    }

    fn hexadecimal(&mut self, begin: usize) -> Result<(), String> {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let (Some(high), Some(low)) = (self.next(), self.next()) else {
            self.at = self.bytes.len();
            return Ok(());
        };
        let (Some(high), Some(low)) = (digit(high), digit(low)) else {
            return Err(format!("\\' without two hexadecimal digits at byte {begin}"));
        };
        self.byte((high * 16 + low) as u8, begin);
        Ok(())
    }

    fn symbol(&mut self, symbol: u8, begin: usize) -> Result<(), String> {
        match symbol {
            b'\\' | b'{' | b'}' => self.byte(symbol, begin),
            b'*' => self.group.ignorable = true,
            b'\r' | b'\n' => {
                self.flush()?;
                self.push('\n');
            }
            b'~' | b'_' | b'\t' | b'-' => {
                self.flush()?;
                if self.passing > 0 {
                    self.passing -= 1;
                    return Ok(());
                }
                match symbol {
                    b'~' => self.push(' '),
                    b'_' => self.push('-'),
                    b'\t' => self.push('\t'),
                    // Where a word may be broken.
                    _ => {}
                }
            }
            _ => self.flush()?,
        }
        Ok(())
    }

    fn word(&mut self, word: &str, parameter: Option<i32>) {
        let sign = match word {
            "emdash" => Some('—'),
            "endash" => Some('–'),
            "lquote" => Some('‘'),
            "rquote" => Some('’'),
            "ldblquote" => Some('“'),
            "rdblquote" => Some('”'),
            "bullet" => Some('•'),
            "emspace" | "enspace" | "qmspace" => Some(' '),
            _ => None,
        };
        if let Some(sign) = sign {
            if self.passing > 0 {
                self.passing -= 1;
            } else {
                self.push(sign);
            }
            return;
        }
        // Writers that leave out a stand-in write the next word instead, which must not be lost.
        self.passing = 0;
        if self.destination(word) {
            return;
        }
        let on = parameter != Some(0);
        match word {
            "par" | "line" | "row" | "nestrow" | "sect" | "page" | "column" | "softline" | "softpage" => {
                self.push('\n');
            }
            "tab" | "cell" | "nestcell" => self.push('\t'),
            "u" => self.unit(parameter.unwrap_or_default()),
            "uc" => self.group.stand_ins = usize::try_from(parameter.unwrap_or(1)).unwrap_or_default(),
            "bin" => {
                let length = usize::try_from(parameter.unwrap_or_default()).unwrap_or_default();
                self.at = self.at.saturating_add(length).min(self.bytes.len());
            }
            "v" => self.group.hidden = on,
            "deleted" => self.group.deleted = on,
            "plain" => {
                self.group.hidden = false;
                self.group.deleted = false;
                self.group.font = None;
            }
            "ansi" => self.page = Page::Known(WINDOWS_1252),
            "mac" => self.page = page(10000),
            "pc" => self.page = page(437),
            "pca" => self.page = page(850),
            "ansicpg" => {
                if let Some(number) = parameter.filter(|n| *n > 0) {
                    self.page = page(number);
                }
            }
            "deff" => self.default_font = parameter,
            "f" if self.group.into == Into::Fonts => self.telling = parameter.unwrap_or_default(),
            "f" => self.group.font = parameter,
            "fcharset" if self.group.into == Into::Fonts => {
                if let Some(page) = parameter.and_then(charset) {
                    self.fonts.insert(self.telling, page);
                }
            }
            "cpg" if self.group.into == Into::Fonts => {
                if let Some(number) = parameter.filter(|n| *n > 0) {
                    self.fonts.insert(self.telling, page(number));
                }
            }
            _ => {}
        }
    }

    /// Whether `word` says where the rest of its group goes.
    fn destination(&mut self, word: &str) -> bool {
        let ignorable = std::mem::take(&mut self.group.ignorable);
        let into = match word {
            "info" => Into::Info,
            "title" if self.group.into == Into::Info => Into::Title,
            "author" if self.group.into == Into::Info => Into::Author,
            "fonttbl" => Into::Fonts,
            "shpinst" if self.group.into == Into::Body => Into::Shape,
            "shptxt" if self.group.into == Into::Shape => Into::Body,
            _ if ignorable || is_aside(word) => Into::Nowhere,
            _ => return false,
        };
        // What lies in something that is left out is left out too.
        if self.group.into != Into::Nowhere {
            self.group.into = into;
        }
        true
    }

    /// A unit of UTF-16.
    fn unit(&mut self, number: i32) {
        self.passing = self.group.stand_ins;
        let unit = if number < 0 { number.saturating_add(0x1_0000) } else { number };
        let unit = u32::try_from(unit).unwrap_or(0xfffd);
        match unit {
            0xd800..0xdc00 => {
                self.lone_half();
                self.high = Some(unit);
            }
            0xdc00..0xe000 => match self.high.take() {
                Some(high) => {
                    let whole = 0x1_0000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
                    self.push(char::from_u32(whole).unwrap_or('\u{fffd}'));
                }
                None => self.push('\u{fffd}'),
            },
            // A bullet of the font Symbol.
            0xf0b7 => self.push('•'),
            _ => self.push(char::from_u32(unit).unwrap_or('\u{fffd}')),
        }
    }

    /// The first half of a pair that has no second.
    fn lone_half(&mut self) {
        if self.high.take().is_some() {
            self.write('\u{fffd}');
        }
    }

    /// A byte of text.
    fn byte(&mut self, byte: u8, at: usize) {
        if self.passing > 0 {
            self.passing -= 1;
            return;
        }
        if self.pending.is_empty() {
            self.pending_at = at;
        }
        if byte >= b' ' && self.is_shown() {
            self.pending.push(byte);
        }
    }

    fn is_shown(&self) -> bool {
        let group = &self.group;
        matches!(group.into, Into::Body | Into::Title | Into::Author) && !group.hidden && !group.deleted
    }

    /// Decodes the bytes that are pending.
    fn flush(&mut self) -> Result<(), String> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.pending);
        let font = self.group.font.or(self.default_font);
        let page = font.and_then(|font| self.fonts.get(&font)).copied().unwrap_or(self.page);
        if let Ok(ascii) = str::from_utf8(&bytes)
            && ascii.is_ascii()
        {
            ascii.chars().for_each(|c| self.push(c));
        } else {
            let at = self.pending_at;
            match page {
                Page::Unread(number) => {
                    return Err(format!("code page {number} at byte {at} is not read; save it again as Unicode"));
                }
                Page::Known(encoding) => {
                    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
                    let text = text.ok_or_else(|| format!("not valid {} after byte {at}", encoding.name()))?;
                    text.chars().for_each(|c| self.push(c));
                }
            }
        }
        // The room is used again.
        self.pending = bytes;
        self.pending.clear();
        Ok(())
    }

    fn push(&mut self, c: char) {
        self.lone_half();
        self.write(c);
    }

    fn write(&mut self, c: char) {
        if !self.is_shown() {
            return;
        }
        match self.group.into {
            Into::Title => self.document.title.push(c),
            Into::Author => self.document.author.push(c),
            _ => self.document.body.push(c),
        }
    }
}

/// Whether a group that begins with this word holds nothing of the text itself.
fn is_aside(word: &str) -> bool {
    matches!(
        word,
        "colortbl"
            | "stylesheet"
            | "listtable"
            | "listoverridetable"
            | "listtext"
            | "pntext"
            | "revtbl"
            | "rsidtbl"
            | "filetbl"
            | "generator"
            | "pict"
            | "nonshppict"
            | "shprslt"
            | "objdata"
            | "object"
            | "header"
            | "headerl"
            | "headerr"
            | "headerf"
            | "footer"
            | "footerl"
            | "footerr"
            | "footerf"
            | "footnote"
            | "ftnsep"
            | "ftnsepc"
            | "ftncn"
            | "aftnsep"
            | "aftnsepc"
            | "aftncn"
            | "annotation"
            | "atnid"
            | "atnauthor"
            | "fldinst"
            | "themedata"
            | "colorschememapping"
            | "datastore"
            | "latentstyles"
            | "xmlnstbl"
            | "template"
            | "private"
            | "xe"
            | "tc"
            | "rxe"
            | "txe"
            | "bkmkstart"
            | "bkmkend"
            | "userprops"
    )
}

/// The code page of that number.
fn page(number: i32) -> Page {
    let label = match number {
        1250..=1258 => format!("windows-{number}"),
        874 => "windows-874".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        10000 => "macintosh".to_owned(),
        10007 => "x-mac-cyrillic".to_owned(),
        20866 => "koi8-r".to_owned(),
        21866 => "koi8-u".to_owned(),
        28591..=28606 => format!("iso-8859-{}", number - 28590),
        54936 => "gb18030".to_owned(),
        65001 => "utf-8".to_owned(),
        _ => String::new(),
    };
    Encoding::for_label(label.as_bytes()).map_or(Page::Unread(number), Page::Known)
}

/// The code page of a charset of Windows; `None` where it is the document's own.
fn charset(number: i32) -> Option<Page> {
    Some(page(match number {
        0 | 2 => 1252,
        77 => 10000,
        78 | 128 => 932,
        129 => 949,
        130 => 1361,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 | 181 => 1255,
        178..=180 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        255 => 850,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::{info, paragraphs, text};

    #[test]
    fn characters_and_paragraphs() {
        let table = [
            (r"{\rtf1\ansi Talks\par went \b on\b0 .\par}", "Talks\nwent on.\n"),
            ("{\\rtf1 Tal\r\nks\\\nend}", "Talks\nend"),
            (r"{\rtf1 a\line b\page c\sect d\tab e}", "a\nb\nc\nd\te"),
            (r"{\rtf1 {\trowd HD\cell Talks end\cell\row}}", "HD\tTalks end\t\n"),
            (r"{\rtf1\ansi\ansicpg1252 caf\'e9 \'93no\'94}", "café “no”"),
            (r"{\rtf1\ansi\ansicpg1251 \'cc\'e8\'f0}", "Мир"),
            (
                r"{\rtf1\ansi\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fcharset204 Arial{\*\falt Times};}}\f1 \'cc\'e8\'f0 {\f0 \'e9}\'f0}",
                "Мир éр",
            ),
            (
                r"{\rtf1\deff2{\fonttbl{\f2\fcharset128 Gothic;}{\f3\fcharset134 Song;}}\'83A\'83\'7b {\f3\'d6\'d0}}",
                "アボ 中",
            ),
            (r"{\rtf1\uc1\u1052?\u1080\'e8\u1088 ?!}", "Мир!"),
            (r"{\rtf1\uc0\u1052\u1080\u1088 a}", "Мирa"),
            (r"{\rtf1\uc2\u8212\'a1\'aax{\uc0\u233 }\u233 ??y}", "—xééy"),
            (r"{\rtf1\u1052\u1080\u1088}", "Мир"),
            (r"{\rtf1\u-10179?\u-8704?}", "😀"),
            (r"{\rtf1\u-10179?x}", "\u{fffd}x"),
            (r"{\rtf1\u128512?}", "😀"),
            (r"{\rtf1 \lquote a\rquote\emdash b\endash\ldblquote c\rdblquote\bullet d\~e\_f\-g}", "‘a’—b–“c”•d e-fg"),
            (r"{\rtf1 \{a\}\\}", "{a}\\"),
            (r"{\rtf1 a{\v hidden}b\v c\v0 d{\deleted e}f\plain}", "abdf"),
            (
                r"{\rtf1{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}{\*\generator Any;}{\header head}a{\footnote b}}",
                "a",
            ),
            (r#"{\rtf1{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt link}}{\pict\wmetafile8 0123}}"#, "link"),
            ("{\\rtf1 a{\\pict\\bin5 }{}}\\}b}", "ab"),
            (r"{\rtf1{\shp{\*\shpinst{\sp{\sn k}{\sv v}}{\shptxt box\par}}{\shprslt old}}}", "box\n"),
            (r"{\rtf1{\header{\shp{\*\shpinst{\shptxt no}}}}{\*\unknown no{\title no}}a}", "a"),
        ];
        for (rtf, plain) in table {
            assert_eq!(text(rtf.as_bytes()).as_deref(), Ok(plain), "{rtf}");
        }
        assert_eq!(text(b"{\\rtf1\\ansi a\xe9}\0\r\n").as_deref(), Ok("aé"));
        assert_eq!(paragraphs("a\n\n\n b \nc\n"), "a\n\nb\n\nc");
    }

    #[test]
    fn what_it_says_of_itself() {
        let rtf = r"{\rtf1\ansi{\info{\title Talks \'96 end}{\author Ann Lee}{\*\company Ostland}{\creatim\yr2014}}a}";
        let about = info(rtf.as_bytes()).unwrap();
        assert_eq!((about.title.as_deref(), about.author.as_deref()), (Some("Talks – end"), Some("Ann Lee")));
        assert_eq!(text(rtf.as_bytes()).as_deref(), Ok("a"));
        assert_eq!(info(br"{\rtf1{\info{\title }}a}").unwrap().title, None);
    }

    #[test]
    fn damage_is_told_with_its_place() {
        let table: [(&[u8], &str); 8] = [
            (b"Talks", "not RTF"),
            (br"{\rtf1 Talks went", "breaks off before its end: at byte 17"),
            (br"{\rtf1 {\b Talks}", "breaks off before its end: at byte 17"),
            (br"{\rtf1 a\'e", "breaks off before its end: at byte 11"),
            (br"{\rtf1 a\bin99 abc}", "breaks off before its end"),
            (br"{\rtf1 a}b}", "braces do not match: the document ends at byte 9 but goes on at byte 9"),
            (br"{\rtf1 \'zz}", "\\' without two hexadecimal digits at byte 7"),
            (br"{\rtf1\pc caf\'82}", "code page 437"),
        ];
        for (rtf, reason) in table {
            let error = text(rtf).unwrap_err();
            assert!(error.starts_with(reason), "{error}");
        }
        let deep = format!("{{\\rtf1{}{}", "{".repeat(100_000), "}".repeat(100_001));
        assert!(text(deep.as_bytes()).unwrap_err().contains("nested more than"));
        let deep = format!("{{\\rtf1{}a{}", "{".repeat(9_000), "}".repeat(9_001));
        assert_eq!(text(deep.as_bytes()).as_deref(), Ok("a"));
        for length in 0..40 {
            let rtf = br"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}}\u-10179?\'e9 }";
            assert!(text(rtf.get(..length).unwrap()).is_err());
        }
    }
}
