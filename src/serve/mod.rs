//! The ballot page: phones in the room hand in ballots over the local network.
//!
//! Off unless asked for. One small page, embedded, is served at one address with a short join code in its path; nothing
//! else is there. The page knows a session only as a [`Desk`](crate::roundtable::Desk): the question, the round that is
//! open, and what this very device has handed in. What others answered cannot be asked for.
//!
//! The server has a thread and a runtime of its own; nothing here blocks or draws. `docs/BALLOT-PAGE.md` says what is
//! defended against, and how.

mod away;
mod ballot;
mod code;
mod device;
mod error;
mod form;
mod guard;
mod lan;
mod limits;
mod markup;
mod page;
pub mod preflight;
mod qr;
mod routes;
mod server;

pub use away::away;
pub use code::JoinCode;
pub use error::ServeError;
pub use lan::{Candidate, Likely, candidates, local_address};
pub use qr::Qr;
pub use server::{Config, Server, start};
