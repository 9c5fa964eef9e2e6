//! What it means: who gains and by how much, which lever did what, how places differ.
//!
//! This room reads projections; it knows nothing of screens or files.

pub mod allocate;
pub mod applies;
pub mod appraise;
pub mod attribution;
pub mod backtest;
pub mod compare;
pub mod coverage;
pub mod distribution;
pub mod evaluate;
pub mod extrapolation;
pub mod fair;
pub mod findings;
pub mod grades;
pub mod hindcast;
pub mod information;
pub mod lean;
pub mod leave_out;
pub mod ledger;
pub mod matters;
pub mod observed;
pub mod outside;
pub mod paths;
pub mod prim;
pub mod register;
pub mod revision;
pub mod seek;
pub mod sensitivity;
pub mod shapley;
pub mod share_out;
pub mod sobol;
pub mod spread;
pub mod strengths;
pub mod stress;
pub mod sweep;
pub mod trust;
pub mod uses;
pub mod watch;
pub mod waterfall;
pub mod ways;
pub mod yardstick;

/// 95 % half-width of the mean of ten independent figures (t with nine degrees of freedom): how Monte-Carlo errors over scrambles
/// are said.
#[must_use]
pub fn half_width(figures: &[f64]) -> f64 {
    const T9: f64 = 2.262_157_162_740_992;
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    let variance = figures.iter().map(|f| (f - mean) * (f - mean)).sum::<f64>() / (n - 1.0);
    T9 * (variance / n).sqrt()
}
