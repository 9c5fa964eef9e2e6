//! The joint sample of possible futures, made once per evidence version, seed and size (MODEL.md sections 5 and 7).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use rayon::prelude::*;

use super::bands;
use super::base::Calendar;
use super::kernel::Params;
use super::net::NetColumns;
use super::outcome::Quantiles;
use super::program::Bands;
use super::sampling::{Points, SCRAMBLES};
use super::spare::Spares;
use super::variant::{Group, Quantity, Variant};
use crate::evidence::{EffectId, LeverId, Place, SectorId};
use crate::model::stats::{elementary, normal_cdf, normal_ppf, student_t5_ppf, two_piece, with_optimism_bias};
use crate::model::{Band, Basis, Cell, Channel, Input, Lever, Link, Model, Node, Pair, Structure, Target};
use crate::model::{local::Override, studies};
use crate::scenario::Scenario;

/// What a table of draws depends on beside the evidence: make a new one when this changes, never for a lever.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawKey {
    /// Seed.
    pub seed: u64,
    /// Draws: 10 scrambles × a power of two.
    pub count: u32,
    /// Reference-class weight on.
    pub reference_class: bool,
    /// Structures that are run.
    pub structures: [bool; 3],
    /// Findings left out.
    pub excluded: Vec<EffectId>,
    /// Judgements set otherwise.
    pub overrides: Vec<Override>,
    /// What is held or drawn anew.
    pub variant: Variant,
}

impl DrawKey {
    /// The key of a scenario at a number of draws.
    #[must_use]
    pub fn of(scenario: &Scenario, count: u32) -> Self {
        Self {
            seed: scenario.seed,
            count,
            reference_class: scenario.switches.reference_class,
            structures: scenario.switches.structures,
            excluded: scenario.exclude_studies.clone(),
            overrides: scenario.overrides.clone(),
            variant: Variant::default(),
        }
    }
}

/// Inputs whose errors and forecasts enter the bases of indicators.
pub const UNCERTAIN: [Input; 9] = [
    Input::InnovationPct,
    Input::CollabPct,
    Input::TrainedPct,
    Input::PracticeScore,
    Input::RdM,
    Input::GvaM,
    Input::GvaHour,
    Input::Workforce,
    Input::GvaHead,
];

/// Scores of one cell: columns in slot order by position in [`UNCERTAIN`].
#[derive(Debug, Clone, PartialEq)]
pub struct CellScores {
    /// Error of the starting level, log or logit.
    pub error: Vec<Vec<f64>>,
    /// Rank of the forecast over all years: Student t with 5 degrees of freedom scaled to variance 1.
    pub rank: Vec<Vec<f64>>,
}

/// Whether a lever takes in a place, and the score of its lumpiness: columns in slot order.
#[derive(Debug, Clone, PartialEq)]
pub struct TakeScores {
    /// u of the zero spike, (0, 1): the lever does nothing where u < π₀.
    pub take: Vec<f64>,
    /// Standard-normal score of the lump.
    pub lump: Vec<f64>,
}

/// A table of draws: the same for every setting of the levers.
#[derive(Debug)]
pub struct Draws {
    key: DrawKey,
    points: Points,
    segments: Vec<(Structure, Range<usize>)>,
    bands: Bands,
    params: Params,
    /// Score of the optimism that all effects and gains share.
    common: Vec<f64>,
    /// κ per km.
    kappa: Vec<f64>,
    /// Score of unit costs.
    cost: Vec<f64>,
    /// Optimism bias on costs, ≥ 0.
    optimism: Vec<f64>,
    net: NetColumns,
    /// Slots of each scramble.
    scrambles: Vec<Vec<Range<usize>>>,
    /// Buffers of former runs.
    pub(super) spare: Spares,
    costs: RwLock<BTreeMap<String, Arc<Vec<f64>>>>,
    cells: RwLock<BTreeMap<String, Arc<CellScores>>>,
    takes: RwLock<BTreeMap<String, Arc<TakeScores>>>,
    baselines: RwLock<BTreeMap<String, Arc<Vec<Vec<Quantiles>>>>>,
}

impl Draws {
    /// Makes a table.
    #[must_use]
    pub fn make(basis: &Basis, key: &DrawKey) -> Self {
        let basis = &*basis.under(&key.overrides);
        let model = &basis.model;
        let per_scramble = (key.count as usize / SCRAMBLES).max(1);
        let variant = &key.variant;
        let plain = Points::in_order(key.seed, variant.reseeded, per_scramble);
        let weights: Vec<f64> = model
            .structures
            .iter()
            .map(|s| if key.structures[s.id.index()] { s.weight.max(0.0) } else { 0.0 })
            .collect();
        let [structure, ..] = plain.block_of(Group::Structure, "global:structure");
        let (order, segments) = by_structure(model, &weights, &structure);
        let points = plain.reordered(order);
        let pooled = studies::bands(basis, &key.excluded);
        let mut bands = bands::resolve(model, &pooled, key.reference_class, &key.excluded);
        variant.hold_bands(&mut bands);
        let score = |column: &[f64]| column.iter().map(|u| normal_ppf(*u)).collect::<Vec<f64>>();
        let [_, z0, depreciation, half_spend] = points.block("global:structure");
        let z0 = variant.hold(Quantity::CommonOptimism, score(&z0));
        let judgements = &model.judgements;
        let params = draw_params(model, &bands, &points, &z0, (&score(&depreciation), &score(&half_spend)));
        let [kappa, ..] = points.block_of(Group::Evidence, "global:delivery").map(|c| score(&c));
        let [_, cost, optimism, _] = points.block("global:delivery").map(|c| score(&c));
        let cost = variant.hold(Quantity::UnitCost, cost);
        let optimism = variant.hold(Quantity::OptimismBias, optimism);
        let [_, _, _, leakage] = points.block_of(Group::Displacement, "global:delivery").map(|c| score(&c));
        let [displacement, substitution, multiplier, _] = points.block("global:net").map(|c| score(&c));
        let leakage = variant.hold(Quantity::Leakage, leakage);
        let displacement = variant.hold(Quantity::Displacement, displacement);
        let substitution = variant.hold(Quantity::Substitution, substitution);
        let multiplier = variant.hold(Quantity::Multiplier, multiplier);
        let net = NetColumns { leakage, displacement, substitution, multiplier };
        let kappa = kappa.iter().map(|z| two_piece(judgements.spill_kappa_per_km, *z).max(0.0)).collect();
        // An uplift below nothing would be a discount on cost: the guide knows none.
        let optimism = optimism.iter().map(|z| two_piece(judgements.optimism_bias_revenue, *z).max(0.0)).collect();
        let scrambles = points.scrambles();
        Self {
            key: key.clone(),
            points,
            segments,
            bands,
            params,
            common: z0,
            kappa,
            cost,
            optimism,
            net,
            scrambles,
            spare: Spares::default(),
            cells: RwLock::default(),
            takes: RwLock::default(),
            costs: RwLock::default(),
            baselines: RwLock::default(),
        }
    }

    /// What the table depends on.
    #[must_use]
    pub const fn key(&self) -> &DrawKey {
        &self.key
    }

    /// Number of draws.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.order().len()
    }

    /// Whether there is no draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Slots of each structure.
    #[must_use]
    pub fn segments(&self) -> &[(Structure, Range<usize>)] {
        &self.segments
    }

    /// The draw in each slot.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        self.points.order()
    }

    /// The scramble of the draw in each slot.
    #[must_use]
    pub fn scramble(&self, slot: usize) -> usize {
        self.points.scramble_of(self.points.order()[slot])
    }

    /// Bands as drawn.
    #[must_use]
    pub const fn bands(&self) -> &Bands {
        &self.bands
    }

    /// Parameter columns.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }

    /// Score of the common optimism by slot.
    #[must_use]
    pub fn common_optimism(&self) -> &[f64] {
        &self.common
    }

    /// κ per km by slot.
    #[must_use]
    pub fn kappa(&self) -> &[f64] {
        &self.kappa
    }

    /// Score of unit costs by slot.
    #[must_use]
    pub fn cost_score(&self) -> &[f64] {
        &self.cost
    }

    /// Optimism bias by slot.
    #[must_use]
    pub fn optimism(&self) -> &[f64] {
        &self.optimism
    }

    /// Scores of the step from gross to net by slot.
    #[must_use]
    pub const fn net(&self) -> &NetColumns {
        &self.net
    }

    /// Slots of each scramble, in the order of draws.
    #[must_use]
    pub fn scrambles(&self) -> &[Vec<Range<usize>>] {
        &self.scrambles
    }

    /// Factor on the cost of a lever by slot: unit cost and optimism bias; made on first use.
    #[must_use]
    pub fn cost(&self, lever: &Lever) -> Arc<Vec<f64>> {
        kept(&self.costs, lever.id.as_str(), || {
            let all = self.unit_cost(lever).into_iter().zip(&self.optimism);
            all.map(|(factor, bias)| with_optimism_bias(factor, *bias, 0.0)).collect()
        })
    }

    /// Unit cost of a lever over its centre, by slot: the band on the log scale.
    #[must_use]
    pub fn unit_cost(&self, lever: &Lever) -> Vec<f64> {
        let cost = &lever.unit_cost;
        let logs = Band::new(libm::log(cost.p10), libm::log(cost.central), libm::log(cost.p90));
        self.cost.iter().map(|z| elementary::exp(two_piece(logs, *z)) / cost.central).collect()
    }

    /// Errors and ranks of one cell; made on first use.
    #[must_use]
    pub fn cell(&self, cell: &Cell) -> Arc<CellScores> {
        let id = format!("{}:{}", cell.place, cell.sector);
        kept(&self.cells, &id, || self.cell_scores(cell))
    }

    fn cell_scores(&self, cell: &Cell) -> CellScores {
        let (error, rank) = UNCERTAIN.par_iter().map(|input| self.input_scores(cell, *input)).unzip();
        CellScores { error, rank }
    }

    /// Error of the starting level and rank of the forecast of one input.
    fn input_scores(&self, cell: &Cell, input: Input) -> (Vec<f64>, Vec<f64>) {
        let quality = cell.quality(input);
        let [place, ..] = self.points.block(&format!("input:{input}:place:{}", cell.place));
        let [sector, ..] = self.points.block(&format!("input:{input}:sector:{}", cell.sector));
        let combine = |(p, s): (&f64, &f64)| {
            let own = quality.place_sd * normal_ppf(*p);
            if quality.sector_sd > 0.0 { own + quality.sector_sd * normal_ppf(*s) } else { own }
        };
        let error = place.iter().zip(&sector).map(combine).collect();
        let [own, ..] = self.points.block(&format!("input:{input}:path:{}:{}", cell.place, cell.sector));
        // (ν − 2)/ν = 0.6: the t is scaled to the forecast's standard deviation.
        let scale = 0.6_f64.sqrt();
        (error, own.iter().map(|u| scale * student_t5_ppf(*u)).collect())
    }

    /// What is kept of a cell's baseline on a calendar; made on first use.
    pub(super) fn baseline(
        &self,
        cell: &Cell,
        calendar: Calendar,
        make: impl FnOnce() -> Vec<Vec<Quantiles>>,
    ) -> Arc<Vec<Vec<Quantiles>>> {
        let id = format!("{}:{}:{}:{}", cell.place, cell.sector, calendar.lead, calendar.horizon);
        kept(&self.baselines, &id, make)
    }

    /// Take and lump scores of one lever in one place and sector; made on first use.
    #[must_use]
    pub fn take(&self, model: &Model, place: &Place, sector: &SectorId, lever: &LeverId) -> Arc<TakeScores> {
        let id = format!("{lever}:{place}:{sector}");
        kept(&self.takes, &id, || {
            let rho = model.judgements.null_correlation;
            let (common, own) = (rho.sqrt(), (1.0 - rho).sqrt());
            let [shared, ..] = self.points.block(&format!("take:{place}"));
            let [alone, lump, ..] = self.points.block(&format!("take:{id}"));
            let take = shared
                .iter()
                .zip(&alone)
                .map(|(a, b)| normal_cdf(common * normal_ppf(*a) + own * normal_ppf(*b)))
                .collect();
            TakeScores { take, lump: lump.iter().map(|u| normal_ppf(*u)).collect() }
        })
    }
}

fn kept<T>(cache: &RwLock<BTreeMap<String, Arc<T>>>, id: &str, make: impl FnOnce() -> T) -> Arc<T> {
    if let Some(found) = cache.read().unwrap_or_else(PoisonError::into_inner).get(id) {
        return Arc::clone(found);
    }
    let made = Arc::new(make());
    cache.write().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), Arc::clone(&made));
    made
}

/// Draws sorted by structure, and the slots of each.
fn by_structure(model: &Model, weights: &[f64], u: &[f64]) -> (Vec<u32>, Vec<(Structure, Range<usize>)>) {
    let total: f64 = weights.iter().sum();
    let of = |u: f64| {
        let mut below = 0.0;
        let mut chosen = 0;
        for (i, w) in weights.iter().enumerate() {
            if *w > 0.0 {
                chosen = i;
                below += w / total;
                if u < below {
                    break;
                }
            }
        }
        chosen
    };
    let rows: Vec<usize> = u.iter().map(|u| of(*u)).collect();
    let mut order = Vec::with_capacity(u.len());
    let mut segments = Vec::new();
    for (row, structure) in model.structures.iter().enumerate() {
        let start = order.len();
        order.extend((0u32..).zip(&rows).filter(|(_, r)| **r == row).map(|(draw, _)| draw));
        if order.len() > start {
            segments.push((structure.id, start..order.len()));
        }
    }
    (order, segments)
}

/// Quantiles of every parameter: effects and gains share the optimism factor z₀; pairs, depreciation and half-spend do not.
fn draw_params(
    model: &Model,
    bands: &Bands,
    points: &Points,
    z0: &[f64],
    (depreciation, half_spend): (&[f64], &[f64]),
) -> Params {
    let rho = model.judgements.optimism_rho;
    let (common, own) = (rho.sqrt(), (1.0 - rho).sqrt());
    let effect = |(band, column): (&Band, Vec<f64>)| -> Vec<f64> {
        let score = |(u, z0): (f64, &f64)| two_piece(*band, common * z0 + own * normal_ppf(u));
        column.into_iter().zip(z0).map(score).collect()
    };
    let of_channel = |c: &Channel| {
        let (block, slot) = target_slot(c.target);
        (format!("channel:{}:{block}", c.lever), slot)
    };
    let of_link = |l: &Link| (format!("link:{:?}:{}:{}", l.kind, l.to, l.from.index() / 4), l.from.index() % 4);
    let of_pair = |p: &Pair| (format!("pair:{}", p.id), 0);
    let slots: Vec<(String, usize)> = model
        .channels
        .iter()
        .map(of_channel)
        .chain(model.links.iter().map(of_link))
        .chain(model.pairs.iter().map(of_pair))
        .collect();
    let mut columns = keyed_columns(points, &slots).into_iter();
    let channels = bands.channels.iter().zip(columns.by_ref().take(bands.channels.len()).collect::<Vec<_>>());
    let channels: Vec<_> = channels.collect::<Vec<_>>().into_par_iter().map(effect).collect();
    let links = bands.links.iter().zip(columns.by_ref().take(bands.links.len()).collect::<Vec<_>>());
    let links = links.collect::<Vec<_>>().into_par_iter().map(effect).collect();
    let bound = model.judgements.gamma_bound;
    let gamma = |(band, column): (&Band, Vec<f64>)| {
        column.iter().map(|u| two_piece(*band, normal_ppf(*u)).clamp(-bound, bound)).collect()
    };
    let pairs = bands.pairs.iter().zip(columns).map(gamma).collect();
    let logs = {
        let h = model.judgements.critical_mass.half_spend;
        Band::new(libm::log(h.p10), libm::log(h.central), libm::log(h.p90))
    };
    Params {
        channels,
        links,
        pairs,
        rd_depreciation: depreciation
            .iter()
            .map(|z| two_piece(model.judgements.rd_depreciation, *z).max(0.05))
            .collect(),
        half_spend: half_spend.iter().map(|z| libm::exp(two_piece(logs, *z))).collect(),
    }
}

/// Columns of points by block and slot; each block is made once.
fn keyed_columns(points: &Points, slots: &[(String, usize)]) -> Vec<Vec<f64>> {
    let mut ids: Vec<&str> = slots.iter().map(|(id, _)| id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let made: Vec<[Vec<f64>; 4]> = ids.par_iter().map(|id| points.block(id)).collect();
    let find = |(id, slot): &(String, usize)| {
        // `ids` holds every id of `slots`.
        ids.binary_search(&id.as_str()).map(|at| made[at][*slot].clone()).unwrap_or_default()
    };
    slots.iter().map(find).collect()
}

/// Block and slot of a channel within its lever: by what it leads to, so that a row added elsewhere moves nothing.
/// Two channels of one lever to one target never run in the same structure and share their score.
const fn target_slot(target: Target) -> (usize, usize) {
    let index = match target {
        Target::Node(node) => node.index(),
        Target::Capacity => Node::COUNT,
        Target::LinkWeight => Node::COUNT + 1,
    };
    (index / 4, index % 4)
}
