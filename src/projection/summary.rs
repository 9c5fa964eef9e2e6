//! From draws to what is shown: quantiles, counts and Monte-Carlo errors of every indicator and year (MODEL.md sections 7–9).

mod appraisal;
mod costs;
mod values;

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::base::{Base, Calendar};
use super::draws::{CellScores, Draws};
use super::net;
use super::outcome::{IndicatorOutcome, Quantiles};
use super::run::WorldRun;
use super::sampling::SCRAMBLES;
use super::standing;
use crate::model::stats::elementary::wide;
use crate::model::stats::{Selector, five_quantiles};
use crate::model::{Basis, Cell, Grade, Indicator, Input, Node};

pub(super) use appraisal::appraisal;
pub(super) use costs::Costs;
pub(super) use values::{Triple, values};
use values::{baseline, has_baseline};

/// Draws worked through at a time where several columns are added up: they stay in the nearest cache.
const PART: usize = 1024;

/// t₉ at 97.5 %: Monte-Carlo errors are 95 % half-widths over ten scrambles.
const T9: f64 = 2.262_157_162_740_992;

/// What one thread works with: a column of each kind, and the tables of the selection.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub triple: Triple,
    pub selector: Selector,
}

/// Columns over all slots of one place, put together once.
pub(super) struct PlaceColumns<'a> {
    run: &'a WorldRun,
    r: usize,
    cell: &'a Cell,
    calendar: Calendar,
    draws: &'a Draws,
    scores: &'a CellScores,
    costs: Costs,
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
        let costs = Costs::new(model, draws, levers, &discount);
        let practice_points = model.judgements.practice_sd_points;
        let cell = &run.world.cells[r];
        let mut workforce = Vec::new();
        if let Some(base) = Base::new(cell, Input::Workforce, scores, calendar) {
            base.starting(0..draws.len(), &mut workforce);
        }
        Self { run, r, cell, calendar, draws, scores, costs, workforce, discount, practice_points }
    }

    /// Type-7 quantiles of a column.
    fn five(&self, values: &[f64]) -> Quantiles {
        self.draws.spare.desks.with(|desk| five(&mut desk.selector, values))
    }

    fn base(&self, input: Input) -> Option<Base<'a>> {
        Base::new(self.cell, input, self.scores, self.calendar)
    }

    /// Public cost up to year `t`, £m present value, by slot.
    pub fn public_cost(&self, t: usize, out: &mut Vec<f64>) {
        self.costs.public(t, out);
    }

    /// Whether nothing has been spent in year `t`: public cost is that of the year before.
    fn spent_before(&self, t: usize) -> bool {
        self.costs.spent_before(t)
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
        out.resize(self.draws.len(), 0.0);
        let by = self.discount[t];
        wide(
            #[inline(always)]
            || {
                for block in &self.run.blocks {
                    let place = &block.places[self.r];
                    let (now, before) = (place.pv(t, uk), place.pv(t.saturating_sub(1), uk));
                    for ((flow, now), before) in out[block.slots()].iter_mut().zip(now).zip(before) {
                        *flow = (now - before) / by;
                    }
                }
            },
        );
    }

    /// Private cost up to year `t`, £m present value.
    pub fn private_cost(&self, t: usize) -> f64 {
        self.costs.private(t)
    }

    /// Net jobs of year `t`, by slot.
    pub fn jobs(&self, t: usize, uk: bool, out: &mut Vec<f64>) {
        let factors = &self.run.factors[self.r][usize::from(uk)].jobs;
        out.resize(self.draws.len(), 0.0);
        wide(
            #[inline(always)]
            || {
                for block in &self.run.blocks {
                    let (start, factors) = (&self.workforce[block.slots()], &factors[block.slots()]);
                    let jobs = block.places[self.r].jobs(t);
                    let all = out[block.slots()].iter_mut().zip(start).zip(jobs).zip(factors);
                    for (((net, workforce), jobs), factor) in all {
                        *net = workforce * jobs * factor;
                    }
                }
            },
        );
    }

    /// Whether no draw of an indicator can differ from what happens anyway in year `t`.
    fn still(&self, indicator: Indicator, t: usize) -> bool {
        let moves = |node: &Node| self.run.programs.iter().any(|p| p.places[self.r].live[node.index()]);
        indicator != Indicator::PublicCostPv
            && indicator != Indicator::ValueForMoney
            && (t == 0 || !standing::nodes_of(indicator).iter().any(moves))
    }
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
pub(super) fn year(draws: &Draws, desk: &mut Desk, baseline: Option<Quantiles>, last: bool) -> YearSummary {
    let Desk { triple, selector } = desk;
    let n = triple.change.len().max(1) as f64;
    let (above, below) = signs(&triple.change);
    let (above, below) = (above / n, below / n);
    let mean = triple.mean();
    let (change, mc_error) =
        if above + below == 0.0 { Default::default() } else { with_error(draws, selector, &triple.change) };
    let (baseline, scenario) = if triple.effect_only {
        (Quantiles::default(), change)
    } else if above + below == 0.0 && baseline.is_some() {
        let same = baseline.unwrap_or_default();
        (same, same)
    } else {
        let known = baseline.unwrap_or_else(|| five(selector, &triple.baseline));
        (known, five(selector, &triple.scenario))
    };
    let futures = if last { twenty(selector, &triple.change) } else { Vec::new() };
    let level_futures = match (last, triple.effect_only) {
        (false, _) => Vec::new(),
        (true, true) => futures.clone(),
        (true, false) => twenty(selector, &triple.scenario),
    };
    YearSummary { baseline, scenario, change, above, below, mean, mc_error, futures, level_futures }
}

/// How many values lie above and below 0.
fn signs(values: &[f64]) -> (f64, f64) {
    let (mut above, mut below) = (0_u64, 0_u64);
    wide(
        #[inline(always)]
        || {
            for v in values {
                above += u64::from(*v > 0.0);
                below += u64::from(*v < 0.0);
            }
        },
    );
    (above as f64, below as f64)
}

/// Type-7 quantiles.
fn five(selector: &mut Selector, values: &[f64]) -> Quantiles {
    of(selector.quantiles(values, FIVE))
}

const FIVE: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

const fn of([p10, p25, p50, p75, p90]: [f64; 5]) -> Quantiles {
    Quantiles { p10, p25, p50, p75, p90 }
}

/// Type-7 quantiles of a buffer, which is reordered.
pub(super) fn quantiles(values: &mut [f64]) -> Quantiles {
    of(five_quantiles(values))
}

/// Quantiles at 2.5 %, 7.5 %, … 97.5 %.
fn twenty(selector: &mut Selector, values: &[f64]) -> Vec<f64> {
    selector.quantiles(values, std::array::from_fn::<f64, 20, _>(|k| (k as f64 + 0.5) / 20.0)).to_vec()
}

/// Quantiles, and the 95 % half-width of the median over the ten scrambles.
fn with_error(draws: &Draws, selector: &mut Selector, values: &[f64]) -> (Quantiles, f64) {
    let mut medians = [0.0; SCRAMBLES];
    let quantiles = of(selector.with_medians(values, FIVE, draws.scrambles(), &mut medians));
    let mean = medians.iter().sum::<f64>() / SCRAMBLES as f64;
    let variance = medians.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / (SCRAMBLES - 1) as f64;
    (quantiles, T9 * (variance / SCRAMBLES as f64).sqrt())
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
    let used = own.iter().filter(|i| has_baseline(**i)).count();
    let levels = c.draws.levels(c.cell, c.calendar, (own.len(), used, c.run.world.cells.len()));
    let levels = levels.as_deref();
    let known = c.draws.baseline("place", (c.cell, c.calendar), || baselines(c, &own));
    let tasks: Vec<(usize, usize)> = (0..=horizon).rev().flat_map(|t| (0..own.len()).map(move |k| (k, t))).collect();
    let each = |&(k, t): &(usize, usize)| -> YearSummary {
        if cancel.load(Ordering::Relaxed) {
            return YearSummary::default();
        }
        if own[k] == Indicator::PublicCostPv && t < horizon && c.spent_before(t) {
            return YearSummary::default();
        }
        if t < horizon && c.still(own[k], t) {
            let same = known[k][t];
            return YearSummary { baseline: same, scenario: same, ..YearSummary::default() };
        }
        let before = match levels {
            Some(levels) if has_baseline(own[k]) => levels.column(k, t, |out| baseline(c, (own[k], t), out)),
            Some(_) => Some(&[][..]),
            None => None,
        };
        c.draws.spare.desks.with(|desk| {
            values(c, (own[k], t), before, &mut desk.triple);
            year(c.draws, desk, Some(known[k][t]), t == horizon)
        })
    };
    let flat: Vec<YearSummary> = tasks.par_iter().map(each).collect();
    let mut out = vec![vec![YearSummary::default(); horizon + 1]; own.len()];
    for ((k, t), summary) in tasks.into_iter().zip(flat) {
        out[k][t] = summary;
    }
    if let Some(cost) = own.iter().position(|i| *i == Indicator::PublicCostPv) {
        for t in (1..horizon).filter(|t| c.spent_before(*t)) {
            out[cost][t] = out[cost][t - 1].clone();
        }
    }
    out
}

/// Quantiles of what happens anyway, by indicator and year: the same whatever the levers.
fn baselines(c: &PlaceColumns<'_>, own: &[Indicator]) -> Vec<Vec<Quantiles>> {
    let of_year = |indicator: Indicator, t: usize| {
        if !has_baseline(indicator) {
            return Quantiles::default();
        }
        c.draws.spare.desks.with(|Desk { triple, selector }| {
            baseline(c, (indicator, t), &mut triple.baseline);
            five(selector, &triple.baseline)
        })
    };
    own.par_iter().map(|indicator| (0..=c.calendar.horizon).map(|t| of_year(*indicator, t)).collect()).collect()
}
