//! Learns the quotation tagger's weights from articles with quotations marked by hand.
//!
//! Each stage must learn from what the stage before it makes of text that it has not seen, with all its errors. So the
//! articles are dealt into two halves, and each half is read by the stages learned from the other (jackknifing); the
//! weights that are kept are learned from all articles.

mod calibration;
mod examples;
mod fingerprint;
mod learner;
mod names;

pub use names::{NamedArticle, names};

use examples::{Counts, Lesson, ratios_of};
use learner::{Example, chain, logistic};

use crate::annotate::{
    self,
    quotations::tagger::{self, Tagger, cue_finder::Ratios, labeller::Labeller},
    reading::Reading,
    weights::Table,
};
use crate::score::GoldArticle;

/// There are not two articles with quotations.
#[derive(Debug, thiserror::Error)]
#[error("nothing to learn from: at least two articles with quotations are needed")]
pub struct Empty;

/// Probabilities and ratios of one article's tokens, by the first stage.
type Cues = (Vec<u8>, Vec<f32>);

/// Learns all stages and gives the bytes of the model file. `progress` is told what is being done.
///
/// # Errors
/// [`Empty`]: fewer than two articles hold quotations.
pub fn quotations(articles: &[GoldArticle], mut progress: impl FnMut(&str)) -> Result<Vec<u8>, Empty> {
    if articles.iter().filter(|a| !a.quotations.is_empty()).count() < 2 {
        return Err(Empty);
    }
    let readings: Vec<Reading<'_>> = articles.iter().map(|a| annotate::read(&a.text)).collect();
    let mut lessons: Vec<Lesson<'_, '_>> = articles.iter().zip(&readings).map(|(a, r)| Lesson::new(a, r)).collect();
    let mut counts = Counts::default();
    for lesson in &lessons {
        lesson.count_cues(&mut counts);
    }
    for lesson in &mut lessons {
        lesson.set_heads(&counts);
    }

    progress("first stage: cues");
    let halves: Vec<(Ratios, Table<1>)> = (0..2).map(|half| learn_cues(&lessons, |n| n % 2 != half)).collect();
    let cues: Vec<Cues> = lessons
        .iter()
        .enumerate()
        .map(|(n, lesson)| {
            let (ratios, table) = &halves[n % 2];
            let ratios = Tagger::ratios_of(ratios, &lesson.page);
            let probabilities = tagger::find_cues(&lesson.page, &ratios, table);
            (ratios, probabilities)
        })
        .collect();
    let (ratios, table) = learn_cues(&lessons, |_| true);

    progress("second stage: contents and sources");
    let labellers: Vec<Labeller> = (0..2).map(|half| learn_labels(&lessons, &cues, |n| n % 2 != half)).collect();
    let labeller = learn_labels(&lessons, &cues, |_| true);

    progress("third stage: choice");
    let mut choices = [Vec::new(), Vec::new()];
    for (n, lesson) in lessons.iter().enumerate() {
        let candidates = tagger::candidates(&lesson.page, &lesson.rules, &cues[n].0, &cues[n].1, &labellers[n % 2]);
        lesson.choices(&candidates, &mut choices[n % 2]);
    }
    let [even, odd] = choices;
    let choosers = [logistic(&odd, &learner::CHOOSER), logistic(&even, &learner::CHOOSER)];
    let all: Vec<Example> = even.into_iter().chain(odd).collect();
    let chooser = logistic(&all, &learner::CHOOSER);

    progress("probabilities");
    drop(lessons);
    let taggers: Vec<Tagger> = halves
        .into_iter()
        .zip(labellers)
        .zip(choosers)
        .map(|(((ratios, cues), labeller), chooser)| Tagger {
            ratios,
            cues,
            labeller,
            chooser,
            calibration: None,
            fingerprint: 0,
        })
        .collect();
    let calibration = calibration::learn(articles, |n| &taggers[n % 2]);
    let learned = Tagger { ratios, cues: table, labeller, chooser, calibration: Some(calibration), fingerprint: 0 };
    // What the file holds is rounded: the number is told from that.
    let mut read = Tagger::from_bytes(&learned.to_bytes()).unwrap_or(learned);
    read.fingerprint = fingerprint::fingerprint(&read);
    Ok(read.to_bytes())
}

fn learn_cues(lessons: &[Lesson<'_, '_>], keep: impl Fn(usize) -> bool) -> (Ratios, Table<1>) {
    let kept = || lessons.iter().enumerate().filter(|(n, _)| keep(*n)).map(|(_, lesson)| lesson);
    let mut counts = Counts::default();
    kept().for_each(|lesson| lesson.count_heads(&mut counts));
    let mut examples = Vec::new();
    kept().for_each(|lesson| lesson.cues(&counts, &mut examples));
    (ratios_of(&counts), logistic(&examples, &learner::CUES))
}

fn learn_labels(lessons: &[Lesson<'_, '_>], cues: &[Cues], keep: impl Fn(usize) -> bool) -> Labeller {
    let mut windows = Vec::new();
    for (n, lesson) in lessons.iter().enumerate().filter(|(n, _)| keep(*n)) {
        lesson.windows(&cues[n].0, &cues[n].1, &mut windows);
    }
    chain(&windows, &learner::LABELS_SETTINGS)
}
