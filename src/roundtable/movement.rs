//! What changed between two rounds, and the view of those farthest from the middle.

use std::collections::BTreeSet;

use super::ballot::{Answer, Voter};
use super::camps::{Camps, distance, points};
use super::package::Package;
use super::question::{Kind, Question};
use super::session::RoundState;
use super::tally::{Tally, agreement, amounts, median};
use crate::evidence::order::InOrder as _;

/// Fewest ballots in which a minority is looked for.
pub const MINORITY_FROM: usize = 8;

/// Two rounds side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// Voters in both rounds; everything but `agreement` is about them alone.
    pub both: usize,
    /// Voters in the first round alone, and in the second alone.
    pub only: (usize, usize),
    /// Levers in the order of the question; empty for a choice.
    pub levers: Vec<Moved>,
    /// Scenarios in the order of the question; empty where levers are set.
    pub choices: Vec<Turned>,
    /// Agreement of the whole room before and after; `None` where it has none.
    pub agreement: Option<(f64, f64)>,
}

/// Movement on one lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Voters who went up, stayed and went down.
    pub up: usize,
    /// Stayed.
    pub same: usize,
    /// Went down.
    pub down: usize,
    /// Median before and after; `None` without voters in both rounds.
    pub median: Option<(f64, f64)>,
    /// Agreement before and after; `None` below two voters in both rounds.
    pub agreement: Option<(f64, f64)>,
}

/// Movement on one scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    /// Approve of it now and did not before.
    pub gained: usize,
    /// Did before and do not now.
    pub lost: usize,
}

impl Movement {
    /// Movement from one round to another, voters matched.
    #[must_use]
    pub fn between(question: &Question, before: &RoundState, after: &RoundState) -> Self {
        let pairs: Vec<_> =
            before.ballots.iter().filter_map(|(voter, b)| after.ballots.get(voter).map(|a| (b, a))).collect();
        let packages: Vec<(&[f64], &[f64])> =
            pairs.iter().filter_map(|(b, a)| Some((amounts(b)?, amounts(a)?))).collect();
        let levers = question.levers.iter().enumerate().map(|(i, lever)| {
            let was: Vec<f64> = packages.iter().filter_map(|(before, _)| before.get(i).copied()).collect();
            let is: Vec<f64> = packages.iter().filter_map(|(_, after)| after.get(i).copied()).collect();
            let count = |keep: fn(f64) -> bool| was.iter().zip(&is).filter(|(b, a)| keep(*a - *b)).count();
            let agree = |values: &[f64]| agreement(values, lever.low, lever.high);
            Moved {
                up: count(|d| d > 1e-9),
                same: count(|d| d.abs() <= 1e-9),
                down: count(|d| d < -1e-9),
                agreement: agree(&was).zip(agree(&is)),
                median: median(was).zip(median(is)),
            }
        });
        let choices = (0..question.choices.len()).map(|choice| {
            let approves = |answer: &Answer| matches!(answer, Answer::Approval(chosen) if chosen.contains(&choice));
            let turned = |from: bool| {
                pairs.iter().filter(|(b, a)| approves(&b.answer) == from && approves(&a.answer) != from).count()
            };
            Turned { gained: turned(false), lost: turned(true) }
        });
        let whole = |round: &RoundState| Tally::of(question, round).agreement();
        Self {
            both: pairs.len(),
            only: (before.ballots.len() - pairs.len(), after.ballots.len() - pairs.len()),
            levers: levers.collect(),
            choices: choices.collect(),
            agreement: whole(before).zip(whole(after)),
        }
    }
}

/// Those whom the median package suits least.
#[derive(Debug, Clone, PartialEq)]
pub struct Minority {
    /// Ballots.
    pub ballots: usize,
    /// Their medians as one package; `None` for a choice.
    pub package: Option<Package>,
    /// Distance of their package from the median package, as a share of the ranges, 0–1; `None` for a choice.
    pub distance: Option<f64>,
    /// Their reasons that the facilitator accepted, sorted by their words.
    pub reasons: Vec<String>,
}

impl Minority {
    /// The minority of a round. With camps: the camp whose package lies farthest from the median package, the largest camp left out.
    /// Without: the ballot farthest from the median package and those nearest to it, a quarter of all and at least three,
    /// so that nobody stands alone. For a choice: those who approve of none of the scenarios with most approvals. `None` below
    /// [`MINORITY_FROM`] ballots, below three such ballots, or if all agree.
    #[must_use]
    pub fn of(question: &Question, round: &RoundState) -> Option<Self> {
        if round.ballots.len() < MINORITY_FROM {
            return None;
        }
        match question.kind {
            Kind::Choice => Self::of_choice(question, round),
            Kind::Package => Self::of_packages(question, round),
        }
    }

    fn of_choice(question: &Question, round: &RoundState) -> Option<Self> {
        let most = Tally::of(question, round).approvals?.most;
        let voters: BTreeSet<&Voter> = round
            .ballots
            .values()
            .filter(|b| {
                !most.is_empty() && matches!(&b.answer, Answer::Approval(c) if !c.iter().any(|i| most.contains(i)))
            })
            .map(|b| &b.voter)
            .collect();
        (voters.len() >= 3).then(|| Self {
            ballots: voters.len(),
            package: None,
            distance: None,
            reasons: reasons(round, &voters),
        })
    }

    fn of_packages(question: &Question, round: &RoundState) -> Option<Self> {
        let place = |amounts: &[f64]| -> Vec<f64> {
            question.levers.iter().zip(amounts).map(|(l, a)| (a - l.low) / (l.high - l.low)).collect()
        };
        let middle = place(&Tally::of(question, round).package?.amounts);
        let points = points(question, round.ballots.values());
        let (voters, package) = if let Camps::Found { camps, .. } = Camps::of(question, round) {
            let far = |p: &Package| distance(&place(&p.amounts), &middle);
            let camp = camps.into_iter().skip(1).max_by(|a, b| far(&a.package).total_cmp(&far(&b.package)))?;
            (camp.voters, camp.package)
        } else {
            // The first of equals, in the order of the points: whoever cast them.
            let far =
                points.iter().rev().max_by(|a, b| distance(&a.at, &middle).total_cmp(&distance(&b.at, &middle)))?;
            let mut near: Vec<_> = points.iter().collect();
            near.order_by(|a, b| distance(&a.at, &far.at).total_cmp(&distance(&b.at, &far.at)));
            near.truncate((points.len() / 4).max(3));
            let package = Package::median(question, &near.iter().map(|p| p.amounts).collect::<Vec<_>>())?;
            (near.iter().map(|p| p.voter.clone()).collect(), package)
        };
        let apart = distance(&place(&package.amounts), &middle);
        let voters: BTreeSet<&Voter> = voters.iter().collect();
        (apart > 1e-9).then(|| Self {
            ballots: voters.len(),
            reasons: reasons(round, &voters),
            package: Some(package),
            distance: Some(apart),
        })
    }
}

fn reasons(round: &RoundState, voters: &BTreeSet<&Voter>) -> Vec<String> {
    let accepted = round.reasons().filter(|(voter, _, word)| *word == Some(true) && voters.contains(voter));
    let mut out: Vec<String> = accepted.map(|(_, reason, _)| reason.to_owned()).collect();
    out.sort_unstable();
    out
}
