//! A whole scenario future by future: money and jobs of all its plans together, and the indicators asked for.

use std::sync::atomic::AtomicBool;

use super::draws::Draws;
use super::futures::by_draw;
use super::gap::Gap;
use super::run::Tiers;
use super::summary::{self, PlaceColumns, Triple};
use super::{Stopped, cell_scores, columns, run, worlds};
use crate::evidence::AreaCode;
use crate::model::{Basis, Indicator};
use crate::scenario::Scenario;

/// One indicator of one plan in the last year, by draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// Change against no new policy, in the indicator's unit.
    pub change: Vec<f64>,
    /// Level under the plan; of effects without a level (trained staff among them) the change again.
    pub level: Vec<f64>,
}

/// All plans together, over the whole horizon. Entry `i` of a column is draw `i` of the seed whatever the levers and switches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    /// Present value of net GVA at the places of the plans, £m.
    pub gva_here: Vec<f64>,
    /// Present value of net GVA for the UK, £m.
    pub gva_uk: Vec<f64>,
    /// Present value of public cost, £m.
    pub cost: Vec<f64>,
    /// Present value of private cost, £m.
    pub private: f64,
    /// Net jobs at the places in the last year.
    pub jobs_here: Vec<f64>,
    /// What was asked for, in that order.
    pub asked: Vec<Asked>,
}

impl Totals {
    /// Net present social value (UK, all grades), £m, by draw.
    #[must_use]
    pub fn npsv(&self) -> Vec<f64> {
        self.gva_uk.iter().zip(&self.cost).map(|(gva, cost)| gva - cost - self.private).collect()
    }
}

/// Runs a scenario; `asked` are plans (from 0) with an indicator, in the last year.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn totals(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    asked: &[(usize, Indicator)],
    cancel: &AtomicBool,
) -> Result<Totals, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let calendar = run::calendar(basis, scenario);
    let last = calendar.horizon;
    let runs = worlds(basis, scenario, draws, Tiers::Skip, cancel)?;
    let scores = cell_scores(draws, &runs);
    let columns = columns(basis, draws, calendar, &runs, &scores);
    let sum = |read: &dyn Fn(&PlaceColumns<'_>, &mut Vec<f64>)| {
        let (mut out, mut one) = (vec![0.0; draws.len()], Vec::new());
        for place in columns.iter().flatten() {
            read(place, &mut one);
            for (o, v) in out.iter_mut().zip(&one) {
                *o += v;
            }
        }
        by_draw(draws, &out)
    };
    let find = |plan: usize| {
        runs.iter().zip(&columns).find_map(|(run, places)| {
            let at = run.world.plan_index.iter().position(|index| *index == plan)?;
            places.get(at)
        })
    };
    let gap = Gap::new(basis, scenario, draws, calendar, &runs, &columns);
    let of = |(plan, indicator): &(usize, Indicator)| -> Asked {
        let mut triple = Triple::default();
        match find(*plan) {
            _ if *indicator == Indicator::Gap => triple = gap.values(last),
            Some(place) => summary::values(place, (*indicator, last), None, &mut triple),
            None => return Asked::default(),
        }
        let change = by_draw(draws, &triple.change);
        // How many staff are trained anyway is an input, not a level that a plan is said to reach.
        let effect = triple.effect_only || *indicator == Indicator::TrainedWorkforce;
        let level = if effect { change.clone() } else { by_draw(draws, &triple.scenario) };
        Asked { change, level }
    };
    Ok(Totals {
        gva_here: sum(&|p, out| p.gva_pv(last, false, out)),
        gva_uk: sum(&|p, out| p.gva_pv(last, true, out)),
        cost: sum(&|p, out| p.public_cost(last, out)),
        private: columns.iter().flatten().map(|p| p.private_cost(last)).sum(),
        jobs_here: sum(&|p, out| p.jobs(last, false, out)),
        asked: asked.iter().map(of).collect(),
    })
}

/// Net present social value of all plans together (UK, all grades), £m, by draw: equal to [`Totals::npsv`], for less work.
///
/// # Errors
/// As [`totals`].
pub fn npsv(basis: &Basis, scenario: &Scenario, draws: &Draws, cancel: &AtomicBool) -> Result<Vec<f64>, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let last = run::calendar(basis, scenario).horizon;
    let discount = super::net::discount_factors(&basis.model, last);
    let (mut gva, mut cost, mut private) = (vec![0.0; draws.len()], vec![0.0; draws.len()], 0.0);
    let mut one = Vec::new();
    for world in super::cells_made_harder(basis, scenario, draws)? {
        let (programs, values) = run::present_values(basis, scenario, draws, &world, cancel)?;
        for (r, value) in values.into_iter().enumerate() {
            let levers = programs.first().map(|p| p.places[r].levers.as_slice()).unwrap_or_default();
            let costs = summary::Costs::new(&basis.model, draws, levers, &discount);
            costs.public(last, &mut one);
            private += costs.private(last);
            for (sum, v) in gva.iter_mut().zip(&value).chain(cost.iter_mut().zip(&one)) {
                *sum += v;
            }
            draws.spare.columns.give(value);
        }
    }
    let value: Vec<f64> = gva.iter().zip(&cost).map(|(gva, cost)| gva - cost - private).collect();
    Ok(by_draw(draws, &value))
}

/// GVA of every area of the tier with and without a scenario, in its last year.
#[derive(Debug, Clone, PartialEq)]
pub struct Areas {
    /// Areas of the tier.
    pub codes: Vec<AreaCode>,
    /// Residents.
    pub people: Vec<f64>,
    /// GVA without new policy, £m a year.
    pub gva_m: Vec<f64>,
    /// What the scenario adds in the last year, £m: `gains[area][draw]`; what is displaced falls on other areas.
    pub gains: Vec<Vec<f64>>,
}

/// Runs a scenario and spreads what it adds over every area of the tier of its first plan.
///
/// # Errors
/// As [`totals`].
pub fn areas(basis: &Basis, scenario: &Scenario, draws: &Draws, cancel: &AtomicBool) -> Result<Areas, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let calendar = run::calendar(basis, scenario);
    let runs = worlds(basis, scenario, draws, Tiers::Skip, cancel)?;
    let scores = cell_scores(draws, &runs);
    let columns = columns(basis, draws, calendar, &runs, &scores);
    let first = scenario.plans.first().map(|p| &p.place);
    let tier = first.and_then(|p| p.members().first()).and_then(|c| basis.evidence.area(c)).map(|a| a.tier);
    let codes: Vec<AreaCode> =
        basis.evidence.areas().iter().filter(|a| Some(a.tier) == tier).map(|a| a.code.clone()).collect();
    let (people, gva_m, gains) = super::gap::spread(basis, &codes, draws, &runs, &columns, calendar.horizon);
    let gains = gains.iter().map(|g| by_draw(draws, g)).collect();
    Ok(Areas { codes, people, gva_m, gains })
}
