//! Everything that a take-home document on scenarios is written from, worked out once.

use crate::insight::appraise::{Appraised, appraise};
use crate::insight::compare::{self, Comparison};
use crate::insight::matters::{SHARED_OUT, Shared, matters};
use crate::insight::watch::Watch;
use crate::model::Basis;
use crate::projection::{DrawKey, Draws, Projection, Stopped, project};
use crate::report::places::Atlas;
use crate::scenario::{DRAWS_COARSE, Scenario};

/// One scenario with what was worked out of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The scenario.
    pub scenario: Scenario,
    /// What could follow, on its own seed and draws.
    pub projection: Projection,
    /// What each lever of its first plan adds; empty where no lever is on.
    pub shares: Vec<Shared>,
    /// Its appraisal, on the seed of the first candidate.
    pub appraised: Appraised,
}

/// What a document is written from.
#[derive(Debug, Clone, PartialEq)]
pub struct Material {
    /// One to four scenarios; the first is A.
    pub candidates: Vec<Candidate>,
    /// The scenarios on the same draws, where there are several.
    pub comparison: Option<Comparison>,
    /// Starting numbers of every place.
    pub atlas: Atlas,
}

/// Works everything out, inside the caller's pool. Shares are of the coarse draws, as everywhere; all else of the draws that
/// the scenarios name.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn gather(basis: &Basis, scenarios: &[Scenario], watch: &Watch<'_>) -> Result<Material, Stopped> {
    let steps = scenarios.len() + 1;
    let seed = scenarios.first().map_or(1, |s| s.seed);
    let mut candidates = Vec::with_capacity(scenarios.len());
    for (k, scenario) in scenarios.iter().enumerate() {
        watch.step(k, steps)?;
        candidates.push(candidate(basis, scenario, seed, watch)?);
    }
    watch.step(scenarios.len(), steps)?;
    let comparison = if scenarios.len() > 1 {
        Some(compare::on_the_draws_of_the_first(basis, scenarios, watch.cancel)?)
    } else {
        None
    };
    let atlas = Atlas::make(basis).map_err(Stopped::Refused)?;
    Ok(Material { candidates, comparison, atlas })
}

fn candidate(basis: &Basis, scenario: &Scenario, seed: u64, watch: &Watch<'_>) -> Result<Candidate, Stopped> {
    // Parts of one scenario do not show as steps: they are short, and the whole is told by scenario.
    let quiet = Watch { cancel: watch.cancel, progress: &|_| {} };
    let own = &*basis.under(&scenario.overrides);
    let draws = Draws::make(own, &DrawKey::of(scenario, scenario.draws));
    let projection = project(own, scenario, &draws, watch.cancel)?;
    drop(draws);
    let shares = if scenario.plans.first().is_none_or(crate::scenario::Plan::is_off) {
        Vec::new()
    } else {
        matters(own, scenario, 0, (&SHARED_OUT, scenario.draws.min(DRAWS_COARSE)), &quiet)?
    };
    let appraised = appraise(basis, scenario, seed, &quiet)?;
    Ok(Candidate { scenario: scenario.clone(), projection, shares, appraised })
}
