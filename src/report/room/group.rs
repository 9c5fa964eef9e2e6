//! The package of a room: what it settled, where it stands on the rest; and the packages that a session ends with.

use crate::evidence::Faults;
use crate::model::Basis;
use crate::roundtable::{Kind, Offered, Question, Round, Session, Tally};
use crate::scenario::{Scenario, document};

/// Most challenges whose package is worked out: the last ones.
const CHALLENGES_MAX: usize = 2;

/// A package with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// What it is, a few words.
    pub label: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// Amounts of the room's package in the order of the question: what is settled; else where the room stood when it was last shown, on
/// the steps of the ballot; else what the room started from. Empty for a choice among scenarios.
#[must_use]
pub fn amounts(question: &Question, session: &Session, base: Option<&Scenario>) -> Vec<f64> {
    let round = [Round::Second, Round::First].into_iter().find(|r| session.is_shown(*r));
    let tally = round.map(|r| Tally::of(question, session.round(r)));
    let before = |lever: &Offered| {
        base.and_then(|b| b.plans.first()).and_then(|p| p.levers.get(&lever.id)).map_or(0.0, |s| s.amount)
    };
    let one = |(i, lever): (usize, &Offered)| {
        let middle = || tally.as_ref()?.levers.get(i)?.middle.map(|q| lever.snap(q.median));
        session.settled.get(&lever.id).map(|s| s.amount).or_else(middle).unwrap_or_else(|| before(lever))
    };
    question.levers.iter().enumerate().map(one).collect()
}

/// Levers of the ballot on which nothing is settled although something is settled on others.
#[must_use]
pub fn left_open<'a>(question: &'a Question, session: &Session) -> Vec<&'a str> {
    let open = |l: &&Offered| !session.settled.contains_key(&l.id);
    let some = question.kind == Kind::Package && !session.settled.is_empty();
    question.levers.iter().filter(|_| some).filter(open).map(|l| l.name.as_str()).collect()
}

/// The packages that a session ends with: the middle of each round that was shown, what was settled, the last challenges on the middle of
/// the first round; or the scenarios of a vote. With them the number of the one that is the room's own.
///
/// # Errors
/// If a scenario of the session cannot be read against this evidence.
pub fn at_the_end(
    basis: &Basis,
    question: &Question,
    session: &Session,
) -> Result<(Vec<Named>, Option<usize>), Faults> {
    if question.kind == Kind::Choice {
        let named = |(i, c): (usize, &crate::roundtable::Choice)| {
            question.choice(i, basis).map(|scenario| Named { label: c.name.clone(), scenario })
        };
        let all: Vec<Named> = question.choices.iter().enumerate().map(named).collect::<Result<_, _>>()?;
        return Ok((all, session.chosen.as_ref().map(|c| c.choice)));
    }
    let mut out = Vec::new();
    let middle = |round| Tally::of(question, session.round(round)).package.filter(|_| session.is_shown(round));
    for round in [Round::First, Round::Second] {
        if let Some(package) = middle(round) {
            let scenario = question.package(&package.amounts, basis)?;
            out.push(Named { label: format!("Middle, {}", round.words()), scenario });
        }
    }
    if !session.settled.is_empty() {
        out.push(Named { label: String::from("As settled"), scenario: settled(basis, question, session)? });
    }
    let room = out.len().checked_sub(1);
    if let Some(package) = middle(Round::First) {
        let skip = session.challenges.len().saturating_sub(CHALLENGES_MAX);
        for (i, challenge) in session.challenges.iter().enumerate().skip(skip) {
            let changed = document::read("the challenge", &challenge.scenario, basis)?.scenario;
            let on = Question { base: challenge.scenario.clone(), ..question.clone() };
            let scenario = Scenario { title: changed.title, ..on.package(&package.amounts, basis)? };
            out.push(Named { label: format!("Challenge {}", i + 1), scenario });
        }
    }
    Ok((out, room))
}

/// The room's package as a scenario.
///
/// # Errors
/// If the scenario of the session cannot be read against this evidence.
pub fn settled(basis: &Basis, question: &Question, session: &Session) -> Result<Scenario, Faults> {
    let base = question.scenario(basis)?;
    question.package(&amounts(question, session, Some(&base)), basis)
}
