//! Parts of the search: random numbers, and mixes set against each other.

use super::Mix;
use crate::evidence::LeverId;
use crate::evidence::order::InOrder as _;
use crate::model::stats::quantiles7;

/// What it would take to reach a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// Least mix found that reaches it, or the one that comes nearest.
    pub amounts: Vec<(LeverId, f64)>,
    /// £m a year, locked levers included.
    pub budget: f64,
    /// Chance with this mix, 0–1.
    pub chance: f64,
    /// Highest chance found within the evidence, 0–1.
    pub most: f64,
    /// Chance with locked levers alone, or with no new policy where none is locked, 0–1.
    pub nothing: f64,
    /// Whether the wanted chance is reached at all.
    pub reached: bool,
    /// Middle level with this mix.
    pub middle: f64,
    /// Mixes tried.
    pub tried: usize,
}

/// Different mixes that are shown.
pub(super) const KEPT: usize = 4;
/// Mixes that are run again in full: those that are shown are the best different ones of these.
pub(super) const FINALISTS: usize = 20;

/// `SplitMix64`, as in [`crate::insight::shapley`]: the same mixes for the same seed everywhere.
pub(super) struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or(0)
    }
}

/// Rounded down to two significant figures: enough for an amount that nobody has costed.
pub(super) fn two_figures(amount: f64) -> f64 {
    if amount <= 0.0 {
        return 0.0;
    }
    let step = libm::pow(10.0, libm::floor(libm::log10(amount)) - 1.0);
    libm::floor(amount / step + 1e-9) * step
}

pub(super) fn quantile(values: &[f64], q: f64) -> f64 {
    if values.is_empty() { f64::NAN } else { quantiles7(&mut values.to_vec(), [q])[0] }
}

/// The best mixes that differ: at least a third of the money stands elsewhere.
pub(super) fn distinct(pool: &[Mix], most: usize) -> Vec<&Mix> {
    let mut out: Vec<&Mix> = Vec::new();
    for mix in pool {
        if out.iter().all(|known| apart(&known.amounts, &mix.amounts) >= 1.0 / 3.0) {
            out.push(mix);
        }
        if out.len() == most {
            break;
        }
    }
    out
}

/// Share of the money that stands elsewhere, 0–1.
fn apart(a: &[(LeverId, f64)], b: &[(LeverId, f64)]) -> f64 {
    let all = |m: &[(LeverId, f64)]| m.iter().map(|(_, x)| x).sum::<f64>();
    let common: f64 =
        a.iter().filter_map(|(id, x)| b.iter().find(|(other, _)| other == id).map(|(_, y)| x.min(*y))).sum();
    1.0 - common / all(a).max(all(b)).max(f64::MIN_POSITIVE)
}

/// Adds a mix that is allowed and not there yet; the best sixty stay.
pub(super) fn keep(pool: &mut Vec<Mix>, mix: Mix) {
    if mix.allowed && pool.iter().all(|m| m.amounts != mix.amounts) {
        pool.push(mix);
    }
    pool.sort_by(|a, b| b.score.total_cmp(&a.score));
    pool.truncate(60);
}

pub(super) fn by_regret(pool: &mut [Mix]) {
    let n = pool.iter().map(|m| m.values.len()).min().unwrap_or(0);
    let top: Vec<f64> = (0..n).map(|i| pool.iter().map(|m| m.values[i]).fold(f64::NEG_INFINITY, f64::max)).collect();
    for mix in pool.iter_mut() {
        let regret: Vec<f64> = top.iter().zip(&mix.values).map(|(t, v)| t - v).collect();
        mix.score = -quantile(&regret, 0.9);
    }
    pool.order_by(|a, b| b.score.total_cmp(&a.score));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mix(amounts: &[(&str, f64)], values: &[f64]) -> Mix {
        let amounts = amounts.iter().map(|(id, a)| (LeverId::new(id), *a)).collect();
        Mix { amounts, score: values[0], allowed: true, values: values.to_vec() }
    }

    #[test]
    fn mixes_differ_if_a_third_of_the_money_stands_elsewhere() {
        let a = mix(&[("x", 2.0), ("y", 1.0)], &[3.0]);
        let near = mix(&[("x", 2.2), ("y", 0.8)], &[2.0]);
        let other = mix(&[("x", 1.0), ("z", 2.0)], &[1.0]);
        let pool = vec![a.clone(), near, other.clone()];
        assert_eq!(distinct(&pool, 4), [&a, &other]);
        assert_eq!(distinct(&pool, 1), [&a]);
        assert!((apart(&a.amounts, &other.amounts) - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_mix_that_is_never_far_behind_is_first_by_regret() {
        let bold = mix(&[("x", 1.0)], &[10.0, 0.0, 0.0]);
        let steady = mix(&[("y", 1.0)], &[8.0, 4.0, 4.0]);
        let mut pool = vec![bold, steady.clone()];
        by_regret(&mut pool);
        assert_eq!(pool[0].amounts, steady.amounts);
        assert!(pool[0].score <= 0.0);
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let (mut a, mut b) = (Random(7), Random(7));
        let draws: Vec<f64> = (0..100).map(|_| a.unit()).collect();
        assert!(draws.iter().all(|u| (0.0..1.0).contains(u) && *u == b.unit()));
        assert!((0..100).all(|_| a.below(3) < 3));
    }
}
