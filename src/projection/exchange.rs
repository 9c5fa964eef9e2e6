//! What a scenario moves between places (MODEL.md section 14): each plan is run beside every other place of its tier at zero
//! levers, and what spills over to them and what is displaced onto them is kept draw by draw, so that places sum to the UK.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Stopped;
use super::base::{Base, Calendar};
use super::block::WorldBlock;
use super::draws::Draws;
use super::net;
use super::run::{self, Tiers, WorldRun};
use super::spillover::{self, shares};
use super::world::World;
use crate::evidence::{AreaCode, Place, SectorId, Tier};
use crate::model::stats::elementary;
use crate::model::{Basis, Input, Node};
use crate::scenario::{Plan, Scenario};

/// One measure of one place, one number for each draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flows {
    /// From the place's own plans, after what is lost to others at place level.
    pub own: Vec<f64>,
    /// Spilled over from plans elsewhere, after place-level losses.
    pub spilled: Vec<f64>,
    /// What other places gain and the UK does not, with the sign of its effect here: mostly below zero.
    pub displaced: Vec<f64>,
}

impl Flows {
    fn zero(draws: usize) -> Self {
        Self { own: vec![0.0; draws], spilled: vec![0.0; draws], displaced: vec![0.0; draws] }
    }

    /// Own, spilled and displaced together, by draw.
    #[must_use]
    pub fn net(&self) -> Vec<f64> {
        self.own
            .iter()
            .zip(&self.spilled)
            .zip(&self.displaced)
            .map(|((own, spilled), moved)| own + spilled + moved)
            .collect()
    }
}

/// One measure: every place, and the UK at UK-level factors.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Balance {
    /// By place, in the order of [`Exchange::places`].
    pub places: Vec<Flows>,
    /// The UK, by draw: the plans' own figures for the UK and what spills over.
    pub uk: Vec<f64>,
    /// The plans' own figures for the UK, by draw, as Explore shows them.
    pub uk_of_plans: Vec<f64>,
}

impl Balance {
    fn zero(places: usize, draws: usize) -> Self {
        Self { places: vec![Flows::zero(draws); places], uk: vec![0.0; draws], uk_of_plans: vec![0.0; draws] }
    }
}

/// What a scenario moves between places.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// Places: first the one of the plans if there is one, else areas only.
    pub places: Vec<Place>,
    /// Whether a plan runs in the place.
    pub here: Vec<bool>,
    /// Present value of net GVA over the years run, £m.
    pub gva: Balance,
    /// Net jobs in the last year.
    pub jobs: Balance,
}

/// Runs every plan alone beside all other places of its tier and sums what moves. England's LEP areas are joined by Scotland,
/// Wales and Northern Ireland, so that places sum to the UK. Must be called inside the pool that shall do the work.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a place has no starting numbers.
pub fn exchange(basis: &Basis, scenario: &Scenario, draws: &Draws, cancel: &AtomicBool) -> Result<Exchange, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let (places, here) = places(basis, scenario);
    let mut out = Exchange {
        gva: Balance::zero(places.len(), draws.len()),
        jobs: Balance::zero(places.len(), draws.len()),
        places,
        here,
    };
    for plan in &scenario.plans {
        let spread = Spread::new(basis, plan, &out.places);
        let run = beside_all(basis, scenario, draws, plan, &spread, cancel)?;
        let calendar = run::calendar(basis, scenario);
        for r in 0..run.world.cells.len() {
            if cancel.load(Ordering::Relaxed) {
                return Err(Stopped::Cancelled);
            }
            add(&mut out, &spread, &run, r, &Columns::new(basis, draws, calendar, &run, r));
        }
    }
    Ok(out)
}

/// The places of the balance, and in which of them a plan runs.
fn places(basis: &Basis, scenario: &Scenario) -> (Vec<Place>, Vec<bool>) {
    let first = scenario.plans.first().map(|p| &p.place);
    let mut places: Vec<Place> = Vec::new();
    if let Some(first) = first.filter(|first| scenario.plans.iter().all(|p| &p.place == *first)) {
        places.push(first.clone());
    }
    for plan in &scenario.plans {
        for area in peers(basis, &plan.place) {
            let known = places.iter().any(|p| p.members().contains(&area));
            if !known {
                places.push(Place::Area(area));
            }
        }
    }
    let runs_in = |place: &Place| scenario.plans.iter().any(|p| overlap(&p.place, place));
    let here = places.iter().map(runs_in).collect();
    (places, here)
}

/// All areas of the tier of a place; with LEP areas the nations that have none.
fn peers(basis: &Basis, place: &Place) -> Vec<AreaCode> {
    let tier_of = |code: &AreaCode| basis.evidence.area(code).map(|a| a.tier);
    let tier = place.members().first().and_then(tier_of).unwrap_or(Tier::Itl1);
    let nation = |code: &AreaCode| tier == Tier::Lep && !code.as_str().starts_with('E');
    let mut out: Vec<AreaCode> = Vec::new();
    for (wanted, all) in [(tier, true), (Tier::Itl1, false)] {
        let codes = basis.inputs.places(wanted).into_iter().flat_map(|p| p.members().to_vec());
        out.extend(codes.filter(|code| all || nation(code)));
    }
    out
}

fn overlap(a: &Place, b: &Place) -> bool {
    a.members().iter().any(|code| b.members().contains(code))
}

/// How the gains of one plan's run fall on the places of the balance.
struct Spread {
    /// The other places that are run beside the plan, with their positions in the balance.
    others: Vec<(usize, Place)>,
    /// Share of the plan's own gain on each place: a group over areas is split by GVA.
    own: Vec<f64>,
    /// For each place of the run (the plan's, then the others): share of what is displaced on each place.
    falls: Vec<Vec<f64>>,
}

impl Spread {
    fn new(basis: &Basis, plan: &Plan, places: &[Place]) -> Self {
        let gva =
            |place: &Place, sector: &SectorId| basis.inputs.cell(place, sector).map_or(0.0, |c| c.get(Input::GvaM));
        let all = SectorId::all();
        let inside = |place: &Place| place.members().iter().all(|code| plan.place.members().contains(code));
        let own = shares(places.iter().map(|p| if inside(p) { gva(p, &all) } else { 0.0 }));
        let sector_gva: Vec<f64> = places.iter().map(|p| gva(p, &plan.sector)).collect();
        let apart = |(_, place): &(usize, Place)| !overlap(place, &plan.place);
        let others: Vec<(usize, Place)> = places.iter().cloned().enumerate().filter(apart).collect();
        let run = std::iter::once(&plan.place).chain(others.iter().map(|(_, place)| place));
        let falls = run.map(|place| spillover::falls_on(basis, place, &sector_gva, places)).collect();
        Self { others, own, falls }
    }
}

/// One plan with every other place at zero levers.
fn beside_all(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    plan: &Plan,
    spread: &Spread,
    cancel: &AtomicBool,
) -> Result<WorldRun, Stopped> {
    let still = |(_, place): &(usize, Place)| Plan {
        place: place.clone(),
        levers: std::collections::BTreeMap::new(),
        ..plan.clone()
    };
    let plans = std::iter::once(plan.clone()).chain(spread.others.iter().map(still)).collect();
    let part = Scenario { plans, ..scenario.clone() };
    let world = World::all(basis, &part)?.into_iter().next().ok_or(Stopped::Cancelled)?;
    run::world(basis, &part, draws, world, Tiers::Skip, cancel)
}

/// One place of a run: figures here and for the UK, by draw.
struct Columns {
    gva: [Vec<f64>; 2],
    jobs: [Vec<f64>; 2],
}

impl Columns {
    /// What spills over is put from gross to net with the factors of the package it comes from: a place without levers has none.
    fn new(basis: &Basis, draws: &Draws, calendar: Calendar, run: &WorldRun, r: usize) -> Self {
        let scores = draws.cell(&run.world.cells[r]);
        let start = |input: Input| {
            let mut out = Vec::new();
            if let Some(base) = Base::new(&run.world.cells[r], input, &scores, calendar) {
                base.starting(0..draws.len(), &mut out);
            }
            out
        };
        let (gva0, workforce) = (start(Input::GvaM), start(Input::Workforce));
        let discount = net::discount_factors(&basis.model, calendar.horizon);
        let (mut gva, mut jobs) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
        for block in &run.blocks {
            let place = &block.places[r];
            let last = place.jobs(calendar.horizon);
            for (level, factors) in run.factors[0].iter().enumerate() {
                for (i, slot) in block.slots().enumerate() {
                    let by = factors.at(slot);
                    gva[level].push(present_value((block, r), &discount, gva0[slot], &by, i));
                    jobs[level].push(net::net_jobs(workforce[slot], last[i], &by));
                }
            }
        }
        Self { gva, jobs }
    }
}

fn present_value(
    (block, r): (&WorldBlock, usize),
    discount: &[f64],
    gva0: f64,
    by: &net::PackageFactors,
    i: usize,
) -> f64 {
    let year = |(t, d): (usize, &f64)| {
        let productivity = elementary::expm1(block.x(r, Node::Productivity, t)[i]);
        d * net::net_gva(gva0, productivity, block.places[r].jobs(t)[i], by)
    };
    discount.iter().enumerate().skip(1).map(year).sum()
}

/// Adds one place of a run: its own gain, and on all others what it gains and the UK does not.
fn add(out: &mut Exchange, spread: &Spread, run: &WorldRun, r: usize, columns: &Columns) {
    debug_assert_eq!(run.world.plan_index[r], r, "one sector, plans in order");
    for (balance, [here, uk]) in [(&mut out.gva, &columns.gva), (&mut out.jobs, &columns.jobs)] {
        plus(&mut balance.uk, 1.0, uk.iter().copied());
        if r == 0 {
            plus(&mut balance.uk_of_plans, 1.0, uk.iter().copied());
        }
        for (k, flows) in balance.places.iter_mut().enumerate() {
            match r.checked_sub(1) {
                None => plus(&mut flows.own, spread.own[k], here.iter().copied()),
                Some(other) if spread.others[other].0 == k => plus(&mut flows.spilled, 1.0, here.iter().copied()),
                Some(_) => {}
            }
            let moved = uk.iter().zip(here).map(|(uk, here)| uk - here);
            plus(&mut flows.displaced, spread.falls[r][k], moved);
        }
    }
}

fn plus(sum: &mut [f64], by: f64, values: impl Iterator<Item = f64>) {
    if by != 0.0 {
        for (s, v) in sum.iter_mut().zip(values) {
            *s += by * v;
        }
    }
}
