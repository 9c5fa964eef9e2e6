//! What packages would do, side by side: ranges first.

use crate::model::{Basis, Indicator};
use crate::projection::Projection;
use crate::report::sheet::{Datum, Sheet};
use crate::report::text::places;
use crate::report::words::{self, Unit};
use crate::scenario::Scenario;

/// Indicators that a room looks at.
const SHOWN: [Indicator; 6] = [
    Indicator::InnovationActive,
    Indicator::GvaPerHour,
    Indicator::NetJobs,
    Indicator::NetGvaPv,
    Indicator::Gap,
    Indicator::PublicCostPv,
];

/// A package: its name, the scenario, its figures.
pub type Package<'a> = (&'a str, &'a Scenario, &'a Projection);

/// One row an indicator, one column a package: the change against no new policy in the last year.
#[must_use]
pub fn packages(basis: &Basis, all: &[Package<'_>]) -> Sheet {
    let year = all.first().map_or(0, |(_, s, _)| s.last_year());
    let mut sheet = Sheet::new(
        format!("What could change by {year}, compared with no new policy"),
        std::iter::once("indicator").chain(all.iter().map(|(label, ..)| *label)),
    );
    for indicator in SHOWN {
        let label = basis.model.indicator(indicator).label.clone();
        let cell = |(_, scenario, projection): &Package<'_>| {
            let unit = Unit::of_change(indicator, places(scenario));
            let last = projection.plans.first().and_then(|p| p.indicator(indicator).change.last());
            last.map_or_else(Datum::missing, |q| Datum::number(q.p50, words::range_and_middle(q, unit)))
        };
        sheet.row(std::iter::once(Datum::text(label)).chain(all.iter().map(cell)));
    }
    sheet.note("8 futures in 10 lie within the range; the middle is behind it. Not a forecast.");
    sheet
}

/// The model's range of the guessed indicator under a package, in the unit of the guess; `None` if it is not known.
#[must_use]
pub fn guessed(indicator: &str, (_, scenario, projection): &Package<'_>) -> Option<(f64, f64, f64)> {
    let indicator = Indicator::ALL.iter().find(|i| i.to_string() == indicator)?;
    let factor = Unit::of_change(*indicator, places(scenario)).factor();
    let q = projection.plans.first()?.indicator(*indicator).change.last()?;
    Some((q.p10 * factor, q.p50 * factor, q.p90 * factor))
}
