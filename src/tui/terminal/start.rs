//! What is on the screen when nothing was asked for: a real place and sector with a plan in force.

use crate::evidence::{AreaCode, LeverId, Place, SectorId};
use crate::model::{Basis, dose};
use crate::report::words;
use crate::scenario::{Scenario, Setting};

/// Place of the first screen: West Midlands.
const PLACE: &str = "E12000005";
/// Sector of the first screen.
const SECTOR: &str = "advanced_manufacturing";
/// Levers of the first screen with the share of their tested range.
const LEVERS: [(&str, f64); 5] = [
    ("skills_provision", 0.3),
    ("work_organisation", 0.4),
    ("leadership_management", 0.4),
    ("network_facilitation", 0.5),
    ("peer_learning", 0.4),
];

/// The scenario of the first screen.
pub(super) fn scenario(basis: &Basis) -> Scenario {
    let (place, sector) = (Place::Area(AreaCode::new(PLACE)), SectorId::new(SECTOR));
    let mut scenario = Scenario::empty(place.clone(), sector.clone());
    let Ok(cell) = basis.inputs.cell(&place, &sector) else { return scenario };
    scenario.title = String::from("Collective learning first");
    let (from, to) = (scenario.start, scenario.last_year());
    for (id, share) in LEVERS {
        let id = LeverId::new(id);
        let Some(lever) = basis.model.lever(&id) else { continue };
        let slider = dose::slider(lever, &cell);
        let amount = words::round_to((slider.edge * share / slider.step).round() * slider.step, 9);
        if let Some(plan) = scenario.plans.first_mut().filter(|_| amount > 0.0) {
            plan.levers.insert(id, Setting { amount, from, to, partner: None });
        }
    }
    scenario
}
