//! The two probabilities of a quotation: that it was reported, cut as it is; and that its speaker is right. Logistic
//! regressions over what the tagger thought and what the passes did, learned on articles that the tagger which read them
//! had not seen (`models/README.md`): a confidence of 0.9 is right nine times in ten.

use super::{
    draft::{Draft, Rule},
    quotation::QuotationKind,
    register::Register,
    speakers::speaker::Speaker,
};
use crate::annotate::{
    features::{feature, pair, step},
    lexicon::Classes,
    reading::Reading,
    tokens::Kind,
    weights::{Table, odds, sigmoid, take_u32},
    word_forms::short,
};

/// The weights of both.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Calibration {
    pub(crate) content: Table<1>,
    pub(crate) speaker: Table<1>,
}

/// What is known of a quotation when its probabilities are told.
pub(crate) struct Evidence<'e, 'a> {
    pub(crate) reading: &'e Reading<'a>,
    pub(crate) register: Register,
    pub(crate) draft: &'e Draft,
    pub(crate) speaker: &'e Speaker,
}

impl Calibration {
    /// The probabilities of content and speaker.
    pub(crate) fn of(&self, evidence: &Evidence<'_, '_>, scratch: &mut Vec<u32>) -> (f32, f32) {
        evidence.content(scratch);
        let content = sigmoid(self.content.sum(scratch)[0]);
        evidence.speaker(scratch);
        (content, sigmoid(self.speaker.sum(scratch)[0]))
    }

    /// Appends it to a file's bytes.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(CALIBRATED.to_le_bytes());
        self.content.write(out);
        self.speaker.write(out);
    }

    /// Reads one from the front of `bytes`.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Self> {
        if take_u32(bytes)? != CALIBRATED {
            return None;
        }
        Some(Self { content: Table::read(bytes)?, speaker: Table::read(bytes)? })
    }
}

/// Verbs of thinking and feeling, which report no words.
const ATTITUDES: &[&str] = &[
    "think", "thinks", "thought", "thinking", "believe", "believes", "believed", "believing", "fear", "fears",
    "feared", "worry", "worries", "worried", "feel", "feels", "felt", "hope", "hopes", "hoped", "want", "wants",
    "wanted", "wish", "wishes", "know", "knows", "knew", "known", "see", "sees", "saw", "seen", "regard", "regards",
    "regarded", "consider", "considers", "considered", "expect", "expects", "expected", "doubt", "doubts", "suspect",
    "suspects", "suspected", "plan", "plans", "planned", "decide", "decided", "try", "tried", "seek", "sought", "need",
    "needs", "like", "likes", "love", "loves", "hate", "hates", "built", "build",
];

/// How sure "Lavrov's statement that" is.
const STATEMENT: f32 = 0.8;

/// Marks the part of a model file that holds it.
const CALIBRATED: u32 = 0x4341_4C31;

impl Evidence<'_, '_> {
    /// The least probability of what is said too plainly, and met too rarely, to be learned: "declined to comment", and
    /// "Lavrov's statement that" inside another's words. 0 for all else.
    pub(crate) fn plain(&self) -> f32 {
        let named = self.draft.source.is_some_and(|(first, end)| {
            self.reading.mentions_in(first, end).any(|mention| mention.end as usize == end)
        });
        match (self.draft.rule, self.draft.evidence) {
            (Rule::Silence, _) => self.draft.confidence,
            (Rule::StatementNoun, _) | (_, Some(Rule::StatementNoun)) if named => STATEMENT,
            _ => 0.0,
        }
    }

    /// Whether it tells what somebody thinks or feels, in the reporter's words: no statement, however surely it is cut.
    pub(crate) fn is_thought(&self) -> bool {
        let tokens = &self.reading.tokens;
        let verb = self.draft.cue.and_then(|c| (c.0..c.1).rev().find(|i| tokens[*i].kind == Kind::Word));
        let quoted = self.draft.content.iter().flat_map(|r| &tokens[r.0..r.1]).any(|t| t.quoted > 0);
        let own = self.draft.source.is_some_and(|s| tokens[s.0].is_any(&["i", "we"]));
        !quoted && !own && verb.is_some_and(|i| tokens[i].is_any(ATTITUDES))
    }

    /// Writes the features for "this was reported, cut as it is".
    pub(crate) fn content(&self, out: &mut Vec<u32>) {
        let Self { reading, draft, .. } = self;
        let tokens = &reading.tokens;
        out.clear();
        let mut kind = 20_000;
        let mut push = |a: u32, b: u32| {
            kind += 1;
            out.push(feature(kind, a, b));
        };
        let rule = draft.rule.number();
        let evidence = draft.evidence.map_or(0, Rule::number);
        let (p, cue, least, mean) = draft
            .scores
            .map_or((0, 0, 0, 0), |s| (odds(s.whole), odds(s.cue), odds(s.content_least), odds(s.content_mean)));
        let nested = draft.scores.is_some_and(|s| s.nested);
        let (all, quoted) = draft.words(reading);
        let quoting = match QuotationKind::of(all, quoted) {
            QuotationKind::Indirect => 0,
            QuotationKind::Mixed => 1,
            QuotationKind::Direct => 2,
        };
        let head = draft.cue.and_then(|c| (c.0..c.1).rev().find(|i| tokens[*i].cue().is_some()).or(Some(c.1 - 1)));
        let speech =
            head.is_some_and(|i| tokens[i].any(Classes::CUE.or(Classes::STATEMENT_NOUN)) || reading.word(i) == "to");
        let attitude = head.is_some_and(|i| tokens[i].is_any(ATTITUDES));
        let stem = head.map_or(0, |i| crate::annotate::word_forms::stem(tokens[i].hash));
        let first = draft.content.first().map_or(0, |r| short(tokens[r.0].hash));
        let that =
            draft.content.first().is_some_and(|r| tokens[r.0].is("that") || r.0 > 0 && tokens[r.0 - 1].is("that"));
        let verb =
            draft.content.iter().flat_map(|r| &tokens[r.0..r.1]).any(|t| t.is_word() && t.any(Classes::AUXILIARY));
        let side = match (draft.content.first(), draft.cue) {
            (Some(content), Some(cue)) if content.0 < cue.0 => 1,
            (Some(_), Some(_)) => 2,
            _ => 0,
        };
        let end = draft.content.last().map_or(0, |r| r.1);
        let closes = tokens.get(end).is_none_or(|t| t.kind != Kind::Word) || quoting == 2;
        let source = self.source_kind();
        let register = self.register.number();
        push(0, 0);
        push(rule, p);
        push(p, 0);
        push(cue, 0);
        push(least, 0);
        push(mean, 0);
        push(p / 2, least / 2);
        push(rule, evidence);
        push(evidence, p / 2);
        push(evidence, u32::from(closes));
        push(u32::from(speech), p / 2);
        push(u32::from(speech), pair(quoting, u32::from(that)));
        push(u32::from(attitude), quoting);
        push(u32::from(attitude), p / 2);
        push(stem, 0);
        push(stem, u32::from(that));
        push(stem, quoting);
        push(quoting, p / 2);
        push(quoting, step(all));
        push(u32::from(that), p / 2);
        push(u32::from(verb), pair(u32::from(speech), quoting));
        push(side, pair(quoting, u32::from(verb)));
        push(u32::from(nested), p / 2);
        push(source, p / 2);
        push(source, u32::from(speech));
        push(register, p / 2);
        push(register, rule);
        push(register, u32::from(speech));
        push(first, 0);
        push(step(all), u32::from(verb));
        push(u32::from(closes), least / 2);
        push(draft.content.len().min(3) as u32, quoting);
        push(draft.factuality as u32, 0);
    }

    /// Writes the features for "this speaker is right".
    pub(crate) fn speaker(&self, out: &mut Vec<u32>) {
        let Self { reading, draft, speaker, .. } = self;
        out.clear();
        let mut kind = 21_000;
        let mut push = |a: u32, b: u32| {
            kind += 1;
            out.push(feature(kind, a, b));
        };
        let how = speaker.rule.number();
        let (p, s) = draft.scores.map_or((0, 0), |s| (odds(s.whole), odds(s.source_least)));
        let certainty = odds(speaker.certainty);
        let class = speaker.class.map_or(9, |c| c as u32);
        let register = self.register.number();
        let words = draft.source.map_or(0, |r| r.1 - r.0);
        let gap = match (draft.source, draft.cue) {
            (Some(source), Some(cue)) if source.1 <= cue.0 => 1 + step(cue.0 - source.1),
            (Some(source), Some(cue)) => 20 + step(source.0.saturating_sub(cue.1)),
            (Some(_), None) => 40,
            (None, _) => 41,
        };
        let people = step(reading.people.len());
        let single = speaker.name.as_deref().is_some_and(|name| !name.contains(' '));
        let source = self.source_kind();
        let rule = draft.rule.number();
        push(0, 0);
        push(how, 0);
        push(how, certainty);
        push(how, s / 2);
        push(how, register);
        push(how, people);
        push(how, source);
        push(how, step(words));
        push(class, step(words));
        push(class, register);
        push(certainty, 0);
        push(p, 0);
        push(s, 0);
        push(p / 2, s / 2);
        push(gap, 0);
        push(gap, how);
        push(rule, how);
        push(rule, gap);
        push(u32::from(single), class);
        // Whether there is a runner-up: no rule told of one when the model was learned.
        push(0, how);
        push(draft.evidence.map_or(0, Rule::number), how);
        push(u32::from(draft.same_as.is_some()), rule);
    }

    /// What the source begins with: nothing, a pronoun, a name, an article, something else.
    fn source_kind(&self) -> u32 {
        let Some((first, end)) = self.draft.source else { return 0 };
        let token = &self.reading.tokens[first];
        if token.any(Classes::PRONOUN.or(Classes::RELATIVE)) {
            1
        } else if self.reading.mentions_in(first, end).next().is_some() {
            2
        } else if token.any(Classes::ARTICLE) {
            3
        } else if token.capital {
            4
        } else {
            5
        }
    }
}
