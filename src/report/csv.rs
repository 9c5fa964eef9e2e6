//! The long table: one line per plan, indicator, year and series. An empty cell stands for "not quantified".

use super::json::unit_text;
use super::text::places;
use super::wording;
use super::words::Unit;
use crate::model::Basis;
use crate::projection::{IndicatorOutcome, Projection, Quantiles};
use crate::scenario::Scenario;

/// Columns, in order.
pub const COLUMNS: [&str; 15] = [
    "plan",
    "place",
    "sector",
    "indicator",
    "unit",
    "year",
    "series",
    "p10",
    "p25",
    "p50",
    "p75",
    "p90",
    "grade",
    "sources",
    "run",
];

/// The CSV text with a header line. `series` is baseline, scenario or change; `run` says how the numbers were made.
///
/// # Errors
/// Only if a record cannot be written to memory, which would be a bug.
pub fn write(basis: &Basis, scenario: &Scenario, projection: &Projection) -> Result<String, csv::Error> {
    let places = places(scenario);
    let run = format!(
        "tiller {}; evidence {}; seed {}; draws {}; {} {}",
        env!("CARGO_PKG_VERSION"),
        projection.evidence_version,
        projection.seed,
        projection.draws,
        wording::SCREEN_FIRST,
        if scenario.is_off() { "No lever is on: no change from baseline." } else { "" }
    );
    let remarks = super::changed::remarks(basis, scenario);
    let run = std::iter::once(run.trim_end().to_owned()).chain(remarks).collect::<Vec<_>>().join(" ");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for (i, plan) in projection.plans.iter().enumerate() {
        for outcome in &plan.indicators {
            let level = unit_text(outcome.indicator, Unit::of_level(outcome.indicator, places));
            let change = unit_text(outcome.indicator, Unit::of_change(outcome.indicator, places));
            for (series, unit, values) in [
                ("baseline", &level, &outcome.baseline),
                ("scenario", &level, &outcome.scenario),
                ("change", &change, &outcome.change),
            ] {
                for (t, q) in values.iter().enumerate() {
                    let year = projection.year_zero + i32::try_from(t).unwrap_or(0);
                    let head = [
                        (i + 1).to_string(),
                        plan.place.to_string(),
                        plan.sector.to_string(),
                        outcome.indicator.to_string(),
                        unit.clone(),
                        year.to_string(),
                        series.to_owned(),
                    ];
                    writer.write_record(head.into_iter().chain(numbers(q)).chain(tail(outcome, run.trim_end())))?;
                }
            }
        }
    }
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn numbers(q: &Quantiles) -> [String; 5] {
    [q.p10, q.p25, q.p50, q.p75, q.p90].map(|x| if x.is_finite() { x.to_string() } else { String::new() })
}

fn tail(o: &IndicatorOutcome, run: &str) -> [String; 3] {
    [o.grade.to_string(), o.sources.join(";"), run.to_owned()]
}
