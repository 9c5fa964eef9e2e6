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
    /// How it was run, all grades counted.
    pub rules: Rules,
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
    let setup = Setup::new(basis, scenario, draws, &world);
    let programs = setup.programs(GradeMask::ALL);
    let blocks = setup.blocks(&programs, Keep::Everything, cancel)?;
    let last = scenario.horizon as usize;
    let present = |programs: &[Program], blocks: &[WorldBlock]| -> Vec<Option<Vec<f64>>> {
        let of_place = |r: usize| {
            let moves = programs.iter().any(|p| p.moves_outcomes(r));
            let whole = |b: &WorldBlock| b.places[r].pv(last, true).to_vec();
            moves.then(|| blocks.iter().flat_map(whole).collect())
        };
        (0..world.cells.len()).map(of_place).collect()
    };
    let mut tiers = Vec::new();
    for tier in basis.model.appraisal.tiers.iter().filter(|_| wanted == Tiers::Run) {
        let mask = GradeMask::of(tier);
        if mask == GradeMask::ALL {
            tiers.push(present(&programs, &blocks));
            continue;
        }
        let masked = setup.programs(mask);
        let moves = (0..world.cells.len()).any(|r| masked.iter().any(|p| p.moves_outcomes(r)));
        let masked_blocks = if moves { setup.blocks(&masked, Keep::PresentValue, cancel)? } else { Vec::new() };
        tiers.push(present(&masked, &masked_blocks));
    }
    drop(setup);
    Ok(WorldRun { world, rules: rules(scenario, GradeMask::ALL), programs, blocks, tiers })
}

/// The calendar of a scenario.
pub(super) fn calendar(basis: &Basis, scenario: &Scenario) -> Calendar {
    let base_year = basis.inputs.rules().map_or(scenario.year_zero(), |rules| rules.base_year);
    Calendar::new(base_year, scenario.year_zero(), scenario.horizon)
}

/// How much of a block is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// All that indicators read.
    Everything,
    /// The present value of UK GVA: all that a tier of the benefit–cost ratio reads.
    PresentValue,
}

/// What is worked out once for all blocks and all tiers.
struct Setup<'a> {
    basis: &'a Basis,
    scenario: &'a Scenario,
    draws: &'a Draws,
    world: &'a World,
    /// Take × lumpiness: `[place][lever]` columns over all slots; empty when levers always take.
    factors: Vec<Vec<Vec<f64>>>,
    /// Net bands by structure, place: (place level, UK level).
    net: Vec<Vec<(PackageBands, PackageBands)>>,
    starting: Starting,
    discount: Vec<f64>,
    /// Structure (position in the draws' segments), first slot and length of each block.
    cuts: Vec<(usize, usize, usize)>,
}

impl<'a> Setup<'a> {
    fn new(basis: &'a Basis, scenario: &'a Scenario, draws: &'a Draws, world: &'a World) -> Self {
        let model = &basis.model;
        let calendar = calendar(basis, scenario);
        let mut setup = Self {
            basis,
            scenario,
            draws,
            world,
            factors: Vec::new(),
            net: Vec::new(),
            starting: Starting::new(draws, world, calendar),
            discount: net::discount_factors(model, calendar.horizon),
            cuts: cuts(draws),
        };
        let all = rules(scenario, GradeMask::ALL);
        let package = |s: Structure, cell: &Cell, plan: &PlanDoses| {
            let shares = net::type_shares(model, draws.bands(), s, cell, plan, &all);
            let find = |level| PackageBands::find(model, &shares, &world.sector, level);
            (find(Level::Place), find(Level::Uk))
        };
        let of_structure = |(s, _): &(Structure, _)| {
            world.cells.iter().zip(&world.plans).map(|(cell, plan)| package(*s, cell, plan)).collect()
        };
        setup.net = draws.segments().par_iter().map(of_structure).collect();
        if scenario.switches.takes
            && let Some(program) = setup.programs(GradeMask::ALL).first()
        {
            let of_place = |(cell, place)| take_factors(model, draws, cell, &world.sector, place);
            setup.factors = world.cells.iter().zip(&program.places).map(of_place).collect();
        }
        setup
    }

    /// Programs by structure, in the order of the draws' segments.
    fn programs(&self, grades: GradeMask) -> Vec<Program> {
        let rules = rules(self.scenario, grades);
        let cells = self.world.cell_refs();
        let compile = |s: Structure| {
            Program::compile(&self.basis.model, self.draws.bands(), s, &cells, &self.world.plans, &rules)
        };
        self.draws.segments().iter().map(|(s, _)| compile(*s)).collect()
    }

    fn blocks(&self, programs: &[Program], keep: Keep, cancel: &AtomicBool) -> Result<Vec<WorldBlock>, Stopped> {
        self.cuts
            .par_iter()
            .map_init(Scratch::default, |scratch, &(k, at, len)| {
                if cancel.load(Ordering::Relaxed) {
                    return Err(Stopped::Cancelled);
                }
                Ok(self.block(&programs[k], keep, (k, at, len), scratch))
            })
            .collect()
    }

    fn block(
        &self,
        program: &Program,
        keep: Keep,
        (k, at, len): (usize, usize, usize),
        scratch: &mut Scratch,
    ) -> WorldBlock {
        let judgements = &self.basis.model.judgements;
        let weights = self.world.weights(&self.draws.kappa()[at..at + len], judgements.spill_max_km);
        let factors = (!self.factors.is_empty()).then_some(self.factors.as_slice());
        let block = Block { params: self.draws.params(), at, len, factors, weights: &weights };
        kernel::run(program, judgements, &block, scratch);
        let scores = &self.draws.net()[at..at + len];
        let place = |r: usize| {
            let gva0 = &self.starting.0[r][at..at + len];
            place_block(&self.discount, &self.net[k][r], scores, gva0, (r, keep), scratch)
        };
        WorldBlock { at, len, places: (0..self.world.cells.len()).map(place).collect() }
    }
}

/// Blocks of at most [`BLOCK`] draws of one structure.
fn cuts(draws: &Draws) -> Vec<(usize, usize, usize)> {
    let of_segment = |(k, (_, slots)): (usize, &(Structure, std::ops::Range<usize>))| {
        let end = slots.end;
        slots.clone().step_by(BLOCK).map(move |at| (k, at, BLOCK.min(end - at))).collect::<Vec<_>>()
    };
    draws.segments().iter().enumerate().flat_map(of_segment).collect()
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
    (r, keep): (usize, Keep),
    scratch: &Scratch,
) -> PlaceBlock {
    let (years, len) = (discount.len(), gva0.len());
    let mut x = Vec::new();
    if keep == Keep::Everything {
        x.reserve_exact(SHOWN.len() * years * len);
        for node in SHOWN {
            for t in 0..years {
                x.extend_from_slice(scratch.states.at(r, node, t));
            }
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
    if keep == Keep::PresentValue {
        (jobs, pv_place) = (Vec::new(), Vec::new());
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
