//! One article, whole: its head, its text with the quotations marked, and lists of what was found in it.

use std::io::{self, Write};

use super::style::{FAINT, QUOTE, STRONG, paint, wrapped};
use crate::{
    annotate::{Annotations, annotations::QuotationKind},
    article::Article,
    span::Span,
};

/// Prints an article for people. `wanted` is the number (from 1) of a quotation to point at.
///
/// # Errors
/// Those of the writer.
pub fn text(
    out: &mut impl Write,
    article: &Article,
    annotations: &Annotations,
    wanted: Option<usize>,
    width: usize,
) -> io::Result<()> {
    if let Some(title) = &article.title {
        writeln!(out, "{}", wrapped(title, &[Span::new(0, title.len())], STRONG, "", width))?;
    }
    let mut head = vec![article.published.map_or_else(|| "no date".to_owned(), |date| date.to_string())];
    head.extend(article.outlet.clone());
    head.extend(article.byline.clone());
    head.extend(article.section.clone());
    writeln!(out, "{}", paint(&head.join(" · "), FAINT))?;
    if let Some(url) = &article.url {
        writeln!(out, "{}", paint(url, FAINT))?;
    }
    writeln!(out, "{}\n", paint(&format!("{} [{}]", article.location, article.id), FAINT))?;
    let mut marks: Vec<Span> = annotations.quotations.iter().flat_map(|q| q.content.iter().copied()).collect();
    marks.sort_unstable();
    let mut start = 0;
    for paragraph in article.text.split('\n') {
        let span = Span::new(start, start + paragraph.len());
        start = span.end + 1;
        let inside: Vec<Span> = marks
            .iter()
            .filter(|m| m.overlaps(span))
            .map(|m| Span::new(m.start.max(span.start) - span.start, m.end.min(span.end) - span.start))
            .collect();
        if paragraph.trim().is_empty() {
            writeln!(out)?;
        } else {
            writeln!(out, "{}", wrapped(paragraph, &inside, QUOTE, "", width))?;
        }
    }
    lists(out, article, annotations, wanted, width)
}

fn lists(
    out: &mut impl Write,
    article: &Article,
    annotations: &Annotations,
    wanted: Option<usize>,
    width: usize,
) -> io::Result<()> {
    if !annotations.quotations.is_empty() {
        writeln!(out, "\n{}", paint("quotations", STRONG))?;
    }
    for (n, quotation) in annotations.quotations.iter().enumerate() {
        let words: Vec<&str> = quotation.content.iter().map(|s| s.of(&article.text)).collect();
        let words = words.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
        let sign = match quotation.kind {
            QuotationKind::Direct => format!("“{}”", words.trim_matches(|c| matches!(c, '“' | '”' | '"'))),
            QuotationKind::Indirect => format!("~ {}", super::said::reported(&words, quotation.kind)),
            QuotationKind::Mixed => format!("± {words}"),
        };
        let speaker = quotation.speaker.as_deref().unwrap_or("unattributed");
        let pointer = if wanted == Some(n + 1) { "▶" } else { " " };
        let line = format!("{pointer} #{} {speaker} {}: {sign}", n + 1, quotation.manner);
        writeln!(out, "{}", wrapped(&line, &[], STRONG, "", width))?;
    }
    let people: Vec<String> = annotations
        .people
        .iter()
        .map(|p| p.role.as_ref().map_or_else(|| p.name.clone(), |role| format!("{} ({role})", p.name)))
        .collect();
    let mut countries: Vec<String> =
        annotations.countries.iter().chain(&annotations.title.countries).map(|c| c.code.clone()).collect();
    countries.sort();
    countries.dedup();
    let dates: Vec<String> = annotations
        .dates
        .iter()
        .filter_map(|d| {
            d.value.map(|value| {
                format!("{} = {value}", d.span.of(&article.text).split_whitespace().collect::<Vec<_>>().join(" "))
            })
        })
        .collect();
    let places: Vec<String> = annotations.places.iter().map(|p| p.name.clone()).collect();
    let organisations: Vec<String> = annotations.organisations.iter().map(|o| o.name.clone()).collect();
    for (name, values) in [
        ("people", people),
        ("countries", countries),
        ("places", places),
        ("organisations", organisations),
        ("dates", dates),
    ] {
        if !values.is_empty() {
            writeln!(out, "\n{}\n{}", paint(name, STRONG), wrapped(&values.join(" · "), &[], FAINT, "  ", width))?;
        }
    }
    Ok(())
}
