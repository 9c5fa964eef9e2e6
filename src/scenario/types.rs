//! What is chosen: plans of lever settings in places and sectors, with the switches they are run under.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::evidence::{EffectId, LeverId, Place, SectorId};
use crate::model::local::Override;

/// A scenario document: one or more plans, the first is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Title, one line.
    pub title: String,
    /// What it argues, and from where; free text.
    pub notes: String,
    /// First made.
    pub created: Option<NaiveDate>,
    /// Last changed.
    pub edited: Option<NaiveDate>,
    /// First year in which levers can run (year 1). Year 0 is the year before.
    pub start: i32,
    /// Years run, 5–30.
    pub horizon: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Draws of the full answer: 10 scrambles × a power of two.
    pub draws: u32,
    /// Switches.
    pub switches: Switches,
    /// Findings left out ("what if we do not believe …").
    pub exclude_studies: Vec<EffectId>,
    /// Judgements that someone sets otherwise, each with a name and a reason; each id once.
    pub overrides: Vec<Override>,
    /// Plans; never empty.
    pub plans: Vec<Plan>,
    /// Figures the author expects, with tolerances: run as tests.
    pub expect: Vec<Expectation>,
    /// Money there is for all plans together, £m a year, above zero. It changes no figure: costs are held against it.
    pub budget: Option<f64>,
    /// What the author aims at. It changes no figure: futures that reach it are counted. One a plan and indicator.
    pub targets: Vec<Aim>,
    /// How many different packages were worked out before this one was kept, itself among them; 0 if nobody counted. It
    /// changes no figure.
    pub tried: u32,
    /// What it was last worked out on, if that was noted. It changes no figure.
    pub record: Option<Record>,
}

/// The figures of a scenario as they were when it was kept: what a later version of the evidence is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Version of the evidence.
    pub evidence: String,
    /// Headline figures; empty if none had been worked out.
    pub figures: Vec<Figure>,
}

/// One figure of a [`Record`]: the change of an indicator against no new policy, in the unit of the projection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// Plan, counted from 1.
    pub plan: usize,
    /// Indicator.
    pub indicator: crate::model::Indicator,
    /// Calendar year.
    pub year: i32,
    /// 10 % quantile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// Monte-Carlo error of the median (95 %).
    pub error: f64,
}

/// Switches over judgements that could decide the argument (MODEL.md section 12).
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches that a person sets one by one")]
pub struct Switches {
    /// Business-support productivity effects carry the reference-class weight. Off: "same discount for every lever".
    pub reference_class: bool,
    /// Critical mass applies in the ecosystem structure.
    pub critical_mass: bool,
    /// Reach beyond the evidence is flattened at its edge.
    pub flatten: bool,
    /// Levers may fail to take (zero spike and lumpiness).
    pub takes: bool,
    /// Structures that are run; equal weights among them unless the model says otherwise.
    pub structures: [bool; 3],
}

impl Default for Switches {
    fn default() -> Self {
        Self { reference_class: true, critical_mass: true, flatten: true, takes: true, structures: [true; 3] }
    }
}

/// Lever settings in one place and sector.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Where.
    pub place: Place,
    /// In which sector.
    pub sector: SectorId,
    /// Settings; a lever that is not named is off.
    pub levers: BTreeMap<LeverId, Setting>,
}

impl Plan {
    /// The levers that are on (amount above zero).
    pub fn on(&self) -> impl Iterator<Item = (&LeverId, &Setting)> {
        self.levers.iter().filter(|(_, s)| s.amount > 0.0)
    }
}

/// One lever's setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// £m a year (Spend) or % coverage (Reform), ≥ 0.
    pub amount: f64,
    /// First calendar year in force.
    pub from: i32,
    /// Last calendar year in force.
    pub to: i32,
    /// Partner place of inter-regional links.
    pub partner: Option<Place>,
}

/// A figure that a scenario file expects, and how near is near enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Plan, counted from 1.
    pub plan: usize,
    /// Indicator.
    pub indicator: crate::model::Indicator,
    /// Calendar year.
    pub year: i32,
    /// Median change against no new policy.
    pub change_p50: f64,
    /// Half-width accepted, in the same unit.
    pub tolerance: f64,
}

/// A target for the last year: futures at or beyond it are counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// Plan, counted from 1.
    pub plan: usize,
    /// Indicator.
    pub indicator: crate::model::Indicator,
    /// Level of the indicator under the plan in the last year, in the unit of the projection; where an indicator is an
    /// effect and has no level (trained staff, jobs, GVA) its difference to no new policy.
    pub level: f64,
}

/// Start year of a new scenario (year 1; year 0 is 2026).
pub const START_DEFAULT: i32 = 2027;
/// Years of a new scenario.
pub const HORIZON_DEFAULT: u32 = 15;
/// Draws of the full answer of a new scenario.
pub const DRAWS_DEFAULT: u32 = 10_240;
/// Draws of the coarse answer.
pub const DRAWS_COARSE: u32 = 1_280;

impl Scenario {
    /// An empty scenario for a place and sector: no new policy.
    #[must_use]
    pub fn empty(place: Place, sector: SectorId) -> Self {
        Self {
            title: String::from("No new policy"),
            notes: String::new(),
            created: None,
            edited: None,
            start: START_DEFAULT,
            horizon: HORIZON_DEFAULT,
            seed: 1,
            draws: DRAWS_DEFAULT,
            switches: Switches::default(),
            exclude_studies: Vec::new(),
            overrides: Vec::new(),
            plans: vec![Plan { place, sector, levers: BTreeMap::new() }],
            expect: Vec::new(),
            budget: None,
            targets: Vec::new(),
            tried: 0,
            record: None,
        }
    }

    /// The target of a plan (counted from 0) for an indicator.
    #[must_use]
    pub fn target(&self, plan: usize, indicator: crate::model::Indicator) -> Option<f64> {
        self.targets.iter().find(|t| t.plan == plan + 1 && t.indicator == indicator).map(|t| t.level)
    }

    /// Year 0: no policy, no deviation.
    #[must_use]
    pub const fn year_zero(&self) -> i32 {
        self.start - 1
    }

    /// Last calendar year.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        (self.start - 1).saturating_add(i32::try_from(self.horizon).unwrap_or(i32::MAX))
    }
}
