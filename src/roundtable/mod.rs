//! What a room decides: a question, rounds of ballots, agreement and where it splits, the decision with its reasons and
//! its dissent, all of it in one append-only journal.
//!
//! Nothing here knows a terminal or a network: the screen and the ballot page both speak to a [`Desk`].

mod admit;
pub mod ballot;
pub mod camps;
pub mod check;
pub mod clean;
pub mod desk;
pub mod event;
pub mod import;
pub mod journal;
pub mod keeper;
pub mod keypad;
pub mod movement;
pub mod order;
pub mod package;
pub mod paste;
pub mod pose;
pub mod question;
pub mod rehearse;
pub mod room;
mod script;
pub mod session;
pub mod tally;

pub use ballot::{Answer, Ballot, Refusal, Voter};
pub use camps::{Camp, Camps};
pub use desk::{Desk, Paper};
pub use event::{About, Entry, Event, Round};
pub use journal::{Follower, Header, Held, Journal, Loaded, News};
pub use keeper::Pen;
pub use movement::{Minority, Moved, Movement, Turned};
pub use order::{RunningOrder, Step, StepKind};
pub use package::Package;
pub use question::{Choice, Guessed, Kind, Offered, Question};
pub use room::Room;
pub use session::{Action, Challenge, Chosen, Clock, RoundState, Said, Session, Settled};
pub use tally::{Approvals, Guesses, LeverTally, Quartiles, RoleSplit, Split, Tally};
