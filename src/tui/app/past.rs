//! What was observed before year 0: read off the interface thread, because the figures are many and packed.

use super::action::Effect;
use super::job::Job;
use super::overlay::Overlay;
use super::screen::Screen;
use super::state::{ChartMode, State};
use crate::evidence::{Place, SectorId};
use crate::insight::observed::{self, Observed};
use crate::model::{Basis, Indicator};

/// The history of every indicator in one place and sector.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Where.
    pub place: Place,
    /// In which sector.
    pub sector: SectorId,
    /// In the order of [`Indicator::ALL`]: the line, or why there is none.
    pub lines: Vec<Result<Observed, &'static str>>,
}

impl Past {
    /// Gathers what was observed.
    #[must_use]
    pub fn gather(basis: &Basis, place: &Place, sector: &SectorId) -> Self {
        let lines = Indicator::ALL.iter().map(|i| observed::observed(basis, place, sector, *i)).collect();
        Self { place: place.clone(), sector: sector.clone(), lines }
    }
}

impl State {
    /// The history of an indicator here, once it has been read, or why there is none.
    #[must_use]
    pub fn observed(&self, indicator: Indicator) -> Option<Result<&Observed, &'static str>> {
        let plan = self.plan();
        let past = self.past.as_ref().filter(|p| p.place == plan.place && p.sector == plan.sector)?;
        past.lines.get(indicator.index()).map(|line| line.as_ref().map_err(|why| *why))
    }
}

/// Asks for the history of the plan shown, if it is on the screen and not there yet.
pub(super) fn ask(state: &State) -> Vec<Effect> {
    let seen = state.screen == Screen::Explore
        && (state.mode == ChartMode::Level || state.overlays.iter().any(|o| matches!(o, Overlay::Why(..))));
    let plan = state.plan();
    let known = state.past.as_ref().is_some_and(|p| p.place == plan.place && p.sector == plan.sector);
    if !seen || known {
        return Vec::new();
    }
    vec![Effect::Work(Job::History { place: plan.place.clone(), sector: plan.sector.clone() })]
}
