//! The runs of a sweep, one after the other in their order, whatever the number of threads.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use crate::model::Basis;
use crate::projection::{DrawKey, Draws, Projection, Stopped, project};
use crate::scenario::sweep::Spec;
use crate::scenario::{Scenario, check};

/// Runs worked on between two reports: enough for every core, few enough to be held.
const AT_ONCE: usize = 64;

/// One run.
#[derive(Debug, Clone)]
pub struct Run {
    /// Counted from 1, over the whole sweep.
    pub number: usize,
    /// Position of its scenario in the sweep.
    pub base: usize,
    /// As it was run.
    pub scenario: Scenario,
    /// What came of it; a refusal in words, the whole list of reasons.
    pub outcome: Result<Projection, String>,
}

/// Runs positions `runs` of a sweep over opened scenarios (`bases[i]` is `spec.scenarios[i]`) and hands them to `each` in order,
/// up to 64 at a time; `pool` does the work, `each` is called where this was. Runs of one scenario in one place share a table of draws, which is the same as that of
/// the run alone, so a part of a sweep gives what the whole would.
///
/// # Errors
/// [`Stopped::Cancelled`] once `cancel` is set or `each` says no.
pub fn run(
    basis: &Basis,
    spec: &Spec,
    bases: &[Scenario],
    runs: Range<usize>,
    cancel: &AtomicBool,
    pool: &rayon::ThreadPool,
    mut each: impl FnMut(Vec<Run>) -> bool,
) -> Result<(), Stopped> {
    let block = spec.runs_of_a_place().max(1);
    let mut at = runs.start;
    while at < runs.end {
        let end = runs.end.min((at / block + 1) * block);
        let draws = pool.install(|| draws(basis, spec, bases, at));
        while at < end {
            let next = end.min(at + AT_ONCE);
            let made = |k| one(basis, spec, bases, draws.as_ref(), k, cancel);
            let done: Vec<Run> = pool.install(|| (at..next).into_par_iter().filter_map(made).collect());
            at = next;
            if cancel.load(std::sync::atomic::Ordering::Relaxed) || !each(done) {
                return Err(Stopped::Cancelled);
            }
        }
    }
    Ok(())
}

fn draws(basis: &Basis, spec: &Spec, bases: &[Scenario], at: usize) -> Option<Draws> {
    let scenario = spec.scenario(bases, at)?;
    Some(Draws::make(basis, &DrawKey::of(&scenario, scenario.draws)))
}

fn one(
    basis: &Basis,
    spec: &Spec,
    bases: &[Scenario],
    draws: Option<&Draws>,
    position: usize,
    cancel: &AtomicBool,
) -> Option<Run> {
    let scenario = spec.scenario(bases, position)?;
    let problems = check::problems(&scenario, basis);
    let outcome = if problems.is_empty() {
        project(basis, &scenario, draws?, cancel).map_err(|stopped| stopped.to_string())
    } else {
        let words = |p: &check::Problem| format!("{} '{}': {}", check::field_name(&p.path), p.value, p.problem);
        Err(problems.iter().map(words).collect::<Vec<_>>().join("; "))
    };
    Some(Run { number: position + 1, base: spec.scenario_of(position), scenario, outcome })
}
