//! How a pilot could be found out about: firms or learners in each arm to detect a lever's central effect, how long it takes, and whose
//! design could be copied.
//!
//! Means: `n = 2·(z_{1−α/2} + z_power)²·sd²/δ²`; shares: `n = (z_{1−α/2} + z_power)²·(p₀q₀ + p₁q₁)/(p₁ − p₀)²`, each in one arm, times
//! `1 + (m − 1)·ICC` where groups of m are assigned together, divided by what is left after attrition.

use crate::evidence::order::InOrder as _;
use crate::evidence::{Case, Effect, LeverId};
use crate::model::dose::{annual_share, pool_size};
use crate::model::evaluation::Evaluation;
use crate::model::stats::normal_ppf;
use crate::model::studies;
use crate::model::{Basis, Cell, Channel, LeverKind, Node, Pool, Scale};
use crate::projection::bands;
use crate::scenario::{Plan, Scenario};

/// What is measured in each unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// A share of units: without and with the programme, 0–1.
    Share {
        /// Without.
        without: f64,
        /// With.
        with: f64,
    },
    /// A mean: difference, and standard deviation between units, in the unit of the node.
    Mean {
        /// Difference.
        difference: f64,
        /// Standard deviation.
        sd: f64,
    },
}

impl Outcome {
    /// Units in one arm that have to be measured to detect it; infinite if there is no difference.
    #[must_use]
    pub fn per_arm(self, rules: &Evaluation) -> f64 {
        let z = z(rules);
        let (variance, difference) = match self {
            Self::Share { without, with } => (without * (1.0 - without) + with * (1.0 - with), with - without),
            Self::Mean { difference, sd } => (2.0 * sd * sd, difference),
        };
        z * z * variance * rules.design_effect() / (difference * difference)
    }

    /// The least difference that `n` measured units in one arm would detect.
    #[must_use]
    pub fn detectable(self, n: f64, rules: &Evaluation) -> f64 {
        let variance = match self {
            Self::Share { without, .. } => 2.0 * without * (1.0 - without),
            Self::Mean { sd, .. } => 2.0 * sd * sd,
        };
        z(rules) * (variance * rules.design_effect() / n).sqrt()
    }

    /// The difference that is looked for.
    #[must_use]
    pub fn difference(self) -> f64 {
        match self {
            Self::Share { without, with } => with - without,
            Self::Mean { difference, .. } => difference,
        }
    }
}

/// `z_{1−α/2} + z_power`.
fn z(rules: &Evaluation) -> f64 {
    normal_ppf(1.0 - rules.alpha / 2.0) + normal_ppf(rules.power)
}

/// Why there is no design for an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDesign {
    /// The lever works on the place as a whole: there are no arms.
    WholePlace,
    /// Nothing says how far units differ.
    NoSpread,
    /// The central effect is nothing.
    NoEffect,
}

/// A design for one effect of a lever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    /// What is measured.
    pub outcome: Outcome,
    /// Units to enrol in each arm, attrition allowed for.
    pub per_arm: f64,
    /// Years until that many are reached at the plan's amount.
    pub years_to_enrol: f64,
    /// Years from joining until the effect is whole.
    pub years_to_effect: f64,
    /// Units reached over the plan's years.
    pub reached: f64,
    /// Least difference that they would detect.
    pub detectable: f64,
}

/// One effect of a lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Lever.
    pub lever: LeverId,
    /// Channel, by its row.
    pub row: usize,
    /// The design, or why there is none.
    pub design: Result<Design, NoDesign>,
}

/// Designs for every effect on a node of the levers given (those of the plan that are on if none is).
#[must_use]
pub fn arms(
    basis: &Basis,
    scenario: &Scenario,
    plan: &Plan,
    cell: &Cell,
    levers: &[LeverId],
    rules: &Evaluation,
) -> Vec<Arm> {
    let model = &basis.model;
    let pooled = studies::bands(basis, &scenario.exclude_studies);
    let bands = bands::resolve(model, &pooled, scenario.switches.reference_class, &scenario.exclude_studies);
    let cv = model.judgements.lumpiness_cv;
    let mut out = Vec::new();
    for (id, setting) in plan.on().filter(|(id, _)| levers.is_empty() || levers.contains(id)) {
        let Some(lever) = model.lever(id) else { continue };
        let a_year = match lever.kind {
            LeverKind::Spend => annual_share(lever, cell, setting.amount) * pool_size(lever, cell),
            LeverKind::Reform => setting.amount / 100.0 * pool_size(lever, cell),
        };
        let years = f64::from((setting.to - setting.from + 1).max(0));
        let reached = if lever.kind == LeverKind::Reform { a_year } else { a_year * years };
        for (row, channel) in model.channels.iter().enumerate().filter(|(_, c)| &c.lever == id) {
            let Some(node) = channel.target.node() else { continue };
            let design = if lever.pool == Pool::None {
                Err(NoDesign::WholePlace)
            } else {
                outcome(channel, node, (bands.channels[row].central, cv), cell, rules)
                    .map(|o| design(o, channel, (a_year, reached), rules))
            };
            out.push(Arm { lever: id.clone(), row, design });
        }
    }
    out
}

fn design(outcome: Outcome, channel: &Channel, (a_year, reached): (f64, f64), rules: &Evaluation) -> Design {
    let left = 1.0 - rules.attrition;
    let per_arm = libm::ceil(outcome.per_arm(rules) / left);
    Design {
        outcome,
        per_arm,
        years_to_enrol: per_arm / a_year,
        years_to_effect: channel.peak,
        reached,
        detectable: outcome.detectable(reached * left, rules),
    }
}

/// What is measured. `cv`: how far results differ between units, as a share of their mean (the judgement behind lumpiness).
fn outcome(
    channel: &Channel,
    node: Node,
    (effect, cv): (f64, f64),
    cell: &Cell,
    rules: &Evaluation,
) -> Result<Outcome, NoDesign> {
    use crate::model::Input;
    if effect == 0.0 {
        return Err(NoDesign::NoEffect);
    }
    match channel.scale {
        // People per unit reached: a share, about a half, where shares vary most and most units are needed.
        Scale::Heads if effect.abs() <= 1.0 => {
            return Ok(Outcome::Share { without: f64::midpoint(1.0, -effect), with: f64::midpoint(1.0, effect) });
        }
        // Jobs or money per unit reached: as uneven between units as the results of projects are.
        Scale::Heads | Scale::Jobs | Scale::Rd => {
            return Ok(Outcome::Mean { difference: effect, sd: cv * effect.abs() });
        }
        Scale::RdIntensity => return Err(NoDesign::NoSpread),
        Scale::None | Scale::SmeGva | Scale::FirmGva => {}
    }
    let odds = |input: Input| {
        let without = cell.get(input) / 100.0;
        let with = 1.0 / (1.0 + libm::exp(-(libm::log(without / (1.0 - without)) + effect)));
        Outcome::Share { without, with }
    };
    Ok(match node {
        Node::Innovation => odds(Input::InnovationPct),
        Node::Ties => odds(Input::CollabPct),
        Node::Skills => {
            let without = cell.get(Input::TrainedPct) / 100.0;
            Outcome::Share { without, with: (without + effect / 100.0).clamp(0.0, 1.0) }
        }
        other => {
            let spread = rules.sd.iter().find(|s| s.node == other).ok_or(NoDesign::NoSpread)?;
            Outcome::Mean { difference: effect, sd: spread.sd }
        }
    })
}

/// Evaluations of a lever with a comparison group (Maryland level 3 or better), strongest first: findings, then programmes.
#[must_use]
pub fn to_copy<'a>(basis: &'a Basis, lever: &LeverId) -> (Vec<&'a Effect>, Vec<&'a Case>) {
    let mut effects: Vec<&Effect> = basis
        .evidence
        .effects()
        .iter()
        .filter(|e| e.levers.iter().any(|l| l == lever) && e.sms_number.is_some_and(|n| n >= 3))
        .collect();
    effects.order_by(|a, b| b.sms_number.cmp(&a.sms_number).then_with(|| a.id.as_str().cmp(b.id.as_str())));
    effects.dedup_by(|a, b| a.source == b.source);
    let code = basis.evidence.case_codes().iter().find(|c| c.id == lever.as_str()).map(|c| c.code.as_str());
    let named = |c: &&Case| c.mix.split(';').any(|part| Some(part.split(':').next().unwrap_or("").trim()) == code);
    let mut cases: Vec<&Case> = basis.evidence.cases().iter().filter(|c| c.sms >= 3).filter(named).collect();
    cases.order_by_key(|c| std::cmp::Reverse(c.sms));
    (effects, cases)
}

/// The plan with these levers alone (all that are on if none is given): what a pilot of them would be.
#[must_use]
pub fn pilot(scenario: &Scenario, plan: usize, levers: &[LeverId]) -> Scenario {
    let mut out = scenario.clone();
    out.plans = scenario.plans.get(plan).cloned().into_iter().collect();
    for plan in &mut out.plans {
        plan.levers.retain(|id, _| levers.is_empty() || levers.contains(id));
    }
    out.expect.clear();
    out.targets.clear();
    out
}
