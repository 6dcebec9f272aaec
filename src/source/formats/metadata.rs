//! Metadata is what a page says of itself where readers do not see it.
//!
//! In this order: JSON-LD (schema.org), `OpenGraph` and `article:` properties, `<meta name>` (Dublin Core and what
//! publishing systems write), microdata (`itemprop`), `<time>`.

use dom_query::{Document, NodeRef, Selection};
use serde_json::{Map, Value};

use super::{blocks, values};
use crate::{article::Article, date::Date};

/// Names of `<meta name>` or `property` that hold the day of publication, best first. Days of change are left out.
const DATES: &str = "article:published_time og:published_time og:article:published_time \
    datepublished date dc.date.issued dcterms.issued dc.date dcterms.date dc.date.created pubdate publishdate publish-date parsely-pub-date";
const AUTHORS: [&str; 6] = ["author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author"];
const OUTLETS: [&str; 5] = ["og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name"];
const SECTIONS: [&str; 3] = ["article:section", "parsely-section", "section"];

/// What the page says of itself: an article without text.
pub(super) fn of(page: &Document) -> Article {
    let linked = linked_data(page);
    let meta = Meta::of(page);
    let ld = |name: &str| linked.as_ref().and_then(|article| article.get(name));
    let words = |name: &str| ld(name).and_then(|value| values::words(value, ", "));
    let attribute = |selector: &str, name: &str| page.select_single(selector).attr(name).map(|v| v.to_string());
    let outlet = words("publisher").or_else(|| meta.first(&OUTLETS));
    let heading = || headings(page);
    let title = words("headline")
        .or_else(|| meta.first(&["og:title"]))
        .or_else(heading)
        .or_else(|| Some(line_of(&page.select_single("title"))).filter(|t| !t.is_empty()))
        .or_else(|| meta.first(&["twitter:title", "dc.title"]));
    let mut article = Article {
        title: title.map(|title| without_site(&collapse(&title), outlet.as_deref())),
        published: ld("datePublished").and_then(values::date).or_else(|| meta.date()).or_else(|| date_in_page(page)),
        byline: words("author")
            .or_else(|| meta.first(&AUTHORS))
            .filter(|name| !name.starts_with("http"))
            .or_else(|| author_in_page(page)),
        dateline: place_in_page(page),
        url: words("url")
            .filter(|url| url.starts_with("http"))
            .or_else(|| attribute("link[rel=canonical]", "href").filter(|url| url.starts_with("http")))
            .or_else(|| meta.first(&["og:url"])),
        language: attribute("html", "lang")
            .filter(|l| !l.is_empty())
            .or_else(|| words("inLanguage"))
            .or_else(|| meta.first(&["og:locale", "dc.language"])),
        section: words("articleSection").or_else(|| meta.first(&SECTIONS)),
        outlet,
        ..Article::default()
    };
    let lines = [&mut article.outlet, &mut article.byline, &mut article.dateline, &mut article.section];
    for line in lines.into_iter().flatten() {
        *line = collapse(line);
    }
    article
}

/// The first article that the page's JSON-LD describes.
fn linked_data(page: &Document) -> Option<Map<String, Value>> {
    let scripts = page.select("script[type='application/ld+json']");
    scripts.iter().find_map(|script| {
        let text = script.text();
        let json =
            text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
        let json = json.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>");
        // What follows a broken end is no reason to lose what stands before it.
        let value = serde_json::Deserializer::from_str(json).into_iter::<Value>().next()?.ok()?;
        described(value)
    })
}

/// Finds the article in a value, in a list of values, in `@graph` or as the main entity of a page.
fn described(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Array(items) => items.into_iter().find_map(described),
        Value::Object(mut object) => {
            if object.get("@type").is_some_and(is_article) {
                return Some(object);
            }
            ["@graph", "mainEntity"].iter().find_map(|name| described(object.remove(*name)?))
        }
        _ => None,
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(name) => {
            name.ends_with("Article")
                || ["BlogPosting", "LiveBlogPosting", "Report", "PressRelease"]
                    .iter()
                    .any(|known| name.ends_with(known))
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// The `<meta>` elements: names in small letters and their contents.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn of(page: &Document) -> Self {
        let all = page.select("meta[content]").iter().filter_map(|meta| {
            let name = meta.attr("property").or_else(|| meta.attr("name"))?;
            let content = meta.attr("content")?.trim().to_owned();
            (!content.is_empty()).then(|| (name.to_lowercase(), content))
        });
        Self(all.collect())
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.iter().find(|(known, _)| known == name)).map(|(_, content)| content.clone())
    }

    fn date(&self) -> Option<Date> {
        DATES.split(' ').find_map(|name| {
            self.0.iter().filter(|(known, _)| known.as_str() == name).find_map(|(_, content)| Date::written(content))
        })
    }
}

fn date_in_page(page: &Document) -> Option<Date> {
    let selectors =
        ["[itemprop~=datePublished]", "article time[datetime], main time[datetime]", "time[pubdate]", ".dt-published"];
    selectors.iter().find_map(|selector| {
        let found = page.select(selector);
        found.nodes().iter().filter(|node| is_of_the_article(node)).find_map(|node| {
            let attributes = ["content", "datetime"];
            let written = attributes.iter().find_map(|name| Date::written(&node.attr(name)?));
            written.or_else(|| Date::written(&node.text()))
        })
    })
}

/// Whether a property is not that of a picture, a recording or another thing inside the page.
fn is_of_the_article(node: &NodeRef<'_>) -> bool {
    let scope = node.ancestors_it(None).find(|around| around.has_attr("itemscope"));
    let kind = scope.and_then(|scope| scope.attr("itemtype"));
    kind.is_none_or(|kind| {
        is_article(&Value::String(kind.trim_end_matches('/').to_owned())) || kind.ends_with("WebPage")
    })
}

fn author_in_page(page: &Document) -> Option<String> {
    let marked = page.select("[itemprop~=author]");
    let marked = marked.nodes().iter().filter(|node| is_of_the_article(node)).map(|node| {
        let name = node.descendants_it().find(|inner| inner.attr("itemprop").is_some_and(|p| &*p == "name"));
        line_of_node(name.unwrap_or(*node))
    });
    let linked = ["a[rel~=author]", ".p-author"].iter().map(|selector| line_of(&page.select_single(selector)));
    marked.chain(linked).find(|name| !name.is_empty() && name.chars().count() <= 100)
}

/// Where the page says that it was written: microdata and microformats.
fn place_in_page(page: &Document) -> Option<String> {
    let selectors = ["[itemprop~=dateline]", "[itemprop~=locationCreated]", ".p-location"];
    selectors
        .iter()
        .map(|selector| line_of(&page.select_single(selector)))
        .find(|place| !place.is_empty() && place.chars().count() <= 100)
}

/// The heading of the article, else the only or first heading of the page.
fn headings(page: &Document) -> Option<String> {
    ["[itemprop~=headline]", "article h1", "main h1", "h1"]
        .iter()
        .map(|selector| line_of(&page.select_single(selector)))
        .find(|title| !title.is_empty())
}

/// The text of the first element selected, as one line.
fn line_of(found: &Selection<'_>) -> String {
    found.nodes().first().map(|node| line_of_node(*node)).unwrap_or_default()
}

fn line_of_node(node: NodeRef<'_>) -> String {
    // What a meta element says stands in its attribute; a page's title is no block.
    match node.attr("content") {
        Some(content) => collapse(&content),
        None if node.has_name("title") => collapse(&node.text()),
        None => collapse(&blocks::of_node(node)),
    }
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title without the name of the site at its end.
fn without_site(title: &str, site: Option<&str>) -> String {
    let same = |part: &str| site.is_some_and(|site| part.trim().to_lowercase() == site.trim().to_lowercase());
    for joint in [" | ", " • ", " · ", " :: ", " — ", " – ", " - ", " » ", " / "] {
        if let Some((rest, last)) = title.rsplit_once(joint)
            && same(last)
            && !rest.trim().is_empty()
        {
            return rest.trim().to_owned();
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::of;

    #[test]
    fn linked_data_comes_first() {
        let page = r#"<html lang="en-GB"><head><title>Talks end | The Northgate Post</title>
            <meta property="og:title" content="Other"><meta name="date" content="2014-01-01">
            <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"],
            "headline": "Talks end", "datePublished": "2014-03-30T10:00:00Z", "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Roe"}],
            "publisher": {"name": "The Northgate Post"}, "articleSection": ["World"], "url": "https://example.org/1"}]}</script></head>"#;
        let article = of(&Document::from(page));
        assert_eq!(article.title.as_deref(), Some("Talks end"));
        assert_eq!(article.published.unwrap().to_string(), "2014-03-30");
        assert_eq!(article.byline.as_deref(), Some("Ann Lee, Bo Roe"));
        assert_eq!(article.outlet.as_deref(), Some("The Northgate Post"));
        assert_eq!(article.section.as_deref(), Some("World"));
        assert_eq!(article.url.as_deref(), Some("https://example.org/1"));
        assert_eq!(article.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn titles_and_dates_of_pages() {
        let site = "<meta property='og:site_name' content='Northgate'>";
        let table = [
            ("<title>Talks end • Northgate</title>", "Talks end", None),
            ("<title>Talks end - for now</title>", "Talks end - for now", None),
            (
                "<meta property='og:title' content='Talks end | Northgate'><meta property='article:published_time' content='2014-03-30T01:00:00+02:00'>",
                "Talks end",
                Some("2014-03-30"),
            ),
            (
                "<h1>Talks <em>end</em></h1><meta name='DC.date' content='30 March 2014'>",
                "Talks end",
                Some("2014-03-30"),
            ),
            (
                "<h1>Talks end</h1><article><time datetime='2014-03-30'>x</time></article>",
                "Talks end",
                Some("2014-03-30"),
            ),
            ("<h1>Talks end</h1><span itemprop='datePublished'>March 30, 2014</span>", "Talks end", Some("2014-03-30")),
            (
                "<h1>Talks end</h1><div itemscope itemtype='http://schema.org/ImageObject'>\
                 <meta itemprop='datePublished' content='2014-03-29'></div>",
                "Talks end",
                None,
            ),
            ("<h1>Talks end</h1><meta property='article:modified_time' content='2014-03-30'>", "Talks end", None),
            ("<script type='application/ld+json'>{broken</script><h1>Talks end</h1>", "Talks end", None),
        ];
        for (html, title, date) in table {
            let article = of(&Document::from(format!("{site}{html}")));
            assert_eq!(article.title.as_deref(), Some(title), "{html}");
            assert_eq!(article.published.map(|d| d.to_string()).as_deref(), date, "{html}");
        }
    }
}
