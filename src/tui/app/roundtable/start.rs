//! The first page: new sessions, a rehearsal, sessions that are kept; and what belongs to a whole session.

use super::super::action::Effect;
use super::super::commands::CommandId;
use super::super::overlay::{Narrowing, Overlay};
use super::super::screen::Screen;
use super::super::state::State;
use super::{Ask, Opened, Table, Typed, ask_for, figures};
use crate::roundtable::clean::NAME_MAX;
use crate::roundtable::{Event, Question, Round};
use crate::scenario::Scenario;

/// Sets up a session from the scenario shown, or from several.
pub(super) fn begin(state: &mut State, id: CommandId) -> Vec<Effect> {
    let question = if id == CommandId::RoundChoice {
        let shown = std::iter::once(&state.scenario).chain(&state.compare.pinned);
        let all: Vec<Scenario> = shown.map(|s| Scenario::clone(s)).collect();
        Question::of_choices(&all, &state.basis)
    } else {
        Question::from_scenario(&state.scenario, &state.basis, None)
    };
    match question {
        Ok(question) => {
            let question = Question { rehearsal: id == CommandId::RoundRehearse, ..question };
            vec![Effect::Room(Ask::Begin { question: Box::new(question) })]
        }
        Err(fault) => {
            state.notice = Some(format!("No session: {fault}"));
            Vec::new()
        }
    }
}

/// Lists the sessions that are kept.
pub(super) fn list(state: &mut State) -> Vec<Effect> {
    state.overlays.push(Overlay::Sessions(None, Narrowing::default()));
    vec![Effect::Room(Ask::List)]
}

/// Shows a session that was opened.
pub(super) fn opened(state: &mut State, opened: Opened) -> Vec<Effect> {
    let remark = opened.remark.clone().or_else(|| away(&opened));
    let table = Table::open(&state.basis, opened);
    let unread = table.base.is_none() && table.question().is_some();
    state.notice = remark.or_else(|| {
        unread.then(|| {
            String::from("The scenario of this session cannot be read here: ballots and decision work, figures do not")
        })
    });
    state.screen = Screen::Roundtable;
    state.roundtable.table = Some(Box::new(table));
    figures::ask(state)
}

/// Minutes without an entry after which it is said that the clock ran on.
const AWAY_MINUTES: i64 = 3;

/// What is said of the clock when a session under way was closed for a while: a flat battery stops no clock.
fn away(opened: &Opened) -> Option<String> {
    let session = &opened.session;
    let under_way = session.finished.is_none() && session.clock(opened.now).runs;
    let minutes = (opened.now - opened.used?).num_minutes();
    (under_way && minutes >= AWAY_MINUTES).then(|| {
        let over = session.clock(opened.now).left().num_seconds() <= 0;
        let tail = if over { "; [ and ] begin a step afresh" } else { "" };
        format!("The last entry is {minutes} min old; the clock of the step ran on{tail}")
    })
}

/// Back to the first page.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    if let Some(table) = state.roundtable.table.take() {
        state.notice = Some(format!("“{}” is kept", table.name));
    }
    vec![Effect::Room(Ask::Leave)]
}

/// Changes the words of the question, while no ballot has come that was given on others.
pub(super) fn ask_title(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    if voted(table) {
        state.notice = Some(String::from("Ballots have come on this question; a new one needs a new session"));
        return Vec::new();
    }
    let text = table.question().map_or_else(String::new, |q| q.title.clone());
    ask_for(state, Typed::Question, &text)
}

/// Whether a ballot that counts has come.
fn voted(table: &Table) -> bool {
    [Round::First, Round::Second].iter().any(|r| !table.session.round(*r).ballots.is_empty())
}

/// The question with another title.
pub(super) fn retitled(table: &Table, text: &str) -> Result<Vec<Event>, String> {
    let Some(question) = table.question() else { return Err(String::from("there is no question yet")) };
    if text.is_empty() {
        return Err(String::from("a session needs a question"));
    }
    let mut next = (**question).clone();
    next.title = text.chars().take(NAME_MAX).collect();
    Ok(vec![Event::Asked(Box::new(next))])
}

/// Changes the money there is, while no ballot has come that was given on other money.
pub(super) fn ask_budget(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    if voted(table) {
        state.notice = Some(String::from("Ballots have come on this budget; another needs a new session"));
        return Vec::new();
    }
    let text = table.question().and_then(|q| q.budget).map_or_else(String::new, |b| b.to_string());
    ask_for(state, Typed::Budget, &text)
}

/// The question with another budget; an empty text takes it away.
pub(super) fn with_budget(table: &Table, text: &str) -> Result<Vec<Event>, String> {
    let Some(question) = table.question() else { return Err(String::from("there is no question yet")) };
    let bare = text.trim().trim_start_matches('£').trim_end_matches('m').trim();
    let budget = match bare {
        "" => None,
        number => Some(number.parse::<f64>().ok().filter(|b| b.is_finite() && *b > 0.0).ok_or_else(|| {
            format!("'{text}' is not an amount of money; write £m a year, such as 6, or nothing for no budget")
        })?),
    };
    Ok(vec![Event::Asked(Box::new(Question { budget, ..(**question).clone() }))])
}
