//! What is taken away: text, JSON and CSV, writers over the same values that the screen shows.
//!
//! Every function here makes a text in memory; who writes it where is for `cli` and `tui` to say.

pub mod audit;
pub mod citations;
pub mod csv;
pub mod effects;
pub mod json;
pub mod layout;
pub mod reach;
pub mod text;
pub mod units;
pub mod value;
pub mod wording;
pub mod words;
