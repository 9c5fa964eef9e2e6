//! What a session came to, read off the fold of its journal.

use chrono::NaiveDate;

use super::{Held, amount};
use crate::roundtable::{Ballot, Round, Session};

impl Held {
    /// A session on a day; `None` before it has a question. Rounds that the room has not been shown stay out: minutes tell no
    /// more than the reveal did.
    #[must_use]
    pub fn of(session: &Session, day: NaiveDate) -> Option<Self> {
        let question = session.question.as_deref()?.clone();
        let shown = || [Round::First, Round::Second].into_iter().filter(|round| session.is_shown(*round));
        let ballots = |round: Round| -> Vec<Ballot> { session.round(round).ballots.values().cloned().collect() };
        let settled = question.levers.iter().filter_map(|lever| {
            let settled = session.settled.get(&lever.id)?;
            Some((lever.name.clone(), format!("{} {}", amount(settled.amount), lever.unit), settled.reason.clone()))
        });
        let chosen = session.chosen.iter().filter_map(|chosen| {
            Some((question.choices.get(chosen.choice)?.name.clone(), String::new(), chosen.reason.clone()))
        });
        Some(Self {
            day,
            rounds: shown().map(|round| (round, ballots(round))).collect(),
            reasons: shown().map(|round| (round, accepted(session, round))).collect(),
            range: None,
            challenges: session.challenges.iter().map(|c| c.says.clone()).collect(),
            decided: settled.chain(chosen).collect(),
            dissents: session.dissents.iter().map(|d| d.text.clone()).collect(),
            actions: session.actions.iter().map(|a| (a.what.clone(), a.owner.clone(), a.due)).collect(),
            finished: session.finished.is_some(),
            question,
        })
    }
}

fn accepted(session: &Session, round: Round) -> Vec<String> {
    session.round(round).accepted().into_iter().map(str::to_owned).collect()
}
