//! Innovation for all, or back strength? The money of a package shared out over every place of a tier, from need to strength, and what that
//! does to output and to the gap between places.
//!
//! Share of a place: `need^(1−ω) · strength^ω`, rescaled to sum to 1; need = residents × UK GVA a head ÷ its own, strength = its business R&D in
//! the sector. Every lever keeps its total and its years.

use std::collections::BTreeMap;

use super::distribution::{gini, theil_parts};
use super::half_width;
use super::watch::Watch;
use crate::evidence::{AreaCode, LeverId, Tier};
use crate::model::stats::five_quantiles;
use crate::model::{Basis, Input};
use crate::projection::totals::{Areas, areas, totals};
use crate::projection::{DrawKey, Draws, Quantiles, Stopped};
use crate::scenario::{Plan, Scenario, Setting};

/// ω of the points, from need to strength.
pub const OMEGAS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// How unequal places are in GVA a head.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Inequality {
    /// Theil × 1000, population weights.
    pub theil: f64,
    /// Part between groups of places × 1000: nations of the UK, or regions where the places are LEP areas.
    pub between: f64,
    /// Part within them × 1000.
    pub within: f64,
    /// Gini, 0–1.
    pub gini: f64,
    /// GVA a head of the fifth of people in the richest places ÷ that of the fifth in the poorest.
    pub fifths: f64,
}

/// How the money is shared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shared {
    /// By need and strength, ω 0–1.
    By(f64),
    /// As the scenario has it.
    Own,
}

/// What one way of sharing does.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// How.
    pub shared: Shared,
    /// Present value of net GVA for the UK, £m.
    pub gva_uk: Quantiles,
    /// Middle of what all places together gain at place level, £m; much of it moved from others.
    pub gva_here: f64,
    /// Changes in the last year: Theil, between, within (× 1000), Gini, fifths.
    pub changes: [Quantiles; 5],
    /// Share of futures in which the gap narrows (Theil falls), 0–1.
    pub narrows: f64,
    /// Largest share of the money that one place gets, 0–1, and which.
    pub most: (AreaCode, f64),
    /// 95 % half-widths over the scrambles: middle GVA, middle Theil change.
    pub errors: [f64; 2],
    /// Whether another point has both a higher middle GVA and a larger middle fall of the Theil index.
    pub beaten: bool,
}

/// The trade-off.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// Tier of the places.
    pub tier: Tier,
    /// Places.
    pub places: usize,
    /// £m a year and % coverage by lever, over all plans of the scenario.
    pub levers: Vec<(LeverId, f64)>,
    /// Without new policy.
    pub before: Inequality,
    /// From need to strength, then the scenario's own.
    pub points: Vec<Point>,
    /// Last calendar year.
    pub last_year: i32,
    /// Draws.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
}

/// Works the trade-off out at `count` draws.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a place has no starting numbers or nothing is on.
pub fn allocate(basis: &Basis, scenario: &Scenario, count: u32, watch: &Watch<'_>) -> Result<Allocation, Stopped> {
    let refused = |what: &str| Stopped::Refused(crate::evidence::Fault::new(scenario.title.clone(), what.to_owned()));
    let first = scenario.plans.first().ok_or_else(|| refused("holds no plan"))?;
    let code = first.place.members().first().ok_or_else(|| refused("names no place"))?;
    let tier = basis.evidence.area(code).map_or(Tier::Itl1, |a| a.tier);
    let package = package(scenario);
    if package.is_empty() {
        return Err(refused("has no lever on: there is nothing to share out"));
    }
    let draws = Draws::make(basis, &DrawKey::of(scenario, count));
    let mut runs: Vec<(Shared, Scenario)> = Vec::new();
    for omega in OMEGAS {
        runs.push((Shared::By(omega), shared(basis, scenario, tier, &package, omega)?));
    }
    runs.push((Shared::Own, scenario.clone()));
    let mut points = Vec::new();
    let (mut before, mut places) = (Inequality::default(), 0);
    for (k, (how, run)) in runs.iter().enumerate() {
        watch.step(k, runs.len())?;
        let money = totals(basis, run, &draws, &[], watch.cancel)?;
        let spread = areas(basis, run, &draws, watch.cancel)?;
        before = inequality(basis, &spread, None);
        places = spread.codes.len();
        points.push(point(basis, *how, run, (&money.gva_uk, &money.gva_here), &spread));
    }
    let figures: Vec<(f64, f64)> = points.iter().map(|p| (p.gva_uk.p50, p.changes[0].p50)).collect();
    for (point, own) in points.iter_mut().zip(&figures) {
        point.beaten = figures.iter().any(|other| other.0 > own.0 && other.1 < own.1);
    }
    Ok(Allocation {
        tier,
        places,
        levers: package.into_iter().map(|(id, s)| (id, s.amount)).collect(),
        before,
        points,
        last_year: scenario.last_year(),
        draws: draws.len(),
        seed: scenario.seed,
    })
}

/// Every lever with its amount over all plans, in the years of the first plan that has it.
fn package(scenario: &Scenario) -> BTreeMap<LeverId, Setting> {
    let mut out: BTreeMap<LeverId, Setting> = BTreeMap::new();
    for (id, setting) in scenario.plans.iter().flat_map(Plan::on).filter(|(_, s)| s.partner.is_none()) {
        match out.get_mut(id) {
            Some(sum) => sum.amount += setting.amount,
            None => {
                out.insert(id.clone(), setting.clone());
            }
        }
    }
    out
}

/// The package shared out over all places of the tier. Coverage of a reform is a share already: it is spread about its mean.
fn shared(
    basis: &Basis,
    scenario: &Scenario,
    tier: Tier,
    package: &BTreeMap<LeverId, Setting>,
    omega: f64,
) -> Result<Scenario, Stopped> {
    let sector = scenario.plans.first().map_or_else(crate::evidence::SectorId::all, |p| p.sector.clone());
    let cells = basis.inputs.tier_cells(tier, &sector).map_err(Stopped::Refused)?;
    let uk = basis.inputs.uk_gva_head();
    let scaled = |values: Vec<f64>| {
        let sum: f64 = values.iter().sum();
        values.into_iter().map(|v| v / sum).collect::<Vec<f64>>()
    };
    let need = scaled(cells.iter().map(|c| c.get(Input::Population) * uk / c.get(Input::GvaHead)).collect());
    let strength = scaled(cells.iter().map(|c| c.get(Input::RdM)).collect());
    let shares =
        scaled(need.iter().zip(&strength).map(|(n, s)| libm::pow(*n, 1.0 - omega) * libm::pow(*s, omega)).collect());
    let plans_of = scenario.plans.len().max(1) as f64;
    let reform = |id: &LeverId| basis.model.lever(id).is_some_and(|l| l.kind == crate::model::LeverKind::Reform);
    let plan = |(cell, share): (&crate::model::Cell, &f64)| Plan {
        place: cell.place.clone(),
        sector: sector.clone(),
        levers: package
            .iter()
            .map(|(id, setting)| {
                let amount = if reform(id) {
                    (setting.amount / plans_of * share * cells.len() as f64).min(100.0)
                } else {
                    setting.amount * share
                };
                (id.clone(), Setting { amount, ..setting.clone() })
            })
            .collect(),
    };
    Ok(Scenario {
        plans: cells.iter().zip(&shares).map(plan).collect(),
        expect: Vec::new(),
        targets: Vec::new(),
        ..scenario.clone()
    })
}

fn point(basis: &Basis, shared: Shared, run: &Scenario, (uk, here): (&[f64], &[f64]), spread: &Areas) -> Point {
    let before = inequality(basis, spread, None);
    let changes: Vec<[f64; 5]> = (0..uk.len())
        .map(|i| {
            let after = inequality(basis, spread, Some(i));
            [
                after.theil - before.theil,
                after.between - before.between,
                after.within - before.within,
                after.gini - before.gini,
                after.fifths - before.fifths,
            ]
        })
        .collect();
    let column = |k: usize| changes.iter().map(|c| c[k]).collect::<Vec<f64>>();
    let theil = column(0);
    let money = |plan: &Plan| plan.on().map(|(_, s)| s.amount).sum::<f64>();
    let all: f64 = run.plans.iter().map(money).sum();
    let top = run.plans.iter().max_by(|a, b| money(a).total_cmp(&money(b)));
    let size = uk.len() / 10;
    let error = |values: &[f64]| {
        let medians: Vec<f64> = (0..10).map(|k| quantiles(&values[k * size..(k + 1) * size]).p50).collect();
        half_width(&medians)
    };
    Point {
        shared,
        gva_uk: quantiles(uk),
        gva_here: quantiles(here).p50,
        changes: std::array::from_fn(|k| quantiles(&column(k))),
        narrows: theil.iter().filter(|t| **t < 0.0).count() as f64 / theil.len().max(1) as f64,
        most: top.map_or_else(
            || (AreaCode::new(""), 0.0),
            |p| {
                (
                    p.place.members().first().cloned().unwrap_or_else(|| AreaCode::new("")),
                    money(p) / all.max(f64::MIN_POSITIVE),
                )
            },
        ),
        errors: [error(uk), error(&theil)],
        beaten: false,
    }
}

/// Inequality without new policy, or in draw `i`.
fn inequality(basis: &Basis, spread: &Areas, draw: Option<usize>) -> Inequality {
    let a_head: Vec<f64> = (0..spread.codes.len())
        .map(|r| {
            let gain = draw.and_then(|i| spread.gains[r].get(i)).copied().unwrap_or(0.0);
            (spread.gva_m[r] + gain) * 1e6 / spread.people[r]
        })
        .collect();
    let groups: Vec<usize> = spread.codes.iter().map(|c| group(basis, c)).collect();
    let parts = theil_parts(&a_head, &spread.people, &groups);
    Inequality {
        theil: 1000.0 * parts.total,
        between: 1000.0 * parts.between,
        within: 1000.0 * parts.within,
        gini: gini(&a_head, &spread.people),
        fifths: fifths(&a_head, &spread.people),
    }
}

/// A LEP area's region, any other area's nation, as a number.
fn group(basis: &Basis, code: &AreaCode) -> usize {
    match basis.evidence.area(code).and_then(|a| a.parent.0.clone()) {
        Some(region) => 100 + basis.evidence.areas().iter().position(|a| a.code == region).unwrap_or(0),
        None => usize::from(code.as_str().bytes().next().unwrap_or(0)),
    }
}

/// Mean of the fifth of people in the places with the most a head ÷ that of the fifth with the least; a place that lies across the
/// line counts in part.
#[must_use]
pub fn fifths(y: &[f64], people: &[f64]) -> f64 {
    let mut order: Vec<(f64, f64)> = y.iter().copied().zip(people.iter().copied()).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let fifth = people.iter().sum::<f64>() / 5.0;
    let mean = |order: &mut dyn Iterator<Item = &(f64, f64)>| {
        let (mut left, mut sum) = (fifth, 0.0);
        for (y, heads) in order {
            let part = heads.min(left);
            sum += y * part;
            left -= part;
            if left <= 0.0 {
                break;
            }
        }
        sum / fifth
    };
    mean(&mut order.iter().rev()) / mean(&mut order.iter())
}

fn quantiles(values: &[f64]) -> Quantiles {
    let [p10, p25, p50, p75, p90] = five_quantiles(&mut values.to_vec());
    Quantiles { p10, p25, p50, p75, p90 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifths_cut_a_place_in_two_where_they_must() {
        assert_eq!(fifths(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0; 5]), 5.0);
        // Two people of ten are a fifth: the poorest place has one of them at 1, the next gives one at 3.
        assert_eq!(fifths(&[1.0, 3.0, 8.0], &[1.0, 5.0, 4.0]), 4.0);
        assert_eq!(fifths(&[7.0, 7.0], &[3.0, 9.0]), 1.0);
    }
}
