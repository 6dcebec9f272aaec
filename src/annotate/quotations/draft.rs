//! A [`Draft`] is a quotation in the making: ranges of tokens, before its speaker is known. [`Drafts`] are all of one
//! text; a draft keeps its identity whatever the passes do, and remembers what each of them did.

use std::ops::{Index, IndexMut};

use super::{
    super::{
        reading::Reading,
        tokens::{Token, TokenRange},
    },
    quotation::Factuality,
    speakers::speaker::Speaker,
};

/// How a quotation was found. The number is what the learned stages see: it never changes, and no number is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Rule {
    /// "said that …"
    ThatClause = 1,
    /// "said: …"
    Colon = 2,
    /// "said, “…”"
    BeforeQuote = 3,
    /// "said whether …"
    WhClause = 4,
    /// "said it was …"
    BareClause = 5,
    /// "urged both sides to …"
    Infinitive = 6,
    /// "called it “…”"
    Called = 7,
    /// "denied the allegations"
    Object = 8,
    /// "…, adding that …"
    Participle = 9,
    /// "… and called on …"
    Coordinated = 10,
    /// "“…,” he said"
    AfterQuote = 11,
    /// "…, he said"
    AfterClause = 12,
    /// "…, said Lavrov"
    Inverted = 13,
    /// "according to …"
    AccordingTo = 14,
    /// "in Berg's view, …"
    InView = 15,
    /// "Lavrov's statement that …"
    StatementNoun = 16,
    /// `MR. SMITH: …`
    Turn = 17,
    /// "“…” — Anna Berg"
    Signature = 18,
    /// A paragraph that ends with a colon, and the quotation in the next.
    AfterColon = 19,
    /// A quotation that goes on in the next paragraph.
    GoesOn = 20,
    /// Quoted words right after direct speech.
    CarriedOver = 21,
    /// Quoted words in the paragraph of the one who spoke before them.
    SameParagraph = 22,
    /// Quoted words that nothing attributes.
    NoCue = 23,
    /// "X quoted Y as saying …"
    Relayed = 24,
    /// "declined to comment"
    Silence = 25,
    /// The learned tagger.
    Tagger = 26,
    /// "Embargo stays – Castellanos"
    Headline = 27,
}

impl Rule {
    /// Its name in JSON and in traces.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ThatClause => "that-clause",
            Self::Colon => "colon",
            Self::BeforeQuote => "before-quote",
            Self::WhClause => "wh-clause",
            Self::BareClause => "bare-clause",
            Self::Infinitive => "infinitive",
            Self::Called => "called",
            Self::Object => "object",
            Self::Participle => "participle",
            Self::Coordinated => "coordinated",
            Self::AfterQuote => "after-quote",
            Self::AfterClause => "after-clause",
            Self::Inverted => "inverted",
            Self::AccordingTo => "according-to",
            Self::InView => "in-view",
            Self::StatementNoun => "statement-noun",
            Self::Turn => "turn",
            Self::Signature => "signature",
            Self::AfterColon => "after-colon",
            Self::GoesOn => "goes-on",
            Self::CarriedOver => "carried-over",
            Self::SameParagraph => "same-paragraph",
            Self::NoCue => "no-cue",
            Self::Relayed => "relayed",
            Self::Silence => "silence",
            Self::Tagger => "tagger",
            Self::Headline => "headline",
        }
    }

    /// The number that the learned stages see.
    pub(crate) const fn number(self) -> u32 {
        self as u32
    }
}

/// The passes, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Labels of transcripts.
    Turns,
    /// What the grammar finds: evidence.
    Evidence,
    /// The learned tagger.
    Tagger,
    /// The noun phrases of source and addressee.
    Phrase,
    /// "quoted … as saying".
    Relayed,
    /// Whether it was said.
    Factual,
    /// Quoted words without a cue.
    Carry,
    /// Who declined.
    Silence,
    /// Who the source is.
    Speaker,
    /// The two probabilities.
    Calibration,
}

impl Step {
    /// Its name in traces.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Turns => "turns",
            Self::Evidence => "evidence",
            Self::Tagger => "tagger",
            Self::Phrase => "phrase",
            Self::Relayed => "relayed",
            Self::Factual => "factual",
            Self::Carry => "carry",
            Self::Silence => "silence",
            Self::Speaker => "speaker",
            Self::Calibration => "calibration",
        }
    }
}

/// One thing that a pass did to a draft.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Decision {
    pub(crate) step: Step,
    /// The rule by which it was decided.
    pub(crate) rule: &'static str,
    /// What was done, in words.
    pub(crate) did: &'static str,
    /// The words that it is about.
    pub(crate) range: Option<TokenRange>,
    /// The probability that decided it.
    pub(crate) p: Option<f32>,
}

impl Decision {
    pub(crate) fn new(step: Step, rule: &'static str, did: &'static str) -> Self {
        Self { step, rule, did, range: None, p: None }
    }

    /// With the words that it is about.
    pub(crate) fn on(self, range: TokenRange) -> Self {
        Self { range: Some(range), ..self }
    }

    /// With the probability that decided it.
    pub(crate) fn by(self, p: f32) -> Self {
        Self { p: Some(p), ..self }
    }
}

/// Probabilities of the tagger's stages, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TaggerScores {
    /// That the word is the head of a cue.
    pub(crate) cue: f32,
    /// The least and the mean of the labels of content, and the least of the source's.
    pub(crate) content_least: f32,
    pub(crate) content_mean: f32,
    pub(crate) source_least: f32,
    /// That the whole is right.
    pub(crate) whole: f32,
    /// Whether the cue stands in another's content.
    pub(crate) nested: bool,
}

/// A quotation as ranges of tokens, before its speaker is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) cue: Option<TokenRange>,
    pub(crate) source: Option<TokenRange>,
    pub(crate) content: Vec<TokenRange>,
    pub(crate) addressee: Option<TokenRange>,
    pub(crate) manner: &'static str,
    pub(crate) factuality: Factuality,
    pub(crate) rule: Rule,
    /// What the grammar made of the same cue.
    pub(crate) evidence: Option<Rule>,
    /// What the tagger's stages thought of it.
    pub(crate) scores: Option<TaggerScores>,
    pub(crate) confidence: f32,
    /// The draft whose speaker is this one's too.
    pub(crate) same_as: Option<DraftId>,
    /// Who speaks, where the pass that made it knows.
    pub(crate) speaker: Option<Speaker>,
    /// Who passed the words on: "Interfax quoted …".
    pub(crate) relayed_by: Option<TokenRange>,
    /// What was done to it, in order.
    pub(crate) trace: Vec<Decision>,
    /// Which pass left it out, and why.
    pub(crate) dropped: Option<(Step, &'static str)>,
}

impl Draft {
    /// A draft of these contents, without cue, source and addressee.
    pub(crate) fn new(rule: Rule, confidence: f32, content: Vec<TokenRange>) -> Self {
        Self {
            cue: None,
            source: None,
            content,
            addressee: None,
            manner: "said",
            factuality: Factuality::Said,
            rule,
            evidence: None,
            scores: None,
            confidence,
            same_as: None,
            speaker: None,
            relayed_by: None,
            trace: Vec::new(),
            dropped: None,
        }
    }

    /// The token by which drafts are ordered.
    pub(crate) fn place(&self) -> usize {
        let content = self.content.first().map_or(usize::MAX, |c| c.0);
        self.cue.map_or(content, |cue| cue.0.min(content))
    }

    /// How many words the content has, and how many of them stand in quotation marks.
    pub(crate) fn words(&self, reading: &Reading<'_>) -> (usize, usize) {
        let words = self.content.iter().flat_map(|(first, end)| &reading.tokens[*first..*end]).filter(|t| t.is_word());
        words.fold((0, 0), |(all, quoted), t| (all + 1, quoted + usize::from(t.quoted > 0)))
    }

    /// Remembers what was done to it.
    pub(crate) fn note(&mut self, decision: Decision) {
        self.trace.push(decision);
    }

    /// Whether token `i` stands in the content.
    pub(crate) fn holds(&self, i: usize) -> bool {
        self.content.iter().any(|c| c.0 <= i && i < c.1)
    }
}

/// Names a draft for as long as its text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct DraftId(pub(crate) u32);

/// All drafts of a text, those that were left out among them.
#[derive(Debug, Default)]
pub(crate) struct Drafts(Vec<Draft>);

impl From<Vec<Draft>> for Drafts {
    fn from(drafts: Vec<Draft>) -> Self {
        Self(drafts)
    }
}

impl Drafts {
    /// Adds a draft.
    pub(crate) fn add(&mut self, draft: Draft) -> DraftId {
        self.0.push(draft);
        DraftId(self.0.len() as u32 - 1)
    }

    /// Leaves a draft out, and says why. A draft that is out already stays out for the first reason.
    pub(crate) fn leave_out(&mut self, id: DraftId, step: Step, why: &'static str) {
        self[id].dropped.get_or_insert((step, why));
    }

    /// Those that stand, in text order.
    pub(crate) fn in_order(&self) -> Vec<DraftId> {
        let mut ids: Vec<DraftId> = self.ids().collect();
        ids.sort_by_key(|id| self[*id].place());
        ids
    }

    /// Those that stand, in the order in which they were added.
    pub(crate) fn ids(&self) -> impl Iterator<Item = DraftId> + use<'_> {
        let stands = |(_, draft): &(usize, &Draft)| draft.dropped.is_none();
        self.0.iter().enumerate().filter(stands).map(|(i, _)| DraftId(i as u32))
    }

    /// The drafts that stand as a list of their own, in text order, without links to each other.
    pub(crate) fn into_order(mut self) -> Vec<Draft> {
        self.0.retain(|draft| draft.dropped.is_none());
        self.0.sort_by_key(Draft::place);
        for draft in &mut self.0 {
            draft.same_as = None;
        }
        self.0
    }

    /// Those that were left out, in the order in which they were added.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = &Draft> {
        self.0.iter().filter(|draft| draft.dropped.is_some())
    }

    /// Takes the cue and the source out of the content of each, and the content that holds no word; leaves out what has no
    /// words left.
    pub(crate) fn separate(&mut self, reading: &Reading<'_>, step: Step) {
        for draft in self.0.iter_mut().filter(|draft| draft.dropped.is_none() && !draft.content.is_empty()) {
            for other in draft.cue.into_iter().chain(draft.source) {
                for range in &mut draft.content {
                    if range.0 < other.1 && other.0 < range.1 {
                        // The larger part of the words stays.
                        if other.0.saturating_sub(range.0) >= range.1.saturating_sub(other.1) {
                            range.1 = other.0.max(range.0);
                        } else {
                            range.0 = other.1.min(range.1);
                        }
                    }
                }
            }
            draft.content.retain(|range| reading.tokens[range.0..range.1].iter().any(Token::is_word));
            if draft.content.is_empty() {
                draft.dropped = Some((step, "no words are left beside cue and source"));
            }
        }
    }
}

impl Index<DraftId> for Drafts {
    type Output = Draft;
    fn index(&self, id: DraftId) -> &Draft {
        &self.0[id.0 as usize]
    }
}

impl IndexMut<DraftId> for Drafts {
    fn index_mut(&mut self, id: DraftId) -> &mut Draft {
        &mut self.0[id.0 as usize]
    }
}
