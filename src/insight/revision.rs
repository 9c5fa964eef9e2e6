//! What another version of the evidence did to the figures of a scenario that was kept.

use crate::model::Indicator;
use crate::projection::{Projection, Quantiles};
use crate::scenario::{Figure, Record, is_headline};

/// One figure then and now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// As it was kept.
    pub then: Figure,
    /// The same plan, indicator and year on the evidence of now.
    pub now: Figure,
}

impl Moved {
    /// Whether the medians differ by more than the Monte-Carlo errors of both, taken together: √(e₁² + e₂²).
    #[must_use]
    pub fn beyond_error(&self) -> bool {
        (self.now.p50 - self.then.p50).abs() > libm::hypot(self.then.error, self.now.error)
    }
}

/// A scenario on two versions of the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Version it was kept on.
    pub then: String,
    /// Version of now.
    pub now: String,
    /// Every figure that both have, in the order in which they were kept.
    pub rows: Vec<Moved>,
}

/// Headline figures of a projection: the change of each indicator of each plan in the last year.
#[must_use]
pub fn figures(projection: &Projection) -> Vec<Figure> {
    let last = projection.horizon as usize;
    let of_plan = |(i, _): (usize, &crate::projection::PlanOutcome)| {
        let wanted = Indicator::ALL.iter().filter(|id| is_headline(**id));
        wanted.filter_map(move |id| figure(projection, (i + 1, *id), last))
    };
    projection.plans.iter().enumerate().flat_map(of_plan).collect()
}

fn figure(projection: &Projection, (plan, indicator): (usize, Indicator), t: usize) -> Option<Figure> {
    let outcome = projection.plans.get(plan.checked_sub(1)?)?.indicator(indicator);
    let Quantiles { p10, p50, p90, .. } = *outcome.change.get(t)?;
    let error = outcome.mc_error.get(t).copied().filter(|e| e.is_finite()).unwrap_or(0.0);
    let year = projection.year_zero + i32::try_from(t).ok()?;
    [p10, p50, p90].iter().all(|x| x.is_finite()).then_some(Figure { plan, indicator, year, p10, p50, p90, error })
}

/// Holds what was kept against a projection of the same scenario; `None` on the same version of the evidence.
#[must_use]
pub fn revision(record: &Record, projection: &Projection) -> Option<Revision> {
    if record.evidence == projection.evidence_version {
        return None;
    }
    let row = |then: &Figure| {
        let t = usize::try_from(then.year - projection.year_zero).ok()?;
        Some(Moved { then: *then, now: figure(projection, (then.plan, then.indicator), t)? })
    };
    Some(Revision {
        then: record.evidence.clone(),
        now: projection.evidence_version.clone(),
        rows: record.figures.iter().filter_map(row).collect(),
    })
}
