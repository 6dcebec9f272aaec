//! Wikitext is the mark-up of `MediaWiki`; here its text is taken out, and with it what templates and links tell of an
//! article: its day, its place, its categories.
//!
//! One pass gathers what stands in braces and brackets on a stack and writes each down as it closes; a second goes by lines.
//! What is never closed is taken for text, as the wiki does.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use dom_query::Document;
use memchr::memmem;

use super::stamp::{self, Stamp};
use crate::date::Date;

/// Deepest nesting of templates and links; what lies deeper is not opened.
const DEEPEST: usize = 40;
/// Stands before a paragraph that is a quotation set apart.
const APART: char = '\u{1}';
/// Characters that mean nothing inside `<nowiki>`; each has a control character, which no page holds, to stand in for it.
const PLAIN: &str = "{}[]|'=*#:;<>&_-!";
const FIRST_STAND_IN: u32 = 0x0e;

/// Names of namespaces, in small letters, beside those that a dump lists itself.
const CATEGORIES: &str = "category kategorie catégorie категория категорія categoría categoria";
const FILES: &str = "file image media datei bild fichier файл изображение зображення archivo imagen medio";
/// Prefixes of other projects that look like codes of languages.
const PROJECTS: &str = "wn wp mw voy";
/// Names of templates that tell the day of an article, and its place, when they stand above it.
const DAYS: &str = "date|dateline|byline|datum|artikeldatum|fecha|дата|data";
/// Names of templates that set a quotation apart.
const QUOTES: &str = "quote|cquote|quotation|bquote|blockquote|rquote|pull quote|pullquote|quote box|quoteleft|quoteright|quote left|\
    quote right|zitat|citation|цитата|cita";
/// Names of templates whose first words are text of the article.
const FIRST_WORDS: &str = "nowrap|nobr|small|big|smaller|larger|u|abbr|tooltip|wikt|wikisource|ill|interlanguage link|flag|\
    flagcountry|formatnum|lc|uc|lcfirst|ucfirst|nihongo|sic|center|smallcaps|sc|bold|italic|em|strong|mono|as written";
/// Names of templates whose last words are: a label after what it labels.
const LAST_WORDS: &str =
    "w|wikipedia|wp|lang|transl|translit|link|l|color|colour|font color|font|span|bg|commons|wt|langue|lien|вики|в";
/// Sections that are no part of an article.
const ASIDE: &str = "sources|source|references|reference|notes|footnotes|citations|external links|external link|related news|\
    related articles|related stories|related|see also|further reading|bibliography|sister links|in other languages|\
    quellen|einzelnachweise|weblinks|siehe auch|themenverwandte artikel|themenverwandte links|\
    liens externes|lien externe|voir aussi|références|articles connexes|notes et références|\
    источники|источник|ссылки|примечания|см. также|смотрите также|литература|комментарии|\
    джерела|джерело|посилання|примітки|див. також|література|\
    fuentes|fuente|enlaces externos|véase también|referencias|noticias relacionadas|notas";
/// Elements that go with all they hold.
const SILENT: [&str; 17] = [
    "ref",
    "references",
    "gallery",
    "math",
    "chem",
    "source",
    "syntaxhighlight",
    "timeline",
    "imagemap",
    "score",
    "graph",
    "mapframe",
    "templatestyles",
    "includeonly",
    "dynamicpagelist",
    "style",
    "hiero",
];

/// What a page in wikitext tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    /// The text: paragraphs with a blank line between them.
    pub(super) text: String,
    /// The day that a template above the text gives.
    pub(super) day: Option<Date>,
    /// The place that it gives.
    pub(super) place: Option<String>,
    /// Names of categories, in order.
    pub(super) categories: Vec<String>,
    /// Names of the templates that stand outside of others, in small letters.
    pub(super) templates: Vec<String>,
}

/// Most templates whose names are kept.
const TEMPLATES: usize = 1_000;

/// Names of namespaces for pictures and for categories, in small letters, as a dump lists them.
#[derive(Debug, Default, Clone)]
pub(super) struct Names {
    pub(super) files: Vec<String>,
    pub(super) categories: Vec<String>,
}

/// Reads a page in wikitext.
pub(super) fn read(wikitext: &str, title: &str, names: &Names) -> Read {
    let plain = without_elements(wikitext);
    let mut parser = Parser { read: Read::default(), stack: vec![Frame::new(Kind::Page)], title, names, days: 0 };
    parser.run(&plain);
    let flat = parser.finish();
    let mut read = parser.read;
    read.text = lines(&flat);
    read
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Template,
    Link,
    External,
    Table,
}

/// Something that has been opened.
struct Frame {
    kind: Kind,
    /// What stands between the bars.
    parts: Vec<String>,
}

impl Frame {
    fn new(kind: Kind) -> Self {
        Self { kind, parts: vec![String::new()] }
    }

    fn push(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(part) => part.push_str(text),
            None => self.parts.push(text.to_owned()),
        }
    }

    /// Its text as if it had never been opened.
    fn flat(self) -> String {
        let open = match self.kind {
            Kind::External => "[",
            _ => "",
        };
        format!("{open}{}", self.parts.join("|"))
    }
}

struct Parser<'a> {
    read: Read,
    stack: Vec<Frame>,
    title: &'a str,
    names: &'a Names,
    /// How many templates of a day have been seen.
    days: usize,
}

impl Parser<'_> {
    fn run(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut at, mut copied) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            let rest = bytes.get(at..).unwrap_or_default();
            let line_start = || {
                bytes[..at]
                    .iter()
                    .rev()
                    .take(16)
                    .find(|b| !matches!(b, b' ' | b':' | b'\t'))
                    .is_none_or(|b| *b == b'\n')
            };
            let length = match byte {
                b'{' if rest.starts_with(b"{{") => 2,
                b'{' if rest.starts_with(b"{|") && line_start() => 2,
                b'}' if rest.starts_with(b"}}") => 2,
                b'[' if rest.starts_with(b"[[") => 2,
                b'[' if is_address(rest.get(1..).unwrap_or_default()) => 1,
                b']' if rest.starts_with(b"]]") && self.top() == Kind::Link => 2,
                b']' if self.top() == Kind::External => 1,
                b'|' if rest.starts_with(b"|}") && self.ends_table(rest) && line_start() => 2,
                b'|' if matches!(self.top(), Kind::Template | Kind::Link) => 1,
                b'\n' => 1,
                _ => {
                    at += 1;
                    continue;
                }
            };
            // Every byte matched is ASCII, so both ends are boundaries.
            self.push(text.get(copied..at).unwrap_or_default());
            let token = text.get(at..at + length).unwrap_or_default();
            at += length;
            copied = at;
            at += self.take(token, rest);
            copied = copied.max(at);
        }
        self.push(text.get(copied..).unwrap_or_default());
    }

    fn top(&self) -> Kind {
        self.stack.last().map_or(Kind::Page, |frame| frame.kind)
    }

    fn holds(&self, kind: Kind) -> bool {
        self.stack.iter().any(|frame| frame.kind == kind)
    }

    /// Whether `|}` closes a table: not in `|}}`, which ends a template.
    fn ends_table(&self, rest: &[u8]) -> bool {
        self.holds(Kind::Table) && !(self.top() == Kind::Template && rest.starts_with(b"|}}"))
    }

    fn push(&mut self, text: &str) {
        if let Some(frame) = self.stack.last_mut() {
            frame.push(text);
        }
    }

    fn open(&mut self, kind: Kind, token: &str) {
        if self.stack.len() > DEEPEST {
            self.push(token);
        } else {
            self.stack.push(Frame::new(kind));
        }
    }

    /// Takes in a token; how many bytes after it belong to it too.
    fn take(&mut self, token: &str, rest: &[u8]) -> usize {
        match token {
            "{{" => self.open(Kind::Template, token),
            "{|" => self.open(Kind::Table, token),
            "[[" => self.open(Kind::Link, token),
            "[" => self.open(Kind::External, token),
            "|}" => {
                self.unwind(Kind::Table);
                self.stack.pop();
            }
            "}}" if self.holds(Kind::Template) => {
                self.unwind(Kind::Template);
                if let Some(frame) = self.stack.pop() {
                    // `{{{name}}}` is what a template is given; a page has nothing to give.
                    let given = frame.parts.first().is_some_and(|name| name.starts_with('{'));
                    let text = if given { String::new() } else { self.template(&frame.parts) };
                    self.push(&text);
                    return usize::from(given && rest.get(2) == Some(&b'}'));
                }
            }
            "]]" => {
                if let Some(frame) = self.stack.pop() {
                    let text = self.link(&frame.parts);
                    self.push(&text);
                }
            }
            "]" => {
                if let Some(frame) = self.stack.pop() {
                    let inside = frame.flat();
                    let label =
                        inside.trim_start_matches('[').split_once([' ', '\t']).map_or("", |(_, label)| label.trim());
                    self.push(label);
                }
            }
            "|" => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.parts.push(String::new());
                }
            }
            "\n" => {
                // Neither an address nor the name of a page runs over the end of a line.
                let broken =
                    |frame: &Frame| frame.kind == Kind::External || frame.kind == Kind::Link && frame.parts.len() == 1;
                while self.stack.last().is_some_and(broken) {
                    self.fold();
                }
                self.push("\n");
            }
            other => self.push(other),
        }
        0
    }

    /// Turns what was opened last into text.
    fn fold(&mut self) {
        if self.stack.len() > 1
            && let Some(frame) = self.stack.pop()
        {
            let text = frame.flat();
            self.push(&text);
        }
    }

    /// Turns everything above the last of this kind into text.
    fn unwind(&mut self, kind: Kind) {
        while self.stack.len() > 1 && self.top() != kind {
            self.fold();
        }
    }

    fn finish(&mut self) -> String {
        while self.stack.len() > 1 {
            self.fold();
        }
        self.stack.pop().map(Frame::flat).unwrap_or_default()
    }

    /// Whether nothing has been written yet.
    fn is_above(&self) -> bool {
        matches!(self.stack.as_slice(), [page] if page.parts.iter().all(|part| part.trim().is_empty()))
    }

    /// The text of a link: its label, else its target. Pictures and links to the same page elsewhere have none.
    fn link(&mut self, parts: &[String]) -> String {
        let target = parts.first().map(|target| target.trim()).unwrap_or_default();
        let label = if parts.len() > 1 { parts.last().map(|label| label.trim()) } else { None };
        let (visible, target) = target.strip_prefix(':').map_or((false, target), |target| (true, target.trim()));
        let (space, name) = target.split_once(':').map_or(("", target), |(space, name)| (space.trim(), name.trim()));
        let called = |list: &str, own: &[String]| {
            let space = space.to_lowercase();
            !space.is_empty() && (list.split(' ').any(|known| known == space) || own.contains(&space))
        };
        if !visible && called(CATEGORIES, &self.names.categories) {
            self.read.categories.push(tidy(name));
            return String::new();
        }
        if !visible && called(FILES, &self.names.files) {
            return String::new();
        }
        let code = |space: &str| {
            let letters = space.split('-').next().unwrap_or_default();
            (2..=3).contains(&letters.len())
                && space.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                && !PROJECTS.split(' ').any(|known| known == space)
        };
        match label {
            Some(label) if !label.is_empty() => label.to_owned(),
            // `[[Halm (river)|]]` shows the name alone.
            Some(_) => name.split(" (").next().unwrap_or(name).to_owned(),
            None if !visible && code(space) => String::new(),
            None => {
                let short = space.len() <= 4 && space.bytes().all(|b| b.is_ascii_lowercase()) && !space.is_empty();
                let shown = if short { name } else { target };
                shown.trim_start_matches('#').replace('_', " ")
            }
        }
    }

    /// The text of a template, and what it tells.
    fn template(&mut self, parts: &[String]) -> String {
        let given = Given::of(parts);
        let outermost = self.stack.len() == 1;
        if outermost && self.read.templates.len() < TEMPLATES {
            self.read.templates.push(given.name.clone());
        }
        let is = |list: &str| list.split('|').any(|known| known.trim() == given.name);
        let first = || given.named(&["1"]).or_else(|| given.place(0)).unwrap_or_default();
        let last = || {
            given
                .named(&["2"])
                .or_else(|| given.places.iter().rev().find(|p| !p.trim().is_empty()).map(|p| p.trim()))
                .unwrap_or_default()
        };
        if is(DAYS) {
            return self.day(&given);
        }
        if is(QUOTES) {
            let text = given
                .named(&["text", "quote", "quotetext", "content", "1"])
                .or_else(|| given.place(0))
                .unwrap_or_default();
            let by =
                given.named(&["author", "by", "sign", "source", "auteur", "автор", "2"]).or_else(|| given.place(1));
            return quotation(text, by);
        }
        if is(FIRST_WORDS) {
            return first().to_owned();
        }
        if is(LAST_WORDS) || given.name.starts_with("lang-") {
            return last().to_owned();
        }
        match given.name.as_str() {
            "convert" | "cvt" => {
                let amount = given.places.iter().take(2).map(|part| part.trim()).collect::<Vec<_>>();
                amount.join(" ")
            }
            "frac" | "fraction" => given.places.iter().map(|part| part.trim()).collect::<Vec<_>>().join("/"),
            "as of" => {
                format!("As of {}", given.places.iter().rev().map(|part| part.trim()).collect::<Vec<_>>().join(" "))
            }
            "mdash" | "—" | "emdash" => " — ".to_owned(),
            "ndash" | "spaced ndash" | "snd" | "–" | "dash" | "endash" => " – ".to_owned(),
            "nbsp" | "space" | "spaces" | "thinsp" => " ".to_owned(),
            "br" | "-br" | "break" | "crlf" => "\n".to_owned(),
            "!" => "|".to_owned(),
            "=" => "=".to_owned(),
            "'" | "`" => "’".to_owned(),
            "pagename" | "fullpagename" | "title" if given.places.is_empty() => self.title.to_owned(),
            _ => String::new(),
        }
    }

    /// A template of a day: that of the article above it, and a day of its text further down.
    fn day(&mut self, given: &Given<'_>) -> String {
        let placed = given.places.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let joined = placed.join(" ");
        let written = given.named(&["date", "1", "datum", "fecha", "дата"]).unwrap_or(&joined);
        self.days += 1;
        if self.days > 8 || !self.is_above() {
            return if given.name.ends_with("line") { String::new() } else { written.to_owned() };
        }
        let line = entities(written);
        let day = stamp::day(&line).or_else(|| Date::written(&line)).filter(|date| matches!(date, Date::Day(_)));
        self.read.day = self.read.day.or(day);
        let place = given
            .named(&["location", "place", "ort", "lieu", "lugar", "место"])
            .map(tidy)
            .filter(|place| !place.is_empty());
        self.read.place = self.read.place.take().or(place);
        String::new()
    }
}

/// What a template is given.
struct Given<'a> {
    /// Its name, in small letters.
    name: String,
    places: Vec<&'a str>,
    names: Vec<(&'a str, &'a str)>,
}

impl<'a> Given<'a> {
    fn of(parts: &'a [String]) -> Self {
        let first = parts.first().map(String::as_str).unwrap_or_default();
        // `{{formatnum:12}}` gives its first value after a colon.
        let (name, value) = match first.split_once(':') {
            Some((name, value))
                if !matches!(
                    name.trim().to_lowercase().as_str(),
                    "template" | "msg" | "subst" | "шаблон" | "vorlage"
                ) =>
            {
                (name, Some(value))
            }
            Some((_, name)) => (name, None),
            None => (first, None),
        };
        let name = name.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (mut places, mut names): (Vec<&str>, Vec<(&str, &str)>) = (value.into_iter().collect(), Vec::new());
        for part in parts.iter().skip(1) {
            match part.split_once('=') {
                Some((key, value)) if is_key(key) => names.push((key.trim(), value.trim())),
                _ => places.push(part),
            }
        }
        Self { name, places, names }
    }

    fn named(&self, names: &[&str]) -> Option<&'a str> {
        let found = names.iter().find_map(|name| {
            self.names.iter().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_empty())
        });
        found.map(|(_, value)| *value)
    }

    fn place(&self, at: usize) -> Option<&'a str> {
        self.places.get(at).map(|part| part.trim()).filter(|part| !part.is_empty())
    }
}

/// Whether what stands before `=` is a name, and not the beginning of a sentence or an address.
fn is_key(key: &str) -> bool {
    let key = key.trim();
    key.chars().count() <= 30 && !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || " _-".contains(c))
}

fn is_address(rest: &[u8]) -> bool {
    ["http://", "https://", "//", "ftp://", "mailto:"].iter().any(|scheme| rest.starts_with(scheme.as_bytes()))
}

/// A quotation as a paragraph, with quotation marks and the name of who said it.
fn quotation(text: &str, by: Option<&str>) -> String {
    let text = marks(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return String::new();
    }
    let bare = text.trim_matches(['"', '“', '”', '„', '«', '»']);
    let by = by.map(|by| by.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|by| !by.is_empty());
    let by = by.map(|by| format!(" — {}", by.trim_start_matches(['—', '–', '-', ' ']))).unwrap_or_default();
    // A text with quotation marks inside is left as it is.
    let marked = if bare.contains(['“', '”', '"']) { text.clone() } else { format!("“{bare}”") };
    format!("\n\n{APART}{marked}{by}\n\n")
}

/// The text without comments and the elements that hold nothing to read; what `<nowiki>` holds is made plain.
fn without_elements(text: &str) -> String {
    let text: Cow<'_, str> = if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        text.replace("\r\n", "\n").replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), " ").into()
    } else {
        text.into()
    };
    // Of the same length, since only ASCII letters change.
    let lower = text.to_ascii_lowercase();
    let mut result = String::with_capacity(text.len());
    // Elements that are closed nowhere further on.
    let mut unclosed: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', lower.as_bytes().get(at..).unwrap_or_default()) {
        let start = at + found;
        result.push_str(text.get(at..start).unwrap_or_default());
        let rest = lower.get(start..).unwrap_or_default();
        at = start + 1;
        if rest.starts_with("<!--") {
            // A comment that is never closed goes to the end, as in the wiki.
            at = start + rest.find("-->").map_or(rest.len(), |end| end + 3);
            continue;
        }
        let name_end = rest.bytes().skip(1).take_while(u8::is_ascii_alphanumeric).count() + 1;
        let name = rest.get(1..name_end).unwrap_or_default();
        let plain = matches!(name, "nowiki" | "pre");
        let Some(known) = SILENT.iter().copied().chain(["nowiki", "pre"]).find(|known| *known == name) else {
            result.push('<');
            continue;
        };
        let Some(tag_end) = tag_end(rest) else {
            result.push('<');
            continue;
        };
        let after = start + tag_end;
        at = after;
        if rest.as_bytes().get(tag_end.saturating_sub(2)) == Some(&b'/') || unclosed.contains(&known) {
            continue;
        }
        let close = format!("</{known}");
        let Some(end) = memmem::find(lower.as_bytes().get(after..).unwrap_or_default(), close.as_bytes()) else {
            unclosed.push(known);
            continue;
        };
        if plain {
            let inside = text.get(after..after + end).unwrap_or_default();
            result.extend(inside.chars().map(stand_in));
        }
        let closing = after + end;
        let tail = lower.get(closing..).unwrap_or_default();
        at = closing + tail.find('>').map_or(close.len(), |end| end + 1);
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

/// Where a tag ends, after its `>`. A tag does not go past the next one, nor on and on.
fn tag_end(rest: &str) -> Option<usize> {
    let end = rest.bytes().skip(1).take(2_000).position(|b| matches!(b, b'<' | b'>'))? + 1;
    (rest.as_bytes().get(end) == Some(&b'>')).then_some(end + 1)
}

fn stand_in(c: char) -> char {
    let place = PLAIN.chars().position(|plain| plain == c).and_then(|place| u32::try_from(place).ok());
    place.and_then(|place| char::from_u32(FIRST_STAND_IN + place)).unwrap_or(c)
}

fn stood_for(c: char) -> char {
    let place = (c as u32).checked_sub(FIRST_STAND_IN).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| PLAIN.chars().nth(place)).filter(|_| (c as u32) < 0x20).unwrap_or(c)
}

/// A text without the marks of bold and italic letters.
fn marks(text: &str) -> String {
    if !text.contains("''") {
        return text.to_owned();
    }
    let mut result = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\'' {
            result.push(c);
            continue;
        }
        let mut run = 1_usize;
        while chars.next_if_eq(&'\'').is_some() {
            run += 1;
        }
        let kept = match run {
            2 | 3 | 5 => 0,
            4 => 1,
            1 => 1,
            more => more - 5,
        };
        result.extend(std::iter::repeat_n('\'', kept));
    }
    result
}

/// The characters that entities of HTML stand for.
fn entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut known: HashMap<&str, String> = HashMap::new();
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, _) in text.match_indices('&') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let length = rest.bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let name = rest.get(..length).unwrap_or_default();
        if name.is_empty() || !rest.get(length..).is_some_and(|after| after.starts_with(';')) {
            continue;
        }
        let character = known.entry(name).or_insert_with(|| Document::from(format!("&{name};")).text().to_string());
        if character.is_empty() || character.starts_with('&') && name != "amp" {
            continue;
        }
        result.push_str(text.get(copied..at).unwrap_or_default());
        result.push_str(character);
        copied = at + length + 2;
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    result.into()
}

/// One line of text, finished: no mark, no tag, no entity, single spaces.
fn tidy(text: &str) -> String {
    let text = marks(text);
    let text = entities(&text);
    text.chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}'))
        .map(|c| if c == APART { ' ' } else { stood_for(c) })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The paragraphs of a text whose templates and links are gone.
fn lines(text: &str) -> String {
    let broken = tags(text);
    let mut page = Lines::default();
    for line in broken.split('\n') {
        page.line(line);
    }
    page.end();
    page.without_repeated()
}

/// Replaces tags: those that break lines by line breaks, the others by nothing.
fn tags(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        result.push_str(text.get(at..start).unwrap_or_default());
        let rest = text.get(start..).unwrap_or_default();
        let name: String =
            rest.chars().skip(1).skip_while(|c| *c == '/').take_while(char::is_ascii_alphanumeric).take(20).collect();
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let Some(end) = tag_end(rest).filter(|_| is_tag) else {
            result.push('<');
            at = start + 1;
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "br" | "hr" => result.push('\n'),
            "p" | "div" | "blockquote" | "center" | "poem" | "ul" | "ol" | "li" | "dl" | "dd" | "dt" | "table"
            | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" => result.push_str("\n\n"),
            "td" | "th" => result.push(' '),
            _ => {}
        }
        at = start + end;
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

#[derive(Default)]
struct Lines {
    done: Vec<String>,
    /// Which of them are quotations set apart.
    apart: BTreeSet<usize>,
    current: Vec<String>,
    /// Level of the heading under which nothing is read.
    aside: Option<usize>,
}

impl Lines {
    fn line(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            self.end();
            return;
        }
        if let Some((level, name)) = heading(line) {
            self.end();
            let name = tidy(name);
            if self.aside.is_none_or(|aside| level <= aside) {
                let lower = name.to_lowercase();
                let lower = lower.trim_end_matches(':');
                self.aside = ASIDE.split('|').any(|known| known.trim() == lower).then_some(level);
            }
            if self.aside.is_none() && !name.is_empty() {
                self.done.push(name);
            }
            return;
        }
        if self.aside.is_some() || line.bytes().all(|b| b == b'-') {
            self.end();
            return;
        }
        let item = line.trim_start_matches(['*', '#', ':', ';']);
        let apart = item.starts_with(APART);
        // A line that begins with a figure and a colon is none of them.
        if item.len() < line.len() || apart {
            self.end();
        }
        let text = tidy(&switches(item));
        if !text.is_empty() {
            self.current.push(text);
        }
        if item.len() < line.len() || apart {
            if apart {
                self.apart.insert(self.done.len());
            }
            self.end();
        }
    }

    fn end(&mut self) {
        if !self.current.is_empty() {
            self.done.push(std::mem::take(&mut self.current).join("\n"));
        }
    }

    /// The text without quotations set apart that only repeat what stands in a paragraph.
    fn without_repeated(self) -> String {
        const LOOKED_AT: usize = 20;
        let mut dropped = Vec::new();
        for at in self.apart.iter().take(LOOKED_AT) {
            let Some(quote) = self.done.get(*at) else { continue };
            let bare = quote.split("” — ").next().unwrap_or(quote).trim_matches(['“', '”', '"', ' ', '.', '…']);
            let repeated = !bare.is_empty()
                && self
                    .done
                    .iter()
                    .enumerate()
                    .any(|(n, other)| n != *at && !self.apart.contains(&n) && other.contains(bare));
            if repeated {
                dropped.push(*at);
            }
        }
        let kept =
            self.done.iter().enumerate().filter(|(n, _)| !dropped.contains(n)).map(|(_, paragraph)| paragraph.as_str());
        kept.collect::<Vec<_>>().join("\n\n")
    }
}

/// The level and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_end();
    let level = line
        .bytes()
        .take_while(|b| *b == b'=')
        .count()
        .min(line.bytes().rev().take_while(|b| *b == b'=').count())
        .min(6);
    let name = line.get(level..line.len().checked_sub(level)?)?;
    (level > 0 && !name.trim().is_empty()).then_some((level, name))
}

/// A line without what switches the wiki: `__NOTOC__`.
fn switches(line: &str) -> Cow<'_, str> {
    let Some(start) = line.find("__") else { return line.into() };
    let rest = line.get(start + 2..).unwrap_or_default();
    let length = rest.chars().take(40).take_while(|c| c.is_uppercase()).map(char::len_utf8).sum::<usize>();
    if length > 0 && rest.get(length..).is_some_and(|after| after.starts_with("__")) {
        let after = rest.get(length + 2..).unwrap_or_default();
        return format!("{}{after}", line.get(..start).unwrap_or_default()).into();
    }
    line.into()
}

/// The day that the name of a category is, if it is nothing else.
pub(super) fn day_of_category(name: &str) -> Option<Date> {
    match stamp::of_line(name)? {
        Stamp::Day(day) => day,
        Stamp::Labelled => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, day_of_category, read};

    fn text(wikitext: &str) -> String {
        read(wikitext, "Talks end", &Names::default()).text
    }

    #[test]
    fn marks_and_links() {
        let table = [
            ("'''Norhaven''' is ''far'' from '''''Halm'''''.", "Norhaven is far from Halm."),
            ("Ostland's minister", "Ostland's minister"),
            ("''''four'''", "'four"),
            ("The [[Norhaven]] talks", "The Norhaven talks"),
            ("The [[Norhaven|northern]] talks", "The northern talks"),
            ("[[Halm (river)|]] is wide", "Halm is wide"),
            ("[[w:Ann Lee|Ann Lee]] and [[w:Bo Roe]]", "Ann Lee and Bo Roe"),
            ("[[:Category:Halm]] remains", "Category:Halm remains"),
            ("[[File:a.jpg|thumb|200px|The [[Halm]] crossing]]Talks", "Talks"),
            ("[[Datei:a.jpg|mini]]Talks", "Talks"),
            ("Talks\n[[de:Gespräche]]\n[[zh-yue:x]]", "Talks"),
            ("See [http://wire.example the wire] or [https://wire.example].", "See the wire or ."),
            ("[not a link] and [[broken\nend", "[not a link] and broken\nend"),
            ("[http://wire.example broken\nend", "[http://wire.example broken\nend"),
            ("a < b and c > d <b>x</b><br/>y<br>z", "a < b and c > d x\ny\nz"),
            ("AT&amp;T &mdash; 5&nbsp;km &#8212; &lt;b&gt; &unknown; &", "AT&T — 5 km — <b> &unknown; &"),
            ("<nowiki>[[a]] ''b'' {{c}} <i></nowiki>", "[[a]] ''b'' {{c}} <i>"),
            ("a<!-- b\n\n c -->d", "ad"),
            ("a<ref name=x>http://b</ref> c<ref name=x/> d", "a c d"),
            ("a<REF>b</Ref>c", "ac"),
            ("a<ref>never closed", "anever closed"),
            ("<gallery>\nFile:a.jpg|b\n</gallery>\nTalks", "Talks"),
            ("__NOTOC__Talks", "Talks"),
            ("Talks ~ end", "Talks ~ end"),
        ];
        for (wikitext, expected) in table {
            assert_eq!(text(wikitext), expected, "{wikitext}");
        }
    }

    #[test]
    fn templates() {
        let table = [
            ("{{w|Ann Lee}} and {{w|Bo Roe|Roe|lang=en}}", "Ann Lee and Roe"),
            ("{{w|Halm|anchor=Banks|the {{nowrap|river Halm}}}}", "the river Halm"),
            ("{{infobox|a=[[b|c]]|{{d|e}}}}Talks", "Talks"),
            ("{{lang|ru|Хальм}} {{lang-uk|Норгавен}}", "Хальм Норгавен"),
            ("{{convert|5|km|mi}} away", "5 km away"),
            ("{{formatnum:1200}} men", "1200 men"),
            ("a{{ndash}}b", "a – b"),
            ("{{PAGENAME}} today", "Talks end today"),
            ("{{{1|x}}}Talks", "Talks"),
            ("{{never closed\n\nTalks", "never closed\n\nTalks"),
            ("Talks}} end", "Talks}} end"),
            (
                "Talks\n{{quote|We have come a long way.|Ann Lee}}\nend",
                "Talks\n\n“We have come a long way.” — Ann Lee\n\nend",
            ),
            ("{{cquote|text=“A ''long'' way.”}}", "“A long way.”"),
            // Repeated from the text, to be seen.
            (
                "{{QuoteLeft|a long way|Lee}}\n“We have come a long way,” Lee said.",
                "“We have come a long way,” Lee said.",
            ),
            ("{{haveyoursay}}\n{{source|url=http://a|title=b}}\n{{publish}}Talks", "Talks"),
            ("On {{date|March 30, 2014}} they met", "On March 30, 2014 they met"),
        ];
        for (wikitext, expected) in table {
            assert_eq!(text(wikitext), expected, "{wikitext}");
        }
    }

    #[test]
    fn lines_and_sections() {
        let table = [
            ("One\ntwo\n\nthree", "One\ntwo\n\nthree"),
            ("* one\n* two\n** three\n# four", "one\n\ntwo\n\nthree\n\nfour"),
            (";Term:what it is\n:indented", "Term:what it is\n\nindented"),
            ("== Talks ==\nOne", "Talks\n\nOne"),
            ("One\n== Sources ==\n* a\n=== more ===\n* b\n== After ==\nTwo", "One\n\nAfter\n\nTwo"),
            ("One\n==Related news==\n* [[a]]\n==External links==\n* [http://b c]", "One"),
            ("One\n== Источники ==\n* a", "One"),
            ("{|\n! a\n|-\n| b || {{w|c}}\n|}\nTalks", "Talks"),
            ("{|\n| {{a\n|}}\n| b\n|}\nTalks", "Talks"),
            ("----\nTalks", "Talks"),
            ("a\n\n\n\n\nb", "a\n\nb"),
            ("x = y", "x = y"),
            ("==", "=="),
            ("", ""),
        ];
        for (wikitext, expected) in table {
            assert_eq!(text(wikitext), expected, "{wikitext}");
        }
    }

    #[test]
    fn what_is_told_beside_the_text() {
        let table = [
            ("{{date|March 30, 2014}}\nTalks", Some("2014-03-30"), None),
            (
                "{{byline|date=March 30, 2014|location=Norhaven, [[Ostland]]}}\nTalks",
                Some("2014-03-30"),
                Some("Norhaven, Ostland"),
            ),
            ("{{infobox|x}}\n{{Dateline|date=30 March 2014|location=Halm}}\nTalks", Some("2014-03-30"), Some("Halm")),
            ("{{дата|30 марта 2014}}\nПереговоры", Some("2014-03-30"), None),
            ("{{Date|30|mars|2014}}\nPourparlers", Some("2014-03-30"), None),
            ("{{date|03/04/2014}}\nTalks", None, None),
            ("Talks\n{{date|March 30, 2014}}", None, None),
            ("{{date|{{subst:CURRENTMONTHNAME}} 1, 2014}}\nTalks", None, None),
        ];
        for (wikitext, day, place) in table {
            let read = read(wikitext, "", &Names::default());
            assert_eq!(read.day.map(|day| day.to_string()).as_deref(), day, "{wikitext}");
            assert_eq!(read.place.as_deref(), place, "{wikitext}");
        }
        let read =
            read("Talks [[Category:March 30, 2014]][[category:Ostland|x]]\n[[Категория:Мир]]", "", &Names::default());
        assert_eq!(read.categories, ["March 30, 2014", "Ostland", "Мир"]);
        assert_eq!(day_of_category("March 30, 2014").unwrap().to_string(), "2014-03-30");
        assert_eq!(day_of_category("Attacks of March 30, 2014"), None);
        assert_eq!(day_of_category("March 2014"), None);
    }

    #[test]
    fn hostile_pages_take_linear_time() {
        let many = 200_000;
        for part in [
            "{{", "}}", "[[", "]]", "[http://", "{|\n", "|}\n", "<ref>", "<ref ", "<", "<!--", "'", "&", "&a;", "{{w|",
            "[[a|", "{{{", "=", "=\n", "*", "__", "<nowiki>", "\n|}", "{{date|", "{{date|x}} ", "{{quote|a}}", "|",
            "[[a\n", "é{{", "</", "[[File:",
        ] {
            let started = std::time::Instant::now();
            let _ = text(&part.repeat(many));
            let _ = text(&format!("Talks {} end", part.repeat(1000)));
            assert!(started.elapsed().as_secs() < 5, "{part}: {:?}", started.elapsed());
        }
        let nested = format!("{}x{}", "{{w|".repeat(5_000), "}}".repeat(5_000));
        let _ = text(&nested);
        let long = format!("{}{}{}", "{{w|".repeat(39), "Talks ".repeat(100_000), "}}".repeat(39));
        assert!(text(&long).starts_with("Talks"));
    }
}
