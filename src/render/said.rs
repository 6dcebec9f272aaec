//! Quotations, for people and as JSON Lines.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::json;

use super::{
    copies,
    style::{DOUBT, FAINT, MARK, STRONG, paint, wrapped},
    trace,
};
use crate::{
    annotate::{
        annotations::{Factuality, Quotation, QuotationKind, SpeakerClass},
        gazetteer::Gazetteer,
        quotations::{quotation::two_places, trace::TraceStep},
    },
    query::results::{Group, Header, QuotationHit, Quotations},
};

/// Below this confidence a quotation is shown as uncertain.
pub const UNCERTAIN: f32 = 0.7;

/// How to show quotations.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// How each was found too.
    pub verbose: bool,
    /// Of each article, by its identifier, what every pass did to each of its quotations.
    pub traces: BTreeMap<String, Vec<Vec<TraceStep>>>,
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
    let held = match answer.held_back {
        0 => String::new(),
        n => format!("; {n} less certain: --all"),
    };
    if more > 0 {
        writeln!(out, "\n{statements}{shown} of {} quotations; {more} more with --limit 0{held}", answer.total)?;
    } else if !answer.hits.is_empty() {
        writeln!(out, "\n{statements}{}{held}", noun(answer.total, "quotation"))?;
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
        line += &format!(" ({})", Gazetteer::get().shown(country));
    }
    // An office whose holder the archive knows: the article's own words beside the name.
    if let (Some(written), Some(SpeakerClass::Office)) = (&record.written, quotation.speaker_class)
        && quotation.role.as_ref() != Some(written)
    {
        line += &paint(&format!(", written “{written}”"), FAINT);
    }
    line += &format!(" {}", verb(quotation));
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
    let silent = quotation.factuality == Factuality::Declined;
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
        let chain = format!(
            "confidence {:.2} (words {:.2}, speaker {:.2}), {}",
            quotation.confidence, quotation.content_probability, quotation.speaker_probability, record.article.path
        );
        writeln!(out, "    {}", paint(&chain, FAINT))?;
        if let Some(because) = record.because {
            let written = record.written.as_deref().or(quotation.speaker.as_deref()).unwrap_or_default();
            let told = format!("who it is: “{written}” in the article; {because}");
            writeln!(out, "{}", wrapped(&told, &[], FAINT, "    ", look.width))?;
        }
        let number = record.id.rsplit('#').next().and_then(|n| n.parse::<usize>().ok());
        let steps = look.traces.get(&record.article.id).zip(number).and_then(|(all, n)| all.get(n.checked_sub(1)?));
        for step in steps.into_iter().flatten() {
            writeln!(out, "{}", wrapped(&trace::step(step), &[], FAINT, "      ", look.width))?;
        }
    }
    // Who said nothing is judged by the sentence that says so.
    if look.verbose || silent {
        writeln!(out, "{}", wrapped(&record.context, &[], FAINT, "    | ", look.width))?;
    }
    hit.copies.iter().try_for_each(|copy| copies::text(out, copy, look.width))
}

/// What the speaker did: the manner, unless the words were not said or only may have been.
pub(super) fn verb(quotation: &Quotation) -> String {
    let said = quotation.manner == "said";
    match quotation.factuality {
        Factuality::Said | Factuality::Declined => quotation.manner.clone(),
        Factuality::NotSaid if said => "did not say".to_owned(),
        Factuality::NotSaid => format!("did not say ({})", quotation.manner),
        Factuality::MightBeSaid if said => "might say".to_owned(),
        Factuality::MightBeSaid => format!("might say ({})", quotation.manner),
    }
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
        "written": record.written,
        "because": record.because,
        "speaker_ids": quotation.speaker_ids,
        "speaker_class": quotation.speaker_class,
        "role": quotation.role,
        "speaker_country": quotation.speaker_country,
        "manner": quotation.manner,
        "factuality": quotation.factuality,
        "kind": quotation.kind,
        "addressee": quotation.addressee,
        "venue": quotation.venue,
        "said_on": quotation.said_on,
        "chain": quotation.chain,
        "nested_in": quotation.nested_in,
        "confidence": two_places(quotation.confidence),
        "content_probability": two_places(quotation.content_probability),
        "speaker_probability": two_places(quotation.speaker_probability),
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
