//! The query language as tables: what a query is understood as, and what no query may do.

use super::{ErrorKind, MAX_DEPTH, MAX_LENGTH, parse};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2014, 4, 2);

/// A query and its canonical form.
const QUERIES: &[(&str, &str)] = &[
    // And, or, not, brackets.
    ("crimea", "crimea"),
    ("  crimea\tsanctions\n", "crimea sanctions"),
    ("crimea AND sanctions", "crimea sanctions"),
    ("crimea and sanctions or not", "crimea and sanctions or not"),
    ("a OR b c", "a OR b c"),
    ("(a OR b) c", "(a OR b) c"),
    ("a (b (c d))", "a b c d"),
    ("a OR (b OR (c))", "a OR b OR c"),
    ("a OR b AND NOT c", "a OR b -c"),
    ("NOT a b", "-a b"),
    ("NOT (a b)", "-(a b)"),
    ("-a", "-a"),
    ("-a -b", "-a -b"),
    ("--a", "--a"),
    ("-(a OR b)", "-(a OR b)"),
    ("-\"a b\"", "-\"a b\""),
    ("a(b)c", "a b c"),
    ("*", "*"),
    ("**", "*"),
    ("* -sport", "* -sport"),
    // Plain words.
    ("well-known Iran-Iraq 2014-03", "well-known Iran-Iraq 2014-03"),
    ("O'Neill U.S. C++ @name 50%", "O'Neill U.S. C++ @name 50%"),
    ("12:30", "12:30"),
    ("http://mid.ru/a?b", "http://mid.ru/a?b"),
    ("https://mid.ru/~press/", "https://mid.ru/\\~press/"),
    ("press@mid.ru", "press@mid.ru"),
    ("Kyiv: talks", "Kyiv\\: talks"),
    ("a=b a~b +c !d #e", "a=b a\\~b +c !d #e"),
    ("[a] {b} 'c'", "[a] {b} 'c'"),
    ("Крым 中国", "Крым 中国"),
    ("– —", "– —"),
    ("w/e and/or", "w/e and/or"),
    // Escapes.
    (r"\-a", r"\-a"),
    (r"a\ b", r"a\ b"),
    (r"\AND x", r"\AND x"),
    (r"treat\*", r"treat\*"),
    (r"tr\eaty", "treaty"),
    (r"by\:lavrov", r"by\:lavrov"),
    (r"a\\b", r"a\\b"),
    (r"\=a a\~ a\^2", r"\=a a\~ a\^2"),
    // Phrases.
    ("\"foreign minister\"", "\"foreign minister\""),
    ("“foreign minister”", "\"foreign minister\""),
    ("«foreign minister»", "\"foreign minister\""),
    ("„Außenminister ist“", "\"Außenminister ist\""),
    ("\"a b\"~3", "\"a b\"~3"),
    ("\"a b\"~0", "\"a b\""),
    ("\"a b\"~3^2", "\"a b\"~3^2"),
    (r#""so \"said\" he""#, r#""so \"said\" he""#),
    ("\"What now? * AND (\"", "\"What now? * AND (\""),
    (r#""treat\*""#, r#""treat\*""#),
    ("\" a \"b", "\"a\" b"),
    // Near.
    ("a NEAR/5 b", "a NEAR/5 b"),
    ("a NEAR b", "a NEAR/10 b"),
    ("a ADJ b", "a ADJ/1 b"),
    ("a ADJ/3 b ADJ/3 c", "a ADJ/3 b ADJ/3 c"),
    ("a w/5 b", "a NEAR/5 b"),
    ("a W/5 b", "a NEAR/5 b"),
    ("a pre/2 \"b c\"", "a ADJ/2 \"b c\""),
    ("(a OR b) NEAR/2 (c OR \"d e\")", "(a OR b) NEAR/2 (c OR \"d e\")"),
    ("minist* NEAR affair~", "minist* NEAR/10 affair~1"),
    ("x a NEAR/5 b y OR z", "x a NEAR/5 b y OR z"),
    ("NOT (a NEAR/5 b)", "-(a NEAR/5 b)"),
    ("(a NEAR/5 b)^2", "(a NEAR/5 b)^2"),
    // Wildcards, slips, weights, exact words.
    ("treat* *gate tre?ty", "treat* *gate tre?ty"),
    ("who said this?", "who said this?"),
    ("word~", "word~1"),
    ("word~2", "word~2"),
    ("crimea^2 a^0.5", "crimea^2 a^0.5"),
    ("word~1^3", "word~1^3"),
    ("(a b)^2 (c)^3", "(a b)^2 c^3"),
    ("-a^2", "-a^2"),
    ("((a^2))^3", "(a^2)^3"),
    ("=Lead =\"Lead Paint\"", "=Lead =\"Lead Paint\""),
    ("=-x", r"=\-x"),
    ("-=word", "-=word"),
    // Fields.
    ("person:lavrov", "person:lavrov"),
    ("Person:lavrov", "person:lavrov"),
    ("-country:FR", "-country:FR"),
    ("country:\"South Korea\"", "country:\"South Korea\""),
    ("by:(lavrov OR \"john kerry\")", "by:lavrov OR by:\"john kerry\""),
    ("about:(gas -oil) x", "about:gas -about:oil x"),
    ("about:(a^2 OR b)^3", "(about:a^2 OR about:b)^3"),
    ("title:sanction* title:=Lead by:lavrof~", "title:sanction* title:=Lead by:lavrof~1"),
    ("lang:OR", r"lang:\OR"),
    ("source:http://mid.ru/x", "source:http://mid.ru/x"),
    ("id:tass:123", r"id:tass\:123"),
    ("about:12:30", "about:12:30"),
    ("country:none country:NONE", "country:none country:none"),
    (r"country:\none", r"country:\none"),
    ("country:\"none\" by:none", "country:\"none\" by:none"),
    ("country:*", "country:*"),
    ("kind:Direct class:\"anonymous\" class:none kind:*", "kind:direct class:anonymous class:none kind:*"),
    ("kind:(direct OR mixed)", "kind:direct OR kind:mixed"),
    ("by:lavrov^2", "by:lavrov^2"),
    // Dates; DateRange has a table of its own.
    ("date:2014", "date:2014-01-01..2014-12-31"),
    ("date:2014-03-30", "date:2014-03-30"),
    ("date:2014-W13", "date:2014-03-24..2014-03-30"),
    ("date:2014-03..2014-05", "date:2014-03-01..2014-05-31"),
    ("date:..2014-03 mentions:2014-03..", "date:..2014-03-31 mentions:2014-03-01.."),
    ("date:\"last month\"", "date:2014-03-01..2014-03-31"),
    ("date:last-7-days", "date:2014-03-27..2014-04-02"),
    ("date:yesterday", "date:2014-04-01"),
    ("date:>=2014-03 date:<2015", "date:2014-03-01.. date:..2014-12-31"),
    ("date:none -mentions:none", "date:none -mentions:none"),
    ("date:*", "date:*"),
    ("date:(2013 OR 2014-03)^2", "(date:2013-01-01..2013-12-31 OR date:2014-03-01..2014-03-31)^2"),
];

#[test]
fn queries_are_understood() {
    for (query, canonical) in QUERIES {
        let node = parse(query, TODAY);
        assert_eq!(node.as_ref().map(ToString::to_string).as_deref(), Ok(*canonical), "{query}");
        assert_eq!(parse(canonical, TODAY), node, "{query}");
    }
}

#[test]
fn limits_are_faults_and_not_crashes() {
    let kind = |query: &str| parse(query, TODAY).map(|_| ()).map_err(|error| error.kind);
    assert_eq!(kind(""), Err(ErrorKind::Empty));
    assert_eq!(kind(" \n "), Err(ErrorKind::Empty));
    assert_eq!(kind(&"é ".repeat(MAX_LENGTH)), Err(ErrorKind::TooLong));
    assert_eq!(kind(&"a ".repeat(MAX_LENGTH / 2)), Ok(()));
    let brackets = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert_eq!(kind(&brackets(MAX_DEPTH)), Ok(()));
    assert_eq!(kind(&brackets(MAX_DEPTH + 1)), Err(ErrorKind::TooDeep));
    assert_eq!(kind(&format!("{}a", "NOT ".repeat(MAX_DEPTH))), Ok(()));
    assert_eq!(kind(&format!("{}a", "-".repeat(MAX_DEPTH + 1))), Err(ErrorKind::TooDeep));
    assert_eq!(kind(&"(".repeat(MAX_LENGTH)), Err(ErrorKind::TooDeep));
    assert_eq!(kind(&"(a) ".repeat(1000)), Ok(()), "side by side is not deep");
}

#[test]
fn the_table_of_fields_holds_queries() {
    for field in super::Field::all() {
        assert!(parse(field.example(), TODAY).is_ok(), "{}", field.example());
    }
}

/// Pieces of queries in any order, right and wrong.
fn anything() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a", "AND", "OR", "NOT", "-", "(", ")", "\"", "“", "”", "«", "»", "„", "\\", "=", "*", "?", "~", "~2", "^",
        "^2", "NEAR/3", "ADJ", "w/2", "by:", "date:", "kind:", "foo:", "2014", "..", ">=", "none", "direct", " ", "é",
        "中", "\n", "0", "1.5", "/", ":",
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(pieces), 0..30).prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_query_or_a_fault_with_its_place(query in anything()) {
        match parse(&query, TODAY) {
            Ok(node) => prop_assert_eq!(parse(&node.to_string(), TODAY), Ok(node)),
            Err(error) => {
                prop_assert!(query.get(error.span.start..error.span.end).is_some(), "{error:?}");
                prop_assert!(error.render().starts_with("error: "));
            }
        }
    }
}
