//! What studies found, where it was read, and the priors recorded from it.

use serde::Deserialize;

use super::lists::{EffectList, LeverList, ReferenceList, SourceList};
use crate::evidence::ids::{EffectId, PriorId, SourceId};
use crate::evidence::table::row;

/// What a finding may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Usable {
    /// As a number.
    #[serde(rename = "yes")]
    Yes,
    /// For the sign.
    #[serde(rename = "direction")]
    Direction,
    /// For lags and fading.
    #[serde(rename = "timing")]
    Timing,
    /// Beside the model.
    #[serde(rename = "context only")]
    ContextOnly,
    /// Not at all.
    #[serde(rename = "no")]
    No,
}

row! {
    /// A source: publication, table, page.
    Source, "evidence/sources.csv" {
        /// Id.
        id: SourceId = "source_id",
        /// Title.
        title: String = "title",
        /// Authors; may be blank.
        authors: String = "authors",
        /// Publisher or journal.
        publisher: String = "publisher",
        /// Year, date, or `n.d.`.
        published: String = "published",
        /// Address; may be blank.
        url: String = "url",
        /// Licence; may be blank, see [`Source::licence`].
        licence: String = "licence",
        /// How it was read: `direct`, `secondary` …
        seen: String = "seen",
        /// Remark.
        note: String = "note",
    }
}

impl Source {
    /// The licence as it is shown: "no licence stated" where the table has none.
    #[must_use]
    pub fn licence(&self) -> &str {
        if self.licence.trim().is_empty() { "no licence stated" } else { &self.licence }
    }
}

row! {
    /// A finding of a study.
    Effect, "evidence/effects.csv" {
        /// Id.
        id: EffectId = "effect_id",
        /// `people` or `place`: which half of the search found it.
        team: String = "team",
        /// Lever as the search named it.
        research_lever: String = "research_lever_id",
        /// Levers it speaks of; empty for context (`none` in the file).
        levers: LeverList = "lever_ids",
        /// Programme or mechanism.
        channel: String = "channel",
        /// Outcome.
        outcome: String = "outcome",
        /// Unit of the estimate.
        outcome_unit: String = "outcome_unit",
        /// Per what.
        intensity_unit: String = "intensity_unit",
        /// Estimate in `outcome_unit`.
        estimate: Option<f64> = "estimate",
        /// Finding in words where there is no number.
        finding: String = "finding",
        /// Lower end of the stated range.
        range_low: Option<f64> = "range_low",
        /// Upper end.
        range_high: Option<f64> = "range_high",
        /// Standard error, where printed.
        standard_error: Option<f64> = "standard_error",
        /// What the range is.
        range_kind: String = "range_kind",
        /// Elasticity, share, …
        effect_form: String = "effect_form",
        /// Horizon as text, years.
        horizon: String = "horizon_years",
        /// What is known of fading.
        persistence: String = "persistence",
        /// Who was studied.
        population: String = "population",
        /// Where.
        country: String = "country",
        /// When.
        years: String = "years",
        /// Sample as text.
        n: String = "n",
        /// Design.
        design: String = "design",
        /// Maryland level as text.
        sms: String = "sms_level",
        /// Maryland level, 0–5.
        sms_number: Option<u8> = "sms_num",
        /// For whom it differs.
        heterogeneity: String = "heterogeneity",
        /// Cost as text, £ where not said otherwise.
        unit_cost: String = "unit_cost_gbp",
        /// Where the cost was read.
        unit_cost_source: String = "unit_cost_source",
        /// Deadweight, displacement and the like.
        friction: String = "friction",
        /// Source.
        source: SourceId = "source_id",
        /// Part of the source that was read.
        where_seen: String = "where_seen",
        /// `direct` or `secondary`.
        directness: String = "directness",
        /// `numeric`, `sign`, `lag`, `context` …
        usability: String = "usability",
        /// What it may be used for.
        usable: Usable = "usable",
        /// Findings of the same study: never pool them together.
        same_study_as: EffectList = "same_study_as",
        /// Remark.
        note: String = "note",
    }
}

row! {
    /// A recorded prior: what the findings say together, with the reasoning.
    Prior, "evidence/priors.csv" {
        /// Id.
        id: PriorId = "prior_id",
        /// Lever as the search named it.
        research_lever: String = "research_lever_id",
        /// Outcome.
        outcome: String = "outcome",
        /// Unit of the quantiles.
        unit: String = "unit",
        /// Per what.
        intensity: String = "intensity",
        /// Median; blank where only the shape is recorded.
        central: Option<f64> = "central",
        /// 10 % quantile.
        p10: Option<f64> = "p10",
        /// 90 % quantile.
        p90: Option<f64> = "p90",
        /// Years before the first effect.
        lag: Option<f64> = "lag",
        /// Years to the full effect.
        peak: Option<f64> = "peak",
        /// Years to half of it afterwards.
        half_life: Option<f64> = "half_life",
        /// Maryland level as text.
        sms: String = "sms",
        /// Confidence in words.
        confidence: String = "confidence",
        /// Findings, interactions, priors or words it rests on.
        evidence: ReferenceList = "evidence_ids",
        /// Reasoning.
        reasoning: String = "reasoning",
    }
}

row! {
    /// A finding about two things together, or about dose, decay and thresholds.
    Interaction, "evidence/interactions.csv" {
        /// Id.
        id: String = "interaction_id",
        /// `interaction`, `dose-response`, `decay` …
        kind: String = "kind",
        /// First side, as the search named it.
        lever_a: String = "lever_a",
        /// Second side.
        other: String = "other",
        /// Outcome.
        outcome: String = "outcome",
        /// Sign or short finding.
        sign: String = "sign",
        /// Size as text.
        size: String = "size",
        /// Its unit.
        size_unit: String = "size_unit",
        /// Design.
        design: String = "design",
        /// Maryland level as text.
        sms: String = "sms_level",
        /// Who was studied.
        population: String = "population",
        /// Sources, or the word judgement.
        sources: SourceList = "source_id",
        /// How it was read.
        directness: String = "directness",
        /// What it is used for.
        used_for: String = "use",
        /// Remark.
        note: String = "note",
    }
}
