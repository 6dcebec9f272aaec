//! A [`Clause`] is a cue verb with what stands around it in its sentence: from it the content is read.

use super::super::{
    draft::{Draft, DraftId, Rule},
    grammar::{
        cues::{self, CueVerb, adverb},
        noun_phrase,
    },
};
use crate::annotate::{
    lexicon::{Classes, Form},
    reading::{Named, Reading},
    tokens::{Kind, TokenRange},
};

/// What a cue's clause looks like around it.
pub(crate) struct Clause<'r, 'a> {
    pub(crate) reading: &'r Reading<'a>,
    pub(crate) verb: CueVerb,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Clause<'_, '_> {
    pub(crate) fn draft(&self, source: TokenRange, content: Vec<TokenRange>, rule: Rule, confidence: f32) -> Draft {
        Draft {
            cue: Some((self.verb.first, self.verb.end)),
            source: Some(source),
            manner: self.verb.cue.manner,
            ..Draft::new(rule, confidence, content)
        }
    }

    fn word(&self, i: usize) -> &str {
        self.reading.word(i)
    }

    /// Content of a cue whose subject stands before it; the clause begins at `clause_start`.
    pub(crate) fn content(&self, source: TokenRange, clause_start: usize) -> Option<Draft> {
        let cue = self.verb.cue;
        let quote_before = clause_start > self.start && self.is_quote_mark(clause_start - 1);
        let comma_before = clause_start > self.start && matches!(self.word(clause_start - 1), "," | "--" | "—" | "–");
        if quote_before && (cue.takes('p') || cue.takes('q')) {
            return self.postposed(source, clause_start, self.verb.end, Rule::AfterQuote);
        }
        if let Some(draft) = self.forward(source) {
            let weak = draft.rule == Rule::BareClause;
            if weak && comma_before && cue.takes('p') && self.looks_finished() {
                return self.postposed(source, clause_start, self.verb.end, Rule::AfterClause);
            }
            return Some(draft);
        }
        if comma_before && cue.takes('p') && cue.takes('t') || comma_before && cue.takes('p') && self.looks_finished() {
            return self.postposed(source, clause_start, self.verb.end, Rule::AfterClause);
        }
        None
    }

    fn is_quote_mark(&self, i: usize) -> bool {
        let token = &self.reading.tokens[i];
        token.kind == Kind::DoubleQuote
            || token.kind == Kind::SingleQuote && i > 0 && self.reading.tokens[i - 1].quoted > 0 && token.quoted == 0
    }

    /// Whether nothing that could be reported follows the cue.
    fn looks_finished(&self) -> bool {
        let Some(next) = self.reading.tokens.get(self.verb.end).filter(|_| self.verb.end < self.end) else {
            return true;
        };
        next.kind == Kind::Mark
            || next.any(
                Classes::PREPOSITION
                    .or(Classes::WEEKDAY)
                    .or(Classes::ADVERB)
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::CONJUNCTION),
            )
    }

    /// Content before the cue's clause, and after it where the cue interrupts: “A,” he said, “B.”
    pub(crate) fn postposed(
        &self,
        source: TokenRange,
        clause_start: usize,
        clause_end: usize,
        rule: Rule,
    ) -> Option<Draft> {
        let reading = self.reading;
        let mut last = clause_start;
        while last > self.start
            && reading.tokens[last - 1].kind == Kind::Mark
            && !matches!(self.word(last - 1), ")" | "%")
        {
            last -= 1;
        }
        let mut content = Vec::new();
        let mut confidence = 0.93;
        if last > self.start && self.is_quote_mark(last - 1) {
            let segment = reading.segment_closing_at(last - 1)?;
            let open = segment.open();
            let words = (segment.first..segment.end).filter(|i| reading.tokens[*i as usize].is_word()).count();
            // All of the sentence before is reported when the marks hold only its end: The plan was “dead,” he said.
            let head = self.clause_head(open);
            if open > head + 1 && !matches!(self.word(open - 1), ":") && (open - head > 2) {
                content.push((head, segment.end as usize));
                confidence = 0.9;
            } else {
                content.push((segment.first as usize, segment.end as usize));
                confidence = if words >= 3 { 0.97 } else { 0.9 };
            }
        } else {
            let head = self.clause_head(last);
            if last <= head + 1 {
                return None;
            }
            let opening_phrase = reading.tokens[head]
                .any(Classes::PREPOSITION.or(Classes::WEEKDAY).or(Classes::SUBORDINATOR).or(Classes::ADVERB))
                && last - head < 9
                && !self.finite(head, last);
            if opening_phrase {
                return None;
            }
            content.push((head, last));
            if !self.finite(head, last) && self.word(clause_end) != "," {
                confidence = 0.6;
            }
        }
        // Past adverbials after the cue to a comma and the rest of what was said.
        let mut at = clause_end;
        let mut addressee = None;
        if self.verb.cue.takes('o') {
            let to = if reading.tokens.get(at).is_some_and(|t| t.is("to")) { at + 1 } else { at };
            addressee = noun_phrase::after(reading, to, self.end);
            at = addressee.map_or(at, |a| a.1);
        }
        while at < self.end
            && !matches!(self.word(at), "," | "." | ";" | ":" | "--" | "—" | "–")
            && !self.is_quote_mark(at)
        {
            at += 1;
        }
        if at < self.end && matches!(self.word(at), "," | ":" | "--" | "—" | "–") {
            let next = at + 1;
            if next < self.end && self.is_quote_mark(next) {
                if let Some(segment) = reading.segment_opening_at(next) {
                    content.push((segment.first as usize, segment.end as usize));
                }
            } else if at == clause_end && self.word(at) == "," && next < self.end && self.goes_on(next) {
                let stop = self.content_end(next);
                if stop > next {
                    content.push((next, stop));
                }
            }
        }
        let mut draft = self.draft(source, content, rule, confidence);
        draft.addressee = addressee;
        Some(draft)
    }

    /// Whether after ", he said," the reported sentence goes on at `at` rather than the reporter's own.
    fn goes_on(&self, at: usize) -> bool {
        let token = &self.reading.tokens[at];
        let participle = token.kind == Kind::Word && self.word(at).ends_with("ing");
        !(participle || token.is("according") || token.any(Classes::RELATIVE))
    }

    /// Whether the tokens hold something like a finite verb.
    fn finite(&self, first: usize, end: usize) -> bool {
        (first..end).any(|i| {
            let token = &self.reading.tokens[i];
            let word = self.word(i);
            token.any(Classes::AUXILIARY)
                || (token.kind == Kind::Word
                    && !token.capital
                    && i > first
                    && (word.ends_with("ed") || (word.len() > 3 && word.ends_with('s') && !word.ends_with("ss"))))
        })
    }

    /// Where the reported clause before the cue begins: the sentence's start, or after an earlier quotation's clause.
    fn clause_head(&self, last: usize) -> usize {
        let mut at = last;
        while at > self.start {
            let mark = self.word(at - 1);
            if mark == ";" || (mark == ":" && self.reading.tokens[at - 1].quoted == 0) {
                break;
            }
            at -= 1;
        }
        while at < last && (self.reading.tokens[at].kind == Kind::Mark) {
            at += 1;
        }
        at
    }

    /// Content after the cue.
    pub(crate) fn forward(&self, source: TokenRange) -> Option<Draft> {
        let reading = self.reading;
        let cue = self.verb.cue;
        let mut at = self.verb.end;
        let mut addressee = None;
        if cue.takes('o') && at < self.end && !reading.tokens[at].is("that") {
            let to = if reading.tokens[at].is("to") { at + 1 } else { at };
            addressee = self.object(to);
            at = addressee.map_or(at, |a| a.1);
        }
        if cue.takes('i')
            && let Some(draft) = self.infinitive(source, at)
        {
            return Some(draft);
        }
        if let Some((first, rule, confidence)) = self.opening(at, addressee.is_some()) {
            let first = first.min(self.end);
            let stop = self.content_end(first);
            if stop <= first {
                return None;
            }
            let mut draft = self.draft(source, vec![(first, stop)], rule, confidence);
            draft.addressee = addressee;
            return Some(draft);
        }
        if cue.takes('n') || cue.takes('c') {
            return self.object_content(source, at);
        }
        None
    }

    /// The indirect object of "told": a noun phrase or a pronoun.
    fn object(&self, at: usize) -> Option<TokenRange> {
        let token = self.reading.tokens.get(at).filter(|_| at < self.end)?;
        let pronoun = ["him", "her", "them", "us", "me", "you"].iter().any(|w| token.is(w));
        // "her Mexican counterpart" is no pronoun.
        let possessive = token.is("her")
            && self.reading.tokens.get(at + 1).filter(|_| at + 1 < self.end).is_some_and(|next| {
                next.kind == Kind::Word && !next.any(Classes::FUNCTION.or(Classes::ADVERB).or(Classes::WEEKDAY))
            });
        if pronoun && !possessive {
            return Some((at, at + 1));
        }
        if !possessive && token.any(Classes::PRONOUN)
            || token.any(Classes::PREPOSITION.or(Classes::ADVERB).or(Classes::AUXILIARY))
            || token.kind == Kind::Mark
            || token.kind == Kind::DoubleQuote
        {
            return None;
        }
        let end = noun_phrase::phrase_end(self.reading, at, self.end);
        (end > at).then_some((at, end))
    }

    /// "urged Russia to withdraw", "vowed to return": all of it after the cue.
    fn infinitive(&self, source: TokenRange, at: usize) -> Option<Draft> {
        let tokens = &self.reading.tokens;
        let mut to = at;
        // "called on", "appealed to" and the object.
        if tokens.get(to).is_some_and(|t| {
            t.is("on") || t.is("to") && tokens.get(to + 1).is_some_and(|n| n.capital || n.any(Classes::ARTICLE))
        }) {
            to += 1;
        }
        let object = self.object(to);
        let after = object.map_or(to, |o| o.1);
        let infinitive = tokens
            .get(after)
            .filter(|_| after < self.end)
            .is_some_and(|t| t.is("to") || (t.is("not") && tokens.get(after + 1).is_some_and(|n| n.is("to"))));
        if !infinitive {
            return None;
        }
        let first = object.map_or(after, |o| o.0);
        let mut draft = self.draft(source, vec![(first, self.content_end(after))], Rule::Infinitive, 0.88);
        draft.addressee = object;
        Some(draft)
    }

    /// Where the content opens at or after `at`, by which rule and how surely.
    fn opening(&self, at: usize, after_object: bool) -> Option<(usize, Rule, f32)> {
        let tokens = &self.reading.tokens;
        let cue = self.verb.cue;
        let token = tokens.get(at).filter(|_| at < self.end)?;
        let clause = cue.takes('t') || cue.takes('T');
        if clause && token.is("that") {
            return Some((at + 1, Rule::ThatClause, 0.95));
        }
        if matches!(self.word(at), ":") && cue.takes('q') {
            return Some((at + 1, Rule::Colon, 0.95));
        }
        if self.is_quote_mark(at) && (cue.takes('q') || cue.takes('c')) {
            return Some((at, Rule::BeforeQuote, 0.95));
        }
        if self.word(at) == "," && cue.takes('q') && at + 1 < self.end && self.is_quote_mark(at + 1) {
            return Some((at + 1, Rule::BeforeQuote, 0.95));
        }
        if clause && ["whether", "how", "why", "what"].iter().any(|w| token.is(w)) {
            return Some((at, Rule::WhClause, 0.85));
        }
        // Adverbials between the cue and its content: "said on Friday in Paris that …".
        let adverbial = token.any(Classes::PREPOSITION.or(Classes::WEEKDAY).or(Classes::ADVERB).or(Classes::MONTH))
            || adverb(self.word(at))
            || self.word(at) == ","
            || token.is("earlier")
            || after_object;
        if adverbial {
            let mut skip = at;
            while skip < self.end && skip - at < 28 {
                let token = &tokens[skip];
                if clause && token.is("that") && skip > at {
                    return Some((skip + 1, Rule::ThatClause, 0.9));
                }
                if cue.takes('q') && self.is_quote_mark(skip) && skip > at {
                    let introduced = matches!(self.word(skip - 1), "," | ":");
                    return introduced.then_some((skip, Rule::BeforeQuote, 0.88));
                }
                if cue.takes('q') && self.word(skip) == ":" && skip > at {
                    return Some((skip + 1, Rule::Colon, 0.88));
                }
                if token.any(Classes::CUE)
                    && !token.capital
                    && skip > at
                    && token.cue().is_some_and(|c| c.form == Form::Past && c.takes('t'))
                    || self.word(skip) == ";"
                {
                    break;
                }
                skip += 1;
            }
        }
        if !cue.takes('t') {
            return None;
        }
        // No "that": past a weekday or an adverb, a noun phrase begins the clause.
        let mut bare = at;
        let mut moved = true;
        while moved && bare < self.end {
            moved = false;
            let token = &tokens[bare];
            let day =
                token.is("on") && tokens.get(bare + 1).is_some_and(|t| t.any(Classes::WEEKDAY.or(Classes::MONTH)));
            if day {
                bare += 2;
                moved = true;
            } else if (token.any(Classes::WEEKDAY) && token.capital)
                || ((token.any(Classes::ADVERB) || adverb(self.word(bare))) && !token.any(Classes::PREPOSITION))
            {
                bare += 1;
                moved = true;
            }
        }
        let token = tokens.get(bare).filter(|_| bare < self.end)?;
        if token.is("that") {
            return Some((bare + 1, Rule::ThatClause, 0.92));
        }
        let subject = token.any(Classes::ARTICLE.or(Classes::DETERMINER).or(Classes::PRONOUN).or(Classes::GROUP))
            || token.kind == Kind::Number
            || (token.kind == Kind::Word
                && !token.any(
                    Classes::PREPOSITION
                        .or(Classes::CONJUNCTION)
                        .or(Classes::RELATIVE)
                        .or(Classes::SUBORDINATOR)
                        .or(Classes::AUXILIARY)
                        .or(Classes::NEGATION),
                ));
        let conditional = token.is("if")
            || token.is("when")
            || token.is("while")
            || token.is("in")
            || token.is("after")
            || token.is("despite");
        let finite = self.finite(bare, self.content_end(bare));
        ((subject || conditional && bare == at) && finite).then_some((
            bare,
            Rule::BareClause,
            if after_object { 0.85 } else { 0.88 },
        ))
    }

    /// "denied the allegations", "accused Kyiv of breaking …", "called it “illegal”".
    fn object_content(&self, source: TokenRange, at: usize) -> Option<Draft> {
        let tokens = &self.reading.tokens;
        let token = tokens.get(at).filter(|_| at < self.end)?;
        let mut first = at;
        if token.is("for") || token.is("on") || token.is("as") {
            first += 1;
        } else if self.verb.cue.takes('c') {
            // Rule::Called without a quotation mark in its object is naming or telephoning as often as speaking.
            let stop = self.content_end(at);
            let quote = (at..stop).find(|i| self.is_quote_mark(*i));
            return quote.map(|_| self.draft(source, vec![(at, stop)], Rule::Called, 0.85));
        }
        let opens = tokens.get(first).filter(|_| first < self.end).is_some_and(|t| {
            t.is_word()
                && !t.any(
                    Classes::PREPOSITION
                        .or(Classes::CONJUNCTION)
                        .or(Classes::RELATIVE)
                        .or(Classes::SUBORDINATOR)
                        .or(Classes::AUXILIARY),
                )
                || t.kind == Kind::DoubleQuote
        });
        let stop = self.content_end(first);
        let accused = self.verb.cue.manner == "accused";
        if accused && !(first..stop).any(|i| tokens[i].is("of") || tokens[i].is("for")) {
            return None;
        }
        let words = (first..stop).filter(|i| tokens[*i].is_word()).count();
        (opens && words >= 2).then(|| self.draft(source, vec![(first, stop)], Rule::Object, 0.75))
    }

    /// "…, adding that": the speaker is the sentence's own.
    pub(crate) fn participle(&self, earlier: &[Draft], offset: usize) -> Option<Draft> {
        let i = self.verb.first;
        let tokens = &self.reading.tokens;
        let progressive = i > self.start && tokens[i - 1].any(Classes::AUXILIARY);
        if progressive {
            let source = noun_phrase::before(self.reading, i, self.start)?;
            return self.forward(source);
        }
        let quoted_as =
            i >= self.start + 2 && tokens[i - 1].is("as") && (tokens[i - 2].is("quoted") || tokens[i - 2].is("cited"));
        if quoted_as {
            // "was quoted as saying": the subject stands before "was quoted"; "quoted him as saying" has none here.
            let source = noun_phrase::before(self.reading, i - 2, self.start)?;
            return self.forward(source);
        }
        let linked = i > self.start
            && (self.word(i - 1) == ","
                || tokens[i - 1].is("and")
                || tokens[i - 1].is("by")
                || tokens[i - 1].is("while"));
        if !linked {
            return None;
        }
        if let Some((at, previous)) =
            earlier.iter().enumerate().rev().find(|(_, d)| d.source.is_some() && d.cue.is_some_and(|c| c.0 < i))
        {
            let source = previous.source?;
            let mut draft = self.forward(source)?;
            draft.same_as = Some(DraftId((offset + at) as u32));
            draft.rule = Rule::Participle;
            draft.confidence = 0.85;
            return Some(draft);
        }
        // The subject of the sentence: the first person or phrase before its first verb.
        let subject = sentence_subject(self.reading, self.start, i)?;
        let mut draft = self.forward(subject)?;
        draft.rule = Rule::Participle;
        draft.confidence = 0.7;
        Some(draft)
    }

    /// "… and called on Kyiv to": shares the subject of the cue before it.
    pub(crate) fn coordinated(&self, earlier: &[Draft], offset: usize) -> Option<Draft> {
        let mut at = self.verb.first;
        while at > self.start
            && (self.reading.tokens[at - 1].any(Classes::ADVERB)
                || adverb(self.word(at - 1))
                || self.reading.tokens[at - 1].any(Classes::AUXILIARY))
        {
            at -= 1;
        }
        let linked = at > self.start && self.reading.tokens[at - 1].is_any(&["and", "but", "yet"]);
        if !linked {
            return None;
        }
        if let Some((index, previous)) =
            earlier.iter().enumerate().rev().find(|(_, d)| d.source.is_some() && d.cue.is_some_and(|c| c.0 < at))
        {
            let mut draft = self.forward(previous.source?)?;
            draft.same_as = Some(DraftId((offset + index) as u32));
            draft.rule = Rule::Coordinated;
            draft.confidence = 0.85;
            return Some(draft);
        }
        let subject = sentence_subject(self.reading, self.start, at - 1)?;
        let mut draft = self.forward(subject)?;
        draft.rule = Rule::Coordinated;
        draft.confidence = 0.65;
        Some(draft)
    }

    /// Where content that begins at `first` ends: the sentence, the quoted segment that runs past it, or where another
    /// cue's clause begins.
    pub(crate) fn content_end(&self, first: usize) -> usize {
        let reading = self.reading;
        let mut end = self.end;
        let mut at = first;
        while at < end {
            if at > first && reading.tokens[at].kind == Kind::DoubleQuote && self.another_clause(at + 1) {
                // “…,” according to the ministry.
                end = at + 1;
                break;
            }
            if reading.tokens[at].quoted == 0 && at > first {
                let word = self.word(at);
                let clause = matches!(word, "," | "--" | "—" | "–") && self.another_clause(at + 1);
                if word == ";"
                    || clause
                    || reading.tokens[at].is_any(&["and", "but", "yet"]) && self.coordinate_cue(at + 1)
                {
                    end = at;
                }
            }
            at += 1;
        }
        // A quotation of several sentences: “One. Two.”
        if end == self.end
            && let Some(last) = reading.tokens.get(end.saturating_sub(1))
            && (last.quoted > 0
                || end < reading.tokens.len()
                    && reading.tokens[end].quoted > 0
                    && reading.tokens[end].quoted == last.quoted)
            && let Some(segment) = reading.segments.get(usize::from(last.quoted).wrapping_sub(1))
            && segment.end as usize > end
        {
            return segment.end as usize;
        }
        while end > first {
            let token = &reading.tokens[end - 1];
            let trailing = matches!(token.kind, Kind::Mark) && !matches!(self.word(end - 1), ")" | "%");
            let mark = token.kind == Kind::DoubleQuote;
            if trailing && token.quoted == 0 || mark && self.only_segment(first, end) {
                end -= 1;
            } else {
                break;
            }
        }
        end
    }

    /// Whether `first..end` is one quoted segment with its marks.
    fn only_segment(&self, first: usize, end: usize) -> bool {
        self.reading.segment_opening_at(first).is_some_and(|s| s.end as usize + 1 == end)
    }

    /// Whether the tokens after a comma are another speaker's clause: "…, Lavrov said", "…, according to", "…, adding".
    fn another_clause(&self, at: usize) -> bool {
        let tokens = &self.reading.tokens;
        let Some(token) = tokens.get(at).filter(|_| at < self.end) else { return false };
        if token.is("according")
            || token.is("adding")
            || token.is("saying")
            || token.is("noting")
            || token.is("stressing")
            || token.is("insisting")
        {
            return true;
        }
        if token.any(Classes::CUE) && token.cue().is_some_and(|c| c.form == Form::Ing && c.takes('p')) {
            return true;
        }
        // "…, a spokesman said." at the end of the sentence.
        let conjunction = token.is("but") || token.is("while") || token.is("and");
        let from = if conjunction { at + 1 } else { at };
        (from + 1..self.end.min(from + 9)).any(|i| {
            let cue = tokens[i].quoted == 0
                && tokens[i].cue().is_some_and(|c| c.takes('p') && c.form != Form::Ing && c.form != Form::Base);
            cue && (!conjunction || tokens[from].capital)
                && cues::verb_at(self.reading, i, self.start).is_some()
                && noun_phrase::before(self.reading, i, self.start).is_some_and(|s| s.0 == from)
                && (conjunction
                    || i + 1 >= self.end
                    || !tokens[i + 1].is_word()
                    || tokens[i + 1].any(Classes::PREPOSITION.or(Classes::WEEKDAY)))
        })
    }

    /// "and called", "and added": a cue in the same tense without a subject of its own.
    fn coordinate_cue(&self, at: usize) -> bool {
        let Some(mut token) = self.reading.tokens.get(at).filter(|_| at < self.end) else { return false };
        let mut i = at;
        if token.any(Classes::ADVERB) && i + 1 < self.end {
            i += 1;
            token = &self.reading.tokens[i];
        }
        token.quoted == 0
            && token.cue().is_some_and(|c| {
                c.form == self.verb.cue.form
                    && c.form == Form::Past
                    && (c.takes('t') || c.takes('T') || c.takes('c') || c.takes('i'))
            })
    }
}

/// The phrase that the sentence is about: what ends before its first verb-like word.
pub(crate) fn sentence_subject(reading: &Reading<'_>, start: usize, before: usize) -> Option<TokenRange> {
    let person = reading.mentions_in(start, before).find(|m| matches!(m.named, Named::Person(_)));
    if let Some(mention) = person {
        let prior = (mention.first as usize).checked_sub(1).filter(|i| *i >= start);
        let possessive = reading.tokens.get(mention.end as usize).is_some_and(|t| t.kind == Kind::Possessive);
        if !possessive && prior.is_none_or(|i| !reading.tokens[i].any(Classes::PREPOSITION)) {
            return Some((mention.first as usize, mention.end as usize));
        }
    }
    let first = &reading.tokens[start];
    if first.any(Classes::PRONOUN) && (first.is("he") || first.is("she") || first.is("they") || first.is("it")) {
        return Some((start, start + 1));
    }
    if first.any(Classes::ARTICLE)
        || first.capital
            && !first.any(
                Classes::PREPOSITION
                    .or(Classes::SUBORDINATOR)
                    .or(Classes::ADVERB)
                    .or(Classes::CONJUNCTION)
                    .or(Classes::WEEKDAY),
            )
    {
        let end = noun_phrase::phrase_end(reading, start, before);
        return (end > start && end < before).then_some((start, end));
    }
    None
}
