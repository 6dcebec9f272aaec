//! A charset says which characters the bytes of a document stand for; archives rarely say it, and often say it wrong.
//!
//! The order is that of the HTML standard (byte order mark, then what the document declares), but bytes that are valid
//! UTF-8 are UTF-8 whatever is declared, and only what is left is guessed, by Firefox's detector.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that are no text in any charset that fits them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not valid {charset} at byte {offset} (counted from 0); save the file again as UTF-8")]
pub struct CharsetError {
    /// The charset that fitted best, by its WHATWG name.
    pub charset: &'static str,
    /// The first byte that does not fit, counted from 0.
    pub offset: usize,
}

/// The text that `bytes` stand for, without its byte order mark, and the name of the charset. UTF-8 is not copied.
///
/// `declared` is what the document says of itself, by any label that the WHATWG Encoding standard knows.
///
/// # Errors
/// Where neither the declared charset nor a guess fits every byte: the first byte that does not.
pub fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Result<(Cow<'b, str>, &'static str), CharsetError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(&bytes[mark..], encoding).map_err(|error| CharsetError { offset: error.offset + mark, ..error });
    }
    if let Some(encoding) = utf16_without_mark(bytes)
        && let Ok(text) = strict(bytes, encoding)
    {
        return Ok(text);
    }
    let broken = match str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), UTF_8.name())),
        Err(error) => CharsetError { charset: UTF_8.name(), offset: error.valid_up_to() },
    };
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        && encoding != UTF_8
        && let Ok(text) = strict(bytes, encoding)
    {
        return Ok(text);
    }
    // A guess at UTF-8 with one damaged character would turn every other letter of it into rubbish.
    if mostly_utf8(bytes) {
        return Err(broken);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    strict(bytes, detector.guess(None, Utf8Detection::Deny)).map_err(|_| broken)
}

/// The start of a document in UTF-8, for recognising its format: as it is, or decoded if it is UTF-16.
pub(super) fn head(prefix: &[u8]) -> Cow<'_, [u8]> {
    let (encoding, mark) = match Encoding::for_bom(prefix) {
        Some(found) => found,
        None => (utf16_without_mark(prefix).unwrap_or(UTF_8), 0),
    };
    let rest = &prefix[mark..];
    if encoding == UTF_8 {
        return rest.into();
    }
    let (text, _) = encoding.decode_without_bom_handling(rest);
    text.into_owned().into_bytes().into()
}

/// Whether the bytes are in UTF-16, by mark or by pattern.
pub(super) fn is_utf16(prefix: &[u8]) -> bool {
    let encoding = Encoding::for_bom(prefix).map(|(encoding, _)| encoding).or_else(|| utf16_without_mark(prefix));
    encoding.is_some_and(|encoding| encoding != UTF_8)
}

fn strict<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Result<(Cow<'b, str>, &'static str), CharsetError> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text, encoding.name())),
        None => Err(CharsetError { charset: encoding.name(), offset: first_bad_byte(bytes, encoding) }),
    }
}

fn first_bad_byte(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut output = [0; 4096];
    let mut at = 0;
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut output, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::InputEmpty => return at,
            encoding_rs::DecoderResult::Malformed(bad, after) => {
                return at.saturating_sub(usize::from(bad) + usize::from(after));
            }
        }
    }
}

/// UTF-16 without a mark shows in its zero bytes: spaces and Latin letters have one, always on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let enough = (head.len() / 20).max(1);
    match (zeros(0), zeros(1)) {
        (0, odd) if odd >= enough => Some(UTF_16LE),
        (even, 0) if even >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether far more of the bytes above ASCII form UTF-8 characters than do not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 4 * bad
}

#[cfg(test)]
mod tests {
    use super::{Cow, decode};

    #[test]
    fn charsets_are_recognised() {
        let russian = "Министр иностранных дел России заявил журналистам, что переговоры в Женеве продолжатся.";
        let cp1251 = encoding_rs::WINDOWS_1251.encode(russian).0.into_owned();
        let koi8 = encoding_rs::KOI8_R.encode(russian).0.into_owned();
        let utf16: Vec<u8> = russian.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16be: Vec<u8> = "\u{feff}Geneva — talks".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let table: [(&[u8], Option<&str>, &str, &str); 10] = [
            (russian.as_bytes(), None, russian, "UTF-8"),
            (russian.as_bytes(), Some("windows-1251"), russian, "UTF-8"),
            (b"\xef\xbb\xbfKyiv", None, "Kyiv", "UTF-8"),
            (&cp1251, None, russian, "windows-1251"),
            (&cp1251, Some("utf-8"), russian, "windows-1251"),
            (&koi8, Some("koi8-r"), russian, "KOI8-R"),
            (&utf16, None, russian, "UTF-16LE"),
            (&utf16be, None, "Geneva — talks", "UTF-16BE"),
            (
                b"\x93We will not\x94, said Mr M\xfcller of the caf\xe9",
                None,
                "“We will not”, said Mr Müller of the café",
                "windows-1252",
            ),
            (b"", None, "", "UTF-8"),
        ];
        for (bytes, declared, text, charset) in table {
            assert_eq!(decode(bytes, declared), Ok((Cow::Borrowed(text), charset)), "{text}");
        }
    }

    #[test]
    fn damaged_text_says_where() {
        let mut bytes = "Київ — столиця України, Москва — столица России".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        let error = decode(&bytes, None).unwrap_err();
        assert_eq!(error.offset, bytes.len() - 1);
        assert!(error.to_string().starts_with("not valid UTF-8 at byte"));
        let error = decode(b"\xff\xfea\x00\x00\xd8b\x00", None).unwrap_err();
        assert_eq!(error.charset, "UTF-16LE");
        assert!((4..8).contains(&error.offset), "{error}");
    }
}
