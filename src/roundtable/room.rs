//! The room: the session on disk, and the one way into it.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::NaiveDateTime;

use super::ballot::{Ballot, Refusal, Voter};
use super::desk::{Desk, Paper};
use super::event::{Entry, Event, Round};
use super::keeper::{Answer, Keeper, Pen, answer_of};
use super::session::Session;

/// A session that is being written. Dropping it writes what was handed in and lets the file go.
#[derive(Debug)]
pub struct Room {
    keeper: Keeper,
}

impl Room {
    /// Opens the room on a pen and what its file holds; see [`Keeper::start`].
    pub fn start(
        pen: impl Pen + 'static,
        session: Session,
        clock: impl Fn() -> NaiveDateTime + Send + 'static,
        notify: impl Fn(&[Entry]) + Send + 'static,
    ) -> Self {
        Self { keeper: Keeper::start(pen, session, clock, notify) }
    }

    /// The session as it is on disk.
    #[must_use]
    pub fn session(&self) -> Arc<Session> {
        self.keeper.published().session
    }

    /// Writes an event down and waits until it is on disk: the number of its entry, `None` if it changes nothing.
    ///
    /// # Errors
    /// Why it cannot happen now, or could not be written.
    pub fn record(&self, event: Event) -> Answer {
        answer_of(&self.post(event))
    }

    /// As [`Room::record`] without waiting.
    pub fn post(&self, event: Event) -> Receiver<Answer> {
        self.keeper.post(move |session| session.admit(event))
    }

    /// Takes the last step back: the number of the new entry, `None` if there is nothing to take back.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn undo(&self) -> Answer {
        self.keeper.ask(|session| Ok(session.undo_target().map(Event::Undone)))
    }

    /// Brings back what the last undo took: the number of the new entry, `None` if there is nothing to bring back.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn redo(&self) -> Answer {
        self.keeper.ask(|session| Ok(session.redo_target().map(Event::Undone)))
    }

    /// Takes many ballots, as from a table, with few syncs: what came of each, in order.
    #[must_use]
    pub fn take_all(&self, round: Round, ballots: Vec<Ballot>) -> Vec<Result<(), Refusal>> {
        let posted: Vec<Receiver<Answer>> =
            ballots.into_iter().map(|ballot| self.post(Event::Cast { round, ballot })).collect();
        posted.iter().map(|answer| answer_of(answer).map(|_| ())).collect()
    }
}

impl Desk for Room {
    fn paper(&self) -> Paper {
        let now = self.keeper.published();
        let question = now.session.question.clone().unwrap_or_default();
        // Without a question nothing can be answered.
        let open = now.session.open.filter(|_| now.session.question.is_some());
        Paper { question, open, version: now.version }
    }

    fn take(&self, round: Round, ballot: Ballot) -> Result<(), Refusal> {
        self.record(Event::Cast { round, ballot }).map(|_| ())
    }

    fn handed_in(&self, round: Round, voter: &Voter) -> Option<Ballot> {
        self.session().round(round).ballots.get(voter).cloned()
    }
}
