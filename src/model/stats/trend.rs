//! How a baseline moves: a share of the UK drift, and a spread that grows with the horizon (MODEL.md section 6).
//!
//! Series are on the log scale (levels) or the logit scale (shares), one value a year, oldest first.

use super::student::student_t_ppf;

/// Observations that the panel's variance counts for.
const PANEL_WEIGHT: f64 = 4.0;
/// Below this many observations a series' own variance is not used.
const OWN_MIN: usize = 6;

/// How the standard deviation grows: `c·s·h^γ·√(1 + h/m)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// s: standard deviation of one year's change.
    pub step_sd: f64,
    /// m: annual changes behind it, ≥ 1.
    pub changes: f64,
    /// γ, 0–1.
    pub gamma: f64,
    /// c, above 0.
    pub c: f64,
}

impl Spread {
    /// Standard deviation `h` ≥ 0 years ahead; 0 at h = 0.
    #[must_use]
    pub fn at(self, h: f64) -> f64 {
        self.c * self.step_sd * libm::pow(h, self.gamma) * (1.0 + h / self.changes).sqrt()
    }
}

/// Mean annual change of a UK series over at most its last `window` changes; 0 if it has no change.
#[must_use]
pub fn uk_drift(uk: &[f64], window: usize) -> f64 {
    let recent = &uk[uk.len().saturating_sub(window + 1)..];
    match recent {
        [first, .., last] => (last - first) / (recent.len() - 1) as f64,
        _ => 0.0,
    }
}

/// Standard deviation of the annual changes of a series, divisor one less than their number; 0 below two changes.
#[must_use]
pub fn annual_sd(y: &[f64]) -> f64 {
    if y.len() < 3 {
        return 0.0;
    }
    let count = (y.len() - 1) as f64;
    let changes = || y.windows(2).map(|w| w[1] - w[0]);
    let mean = changes().sum::<f64>() / count;
    let squares: f64 = changes().map(|d| (d - mean) * (d - mean)).sum();
    (squares / (count - 1.0)).sqrt()
}

/// s: the series' own annual variance pooled with the panel's, the panel counting as four observations;
/// the panel's alone below six observations.
#[must_use]
pub fn step_sd(y: &[f64], panel_sd: f64) -> f64 {
    if y.len() < OWN_MIN {
        return panel_sd;
    }
    let (m, own) = ((y.len() - 1) as f64, annual_sd(y));
    ((m * own * own + PANEL_WEIGHT * panel_sd * panel_sd) / (m + PANEL_WEIGHT)).sqrt()
}

/// The spread of a series: s pooled with the panel, m its number of annual changes.
#[must_use]
pub fn spread(y: &[f64], panel_sd: f64, gamma: f64, c: f64) -> Spread {
    Spread { step_sd: step_sd(y, panel_sd), changes: y.len().saturating_sub(1).max(1) as f64, gamma, c }
}

/// Centre 1…`years` years ahead: `last + λ·drift·h`.
#[must_use]
pub fn drift_path(last: f64, drift: f64, lambda: f64, years: u32) -> Vec<f64> {
    (1..=years).map(|h| last + lambda * drift * f64::from(h)).collect()
}

/// Quantiles of a forecast: `centre + sd·t_ν(p)·√((ν − 2)/ν)` for each probability of `ps` (ν > 2), Student's t scaled
/// to the standard deviation `sd`.
#[must_use]
pub fn baseline_quantiles(centre: f64, sd: f64, ps: &[f64], nu: f64) -> Vec<f64> {
    let scale = sd * ((nu - 2.0) / nu).sqrt();
    ps.iter().map(|p| centre + scale * student_t_ppf(*p, nu)).collect()
}
