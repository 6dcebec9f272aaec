//! What the two probabilities of a quotation are learned from: every article with speakers, as it is read by a tagger that
//! was learned from other articles.

use super::learner::{self, Example, logistic};
use crate::{
    annotate::{
        self,
        quotations::{self, calibration::Calibration, draft::Rule, quotation::SpeakerClass, tagger::Tagger},
    },
    article::Article,
    score::{GoldArticle, Prediction, judge},
};

/// Content is cut right where so much of the words of both is common.
const ALIKE: f64 = 0.8;
/// Rules by which words go on that began in another quotation.
const CONTINUED: &[Rule] = &[Rule::GoesOn, Rule::CarriedOver, Rule::SameParagraph, Rule::Turn];
/// And it is the same quotation from here on.
const SAME: f64 = 0.5;

/// Learns the probabilities from the articles that have speakers; `tagger` gives one that has not seen article `n`.
pub(super) fn learn<'t>(articles: &[GoldArticle], tagger: impl Fn(usize) -> &'t Tagger) -> Calibration {
    let (mut contents, mut speakers) = (Vec::new(), Vec::new());
    for (n, gold) in articles.iter().enumerate() {
        if gold.quotations.iter().all(|quotation| quotation.speaker.is_none()) {
            continue;
        }
        let article = Article { title: gold.title.clone(), text: gold.text.clone(), ..Article::default() };
        let mut features: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
        let read = annotate::Read::new(&article);
        let (found, _) = quotations::find_with(Some(tagger(n)), &read.text, &[], |evidence, _| {
            let (mut content, mut speaker) = (Vec::new(), Vec::new());
            evidence.content(&mut content);
            evidence.speaker(&mut speaker);
            features.push((content, speaker));
        });
        let predictions: Vec<Prediction<'_>> = found
            .iter()
            .map(|q| Prediction {
                content: &q.content,
                speaker: q.speaker.as_deref(),
                speaker_class: q.speaker_class.map(SpeakerClass::name),
                ..Prediction::default()
            })
            .collect();
        for (k, judged) in judge(&gold.text, &gold.quotations, &predictions).iter().enumerate() {
            let (content, speaker) = std::mem::take(&mut features[k]);
            // Where direct speech goes on, the gold has one quotation of several parts, and each of these is right.
            let part = CONTINUED.iter().any(|rule| rule.name() == found[k].rule) && judged.within >= 0.95;
            contents.push(Example { features: content, yes: judged.likeness >= ALIKE || part, weight: 1.0 });
            if judged.likeness >= SAME || part {
                // Nobody is right where the text names nobody.
                speakers.push(Example { features: speaker, yes: judged.right, weight: 1.0 });
            }
        }
    }
    Calibration {
        content: logistic(&contents, &learner::CALIBRATION),
        speaker: logistic(&speakers, &learner::CALIBRATION),
    }
}
