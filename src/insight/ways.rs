//! By which way a change comes about: its mean shared out over groups of arrows, each group on or at nothing (MODEL.md section 10).

use super::attribution::year_of;
use super::paths::{Step, steps};
use super::share_out::{Part, share_out};
use super::watch::Watch;
use crate::model::{Basis, Indicator, LinkKind, Model, Node, Target};
use crate::projection::variant::{Held, Quantity, Variant};
use crate::projection::{DrawKey, Draws, Stopped, changes};
use crate::scenario::Scenario;

/// A group of arrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// What people learn.
    Skills,
    /// How firms are run.
    Practice,
    /// Ties between firms, and tacit knowledge.
    Ties,
    /// R&D spending and what has been built up by it.
    Rd,
    /// What comes from other places, and ties between places.
    Spillover,
    /// Levers whose effect on innovation, output or jobs is taken as studies measure it, and delivery capacity.
    Straight,
}

impl Way {
    /// In the order in which they are shown.
    pub const ALL: [Self; 6] = [Self::Skills, Self::Practice, Self::Ties, Self::Rd, Self::Spillover, Self::Straight];

    /// The way of a mechanism; outcomes lie on none.
    const fn of_node(node: Node) -> Option<Self> {
        match node {
            Node::Skills => Some(Self::Skills),
            Node::Practice => Some(Self::Practice),
            Node::Ties | Node::Tacit => Some(Self::Ties),
            Node::RdSpend | Node::RdStock => Some(Self::Rd),
            Node::Innovation | Node::Productivity | Node::Jobs => None,
        }
    }

    /// The way that an arrow lies on. Links from an outcome carry on what any way brought there.
    fn of(step: Step, model: &Model) -> Option<Self> {
        match step {
            Step::Channel(row) => Some(match model.channels.get(row)?.target {
                Target::Node(node) => Self::of_node(node).unwrap_or(Self::Straight),
                Target::Capacity => Self::Straight,
                Target::LinkWeight => Self::Spillover,
            }),
            Step::Link(row) => {
                let link = model.links.get(row)?;
                if link.kind == LinkKind::Spill { Some(Self::Spillover) } else { Self::of_node(link.from) }
            }
            Step::Pair(_) => None,
        }
    }
}

/// One change shared out over the ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Ways {
    /// Indicator.
    pub indicator: Indicator,
    /// Calendar year.
    pub year: i32,
    /// Ways that a lever of the plan goes.
    pub parts: Vec<(Way, Part)>,
    /// Mean change.
    pub total: f64,
}

/// Shares the mean changes of several indicators of a plan (from 0) in calendar year `year` out over the ways: Shapley values over
/// groups of arrows, those of a group that is off held at nothing.
///
/// # Errors
/// [`Stopped::Cancelled`] once the watch says so; [`Stopped::Refused`] if a plan has no starting numbers.
pub fn ways(
    basis: &Basis,
    scenario: &Scenario,
    (plan, year): (usize, i32),
    (indicators, count): (&[Indicator], u32),
    watch: &Watch<'_>,
) -> Result<Vec<Ways>, Stopped> {
    let basis = &*basis.under(&scenario.overrides);
    let model = &basis.model;
    let arrows = arrows(model);
    // A way on which the plan has no arrow is no player: it would get nothing.
    let walked = |way: &Way| {
        scenario.plans.get(plan).is_some_and(|p| {
            let mut all = indicators.iter().flat_map(|i| steps(model, p, *i));
            all.any(|s| matches!(s, Step::Channel(_)) && Way::of(s, model) == Some(*way))
                || *way == Way::Spillover && scenario.plans.len() > 1
        })
    };
    let live: Vec<Way> = Way::ALL.into_iter().filter(walked).collect();
    let t = year_of(scenario, year);
    let wanted: Vec<(Indicator, usize)> = indicators.iter().map(|i| (*i, t)).collect();
    let found = share_out(live.len(), scenario.seed, |mask, (done, all)| {
        watch.step(done, all)?;
        let off = |way: &Way| live.iter().position(|l| l == way).is_some_and(|k| mask >> k & 1 == 0);
        let held = arrows.iter().filter(|(_, way)| off(way)).map(|(quantity, _)| (*quantity, Held::Nothing));
        let mut key = DrawKey::of(scenario, count);
        key.variant = Variant::holding(held);
        changes(basis, scenario, &Draws::make(basis, &key), (plan, &wanted), watch.cancel)
    })?;
    let one = |(parts, indicator): (super::share_out::Parts, &Indicator)| Ways {
        indicator: *indicator,
        year: scenario.year_zero() + i32::try_from(t).unwrap_or(0),
        parts: live.iter().copied().zip(parts.parts).collect(),
        total: parts.total,
    };
    Ok(found.into_iter().zip(indicators).map(one).collect())
}

/// Every arrow that lies on a way.
fn arrows(model: &Model) -> Vec<(Quantity, Way)> {
    let channels = (0..model.channels.len()).map(|row| (Quantity::Channel(row), Step::Channel(row)));
    let links = (0..model.links.len()).map(|row| (Quantity::Link(row), Step::Link(row)));
    channels.chain(links).filter_map(|(quantity, step)| Some((quantity, Way::of(step, model)?))).collect()
}
