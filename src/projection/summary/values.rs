//! Values of every indicator, draw by draw (MODEL.md section 9).

use super::PlaceColumns;
use crate::model::stats::elementary::{self, wide};
use crate::model::{Indicator, Input, Node};
use crate::projection::base::{self, Base};

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

    fn effect_only(&mut self, count: usize) {
        self.effect_only = true;
        self.baseline.clear();
        self.baseline.resize(count, 0.0);
    }

    /// Columns of `count` values: those of a former use, to be written over.
    fn size(&mut self, count: usize) {
        for column in [&mut self.baseline, &mut self.scenario, &mut self.change] {
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

/// Fills `out` for one indicator and year. `Gap` is filled elsewhere (it spans places).
pub(in crate::projection) fn values(c: &PlaceColumns<'_>, indicator: Indicator, t: usize, out: &mut Triple) {
    out.central_mean = None;
    out.effect_only = false;
    match indicator {
        Indicator::InnovationActive => share(c, Input::InnovationPct, Node::Innovation, t, out),
        Indicator::FirmsCollaborating => share(c, Input::CollabPct, Node::Ties, t, out),
        Indicator::TrainedWorkforce => {
            shifted(c, Input::TrainedPct, (Node::Skills, 1.0), t, out);
            for v in &mut out.scenario {
                *v = v.clamp(0.0, 100.0);
            }
        }
        Indicator::ManagementScore => shifted(c, Input::PracticeScore, (Node::Practice, c.practice_points), t, out),
        Indicator::BusinessRd => level(c, Input::RdM, Node::RdSpend, t, out),
        Indicator::RdIntensity => intensity(c, t, out),
        Indicator::GvaPerHour => level(c, Input::GvaHour, Node::Productivity, t, out),
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
            let private = c.private_cost(t);
            for (v, cost) in out.change.iter_mut().zip(&out.scenario) {
                *v = if *cost > 0.0 { (*v - private) / cost } else { 0.0 };
            }
            out.effect_only(c.draws.len());
        }
        Indicator::Gap => out.effect_only(c.draws.len()),
    }
}

/// One block's part of the three columns, with the base on its own scale in the first.
fn part<'a>(
    base: &Base<'_>,
    t: usize,
    slots: std::ops::Range<usize>,
    out: &'a mut Triple,
) -> (&'a mut [f64], &'a mut [f64], &'a mut [f64]) {
    let Triple { baseline, scenario, change, .. } = out;
    let baseline = &mut baseline[slots.clone()];
    base.scaled(t, slots.clone(), baseline);
    (baseline, &mut scenario[slots.clone()], &mut change[slots])
}

/// A share in per cent whose log-odds are moved.
fn share(c: &PlaceColumns<'_>, input: Input, node: Node, t: usize, out: &mut Triple) {
    let Some(base) = c.base(input) else { return };
    out.size(c.draws.len());
    for block in &c.run.blocks {
        let (baseline, scenario, change) = part(&base, t, block.slots(), out);
        let x = block.x(c.r, node, t);
        wide(
            #[inline(always)]
            || {
                for (((b, s), d), x) in baseline.iter_mut().zip(scenario).zip(change).zip(x) {
                    *s = base::share(*b + x);
                    *b = base::share(*b);
                    *d = *s - *b;
                }
            },
        );
    }
}

/// A figure to which a deviation is added, in `points` a unit.
fn shifted(c: &PlaceColumns<'_>, input: Input, (node, points): (Node, f64), t: usize, out: &mut Triple) {
    let Some(base) = c.base(input) else { return };
    out.size(c.draws.len());
    for block in &c.run.blocks {
        let (baseline, scenario, change) = part(&base, t, block.slots(), out);
        base.to_unit(baseline);
        for (((b, s), d), x) in baseline.iter().zip(scenario).zip(change).zip(block.x(c.r, node, t)) {
            *d = points * x;
            *s = b + *d;
        }
    }
}

fn level(c: &PlaceColumns<'_>, input: Input, node: Node, t: usize, out: &mut Triple) {
    let Some(base) = c.base(input) else { return };
    out.size(c.draws.len());
    for block in &c.run.blocks {
        let (baseline, scenario, _) = part(&base, t, block.slots(), out);
        base.to_unit(baseline);
        scenario.copy_from_slice(block.x(c.r, node, t));
    }
    proportional(out, base.value(base.centre(t)));
}

/// change = baseline · (eˣ − 1), so that x = 0 is exactly no change; x stands in `scenario`.
fn proportional(out: &mut Triple, central: f64) {
    let Triple { scenario, change, .. } = out;
    wide(
        #[inline(always)]
        || {
            for (d, x) in change.iter_mut().zip(&*scenario) {
                *d = elementary::expm1(*x);
            }
        },
    );
    out.central_mean = Some(central * sum(&out.change) / out.change.len().max(1) as f64);
    for ((d, s), b) in out.change.iter_mut().zip(&mut out.scenario).zip(&out.baseline) {
        *d *= b;
        *s = b + *d;
    }
}

fn intensity(c: &PlaceColumns<'_>, t: usize, out: &mut Triple) {
    let (Some(rd), Some(gva)) = (c.base(Input::RdM), c.base(Input::GvaM)) else { return };
    out.size(c.draws.len());
    for block in &c.run.blocks {
        let (baseline, scenario, _) = part(&rd, t, block.slots(), out);
        gva.scaled(t, block.slots(), scenario);
        wide(
            #[inline(always)]
            || {
                for (b, g) in baseline.iter_mut().zip(&*scenario) {
                    *b = 100.0 * elementary::exp(*b - g);
                }
            },
        );
        let [rd, p, j] = [Node::RdSpend, Node::Productivity, Node::Jobs].map(|node| block.x(c.r, node, t));
        for (((x, rd), p), j) in scenario.iter_mut().zip(rd).zip(p).zip(j) {
            *x = rd - p - j;
        }
    }
    proportional(out, 100.0 * elementary::exp(rd.centre(t) - gva.centre(t)));
}
