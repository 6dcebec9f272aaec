//! In reports of matches a town is a side: "Leeds beat Everton", "Boston 3 Chicago 1". Sides are organisations, not places;
//! countries stay what they are.

use super::name::Settled;
use crate::annotate::{
    gazetteer::{Entry, Form},
    lexicon::word_hash,
    reading::{Mention, Named},
    tokens::{Gap, Kind, Token},
};

/// Words of reports of matches.
const WORDS: &[&str] = &[
    "league", "soccer", "football", "cricket", "rugby", "baseball", "basketball", "hockey", "tennis", "championship",
    "championships", "cup", "innings", "wicket", "wickets", "striker", "midfielder", "goalkeeper", "halftime",
    "half-time", "semifinal", "semifinals", "semi-final", "quarter-final", "scored", "scorers", "goal", "goals",
    "coach", "stadium", "playoff", "playoffs", "homer", "inning", "season", "fixtures", "standings", "runs", "batting",
    "bowling", "nba", "nfl", "nhl", "fifa", "uefa", "team", "teams", "match", "matches", "game", "games", "player",
    "players", "champions", "qualifier", "tournament", "attendance", "division", "overs", "unbeaten", "results",
];
/// Before a side.
const BEFORE: &[&str] =
    &["beat", "beating", "against", "v", "vs", "versus", "defeated", "over", "at", "outplayed", "hosted"];
/// After a side.
const AFTER: &[&str] = &[
    "beat", "won", "lost", "drew", "v", "vs", "versus", "captain", "striker", "coach", "manager", "defender",
    "goalkeeper", "midfielder", "forward", "scored", "at", "crushed", "edged", "hosted", "took", "clinched", "side",
    "win", "wins", "won", "had", "were", "scored", "defeated", "outfielder", "pitcher", "quarterback",
];

/// Whether the text reports matches: many words of sport, of several kinds.
fn reports_matches(tokens: &[Token]) -> bool {
    let hashes: Vec<u64> = WORDS.iter().map(|word| word_hash(word)).collect();
    let mut kinds = 0u64;
    let (mut count, mut words) = (0, 0);
    for token in tokens.iter().filter(|t| t.kind == Kind::Word) {
        words += 1;
        if let Some(at) = hashes.iter().position(|hash| *hash == token.hash) {
            kinds |= 1 << (at % 64);
            count += 1;
        }
    }
    kinds.count_ones() >= 3 && count * 40 >= words
}

/// Makes organisations of the sides.
pub(crate) fn sides(found: &mut Vec<Settled>, tokens: &[Token], text: &str) {
    // Most texts have no table and few of these words; the first thousand tokens tell.
    if !reports_matches(&tokens[..tokens.len().min(1000)]) {
        return;
    }
    let is = |i: Option<usize>, words: &[&str]| {
        i.and_then(|i| tokens.get(i)).is_some_and(|t| words.contains(&t.of(text).to_lowercase().as_str()))
    };
    let number = |i: usize| tokens.get(i).is_some_and(|t| t.kind == Kind::Number);
    let begins_line = |i: usize| tokens[i].gap >= Gap::Line;
    for settled in found.iter_mut() {
        let Settled::Other(mention) = settled else { continue };
        let town = match mention.named {
            Named::Known(Entry::Country(_, form)) => form == Form::Capital,
            Named::Known(Entry::Place(_)) | Named::Place(_) => true,
            _ => false,
        };
        let (first, end) = (mention.first as usize, mention.end as usize);
        let before = first.checked_sub(1).filter(|i| tokens[*i].sentence == tokens[first].sentence);
        let row = number(end)
            && !begins_line(end)
            && !month_or_unit(tokens, end + 1, text)
            && (begins_line(first) || first == 0 || before.is_some_and(number));
        if town && (row || is(before, BEFORE) && (tokens[first].upper || !is(before, &["at"])) || is(Some(end), AFTER))
        {
            mention.named = Named::Organisation;
        }
    }
    rows(found, tokens);
}

/// "1996-08-30", "30 km": a number that is no score.
fn month_or_unit(tokens: &[Token], i: usize, text: &str) -> bool {
    tokens.get(i).is_some_and(|t| matches!(t.of(text), "km" | "miles" | "per" | "%" | "percent" | "-"))
}

/// Names that begin the rows of a table: "Obilic 2 Rudar 0", "Burnley 3 1 1 1 6 1 4".
fn rows(found: &mut Vec<Settled>, tokens: &[Token]) {
    let mut taken = vec![false; tokens.len()];
    for settled in found.iter() {
        let (first, end) = settled.range();
        taken[first..end].fill(true);
    }
    let mut start = 0;
    while start < tokens.len() {
        let end = (start + 1..tokens.len()).find(|i| tokens[*i].gap >= Gap::Line).unwrap_or(tokens.len());
        let numbers = tokens[start..end].iter().filter(|t| t.kind == Kind::Number).count();
        let words = tokens[start..end].iter().filter(|t| t.kind == Kind::Word).count();
        let lower = tokens[start..end].iter().filter(|t| t.kind == Kind::Word && !t.capital).count();
        if numbers >= 2 && words <= numbers * 4 && lower == 0 && end - start <= 24 {
            let mut at = start;
            while at < end {
                let run =
                    (at..end).take_while(|i| tokens[*i].kind == Kind::Word && tokens[*i].capital && !taken[*i]).count();
                if (1..=3).contains(&run)
                    && tokens.get(at + run).is_some_and(|t| t.kind == Kind::Number)
                    && at + run < end
                {
                    let mention = Mention { first: at as u32, end: (at + run) as u32, named: Named::Organisation };
                    found.push(Settled::Other(mention));
                }
                at += run.max(1);
            }
        }
        start = end;
    }
}
