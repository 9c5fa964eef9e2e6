//! How a finding's number becomes the effect of a channel per unit of exposure (`conversions.csv`).
//!
//! A finding is pooled only if a row says to which channel it belongs, how its unit becomes the channel's, how far its place
//! and sector are, and whether its number has been discounted already. The bundled table is empty: no bundled finding prints
//! an error. A user's layer brings its own.

use serde::Deserialize;

use super::book::Model;
use super::kinds::Node;
use super::pooling::Distance;
use super::types::{Channel, Judgements};
use crate::evidence::cell::words;
use crate::evidence::load::Library;
use crate::evidence::table::row;
use crate::evidence::{ChannelId, EffectId, Evidence, Fault, Faults, rows};

const FILE: &str = "model/conversions.csv";

/// What is done to a printed number before it is multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// `x`.
    Linear,
    /// Per cent to log points: `ln(1 + x/100)`.
    PercentToLog,
    /// Percentage points of a share to log-odds: `x/100 ÷ (p·(1 − p))`, p the base rate of `judgements.ron`.
    PointsToLogOdds,
    /// A ratio (of odds, risks, levels) to its logarithm: `ln x`.
    RatioToLog,
}

impl Form {
    /// As it is written in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::PercentToLog => "percent_to_log",
            Self::PointsToLogOdds => "points_to_log_odds",
            Self::RatioToLog => "ratio_to_log",
        }
    }

    /// The number after it, and how fast that changes with the number (for its error); `None` outside the form's range:
    /// a fall of 100 % or more, a ratio that is not above 0, points without a base rate.
    #[must_use]
    pub fn apply(self, x: f64, base: Option<f64>) -> Option<(f64, f64)> {
        match self {
            Self::Linear => Some((x, 1.0)),
            Self::PercentToLog => (x > -100.0).then(|| (libm::log1p(x / 100.0), 1.0 / (100.0 + x))),
            Self::PointsToLogOdds => base.map(|p| {
                let slope = 0.01 / (p * (1.0 - p));
                (x * slope, slope)
            }),
            Self::RatioToLog => (x > 0.0).then(|| (libm::log(x), 1.0 / x)),
        }
    }
}

/// Whether the number has been discounted for design and distance before it was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discounted {
    /// It has: it enters as it stands.
    Yes,
    /// It has not: it is discounted here, once.
    No,
}

words! {
    Form, Distance, Discounted,
}

row! {
    /// A finding's way into a channel.
    Conversion, "model/conversions.csv" {
        /// Finding.
        effect: EffectId = "effect_id",
        /// Channel.
        channel: ChannelId = "channel_id",
        /// Unit of the finding, as in `effects.csv`.
        from_unit: String = "from_unit",
        /// Per what it is stated, as in `effects.csv`.
        per: String = "per",
        /// Unit of the channel, as in `channels.csv`.
        to_unit: String = "to_unit",
        /// What is done to the number first.
        form: Form = "form",
        /// Then it is multiplied by this: how much of `per` a unit of the pool gets when fully exposed. Not 0.
        factor: f64 = "factor",
        /// How far place and sector of the study are.
        distance: Distance = "distance",
        /// Whether it has been discounted already.
        discounted: Discounted = "discounted",
        /// Why this conversion.
        reason: String = "reason",
    }
}

/// The base rate behind published points for a channel, 0–1; only firms innovating and firms collaborating have one.
#[must_use]
pub fn base_rate(channel: &Channel, judgements: &Judgements) -> Option<f64> {
    match channel.target.node()? {
        Node::Innovation => Some(judgements.study_base_innovation_pct / 100.0),
        Node::Ties => Some(judgements.study_base_collab_pct / 100.0),
        _ => None,
    }
}

/// Reads the table and holds it against the findings and channels that it names.
///
/// # Errors
/// Rows that cannot be read; a finding or channel that does not exist; a unit other than the one printed or used; a factor of
/// zero; points to log-odds where no base rate is recorded; no reason; the same finding and channel twice.
pub fn load(library: &Library, evidence: &Evidence, model: &Model) -> Result<Vec<Conversion>, Faults> {
    let all: Vec<Conversion> = rows(library)?;
    let mut faults = Faults::default();
    for (i, row) in all.iter().enumerate() {
        check(row, evidence, model, &mut faults);
        if let Some(first) = all[..i].iter().find(|r| r.effect == row.effect && r.channel == row.channel) {
            let problem = format!("stands for this channel on line {} already", first.line);
            faults.push(Fault::new(FILE, problem).at(row.line).cell("effect_id", row.effect.as_str()));
        }
    }
    faults.into_result(all)
}

fn check(row: &Conversion, evidence: &Evidence, model: &Model, faults: &mut Faults) {
    let fault = |column: &str, value: &str, problem: &str| Fault::new(FILE, problem).at(row.line).cell(column, value);
    let mut unit = |column: &str, value: &str, wanted: &str, table: &str| {
        if value.trim() != wanted.trim() {
            let hint = format!("{table} says '{wanted}'");
            faults.push(fault(column, value, "is not the unit that is converted").hint(hint));
        }
    };
    let effect = evidence.effect(row.effect.as_str());
    if let Some(effect) = effect {
        unit("from_unit", &row.from_unit, &effect.outcome_unit, "evidence/effects.csv");
        unit("per", &row.per, &effect.intensity_unit, "evidence/effects.csv");
    }
    let channel = model.channels.iter().find(|c| c.id == row.channel);
    if let Some(channel) = channel {
        unit("to_unit", &row.to_unit, &channel.effect_unit, "model/channels.csv");
        if row.form == Form::PointsToLogOdds && base_rate(channel, &model.judgements).is_none() {
            let problem = "needs a base rate, which only channels into innovation and ties have";
            faults.push(fault("form", row.form.as_str(), problem));
        }
    } else {
        let known = model.channels.iter().map(|c| c.id.as_str());
        let unknown = fault("channel_id", row.channel.as_str(), "is not a channel of model/channels.csv");
        faults.push(unknown.nearest(row.channel.as_str(), known));
    }
    if effect.is_none() {
        let known = evidence.effects().iter().map(|e| e.id.as_str());
        let unknown = fault("effect_id", row.effect.as_str(), "is not a finding of evidence/effects.csv");
        faults.push(unknown.nearest(row.effect.as_str(), known));
    }
    if row.factor == 0.0 || !row.factor.is_finite() {
        faults.push(fault("factor", &row.factor.to_string(), "must be a number other than 0"));
    }
    if row.reason.trim().is_empty() {
        faults.push(fault("reason", &row.reason, "must say why the number may be converted so"));
    }
}
