//! Where ballots are handed in: the one thing that the ballot page knows of a session.

use super::ballot::{Ballot, Refusal};
use super::event::Round;
use super::question::Question;
use std::sync::Arc;

/// What a participant may see now.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// The question.
    pub question: Arc<Question>,
    /// The round that is open; none between rounds.
    pub open: Option<Round>,
    /// Counts up whenever what a participant sees changes.
    pub version: u64,
}

/// A place to hand in ballots. A ballot is written and synced before [`Desk::take`] returns, so that a client that saw no
/// answer may send the same ballot again: the same voter's ballot replaces itself, and nothing is lost or doubled.
pub trait Desk: Send + Sync {
    /// What a participant may see now. Never anybody else's answer.
    fn paper(&self) -> Paper;

    /// Takes a ballot. Blocks until it is on disk.
    ///
    /// # Errors
    /// Why it was not taken.
    fn take(&self, round: Round, ballot: Ballot) -> Result<(), Refusal>;

    /// The last ballot of a voter in a round, so that a phone that comes back sees what it sent.
    fn handed_in(&self, round: Round, voter: &super::Voter) -> Option<Ballot>;
}
