//! What is chosen: place, sector, lever settings, horizon and seed; RON in, RON out, without loss.

mod types;

pub use types::{
    DRAWS_COARSE, DRAWS_DEFAULT, Expectation, HORIZON_DEFAULT, Plan, START_DEFAULT, Scenario, Setting, Switches,
};
