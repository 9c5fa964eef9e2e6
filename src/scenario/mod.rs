//! What is chosen: place, sector, lever settings, horizon and seed; RON in, RON out, without loss.

pub mod check;
pub mod code;
pub mod diff;
pub mod document;
mod edit;
mod keep;
mod locate;
pub mod names;
pub mod overrides;
pub mod store;
pub mod sweep;
#[cfg(test)]
mod tests;
mod types;
mod unknown;
mod write;

pub use check::Problem;
pub use diff::{Difference, differences};
pub use document::Opened;
pub use keep::{Tried, is_headline, package};
pub use types::{
    Aim, DRAWS_COARSE, DRAWS_DEFAULT, Expectation, Figure, HORIZON_DEFAULT, Plan, Record, START_DEFAULT, Scenario,
    Setting, Switches,
};
pub use write::write;
