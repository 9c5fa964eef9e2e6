//! The same futures with something held or drawn anew: what sensitivity, stress tests and the worst world are made of.
//!
//! A variant is part of the key of a table of draws. Draw `i` of two variants differs in what the variant names and in nothing
//! else, so that differences between them are its doing.

use super::program::Bands;
use crate::model::stats::two_piece;
use crate::model::{Band, Cell, Input};

/// Standard-normal score of the 90 % quantile.
pub const Z90: f64 = 1.281_551_565_544_600_4;

/// Groups of uncertain quantities. Every block of dimensions belongs to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Effects, gains, pairs, the common optimism factor, depreciation, half-spend, distance decay.
    Evidence,
    /// Which of the three structures holds.
    Structure,
    /// Errors of starting levels and forecasts.
    Baseline,
    /// Whether levers take, lumpiness, unit costs, optimism bias.
    Delivery,
    /// Leakage, displacement, substitution, multiplier.
    Displacement,
}

impl Group {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Evidence, Self::Structure, Self::Baseline, Self::Delivery, Self::Displacement];

    /// The group of a block of dimensions by its id; blocks that hold several name the group when they are drawn.
    #[must_use]
    pub fn of_block(id: &str) -> Self {
        match id.split(':').next() {
            Some("input") => Self::Baseline,
            Some("take") => Self::Delivery,
            _ => match id {
                "global:delivery" => Self::Delivery,
                "global:net" => Self::Displacement,
                _ => Self::Evidence,
            },
        }
    }
}

/// Groups that are drawn from another seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reseeded {
    groups: [bool; 5],
    seed: u64,
}

impl Reseeded {
    /// Draws these groups from another seed; the rest keeps its own.
    #[must_use]
    pub fn new(groups: impl IntoIterator<Item = Group>, seed: u64) -> Self {
        let mut out = Self { groups: [false; 5], seed };
        for group in groups {
            out.groups[group as usize] = true;
        }
        out
    }

    /// The seed of a group in a run of that seed.
    #[must_use]
    pub const fn seed_of(self, group: Group, seed: u64) -> u64 {
        if self.groups[group as usize] { self.seed } else { seed }
    }
}

/// A quantity that can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Effect of a channel, by its row.
    Channel(usize),
    /// Gain of a link, by its row.
    Link(usize),
    /// Strength of a pair, by its row.
    Pair(usize),
    /// The optimism factor that all effects and gains share.
    CommonOptimism,
    /// Unit costs.
    UnitCost,
    /// Optimism bias on costs.
    OptimismBias,
    /// Leakage.
    Leakage,
    /// Displacement.
    Displacement,
    /// Substitution.
    Substitution,
    /// Multiplier.
    Multiplier,
}

/// Where it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// At its 10 % quantile.
    Low,
    /// At its 90 % quantile.
    High,
    /// At nothing: as if the arrow did not exist. Only arrows; a score is held at its middle.
    Nothing,
}

impl Held {
    const fn score(self) -> f64 {
        match self {
            Self::Low => -Z90,
            Self::High => Z90,
            Self::Nothing => 0.0,
        }
    }

    fn band(self, band: Band) -> Band {
        let value = if self == Self::Nothing { 0.0 } else { two_piece(band, self.score()) };
        Band::new(value, value, value)
    }
}

/// A harder world, as factors on starting numbers; 1 changes nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Harder {
    /// On delivery capacity.
    pub capacity: f64,
    /// On absorptive capacity, before its bounds.
    pub absorptive: f64,
    /// On output, jobs and business R&D of the sector, over all years.
    pub output: f64,
}

impl Default for Harder {
    fn default() -> Self {
        Self { capacity: 1.0, absorptive: 1.0, output: 1.0 }
    }
}

impl Harder {
    /// Both at once.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            capacity: self.capacity * other.capacity,
            absorptive: self.absorptive * other.absorptive,
            output: self.output * other.output,
        }
    }

    /// Changes the starting numbers of a cell.
    pub fn apply(self, cell: &mut Cell) {
        let mut scale = |input: Input, by: f64| cell.values[input.index()] *= by;
        scale(Input::Capacity, self.capacity);
        // Absorptive capacity is the root of the product of the two ratios.
        scale(Input::SkillRatio, self.absorptive);
        scale(Input::RdRatio, self.absorptive);
        for input in [Input::GvaM, Input::Workforce, Input::RdM] {
            scale(input, self.output);
        }
    }
}

/// What is held or drawn anew; the default is the futures as they are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Variant {
    /// Groups with a seed of their own.
    pub reseeded: Reseeded,
    /// Quantities that are held.
    pub held: Vec<(Quantity, Held)>,
    /// Harder world.
    pub harder: Harder,
}

impl Variant {
    /// Only these quantities held.
    #[must_use]
    pub fn holding(held: impl IntoIterator<Item = (Quantity, Held)>) -> Self {
        Self { held: held.into_iter().collect(), ..Self::default() }
    }

    /// Holds the bands of arrows.
    pub(super) fn hold_bands(&self, bands: &mut Bands) {
        for (quantity, held) in &self.held {
            let band = match quantity {
                Quantity::Channel(row) => bands.channels.get_mut(*row),
                Quantity::Link(row) => bands.links.get_mut(*row),
                Quantity::Pair(row) => bands.pairs.get_mut(*row),
                _ => None,
            };
            if let Some(band) = band {
                *band = held.band(*band);
            }
        }
    }

    /// Where a quantity is held, if it is.
    pub(super) fn held_at(&self, quantity: Quantity) -> Option<Held> {
        self.held.iter().find(|(q, _)| *q == quantity).map(|(_, held)| *held)
    }

    /// Holds a column of standard-normal scores.
    #[must_use]
    pub(super) fn hold(&self, quantity: Quantity, mut scores: Vec<f64>) -> Vec<f64> {
        if let Some(held) = self.held_at(quantity) {
            scores.fill(held.score());
        }
        scores
    }
}
