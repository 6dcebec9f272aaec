//! A label names who speaks in a transcript: `President of Ruritania Anna Berg:`, `MR. SMITH:`, `QUESTION:`.

use crate::annotate::{
    lexicon::{Classes, Form, Lexicon, word_hash},
    person::name_id,
    reading::{Named, Reading},
    tokens::{Gap, Kind, Token, TokenRange},
};

/// Longest label in tokens.
const LONGEST: usize = 40;

/// Whom a label names.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Who {
    /// A name, and the tokens around it that say who that is.
    Person { name: TokenRange, title: Option<TokenRange> },
    /// `Q:`, `QUESTION:`, `Remark:`: somebody.
    Somebody,
    /// `A:`, `ANSWER:`: whoever was asked.
    Answer,
    /// `MODERATOR:`, `THE PRESIDENT:`, `SENIOR OFFICIAL ONE:`.
    Role,
    /// A word that may name anybody or nothing: `Berg:`, `Radio Three:`, `Weather:`.
    Other,
}

/// How much a label says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Counts only among others, or where it comes again.
    Weak,
    /// Names somebody who can speak; two of them make a transcript.
    Firm,
    /// A personal name with a title or in capitals: makes a transcript alone, where somebody talks after it.
    Strong,
}

/// A label at the head of a line, as ranges of tokens.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// The words of the label.
    pub(super) words: TokenRange,
    /// The colon, or the letter of "Q."
    pub(super) cue: TokenRange,
    pub(super) who: Who,
    pub(super) strength: Strength,
    /// Equal for equal labels.
    pub(super) key: String,
}

/// Words that head the labels of unnamed people.
const SOMEBODY: &str = "\
    question questions q q. remark remarks reply response comment audience voice voices shout unidentified \
    unknown inaudible";
const ANSWER: &str = "answer a a.";
/// Offices of a conversation, besides those of the lexicon.
const ROLES: &str = "\
    moderator interviewer interviewee presenter host anchor operator reporter journalist participant \
    translator interpreter announcer narrator caller listener viewer staff facilitator panelist panellist \
    spokesperson";
/// Whom one greets: "Dear colleagues:".
const VOCATIVE: &str = "\
    people colleagues friends citizens compatriots gentlemen comrades brothers sisters excellencies \
    countrymen delegates members guests";
/// Words that open labels of another kind.
const NOBODY: &str = "\
    note notes editor update updated correction source sources photo photos picture image caption video \
    watch read listen related more see by time date place venue where when who what why how contact tel \
    telephone fax email e-mail phone address summary background analysis opinion subject re from to cc title \
    headline dateline copyright tags topics credit written edited reporting warning reminder example result \
    results score scores total price name here first second third next last finally point step item part \
    chapter section article agenda breaking exclusive live fact facts myth verdict conclusion bottom key \
    main top";

/// Whether the token is one of the words.
fn among(token: &Token, words: &str) -> bool {
    words.split(' ').any(|word| token.is(word))
}

/// Words that no name and no office is made of.
const FUNCTION: Classes = Classes::PRONOUN
    .or(Classes::SUBORDINATOR)
    .or(Classes::RELATIVE)
    .or(Classes::AUXILIARY)
    .or(Classes::NEGATION)
    .or(Classes::ADVERB);
const LINK: Classes = Classes::ARTICLE.or(Classes::DETERMINER).or(Classes::PREPOSITION).or(Classes::CONJUNCTION);
const TITLE: Classes = Classes::OFFICE.or(Classes::HONORIFIC);

impl Label {
    /// The label that begins with token `first`, where the line opens with one.
    pub(super) fn at(reading: &Reading<'_>, first: usize, end: usize) -> Option<Self> {
        let (words, colon) = scan(reading, first, end)?;
        let last = words.last().copied()? + 1;
        let key = name_id(reading.span(first, last).of(reading.text));
        let (who, strength) = classify(reading, &words)?;
        // A line that goes on without a blank is a time, an address, a ratio; but printers forget blanks after names.
        let glued = reading.tokens.get(colon + 1).is_some_and(|t| t.gap == Gap::None && t.kind != Kind::DoubleQuote);
        if glued && strength == Strength::Weak {
            return None;
        }
        // "Question: at what expense?" is the speaker's own: who asks begins a sentence.
        let goes_on = reading.tokens.get(colon + 1).is_some_and(|t| t.kind == Kind::Word && !t.capital);
        if goes_on && matches!(who, Who::Somebody) {
            return None;
        }
        Some(Self { words: (first, last), cue: (colon, colon + 1), who, strength, key })
    }

    /// `Q.` or `A.` without a colon; `Q` alone, too, where `bare`.
    pub(super) fn letter(reading: &Reading<'_>, first: usize, bare: bool) -> Option<Self> {
        let next = reading.tokens.get(first + 1).filter(|t| t.gap != Gap::None)?;
        let (who, key) = match reading.word(first) {
            "Q." => (Who::Somebody, "q"),
            "A." => (Who::Answer, "a"),
            "Q" if bare => (Who::Somebody, "q"),
            "A" if bare && next.gap >= Gap::Line => (Who::Answer, "a"),
            _ => return None,
        };
        let words = (first, first + 1);
        Some(Self { words, cue: words, who, strength: Strength::Weak, key: key.to_owned() })
    }

    /// The first token after the label.
    pub(super) fn after(&self) -> usize {
        self.cue.1
    }
}

/// The words of a label without what stands in brackets, and its colon.
fn scan(reading: &Reading<'_>, first: usize, end: usize) -> Option<(Vec<usize>, usize)> {
    let tokens = &reading.tokens;
    let mut words = Vec::new();
    let mut bracket = false;
    for i in first..end.min(first + LONGEST) {
        let token = &tokens[i];
        if i > first && token.gap >= Gap::Line {
            return None;
        }
        match token.of(reading.text) {
            ":" if !bracket => return (!words.is_empty()).then_some((words, i)),
            "(" | "[" if !bracket && i > first => bracket = true,
            ")" | "]" if bracket => bracket = false,
            _ if bracket => {}
            "," | "&" | "/" | "-" | "–" | "—" if i > first => {}
            mark if token.kind == Kind::Mark => {
                // "D.Berg." and "Lt . Col": a full stop after a letter only.
                let initial = mark == "." && i > first && reading.word(i - 1).chars().count() <= 3;
                if !initial {
                    return None;
                }
            }
            _ => match token.kind {
                Kind::Word | Kind::Number | Kind::Possessive => words.push(i),
                // "Traders’ Union".
                Kind::SingleQuote if i > first && token.gap == Gap::None && reading.word(i - 1).ends_with('s') => {}
                _ => return None,
            },
        }
    }
    None
}

fn classify(reading: &Reading<'_>, words: &[usize]) -> Option<(Who, Strength)> {
    let tokens = &reading.tokens;
    let head = &tokens[words[0]];
    if head.kind != Kind::Word || head.any(Classes::PREPOSITION.or(Classes::MONTH).or(Classes::WEEKDAY)) {
        return None;
    }
    if head.capital && among(head, SOMEBODY) && (words.len() == 1 || from(reading, words) || head.upper) {
        let plain = among(head, "question q remark");
        return Some((Who::Somebody, if plain { Strength::Firm } else { Strength::Weak }));
    }
    if head.capital && words.len() == 1 && among(head, ANSWER) {
        return Some((Who::Answer, Strength::Firm));
    }
    let last = &tokens[*words.last()?];
    if among(last, VOCATIVE) || among(head, "dear by to") || !plausible(reading, words) {
        return None;
    }
    let person = person(reading, words);
    // "What You Need:", "First Point:", "Zenda – Talks:"; but "First Deputy Chairman of A Just Society – Envoy Anna Berg:".
    let function = |i: &usize| tokens[*i].any(FUNCTION) && reading.word(*i) != "US";
    let dash = |i: usize| matches!(reading.word(i), "–" | "—");
    let doubtful = among(head, NOBODY) || words.iter().any(function) || (words[0]..words[words.len() - 1]).any(dash);
    if doubtful && !matches!(person, Some((_, Strength::Strong))) {
        return None;
    }
    if person.is_some() {
        return person;
    }
    let role =
        |i: &usize| tokens[*i].any(TITLE.or(Classes::OFFICE_QUALIFIER).or(Classes::GROUP)) || among(&tokens[*i], ROLES);
    let capitals =
        words.iter().all(|i| tokens[*i].upper || tokens[*i].kind != Kind::Word || reading.word(*i).len() == 1);
    if words.len() <= 8 && words.iter().any(role) && head.capital {
        return Some((Who::Role, if capitals { Strength::Firm } else { Strength::Weak }));
    }
    let short = words.len() <= 3 && words.iter().all(|i| tokens[*i].capital && !tokens[*i].any(FUNCTION.or(LINK)));
    short.then_some((Who::Other, Strength::Weak))
}

/// "Question from Zenda".
fn from(reading: &Reading<'_>, words: &[usize]) -> bool {
    words.len() <= 6 && among(&reading.tokens[words[1]], "from by in of")
        || reading.tokens[words[1]].kind == Kind::Number
}

/// Whether the words can name somebody: capitals, links between them, and what a role is made of.
fn plausible(reading: &Reading<'_>, words: &[usize]) -> bool {
    let mut lower = 0;
    for i in words {
        let token = &reading.tokens[*i];
        let office = token.any(TITLE.or(Classes::OFFICE_QUALIFIER));
        if token.kind == Kind::Number {
            // "OFFICIAL 2", not "20 degrees".
            if Some(i) != words.last() || words.len() == 1 {
                return false;
            }
        } else if token.kind == Kind::Word && !office && !token.any(Classes::GIVEN_NAME) {
            // "THE MINISTER SAID:", "Our question:".
            let named = reading.mention_at(*i).is_some();
            let reports = !named
                && token.cue().is_some_and(|cue| {
                    matches!(cue.form, Form::Past | Form::ThirdPerson) || !token.capital && cue.takes('t')
                });
            if reports || !token.capital && token.any(FUNCTION) || among(token, "my our your his her their its") {
                return false;
            }
            lower += usize::from(!token.capital && !token.any(LINK));
        }
    }
    lower * 2 <= words.len() || lower <= 1
}

/// The name in a label, with what is said of its bearer before or after it.
fn person(reading: &Reading<'_>, words: &[usize]) -> Option<(Who, Strength)> {
    let tokens = &reading.tokens;
    let (first, end) = (words[0], words[words.len() - 1] + 1);
    let comma = (first..end).find(|i| reading.word(*i) == ",");
    let at_end = name_before(reading, first, end);
    let at_comma = comma.and_then(|comma| name_before(reading, first, comma).filter(|n| n.known && n.first == first));
    let (name, title) = match (at_end, at_comma, comma) {
        // "Anna Berg, reporter at Radio Three".
        (end_name, Some(name), Some(comma)) if end_name.is_none_or(|n| !n.known || n.end - n.first == 1) => {
            (name, Some((comma + 1, end)))
        }
        // "Radio host Anna Berg, moderator".
        (end_name, _, Some(comma)) if end_name.is_none_or(|n| !n.known) => {
            match name_before(reading, first, comma).filter(|n| n.known) {
                Some(name) => (name, (name.first > first).then_some((first, name.first))),
                None => (end_name?, end_name.map(|n| (first, n.first))),
            }
        }
        (Some(name), _, _) => (name, (name.first > first).then_some((first, name.first))),
        _ => return None,
    };
    let titled = title.is_some_and(|(a, b)| tokens[a..b].iter().any(|t| t.any(TITLE) || among(t, ROLES)));
    let full = name.end - name.first >= 2 || parted(reading.word(name.first)).is_some();
    let upper = |t: &Token| {
        t.upper || t.kind != Kind::Word || t.of(reading.text).chars().filter(|c| c.is_alphabetic()).count() == 1
    };
    let capitals = tokens[name.first..name.end].iter().all(upper);
    let inside = title.is_none();
    // A single word is a name after a title; a name follows an office, not just anything.
    if !(full || titled || name.known && inside) {
        return None;
    }
    let strength = match (full, name.known) {
        (true, true) if titled || capitals => Strength::Strong,
        (true, true) => Strength::Firm,
        (true, false) if titled => Strength::Firm,
        (false, _) if titled => Strength::Firm,
        _ => Strength::Weak,
    };
    Some((Who::Person { name: (name.first, name.end), title }, strength))
}

/// A name that ends a phrase.
#[derive(Clone, Copy)]
struct Name {
    first: usize,
    end: usize,
    /// Whether it is found elsewhere as a person's, or begins with a given name.
    known: bool,
}

fn name_before(reading: &Reading<'_>, from: usize, end: usize) -> Option<Name> {
    let tokens = &reading.tokens;
    // Back over what is in brackets: "Anna Berg (via interpreter)" is cut off by the scan; a suffix is part of the name.
    let last = end.checked_sub(1).filter(|i| *i >= from)?;
    let given = |i: usize| tokens[i].any(Classes::GIVEN_NAME) && tokens[i].capital;
    if let Some(mention) = reading.mention_at(last).filter(|m| m.first as usize >= from && m.end as usize == end)
        && matches!(mention.named, Named::Person(_))
    {
        let mut first = mention.first as usize;
        if !given(first)
            && end - first > 2
            && let Some(at) = (first + 1..end - 1).find(|i| given(*i))
        {
            first = at;
        }
        // "Minister of Sport Anna Berg": the surname may be all that the names are sure of.
        while first > from && end - first < 4 && given(first - 1) && tokens[first].gap == Gap::Space {
            first -= 1;
        }
        // "Rawia Berg", where only "Berg" is sure to be a name.
        if end - first == 1 && first > from && tokens[first - 1].classes.is_empty() && namelike(reading, first - 1) {
            first -= 1;
        }
        return Some(Name { first, end, known: true });
    }
    let mut first = end;
    // "Theresa April": a month after a given name.
    if last > from && given(last - 1) && tokens[last].capital && tokens[last].any(Classes::MONTH) {
        return Some(Name { first: last - 1, end, known: true });
    }
    while first > from && end - first < 5 && namelike(reading, first - 1) {
        first -= 1;
    }
    while first < end && !tokens[first].capital {
        first += 1;
    }
    if first == end {
        return None;
    }
    // Mixed case before capitals: the name is in capitals.
    let plain = |i: &usize| tokens[*i].upper || reading.word(*i).ends_with('.');
    if tokens[last].upper
        && let Some(at) = (first..end).rev().take_while(|i| plain(i)).last()
        && at > first
    {
        first = at;
    }
    if let Some(at) = (first..last).find(|i| given(*i)) {
        return Some(Name { first: at, end, known: true });
    }
    if parted(reading.word(last)).is_some() {
        return Some(Name { first: last, end, known: true });
    }
    let alone = first == from;
    if !alone && end - first > 2 {
        first = end - 2;
    }
    // "BERG": the surname of a person of the text.
    let surname = |name: &str| name.rsplit(' ').next().is_some_and(|s| s.eq_ignore_ascii_case(reading.word(last)));
    let known = first == last && alone && reading.people.iter().take(200).any(|p| surname(&p.name));
    Some(Name { first, end, known })
}

/// Whether token `i` can be part of a name.
fn namelike(reading: &Reading<'_>, i: usize) -> bool {
    let token = &reading.tokens[i];
    if token.kind != Kind::Word {
        return false;
    }
    if matches!(reading.word(i), "de" | "van" | "von" | "der" | "bin" | "al" | "da" | "del" | "la" | "zu" | "ibn") {
        return true;
    }
    if !token.capital || token.any(FUNCTION.or(LINK).or(Classes::MONTH).or(Classes::WEEKDAY)) {
        return false;
    }
    if among(token, "one two three four five six") {
        return false;
    }
    let named = reading.mention_at(i).is_some_and(|m| !matches!(m.named, Named::Person(_)));
    let word = TITLE
        .or(Classes::OFFICE_QUALIFIER)
        .or(Classes::ORGANISATION_SUFFIX)
        .or(Classes::GROUP)
        .or(Classes::DOCUMENT)
        .or(Classes::STATEMENT_NOUN);
    token.any(Classes::GIVEN_NAME) || !named && !token.any(word) && !among(token, ROLES)
}

/// The byte where `AnnaBerg` falls into two names, the first of which is a given name.
pub(super) fn parted(word: &str) -> Option<usize> {
    let mut previous = ' ';
    for (at, c) in word.char_indices().take(40) {
        if c.is_uppercase() && previous.is_lowercase() {
            let given = Lexicon::get().classes(word_hash(&word[..at])).any(Classes::GIVEN_NAME);
            return (given && word.len() - at > 2).then_some(at);
        }
        previous = c;
    }
    None
}
