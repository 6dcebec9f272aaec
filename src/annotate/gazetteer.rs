//! A [`Gazetteer`] lists the names that are known beforehand: countries, places, organisations. It finds them as runs
//! of tokens, longest first, and says nothing about people.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::tokens::{Kind, Token, tokenize};

/// A country of `data/countries.tsv`.
#[derive(Debug)]
pub struct CountryEntry {
    /// ISO 3166-1 alpha-2, or ISO 3166-3 for states that no longer exist.
    pub code: &'static str,
    /// Its usual English name.
    pub name: &'static str,
    /// Every other name and adjective, `|` between them.
    pub variants: [&'static str; 3],
}

/// A place of `data/places.tsv`.
#[derive(Debug)]
pub struct PlaceEntry {
    /// Name as news writes it.
    pub name: &'static str,
    /// Country code; empty for seas and for places without one.
    pub country: &'static str,
    /// city, region, disputed, landmark, river or sea.
    pub kind: &'static str,
}

/// An organisation of `data/organisations.tsv`.
#[derive(Debug)]
pub struct OrganisationEntry {
    /// Its usual English name.
    pub name: &'static str,
    /// Code of the country it belongs to; empty for international ones.
    pub country: &'static str,
    /// international, government, ministry, parliament, party, agency, military, media, armed-group or company.
    pub class: &'static str,
}

impl OrganisationEntry {
    /// The government or union that its officials speak for: a country's code, `EU`, `UN` or `NATO`; empty for others.
    pub fn speaks_for(&self) -> &'static str {
        match self.name {
            _ if !self.country.is_empty() => self.country,
            "NATO" => "NATO",
            "European Union"
            | "European Community"
            | "European Commission"
            | "European Council"
            | "European Parliament"
            | "European External Action Service" => "EU",
            "United Nations"
            | "UN Secretariat"
            | "UN Security Council"
            | "UN General Assembly"
            | "International Atomic Energy Agency" => "UN",
            _ => "",
        }
    }
}

/// How a country is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// "Russia", "the United States".
    Name,
    /// "Russian", "Americans".
    Demonym,
    /// "Moscow": the capital, which stands for the government as often as for the city.
    Capital,
}

/// What a name stands for: an index into the gazetteer's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Index into [`Gazetteer::countries`].
    Country(u16, Form),
    /// Index into [`Gazetteer::places`].
    Place(u16),
    /// Index into [`Gazetteer::organisations`].
    Organisation(u16),
}

struct Phrase {
    /// Hashes of the words after the first.
    rest: Box<[u64]>,
    /// Written all in capitals ("US", "AP"): in mixed-case text it must be so there too.
    acronym: bool,
    entry: Entry,
}

/// The tables and the phrases that point into them.
pub struct Gazetteer {
    /// All countries, present and past.
    pub countries: Vec<CountryEntry>,
    /// Cities, regions, seas, rivers, disputed territories.
    pub places: Vec<PlaceEntry>,
    /// Organisations with a name of their own.
    pub organisations: Vec<OrganisationEntry>,
    phrases: FxHashMap<u64, Vec<Phrase>>,
    codes: FxHashMap<&'static str, u16>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

impl Gazetteer {
    /// The built-in gazetteer, read at its first use.
    pub fn get() -> &'static Self {
        &GAZETTEER
    }

    /// The longest name that begins at token `i`: how many tokens it has and what it stands for.
    pub fn longest_at(&self, tokens: &[Token], i: usize, text: &str) -> Option<(usize, Entry)> {
        let first = tokens[i];
        if !first.capital {
            return None;
        }
        let candidates = self.phrases.get(&first.hash)?;
        candidates.iter().find_map(|phrase| {
            let end = i + 1 + phrase.rest.len();
            let run = tokens.get(i..end)?;
            let same = run[1..].iter().zip(&phrase.rest).all(|(token, hash)| token.hash == *hash);
            let whole = run.iter().skip(1).all(|t| t.sentence == first.sentence);
            let case = !phrase.acronym || !first.of(text).bytes().any(|b| b.is_ascii_lowercase());
            (same && whole && case).then_some((end - i, phrase.entry))
        })
    }

    /// What a name stands for, written as in the tables.
    pub fn named(&self, name: &str) -> Option<Entry> {
        let tokens = tokenize(name);
        self.longest_at(&tokens, 0, name).filter(|(length, _)| *length == tokens.len()).map(|(_, entry)| entry)
    }

    /// The code of the country that one word names or describes, with its capital letter: "Turkey", "Saudi", "U.S.".
    pub fn country_of_word(&self, word: &str) -> Option<&'static str> {
        if !word.starts_with(char::is_uppercase) {
            return None;
        }
        let phrases = self.phrases.get(&super::lexicon::word_hash(word))?;
        phrases.iter().find_map(|phrase| match phrase.entry {
            Entry::Country(i, Form::Name | Form::Demonym)
                if phrase.rest.is_empty() && !(phrase.acronym && word.bytes().any(|b| b.is_ascii_lowercase())) =>
            {
                Some(self.countries[usize::from(i)].code)
            }
            _ => None,
        })
    }

    /// Where a code's country is among [`Gazetteer::countries`].
    pub fn country_index(&self, code: &str) -> Option<u16> {
        self.codes.get(code).copied()
    }

    /// The country of a code.
    pub fn country(&self, code: &str) -> Option<&CountryEntry> {
        self.codes.get(code).map(|i| &self.countries[usize::from(*i)])
    }

    /// The English name of a country as it is shown; of a union that speaks as states do, and of what is no code, itself.
    pub fn shown<'c>(&self, code: &'c str) -> &'c str
    where
        Self: 'c,
    {
        self.country(code).map_or(code, |country| country.name)
    }

    /// The code that a name, adjective, capital or code stands for, in any case: "russia", "Russian", "RU".
    pub fn country_code(&self, name: &str) -> Option<&'static str> {
        let name = name.trim();
        self.countries
            .iter()
            // Of a state that is no more, also the code that it had: ISO 3166-3 begins with it.
            .find(|c| {
                let former = c.code.len() == 4 && c.code[..2].eq_ignore_ascii_case(name);
                c.code.eq_ignore_ascii_case(name) || former && !self.codes.contains_key(name.to_uppercase().as_str())
            })
            .or_else(|| {
                self.countries.iter().find(|c| {
                    let mut variants = std::iter::once(c.name).chain(c.variants.iter().flat_map(|v| v.split('|')));
                    variants.any(|v| !v.is_empty() && v.to_lowercase() == name.to_lowercase())
                })
            })
            .map(|c| c.code)
    }

    fn load() -> Self {
        let mut gazetteer = Self {
            countries: Vec::new(),
            places: Vec::new(),
            organisations: Vec::new(),
            phrases: FxHashMap::default(),
            codes: FxHashMap::default(),
        };
        // Earlier rows win over later ones with the same words: countries, then organisations, then places.
        for [code, name, demonyms, capital, aliases] in rows(include_str!("data/countries.tsv")) {
            let index = gazetteer.countries.len() as u16;
            gazetteer.codes.insert(code, index);
            gazetteer.countries.push(CountryEntry { code, name, variants: [demonyms, capital, aliases] });
            let forms =
                [(name, Form::Name), (aliases, Form::Name), (demonyms, Form::Demonym), (capital, Form::Capital)];
            for (names, form) in forms {
                for name in names.split('|') {
                    gazetteer.add(name, Entry::Country(index, form));
                }
            }
        }
        for [name, country, aliases, class] in rows(include_str!("data/organisations.tsv")) {
            let index = gazetteer.organisations.len() as u16;
            gazetteer.organisations.push(OrganisationEntry { name, country, class });
            for name in std::iter::once(name).chain(aliases.split('|')) {
                gazetteer.add(name, Entry::Organisation(index));
            }
        }
        for [name, country, kind, _population] in rows(include_str!("data/places.tsv")) {
            let index = gazetteer.places.len() as u16;
            gazetteer.places.push(PlaceEntry { name, country, kind });
            gazetteer.add(name, Entry::Place(index));
        }
        for phrases in gazetteer.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        gazetteer
    }

    fn add(&mut self, name: &'static str, entry: Entry) {
        let name = name.trim();
        let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
        let tokens = tokenize(name);
        let Some((first, rest)) = tokens.split_first().filter(|(first, _)| first.kind == Kind::Word && first.capital)
        else {
            return;
        };
        let rest: Box<[u64]> = rest.iter().map(|t| t.hash).collect();
        let phrases = self.phrases.entry(first.hash).or_default();
        if phrases.iter().all(|known| known.rest != rest) {
            phrases.push(Phrase { rest, acronym: first.upper || name.len() < 4, entry });
        }
    }
}

/// Rows of a tab-separated table with exactly `N` columns; missing columns are empty.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let mut columns = line.split('\t').map(str::trim);
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Option<String> {
        let tokens = tokenize(text);
        let gazetteer = Gazetteer::get();
        let (length, entry) = gazetteer.longest_at(&tokens, 0, text)?;
        let name = match entry {
            Entry::Country(i, _) => gazetteer.countries[usize::from(i)].code,
            Entry::Place(i) => gazetteer.places[usize::from(i)].name,
            Entry::Organisation(i) => gazetteer.organisations[usize::from(i)].name,
        };
        Some(format!("{name} {length}"))
    }

    #[test]
    fn finds_the_longest_name() {
        for (text, expected) in [
            ("Russian Foreign Ministry officials", Some("Russian Foreign Ministry 3")),
            ("Russia's army", Some("RU 1")),
            ("U.S. troops", Some("US 1")),
            ("South Korea said", Some("KR 2")),
            ("Crimea is", Some("Crimea 1")),
            ("us and them", None),
            ("Us and them", None),
        ] {
            assert_eq!(find(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn country_names_give_codes() {
        let gazetteer = Gazetteer::get();
        for (name, code) in
            [("ru", "RU"), ("Russia", "RU"), ("south korea", "KR"), ("Russian", "RU"), ("UK", "GB"), ("usa", "US")]
        {
            assert_eq!(gazetteer.country_code(name), Some(code), "{name}");
        }
        assert_eq!(gazetteer.country_code("Atlantis"), None);
    }
}
