//! Learns the weights of the tagger of names: a linear-chain conditional random field by `AdaGrad`.

use serde::Deserialize;

use super::{
    Empty,
    learner::{Learner, NAMES, Shuffle},
};
use crate::{
    annotate::{
        names::{
            name::Sort,
            page::Page,
            stretches,
            tagger::{LABELS, Steps, Tagger, features_of, label, may_follow},
        },
        reading::Reading,
    },
    span::Span,
};

/// An article whose names are marked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NamedArticle {
    /// Its words.
    pub text: String,
    /// Bytes of each name, and its label: PER, LOC, ORG or MISC.
    pub names: Vec<(Span, String)>,
    /// Bytes that nothing is learned from.
    pub skip: Vec<Span>,
}

/// A line that cannot be learned from.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct NamedArticleError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong, and what is expected.
    pub reason: String,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    entities: Vec<Entity>,
    #[serde(default)]
    skip: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct Entity {
    start: usize,
    end: usize,
    label: String,
}

impl NamedArticle {
    /// Reads one line, the `number`th of its file. Offsets come in code points and leave in bytes.
    ///
    /// # Errors
    /// The line is no JSON object of the expected shape, or a span does not lie in the text.
    pub fn from_line(line: &str, number: usize) -> Result<Self, NamedArticleError> {
        let fail = |reason: String| NamedArticleError { line: number, reason };
        let Line { text, entities, skip } = serde_json::from_str(line).map_err(|error| fail(error.to_string()))?;
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let span = |start: usize, end: usize| match (bytes.get(start), bytes.get(end)) {
            (Some(a), Some(b)) if start <= end => Ok(Span::new(*a, *b)),
            _ => Err(fail(format!(
                "[{start}, {end}] is no stretch of the text of {} characters; count offsets in Unicode code points, end \
                 exclusive",
                bytes.len() - 1
            ))),
        };
        let names = entities.into_iter().map(|e| Ok((span(e.start, e.end)?, e.label))).collect::<Result<_, _>>()?;
        let skip = skip.into_iter().map(|[start, end]| span(start, end)).collect::<Result<_, _>>()?;
        Ok(Self { text, names, skip })
    }
}

/// A stretch with the features and the right label of each word.
struct Example {
    /// Features of all words, one after the other, and where each word's end.
    features: Vec<u32>,
    ends: Vec<u32>,
    labels: Vec<u8>,
}

impl Example {
    fn features(&self, k: usize) -> &[u32] {
        let start = k.checked_sub(1).map_or(0, |k| self.ends[k] as usize);
        &self.features[start..self.ends[k] as usize]
    }
}

/// Learns from articles and gives the bytes of the model file. `progress` is told what is being done.
///
/// # Errors
/// [`Empty`]: fewer than two articles hold names.
pub fn names(articles: &[NamedArticle], mut progress: impl FnMut(&str)) -> Result<Vec<u8>, Empty> {
    if articles.iter().filter(|a| !a.names.is_empty()).count() < 2 {
        return Err(Empty);
    }
    progress("reading");
    let mut examples = Vec::new();
    for article in articles {
        examples_of(article, &mut examples);
    }
    progress(&format!("learning from {} stretches", examples.len()));
    Ok(learn(&examples).to_bytes())
}

fn examples_of(article: &NamedArticle, examples: &mut Vec<Example>) {
    let reading = Reading::new(&article.text);
    let page = Page::new(&reading.tokens, &article.text);
    // The right label of each token; `None` where it is not to be learned.
    let mut right: Vec<Option<u8>> = vec![Some(0); page.tokens.len()];
    for (span, name) in &article.names {
        let Some(sort) = Sort::ALL.into_iter().find(|sort| sort.label() == name) else { continue };
        let first = page.tokens.partition_point(|t| (t.start as usize) < span.start);
        let end = page.tokens.partition_point(|t| (t.end as usize) <= span.end);
        // A name that begins or ends within a word cannot be learned.
        let whole = page.tokens.get(first).is_some_and(|t| t.start as usize == span.start)
            && end.checked_sub(1).is_some_and(|last| page.tokens[last].end as usize == span.end);
        for k in first.saturating_sub(usize::from(!whole))..end.max(first + 1).min(right.len()) {
            right[k] = whole.then(|| label(sort, k == first));
        }
    }
    for span in &article.skip {
        let first = page.tokens.partition_point(|t| (t.end as usize) <= span.start);
        let end = page.tokens.partition_point(|t| (t.start as usize) < span.end);
        right[first..end.max(first)].fill(None);
    }
    let mut features = Vec::new();
    for (start, end) in stretches::of(&page) {
        let Some(labels) = right[start..end].iter().copied().collect::<Option<Vec<u8>>>() else { continue };
        // A name that reaches over the edge of a stretch is not wholly in it.
        let inside = |k: usize| right.get(k).is_some_and(|label| label.is_some_and(|l| l > 0 && l % 2 == 0));
        if inside(start) || inside(end) {
            continue;
        }
        let mut example = Example { features: Vec::new(), ends: Vec::new(), labels };
        for i in start..end {
            features_of(&page, (start, end), i, &mut features);
            example.features.extend(&features);
            example.ends.push(example.features.len() as u32);
        }
        examples.push(example);
    }
}

fn learn(examples: &[Example]) -> Tagger {
    let mut states = Learner::<LABELS>::new(NAMES.bits, &NAMES);
    let mut steps = Learner::<LABELS>::new(4, &NAMES);
    for example in examples {
        states.count(&example.features);
    }
    // Steps are few and frequent.
    for row in 0..LABELS as u32 {
        steps.count(&[row; 16]);
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut shuffle = Shuffle::new(13);
    let mut kept: Vec<Vec<u32>> = Vec::new();
    let mut lattice = Lattice::default();
    for epoch in 0..NAMES.epochs {
        shuffle.shuffle(&mut order);
        for n in &order {
            let example = &examples[*n];
            let length = example.labels.len();
            kept.resize_with(kept.len().max(length), Vec::new);
            lattice.states.clear();
            for (k, kept) in kept.iter_mut().enumerate().take(length) {
                kept.clear();
                kept.extend(example.features(k).iter().copied().filter(|_| !shuffle.drops(NAMES.drop)));
                lattice.states.push(states.sum(kept).map(|s| s / (1.0 - NAMES.drop)));
            }
            for (row, weights) in lattice.steps.iter_mut().enumerate() {
                *weights = steps.sum(&[row as u32]);
            }
            lattice.expect();
            for (k, kept) in kept.iter().enumerate().take(length) {
                let mut gradient = lattice.labels[k];
                gradient[usize::from(example.labels[k])] -= 1.0;
                if gradient.iter().any(|g| g.abs() > 1e-3) {
                    for feature in kept {
                        states.update(*feature, &gradient);
                    }
                }
            }
            let mut label = 0;
            for next in &example.labels {
                lattice.pairs[label][usize::from(*next)] -= 1.0;
                label = usize::from(*next);
            }
            for (row, gradient) in lattice.pairs.iter().enumerate() {
                if gradient.iter().any(|g| g.abs() > 1e-3) {
                    steps.update(row as u32, gradient);
                }
            }
        }
        states.settle(epoch);
        steps.settle(epoch);
    }
    let steps = steps.average(NAMES.epochs);
    Tagger { states: states.average(NAMES.epochs), steps: std::array::from_fn(|row| steps.sum(&[row as u32])) }
}

/// Forward and backward sums over all labels of a stretch.
#[derive(Default)]
struct Lattice {
    states: Vec<[f32; LABELS]>,
    steps: Steps,
    forward: Vec<[f32; LABELS]>,
    backward: Vec<[f32; LABELS]>,
    /// Probability of each label of each word.
    labels: Vec<[f32; LABELS]>,
    /// Expected number of each step.
    pairs: Steps,
}

impl Lattice {
    fn expect(&mut self) {
        let length = self.states.len();
        self.forward.clear();
        self.backward.clear();
        self.labels.clear();
        self.pairs = [[0.0; LABELS]; LABELS];
        // In linear space, each word's sums scaled to one.
        let steps: Steps = std::array::from_fn(|a| {
            std::array::from_fn(|b| if may_follow(a, b) { self.steps[a][b].exp() } else { 0.0 })
        });
        let mut weights = Vec::with_capacity(length);
        for state in &self.states {
            let most = state.iter().copied().fold(f32::MIN, f32::max);
            weights.push(state.map(|s| (s - most).exp()));
        }
        for k in 0..length {
            let mut row = [0.0; LABELS];
            for to in 0..LABELS {
                let reach = match k.checked_sub(1) {
                    None => steps[0][to],
                    Some(before) => (0..LABELS).map(|from| self.forward[before][from] * steps[from][to]).sum(),
                };
                row[to] = reach * weights[k][to];
            }
            self.forward.push(scaled(row));
        }
        self.backward.resize(length, [1.0; LABELS]);
        for k in (0..length.saturating_sub(1)).rev() {
            let next = self.backward[k + 1];
            let row =
                std::array::from_fn(|from| (0..LABELS).map(|to| steps[from][to] * weights[k + 1][to] * next[to]).sum());
            self.backward[k] = scaled(row);
        }
        for k in 0..length {
            let row: [f32; LABELS] = std::array::from_fn(|l| self.forward[k][l] * self.backward[k][l]);
            self.labels.push(scaled(row));
            let mut pairs = [[0.0; LABELS]; LABELS];
            let mut total = 0.0;
            for from in 0..LABELS {
                let reach = match k.checked_sub(1) {
                    None => f32::from(u8::from(from == 0)),
                    Some(before) => self.forward[before][from],
                };
                for to in 0..LABELS {
                    pairs[from][to] = reach * steps[from][to] * weights[k][to] * self.backward[k][to];
                    total += pairs[from][to];
                }
            }
            for (sum, pair) in self.pairs.iter_mut().flatten().zip(pairs.iter().flatten()) {
                *sum += pair / total.max(f32::MIN_POSITIVE);
            }
        }
    }
}

/// Divided by its sum.
fn scaled(row: [f32; LABELS]) -> [f32; LABELS] {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 { row.map(|x| x / sum) } else { [1.0 / LABELS as f32; LABELS] }
}
