//! How each input moves from the base year: drift of the UK series, size of the place's own yearly steps.

use super::ground::{ALL, Ground};
use super::output::fits;
use crate::evidence::Fault;
use crate::model::baseline::{Forecast, InputRow, PathRule, Sectors};
use crate::model::inputs::{InputScale, Path};
use crate::model::kinds::Input;

/// Weight of the panel against a place's own changes.
const PANEL_WEIGHT: f64 = 4.0;
/// Observations below which a place's own series is not used.
const OWN_POINTS_MIN: usize = 6;

/// The path of an input in a place and sector.
pub(super) fn path(g: &Ground<'_>, f: &Forecast, rule: &InputRow, p: usize, s: usize) -> Path {
    let panel = f.thin_sd * f.thin_sd;
    let own = own_changes(g, f, rule, p, s);
    let (step_sd, changes) = match variance(&own) {
        Some(v) => {
            let m = own.len() as f64;
            (((m * v + PANEL_WEIGHT * panel) / (m + PANEL_WEIGHT)).sqrt(), m)
        }
        None => (f.thin_sd, f64::from(f.panel_changes)),
    };
    Path { drift: drift(g, f, rule.scale, s), age: age(g, rule, p), step_sd, changes, gamma: f.gamma, c: f.c }
}

/// Base year less the year of the first series that fits the place, else of the first series of all.
fn age(g: &Ground<'_>, rule: &InputRow, p: usize) -> f64 {
    let fitting = rule.series.iter().find(|(_, who, _)| fits(g, who, p)).or(rule.series.first());
    fitting.map_or(0.0, |(_, _, year)| f64::from(g.b.base_year - year))
}

/// λ × the mean yearly change of the series of the same sector; the all-sector series where the sector has none.
fn drift(g: &Ground<'_>, f: &Forecast, scale: InputScale, s: usize) -> f64 {
    match f.path {
        PathRule::Zero => 0.0,
        PathRule::Follow => match Input::parse(&f.series).and_then(|leader| Some((g.b.forecast(leader)?, leader))) {
            Some((leader, id)) => drift(g, leader, g.b.input(id).map_or(scale, |row| row.scale), s),
            None => 0.0,
        },
        PathRule::Series => {
            let all = f.own.iter().filter(|o| o.sectors == Sectors::All).map(|o| o.series.as_str());
            let series = std::iter::once(f.series.as_str()).chain(all);
            let tries =
                series.clone().map(|name| (name, g.sectors[s])).chain(series.map(|name| (name, g.sectors[ALL])));
            for (name, sector) in tries {
                let points = points(g, f.real, scale, name, &f.area, sector, (f.from, f.to));
                if let [(first, a), .., (last, b)] = points[..] {
                    return f.lambda * (b - a) / f64::from(last - first);
                }
            }
            let fault = Fault::new("evidence/observations.csv", "has fewer than two years: its path needs them");
            g.fault(fault.cell("figure", format!("{}, {}, {}", f.series, f.area, g.sectors[s])));
            0.0
        }
    }
}

/// Yearly changes of the place's own series, if it has points enough.
fn own_changes(g: &Ground<'_>, f: &Forecast, rule: &InputRow, p: usize, s: usize) -> Vec<f64> {
    let spot = &g.places[p];
    let serves = |which: Sectors| match which {
        Sectors::All => s == ALL,
        Sectors::One => s != ALL,
        Sectors::Any => true,
    };
    let Some(own) = f.own.iter().find(|o| o.tier == spot.tier.as_str() && serves(o.sectors)) else {
        return Vec::new();
    };
    let points = points(g, f.real, rule.scale, &own.series, spot.code, g.sectors[s], (own.from, own.to));
    if points.len() < OWN_POINTS_MIN {
        return Vec::new();
    }
    points.windows(2).filter(|w| w[1].0 - w[0].0 == 1).map(|w| w[1].1 - w[0].1).collect()
}

/// (year, log or logit), in base-year prices if `real`; years without a deflator and values off the scale are left out.
fn points(
    g: &Ground<'_>,
    real: bool,
    scale: InputScale,
    series: &str,
    area: &str,
    sector: &str,
    years: (i32, i32),
) -> Vec<(i32, f64)> {
    let raw = g.sources.observations.years(series, area, sector, years.0, years.1);
    raw.into_iter()
        .filter_map(|(year, value)| {
            let value = if real { value * g.b.deflator.factor(year)? } else { value };
            match scale {
                InputScale::Log => (value > 0.0).then(|| (year, libm::log(value))),
                InputScale::Logit => (value > 0.0 && value < 100.0).then(|| (year, libm::log(value / (100.0 - value)))),
            }
        })
        .collect()
}

/// Variance with divisor m − 1; `None` for fewer than two changes.
fn variance(changes: &[f64]) -> Option<f64> {
    if changes.len() < 2 {
        return None;
    }
    let m = changes.len() as f64;
    let mean = changes.iter().sum::<f64>() / m;
    Some(changes.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (m - 1.0))
}
