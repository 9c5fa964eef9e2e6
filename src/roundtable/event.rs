//! What happens in a session, one entry a line of the journal.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::ballot::{Ballot, Voter};
use super::order::RunningOrder;
use super::question::Question;
use crate::evidence::LeverId;

/// An entry: number, time and what happened. Entries are never changed; one is taken back by another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Number, counted from 1 without gaps.
    pub n: u32,
    /// When, in universal time, to the second.
    pub at: NaiveDateTime,
    /// What.
    pub event: Event,
}

/// A ballot round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// To try the ballot; counts for nothing.
    Practice,
    /// Before the talk.
    First,
    /// After the talk.
    Second,
}

impl Round {
    /// All of them in order.
    pub const ALL: [Self; 3] = [Self::Practice, Self::First, Self::Second];

    /// As it is said.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::First => "first",
            Self::Second => "second",
        }
    }
}

/// What a disagreement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// What would happen.
    Facts,
    /// What matters.
    Values,
    /// Both.
    Both,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The session was set up, or its question changed before the first ballot.
    Asked(Box<Question>),
    /// The running order was set.
    Ordered(RunningOrder),
    /// A step of the running order began, counted from 0; going back is the same event.
    Stepped(usize),
    /// The clock of the step was stopped or set going.
    Paused(bool),
    /// A round was opened; ballots it has stay.
    Opened(Round),
    /// A round was closed.
    Closed(Round),
    /// A round is run afresh: its ballots no longer count, but stay in the journal.
    Cleared(Round),
    /// A ballot came.
    Cast {
        /// Round.
        round: Round,
        /// Ballot.
        ballot: Ballot,
    },
    /// A ballot was taken out (a paper ballot mistyped).
    Dropped {
        /// Round.
        round: Round,
        /// Whose.
        voter: Voter,
    },
    /// The room may see a round's ballots, or no longer.
    Revealed {
        /// Round.
        round: Round,
        /// Shown or hidden.
        shown: bool,
    },
    /// The facilitator let a reason be seen, or not.
    Judged {
        /// Round.
        round: Round,
        /// Whose reason.
        voter: Voter,
        /// Shown or kept back.
        accepted: bool,
    },
    /// Whether the disagreement on a lever is about facts or values, as the room said.
    Sorted {
        /// Lever.
        lever: LeverId,
        /// About.
        about: About,
    },
    /// An assumption was challenged: both versions are kept.
    Challenged {
        /// What was changed and why, one line.
        says: String,
        /// The base scenario with the change, as text of its document.
        scenario: String,
    },
    /// The group's amount of a lever and the reason.
    Settled {
        /// Lever.
        lever: LeverId,
        /// Amount.
        amount: f64,
        /// Reason, one line; never empty.
        reason: String,
    },
    /// The group's choice among scenarios and the reason.
    Chosen {
        /// Index of the scenario.
        choice: usize,
        /// Reason, one line; never empty.
        reason: String,
    },
    /// A dissent, in the words it was given.
    Dissented(String),
    /// An action.
    Acted {
        /// What.
        what: String,
        /// Who sees to it: a role or a name that the person gave.
        owner: String,
        /// By when.
        due: Option<chrono::NaiveDate>,
    },
    /// A note of the facilitator; never shown to the room.
    Noted(String),
    /// An earlier entry is taken back.
    Undone(u32),
    /// The session ended.
    Finished,
}
