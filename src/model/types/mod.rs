//! What is assumed, as typed rows: every number here is read from `assets/model`, none is written in Rust.

mod appraisal;
mod arrows;
mod judgements;
mod levers;

use serde::{Deserialize, Serialize};

use super::kinds::{Indicator, Structure};

pub use appraisal::{Additionality, Appraisal, Component, Level, Measure, Tier};
pub use arrows::{Channel, Link, LinkKind, Pair, Scale, Target};
pub use judgements::{BandWidening, CriticalMass, CvExt, GradeTexts, Judgements, ScaleTexts};
pub use levers::{Comparator, EvidenceDose, Lever, LeverGroup, LeverKind, NodeRow, Pool, ProposedBy, Scope, UnitCost};

/// Three quantiles of a split normal: 10 %, 50 % and 90 % (MODEL.md section 5).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Median.
    pub central: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// 90 % quantile.
    pub p90: f64,
}

impl Band {
    /// A band from its quantiles in rising order.
    #[must_use]
    pub const fn new(p10: f64, central: f64, p90: f64) -> Self {
        Self { central, p10, p90 }
    }

    /// Whether 10 % ≤ 50 % ≤ 90 % and all are finite.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.p10 <= self.central && self.central <= self.p90 && self.p10.is_finite() && self.p90.is_finite()
    }
}

/// Lower and upper bound.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Lower.
    pub lo: f64,
    /// Upper.
    pub hi: f64,
}

/// How far a number was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Read in the source.
    Verified,
    /// Computed from sourced numbers.
    Derived,
    /// No source.
    Judgement,
    /// Stands in until a source is found.
    Placeholder,
    /// A convention of appraisal.
    Convention,
}

/// A structure (`structures.ron`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StructureRow {
    /// Which.
    pub id: Structure,
    /// Label.
    pub label: String,
    /// Weight; the weights are rescaled to 1.
    pub weight: f64,
    /// What it says, one sentence.
    pub sentence: String,
    /// Which parts it uses (checked against the tables).
    pub uses: StructureUses,
}

/// Parts a structure uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a table of independent marks in a file, not a state")]
pub struct StructureUses {
    /// Links into outcomes.
    pub links_into_outcomes: bool,
    /// Pairs.
    pub pairs: bool,
    /// Critical mass.
    pub critical_mass: bool,
    /// Spillover between places.
    pub spillover: bool,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither.
    Context,
}

/// An indicator (`indicators.ron`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorRow {
    /// Which.
    pub id: Indicator,
    /// Plain name.
    pub label: String,
    /// Formula as text.
    pub formula: String,
    /// Unit.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// Decimals of a level.
    pub decimals: usize,
    /// Level as text.
    pub level: String,
}
