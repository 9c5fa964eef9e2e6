//! Why a grade is what it is: channels by five criteria, and what makes a result's grade (MODEL.md sections 5 and 13).

use super::applies;
use super::paths::{Step, steps};
use crate::evidence::order::InOrder as _;
use crate::evidence::{EffectId, SectorId};
use crate::model::{Basis, Cell, Grade, Indicator, Model, Structure};
use crate::projection::grade::{Criterion, Reasoned, Tried, reasoned};
use crate::projection::program::Program;
use crate::projection::standing::{self, Grades, Reasons};
use crate::projection::world::World;
use crate::projection::{DrawKey, Draws, Stopped};
use crate::scenario::{Plan, Scenario};

/// Draws behind the bands that weigh the paths: the bands are the same for any number of them, so the fewest do.
const DRAWS_FEWEST: u32 = 10;

/// Every channel graded by what the tables hold, for no plan: any sector, no dose, no finding left out.
#[must_use]
pub fn all(basis: &Basis) -> Vec<Reasoned> {
    let sector = SectorId::all();
    let graded = |channel| reasoned(&basis.evidence, channel, &sector, &[], Tried::Off);
    basis.model.channels.iter().map(graded).collect()
}

/// How many channels have each grade, A to E; `of` says which grade counts.
#[must_use]
pub fn counts(graded: &[Reasoned], of: impl Fn(&Reasoned) -> Grade) -> [usize; Grade::COUNT] {
    let mut out = [0; Grade::COUNT];
    for one in graded {
        out[of(one).index()] += 1;
    }
    out
}

/// The grade of a channel at a plan; a lever that is off has no dose to compare.
#[must_use]
pub fn channel(basis: &Basis, plan: &Plan, cell: Option<&Cell>, excluded: &[EffectId], row: usize) -> Option<Reasoned> {
    let channel = basis.model.channels.get(row)?;
    let dose = applies::dose(basis, plan, cell, Step::Channel(row));
    let tried = dose.map_or(Tried::Off, |d| Tried::of(d.here, d.hi));
    Some(reasoned(&basis.evidence, channel, &plan.sector, excluded, tried))
}

/// What a displayed grade is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Indicator.
    pub indicator: Indicator,
    /// By criterion, links and the step to net.
    pub reasons: Reasons,
    /// Channels on the way whose own grade here is no better than the result's, by row, the worst first.
    pub weak: Vec<(usize, Reasoned)>,
    /// Channels on the way.
    pub channels: usize,
}

/// What makes a result's grade, in the order in which it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker {
    /// A criterion of the channels.
    Criterion(Criterion),
    /// The grades recorded for the channels.
    Recorded,
    /// Links on the way.
    Links,
    /// The step from gross to net.
    Net,
    /// Each is better alone: together they rest on more than one weak arrow.
    Together,
}

impl Explained {
    /// What makes the grade: everything that alone would give one as bad.
    #[must_use]
    pub fn makers(&self) -> Vec<Maker> {
        let r = &self.reasons;
        let mut out = Vec::new();
        if r.net {
            out.push(Maker::Net);
        }
        let by = Criterion::ALL.into_iter().zip(r.criteria);
        out.extend(by.filter(|(_, grade)| *grade >= r.grade).map(|(c, _)| Maker::Criterion(c)));
        if r.recorded >= r.grade {
            out.push(Maker::Recorded);
        }
        if r.links >= r.grade {
            out.push(Maker::Links);
        }
        if out.is_empty() {
            out.push(Maker::Together);
        }
        out
    }
}

/// Every grade of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanGrades {
    /// By indicator; public cost is left out: it is accounting.
    pub results: Vec<Explained>,
    /// Arrows (channels and links) on live paths.
    pub links_total: usize,
    /// Those of them that rest on judgement (grades D and E).
    pub links_judged: usize,
}

impl PlanGrades {
    /// One indicator; `None` for public cost.
    #[must_use]
    pub fn of(&self, indicator: Indicator) -> Option<&Explained> {
        self.results.iter().find(|r| r.indicator == indicator)
    }
}

/// Grades of a plan (counted from 0), each with what it is made of.
///
/// # Errors
/// If the plan has no starting numbers, or there is no such plan.
pub fn explain(basis: &Basis, scenario: &Scenario, plan: usize) -> Result<PlanGrades, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let worlds = World::all(basis, scenario)?;
    let found = worlds.iter().find_map(|w| Some((w, w.plan_index.iter().position(|i| *i == plan)?)));
    let (Some((world, r)), Some(settings)) = (found, scenario.plans.get(plan)) else {
        let fault = crate::evidence::Fault::new(scenario.title.clone(), format!("holds no plan {}", plan + 1));
        return Err(Stopped::Refused(fault));
    };
    let draws = Draws::make(basis, &DrawKey::of(scenario, DRAWS_FEWEST));
    let programs = programs(&basis.model, scenario, &draws, world);
    let excluded = &scenario.exclude_studies;
    let grades = standing::grades(&basis.model, &basis.evidence, &programs, (r, &world.sector, excluded));
    let reasons = standing::reasons(&basis.model, draws.bands(), &programs, r, &grades);
    let one = |(indicator, reasons): (&Indicator, Reasons)| explained(basis, settings, &grades, *indicator, reasons);
    let all = Indicator::ALL.iter().zip(reasons).filter(|(i, _)| **i != Indicator::PublicCostPv);
    let (links_total, links_judged) = standing::arrows(&basis.model, &programs, r, &grades);
    Ok(PlanGrades { results: all.map(one).collect(), links_total, links_judged })
}

fn explained(basis: &Basis, plan: &Plan, grades: &Grades, indicator: Indicator, reasons: Reasons) -> Explained {
    let on_the_way = steps(&basis.model, plan, indicator);
    let rows = on_the_way.iter().filter_map(|s| if let Step::Channel(row) = s { Some(*row) } else { None });
    let rows: Vec<usize> = rows.filter(|row| grades.contains_key(row)).collect();
    let mut weak: Vec<(usize, Reasoned)> = rows
        .iter()
        .filter_map(|row| Some((*row, grades.get(row)?.clone())))
        .filter(|(_, graded)| graded.here() >= reasons.grade)
        .collect();
    weak.order_by_key(|(_, graded)| std::cmp::Reverse(graded.here()));
    Explained { indicator, reasons, weak, channels: rows.len() }
}

/// The programs of every structure that is run, all grades counted.
fn programs(model: &Model, scenario: &Scenario, draws: &Draws, world: &World) -> Vec<Program> {
    let rules = crate::projection::program::Rules {
        horizon: scenario.horizon as usize,
        grades: crate::projection::program::GradeMask::ALL,
        flatten: scenario.switches.flatten,
        critical_mass: scenario.switches.critical_mass,
    };
    let cells = world.cell_refs();
    let compile = |s: Structure| Program::compile(model, draws.bands(), s, &cells, &world.plans, &rules);
    let on = Structure::ALL.iter().filter(|s| scenario.switches.structures[s.index()]);
    on.map(|s| compile(*s)).collect()
}
