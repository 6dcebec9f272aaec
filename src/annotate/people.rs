//! Gathers the mentions by name of each [`Person`] of an article.
//!
//! What names a person is decided by `names`; here, whose name it is. A shorter name belongs to the person who bore a
//! longer one with the same words; a surname alone to the one of that surname named last before. Everything is decided
//! within one article; the index merges across articles.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{
    known_people,
    lexicon::{Classes, is_feminine, is_feminine_title, word_hash},
    names::{
        self,
        name::{Mode, Settled},
        settle::{settle, with_marks},
    },
    person::{Person, family_first, family_first_by_form, joined_article, name_id, without_article},
    reading::{Mention, Named},
    tokens::{Gap, Kind, Token},
};
use crate::{article::Mark, span::Span};

const STOP: Classes = Classes::FUNCTION.or(Classes::ADVERB).or(Classes::MONTH).or(Classes::WEEKDAY);
/// How many people of one surname are looked through, those named last: an article has two or three.
const REMEMBERED: usize = 32;
/// Words behind a surname.
const SUFFIXES: &[&str] = &["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "V", "VI", "XIV", "XVI", "XXIII"];

/// Names found in the tokens: mentions of people, places and organisations, and the people they belong to. What an editor
/// marked is what the editor says. `year` is that of publication, where it is known.
pub fn find(tokens: &[Token], text: &str, marks: &[Mark], year: Option<i16>) -> (Vec<Mention>, Vec<Person>) {
    let names = names::find(tokens, text);
    let settled = with_marks(settle(&names, tokens, text), marks, tokens, text);
    let mut finder = Finder {
        tokens,
        text,
        year,
        modes: &names.modes,
        mentions: Vec::with_capacity(settled.len()),
        people: Vec::new(),
        by_name: FxHashMap::default(),
        by_first: FxHashMap::default(),
    };
    finder.gather(&settled);
    finder.surnames();
    finder.finish()
}

struct Draft {
    /// Token ranges of its mentions.
    ranges: BTreeSet<(usize, usize)>,
    /// The fullest one.
    fullest: (usize, usize),
}

struct Finder<'a> {
    tokens: &'a [Token],
    text: &'a str,
    /// Of publication.
    year: Option<i16>,
    modes: &'a [Mode],
    mentions: Vec<Mention>,
    people: Vec<Draft>,
    /// Hash of a name by which a person can be called alone → the people who bear it.
    by_name: FxHashMap<u64, Vec<u16>>,
    /// Hash of the first word of a full name → the people who bear it: Icelanders and Hungarians are called by it, and
    /// others where nobody else is.
    by_first: FxHashMap<u64, Vec<u16>>,
}

impl Finder<'_> {
    fn word(&self, i: usize) -> &str {
        self.tokens[i].of(self.text)
    }

    fn capitals(&self, i: usize) -> bool {
        self.modes.get(self.tokens[i].sentence as usize) == Some(&Mode::Capitals)
    }

    /// Makes people of the names: first those of several words, so that a headline's surname finds its owner.
    fn gather(&mut self, settled: &[Settled]) {
        for name in settled {
            match *name {
                Settled::Person(first, end) if end > first + 1 => self.person(first, end),
                Settled::Person(..) => {}
                Settled::Other(mention) => self.mentions.push(mention),
            }
        }
        for name in settled {
            if let Settled::Person(first, end) = *name
                && end == first + 1
            {
                self.person(first, end);
            }
        }
        // "Wang" is no organisation where "Wang Hui" is spoken of.
        let mut renamed = Vec::new();
        for (n, mention) in self.mentions.iter().enumerate() {
            let (first, end) = (mention.first as usize, mention.end as usize);
            if mention.named == Named::Organisation
                && end == first + 1
                && let Some(index) = self.bearer(first)
            {
                renamed.push((n, first, index));
            }
        }
        for (n, first, index) in renamed {
            self.people[usize::from(index)].ranges.insert((first, first + 1));
            self.mentions[n].named = Named::Person(index);
        }
    }

    /// The hashes by which somebody of this name can be called alone.
    fn keys(&self, start: usize, end: usize) -> Vec<u64> {
        let mut last = end - 1;
        while last > start && SUFFIXES.contains(&self.word(last)) {
            last -= 1;
        }
        let mut keys = vec![self.tokens[last].hash];
        let mut add = |i: usize| {
            if let Some((_, rest)) = self.word(i).split_once('-').filter(|_| joined_article(self.word(i))) {
                keys.push(word_hash(rest));
            } else if i != last {
                keys.push(self.tokens[i].hash);
            }
        };
        add(last);
        if last > start && (family_first(self.word(start)) || family_first_by_form(self.word(start), self.word(last))) {
            add(start);
        }
        // The first of two surnames: "Nicolás Maduro Moros".
        for i in start + 1..last {
            let token = self.tokens[i];
            if token.capital && token.end - token.start > 3 && !token.any(Classes::GIVEN_NAME) {
                add(i);
            }
        }
        keys
    }

    /// Records a mention of the person named by `start..end`.
    fn person(&mut self, start: usize, end: usize) {
        let keys = self.keys(start, end);
        let index = self.same_person(start, end, &keys).unwrap_or_else(|| {
            self.people.push(Draft { ranges: BTreeSet::new(), fullest: (start, end) });
            (self.people.len() - 1) as u16
        });
        let capitals = self.capitals(start);
        let fullest = self.people[usize::from(index)].fullest;
        let longer = end - start > fullest.1 - fullest.0;
        let louder = self.capitals(fullest.0);
        let draft = &mut self.people[usize::from(index)];
        draft.ranges.insert((start, end));
        // A name in capitals is believed less than the same in ordinary letters.
        if longer && (!capitals || louder) || louder && !capitals && end - start >= fullest.1 - fullest.0 {
            draft.fullest = (start, end);
        }
        for key in keys {
            let people = self.by_name.entry(key).or_default();
            if !people.contains(&index) {
                people.push(index);
            }
        }
        if end > start + 1 {
            let people = self.by_first.entry(self.tokens[start].hash).or_default();
            if !people.contains(&index) {
                people.push(index);
            }
        }
        self.mentions.push(Mention { first: start as u32, end: end as u32, named: Named::Person(index) });
    }

    /// The person met before who can be called so: of the same surname, with given names that do not disagree; of
    /// several, the one named last before this place.
    fn same_person(&self, start: usize, end: usize, keys: &[u64]) -> Option<u16> {
        if end - start == 1 {
            return self.bearer(start);
        }
        let known = keys.iter().filter_map(|key| self.by_name.get(key));
        let candidates = known.flat_map(|people| people.iter().rev().take(REMEMBERED)).copied();
        candidates.rev_by_place(self, start).find(|index| {
            let fullest = self.people[usize::from(*index)].fullest;
            self.compatible(fullest, (start, end))
        })
    }

    /// Whether two names can be one person's: the words of the shorter all stand in the longer, in order, an initial for
    /// a word; and the surname is among them.
    fn compatible(&self, a: (usize, usize), b: (usize, usize)) -> bool {
        let words = |(start, end): (usize, usize)| -> Vec<usize> {
            (start..end).filter(|i| self.tokens[*i].kind == Kind::Word && !SUFFIXES.contains(&self.word(*i))).collect()
        };
        let suffix = |range: (usize, usize)| (range.0..range.1).map(|i| self.word(i)).find(|w| SUFFIXES.contains(w));
        if let (Some(x), Some(y)) = (suffix(a), suffix(b))
            && x.trim_end_matches('.') != y.trim_end_matches('.')
        {
            return false;
        }
        let (mut long, mut short) = (words(a), words(b));
        // George W. is not George H. W.
        let middle = |words: &[usize]| words.get(1..words.len().saturating_sub(1)).and_then(|m| m.first().copied());
        if let (Some(x), Some(y)) = (middle(&long), middle(&short)) {
            let (p, q) = (self.word(x), self.word(y));
            let initial = |word: &str| word.trim_end_matches('.').chars().count() == 1;
            if (initial(p) || initial(q)) && p.chars().next() != q.chars().next() {
                return false;
            }
        }
        if short.len() > long.len() {
            std::mem::swap(&mut long, &mut short);
        }
        let same = |x: usize, y: usize| {
            let (p, q) = (self.word(x), self.word(y));
            let initial = |a: &str, b: &str| {
                let mut letters = a.chars();
                letters.next() == b.chars().next() && matches!(letters.as_str(), "." | "")
            };
            self.tokens[x].hash == self.tokens[y].hash
                || initial(p, q)
                || initial(q, p)
                || without_article(p).eq_ignore_ascii_case(without_article(q))
        };
        let mut at = 0;
        let mut matched = 0;
        for word in &short {
            if let Some(found) = (at..long.len()).find(|k| same(long[*k], *word)) {
                at = found + 1;
                matched += 1;
            }
        }
        // "Robert Gates" and "Bob Gates" are left apart: within one article a name is hardly ever varied so.
        matched == short.len() && !short.is_empty()
    }

    /// Who is called by the single name at token `i`: of several, the one named last before it.
    fn bearer(&self, i: usize) -> Option<u16> {
        let word = self.word(i);
        let alone = word_hash(without_article(word));
        let people = self
            .by_name
            .get(&self.tokens[i].hash)
            .or_else(|| self.by_name.get(&alone))
            .or_else(|| self.by_first.get(&self.tokens[i].hash).filter(|people| people.len() == 1))?;
        let mut several: Vec<u16> = people.iter().rev().take(REMEMBERED).copied().rev_by_place(self, i).collect();
        let feminine = self.feminine(i);
        let sex = |index: &u16| {
            let (first, end) = self.people[usize::from(*index)].fullest;
            (end > first + 1).then(|| is_feminine(self.word(first))).flatten()
        };
        // "Mr Putin" is not Lyudmila, though she alone is named in full.
        let courtesy = i
            .checked_sub(1)
            .is_some_and(|k| self.tokens[k].is_any(&["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "lady", "sir"]));
        if feminine.is_some() && courtesy {
            // Tables of given names have Valery for a woman: a woman's ends in "a".
            let otherwise = |index: &u16| {
                let (first, _) = self.people[usize::from(*index)].fullest;
                sex(index).is_some_and(|sex| Some(sex) != feminine && (!sex || self.word(first).ends_with('a')))
            };
            several.retain(|index| !otherwise(index));
        }
        if several.len() > 1 {
            // Of two of one name, "Mrs. Clinton" and "Clinton said she" are the woman.
            if several.iter().any(|index| sex(index).is_some_and(|sex| Some(sex) == feminine)) {
                several.retain(|index| sex(index).is_none_or(|sex| Some(sex) == feminine));
            }
            // "President Rajapaksa" is the one who was named with that office.
            let office = |at: usize| at.checked_sub(1).map(|k| &self.tokens[k]).filter(|t| t.any(Classes::OFFICE));
            if let Some(title) = office(i) {
                let same = |index: &&u16| {
                    let ranges = &self.people[usize::from(**index)].ranges;
                    ranges
                        .range(..(i, 0))
                        .rev()
                        .take(REMEMBERED)
                        .any(|(start, _)| office(*start).is_some_and(|t| t.hash == title.hash))
                };
                if let Some(index) = several.iter().find(same) {
                    return Some(*index);
                }
            }
        }
        several.first().copied()
    }

    /// Whether the name at token `i` is a woman's, by the title before it or the pronoun after its verb.
    fn feminine(&self, i: usize) -> Option<bool> {
        let title = i.checked_sub(1).and_then(|k| is_feminine_title(self.word(k)));
        title.or_else(|| {
            let after = self.tokens.get(i + 1).filter(|t| t.any(Classes::CUE))?;
            (i + 2..self.tokens.len().min(i + 5)).take_while(|k| self.tokens[*k].sentence == after.sentence).find_map(
                |k| self.tokens[k].is("she").then_some(true).or_else(|| self.tokens[k].is("he").then_some(false)),
            )
        })
    }

    /// Surnames that stand alone and that nothing else was made of.
    fn surnames(&mut self) {
        let mut taken = vec![false; self.tokens.len()];
        for mention in &self.mentions {
            taken[mention.first as usize..mention.end as usize].fill(true);
        }
        for i in 0..self.tokens.len() {
            let token = self.tokens[i];
            if taken[i] || token.kind != Kind::Word || !(token.capital || joined_article(self.word(i))) {
                continue;
            }
            if token.any(STOP) && (self.capitals(i) || i == 0 || self.tokens[i - 1].sentence != token.sentence) {
                continue;
            }
            let Some(index) = self.bearer(i) else { continue };
            // "MINISTER SAYS" is not about a Mr Says.
            if self.capitals(i) && !token.classes.is_empty() && !token.any(Classes::GIVEN_NAME) {
                continue;
            }
            // Part of a longer name that is nobody's: "Clinton Global Initiative".
            let beside = |k: Option<usize>| {
                k.and_then(|k| self.tokens.get(k)).is_some_and(|t| {
                    t.capital && t.kind == Kind::Word && t.any(Classes::ORGANISATION_SUFFIX) && !self.capitals(i)
                })
            };
            if beside(Some(i + 1)) && self.tokens[i + 1].gap == Gap::Space {
                continue;
            }
            self.people[usize::from(index)].ranges.insert((i, i + 1));
            self.mentions.push(Mention { first: i as u32, end: i as u32 + 1, named: Named::Person(index) });
        }
    }

    fn finish(mut self) -> (Vec<Mention>, Vec<Person>) {
        self.mentions.sort_by_key(|m| m.first);
        let mut people = Vec::with_capacity(self.people.len());
        for draft in &self.people {
            let span = |(start, end): (usize, usize)| {
                Span::new(self.tokens[start].start as usize, self.tokens[end - 1].end as usize)
            };
            let capitals = self.modes.get(self.tokens[draft.fullest.0].sentence as usize) == Some(&Mode::Capitals);
            let name = clean(span(draft.fullest).of(self.text), capitals);
            people.push(Person {
                id: name_id(&name),
                name,
                mentions: draft.ranges.iter().map(|r| span(*r)).collect(),
                ..Person::default()
            });
        }
        let mut owned: Vec<(usize, u16)> = Vec::new();
        for (people_index, (draft, person)) in self.people.iter().zip(&mut people).enumerate() {
            for (start, end) in &draft.ranges {
                let role = super::roles::role_of(self.tokens, self.text, &self.mentions, *start, *end);
                let Some((first, last)) = role else { continue };
                // "… Minister Steinmeier and his Polish counterpart Sikorski": what is somebody else's comes before it.
                let named = |m: &&Mention| {
                    last <= *start
                        && matches!(m.named, Named::Person(_))
                        && (m.first as usize) < last
                        && m.end as usize > first
                };
                let before = self.mentions.iter().filter(named).max_by_key(|m| m.end);
                // "President Reagan's chief of staff, Howard Baker": of Reagan's country.
                if let Some(Mention { named: Named::Person(owner), end, .. }) = before
                    && self.tokens.get(*end as usize).is_some_and(|t| t.kind == Kind::Possessive)
                {
                    owned.push((people_index, *owner));
                }
                let mut first = before.map_or(first, |m| m.end as usize);
                while first < last && (self.tokens[first].any(STOP) || !self.tokens[first].is_word()) {
                    first += 1;
                }
                if first >= last {
                    continue;
                }
                let role =
                    Span::new(self.tokens[first].start as usize, self.tokens[last - 1].end as usize).of(self.text);
                let country = super::roles::country_of(self.tokens, self.text, &self.mentions, first, last);
                let better = person.role.is_none() || (person.country.is_none() && country.is_some());
                if better {
                    person.role = Some(role.split_whitespace().collect::<Vec<_>>().join(" "));
                    person.country = country.map(str::to_owned);
                }
            }
        }
        for person in &mut people {
            if person.country.is_none() {
                let elsewhere = || {
                    let role = person.role.as_deref()?;
                    super::roles::country_elsewhere(self.tokens, &self.mentions, role)
                };
                let country = known_people::country(&person.name, self.year).or_else(elsewhere);
                person.country = country.map(str::to_owned);
            }
        }
        for (index, owner) in owned {
            if people[index].country.is_none() {
                people[index].country = people.get(usize::from(owner)).and_then(|owner| owner.country.clone());
            }
        }
        (self.mentions, people)
    }
}

/// People in the order in which they were named last before a token, the last first; then those named only after it.
trait ByPlace: Iterator<Item = u16> + Sized {
    fn rev_by_place(self, finder: &Finder<'_>, at: usize) -> std::vec::IntoIter<u16> {
        let mut people: Vec<u16> = self.collect();
        people.sort_unstable();
        people.dedup();
        people.sort_by_cached_key(|index| {
            let ranges = &finder.people[usize::from(*index)].ranges;
            let before = ranges.range(..(at, 0)).next_back();
            std::cmp::Reverse(before.map_or(0, |(place, _)| place + 1))
        });
        people.into_iter()
    }
}

impl<I: Iterator<Item = u16>> ByPlace for I {}

/// One line, no white space doubled; names in an all-capitals text in title case.
fn clean(name: &str, capitals: bool) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if capitals && word.len() > 2 => first.to_string() + &letters.as_str().to_lowercase(),
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::annotate::reading::Reading;

    fn people(text: &str) -> Vec<String> {
        let mut reading = Reading::new(text);
        let (mentions, people) = super::find(&reading.tokens, text, &[], None);
        reading.name(mentions, people);
        reading.people.iter().map(|p| format!("{} {}", p.name, p.mentions.len())).collect()
    }

    #[test]
    fn gathers_mentions_by_name() {
        let table: [(&str, &[&str]); 14] = [
            ("U.S. Secretary of State John Kerry met Sergei Lavrov. Kerry left.", &["John Kerry 2", "Sergei Lavrov 1"]),
            ("President Obama spoke. Barack Obama left.", &["Barack Obama 2"]),
            ("Mr. Peskov did not comment.", &["Peskov 1"]),
            ("The Kerrys left for Paris.", &[]),
            ("Chinese President Xi Jinping said so. Xi left.", &["Xi Jinping 2"]),
            ("Syria's Bashar al-Assad refused. Assad stayed.", &["Bashar al-Assad 2"]),
            ("On NBC’s Meet the Press, nobody spoke.", &[]),
            ("The Foreign Ministry in Moscow said nothing.", &[]),
            ("Ursula von der Leyen agreed.", &["Ursula von der Leyen 1"]),
            ("George W. Bush and Barbara Bush spoke.", &["George W. Bush 1", "Barbara Bush 1"]),
            ("Senator Dianne Feinstein confirmed it.", &["Dianne Feinstein 1"]),
            ("In Paris Hilton hotels were full.", &[]),
            ("Hugh Hill, a doctor, said so.", &["Hugh Hill 1"]),
            ("The Donetsk Coal Company closed.", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(people(text), expected, "{text}");
        }
    }
}
