//! Speakers: who is said to have said it.
//!
//! Over the pairs of quotations whose contents share half of their words (see `quotes`, rule 2; among contents that are
//! equally alike, those with the same speaker first, for attributions that stand in each other):
//!
//! - a speaker is **right** if both are people of one name, however transliterated, or if at least half of the words of
//!   both descriptions are common to both; a quotation without a speaker is **unattributed**, all others are **wrong**;
//! - **class** and **country** are right if they are equal, or given on neither side;
//! - **merged** is the gravest error: an anonymous speaker taken for a named person;
//! - **calibration** tells whether confidence can be trusted: of the speakers given with a confidence of about 0.8, four
//!   in five should be right.

use super::{
    GoldQuotation, Prediction,
    names::Name,
    quotes::{Taken, by_likeness, likeness},
    report::{Share, Speakers},
    words::{WordSet, Words, overlaps},
};

/// A quotation with the words of its content.
pub(super) type WithWords<'a, Q> = (&'a WordSet, &'a Q);

/// Adds one article to the report. All of `gold` and `predicted` have content.
pub(super) fn add(
    report: &mut Speakers,
    gold: &[WithWords<'_, GoldQuotation>],
    predicted: &[WithWords<'_, Prediction<'_>>],
) {
    let gold_names: Vec<Name> = gold.iter().map(|(_, q)| Name::of(q.speaker.as_deref().unwrap_or_default())).collect();
    let names: Vec<Name> = predicted.iter().map(|(_, q)| Name::of(q.speaker.unwrap_or_default())).collect();
    let right = |g: usize, p: usize| same_speaker((gold[g].1, &gold_names[g]), (predicted[p].1, &names[p]));
    let mut pairs: Vec<(f64, bool, usize, usize)> =
        overlaps(gold.iter().map(|(words, _)| *words), predicted.iter().map(|(words, _)| *words))
            .iter()
            .map(|o| (likeness(o, gold[o.left].0, predicted[o.right].0), o.left, o.right))
            .filter(|(likeness, ..)| *likeness >= 0.5)
            .map(|(likeness, g, p)| (likeness, right(g, p), g, p))
            .collect();
    // Stable: other ties stay in the order of the gold, then of the predictions.
    pairs.sort_by(|a, b| by_likeness(a.0, b.0).then(b.1.cmp(&a.1)));
    let mut taken = Taken::new(gold.len(), predicted.len());
    pairs.retain(|(_, _, g, p)| taken.take(*g, *p));

    report.predicted += predicted.len();
    report.found += Share { count: pairs.len(), of: gold.len() };
    report.right_of_gold.of += gold.len();
    for (_, right, g, p) in pairs {
        let (gold, predicted) = (gold[g].1, predicted[p].1);
        let speaker = predicted.speaker.filter(|name| !name.is_empty());
        let one = |counts: bool| Share { count: usize::from(counts), of: 1 };
        report.right += one(right);
        report.right_of_gold.count += usize::from(right);
        report.unattributed += one(speaker.is_none());
        report.wrong += one(speaker.is_some() && !right);
        report.class += one(gold.speaker_class.as_deref() == predicted.speaker_class);
        report.country += one(gold.speaker_country.as_deref() == predicted.speaker_country);
        report.merged +=
            one(gold.speaker_class.as_deref() == Some("anonymous") && predicted.speaker_class == Some("person"));
        if speaker.is_some() {
            // As it would be printed: 0.7 is not to fall below 0.7 for want of a binary fraction.
            let confidence = (f64::from(predicted.confidence) * 1e6).round() / 1e6;
            let bin = ((confidence * 10.0) as usize).min(report.calibration.len() - 1);
            report.calibration[bin] += one(right);
            if confidence >= 0.9 {
                report.confident += one(right);
            }
        }
    }
}

/// Whether both have the same speaker: the same person where both are people, else mostly the same words.
fn same_speaker(gold: (&GoldQuotation, &Name), predicted: (&Prediction<'_>, &Name)) -> bool {
    let classes = (gold.0.speaker_class.as_deref(), predicted.0.speaker_class);
    let people = matches!(classes, (Some("person"), Some("person") | None));
    (people && gold.1.same_person(predicted.1)) || gold.1.same_words(predicted.1)
}

/// How one predicted quotation stands to the gold.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Judged {
    /// Words in common with the gold quotation that is most alike, as a share of the words of both; 0 where none is.
    pub likeness: f64,
    /// Words in common with it, as a share of the prediction's own: 1 for a part of it.
    pub within: f64,
    /// Whether the speaker is that one's; nobody where it is nobody's.
    pub right: bool,
}

/// Judges each prediction by itself: learning wants to know of every one, not how many pair up.
pub fn judge(text: &str, gold: &[GoldQuotation], predicted: &[Prediction<'_>]) -> Vec<Judged> {
    let words = Words::of(text);
    let gold_words: Vec<WordSet> = gold.iter().map(|q| words.cover(&q.content)).collect();
    let predicted_words: Vec<WordSet> = predicted.iter().map(|q| words.cover(q.content)).collect();
    let gold_names: Vec<Name> = gold.iter().map(|q| Name::of(q.speaker.as_deref().unwrap_or_default())).collect();
    let mut judged = vec![Judged::default(); predicted.len()];
    for overlap in overlaps(gold_words.iter(), predicted_words.iter()) {
        let (g, p) = (overlap.left, overlap.right);
        let name = Name::of(predicted[p].speaker.unwrap_or_default());
        let nobody = gold[g].speaker.is_none() && predicted[p].speaker.is_none();
        let right = nobody || same_speaker((&gold[g], &gold_names[g]), (&predicted[p], &name));
        let likeness = likeness(&overlap, &gold_words[g], &predicted_words[p]);
        let best = &mut judged[p];
        if likeness > best.likeness + 1e-9 || (likeness - best.likeness).abs() <= 1e-9 && right {
            let within = overlap.shared as f64 / predicted_words[p].len().max(1) as f64;
            *best = Judged { likeness, within, right };
        }
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::super::{GoldQuotation, Prediction, Report, tests::marked};
    use crate::{
        score::{GoldArticle, Scorer},
        span::Span,
    };

    type Speaker = (Option<&'static str>, Option<&'static str>, Option<&'static str>);

    /// One quotation, in the gold and as predicted.
    fn one(gold: Speaker, predicted: Speaker, confidence: f32) -> Report {
        let (text, content, _) = marked("{Nobody left the hall}.");
        let quotation = GoldQuotation {
            content: content.clone(),
            speaker: gold.0.map(str::to_owned),
            speaker_class: gold.1.map(str::to_owned),
            speaker_country: gold.2.map(str::to_owned),
            ..GoldQuotation::default()
        };
        let (speaker, speaker_class, speaker_country) = predicted;
        let prediction = Prediction {
            content: &content,
            speaker,
            speaker_class,
            speaker_country,
            confidence,
            ..Prediction::default()
        };
        let mut scorer = Scorer::default();
        scorer.add(&GoldArticle { text, quotations: vec![quotation], ..GoldArticle::default() }, &[prediction]);
        scorer.report()
    }

    #[test]
    fn right_wrong_and_unattributed() {
        let anna = (Some("Anna Berg"), Some("person"), Some("XE"));
        let official = (Some("a senior official"), Some("anonymous"), None);
        // What is right: speaker, class, country; what is wrong, unattributed, merged.
        for (gold, predicted, expected) in [
            (anna, anna, [1, 1, 1, 0, 0, 0]),
            (anna, (Some("Berg"), Some("person"), Some("XF")), [1, 1, 0, 0, 0, 0]),
            (anna, (Some("Berg"), None, Some("XE")), [1, 0, 1, 0, 0, 0]),
            (anna, (Some("Otto Bergmann"), Some("person"), None), [0, 1, 0, 1, 0, 0]),
            (anna, (None, None, None), [0, 0, 0, 0, 1, 0]),
            (anna, (Some(""), Some("person"), Some("XE")), [0, 1, 1, 0, 1, 0]),
            (official, (Some("senior official"), Some("anonymous"), None), [1, 1, 1, 0, 0, 0]),
            (official, anna, [0, 0, 0, 1, 0, 1]),
        ] {
            let speakers = one(gold, predicted, 0.5).speakers.unwrap();
            let found = [
                speakers.right,
                speakers.class,
                speakers.country,
                speakers.wrong,
                speakers.unattributed,
                speakers.merged,
            ];
            assert_eq!(found.map(|share| share.count), expected, "{gold:?} {predicted:?}");
            assert!(found.iter().all(|share| share.of == 1));
        }
    }

    #[test]
    fn a_gold_without_speakers_says_nothing_of_them() {
        assert!(one((None, None, None), (Some("Anna Berg"), Some("person"), None), 0.5).speakers.is_none());
    }

    #[test]
    fn confidence_falls_into_ten_bins() {
        let anna = (Some("Anna Berg"), Some("person"), None);
        for (confidence, bin, confident) in
            [(0.0, 0, 0), (0.29, 2, 0), (0.3, 3, 0), (0.7, 7, 0), (0.89, 8, 0), (0.9, 9, 1), (1.0, 9, 1)]
        {
            let speakers = one(anna, anna, confidence).speakers.unwrap();
            let bins: Vec<usize> = (0..10).filter(|bin| speakers.calibration[*bin].of > 0).collect();
            assert_eq!((bins, speakers.confident.of), (vec![bin], confident), "{confidence}");
        }
    }

    #[test]
    fn equal_contents_are_paired_by_speaker() {
        let content = [Span::new(0, 14)];
        let quotation = |name: &str| GoldQuotation {
            content: content.to_vec(),
            speaker: Some(name.to_owned()),
            speaker_class: Some("person".to_owned()),
            ..GoldQuotation::default()
        };
        let article = GoldArticle {
            text: "the hall is shut".to_owned(),
            quotations: vec![quotation("Anna Berg"), quotation("Otto Lind")],
            ..GoldArticle::default()
        };
        let predictions = ["Otto Lind", "Anna Berg"].map(|name| Prediction {
            content: &content,
            speaker: Some(name),
            speaker_class: Some("person"),
            ..Prediction::default()
        });
        let mut scorer = Scorer::default();
        scorer.add(&article, &predictions);
        assert_eq!(scorer.report().speakers.map(|s| s.right.count), Some(2));
    }
}
