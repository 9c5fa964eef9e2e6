//! No double counting: one effect may not reach an outcome, or one node another, by two routes unless the files say why
//! (MODEL.md section 4).

use super::{CHANNELS, LINKS, require};
use crate::evidence::{Fault, Faults};
use crate::model::book::Model;
use crate::model::kinds::{Node, Structure};
use crate::model::types::{Channel, Link, LinkKind};

/// Both levels, in each structure; a breach in several structures is told once.
pub(super) fn double_counting(model: &Model, faults: &mut Faults) {
    let mut found = Faults::default();
    for structure in Structure::ALL {
        let links: Vec<&Link> =
            model.links.iter().filter(|l| l.kind == LinkKind::Link && l.runs_in(*structure)).collect();
        channels(model, *structure, &links, &mut found);
        link_routes(&links, &mut found);
    }
    for fault in found.0 {
        if !faults.0.contains(&fault) {
            faults.push(fault);
        }
    }
}

/// A lever with a channel to an outcome and another channel that reaches the same outcome through links must say, in
/// `distinct`, why they are different quantities.
fn channels(model: &Model, structure: Structure, links: &[&Link], faults: &mut Faults) {
    let running: Vec<(&Channel, Node)> = model
        .channels
        .iter()
        .filter(|c| c.runs_in(structure))
        .filter_map(|c| c.target.node().map(|node| (c, node)))
        .collect();
    for (channel, outcome) in running.iter().filter(|(c, node)| node.is_outcome() && c.distinct.is_empty()) {
        for (other, start) in running.iter().filter(|(o, _)| o.lever == channel.lever && o.id != channel.id) {
            let routes = routes(links, *start, *outcome);
            require(faults, routes.is_empty(), || {
                let way = routes.first().map_or_else(String::new, |route| names(route));
                Fault::new(CHANNELS, format!("counts twice: '{}' reaches {outcome} too, through {way}", other.id))
                    .at(channel.line)
                    .cell("channel_id", channel.id.as_str())
                    .hint("say in 'distinct' why these are different quantities, or keep it in 'direct' only")
            });
        }
    }
}

/// Two routes between the same nodes: the shorter must be the residual of the longer, or the longer must be declared
/// additional.
fn link_routes(links: &[&Link], faults: &mut Faults) {
    let counted: Vec<&Link> = links.iter().copied().filter(|l| l.lag == 0 || l.to.is_outcome()).collect();
    for link in links {
        for route in routes(&counted, link.from, link.to) {
            let itself = matches!(route[..], [only] if only.id == link.id);
            let residual = link.residual_of.iter().any(|path| path.iter().eq(route.iter().map(|l| &l.id)));
            let additional = route.iter().any(|l| !l.additional.is_empty());
            require(faults, itself || residual || additional, || {
                Fault::new(LINKS, format!("counts twice: {} joins the same nodes", names(&route)))
                    .at(link.line)
                    .cell("link_id", link.id.as_str())
                    .hint(format!("write '{}' into residual_of, or declare a leg additional", names(&route)))
            });
        }
    }
}

/// Every route from `start` to `end` that meets no node twice.
fn routes<'a>(links: &[&'a Link], start: Node, end: Node) -> Vec<Vec<&'a Link>> {
    let mut found = Vec::new();
    extend(links, end, &mut vec![start], &mut Vec::new(), &mut found);
    found
}

fn extend<'a>(
    links: &[&'a Link],
    end: Node,
    met: &mut Vec<Node>,
    route: &mut Vec<&'a Link>,
    found: &mut Vec<Vec<&'a Link>>,
) {
    let Some(here) = met.last().copied() else {
        return;
    };
    for link in links.iter().copied().filter(|l| l.from == here) {
        if met.contains(&link.to) {
            continue;
        }
        route.push(link);
        if link.to == end {
            found.push(route.clone());
        } else {
            met.push(link.to);
            extend(links, end, met, route, found);
            met.pop();
        }
        route.pop();
    }
}

fn names(route: &[&Link]) -> String {
    route.iter().map(|l| l.id.as_str()).collect::<Vec<_>>().join("*")
}
