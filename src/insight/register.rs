//! The register of dated forecasts: filed before the figures exist, scored when they come. Nothing in it is ever changed
//! except by writing an outcome beside a forecast.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::backtest::{self, Panel};
use crate::evidence::load::FORECASTS;
use crate::evidence::order::InOrder as _;
use crate::evidence::{Fault, Faults};
use crate::model::Basis;
use crate::model::baseline::Baseline;
use crate::model::stats::baseline_quantiles;

/// Probabilities of the quantiles that are filed.
pub const PROBABILITIES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// One forecast of one figure of "no new policy".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// Series id.
    pub series: String,
    /// Area code.
    pub area: String,
    /// Sector id.
    pub sector: String,
    /// Year of the figure.
    pub year: i32,
    /// Last year known when it was filed.
    pub from: i32,
    /// Quantiles at [`PROBABILITIES`], in the unit of the series and, where money, in the prices of the file.
    pub quantiles: [f64; 5],
    /// The figure and where it was published, once it is.
    pub outcome: Option<(f64, String)>,
}

/// A file of the register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Day of filing.
    pub filed: NaiveDate,
    /// Version of the evidence that it was made from.
    pub evidence: String,
    /// What the figures are, and how they are to be scored.
    pub note: String,
    /// Year of prices of money.
    pub prices: i32,
    /// Forecasts.
    pub forecasts: Vec<Filed>,
}

impl Register {
    /// Forecasts with an outcome.
    #[must_use]
    pub fn scored(&self) -> usize {
        self.forecasts.iter().filter(|f| f.outcome.is_some()).count()
    }

    /// Outcomes inside the 80 % range.
    #[must_use]
    pub fn inside(&self) -> usize {
        let holds = |f: &&Filed| {
            f.outcome.as_ref().is_some_and(|(value, _)| *value >= f.quantiles[0] && *value <= f.quantiles[4])
        };
        self.forecasts.iter().filter(holds).count()
    }
}

/// Reads every bundled file of the register, oldest first.
///
/// # Errors
/// A file that does not read, or a forecast whose quantiles fall or are not finite.
pub fn bundled() -> Result<Vec<Register>, Faults> {
    let mut faults = Faults::default();
    let mut all: Vec<Register> = Vec::new();
    for (file, text) in FORECASTS {
        match ron::from_str::<Register>(text) {
            Err(error) => faults.push(Fault::new(*file, error.code.to_string()).at(error.span.start.line as u64)),
            Ok(register) => {
                let falls = |f: &&Filed| {
                    f.quantiles.iter().any(|q| !q.is_finite()) || f.quantiles.windows(2).any(|w| w[0] > w[1])
                };
                for bad in register.forecasts.iter().filter(falls) {
                    faults.push(Fault::new(*file, format!("{} of {}: quantiles must rise", bad.series, bad.area)));
                }
                all.push(register);
            }
        }
    }
    all.order_by_key(|r| r.filed);
    faults.into_result(all)
}

/// Series of the register, all sectors: those of regions whose last figures are on the basis of the next. (Business R&D is not: its
/// method changed in 2022.)
const FILED: [&str; 2] = ["gva_per_hour_gbp", "sector_gva_current"];

/// Forecasts of one year for the nations and regions, by the rule of the program.
#[must_use]
pub fn file(basis: &Basis, baseline: &Baseline, filed: NaiveDate, year: i32) -> Register {
    let panels = backtest::panels(basis, baseline);
    let of_regions = panels.iter().filter(|p| p.tier == "itl1" && FILED.contains(&p.series.as_str()));
    let forecasts = of_regions.flat_map(|p| forecasts(p, year)).collect();
    Register {
        filed,
        evidence: basis.model.version.clone(),
        note: format!(
            "What the rule of the program says of {year} with no new policy. Money in the prices of the year below: divide a \
             published current-price figure by the deflator first. A score is whether the figure lies inside the range from the \
             first to the last quantile, which should hold 8 times in 10."
        ),
        prices: baseline.price_base,
        forecasts,
    }
}

fn significant(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let scale = libm::pow(10.0, 3.0 - libm::floor(libm::log10(x.abs())));
    (x * scale).round() / scale
}

fn forecasts(panel: &Panel, year: i32) -> Vec<Filed> {
    let all = panel.lines.iter().filter(|l| l.sector == "all");
    let made = all.filter_map(|line| {
        let (centre, sd, origin) = backtest::ahead(panel, line, year)?;
        let back = |x: f64| if panel.share { 100.0 / (1.0 + libm::exp(-x)) } else { libm::exp(x) };
        let values = baseline_quantiles(centre, sd, &PROBABILITIES, 5.0);
        // Four figures are what a published figure has.
        let rounded = |x: f64| significant(x);
        Some(Filed {
            series: panel.series.clone(),
            area: line.area.clone(),
            sector: line.sector.clone(),
            year,
            from: origin,
            quantiles: std::array::from_fn(|i| values.get(i).map_or(f64::NAN, |x| rounded(back(*x)))),
            outcome: None,
        })
    });
    made.collect()
}

/// 16 hexadecimal digits over everything that was filed (FNV-1a, 64 bits), outcomes apart.
#[must_use]
pub fn fingerprint(register: &Register) -> String {
    use std::fmt::Write as _;
    let mut text = format!("{} {} {} {}", register.filed, register.evidence, register.note, register.prices);
    for f in &register.forecasts {
        let _ = write!(text, "|{} {} {} {} {} {:?}", f.series, f.area, f.sector, f.year, f.from, f.quantiles);
    }
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
}
