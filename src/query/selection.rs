//! A [`Selection`] keeps or drops values of a facet, as one ticks them in a list: `country=RU,UA`.

use jiff::civil;

use super::{
    ast::{Field, Node},
    facets, parser,
};
use crate::error::{Error, Result};

/// Values of one facet that are kept, or dropped.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The facet.
    pub facet: &'static str,
    /// What it asks for.
    pub node: Node,
}

impl Selection {
    /// Reads `facet=value,value`: any of these values, or none of them if `not`.
    ///
    /// # Errors
    /// [`Error::Query`] with the remedy.
    pub fn read(written: &str, not: bool, today: civil::Date) -> Result<Self> {
        let flag = if not { "--not" } else { "--only" };
        let wrong = |what: &str| {
            Error::Query(format!(
                "error: {flag} {written}: {what}\nhelp: write a facet and its values, as {flag} country=RU,UA"
            ))
        };
        let (name, values) = written.split_once('=').ok_or_else(|| wrong("there is no = between facet and values"))?;
        let (facet, _) = facets::target(name.trim())?;
        let field = Field::of_facet(facet).ok_or_else(|| wrong("this facet cannot be chosen from"))?;
        let values: Vec<&str> = values.split(',').map(str::trim).filter(|value| !value.is_empty()).collect();
        if values.is_empty() {
            return Err(wrong("it has no values"));
        }
        let each = values.into_iter().map(|value| {
            let bare = field == Field::Date || !value.contains(|c: char| !c.is_alphanumeric());
            let quoted = || format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
            // What is ticked in a list is that value, whole.
            let value = match (field.is_listed(), bare) {
                (true, _) => format!("={}", quoted()),
                (false, true) => value.to_owned(),
                (false, false) => quoted(),
            };
            parser::parse(&format!("{}:{value}", field.name()), today).map_err(|error| Error::Query(error.render()))
        });
        let any = Node::or(each.collect::<Result<_>>()?);
        Ok(Self { facet, node: if not { Node::Not(Box::new(any)) } else { any } })
    }
}

/// A query and all selections but those of one facet, whose values are to be counted as if it were not chosen from.
pub(super) fn without(node: &Node, selections: &[Selection], facet: Option<&str>) -> Node {
    let kept = selections.iter().filter(|selection| Some(selection.facet) != facet);
    let mut nodes: Vec<Node> = std::iter::once(node).filter(|node| **node != Node::All).cloned().collect();
    nodes.extend(kept.map(|selection| selection.node.clone()));
    if nodes.is_empty() { Node::All } else { Node::and(nodes) }
}

#[cfg(test)]
mod tests {
    use super::Selection;

    #[test]
    fn values_of_a_facet() {
        let today = jiff::civil::date(2014, 4, 2);
        let table = [
            ("country=RU,UA", false, "country:RU OR country:UA"),
            ("outlet=Northgate Wire", true, "-outlet:=\"Northgate Wire\""),
            ("month=2014-03", false, "date:2014-03-01..2014-03-31"),
            ("speaker=Ann O'Neill", false, "by:=\"Ann O'Neill\""),
        ];
        for (written, not, query) in table {
            assert_eq!(Selection::read(written, not, today).unwrap().node.to_string(), query, "{written}");
        }
        for (written, said) in [
            ("country", "there is no = between"),
            ("country=", "it has no values"),
            ("colour=red", "there is no facet “colour”"),
            ("month=yesterdayish", "date"),
        ] {
            let error = Selection::read(written, false, today).unwrap_err().to_string();
            assert!(error.contains(said) && error.contains("help: "), "{written}: {error}");
        }
    }
}
