//! A [`Speaker`] is who a source was found to be, and by which rule.

use super::super::quotation::SpeakerClass;

/// How a speaker was found. The number is what the calibration sees: it never changes, and no number is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub(crate) enum SpeakerRule {
    /// The text leaves it open.
    #[default]
    Nobody = 0,
    /// A name at the head of the phrase.
    Name = 1,
    /// Several names.
    Names = 2,
    /// "The two ministers, Anna Berg and Pavel Orlov".
    NamedGroup = 3,
    /// "he", "she": a person named before.
    Pronoun = 4,
    /// "he": the unnamed official who spoke before.
    PronounUnnamed = 5,
    /// "it": what spoke before.
    PronounInstitution = 6,
    /// "they": those who spoke before.
    PronounGroup = 7,
    /// "Kyiv, Washington and the European Union".
    Governments = 8,
    /// "the White House statement": whose it is.
    StatementOf = 9,
    /// An organisation that the gazetteer knows.
    Organisation = 11,
    /// An organisation told by its form.
    OrganisationForm = 12,
    /// A country or capital.
    Country = 13,
    /// Another place.
    Place = 14,
    /// "the official", after "a senior official".
    SameUnnamed = 15,
    /// "the officials", after "senior officials".
    SameGroup = 16,
    /// "diplomats".
    Group = 17,
    /// "a spokesman".
    UnnamedOffice = 18,
    /// "the minister": who holds the office in the article.
    Holder = 19,
    /// "the foreign minister", whom the article does not name.
    Office = 20,
    /// "the report".
    Document = 21,
    /// "the ministry": the one named before.
    SameInstitution = 22,
    /// "a ministry".
    InstitutionNoun = 24,
    /// A name that nothing introduces.
    BareName = 25,
    /// Any other noun phrase.
    Descriptor = 26,
    /// The label of a turn.
    Label = 27,
    /// The speaker of the draft that this one continues.
    Shared = 28,
}

impl SpeakerRule {
    /// Its name in traces.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Name => "name",
            Self::Names => "names",
            Self::NamedGroup => "named-group",
            Self::Pronoun => "pronoun",
            Self::PronounUnnamed => "pronoun-unnamed",
            Self::PronounInstitution => "pronoun-institution",
            Self::PronounGroup => "pronoun-group",
            Self::Governments => "governments",
            Self::StatementOf => "statement-of",
            Self::Organisation => "organisation",
            Self::OrganisationForm => "organisation-form",
            Self::Country => "country",
            Self::Place => "place",
            Self::SameUnnamed => "same-unnamed",
            Self::SameGroup => "same-group",
            Self::Group => "group",
            Self::UnnamedOffice => "unnamed-office",
            Self::Holder => "holder",
            Self::Office => "office",
            Self::Document => "document",
            Self::SameInstitution => "same-institution",
            Self::InstitutionNoun => "institution-noun",
            Self::BareName => "bare-name",
            Self::Descriptor => "descriptor",
            Self::Label => "label",
            Self::Shared => "shared",
        }
    }

    /// The number that the calibration sees.
    pub(crate) const fn number(self) -> u32 {
        self as u32
    }
}

/// Who a source was found to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Speaker {
    pub(crate) name: Option<String>,
    pub(crate) ids: Vec<String>,
    pub(crate) class: Option<SpeakerClass>,
    pub(crate) role: Option<String>,
    pub(crate) country: Option<String>,
    /// How it was found.
    pub(crate) rule: SpeakerRule,
    /// Who else it might have been.
    pub(crate) runner_up: Option<String>,
    /// How sure the rule is, 0 to 1, before calibration.
    pub(crate) certainty: f32,
}

impl Speaker {
    /// The same by another rule, and as sure as this.
    pub(crate) fn found_by(self, rule: SpeakerRule, certainty: f32) -> Self {
        Self { rule, certainty, ..self }
    }
}
