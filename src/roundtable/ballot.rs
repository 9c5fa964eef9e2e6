//! One participant's answer in one round.

use serde::{Deserialize, Serialize};

use super::event::Round;

/// Longest reason, characters.
pub const REASON_MAX: usize = 200;
/// Most ballots of one round; far above any room, far below what could fill a disk.
pub const BALLOTS_MAX: usize = 250;

/// Who answered, without a name. One ballot a voter and round: a later one replaces an earlier one while the round is open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voter {
    /// A paper ballot by its number, typed in.
    Paper(u16),
    /// A device in the room, by a short digest of its secret token.
    Phone(String),
    /// Someone elsewhere, by the digest in their pasted code.
    Pasted(String),
    /// A row of an imported table.
    Imported(String),
}

/// A ballot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ballot {
    /// Who.
    pub voter: Voter,
    /// What they want.
    pub answer: Answer,
    /// Guess of the headline indicator's change against no new policy, in its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guess: Option<f64>,
    /// One line, at most [`REASON_MAX`] characters, without control characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Index into the roles of the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<usize>,
}

/// What a ballot says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Amounts of the levers, in the order of the question.
    Package(Vec<f64>),
    /// Indices of the scenarios approved, rising, each once; may be empty.
    Approval(Vec<usize>),
}

/// Why a ballot was not taken, in words that can be shown to the person who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No round is open.
    #[error("the round is closed")]
    Closed,
    /// The ballot is for another round than the one that is open.
    #[error("this ballot is for another round; the {} ballot is open", .0.words())]
    OtherRound(Round),
    /// What it holds is not allowed.
    #[error("{0}")]
    Invalid(String),
    /// More ballots than a room has.
    #[error("no more ballots are taken in this round ({BALLOTS_MAX} have come)")]
    Full,
    /// It could not be written down; sending it again is safe.
    #[error("the ballot could not be written down ({0}); send it again")]
    Unwritten(String),
}
