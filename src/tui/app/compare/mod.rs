//! What Compare knows and does: the scenario shown beside up to three that were pinned, and no new policy.
//!
//! Columns: 0 is no new policy, 1 (A) the scenario of Explore, which moves with its levers, 2–4 (B–D) the pinned ones.

use std::sync::Arc;

use super::action::Effect;
use super::commands::CommandId;
use super::job::Job;
use super::overlay::{Narrowing, Overlay};
use super::screen::Screen;
use super::state::{Seen, State};
use super::{levers, run, told};
use crate::insight::compare::{Comparison, PLANS_MAX, Row, Rule};
use crate::report::compare as words;
use crate::scenario::{DRAWS_COARSE, Scenario};

/// Most scenarios that can be pinned beside the one shown.
pub const PINNED_MAX: usize = PLANS_MAX - 1;

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Figures of each column.
    #[default]
    Figures,
    /// Ranks by one rule.
    Ranks(Rule),
    /// What differs between the scenarios.
    Differences,
}

/// A comparison that was worked out.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The request it answers.
    pub stamp: u64,
    /// Figures.
    pub comparison: Arc<Comparison>,
    /// Whether a finer answer is on its way.
    pub coarse: bool,
}

/// What the screen knows.
#[derive(Debug, Clone)]
pub struct Compare {
    /// Scenarios beside the one shown, at most [`PINNED_MAX`], in the order of their letters.
    pub pinned: Vec<Arc<Scenario>>,
    /// Selected line.
    pub row: usize,
    /// Selected column, which is set against [`Compare::against`].
    pub column: usize,
    /// Column that the selected one is set against.
    pub against: usize,
    /// What is shown.
    pub view: View,
    /// Newest figures.
    pub answer: Option<Compared>,
    /// Stamp of the newest request.
    pub stamp: u64,
    /// What was asked for with it.
    asked: Vec<Arc<Scenario>>,
    /// The scenario taken out last, and where it stood.
    removed: Option<(usize, Arc<Scenario>)>,
}

impl Default for Compare {
    fn default() -> Self {
        Self {
            pinned: Vec::new(),
            row: 0,
            column: 1,
            against: 0,
            view: View::default(),
            answer: None,
            stamp: 0,
            asked: Vec::new(),
            removed: None,
        }
    }
}

impl Compare {
    /// Columns, no new policy included.
    #[must_use]
    pub fn columns(&self) -> usize {
        2 + self.pinned.len()
    }

    /// The figures of the selected line.
    #[must_use]
    pub fn selected_row(&self) -> Option<&Row> {
        self.answer.as_ref().and_then(|a| a.comparison.rows.get(self.row))
    }

    /// Whether the figures shown answer the newest request in full.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.answer.as_ref().is_some_and(|a| a.stamp == self.stamp && !a.coarse)
    }

    /// Whether there is something to bring back.
    #[must_use]
    pub const fn can_restore(&self) -> bool {
        self.removed.is_some()
    }

    /// The two columns that are set against each other, the left one first; `None` if they are one.
    #[must_use]
    pub fn pair(&self) -> Option<(usize, usize)> {
        // No new policy comes second: "A better than nothing new" is how people ask.
        let (a, b) = (self.column.min(self.against), self.column.max(self.against));
        match (a, b) {
            _ if a == b => None,
            (0, b) => Some((b, 0)),
            two => Some(two),
        }
    }

    /// Pins scenarios kept from an earlier session; what there is no room for is left out.
    pub fn restore(&mut self, pinned: impl IntoIterator<Item = Arc<Scenario>>) {
        self.pinned = pinned.into_iter().filter(|s| !s.plans.is_empty()).take(PINNED_MAX).collect();
        self.show_newest();
    }

    /// Sets the newest pinned scenario against the one shown.
    fn show_newest(&mut self) {
        self.column = self.columns() - 1;
        self.against = usize::from(self.column > 1);
    }

    fn keep_inside(&mut self) {
        let last = self.columns() - 1;
        self.column = self.column.min(last);
        self.against = self.against.min(last);
        if self.column == self.against {
            self.against = usize::from(self.column == 0);
        }
    }
}

/// The scenarios of the columns from A.
#[must_use]
pub fn scenarios(state: &State) -> Vec<Arc<Scenario>> {
    std::iter::once(&state.scenario).chain(&state.compare.pinned).map(Arc::clone).collect()
}

/// Asks for what the screen needs when it is opened, and again after a change of the scenario while it is shown.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let wanted = scenarios(state);
    if wanted == state.compare.asked {
        return Vec::new();
    }
    // Other columns than those shown: the old figures would stand under wrong letters.
    let frame = |all: &[Arc<Scenario>]| -> Vec<_> {
        let plan = |s: &Arc<Scenario>| s.plans.first().map(|p| (p.place.clone(), p.sector.clone(), s.horizon));
        all.iter().map(plan).collect()
    };
    let beside = wanted.get(1..) != state.compare.asked.get(1..);
    if beside || frame(&wanted) != frame(&state.compare.asked) {
        state.compare.answer = None;
    }
    state.compare.asked.clone_from(&wanted);
    state.compare.stamp += 1;
    let coarse = state.scenario.draws > DRAWS_COARSE;
    vec![Effect::Work(Job::Compare { stamp: state.compare.stamp, scenarios: wanted, coarse })]
}

/// Takes a comparison; a coarse one asks for the full one.
pub(super) fn compared(state: &mut State, compared: Compared) -> Vec<Effect> {
    if compared.stamp != state.compare.stamp {
        return Vec::new();
    }
    let (stamp, coarse) = (compared.stamp, compared.coarse);
    state.compare.answer = Some(compared);
    if coarse {
        let scenarios = state.compare.asked.clone();
        return vec![Effect::Work(Job::Compare { stamp, scenarios, coarse: false })];
    }
    Vec::new()
}

/// Pins a copy of the scenario shown and goes to the screen.
pub(super) fn pin_shown(state: &mut State) -> Vec<Effect> {
    let shown = Arc::clone(&state.scenario);
    let mut effects = run::show(state, Screen::Compare);
    effects.extend(pin(state, shown));
    effects
}

/// Pins a scenario, unless it is there already or there is no room.
pub(super) fn pin(state: &mut State, scenario: Arc<Scenario>) -> Vec<Effect> {
    if scenario.plans.is_empty() {
        state.notice = Some(String::from("That scenario holds no plan"));
        return Vec::new();
    }
    if let Some(at) = state.compare.pinned.iter().position(|p| *p == scenario) {
        state.compare.column = at + 2;
        state.compare.keep_inside();
        state.notice = Some(format!("“{}” is {} already", scenario.title, words::column(at + 2)));
        return Vec::new();
    }
    if state.compare.pinned.len() >= PINNED_MAX {
        state.notice = Some(String::from("Four scenarios are here already; Delete takes the selected one out"));
        return Vec::new();
    }
    let letter = words::column(state.compare.pinned.len() + 2);
    let same = scenario == state.scenario;
    state.notice = Some(if same {
        format!("Pinned as {letter}. Move levers on Explore (1): A follows, {letter} stays as it is")
    } else {
        format!("“{}” is {letter}", scenario.title)
    });
    state.compare.pinned.push(scenario);
    state.compare.show_newest();
    refresh(state)
}

/// Takes the selected scenario out.
fn take_out(state: &mut State) -> Vec<Effect> {
    let Some(at) = state.compare.column.checked_sub(2).filter(|at| *at < state.compare.pinned.len()) else {
        state.notice = Some(String::from("Only B, C and D can be taken out; ← → choose the column"));
        return Vec::new();
    };
    let taken = state.compare.pinned.remove(at);
    state.notice = Some(format!("“{}” is taken out; i brings it back", taken.title));
    state.compare.removed = Some((at, taken));
    state.compare.keep_inside();
    refresh(state)
}

/// Brings back what was taken out last.
fn bring_back(state: &mut State) -> Vec<Effect> {
    if state.compare.pinned.len() >= PINNED_MAX {
        state.notice = Some(String::from("Four scenarios are here already; Delete takes the selected one out"));
        return Vec::new();
    }
    let Some((at, scenario)) = state.compare.removed.take() else { return Vec::new() };
    let at = at.min(state.compare.pinned.len());
    state.compare.pinned.insert(at, scenario);
    state.compare.column = at + 2;
    state.compare.against = 1;
    refresh(state)
}

/// Opens the selected column on Explore; undo goes back.
fn open(state: &mut State) -> Vec<Effect> {
    let pinned = state.compare.column.checked_sub(2).and_then(|at| state.compare.pinned.get(at)).cloned();
    state.screen = Screen::Explore;
    let Some(scenario) = pinned.filter(|p| *p != state.scenario) else { return Vec::new() };
    state.history.remember(Arc::clone(&state.scenario), format!("opening “{}”", scenario.title));
    state.notice = Some(format!("Opened “{}”; u goes back", scenario.title));
    levers::replace(state, scenario)
}

/// Runs a command of this screen; `None` if it is not one.
pub(super) fn run(state: &mut State, id: CommandId, seen: &Seen) -> Option<Vec<Effect>> {
    match id {
        CommandId::CompareDown => step_row(state, 1),
        CommandId::CompareUp => step_row(state, -1),
        CommandId::ComparePageDown => step_row(state, page(seen)),
        CommandId::ComparePageUp => step_row(state, -page(seen)),
        CommandId::CompareRight => step_column(state, 1),
        CommandId::CompareLeft => step_column(state, -1),
        CommandId::CompareAgainst => {
            state.compare.against = state.compare.column;
            state.notice = Some(format!("Columns are set against {}", words::column(state.compare.column)));
        }
        CommandId::CompareRank => state.compare.view = next_view(state.compare.view),
        CommandId::CompareDifferences => {
            state.compare.view = match state.compare.view {
                View::Differences => View::Figures,
                View::Figures | View::Ranks(_) => View::Differences,
            };
        }
        CommandId::CompareFair => return Some(told::fair_test(state)),
        CommandId::CompareCopy => return Some(pin(state, Arc::clone(&state.scenario))),
        CommandId::CompareAdd => {
            state.overlays.push(Overlay::Pin(None, Narrowing::default()));
            return Some(vec![Effect::List]);
        }
        CommandId::CompareRemove => return Some(take_out(state)),
        CommandId::CompareRestore => return Some(bring_back(state)),
        CommandId::CompareOpen => return Some(open(state)),
        CommandId::Copy => return Some(text(state).map(Effect::Copy).into_iter().collect()),
        _ => return None,
    }
    Some(Vec::new())
}

fn next_view(view: View) -> View {
    match view {
        View::Ranks(Rule::Median) => View::Ranks(Rule::WorstTenth),
        View::Ranks(Rule::WorstTenth) => View::Ranks(Rule::Regret),
        View::Ranks(Rule::Regret) => View::Figures,
        View::Figures | View::Differences => View::Ranks(Rule::Median),
    }
}

fn page(seen: &Seen) -> isize {
    isize::try_from(seen.rows.max(1)).unwrap_or(1)
}

fn step_row(state: &mut State, by: isize) {
    let last = crate::insight::compare::measures(&state.basis).len().saturating_sub(1);
    state.compare.row = state.compare.row.saturating_add_signed(by).min(last);
}

fn step_column(state: &mut State, by: isize) {
    let last = state.compare.columns() - 1;
    state.compare.column = state.compare.column.saturating_add_signed(by).min(last);
}

/// The selected line as text: what it is, the sentence of the pair, and the difference.
fn text(state: &State) -> Option<String> {
    let row = state.compare.selected_row()?;
    let comparison = &state.compare.answer.as_ref()?.comparison;
    let (a, b) = state.compare.pair()?;
    let name = words::label(&state.basis, row.measure);
    let said = match row.pair(a, b)? {
        Ok(pair) => {
            let places = state.places();
            let ends = words::difference_ends(row.measure, &pair.difference, places);
            let range = words::range_and_middle(&ends, words::unit_name(row.measure, places));
            format!("{}; {}−{} {range}", words::sentence(&pair, a, b), words::column(a), words::column(b))
        }
        Err(why) => words::why(&why),
    };
    let title = |column: usize| -> String {
        let found = column.checked_sub(1).and_then(|i| state.compare.asked.get(i));
        found.map_or_else(String::new, |s| format!(" {}: “{}”.", words::column(column), s.title))
    };
    Some(format!("{name}, {}: {said}.{}{}", comparison.year, title(a), title(b)))
}

/// The whole screen as sentences: who stands in which column, and each line of the two that are set against each other.
#[must_use]
pub fn sentences(state: &State) -> Vec<String> {
    let mut said: Vec<String> = scenarios(state)
        .iter()
        .enumerate()
        .map(|(i, s)| format!("{} is “{}”.", words::column(i + 1), s.title))
        .collect();
    let (Some(answer), Some((a, b))) = (&state.compare.answer, state.compare.pair()) else { return said };
    said.push(format!("In {}, future by future:", answer.comparison.year));
    for row in &answer.comparison.rows {
        let name = words::label(&state.basis, row.measure);
        match row.pair(a, b) {
            Some(Ok(pair)) => said.push(format!("{name}: {}.", words::sentence(&pair, a, b))),
            Some(Err(why)) => said.push(format!("{name}: {}.", words::why(&why))),
            None => {}
        }
    }
    said
}

/// A click on the nth thing of the screen: lines first, then columns.
pub(super) fn click(state: &mut State, item: usize) -> Vec<Effect> {
    if let Some(column) = item.checked_sub(COLUMN_ITEMS) {
        state.compare.column = column.min(state.compare.columns() - 1);
    } else {
        state.compare.row = item;
        step_row(state, 0);
    }
    Vec::new()
}

/// Numbers of pointer targets from here on are columns.
pub const COLUMN_ITEMS: usize = 1000;

/// The wheel turned over the screen; positive is down.
pub(super) fn wheel(state: &mut State, by: i32, _seen: &Seen) {
    step_row(state, by as isize);
}
