//! A scenario run over all draws: worlds compiled, blocks of 256 draws in parallel, kept in order.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::Stopped;
use super::base::{Base, Calendar};
use super::block::{self, Money, WorldBlock};
use super::draws::Draws;
use super::kernel::{self, BLOCK, Block, Params, Scratch};
use super::net::{self, FactorColumns, PackageBands};
use super::program::{GradeMask, PlaceProgram, PlanDoses, Program, Rules};
use super::world::World;
use crate::evidence::SectorId;
use crate::model::stats::elementary::{self, wide};
use crate::model::{Basis, Cell, Input, Level, Model, Node, Structure};
use crate::scenario::Scenario;

/// Nodes whose paths indicators read.
pub(super) const SHOWN: [Node; 7] =
    [Node::Skills, Node::Practice, Node::Ties, Node::RdSpend, Node::Innovation, Node::Productivity, Node::Jobs];

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
    /// Net factors of each place by slot, at the place and for the UK.
    pub factors: Vec<[FactorColumns; 2]>,
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

impl WorldRun {
    /// Gives the buffers back for the next run.
    pub fn give_back(self, draws: &Draws) {
        for block in self.blocks {
            draws.spare.blocks.give(block);
        }
        for column in self.tiers.into_iter().flatten().flatten() {
            draws.spare.columns.give(column);
        }
        for factors in self.factors.into_iter().flatten() {
            factors.give_back(|column| draws.spare.columns.give(column));
        }
    }
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
    let (setup, programs) = Setup::new(basis, scenario, draws, &world);
    let blocks = setup.blocks(&programs, cancel)?;
    let last = scenario.horizon as usize;
    let mut tiers = Vec::new();
    for tier in basis.model.appraisal.tiers.iter().filter(|_| wanted == Tiers::Run) {
        let mask = GradeMask::of(tier);
        if mask == GradeMask::ALL {
            tiers.push(setup.present_values(&programs, |r, column| {
                for block in &blocks {
                    column[block.slots()].copy_from_slice(block.places[r].pv(last, true));
                }
            }));
            continue;
        }
        tiers.push(setup.masked(&setup.programs(mask), cancel)?);
    }
    let factors = setup.finish();
    Ok(WorldRun { world, rules: rules(scenario, GradeMask::ALL), programs, blocks, factors, tiers })
}

/// Runs one world for nothing but the present value of UK GVA, £m, of each place by slot: no state of a year is kept. Empty where
/// nothing moves. Equal to what [`world`] leaves, bit for bit.
pub(super) fn present_values(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    world: &World,
    cancel: &AtomicBool,
) -> Result<(Vec<Program>, Vec<Vec<f64>>), Stopped> {
    let (setup, programs) = Setup::new(basis, scenario, draws, world);
    let values = setup.masked(&programs, cancel)?;
    for factors in setup.finish().into_iter().flatten() {
        factors.give_back(|column| draws.spare.columns.give(column));
    }
    Ok((programs, values.into_iter().map(Option::unwrap_or_default).collect()))
}

/// The calendar of a scenario.
pub(super) fn calendar(basis: &Basis, scenario: &Scenario) -> Calendar {
    let base_year = basis.inputs.rules().map_or(scenario.year_zero(), |rules| rules.base_year);
    Calendar::new(base_year, scenario.year_zero(), scenario.horizon)
}

/// What is worked out once for all blocks and all tiers.
struct Setup<'a> {
    basis: &'a Basis,
    scenario: &'a Scenario,
    draws: &'a Draws,
    world: &'a World,
    /// Columns of every channel that the plans bring, whatever grades count.
    params: Params,
    /// Take × lumpiness: `[place][lever]` columns over all slots; empty when levers always take.
    takes: Vec<Vec<Vec<f64>>>,
    /// Net factors of each place: (place level, UK level).
    factors: Vec<[FactorColumns; 2]>,
    /// Starting levels of GVA (£m) by place, columns over all slots.
    gva: Vec<Vec<f64>>,
    discount: Vec<f64>,
    /// Structure (position in the draws' segments), first slot and length of each block.
    cuts: Vec<(usize, usize, usize)>,
}

impl<'a> Setup<'a> {
    /// With the programs of all grades.
    fn new(basis: &'a Basis, scenario: &'a Scenario, draws: &'a Draws, world: &'a World) -> (Self, Vec<Program>) {
        let model = &basis.model;
        let calendar = calendar(basis, scenario);
        let mut setup = Self {
            basis,
            scenario,
            draws,
            world,
            params: Params::default(),
            takes: Vec::new(),
            factors: net_factors(basis, scenario, draws, world),
            gva: world.cells.par_iter().map(|cell| starting_gva(draws, cell, calendar)).collect(),
            discount: net::discount_factors(model, calendar.horizon),
            cuts: cuts(draws),
        };
        let programs = setup.programs(GradeMask::ALL);
        setup.params = draws.params_for(&programs);
        if scenario.switches.takes
            && let Some(program) = programs.first()
        {
            let of_place = |(cell, place)| take_factors(model, draws, cell, &world.sector, place);
            setup.takes = world.cells.par_iter().zip(&program.places).map(of_place).collect();
        }
        (setup, programs)
    }

    /// Keeps the net factors; every other buffer goes back.
    fn finish(self) -> Vec<[FactorColumns; 2]> {
        for column in self.takes.into_iter().flatten().chain(self.gva) {
            self.draws.spare.columns.give(column);
        }
        self.factors
    }

    /// Programs by structure, in the order of the draws' segments.
    fn programs(&self, grades: GradeMask) -> Vec<Program> {
        let rules = rules(self.scenario, grades);
        let cells = self.world.cell_refs();
        let compile = |s: Structure| {
            Program::compile(&self.basis.model, self.draws.bands(), s, &cells, &self.world.plans, &rules)
        };
        self.draws.segments().par_iter().map(|(s, _)| compile(*s)).collect()
    }

    fn money(&self) -> Money<'_> {
        Money { discount: &self.discount, gva: &self.gva, factors: &self.factors }
    }

    fn blocks(&self, programs: &[Program], cancel: &AtomicBool) -> Result<Vec<WorldBlock>, Stopped> {
        let each = |&(k, at, len): &(usize, usize, usize)| {
            let mut out = self.draws.spare.blocks.take();
            self.run(&programs[k], (at, len), cancel, |block, scratch| out.take_over(block, self.money(), scratch))?;
            Ok(out)
        };
        self.cuts.par_iter().map(each).collect()
    }

    /// Runs one block and hands it on.
    fn run(
        &self,
        program: &Program,
        (at, len): (usize, usize),
        cancel: &AtomicBool,
        then: impl FnOnce(&Block<'_>, &mut Scratch),
    ) -> Result<(), Stopped> {
        if cancel.load(Ordering::Relaxed) {
            return Err(Stopped::Cancelled);
        }
        let judgements = &self.basis.model.judgements;
        self.draws.spare.weights.with(|weights| {
            self.world.weights(&self.draws.kappa()[at..at + len], judgements.spill_max_km, weights);
            let factors = (!self.takes.is_empty()).then_some(self.takes.as_slice());
            let block = Block { params: &self.params, at, len, factors, weights };
            self.draws.spare.scratch.with(|scratch| {
                kernel::run(program, judgements, &block, scratch);
                then(&block, scratch);
            });
        });
        Ok(())
    }

    /// Present values of UK GVA by place, filled in by `fill` where an outcome can move.
    fn present_values(&self, programs: &[Program], fill: impl Fn(usize, &mut [f64])) -> Vec<Option<Vec<f64>>> {
        let of_place = |r: usize| {
            programs.iter().any(|p| p.moves_outcomes(r)).then(|| {
                let mut column = self.draws.spare.columns.take();
                column.clear();
                column.resize(self.draws.len(), 0.0);
                fill(r, &mut column);
                column
            })
        };
        (0..self.world.cells.len()).map(of_place).collect()
    }

    /// Present values of programs of which some grades are masked: nothing else of them is looked at.
    fn masked(&self, programs: &[Program], cancel: &AtomicBool) -> Result<Vec<Option<Vec<f64>>>, Stopped> {
        let mut out = self.present_values(programs, |_, _| {});
        if out.iter().all(Option::is_none) {
            return Ok(out);
        }
        // Slots are cut in order, so every block owns its part of each column.
        let mut rest: Vec<&mut [f64]> = out.iter_mut().map(|c| c.as_deref_mut().unwrap_or_default()).collect();
        let part = |&(k, at, len): &(usize, usize, usize)| {
            let parts = rest.iter_mut().map(|column| {
                let (own, left) = std::mem::take(column).split_at_mut_checked(len).unwrap_or_default();
                *column = left;
                own
            });
            (k, at, len, parts.collect::<Vec<_>>())
        };
        let parts: Vec<_> = self.cuts.iter().map(part).collect();
        parts.into_par_iter().try_for_each(|(k, at, len, mut columns)| {
            self.run(&programs[k], (at, len), cancel, |block, scratch| {
                for (r, column) in columns.iter_mut().enumerate() {
                    block::add_present_value(block, self.money(), scratch, r, column);
                }
            })
        })?;
        Ok(out)
    }
}

/// Net factors of each place over all slots, at the place and for the UK.
fn net_factors(basis: &Basis, scenario: &Scenario, draws: &Draws, world: &World) -> Vec<[FactorColumns; 2]> {
    let model = &basis.model;
    let all = rules(scenario, GradeMask::ALL);
    let central = net::central_params(model, draws.bands());
    let of_place = |(cell, plan): (&Cell, &PlanDoses)| {
        let mut out: [FactorColumns; 2] =
            std::array::from_fn(|_| FactorColumns::from_spare(|| draws.spare.columns.take()));
        for columns in &mut out {
            columns.reset(draws.len());
        }
        for (structure, slots) in draws.segments() {
            let shares = net::type_shares_at(model, draws.bands(), &central, (*structure, cell, plan, &all));
            for (columns, level) in out.iter_mut().zip([Level::Place, Level::Uk]) {
                let bands = PackageBands::find(model, &shares, &world.sector, level);
                bands.columns(|bands| draws.net_of(bands), slots, columns);
            }
        }
        out
    };
    world.cells.par_iter().zip(&world.plans).map(of_place).collect()
}

/// Blocks of at most [`BLOCK`] draws of one structure.
fn cuts(draws: &Draws) -> Vec<(usize, usize, usize)> {
    let of_segment = |(k, (_, slots)): (usize, &(Structure, std::ops::Range<usize>))| {
        let end = slots.end;
        slots.clone().step_by(BLOCK).map(move |at| (k, at, BLOCK.min(end - at))).collect::<Vec<_>>()
    };
    draws.segments().iter().enumerate().flat_map(of_segment).collect()
}

/// Starting GVA of a cell by slot, £m.
fn starting_gva(draws: &Draws, cell: &Cell, calendar: Calendar) -> Vec<f64> {
    let scores = draws.cell(cell);
    let mut out = draws.spare.columns.take();
    out.clear();
    if let Some(base) = Base::new(cell, Input::GvaM, &scores, calendar) {
        base.starting(0..draws.len(), &mut out);
    }
    out
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
            let null = judgements.null_share;
            let mut out = draws.spare.columns.take();
            out.resize(scores.take.len(), 0.0);
            wide(
                #[inline(always)]
                || {
                    for ((factor, u), z) in out.iter_mut().zip(&scores.take).zip(&scores.lump) {
                        let lump = elementary::exp(sigma * z - variance / 2.0) / keep;
                        *factor = if *u >= null { lump } else { 0.0 };
                    }
                },
            );
            out
        })
        .collect()
}
