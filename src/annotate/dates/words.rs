//! [`Words`] are the words, numbers and marks of a text, each with what it can do in a date.
//!
//! The text is read once and most words get [`Kind::Plain`] after one look at a small table, so that the grammar, which
//! looks back and ahead, touches only the few places where a date can stand.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::date::month_number;

/// What a word can do in a calendar expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any other word, and the place beyond either end of the text.
    Plain,
    /// A mark, typographic ones as their ASCII cousin; `\n` is a break between paragraphs, `$` any currency.
    Mark(u8),
    /// Digits.
    Number(u32),
    /// A month, and whether it is written short.
    Month(i8, bool),
    /// A weekday, Monday 1.
    Weekday(i8),
    /// `Mon`, `Tues`: too ambiguous outside a full date.
    ShortWeekday(i8),
    /// `year`.
    Unit(Unit),
    /// `years`.
    Units(Unit),
    /// `three`, `twenty`.
    Cardinal(u8),
    /// `third`.
    Ordinal(u8),
    /// `st`, `nd`, `rd`, `th` after a number.
    Suffix,
    /// `s`, after an apostrophe or a number.
    S,
    /// `nineties`.
    Decade(u8),
    /// `last`.
    Last,
    /// `this`.
    This,
    /// `next`.
    Next,
    /// `past`.
    Past,
    /// `coming`.
    Coming,
    /// `previous`, `preceding`.
    Previous,
    /// `following`.
    Following,
    /// `that`.
    That,
    /// `same`.
    Same,
    /// `current`.
    Current,
    /// `latest`.
    Latest,
    /// `today`, `yesterday`, `tomorrow`, `tonight`: days from the day of publication.
    DayName(i8),
    /// `ago`.
    Ago,
    /// `earlier`.
    Earlier,
    /// `later`.
    Later,
    /// `early`, `late`.
    Early,
    /// `mid`.
    Mid,
    /// `end`, `beginning`, `middle`.
    End,
    /// `of`.
    Of,
    /// `the`.
    The,
    /// `a`, `an`.
    A,
    /// `and`, `or`.
    And,
    /// `to`.
    To,
    /// `in`.
    In,
    /// `on`.
    On,
    /// `since`.
    Since,
    /// `by`, `until`, `till`, `before`.
    By,
    /// Any other preposition that can introduce a date.
    Preposition,
    /// `his`, `its`, `their`.
    Possessive,
    /// `each`, `every`.
    Each,
    /// `couple`.
    Couple,
    /// `few`, `several`.
    Few,
    /// `about`, `nearly`, `some`: a quantity follows.
    About,
    /// `more`, `less`, `than`, `least`.
    Than,
    /// `from`.
    From,
    /// `morning`, `night`.
    PartOfDay,
    /// `nights`: habitual, not a day.
    PartsOfDay,
    /// Spring 3, summer 6, autumn 9, winter 12: the month it begins.
    Season(i8),
    /// `half`.
    Half,
    /// `weekend`.
    Weekend,
    /// `Christmas`.
    Christmas,
    /// `new`.
    New,
    /// `eve`.
    Eve,
    /// `period`.
    Period,
    /// What a clause about the future has.
    Future,
    /// `is`, `are`, `be`.
    Is,
    /// `was`, `were`.
    Was,
    /// Another verb in the past.
    Did,
    /// `due`, `set`: future before an infinitive.
    Due,
    /// What is counted: `troops`, `tonnes`.
    Counted,
    /// `flight`, `resolution`: the number after it is a name.
    Numbered,
    /// `Mr`, `Theresa`, `minister`: a name follows.
    Title,
    /// `attacks`.
    Attacks,
    /// `bloody`, `super`: with a weekday, the name of some other day.
    NamedDay,
    /// `times`, `mosque`: with a weekday, the name of something else.
    NamedAfterDay,
    /// `thousand`.
    Thousand,
    /// `GMT`, `pct`: never after a year.
    Measure,
    /// `now`.
    Now,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

/// A word, number or mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// What it can do.
    pub(super) kind: Kind,
}

/// A text as words.
pub(super) struct Words<'t> {
    pub(super) text: &'t str,
    list: Vec<Word>,
    /// Whether somebody called May is in the text.
    pub(super) somebody_may: bool,
}

/// Longest word of the table.
const LONGEST: usize = 12;

/// Words by kind; a word belongs to the first list that has it.
const LISTS: &[(Kind, &str)] = &[
    (Kind::Weekday(1), "monday"),
    (Kind::Weekday(2), "tuesday"),
    (Kind::Weekday(3), "wednesday"),
    (Kind::Weekday(4), "thursday"),
    (Kind::Weekday(5), "friday"),
    (Kind::Weekday(6), "saturday"),
    (Kind::Weekday(7), "sunday"),
    (Kind::ShortWeekday(1), "mon"),
    (Kind::ShortWeekday(2), "tue tues"),
    (Kind::ShortWeekday(3), "wed"),
    (Kind::ShortWeekday(4), "thu thur thurs"),
    (Kind::ShortWeekday(5), "fri"),
    (Kind::ShortWeekday(6), "sat"),
    (Kind::ShortWeekday(7), "sun"),
    (Kind::Unit(Unit::Day), "day"),
    (Kind::Unit(Unit::Week), "week"),
    (Kind::Unit(Unit::Month), "month"),
    (Kind::Unit(Unit::Quarter), "quarter"),
    (Kind::Unit(Unit::Year), "year"),
    (Kind::Unit(Unit::Decade), "decade"),
    (Kind::Units(Unit::Day), "days"),
    (Kind::Units(Unit::Week), "weeks"),
    (Kind::Units(Unit::Month), "months"),
    (Kind::Units(Unit::Quarter), "quarters"),
    (Kind::Units(Unit::Year), "years"),
    (Kind::Units(Unit::Decade), "decades"),
    (Kind::Decade(20), "twenties"),
    (Kind::Decade(30), "thirties"),
    (Kind::Decade(40), "forties"),
    (Kind::Decade(50), "fifties"),
    (Kind::Decade(60), "sixties"),
    (Kind::Decade(70), "seventies"),
    (Kind::Decade(80), "eighties"),
    (Kind::Decade(90), "nineties"),
    (Kind::Suffix, "st nd rd th"),
    (Kind::S, "s"),
    (Kind::Last, "last"),
    (Kind::This, "this"),
    (Kind::Next, "next"),
    (Kind::Past, "past"),
    (Kind::Coming, "coming upcoming"),
    (Kind::Previous, "previous preceding"),
    (Kind::Following, "following"),
    (Kind::That, "that"),
    (Kind::Same, "same"),
    (Kind::Current, "current"),
    (Kind::Latest, "latest"),
    (Kind::DayName(0), "today tonight"),
    (Kind::DayName(-1), "yesterday"),
    (Kind::DayName(1), "tomorrow"),
    (Kind::Ago, "ago"),
    (Kind::Earlier, "earlier"),
    (Kind::Later, "later"),
    (Kind::Early, "early late"),
    (Kind::Mid, "mid"),
    (Kind::End, "end beginning start middle close turn"),
    (Kind::Of, "of"),
    (Kind::The, "the"),
    (Kind::A, "a an"),
    (Kind::And, "and or"),
    (Kind::To, "to"),
    (Kind::In, "in"),
    (Kind::On, "on"),
    (Kind::Since, "since"),
    (Kind::By, "by until till before through"),
    (Kind::From, "from"),
    (Kind::Preposition, "at during for after between throughout around over as circa"),
    (Kind::Possessive, "his her its their our my your"),
    (Kind::Each, "each every"),
    (Kind::Couple, "couple"),
    (Kind::Few, "few several many"),
    (Kind::About, "about nearly almost some roughly approximately"),
    (Kind::Than, "more less fewer than least most"),
    (Kind::PartOfDay, "morning afternoon evening night"),
    (Kind::PartsOfDay, "mornings afternoons evenings nights"),
    (Kind::Season(3), "spring springtime"),
    (Kind::Season(6), "summer summertime"),
    (Kind::Season(9), "autumn fall"),
    (Kind::Season(12), "winter wintertime"),
    (Kind::Half, "half"),
    (Kind::Weekend, "weekend"),
    (Kind::Christmas, "christmas"),
    (Kind::New, "new"),
    (Kind::Eve, "eve"),
    (Kind::Period, "period"),
    (Kind::Thousand, "thousand"),
    (Kind::Now, "now"),
    (
        Kind::Future,
        "will shall ll would must should could might expected expects scheduled slated planned plans planning supposed likely \
         hopes hoping going wants intends forthcoming payable effective expires expire meets begins opens arrives resumes \
         travels convenes departs wo meet begin resume",
    ),
    (Kind::Is, "is are be been am re"),
    (Kind::Was, "was were"),
    (
        Kind::Did,
        "said told had did went came met made took began held left gave found saw won became sent fled fell rose lost led \
         spoke wrote flew struck shot broke fought has have got kept brought bought sold drew paid grew put says urges",
    ),
    (Kind::Due, "due set"),
    (
        Kind::Counted,
        "people troops soldiers men women children persons civilians refugees migrants prisoners workers employees jobs \
         tonnes tons barrels miles feet metres meters kilometres kilometers acres hectares dollars euros pounds roubles yen \
         shares votes points homes houses cases deaths dead wounded injured others units aircraft tanks missiles \
         warheads rockets vessels ships companies members delegates protesters students police policemen officers fighters \
         rebels militants families households hours minutes seconds seats lots bags heads head copies items copies pages \
         contracts tests inspectors observers peacekeepers personnel casualties victims",
    ),
    (
        Kind::Measure,
        "gmt pct percent mln bln billion million dlrs dlr cts cent cents hrs hr utc est edt bst cet km kg mw pm am lbs kilos \
         stg francs marks degrees bpd cst cdt pst pdt hours local",
    ),
    (
        Kind::Numbered,
        "flight resolution resolutions no nos page pages room highway route number numbers article section chapter bill act \
         level levels index total boeing airbus",
    ),
    (Kind::Title, "mr mrs ms miss theresa minister premier pm secretary dame lady robert vaughan"),
    (Kind::Attacks, "attacks attack terrorist terror hijackers hijackings suicide"),
    (Kind::NamedDay, "bloody black good easter palm super ash holy cyber maundy"),
    (Kind::NamedAfterDay, "times telegraph express mirror herald mosque star tribune independent mail world"),
];

/// Words for numbers, in order from one.
const CARDINALS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                         seventeen eighteen nineteen twenty";
/// Words for places, in order from first.
const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth \
                        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";
const TENS: &str = "thirty forty fifty sixty seventy eighty ninety";

static TABLE: LazyLock<FxHashMap<u128, Kind>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    let mut add = |word: &str, kind: Kind| {
        if let Some(key) = packed(word.as_bytes()) {
            table.entry(key).or_insert(kind);
        }
    };
    for word in
        "january jan february feb march mar april apr may june jun july jul august aug september sept sep october oct \
                 november nov december dec"
            .split_whitespace()
    {
        if let Some(month) = month_number(word) {
            add(word, Kind::Month(month, word.len() < 5 && !matches!(word, "may" | "june" | "july")));
        }
    }
    for (kind, words) in LISTS {
        words.split_whitespace().for_each(|word| add(word, *kind));
    }
    for (number, word) in (1..).zip(CARDINALS.split_whitespace()) {
        add(word, Kind::Cardinal(number));
    }
    for (number, word) in (3..).zip(TENS.split_whitespace()) {
        add(word, Kind::Cardinal(number * 10));
    }
    for (number, word) in (1..).zip(ORDINALS.split_whitespace()) {
        add(word, Kind::Ordinal(number));
    }
    table
});

/// A short ASCII word in lower case as a number; `None` where it is longer than any of the table.
fn packed(word: &[u8]) -> Option<u128> {
    if word.len() > LONGEST {
        return None;
    }
    Some(word.iter().fold(0, |key, byte| key << 8 | u128::from(byte.to_ascii_lowercase())))
}

impl<'t> Words<'t> {
    /// Reads a text.
    pub(super) fn read(text: &'t str) -> Self {
        let table = &*TABLE;
        let bytes = text.as_bytes();
        let mut list = Vec::with_capacity(text.len() / 5);
        let mut somebody_may = false;
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            let byte = bytes[at];
            let kind = if byte.is_ascii_alphabetic() {
                let mut plain_ascii = true;
                while at < bytes.len() {
                    if bytes[at].is_ascii_alphabetic() {
                        at += 1;
                    } else if let Some(length) = letter(text, at) {
                        at += length;
                        plain_ascii = false;
                    } else {
                        break;
                    }
                }
                let known = if plain_ascii { packed(&bytes[start..at]) } else { None };
                known.and_then(|key| table.get(&key).copied()).unwrap_or(Kind::Plain)
            } else if byte.is_ascii_digit() {
                let mut value = 0u32;
                while let Some(digit) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
                    value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
                    at += 1;
                }
                Kind::Number(value)
            } else if byte == b'\n' {
                at += 1;
                let blank = bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
                // A blank line, or the indented first line of a paragraph as news agencies set it.
                if blank < 2 && bytes.get(at + blank) != Some(&b'\n') {
                    continue;
                }
                at += blank;
                Kind::Mark(b'\n')
            } else if byte.is_ascii() {
                at += 1;
                if byte.is_ascii_whitespace() {
                    continue;
                }
                Kind::Mark(byte)
            } else {
                let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                at += character.len_utf8();
                match character {
                    '\u{2010}'..='\u{2015}' => Kind::Mark(b'-'),
                    '‘' | '’' => Kind::Mark(b'\''),
                    '“' | '”' | '„' | '«' | '»' => Kind::Mark(b'"'),
                    '…' => Kind::Mark(b'.'),
                    '£' | '€' | '¥' => Kind::Mark(b'$'),
                    space if space.is_whitespace() => continue,
                    letter if letter.is_alphabetic() => {
                        while let Some(next) = bytes.get(at) {
                            if next.is_ascii_alphabetic() {
                                at += 1;
                            } else if let Some(length) = self::letter(text, at) {
                                at += length;
                            } else {
                                break;
                            }
                        }
                        Kind::Plain
                    }
                    _ => Kind::Mark(b'?'),
                }
            };
            if kind == Kind::Month(5, false) && byte == b'M' {
                let mut before =
                    list.iter().rev().map(|word: &Word| word.kind).filter(|kind| *kind != Kind::Mark(b'.'));
                somebody_may |= before.next() == Some(Kind::Title);
            }
            list.push(Word { start, end: at, kind });
        }
        Self { text, list, somebody_may }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The kind of a word; beyond the end `Plain`.
    pub(super) fn kind(&self, at: usize) -> Kind {
        self.list.get(at).map_or(Kind::Plain, |word| word.kind)
    }

    /// The kind of the word `steps` before; before the beginning a paragraph break.
    pub(super) fn before(&self, at: usize, steps: usize) -> Kind {
        at.checked_sub(steps).map_or(Kind::Mark(b'\n'), |at| self.kind(at))
    }

    /// The word, or an empty one beyond the end.
    pub(super) fn word(&self, at: usize) -> Word {
        let end = self.text.len();
        self.list.get(at).copied().unwrap_or(Word { start: end, end, kind: Kind::Plain })
    }

    /// The letters of a word.
    pub(super) fn letters(&self, at: usize) -> &'t str {
        let word = self.word(at);
        self.text.get(word.start..word.end).unwrap_or_default()
    }

    /// Whether nothing lies between a word and the next.
    pub(super) fn glued(&self, at: usize) -> bool {
        match (self.list.get(at), self.list.get(at + 1)) {
            (Some(word), Some(next)) => word.end == next.start,
            _ => false,
        }
    }

    /// Whether nothing lies between a word and the one before.
    pub(super) fn glued_before(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.glued(before))
    }

    /// Whether a word begins with a capital.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.letters(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether a word has capitals only, as in a headline or an old telegram: its first one tells nothing.
    pub(super) fn upper_case(&self, at: usize) -> bool {
        let letters = self.letters(at);
        letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_uppercase())
    }

    /// Whether it is this word, in whatever case.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.letters(at).eq_ignore_ascii_case(word)
    }

    /// Whether it is this mark.
    pub(super) fn mark(&self, at: usize, mark: u8) -> bool {
        self.kind(at) == Kind::Mark(mark)
    }

    /// Past the full stop of a short form.
    pub(super) fn past_stop(&self, at: usize) -> usize {
        let full_name = matches!(self.before(at, 1), Kind::Month(_, false));
        at + usize::from(self.mark(at, b'.') && self.glued_before(at) && !full_name)
    }

    /// Past a mark, if it is there.
    pub(super) fn past_mark(&self, at: usize, mark: u8) -> usize {
        at + usize::from(self.mark(at, mark))
    }

    /// Whether a sentence ends with this word.
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        match self.kind(at) {
            Kind::Mark(b'\n' | b'!' | b'?' | b';') => true,
            Kind::Mark(b'.') => {
                let Some(before) = at.checked_sub(1) else { return true };
                let short =
                    self.letters(before).len() <= if self.upper_case(before) { 1 } else { 3 } && self.capital(before);
                let abbreviated = short || matches!(self.kind(before), Kind::Month(_, true));
                let next = at + 1 + usize::from(self.mark(at + 1, b'"') || self.mark(at + 1, b'\''));
                !self.glued(at) && !abbreviated && (self.capital(next) || next >= self.len())
            }
            _ => false,
        }
    }
}

/// The length of a letter outside ASCII.
fn letter(text: &str, at: usize) -> Option<usize> {
    if text.as_bytes().get(at).is_none_or(u8::is_ascii) {
        return None;
    }
    text.get(at..)?.chars().next().filter(|c| c.is_alphabetic()).map(char::len_utf8)
}
