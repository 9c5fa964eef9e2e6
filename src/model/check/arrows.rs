//! Rules of single arrows: ids, order of bands, timing, direction of time, units.

use std::collections::BTreeMap;

use super::{CHANNELS, LINKS, PAIRS, require};
use crate::evidence::{Fault, Faults, LeverId, LinkId};
use crate::model::book::Model;
use crate::model::kinds::{Grade, Node, Structure};
use crate::model::types::{Band, Channel, Link, LinkKind, Pool, Scale, Target};

/// No two parameters share an id: draws are keyed by it.
pub(super) fn ids(model: &Model, faults: &mut Faults) {
    let channels = model.channels.iter().map(|c| (c.id.as_str(), CHANNELS, c.line, "channel_id"));
    let links = model.links.iter().map(|l| (l.id.as_str(), LINKS, l.line, "link_id"));
    let pairs = model.pairs.iter().map(|p| (p.id.as_str(), PAIRS, p.line, "pair_id"));
    let mut first: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
    for (id, file, line, column) in channels.chain(links).chain(pairs) {
        match first.get(id) {
            None => {
                first.insert(id, (file, line));
            }
            Some((file_before, line_before)) => faults.push(
                Fault::new(file, format!("is already the id of {file_before}, line {line_before}"))
                    .at(line)
                    .cell(column, id)
                    .hint("give each row its own id"),
            ),
        }
    }
}

/// Channels: known lever, band in order, timing, grade, unit, one per node.
pub(super) fn channels(model: &Model, faults: &mut Faults) {
    for channel in &model.channels {
        let at = |problem: &str| Fault::new(CHANNELS, problem).at(channel.line);
        known_lever(model, &channel.lever, at("names no lever of levers.ron"), "lever", faults);
        require(faults, ordered(channel.effect, channel.ref_weight), || {
            at("must lie between p10 and p90 (after ref_weight)")
                .cell("effect_central", (channel.effect.central * channel.ref_weight).to_string())
        });
        require(faults, (0.0..=1.0).contains(&channel.ref_weight), || {
            at("must lie in 0–1").cell("ref_weight", channel.ref_weight.to_string())
        });
        let (lag, peak, half_life) = (channel.lag, channel.peak, channel.half_life);
        let timed = 0.0 <= lag && lag <= peak && peak.is_finite() && half_life > 0.0;
        require(faults, timed, || {
            at("must be 0 ≤ lag ≤ peak, half_life above 0")
                .cell("lag, peak, half_life", format!("{lag}, {peak}, {half_life}"))
        });
        require(faults, channel.grade != Grade::E || channel.effect.p10 <= 0.0, || {
            at("must be 0 or less at grade E: without comparison evidence, zero or harm stays possible")
                .cell("effect_p10", channel.effect.p10.to_string())
        });
        channel_unit(model, channel, faults);
    }
    one_per_node(model, faults);
}

/// In each structure a lever has at most one channel to a node.
fn one_per_node(model: &Model, faults: &mut Faults) {
    for structure in Structure::ALL {
        let mut first: BTreeMap<(&LeverId, &str), &Channel> = BTreeMap::new();
        for channel in model.channels.iter().filter(|c| c.runs_in(*structure)) {
            let before = first.entry((&channel.lever, channel.target.as_str())).or_insert(channel);
            require(faults, before.id == channel.id, || {
                Fault::new(CHANNELS, format!("is the second channel from {} in {structure}", channel.lever))
                    .at(channel.line)
                    .cell("node", channel.target.as_str())
                    .hint(format!("keep this one or '{}' (line {})", before.id, before.line))
            });
        }
    }
}

/// A channel's unit must become the unit of its node by its scale.
fn channel_unit(model: &Model, channel: &Channel, faults: &mut Faults) {
    let unit = channel.effect_unit.as_str();
    let node = channel.target.node();
    let node_unit = match channel.target {
        Target::Node(node) => model.nodes.iter().find(|row| row.id == node).map_or("", |row| row.unit.as_str()),
        Target::Capacity => "share of delivery capacity",
        Target::LinkWeight => "weight in W",
    };
    let pool = model.lever(&channel.lever).map(|l| l.pool);
    let (fits, wanted) = match channel.scale {
        // A share of the workforce that lands in new jobs is, for small shares, log points of employment.
        Scale::None if node == Some(Node::Jobs) && pool == Some(Pool::Workforce) => {
            (unit == node_unit || unit.starts_with("share of "), format!("'{node_unit}' or 'share of …'"))
        }
        Scale::None => (unit == node_unit, format!("'{node_unit}'")),
        Scale::SmeGva | Scale::FirmGva => {
            (unit == "log points" && unit == node_unit, String::from("'log points' into a node in log points"))
        }
        Scale::Jobs => {
            (node == Some(Node::Jobs) && unit.starts_with("jobs per "), String::from("'jobs per …' into jobs"))
        }
        Scale::Heads => {
            (node == Some(Node::Skills) && unit.starts_with("people per "), String::from("'people per …' into skills"))
        }
        Scale::Rd => (
            node == Some(Node::RdSpend) && unit.starts_with("GBP m a year per "),
            String::from("'GBP m a year per …' into rd_spend"),
        ),
        Scale::RdIntensity => (false, String::from("another scale: rd_intensity is for links")),
    };
    require(faults, fits, || {
        Fault::new(CHANNELS, format!("does not become the unit of {} by its scale", channel.target.as_str()))
            .at(channel.line)
            .cell("effect_unit", unit)
            .hint(format!("this scale takes {wanted}"))
    });
}

/// Links: band in order, forward in time, scales that suit a link, residuals that name real paths.
pub(super) fn links(model: &Model, faults: &mut Faults) {
    for link in &model.links {
        let at = |problem: &str| Fault::new(LINKS, problem).at(link.line);
        require(faults, ordered(link.gain, link.ref_weight), || {
            at("must lie between p10 and p90 (after ref_weight)")
                .cell("gain_central", (link.gain.central * link.ref_weight).to_string())
        });
        require(faults, (0.0..=1.0).contains(&link.ref_weight), || {
            at("must lie in 0–1").cell("ref_weight", link.ref_weight.to_string())
        });
        let forward = link.from.index() < link.to.index();
        require(faults, link.lag > 0 || link.kind == LinkKind::Spill || forward, || {
            at("must be 1 or more: a link without lag runs forward in the order of nodes.ron")
                .cell("lag", link.lag.to_string())
        });
        require(faults, link.kind == LinkKind::Link || link.lag >= 1, || {
            at("must be 1 or more for a spillover").cell("lag", link.lag.to_string())
        });
        let from_rd = matches!(link.from, Node::RdSpend | Node::RdStock);
        let scaled = match link.scale {
            Scale::None | Scale::SmeGva | Scale::FirmGva => true,
            Scale::RdIntensity => from_rd,
            Scale::Jobs | Scale::Heads | Scale::Rd => false,
        };
        require(faults, scaled, || {
            at("does not suit this link").cell("scale", format!("{:?}", link.scale)).hint(
                "links take none, sme_gva or firm_gva; rd_intensity from R&D only; jobs, heads and rd are for channels",
            )
        });
        residuals(model, link, faults);
    }
}

/// Each residual path must be made of links that lead from the link's start to its end.
fn residuals(model: &Model, link: &Link, faults: &mut Faults) {
    for path in &link.residual_of {
        let mut here = Some(link.from);
        for leg in path {
            match model.links.iter().find(|l| &l.id == leg) {
                None => {
                    faults.push(
                        Fault::new(LINKS, "names no link")
                            .at(link.line)
                            .cell("residual_of", leg.as_str())
                            .nearest(leg.as_str(), model.links.iter().map(|l| l.id.as_str())),
                    );
                    return;
                }
                Some(found) => here = (here == Some(found.from)).then_some(found.to),
            }
        }
        require(faults, here == Some(link.to), || {
            let legs: Vec<&str> = path.iter().map(LinkId::as_str).collect();
            Fault::new(LINKS, format!("does not lead from {} to {}", link.from, link.to))
                .at(link.line)
                .cell("residual_of", legs.join("*"))
        });
    }
}

/// Pairs: two known levers, γ in order and within its bound.
pub(super) fn pairs(model: &Model, faults: &mut Faults) {
    let bound = model.judgements.gamma_bound;
    for pair in &model.pairs {
        let at = |problem: String| Fault::new(PAIRS, problem).at(pair.line);
        for (column, lever) in [("lever_a", &pair.a), ("lever_b", &pair.b)] {
            known_lever(model, lever, at(String::from("names no lever of levers.ron")), column, faults);
        }
        require(faults, pair.a != pair.b, || {
            at(String::from("is the same lever twice")).cell("lever_b", pair.b.as_str())
        });
        let most = pair.gamma.p10.abs().max(pair.gamma.central.abs()).max(pair.gamma.p90.abs());
        require(faults, most <= bound, || {
            at(format!("must lie within ±{bound}: no source gives the size of an interaction"))
                .cell("gamma", most.to_string())
        });
        require(faults, ordered(pair.gamma, 1.0), || {
            at(String::from("must lie between p10 and p90")).cell("gamma_central", pair.gamma.central.to_string())
        });
        require(faults, pair.e_ref > 0.0 && pair.e_ref.is_finite(), || {
            at(String::from("must be above 0")).cell("e_ref", pair.e_ref.to_string())
        });
    }
}

fn ordered(band: Band, ref_weight: f64) -> bool {
    Band::new(band.p10, band.central * ref_weight, band.p90).is_ordered()
}

fn known_lever(model: &Model, lever: &LeverId, fault: Fault, column: &str, faults: &mut Faults) {
    require(faults, model.lever(lever).is_some(), || {
        fault.cell(column, lever.as_str()).nearest(lever.as_str(), model.levers.iter().map(|l| l.id.as_str()))
    });
}
