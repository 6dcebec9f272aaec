//! A [`Field`] is a named part of an article or of a quotation that a query can ask for: `person:`, `date:`, `by:`.
//!
//! One table says everything about each of them; the parser, its error messages and the manual are driven by it.

use serde::{Serialize, Serializer};

/// A field of the query language, written `name:value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the table below describes each, once for the documentation and the program")]
pub enum Field {
    Title,
    Person,
    Country,
    Place,
    Org,
    Outlet,
    Tag,
    Lang,
    Date,
    Mentions,
    By,
    About,
    To,
    Manner,
    Factuality,
    Confidence,
    Kind,
    Class,
    Source,
    Id,
}

/// All that is known of one field.
struct Row {
    field: Field,
    name: &'static str,
    description: &'static str,
    example: &'static str,
    /// The only values it takes; empty where any is taken.
    values: &'static [&'static str],
    /// Whether `none` asks for what has no value here, and is not a word.
    none: bool,
    /// Other words people try for it. They are suggested, never accepted: one word for one concept.
    hints: &'static [&'static str],
}

const fn row(field: Field, name: &'static str, description: &'static str, example: &'static str) -> Row {
    Row { field, name, description, example, values: &[], none: false, hints: &[] }
}

/// In the order of the variants, so that a field is its own index.
const TABLE: [Row; 20] = [
    Row {
        hints: &["headline", "head", "subject"],
        ..row(Field::Title, "title", "words of the headline", "title:sanctions")
    },
    Row {
        hints: &["people", "name", "names"],
        ..row(Field::Person, "person", "a person the article names", "person:lavrov")
    },
    Row {
        none: true,
        hints: &["countries", "nation", "state"],
        ..row(
            Field::Country,
            "country",
            "a country the article names, by code or name; none: no country",
            "country:\"South Korea\"",
        )
    },
    Row {
        hints: &["city", "location", "places"],
        ..row(Field::Place, "place", "a city or other place the article names", "place:geneva")
    },
    Row {
        hints: &["organisation", "organization", "orgs"],
        ..row(Field::Org, "org", "an organisation the article names", "org:osce")
    },
    Row {
        hints: &["newspaper", "paper", "agency", "publisher", "site"],
        ..row(Field::Outlet, "outlet", "the newspaper, agency or site that published it", "outlet:tass")
    },
    Row {
        hints: &["tags", "section", "keyword", "keywords", "desk", "rubric", "topics"],
        ..row(Field::Tag, "tag", "the outlet’s section or an editorial tag", "tag:diplomacy")
    },
    Row { hints: &["language"], ..row(Field::Lang, "lang", "the language, as an ISO 639-1 code", "lang:en") },
    Row {
        none: true,
        hints: &["published", "since", "until", "after", "before", "day", "year", "when"],
        ..row(Field::Date, "date", "when it was published; none: not known", "date:2014-03..2014-05")
    },
    Row {
        none: true,
        hints: &["mention", "dates"],
        ..row(Field::Mentions, "mentions", "a date that the text mentions; none: no date", "mentions:1994-12-05")
    },
    Row {
        none: true,
        hints: &["speaker", "said", "author", "from"],
        ..row(Field::By, "by", "who is quoted; none: nobody known", "by:lavrov")
    },
    Row {
        hints: &["topic", "on", "quote", "quotation"],
        ..row(Field::About, "about", "what the quotation is about", "about:crimea")
    },
    Row { hints: &["addressee", "recipient", "told"], ..row(Field::To, "to", "to whom it was said", "to:kerry") },
    Row {
        hints: &["verb", "mode"],
        ..row(Field::Manner, "manner", "how it was said: denied, urged, warned, …", "manner:denied")
    },
    Row {
        values: &["said", "not said", "might be said", "declined"],
        hints: &["fact", "negated", "denial"],
        ..row(
            Field::Factuality,
            "factuality",
            "whether it was said: said, not said, might be said or declined",
            "factuality:\"not said\"",
        )
    },
    Row {
        hints: &["certainty", "probability", "sure", "certain"],
        ..row(
            Field::Confidence,
            "confidence",
            "how certain at least, 0 to 1; 0.7 unless a question says otherwise",
            "confidence:0.9",
        )
    },
    Row {
        values: &["direct", "indirect", "mixed"],
        hints: &["type"],
        ..row(Field::Kind, "kind", "how it is quoted: direct, indirect or mixed", "kind:direct")
    },
    Row {
        values: &["person", "office", "institution", "government", "anonymous", "document"],
        none: true,
        ..row(
            Field::Class,
            "class",
            "what the speaker is: person, office, institution, government, anonymous, document or none",
            "class:anonymous",
        )
    },
    Row {
        hints: &["file", "path", "url"],
        ..row(Field::Source, "source", "the file or address it was read from", "source:archive-2014.zip")
    },
    row(Field::Id, "id", "the identifier of the article", "id:7zk2m9qv4d1c"),
];

impl Field {
    /// Every field, in the order of the manual.
    ///
    /// ```
    /// use demarche::query::ast::Field;
    /// assert!(Field::all().all(|field| Field::named(field.name()) == Some(field)));
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.field)
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Its name in a query, without the colon.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What it holds, for the manual.
    pub fn description(self) -> &'static str {
        self.row().description
    }

    /// A query that uses it.
    pub fn example(self) -> &'static str {
        self.row().example
    }

    /// The only values it takes, besides `none` where [`Field::takes_none`]; empty where any is taken.
    pub fn values(self) -> &'static [&'static str] {
        self.row().values
    }

    /// Whether `none` asks for what has no value in this field; elsewhere it is a word.
    pub fn takes_none(self) -> bool {
        self.row().none
    }

    /// Whether its values are dates.
    pub fn takes_dates(self) -> bool {
        matches!(self, Self::Date | Self::Mentions)
    }

    /// Whether it belongs to a quotation: all such fields of one query must hold of one and the same quotation.
    pub fn of_quotation(self) -> bool {
        matches!(
            self,
            Self::By
                | Self::About
                | Self::To
                | Self::Manner
                | Self::Factuality
                | Self::Confidence
                | Self::Kind
                | Self::Class
        )
    }

    /// Whether its values are words, which can be asked for exactly as written.
    pub fn of_words(self) -> bool {
        matches!(
            self,
            Self::Title | Self::Person | Self::Place | Self::Org | Self::Outlet | Self::By | Self::About | Self::To
        )
    }

    /// The field of that name, in whatever case it is written.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|field| field.name().eq_ignore_ascii_case(name))
    }

    /// The field that someone who wrote `name` most likely meant: known under another word, or misspelt.
    ///
    /// ```
    /// use demarche::query::ast::Field;
    /// assert_eq!(Field::nearest("pesron"), Some(Field::Person));
    /// assert_eq!(Field::nearest("speaker"), Some(Field::By));
    /// assert_eq!(Field::nearest("colour"), None);
    /// ```
    pub fn nearest(name: &str) -> Option<Self> {
        // No field has so long a name, and the work below grows with the length.
        if name.len() > 32 {
            return None;
        }
        let name = name.to_lowercase();
        if let Some(row) = TABLE.iter().find(|row| row.hints.contains(&name.as_str())) {
            return Some(row.field);
        }
        let near = |field: Self| (distance(&name, field.name()), field);
        // Two slips in a word of three letters make another word.
        Self::all()
            .map(near)
            .min_by_key(|(slips, _)| *slips)
            .filter(|(slips, field)| *slips <= 2 && slips * 3 <= field.name().len().min(name.chars().count()))
            .map(|(_, field)| field)
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// How many insertions, deletions, replacements and swaps of neighbours part the two words (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{Field, TABLE, distance};

    #[test]
    fn the_table_is_in_the_order_of_the_variants_and_complete() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.field as usize, index, "{}", row.name);
            assert!(row.example.starts_with(&format!("{}:", row.name)), "{}", row.name);
            assert!(!row.description.is_empty());
            assert!(row.hints.iter().all(|hint| Field::named(hint).is_none()), "{}", row.name);
        }
    }

    #[test]
    fn slips_are_counted_and_the_nearest_field_is_found() {
        for (a, b, slips) in
            [("pesron", "person", 1), ("", "by", 2), ("date", "date", 0), ("abuot", "about", 1), ("xy", "by", 1)]
        {
            assert_eq!(distance(a, b), slips, "{a} {b}");
        }
        let table = [
            ("pesron", Some(Field::Person)),
            ("Persons", Some(Field::Person)),
            ("contry", Some(Field::Country)),
            ("langauge", None),
            ("language", Some(Field::Lang)),
            ("since", Some(Field::Date)),
            ("bi", None),
            ("foo", None),
        ];
        for (name, field) in table {
            assert_eq!(Field::nearest(name), field, "{name}");
        }
    }
}
