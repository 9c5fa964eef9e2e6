//! The joint sample of possible futures, made once per evidence version, seed and size (MODEL.md sections 5 and 7).

mod arrows;
mod columns;
mod kin;
mod levels;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rayon::prelude::*;

use super::bands;
use super::base::Calendar;
use super::kernel::Params;
use super::net::NetColumns;
use super::outcome::Quantiles;
use super::program::Bands;
use super::sampling::{Points, SCRAMBLES};
use super::spare::Spares;
use super::variant::{Group, Variant};
use crate::evidence::{EffectId, LeverId, Place, SectorId};
use crate::model::local::Override;
use crate::model::stats::{elementary, normal_cdf, normal_ppf, student_t5_ppf, two_piece, with_optimism_bias};
use crate::model::studies;
use crate::model::{Band, Basis, Cell, Input, Lever, Model, Structure};
use crate::scenario::Scenario;
use arrows::Arrows;
use columns::Columns;
use kin::{Relative, Relatives};

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
    /// Bands before anything is held.
    resolved: Arc<Bands>,
    bands: Bands,
    columns: Columns,
    arrows: Arrows,
    /// Every parameter, once somebody asks for all of them.
    whole: OnceLock<Params>,
    /// Slots of each scramble.
    scrambles: Vec<Vec<Range<usize>>>,
    /// Buffers of former runs.
    pub(super) spare: Arc<Spares>,
    /// Tables that hold some of the same columns.
    relatives: Relatives,
    costs: RwLock<BTreeMap<String, Arc<Vec<f64>>>>,
    cells: RwLock<BTreeMap<String, Arc<CellScores>>>,
    takes: RwLock<BTreeMap<String, Arc<TakeScores>>>,
    baselines: RwLock<BTreeMap<String, Arc<Vec<Vec<Quantiles>>>>>,
    /// Baselines of the latest cells, future by future.
    recent: levels::Recent,
    net_factors: levels::NetFactors,
}

impl Draws {
    /// Makes a table.
    #[must_use]
    pub fn make(basis: &Basis, key: &DrawKey) -> Self {
        Self::beside(basis, key, &[])
    }

    /// Equal to [`Self::make`], bit for bit: columns that a table of `kin`, made of the same basis, holds already are taken
    /// over instead of drawn. What is asked of a table later is taken over in the same way.
    #[must_use]
    pub fn beside(basis: &Basis, key: &DrawKey, kin: &[Arc<Self>]) -> Self {
        let basis = &*basis.under(&key.overrides);
        let model = &basis.model;
        let per_scramble = (key.count as usize / SCRAMBLES).max(1);
        let (points, segments) = sorted(model, key, per_scramble, kin);
        let relatives = Relatives::of(key, points.order(), kin);
        let bands = Arc::new(match relatives.with_bands(key) {
            Some(same) => (*same.resolved).clone(),
            None => bands::resolve(model, &studies::bands(basis, &key.excluded), key.reference_class, &key.excluded),
        });
        let mut held = (*bands).clone();
        key.variant.hold_bands(&mut held);
        let columns = Columns::draw(model, key, &points, &relatives);
        let arrows = Arrows::draw(model, &points, &held, &columns.common, &relatives, key);
        let scrambles = points.scrambles();
        Self {
            key: key.clone(),
            points,
            segments,
            resolved: bands,
            bands: held,
            columns,
            arrows,
            whole: OnceLock::new(),
            scrambles,
            spare: kin.first().map_or_else(Arc::default, |table| Arc::clone(&table.spare)),
            relatives,
            cells: RwLock::default(),
            takes: RwLock::default(),
            costs: RwLock::default(),
            baselines: RwLock::default(),
            recent: levels::Recent::default(),
            net_factors: levels::NetFactors::default(),
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

    /// Score of the common optimism by slot.
    #[must_use]
    pub fn common_optimism(&self) -> &[f64] {
        &self.columns.common
    }

    /// κ per km by slot.
    #[must_use]
    pub fn kappa(&self) -> &[f64] {
        &self.columns.kappa
    }

    /// Score of unit costs by slot.
    #[must_use]
    pub fn cost_score(&self) -> &[f64] {
        &self.columns.cost
    }

    /// Optimism bias by slot.
    #[must_use]
    pub fn optimism(&self) -> &[f64] {
        &self.columns.optimism
    }

    /// Scores of the step from gross to net by slot.
    #[must_use]
    pub const fn net(&self) -> &NetColumns {
        &self.columns.net
    }

    /// Slots of each scramble, in the order of draws.
    #[must_use]
    pub fn scrambles(&self) -> &[Vec<Range<usize>>] {
        &self.scrambles
    }

    /// Factor on the cost of a lever by slot: unit cost and optimism bias; made on first use.
    #[must_use]
    pub fn cost(&self, lever: &Lever) -> Arc<Vec<f64>> {
        let own = || {
            let bias = self.columns.optimism.iter();
            self.unit_cost(lever)
                .iter()
                .zip(bias)
                .map(|(factor, bias)| with_optimism_bias(*factor, *bias, 0.0))
                .collect()
        };
        let same = |r: &Relative| r.table.columns.same_costs(&self.columns).then(|| r.table.cost(lever));
        kept(&self.costs, lever.id.as_str(), || {
            self.relatives.of_group(Group::Delivery).and_then(same).unwrap_or_else(|| Arc::new(own()))
        })
    }

    /// Unit cost of a lever over its centre, by slot: the band on the log scale.
    #[must_use]
    pub fn unit_cost(&self, lever: &Lever) -> Vec<f64> {
        let cost = &lever.unit_cost;
        let logs = Band::new(libm::log(cost.p10), libm::log(cost.central), libm::log(cost.p90));
        self.columns.cost.iter().map(|z| elementary::exp(two_piece(logs, *z)) / cost.central).collect()
    }

    /// Errors and ranks of one cell; made on first use.
    #[must_use]
    pub fn cell(&self, cell: &Cell) -> Arc<CellScores> {
        let id = format!("{}:{}", cell.place, cell.sector);
        kept(&self.cells, &id, || match self.relatives.of_group(Group::Baseline) {
            Some(r) => r.cell(&r.table.cell(cell)),
            None => Arc::new(self.cell_scores(cell)),
        })
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

    /// What is kept of a cell's baseline on a calendar, by what is asked; made on first use.
    pub(super) fn baseline(
        &self,
        what: &str,
        (cell, calendar): (&Cell, Calendar),
        make: impl FnOnce() -> Vec<Vec<Quantiles>>,
    ) -> Arc<Vec<Vec<Quantiles>>> {
        kept(&self.baselines, &format!("{what}:{}", on_calendar(cell, calendar)), || Arc::new(make()))
    }

    /// Take and lump scores of one lever in one place and sector; made on first use.
    #[must_use]
    pub fn take(&self, model: &Model, place: &Place, sector: &SectorId, lever: &LeverId) -> Arc<TakeScores> {
        let id = format!("{lever}:{place}:{sector}");
        let own = || {
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
        };
        kept(&self.takes, &id, || match self.relatives.of_group(Group::Delivery) {
            Some(r) => r.take_scores(&r.table.take(model, place, sector, lever)),
            None => Arc::new(own()),
        })
    }
}

fn on_calendar(cell: &Cell, calendar: Calendar) -> String {
    format!("{}:{}:{}:{}", cell.place, cell.sector, calendar.lead, calendar.horizon)
}

fn kept<T>(cache: &RwLock<BTreeMap<String, Arc<T>>>, id: &str, make: impl FnOnce() -> Arc<T>) -> Arc<T> {
    if let Some(found) = cache.read().unwrap_or_else(PoisonError::into_inner).get(id) {
        return Arc::clone(found);
    }
    let made = make();
    cache.write().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), Arc::clone(&made));
    made
}

/// Points sorted by structure, and the slots of each structure.
fn sorted(
    model: &Model,
    key: &DrawKey,
    per_scramble: usize,
    kin: &[Arc<Draws>],
) -> (Points, Vec<(Structure, Range<usize>)>) {
    let plain = Points::in_order(key.seed, key.variant.reseeded, per_scramble);
    if let Some(same) = kin.iter().find(|t| t.key.structures == key.structures && kin::same(t, key, Group::Structure)) {
        return (plain.reordered(same.order().to_vec()), same.segments.clone());
    }
    let weights: Vec<f64> =
        model.structures.iter().map(|s| if key.structures[s.id.index()] { s.weight.max(0.0) } else { 0.0 }).collect();
    let [structure, ..] = plain.block_of(Group::Structure, "global:structure");
    let (order, segments) = by_structure(model, &weights, &structure);
    (plain.reordered(order), segments)
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
