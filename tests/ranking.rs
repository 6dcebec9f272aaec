//! Quotations beside the articles change no article's rank.

#![allow(clippy::unwrap_used, missing_docs)]

use std::{ops::ControlFlow, path::Path};

use demarche::{
    annotate::Annotations,
    article::Article,
    index::{Reader, writer::Writer},
    ingest::annotate_files,
    query::{
        parser::parse,
        search::{Wanted, articles},
    },
    source::ReadOptions,
};

fn index(folder: &Path, articles: &[(Article, Annotations)]) -> Reader {
    let mut writer = Writer::open(folder, 64).unwrap();
    for (article, annotations) in articles {
        writer.add(article, annotations, false).unwrap();
    }
    writer.commit().unwrap();
    writer.finish(None).unwrap();
    Reader::open(folder).unwrap()
}

#[test]
fn articles_rank_as_they_do_without_quotations() {
    let mut whole: Vec<(Article, Annotations)> = Vec::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    annotate_files(&[corpus], &ReadOptions::default(), &mut |found| {
        if let Ok((mut article, annotations)) = found {
            article.id = format!("a{}", whole.len());
            whole.push((article, annotations));
        }
        ControlFlow::Continue(())
    });
    let mut bare = whole.clone();
    for (_, annotations) in &mut bare {
        annotations.quotations.clear();
    }
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let (whole, bare) = (index(folders[0].path(), &whole), index(folders[1].path(), &bare));
    assert!(whole.count("quotation").unwrap() > 500);
    assert_eq!(bare.count("quotation").unwrap(), 0);
    let today = jiff::civil::date(2014, 4, 2);
    for query in [
        "crimea",
        "crimea OR sanctions OR referendum",
        "the OR talks OR chemical OR weapons",
        "\"foreign minister\" OR lavrov",
        "sanction* OR treaty^3 OR krim~1",
        "title:nato OR russia",
        "person:obama iran",
        "russia NEAR/5 crimea",
        "country:RU date:2014",
    ] {
        let node = parse(query, today).unwrap();
        let ranked = |reader: &Reader| -> Vec<(String, u32)> {
            let answer = articles(reader, &node, &Wanted { each: true, ..Wanted::default() }).unwrap();
            answer.hits.into_iter().map(|hit| (hit.record.article.id, hit.score.to_bits())).collect()
        };
        let (with, without) = (ranked(&whole), ranked(&bare));
        assert!(with.len() > 2, "{query}");
        assert_eq!(with, without, "{query}");
    }
}
