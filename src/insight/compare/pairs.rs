//! Two plans, future by future.

use super::spread;
use crate::model::Direction;
use crate::projection::Quantiles;

/// Two values are the same if they differ by no more than this share of the larger: what arithmetic rounds, and nothing that
/// anyone could care about. It is the rule of counts against no new policy (a difference of exactly nothing), with room
/// for the order of sums.
pub const SAME: f64 = 1e-9;

/// One column set against another on the same draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// First less second, over the futures, in the unit of the row.
    pub difference: Quantiles,
    /// Twenty evenly spaced quantiles of the difference.
    pub futures: Vec<f64>,
    /// Share of futures in which the first is higher, 0–1.
    pub higher: f64,
    /// Share in which it is lower, 0–1.
    pub lower: f64,
    /// Which way is better.
    pub direction: Direction,
}

impl Pair {
    /// Sets two columns of equal length against each other.
    pub(super) fn of(a: &[f64], b: &[f64], direction: Direction) -> Self {
        let mut difference: Vec<f64> = a.iter().zip(b).map(|(a, b)| parted(*a, *b)).collect();
        let n = difference.len().max(1) as f64;
        let higher = difference.iter().filter(|d| **d > 0.0).count() as f64 / n;
        let lower = difference.iter().filter(|d| **d < 0.0).count() as f64 / n;
        let (range, futures) = spread(&mut difference);
        Self { difference: range, futures, higher, lower, direction }
    }

    /// Shares of futures in which the first and the second do better; `None` where nothing is better.
    #[must_use]
    pub const fn better(&self) -> Option<(f64, f64)> {
        match self.direction {
            Direction::Up => Some((self.higher, self.lower)),
            Direction::Down => Some((self.lower, self.higher)),
            Direction::Context => None,
        }
    }

    /// The second against the first.
    #[must_use]
    pub fn mirrored(self) -> Self {
        let q = self.difference;
        Self {
            difference: Quantiles { p10: -q.p90, p25: -q.p75, p50: -q.p50, p75: -q.p25, p90: -q.p10 },
            futures: self.futures.iter().rev().map(|f| -f).collect(),
            higher: self.lower,
            lower: self.higher,
            direction: self.direction,
        }
    }
}

/// The difference, nothing where only rounding parts the two.
pub(super) fn parted(a: f64, b: f64) -> f64 {
    let difference = a - b;
    if difference.abs() <= SAME * a.abs().max(b.abs()) { 0.0 } else { difference }
}
