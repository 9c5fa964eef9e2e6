//! What is taken away: text, JSON and CSV, writers over the same values that the screen shows.

pub mod audit;
pub mod wording;
pub mod words;
