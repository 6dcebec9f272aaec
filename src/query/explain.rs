//! An explanation says in plain words, or as a tree, what a query was understood as: the answer to `--explain`.

use std::fmt::Write;

use super::{
    ast::{DateRange, Field, Node, Text, Value},
    plan::Target,
};

/// The query in plain words, of articles or of quotations.
///
/// ```
/// use demarche::query::{explain::explain, parser::parse, plan::Target};
/// let node = parse("crimea by:lavrov about:annexation date:2014-03", jiff::civil::date(2014, 4, 2))?;
/// assert_eq!(
///     explain(&node, Target::Articles),
///     "articles with “crimea” and in which a quotation by “lavrov” is about “annexation”, \
///      published from 2014-03-01 to 2014-03-31"
/// );
/// assert_eq!(
///     explain(&node, Target::Quotations),
///     "quotations by “lavrov” about “annexation” and with “crimea” in or near them, \
///      published from 2014-03-01 to 2014-03-31"
/// );
/// # Ok::<(), demarche::query::parser::ParseError>(())
/// ```
pub fn explain(node: &Node, target: Target) -> String {
    let things = match target {
        Target::Articles => "articles",
        Target::Quotations => "quotations",
    };
    match node {
        Node::All => format!("all {things}"),
        node => format!("{things} {}", Speech { target }.condition(node)),
    }
}

/// Says what is asked, of articles or of quotations.
#[derive(Clone, Copy)]
struct Speech {
    target: Target,
}

impl Speech {
    /// What a node says, as words that follow “articles” or “quotations”.
    fn condition(self, node: &Node) -> String {
        match node {
            Node::All => "of any kind".to_owned(),
            Node::Text(text) => format!("with {}{}", words(text), self.around()),
            Node::Field(field, value) => self.in_field(*field, &[value]),
            Node::And(nodes) => self.all_of(nodes),
            Node::Or(nodes) => match one_field(node) {
                Some((field, values)) => self.in_field(field, &values),
                None if nodes.iter().all(|node| matches!(node, Node::Text(_))) => {
                    let texts =
                        nodes.iter().filter_map(|node| if let Node::Text(text) = node { Some(text) } else { None });
                    format!("with {}{}", joined(&texts.map(words).collect::<Vec<_>>(), "or"), self.around())
                }
                None => joined(&nodes.iter().map(|node| self.within_or(node)).collect::<Vec<_>>(), "or"),
            },
            Node::Not(node) => match &**node {
                Node::Text(text) => format!("without {}{}", words(text), self.around()),
                Node::And(_) | Node::Or(_) | Node::Not(_) => format!("except those ({})", self.condition(node)),
                node => format!("except those {}", self.condition(node)),
            },
            Node::Boost(node, times) => format!("{} (counted {times} times)", self.within_and(node)),
            Node::Near { within, ordered, operands } => {
                let link = match (ordered, within) {
                    (true, 1) => " directly followed by ".to_owned(),
                    (true, n) => format!(" followed within {n} words by "),
                    (false, 1) => " next to ".to_owned(),
                    (false, n) => format!(" within {n} words of "),
                };
                let alternatives = |texts: &Vec<Text>| joined(&texts.iter().map(words).collect::<Vec<_>>(), "or");
                format!("with {}{}", operands.iter().map(alternatives).collect::<Vec<_>>().join(&link), self.around())
            }
        }
    }

    /// Where the words of a query are looked for.
    fn around(self) -> &'static str {
        match self.target {
            Target::Articles => "",
            Target::Quotations => " in or near them",
        }
    }

    /// As [`Self::condition`], in brackets where “and” and “or” would run together.
    fn within_and(self, node: &Node) -> String {
        match node {
            Node::Or(nodes) if one_field(node).is_none() && !nodes.iter().all(|node| matches!(node, Node::Text(_))) => {
                format!("({})", self.condition(node))
            }
            _ => self.condition(node),
        }
    }

    fn within_or(self, node: &Node) -> String {
        if matches!(node, Node::And(_)) { format!("({})", self.condition(node)) } else { self.condition(node) }
    }

    /// Everything at once: words together, what must hold of one quotation together; dates, and what is left out, last.
    fn all_of(self, nodes: &[Node]) -> String {
        let (mut texts, mut quotation, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        let (mut dates, mut except) = (Vec::new(), Vec::new());
        for node in nodes {
            match (node, one_field(node)) {
                (Node::Text(text), _) => texts.push(words(text)),
                (Node::All, _) => {}
                (_, Some((field, values))) if field.of_quotation() => quotation.push((field, values)),
                (_, Some((Field::Date, values))) => dates.push(self.in_field(Field::Date, &values)),
                (node, _) if node.is_negative() => except.push(self.within_and(node)),
                _ => rest.push(self.within_and(node)),
            }
        }
        let mut parts = Vec::new();
        if !texts.is_empty() {
            parts.push(format!("with {}{}", joined(&texts, "and"), self.around()));
        }
        if !quotation.is_empty() {
            // Who speaks comes first where quotations are asked for.
            let at = if self.target == Target::Quotations { 0 } else { parts.len() };
            parts.insert(at, self.one_quotation(&quotation));
        }
        parts.extend(rest);
        let mut all = joined(&parts, "and");
        for date in dates.into_iter().chain(except) {
            all.push_str(if all.is_empty() { "" } else { ", " });
            all.push_str(&date);
        }
        if all.is_empty() { self.condition(&Node::All) } else { all }
    }

    fn in_field(self, field: Field, values: &[&Value]) -> String {
        if field.of_quotation() {
            return self.one_quotation(&[(field, values.to_vec())]);
        }
        let each: Vec<String> = values.iter().map(|value| self.in_plain_field(field, value)).collect();
        // “that name the country “RU” or “US””: the beginning they share is said once.
        let start = self.lead(field);
        let tails: Option<Vec<String>> = each
            .iter()
            .map(|one| one.strip_prefix(start).filter(|tail| tail.starts_with('“')).map(str::to_owned))
            .collect();
        match tails {
            Some(tails) if field != Field::Title => format!("{start}{}", joined(&tails, "or")),
            _ => joined(&each, "or"),
        }
    }

    /// The words before a value of the field.
    fn lead(self, field: Field) -> &'static str {
        let (articles, quotations) = field.row().lead;
        if self.target == Target::Quotations { quotations } else { articles }
    }

    fn in_plain_field(self, field: Field, value: &Value) -> String {
        match (field, value) {
            (Field::Date, Value::None) => "with no known date of publication".to_owned(),
            (Field::Mentions | Field::Country, Value::None) => {
                self.lead(field).replace(" a date ", " no date").replace(" the country ", " no country")
            }
            (field, Value::None) => format!("with no {}", field.name()),
            (Field::Date, Value::Dates(DateRange::ANY)) => "with a known date of publication".to_owned(),
            (Field::Mentions, Value::Dates(DateRange::ANY)) => self.lead(field).trim_end().to_owned(),
            (field, Value::Dates(range)) => format!("{}{}", self.lead(field), days(*range)),
            (field, Value::Text(text)) if is_any(text) => match field {
                Field::Person | Field::Country | Field::Place | Field::Org => self
                    .lead(field)
                    .replace(" the ", " a ")
                    .replace("a organisation", "an organisation")
                    .trim_end()
                    .to_owned(),
                field => format!("with any {}", field.name()),
            },
            (Field::Title, Value::Text(text)) => format!("{}{} in the title", self.lead(field), words(text)),
            (field, Value::Text(text)) => format!("{}{}", self.lead(field), words(text)),
        }
    }

    /// What must hold of one and the same quotation.
    fn one_quotation(self, asked: &[(Field, Vec<&Value>)]) -> String {
        let of = |field: Field| {
            let each = asked.iter().filter(|(own, _)| *own == field);
            let each: Vec<String> = each
                .map(|(_, values)| joined(&values.iter().map(|value| value_words(value)).collect::<Vec<_>>(), "or"))
                .collect();
            (!each.is_empty()).then(|| joined(&each, "and"))
        };
        let mut clauses: Vec<Field> = Field::all().filter(|field| field.row().place > 0).collect();
        clauses.sort_by_key(|field| field.row().place);
        let mut after = String::new();
        for field in clauses {
            if let Some(value) = of(field) {
                let _ = write!(after, " {}{value}", self.lead(field));
            }
        }
        let about = of(Field::About);
        if self.target == Target::Quotations {
            let about = about.map_or_else(String::new, |about| format!(" about {about}"));
            let kind = of(Field::Kind).map_or_else(String::new, |kind| format!(" that are {}", unquoted(&kind)));
            return format!("{after}{about}{kind}").trim_start().to_owned();
        }
        let kind = of(Field::Kind).map_or_else(String::new, |kind| format!("{} ", unquoted(&kind)));
        let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        match about {
            None => format!("with {article} {kind}quotation{after}"),
            Some(about) => format!("in which {article} {kind}quotation{after} is about {about}"),
        }
    }
}

fn unquoted(words: &str) -> String {
    words.replace(['“', '”'], "")
}

/// The field and its alternatives, where the node is about one field alone.
fn one_field(node: &Node) -> Option<(Field, Vec<&Value>)> {
    match node {
        Node::Field(field, value) => Some((*field, vec![value])),
        Node::Or(nodes) => {
            let mut found = nodes.iter().map(|node| if let Node::Field(f, v) = node { Some((*f, v)) } else { None });
            let (field, first) = found.next()??;
            let mut values = vec![first];
            for next in found {
                values.push(next.filter(|(other, _)| *other == field)?.1);
            }
            Some((field, values))
        }
        _ => None,
    }
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Text(text) if is_any(text) => "anything known".to_owned(),
        Value::Text(text) => words(text),
        Value::Dates(range) => days(*range),
        Value::None => "none".to_owned(),
    }
}

fn is_any(text: &Text) -> bool {
    matches!(text, Text::Wild { pattern } if pattern == "*")
}

/// The words that a clause asks for, as written.
pub(super) fn written(node: &Node) -> Vec<String> {
    let of = |text: &Text| match text {
        Text::Word { text, .. } | Text::Phrase { text, .. } | Text::Fuzzy { text, .. } => {
            text.split_whitespace().map(str::to_owned).collect()
        }
        Text::Wild { .. } => Vec::new(),
    };
    match node {
        Node::Text(text) | Node::Field(_, Value::Text(text)) => of(text),
        Node::Near { operands, .. } => operands.iter().flatten().flat_map(of).collect(),
        _ => Vec::new(),
    }
}

fn words(text: &Text) -> String {
    match text {
        Text::Word { text, exact: false } | Text::Phrase { text, slop: 0, exact: false } => format!("“{text}”"),
        Text::Word { text, exact: true } | Text::Phrase { text, slop: 0, exact: true } => {
            format!("“{text}” exactly so")
        }
        Text::Phrase { text, slop, exact } => {
            let exactly = if *exact { " exactly so" } else { "" };
            format!("“{text}”{exactly} (words moved by at most {slop})")
        }
        Text::Wild { pattern } => format!("“{pattern}” (any word of that form)"),
        Text::Fuzzy { text, distance: 1 } => format!("“{text}” (give or take a letter)"),
        Text::Fuzzy { text, distance } => format!("“{text}” (give or take {distance} letters)"),
    }
}

fn days(range: DateRange) -> String {
    match (range.from, range.to) {
        (Some(from), Some(to)) if from == to => format!("on {from}"),
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("on or after {from}"),
        (None, Some(to)) => format!("on or before {to}"),
        (None, None) => "on any known day".to_owned(),
    }
}

/// `a, b and c`
fn joined(items: &[String], with: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [many @ .., last] => format!("{} {with} {last}", many.join(", ")),
    }
}

/// The query as a tree, one node a line, each level indented by two spaces.
///
/// ```
/// use demarche::query::{explain::tree, parser::parse};
/// let node = parse("crimea -(sport OR country:FR)", jiff::civil::date(2014, 4, 2))?;
/// assert_eq!(tree(&node), "all of\n  word crimea\n  not\n    any of\n      word sport\n      field country:FR\n");
/// # Ok::<(), demarche::query::parser::ParseError>(())
/// ```
pub fn tree(node: &Node) -> String {
    let mut out = String::new();
    branch(&mut out, node, 0);
    out
}

fn branch(out: &mut String, node: &Node, depth: usize) {
    let mut line = |depth: usize, text: &str| {
        // A line break inside a phrase would end the line of its node.
        let _ = writeln!(out, "{}{}", "  ".repeat(depth), text.replace(char::is_control, " "));
    };
    match node {
        Node::All => line(depth, "everything"),
        Node::Text(text) => line(depth, &named(text)),
        Node::Field(..) => line(depth, &format!("field {node}")),
        Node::And(_) => line(depth, "all of"),
        Node::Or(_) => line(depth, "any of"),
        Node::Not(_) => line(depth, "not"),
        Node::Boost(_, times) => line(depth, &format!("weight {times}")),
        Node::Near { within, ordered, operands } => {
            let order = if *ordered { "in this order" } else { "in any order" };
            line(depth, &format!("within {within} words, {order}"));
            for texts in operands {
                let deeper = depth + 1 + usize::from(texts.len() > 1);
                if texts.len() > 1 {
                    line(depth + 1, "any of");
                }
                for text in texts {
                    line(deeper, &named(text));
                }
            }
        }
    }
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| branch(out, node, depth + 1)),
        Node::Not(node) | Node::Boost(node, _) => branch(out, node, depth + 1),
        Node::All | Node::Text(_) | Node::Field(..) | Node::Near { .. } => {}
    }
}

fn named(text: &Text) -> String {
    let sort = match text {
        Text::Word { .. } => "word",
        Text::Phrase { .. } => "phrase",
        Text::Wild { .. } => "pattern",
        Text::Fuzzy { .. } => "roughly",
    };
    format!("{sort} {text}")
}

#[cfg(test)]
mod tests {
    use super::{Target, explain, tree};
    use crate::query::parser::parse;

    #[test]
    fn queries_in_plain_words() {
        let table = [
            ("*", "all articles"),
            ("crimea", "articles with “crimea”"),
            ("crimea putin -sport", "articles with “crimea” and “putin”, without “sport”"),
            ("crimea OR donbas", "articles with “crimea” or “donbas”"),
            ("country:(RU OR US)", "articles that name the country “RU” or “US”"),
            ("a (b OR lang:en)", "articles with “a” and (with “b” or in the language “en”)"),
            ("-country:FR", "articles except those that name the country “FR”"),
            ("country:none", "articles that name no country"),
            ("org:*", "articles that name an organisation"),
            ("date:2014-03-30", "articles published on 2014-03-30"),
            ("title:gas date:>=2014", "articles with “gas” in the title, published on or after 2014-01-01"),
            ("date:none", "articles with no known date of publication"),
            ("by:lavrov", "articles with a quotation by “lavrov”"),
            ("kind:indirect to:kerry", "articles with an indirect quotation to “kerry”"),
            (
                "by:(lavrov OR kerry) manner:denied about:gas",
                "articles in which a quotation by “lavrov” or “kerry” in the manner “denied” is about “gas”",
            ),
            ("a NEAR/5 (b OR c)", "articles with “a” within 5 words of “b” or “c”"),
            ("foreign ADJ minist*", "articles with “foreign” directly followed by “minist*” (any word of that form)"),
            (
                "=Lead^2 annexe~",
                "articles with “annexe” (give or take a letter) and with “Lead” exactly so (counted 2 times)",
            ),
        ];
        for (query, words) in table {
            let node = parse(query, jiff::civil::date(2014, 4, 2)).expect(query);
            assert_eq!(explain(&node, Target::Articles), words, "{query}");
        }
    }

    #[test]
    fn queries_for_quotations_in_plain_words() {
        let table = [
            ("*", "all quotations"),
            ("crimea", "quotations with “crimea” in or near them"),
            (
                "gas by:lavrov by:kerry -kind:direct",
                "quotations by “lavrov” and “kerry” and with “gas” in or near them, except those that are direct",
            ),
            (
                "country:RU manner:denied",
                "quotations in the manner “denied” and whose speaker speaks for the country “RU”",
            ),
            ("country:none", "quotations whose speaker speaks for no country"),
            (
                "person:putin title:gas",
                "quotations in articles that name the person “putin” and in articles with “gas” in the title",
            ),
            ("to:obama about:gas class:office", "quotations by a speaker of the class “office” to “obama” about “gas”"),
        ];
        for (query, words) in table {
            let node = parse(query, jiff::civil::date(2014, 4, 2)).expect(query);
            assert_eq!(explain(&node, Target::Quotations), words, "{query}");
        }
    }

    #[test]
    fn a_tree_shows_every_level() {
        let node = parse("(a NEAR/5 (\"b c\"~2 OR d?))^2 OR by:x", jiff::civil::date(2014, 4, 2)).expect("a query");
        let lines = "any of\n  weight 2\n    within 5 words, in any order\n      word a\n      any of\n        phrase \"b c\"~2\n        pattern d?\n  field by:x\n";
        assert_eq!(tree(&node), lines);
    }
}
