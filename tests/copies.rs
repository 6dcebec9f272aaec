//! Copies of an article: one is shown, none is lost.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use house::House;

const STORY: &str = "The council of Meridia voted on Tuesday to close the bridge to Ostland for 30 days, after inspectors \
                     found that 12 of its cables had rusted through. Mayor Ada Birk said that lorries would be sent by way \
                     of Norhaven until the repairs were done, and that the ferry would sail 4 times a day.";

fn article(id: &str, date: &str, outlet: &str, text: &str) -> String {
    let title = format!("Title of {id}");
    serde_json::json!({"id": id, "date": date, "title": title, "outlet": outlet, "text": text}).to_string()
}

#[test]
fn wire_copies_of_the_corpus_come_back_as_one() {
    let house = House::with_corpus();
    let query = "\"workshop, not the telephone exchange\"";
    let hits = house.json(&["search", query]);
    assert_eq!(hits.len(), 1);
    let copies = hits[0]["copies"].as_array().unwrap();
    assert_eq!(copies.len(), 2);
    assert_eq!(house.json(&["search", query, "--copies"]).len(), 3);
    let run = house.run(&["search", query, "--facet", "outlet"]);
    assert!(run.out.contains("+2 copies: 2014-04-01 · "), "{}", run.out);
    assert!(run.out.contains("1 article and 2 copies"), "{}", run.out);
    assert!(run.out.contains("counts are of articles, copies among them"), "{}", run.out);
    // A copy that the query does not find is not shown as one that it finds.
    let hits = house.json(&["search", "telephone exchange outlet:lakeside"]);
    assert_eq!(hits[0]["copies"].as_array().unwrap().len(), 0);
}

#[test]
fn every_article_is_shown_once_on_some_page() {
    let house = House::new();
    for (n, outlet) in ["Wire", "Post", "Courier", "Gazette"].iter().enumerate() {
        house.file(&format!("{n}.json"), article(&format!("copy{n}"), "2014-03-05", outlet, STORY));
        let own = format!(
            "The bridge of {outlet} is number {n} and stands where the river bends towards the {outlet} hills."
        );
        house.file(&format!("own{n}.json"), article(&format!("own{n}"), "2014-03-05", outlet, &own));
    }
    house.file("late.json", article("late", "2014-05-05", "Review", STORY));
    assert_eq!(house.index(&[])["copies"], 3);
    for sort in ["relevance", "newest", "oldest"] {
        let mut seen = Vec::new();
        for page in 0..6 {
            let offset = page.to_string();
            for hit in house.json(&["search", "bridge", "--sort", sort, "-n", "1", "--offset", &offset]) {
                seen.push(hit["id"].as_str().unwrap().to_owned());
                seen.extend(hit["copies"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()));
            }
        }
        seen.sort();
        let all = ["copy0", "copy1", "copy2", "copy3", "late", "own0", "own1", "own2", "own3"];
        assert_eq!(seen, all, "{sort}");
        assert_eq!(house.ids(&["search", "bridge", "--sort", sort, "-n", "0"]).len(), 6, "{sort}");
    }
    assert_eq!(house.ids(&["search", "bridge", "--copies", "-n", "0"]).len(), 9);
}

#[test]
fn clusters_follow_the_archive_and_the_threshold() {
    let house = House::new();
    let other = STORY.replace("the ferry would sail", "a second ferry, lent by the harbour, would sail from noon");
    house.file("a.json", article("a", "2014-03-05", "Wire", STORY));
    house.file("b.json", article("b", "2014-03-06", "Post", &other));
    house.file("c.json", article("c", "2014-03-07", "Courier", STORY));
    assert_eq!(house.index(&[])["copies"], 2);
    assert_eq!(house.index(&["--resemblance", "0.95"])["copies"], 1);
    assert_eq!(house.index(&[])["copies"], 1, "the threshold is kept");
    assert_eq!(house.index(&["--resemblance", "0.5"])["copies"], 2);
    std::fs::remove_file(house.path("archive/c.json")).unwrap();
    assert_eq!(house.index(&["--prune", "--yes"])["copies"], 1);
    assert_eq!(house.json(&["search", "ferry"])[0]["copies"].as_array().unwrap().len(), 1);
    // Without the file of the clusters every article stands alone, and nothing fails.
    std::fs::write(house.path("index/copies.json"), "no JSON").unwrap();
    assert_eq!(house.ids(&["search", "ferry"]).len(), 2);
    let run = house.run(&["index", "archive", "--resemblance", "0.2"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("between 0.5 and 1"), "{}", run.err);
}
