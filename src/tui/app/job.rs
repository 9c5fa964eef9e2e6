//! Work for the thread that works things out, beside the figures of the scenario shown, and what comes back.

use std::sync::Arc;

use super::action::Attribution;
use super::compare::Compared;
use super::insight::{Asked, Topic};
use super::neighbours::Found;
use super::past::Past;
use super::reports::Wanted;
use crate::evidence::{Place, SectorId, Tier};
use crate::insight::coverage::Coverage;
use crate::insight::fair::Fair;
use crate::insight::ledger::Ledger;
use crate::insight::trust::Trust;
use crate::model::Indicator;
use crate::projection::Projection;
use crate::report::places::Atlas;
use crate::report::sheet::Sheet;
use crate::report::shelf::trust::Spreads;
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
    /// Looks for groups of neighbouring areas specialised in a sector.
    Strengths {
        /// Sector.
        sector: SectorId,
        /// Areas looked at.
        tier: Tier,
    },
    /// Draws up what a scenario gives to and takes from every other place.
    Ledger {
        /// Stamp of the figures that it stands beside.
        generation: u64,
        /// Scenario.
        scenario: Arc<Scenario>,
    },
    /// Reads what Places compares: starting numbers and official figures of every place.
    Survey,
    /// What the official figures cover.
    Cover,
    /// How the program has done before: forecasts from past years against what happened.
    Validate,
    /// How much of the spread of a plan rests on judgement.
    Spread {
        /// Stamp of the figures that it stands beside.
        generation: u64,
        /// Scenario.
        scenario: Arc<Scenario>,
        /// Plan, counted from 0.
        plan: usize,
    },
    /// Two plans at equal cost under every switch that could decide the argument.
    Fair {
        /// The two scenarios.
        of: [Arc<Scenario>; 2],
    },
    /// Scenarios set against each other on the same draws.
    Compare {
        /// Stamp of the request.
        stamp: u64,
        /// Scenarios, the one shown first; the seed is its.
        scenarios: Vec<Arc<Scenario>>,
        /// Whether few draws are enough for now.
        coarse: bool,
    },
    /// Packages of a roundtable, each worked out on its own.
    Packages {
        /// Stamp of the request.
        stamp: u64,
        /// Packages.
        scenarios: Vec<Arc<Scenario>>,
    },
    /// A report to take home. Several may wait: each is a file of its own.
    Report(Arc<Wanted>),
    /// A question of Insight.
    Insight {
        /// Stamp of the request.
        stamp: u64,
        /// Question.
        topic: Topic,
        /// Plan, counted from 0.
        plan: usize,
        /// What it is asked of.
        of: Asked,
    },
}

/// What a piece of work came to.
#[derive(Debug, Clone)]
pub enum Done {
    /// Contributions.
    Explained(Attribution),
    /// What was observed.
    Observed(Past),
    /// Proposed groups of a sector, or why there are none.
    Strengths(SectorId, Tier, Result<Arc<Found>, String>),
    /// The ledger of a scenario, by its stamp, or why there is none.
    Ledger(u64, Result<Arc<Ledger>, String>),
    /// What Places compares, or why it cannot be read.
    Surveyed(Result<Arc<Atlas>, String>),
    /// What the official figures cover.
    Covered(Arc<Coverage>),
    /// How the program has done, or why that cannot be said.
    Validated(Result<Arc<Trust>, String>),
    /// Shares of the spread of a scenario, by its stamp.
    Spread(u64, Arc<Spreads>),
    /// A fair test of two scenarios, or why there is none.
    Fair([Arc<Scenario>; 2], Result<Arc<Fair>, String>),
    /// A comparison.
    Compared(Compared),
    /// Packages of a roundtable, by the stamp of the request: figures, or why there are none.
    Packages(u64, Vec<Result<Arc<Projection>, String>>),
    /// A report, written out, or why there is none.
    Reported(Arc<Wanted>, Result<String, String>),
    /// How far the question of a stamp is, in thousandths.
    Progress(u64, u16),
    /// The answer to a question of Insight, by its stamp, or why there is none.
    Insight(u64, Topic, Result<Arc<Vec<Sheet>>, String>),
}
