//! What it would be worth to know before deciding: the expected value of perfect information, in all and by group (Raiffa & Schlaifer
//! 1961; Strong, Oakley & Brennan 2014).
//!
//! `EVPI = E[max_a V_a] − max_a E[V_a]`; of a group X, `EVPPI = E[max_a E(V_a | X)] − max_a E[V_a]`, the inner expectation by least
//! squares of each option on the normal scores of the group's quantities and their squares, fitted on one half of the scrambles and
//! valued on the other. What only two quantities together bring is missed, so the figure of a group is too low rather than too high.

use super::half_width;
use super::watch::Watch;
use super::yardstick::Yardstick;
use crate::model::Basis;
use crate::model::stats::normal_ppf;
use crate::projection::drivers::{Driver, drivers};
use crate::projection::variant::Group;
use crate::projection::{DrawKey, Draws, Stopped};
use crate::scenario::Scenario;

/// What one group, or all, would be worth to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Expected gain, in the unit of the yardstick, ≥ 0.
    pub value: f64,
    /// 95 % half-width over ten scrambles.
    pub error: f64,
    /// Share of futures in which knowing it changes the choice, 0–1.
    pub changes: f64,
}

/// What information is worth for a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Information {
    /// What is judged by.
    pub yardstick: Yardstick,
    /// Mean of each option, no new policy first ("driven by a few very good futures").
    pub means: Vec<f64>,
    /// Share of futures in which each is best; level options share.
    pub best: Vec<f64>,
    /// Option with the highest mean: what would be chosen today.
    pub today: usize,
    /// To know everything.
    pub all: Worth,
    /// To know one group.
    pub groups: Vec<(Group, Worth)>,
    /// To know one channel's effect, by its row; most first: which pilot to run.
    pub effects: Vec<(usize, Worth)>,
    /// Draws.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
}

/// Expected gain of deciding in each future by `guides` (what each option is expected to bring, given what is known) instead of by
/// the means of `values`; what is gained is read off `values`. Both `[option][draw]`; draws fall into `parts` equal parts.
#[must_use]
pub fn worth(values: &[Vec<f64>], guides: &[Vec<f64>], parts: usize) -> Worth {
    let n = values.first().map_or(0, Vec::len);
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len().max(1) as f64;
    let today = best_of(&values.iter().map(|v| mean(v)).collect::<Vec<f64>>());
    let chosen: Vec<usize> = (0..n)
        .map(|i| (0..guides.len()).fold(today, |best, k| if guides[k][i] > guides[best][i] { k } else { best }))
        .collect();
    let gains: Vec<f64> = chosen.iter().enumerate().map(|(i, k)| values[*k][i] - values[today][i]).collect();
    let changed = chosen.iter().filter(|k| **k != today).count() as f64 / n.max(1) as f64;
    let size = n / parts.max(1);
    let each: Vec<f64> = (0..parts).map(|k| mean(&gains[k * size..(k + 1) * size])).collect();
    Worth { value: mean(&gains).max(0.0), error: half_width(&each), changes: changed }
}

fn best_of(means: &[f64]) -> usize {
    (0..means.len()).fold(0, |best, k| if means[k] > means[best] { k } else { best })
}

/// `E(y | x)` by least squares on each column's normal scores and their squares, fitted on every second of `parts` equal parts of the
/// draws and read off on the others, so that luck in the fit brings no gain. Columns that do not vary are left out.
#[must_use]
pub fn regress(y: &[f64], columns: &[Vec<f64>], parts: usize) -> Vec<f64> {
    let features = features(y.len(), columns);
    let size = (y.len() / parts.max(1)).max(1);
    let mut fitted = vec![0.0; y.len()];
    for odd in [0, 1] {
        let fits = |i: usize| (i / size) % 2 != odd;
        let weights = fit(y, &features, &fits);
        for (i, f) in fitted.iter_mut().enumerate().filter(|(i, _)| !fits(*i)) {
            *f = features.iter().zip(&weights).map(|(column, w)| w * column[i]).sum();
        }
    }
    fitted
}

fn features(n: usize, columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut out: Vec<Vec<f64>> = vec![vec![1.0; n]];
    for column in columns {
        let z = normal_scores(column);
        let levels = distinct(column);
        if levels > 2 {
            out.push(z.iter().map(|v| v * v).collect());
        }
        if levels > 1 {
            out.push(z);
        }
    }
    out
}

fn fit(y: &[f64], features: &[Vec<f64>], fits: &dyn Fn(usize) -> bool) -> Vec<f64> {
    let rows: Vec<usize> = (0..y.len()).filter(|i| fits(*i)).collect();
    let dot = |a: &[f64], b: &[f64]| rows.iter().map(|i| a[*i] * b[*i]).sum::<f64>();
    let k = features.len();
    let mut matrix: Vec<Vec<f64>> = (0..k).map(|i| (0..k).map(|j| dot(&features[i], &features[j])).collect()).collect();
    // A breath of ridge: two columns that say the same do not stop it.
    for (i, row) in matrix.iter_mut().enumerate().skip(1) {
        row[i] *= 1.0 + 1e-6;
    }
    solve(matrix, features.iter().map(|f| dot(f, y)).collect())
}

fn distinct(column: &[f64]) -> usize {
    let first = column.first().copied().unwrap_or(0.0);
    let Some(second) = column.iter().copied().find(|v| *v != first) else { return 1 };
    if column.iter().all(|v| *v == first || *v == second) { 2 } else { 3 }
}

/// Normal scores of ranks; level values share the middle of their ranks.
fn normal_scores(column: &[f64]) -> Vec<f64> {
    let mut sorted = column.to_vec();
    sorted.sort_by(f64::total_cmp);
    super::sobol::ranks(column, &sorted).into_iter().map(normal_ppf).collect()
}

/// Gaussian elimination with partial pivoting; a direction without content gets weight 0.
fn solve(mut m: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for k in 0..n {
        let pivot = (k..n).fold(k, |best, i| if m[i][k].abs() > m[best][k].abs() { i } else { best });
        m.swap(k, pivot);
        right.swap(k, pivot);
        if m[k][k].abs() < 1e-12 {
            continue;
        }
        for i in k + 1..n {
            let by = m[i][k] / m[k][k];
            if by != 0.0 {
                let row = m[k].clone();
                for (x, r) in m[i].iter_mut().zip(&row).skip(k) {
                    *x -= by * r;
                }
                right[i] -= by * right[k];
            }
        }
    }
    let mut out = vec![0.0; n];
    for k in (0..n).rev() {
        let rest: f64 = (k + 1..n).map(|j| m[k][j] * out[j]).sum();
        out[k] = if m[k][k].abs() < 1e-12 { 0.0 } else { (right[k] - rest) / m[k][k] };
    }
    out
}

/// What information is worth for a choice among scenarios and no new policy, on the draws of the first one's seed.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn information(
    basis: &Basis,
    scenarios: &[&Scenario],
    yardstick: Yardstick,
    count: u32,
    watch: &Watch<'_>,
) -> Result<Information, Stopped> {
    const PARTS: usize = 10;
    let (sign, seed) = (yardstick.sign(basis), scenarios.first().map_or(1, |s| s.seed));
    let mut values: Vec<Vec<f64>> = Vec::new();
    let mut known: Vec<(Driver, Vec<f64>)> = Vec::new();
    for (k, scenario) in scenarios.iter().enumerate() {
        watch.step(k, 2 * scenarios.len())?;
        let draws = Draws::make(basis, &DrawKey { seed, ..DrawKey::of(scenario, count) });
        let found = yardstick.run(basis, scenario, &draws, watch)?;
        values.push(found.into_iter().map(|v| sign * v).collect());
        for plan in 0..scenario.plans.len().min(3) {
            for column in drivers(basis, scenario, &draws, plan)? {
                let same = |(driver, values): &(Driver, Vec<f64>)| *driver == column.driver && *values == column.values;
                if !known.iter().any(same) {
                    known.push((column.driver, column.values));
                }
            }
        }
    }
    values.insert(0, vec![0.0; values.first().map_or(0, Vec::len)]);
    let guided = |wanted: &dyn Fn(Driver) -> bool| -> Worth {
        let columns: Vec<Vec<f64>> = known.iter().filter(|(d, _)| wanted(*d)).map(|(_, v)| v.clone()).collect();
        if columns.is_empty() {
            return Worth { value: 0.0, error: 0.0, changes: 0.0 };
        }
        let guides: Vec<Vec<f64>> = values.iter().map(|v| regress(v, &columns, PARTS)).collect();
        worth(&values, &guides, PARTS)
    };
    let mut groups = Vec::new();
    for group in [Group::Evidence, Group::Structure, Group::Delivery, Group::Displacement] {
        watch.step(1, 2)?;
        groups.push((group, guided(&|d| group_of(d) == group)));
    }
    let mut rows: Vec<usize> =
        known.iter().filter_map(|(d, _)| if let Driver::Effect(row) = d { Some(*row) } else { None }).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut effects = Vec::new();
    for row in rows {
        watch.step(3, 4)?;
        effects.push((row, guided(&|d| d == Driver::Effect(row))));
    }
    effects.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    let means: Vec<f64> = values.iter().map(|v| v.iter().sum::<f64>() / v.len().max(1) as f64).collect();
    Ok(Information {
        yardstick,
        today: best_of(&means),
        means: means.iter().map(|m| sign * m).collect(),
        best: best_shares(&values),
        all: worth(&values, &values, PARTS),
        groups,
        effects,
        draws: values[0].len(),
        seed,
    })
}

/// The group of a quantity; starting levels are no quantity of their own here.
const fn group_of(driver: Driver) -> Group {
    match driver {
        Driver::Displacement => Group::Displacement,
        Driver::Takes | Driver::Lump | Driver::UnitCost | Driver::OptimismBias => Group::Delivery,
        Driver::Optimism | Driver::Effect(_) | Driver::Gain(_) => Group::Evidence,
        Driver::Structure(_) => Group::Structure,
    }
}

fn best_shares(values: &[Vec<f64>]) -> Vec<f64> {
    let n = values.first().map_or(0, Vec::len);
    let mut out = vec![0.0; values.len()];
    for i in 0..n {
        let best = values.iter().map(|v| v[i]).fold(f64::NEG_INFINITY, f64::max);
        let firsts: Vec<usize> = (0..values.len()).filter(|k| values[*k][i] == best).collect();
        for k in &firsts {
            out[*k] += 1.0 / (firsts.len() * n) as f64;
        }
    }
    out
}
