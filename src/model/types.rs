//! What is assumed, as typed rows: every number here is read from `assets/model`, none is written in Rust.

use serde::{Deserialize, Serialize};

use super::kinds::{Grade, Indicator, Node, Structure};
use crate::evidence::{ChannelId, LeverId, LinkId, PairId, SectorId};

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

/// Where a channel leads: into a node or into one of two modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A node.
    Node(Node),
    /// Delivery capacity of the place.
    Capacity,
    /// Weight of the named pair of places.
    LinkWeight,
}

impl Target {
    /// The target of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "capacity" => Some(Self::Capacity),
            "link_weight" => Some(Self::LinkWeight),
            other => Node::parse(other).map(Self::Node),
        }
    }

    /// Its name in the files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Node(node) => node.as_str(),
            Self::Capacity => "capacity",
            Self::LinkWeight => "link_weight",
        }
    }

    /// The node, unless a modifier.
    #[must_use]
    pub const fn node(self) -> Option<Node> {
        match self {
            Self::Node(node) => Some(node),
            Self::Capacity | Self::LinkWeight => None,
        }
    }
}

/// How an effect per unit reached becomes the unit of its node (`judgements.ron` scales).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// As it is.
    None,
    /// × output share of the SMEs that join.
    SmeGva,
    /// × output share of the firms that join.
    FirmGva,
    /// Jobs per unit reached → log points.
    Jobs,
    /// People per unit reached → percentage points.
    Heads,
    /// £m of R&D per unit reached → ln(1+z).
    Rd,
    /// Links only: × R&D intensity.
    RdIntensity,
}

impl Scale {
    /// The scale of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "none" => Self::None,
            "sme_gva" => Self::SmeGva,
            "firm_gva" => Self::FirmGva,
            "jobs" => Self::Jobs,
            "heads" => Self::Heads,
            "rd" => Self::Rd,
            "rd_intensity" => Self::RdIntensity,
            _ => return None,
        })
    }
}

/// An arrow from a lever to a node (`channels.csv`).
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Id.
    pub id: ChannelId,
    /// Structures in which it runs.
    pub structures: Vec<Structure>,
    /// From.
    pub lever: LeverId,
    /// To.
    pub target: Target,
    /// Effect per unit of the pool fully exposed, before `ref_weight` and `scale`.
    pub effect: Band,
    /// Reference-class weight on the centre.
    pub ref_weight: f64,
    /// Unit of the effect as text.
    pub effect_unit: String,
    /// Scale.
    pub scale: Scale,
    /// Whether the absorptive factor of the place applies.
    pub absorptive: bool,
    /// Years before the first effect.
    pub lag: f64,
    /// Years to the full effect.
    pub peak: f64,
    /// Years to half of it afterwards.
    pub half_life: f64,
    /// `prior` or `judgement`.
    pub basis: String,
    /// Recorded priors behind it.
    pub prior_ids: Vec<String>,
    /// Findings behind it.
    pub pooled_from: Vec<String>,
    /// Maryland level as text.
    pub sms: String,
    /// Grade.
    pub grade: Grade,
    /// Why it may stand beside a chain path.
    pub distinct: String,
    /// Reasoning.
    pub note: String,
    /// Line in the file.
    pub line: u64,
}

impl Channel {
    /// Whether it runs in a structure.
    #[must_use]
    pub fn runs_in(&self, structure: Structure) -> bool {
        self.structures.contains(&structure)
    }
}

/// Within a place, or between places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Within.
    Link,
    /// Between.
    Spill,
}

/// An arrow from a node to a node (`links.csv`).
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Id.
    pub id: LinkId,
    /// From.
    pub from: Node,
    /// To.
    pub to: Node,
    /// Kind.
    pub kind: LinkKind,
    /// Gain before `ref_weight`.
    pub gain: Band,
    /// Reference-class weight on the centre.
    pub ref_weight: f64,
    /// Years.
    pub lag: u32,
    /// Scale.
    pub scale: Scale,
    /// Structures in which it runs.
    pub structures: Vec<Structure>,
    /// Paths whose product is taken off.
    pub residual_of: Vec<Vec<LinkId>>,
    /// Why a second path may add.
    pub additional: String,
    /// Grade.
    pub grade: Grade,
    /// Source ids or words.
    pub sources: Vec<String>,
    /// Reasoning.
    pub note: String,
    /// Line in the file.
    pub line: u64,
}

impl Link {
    /// Whether it runs in a structure.
    #[must_use]
    pub fn runs_in(&self, structure: Structure) -> bool {
        self.structures.contains(&structure)
    }
}

/// A complementarity or substitution between two levers (`pairs.csv`), ecosystem only.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Id.
    pub id: PairId,
    /// Lever whose channels change.
    pub a: LeverId,
    /// Lever whose exposure changes them.
    pub b: LeverId,
    /// Node it acts on; `None` means any.
    pub node: Option<Node>,
    /// γ, within ±`gamma_bound`.
    pub gamma: Band,
    /// Exposure of `b` at which γ is whole.
    pub e_ref: f64,
    /// Structures in which it runs.
    pub structures: Vec<Structure>,
    /// `complement` or `substitute`.
    pub kind: String,
    /// Grade.
    pub grade: Grade,
    /// Source ids or words.
    pub sources: Vec<String>,
    /// Reasoning.
    pub note: String,
    /// Line in the file.
    pub line: u64,
}

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
