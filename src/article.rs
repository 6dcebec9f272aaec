//! An [`Article`] is one piece of news as its source gave it: a text that never changes, and what is known about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{date::Date, span::Span};

/// One article. It owns its text; every annotation is a span into [`Article::text`] and leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The source's own identifier, or one made from the content (see [`Article::content_id`]).
    pub id: String,
    /// Headline, where the source gives one.
    pub title: Option<String>,
    /// The body: paragraphs separated by line breaks, no mark-up.
    pub text: String,
    /// Publication date as precise as the source gives it; never the time of a file or of indexing.
    pub published: Option<Date>,
    /// Newspaper, agency, broadcaster or site that published it.
    pub outlet: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Place at the head of the report ("KYIV").
    pub dateline: Option<String>,
    /// Address it was published under.
    pub url: Option<String>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// Section or desk of the outlet.
    pub section: Option<String>,
    /// Tags that the outlet's editors gave it, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What its editors marked in the text, in text order, not overlapping.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Where it was read from.
    pub location: Location,
}

/// A stretch of the text that an editor marked, as in TEI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Bytes of the text.
    pub span: Span,
    /// What it is.
    pub kind: MarkKind,
}

/// What an editor said of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// It names a person.
    Person,
    /// It names a place.
    Place,
    /// It names an organisation.
    Organisation,
    /// It is a date, and which, where that is said.
    Date(Option<Date>),
}

impl Article {
    /// An identifier that depends on nothing but the content: twelve characters of the BLAKE3 hash of title, text,
    /// outlet, publication date, byline and address, in lower-case base 32. The same article has the same identifier on
    /// every machine.
    pub fn content_id(&self) -> String {
        let hash = first_bits(&self.hashed());
        (0..12).map(|i| char::from(b"0123456789abcdefghjkmnpqrstvwxyz"[(hash >> (5 * i) & 31) as usize])).collect()
    }

    /// The first 64 bits of the BLAKE3 hash of everything that is known of the article but where it was read. Two articles
    /// with equal hashes need not be annotated twice.
    pub fn content_hash(&self) -> u64 {
        let mut hasher = self.hashed();
        let more = (&self.dateline, &self.language, &self.section, &self.tags, &self.marks);
        // Strings and numbers, of which serde_json can write all.
        hasher.update(serde_json::to_string(&more).unwrap_or_default().as_bytes());
        first_bits(&hasher)
    }

    fn hashed(&self) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new();
        let published = self.published.map(|d| d.to_string());
        let parts = [
            self.title.as_deref(),
            Some(self.text.as_str()),
            self.outlet.as_deref(),
            published.as_deref(),
            self.byline.as_deref(),
            self.url.as_deref(),
        ];
        for part in parts {
            hasher.update(part.unwrap_or_default().as_bytes());
            hasher.update(&[0]);
        }
        hasher
    }
}

/// The first 64 bits of a hash.
pub(crate) fn first_bits(hasher: &blake3::Hasher) -> u64 {
    let bytes: [u8; 8] = hasher.finalize().as_bytes()[..8].try_into().unwrap_or_default();
    u64::from_le_bytes(bytes)
}

/// Where an article was read from, so that a reader can check it.
///
/// Shown as `archive.tar.gz!path/in/it:12`: the file, the entry of a container after `!`, and the line of a file that
/// holds one article a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The file on disk.
    pub file: String,
    /// Path inside a container, nested containers joined by `!`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// Line or record number inside the file or entry, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// Offset of the record in bytes of the (decompressed) file or entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

impl Location {
    /// The whole of a file on disk.
    pub fn file(path: impl Into<String>) -> Self {
        Self { file: path.into(), ..Self::default() }
    }

    /// An entry inside this file or container.
    #[must_use]
    pub fn within(&self, entry: &str) -> Self {
        let entry = self.entry.as_ref().map_or_else(|| entry.to_owned(), |outer| format!("{outer}!{entry}"));
        Self { entry: Some(entry), ..self.clone() }
    }

    /// A record of it: its number from 1 and its offset in bytes.
    #[must_use]
    pub fn record(&self, number: u64, offset: u64) -> Self {
        Self { record: Some(number), offset: Some(offset), ..self.clone() }
    }

    /// The innermost name: that of the entry, else of the file.
    pub fn name(&self) -> &str {
        self.entry.as_deref().map_or(self.file.as_str(), |entry| entry.rsplit('!').next().unwrap_or(entry))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(entry) = &self.entry {
            write!(f, "!{entry}")?;
        }
        if let Some(record) = self.record {
            write!(f, ":{record}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Article, Location};

    #[test]
    fn locations_read_like_paths() {
        let archive = Location::file("news.tar.gz");
        assert_eq!(archive.within("2014/a.jsonl").record(12, 900).to_string(), "news.tar.gz!2014/a.jsonl:12");
        assert_eq!(archive.within("b.zip").within("c.txt").name(), "c.txt");
    }

    #[test]
    fn the_content_makes_the_id() {
        let one = Article { text: "A".into(), location: Location::file("x"), ..Article::default() };
        let same = Article { location: Location::file("y"), ..one.clone() };
        let other = Article { title: Some("A".into()), ..one.clone() };
        assert_eq!(one.content_id(), same.content_id());
        assert_ne!(one.content_id(), other.content_id());
        assert_eq!(one.content_id().len(), 12);
        let tagged = Article { tags: vec!["trade".into()], ..one.clone() };
        assert_eq!(one.content_id(), tagged.content_id());
        assert_ne!(one.content_hash(), tagged.content_hash(), "a change of tags is a change");
    }
}
