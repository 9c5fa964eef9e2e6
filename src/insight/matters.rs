//! What matters most: every indicator's change shared out over the levers, and how much of each lever's part comes by which way.

use std::sync::atomic::AtomicBool;

use super::attribution::{self, Attribution};
use super::watch::Watch;
use crate::model::{Basis, Indicator};
use crate::projection::{Draws, Stopped};
use crate::scenario::Scenario;

/// Indicators whose change is shared out: all but what is chosen (public cost) and what is a ratio of two of the others.
pub const SHARED_OUT: [Indicator; 10] = [
    Indicator::InnovationActive,
    Indicator::FirmsCollaborating,
    Indicator::TrainedWorkforce,
    Indicator::ManagementScore,
    Indicator::BusinessRd,
    Indicator::RdIntensity,
    Indicator::GvaPerHour,
    Indicator::NetJobs,
    Indicator::NetGvaPv,
    Indicator::Gap,
];

/// Attributes the mean change of each of [`SHARED_OUT`] in the last year to the levers of a plan (counted from 0) by Shapley values.
/// `progress` is told the share done, 0–1.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn matters(
    basis: &Basis,
    scenario: &Scenario,
    plan: usize,
    draws: &Draws,
    cancel: &AtomicBool,
    progress: &(dyn Fn(f64) + Sync),
) -> Result<Vec<Attribution>, Stopped> {
    let watch = Watch { cancel, progress };
    attribution::attribute_each(basis, scenario, draws, (plan, &SHARED_OUT, scenario.last_year()), &watch)
}
