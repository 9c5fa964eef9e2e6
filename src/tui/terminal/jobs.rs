//! The pieces of work beside the figures of the scenario shown, one function each.

use std::sync::Arc;

use super::worker::Bench;
use crate::insight::coverage::Coverage;
use crate::insight::{attribution, compare};
use crate::model::Indicator;
use crate::scenario::{DRAWS_COARSE, Scenario};
use crate::tui::app::past::Past;
use crate::tui::app::{Attribution, Compared, Done, Job, Share};

/// Does a piece of work; `None` if it was stopped or cannot be done.
pub(super) fn run(bench: &mut Bench<'_>, job: &Job) -> Option<Done> {
    match job {
        Job::Explain { generation, scenario, plan, indicator } => {
            explain(bench, *generation, scenario, (*plan, *indicator))
        }
        // Quick but for the first time, when the official figures are unpacked.
        Job::History { place, sector } => Some(Done::Observed(Past::gather(bench.basis(), place, sector))),
        Job::Cover => Some(Done::Covered(bench.inside(|basis| Arc::new(Coverage::of(basis.evidence.observations()))))),
        Job::Compare { stamp, scenarios, coarse } => compared(bench, *stamp, scenarios, *coarse),
    }
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
    let share = |c: &attribution::Contribution| Share {
        lever: c.lever.clone(),
        share: c.shapley,
        alone: c.alone,
        if_removed: c.if_removed,
    };
    let shares = found.levers.iter().map(share).collect();
    Some(Done::Explained(Attribution { plan, indicator, generation, shares, total: found.total }))
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
