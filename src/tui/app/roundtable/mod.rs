//! What the roundtable knows and does. Everything that happens in a session is an entry of its journal: a key asks for an
//! entry, the terminal writes and syncs it, and only what comes back from there changes what is shown.

mod decide;
mod enter;
mod figures;
mod message;
mod phones;
mod start;
mod step;
mod tables;
mod talk;
mod words;

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;
use tui_input::Input;

pub use decide::{Line, lines};
pub use enter::{Came, Typing, came, form};
pub use figures::{Figures, Package};
pub use message::{Ask, Beside, Kept, Network, Opened, Phones, Told, Typed};
pub use phones::{Phoned, choices, way_in_words};
pub use step::{LINES_FROM, Part};
pub(super) use tables::sheets;
pub use tables::sheets_of;
pub use talk::{Reason, SWITCHES, reasons};
pub use words::{asked, in_words, time_left, wake_after};

use super::action::Effect;
use super::commands::CommandId;
use super::key::{Chord, Key};
use super::overlay::{Field, Overlay};
use super::state::{Seen, State};
use crate::model::Basis;
use crate::roundtable::session::Session;
use crate::roundtable::{Entry, Event, Question, Round, StepKind};
use crate::scenario::{Scenario, document};

/// What the screen shows.
#[derive(Debug, Default)]
pub struct Roundtable {
    /// The session that is open.
    pub table: Option<Box<Table>>,
}

impl Roundtable {
    /// Whether keys go into the line of ballots.
    #[must_use]
    pub fn types(&self) -> bool {
        self.table.as_ref().is_some_and(|t| t.typing.on)
    }
}

/// An open session.
#[derive(Debug)]
pub struct Table {
    /// Name.
    pub name: String,
    /// Where it stands.
    pub session: Session,
    /// The time, as last told.
    pub now: NaiveDateTime,
    /// What the room starts from; `None` if this program cannot read it.
    pub base: Option<Arc<Scenario>>,
    /// Ballots being typed.
    pub typing: Typing,
    /// Part of the step that is shown.
    pub part: usize,
    /// Selected line of the part.
    pub at: usize,
    /// Lines scrolled.
    pub scroll: usize,
    /// Whether the whole script is shown.
    pub script: bool,
    /// Packages and what they would do.
    pub figures: Figures,
    /// Where phones send ballots.
    pub phones: Option<Phones>,
    /// Addresses of this machine; `None` until they were asked for.
    pub networks: Option<Vec<Network>>,
    /// What was found out about the way to the page.
    pub way: Option<Vec<String>>,
    /// Step that a key has asked for and the journal has not come to yet.
    pub heading: Option<usize>,
}

impl Table {
    /// An open session at the beginning of its step.
    #[must_use]
    pub fn open(basis: &Basis, opened: Opened) -> Self {
        let base = base_of(basis, &opened.session);
        Self {
            name: opened.name,
            session: opened.session,
            now: opened.now,
            base,
            typing: Typing::default(),
            part: 0,
            at: 0,
            scroll: 0,
            script: false,
            figures: Figures::default(),
            phones: None,
            networks: None,
            way: None,
            heading: None,
        }
    }

    /// Shows what the facilitator's window says is shown; whether that is something else than before.
    pub fn follow(&mut self, basis: &Basis, beside: Beside) -> bool {
        self.base = self.base.take().or_else(|| base_of(basis, &self.session));
        let part = beside.part.and_then(|part| self.parts().iter().position(|p| *p == part)).unwrap_or(0);
        let other = part != self.part || beside.phones != self.phones;
        (self.part, self.phones) = (part, beside.phones);
        other
    }

    /// What is asked.
    #[must_use]
    pub fn question(&self) -> Option<&Arc<Question>> {
        self.session.question.as_ref()
    }

    /// What the step is for.
    #[must_use]
    pub fn kind(&self) -> StepKind {
        self.session.current().map_or(StepKind::Question, |s| s.kind)
    }

    /// The round that the step is about.
    #[must_use]
    pub fn round(&self) -> Round {
        match self.kind() {
            StepKind::Welcome => Round::Practice,
            StepKind::Ballot(round) | StepKind::Reveal(round) => round,
            StepKind::Question | StepKind::Challenge => Round::First,
            StepKind::Decide | StepKind::Actions | StepKind::Close => self.last_round(),
        }
    }

    /// The last round that has ballots.
    #[must_use]
    pub fn last_round(&self) -> Round {
        if self.session.round(Round::Second).ballots.is_empty() { Round::First } else { Round::Second }
    }

    /// Entry that an undo takes back: the question itself and its running order stay.
    #[must_use]
    pub fn to_undo(&self) -> Option<u32> {
        let n = self.session.undo_target()?;
        let first = |e: &Entry| matches!(e.event, Event::Asked(_) | Event::Ordered(_)) && e.n <= 2;
        self.session.entry(n).filter(|e| !first(e)).map(|e| e.n)
    }

    /// Entry that a redo takes back.
    #[must_use]
    pub fn to_redo(&self) -> Option<u32> {
        self.session.redo_target()
    }

    /// "7 min left", "time is up", "over by 3 min"; "not begun" before the first step.
    #[must_use]
    pub fn time_left(&self) -> String {
        time_left(&self.session, self.now)
    }
}

impl State {
    /// After how long the screen has to be drawn anew though nothing happens: only the clock of a roundtable that is shown.
    #[must_use]
    pub fn wake_after(&self, now: NaiveDateTime) -> Option<Duration> {
        let table = self.roundtable.table.as_ref().filter(|_| self.screen == super::Screen::Roundtable)?;
        wake_after(&table.session, now)
    }
}

/// Runs a command of the screen; `None` if it is not for this.
pub(super) fn run(state: &mut State, id: CommandId, seen: &Seen) -> Option<Vec<Effect>> {
    match id {
        CommandId::RoundNew | CommandId::RoundChoice | CommandId::RoundRehearse => {
            return Some(start::begin(state, id));
        }
        CommandId::RoundList => return Some(start::list(state)),
        _ => {}
    }
    let table = state.roundtable.table.as_deref_mut()?;
    let page = isize::try_from(seen.rows.max(1)).unwrap_or(1);
    let effects = match id {
        CommandId::Undo => back(table.to_undo()),
        CommandId::Redo => back(table.to_redo()),
        CommandId::RoundNext => step::go(state, 1),
        CommandId::RoundBack => step::go(state, -1),
        CommandId::RoundPause => write(vec![Event::Paused(table.session.paused.is_none())]),
        CommandId::RoundScript => {
            table.script = !table.script;
            table.scroll = 0;
            Vec::new()
        }
        CommandId::RoundPartNext => step::part(state, 1),
        CommandId::RoundPartBack => step::part(state, -1),
        CommandId::RoundDown => step::move_by(state, 1),
        CommandId::RoundUp => step::move_by(state, -1),
        CommandId::RoundPageDown => step::page(state, page),
        CommandId::RoundPageUp => step::page(state, -page),
        CommandId::RoundAct => step::act(state),
        CommandId::RoundBallot => enter::open_or_close(state),
        CommandId::RoundAgain => enter::again(state),
        CommandId::RoundReveal => talk::reveal(state),
        CommandId::RoundAccept => talk::judge(state),
        CommandId::RoundSort => talk::sort(state),
        CommandId::RoundDissent => ask_for(state, Typed::Dissent, ""),
        CommandId::RoundNote => ask_for(state, Typed::Note, ""),
        CommandId::RoundDrop => ask_for(state, Typed::Drop, ""),
        CommandId::RoundImport => ask_for(state, Typed::Import, ""),
        CommandId::RoundTitle => start::ask_title(state),
        CommandId::RoundPhones => phones::open(state),
        CommandId::RoundBudget => start::ask_budget(state),
        CommandId::RoundMadeUp => enter::make_up(state),
        CommandId::RoundMinutes => super::reports::minutes(state),
        CommandId::RoundLeave => start::leave(state),
        _ => return None,
    };
    Some(effects)
}

fn back(n: Option<u32>) -> Vec<Effect> {
    n.map(|n| write(vec![Event::Undone(n)])).unwrap_or_default()
}

fn write(events: Vec<Event>) -> Vec<Effect> {
    if events.is_empty() { Vec::new() } else { vec![Effect::Room(Ask::Write(events))] }
}

/// Opens a layer with a text field.
fn ask_for(state: &mut State, typed: Typed, text: &str) -> Vec<Effect> {
    state.overlays.push(Overlay::Room(typed, Field { text: Input::new(text.to_owned()), problem: None }));
    Vec::new()
}

/// Asks for what the screen needs.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    if state.roundtable.table.is_none() {
        return Vec::new();
    }
    let mut effects = vec![Effect::Room(Ask::Now)];
    effects.extend(figures::ask(state));
    effects
}

/// Takes in what happened.
pub(super) fn told(state: &mut State, told: Told) -> Vec<Effect> {
    match told {
        Told::Listed(kept) => {
            if let Some(Overlay::Sessions(list, _)) = state.overlays.last_mut() {
                *list = Some(kept);
            }
            return Vec::new();
        }
        Told::Opened(opened) => return start::opened(state, *opened),
        Told::Refused(why) => {
            if let Some(table) = state.roundtable.table.as_deref_mut() {
                table.heading = None;
            }
            match state.overlays.last_mut() {
                Some(Overlay::Room(_, field)) => field.problem = Some(why),
                _ => state.notice = Some(why),
            }
            return Vec::new();
        }
        Told::Minutes(said) => {
            state.notice = Some(said);
            return Vec::new();
        }
        Told::Entered(..) | Told::Clock(_) | Told::Phones(_) | Told::Networks(_) | Told::Way(_) => {}
    }
    let Some(table) = state.roundtable.table.as_deref_mut() else { return Vec::new() };
    // The wall follows when the step brings other parts.
    let mut moved = None;
    let served = matches!(told, Told::Phones(Some(_)));
    match told {
        Told::Entered(entries, now) => {
            table.now = now;
            let step = table.session.step;
            let part = table.part();
            for entry in entries {
                // Ballots that come while a session is opened are in it already.
                if entry.n > table.session.last() {
                    table.session.apply(&entry);
                    said(&mut state.notice, &table.session, &entry);
                    // A number that was taken back is free again.
                    if matches!(entry.event, Event::Undone(_) | Event::Cleared(_) | Event::Dropped { .. }) {
                        table.typing.number = 0;
                    }
                }
            }
            if table.session.step != step {
                (table.part, table.at, table.scroll, table.script) = (0, 0, 0, false);
                table.typing = Typing::default();
            }
            table.heading = table.heading.filter(|to| *to != table.session.step);
            moved = Some(table.part()).filter(|now| *now != part || table.session.step != step);
            table.base = table.base.take().or_else(|| base_of(state.basis.as_ref(), &table.session));
        }
        Told::Clock(now) => table.now = now,
        Told::Phones(phones) => (table.phones, table.way) = (phones, None),
        Told::Networks(networks) => table.networks = Some(networks),
        Told::Way(says) => table.way = Some(says),
        _ => {}
    }
    step::keep_inside(state);
    let mut effects = Vec::new();
    if served {
        effects.push(Effect::Room(Ask::Check));
    }
    if let Some(part) = moved {
        effects.push(Effect::Room(Ask::Show(part)));
    }
    effects.extend(figures::ask(state));
    effects
}

/// Undo and redo say what they did.
fn said(notice: &mut Option<String>, session: &Session, entry: &Entry) {
    let Event::Undone(n) = entry.event else { return };
    let Some(target) = session.entry(n) else { return };
    *notice = Some(match &target.event {
        Event::Undone(n) => {
            let what = session.entry(*n).map_or_else(String::new, |e| in_words(&e.event));
            format!("Done again: {what}")
        }
        event => format!("Taken back: {}", in_words(event)),
    });
}

/// What the room starts from.
fn base_of(basis: &Basis, session: &Session) -> Option<Arc<Scenario>> {
    let question = session.question.as_ref()?;
    document::read("the question", &question.base, basis).ok().map(|o| Arc::new(o.scenario))
}

/// Whether keys are typed into the line of ballots.
#[must_use]
pub(super) fn types(state: &State) -> bool {
    let shown = state.overlays.is_empty() && state.screen == super::Screen::Roundtable;
    shown && state.roundtable.table.as_ref().is_some_and(|t| t.typing.on)
}

/// A key while ballots are typed.
pub(super) fn type_key(state: &mut State, chord: Chord, seen: &Seen) -> Vec<Effect> {
    enter::type_key(state, chord, seen)
}

pub(super) use figures::worked_out;

/// Pasted lines are typed lines.
pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    enter::paste(state, text)
}

/// A key for the layer with a text field.
pub(super) fn press(state: &mut State, mut overlay: Overlay, chord: Chord) -> Vec<Effect> {
    let Overlay::Room(typed, field) = &mut overlay else { return Vec::new() };
    if chord.key != Key::Enter {
        if super::overlay::edit(&mut field.text, chord) {
            field.problem = None;
        }
        state.overlays.push(overlay);
        return Vec::new();
    }
    let (typed, text) = (*typed, field.text.value().trim().to_owned());
    match decide::take(state, typed, &text) {
        Ok(effects) => {
            // What only the world can refuse keeps its field until it has answered.
            effects
        }
        Err(problem) => {
            field.problem = Some(problem);
            state.overlays.push(overlay);
            Vec::new()
        }
    }
}

/// A key for the layer about phones.
pub(super) fn press_phones(state: &mut State, shown: Phoned, chord: Chord) -> Vec<Effect> {
    phones::press(state, shown, chord)
}

/// A click on the nth line or part.
pub(super) fn click(state: &mut State, item: usize) -> Vec<Effect> {
    step::click(state, item)
}

/// Scrolls what the step shows.
pub(super) fn scroll(state: &mut State, by: isize) {
    step::scroll(state, by);
}
