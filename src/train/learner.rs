//! `AdaGrad` (Duchi, Hazan and Singer 2011) over hashed features.

use crate::annotate::{
    quotations::tagger::labeller::{LABELS, Labeller, Marginals, PAIRS, Scores, Window},
    weights::{Table, sigmoid},
};

/// How a stage learns. Found by trying on articles that were not learned from.
pub(crate) struct Settings {
    /// The table has `2^bits` rows. Small tables do no worse: features that share a row are rarely both of use.
    pub(super) bits: u32,
    pub(super) epochs: usize,
    rate: f32,
    decay: f32,
    /// Features seen more rarely are not learned.
    least: u16,
    /// Share of the features that each example does without, so that none is relied on alone.
    pub(super) drop: f32,
}

/// First stage.
pub(crate) const CUES: Settings = Settings { bits: 17, epochs: 6, rate: 0.02, decay: 1e-5, least: 2, drop: 0.0 };
/// Second stage; its table of steps between labels is an eighth as large.
pub(crate) const LABELS_SETTINGS: Settings =
    Settings { bits: 18, epochs: 8, rate: 0.02, decay: 1e-5, least: 5, drop: 0.2 };
/// Third stage.
pub(crate) const CHOOSER: Settings = Settings { bits: 15, epochs: 8, rate: 0.02, decay: 1e-5, least: 3, drop: 0.1 };

/// The two probabilities: few examples, so few weights, held small.
pub(crate) const CALIBRATION: Settings =
    Settings { bits: 16, epochs: 30, rate: 0.01, decay: 1e-3, least: 8, drop: 0.1 };

/// Weights with the sum of squared gradients of each.
pub(super) struct Learner<const K: usize> {
    mask: u32,
    weights: Vec<[f32; K]>,
    squares: Vec<[f32; K]>,
    /// How often each bucket was seen: rare ones are not learned.
    seen: Vec<u16>,
    /// Sum of the weights at the end of each epoch.
    sum: Vec<[f32; K]>,
    rate: f32,
    decay: f32,
    least: u16,
}

impl<const K: usize> Learner<K> {
    pub(super) fn new(bits: u32, settings: &Settings) -> Self {
        let Settings { rate, decay, least, .. } = *settings;
        Self {
            mask: (1 << bits) - 1,
            weights: vec![[0.0; K]; 1 << bits],
            squares: vec![[0.0; K]; 1 << bits],
            seen: vec![0; 1 << bits],
            sum: vec![[0.0; K]; 1 << bits],
            rate,
            decay,
            least,
        }
    }

    /// Remembers the weights for the average; the first epoch does not count.
    pub(super) fn settle(&mut self, epoch: usize) {
        if epoch > 0 {
            for (sum, row) in self.sum.iter_mut().zip(&self.weights) {
                for k in 0..K {
                    sum[k] += row[k];
                }
            }
        }
    }

    /// The average of the weights over the epochs.
    pub(super) fn average(mut self, epochs: usize) -> Table<K> {
        let n = epochs.saturating_sub(1).max(1) as f32;
        for (sum, row) in self.sum.iter().zip(&mut self.weights) {
            for k in 0..K {
                row[k] = sum[k] / n;
            }
        }
        Table::pack(&self.weights)
    }

    fn row(&self, feature: u32) -> usize {
        (feature & self.mask) as usize
    }

    /// The sum of the weights of features.
    pub(super) fn sum(&self, features: &[u32]) -> [f32; K] {
        let mut sum = [0.0; K];
        for feature in features {
            let row = &self.weights[self.row(*feature)];
            for k in 0..K {
                sum[k] += row[k];
            }
        }
        sum
    }

    pub(super) fn count(&mut self, features: &[u32]) {
        for feature in features {
            let row = self.row(*feature);
            let seen = &mut self.seen[row];
            *seen = seen.saturating_add(1);
        }
    }

    pub(super) fn update(&mut self, feature: u32, gradient: &[f32; K]) {
        let row = self.row(feature);
        if self.seen[row] < self.least {
            return;
        }
        let weights = &mut self.weights[row];
        let squares = &mut self.squares[row];
        for k in 0..K {
            let g = gradient[k] + self.decay * weights[k];
            squares[k] += g * g;
            weights[k] -= self.rate * g / (squares[k].sqrt() + 1e-6);
        }
    }
}

/// Names; the steps between labels are no table.
pub(crate) const NAMES: Settings = Settings { bits: 17, epochs: 10, rate: 0.01, decay: 1e-5, least: 10, drop: 0.4 };

/// A small generator of numbers for shuffling (xorshift).
pub(super) struct Shuffle(u64);

impl Shuffle {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// Whether to drop a feature, with this probability.
    pub(super) fn drops(&mut self, share: f32) -> bool {
        share > 0.0 && ((self.next() >> 40) as f32) < share * 16_777_216.0
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

/// One yes-or-no example.
pub(crate) struct Example {
    pub(crate) features: Vec<u32>,
    pub(crate) yes: bool,
    pub(crate) weight: f32,
}

/// Logistic regression.
pub(crate) fn logistic(examples: &[Example], settings: &Settings) -> Table<1> {
    let Settings { epochs, drop, .. } = *settings;
    let mut learner = Learner::<1>::new(settings.bits, settings);
    for example in examples {
        learner.count(&example.features);
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut shuffle = Shuffle::new(7);
    let mut kept = Vec::new();
    for epoch in 0..epochs {
        shuffle.shuffle(&mut order);
        for i in &order {
            let example = &examples[*i];
            kept.clear();
            kept.extend(example.features.iter().copied().filter(|_| !shuffle.drops(drop)));
            let score = learner.sum(&kept)[0] / (1.0 - drop);
            let g = (sigmoid(score) - f32::from(u8::from(example.yes))) * example.weight;
            for feature in &kept {
                learner.update(*feature, &[g]);
            }
        }
        learner.settle(epoch);
    }
    learner.average(epochs)
}

/// A window with its right labels.
pub(crate) struct Labelled {
    pub(crate) window: Window,
    pub(crate) labels: Vec<u8>,
}

/// A linear-chain conditional random field (Lafferty and others 2001).
pub(crate) fn chain(windows: &[Labelled], settings: &Settings) -> Labeller {
    let Settings { epochs, drop, .. } = *settings;
    let mut states = Learner::<LABELS>::new(settings.bits, settings);
    let mut edges = Learner::<PAIRS>::new(settings.bits - 3, settings);
    for labelled in windows {
        states.count(&labelled.window.states);
        edges.count(&labelled.window.edges);
    }
    let mut order: Vec<usize> = (0..windows.len()).collect();
    let mut shuffle = Shuffle::new(11);
    let (mut scores, mut marginals) = (Scores::default(), Marginals::default());
    let mut window = Window::default();
    for epoch in 0..epochs {
        shuffle.shuffle(&mut order);
        for i in &order {
            let labels = &windows[*i].labels;
            windows[*i].window.thin(&mut window, |_| !shuffle.drops(drop));
            let window = &window;
            scores.fill(window, |f| states.sum(f), |f| edges.sum(f));
            let full = 1.0 / (1.0 - drop);
            for (k, state) in scores.states.iter_mut().enumerate() {
                if window.lo + k != window.cue {
                    for score in state {
                        *score *= full;
                    }
                }
            }
            scores.edges.iter_mut().flatten().for_each(|s| *s *= full);
            marginals.compute(&scores);
            for k in 0..window.len() {
                let mut gradient = marginals.states[k];
                gradient[labels[k] as usize] -= 1.0;
                if gradient.iter().any(|g| g.abs() > 1e-4) {
                    for feature in window.states_of(k) {
                        states.update(*feature, &gradient);
                    }
                }
                if k > 0 {
                    let mut gradient = marginals.edges[k];
                    gradient[labels[k - 1] as usize * LABELS + labels[k] as usize] -= 1.0;
                    if gradient.iter().any(|g| g.abs() > 1e-4) {
                        for feature in window.edges_of(k) {
                            edges.update(*feature, &gradient);
                        }
                    }
                }
            }
        }
        states.settle(epoch);
        edges.settle(epoch);
    }
    Labeller { states: states.average(epochs), edges: edges.average(epochs) }
}
