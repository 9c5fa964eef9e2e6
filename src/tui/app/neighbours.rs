//! What Places knows about neighbours: strengths that areas share, and what the scenario gives to and takes from others.

use std::sync::Arc;

use super::action::Effect;
use super::commands::CommandId;
use super::job::Job;
use super::state::{Seen, State};
use crate::evidence::{SectorId, Tier};
use crate::insight::ledger::{Account, Entry, Ledger, Measure};
use crate::insight::strengths::{Field, Strengths};

/// What stands in place of the map of one measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layer {
    /// Nothing: the map itself.
    #[default]
    Map,
    /// Proposed groups of areas.
    Strengths,
    /// The good-neighbour ledger.
    Ledger,
}

/// A search for strengths: what was looked at, and what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was looked at.
    pub field: Field,
    /// What was found.
    pub strengths: Strengths,
}

/// What was worked out last, and about what.
#[derive(Debug, Clone)]
pub struct About<K, T> {
    /// Stamp of the figures, or sector and tier.
    pub of: K,
    /// The answer, or why there is none.
    pub answer: Result<Arc<T>, String>,
}

/// What is known about neighbours.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    /// What is shown.
    pub layer: Layer,
    /// Selected line of the list.
    pub selected: usize,
    /// Strengths of a sector over a tier.
    pub strengths: Option<About<(SectorId, Tier), Found>>,
    /// Ledger of the scenario, by generation.
    pub ledger: Option<About<u64, Ledger>>,
    /// What the ledger counts.
    pub jobs: bool,
}

impl State {
    /// The search that fits the sector of the plan, once it was done.
    #[must_use]
    pub fn strengths(&self) -> Option<&Result<Arc<Found>, String>> {
        let wanted = (&self.plan().sector, self.tier_searched());
        self.neighbours.strengths.as_ref().filter(|a| (&a.of.0, a.of.1) == wanted).map(|a| &a.answer)
    }

    /// The ledger of the scenario as it is, once it was drawn up.
    #[must_use]
    pub fn ledger(&self) -> Option<&Result<Arc<Ledger>, String>> {
        self.neighbours.ledger.as_ref().filter(|a| a.of == self.generation).map(|a| &a.answer)
    }

    /// The account of the ledger that is shown.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        let measure = if self.neighbours.jobs { Measure::Jobs } else { Measure::Gva };
        self.ledger().and_then(|l| l.as_ref().ok()).and_then(|l| l.account(measure))
    }

    /// The entry of the ledger that has the keys.
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        self.account().and_then(|a| a.entries.get(self.neighbours.selected))
    }

    /// The areas that are searched: those of former LEPs, the smallest for which there are figures of sectors.
    #[must_use]
    pub const fn tier_searched(&self) -> Tier {
        Tier::Lep
    }

    fn lines(&self) -> usize {
        match self.neighbours.layer {
            Layer::Map => 0,
            Layer::Strengths => {
                self.strengths().and_then(|f| f.as_ref().ok()).map_or(0, |f| f.strengths.proposals.len())
            }
            Layer::Ledger => self.account().map_or(0, |a| a.entries.len()),
        }
    }
}

/// Asks for what is shown and not known yet.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    match state.neighbours.layer {
        Layer::Map => Vec::new(),
        Layer::Strengths if state.strengths().is_some() => Vec::new(),
        Layer::Strengths => {
            let (sector, tier) = (state.plan().sector.clone(), state.tier_searched());
            vec![Effect::Work(Job::Strengths { sector, tier })]
        }
        Layer::Ledger if state.ledger().is_some() => Vec::new(),
        Layer::Ledger => {
            let scenario = Arc::clone(&state.scenario);
            vec![Effect::Work(Job::Ledger { generation: state.generation, scenario })]
        }
    }
}

/// Runs a command while a layer is shown, or shows one; `None` if it is not for this.
pub(super) fn run(state: &mut State, id: CommandId, seen: &Seen) -> Option<Vec<Effect>> {
    match id {
        CommandId::PlaceStrengths => return Some(show(state, Layer::Strengths)),
        CommandId::PlaceLedger => return Some(show(state, Layer::Ledger)),
        _ if state.neighbours.layer == Layer::Map => return None,
        CommandId::PlaceUp => step(state, -1),
        CommandId::PlaceDown => step(state, 1),
        CommandId::PlacePageUp => step(state, -page(seen)),
        CommandId::PlacePageDown => step(state, page(seen)),
        CommandId::PlaceBack => state.neighbours.layer = Layer::Map,
        CommandId::PlaceProfile | CommandId::PlaceCollect => choose(state),
        CommandId::MeasureNext | CommandId::MeasurePrevious if state.neighbours.layer == Layer::Ledger => {
            state.neighbours.jobs = !state.neighbours.jobs;
            state.neighbours.selected = 0;
        }
        // What acts on the map would act on something that is not seen.
        CommandId::PlaceUse | CommandId::PlaceOrder => {
            state.notice = Some(format!("{}: go back to the map first (Esc)", id.row().title));
        }
        CommandId::PlaceLeft
        | CommandId::PlaceRight
        | CommandId::MeasureNext
        | CommandId::MeasurePrevious
        | CommandId::PaneNext
        | CommandId::PanePrevious => {}
        _ => return None,
    }
    Some(Vec::new())
}

fn page(seen: &Seen) -> isize {
    isize::try_from(seen.rows.max(1)).unwrap_or(1)
}

/// Shows a layer, or goes back to the map from it.
fn show(state: &mut State, layer: Layer) -> Vec<Effect> {
    let shown = state.neighbours.layer == layer;
    state.neighbours.layer = if shown { Layer::Map } else { layer };
    state.neighbours.selected = 0;
    refresh(state)
}

fn step(state: &mut State, by: isize) {
    let last = state.lines().saturating_sub(1);
    state.neighbours.selected = state.neighbours.selected.saturating_add_signed(by).min(last);
}

/// Takes the proposed group into the functional cluster.
fn choose(state: &mut State) {
    if state.neighbours.layer != Layer::Strengths {
        return;
    }
    let selected = state.neighbours.selected;
    let found = state.strengths().and_then(|f| f.as_ref().ok()).and_then(|f| f.strengths.proposals.get(selected));
    let Some(place) = found.map(|p| p.place.clone()) else { return };
    let shared = state.basis.inputs.warnings(&place);
    let count = place.members().len();
    super::places::gather(state, place.members().to_vec());
    let tail = shared.first().map_or_else(String::new, |w| format!(". Mind that {w}"));
    state.notice = Some(format!("{count} areas collected into the group; G uses it in Explore{tail}"));
}

/// A click on the nth line; `true` if a layer took it.
pub(super) fn click(state: &mut State, item: usize) -> bool {
    if state.neighbours.layer == Layer::Map {
        return false;
    }
    // A second click on the same group collects it.
    if state.neighbours.selected == item {
        choose(state);
    }
    state.neighbours.selected = item.min(state.lines().saturating_sub(1));
    true
}

/// The wheel turned; `true` if a layer took it.
pub(super) fn wheel(state: &mut State, by: i32) -> bool {
    step(state, by as isize);
    state.neighbours.layer != Layer::Map
}
