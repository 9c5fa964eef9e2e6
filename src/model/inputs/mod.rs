//! The starting numbers of one place and sector, as the engine takes them.

mod derive;
pub mod derived;
mod given;
mod group;
mod read;
mod space;

pub use derive::{Sources, derive};
pub use read::Inputs;
pub use space::cosine;

use super::kinds::{Input, Mark};
use crate::evidence::{Place, SectorId};

/// How sure a starting number is. The place step is one draw per input and place, the sector step one draw per
/// input and sector shared by all places (BASELINE.md section 6); standard deviations on the log (levels) or logit (shares) scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// The weaker of the place step's mark and the sector step's.
    pub mark: Mark,
    /// Measurement and place step together, ≥ 0.
    pub place_sd: f64,
    /// Sector step, ≥ 0; 0 for all sectors.
    pub sector_sd: f64,
}

impl Quality {
    /// Both steps together (`added_log_sd` of the golden file).
    #[must_use]
    pub fn added_sd(self) -> f64 {
        (self.place_sd * self.place_sd + self.sector_sd * self.sector_sd).sqrt()
    }
}

/// Scale on which an input moves and errs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub enum InputScale {
    /// Levels: natural logarithm.
    Log,
    /// Shares in per cent: logit.
    Logit,
}

/// How an input moves from the base year (2024): `y(h) = y_T + drift·h`, h from the base year, spread `c·s·(h+age)^γ·√(1+(h+age)/m)` (MODEL.md section 6).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Path {
    /// λ·b, log or logit a year; 0 for shares and scores.
    pub drift: f64,
    /// Base year less the year of the observation, years.
    pub age: f64,
    /// s: standard deviation of one year's change, own series pooled with the panel's.
    pub step_sd: f64,
    /// m: number of annual changes behind the drift, ≥ 1.
    pub changes: f64,
    /// γ.
    pub gamma: f64,
    /// c.
    pub c: f64,
}

impl Path {
    /// A path that stays put, for inputs without a forecast.
    pub const STILL: Self = Self { drift: 0.0, age: 0.0, step_sd: 0.0, changes: 1.0, gamma: 0.5, c: 1.0 };
}

/// Starting numbers of one place and sector. Place-level inputs (population, students, …) are the place's whatever the sector.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Place.
    pub place: Place,
    /// Sector.
    pub sector: SectorId,
    /// Central values in the units of [`Input`].
    pub values: [f64; Input::COUNT],
    /// Mark and errors of each.
    pub quality: [Quality; Input::COUNT],
    /// Path of each.
    pub paths: [Path; Input::COUNT],
}

impl Cell {
    /// Central value.
    #[must_use]
    pub fn get(&self, input: Input) -> f64 {
        self.values[input.index()]
    }

    /// Mark and errors.
    #[must_use]
    pub fn quality(&self, input: Input) -> Quality {
        self.quality[input.index()]
    }

    /// Path.
    #[must_use]
    pub fn path(&self, input: Input) -> Path {
        self.paths[input.index()]
    }
}
