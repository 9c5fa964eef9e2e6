//! The ballot for somebody elsewhere: one page in one file, opened without a network, that makes a code of what was filled in. The
//! code goes back by mail or chat, and the facilitator pastes it (layout in docs/ROUNDTABLE.md).

use std::sync::Arc;

use super::ballot::{Form, State};
use super::code::JoinCode;
use super::form::{Filled, plain};
use super::markup::Markup;
use super::page::{Page, Shell, question_title};
use crate::evidence::load::AWAY_SCRIPT;
use crate::roundtable::{Kind, Paper, Question, Round};

/// The page of a question as one HTML text. It asks which ballot it is for, so that it is sent once for all rounds.
#[must_use]
pub fn away(question: &Question) -> String {
    let paper = Paper { question: Arc::new(question.clone()), open: None, version: 0 };
    let code = JoinCode::none();
    let main = Page::head(&code, &paper, "away");
    let main = main
        .raw("<p class=\"hint\">For those who cannot be in the room. Fill it in, make the code, and send the code to the facilitator. No name is asked for; nothing leaves this page by itself.</p>")
        .raw("<noscript><p class=\"problem\">This page needs scripts to make the code. Without them, send the facilitator your ballot as one line: ")
        .raw(match question.kind {
            Kind::Package => "your amounts in the order below, with spaces between",
            Kind::Choice => "the numbers of the scenarios that you could support",
        })
        .raw(", then g and your guess, then a semicolon and your reason.</p></noscript>")
        .raw("<form id=\"ballot\" action=\"#\" data-mark=\"")
        .value(question.mark())
        .raw("\" data-kind=\"")
        .raw(if question.kind == Kind::Choice { "choice" } else { "package" })
        .raw("\" data-budget=\"")
        .text(&question.budget.map(plain).unwrap_or_default())
        .raw("\"><fieldset class=\"card\"><legend>This is my</legend>")
        .each([Round::First, Round::Second], |m, round| {
            m.raw("<label class=\"choice\"><input type=\"radio\" name=\"round\" value=\"")
                .value(round as u8)
                .raw("\"")
                .when(round == Round::First, |m| m.raw(" checked"))
                .raw("><span>")
                .raw(round.words())
                .raw(" ballot</span></label>")
        })
        .raw("</fieldset>");
    let form = Form {
        code: &code,
        paper: &paper,
        round: Round::First,
        serial: 0,
        filled: filled(question),
        state: State::Fresh,
        problem: None,
    };
    let main = form.foot(form.fields(main), "Make my code");
    let main = main.raw(concat!(
        "</form><section class=\"card done\" id=\"made\" aria-labelledby=\"made-head\" hidden>",
        "<h2 id=\"made-head\" tabindex=\"-1\">Your code</h2><p>Send all of it to the facilitator while the ballot is open. ",
        "If you change your mind, make another one: the last one that arrives counts.</p>",
        "<textarea id=\"made-code\" rows=\"4\" readonly aria-label=\"Your code\"></textarea>",
        "<p><button class=\"button quiet\" id=\"copy\" type=\"button\">Copy the code</button> <span id=\"copied\" role=\"status\"></span></p>",
        "</section></main>"
    ));
    let page = Page { title: question_title(&paper, "Ballot"), main, asks_again: false };
    Shell::alone(AWAY_SCRIPT).page(&page)
}

/// Where the sliders stand at first: at the least.
fn filled(question: &Question) -> Filled {
    Filled { amounts: question.levers.iter().map(|lever| plain(lever.low)).collect(), ..Filled::default() }
}

/// Harmless words about a code, for the shell of a page that stands alone.
pub(super) fn policy_tag(policy: &str) -> Markup {
    Markup::new().raw("<meta http-equiv=\"Content-Security-Policy\" content=\"").text(policy).raw("\">")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::LeverId;
    use crate::roundtable::Offered;

    #[test]
    fn the_page_stands_alone_and_text_stays_text() {
        let hostile = "<script>alert(1)</script>\" onload=\"x{script}";
        let lever = Offered {
            id: LeverId::new("a"),
            name: hostile.into(),
            says: hostile.into(),
            unit: "£m a year".into(),
            cost: 1.0,
            low: 0.0,
            high: 2.0,
            step: 0.5,
        };
        let question = Question {
            title: hostile.into(),
            levers: vec![lever],
            budget: Some(2.0),
            roles: vec![hostile.into()],
            ..Question::default()
        };
        let page = away(&question);
        assert_eq!(page.matches("<script>").count(), 1, "only its own script");
        assert!(page.contains("Content-Security-Policy") && page.contains("connect-src &#39;none&#39;"));
        assert!(page.contains(&format!("data-mark=\"{}\"", question.mark())));
        assert!(!page.contains("https://") && !page.contains("src=\""));
        assert!(page.contains("Make my code") && !page.contains("type=\"hidden\""));
    }
}
