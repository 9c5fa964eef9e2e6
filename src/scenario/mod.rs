//! What is chosen: place, sector, lever settings, horizon and seed; RON in, RON out, without loss.

pub mod check;
pub mod diff;
pub mod document;
mod edit;
mod locate;
pub mod names;
pub mod store;
pub mod sweep;
#[cfg(test)]
mod tests;
mod types;
mod write;

pub use check::Problem;
pub use diff::{Difference, differences};
pub use document::Opened;
pub use types::{
    Aim, DRAWS_COARSE, DRAWS_DEFAULT, Expectation, HORIZON_DEFAULT, Plan, START_DEFAULT, Scenario, Setting, Switches,
};
pub use write::write;
