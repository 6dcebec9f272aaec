//! Documents of word processors: DOCX (Office Open XML, ECMA-376) and ODT (`OpenDocument`, ISO 26300), both XML in a zip.
//!
//! Their dates are those of the file and not of publication: only the text can tell when it was published.

use std::io::{Cursor, Read};

use roxmltree::Node;
use zip::ZipArchive;

use super::xml::{all, attribute, decoded, first, line, name, outermost, parse};
use crate::article::Article;

/// Reads a document of either kind. `limit` is the most bytes of one of its parts, decompressed.
pub(super) fn read(bytes: &[u8], limit: u64) -> Result<Article, String> {
    let (paragraphs, about) = parts(bytes, limit)?;
    let mut article = about;
    let mut rest = paragraphs.as_slice();
    // A title in the text is the one that readers see.
    if let Some(((true, heading), after)) = rest.split_first()
        && !after.is_empty()
    {
        article.title = Some(heading.clone());
        rest = after;
    }
    article.text = rest.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n\n");
    if article.text.is_empty() { Err("a document without text".to_owned()) } else { Ok(article) }
}

/// All of its text, paragraphs between blank lines.
pub(super) fn text(bytes: &[u8], limit: u64) -> Result<String, String> {
    let (paragraphs, _) = parts(bytes, limit)?;
    Ok(paragraphs.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n"))
}

/// Paragraphs, and whether each is a title; and what the document says of itself.
type Parts = (Vec<(bool, String)>, Article);

fn parts(bytes: &[u8], limit: u64) -> Result<Parts, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("damaged document: {error}"))?;
    let mut part = |name: &str| -> Result<Option<String>, String> {
        let Ok(member) = archive.by_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = member.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| format!("damaged document: {name}: {error}"))?;
        if bytes.len() as u64 > limit {
            return Err(format!("{name} in it has more than the limit of {limit} bytes; raise --max-document"));
        }
        decoded(&bytes).map(|text| Some(text.into_owned())).map_err(|reason| format!("{name} in it: {reason}"))
    };
    let (content, about, word) = match part("word/document.xml")? {
        Some(content) => (content, part("docProps/core.xml")?, true),
        None => (part("content.xml")?.ok_or("no word/document.xml or content.xml in it")?, part("meta.xml")?, false),
    };
    let tree = parse(&content)?;
    let paragraphs = if word { of_word(tree.root_element()) } else { of_text(tree.root_element()) };
    let mut article = Article::default();
    if let Some(about) = about
        && let Ok(about) = parse(&about)
    {
        let root = about.root_element();
        article.title = first(root, "title").and_then(line);
        article.byline = first(root, "initial-creator").or_else(|| first(root, "creator")).and_then(line);
        article.tags = all(root, "keyword").filter_map(line).collect();
    }
    Ok((paragraphs, article))
}

/// Paragraphs with words, and whether each is a title.
fn of_word(root: Node<'_, '_>) -> Vec<(bool, String)> {
    let heading = |paragraph: Node<'_, '_>| {
        let style = first(paragraph, "pStyle").and_then(|style| attribute(style, "val")).unwrap_or_default();
        style.eq_ignore_ascii_case("title") || style.to_lowercase().replace(' ', "") == "heading1"
    };
    let words = |paragraph: Node<'_, '_>| {
        let mut text = String::new();
        for node in paragraph.descendants().filter(Node::is_element) {
            match name(node) {
                // What was deleted under review stands in delText.
                "t" => text.push_str(node.text().unwrap_or_default()),
                "tab" | "br" | "cr" => text.push(' '),
                "noBreakHyphen" => text.push('-'),
                _ => {}
            }
        }
        text
    };
    // A box in a paragraph holds paragraphs.
    let paragraphs = outermost(root, |node| name(node) == "p");
    squeezed(paragraphs.into_iter().map(|paragraph| (heading(paragraph), words(paragraph))))
}

fn of_text(root: Node<'_, '_>) -> Vec<(bool, String)> {
    let aside = |node: &Node<'_, '_>| matches!(name(*node), "note" | "annotation" | "tracked-changes");
    let Some(body) = first(root, "text") else { return Vec::new() };
    let paragraphs = outermost(body, |node| matches!(name(node), "p" | "h"));
    let paragraphs = paragraphs.into_iter().filter(|node| !node.ancestors().any(|around| aside(&around)));
    let words = |paragraph: Node<'_, '_>| {
        let mut text = String::new();
        for node in paragraph.descendants() {
            let own = || node.ancestors().take_while(|around| *around != paragraph).all(|around| !aside(&around));
            if node.is_text() && own() {
                text.push_str(node.text().unwrap_or_default());
            } else if matches!(name(node), "tab" | "s" | "line-break") {
                text.push(' ');
            }
        }
        text
    };
    squeezed(paragraphs.map(|paragraph| {
        let style = attribute(paragraph, "style-name").unwrap_or_default();
        let heading = name(paragraph) == "h" && attribute(paragraph, "outline-level").as_deref() == Some("1");
        (heading || style == "Title", words(paragraph))
    }))
}

fn squeezed(paragraphs: impl Iterator<Item = (bool, String)>) -> Vec<(bool, String)> {
    let squeezed = paragraphs.map(|(heading, text)| (heading, text.split_whitespace().collect::<Vec<_>>().join(" ")));
    squeezed.filter(|(_, text)| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::read;

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn documents_of_both_kinds() {
        let word = "<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Envoy recalled</w:t></w:r></w:p>\
            <w:p><w:r><w:t xml:space='preserve'>Ostland </w:t></w:r><w:del><w:r><w:delText>sold</w:delText></w:r></w:del><w:r><w:t>recalled</w:t><w:br/><w:t>its envoy.</w:t></w:r></w:p>\
            <w:p/></w:body></w:document>";
        let about = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:title>Draft 3</dc:title><dc:creator>Ann Lee</dc:creator></cp:coreProperties>";
        let article = read(&packed(&[("word/document.xml", word), ("docProps/core.xml", about)]), 10_000).unwrap();
        assert_eq!(article.text, "Ostland recalled its envoy.");
        assert_eq!((article.title.as_deref(), article.byline.as_deref()), (Some("Envoy recalled"), Some("Ann Lee")));
        assert_eq!(article.published, None);
        let text = "<o:document-content xmlns:o='o' xmlns:t='t'><o:body><o:text><t:h t:outline-level='1'>Envoy recalled</t:h>\
            <t:p>Ostland<t:note><t:p>A note</t:p></t:note> recalled<t:s/>its envoy.</t:p></o:text></o:body></o:document-content>";
        let article = read(&packed(&[("mimetype", "x"), ("content.xml", text)]), 10_000).unwrap();
        assert_eq!(
            (article.title.as_deref(), article.text.as_str()),
            (Some("Envoy recalled"), "Ostland recalled its envoy.")
        );
    }

    #[test]
    fn damaged_and_hostile_documents() {
        assert!(read(b"PK\x03\x04", 100).unwrap_err().starts_with("damaged document"));
        assert!(read(&packed(&[("word/document.xml", "<w:p")]), 100).unwrap_err().contains("invalid XML"));
        let bomb = format!("<a>{}</a>", " ".repeat(1_000_000));
        assert!(read(&packed(&[("word/document.xml", &bomb)]), 1000).unwrap_err().contains("limit of 1000 bytes"));
        assert!(read(&packed(&[("x", "y")]), 100).unwrap_err().contains("no word/document.xml"));
    }
}
