//! RSS (0.9 to 2.0, RDF) and Atom (RFC 4287): every entry is an article.

use roxmltree::Node;

use super::{
    blocks, values,
    xml::{all, attribute, children, first, line, name, outermost},
};
use crate::article::Article;

/// Reads the entries of a feed. Those without words are passed over only if others have some.
pub(super) fn articles(root: Node<'_, '_>) -> Result<Vec<Article>, String> {
    let channel = first(root, "channel").unwrap_or(root);
    let outlet = children(channel, "title").next().and_then(line);
    let language = children(channel, "language").next().and_then(line).or_else(|| attribute(root, "lang"));
    let entries = outermost(root, |node| matches!(name(node), "item" | "entry"));
    if entries.is_empty() {
        return Err("a feed without entries".to_owned());
    }
    let found: Vec<Article> = entries
        .iter()
        .map(|entry| Article { outlet: outlet.clone(), language: language.clone(), ..article(*entry) })
        .filter(|article| !article.text.is_empty())
        .collect();
    if found.is_empty() { Err("a feed whose entries have no text".to_owned()) } else { Ok(found) }
}

fn article(entry: Node<'_, '_>) -> Article {
    let own = |name: &'static str| children(entry, name).next();
    let words = |name: &'static str| own(name).and_then(line);
    // content:encoded and Atom's content are whole; a description or summary is often but the beginning.
    let body = ["encoded", "content", "description", "summary"].iter().find_map(|name| own(name).and_then(text));
    let link = words("link").filter(|link| link.starts_with("http")).or_else(|| {
        let mut links = children(entry, "link");
        links
            .find(|link| attribute(*link, "rel").is_none_or(|rel| rel == "alternate"))
            .and_then(|link| attribute(link, "href"))
    });
    let author = own("author").and_then(|author| first(author, "name").and_then(line).or_else(|| line(author)));
    let tags = all(entry, "category").filter_map(|one| attribute(one, "term").or_else(|| line(one)));
    Article {
        id: words("guid").or_else(|| words("id")).unwrap_or_default(),
        title: words("title").map(|title| blocks::of_html(&title).unwrap_or(title)),
        text: body.unwrap_or_default(),
        published: ["pubDate", "published", "date", "issued"]
            .iter()
            .find_map(|name| words(name))
            .and_then(|date| values::date_of(&date)),
        byline: words("creator").or(author),
        url: link,
        tags: tags.collect(),
        ..Article::default()
    }
}

/// The words of a body: HTML written as text, XHTML as elements, or plain.
fn text(body: Node<'_, '_>) -> Option<String> {
    let has_elements = body.children().any(|child| child.is_element());
    let html = if has_elements {
        let range = body.range();
        body.document().input_text().get(range)?.to_owned()
    } else {
        body.text()?.to_owned()
    };
    let marked = html.contains('<');
    let text = if marked { blocks::of_html(&html).unwrap_or(html) } else { html };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
