//! What is on the screen when nothing was asked for: a real place and sector with a plan in force.

use crate::evidence::load::SCENARIOS;
use crate::evidence::{AreaCode, Place, SectorId, Tier};
use crate::model::Basis;
use crate::scenario::{Scenario, document};

/// Built-in scenario of the first screen.
const FIRST: &str = "collective-learning-first";

/// The scenario of the first screen. A user's own model may not know its levers: then the West Midlands without a plan,
/// or the first place of a user's own country.
pub(super) fn scenario(basis: &Basis) -> Scenario {
    let text = SCENARIOS.iter().find(|(name, _)| *name == FIRST).map(|(_, text)| *text);
    let read = text.and_then(|t| document::read(FIRST, t, basis).ok()).map(|opened| opened.scenario);
    read.unwrap_or_else(|| {
        let usual = Place::Area(AreaCode::new("E12000005"));
        let places = basis.inputs.places(Tier::Itl1);
        let place = if places.contains(&usual) { usual } else { places.into_iter().next().unwrap_or(usual) };
        let sector = SectorId::new("advanced_manufacturing");
        let known = basis.inputs.rules().is_some_and(|rules| rules.sectors.contains(&sector));
        Scenario::empty(place, if known { sector } else { SectorId::all() })
    })
}
