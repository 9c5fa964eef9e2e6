//! Work for the thread that works things out, beside the figures of the scenario shown, and what comes back.

use std::sync::Arc;

use super::action::Attribution;
use super::compare::Compared;
use super::past::Past;
use crate::evidence::{Place, SectorId};
use crate::insight::coverage::Coverage;
use crate::model::Indicator;
use crate::scenario::Scenario;

/// A piece of work. Of each kind only the newest waits; figures of the scenario shown come first.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// What each lever adds to one indicator in the last year.
    Explain {
        /// Stamp of the figures explained.
        generation: u64,
        /// Scenario.
        scenario: Arc<Scenario>,
        /// Plan, counted from 0.
        plan: usize,
        /// Indicator.
        indicator: Indicator,
    },
    /// What was observed in a place and sector.
    History {
        /// Where.
        place: Place,
        /// In which sector.
        sector: SectorId,
    },
    /// What the official figures cover.
    Cover,
    /// Scenarios set against each other on the same draws.
    Compare {
        /// Stamp of the request.
        stamp: u64,
        /// Scenarios, the one shown first; the seed is its.
        scenarios: Vec<Arc<Scenario>>,
        /// Whether few draws are enough for now.
        coarse: bool,
    },
}

/// What a piece of work came to.
#[derive(Debug, Clone)]
pub enum Done {
    /// Contributions.
    Explained(Attribution),
    /// What was observed.
    Observed(Past),
    /// What the official figures cover.
    Covered(Arc<Coverage>),
    /// A comparison.
    Compared(Compared),
}
