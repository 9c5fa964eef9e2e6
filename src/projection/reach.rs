//! From amounts to exposure, deterministic and shown to the user (MODEL.md section 2).

use crate::model::dose::{annual_share, attributed, pool_size};
use crate::model::{Cell, Channel, Lever, LeverKind, Pool};

/// A lever's setting on the model's own clock: year 1 is the scenario's first year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dose {
    /// £m a year (Spend) or % coverage (Reform), > 0.
    pub amount: f64,
    /// First year in force, ≥ 1.
    pub start: u32,
    /// Last year in force.
    pub end: u32,
}

impl Dose {
    /// Whether the lever is in force in year `t`.
    #[must_use]
    pub const fn in_force(&self, t: usize) -> bool {
        self.start as usize <= t && t <= self.end as usize
    }
}

/// Share of the pool newly reached in years 0…T (Spend), or coverage delivered (Reform). Year 0 is always 0.
#[must_use]
pub fn reach(lever: &Lever, cell: &Cell, dose: &Dose, horizon: usize) -> Vec<f64> {
    (0..=horizon)
        .map(|t| match lever.kind {
            _ if t == 0 || !dose.in_force(t) => 0.0,
            LeverKind::Reform => {
                let years_in = (t - dose.start as usize + 1) as f64;
                dose.amount / 100.0 * (years_in / lever.ramp_years).min(1.0)
            }
            LeverKind::Spend => annual_share(lever, cell, dose.amount),
        })
        .collect()
}

/// Public cost in year `t` that falls on this sector, £m, before cost factor and optimism bias.
#[must_use]
pub fn cost(lever: &Lever, cell: &Cell, dose: &Dose, t: usize) -> f64 {
    if t == 0 || !dose.in_force(t) {
        return 0.0;
    }
    match lever.kind {
        LeverKind::Spend => dose.amount * attributed(lever, cell),
        LeverKind::Reform => {
            // A pool of the cell is already the sector's part of a place-wide reform.
            let share = if lever.pool == Pool::None { attributed(lever, cell) } else { 1.0 };
            dose.amount / 100.0 * lever.unit_cost.central * pool_size(lever, cell) / 1e6 * share
        }
    }
}

/// Units reached over the whole plan: learners, firms, programme years; the largest coverage × pool for reforms.
#[must_use]
pub fn units_in_all(lever: &Lever, cell: &Cell, share: &[f64]) -> f64 {
    let total = match lever.kind {
        LeverKind::Spend => share.iter().sum::<f64>(),
        LeverKind::Reform => share.iter().fold(0.0_f64, |a, &b| a.max(b)),
    };
    total * pool_size(lever, cell)
}

/// Time profile of a channel: 0 before the lag, a line to 1 at the peak, then halving every `half_life` years.
#[must_use]
pub fn profile(age: f64, lag: f64, peak: f64, half_life: f64) -> f64 {
    if age < lag {
        0.0
    } else if age < peak {
        (age - lag) / (peak - lag)
    } else {
        libm::exp2(-(age - peak) / half_life)
    }
}

/// Exposure `E(t)` of the pool, 0…cap: cohorts add up for Spend, the largest standing coverage counts for Reform.
#[must_use]
pub fn exposure(lever: &Lever, channel: &Channel, share: &[f64], flatten: bool) -> Vec<f64> {
    let profiles: Vec<f64> =
        (0..share.len()).map(|gap| profile(gap as f64 + 0.5, channel.lag, channel.peak, channel.half_life)).collect();
    let edge = lever.evidence_dose.hi;
    (0..share.len())
        .map(|t| {
            let cohorts = (0..=t).map(|tau| {
                let n = share[tau];
                match lever.kind {
                    LeverKind::Spend if flatten => n.min(edge) * profiles[t - tau],
                    LeverKind::Spend | LeverKind::Reform => n * profiles[t - tau],
                }
            });
            let argument = match lever.kind {
                LeverKind::Spend => cohorts.sum::<f64>(),
                LeverKind::Reform => cohorts.fold(0.0_f64, f64::max),
            };
            if argument == 0.0 { 0.0 } else { lever.cap * -libm::expm1(-argument / lever.cap) }
        })
        .collect()
}

/// Factor on the deviation of an effect from its mean beyond the evidence: `√min(cap, 1 + excess/range)`; 1 inside it and for reforms.
#[must_use]
pub fn dose_widening(lever: &Lever, share: &[f64], variance_max: f64) -> f64 {
    if lever.kind == LeverKind::Reform {
        return 1.0;
    }
    let excess = excess(lever, share);
    if excess == 0.0 {
        return 1.0;
    }
    let range = lever.evidence_dose.hi - lever.evidence_dose.lo;
    (1.0 + excess / range).min(variance_max).sqrt()
}

/// How far the largest yearly reach passes the evidence, share of the pool; 0 inside it and for reforms.
#[must_use]
pub fn excess(lever: &Lever, share: &[f64]) -> f64 {
    let top = share.iter().fold(0.0_f64, |a, &b| a.max(b));
    match lever.kind {
        LeverKind::Spend => (top - lever.evidence_dose.hi).max(0.0),
        LeverKind::Reform => 0.0,
    }
}
