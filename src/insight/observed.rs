//! What was observed of an indicator before year 0, in the indicator's own unit.
//!
//! Which series is the history of which indicator is data (`baseline.ron`, `history`). Only a series in the unit of the
//! indicator's level is handed on: a share of the United Kingdom is no history of an amount, an older definition none of a newer.

use crate::evidence::{Place, SectorId};
use crate::model::{Basis, Indicator};

/// The line before year 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Series id.
    pub series: String,
    /// Plain name of the series, with what was done to it.
    pub label: String,
    /// (year, value in the unit of the indicator's level), by rising year.
    pub points: Vec<(i32, f64)>,
    /// First year of a new basis: never joined to what came before.
    pub break_at: Option<i32>,
}

/// The history of an indicator in a place and sector, or in a few words why there is none.
///
/// # Errors
/// The reason there is none, in a few words.
pub fn observed(
    basis: &Basis,
    place: &Place,
    sector: &SectorId,
    indicator: Indicator,
) -> Result<Observed, &'static str> {
    let unit = own_unit(indicator).ok_or("no history in this unit")?;
    let Place::Area(code) = place else { return Err("no history of a group of places") };
    if *sector != SectorId::all() {
        return Err("history of all sectors only");
    }
    let tier = basis.evidence.area(code).map_or("", |a| a.tier.as_str());
    let rules = basis.inputs.rules().ok_or("no history: its rules cannot be read")?;
    let of = |h: &&crate::model::baseline::History| h.indicator == indicator && h.tiers.iter().any(|t| t == tier);
    let rule = rules.history.iter().find(of).ok_or("no history for this place")?;
    let series = basis.evidence.series().iter().find(|s| s.id.as_str() == rule.series);
    let series = series.filter(|s| s.unit == unit).ok_or("no history in this unit")?;
    let raw = basis.evidence.observations().years(&rule.series, code.as_str(), "all", rule.from, rule.to);
    let real = |(year, value): (i32, f64)| {
        let factor = if rule.real { rules.deflator.factor(year)? } else { 1.0 };
        Some((year, value * factor))
    };
    let points: Vec<(i32, f64)> = raw.into_iter().filter_map(real).collect();
    if points.len() < 2 {
        return Err("no history: one year at most");
    }
    let prices = if rule.real { format!(", in {} prices", rules.price_base) } else { String::new() };
    let break_at = rule.break_after.filter(|year| points.iter().any(|(y, _)| y >= year));
    Ok(Observed { series: rule.series.clone(), label: format!("{}{prices}", series.label), points, break_at })
}

/// The unit, as `series.csv` writes it, of a series that is on the same footing as the level of the indicator.
const fn own_unit(indicator: Indicator) -> Option<&'static str> {
    match indicator {
        Indicator::InnovationActive => Some("% of businesses with 10+ employees"),
        Indicator::GvaPerHour => Some("£ per hour"),
        _ => None,
    }
}
