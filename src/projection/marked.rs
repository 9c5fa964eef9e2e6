//! Which results rest on a judgement that the scenario sets otherwise: their grade is D at best.

use super::program::Program;
use super::standing::{ancestors, live_link, nodes_of};
use crate::model::local::UNIT_COST;
use crate::model::{Basis, Component, Grade, Indicator, Measure};

/// The best grade that a result of place `r` can have: D where anything on the way to it was overridden, else A.
#[must_use]
pub fn floor(basis: &Basis, programs: &[Program], r: usize, indicator: Indicator) -> Grade {
    if basis.changes().iter().any(crate::model::local::Change::differs)
        && (arrows(basis, programs, r, indicator) || money(basis, programs, r, indicator))
    {
        Grade::D
    } else {
        Grade::A
    }
}

/// Whether an overridden channel, link or pair lies on a live path to the indicator in any structure that is run.
fn arrows(basis: &Basis, programs: &[Program], r: usize, indicator: Indicator) -> bool {
    let model = &basis.model;
    let channel = |row: usize| basis.differs_at(model.channels[row].id.as_str());
    programs.iter().any(|program| {
        let wanted = ancestors(program, r, nodes_of(indicator));
        let place = &program.places[r];
        let moves = wanted.iter().any(|w| *w);
        let into = (0..wanted.len()).filter(|node| wanted[*node]).any(|node| {
            let on = |c: &super::program::ChannelOn| {
                channel(c.row) || c.pairs.iter().any(|(row, _)| basis.differs_at(model.pairs[*row].id.as_str()))
            };
            let links = program.links[node].iter().filter(|l| l.spill || live_link(program, r, l));
            place.by_node[node].iter().any(on)
                || links.into_iter().any(|l| basis.differs_at(model.links[l.row].id.as_str()))
        });
        into || moves && place.capacity.iter().chain(&place.link_weight).any(|c| channel(c.row))
    })
}

/// Whether a figure in money or net jobs uses an overridden row of gross to net or an overridden cost.
fn money(basis: &Basis, programs: &[Program], r: usize, indicator: Indicator) -> bool {
    let model = &basis.model;
    let levers = || programs.iter().flat_map(move |p| &p.places[r].levers).map(|on| &model.levers[on.row]);
    let cost = || {
        basis.differs_at("optimism_bias_revenue") || levers().any(|l| basis.differs_at(&format!("{UNIT_COST}{}", l.id)))
    };
    let net = |measures: &[Measure]| {
        model.additionality.iter().filter(|a| a.component != Component::Deadweight).any(|a| {
            let kind = a.lever_type.as_ref().is_none_or(|kind| levers().any(|l| &l.add_type == kind));
            kind && a.measure.is_none_or(|m| measures.contains(&m)) && basis.differs_at(&a.id)
        })
    };
    match indicator {
        Indicator::PublicCostPv => cost(),
        Indicator::ValueForMoney => cost() || net(&[Measure::Jobs, Measure::Gva]),
        Indicator::NetJobs => net(&[Measure::Jobs]),
        Indicator::NetGvaPv | Indicator::Gap => net(&[Measure::Jobs, Measure::Gva]),
        _ => false,
    }
}
