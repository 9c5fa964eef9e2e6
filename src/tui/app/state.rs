//! Everything the screen shows, and nothing about how.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::action::{Answer, Attribution, Listed};
use super::compare::Compare;
use super::history::History;
use super::insight::Insight;
use super::keymap::Keymap;
use super::money::Cost;
use super::neighbours::Neighbours;
use super::overlay::Overlay;
use super::past::Past;
use super::places::PlacesScreen;
use super::present::View;
use super::replay::{Before, Face};
use super::roundtable::Roundtable;
use super::screen::Screen;
use super::shelf::Shelf;
use super::told::FairTest;
use crate::evidence::Fault;
use crate::insight::revision::{self, Revision};
use crate::model::{Basis, Cell, Indicator, Lever, LeverGroup};
use crate::projection::PlanOutcome;
use crate::scenario::{Plan, Scenario, Tried, package};

/// Which pane the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The list of levers.
    Levers,
    /// The indicator cards.
    Indicators,
    /// The whole of Compare.
    Compare,
    /// The whole of Places.
    Places,
    /// The whole of Evidence.
    Evidence,
    /// The whole of Insight.
    Insight,
    /// The whole of the roundtable.
    Roundtable,
    /// Whatever is presented.
    Presenting,
}

impl Pane {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Levers,
        Self::Indicators,
        Self::Compare,
        Self::Places,
        Self::Evidence,
        Self::Insight,
        Self::Roundtable,
        Self::Presenting,
    ];
}

/// What the charts show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartMode {
    /// Plan less no new policy: the default, because the spread of the baseline would hide every lever.
    Change,
    /// The indicator itself, with and without the plan.
    Level,
}

/// How charts show uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Bands over the years.
    Fan,
    /// Twenty futures of the last year as dots.
    Dots,
}

/// What the last frame had room for: movement on a page needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Cards side by side.
    pub columns: usize,
    /// Cards on a page.
    pub cards: usize,
    /// Lines of the list that has the keys; over "why?" the lines that lie below its first screenful.
    pub rows: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self { columns: 1, cards: 1, rows: 10 }
    }
}

/// Everything the screen shows.
#[derive(Debug)]
pub struct State {
    /// What is known and assumed, under the overrides of the scenario.
    pub basis: Arc<Basis>,
    /// What is chosen.
    pub scenario: Arc<Scenario>,
    /// As it was last opened or written: "edited" is being different from this.
    pub kept: Arc<Scenario>,
    /// Packages worked out in the work on this scenario.
    pub tried: Tried,
    /// The fair test that was asked for last.
    pub fair: Option<FairTest>,
    /// What changed since the scenario was kept on another version of the evidence.
    pub revision: Option<Arc<Revision>>,
    /// Starting numbers of the plan's place and sector.
    pub cell: Result<Box<Cell>, Fault>,
    /// Undo and redo.
    pub history: History,
    /// Whether everything is shown, or one thing large.
    pub view: View,
    /// Which screen is shown.
    pub screen: Screen,
    /// What Compare shows.
    pub compare: Compare,
    /// What Places shows.
    pub places_screen: PlacesScreen,
    /// What Places knows about neighbours.
    pub neighbours: Neighbours,
    /// What Evidence shows.
    pub shelf: Shelf,
    /// What Insight shows.
    pub insight: Insight,
    /// What the roundtable shows.
    pub roundtable: Roundtable,
    /// Where the keys go on Explore; see [`State::focus`].
    pub pane: Pane,
    /// Selected lever, by its place in the model's list.
    pub lever: usize,
    /// Groups of levers whose levers are hidden under their heading.
    pub folded: BTreeSet<LeverGroup>,
    /// The plan shown, counted from 0.
    pub plan_at: usize,
    /// What the plans cost a year.
    pub cost: Cost,
    /// Selected indicator.
    pub indicator: Indicator,
    /// What charts show.
    pub mode: ChartMode,
    /// How they show uncertainty.
    pub picture: Picture,
    /// What was observed before year 0, once asked for.
    pub past: Option<Past>,
    /// Layers over the screen, the last on top.
    pub overlays: Vec<Overlay>,
    /// Newest figures.
    pub answer: Option<Answer>,
    /// Why there are none.
    pub refusal: Option<String>,
    /// Stamp of the newest request.
    pub generation: u64,
    /// First request for the place, sector and years shown: older answers are about something else.
    pub(super) since: u64,
    /// Scenario and figures before the latest run of changes: what "moved most" is measured from.
    pub before: Option<Before>,
    /// Whether the cards show these or those of now.
    pub face: Face,
    /// The indicator that moved most in the latest change.
    pub moved_most: Option<Indicator>,
    /// Contributions, once asked for.
    pub attribution: Option<Attribution>,
    /// One line for the footer.
    pub notice: Option<String>,
    /// Which key does what.
    pub keymap: Keymap,
    /// Scenarios that can be opened, as last read.
    pub listed: Vec<Listed>,
    /// Whether the pointer is taken.
    pub mouse: bool,
    /// Whether a drag is under way: one step of undo for the whole of it.
    pub(super) dragging: bool,
}

impl State {
    /// The screen of a scenario; nothing is worked out yet.
    #[must_use]
    pub fn new(basis: Arc<Basis>, scenario: Scenario) -> Self {
        let scenario = Arc::new(scenario);
        let owned = match basis.under(&scenario.overrides) {
            std::borrow::Cow::Owned(under) => Some(under),
            std::borrow::Cow::Borrowed(_) => None,
        };
        let basis = owned.map_or(basis, Arc::new);
        let tried = Tried::from(&scenario);
        let cell = cell_of(&basis, &scenario, 0);
        let lever = first_on(&basis, &scenario);
        let cost = Cost::of(&basis, &scenario, 0);
        Self {
            basis,
            kept: Arc::clone(&scenario),
            scenario,
            tried,
            fair: None,
            revision: None,
            cell,
            history: History::default(),
            view: View::default(),
            screen: Screen::default(),
            compare: Compare::default(),
            places_screen: PlacesScreen::default(),
            neighbours: Neighbours::default(),
            shelf: Shelf::default(),
            insight: Insight::default(),
            roundtable: Roundtable::default(),
            pane: Pane::Levers,
            lever,
            folded: BTreeSet::new(),
            plan_at: 0,
            cost,
            indicator: Indicator::InnovationActive,
            mode: ChartMode::Change,
            picture: Picture::Fan,
            past: None,
            overlays: Vec::new(),
            answer: None,
            refusal: None,
            generation: 1,
            since: 1,
            before: None,
            face: Face::Now,
            moved_most: None,
            attribution: None,
            notice: None,
            keymap: Keymap::default(),
            listed: Vec::new(),
            mouse: true,
            dragging: false,
        }
    }

    /// How many different places the scenario has plans in: it decides what the gap indicator is.
    #[must_use]
    pub fn places(&self) -> usize {
        crate::report::text::places(&self.scenario)
    }

    /// Where the keys go.
    #[must_use]
    pub const fn focus(&self) -> Pane {
        if matches!(self.view, View::Presenting(_)) {
            return Pane::Presenting;
        }
        match self.screen {
            Screen::Explore => self.pane,
            Screen::Compare => Pane::Compare,
            Screen::Places => Pane::Places,
            Screen::Evidence => Pane::Evidence,
            Screen::Insight => Pane::Insight,
            Screen::Roundtable => Pane::Roundtable,
        }
    }

    /// The plan shown.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        // A scenario always holds a plan; every way in checks it, and the index is put right with every new scenario.
        &self.scenario.plans[self.plan_at.min(self.scenario.plans.len() - 1)]
    }

    /// The figures of the plan shown, before the last change if these are shown.
    #[must_use]
    pub fn outcome(&self) -> Option<&PlanOutcome> {
        self.shown_projection().and_then(|p| p.plans.get(self.plan_at))
    }

    /// The selected lever.
    #[must_use]
    pub fn selected_lever(&self) -> Option<&Lever> {
        self.basis.model.levers.get(self.lever)
    }

    /// Whether the scenario differs from what was last opened or written.
    #[must_use]
    pub fn edited(&self) -> bool {
        self.scenario != self.kept
    }

    /// Whether the figures shown answer the newest request, in full.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.answer.as_ref().is_some_and(|a| a.generation == self.generation && !a.coarse)
    }

    /// The scenario as it is kept: with the number of packages tried, the version of the evidence, and its figures where full
    /// ones are there.
    #[must_use]
    pub fn to_keep(&self) -> Scenario {
        let mut out = Scenario::clone(&self.scenario);
        out.tried = self.tried.count();
        let figures = self.answer.as_ref().filter(|_| self.settled() && !out.is_off());
        if let Some(answer) = figures {
            return out.recorded(&answer.projection.evidence_version, revision::figures(&answer.projection));
        }
        // What was kept before still holds for the same package, and for no other.
        if package(&self.kept) == package(&self.scenario) {
            out.record.clone_from(&self.kept.record);
        } else {
            out.record = None;
        }
        out
    }

    /// Whether no lever is on.
    #[must_use]
    pub fn nothing_on(&self) -> bool {
        self.plan().on().next().is_none()
    }

    /// Whether a lever's bar is being dragged.
    #[must_use]
    pub const fn dragging(&self) -> bool {
        self.dragging
    }

    pub(super) fn refresh_cell(&mut self) {
        self.cell = cell_of(&self.basis, &self.scenario, self.plan_at);
    }
}

fn cell_of(basis: &Basis, scenario: &Scenario, plan: usize) -> Result<Box<Cell>, Fault> {
    let plan = scenario.plans.get(plan).ok_or_else(|| Fault::new("scenario", "holds no plan"))?;
    basis.inputs.cell(&plan.place, &plan.sector).map(Box::new)
}

fn first_on(basis: &Basis, scenario: &Scenario) -> usize {
    let on = |id| scenario.plans.first().is_some_and(|p| p.levers.get(id).is_some_and(|s| s.amount > 0.0));
    basis.model.levers.iter().position(|l| on(&l.id)).unwrap_or(0)
}
