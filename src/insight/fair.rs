//! The fair test of two plans (MODEL.md section 12): equal cost and years, both inside the evidence, run under the switches
//! that could decide the argument. It counts settings for each indicator and never says which plan is better overall.

use std::sync::atomic::AtomicBool;

use super::compare::{self, Comparison, Entry, Measure, SAME, Why};
use crate::evidence::LeverId;
use crate::model::{Basis, Direction, Indicator, Structure};
use crate::projection::{self, DrawKey, Draws, Quantiles, Stopped};
use crate::scenario::{Scenario, check};

/// Settings: reference class same or own, critical mass on or off, each of three structures.
pub const SETTINGS: usize = 12;

/// Costs that differ by no more than this share of the first count as equal: far inside the spread of unit costs (judgement).
pub const COST_TOLERANCE: f64 = 0.05;

/// One of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Reference-class weight on business support; off: the same discount for every lever.
    pub reference_class: bool,
    /// Critical mass.
    pub critical_mass: bool,
    /// The one structure that is run.
    pub structure: Structure,
}

/// A condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// The first or second plan (0, 1) costs nothing.
    CostsNothing(usize),
    /// Start or horizon differ.
    OtherYears,
    /// Switches other than those of the test, findings left out or judgements differ.
    OtherJudgements,
    /// A lever of the first or second plan reaches more than studies cover.
    Beyond(usize, LeverId),
    /// The second cannot be brought to the cost of the first; why.
    NotScaled(String),
    /// A plan cannot be projected; why.
    Refused(usize, String),
}

/// What is set against each other, and on which terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Middle of the present value of public cost, £m, of the first and the second as they were given.
    pub costs: [f64; 2],
    /// Factor on every amount of the second, where its cost was brought to that of the first.
    pub scaled: Option<f64>,
    /// First and last year in which a lever of each runs.
    pub years: [Option<(i32, i32)>; 2],
    /// Conditions that do not hold; with any of them there is no test.
    pub failed: Vec<Failed>,
}

/// Who is ahead by the median in one setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    /// The first.
    First,
    /// Neither: the medians are the same.
    Level,
    /// The second.
    Second,
}

/// One indicator in one setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The first over its futures, in the unit of the measure.
    pub first: Quantiles,
    /// The second.
    pub second: Quantiles,
    /// Share of futures in which the first does better, 0–1.
    pub first_better: f64,
    /// Share in which the second does.
    pub second_better: f64,
    /// By the median.
    pub ahead: Ahead,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which.
    pub measure: Measure,
    /// By setting, in the order of [`settings`].
    pub cells: Vec<Result<Cell, Why>>,
}

impl Row {
    /// Settings in which the first is ahead, both are level, the second is ahead.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        let count = |who: Ahead| self.cells.iter().flatten().filter(|c| c.ahead == who).count();
        [count(Ahead::First), count(Ahead::Level), count(Ahead::Second)]
    }

    /// In how many settings the most frequent ranking holds; `None` where there is no ranking in some setting.
    #[must_use]
    pub fn holds(&self) -> Option<usize> {
        let all = self.cells.iter().all(Result::is_ok) && !self.cells.is_empty();
        all.then(|| self.counts().into_iter().max().unwrap_or(0))
    }
}

/// The test.
#[derive(Debug, Clone, PartialEq)]
pub struct Fair {
    /// Terms.
    pub terms: Terms,
    /// Calendar year of the figures.
    pub year: i32,
    /// Seed of the draws.
    pub seed: u64,
    /// Draws in each setting.
    pub draws: u32,
    /// By indicator; empty if a condition fails.
    pub rows: Vec<Row>,
}

/// Every setting, in the order of the cells.
#[must_use]
pub fn settings() -> Vec<Setting> {
    let mut out = Vec::with_capacity(SETTINGS);
    for reference_class in [true, false] {
        for structure in Structure::ALL {
            for critical_mass in [true, false] {
                out.push(Setting { reference_class, critical_mass, structure: *structure });
            }
        }
    }
    out
}

/// Tests the first plan of `a` against the first plan of `b` on the seed of `a`, `draws` futures in each setting. Must be called
/// inside the pool that shall do the work.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set. A plan that cannot be projected is a failed condition.
pub fn fair(basis: &Basis, a: &Scenario, b: &Scenario, draws: u32, cancel: &AtomicBool) -> Result<Fair, Stopped> {
    let (terms, b) = terms(basis, a, b, draws, cancel)?;
    let mut out = Fair { terms, year: compare::common_year(&[a, &b]), seed: a.seed, draws, rows: Vec::new() };
    if !out.terms.failed.is_empty() {
        return Ok(out);
    }
    let mut found: Vec<Comparison> = Vec::new();
    let mut table: Option<Draws> = None;
    for setting in settings() {
        let inert = setting.structure != Structure::Ecosystem && !setting.critical_mass;
        if let Some(same) = found.last().filter(|_| inert).cloned() {
            // Critical mass acts in the ecosystem structure alone.
            found.push(same);
            continue;
        }
        let [a, b] = [a, &b].map(|s| under(s, setting));
        let key = DrawKey::of(&a, draws);
        let draws = match table.take().filter(|t| *t.key() == key) {
            Some(kept) => kept,
            None => Draws::make(basis, &key),
        };
        let entries = [Entry { scenario: &a, draws: &draws }, Entry { scenario: &b, draws: &draws }];
        found.push(compare::compare(basis, &entries, cancel)?);
        table = Some(draws);
    }
    out.rows = compare::measures(basis).into_iter().filter(|m| is_tested(*m)).map(|m| row(m, &found)).collect();
    Ok(out)
}

/// Indicators and what they come to for the money; cost is equal, and ratios by tier turn on grades, not on the switches.
const fn is_tested(measure: Measure) -> bool {
    match measure {
        Measure::Indicator(Indicator::PublicCostPv) | Measure::Tier(_) | Measure::CostPerNetJob => false,
        Measure::Indicator(_) | Measure::GvaPerPound => true,
    }
}

/// A scenario in a setting, all else its own.
fn under(scenario: &Scenario, setting: Setting) -> Scenario {
    let mut out = scenario.clone();
    out.switches.reference_class = setting.reference_class;
    out.switches.critical_mass = setting.critical_mass;
    out.switches.structures = [false; 3];
    out.switches.structures[setting.structure.index()] = true;
    out
}

fn row(measure: Measure, found: &[Comparison]) -> Row {
    let cell = |comparison: &Comparison| -> Result<Cell, Why> {
        let row = comparison.rows.iter().find(|r| r.measure == measure).ok_or(Why::NotByFuture)?;
        let ranges = [1, 2].map(|i| row.cells.get(i).cloned().unwrap_or(Err(Why::NotByFuture)).map(|c| c.range));
        let [first, second] = ranges;
        let (first, second) = (first?, second?);
        let pair = row.pair(1, 2).unwrap_or(Err(Why::NotByFuture))?;
        let (first_better, second_better) = pair.better().ok_or(Why::NoDirection)?;
        Ok(Cell { first, second, first_better, second_better, ahead: ahead(first.p50, second.p50, pair.direction) })
    };
    Row { measure, cells: found.iter().map(cell).collect() }
}

fn ahead(first: f64, second: f64, direction: Direction) -> Ahead {
    if (first - second).abs() <= SAME * first.abs().max(second.abs()) {
        Ahead::Level
    } else if (first > second) == (direction != Direction::Down) {
        Ahead::First
    } else {
        Ahead::Second
    }
}

/// Checks the conditions, and brings the second to the cost of the first where they differ.
fn terms(
    basis: &Basis,
    a: &Scenario,
    b: &Scenario,
    draws: u32,
    cancel: &AtomicBool,
) -> Result<(Terms, Scenario), Stopped> {
    let mut out = Terms { costs: [0.0; 2], scaled: None, years: [a, b].map(years), failed: Vec::new() };
    if (a.start, a.horizon) != (b.start, b.horizon) {
        out.failed.push(Failed::OtherYears);
    }
    let rest = |s: &Scenario| (s.switches.flatten, s.switches.takes, s.exclude_studies.clone(), s.overrides.clone());
    if rest(a) != rest(b) {
        out.failed.push(Failed::OtherJudgements);
    }
    let key = DrawKey::of(a, draws);
    let table = Draws::make(basis, &key);
    let mut scaled = b.clone();
    scaled.seed = a.seed;
    for (i, scenario) in [a, b].into_iter().enumerate() {
        match cost(basis, scenario, &table, cancel)? {
            Ok(cost) if cost > 0.0 => out.costs[i] = cost,
            Ok(_) => out.failed.push(Failed::CostsNothing(i)),
            Err(why) => out.failed.push(Failed::Refused(i, why)),
        }
    }
    let [first, second] = out.costs;
    if first > 0.0 && second > 0.0 && (second - first).abs() > COST_TOLERANCE * first {
        let factor = first / second;
        for setting in scaled.plans.iter_mut().take(1).flat_map(|p| p.levers.values_mut()) {
            setting.amount *= factor;
        }
        out.scaled = Some(factor);
        if let Some(problem) = check::problems(&scaled, basis).first() {
            out.failed.push(Failed::NotScaled(problem.to_fault("the scaled plan").to_string()));
        }
    }
    for (i, scenario) in [a, &scaled].into_iter().enumerate() {
        let beyond = beyond(basis, scenario);
        out.failed.extend(beyond.into_iter().map(|lever| Failed::Beyond(i, lever)));
    }
    Ok((out, scaled))
}

/// Middle of the present value of public cost of the first plan, £m; the inner error is why there is none.
fn cost(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    cancel: &AtomicBool,
) -> Result<Result<f64, String>, Stopped> {
    match projection::project(basis, scenario, draws, cancel) {
        Ok(found) => Ok(Ok(found.plans.first().map_or(0.0, |p| p.appraisal.public_cost.p50))),
        Err(Stopped::Refused(fault)) => Ok(Err(fault.to_string())),
        Err(Stopped::Cancelled) => Err(Stopped::Cancelled),
    }
}

/// Levers of the first plan whose amount passes the edge of the evidence.
fn beyond(basis: &Basis, scenario: &Scenario) -> Vec<LeverId> {
    let basis = basis.under(&scenario.overrides);
    let Some(plan) = scenario.plans.first() else { return Vec::new() };
    let Ok(cell) = basis.inputs.cell(&plan.place, &plan.sector) else { return Vec::new() };
    let passes = |(id, setting): &(&LeverId, &crate::scenario::Setting)| {
        let edge = basis.model.lever(id).map(|l| crate::model::dose::slider(l, &cell).edge);
        edge.is_some_and(|edge| setting.amount > edge * (1.0 + 1e-9))
    };
    plan.on().filter(passes).map(|(id, _)| id.clone()).collect()
}

fn years(scenario: &Scenario) -> Option<(i32, i32)> {
    let plan = scenario.plans.first()?;
    let from = plan.on().map(|(_, s)| s.from).min()?;
    Some((from, plan.on().map(|(_, s)| s.to).max()?))
}
