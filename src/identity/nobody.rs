//! Names that are no person's, by what the whole archive calls so: companies, banks, places.
//!
//! One article may read "Harris Upham" as a person; where others write "Harris Upham and Co", or know the name as an
//! organisation's or a place's, none is.

use rustc_hash::FxHashMap;

/// Words that make a company's name of the words before them.
const COMPANY: &[&str] = &[
    "inc", "corp", "co", "company", "ltd", "plc", "ag", "sa", "spa", "gmbh", "nv", "ab", "group", "holdings",
    "holding", "bank", "international", "industries", "securities", "bros", "brothers", "partners", "associates",
    "incorporated", "corporation", "limited", "pacific", "lambert", "oil", "mining", "financial", "insurance", "labs",
    "airlines", "motors", "capital", "trust", "savings", "stores", "energy", "resources", "petroleum", "reynolds",
];
/// Last words of names that are no person's.
const THINGS: &[&str] = &[
    "palace", "garden", "gardens", "region", "street", "square", "bridge", "stadium", "airport", "university",
    "institute", "museum", "theatre", "theater", "cathedral", "church", "monastery", "hall", "house", "basin", "plan",
    "dlr", "dlrs", "priests", "guerrillas", "workers", "members", "leaders", "troops", "forces", "army", "front",
    "movement", "officials", "ministers", "newspaper", "newspapers", "magazine", "daily", "radio", "network", "mln",
    "pct", "fm", "tv", "stream", "cup", "prize", "award", "fund", "foundation", "bay", "river", "lake", "mountain",
    "mountains", "island", "islands", "valley", "county", "district", "province", "territory", "instagram", "facebook",
    "twitter", "youtube", "telegram", "psett", "sett", "corp", "inc", "co", "ltd", "plc", "bank", "group", "party",
    "agency", "ministry", "committee", "commission", "council", "union", "league", "federation", "association",
    "championship", "games", "olympics", "festival", "forum", "summit", "agreement", "treaty", "accord", "protocol",
    "act", "bill", "doctrine", "center", "centre", "building", "tower", "station", "port", "field", "mine", "plant",
    "factory", "works", "shipyard", "academy", "school", "college", "hospital", "library", "hotel", "club", "team",
    "airlines", "airways", "railway", "railways", "highway", "avenue", "road", "embankment", "boulevard", "park",
    "gate", "wall", "memorial", "monument", "day", "week", "month", "year",
];

/// First words of names that are no person's.
const FIRST: &[&str] = &[
    "messrs", "gruppo", "grupo", "banco", "banca", "banque", "credit", "societe", "compagnie", "cie", "kabushiki",
    "deutsche", "hotel", "port", "mount", "lake", "fort", "camp", "operation", "project", "radio", "team",
];

/// First words of names of newspapers and places as well as of people: these have offices.
const ARTICLES: &[&str] = &["el", "la", "los", "las", "il", "le", "les", "der", "die", "das", "al"];
/// Names of agencies and networks.
const MEDIA: &[&str] = &[
    "reuter", "reuters", "tass", "efe", "afp", "upi", "ap", "dpa", "xinhua", "interfax", "notimex", "kyodo", "twitter",
    "facebook", "instagram", "telegram", "youtube", "tiktok", "google", "ria", "prela", "acan", "dpa", "ansa", "bbc",
];

/// What the archive's articles take names for, besides people.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// Articles by name in small letters: organisations and places.
    named: FxHashMap<String, u32>,
    /// Articles by the words before a word of [`COMPANY`].
    companies: FxHashMap<String, u32>,
    /// Articles by the first word of a longer name.
    first: FxHashMap<String, u32>,
    /// Articles by any two or three words that stand together in a longer name.
    parts: FxHashMap<String, u32>,
}

impl Others {
    /// Names of organisations and places with the number of articles that have them.
    pub(super) fn of<'a>(names: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let mut others = Self::default();
        for (name, articles) in names {
            let lower = name.to_lowercase();
            let words: Vec<&str> = lower.split([' ', ',', '.', '&']).filter(|word| !word.is_empty()).collect();
            for end in 1..words.len() {
                let next = if words[end] == "and" { words.get(end + 1) } else { words.get(end) };
                if next.is_some_and(|next| COMPANY.contains(next)) {
                    *others.companies.entry(words[..end].join(" ")).or_default() += articles;
                }
            }
            for length in 2..words.len().min(4) {
                for part in words.windows(length) {
                    *others.parts.entry(part.join(" ")).or_default() += articles;
                }
            }
            if let [first, _, ..] = words[..] {
                *others.first.entry(first.to_owned()).or_default() += articles;
            }
            *others.named.entry(words.join(" ")).or_default() += articles;
        }
        others
    }

    /// Articles with an organisation or a place whose name begins with a word and goes on.
    pub(super) fn begin_with(&self, word: &str) -> u32 {
        self.first.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// Whether a name that so many articles take for a person's, so many of them with an office, is none.
    pub(super) fn have(&self, name: &str, articles: u32, with_office: u32) -> bool {
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split([' ', ',', '.', '&']).filter(|word| !word.is_empty()).collect();
        let thing = words.last().is_some_and(|last| THINGS.contains(last));
        if words.len() > 1 && (thing || words.first().is_some_and(|first| FIRST.contains(first))) {
            return true;
        }
        let joined = words.join(" ");
        if MEDIA.contains(&joined.as_str()) {
            return true;
        }
        let paper = words.len() > 1 && words.first().is_some_and(|first| ARTICLES.contains(first));
        if paper && with_office * 4 < articles {
            return true;
        }
        let company = self.companies.get(&joined).copied().unwrap_or(0);
        let named = self.named.get(&joined).copied().unwrap_or(0);
        if company > articles * 5 {
            return true;
        }
        if with_office * 4 >= articles && articles > 0 && with_office > 1 {
            return false;
        }
        // A company is called after somebody: it takes a good part of the articles to make the name its own; or one that
        // goes on, where hardly any article gives an office.
        let part = self.parts.get(&joined).copied().unwrap_or(0);
        company * 3 >= articles.max(1) || named * 2 >= articles.max(1) || part > 0 && with_office * 5 < articles
    }
}

#[cfg(test)]
mod tests {
    use super::Others;

    #[test]
    fn companies_places_and_things_are_nobody() {
        let others = Others::of([
            ("Northgate Holm and Co", 9),
            ("Harrow Inc", 2),
            ("Lindqvist Corp.", 1),
            ("Berg Valley", 3),
            ("Red Sea", 5),
        ]);
        let table = [
            ("Northgate Holm", 12, 0, true),
            ("Harrow", 4, 0, true),
            ("Lindqvist", 40, 0, false),
            ("Harrow", 4, 2, false),
            ("Anna Berg", 4, 0, false),
            ("Anna Palace", 4, 0, true),
            ("Red Sea", 3, 0, true),
        ];
        for (name, articles, with_office, nobody) in table {
            assert_eq!(others.have(name, articles, with_office), nobody, "{name}");
        }
    }
}
