//! Whole pages as sites of many styles write them, with all that surrounds an article, and what is to be read from them.

use super::html::read;
use crate::article::Article;

const ONE: &str = "The foreign ministers of Ostland and Meridia met in Norhaven on Thursday and agreed, after nine hours of talks, \
    to open the border crossing at Halm again in May.";
const TWO: &str = "“We have come a long way,” the Foreign Minister of Ostland, Ann Lee, told reporters. “The road to a treaty is \
    longer still, but nobody at the table spoke of turning back.”";
const THREE: &str = "Her counterpart, Bo Roe, was more careful. He said that Meridia would watch the crossing for three months \
    before it considered any further step.";

fn whole() -> String {
    format!("{ONE}\n\n{TWO}\n\n{THREE}")
}

fn article(page: &str) -> Article {
    read(page.as_bytes()).unwrap_or_else(|error| panic!("{error}: {page}"))
}

/// Title, outlet, byline and day of publication, as one line.
fn told(article: &Article) -> String {
    let date = article.published.map(|date| date.to_string());
    let parts = [article.title.clone(), article.outlet.clone(), article.byline.clone(), date];
    parts.map(|part| part.unwrap_or_else(|| "-".to_owned())).join(" / ")
}

#[test]
fn a_large_daily() {
    let page = format!(
        r##"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Border to open in May | Gulf Ledger</title>
        <link rel="canonical" href="https://ledger.example/world/2014/mar/30/border-to-open">
        <meta property="og:site_name" content="Gulf Ledger"><meta property="og:type" content="article">
        <meta property="article:published_time" content="2014-03-30T22:10:00+02:00">
        <meta property="article:modified_time" content="2014-04-02T08:00:00Z">
        <script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
            {{"@type": "Organization", "@id": "https://ledger.example/#org", "name": "Gulf Ledger"}},
            {{"@type": "Person", "@id": "https://ledger.example/#cd", "name": "Cara Dun"}},
            {{"@type": "NewsArticle", "headline": "Island vote put off", "datePublished": "2014-02-01",
              "url": "https://ledger.example/world/2014/feb/01/island-vote"}},
            {{"@type": "NewsArticle", "headline": "Border to open in May", "datePublished": "2014-03-30T22:10:00+02:00",
              "dateModified": "2014-04-02T08:00:00Z", "mainEntityOfPage": "https://ledger.example/world/2014/mar/30/border-to-open",
              "author": {{"@id": "https://ledger.example/#cd"}}, "publisher": {{"@id": "https://ledger.example/#org"}}}}]}}</script>
        </head><body><div id="consent-banner" role="dialog"><p>We value your privacy. We and our partners use cookies.</p>
        <button>Accept all</button></div>
        <header class="masthead"><a href="/">Gulf Ledger</a><a href="/login">Sign in</a></header>
        <nav><ul><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
        <main><article><header><h1>Border to open in May</h1><p class="byline">Cara Dun</p>
        <time datetime="2014-04-02T08:00:00Z">Updated 2 April 2014</time></header>
        <figure><img src="a.jpg"><figcaption>Ann Lee in Norhaven. Photograph: Dan Em</figcaption></figure>
        <p>{ONE}</p><aside class="newsletter-signup"><h3>The morning mail</h3><p>Sign up for our newsletter every day.</p></aside>
        <p>{TWO}</p><div class="ad-slot advertisement">Advertisement</div>
        <p><strong>Read more:</strong> <a href="/1">What the border means for Halm</a></p><p>{THREE}</p>
        <div class="share-tools"><a href="#">Share on one site</a><a href="#">Share on another</a></div>
        <ul class="article-tags"><li><a href="/t">Ostland</a></li></ul></article>
        <section class="more-on-this-story"><h2>More on this story</h2><ul><li><a href="/2">Island vote put off until autumn</a></li>
        <li><a href="/3">A bridge that nobody crosses</a></li></ul></section></main>
        <section id="comments"><h2>Comments (2)</h2><article class="comment"><p>About time, I say, and high time for the islands!</p>
        <time datetime="2014-04-05">5 April</time></article></section>
        <footer><p>© 2014 Gulf Ledger. All rights reserved.</p></footer></body></html>"##
    );
    let article = article(&page);
    assert_eq!(article.text, whole());
    assert_eq!(told(&article), "Border to open in May / Gulf Ledger / Cara Dun / 2014-03-30");
}

#[test]
fn a_weblog() {
    let page = format!(
        r##"<html lang="en-GB"><head><title>Border to open in May – Baltic Courier</title>
        <link rel="alternate" type="application/rss+xml" title="Baltic Courier &raquo; Feed" href="/feed/">
        <link rel="alternate" type="application/rss+xml" title="Baltic Courier &raquo; Comments Feed" href="/comments/feed/">
        </head><body class="single single-post has-sidebar"><div id="page"><div id="masthead"><p class="site-title">
        <a href="/">Baltic Courier</a></p><div class="menu-main-container"><ul id="menu"><li><a href="/about">About</a></li></ul></div>
        </div><div id="content"><div id="post-17" class="post-17 post type-post hentry category-world">
        <h1 class="entry-title">Border to open in May</h1><div class="entry-meta">Posted on <a href="#" rel="bookmark">
        <time class="entry-date published" datetime="2014-03-30T10:15:00+00:00">30 March 2014</time>
        <time class="updated" datetime="2015-01-01T10:15:00+00:00">1 January 2015</time></a> by <a rel="author" href="/a">Ed Fox</a></div>
        <div class="entry-content"><p>{ONE}</p><p>{TWO}</p><div id="attachment_3" class="wp-caption"><img src="x.jpg">
        <p class="wp-caption-text">The crossing at Halm in winter</p></div><p>{THREE}</p>
        <div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a href="#">Print</a></li></ul></div>
        <div id="jp-relatedposts" class="jp-relatedposts"><h3><em>Related</em></h3><a href="/9">The islands wait</a></div></div>
        <div class="entry-utility">This entry was posted in <a href="/world">World</a>.</div></div>
        <div id="comments" class="comments-area"><h2>One thought on this</h2><ol class="comment-list"><li class="comment hentry">
        <p>First! And the crossing was never closed for me, by the way.</p><span class="published">3 May 2014</span></li></ol></div></div>
        <div id="sidebar" class="widget-area"><h3>Recent posts</h3><ul><li><a href="/8">A bridge that nobody crosses</a></li></ul>
        <h3>Archives</h3><ul><li><a href="/2014/04">April 2014</a></li></ul></div></div></body></html>"##
    );
    let article = article(&page);
    assert_eq!(article.text, whole());
    assert_eq!(told(&article), "Border to open in May / Baltic Courier / Ed Fox / 2014-03-30");
}

#[test]
fn a_ministry_of_microdata() {
    let page = format!(
        r#"<html itemscope itemtype="http://schema.org/ItemPage"><head><title itemprop="name">Talks in Norhaven: Ministry of Ostland</title>
        <meta property="og:site_name" content="Ministry of Ostland"></head><body>
        <div class="topline" role="banner"><a href="/">Ministry</a></div>
        <div class="read" itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">Talks in Norhaven</h1>
        <time datetime="2014-03-30" itemprop="datePublished">March 30, 2014</time>
        <div itemprop="articleBody"><div class="slider" itemscope itemtype="http://schema.org/ImageObject"><img src=a>
        <meta itemprop="datePublished" content="2014-03-29"><span class="player__title">The hall in Norhaven.</span></div>
        <p>{ONE}</p><p>“We have come a long way,” the Foreign Minister of Ostland, <a href="/p/1" class="person">Ann Lee<span
        class="tooltip hidden"><span>Lee Ann</span><span>Foreign Minister since 2011</span></span></a>, told reporters. “The road to a treaty
        is longer still, but nobody at the table spoke of turning back.”</p><p>{THREE}</p>
        <h3>See also</h3><div><a href="/4">Statement on the islands</a></div><div><a href="/5">Visit to Halm</a></div></div></div>
        <div class="read__meta"><h3>Publication status</h3><p>Published in: <a href="/news">News</a></p></div></body></html>"#
    );
    let article = article(&page);
    assert_eq!(article.text, whole());
    assert_eq!(told(&article), "Talks in Norhaven / Ministry of Ostland / - / 2014-03-30");
}

#[test]
fn a_page_of_tables_kept_by_an_archive() {
    let page = format!(
        r##"<HTML><HEAD><TITLE>Northgate Wire - Border to open in May</TITLE></HEAD><BODY BGCOLOR="#FFFFFF">
        <!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base"><div id="wm-ipp"><a href="/web/">The archive</a>
        <span class="date">12 Jan 2019</span><time datetime="2019-01-12">captured</time></div></div><!-- END -->
        <TABLE WIDTH="100%"><TR><TD COLSPAN=2><A HREF="/">Northgate Wire</A> | <A HREF="/world">World</A> | <A HREF="/biz">Business</A></TD></TR>
        <TR><TD WIDTH=150 VALIGN=top><A HREF="/1">Islands</A><BR><A HREF="/2">Weather</A><BR><A HREF="/3">Letters</A></TD>
        <TD><FONT SIZE=5><H1>Border to open in May</H1></FONT><FONT SIZE=2 CLASS="date">30 March 1999, 18:05</FONT>
        <P>{ONE}<P>{TWO}<BR><BR>{THREE}</TD></TR>
        <TR><TD COLSPAN=2><FONT SIZE=1>Copyright 1999-2003 Northgate Wire</FONT></TD></TR></TABLE></BODY></HTML>"##
    );
    let article = article(&page);
    assert_eq!(article.text, whole());
    assert_eq!(told(&article), "Border to open in May / - / - / 1999-03-30");
}

#[test]
fn a_russian_agency() {
    let one = "Министры иностранных дел Остландии и Меридии договорились в Норхавене после девяти часов переговоров открыть \
        в мае пограничный переход у Хальма.";
    let two = "«Мы прошли долгий путь», — сказала журналистам министр иностранных дел Остландии Анна Ли. По её словам, до \
        договора ещё далеко, но о возвращении назад никто не говорил.";
    let three = "Её коллега Бо Ро был осторожнее: Меридия будет наблюдать за переходом три месяца, прежде чем сделать \
        следующий шаг.";
    let page = format!(
        r#"<html lang="ru"><head><title>Переход откроют в мае — Балтийский курьер</title>
        <meta property="og:site_name" content="Балтийский курьер"><meta property="og:title" content="Переход откроют в мае">
        </head><body><div class="header"><div class="header__menu"><a href="/">Главная</a><a href="/w">Мир</a><a href="/s">Спорт</a></div></div>
        <div class="layout"><div class="article"><div class="article__header"><div class="article__info-date">
        <a href="/20140330/">18:05 30.03.2014</a> (обновлено: 09:10 02.04.2014)</div><h1 class="article__title">Переход откроют в мае</h1></div>
        <div class="article__body"><div class="article__text">{one}</div><div class="article__text">{two}</div>
        <div class="article__read-also"><h4>Читайте также</h4><a href="/7">Острова подождут до осени</a></div>
        <div class="article__text">{three}</div></div>
        <div class="article__tags"><a href="/t1">Остландия</a><a href="/t2">Меридия</a></div>
        <div class="article__comments" id="comments"><div class="comment">Давно пора открыть этот переход!</div></div></div>
        <div class="sidebar"><div class="trending">Главное за день <a href="/8">Мост, по которому никто не ходит</a></div></div></div>
        <div class="footer">© 2014 Балтийский курьер. Все права защищены.</div></body></html>"#
    );
    let article = article(&page);
    assert_eq!(article.text, format!("{one}\n\n{two}\n\n{three}"));
    assert_eq!(told(&article), "Переход откроют в мае / Балтийский курьер / - / 2014-03-30");
}

#[test]
fn a_page_of_divisions_without_a_mark() {
    let page = format!(
        r##"<html><head><title>Border to open in May</title></head><body><div class="cookieNotice">This site uses cookies.
        <a href="#">Got it</a></div><div class="topbar"><a href="/">Home</a> <a href="/n">News</a> <a href="/c">Contact</a></div>
        <div class="content"><div class="story"><h1>Border to open in May</h1><div class="storyByline">By Cara Dun, 30 March 2014</div>
        <div class="lead"><p>{ONE}</p></div><p>{TWO}</p><div class="mostRead"><h3>Most read</h3><ol><li><a href="/1">Islands wait</a></li>
        <li><a href="/2">Letters to the editor</a></li></ol></div><p>{THREE}</p></div>
        <h3>Related articles:</h3><ul><li><a href="/1">Island vote put off until autumn</a></li><li><a href="/2">A bridge that nobody crosses</a></li>
        </ul></div><div class="bottom">Copyright 2015 by the editors</div></body></html>"##
    );
    let article = article(&page);
    assert_eq!(article.text, whole());
    assert_eq!(told(&article), "Border to open in May / - / Cara Dun / 2014-03-30");
}

#[test]
fn a_brief_and_a_headline() {
    let brief = "The ministers of Ostland and Meridia met in Norhaven. They meet again in May.";
    let menu =
        "<div class='top'><a href='/a'>World</a> <a href='/b'>Business</a> <a href='/c'>Culture and science</a></div>";
    let page = format!(
        "<title>Talks end</title><body>{menu}<div><h2>Northgate Wire</h2></div><div><h1>Talks end</h1><p>{brief}</p></div>\
         <div>{menu}</div></body>"
    );
    assert_eq!(article(&page).text, brief);
    let headline = |lead: &str, body: &str| {
        format!(
            "<body>{menu}<article itemscope itemtype='http://schema.org/NewsArticle'><h1>Ministers meet in Norhaven</h1>{lead}\
             <time datetime='2014-03-30'>30 March</time><div itemprop=articleBody>{body}</div></article></body>"
        )
    };
    let pictures = "<figure><img src=a><figcaption>The hall</figcaption></figure>";
    assert_eq!(article(&headline("", pictures)).text, "Ministers meet in Norhaven");
    let lead = "<p itemprop=description>Talks went on for nine hours.</p>";
    assert_eq!(article(&headline(lead, pictures)).text, "Talks went on for nine hours.");
    // Filled in by a script that is not run: there was a text, and it is not here.
    assert!(read(headline("", "").as_bytes()).is_err());
}

#[test]
fn a_page_whose_text_is_in_its_metadata() {
    let page = format!(
        r#"<title>Talks end</title><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Talks end",
        "datePublished": "2014-03-30", "articleBody": "{ONE}\n\n{TWO}"}}</script><body><div id=root></div></body>"#
    );
    assert_eq!(article(&page).text, format!("{ONE}\n\n{TWO}"));
}

#[test]
fn days_from_every_usual_place() {
    let body = format!("<h1>Talks end</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>");
    let table = [
        ("<meta name=sailthru.date content='2014-03-30 10:15:00'>", Some("2014-03-30")),
        ("<meta name=parsely-pub-date content='2014-03-30T10:15:00Z'>", Some("2014-03-30")),
        ("<meta name='cXenseParse:recs:publishtime' content='2014-03-30T10:15:00.000Z'>", Some("2014-03-30")),
        ("<meta property='bt:pubDate' content='2014-03-30T10:15:00'>", Some("2014-03-30")),
        ("<meta name='DC.date.issued' content='2014-03-30'>", Some("2014-03-30")),
        ("<meta itemprop=datePublished content='2014-03-30'>", Some("2014-03-30")),
        ("<meta name=article:published_time content='1396137600'>", Some("2014-03-30")),
        ("<span property='schema:datePublished' content='2014-03-30'>Sunday</span>", Some("2014-03-30")),
        (
            "<div vocab='http://schema.org/' typeof=NewsArticle><span property=datePublished>30 March 2014</span></div>",
            Some("2014-03-30"),
        ),
        ("<div class=hentry><abbr class=published title='2014-03-30T10:15'>Sunday</abbr></div>", Some("2014-03-30")),
        ("<div class=hentry><abbr class=updated title='2014-03-30T10:15'>Sunday</abbr></div>", None),
        ("<time datetime='2014-03-30' pubdate>Sunday</time>", Some("2014-03-30")),
        ("<time datetime='2014-03-30'>Sunday</time>", Some("2014-03-30")),
        ("<time datetime='2014-03-30'>Sunday</time><time datetime='2014-03-31'>Monday</time>", None),
        ("<p>Updated: <time datetime='2014-03-31'>Monday</time></p>", None),
        ("<link rel=canonical href='https://wire.example/2014/03/30/talks'>", Some("2014-03-30")),
        ("<link rel=canonical href='https://wire.example/2014/03/talks'>", Some("2014-03")),
        (
            "<link rel=canonical href='https://wire.example/2014/03/talks'><p class=date>30 March 2014</p>",
            Some("2014-03-30"),
        ),
        ("<link rel=canonical href='https://web.archive.org/web/20190112000000/http://wire.example/talks'>", None),
        ("<meta name=dc.date content=2014><time datetime='2014-03-30'>Sunday</time>", Some("2014-03-30")),
        ("<meta name=dc.date content=2014><time datetime='2013-03-30'>Saturday</time>", Some("2014")),
        ("<div class=publishedDate>Published: 30 March 2014, 10:15</div>", Some("2014-03-30")),
        ("<span id=dateline>30.03.2014 10:15</span>", Some("2014-03-30")),
        ("<span class=timestamp>Опубликовано 30 марта 2014</span>", Some("2014-03-30")),
        ("<span class=date>03/04/2014</span>", None),
        ("<span class=date>30 March 2014</span><span class=date>31 March 2014</span>", None),
        ("<span class=date>Updated 30 March 2014</span>", None),
        ("<span class=event>30 March 2014</span>", None),
        ("<div class=related><span class=date>30 March 2014</span></div>", None),
        ("<footer><span class=date>30 March 2014</span></footer>", None),
        ("<div class=copyright><span class=date>© 30 March 2014</span></div>", None),
        (
            "<meta property='article:modified_time' content='2014-03-30'><meta name=last-modified content='2014-03-30'>",
            None,
        ),
        (
            "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"dateModified\": \"2014-03-30\"}</script>",
            None,
        ),
        (
            "<script type='application/ld+json'>[{\"@type\": \"WebPage\", \"mainEntity\": {\"@type\": \"Article\", \
             \"datePublished\": \"2014-03-30\"}}]</script>",
            Some("2014-03-30"),
        ),
        (
            "<script type='application/ld+json'>[{\"@type\": \"Article\", \"headline\": \"Other\", \"datePublished\": \
             \"2013-01-01\"}, {\"@type\": \"Article\", \"headline\": \"Talks end\", \"datePublished\": \"2014-03-30\"}]</script>",
            Some("2014-03-30"),
        ),
        (
            "<script type='application/ld+json'>[{\"@type\": \"Article\", \"headline\": \"One\", \"datePublished\": \
             \"2013-01-01\"}, {\"@type\": \"Article\", \"headline\": \"Two\", \"datePublished\": \"2014-03-30\"}]</script>",
            None,
        ),
    ];
    for (head, date) in table {
        let read = article(&format!("{head}{body}"));
        assert_eq!(read.published.map(|date| date.to_string()).as_deref(), date, "{head}");
    }
}

#[test]
fn outlets_are_named_or_unknown() {
    let body = format!("<h1>Talks end</h1><p>{ONE}</p><p>{TWO}</p>");
    let feed = "<link rel=alternate type='application/rss+xml' title='Gulf Ledger: World' href=/f>";
    let table = [
        ("<meta property=og:site_name content='Gulf Ledger'>".to_owned(), Some("Gulf Ledger")),
        ("<meta name=publisher content='https://ledger.example'>".to_owned(), None),
        ("<meta name=application-name content='Gulf Ledger'>".to_owned(), Some("Gulf Ledger")),
        ("<meta name=copyright content='Someone 2014'>".to_owned(), None),
        (
            "<div itemscope itemtype='http://schema.org/NewsArticle'><div itemprop=publisher itemscope \
             itemtype='http://schema.org/Organization'><meta itemprop=name content='Gulf Ledger'></div></div>"
                .to_owned(),
            Some("Gulf Ledger"),
        ),
        (format!("<title>Talks end - Gulf Ledger</title>{feed}"), Some("Gulf Ledger")),
        (format!("<title>Talks end</title>{feed}"), None),
        ("<title>Talks end - Gulf Ledger</title>".to_owned(), None),
        ("<link rel=canonical href='https://ledger.example/1'>".to_owned(), None),
    ];
    for (head, outlet) in table {
        assert_eq!(article(&format!("{head}{body}")).outlet.as_deref(), outlet, "{head}");
    }
}
