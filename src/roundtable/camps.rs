//! Camps: whether the ballots fall into groups, and what each group would do.

use super::ballot::{Ballot, Voter};
use super::package::Package;
use super::question::Question;
use super::session::RoundState;
use super::tally::amounts;
use crate::evidence::order::InOrder as _;

/// Fewest ballots in which camps are looked for.
pub const CAMPS_FROM: usize = 12;
/// Fewest ballots of a camp.
pub const CAMP_MIN: usize = 3;
/// Mean silhouette width above which groups are called camps: "a reasonable structure has been found" begins at 0.51 in Kaufman
/// and Rousseeuw, Finding Groups in Data, 1990, table 4.
pub const SILHOUETTE_MIN: f64 = 0.51;

/// How much larger the width must be with a third camp. Ballots stand on steps, and people who agree on all of them would otherwise
/// part any camp in two.
const THIRD_MORE: f64 = 0.05;

/// Whether there are camps.
#[derive(Debug, Clone, PartialEq)]
pub enum Camps {
    /// Fewer ballots than [`CAMPS_FROM`]: not looked for.
    TooFew(usize),
    /// The ballots do not fall into groups.
    None,
    /// They do: two or three camps, the largest first.
    Found {
        /// Camps.
        camps: Vec<Camp>,
        /// Mean silhouette width, [`SILHOUETTE_MIN`] to 1.
        silhouette: f64,
    },
}

/// One camp.
#[derive(Debug, Clone, PartialEq)]
pub struct Camp {
    /// Whose ballots.
    pub voters: Vec<Voter>,
    /// Their medians as one package.
    pub package: Package,
    /// Lever on which it lies farthest from the other ballots, by its place in the question.
    pub apart_on: usize,
}

/// A ballot as a point: amounts from 0 (least allowed) to 1 (largest), so that levers count alike.
pub(super) struct Point<'a> {
    pub(super) voter: &'a Voter,
    pub(super) amounts: &'a [f64],
    pub(super) at: Vec<f64>,
}

/// Ballots as points in an order that does not depend on who cast them.
pub(super) fn points<'a>(question: &Question, ballots: impl Iterator<Item = &'a Ballot>) -> Vec<Point<'a>> {
    let place = |amounts: &[f64]| {
        question.levers.iter().zip(amounts).map(|(l, a)| (a - l.low) / (l.high - l.low)).collect::<Vec<f64>>()
    };
    let mut out: Vec<Point<'_>> = ballots
        .filter_map(|b| amounts(b).map(|amounts| Point { voter: &b.voter, amounts, at: place(amounts) }))
        .collect();
    out.order_by(|a, b| compare(&a.at, &b.at).then_with(|| a.voter.cmp(b.voter)));
    out
}

fn compare(a: &[f64], b: &[f64]) -> std::cmp::Ordering {
    a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|o| o.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
}

/// Mean distance over the levers, 0 to 1.
pub(super) fn distance(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().max(1) as f64;
    a.iter().zip(b).map(|(x, y)| (x - y).abs()).sum::<f64>() / n
}

impl Camps {
    /// Looks for camps in a round: k-medoids with the mean distance over the levers, each from 0 to 1 over its range (PAM, built and swapped,
    /// Kaufman and Rousseeuw 1990), for two and three groups; by the mean silhouette width
    /// (Rousseeuw, J. Comput. Appl. Math. 20, 1987); three only if it is larger by 0.05.
    #[must_use]
    pub fn of(question: &Question, round: &RoundState) -> Self {
        let points = points(question, round.ballots.values());
        if points.len() < CAMPS_FROM {
            return Self::TooFew(points.len());
        }
        let table: Vec<Vec<f64>> =
            points.iter().map(|a| points.iter().map(|b| distance(&a.at, &b.at)).collect()).collect();
        let mut best: Option<(f64, Vec<usize>)> = None;
        for k in [2, 3] {
            let groups = medoids(&table, k);
            let sizes = (0..k).map(|g| groups.iter().filter(|of| **of == g).count());
            if sizes.min().unwrap_or(0) < CAMP_MIN {
                continue;
            }
            let width = silhouette(&table, &groups, k);
            if width >= SILHOUETTE_MIN && best.as_ref().is_none_or(|(two, _)| width > two + THIRD_MORE) {
                best = Some((width, groups));
            }
        }
        best.map_or(Self::None, |(silhouette, groups)| Self::Found {
            camps: camps(question, &points, &groups),
            silhouette,
        })
    }
}

fn camps(question: &Question, points: &[Point<'_>], groups: &[usize]) -> Vec<Camp> {
    let k = groups.iter().max().map_or(0, |g| g + 1);
    let mut out: Vec<Camp> = (0..k)
        .filter_map(|g| {
            let split = |inside: bool| -> Vec<&Point<'_>> {
                points.iter().zip(groups).filter(|(_, of)| (**of == g) == inside).map(|(p, _)| p).collect()
            };
            let (own, others) = (split(true), split(false));
            let package = Package::median(question, &own.iter().map(|p| p.amounts).collect::<Vec<_>>())?;
            let mean = |of: &[&Point<'_>], i: usize| of.iter().map(|p| p.at[i]).sum::<f64>() / of.len().max(1) as f64;
            let gaps = (0..question.levers.len()).map(|i| (mean(&own, i) - mean(&others, i)).abs());
            let apart_on =
                gaps.enumerate().fold((0, -1.0), |best, (i, gap)| if gap > best.1 + 1e-9 { (i, gap) } else { best }).0;
            Some(Camp { voters: own.iter().map(|p| p.voter.clone()).collect(), package, apart_on })
        })
        .collect();
    // Groups are numbered in the order of their points, so that equal sizes keep one order.
    out.order_by_key(|camp| std::cmp::Reverse(camp.voters.len()));
    out
}

/// The group of each point: PAM. The first of equal candidates wins, so that the same points give the same groups.
fn medoids(table: &[Vec<f64>], k: usize) -> Vec<usize> {
    let n = table.len();
    let cost = |chosen: &[usize]| -> f64 {
        (0..n).map(|i| chosen.iter().map(|m| table[i][*m]).fold(f64::INFINITY, f64::min)).sum()
    };
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < k.min(n) {
        let next = cheapest((0..n).filter(|i| !chosen.contains(i)).map(|i| {
            let with: Vec<usize> = chosen.iter().copied().chain([i]).collect();
            (cost(&with), with)
        }));
        let Some((_, with)) = next else { break };
        chosen = with;
    }
    let mut now = cost(&chosen);
    loop {
        let swaps = (0..chosen.len()).flat_map(|slot| (0..n).map(move |i| (slot, i)));
        let best = cheapest(swaps.filter(|(_, i)| !chosen.contains(i)).map(|(slot, i)| {
            let mut with = chosen.clone();
            with[slot] = i;
            (cost(&with), with)
        }));
        match best {
            Some((less, with)) if less < now - 1e-9 => (now, chosen) = (less, with),
            _ => break,
        }
    }
    chosen.sort_unstable();
    let nearest = |i: usize| {
        chosen.iter().enumerate().fold((0, f64::INFINITY), |best, (g, m)| {
            if table[i][*m] < best.1 - 1e-12 { (g, table[i][*m]) } else { best }
        })
    };
    (0..n).map(|i| nearest(i).0).collect()
}

fn cheapest(candidates: impl Iterator<Item = (f64, Vec<usize>)>) -> Option<(f64, Vec<usize>)> {
    candidates.fold(None, |best, next| match best {
        Some(best) if next.0 >= best.0 - 1e-12 => Some(best),
        _ => Some(next),
    })
}

/// Mean silhouette width of points in groups, −1 to 1.
fn silhouette(table: &[Vec<f64>], groups: &[usize], k: usize) -> f64 {
    let n = table.len();
    let width = |i: usize| {
        let mean = |g: usize| {
            let others: Vec<f64> = (0..n).filter(|j| *j != i && groups[*j] == g).map(|j| table[i][j]).collect();
            (!others.is_empty()).then(|| others.iter().sum::<f64>() / others.len() as f64)
        };
        let Some(own) = mean(groups[i]) else { return 0.0 };
        let other = (0..k).filter(|g| *g != groups[i]).filter_map(mean).fold(f64::INFINITY, f64::min);
        let larger = own.max(other);
        if larger > 0.0 { (other - own) / larger } else { 0.0 }
    };
    (0..n).map(width).sum::<f64>() / n.max(1) as f64
}
