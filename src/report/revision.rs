//! What another version of the evidence did to the figures of a scenario, as a table.

use super::sheet::{Datum, Sheet};
use super::words::{self, Unit};
use super::{text, wording};
use crate::evidence::order::InOrder as _;
use crate::insight::revision::{Moved, Revision};
use crate::model::Basis;
use crate::projection::Quantiles;
use crate::scenario::{Figure, Scenario};

/// Old range to new range of each figure, those that moved beyond the Monte-Carlo error first.
#[must_use]
pub fn sheet(basis: &Basis, scenario: &Scenario, revision: &Revision) -> Sheet {
    let columns = ["plan", "indicator", "year", "was", "is", "moved"];
    let mut sheet = Sheet::new("What changed since the scenario was kept", columns);
    let places = text::places(scenario);
    let mut rows: Vec<&Moved> = revision.rows.iter().collect();
    rows.order_by_key(|m| !m.beyond_error());
    for moved in rows {
        let unit = Unit::of_change(moved.then.indicator, places);
        let number = |n: usize| Datum::number(n as f64, n.to_string());
        let year = moved.then.year;
        sheet.row([
            number(moved.then.plan),
            Datum::text(&basis.model.indicator(moved.then.indicator).label),
            Datum::number(f64::from(year), year.to_string()),
            Datum::text(said(&moved.then, unit)),
            Datum::text(said(&moved.now, unit)),
            Datum::text(if moved.beyond_error() { "yes" } else { "within error" }),
        ]);
    }
    sheet.note(wording::other_evidence(&revision.then, &revision.now));
    let n = revision.rows.iter().filter(|m| m.beyond_error()).count() as u64;
    sheet.note(if revision.rows.is_empty() {
        String::from("It was kept without figures, so there is nothing to hold against those of now.")
    } else {
        let moved = words::count(n, "figure", "figures");
        format!("{moved} of {} moved by more than the Monte-Carlo error of both.", revision.rows.len())
    });
    sheet
}

fn said(figure: &Figure, unit: Unit) -> String {
    let Figure { p10, p50, p90, .. } = *figure;
    if p10 == 0.0 && p90 == 0.0 {
        return wording::NO_CHANGE.to_owned();
    }
    words::narrow_range_and_middle(&Quantiles { p10, p25: p50, p50, p75: p50, p90 }, unit)
}
