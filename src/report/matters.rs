//! What matters most, as tables: each indicator with the levers that move it, the ways they go and the years in which it comes about.

use super::sheet::{Datum, Plot, Sheet};
use super::text::places;
use super::weigh::whole_percent;
use super::why;
use super::words::{self, Unit};
use crate::evidence::order::InOrder as _;
use crate::insight::attribution::{Attribution, Contribution};
use crate::insight::matters::Shared;
use crate::insight::ways::Way;
use crate::model::Basis;
use crate::projection::Projection;
use crate::scenario::Scenario;

/// Levers named for one indicator; the rest is one figure.
const NAMED: usize = 3;
/// A lever with a smaller share is one of the others.
const NAMED_MIN: f64 = 0.01;

/// Four tables: the levers behind each indicator in words, every lever's part in figures with its range, the ways, and what came about
/// between which years. Ranges stand before middles where there is a projection of the scenario.
#[must_use]
pub fn sheets(
    basis: &Basis,
    scenario: &Scenario,
    plan: usize,
    projection: Option<&Projection>,
    found: &[Shared],
) -> Vec<Sheet> {
    let many = places(scenario);
    let year = scenario.last_year();
    vec![
        first(basis, (plan, projection), (year, many), found),
        parts(basis, (year, many), found),
        ways(basis, year, found),
        years(basis, many, found),
    ]
}

fn largest_first(one: &Attribution) -> Vec<&Contribution> {
    let mut levers: Vec<_> = one.levers.iter().collect();
    levers.order_by(|a, b| b.part.shapley.abs().total_cmp(&a.part.shapley.abs()));
    levers
}

fn size(one: &Attribution) -> f64 {
    one.levers.iter().map(|l| l.part.shapley.abs()).sum()
}

fn lever(basis: &Basis, one: &Contribution) -> String {
    basis.model.lever(&one.lever).map_or_else(|| one.lever.to_string(), |lever| lever.label.clone())
}

fn ratio(part: f64, all: f64) -> f64 {
    if all > 0.0 { part / all } else { 0.0 }
}

fn first(
    basis: &Basis,
    (plan, projection): (usize, Option<&Projection>),
    (year, many): (i32, usize),
    found: &[Shared],
) -> Sheet {
    let mut sheet = Sheet::new(
        format!("What matters most, {year}"),
        ["indicator", "change, 8 in 10 futures", "most of it from", "then", "third", "all others"],
    );
    for one in found.iter().map(|f| &f.levers) {
        let unit = Unit::of_change(one.indicator, many);
        let outcome = projection.and_then(|p| p.plans.get(plan)).map(|p| p.indicator(one.indicator));
        let range = outcome.and_then(|o| o.change.last());
        let range = range.map_or_else(Datum::missing, |q| Datum::text(words::range_and_middle(q, unit)));
        let (levers, size) = (largest_first(one), size(one));
        let share = |c: &Contribution| ratio(c.part.shapley.abs(), size);
        let mut cells = vec![Datum::text(&basis.model.indicator(one.indicator).label), range];
        for k in 0..NAMED {
            cells.push(match levers.get(k).filter(|l| share(l) >= NAMED_MIN) {
                Some(found) => {
                    let against = if found.part.shapley * one.total < 0.0 { ", the other way" } else { "" };
                    Datum::text(format!("{} {}{against}", lever(basis, found), whole_percent(share(found))))
                }
                None => Datum::text("–"),
            });
        }
        let named: f64 = levers.iter().take(NAMED).map(|l| share(l)).filter(|s| *s >= NAMED_MIN).sum();
        let rest = if size > 0.0 { (1.0 - named).max(0.0) } else { 0.0 };
        let rest = if rest < 1e-9 { 0.0 } else { rest };
        cells.push(Datum::number(rest, if rest > 0.0 { whole_percent(rest) } else { String::from("–") }));
        sheet.row(cells);
    }
    sheet.note(
        "Shares are of the sizes of all levers' parts. A part is the average of what a lever adds in every order in which the \
         levers could come (Shapley value); parts add up to the mean change, which a few very good futures drive.",
    );
    sheet.note("A large share says that the figure hangs on this lever, not that the lever is sure to work.");
    sheet
}

fn parts(basis: &Basis, (year, many): (i32, usize), found: &[Shared]) -> Sheet {
    let mut sheet = Sheet::new(
        format!("Every lever's part, {year}: Shapley values of the mean change"),
        ["indicator", "unit", "lever", "8 in 10: from", "part", "to", "share of the total", "alone", "lost without it"],
    );
    let mut totals = Vec::new();
    for one in found.iter().map(|f| &f.levers) {
        let unit = Unit::of_change(one.indicator, many);
        let datum = |x: f64| Datum::number(x, words::change(x, unit));
        let all = size(one);
        for c in largest_first(one) {
            let share = ratio(c.part.shapley.abs(), all);
            sheet.row([
                Datum::text(&basis.model.indicator(one.indicator).label),
                Datum::text(super::json::unit_text(one.indicator, unit)),
                Datum::text(lever(basis, c)),
                datum(c.part.range.p10),
                datum(c.part.shapley),
                datum(c.part.range.p90),
                Datum::number(share, whole_percent(share)),
                datum(c.part.alone),
                datum(c.part.if_removed),
            ]);
        }
        totals.push(datum(one.total));
    }
    sheet.note(
        "From, to: the range of a part that holds 8 futures in 10. Alone and lost without it do not add up; their distance is what \
         levers do together.",
    );
    sheet.plot = Some(Plot::Waterfall { columns: [0, 2, 3, 4, 5], totals });
    sheet
}

/// The ways of every indicator as shares of the sizes of all parts, below nothing where a way goes the other way.
fn ways(basis: &Basis, year: i32, found: &[Shared]) -> Sheet {
    let here = |w: &Way| found.iter().any(|f| f.ways.parts.iter().any(|(known, _)| known == w));
    let walked: Vec<Way> = Way::ALL.into_iter().filter(here).collect();
    let heads = walked.iter().map(|w| why::way(*w));
    let mut sheet = Sheet::new(
        format!("By which way, {year}: shares of the mean change"),
        std::iter::once("indicator").chain(heads),
    );
    for one in found.iter().map(|f| &f.ways) {
        let size: f64 = one.parts.iter().map(|(_, p)| p.shapley.abs()).sum();
        let sign = if one.total < 0.0 { -1.0 } else { 1.0 };
        let share = |w: &Way| {
            let part = one.parts.iter().find(|(known, _)| known == w).map_or(0.0, |(_, p)| p.shapley);
            let x = sign * ratio(part, size);
            let shown = match x {
                x if x.abs() < 1e-9 => return Datum::number(0.0, "–"),
                x if x <= -0.005 => format!("−{}", whole_percent(-x)),
                x if x < 0.0 => whole_percent(-x),
                x => whole_percent(x),
            };
            Datum::number(x, shown)
        };
        let label = &basis.model.indicator(one.indicator).label;
        sheet.row(std::iter::once(Datum::text(label)).chain(walked.iter().map(share)));
    }
    sheet.note(why::WAYS_NOTE);
    sheet
}

/// What came about between which years, and by which lever most.
fn years(basis: &Basis, many: usize, found: &[Shared]) -> Sheet {
    let heads: Vec<String> =
        found.first().map(|f| why::periods(&f.years).into_iter().map(|(name, ..)| name).collect()).unwrap_or_default();
    let mut sheet = Sheet::new(
        "Between years: step of the mean change, most from",
        std::iter::once(String::from("indicator")).chain(heads),
    );
    for one in found {
        let unit = Unit::of_change(one.levers.indicator, many);
        let cell = |(_, from, to): (String, Option<&Attribution>, &Attribution)| {
            let step = to.total - from.map_or(0.0, |f| f.total);
            let part = |k: usize, of: &Attribution| of.levers.get(k).map_or(0.0, |l| l.part.shapley);
            let own = |k: usize| part(k, to) - from.map_or(0.0, |f| part(k, f));
            let most = (0..to.levers.len()).max_by(|a, b| own(*a).abs().total_cmp(&own(*b).abs()));
            match most.filter(|k| own(*k) != 0.0).and_then(|k| to.levers.get(k)) {
                Some(c) => Datum::text(format!("{}, {}", words::change(step, unit), lever(basis, c))),
                None => Datum::text("–"),
            }
        };
        let label = &basis.model.indicator(one.levers.indicator).label;
        sheet.row(std::iter::once(Datum::text(label)).chain(why::periods(&one.years).into_iter().map(cell)));
    }
    sheet.note("tiller explain SCENARIO INDICATOR --part years gives every lever's step in figures.");
    sheet
}
