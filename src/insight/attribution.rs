//! Which lever did it: Shapley values over the levers that are on, same draws, one indicator and year (MODEL.md section 10).

use std::sync::atomic::{AtomicBool, Ordering};

use super::share_out::{Part, share_out};
use super::watch::Watch;
use crate::evidence::LeverId;
use crate::model::{Basis, Indicator};
use crate::projection::{Draws, Stopped, changes};
use crate::scenario::Scenario;

/// One lever's part of the modelled change.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Lever.
    pub lever: LeverId,
    /// What it adds.
    pub part: Part,
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

impl Attribution {
    /// What the levers do together beyond the sum of what each does alone, in the indicator's unit.
    #[must_use]
    pub fn interaction(&self) -> f64 {
        self.total - self.levers.iter().map(|l| l.part.alone).sum::<f64>()
    }
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
    let mut found = attribute_all(basis, scenario, draws, (plan, &[(indicator, year)]), &watch)?;
    Ok(found.pop().unwrap_or(Attribution { indicator, year, levers: Vec::new(), total: 0.0 }))
}

/// The same for several indicators and calendar years at once: each set of levers is run once for all of them.
///
/// # Errors
/// As [`attribute`].
pub fn attribute_all(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    (plan, asked): (usize, &[(Indicator, i32)]),
    watch: &Watch<'_>,
) -> Result<Vec<Attribution>, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let levers: Vec<LeverId> =
        scenario.plans.get(plan).map(|p| p.on().map(|(l, _)| l.clone()).collect()).unwrap_or_default();
    let wanted: Vec<(Indicator, usize)> = asked.iter().map(|(i, year)| (*i, year_of(scenario, *year))).collect();
    let found = share_out(levers.len(), scenario.seed, |mask, (done, all)| {
        watch.step(done, all)?;
        changes(basis, &with_levers(scenario, plan, &levers, mask), draws, (plan, &wanted), watch.cancel)
    })?;
    if watch.cancel.load(Ordering::Relaxed) {
        return Err(Stopped::Cancelled);
    }
    let one = |(parts, (indicator, t)): (super::share_out::Parts, &(Indicator, usize))| Attribution {
        indicator: *indicator,
        year: scenario.year_zero() + i32::try_from(*t).unwrap_or(0),
        levers: levers.iter().zip(parts.parts).map(|(l, part)| Contribution { lever: l.clone(), part }).collect(),
        total: parts.total,
    };
    Ok(found.into_iter().zip(&wanted).map(one).collect())
}

/// The year counted from the year before the start, within the horizon.
pub(super) fn year_of(scenario: &Scenario, year: i32) -> usize {
    let last = i32::try_from(scenario.horizon).unwrap_or(0);
    usize::try_from((year - scenario.year_zero()).clamp(0, last)).unwrap_or(0)
}

/// The scenario with only the levers of `mask` left on in one plan.
fn with_levers(scenario: &Scenario, plan: usize, levers: &[LeverId], mask: u32) -> Scenario {
    let mut part = scenario.clone();
    if let Some(plan) = part.plans.get_mut(plan) {
        plan.levers.retain(|id, _| levers.iter().position(|l| l == id).is_some_and(|k| mask >> k & 1 == 1));
    }
    part
}
