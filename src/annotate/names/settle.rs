//! Settles what each name is, where the tagger and the gazetteer both speak: the gazetteer knows what a name can be, the
//! tagger what it is here.

use super::{
    name::{Mode, Name, Names, Settled, Sort},
    sport,
};
use crate::{
    annotate::{
        gazetteer::{Entry, Form, Gazetteer},
        lexicon::Classes,
        person::joined_article,
        reading::{Mention, Named},
        tokens::{Gap, Kind, Token},
        word_forms,
    },
    article::{Mark, MarkKind},
};

/// Words that begin the names of places.
const PLACE_HEADS: &[&str] =
    &["Port", "Fort", "Mount", "Lake", "Cape", "Camp", "Castle", "Lough", "Loch", "Isle", "Cerro"];
/// Words that end the names of buildings.
const BUILDINGS: &[&str] = &[
    "palace", "arena", "stadium", "hotel", "airport", "hall", "bridge", "museum", "theatre", "theater", "hospital",
    "library", "square", "tower", "prize", "award", "foundation", "avenue", "street", "boulevard",
];

const TITLE: Classes = Classes::HONORIFIC.or(Classes::OFFICE).or(Classes::OFFICE_QUALIFIER);

/// States of the United States as news agencies shorten them after a town (AP style).
const STATES: &[(&str, &str)] = &[
    ("Ala.", "Alabama"),
    ("Ariz.", "Arizona"),
    ("Ark.", "Arkansas"),
    ("Calif.", "California"),
    ("Colo.", "Colorado"),
    ("Conn.", "Connecticut"),
    ("D.C.", "District of Columbia"),
    ("Del.", "Delaware"),
    ("Fla.", "Florida"),
    ("Ga.", "Georgia (state)"),
    ("Ill.", "Illinois"),
    ("Ind.", "Indiana"),
    ("Kan.", "Kansas"),
    ("Ky.", "Kentucky"),
    ("La.", "Louisiana"),
    ("Mass.", "Massachusetts"),
    ("Md.", "Maryland"),
    ("Mich.", "Michigan"),
    ("Minn.", "Minnesota"),
    ("Miss.", "Mississippi"),
    ("Mo.", "Missouri"),
    ("Mont.", "Montana"),
    ("N.C.", "North Carolina"),
    ("N.D.", "North Dakota"),
    ("N.H.", "New Hampshire"),
    ("N.J.", "New Jersey"),
    ("N.M.", "New Mexico"),
    ("N.Y.", "New York State"),
    ("Neb.", "Nebraska"),
    ("Nev.", "Nevada"),
    ("Okla.", "Oklahoma"),
    ("Ore.", "Oregon"),
    ("Pa.", "Pennsylvania"),
    ("R.I.", "Rhode Island"),
    ("S.C.", "South Carolina"),
    ("S.D.", "South Dakota"),
    ("Tenn.", "Tennessee"),
    ("Tex.", "Texas"),
    ("Va.", "Virginia"),
    ("Vt.", "Vermont"),
    ("W.Va.", "West Virginia"),
    ("Wash.", "Washington State"),
    ("Wis.", "Wisconsin"),
    ("Wyo.", "Wyoming"),
];

type Known = (usize, usize, Entry);

/// All names of a text, in text order, not overlapping.
pub(crate) fn settle(names: &Names, tokens: &[Token], text: &str) -> Vec<Settled> {
    let settler = Settler { names, tokens, text };
    let mut found = Vec::new();
    let mut taken = vec![false; tokens.len()];
    let (mut known, mut tagged) = (names.known.iter().peekable(), names.tagged.iter().peekable());
    // Both lists are in text order; each name is looked at with those of the other list that it touches.
    while known.peek().is_some() || tagged.peek().is_some() {
        let next_known = known.peek().map_or(usize::MAX, |k| k.0);
        let next_tagged = tagged.peek().map_or(usize::MAX, |t| t.first);
        if next_tagged < next_known || tagged.peek().is_some_and(|t| t.first == next_known) {
            let Some(tag) = tagged.next() else { break };
            let mut inside = Vec::new();
            while let Some(k) = known.peek().filter(|k| k.0 < tag.end) {
                inside.push(**k);
                known.next();
            }
            settler.tagged(*tag, &inside, &mut found);
        } else if let Some(k) = known.next() {
            // Tags that begin within a known name.
            let mut within = Vec::new();
            while let Some(t) = tagged.peek().filter(|t| t.first < k.1) {
                within.push(**t);
                tagged.next();
            }
            settler.known(*k, &within, &mut found);
        }
    }
    found.sort_by_key(|settled| settled.range().0);
    found.retain(|settled| {
        let (first, end) = settled.range();
        let free = first < end && !taken[first..end].contains(&true);
        if free {
            taken[first..end].fill(true);
        }
        free
    });
    settler.overlooked(&taken, &mut found);
    settler.namesakes(&mut found);
    settler.states(&mut found);
    sport::sides(&mut found, tokens, text);
    found.sort_by_key(|settled| settled.range().0);
    found
}

/// The names of a text with those that an editor marked, in place of what was found there.
pub(crate) fn with_marks(mut found: Vec<Settled>, marks: &[Mark], tokens: &[Token], text: &str) -> Vec<Settled> {
    let mut marked = Vec::new();
    for mark in marks {
        let mut first = tokens.partition_point(|token| (token.start as usize) < mark.span.start);
        let end = tokens.partition_point(|token| (token.start as usize) < mark.span.end);
        let word = |token: &Token| matches!(token.kind, Kind::Word);
        while first < end && !word(&tokens[first]) {
            first += 1;
        }
        if first >= end {
            continue;
        }
        let known = || {
            let (length, entry) = Gazetteer::get().longest_at(tokens, first, text)?;
            (first + length >= end).then_some(Named::Known(entry))
        };
        let named = match mark.kind {
            MarkKind::Date(_) => continue,
            MarkKind::Person => Settled::Person(first, end),
            MarkKind::Place => other(first, end, known().unwrap_or(Named::Place(None))),
            MarkKind::Organisation => other(first, end, known().unwrap_or(Named::Organisation)),
        };
        marked.push(named);
    }
    if marked.is_empty() {
        return found;
    }
    let mut taken = vec![false; tokens.len()];
    for (first, end) in marked.iter().map(Settled::range) {
        taken[first..end].fill(true);
    }
    found.retain(|settled| {
        let (first, end) = settled.range();
        !taken[first..end].contains(&true)
    });
    found.extend(marked);
    found.sort_by_key(|settled| settled.range().0);
    found
}

struct Settler<'a> {
    names: &'a Names,
    tokens: &'a [Token],
    text: &'a str,
}

fn other(first: usize, end: usize, named: Named) -> Settled {
    Settled::Other(Mention { first: first as u32, end: end as u32, named })
}

impl Settler<'_> {
    fn word(&self, i: usize) -> &str {
        self.tokens[i].of(self.text)
    }

    fn mode(&self, i: usize) -> Mode {
        self.names.modes.get(self.tokens[i].sentence as usize).copied().unwrap_or(Mode::Running)
    }

    /// A known name, which the tagger sees as nothing, or which reaches further left than the tags `within`.
    fn known(&self, (first, end, entry): Known, within: &[Name], found: &mut Vec<Settled>) {
        if let [tag] = within
            && tag.end > end
            && end - first == 1
        {
            // "Ukrainian" before a tag that begins inside: cannot be, one token only.
            self.tagged(*tag, &[], found);
            return;
        }
        let crossing = within.iter().any(|tag| tag.end > end);
        if crossing && !matches!(entry, Entry::Organisation(_)) {
            for tag in within {
                self.tagged(*tag, &[], found);
            }
            return;
        }
        let believed = within.iter().any(|tag| tag.sort != Sort::Person) || self.sure(first, end, entry);
        if believed {
            found.push(other(first, end, Named::Known(entry)));
        } else {
            for tag in within {
                self.tagged(*tag, &[], found);
            }
        }
    }

    /// Whether a name of the gazetteer means what it says even where the tagger sees none.
    fn sure(&self, first: usize, end: usize, entry: Entry) -> bool {
        let token = self.tokens[first];
        let several = end > first + 1;
        let word = word_forms::of(token.hash).is_some();
        match entry {
            Entry::Country(_, Form::Demonym) => self.mode(first) == Mode::Running || !word,
            Entry::Country(_, Form::Name) => several || !token.any(Classes::GIVEN_NAME),
            Entry::Country(_, Form::Capital) => !token.any(Classes::GIVEN_NAME) && self.mode(first) != Mode::Title,
            Entry::Organisation(_) => several || token.upper && self.mode(first) == Mode::Running || !word,
            Entry::Place(_) => several && self.mode(first) == Mode::Running,
        }
    }

    /// A tagged name, and the known names that begin in it.
    fn tagged(&self, tag: Name, inside: &[Known], found: &mut Vec<Settled>) {
        let exact = inside.iter().find(|k| k.0 == tag.first && k.1 == tag.end);
        if let Some((first, end, entry)) = exact {
            found.push(self.agreed(*first, *end, *entry, tag.sort));
            return;
        }
        // A known name that reaches beyond the tag is the better one.
        if let Some(longer) = inside.iter().find(|k| k.1 > tag.end && (k.1 - k.0 > 1)) {
            for k in inside {
                if k == longer || self.sure(k.0, k.1, k.2) {
                    found.push(other(k.0, k.1, Named::Known(k.2)));
                }
            }
            if tag.sort == Sort::Person && longer.0 > tag.first {
                self.person(tag.first, longer.0, found);
            }
            return;
        }
        match tag.sort {
            Sort::Person => {
                // "American James Heath", "Prime Minister of Georgia Irakli …": the country is not part of the name.
                let given = |i: usize| self.tokens[i].any(Classes::GIVEN_NAME);
                let demonym = inside.first().filter(|k| {
                    let demonym = matches!(k.2, Entry::Country(_, Form::Demonym));
                    k.0 == tag.first && tag.end > k.1 + 1 && (demonym || given(k.1) && !given(k.0))
                });
                match demonym {
                    Some(k) => {
                        found.push(other(k.0, k.1, Named::Known(k.2)));
                        self.person(k.1, tag.end, found);
                    }
                    None => self.person(tag.first, tag.end, found),
                }
            }
            Sort::Organisation if self.titled(tag) => self.person(tag.first, tag.end, found),
            Sort::Organisation => self.organisation(tag, inside, found),
            Sort::Place if self.person_like(tag, inside) => self.person(tag.first, tag.end, found),
            Sort::Place => {
                let country = inside.iter().find_map(|k| country_of(k.2));
                found.push(other(tag.first, tag.end, Named::Place(country)));
            }
            Sort::Other => {
                for k in inside.iter().filter(|k| self.sure(k.0, k.1, k.2)) {
                    found.push(other(k.0, k.1, Named::Known(k.2)));
                }
            }
        }
    }

    /// "Senator Georgia Brown": a title, a given name, and one or two other words.
    fn titled(&self, tag: Name) -> bool {
        let title = Classes::HONORIFIC.or(Classes::OFFICE);
        (3..=4).contains(&(tag.end - tag.first))
            && self.tokens[tag.first].any(title)
            && self.tokens[tag.first + 1].any(Classes::GIVEN_NAME)
            && !self.tokens[tag.end - 1].any(Classes::ORGANISATION_SUFFIX)
    }

    /// "Jordan Bardella": a place that is also a given name, before a word that nothing is known about.
    fn person_like(&self, tag: Name, inside: &[Known]) -> bool {
        let last = self.tokens[tag.end - 1];
        tag.end == tag.first + 2
            && inside.iter().all(|k| k.1 == tag.first + 1)
            && (self.tokens[tag.first].any(Classes::GIVEN_NAME)
                || !inside.is_empty() && last.any(Classes::GIVEN_NAME) && !self.prepositional(tag.first))
            && last.kind == Kind::Word
            && word_forms::of(last.hash).is_none()
            && self.mode(tag.first) != Mode::Capitals
    }

    /// "Secretary of State", "heads of State": part of an office and no body.
    fn of_state(&self, tag: Name) -> bool {
        const OFFICES: &[&str] =
            &["Secretary", "Secretaries", "Minister", "Ministers", "Head", "Heads", "head", "heads"];
        tag.end == tag.first + 1
            && tag.first >= 2
            && self.word(tag.first) == "State"
            && self.word(tag.first - 1) == "of"
            && OFFICES.contains(&self.word(tag.first - 2))
    }

    /// Whether a preposition stands before token `at`: "in Chad".
    fn prepositional(&self, at: usize) -> bool {
        at > 0
            && self.tokens[at - 1].any(Classes::PREPOSITION)
            && self.tokens[at - 1].sentence == self.tokens[at].sentence
    }

    /// "Bunkie, La.": an abbreviated state of the United States after a town and a comma.
    fn states(&self, found: &mut Vec<Settled>) {
        let mut states = Vec::new();
        let mut starts: Vec<usize> = found.iter().map(|settled| settled.range().0).collect();
        starts.sort_unstable();
        for settled in found.iter() {
            let Settled::Other(mention) = settled else { continue };
            let place = match mention.named {
                Named::Known(Entry::Country(_, form)) => form != Form::Demonym,
                Named::Known(Entry::Place(_)) | Named::Place(_) => true,
                _ => false,
            };
            let at = mention.end as usize + 1;
            let Some(token) = self.tokens.get(at).filter(|_| place && self.word(at - 1) == ",") else { continue };
            // The full stop may be a token of its own.
            let word = token.of(self.text);
            let state = STATES.iter().find(|(short, _)| short.trim_end_matches('.') == word.trim_end_matches('.'));
            if let Some((_, name)) = state
                && starts.binary_search(&at).is_err()
                && let Some(entry) = Gazetteer::get().named(name)
            {
                states.push(other(at, at + 1, Named::Known(entry)));
            }
        }
        found.extend(states);
    }

    /// Full names that the tagger overlooked, often because they follow another name directly: a given name and other
    /// words with a capital.
    fn overlooked(&self, taken: &[bool], found: &mut Vec<Settled>) {
        let mut i = 0;
        while i < self.tokens.len() {
            let first = self.tokens[i];
            let given = first.any(Classes::GIVEN_NAME) && first.capital && !first.upper;
            if taken[i] || !given || self.mode(i) != Mode::Running {
                i += 1;
                continue;
            }
            let mut end = i + 1;
            while end < self.tokens.len() && end - i < 4 && !taken[end] {
                let token = self.tokens[end];
                let names = token.kind == Kind::Word
                    && token.capital
                    && token.gap == Gap::Space
                    && token.sentence == first.sentence
                    && !token.any(TITLE.or(Classes::ORGANISATION_SUFFIX).or(Classes::GROUP).or(Classes::WEEKDAY));
                if !names {
                    break;
                }
                end += 1;
            }
            // "Will France": at the head of a sentence it may be any word.
            let head = i == 0 || self.tokens[i - 1].sentence != first.sentence;
            let word = word_forms::of(first.hash).is_some() || first.any(Classes::CUE.or(Classes::AUXILIARY));
            let surname = self.tokens[end - 1];
            let month = surname.any(Classes::MONTH) && word;
            let follows_name = taken.get(end) == Some(&true) && self.tokens[end].gap == Gap::Space;
            let spares = head && word || month || follows_name;
            if end > i + 1 && !spares {
                found.push(Settled::Person(i, end));
            }
            i = end;
        }
    }

    /// Half of a name taken for a place: "Denzel Washington", "Chad Lindqvist".
    fn namesakes(&self, found: &mut Vec<Settled>) {
        found.sort_by_key(|settled| settled.range().0);
        let place = |settled: &Settled| {
            let Settled::Other(mention) = settled else { return false };
            let named = matches!(
                mention.named,
                Named::Known(Entry::Country(_, Form::Name | Form::Capital) | Entry::Place(_)) | Named::Place(_)
            );
            named && mention.end == mention.first + 1
        };
        // Words that stand in no dictionary.
        let odd = |i: usize| {
            let token = self.tokens[i];
            let empty =
                Classes::MONTH.or(Classes::WEEKDAY).or(TITLE).or(Classes::ORGANISATION_SUFFIX).or(Classes::GROUP);
            self.mode(i) != Mode::Capitals
                && token.kind == Kind::Word
                && token.capital
                && !token.upper
                && !token.any(empty)
                && word_forms::of(token.hash).is_none()
        };
        let follows = |i: usize| {
            self.tokens.get(i).is_some_and(|token| token.gap == Gap::Space)
                && i > 0
                && self.tokens[i].sentence == self.tokens[i - 1].sentence
        };
        for n in 0..found.len() {
            if !place(&found[n]) {
                continue;
            }
            let at = found[n].range().0;
            let before = n.checked_sub(1).map_or(0, |m| found[m].range().1);
            let after = found.get(n + 1).map_or(self.tokens.len(), |next| next.range().0);
            let given = |i: usize| self.tokens[i].any(Classes::GIVEN_NAME);
            let ends = |i: usize| i >= self.tokens.len() || !(self.tokens[i].capital && follows(i));
            // The given name before it is no place, and begins what is in capitals.
            if at > before && follows(at) && odd(at - 1) && given(at - 1) && ends(at + 1) {
                let first = at == before + 1 || !(self.tokens[at - 2].capital && follows(at - 1));
                if first && Gazetteer::get().named(self.word(at - 1)).is_none() {
                    found[n] = Settled::Person(at - 1, at + 1);
                    continue;
                }
            }
            // "Hilton", taken for the hotels.
            let half = found.get(n + 1).is_some_and(|next| {
                next.range() == (at + 1, at + 2)
                    && matches!(next, Settled::Person(..) | Settled::Other(Mention { named: Named::Organisation, .. }))
            });
            let after = if half { at + 2 } else { after };
            let pair = at + 1 < after && follows(at + 1) && odd(at + 1) && ends(at + 2);
            if pair && !self.prepositional(at) && (given(at) || given(at + 1)) {
                found[n] = Settled::Person(at, at + 2);
                if half {
                    found[n + 1] = Settled::Person(at + 1, at + 2);
                }
            }
        }
        // The second half of a pair is inside it.
        found.dedup_by(|later, earlier| later.range().0 < earlier.range().1 && later.range() != earlier.range());
    }

    /// Where tagger and gazetteer mean the same words.
    fn agreed(&self, first: usize, end: usize, entry: Entry, sort: Sort) -> Settled {
        let known = other(first, end, Named::Known(entry));
        let several = end > first + 1;
        match sort {
            Sort::Person if several && !matches!(entry, Entry::Place(_)) => known,
            Sort::Person if matches!(entry, Entry::Country(_, Form::Demonym)) => known,
            Sort::Person => Settled::Person(first, end),
            Sort::Organisation | Sort::Place | Sort::Other => known,
        }
    }

    fn organisation(&self, tag: Name, inside: &[Known], found: &mut Vec<Settled>) {
        if self.of_state(tag) {
            return;
        }
        // "Russian Foreign Ministry" in a longer name, or "Moscow-based …": the known body is the name if nothing but
        // adjectives stand before it.
        let body = inside.iter().find(|k| k.1 == tag.end && k.1 - k.0 > 1 && matches!(k.2, Entry::Organisation(_)));
        let first = (tag.first..tag.end)
            .find(|i| !self.tokens[*i].any(Classes::ARTICLE) && self.tokens[*i].kind == Kind::Word)
            .unwrap_or(tag.first);
        if let Some(body) = body
            .filter(|body| inside.iter().filter(|k| k.1 <= body.0).map(|k| k.1 - k.0).sum::<usize>() + first == body.0)
        {
            for k in inside.iter().filter(|k| k.1 <= body.0 || k == &body) {
                found.push(other(k.0, k.1, Named::Known(k.2)));
            }
            return;
        }
        found.push(other(first, tag.end, Named::Organisation));
    }

    /// A person, without titles in front.
    fn person(&self, first: usize, end: usize, found: &mut Vec<Settled>) {
        // "Port Vesna", "Fort Adair", "Lake Turkana": places, whatever they were named after.
        if end > first + 1 && PLACE_HEADS.contains(&self.word(first)) && !self.tokens[first].any(Classes::GIVEN_NAME) {
            found.push(other(first, end, Named::Place(None)));
            return;
        }
        // "Lindqvist Ice Arena", "Vladimir Putin Judo Palace": buildings that bear somebody's name.
        let building = |i: usize| self.tokens.get(i).is_some_and(|t| t.capital && t.is_any(BUILDINGS));
        if building(end)
            || building(end - 1) && end > first + 1
            || building(end + 1) && self.tokens.get(end).is_some_and(|t| t.capital)
        {
            found.push(other(first, end, Named::Place(None)));
            return;
        }
        let mut first = first;
        while first + 1 < end
            && (self.tokens[first].any(TITLE) && !self.tokens[first].any(Classes::GIVEN_NAME)
                || self.tokens[first].kind != Kind::Word)
        {
            first += 1;
        }
        let mut last = end;
        while last > first + 1 && (self.tokens[last - 1].kind != Kind::Word || self.word(last - 1) == "and") {
            last -= 1;
        }
        let token = self.tokens[first];
        let alone = last == first + 1;
        let function = Classes::ARTICLE
            .or(Classes::PRONOUN)
            .or(Classes::PREPOSITION)
            .or(Classes::CONJUNCTION)
            .or(Classes::MONTH)
            .or(Classes::WEEKDAY)
            .or(TITLE);
        if token.kind != Kind::Word
            || !(token.capital || joined_article(self.word(first)))
            || alone && (token.any(function) && self.mode(first) != Mode::Running || token.end - token.start < 2)
        {
            return;
        }
        // "the Kerrys" is nobody.
        let the = first > 0 && self.tokens[first - 1].any(Classes::ARTICLE);
        if alone && the && self.word(first).ends_with('s') {
            return;
        }
        found.push(Settled::Person(first, last));
    }
}

/// The country that a known place lies in, as an index.
fn country_of(entry: Entry) -> Option<u16> {
    match entry {
        Entry::Country(i, _) => Some(i),
        Entry::Place(i) => {
            let gazetteer = Gazetteer::get();
            gazetteer.country_index(gazetteer.places[usize::from(i)].country)
        }
        Entry::Organisation(_) => None,
    }
}
