//! One article, whole: its head, its text with the quotations marked, and lists of what was found in it.

use std::io::{self, Write};

use anstyle::Style;

use super::style::{DATE, FAINT, MATCH, PERSON, PLACE, QUOTE, STRONG, flattened, paint, wrapped, wrapped_in};
use crate::{
    annotate::{Annotations, annotations::QuotationKind},
    article::Article,
    span::Span,
};

/// Prints an article for people. `wanted` is the number (from 1) of a quotation to point at; `found` is what a query
/// found, bytes of the title and of the text.
///
/// # Errors
/// Those of the writer.
pub fn text(
    out: &mut impl Write,
    article: &Article,
    annotations: &Annotations,
    wanted: Option<usize>,
    found: Option<&(Vec<Span>, Vec<Span>)>,
    width: usize,
) -> io::Result<()> {
    let none = (Vec::new(), Vec::new());
    let (in_title, in_text) = found.unwrap_or(&none);
    if let Some(title) = &article.title {
        let mut marks = vec![(Span::new(0, title.len()), STRONG)];
        marks.extend(in_title.iter().map(|span| (*span, MATCH)));
        writeln!(out, "{}", wrapped_in(title, &flattened(&marks), "", width))?;
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
    let marks = marks(annotations, in_text);
    let mut start = 0;
    for paragraph in article.text.split('\n') {
        let span = Span::new(start, start + paragraph.len());
        start = span.end + 1;
        let inside: Vec<(Span, Style)> = marks
            .iter()
            .filter(|(mark, _)| mark.overlaps(span))
            .map(|(m, style)| {
                (Span::new(m.start.max(span.start) - span.start, m.end.min(span.end) - span.start), *style)
            })
            .collect();
        if paragraph.trim().is_empty() {
            writeln!(out)?;
        } else {
            writeln!(out, "{}", wrapped_in(paragraph, &flattened(&inside), "", width))?;
        }
    }
    if found.is_some() {
        matches(out, article, in_title, in_text, width)?;
    }
    lists(out, article, annotations, wanted, width)
}

/// Everything that is marked in the text, what lies below first.
fn marks(annotations: &Annotations, found: &[Span]) -> Vec<(Span, Style)> {
    let quotations = annotations.quotations.iter().flat_map(|quotation| &quotation.content);
    let people = annotations.people.iter().flat_map(|person| &person.mentions);
    let places = annotations.places.iter().flat_map(|place| &place.mentions);
    let countries = annotations.countries.iter().flat_map(|country| &country.mentions);
    let dates = annotations.dates.iter().map(|date| &date.span);
    let mut marks: Vec<(Span, Style)> = Vec::new();
    marks.extend(quotations.map(|span| (*span, QUOTE)));
    marks.extend(people.map(|span| (*span, PERSON)));
    marks.extend(places.chain(countries).map(|span| (*span, PLACE)));
    marks.extend(dates.map(|span| (*span, DATE)));
    marks.extend(found.iter().map(|span| (*span, MATCH)));
    marks
}

/// What the query found, as words: it can be read where nothing is painted.
fn matches(
    out: &mut impl Write,
    article: &Article,
    in_title: &[Span],
    in_text: &[Span],
    width: usize,
) -> io::Result<()> {
    let title = article.title.as_deref().unwrap_or_default();
    let mut counts: Vec<(String, usize)> = Vec::new();
    let words = in_title.iter().map(|span| span.of(title)).chain(in_text.iter().map(|span| span.of(&article.text)));
    for word in words {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let listed: Vec<String> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
    let listed = if listed.is_empty() { "none in the words of this article".to_owned() } else { listed.join(" · ") };
    writeln!(out, "\n{}\n{}", paint("matches", STRONG), wrapped(&listed, &[], FAINT, "  ", width))
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
        let line = format!("{pointer} #{} {speaker} {}: {sign}", n + 1, super::said::verb(quotation));
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
        .filter_map(|d| d.value.map(|value| format!("{} = {value}", d.span.line_of(&article.text))))
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
