//! A [`Quotation`] is content attributed to a source by a cue, as the PARC and `PolNeAR` corpora define it: “Crimea is
//! ours” (content), he (source) said (cue). These are the nouns that every other layer reads.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{date::Date, span::Span};

/// How much of the content stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuotationKind {
    /// All of it (nine words in ten).
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// What sort of speaker it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerClass {
    /// A named human being.
    Person,
    /// Somebody named by office only: "the foreign minister".
    Office,
    /// "the Kremlin", "the State Department".
    Institution,
    /// A country or capital that stands for its government: "Moscow".
    Government,
    /// "a senior official", "diplomats".
    Anonymous,
    /// "the report".
    Document,
}

/// Whether the words were said at all, as the text tells it. The distinction is that of `FactBank` (Saurí and
/// Pustejovsky, 2009): certain, denied, possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Factuality {
    /// They were.
    #[default]
    #[serde(rename = "said")]
    Said,
    /// The text denies it: "Lavrov did not say that …".
    #[serde(rename = "not said")]
    NotSaid,
    /// The text leaves it open: conditions, questions, what somebody should, will or may say.
    #[serde(rename = "might be said")]
    MightBeSaid,
    /// Nothing was said on this matter: "declined to comment on …".
    #[serde(rename = "declined")]
    Declined,
}

macro_rules! names {
    ($type:ident { $($variant:ident $name:literal),* $(,)? }) => {
        impl $type {
            /// Its name in queries, facets and JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
        impl FromStr for $type {
            type Err = ();
            fn from_str(name: &str) -> Result<Self, ()> {
                match name { $($name => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
    };
}

impl QuotationKind {
    /// The kind of a content of so many words, so many of which stand in quotation marks.
    pub(crate) const fn of(words: usize, quoted: usize) -> Self {
        match quoted {
            0 => Self::Indirect,
            _ if quoted * 10 >= words * 9 => Self::Direct,
            _ => Self::Mixed,
        }
    }
}

names!(QuotationKind { Direct "direct", Indirect "indirect", Mixed "mixed" });
names!(SpeakerClass {
    Person "person", Office "office", Institution "institution", Government "government", Anonymous "anonymous", Document "document",
});
names!(Factuality { Said "said", NotSaid "not said", MightBeSaid "might be said", Declined "declined" });

/// Quotations of at least this confidence are shown unasked. On news that nothing was learned from, nineteen of twenty of
/// these have the right speaker (`models/README.md`); the others are counted, and shown when one asks for all.
pub const SHOWN: f32 = 0.7;

/// A probability to two places, as it is written: the nearest number of double precision, so that 0.9 stays 0.9.
pub fn two_places(probability: f32) -> f64 {
    (f64::from(probability) * 100.0).round() / 100.0
}

/// Content attributed to a source. Spans are bytes of the article's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quotation {
    /// What is reported, without quotation marks; several spans where the cue interrupts it.
    pub content: Vec<Span>,
    /// The reporting expression.
    pub cue: Vec<Span>,
    /// The noun phrase of the speaker as it stands in the text; empty where the text gives none.
    pub source: Vec<Span>,
    /// Direct, indirect or mixed.
    pub kind: QuotationKind,
    /// The resolved speaker, several joined by `; `; `None`: unattributed.
    pub speaker: Option<String>,
    /// Identifiers of the people among the speakers.
    pub speaker_ids: Vec<String>,
    /// What sort of speaker.
    pub speaker_class: Option<SpeakerClass>,
    /// The speaker's office as the article words it.
    pub role: Option<String>,
    /// Code of the country that the speaker speaks for.
    pub speaker_country: Option<String>,
    /// To whom it was said.
    pub addressee: Option<String>,
    /// Where it was said: "in an interview", "on Twitter".
    pub venue: Option<String>,
    /// Class of the cue: said, denied, warned …
    pub manner: String,
    /// Whether it was said.
    #[serde(default)]
    pub factuality: Factuality,
    /// When it was said, where the cue's clause gives a date.
    pub said_on: Option<Date>,
    /// Who passed the words on, from the outermost to the speaker's own reporter.
    pub chain: Vec<String>,
    /// Index of the quotation that this one stands inside.
    pub nested_in: Option<usize>,
    /// How probable it is that these words are this speaker's, 0 to 1: the product of the two that follow.
    pub confidence: f32,
    /// How probable it is that this was reported, cut as it is.
    #[serde(default)]
    pub content_probability: f32,
    /// How probable it is that the speaker is right, if the words are; where there is none, that the text names nobody.
    #[serde(default)]
    pub speaker_probability: f32,
    /// The rule that found it.
    pub rule: String,
}
