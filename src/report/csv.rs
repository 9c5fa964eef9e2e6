//! The long table: one line per plan, indicator, year and series. An empty cell stands for "not quantified".

use super::effects::is_still;
use super::json::unit_text;
use super::text::places;
use super::validity::outside as said;
use super::words::Unit;
use super::{extrapolation, wording};
use crate::insight::outside;
use crate::model::{Basis, Indicator};
use crate::projection::{IndicatorOutcome, PlanOutcome, Projection, Quantiles};
use crate::scenario::Scenario;

/// Columns, in order.
pub const COLUMNS: [&str; 17] = [
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
    "leap_of_faith",
    "extrapolation",
    "run",
];

/// The CSV text with a header line. `series` is baseline, scenario, change, or published: lowest, quartiles and highest of
/// what other evaluations printed, in place of the quantiles; `run` says how the numbers were made.
///
/// # Errors
/// Only if a record cannot be written to memory, which would be a bug.
pub fn write(basis: &Basis, scenario: &Scenario, projection: &Projection) -> Result<String, csv::Error> {
    let places = places(scenario);
    let run = format!(
        "tiller {}; evidence {}{}; seed {}; draws {}; {} {}",
        env!("CARGO_PKG_VERSION"),
        projection.evidence_version,
        super::own::said(basis.evidence.library()).map_or_else(String::new, |said| format!("; {said}")),
        projection.seed,
        projection.draws,
        wording::SCREEN_FIRST,
        if scenario.is_off() { "No lever is on: no change from baseline." } else { "" }
    );
    let last = projection.year_zero + i32::try_from(projection.horizon).unwrap_or(0);
    let remarks = super::changed::remarks(basis, scenario);
    let run = std::iter::once(run.trim_end().to_owned()).chain(remarks).collect::<Vec<_>>().join(" ");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for (i, plan) in projection.plans.iter().enumerate() {
        let flags: Vec<String> =
            extrapolation::of_plan(basis, scenario, i).iter().map(extrapolation::sentence).collect();
        let flags = flags.join(" ");
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
                    writer.write_record(head.into_iter().chain(numbers(q)).chain(tail(
                        plan,
                        outcome,
                        &flags,
                        run.trim_end(),
                    )))?;
                }
            }
        }
        for view in outside::views(basis, plan) {
            writer.write_record(published(&view, plan, (i + 1, last), run.trim_end()))?;
        }
    }
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What was published, beside the indicator that it is held against.
fn published(view: &outside::View, plan: &PlanOutcome, (number, year): (usize, i32), run: &str) -> [String; 17] {
    let reference = &view.reference;
    let cell = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let ends = reference.ends();
    let mut sources: Vec<&str> = reference.members.iter().flat_map(|m| m.sources.iter().map(String::as_str)).collect();
    sources.sort_unstable();
    sources.dedup();
    [
        number.to_string(),
        plan.place.to_string(),
        plan.sector.to_string(),
        reference.class.indicator().to_string(),
        said::title(reference.class).to_owned(),
        year.to_string(),
        String::from("published"),
        cell(ends.map(|e| e.0)),
        cell(reference.quantile(0.25)),
        cell(reference.quantile(0.5)),
        cell(reference.quantile(0.75)),
        cell(ends.map(|e| e.1)),
        String::new(),
        sources.join(";"),
        String::new(),
        String::new(),
        format!("{} {run}", said::sentence(view)),
    ]
}

fn numbers(q: &Quantiles) -> [String; 5] {
    [q.p10, q.p25, q.p50, q.p75, q.p90].map(|x| if x.is_finite() { x.to_string() } else { String::new() })
}

fn tail(plan: &PlanOutcome, o: &IndicatorOutcome, flags: &str, run: &str) -> [String; 5] {
    let moves = !is_still(o, o.change.len().saturating_sub(1)) && o.indicator != Indicator::PublicCostPv;
    let faith = wording::faith(o.grade, plan.links_judged, plan.links_total).filter(|_| moves);
    [o.grade.to_string(), o.sources.join(";"), faith.unwrap_or_default(), flags.to_owned(), run.to_owned()]
}
