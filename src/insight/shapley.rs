//! Which lever did how much: exact Shapley values over every subset of players (MODEL.md section 10).

use std::collections::BTreeMap;

/// Most players of the exact values: 2¹⁶ subsets.
pub const PLAYERS_MAX: u32 = 16;

/// What each player adds. All in the unit of the value function.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attribution {
    /// Shapley value of each player; they add up to `total`.
    pub shapley: Vec<f64>,
    /// Each player alone less nobody.
    pub alone: Vec<f64>,
    /// Everybody less everybody but this player.
    pub if_removed: Vec<f64>,
    /// Everybody less nobody.
    pub total: f64,
}

/// Exact attribution among `players`: `value(mask)` is what the players whose bits are set reach together. It is asked once for
/// every subset, from the empty one up.
///
/// `None` if there are more than [`PLAYERS_MAX`] players. Weights `k!(n−k−1)!/n!` (Shapley 1953).
#[must_use]
pub fn attribute(players: u32, mut value: impl FnMut(u32) -> f64) -> Option<Attribution> {
    if players > PLAYERS_MAX {
        return None;
    }
    let table: Vec<f64> = (0..1_u32 << players).map(&mut value).collect();
    let worth = |mask: u32| table[mask as usize];
    let weights = weights(players);
    let full = (1_u32 << players) - 1;
    let shapley = (0..players)
        .map(|p| {
            let bit = 1_u32 << p;
            (0..=full)
                .filter(|mask| mask & bit == 0)
                .map(|mask| weights[mask.count_ones() as usize] * (worth(mask | bit) - worth(mask)))
                .sum()
        })
        .collect();
    Some(Attribution {
        shapley,
        alone: (0..players).map(|p| worth(1 << p) - worth(0)).collect(),
        if_removed: (0..players).map(|p| worth(full) - worth(full & !(1 << p))).collect(),
        total: worth(full) - worth(0),
    })
}

/// Weight of a player's step onto k others, k = 0…n−1.
fn weights(players: u32) -> Vec<f64> {
    let n = f64::from(players);
    let mut weight = 1.0 / n;
    (0..players)
        .map(f64::from)
        .map(|k| {
            if k > 0.0 {
                weight *= k / (n - k);
            }
            weight
        })
        .collect()
}

/// Random orders of the players, each to be taken forwards and backwards (antithetic). At most 32 players.
fn orders(players: u32, pairs: usize, seed: u64) -> Vec<Vec<usize>> {
    let n = players.min(32) as usize;
    let mut order: Vec<usize> = (0..n).collect();
    let mut state = seed;
    (0..pairs)
        .map(|_| {
            for i in (1..n).rev() {
                let j = usize::try_from(next(&mut state) % (i as u64 + 1)).unwrap_or(0);
                order.swap(i, j);
            }
            order.clone()
        })
        .collect()
}

/// Attribution for many players from `pairs` random orders, each taken forwards and backwards (antithetic), with the standard
/// error of each value over the pairs. The values still add up to the total. At most 32 players.
#[must_use]
pub fn sampled(players: u32, pairs: usize, seed: u64, mut value: impl FnMut(u32) -> f64) -> (Attribution, Vec<f64>) {
    let n = players.min(32) as usize;
    let full = u32::try_from((1_u64 << n) - 1).unwrap_or(u32::MAX);
    let (mut sums, mut squares) = (vec![0.0; n], vec![0.0; n]);
    for order in orders(players, pairs, seed) {
        let mut step = vec![0.0; n];
        for backwards in [false, true] {
            let mut mask = 0_u32;
            let mut before = value(0);
            for k in 0..n {
                let player = if backwards { order[n - 1 - k] } else { order[k] };
                mask |= 1 << player;
                let now = value(mask);
                step[player] += 0.5 * (now - before);
                before = now;
            }
        }
        for (k, s) in step.iter().enumerate() {
            sums[k] += s;
            squares[k] += s * s;
        }
    }
    let m = pairs.max(1) as f64;
    let shapley: Vec<f64> = sums.iter().map(|s| s / m).collect();
    let errors = squares
        .iter()
        .zip(&shapley)
        .map(|(q, mean)| ((q / m - mean * mean).max(0.0) / (m - 1.0).max(1.0)).sqrt())
        .collect();
    let (none, all) = (value(0), value(full));
    let found = Attribution {
        shapley,
        alone: (0..n).map(|p| value(1 << p) - none).collect(),
        if_removed: (0..n).map(|p| all - value(full & !(1 << p))).collect(),
        total: all - none,
    };
    (found, errors)
}

/// Every subset that the values are made of, with what it counts for in each player's: a value is Σ coefficient × what the subset
/// reaches. `sampled` holds pairs of orders and seed of [`sampled`]; `None`: exact. So values can be added up subset by subset, in
/// every future at once.
#[must_use]
pub fn coefficients(players: u32, sampled: Option<(usize, u64)>) -> BTreeMap<u32, Vec<f64>> {
    let n = players.min(32) as usize;
    let full = u32::try_from((1_u64 << n) - 1).unwrap_or(u32::MAX);
    let mut out: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    let Some((pairs, seed)) = sampled else {
        let weights = weights(players);
        for mask in 0..=full {
            let size = mask.count_ones() as usize;
            let of = |p: usize| if mask >> p & 1 == 1 { weights[size - 1] } else { -weights[size] };
            out.insert(mask, (0..n).map(of).collect());
        }
        return out;
    };
    let step = 0.5 / pairs.max(1) as f64;
    // Alone and if removed are asked for as well.
    for mask in (0..n).flat_map(|p| [1 << p, full & !(1 << p)]) {
        out.entry(mask).or_insert_with(|| vec![0.0; n]);
    }
    for order in orders(players, pairs, seed) {
        for backwards in [false, true] {
            let mut mask = 0_u32;
            for k in 0..n {
                let player = if backwards { order[n - 1 - k] } else { order[k] };
                out.entry(mask).or_insert_with(|| vec![0.0; n])[player] -= step;
                mask |= 1 << player;
                out.entry(mask).or_insert_with(|| vec![0.0; n])[player] += step;
            }
        }
    }
    out
}

/// `SplitMix64`: the same orders for the same seed everywhere.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_orders_agree_with_the_exact_values() {
        let value = |mask: u32| f64::from(mask.count_ones()).sqrt() * (1.0 + f64::from(mask & 3));
        let exact = attribute(6, value).unwrap();
        let (sampled, errors) = sampled(6, 200, 1, value);
        for (k, error) in errors.iter().enumerate() {
            let off = (exact.shapley[k] - sampled.shapley[k]).abs();
            assert!(off <= 5.0 * error + 1e-9, "player {k}: off by {off}, standard error {error}");
        }
        let sum: f64 = sampled.shapley.iter().sum();
        assert!((sum - sampled.total).abs() < 1e-9);
    }

    #[test]
    fn values_are_sums_over_subsets() {
        let value = |mask: u32| f64::from(mask.count_ones()).sqrt() * (1.0 + f64::from(mask & 3));
        let summed =
            |table: &BTreeMap<u32, Vec<f64>>, p: usize| table.iter().map(|(m, c)| c[p] * value(*m)).sum::<f64>();
        let exact = attribute(5, value).unwrap();
        let (sampled, _) = sampled(5, 9, 3, value);
        for p in 0..5 {
            assert!((summed(&coefficients(5, None), p) - exact.shapley[p]).abs() < 1e-12);
            assert!((summed(&coefficients(5, Some((9, 3))), p) - sampled.shapley[p]).abs() < 1e-12);
        }
        assert_eq!(coefficients(5, None).len(), 32);
    }
}
