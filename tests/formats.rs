//! Every format, as it comes in the wild: what is read of a sound file, and what a damaged one gives.

#![allow(clippy::unwrap_used, missing_docs)]

mod house;

use house::House;
use serde_json::Value;

/// A sound file, what its first article is to say of itself, how many articles there are, and what is said of a damaged one.
struct Case {
    name: &'static str,
    content: &'static str,
    articles: usize,
    fields: &'static [(&'static str, &'static str)],
    /// The text begins and ends so.
    text: (&'static str, &'static str),
    /// Where the file is cut for the damaged one, and the reason given.
    cut: (&'static str, &'static str),
}

const CASES: &[Case] = &[
    Case {
        name: "wire.sgm",
        content: r#"<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" OLDID="1" NEWID="901">
<DATE>26-FEB-1987 15:01:01.79</DATE><TOPICS><D>trade</D></TOPICS>
<TEXT>&#2;<TITLE>MERIDIA, OSTLAND SIGN PACT</TITLE><DATELINE>    NORHAVEN, Feb 26 - </DATELINE><BODY>Meridia and Ostland signed a fisheries pact
on Thursday, the ministers said.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS NEWID="902"><DATE>27-FEB-1987</DATE><TEXT TYPE="BRIEF">&#2;******<TITLE>OSTLAND CUTS RATES</TITLE>&#3;</TEXT></REUTERS>
"#,
        articles: 2,
        fields: &[
            ("id", "reuters-901"),
            ("title", "MERIDIA, OSTLAND SIGN PACT"),
            ("published", "1987-02-26"),
            ("outlet", "Reuters"),
            ("dateline", "NORHAVEN, Feb 26"),
            ("tags", "trade"),
            ("lang", "en"),
        ],
        text: ("Meridia and Ostland signed", "the ministers said."),
        cut: ("OSTLAND CUTS", "breaks off before its end: the file ends"),
    },
    Case {
        name: "agency.xml",
        content: r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.3/specification/dtd/nitf-3-3.dtd">
<nitf xml:lang="en"><head><title>Talks</title>
 <docdata><doc-id id-string="nw.2014.77"/><date.issue norm="20140331T101500Z"/>
  <key-list><keyword key="Meridia"/><keyword key="Fisheries"/></key-list></docdata>
 <pubdata date.publication="20140331T101500Z" name="Northgate Wire" position.section="World" ex-ref="http://wire.example/77"/></head>
 <body><body.head><hedline><hl1>Meridia&rsquo;s fleet returns</hl1></hedline><byline>By <person>Ann Lee</person></byline>
  <dateline><location>NORHAVEN</location></dateline></body.head>
 <body.content><p>The fleet came home on Monday &mdash; all 14 boats of it.</p><media><media-caption>A boat</media-caption></media>
  <p>“We are glad,” said <person>Ole Dahl</person>, the harbour master.</p></body.content></body></nitf>"#,
        articles: 1,
        fields: &[
            ("id", "nw.2014.77"),
            ("title", "Meridia’s fleet returns"),
            ("published", "2014-03-31"),
            ("outlet", "Northgate Wire"),
            ("byline", "Ann Lee"),
            ("dateline", "NORHAVEN"),
            ("url", "http://wire.example/77"),
            ("section", "World"),
            ("tags", "Meridia; Fisheries"),
            ("lang", "en"),
        ],
        text: ("The fleet came home on Monday — all", "the harbour master."),
        cut: ("<p>“We", "agency.xml: invalid XML"),
    },
    Case {
        name: "item.xml",
        content: r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire.example:20140401:88" version="2" xml:lang="en-GB">
 <itemMeta><itemClass qcode="ninat:text"/><provider literal="Northgate Wire"/><versionCreated>2014-04-02T09:00:00Z</versionCreated></itemMeta>
 <contentMeta><contentCreated>2014-04-01T18:30:00+02:00</contentCreated><by>Bo Stein</by><dateline>SUDHAVEN, April 1</dateline>
  <language tag="en-GB"/><subject qcode="medtop:1"><name>diplomacy</name></subject><headline>Envoy recalled</headline></contentMeta>
 <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
  <body><p>Ostland recalled its envoy on Tuesday.</p><figure>photo</figure><p>No reason was given.</p></body></html></inlineXML></contentSet>
</newsItem>"#,
        articles: 1,
        fields: &[
            ("id", "urn:newsml:wire.example:20140401:88"),
            ("title", "Envoy recalled"),
            ("published", "2014-04-01"),
            ("outlet", "Northgate Wire"),
            ("byline", "Bo Stein"),
            ("dateline", "SUDHAVEN, April 1"),
            ("tags", "diplomacy"),
            ("lang", "en"),
        ],
        text: ("Ostland recalled its envoy", "No reason was given."),
        cut: ("<p>No reason", "item.xml: invalid XML"),
    },
    Case {
        name: "volume.xml",
        content: r#"<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="acts1969v02"><teiHeader><fileDesc><titleStmt>
  <title type="complete">Acts of State, 1969, Volume II</title></titleStmt><publicationStmt><publisher>Office of the Archivist</publisher></publicationStmt></fileDesc></teiHeader>
 <text><front><p>Preface</p></front><body>
 <div type="document" xml:id="d1"><head>1. Telegram From the Legation in Sudhaven<note n="1">Secret.</note></head>
  <opener><dateline><placeName>Sudhaven</placeName>, <date when="1969-03-04">March 4, 1969</date>.</dateline></opener>
  <p>The Minister told me that the treaty would be signed.</p><closer><signed><persName>Dahl</persName></signed></closer></div>
 <div type="document" xml:id="d2"><head>2. Memorandum</head><p>Nothing was decided.</p></div>
 </body></text></TEI>"#,
        articles: 2,
        fields: &[
            ("id", "acts1969v02/d1"),
            ("title", "1. Telegram From the Legation in Sudhaven"),
            ("published", "1969-03-04"),
            ("outlet", "Office of the Archivist"),
            ("byline", "Dahl"),
            ("dateline", "Sudhaven"),
            ("section", "Acts of State, 1969, Volume II"),
        ],
        text: ("Sudhaven, March 4, 1969.", "Dahl"),
        cut: ("<head>2.", "volume.xml: invalid XML"),
    },
    Case {
        name: "feed.rss",
        content: r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Baltic Courier</title><language>en-us</language><lastBuildDate>Wed, 02 Apr 2014 00:00:00 GMT</lastBuildDate>
<item><title>Ferry resumes</title><link>http://courier.example/1</link><guid isPermaLink="false">bc-1</guid><pubDate>Tue, 01 Apr 2014 07:00:00 GMT</pubDate>
 <dc:creator>Ann Lee</dc:creator><category>Transport</category><description>Short.</description>
 <content:encoded><![CDATA[<p>The ferry sails again.</p><p>It had been <b>laid up</b>.</p>]]></content:encoded></item>
<item><title>Second</title><description>Only a description &amp; no more.</description></item></channel></rss>"#,
        articles: 2,
        fields: &[
            ("id", "bc-1"),
            ("title", "Ferry resumes"),
            ("published", "2014-04-01"),
            ("outlet", "Baltic Courier"),
            ("byline", "Ann Lee"),
            ("url", "http://courier.example/1"),
            ("tags", "Transport"),
            ("lang", "en"),
        ],
        text: ("The ferry sails again.\n\n", "It had been laid up."),
        cut: ("<item><title>Second", "feed.rss: invalid XML"),
    },
    Case {
        name: "feed.atom",
        content: r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Gulf Ledger</title><updated>2014-04-03T00:00:00Z</updated>
<entry><title type="html">Oil &amp;amp; water</title><id>tag:ledger.example,2014:5</id><link rel="self" href="http://ledger.example/5.atom"/><link href="http://ledger.example/5"/>
 <published>2014-04-02T12:00:00Z</published><updated>2014-04-03T00:00:00Z</updated><author><name>Bo Stein</name></author><category term="oil"/>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Oil fell.</p><p>Water rose.</p></div></content></entry></feed>"#,
        articles: 1,
        fields: &[
            ("id", "tag:ledger.example,2014:5"),
            ("title", "Oil & water"),
            ("published", "2014-04-02"),
            ("outlet", "Gulf Ledger"),
            ("byline", "Bo Stein"),
            ("url", "http://ledger.example/5"),
            ("tags", "oil"),
        ],
        text: ("Oil fell.\n\n", "Water rose."),
        cut: ("<author>", "feed.atom: invalid XML"),
    },
    Case {
        name: "press.csv",
        content: "\u{feff}Headline;Source;Date;Author;Body;Tags\n\"Ferry; resumes\";Baltic Courier;2014-04-01;Ann Lee;\"The ferry \"\"Norna\"\" sails.\n\nIt was laid up.\";sea, trade\nSecond;Gulf Ledger;2014-04;;Oil fell again.;\n",
        articles: 2,
        fields: &[
            ("title", "Ferry; resumes"),
            ("published", "2014-04-01"),
            ("outlet", "Baltic Courier"),
            ("byline", "Ann Lee"),
            ("tags", "sea; trade"),
        ],
        text: ("The ferry \"Norna\" sails.\n\n", "It was laid up."),
        cut: ("Oil fell again", "has 5 cells where there are 6 columns"),
    },
    Case {
        name: "letters.mbox",
        content: "From news@ledger.example Tue Apr  1 08:00:00 2014\nFrom: Gulf Ledger <news@ledger.example>\nTo: desk@example\nSubject: =?utf-8?Q?Oil_=E2=80=93_and_water?=\nDate: Tue, 1 Apr 2014 08:00:00 +0000\nMessage-ID: <1@ledger.example>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nOil fell =E2=80=93 a bit.\n>From here it can only rise.\n--b\nContent-Type: text/html\n\n<p>Oil fell</p>\n--b--\n\nFrom news@ledger.example Wed Apr  2 08:00:00 2014\nFrom: news@ledger.example\nSubject: Page\nDate: Wed, 2 Apr 2014 08:00:00 +0000\nContent-Type: text/html\n\n<html><body><p>Water rose.</p></body></html>\n",
        articles: 2,
        fields: &[
            ("id", "1@ledger.example"),
            ("title", "Oil – and water"),
            ("published", "2014-04-01"),
            ("outlet", "Gulf Ledger"),
        ],
        text: ("Oil fell – a bit.", "From here it can only rise."),
        cut: ("\n<html><body>", "a message without text"),
    },
    Case {
        name: "crawl.warc",
        content: "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 5\r\n\r\nhello\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://courier.example/ferry\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 271\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n58\r\n<html><head><title>Ferry resumes</title></head><body><article><h1>Ferry resumes</h1><p>T\r\n4f\r\nhe ferry sails again after a winter in the yard, its owners said.</p></article>\r\n0\r\n\r\n\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://courier.example/gone\r\nContent-Length: 26\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n\r\n\r\n",
        articles: 1,
        fields: &[("title", "Ferry resumes"), ("url", "http://courier.example/ferry")],
        text: ("The ferry sails again", "its owners said."),
        cut: ("again after", "bytes are missing"),
    },
];

fn field(article: &Value, name: &str) -> String {
    match &article[name] {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        value => value.as_str().unwrap_or_default().to_owned(),
    }
}

#[test]
fn every_format_is_read_and_its_damage_told() {
    for case in CASES {
        let house = House::new();
        house.file(case.name, case.content);
        house.index(&[]);
        let run = house.run(&["export", "--format", "jsonl"]);
        let articles: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let first = articles.iter().find(|article| field(article, case.fields[0].0) == case.fields[0].1);
        assert_eq!(articles.len(), case.articles, "{}: {articles:#?}", case.name);
        let first = first.unwrap_or(&articles[0]);
        for (name, expected) in case.fields {
            assert_eq!(field(first, name), *expected, "{}: {name}", case.name);
        }
        let text = field(first, "text");
        assert!(text.starts_with(case.text.0) && text.ends_with(case.text.1), "{}: {text}", case.name);

        let house = House::new();
        let at = case.content.find(case.cut.0).unwrap();
        house.file(case.name, &case.content[..at]);
        house.file("good.txt", "Good\n\nThe talks went on.");
        house.index(&[]);
        let problems = house.run(&["stats", "--problems"]);
        assert!(problems.out.contains(case.cut.1), "{}: {}", case.name, problems.out);
        assert_eq!(house.ids(&["search", "talks"]).len(), 1, "{}: what is beside it is found", case.name);
    }
}

#[test]
fn what_editors_of_tei_marked_is_taken_as_marked() {
    let tei = r#"<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="document" xml:id="d1"><head>Note</head>
  <p>The letter of <persName>dahl of Sudhaven</persName> reached <placeName>the lower ford</placeName> on
  <date when="1969-03-05">the morrow</date>, as <persName> Tavo Berg </persName> said.</p></div></body></text></TEI>"#;
    let house = House::new();
    house.file("volume.xml", tei);
    let run = house.run(&["annotate", "archive"]);
    let line: Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    let people: Vec<&str> = line["people"].as_array().unwrap().iter().filter_map(|p| p["name"].as_str()).collect();
    assert!(people.contains(&"dahl of Sudhaven") && people.contains(&"Tavo Berg"), "{line}");
    assert!(line["places"].as_array().unwrap().iter().any(|place| place["name"] == "the lower ford"), "{line}");
    let date = &line["dates"][0];
    assert_eq!(date["value"], "1969-03-05");
    let text = "The letter of dahl of Sudhaven reached the lower ford on the morrow, as Tavo Berg said.";
    let start = text.find("the morrow").unwrap();
    assert_eq!(date["span"], serde_json::json!([start, start + "the morrow".len()]));
}

#[test]
fn a_mail_is_read_with_what_it_carries() {
    let house = House::new();
    let mail = include_str!("samples/dispatch.eml");
    house.file("dispatch.eml", mail);
    house.file("desk.mbox", format!("From desk Mon Mar  3 09:00:00 2014\n{}", mail.replace("@meridia", "@sudhaven")));
    house.index(&[]);
    let place = |query: &str| {
        let run = house.run(&["search", query, "--json", "--copies"]);
        let mut places: Vec<String> = run
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["path"].as_str().unwrap().to_owned())
            .map(|path| path.rsplit('/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/"))
            .collect();
        places.sort();
        places
    };
    let expected = |name: &str| vec![format!("archive/dispatch.eml!{name}"), format!("desk.mbox!1/{name}")];
    assert_eq!(place("\"four times a day\""), expected("ferry.html"));
    assert_eq!(place("bridge cables"), expected("forwarded.eml"));
    assert_eq!(place("\"are attached\"").len(), 2);
    let run = house.run(&["index", "archive", "--dry-run"]);
    assert!(run.out.contains("appointment"), "{}", run.out);
}
