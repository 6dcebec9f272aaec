//! A language is an ISO 639-1 code: the one that a source gives, or the one that the text plainly is in.

use whatlang::Lang;

/// Bytes of a text that are looked at: more makes no surer guess.
const SAMPLE: usize = 700;

/// The code that a source means by `en`, `en-US`, `en_US`, `eng` or `English`.
pub(super) fn code(given: &str) -> Option<String> {
    let primary = given.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let letters = primary.chars().all(|c| c.is_ascii_alphabetic());
    match primary.len() {
        2 if letters => Some(primary),
        3 if letters => Lang::from_code(primary.as_str()).and_then(two_letters).map(str::to_owned),
        _ => {
            let named = Lang::all().iter().find(|lang| lang.eng_name().eq_ignore_ascii_case(&primary));
            named.copied().and_then(two_letters).map(str::to_owned)
        }
    }
}

/// The language of `text`, where its first lines leave no doubt.
pub(super) fn of(text: &str) -> Option<String> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    // Tables of figures have too few words to tell, and look French to the detector.
    let (figures, words) = sample.split_whitespace().fold((0, 0), |(figures, words), word| {
        (figures + usize::from(word.contains(|c: char| c.is_ascii_digit())), words + 1)
    });
    if figures * 6 > words {
        return None;
    }
    if plainly_english(sample) {
        return Some("en".to_owned());
    }
    let guess = whatlang::detect(sample)?;
    if guess.is_reliable() { two_letters(guess.lang()).map(str::to_owned) } else { None }
}

/// Whether one word in six is an English function word that no neighbouring language has; most news is, and the
/// detector proper takes as long as all annotation.
fn plainly_english(sample: &str) -> bool {
    const FUNCTION: [&str; 24] = [
        "the", "of", "to", "and", "that", "with", "for", "was", "by", "from", "is", "which", "said", "has", "its",
        "are", "be", "will", "would", "were", "not", "this", "but", "their",
    ];
    let (mut function, mut words) = (0, 0);
    for word in sample.split_ascii_whitespace() {
        words += 1;
        function += usize::from(FUNCTION.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    words >= 20 && function * 6 >= words
}

/// ISO 639-3, which the detector speaks, to ISO 639-1.
fn two_letters(lang: Lang) -> Option<&'static str> {
    Some(match lang.code() {
        "afr" => "af",
        "aka" => "ak",
        "amh" => "am",
        "ara" => "ar",
        "aze" => "az",
        "bel" => "be",
        "ben" => "bn",
        "bul" => "bg",
        "cat" => "ca",
        "ces" => "cs",
        "cmn" => "zh",
        "cym" => "cy",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "eng" => "en",
        "epo" => "eo",
        "est" => "et",
        "fin" => "fi",
        "fra" => "fr",
        "guj" => "gu",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "hye" => "hy",
        "ind" => "id",
        "ita" => "it",
        "jav" => "jv",
        "jpn" => "ja",
        "kan" => "kn",
        "kat" => "ka",
        "khm" => "km",
        "kor" => "ko",
        "lat" => "la",
        "lav" => "lv",
        "lit" => "lt",
        "mal" => "ml",
        "mar" => "mr",
        "mkd" => "mk",
        "mya" => "my",
        "nep" => "ne",
        "nld" => "nl",
        "nob" => "nb",
        "ori" => "or",
        "pan" => "pa",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "sin" => "si",
        "slk" => "sk",
        "slv" => "sl",
        "sna" => "sn",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tam" => "ta",
        "tel" => "te",
        "tgl" => "tl",
        "tha" => "th",
        "tuk" => "tk",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "uzb" => "uz",
        "vie" => "vi",
        "yid" => "yi",
        "zul" => "zu",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{code, of};

    #[test]
    fn codes_as_sources_write_them() {
        let table = [
            ("en", Some("en")),
            ("en-US", Some("en")),
            ("EN_us", Some("en")),
            ("rus", Some("ru")),
            ("Ukrainian", Some("uk")),
            ("", None),
            ("??", None),
            ("xyz", None),
            ("neither", None),
        ];
        for (given, expected) in table {
            assert_eq!(code(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn plain_texts_are_recognised() {
        let english =
            "The foreign ministers of the four countries met in Geneva on Thursday and agreed to hold further talks.";
        assert_eq!(of(english).as_deref(), Some("en"));
        let russian = "Министр иностранных дел России заявил журналистам, что переговоры в Женеве будут продолжены.";
        assert_eq!(of(russian).as_deref(), Some("ru"));
        for table in
            ["1 2 3", "Net loss 5,058,145 vs loss 766,185\nShr loss 60 cts vs profit 54 cts\nSales 14 mln vs 9 mln"]
        {
            assert_eq!(of(table), None);
        }
    }
}
