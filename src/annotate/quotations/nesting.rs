//! Quotations inside quotations: whose words stand in whose, and who passed them on.

use super::{draft::Rule, quotation::Quotation};

/// Whether the cue of `other` stands inside the content of `quotation`.
fn holds_cue(quotation: &Quotation, other: &Quotation) -> bool {
    other.cue.first().is_some_and(|cue| quotation.content.iter().any(|span| span.contains(*cue)))
}

/// Marks each quotation whose cue stands inside the content of another, and names those who pass its words on.
pub(crate) fn nest(quotations: &mut [Quotation]) {
    for i in 0..quotations.len() {
        let Some(cue) = quotations[i].cue.first().copied() else { continue };
        let inside = |other: &Quotation| other.content.iter().any(|span| span.contains(cue));
        // Contents lie close to their cues: a window keeps long texts linear.
        let smallest = (i.saturating_sub(12)..quotations.len().min(i + 13))
            .filter(|j| *j != i && inside(&quotations[*j]) && !holds_cue(&quotations[i], &quotations[*j]))
            .min_by_key(|j| quotations[*j].content.iter().map(|s| s.len()).sum::<usize>());
        quotations[i].nested_in = smallest;
    }
    enclose(quotations);
    for i in 0..quotations.len() {
        let mut chain = Vec::new();
        let mut outer = quotations[i].nested_in;
        for _ in 0..8 {
            let Some(at) = outer else { break };
            chain.extend(quotations[at].speaker.clone());
            outer = quotations[at].nested_in;
        }
        chain.reverse();
        chain.append(&mut quotations[i].chain);
        quotations[i].chain = chain;
    }
}

/// Nests in a turn what stands in it and in no smaller quotation.
fn enclose(quotations: &mut [Quotation]) {
    let mut turn: Option<(usize, usize)> = None;
    for i in 0..quotations.len() {
        if quotations[i].rule == Rule::Turn.name() {
            quotations[i].nested_in = None;
            turn = quotations[i].content.last().map(|span| (i, span.end));
        } else if let Some((n, end)) = turn
            && quotations[i].nested_in.is_none()
            && quotations[i].cue.first().is_some_and(|cue| cue.start < end)
        {
            quotations[i].nested_in = Some(n);
        }
    }
}
