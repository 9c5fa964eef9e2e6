//! Which lever did it: Shapley values over the levers that are on, same draws, one indicator and year (MODEL.md section 10).

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

use super::shapley;
use crate::evidence::LeverId;
use crate::model::{Basis, Indicator};
use crate::projection::{self, Draws, Stopped};
use crate::scenario::Scenario;

/// Most levers whose Shapley values are exact; beyond it random orders are averaged.
pub const EXACT_MAX: usize = 12;

/// Pairs of an order and its reverse beyond [`EXACT_MAX`] levers.
const PAIRS_OF_ORDERS: usize = 24;

/// One lever's part of the modelled change, in the indicator's unit (mean over the draws).
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Lever.
    pub lever: LeverId,
    /// Shapley value: the parts add up to the total.
    pub shapley: f64,
    /// Standard error of the Shapley value over orders; 0 where exact.
    pub standard_error: f64,
    /// The change with this lever alone.
    pub alone: f64,
    /// What would be lost without it.
    pub if_removed: f64,
}

/// The parts of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Indicator.
    pub indicator: Indicator,
    /// Calendar year.
    pub year: i32,
    /// Levers that are on, in the order of the plan.
    pub levers: Vec<Contribution>,
    /// Mean change: "mean (driven by a few very good futures)".
    pub total: f64,
}

/// Attributes the mean change of one indicator of one plan in calendar year `year` to the plan's levers.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn attribute(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    (plan, indicator, year): (usize, Indicator, i32),
    cancel: &AtomicBool,
) -> Result<Attribution, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let levers: Vec<LeverId> =
        scenario.plans.get(plan).map(|p| p.on().map(|(l, _)| l.clone()).collect()).unwrap_or_default();
    let t = usize::try_from((year - scenario.year_zero()).clamp(0, i32::try_from(scenario.horizon).unwrap_or(0)))
        .unwrap_or(0);
    let mut known: HashMap<u32, f64> = HashMap::new();
    let mut stopped = None;
    let mut worth = |mask: u32| -> f64 {
        if stopped.is_some() {
            return 0.0;
        }
        if let Some(v) = known.get(&mask) {
            return *v;
        }
        let part = with_levers(scenario, plan, &levers, mask);
        match projection::mean_change(basis, &part, draws, (plan, indicator, t), cancel) {
            Ok(mean) => {
                known.insert(mask, mean);
                mean
            }
            Err(why) => {
                stopped = Some(why);
                0.0
            }
        }
    };
    let players = u32::try_from(levers.len()).unwrap_or(u32::MAX);
    let (found, errors) = if levers.len() <= EXACT_MAX {
        (shapley::attribute(players, &mut worth), vec![0.0; levers.len()])
    } else {
        let sampled = shapley::sampled(players, PAIRS_OF_ORDERS, scenario.seed, &mut worth);
        (Some(sampled.0), sampled.1)
    };
    if let Some(why) = stopped {
        return Err(why);
    }
    let found = found.unwrap_or_default();
    let levers = levers
        .into_iter()
        .zip(errors)
        .enumerate()
        .map(|(k, (lever, standard_error))| Contribution {
            lever,
            shapley: found.shapley[k],
            standard_error,
            alone: found.alone[k],
            if_removed: found.if_removed[k],
        })
        .collect();
    Ok(Attribution {
        indicator,
        year: scenario.year_zero() + i32::try_from(t).unwrap_or(0),
        levers,
        total: found.total,
    })
}

/// The scenario with only the levers of `mask` left on in one plan.
fn with_levers(scenario: &Scenario, plan: usize, levers: &[LeverId], mask: u32) -> Scenario {
    let mut part = scenario.clone();
    if let Some(plan) = part.plans.get_mut(plan) {
        plan.levers.retain(|id, _| levers.iter().position(|l| l == id).is_some_and(|k| mask >> k & 1 == 1));
    }
    part
}
