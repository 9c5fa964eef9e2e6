//! The pieces of work beside the figures of the scenario shown, one function each.

use std::sync::Arc;

use super::questions::{self, Question};
use super::reports;
use super::worker::Bench;
use crate::evidence::{SectorId, Tier};
use crate::insight::coverage::Coverage;
use crate::insight::{attribution, compare, fair, ledger, spread, strengths, trust};
use crate::model::Indicator;
use crate::projection::{self, Stopped};
use crate::report::places::Atlas;
use crate::report::shelf::trust::Spreads;
use crate::report::text::places;
use crate::scenario::{DRAWS_COARSE, Scenario};
use crate::tui::app::neighbours::Found;
use crate::tui::app::past::Past;
use crate::tui::app::{Attribution, Compared, Done, Job};

/// Does a piece of work; `None` if it was stopped or cannot be done.
pub(super) fn run(bench: &mut Bench<'_>, job: &Job) -> Option<Done> {
    match job {
        Job::Explain { generation, scenario, plan, indicator } => {
            explain(bench, *generation, scenario, (*plan, *indicator))
        }
        // Quick but for the first time, when the official figures are unpacked.
        Job::History { place, sector } => Some(Done::Observed(Past::gather(bench.basis(), place, sector))),
        Job::Survey => Some(survey(bench)),
        Job::Strengths { sector, tier } => Some(find_strengths(bench, sector, *tier)),
        Job::Ledger { generation, scenario } => draw_up_ledger(bench, *generation, scenario),
        Job::Cover => Some(Done::Covered(bench.inside(|basis| Arc::new(Coverage::of(basis.evidence.observations()))))),
        Job::Validate => validate(bench),
        Job::Spread { generation, scenario, plan } => spread_of(bench, *generation, scenario, *plan),
        Job::Fair { of } => fair_test(bench, of),
        Job::Insight { stamp, topic, plan, of } => {
            questions::answer(bench, &Question { stamp: *stamp, topic: *topic, plan: *plan, of })
        }
        Job::Report(wanted) => reports::run(bench, wanted),
        Job::Packages { stamp, scenarios } => packages(bench, *stamp, scenarios),
        Job::Compare { stamp, scenarios, coarse } => compared(bench, *stamp, scenarios, *coarse),
    }
}

fn find_strengths(bench: &Bench<'_>, sector: &SectorId, tier: Tier) -> Done {
    let found = bench.inside(|basis| {
        let field = strengths::field(basis, sector, tier).map_err(|fault| fault.to_string())?;
        let strengths = strengths::find(&field, &strengths::Cuts::default());
        Ok(Arc::new(Found { field, strengths }))
    });
    Done::Strengths(sector.clone(), tier, found)
}

fn packages(bench: &mut Bench<'_>, stamp: u64, scenarios: &[Arc<Scenario>]) -> Option<Done> {
    let mut found = Vec::with_capacity(scenarios.len());
    for scenario in scenarios {
        let draws = bench.draws(scenario, scenario.draws);
        let cancel = bench.cancel();
        match bench.inside(|basis| projection::project(basis, scenario, &draws, &cancel)) {
            Ok(projection) => found.push(Ok(Arc::new(projection))),
            Err(Stopped::Cancelled) => return None,
            Err(Stopped::Refused(fault)) => found.push(Err(fault.to_string())),
        }
    }
    Some(Done::Packages(stamp, found))
}

fn validate(bench: &Bench<'_>) -> Option<Done> {
    let cancel = bench.cancel();
    match bench.inside(|basis| trust::gather(basis, &cancel)) {
        Ok(found) => Some(Done::Validated(Ok(Arc::new(found)))),
        Err(Stopped::Cancelled) => None,
        Err(Stopped::Refused(fault)) => Some(Done::Validated(Err(fault.to_string()))),
    }
}

/// Several runs, so the coarse number of draws is all that is asked for.
fn spread_of(bench: &Bench<'_>, generation: u64, scenario: &Arc<Scenario>, plan: usize) -> Option<Done> {
    let cancel = bench.cancel();
    let what = (plan, scenario.draws.min(DRAWS_COARSE));
    let found = match bench.inside(|basis| spread::spread(basis, scenario, what, &cancel)) {
        Err(Stopped::Cancelled) => return None,
        Err(Stopped::Refused(fault)) => Err(fault.to_string()),
        Ok(found) => Ok(found),
    };
    let spreads = Spreads { title: scenario.title.clone(), places: places(scenario), found };
    Some(Done::Spread(generation, Arc::new(spreads)))
}

/// Every place of the tier is run, so the coarse set of draws is all that is asked for.
fn draw_up_ledger(bench: &mut Bench<'_>, generation: u64, scenario: &Arc<Scenario>) -> Option<Done> {
    let draws = bench.draws(scenario, scenario.draws.min(DRAWS_COARSE));
    let cancel = bench.cancel();
    match bench.inside(|basis| ledger::ledger(basis, scenario, &draws, &cancel)) {
        Ok(found) => Some(Done::Ledger(generation, Ok(Arc::new(found)))),
        Err(Stopped::Cancelled) => None,
        Err(Stopped::Refused(fault)) => Some(Done::Ledger(generation, Err(fault.to_string()))),
    }
}

/// Eight settings differ, so the coarse set of draws is all that is asked for.
fn fair_test(bench: &Bench<'_>, of: &[Arc<Scenario>; 2]) -> Option<Done> {
    let cancel = bench.cancel();
    let [a, b] = of;
    match bench.inside(|basis| fair::fair(basis, a, b, a.draws.min(DRAWS_COARSE), &cancel)) {
        Ok(found) => Some(Done::Fair(of.clone(), Ok(Arc::new(found)))),
        Err(Stopped::Cancelled) => None,
        Err(Stopped::Refused(fault)) => Some(Done::Fair(of.clone(), Err(fault.to_string()))),
    }
}

/// Not stopped for newer work: it takes a moment once, and is kept.
fn survey(bench: &Bench<'_>) -> Done {
    let made = bench.inside(Atlas::make);
    Done::Surveyed(made.map(Arc::new).map_err(|fault| fault.to_string()))
}

fn explain(
    bench: &mut Bench<'_>,
    generation: u64,
    scenario: &Arc<Scenario>,
    (plan, indicator): (usize, Indicator),
) -> Option<Done> {
    let draws = bench.draws(scenario, scenario.draws.min(DRAWS_COARSE));
    let cancel = bench.cancel();
    let what = (plan, indicator, scenario.last_year());
    let found = bench.inside(|basis| attribution::attribute(basis, scenario, &draws, what, &cancel)).ok()?;
    Some(Done::Explained(Attribution { plan, indicator, generation, shares: found.levers, total: found.total }))
}

/// Sets scenarios against each other on the seed of the first; scenarios whose switches differ have tables of their own.
fn compared(bench: &mut Bench<'_>, stamp: u64, scenarios: &[Arc<Scenario>], coarse: bool) -> Option<Done> {
    let first = scenarios.first()?;
    let count = if coarse { first.draws.min(DRAWS_COARSE) } else { first.draws };
    let seeded = |s: &Arc<Scenario>| Scenario { seed: first.seed, ..Scenario::clone(s) };
    let tables: Vec<_> = scenarios.iter().map(|s| bench.draws(&seeded(s), count)).collect();
    let cancel = bench.cancel();
    let comparison = bench
        .inside(|basis| {
            let entry = |(scenario, draws)| compare::Entry { scenario, draws };
            let entries: Vec<_> = scenarios.iter().map(|s| &**s).zip(tables.iter().map(|t| &**t)).map(entry).collect();
            compare::compare(basis, &entries, &cancel)
        })
        .ok()?;
    Some(Done::Compared(Compared { stamp, comparison: Arc::new(comparison), coarse }))
}
