//! Sentences that a hurried reader gets wrong. Every quotation must be found, with its speaker, manner and words, and
//! nothing else.

#![allow(clippy::unwrap_used, clippy::format_collect, missing_docs)]

use std::fmt::Write;
use std::io::Write as _;

use demarche::{
    annotate::{
        annotate,
        annotations::{Factuality, Quotation},
        explain,
    },
    article::Article,
    date::Date,
};

/// `speaker | manner | words`, a line each; inner quotations are indented; `-` is nobody.
fn read(text: &str) -> String {
    let article = Article { text: text.to_owned(), published: Date::day(2014, 3, 30), ..Article::default() };
    let mut out = String::new();
    let quotations = annotate(&article).quotations;
    // What is hardly believed is not shown to any reader.
    for Quotation { speaker, manner, factuality, content, nested_in, .. } in
        quotations.iter().filter(|quotation| quotation.confidence >= 0.2 || quotation.speaker.is_none())
    {
        let manner = match factuality {
            Factuality::NotSaid => "did not say",
            Factuality::MightBeSaid => "might say",
            Factuality::Said | Factuality::Declined => manner,
        };
        let words: Vec<&str> = content.iter().map(|s| s.of(text)).collect();
        let words = words.join(" … ");
        let words = words.strip_prefix("that ").unwrap_or(&words).trim_end_matches([',', '.']);
        let indent = if nested_in.is_some() { "  " } else { "" };
        writeln!(out, "{indent}{} | {manner} | {words}", speaker.as_deref().unwrap_or("-")).unwrap();
    }
    out
}

/// What is hard, the text, and what it says.
const TABLE: &[(&str, &str, &str)] = &[
    (
        "nested",
        "Ambassador Pavel Orlov said that Foreign Minister Anna Berg had promised to withdraw the troops.",
        "Pavel Orlov | said | Foreign Minister Anna Berg had promised to withdraw the troops
  Anna Berg | promised | to withdraw the troops",
    ),
    (
        "inverted, with an apposition",
        "“The talks are over,” said Pavel Orlov, the Russian ambassador to the United Nations.",
        "Pavel Orlov | said | The talks are over",
    ),
    (
        "interrupted",
        "“The border,” Foreign Minister Anna Berg said on Friday, “will stay closed until spring.”",
        "Anna Berg | said | The border … will stay closed until spring",
    ),
    (
        "collective, named",
        "The two ministers, Anna Berg and Pavel Orlov, said in a joint statement that the ceasefire was holding.",
        "Anna Berg; Pavel Orlov | said | the ceasefire was holding",
    ),
    (
        "collective, unnamed",
        "Both sides said they would meet again in March.",
        "Both sides | said | they would meet again in March",
    ),
    (
        "anonymous, with a relative clause that reports nothing",
        "A senior State Department official, who asked not to be named, said the sanctions would bite within weeks.",
        "A senior State Department official | said | the sanctions would bite within weeks",
    ),
    (
        "somebody's aide behind the cue",
        "Foreign Minister Anna Berg met the press. “We will not sign it,” said an adviser to Berg.",
        "an adviser to Berg | said | We will not sign it",
    ),
    (
        "metonymic, two in a sentence",
        "Moscow denied that its troops had crossed the border, and Kyiv said it had proof.",
        "Moscow | denied | its troops had crossed the border
Kyiv | said | it had proof",
    ),
    (
        "negated",
        "Foreign Minister Anna Berg did not say whether the envoy would return. She said only that talks went on.",
        "Anna Berg | did not say | whether the envoy would return
Anna Berg | said | talks went on",
    ),
    (
        "a name between commas and a cue far away",
        "Anna Berg, the German foreign minister, who arrived late on Sunday, warned that time was running out.",
        "Anna Berg | warned | time was running out",
    ),
    (
        "a relative clause with a verb before the cue",
        "Hugh Hill, a doctor who treated the wounded, said most of them were civilians.",
        "Hugh Hill | said | most of them were civilians",
    ),
    (
        "accused",
        "President Ivan Petrov accused the West of fomenting unrest in the region.",
        "Ivan Petrov | accused | the West of fomenting unrest in the region",
    ),
    (
        "according to, at the end",
        "The convoy was carrying food only, according to a spokesman for the Defence Ministry.",
        "a spokesman for the Defence Ministry | said | The convoy was carrying food only",
    ),
    (
        "a participle goes on for the same speaker",
        "“We will not recognise the vote,” Chancellor Anna Berg told reporters in Vienna, adding that sanctions were ready.",
        "Anna Berg | said | We will not recognise the vote
Anna Berg | said | sanctions were ready",
    ),
    (
        "pronoun, with people who are not its antecedent",
        "Foreign Minister Anna Berg met the rebels on Monday. She told reporters that nothing had been agreed.",
        "Anna Berg | said | nothing had been agreed",
    ),
    (
        "several paragraphs, each opened but not closed",
        "“We came to talk,” said Ambassador Pavel Orlov.\n\n“We stayed to listen.\n\n“And we leave to think.”",
        "Pavel Orlov | said | We came to talk
Pavel Orlov | said | We stayed to listen
Pavel Orlov | said | And we leave to think",
    ),
    (
        "British quotation marks",
        "‘There will be no deal,’ Prime Minister Edward Hale told the BBC. ‘Not this year.’",
        "Edward Hale | said | There will be no deal … Not this year",
    ),
    (
        "a quotation within a quotation",
        "“He told me ‘go home’ and I went,” said Pavel Orlov, a soldier.",
        "Pavel Orlov | said | He told me ‘go home’ and I went",
    ),
    (
        "scare quotes",
        "Officials called the so-called “people’s republic” illegal.",
        "Officials | called | the so-called “people’s republic” illegal",
    ),
    (
        "a document speaks",
        "The communique said both countries would reduce their arsenals by a third.",
        "communique | said | both countries would reduce their arsenals by a third",
    ),
    (
        "urged",
        "Washington urged both sides to pull back their forces.",
        "Washington | urged | to pull back their forces",
    ),
    (
        "rejected",
        "Iran’s foreign ministry rejected the accusation as baseless.",
        "Iranian Foreign Ministry | rejected | the accusation as baseless",
    ),
    (
        "a claim of another, repeated",
        "Orlov repeated Moscow’s claim that the soldiers were volunteers.",
        "Orlov | reiterated | Moscow’s claim that the soldiers were volunteers
  Moscow | said | the soldiers were volunteers",
    ),
    ("no verb at all", "In Berg’s view, the treaty is dead.", "Berg | expressed | the treaty is dead"),
    (
        "content first, without quotation marks",
        "The ceasefire would begin at midnight, the mediator said.",
        "mediator | said | The ceasefire would begin at midnight",
    ),
    ("silence", "The Kremlin declined to comment on the report.", "Kremlin | declined | the report"),
    (
        "a ministry named before",
        "The Russian Foreign Ministry protested on Tuesday. The ministry said the arrests were a provocation.",
        "Russian Foreign Ministry | said | the arrests were a provocation",
    ),
    (
        "transcript",
        "MR. ORLOV: The troops are on exercise.\n\nMS. BERG: They are not.\n\nMR. ORLOV: I can only repeat what I said.",
        "Orlov | said | The troops are on exercise
Berg | said | They are not
Orlov | said | I can only repeat what I said",
    ),
    (
        "headline",
        "Berg: no troops before the vote\n\nChancellor Anna Berg met her party on Friday.",
        "Anna Berg | said | no troops before the vote",
    ),
    (
        "denied that another said it",
        "Foreign Minister Anna Berg denied that Ambassador Pavel Orlov had said the troops would leave.",
        "Anna Berg | denied | Ambassador Pavel Orlov had said the troops would leave
  Pavel Orlov | did not say | the troops would leave",
    ),
    (
        "a false report of another's words",
        "Ambassador Pavel Orlov met the press. The ministry rejected reports that Orlov had said the deal was dead.",
        "ministry | rejected | reports that Orlov had said the deal was dead
  Pavel Orlov | did not say | the deal was dead",
    ),
    (
        "stopped short",
        "Ambassador Pavel Orlov stopped short of saying that the troops would leave.",
        "Pavel Orlov | did not say | the troops would leave",
    ),
    (
        "may have said",
        "Ambassador Pavel Orlov may have said that the troops would leave.",
        "Pavel Orlov | might say | the troops would leave",
    ),
    (
        "a condition",
        "Ambassador Pavel Orlov left. If Orlov said that the troops would leave, he spoke for nobody.",
        "Pavel Orlov | might say | the troops would leave",
    ),
    (
        "a question",
        "Ambassador Pavel Orlov left. Has Orlov said that the troops would leave?",
        "Pavel Orlov | might say | the troops would leave",
    ),
    (
        "neither of two",
        "Neither Anna Berg nor Pavel Orlov said that the talks had failed.",
        "Anna Berg; Pavel Orlov | did not say | the talks had failed",
    ),
    ("nobody", "Nobody has said that the war is over.", ""),
    (
        "quoted by another",
        "Ambassador Pavel Orlov left. The agency quoted Orlov as saying that the troops were on exercise.",
        "Pavel Orlov | said | the troops were on exercise",
    ),
    (
        "a spokesman quotes his chancellor",
        "Anna Berg’s spokesman, Edward Hale, quoted the chancellor as saying that the sanctions would remain.",
        "chancellor | said | the sanctions would remain",
    ),
    (
        "wrongly quoted",
        "Ambassador Pavel Orlov was wrongly quoted as saying that the deal was dead.",
        "Pavel Orlov | did not say | the deal was dead",
    ),
    (
        "an adviser to somebody with a title",
        "An adviser to Foreign Minister Anna Berg said the vote was over.",
        "An adviser to Foreign Minister Anna Berg | said | the vote was over",
    ),
    (
        "whom others met",
        "Villagers who met President Pavel Orlov said the road was closed.",
        "Villagers | said | the road was closed",
    ),
    (
        "whom an article angered",
        "The article, which angered Foreign Minister Anna Berg, said she had profited.",
        "article | said | she had profited",
    ),
    (
        "told, in the passive",
        "Ambassador Pavel Orlov was told by Foreign Minister Anna Berg that the embassy would close.",
        "Anna Berg | said | the embassy would close",
    ),
    (
        "warned, by nobody who is named",
        "Ambassador Pavel Orlov was warned that the embassy would close.",
        "- | warned | the embassy would close",
    ),
    (
        "not this one but that",
        "It was Ambassador Pavel Orlov, not Foreign Minister Anna Berg, who said the deal was off.",
        "Pavel Orlov | said | the deal was off",
    ),
    (
        "she and he",
        "Ursula Berg welcomed Pavel Orlov. He said the talks had been good. She said they had been long.",
        "Pavel Orlov | said | the talks had been good
Ursula Berg | said | they had been long",
    ),
    (
        "husband and wife",
        "Former President Edward Hale and Foreign Minister Anna Hale came. Hale said she would run. Mr. Hale said he would not.",
        "Anna Hale | said | she would run
Edward Hale | said | he would not",
    ),
    (
        "who speaks, between the halves of what is said",
        "Ambassador Pavel Orlov met Anna Berg. Orlov, said Berg, was a tourist in his own country.",
        "Anna Berg | said | Orlov … was a tourist in his own country",
    ),
    (
        "what is yet to come",
        "President Pavel Orlov will say on Tuesday that the base will close.",
        "Pavel Orlov | might say | the base will close",
    ),
    (
        "at no point",
        "President Pavel Orlov left. At no point did Orlov say that the troops would leave.",
        "Pavel Orlov | did not say | the troops would leave",
    ),
    (
        "not only, and a few hours after",
        "President Pavel Orlov left. A few hours after the talks Orlov said the troops would leave. Not only has Orlov said \
         that they would leave.",
        "Pavel Orlov | said | the troops would leave
Pavel Orlov | said | they would leave",
    ),
    (
        "yet",
        "President Pavel Orlov left. Orlov welcomed the plan yet warned that the troops would stay.",
        "Pavel Orlov | warned | the troops would stay",
    ),
    (
        "a number, not nobody",
        "No fewer than 20 ministers said that the war was over.",
        "No fewer than 20 ministers | said | the war was over",
    ),
    (
        "a relative that",
        "President Pavel Orlov left. There were old disputes that Orlov said would be settled.",
        "Pavel Orlov | said | would be settled",
    ),
    (
        "untrue reports",
        "President Pavel Orlov left. Reports that Orlov told Greece the gas would stop are untrue.",
        "Pavel Orlov | did not say | the gas would stop are untrue",
    ),
];

#[test]
fn hard_sentences_are_read_as_a_careful_reader_reads_them() {
    let wrong: String = TABLE
        .iter()
        .filter_map(|(what, text, expected)| {
            let found = read(text);
            (found.trim_end() != *expected).then(|| format!("\n{what}: {text}\nexpected:\n{expected}\nfound:\n{found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong}");
}

/// Sentences of which the snapshot says how they were read: a rule, a pronoun, a relayed report, a denial, a silence, a thought …
const TRACED: &[&str] = &[
    "Foreign Minister Anna Berg told reporters that the talks had failed.",
    "Anna Berg met Pavel Orlov. “We agree,” she said. “On all of it.”",
    "The agency quoted Ambassador Pavel Orlov as saying that the troops were on exercise.",
    "Foreign Minister Anna Berg denied that Ambassador Pavel Orlov had said the troops would leave.",
    "The ministry declined to comment on the gas talks.",
    "Kerry was told by Foreign Minister Anna Berg that the road was closed.",
    "Prime Minister Anna Berg thinks that the envoy is a fool.",
    "President Pavel Orlov dismissed his chief of staff on Friday.",
    "A senior official said the bridge would open. The official added that no toll was planned.",
    "MODERATOR: Welcome to you all.\nANNA BERG: I thank you. I think that we shall agree.",
];

#[test]
fn every_reading_can_say_why() {
    let mut out = Vec::new();
    for text in TRACED {
        let article = Article { text: (*text).to_owned(), published: Date::day(2014, 3, 30), ..Article::default() };
        let (annotations, steps, left_out) = explain(&article);
        writeln!(out, "{text}").unwrap();
        demarche::render::trace::text(&mut out, &article, &annotations, &steps, &left_out, None, 120).unwrap();
        writeln!(out).unwrap();
    }
    let shown = anstream::adapter::strip_bytes(&out).into_vec();
    insta::assert_snapshot!(String::from_utf8(shown).unwrap());
}

#[test]
fn probabilities_are_written_to_two_places() {
    let mut seen = 0;
    for text in TRACED {
        let article = Article { text: (*text).to_owned(), ..Article::default() };
        let (annotations, steps, left_out) = explain(&article);
        let line = demarche::render::annotations::explained(&article, &annotations, &steps, &left_out);
        for written in line.split("\"p\":").skip(1).filter_map(|rest| rest.split([',', '}']).next()) {
            seen += 1;
            assert!(written.len() <= 4, "{written} in {line}");
        }
    }
    assert!(seen >= TRACED.len());
}

#[test]
fn the_trace_of_a_pronoun_names_who_else_it_may_be() {
    let table = [
        (
            "Anna Berg met Clara Holm in Oslo. She said that the talks had failed.",
            "Anna Berg",
            "the next likeliest is Clara Holm",
        ),
        (
            "Anna Berg and Clara Holm met in Oslo. Clara Holm left. It rained. She said that the talks had failed.",
            "Clara Holm",
            "the next likeliest is Anna Berg",
        ),
    ];
    for (text, speaker, told) in table {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let (annotations, steps, _) = explain(&article);
        assert_eq!(annotations.quotations[0].speaker.as_deref(), Some(speaker), "{text}");
        assert!(steps[0].iter().any(|step| step.did.contains(told)), "{:#?}", steps[0]);
    }
}
