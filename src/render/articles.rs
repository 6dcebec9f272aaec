//! Articles found by a search, and counts by facet.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::style::{FAINT, MARK, STRONG, paint, wrapped};
use crate::{
    annotate::gazetteer::Gazetteer,
    article::Article,
    query::results::{ArticleHit, Articles, Facet},
};

/// Prints articles for people.
///
/// # Errors
/// Those of the writer.
pub fn text(out: &mut impl Write, answer: &Articles, offset: usize, width: usize) -> io::Result<()> {
    for hit in &answer.hits {
        one(out, hit, width)?;
        writeln!(out)?;
    }
    let shown = answer.hits.len();
    let answers = answer.total - answer.folded;
    let more = answers.saturating_sub(offset + shown);
    let copies = match answer.folded {
        0 => String::new(),
        1 => " and a copy".to_owned(),
        many => format!(" and {many} copies"),
    };
    if more > 0 {
        writeln!(
            out,
            "{shown} of {answers} articles{copies}; {more} more with --limit 0 or --offset {}",
            offset + shown
        )?;
    } else if answer.total > 0 {
        writeln!(out, "{answers} {}{copies}", if answers == 1 { "article" } else { "articles" })?;
    }
    if answer.folded > 0 && !answer.facets.is_empty() {
        writeln!(out, "{}", paint("counts are of articles, copies among them", FAINT))?;
    }
    facets_text(out, &answer.facets)
}

fn one(out: &mut impl Write, hit: &ArticleHit, width: usize) -> io::Result<()> {
    let article = &hit.record.article;
    let title = article
        .title
        .clone()
        .unwrap_or_else(|| article.location.name().rsplit('/').next().unwrap_or_default().to_owned());
    writeln!(out, "{}", paint(&title, STRONG))?;
    let mut line = vec![article.published.map_or_else(|| "no date".to_owned(), |date| date.to_string())];
    line.extend(article.outlet.clone());
    line.extend(article.language.clone().filter(|lang| lang != "en"));
    line.push(format!("[{}]", article.id));
    writeln!(out, "    {}", paint(&line.join(" · "), FAINT))?;
    for fragment in &hit.fragments {
        writeln!(out, "{}", wrapped(&fragment.text, &fragment.marks, MARK, "    ", width))?;
    }
    if !hit.copies.is_empty() {
        writeln!(out, "{}", wrapped(&copies(&hit.copies), &[], FAINT, "    ", width))?;
    }
    Ok(())
}

/// How many copies are named.
const NAMED: usize = 5;

/// “+2 copies: …” with date, outlet and identifier of each.
fn copies(copies: &[Article]) -> String {
    let place = |copy: &Article| {
        let mut place = vec![copy.published.map_or_else(|| "no date".to_owned(), |date| date.to_string())];
        place.extend(copy.outlet.clone());
        format!("{} [{}]", place.join(" · "), copy.id)
    };
    let named: Vec<String> = copies.iter().take(NAMED).map(place).collect();
    let more = copies.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!("; {more} more with --copies") } else { String::new() };
    format!("+{} {}: {}{rest}", copies.len(), if copies.len() == 1 { "copy" } else { "copies" }, named.join("; "))
}

/// Prints counts for people.
///
/// # Errors
/// Those of the writer.
pub fn facets_text(out: &mut impl Write, facets: &[Facet]) -> io::Result<()> {
    for facet in facets {
        let chosen = if facet.chosen_from { paint(" (counted as if none were chosen)", FAINT) } else { String::new() };
        writeln!(out, "{}{chosen}", paint(facet.name, STRONG))?;
        let digits = facet.values.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(1);
        for (value, count) in &facet.values {
            let value = if facet.name == "country" { Gazetteer::get().shown(value) } else { value };
            writeln!(out, "  {count:>digits$}  {value}")?;
        }
        if facet.values.is_empty() {
            writeln!(out, "  none")?;
        }
        if facet.more > 0 {
            writeln!(out, "  and {} more; --top lists more", facet.more)?;
        }
    }
    Ok(())
}

/// An article as one line of JSON.
pub fn json(hit: &ArticleHit) -> String {
    let article = &hit.record.article;
    json!({
        "id": article.id,
        "title": article.title,
        "published": article.published,
        "outlet": article.outlet,
        "lang": article.language,
        "path": article.location.to_string(),
        "score": (f64::from(hit.score) * 1000.0).round() / 1000.0,
        "fragments": hit.fragments,
        "people": hit.record.people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(),
        "countries": hit.record.countries,
        "copies": hit.copies.iter().map(|copy| json!({
            "id": copy.id,
            "title": copy.title,
            "published": copy.published,
            "outlet": copy.outlet,
            "path": copy.location.to_string(),
        })).collect::<Vec<_>>(),
    })
    .to_string()
}

/// The total and the counts of all facets as one line of JSON.
pub fn facets_json(total: usize, facets: &[Facet]) -> String {
    let mut counts = Map::new();
    for facet in facets {
        let values: Vec<Value> =
            facet.values.iter().map(|(value, count)| json!({"value": value, "count": count})).collect();
        counts.insert(facet.name.to_owned(), Value::Array(values));
        if facet.more > 0 {
            counts.insert(format!("{}_more", facet.name), json!(facet.more));
        }
    }
    json!({"total": total, "facets": counts}).to_string()
}
