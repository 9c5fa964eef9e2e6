//! A change shared out over players, whatever these are: Shapley values of the mean, and of every future for their range.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::shapley;
use crate::model::stats::five_quantiles;
use crate::projection::{Change, Quantiles, Stopped};

/// Most players whose Shapley values are exact; beyond it random orders are averaged.
pub const EXACT_MAX: usize = 12;

/// Pairs of an order and its reverse beyond [`EXACT_MAX`] players.
const PAIRS_OF_ORDERS: usize = 24;

/// Subsets that are run side by side: their changes are held at once, and added up in order.
const TOGETHER: usize = 32;

/// One player's part of a change, in the indicator's unit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    /// Shapley value of the mean change: the parts add up to the total.
    pub shapley: f64,
    /// Standard error of the Shapley value over orders; 0 where exact.
    pub standard_error: f64,
    /// The Shapley value future by future. Middles do not add up to a middle; means add up.
    pub range: Quantiles,
    /// The mean change with this player alone.
    pub alone: f64,
    /// What would be lost, on the mean, without it.
    pub if_removed: f64,
}

/// One change shared out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// By player.
    pub parts: Vec<Part>,
    /// Mean change.
    pub total: f64,
}

/// Shares every change out that `run` finds. `run` is told the subset as bits, how many of how many runs have begun, and hands back the
/// same changes in the same order each time; several run side by side, and the result is the same. At most 32 players.
///
/// # Errors
/// As `run`.
pub fn share_out(
    players: usize,
    seed: u64,
    run: impl Fn(u32, (usize, usize)) -> Result<Vec<Change>, Stopped> + Sync,
) -> Result<Vec<Parts>, Stopped> {
    let exact = players <= EXACT_MAX;
    let count = u32::try_from(players).unwrap_or(u32::MAX);
    let table = shapley::coefficients(count, (!exact).then_some((PAIRS_OF_ORDERS, seed)));
    let mut means: HashMap<u32, Vec<f64>> = HashMap::new();
    // [change][player][draw]
    let mut sums: Vec<Vec<Vec<f64>>> = Vec::new();
    let begun = AtomicUsize::new(0);
    let table: Vec<(u32, Vec<f64>)> = table.into_iter().collect();
    for part in table.chunks(TOGETHER) {
        let one = |(mask, _): &(u32, Vec<f64>)| run(*mask, (begun.fetch_add(1, Ordering::Relaxed), table.len()));
        let all = part.par_iter().map(one).collect::<Result<Vec<_>, _>>()?;
        for ((mask, coefficients), found) in part.iter().zip(all) {
            sums.resize_with(found.len(), || vec![Vec::new(); players]);
            for (sums, change) in sums.iter_mut().zip(&found) {
                for (sum, coefficient) in sums.iter_mut().zip(coefficients).filter(|(_, c)| **c != 0.0) {
                    sum.resize(change.by_draw.len(), 0.0);
                    for (s, v) in sum.iter_mut().zip(&change.by_draw) {
                        *s += coefficient * v;
                    }
                }
            }
            means.insert(*mask, found.iter().map(|c| c.mean).collect());
        }
    }
    let out = sums.into_iter().enumerate().map(|(k, sums)| {
        let worth = |mask: u32| means.get(&mask).and_then(|m| m.get(k)).copied().unwrap_or(0.0);
        let (found, errors) = if exact {
            (shapley::attribute(count, worth).unwrap_or_default(), vec![0.0; players])
        } else {
            shapley::sampled(count, PAIRS_OF_ORDERS, seed, worth)
        };
        let part = |(p, mut values): (usize, Vec<f64>)| Part {
            shapley: found.shapley[p],
            standard_error: errors[p],
            range: range(&mut values),
            alone: found.alone[p],
            if_removed: found.if_removed[p],
        };
        Parts { parts: sums.into_iter().enumerate().map(part).collect(), total: found.total }
    });
    Ok(out.collect())
}

fn range(values: &mut [f64]) -> Quantiles {
    let [p10, p25, p50, p75, p90] = five_quantiles(values);
    Quantiles { p10, p25, p50, p75, p90 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three players that add up, in four futures; the first one's part differs between them.
    fn run(mask: u32) -> Vec<Change> {
        let on = |p: u32| f64::from(mask >> p & 1);
        let by_draw: Vec<f64> =
            [1.0, 2.0, 3.0, 4.0].iter().map(|v| v * on(0) + 5.0 * on(1) - on(2) + 2.0 * on(0) * on(1)).collect();
        vec![Change { mean: by_draw.iter().sum::<f64>() / 4.0, by_draw }]
    }

    #[test]
    fn means_and_futures_are_shared_out_alike() {
        let told = std::sync::Mutex::new(Vec::new());
        let found = share_out(3, 1, |mask, at| {
            told.lock().unwrap().push(at);
            Ok(run(mask))
        });
        let found = found.unwrap().remove(0);
        let mut told = told.into_inner().unwrap();
        told.sort_unstable();
        assert_eq!((told.len(), told.last()), (8, Some(&(7, 8))));
        let shares: Vec<f64> = found.parts.iter().map(|p| p.shapley).collect();
        // Half of what two do together falls to each.
        for (got, wanted) in shares.iter().zip([3.5, 6.0, -1.0]) {
            assert!((got - wanted).abs() < 1e-12, "{shares:?}");
        }
        assert!((shares.iter().sum::<f64>() - found.total).abs() < 1e-12);
        let first = found.parts[0].range;
        assert!((first.p50 - 3.5).abs() < 1e-12 && first.p10 < 2.5 && first.p90 > 4.5, "{first:?}");
        assert!((found.parts[1].range.p10 - 6.0).abs() < 1e-12 && (found.parts[1].range.p90 - 6.0).abs() < 1e-12);
    }

    #[test]
    fn nobody_has_no_part_and_a_run_that_stops_stops_all() {
        assert_eq!(share_out(0, 1, |m, _| Ok(run(m))).map(|f| f[0].parts.len()), Ok(0));
        assert_eq!(share_out(2, 1, |_, _| Err(Stopped::Cancelled)), Err(Stopped::Cancelled));
    }
}
