//! Nodes and levers (`nodes.ron`, `levers.ron`).

use serde::{Deserialize, Serialize};

use super::Status;
use crate::evidence::LeverId;
use crate::model::kinds::Node;

/// One of the nine nodes: label, unit and yearly adjustment rates (0–1).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeRow {
    /// Which node.
    pub id: Node,
    /// Plain name.
    pub label: String,
    /// Unit of the deviation.
    pub unit: String,
    /// Share of the gap closed in a year when the target is at or above the state.
    pub up: f64,
    /// The same when it is below.
    pub down: f64,
    /// Where the rates come from.
    pub rate_note: String,
    /// How to read the node.
    pub reading: String,
}

/// Money (Spend) or coverage (Reform).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeverKind {
    /// Amount is £m a year.
    Spend,
    /// Amount is % coverage.
    Reform,
}

/// Whether a lever is aimed at the sector or at the whole place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// The chosen sector.
    Sector,
    /// The whole place; a sector gets its share of jobs.
    Place,
}

/// Heading under which a lever stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LeverGroup {
    /// Learning.
    Learning,
    /// Networks.
    Networks,
    /// Investment.
    Investment,
    /// Governance.
    Governance,
}

impl LeverGroup {
    /// All headings in the order of the screen.
    pub const ALL: [Self; 4] = [Self::Learning, Self::Networks, Self::Investment, Self::Governance];

    /// The heading.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Learning => "Learning",
            Self::Networks => "Networks",
            Self::Investment => "Investment",
            Self::Governance => "Governance",
        }
    }
}

/// Who can be reached (MODEL.md section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pool {
    /// Registered jobs.
    Workforce,
    /// Enterprises with 10 or more staff.
    Firms,
    /// Enterprises with 10–249 staff.
    Smes,
    /// Learners of the place.
    Students,
    /// One programme.
    None,
}

/// Cost of reaching one unit, £.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitCost {
    /// Median: turns money into reach.
    pub central: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// 90 % quantile: its range falls on cost, not on reach.
    pub p90: f64,
    /// Per what.
    pub per: String,
    /// How far checked.
    pub status: Status,
    /// Source text with ids.
    pub source: String,
}

/// Range of annual reach that the studies cover, share of the pool.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceDose {
    /// Lowest studied.
    pub lo: f64,
    /// Highest studied; beyond it reach is flattened and the effect widened.
    pub hi: f64,
    /// Per what.
    pub per: String,
    /// Source text with ids.
    pub source: String,
}

/// A publication that proposes the lever.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposedBy {
    /// Source id.
    pub source: String,
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// Year, or "n.d.".
    pub year: String,
}

/// A real programme to hold a dose against.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparator {
    /// Name.
    pub name: String,
    /// Scale, where seen.
    pub scale: Option<String>,
    /// Source id.
    pub source: String,
}

/// A policy lever (`levers.ron`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// Id.
    pub id: LeverId,
    /// Heading.
    pub group: LeverGroup,
    /// Short name.
    pub label: String,
    /// What it is, one sentence.
    pub sentence: String,
    /// Who proposed it.
    pub proposed_by: Vec<ProposedBy>,
    /// Sector or place.
    pub scope: Scope,
    /// Whether critical mass applies.
    pub mass: bool,
    /// Money or coverage.
    pub kind: LeverKind,
    /// What one unit of reach is.
    pub unit: String,
    /// Unit of the amount.
    pub amount_unit: String,
    /// Least amount of the slider (levers without a pool, reforms).
    pub min: f64,
    /// Largest amount of the slider (levers without a pool, reforms).
    pub max: f64,
    /// Step of the slider (levers without a pool, reforms).
    pub step: f64,
    /// Amount in an empty plan.
    pub default: f64,
    /// £ per unit.
    pub unit_cost: UnitCost,
    /// Who can be reached.
    pub pool: Pool,
    /// Share of the pool that can be reached at all, 0–1.
    pub cap: f64,
    /// Why.
    pub cap_note: String,
    /// Studied range.
    pub evidence_dose: EvidenceDose,
    /// Years to full coverage (Reform).
    pub ramp_years: f64,
    /// Key of `additionality.csv`.
    pub add_type: String,
    /// Private £ per public £.
    pub private_cost_ratio: f64,
    /// Real programmes.
    pub comparators: Vec<Comparator>,
    /// What it does not do, one sentence.
    pub does_not: String,
}
