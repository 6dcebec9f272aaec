//! The main text of a page is what is left when everything around the article is gone.
//!
//! Where the page marks its body (`itemprop="articleBody"`) that is taken; else the readability method finds it, and
//! where that fails the largest of `<article>`, `<main>` and `<body>` stands in.

use std::collections::{HashMap, HashSet};

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
const FURNITURE_WORDS: &str = "comment comments related share sharing social cookie cookies consent gdpr newsletter newsletters \
    breadcrumb breadcrumbs advert advertisement advertising promo promotion sidebar pagination pager disqus recommended recommendations recirculation outbrain taboola sponsored trending signup toolbar \
    meta bottommeta tags caption captions gallery slideshow player tooltip popover readmore seealso mostread toc";
/// Words of elements that ask readers to subscribe, or hold the text for those who have: they go if they are short.
const GATE_WORDS: &str = "subscribe subscription subscriptions paywall regwall piano metered";
/// Longest such request, in characters that are no white space.
const REQUEST: usize = 400;
/// Two such words, one after the other.
const FURNITURE_PAIRS: [&str; 19] = [
    "read more", "read also", "read next", "more on", "more from", "more news", "more stories", "see also",
    "also read", "most read", "most popular", "most viewed", "up next", "load more", "sign up", "author bio",
    "about author", "photo credit", "skip link",
];
/// Heads of lists of links to other articles, and labels before one.
const LINK_HEADS: &str = "see also|read also|also read|read more|read next|more on this|more on this story|more on this topic|\
    more from|related|related articles|related stories|related news|related links|related coverage|related topics|\
    related content|most read|most popular|latest news|recommended|recommended for you|you may also like|share|\
    siehe auch|lesen sie auch|mehr zum thema|mehr dazu|lire aussi|à lire aussi|voir aussi|sur le même sujet|\
    читайте также|читайте ещё|по теме|смотрите также|материалы по теме|читайте також|дивіться також|за темою|\
    lea también|lee también|ver también|leer más|más información|te puede interesar";
/// What web archives put around the pages that they keep.
const ARCHIVE_BARS: &str =
    "#wm-ipp-base, #wm-ipp, #wm-ipp-print, #wm-ipp-inside, #donato, #wm-capinfo, #google-cache-hdr";

/// Removes what a web archive has added to the page, and with it the days of its copies.
pub(super) fn remove_archive_bars(page: &Document) {
    page.select(ARCHIVE_BARS).remove();
}

/// The main text of the page, which is changed by the search; empty where there is none.
pub(super) fn of(page: &Document) -> String {
    strip(page);
    remove_link_lists(page);
    search(page)
}

/// The lead of a page whose article is marked, and holds no word but pictures and lists of links: a headline, and an empty
/// lead if there is none. A page that merely has no text, or gets it by a script, is not taken for one.
pub(super) fn lead_of_bare_headline(page: &Document) -> Option<String> {
    let body = page
        .select("article [itemprop~=articleBody], [itemtype$=Article] [itemprop~=articleBody], .h-entry .e-content");
    let heading = page.select("article h1, main h1, [itemtype$=Article] h1, .h-entry h1").exists();
    let rendered = body.nodes().iter().any(|body| body.descendants_it().any(|inner| inner.is_element()));
    if !heading || !rendered {
        return None;
    }
    let lead =
        page.select_single("article [itemprop~=description], [itemtype$=Article] [itemprop~=description], .p-summary");
    Some(lead.nodes().first().map(|lead| blocks::of_node(*lead)).unwrap_or_default())
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
    // In layouts of tables a menu is the neighbour of the text, in one row with it.
    remove_menus(page, |node| node.has_name("td"));
    let readable = readable(page).unwrap_or_default();
    if readable.chars().count() >= SHORT {
        return readable;
    }
    // A brief: few words, but in an element that is an article and has the heading in it.
    let heading: usize = page.select("article h1").nodes().first().map_or(0, |h1| h1.text().chars().count());
    let brief = if heading > 0 { text_of(page, "article") } else { String::new() };
    if brief.chars().count() >= TEASER + heading {
        return brief;
    }
    // Few words may be an article all the same, but on a page where most words are menus.
    remove_menus(page, |_| true);
    let whole = ["article", "main", "[role=main]", "body"].iter().map(|selector| text_of(page, selector));
    let rest = [marked, readable].into_iter().chain(whole).filter(|text| !text.is_empty());
    // The first that is long enough, else the longest: the body of a page comes last because it holds the most else.
    rest.fold(String::new(), |best, text| {
        let enough = best.chars().count() >= SHORT;
        if enough || text.len() <= best.len() { best } else { text }
    })
}

/// Deepest page that the readability method is asked about: its time grows with every level above every element.
const DEEP: usize = 250;

/// What the readability method finds.
fn readable(page: &Document) -> Option<String> {
    let mut depths: HashMap<NodeId, usize> = HashMap::new();
    for node in page.root().descendants_it().filter(NodeRef::is_element) {
        let depth = node.parent().and_then(|parent| depths.get(&parent.id)).map_or(1, |depth| depth + 1);
        if depth > DEEP {
            return None;
        }
        depths.insert(node.id, depth);
    }
    let config = Config { disable_json_ld: true, char_threshold: SHORT, ..Config::default() };
    let article =
        Readability::with_document(page.clone(), None, Some(config)).and_then(|mut found| found.parse()).ok()?;
    blocks::of_html(&article.content)
}

/// Fewest links of a menu.
const MENU: usize = 3;

/// Removes what holds several links and hardly any word besides, where it is of the kind asked for.
fn remove_menus(page: &Document, is: impl Fn(&NodeRef<'_>) -> bool) {
    let Some(body) = page.body() else { return };
    let sizes = sizes(&body);
    // Characters in links, and the number of links, under each element.
    let mut linked: HashMap<NodeId, (usize, usize)> = HashMap::new();
    let nodes: Vec<NodeRef<'_>> = body.descendants_it().filter(NodeRef::is_element).collect();
    for node in nodes.iter().rev() {
        let own = sizes.get(&node.id).copied().unwrap_or(0);
        if node.has_name("a") {
            linked.insert(node.id, (own, usize::from(own > 0)));
        }
        let (size, count) = linked.get(&node.id).copied().unwrap_or_default();
        if let Some(parent) = node.parent()
            && count > 0
        {
            let sum = linked.entry(parent.id).or_default();
            *sum = (sum.0 + size, sum.1 + count);
        }
    }
    let mut gone: HashSet<NodeId> = HashSet::new();
    let mut menus = Vec::new();
    for node in nodes {
        if node.parent().is_some_and(|parent| gone.contains(&parent.id)) {
            gone.insert(node.id);
            continue;
        }
        let (size, count) = linked.get(&node.id).copied().unwrap_or_default();
        if count >= MENU && is(&node) && size * 10 >= sizes.get(&node.id).copied().unwrap_or(0) * 8 {
            gone.insert(node.id);
            menus.push(node);
        }
    }
    for menu in menus {
        menu.remove_from_parent();
    }
}

/// The text of every outermost element selected, one after the other; where one of several holds the page's heading, of
/// that alone.
fn text_of(page: &Document, selector: &str) -> String {
    let found = page.select(selector);
    let ids: HashSet<NodeId> = found.nodes().iter().map(|node| node.id).collect();
    let outermost = found.nodes().iter().filter(|node| !node.ancestors_it(None).any(|a| ids.contains(&a.id)));
    let mut outermost: Vec<&NodeRef<'_>> = outermost.collect();
    if outermost.len() > 1 {
        let holds = |node: &&NodeRef<'_>| node.descendants_it().any(|inner| inner.has_name("h1"));
        let headed: Vec<&NodeRef<'_>> = outermost.iter().copied().filter(holds).collect();
        if let [_] = headed.as_slice() {
            outermost = headed;
        }
    }
    let texts: Vec<String> =
        outermost.into_iter().map(|node| blocks::of_node(*node)).filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

/// How many characters that are no white space stand under each element.
fn sizes(body: &NodeRef<'_>) -> HashMap<NodeId, usize> {
    let nodes: Vec<NodeRef<'_>> = body.descendants_it().collect();
    let mut sizes = HashMap::with_capacity(nodes.len() + 1);
    // In reverse, so that every node is whole before it is added to its parent.
    for node in nodes.iter().rev() {
        if node.is_text() {
            sizes.insert(node.id, node.text().chars().filter(|c| !c.is_whitespace()).count());
        }
        let size = sizes.get(&node.id).copied().unwrap_or(0);
        if let Some(parent) = node.parent() {
            *sizes.entry(parent.id).or_default() += size;
        }
    }
    sizes
}

/// Removes what surrounds articles, but never an element that holds one, or most of the page.
fn strip(page: &Document) {
    page.select(SILENT).remove();
    let Some(body) = page.body() else { return };
    let sizes = sizes(&body);
    let size = |node: &NodeRef<'_>| sizes.get(&node.id).copied().unwrap_or(0);
    let most = size(&body) / 2;
    let mut kept: HashSet<NodeId> = HashSet::new();
    for article in page.select(ARTICLE).nodes() {
        kept.insert(article.id);
        for around in article.ancestors_it(None) {
            if !kept.insert(around.id) {
                break;
            }
        }
    }
    let known: HashSet<NodeId> = page.select(FURNITURE).nodes().iter().map(|node| node.id).collect();
    // What lies in an article, and what in something that goes: told by the parent, which comes first.
    let (mut inside, mut gone): (HashSet<NodeId>, HashSet<NodeId>) = (HashSet::new(), HashSet::new());
    let mut removed = Vec::new();
    for node in body.descendants_it().filter(NodeRef::is_element) {
        let parent = node.parent().map(|parent| parent.id);
        if parent.is_some_and(|parent| gone.contains(&parent)) {
            gone.insert(node.id);
            continue;
        }
        let in_article = parent.is_some_and(|parent| inside.contains(&parent));
        if in_article || node.has_name("article") || node.has_name("main") {
            inside.insert(node.id);
        }
        let request = || size(&node) <= REQUEST && is_request(&node);
        if kept.contains(&node.id) || !(known.contains(&node.id) || is_furniture(&node, in_article) || request()) {
            continue;
        }
        // Old pages put all of their body into a form; none puts it into its menu.
        let menu = node.has_name("nav") || node.has_name("footer");
        if menu || size(&node) <= most {
            gone.insert(node.id);
            removed.push(node);
        }
    }
    for node in removed {
        node.remove_from_parent();
    }
}

fn is_furniture(node: &NodeRef<'_>, in_article: bool) -> bool {
    if ["article", "main", "p", "h1"].iter().any(|name| node.has_name(name)) {
        return false;
    }
    let style = node.attr("style").map(|style| style.to_lowercase().replace(' ', ""));
    if style.is_some_and(|style| style.contains("display:none") || style.contains("visibility:hidden")) {
        return true;
    }
    node.has_name("header") && !in_article || is_named_furniture(node)
}

fn is_request(node: &NodeRef<'_>) -> bool {
    let named = [node.id_attr(), node.class()];
    !["article", "main", "p", "h1"].iter().any(|name| node.has_name(name))
        && named.into_iter().flatten().any(|names| words(&names).iter().any(|word| blocks::among(GATE_WORDS, word)))
}

fn is_named_furniture(node: &NodeRef<'_>) -> bool {
    [node.id_attr(), node.class()].into_iter().flatten().any(|names| {
        names.split_ascii_whitespace().any(|name| {
            let words = words(name);
            words.iter().any(|word| blocks::among(FURNITURE_WORDS, word))
                || words.windows(2).any(|pair| FURNITURE_PAIRS.iter().any(|known| is_pair(known, pair)))
        })
    })
}

fn is_pair(known: &str, pair: &[String]) -> bool {
    known.split_once(' ').is_some_and(|(a, b)| matches!(pair, [one, two] if one == a && two == b))
}

/// How far up from an element its surroundings are looked for.
const NEAR: usize = 40;

/// Whether an element lies in what surrounds articles: a menu, a comment, a list of other articles.
pub(super) fn is_around(node: &NodeRef<'_>) -> bool {
    const AROUND: [&str; 8] =
        ["comment", "comments", "related", "sidebar", "trending", "promo", "recommended", "disqus"];
    let named = |around: &NodeRef<'_>| {
        let ids = [around.id_attr(), around.class()];
        ids.into_iter().flatten().any(|names| {
            names.split_ascii_whitespace().any(|name| {
                let words = words(name);
                words.iter().any(|word| AROUND.contains(&word.as_str()))
                    || words.windows(2).any(|pair| FURNITURE_PAIRS.iter().any(|known| is_pair(known, pair)))
            })
        })
    };
    let body = |around: &NodeRef<'_>| ["body", "html", "article", "main"].iter().any(|name| around.has_name(name));
    std::iter::once(*node).chain(node.ancestors_it(Some(NEAR))).any(|around| {
        ["nav", "footer", "aside", "figure"].iter().any(|name| around.has_name(name))
            || !body(&around) && named(&around)
    })
}

/// The words of an id or class: `related-articles`, `shareButtons`.
pub(super) fn words(names: &str) -> Vec<String> {
    let mut parted = String::with_capacity(names.len() + 8);
    let mut small = false;
    for c in names.chars() {
        if c.is_uppercase() && small {
            parted.push(' ');
        }
        small = c.is_lowercase();
        parted.push(c);
    }
    parted.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Whether a line is nothing but the head of a list of links.
pub(super) fn is_link_head(line: &str) -> bool {
    let line = line.trim().trim_end_matches([':', '.', '…', '»', '>', ' ']).to_lowercase();
    LINK_HEADS.split('|').any(|head| head == line)
}

/// Longest line of a label and links, in characters that are no white space.
const LABEL: usize = 400;

/// Removes lists of links to other articles that stand in the text: lines of a label and a link, heads and what follows.
fn remove_link_lists(page: &Document) {
    let Some(body) = page.body() else { return };
    let sizes = sizes(&body);
    let small = |node: &NodeRef<'_>| sizes.get(&node.id).is_some_and(|size| (1..=LABEL).contains(size));
    let found = page.select("p, ul, ol, h2, h3, h4, h5, h6, div");
    let mut removed: HashSet<NodeId> = HashSet::new();
    for node in found.nodes().iter().filter(|node| small(node)) {
        let label = node.descendants_it().take(FEW + 1).count() <= FEW && is_label(node);
        if !label || removed.contains(&node.id) {
            continue;
        }
        let head = is_link_head(&node.text());
        let mut next = node.next_element_sibling();
        node.remove_from_parent();
        removed.insert(node.id);
        while let Some(one) = next {
            next = one.next_element_sibling();
            if !head || !is_links_only(&one) {
                break;
            }
            one.remove_from_parent();
            removed.insert(one.id);
        }
    }
}

/// Most nodes in a line of a label and links.
const FEW: usize = 60;

/// Whether an element is the head of such a list, or such a head and links after it.
fn is_label(node: &NodeRef<'_>) -> bool {
    let text = node.text();
    let text = text.trim();
    if is_link_head(text) {
        return true;
    }
    let Some((label, _)) = text.split_once([':', '\n']) else { return false };
    is_link_head(label) && plain_chars(node) <= label.chars().filter(|c| !c.is_whitespace()).count() + 2
}

/// Whether all words of an element are links.
fn is_links_only(node: &NodeRef<'_>) -> bool {
    let list = ["ul", "ol", "p", "div"].iter().any(|name| node.has_name(name));
    let links = || node.descendants_it().any(|inner| inner.has_name("a"));
    list && links() && plain_chars(node) <= 2
}

/// How many characters of an element are no link.
fn plain_chars(node: &NodeRef<'_>) -> usize {
    let texts = node.descendants_it().filter(NodeRef::is_text);
    let plain = texts.filter(|text| !text.ancestors_it(Some(8)).any(|around| around.has_name("a")));
    plain.map(|text| text.text().chars().filter(|c| c.is_alphanumeric()).count()).sum()
}
