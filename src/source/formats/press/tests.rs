//! Samples of every style, about invented places, and texts that only look like one.

use std::time::{Duration, Instant};

use super::{Style, article, date_line, recognise, split};
use crate::article::Article;

const LEXIS: &str = r#"Download Request: Selected Items: 1-3
Time Of Request: Friday, April 04, 2014  16:51:31

Send To:
LIBRARY OF OSTLAND
HARBOUR STREET 5
NORHAVEN

Terms: (envoy or treaty) and date geq (03/01/2014)

Source: Gulf Ledger;Baltic Courier
Project ID: None



                               1 of 3 DOCUMENTS



                            Gulf Ledger (Norhaven)

                             March 30, 2014 Sunday
                                 Final Edition

Ostland recalls its envoy from
Meridia over the harbour treaty

BYLINE: ANN LEE

SECTION: INTERNATIONAL; Pg. 5

LENGTH: 96 words

DATELINE: NORHAVEN

Ostland called its ambassador home on Saturday and said that it would not sign
the harbour treaty. "We have waited long enough," Foreign Minister Maria Venn
told reporters in Norhaven. The two countries had spent eleven months on the
text of the trade-
related annex.

LANGUAGE: that was the one word that Mr Venn wrote on the margin of the draft.

Meridia said that its door stayed open.

GRAPHIC: The ambassador leaves the palace.

LOAD-DATE: April 1, 2014

LANGUAGE: ENGLISH

SUBJECT: AMBASSADORS (92%); TREATIES & AGREEMENTS (88%)

PUBLICATION-TYPE: Newspaper


                        Copyright 2014 Gulf Media Ltd
                              All Rights Reserved

                               2 of 3 DOCUMENTS

                      Copyright 2014 Baltic Courier AG
                             All Rights Reserved

                                Baltic Courier

                       March 31, 2014 Monday 10:15 PM GMT

SECTION: WORLD

LENGTH: 41 words

HEADLINE: Meridia sends an answer

BYLINE: By Bo Roe, Baltic Courier

HIGHLIGHT: The note came late at night.

BODY:
   Meridia answered on Monday. "We shall talk," Prime Minister Jon Hald said.

   No date was set, the note said, and 2 of 3 documents were not public.

LOAD-DATE: March 31, 2014

                               3 of 3 DOCUMENTS


                                Northgate Wire

                                  March 2014

Harbour workers wait

LENGTH: 20 words

Dockers in Norhaven waited for news of the treaty.

LOAD-DATE: May 5, 2014

LANGUAGE: ENGLISH


                      Copyright 2014 Northgate Wire
"#;

const NEXIS: &str = r#"Page 1 of 9
Date and Time: Friday, April 4, 2014 4:51:00 PM CEST
Job Number: 123456789
Documents (2)
1. Ostland recalls its envoy
Client/Matter: -None-
Search Terms: envoy AND treaty
Search Type: Natural Language
Narrowed by:
Content Type
Narrowed by
News
-None-
2. Meridia sends an answer
Client/Matter: -None-
| About LexisNexis | Privacy Policy | Terms & Conditions | Copyright © 2020 LexisNexis

Ostland recalls its envoy
Gulf Ledger (Norhaven)
March 30, 2014 Sunday
Final Edition

Copyright 2014 Gulf Media Ltd All Rights Reserved

Section: INTERNATIONAL; Pg. 5
Length: 512 words
Byline: Ann Lee
Dateline: NORHAVEN
Highlight: The harbour treaty stays unsigned.
Body

Ostland called its ambassador home on Saturday and said that it would not sign the harbour treaty with its southern neighbour.
"We have waited long enough," Foreign Minister Maria Venn told reporters.
Subject: that was all the note said.
Meridia said that its door stayed open.
Graphic

The ambassador leaves the palace.
Classification

Language: ENGLISH
Publication-Type: Newspaper
Journal Code: GLN
Subject: AMBASSADORS (92%); TREATIES & AGREEMENTS (88%)
Geographic: NORHAVEN, OSTLAND (79%)
Load-Date: April 1, 2014

End of Document

Meridia sends an answer
Baltic Courier
Dienstag 1. April 2014

Copyright 2014 Baltic Courier AG Alle Rechte vorbehalten

Section: WELT; S. 6
Length: 75 words
Body

Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the cameras.
Load-Date: April 2, 2014

End of Document
Page 9 of 9
"#;

const FACTIVA: &str = r#"SE  World
HD  Ostland recalls its envoy
BY  By Ann Lee
WC  512 words
PD  30 March 2014
ET  10:15
SN  Gulf Ledger
SC  GULFL
ED  Final
PG  5
LA  English
CY  Copyright 2014 Gulf Media Ltd. All Rights Reserved.
LP

NORHAVEN, March 29 (Northgate Wire) -- Ostland called its ambassador home on Saturday and said that it would not sign the treaty.

TD

"We have waited long enough," Foreign Minister Maria Venn told reporters.

IN Norhaven the news was met with silence.

TD Harbour Bank fell by four per cent.

CO  hrbbnk : TD Harbour Bank
IN  i81402 : Commercial Banking | ibnk : Banking/Credit
NS  gdip : International Relations | gtreat : Treaties/Agreements | gcat : Political/General News
RE  ostl : Ostland | eurz : Europe
PUB  Gulf Media Ltd.
AN  Document GULFL00020140330ea3u0000x

HD  Meridia sends an answer
WC  75 words
PD  31 March 2014
SN  Baltic Courier
SC  BALTC
LA  English
CY  (c) 2014 Baltic Courier AG
LP
Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the cameras.
PUB Baltic Courier AG
AN  Document BALTC00020140331ea3v0002s

Search Summary
Text	envoy and treaty
Date	01/03/2014 to 31/03/2014
Source	All Sources
Results Found	2
Timestamp	4 April 2014 16:51
© 2014 Factiva, Inc. All rights reserved.
"#;

const DISPLAY: &str = r#"World
Ostland recalls its envoy
By Ann Lee
512 words
30 March 2014
10:15
Gulf Ledger
GULFL
Final
5
English
Copyright 2014 Gulf Media Ltd. All Rights Reserved.

NORHAVEN, March 29 (Northgate Wire) -- Ostland called its ambassador home on Saturday and said that it would not sign the treaty.

"We have waited long enough," Foreign Minister Maria Venn told reporters.

Document GULFL00020140330ea3u0000x

Meridia sends an answer to Ostland
75 words
31 March 2014
Baltic Courier
BALTC
English
(c) 2014 Baltic Courier AG

Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the cameras.

Document BALTC00020140331ea3v0002s

Search Summary
Text	envoy and treaty
Results Found	2
© 2014 Factiva, Inc. All rights reserved.
"#;

const PROQUEST: &str = r#"____________________________________________________________

Report Information from ProQuest
4 April 2014 16:51
____________________________________________________________

Table of contents
1. Ostland recalls its envoy
2. Meridia sends an answer
____________________________________________________________

Document 1 of 2

Ostland recalls its envoy

Author: Lee, Ann

Publication info: Gulf Ledger ; Norhaven [Norhaven]30 Mar 2014: A.5.

Links: http://example.org/docview/1511111111

Abstract: The harbour treaty stays unsigned.

Full text: Ostland called its ambassador home on Saturday and said that it would not sign the harbour treaty with its neighbour.

Location: that was the only word on the note.

"We have waited long enough," Foreign Minister Maria Venn told reporters.

Credit: Gulf Ledger staff

Subject: Ambassadors; Treaties

Location: Ostland

Title: Ostland recalls its envoy

Publication title: Gulf Ledger; Norhaven

First page: A.5

Publication year: 2014

Publication date: Mar 30, 2014

Section: World

Publisher: Gulf Media Ltd

Source type: Newspapers

Language of publication: English

Document type: News

ProQuest document ID: 1511111111

Document URL: http://example.org/docview/1511111111

Copyright: Copyright Gulf Media Ltd Mar 30, 2014

Last updated: 2014-04-01

Database: Global Newsstream

____________________________________________________________

Document 2 of 2

Meridia sends an answer

Full text: Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the cameras.

Title: Meridia sends an answer

Publication title: Baltic Courier

Publication date: Mar 31, 2014

Language of publication: English

ProQuest document ID: 1522222222

Database: Global Newsstream

____________________________________________________________

Contact us at: http://example.org/contact
Database copyright © 2014 ProQuest LLC. All rights reserved.
Terms and Conditions: http://example.org/terms
"#;

/// The documents of a download of this style.
fn read(text: &str, style: Style) -> Vec<Result<Article, String>> {
    assert_eq!(recognise(text), Some(style), "{text}");
    split(text, style).into_iter().map(|range| article(text.get(range).unwrap(), style)).collect()
}

/// Every field that a download can give, a line each.
fn told(article: &Article) -> String {
    let word = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        article.id.clone(),
        word(&article.title),
        word(&article.outlet),
        word(&article.byline),
        article.published.map(|date| date.to_string()).unwrap_or_default(),
        word(&article.section),
        word(&article.language),
        word(&article.dateline),
        article.tags.join("|"),
        article.text.replace("\n\n", "¶"),
    ]
    .join("\n")
}

fn assert_told(text: &str, style: Style, expected: &[[&str; 10]]) {
    let articles = read(text, style);
    let articles: Vec<String> = articles.iter().map(|article| told(article.as_ref().unwrap())).collect();
    let expected: Vec<String> = expected.iter().map(|fields| fields.join("\n")).collect();
    assert_eq!(articles, expected);
}

const NEXIS_TOLD: [[&str; 10]; 2] = [
    [
        "",
        "Ostland recalls its envoy",
        "Gulf Ledger (Norhaven)",
        "Ann Lee",
        "2014-03-30",
        "INTERNATIONAL",
        "ENGLISH",
        "NORHAVEN",
        "AMBASSADORS|TREATIES & AGREEMENTS",
        "The harbour treaty stays unsigned.¶Ostland called its ambassador home on Saturday and said that it would not sign \
         the harbour treaty with its southern neighbour.¶\"We have waited long enough,\" Foreign Minister Maria Venn told \
         reporters.¶Subject: that was all the note said.¶Meridia said that its door stayed open.",
    ],
    [
        "",
        "Meridia sends an answer",
        "Baltic Courier",
        "",
        "2014-04-01",
        "WELT",
        "",
        "",
        "",
        "Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the \
         cameras.",
    ],
];

const FACTIVA_TOLD: [[&str; 10]; 2] = [
    [
        "factiva-GULFL00020140330ea3u0000x",
        "Ostland recalls its envoy",
        "Gulf Ledger",
        "Ann Lee",
        "2014-03-30",
        "World",
        "English",
        "",
        "International Relations|Treaties/Agreements|Political/General News",
        "NORHAVEN, March 29 (Northgate Wire) -- Ostland called its ambassador home on Saturday and said that it would not \
         sign the treaty.¶\"We have waited long enough,\" Foreign Minister Maria Venn told reporters.¶IN Norhaven the news \
         was met with silence.¶TD Harbour Bank fell by four per cent.",
    ],
    [
        "factiva-BALTC00020140331ea3v0002s",
        "Meridia sends an answer",
        "Baltic Courier",
        "",
        "2014-03-31",
        "",
        "English",
        "",
        "",
        "Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the \
         cameras.",
    ],
];

const DISPLAY_TOLD: [[&str; 10]; 2] = [
    [
        "factiva-GULFL00020140330ea3u0000x",
        "Ostland recalls its envoy",
        "Gulf Ledger",
        "Ann Lee",
        "2014-03-30",
        "World",
        "English",
        "",
        "",
        "NORHAVEN, March 29 (Northgate Wire) -- Ostland called its ambassador home on Saturday and said that it would not \
         sign the treaty.¶\"We have waited long enough,\" Foreign Minister Maria Venn told reporters.",
    ],
    [
        "factiva-BALTC00020140331ea3v0002s",
        "Meridia sends an answer to Ostland",
        "Baltic Courier",
        "",
        "2014-03-31",
        "",
        "English",
        "",
        "",
        "Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the \
         cameras.",
    ],
];

const PROQUEST_TOLD: [[&str; 10]; 2] = [
    [
        "proquest-1511111111",
        "Ostland recalls its envoy",
        "Gulf Ledger",
        "Lee, Ann",
        "2014-03-30",
        "World",
        "English",
        "",
        "Ambassadors|Treaties",
        "Ostland called its ambassador home on Saturday and said that it would not sign the harbour treaty with its \
         neighbour.¶Location: that was the only word on the note.¶\"We have waited long enough,\" Foreign Minister Maria \
         Venn told reporters.",
    ],
    [
        "proquest-1522222222",
        "Meridia sends an answer",
        "Baltic Courier",
        "",
        "2014-03-31",
        "",
        "English",
        "",
        "",
        "Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the \
         cameras.",
    ],
];

#[test]
fn lexis_in_both_orders() {
    assert_told(
        LEXIS,
        Style::Lexis,
        &[
            [
                "",
                "Ostland recalls its envoy from Meridia over the harbour treaty",
                "Gulf Ledger (Norhaven)",
                "ANN LEE",
                "2014-03-30",
                "INTERNATIONAL",
                "ENGLISH",
                "NORHAVEN",
                "AMBASSADORS|TREATIES & AGREEMENTS",
                "Ostland called its ambassador home on Saturday and said that it would not sign the harbour treaty. \"We have \
                 waited long enough,\" Foreign Minister Maria Venn told reporters in Norhaven. The two countries had spent \
                 eleven months on the text of the trade-related annex.¶LANGUAGE: that was the one word that Mr Venn wrote on \
                 the margin of the draft.¶Meridia said that its door stayed open.",
            ],
            [
                "",
                "Meridia sends an answer",
                "Baltic Courier",
                "Bo Roe, Baltic Courier",
                "2014-03-31",
                "WORLD",
                "",
                "",
                "",
                "The note came late at night.¶Meridia answered on Monday. \"We shall talk,\" Prime Minister Jon Hald said.¶No \
                 date was set, the note said, and 2 of 3 documents were not public.",
            ],
            [
                "",
                "Harbour workers wait",
                "Northgate Wire",
                "",
                "2014-03",
                "",
                "ENGLISH",
                "",
                "",
                "Dockers in Norhaven waited for news of the treaty.",
            ],
        ],
    );
}

#[test]
fn the_others() {
    for (text, style, expected) in [
        (NEXIS, Style::Nexis, &NEXIS_TOLD),
        (FACTIVA, Style::Factiva, &FACTIVA_TOLD),
        (DISPLAY, Style::FactivaDisplay, &DISPLAY_TOLD),
        (PROQUEST, Style::ProQuest, &PROQUEST_TOLD),
    ] {
        assert_told(text, style, expected);
    }
}

/// What comes out of HTML, RTF or DOCX has one line a paragraph, with blank lines everywhere or nowhere.
#[test]
fn blank_lines_do_not_matter_where_lines_are_paragraphs() {
    let lines =
        |text: &str, joint: &str| text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(joint);
    for (text, style, expected) in [
        (NEXIS, Style::Nexis, &NEXIS_TOLD),
        (FACTIVA, Style::Factiva, &FACTIVA_TOLD),
        (DISPLAY, Style::FactivaDisplay, &DISPLAY_TOLD),
        (PROQUEST, Style::ProQuest, &PROQUEST_TOLD),
    ] {
        for joint in ["\n", "\n\n", "\n \n\u{a0}\n", "\r\n\r\n"] {
            assert_told(&lines(text, joint), style, expected);
        }
    }
    // Of hard-wrapped lines without blank ones nobody can tell where a paragraph ends, but all else stays.
    let tight = lines(LEXIS, "\n");
    let articles = read(&tight, Style::Lexis);
    let wire = articles.get(2).unwrap().as_ref().unwrap();
    assert_eq!((articles.len(), wire.title.as_deref()), (3, Some("Harbour workers wait")));
    assert!(articles.iter().all(Result::is_ok));
    // Fields of a table, as pages of HTML give them.
    assert_told(&lines(&FACTIVA.replace("  ", " "), "\n\n"), Style::Factiva, &FACTIVA_TOLD);
}

#[test]
fn nothing_with_words_is_lost_between_documents() {
    for (text, style) in [
        (LEXIS, Style::Lexis),
        (NEXIS, Style::Nexis),
        (FACTIVA, Style::Factiva),
        (DISPLAY, Style::FactivaDisplay),
        (PROQUEST, Style::ProQuest),
    ] {
        let ranges = split(text, style);
        for pair in ranges.windows(2) {
            let [one, two] = pair else { continue };
            assert_eq!(text.get(one.end..two.start).unwrap().trim(), "", "{style:?}");
        }
        // Two downloads, one behind the other.
        let both = read(&format!("{text}\n\n{text}"), style);
        let (one, two) = both.split_at(ranges.len());
        assert_eq!(one, two, "{style:?}");
        assert_eq!(one, read(text, style), "{style:?}");
    }
}

#[test]
fn damaged_documents_say_what_is_missing_and_spare_the_others() {
    let table = [
        (LEXIS, Style::Lexis, "LENGTH: 96 words", "", "no LENGTH:"),
        (LEXIS, Style::Lexis, "HEADLINE: Meridia sends an answer", "", "no headline"),
        (LEXIS, Style::Lexis, "Dockers in Norhaven waited for news of the treaty.", "", "no text"),
        (NEXIS, Style::Nexis, "Body\n\nMeridia", "Meridia", "no text: the line “Body” is missing"),
        (NEXIS, Style::Nexis, "Meridia sends an answer\nBaltic", "Baltic", "no headline"),
        (FACTIVA, Style::Factiva, "HD  Meridia sends an answer\n", "", "no headline"),
        (FACTIVA, Style::Factiva, "LP\nMeridia", "Meridia", "no text"),
        (DISPLAY, Style::FactivaDisplay, "Meridia sends an answer to Ostland\n", "", "no headline"),
        (DISPLAY, Style::FactivaDisplay, "75 words\n", "", "no count of words"),
        (PROQUEST, Style::ProQuest, "Full text: Meridia", "Meridia", "no text"),
        (
            PROQUEST,
            Style::ProQuest,
            "Full text: Meridia answered late on Monday night, and the note was short enough to be read out in one breath before the cameras.",
            "Full text: Not available.",
            "no text",
        ),
    ];
    for (text, style, from, to, reason) in table {
        let damaged = text.replace(from, to);
        assert_ne!(damaged, text, "{from}");
        let articles = read(&damaged, style);
        let good = articles.iter().filter(|article| article.is_ok()).count();
        assert_eq!(good + 1, read(text, style).len(), "{from}: {articles:?}");
        let error = articles.into_iter().find_map(Result::err).unwrap();
        assert!(error.starts_with(reason), "{from}: {error}");
    }
}

#[test]
fn a_file_that_breaks_off_gives_no_half_article() {
    for (text, style, last) in [
        (LEXIS, Style::Lexis, "for news of"),
        (LEXIS, Style::Lexis, "No date was set, the"),
        (NEXIS, Style::Nexis, "short enough"),
        (FACTIVA, Style::Factiva, "short enough"),
        (DISPLAY, Style::FactivaDisplay, "short enough"),
        (PROQUEST, Style::ProQuest, "short enough"),
    ] {
        let cut = text.get(..text.find(last).unwrap()).unwrap();
        let articles = read(cut, style);
        let (broken, whole) = articles.split_last().unwrap();
        assert!(broken.as_ref().unwrap_err().starts_with("breaks off before its end mark"), "{style:?}");
        assert!(!whole.is_empty() && whole.iter().all(Result::is_ok), "{style:?}");
    }
    // Wherever it breaks off: no panic, and ranges that are characters.
    for text in [LEXIS, NEXIS, FACTIVA, DISPLAY, PROQUEST] {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let cut = text.get(..end).unwrap();
            for style in [Style::Lexis, Style::Nexis, Style::Factiva, Style::FactivaDisplay, Style::ProQuest] {
                for range in split(cut, style) {
                    let _ = article(cut.get(range).unwrap(), style);
                }
            }
        }
    }
}

#[test]
fn early_lexis_without_fields_below() {
    let text = "1 of 1 DOCUMENT\n\nCopyright 1985 Northgate Wire\nAll Rights Reserved\n\nNorthgate Wire\n\nThe materials in this file may not \
        be copied.\n\nApril 12, 1985, Friday, AM cycle\n\nSECTION: International News\n\nLENGTH: 6 words\n\nHEADLINE: Envoy \
        leaves\n\nDATELINE: NORHAVEN\n\nBODY:\nThe envoy left\non Friday.\n";
    let articles = read(text, Style::Lexis);
    let article = articles.first().unwrap().as_ref().unwrap();
    let fields = told(article);
    assert_eq!(
        fields,
        "\nEnvoy leaves\nNorthgate Wire\n\n1985-04-12\nInternational News\n\nNORHAVEN\n\nThe envoy left on Friday."
    );
}

#[test]
fn german_and_french_lexis() {
    let text = "Dokument 1 von 2\n\n\nOstländer Bote\n\n30. März 2014 Sonntag\nGesamtausgabe\n\nBotschafter kehrt heim\n\nAUTOR: Von Anna Lee\n\n\
        RUBRIK: POLITIK; S. 3\n\nLÄNGE: 80 Wörter\n\nDer Botschafter kam\nam Samstag.\n\nUPDATE: 1. April 2014\n\nSPRACHE: GERMAN; \
        DEUTSCH\n\nCopyright 2014 Ostländer Bote\n\nDokument 2 von 2\n\n\nLe Courrier\n\ndimanche 30 mars 2014\n\nL'ambassadeur \
        rentre\n\nLONGUEUR: 80 mots\n\nIl est rentré.\n\nLANGUE: FRENCH; FRANÇAIS\n\nCopyright 2014 Le Courrier\n";
    assert_told(
        text,
        Style::Lexis,
        &[
            [
                "",
                "Botschafter kehrt heim",
                "Ostländer Bote",
                "Anna Lee",
                "2014-03-30",
                "POLITIK",
                "GERMAN",
                "",
                "",
                "Der Botschafter kam am Samstag.",
            ],
            ["", "L'ambassadeur rentre", "Le Courrier", "", "2014-03-30", "", "FRENCH", "", "", "Il est rentré."],
        ],
    );
}

#[test]
fn dates_of_publication() {
    let table = [
        ("March 30, 2014 Sunday", Some("2014-03-30")),
        ("March 30, 2014 Sunday 10:15 PM GMT", Some("2014-03-30")),
        ("Sunday, March 30, 2014", Some("2014-03-30")),
        ("April 12, 1985, Friday, AM cycle", Some("1985-04-12")),
        ("March 30, 2014 Sunday Final Edition", Some("2014-03-30")),
        ("30 March 2014", Some("2014-03-30")),
        ("30. März 2014 Sonntag", Some("2014-03-30")),
        ("Dienstag 7. Juli 2020", Some("2020-07-07")),
        ("30 mars 2014", Some("2014-03-30")),
        ("1er août 2014", Some("2014-08-01")),
        ("Mar 30, 2014", Some("2014-03-30")),
        ("2014-03-30", Some("2014-03-30")),
        ("March 2014", Some("2014-03")),
        ("March - April 2014", None),
        ("March 2014 - April 2014", None),
        ("February 30, 2014", None),
        ("March 30, 2014 was the day on which the envoy left", None),
        ("May 2014 be a better year", None),
        ("2014年3月30日", None),
        ("03/04/2014", None),
        ("LOAD-DATE: March 30, 2014", None),
        ("", None),
    ];
    for (line, date) in table {
        assert_eq!(date_line(line).map(|date| date.to_string()).as_deref(), date, "{line}");
    }
}

#[test]
fn ordinary_articles_are_no_downloads() {
    let rule = "_".repeat(60);
    let texts = [
        "Talks end\n\nThey ended on Sunday, March 30, 2014.\n\nBoth sides went home.".to_owned(),
        "NORHAVEN, March 30, 2014 (Northgate Wire) -- The envoy left.\n\n\"No more,\" he said.".to_owned(),
        "The archive\n\nIt says \"1 of 25 DOCUMENTS\" at the head of every page.\n\nLENGTH: 512 words, it says."
            .to_owned(),
        "1 of 25 DOCUMENTS\n\nThat was the title of his novel, which appeared in Norhaven in March 2014.".to_owned(),
        "1 of 25 DOCUMENTS\n\nMarch 30, 2014\n\nThe committee published the first of its papers today.".to_owned(),
        "Title: Talks end\nAuthor: Ann Lee\nPublication date: March 30, 2014\n\nThey ended.".to_owned(),
        format!("Title: Talks end\n\nThey ended.\n\n{rule}\n\nFull text: on the next page"),
        format!("{rule}\n\nTalks end\n\nPublication date: March 30, 2014\n\n{rule}\n\nDocument 1 of 2"),
        "---\ntitle: Talks end\ndate: 2014-03-30\n---\n\nThey ended.".to_owned(),
        "Talks end\nGulf Ledger\nMarch 30, 2014\n\nBody\n\nThe body lay on the floor.\n\nEnd of Document".to_owned(),
        "Talks end\n\nCopyright 2014 Gulf Media\n\nThey ended.\n\nLength: 512 words".to_owned(),
        "Talks end\n512 words\n30 March 2014\nGulf Ledger\n\nThey ended on Saturday.".to_owned(),
        "HD video of the talks\n\nIN Norhaven they ended.\n\nPD 30 March 2014\n\nRE your letter".to_owned(),
        "Search Summary\n\nText of the treaty\n\nDocument GULFL00020140330ea3u0000x is missing from the archive."
            .to_owned(),
        "BYLINE: Ann Lee\nSECTION: World\nLENGTH: 512 words\n\nThey ended.\n\nLOAD-DATE: April 1, 2014".to_owned(),
        "Date and Time: noon\n\nThe job number was 7.\n\nDocuments (2)".to_owned(),
        "VENN: We agreed.\nHALD: We did.\n\nThey left.".to_owned(),
        String::new(),
    ];
    for text in texts {
        assert_eq!(recognise(&text), None, "{text}");
    }
}

#[test]
fn hostile_downloads_take_no_longer() {
    let lines = [
        "1 of 9 DOCUMENTS\n",
        "March 30, 2014\n1 of 9 DOCUMENTS\n",
        "BYLINE: x\n",
        "\nLOAD-DATE: x\n",
        "Body\n",
        "End of Document\n",
        "March 30, 2014\nBody\n",
        "HD\n",
        "HD x\nWC 5 words\nPD 30 March 2014\nSN x\n",
        "NS\na : b\n",
        "5 words\n30 March 2014\n",
        "Document GULFL00020140330ea3u0000x\n",
        "____________________________________________________________\n",
        "Full text: x\n",
        "Title: x\n\n",
        "By x\n",
        "x\n",
        "x ",
        "\n",
        "-\u{a0}\r\n",
    ];
    for line in lines {
        let text = line.repeat(100_000 / line.len());
        let begun = Instant::now();
        let _ = recognise(&text);
        for style in [Style::Lexis, Style::Nexis, Style::Factiva, Style::FactivaDisplay, Style::ProQuest] {
            for range in split(&text, style) {
                let _ = article(text.get(range).unwrap(), style);
            }
            let _ = article(&text, style);
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{line:?} took {:?}", begun.elapsed());
    }
}
