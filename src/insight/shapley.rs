//! Which lever did how much: exact Shapley values over every subset of players (MODEL.md section 10).

/// Most players of the exact values: 2¹⁶ subsets.
pub const PLAYERS_MAX: u32 = 16;

/// What each player adds. All in the unit of the value function.
#[derive(Debug, Clone, PartialEq)]
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
