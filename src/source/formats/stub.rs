//! A stub is a page that stands where an article should be: a paywall, an error, a request for consent, a login, a bot
//! check, a parked domain, a redirection, a list of links.
//!
//! One sign is never enough, for articles write about all of these. A stub is short, has no article's marks, and says in a
//! place of its own – its title, its heading, a line by itself – what it is.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::{blocks, main_text, metadata};

/// Longest stub of any kind, in characters of text.
const LONGEST: usize = 3_000;
/// Longest text that a paywall leaves to see, where no count of words tells.
const TEASER: usize = 900;
/// Longest text of a page that is not sure to be a stub.
const SHORT: usize = 600;
/// Longest line that can be a notice, in characters.
const NOTICE: usize = 220;
/// Longest text that is as good as none.
const EMPTY: usize = 40;
/// Fewest links to other articles in a list of them.
const LIST: usize = 8;
/// Fewest such links at the end of a text that are no part of it.
const TRAILING: usize = 3;

/// Lines that only stand where the rest of an article is withheld. A line counts if it begins so.
const GATES: &str = "subscribe to continue|subscribe to read|subscribe now to read|subscribe to unlock|subscribe for full access|\
    subscribe now to continue|to continue reading|to read the full|to read this article|to read the rest|continue reading with|\
    keep reading with|want to read more? subscribe|this article is for subscribers|this article is for members|\
    this article is exclusive to|this story is for subscribers|this content is for subscribers|\
    this content is for members|this content is only available to|this article is only available to|subscriber-only|\
    this article is available to subscribers|this article is reserved for|you have reached your limit of free|\
    you've reached your limit of free|you have reached your article limit|you have read all your free|unlock this article|\
    log in to continue reading|sign in to continue reading|register to continue reading|register to read|\
    create a free account to continue|become a member to read|get full access to|start your subscription to|\
    weiterlesen mit|jetzt weiterlesen|lesen sie weiter mit|diesen artikel weiterlesen|um weiterzulesen|zum weiterlesen|\
    dieser artikel ist nur für abonnenten|dieser inhalt ist nur für abonnenten|exklusiv für abonnenten|nur für abonnenten|\
    jetzt abonnieren und weiterlesen|article réservé aux abonnés|réservé aux abonnés|cet article est réservé|\
    la suite est réservée|la lecture de ce contenu est réservée|pour lire la suite|abonnez-vous pour lire|il vous reste|\
    déjà abonné|доступно только подписчикам|материал доступен только|материал доступен по подписке|\
    статья доступна только|статья доступна по подписке|полный текст доступен|продолжение доступно|чтобы читать дальше|\
    чтобы дочитать|чтобы продолжить чтение|оформите подписку, чтобы|доступно лише передплатникам|\
    матеріал доступний лише|матеріал доступний за передплатою|стаття доступна лише|щоб читати далі|\
    щоб продовжити читання|оформіть передплату, щоб|contenido exclusivo para suscriptores|contenido para suscriptores|\
    exclusivo para suscriptores|suscríbete para|suscríbase para|para seguir leyendo|para continuar leyendo|\
    regístrate para seguir";
/// Titles and headings of errors, without numbers.
const ERRORS: &str = "page not found|not found|file not found|page cannot be found|page can't be found|the page cannot be found|\
    page doesn't exist|page does not exist|oops! page not found|sorry, page not found|this page isn't available|\
    page unavailable|access denied|access forbidden|forbidden|unauthorized|bad request|service unavailable|\
    service temporarily unavailable|temporarily unavailable|bad gateway|gateway timeout|gateway time-out|\
    internal server error|server error|application error|too many requests|gone|error|an error occurred|an error has occurred|\
    something went wrong|oops|site under maintenance|under maintenance|down for maintenance|scheduled maintenance|\
    we'll be back soon|unavailable for legal reasons|database error|error establishing a database connection|\
    web server is down|connection timed out|seite nicht gefunden|seite wurde nicht gefunden|\
    die seite wurde nicht gefunden|nicht gefunden|zugriff verweigert|fehler|interner serverfehler|wartungsarbeiten|\
    page introuvable|page non trouvée|accès refusé|accès interdit|erreur|erreur interne|site en maintenance|\
    страница не найдена|не найдено|доступ запрещен|доступ запрещён|доступ ограничен|ошибка|ошибка сервера|\
    сторінку не знайдено|сторінка не знайдена|не знайдено|доступ заборонено|помилка|помилка сервера|\
    página no encontrada|no encontrado|no encontrada|acceso denegado|error interno";
/// Status numbers of HTTP that stand in titles.
const STATUSES: &str = "400 401 403 404 405 410 418 429 451 500 502 503 504 520 521 522 523 524 525";
/// What a status is called.
const STATUS_NAMES: &str =
    "error|http|http error|http status|status|code|error code|fehler|erreur|ошибка|помилка|oops|http-fehler";
/// Sentences that errors are explained with.
const EXPLAINED: &str = "the page you are looking for|the page you were looking for|the page you requested|the requested url|\
    the requested page|the requested resource|page you're looking for|we can't find the page|we couldn't find the page|\
    we could not find the page|could not be found|couldn't be found|may have been moved|has been moved or deleted|\
    you don't have permission|you do not have permission|not have access|permission to access|try again later|\
    error establishing|die von ihnen gesuchte|die angeforderte seite|konnte nicht gefunden|la page que vous|n'existe pas|\
    страница, которую вы|запрашиваемая страница|запрошенная страница|не существует|сторінка, яку ви|\
    не існує|la página que|no existe|reference #|ray id|go back to the home|return to the home|\
    back to home|homepage";
/// Titles and headings of bot checks.
const CHECKS: &str = "just a moment|just a moment...|just a moment…|attention required!|attention required|are you a robot?|\
    are you a robot|are you human?|are you human|verify you are human|verify you're human|verifying you are human|\
    please verify you are a human|human verification|robot check|bot check|security check|security verification|captcha|\
    pardon our interruption|checking your browser|checking your browser before accessing|ddos-guard|\
    please wait...|please wait|one more step|access to this page has been denied|ein moment|ein moment…|sicherheitsprüfung|\
    un instant|un instant…|vérification de sécurité|êtes-vous un robot ?|êtes-vous un robot?|проверка безопасности|\
    вы не робот?|вы робот?|подтвердите, что вы не робот|я не робот|ви не робот?|підтвердіть, що ви не робот|\
    перевірка безпеки|un momento|un momento…|¿eres un robot?|verificación de seguridad";
/// Sentences that bot checks explain themselves with.
const CHECK_SENTENCES: &str = "enable javascript and cookies|please enable cookies|checking your browser|verify you are human|\
    verify that you are|you are not a robot|you're not a robot|security of your connection|complete the security check|ray id|\
    dass sie kein roboter|que vous n'êtes pas un robot|что вы не робот|що ви не робот|que no eres un robot|\
    needs to review the security";
/// Words that are enough beside a title that says nothing else.
const CHECK_WORDS: &str = "not a bot|unusual traffic|unusual activity|automated|captcha|your browser|your network";
/// Beginnings of requests for consent.
const CONSENTS: &str = "we use cookies|we and our|we value your privacy|we care about your privacy|we respect your privacy|\
    this site uses cookies|this website uses cookies|our website uses cookies|our site uses cookies|before you continue|\
    your privacy|your data, your choice|cookie consent|cookies on|manage your consent|wir verwenden cookies|\
    wir benötigen ihre zustimmung|diese website verwendet cookies|wir und unsere|ihre privatsphäre|\
    nous utilisons des cookies|ce site utilise des cookies|nous et nos|votre vie privée|le respect de votre vie privée|\
    мы используем файлы cookie|мы используем cookie|сайт использует файлы cookie|этот сайт использует|\
    ми використовуємо файли cookie|ми використовуємо cookie|цей сайт використовує|utilizamos cookies|\
    este sitio utiliza cookies|este sitio web utiliza cookies|nosotros y nuestros|tu privacidad|su privacidad";
/// What the buttons under such a request say.
const AGREE: &str = "accept|accept all|accept cookies|accept all cookies|i accept|agree|i agree|agree and continue|\
    accept and continue|reject all|manage options|manage settings|got it|allow all|akzeptieren|alle akzeptieren|zustimmen|\
    accepter|tout accepter|j'accepte|принять|принять все|согласен|прийняти|прийняти все|погоджуюсь|aceptar|aceptar todo|\
    aceptar todas|aceptar cookies";
/// Titles and headings of login pages.
const LOGINS: &str = "log in|login|sign in|signin|log on|member login|subscriber login|log in to your account|\
    sign in to your account|log in to continue|sign in to continue|create an account|register|anmelden|anmeldung|einloggen|\
    connexion|se connecter|identification|вход|войти|авторизация|вход на сайт|вхід|увійти|авторизація|iniciar sesión|\
    acceder|inicia sesión|iniciar sesion";
/// What parked domains say.
const PARKED: &str = "this domain is for sale|this domain may be for sale|this domain name is for sale|buy this domain|\
    the domain is for sale|domain for sale|is for sale|may be for sale|this domain is parked|domain is parked|\
    this domain has expired|this domain name has expired|this domain has been registered|\
    this domain is registered at|diese domain steht zum verkauf|domain steht zum verkauf|ce nom de domaine est à vendre|\
    ce domaine est à vendre|домен продается|домен продаётся|этот домен продается|этот домен продаётся|\
    срок регистрации домена|домен продається|цей домен продається|este dominio está en venta|dominio en venta";

/// What tells a stub on a page, seen before anything of the page is taken away.
pub(super) struct Signs {
    /// The page says that it is an article: JSON-LD, `OpenGraph` or microdata.
    is_article: bool,
    /// The page says that it is not free to read.
    is_paid: bool,
    /// How many words the article has, by what the page says.
    words: Option<usize>,
    /// The page's own title and its first heading, in small letters.
    titles: Vec<String>,
    /// Name of the site, in small letters.
    sites: Vec<String>,
    /// A request to subscribe stands where the text would go on.
    has_gate: bool,
    /// Short lines of the page, in small letters.
    notices: Vec<String>,
    /// The page sends its readers to another one within seconds.
    sends_on: bool,
    /// There is a field for a password.
    asks_password: bool,
    /// There is a riddle for robots.
    has_captcha: bool,
    /// Lines that are links, of the length of headlines.
    links: HashSet<String>,
    /// Articles on the page that have a heading with a link.
    teasers: usize,
}

impl Signs {
    /// Looks for the signs on a page.
    pub(super) fn of(page: &Document) -> Self {
        let linked = metadata::linked_values(page);
        let mut told = Told::default();
        for value in &linked {
            told.look(value, 16);
        }
        let attribute = |selector: &str, name: &str| {
            page.select_single(selector).attr(name).map(|value| value.trim().to_lowercase()).unwrap_or_default()
        };
        let marked_paid = attribute("[itemprop~=isAccessibleForFree]", "content") == "false"
            || attribute("meta[property='article:content_tier']", "content") == "locked"
            || attribute("meta[name='article:content_tier']", "content") == "locked";
        let typed = page.select("[itemtype$='Article'], [itemtype$='BlogPosting'], [itemprop~=articleBody]").exists();
        let first = |selector: &str| page.select_single(selector).nodes().first().map(|node| plain(&node.text()));
        let titles = [first("head title").or_else(|| first("title")), first("h1"), first("h2")];
        let sites = ["meta[property='og:site_name']", "meta[name='application-name']"];
        let captcha = ".g-recaptcha, .h-captcha, .cf-turnstile, #challenge-form, #challenge-stage, #px-captcha, \
            [class*=smart-captcha], iframe[src*=captcha], script[src*=challenge-platform], form[action*=captcha]";
        let headings = page.select("article h2 a, article h3 a");
        Self {
            is_article: told.is_article || typed || attribute("meta[property='og:type']", "content") == "article",
            is_paid: (told.is_paid || marked_paid) && !holds_paid_part(page, &told.parts),
            words: told.words,
            titles: titles.into_iter().flatten().filter(|title| !title.is_empty()).collect(),
            sites: sites
                .iter()
                .map(|site| plain(&attribute(site, "content")))
                .filter(|site| !site.is_empty())
                .collect(),
            has_gate: has_gate(page),
            notices: notices(page),
            sends_on: sends_on(page),
            asks_password: page.select("input[type=password]").exists(),
            has_captcha: page.select(captcha).exists(),
            links: links(page),
            teasers: headings.nodes().len(),
        }
    }

    /// Why the page is no article. `title` and `text` are what was read from it; the text may be empty.
    pub(super) fn reason(&self, title: Option<&str>, text: &str) -> Option<String> {
        let length = text.chars().take(LONGEST + 1).count();
        if let Some(reason) = self.list(text) {
            return Some(reason);
        }
        if length > LONGEST {
            return None;
        }
        let titles: Vec<String> = title.map(plain).into_iter().chain(self.titles.iter().cloned()).collect();
        let reason = self.check(&titles, length, text).or_else(|| self.error(&titles, length, text));
        let reason =
            reason.or_else(|| self.parked(&titles, length, text)).or_else(|| self.consent(&titles, length, text));
        let reason = reason.or_else(|| self.login(&titles, length)).or_else(|| self.paywall(&titles, length, text));
        reason.or_else(|| {
            let sent = self.sends_on && !self.is_article && length < SHORT / 2;
            sent.then(|| "a page that only sends its readers on to another".to_owned())
        })
    }

    /// Whether one of the titles is one of `known`, and nothing but the name of the site besides. With `loose`, one more
    /// part of a few words may be the name.
    fn is_titled(&self, titles: &[String], known: &str, loose: bool) -> bool {
        titles.iter().any(|title| {
            let parts = parts(title);
            let is_known = |part: &str| is_one_of(known, part);
            let unknown = parts.iter().filter(|part| !is_known(part) && !self.sites.iter().any(|site| site == *part));
            let unknown: Vec<&&str> = unknown.collect();
            let fits = match unknown.as_slice() {
                [] => true,
                [one] => loose && one.split(' ').count() <= 4,
                _ => false,
            };
            // One word beside a name may be the headline of anything.
            fits && parts.iter().any(|part| is_known(part) && (unknown.is_empty() || part.contains(' ')))
        })
    }

    fn error(&self, titles: &[String], length: usize, text: &str) -> Option<String> {
        if self.is_article && length > SHORT / 2 {
            return None;
        }
        let known: Vec<String> = titles.iter().map(|title| without_status(title)).collect();
        let numbered = |title: &&String| {
            parts(title).iter().any(|part| {
                part.split(' ').any(|word| STATUSES.split(' ').any(|status| word.trim_end_matches(':') == status))
            })
        };
        let explained = says(text, EXPLAINED) || self.notices.iter().any(|notice| says(notice, EXPLAINED));
        let any_number = titles.iter().any(|title| numbered(&title));
        // A title all of whose parts are known is sure; one with a name needs the words that explain an error.
        let sure = self.is_titled(&known, ERRORS, false);
        let likely = explained && self.is_titled(&known, ERRORS, true);
        let numeric = titles.iter().any(|title| {
            let rest = without_status(title);
            let bare = parts(title).iter().any(|part| without_status(part).is_empty());
            rest.is_empty() || explained && bare && parts(&rest).len() == 1 && rest.split(' ').count() <= 4
        });
        let limit = if explained && sure { LONGEST } else { SHORT };
        if length > limit || !(sure && (explained || any_number || length < EMPTY) || likely || numeric) {
            return None;
        }
        let number = titles.iter().find(numbered);
        let shown =
            number.or_else(|| titles.iter().find(|title| self.is_titled(&[without_status(title)], ERRORS, true)));
        Some(format!("an error page: {}", shown.or_else(|| titles.first()).map_or("error", String::as_str)))
    }

    fn check(&self, titles: &[String], length: usize, text: &str) -> Option<String> {
        if length > SHORT || self.is_article && !self.has_captcha {
            return None;
        }
        let says = |known: &str| says(text, known) || self.notices.iter().any(|notice| says(notice, known));
        let sure = self.has_captcha || says(CHECK_SENTENCES);
        let only = self.is_titled(titles, CHECKS, false);
        let found = sure && self.is_titled(titles, CHECKS, true) || only && (length < EMPTY || says(CHECK_WORDS));
        found.then(|| "a bot check (captcha)".to_owned())
    }

    fn parked(&self, titles: &[String], length: usize, text: &str) -> Option<String> {
        if length > SHORT || self.is_article {
            return None;
        }
        let is_name = |line: &str| {
            let mut words = line.split(' ');
            let host = words.next().is_some_and(|word| word.contains('.') && !word.ends_with('.'));
            host && says(
                &words.collect::<Vec<_>>().join(" "),
                "is for sale|may be for sale|is parked|steht zum verkauf|has expired",
            )
        };
        let begins = |line: &str| {
            let known =
                PARKED.split('|').filter(|known| known.len() > 16 || known.starts_with("buy") || known.contains("dom"));
            line.chars().count() <= NOTICE && known.into_iter().any(|known| line.starts_with(known.trim()))
        };
        let lines = || text.split('\n').map(plain).chain(self.notices.iter().cloned()).chain(titles.iter().cloned());
        let said = lines().filter(|line| begins(line) || is_name(line)).count();
        // Once by chance, twice or alone on the page for sure.
        (said >= 2 || said == 1 && length < SHORT / 3).then(|| "a domain-parking page".to_owned())
    }

    fn consent(&self, titles: &[String], length: usize, text: &str) -> Option<String> {
        if length > SHORT * 3 {
            return None;
        }
        let asks = |line: &str| CONSENTS.split('|').any(|known| line.starts_with(known.trim()));
        let first = text.split("\n\n").map(plain).find(|line| !line.is_empty()).unwrap_or_default();
        let titled =
            titles.iter().any(|title| asks(title) && parts(title).iter().any(|part| part.split(' ').count() <= 6));
        let agrees = self.notices.iter().any(|notice| is_one_of(AGREE, notice));
        let talk = text.split("\n\n").filter(|line| {
            let line = plain(line);
            ["cookie", "privacy", "consent", "partner", "einwilligung", "privatsphäre", "vie privée", "privacidad"]
                .iter()
                .any(|word| line.contains(word))
        });
        let talk: usize = talk.map(|line| line.chars().count()).sum();
        let only = length > 0 && talk * 2 > length;
        (agrees && only && (asks(&first) || titled)).then(|| "a cookie or consent wall".to_owned())
    }

    fn login(&self, titles: &[String], length: usize) -> Option<String> {
        let is = self.asks_password && !self.is_article && length < SHORT && self.is_titled(titles, LOGINS, true);
        is.then(|| "a login page".to_owned())
    }

    fn paywall(&self, titles: &[String], length: usize, text: &str) -> Option<String> {
        let words = text.split_whitespace().count();
        // What the page says of its length tells more than the length itself.
        let (part, whole) = match self.words.filter(|told| *told > 0) {
            Some(told) => (words * 2 < told, words * 10 >= told * 7),
            None => (false, false),
        };
        if whole {
            return None;
        }
        let title_gate = self.titles.first().is_some_and(|title| {
            let parts = parts(title);
            let gate = |part: &str| {
                matches!(part, "subscribe to read" | "subscribe to continue reading" | "subscriber content")
            };
            parts.len() <= 2 && parts.first().is_some_and(|part| gate(part))
        });
        let gate = self.has_gate || text.rsplit("\n\n").take(2).any(|line| is_gate(&plain(line)));
        let last = text.trim_end().trim_end_matches([']', '[', ')', '(']);
        let broken = last.ends_with('…') || last.ends_with("...");
        let reason = |why: &str| Some(format!("a paywall stub: {why}"));
        if self.is_paid && (part || length < TEASER) {
            return reason("the page says that it is not free to read, and shows only its beginning");
        }
        if title_gate && length < TEASER && !titles.is_empty() {
            return reason("its title asks readers to subscribe");
        }
        if gate && (part || broken && length < TEASER * 2 || length < TEASER) {
            return reason("it breaks off at a request to subscribe");
        }
        None
    }

    /// Whether the text is nothing but lines that lead elsewhere.
    fn list(&self, text: &str) -> Option<String> {
        if self.is_article || self.links.len() < LIST {
            return None;
        }
        let (mut all, mut linked, mut count) = (0_usize, 0_usize, 0_usize);
        // The longest stretch without such a line: a list has none, an article is one.
        let (mut run, mut longest) = (0_usize, 0_usize);
        for line in text.split('\n').map(plain).filter(|line| !line.is_empty()) {
            let length = line.chars().count();
            all += length;
            if self.links.contains(&line) {
                linked += length;
                count += 1;
                run = 0;
            } else {
                run += length;
                longest = longest.max(run);
            }
        }
        if longest >= SHORT {
            return None;
        }
        let mostly = count >= LIST && linked * 10 >= all * 6 || all == 0 && self.links.len() >= 2 * LIST;
        // Teasers: a line or two after each link.
        let teased = (self.teasers >= LIST || linked * 10 >= all * 2) && count >= LIST / 2;
        (mostly || teased).then(|| "an index page: a list of links, no article".to_owned())
    }

    /// The text without a list of links to other articles at its end.
    pub(super) fn without_links<'a>(&self, text: &'a str) -> &'a str {
        let mut rest = text;
        let mut count = 0;
        while let Some((before, last)) = rest.rsplit_once("\n\n") {
            if !self.links.contains(&plain(last)) {
                break;
            }
            rest = before;
            count += 1;
        }
        if count >= TRAILING { rest } else { text }
    }
}

/// Whether a line, in small letters, stands where the rest of an article is withheld.
fn is_gate(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    if line.is_empty() || line.chars().count() > NOTICE {
        return false;
    }
    // “Subscribe to continue reading”, but not “subscribe to continue reading,” the banner said.
    let quoted = line.contains(['”', '"', '»']) || line.contains(" said") || line.contains(" says");
    // “Il vous reste 70 % de cet article à lire”, which others begin differently.
    let rest = |known: &str| known != "il vous reste" || line.contains('%') && line.contains("lire");
    !quoted && GATES.split('|').map(str::trim).any(|known| line.starts_with(known) && rest(known))
}

/// Whether a paragraph only asks readers to subscribe.
pub(super) fn is_notice(paragraph: &str) -> bool {
    paragraph.len() <= 4 * NOTICE && is_gate(&plain(paragraph))
}

/// What the page's JSON-LD tells.
#[derive(Default)]
struct Told {
    is_article: bool,
    is_paid: bool,
    words: Option<usize>,
    /// Selectors of what is not free.
    parts: Vec<String>,
}

impl Told {
    fn look(&mut self, value: &Value, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.look(item, depth)),
            Value::Object(object) => {
                let article = object.get("@type").is_some_and(metadata::is_article);
                self.is_article |= article;
                let free = object.get("isAccessibleForFree");
                self.is_paid |= free.is_some_and(|free| match free {
                    Value::Bool(free) => !free,
                    Value::String(free) => free.trim().to_lowercase().trim_end_matches('/').ends_with("false"),
                    _ => false,
                });
                if let Some(Value::String(selector)) = object.get("cssSelector") {
                    self.parts.push(selector.clone());
                }
                let count = object.get("wordCount").and_then(|count| match count {
                    Value::Number(count) => count.as_u64(),
                    Value::String(count) => count.trim().parse().ok(),
                    _ => None,
                });
                if article && let Some(count) = count {
                    self.words = self.words.or(usize::try_from(count).ok());
                }
                for inner in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                    if let Some(inner) = object.get(inner) {
                        self.look(inner, depth);
                    }
                }
            }
            _ => {}
        }
    }
}

/// One line in small letters, with straight apostrophes and single spaces.
fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('’', "'")
}

/// The parts of a title: what it says, and the name of the site.
fn parts(title: &str) -> Vec<&str> {
    title
        .split(['|', '•', '·', '—', '–', '»'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" :: "))
        .map(|part| part.trim().trim_end_matches(['.', '!', ':']).trim())
        .filter(|part| !part.is_empty())
        .collect()
}

/// A title without the status of HTTP: `404: page not found` as `page not found`, `http error 503` as nothing.
fn without_status(title: &str) -> String {
    let kept: Vec<&str> = title
        .split(' ')
        .filter(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            !STATUSES.split(' ').any(|status| status == word)
        })
        .collect();
    if kept.len() == title.split(' ').count() {
        return title.to_owned();
    }
    let kept = kept.join(" ");
    let kept = kept.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    // What is left beside the number may be but its name.
    if is_one_of(STATUS_NAMES, kept) { String::new() } else { kept.to_owned() }
}

/// Whether `text` is one of `known`, which are separated by `|`.
fn is_one_of(known: &str, text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '!']);
    known.split('|').map(str::trim).any(|known| known.trim_end_matches(['.', '!']) == text)
}

/// Whether one of `known` stands in `text`.
fn says(text: &str, known: &str) -> bool {
    let text = plain(text);
    known.split('|').map(str::trim).any(|known| text.contains(known))
}

/// Whether what is not free is on the page all the same.
fn holds_paid_part(page: &Document, selectors: &[String]) -> bool {
    // Only the usual form of one class, so that no selector of a stranger takes its time.
    let simple = |selector: &&String| {
        let name = selector.strip_prefix(['.', '#']).unwrap_or_default();
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    selectors.iter().filter(simple).take(5).any(|selector| {
        let Some(found) = page.try_select(selector) else { return false };
        found.nodes().iter().take(50).map(|node| blocks::of_node(*node).chars().count()).sum::<usize>() >= SHORT
    })
}

/// Whether a request to subscribe stands where the text of the page would go on: after its title, and not among links to
/// other articles, which are often marked as not free.
fn has_gate(page: &Document) -> bool {
    const LINES: &str = "p div span h2 h3 h4 h5 strong b section a button";
    let Some(body) = page.body() else { return false };
    let titled = page.select("h1").exists();
    let mut after = !titled;
    let mut checked = 0;
    for node in body.descendants_it().filter(NodeRef::is_element) {
        after |= node.has_name("h1");
        let line = || node.node_name().is_some_and(|name| blocks::among(LINES, &name));
        if !after || !line() || node.descendants_it().take(FEW + 1).count() > FEW {
            continue;
        }
        let text = node.text();
        if text.len() > 4 * NOTICE || !is_gate(&plain(&text)) {
            continue;
        }
        checked += 1;
        if checked > 50 {
            return false;
        }
        let elsewhere = node.ancestors_it(Some(40)).any(|around| {
            ["li", "nav", "aside", "footer"].iter().any(|name| around.has_name(name))
                || around.has_name("a")
                || around.has_name("article") && titled && !around.descendants_it().any(|inner| inner.has_name("h1"))
        });
        if !elsewhere && !main_text::is_around(&node) {
            return true;
        }
    }
    false
}

/// Most nodes in a line.
const FEW: usize = 12;

/// Most short lines of a page that are looked at.
const LINES: usize = 4_000;

/// The short lines of a page: what its blocks and buttons say.
fn notices(page: &Document) -> Vec<String> {
    let Some(body) = page.body() else { return Vec::new() };
    let text = blocks::of_node(body);
    let lines = text.split('\n').filter(|line| !line.trim().is_empty() && line.len() < 4 * NOTICE).take(LINES);
    let lines = lines.map(plain).filter(|line| line.chars().count() <= NOTICE);
    let buttons = page.select("button, a, input[type=submit], input[type=button]");
    let label = |node: &NodeRef<'_>| plain(&node.attr("value").unwrap_or_else(|| node.text()));
    let buttons =
        buttons.nodes().iter().take(LINES).map(label).filter(|label| (1..40).contains(&label.chars().count()));
    lines.chain(buttons).collect()
}

/// The lines of a page that are links and long enough for headlines.
fn links(page: &Document) -> HashSet<String> {
    let found = page.select("a[href]");
    let lines = found.nodes().iter().take(LINES).map(|link| plain(&link.text()));
    lines.filter(|line| (20..=NOTICE).contains(&line.chars().count())).collect()
}

/// Whether the page sends its readers to another address within ten seconds.
fn sends_on(page: &Document) -> bool {
    let found = page.select("meta[http-equiv]");
    found.nodes().iter().any(|meta| {
        let is = meta.attr("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"));
        let content = meta.attr("content").map(|content| content.to_lowercase()).unwrap_or_default();
        let Some((delay, rest)) = content.split_once([';', ',']) else { return false };
        let soon =
            delay.trim().split('.').next().is_some_and(|delay| delay.parse::<u32>().is_ok_and(|delay| delay <= 10));
        is && soon && rest.contains("url")
    })
}

#[cfg(test)]
mod tests {
    use super::super::html::read;

    const LONG: &str = "<p>The ministers of Ostland and Meridia met in Norhaven on Thursday and agreed, after nine hours of \
        talks, to open the border crossing at Halm again in May and to exchange lists of prisoners before that.</p>\
        <p>“We have come a long way,” the Foreign Minister of Ostland, Ann Lee, told reporters after the meeting. “The road \
        to a treaty is longer still, but nobody at the table spoke of turning back.”</p>\
        <p>Her counterpart, Bo Roe, was more careful. He said that Meridia would watch the crossing for three months before \
        it considered any further step, and that the question of the islands had not been raised at all.</p>\
        <p>Diplomats who followed the talks said that the text had been ready since February, and that what was missing was \
        a date on which both parliaments could agree. The next round is planned for the first week of June.</p>\
        <p>Observers in both capitals welcomed the result, though the opposition in Ostland called it too little.</p>";

    /// The reason for which a page is refused, or nothing where it is an article.
    fn refused(page: &str) -> Option<String> {
        read(page.as_bytes()).err()
    }

    fn linked(fields: &str) -> String {
        format!("<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", {fields}}}</script>")
    }

    fn links(count: usize) -> String {
        let link = |n| format!("<li><a href='/{n}'>Ministers meet for the {n}th time in Norhaven</a></li>");
        (0..count).map(link).collect::<Vec<_>>().concat()
    }

    #[test]
    fn pages_that_stand_for_articles() {
        let teaser =
            "<article><h1>Talks end</h1><p>The ministers of Ostland and Meridia met in Norhaven on Thursday and …</p>";
        let links = links(20);
        let teasers: Vec<String> = (0..12)
            .map(|n| {
                format!(
                    "<article><h2><a href='/{n}'>Ministers meet for the {n}th time in Norhaven</a></h2>\
                     <p>They spoke for {n} hours about the border and will meet again in May.</p></article>"
                )
            })
            .collect();
        let teasers = teasers.concat();
        let paid = linked("\"headline\": \"Talks end\", \"isAccessibleForFree\": false");
        let paid_word = linked("\"headline\": \"Talks end\", \"isAccessibleForFree\": \"False\"");
        let counted = linked("\"headline\": \"Talks end\", \"isAccessibleForFree\": \"false\", \"wordCount\": 900");
        let table = [
            (format!("{paid}{teaser}</article>"), "a paywall stub"),
            (format!("{paid_word}{teaser}</article>"), "a paywall stub"),
            (format!("{counted}<article><h1>Talks end</h1>{LONG}</article>"), "a paywall stub"),
            (format!("{teaser}</article><div class=paywall><h3>Subscribe to continue reading</h3></div>"), "a paywall stub"),
            (format!("{teaser}<p>Jetzt weiterlesen mit Kurier Plus</p></article>"), "a paywall stub"),
            (format!("{teaser}<p>Il vous reste 78 % de cet article à lire.</p></article>"), "a paywall stub"),
            (format!("{teaser}<p>Материал доступен по подписке</p></article>"), "a paywall stub"),
            (format!("{teaser}<p>Матеріал доступний за передплатою</p></article>"), "a paywall stub"),
            (format!("{teaser}<p>Contenido exclusivo para suscriptores</p></article>"), "a paywall stub"),
            (
                "<title>Subscribe to read | Gulf Ledger</title><h1>Subscribe to unlock this article</h1>\
                 <p>Try unlimited access for one month. Then 40 a month. Cancel any time during your trial.</p>"
                    .to_owned(),
                "a paywall stub",
            ),
            (
                "<title>404 Not Found</title><center><h1>404 Not Found</h1></center><hr><center>nginx</center>".to_owned(),
                "an error page: 404 not found",
            ),
            (
                "<title>Page not found - Northgate Wire</title><h1>Page not found</h1>\
                 <p>The page you were looking for may have been moved or deleted. Try the search.</p>"
                    .to_owned(),
                "an error page: page not found",
            ),
            (
                format!(
                    "<title>Page not found | Northgate Wire</title><meta property=og:site_name content='Northgate Wire'>\
                     <h1>Page not found</h1><p>Sorry, the page you requested does not exist. Here is what others read:</p>\
                     <ul>{links}</ul>"
                ),
                "an ",
            ),
            ("<title>Страница не найдена — Балтийский курьер</title><h1>Ошибка 404</h1><p>Запрашиваемая страница не \
              существует или была удалена.</p>".to_owned(), "an error page"),
            ("<title>Seite nicht gefunden</title><h1>Seite nicht gefunden</h1><p>Die von Ihnen gesuchte Seite gibt es \
              nicht mehr.</p>".to_owned(), "an error page"),
            ("<title>Access Denied</title><h1>Access Denied</h1><p>You don't have permission to access this page on this \
              server.</p><p>Reference #18.2d</p>".to_owned(), "an error page"),
            ("<title>503 Service Temporarily Unavailable</title><h1>503 Service Temporarily Unavailable</h1><p>Try again \
              later.</p>".to_owned(), "an error page"),
            ("<title>HTTP Error 500</title><h1>Error 500</h1><p>Something went wrong.</p>".to_owned(), "an error page"),
            ("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>".to_owned(), "a bot check"),
            ("<title>Are you a robot?</title><h1>Gulf Ledger</h1><p>Please make sure that your browser supports scripts.</p>\
              <div class=g-recaptcha></div>".to_owned(), "a bot check"),
            ("<title>Подтвердите, что вы не робот</title><p>Мы заметили необычные запросы с вашего адреса.</p>\
              <div class=smart-captcha></div>".to_owned(), "a bot check"),
            ("<title>Before you continue</title><h1>Before you continue</h1><p>We use cookies and data to deliver our \
              services, and our partners use cookies to measure them.</p><button>Accept all</button>".to_owned(),
              "a cookie or consent wall"),
            ("<title>Northgate Wire</title><div><p>Wir verwenden Cookies und ähnliche Techniken. Ihre Einwilligung können \
              Sie jederzeit widerrufen.</p><a href=#>Alle akzeptieren</a></div>".to_owned(), "a cookie or consent wall"),
            ("<title>Log in | Baltic Courier</title><h1>Log in</h1><form><p>Enter the address that you gave us when you \
              registered.</p><input type=email><input type=password></form>".to_owned(), "a login page"),
            ("<title>norhaven-news.example</title><h1>norhaven-news.example is for sale</h1><p>Buy this domain today.</p>"
              .to_owned(), "a domain-parking page"),
            (format!("<title>Northgate Wire</title><main><ul>{links}</ul></main>"), "an index page"),
            (format!("<title>World - Northgate Wire</title><main>{teasers}</main>"), "an index page"),
            ("<meta http-equiv=refresh content='0; url=https://example.org/new'><title>Talks end</title><p>This page has \
              moved. Click here if nothing happens in a moment.</p>".to_owned(), "a page that only sends"),
        ];
        for (page, reason) in table {
            let found = refused(&page);
            assert!(found.as_deref().is_some_and(|found| found.starts_with(reason)), "{reason}: {found:?}\n{page}");
        }
    }

    #[test]
    fn articles_that_only_look_like_it() {
        let paid = linked("\"headline\": \"Talks end\", \"isAccessibleForFree\": false");
        let counted = linked("\"headline\": \"Talks end\", \"isAccessibleForFree\": false, \"wordCount\": 30");
        let brief =
            "<p>The ministers of Ostland and Meridia met in Norhaven on Thursday. They will meet again in May.</p>";
        let links = links(30);
        let table = [
            format!("{paid}<article><h1>Talks end</h1>{LONG}</article>"),
            format!("{counted}<article><h1>Talks end</h1><p>The ministers of Ostland and Meridia met in Norhaven on Thursday \
                     and agreed to open the border crossing at Halm. They will meet again in the first week of May.</p></article>"),
            format!("<title>Talks end</title><article><h1>Talks end</h1>{brief}</article>"),
            format!("<title>Talks end</title>{brief}"),
            format!("<title>Talks end</title><header><a href=/login>Log in</a> <a href=/s>Subscribe</a></header>{brief}"),
            // About paywalls.
            "<title>Newspapers put up walls</title><h1>Newspapers put up walls</h1>\
                     <p>“Subscribe to continue reading,” visitors of the Gulf Ledger have been told since Monday.</p>\
                     <p>The paper said that nine in ten left at once.</p>".to_owned(),
            format!("<title>Subscribe to read: how newspapers live</title><h1>Subscribe to read: how newspapers live</h1>{LONG}"),
            "<title>To continue reading is a right, court says</title><p>To continue reading is a right, the court in Norhaven \
             said on Monday. Prisoners will get back their library.</p>".to_owned(),
            // About errors.
            format!("<title>Error 404: the number that became a joke</title><h1>Error 404: the number that became a joke</h1>{LONG}"),
            format!("<title>404 – the story of an error | Northgate Wire</title><h1>404 – the story of an error</h1>{brief}"),
            "<title>Access denied: inspectors turned away from Halm</title><h1>Access denied: inspectors turned away \
                     from Halm</h1><p>Inspectors were turned away from the plant at Halm on Monday.</p>".to_owned(),
            "<title>Access denied - Northgate Wire</title><meta property=og:type content=article><h1>Access denied</h1>\
                     <p>Inspectors were turned away from the plant at Halm on Monday. They had come without notice, as the \
                     treaty allows, and waited six hours at the gate before they drove back to Norhaven. The ministry in \
                     Ostland said that they would be let in once a list of names had been sent, which the agency refused. \
                     “We do not send lists,” its spokesman said, and added that a second visit would follow soon.</p>".to_owned(),
            "<title>Service unavailable: trains stop in Meridia</title><p>All trains stopped in Meridia on Monday. Try \
                     again later, the railway told passengers.</p>".to_owned(),
            format!("<title>500 protesters march in Norhaven</title><h1>500 protesters march in Norhaven</h1>{brief}"),
            format!("<title>Gone</title><h1>Gone</h1>{LONG}"),
            // About consent and robots.
            "<title>Commission fines Gulf Ledger over cookies</title><h1>Commission fines Gulf Ledger over cookies</h1><p>The \
             data commission fined the Gulf Ledger on Monday for setting cookies without consent. “We use cookies like \
             everybody,” its publisher said.</p>".to_owned(),
            format!("<title>Are you a robot? Parliament asks machines</title><h1>Are you a robot? Parliament asks machines</h1>{brief}"),
            format!("<title>Talks end</title><div class=g-recaptcha></div><article><h1>Talks end</h1>{brief}</article>"),
            format!("<title>Talks end</title><article><h1>Talks end</h1>{brief}</article><div id=banner><p>We use cookies to \
                     make this site work.</p><button>Accept all</button></div>"),
            // A form for logging in, on every page of the site.
            format!("<title>Talks end</title><form><input type=password></form><article><h1>Talks end</h1>{brief}</article>"),
            "<title>Island is for sale</title><h1>Island is for sale</h1><p>The island of Halm is for sale, the government of \
             Ostland said on Monday. It asks two million.</p>".to_owned(),
            "<title>Security check – Halm airport</title><h1>Security check – Halm airport</h1><p>Automated gates were switched \
             off at the airport of Halm on Monday, and passengers queued for hours.</p>".to_owned(),
            format!("<title>Access denied</title><h1>Access denied</h1>{brief}"),
            format!("<title>Gone – Northgate Wire</title><h1>Gone</h1>{brief}"),
            format!("<title>Not found</title><h1>Not found</h1>{brief}"),
            // Marks of other articles that are not free.
            format!("<title>Talks end</title><article><h1>Talks end</h1>{brief}</article><ul><li><a href=/1>Islands wait</a> \
                     <span>Réservé aux abonnés</span></li></ul><div class=related><p>Nur für Abonnenten</p></div>"),
            format!("<title>Talks end</title><div class=top><p>Subscribe to read the paper</p></div><article><h1>Talks end\
                     </h1>{brief}</article><article><h2><a href=/1>Islands</a></h2><p>Exklusiv für Abonnenten</p></article>"),
            // The part that is not free has been sent along.
            format!("{}<article><h1>Talks end</h1><p>Talks end.</p><div class=paywall>{LONG}</div></article>",
                linked("\"isAccessibleForFree\": false, \"wordCount\": 2000, \"hasPart\": {\"@type\": \"WebPageElement\", \
                        \"isAccessibleForFree\": false, \"cssSelector\": \".paywall\"}")),
            // More links than words around it.
            format!("<title>Talks end</title><article><h1>Talks end</h1>{LONG}</article><ul>{links}</ul>"),
            format!("<title>Talks end</title><h1>Talks end</h1>{LONG}<ul>{links}</ul>"),
            // A page that loads itself again.
            format!("<meta http-equiv=refresh content=300><title>Talks end</title>{brief}"),
            format!("<meta http-equiv=refresh content='900; url=/'><title>Talks end</title>{brief}"),
            // An ellipsis of the author.
            "<title>And then</title><article><h1>And then</h1><p>The ministers met, they spoke, they parted. What comes next, \
             nobody in Norhaven dares to say…</p></article>".to_owned(),
        ];
        for page in table {
            assert_eq!(refused(&page), None, "{page}");
        }
    }

    #[test]
    fn a_request_to_subscribe_is_no_part_of_a_long_text() {
        let page = format!(
            "<title>Talks end</title><article><h1>Talks end</h1>{LONG}<p>Register to continue reading</p></article>"
        );
        let text = read(page.as_bytes()).unwrap().text;
        assert!(text.ends_with("called it too little."), "{text}");
    }
}
