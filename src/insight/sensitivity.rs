//! What matters: a tornado, indices by group, and the one study or judgement that the answer leans on most.

use std::sync::Arc;

use super::lean::{Assumption, Bar, Choice, Left, leave_one_out, runs_of, tornado};
use super::sobol::{Index, indices, ranks};
use super::watch::Watch;
use super::yardstick::Yardstick;
use crate::model::{Basis, Structure};
use crate::projection::variant::{Group, Reseeded, Variant};
use crate::projection::{DrawKey, Draws, Stopped};
use crate::scenario::Scenario;

/// Independent scrambles of a table of draws.
const SCRAMBLES: usize = 10;
/// What is added to the seed for the second set of draws.
const SECOND: u64 = 0x0005_eed2;

/// Indices of every group at one number of draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Draws of each run.
    pub draws: usize,
    /// On the value itself, in the order of [`Group::ALL`]; `None` where nothing varies.
    pub value: Option<Vec<Index>>,
    /// On the rank of the value among all draws.
    pub rank: Option<Vec<Index>>,
}

/// What matters for one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// What is judged by.
    pub yardstick: Yardstick,
    /// Ahead of no new policy in the middle future (more is better).
    pub margin: f64,
    /// The same with each structure alone; structures that are not run are left out.
    pub structures: Vec<(Structure, f64)>,
    /// Longest bar first.
    pub tornado: Vec<Bar>,
    /// Indices at rising numbers of draws: how they settle.
    pub indices: Vec<Indices>,
    /// Findings and arrows by how far the margin moves without them.
    pub left: Vec<Left>,
    /// Draws of each bar.
    pub few: usize,
    /// Seed.
    pub seed: u64,
}

/// Works it all out. `count`: draws of the largest set of indices; `few`: draws of each bar.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn sensitivity(
    basis: &Basis,
    scenario: &Scenario,
    yardstick: Yardstick,
    (count, few): (u32, u32),
    watch: &Watch<'_>,
) -> Result<Sensitivity, Stopped> {
    let plain = [Arc::new(Draws::make(basis, &DrawKey::of(scenario, few)))];
    let choice = Choice { basis, plan: scenario, other: None, yardstick, count: few, plain: &plain };
    let quantities = choice.quantities()?;
    let bars = 2 * quantities.len();
    let runs = bars + runs_of(&choice, &quantities);
    let all = runs * 3 / 2;
    let margin = choice.margin(&[], watch)?;
    let mut structures = Vec::new();
    for structure in Structure::ALL.iter().filter(|s| scenario.switches.structures[s.index()]) {
        structures.push((*structure, choice.margin(&[Assumption::Only(*structure)], watch)?));
    }
    let tornado = tornado(&choice, &quantities, (0, all), watch)?;
    let left = leave_one_out(&choice, &quantities, margin, (bars, all), watch)?;
    let mut found = Vec::new();
    // What is left goes by draws: the last table is most of it. Each table says nothing of its own progress.
    let quiet = Watch { cancel: watch.cancel, progress: &|_| {} };
    let whole: u32 = sizes(count).iter().sum();
    let mut drawn = 0;
    for draws in sizes(count) {
        watch.step(runs + (all - runs) * drawn as usize / whole.max(1) as usize, all)?;
        found.push(by_group(basis, scenario, yardstick, draws, &quiet)?);
        drawn += draws;
    }
    Ok(Sensitivity {
        yardstick,
        margin,
        structures,
        tornado,
        indices: found,
        left,
        few: few as usize,
        seed: scenario.seed,
    })
}

/// A sixteenth, a quarter and all of the draws, none below 160.
fn sizes(count: u32) -> Vec<u32> {
    let mut out: Vec<u32> = [count / 16, count / 4, count].into_iter().map(|n| n.max(160)).collect();
    out.dedup();
    out
}

/// Indices of every group.
///
/// # Errors
/// As [`sensitivity`].
pub fn by_group(
    basis: &Basis,
    scenario: &Scenario,
    yardstick: Yardstick,
    count: u32,
    watch: &Watch<'_>,
) -> Result<Indices, Stopped> {
    let table = |groups: &[Group], kin: &[Arc<Draws>]| {
        let reseeded = Reseeded::new(groups.iter().copied(), scenario.seed.wrapping_add(SECOND));
        let key = DrawKey { variant: Variant { reseeded, ..Variant::default() }, ..DrawKey::of(scenario, count) };
        Arc::new(Draws::beside(basis, &key, kin))
    };
    let run = |draws: &Draws| -> Result<Vec<f64>, Stopped> {
        watch.step(1, 1).and_then(|()| yardstick.run(basis, scenario, draws, watch))
    };
    // Each of the others takes one group from B and the rest from A.
    let kin = [table(&[], &[]), table(&Group::ALL, &[])];
    let (a, b) = (run(&kin[0])?, run(&kin[1])?);
    let c = Group::ALL.iter().map(|g| run(&table(&[*g], &kin))).collect::<Result<Vec<_>, _>>()?;
    let mut all: Vec<f64> = a.iter().chain(&b).copied().collect();
    all.sort_by(f64::total_cmp);
    let ranked = |v: &Vec<f64>| ranks(v, &all);
    let by_rank = indices(&ranked(&a), &ranked(&b), &c.iter().map(ranked).collect::<Vec<_>>(), SCRAMBLES);
    Ok(Indices { draws: a.len(), value: indices(&a, &b, &c, SCRAMBLES), rank: by_rank })
}
