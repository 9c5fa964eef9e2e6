//! What it means: who gains and by how much, which lever did what, how places differ.
//!
//! This room reads projections; it knows nothing of screens or files.

pub mod applies;
pub mod attribution;
pub mod backtest;
pub mod compare;
pub mod coverage;
pub mod distribution;
pub mod extrapolation;
pub mod fair;
pub mod findings;
pub mod grades;
pub mod hindcast;
pub mod leave_out;
pub mod ledger;
pub mod matters;
pub mod observed;
pub mod outside;
pub mod paths;
pub mod register;
pub mod revision;
pub mod shapley;
pub mod spread;
pub mod strengths;
pub mod sweep;
pub mod trust;
pub mod uses;
pub mod waterfall;
