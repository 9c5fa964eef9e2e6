//! Going through the running order, and through the parts and lines of a step.

use super::super::action::Effect;
use super::super::state::State;
use super::{Ask, Event, Table, Typed, ask_for, decide, enter, figures, talk, write};
use crate::roundtable::{Kind, Round, StepKind};

/// A part of what a step shows; one at a time is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The question and the place.
    Question,
    /// Ballots coming in.
    Ballots,
    /// Where the room stands on each lever, or how many approve each scenario.
    Room,
    /// Camps, and where roles differ.
    Camps,
    /// What was guessed beside the model's range.
    Guesses,
    /// What the packages would do.
    Packages,
    /// Reasons given.
    Reasons,
    /// Assumptions that can be challenged, and what was.
    Challenge,
    /// What the group settles, lever by lever, with dissent.
    Decision,
    /// How ballots moved between the rounds.
    Movement,
    /// Actions.
    Actions,
    /// Notes of the facilitator.
    Notes,
}

impl Part {
    /// Every one.
    pub const ALL: [Self; 12] = [
        Self::Question,
        Self::Ballots,
        Self::Room,
        Self::Camps,
        Self::Guesses,
        Self::Packages,
        Self::Reasons,
        Self::Challenge,
        Self::Decision,
        Self::Movement,
        Self::Actions,
        Self::Notes,
    ];

    /// Its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Question => "Question",
            Self::Ballots => "Ballots",
            Self::Room => "Room",
            Self::Camps => "Camps",
            Self::Guesses => "Guesses",
            Self::Packages => "Packages",
            Self::Reasons => "Reasons",
            Self::Challenge => "Challenge",
            Self::Decision => "Decision",
            Self::Movement => "Movement",
            Self::Actions => "Actions",
            Self::Notes => "Notes",
        }
    }
}

impl Table {
    /// Parts of the step, the one that it is for first.
    #[must_use]
    pub fn parts(&self) -> &'static [Part] {
        use Part::{
            Actions, Ballots, Camps, Challenge, Decision, Guesses, Movement, Notes, Packages, Question, Reasons, Room,
        };
        match self.kind() {
            StepKind::Question => &[Question, Notes],
            StepKind::Welcome | StepKind::Ballot(_) => &[Ballots, Question, Notes],
            StepKind::Reveal(_) => &[Room, Camps, Guesses, Packages, Reasons, Notes],
            StepKind::Challenge => &[Challenge, Packages, Room, Notes],
            StepKind::Decide => &[Decision, Room, Movement, Packages, Reasons, Notes],
            StepKind::Actions => &[Actions, Decision, Notes],
            StepKind::Close => &[Decision, Actions, Notes],
        }
    }

    /// The part shown.
    #[must_use]
    pub fn part(&self) -> Part {
        let parts = self.parts();
        parts.get(self.part).or(parts.first()).copied().unwrap_or(Part::Question)
    }

    /// Whether the ballots that the step is about may be seen: nobody sees any before the reveal, on this screen neither.
    #[must_use]
    pub fn sees(&self) -> bool {
        self.session.is_shown(self.round())
    }

    /// Lines that can be selected in the part shown.
    #[must_use]
    pub fn lines(&self) -> usize {
        match self.part() {
            Part::Room | Part::Decision => decide::lines(self).len(),
            Part::Reasons if self.sees() => self.session.round(self.round()).reasons().count(),
            Part::Challenge => talk::SWITCHES.len() + 1,
            _ => 0,
        }
    }
}

/// Goes to the step that many places on. A round that is open is closed, and one that the step is for is opened.
pub(super) fn go(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    let session = &table.session;
    let steps = &session.order.steps;
    // Before the first step the first key begins it. A second key may come before the disk has answered the first.
    let to = match (session.step_began, table.heading) {
        (_, Some(heading)) => heading.saturating_add_signed(by),
        (None, None) if by > 0 => 0,
        _ => session.step.saturating_add_signed(by),
    };
    let Some(step) = steps.get(to).filter(|_| to != session.step || session.step_began.is_none()) else {
        // A key that was pressed twice leads to the last step and does not end the session with it.
        let arrived = table.heading.is_none();
        let ends = by > 0 && session.finished.is_none() && arrived;
        state.notice = Some(String::from(match by > 0 {
            false => "This is the first step",
            true if arrived => "The session has ended: M writes the minutes, u takes the end back",
            true => "This is the last step",
        }));
        return if ends { write(vec![Event::Finished]) } else { Vec::new() };
    };
    let wanted = match step.kind {
        StepKind::Ballot(round) if !session.round(round).closed => Some(round),
        _ => None,
    };
    let mut events: Vec<Event> = session.open.filter(|r| Some(*r) != wanted).map(Event::Closed).into_iter().collect();
    events.push(Event::Stepped(to));
    table.heading = Some(to);
    events.extend(wanted.filter(|r| session.open != Some(*r)).map(Event::Opened));
    write(events)
}

/// Shows the part that many places on.
pub(super) fn part(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    let last = table.parts().len().saturating_sub(1);
    show(state, |table| table.part.saturating_add_signed(by).min(last))
}

fn show(state: &mut State, to: impl FnOnce(&Table) -> usize) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    (table.part, table.at, table.scroll, table.script) = (to(table), 0, 0, false);
    keep_inside(state);
    let part = state.roundtable.table.as_deref().map(Table::part);
    let mut effects: Vec<Effect> = part.map(|part| Effect::Room(Ask::Show(part))).into_iter().collect();
    effects.extend(figures::ask(state));
    effects
}

/// A click on a part by its number, from 1000 on a line by its number.
pub(super) fn click(state: &mut State, item: usize) -> Vec<Effect> {
    match item.checked_sub(LINES_FROM) {
        Some(line) => {
            if let Some(table) = state.roundtable.table.as_deref_mut() {
                table.at = line;
            }
            keep_inside(state);
            Vec::new()
        }
        None => show(state, |_| item),
    }
}

/// Number of the first line among the things that can be clicked; parts come before it.
pub const LINES_FROM: usize = 1000;

/// Selects another line, or scrolls where there is none to select.
pub(super) fn move_by(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    if table.script || table.lines() == 0 {
        scroll(state, by);
    } else {
        table.at = table.at.saturating_add_signed(by);
        keep_inside(state);
    }
    Vec::new()
}

/// Scrolls by a page.
pub(super) fn page(state: &mut State, by: isize) -> Vec<Effect> {
    scroll(state, by);
    Vec::new()
}

/// Scrolls; drawing keeps it in sight.
pub(super) fn scroll(state: &mut State, by: isize) {
    if let Some(table) = state.roundtable.table.as_deref_mut() {
        table.scroll = table.scroll.saturating_add_signed(by).min(10_000);
    }
}

/// Keeps the selection within what there is.
pub(super) fn keep_inside(state: &mut State) {
    if let Some(table) = state.roundtable.table.as_deref_mut() {
        table.part = table.part.min(table.parts().len().saturating_sub(1));
        table.at = table.at.min(table.lines().saturating_sub(1));
    }
}

/// What Enter does in the part shown.
pub(super) fn act(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    if table.session.step_began.is_none() {
        return go(state, 1);
    }
    let at = table.at;
    match table.part() {
        Part::Ballots => enter::begin(state),
        Part::Question => super::start::ask_title(state),
        Part::Reasons => talk::judge(state),
        Part::Challenge => talk::challenge(state),
        Part::Decision if table.kind() == StepKind::Close => super::super::reports::minutes(state),
        Part::Decision => settle(state, at),
        Part::Actions => ask_for(state, Typed::Action, ""),
        Part::Notes => ask_for(state, Typed::Note, ""),
        Part::Room | Part::Camps | Part::Guesses | Part::Packages | Part::Movement => talk::reveal_if_hidden(state),
    }
}

/// Asks for amount and reason of the selected lever; what the room stands at is offered.
fn settle(state: &mut State, at: usize) -> Vec<Effect> {
    let Some(table) = state.roundtable.table.as_deref() else { return Vec::new() };
    let lines = decide::lines(table);
    let Some(line) = lines.get(at) else { return Vec::new() };
    let package = table.question().is_some_and(|q| q.kind == Kind::Package);
    let text = match (package, &line.settled) {
        (true, Some((amount, reason))) => format!("{amount}; {reason}"),
        (true, None) => line.middle.map_or_else(String::new, |m| format!("{m}; ")),
        (false, Some((_, reason))) => reason.clone(),
        (false, None) => String::new(),
    };
    ask_for(state, Typed::Settle(at), &text)
}

/// Rounds whose ballots the room has seen.
#[must_use]
pub fn seen(table: &Table) -> Vec<Round> {
    [Round::First, Round::Second].into_iter().filter(|r| table.session.is_shown(*r)).collect()
}
