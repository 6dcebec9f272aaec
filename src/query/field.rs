//! A [`Field`] is a named part of an article or of a quotation that a query can ask for: `person:`, `date:`, `by:`.
//!
//! One table says everything about each of them: what the parser and its errors need, the manual, the columns of the index
//! and how their values match, the facets, the words of `--explain` and of `why`. A new field is a variant, a row here, and
//! a column of the index with what fills it.

use serde::{Serialize, Serializer};

use super::results::{ArticleRecord, QuotationRecord, SpeakerClass};

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
    Venue,
    Manner,
    Factuality,
    Confidence,
    Kind,
    Class,
    Source,
    Id,
}

/// What a field is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Articles; a quotation has it of its article.
    Article,
    /// Articles and quotations, each their own.
    Both,
    /// Quotations: all such fields of one query must hold of one and the same quotation.
    Quotation,
}

/// How the values of a field match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matching {
    /// Running text, by word.
    Words,
    /// The words of a quotation, or those around it.
    Content,
    /// People, by whatever name.
    Person,
    /// Speakers: people, offices, institutions, governments.
    Speaker,
    /// Places, by any of their names.
    Place,
    /// Organisations, by any of their names.
    Organisation,
    /// Names that a facet lists: whole in quotation marks, else by word.
    Listed,
    /// Names, by word.
    Name,
    /// Codes and names of countries.
    Country,
    /// Manners, and verbs for them.
    Manner,
    /// One value, as written but for capitals.
    Keyword,
    /// Identifiers of articles and of quotations.
    Identifier,
    /// A part of a path.
    Path,
    /// A number that is the least.
    AtLeast,
    /// Days of publication.
    Published,
    /// Days that a text mentions.
    Mentioned,
}

/// What an article or a quotation has in a field, for `why`; none where another rule tells.
type Getter<Record> = fn(&Record) -> Option<Vec<String>>;

/// All that is known of one field.
pub(super) struct Row {
    pub(super) field: Field,
    pub(super) name: &'static str,
    description: &'static str,
    example: &'static str,
    /// The only values it takes; empty where any is taken.
    values: &'static [&'static str],
    /// Whether `none` asks for what has no value here, and is not a word.
    none: bool,
    /// Other words people try for it. They are suggested, never accepted: one word for one concept.
    hints: &'static [&'static str],
    pub(super) scope: Scope,
    pub(super) matching: Matching,
    /// Its column of articles and its column of quotations.
    pub(super) columns: (&'static str, &'static str),
    /// Facets that count it: their names, and columns if they are others than the field's.
    pub(super) facets: &'static [(&'static str, Option<&'static str>)],
    /// What `--explain` says before a value: of articles, and of quotations.
    pub(super) lead: (&'static str, &'static str),
    /// Its place among the clauses about one quotation, as `--explain` tells them.
    pub(super) place: u8,
    pub(super) of_article: Getter<ArticleRecord>,
    pub(super) of_quotation: Getter<QuotationRecord>,
}

const fn nothing<Record>(_: &Record) -> Option<Vec<String>> {
    None
}

const fn row(field: Field, name: &'static str, description: &'static str, example: &'static str) -> Row {
    Row {
        field,
        name,
        description,
        example,
        values: &[],
        none: false,
        hints: &[],
        scope: Scope::Article,
        matching: Matching::Keyword,
        columns: (name, name),
        facets: &[],
        lead: ("", ""),
        place: 0,
        of_article: nothing::<ArticleRecord>,
        of_quotation: nothing::<QuotationRecord>,
    }
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of a getter")]
fn one(value: Option<&str>) -> Option<Vec<String>> {
    Some(vec![value.unwrap_or("none is known").to_owned()])
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of a getter")]
fn day(date: Option<crate::date::Date>) -> Option<Vec<String>> {
    Some(vec![date.map_or_else(|| "its date is not known".to_owned(), |date| format!("published {date}"))])
}

/// In the order of the variants, so that a field is its own index.
const TABLE: [Row; 21] = [
    Row {
        hints: &["headline", "head", "subject"],
        matching: Matching::Words,
        lead: ("with ", "in articles with "),
        of_article: |record| one(record.article.title.as_deref()),
        ..row(Field::Title, "title", "words of the headline", "title:sanctions")
    },
    Row {
        hints: &["people", "name", "names"],
        matching: Matching::Person,
        columns: ("appearance", "appearance"),
        facets: &[("person", None)],
        lead: ("that name the person ", "in articles that name the person "),
        of_article: |record| Some(record.people.iter().map(|person| person.name.clone()).collect()),
        ..row(Field::Person, "person", "a person the article names", "person:lavrov")
    },
    Row {
        none: true,
        hints: &["countries", "nation", "state"],
        scope: Scope::Both,
        matching: Matching::Country,
        columns: ("country", "speaker_country"),
        facets: &[("country", None)],
        lead: ("that name the country ", "whose speaker speaks for the country "),
        of_article: |record| Some(record.countries.clone()),
        of_quotation: |record| {
            let country = record.quotation.speaker_country.as_ref();
            let known = |code: &String| format!("the speaker’s is {code}");
            Some(vec![country.map_or_else(|| "the speaker’s is not known".to_owned(), known)])
        },
        ..row(
            Field::Country,
            "country",
            "a country the article names, by code or name; none: no country",
            "country:\"South Korea\"",
        )
    },
    Row {
        hints: &["city", "location", "places"],
        matching: Matching::Place,
        facets: &[("place", None)],
        lead: ("that name the place ", "in articles that name the place "),
        ..row(Field::Place, "place", "a city or other place the article names", "place:geneva")
    },
    Row {
        hints: &["organisation", "organization", "orgs"],
        matching: Matching::Organisation,
        columns: ("organisation", "organisation"),
        facets: &[("org", None)],
        lead: ("that name the organisation ", "in articles that name the organisation "),
        ..row(Field::Org, "org", "an organisation the article names", "org:osce")
    },
    Row {
        hints: &["newspaper", "paper", "agency", "publisher", "site"],
        scope: Scope::Both,
        matching: Matching::Listed,
        facets: &[("outlet", None)],
        lead: ("from the outlet ", "from the outlet "),
        of_article: |record| one(record.article.outlet.as_deref()),
        of_quotation: |record| one(record.article.outlet.as_deref()),
        ..row(Field::Outlet, "outlet", "the newspaper, agency or site that published it", "outlet:tass")
    },
    Row {
        hints: &["tags", "section", "keyword", "keywords", "desk", "rubric", "topics"],
        scope: Scope::Both,
        matching: Matching::Listed,
        facets: &[("tag", None)],
        lead: ("tagged ", "tagged "),
        of_article: |record| Some(record.article.section.iter().chain(&record.article.tags).cloned().collect()),
        ..row(Field::Tag, "tag", "the outlet’s section or an editorial tag", "tag:diplomacy")
    },
    Row {
        hints: &["language"],
        scope: Scope::Both,
        columns: ("language", "language"),
        facets: &[("lang", None)],
        lead: ("in the language ", "in the language "),
        of_article: |record| one(record.article.language.as_deref()),
        ..row(Field::Lang, "lang", "the language, as an ISO 639-1 code", "lang:en")
    },
    Row {
        none: true,
        hints: &["published", "since", "until", "after", "before", "day", "year", "when"],
        scope: Scope::Both,
        matching: Matching::Published,
        columns: ("published", "published"),
        facets: &[("year", Some("year")), ("month", Some("month"))],
        lead: ("published ", "published "),
        of_article: |record| day(record.article.published),
        of_quotation: |record| day(record.article.published),
        ..row(Field::Date, "date", "when it was published; none: not known", "date:2014-03..2014-05")
    },
    Row {
        none: true,
        hints: &["mention", "dates"],
        matching: Matching::Mentioned,
        columns: ("mentioned", "mentioned"),
        lead: ("that mention a date ", "in articles that mention a date "),
        ..row(Field::Mentions, "mentions", "a date that the text mentions; none: no date", "mentions:1994-12-05")
    },
    Row {
        none: true,
        hints: &["speaker", "said", "author", "from"],
        scope: Scope::Quotation,
        matching: Matching::Speaker,
        columns: ("appearance", "appearance"),
        facets: &[("speaker", None)],
        lead: ("by ", "by "),
        place: 1,
        ..row(Field::By, "by", "who is quoted; none: nobody known", "by:lavrov")
    },
    Row {
        hints: &["topic", "on", "quote", "quotation"],
        scope: Scope::Quotation,
        matching: Matching::Content,
        columns: ("quote_text", "quote_text"),
        ..row(Field::About, "about", "what the quotation is about", "about:crimea")
    },
    Row {
        hints: &["addressee", "recipient", "told"],
        scope: Scope::Quotation,
        matching: Matching::Name,
        columns: ("addressee", "addressee"),
        lead: ("to ", "to "),
        place: 6,
        of_quotation: |record| one(record.quotation.addressee.as_deref()),
        ..row(Field::To, "to", "to whom it was said", "to:kerry")
    },
    Row {
        hints: &["setting", "medium", "channel", "where"],
        scope: Scope::Quotation,
        matching: Matching::Listed,
        facets: &[("venue", None)],
        lead: ("at the venue ", "at the venue "),
        place: 7,
        of_quotation: |record| one(record.quotation.venue.as_deref()),
        ..row(Field::Venue, "venue", "where or by what it was said: an interview, a statement", "venue:interview")
    },
    Row {
        hints: &["verb", "mode"],
        scope: Scope::Quotation,
        matching: Matching::Manner,
        facets: &[("manner", None)],
        lead: ("in the manner ", "in the manner "),
        place: 3,
        of_quotation: |record| Some(vec![format!("“{0}” is {0}", record.quotation.manner)]),
        ..row(Field::Manner, "manner", "how it was said: denied, urged, warned, …", "manner:denied")
    },
    Row {
        values: &["said", "not said", "might be said", "declined"],
        hints: &["fact", "negated", "denial"],
        scope: Scope::Quotation,
        facets: &[("factuality", None)],
        lead: ("of the factuality ", "of the factuality "),
        place: 4,
        of_quotation: |record| one(Some(record.quotation.factuality.name())),
        ..row(
            Field::Factuality,
            "factuality",
            "whether it was said: said, not said, might be said or declined",
            "factuality:\"not said\"",
        )
    },
    Row {
        hints: &["certainty", "probability", "sure", "certain"],
        scope: Scope::Quotation,
        matching: Matching::AtLeast,
        lead: ("certain at least to ", "certain at least to "),
        place: 5,
        of_quotation: |record| Some(vec![format!("it is {:.2}", record.quotation.confidence)]),
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
        scope: Scope::Quotation,
        columns: ("quote_kind", "quote_kind"),
        facets: &[("kind", None)],
        of_quotation: |record| one(Some(record.quotation.kind.name())),
        ..row(Field::Kind, "kind", "how it is quoted: direct, indirect or mixed", "kind:direct")
    },
    Row {
        values: &["person", "office", "institution", "government", "anonymous", "document"],
        none: true,
        scope: Scope::Quotation,
        facets: &[("class", None)],
        lead: ("by a speaker of the class ", "by a speaker of the class "),
        place: 2,
        of_quotation: |record| one(record.quotation.speaker_class.map(SpeakerClass::name)),
        ..row(
            Field::Class,
            "class",
            "what the speaker is: person, office, institution, government, anonymous, document or none",
            "class:anonymous",
        )
    },
    Row {
        hints: &["file", "path", "url"],
        matching: Matching::Path,
        columns: ("file", "file"),
        lead: ("read from ", "read from "),
        of_article: |record| Some(vec![record.article.location.to_string()]),
        ..row(Field::Source, "source", "the file or address it was read from", "source:archive-2014.zip")
    },
    Row {
        scope: Scope::Both,
        matching: Matching::Identifier,
        lead: ("with the identifier ", "with the identifier "),
        of_article: |record| Some(vec![record.article.id.clone()]),
        of_quotation: |record| Some(vec![record.id.clone()]),
        ..row(Field::Id, "id", "the identifier of the article", "id:7zk2m9qv4d1c")
    },
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

    /// All that is known of it.
    pub(super) fn row(self) -> &'static Row {
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
        matches!(self.row().matching, Matching::Published | Matching::Mentioned)
    }

    /// Whether it belongs to a quotation: all such fields of one query must hold of one and the same quotation.
    pub fn of_quotation(self) -> bool {
        self.row().scope == Scope::Quotation
    }

    /// Whether its values are words, which can be asked for exactly as written.
    pub fn of_words(self) -> bool {
        matches!(self.row().matching, Matching::Words | Matching::Content | Matching::Name) || self.is_listed()
    }

    /// Whether its values are names that a facet lists, so that one of them can be asked for whole.
    pub(super) fn is_listed(self) -> bool {
        matches!(
            self.row().matching,
            Matching::Person | Matching::Speaker | Matching::Place | Matching::Organisation | Matching::Listed
        )
    }

    /// The field that a facet counts.
    pub(super) fn of_facet(facet: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.facets.iter().any(|(name, _)| *name == facet)).map(|row| row.field)
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
            // What is only of quotations has words for what holds of one; --explain has others for its kind and its topic.
            assert!(row.lead.0.is_empty() != (row.place > 0 || row.scope != super::Scope::Quotation), "{}", row.name);
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
