//! A person's page, and lists of people.

use std::io::{self, Write};

use serde_json::json;

use super::style::{FAINT, STRONG, paint};
use crate::{
    annotate::gazetteer::Gazetteer,
    query::results::{Called, Office, Portrait},
};

/// The page for people to read, lines of at most `width` columns.
///
/// # Errors
/// Of the output.
pub fn text(out: &mut impl Write, page: &Portrait, width: usize) -> io::Result<()> {
    writeln!(out, "{}  {}", paint(&page.name, STRONG), paint(&page.id, FAINT))?;
    let span = match (page.first, page.last) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(day), _) => format!(", {day}"),
        _ => String::new(),
    };
    writeln!(out, "  {}, {}{span}", counted(page.articles, "article"), counted(page.quotations, "quotation"))?;
    section(out, "names", &page.forms, width)?;
    if !page.offices.is_empty() {
        writeln!(out, "\n{}", paint("offices", STRONG))?;
        let digits = page.offices.iter().map(|office| office.articles.to_string().len()).max().unwrap_or(1);
        for office in &page.offices {
            let country = office.country.as_deref().map_or("–", |code| Gazetteer::get().shown(code));
            writeln!(out, "  {:>digits$}  {:<24}  {country:<14}  {}", office.articles, when(office), office.role)?;
        }
    }
    section(out, "countries", &by_name(&page.countries), width)?;
    section(out, "countries in the same articles", &by_name(&page.named_with), width)?;
    let read =
        if page.read < page.quotations { format!(" (the latest {} quotations)", page.read) } else { String::new() };
    section(out, &format!("countries they spoke about{read}"), &by_name(&page.about_countries), width)?;
    section(out, &format!("words they used{read}"), &page.about, width)?;
    section(out, "to whom", &page.addressees, width)?;
    if !page.others.is_empty() {
        writeln!(out, "\n{}", paint("kept apart from", STRONG))?;
        list(out, &page.others)?;
    }
    Ok(())
}

/// Several people, one a line.
///
/// # Errors
/// Of the output.
pub fn list(out: &mut impl Write, people: &[Called]) -> io::Result<()> {
    let digits = people.iter().map(|person| person.articles.to_string().len()).max().unwrap_or(1);
    for person in people {
        writeln!(out, "  {:>digits$}  {}  {}", person.articles, person.name, paint(&person.id, FAINT))?;
    }
    Ok(())
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn when(office: &Office) -> String {
    match (office.first, office.last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(day), _) => day.to_string(),
        _ => "undated".to_owned(),
    }
}

/// Values with their counts, as many on a line as fit.
/// Countries by the names that are shown.
fn by_name(codes: &[(String, u64)]) -> Vec<(String, u64)> {
    codes.iter().map(|(code, count)| (Gazetteer::get().shown(code).replace(' ', "\u{a0}"), *count)).collect()
}

fn section(out: &mut impl Write, title: &str, rows: &[(String, u64)], width: usize) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", paint(title, STRONG))?;
    let listed: Vec<String> = rows.iter().map(|(value, count)| format!("{value}\u{a0}{count}")).collect();
    let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("  ").break_words(false);
    for line in textwrap::wrap(&listed.join(" · "), options) {
        writeln!(out, "{}", line.replace('\u{a0}', " "))?;
    }
    Ok(())
}

/// The page as one line of JSON: counts are objects of `value` and `count`.
pub fn json(page: &Portrait) -> String {
    let rows = |rows: &[(String, u64)]| -> Vec<serde_json::Value> {
        rows.iter().map(|(value, count)| json!({"value": value, "count": count})).collect()
    };
    json!({
        "id": page.id,
        "name": page.name,
        "forms": rows(&page.forms),
        "articles": page.articles,
        "first": page.first.map(|day| day.to_string()),
        "last": page.last.map(|day| day.to_string()),
        "offices": page.offices.iter().map(|office| json!({
            "role": office.role,
            "country": office.country,
            "first": office.first.map(|day| day.to_string()),
            "last": office.last.map(|day| day.to_string()),
            "articles": office.articles,
        })).collect::<Vec<_>>(),
        "countries": rows(&page.countries),
        "named_with": rows(&page.named_with),
        "quotations": page.quotations,
        "about_countries": rows(&page.about_countries),
        "about": rows(&page.about),
        "addressees": rows(&page.addressees),
        "others": list_json(&page.others),
    })
    .to_string()
}

/// Several people as a JSON array.
pub fn list_json(people: &[Called]) -> serde_json::Value {
    people.iter().map(|person| json!({"id": person.id, "name": person.name, "articles": person.articles})).collect()
}
