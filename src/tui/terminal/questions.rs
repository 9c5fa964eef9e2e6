//! The questions of Insight, worked out: each hands back the tables that its command line prints.

use std::sync::Arc;
use std::sync::atomic::AtomicU16;
use std::sync::atomic::Ordering::Relaxed;

use super::worker::Bench;
use crate::evidence::LeverId;
use crate::insight::matters::SHARED_OUT;
use crate::insight::seek::{Limits, Seeker};
use crate::insight::watch::Watch;
use crate::insight::yardstick::Yardstick;
use crate::insight::{allocate, appraise, evaluate, information, matters, sensitivity, stress};
use crate::model::{Basis, LeverKind};
use crate::projection::{DrawKey, Draws, Stopped, project};
use crate::report;
use crate::report::sheet::Sheet;
use crate::report::weigh;
use crate::report::weigh::appraise::Schedule;
use crate::scenario::{DRAWS_COARSE, Scenario};
use crate::tui::app::Done;
use crate::tui::app::insight::{Asked, Options, Topic};

/// A question as it was asked.
pub(super) struct Question<'a> {
    pub stamp: u64,
    pub topic: Topic,
    pub plan: usize,
    pub of: &'a Asked,
}

/// Answers a question; `None` if it was stopped.
pub(super) fn answer(bench: &Bench<'_>, question: &Question<'_>) -> Option<Done> {
    let cancel = bench.cancel();
    let progress = follow(bench, question.stamp);
    let watch = Watch { cancel: &cancel, progress: &progress };
    let found = bench.inside(|basis| tables(basis, question, &watch));
    let (stamp, topic) = (question.stamp, question.topic);
    match found {
        Ok(sheets) => Some(Done::Insight(stamp, topic, Ok(Arc::new(sheets)))),
        Err(Stopped::Cancelled) => None,
        Err(Stopped::Refused(fault)) => Some(Done::Insight(stamp, topic, Err(fault.to_string()))),
    }
}

/// Tells how far a question is, not more often than every hundredth.
fn follow<'a>(bench: &'a Bench<'_>, stamp: u64) -> impl Fn(f64) + Sync + 'a {
    let told = AtomicU16::new(0);
    move |share: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
        let now = (share * 1000.0).clamp(0.0, 1000.0) as u16;
        if now >= told.load(Relaxed).saturating_add(10) {
            told.store(now, Relaxed);
            bench.tell(Done::Progress(stamp, now));
        }
    }
}

fn tables(basis: &Basis, question: &Question<'_>, watch: &Watch<'_>) -> Result<Vec<Sheet>, Stopped> {
    let Some(scenario) = question.of.scenarios.first().map(|s| &**s) else { return Ok(Vec::new()) };
    let all: Vec<&Scenario> = question.of.scenarios.iter().map(|s| &**s).collect();
    let (yardstick, options) = (question.of.yardstick, &question.of.options);
    // Analyses of one scenario stand on the judgements as it sets them; those of several apply each one's own.
    let own = basis.under(&scenario.overrides);
    match question.topic {
        Topic::Matters => matters(basis, scenario, question.plan, watch),
        Topic::Sensitivity => {
            let found = sensitivity::sensitivity(&own, scenario, yardstick, (scenario.draws, DRAWS_COARSE), watch)?;
            Ok(weigh::sensitivity::sheets(&own, scenario, &found, false))
        }
        Topic::Stress => {
            let found = stress::stress(basis, &all, yardstick, None, (scenario.draws, DRAWS_COARSE), watch)?;
            Ok(weigh::stress::sheets(basis, &all, &found))
        }
        Topic::Information => {
            let found = information::information(basis, &all, yardstick, scenario.draws, watch)?;
            Ok(weigh::information::sheets(basis, &all, &found, false))
        }
        Topic::Worst => {
            let found = stress::red_team(&own, scenario, yardstick, DRAWS_COARSE, watch)?;
            Ok(weigh::red::sheets(&own, scenario, yardstick, (&found, DRAWS_COARSE as usize)))
        }
        Topic::Target => target(&own, scenario, (yardstick, options), watch),
        Topic::Mixes => {
            let limits = limits(&own, scenario, options);
            let budget = limits.budget;
            let found = Seeker::new(&own, scenario, yardstick, limits)?.mixes(options.aim, scenario.draws, watch)?;
            Ok(vec![weigh::seek::mixes(&own, scenario, (yardstick, options.aim, budget), &found)])
        }
        Topic::Appraisal => {
            let rates = rates(basis, options.schedule);
            let basis = rates.as_ref().unwrap_or(basis);
            let appraised = |s: &&Scenario| appraise::appraise(basis, s, scenario.seed, watch);
            let found = all.iter().map(appraised).collect::<Result<Vec<_>, Stopped>>()?;
            let columns: Vec<_> = all.iter().copied().zip(&found).collect();
            Ok(weigh::appraise::sheets(basis, &columns, options.schedule, report::today()))
        }
        Topic::Pilot => pilot(&own, scenario, question.plan, watch),
        Topic::Everyone => {
            let found = allocate::allocate(&own, scenario, scenario.draws.min(DRAWS_COARSE), watch)?;
            Ok(weigh::allocate::sheets(&own, scenario, &found))
        }
    }
}

fn matters(basis: &Basis, scenario: &Scenario, plan: usize, watch: &Watch<'_>) -> Result<Vec<Sheet>, Stopped> {
    let full = Draws::make(basis, &DrawKey::of(scenario, scenario.draws));
    let projection = project(basis, scenario, &full, watch.cancel)?;
    let what = (&SHARED_OUT[..], scenario.draws.min(DRAWS_COARSE));
    let found = matters::matters(basis, scenario, plan, what, watch)?;
    Ok(report::matters::sheets(basis, scenario, plan, Some(&projection), &found))
}

/// Half of the futures at the target of the first plan that has one.
fn target(
    basis: &Basis,
    scenario: &Scenario,
    (yardstick, options): (Yardstick, &Options),
    watch: &Watch<'_>,
) -> Result<Vec<Sheet>, Stopped> {
    const CHANCE: f64 = 0.5;
    let of = |plan: usize| scenario.targets.iter().filter(move |aim| aim.plan == plan + 1);
    let wanted = match yardstick {
        Yardstick::Indicator(i) => of(0).find(|aim| aim.indicator == i),
        Yardstick::Npsv => None,
    };
    let Some(aim) = wanted.or_else(|| of(0).next()) else {
        let fault = crate::evidence::Fault::new(scenario.title.clone(), "has no target for its first plan");
        return Err(Stopped::Refused(fault.hint("set one with T on Explore")));
    };
    let asked = (aim.indicator, aim.level, CHANCE);
    let free = Limits { budget: f64::INFINITY, ..limits(basis, scenario, options) };
    let found = Seeker::new(basis, scenario, Yardstick::Npsv, free)?.reach(asked, watch)?;
    Ok(vec![weigh::seek::reach(basis, scenario, asked, &found)])
}

/// The model at other discount rates than the standard ones.
fn rates(basis: &Basis, schedule: Schedule) -> Option<Basis> {
    (schedule == Schedule::Lower).then(|| {
        let mut basis = basis.clone();
        let a = &mut basis.model.appraisal;
        a.discount_schedule.clone_from(&a.sensitivity_schedule);
        basis
    })
}

/// The search as the command line makes it with the same options; the money is the budget, or what the levers cost now.
fn limits(basis: &Basis, scenario: &Scenario, options: &Options) -> Limits {
    let spend = |id: &LeverId| basis.model.lever(id).is_some_and(|l| l.kind == LeverKind::Spend);
    let now = scenario.plans.first().map_or(0.0, |p| p.on().filter(|(id, _)| spend(id)).map(|(_, s)| s.amount).sum());
    let budget = scenario.budget.unwrap_or(now);
    let (locked, most, gap) = (options.locked.clone(), options.most, options.gap.then_some(0.0));
    Limits { budget, locked, most, least: 0.1, gap, tries: 400 }
}

fn pilot(basis: &Basis, scenario: &Scenario, plan: usize, watch: &Watch<'_>) -> Result<Vec<Sheet>, Stopped> {
    let Some(settings) = scenario.plans.get(plan) else { return Ok(Vec::new()) };
    let cell = basis.inputs.cell(&settings.place, &settings.sector).map_err(Stopped::Refused)?;
    let levers: Vec<LeverId> = settings.on().map(|(id, _)| id.clone()).collect();
    let rules = &basis.evaluation;
    let arms = evaluate::arms(basis, scenario, settings, &cell, &levers, rules);
    let pilot = evaluate::pilot(scenario, plan, &levers);
    let draws = Draws::make(basis, &DrawKey::of(&pilot, pilot.draws));
    let shown = project(basis, &pilot, &draws, watch.cancel)?;
    Ok(weigh::evaluate::sheets(basis, &pilot, (&arms, rules), &shown, &levers))
}
