//! A scenario run over all draws: worlds compiled, blocks of 256 draws in parallel, kept in order.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::Stopped;
use super::base::{Base, Calendar};
use super::draws::Draws;
use super::kernel::{self, BLOCK, Block, Scratch};
use super::net::{self, NetScores, PackageBands, PackageFactors};
use super::program::{GradeMask, PlaceProgram, PlanDoses, Program, Rules};
use super::world::World;
use crate::evidence::SectorId;
use crate::model::{Band, Basis, Cell, Input, Level, Model, Node, Structure};
use crate::scenario::Scenario;

/// Nodes whose paths indicators read.
pub(super) const SHOWN: [Node; 7] =
    [Node::Skills, Node::Practice, Node::Ties, Node::RdSpend, Node::Innovation, Node::Productivity, Node::Jobs];

/// One place's yearly results in one block.
#[derive(Debug, Clone)]
pub(super) struct PlaceBlock {
    /// `x[shown][t]` as columns, one after the other.
    x: Vec<f64>,
    /// Net factors by draw at the place and for the UK.
    pub place: Vec<PackageFactors>,
    /// See `place`.
    pub uk: Vec<PackageFactors>,
    /// Relative change of jobs before gross to net, `[t]` as columns one after the other.
    jobs: Vec<f64>,
    /// Present value of net GVA up to each year, £m, at the place: as `jobs`.
    pv_place: Vec<f64>,
    /// For the UK.
    pv_uk: Vec<f64>,
    years: usize,
    len: usize,
}

impl PlaceBlock {
    /// A node's deviations in year `t`.
    pub fn x(&self, node: Node, t: usize) -> &[f64] {
        let k = SHOWN.iter().position(|n| *n == node).unwrap_or(0);
        let start = (k * self.years + t) * self.len;
        &self.x[start..start + self.len]
    }

    /// Relative change of jobs in year `t`, before gross to net.
    pub fn jobs(&self, t: usize) -> &[f64] {
        &self.jobs[t * self.len..(t + 1) * self.len]
    }

    /// Present value of net GVA up to year `t`, £m.
    pub fn pv(&self, t: usize, uk: bool) -> &[f64] {
        let all = if uk { &self.pv_uk } else { &self.pv_place };
        &all[t * self.len..(t + 1) * self.len]
    }
}

/// One block of a world.
#[derive(Debug, Clone)]
pub(super) struct WorldBlock {
    /// First slot.
    pub at: usize,
    /// Draws.
    pub len: usize,
    /// Places.
    pub places: Vec<PlaceBlock>,
}

/// A world's programs and blocks.
pub(super) struct WorldRun {
    /// The world.
    pub world: World,
    /// Programs by structure, in the order of the draws' segments.
    pub programs: Vec<Program>,
    /// Blocks in slot order.
    pub blocks: Vec<WorldBlock>,
    /// Present value of UK GVA by tier, place and slot; `None` where the tier lets no outcome of the place move.
    pub tiers: Vec<Vec<Option<Vec<f64>>>>,
}

/// Reads the rules of a scenario.
#[must_use]
pub fn rules(scenario: &Scenario, grades: GradeMask) -> Rules {
    Rules {
        horizon: scenario.horizon as usize,
        grades,
        flatten: scenario.switches.flatten,
        critical_mass: scenario.switches.critical_mass,
    }
}

/// Whether the tiers of the benefit–cost ratio are run too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tiers {
    /// All of them.
    Run,
    /// None: only a difference is asked for.
    Skip,
}

/// Runs one world over all draws.
pub(super) fn world(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    world: World,
    wanted: Tiers,
    cancel: &AtomicBool,
) -> Result<WorldRun, Stopped> {
    let model = &basis.model;
    let calendar = calendar(basis, scenario);
    let setup = Setup::new(basis, scenario, draws, &world, GradeMask::ALL);
    let blocks = setup.blocks(basis, draws, &world, calendar, cancel)?;
    let mut tiers = Vec::new();
    for tier in model.appraisal.tiers.iter().filter(|_| wanted == Tiers::Run) {
        let mask = GradeMask::of(tier);
        let present = |setup: &Setup, blocks: &[WorldBlock]| -> Vec<Option<Vec<f64>>> {
            (0..world.cells.len())
                .map(|r| {
                    let moves = setup.programs.iter().any(|p| p.moves_outcomes(r));
                    let whole = |b: &WorldBlock| b.places[r].pv(calendar.horizon, true).to_vec();
                    moves.then(|| blocks.iter().flat_map(whole).collect())
                })
                .collect()
        };
        if mask == GradeMask::ALL {
            tiers.push(present(&setup, &blocks));
        } else {
            let masked = Setup::new(basis, scenario, draws, &world, mask);
            let moves = (0..world.cells.len()).any(|r| masked.programs.iter().any(|p| p.moves_outcomes(r)));
            let masked_blocks = if moves { masked.blocks(basis, draws, &world, calendar, cancel)? } else { Vec::new() };
            tiers.push(present(&masked, &masked_blocks));
        }
    }
    Ok(WorldRun { programs: setup.programs, world, blocks, tiers })
}

/// The calendar of a scenario.
pub(super) fn calendar(basis: &Basis, scenario: &Scenario) -> Calendar {
    let base_year = basis.inputs.rules().map_or(scenario.year_zero(), |rules| rules.base_year);
    Calendar::new(base_year, scenario.year_zero(), scenario.horizon)
}

/// What is worked out once for all blocks.
struct Setup {
    programs: Vec<Program>,
    /// Take × lumpiness: `[place][lever]` columns over all slots; empty when levers always take.
    factors: Vec<Vec<Vec<f64>>>,
    /// Net bands by structure, place: (place level, UK level).
    net: Vec<Vec<(PackageBands, PackageBands)>>,
}

impl Setup {
    fn new(basis: &Basis, scenario: &Scenario, draws: &Draws, world: &World, grades: GradeMask) -> Self {
        let model = &basis.model;
        let rules = rules(scenario, grades);
        let cells = world.cell_refs();
        let structures: Vec<Structure> = draws.segments().iter().map(|(s, _)| *s).collect();
        let programs: Vec<Program> = structures
            .iter()
            .map(|s| Program::compile(model, draws.bands(), *s, &cells, &world.plans, &rules))
            .collect();
        let all = Rules { grades: GradeMask::ALL, ..rules };
        let net = structures
            .iter()
            .map(|s| {
                let place = |(cell, plan): (&&Cell, &PlanDoses)| {
                    let shares = net::type_shares(model, draws.bands(), *s, cell, plan, &all);
                    let find = |level| PackageBands::find(model, &shares, &world.sector, level);
                    (find(Level::Place), find(Level::Uk))
                };
                cells.iter().zip(&world.plans).map(place).collect()
            })
            .collect();
        let factors = match programs.first() {
            Some(program) if scenario.switches.takes => cells
                .iter()
                .zip(&program.places)
                .map(|(cell, place)| take_factors(model, draws, cell, &world.sector, place))
                .collect(),
            _ => Vec::new(),
        };
        Self { programs, factors, net }
    }

    fn blocks(
        &self,
        basis: &Basis,
        draws: &Draws,
        world: &World,
        calendar: Calendar,
        cancel: &AtomicBool,
    ) -> Result<Vec<WorldBlock>, Stopped> {
        let mut cuts = Vec::new();
        for (k, (_, slots)) in draws.segments().iter().enumerate() {
            let mut at = slots.start;
            while at < slots.end {
                let len = BLOCK.min(slots.end - at);
                cuts.push((k, at, len));
                at += len;
            }
        }
        let starting = Starting::new(draws, world, calendar);
        let discount = net::discount_factors(&basis.model, calendar.horizon);
        cuts.par_iter()
            .map_init(Scratch::default, |scratch, &(k, at, len)| {
                if cancel.load(Ordering::Relaxed) {
                    return Err(Stopped::Cancelled);
                }
                Ok(self.block(basis, draws, world, (&starting, &discount), (k, at, len), scratch))
            })
            .collect()
    }

    fn block(
        &self,
        basis: &Basis,
        draws: &Draws,
        world: &World,
        (starting, discount): (&Starting, &[f64]),
        (k, at, len): (usize, usize, usize),
        scratch: &mut Scratch,
    ) -> WorldBlock {
        let judgements = &basis.model.judgements;
        let program = &self.programs[k];
        let weights = world.weights(&draws.kappa()[at..at + len], judgements.spill_max_km);
        let factors = (!self.factors.is_empty()).then_some(self.factors.as_slice());
        let block = Block { params: draws.params(), at, len, factors, weights: &weights };
        kernel::run(program, judgements, &block, scratch);
        let scores = &draws.net()[at..at + len];
        let places = (0..world.cells.len())
            .map(|r| place_block(discount, &self.net[k][r], scores, &starting.0[r][at..at + len], r, scratch))
            .collect();
        WorldBlock { at, len, places }
    }
}

/// Starting levels of GVA (£m) by place, columns over all slots.
struct Starting(Vec<Vec<f64>>);

impl Starting {
    fn new(draws: &Draws, world: &World, calendar: Calendar) -> Self {
        Self(
            world
                .cells
                .iter()
                .map(|cell| {
                    let scores = draws.cell(cell);
                    let mut gva = Vec::new();
                    if let Some(base) = Base::new(cell, Input::GvaM, &scores, calendar) {
                        base.starting(0..draws.len(), &mut gva);
                    }
                    gva
                })
                .collect(),
        )
    }
}

fn place_block(
    discount: &[f64],
    bands: &(PackageBands, PackageBands),
    scores: &[NetScores],
    gva0: &[f64],
    r: usize,
    scratch: &Scratch,
) -> PlaceBlock {
    let (years, len) = (discount.len(), gva0.len());
    let mut x = Vec::with_capacity(SHOWN.len() * years * len);
    for node in SHOWN {
        for t in 0..years {
            x.extend_from_slice(scratch.states.at(r, node, t));
        }
    }
    let place: Vec<PackageFactors> = scores.iter().map(|s| bands.0.factors(s)).collect();
    let uk: Vec<PackageFactors> = scores.iter().map(|s| bands.1.factors(s)).collect();
    let (mut jobs, mut pv_place, mut pv_uk) = (vec![0.0; years * len], vec![0.0; years * len], vec![0.0; years * len]);
    for (t, by) in discount.iter().enumerate().skip(1) {
        let productivity = scratch.states.at(r, Node::Productivity, t);
        let employment = scratch.states.at(r, Node::Jobs, t);
        let (before, now) = ((t - 1) * len, t * len);
        for i in 0..len {
            let (p, j) = (libm::expm1(productivity[i]), libm::expm1(employment[i]));
            jobs[now + i] = j;
            pv_place[now + i] = pv_place[before + i] + by * net::net_gva(gva0[i], p, j, &place[i]);
            pv_uk[now + i] = pv_uk[before + i] + by * net::net_gva(gva0[i], p, j, &uk[i]);
        }
    }
    PlaceBlock { x, place, uk, jobs, pv_place, pv_uk, years, len }
}

/// `0` where the lever does not take, else lump ÷ (1 − π₀): columns by lever.
pub(super) fn take_factors(
    model: &Model,
    draws: &Draws,
    cell: &Cell,
    sector: &SectorId,
    place: &PlaceProgram,
) -> Vec<Vec<f64>> {
    let judgements = &model.judgements;
    place
        .levers
        .par_iter()
        .map(|on| {
            let scores = draws.take(model, &cell.place, sector, &model.levers[on.row].id);
            let keep = 1.0 - judgements.null_share;
            // Mean-one lognormal of a programme of n units (stats::lumpiness), with its constants taken out of the loop.
            let cv = judgements.lumpiness_cv;
            let variance = libm::log1p(cv * cv / on.units);
            let sigma = variance.sqrt();
            let lump = |z: f64| libm::exp(sigma * z - variance / 2.0) / keep;
            let takes = |u: f64| u >= judgements.null_share;
            scores.take.iter().zip(&scores.lump).map(|(u, z)| if takes(*u) { lump(*z) } else { 0.0 }).collect()
        })
        .collect()
}

/// Cost factor of a lever at a score: the unit cost's band on the log scale, over its centre.
#[must_use]
pub fn cost_factor(cost: &crate::model::UnitCost, score: f64) -> f64 {
    let logs = Band::new(libm::log(cost.p10), libm::log(cost.central), libm::log(cost.p90));
    libm::exp(crate::model::stats::two_piece(logs, score)) / cost.central
}
