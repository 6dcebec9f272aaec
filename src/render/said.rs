//! Quotations, for people and as JSON Lines.

use std::io::{self, Write};

use serde_json::json;

use super::{
    copies,
    style::{DOUBT, FAINT, MARK, STRONG, paint, wrapped},
};
use crate::{
    annotate::annotations::QuotationKind,
    query::results::{Group, Header, QuotationHit, Quotations},
};

/// Below this confidence a quotation is shown as uncertain.
pub const UNCERTAIN: f32 = 0.7;

/// The manner of those who gave no words.
const DECLINED: &str = "declined";

/// How to show quotations.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Rule and confidence too.
    pub verbose: bool,
    /// Columns.
    pub width: usize,
}

/// Prints quotations for people. `…` in quotation marks are the article's own; `~` marks a paraphrase, `?` doubt.
///
/// # Errors
/// Those of the writer.
pub fn text(out: &mut impl Write, answer: &Quotations, look: &Look) -> io::Result<()> {
    let mut headings = headings(&answer.groups);
    for (n, hit) in answer.hits.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        if let Some((_, group)) = headings.next_if(|(first, _)| *first == n) {
            let of = if group.shown < group.size { format!(" of {}", group.size) } else { String::new() };
            writeln!(out, "{}", paint(&format!("── {} ({}{of})", group.title, group.shown), STRONG))?;
        }
        one(out, hit, look)?;
    }
    let shown = answer.shown();
    let more = answer.total.saturating_sub(shown);
    let noun = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let statements =
        if shown > answer.hits.len() { format!("{} in ", noun(answer.hits.len(), "statement")) } else { String::new() };
    if more > 0 {
        writeln!(out, "\n{statements}{shown} of {} quotations; {more} more with --limit 0", answer.total)?;
    } else if !answer.hits.is_empty() {
        writeln!(out, "\n{statements}{}", noun(answer.total, "quotation"))?;
    }
    Ok(())
}

/// The groups with the index of their first hit.
fn headings(groups: &[Group]) -> std::iter::Peekable<impl Iterator<Item = (usize, &Group)>> {
    let firsts = groups.iter().scan(0, |first, group| {
        *first += group.shown;
        Some(*first - group.shown)
    });
    firsts.zip(groups).peekable()
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
    let silent = quotation.manner == DECLINED;
    let label = match quotation.kind {
        _ if silent => "no words",
        QuotationKind::Direct => "direct",
        QuotationKind::Indirect => "paraphrase",
        QuotationKind::Mixed => "partly quoted",
    };
    line += &paint(
        &format!("  [{label}{}]", if doubtful { ", uncertain" } else { "" }),
        if doubtful { DOUBT } else { FAINT },
    );
    for label in hit.matched.iter().filter_map(|matched| matched.label.as_ref()) {
        line += &paint(&format!("  ← {label}"), FAINT);
    }
    writeln!(out, "{line}")?;
    // The sign before the words says at a glance what they are.
    let (open, close, sign) = match quotation.kind {
        _ if silent => ("", "", "on: "),
        // Nearly all of it is quoted, but the article's own marks stand inside.
        QuotationKind::Direct if record.words.contains(['“', '"', '«']) => ("", "", ""),
        QuotationKind::Direct => ("“", "”", ""),
        QuotationKind::Indirect => ("", "", "~ "),
        QuotationKind::Mixed => ("", "", "± "),
    };
    let doubt = if doubtful { "? " } else { "" };
    let words = reported(&record.words, quotation.kind);
    let dropped = record.words.len() - words.len();
    let head = format!("{doubt}{sign}{open}");
    let shown = format!("{head}{words}{close}");
    let marks: Vec<_> = hit
        .marks
        .iter()
        .filter(|m| m.start >= dropped)
        .map(|m| crate::span::Span::new(m.start - dropped + head.len(), m.end - dropped + head.len()))
        .collect();
    if !(silent && words.is_empty()) {
        writeln!(out, "{}", wrapped(&shown, &marks, MARK, "    ", look.width))?;
    }
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
    }
    // Who said nothing is judged by the sentence that says so.
    if look.verbose || silent {
        writeln!(out, "{}", wrapped(&record.context, &[], FAINT, "    | ", look.width))?;
    }
    hit.copies.iter().try_for_each(|copy| copies::text(out, copy, look.width))
}

/// Words without the "that" of a reported clause, which says nothing after the cue.
pub(super) fn reported(words: &str, kind: QuotationKind) -> &str {
    words.strip_prefix("that ").filter(|_| kind != QuotationKind::Direct).unwrap_or(words)
}

/// Prints quotations as JSON Lines.
///
/// # Errors
/// Those of the writer.
pub fn json(out: &mut impl Write, answer: &Quotations) -> io::Result<()> {
    let mut headings = headings(&answer.groups);
    let mut group = None;
    for (n, hit) in answer.hits.iter().enumerate() {
        if let Some((_, next)) = headings.next_if(|(first, _)| *first == n) {
            group = Some(next.title.as_str());
        }
        writeln!(out, "{}", line(hit, group))?;
    }
    Ok(())
}

/// A quotation as one line of JSON.
fn line(hit: &QuotationHit, group: Option<&str>) -> String {
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
        "copies": hit.copies.iter().map(copies::json).collect::<Vec<_>>(),
        "matched": hit.matched,
        "group": group,
        "marks": hit.marks,
        "article": article(&record.article),
        "score": (f64::from(hit.score) * 1000.0).round() / 1000.0,
    })
    .to_string()
}

/// What is shown of the article beside a quotation.
pub(super) fn article(header: &Header) -> serde_json::Value {
    json!({
        "id": header.id,
        "title": header.title,
        "published": header.published,
        "outlet": header.outlet,
        "path": header.path,
    })
}
