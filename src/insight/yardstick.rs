//! What a choice is judged by: one number for each future, more of which is better.

use crate::model::{Basis, Direction, Indicator};
use crate::projection::totals::{Totals, npsv, totals};
use crate::projection::{Draws, Stopped};
use crate::scenario::Scenario;

use super::watch::Watch;

/// One number for each future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yardstick {
    /// Net present social value (UK, all grades counted) of all plans together, £m.
    Npsv,
    /// Change of an indicator of the first plan in the last year, in its unit.
    Indicator(Indicator),
}

impl Yardstick {
    /// Whether more is better; `None` where neither is.
    #[must_use]
    pub fn direction(self, basis: &Basis) -> Direction {
        match self {
            Self::Npsv => Direction::Up,
            Self::Indicator(i) => basis.model.indicator(i).direction,
        }
    }

    /// What has to be asked of a run.
    #[must_use]
    pub fn asks(self) -> Vec<(usize, Indicator)> {
        match self {
            Self::Npsv => Vec::new(),
            Self::Indicator(i) => vec![(0, i)],
        }
    }

    /// The values by draw; the indicator must be the first thing asked for.
    #[must_use]
    pub fn values(self, totals: &Totals) -> Vec<f64> {
        match self {
            Self::Npsv => totals.npsv(),
            Self::Indicator(_) => totals.asked.first().map(|a| a.change.clone()).unwrap_or_default(),
        }
    }

    /// Runs a scenario and reads the values by draw.
    ///
    /// # Errors
    /// As [`totals`].
    pub fn run(
        self,
        basis: &Basis,
        scenario: &Scenario,
        draws: &Draws,
        watch: &Watch<'_>,
    ) -> Result<Vec<f64>, Stopped> {
        match self {
            Self::Npsv => npsv(basis, scenario, draws, watch.cancel),
            Self::Indicator(_) => totals(basis, scenario, draws, &self.asks(), watch.cancel).map(|t| self.values(&t)),
        }
    }

    /// +1 where more is better, −1 where less is.
    #[must_use]
    pub fn sign(self, basis: &Basis) -> f64 {
        if self.direction(basis) == Direction::Down { -1.0 } else { 1.0 }
    }
}

/// Why scenarios cannot be weighed against each other: they must bring money to the same year and run equally long.
#[must_use]
pub fn same_years(scenarios: &[&Scenario]) -> Option<String> {
    let first = scenarios.first()?;
    let other = scenarios.iter().find(|s| s.start != first.start || s.horizon != first.horizon)?;
    Some(format!(
        "'{}' runs {}–{} and '{}' {}–{}: present values of different years cannot be weighed; give both the same start and horizon",
        first.title,
        first.start,
        first.last_year(),
        other.title,
        other.start,
        other.last_year()
    ))
}
