//! The part of `baseline.ron` that says how inputs move and which history a chart shows.

use serde::Deserialize;

use super::kinds::{Indicator, Input};

/// How an input drifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum PathRule {
    /// λ × the drift of a UK series.
    Series,
    /// Level.
    Zero,
    /// The drift of another input, named in `series`.
    Follow,
}

/// Which sectors an own series serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Sectors {
    /// All sectors together.
    All,
    /// Each single sector.
    One,
    /// Both.
    Any,
}

/// A place's own series, for the size of its yearly steps.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnSeries {
    /// Series.
    pub series: String,
    /// `itl1` or `lep`.
    pub tier: String,
    /// Sectors it serves.
    pub sectors: Sectors,
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
}

/// The path of an input (MODEL.md section 6).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// Input.
    pub input: Input,
    /// Rule.
    pub path: PathRule,
    /// Series, or the input that is followed.
    pub series: String,
    /// Area of the series.
    pub area: String,
    /// Whether it is deflated.
    pub real: bool,
    /// First year used.
    pub from: i32,
    /// Last year used.
    pub to: i32,
    /// λ.
    pub lambda: f64,
    /// γ.
    pub gamma: f64,
    /// c.
    pub c: f64,
    /// Standard deviation of one yearly step over the panel, log or logit.
    pub thin_sd: f64,
    /// How far checked.
    pub thin_status: String,
    /// Number of changes behind `thin_sd`, ≥ 1.
    pub panel_changes: u32,
    /// Own series; none: the panel alone.
    pub own: Vec<OwnSeries>,
    /// Reasoning.
    pub note: String,
}

/// The chart of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Indicator.
    pub indicator: Indicator,
    /// Series; blank where there is none.
    pub series: String,
    /// Tiers that have it.
    pub tiers: Vec<String>,
    /// First year; 0 where there is none.
    pub from: i32,
    /// Last year.
    pub to: i32,
    /// Years between points.
    pub step: u32,
    /// Whether it is deflated.
    pub real: bool,
    /// First year of a new basis; never joined.
    pub break_after: Option<i32>,
    /// Whether it is backtested.
    pub backtest: bool,
    /// Reasoning.
    pub note: String,
}
