//! How has the baseline done before? Rolling-origin forecasts of every observed series with enough history, scored against
//! what then happened (docs/VALIDITY.md).
//!
//! Nothing from after an origin is used: drift and yearly steps come from the window that ends there. The constants λ, γ, c
//! and the panel's step are the frozen defaults of `baseline.ron`; they were chosen after these years were seen, which
//! every table says.

mod groups;
mod methods;
mod panel;
mod score;

pub use methods::shrinkage;
pub use methods::{Damped, Method, Window, damped, theta};
pub use panel::{Line, Panel, Untested, untested};
pub use score::{Check, MethodScore, Part, Score, Verdict, checks, score};

use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::Basis;
use crate::model::baseline::Baseline;
use crate::model::stats::{annual_sd, baseline_quantiles, spread, student_t_cdf, uk_drift};

/// Yearly changes of the training window (MODEL.md section 6).
pub const WINDOW: usize = 10;
/// Observations before the first origin.
pub const POINTS_MIN: usize = 8;
/// Horizons that are tested, years. What lies beyond extrapolates the spread and is untested.
pub const HORIZON_MAX: u32 = 5;
/// Degrees of freedom of the spread.
const FREEDOM: f64 = 5.0;
/// Probabilities of the quantiles that are kept: ends of 95, 80 and 50 % ranges and the middle.
pub const PROBABILITIES: [f64; 7] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

/// One forecast with what happened, on the panel's scale (log or logit).
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Area, or the members of a group joined by `+`.
    pub area: String,
    /// Sector id.
    pub sector: String,
    /// Last year known.
    pub origin: i32,
    /// Years ahead, 1–5.
    pub horizon: u32,
    /// Value at the origin: the forecast "no change".
    pub last: f64,
    /// What happened.
    pub outcome: f64,
    /// Centres by [`Method::ALL`].
    pub centres: Vec<f64>,
    /// Quantiles of the rule at [`PROBABILITIES`].
    pub quantiles: [f64; 7],
    /// Quantiles of a Gaussian random walk with the series' own drift, for comparison.
    pub walk: [f64; 7],
    /// Probability integral transform of the outcome under the rule, 0–1.
    pub pit: f64,
}

impl Case {
    /// Year that is forecast.
    #[must_use]
    pub fn target(&self) -> i32 {
        self.origin + i32::try_from(self.horizon).unwrap_or(0)
    }
}

/// A panel with its forecasts.
#[derive(Debug, Clone)]
pub struct Tested {
    /// The series.
    pub panel: Panel,
    /// Their forecasts.
    pub cases: Vec<Case>,
}

/// The observed series that `baseline.ron` marks for the backtest.
#[must_use]
pub fn panels(basis: &Basis, baseline: &Baseline) -> Vec<Panel> {
    panel::panels(baseline, basis.evidence.areas(), basis.evidence.observations())
}

/// Centre, standard deviation and last known year of the rule's forecast of `year` for a line, on the panel's scale; `None`
/// if the line ends too early or too late for it.
#[must_use]
pub fn ahead(panel: &Panel, line: &Line, year: i32) -> Option<(f64, f64, i32)> {
    let (origin, _) = *line.points.last()?;
    let h = u32::try_from(year - origin).ok().filter(|h| (1..=10).contains(h))?;
    let known = Known::at(panel, line, origin)?;
    let window = Window { own: &known.own, uk: &known.uk, shrink: 0.0, lambda: panel.lambda };
    let sd = spread(&known.own, panel.step_sd, panel.gamma, panel.c).at(f64::from(h));
    Some((Method::Rule.centre(&window, h), sd, origin))
}

/// Runs every panel: the observed series that `baseline.ron` marks for it, and groups of neighbouring areas.
/// `seed` decides which random groups are drawn. Reads every observation: a few hundred milliseconds.
#[must_use]
pub fn run(basis: &Basis, baseline: &Baseline, seed: u64) -> Vec<Tested> {
    run_until(basis, baseline, seed, &AtomicBool::new(false)).unwrap_or_default()
}

/// As [`run`]; `None` once `cancel` is set.
#[must_use]
pub fn run_until(basis: &Basis, baseline: &Baseline, seed: u64, cancel: &AtomicBool) -> Option<Vec<Tested>> {
    let mut panels = panels(basis, baseline);
    panels.extend(groups::panels(&panels, basis.evidence.neighbours(), seed));
    let test = |panel: Panel| {
        let stopped = cancel.load(Ordering::Relaxed);
        (!stopped).then(|| Tested { cases: cases(&panel), panel })
    };
    panels.into_iter().map(test).collect()
}

/// Every forecast of a panel, by origin, line and horizon.
#[must_use]
pub fn cases(panel: &Panel) -> Vec<Case> {
    let mut out = Vec::new();
    for origin in panel.first_year()..panel.last_year() {
        let known: Vec<Known<'_>> = panel.lines.iter().filter_map(|line| Known::at(panel, line, origin)).collect();
        let shrink = shrinkage(&known.iter().map(|k| (k.own.as_slice(), k.uk.as_slice())).collect::<Vec<_>>());
        for k in &known {
            for h in 1..=HORIZON_MAX {
                let target = origin + i32::try_from(h).unwrap_or(0);
                if let Some(outcome) = k.line.at(target) {
                    out.push(k.forecast(panel, origin, h, outcome, shrink));
                }
            }
        }
    }
    out
}

/// What is known of a line at an origin.
struct Known<'a> {
    line: &'a Line,
    own: Vec<f64>,
    uk: Vec<f64>,
}

impl<'a> Known<'a> {
    /// The window that ends at the origin; `None` if the line has no value there or too short a past.
    fn at(panel: &Panel, line: &'a Line, origin: i32) -> Option<Self> {
        line.at(origin)?;
        let from = origin - i32::try_from(WINDOW).unwrap_or(10);
        let before = line.points.iter().filter(|(year, _)| *year <= origin).count();
        if before < panel.points_min {
            return None;
        }
        let own = line.between(from, origin);
        let uk = panel.uk(&line.sector).map_or_else(Vec::new, |uk| uk.between(from, origin));
        (own.len() >= 3).then_some(Self { line, own, uk })
    }

    fn forecast(&self, panel: &Panel, origin: i32, h: u32, outcome: f64, shrink: f64) -> Case {
        let window = Window { own: &self.own, uk: &self.uk, shrink, lambda: panel.lambda };
        let years = f64::from(h);
        let centres: Vec<f64> = Method::ALL.iter().map(|m| m.centre(&window, h)).collect();
        let last = self.own.last().copied().unwrap_or(0.0);
        let centre = Method::Rule.centre(&window, h);
        let sd = spread(&self.own, panel.step_sd, panel.gamma, panel.c).at(years);
        let quantiles = baseline_quantiles(centre, sd, &PROBABILITIES, FREEDOM);
        let changes = (self.own.len() - 1) as f64;
        let walk_sd = annual_sd(&self.own) * (years * (1.0 + years / changes)).sqrt();
        let walk_centre = last + uk_drift(&self.own, WINDOW) * years;
        let scale = sd * ((FREEDOM - 2.0) / FREEDOM).sqrt();
        Case {
            area: self.line.area.clone(),
            sector: self.line.sector.clone(),
            origin,
            horizon: h,
            last,
            outcome,
            centres,
            quantiles: std::array::from_fn(|i| quantiles.get(i).copied().unwrap_or(centre)),
            walk: PROBABILITIES.map(|p| walk_centre + walk_sd * crate::model::stats::normal_ppf(p)),
            pit: if scale > 0.0 { student_t_cdf((outcome - centre) / scale, FREEDOM) } else { 0.5 },
        }
    }
}
