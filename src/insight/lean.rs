//! What an answer leans on: the same choice with one assumption held, one arrow gone or one finding left out.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::watch::Watch;
use super::yardstick::Yardstick;
use crate::evidence::EffectId;
use crate::evidence::order::InOrder as _;
use crate::model::stats::quantiles7;
use crate::model::{Basis, Structure};
use crate::projection::drivers::{Driver, drivers};
use crate::projection::variant::{Held, Quantity};
use crate::projection::{DrawKey, Draws, Stopped};
use crate::scenario::Scenario;

/// One thing assumed otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Assumption {
    /// A quantity held at an end of its range, or an arrow at nothing.
    Held(Quantity, Held),
    /// Only this structure is run.
    Only(Structure),
    /// A finding is not believed.
    Without(EffectId),
}

/// A choice: one plan against no new policy, or the first of several against the second.
#[derive(Clone, Copy)]
pub struct Choice<'a> {
    /// What is known and assumed.
    pub basis: &'a Basis,
    /// The plan, and the one it is set against; `None` is no new policy.
    pub plan: &'a Scenario,
    /// See `plan`.
    pub other: Option<&'a Scenario>,
    /// What it is judged by.
    pub yardstick: Yardstick,
    /// Draws of each run.
    pub count: u32,
    /// The draws of the plan with nothing assumed otherwise: runs take over from them what stays the same.
    pub plain: &'a [Arc<Draws>],
}

impl Choice<'_> {
    /// By how much the plan is ahead in the middle future (below zero: behind), more being better, under these assumptions.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
    pub fn margin(&self, assumed: &[Assumption], watch: &Watch<'_>) -> Result<f64, Stopped> {
        let sign = self.yardstick.sign(self.basis);
        let mut ahead = self.values(self.plan, assumed, watch)?;
        if let Some(other) = self.other {
            for (a, b) in ahead.iter_mut().zip(self.values(other, assumed, watch)?) {
                *a -= b;
            }
        }
        Ok(sign * quantiles7(&mut ahead, [0.5])[0])
    }

    fn values(&self, scenario: &Scenario, assumed: &[Assumption], watch: &Watch<'_>) -> Result<Vec<f64>, Stopped> {
        let mut scenario = scenario.clone();
        scenario.seed = self.plan.seed;
        let mut held = Vec::new();
        for assumption in assumed {
            match assumption {
                Assumption::Held(quantity, at) => held.push((*quantity, *at)),
                Assumption::Only(structure) => {
                    scenario.switches.structures = std::array::from_fn(|k| k == structure.index());
                }
                Assumption::Without(finding) => scenario.exclude_studies.push(finding.clone()),
            }
        }
        let mut key = DrawKey::of(&scenario, self.count);
        key.variant.held = held;
        self.yardstick.run(self.basis, &scenario, &Draws::beside(self.basis, &key, self.plain), watch)
    }

    /// Quantities that can move the choice: arrows on live paths of either plan, pairs between levers that are on, costs, and
    /// the step from gross to net.
    ///
    /// # Errors
    /// As [`Choice::margin`].
    pub fn quantities(&self) -> Result<Vec<Quantity>, Stopped> {
        let model = &self.basis.model;
        let mut out = BTreeSet::from([
            Quantity::CommonOptimism,
            Quantity::UnitCost,
            Quantity::OptimismBias,
            Quantity::Leakage,
            Quantity::Displacement,
            Quantity::Substitution,
            Quantity::Multiplier,
        ]);
        for scenario in std::iter::once(self.plan).chain(self.other) {
            let draws = Draws::make(self.basis, &DrawKey::of(scenario, 160));
            for plan in 0..scenario.plans.len() {
                for column in drivers(self.basis, scenario, &draws, plan)? {
                    match column.driver {
                        Driver::Effect(row) => out.insert(Quantity::Channel(row)),
                        Driver::Gain(row) => out.insert(Quantity::Link(row)),
                        _ => false,
                    };
                }
                let on = |lever| scenario.plans[plan].on().any(|(id, _)| id == lever);
                let pairs = model.pairs.iter().enumerate().filter(|(_, p)| on(&p.a) && on(&p.b));
                out.extend(pairs.map(|(row, _)| Quantity::Pair(row)));
            }
        }
        Ok(out.into_iter().collect())
    }

    /// Findings behind the channels among these quantities, each once.
    #[must_use]
    pub fn findings(&self, quantities: &[Quantity]) -> Vec<EffectId> {
        let mut out = BTreeSet::new();
        for quantity in quantities {
            if let Quantity::Channel(row) = quantity {
                let channel = &self.basis.model.channels[*row];
                out.extend(channel.pooled_from.iter().filter(|id| self.basis.evidence.effect(id).is_some()).cloned());
            }
        }
        out.into_iter().map(|id| EffectId::new(&id)).collect()
    }
}

/// One bar: the margin with the quantity at the low and at the high end of its range, everything else as drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Which.
    pub quantity: Quantity,
    /// Margin at its 10 % quantile.
    pub low: f64,
    /// Margin at its 90 % quantile.
    pub high: f64,
}

impl Bar {
    /// Length of the bar.
    #[must_use]
    pub fn swing(&self) -> f64 {
        (self.high - self.low).abs()
    }
}

/// A tornado, longest bar first; `done` runs of `all` are counted from `done`.
///
/// # Errors
/// As [`Choice::margin`].
pub fn tornado(
    choice: &Choice<'_>,
    quantities: &[Quantity],
    (done, all): (usize, usize),
    watch: &Watch<'_>,
) -> Result<Vec<Bar>, Stopped> {
    let done = AtomicUsize::new(done);
    let bar = |quantity: &Quantity| {
        watch.step(done.fetch_add(2, Ordering::Relaxed), all)?;
        let low = choice.margin(&[Assumption::Held(*quantity, Held::Low)], watch)?;
        let high = choice.margin(&[Assumption::Held(*quantity, Held::High)], watch)?;
        Ok(Bar { quantity: *quantity, low, high })
    };
    let mut bars = quantities.par_iter().map(bar).collect::<Result<Vec<_>, _>>()?;
    bars.order_by(|a, b| b.swing().total_cmp(&a.swing()));
    Ok(bars)
}

/// The margin without one piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// A finding, or an arrow held at nothing.
    pub what: Assumption,
    /// Margin without it.
    pub margin: f64,
}

/// Leaves out every finding and every arrow, one at a time; what moves the margin most stands first.
///
/// # Errors
/// As [`Choice::margin`].
pub fn leave_one_out(
    choice: &Choice<'_>,
    quantities: &[Quantity],
    margin: f64,
    (done, all): (usize, usize),
    watch: &Watch<'_>,
) -> Result<Vec<Left>, Stopped> {
    let arrow = |q: &&Quantity| matches!(q, Quantity::Channel(_) | Quantity::Link(_) | Quantity::Pair(_));
    let arrows = quantities.iter().filter(arrow).map(|q| Assumption::Held(*q, Held::Nothing));
    let all_of_them: Vec<Assumption> =
        choice.findings(quantities).into_iter().map(Assumption::Without).chain(arrows).collect();
    let done = AtomicUsize::new(done);
    let without = |what: Assumption| {
        watch.step(done.fetch_add(1, Ordering::Relaxed), all)?;
        let margin = choice.margin(std::slice::from_ref(&what), watch)?;
        Ok(Left { what, margin })
    };
    let mut out = all_of_them.into_par_iter().map(without).collect::<Result<Vec<_>, _>>()?;
    out.order_by(|a, b| (b.margin - margin).abs().total_cmp(&(a.margin - margin).abs()));
    Ok(out)
}

/// Number of runs that [`leave_one_out`] makes.
#[must_use]
pub fn runs_of(choice: &Choice<'_>, quantities: &[Quantity]) -> usize {
    let arrow = |q: &&Quantity| matches!(q, Quantity::Channel(_) | Quantity::Link(_) | Quantity::Pair(_));
    choice.findings(quantities).len() + quantities.iter().filter(arrow).count()
}
