//! As what somebody is listed, and why an appearance is taken for them.

/// Why an appearance is whom it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Because {
    /// It gives the name in full.
    Name,
    /// A surname that nobody else bears here, or hardly anybody.
    OnlyBearer,
    /// A surname with the office that the person holds.
    Office,
    /// A surname with the person's country.
    Country,
    /// A surname that stands for one person in news.
    Known,
    /// An office without a name: whoever held it in that month.
    Holder,
    /// The words are all that is known.
    Words,
}

impl Because {
    /// In words; none where the name says it all.
    pub fn told(self) -> Option<&'static str> {
        Some(match self {
            Self::Name | Self::Words => return None,
            Self::OnlyBearer => "nobody else of this name is in the news here in those years",
            Self::Office => "the surname stands with an office that the archive gives this person",
            Self::Country => "the surname stands with this person’s country",
            Self::Known => "the surname alone stands for this person in news",
            Self::Holder => "the archive’s articles call this person so in that month",
        })
    }

    /// From its number in the order above.
    pub(super) fn of(number: u8) -> Self {
        let all = [Self::Name, Self::OnlyBearer, Self::Office, Self::Country, Self::Known, Self::Holder];
        all.get(usize::from(number)).copied().unwrap_or(Self::Words)
    }
}

/// As what somebody is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listed {
    /// A person with a full name.
    #[default]
    Person,
    /// A surname that nobody owns.
    Surname,
    /// A speaker who is no person: an institution, an office, somebody unnamed.
    Other,
    /// Nobody: no person, or forgotten by the user.
    Nobody,
}
