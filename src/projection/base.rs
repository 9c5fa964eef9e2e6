//! Bases of the indicators: starting levels with their errors, and where they go if nothing new is done (MODEL.md section 6).

use super::draws::{CellScores, UNCERTAIN};
use crate::model::stats::elementary::{self, wide};
use crate::model::{Cell, Input, Path};

/// Calendar arithmetic of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calendar {
    /// Years from the base year (2024) to year 0.
    pub lead: f64,
    /// Years after year 0.
    pub horizon: usize,
}

impl Calendar {
    /// From the base year of the inputs and the scenario's year 0; never before the base year.
    #[must_use]
    pub fn new(base_year: i32, year_zero: i32, horizon: u32) -> Self {
        Self { lead: f64::from((year_zero - base_year).max(0)), horizon: horizon as usize }
    }
}

/// One uncertain input of a cell over years 0…T, on its own scale.
#[derive(Debug, Clone)]
pub struct Base<'a> {
    /// Central value: log of a level, logit of a share in per cent.
    centre: f64,
    /// Whether it is a share.
    share: bool,
    path: Path,
    calendar: Calendar,
    error: &'a [f64],
    rank: &'a [f64],
}

impl<'a> Base<'a> {
    /// The base of an input. `None` if the input has no error or forecast.
    #[must_use]
    pub fn new(cell: &Cell, input: Input, scores: &'a CellScores, calendar: Calendar) -> Option<Self> {
        let k = UNCERTAIN.iter().position(|i| *i == input)?;
        let value = cell.get(input);
        let share = matches!(input, Input::InnovationPct | Input::CollabPct | Input::TrainedPct);
        let centre = if share { libm::log(value / (100.0 - value)) } else { libm::log(value) };
        Some(Self { centre, share, path: cell.path(input), calendar, error: &scores.error[k], rank: &scores.rank[k] })
    }

    /// Centre and spread in year `t` on the input's own scale.
    pub(super) fn moments(&self, t: usize) -> (f64, f64) {
        let h = self.calendar.lead + t as f64;
        let p = self.path;
        let old = h + p.age;
        let sd = if p.step_sd == 0.0 || old == 0.0 {
            0.0
        } else {
            p.c * p.step_sd * libm::pow(old, p.gamma) * (1.0 + old / p.changes).sqrt()
        };
        (self.centre + p.drift * h, sd)
    }

    /// Log or logit of the central base in year `t`.
    #[must_use]
    pub fn centre(&self, t: usize) -> f64 {
        self.moments(t).0
    }

    /// Log or logit of the base in year `t`, for a range of slots.
    pub fn scaled(&self, t: usize, slots: std::ops::Range<usize>, out: &mut [f64]) {
        let moments = self.moments(t);
        wide(
            #[inline(always)]
            || self.fill(moments, slots, out),
        );
    }

    /// [`Self::scaled`] with the year's centre and spread at hand, for loops that are wide already.
    #[inline(always)]
    pub(super) fn fill(&self, (centre, sd): (f64, f64), slots: std::ops::Range<usize>, out: &mut [f64]) {
        let (errors, ranks) = (&self.error[slots.clone()], &self.rank[slots]);
        for ((v, error), rank) in out.iter_mut().zip(errors).zip(ranks) {
            *v = centre + error + sd * rank;
        }
    }

    /// The base in year `t` in its unit, over all slots.
    pub fn unit(&self, t: usize, out: &mut Vec<f64>) {
        out.resize(self.error.len(), 0.0);
        self.scaled(t, 0..self.error.len(), out);
        self.to_unit(out);
    }

    /// The starting level with its error only: what net jobs and GVA are counted on.
    pub fn starting(&self, slots: std::ops::Range<usize>, out: &mut Vec<f64>) {
        out.clear();
        out.extend(self.error[slots].iter().map(|error| self.centre + error));
        self.to_unit(out);
    }

    /// From the input's own scale back to its unit, in place.
    pub fn to_unit(&self, scaled: &mut [f64]) {
        if self.share {
            wide(
                #[inline(always)]
                || scaled.iter_mut().for_each(|v| *v = share(*v)),
            );
        } else {
            wide(
                #[inline(always)]
                || scaled.iter_mut().for_each(|v| *v = elementary::exp(*v)),
            );
        }
    }

    /// From the input's own scale back to its unit.
    #[must_use]
    pub fn value(&self, scaled: f64) -> f64 {
        if self.share { share(scaled) } else { elementary::exp(scaled) }
    }
}

/// Per cent from a logit.
#[inline(always)]
#[must_use]
pub fn share(logit: f64) -> f64 {
    100.0 / (1.0 + elementary::exp(-logit))
}
