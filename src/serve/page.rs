//! The pages around the ballot: door, welcome, waiting, and the words when something is refused.

use sha2::{Digest as _, Sha256};

use super::code::JoinCode;
use super::markup::Markup;
use crate::evidence::load::BALLOT_PAGE;
use crate::roundtable::{Paper, Round};

/// The shell every page stands in, and the rule by which browsers let nothing else run.
#[derive(Debug)]
pub(super) struct Shell {
    before_title: String,
    before_main: String,
    after_main: String,
    /// Value of `Content-Security-Policy`.
    pub policy: String,
}

/// Told to browsers without scripts: they ask again by themselves while there is nothing to fill in.
const AGAIN: &str = "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>";

impl Shell {
    /// Puts style and script into the page once. They are named in the policy by their digests, so that nothing that
    /// anybody smuggled into a page could run beside them.
    pub fn new() -> Self {
        let [page, style, script] = BALLOT_PAGE;
        Self::of(page, style, script, "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
    }

    /// The shell of a page that is a file of its own: it reaches no network at all, and `more` runs after the page's own script.
    pub fn alone(more: &str) -> Self {
        let [page, style, script] = BALLOT_PAGE;
        let script = format!("{script}{more}");
        let shell = Self::of(page, style, &script, "connect-src 'none'; form-action 'none'; base-uri 'none'");
        let tag = super::away::policy_tag(&shell.policy);
        Self { before_main: shell.before_main.replace("{again}", &format!("{}{{again}}", tag.as_str())), ..shell }
    }

    fn of(page: &str, style: &str, script: &str, reaches: &str) -> Self {
        let digest = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())));
        let policy = format!(
            "default-src 'none'; script-src {}; style-src {}; img-src data:; {reaches}",
            digest(script),
            digest(style),
        );
        // The marks are cut out before any text of a session comes in, so that no text can stand for one.
        let (before_title, rest) = page.split_once("{title}").unwrap_or((page, ""));
        let (head, rest) = rest.split_once("{style}").unwrap_or((rest, ""));
        let (between, rest) = rest.split_once("{main}").unwrap_or((rest, ""));
        let (before_script, end) = rest.split_once("{script}").unwrap_or((rest, ""));
        Self {
            before_title: before_title.to_owned(),
            before_main: format!("{head}{style}{between}"),
            after_main: format!("{before_script}{script}{end}"),
            policy,
        }
    }

    /// A whole page.
    pub fn page(&self, page: &Page) -> String {
        let title = Markup::new().text(&page.title);
        let again = if page.asks_again { AGAIN } else { "" };
        [
            &self.before_title,
            title.as_str(),
            &self.before_main.replace("{again}", again),
            page.main.as_str(),
            &self.after_main,
        ]
        .concat()
    }
}

/// What stands in the shell.
#[derive(Debug)]
pub(super) struct Page {
    /// Title of the window.
    pub title: String,
    /// The `main` element.
    pub main: Markup,
    /// Whether a browser without scripts asks again by itself.
    pub asks_again: bool,
}

impl Page {
    /// A page that stands still: a title and paragraphs, with a way to the front door.
    pub fn plain(title: &str, paragraphs: &[&str]) -> Self {
        let main = Markup::new()
            .raw("<main id=\"paper\" data-stage=\"plain\"><h1>")
            .text(title)
            .raw("</h1>")
            .each(paragraphs, |m, p| m.raw("<p>").text(p).raw("</p>"))
            .raw("<p><a class=\"button\" href=\"/\">Enter a join code</a></p></main>");
        Self { title: title.to_owned(), main, asks_again: false }
    }

    /// The front door: where a join code is typed. `problem` is what was wrong with the last one.
    pub fn door(problem: Option<&str>) -> Self {
        let main = Markup::new()
            .raw("<main id=\"paper\" data-stage=\"door\"><h1>Join the roundtable</h1>")
            .each(problem, |m, p| m.raw("<p class=\"problem\" role=\"alert\" tabindex=\"-1\">").text(p).raw("</p>"))
            .raw(concat!(
                "<form class=\"door\" method=\"get\" action=\"/\"><label for=\"code\">Join code</label>",
                "<p class=\"hint\" id=\"code-hint\">Five letters or digits, on the screen in the room</p>",
                "<input id=\"code\" name=\"code\" required maxlength=\"12\" autocomplete=\"off\" autocapitalize=\"characters\" ",
                "spellcheck=\"false\" aria-describedby=\"code-hint\">",
                "<button class=\"button\">Join</button></form></main>"
            ));
        Self { title: String::from("Join the roundtable"), main, asks_again: false }
    }

    /// What a device sees before it takes part. Asking for the tap keeps the token out of link previews, and lets a device
    /// that came by a link from elsewhere show the token it already has.
    pub fn welcome(code: &JoinCode, paper: &Paper, no_cookie: bool) -> Self {
        let question = &paper.question;
        let main = Self::head(code, paper, "welcome")
            .when(no_cookie, |m| {
                m.raw(concat!(
                    "<p class=\"problem\" role=\"alert\" tabindex=\"-1\">This browser did not keep the cookie that makes one ",
                    "ballot of one device. Allow cookies for this page, or open it in a window that is not private; or ask ",
                    "for a paper ballot.</p>"
                ))
            })
            .raw("<ul class=\"terms\"><li>No name, no account. Your answers are counted with everyone else’s.</li>")
            .raw("<li>Nobody sees an answer before the round is closed.</li>")
            .raw("<li>A reason you write is read by the facilitator before anyone else sees it.</li>")
            .raw("<li>You may use paper instead at any time.</li></ul>")
            .raw("<form method=\"post\" action=\"/")
            .text(code.as_str())
            .raw("/join\"><button class=\"button\">Take part</button></form></main>");
        Self { title: question.title.clone(), main, asks_again: false }
    }

    /// Between rounds. `last` is the latest round this device has a ballot in.
    pub fn waiting(code: &JoinCode, paper: &Paper, last: Option<Round>, problem: Option<&str>) -> Self {
        let main = Self::head(code, paper, "waiting")
            .each(problem, |m, p| m.raw("<p class=\"problem\" role=\"alert\" tabindex=\"-1\">").text(p).raw("</p>"))
            .raw("<section class=\"card calm\" aria-labelledby=\"state\"><h2 id=\"state\" tabindex=\"-1\">");
        let main = match last {
            Some(round) => main
                .raw("The ")
                .text(round.words())
                .raw(" ballot is closed</h2><p>Yours is in. Nothing to do just now: look up and talk.</p>"),
            None => main.raw("You are connected</h2><p>No ballot is open yet. Nothing to do just now.</p>"),
        };
        let main = main
            .raw("<p class=\"hint\">Keep this page open: it changes by itself when a ballot opens.</p></section>")
            .raw("<noscript><p><a class=\"button quiet\" href=\"/")
            .text(code.as_str())
            .raw("\">Look again</a></p></noscript></main>");
        Self { title: question_title(paper, "Waiting"), main, asks_again: true }
    }

    /// The beginning of `main` with what the script has to know, and the question.
    pub fn head(code: &JoinCode, paper: &Paper, stage: &'static str) -> Markup {
        let question = &paper.question;
        Markup::new()
            .raw("<main id=\"paper\" data-stage=\"")
            .raw(stage)
            .raw("\" data-code=\"")
            .text(code.as_str())
            .raw("\" data-now=\"")
            .text(&now(paper))
            .raw("\" data-round=\"")
            .text(paper.open.map_or("", super::form::name))
            .raw("\"><p class=\"where\">")
            .text(&question.place)
            .raw(" <span aria-hidden=\"true\">·</span> ")
            .text(&question.sector)
            .raw(" <span aria-hidden=\"true\">·</span> <span class=\"years\">")
            .value(question.years.0)
            .raw("–")
            .value(question.years.1)
            .raw("</span></p><h1>")
            .text(&if question.title.is_empty() {
                String::from("The question is not set yet")
            } else {
                question.heading()
            })
            .raw("</h1>")
    }
}

/// Title of the window: what stands first is what changes.
pub(super) fn question_title(paper: &Paper, state: &str) -> String {
    format!("{state} · {}", paper.question.title)
}

/// What the script compares to know whether to ask for the page again.
pub(super) fn now(paper: &Paper) -> String {
    format!("{} {}", paper.version, paper.open.map_or("-", super::form::name))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= three.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_usual_one() {
        let said = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (text, expected) in said {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn the_shell_has_every_mark_and_nothing_from_elsewhere() {
        let [page, style, script] = BALLOT_PAGE;
        for mark in ["{title}", "{style}", "{again}", "{main}", "{script}"] {
            assert_eq!(page.matches(mark).count(), 1, "{mark}");
        }
        let whole = Shell::new().page(&Page::door(None));
        assert!(!whole.contains("{title}") && !whole.contains("{main}") && !whole.contains("{again}"));
        assert!(
            whole.contains(&format!("<style>{style}</style>")) && whole.contains(&format!("<script>{script}</script>"))
        );
        for elsewhere in ["https://", "//cdn", "@import", "eval(", "innerHTML", "document.write"] {
            assert!(!whole.contains(elsewhere), "{elsewhere}");
        }
        // The only address in it is the name of a picture language.
        assert_eq!(whole.matches("http://").count(), whole.matches("http://www.w3.org/2000/svg").count());
        assert!(!whole.contains(" style=") && !whole.contains(" onclick="));
    }
}
