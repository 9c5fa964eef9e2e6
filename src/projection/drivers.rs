//! What was drawn, by draw: the quantities by which futures can be told apart in words.

use super::Stopped;
use super::draws::Draws;
use super::futures::by_draw;
use super::net::{PackageBands, type_shares};
use super::program::{GradeMask, Program};
use super::run;
use super::world::World;
use crate::model::{Basis, Level, Structure};
use crate::scenario::Scenario;

/// A quantity that differs between futures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Driver {
    /// Score of the optimism that all effects and gains share.
    Optimism,
    /// Share of productivity gains displaced within the UK, 0–1.
    Displacement,
    /// Share of the plan's cost in levers that take, 0–1.
    Takes,
    /// How much outcome comes from one unit reached where levers take: 1 is the middle of what is assumed (cost-weighted).
    Lump,
    /// Cost of a unit, 1 = central (cost-weighted).
    UnitCost,
    /// Optimism bias on costs, share.
    OptimismBias,
    /// Effect of a channel, by its row, in its own unit.
    Effect(usize),
    /// Gain of a link, by its row.
    Gain(usize),
    /// 1 where this structure holds, else 0.
    Structure(Structure),
}

/// One quantity by draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Which.
    pub driver: Driver,
    /// Value by draw.
    pub values: Vec<f64>,
}

/// The quantities of one plan (from 0) in the draws of a table. Effects and gains only of arrows on the plan's live paths.
///
/// # Errors
/// [`Stopped::Refused`] if the plan has no starting numbers or there is no such plan.
pub fn drivers(basis: &Basis, scenario: &Scenario, draws: &Draws, plan: usize) -> Result<Vec<Column>, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let model = &basis.model;
    let worlds = World::all(basis, scenario)?;
    let found = worlds.iter().find_map(|w| Some((w, w.plan_index.iter().position(|index| *index == plan)?)));
    let Some((world, r)) = found else {
        let fault = crate::evidence::Fault::new(scenario.title.clone(), format!("holds no plan {}", plan + 1));
        return Err(Stopped::Refused(fault));
    };
    let rules = run::rules(scenario, GradeMask::ALL);
    let cells = world.cell_refs();
    let compile = |s: Structure| Program::compile(model, draws.bands(), s, &cells, &world.plans, &rules);
    let programs: Vec<Program> = draws.segments().iter().map(|(s, _)| compile(*s)).collect();
    let mut out = Vec::new();
    let mut add = |driver: Driver, column: &[f64]| out.push(Column { driver, values: by_draw(draws, column) });

    let mut displaced = vec![0.0; draws.len()];
    for (structure, slots) in draws.segments() {
        let shares = type_shares(model, draws.bands(), *structure, &world.cells[r], &world.plans[r], &rules);
        let bands = PackageBands::find(model, &shares, &world.sector, Level::Uk);
        for slot in slots.clone() {
            displaced[slot] = bands.displaced(&draws.net().at(slot));
        }
    }
    add(Driver::Optimism, draws.common_optimism());
    add(Driver::Displacement, &displaced);
    if let Some(place) = programs.first().map(|p| &p.places[r]) {
        let costs: Vec<f64> = place.levers.iter().map(|l| l.cost.iter().sum::<f64>()).collect();
        let all: f64 = costs.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        if scenario.switches.takes {
            let factors = run::take_factors(model, draws, &world.cells[r], &world.sector, place);
            let (mut takes, mut lump) = (vec![0.0; draws.len()], vec![0.0; draws.len()]);
            for (cost, column) in costs.iter().zip(&factors) {
                for (slot, factor) in column.iter().enumerate() {
                    takes[slot] += if *factor > 0.0 { cost / all } else { 0.0 };
                    lump[slot] += cost / all * factor * (1.0 - model.judgements.null_share);
                }
            }
            add(Driver::Takes, &takes);
            add(Driver::Lump, &lump);
        }
        let mut unit_cost = vec![0.0; draws.len()];
        for (cost, lever) in costs.iter().zip(&place.levers) {
            for (sum, factor) in unit_cost.iter_mut().zip(draws.unit_cost(&model.levers[lever.row])) {
                *sum += cost / all * factor;
            }
        }
        add(Driver::UnitCost, &unit_cost);
        add(Driver::OptimismBias, draws.optimism());
    }
    let (channels, links) = live(model.channels.len(), model.links.len(), &programs, r);
    let params = draws.params_for(&programs);
    for row in (0..channels.len()).filter(|row| channels[*row]) {
        add(Driver::Effect(row), &params.channels[row]);
    }
    for row in (0..links.len()).filter(|row| links[*row]) {
        add(Driver::Gain(row), &params.links[row]);
    }
    if draws.segments().len() > 1 {
        for (structure, slots) in draws.segments() {
            let mut column = vec![0.0; draws.len()];
            column[slots.clone()].fill(1.0);
            add(Driver::Structure(*structure), &column);
        }
    }
    Ok(out)
}

/// Channels and links on live paths of a place, by row, over all structures run.
fn live(channels: usize, links: usize, programs: &[Program], r: usize) -> (Vec<bool>, Vec<bool>) {
    let (mut on, mut through) = (vec![false; channels], vec![false; links]);
    for program in programs {
        let place = &program.places[r];
        for channel in place.by_node.iter().flatten().chain(&place.capacity) {
            on[channel.row] = true;
        }
        for link in program.links.iter().flatten() {
            through[link.row] |= !link.spill && place.live[link.from.index()];
        }
    }
    (on, through)
}

/// The structure of every draw, by draw.
#[must_use]
pub fn structure_of(draws: &Draws) -> Vec<Structure> {
    let mut out = vec![Structure::Direct; draws.len()];
    for (structure, slots) in draws.segments() {
        for slot in slots.clone() {
            if let Some(place) = out.get_mut(draws.order()[slot] as usize) {
                *place = *structure;
            }
        }
    }
    out
}
