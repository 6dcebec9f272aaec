//! `NewsML-G2` (IPTC): news items, alone or several in a message; and what is the same in its first generation.

use roxmltree::Node;

use super::{
    nitf, values,
    xml::{all, attribute, first, line, name, outermost, paragraphs},
};
use crate::article::Article;

const BLOCKS: &[&str] =
    &["p", "h1", "h2", "h3", "h4", "li", "blockquote", "div", "section", "article", "tr", "pre", "hl2", "block"];
const ASIDE: &[&str] = &["figure", "script", "style", "nav", "aside", "media", "table", "head"];

/// Reads all items that have a text; pictures and packages have none.
pub(super) fn articles(root: Node<'_, '_>) -> Result<Vec<Article>, String> {
    let items = outermost(root, |node| matches!(name(node), "newsItem" | "NewsItem"));
    let found: Vec<Article> = items.iter().filter_map(|item| article(*item)).collect();
    if found.is_empty() {
        return Err("no news item with a text".to_owned());
    }
    Ok(found)
}

fn article(item: Node<'_, '_>) -> Option<Article> {
    let text = text(item)?;
    let within = |name: &str| first(item, name);
    let words = |name: &str| within(name).and_then(line);
    // The day of first publication; a later version has a day of its own.
    let published =
        ["contentCreated", "firstCreated", "versionCreated", "FirstCreated", "DateLineDate", "ThisRevisionCreated"]
            .iter()
            .find_map(|name| words(name))
            .and_then(|date| values::date_of(&date));
    let inner = within("nitf").and_then(|nitf| nitf::article(nitf).ok()).unwrap_or_default();
    let named = |node: Node<'_, '_>| first(node, "name").and_then(line).or_else(|| attribute(node, "literal"));
    let tags = all(item, "subject").filter_map(|subject| named(subject).filter(|tag| !tag.contains(':')));
    Some(Article {
        id: attribute(item, "guid").or_else(|| words("NewsItemId")).unwrap_or_default(),
        title: words("headline").or_else(|| words("HeadLine")).or(inner.title),
        text,
        published: published.or(inner.published),
        outlet: within("provider")
            .and_then(named)
            .or_else(|| within("infoSource").and_then(named))
            .or_else(|| first(within("Provider")?, "Party").and_then(|party| attribute(party, "FormalName")))
            .or(inner.outlet),
        byline: words("by").or_else(|| words("ByLine")).or(inner.byline),
        dateline: words("dateline").or_else(|| words("DateLine")).or(inner.dateline),
        language: within("language")
            .and_then(|language| attribute(language, "tag"))
            .or_else(|| attribute(item, "lang")),
        tags: tags.collect(),
        ..Article::default()
    })
}

/// The text, in NITF, XHTML or without mark-up.
fn text(item: Node<'_, '_>) -> Option<String> {
    if let Some(nitf) = first(item, "nitf").and_then(|nitf| nitf::article(nitf).ok()) {
        return Some(nitf.text).filter(|text| !text.is_empty());
    }
    let content = ["inlineXML", "inlineData", "DataContent"].iter().find_map(|name| first(item, name))?;
    let body = first(content, "body").unwrap_or(content);
    Some(paragraphs(body, BLOCKS, ASIDE)).filter(|text| !text.is_empty())
}
