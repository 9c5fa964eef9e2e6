//! The last change once more: what was set, and what each indicator said before and after it.

use std::sync::Arc;

use super::state::State;
use crate::model::Indicator;
use crate::projection::Projection;
use crate::report::wording;
use crate::report::words::{self, Unit};
use crate::scenario::{Scenario, differences};

/// Scenario and figures before a change.
#[derive(Debug, Clone)]
pub struct Before {
    /// What was chosen.
    pub scenario: Arc<Scenario>,
    /// What followed.
    pub projection: Arc<Projection>,
}

/// Which figures the cards show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Those of the scenario.
    Now,
    /// Those before the last change; the scenario stays as it is.
    Before,
}

/// One indicator before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Which.
    pub indicator: Indicator,
    /// Range and middle before.
    pub before: String,
    /// Range and middle now.
    pub after: String,
    /// Whether the words differ.
    pub differs: bool,
}

impl State {
    /// The scenario whose figures the cards show.
    #[must_use]
    pub fn shown_scenario(&self) -> &Scenario {
        match (self.face, &self.before) {
            (Face::Before, Some(before)) => &before.scenario,
            _ => &self.scenario,
        }
    }

    /// The figures the cards show.
    #[must_use]
    pub fn shown_projection(&self) -> Option<&Projection> {
        match (self.face, &self.before) {
            (Face::Before, Some(before)) => Some(&before.projection),
            _ => self.answer.as_ref().map(|a| &*a.projection),
        }
    }

    /// Whether the plan whose figures are shown turns no lever on.
    #[must_use]
    pub fn shows_nothing_on(&self) -> bool {
        self.shown_scenario().plans.get(self.plan_at).is_none_or(crate::scenario::Plan::is_off)
    }

    /// What the last run of changes set, in words; empty without one.
    #[must_use]
    pub fn last_change(&self) -> Vec<String> {
        let Some(before) = &self.before else { return Vec::new() };
        differences(&self.basis, &before.scenario, &self.scenario).iter().map(ToString::to_string).collect()
    }

    /// Every indicator before and after the last change.
    #[must_use]
    pub fn moved(&self) -> Vec<Moved> {
        let (Some(before), Some(answer)) = (&self.before, &self.answer) else { return Vec::new() };
        let plan = |p: &Projection| p.plans.get(self.plan_at).cloned();
        let (Some(old), Some(new)) = (plan(&before.projection), plan(&answer.projection)) else { return Vec::new() };
        let said = |outcome: &crate::projection::PlanOutcome, indicator: Indicator| {
            let unit = Unit::of_change(indicator, self.places());
            let outcome = outcome.indicator(indicator);
            match outcome.change.last() {
                Some(q) if q.p10 == 0.0 && q.p90 == 0.0 => wording::NO_CHANGE.to_owned(),
                Some(q) => {
                    let text = words::narrow_range_and_middle(q, unit);
                    if indicator == Indicator::PublicCostPv { text.replace('+', "") } else { text }
                }
                None => words::NOT_QUANTIFIED.to_owned(),
            }
        };
        Indicator::ALL
            .iter()
            .map(|i| {
                let (before, after) = (said(&old, *i), said(&new, *i));
                let differs = before != after;
                Moved { indicator: *i, before, after, differs }
            })
            .collect()
    }
}

/// Turns the cards round, or says that there is nothing to turn to.
pub(super) fn flip(state: &mut State) {
    state.face = match state.face {
        Face::Now => Face::Before,
        Face::Before => Face::Now,
    };
    let change = state.last_change().join("; ");
    state.notice = Some(match state.face {
        Face::Before => format!("Cards show the figures before the last change ({change})"),
        Face::Now => format!("Cards show the figures after the last change ({change})"),
    });
}
