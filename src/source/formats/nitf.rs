//! NITF, the News Industry Text Format (IPTC, version 3), as agencies and archives such as the New York Times corpus write
//! it.

use roxmltree::Node;

use super::{
    values,
    xml::{all, attribute, children, first, line, paragraphs},
};
use crate::article::Article;

/// Elements that are paragraphs.
const BLOCKS: &[&str] = &["p", "hl1", "hl2", "li", "block", "bq", "q", "tr", "dt", "dd", "pre", "note"];
/// Elements that are no text of the article.
const ASIDE: &[&str] = &["media", "table", "fn", "hr", "object"];

/// Reads the `nitf` element.
pub(super) fn article(root: Node<'_, '_>) -> Result<Article, String> {
    let body = first(root, "body").unwrap_or(root);
    let head = first(body, "body.head");
    let content = first(body, "body.content").ok_or("no body.content, so no text")?;
    let in_head = |name: &str| head.and_then(|head| first(head, name));
    let published = ["date.issue", "date.release"]
        .iter()
        .find_map(|name| attribute(first(root, name)?, "norm"))
        .or_else(|| attribute(first(root, "pubdata")?, "date.publication"))
        .or_else(|| attribute(in_head("story.date")?, "norm"));
    let pubdata = first(root, "pubdata");
    let of_pubdata = |name: &str| pubdata.and_then(|pubdata| attribute(pubdata, name));
    // The article's text may stand apart from its lead, which it repeats.
    let whole = children(content, "block").find(|block| attribute(*block, "class").as_deref() == Some("full_text"));
    let mut tags: Vec<String> = all(root, "keyword").filter_map(|keyword| attribute(keyword, "key")).collect();
    let classifiers =
        all(root, "classifier").filter(|one| !attribute(*one, "type").is_some_and(|t| t.contains("material")));
    tags.extend(classifiers.filter_map(|one| line(one).or_else(|| attribute(one, "value"))));
    let mut seen = std::collections::HashSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    Ok(Article {
        id: first(root, "doc-id").and_then(|id| attribute(id, "id-string")).unwrap_or_default(),
        title: in_head("hl1")
            .or_else(|| in_head("hedline"))
            .and_then(line)
            .or_else(|| first(first(root, "head")?, "title").and_then(line)),
        text: paragraphs(whole.unwrap_or(content), BLOCKS, ASIDE),
        published: published.and_then(|date| values::date_of(&date)),
        outlet: of_pubdata("name").or_else(|| in_head("distributor").and_then(line)),
        byline: in_head("byline").and_then(line),
        dateline: in_head("dateline")
            .and_then(|dateline| first(dateline, "location").and_then(line).or_else(|| line(dateline))),
        url: of_pubdata("ex-ref").filter(|url| url.starts_with("http")),
        language: attribute(root, "lang"),
        section: of_pubdata("position.section"),
        tags,
        ..Article::default()
    })
}
