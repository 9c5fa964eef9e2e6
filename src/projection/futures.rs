//! One plan future by future: what comparing plans on the same draws needs (MODEL.md section 7, common random numbers).

use std::sync::atomic::AtomicBool;

use super::draws::Draws;
use super::gap::Gap;
use super::outcome::{AppraisalOutcome, Quantiles};
use super::run::Tiers;
use super::summary::{self, PlaceColumns, Triple};
use super::{Stopped, cell_scores, columns, run, worlds};
use crate::model::{Basis, Indicator};
use crate::scenario::Scenario;

/// One indicator of a plan in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorFutures {
    /// Change against no new policy by draw, in the indicator's unit: entry `i` is draw `i` of the seed, whatever the
    /// levers and switches, so that two plans can be set against each other future by future.
    pub change: Vec<f64>,
    /// No new policy; `None` for effects that have no baseline.
    pub baseline: Option<Quantiles>,
}

/// What could follow from one plan in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanFutures {
    /// In the order of [`Indicator::ALL`].
    pub indicators: Vec<IndicatorFutures>,
    /// Benefit–cost ratio (UK) of each tier over the whole horizon, by draw. `None`: no benefit can be counted, or the plan
    /// costs nothing.
    pub tiers: Vec<Option<Vec<f64>>>,
    /// Appraisal over the whole horizon.
    pub appraisal: AppraisalOutcome,
}

impl PlanFutures {
    /// One indicator.
    #[must_use]
    pub fn indicator(&self, indicator: Indicator) -> &IndicatorFutures {
        &self.indicators[indicator.index()]
    }
}

/// Runs a scenario and hands out plan `plan` (from 0) in calendar year `year`, held to the scenario's years. Present values
/// are counted up to that year. Draws of two tables with the same seed and size, and only those, belong together.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a plan has no starting numbers or there is no such
/// plan.
pub fn futures(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    (plan, year): (usize, i32),
    cancel: &AtomicBool,
) -> Result<PlanFutures, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let calendar = run::calendar(basis, scenario);
    let t = usize::try_from(year - scenario.year_zero()).unwrap_or(0).min(calendar.horizon);
    let runs = worlds(basis, scenario, draws, Tiers::Run, cancel)?;
    let scores = cell_scores(draws, &runs);
    let columns = columns(basis, draws, calendar, &runs, &scores);
    let find = |index: &usize| *index == plan;
    let found = runs.iter().zip(&columns).find_map(|(run, places)| {
        let at = run.world.plan_index.iter().position(find)?;
        places.get(at)
    });
    let Some(place) = found else {
        let fault = crate::evidence::Fault::new(scenario.title.clone(), format!("holds no plan {}", plan + 1));
        return Err(Stopped::Refused(fault));
    };
    let gap = Gap::new(basis, scenario, draws, calendar, &runs, &columns);
    let of_indicator = |indicator: &Indicator| {
        let mut triple = Triple::default();
        if *indicator == Indicator::Gap {
            triple = gap.values(t);
        } else {
            summary::values(place, (*indicator, t), None, &mut triple);
        }
        let known = !triple.effect_only && !triple.baseline.is_empty();
        let baseline = known.then(|| summary::quantiles(&mut triple.baseline));
        IndicatorFutures { change: by_draw(draws, &triple.change), baseline }
    };
    Ok(PlanFutures {
        indicators: Indicator::ALL.iter().map(of_indicator).collect(),
        tiers: ratios(draws, place),
        appraisal: summary::appraisal(&basis.model, place),
    })
}

/// Ratios of each tier by draw.
fn ratios(draws: &Draws, place: &PlaceColumns<'_>) -> Vec<Option<Vec<f64>>> {
    place.tier_ratios().into_iter().map(|column| column.map(|c| by_draw(draws, &c))).collect()
}

/// A column in slot order put into the order of draws: slots are sorted by structure, which a switch may change.
pub(super) fn by_draw(draws: &Draws, column: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; column.len()];
    for (draw, value) in draws.order().iter().zip(column) {
        if let Some(place) = out.get_mut(*draw as usize) {
            *place = *value;
        }
    }
    out
}
