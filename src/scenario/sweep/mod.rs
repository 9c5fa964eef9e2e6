//! A sweep: one design of scenarios × places × sectors × amounts, as numbered runs that can be done in parts on many machines.
//!
//! The number of a run is its key: the same sweep gives the same runs in the same order everywhere, and a run depends on
//! nothing but itself, so that parts put end to end are the bytes of the whole.

mod read;

use std::ops::Range;

use sobol_burley::sample;

pub use read::read;

use super::types::Scenario;
use crate::evidence::{LeverId, Place, SectorId};
use crate::model::Indicator;

/// Most runs of one sweep.
pub const RUNS_MAX: usize = 1_000_000;
/// Most levers whose amounts are varied.
pub const AXES_MAX: usize = 19;

/// What a sweep file says. Scenarios are named, not opened: files are another room's.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// Title, one line.
    pub title: String,
    /// Files or built-in names; never empty.
    pub scenarios: Vec<String>,
    /// Places put in turn into plan 1; empty: the scenario's own.
    pub places: Vec<Place>,
    /// Sectors put in turn into plan 1; empty: the scenario's own.
    pub sectors: Vec<SectorId>,
    /// Levers whose amounts are varied, by id.
    pub axes: Vec<Axis>,
    /// How amounts are combined.
    pub design: Design,
    /// Draws of every run; `None`: the scenario's own.
    pub draws: Option<u32>,
    /// Indicators written; all if empty.
    pub indicators: Vec<Indicator>,
    /// Calendar years written; the last if empty.
    pub years: Vec<i32>,
}

/// Amounts of one lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Lever.
    pub lever: LeverId,
    /// A grid takes each; a sample anything from the lowest to the highest. £m a year or % coverage, ≥ 0.
    pub amounts: Vec<f64>,
}

/// How amounts are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// Every combination; the last lever moves fastest.
    Grid,
    /// Owen-scrambled Sobol' points over the levers' ranges (Burley 2020), amounts rounded to £1,000.
    Sample {
        /// Points.
        runs: u32,
        /// Seed of the scramble.
        seed: u32,
    },
}

impl Spec {
    /// Combinations of amounts.
    #[must_use]
    pub fn points(&self) -> usize {
        match self.design {
            Design::Grid => self.axes.iter().fold(1, |n: usize, axis| n.saturating_mul(axis.amounts.len())),
            Design::Sample { runs, .. } => runs as usize,
        }
    }

    /// Runs of the whole sweep.
    #[must_use]
    pub fn runs(&self) -> usize {
        [self.scenarios.len(), self.places.len().max(1), self.sectors.len().max(1), self.points()]
            .into_iter()
            .fold(1, usize::saturating_mul)
    }

    /// Runs of one scenario in one place: they share their draws.
    #[must_use]
    pub fn runs_of_a_place(&self) -> usize {
        self.sectors.len().max(1).saturating_mul(self.points())
    }

    /// The runs of part `part` of `parts`, both counted from 1, as positions from 0. Parts differ by at most one run.
    #[must_use]
    pub fn part(&self, part: usize, parts: usize) -> Range<usize> {
        let (runs, parts) = (self.runs() as u128, parts.max(1) as u128);
        let edge = |i: usize| usize::try_from(runs * i as u128 / parts).unwrap_or(usize::MAX);
        edge(part.saturating_sub(1))..edge(part)
    }

    /// Whether anything beside the scenario is varied.
    #[must_use]
    pub const fn changes_plans(&self) -> bool {
        !(self.places.is_empty() && self.sectors.is_empty() && self.axes.is_empty())
    }

    /// Position of the scenario of a run.
    #[must_use]
    pub fn scenario_of(&self, run: usize) -> usize {
        run / (self.places.len().max(1) * self.runs_of_a_place()).max(1)
    }

    /// The scenario of a run at a position from 0: `bases[scenario_of(run)]` with place, sector and amounts put in.
    /// A lever that the scenario has keeps its years and partner; another runs the whole horizon.
    #[must_use]
    pub fn scenario(&self, bases: &[Scenario], run: usize) -> Option<Scenario> {
        let mut scenario = bases.get(self.scenario_of(run))?.clone();
        let place = run / self.runs_of_a_place().max(1) % self.places.len().max(1);
        let sector = run / self.points().max(1) % self.sectors.len().max(1);
        if let Some(plan) = scenario.plans.first_mut() {
            if let Some(place) = self.places.get(place) {
                plan.place = place.clone();
            }
            if let Some(sector) = self.sectors.get(sector) {
                plan.sector = sector.clone();
            }
        }
        for (axis, amount) in self.axes.iter().zip(self.amounts(run % self.points().max(1))) {
            scenario.set(0, &axis.lever, amount);
        }
        scenario.draws = self.draws.unwrap_or(scenario.draws);
        if self.changes_plans() {
            // What was expected and aimed at was about the scenario as it stood.
            scenario.expect.clear();
            scenario.targets.clear();
        }
        Some(scenario)
    }

    /// Amounts of the levers at a point, in the order of the axes.
    #[must_use]
    pub fn amounts(&self, point: usize) -> Vec<f64> {
        match self.design {
            Design::Grid => {
                let mut rest = point;
                let mut amounts: Vec<f64> = Vec::with_capacity(self.axes.len());
                for axis in self.axes.iter().rev() {
                    let n = axis.amounts.len().max(1);
                    amounts.push(axis.amounts.get(rest % n).copied().unwrap_or(0.0));
                    rest /= n;
                }
                amounts.reverse();
                amounts
            }
            Design::Sample { seed, .. } => {
                let index = u32::try_from(point).unwrap_or(u32::MAX);
                let of_axis = |(k, axis): (u32, &Axis)| axis.between(sample(index, k, seed));
                (0..).zip(&self.axes).map(of_axis).collect()
            }
        }
    }
}

impl Axis {
    /// Lowest and highest amount.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let fold = |start: f64, pick: fn(f64, f64) -> f64| self.amounts.iter().copied().fold(start, pick);
        (fold(f64::INFINITY, f64::min), fold(0.0, f64::max))
    }

    /// The amount at a share of the way from the lowest to the highest, to £1,000.
    fn between(&self, share: f32) -> f64 {
        let (lo, hi) = self.range();
        let amount = libm::round((lo + f64::from(share) * (hi - lo)) * 1000.0) / 1000.0;
        amount.clamp(lo, hi)
    }
}
