//! Groups of neighbouring areas, as users collect them: their GVA is the sum of the members', and the same rule must hold.

use std::collections::BTreeMap;

use crate::evidence::Neighbour;
use crate::model::Indicator;

use super::panel::{Line, Panel};

/// Random groups of each tier (BACKTEST.md B1).
const GROUPS: usize = 100;
/// Fewest and most members.
const MEMBERS: (usize, usize) = (2, 5);

/// Numbers from a seed (`SplitMix64`; Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        usize::try_from(z % (n.max(1) as u64)).unwrap_or(0)
    }
}

/// Panels of the sums over random connected groups, for every panel of GVA.
pub(super) fn panels(panels: &[Panel], neighbours: &[Neighbour], seed: u64) -> Vec<Panel> {
    let mut numbers = Numbers(seed);
    let of_gva = panels.iter().filter(|p| p.indicator == Indicator::NetGvaPv);
    of_gva.filter_map(|panel| grouped(panel, &adjacent(panel, neighbours), &mut numbers)).collect()
}

/// Neighbours of each area of a panel, in the order of their codes.
fn adjacent<'a>(panel: &'a Panel, neighbours: &'a [Neighbour]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let known = |code: &str| panel.lines.iter().any(|l| l.area == code);
    let mut out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for n in neighbours.iter().filter(|n| known(n.area.as_str()) && known(n.neighbour.as_str())) {
        for (a, b) in [(n.area.as_str(), n.neighbour.as_str()), (n.neighbour.as_str(), n.area.as_str())] {
            let list = out.entry(a).or_default();
            if a != b && !list.contains(&b) {
                list.push(b);
            }
        }
    }
    for list in out.values_mut() {
        list.sort_unstable();
    }
    out
}

fn grouped(panel: &Panel, adjacent: &BTreeMap<&str, Vec<&str>>, numbers: &mut Numbers) -> Option<Panel> {
    let codes: Vec<&str> = adjacent.keys().copied().collect();
    if codes.len() < MEMBERS.1 {
        return None;
    }
    let mut lines = Vec::new();
    for _ in 0..GROUPS {
        let size = MEMBERS.0 + numbers.below(MEMBERS.1 - MEMBERS.0 + 1);
        let mut members = vec![codes[numbers.below(codes.len())]];
        while members.len() < size {
            let edge: Vec<&str> = members
                .iter()
                .filter_map(|m| adjacent.get(m))
                .flatten()
                .copied()
                .filter(|c| !members.contains(c))
                .collect();
            if edge.is_empty() {
                break;
            }
            members.push(edge[numbers.below(edge.len())]);
        }
        members.sort_unstable();
        let mut sectors: Vec<&str> = panel.lines.iter().map(|l| l.sector.as_str()).collect();
        sectors.sort_unstable();
        sectors.dedup();
        lines.extend(sectors.into_iter().filter_map(|sector| summed(panel, &members, sector)));
    }
    Some(Panel {
        label: format!("{}, groups of {}–{} neighbours", panel.label, MEMBERS.0, MEMBERS.1),
        tier: format!("groups of {}", panel.tier),
        lines,
        ..panel.clone()
    })
}

/// The log of the sum over the members, in the years that all of them have.
fn summed(panel: &Panel, members: &[&str], sector: &str) -> Option<Line> {
    let of = |area: &&str| panel.lines.iter().find(|l| l.area == **area && l.sector == sector);
    let lines: Vec<&Line> = members.iter().map(of).collect::<Option<_>>()?;
    let first = lines.first()?;
    let points: Vec<(i32, f64)> = first
        .points
        .iter()
        .filter_map(|(year, _)| {
            let parts: Vec<f64> = lines.iter().map(|l| l.at(*year).map(libm::exp)).collect::<Option<_>>()?;
            Some((*year, libm::log(parts.iter().sum::<f64>())))
        })
        .collect();
    (points.len() > panel.points_min).then(|| Line { area: members.join("+"), sector: sector.to_owned(), points })
}
