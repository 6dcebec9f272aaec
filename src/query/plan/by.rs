//! The plan of `by:`: those who are called so, by whatever name articles give them; the role as written; and, where the
//! words mean an office, an institution or a government, those quotations whose speakers' columns say that they are meant.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{
    SegmentReader, Term,
    columnar::StrColumn,
    index::SegmentId,
    query::{BooleanQuery, ConstScoreQuery, EmptyQuery, EnableScoring, Occur, Query, TermQuery},
    schema::IndexRecordOption,
};

use super::{Boxed, Column, Planner, all_of, any_of, chosen::Chosen, no_letter, term};
use crate::{
    error::Result,
    identity::{
        Bearer, Listed, People,
        phrase::{Phrase, variants},
    },
    index::{
        Reader,
        document::number_day,
        reader::text_of,
        tokenizer::{name_key, words},
    },
    query::{
        ast::{Node, Text},
        government,
        holders::Holders,
        names::{self, Asked},
        who::{Meaning, Speaker, Who, home, without_article},
    },
};

/// All whom a query asks for, offices with those who held them.
pub(in crate::query) fn whos(reader: &Reader, node: &Node) -> Result<Vec<Who>> {
    let people = names::everybody(reader)?;
    let mut whos = Who::all_of(node);
    for who in &mut whos {
        resolve(&people, who);
    }
    Ok(whos)
}

/// Finds out who is called so, and who held an office, where its country is given.
fn resolve(people: &People, who: &mut Who) {
    // Bonn is no Bon-yong, and Rome no Romeo: the name of a country or a capital is looked for as it is written.
    who.called = match who.meaning {
        Meaning::Government(_) => names::written(people, &who.asked),
        _ => names::asked(people, &who.text),
    }
    .identities(people);
    if let Meaning::Office(office, holders) = &mut who.meaning
        && let Some(code) = office.country
    {
        *holders = Holders::of(people, &who.asked, code);
    }
}

/// The person who is listed by this very name of several words, so that nobody else is meant.
fn listed(people: &People, text: &Text) -> bool {
    let (Text::Word { text, exact: false } | Text::Phrase { text, slop: 0, exact: false }) = text else { return false };
    words(text).nth(1).is_some() && people.shown_as(text).is_some_and(|number| people.identity(number).is_person())
}

impl Planner<'_> {
    /// `country` is that of the same question's `country:`, for an office that is asked for without one.
    pub(super) fn by(&self, text: &Text, country: Option<&'static str>) -> Result<Boxed> {
        has_letters(text)?;
        let fields = &self.reader.fields;
        let people = names::everybody(self.reader)?;
        let text = &match text {
            Text::Phrase { text, slop, exact } => {
                Text::Phrase { text: without_article(text).to_owned(), slop: *slop, exact: *exact }
            }
            other => other.clone(),
        };
        let asked = names::asked(&people, text);
        // Who is listed by this name is asked for, and nobody besides.
        let exactly = match text {
            Text::Phrase { text, exact: true, .. } => people.shown_as(text).is_some(),
            _ => listed(&people, text),
        };
        if exactly {
            return self.appearing(&asked);
        }
        let Some(mut who) = Who::of(text) else {
            return self.not_nobody(any_of(vec![self.appearing(&asked)?, self.name(fields.role, text)?]));
        };
        let mut queries = Vec::new();
        if matches!(who.meaning, Meaning::Government(_)) {
            queries.push(self.appearing(&names::written(&people, &who.asked))?);
        } else {
            queries.push(self.appearing(&asked)?);
            // An article may call somebody so without saying who it is.
            if !who.exact {
                let forms = Asked::Forms(people.forms_called(&who.asked, 1).into_iter().collect());
                queries.push(self.appearing(&forms)?);
            }
        }
        who.office_of(country);
        resolve(&people, &mut who);
        match &who.meaning {
            Meaning::Name => queries.push(self.name(fields.role, text)?),
            Meaning::Government(codes) => {
                let countries = any_of(codes.iter().map(|code| term(fields.speaker_country, code)).collect());
                let sort = |class: &str| term(fields.class, class);
                let speaking = any_of(vec![sort("government"), sort("institution"), self.exists(fields.role)]);
                let candidates = all_of(vec![countries, speaking]);
                queries.push(self.choose(&*candidates, false, |speaker| government::speaks(codes, speaker))?);
            }
            Meaning::Office(office, holders) => {
                let roles = self.in_field(fields.role, office);
                queries.push(self.choose(&*roles, true, |speaker| who.in_office(speaker))?);
                let holding: Asked = Asked::Identities(holders.people().collect());
                let candidates = self.appearing(&holding)?;
                queries.push(self.choose(&*candidates, true, |speaker| holders.on(speaker).is_some())?);
            }
            Meaning::Institution(phrase, known) => {
                queries.push(self.name(fields.role, text)?);
                if !known.is_empty() {
                    let known = whole(known);
                    queries.push(self.appearing(&names::asked(&people, &known))?);
                    queries.push(self.name(fields.role, &known)?);
                }
                if let Some(code) = phrase.country {
                    let candidates = term(fields.speaker_country, code);
                    queries.push(self.choose(&*candidates, false, |speaker| who.of_institution(speaker))?);
                }
            }
        }
        self.not_nobody(any_of(queries))
    }

    /// Those of the quotations whose speakers the user has not called nobody.
    fn not_nobody(&self, query: Boxed) -> Result<Boxed> {
        if self.reader.aliases.forget.is_empty() {
            return Ok(query);
        }
        let chosen = self.choose(&*query, false, |speaker| !speaker.names.is_empty())?;
        Ok(all_of(vec![query, Box::new(ConstScoreQuery::new(chosen, 0.0))]))
    }

    /// People whom articles name.
    pub(super) fn person(&self, text: &Text) -> Result<Boxed> {
        has_letters(text)?;
        let people = names::everybody(self.reader)?;
        let asked = match text {
            Text::Word { text: words, exact: false } | Text::Phrase { text: words, exact: false, .. } => {
                let text = whole(without_article(words));
                names::asked(&people, &text)
            }
            other => names::asked(&people, other),
        };
        let is_person = |bearer: &Bearer| asked.has(bearer) && people.identity(bearer.identity).is_person();
        self.documents(is_person)
    }

    /// Whatever of the kind they appear in.
    fn appearing(&self, asked: &Asked) -> Result<Boxed> {
        self.documents(|bearer| asked.has(bearer))
    }

    fn documents(&self, test: impl Fn(&Bearer) -> bool) -> Result<Boxed> {
        let chosen: Boxed = Box::new(Chosen::new(names::documents(self.reader, test)?));
        Ok(all_of(vec![Box::new(ConstScoreQuery::new(chosen, 0.0)), self.kind()]))
    }

    fn in_field(&self, role: Column, office: &Phrase) -> Boxed {
        let one = |word: &str| -> Boxed {
            Box::new(TermQuery::new(Term::from_field_text(role, &name_key(word)), IndexRecordOption::Basic))
        };
        let words: Vec<Boxed> = office
            .telling()
            .filter(|word| !word.starts_with('@'))
            .map(|word| any_of(variants(word).into_iter().map(one).collect()))
            .collect();
        if words.is_empty() {
            return Box::new(EmptyQuery);
        }
        Box::new(ConstScoreQuery::new(
            Box::new(BooleanQuery::new(words.into_iter().map(|word| (Occur::Must, word)).collect())),
            0.0,
        ))
    }

    /// Those candidates whose speaker passes the test; asked once for all alike, days among what counts if `dated`.
    fn choose(&self, candidates: &dyn Query, dated: bool, mut test: impl FnMut(&Speaker<'_>) -> bool) -> Result<Boxed> {
        let searcher = &self.reader.searcher;
        let weight = candidates.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let people = names::everybody(self.reader)?;
        let mut chosen: FxHashMap<SegmentId, Vec<u32>> = FxHashMap::default();
        for (at, segment) in searcher.segment_readers().iter().enumerate() {
            let mut found = Vec::new();
            weight.for_each_no_score(segment, &mut |documents| found.extend_from_slice(documents))?;
            if found.is_empty() {
                continue;
            }
            let columns = Columns::open(segment, at, people.clone())?;
            let mut known: FxHashMap<Key, bool> = FxHashMap::default();
            let alive = segment.alive_bitset();
            found.retain(|document| alive.is_none_or(|alive| alive.is_alive(*document)));
            let mut kept = Vec::new();
            for document in found {
                let key = columns.key(document, dated);
                let passes = if let Some(passes) = known.get(&key) {
                    *passes
                } else {
                    let passes = columns.with_speaker(&key, &mut test)?;
                    known.insert(key, passes);
                    passes
                };
                if passes {
                    kept.push(document);
                }
            }
            kept.sort_unstable();
            chosen.insert(segment.segment_id(), kept);
        }
        Ok(Box::new(Chosen::new(chosen)))
    }
}

/// There must be something to look for.
fn has_letters(text: &Text) -> Result<()> {
    match text {
        Text::Word { text, .. } | Text::Phrase { text, .. } if words(text).next().is_none() => Err(no_letter(text)),
        _ => Ok(()),
    }
}

/// A whole name, as a phrase.
pub(super) fn whole(name: &str) -> Text {
    Text::Phrase { text: name.to_owned(), slop: 0, exact: false }
}

/// What the columns say of a quotation's speaker, as numbers of their terms.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    names: Vec<u64>,
    class: Option<u64>,
    role: Option<u64>,
    country: Option<u64>,
    day: Option<u64>,
}

/// The columns of a segment that say who speaks.
struct Columns {
    people: Arc<People>,
    /// The segment's place.
    at: usize,
    speaker: Option<StrColumn>,
    class: Option<StrColumn>,
    role: Option<StrColumn>,
    country: Option<StrColumn>,
    published: tantivy::columnar::Column<u64>,
}

impl Columns {
    fn open(segment: &SegmentReader, at: usize, people: Arc<People>) -> Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            people,
            at,
            speaker: columns.str(names::APPEARANCE)?,
            class: columns.str("class")?,
            role: columns.str("role")?,
            country: columns.str("speaker_country")?,
            published: columns.u64("published")?,
        })
    }

    fn key(&self, document: u32, dated: bool) -> Key {
        let first = |column: &Option<StrColumn>| column.as_ref().and_then(|column| column.term_ords(document).next());
        Key {
            names: self.speaker.iter().flat_map(|column| column.term_ords(document)).collect(),
            class: first(&self.class),
            role: first(&self.role),
            country: first(&self.country),
            day: dated.then(|| self.published.first(document)).flatten(),
        }
    }

    fn with_speaker(&self, key: &Key, test: impl FnOnce(&Speaker<'_>) -> bool) -> Result<bool> {
        let text = |column: &Option<StrColumn>, ord: Option<u64>| -> Result<Option<String>> {
            column.as_ref().zip(ord).map_or(Ok(None), |(column, ord)| text_of(column, ord))
        };
        let people = &self.people;
        let bearers: Vec<Bearer> = key.names.iter().filter_map(|ord| people.bearer(self.at, *ord)).collect();
        let listed = |bearer: &&Bearer| people.identity(bearer.identity).listed() != Listed::Nobody;
        let (class, role, country) =
            (text(&self.class, key.class)?, text(&self.role, key.role)?, text(&self.country, key.country)?);
        let identities: Vec<u32> = bearers.iter().map(|bearer| bearer.identity).collect();
        Ok(test(&Speaker {
            home: home(&identities, people),
            names: bearers.iter().filter(listed).map(|b| people.identity(b.identity).name()).collect(),
            written: bearers.iter().map(|bearer| people.form(bearer.form)).collect(),
            identities,
            class: class.as_deref(),
            role: role.as_deref(),
            country: country.as_deref(),
            day: key.day.and_then(number_day),
        }))
    }
}
