//! The gap between places (MODEL.md section 9): GVA a head here ÷ UK for one place; over several places the Theil index × 1000
//! of the whole tier, with what is displaced falling on the others so that places sum to the UK (section 8).

use rayon::prelude::*;

use super::base::{Base, Calendar};
use super::draws::Draws;
use super::outcome::Quantiles;
use super::run::WorldRun;
use super::spillover::{self, shares};
use super::summary::{self, PlaceColumns, Triple, YearSummary};
use crate::evidence::{AreaCode, Place};
use crate::model::stats::elementary::wide;
use crate::model::stats::theil;
use crate::model::{Basis, Input};
use crate::scenario::Scenario;

/// All places' columns, by world.
pub(super) type Columns<'a> = Vec<Vec<PlaceColumns<'a>>>;

/// The gap of a scenario that has been run.
pub(super) struct Gap<'a> {
    basis: &'a Basis,
    draws: &'a Draws,
    calendar: Calendar,
    runs: &'a [WorldRun],
    columns: &'a Columns<'a>,
    /// The areas of the tier, if the scenario has plans in several places.
    tier: Option<Tier>,
}

impl<'a> Gap<'a> {
    /// One place's gap if all plans are in one place, else that of the tier of the first plan.
    pub fn new(
        basis: &'a Basis,
        scenario: &Scenario,
        draws: &'a Draws,
        calendar: Calendar,
        runs: &'a [WorldRun],
        columns: &'a Columns<'a>,
    ) -> Self {
        let first = scenario.plans.first().map(|p| &p.place);
        let several = scenario.plans.iter().any(|p| Some(&p.place) != first);
        let tier = first.filter(|_| several).map(|first| {
            let tier = first.members().first().and_then(|c| basis.evidence.area(c)).map(|a| a.tier);
            let areas: Vec<AreaCode> =
                basis.evidence.areas().iter().filter(|a| Some(a.tier) == tier).map(|a| a.code.clone()).collect();
            Tier::new(basis, &areas, runs)
        });
        Self { basis, draws, calendar, runs, columns, tier }
    }

    /// Years 0…T.
    pub fn years(&self) -> Vec<YearSummary> {
        let last = self.calendar.horizon;
        let start = self.starting();
        // What happens anyway is the same in every year.
        let baseline = self.baseline(&start);
        let year = |t: usize| {
            self.draws.spare.desks.with(|desk| {
                self.fill(t, &start, &mut desk.triple);
                summary::year(self.draws, desk, Some(baseline), t == last)
            })
        };
        (0..=last).into_par_iter().map(year).collect()
    }

    fn baseline(&self, start: &[f64]) -> Quantiles {
        if let Some(tier) = &self.tier {
            let base = tier.base();
            return Quantiles { p10: base, p25: base, p50: base, p75: base, p90: base };
        }
        let own = || summary::quantiles(&mut start.to_vec());
        let Some(cell) = self.runs.first().and_then(|run| run.world.cells.first()) else { return own() };
        let kept = self.draws.baseline("gap", (cell, self.calendar), || vec![vec![own()]]);
        kept.first().and_then(|years| years.first()).copied().unwrap_or_default()
    }

    /// Every draw in year `t`.
    pub fn values(&self, t: usize) -> Triple {
        let mut triple = Triple::default();
        let start = self.starting();
        self.fill(t, &start, &mut triple);
        if self.tier.is_none() {
            triple.baseline = start;
        }
        triple
    }

    /// The baseline is filled for a tier only: that of one place is `start`.
    fn fill(&self, t: usize, start: &[f64], out: &mut Triple) {
        (out.central_mean, out.effect_only) = (None, false);
        match &self.tier {
            None => self.one_place(t, start, out),
            Some(tier) => tier.theil(self.draws, self.columns, t, out),
        }
    }

    /// GVA a head here ÷ UK, by slot; empty for a tier.
    fn starting(&self) -> Vec<f64> {
        let mut out = Vec::new();
        let uk = self.basis.inputs.uk_gva_head();
        let cell = self.runs.first().and_then(|run| run.world.cells.first()).filter(|_| self.tier.is_none());
        let Some(cell) = cell else { return out };
        let scores = self.draws.cell(cell);
        if let Some(base) = Base::new(cell, Input::GvaHead, &scores, self.calendar) {
            base.starting(0..self.draws.len(), &mut out);
        }
        for v in &mut out {
            *v /= uk;
        }
        out
    }

    fn one_place(&self, t: usize, start: &[f64], out: &mut Triple) {
        let uk = self.basis.inputs.uk_gva_head();
        let Some(cell) = self.runs.first().and_then(|run| run.world.cells.first()) else { return };
        let people = cell.get(Input::Population);
        let Triple { scenario, change, .. } = out;
        change.clear();
        change.resize(self.draws.len(), 0.0);
        for place in self.columns.iter().flatten() {
            place.gva_year(t, false, scenario);
            let gva = &*scenario;
            wide(
                #[inline(always)]
                || {
                    for (sum, g) in change.iter_mut().zip(gva) {
                        *sum += g * 1e6 / people / uk;
                    }
                },
            );
        }
        scenario.resize(start.len(), 0.0);
        let change = &*change;
        wide(
            #[inline(always)]
            || {
                for ((s, b), d) in scenario.iter_mut().zip(start).zip(change) {
                    *s = b + d;
                }
            },
        );
    }
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
        let places: Vec<Place> = areas.iter().cloned().map(Place::Area).collect();
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for run in runs {
            let sector_gva: Vec<f64> = areas.iter().map(|a| value(a, &run.world.sector, Input::GvaM)).collect();
            let (mut own_here, mut others_here) = (Vec::new(), Vec::new());
            for cell in &run.world.cells {
                let inside = |a: &AreaCode| cell.place.members().contains(a);
                own_here.push(shares(areas.iter().zip(&gva_m).map(|(a, g)| if inside(a) { *g } else { 0.0 })));
                others_here.push(spillover::falls_on(basis, &cell.place, &sector_gva, &places));
            }
            own.push(own_here);
            others.push(others_here);
        }
        Self { people, gva_m, own, others }
    }

    /// The index before any gain.
    fn base(&self) -> f64 {
        self.index(self.gva_m.iter().copied(), &mut Vec::new())
    }

    fn index(&self, gva: impl Iterator<Item = f64>, a_head: &mut Vec<f64>) -> f64 {
        a_head.clear();
        a_head.extend(gva.zip(&self.people).map(|(gva, people)| gva / people));
        1000.0 * theil(a_head, &self.people)
    }

    fn theil(&self, draws: &Draws, columns: &Columns<'_>, t: usize, out: &mut Triple) {
        let mut a_head = Vec::new();
        let base = self.base();
        let gains = self.gains(draws, columns, t);
        out.baseline.clear();
        out.baseline.resize(draws.len(), base);
        out.scenario.clear();
        for i in 0..draws.len() {
            let moved = gains.iter().any(|g| g[i] != 0.0);
            let gva = self.gva_m.iter().zip(&gains).map(|(gva, gain)| gva + gain[i]);
            out.scenario.push(if moved { self.index(gva, &mut a_head) } else { base });
        }
        out.change.clear();
        out.change.extend(out.scenario.iter().map(|s| s - base));
    }

    /// What every area gains in year `t`, £m: `[area]`, columns in slot order.
    fn gains(&self, draws: &Draws, columns: &Columns<'_>, t: usize) -> Vec<Vec<f64>> {
        let mut gains: Vec<Vec<f64>> = vec![vec![0.0; draws.len()]; self.gva_m.len()];
        let (mut here, mut uk) = (Vec::new(), Vec::new());
        for (world, places) in columns.iter().enumerate() {
            for (r, place) in places.iter().enumerate() {
                place.gva_year(t, false, &mut here);
                place.gva_year(t, true, &mut uk);
                for (area, gain) in gains.iter_mut().enumerate() {
                    let (own, other) = (self.own[world][r][area], self.others[world][r][area]);
                    if own == 0.0 && other == 0.0 {
                        continue;
                    }
                    for ((g, h), u) in gain.iter_mut().zip(&here).zip(&uk) {
                        *g += own * h + other * (u - h);
                    }
                }
            }
        }
        gains
    }
}

/// People, GVA (£m) and what each area gains in year `t` (£m, columns in slot order).
pub(super) fn spread(
    basis: &Basis,
    areas: &[AreaCode],
    draws: &Draws,
    runs: &[WorldRun],
    columns: &Columns<'_>,
    t: usize,
) -> (Vec<f64>, Vec<f64>, Vec<Vec<f64>>) {
    let tier = Tier::new(basis, areas, runs);
    let gains = tier.gains(draws, columns, t);
    (tier.people, tier.gva_m, gains)
}
