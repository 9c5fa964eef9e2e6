//! Rules of the starting numbers as data (`baseline.ron`): which series, which year, which mark, which path.

use serde::Deserialize;

pub use super::baseline_paths::{Forecast, History, OwnSeries, PathRule, Sectors};
use super::inputs::InputScale;
use super::kinds::{Input, Mark};
use super::parse::ron_file;
use crate::evidence::load::Library;
use crate::evidence::{AreaCode, Faults, SectorId};

/// Name of the file.
pub(super) const FILE: &str = "model/baseline.ron";

/// The whole file. Fields that only explain are kept, so that a screen can show them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the file beside it documents each line")]
pub struct Baseline {
    /// Year 0 of forecasts of the inputs.
    pub base_year: i32,
    /// Year of prices.
    pub price_base: i32,
    pub deflator: Deflator,
    /// Marks, strongest first.
    pub marks: Vec<MarkRow>,
    pub marks_status: String,
    /// The sectors in the order of the tables, without `all` and `other`.
    pub sectors: Vec<SectorId>,
    pub sector_basis: String,
    pub united_kingdom: AreaCode,
    pub great_britain: AreaCode,
    pub england: AreaCode,
    pub northern_ireland: AreaCode,
    pub split_leps: Vec<AreaCode>,
    pub split_leps_reason: String,
    /// Pairs of LEP areas that share districts.
    pub overlap_leps: Vec<(AreaCode, AreaCode)>,
    pub imputed_pair: ImputedPair,
    pub ipf_rounds: u32,
    pub benchmark_rounds: u32,
    pub stem_exponent: f64,
    pub stem_reason: String,
    pub national: Vec<National>,
    pub national_notes: Vec<NationalNote>,
    pub innovation_shrinkage: f64,
    pub innovation_shrinkage_reason: String,
    pub coop_share_of_innovators: CoopShare,
    pub large_share_of_firms: Judged,
    pub sme_gva_share: JudgedWithin,
    pub capacity: Judged,
    pub inputs: Vec<InputRow>,
    pub sd_extra: Vec<SdExtra>,
    pub forecast: Vec<Forecast>,
    pub history: Vec<History>,
}

/// Price index by calendar year.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deflator {
    /// Where it was read.
    pub source: String,
    /// How far checked.
    pub status: String,
    /// Year at 100.
    pub base: i32,
    /// (year, index).
    pub index: Vec<(i32, f64)>,
}

impl Deflator {
    /// Factor from prices of `year` to those of the base year; `None` outside the table.
    #[must_use]
    pub fn factor(&self, year: i32) -> Option<f64> {
        let of = |wanted: i32| self.index.iter().find(|(y, _)| *y == wanted).map(|(_, v)| *v);
        Some(of(self.base)? / of(year)?)
    }
}

/// A mark with the standard deviation it adds, log or logit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkRow {
    /// Mark.
    pub id: MarkId,
    /// The word shown.
    pub word: Mark,
    /// Added standard deviation, ≥ 0.
    pub sd: f64,
}

/// A mark as RON writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the variants of Mark")]
pub enum MarkId {
    Observed,
    Derived,
    Proxy,
    Parent,
    National,
    Judgement,
}

impl From<MarkId> for Mark {
    fn from(id: MarkId) -> Self {
        match id {
            MarkId::Observed => Self::Observed,
            MarkId::Derived => Self::Derived,
            MarkId::Proxy => Self::Proxy,
            MarkId::Parent => Self::Parent,
            MarkId::National => Self::National,
            MarkId::Judgement => Self::Judgement,
        }
    }
}

/// Areas whose value is a remainder published for both together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImputedPair {
    /// Series.
    pub indicator: String,
    /// Areas that take the value.
    pub areas: Vec<AreaCode>,
    /// Table of imputations.
    pub table: String,
    /// Their key in the table.
    pub area_key: String,
    /// First year.
    pub period: i32,
}

/// National figures of one sector.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct National {
    /// Sector, `all` or `other`.
    pub sector: SectorId,
    /// Innovation-active against the UK, before shrinkage.
    pub innovation_raw: f64,
    /// Management practice, score 0–1.
    pub practice: f64,
    /// Share of UK business R&D, 0–1.
    pub rd_share: f64,
    /// Usual weekly hours.
    pub hours: f64,
    /// Jobs with the self-employed ÷ registered jobs.
    pub all_jobs_factor: f64,
    /// Series of staff trained, or `residual`.
    pub trained_series: String,
}

/// Where a column of [`National`] comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NationalNote {
    /// Column.
    pub field: String,
    /// How far checked.
    pub status: String,
    /// Source ids or text.
    pub source: String,
    /// Reasoning.
    pub note: String,
}

/// Firms collaborating as a share of innovation-active firms.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoopShare {
    /// Series.
    pub series: String,
    /// First year.
    pub period: i32,
    /// Reasoning.
    pub reason: String,
}

/// A judged constant.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// Value.
    pub value: f64,
    /// How far checked.
    pub status: String,
    /// Reasoning.
    pub reason: String,
}

/// A judged constant with bounds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgedWithin {
    /// Value.
    pub value: f64,
    /// Lower bound.
    pub lo: f64,
    /// Upper bound.
    pub hi: f64,
    /// How far checked.
    pub status: String,
    /// Reasoning.
    pub reason: String,
}

/// Whether an input differs between sectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum InputLevel {
    /// One value per place and sector.
    Cell,
    /// One value per place.
    Place,
}

/// Name of the rule that computes an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "one per input, same names")]
pub enum Rule {
    Workforce,
    Firms,
    Smes,
    Gva,
    GvaHour,
    Rd,
    Innovation,
    Collab,
    Trained,
    Practice,
    SmeGvaShare,
    SectorShare,
    Population,
    Students,
    GvaHead,
    SkillRatio,
    RdRatio,
    Capacity,
}

/// An input: unit, rule, series, marks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputRow {
    /// Which.
    pub id: Input,
    /// Unit.
    pub unit: String,
    /// Scale on which it errs.
    pub scale: InputScale,
    /// Cell or place.
    pub level: InputLevel,
    /// Rule.
    pub rule: Rule,
    /// Standard deviation of its measurement, log or logit.
    pub measurement_sd: f64,
    /// (series, whom it fits, year).
    pub series: Vec<(String, String, i32)>,
    /// (whom it fits, mark); the last that fits counts.
    pub place_marks: Vec<(String, MarkId)>,
    /// The same for the step from all sectors to one.
    pub sector_marks: Vec<(String, MarkId)>,
    /// Source ids, `;` between.
    pub sources: String,
}

/// Which of the two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Step {
    /// To the place's all-sector value.
    Place,
    /// From there to one sector.
    Sector,
}

/// A measured rule error that replaces the mark's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdExtra {
    /// Input.
    pub input: Input,
    /// `itl1` or `lep`.
    pub tier: String,
    /// Step.
    pub step: Step,
    /// Standard deviation, log or logit.
    pub sd: f64,
    /// Reasoning.
    pub reason: String,
}

impl Baseline {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(library: &Library) -> Result<Self, Faults> {
        let baseline: Self = ron_file(FILE, &library.text(FILE)?)?;
        let mut faults = Faults::default();
        super::baseline_check::rules(&baseline, &mut faults);
        faults.into_result(baseline)
    }

    /// The row of an input.
    #[must_use]
    pub fn input(&self, input: Input) -> Option<&InputRow> {
        self.inputs.iter().find(|row| row.id == input)
    }

    /// The national figures of a sector.
    #[must_use]
    pub fn national(&self, sector: &str) -> Option<&National> {
        self.national.iter().find(|row| row.sector.as_str() == sector)
    }

    /// The path of an input; `None` if it stays put.
    #[must_use]
    pub fn forecast(&self, input: Input) -> Option<&Forecast> {
        self.forecast.iter().find(|row| row.input == input)
    }

    /// Standard deviation that a mark adds.
    #[must_use]
    pub fn mark_sd(&self, mark: Mark) -> f64 {
        self.marks.iter().find(|row| row.word == mark).map_or(0.0, |row| row.sd)
    }
}
