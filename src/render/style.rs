//! Styles of the terminal: few, and none needed to understand the text.

use anstyle::{AnsiColor, Style};

use crate::span::Span;

pub(super) const STRONG: Style = Style::new().bold();
pub(super) const FAINT: Style = Style::new().dimmed();
pub(super) const MARK: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
pub(super) const QUOTE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
/// People, places and dates in a text: told apart without colours.
pub(super) const PERSON: Style = Style::new().bold();
pub(super) const PLACE: Style = Style::new().underline();
pub(super) const DATE: Style = Style::new().italic();
/// What a query found in a whole text.
pub(super) const MATCH: Style = Style::new().invert();
pub(super) const DOUBT: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Magenta)));
pub(super) const GONE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
pub(super) const NEW: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));

/// Text in a style.
pub(super) fn paint(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// Wraps text to `width` columns with an indent, and puts marks in a style. Marks are bytes of `text`.
pub(super) fn wrapped(text: &str, marks: &[Span], style: Style, indent: &str, width: usize) -> String {
    let marks: Vec<(Span, Style)> = marks.iter().map(|mark| (*mark, style)).collect();
    wrapped_in(text, &marks, indent, width)
}

/// Marks of several styles that may lie over one another, as marks one after the other.
pub(super) fn flattened(marks: &[(Span, Style)]) -> Vec<(Span, Style)> {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.windows(2).map(|cut| Span::new(cut[0], cut[1])).filter_map(|piece| {
        let over = marks.iter().filter(|(span, _)| span.start <= piece.start && piece.end <= span.end);
        over.map(|(_, style)| *style)
            .reduce(|below, above| {
                let style = below.effects(below.get_effects() | above.get_effects());
                style.fg_color(above.get_fg_color().or(below.get_fg_color()))
            })
            .map(|style| (piece, style))
    });
    pieces.collect()
}

/// As [`wrapped`], with a style for each mark; they do not overlap.
pub(super) fn wrapped_in(text: &str, marks: &[(Span, Style)], indent: &str, width: usize) -> String {
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
        for (mark, style) in marks.iter().filter(|(mark, _)| mark.start < end && mark.end > start) {
            let (open, close) = (mark.start.max(from), mark.end.min(end));
            if open >= close {
                continue;
            }
            result.push_str(&text[from..open]);
            result.push_str(&paint(&text[open..close], *style));
            from = close;
        }
        result.push_str(&text[from..end]);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{DATE, MARK, PLACE, QUOTE, flattened, wrapped};
    use crate::span::Span;

    #[test]
    fn marks_over_one_another() {
        let marks = [(Span::new(0, 9), QUOTE), (Span::new(2, 4), PLACE), (Span::new(3, 6), DATE)];
        let flat = flattened(&marks);
        let spans: Vec<Span> = flat.iter().map(|(span, _)| *span).collect();
        assert_eq!(spans, [(0, 2), (2, 3), (3, 4), (4, 6), (6, 9)].map(|(start, end)| Span::new(start, end)));
        assert_eq!(flat[2].1, QUOTE.underline().italic());
    }

    #[test]
    fn marks_survive_wrapping() {
        let text = "The Crimea question was raised again";
        let shown = wrapped(text, &[Span::new(4, 10)], MARK, "  ", 20);
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(plain, "  The Crimea\n  question was\n  raised again");
        assert!(shown.contains(&format!("{MARK}Crimea{MARK:#}")));
    }
}
