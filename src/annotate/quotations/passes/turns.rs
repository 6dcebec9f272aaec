//! The turns of transcripts and interviews: a paragraph that opens with a label (`Foreign Minister Anna Berg:`,
//! `MR. SMITH:`, `Q:`) and those after it are what the labelled speaker says, until the next label.
//!
//! A colon after a name proves little: headlines, lists and scores have them too. A text is read as a transcript where
//! two of its labels name somebody who can speak, or one does so with a title or in capitals, and where the words
//! after them are those of people who talk: "I", "we", "you", a question.

mod cast;
mod label;

use rustc_hash::FxHashMap;

use super::super::{
    draft::{Decision, Draft, Drafts, Rule, Step},
    speakers::speaker::Speaker,
};
use crate::annotate::{
    lexicon::Classes,
    reading::{Named, Reading},
    tokens::{Gap, Kind, Token, TokenRange},
};
use cast::Cast;
use label::{Label, Strength, Who};

/// One speaker's words from one label to the next.
#[derive(Debug, Clone, PartialEq)]
struct Turn {
    /// First token of the label, and one past the last token of the turn.
    range: TokenRange,
    label: TokenRange,
    cue: TokenRange,
    /// The words, paragraph by paragraph.
    content: Vec<TokenRange>,
    speaker: Speaker,
}

/// The turns of a text, in order, not overlapping.
#[derive(Debug, Default)]
pub(crate) struct Turns(Vec<Turn>);

/// A paragraph, or a line that opens with a label.
struct Block {
    first: usize,
    end: usize,
    label: Option<Label>,
}

impl Turns {
    /// Finds the turns of a text; none where it is no transcript.
    pub(crate) fn of(reading: &Reading<'_>) -> Self {
        let mut blocks = blocks(reading);
        if !accept(reading, &mut blocks) {
            return Self::default();
        }
        let labels: Vec<&Label> = blocks.iter().filter_map(|b| b.label.as_ref()).collect();
        let lead = labels.first().map_or(0, |label| label.words.0);
        let cast = Cast::of(reading, &labels, lead);
        let mut turns: Vec<Turn> = Vec::new();
        // Whether a turn goes on; and how many paragraphs, after "<…>", may pass before it goes on in the first person.
        let (mut speaking, mut cut) = (false, 0);
        for (n, block) in blocks.iter().enumerate() {
            let first = match &block.label {
                Some(label) => {
                    turns.push(Turn {
                        range: (label.words.0, label.after()),
                        label: label.words,
                        cue: label.cue,
                        content: Vec::new(),
                        speaker: cast.speaker(reading, label),
                    });
                    (speaking, cut) = (true, 0);
                    label.after()
                }
                None => block.first,
            };
            let Some(turn) = turns.last_mut().filter(|_| speaking) else { continue };
            if block.label.is_none() {
                match separates(reading, block) {
                    Some(Break::Omission) => {
                        cut = 3;
                        continue;
                    }
                    Some(Break::End) => speaking = false,
                    None if aside(reading, first, block.end) => continue,
                    None if cut > 0 && !talking(reading, block) => {
                        cut -= 1;
                        speaking = cut > 0;
                        continue;
                    }
                    None => {
                        cut = 0;
                        speaking =
                            !heads_next(reading, block, blocks.get(n + 1)) && !tells(reading, block, &turn.speaker);
                    }
                }
                if !speaking {
                    continue;
                }
            }
            if !aside(reading, first, block.end) && reading.tokens[first..block.end].iter().any(Token::is_word) {
                turn.content.push((first, block.end));
                turn.range.1 = block.end;
            }
        }
        turns.retain(|turn| !turn.content.is_empty());
        Self(turns)
    }

    /// The turn that holds token `at`.
    fn at(&self, at: usize) -> Option<usize> {
        let i = self.0.partition_point(|turn| turn.range.0 <= at).checked_sub(1)?;
        (at < self.0[i].range.1).then_some(i)
    }

    /// Adds the turns as drafts.
    pub(crate) fn add(&self, drafts: &mut Drafts) {
        for turn in &self.0 {
            let mut draft = Draft {
                cue: Some(turn.cue),
                source: Some(turn.label),
                speaker: Some(turn.speaker.clone()),
                ..Draft::new(Rule::Turn, 0.95, turn.content.clone())
            };
            draft.note(Decision::new(Step::Turns, "label", "read the words after a label as a turn").on(turn.label));
            drafts.add(draft);
        }
    }

    /// Keeps what other passes found apart from the turns. Inside a turn these keep what has a cue of its own and is
    /// somebody else's: "I think" and the quotation marks of the speaker's own words belong to the turn.
    pub(crate) fn part(&self, reading: &Reading<'_>, drafts: &mut Drafts) {
        let own = |(first, end): TokenRange| {
            reading.tokens[first..end].iter().any(|t| t.is_any(&["i", "we", "you", "me", "us"]))
        };
        let ids: Vec<_> = drafts.ids().collect();
        for id in ids {
            let draft = &mut drafts[id];
            if draft.rule == Rule::Turn && draft.speaker.is_some() {
                continue;
            }
            let home = self.at(draft.place());
            // A label that no transcript bears out, unless quotation marks show whose words they are.
            let quoted = draft.content.iter().all(|c| reading.tokens[c.0].quoted > 0);
            if draft.rule == Rule::Turn && (home.is_some() || !quoted) {
                drafts.leave_out(id, Step::Turns, "a label that no transcript bears out");
                continue;
            }
            let inside = home.is_some_and(|n| {
                let turn = &self.0[n];
                let opens = |range: Option<TokenRange>| range.is_none_or(|r| r.0 < turn.cue.1);
                opens(draft.cue) || opens(draft.source) || draft.source.is_some_and(own)
            });
            if inside {
                drafts.leave_out(id, Step::Turns, "the words are part of the speaker's own turn");
                continue;
            }
            if self.0.is_empty() || draft.content.is_empty() {
                continue;
            }
            draft.content.retain(|range| self.at(range.0) == home);
            let next = self.0.partition_point(|turn| turn.range.0 <= draft.place());
            let limit = match home {
                Some(n) => self.0[n].range.1,
                None => self.0.get(next).map_or(usize::MAX, |turn| turn.range.0),
            };
            for range in &mut draft.content {
                range.1 = range.1.min(limit);
            }
            draft.content.retain(|range| range.0 < range.1);
            if draft.content.is_empty() {
                drafts.leave_out(id, Step::Turns, "the words stand in another's turn");
            }
        }
    }
}

/// The paragraphs of a text, each with the label that it may open with.
fn blocks(reading: &Reading<'_>) -> Vec<Block> {
    let tokens = &reading.tokens;
    let mut starts: Vec<usize> = Vec::new();
    for i in 0..tokens.len() {
        let paragraph = i == 0 || tokens[i].paragraph != tokens[i - 1].paragraph;
        // Lines of a narrow column begin anywhere; only what looks like nothing but a label opens a turn there.
        let line = || {
            tokens[i].gap >= Gap::Line
                && (tokens[i].upper || matches!(reading.word(i), "Q" | "A"))
                && Label::at(reading, i, tokens.len()).is_some_and(|label| label.strength >= Strength::Firm)
        };
        // "CHAIRMAN DOYLE: … AMBASSADOR PRYCE: …" in one paragraph: capitals only.
        let inside = || {
            tokens[i].upper
                && tokens[i].sentence != tokens[i - 1].sentence
                && Label::at(reading, i, tokens.len()).is_some_and(|label| {
                    label.strength >= Strength::Firm
                        && tokens[label.words.0..label.words.1].iter().all(|t| t.upper || !t.is_word())
                })
        };
        if paragraph || line() || inside() {
            starts.push(i);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    let block = |(n, (first, end)): (usize, (&usize, usize))| {
        let label = Label::at(reading, *first, end).filter(|l| n > 1 || !headline(reading, l.after(), end));
        Block { first: *first, end, label }
    };
    starts.iter().zip(ends).enumerate().map(block).collect()
}

/// Decides whether the text is a transcript and which of its labels are labels; takes the others away.
fn accept(reading: &Reading<'_>, blocks: &mut [Block]) -> bool {
    if blocks.iter().all(|b| b.label.is_none()) && !reading.tokens.iter().any(|t| t.is("q.")) {
        return false;
    }
    letters(reading, blocks);
    let words = reading.tokens.iter().filter(|t| t.kind == Kind::Word);
    let (all, upper) = words.fold((0, 0), |(all, upper), t| (all + 1, upper + usize::from(t.upper)));
    let capitals = all >= 40 && upper * 10 > all * 6;
    let mut keys: FxHashMap<String, TokenRange> = FxHashMap::default();
    let (mut firm, mut firm_talk, mut told, mut strong, mut letters) = (0, 0, 0, false, 0);
    for n in 0..blocks.len() {
        let Some(label) = &blocks[n].label else { continue };
        let after = label.after();
        // Words in quotation marks after a name are a quotation, which has rules of its own.
        let quoted = reading.tokens.get(after).is_some_and(|t| matches!(t.kind, Kind::DoubleQuote | Kind::SingleQuote));
        let talk = !quoted && talks(reading, after);
        let entry = keys.entry(label.key.clone()).or_default();
        *entry = (entry.0 + 1, entry.1 + usize::from(talk));
        letters += usize::from(label.strength == Strength::Weak && matches!(label.key.as_str(), "q" | "a"));
        if label.strength >= Strength::Firm && !quoted {
            firm += 1;
            firm_talk += usize::from(talk);
            told += usize::from(names_itself(reading, label, blocks[n].end));
            // A name on a line of its own may be whom a letter greets; in a text in capitals, capitals name nobody.
            let alone = after < blocks[n].end && !capitals;
            strong |= alone
                && (label.strength == Strength::Strong && speech(reading, after, 12)
                    || matches!(label.who, Who::Person { .. }) && monologue(reading, &blocks[n..], label));
        }
    }
    let again = keys.values().filter(|(count, talk)| *count >= 2 && talk * 2 >= *count).count();
    let transcript = strong || firm >= 2 && firm_talk * 3 >= firm && told * 2 < firm || again >= 2 || letters >= 4;
    if !transcript {
        for block in blocks {
            block.label = None;
        }
        return false;
    }
    let labels: Vec<&Label> =
        blocks.iter().filter_map(|b| b.label.as_ref()).filter(|l| l.strength >= Strength::Firm).collect();
    let cast = Cast::of(reading, &labels, 0);
    let verdicts: Vec<bool> = blocks
        .iter()
        .map(|block| {
            let Some(label) = &block.label else { return false };
            let after = label.after();
            let twice = keys.get(&label.key).is_some_and(|(count, talk)| *count >= 2 && *talk >= 1);
            match (&label.who, label.strength) {
                (_, Strength::Strong) => true,
                (Who::Role, Strength::Firm) => !names_only(reading, after, block.end),
                (_, Strength::Firm) => true,
                (Who::Person { name, .. }, _) => {
                    twice
                        || name.1 - name.0 >= 2 && (firm >= 2 || strong) && !names_only(reading, after, block.end)
                        || cast.borne(label)
                }
                (Who::Role, _) => twice || talks(reading, after) && !names_only(reading, after, block.end),
                (Who::Somebody | Who::Answer, _) => true,
                (Who::Other, _) => twice || cast.borne(label),
            }
        })
        .collect();
    for (block, verdict) in blocks.iter_mut().zip(verdicts) {
        if !verdict {
            block.label = None;
        }
    }
    true
}

/// `Q.` and `A.` without colons count where both come, `Q` alone where other labels do.
fn letters(reading: &Reading<'_>, blocks: &mut [Block]) {
    let firm = blocks.iter().filter(|b| b.label.as_ref().is_some_and(|l| l.strength >= Strength::Firm)).count();
    let starts = |letter: &str| blocks.iter().filter(|b| reading.word(b.first) == letter).count();
    let (dotted, bare) = (starts("Q.") >= 1 && starts("A.") + firm >= 1, firm >= 2);
    if !dotted && !bare {
        return;
    }
    for block in blocks.iter_mut().filter(|b| b.label.is_none()) {
        let is_dotted = reading.word(block.first).ends_with('.');
        if if is_dotted { dotted } else { bare } {
            block.label = Label::letter(reading, block.first, bare);
        }
    }
}

/// Whether at least so many words follow token `first`, and among them those of somebody who talks.
fn speech(reading: &Reading<'_>, first: usize, least: usize) -> bool {
    let words = reading.tokens[first..].iter().take(250).filter(|t| t.is_word());
    words.clone().count() >= least && words.clone().any(speaks)
}

/// Whether one label opens a speech: the paragraphs after it are in the first person throughout.
fn monologue(reading: &Reading<'_>, blocks: &[Block], label: &Label) -> bool {
    let (all, own) =
        blocks.iter().skip(1).take(12).fold((0, 0), |(all, own), b| (all + 1, own + usize::from(talking(reading, b))));
    let alone = label.strength >= Strength::Firm && !blocks.iter().skip(1).take(12).any(|b| b.label.is_some());
    alone && all >= 3 && own * 2 >= all
}

/// Whether the paragraph after the label tells of its bearer by name.
fn names_itself(reading: &Reading<'_>, label: &Label, end: usize) -> bool {
    let Who::Person { name, .. } = label.who else { return false };
    let surname = reading.tokens[name.1 - 1].hash;
    let after = label.after().min(end);
    reading.tokens[after..end].iter().take(60).any(|t| t.hash == surname && t.quoted == 0)
}

/// Whether the words after a label are a headline: capitals throughout in a text that has small letters.
fn headline(reading: &Reading<'_>, first: usize, end: usize) -> bool {
    let long = |t: &&Token| t.kind == Kind::Word && t.end - t.start >= 4;
    let words: Vec<&Token> = reading.tokens[first.min(end)..end].iter().take(40).filter(long).collect();
    let capital = words.iter().filter(|t| t.capital && !t.upper).count();
    words.len() >= 4 && capital * 10 >= words.len() * 8 && reading.word(end - 1) != ","
}

/// Whether the words from token `first` on are those of somebody who talks.
fn talks(reading: &Reading<'_>, first: usize) -> bool {
    reading.tokens[first.min(reading.tokens.len())..].iter().take(80).any(|t| speaks(t) || t.of(reading.text) == "?")
}

/// Words of the first and second person, and of greeting.
fn speaks(token: &Token) -> bool {
    const WORDS: &[&str] = &[
        "i", "we", "you", "my", "our", "your", "me", "us", "i'm", "i've", "i'd", "i'll", "we're", "we've", "we'll",
        "you're", "you've", "let's", "thank", "thanks", "yes",
    ];
    token.quoted == 0 && token.kind == Kind::Word && token.is_any(WORDS)
}

/// Whether nothing but names follows: "Minister of Transport: Anna Berg."
fn names_only(reading: &Reading<'_>, first: usize, end: usize) -> bool {
    let words: Vec<&Token> = reading.tokens[first.min(end)..end].iter().filter(|t| t.is_word()).take(7).collect();
    words.is_empty() && first < end || !words.is_empty() && words.len() < 6 && words.iter().all(|t| t.capital)
}

/// A paragraph without words.
enum Break {
    /// `<…>`: something is left out; the same speaker may go on.
    Omission,
    /// `* * *`: something else follows.
    End,
}

fn separates(reading: &Reading<'_>, block: &Block) -> Option<Break> {
    let tokens = &reading.tokens[block.first..block.end];
    let dots = |t: &Token| t.of(reading.text).starts_with(['…', '.']);
    match tokens.iter().any(Token::is_word) {
        true => None,
        false if tokens.iter().any(dots) => Some(Break::Omission),
        false => Some(Break::End),
    }
}

/// Whether the tokens are a note in brackets: "(Applause.)"
fn aside(reading: &Reading<'_>, first: usize, end: usize) -> bool {
    first < end
        && matches!(reading.word(first), "(" | "[")
        && matches!(reading.word(end - 1), ")" | "]" | ".")
        && !reading.tokens[first..end - 1]
            .iter()
            .enumerate()
            .any(|(i, t)| matches!(t.of(reading.text), ")" | "]") && first + i + 2 < end)
}

/// Whether the paragraph is a heading over the label that follows.
fn heads_next(reading: &Reading<'_>, block: &Block, next: Option<&Block>) -> bool {
    let labelled = next.is_some_and(|b| b.label.is_some());
    let open = reading.tokens[block.end - 1].is_word();
    labelled && open && block.end - block.first <= 30 && reading.tokens[block.first].capital && !talking(reading, block)
}

/// Whether the paragraph is in the first or second person.
fn talking(reading: &Reading<'_>, block: &Block) -> bool {
    reading.tokens[block.first..block.end].iter().any(speaks)
}

/// Whether the paragraph tells of the speaker, so that it is no longer the speaker who talks: "Berg also said …".
fn tells(reading: &Reading<'_>, block: &Block, speaker: &Speaker) -> bool {
    let [id] = speaker.ids.as_slice() else { return false };
    let surname = id.rsplit('-').next().unwrap_or(id);
    let named = reading.mentions_in(block.first, block.end.min(block.first + 6)).find_map(|m| match m.named {
        Named::Person(i) => {
            let person = &reading.people[usize::from(i)];
            (person.id == *id || person.id.rsplit('-').next() == Some(surname)).then_some(m.end as usize)
        }
        _ => None,
    });
    let Some(after) = named.filter(|after| *after < block.end) else { return false };
    let next = &reading.tokens[after];
    let verb = next.kind == Kind::Word && !next.capital && !next.any(Classes::CONJUNCTION.or(Classes::PREPOSITION));
    verb && !talking(reading, block)
}

#[cfg(test)]
mod tests {
    use crate::{
        annotate::{annotate, annotations::Quotation},
        article::Article,
    };

    fn quotations(text: &str) -> Vec<Quotation> {
        annotate(&Article { text: text.into(), ..Article::default() }).quotations
    }

    /// The turns of a text as "speaker (role): words | words".
    fn turns(text: &str) -> Vec<String> {
        quotations(text)
            .iter()
            .filter(|q| q.rule == super::Rule::Turn.name())
            .map(|q| {
                let words: Vec<&str> = q.content.iter().map(|s| s.of(text)).collect();
                let role = q.role.as_deref().map(|r| format!(" ({r})")).unwrap_or_default();
                format!("{}{role}: {}", q.speaker.as_deref().unwrap_or("?"), words.join(" | "))
            })
            .collect()
    }

    #[test]
    fn finds_who_says_what() {
        let table: [(&str, &[&str]); 12] = [
            // Short labels are the person of the full one; the title is the role.
            (
                "President of Ruritania Anna Berg: Good morning, friends.\nI thank you for coming here.\n\
                 KARL VON HOLT: We thank you.\nANNA BERG: Shall we begin?\nMR. HOLT: Yes.",
                &[
                    "Anna Berg (President of Ruritania): Good morning, friends. | I thank you for coming here.",
                    "Karl von Holt: We thank you.",
                    "Anna Berg (President of Ruritania): Shall we begin?",
                    "Karl von Holt: Yes.",
                ],
            ),
            // Whoever asks is nobody; so is who answers, unless the text says who is interviewed.
            (
                "Q: Will you resign?\n\nA: No, I will not.\n\nQ: Why?\n\nA: You know why.",
                &["?: Will you resign?", "?: No, I will not.", "?: Why?", "?: You know why."],
            ),
            (
                "In an interview with Foreign Minister Anna Berg we asked about fish.\n\nQ. Is there a deal?\n\n\
                 A. We have one.\n\nQ. Which?\n\nA. You will see it soon.",
                &[
                    "?: Is there a deal?",
                    "Anna Berg (Foreign Minister): We have one.",
                    "?: Which?",
                    "Anna Berg (Foreign Minister): You will see it soon.",
                ],
            ),
            // Rows of dots are gaps, asterisks an end, brackets a note.
            (
                "MODERATOR: Welcome to you all.\n(Applause.)\nMS. BERG (via interpreter): I am glad.\n<…>\n\
                 I shall be brief.\n* * *\nWe have closed the hall.",
                &["Moderator: Welcome to you all.", "Berg: I am glad. | I shall be brief."],
            ),
            // The label stands on its own line; the heading over the next is nobody's speech.
            (
                "SECRETARY BERG:\n\nI have two points to make today.\n\nQUESTION:\n\nWhat are they?\n\n\
                 Second part of the briefing\n\nSECRETARY BERG: You will hear.",
                &[
                    "Berg (Secretary): I have two points to make today.",
                    "?: What are they?",
                    "Berg (Secretary): You will hear.",
                ],
            ),
            // The article goes on about the speaker.
            (
                "Foreign Minister Anna Berg: We are ready to talk, and I say so to all of you here today.\n\
                 Anna Berg also visited the port.\nThe port was built in 1911.",
                &["Anna Berg (Foreign Minister): We are ready to talk, and I say so to all of you here today."],
            ),
            // One surname, two people: the short label is neither.
            (
                "ANNA BERG: I agree with you.\nKARL BERG: I do not.\nBERG: We shall see.",
                &["Anna Berg: I agree with you.", "Karl Berg: I do not.", "Berg: We shall see."],
            ),
            // Only what looks like nothing else is a label in lines of a narrow column.
            (
                "ANNA BERG: I think that the\nlong road to peace\nbegins with the\nfollowing step.\n\
                 KARL HOLT: We know, but\nyou never\nsaid so.",
                &[
                    "Anna Berg: I think that the\nlong road to peace\nbegins with the\nfollowing step.",
                    "Karl Holt: We know, but\nyou never\nsaid so.",
                ],
            ),
            // No blank between given name and surname, none after the colon.
            (
                "Foreign Minister Anna Berg: I greet you all.\nAnnaBerg: You may sit.\nANNA BERG:Thank you.",
                &[
                    "Anna Berg (Foreign Minister): I greet you all.",
                    "Anna Berg (Foreign Minister): You may sit.",
                    "Anna Berg (Foreign Minister): Thank you.",
                ],
            ),
            // Names that are in no list count among others.
            (
                "Envoy Anna Berg: I have come back to you.\nKARL HOLT: We see.\nXqwal Brzek: I do not believe it.",
                &[
                    "Anna Berg (Envoy): I have come back to you.",
                    "Karl Holt: We see.",
                    "Xqwal Brzek: I do not believe it.",
                ],
            ),
            (
                "SENIOR OFFICIAL ONE: We cannot say.\n\nQUESTION: Can you say more?\n\nSENIOR OFFICIAL TWO: No, we can’t.",
                &["Senior Official One: We cannot say.", "?: Can you say more?", "Senior Official Two: No, we can’t."],
            ),
            (
                "KARL HOLT: How do you do?\nANNA BERG: I am well. Note this: we are not alone.\nFirst: we build.\n\
                 Here is my question: why?",
                &[
                    "Karl Holt: How do you do?",
                    "Anna Berg: I am well. Note this: we are not alone. | First: we build. | Here is my question: why?",
                ],
            ),
        ];
        let wrong: Vec<_> = table.iter().filter(|(text, expected)| turns(text) != *expected).collect();
        let found: Vec<_> = wrong.iter().map(|(text, _)| turns(text)).collect();
        assert!(wrong.is_empty(), "expected {wrong:#?}\nfound {found:#?}");
    }

    #[test]
    fn prose_and_lists_are_no_transcripts() {
        let table = [
            "Note: we do not print letters.\n\nThe talks ended.",
            "Zenda: 20 degrees\nStrelsau: 12 degrees\nHentzau: 9 degrees",
            "Time: 10:00\nPlace: your hall\nContact: us",
            "On one hand: we agree. On the other: we do not.\n\nOn the other hand: you know.",
            "By Anna Berg: our correspondent in Strelsau\n\nThe talks ended.",
            "Anna Berg: A Life In Our Politics\n\nThe book came out today.",
            "Foreign Minister: Anna Berg\nMinister of Transport: Karl Holt\nGovernor: John Rassen",
            "Anna Berg: 12 points\nKarl Holt: 9 points\nJohn Rassen: 3 points",
            "Anna Berg: born 1950, the senator won two terms.\n\nKarl Holt: born 1960, he lost one.",
            "Anna Berg: Student loans. Berg told us that she would pay.\n\nKarl Holt: Taxes. Holt says we pay too much.",
            "Dear colleagues: we thank you.\nFellow citizens: you know me.\nPeople of Ruritania: I am yours.",
            "THE MINISTER SAID: WE WANT PEACE.\nHOLT THEN ADDED: I DO TOO.\nOUR QUESTION FOR ANNA BERG: WHY DO WE WAIT?",
            "Dear President Anna Berg: we write to you as friends.\n\nWe hope you are well.\n\nWe wait.\n\nWe thank you.",
            "Mr. Holt:\n\nWe write to you as friends.\n\nWe hope you are well.\n\nWe wait for your answer.",
            "Talks in Strelsau: we look at what comes next\n\nThe talks ended.",
            "A. Berg and Q. Holt met. We were there.\n\nA. Berg left.",
        ];
        for text in table {
            assert_eq!(turns(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn other_peoples_words_are_nested() {
        let text = "Foreign Minister Anna Berg: I said that we would come, and I think “this was right.”\n\
                    “We will not leave,” I said. Senator Karl Holt said that the port was closed.\n\
                    KARL HOLT: You know that it is.";
        let found = quotations(text);
        let shown: Vec<(&str, Option<&str>, Option<usize>)> =
            found.iter().map(|q| (q.rule.as_str(), q.speaker.as_deref(), q.nested_in)).collect();
        assert_eq!(shown.len(), 3, "{shown:?}");
        assert_eq!((shown[0].0, shown[0].1, shown[0].2), ("turn", Some("Anna Berg"), None));
        assert_eq!((shown[1].1, shown[1].2), (Some("Karl Holt"), Some(0)));
        assert!(found[1].content[0].of(text).ends_with("the port was closed"));
        assert_eq!((shown[2].0, shown[2].1, shown[2].2), ("turn", Some("Karl Holt"), None));
    }

    #[test]
    fn long_and_odd_texts_do_no_harm() {
        let many = 4_000;
        let texts = [
            "ANNA BERG: I see. Karl Holt said that you left.\n".repeat(many),
            "ANNA BERG ".repeat(many) + ": I see.",
            format!("ANNA BERG: I see you.\n{}", "Karl Holt said that it was so. ".repeat(many)),
            "A: \nQ: \nQ.\nA.\n".repeat(many),
            "(((((:\n::::\n[Anna: I\n".repeat(many),
            "ANNA BERG:".into(),
            "ANNA BERG: (I)".into(),
            ":".into(),
            "Q.".into(),
            "İ: ß\nŒ. ı: I you\n“Q: I”\nQ: I\nQ: you".into(),
        ];
        for text in &texts {
            for quotation in quotations(text) {
                for span in &quotation.content {
                    assert!(!quotation.source.iter().chain(&quotation.cue).any(|s| s.overlaps(*span)));
                }
            }
        }
    }
}
