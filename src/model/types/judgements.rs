//! Judgement constants (`judgements.ron`).

use serde::Deserialize;

use super::{Band, Bounds};
use crate::model::kinds::Node;

/// `critical_mass` of `judgements.ron` (MODEL.md section 4).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriticalMass {
    /// h: £ a year per resident attributable to the sector.
    pub half_spend: Band,
    /// Exponent of the Hill term.
    pub exponent: f64,
    /// Years at half.
    pub half_years: Band,
    /// Width of the logistic in years.
    pub years_width: f64,
    /// Share of an effect that never depends on size.
    pub floor: f64,
    /// Value at reference scale.
    pub reference: f64,
}

/// How far a study's place is from here.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CvExt {
    /// Same country and sector.
    pub same: f64,
    /// Other advanced economy or other sector.
    pub near: f64,
    /// Otherwise.
    pub far: f64,
}

/// Widening of recorded bands.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandWidening {
    /// On channels into outcomes.
    pub outcomes: f64,
    /// Elsewhere.
    pub others: f64,
}

/// Texts of the grades.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeTexts {
    /// A.
    pub a: String,
    /// B.
    pub b: String,
    /// C.
    pub c: String,
    /// D.
    pub d: String,
    /// E.
    pub e: String,
}

/// Texts of the scales.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "one text per variant of Scale, same names")]
pub struct ScaleTexts {
    pub none: String,
    pub sme_gva: String,
    pub firm_gva: String,
    pub jobs: String,
    pub heads: String,
    pub rd: String,
    pub rd_intensity: String,
}

/// Every judgement constant (`judgements.ron`), each with its reason beside it in the file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the file beside it documents each line; *_reason is the reason of the field before")]
pub struct Judgements {
    /// (Maryland level, factor on the effect, coefficient of variation).
    pub shrink_by_sms: Vec<(u8, f64, f64)>,
    pub shrink_reason: String,
    pub cv_ext: CvExt,
    /// τ ≥ this share of |μ|.
    pub tau_floor_share: f64,
    /// ρ of the common optimism factor.
    pub optimism_rho: f64,
    pub rho_reason: String,
    pub reference_class_weight: f64,
    pub reference_class_reason: String,
    /// Most that variance is multiplied by beyond the evidence.
    pub extrapolation_max_variance: f64,
    pub study_base_innovation_pct: f64,
    pub study_base_collab_pct: f64,
    pub study_base_reason: String,
    /// Score points per standard deviation of practice.
    pub practice_sd_points: f64,
    pub practice_sd_reason: String,
    pub treated_sme_relative_size: f64,
    pub treated_firm_relative_size: f64,
    pub size_reason: String,
    pub rd_depreciation: Band,
    pub rd_depreciation_reason: String,
    pub capacity_bounds: Bounds,
    pub capacity_default: f64,
    pub capacity_reason: String,
    pub absorptive_bounds: Bounds,
    pub absorptive_reason: String,
    pub gamma_bound: f64,
    pub gamma_reason: String,
    pub critical_mass: CriticalMass,
    pub critical_mass_reason: String,
    pub optimism_bias_revenue: Band,
    pub optimism_bias_reason: String,
    pub spill_kappa_per_km: Band,
    pub spill_max_km: f64,
    pub spill_reason: String,
    pub extrapolation: String,
    /// π₀: share of places in which a lever does nothing.
    pub null_share: f64,
    pub null_correlation: f64,
    pub null_correlation_reason: String,
    pub null_applies_to: Vec<Node>,
    pub null_applies_reason: String,
    pub null_share_reason: String,
    pub band_widening: BandWidening,
    pub band_widening_reason: String,
    /// CV of the outcome of one unit reached.
    pub lumpiness_cv: f64,
    pub lumpiness_reason: String,
    pub structure_weights_reason: String,
    pub grades: GradeTexts,
    pub scales: ScaleTexts,
}
