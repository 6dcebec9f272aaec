//! Answers for other programs: CSV for spreadsheets, BibTeX and RIS for reference managers, Markdown with footnotes. One
//! record at a time, so that an archive of any size can be exported.

use std::io::{self, Write};

use crate::{
    article::Article,
    date::Date,
    query::results::{Header, QuotationRecord},
};

/// A format to export to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180) with a header. Cells that a spreadsheet would run as a formula begin with `'`.
    Csv,
    /// JSON Lines.
    Jsonl,
    /// BibTeX entries `@misc`.
    Bibtex,
    /// RIS records of type NEWS.
    Ris,
    /// Markdown: a list; for quotations with their sources as footnotes.
    Markdown,
}

impl Format {
    /// All, with their names on the command line.
    pub const ALL: [(&'static str, Self); 5] = [
        ("csv", Self::Csv),
        ("jsonl", Self::Jsonl),
        ("bibtex", Self::Bibtex),
        ("ris", Self::Ris),
        ("markdown", Self::Markdown),
    ];

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == name).map(|(_, format)| *format)
    }
}

const ARTICLE_COLUMNS: [&str; 10] =
    ["id", "title", "published", "outlet", "byline", "url", "lang", "people", "countries", "path"];
const QUOTATION_COLUMNS: [&str; 18] = [
    "id",
    "words",
    "kind",
    "speaker",
    "role",
    "speaker_country",
    "speaker_class",
    "manner",
    "factuality",
    "addressee",
    "said_on",
    "confidence",
    "article",
    "title",
    "published",
    "outlet",
    "path",
    "context",
];

/// Writes records one after the other.
pub struct Exporter<W: Write> {
    out: W,
    format: Format,
    /// Footnotes of Markdown, kept for the end.
    notes: Vec<String>,
    written: usize,
}

impl<W: Write> Exporter<W> {
    /// An exporter of a format.
    pub fn new(out: W, format: Format) -> Self {
        Self { out, format, notes: Vec::new(), written: 0 }
    }

    /// Writes an article, without its text but in JSON Lines.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn article(&mut self, article: &Article, people: &[&str], countries: &[String]) -> io::Result<()> {
        self.written += 1;
        let published = article.published.map(|date| date.to_string()).unwrap_or_default();
        let path = article.location.to_string();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self.format {
            Format::Csv => {
                let row = [
                    article.id.clone(),
                    text(&article.title),
                    published,
                    text(&article.outlet),
                    text(&article.byline),
                    text(&article.url),
                    text(&article.language),
                    people.join("; "),
                    countries.join("; "),
                    path,
                ];
                self.row(&ARTICLE_COLUMNS, &row)
            }
            Format::Jsonl => {
                let record = serde_json::json!({
                    "id": article.id, "title": article.title, "published": article.published, "outlet": article.outlet,
                    "byline": article.byline, "dateline": article.dateline, "section": article.section, "tags": article.tags,
                    "url": article.url, "lang": article.language, "people": people,
                    "countries": countries, "path": path, "text": article.text,
                });
                writeln!(self.out, "{record}")
            }
            Format::Bibtex => {
                let mut entry = format!("@misc{{{},\n", key(&article.id));
                let mut field = |name: &str, value: &str| {
                    if !value.is_empty() {
                        entry += &format!("  {name} = {{{}}},\n", tex(value));
                    }
                };
                field("title", &text(&article.title));
                field("author", &author(&text(&article.byline)));
                field("howpublished", &text(&article.outlet));
                field("date", &published);
                field("year", &article.published.and_then(Date::year).map(|y| y.to_string()).unwrap_or_default());
                field("url", &text(&article.url));
                field("note", &format!("demarche {}, {path}", article.id));
                writeln!(self.out, "{entry}}}\n")
            }
            Format::Ris => {
                writeln!(self.out, "TY  - NEWS")?;
                let date = article.published.map(|date| date.first().strftime("%Y/%m/%d").to_string());
                let known = matches!(article.published, Some(Date::Day(_)));
                for (tag, value) in [
                    ("TI", text(&article.title)),
                    ("AU", author(&text(&article.byline))),
                    ("T2", text(&article.outlet)),
                    ("PY", article.published.and_then(Date::year).map(|y| y.to_string()).unwrap_or_default()),
                    ("DA", date.filter(|_| known).unwrap_or_default()),
                    ("UR", text(&article.url)),
                    ("LA", text(&article.language)),
                    ("ID", article.id.clone()),
                    ("L1", path),
                ] {
                    if !value.is_empty() {
                        writeln!(self.out, "{tag}  - {}", line(&value))?;
                    }
                }
                writeln!(self.out, "ER  - \n")
            }
            Format::Markdown => {
                let title = article.title.as_deref().unwrap_or("Untitled");
                writeln!(
                    self.out,
                    "- **{}**{}  \n  {}",
                    markdown(title),
                    parenthesis(&[text(&article.outlet), published]),
                    code(&format!("{} · {path}", article.id))
                )
            }
        }
    }

    /// Writes a quotation. In BibTeX and RIS its article is the record, and the words are its note.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn quotation(&mut self, record: &QuotationRecord) -> io::Result<()> {
        self.written += 1;
        let quotation = &record.quotation;
        let header = &record.article;
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let class = quotation.speaker_class.map(crate::annotate::annotations::SpeakerClass::name).unwrap_or_default();
        match self.format {
            Format::Csv => {
                let row = [
                    record.id.clone(),
                    record.words.clone(),
                    quotation.kind.name().to_owned(),
                    text(&quotation.speaker),
                    text(&quotation.role),
                    text(&quotation.speaker_country),
                    class.to_owned(),
                    quotation.manner.clone(),
                    quotation.factuality.name().to_owned(),
                    text(&quotation.addressee),
                    date(quotation.said_on),
                    format!("{:.2}", quotation.confidence),
                    header.id.clone(),
                    text(&header.title),
                    date(header.published),
                    text(&header.outlet),
                    header.path.clone(),
                    record.context.clone(),
                ];
                self.row(&QUOTATION_COLUMNS, &row)
            }
            Format::Jsonl => {
                let line = serde_json::to_string(record).map_err(io::Error::other)?;
                writeln!(self.out, "{line}")
            }
            Format::Bibtex => {
                let mut entry = format!("@misc{{{},\n", key(&record.id));
                for (name, value) in [
                    ("title", text(&header.title)),
                    ("howpublished", text(&header.outlet)),
                    ("date", date(header.published)),
                    ("annote", format!("{}: {}", speaker(record), record.words)),
                    ("note", format!("demarche {}, {}", record.id, header.path)),
                ] {
                    if !value.is_empty() {
                        entry += &format!("  {name} = {{{}}},\n", tex(&value));
                    }
                }
                writeln!(self.out, "{entry}}}\n")
            }
            Format::Ris => {
                writeln!(self.out, "TY  - NEWS")?;
                for (tag, value) in [
                    ("TI", text(&header.title)),
                    ("T2", text(&header.outlet)),
                    ("PY", header.published.and_then(Date::year).map(|y| y.to_string()).unwrap_or_default()),
                    ("N1", format!("{}: {}", speaker(record), record.words)),
                    ("ID", record.id.clone()),
                    ("L1", header.path.clone()),
                ] {
                    if !value.is_empty() {
                        writeln!(self.out, "{tag}  - {}", line(&value))?;
                    }
                }
                writeln!(self.out, "ER  - \n")
            }
            Format::Markdown => {
                let n = self.written;
                let role = quotation.role.as_deref().filter(|role| Some(*role) != quotation.speaker.as_deref());
                let role = role.map(|role| format!(", {}", markdown(role))).unwrap_or_default();
                self.notes.push(format!("[^{n}]: {}", source(header, &record.id)));
                writeln!(
                    self.out,
                    "**{}**{role} ({}, {}): {}[^{n}]\n",
                    markdown(&speaker(record)),
                    quotation.manner,
                    quotation.kind.name(),
                    markdown(&record.words)
                )
            }
        }
    }

    /// Ends the export.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(mut self) -> io::Result<usize> {
        for note in &self.notes {
            writeln!(self.out, "{note}")?;
        }
        self.out.flush()?;
        Ok(self.written)
    }

    fn row<const N: usize>(&mut self, header: &[&str; N], cells: &[String; N]) -> io::Result<()> {
        let mut row = csv::WriterBuilder::new().from_writer(Vec::new());
        if self.written == 1 {
            row.write_record(header)?;
        }
        row.write_record(cells.iter().map(|cell| harmless(cell)))?;
        let bytes = row.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        self.out.write_all(&bytes)
    }
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

fn speaker(record: &QuotationRecord) -> String {
    record.quotation.speaker.clone().unwrap_or_else(|| "unattributed".to_owned())
}

fn source(header: &Header, id: &str) -> String {
    let title = header.title.as_deref().map(|title| format!("{}, ", markdown(title))).unwrap_or_default();
    let outlet = header.outlet.as_deref().map(|outlet| format!("{}, ", markdown(outlet))).unwrap_or_default();
    let published = header.published.map_or_else(|| "no date".to_owned(), |date| date.to_string());
    format!("{title}{outlet}{published}. {}", code(&format!("{id} · {}", header.path)))
}

fn parenthesis(parts: &[String]) -> String {
    let parts: Vec<String> = parts.iter().filter(|part| !part.is_empty()).map(|part| markdown(part)).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// A byline without "By".
fn author(byline: &str) -> String {
    byline.strip_prefix("By ").unwrap_or(byline).to_owned()
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn key(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.:".contains(c) { c } else { '-' }).collect()
}

fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text).chars() {
        if "\\`*_[]<>#|".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

#[cfg(test)]
mod tests {
    use super::{harmless, key, markdown, tex};

    #[test]
    fn what_other_programs_would_misread_is_escaped() {
        for (cell, expected) in [("=1+1", "'=1+1"), ("-5", "'-5"), ("@x", "'@x"), ("Berlin", "Berlin"), ("", "")] {
            assert_eq!(harmless(cell), expected);
        }
        assert_eq!(tex("5% of {x}_y\\\n~"), "5\\% of \\{x\\}\\_y\\textbackslash{} \\textasciitilde{}");
        assert_eq!(markdown("a_b [c] *"), "a\\_b \\[c\\] \\*");
        assert_eq!(key("dir/ä#3"), "dir---3");
    }
}
