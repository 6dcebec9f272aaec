//! The project's first real article, where the development data lies beside the project.

#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs)]

mod house;

use std::{collections::BTreeSet, path::Path};

use house::House;

#[test]
fn the_seed_article_is_understood() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed");
    if !seed.exists() {
        println!("skipped: the development data is not beside the project");
        return;
    }
    let house = House::new();
    let run = house.run(&["index", seed.to_str().unwrap(), "--published", "2014-03-30"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let about = house.json(&["said", "--about", "crimea"]);
    let by = |surname: &str| about.iter().find(|q| q["speaker"].as_str().is_some_and(|s| s.ends_with(surname)));
    let kislyak = by("Kislyak").unwrap();
    assert_eq!(kislyak["role"], "Russian Ambassador to the U.S.");
    assert_eq!(
        (kislyak["addressee"].as_str(), kislyak["kind"].as_str()),
        (Some("George Stephanopoulos"), Some("direct"))
    );
    let mcfaul = by("McFaul").unwrap();
    assert_eq!(
        (mcfaul["role"].as_str(), mcfaul["kind"].as_str()),
        (Some("former U.S. ambassador to Russia"), Some("indirect"))
    );
    for (name, count) in [("kerry", 8), ("obama", 2), ("lavrov", 1), ("feinstein", 1)] {
        let said = house.json(&["said", "--by", name, "--all"]);
        assert_eq!(said.len(), count, "{name}");
        assert!(said.iter().all(|q| q["speaker"].as_str().unwrap().to_lowercase().ends_with(name)), "{name}");
    }
    let facets = &house.json(&["facets", "person,country"])[0]["facets"];
    let values = |facet: &str| -> BTreeSet<String> {
        facets[facet].as_array().unwrap().iter().map(|v| v["value"].as_str().unwrap().to_owned()).collect()
    };
    let people = values("person");
    assert_eq!(people.len(), 8, "{people:?}");
    assert_eq!(values("country"), ["FR", "RU", "UA", "US"].map(str::to_owned).into());
}
