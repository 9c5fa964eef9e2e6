//! The gap between places (MODEL.md section 9): GVA a head here ÷ UK for one place; over several places the Theil index × 1000
//! of the whole tier, with what is displaced falling on the others so that places sum to the UK (section 8).

use rayon::prelude::*;

use super::base::{Base, Calendar};
use super::draws::Draws;
use super::run::WorldRun;
use super::summary::{self, PlaceColumns, Triple, YearSummary};
use crate::evidence::{AreaCode, Place};
use crate::model::stats::theil;
use crate::model::{Basis, Input};
use crate::scenario::Scenario;

/// Which of the two the indicator is in this scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    /// All plans in one place.
    One(Place),
    /// Plans in several places: the areas of the tier.
    Tier(Vec<AreaCode>),
}

impl Scope {
    /// One place, or the tier of the first plan.
    #[must_use]
    pub fn of(basis: &Basis, scenario: &Scenario) -> Self {
        let first = &scenario.plans[0].place;
        if scenario.plans.iter().all(|p| &p.place == first) {
            return Self::One(first.clone());
        }
        let tier = first.members().first().and_then(|c| basis.evidence.area(c)).map(|a| a.tier);
        Self::Tier(basis.evidence.areas().iter().filter(|a| Some(a.tier) == tier).map(|a| a.code.clone()).collect())
    }
}

/// All places' columns, by world.
pub(super) type Columns<'a> = Vec<Vec<PlaceColumns<'a>>>;

/// The years 0…T of the gap.
pub(super) fn years(
    basis: &Basis,
    scope: &Scope,
    draws: &Draws,
    calendar: Calendar,
    runs: &[WorldRun],
    columns: &Columns<'_>,
) -> Vec<YearSummary> {
    let tier = match scope {
        Scope::One(_) => None,
        Scope::Tier(areas) => Some(Tier::new(basis, areas, runs)),
    };
    (0..=calendar.horizon)
        .into_par_iter()
        .map(|t| {
            let mut triple = Triple::default();
            match &tier {
                None => one_place(basis, draws, calendar, runs, columns, t, &mut triple),
                Some(tier) => tier.theil(draws, columns, t, &mut triple),
            }
            summary::year(draws, &mut triple, None, t == calendar.horizon)
        })
        .collect()
}

/// The mean change of the gap in year `t`.
pub(super) fn mean_change(
    basis: &Basis,
    scope: &Scope,
    draws: &Draws,
    calendar: Calendar,
    runs: &[WorldRun],
    columns: &Columns<'_>,
    t: usize,
) -> f64 {
    let mut triple = Triple::default();
    match scope {
        Scope::One(_) => one_place(basis, draws, calendar, runs, columns, t, &mut triple),
        Scope::Tier(areas) => Tier::new(basis, areas, runs).theil(draws, columns, t, &mut triple),
    }
    triple.mean()
}

fn one_place(
    basis: &Basis,
    draws: &Draws,
    calendar: Calendar,
    runs: &[WorldRun],
    columns: &Columns<'_>,
    t: usize,
    out: &mut Triple,
) {
    let uk = basis.inputs.uk_gva_head();
    let Some(cell) = runs.first().and_then(|run| run.world.cells.first()) else { return };
    let scores = draws.cell(cell);
    if let Some(base) = Base::new(cell, Input::GvaHead, &scores, calendar) {
        base.starting(0..draws.len(), &mut out.baseline);
    }
    for v in &mut out.baseline {
        *v /= uk;
    }
    out.change.clear();
    out.change.resize(draws.len(), 0.0);
    let mut gva = Vec::new();
    for place in columns.iter().flatten() {
        place.gva_year(t, false, &mut gva);
        for (sum, g) in out.change.iter_mut().zip(&gva) {
            *sum += g * 1e6 / cell.get(Input::Population) / uk;
        }
    }
    out.scenario.clear();
    out.scenario.extend(out.baseline.iter().zip(&out.change).map(|(b, d)| b + d));
}

/// What the Theil index of a tier needs beside the draws.
struct Tier {
    people: Vec<f64>,
    /// GVA, £m.
    gva_m: Vec<f64>,
    /// By world and place: share of the place's gain that falls on each area of the tier (a group is split by GVA).
    own: Vec<Vec<Vec<f64>>>,
    /// By world and place: share of what is displaced that falls on each other area.
    others: Vec<Vec<Vec<f64>>>,
}

impl Tier {
    fn new(basis: &Basis, areas: &[AreaCode], runs: &[WorldRun]) -> Self {
        let all = crate::evidence::SectorId::all();
        let value = |code: &AreaCode, sector, input| {
            basis.inputs.cell(&Place::Area(code.clone()), sector).map_or(0.0, |c| c.get(input))
        };
        let people = areas.iter().map(|a| value(a, &all, Input::Population)).collect();
        let gva_m: Vec<f64> = areas.iter().map(|a| value(a, &all, Input::GvaM)).collect();
        let kappa = basis.model.judgements.spill_kappa_per_km.central;
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for run in runs {
            let sector_gva: Vec<f64> = areas.iter().map(|a| value(a, &run.world.sector, Input::GvaM)).collect();
            let (mut own_here, mut others_here) = (Vec::new(), Vec::new());
            for cell in &run.world.cells {
                let inside = |a: &AreaCode| cell.place.members().contains(a);
                own_here.push(shares(areas.iter().zip(&gva_m).map(|(a, g)| if inside(a) { *g } else { 0.0 })));
                others_here.push(shares(areas.iter().zip(&sector_gva).map(|(a, g)| {
                    let km = basis.inputs.distance_km(&cell.place, &Place::Area(a.clone()));
                    if inside(a) { 0.0 } else { g * km.map_or(0.0, |km| libm::exp(-kappa * km)) }
                })));
            }
            own.push(own_here);
            others.push(others_here);
        }
        Self { people, gva_m, own, others }
    }

    fn theil(&self, draws: &Draws, columns: &Columns<'_>, t: usize, out: &mut Triple) {
        let index = |gva: &mut dyn Iterator<Item = f64>| {
            let a_head: Vec<f64> = gva.zip(&self.people).map(|(gva, people)| gva / people).collect();
            1000.0 * theil(&a_head, &self.people)
        };
        let base = index(&mut self.gva_m.iter().copied());
        let mut gains: Vec<Vec<f64>> = vec![vec![0.0; draws.len()]; self.gva_m.len()];
        let (mut here, mut uk) = (Vec::new(), Vec::new());
        for (world, places) in columns.iter().enumerate() {
            for (r, place) in places.iter().enumerate() {
                place.gva_year(t, false, &mut here);
                place.gva_year(t, true, &mut uk);
                for (area, gain) in gains.iter_mut().enumerate() {
                    let (own, other) = (self.own[world][r][area], self.others[world][r][area]);
                    for ((g, h), u) in gain.iter_mut().zip(&here).zip(&uk) {
                        *g += own * h + other * (u - h);
                    }
                }
            }
        }
        out.baseline.clear();
        out.baseline.resize(draws.len(), base);
        out.scenario.clear();
        for i in 0..draws.len() {
            let moved = gains.iter().any(|g| g[i] != 0.0);
            let mut gva = self.gva_m.iter().zip(&gains).map(|(gva, gain)| gva + gain[i]);
            out.scenario.push(if moved { index(&mut gva) } else { base });
        }
        out.change.clear();
        out.change.extend(out.scenario.iter().map(|s| s - base));
    }
}

fn shares(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let weights: Vec<f64> = weights.collect();
    let total: f64 = weights.iter().sum();
    if total > 0.0 { weights.iter().map(|w| w / total).collect() } else { weights }
}
