//! Values of every indicator, draw by draw (MODEL.md section 9).

use super::{PART, PlaceColumns};
use crate::model::stats::elementary::{self, wide};
use crate::model::{Indicator, Input, Node};
use crate::projection::base;

/// Values of one indicator in one year: no new policy, plan, difference; by slot.
#[derive(Debug, Default)]
pub(in crate::projection) struct Triple {
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
        self.central_mean.unwrap_or_else(|| sum(&self.change) / self.change.len().max(1) as f64)
    }

    /// Columns of `count` values: those of a former use, to be written over.
    fn size(&mut self, count: usize) {
        for column in [&mut self.scenario, &mut self.change] {
            column.resize(count, 0.0);
        }
    }
}

/// Sum in eight lanes, in a fixed order: the same bits everywhere, without waiting for each addition.
fn sum(values: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (whole, rest) = values.as_chunks::<8>();
    wide(
        #[inline(always)]
        || {
            for chunk in whole {
                for (lane, v) in lanes.iter_mut().zip(chunk) {
                    *lane += v;
                }
            }
        },
    );
    lanes.iter().chain(rest).sum()
}

/// Fills `out` for one indicator and year. `Gap` is filled elsewhere (it spans places). `known` is the indicator's column of no new
/// policy in that year ([`baseline`]) where it is at hand: it is then not put into `out`.
pub(in crate::projection) fn values(
    c: &PlaceColumns<'_>,
    (indicator, t): (Indicator, usize),
    known: Option<&[f64]>,
    out: &mut Triple,
) {
    out.central_mean = None;
    out.effect_only = !has_baseline(indicator);
    if known.is_none() {
        out.baseline.clear();
        baseline(c, (indicator, t), &mut out.baseline);
    }
    out.size(c.draws.len());
    match indicator {
        Indicator::InnovationActive => share(c, (Input::InnovationPct, Node::Innovation), t, known, out),
        Indicator::FirmsCollaborating => share(c, (Input::CollabPct, Node::Ties), t, known, out),
        Indicator::TrainedWorkforce => {
            shifted(c, (Node::Skills, 1.0), t, known, out);
            let scenario = &mut out.scenario;
            wide(
                #[inline(always)]
                || scenario.iter_mut().for_each(|v| *v = v.clamp(0.0, 100.0)),
            );
        }
        Indicator::ManagementScore => shifted(c, (Node::Practice, c.practice_points), t, known, out),
        Indicator::BusinessRd => level(c, Input::RdM, Node::RdSpend, t, known, out),
        Indicator::RdIntensity => intensity(c, t, known, out),
        Indicator::GvaPerHour => level(c, Input::GvaHour, Node::Productivity, t, known, out),
        Indicator::NetJobs => c.jobs(t, false, &mut out.change),
        Indicator::NetGvaPv => c.gva_pv(t, false, &mut out.change),
        Indicator::PublicCostPv => c.public_cost(t, &mut out.change),
        Indicator::ValueForMoney => {
            c.public_cost(t, &mut out.scenario);
            let private = c.private_cost(t);
            let (change, cost) = (&mut out.change, &out.scenario);
            wide(
                #[inline(always)]
                || {
                    for block in &c.run.blocks {
                        let (change, cost) = (&mut change[block.slots()], &cost[block.slots()]);
                        let pv = block.places[c.r].pv(t, true);
                        for ((v, cost), pv) in change.iter_mut().zip(cost).zip(pv) {
                            let ratio = (pv - private) / cost;
                            *v = if *cost > 0.0 { ratio } else { 0.0 };
                        }
                    }
                },
            );
        }
        Indicator::Gap => {}
    }
}

/// Whether something of an indicator happens anyway; the others are effects.
pub(in crate::projection) const fn has_baseline(indicator: Indicator) -> bool {
    !matches!(
        indicator,
        Indicator::NetJobs | Indicator::NetGvaPv | Indicator::PublicCostPv | Indicator::ValueForMoney | Indicator::Gap
    )
}

/// What happens of an indicator anyway in year `t`, by slot: the same whatever the levers. Zeros for effects.
pub(in crate::projection) fn baseline(c: &PlaceColumns<'_>, (indicator, t): (Indicator, usize), out: &mut Vec<f64>) {
    let input = match indicator {
        Indicator::InnovationActive => Input::InnovationPct,
        Indicator::FirmsCollaborating => Input::CollabPct,
        Indicator::TrainedWorkforce => Input::TrainedPct,
        Indicator::ManagementScore => Input::PracticeScore,
        Indicator::BusinessRd => Input::RdM,
        Indicator::GvaPerHour => Input::GvaHour,
        Indicator::RdIntensity => return intensity_before(c, t, out),
        _ => return out.resize(c.draws.len(), 0.0),
    };
    if let Some(base) = c.base(input) {
        base.unit(t, out);
    }
}

/// R&D in per cent of GVA, on two forecasts.
fn intensity_before(c: &PlaceColumns<'_>, t: usize, out: &mut Vec<f64>) {
    let (Some(rd), Some(gva)) = (c.base(Input::RdM), c.base(Input::GvaM)) else { return };
    out.resize(c.draws.len(), 0.0);
    let (of_rd, of_gva, mut below) = (rd.moments(t), gva.moments(t), [0.0; PART]);
    wide(
        #[inline(always)]
        || {
            for (part, out) in out.chunks_mut(PART).enumerate() {
                let slots = part * PART..part * PART + out.len();
                rd.fill(of_rd, slots.clone(), out);
                gva.fill(of_gva, slots, &mut below[..out.len()]);
                for (b, g) in out.iter_mut().zip(&below) {
                    *b = 100.0 * elementary::exp(*b - g);
                }
            }
        },
    );
}

/// A share in per cent whose log-odds are moved.
fn share(c: &PlaceColumns<'_>, (input, node): (Input, Node), t: usize, known: Option<&[f64]>, out: &mut Triple) {
    let Some(base) = c.base(input) else { return };
    let Triple { baseline, scenario, change, .. } = out;
    let (before, moments) = (known.unwrap_or(baseline), base.moments(t));
    wide(
        #[inline(always)]
        || {
            for block in &c.run.blocks {
                let slots = block.slots();
                let (scenario, change) = (&mut scenario[slots.clone()], &mut change[slots.clone()]);
                base.fill(moments, slots.clone(), scenario);
                for (((s, d), b), x) in scenario.iter_mut().zip(change).zip(&before[slots]).zip(block.x(c.r, node, t)) {
                    *s = base::share(*s + x);
                    *d = *s - b;
                }
            }
        },
    );
}

/// A figure to which a deviation is added, in `points` a unit.
fn shifted(c: &PlaceColumns<'_>, (node, points): (Node, f64), t: usize, known: Option<&[f64]>, out: &mut Triple) {
    let Triple { baseline, scenario, change, .. } = out;
    let before = known.unwrap_or(baseline);
    wide(
        #[inline(always)]
        || {
            for block in &c.run.blocks {
                let slots = block.slots();
                let (scenario, change) = (&mut scenario[slots.clone()], &mut change[slots.clone()]);
                for (((s, d), b), x) in scenario.iter_mut().zip(change).zip(&before[slots]).zip(block.x(c.r, node, t)) {
                    *d = points * x;
                    *s = b + *d;
                }
            }
        },
    );
}

fn level(c: &PlaceColumns<'_>, input: Input, node: Node, t: usize, known: Option<&[f64]>, out: &mut Triple) {
    let Some(base) = c.base(input) else { return };
    let change = &mut out.change;
    wide(
        #[inline(always)]
        || {
            for block in &c.run.blocks {
                for (d, x) in change[block.slots()].iter_mut().zip(block.x(c.r, node, t)) {
                    *d = elementary::expm1(*x);
                }
            }
        },
    );
    proportional(out, known, base.value(base.centre(t)));
}

fn intensity(c: &PlaceColumns<'_>, t: usize, known: Option<&[f64]>, out: &mut Triple) {
    let (Some(rd), Some(gva)) = (c.base(Input::RdM), c.base(Input::GvaM)) else { return };
    let change = &mut out.change;
    wide(
        #[inline(always)]
        || {
            for block in &c.run.blocks {
                let [rd, p, j] = [Node::RdSpend, Node::Productivity, Node::Jobs].map(|node| block.x(c.r, node, t));
                for (((d, rd), p), j) in change[block.slots()].iter_mut().zip(rd).zip(p).zip(j) {
                    *d = elementary::expm1(rd - p - j);
                }
            }
        },
    );
    proportional(out, known, 100.0 * elementary::exp(rd.centre(t) - gva.centre(t)));
}

/// change = baseline · (eˣ − 1), so that x = 0 is exactly no change; eˣ − 1 stands in `change`.
fn proportional(out: &mut Triple, known: Option<&[f64]>, central: f64) {
    out.central_mean = Some(central * sum(&out.change) / out.change.len().max(1) as f64);
    let Triple { baseline, scenario, change, .. } = out;
    let before = known.unwrap_or(baseline);
    wide(
        #[inline(always)]
        || {
            for ((d, s), b) in change.iter_mut().zip(scenario).zip(before) {
                *d *= b;
                *s = b + *d;
            }
        },
    );
}
