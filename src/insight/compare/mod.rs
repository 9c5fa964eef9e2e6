//! Plans side by side on the same draws: paired differences, counts of futures, ranks by three rules (MODEL.md section 10).
//!
//! Column 0 is no new policy; the others are plans. Whatever two columns do not share (another place, other years) is said
//! for each row as a reason; nothing is merged into one score.

mod pairs;
mod rank;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

pub use pairs::{Pair, SAME};
pub use rank::{Rule, Standing};

use super::grades::{PlanGrades, explain};
use crate::evidence::{Place, SectorId};
use crate::model::stats::quantiles7;
use crate::model::{Basis, Direction, Indicator};
use crate::projection::{DrawKey, Draws, PlanFutures, Quantiles, Stopped, futures};
use crate::scenario::Scenario;

/// Most plans beside no new policy.
pub const PLANS_MAX: usize = 4;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Change of an indicator in the year compared, in its unit.
    Indicator(Indicator),
    /// GVA here per £1 of public cost, present values up to the year compared.
    GvaPerPound,
    /// Benefit–cost ratio (UK) of a tier, by its place in `appraisal.ron`; whole horizon.
    Tier(usize),
    /// Public £ per net job here in the last year; whole horizon.
    CostPerNetJob,
}

impl Measure {
    /// Whether it is counted over the whole horizon, so that plans of different years have no common figure.
    #[must_use]
    pub const fn is_whole_horizon(self) -> bool {
        matches!(self, Self::Tier(_) | Self::CostPerNetJob)
    }

    /// Whether it is a present value or made of present values.
    #[must_use]
    pub const fn is_present_value(self) -> bool {
        match self {
            Self::Indicator(i) => {
                matches!(i, Indicator::NetGvaPv | Indicator::PublicCostPv | Indicator::ValueForMoney)
            }
            Self::GvaPerPound | Self::Tier(_) | Self::CostPerNetJob => true,
        }
    }
}

/// Rows in the order in which they are shown: effects, then cost, then value for money.
#[must_use]
pub fn measures(basis: &Basis) -> Vec<Measure> {
    let of_indicator = |i: &Indicator| match i {
        // Value for money is said by tier.
        Indicator::PublicCostPv | Indicator::ValueForMoney => None,
        other => Some(Measure::Indicator(*other)),
    };
    let mut all: Vec<Measure> = Indicator::ALL.iter().filter_map(of_indicator).collect();
    all.push(Measure::Indicator(Indicator::PublicCostPv));
    all.push(Measure::GvaPerPound);
    all.extend((0..basis.model.appraisal.tiers.len()).map(Measure::Tier));
    all.push(Measure::CostPerNetJob);
    all
}

/// Why a cell, a pair or a rank stands empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The plan cannot be projected; the reason in words.
    Refused(String),
    /// It costs nothing: nothing can be divided by it.
    CostsNothing,
    /// No benefit can be counted at this tier.
    NoBenefit,
    /// Less than half of the futures gain a job.
    FewJobs,
    /// No new policy has no such figure.
    NoPolicy,
    /// Not a figure of single futures: where no job is gained there is none.
    NotByFuture,
    /// Another place: the gap of one is not that of the other.
    OtherPlace,
    /// Other years: the figure counts the whole horizon of each.
    OtherHorizon,
    /// Present values are brought to different years.
    OtherStart,
    /// The plans have no year in common.
    NoCommonYear,
    /// Neither more nor less of it is better.
    NoDirection,
}

/// One plan in one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Over the futures.
    pub range: Quantiles,
    /// Twenty evenly spaced quantiles; empty for a figure that is not one of single futures.
    pub futures: Vec<f64>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What about.
    pub measure: Measure,
    /// Which way is better here.
    pub direction: Direction,
    /// No new policy at the place of the first plan: the level that changes start from, where there is one.
    pub level: Option<Quantiles>,
    /// By column.
    pub cells: Vec<Result<Cell, Why>>,
    /// Pairs `(a, b)` with `a < b` in the order (0,1), (0,2), (1,2), (0,3) …; see [`Row::pair`].
    pairs: Vec<Result<Pair, Why>>,
    /// Where each column stands by each rule.
    pub standing: Result<Standing, Why>,
}

impl Row {
    /// Two columns, the first against the second; a column with itself and one that is not there are `None`.
    #[must_use]
    pub fn pair(&self, a: usize, b: usize) -> Option<Result<Pair, Why>> {
        let at = |low: usize, high: usize| self.pairs.get(high * (high.saturating_sub(1)) / 2 + low).cloned();
        match a.cmp(&b) {
            std::cmp::Ordering::Less => at(a, b),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => at(b, a).map(|pair| pair.map(Pair::mirrored)),
        }
    }
}

/// Plans side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Calendar year compared: the last that all plans have.
    pub year: i32,
    /// Seed of the draws, that of the first plan.
    pub seed: u64,
    /// Draws.
    pub draws: usize,
    /// Plans beside no new policy.
    pub plans: usize,
    /// In the order of [`measures`].
    pub rows: Vec<Row>,
    /// Grades of each plan with their reasons; `None` where a plan cannot be projected.
    pub grades: Vec<Option<PlanGrades>>,
}

/// A plan to be compared: the first plan of a scenario, on a table of draws. All tables have one seed and one size
/// (`DrawKey`); where switches differ each scenario has its own table, and draw `i` still is the same point.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Scenario.
    pub scenario: &'a Scenario,
    /// Draws.
    pub draws: &'a Draws,
}

/// The last calendar year that all scenarios run to.
#[must_use]
pub fn common_year(scenarios: &[&Scenario]) -> i32 {
    scenarios.iter().map(|s| s.last_year()).min().unwrap_or(0)
}

/// [`compare`] on the seed and number of draws of the first scenario. Scenarios with the same switches share a table.
///
/// # Errors
/// As [`compare`].
pub fn on_the_draws_of_the_first(
    basis: &Basis,
    scenarios: &[Scenario],
    cancel: &AtomicBool,
) -> Result<Comparison, Stopped> {
    let mut tables: Vec<Arc<Draws>> = Vec::new();
    for scenario in scenarios {
        let Some(first) = scenarios.first() else { break };
        let key = DrawKey { seed: first.seed, ..DrawKey::of(scenario, first.draws) };
        let known = tables.iter().find(|t| *t.key() == key).map(Arc::clone);
        tables.push(known.unwrap_or_else(|| Arc::new(Draws::make(basis, &key))));
    }
    let entries: Vec<Entry<'_>> =
        scenarios.iter().zip(&tables).map(|(scenario, draws)| Entry { scenario, draws }).collect();
    compare(basis, &entries, cancel)
}

/// A plan with what is known of it.
struct Column<'a> {
    scenario: &'a Scenario,
    found: Result<PlanFutures, Why>,
}

/// Compares plans with each other and with no new policy. A plan that cannot be projected leaves its column empty.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set.
pub fn compare(basis: &Basis, entries: &[Entry<'_>], cancel: &AtomicBool) -> Result<Comparison, Stopped> {
    let scenarios: Vec<&Scenario> = entries.iter().map(|e| e.scenario).collect();
    let year = common_year(&scenarios);
    let mut columns: Vec<Column<'_>> = Vec::new();
    for Entry { scenario, draws } in entries {
        // One after the other: each run holds some 15 MB, of which only a column an indicator is kept.
        let found = match futures(basis, scenario, draws, (0, year), cancel) {
            Ok(found) => Ok(found),
            Err(Stopped::Refused(fault)) => Err(Why::Refused(fault.to_string())),
            Err(Stopped::Cancelled) => return Err(Stopped::Cancelled),
        };
        columns.push(Column { scenario, found });
    }
    let rows: Vec<Row> = measures(basis).into_par_iter().map(|m| row(basis, m, year, &columns)).collect();
    let first = entries.first();
    Ok(Comparison {
        year,
        seed: first.map_or(0, |e| e.draws.key().seed),
        draws: first.map_or(0, |e| e.draws.len()),
        plans: entries.len(),
        rows,
        grades: scenarios.iter().map(|s| explain(basis, s, 0).ok()).collect(),
    })
}

fn row(basis: &Basis, measure: Measure, year: i32, columns: &[Column<'_>]) -> Row {
    let direction = direction(basis, measure, columns);
    let count = columns.iter().filter_map(|c| c.found.as_ref().ok()).map(|f| f.indicators[0].change.len()).max();
    let nothing = nothing(measure, count.unwrap_or(0));
    let mut values: Vec<Result<Vec<f64>, Why>> = vec![nothing];
    values.extend(columns.iter().map(|c| by_future(measure, c)));
    let same_frame = |a: usize, b: usize| -> Result<(), Why> {
        match (a.checked_sub(1).and_then(|a| columns.get(a)), b.checked_sub(1).and_then(|b| columns.get(b))) {
            (Some(a), Some(b)) => shared(measure, year, a.scenario, b.scenario),
            _ => Ok(()),
        }
    };
    let cells = values.iter().enumerate().map(|(i, v)| cell(measure, columns, i, v)).collect();
    let pair = |a: usize, b: usize| -> Result<Pair, Why> {
        same_frame(a, b)?;
        match (&values[a], &values[b]) {
            (Ok(a), Ok(b)) => Ok(Pair::of(a, b, direction)),
            (Err(why), _) | (_, Err(why)) => Err(why.clone()),
        }
    };
    let pairs = (1..values.len()).flat_map(|b| (0..b).map(move |a| (a, b))).map(|(a, b)| pair(a, b)).collect();
    let frames = (1..values.len()).flat_map(|b| (1..b).map(move |a| (a, b)));
    let standing = match frames.map(|(a, b)| same_frame(a, b)).find_map(Result::err) {
        Some(why) => Err(why),
        None => rank::standing(&values, direction),
    };
    let level = match measure {
        Measure::Indicator(i) => {
            columns.first().and_then(|c| c.found.as_ref().ok()).and_then(|f| f.indicator(i).baseline)
        }
        _ => None,
    };
    Row { measure, direction, level, cells, pairs, standing }
}

/// Which way is better. The gap of a single place (its GVA a head over that of the UK) has no better: what narrows the gap
/// of a poor place widens that of a rich one.
fn direction(basis: &Basis, measure: Measure, columns: &[Column<'_>]) -> Direction {
    let several = |s: &Scenario| s.plans.iter().any(|p| Some(&p.place) != s.plans.first().map(|f| &f.place));
    match measure {
        Measure::Indicator(Indicator::Gap) if !columns.iter().all(|c| several(c.scenario)) => Direction::Context,
        Measure::Indicator(i) => basis.model.indicator(i).direction,
        Measure::GvaPerPound | Measure::Tier(_) => Direction::Up,
        Measure::CostPerNetJob => Direction::Down,
    }
}

/// No new policy: no change in any future, and no figure of value.
fn nothing(measure: Measure, count: usize) -> Result<Vec<f64>, Why> {
    match measure {
        Measure::Indicator(i) if i != Indicator::ValueForMoney => Ok(vec![0.0; count]),
        Measure::Indicator(_) | Measure::GvaPerPound | Measure::Tier(_) | Measure::CostPerNetJob => Err(Why::NoPolicy),
    }
}

/// A plan's figure by draw.
fn by_future(measure: Measure, column: &Column<'_>) -> Result<Vec<f64>, Why> {
    let found = column.found.as_ref().map_err(Clone::clone)?;
    let cost = &found.indicator(Indicator::PublicCostPv).change;
    let costs = cost.iter().all(|c| *c > 0.0);
    match measure {
        Measure::Indicator(Indicator::ValueForMoney) | Measure::GvaPerPound | Measure::Tier(_) if !costs => {
            Err(Why::CostsNothing)
        }
        Measure::Indicator(i) => Ok(found.indicator(i).change.clone()),
        Measure::GvaPerPound => {
            let gva = &found.indicator(Indicator::NetGvaPv).change;
            Ok(gva.iter().zip(cost).map(|(g, c)| g / c).collect())
        }
        Measure::Tier(k) => found.tiers.get(k).cloned().flatten().ok_or(Why::NoBenefit),
        Measure::CostPerNetJob => Err(Why::NotByFuture),
    }
}

fn cell(measure: Measure, columns: &[Column<'_>], index: usize, values: &Result<Vec<f64>, Why>) -> Result<Cell, Why> {
    let column = index.checked_sub(1).and_then(|i| columns.get(i));
    if let (Measure::CostPerNetJob, Some(column)) = (measure, column) {
        let found = column.found.as_ref().map_err(Clone::clone)?;
        let costs = found.appraisal.public_cost.p50 > 0.0;
        let why = if costs { Why::FewJobs } else { Why::CostsNothing };
        return found.appraisal.cost_per_net_job.map(|range| Cell { range, futures: Vec::new() }).ok_or(why);
    }
    let mut values = values.as_ref().map_err(Clone::clone)?.clone();
    let (range, futures) = spread(&mut values);
    Ok(Cell { range, futures })
}

/// Five quantiles, and twenty evenly spaced ones.
fn spread(values: &mut [f64]) -> (Quantiles, Vec<f64>) {
    let twenty = quantiles7(values, std::array::from_fn::<f64, 20, _>(|k| (k as f64 + 0.5) / 20.0));
    let [p10, p25, p50, p75, p90] = crate::model::stats::five_quantiles(values);
    (Quantiles { p10, p25, p50, p75, p90 }, twenty.to_vec())
}

/// Whether two plans have this figure in common.
fn shared(measure: Measure, year: i32, a: &Scenario, b: &Scenario) -> Result<(), Why> {
    let where_of = |s: &Scenario| -> Vec<(Place, SectorId)> {
        s.plans.iter().map(|p| (p.place.clone(), p.sector.clone())).collect()
    };
    if year < a.start || year < b.start {
        return Err(Why::NoCommonYear);
    }
    if measure == Measure::Indicator(Indicator::Gap) && where_of(a) != where_of(b) {
        let places = |s: &Scenario| s.plans.iter().map(|p| p.place.clone()).collect::<Vec<_>>();
        if places(a) != places(b) {
            return Err(Why::OtherPlace);
        }
    }
    if measure.is_present_value() && a.start != b.start {
        return Err(Why::OtherStart);
    }
    if measure.is_whole_horizon() && a.last_year() != b.last_year() {
        return Err(Why::OtherHorizon);
    }
    Ok(())
}
