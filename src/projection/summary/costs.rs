//! What a package costs at one place, year by year and draw by draw.

use std::sync::Arc;

use super::PART;
use crate::model::Model;
use crate::model::stats::elementary::wide;
use crate::projection::draws::Draws;
use crate::projection::program::LeverOn;

/// Cumulative present values, £m.
pub(in crate::projection) struct Costs {
    /// Public cost by lever: by year, and factor by slot (unit cost and optimism bias).
    public: Vec<(Vec<f64>, Arc<Vec<f64>>)>,
    private: Vec<f64>,
    draws: usize,
}

impl Costs {
    /// Of the levers that are on.
    pub fn new(model: &Model, draws: &Draws, levers: &[LeverOn], discount: &[f64]) -> Self {
        let cumulative = |flow: &[f64], by: f64| -> Vec<f64> {
            let mut sum = 0.0;
            flow.iter()
                .zip(discount)
                .map(|(f, d)| {
                    sum += f * d * by;
                    sum
                })
                .collect()
        };
        let public = levers.iter().map(|l| (cumulative(&l.cost, 1.0), draws.cost(&model.levers[l.row]))).collect();
        let mut private = vec![0.0; discount.len()];
        for l in levers {
            let own = cumulative(&l.cost, model.levers[l.row].private_cost_ratio);
            for (sum, v) in private.iter_mut().zip(own) {
                *sum += v;
            }
        }
        Self { public, private, draws: draws.len() }
    }

    /// Public cost up to year `t`, by slot.
    pub fn public(&self, t: usize, out: &mut Vec<f64>) {
        out.clear();
        out.resize(self.draws, 0.0);
        for (part, out) in out.chunks_mut(PART).enumerate() {
            for (pv, factor) in self.public.iter().filter(|(pv, _)| pv[t] != 0.0) {
                let (pv, factor) = (pv[t], &factor[part * PART..]);
                wide(
                    #[inline(always)]
                    || out.iter_mut().zip(factor).for_each(|(o, f)| *o += pv * f),
                );
            }
        }
    }

    /// Whether nothing has been spent in year `t`: public cost is that of the year before.
    pub fn spent_before(&self, t: usize) -> bool {
        t > 0 && self.public.iter().all(|(pv, _)| pv[t] == pv[t - 1])
    }

    /// Public cost of each lever up to year `t`, before what is drawn.
    pub fn by_lever(&self, t: usize) -> impl Iterator<Item = f64> {
        self.public.iter().map(move |(pv, _)| pv[t])
    }

    /// Private cost up to year `t`.
    pub fn private(&self, t: usize) -> f64 {
        self.private[t]
    }
}
