//! Searching for quotations: who said what.

use jiff::civil;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    DocAddress,
    query::{EnableScoring, Query},
};

use super::{
    ast::{Field, Node},
    copies,
    highlight::Marker,
    names,
    plan::{self, Target},
    results::{QuotationHit, Quotations},
    search::{self, Sort, Wanted},
    who::{Speaker, Who},
};
use crate::{
    annotate::Annotations,
    date::days_between,
    error::Result,
    index::{
        QuotationRecord, Reader,
        document::number_day,
        sketch::{alike, sketch, voice},
    },
};

/// Searches for quotations. The order is by relevance where words rank, else the latest first. The same statement in
/// several articles is one hit, unless [`Wanted::each`].
///
/// # Errors
/// [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn quotations(reader: &Reader, node: &Node, wanted: &Wanted) -> Result<Quotations> {
    let query = plan::plan(reader, node, Target::Quotations)?;
    let mut wanted = wanted.clone();
    if wanted.sort == Sort::Relevance && !ranks(node) {
        wanted.sort = Sort::Newest;
    }
    let limit = wanted.limit;
    if let Some(limit) = limit.filter(|limit| *limit > 0 && !wanted.each) {
        // Copies will take the places of some.
        wanted.limit = wanted.limit.map(|_| limit + limit / 8 + 2);
    }
    let marker = Marker::new(node, true);
    let hit = |record: QuotationRecord, score| {
        let marks = marker.marks(&record.words);
        QuotationHit { record, score, marks, matched: Vec::new(), copies: Vec::new() }
    };
    let mut answer = loop {
        let (total, top) = search::top(reader, &*query, Target::Quotations, &wanted)?;
        let fetched = top.len();
        let found: Vec<(f32, DocAddress, QuotationRecord)> = top
            .into_iter()
            .map(|(score, address)| Ok((score, address, names::quotation_at(reader, address)?)))
            .collect::<Result<_>>()?;
        if wanted.each || found.is_empty() {
            let hits = found.into_iter().map(|(score, _, record)| hit(record, score)).collect();
            break Quotations { total, hits, ..Quotations::default() };
        }
        let more = if fetched < total { companions(reader, &*query, &found)? } else { Vec::new() };
        let mut hits = together(found, more, &hit);
        if let Some(limit) = limit {
            if hits.len() < limit && fetched < total {
                wanted.limit = Some(fetched + (limit - hits.len()) * 2);
                continue;
            }
            hits.truncate(limit);
        }
        break Quotations { total, hits, ..Quotations::default() };
    };
    if let Some(limit) = limit {
        answer.hits.truncate(limit);
    }
    sort(&mut answer.hits, wanted.sort);
    label(reader, &mut answer.hits, &plan::by::whos(reader, node)?)?;
    Ok(answer)
}

/// How many more quotations a question would find if it asked for the less certain ones too; `total` are found as it is.
///
/// # Errors
/// [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn held_back(reader: &Reader, node: &Node, total: usize) -> Result<usize> {
    if plan::asks_confidence(node) {
        return Ok(0);
    }
    let all = search::count(reader, &plan::of_any_confidence(node), Target::Quotations)?;
    Ok(all.saturating_sub(total))
}

/// How the speakers asked for are understood, one line each; nothing for those who are looked for as written.
///
/// # Errors
/// [`crate::error::Error::Engine`] if the index cannot be read.
pub fn understood(reader: &Reader, node: &Node) -> Result<Vec<String>> {
    Ok(plan::by::whos(reader, node)?.iter().filter_map(Who::explained).collect())
}

/// The quotation at an address, with its speakers as the archive knows them.
///
/// # Errors
/// [`crate::error::Error::Engine`] if it cannot be read.
pub fn quotation_at(reader: &Reader, address: DocAddress) -> Result<QuotationRecord> {
    names::quotation_at(reader, address)
}

/// Gives the people and the speakers of an article's annotations the names by which the archive knows them.
///
/// # Errors
/// [`crate::error::Error::Engine`] if they cannot be read.
pub fn as_known(reader: &Reader, id: &str, annotations: &mut Annotations) -> Result<()> {
    for (n, quotation) in annotations.quotations.iter_mut().enumerate() {
        let Some(address) = reader.address(reader.fields.id, &format!("{id}#{}", n + 1))? else { continue };
        let known = names::quotation_at(reader, address)?.quotation;
        // Other rules than those of the index would number the quotations otherwise.
        if known.content == quotation.content {
            quotation.speaker = known.speaker;
            quotation.speaker_ids = known.speaker_ids;
            quotation.speaker_class = known.speaker_class;
        }
    }
    Ok(())
}

/// Says of each hit why its speaker is one of those asked for.
fn label(reader: &Reader, hits: &mut [QuotationHit], whos: &[Who]) -> Result<()> {
    if whos.is_empty() {
        return Ok(());
    }
    let people = names::everybody(reader)?;
    for hit in hits {
        let speaker = Speaker::of(&hit.record, &people);
        let matched = whos.iter().filter_map(|who| who.why(&speaker)).collect();
        hit.matched = matched;
    }
    Ok(())
}

/// By date: the earliest report of a statement may stand far from the one that was found.
fn sort(hits: &mut [QuotationHit], sort: Sort) {
    let day = |hit: &QuotationHit| hit.record.article.published.map(crate::date::Date::first);
    match sort {
        Sort::Relevance => {}
        Sort::Oldest => hits.sort_by_key(|hit| (day(hit).is_none(), day(hit))),
        Sort::Newest => hits.sort_by_key(|hit| std::cmp::Reverse(day(hit))),
    }
}

/// Those found, in their order, with further quotations that may be copies of them: a statement is one hit.
fn together(
    found: Vec<(f32, DocAddress, QuotationRecord)>,
    more: Vec<QuotationRecord>,
    hit: &impl Fn(QuotationRecord, f32) -> QuotationHit,
) -> Vec<QuotationHit> {
    let records: Vec<&QuotationRecord> = found.iter().map(|(_, _, record)| record).chain(&more).collect();
    let statements = copies::statements(&records);
    let count = found.len();
    let mut groups: Vec<(f32, Vec<QuotationRecord>)> = Vec::with_capacity(count);
    let mut place: FxHashMap<usize, usize> = FxHashMap::default();
    let all = found.into_iter().map(|(score, _, record)| (score, record)).chain(more.into_iter().map(|r| (0.0, r)));
    for (i, (score, record)) in all.enumerate() {
        let statement = statements[i];
        // A statement is known by its least index: one that begins among the further ones was not asked for.
        if statement >= count {
            continue;
        }
        let at = *place.entry(statement).or_insert_with(|| {
            groups.push((score, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(record);
    }
    groups
        .into_iter()
        .filter_map(|(score, records)| {
            let (record, copies) = copies::fold_up(records)?;
            Some(QuotationHit { copies, ..hit(record, score) })
        })
        .collect()
}

/// What is known of a quotation whose copies are looked for.
struct Report {
    day: Option<civil::Date>,
    sketch: u64,
}

/// Quotations that the query finds besides, by the same speakers, at about the same time, in words that may be nearly the same.
fn companions(
    reader: &Reader,
    query: &dyn Query,
    found: &[(f32, DocAddress, QuotationRecord)],
) -> Result<Vec<QuotationRecord>> {
    let mut reports: FxHashMap<u64, Vec<Report>> = FxHashMap::default();
    for (_, _, record) in found {
        if let Some(speaker) = record.written.as_ref().or(record.quotation.speaker.as_ref()) {
            let day = record.article.published.map(crate::date::Date::first);
            reports.entry(voice(speaker)).or_default().push(Report { day, sketch: sketch(&record.words) });
        }
    }
    let known: FxHashSet<DocAddress> = found.iter().map(|(_, address, _)| *address).collect();
    let searcher = &reader.searcher;
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut records = Vec::new();
    for (ord, segment) in (0..).zip(searcher.segment_readers()) {
        let columns = segment.fast_fields();
        let (voices, sketches, published) = (columns.u64("voice")?, columns.u64("sketch")?, columns.u64("published")?);
        let likely = |document: u32| {
            let reports = reports.get(&voices.first(document)?)?;
            let sketch = sketches.first(document)?;
            let day = published.first(document).and_then(number_day);
            let near = |other: &Report| day.zip(other.day).is_none_or(|(a, b)| days_between(a, b) <= copies::WINDOW);
            reports.iter().any(|other| alike(sketch, other.sketch) && near(other)).then_some(document)
        };
        let mut documents = Vec::new();
        weight.for_each_no_score(segment, &mut |found| documents.extend(found.iter().copied().filter_map(likely)))?;
        let alive = segment.alive_bitset();
        for document in documents {
            let address = DocAddress::new(ord, document);
            if alive.is_none_or(|alive| alive.is_alive(document)) && !known.contains(&address) {
                records.push(names::quotation_at(reader, address)?);
            }
        }
    }
    Ok(records)
}

/// Whether words are asked for, so that a rank means something.
fn ranks(node: &Node) -> bool {
    match node {
        Node::Text(_) | Node::Near { .. } => true,
        Node::Field(field, _) => matches!(field, Field::About | Field::Title),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(ranks),
        Node::Boost(node, _) => ranks(node),
        Node::Not(_) | Node::All => false,
    }
}
