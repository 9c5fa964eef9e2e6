//! Owen-scrambled Sobol' points keyed by the id of a parameter, not by its position (MODEL.md section 7).
//!
//! Dimensions come in blocks of four; each block has its own seed, a hash of the run's seed, the scramble and the block's id,
//! so a channel that a user adds changes no other draw.

use sobol_burley::sample_4d;

use super::variant::{Group, Reseeded};

/// Independent scrambles: their spread is the Monte-Carlo error.
pub const SCRAMBLES: usize = 10;

/// Added before inverse distribution functions, because a point may be exactly 0.
const HALF_STEP: f64 = 1.0 / 33_554_432.0; // 2^-25

/// Where the points of a run come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    seed: u64,
    reseeded: Reseeded,
    per_scramble: usize,
    /// Slot → draw: draws sorted by structure, otherwise in order.
    order: Vec<u32>,
}

impl Points {
    /// Points in the order of the draws themselves.
    #[must_use]
    pub fn in_order(seed: u64, reseeded: Reseeded, per_scramble: usize) -> Self {
        let order = (0..u32::try_from(per_scramble * SCRAMBLES).unwrap_or(u32::MAX)).collect();
        Self { seed, reseeded, per_scramble, order }
    }

    /// The same points in another order.
    #[must_use]
    pub fn reordered(self, order: Vec<u32>) -> Self {
        Self { order, ..self }
    }

    /// Draw in each slot.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Slots of each scramble: its draws lie together within each structure.
    #[must_use]
    pub fn scrambles(&self) -> Vec<Vec<std::ops::Range<usize>>> {
        let mut out = vec![Vec::<std::ops::Range<usize>>::new(); SCRAMBLES];
        for (slot, draw) in self.order.iter().enumerate() {
            let ranges = &mut out[self.scramble_of(*draw)];
            match ranges.last_mut() {
                Some(last) if last.end == slot => last.end += 1,
                _ => ranges.push(slot..slot + 1),
            }
        }
        out
    }

    /// The scramble of a draw, 0–9.
    #[must_use]
    pub const fn scramble_of(&self, draw: u32) -> usize {
        draw as usize / self.per_scramble
    }

    /// Four columns in slot order, in (0, 1), for one block of dimensions.
    #[must_use]
    pub fn block(&self, id: &str) -> [Vec<f64>; 4] {
        self.block_of(Group::of_block(id), id)
    }

    /// The same for a block whose columns belong to several groups: as one of them draws it.
    #[must_use]
    pub fn block_of(&self, group: Group, id: &str) -> [Vec<f64>; 4] {
        let seed = self.reseeded.seed_of(group, self.seed);
        let seeds: Vec<u32> = (0..SCRAMBLES).map(|s| block_seed(seed, s, id)).collect();
        let mut out: [Vec<f64>; 4] = std::array::from_fn(|_| Vec::with_capacity(self.order.len()));
        for &draw in &self.order {
            let scramble = draw as usize / self.per_scramble;
            let index = draw as usize % self.per_scramble;
            let point = sample_4d(u32::try_from(index).unwrap_or(0), 0, seeds[scramble]);
            for (column, u) in out.iter_mut().zip(point) {
                column.push(f64::from(u) + HALF_STEP);
            }
        }
        out
    }
}

/// Hash of seed, scramble and id: FNV-1a folded and finished so that near ids are far apart. Stable across platforms.
fn block_seed(seed: u64, scramble: usize, id: &str) -> u32 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for b in seed.to_le_bytes().into_iter().chain((scramble as u64).to_le_bytes()).chain(id.bytes()) {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^= h >> 32;
    u32::try_from(h & 0xffff_ffff).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_depend_on_the_id_alone() {
        let points = Points::in_order(7, Reseeded::default(), 128);
        let a = points.block("channel:x:0");
        let b = points.block("channel:y:0");
        assert_eq!(a, points.block("channel:x:0"));
        assert_ne!(a, b);
        assert!(a.iter().flatten().all(|u| *u > 0.0 && *u < 1.0));
    }

    #[test]
    fn each_scramble_is_stratified() {
        let points = Points::in_order(1, Reseeded::default(), 1024);
        let [column, ..] = points.block("any");
        for scramble in column.chunks(1024) {
            let mut sorted = scramble.to_vec();
            sorted.sort_by(f64::total_cmp);
            let in_order = sorted.iter().enumerate().all(|(i, u)| libm::floor(u * 1024.0) == i as f64);
            assert!(in_order, "one point in each of 1,024 equal cells");
        }
    }
}
