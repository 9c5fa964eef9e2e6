//! Ready-made mixes of levers for the plan shown. Rule: of a worked example each lever reaches the same share of its pool
//! here as in the example's own place and sector; levers without a pool and coverage keep their amount.

use std::collections::BTreeMap;

use super::action::Effect;
use super::levers;
use super::money;
use super::state::State;
use crate::evidence::LeverId;
use crate::evidence::load::SCENARIOS;
use crate::model::{Basis, Cell, LeverKind, Pool, dose};
use crate::report::words;
use crate::scenario::{Plan, Scenario, Setting, document};

/// The rule, as the picker says it.
pub const RULE: &str = "Each lever reaches the same share of its pool here as in the example's own place and sector; levers \
                        without a pool, and coverage, keep their amount. Figures are rounded to two.";

/// Two mixes that are set against each other at equal cost.
const EQUAL: [(&str, &str); 2] =
    [("qualifications-only", "Qualifications first"), ("collective-learning-first", "Collective learning first")];

/// A mix.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// Heading in the list.
    pub heading: &'static str,
    /// Title.
    pub title: String,
    /// What it costs here a year, and how it was scaled.
    pub about: String,
    /// Settings.
    pub levers: BTreeMap<LeverId, Setting>,
}

/// Every preset for the plan shown.
#[must_use]
pub fn presets(state: &State) -> Vec<Preset> {
    let Ok(cell) = &state.cell else { return Vec::new() };
    let basis = &state.basis;
    let here = Here { basis, scenario: &state.scenario, plan: state.plan(), cell };
    let mut out = vec![Preset {
        heading: "Nothing",
        title: String::from("No new policy"),
        about: String::from("every lever off"),
        levers: BTreeMap::new(),
    }];
    let mut mixes = Vec::new();
    for (name, text) in SCENARIOS {
        let Ok(opened) = document::read(name, text, basis) else { continue };
        let plans = opened.scenario.plans.len();
        let Some(plan) = opened.scenario.plans.into_iter().find(|p| !p.is_off()) else { continue };
        let Some((levers, lowered)) = here.scaled(&plan) else { continue };
        let part = if plans > 1 { format!("; plan 1 of {plans}") } else { String::new() };
        let from = basis.evidence.place_name(&plan.place);
        let about = format!("{}{}; from {from}{part}", here.cost(&levers), lowered_words(lowered));
        mixes.push((
            *name,
            Preset { heading: "Worked examples, same reach", title: opened.scenario.title, about, levers },
        ));
    }
    out.extend(here.at_equal_cost(&mixes, state.cost.shown));
    out.extend(mixes.into_iter().map(|(_, preset)| preset));
    out
}

/// Puts a preset on the plan shown: one step of undo.
pub(super) fn choose(state: &mut State, preset: &Preset) -> Vec<Effect> {
    let at = state.plan_at;
    let levers = preset.levers.clone();
    let effects = levers::change(state, format!("preset “{}”", preset.title), |scenario| {
        if let Some(plan) = scenario.plans.get_mut(at) {
            plan.levers = levers;
        }
    });
    if !effects.is_empty() {
        state.notice = Some(format!("Set: {}; u takes it back", preset.title));
    }
    effects
}

fn lowered_words(lowered: usize) -> String {
    if lowered == 0 {
        return String::new();
    }
    format!("; {} lowered to the whole pool", words::count(lowered as u64, "lever", "levers"))
}

/// Where a mix is to be put.
struct Here<'a> {
    basis: &'a Basis,
    scenario: &'a Scenario,
    plan: &'a Plan,
    cell: &'a Cell,
}

impl Here<'_> {
    /// A plan's levers at the same reach here, and how many had to be lowered to what there is.
    fn scaled(&self, from: &Plan) -> Option<(BTreeMap<LeverId, Setting>, usize)> {
        let there = self.basis.inputs.cell(&from.place, &from.sector).ok()?;
        let mut lowered = 0;
        let mut levers = BTreeMap::new();
        for (id, setting) in from.on() {
            let lever = self.basis.model.lever(id)?;
            let slider = dose::slider(lever, self.cell);
            let amount = if lever.kind == LeverKind::Reform || lever.pool == Pool::None {
                setting.amount
            } else {
                let share = dose::annual_share(lever, &there, setting.amount);
                two_figures(share / dose::annual_share(lever, self.cell, 1.0))
            };
            let most = levers::rounded_down(slider.ceiling);
            lowered += usize::from(amount > most);
            levers.insert(id.clone(), self.setting(setting, amount.min(most)));
        }
        Some((levers, lowered))
    }

    /// Years inside the horizon; a partner that overlaps with this place is left out.
    fn setting(&self, from: &Setting, amount: f64) -> Setting {
        let (first, last) = (self.scenario.start, self.scenario.last_year());
        let own = self.plan.place.members();
        let start = from.from.clamp(first, last);
        let fits = |p: &&crate::evidence::Place| {
            !p.members().iter().any(|m| own.contains(m)) && self.basis.inputs.cell(p, &self.plan.sector).is_ok()
        };
        let partner = from.partner.as_ref().filter(fits).cloned();
        Setting { amount, from: start, to: from.to.clamp(start, last), partner }
    }

    fn cost(&self, levers: &BTreeMap<LeverId, Setting>) -> String {
        let plan = Plan { levers: levers.clone(), ..self.plan.clone() };
        format!("{} a year", words::amount(money::running(self.basis, &plan), words::Unit::MillionPounds))
    }

    /// The two mixes at the same money: the budget, else what the plan costs now, else what the first costs at its own reach.
    fn at_equal_cost(&self, mixes: &[(&str, Preset)], now: f64) -> Vec<Preset> {
        let of = |name: &str| mixes.iter().find(|(n, _)| *n == name).map(|(_, p)| p);
        let own = |p: &Preset| p.levers.values().map(|s| s.amount).sum::<f64>();
        let Some(first) = of(EQUAL[0].0) else { return Vec::new() };
        let (money, why) = match self.scenario.budget.filter(|_| self.scenario.plans.len() == 1) {
            Some(budget) => (budget, "the budget"),
            None if now > 0.0 => (now, "what the plan costs now"),
            None => (own(first), "same reach as the example"),
        };
        let mut out = Vec::new();
        for (name, title) in EQUAL {
            let Some(mix) = of(name).filter(|m| own(m) > 0.0) else { continue };
            let mut lowered = 0;
            let mut levers = mix.levers.clone();
            for (id, setting) in &mut levers {
                let Some(lever) = self.basis.model.lever(id) else { continue };
                let most = levers::rounded_down(dose::slider(lever, self.cell).ceiling);
                let wanted = words::round_to(setting.amount * money / own(mix), 6);
                lowered += usize::from(wanted > most);
                setting.amount = wanted.min(most);
            }
            let about = format!("its mix at {}, {why}{}", self.cost(&levers), lowered_words(lowered));
            out.push(Preset { heading: "At equal cost", title: title.to_owned(), about, levers });
        }
        out
    }
}

fn two_figures(x: f64) -> f64 {
    words::round_to(x, words::decimals_of(x))
}
