//! Gross to net, present values and the shares of lever types in a package (MODEL.md section 8).

mod columns;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::kernel::{self, Block, Params, Scratch};
use super::program::{Bands, PlanDoses, Program, Rules};
use crate::evidence::SectorId;
use crate::model::stats::{discount_factor, elementary, two_piece};
use crate::model::{Additionality, Band, Cell, Component, Level, Measure, Model, Node, Structure};

pub use columns::{FactorColumns, NetColumns};

/// One standard-normal score each for all lever types; all 0 means central values.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NetScores {
    /// Leakage.
    pub leakage: f64,
    /// Displacement.
    pub displacement: f64,
    /// Substitution.
    pub substitution: f64,
    /// Multiplier.
    pub multiplier: f64,
}

/// The bands of one lever type, sector, level and measure: the most specific row of each component wins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetBands {
    leakage: Option<Band>,
    displacement: Option<Band>,
    substitution: Option<Band>,
    multiplier: Option<Band>,
}

/// Multiplier above which no sampled value goes (rule of the reference implementation).
const MULTIPLIER_MAX: f64 = 9.0;

impl NetBands {
    /// Looks the four components up. Lever type counts 4 points, sector 2, measure 1; the level must match.
    #[must_use]
    pub fn find(model: &Model, lever_type: &str, sector: &SectorId, level: Level, measure: Measure) -> Self {
        let band = |component| {
            best_row(&model.additionality, component, lever_type, sector, level, measure).map(|row| row.band)
        };
        Self {
            leakage: band(Component::Leakage),
            displacement: band(Component::Displacement),
            substitution: band(Component::Substitution),
            multiplier: band(Component::Multiplier),
        }
    }

    /// `(1−leakage)(1−displacement)(1−substitution)`, without the multiplier. Deadweight is not here:
    /// comparison-group effects are net of it already.
    #[must_use]
    pub fn before_multiplier(&self, scores: &NetScores) -> f64 {
        let keep = |band: Option<Band>, score: f64| 1.0 - band.map_or(0.0, |b| two_piece(b, score).clamp(0.0, 1.0));
        keep(self.leakage, scores.leakage)
            * keep(self.displacement, scores.displacement)
            * keep(self.substitution, scores.substitution)
    }

    /// Share displaced, 0–1.
    #[must_use]
    pub fn displaced(&self, scores: &NetScores) -> f64 {
        self.displacement.map_or(0.0, |b| two_piece(b, scores.displacement).clamp(0.0, 1.0))
    }

    /// With the multiplier.
    #[must_use]
    pub fn factor(&self, scores: &NetScores) -> f64 {
        let multiplier = self.multiplier.map_or(1.0, |b| two_piece(b, scores.multiplier).clamp(0.0, MULTIPLIER_MAX));
        self.before_multiplier(scores) * multiplier
    }
}

/// The most specific row, first among equals.
#[must_use]
pub fn best_row<'a>(
    rows: &'a [Additionality],
    component: Component,
    lever_type: &str,
    sector: &SectorId,
    level: Level,
    measure: Measure,
) -> Option<&'a Additionality> {
    let points = |row: &Additionality| -> Option<u32> {
        if row.component != component || row.level.is_some_and(|l| l != level) {
            return None;
        }
        let part = |matches: Option<bool>, points: u32| match matches {
            None => Some(0),
            Some(true) => Some(points),
            Some(false) => None,
        };
        let a = part(row.lever_type.as_ref().map(|t| t == lever_type), 4)?;
        let b = part(row.sector.as_ref().map(|s| s == sector), 2)?;
        let c = part(row.measure.map(|m| m == measure), 1)?;
        Some(a + b + c)
    };
    let mut best: Option<(u32, &Additionality)> = None;
    for row in rows {
        if let Some(p) = points(row)
            && best.is_none_or(|(b, _)| p > b)
        {
            best = Some((p, row));
        }
    }
    best.map(|(_, row)| row)
}

/// Share of each lever type in the package's gains, jobs and productivity apart; each sums to 1 when any lever is on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TypeShares {
    /// By lever type, of jobs gains.
    pub jobs: BTreeMap<String, f64>,
    /// By lever type, of productivity gains.
    pub gva: BTreeMap<String, f64>,
}

/// Each type run alone at central values: discounted sum of absolute contributions; cost weights where nothing moves.
#[must_use]
pub fn type_shares(
    model: &Model,
    bands: &Bands,
    structure: Structure,
    cell: &Cell,
    plan: &PlanDoses,
    rules: &Rules,
) -> TypeShares {
    type_shares_at(model, bands, &central_params(model, bands), (structure, cell, plan, rules))
}

/// [`type_shares`] with the central parameters at hand.
pub(super) fn type_shares_at(
    model: &Model,
    bands: &Bands,
    central: &Params,
    (structure, cell, plan, rules): (Structure, &Cell, &PlanDoses, &Rules),
) -> TypeShares {
    let discount = discount_factors(model, rules.horizon);
    let type_of = |id: &crate::evidence::LeverId| model.lever(id).map(|l| l.add_type.clone());
    let mut types: Vec<String> =
        plan.iter().filter(|(_, d, _)| d.amount > 0.0).filter_map(|(l, ..)| type_of(l)).collect();
    types.sort();
    types.dedup();
    let mut cost = BTreeMap::new();
    let mut gains: [BTreeMap<String, f64>; 2] = [BTreeMap::new(), BTreeMap::new()];
    let mut scratch = Scratch::default();
    for kind in types {
        let part: PlanDoses = plan.iter().filter(|(l, ..)| type_of(l).as_deref() == Some(&kind)).cloned().collect();
        let program = Program::compile(model, bands, structure, &[cell], std::slice::from_ref(&part), rules);
        let pv: f64 = program.places[0].levers.iter().map(|l| present_value(&l.cost, &discount)).sum();
        let block = Block { params: central, at: 0, len: 1, factors: None, weights: &[] };
        kernel::run(&program, &model.judgements, &block, &mut scratch);
        for (gain, node) in gains.iter_mut().zip([Node::Jobs, Node::Productivity]) {
            let sum: f64 =
                (0..=rules.horizon).map(|t| discount[t] * elementary::expm1(scratch.states.at(0, node, t)[0])).sum();
            gain.insert(kind.clone(), sum.abs());
        }
        cost.insert(kind, pv);
    }
    let [jobs, gva] = gains.map(|gain| normalised(&gain, &cost));
    TypeShares { jobs, gva }
}

fn normalised(gain: &BTreeMap<String, f64>, cost: &BTreeMap<String, f64>) -> BTreeMap<String, f64> {
    let equal: BTreeMap<String, f64> = gain.keys().map(|k| (k.clone(), 1.0)).collect();
    let weights = [gain, cost].into_iter().find(|w| w.values().sum::<f64>() > 0.0).unwrap_or(&equal);
    let total: f64 = weights.values().sum();
    weights.iter().map(|(k, v)| (k.clone(), v / total)).collect()
}

/// Every parameter at its centre, one draw.
#[must_use]
pub fn central_params(model: &Model, bands: &Bands) -> Params {
    let column = |b: &Band| Arc::new(vec![b.central]);
    Params {
        channels: bands.channels.iter().map(column).collect(),
        links: bands.links.iter().map(column).collect(),
        pairs: bands.pairs.iter().map(column).collect(),
        rd_depreciation: column(&model.judgements.rd_depreciation),
        half_spend: column(&model.judgements.critical_mass.half_spend),
    }
}

/// Discount factors of years 0…T (Green Book schedule).
#[must_use]
pub fn discount_factors(model: &Model, horizon: usize) -> Vec<f64> {
    (0u32..).take(horizon + 1).map(|t| discount_factor(t, &model.appraisal.discount_schedule)).collect()
}

/// Σ flow(t) · DF(t).
#[must_use]
pub fn present_value(flow: &[f64], discount: &[f64]) -> f64 {
    flow.iter().zip(discount).map(|(f, d)| f * d).sum()
}

/// Net factors of a package at one level: each lever type's factor applied to its own share of the gain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PackageFactors {
    /// On jobs, induced service jobs included.
    pub jobs: f64,
    /// On jobs, without the multiplier: induced jobs are shown, not valued as output.
    pub jobs_before_multiplier: f64,
    /// On GVA from productivity.
    pub gva: f64,
}

/// The bands of a package, looked up once.
#[derive(Debug, Clone, PartialEq)]
pub struct PackageBands {
    jobs: Vec<(f64, NetBands)>,
    gva: Vec<(f64, NetBands)>,
}

impl PackageBands {
    /// Looks up every type of the package.
    #[must_use]
    pub fn find(model: &Model, shares: &TypeShares, sector: &SectorId, level: Level) -> Self {
        let of = |shares: &BTreeMap<String, f64>, measure| {
            shares.iter().map(|(k, w)| (*w, NetBands::find(model, k, sector, level, measure))).collect()
        };
        Self { jobs: of(&shares.jobs, Measure::Jobs), gva: of(&shares.gva, Measure::Gva) }
    }

    /// Share of the package's productivity gain that is displaced in one draw, 0–1.
    #[must_use]
    pub fn displaced(&self, scores: &NetScores) -> f64 {
        self.gva.iter().map(|(w, b)| w * b.displaced(scores)).sum()
    }

    /// The factors of one draw.
    #[must_use]
    pub fn factors(&self, scores: &NetScores) -> PackageFactors {
        PackageFactors {
            jobs: self.jobs.iter().map(|(w, b)| w * b.factor(scores)).sum(),
            jobs_before_multiplier: self.jobs.iter().map(|(w, b)| w * b.before_multiplier(scores)).sum(),
            gva: self.gva.iter().map(|(w, b)| w * b.factor(scores)).sum(),
        }
    }
}

/// Net GVA of one year, £m: productivity gains and the output of the jobs that are new. `productivity` and `jobs` are
/// relative changes, eˣ − 1.
#[must_use]
pub fn net_gva(gva_m: f64, productivity: f64, jobs: f64, factors: &PackageFactors) -> f64 {
    gva_m * productivity * factors.gva + gva_m * jobs * factors.jobs_before_multiplier
}

/// Net jobs of one year; `jobs` is the relative change, eˣ − 1.
#[must_use]
pub fn net_jobs(workforce: f64, jobs: f64, factors: &PackageFactors) -> f64 {
    workforce * jobs * factors.jobs
}

/// Yearly figures of one future put into present values (reference: `net_and_appraise`).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Appraised {
    /// PV of net GVA, £m.
    pub pv_benefit: f64,
    /// PV of public cost with cost factor and optimism bias, £m.
    pub pv_public_cost: f64,
    /// PV of private cost, £m, without either.
    pub pv_private_cost: f64,
    /// Sum of yearly increases of net jobs.
    pub jobs_created: f64,
    /// Sum of net jobs over the years.
    pub job_years: f64,
}

impl Appraised {
    /// From yearly net jobs and net GVA (years 0…T) and present values of costs.
    #[must_use]
    pub fn new(jobs: &[f64], gva: &[f64], discount: &[f64], pv_public_cost: f64, pv_private_cost: f64) -> Self {
        Self::from_present_values(jobs, present_value(gva, discount), pv_public_cost, pv_private_cost)
    }

    /// From yearly net jobs (years 0…T; none where jobs are not asked for) and present values, £m.
    #[must_use]
    pub fn from_present_values(jobs: &[f64], pv_benefit: f64, pv_public_cost: f64, pv_private_cost: f64) -> Self {
        Self {
            pv_benefit,
            pv_public_cost,
            pv_private_cost,
            jobs_created: jobs.windows(2).map(|w| (w[1] - w[0]).max(0.0)).sum(),
            job_years: jobs.iter().sum(),
        }
    }

    /// Net present social value, £m.
    #[must_use]
    pub fn npsv(&self) -> f64 {
        self.pv_benefit - self.pv_public_cost - self.pv_private_cost
    }

    /// GVA-based benefit–cost ratio; `None` without public cost.
    #[must_use]
    pub fn bcr(&self) -> Option<f64> {
        (self.pv_public_cost > 0.0).then(|| (self.pv_benefit - self.pv_private_cost) / self.pv_public_cost)
    }

    /// GVA per £1 of public cost.
    #[must_use]
    pub fn benefit_per_pound(&self) -> Option<f64> {
        (self.pv_public_cost > 0.0).then(|| self.pv_benefit / self.pv_public_cost)
    }

    /// Factor on benefits at which NPSV is zero.
    #[must_use]
    pub fn switching_benefit(&self) -> Option<f64> {
        (self.pv_benefit != 0.0).then(|| (self.pv_public_cost + self.pv_private_cost) / self.pv_benefit)
    }

    /// Public £ per net job created.
    #[must_use]
    pub fn cost_per_net_job(&self) -> Option<f64> {
        (self.jobs_created > 0.0).then(|| self.pv_public_cost / self.jobs_created * 1e6)
    }

    /// Public £ per job-year.
    #[must_use]
    pub fn cost_per_job_year(&self) -> Option<f64> {
        (self.job_years > 0.0).then(|| self.pv_public_cost / self.job_years * 1e6)
    }
}
