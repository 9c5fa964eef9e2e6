//! Scores of forecasts, and whether they hold what the protocol asks (BACKTEST.md B4, docs/VALIDITY.md).

use std::collections::BTreeMap;

use super::methods::Method;
use super::panel::Panel;
use super::{Case, HORIZON_MAX, PROBABILITIES, Tested};

/// Years in which the pandemic makes every method wrong; scored apart.
const PANDEMIC_FROM: i32 = 2020;
/// Resamples of origins behind the range of a relative error.
const RESAMPLES: usize = 400;

/// Which years are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Targets up to 2019.
    Before2020,
    /// Every target.
    All,
}

impl Part {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Before2020, Self::All];

    /// Its name in tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Before2020 => "to 2019",
            Self::All => "all years",
        }
    }

    fn holds(self, case: &Case) -> bool {
        self == Self::All || case.target() < PANDEMIC_FROM
    }
}

/// How one method did.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodScore {
    /// Which.
    pub method: Method,
    /// Mean absolute error ÷ that of no change; 1 is as good as no change.
    pub relative: f64,
}

/// How a panel did.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Which years.
    pub part: Part,
    /// Forecasts.
    pub forecasts: usize,
    /// Different origins: the effective sample is nearer this number, because areas share shocks.
    pub origins: usize,
    /// Mean absolute error of the rule, log or logit points × 100.
    pub error: f64,
    /// Rule ÷ no change.
    pub relative: f64,
    /// The same with origins resampled: its 10th and 90th percentile.
    pub relative_range: (f64, f64),
    /// Mean error ÷ mean absolute error of the rule, −1 … 1; above 0 the outcome was above the forecast.
    pub bias: f64,
    /// Share of outcomes inside the 50, 80 and 95 % ranges.
    pub coverage: [f64; 3],
    /// Share inside the 80 % range by horizon; NaN where there is no forecast.
    pub by_horizon: Vec<f64>,
    /// Mean width of the 80 % range, log or logit points × 100.
    pub width: f64,
    /// Weighted interval score × 100 of the rule (lower is better).
    pub wis: f64,
    /// That of a Gaussian random walk with the series' own drift.
    pub wis_walk: f64,
    /// Share of outcomes in each tenth of the forecast distribution.
    pub deciles: [f64; 10],
    /// Symmetric mean absolute percentage error of the level, %.
    pub smape: f64,
    /// Every candidate.
    pub methods: Vec<MethodScore>,
}

/// Scores a panel; `None` if no target falls into the years.
#[must_use]
pub fn score(tested: &Tested, part: Part) -> Option<Score> {
    let cases: Vec<&Case> = tested.cases.iter().filter(|c| part.holds(c)).collect();
    if cases.is_empty() {
        return None;
    }
    let n = cases.len() as f64;
    let mean = |f: &dyn Fn(&Case) -> f64| cases.iter().map(|c| f(c)).sum::<f64>() / n;
    let naive = mean(&|c| (c.outcome - c.last).abs());
    let error = mean(&|c| (c.outcome - c.quantiles[3]).abs());
    let inside =
        |c: &Case, i: usize| f64::from(u8::from(c.outcome >= c.quantiles[i] && c.outcome <= c.quantiles[6 - i]));
    let mut deciles = [0.0; 10];
    for case in &cases {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of ten")]
        let tenth = (case.pit * 10.0).clamp(0.0, 9.0) as usize;
        deciles[tenth] += 1.0 / n;
    }
    let at_horizon = |h: u32| {
        let of: Vec<f64> = cases.iter().filter(|c| c.horizon == h).map(|c| inside(c, 1)).collect();
        if of.is_empty() { f64::NAN } else { of.iter().sum::<f64>() / of.len() as f64 }
    };
    let methods = Method::ALL.iter().enumerate().map(|(i, method)| MethodScore {
        method: *method,
        relative: mean(&|c| (c.outcome - c.centres.get(i).copied().unwrap_or(c.last)).abs()) / naive,
    });
    let (origins, relative_range) = resampled(&cases);
    Some(Score {
        part,
        forecasts: cases.len(),
        origins,
        error: 100.0 * error,
        relative: error / naive,
        relative_range,
        bias: mean(&|c| c.outcome - c.quantiles[3]) / error,
        coverage: [2, 1, 0].map(|i| mean(&|c| inside(c, i))),
        by_horizon: (1..=HORIZON_MAX).map(at_horizon).collect(),
        width: 100.0 * mean(&|c| c.quantiles[5] - c.quantiles[1]),
        wis: 100.0 * mean(&|c| interval_score(&c.quantiles, c.outcome)),
        wis_walk: 100.0 * mean(&|c| interval_score(&c.walk, c.outcome)),
        deciles,
        smape: mean(&|c| smape(&tested.panel, c)),
        methods: methods.collect(),
    })
}

/// Weighted interval score of three central ranges and the middle (Bracher, Ray, Gneiting and Reich 2021).
fn interval_score(quantiles: &[f64; 7], outcome: f64) -> f64 {
    let mut sum = 0.5 * (outcome - quantiles[3]).abs();
    for i in 0..3 {
        let alpha = 2.0 * PROBABILITIES[i];
        let (lo, hi) = (quantiles[i], quantiles[6 - i]);
        let outside = (lo - outcome).max(0.0) + (outcome - hi).max(0.0);
        sum += alpha / 2.0 * ((hi - lo) + 2.0 / alpha * outside);
    }
    sum / 3.5
}

/// 200·|a − b| / (a + b) of the levels, %.
fn smape(panel: &Panel, case: &Case) -> f64 {
    let level = |x: f64| if panel.share { 100.0 / (1.0 + libm::exp(-x)) } else { libm::exp(x) };
    let (a, b) = (level(case.outcome), level(case.quantiles[3]));
    200.0 * (a - b).abs() / (a + b)
}

/// Number of origins, and the 10th and 90th percentile of the relative error when whole origins are drawn with
/// replacement: areas share their shocks, so that an origin is nearly one observation.
fn resampled(cases: &[&Case]) -> (usize, (f64, f64)) {
    let mut sums: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
    for c in cases {
        let sum = sums.entry(c.origin).or_default();
        sum.0 += (c.outcome - c.quantiles[3]).abs();
        sum.1 += (c.outcome - c.last).abs();
    }
    let blocks: Vec<(f64, f64)> = sums.into_values().collect();
    let mut state = 0x5EED_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % blocks.len() as u64).unwrap_or(0)
    };
    let mut ratios: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn = (0..blocks.len()).map(|_| blocks[next()]).fold((0.0, 0.0), |s, b| (s.0 + b.0, s.1 + b.1));
            drawn.0 / drawn.1
        })
        .collect();
    let [low, high] = crate::model::stats::quantiles7(&mut ratios, [0.1, 0.9]);
    (blocks.len(), (low, high))
}

/// Whether a target holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Misses,
}

/// One target with what was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// What is asked.
    pub target: &'static str,
    /// What was seen.
    pub seen: String,
    /// Whether it holds.
    pub verdict: Verdict,
}

/// The targets of the protocol for one panel (BACKTEST.md B4).
#[must_use]
pub fn checks(panel: &Panel, score: &Score) -> Vec<Check> {
    let percent = |x: f64| format!("{:.0} %", 100.0 * x);
    let check = |target: &'static str, seen: String, holds: bool| Check {
        target,
        seen,
        verdict: if holds { Verdict::Holds } else { Verdict::Misses },
    };
    let mut out = Vec::new();
    // Where the rule is "no change" there is nothing left to fall back on.
    if panel.lambda != 0.0 {
        let seen = format!("{:.2}", score.relative);
        out.push(check("error at most that of no change × 0.95", seen, score.relative <= 0.95));
    }
    let [_, eighty, ninety_five] = score.coverage;
    match score.part {
        Part::Before2020 => {
            out.push(check("80 % range holds 75–90 %", percent(eighty), (0.75..=0.90).contains(&eighty)));
            out.push(check("95 % range holds 92–98 %", percent(ninety_five), (0.92..=0.98).contains(&ninety_five)));
            let (lo, hi) = score.deciles.iter().fold((1.0_f64, 0.0_f64), |(lo, hi), d| (lo.min(*d), hi.max(*d)));
            let seen = format!("{} to {}", percent(lo), percent(hi));
            out.push(check("each tenth of the range holds 5–16 %", seen, lo >= 0.05 && hi <= 0.16));
        }
        Part::All => {
            out.push(check("80 % range holds at least 70 %", percent(eighty), eighty >= 0.70));
            out.push(check("95 % range holds at least 88 %", percent(ninety_five), ninety_five >= 0.88));
            let seen = format!("{:.2} against {:.2}", score.wis, score.wis_walk);
            out.push(check("interval score no worse than own-drift random walk", seen, score.wis <= score.wis_walk));
        }
    }
    let third = 1.0 / 3.0;
    out.push(check(
        "mean error at most a third of the absolute error",
        format!("{:.2}", score.bias),
        score.bias.abs() <= third,
    ));
    out
}
