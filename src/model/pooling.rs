//! Studies to one distribution: the discount for design and distance, and random-effects pooling (MODEL.md section 5).
//!
//! Used as soon as at least [`POOL_MIN`] studies of one effect print a standard error. A channel with fewer rests on its
//! recorded prior; a discount shrinks, never deletes, and is applied once.

use serde::Deserialize;

use super::stats::student_t_ppf;
use super::types::{Band, Judgements};

/// Studies with a standard error that pooling needs before it replaces a recorded prior.
pub const POOL_MIN: usize = 3;

/// One study's effect per unit of exposure, and its variance (standard error squared), in the unit of the channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Study {
    /// Effect; nulls stay in.
    pub effect: f64,
    /// Variance, above 0.
    pub variance: f64,
}

/// How far the study's place and sector are from those of the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// Same country and sector.
    Same,
    /// Another advanced economy, or another sector.
    Near,
    /// Anything else.
    Far,
}

/// Discounts a study for its design (Maryland level 1–5) and its distance: `y' = s·y`, variance
/// `s²v + (cv_int·y')² + (cv_ext·y')²`, the constants in `judgements.ron`.
///
/// `None` if the table has no row for that Maryland level.
#[must_use]
pub fn discount_study(study: Study, sms: u8, distance: Distance, judgements: &Judgements) -> Option<Study> {
    Discount::of(sms, distance, judgements).map(|d| d.apply(study))
}

/// What a study is discounted by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Discount {
    /// Factor on the effect, 0–1.
    pub shrink: f64,
    /// Coefficient of variation for what the design cannot rule out.
    pub cv_int: f64,
    /// Coefficient of variation for the distance of place and sector.
    pub cv_ext: f64,
}

impl Discount {
    /// The discount of a Maryland level and a distance; `None` for a level that the judgements do not list (0, or above 5).
    #[must_use]
    pub fn of(sms: u8, distance: Distance, judgements: &Judgements) -> Option<Self> {
        let (_, shrink, cv_int) = *judgements.shrink_by_sms.iter().find(|(level, _, _)| *level == sms)?;
        let cv_ext = match distance {
            Distance::Same => judgements.cv_ext.same,
            Distance::Near => judgements.cv_ext.near,
            Distance::Far => judgements.cv_ext.far,
        };
        Some(Self { shrink, cv_int, cv_ext })
    }

    /// The study after it.
    #[must_use]
    pub fn apply(self, study: Study) -> Study {
        let effect = self.shrink * study.effect;
        let (internal, external) = (self.cv_int * effect, self.cv_ext * effect);
        let variance = self.shrink * self.shrink * study.variance + internal * internal + external * external;
        Study { effect, variance }
    }
}

/// What pooling found. All in the unit of the studies (variances in its square).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// Studies.
    pub k: usize,
    /// τ²: variance between places.
    pub tau2: f64,
    /// Mean effect.
    pub mu: f64,
    /// Weighted squares around the mean ÷ (k − 1): 1 when τ² is above 0, at most 1 when it is 0.
    pub q: f64,
    /// Standard error of the mean.
    pub se_plain: f64,
    /// Modified Knapp–Hartung standard error: never below the plain one.
    pub se: f64,
    /// 95 % confidence interval of the mean.
    pub ci: [f64; 2],
    /// τ after the floor.
    pub tau_used: f64,
    /// 10 % quantile of the effect in a new place.
    pub p10: f64,
    /// 90 % quantile of the effect in a new place.
    pub p90: f64,
    /// 95 % prediction interval for a new place.
    pub pi95: [f64; 2],
}

impl Pooled {
    /// The effect in a new place as a band.
    #[must_use]
    pub const fn band(&self) -> Band {
        Band::new(self.p10, self.mu, self.p90)
    }

    /// Where 8 in 10 results of one more study lie whose own variance is `variance`: the spread between places, the error of
    /// the mean and the study's own error together.
    #[must_use]
    pub fn range_of_a_study(&self, variance: f64) -> [f64; 2] {
        let t90 = student_t_ppf(0.9, (self.k - 1) as f64);
        let half = t90 * (self.se * self.se + self.tau_used * self.tau_used + variance).sqrt();
        [self.mu - half, self.mu + half]
    }
}

/// Pools studies: τ² of Paule and Mandel (1982), modified Knapp–Hartung standard error (Röver et al. 2015), and Student's t
/// with k − 1 degrees of freedom for the effect in a *new* place (Higgins et al. 2009), with `τ ≥ floor_share·|μ|`.
///
/// `None` below two studies, or if an effect is not finite or a variance not above 0: a recorded prior stands then.
/// Callers ask for [`POOL_MIN`] before they prefer the result to a prior.
#[must_use]
pub fn pool(studies: &[Study], floor_share: f64) -> Option<Pooled> {
    if studies.len() < 2 || !studies.iter().all(is_usable) {
        return None;
    }
    let df = (studies.len() - 1) as f64;
    let tau2 = paule_mandel(studies);
    let Weighted { weight, mean: mu, squares } = weigh(studies, tau2);
    let q = squares / df;
    let se = (q.max(1.0) / weight).sqrt();
    let tau_used = tau2.sqrt().max(floor_share * mu.abs());
    let half = (se * se + tau_used * tau_used).sqrt();
    let (t90, t975) = (student_t_ppf(0.9, df), student_t_ppf(0.975, df));
    Some(Pooled {
        k: studies.len(),
        tau2,
        mu,
        q,
        se_plain: (1.0 / weight).sqrt(),
        se,
        ci: [mu - t975 * se, mu + t975 * se],
        tau_used,
        p10: mu - t90 * half,
        p90: mu + t90 * half,
        pi95: [mu - t975 * half, mu + t975 * half],
    })
}

/// τ² of Paule and Mandel: the value at which the weighted squares equal k − 1; 0 where the studies differ by less than
/// their own errors, and for fewer than two studies.
#[must_use]
pub fn paule_mandel(studies: &[Study]) -> f64 {
    let df = studies.len() as f64 - 1.0;
    let excess = |tau2: f64| weigh(studies, tau2).squares - df;
    if studies.len() < 2 || !studies.iter().all(is_usable) || excess(0.0) <= 0.0 {
        return 0.0;
    }
    let (mut lo, mut hi) = (0.0, 1.0);
    while excess(hi) > 0.0 && hi < f64::MAX / 4.0 {
        hi *= 2.0;
    }
    // The excess falls steadily in τ²: halving always ends at its only root.
    for _ in 0..300 {
        let middle = 0.5 * (lo + hi);
        if excess(middle) > 0.0 {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    0.5 * (lo + hi)
}

fn is_usable(study: &Study) -> bool {
    study.effect.is_finite() && study.variance.is_finite() && study.variance > 0.0
}

/// Sum of weights 1/(v + τ²), weighted mean, and weighted squares around it.
struct Weighted {
    weight: f64,
    mean: f64,
    squares: f64,
}

fn weigh(studies: &[Study], tau2: f64) -> Weighted {
    let weighted = || studies.iter().map(|s| (1.0 / (s.variance + tau2), s.effect));
    let weight: f64 = weighted().map(|(w, _)| w).sum();
    let mean = weighted().map(|(w, y)| w * y).sum::<f64>() / weight;
    let squares = weighted().map(|(w, y)| w * (y - mean) * (y - mean)).sum();
    Weighted { weight, mean, squares }
}
