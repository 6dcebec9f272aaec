//! The figures, as JSON and as a table to read.

use std::{fmt, ops::AddAssign};

use serde::{Serialize, Serializer, ser::SerializeStruct};

/// How many of what should be found were found, and how many of what was found are right.
///
/// Serialised with its precision, recall and F1, rounded to four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// How many are right.
    pub right: usize,
    /// How many were predicted.
    pub predicted: usize,
    /// How many the gold holds.
    pub gold: usize,
}

impl Score {
    /// The share of predictions that are right; 0 where there are none.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.predicted)
    }

    /// The share of the gold that was found; 0 where there is none.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if self.right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

/// So many of so many. Serialised with its share, rounded to four digits; null where there is nothing to divide by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

impl Share {
    /// The share, 0 to 1.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| ratio(self.count, self.of))
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.count += other.count;
        self.of += other.of;
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Score", 6)?;
        object.serialize_field("precision", &rounded(self.precision()))?;
        object.serialize_field("recall", &rounded(self.recall()))?;
        object.serialize_field("f1", &rounded(self.f1()))?;
        object.serialize_field("right", &self.right)?;
        object.serialize_field("predicted", &self.predicted)?;
        object.serialize_field("gold", &self.gold)?;
        object.end()
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Share", 3)?;
        object.serialize_field("share", &self.share().map(rounded))?;
        object.serialize_field("count", &self.count)?;
        object.serialize_field("of", &self.of)?;
        object.end()
    }
}

fn ratio(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

pub(super) fn rounded(ratio: f64) -> f64 {
    (ratio * 1e4).round() / 1e4
}

/// All figures over a gold file. The modules `quotes` and `speakers` say what each counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// Articles of the gold.
    pub articles: usize,
    /// Quotations of the gold.
    pub gold: usize,
    /// Quotations predicted; those with the same content count once.
    pub predicted: usize,
    /// Contents with exactly the same words.
    pub content_exact: Score,
    /// Contents that share half of their words or more (intersection over union).
    pub content_iou50: Score,
    /// Contents that share a word.
    pub content_any: Score,
    /// The words of all contents.
    pub content_token: Score,
    /// Sources with exactly the same words but articles, where half of the content was found.
    pub source_exact: Score,
    /// Sources that share a word that says something, where half of the content was found.
    pub source_overlap: Score,
    /// The words of sources, where half of the content was found.
    pub source_token: Score,
    /// Half of the content found, and its source rightly.
    pub end_to_end: Score,
    /// Segments of three words or more between quotation marks.
    pub segments: usize,
    /// Segments found to be quoted.
    pub segment_detect: Score,
    /// Segments found to be quoted from the right source.
    pub segment_attribute: Score,
    /// How many quotations of each kind were found by half of their content.
    pub recall_by_kind: Kinds,
    /// Who said it; `None` where the gold does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speakers: Option<Speakers>,
}

/// A share for each kind of quotation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Kinds {
    /// In quotation marks.
    pub direct: Share,
    /// Partly in quotation marks.
    pub mixed: Share,
    /// Without quotation marks.
    pub indirect: Share,
}

/// Figures of the speakers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Speakers {
    /// Quotations predicted, each counted.
    pub predicted: usize,
    /// Quotations of the gold whose content was found by half or more.
    pub found: Share,
    /// Found ones with the right speaker.
    pub right: Share,
    /// The same, of all of the gold.
    pub right_of_gold: Share,
    /// Found ones with a wrong speaker.
    pub wrong: Share,
    /// Found ones without a speaker.
    pub unattributed: Share,
    /// Found ones with the right class of speaker.
    pub class: Share,
    /// Found ones with the right country of the speaker.
    pub country: Share,
    /// Found ones that give a person the words of somebody anonymous.
    pub merged: Share,
    /// Right ones among the speakers given with a confidence of 0.9 or more.
    pub confident: Share,
    /// Right ones among the speakers given, by confidence: below 0.1, below 0.2, … up to 1.
    pub calibration: [Share; 10],
}

/// What stands where there is nothing to divide by.
const NOTHING: &str = "–";

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| NOTHING.to_owned(), |value| format!("{value:.3}"))
}

/// Width of the column of words.
const LABEL: usize = 44;

fn scores(f: &mut fmt::Formatter<'_>, title: &str, rows: &[(&str, Score)]) -> fmt::Result {
    writeln!(f, "\n{title:LABEL$}{:>10}{:>10}{:>10}", "precision", "recall", "F1")?;
    for (label, score) in rows {
        let precision = figure((score.predicted > 0).then(|| score.precision()));
        let recall = figure((score.gold > 0).then(|| score.recall()));
        let f1 = figure((score.predicted > 0 && score.gold > 0).then(|| score.f1()));
        let label = format!("  {label}");
        writeln!(f, "{label:LABEL$}{precision:>10}{recall:>10}{f1:>10}")?;
    }
    Ok(())
}

fn shares(f: &mut fmt::Formatter<'_>, titles: [&str; 4], rows: &[(String, Share)]) -> fmt::Result {
    let [title, count, of, share] = titles;
    writeln!(f, "\n{title:LABEL$}{count:>10}{of:>10}{share:>10}")?;
    for (label, row) in rows {
        let label = format!("  {label}");
        writeln!(f, "{label:LABEL$}{:>10}{:>10}{:>10}", row.count, row.of, figure(row.share()))?;
    }
    Ok(())
}

/// “1 article”, “2 articles”.
fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: {} in the gold, {} predicted",
            counted(self.articles, "article"),
            counted(self.gold, "quotation"),
            self.predicted
        )?;
        scores(
            f,
            "Content",
            &[
                ("exactly the same words", self.content_exact),
                ("half of the words shared (IoU ≥ 0.5)", self.content_iou50),
                ("any word shared", self.content_any),
                ("word by word", self.content_token),
            ],
        )?;
        scores(
            f,
            "Source, where half of the content was found",
            &[
                ("exactly the same words", self.source_exact),
                ("a word shared", self.source_overlap),
                ("word by word", self.source_token),
            ],
        )?;
        scores(f, "End to end", &[("half of the content, and its source", self.end_to_end)])?;
        scores(
            f,
            &format!("In quotation marks ({})", counted(self.segments, "segment")),
            &[("found", self.segment_detect), ("found, and its source", self.segment_attribute)],
        )?;
        let Kinds { direct, mixed, indirect } = self.recall_by_kind;
        let kinds = [("direct", direct), ("mixed", mixed), ("indirect", indirect)];
        shares(f, ["Recall by kind", "found", "of", "share"], &kinds.map(|(name, share)| (name.to_owned(), share)))?;
        let Some(speakers) = &self.speakers else { return Ok(()) };
        let rows = [
            ("quotations found", speakers.found),
            ("speaker right", speakers.right),
            ("speaker wrong", speakers.wrong),
            ("unattributed", speakers.unattributed),
            ("class right", speakers.class),
            ("country right", speakers.country),
            ("anonymous merged into a person", speakers.merged),
            ("right, of the whole gold", speakers.right_of_gold),
        ];
        shares(f, ["Speakers", "count", "of", "share"], &rows.map(|(label, share)| (label.to_owned(), share)))?;
        let bins = speakers.calibration.iter().enumerate().map(|(bin, share)| {
            let label = format!("{}.{} to {}.{}", bin / 10, bin % 10, (bin + 1) / 10, (bin + 1) % 10);
            (label, *share)
        });
        shares(f, ["Confidence of speakers", "right", "of", "share"], &bins.collect::<Vec<_>>())
    }
}
