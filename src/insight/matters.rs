//! What matters most: every indicator's change shared out over the levers, over the ways they go, and over the years.

use super::attribution::{Attribution, attribute_all};
use super::watch::Watch;
use super::ways::{Ways, ways};
use crate::model::{Basis, Indicator};
use crate::projection::{DrawKey, Draws, Stopped};
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

/// Years of a plan at whose ends the parts are read, beside the last.
const MILESTONES: [i32; 3] = [2, 5, 10];

/// One indicator's change shared out.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// Over the levers, in the last year.
    pub levers: Attribution,
    /// Over the ways, in the last year.
    pub ways: Ways,
    /// Over the levers at the end of each milestone year, the last year included. What a lever adds between two of them is the
    /// difference of its parts, and these add up to the difference of the totals.
    pub years: Vec<Attribution>,
}

/// Calendar years that [`Shared::years`] holds.
#[must_use]
pub fn milestones(scenario: &Scenario) -> Vec<i32> {
    let ends = MILESTONES.iter().map(|n| scenario.year_zero() + n).filter(|year| *year < scenario.last_year());
    ends.chain([scenario.last_year()]).collect()
}

/// Shares the mean change of each indicator asked for out over the levers of a plan (counted from 0) and the ways they go, at
/// `count` draws.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn matters(
    basis: &Basis,
    scenario: &Scenario,
    plan: usize,
    (indicators, count): (&[Indicator], u32),
    watch: &Watch<'_>,
) -> Result<Vec<Shared>, Stopped> {
    let half = |from: f64| move |share: f64| (watch.progress)(from + 0.5 * share);
    let (first, second) = (half(0.0), half(0.5));
    let draws = Draws::make(basis, &DrawKey::of(scenario, count));
    let years = milestones(scenario);
    let asked: Vec<(Indicator, i32)> = indicators.iter().flat_map(|i| years.iter().map(|year| (*i, *year))).collect();
    let watched = Watch { cancel: watch.cancel, progress: &first };
    let by_lever = attribute_all(basis, scenario, &draws, (plan, &asked), &watched)?;
    drop(draws);
    let watched = Watch { cancel: watch.cancel, progress: &second };
    let by_way = ways(basis, scenario, (plan, scenario.last_year()), (indicators, count), &watched)?;
    let one = |(years, ways): (&[Attribution], Ways)| {
        let levers = years.last()?.clone();
        Some(Shared { levers, ways, years: years.to_vec() })
    };
    Ok(by_lever.chunks(years.len()).zip(by_way).filter_map(one).collect())
}
