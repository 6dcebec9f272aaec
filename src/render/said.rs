//! Quotations, for people and as JSON Lines.

use std::io::{self, Write};

use serde_json::json;

use super::style::{DOUBT, FAINT, MARK, STRONG, paint, wrapped};
use crate::{
    annotate::annotations::QuotationKind,
    query::results::{QuotationHit, Quotations},
};

/// Below this confidence a quotation is shown as uncertain.
pub const UNCERTAIN: f32 = 0.7;

/// By what an answer is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// By the speaker's name.
    Speaker,
    /// By the country spoken for.
    Country,
    /// By month of publication.
    Month,
}

/// How to show quotations.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Headings between groups.
    pub group: Option<Group>,
    /// Rule and confidence too.
    pub verbose: bool,
    /// Columns.
    pub width: usize,
}

fn key(hit: &QuotationHit, group: Group) -> String {
    let quotation = &hit.record.quotation;
    match group {
        Group::Speaker => quotation.speaker.clone().unwrap_or_else(|| "unattributed".to_owned()),
        Group::Country => quotation.speaker_country.clone().unwrap_or_else(|| "no country".to_owned()),
        Group::Month => hit
            .record
            .article
            .published
            .and_then(crate::date::Date::year_month)
            .map_or_else(|| "no date".to_owned(), |(year, month)| format!("{year:04}-{month:02}")),
    }
}

/// Brings the quotations of a group together: larger groups first, months in order; inside a group by date.
pub fn arrange(hits: &mut [QuotationHit], group: Group) {
    let mut sizes = std::collections::HashMap::new();
    for hit in hits.iter() {
        *sizes.entry(key(hit, group)).or_insert(0usize) += 1;
    }
    hits.sort_by_cached_key(|hit| {
        let key = key(hit, group);
        let size = if group == Group::Month { 0 } else { usize::MAX - sizes[&key] };
        (
            size,
            key,
            hit.record.article.published.map(|d| d.first().to_string()),
            hit.record.article.id.clone(),
            hit.record.quotation.content.first().map(|s| s.start),
        )
    });
}

/// Prints quotations for people. `…` in quotation marks are the article's own; `~` marks a paraphrase, `?` doubt.
///
/// # Errors
/// Those of the writer.
pub fn text(out: &mut impl Write, answer: &Quotations, look: &Look) -> io::Result<()> {
    let mut heading: Option<String> = None;
    for (n, hit) in answer.hits.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        if let Some(group) = look.group {
            let key = key(hit, group);
            if heading.as_ref() != Some(&key) {
                let size = answer.hits.iter().filter(|h| self::key(h, group) == key).count();
                writeln!(out, "{}", paint(&format!("── {key} ({size})"), STRONG))?;
                heading = Some(key);
            }
        }
        one(out, hit, look)?;
    }
    let more = answer.total.saturating_sub(answer.hits.len());
    if more > 0 {
        writeln!(out, "\n{} of {} quotations; {more} more with --limit 0", answer.hits.len(), answer.total)?;
    } else if !answer.hits.is_empty() {
        let noun = if answer.total == 1 { "quotation" } else { "quotations" };
        writeln!(out, "\n{} {noun}", answer.total)?;
    }
    Ok(())
}

fn one(out: &mut impl Write, hit: &QuotationHit, look: &Look) -> io::Result<()> {
    let record = &hit.record;
    let quotation = &record.quotation;
    let doubtful = quotation.confidence < UNCERTAIN;
    let mut line = match &quotation.speaker {
        Some(name) => paint(name, STRONG),
        None => paint("unattributed", DOUBT),
    };
    if let Some(role) = quotation.role.as_deref().filter(|role| Some(*role) != quotation.speaker.as_deref()) {
        line += &format!(", {role}");
    }
    if let Some(country) = &quotation.speaker_country {
        line += &format!(" ({country})");
    }
    line += &format!(" {}", quotation.manner);
    let reporters: Vec<&str> = quotation
        .chain
        .iter()
        .rev()
        .map(String::as_str)
        .filter(|name| Some(*name) != quotation.speaker.as_deref())
        .collect();
    if !reporters.is_empty() {
        line += &paint(&format!(", as reported by {}", reporters.join(", as reported by ")), FAINT);
    }
    let label = match quotation.kind {
        QuotationKind::Direct => "direct",
        QuotationKind::Indirect => "paraphrase",
        QuotationKind::Mixed => "partly quoted",
    };
    line += &paint(
        &format!("  [{label}{}]", if doubtful { ", uncertain" } else { "" }),
        if doubtful { DOUBT } else { FAINT },
    );
    writeln!(out, "{line}")?;
    // The sign before the words says at a glance what they are.
    let (open, close, sign) = match quotation.kind {
        // Nearly all of it is quoted, but the article's own marks stand inside.
        QuotationKind::Direct if record.words.contains(['“', '"', '«']) => ("", "", ""),
        QuotationKind::Direct => ("“", "”", ""),
        QuotationKind::Indirect => ("", "", "~ "),
        QuotationKind::Mixed => ("", "", "± "),
    };
    let doubt = if doubtful { "? " } else { "" };
    let words = record.words.as_str();
    let head = format!("{doubt}{sign}{open}");
    let shown = format!("{head}{words}{close}");
    let marks: Vec<_> =
        hit.marks.iter().map(|m| crate::span::Span::new(m.start + head.len(), m.end + head.len())).collect();
    writeln!(out, "{}", wrapped(&shown, &marks, MARK, "    ", look.width))?;
    let mut place: Vec<String> = Vec::new();
    if let Some(addressee) = &quotation.addressee {
        place.push(format!("to {addressee}"));
    }
    place.extend(quotation.venue.clone());
    if let Some(said_on) = quotation.said_on {
        place.push(format!("said {said_on}"));
    }
    place.push(record.article.published.map_or_else(|| "no date".to_owned(), |date| format!("published {date}")));
    place.extend(record.article.outlet.clone());
    let title = record
        .article
        .title
        .clone()
        .unwrap_or_else(|| record.article.path.rsplit('/').next().unwrap_or_default().to_owned());
    place.push(format!("{title} [{}]", record.id));
    writeln!(out, "{}", wrapped(&place.join(" · "), &[], FAINT, "    ", look.width))?;
    if look.verbose {
        let chain = format!("rule {}, confidence {:.2}, {}", quotation.rule, quotation.confidence, record.article.path);
        writeln!(out, "    {}", paint(&chain, FAINT))?;
        writeln!(out, "{}", wrapped(&record.context, &[], FAINT, "    | ", look.width))?;
    }
    Ok(())
}

/// A quotation as one line of JSON.
pub fn json(hit: &QuotationHit) -> String {
    let record = &hit.record;
    let quotation = &record.quotation;
    json!({
        "id": record.id,
        "words": record.words,
        "speaker": quotation.speaker,
        "speaker_ids": quotation.speaker_ids,
        "speaker_class": quotation.speaker_class,
        "role": quotation.role,
        "speaker_country": quotation.speaker_country,
        "manner": quotation.manner,
        "kind": quotation.kind,
        "addressee": quotation.addressee,
        "venue": quotation.venue,
        "said_on": quotation.said_on,
        "chain": quotation.chain,
        "nested_in": quotation.nested_in,
        "confidence": (f64::from(quotation.confidence) * 100.0).round() / 100.0,
        "rule": quotation.rule,
        "content": quotation.content,
        "cue": quotation.cue,
        "source": quotation.source,
        "context": record.context,
        "copies": [],
        "marks": hit.marks,
        "article": {
            "id": record.article.id,
            "title": record.article.title,
            "published": record.article.published,
            "outlet": record.article.outlet,
            "path": record.article.path,
        },
        "score": (f64::from(hit.score) * 1000.0).round() / 1000.0,
    })
    .to_string()
}
