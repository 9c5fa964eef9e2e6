//! What a room decides: a question, rounds of ballots, agreement and where it splits, the decision with its reasons and
//! its dissent, all of it in one append-only journal.
//!
//! Nothing here knows a terminal or a network: the screen and the ballot page both speak to a [`Desk`].

pub mod ballot;
pub mod desk;
pub mod event;
pub mod order;
pub mod question;

pub use ballot::{Answer, Ballot, Refusal, Voter};
pub use desk::{Desk, Paper};
pub use event::{Entry, Event, Round};
pub use order::{RunningOrder, Step, StepKind};
pub use question::{Choice, Guessed, Kind, Offered, Question};
