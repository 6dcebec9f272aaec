//! Styles of the terminal: few, and none needed to understand the text.

use anstyle::{AnsiColor, Style};

use crate::span::Span;

pub(super) const STRONG: Style = Style::new().bold();
pub(super) const FAINT: Style = Style::new().dimmed();
pub(super) const MARK: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
pub(super) const QUOTE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
pub(super) const DOUBT: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Magenta)));
pub(super) const GONE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
pub(super) const NEW: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));

/// Text in a style.
pub(super) fn paint(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// Wraps text to `width` columns with an indent, and puts marks in a style. Marks are bytes of `text`.
pub(super) fn wrapped(text: &str, marks: &[Span], style: Style, indent: &str, width: usize) -> String {
    let options = textwrap::Options::new(width).initial_indent(indent).subsequent_indent(indent).break_words(false);
    let lines = textwrap::wrap(text, options);
    let mut result = String::new();
    let mut at = 0;
    for (n, line) in lines.iter().enumerate() {
        let line = line.strip_prefix(indent).unwrap_or(line);
        // Where this line stands in the text: wrapping only drops white space.
        let start = text[at..].find(line).map_or(at, |skip| at + skip);
        let end = (start + line.len()).min(text.len());
        at = end;
        if n > 0 {
            result.push('\n');
        }
        result.push_str(indent);
        let mut from = start;
        for mark in marks.iter().filter(|m| m.start < end && m.end > start) {
            let (open, close) = (mark.start.max(from), mark.end.min(end));
            if open >= close {
                continue;
            }
            result.push_str(&text[from..open]);
            result.push_str(&paint(&text[open..close], style));
            from = close;
        }
        result.push_str(&text[from..end]);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{MARK, wrapped};
    use crate::span::Span;

    #[test]
    fn marks_survive_wrapping() {
        let text = "The Crimea question was raised again";
        let shown = wrapped(text, &[Span::new(4, 10)], MARK, "  ", 20);
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(plain, "  The Crimea\n  question was\n  raised again");
        assert!(shown.contains(&format!("{MARK}Crimea{MARK:#}")));
    }
}
