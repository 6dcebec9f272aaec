//! A block is a paragraph of a page: what a browser would start on a new line.
//!
//! Inline elements leave no trace, so that words stay whole and spaces single, however they are linked or marked.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

/// Deepest nesting of elements that is read: as deep as browsers go. Real pages stay below a hundred.
pub(super) const DEEPEST: usize = 512;
/// Most formatting elements left open: HTML opens them again in every paragraph that follows.
const MARKED: usize = 100;
/// Most tags of a page.
const MOST: usize = 400_000;
/// Most different names of elements; HTML has some 150.
const NAMES: usize = 2000;

/// Elements that start and end a block.
const BLOCKS: &str = "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure \
    footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody tfoot \
    thead tr ul";
/// Elements whose text is not for readers.
const SILENT: &str = "script style noscript template head iframe object svg math audio video canvas select textarea button \
    title rt rp";

/// The text under `root`: blocks separated by a blank line, `<br>` as a line break, other white space collapsed.
pub(super) fn of_node(root: NodeRef<'_>) -> String {
    let mut page = Page::default();
    let mut node = root;
    loop {
        let silent = page.enter(&node);
        if !silent && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            page.leave(&node);
            if node.id == root.id {
                page.end_block();
                return page.blocks.join("\n\n");
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return page.blocks.join("\n\n"),
            }
        }
    }
}

/// The text of a fragment of HTML; `None` where it is nested too deep to be a text.
pub(super) fn of_html(html: &str) -> Option<String> {
    if is_too_deep(html) {
        return None;
    }
    Some(of_node(Document::fragment(html).root()))
}

/// Whether elements are left open more than [`DEEPEST`] deep, or formatting ones more than [`MARKED`], or there are more
/// than [`MOST`]: by a rough count that no parser has to survive first. Elements that HTML closes by itself are not counted.
pub(super) fn is_too_deep(html: &str) -> bool {
    const CLOSED_BY_ITSELF: &str = "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th \
        option tbody colgroup";
    const FORMATTING: &str = "a b big code em font i nobr s small strike strong tt u";
    let (mut open, mut marked, mut tags) = (0_usize, 0_usize, 0_usize);
    // How many of each name are open: an end tag ends none where there is none.
    let mut names: HashMap<String, usize> = HashMap::new();
    let bytes = html.as_bytes();
    for at in memchr::memchr_iter(b'<', bytes) {
        let closing = bytes.get(at + 1) == Some(&b'/');
        let start = at + 1 + usize::from(closing);
        let length = bytes[start..].iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = html[start..start + length].to_ascii_lowercase();
        tags += 1;
        if name.is_empty() || among(CLOSED_BY_ITSELF, &name) {
            continue;
        }
        let formatting = among(FORMATTING, &name);
        if names.len() > NAMES {
            return true;
        }
        let own = names.entry(name).or_default();
        if !closing {
            (*own, open) = (*own + 1, open + 1);
            marked += usize::from(formatting);
        } else if *own > 0 {
            (*own, open) = (*own - 1, open - 1);
            marked -= usize::from(formatting);
        }
        if open > DEEPEST || marked > MARKED {
            return true;
        }
    }
    tags > MOST
}

/// Whether `word` is one of `words`, which are separated by spaces.
pub(super) fn among(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

#[derive(Default)]
struct Page {
    blocks: Vec<String>,
    block: String,
    /// A space is due before the next word.
    space: bool,
    /// Depth of `<pre>`.
    verbatim: usize,
}

impl Page {
    /// Takes in a node; whether its children are to be left out.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.text(&node.text());
            return true;
        }
        let Some(name) = node.node_name() else { return !(node.is_document() || node.is_fragment()) };
        let name: &str = &name;
        if among(SILENT, name) {
            return true;
        }
        match name {
            "br" => self.line_break(),
            "td" | "th" => self.space = true,
            "pre" => self.verbatim += 1,
            _ => {}
        }
        if among(BLOCKS, name) {
            self.end_block();
        }
        false
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.node_name() else { return };
        let name: &str = &name;
        if name == "pre" {
            self.verbatim = self.verbatim.saturating_sub(1);
        }
        if among(BLOCKS, name) {
            self.end_block();
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                // Soft hyphens and zero-width marks split words that a reader sees whole.
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                '\n' if self.verbatim > 0 => self.line_break(),
                c if c.is_whitespace() || c.is_control() => self.space = true,
                c => {
                    if self.space && !self.block.is_empty() && !self.block.ends_with('\n') {
                        self.block.push(' ');
                    }
                    self.space = false;
                    self.block.push(c);
                }
            }
        }
    }

    fn line_break(&mut self) {
        self.space = false;
        if !self.block.is_empty() {
            self.block.push('\n');
        }
    }

    fn end_block(&mut self) {
        self.space = false;
        let block = std::mem::take(&mut self.block);
        let block = block.trim();
        if block.is_empty() {
            return;
        }
        // Two or more `<br>` in a row are a paragraph's end in old pages.
        for paragraph in block.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
            self.blocks.push(paragraph.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_html;

    #[test]
    fn blocks_and_spaces() {
        let table = [
            ("<p>One</p><p>Two</p>", "One\n\nTwo"),
            (
                "<p>The <a href='#'>Foreign\n Minister</a>, <b>Mr</b>&nbsp;<i>La</i>vrov<sup>1</sup>.</p>",
                "The Foreign Minister, Mr Lavrov1.",
            ),
            ("<p>a <span> b </span> c</p>", "a b c"),
            ("One<br>two<br><br>three", "One\ntwo\n\nthree"),
            ("<div>One <p>two</p> three</div>", "One\n\ntwo\n\nthree"),
            ("<ul><li>a<li>b</ul>", "a\n\nb"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
            ("x<script>no</script><style>no</style>y", "xy"),
            ("<pre>a\n  b</pre>", "a\nb"),
            ("co\u{ad}operation &amp; &lt;peace&gt;", "cooperation & <peace>"),
            ("<blockquote>“We will.”</blockquote>he said", "“We will.”\n\nhe said"),
            ("<!-- no -->", ""),
            ("", ""),
        ];
        for (html, text) in table {
            assert_eq!(of_html(html).as_deref(), Some(text), "{html}");
        }
    }

    #[test]
    fn hostile_nesting_is_refused() {
        assert_eq!(of_html(&"<div>".repeat(3000)), None);
        assert_eq!(of_html(&"<p>a".repeat(3000)).map(|t| t.len()), Some(3 * 3000 - 2));
    }
}
