//! Candidates for the centre of a forecast, always the same list: a method that loses is shown, not dropped.

use crate::model::stats::{annual_sd, uk_drift};

use super::WINDOW;

/// What a method may use.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    /// The series' own values up to the origin, one a year, log or logit.
    pub own: &'a [f64],
    /// The UK series of the same sector over the same years; empty where there is none.
    pub uk: &'a [f64],
    /// Weight of a line's own drift against the UK's, 0–1 (empirical Bayes).
    pub shrink: f64,
    /// λ of the rule.
    pub lambda: f64,
}

/// A way of setting the centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// The last value.
    NoChange,
    /// A share of the series' own drift.
    Own(f64),
    /// A share of the UK drift of the same sector.
    Uk(f64),
    /// Own and UK drift, half and half, times a share.
    Mix(f64),
    /// Own drift shrunk towards the UK's by what the panel's spread of drifts is worth.
    Bayes,
    /// Theta method, θ = 2 (Assimakopoulos and Nikolopoulos 2000): smoothing with half the slope.
    Theta,
    /// Damped trend by exponential smoothing (Gardner and `McKenzie` 1985).
    Damped,
    /// Mean of theta and damped trend.
    ThetaDamped,
    /// Theta forecast of the UK with the place's share held.
    Share,
    /// The rule of the program: λ × UK drift, no change where the rule has λ = 0.
    Rule,
}

impl Method {
    /// Every candidate, the rule last.
    pub const ALL: [Self; 16] = [
        Self::NoChange,
        Self::Own(0.25),
        Self::Own(0.5),
        Self::Own(0.75),
        Self::Own(1.0),
        Self::Uk(0.25),
        Self::Uk(0.5),
        Self::Uk(0.75),
        Self::Uk(1.0),
        Self::Mix(0.5),
        Self::Mix(1.0),
        Self::Bayes,
        Self::Theta,
        Self::Damped,
        Self::ThetaDamped,
        Self::Share,
    ];

    /// Its name in tables.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::NoChange => String::from("no change"),
            Self::Own(share) => format!("own drift × {share}"),
            Self::Uk(share) => format!("UK-sector drift × {share}"),
            Self::Mix(share) => format!("own and UK drift mixed × {share}"),
            Self::Bayes => String::from("empirical-Bayes mix"),
            Self::Theta => String::from("theta"),
            Self::Damped => String::from("damped trend"),
            Self::ThetaDamped => String::from("theta and damped trend"),
            Self::Share => String::from("national forecast, share held"),
            Self::Rule => String::from("the rule of this program"),
        }
    }

    /// The centre `h` years ahead. Without a UK series its drift counts as none.
    #[must_use]
    pub fn centre(self, w: &Window<'_>, h: u32) -> f64 {
        let last = w.own.last().copied().unwrap_or(0.0);
        let years = f64::from(h);
        let own = uk_drift(w.own, WINDOW);
        let uk = uk_drift(w.uk, WINDOW);
        match self {
            Self::NoChange => last,
            Self::Own(share) => last + share * own * years,
            Self::Uk(share) => last + share * uk * years,
            Self::Mix(share) => last + share * 0.5 * (own + uk) * years,
            Self::Bayes => last + (uk + w.shrink * (own - uk)) * years,
            Self::Theta => theta(w.own, None, h),
            Self::Damped => Damped::fit(w.own).ahead(w.own, h),
            Self::ThetaDamped => 0.5 * (Self::Theta.centre(w, h) + Self::Damped.centre(w, h)),
            Self::Share => match w.uk.last() {
                Some(national) => last + theta(w.uk, None, h) - national,
                None => last,
            },
            Self::Rule => last + w.lambda * uk * years,
        }
    }
}

/// Weight of a line's own drift: spread of drifts between lines beyond what their yearly steps explain, over the whole
/// of it (method of moments). 0 where drifts differ no more than chance would have it.
#[must_use]
pub fn shrinkage(lines: &[(&[f64], &[f64])]) -> f64 {
    let drifts: Vec<(f64, f64)> = lines
        .iter()
        .map(|(own, uk)| {
            let sd = annual_sd(own);
            (uk_drift(own, WINDOW) - uk_drift(uk, WINDOW), sd * sd / own.len().saturating_sub(1).max(1) as f64)
        })
        .collect();
    if drifts.len() < 3 {
        return 0.0;
    }
    let n = drifts.len() as f64;
    let mean = drifts.iter().map(|(d, _)| d).sum::<f64>() / n;
    let total = drifts.iter().map(|(d, _)| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    let noise = drifts.iter().map(|(_, v)| v).sum::<f64>() / n;
    if total > 0.0 { ((total - noise) / total).clamp(0.0, 1.0) } else { 0.0 }
}

/// Shares tried for a smoothing constant.
const GRID: [f64; 10] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// Theta method with θ = 2, `h` years ahead: half a regression line, half simple smoothing of the line with doubled
/// curvature. `alpha`: the smoothing constant; without it the one with the least squared one-step error of a grid.
#[must_use]
pub fn theta(y: &[f64], alpha: Option<f64>, h: u32) -> f64 {
    let n = y.len() as f64;
    if y.len() < 3 {
        return y.last().copied().unwrap_or(0.0);
    }
    let (t_mean, y_mean) = ((n - 1.0) / 2.0, y.iter().sum::<f64>() / n);
    let centred = |i: usize| i as f64 - t_mean;
    let cross: f64 = y.iter().enumerate().map(|(i, v)| centred(i) * (v - y_mean)).sum();
    let square: f64 = (0..y.len()).map(|i| centred(i) * centred(i)).sum();
    let slope = cross / square;
    let line = |t: f64| y_mean + slope * (t - t_mean);
    let bent: Vec<f64> = y.iter().enumerate().map(|(i, v)| 2.0 * v - line(i as f64)).collect();
    let alpha = alpha.unwrap_or_else(|| {
        let errors = GRID.map(|a| (a, smoothed(&bent, a).1));
        errors.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0.5, |(a, _)| *a)
    });
    0.5 * (smoothed(&bent, alpha).0 + line(n - 1.0 + f64::from(h)))
}

/// Level of simple exponential smoothing that starts at the first value, and its squared one-step errors.
fn smoothed(y: &[f64], alpha: f64) -> (f64, f64) {
    let mut level = y.first().copied().unwrap_or(0.0);
    let mut squares = 0.0;
    for v in y.iter().skip(1) {
        squares += (v - level) * (v - level);
        level += alpha * (v - level);
    }
    (level, squares)
}

/// Damped-trend smoothing in error-correction form (additive errors).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Damped {
    /// Smoothing of the level, 0–1.
    pub alpha: f64,
    /// Smoothing of the trend, 0–1.
    pub beta: f64,
    /// Damping, 0–1.
    pub phi: f64,
    /// Level before the first value.
    pub level: f64,
    /// Trend before the first value.
    pub trend: f64,
}

impl Damped {
    /// The constants with the least squared one-step error of a grid; level and trend start from the first two values.
    #[must_use]
    pub fn fit(y: &[f64]) -> Self {
        let (first, second) = (y.first().copied().unwrap_or(0.0), y.get(1).copied().unwrap_or(0.0));
        let start = |alpha, beta, phi| Self { alpha, beta, phi, level: first, trend: second - first };
        let mut best = start(0.5, 0.1, 0.9);
        let mut least = f64::INFINITY;
        for alpha in GRID {
            for beta in [0.05, 0.1, 0.2, 0.4] {
                for phi in [0.8, 0.85, 0.9, 0.95, 0.98] {
                    let tried = start(alpha, beta, phi);
                    let (_, _, squares) = tried.through(y);
                    if squares < least {
                        (best, least) = (tried, squares);
                    }
                }
            }
        }
        best
    }

    /// The forecast `h` steps after the last value.
    #[must_use]
    pub fn ahead(self, y: &[f64], h: u32) -> f64 {
        let (level, trend, _) = self.through(y);
        let mut damping = 1.0;
        let mut sum = 0.0;
        for _ in 0..h {
            damping *= self.phi;
            sum += damping;
        }
        level + sum * trend
    }

    /// Level, trend and squared one-step errors after the last value.
    fn through(self, y: &[f64]) -> (f64, f64, f64) {
        let (mut level, mut trend, mut squares) = (self.level, self.trend, 0.0);
        for v in y {
            let expected = level + self.phi * trend;
            let error = v - expected;
            squares += error * error;
            level = expected + self.alpha * error;
            trend = self.phi * trend + self.beta * error;
        }
        (level, trend, squares)
    }
}

/// Damped-trend forecast with given constants: (α, β, φ) and the (level, trend) before the first value.
#[must_use]
pub fn damped(y: &[f64], (alpha, beta, phi): (f64, f64, f64), (level, trend): (f64, f64), h: u32) -> f64 {
    Damped { alpha, beta, phi, level, trend }.ahead(y, h)
}
