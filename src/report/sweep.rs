//! The table of a sweep: one line per run, plan, indicator and year.

use super::json::unit_text;
use super::sheet::{Datum, Sheet};
use super::text::places;
use super::words::Unit;
use crate::insight::sweep::Run;
use crate::model::Indicator;
use crate::projection::{PlanOutcome, Projection};
use crate::scenario::Scenario;
use crate::scenario::sweep::Spec;

/// Columns before the amounts of the varied levers.
const BEFORE: [&str; 5] = ["run", "scenario", "plan", "place", "sector"];
/// Columns after them.
const AFTER: [&str; 17] = [
    "indicator",
    "unit",
    "year",
    "change_p10",
    "change_p25",
    "change_p50",
    "change_p75",
    "change_p90",
    "chance_above_zero",
    "level_unit",
    "level_p10",
    "level_p50",
    "level_p90",
    "monte_carlo_error",
    "grade",
    "refused",
    "made_with",
];

/// The columns of a sweep: the amount of each varied lever stands under its id (£m a year, or % coverage).
#[must_use]
pub fn columns(spec: &Spec) -> Vec<String> {
    let levers = spec.axes.iter().map(|axis| axis.lever.as_str());
    BEFORE.into_iter().chain(levers).chain(AFTER).map(String::from).collect()
}

/// The lines of some runs. A run that cannot be made has one line with the reason.
#[must_use]
pub fn sheet(spec: &Spec, runs: &[Run]) -> Sheet {
    let mut sheet = Sheet::new(&spec.title, columns(spec));
    for run in runs {
        match &run.outcome {
            Ok(projection) => rows(&mut sheet, spec, run, projection),
            Err(reason) => {
                let head = head(spec, run, 0, &run.scenario);
                let empty = std::iter::repeat_with(Datum::missing).take(AFTER.len() - 2);
                sheet.row(head.into_iter().chain(empty).chain([Datum::text(reason)]));
            }
        }
    }
    sheet
}

/// The runs of a sweep without their results.
#[must_use]
pub fn list(spec: &Spec, bases: &[Scenario], runs: std::ops::Range<usize>) -> Sheet {
    let levers = spec.axes.iter().map(|axis| axis.lever.as_str());
    let mut sheet = Sheet::new(&spec.title, BEFORE.into_iter().chain(levers));
    for position in runs {
        let Some(scenario) = spec.scenario(bases, position) else { continue };
        let base = spec.scenario_of(position);
        let run = Run { number: position + 1, base, scenario, outcome: Err(String::new()) };
        sheet.row(head(spec, &run, 0, &run.scenario));
    }
    sheet
}

fn head(spec: &Spec, run: &Run, plan: usize, scenario: &Scenario) -> Vec<Datum> {
    let whole = |n: usize| Datum::number(n as f64, n.to_string());
    let name = spec.scenarios.get(run.base).map_or("", String::as_str);
    let mut out = vec![whole(run.number), Datum::text(name), whole(plan + 1)];
    match scenario.plans.get(plan) {
        Some(at) => {
            out.extend([Datum::text(at.place.to_string()), Datum::text(at.sector.as_str())]);
            let amount = |lever| at.levers.get(lever).map_or(0.0, |s| s.amount);
            out.extend(spec.axes.iter().map(|axis| amount(&axis.lever)).map(|x| Datum::number(x, x.to_string())));
        }
        None => out.extend(std::iter::repeat_with(Datum::missing).take(2 + spec.axes.len())),
    }
    out
}

fn rows(sheet: &mut Sheet, spec: &Spec, run: &Run, projection: &Projection) {
    let made_with = format!(
        "tiller {}; evidence {}; seed {}; draws {}. {}",
        env!("CARGO_PKG_VERSION"),
        projection.evidence_version,
        projection.seed,
        projection.draws,
        super::wording::SCREEN_FIRST
    );
    for (p, plan) in projection.plans.iter().enumerate() {
        let head = head(spec, run, p, &run.scenario);
        for indicator in Indicator::ALL.iter().filter(|i| spec.indicators.is_empty() || spec.indicators.contains(i)) {
            for t in years(spec, projection) {
                let figures = figures(plan, *indicator, places(&run.scenario), t);
                let year = projection.year_zero + i32::try_from(t).unwrap_or(0);
                let [unit, rest @ ..] = figures;
                let mut row = head.clone();
                row.extend([Datum::text(indicator.as_str()), unit, Datum::number(f64::from(year), year.to_string())]);
                row.extend(rest);
                row.extend([Datum::Missing(String::new()), Datum::text(&made_with)]);
                sheet.row(row);
            }
        }
    }
}

/// Unit and five quantiles of the change, chance above zero, unit and three quantiles of the level, Monte-Carlo error, grade.
fn figures(plan: &PlanOutcome, indicator: Indicator, places: usize, t: usize) -> [Datum; 13] {
    let outcome = plan.indicator(indicator);
    let full = |x: f64| Datum::number(x, x.to_string());
    let at = |column: &[f64]| column.get(t).map_or_else(Datum::missing, |x| full(*x));
    let change = outcome.change.get(t).copied().unwrap_or_default();
    let level = outcome.scenario.get(t).copied().unwrap_or_default();
    [
        Datum::text(unit_text(indicator, Unit::of_change(indicator, places))),
        full(change.p10),
        full(change.p25),
        full(change.p50),
        full(change.p75),
        full(change.p90),
        at(&outcome.above),
        Datum::text(unit_text(indicator, Unit::of_level(indicator, places))),
        full(level.p10),
        full(level.p50),
        full(level.p90),
        at(&outcome.mc_error),
        Datum::text(outcome.grade.to_string()),
    ]
}

/// Positions of the years that are written.
fn years(spec: &Spec, projection: &Projection) -> Vec<usize> {
    let horizon = projection.horizon as usize;
    if spec.years.is_empty() {
        return vec![horizon];
    }
    let position = |year: &i32| usize::try_from(year - projection.year_zero).ok().filter(|t| *t <= horizon);
    spec.years.iter().filter_map(position).collect()
}
