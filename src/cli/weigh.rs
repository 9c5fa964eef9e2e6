//! `tiller stress` and its neighbours: what matters, what holds up, what it would take.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::args::{Allocate, Appraise, By, Evaluate, Format, Information, Rates, Seek, Sensitivity, Stress};
use super::choose;
use super::error::{CliError, Kind};
use super::sheets;
use crate::insight::watch::Watch;
use crate::insight::yardstick::{Yardstick, same_years};
use crate::insight::{allocate, appraise, evaluate, information, seek, sensitivity, stress};
use crate::model::{Basis, Direction, Indicator};
use crate::projection::{DrawKey, Draws, Stopped, project};
use crate::report;
use crate::report::weigh::appraise::Schedule;
use crate::scenario::{DRAWS_COARSE, Scenario, names};

/// `tiller stress`.
pub(super) fn stress(args: &Stress, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenarios = all(&basis, &args.scenarios)?;
    let refs: Vec<&Scenario> = scenarios.iter().collect();
    let yardstick = measure(&basis, &args.measure, &refs)?;
    if let (true, Some(first)) = (args.red_team, refs.first()) {
        let basis = &*basis.under(&first.overrides);
        let found = work(|watch| stress::red_team(basis, first, yardstick, DRAWS_COARSE, watch))?;
        let told = (&found, DRAWS_COARSE as usize);
        return sheets::write(&report::weigh::red::sheets(basis, first, yardstick, told), args.format, None);
    }
    let draws = (count(&refs), DRAWS_COARSE);
    let found = work(|watch| stress::stress(&basis, &refs, yardstick, args.reach, draws, watch))?;
    sheets::write(&report::weigh::stress::sheets(&basis, &refs, &found), args.format, None)
}

/// `tiller sensitivity`.
pub(super) fn sensitivity(args: &Sensitivity, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, &args.scenario)?;
    let basis = &*basis.under(&scenario.overrides);
    let yardstick = measure(basis, &args.measure, &[&scenario])?;
    let draws = (scenario.draws, DRAWS_COARSE);
    let found = work(|watch| sensitivity::sensitivity(basis, &scenario, yardstick, draws, watch))?;
    let every = args.format != Format::Text;
    sheets::write(&report::weigh::sensitivity::sheets(basis, &scenario, &found, every), args.format, None)
}

/// `tiller value-of-information`.
pub(super) fn information(args: &Information, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenarios = all(&basis, &args.scenarios)?;
    let refs: Vec<&Scenario> = scenarios.iter().collect();
    let yardstick = measure(&basis, &args.measure, &refs)?;
    let found = work(|watch| information::information(&basis, &refs, yardstick, count(&refs), watch))?;
    let every = args.format != Format::Text;
    sheets::write(&report::weigh::information::sheets(&basis, &refs, &found, every), args.format, None)
}

/// `tiller appraise`.
pub(super) fn appraise(args: &Appraise, data: Option<&Path>) -> Result<(), CliError> {
    let mut basis = choose::basis(data)?;
    let schedule = match args.schedule {
        Rates::Standard => Schedule::Standard,
        Rates::Lower => Schedule::Lower,
    };
    if schedule == Schedule::Lower {
        let a = &mut basis.model.appraisal;
        a.discount_schedule.clone_from(&a.sensitivity_schedule);
    }
    let scenarios = all(&basis, &args.scenarios)?;
    let seed = scenarios.first().map_or(1, |s| s.seed);
    let found = work(|watch| {
        scenarios.iter().map(|s| appraise::appraise(&basis, s, seed, watch)).collect::<Result<Vec<_>, Stopped>>()
    })?;
    let options: Vec<_> = scenarios.iter().zip(&found).collect();
    let date = args.date.unwrap_or_else(report::today);
    sheets::write(&report::weigh::appraise::sheets(&basis, &options, schedule, date), args.format, None)
}

/// `tiller evaluate`.
pub(super) fn evaluate(args: &Evaluate, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, &args.scenario)?;
    let basis = &*basis.under(&scenario.overrides);
    let index = args.plan.wrapping_sub(1);
    let Some(plan) = scenario.plans.get(index) else {
        let count = scenario.plans.len();
        return Err(CliError::new(Kind::Usage, format!("--plan {}: the scenario has plans 1 to {count}", args.plan)));
    };
    let named = |text: &String| names::lever(&basis.model, text).map_err(|f| choose::misnamed("--lever", text, f));
    let mut levers = args.lever.iter().map(named).collect::<Result<Vec<_>, _>>()?;
    if let Some(off) = levers.iter().find(|id| !plan.on().any(|(on, _)| on == *id)) {
        return Err(CliError::new(Kind::Usage, format!("--lever '{off}': is off in this plan"))
            .hint("set an amount for it in the scenario, or name a lever that is on"));
    }
    let mut rules = basis.evaluation.clone();
    rules.cluster_size = args.cluster.unwrap_or(rules.cluster_size);
    rules.icc = args.icc.unwrap_or(rules.icc);
    rules.attrition = args.attrition.unwrap_or(rules.attrition);
    if let Some(fault) = rules.faults().0.first() {
        return Err(CliError::new(Kind::Usage, format!("an option of the design cannot be used: {fault}")));
    }
    let cell = basis.inputs.cell(&plan.place, &plan.sector).map_err(|f| CliError::faults(Kind::Content, &[f]))?;
    let arms = evaluate::arms(basis, &scenario, plan, &cell, &levers, &rules);
    let pilot = evaluate::pilot(&scenario, index, &levers);
    let shown = work(|watch| {
        let draws = Draws::make(basis, &DrawKey::of(&pilot, pilot.draws));
        project(basis, &pilot, &draws, watch.cancel)
    })?;
    if levers.is_empty() {
        levers = plan.on().map(|(id, _)| id.clone()).collect();
    }
    let tables = report::weigh::evaluate::sheets(basis, &pilot, (&arms, &rules), &shown, &levers);
    sheets::write(&tables, args.format, None)
}

/// `tiller seek`.
pub(super) fn seek(args: &Seek, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, &args.scenario)?;
    let basis = &*basis.under(&scenario.overrides);
    let yardstick = measure(basis, &args.measure, &[&scenario])?;
    let named = |text: &String| names::lever(&basis.model, text).map_err(|f| choose::misnamed("--lock", text, f));
    let locked = args.lock.iter().map(named).collect::<Result<Vec<_>, _>>()?;
    let budget = args.budget.unwrap_or(f64::INFINITY);
    if !(budget > 0.0 && (0.0..=1.0).contains(&args.chance) && args.least >= 0.0 && args.most >= 1 && args.tries >= 8) {
        return Err(CliError::new(
            Kind::Usage,
            "the search cannot be made: --budget must be above 0, --chance between 0 and 1, --least at least 0, --most at least 1, --tries at least 8",
        ));
    }
    let limits = seek::Limits {
        budget,
        locked,
        most: args.most,
        least: args.least,
        gap: args.gap.map(|points| points / 100.0),
        tries: args.tries,
    };
    let seeker = || seek::Seeker::new(basis, &scenario, yardstick, limits.clone());
    let sheet = if let (Some(name), Some(level)) = (&args.indicator, args.level) {
        let asked = (choose::indicator(basis, name, "--indicator")?, level, args.chance);
        let found = work(|watch| seeker()?.reach(asked, watch))?;
        report::weigh::seek::reach(basis, &scenario, asked, &found)
    } else {
        let aim = match args.by {
            By::Median => seek::Aim::Median,
            By::WorstTenth => seek::Aim::WorstTenth,
            By::Regret => seek::Aim::Regret,
        };
        let found = work(|watch| seeker()?.mixes(aim, scenario.draws, watch))?;
        report::weigh::seek::mixes(basis, &scenario, (yardstick, aim, budget), &found)
    };
    sheets::write(&[sheet], args.format, None)
}

/// `tiller allocate`.
pub(super) fn allocate(args: &Allocate, data: Option<&Path>) -> Result<(), CliError> {
    let basis = choose::basis(data)?;
    let scenario = choose::named(&basis, &args.scenario)?;
    let basis = &*basis.under(&scenario.overrides);
    // Every place of the tier is run six times: the small set of draws keeps that within memory.
    let count = scenario.draws.min(DRAWS_COARSE);
    let found = work(|watch| allocate::allocate(basis, &scenario, count, watch))?;
    sheets::write(&report::weigh::allocate::sheets(basis, &scenario, &found), args.format, None)
}

/// Scenarios by name, refused where present values of different years would be set against each other.
fn all(basis: &Basis, names: &[String]) -> Result<Vec<Scenario>, CliError> {
    let scenarios = names.iter().map(|name| choose::named(basis, name)).collect::<Result<Vec<_>, _>>()?;
    match same_years(&scenarios.iter().collect::<Vec<_>>()) {
        Some(why) => Err(CliError::new(Kind::Content, why)),
        None => Ok(scenarios),
    }
}

/// Draws of the first scenario.
fn count(scenarios: &[&Scenario]) -> u32 {
    scenarios.first().map_or(DRAWS_COARSE, |s| s.draws)
}

/// What is judged by.
fn measure(basis: &Basis, name: &str, scenarios: &[&Scenario]) -> Result<Yardstick, CliError> {
    if name.eq_ignore_ascii_case("npsv") {
        return Ok(Yardstick::Npsv);
    }
    let yardstick = Yardstick::Indicator(choose::indicator(basis, name, "--measure")?);
    // What narrows the gap of a poor place widens that of a rich one; over several places it is an index that may fall.
    let one_place = scenarios.iter().any(|s| report::text::places(s) < 2);
    let gap = yardstick == Yardstick::Indicator(Indicator::Gap) && one_place;
    if gap || yardstick.direction(basis) == Direction::Context {
        return Err(CliError::new(Kind::Usage, format!("--measure '{name}': neither more nor less of it is better"))
            .hint("choose npsv or an indicator that has a better side"));
    }
    Ok(yardstick)
}

/// Runs on every core, in a pool of its own; says on a terminal how far it is.
pub(super) fn work<T: Send>(run: impl FnOnce(&Watch<'_>) -> Result<T, Stopped> + Send) -> Result<T, CliError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .build()
        .map_err(|e| CliError::new(Kind::Bug, format!("no threads could be started ({e})")))?;
    let (cancel, shown) = (AtomicBool::new(false), std::io::stderr().is_terminal());
    let progress = |share: f64| {
        if shown {
            let _ = write!(std::io::stderr(), "\r{:3.0} % ", 100.0 * share.clamp(0.0, 1.0));
        }
    };
    let found = pool.install(|| run(&Watch { cancel: &cancel, progress: &progress }));
    if shown {
        let _ = write!(std::io::stderr(), "\r      \r");
    }
    found.map_err(|stopped| match stopped {
        Stopped::Refused(fault) => CliError::faults(Kind::Content, &[fault]),
        Stopped::Cancelled => CliError::new(Kind::Bug, "the work ended before it was done"),
    })
}
