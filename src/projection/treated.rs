//! One treated unit run through the engine: what a programme does to a firm that it reaches, rather than to a place
//! (docs/VALIDITY.md). Same draws, channels, links, take and lumpiness as any projection; only the exposure is that of the
//! firm itself, which is reached in year 1 and never again.

use super::draws::Draws;
use super::kernel::{self, BLOCK, Block, Scratch};
use super::program::{ChannelOn, GradeMask, PlaceProgram, Program, Rules};
use super::reach::{Dose, profile};
use super::run::take_factors;
use crate::evidence::LeverId;
use crate::model::{Basis, Cell, Model, Node, Pool, Scale, Structure};

/// One lever of a programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Lever.
    pub lever: LeverId,
    /// Its share of the programme, 0–1: the exposure of the firm to it.
    pub share: f64,
    /// Units reached in all: decides how lumpy the programme is. `None`: not known, taken as many, which is the narrower.
    pub units: Option<f64>,
}

/// A programme seen from a firm that it reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Treated<'a> {
    /// Host place and sector: its take, its R&D of a firm and its R&D intensity.
    pub cell: &'a Cell,
    /// Levers.
    pub parts: &'a [Part],
    /// Staff of the firm: turns jobs per unit into a share.
    pub staff: f64,
    /// Years after year 0; the firm is reached in year 1.
    pub years: usize,
}

/// Deviations of the firm, by node and year 0…T, each a column over draws in slot order.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviations(Vec<Vec<Vec<f64>>>);

impl Deviations {
    /// A node in year `t`, held to the years run.
    #[must_use]
    pub fn at(&self, node: Node, t: usize) -> &[f64] {
        let years = &self.0[node.index()];
        years.get(t).or(years.last()).map_or(&[], Vec::as_slice)
    }
}

/// The year of the model in which a firm reached in year 1 is first `years` old: age in year t is t − ½.
#[must_use]
pub fn year_at(years: f64) -> usize {
    // Never negative, and years are few.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 30")]
    let t = libm::ceil(years.clamp(0.0, 30.0) + 0.5) as usize;
    t.max(1)
}

/// Runs it over all draws.
#[must_use]
pub fn treated(basis: &Basis, draws: &Draws, case: &Treated<'_>) -> Deviations {
    let empty = vec![vec![Vec::with_capacity(draws.len()); case.years + 1]; Node::COUNT];
    let mut out = Deviations(empty);
    let mut scratch = Scratch::default();
    let mut factors = None;
    for (structure, slots) in draws.segments() {
        let program = program(basis, draws, *structure, case);
        // The levers are the same in every structure, and so are their takes.
        let factors = factors.get_or_insert_with(|| {
            vec![take_factors(&basis.model, draws, case.cell, &case.cell.sector, &program.places[0])]
        });
        let params = draws.params_for([&program]);
        for at in slots.clone().step_by(BLOCK) {
            let len = BLOCK.min(slots.end - at);
            let block = Block { params: &params, at, len, factors: Some(factors.as_slice()), weights: &[] };
            kernel::run(&program, &basis.model.judgements, &block, &mut scratch);
            for node in Node::ALL {
                for (t, column) in out.0[node.index()].iter_mut().enumerate() {
                    column.extend_from_slice(scratch.states.at(0, *node, t));
                }
            }
        }
    }
    out
}

/// The program of a place with the exposures and scales of one firm.
fn program(basis: &Basis, draws: &Draws, structure: Structure, case: &Treated<'_>) -> Program {
    let model = &basis.model;
    let on = Dose { amount: 1.0, start: 1, end: 1 };
    let plan = case.parts.iter().map(|p| (p.lever.clone(), on, None)).collect();
    // Critical mass stays out: the effect is that of the studies, whatever the size of the place.
    let rules = Rules { horizon: case.years, grades: GradeMask::ALL, flatten: true, critical_mass: false };
    let mut program = Program::compile(model, draws.bands(), structure, &[case.cell], &[plan], &rules);
    for link in program.links.iter_mut().flatten() {
        if matches!(model.links[link.row].scale, Scale::SmeGva | Scale::FirmGva) {
            link.scale.fill(1.0);
        }
    }
    for place in &mut program.places {
        firm(model, case, place);
    }
    program
}

fn firm(model: &Model, case: &Treated<'_>, place: &mut PlaceProgram) {
    place.capacity.clear();
    place.link_weight.clear();
    place.capacity_base = 1.0;
    for lever in &mut place.levers {
        let part = case.parts.iter().find(|p| p.lever == model.levers[lever.row].id);
        lever.units = part.and_then(|p| p.units).map_or(f64::INFINITY, |n| n.max(1.0));
    }
    let PlaceProgram { by_node, levers, .. } = place;
    for on in by_node.iter_mut().flatten() {
        let lever = &model.levers[levers[on.lever].row];
        let share = case.parts.iter().find(|p| p.lever == lever.id).map_or(0.0, |p| p.share);
        exposed(model, case, on, (lever.pool, share));
    }
}

fn exposed(model: &Model, case: &Treated<'_>, on: &mut ChannelOn, (pool, share): (Pool, f64)) {
    let channel = &model.channels[on.row];
    let age = |t: usize| t as f64 - 0.5;
    let reached = |t: usize| share * profile(age(t), channel.lag, channel.peak, channel.half_life);
    on.exposure = (0..=case.years).map(|t| if t == 0 { 0.0 } else { reached(t) }).collect();
    on.widening = 1.0;
    on.pairs.clear();
    let of_firms = matches!(pool, Pool::Firms | Pool::Smes);
    on.factor = match channel.scale {
        Scale::None | Scale::RdIntensity | Scale::SmeGva | Scale::FirmGva => 1.0,
        Scale::Jobs if of_firms => 1.0 / case.staff,
        Scale::Heads if of_firms => 100.0 / case.staff,
        // R&D of the firm is that of the mean firm of the pool; other pools count people already.
        Scale::Rd | Scale::Jobs | Scale::Heads => on.factor,
    };
}
