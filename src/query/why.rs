//! Why an article or a quotation answers a query, or does not: clause by clause.

use tantivy::{DocAddress, DocSet, query::EnableScoring};

use super::{
    ast::{Field, Node},
    distance, explain,
    field::Matching,
    highlight::Marker,
    names,
    plan::{self, Target},
    results::Reason,
    who::{Speaker, Who},
};
use crate::{
    error::Result,
    index::{
        ArticleRecord, QuotationRecord, Reader,
        tokenizer::{fold, lower, words},
    },
};

/// What is asked about.
enum Subject {
    Article(Box<ArticleRecord>),
    Quotation(Box<QuotationRecord>),
}

struct Asker<'a> {
    reader: &'a Reader,
    target: Target,
    address: DocAddress,
    subject: Subject,
}

/// Says why the article or quotation (`ARTICLE#N`) of this identifier answers the query or does not.
///
/// # Errors
/// [`crate::error::Error::NotFound`], [`crate::error::Error::Query`] or [`crate::error::Error::Engine`].
pub fn why(reader: &Reader, id: &str, node: &Node) -> Result<Reason> {
    // What is not there is told by name.
    let target = if id.contains('#') {
        reader.quotation(id)?;
        Target::Quotations
    } else {
        reader.article(id)?;
        Target::Articles
    };
    let Some(address) = reader.address(reader.fields.id, id)? else {
        // It was there a line ago: the view of the index does not change.
        return Ok(Reason { clause: node.to_string(), holds: false, because: None, parts: Vec::new() });
    };
    let subject = match target {
        Target::Quotations => Subject::Quotation(Box::new(names::quotation_at(reader, address)?)),
        Target::Articles => Subject::Article(Box::new(names::article_at(reader, address, true)?)),
    };
    Asker { reader, target, address, subject }.reason(node)
}

impl Asker<'_> {
    fn holds(&self, node: &Node) -> Result<bool> {
        finds(self.reader, node, self.target, self.address)
    }

    fn reason(&self, node: &Node) -> Result<Reason> {
        let holds = self.holds(node)?;
        let plain = |clause: String, because, parts| Ok(Reason { clause, holds, because, parts });
        match node {
            Node::And(nodes) => {
                let (asked, rest): (Vec<&Node>, Vec<&Node>) =
                    nodes.iter().partition(|node| self.target == Target::Articles && plan::of_quotation(node));
                let mut parts = rest.into_iter().map(|node| self.reason(node)).collect::<Result<Vec<_>>>()?;
                match asked[..] {
                    [] => {}
                    [one] => parts.push(self.reason(one)?),
                    _ => parts.push(self.one_quotation(&Node::And(asked.into_iter().cloned().collect()))?),
                }
                plain("all of".to_owned(), None, parts)
            }
            Node::Or(nodes) => {
                let parts = nodes.iter().map(|node| self.reason(node)).collect::<Result<_>>()?;
                plain("any of".to_owned(), None, parts)
            }
            Node::Not(inner) => plain("not".to_owned(), None, vec![self.reason(inner)?]),
            Node::Boost(inner, _) => self.reason(inner),
            Node::Field(field, _) if self.target == Target::Articles && field.of_quotation() => {
                self.one_quotation(node)
            }
            Node::All => plain("everything".to_owned(), None, Vec::new()),
            Node::Text(_) | Node::Near { .. } => plain(node.to_string(), self.in_text(node, holds), Vec::new()),
            Node::Field(field, _) => plain(node.to_string(), self.in_field(*field, node, holds), Vec::new()),
        }
    }

    /// What is asked of one and the same quotation, of an article: which of its quotations fit which clause.
    fn one_quotation(&self, node: &Node) -> Result<Reason> {
        let Subject::Article(record) = &self.subject else { return self.reason(node) };
        let mut addresses = Vec::new();
        for n in 1..=record.quotations {
            if let Some(address) = self.reader.address(self.reader.fields.id, &format!("{}#{n}", record.article.id))? {
                addresses.push((n, address));
            }
        }
        let fitting = |node: &Node| -> Result<Vec<usize>> {
            let places: Vec<DocAddress> = addresses.iter().map(|(_, address)| *address).collect();
            let found = find(self.reader, node, Target::Quotations, &places)?;
            Ok(addresses.iter().zip(found).filter(|(_, found)| *found).map(|((n, _), _)| *n).collect())
        };
        let listed = |fitting: &[usize]| match fitting {
            [] => format!("none of its {} quotations", record.quotations),
            [one] => format!("quotation #{one}"),
            many => format!("quotations {}", many.iter().map(|n| format!("#{n}")).collect::<Vec<_>>().join(", ")),
        };
        let whole = fitting(node)?;
        let mut parts = Vec::new();
        if let Node::And(nodes) = node {
            for clause in nodes {
                let own = fitting(clause)?;
                let (clause, holds) = (clause.to_string(), !own.is_empty());
                parts.push(Reason { clause, holds, because: Some(listed(&own)), parts: Vec::new() });
            }
        }
        let clause = if parts.is_empty() { node.to_string() } else { "in one and the same quotation".to_owned() };
        Ok(Reason { clause, holds: !whole.is_empty(), because: Some(listed(&whole)), parts })
    }

    /// The words that match; or, where none does, the nearest that are there.
    fn in_text(&self, node: &Node, holds: bool) -> Option<String> {
        let text = match &self.subject {
            Subject::Article(record) => {
                format!("{}\n{}", record.article.title.as_deref().unwrap_or_default(), record.article.text)
            }
            Subject::Quotation(record) => format!("{} {}", record.words, record.context),
        };
        let mut found: Vec<(String, usize)> = Vec::new();
        let mut note = |words: &str| {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            match found.iter_mut().find(|(known, _)| *known == words) {
                Some((_, count)) => *count += 1,
                None => found.push((words, 1)),
            }
        };
        if holds {
            Marker::new(node, true).marks(&text).iter().for_each(|mark| note(mark.of(&text)));
        } else {
            let asked: Vec<String> = explain::written(node).iter().map(|word| fold(&lower(word))).collect();
            for word in words(&text).map(|word| &text[word.start..word.end]) {
                let plain = fold(&lower(word));
                let near = |asked: &String| asked.len() > 4 && distance::within(asked, &plain, 2);
                if asked.iter().any(near) {
                    note(word);
                }
            }
        }
        found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let times = |(words, count): &(String, usize)| match count {
            1 => format!("“{words}”"),
            _ => format!("“{words}” {count} times"),
        };
        let list = found.iter().take(5).map(times).collect::<Vec<_>>().join(", ");
        match (holds, list.is_empty()) {
            (_, true) => None,
            (true, false) => Some(list),
            (false, false) => Some(format!("it has {list}")),
        }
    }

    fn in_field(&self, field: Field, node: &Node, holds: bool) -> Option<String> {
        let row = field.row();
        let values = match &self.subject {
            Subject::Article(record) => (row.of_article)(record)?,
            Subject::Quotation(_) if row.matching == Matching::Content => return self.in_text(node, holds),
            Subject::Quotation(record) if row.matching == Matching::Speaker => {
                let people = names::everybody(self.reader).ok()?;
                let speaker = Speaker::of(record, &people);
                let whos = plan::by::whos(self.reader, node).unwrap_or_default();
                let label = whos.iter().find_map(|who: &Who| who.why(&speaker)).and_then(|found| found.label);
                let quotation = &record.quotation;
                let role = quotation.role.as_deref().map(|role| format!(" ({role})")).unwrap_or_default();
                let name = quotation.speaker.as_deref().unwrap_or("nobody is named");
                return Some(label.unwrap_or_else(|| format!("said by {name}{role}")));
            }
            Subject::Quotation(record) => (row.of_quotation)(record)?,
        };
        Some(if values.is_empty() { "it names none".to_owned() } else { values.join(", ") })
    }
}

/// Whether a query finds a document.
fn finds(reader: &Reader, node: &Node, target: Target, address: DocAddress) -> Result<bool> {
    Ok(find(reader, node, target, &[address])? == [true])
}

/// Which of these documents a query finds.
fn find(reader: &Reader, node: &Node, target: Target, addresses: &[DocAddress]) -> Result<Vec<bool>> {
    // A clause is judged by itself: whether the quotation is certain enough to be shown unasked is another question.
    let query = match target {
        Target::Quotations => plan::plan(reader, &plan::of_any_confidence(node), target)?,
        Target::Articles => plan::plan(reader, node, target)?,
    };
    let weight = query.weight(EnableScoring::disabled_from_searcher(&reader.searcher))?;
    // In the order of the documents, so that each segment is gone through once.
    let mut order: Vec<usize> = (0..addresses.len()).collect();
    order.sort_by_key(|at| addresses[*at]);
    let mut found = vec![false; addresses.len()];
    for own in order.chunk_by(|a, b| addresses[*a].segment_ord == addresses[*b].segment_ord) {
        let segment = addresses[own[0]].segment_ord;
        let mut documents = weight.scorer(reader.searcher.segment_reader(segment), 1.0)?;
        for at in own {
            let wanted = addresses[*at].doc_id;
            if documents.doc() < wanted {
                documents.seek(wanted);
            }
            found[*at] = documents.doc() == wanted;
        }
    }
    Ok(found)
}
