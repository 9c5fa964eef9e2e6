//! What could follow, as every screen, file and test reads it.

use serde::Serialize;

use crate::evidence::{LeverId, Place, SectorId};
use crate::model::{Grade, Indicator};

/// Five quantiles over the draws, type 7.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Quantiles {
    /// 10 %.
    pub p10: f64,
    /// 25 %.
    pub p25: f64,
    /// 50 %.
    pub p50: f64,
    /// 75 %.
    pub p75: f64,
    /// 90 %.
    pub p90: f64,
}

/// One indicator of one plan over the years 0…T.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorOutcome {
    /// Which.
    pub indicator: Indicator,
    /// No new policy, by year 0…T. For effects that have no baseline (net jobs, net GVA, cost, value for money) all zero.
    pub baseline: Vec<Quantiles>,
    /// With the plan, by year.
    pub scenario: Vec<Quantiles>,
    /// Paired difference (plan less no new policy, same draw), by year.
    pub change: Vec<Quantiles>,
    /// Share of draws in which the difference is above zero, by year, 0–1.
    pub above: Vec<f64>,
    /// Share of draws in which the difference is below zero, by year, 0–1.
    pub below: Vec<f64>,
    /// Mean difference by year ("mean (driven by a few very good futures)" wherever it is shown); of levels on the central
    /// baseline, because their forecasts have Student-t tails on the log scale and no mean.
    pub mean: Vec<f64>,
    /// 20 evenly spaced quantiles (2.5 %, 7.5 %, … 97.5 %) of the difference in the last year: twenty futures.
    pub futures: Vec<f64>,
    /// The same of the level under the plan in the last year; of effects without a level the difference again.
    pub level_futures: Vec<f64>,
    /// Monte-Carlo error of the median difference by year: SE over scrambles × t₉ (95 %).
    pub mc_error: Vec<f64>,
    /// Grade of the displayed change.
    pub grade: Grade,
    /// Source ids and the words judgement, accounting, convention, sorted.
    pub sources: Vec<String>,
}

/// What a lever reaches, deterministic (MODEL.md section 2).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeverReach {
    /// Lever.
    pub lever: LeverId,
    /// Units reached a year in the first full year (learners, firms, …); coverage for reforms.
    pub units_a_year: f64,
    /// Share of the pool newly reached, by year 0…T (delivered coverage for reforms), 0–1.
    pub share: Vec<f64>,
    /// Public cost that falls on this sector, £m by year 0…T, before optimism bias.
    pub cost: Vec<f64>,
    /// Whether the largest yearly share passes the evidence.
    pub beyond: bool,
}

/// Benefit–cost figures of one tier (grades counted) over the draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TierOutcome {
    /// `core`, `adjusted` or `illustrative`.
    pub id: String,
    /// Grades counted, e.g. `AB`.
    pub grades: String,
    /// UK level: (PV benefit − PV private cost) / PV public cost. `None`: no benefit can be counted at this tier.
    pub bcr: Option<Quantiles>,
    /// UK level net present social value, £m. `None` as above.
    pub npsv: Option<Quantiles>,
    /// Share of the package's cost that cannot be tested at this tier, 0–1.
    pub untested_share: f64,
}

/// Appraisal of one plan (MODEL.md section 8).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppraisalOutcome {
    /// PV of public cost, £m, with cost factor and optimism bias.
    pub public_cost: Quantiles,
    /// PV of private cost, £m.
    pub private_cost: f64,
    /// PV of net GVA at the place, £m.
    pub gva_place: Quantiles,
    /// PV of net GVA for the UK, £m.
    pub gva_uk: Quantiles,
    /// Net jobs at the place in the last year.
    pub jobs_place: Quantiles,
    /// Net jobs for the UK in the last year.
    pub jobs_uk: Quantiles,
    /// GVA here per £1 of public cost (much of it moved from elsewhere). `None`: costs nothing.
    pub gva_per_pound_place: Option<Quantiles>,
    /// Public £ per net job created here. `None`: no draw creates a job or it costs nothing.
    pub cost_per_net_job: Option<Quantiles>,
    /// Public £ per job-year here.
    pub cost_per_job_year: Option<Quantiles>,
    /// Factor on the middle UK benefit at which the middle costs would just be covered. `None`: no benefit in the middle.
    pub switching_benefit: Option<f64>,
    /// The three tiers.
    pub tiers: Vec<TierOutcome>,
}

/// One plan's projection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanOutcome {
    /// Place, codes joined by `+`.
    #[serde(serialize_with = "as_text")]
    pub place: Place,
    /// Sector.
    pub sector: SectorId,
    /// The twelve indicators in the order of [`Indicator::ALL`].
    pub indicators: Vec<IndicatorOutcome>,
    /// Reach of every lever that is on.
    pub reach: Vec<LeverReach>,
    /// Appraisal.
    pub appraisal: AppraisalOutcome,
    /// Arrows (channels and links) on live paths, and how many of them rest on judgement (grades D and E).
    pub links_total: usize,
    /// See `links_total`.
    pub links_judged: usize,
}

impl PlanOutcome {
    /// The outcome of one indicator.
    #[must_use]
    pub fn indicator(&self, indicator: Indicator) -> &IndicatorOutcome {
        &self.indicators[indicator.index()]
    }
}

/// A scenario's projection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Projection {
    /// Seed.
    pub seed: u64,
    /// Draws.
    pub draws: usize,
    /// Calendar year 0.
    pub year_zero: i32,
    /// Years after year 0.
    pub horizon: u32,
    /// Evidence version (hash of the model's files).
    pub evidence_version: String,
    /// Plans in the order of the scenario.
    pub plans: Vec<PlanOutcome>,
}

fn as_text<S: serde::Serializer>(place: &Place, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(place)
}
