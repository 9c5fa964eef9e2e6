//! When does a plan miss its line? Scenario discovery over draws × stresses, in quantities that can be said in words.

use super::{Line, Yardstick, column, under};
use crate::insight::prim::{Rules, choose, peel};
use crate::insight::watch::Watch;
use crate::model::Basis;
use crate::projection::drivers::{Driver, drivers};
use crate::projection::{DrawKey, Draws, Stopped};
use crate::scenario::Scenario;

/// Least share of the cases that the told box holds, and most limits it has.
const COVERAGE_MIN: f64 = 0.6;
const LIMITS_MAX: usize = 3;
/// Quantities among which the box is looked for.
const KEPT: usize = LIMITS_MAX;
/// Fewer cases than this share of the futures are not told about.
const RARE: f64 = 0.02;

/// A quantity by which futures are told apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// Drawn in every future; optimism, effects and gains by their ranks among all draws, 0–1.
    Drawn(Driver),
    /// Factor on delivery capacity.
    Capacity,
    /// Factor on absorptive capacity.
    Absorptive,
    /// Factor on output.
    Output,
    /// Years paid.
    PaidYears,
}

/// Which side of a limit the box lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// At or above.
    Above,
    /// At or below.
    Below,
}

/// One limit of the box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Quantity.
    pub what: What,
    /// Side.
    pub sign: Sign,
    /// Where.
    pub at: f64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovery {
    /// Share of all futures that reach the line, 0–1.
    pub reached: f64,
    /// Whether the box is about futures that reach the line; else about those that miss it. It is about the rarer.
    pub about_success: bool,
    /// The box; empty if there is none worth telling.
    pub limits: Vec<Limit>,
    /// Share of the cases inside.
    pub coverage: f64,
    /// Share of what is inside that is of interest.
    pub density: f64,
    /// Share of all futures inside.
    pub mass: f64,
    /// Futures looked at.
    pub futures: usize,
}

pub(super) fn discover(
    basis: &Basis,
    scenario: &Scenario,
    judged: (Yardstick, Line),
    (count, seed): (u32, u64),
    watch: &Watch<'_>,
) -> Result<Discovery, Stopped> {
    let mut names: Vec<What> = Vec::new();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut reached: Vec<bool> = Vec::new();
    for (w, stress) in std::iter::once(None).chain(basis.stresses.iter().map(Some)).enumerate() {
        watch.step(w, 4 * (basis.stresses.len() + 1))?;
        let found = column(basis, scenario, judged, (count, seed), stress, watch)?;
        let (run, key) = under(scenario, count, stress);
        let draws = Draws::make(basis, &DrawKey { seed, ..key });
        let mut here: Vec<(What, Vec<f64>)> = Vec::new();
        for drawn in drivers(basis, &run, &draws, 0)? {
            let ranked = matches!(drawn.driver, Driver::Optimism | Driver::Effect(_) | Driver::Gain(_));
            let values = if ranked { ranks(&drawn.values) } else { drawn.values };
            here.push((What::Drawn(drawn.driver), values));
        }
        let n = found.reached.len();
        let years = scenario.plans.iter().flat_map(|p| p.levers.values()).map(|s| s.to - s.from + 1).max();
        let planned = f64::from(years.unwrap_or(0));
        let paid = stress.and_then(|s| s.paid_years).map_or(planned, |y| f64::from(y).min(planned));
        for (what, value) in [
            (What::Capacity, stress.map_or(1.0, |s| s.capacity)),
            (What::Absorptive, stress.map_or(1.0, |s| s.absorptive)),
            (What::Output, stress.map_or(1.0, |s| s.output)),
            (What::PaidYears, paid),
        ] {
            here.push((what, vec![value; n]));
        }
        for (what, values) in here {
            let at = names.iter().position(|known| *known == what).unwrap_or_else(|| {
                names.push(what);
                columns.push(vec![0.0; reached.len()]);
                names.len() - 1
            });
            columns[at].extend(values);
        }
        reached.extend(found.reached);
        // A quantity that a stress does not know (a lever that never starts) stands at nothing there.
        for column in &mut columns {
            column.resize(reached.len(), 0.0);
        }
    }
    Ok(told(&names, &columns, &reached))
}

fn told(names: &[What], columns: &[Vec<f64>], reached: &[bool]) -> Discovery {
    let share = reached.iter().filter(|r| **r).count() as f64 / reached.len().max(1) as f64;
    let about_success = share < 0.5;
    let mut out = Discovery {
        reached: share,
        about_success,
        limits: Vec::new(),
        coverage: 0.0,
        density: 0.0,
        mass: 0.0,
        futures: reached.len(),
    };
    if share.min(1.0 - share) < RARE {
        return out;
    }
    let of_interest: Vec<bool> = reached.iter().map(|r| *r == about_success).collect();
    // Many quantities hide the few that tell futures apart: those whose values differ most between the two kinds are kept.
    let mut order: Vec<usize> = (0..columns.len()).collect();
    let apart: Vec<f64> = columns.iter().map(|c| separation(c, &of_interest)).collect();
    order.sort_by(|a, b| apart[*b].total_cmp(&apart[*a]));
    order.truncate(KEPT);
    let names: Vec<What> = order.iter().map(|k| names[*k]).collect();
    let columns: Vec<Vec<f64>> = order.iter().map(|k| columns[*k].clone()).collect();
    let steps = peel(&columns, &of_interest, Rules::default());
    let Some(step) = choose(&steps, COVERAGE_MIN, LIMITS_MAX) else { return out };
    for &k in &step.restricted {
        let ((lo, hi), (from, to)) = (step.limits[k], steps[0].limits[k]);
        if lo > from {
            out.limits.push(Limit { what: names[k], sign: Sign::Above, at: lo });
        }
        if hi < to {
            out.limits.push(Limit { what: names[k], sign: Sign::Below, at: hi });
        }
    }
    (out.coverage, out.density, out.mass) = (step.coverage, step.density, step.mass);
    out
}

/// How far a column tells the two kinds apart: |P(a case is above another) − ½|, ties half (Mann and Whitney), 0–½.
fn separation(column: &[f64], of_interest: &[bool]) -> f64 {
    let mut others: Vec<f64> = column.iter().zip(of_interest).filter(|(_, y)| !**y).map(|(v, _)| *v).collect();
    others.sort_by(f64::total_cmp);
    let cases: Vec<f64> = column.iter().zip(of_interest).filter(|(_, y)| **y).map(|(v, _)| *v).collect();
    let above = crate::insight::sobol::ranks(&cases, &others);
    (above.iter().sum::<f64>() / above.len().max(1) as f64 - 0.5).abs()
}

/// Ranks of a column, 0–1.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut out = vec![0.0; values.len()];
    for (rank, i) in order.into_iter().enumerate() {
        out[i] = (rank as f64 + 0.5) / values.len() as f64;
    }
    out
}
