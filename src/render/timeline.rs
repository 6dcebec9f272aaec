//! A timeline: bars in the terminal, JSON, or SVG.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde_json::json;

use super::style::{FAINT, STRONG, paint};
use crate::query::results::Timeline;

/// Eighths of a column.
const BLOCKS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar of so many of `most`, `width` columns at most.
fn bar(count: u64, most: u64, width: usize) -> String {
    let eighths = (count * width as u64 * 8).checked_div(most).unwrap_or(0).max(u64::from(count > 0));
    let (full, rest) = ((eighths / 8) as usize, (eighths % 8) as usize);
    "█".repeat(full) + BLOCKS[rest]
}

/// Bars for people, lines of at most `width` columns. More than three empty stretches in a row are one line.
///
/// # Errors
/// Those of the writer.
pub fn text(out: &mut impl Write, timeline: &Timeline, width: usize) -> io::Result<()> {
    let moments = &timeline.moments;
    let label = moments.iter().map(|moment| moment.label.len()).max().unwrap_or(0);
    let most = moments.iter().map(|moment| moment.count).max().unwrap_or(0);
    let digits = most.to_string().len();
    let series: Vec<usize> = timeline
        .series
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let widest = moments.iter().map(|moment| moment.values[n].to_string().len()).max().unwrap_or(1);
            name.chars().count().min(18).max(widest)
        })
        .collect();
    let taken = label + digits + 4 + series.iter().map(|own| own + 2).sum::<usize>();
    let room = width.saturating_sub(taken).clamp(10, 60);
    if !series.is_empty() {
        let mut line = format!("{:label$}  {:>digits$}", "", "");
        for (name, own) in timeline.series.iter().zip(&series) {
            let name: String = name.chars().take(*own).collect();
            write!(line, "  {name:>own$}").map_err(io::Error::other)?;
        }
        writeln!(out, "{}", paint(&line, STRONG))?;
    }
    let mut at = 0;
    while at < moments.len() {
        let empty = moments[at..].iter().take_while(|moment| moment.count == 0).count();
        if empty > 3 {
            writeln!(out, "{}", paint(&format!("{:>label$}  {empty} with none", "⋮"), FAINT))?;
            at += empty;
            continue;
        }
        let moment = &moments[at];
        let mut line = format!("{:<label$}  {:>digits$}", moment.label, moment.count);
        for (value, own) in moment.values.iter().zip(&series) {
            write!(line, "  {value:>own$}").map_err(io::Error::other)?;
        }
        writeln!(out, "{}", format!("{line}  {}", bar(moment.count, most, room)).trim_end())?;
        at += 1;
    }
    if timeline.more > 0 {
        writeln!(out, "and {} more values; --top counts more of them apart", timeline.more)?;
    }
    if timeline.imprecise > 0 {
        writeln!(out, "{} more with a date that is not known as precisely", timeline.imprecise)?;
    }
    if timeline.undated > 0 {
        writeln!(out, "{} more without a date", timeline.undated)?;
    }
    Ok(())
}

/// One line of JSON.
pub fn json(timeline: &Timeline) -> String {
    let moments: Vec<_> = timeline
        .moments
        .iter()
        .map(|moment| {
            let mut row = json!({"label": moment.label, "first": moment.first.to_string(), "count": moment.count});
            if !timeline.series.is_empty() {
                let values = timeline.series.iter().cloned().zip(moment.values.iter().map(|value| json!(value)));
                row["values"] = serde_json::Value::Object(values.collect());
            }
            row
        })
        .collect();
    json!({
        "total": timeline.total,
        "moments": moments,
        "more_values": timeline.more,
        "imprecise": timeline.imprecise,
        "undated": timeline.undated,
    })
    .to_string()
}

/// A drawing: one bar for each stretch of time, with its count as a title.
pub fn svg(timeline: &Timeline) -> String {
    let moments = &timeline.moments;
    let most = moments.iter().map(|moment| moment.count).max().unwrap_or(0).max(1);
    let (step, height) = (14, 160);
    let width = moments.len() * step + 60;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 230\" font-family=\"sans-serif\" font-size=\"10\">\n"
    );
    let _ = writeln!(out, "<text x=\"2\" y=\"18\">{most}</text>");
    let every = moments.len().div_ceil(40).max(1);
    for (n, moment) in moments.iter().enumerate() {
        let tall = moment.count * height / most;
        let (x, y) = (40 + n * step, 10 + height - tall);
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{tall}\" fill=\"#0072b2\"><title>{}: {}</title></rect>",
            step - 3,
            moment.label,
            moment.count
        );
        if n % every == 0 {
            let _ = writeln!(
                out,
                "<text x=\"{}\" y=\"182\" transform=\"rotate(60 {} 182)\">{}</text>",
                x + 2,
                x + 2,
                moment.label
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bars_are_in_proportion_and_never_vanish() {
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 3), "█▌");
        assert_eq!(bar(1, 10_000, 4), "▏");
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(bar(0, 0, 4), "");
    }
}
