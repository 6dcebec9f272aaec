//! How good are the annotations? What was found, held against what a human being marked.
//!
//! ```text
//! gold line ──gold──▶ GoldArticle ─┐
//!                                  ├─Scorer──▶ Report ──▶ table · JSON
//! text ──annotate──▶ Predictions ──┘
//! ```
//!
//! `words` says what is compared, `quotes` scores contents and sources, `speakers` (with `names`) who is said to have
//! said it, and `report` holds the figures. Each of the other layers has a gold and a scorer of its own: [`NamesScorer`],
//! [`PeopleScorer`], [`CountriesScorer`], [`DatesScorer`], whose figures are a [`Table`]. Nothing here reads files or
//! annotates. The time grows with the length of the text and the number of spans that overlap.

mod countries;
mod dates;
mod entities;
mod gold;
mod names;
mod people;
mod quotes;
mod report;
mod spans;
mod speakers;
mod table;
mod words;

pub use countries::{CountriesGold, CountriesScorer};
pub use dates::{DatesGold, DatesScorer, GoldDate};
pub use entities::{GoldEntity, NamesGold, NamesScorer};
pub use gold::{GoldArticle, GoldError, GoldFault, GoldQuotation};
pub use people::{FoundPerson, GoldPerson, PeopleGold, PeopleScorer};
pub use report::{Kinds, Report, Score, Share, Speakers};
pub use speakers::{Judged, judge};
pub use table::{Figure, Table};

use crate::span::Span;
use quotes::Covered;
use words::Words;

/// A quotation that was found. Spans are bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Prediction<'a> {
    /// What is reported.
    pub content: &'a [Span],
    /// The noun phrase of the speaker; empty where the text gives none.
    pub source: &'a [Span],
    /// The resolved speaker; `None`: unattributed.
    pub speaker: Option<&'a str>,
    /// Name of the speaker's class: person, office, institution, government, anonymous, document.
    pub speaker_class: Option<&'a str>,
    /// Code of the country that the speaker speaks for.
    pub speaker_country: Option<&'a str>,
    /// How sure it is that this is the speaker, 0 to 1.
    pub confidence: f32,
    /// Whether it stands inside another quotation.
    pub nested: bool,
}

impl<'a> From<&'a GoldQuotation> for Prediction<'a> {
    /// What a flawless annotator would predict.
    fn from(quotation: &'a GoldQuotation) -> Self {
        Self {
            content: &quotation.content,
            source: &quotation.source,
            speaker: quotation.speaker.as_deref(),
            speaker_class: quotation.speaker_class.as_deref(),
            speaker_country: quotation.speaker_country.as_deref(),
            confidence: 1.0,
            nested: quotation.nested,
        }
    }
}

/// Adds up the figures of article after article.
///
/// ```
/// use demarche::{score::{GoldArticle, Prediction, Scorer}, span::Span};
///
/// let line = r#"{"id": "a", "text": "Berg said no.", "quotes": [{"content": [[10, 12]], "source": [[0, 4]]}]}"#;
/// let gold = GoldArticle::from_line(line, 1)?;
/// let prediction = Prediction { content: &[Span::new(10, 12)], ..Prediction::default() };
/// let mut scorer = Scorer::default();
/// scorer.add(&gold, &[prediction]);
/// let report = scorer.report();
/// assert_eq!(report.content_exact.recall(), 1.0);
/// assert_eq!(report.source_overlap.recall(), 0.0);
/// # Ok::<(), demarche::score::GoldError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Scorer {
    report: Report,
    flat: bool,
    speakers: Speakers,
    has_speakers: bool,
}

impl Scorer {
    /// A scorer that leaves out quotations that stand inside others, of the predictions and of the gold: for corpora
    /// that mark the outermost ones only.
    pub fn flat() -> Self {
        Self { flat: true, ..Self::default() }
    }

    /// Adds an article and what was found in its text.
    pub fn add(&mut self, article: &GoldArticle, predictions: &[Prediction<'_>]) {
        let words = Words::of(&article.text);
        let cover =
            |content: &[Span], source: &[Span]| Covered { content: words.cover(content), source: words.cover(source) };
        let gold = article.quotations.iter().filter(|q| !(self.flat && q.nested));
        let (gold, gold_covered): (Vec<&GoldQuotation>, Vec<Covered>) =
            gold.map(|q| (q, cover(&q.content, &q.source))).filter(|(_, covered)| !covered.content.is_empty()).unzip();
        let predicted = predictions.iter().filter(|q| !(self.flat && q.nested));
        let (predicted, covered): (Vec<&Prediction<'_>>, Vec<Covered>) = predicted
            .map(|q| (q, cover(q.content, q.source)))
            .filter(|(_, covered)| !covered.content.is_empty())
            .unzip();

        self.has_speakers |= gold.iter().any(|q| q.speaker.is_some());
        speakers::add(
            &mut self.speakers,
            &gold_covered.iter().map(|covered| &covered.content).zip(gold).collect::<Vec<_>>(),
            &covered.iter().map(|covered| &covered.content).zip(predicted).collect::<Vec<_>>(),
        );
        self.report.articles += 1;
        quotes::add(&mut self.report, &article.text, &words, &gold_covered, covered);
    }

    /// The figures of all articles so far.
    pub fn report(self) -> Report {
        Report { speakers: self.has_speakers.then_some(self.speakers), ..self.report }
    }
}

#[cfg(test)]
mod tests {
    use super::{GoldArticle, GoldQuotation, Prediction, Report, Scorer};
    use crate::span::Span;

    /// A text whose contents are written in braces and whose sources in brackets: the text without these, and both.
    pub(super) fn marked(text: &str) -> (String, Vec<Span>, Vec<Span>) {
        let (mut plain, mut start, mut contents, mut sources) = (String::new(), 0, Vec::new(), Vec::new());
        for c in text.chars() {
            match c {
                '{' | '[' => start = plain.len(),
                '}' => contents.push(Span::new(start, plain.len())),
                ']' => sources.push(Span::new(start, plain.len())),
                _ => plain.push(c),
            }
        }
        (plain, contents, sources)
    }

    /// An article whose contents have the sources in their order. Contents next to each other are one quotation's.
    fn article(text: &str) -> GoldArticle {
        let (text, contents, sources) = marked(text);
        let mut quotations: Vec<GoldQuotation> = Vec::new();
        for content in contents {
            match quotations.last_mut() {
                Some(q) if q.content.last().is_some_and(|last| last.end + 1 == content.start) => {
                    q.content.push(content);
                }
                _ => quotations.push(GoldQuotation { content: vec![content], ..GoldQuotation::default() }),
            }
        }
        match quotations.as_mut_slice() {
            [only] => only.source = sources,
            several => several.iter_mut().zip(sources).for_each(|(q, source)| q.source = vec![source]),
        }
        GoldArticle { text, quotations, ..GoldArticle::default() }
    }

    /// Scores texts with marked quotations against the same texts, marked otherwise.
    pub(super) fn score(gold: &[&str], predicted: &[&str]) -> Report {
        let mut scorer = Scorer::default();
        for (gold, predicted) in gold.iter().zip(predicted) {
            let (gold, predicted) = (article(gold), article(predicted));
            assert_eq!(gold.text, predicted.text);
            let predictions: Vec<Prediction<'_>> = predicted.quotations.iter().map(Prediction::from).collect();
            scorer.add(&gold, &predictions);
        }
        scorer.report()
    }

    /// Scores a text against itself, each quotation predicted twice.
    pub(super) fn score_twice(text: &str) -> Report {
        let article = article(text);
        let twice = article.quotations.iter().chain(&article.quotations);
        let mut scorer = Scorer::default();
        scorer.add(&article, &twice.map(Prediction::from).collect::<Vec<_>>());
        scorer.report()
    }

    #[test]
    fn flat_leaves_out_what_stands_inside() {
        let mut gold = article("Berg said {Lind had left}. He said {no more}.");
        gold.quotations[1].nested = true;
        let predictions: Vec<Prediction<'_>> = gold.quotations.iter().map(Prediction::from).collect();
        for (mut scorer, expected) in [(Scorer::default(), 2), (Scorer::flat(), 1)] {
            scorer.add(&gold, &predictions);
            let report = scorer.report();
            assert_eq!((report.gold, report.predicted, report.content_exact.right), (expected, expected, expected));
        }
    }

    #[test]
    fn an_article_without_quotations_divides_by_nothing() {
        let report = score(&["Nobody spoke."], &["Nobody spoke."]);
        assert_eq!(report, Report { articles: 1, ..Report::default() });
        assert!(report.to_string().contains("exactly the same words                             –"));
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["content_exact"]["f1"], 0.0);
        assert!(json["recall_by_kind"]["direct"]["share"].is_null());
        assert!(json.get("speakers").is_none());
    }

    #[test]
    fn the_table_is_aligned() {
        let mut gold = article("“{We left this morning},” [Anna Berg] said. [She] said {it was over}.");
        gold.quotations.iter_mut().for_each(|q| q.speaker = Some("Anna Berg".to_owned()));
        let mut scorer = Scorer::default();
        scorer.add(&gold, &[Prediction::from(&gold.quotations[0])]);
        let table = scorer.report().to_string();
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "1 article: 2 quotations in the gold, 1 predicted");
        assert!(lines[1..].iter().all(|line| line.is_empty() || line.chars().count() == 74), "{table}");
        for row in [
            "Content                                      precision    recall        F1",
            "  exactly the same words                         1.000     0.500     0.667",
            "  found, and its source                          1.000     1.000     1.000",
            "  indirect                                           0         1     0.000",
            "  speaker right                                      1         1     1.000",
            "  0.8 to 0.9                                         0         0         –",
            "  0.9 to 1.0                                         1         1     1.000",
        ] {
            assert!(lines.contains(&row), "{row}\n{table}");
        }
    }
}
