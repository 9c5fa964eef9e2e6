//! The way from a lever to an indicator: which channels, links and pairs lie on it (MODEL.md sections 3 and 4).

use std::collections::VecDeque;

use crate::evidence::LeverId;
use crate::model::studies;
use crate::model::{Band, Basis, Channel, Grade, Indicator, LinkKind, Model, Node, Structure, Target};
use crate::projection::standing::nodes_of;
use crate::scenario::Plan;

/// One arrow of the way, by its row in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// From a lever to a mechanism.
    Channel(usize),
    /// From a mechanism to a mechanism or an outcome.
    Link(usize),
    /// One lever changes what another does.
    Pair(usize),
}

impl Step {
    /// The grade recorded for the arrow.
    #[must_use]
    pub fn grade(self, model: &Model) -> Option<Grade> {
        match self {
            Self::Channel(row) => model.channels.get(row).map(|c| c.grade),
            Self::Link(row) => model.links.get(row).map(|l| l.grade),
            Self::Pair(row) => model.pairs.get(row).map(|p| p.grade),
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(self, model: &Model) -> Option<&str> {
        match self {
            Self::Channel(row) => model.channels.get(row).map(|c| c.id.as_str()),
            Self::Link(row) => model.links.get(row).map(|l| l.id.as_str()),
            Self::Pair(row) => model.pairs.get(row).map(|p| p.id.as_str()),
        }
    }

    /// Its range in its own unit: of a channel whose studies are pooled, what they say together; otherwise as recorded.
    #[must_use]
    pub fn band(self, basis: &Basis) -> Option<Band> {
        let model = &basis.model;
        match self {
            Self::Channel(row) => studies::band(basis, row, &[]).or_else(|| model.channels.get(row).map(|c| c.effect)),
            Self::Link(row) => model.links.get(row).map(|l| l.gain),
            Self::Pair(row) => model.pairs.get(row).map(|p| p.gamma),
        }
    }

    /// The structures in which it runs.
    #[must_use]
    pub fn structures(self, model: &Model) -> &[Structure] {
        match self {
            Self::Channel(row) => model.channels.get(row).map_or(&[], |c| &c.structures),
            Self::Link(row) => model.links.get(row).map_or(&[], |l| &l.structures),
            Self::Pair(row) => model.pairs.get(row).map_or(&[], |p| &p.structures),
        }
    }

    /// The lever it belongs to; links belong to none.
    #[must_use]
    pub fn lever(self, model: &Model) -> Option<&LeverId> {
        match self {
            Self::Channel(row) => model.channels.get(row).map(|c| &c.lever),
            Self::Link(_) => None,
            Self::Pair(row) => model.pairs.get(row).map(|p| &p.a),
        }
    }
}

/// Every arrow by which the levers of a plan move an indicator: channels lever by lever in the plan's order, then the
/// links that carry them on, then the pairs between levers that are on.
#[must_use]
pub fn steps(model: &Model, plan: &Plan, indicator: Indicator) -> Vec<Step> {
    let mut out = Vec::new();
    for (lever, _) in plan.on() {
        let own = model.channels.iter().enumerate().filter(|(_, c)| &c.lever == lever && leads(model, c, indicator));
        out.extend(own.map(|(row, _)| Step::Channel(row)));
    }
    let channels: Vec<&Channel> =
        out.iter().filter_map(|s| if let Step::Channel(row) = s { model.channels.get(*row) } else { None }).collect();
    let between = channels.iter().any(|c| c.target == Target::LinkWeight);
    let on_the_way = |row: usize| {
        let link = &model.links[row];
        (link.kind == LinkKind::Link || between)
            && link.structures.iter().any(|s| {
                let starts = channels.iter().filter(|c| c.runs_in(*s)).filter_map(|c| c.target.node());
                let arrives = starts.into_iter().any(|n| route(model, n, &[link.from], *s).is_some());
                arrives && route(model, link.to, nodes_of(indicator), *s).is_some()
            })
    };
    let links: Vec<Step> = (0..model.links.len()).filter(|row| on_the_way(*row)).map(Step::Link).collect();
    let on = |lever: &LeverId| plan.on().any(|(l, _)| l == lever);
    let acts = |a: &LeverId, node: Option<Node>| {
        channels.iter().any(|c| &c.lever == a && node.is_none_or(|n| c.target.node() == Some(n)))
    };
    let pairs = model.pairs.iter().enumerate().filter(|(_, p)| on(&p.a) && on(&p.b) && acts(&p.a, p.node));
    let pairs: Vec<Step> = pairs.map(|(row, _)| Step::Pair(row)).collect();
    out.extend(links);
    out.extend(pairs);
    out
}

/// Whether a channel can move an indicator in one of its structures. Delivery capacity and ties between places touch
/// whatever else is done, so they reach every indicator that a lever moves.
#[must_use]
pub fn leads(model: &Model, channel: &Channel, indicator: Indicator) -> bool {
    let wanted = nodes_of(indicator);
    match channel.target.node() {
        Some(first) => channel.structures.iter().any(|s| route(model, first, wanted, *s).is_some()),
        None => !wanted.is_empty(),
    }
}

/// The shortest way of a channel to an indicator, node by node; empty for a channel that changes how others work.
#[must_use]
pub fn route_of(model: &Model, channel: &Channel, indicator: Indicator) -> Vec<Node> {
    let Some(first) = channel.target.node() else { return Vec::new() };
    let ways = channel.structures.iter().filter_map(|s| route(model, first, nodes_of(indicator), *s));
    ways.min_by_key(Vec::len).unwrap_or_default()
}

/// The shortest chain of nodes from one to any of those wanted, by links within a place that run in a structure.
fn route(model: &Model, from: Node, wanted: &[Node], structure: Structure) -> Option<Vec<Node>> {
    let mut waiting = VecDeque::from([vec![from]]);
    let mut seen = vec![from];
    while let Some(way) = waiting.pop_front() {
        let here = *way.last()?;
        if wanted.contains(&here) {
            return Some(way);
        }
        let onward = model.links.iter().filter(|l| l.from == here && l.kind == LinkKind::Link && l.runs_in(structure));
        for link in onward {
            if !seen.contains(&link.to) {
                seen.push(link.to);
                waiting.push_back(way.iter().copied().chain([link.to]).collect());
            }
        }
    }
    None
}
