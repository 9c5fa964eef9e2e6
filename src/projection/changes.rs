//! How a plan changes its indicators, future by future: what attribution shares out.

use std::sync::atomic::AtomicBool;

use super::draws::Draws;
use super::futures::by_draw;
use super::gap::Gap;
use super::summary::{self, Triple};
use super::{Stopped, cell_scores, columns, run, worlds};
use crate::model::{Basis, Indicator};
use crate::scenario::Scenario;

/// The change of one indicator in one year against no new policy, in the indicator's unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    /// Its mean. Of a level it is taken on the central baseline: a forecast with Student-t tails on the log scale has no mean.
    pub mean: f64,
    /// By draw, in the order of the draws whatever the levers and switches.
    pub by_draw: Vec<f64>,
}

/// Changes of one plan (from 0): `asked` are indicators with a year t (0…T). One run answers them all.
///
/// # Errors
/// As [`super::project`].
pub fn changes(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    (plan, asked): (usize, &[(Indicator, usize)]),
    cancel: &AtomicBool,
) -> Result<Vec<Change>, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let calendar = run::calendar(basis, scenario);
    let runs = worlds(basis, scenario, draws, super::Tiers::Skip, cancel)?;
    let scores = cell_scores(draws, &runs);
    let columns = columns(basis, draws, calendar, &runs, &scores);
    let wanted = asked.iter().any(|(indicator, _)| *indicator == Indicator::Gap);
    let gap = wanted.then(|| Gap::new(basis, scenario, draws, calendar, &runs, &columns));
    let place = runs.iter().zip(&columns).find_map(|(run, places)| {
        let at = run.world.plan_index.iter().position(|index| *index == plan)?;
        places.get(at)
    });
    let mut triple = Triple::default();
    let mut out = Vec::with_capacity(asked.len());
    for (indicator, t) in asked {
        match (&gap, place) {
            (Some(gap), _) if *indicator == Indicator::Gap => triple = gap.values(*t),
            (_, Some(place)) => summary::values(place, (*indicator, *t), None, &mut triple),
            (_, None) => triple = Triple::default(),
        }
        out.push(Change { mean: triple.mean(), by_draw: by_draw(draws, &triple.change) });
    }
    drop(gap);
    drop(columns);
    for run in runs {
        run.give_back(draws);
    }
    Ok(out)
}
