//! Metadata is what a page says of itself where readers do not see it.
//!
//! In this order: JSON-LD (schema.org), `OpenGraph` and `article:` properties, `<meta name>` (Dublin Core and what
//! publishing systems write), microdata, `RDFa`, microformats, `<time>`, the address, and last the line that readers see.
//! A day of change is never taken for the day of publication.

use std::collections::HashMap;

use dom_query::{Document, NodeRef, Selection};
use serde_json::{Map, Value};

use super::{blocks, main_text, stamp, values};
use crate::{article::Article, date::Date};

/// Names of `<meta name>` or `property` that hold the day of publication, best first. Days of change are left out.
const DATES: &str = "article:published_time article:published article.published og:published_time \
    og:article:published_time og:pubdate datepublished schema:datepublished rnews:datepublished date_published \
    published_time published_at sailthru.date parsely-pub-date cxenseparse:recs:publishtime cxenseparse:publishtime \
    bt:pubdate shareaholic:article_published_time dc.date.issued dcterms.issued dc:issued dc.issued \
    citation_publication_date publication_date publication-date publicationdate publish_date publishdate publish-date \
    pubdate originalpublicationdate article_date_original dc.date.published date dc.date dc:date dcterms.date \
    dcterms:date dc.date.created";
const AUTHORS: [&str; 7] =
    ["author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"];
const OUTLETS: [&str; 6] =
    ["og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name", "citation_journal_title"];
const SECTIONS: [&str; 3] = ["article:section", "parsely-section", "section"];
/// Words in ids and classes of the line that tells readers the day.
const STAMPS: &str =
    "date time datetime timestamp published pubdate publishdate byline dateline posted datum fecha datepublished";

/// What the page says of itself: an article without text.
pub(super) fn of(page: &Document) -> Article {
    let meta = Meta::of(page);
    let address = address(page, &meta);
    let linked = Linked::of(page, &meta, address.as_deref());
    let ld = |name: &str| linked.article.as_ref().and_then(|article| article.get(name));
    let words = |name: &str| ld(name).and_then(|value| linked.words(value));
    let attribute = |selector: &str, name: &str| page.select_single(selector).attr(name).map(|v| v.to_string());
    let named = |name: &String| !name.trim_start().starts_with("http");
    let outlet = words("publisher").filter(named).or_else(|| meta.first(&OUTLETS).filter(named));
    let outlet = outlet.or_else(|| publisher_in_page(page)).or_else(|| outlet_of_feed(page));
    let heading = || headings(page);
    let title = words("headline")
        .or_else(|| meta.first(&["og:title"]))
        .or_else(heading)
        .or_else(|| Some(line_of(&page.select_single("title"))).filter(|t| !t.is_empty()))
        .or_else(|| meta.first(&["twitter:title", "dc.title"]));
    let url = words("url").filter(|url| url.starts_with("http")).map(|url| original(&url).to_owned()).or(address);
    let in_address = url.as_deref().and_then(stamp::of_address);
    let mut article = Article {
        title: title.map(|title| without_site(&collapse(&title), outlet.as_deref())),
        published: published(page, ld("datePublished").and_then(values::date).or_else(|| meta.date()), in_address),
        byline: words("author").or_else(|| meta.first(&AUTHORS)).filter(named).or_else(|| author_in_page(page)),
        dateline: place_in_page(page),
        language: attribute("html", "lang")
            .filter(|l| !l.is_empty())
            .or_else(|| words("inLanguage"))
            .or_else(|| meta.first(&["og:locale", "dc.language"])),
        section: words("articleSection").or_else(|| meta.first(&SECTIONS)),
        url,
        outlet,
        ..Article::default()
    };
    let lines = [&mut article.outlet, &mut article.byline, &mut article.dateline, &mut article.section];
    for line in lines.into_iter().flatten() {
        *line = collapse(line);
    }
    article
}

/// The day of publication: what machines are told, else what the page marks, has in its address, or shows. A year or month
/// is made more precise only by a day that lies in it.
fn published(page: &Document, told: Option<Date>, in_address: Option<Date>) -> Option<Date> {
    let is_day = |date: &Date| matches!(date, Date::Day(_));
    let fits = |date: &Date| told.is_none_or(|told| told.first() <= date.first() && date.last() <= told.last());
    if told.as_ref().is_some_and(is_day) {
        return told;
    }
    let marked = date_in_page(page).filter(fits);
    let day = marked.filter(is_day).or_else(|| in_address.filter(is_day).filter(fits));
    day.or_else(|| shown_date(page).filter(fits)).or(told).or(marked).or(in_address)
}

/// The text of the article as the page's JSON-LD gives it.
pub(super) fn text_of(page: &Document) -> Option<String> {
    let meta = Meta::of(page);
    let linked = Linked::of(page, &meta, address(page, &meta).as_deref());
    let body = linked.article?.get("articleBody")?.as_str()?.to_owned();
    // Some systems put mark-up there, and most write each paragraph as a line.
    let body = if body.contains('<') { blocks::of_html(&body)? } else { body };
    let lines: Vec<String> = body.lines().map(collapse).filter(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("\n\n"))
}

/// The address that the page gives as its own.
fn address(page: &Document, meta: &Meta) -> Option<String> {
    let canonical = page.select_single("link[rel=canonical]").attr("href").map(|href| href.to_string());
    let given = canonical.or_else(|| meta.first(&["og:url"])).filter(|url| url.starts_with("http"));
    given.or_else(|| meta.first(&["og:url"]).filter(|url| url.starts_with("http"))).map(|url| original(&url).to_owned())
}

/// The address of a page in a web archive as it was before: the archive puts its own, and the time of its copy, before it.
fn original(address: &str) -> &str {
    let Some((_, copy)) = address.split_once("://web.archive.org/web/") else { return address };
    copy.split_once('/').map_or(address, |(_, original)| original)
}

/// The objects that the page's JSON-LD describes.
pub(super) struct Linked {
    /// The one that is the article of this page.
    pub(super) article: Option<Map<String, Value>>,
    /// Names of objects that others refer to by `@id`.
    names: HashMap<String, String>,
}

/// Deepest nesting of objects that is looked through.
const DEEPEST: usize = 16;

/// Every value of the page's JSON-LD.
pub(super) fn linked_values(page: &Document) -> Vec<Value> {
    let scripts = page.select("script[type='application/ld+json']");
    let read = scripts.iter().filter_map(|script| {
        let text = script.text();
        let json =
            text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
        let json = json.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>");
        // What follows a broken end is no reason to lose what stands before it.
        serde_json::Deserializer::from_str(json).into_iter::<Value>().next()?.ok()
    });
    read.collect()
}

impl Linked {
    fn of(page: &Document, meta: &Meta, address: Option<&str>) -> Self {
        let (mut articles, mut names) = (Vec::new(), HashMap::new());
        for value in linked_values(page) {
            gather(&value, DEEPEST, &mut articles, &mut names);
        }
        let article = if articles.len() > 1 { main_of(articles, page, meta, address) } else { articles.pop() };
        Self { article, names }
    }

    /// The words of a value, those of objects that stand elsewhere among them.
    fn words(&self, value: &Value) -> Option<String> {
        let referred = |value: &Value| -> Option<String> {
            let id = value.as_object()?.get("@id")?.as_str()?;
            self.names.get(id).cloned()
        };
        match value {
            Value::Array(items) => {
                let items: Vec<String> = items.iter().filter_map(|item| self.words(item)).collect();
                (!items.is_empty()).then(|| items.join(", "))
            }
            value => values::words(value, ", ").or_else(|| referred(value)),
        }
    }
}

/// Gathers the articles in a value: in lists, in `@graph`, as what the page is about. Not what an article refers to.
fn gather(value: &Value, depth: usize, articles: &mut Vec<Map<String, Value>>, names: &mut HashMap<String, String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, depth, articles, names)),
        Value::Object(object) => {
            if let (Some(Value::String(id)), Some(Value::String(name))) = (object.get("@id"), object.get("name")) {
                names.entry(id.clone()).or_insert_with(|| name.clone());
            }
            if object.get("@type").is_some_and(is_article) {
                articles.push(object.clone());
                return;
            }
            for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(name) {
                    gather(inner, depth, articles, names);
                }
            }
        }
        _ => {}
    }
}

/// Which of several articles is that of the page: the one at its address, or under its title. None, where nothing tells.
fn main_of(
    articles: Vec<Map<String, Value>>,
    page: &Document,
    meta: &Meta,
    address: Option<&str>,
) -> Option<Map<String, Value>> {
    let bare = |url: &str| {
        let url = url.split('#').next().unwrap_or_default().trim_end_matches('/');
        url.split_once("://").map_or(url, |(_, rest)| rest).to_owned()
    };
    let address = address.map(bare);
    let lies_there = |value: &Value| match value {
        Value::String(url) => address.as_deref() == Some(&*bare(original(url))),
        Value::Object(object) => object
            .get("@id")
            .or_else(|| object.get("url"))
            .and_then(Value::as_str)
            .is_some_and(|url| address.as_deref() == Some(&*bare(original(url)))),
        _ => false,
    };
    let plain = |title: &str| collapse(title).to_lowercase();
    let titles: Vec<String> = [meta.first(&["og:title"]), headings(page), Some(line_of(&page.select_single("title")))]
        .into_iter()
        .flatten()
        .map(|title| plain(&title))
        .filter(|title| !title.is_empty())
        .collect();
    let is_titled = |article: &Map<String, Value>| {
        let headline = article.get("headline").and_then(Value::as_str).map(plain).unwrap_or_default();
        !headline.is_empty() && titles.iter().any(|title| title.starts_with(&headline))
    };
    let at_address = articles
        .iter()
        .position(|article| ["mainEntityOfPage", "url", "@id"].iter().any(|n| article.get(*n).is_some_and(lies_there)));
    let alike = || articles.iter().all(|one| one.get("headline") == articles.first().and_then(|a| a.get("headline")));
    let chosen = at_address
        .or_else(|| articles.iter().position(is_titled))
        .or_else(|| (titles.is_empty() || alike()).then_some(0))?;
    articles.into_iter().nth(chosen)
}

pub(super) fn is_article(kind: &Value) -> bool {
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
        DATES.split_ascii_whitespace().find_map(|name| {
            self.0.iter().filter(|(known, _)| known.as_str() == name).find_map(|(_, content)| values::date_of(content))
        })
    }
}

/// The day that elements of the page are marked with: microdata, `RDFa`, microformats, `<time>`.
fn date_in_page(page: &Document) -> Option<Date> {
    let marked = [
        "[itemprop~=datePublished]",
        "[property$=datePublished], [property='dc:issued'], [property='dcterms:issued'], [property='dc:date']",
        ".hentry .published, .h-entry .dt-published, .dt-published, time.published, abbr.published",
        "article time[datetime], main time[datetime]",
        "time[pubdate]",
    ];
    let first = marked.iter().find_map(|selector| {
        let found = page.select(selector);
        found.nodes().iter().filter(|node| tells_publication(node)).find_map(day_of)
    });
    first.or_else(|| {
        // Outside of any article, a day counts only if it is the only one.
        let found = page.select("time[datetime]");
        only(found.nodes().iter().filter(|node| tells_publication(node)).filter_map(day_of))
    })
}

/// The value, if all are the same.
fn only(mut dates: impl Iterator<Item = Date>) -> Option<Date> {
    let first = dates.next()?;
    dates.all(|date| date == first).then_some(first)
}

fn day_of(node: &NodeRef<'_>) -> Option<Date> {
    let attributes = ["content", "datetime", "title"];
    let written = attributes.iter().find_map(|name| values::date_of(&node.attr(name)?));
    let text = || collapse(&node.text());
    written
        .or_else(|| stamp::day(&text()))
        .or_else(|| Some(text()).filter(|t| t.len() < 60).and_then(|t| Date::written(&t)))
}

/// Whether an element dates this article: not a change of it, nor a picture, a comment, or another article.
fn tells_publication(node: &NodeRef<'_>) -> bool {
    is_of_the_article(node) && !is_change(node) && !main_text::is_around(node)
}

/// Whether an element, or the words before it, tell of a change.
fn is_change(node: &NodeRef<'_>) -> bool {
    let names = |node: &NodeRef<'_>| {
        let names = ["class", "id", "itemprop", "property"].iter().filter_map(|name| node.attr(name));
        names.map(|name| name.to_string()).collect::<Vec<_>>().join(" ")
    };
    let own = names(node).to_lowercase();
    // Systems that mark one element as both mean that nothing has changed since.
    if own.contains("publi") {
        return false;
    }
    let Some(parent) = node.parent() else { return false };
    let around = names(&parent).to_lowercase();
    if stamp::tells_of_change(&own) || stamp::tells_of_change(&around) && !around.contains("publi") {
        return true;
    }
    // “Updated: <time>”: the words that stand between the element before and this one.
    let mut before = node.prev_sibling();
    for _ in 0..3 {
        let Some(one) = before else { break };
        let words = if one.is_text() || one.is_element() { collapse(&one.text()) } else { String::new() };
        if !words.is_empty() {
            return words.chars().count() < 60 && stamp::tells_of_change(&words);
        }
        before = one.prev_sibling();
    }
    stamp::begins_with_change(&node.text())
}

/// Longest line of authors and days, in elements below it.
const LINE: usize = 24;

/// The day that readers see, in an element that by its name is there to tell it.
fn shown_date(page: &Document) -> Option<Date> {
    let body = page.body()?;
    let named = |node: &NodeRef<'_>| {
        let names = [node.id_attr(), node.class()];
        names.into_iter().flatten().any(|names| main_text::words(&names).iter().any(|w| blocks::among(STAMPS, w)))
    };
    let dates = body.descendants_it().filter(|node| node.is_element() && named(node)).filter_map(|node| {
        if node.descendants_it().take(LINE + 1).count() > LINE || !tells_publication(&node) {
            return None;
        }
        stamp::day(&collapse(&blocks::of_node(node)))
    });
    only(dates)
}

/// Whether a property is not that of a picture, a recording or another thing inside the page.
fn is_of_the_article(node: &NodeRef<'_>) -> bool {
    let scope = node.ancestors_it(None).find(|around| around.has_attr("itemscope"));
    let kind = scope.and_then(|scope| scope.attr("itemtype"));
    kind.is_none_or(|kind| {
        is_article(&Value::String(kind.trim_end_matches('/').to_owned()))
            || kind.trim_end_matches('/').ends_with("Page")
    })
}

/// The name of the publisher in microdata.
fn publisher_in_page(page: &Document) -> Option<String> {
    let found = page.select("[itemprop~=publisher]");
    let names = found.nodes().iter().filter(|node| is_of_the_article(node)).map(|node| {
        let name = node.descendants_it().find(|inner| inner.attr("itemprop").is_some_and(|p| &*p == "name"));
        line_of_node(name.unwrap_or(*node))
    });
    names.into_iter().find(|name| !name.is_empty() && name.chars().count() <= 100 && !name.starts_with("http"))
}

/// The end of the page's title, if a feed of the site is called the same: either alone could be the name of a section.
fn outlet_of_feed(page: &Document) -> Option<String> {
    let title = line_of(&page.select_single("head title"));
    let last = JOINTS
        .iter()
        .filter_map(|joint| title.rsplit_once(joint))
        .map(|(_, last)| last.trim())
        .min_by_key(|l| l.len())?;
    let feeds = page.select("link[type='application/rss+xml'], link[type='application/atom+xml']");
    let called = feeds.nodes().iter().filter_map(|feed| feed.attr("title")).any(|called| {
        let (called, last) = (collapse(&called).to_lowercase(), last.to_lowercase());
        called.strip_prefix(&last).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    (called && !last.is_empty()).then(|| last.to_owned())
}

/// What stands between a title and the name of the site.
const JOINTS: [&str; 9] = [" | ", " • ", " · ", " :: ", " — ", " – ", " - ", " » ", " / "];

fn author_in_page(page: &Document) -> Option<String> {
    let marked = page.select("[itemprop~=author]");
    let marked = marked.nodes().iter().filter(|node| is_of_the_article(node)).map(|node| {
        let name = node.descendants_it().find(|inner| inner.attr("itemprop").is_some_and(|p| &*p == "name"));
        line_of_node(name.unwrap_or(*node))
    });
    let linked = ["a[rel~=author]", ".p-author"].iter().map(|selector| line_of(&page.select_single(selector)));
    let found = marked.chain(linked).find(|name| !name.is_empty() && name.chars().count() <= 100);
    found.or_else(|| shown_author(page))
}

/// Words in classes of the element that names the author.
const CREDITS: &str = "author byline";

/// The name in an element that by its class holds that of the author: a few words with capitals, and no figure.
fn shown_author(page: &Document) -> Option<String> {
    let body = page.body()?;
    let credit = |node: &NodeRef<'_>| {
        node.class().is_some_and(|names| main_text::words(&names).iter().any(|word| blocks::among(CREDITS, word)))
            && node.descendants_it().take(LINE + 1).count() <= LINE
            && !main_text::is_around(node)
    };
    let lines = body.descendants_it().filter(|node| node.is_element() && credit(node)).map(line_of_node);
    lines.take(20).find_map(|line| {
        // After “by”, a comma ends the name; elsewhere it may not be the name that comes first.
        let by = ["By ", "by ", "BY "].iter().find_map(|by| line.strip_prefix(by));
        let name = by.map_or(line.as_str(), |rest| rest.split([',', '|', '•', '·']).next().unwrap_or(rest)).trim();
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let small = |word: &str| ["and", "de", "da", "van", "von", "der", "al", "la", "el"].contains(&word);
        let words = name.split(' ').count();
        let fits = (2..=5).contains(&words)
            && name.split(' ').any(capital)
            && name.split(' ').all(|word| capital(word) || small(word))
            && !name.contains(|c: char| c.is_ascii_digit() || ".:;|,".contains(c));
        fits.then(|| name.to_owned())
    })
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
    for joint in JOINTS {
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
