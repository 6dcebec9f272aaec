//! What is a date, and which: tables of sentences that anyone can extend. An empty value is an unresolved date.

use super::find;
use crate::date::Date;

type Row = (&'static str, &'static [(&'static str, &'static str)]);

fn check(published: &str, table: &[Row]) {
    let published: Option<Date> = published.parse().ok();
    let mut failures = Vec::new();
    for (text, expected) in table {
        let found: Vec<(String, String)> = find(text, published)
            .into_iter()
            .map(|mention| {
                (mention.span.of(text).to_owned(), mention.value.map(|date| date.to_string()).unwrap_or_default())
            })
            .collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(words, value)| ((*words).into(), (*value).into())).collect();
        if found != expected {
            failures.push(format!("{text}\n  found    {found:?}\n  expected {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn written_out_in_every_order() {
    check(
        "2014-04-03",
        &[
            ("They signed on March 30, 2014, in Geneva.", &[("March 30, 2014", "2014-03-30")]),
            ("They signed on 30 March 2014 in Geneva.", &[("30 March 2014", "2014-03-30")]),
            ("The Mar. 30, 2014 accord", &[("Mar. 30, 2014", "2014-03-30")]),
            ("Talks opened on Sunday, March 30, 2014.", &[("Sunday, March 30, 2014", "2014-03-30")]),
            ("Talks opened on Sunday 30 March.", &[("Sunday 30 March", "2014-03-30")]),
            ("on the 30th of March they met", &[("the 30th of March", "2014-03-30")]),
            ("March 30th was the last day", &[("March 30th", "2014-03-30")]),
            ("Signed 2014-03-30 at Geneva", &[("2014-03-30", "2014-03-30")]),
            ("Signed 30/03/2014 at Geneva", &[("30/03/2014", "2014-03-30")]),
            ("Signed 03/30/2014 at Geneva", &[("03/30/2014", "2014-03-30")]),
            ("Signed 03/04/2014 at Geneva", &[("03/04/2014", "")]),
            ("Signed 30.03.2014 at Geneva", &[("30.03.2014", "2014-03-30")]),
            ("Signed 2014/03/30.", &[("2014/03/30", "2014-03-30")]),
            ("GENEVA, 3 JAN 90 - The envoy", &[("3 JAN 90", "1990-01-03")]),
            ("26-FEB-1987 15:01", &[("26-FEB-1987", "1987-02-26")]),
            ("MARCH 30, 2014 -- STATEMENT", &[("MARCH 30, 2014", "2014-03-30")]),
            ("the coup of August 19, 1991,", &[("August 19, 1991", "1991-08-19")]),
            ("Sun, 30 Mar 2014 21:15", &[("Sun, 30 Mar 2014", "2014-03-30")]),
            ("on March the eighth, 2013", &[("March the eighth, 2013", "2013-03-08")]),
            ("on the Fourth of July, 2012,", &[("the Fourth of July, 2012", "2012-07-04")]),
            ("The talks ran March 24-25.", &[("March 24-25", "2014-03-24/2014-03-25")]),
            ("The talks of 24-25 March 2013 failed.", &[("24-25 March 2013", "2013-03-24/2013-03-25")]),
            ("from 30 March to 2 April 2012", &[("30 March", "2012-03-30"), ("2 April 2012", "2012-04-02")]),
            ("on February 30, 2014, which never was", &[("February 30, 2014", "")]),
        ],
    );
}

#[test]
fn days_without_year_are_the_nearest() {
    check(
        "2014-04-03",
        &[
            ("Crimea voted on March 16.", &[("March 16", "2014-03-16")]),
            ("The election is set for May 25.", &[("May 25", "2014-05-25")]),
            ("He resigned on Dec. 12.", &[("Dec. 12", "2013-12-12")]),
            ("He said on Sept. 12 that he would resign.", &[("Sept. 12", "2013-09-12")]),
            ("The treaty will expire on Nov. 30.", &[("Nov. 30", "2014-11-30")]),
            ("KYIV, April 2 - Ukraine said", &[("April 2", "2014-04-02")]),
            ("KIEV, 2 Apr (Agency) -", &[("2 Apr", "2014-04-02")]),
            ("They met on Monday, Feb. 17.", &[("Monday, Feb. 17", "2014-02-17")]),
            ("On Tuesday, June 4, the ministers had met.", &[("Tuesday, June 4", "2013-06-04")]),
            ("The Sept. 11 attacks changed policy.", &[("Sept. 11", "2001-09-11")]),
            ("After 9/11 the alliance invoked Article 5.", &[("9/11", "2001-09-11")]),
            ("On New Year's Eve he spoke.", &[("New Year's Eve", "2013-12-31")]),
            ("Troops left on Christmas Day 1979.", &[("Christmas Day 1979", "1979-12-25")]),
            ("They hope to be home by Christmas.", &[("Christmas", "2014-12-25")]),
            ("On May 9 last year he marched.", &[("May 9 last year", "2013-05-09")]),
        ],
    );
}

#[test]
fn months() {
    check(
        "2014-04-03",
        &[
            ("Russia annexed it in March.", &[("March", "2014-03")]),
            ("Since February he has lived abroad.", &[("February", "2014-02")]),
            ("He resigned in November.", &[("November", "2013-11")]),
            ("They will vote in May.", &[("May", "2014-05")]),
            ("The summit is expected in June.", &[("June", "2014-06")]),
            ("They met last May in Rome.", &[("last May", "2013-05")]),
            ("It was signed last December.", &[("last December", "2013-12")]),
            ("He goes to Lima next January.", &[("next January", "2015-01")]),
            ("In March 2012 he won.", &[("March 2012", "2012-03")]),
            ("the August 1991 coup", &[("August 1991", "1991-08")]),
            ("in September of 2008", &[("September of 2008", "2008-09")]),
            ("It began in March last year.", &[("March last year", "2013-03")]),
            ("between March and June 2012", &[("March", "2012-03"), ("June 2012", "2012-06")]),
            ("from December to March 2012", &[("December", "2011-12"), ("March 2012", "2012-03")]),
            ("at the end of March", &[("the end of March", "2014-03")]),
            ("Observers arrived in mid-March.", &[("mid-March", "2014-03")]),
            ("They left in early March.", &[("early March", "2014-03")]),
            ("in February and March", &[("February", "2014-02"), ("March", "2014-03")]),
            ("December's vote was close.", &[("December", "2013-12")]),
            ("under a January agreement", &[("January", "2014-01")]),
            ("It was extended until June.", &[("June", "2014-06")]),
        ],
    );
}

#[test]
fn years_and_decades() {
    check(
        "2014-04-03",
        &[
            ("in 2008 Georgia fought", &[("2008", "2008")]),
            ("the 2008 war", &[("2008", "2008")]),
            ("the 1995 accords", &[("1995", "1995")]),
            ("the 2013-15 mandate", &[("2013-15", "2013-01-01/2015-12-31")]),
            ("the war of 1939-1945", &[("1939-1945", "1939-01-01/1945-12-31")]),
            ("in the 1990s", &[("the 1990s", "1990-01-01/1999-12-31")]),
            ("in the late 1980's", &[("the late 1980's", "1980-01-01/1989-12-31")]),
            ("in the '60s", &[("60s", "1960-01-01/1969-12-31")]),
            ("throughout the nineties", &[("the nineties", "1990-01-01/1999-12-31")]),
            ("in early 2013", &[("early 2013", "2013")]),
            ("by mid-2015", &[("mid-2015", "2015")]),
            ("by the end of 2014", &[("the end of 2014", "2014")]),
            ("the treaty of 1783", &[("1783", "1783")]),
            ("the year 2020", &[("2020", "2020")]),
            ("In nineteen ninety-six he won", &[("nineteen ninety-six", "1996")]),
            ("In 1990 troops crossed the river.", &[("1990", "1990")]),
            ("Since 1979, when", &[("1979", "1979")]),
        ],
    );
}

#[test]
fn weekdays_look_back_unless_the_clause_looks_ahead() {
    // A Thursday.
    check(
        "2014-04-03",
        &[
            ("Lavrov said on Tuesday that talks had failed.", &[("Tuesday", "2014-04-01")]),
            ("Lavrov said Thursday.", &[("Thursday", "2014-04-03")]),
            ("Lavrov said on Friday he was ready.", &[("Friday", "2014-03-28")]),
            ("Kerry will meet him on Sunday.", &[("Sunday", "2014-04-06")]),
            ("The council is to meet on Monday.", &[("Monday", "2014-04-07")]),
            ("The talks are expected to resume Saturday.", &[("Saturday", "2014-04-05")]),
            ("They have until Friday to answer.", &[("Friday", "2014-04-04")]),
            ("The deadline was extended until Monday.", &[("Monday", "2014-04-07")]),
            ("On Saturday, the envoys will travel to Oslo.", &[("Saturday", "2014-04-05")]),
            ("On Saturday, the envoys travelled to Oslo.", &[("Saturday", "2014-03-29")]),
            ("He met her last Friday.", &[("last Friday", "2014-03-28")]),
            ("He met her last Thursday.", &[("last Thursday", "2014-03-27")]),
            ("He sees her next Tuesday.", &[("next Tuesday", "2014-04-08")]),
            ("He arrived Tuesday night.", &[("Tuesday night", "2014-04-01")]),
            ("He arrived on Monday last week.", &[("Monday last week", "2014-03-24")]),
            (
                "A spokesman, who will leave in June, spoke on Wednesday.",
                &[("June", "2014-06"), ("Wednesday", "2014-04-02")],
            ),
            ("Early Wednesday shots were heard.", &[("Early Wednesday", "2014-04-02")]),
            ("They met over the weekend.", &[("the weekend", "2014-03-29/2014-03-30")]),
            ("They will meet this weekend.", &[("this weekend", "2014-04-05/2014-04-06")]),
        ],
    );
}

#[test]
fn counted_from_publication() {
    check(
        "2014-04-03",
        &[
            ("He left today.", &[("today", "2014-04-03")]),
            ("He left yesterday.", &[("yesterday", "2014-04-02")]),
            ("He leaves tomorrow morning.", &[("tomorrow morning", "2014-04-04")]),
            ("He speaks tonight.", &[("tonight", "2014-04-03")]),
            ("He spoke last night.", &[("last night", "2014-04-02")]),
            ("He spoke this morning.", &[("this morning", "2014-04-03")]),
            ("He left last week.", &[("last week", "2014-W13")]),
            ("He leaves this week.", &[("this week", "2014-W14")]),
            ("He leaves next week.", &[("next week", "2014-W15")]),
            ("He left last month.", &[("last month", "2014-03")]),
            ("He leaves next month.", &[("next month", "2014-05")]),
            ("He left earlier this month.", &[("earlier this month", "2014-04")]),
            ("He left last year.", &[("last year", "2013")]),
            ("He left late last year.", &[("late last year", "2013")]),
            ("He leaves later this year.", &[("later this year", "2014")]),
            ("He leaves at the end of the year.", &[("the end of the year", "2014")]),
            ("It must be done by year-end.", &[("year-end", "2014")]),
            ("He left two days ago.", &[("two days ago", "2014-04-01")]),
            ("He left 10 days ago.", &[("10 days ago", "2014-03-24")]),
            ("He left three weeks ago.", &[("three weeks ago", "2014-W11")]),
            ("He left five months ago.", &[("five months ago", "2013-11")]),
            ("He left a year ago.", &[("a year ago", "2013")]),
            ("He left twenty-five years ago.", &[("twenty-five years ago", "1989")]),
            ("He left a couple of years ago.", &[("a couple of years ago", "2012")]),
            ("Two weeks from now he is gone.", &[("Two weeks from now", "2014-W16")]),
            (
                "He left on March 3. Two days later he was back.",
                &[("March 3", "2014-03-03"), ("Two days later", "2014-03-05")],
            ),
            ("He won in 1996 and the following year he lost.", &[("1996", "1996"), ("the following year", "1997")]),
            ("In the third quarter of 1987 exports rose.", &[("the third quarter of 1987", "1987-07-01/1987-09-30")]),
            ("Exports rose in the first quarter.", &[("the first quarter", "2014-01-01/2014-03-31")]),
            ("Exports rose in the fourth quarter.", &[("the fourth quarter", "2013-10-01/2013-12-31")]),
            ("in the first half of last year", &[("the first half of last year", "2013-01-01/2013-06-30")]),
            ("in the summer of 2013", &[("the summer of 2013", "2013-06-01/2013-08-31")]),
            ("since last summer", &[("last summer", "2013-06-01/2013-08-31")]),
            ("the winter of 2013", &[("the winter of 2013", "2013-12-01/2014-02-28")]),
            (
                "Profit rose in the first quarter from a year ago.",
                &[("the first quarter", "2014-01-01/2014-03-31"), ("a year ago", "2013-01-01/2013-03-31")],
            ),
        ],
    );
}

#[test]
fn telegrams_in_capitals() {
    check(
        "1990-01-03",
        &[
            ("LIMA, 3 JAN 90 -- THE ENVOY LEFT YESTERDAY.", &[("3 JAN 90", "1990-01-03"), ("YESTERDAY", "1990-01-02")]),
            ("THE ENVOY SAID IN QUITO TODAY THAT", &[("TODAY", "1990-01-03")]),
            ("HE ARRIVED IN MAY AND MAY LEAVE IN MARCH.", &[("MAY", "1989-05"), ("MARCH", "1990-03")]),
            ("STUDENTS HELD A MARCH ON 10 DECEMBER.", &[("10 DECEMBER", "1989-12-10")]),
            ("THE CABINET MEETS ON WEDNESDAY OF NEXT WEEK.", &[("WEDNESDAY OF NEXT WEEK", "1990-01-10")]),
            ("IT MAY RAIN AND THE SECOND SUN MAY SET.", &[]),
        ],
    );
}

#[test]
fn no_dates() {
    let sentences = [
        "Prime Minister May met the chancellor.",
        "Theresa May said that May would not resign.",
        "The minister may resign.",
        "Protesters march to the square.",
        "They march 30 miles.",
        "The March on Washington",
        "the Rally and March for Jobs",
        "He sent 1500 troops and 2,000 tanks.",
        "Some 2000 people fled.",
        "It cost $1990.",
        "It cost 1,987 dollars.",
        "Resolution 1973 was adopted.",
        "He was the second to speak.",
        "He read the Sun newspaper.",
        "He sat down in the sun.",
        "Two 747 jets landed.",
        "England won 3-2.",
        "a 24-hour strike",
        "The talks lasted for three days.",
        "He was 45 years old.",
        "in the past few years",
        "over the last three years",
        "They meet every Monday.",
        "He wrote in the Sunday Times.",
        "the Bloody Sunday inquiry",
        "The Good Friday agreement",
        "It fell 12.5 percent.",
        "The second half was dull.",
        "an august body of jurists",
        "Jan Egeland flew in.",
        "April Glaspie testified.",
        "See version 30.03.14 of 10.1.2.3.",
        "Call 555-1990 now.",
        "at 1945 GMT",
        "He waited for a day and a week and a year.",
        "On Monday nights, they drink.",
        "the fall of the government",
        "a spring in his step",
        "SEP8 closed up",
        "ABC's \"This Week\" programme",
        "He told USA Today.",
        "the decision of the day",
        "He is a year older.",
    ];
    let published = Date::day(2014, 4, 3);
    let found: Vec<_> = sentences.iter().filter(|text| !find(text, published).is_empty()).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_as_much_as_the_publication_tells() {
    check(
        "",
        &[
            ("On March 30, 2014 he left.", &[("March 30, 2014", "2014-03-30")]),
            ("He left in 2013.", &[("2013", "2013")]),
            ("He left on Monday.", &[("Monday", "")]),
            ("He left yesterday.", &[("yesterday", "")]),
            ("He left on March 30.", &[("March 30", "")]),
            ("He left in March.", &[("March", "")]),
            ("He left last year.", &[("last year", "")]),
        ],
    );
    check(
        "2014-04",
        &[
            ("He left yesterday.", &[("yesterday", "")]),
            ("He left last week.", &[("last week", "")]),
            ("He left last month.", &[("last month", "2014-03")]),
            ("He left last year.", &[("last year", "2013")]),
            ("He left on March 30.", &[("March 30", "2014-03-30")]),
            ("He left in November.", &[("November", "2013-11")]),
        ],
    );
    check(
        "2014",
        &[
            ("He left last month.", &[("last month", "")]),
            ("He left on March 30.", &[("March 30", "")]),
            ("He left last year.", &[("last year", "2013")]),
        ],
    );
}

#[test]
fn any_text_is_safe() {
    let pieces = [
        "May",
        " ",
        "30",
        "-",
        "/",
        "’s",
        ".",
        "é",
        "last",
        "year",
        "99999999999999999999",
        "2014",
        "\n\n",
        "the",
        "of",
        "’",
        "Monday",
        ",",
        "日本",
        "next",
        "third",
        "quarter",
        "9999 years ago",
        "December 31, 9999",
        "999 weeks from now",
        "two days later",
        "\u{a0}",
    ];
    let mut state = 7usize;
    for _ in 0..4000 {
        let mut text = String::new();
        for _ in 0..8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) % pieces.len()]);
            if state & (1 << 40) != 0 {
                text.push(' ');
            }
        }
        for published in
            [None, Date::day(2014, 4, 3), Date::day(9999, 12, 31), Date::day(1, 1, 1), Date::month(2014, 1)]
        {
            let mut end = 0;
            for mention in find(&text, published) {
                assert!(
                    mention.span.start >= end && !mention.span.is_empty() && !mention.span.of(&text).is_empty(),
                    "{text}"
                );
                end = mention.span.end;
            }
        }
    }
}
