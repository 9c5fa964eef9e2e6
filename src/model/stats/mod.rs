//! The statistics of the model: distributions, quantiles, discounting, and the path of a baseline.
//!
//! Pure arithmetic on numbers handed in: no file, no clock, no random source. Every function names the section of
//! `docs/MODEL.md` or the paper it comes from, and is held against an independent implementation (`tests/fixtures/golden`).

pub mod elementary;
mod inequality;
mod normal;
mod quantile;
mod select;
mod student;
mod trend;
mod value;

pub use inequality::theil;
pub use normal::{Z10, normal_cdf, normal_ppf, two_piece, two_piece_mean};
pub use quantile::{five_quantiles, quantile7, quantiles7};
pub use select::Selector;
pub use student::{student_t_cdf, student_t_ppf, student_t5_ppf};
pub use trend::{Spread, annual_sd, baseline_quantiles, drift_path, spread, step_sd, uk_drift};
pub use value::{discount_factor, distributional_weight, lumpiness, mixed_bias, takes, with_optimism_bias};
