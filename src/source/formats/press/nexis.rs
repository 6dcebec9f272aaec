//! Nexis Uni, Lexis Advance and Nexis: headline, outlet, date and copyright, then labels, `Body`, and `End of Document`.

use std::ops::Range;

use super::{
    Layout, Line, date_line, is_copyright, is_like_a_date, is_page_number,
    lexis::{self, Label, label_in_any_case as label},
    word_count,
};
use crate::article::Article;

/// Most lines above the text of a document.
const HEAD: usize = 40;
/// Documents that are looked at to recognise a download: the first may be damaged.
const TRIED: usize = 20;

fn is_end(line: &str) -> bool {
    line == "End of Document"
}

fn is_body(line: &str) -> bool {
    matches!(line, "Body" | "Text")
}

/// The foot of every page and other lines of the database itself.
fn is_frame(line: &str) -> bool {
    is_page_number(line) || (line.contains("About LexisNexis") && line.contains("Privacy Policy"))
}

fn is_count(line: &str) -> bool {
    label(line).is_some_and(|(label, value)| label == Label::Length && word_count(value).is_some())
}

/// The cover (date, job, number of documents), or the head of a document from date to text in its order, or its end
/// with what stands above it.
pub(super) fn recognised(lines: &[Line<'_>]) -> bool {
    let any = |is: &dyn Fn(&str) -> bool| lines.iter().any(|line| is(line.text));
    let number = |line: &str| {
        let inside = line.strip_prefix("Documents (").or_else(|| line.strip_prefix("Document ("));
        inside.and_then(|line| line.strip_suffix(')')).is_some_and(|n| n.parse::<u32>().is_ok())
    };
    let top = lines.get(..lines.len().min(12)).unwrap_or_default();
    let begins = |word: &str| top.iter().any(|line| line.text.starts_with(word));
    if begins("Date and Time:") && begins("Job Number:") && top.iter().any(|line| number(line.text)) {
        return true;
    }
    let below = usize::from(any(&|line| line.starts_with("Load-Date:"))) + usize::from(any(&is_end));
    let bodies = lines.iter().enumerate().filter(|(_, line)| is_body(line.text)).map(|(at, _)| at).take(TRIED);
    bodies.into_iter().any(|body| {
        let above = lines.get(body.saturating_sub(HEAD)..body).unwrap_or_default();
        let Some(date) = above.iter().rposition(|line| date_line(line.text).is_some()) else { return false };
        let above = above.get(date..).unwrap_or_default();
        let copyright = above.iter().any(|line| is_copyright(line.text));
        let count = above.iter().any(|line| is_count(line.text));
        below + usize::from(copyright) + usize::from(count) >= 3
    })
}

/// From each end mark to the next; below a cover, from the headline.
pub(super) fn split(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut documents = Vec::new();
    for lines in lines.split_inclusive(|line| is_end(line.text)) {
        let lines = lines.get(first(lines)..).unwrap_or_default();
        // What is left below the last end mark may be nothing but the foot of a page.
        if let (Some(from), Some(to)) = (lines.iter().find(|line| !is_frame(line.text)), lines.last()) {
            documents.push(from.at..to.end);
        }
    }
    documents
}

/// The first line of a document that may have a cover above it: the headline above the outlet above the date above the text.
fn first(lines: &[Line<'_>]) -> usize {
    let covered = lines.iter().take(12).any(|line| line.text.starts_with("Job Number:"));
    let body = lines.iter().position(|line| is_body(line.text));
    let Some(body) = body else { return 0 };
    let from = body.saturating_sub(HEAD);
    let above = lines.get(from..body).unwrap_or_default();
    let Some(date) = above.iter().rposition(|line| date_line(line.text).is_some()) else { return 0 };
    if !covered && from + date <= 6 {
        return 0;
    }
    let outlet = (from + date).saturating_sub(1);
    // A headline may take several lines of one block.
    let mut begin = outlet.saturating_sub(1);
    while begin > 0
        && outlet - begin < 3
        && lines.get(begin).is_some_and(|line| !line.gap)
        && lines.get(begin - 1).is_some_and(|line| !line.text.contains(':') && !is_frame(line.text))
    {
        begin -= 1;
    }
    begin
}

pub(super) fn article(lines: &[Line<'_>], layout: Layout) -> Result<Article, String> {
    let lines: Vec<Line<'_>> = lines.iter().filter(|line| !is_frame(line.text)).copied().collect();
    let Some((_, lines)) = lines.split_last().filter(|(last, _)| is_end(last.text)) else {
        return Err("breaks off before its end mark “End of Document”".to_owned());
    };
    let body = lines.iter().position(|line| is_body(line.text)).ok_or("no text: the line “Body” is missing")?;
    let (head, rest) = lines.split_at(body);
    let mut article = Article::default();
    let highlight = about(head, layout, &mut article)?;
    let rest = rest.get(1..).unwrap_or_default();
    let tail = tail(rest);
    let (text, closing) = rest.split_at(tail);
    let pictures = text.iter().position(|line| line.text == "Graphic").unwrap_or(text.len());
    article.text = layout.paragraphs(text.get(..pictures).unwrap_or_default());
    if article.text.is_empty() {
        return Err("no text below its line “Body”".to_owned());
    }
    lexis::close(closing, layout, &mut article, label);
    lexis::lead(&mut article, &highlight);
    Ok(article)
}

/// Reads what stands above the text, and returns the highlight.
fn about(head: &[Line<'_>], layout: Layout, article: &mut Article) -> Result<String, String> {
    let unlabelled = head.iter().position(|line| label(line.text).is_some() || is_copyright(line.text));
    let top = head.get(..unlabelled.unwrap_or(head.len())).unwrap_or_default();
    let dated = (1..top.len())
        .find(|at| top.get(*at).is_some_and(|line| date_line(line.text).is_some() || is_like_a_date(line.text)));
    let outlet = match dated {
        Some(date) => {
            article.published = top.get(date).and_then(|line| date_line(line.text));
            date - 1
        }
        None => 1,
    };
    if outlet == 0 || top.is_empty() {
        return Err("no headline: only one line stands above its date".to_owned());
    }
    article.title = Some(lexis::headline(top.get(..outlet).unwrap_or_default(), layout));
    article.outlet = top.get(outlet).map(|line| line.text.to_owned());
    let mut highlight = String::new();
    for (index, line) in head.iter().enumerate().skip(outlet + 1) {
        let Some((found, value)) = label(line.text) else { continue };
        let after = head.get(index + 1..).unwrap_or_default();
        let (value, _) = layout.value(value, after, |line| label(line).is_some());
        match found {
            Label::Highlight => highlight = value,
            found => lexis::tell(article, found, &value),
        }
    }
    Ok(highlight)
}

/// Where the fields below the text begin: at the last `Classification`, else at the labels above the end mark.
fn tail(lines: &[Line<'_>]) -> usize {
    let heading = lines.iter().rposition(|line| line.text == "Classification");
    heading.unwrap_or_else(|| {
        let labels = lines.iter().rev().take_while(|line| label(line.text).is_some_and(|(label, _)| label.closes()));
        lines.len() - labels.count()
    })
}
