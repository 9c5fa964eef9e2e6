//! Everything that a take-home document on scenarios is written from, worked out once.

use std::sync::Arc;

use crate::insight::appraise::{Appraised, appraise};
use crate::insight::compare::{self, Comparison, Entry};
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
    let comparison = if scenarios.len() > 1 { Some(compared(basis, scenarios, watch)?) } else { None };
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

/// All on the seed and number of draws of the first, as on Compare.
fn compared(basis: &Basis, scenarios: &[Scenario], watch: &Watch<'_>) -> Result<Comparison, Stopped> {
    let mut tables: Vec<Arc<Draws>> = Vec::new();
    let mut mine = Vec::new();
    for scenario in scenarios {
        let Some(first) = scenarios.first() else { break };
        let key = DrawKey { seed: first.seed, ..DrawKey::of(scenario, first.draws) };
        let table =
            tables.iter().find(|t| *t.key() == key).map_or_else(|| Arc::new(Draws::make(basis, &key)), Arc::clone);
        tables.push(Arc::clone(&table));
        mine.push(table);
    }
    let entries: Vec<Entry<'_>> =
        scenarios.iter().zip(&mine).map(|(scenario, draws)| Entry { scenario, draws }).collect();
    compare::compare(basis, &entries, watch.cancel)
}
