//! What it means: who gains and by how much, which lever did what, how places differ.
//!
//! This room reads projections; it knows nothing of screens or files.

pub mod applies;
pub mod attribution;
pub mod backtest;
pub mod compare;
pub mod coverage;
pub mod distribution;
pub mod findings;
pub mod ledger;
pub mod observed;
pub mod paths;
pub mod prim;
pub mod register;
pub mod shapley;
pub mod strengths;
pub mod stress;
pub mod uses;
pub mod watch;
pub mod waterfall;
