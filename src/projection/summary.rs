//! From draws to what is shown: quantiles, counts and Monte-Carlo errors of every indicator and year (MODEL.md sections 7–9).

mod appraisal;

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::base::{Base, Calendar};
use super::draws::{CellScores, Draws};
use super::net;
use super::outcome::{IndicatorOutcome, Quantiles};
use super::run::{self, PlaceBlock, WorldRun};
use super::sampling::SCRAMBLES;
use crate::model::stats::{five_quantiles, quantiles7};
use crate::model::{Basis, Cell, Grade, Indicator, Input, Node};

pub(super) use appraisal::appraisal;

/// t₉ at 97.5 %: Monte-Carlo errors are 95 % half-widths over ten scrambles.
const T9: f64 = 2.262_157_162_740_992;

/// Columns over all slots of one place, put together once.
pub(super) struct PlaceColumns<'a> {
    run: &'a WorldRun,
    r: usize,
    cell: &'a Cell,
    calendar: Calendar,
    draws: &'a Draws,
    scores: &'a CellScores,
    /// Public cost by lever: cumulative present value by year, £m, and factor by slot (unit cost and optimism bias).
    cost: Vec<(Vec<f64>, Vec<f64>)>,
    private: Vec<f64>,
    /// Starting jobs by slot.
    workforce: Vec<f64>,
    discount: Vec<f64>,
    practice_points: f64,
}

impl<'a> PlaceColumns<'a> {
    pub fn new(
        basis: &Basis,
        run: &'a WorldRun,
        r: usize,
        draws: &'a Draws,
        calendar: Calendar,
        scores: &'a CellScores,
    ) -> Self {
        let model = &basis.model;
        let discount = net::discount_factors(model, calendar.horizon);
        let levers = run.programs.first().map(|p| p.places[r].levers.as_slice()).unwrap_or_default();
        let cumulative = |flow: &[f64], by: f64| -> Vec<f64> {
            let mut sum = 0.0;
            flow.iter()
                .zip(&discount)
                .map(|(f, d)| {
                    sum += f * d * by;
                    sum
                })
                .collect()
        };
        let cost = levers
            .iter()
            .map(|l| {
                let unit_cost = &model.levers[l.row].unit_cost;
                let factor = draws
                    .cost_score()
                    .iter()
                    .zip(draws.optimism())
                    .map(|(z, bias)| run::cost_factor(unit_cost, *z) * (1.0 + bias))
                    .collect();
                (cumulative(&l.cost, 1.0), factor)
            })
            .collect();
        let mut private = vec![0.0; calendar.horizon + 1];
        for l in levers {
            let own = cumulative(&l.cost, model.levers[l.row].private_cost_ratio);
            for (sum, v) in private.iter_mut().zip(own) {
                *sum += v;
            }
        }
        let practice_points = model.judgements.practice_sd_points;
        let cell = &run.world.cells[r];
        let mut workforce = Vec::new();
        if let Some(base) = Base::new(cell, Input::Workforce, scores, calendar) {
            base.starting(0..draws.len(), &mut workforce);
        }
        Self { run, r, cell, calendar, draws, scores, cost, private, workforce, discount, practice_points }
    }

    fn base(&self, input: Input) -> Option<Base<'a>> {
        Base::new(self.cell, input, self.scores, self.calendar)
    }

    /// Appends `f(block, lane, slot)` for every slot.
    fn each(&self, out: &mut Vec<f64>, mut f: impl FnMut(&PlaceBlock, usize, usize) -> f64) {
        out.clear();
        for block in &self.run.blocks {
            let place = &block.places[self.r];
            for i in 0..block.len {
                out.push(f(place, i, block.at + i));
            }
        }
    }

    /// Public cost up to year `t`, £m present value, by slot.
    pub fn public_cost(&self, t: usize, out: &mut Vec<f64>) {
        out.clear();
        out.resize(self.draws.len(), 0.0);
        for (pv, factor) in &self.cost {
            for (o, f) in out.iter_mut().zip(factor) {
                *o += pv[t] * f;
            }
        }
    }

    /// Present value of net GVA up to year `t`, £m, by slot.
    pub fn gva_pv(&self, t: usize, uk: bool, out: &mut Vec<f64>) {
        out.clear();
        for block in &self.run.blocks {
            out.extend_from_slice(block.places[self.r].pv(t, uk));
        }
    }

    /// Net GVA of year `t`, £m, by slot.
    pub fn gva_year(&self, t: usize, uk: bool, out: &mut Vec<f64>) {
        out.clear();
        for block in &self.run.blocks {
            let place = &block.places[self.r];
            let before = place.pv(t.saturating_sub(1), uk);
            out.extend(place.pv(t, uk).iter().zip(before).map(|(now, before)| (now - before) / self.discount[t]));
        }
    }

    /// Private cost up to year `t`, £m present value.
    pub fn private_cost(&self, t: usize) -> f64 {
        self.private[t]
    }

    /// Net jobs of year `t`, by slot.
    pub fn jobs(&self, t: usize, uk: bool, out: &mut Vec<f64>) {
        out.clear();
        for block in &self.run.blocks {
            let place = &block.places[self.r];
            let factors = if uk { &place.uk } else { &place.place };
            let start = &self.workforce[block.at..block.at + block.len];
            let each = start.iter().zip(place.jobs(t)).zip(factors);
            out.extend(each.map(|((workforce, jobs), factors)| net::net_jobs(*workforce, *jobs, factors)));
        }
    }
}

/// Values of one indicator in one year: no new policy, plan, difference; by slot.
#[derive(Debug, Default)]
pub(super) struct Triple {
    pub baseline: Vec<f64>,
    pub scenario: Vec<f64>,
    pub change: Vec<f64>,
    /// Mean change where it is not the mean of `change`: a level's forecast has Student-t tails on the log scale, so its mean
    /// does not exist; the mean change is then taken on the central baseline.
    pub central_mean: Option<f64>,
    /// The indicator is an effect: no baseline, and the plan's value is the change.
    pub effect_only: bool,
}

impl Triple {
    /// Mean change, in the indicator's unit.
    pub fn mean(&self) -> f64 {
        self.central_mean.unwrap_or_else(|| self.change.iter().sum::<f64>() / self.change.len().max(1) as f64)
    }

    fn effect_only(&mut self, count: usize) {
        self.effect_only = true;
        self.baseline.clear();
        self.baseline.resize(count, 0.0);
    }
}

/// Fills `out` for one indicator and year. `Gap` is filled elsewhere (it spans places).
pub(super) fn values(c: &PlaceColumns<'_>, indicator: Indicator, t: usize, out: &mut Triple) {
    out.central_mean = None;
    out.effect_only = false;
    match indicator {
        Indicator::InnovationActive => share(c, Input::InnovationPct, Node::Innovation, t, out),
        Indicator::FirmsCollaborating => share(c, Input::CollabPct, Node::Ties, t, out),
        Indicator::TrainedWorkforce => trained(c, t, out),
        Indicator::ManagementScore => practice(c, t, out),
        Indicator::BusinessRd => level(c, Input::RdM, t, out, |b, i| b.x(Node::RdSpend, t)[i]),
        Indicator::RdIntensity => intensity(c, t, out),
        Indicator::GvaPerHour => level(c, Input::GvaHour, t, out, |b, i| b.x(Node::Productivity, t)[i]),
        Indicator::NetJobs => {
            c.jobs(t, false, &mut out.change);
            out.effect_only(c.draws.len());
        }
        Indicator::NetGvaPv => {
            c.gva_pv(t, false, &mut out.change);
            out.effect_only(c.draws.len());
        }
        Indicator::PublicCostPv => {
            c.public_cost(t, &mut out.change);
            out.effect_only(c.draws.len());
        }
        Indicator::ValueForMoney => {
            c.gva_pv(t, true, &mut out.change);
            c.public_cost(t, &mut out.scenario);
            let private = c.private[t];
            for (v, cost) in out.change.iter_mut().zip(&out.scenario) {
                *v = if *cost > 0.0 { (*v - private) / cost } else { 0.0 };
            }
            out.effect_only(c.draws.len());
        }
        Indicator::Gap => out.effect_only(c.draws.len()),
    }
}

fn share(c: &PlaceColumns<'_>, input: Input, node: Node, t: usize, out: &mut Triple) {
    let Some(base) = c.base(input) else { return };
    let mut scaled = Vec::new();
    base.scaled(t, 0..c.draws.len(), &mut scaled);
    c.each(&mut out.scenario, |b, i, slot| base.value(scaled[slot] + b.x(node, t)[i]));
    out.baseline.clear();
    out.baseline.extend(scaled.iter().map(|s| base.value(*s)));
    difference(out);
}

fn difference(out: &mut Triple) {
    out.change.clear();
    out.change.extend(out.scenario.iter().zip(&out.baseline).map(|(s, b)| s - b));
}

fn trained(c: &PlaceColumns<'_>, t: usize, out: &mut Triple) {
    let Some(base) = c.base(Input::TrainedPct) else { return };
    base.scaled(t, 0..c.draws.len(), &mut out.baseline);
    for v in &mut out.baseline {
        *v = base.value(*v);
    }
    c.each(&mut out.change, |b, i, _| b.x(Node::Skills, t)[i]);
    out.scenario.clear();
    out.scenario.extend(out.baseline.iter().zip(&out.change).map(|(b, x)| (b + x).clamp(0.0, 100.0)));
}

fn practice(c: &PlaceColumns<'_>, t: usize, out: &mut Triple) {
    let Some(base) = c.base(Input::PracticeScore) else { return };
    base.scaled(t, 0..c.draws.len(), &mut out.baseline);
    for v in &mut out.baseline {
        *v = base.value(*v);
    }
    let points = c.practice_points;
    c.each(&mut out.change, |b, i, _| points * b.x(Node::Practice, t)[i]);
    out.scenario.clear();
    out.scenario.extend(out.baseline.iter().zip(&out.change).map(|(b, x)| b + x));
}

fn level(c: &PlaceColumns<'_>, input: Input, t: usize, out: &mut Triple, x: impl Fn(&PlaceBlock, usize) -> f64) {
    let Some(base) = c.base(input) else { return };
    base.scaled(t, 0..c.draws.len(), &mut out.baseline);
    for v in &mut out.baseline {
        *v = base.value(*v);
    }
    proportional(c, out, base.value(base.centre(t)), x);
}

/// change = baseline · (eˣ − 1), so that x = 0 is exactly no change.
fn proportional(c: &PlaceColumns<'_>, out: &mut Triple, central: f64, x: impl Fn(&PlaceBlock, usize) -> f64) {
    let Triple { baseline, scenario, change, central_mean, .. } = out;
    let mut sum = 0.0;
    c.each(change, |b, i, slot| {
        let relative = libm::expm1(x(b, i));
        sum += relative;
        baseline[slot] * relative
    });
    *central_mean = Some(central * sum / change.len().max(1) as f64);
    scenario.clear();
    scenario.extend(baseline.iter().zip(change.iter()).map(|(b, d)| b + d));
}

fn intensity(c: &PlaceColumns<'_>, t: usize, out: &mut Triple) {
    let (Some(rd), Some(gva)) = (c.base(Input::RdM), c.base(Input::GvaM)) else { return };
    let mut gva_scaled = Vec::new();
    gva.scaled(t, 0..c.draws.len(), &mut gva_scaled);
    rd.scaled(t, 0..c.draws.len(), &mut out.baseline);
    for (v, g) in out.baseline.iter_mut().zip(&gva_scaled) {
        *v = 100.0 * libm::exp(*v - g);
    }
    let central = 100.0 * libm::exp(rd.centre(t) - gva.centre(t));
    proportional(c, out, central, |b, i| {
        b.x(Node::RdSpend, t)[i] - b.x(Node::Productivity, t)[i] - b.x(Node::Jobs, t)[i]
    });
}

/// Figures of one indicator in one year.
#[derive(Debug, Clone, Default)]
pub(super) struct YearSummary {
    baseline: Quantiles,
    scenario: Quantiles,
    change: Quantiles,
    above: f64,
    below: f64,
    mean: f64,
    mc_error: f64,
    futures: Vec<f64>,
    level_futures: Vec<f64>,
}

/// Summarises one triple; `last` adds the twenty futures. Quantiles of the baseline are taken from `baseline` where they are
/// known; an effect that has no baseline is its own scenario.
pub(super) fn year(draws: &Draws, triple: &mut Triple, baseline: Option<Quantiles>, last: bool) -> YearSummary {
    let n = triple.change.len().max(1) as f64;
    let above = triple.change.iter().filter(|v| **v > 0.0).count() as f64 / n;
    let below = triple.change.iter().filter(|v| **v < 0.0).count() as f64 / n;
    let mean = triple.mean();
    let mc_error = if above + below == 0.0 { 0.0 } else { monte_carlo_error(draws, &triple.change) };
    let change = quantiles(&mut triple.change);
    let (baseline, scenario) = if triple.effect_only {
        (Quantiles::default(), change)
    } else if above + below == 0.0 && baseline.is_some() {
        let same = baseline.unwrap_or_default();
        (same, same)
    } else {
        (baseline.unwrap_or_else(|| quantiles(&mut triple.baseline)), quantiles(&mut triple.scenario))
    };
    let futures = if last { twenty(&mut triple.change) } else { Vec::new() };
    let level_futures = match (last, triple.effect_only) {
        (false, _) => Vec::new(),
        (true, true) => futures.clone(),
        (true, false) => twenty(&mut triple.scenario),
    };
    YearSummary { baseline, scenario, change, above, below, mean, mc_error, futures, level_futures }
}

/// Type-7 quantiles of a buffer, which is reordered.
pub(super) fn quantiles(values: &mut [f64]) -> Quantiles {
    let [p10, p25, p50, p75, p90] = five_quantiles(values);
    Quantiles { p10, p25, p50, p75, p90 }
}

/// Quantiles at 2.5 %, 7.5 %, … 97.5 %.
fn twenty(values: &mut [f64]) -> Vec<f64> {
    quantiles7(values, std::array::from_fn::<f64, 20, _>(|k| (k as f64 + 0.5) / 20.0)).to_vec()
}

/// 95 % half-width of the median over the ten scrambles.
fn monte_carlo_error(draws: &Draws, values: &[f64]) -> f64 {
    let mut groups: Vec<Vec<f64>> = (0..SCRAMBLES).map(|_| Vec::with_capacity(values.len() / SCRAMBLES + 1)).collect();
    for (slot, v) in values.iter().enumerate() {
        groups[draws.scramble(slot)].push(*v);
    }
    let medians: Vec<f64> = groups.iter_mut().map(|g| quantiles7(g, [0.5])[0]).collect();
    let mean = medians.iter().sum::<f64>() / SCRAMBLES as f64;
    let variance = medians.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / (SCRAMBLES - 1) as f64;
    T9 * (variance / SCRAMBLES as f64).sqrt()
}

/// Puts the years of an indicator together.
pub(super) fn indicator(
    indicator: Indicator,
    years: &[YearSummary],
    grade: Grade,
    sources: Vec<String>,
) -> IndicatorOutcome {
    let futures = years.last().map(|y| y.futures.clone()).unwrap_or_default();
    let level_futures = years.last().map(|y| y.level_futures.clone()).unwrap_or_default();
    IndicatorOutcome {
        indicator,
        baseline: years.iter().map(|y| y.baseline).collect(),
        scenario: years.iter().map(|y| y.scenario).collect(),
        change: years.iter().map(|y| y.change).collect(),
        above: years.iter().map(|y| y.above).collect(),
        below: years.iter().map(|y| y.below).collect(),
        mean: years.iter().map(|y| y.mean).collect(),
        mc_error: years.iter().map(|y| y.mc_error).collect(),
        futures,
        level_futures,
        grade,
        sources,
    }
}

/// All years of the eleven indicators that belong to one place, in the order of [`Indicator::ALL`] without the gap.
/// Once `cancel` is set the rest is left out: the caller drops the whole.
pub(super) fn place_years(c: &PlaceColumns<'_>, cancel: &AtomicBool) -> Vec<Vec<YearSummary>> {
    let horizon = c.calendar.horizon;
    let own: Vec<Indicator> = Indicator::ALL.iter().copied().filter(|i| *i != Indicator::Gap).collect();
    let known = c.draws.baseline(c.cell, c.calendar, || baselines(c, &own));
    let tasks: Vec<(usize, usize)> = (0..own.len()).flat_map(|k| (0..=horizon).map(move |t| (k, t))).collect();
    let flat: Vec<YearSummary> = tasks
        .par_iter()
        .map_init(Triple::default, |triple, &(k, t)| {
            if cancel.load(Ordering::Relaxed) {
                return YearSummary::default();
            }
            values(c, own[k], t, triple);
            year(c.draws, triple, Some(known[k][t]), t == horizon)
        })
        .collect();
    let mut flat = flat.into_iter();
    own.iter().map(|_| flat.by_ref().take(horizon + 1).collect()).collect()
}

/// Quantiles of what happens anyway, by indicator and year: the same whatever the levers.
fn baselines(c: &PlaceColumns<'_>, own: &[Indicator]) -> Vec<Vec<Quantiles>> {
    let of_year = |triple: &mut Triple, indicator: Indicator, t: usize| {
        values(c, indicator, t, triple);
        if triple.effect_only { Quantiles::default() } else { quantiles(&mut triple.baseline) }
    };
    own.par_iter()
        .map_init(Triple::default, |triple, indicator| {
            (0..=c.calendar.horizon).map(|t| of_year(triple, *indicator, t)).collect()
        })
        .collect()
}
