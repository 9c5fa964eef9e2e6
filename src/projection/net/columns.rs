//! From gross to net over many draws at once: columns in slot order.

use std::ops::Range;
use std::sync::Arc;

use super::{MULTIPLIER_MAX, NetBands, NetScores, PackageBands, PackageFactors};
use crate::model::Band;
use crate::model::stats::Z10;
use crate::model::stats::elementary::wide;
use crate::projection::kernel::Column;

/// [`NetScores`] of many draws: columns in slot order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NetColumns {
    /// Leakage.
    pub leakage: Column,
    /// Displacement.
    pub displacement: Column,
    /// Substitution.
    pub substitution: Column,
    /// Multiplier.
    pub multiplier: Column,
}

impl NetColumns {
    /// The scores of each draw.
    pub fn scores(&self) -> impl Iterator<Item = NetScores> {
        (0..self.leakage.len()).map(|slot| self.at(slot))
    }

    /// One draw's.
    #[must_use]
    pub fn at(&self, slot: usize) -> NetScores {
        NetScores {
            leakage: self.leakage[slot],
            displacement: self.displacement[slot],
            substitution: self.substitution[slot],
            multiplier: self.multiplier[slot],
        }
    }
}

/// [`PackageFactors`] of many draws: columns in slot order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FactorColumns {
    /// See [`PackageFactors::jobs`].
    pub jobs: Vec<f64>,
    /// See [`PackageFactors::jobs_before_multiplier`].
    pub jobs_before_multiplier: Vec<f64>,
    /// See [`PackageFactors::gva`].
    pub gva: Vec<f64>,
}

impl FactorColumns {
    /// From buffers at hand.
    pub(in crate::projection) fn from_spare(mut buffer: impl FnMut() -> Vec<f64>) -> Self {
        Self { jobs: buffer(), jobs_before_multiplier: buffer(), gva: buffer() }
    }

    pub(in crate::projection) fn give_back(self, give: impl FnMut(Vec<f64>)) {
        [self.jobs, self.jobs_before_multiplier, self.gva].into_iter().for_each(give);
    }

    /// Columns of `count` zeros.
    pub fn reset(&mut self, count: usize) {
        for column in [&mut self.jobs, &mut self.jobs_before_multiplier, &mut self.gva] {
            column.clear();
            column.resize(count, 0.0);
        }
    }

    /// One draw's.
    #[must_use]
    pub fn at(&self, slot: usize) -> PackageFactors {
        PackageFactors {
            jobs: self.jobs[slot],
            jobs_before_multiplier: self.jobs_before_multiplier[slot],
            gva: self.gva[slot],
        }
    }
}

impl NetBands {
    /// The factor before and after the multiplier, draw by draw; equal to [`Self::before_multiplier`] and [`Self::factor`], bit for bit.
    #[must_use]
    pub fn columns(&self, scores: &NetColumns) -> [Vec<f64>; 2] {
        let nothing = Band::new(0.0, 0.0, 0.0);
        let [leakage, displacement, substitution] =
            [self.leakage, self.displacement, self.substitution].map(|b| b.unwrap_or(nothing));
        let multiplier = self.multiplier.unwrap_or(Band::new(1.0, 1.0, 1.0));
        let (l, d) = (&scores.leakage[..], &scores.displacement[..]);
        let (s, m) = (&scores.substitution[..], &scores.multiplier[..]);
        let mut out = [vec![0.0; l.len()], vec![0.0; l.len()]];
        let [before, after] = &mut out;
        wide(
            #[inline(always)]
            || {
                for (((((l, d), s), m), before), after) in l.iter().zip(d).zip(s).zip(m).zip(before).zip(after) {
                    *before = (1.0 - held(piece(leakage, *l), 1.0))
                        * (1.0 - held(piece(displacement, *d), 1.0))
                        * (1.0 - held(piece(substitution, *s), 1.0));
                    *after = *before * held(piece(multiplier, *m), MULTIPLIER_MAX);
                }
            },
        );
        out
    }
}

impl PackageBands {
    /// The factors of a range of draws; `out` holds zeros there, `columns` gives those of single bands over all draws. Equal to
    /// [`Self::factors`], bit for bit.
    pub fn columns(
        &self,
        columns: impl Fn(&NetBands) -> Arc<[Vec<f64>; 2]>,
        slots: &Range<usize>,
        out: &mut FactorColumns,
    ) {
        let add = |out: &mut [f64], weight: f64, column: &[f64]| {
            wide(
                #[inline(always)]
                || out.iter_mut().zip(column).for_each(|(o, v)| *o += weight * v),
            );
        };
        for (weight, bands) in &self.jobs {
            let found = columns(bands);
            add(&mut out.jobs_before_multiplier[slots.clone()], *weight, &found[0][slots.clone()]);
            add(&mut out.jobs[slots.clone()], *weight, &found[1][slots.clone()]);
        }
        for (weight, bands) in &self.gva {
            add(&mut out.gva[slots.clone()], *weight, &columns(bands)[1][slots.clone()]);
        }
    }
}

/// [`two_piece`], always inlined.
#[inline(always)]
fn piece(band: Band, y: f64) -> f64 {
    let side = if y >= 0.0 { band.p90 - band.central } else { band.central - band.p10 };
    band.central + y * side / Z10
}

/// Between 0 and `top`.
#[inline(always)]
fn held(value: f64, top: f64) -> f64 {
    let value = if value > 0.0 { value } else { 0.0 };
    if value < top { value } else { top }
}
