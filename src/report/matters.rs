//! What matters most, as a table: each indicator with the levers that move it, the largest first.

use super::sheet::{Datum, Sheet};
use super::text::places;
use super::weigh::whole_percent;
use super::words::{self, Unit};
use crate::insight::attribution::Attribution;
use crate::model::Basis;
use crate::projection::Projection;
use crate::scenario::Scenario;

/// Levers named for one indicator; the rest is one figure.
const NAMED: usize = 3;
/// A lever with a smaller share is one of the others.
const NAMED_MIN: f64 = 0.01;

/// Two tables: the levers behind each indicator in words, and every lever's part in figures. Ranges stand before middles where there
/// is a projection of the scenario; parts are shares of a mean.
#[must_use]
pub fn sheets(
    basis: &Basis,
    scenario: &Scenario,
    plan: usize,
    projection: Option<&Projection>,
    found: &[Attribution],
) -> Vec<Sheet> {
    let year = scenario.last_year();
    let mut first = Sheet::new(
        format!("What matters most, {year}"),
        ["indicator", "change, 8 in 10 futures", "most of it from", "then", "then", "all others"],
    );
    let mut second = Sheet::new(
        format!("Every lever's part, {year}: Shapley values of the mean change"),
        ["indicator", "unit", "lever", "part", "share of the total", "alone", "lost without it"],
    );
    let many = places(scenario);
    for one in found {
        let unit = Unit::of_change(one.indicator, many);
        let label = &basis.model.indicator(one.indicator).label;
        let outcome = projection.and_then(|p| p.plans.get(plan)).map(|p| p.indicator(one.indicator));
        let range = outcome.and_then(|o| o.change.last());
        let range = range.map_or_else(Datum::missing, |q| Datum::text(words::range_and_middle(q, unit)));
        let mut levers: Vec<_> = one.levers.iter().collect();
        levers.sort_by(|a, b| b.shapley.abs().total_cmp(&a.shapley.abs()));
        let size: f64 = levers.iter().map(|l| l.shapley.abs()).sum();
        let name = |id: &crate::evidence::LeverId| {
            basis.model.lever(id).map_or_else(|| id.to_string(), |lever| lever.label.clone())
        };
        let share = |x: f64| if size > 0.0 { x.abs() / size } else { 0.0 };
        let mut cells = vec![Datum::text(label), range];
        for k in 0..NAMED {
            cells.push(match levers.get(k).filter(|l| share(l.shapley) >= NAMED_MIN) {
                Some(lever) => {
                    let against = if lever.shapley * one.total < 0.0 { ", the other way" } else { "" };
                    Datum::text(format!("{} {}{against}", name(&lever.lever), whole_percent(share(lever.shapley))))
                }
                None => Datum::text("–"),
            });
        }
        let named: f64 = levers.iter().take(NAMED).map(|l| share(l.shapley)).filter(|s| *s >= NAMED_MIN).sum();
        let rest = if size > 0.0 { (1.0 - named).max(0.0) } else { 0.0 };
        let rest = if rest < 1e-9 { 0.0 } else { rest };
        cells.push(Datum::number(rest, if rest > 0.0 { whole_percent(rest) } else { String::from("–") }));
        first.row(cells);
        for lever in levers {
            second.row([
                Datum::text(label),
                Datum::text(super::json::unit_text(one.indicator, unit)),
                Datum::text(name(&lever.lever)),
                Datum::number(lever.shapley, words::change(lever.shapley, unit)),
                Datum::number(share(lever.shapley), whole_percent(share(lever.shapley))),
                Datum::number(lever.alone, words::change(lever.alone, unit)),
                Datum::number(lever.if_removed, words::change(lever.if_removed, unit)),
            ]);
        }
    }
    first.note(
        "Shares are of the sizes of all levers' parts. A part is the average of what a lever adds in every order in which the \
         levers could come (Shapley value); parts add up to the mean change, which a few very good futures drive.",
    );
    first.note("A large share says that the figure hangs on this lever, not that the lever is sure to work.");
    vec![first, second]
}
