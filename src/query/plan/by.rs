//! The plan of `by:`: the name or role as written; and, where the words mean an office, an institution or a government,
//! those quotations whose speakers' columns say that they are meant.

use rustc_hash::FxHashMap;
use tantivy::{
    SegmentReader, Term,
    columnar::StrColumn,
    index::SegmentId,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, EnableScoring, Occur, Query, TermQuery},
    schema::IndexRecordOption,
};

use super::{Boxed, Column, Planner, all_of, any_of, chosen::Chosen, term};
use crate::{
    annotate::person::name_id,
    error::{Error, Result},
    index::{
        Reader,
        document::{number_day, office_parts},
        reader::each_document,
        tokenizer::name_key,
    },
    query::{
        ast::{Node, Text},
        government,
        holders::Holders,
        names,
        phrase::{Phrase, variants},
        who::{Meaning, Speaker, Who, without_article},
    },
};

/// All whom a query asks for, offices with those who held them.
pub(in crate::query) fn whos(reader: &Reader, node: &Node) -> Result<Vec<Who>> {
    let planner = Planner { reader, target: super::Target::Quotations };
    let mut whos = Who::all_of(node);
    for who in &mut whos {
        planner.resolve(who)?;
    }
    Ok(whos)
}

impl Planner<'_> {
    /// `country` is that of the same question's `country:`, for an office that is asked for without one.
    pub(super) fn by(&self, text: &Text, country: Option<&'static str>) -> Result<Boxed> {
        let fields = &self.reader.fields;
        let text = &match text {
            Text::Phrase { text, slop, exact } => {
                Text::Phrase { text: without_article(text).to_owned(), slop: *slop, exact: *exact }
            }
            other => other.clone(),
        };
        let named: Boxed = Box::new(BoostQuery::new(self.name(fields.speaker, text)?, 2.0));
        let mut queries = vec![named];
        let Some(mut who) = Who::of(text) else {
            queries.push(self.name(fields.role, text)?);
            return self.not_nobody(any_of(queries));
        };
        who.office_of(country);
        self.resolve(&mut who)?;
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
                queries.push(self.choose(&*self.roles(office), false, |speaker| who.in_office(speaker))?);
                let names = holders
                    .names()
                    .iter()
                    .map(|name| self.name(fields.speaker, &Text::Phrase { text: name.clone(), slop: 0, exact: false }));
                let candidates = any_of(names.collect::<Result<_>>()?);
                queries.push(self.choose(&*candidates, true, |speaker| holders.on(speaker).is_some())?);
            }
            Meaning::Institution(phrase, known) => {
                queries.push(self.name(fields.role, text)?);
                if !known.is_empty() {
                    let known = Text::Phrase { text: (*known).to_owned(), slop: 0, exact: false };
                    queries.push(self.name(fields.speaker, &known)?);
                    queries.push(self.name(fields.role, &known)?);
                }
                if let Some(code) = phrase.country {
                    let candidates = term(fields.speaker_country, code);
                    queries.push(self.choose(&*candidates, false, |speaker| who.of_institution(speaker))?);
                }
            }
        }
        for form in &who.also {
            queries.push(self.name(fields.speaker, &whole(form))?);
        }
        self.not_nobody(any_of(queries))
    }

    /// Those of the quotations whose speakers the user has not called nobody.
    fn not_nobody(&self, query: Boxed) -> Result<Boxed> {
        if self.reader.aliases.forget.is_empty() {
            return Ok(query);
        }
        let nobody = |name: &str| self.reader.aliases.is_forgotten(&name_id(name));
        let chosen = self.choose(&*query, false, |speaker| {
            speaker.names.is_empty() || !speaker.names.iter().all(|name| nobody(name))
        })?;
        Ok(all_of(vec![query, Box::new(ConstScoreQuery::new(chosen, 0.0))]))
    }

    /// A name of people of articles, and the other names of those who bear it.
    pub(super) fn person(&self, text: &Text) -> Result<Boxed> {
        let column = self.reader.fields.person;
        let mut queries = vec![self.name(column, text)?];
        for form in names::also(self.reader, text)? {
            queries.push(self.name(column, &whole(&form))?);
        }
        Ok(any_of(queries))
    }

    /// Finds out who held an office, where its country is given.
    fn resolve(&self, who: &mut Who) -> Result<()> {
        if !who.exact && !matches!(who.meaning, Meaning::Government(_)) {
            who.also = names::also(self.reader, &whole(&who.asked))?;
        }
        let Meaning::Office(office, holders) = &mut who.meaning else { return Ok(()) };
        let Some(code) = office.country else { return Ok(()) };
        let fields = &self.reader.fields;
        let candidates =
            all_of(vec![self.roles(office), term(fields.speaker_country, code), term(fields.class, "person")]);
        let mut found = Holders::default();
        self.choose(&*candidates, true, |speaker| {
            found.note(office, speaker);
            false
        })?;
        self.offices(office, &mut found)?;
        found.sort();
        *holders = found;
        Ok(())
    }

    /// What articles say of who holds the office, besides of those whom they quote.
    fn offices(&self, office: &Phrase, found: &mut Holders) -> Result<()> {
        let searcher = &self.reader.searcher;
        let words = self.in_field(self.reader.fields.office, office);
        let weight = words.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for segment in searcher.segment_readers() {
            let (Some(column), published) =
                (segment.fast_fields().str("office")?, segment.fast_fields().u64("published")?)
            else {
                continue;
            };
            let mut days: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
            each_document(&*weight, segment, |document| {
                let Some(day) = published.first(document) else { return };
                for ord in column.term_ords(document) {
                    days.entry(ord).or_default().push(day);
                }
            })?;
            for (ord, days) in days {
                let value = names::text_of(&column, ord)?.unwrap_or_default();
                let Some((name, country, role)) = office_parts(&value) else { continue };
                for day in days {
                    found.note(
                        office,
                        &Speaker {
                            names: vec![name],
                            class: Some("person"),
                            role: Some(role),
                            country: Some(country),
                            day: number_day(day),
                        },
                    );
                }
            }
        }
        Ok(())
    }

    /// Quotations with all words of an office in the speaker's role.
    fn roles(&self, office: &Phrase) -> Boxed {
        self.in_field(self.reader.fields.role, office)
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
        let mut chosen: FxHashMap<SegmentId, Vec<u32>> = FxHashMap::default();
        for segment in searcher.segment_readers() {
            let mut found = Vec::new();
            weight.for_each_no_score(segment, &mut |documents| found.extend_from_slice(documents))?;
            if found.is_empty() {
                continue;
            }
            let columns = Columns::open(segment)?;
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
    speaker: Option<StrColumn>,
    class: Option<StrColumn>,
    role: Option<StrColumn>,
    country: Option<StrColumn>,
    published: tantivy::columnar::Column<u64>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            speaker: columns.str("speaker")?,
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
            let (Some(column), Some(ord)) = (column, ord) else { return Ok(None) };
            let mut text = String::new();
            let known = column.ord_to_str(ord, &mut text).map_err(|e| Error::Engine(e.to_string()))?;
            Ok(known.then_some(text))
        };
        let names: Vec<Option<String>> =
            key.names.iter().map(|ord| text(&self.speaker, Some(*ord))).collect::<Result<_>>()?;
        let (class, role, country) =
            (text(&self.class, key.class)?, text(&self.role, key.role)?, text(&self.country, key.country)?);
        Ok(test(&Speaker {
            names: names.iter().flatten().map(String::as_str).collect(),
            class: class.as_deref(),
            role: role.as_deref(),
            country: country.as_deref(),
            day: key.day.and_then(number_day),
        }))
    }
}
