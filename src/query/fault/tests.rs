//! What is said of a faulty query, to the letter.

use crate::query::{dates::ACCEPTED, parser::parse};
use jiff::civil::{Date, date};

const TODAY: Date = date(2014, 4, 2);

/// A faulty query, the message, the carets below the query, and the remedy.
const FAULTS: &[[&str; 4]] = &[
    [
        "pesron:lavrov",
        "there is no field “pesron”",
        "^^^^^^",
        r#"did you mean person: ? To search for the words themselves, write "pesron:lavrov""#,
    ],
    [
        r#"speaker:"sergei lavrov""#,
        "there is no field “speaker”",
        "^^^^^^^",
        r#"did you mean by: ? To search for the words themselves, write "speaker" and a space"#,
    ],
    [
        "foo:bar",
        "there is no field “foo”",
        "^^^",
        r#"the fields are title: person: country: place: org: outlet: tag: lang: date: mentions: by: about: to: venue: manner: factuality: confidence: kind: class: source: id:. To search for the words themselves, write "foo:bar""#,
    ],
    [
        "crimea AND -colour:red",
        "there is no field “colour”",
        "            ^^^^^^",
        r#"the fields are title: person: country: place: org: outlet: tag: lang: date: mentions: by: about: to: venue: manner: factuality: confidence: kind: class: source: id:. To search for the words themselves, write "colour:red""#,
    ],
    ["by: lavrov", "there is a space behind “by:”", "^^^", "write the value against the colon, as in by:lavrov"],
    ["crimea by:", "there is nothing behind “by:”", "       ^^^", "write the value against the colon, as in by:lavrov"],
    [
        "(title:)",
        "there is nothing behind “title:”",
        " ^^^^^^",
        "write the value against the colon, as in title:sanctions",
    ],
    [
        "about:by:lavrov",
        "the field “by:” cannot stand inside another field",
        "      ^^^",
        r"give each field its own value, by:lavrov, or write by\: for the word itself",
    ],
    [
        "about:(gas OR by:lavrov)",
        "the field “by:” cannot stand inside the field “about:”",
        "              ^^^",
        "write them beside each other, as in about:crimea by:lavrov",
    ],
    [
        "=by:lavrov",
        "“=” cannot stand before a field",
        "^",
        r"write it behind the colon, by:=word, or by\: for the word itself",
    ],
    [
        "country:-FR",
        "“-” cannot stand behind a field",
        "        ^",
        r"write the minus before the field, as in -country:FR, or \- for the sign",
    ],
    ["“crimea sanctions", "this quotation mark is never closed", "^", r"close it, or write \“ for the mark itself"],
    [r#"Крым "наш"#, "this quotation mark is never closed", "     ^", r#"close it, or write \" for the mark itself"#],
    [r#"中国 "x"#, "this quotation mark is never closed", "     ^", r#"close it, or write \" for the mark itself"#],
    [
        r#""""#,
        "there is nothing between the quotation marks",
        "^^",
        "write words between the quotation marks, or leave them out",
    ],
    ["x” y", "this quotation mark closes nothing", " ^", r"open one before it, or write \” for the mark itself"],
    ["(a OR b", "this bracket is never closed", "^", r"close it, or write \( for the sign itself"],
    ["a) b", "this bracket closes nothing", " ^", r"open one before it, or write \) for the sign itself"],
    ["a ()", "there is nothing between the brackets", "  ^^", "write words in them, or leave them out"],
    ["()", "there is nothing between the brackets", "^^", "write words in them, or leave them out"],
    [
        "AND b",
        "“AND” has nothing before it",
        "^^^",
        r#"write it between two, as in a AND b; to search for the word, write "AND""#,
    ],
    [
        "a OR",
        "“OR” has nothing behind it",
        "  ^^",
        r#"write it between two, as in a OR b; to search for the word, write "OR""#,
    ],
    [
        "a AND OR b",
        "“AND” has nothing behind it",
        "  ^^^",
        r#"write it between two, as in a AND b; to search for the word, write "AND""#,
    ],
    [
        "a AND NOT",
        "“NOT” has nothing behind it",
        "      ^^^",
        r#"write what to leave out, as in NOT sport; to search for the word, write "NOT""#,
    ],
    [
        "NOT",
        "“NOT” has nothing behind it",
        "^^^",
        r#"write what to leave out, as in NOT sport; to search for the word, write "NOT""#,
    ],
    [
        "NEAR/5 b",
        "“NEAR/5” has nothing before it",
        "^^^^^^",
        r#"write it between two, as in a NEAR/5 b; to search for the word, write "NEAR/5""#,
    ],
    [
        "a NEAR/5",
        "“NEAR/5” has nothing behind it",
        "  ^^^^^^",
        r#"write it between two, as in a NEAR/5 b; to search for the word, write "NEAR/5""#,
    ],
    [
        "a - b",
        "“-” has nothing behind it",
        "  ^",
        r"write it against the word to leave out, as in -sport, or \- for the sign",
    ],
    [
        "a = b",
        "“=” has no word behind it",
        "  ^",
        r#"write it against a word or phrase, as in =Lead or ="Lead", or \= for the sign"#,
    ],
    [r"a\", r"“\” has nothing behind it", " ^", r"write \\ for a backslash"],
    ["a || b", "“||” is not an operator", "  ^^", r#"write OR, or "||" for the sign itself"#],
    [
        "a near/5 b",
        "operators are written in capital letters",
        "  ^^^^^^",
        r#"write NEAR/5, or "near/5" for the words"#,
    ],
    [
        "a NEAR/0 b",
        "“0” is not a distance from 1 to 9999",
        "  ^^^^^^",
        r#"write how many words apart, as in a NEAR/5 b, or "NEAR/0" for the words"#,
    ],
    [
        "a NEAR/x b",
        "“x” is not a distance from 1 to 9999",
        "  ^^^^^^",
        r#"write how many words apart, as in a NEAR/5 b, or "NEAR/x" for the words"#,
    ],
    [
        "a NEAR/5 b ADJ/2 c",
        "NEAR/5 and “ADJ/2” cannot stand in one chain",
        "           ^^^^^",
        "write two conditions, as in (a NEAR/5 b) (b ADJ/2 c)",
    ],
    [
        "a NEAR/5 (b c)",
        "words joined by AND cannot be an operand of NEAR/5",
        "         ^^^^^",
        "write a phrase, or alternatives: (a OR b) NEAR/5 c",
    ],
    [
        "a NEAR/5 (b OR -c)",
        "NOT cannot be an operand of NEAR/5",
        "         ^^^^^^^^^",
        "negate the whole, -(a NEAR/5 b), or leave words out beside it",
    ],
    [
        "by:lavrov NEAR/5 gas",
        "a field cannot be an operand of NEAR/5",
        "^^^^^^^^^",
        "write the field beside it, as in a NEAR/5 b person:lavrov",
    ],
    ["a^2 NEAR/5 b", "a weight cannot be an operand of NEAR/5", "^^^", "give it to the whole, as in (a NEAR/5 b)^2"],
    [
        "(a NEAR/5 b) NEAR/5 c",
        "NEAR or ADJ cannot be an operand of NEAR/5",
        "^^^^^^^^^^^^",
        "write two conditions, as in (a NEAR/5 b) (b ADJ/2 c)",
    ],
    ["* NEAR/5 b", "“*” cannot be an operand of NEAR/5", "^", "write a word, with or without wildcards"],
    [
        "about:(a NEAR/5 b)",
        "NEAR/5 cannot stand inside the field “about:”",
        "         ^^^^^^",
        r#"write a phrase whose words may move, as in about:"a b"~5"#,
    ],
    ["word~3", "“~3” is not 1 or 2 letters", "^^^^^^", r"write word~1 or word~2, or word\~ for the sign itself"],
    ["word~0.8", "“~0.8” is not 1 or 2 letters", "^^^^^^^^", r"write word~1 or word~2, or word\~ for the sign itself"],
    [
        "~2",
        "there is no word before this sign",
        "^^",
        r"write it against a word, a phrase or a bracket, without a space, or \ before the sign",
    ],
    [
        "crimea ^2",
        "there is no word before this sign",
        "       ^^",
        r"write it against a word, a phrase or a bracket, without a space, or \ before the sign",
    ],
    [
        "a^x",
        "“^x” is not a weight greater than zero",
        " ^^",
        r"write a number last, as in crimea^2 or crimea~1^0.5, or \^ for the sign itself",
    ],
    [
        "a^0",
        "“^0” is not a weight greater than zero",
        " ^^",
        r"write a number last, as in crimea^2 or crimea~1^0.5, or \^ for the sign itself",
    ],
    [
        r#""a b"~"#,
        "“~” behind a phrase is not a whole number up to 9999",
        "     ^",
        r#"write how far the words may move: "a b"~3"#,
    ],
    [
        r#""a b"~x"#,
        "“~x” behind a phrase is not a whole number up to 9999",
        "     ^^",
        r#"write how far the words may move: "a b"~3"#,
    ],
    [
        "(a b)~3",
        "“~” cannot stand behind a bracket",
        "     ^",
        r#"write it behind a phrase, "a b"~3, or use (a OR b) NEAR/3 c"#,
    ],
    [
        "=treat*",
        "an exact word takes no wildcard and no “~”",
        "^^^^^^^",
        "write one of =word, word* and word~1; a backslash before * ? ~ makes it a letter",
    ],
    [
        "treat*~1",
        "a word takes a wildcard or “~”, not both",
        "^^^^^^^^",
        "write one of =word, word* and word~1; a backslash before * ? ~ makes it a letter",
    ],
    [
        r#""treat* of""#,
        "“*” is no wildcard inside quotation marks",
        "      ^",
        r"write the word outside, as in minist* ADJ/1 affairs, or \* for the sign itself",
    ],
    [
        "date:2014-13",
        "“2014-13” is not a date",
        "     ^^^^^^^",
        "accepted are 2014, 2014-03, 2014-03-30, 2014-W13, 2014-03..2014-05, ..2014-03, 2014-03.., >=2014-03, <2014, today, yesterday, this-week, last-month, last-year, last-7-days, and none for an unknown date",
    ],
    ["date:soon", "“soon” is not a date", "     ^^^^", ACCEPTED],
    ["date:2014*", "“2014*” is not a date", "     ^^^^^", ACCEPTED],
    [
        "date:2014-05..2014-03",
        "the range “2014-05..2014-03” ends before it begins",
        "     ^^^^^^^^^^^^^^^^",
        "write the earlier date first",
    ],
    [r#"mentions:"next month""#, r#"“"next month"” is not a date"#, "         ^^^^^^^^^^^^", ACCEPTED],
    ["kind:quoted", "“quoted” is not a value of “kind:”", "     ^^^^^^", "write one of direct, indirect, mixed"],
    [
        "class:ministers",
        "“ministers” is not a value of “class:”",
        "      ^^^^^^^^^",
        "write one of person, office, institution, government, anonymous, document, none",
    ],
    ["kind:dir*", "“dir*” is not a value of “kind:”", "     ^^^^", "write one of direct, indirect, mixed"],
    [
        "foo:ba*",
        "there is no field “foo”",
        "^^^",
        r"the fields are title: person: country: place: org: outlet: tag: lang: date: mentions: by: about: to: venue: manner: factuality: confidence: kind: class: source: id:. To search for the words themselves, write foo\:ba*",
    ],
];

#[test]
fn faults_are_explained_to_the_letter() {
    for [query, message, carets, help] in FAULTS {
        let rendered = parse(query, TODAY).map_err(|error| error.render());
        assert_eq!(rendered, Err(format!("error: {message}\n  {query}\n  {carets}\nhelp: {help}")), "{query}");
    }
}

#[test]
fn the_part_around_the_fault_of_a_long_query_is_shown() {
    let query = format!("{}pesron:x {}", "слово ".repeat(50), "word ".repeat(50));
    let error = parse(&query, TODAY).expect_err("no such field").render();
    let lines: Vec<&str> = error.lines().collect();
    let [line, carets] = [1, 2].map(|i| lines[i].chars().collect::<Vec<_>>());
    let below: String = line.iter().zip(&carets).filter(|(_, caret)| **caret == '^').map(|(c, _)| *c).collect();
    assert_eq!(below, "pesron", "{error}");
    assert!(line.len() < 102 && line[2] == '…' && line.ends_with(&['…']), "{error}");
}

#[test]
fn lines_and_tabs_do_not_move_the_carets() {
    let error = parse("a\n\tpesron:x", TODAY).expect_err("no such field").render();
    assert!(error.contains("\n  a  pesron:x\n     ^^^^^^\n"), "{error}");
}
