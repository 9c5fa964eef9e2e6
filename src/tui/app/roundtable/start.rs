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
            let rehearsal = id == CommandId::RoundRehearse;
            vec![Effect::Room(Ask::Begin { question: Box::new(question), rehearsal })]
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
    let remark = opened.remark.clone();
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
    let voted = [Round::First, Round::Second].iter().any(|r| !table.session.round(*r).ballots.is_empty());
    if voted {
        state.notice = Some(String::from("Ballots have come on this question; a new one needs a new session"));
        return Vec::new();
    }
    let text = table.question().map_or_else(String::new, |q| q.title.clone());
    ask_for(state, Typed::Question, &text)
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

/// Phones on, at an address that is asked for, or off.
pub(super) fn phones(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    if table.phones.is_some() {
        state.notice = Some(String::from("Phones are off"));
        return vec![Effect::Room(Ask::Unserve)];
    }
    ask_for(state, Typed::Phones, "lan")
}
