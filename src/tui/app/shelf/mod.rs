//! What Evidence knows and does: lists of records, the page of one, a filter, and the trail back.
//!
//! Lists are filtered and pages are made when something changes, never while drawing.

mod moves;
mod trust;

use std::collections::BTreeSet;
use std::sync::Arc;

use tui_input::Input;

use super::action::{Effect, Target};
use super::commands::CommandId;
use super::job::Job;
use super::key::{Chord, Key};
use super::levers;
use super::overlay::edit;
use super::screen::Screen;
use super::state::{Seen, State};
use crate::evidence::EffectId;
use crate::evidence::order::InOrder as _;
use crate::insight::coverage::Coverage;
use crate::report::shelf::filter::{Filter, Found};
use crate::report::shelf::page::Page;
use crate::report::shelf::{Catalogue, LISTS, Record, Tab};

pub use moves::follow_click;
pub(super) use trust::{spread, validated};

/// Where the keys of the screen go.
#[derive(Debug, Clone, Default)]
pub enum Mode {
    /// To the list.
    #[default]
    List,
    /// To the page: its lines that lead somewhere, by number.
    Page(usize),
    /// To the filter, with the text as it was before.
    Filter(Input, String),
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As in the tables.
    #[default]
    Table,
    /// Weakest first.
    Weakest,
    /// By the words of the first column.
    Name,
}

impl Order {
    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Table => "as in the tables",
            Self::Weakest => "weakest first",
            Self::Name => "by name",
        }
    }
}

/// One list as it is shown.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// What is typed.
    pub filter: String,
    /// Lines that are left, in order; and how the filter was read.
    pub found: Found,
    /// Selected line among those left.
    pub selected: usize,
    /// Order.
    pub order: Order,
}

/// What the screen shows.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// Which list.
    pub tab: Tab,
    /// Where the keys go.
    pub mode: Mode,
    /// Every record; made when the screen is first shown.
    pub catalogue: Option<Arc<Catalogue>>,
    /// What the official figures cover; read when their list is first shown.
    pub coverage: Option<Arc<Coverage>>,
    /// The lists.
    pub shown: [Shown; LISTS],
    /// Stamp of the figures that the shares of the spread are of; `None` until they are worked out.
    pub spread_of: Option<u64>,
    /// The page of the selected record.
    pub page: Page,
    /// Lines of the page scrolled.
    pub scroll: usize,
    /// Where one came from, the last on top.
    pub trail: Vec<Record>,
}

impl Shelf {
    /// The list that is shown.
    #[must_use]
    pub fn here(&self) -> &Shown {
        &self.shown[self.tab as usize]
    }

    fn here_mut(&mut self) -> &mut Shown {
        &mut self.shown[self.tab as usize]
    }

    /// The selected record.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        let here = self.here();
        let row = *here.found.rows.get(here.selected)?;
        let entry = self.catalogue.as_ref()?.list(self.tab).get(row)?;
        Some(Record::new(self.tab, entry.id.clone()))
    }

    /// Whether keys are typed into the filter.
    #[must_use]
    pub const fn typing(&self) -> bool {
        matches!(self.mode, Mode::Filter(..))
    }
}

/// Findings that the scenario leaves out.
#[must_use]
pub fn left_out(state: &State) -> BTreeSet<&str> {
    state.scenario.exclude_studies.iter().map(EffectId::as_str).collect()
}

/// Asks for what the screen needs when it is opened, and again after a change of the scenario while it is shown.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    if state.shelf.catalogue.is_none() {
        let fresh = Catalogue::new(&state.basis);
        let fresh = match &state.shelf.coverage {
            Some(coverage) => fresh.with_coverage(&state.basis, coverage),
            None => fresh,
        };
        state.shelf.catalogue = Some(Arc::new(fresh));
        for tab in Tab::ALL {
            narrow(&mut state.shelf, tab);
        }
        turn(state);
    }
    read_figures(state)
}

/// Lets go of the lists: they are made anew when the screen is next shown.
pub(super) fn forget(state: &mut State) {
    state.shelf.catalogue = None;
}

/// Asks for what the list shown needs: the official figures, or how the program has done.
fn read_figures(state: &mut State) -> Vec<Effect> {
    if state.shelf.tab == Tab::Trust {
        return trust::ask(state);
    }
    if state.shelf.tab == Tab::Observations && state.shelf.coverage.is_none() {
        vec![Effect::Work(Job::Cover)]
    } else {
        Vec::new()
    }
}

/// Takes in what the official figures cover.
pub(super) fn covered(state: &mut State, coverage: Arc<Coverage>) {
    if let Some(catalogue) = state.shelf.catalogue.take() {
        let filled = Catalogue::clone(&catalogue).with_coverage(&state.basis, &coverage);
        state.shelf.catalogue = Some(Arc::new(filled));
    }
    state.shelf.coverage = Some(coverage);
    narrow(&mut state.shelf, Tab::Observations);
    turn(state);
}

/// Opens the screen on a record, from wherever one is.
pub fn open(state: &mut State, record: &Record) -> Vec<Effect> {
    state.overlays.clear();
    // Coming from another screen starts a new trail.
    let here = state.screen == Screen::Evidence;
    if !here {
        state.shelf.trail.clear();
    }
    let mut effects = super::run::show(state, Screen::Evidence);
    effects.extend(moves::go(state, record, here));
    effects
}

/// Opens the screen on whatever an id names; says so if it names nothing.
pub fn open_id(state: &mut State, id: &str) -> Vec<Effect> {
    let mut effects = refresh(state);
    match state.shelf.catalogue.as_ref().and_then(|c| c.find(id)) {
        Some(record) => effects.extend(open(state, &record)),
        None => state.notice = Some(format!("There is no record ‘{id}’")),
    }
    effects
}

/// Filters and orders a list anew.
fn narrow(shelf: &mut Shelf, tab: Tab) {
    let Some(catalogue) = shelf.catalogue.clone() else { return };
    let list = catalogue.list(tab);
    let here = &mut shelf.shown[tab as usize];
    here.found = Filter::parse(&here.filter).apply(list);
    match here.order {
        Order::Table => {}
        Order::Weakest => here.found.rows.order_by(|a, b| list[*b].weakness.total_cmp(&list[*a].weakness)),
        Order::Name => here.found.rows.order_by_key(|row| list[*row].cells.first().map(|c| c.shown().to_lowercase())),
    }
    here.selected = here.selected.min(here.found.rows.len().saturating_sub(1));
}

/// Makes the page of the selected record.
fn turn(state: &mut State) {
    let shelf = &state.shelf;
    let page = shelf
        .record()
        .zip(shelf.catalogue.as_ref())
        .and_then(|(record, catalogue)| catalogue.page(&state.basis, &record, shelf.coverage.as_deref()));
    state.shelf.page = page.unwrap_or_default();
    state.shelf.scroll = 0;
}

fn filter_by(state: &mut State, text: String) {
    state.shelf.here_mut().filter = text;
    state.shelf.here_mut().selected = 0;
    let tab = state.shelf.tab;
    narrow(&mut state.shelf, tab);
    turn(state);
}

/// A key while the filter is typed into; the list follows every letter.
pub(super) fn type_key(state: &mut State, chord: Chord, seen: &Seen) -> Vec<Effect> {
    let Mode::Filter(mut input, before) = std::mem::take(&mut state.shelf.mode) else { return Vec::new() };
    match chord.key {
        Key::Char('c') if chord.ctrl => return vec![Effect::Quit],
        Key::Esc => {
            filter_by(state, before);
            return Vec::new();
        }
        Key::Enter => return Vec::new(),
        Key::Up | Key::Down | Key::PageUp | Key::PageDown => {
            let by = if matches!(chord.key, Key::Up | Key::PageUp) { -1 } else { 1 };
            let far = if matches!(chord.key, Key::PageUp | Key::PageDown) { seen.rows.max(1).cast_signed() } else { 1 };
            moves::step(state, by * far);
        }
        _ => {
            let was = input.value().to_owned();
            edit(&mut input, chord);
            if input.value() != was {
                filter_by(state, input.value().to_owned());
            }
        }
    }
    state.shelf.mode = Mode::Filter(input, before);
    Vec::new()
}

/// Text pasted into the filter.
pub(super) fn paste(state: &mut State, text: &str) {
    for c in text.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }) {
        type_key(state, Chord::char(c), &Seen::default());
    }
}

/// Runs a command of this screen; `None` if it is not one.
pub(super) fn run(state: &mut State, id: CommandId, seen: &Seen) -> Option<Vec<Effect>> {
    let page = seen.rows.max(2).cast_signed() - 1;
    match id {
        CommandId::PaneNext | CommandId::ShelfNextList => return Some(moves::switch(state, 1)),
        CommandId::PanePrevious | CommandId::ShelfPreviousList => return Some(moves::switch(state, -1)),
        CommandId::ShelfDown => moves::step(state, 1),
        CommandId::ShelfUp => moves::step(state, -1),
        CommandId::ShelfPageDown => moves::step(state, page),
        CommandId::ShelfPageUp => moves::step(state, -page),
        CommandId::ShelfFirst => moves::step(state, isize::MIN / 2),
        CommandId::ShelfLast => moves::step(state, isize::MAX / 2),
        CommandId::ShelfEnter => return Some(moves::enter(state)),
        CommandId::ShelfBack => return Some(moves::back(state)),
        CommandId::ShelfFilter => {
            let text = state.shelf.here().filter.clone();
            state.shelf.mode = Mode::Filter(Input::new(text.clone()), text);
        }
        CommandId::ShelfByLever => {
            let text = state.selected_lever().map(|l| format!("lever:{}", l.id)).unwrap_or_default();
            filter_by(state, text);
        }
        CommandId::ShelfByIndicator => {
            let nodes = crate::projection::standing::nodes_of(state.indicator);
            let word = nodes.first().map_or("cost", |n| moves::outcome_word(*n));
            filter_by(state, format!("outcome:{word}"));
        }
        CommandId::ShelfOrder => moves::reorder(state),
        CommandId::ShelfTrust => return Some(moves::show(state, Tab::Trust)),
        CommandId::ShelfLeaveOut => return Some(leave_out(state)),
        CommandId::ShelfOverride => super::judged::ask(state),
        CommandId::Copy => {
            let mut text = state.shelf.page.as_text();
            text.truncate(text.trim_end().len());
            state.notice = Some(String::from("Copied the record"));
            return Some(vec![Effect::Copy(text)]);
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Leaves the selected finding out of the scenario, or takes it in again.
fn leave_out(state: &mut State) -> Vec<Effect> {
    let Some(record) = state.shelf.record() else { return Vec::new() };
    if state.basis.evidence.effect(&record.id).is_none() {
        state.notice = Some(String::from("Only a finding can be left out; open one first"));
        return Vec::new();
    }
    let out = left_out(state).contains(record.id.as_str());
    let in_a_band = state.shelf.catalogue.as_ref().is_some_and(|c| c.uses.in_a_band(&record.id));
    if !out && !in_a_band {
        state.notice = Some(format!("No band rests on {}: leaving it out would change no figure", record.id));
        return Vec::new();
    }
    let id = record.id;
    let what = if out { format!("taking {id} in again") } else { format!("leaving {id} out") };
    let said = if out { format!("{id} is taken in again") } else { format!("{id} is left out: figures follow") };
    let effects = levers::change(state, what, |scenario| {
        if out {
            scenario.exclude_studies.retain(|e| e.as_str() != id);
        } else {
            scenario.exclude_studies.push(EffectId::new(&id));
        }
    });
    if !effects.is_empty() {
        state.notice = Some(said);
    }
    effects
}

/// Things of the screen by number: lists, then lines of the list shown, then lines of the page.
pub const FIRST_LINE: usize = 10;
/// The first line of a page; see [`FIRST_LINE`].
pub const FIRST_OF_PAGE: usize = 1_000_000;

/// A click on the nth thing of the screen.
pub(super) fn click(state: &mut State, item: usize) -> Vec<Effect> {
    if let Some(link) = item.checked_sub(FIRST_OF_PAGE) {
        return follow_click(state, link);
    }
    if let Some(line) = item.checked_sub(FIRST_LINE) {
        // A second click goes into the page.
        if state.shelf.here().selected == line && matches!(state.shelf.mode, Mode::List) {
            return moves::enter(state);
        }
        state.shelf.mode = Mode::List;
        moves::select(state, line);
        return Vec::new();
    }
    match Tab::ALL.get(item) {
        Some(tab) => moves::show(state, *tab),
        None => Vec::new(),
    }
}

/// The wheel turned over the screen; positive is down.
pub(super) fn wheel(state: &mut State, by: i32, over: Target) {
    if matches!(over, Target::Item(n) if n >= FIRST_OF_PAGE) {
        moves::scroll(state, by as isize);
    } else {
        state.shelf.mode = Mode::List;
        moves::step(state, by as isize);
    }
}
