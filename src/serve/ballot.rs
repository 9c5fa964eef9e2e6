//! The ballot as a page: levers or scenarios, guess, reason, role; and what it says once it is in.

use super::code::JoinCode;
use super::form::{Filled, name, plain};
use super::markup::Markup;
use super::page::{Page, question_title};
use crate::roundtable::ballot::REASON_MAX;
use crate::roundtable::{Choice, Guessed, Kind, Offered, Paper, Question, Round};

/// What a ballot page is made of.
#[derive(Debug)]
pub(super) struct Form<'a> {
    pub code: &'a JoinCode,
    pub paper: &'a Paper,
    pub round: Round,
    /// Number of this form, above every earlier one of the device.
    pub serial: u64,
    /// What is filled in.
    pub filled: Filled,
    /// What the device has handed in, or not yet.
    pub state: State,
    /// Why the last one was not taken.
    pub problem: Option<String>,
}

/// Where a ballot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// To be filled in.
    Fresh,
    /// To be filled in; starts from the device's ballot of the round before.
    Carried,
    /// In, and shown; may be changed.
    In,
    /// In, and a change of it is being filled in.
    Again,
}

impl Form<'_> {
    /// The whole page.
    pub fn page(&self) -> Page {
        let sent = self.state == State::In;
        let main = Page::head(self.code, self.paper, if sent { "sent" } else { "ballot" });
        let main = main.each(&self.problem, |m, said| {
            m.raw("<p class=\"problem\" role=\"alert\" tabindex=\"-1\"><strong>Not sent.</strong> ")
                .text(&sentence(said))
                .raw("</p>")
        });
        let main = if sent { self.receipt(main) } else { self.open(main) };
        let state = if sent { "Sent" } else { "Ballot" };
        Page { title: question_title(self.paper, state), main: main.raw("</main>"), asks_again: false }
    }

    fn question(&self) -> &Question {
        &self.paper.question
    }

    /// The words above a form that has not been sent.
    fn open(&self, m: Markup) -> Markup {
        let m = m.raw("<h2 class=\"round\" id=\"state\" tabindex=\"-1\">");
        let m = match self.round {
            Round::Practice => m.raw("Practice ballot <span class=\"tag\">counts for nothing</span></h2>"),
            Round::First => m.raw("First ballot</h2>"),
            Round::Second => m.raw("Second ballot</h2>"),
        };
        let m = match self.state {
            State::Carried => {
                m.raw("<p class=\"hint\">This starts from your first ballot. Change what you see differently now.</p>")
            }
            State::Again => {
                m.raw("<p class=\"hint\">The ballot you sent before still counts until a change is sent.</p>")
            }
            State::Fresh | State::In => m,
        };
        self.form(m)
    }

    /// The words once it is in, what it says, and the way to change it.
    fn receipt(&self, m: Markup) -> Markup {
        let m = m
            .raw("<section class=\"card done\" aria-labelledby=\"state\"><h2 id=\"state\" tabindex=\"-1\">Your ")
            .text(self.round.words())
            .raw(" ballot is in</h2><p>You may change it until the round closes.</p><dl class=\"mine\">");
        let m = self.mine(m).raw("</dl></section><details class=\"change\"><summary>Change my ballot</summary>");
        self.form(m).raw("</details>")
    }

    /// What this device sent.
    fn mine(&self, m: Markup) -> Markup {
        let question = self.question();
        let line = |m: Markup, name: &str, value: &str| {
            m.raw("<div><dt>").text(name).raw("</dt><dd>").text(value).raw("</dd></div>")
        };
        let m = m.each(question.levers.iter().zip(&self.filled.amounts), |m, (lever, amount)| {
            line(m, &lever.name, &amount.parse().map_or_else(|_| amount.clone(), |x| said(x, &lever.unit)))
        });
        let m = m.each(question.choices.iter().enumerate(), |m, (i, choice)| {
            let word = if self.filled.approved.contains(&i) { "could support" } else { "no" };
            line(m, &choice.name, word)
        });
        let m = match &question.guess {
            Some(guess) if !self.filled.guess.is_empty() => {
                line(m, "Your guess", &format!("{} {}", self.filled.guess, guess.unit))
            }
            _ => m,
        };
        let m = m.when(!self.filled.reason.is_empty(), |m| line(m, "Your reason", &self.filled.reason));
        m.each(self.filled.role.and_then(|r| question.roles.get(r)), |m, role| line(m, "You speak as", role))
    }

    fn form(&self, m: Markup) -> Markup {
        let question = self.question();
        let m = m
            .raw("<form id=\"ballot\" method=\"post\" action=\"/")
            .text(self.code.as_str())
            .raw("\" data-budget=\"")
            .text(&question.budget.map(plain).unwrap_or_default())
            .raw("\"><input type=\"hidden\" name=\"round\" value=\"")
            .raw(name(self.round))
            .raw("\"><input type=\"hidden\" name=\"serial\" value=\"")
            .value(self.serial)
            .raw("\">");
        let word = if matches!(self.state, State::In | State::Again) { "Send the change" } else { "Send my ballot" };
        self.foot(self.fields(m), word).raw("</form>")
    }

    /// Levers or scenarios, guess, reason and role.
    pub fn fields(&self, m: Markup) -> Markup {
        let question = self.question();
        let m = match question.kind {
            Kind::Package => m
                .raw("<p class=\"ask\">Set each lever to what you would choose.</p>")
                .each(question.levers.iter().enumerate(), |m, (i, lever)| self.lever(m, i, lever)),
            Kind::Choice => m
                .raw("<fieldset class=\"card\"><legend>Tick every one you could support</legend>")
                .each(question.choices.iter().enumerate(), |m, (i, choice)| self.choice(m, i, choice))
                .raw("</fieldset>"),
        };
        // After the reveal there is nothing left to guess.
        let asked = question.guess.as_ref().filter(|_| self.round != Round::Second);
        let m = m.each(asked, |m, guess| self.guess(m, guess));
        let m = self.reason(m);
        m.when(!question.roles.is_empty(), |m| self.role(m))
    }

    fn lever(&self, m: Markup, i: usize, lever: &Offered) -> Markup {
        let empty = String::new();
        let amount = self.filled.amounts.get(i).unwrap_or(&empty);
        let start = plain(lever.low);
        m.raw("<div class=\"card lever\" data-cost=\"")
            .text(&plain(lever.cost))
            .raw("\" data-unit=\"")
            .text(&lever.unit)
            .raw("\"><div class=\"line\"><label for=\"lever")
            .value(i)
            .raw("\">")
            .text(&lever.name)
            .raw("</label><output aria-live=\"off\" for=\"lever")
            .value(i)
            .raw("\"></output></div><p class=\"hint\" id=\"says")
            .value(i)
            .raw("\">")
            .text(&lever.says)
            .raw("</p><div class=\"slide\"><input type=\"number\" required id=\"lever")
            .value(i)
            .raw("\" name=\"lever")
            .value(i)
            .raw("\" min=\"")
            .text(&plain(lever.low))
            .raw("\" max=\"")
            .text(&plain(lever.high))
            .raw("\" step=\"")
            .text(&plain(lever.step))
            .raw("\" value=\"")
            .text(if amount.is_empty() { &start } else { amount })
            .raw("\" aria-describedby=\"says")
            .value(i)
            .raw("\"></div><p class=\"ends\"><span>")
            .text(&short(lever.low, &lever.unit))
            .raw("</span><span class=\"to\"> to </span><span>")
            .text(&short(lever.high, &lever.unit))
            .raw("</span></p>")
            .when((lever.cost - 1.0).abs() > 1e-9, |m| {
                m.raw("<p class=\"hint cost\">Each ")
                    .text(&one(&lever.unit))
                    .raw(" costs £")
                    .text(&plain(lever.cost))
                    .raw("m a year</p>")
            })
            .raw("</div>")
    }

    fn choice(&self, m: Markup, i: usize, choice: &Choice) -> Markup {
        m.raw("<label class=\"choice\"><input type=\"checkbox\" name=\"approve\" value=\"")
            .value(i)
            .raw("\"")
            .when(self.filled.approved.contains(&i), |m| m.raw(" checked"))
            .raw("><span><strong>")
            .text(&choice.name)
            .raw("</strong><span class=\"hint\">")
            .text(&choice.says)
            .raw("</span></span></label>")
    }

    fn guess(&self, m: Markup, guess: &Guessed) -> Markup {
        let with = match self.question().kind {
            Kind::Package => "with your package",
            Kind::Choice => "with the one you like best",
        };
        m.raw("<div class=\"card\"><label for=\"guess\">Your guess <span class=\"optional\">optional</span></label><p class=\"hint\" id=\"guess-hint\">")
            .text(&guess.name)
            .raw(", ")
            .value(guess.year)
            .raw(": how far from what no new policy would give, ")
            .raw(with)
            .raw("? From ")
            .text(&signed(guess.low))
            .raw(" to ")
            .text(&signed(guess.high))
            .raw(" ")
            .text(&guess.unit)
            .raw(".</p><div class=\"guess\"><input type=\"number\" id=\"guess\" name=\"guess\" step=\"any\" min=\"")
            .text(&plain(guess.low))
            .raw("\" max=\"")
            .text(&plain(guess.high))
            .raw("\" value=\"")
            .text(&self.filled.guess)
            .raw("\" autocomplete=\"off\" aria-describedby=\"guess-hint\"><span aria-hidden=\"true\">")
            .text(&guess.unit)
            .raw("</span></div></div>")
    }

    fn reason(&self, m: Markup) -> Markup {
        m.raw("<div class=\"card\"><label for=\"reason\">Your main reason <span class=\"optional\">optional</span></label>")
            .raw("<p class=\"hint\" id=\"reason-hint\">One line, no names. The facilitator reads it first.</p>")
            .raw("<textarea id=\"reason\" name=\"reason\" rows=\"2\" enterkeyhint=\"done\" autocomplete=\"off\" maxlength=\"")
            .value(REASON_MAX)
            .raw("\" aria-describedby=\"reason-hint\">")
            // A browser takes off one line break after the tag.
            .raw("\n")
            .text(&self.filled.reason)
            .raw("</textarea><p class=\"hint count\" id=\"count\"></p></div>")
    }

    fn role(&self, m: Markup) -> Markup {
        let roles = &self.question().roles;
        m.raw("<div class=\"card\"><label for=\"role\">You speak as <span class=\"optional\">optional</span></label>")
            .raw("<p class=\"hint\" id=\"role-hint\">Shown only where four or more share a role.</p>")
            .raw("<select id=\"role\" name=\"role\" aria-describedby=\"role-hint\"><option value=\"\">Rather not say</option>")
            .each(roles.iter().enumerate(), |m, (i, role)| {
                m.raw("<option value=\"")
                    .value(i)
                    .raw("\"")
                    .when(self.filled.role == Some(i), |m| m.raw(" selected"))
                    .raw(">")
                    .text(role)
                    .raw("</option>")
            })
            .raw("</select></div>")
    }

    /// Cost against budget, and the way to send: always in sight.
    pub fn foot(&self, m: Markup, word: &'static str) -> Markup {
        let question = self.question();
        let m = m.raw("<div class=\"foot\">");
        let m = m.when(question.kind == Kind::Package, |m| {
            m.raw("<p class=\"sum\"><span id=\"sum\">")
                .each(question.budget, |m, budget| m.raw("At most £").text(&plain(budget)).raw("m a year in all"))
                .raw("</span><span id=\"left\"></span></p>")
                .when(question.budget.is_some(), |m| m.raw("<div class=\"bar\" aria-hidden=\"true\"><div></div></div>"))
                .raw("<p class=\"over\" id=\"over\" role=\"status\"></p>")
        });
        m.raw("<button class=\"button\" id=\"send\">").raw(word).raw("</button></div>")
    }
}

/// An amount with its unit: £4.5m a year, 12% of workplaces.
fn said(amount: f64, unit: &str) -> String {
    let number = plain(amount);
    match unit.strip_prefix("£m") {
        Some(rest) => format!("£{number}m{rest}"),
        None if unit.starts_with('%') => format!("{number}{unit}"),
        None => format!("{number} {unit}"),
    }
}

/// An amount at the end of a slider, the unit as short as can be.
fn short(amount: f64, unit: &str) -> String {
    let number = plain(amount);
    match unit.chars().next() {
        Some('£') => format!("£{number}m"),
        Some('%') => format!("{number}%"),
        _ => number,
    }
}

/// One of a unit.
fn one(unit: &str) -> String {
    unit.strip_prefix('%').map_or_else(|| unit.to_owned(), |rest| format!("1%{rest}"))
}

fn signed(x: f64) -> String {
    if x < 0.0 { format!("−{}", plain(-x)) } else { plain(x) }
}

/// A refusal as a sentence.
pub(super) fn sentence(said: &str) -> String {
    let mut chars = said.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if said.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_with_their_unit() {
        assert_eq!(said(4.5, "£m a year"), "£4.5m a year");
        assert_eq!(said(12.0, "% of workplaces"), "12% of workplaces");
        assert_eq!(said(3.0, "pilots"), "3 pilots");
        assert_eq!(["£m a year", "% of workplaces", "pilots"].map(|unit| short(8.0, unit)), ["£8m", "8%", "8"]);
        assert_eq!(signed(-2.0), "−2");
        assert_eq!(sentence("the round is closed"), "The round is closed.");
    }
}
