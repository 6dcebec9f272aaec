//! What is stored of a document: its record as JSON, for an article its text too, and a checksum over both.
//!
//! The engine's files have checksums that are looked at only when one asks ([`super::verify`]); this one is looked at
//! whenever a document is read, so that words which have changed on the disk are never shown as somebody's.

use serde::Serialize;
use tantivy::{TantivyDocument, schema::Value};

use super::schema::Fields;
use crate::article::first_bits;

/// Adds what is to be stored.
pub(super) fn keep(document: &mut TantivyDocument, fields: &Fields, record: &impl Serialize, text: Option<&str>) {
    // A record is made of strings and numbers, of which serde_json can write all.
    let record = serde_json::to_string(record).unwrap_or_default();
    document.add_u64(fields.checksum, checksum(&record, text));
    document.add_text(fields.stored, record);
    if let Some(text) = text {
        document.add_text(fields.text, text);
    }
}

/// The record and the text, as they were written.
///
/// # Errors
/// What is wrong, where they are not.
pub(super) fn kept<'a>(
    document: &'a TantivyDocument,
    fields: &Fields,
) -> Result<(&'a str, Option<&'a str>), &'static str> {
    let words = |field| document.get_first(field).and_then(|value| value.as_str());
    let record = words(fields.stored).ok_or("a document without its record")?;
    let text = words(fields.text);
    match document.get_first(fields.checksum).and_then(|value| value.as_u64()) {
        Some(sum) if sum == checksum(record, text) => Ok((record, text)),
        Some(_) => Err("what is stored of a document is not what was written"),
        None => Err("a document without its checksum"),
    }
}

fn checksum(record: &str, text: Option<&str>) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(record.as_bytes());
    hasher.update(&[0, u8::from(text.is_some())]);
    hasher.update(text.unwrap_or_default().as_bytes());
    first_bits(&hasher)
}

#[cfg(test)]
mod tests {
    use tantivy::TantivyDocument;

    use super::{keep, kept};
    use crate::index::schema::Fields;

    #[test]
    fn changed_words_are_told_from_those_written() {
        let (_, fields) = Fields::build();
        let mut sound = TantivyDocument::default();
        keep(&mut sound, &fields, &"record", Some("“We agree,” he said."));
        assert_eq!(kept(&sound, &fields), Ok(("\"record\"", Some("“We agree,” he said."))));
        let mut changed = TantivyDocument::default();
        let sum = tantivy::schema::Value::as_u64(&sound.get_first(fields.checksum).unwrap()).unwrap();
        changed.add_u64(fields.checksum, sum);
        changed.add_text(fields.stored, "\"record\"");
        changed.add_text(fields.text, "“We agrea,” he said.");
        assert!(kept(&changed, &fields).is_err());
        assert!(kept(&TantivyDocument::default(), &fields).is_err());
    }
}
