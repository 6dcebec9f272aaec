//! A [`Person`] is a human being named in an article, and [`name_id`] what names become where they are compared.

use crate::span::Span;

/// A person of one article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Lower-case ASCII with hyphens, made from the name: `sergei-lavrov`.
    pub id: String,
    /// The fullest name that the article gives.
    pub name: String,
    /// Office or role as the article words it ("Russian Foreign Minister").
    pub role: Option<String>,
    /// Code of the country that the role names.
    pub country: Option<String>,
    /// Bytes of every mention by name, without titles.
    pub mentions: Vec<Span>,
}

/// Lower-case ASCII with hyphens: the identifier of a name.
pub fn name_id(name: &str) -> String {
    let ascii = any_ascii::any_ascii(name).to_lowercase();
    let words: Vec<&str> = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("-")
}

/// Family names that come first in Chinese, Korean and Vietnamese names.
const FAMILY_FIRST: &[&str] = &[
    "Xi", "Li", "Hu", "Wen", "Wang", "Kim", "Park", "Moon", "Ban", "Yang", "Zhang", "Zhao", "Mao", "Deng", "Jiang",
    "Zhu", "Hua", "Qin", "Lu", "Ma", "Chen", "Liu", "Lin", "Tsai", "Nguyen", "Yun", "Yoon", "Roh", "Pak", "Han",
    "Jang", "Cho", "Choi", "Hwang", "Ri", "Pham", "Tran", "Chiang", "Zhou", "Hong", "Geng", "Dai", "Tang", "Sun",
    "Cui", "Le", "Ho", "Vo", "Phan", "Hwang",
];

/// Whether names that begin with this word have the family name first.
pub fn family_first(word: &str) -> bool {
    FAMILY_FIRST.contains(&word)
}

/// Whether a name is one of those with the family name first by its look: "Hsu Ming-che", "Ri Song-hak".
pub fn family_first_by_form(first: &str, last: &str) -> bool {
    let parts = last.split_once('-');
    let given = parts.is_some_and(|(a, b)| {
        (2..=6).contains(&a.len()) && (1..=6).contains(&b.len()) && b.bytes().all(|b| b.is_ascii_lowercase())
    });
    given && first.len() <= 7 && !first.contains('-')
}

/// A name without the Arabic article joined to it.
pub(crate) fn without_article(word: &str) -> &str {
    word.split_once('-').filter(|_| joined_article(word)).map_or(word, |(_, rest)| rest)
}

/// "al-Assad", "el-Sisi": an article in lower case, a hyphen, a capital.
pub(crate) fn joined_article(word: &str) -> bool {
    matches!(
        word.split_once('-'),
        Some(("al" | "el" | "ul" | "as" | "ad" | "ar" | "ash" | "at" | "an" | "Al" | "El", rest)) if rest.starts_with(char::is_uppercase)
    )
}
