//! What Explore shows, as sheets: every indicator in the last year, the levers that are on, and every year.

use super::effects::{counts, is_still, level_decimals};
use super::sheet::{Datum, Sheet};
use super::text::places;
use super::words::{self, Unit};
use super::{extrapolation, grades, json::unit_text, validity, wording};
use crate::insight::outside;
use crate::model::{Basis, Indicator, LeverKind};
use crate::projection::{IndicatorOutcome, PlanOutcome, Projection, Quantiles};
use crate::scenario::{Plan, Scenario};

/// The sheets of a scenario; without figures only the levers.
#[must_use]
pub fn sheets(basis: &Basis, scenario: &Scenario, projection: Option<&Projection>) -> Vec<Sheet> {
    let mut all = Vec::new();
    if let Some(projection) = projection {
        all.push(last_year(basis, scenario, projection));
    }
    all.push(levers(basis, scenario));
    if projection.is_some() && !scenario.is_off() {
        all.extend(grades::sheets(basis, scenario));
        all.push(extrapolation::sheet(basis, scenario));
    }
    all.extend(super::changed::sheet(basis, scenario));
    if let Some(projection) = projection {
        let views: Vec<Vec<outside::View>> = projection.plans.iter().map(|p| outside::views(basis, p)).collect();
        if views.iter().any(|v| !v.is_empty()) {
            all.extend(validity::outside(&views));
        }
        all.push(every_year(basis, scenario, projection));
    }
    all
}

/// Place and sector by name.
fn names(basis: &Basis, plan: &Plan) -> [String; 2] {
    let sector = basis.evidence.sector(&plan.sector).map_or_else(|| plan.sector.to_string(), |s| s.name.clone());
    [basis.evidence.place_name(&plan.place), sector]
}

fn levers(basis: &Basis, scenario: &Scenario) -> Sheet {
    let mut sheet = Sheet::new(
        "Levers that are on",
        ["plan", "place", "sector", "lever", "amount", "unit", "from", "to", "partner"],
    );
    for (i, plan) in scenario.plans.iter().enumerate() {
        let [place, sector] = names(basis, plan);
        for (id, setting) in plan.on() {
            let lever = basis.model.lever(id);
            let unit = match lever.map(|l| l.kind) {
                Some(LeverKind::Reform) => "% coverage",
                _ => "£m a year",
            };
            let partner =
                setting.partner.as_ref().map_or_else(|| String::from("none"), |p| basis.evidence.place_name(p));
            sheet.row([
                whole(i + 1),
                Datum::text(&place),
                Datum::text(&sector),
                Datum::text(lever.map_or_else(|| id.to_string(), |l| l.label.clone())),
                Datum::number(setting.amount, setting.amount.to_string()),
                Datum::text(unit),
                Datum::number(f64::from(setting.from), setting.from.to_string()),
                Datum::number(f64::from(setting.to), setting.to.to_string()),
                Datum::text(partner),
            ]);
        }
    }
    if scenario.is_off() {
        sheet.note(format!("No lever is on: {}.", wording::NO_CHANGE));
    }
    sheet
}

fn whole(n: usize) -> Datum {
    Datum::number(n as f64, n.to_string())
}

/// The five quantiles as they are computed, each with the form in which people read it.
fn quantiles(q: &Quantiles, shown: impl Fn(f64) -> String) -> [Datum; 5] {
    [q.p10, q.p25, q.p50, q.p75, q.p90].map(|x| Datum::number(x, shown(x)))
}

const QUANTILES: [&str; 5] = ["p10", "p25", "p50", "p75", "p90"];

fn last_year(basis: &Basis, scenario: &Scenario, projection: &Projection) -> Sheet {
    let year = projection.year_zero + i32::try_from(projection.horizon).unwrap_or(0);
    let head = ["plan", "place", "sector", "indicator", "unit"];
    let tail = ["futures above, of 20", "futures below, of 20", "grade", "leap of faith", "sources"];
    let columns = head.into_iter().chain(QUANTILES).chain(tail);
    let mut sheet = Sheet::new(format!("Change against no new policy in {year}"), columns);
    let several = places(scenario);
    for (i, (plan, outcome)) in scenario.plans.iter().zip(&projection.plans).enumerate() {
        let [place, sector] = names(basis, plan);
        for o in &outcome.indicators {
            let Some(last) = o.change.last() else { continue };
            let unit = Unit::of_change(o.indicator, several);
            let head = [
                whole(i + 1),
                Datum::text(&place),
                Datum::text(&sector),
                Datum::text(&basis.model.indicator(o.indicator).label),
                Datum::text(unit_text(o.indicator, unit)),
            ];
            let count = counts(o, o.change.len() - 1);
            let tail = [
                whole(count.above as usize),
                whole(count.below as usize),
                Datum::text(o.grade.as_str()),
                Datum::text(faith(outcome, o)),
                Datum::text(o.sources.join("; ")),
            ];
            sheet.row(head.into_iter().chain(quantiles(last, |x| words::change(x, unit))).chain(tail));
        }
    }
    sheet.note(wording::BAND);
    sheet
}

/// What stands beside a change of grade D or E that is one.
fn faith(plan: &PlanOutcome, o: &IndicatorOutcome) -> String {
    let moves = !is_still(o, o.change.len().saturating_sub(1)) && o.indicator != Indicator::PublicCostPv;
    let said = wording::faith(o.grade, plan.links_judged, plan.links_total);
    said.filter(|_| moves).unwrap_or_default()
}

fn every_year(basis: &Basis, scenario: &Scenario, projection: &Projection) -> Sheet {
    let head = ["plan", "indicator", "series", "unit", "year"];
    let mut sheet = Sheet::new("Every year", head.into_iter().chain(QUANTILES));
    let several = places(scenario);
    for (i, outcome) in projection.plans.iter().enumerate() {
        for o in &outcome.indicators {
            let level = Unit::of_level(o.indicator, several);
            let change = Unit::of_change(o.indicator, several);
            for (series, unit, values) in series(o, level, change) {
                for (t, q) in values.iter().enumerate() {
                    let year = projection.year_zero + i32::try_from(t).unwrap_or(0);
                    let head = [
                        whole(i + 1),
                        Datum::text(&basis.model.indicator(o.indicator).label),
                        Datum::text(series),
                        Datum::text(unit_text(o.indicator, unit)),
                        Datum::number(f64::from(year), year.to_string()),
                    ];
                    let row = basis.model.indicator(o.indicator);
                    let shown = |x: f64| match series {
                        "change" => words::change(x, unit),
                        _ => words::level(x, level_decimals(row, unit), unit),
                    };
                    sheet.row(head.into_iter().chain(quantiles(q, shown)));
                }
            }
        }
    }
    sheet
}

fn series(o: &IndicatorOutcome, level: Unit, change: Unit) -> [(&'static str, Unit, &[Quantiles]); 3] {
    [
        ("no new policy", level, o.baseline.as_slice()),
        ("with the plan", level, o.scenario.as_slice()),
        ("change", change, o.change.as_slice()),
    ]
}
