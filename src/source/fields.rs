//! A [`Field`] is one thing that a source may say of an article, under whatever name the source gives it.

use std::{fmt, str::FromStr};

/// What a source can tell of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The source's own identifier.
    Id,
    /// Headline.
    Title,
    /// Body.
    Text,
    /// Publication date.
    Published,
    /// Newspaper, agency or site.
    Outlet,
    /// Author line.
    Byline,
    /// Place at the head of the report.
    Dateline,
    /// Address.
    Url,
    /// Language.
    Language,
    /// Section or desk.
    Section,
    /// Editorial tags.
    Tags,
}

/// Every field, the names that `--map` knows it by (the first is the one that messages use), and the names that
/// sources give it, in order of preference, in small letters without `_`, `-` and spaces.
///
/// Times of creation, update and crawling are left out: they may be those of a copy and not of publication.
const FIELDS: [(Field, &[&str], &[&str]); 11] = [
    (Field::Id, &["id"], &["id", "uid", "guid", "docid", "articleid"]),
    (Field::Title, &["title"], &["title", "headline", "heading", "name", "webtitle"]),
    (
        Field::Text,
        &["body", "text"],
        &["text", "body", "content", "articlebody", "fulltext", "bodytext", "maintext", "story", "plaintext"],
    ),
    (
        Field::Published,
        &["date", "published"],
        &[
            "date",
            "published",
            "publishedat",
            "publicationdate",
            "pubdate",
            "datepublished",
            "datetime",
            "webpublicationdate",
            "firstpublished",
        ],
    ),
    (
        Field::Outlet,
        &["outlet"],
        &["outlet", "publisher", "source", "newspaper", "medium", "publication", "sitename", "provider"],
    ),
    (Field::Byline, &["byline"], &["byline", "author", "authors", "creator", "by"]),
    (Field::Dateline, &["dateline"], &["dateline", "place"]),
    (Field::Url, &["url"], &["url", "link", "weburl", "canonicalurl"]),
    (Field::Language, &["lang", "language"], &["lang", "language"]),
    (Field::Section, &["section"], &["section", "category", "desk", "topic"]),
    (Field::Tags, &["tags"], &["tags", "keywords", "topics", "subjects", "categories"]),
];

/// Whether `name` is the `known` name of the table: `Publication_Date` and `publication date` are `publicationdate`.
fn is_called(name: &str, known: &str) -> bool {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    letters.flat_map(char::to_lowercase).eq(known.chars())
}

impl Field {
    /// The names that sources give it, the preferred first.
    pub(super) fn names(self) -> &'static [&'static str] {
        FIELDS.iter().find(|row| row.0 == self).map_or(&[], |row| row.2)
    }

    /// The field that a source means by `name`.
    pub(super) fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|row| row.2.iter().any(|known| is_called(name, known))).map(|row| row.0)
    }

    /// Whether a source may call it `name`, and if so its rank: 0 is preferred.
    pub(super) fn rank(self, name: &str) -> Option<usize> {
        self.names().iter().position(|known| is_called(name, known))
    }
}

/// Which field of a foreign record is which of ours: `body=content,title=headline`.
///
/// The foreign name may be a path of names joined by dots: `body=data.text`.
///
/// ```
/// use demarche::source::FieldMap;
/// assert!("body=data.text,date=meta.issued".parse::<FieldMap>().is_ok());
/// assert!("bdy=text".parse::<FieldMap>().unwrap_err().to_string().contains("id, title, body, date"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    paths: Vec<(Field, String)>,
}

impl FieldMap {
    /// The foreign path that stands for `field`, if one was given.
    pub(super) fn path(&self, field: Field) -> Option<&str> {
        self.paths.iter().find(|(mapped, _)| *mapped == field).map(|(_, path)| path.as_str())
    }
}

/// A field map that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldMapError {
    /// A part without `=` or with nothing on one side of it.
    #[error("“{0}” is not a pair OUR=THEIRS; write it like body=content,title=headline")]
    NotAPair(String),
    /// Not one of our fields.
    #[error(
        "there is no field “{0}” to map; the fields are id, title, body, date, outlet, byline, dateline, url, lang, section, tags"
    )]
    UnknownField(String),
    /// One field mapped twice.
    #[error("the field “{0}” is mapped twice; keep one of the two")]
    Twice(String),
}

impl fmt::Display for FieldMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (field, path)) in self.paths.iter().enumerate() {
            let name = FIELDS.iter().find(|row| row.0 == *field).map_or("", |row| row.1[0]);
            write!(f, "{}{name}={path}", if at > 0 { "," } else { "" })?;
        }
        Ok(())
    }
}

impl FromStr for FieldMap {
    type Err = FieldMapError;

    fn from_str(text: &str) -> Result<Self, FieldMapError> {
        let mut map = Self::default();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (ours, theirs) = pair.split_once('=').map(|(a, b)| (a.trim(), b.trim())).unwrap_or_default();
            if ours.is_empty() || theirs.is_empty() {
                return Err(FieldMapError::NotAPair(pair.to_owned()));
            }
            let row = FIELDS.iter().find(|row| row.1.contains(&ours.to_lowercase().as_str()));
            let field = row.ok_or_else(|| FieldMapError::UnknownField(ours.to_owned()))?.0;
            if map.path(field).is_some() {
                return Err(FieldMapError::Twice(ours.to_owned()));
            }
            map.paths.push((field, theirs.to_owned()));
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, Field, FieldMap, FieldMapError};

    #[test]
    fn names_are_recognised() {
        let table = [
            ("Publication_Date", Some(Field::Published)),
            ("articleBody", Some(Field::Text)),
            ("created_at", None),
            ("_id", Some(Field::Id)),
            ("Lang", Some(Field::Language)),
            ("", None),
        ];
        for (name, field) in table {
            assert_eq!(Field::named(name), field, "{name}");
        }
    }

    #[test]
    fn maps_and_their_errors() {
        let map: FieldMap = "body=data.text, Date=issued,".parse().unwrap();
        assert_eq!((map.path(Field::Text), map.path(Field::Published)), (Some("data.text"), Some("issued")));
        assert_eq!(map.to_string().parse(), Ok(map));
        assert_eq!("bdy=x".parse::<FieldMap>(), Err(FieldMapError::UnknownField("bdy".into())));
        assert_eq!("body".parse::<FieldMap>(), Err(FieldMapError::NotAPair("body".into())));
        assert_eq!("body=a,text=b".parse::<FieldMap>(), Err(FieldMapError::Twice("text".into())));
        let message = FieldMapError::UnknownField(String::new()).to_string();
        assert!(FIELDS.iter().all(|row| message.contains(row.1[0])), "the message names every field");
    }
}
