//! What is on the screen when nothing was asked for: a real place and sector with a plan in force.

use crate::evidence::load::SCENARIOS;
use crate::evidence::{AreaCode, Place, SectorId};
use crate::model::Basis;
use crate::scenario::{Scenario, document};

/// Built-in scenario of the first screen.
const FIRST: &str = "collective-learning-first";

/// The scenario of the first screen. A user's own model may not know its levers: then the West Midlands without a plan.
pub(super) fn scenario(basis: &Basis) -> Scenario {
    let text = SCENARIOS.iter().find(|(name, _)| *name == FIRST).map(|(_, text)| *text);
    let read = text.and_then(|t| document::read(FIRST, t, basis).ok()).map(|opened| opened.scenario);
    read.unwrap_or_else(|| {
        Scenario::empty(Place::Area(AreaCode::new("E12000005")), SectorId::new("advanced_manufacturing"))
    })
}
