//! Which lever did it: Shapley values over the levers that are on, same draws, one indicator and year (MODEL.md section 10).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::shapley;
use super::watch::Watch;
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
    let watch = Watch { cancel, progress: &|_| {} };
    let mut all = attribute_each(basis, scenario, draws, (plan, &[indicator], year), &watch)?;
    // One was asked for.
    Ok(all.pop().unwrap_or(Attribution { indicator, year, levers: Vec::new(), total: 0.0 }))
}

/// [`attribute`] for several indicators: every part of the package is run once for all of them.
///
/// # Errors
/// As [`attribute`].
pub fn attribute_each(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    (plan, indicators, year): (usize, &[Indicator], i32),
    watch: &Watch<'_>,
) -> Result<Vec<Attribution>, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let levers: Vec<LeverId> =
        scenario.plans.get(plan).map(|p| p.on().map(|(l, _)| l.clone()).collect()).unwrap_or_default();
    let t = usize::try_from((year - scenario.year_zero()).clamp(0, i32::try_from(scenario.horizon).unwrap_or(0)))
        .unwrap_or(0);
    // Which parts are asked for does not depend on what they are worth.
    let mut masks = BTreeSet::new();
    shared_out(scenario.seed, levers.len(), |mask| {
        masks.insert(mask);
        0.0
    });
    let (all, done) = (masks.len(), AtomicUsize::new(0));
    let worth = |mask: u32| {
        watch.step(done.fetch_add(1, Ordering::Relaxed), all)?;
        let part = with_levers(scenario, plan, &levers, mask);
        let means = projection::mean_changes(basis, &part, draws, (plan, indicators, t), watch.cancel)?;
        Ok((mask, means))
    };
    let known: BTreeMap<u32, Vec<f64>> = masks.into_par_iter().map(worth).collect::<Result<_, Stopped>>()?;
    let of = |(k, indicator): (usize, &Indicator)| {
        let (found, errors) = shared_out(scenario.seed, levers.len(), |mask| known.get(&mask).map_or(0.0, |v| v[k]));
        let contribution = |(p, (lever, standard_error)): (usize, (&LeverId, f64))| Contribution {
            lever: lever.clone(),
            shapley: found.shapley[p],
            standard_error,
            alone: found.alone[p],
            if_removed: found.if_removed[p],
        };
        Attribution {
            indicator: *indicator,
            year: scenario.year_zero() + i32::try_from(t).unwrap_or(0),
            levers: levers.iter().zip(errors).enumerate().map(contribution).collect(),
            total: found.total,
        }
    };
    Ok(indicators.iter().enumerate().map(of).collect())
}

/// Shapley values over `levers` players and their standard errors: exact up to [`EXACT_MAX`].
fn shared_out(seed: u64, levers: usize, worth: impl FnMut(u32) -> f64) -> (shapley::Attribution, Vec<f64>) {
    let players = u32::try_from(levers).unwrap_or(u32::MAX);
    if levers <= EXACT_MAX {
        (shapley::attribute(players, worth).unwrap_or_default(), vec![0.0; levers])
    } else {
        shapley::sampled(players, PAIRS_OF_ORDERS, seed, worth)
    }
}

/// The scenario with only the levers of `mask` left on in one plan.
fn with_levers(scenario: &Scenario, plan: usize, levers: &[LeverId], mask: u32) -> Scenario {
    let mut part = scenario.clone();
    if let Some(plan) = part.plans.get_mut(plan) {
        plan.levers.retain(|id, _| levers.iter().position(|l| l == id).is_some_and(|k| mask >> k & 1 == 1));
    }
    part
}
