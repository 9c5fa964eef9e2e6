//! What plans cost a year, and how that stands to the budget.

use super::state::State;
use crate::model::{Basis, LeverGroup, LeverKind, dose};
use crate::report::words::{self, Unit};
use crate::scenario::{Plan, Scenario};

/// Money a year with every lever in force, £m.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cost {
    /// The plan shown.
    pub shown: f64,
    /// All plans.
    pub all: f64,
}

impl Cost {
    /// Of a scenario whose plan `shown` (counted from 0) is on the screen.
    #[must_use]
    pub fn of(basis: &Basis, scenario: &Scenario, shown: usize) -> Self {
        let each: Vec<f64> = scenario.plans.iter().map(|plan| running(basis, plan)).collect();
        Self { shown: each.get(shown).copied().unwrap_or(0.0), all: each.iter().sum() }
    }

    /// "£18m/yr", with a budget "£18m of £20m/yr"; over it that is said in words. `several`: the budget is for all plans.
    #[must_use]
    pub fn said(self, budget: Option<f64>, several: bool) -> String {
        let money = |x: f64| words::amount(x, Unit::MillionPounds);
        let Some(budget) = budget else { return format!("{}/yr", money(self.shown)) };
        let most = words::exact_millions(budget);
        let all = if several { ", all plans" } else { "" };
        if self.over(Some(budget)) {
            // What is over by little must not be rounded to what is not over.
            return format!("{} of {most}/yr{all}: over by {}", money(self.all), money(self.all - budget));
        }
        format!("{} of {most}/yr{all}", money(self.all))
    }

    /// Whether all plans together cost more than the budget.
    #[must_use]
    pub fn over(self, budget: Option<f64>) -> bool {
        budget.is_some_and(|b| self.all > b * (1.0 + 1e-9))
    }
}

impl State {
    /// How many levers of a group are on in the plan shown, and what these cost a year, £m.
    #[must_use]
    pub fn group_cost(&self, group: LeverGroup) -> (usize, f64) {
        let mut plan = self.plan().clone();
        plan.levers.retain(|id, s| s.amount > 0.0 && self.basis.model.lever(id).is_some_and(|l| l.group == group));
        (plan.levers.len(), running(&self.basis, &plan))
    }
}

/// Money a year of one plan, £m; coverage costs its unit cost per learner covered.
pub(super) fn running(basis: &Basis, plan: &Plan) -> f64 {
    let cell = basis.inputs.cell(&plan.place, &plan.sector).ok();
    let cost = |(id, setting): (&crate::evidence::LeverId, &crate::scenario::Setting)| {
        let lever = basis.model.lever(id)?;
        match lever.kind {
            LeverKind::Spend => Some(setting.amount),
            LeverKind::Reform => {
                let pool = dose::pool_size(lever, cell.as_ref()?);
                Some(setting.amount / 100.0 * pool * lever.unit_cost.central / 1e6)
            }
        }
    };
    plan.on().filter_map(cost).sum()
}
