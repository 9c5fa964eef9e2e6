//! Named programmes, their scale, published clusters, and programmes whose outcomes were evaluated.

use serde::Deserialize;

use super::lists::{AreaList, SourceList};
use crate::evidence::ids::{SectorId, SourceId};
use crate::evidence::table::row;

/// How a published outcome is used when the model is held against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A number to come near.
    Target,
    /// Only its sign counts.
    Sign,
    /// A bound from above.
    Ceiling,
    /// Deadweight, displacement or a cost.
    Friction,
    /// Describes the programme.
    Input,
}

row! {
    /// A named programme to hold a dose against.
    Programme, "evidence/programmes.csv" {
        /// Id.
        id: String = "programme_id",
        /// Name.
        name: String = "name",
        /// Lever it resembles, in words.
        comparable_lever: String = "comparable_lever",
        /// Place in words.
        place: String = "place",
        /// Areas; may be empty.
        areas: AreaList = "area_codes",
        /// Years as text.
        years: String = "years",
        /// Budget in all, in `unit`.
        total_budget: Option<f64> = "total_budget",
        /// Budget a year, approximate, in `unit`.
        annual_budget: Option<f64> = "annual_budget_approx",
        /// Currency: `gbp`, `usd`, `eur`, `cad`.
        unit: String = "unit",
        /// How the yearly budget was reckoned.
        annual_basis: String = "annual_basis",
        /// Who was reached.
        reach: String = "beneficiaries_and_reach",
        /// What was reported.
        reported_outcomes: String = "reported_outcomes",
        /// How strong that is.
        evidence_strength: String = "evidence_strength",
        /// What to bear in mind.
        caveat: String = "caveat",
        /// Sources.
        sources: SourceList = "source_ids",
    }
}

row! {
    /// One published figure of a programme.
    ProgrammeFigure, "evidence/programme_figures.csv" {
        /// Programme.
        programme: String = "programme_id",
        /// What is counted.
        metric: String = "metric",
        /// Year or years.
        period: String = "period",
        /// Value in `unit`.
        value: f64 = "value",
        /// Unit.
        unit: String = "unit",
        /// `direct` or `secondary`.
        evidence: String = "evidence",
        /// Source.
        source: SourceId = "source_id",
        /// Remark.
        note: String = "note",
    }
}

row! {
    /// A published figure of a mapped cluster.
    Cluster, "evidence/clusters.csv" {
        /// Cluster; has one row per measure.
        id: String = "cluster_id",
        /// Name.
        name: String = "cluster_name",
        /// Mapping that named it.
        mapping: String = "mapping",
        /// Areas or districts; may be empty.
        areas: AreaList = "area_codes",
        /// Place in words.
        place: String = "place_note",
        /// Sector.
        sector: SectorId = "sector_id",
        /// What is counted.
        measure: String = "measure",
        /// Year.
        period: i32 = "period",
        /// Value in `unit`.
        value: f64 = "value",
        /// Unit.
        unit: String = "unit",
        /// `direct` or `secondary`.
        evidence: String = "evidence",
        /// Sources.
        sources: SourceList = "source_id",
        /// Remark.
        note: String = "note",
    }
}

row! {
    /// An evaluated programme.
    Case, "evidence/cases.csv" {
        /// Id.
        id: String = "case_id",
        /// Name.
        programme: String = "programme",
        /// Place in words.
        place: String = "place",
        /// Areas; may be empty.
        places: AreaList = "place_code",
        /// Country.
        country: String = "country",
        /// Sector codes of `case_codes.csv`, `;` between.
        sectors: String = "sector",
        /// First year.
        year_start: Option<i32> = "year_start",
        /// Last year.
        year_end: Option<i32> = "year_end",
        /// Public money in all, millions of `currency`.
        public_spend_m: Option<f64> = "public_spend_m",
        /// Currency.
        currency: String = "currency",
        /// Prices.
        price_base: String = "price_base",
        /// Spend as published.
        spend_by_year: String = "spend_by_year",
        /// Public money a year, derived, millions.
        annual_spend_m: Option<f64> = "mean_annual_spend_m_derived",
        /// Who was reached.
        beneficiaries: String = "beneficiaries",
        /// Lever codes with shares, `XADV:0.5;NET:0.5`.
        mix: String = "instrument_mix",
        /// Where the shares come from.
        mix_basis: String = "mix_basis",
        /// Method of the evaluation.
        method: String = "counterfactual_method",
        /// Maryland level, 1–5.
        sms: u8 = "sms_level",
        /// A to C.
        quality: String = "quality_grade",
        /// Sources.
        sources: SourceList = "source_ids",
        /// What makes it hard to use.
        caveat: String = "hard_to_use",
    }
}

row! {
    /// A published outcome of an evaluated programme.
    CaseOutcome, "evidence/case_outcomes.csv" {
        /// Id.
        id: String = "outcome_id",
        /// Programme.
        case: String = "case_id",
        /// Kind.
        kind: String = "outcome_kind",
        /// Gross or net, as published.
        gross_or_net: String = "gross_or_net",
        /// Lower value.
        low: Option<f64> = "value_low",
        /// Value.
        central: Option<f64> = "value_central",
        /// Upper value.
        high: Option<f64> = "value_high",
        /// Unit.
        unit: String = "unit",
        /// Uncertainty as published.
        uncertainty: String = "published_uncertainty",
        /// Horizon as text.
        horizon: String = "horizon",
        /// Whom it is about.
        subgroup: String = "subgroup",
        /// Sources.
        sources: SourceList = "source_id",
        /// Where in the source.
        page: String = "page_table",
        /// How it was read.
        seen: String = "direct_or_secondary",
        /// `no`, or how it was derived.
        derived: String = "derived",
        /// How it is scored.
        role: Role = "role",
        /// Sign, where only that is known.
        direction: String = "direction",
        /// Remark.
        note: String = "note",
    }
}

row! {
    /// What a short code of the cases stands for.
    CaseCode, "evidence/case_codes.csv" {
        /// `sector`, `lever` or `place`.
        kind: String = "kind",
        /// Code.
        code: String = "code",
        /// Id it stands for; blank: none.
        id: String = "id",
        /// Remark.
        note: String = "note",
    }
}
