//! The worst world that the evidence still allows for a plan: every assumption at the end of its 80 % range that hurts, added one after
//! another, and the study that could turn the choice.

use std::sync::Arc;

use super::Yardstick;
use crate::insight::lean::{Assumption, Choice, Left, leave_one_out, runs_of, tornado};
use crate::insight::watch::Watch;
use crate::model::{Basis, Structure};
use crate::projection::variant::Held;
use crate::projection::{DrawKey, Draws, Stopped};
use crate::scenario::Scenario;

/// Most assumptions that are told one by one.
const TOLD_MAX: usize = 7;

/// One sentence of the story.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What is assumed.
    pub what: Assumption,
    /// The margin with this and all before it.
    pub margin: f64,
}

/// The worst world, and what the choice hangs on. Margins: by how much the plan is ahead of no new policy in the middle future.
#[derive(Debug, Clone, PartialEq)]
pub struct RedTeam {
    /// As drawn.
    pub margin: f64,
    /// The story: each assumption adds to the ones before.
    pub story: Vec<Told>,
    /// The finding without which the choice is nearest to turning, and the margin without it. `None`: no finding stands behind it.
    pub study: Option<Left>,
    /// Whether that turns the choice round.
    pub flips: bool,
    /// The arrow without which it is.
    pub arrow: Option<Left>,
}

/// Tells the worst world of a plan, judged against no new policy at `count` draws.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn red_team(
    basis: &Basis,
    scenario: &Scenario,
    yardstick: Yardstick,
    count: u32,
    watch: &Watch<'_>,
) -> Result<RedTeam, Stopped> {
    let plain = [Arc::new(Draws::make(basis, &DrawKey::of(scenario, count)))];
    let choice = Choice { basis, plan: scenario, other: None, yardstick, count, plain: &plain };
    let quantities = choice.quantities()?;
    let runs = 2 * quantities.len() + runs_of(&choice, &quantities) + 10;
    let margin = choice.margin(&[], watch)?;
    let bars = tornado(&choice, &quantities, (runs / 4, runs * 5 / 4), watch)?;
    let mut hurts: Vec<(f64, Assumption)> = bars
        .iter()
        .map(|b| {
            let (worse, held) = if b.low <= b.high { (b.low, Held::Low) } else { (b.high, Held::High) };
            (worse, Assumption::Held(b.quantity, held))
        })
        .collect();
    let ran = scenario.switches.structures;
    for structure in Structure::ALL.iter().filter(|s| ran[s.index()] && ran.iter().filter(|r| **r).count() > 1) {
        hurts.push((choice.margin(&[Assumption::Only(*structure)], watch)?, Assumption::Only(*structure)));
    }
    hurts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut story, mut assumed, mut last): (Vec<Told>, Vec<Assumption>, f64) = (Vec::new(), Vec::new(), margin);
    for (alone, what) in hurts {
        let second_structure =
            matches!(what, Assumption::Only(_)) && assumed.iter().any(|a| matches!(a, Assumption::Only(_)));
        if story.len() >= TOLD_MAX || alone >= margin || second_structure {
            continue;
        }
        assumed.push(what.clone());
        let now = choice.margin(&assumed, watch)?;
        // An assumption that no longer hurts beside the others is no part of the story.
        if now < last - 1e-9 * last.abs() {
            last = now;
            story.push(Told { what, margin: now });
        } else {
            assumed.pop();
        }
    }
    let left = leave_one_out(&choice, &quantities, margin, (runs / 2, runs * 5 / 4), watch)?;
    // What would turn the choice: for a plan that is ahead what pulls it down, for one that is behind what lifts it.
    let turning = |finding: bool| {
        let kind = |l: &&Left| matches!(l.what, Assumption::Without(_)) == finding;
        let toward = |l: &&Left| if margin > 0.0 { l.margin } else { -l.margin };
        left.iter().filter(kind).min_by(|a, b| toward(a).total_cmp(&toward(b))).cloned()
    };
    let study = turning(true);
    let flips = study.as_ref().is_some_and(|l| (l.margin > 0.0) != (margin > 0.0));
    Ok(RedTeam { margin, story, study, flips, arrow: turning(false) })
}
