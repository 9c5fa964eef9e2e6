//! From gross to net, and the conventions of appraisal (`additionality.csv`, `appraisal.ron`).

use serde::{Deserialize, Serialize};

use super::{Band, Status};
use crate::evidence::SectorId;
use crate::model::kinds::Grade;

/// Part of the step from gross to net (`additionality.csv`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Component {
    /// Benefits outside the place.
    Leakage,
    /// Taken from untreated firms.
    Displacement,
    /// Activities swapped for supported ones.
    Substitution,
    /// Induced local jobs.
    Multiplier,
    /// Would have happened anyway: gross monitoring figures only.
    Deadweight,
}

impl Component {
    /// The component of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "leakage" => Self::Leakage,
            "displacement" => Self::Displacement,
            "substitution" => Self::Substitution,
            "multiplier" => Self::Multiplier,
            "deadweight" => Self::Deadweight,
            _ => return None,
        })
    }
}

/// A row of `additionality.csv`; `None` in a key matches all.
#[derive(Debug, Clone, PartialEq)]
pub struct Additionality {
    /// Id.
    pub id: String,
    /// Component.
    pub component: Component,
    /// Lever type.
    pub lever_type: Option<String>,
    /// Sector.
    pub sector: Option<SectorId>,
    /// `place` or `uk`.
    pub level: Option<Level>,
    /// `jobs` or `gva`.
    pub measure: Option<Measure>,
    /// Value.
    pub band: Band,
    /// How far checked.
    pub status: Status,
    /// Source ids.
    pub source: String,
    /// Reasoning.
    pub note: String,
    /// Line in the file.
    pub line: u64,
}

/// Where net effects are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The place itself.
    Place,
    /// The United Kingdom.
    Uk,
}

/// What net effects are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Jobs.
    Jobs,
    /// GVA from productivity.
    Gva,
}

/// Green Book conventions (`appraisal.ron`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appraisal {
    /// (last year of the band, rate).
    pub discount_schedule: Vec<(f64, f64)>,
    /// The lower-rate sensitivity.
    pub sensitivity_schedule: Vec<(f64, f64)>,
    /// Year 0 of discounting.
    pub base_year_is_year: f64,
    /// Years.
    pub horizon_default: u32,
    /// Price base as text.
    pub price_base: String,
    /// Tiers of the benefit–cost ratio.
    pub tiers: Vec<Tier>,
    /// The rule in words.
    pub tier_rule: String,
    /// None: HMT gives no threshold.
    pub pass_mark: Option<f64>,
    /// η of the distributional weight.
    pub inequality_aversion: f64,
    /// Alternatives shown beside.
    pub inequality_aversion_alternatives: Vec<f64>,
    /// The rule in words.
    pub private_cost_rule: String,
    /// The rule in words.
    pub uk_jobs_rule: String,
}

/// A tier: which grades count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Id.
    pub id: String,
    /// Grades as letters, e.g. `"AB"`.
    pub grades: String,
}

impl Tier {
    /// Whether a grade counts in this tier.
    #[must_use]
    pub fn admits(&self, grade: Grade) -> bool {
        self.grades.contains(grade.as_str())
    }
}
