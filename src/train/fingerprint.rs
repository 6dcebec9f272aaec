//! What a model was learned from, as one number: the drafts of the rules and the features of every stage, over articles of our
//! own. The model carries it; where a rule or a table changes what the stages see, the numbers differ, and a test asks for the
//! model to be learned again.

use crate::{
    annotate::{
        self,
        quotations::{
            self, evidence,
            tagger::{
                Tagger, chooser,
                cue_finder::{self, Setting},
                labeller::{Around, Window},
                page::Page,
            },
        },
    },
    article::Article,
    score::GoldArticle,
};

/// The articles: agency copy about invented people.
const TEXTS: &str = include_str!("../../models/wire.jsonl");

/// The number of what this tagger sees now.
pub(super) fn fingerprint(tagger: &Tagger) -> u64 {
    let mut hasher = blake3::Hasher::new();
    let mut add = |numbers: &[u32]| {
        for number in numbers {
            hasher.update(&number.to_le_bytes());
        }
    };
    // The file is part of the program: it can be read.
    for gold in GoldArticle::from_lines(TEXTS).unwrap_or_default() {
        let reading = annotate::read(&gold.text);
        let rules = evidence::find(&reading);
        for draft in &rules {
            let ranges =
                draft.cue.into_iter().chain(draft.source).chain(draft.addressee).chain(draft.content.iter().copied());
            add(&[draft.rule.number()]);
            ranges.for_each(|range| add(&[range.0 as u32, range.1 as u32]));
        }
        let page = Page::new(&reading, &rules);
        let ratios = Tagger::ratios_of(&tagger.ratios, &page);
        let (mut features, mut window) = (Vec::new(), Window::default());
        let likely = vec![false; page.words.len()];
        for (start, end) in &page.paragraphs {
            let setting = Setting::new(&page, *start, *end);
            for i in (*start..*end).filter(|i| cue_finder::candidate(&page.words[*i], ratios[*i])) {
                cue_finder::features(&page, &setting, &ratios, i, &mut features);
                add(&features);
                let draft = page.draft_at(&rules, i);
                Around { page: &page, cues: &likely, ratios: &ratios, draft, start: *start, end: *end }
                    .features(i, &mut window);
                add(&window.states);
                add(&window.edges);
            }
        }
        let cues = quotations::tagger::find_cues(&page, &ratios, &tagger.cues);
        for list in quotations::tagger::candidates(&page, &rules, &ratios, &cues, &tagger.labeller) {
            for (n, candidate) in list.iter().enumerate() {
                chooser::features(&page, &list, n, page.draft_at(&rules, candidate.head), &mut features);
                add(&features);
            }
        }
        let article = Article { text: gold.text.clone(), ..Article::default() };
        let read = annotate::Read::new(&article);
        quotations::find_with(Some(tagger), &read.text, &[], |evidence, _| {
            evidence.content(&mut features);
            add(&features);
            evidence.speaker(&mut features);
            add(&features);
        });
    }
    crate::article::first_bits(&hasher)
}

#[cfg(test)]
mod tests {
    use crate::annotate::quotations::tagger::Tagger;

    #[test]
    fn the_model_was_learned_from_what_it_sees_now() {
        let tagger = Tagger::get().expect("models/quotations.bin is no model of this version: learn it again");
        assert_eq!(
            tagger.fingerprint,
            super::fingerprint(tagger),
            "the evidence has changed since the model was learned: learn it again, as models/README.md says"
        );
    }
}
