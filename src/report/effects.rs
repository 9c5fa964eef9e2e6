//! What could change: one table, then one paragraph per indicator, counts first.

use super::layout::{Lean, Table, wrap};
use super::wording;
use super::words::{Counts, NOT_QUANTIFIED, Unit, digits, level_range, narrow_range_and_middle, range_and_middle};
use crate::model::{Basis, Direction, Indicator, IndicatorRow};
use crate::projection::{IndicatorOutcome, PlanOutcome};

/// Indicators that the effects part shows; cost and value for money have a part of their own.
pub const SHOWN: [Indicator; 10] = crate::insight::matters::SHARED_OUT;

/// Decimals of an indicator's level: those of `indicators.ron`; one for a share of the UK.
#[must_use]
pub fn level_decimals(row: &IndicatorRow, unit: Unit) -> i32 {
    if unit == Unit::PercentOfUk { 1 } else { i32::try_from(row.decimals).unwrap_or(1) }
}

/// Whether a level with and without the plan means anything (effects such as net jobs have none).
#[must_use]
pub const fn has_level(indicator: Indicator) -> bool {
    !matches!(
        indicator,
        Indicator::TrainedWorkforce
            | Indicator::NetJobs
            | Indicator::NetGvaPv
            | Indicator::PublicCostPv
            | Indicator::ValueForMoney
    )
}

/// Counts of twenty futures of an indicator in year `t`.
#[must_use]
pub fn counts(outcome: &IndicatorOutcome, t: usize) -> Counts {
    let at = |v: &[f64]| v.get(t).copied().unwrap_or(0.0);
    Counts::from_shares(at(&outcome.above), at(&outcome.below))
}

/// Whether nothing moves in any draw of year `t`.
#[must_use]
pub fn is_still(outcome: &IndicatorOutcome, t: usize) -> bool {
    let zero = |v: &[f64]| v.get(t).is_none_or(|share| *share == 0.0);
    zero(&outcome.above) && zero(&outcome.below)
}

/// Year (from 0) of the largest middle change, if it is not the last one and not nothing.
#[must_use]
pub fn peak(outcome: &IndicatorOutcome) -> Option<usize> {
    let size = |t: &usize| outcome.change[*t].p50.abs();
    let top = (0..outcome.change.len()).max_by(|a, b| size(a).total_cmp(&size(b)))?;
    (size(&top) > 0.0 && top + 1 < outcome.change.len()).then_some(top)
}

/// The table of one plan in year `t`.
pub(super) fn table(basis: &Basis, plan: &PlanOutcome, t: usize, places: usize) -> String {
    let mut table = Table::new(&[Lean::Left, Lean::Right, Lean::Right, Lean::Right, Lean::Left, Lean::Left], 0);
    table.row(["of 20 futures:", "more", "same", "less", "grade", "8 in 10 within; middle"]);
    for indicator in SHOWN {
        let row = basis.model.indicator(indicator);
        let outcome = plan.indicator(indicator);
        let n = counts(outcome, t);
        let unit = Unit::of_change(indicator, places);
        if is_still(outcome, t) {
            table.row([short_label(row), "0", "20", "0", "—", "no change"]);
            continue;
        }
        let change = outcome.change.get(t).map_or(NOT_QUANTIFIED.into(), |q| narrow_range_and_middle(q, unit));
        let cells = [
            short_label(row).to_owned(),
            n.above.to_string(),
            n.same.to_string(),
            n.below.to_string(),
            outcome.grade.to_string(),
            change,
        ];
        table.row(cells);
    }
    table.render()
}

/// Labels without what the heading says anyway.
fn short_label(row: &IndicatorRow) -> &str {
    row.label.split(" (").next().unwrap_or(&row.label)
}

/// One paragraph per indicator in year `t`, which is `year`: counts, interval, peak, levels, error, grade.
pub(super) fn paragraphs(basis: &Basis, plan: &PlanOutcome, t: usize, places: usize, year: i32) -> String {
    let mut out = String::new();
    for indicator in SHOWN {
        let row = basis.model.indicator(indicator);
        let outcome = plan.indicator(indicator);
        let text = if is_still(outcome, t) {
            format!("{}: no change in any future.", short_label(row))
        } else {
            paragraph(row, plan, outcome, t, places, year - i32::try_from(t).unwrap_or(0))
        };
        out.push_str(&wrap(&text, "  ", "    "));
    }
    out
}

fn paragraph(
    row: &IndicatorRow,
    plan: &PlanOutcome,
    o: &IndicatorOutcome,
    t: usize,
    places: usize,
    year_zero: i32,
) -> String {
    let n = counts(o, t);
    let unit = Unit::of_change(row.id, places);
    let mut said = vec![format!("{}: {}.", short_label(row), n.sentence())];
    if let Some(q) = o.change.get(t) {
        let worse = match row.direction {
            Direction::Up => Some(n.below),
            Direction::Down if row.id != Indicator::Gap || places > 1 => Some(n.above),
            Direction::Down | Direction::Context => None,
        };
        said.push(wording::interval(q, unit, worse));
    }
    if let Some(top) = peak(o) {
        let year = year_zero + i32::try_from(top).unwrap_or(0);
        said.push(format!("Largest in {year}: {}.", range_and_middle(&o.change[top], unit)));
    }
    if has_level(row.id)
        && let (Some(without), Some(with)) = (o.baseline.get(t), o.scenario.get(t))
    {
        let unit = Unit::of_level(row.id, places);
        let decimals = level_decimals(row, unit);
        said.push(format!(
            "Level without new policy {}, with the plan {}.",
            level_range(without, decimals, unit),
            level_range(with, decimals, unit)
        ));
    }
    if row.id == Indicator::NetJobs {
        let uk = range_and_middle(&plan.appraisal.jobs_uk, Unit::Jobs);
        said.push(format!("UK total in the last year: {uk}."));
    }
    if let Some(error) = o.mc_error.get(t).filter(|e| e.is_finite() && **e > 0.0) {
        let digits = digits(*error, super::words::decimals_of(*error));
        said.push(format!("Monte-Carlo error of the middle: {}.", unit.dress("±", &digits)));
    }
    said.push(format!("Grade {}.", wording::grade(o.grade)));
    said.extend(wording::faith(o.grade, plan.links_judged, plan.links_total));
    said.join(" ")
}

/// What each figure rests on, over all plans; figures that rest on the same things share a paragraph.
pub(super) fn sources(basis: &Basis, plans: &[PlanOutcome]) -> String {
    let mut groups: Vec<(&[String], Vec<String>)> = Vec::new();
    for indicator in Indicator::ALL {
        let label = short_label(basis.model.indicator(*indicator));
        for (ids, numbers) in by_sources(plans, *indicator) {
            let label = if numbers.len() == plans.len() || plans.len() == 1 {
                label.to_owned()
            } else {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                format!("{label} (plan {})", numbers.join(", "))
            };
            match groups.iter_mut().find(|(known, _)| *known == ids) {
                Some((_, labels)) => labels.push(label),
                None => groups.push((ids, vec![label])),
            }
        }
    }
    let paragraph = |(ids, labels): &(&[String], Vec<String>)| {
        let ids = if ids.is_empty() { String::from("none") } else { ids.join(", ") };
        wrap(&format!("{}: {ids}.", labels.join("; ")), "  ", "    ")
    };
    groups.iter().map(paragraph).collect()
}

/// The source lists of one indicator that moves, each with the plans (from 1) that have it.
fn by_sources(plans: &[PlanOutcome], indicator: Indicator) -> Vec<(&[String], Vec<usize>)> {
    let mut out: Vec<(&[String], Vec<usize>)> = Vec::new();
    for (i, plan) in plans.iter().enumerate() {
        let outcome = plan.indicator(indicator);
        if (0..outcome.change.len()).all(|t| is_still(outcome, t)) {
            continue;
        }
        match out.iter_mut().find(|(ids, _)| *ids == outcome.sources) {
            Some((_, numbers)) => numbers.push(i + 1),
            None => out.push((&outcome.sources, vec![i + 1])),
        }
    }
    out
}

/// Levels without new policy, for a plan that changes nothing.
pub(super) fn standing(basis: &Basis, plan: &PlanOutcome, t: usize, places: usize) -> String {
    let mut table = Table::new(&[Lean::Left, Lean::Left], 2);
    for indicator in SHOWN.into_iter().filter(|i| has_level(*i)) {
        let row = basis.model.indicator(indicator);
        let unit = Unit::of_level(indicator, places);
        if let Some(q) = plan.indicator(indicator).baseline.get(t) {
            table.row([short_label(row).to_owned(), level_range(q, level_decimals(row, unit), unit)]);
        }
    }
    table.render()
}
