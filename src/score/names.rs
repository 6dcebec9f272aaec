//! Whether two names are the same speaker's, however each was transliterated.
//!
//! A name is a surname and given names, each folded: Cyrillic letters to Latin, marks and hyphens dropped, and the
//! spellings between which transliterations waver made one, so that Щербаков, Shcherbakov and Scherbakow meet.

use super::words::is_word_character;

/// Letters that are written with several or other Latin letters: Cyrillic ones, and Latin ones without a decomposition.
const LETTERS: &[(&str, &str)] = &[
    ("а", "a"),
    ("б", "b"),
    ("в", "v"),
    ("гґ", "g"),
    ("д", "d"),
    ("еэё", "e"),
    ("є", "ie"),
    ("ж", "zh"),
    ("з", "z"),
    ("иіїй", "i"),
    ("к", "k"),
    ("л", "l"),
    ("м", "m"),
    ("н", "n"),
    ("о", "o"),
    ("п", "p"),
    ("р", "r"),
    ("с", "s"),
    ("т", "t"),
    ("уў", "u"),
    ("ф", "f"),
    ("х", "kh"),
    ("ц", "ts"),
    ("ч", "ch"),
    ("ш", "sh"),
    ("щ", "shch"),
    ("ъь", ""),
    ("ы", "y"),
    ("ю", "iu"),
    ("я", "ia"),
    ("ø", "o"),
    ("ł", "l"),
    ("đð", "d"),
    ("ß", "ss"),
    ("æ", "a"),
    ("œ", "o"),
    ("ı", "i"),
    ("þ", "th"),
];

/// Letters with marks that are one character, and the letters without: the compatibility decomposition of Unicode as
/// far as Latin, Greek and Cyrillic names need it.
const MARKED: &[(&str, &str)] = &[
    ("ªàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "a"),
    ("ḃḅḇ", "b"),
    ("çćĉċčḉ", "c"),
    ("ďḋḍḏḑḓ", "d"),
    ("èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "e"),
    ("ḟ", "f"),
    ("ĝğġģǧǵḡ", "g"),
    ("ĥȟḣḥḧḩḫẖ", "h"),
    ("ìíîïĩīĭįǐȉȋḭḯỉị", "i"),
    ("ĵǰ", "j"),
    ("ķǩḱḳḵ", "k"),
    ("ĺļľŀḷḹḻḽ", "l"),
    ("ḿṁṃ", "m"),
    ("ñńņňǹṅṇṉṋ", "n"),
    ("ºòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ", "o"),
    ("ṕṗ", "p"),
    ("ŕŗřȑȓṙṛṝṟ", "r"),
    ("śŝşšſșṡṣṥṧṩẛ", "s"),
    ("ţťțṫṭṯṱẗ", "t"),
    ("ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "u"),
    ("ṽṿ", "v"),
    ("ŵẁẃẅẇẉẘ", "w"),
    ("ẋẍ", "x"),
    ("ýÿŷȳẏẙỳỵỷỹ", "y"),
    ("źžżẑẓẕ", "z"),
    ("ĳ", "ij"),
    ("ŉ", "ʼn"),
    ("ǆǳ", "dz"),
    ("ǉ", "lj"),
    ("ǌ", "nj"),
    ("ﬀ", "ff"),
    ("ﬁ", "fi"),
    ("ﬂ", "fl"),
    ("ﬃ", "ffi"),
    ("ﬄ", "ffl"),
    ("ﬅﬆ", "st"),
    ("ǣǽ", "æ"),
    ("ǿ", "ø"),
    ("ǯ", "ʒ"),
    ("άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ", "α"),
    ("ϐ", "β"),
    ("έϵἐἑἒἓἔἕὲέ", "ε"),
    ("ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ", "η"),
    ("ϑ", "θ"),
    ("ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ", "ι"),
    ("ϰ", "κ"),
    ("µ", "μ"),
    ("όὀὁὂὃὄὅὸό", "ο"),
    ("ϖ", "π"),
    ("ϱῤῥ", "ρ"),
    ("ϲ", "ς"),
    ("ΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ", "υ"),
    ("ϕ", "φ"),
    ("ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ", "ω"),
    ("ӑӓ", "а"),
    ("ѓ", "г"),
    ("ѐӗ", "е"),
    ("ӂӝ", "ж"),
    ("ӟ", "з"),
    ("ѝӣӥ", "и"),
    ("ќ", "к"),
    ("ӧ", "о"),
    ("ӯӱӳ", "у"),
    ("ӵ", "ч"),
    ("ӹ", "ы"),
    ("ӭ", "э"),
    ("ӛ", "ә"),
    ("ӫ", "ө"),
];

/// Spellings that stand for one sound, and the one that is kept; in this order, and in a row the longest first.
const SPELLINGS: &[(&[&str], &str)] = &[
    (&["shch", "sch", "sh"], "s"),
    (&["tch", "ch"], "c"),
    (&["kh", "gh"], "h"),
    (&["ph"], "f"),
    (&["dzh", "zh", "dj"], "j"),
    (&["tz", "ts"], "c"),
    (&["ck", "q"], "k"),
    (&["x"], "ks"),
    (&["w"], "v"),
    (&["oe"], "o"),
    (&["ae"], "a"),
    (&["ue"], "u"),
    (&["ou", "oo"], "u"),
    (&["iu", "yu", "ju"], "u"),
    (&["ia", "ya", "ja"], "a"),
    (&["ie", "ye", "je", "yo", "io"], "e"),
    (&["i", "y", "j"], "i"),
];

/// Words in front of a name.
const TITLES: &str = "mr mrs ms miss dr sir dame lord lady prof professor president vice prime minister premier \
    chancellor king queen prince princess emperor sheikh sheik emir sultan pope patriarch saint general gen lt col \
    colonel maj major capt captain adm admiral sen senator rep governor gov mayor ambassador secretary chairman judge \
    justice rev comrade herr frau madame monsieur the former foreign defense defence";
/// Words behind a name.
const SUFFIXES: &str = "jr sr ii iii iv v phd md esq";
/// Words inside a name that are no given names.
const PARTICLES: &str = "de la del della di da do dos du des van von der den ten ter al el bin ibn ben bint abu st y e \
    le zu";
/// Words of a description that say nothing.
const WEAK: &str = "a an the of and";

fn one_of(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|entry| entry == word)
}

/// A name that is ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Name {
    surname: Vec<char>,
    given: Vec<Vec<char>>,
    /// All its words but weak ones, folded, sorted, each once: for speakers that are no people.
    words: Vec<String>,
}

impl Name {
    pub(super) fn of(name: &str) -> Self {
        let (surname, given) = parts(name);
        let lower = name.to_lowercase();
        let mut words: Vec<String> = lower
            .split(|c: char| !is_word_character(c))
            .filter(|word| !word.is_empty() && !one_of(WEAK, word))
            .map(fold)
            .collect();
        words.sort_unstable();
        words.dedup();
        Self { surname, given, words }
    }

    /// Whether they may be one person's: surnames alike, and given names that do not contradict each other.
    pub(super) fn same_person(&self, other: &Self) -> bool {
        let (a, b) = (&self.surname, &other.surname);
        if a.is_empty() || b.is_empty() {
            return false;
        }
        let alike = a == b || (a.len() > 4 && b.len() > 4 && jaro_winkler(a, b) >= 0.93);
        let compatible = |x: &Vec<char>, y: &Vec<char>| {
            !x.is_empty() && !y.is_empty() && (x.starts_with(y) || y.starts_with(x) || jaro_winkler(x, y) >= 0.9)
        };
        let given = || self.given.iter().any(|x| other.given.iter().any(|y| compatible(x, y)));
        alike && (self.given.is_empty() || other.given.is_empty() || given())
    }

    /// How well two names match, the least first: other folded words, no given name on one side, another surname.
    pub(super) fn rank(&self, other: &Self) -> Option<(bool, bool, bool)> {
        let differs = self.surname != other.surname;
        self.same_person(other)
            .then(|| (differs || self.given != other.given, self.given.is_empty() || other.given.is_empty(), differs))
    }

    /// Whether at least half of their words are common to both.
    pub(super) fn same_words(&self, other: &Self) -> bool {
        let shared = self.words.iter().filter(|word| other.words.binary_search(word).is_ok()).count();
        let all = self.words.len() + other.words.len() - shared;
        all > 0 && shared * 2 >= all
    }
}

/// Surname and given names, folded.
fn parts(name: &str) -> (Vec<char>, Vec<Vec<char>>) {
    let turned = match name.split_once(',') {
        Some((surname, given)) => {
            let last = given.rsplit(',').next().unwrap_or(given).trim().to_lowercase();
            // "King, Martin", but "King, Jr."
            if one_of(SUFFIXES, last.trim_matches('.')) { name.replace(',', " ") } else { format!("{given} {surname}") }
        }
        None => name.to_owned(),
    };
    let turned = turned.replace('.', ". ");
    let mut tokens: Vec<&str> = turned
        .split_whitespace()
        .map(|token| {
            let bare = token.strip_suffix("'s").or_else(|| token.strip_suffix("’s")).unwrap_or(token);
            bare.trim_matches(['.', '(', ')', '"', '“', '”'])
        })
        .filter(|token| token.chars().any(|c| is_word_character(c) && c.is_alphabetic() && !c.is_numeric()))
        .collect();
    let titles = tokens.iter().take_while(|token| one_of(TITLES, &token.to_lowercase())).count();
    tokens.drain(..titles.min(tokens.len().saturating_sub(1)));
    while tokens.len() > 1 && tokens.last().is_some_and(|token| one_of(SUFFIXES, &token.to_lowercase())) {
        tokens.pop();
    }
    let Some(surname) = tokens.pop() else { return (Vec::new(), Vec::new()) };
    let given = tokens.into_iter().filter(|token| !one_of(PARTICLES, &token.to_lowercase()));
    let folded = |word: &str| fold(word).chars().collect::<Vec<char>>();
    (folded(without_article(surname)), given.map(folded).collect())
}

/// A surname without the Arabic article.
fn without_article(surname: &str) -> &str {
    let article = surname.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("al") || two.eq_ignore_ascii_case("el"));
    let rest = surname.get(2..).and_then(|rest| rest.strip_prefix(['-', '’']));
    rest.filter(|rest| article && rest.starts_with(is_word_character)).unwrap_or(surname)
}

/// A word in lower case, in Latin letters without marks, in one spelling of several.
fn fold(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    for c in word.to_lowercase().chars() {
        let row = |table: &[(&str, &'static str)]| table.iter().find(|(from, _)| from.contains(c)).map(|(_, to)| *to);
        if c.is_ascii() {
            letters.extend(c.is_ascii_alphanumeric().then_some(c));
        } else if let Some(latin) = row(LETTERS).or_else(|| row(MARKED)) {
            letters.push_str(latin);
        } else if is_word_character(c) {
            letters.push(c);
        }
    }
    for (spellings, kept) in SPELLINGS {
        letters = respell(&letters, spellings, kept);
    }
    let mut folded = String::with_capacity(letters.len());
    let mut before = None;
    for c in letters.chars() {
        // Letters that are doubled count once.
        if before != Some(c) {
            folded.push(c);
        }
        before = Some(c);
    }
    folded
}

/// Replaces each of `spellings` from left to right.
fn respell(word: &str, spellings: &[&str], kept: &str) -> String {
    let mut result = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = spellings.iter().find_map(|spelling| rest.strip_prefix(spelling)) {
            result.push_str(kept);
            rest = after;
        } else {
            result.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    result
}

/// How alike two words are, 0 to 1: the measure of Jaro, with Winkler's bonus for a common beginning.
fn jaro_winkler(a: &[char], b: &[char]) -> f64 {
    if a == b {
        return 1.0;
    }
    // `None`: too short for any two letters to be near each other.
    let Some(reach) = (a.len().max(b.len()) / 2).checked_sub(1) else { return 0.0 };
    let mut used = vec![false; b.len()];
    let mut matched = Vec::new();
    for (i, c) in a.iter().enumerate() {
        let near = i.saturating_sub(reach)..b.len().min(i + reach + 1);
        if let Some(j) = near.into_iter().find(|j| !used[*j] && b[*j] == *c) {
            used[j] = true;
            matched.push(*c);
        }
    }
    if matched.is_empty() {
        return 0.0;
    }
    let others = b.iter().zip(&used).filter_map(|(c, used)| used.then_some(c));
    let transposed = matched.iter().zip(others).filter(|(c, other)| c != other).count() as f64 / 2.0;
    let m = matched.len() as f64;
    let jaro = (m / a.len() as f64 + m / b.len() as f64 + (m - transposed) / m) / 3.0;
    let beginning = a.iter().zip(b).take(4).take_while(|(c, other)| c == other).count() as f64;
    jaro + beginning * 0.1 * (1.0 - jaro)
}

#[cfg(test)]
mod tests {
    use super::{Name, fold, jaro_winkler};

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (spellings, folded) in [
            ("Щербаков Shcherbakov Scherbakow", "serbakov"),
            ("Юрій Yuriy Iurii", "uri"),
            ("Müller Mueller Muller", "muler"),
            ("Jae-in Jaein", "ain"),
            ("Łukasz Lukasz", "lukasz"),
            ("Þór Thor", "thor"),
            ("Παπάς ΠΑΠΆΣ", "παπας"),
            ("cafe\u{301} Café", "cafe"),
            ("O'Brien O’Brien", "obren"),
            ("… _", ""),
        ] {
            for spelling in spellings.split(' ') {
                assert_eq!(fold(spelling), folded, "{spelling}");
            }
        }
    }

    #[test]
    fn likeness_is_that_of_winkler() {
        for (a, b, expected) in [
            ("martha", "marhta", 0.9611),
            ("dwayne", "duane", 0.84),
            ("dixon", "dicksonx", 0.8133),
            ("a", "b", 0.0),
            ("a", "ab", 0.85),
            ("same", "same", 1.0),
            ("abc", "xyz", 0.0),
        ] {
            let [x, y] = [a, b].map(|word| word.chars().collect::<Vec<char>>());
            let found = jaro_winkler(&x, &y);
            assert!((found - expected).abs() < 0.0001, "{a} {b} {found}");
        }
    }

    #[test]
    fn people_match_by_surname_and_given_names() {
        for (a, b, same) in [
            ("Anna Berg", "Berg", true),
            ("Anna Berg", "A. Berg", true),
            ("Anna Berg", "Otto Berg", false),
            ("Berg, Anna", "Foreign Minister Anna Berg", true),
            ("Anna Berg, Jr.", "Anna Berg", true),
            ("Anna von der Berg", "von Berg", true),
            ("Karim al-Sabbagh", "Karim Sabbagh", true),
            ("Анна Ковальчук", "Anna Kovalchuk", true),
            ("Kovalchuk", "Kovalchyk", true),
            ("Berg", "Burg", false),
            ("Anna Berg's", "Anna Berg", true),
            ("", "Anna Berg", false),
            ("7", "7", false),
        ] {
            assert_eq!(Name::of(a).same_person(&Name::of(b)), same, "{a} | {b}");
            assert_eq!(Name::of(b).same_person(&Name::of(a)), same, "{b} | {a}");
        }
    }

    #[test]
    fn others_match_by_half_of_their_words() {
        for (a, b, same) in [
            ("the Foreign Ministry of Elbonia", "Foreign Ministry", true),
            ("a senior official", "two senior diplomats", false),
            ("Government of the North", "North", true),
            ("the", "the", false),
            ("", "", false),
        ] {
            assert_eq!(Name::of(a).same_words(&Name::of(b)), same, "{a} | {b}");
        }
    }
}
