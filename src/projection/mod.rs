//! What could follow: draws, reach, baseline, structures, spillover, net effect and summary. The one fast room.
//!
//! `project` is the way in: a scenario's plans are sorted into worlds ([`world`]), compiled for each structure ([`program`]),
//! run in blocks of 256 draws ([`kernel`]) and summarised. It knows no clock, no file and no terminal.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use crate::evidence::Fault;
use crate::model::{Basis, Indicator};
use crate::scenario::Scenario;

pub mod audit;
pub mod bands;
pub mod base;
mod block;
mod changes;
mod draws;
pub mod drivers;
pub mod exchange;
pub mod futures;
mod gap;
pub mod grade;
pub mod kernel;
mod marked;
pub mod net;
pub mod outcome;
pub mod program;
pub mod reach;
mod run;
mod sampling;
mod spare;
pub mod spillover;
pub mod standing;
mod summary;
pub mod totals;
pub mod treated;
pub mod variant;
pub mod world;
pub mod yearly;

pub use changes::{Change, changes};
pub use draws::{DrawKey, Draws};
pub use futures::{IndicatorFutures, PlanFutures, futures};
pub use outcome::{AppraisalOutcome, IndicatorOutcome, LeverReach, PlanOutcome, Projection, Quantiles, TierOutcome};

use gap::Gap;
use run::{Tiers, WorldRun};
use summary::PlaceColumns;
use world::World;

/// Why there is no projection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// A newer request made this one pointless.
    #[error("the projection was cancelled")]
    Cancelled,
    /// The scenario names a place or sector without starting numbers.
    #[error("{0}")]
    Refused(Fault),
}

/// Projects every plan of a scenario. Blocks of 256 draws run in parallel inside the caller's rayon pool and are reduced
/// in order, so the result is the same bytes for any number of threads. `draws` must have been made for this scenario
/// (`DrawKey::of`); its size decides how many futures are run.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn project(basis: &Basis, scenario: &Scenario, draws: &Draws, cancel: &AtomicBool) -> Result<Projection, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let calendar = run::calendar(basis, scenario);
    let runs = worlds(basis, scenario, draws, Tiers::Run, cancel)?;
    let scores = cell_scores(draws, &runs);
    let columns = columns(basis, draws, calendar, &runs, &scores);
    let gap = Gap::new(basis, scenario, draws, calendar, &runs, &columns).years();
    let places: Vec<(&WorldRun, usize, &PlaceColumns<'_>)> = runs
        .iter()
        .zip(&columns)
        .flat_map(|(run, columns)| columns.iter().enumerate().map(move |(r, place)| (run, r, place)))
        .collect();
    let mut plans: Vec<(usize, PlanOutcome)> = places
        .par_iter()
        .map(|(run, r, place)| {
            (run.world.plan_index[*r], plan_outcome(basis, draws, run, (*r, place), gap.clone(), cancel))
        })
        .collect();
    plans.sort_by_key(|(index, _)| *index);
    drop(places);
    if cancel.load(std::sync::atomic::Ordering::Relaxed) {
        return Err(Stopped::Cancelled);
    }
    drop(columns);
    for run in runs {
        run.give_back(draws);
    }
    Ok(Projection {
        seed: scenario.seed,
        draws: draws.len(),
        year_zero: scenario.year_zero(),
        horizon: scenario.horizon,
        evidence_version: basis.model.version.clone(),
        plans: plans.into_iter().map(|(_, plan)| plan).collect(),
    })
}

fn worlds(
    basis: &Basis,
    scenario: &Scenario,
    draws: &Draws,
    tiers: Tiers,
    cancel: &AtomicBool,
) -> Result<Vec<WorldRun>, Stopped> {
    let run = |world| run::world(basis, scenario, draws, world, tiers, cancel);
    cells_made_harder(basis, scenario, draws)?.into_iter().map(run).collect()
}

/// The worlds of a scenario, their starting numbers as the table of draws wants them.
fn cells_made_harder(basis: &Basis, scenario: &Scenario, draws: &Draws) -> Result<Vec<World>, Stopped> {
    let mut worlds = World::all(basis, scenario)?;
    for cell in worlds.iter_mut().flat_map(|world| &mut world.cells) {
        draws.key().variant.harder.apply(cell);
    }
    Ok(worlds)
}

fn cell_scores(draws: &Draws, runs: &[WorldRun]) -> Vec<Vec<Arc<draws::CellScores>>> {
    runs.iter().map(|run| run.world.cells.iter().map(|cell| draws.cell(cell)).collect()).collect()
}

fn columns<'a>(
    basis: &Basis,
    draws: &'a Draws,
    calendar: base::Calendar,
    runs: &'a [WorldRun],
    scores: &'a [Vec<Arc<draws::CellScores>>],
) -> gap::Columns<'a> {
    let of_run = |(run, scores): (&'a WorldRun, &'a Vec<Arc<draws::CellScores>>)| {
        let place = |(r, s): (usize, &'a Arc<draws::CellScores>)| PlaceColumns::new(basis, run, r, draws, calendar, s);
        scores.iter().enumerate().map(place).collect()
    };
    runs.iter().zip(scores).map(of_run).collect()
}

fn plan_outcome(
    basis: &Basis,
    draws: &Draws,
    run: &WorldRun,
    (r, place): (usize, &PlaceColumns<'_>),
    gap: Vec<summary::YearSummary>,
    cancel: &AtomicBool,
) -> PlanOutcome {
    let model = &basis.model;
    let cell = &run.world.cells[r];
    let excluded = &draws.key().excluded;
    let grades = standing::grades(model, &basis.evidence, &run.programs, (r, &cell.sector, excluded));
    let standings = || standing::standings(model, &basis.evidence, draws.bands(), &run.programs, r, &grades);
    let (years, (standings, appraisal)) = rayon::join(
        || summary::place_years(place, cancel),
        || rayon::join(standings, || summary::appraisal(model, place)),
    );
    let mut years = years.into_iter();
    let mut gap = Some(gap);
    let indicators = Indicator::ALL
        .iter()
        .zip(standings)
        .map(|(id, standing)| {
            let years = if *id == Indicator::Gap { gap.take() } else { years.next() };
            let grade = standing.grade.max(marked::floor(basis, &run.programs, r, *id));
            summary::indicator(*id, &years.unwrap_or_default(), grade, standing.sources)
        })
        .collect();
    let (links_total, links_judged) = standing::arrows(model, &run.programs, r, &grades);
    PlanOutcome {
        place: cell.place.clone(),
        sector: cell.sector.clone(),
        indicators,
        reach: lever_reach(basis, run, r),
        appraisal,
        links_total,
        links_judged,
    }
}

fn lever_reach(basis: &Basis, run: &WorldRun, r: usize) -> Vec<LeverReach> {
    let Some(program) = run.programs.first() else { return Vec::new() };
    let model = &basis.model;
    program.places[r]
        .levers
        .iter()
        .map(|on| {
            let lever = &model.levers[on.row];
            let pool = crate::model::dose::pool_size(lever, &run.world.cells[r]);
            LeverReach {
                lever: lever.id.clone(),
                units_a_year: on.share.iter().fold(0.0_f64, |a, b| a.max(*b)) * pool,
                share: on.share.clone(),
                cost: on.cost.clone(),
                beyond: reach::excess(lever, &on.share) > 0.0,
            }
        })
        .collect()
}
