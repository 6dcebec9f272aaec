//! The main text of a page is what is left when everything around the article is gone.
//!
//! Where the page marks its body (`itemprop="articleBody"`) that is taken; else the readability method finds it, and
//! where that fails the largest of `<article>`, `<main>` and `<body>` stands in.

use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{Config, Readability};

use super::blocks;

/// Below so many characters a text is suspected to be a teaser, and a longer one is looked for.
const SHORT: usize = 200;

/// Below so many characters even a marked body is none.
const TEASER: usize = 60;

/// Elements that hold nothing to read.
const SILENT: &str = "script, style, noscript, template";
/// Elements that hold no part of an article.
const FURNITURE: &str = "nav, footer, aside, form, button, select, iframe, svg, figcaption, dialog, [hidden], \
    [aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search], \
    [role=dialog], [role=alert], [role=tooltip], .hidden, .sr-only, .visually-hidden, .screen-reader-text";
/// Elements that hold an article. What is around one may call itself a dialog or hide itself until a script shows it.
const ARTICLE: &str = "article, main, [role=main], [itemprop~=articleBody]";
/// Words in ids and classes that name such elements too.
const FURNITURE_WORDS: &str = "comment comments related share sharing social cookie cookies newsletter breadcrumb breadcrumbs advert \
    advertisement promo sidebar pagination disqus subscribe paywall recommended \
    meta bottommeta tags caption captions gallery slideshow player tooltip popover";

/// The main text of the page, which is changed by the search; empty where there is none.
pub(super) fn of(page: &Document) -> String {
    strip(page);
    search(page)
}

/// The main text of a page on which [`of`] found none: with what may be its only words left in. Empty where even that
/// is too short for an article.
pub(super) fn of_bare(page: &Document) -> String {
    page.select(SILENT).remove();
    page.select("nav, footer, button, select, svg").remove();
    let text = search(page);
    if text.chars().count() < TEASER { String::new() } else { text }
}

fn search(page: &Document) -> String {
    let marked = text_of(page, "[itemprop~=articleBody]");
    if marked.chars().count() >= TEASER {
        return marked;
    }
    let config = Config { disable_json_ld: true, char_threshold: SHORT, ..Config::default() };
    let parsed = Readability::with_document(page.clone(), None, Some(config)).and_then(|mut found| found.parse());
    let readable = parsed.ok().and_then(|article| blocks::of_html(&article.content)).unwrap_or_default();
    if readable.chars().count() >= SHORT {
        return readable;
    }
    let whole = ["article", "main", "[role=main]", "body"].iter().map(|selector| text_of(page, selector));
    let rest = [marked, readable].into_iter().chain(whole).filter(|text| !text.is_empty());
    // The first that is long enough, else the longest: the body of a page comes last because it holds the most else.
    rest.fold(String::new(), |best, text| {
        let enough = best.chars().count() >= SHORT;
        if enough || text.len() <= best.len() { best } else { text }
    })
}

/// The text of every outermost element selected, one after the other.
fn text_of(page: &Document, selector: &str) -> String {
    let found = page.select(selector);
    let ids: HashSet<NodeId> = found.nodes().iter().map(|node| node.id).collect();
    let outermost = found.nodes().iter().filter(|node| !node.ancestors_it(None).any(|a| ids.contains(&a.id)));
    let texts: Vec<String> = outermost.map(|node| blocks::of_node(*node)).filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

/// Removes what surrounds articles, but never an element that holds one, or most of the page.
fn strip(page: &Document) {
    page.select(SILENT).remove();
    let Some(body) = page.body() else { return };
    let most = body.normalized_char_count() / 2;
    let mut kept: HashSet<NodeId> = HashSet::new();
    for article in page.select(ARTICLE).nodes() {
        kept.insert(article.id);
        kept.extend(article.ancestors_it(None).map(|around| around.id));
    }
    let known = page.select(FURNITURE).nodes().to_vec();
    let named = body.descendants_it().filter(|node| node.is_element() && is_furniture(node));
    let mut removed: HashSet<NodeId> = HashSet::new();
    for node in known.into_iter().chain(named.collect::<Vec<_>>()) {
        if kept.contains(&node.id) || node.ancestors_it(None).any(|around| removed.contains(&around.id)) {
            continue;
        }
        // Old pages put all of their body into a form; none puts it into its menu.
        let menu = node.has_name("nav") || node.has_name("footer");
        if menu || node.normalized_char_count() <= most {
            node.remove_from_parent();
            removed.insert(node.id);
        }
    }
}

fn is_furniture(node: &NodeRef<'_>) -> bool {
    if ["article", "main", "p", "h1"].iter().any(|name| node.has_name(name)) {
        return false;
    }
    let style = node.attr("style").map(|style| style.to_lowercase().replace(' ', ""));
    if style.is_some_and(|style| style.contains("display:none") || style.contains("visibility:hidden")) {
        return true;
    }
    let site_header =
        node.has_name("header") && !node.ancestors_it(None).any(|a| a.has_name("article") || a.has_name("main"));
    site_header
        || [node.id_attr(), node.class()]
            .into_iter()
            .flatten()
            .any(|names| words(&names).any(|w| blocks::among(FURNITURE_WORDS, &w)))
}

/// The words of an id or class: `related-articles`, `shareButtons`.
fn words(names: &str) -> impl Iterator<Item = String> {
    let mut parted = String::with_capacity(names.len() + 8);
    let mut small = false;
    for c in names.chars() {
        if c.is_uppercase() && small {
            parted.push(' ');
        }
        small = c.is_lowercase();
        parted.push(c);
    }
    let words: Vec<String> =
        parted.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    words.into_iter()
}
