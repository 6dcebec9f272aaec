//! A page of a `MediaWiki` dump (`<mediawiki>`, schemas export-0.3 to 0.11): Wikinews and its like.
//!
//! Its last revision is an article if it lies in the main namespace and is no redirection. The day of publication is what
//! the article's own template or category says; the time of a revision is that of an edit, and never taken.

use roxmltree::Node;

use super::{
    wikitext::{self, Names},
    xml::{attribute, children, line, parse},
};
use crate::{article::Article, source::charset};

/// Deepest nesting of elements in a page; the schema has five levels.
const DEEPEST: usize = 64;

/// What a page turns out to be.
#[derive(Debug, PartialEq)]
pub(super) enum Page {
    /// An article.
    Article(Box<Article>),
    /// Something that is no article, on purpose: what it is.
    Aside(String),
}

/// What a dump says of its wiki before the first page.
#[derive(Debug, Default, Clone)]
pub(super) struct Site {
    /// Its name, `Wikinews`.
    pub(super) name: Option<String>,
    /// Code of its language.
    pub(super) language: Option<String>,
    /// Address of its main page.
    base: Option<String>,
    /// Names of its namespaces with their numbers.
    spaces: Vec<(i32, String)>,
}

impl Site {
    /// Reads what stands before the first page: elements that are not all closed, so no document.
    pub(super) fn of(head: &str) -> Self {
        let value = |name: &str| {
            let (_, rest) = head.split_once(&format!("<{name}>"))?;
            let (value, _) = rest.split_once("</")?;
            let value = unescaped(value.trim());
            (!value.is_empty()).then_some(value)
        };
        let root = head.find("<mediawiki").and_then(|at| head.get(at..)).unwrap_or_default();
        let root = root.split('>').next().unwrap_or_default();
        let quoted = |rest: &str| rest.split(['"', '\'']).nth(1).map(str::to_owned);
        let lang = root.split_once("xml:lang=").and_then(|(_, rest)| quoted(rest));
        // `enwikinews`, `be_x_oldwiki`: what stands before “wiki”.
        let of_base =
            || value("dbname").and_then(|name| name.split_once("wiki").map(|(code, _)| code.replace('_', "-")));
        let spaces = head.split("<namespace ").skip(1).filter_map(|space| {
            let (tag, rest) = space.split_once('>')?;
            let number = quoted(tag.split_once("key=")?.1)?.parse().ok()?;
            let name = unescaped(rest.split('<').next()?.trim()).to_lowercase();
            (!name.is_empty() && !tag.ends_with('/')).then_some((number, name))
        });
        Self {
            name: value("sitename"),
            language: lang.or_else(of_base).filter(|code| !code.is_empty()),
            base: value("base").filter(|base| base.starts_with("http")),
            spaces: spaces.take(500).collect(),
        }
    }

    fn names(&self, numbers: &[i32]) -> Vec<String> {
        self.spaces.iter().filter(|(number, _)| numbers.contains(number)).map(|(_, name)| name.clone()).collect()
    }

    /// The address of a page, by that of the main page.
    fn address(&self, title: &str) -> Option<String> {
        let (before, _) = self.base.as_ref()?.rsplit_once('/')?;
        let mut name = String::with_capacity(title.len());
        for c in title.chars() {
            match c {
                ' ' => name.push('_'),
                '%' | '?' | '#' | '"' | '<' | '>' | '&' | '+' | '\\' => name.push_str(&format!("%{:02X}", c as u32)),
                c => name.push(c),
            }
        }
        Some(format!("{before}/{name}"))
    }

    fn is_main_page(&self, title: &str) -> bool {
        let name = self.base.as_ref().and_then(|base| base.rsplit_once('/')).map(|(_, name)| name.replace('_', " "));
        title == "Main Page" || name.is_some_and(|name| name == title)
    }
}

/// Entities of XML as their characters.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#039;", "'").replace("&amp;", "&")
}

/// Reads one page with what stood before the first.
pub(super) fn read(bytes: &[u8]) -> Result<Page, String> {
    let (text, _) = charset::decode(bytes, None).map_err(|error| error.to_string())?;
    let start = ["<page>", "<page "].iter().filter_map(|tag| text.find(tag)).min().ok_or("no <page> in it")?;
    article(text.get(start..).unwrap_or_default(), &Site::of(text.get(..start).unwrap_or_default()))
}

/// Reads one `<page>…</page>`.
pub(super) fn article(page: &str, site: &Site) -> Result<Page, String> {
    if is_too_deep(page) {
        return Err(format!("elements nested more than {DEEPEST} deep: no page of a dump"));
    }
    let tree = parse(page)?;
    let page = tree.root_element();
    let own = |name: &'static str| children(page, name).next();
    let title = own("title").and_then(line).ok_or("a page without a title")?;
    let aside = |what: String| Ok(Page::Aside(what));
    if let Some(space) = space_of(&title, own("ns").and_then(line).as_deref(), site) {
        return aside(space);
    }
    if let Some(redirect) = own("redirect") {
        let target = attribute(redirect, "title").map(|target| format!(" to {target}")).unwrap_or_default();
        return aside(format!("a redirection{target}"));
    }
    if site.is_main_page(&title) {
        return aside("the wiki’s main page".to_owned());
    }
    let revision = children(page, "revision").last().ok_or("a page without a revision")?;
    if let Some(model) = children(revision, "model").next().and_then(line).filter(|model| model != "wikitext") {
        return aside(format!("no text of an article ({model})"));
    }
    let text = children(revision, "text").next().ok_or("a revision without text: the dump holds no texts")?;
    if attribute(text, "deleted").is_some() {
        return Err("its text was deleted from the wiki".to_owned());
    }
    let wikitext = words(text);
    if is_redirect(&wikitext) {
        return aside("a redirection".to_owned());
    }
    let names = Names { files: site.names(&[6, -2]), categories: site.names(&[14]) };
    let read = wikitext::read(&wikitext, &title, &names);
    if let Some(what) = unpublished(&read.templates) {
        return aside(what);
    }
    if read.text.is_empty() {
        return Err("no text".to_owned());
    }
    let mut days = read.categories.iter().filter_map(|name| wikitext::day_of_category(name));
    let first = days.next();
    // Two different days are none.
    let of_category = first.filter(|first| days.all(|day| day == *first));
    let number = own("id").and_then(line).unwrap_or_default();
    let name: String = site.name.as_deref().unwrap_or("wiki").to_lowercase();
    let name = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let tags = read.categories.iter().filter(|name| wikitext::day_of_category(name).is_none());
    Ok(Page::Article(Box::new(Article {
        id: if number.is_empty() { String::new() } else { format!("{name}-{number}") },
        url: site.address(&title),
        title: Some(title),
        published: read.day.or(of_category),
        outlet: site.name.clone(),
        dateline: read.place,
        language: site.language.clone(),
        tags: tags.cloned().collect(),
        text: read.text,
        ..Article::default()
    })))
}

/// The text of an element, its white space kept.
fn words(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// What a page outside of the main namespace is.
fn space_of(title: &str, number: Option<&str>, site: &Site) -> Option<String> {
    let prefix = title.split_once(':').map(|(prefix, _)| prefix.trim().to_lowercase());
    let number = if let Some(Ok(number)) = number.map(str::parse::<i32>) {
        number
    } else {
        // Dumps before export-0.6 give no number.
        let prefix = prefix.as_deref()?;
        let known = site.spaces.iter().find(|(_, name)| name == prefix).map(|(number, _)| *number);
        let usual = || (0..).zip(SPACES).find(|(_, name)| *name == prefix).map(|(number, _)| number);
        known.or_else(usual)?
    };
    if number == 0 {
        return None;
    }
    let name = usize::try_from(number).ok().and_then(|at| SPACES.get(at)).map(|name| (*name).to_owned());
    let name = name.or(prefix).unwrap_or_else(|| format!("namespace {number}"));
    Some(format!("no article ({name} page)"))
}

/// Names of the namespaces of every wiki, by number.
const SPACES: [&str; 16] = [
    "main", "talk", "user", "user talk", "project", "project talk", "file", "file talk", "mediawiki", "mediawiki talk",
    "template", "template talk", "help", "help talk", "category", "category talk",
];

/// Whether a text is `#REDIRECT [[…]]`, in whatever language, and not a numbered list.
fn is_redirect(text: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix('#') else { return false };
    let line = rest.lines().next().unwrap_or_default().trim_start();
    let target = line.trim_start_matches(|c: char| c.is_alphabetic());
    let alone = |target: &str| target.split_once("]]").is_some_and(|(_, after)| after.trim().is_empty());
    let link = target.trim_start_matches([' ', ':', '\t']);
    target.len() < line.len() && link.starts_with("[[") && alone(link)
}

/// What a page is that its editors have not let out as an article.
fn unpublished(templates: &[String]) -> Option<String> {
    const DRAFTS: [&str; 8] = ["develop", "developing", "review", "prepare", "stale", "abandoned", "in use", "newpage"];
    const LISTS: [&str; 5] = ["disambig", "disambiguation", "dab", "begriffsklärung", "неоднозначность"];
    let has = |names: &[&'static str]| names.iter().copied().find(|name| templates.iter().any(|one| one == name));
    if let Some(mark) = has(&DRAFTS)
        && has(&["publish", "archived", "published"]).is_none()
    {
        return Some(format!("a draft that was not published ({{{{{mark}}}}})"));
    }
    has(&LISTS).map(|_| "a list of pages with the same name".to_owned())
}

/// Whether elements are nested too deep for a page, before any parser sees them.
fn is_too_deep(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut before = 0;
    for at in memchr::memchr2_iter(b'<', b'>', bytes) {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'>'), _) => {
                // `<a/>`
                if at > 0 && before < at && bytes.get(at - 1) == Some(&b'/') {
                    depth = depth.saturating_sub(1);
                }
            }
            (_, Some(b'/')) => depth = depth.saturating_sub(1),
            (_, Some(b'!' | b'?')) => {}
            _ => depth += 1,
        }
        before = at;
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Page, Site, article, read};
    use crate::article::Article;

    const HEAD: &str = r#"<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
        <siteinfo><sitename>Wikinews</sitename><dbname>enwikinews</dbname><base>https://en.wikinews.example/wiki/Main_Page</base>
        <namespaces><namespace key="0" case="first-letter" /><namespace key="1" case="first-letter">Talk</namespace>
        <namespace key="6" case="first-letter">Bilder</namespace><namespace key="14" case="first-letter">Sparte</namespace>
        <namespace key="102" case="first-letter">Portal</namespace></namespaces></siteinfo>"#;

    fn page(title: &str, inside: &str, wikitext: &str) -> String {
        let text = wikitext.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!(
            "<page><title>{title}</title>{inside}<id>123</id>\
             <revision><id>1</id><timestamp>2013-01-01T00:00:00Z</timestamp><model>wikitext</model><text>An older text.</text></revision>\
             <revision><id>2</id><timestamp>2015-05-05T00:00:00Z</timestamp><contributor><username>Ed</username><id>7</id></contributor>\
             <model>wikitext</model><format>text/x-wiki</format><text bytes=\"9\" xml:space=\"preserve\">{text}</text></revision></page>"
        )
    }

    fn found(page: &str) -> Article {
        match read(format!("{HEAD}{page}").as_bytes()) {
            Ok(Page::Article(article)) => *article,
            other => panic!("{other:?}: {page}"),
        }
    }

    #[test]
    fn an_article_of_a_news_wiki() {
        let wikitext = "{{date|March 30, 2014}}\n{{Ostland}}\n[[Image:Halm.jpg|thumb|The crossing]]\n\
            Ministers of '''{{w|Ostland}}''' and [[w:Meridia|Meridia]] met in [[Norhaven]] &mdash; for nine hours.<ref>x</ref>\n\n\
            {{quote|We have come a long way.|{{w|Ann Lee}}}}\n\n<!-- check -->Talks go on in May.\n\n{{haveyoursay}}\n\
            == Related news ==\n* [[Border closed]]\n== Sources ==\n*{{source|url=http://wire.example|title=Talks|pub=Northgate Wire\
            |date=March 29, 2014}}\n{{publish}}\n[[Category:Ostland]]\n[[Sparte:Politics and conflicts]]\n[[de:Gespräche]]";
        let article = found(&page("Talks end: what now?", "<ns>0</ns>", wikitext));
        assert_eq!(
            article.text,
            "Ministers of Ostland and Meridia met in Norhaven — for nine hours.\n\n“We have come a long way.” — Ann Lee\n\n\
             Talks go on in May."
        );
        assert_eq!(article.title.as_deref(), Some("Talks end: what now?"));
        assert_eq!(article.id, "wikinews-123");
        assert_eq!(article.outlet.as_deref(), Some("Wikinews"));
        assert_eq!(article.published.unwrap().to_string(), "2014-03-30");
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(article.url.as_deref(), Some("https://en.wikinews.example/wiki/Talks_end:_what_now%3F"));
        assert_eq!(article.tags, ["Ostland", "Politics and conflicts"]);
    }

    #[test]
    fn days_are_told_or_unknown() {
        let table = [
            ("Talks.[[Category:March 30, 2014]]", Some("2014-03-30")),
            ("Talks.[[Category:March 30, 2014]][[Category:2014-03-31]]", None),
            ("{{date|March 29, 2014}}Talks.[[Category:March 30, 2014]]", Some("2014-03-29")),
            ("Talks on March 30, 2014.", None),
        ];
        for (wikitext, day) in table {
            let article = found(&page("Talks", "<ns>0</ns>", wikitext));
            assert_eq!(article.published.map(|day| day.to_string()).as_deref(), day, "{wikitext}");
            assert!(article.tags.is_empty());
        }
    }

    #[test]
    fn pages_that_are_no_articles() {
        let table = [
            (
                page("Talks", "<ns>0</ns><redirect title=\"Talks end\" />", "#REDIRECT [[Talks end]]"),
                "a redirection to Talks end",
            ),
            (page("Talks", "<ns>0</ns>", "#REDIRECT [[Talks end]]"), "a redirection"),
            (page("Talks", "<ns>0</ns>", "#Перенаправление: [[Переговоры]]"), "a redirection"),
            (page("Talk:Talks", "<ns>1</ns>", "Hello"), "no article (talk page)"),
            (page("User:Ed", "<ns>2</ns>", "Hello"), "no article (user page)"),
            (page("Template:Ostland", "<ns>10</ns>", "Hello"), "no article (template page)"),
            (page("Sparte:Ostland", "<ns>14</ns>", "Hello"), "no article (category page)"),
            (page("Portal:Ostland", "", "Hello"), "no article (portal page)"),
            (page("Talk:Talks", "", "Hello"), "no article (talk page)"),
            (page("Thread:Talks", "<ns>90</ns>", "Hello"), "no article (thread page)"),
            (page("Main Page", "<ns>0</ns>", "Hello"), "the wiki’s main page"),
            (page("Talks", "<ns>0</ns>", "{{develop}}Talks go on."), "a draft that was not published ({{develop}})"),
            (page("Talks", "<ns>0</ns>", "{{disambig}}* [[a]]"), "a list of pages with the same name"),
            (
                page("a.css", "<ns>0</ns>", "x").replace("wikitext</model>", "css</model>"),
                "no text of an article (css)",
            ),
        ];
        for (page, reason) in table {
            let found = read(format!("{HEAD}{page}").as_bytes());
            assert_eq!(found, Ok(Page::Aside(reason.to_owned())), "{page}");
        }
        assert_eq!(found(&page("Talks: the end", "", "They are over.")).title.as_deref(), Some("Talks: the end"));
        assert_eq!(found(&page("Talks", "<ns>0</ns>", "{{review}}{{publish}}Talks.")).text, "Talks.");
        assert_eq!(found(&page("Talks", "<ns>0</ns>", "# one\n# two")).text, "one\n\ntwo");
        assert_eq!(found(&page("Talks", "<ns>0</ns>", "#Ostland [[won]] one game")).text, "Ostland won one game");
    }

    #[test]
    fn pages_that_cannot_be_read() {
        let table = [
            ("<page></page>".to_owned(), "a page without a title"),
            ("<page><title>T</title></page>".to_owned(), "a page without a revision"),
            ("<page><title>T</title><revision></revision></page>".to_owned(), "a revision without text"),
            (
                "<page><title>T</title><revision><text deleted='deleted'/></revision></page>".to_owned(),
                "its text was deleted",
            ),
            (page("T", "<ns>0</ns>", "{{a}}"), "no text"),
            ("<page><title>T".to_owned(), "invalid XML"),
            ("<page>".to_owned() + &"<a>".repeat(100_000), "elements nested more than 64 deep"),
            ("<pages>".to_owned(), "no <page> in it"),
        ];
        for (page, reason) in table {
            let error = read(page.as_bytes()).unwrap_err();
            assert!(error.starts_with(reason), "{error}: {page:.80}");
        }
        assert!(
            matches!(article(&page("T", "", "Talks."), &Site::default()), Ok(Page::Article(one)) if one.id == "wiki-123")
        );
    }
}
