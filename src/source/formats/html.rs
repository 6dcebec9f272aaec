//! A page is an article in HTML: what it says of itself, and the text among all that surrounds it.

use std::collections::HashSet;

use dom_query::Document;

use super::{
    blocks, main_text, metadata,
    stamp::{self, Stamp},
    stub::{self, Signs},
};
use crate::{article::Article, date::Date, source::charset};

/// Bytes in which the HTML standard looks for a declared charset; some archives put a comment above.
const DECLARATION: usize = 4096;

/// Reads one page.
pub(super) fn read(bytes: &[u8]) -> Result<Article, String> {
    let declared = declared_charset(&bytes[..bytes.len().min(DECLARATION)]);
    let (html, _) = charset::decode(bytes, declared.as_deref()).map_err(|error| error.to_string())?;
    if blocks::is_too_deep(&html) {
        return Err(format!(
            "elements nested more than {} deep, or too many of them: no page that people read",
            blocks::DEEPEST
        ));
    }
    let page = Document::from(&*html);
    main_text::remove_archive_bars(&page);
    let signs = Signs::of(&page);
    let mut article = metadata::of(&page);
    let written = metadata::text_of(&page);
    let lead = main_text::lead_of_bare_headline(&page);
    let mut text = main_text::of(&page);
    // What the page tells machines of its text is without paragraphs, and taken only if it is much the longer.
    if let Some(written) = written.filter(|written| written.len() > 2 * text.len()) {
        text = written;
    }
    if text.is_empty() {
        text = main_text::of_bare(&Document::from(&*html));
    }
    let text = without_credits(&text, &article);
    let kept = without_stamps(text, article.published);
    if let Some(reason) = signs.reason(article.title.as_deref(), &kept) {
        return Err(reason);
    }
    article.text =
        signs.without_links(&kept).split("\n\n").filter(|line| !stub::is_notice(line)).collect::<Vec<_>>().join("\n\n");
    if article.text.is_empty() {
        // A piece of news that is told by its headline alone.
        article.text = lead
            .map(|lead| if lead.is_empty() { article.title.clone().unwrap_or_default() } else { lead })
            .unwrap_or_default();
    }
    if article.text.is_empty() {
        return Err("no article text found on the page".into());
    }
    Ok(article)
}

/// The text without paragraphs that publishing systems write: when the page was published or changed, under what it is
/// filed, and the head of a list of links.
fn without_stamps(text: &str, published: Option<Date>) -> String {
    const FILED: [&str; 5] = ["this entry was posted", "filed under", "tagged with", "posted in:", "tags:"];
    let always = |paragraph: &&str| {
        let lower = paragraph.trim().to_lowercase();
        let short = lower.len() < ABOVE;
        let filed = || FILED.iter().any(|start| lower.starts_with(start));
        short && (main_text::is_link_head(&lower) || filed()) || stamp::of_line(paragraph) == Some(Stamp::Labelled)
    };
    // A day alone may be the heading of a part, so it goes only at an end, and if it is that of the page.
    let at_end = |paragraph: &&str| match stamp::of_line(paragraph) {
        Some(Stamp::Day(day)) => day.is_none() || day == published,
        _ => false,
    };
    let kept: Vec<&str> = text.split("\n\n").filter(|paragraph| !always(paragraph)).collect();
    let start = kept.iter().take_while(|paragraph| at_end(paragraph)).count();
    let end = kept.len() - kept.iter().skip(start).rev().take_while(|paragraph| at_end(paragraph)).count();
    kept.get(start..end).unwrap_or_default().join("\n\n")
}

/// The text without lines above it that only repeat who wrote it, where and when: words of the byline, the outlet, the
/// section and the day.
fn without_credits<'a>(text: &'a str, article: &Article) -> &'a str {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let known = [&article.byline, &article.outlet, &article.section].into_iter().flatten();
    let known: HashSet<String> = known.flat_map(|credit| words(credit)).collect();
    let is_credit = |line: &str| {
        let by = |word: &str| {
            matches!(word, "by" | "von" | "par" | "por" | "de" | "автор" | "for" | "and" | "und" | "et" | "y" | "и")
        };
        let words = words(line);
        line.len() < 3 * ABOVE
            && words.iter().any(|word| known.contains(word) || by(word))
            && words.iter().all(|word| known.contains(word) || by(word) || stamp::is_part(word))
    };
    let mut rest = without_title(text, article.title.as_deref());
    while let Some((first, after)) = rest.split_once("\n\n")
        && is_credit(first)
    {
        rest = after;
    }
    rest
}

/// Longest line, in bytes, that may stand above the title: the name of a section.
const ABOVE: usize = 60;
/// Most such lines.
const MOST_ABOVE: usize = 12;

/// The text without a first block that only repeats the title, or the name of a section and the title after it.
fn without_title<'a>(text: &'a str, title: Option<&str>) -> &'a str {
    let Some(title) = title else { return text };
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut rest = text;
    for above in 0..MOST_ABOVE {
        let (first, after) = rest.split_once("\n\n").unwrap_or((rest, ""));
        if plain(first) == plain(title) {
            return after;
        }
        // One line may be any; more of them only if none is a sentence.
        if first.len() > ABOVE || above > 0 && first.ends_with(['.', '!', '?', '”', '"', '»']) {
            break;
        }
        rest = after;
    }
    text
}

/// The charset that the head of the page names: `<meta charset>`, `http-equiv`, or the XML declaration.
pub(super) fn declared_charset(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_lowercase();
    ["charset", "encoding"].iter().find_map(|key| {
        head.match_indices(key).find_map(|(at, _)| {
            let value =
                head[at + key.len()..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
            let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(value.len());
            (end > 0).then(|| value[..end].to_owned())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{declared_charset, read};

    #[test]
    fn charsets_that_pages_declare() {
        let table = [
            ("<meta charset=\"windows-1251\">", Some("windows-1251")),
            ("<META http-equiv='Content-Type' content='text/html; charset=KOI8-R'>", Some("koi8-r")),
            ("<?xml version='1.0' encoding='ISO-8859-1'?>", Some("iso-8859-1")),
            ("<p>a charset for all", None),
        ];
        for (head, charset) in table {
            assert_eq!(declared_charset(head.as_bytes()).as_deref(), charset, "{head}");
        }
        let page = "<meta charset=koi8-r><h1>Переговоры</h1><p>Министр иностранных дел приехал в Женеву.</p>";
        let bytes = encoding_rs::KOI8_R.encode(page).0;
        assert_eq!(read(&bytes).unwrap().text, "Министр иностранных дел приехал в Женеву.");
    }

    #[test]
    fn the_article_without_its_surroundings() {
        let sentence = "The ministers met in Geneva on Thursday and agreed, after long talks, to meet again in May. ";
        let page = format!(
            "<html><head><title>Talks end - Northgate</title><meta property='og:site_name' content='Northgate'></head>\
             <body class='has-comments'><header>Northgate Menu</header><nav><a href=/>Home</a></nav><article><h1>Talks end</h1>\
             <p>{0}“We <a href='#'>will</a>,” he said.</p><div class='share-buttons'>Tweet this</div><p>{0}</p>\
             <p>{0}</p><figure><img src=x><figcaption>A photo</figcaption></figure><p hidden>Secret</p>\
             <aside>Read more</aside></article><section id='comments'><p>First comment!</p></section>\
             <footer>All rights reserved</footer></body></html>",
            sentence.repeat(3)
        );
        let article = read(page.as_bytes()).unwrap();
        assert_eq!(article.title.as_deref(), Some("Talks end"));
        let paragraph = sentence.repeat(3);
        let paragraph = paragraph.trim();
        assert_eq!(article.text, format!("{paragraph} “We will,” he said.\n\n{paragraph}\n\n{paragraph}"));
    }

    #[test]
    fn tooltips_leave_no_gap() {
        let page = "<h1>T</h1><div itemprop=articleBody><p>The Chairman, <a href='#'>Ann Lee<span class='my_tooltip hidden'> \
                    Lee Ann </span></a>, said that the council would meet again in the autumn.</p></div>";
        let text = read(page.as_bytes()).unwrap().text;
        assert_eq!(text, "The Chairman, Ann Lee, said that the council would meet again in the autumn.");
        let page = "<title>Talks end</title><p>World</p><h2>Talks End</h2><p>The ministers agreed to meet again.</p>";
        assert_eq!(read(page.as_bytes()).unwrap().text, "The ministers agreed to meet again.");
    }

    #[test]
    fn pages_of_few_words_and_of_none() {
        let article = read(b"<title>T</title><body><p>Talks ended.</p></body>").unwrap();
        assert_eq!(article.text, "Talks ended.");
        // Nothing but dialogs: better their words than none.
        let dialog = "<div role=dialog><p>The ministers agreed to meet again in May.</p></div>";
        assert!(read(dialog.repeat(3).as_bytes()).unwrap().text.starts_with("The ministers agreed"));
        for page in [
            "<html><script>x()</script></html>",
            "<h1>T</h1>",
            "<article><p>Last updated at May 28, 2014, 20:15</p></article>",
            "<nav>Home</nav>",
            "<",
        ] {
            let read = read(page.as_bytes());
            assert!(read.is_err() || page == "<", "{page}: {read:?}");
        }
    }

    #[test]
    fn deep_pages_do_not_overflow_the_stack() {
        let deep = |levels: usize| format!("<body>{}{}", "<div>".repeat(levels), "Talks ended. ".repeat(50));
        let small = std::thread::Builder::new().stack_size(2 << 20);
        let handle = small.spawn(move || (read(deep(500).as_bytes()).is_ok(), read(deep(100_000).as_bytes()))).unwrap();
        let (fits, refused) = handle.join().unwrap();
        assert!(fits);
        assert!(refused.unwrap_err().contains("nested more than 512 deep"));
    }
}
