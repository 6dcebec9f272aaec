//! A sentence of news: where one ends, abbreviations and quotation marks considered; and the paragraph it stands in.

use super::{
    lexicon::Classes,
    tokens::{Gap, Kind, Token},
};

/// Longest sentence in tokens: what is longer is a table or no prose, and the rules look at every pair in a sentence.
const LONGEST: usize = 300;

/// Widest line of a narrow column, in bytes: longer ones are paragraphs.
const WIDEST: u32 = 140;

/// Numbers every token's sentence and paragraph.
///
/// Paragraphs end at blank lines, at indented lines, and at single line breaks unless the text is hard-wrapped.
pub fn number(tokens: &mut [Token], text: &str) {
    let wrapped = hard_wrapped(tokens, text);
    let heading = heading_end(tokens);
    let (mut sentence, mut paragraph, mut begun) = (0, 0, 0);
    for i in 0..tokens.len() {
        if i > 0 {
            let gap = tokens[i].gap;
            if gap == Gap::Paragraph || (gap == Gap::Line && !wrapped) || i == heading {
                paragraph += 1;
                sentence += 1;
            } else if (gap != Gap::None && starts_sentence(tokens, i, text)) || i - begun >= LONGEST {
                sentence += 1;
            }
            if tokens[i - 1].sentence != sentence {
                begun = i;
            }
        }
        tokens[i].sentence = sentence;
        tokens[i].paragraph = paragraph;
    }
}

/// The token that begins the second line, if the first is a heading rather than the beginning of a narrow column: it is
/// much shorter or longer than the second, and a capital follows it. 0 where there is none.
fn heading_end(tokens: &[Token]) -> usize {
    let mut lines = tokens.iter().enumerate().skip(1).filter(|(_, t)| t.gap >= Gap::Line);
    let (Some((second, next)), third) = (lines.next(), lines.next()) else { return 0 };
    let end = third.map_or(tokens.len(), |(i, _)| i);
    let length = |a: usize, b: usize| f64::from(tokens[b - 1].end - tokens[a].start);
    let (first_line, second_line) = (length(0, second), length(second, end));
    let alike = first_line < second_line * 1.4 && second_line < first_line * 1.4;
    // "… Foreign Minister Vladimir" goes on with the surname.
    let open = tokens[second - 1].any(OPEN);
    if next.capital && !alike && !open { second } else { 0 }
}

/// Words with which no heading ends.
const OPEN: Classes = Classes::GIVEN_NAME
    .or(Classes::HONORIFIC)
    .or(Classes::OFFICE)
    .or(Classes::ARTICLE)
    .or(Classes::PREPOSITION)
    .or(Classes::CONJUNCTION)
    .or(Classes::AUXILIARY);

/// Whether single line breaks are those of a narrow column: many lines go on in lower case after a break.
fn hard_wrapped(tokens: &[Token], text: &str) -> bool {
    let (mut breaks, mut inside, mut long) = (0, 0, 0);
    let mut begun = 0;
    for pair in tokens.windows(2) {
        if pair[1].gap >= Gap::Line {
            long += usize::from(pair[0].end - begun > WIDEST);
            begun = pair[1].start;
        }
        if pair[1].gap == Gap::Line {
            breaks += 1;
            let ends = matches!(pair[0].of(text), "." | "!" | "?" | "”" | "\"" | "''" | ":");
            inside += usize::from(!ends && !pair[1].capital && pair[1].is_word());
        }
    }
    breaks >= 3 && inside * 4 >= breaks && long * 4 <= breaks
}

/// Whether a sentence begins at token `i`, which has white space before it.
fn starts_sentence(tokens: &[Token], i: usize, text: &str) -> bool {
    let next = &tokens[i];
    let opens = next.capital
        || next.kind == Kind::Number
        || matches!(next.kind, Kind::DoubleQuote | Kind::SingleQuote)
        || matches!(next.of(text), "(" | "[" | "--" | "—" | "–" | "...");
    if !opens {
        return false;
    }
    // Back over closing quotation marks and brackets to the mark that ends.
    let mut at = i - 1;
    let mut closed = false;
    while at > 0
        && (matches!(tokens[at].kind, Kind::DoubleQuote | Kind::SingleQuote)
            || matches!(tokens[at].of(text), ")" | "]"))
    {
        at -= 1;
        closed = true;
    }
    let last = &tokens[at];
    match last.of(text) {
        "." | "!" | "?" | "…" => next.capital || next.kind != Kind::Mark || !closed,
        mark if mark.starts_with("..") => next.capital,
        word if last.kind == Kind::Word && word.ends_with('.') && !closed => {
            // "U.S." ends a sentence only before a word that begins one: "… to the U.S. The talks …".
            let initials = word.len() > 2 && word.matches('.').count() > 1;
            initials && next.capital && next.any(STARTERS)
        }
        _ => false,
    }
}

const STARTERS: Classes = Classes::ARTICLE
    .or(Classes::DETERMINER)
    .or(Classes::PRONOUN)
    .or(Classes::PREPOSITION)
    .or(Classes::CONJUNCTION)
    .or(Classes::SUBORDINATOR);

#[cfg(test)]
mod tests {
    use super::super::tokens::tokenize;

    fn sentences(text: &str) -> Vec<String> {
        let mut tokens = tokenize(text);
        super::number(&mut tokens, text);
        let count = tokens.last().map_or(0, |t| t.sentence + 1);
        (0..count)
            .map(|n| {
                let of: Vec<_> = tokens.iter().filter(|t| t.sentence == n).collect();
                text[of[0].start as usize..of[of.len() - 1].end as usize].to_owned()
            })
            .collect()
    }

    #[test]
    fn ends_where_a_reader_would() {
        let table: [(&str, &[&str]); 7] = [
            ("Mr. Kerry left. He said so.", &["Mr. Kerry left.", "He said so."]),
            ("“It is over.” Lavrov left.", &["“It is over.”", "Lavrov left."]),
            ("“It is over,” he said. “We go.”", &["“It is over,” he said.", "“We go.”"]),
            ("He is in the U.S. The talks go on.", &["He is in the U.S.", "The talks go on."]),
            ("The U.S. Senate voted 3.5 to 2.", &["The U.S. Senate voted 3.5 to 2."]),
            ("One line\nAnother line", &["One line", "Another line"]),
            ("George W. Bush spoke on Jan. 5. It rained.", &["George W. Bush spoke on Jan. 5.", "It rained."]),
        ];
        for (text, expected) in table {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn hard_wrapped_lines_are_one_paragraph() {
        let text = "The minister said\nthat he would\nleave the talks and\nreturn.\n    He left.";
        assert_eq!(sentences(text).len(), 2);
    }
}
