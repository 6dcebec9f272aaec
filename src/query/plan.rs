//! The plan of a query: from the syntax tree to tantivy queries.
//!
//! Articles and quotations are asked with the same language. What an article is asked goes to its document; what a
//! quotation is asked (`by:`, `about:`, `to:`, `manner:`, `kind:`, `class:`) goes to one quotation document, all
//! clauses that stand together to the same one. In answers about articles, quotations are looked up first and their
//! articles taken; in answers about quotations, the other way round.

pub(super) mod by;
mod chosen;
mod excluded;
mod near;
mod terms;

pub(super) use terms::{vocabulary, wild};

use std::ops::Bound;

use jiff::civil::Date as Day;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    Term,
    collector::DocSetCollector,
    query::{
        BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, EnableScoring, ExistsQuery, Occur, PhraseQuery, Query,
        RangeQuery, TermQuery, TermSetQuery,
    },
    schema::{Field as Column, IndexRecordOption},
};

use self::excluded::Excluded;
use super::{
    ast::{DateRange, Field, Node, Piece, Text, Value, pieces},
    distance,
    field::{Matching, Scope},
    who::one_country,
};
use crate::{
    annotate::{
        gazetteer::Gazetteer,
        lexicon::{Lexicon, word_hash},
        places::city,
    },
    error::{Error, Result},
    identity::phrase,
    index::{
        Reader,
        document::{day_number, hundredths},
        reader::each_document,
        schema::kind,
        tokenizer::{self, exact, lower, name_key, stem},
    },
};

/// What the answer consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Articles.
    Articles,
    /// Quotations.
    Quotations,
}

/// Makes the tantivy query for a tree.
///
/// # Errors
/// [`Error::Query`] for what the language has and this version does not answer, for words without letters, and for
/// countries that do not exist; [`Error::Engine`] if the index cannot be read.
pub fn plan(reader: &Reader, node: &Node, target: Target) -> Result<Box<dyn Query>> {
    let planner = Planner { reader, target };
    let mut query = planner.node(node)?;
    if !selective(node) {
        query = planner.only_kind(query);
    }
    // What has not earned it is shown only to those who ask for it, by whatever road.
    if target == Target::Quotations && !asks_confidence(node) {
        let shown: Boxed = Box::new(BoostQuery::new(term(reader.fields.shown, "yes"), 0.0));
        query = all_of(vec![query, shown]);
    }
    Ok(query)
}

/// The same question of quotations of any confidence, unless it says itself how certain they are to be.
pub fn of_any_confidence(node: &Node) -> Node {
    if asks_confidence(node) {
        return node.clone();
    }
    let any = Node::Field(Field::Confidence, Value::Text(Text::Word { text: "0".to_owned(), exact: false }));
    Node::and(vec![node.clone(), any])
}

/// Whether a question says itself how certain the quotations are to be.
pub fn asks_confidence(node: &Node) -> bool {
    match node {
        Node::Field(field, _) => *field == Field::Confidence,
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(asks_confidence),
        Node::Not(node) | Node::Boost(node, _) => asks_confidence(node),
        Node::All | Node::Text(_) | Node::Near { .. } => false,
    }
}

struct Planner<'a> {
    reader: &'a Reader,
    target: Target,
}

type Boxed = Box<dyn Query>;

/// The manner of those who gave no words.
pub const DECLINED: &str = "declined";

fn all_of(queries: Vec<Boxed>) -> Boxed {
    Box::new(BooleanQuery::new(queries.into_iter().map(|q| (Occur::Must, q)).collect()))
}

fn any_of(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::new(queries.into_iter().map(|q| (Occur::Should, q)).collect())),
    }
}

impl Planner<'_> {
    fn kind(&self) -> Boxed {
        let kind = match self.target {
            Target::Articles => kind::ARTICLE,
            Target::Quotations => kind::QUOTATION,
        };
        term(self.reader.fields.kind, kind)
    }

    fn only_kind(&self, query: Boxed) -> Boxed {
        all_of(vec![query, self.kind()])
    }

    fn node(&self, node: &Node) -> Result<Boxed> {
        if self.target == Target::Articles && of_quotation(node) {
            return self.articles_of_quotations(node);
        }
        Ok(match node {
            Node::All => self.kind(),
            Node::Text(text) => self.text(text)?,
            Node::Field(field, value) => self.field(*field, value)?,
            Node::Or(nodes) => any_of(nodes.iter().map(|n| self.node(n)).collect::<Result<_>>()?),
            Node::Not(inner) => self.not(vec![self.node(inner)?]),
            Node::Boost(inner, factor) => Box::new(BoostQuery::new(self.node(inner)?, *factor)),
            Node::And(nodes) => self.and(nodes)?,
            Node::Near { within, ordered, operands } => {
                let fields = &self.reader.fields;
                let near = |column| self.near(column, *within, *ordered, operands);
                match self.target {
                    Target::Articles => near(fields.body)?,
                    // Words of the quotation count above words of its context, as for single words.
                    Target::Quotations => any_of(vec![
                        Box::new(BoostQuery::new(near(fields.quote_text)?, 3.0)),
                        near(fields.context_text)?,
                    ]),
                }
            }
        })
    }

    /// Everything of the kind but these.
    fn not(&self, queries: Vec<Boxed>) -> Boxed {
        let mut clauses: Vec<(Occur, Boxed)> = vec![(Occur::Must, self.kind())];
        clauses.extend(queries.into_iter().map(|q| (Occur::MustNot, Excluded::boxed(q))));
        Box::new(BooleanQuery::new(clauses))
    }

    fn and(&self, nodes: &[Node]) -> Result<Boxed> {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        let mut rest: Vec<&Node> = nodes.iter().collect();
        if self.target == Target::Articles {
            // What is asked of a quotation holds of one and the same quotation; "not" joins in where something is asked for.
            let (quotation, other): (Vec<&Node>, Vec<&Node>) = nodes.iter().partition(|n| of_quotation(n));
            if quotation.iter().any(|n| !n.is_negative()) && quotation.len() > 1 {
                let joined = Node::And(quotation.into_iter().cloned().collect());
                clauses.push((Occur::Must, self.articles_of_quotations(&joined)?));
                rest = other;
            }
        }
        // "by:"foreign minister" country:RU" asks for Russia's.
        let country = if self.target == Target::Quotations { one_country(nodes) } else { None };
        for node in rest {
            match node {
                Node::Field(Field::By, Value::Text(text @ (Text::Word { .. } | Text::Phrase { .. })))
                    if country.is_some() =>
                {
                    clauses.push((Occur::Must, self.by(text, country)?));
                }
                Node::Not(inner) => clauses.push((Occur::MustNot, Excluded::boxed(self.node(inner)?))),
                node => clauses.push((Occur::Must, self.node(node)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.kind()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Articles with at least one quotation that matches.
    fn articles_of_quotations(&self, node: &Node) -> Result<Boxed> {
        if let Node::Not(inner) = node {
            return Ok(self.not(vec![self.articles_of_quotations(inner)?]));
        }
        let query = plan(self.reader, node, Target::Quotations)?;
        let ids = self.ids(&query, |id| id.split_once('#').map(|(article, _)| article.to_owned()))?;
        Ok(Box::new(TermSetQuery::new(ids.iter().map(|id| Term::from_field_text(self.reader.fields.id, id)))))
    }

    /// Quotations of the articles that match.
    fn quotations_of_articles(&self, node: &Node) -> Result<Boxed> {
        let query = plan(self.reader, node, Target::Articles)?;
        let ids = self.ids(&query, |id| Some(id.to_owned()))?;
        let articles: Boxed =
            Box::new(TermSetQuery::new(ids.iter().map(|id| Term::from_field_text(self.reader.fields.article_id, id))));
        Ok(all_of(vec![articles, self.kind()]))
    }

    /// Identifiers of what a query finds, through `of`.
    fn ids(&self, query: &dyn Query, of: impl Fn(&str) -> Option<String>) -> Result<FxHashSet<String>> {
        let mut ids = FxHashSet::default();
        let mut by_segment: std::collections::BTreeMap<u32, Vec<u32>> = std::collections::BTreeMap::new();
        for address in self.reader.searcher.search(query, &DocSetCollector)? {
            by_segment.entry(address.segment_ord).or_default().push(address.doc_id);
        }
        for (segment, mut docs) in by_segment {
            docs.sort_unstable();
            let Some(column) = self.reader.searcher.segment_reader(segment).fast_fields().str("id")? else { continue };
            let mut id = String::new();
            for doc in docs {
                id.clear();
                if let Some(ord) = column.term_ords(doc).next()
                    && column.ord_to_str(ord, &mut id).map_err(|e| Error::Engine(e.to_string()))?
                {
                    ids.extend(of(&id));
                }
            }
        }
        Ok(ids)
    }

    fn text(&self, text: &Text) -> Result<Boxed> {
        let fields = &self.reader.fields;
        match self.target {
            Target::Articles => self.words(fields.body, text),
            // Words of the quotation count above words of its context.
            Target::Quotations => Ok(any_of(vec![
                Box::new(BoostQuery::new(self.words(fields.quote_text, text)?, 3.0)),
                self.words(fields.context_text, text)?,
            ])),
        }
    }

    fn field(&self, field: Field, value: &Value) -> Result<Boxed> {
        let row = field.row();
        let quotations = self.target == Target::Quotations;
        if quotations && row.scope == Scope::Article {
            return self.quotations_of_articles(&Node::Field(field, value.clone()));
        }
        let column = if quotations { row.columns.1 } else { row.columns.0 };
        let column = self.reader.searcher.schema().get_field(column)?;
        match value {
            Value::None => return Ok(self.not(vec![self.exists(column)])),
            Value::Dates(range) if row.matching == Matching::Mentioned => return self.mentions(*range),
            Value::Dates(range) => return Ok(self.published(*range)),
            Value::Text(Text::Wild { pattern })
                if pattern == "*" && !matches!(row.matching, Matching::Words | Matching::Content) =>
            {
                return Ok(all_of(vec![self.exists(column), self.kind()]));
            }
            Value::Text(_) => {}
        }
        let Value::Text(text) = value else { return Ok(Box::new(EmptyQuery)) };
        match row.matching {
            Matching::Words => self.words(column, text),
            Matching::Content => self.text(text),
            Matching::Person => self.person(text),
            Matching::Speaker => self.by(text, None),
            Matching::Place => self.place(column, text),
            Matching::Organisation => self.organisation(column, text),
            Matching::Listed => self.listed(column, text),
            Matching::Name => self.name(column, text),
            Matching::Country => self.country(column, text),
            Matching::Manner => self.manner(column, text),
            Matching::AtLeast => confidence(column, text),
            Matching::Keyword => self.keyword(column, text, |word| vec![word.to_lowercase()]),
            Matching::Identifier => self.id(text),
            Matching::Path => {
                let part = plain(text).to_lowercase();
                self.expand(column, "", |path| path.to_lowercase().contains(&part))
            }
            Matching::Published | Matching::Mentioned => Ok(Box::new(EmptyQuery)),
        }
    }

    /// An article and its quotations have one identifier, and each quotation one of its own: `ARTICLE#N`.
    fn id(&self, text: &Text) -> Result<Boxed> {
        let fields = &self.reader.fields;
        let whole = |column: Column, of: &dyn Fn(&str) -> String| self.keyword(column, text, |word| vec![of(word)]);
        let article = |id: &str| id.split_once('#').map_or(id, |(article, _)| article).to_owned();
        let found = match self.target {
            Target::Articles => whole(fields.id, &article)?,
            Target::Quotations if plain(text).contains('#') => whole(fields.id, &str::to_owned)?,
            Target::Quotations => whole(fields.article_id, &str::to_owned)?,
        };
        Ok(self.only_kind(found))
    }

    /// A name that a facet lists: one that is listed by these very words, or else the words, wherever they stand in a name.
    fn listed(&self, column: Column, text: &Text) -> Result<Boxed> {
        Ok(match self.whole_value(column, text)? {
            Some(whole) => whole,
            None => self.name(column, text)?,
        })
    }

    /// What is listed by these very words, and no other, where they stand in quotation marks or after `=`.
    fn whole_value(&self, column: Column, text: &Text) -> Result<Option<Boxed>> {
        let (Text::Phrase { text: value, slop: 0, .. } | Text::Word { text: value, exact: true }) = text else {
            return Ok(None);
        };
        let name = self.reader.searcher.schema().get_field_name(column).to_owned();
        let mut chosen: FxHashMap<tantivy::index::SegmentId, Vec<u32>> = FxHashMap::default();
        let words = self.name(column, text)?;
        let weight = words.weight(EnableScoring::disabled_from_searcher(&self.reader.searcher))?;
        let mut known = false;
        for segment in self.reader.searcher.segment_readers() {
            let Some(values) = segment.fast_fields().str(&name)? else { continue };
            let ord = values.dictionary().term_ord(value.as_bytes()).map_err(|e| Error::Engine(e.to_string()))?;
            let Some(ord) = ord else { continue };
            let mut own = Vec::new();
            each_document(&*weight, segment, |document| {
                if values.term_ords(document).any(|other| other == ord) {
                    own.push(document);
                }
            })?;
            known |= !own.is_empty();
            chosen.insert(segment.segment_id(), own);
        }
        Ok(known.then(|| all_of(vec![Box::new(chosen::Chosen::new(chosen)), words])))
    }

    fn exists(&self, column: Column) -> Boxed {
        let schema = self.reader.searcher.schema();
        let entry = schema.get_field_entry(column);
        if entry.is_fast() {
            return Box::new(ExistsQuery::new(entry.name().to_owned(), false));
        }
        // `mentioned` is no column: any term at all.
        Box::new(RangeQuery::new(Bound::Included(Term::from_field_text(column, "")), Bound::Unbounded))
    }

    /// Published within the range: an article that is known only to its month must lie wholly inside.
    fn published(&self, range: DateRange) -> Boxed {
        let fields = &self.reader.fields;
        let number = |day| Term::from_field_u64(fields.published, day_number(day));
        let from = range
            .from
            .map_or(Bound::Included(Term::from_field_u64(fields.published, 0)), |day| Bound::Included(number(day)));
        let to = range.to.map_or(Bound::Unbounded, |day| Bound::Included(number(day)));
        let first: Boxed = Box::new(RangeQuery::new(from, to));
        let Some(last) = range.to else { return first };
        let later = RangeQuery::new(
            Bound::Excluded(Term::from_field_u64(fields.published_last, day_number(last))),
            Bound::Unbounded,
        );
        if !self.partial_dates() {
            return first;
        }
        Box::new(BooleanQuery::new(vec![(Occur::Must, first), (Occur::MustNot, Box::new(later))]))
    }

    /// Whether any article's date is not known to the day.
    fn partial_dates(&self) -> bool {
        self.reader
            .searcher
            .segment_readers()
            .iter()
            .any(|segment| segment.fast_fields().u64("published_last").is_ok_and(|column| column.values.num_vals() > 0))
    }

    /// A date in the text: a whole year, month or day as such; in another range the days, and the months and years that
    /// lie wholly inside.
    fn mentions(&self, range: DateRange) -> Result<Boxed> {
        let fields = &self.reader.fields;
        if let Some(value) = unit(range) {
            return Ok(term(fields.mentioned, &value));
        }
        let number = |day| Term::from_field_u64(fields.mentioned_day, day_number(day));
        let from = range
            .from
            .map_or(Bound::Included(Term::from_field_u64(fields.mentioned_day, 0)), |day| Bound::Included(number(day)));
        let to = range.to.map_or(Bound::Unbounded, |day| Bound::Included(number(day)));
        let inside = |value: &str| {
            partial(value).is_some_and(|(first, last)| {
                range.from.is_none_or(|from| from <= first) && range.to.is_none_or(|to| last <= to)
            })
        };
        Ok(any_of(vec![Box::new(RangeQuery::new(from, to)), self.expand(fields.mentioned, "", inside)?]))
    }

    /// Countries by code or name, several with commas between; and unions that speak as states do, of which an article
    /// names the organisation.
    fn country(&self, column: Column, text: &Text) -> Result<Boxed> {
        let written = plain(text);
        let code = |name: &str| Gazetteer::get().country_code(name).or_else(|| phrase::union(name));
        let names: Vec<&str> =
            if code(&written).is_some() { vec![written.as_str()] } else { written.split(',').map(str::trim).collect() };
        let mut queries = Vec::new();
        for name in names {
            let Some(code) = code(name) else {
                return Err(Error::Query(format!(
                    "error: there is no country “{name}” in the table of countries\nhelp: write its ISO code or its English name: country:RU, country:\"South Korea\"; for places in it use place:{}",
                    quoted(name)
                )));
            };
            queries.push(term(column, code));
            if self.target == Target::Articles
                && let Some(union) = phrase::union_name(code)
            {
                queries.push(self.organisation(self.reader.fields.organisation, &by::whole(union))?);
            }
        }
        Ok(any_of(queries))
    }

    /// A manner, or a cue for its manner; one that is neither is an error.
    fn manner(&self, column: Column, text: &Text) -> Result<Boxed> {
        let cue = |word: &str| Lexicon::get().cue(word_hash(word)).map(|cue| cue.manner.to_owned());
        if let Text::Word { text, .. } | Text::Phrase { text, .. } = text {
            let known = self.values(column)?;
            let asked = text.to_lowercase();
            if asked != DECLINED && cue(text).is_none() && !known.contains(&asked) {
                let mut known: Vec<&str> = known.iter().map(String::as_str).chain([DECLINED]).collect();
                known.sort_unstable();
                known.dedup();
                return Err(Error::Query(format!(
                    "error: “{text}” is no manner of speaking\nhelp: write a verb of speech, or one of {}",
                    known.join(", ")
                )));
            }
        }
        self.keyword(column, text, |word| vec![word.to_lowercase(), cue(word).unwrap_or_default()])
    }

    /// Every value that a field of exact terms has in the index.
    fn values(&self, column: Column) -> Result<FxHashSet<String>> {
        let mut values = FxHashSet::default();
        for segment in self.reader.searcher.segment_readers() {
            let index = segment.inverted_index(column)?;
            let mut stream = index.terms().stream().map_err(|e| Error::Engine(e.to_string()))?;
            while stream.advance() {
                values.extend(std::str::from_utf8(stream.key()).map(str::to_owned));
            }
        }
        Ok(values)
    }

    fn keyword(&self, column: Column, text: &Text, forms: impl Fn(&str) -> Vec<String>) -> Result<Boxed> {
        match text {
            Text::Wild { pattern } => {
                let pieces: Vec<Piece> = pieces(pattern).collect();
                self.expand(column, "", |word| wild(&pieces, word))
            }
            Text::Fuzzy { text, distance } => self.expand(column, "", |word| distance::within(text, word, *distance)),
            Text::Word { text, .. } | Text::Phrase { text, .. } => {
                Ok(any_of(forms(text).into_iter().filter(|f| !f.is_empty()).map(|form| term(column, &form)).collect()))
            }
        }
    }

    /// Names: every word, in order, with at most one other between ("Kim Jong Un" by "Kim Un").
    fn name(&self, column: Column, text: &Text) -> Result<Boxed> {
        let make = |word: &str, exact: bool| if exact { format!("={}", lower(word)) } else { name_key(word) };
        match text {
            Text::Word { text, exact } => self.sequence(column, text, 1, |w| make(w, *exact)),
            Text::Phrase { text, slop, exact } => self.sequence(column, text, (*slop).max(1), |w| make(w, *exact)),
            _ => self.pattern(column, text),
        }
    }

    /// A place by any of its names: Kiev is listed as Kyiv.
    fn place(&self, column: Column, text: &Text) -> Result<Boxed> {
        if let Some(whole) = self.whole_value(column, text)? {
            return Ok(whole);
        }
        let mut queries = vec![self.name(column, text)?];
        if let Text::Word { text, exact: false } | Text::Phrase { text, exact: false, .. } = text {
            for name in city::names(text) {
                queries.push(self.name(column, &by::whole(name))?);
            }
        }
        Ok(any_of(queries))
    }

    /// An organisation by any of its names: the IAEA is listed in full.
    fn organisation(&self, column: Column, text: &Text) -> Result<Boxed> {
        if let Some(whole) = self.whole_value(column, text)? {
            return Ok(whole);
        }
        let mut queries = vec![self.name(column, text)?];
        if let Text::Word { text, exact: false } | Text::Phrase { text, exact: false, .. } = text
            && let Some(name) = [text.clone(), text.to_uppercase()].iter().find_map(|name| phrase::organisation(name))
        {
            queries.push(self.name(column, &by::whole(name))?);
        }
        Ok(any_of(queries))
    }

    /// Running text.
    fn words(&self, column: Column, text: &Text) -> Result<Boxed> {
        match text {
            Text::Word { text, exact: true } => self.sequence(column, text, 0, exact),
            Text::Phrase { text, slop, exact: true } => self.sequence(column, text, *slop, exact),
            Text::Word { text, .. } => self.sequence(column, text, 0, stem),
            Text::Phrase { text, slop, .. } => self.sequence(column, text, *slop, stem),
            _ => self.pattern(column, text),
        }
    }

    fn sequence(&self, column: Column, text: &str, slop: u32, form: impl Fn(&str) -> String) -> Result<Boxed> {
        let terms: Vec<Term> =
            tokenizer::words(text).map(|w| Term::from_field_text(column, &form(&text[w.start..w.end]))).collect();
        Ok(match terms.len() {
            0 => {
                return Err(no_letter(text));
            }
            1 => Box::new(TermQuery::new(terms[0].clone(), IndexRecordOption::WithFreqs)),
            _ => {
                let mut phrase = PhraseQuery::new(terms);
                phrase.set_slop(slop);
                Box::new(phrase)
            }
        })
    }
}

/// The year, month or day that a range is, as the index writes it: `2014`, `2014-03`, `2014-03-16`.
fn unit(range: DateRange) -> Option<String> {
    let (from, to) = (range.from?, range.to?);
    if from == to {
        return Some(from.to_string());
    }
    let year = format!("{:04}", from.year());
    let month = format!("{year}-{:02}", from.month());
    [month, year].into_iter().find(|value| partial(value) == Some((from, to)))
}

/// The first and the last day of a year or a month as the index writes it.
fn partial(value: &str) -> Option<(Day, Day)> {
    let year = value.get(..4)?.parse().ok()?;
    match value.get(4..) {
        Some("") => Some((Day::new(year, 1, 1).ok()?, Day::new(year, 12, 31).ok()?)),
        Some(month) if month.len() == 3 => {
            let first = Day::new(year, month[1..].parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        _ => None,
    }
}

/// Whether the query can match only documents of the target's kind, so that no filter is needed.
fn selective(node: &Node) -> bool {
    match node {
        Node::Text(_) | Node::Near { .. } => true,
        // A column that articles and quotations both have finds both; who appears is asked for with the kind.
        Node::Field(field, value) => {
            let row = field.row();
            let own = row.scope != Scope::Both || row.columns.0 != row.columns.1 || *field == Field::Id;
            own && *value != Value::None
        }
        Node::And(nodes) => nodes.iter().any(selective),
        Node::Or(nodes) => nodes.iter().all(selective),
        Node::Boost(node, _) => selective(node),
        Node::Not(_) | Node::All => false,
    }
}

/// Quotations of at least this confidence.
fn confidence(column: Column, text: &Text) -> Result<Boxed> {
    let written = plain(text);
    let least = written.replace(',', ".").parse::<f32>().ok().filter(|p| (0.0..=1.0).contains(p));
    let Some(least) = least else {
        return Err(Error::Query(format!(
            "error: “{written}” is no confidence\nhelp: write a number from 0 to 1, the least that is wanted: confidence:0.9"
        )));
    };
    let from = Bound::Included(Term::from_field_u64(column, hundredths(least)));
    Ok(Box::new(BoostQuery::new(Box::new(RangeQuery::new(from, Bound::Unbounded)), 0.0)))
}

/// Whether everything in it is asked of quotations.
pub(super) fn of_quotation(node: &Node) -> bool {
    match node {
        Node::Field(field, _) => field.of_quotation(),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().all(of_quotation),
        Node::Not(node) | Node::Boost(node, _) => of_quotation(node),
        Node::All | Node::Text(_) | Node::Near { .. } => false,
    }
}

fn no_letter(text: &str) -> Error {
    Error::Query(format!(
        "error: “{text}” holds no letter or digit, so there is nothing to look for\nhelp: leave it out, or write the word it belongs to"
    ))
}

/// An exact value: it filters and does not rank.
fn term(column: Column, word: &str) -> Boxed {
    Box::new(ConstScoreQuery::new(
        Box::new(TermQuery::new(Term::from_field_text(column, word), IndexRecordOption::Basic)),
        0.0,
    ))
}

/// The words of a text clause, as written.
fn plain(text: &Text) -> String {
    match text {
        Text::Word { text, .. } | Text::Phrase { text, .. } | Text::Fuzzy { text, .. } => text.clone(),
        Text::Wild { pattern } => pattern.clone(),
    }
}

fn quoted(text: &str) -> String {
    if text.contains(' ') { format!("\"{text}\"") } else { text.to_owned() }
}
