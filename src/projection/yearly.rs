//! One plan year by year and future by future, undiscounted: what published evaluations count (docs/VALIDITY.md).

use std::sync::atomic::AtomicBool;

use super::base::Base;
use super::draws::Draws;
use super::run::{self, Tiers};
use super::{Stopped, net, worlds};
use crate::model::stats::elementary;
use crate::model::{Basis, Input, Node};
use crate::scenario::Scenario;

/// Years 0…T of the first plan, each a column over draws in slot order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Yearly {
    /// Net jobs at the place.
    pub net_jobs: Vec<Vec<f64>>,
    /// Jobs in treated firms, before displacement, leakage and multiplier.
    pub firm_jobs: Vec<Vec<f64>>,
    /// Net GVA at the place, £m of 2024, not discounted.
    pub net_gva: Vec<Vec<f64>>,
    /// Public cost up to and with the year, £m of 2024, with the uncertainty of unit costs, without optimism bias: money
    /// that was spent has none.
    pub cost: Vec<Vec<f64>>,
}

/// Runs the first plan of a scenario.
///
/// # Errors
/// As [`super::project`].
pub fn yearly(basis: &Basis, scenario: &Scenario, draws: &Draws, cancel: &AtomicBool) -> Result<Yearly, Stopped> {
    let calendar = run::calendar(basis, scenario);
    let runs = worlds(basis, scenario, draws, Tiers::Skip, cancel)?;
    let Some(run) = runs.first() else { return Ok(Yearly::default()) };
    let cell = &run.world.cells[0];
    let scores = draws.cell(cell);
    let start = |input: Input| {
        let mut out = Vec::new();
        if let Some(base) = Base::new(cell, input, &scores, calendar) {
            base.starting(0..draws.len(), &mut out);
        }
        out
    };
    let (gva0, workforce) = (start(Input::GvaM), start(Input::Workforce));
    let mut out = Yearly { cost: costs(basis, run, draws, calendar.horizon), ..Yearly::default() };
    for t in 0..=calendar.horizon {
        let (mut net_jobs, mut firm_jobs, mut gva) = (Vec::new(), Vec::new(), Vec::new());
        for block in &run.blocks {
            let place = &block.places[0];
            let (jobs, productivity) = (place.jobs(t), block.x(0, Node::Productivity, t));
            for (i, slot) in block.slots().enumerate() {
                let factors = &run.factors[0][0].at(slot);
                net_jobs.push(net::net_jobs(workforce[slot], jobs[i], factors));
                firm_jobs.push(workforce[slot] * jobs[i]);
                gva.push(net::net_gva(gva0[slot], elementary::expm1(productivity[i]), jobs[i], factors));
            }
        }
        out.net_jobs.push(net_jobs);
        out.firm_jobs.push(firm_jobs);
        out.net_gva.push(gva);
    }
    Ok(out)
}

/// Public cost up to each year.
fn costs(basis: &Basis, run: &run::WorldRun, draws: &Draws, horizon: usize) -> Vec<Vec<f64>> {
    let mut sum = vec![0.0; draws.len()];
    let mut out = vec![sum.clone()];
    let levers = run.programs.first().map_or(&[][..], |p| p.places[0].levers.as_slice());
    let factors: Vec<Vec<f64>> = levers.iter().map(|l| draws.unit_cost(&basis.model.levers[l.row])).collect();
    for t in 1..=horizon {
        for (lever, factors) in levers.iter().zip(&factors) {
            for (total, factor) in sum.iter_mut().zip(factors) {
                *total += lever.cost[t] * factor;
            }
        }
        out.push(sum.clone());
    }
    out
}
