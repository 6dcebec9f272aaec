//! Downloads of press databases and documents of word processors, from `tests/samples`: what each gives, and what one gives
//! that is cut off.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use std::{fs, path::Path};

use house::House;
use serde_json::Value;

fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name)).unwrap()
}

fn articles(house: &House) -> Vec<Value> {
    let run = house.run(&["export", "--format", "jsonl"]);
    let all = run.out.lines().map(|line| serde_json::from_str(line).unwrap());
    let mut all: Vec<Value> = all.collect();
    all.sort_by_key(|article: &Value| {
        article["path"].as_str().unwrap().rsplit(':').next().unwrap().parse::<u32>().unwrap_or(0)
    });
    all
}

#[test]
fn one_file_holds_many_articles() {
    // Name, articles, and of the first: title, outlet, day; and bytes to cut off.
    let table = [
        (
            "lexis.txt",
            3,
            "Ostland recalls its envoy from Meridia over the harbour treaty",
            "Gulf Ledger",
            "2014-03-30",
            270,
        ),
        ("nexis_uni.txt", 2, "Ostland recalls its envoy", "Gulf Ledger", "2014-03-30", 60),
        ("factiva.txt", 2, "Ostland recalls its envoy", "Gulf Ledger", "2014-03-30", 250),
        ("factiva.html", 2, "Ostland recalls its envoy", "Gulf Ledger", "2014-03-30", 500),
        ("download.rtf", 2, "Ostland recalls its envoy — again", "Gulf Ledger", "2014-03-30", 60),
        ("proquest.txt", 2, "Ostland recalls its envoy", "Gulf Ledger", "2014-03-30", 420),
    ];
    for (name, count, title, outlet, day, cut) in table {
        let house = House::new();
        house.file(name, sample(name));
        let summary = house.index(&[]);
        let found = articles(&house);
        assert_eq!(found.len(), count, "{name}: {summary}");
        let first = &found[0];
        assert_eq!(first["title"], title, "{name}");
        assert!(first["outlet"].as_str().unwrap().starts_with(outlet), "{name}: {first}");
        assert_eq!(first["published"], day, "{name}");
        assert_eq!(first["lang"], "en", "{name}");
        let text = first["text"].as_str().unwrap();
        assert!(text.contains("“We have waited") || text.contains("\"We have waited"), "{name}: {text}");
        assert!(!text.contains("Copyright") && !text.contains("512 words"), "{name}: {text}");
        assert_eq!(summary["quarantined"], serde_json::json!({}), "{name}");

        // The last document without its end costs no other.
        let whole = sample(name);
        let house = House::new();
        house.file(name, &whole[..whole.len() - cut]);
        house.index(&[]);
        let problems = house.run(&["stats", "--problems"]);
        assert!(!problems.out.trim().is_empty(), "{name}");
        // RTF is one document as it is one group; of all others the first articles are there.
        assert!(name.ends_with("rtf") || !articles(&house).is_empty(), "{name}: {}", problems.out);
    }
}

#[test]
fn documents() {
    let house = House::new();
    house.file(
        "memo.rtf",
        r"{\rtf1\ansi{\info{\author Ann Lee}}{\b Ferry resumes\par}The ferry sails again, its owners said.\par}",
    );
    house.index(&[]);
    let found = articles(&house);
    assert_eq!((found[0]["title"].as_str(), found[0]["byline"].as_str()), (Some("Ferry resumes"), Some("Ann Lee")));
    assert_eq!(found[0]["text"], "The ferry sails again, its owners said.");
}

#[cfg(feature = "pdf")]
#[test]
fn pages_of_a_pdf_are_one_text() {
    let house = House::new();
    house.file("memo.pdf", sample("memo.pdf"));
    house.index(&[]);
    let found = articles(&house);
    assert_eq!(
        (found[0]["title"].as_str(), found[0]["published"].as_str()),
        (Some("Ostland recalls its envoy"), Some("2014-03-30"))
    );
    let text = found[0]["text"].as_str().unwrap();
    assert!(text.contains("“The talks are suspended,” Foreign Minister Anna Berg told reporters in the capital, adding that no date had been set for another round."), "{text}");
    let said = house.json(&["said", "--by", "berg", "--about", "talks"]);
    assert!(said.iter().any(|quotation| quotation["words"] == "The talks are suspended"), "{said:?}");

    let whole = sample("memo.pdf");
    for (at, reason) in [(whole.len() / 2, "PDF"), (9, "damaged PDF")] {
        let house = House::new();
        house.file("memo.pdf", &whole[..at]).file("good.txt", "Good\n\nThe talks went on.");
        house.index(&[]);
        let problems = house.run(&["stats", "--problems"]);
        assert!(problems.out.contains(reason), "{at}: {}", problems.out);
        assert_eq!(house.ids(&["search", "talks"]).len(), 1);
    }
}

#[cfg(feature = "parquet")]
#[test]
fn rows_of_parquet_are_articles() {
    use std::sync::Arc;

    use parquet::{
        data_type::{ByteArray, ByteArrayType},
        file::{properties::WriterProperties, writer::SerializedFileWriter},
        schema::parser::parse_message_type,
    };
    let schema =
        "message articles { REQUIRED BINARY title (UTF8); REQUIRED BINARY date (UTF8); REQUIRED BINARY body (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut file = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut file, schema, Arc::new(WriterProperties::builder().build())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for values in
        [["Ferry resumes", "Second"], ["2014-04-01", "2014-04"], ["The ferry sails again.", "Oil fell again."]]
    {
        let mut column = group.next_column().unwrap().unwrap();
        let values: Vec<ByteArray> = values.iter().map(|value| ByteArray::from(*value)).collect();
        column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    let house = House::new();
    house.file("a.parquet", &file).file("cut.parquet", &file[..file.len() / 2]);
    house.index(&[]);
    let found = articles(&house);
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0]["title"].as_str(), found[0]["published"].as_str()),
        (Some("Ferry resumes"), Some("2014-04-01"))
    );
    let problems = house.run(&["stats", "--problems"]);
    assert!(problems.out.contains("damaged Parquet"), "{}", problems.out);
}
