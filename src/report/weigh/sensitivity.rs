//! What matters, in words: the tornado, indices by group and how they settle, what the answer leans on.

use super::{assumption, computed, figure, quantity, structure, unit, whole_percent, yardstick};
use crate::insight::lean::{Assumption, Left};
use crate::insight::sensitivity::{Indices, Sensitivity};
use crate::insight::sobol::Index;
use crate::model::Basis;
use crate::projection::variant::Group;
use crate::report::sheet::{Datum, Plot, Sheet};
use crate::report::text::places;
use crate::report::wording::SCREEN_FIRST;
use crate::report::words::{Unit, change, digits};
use crate::scenario::Scenario;

/// Most lines of the tornado and of what is left out, in words; CSV and JSON hold all.
pub const SHOWN: usize = 15;

/// All sheets: tornado, indices, how they settle, structures, what it leans on. `every`: all bars, else the longest.
#[must_use]
pub fn sheets(basis: &Basis, scenario: &Scenario, found: &Sensitivity, every: bool) -> Vec<Sheet> {
    let unit = unit(found.yardstick, places(scenario));
    let most = if every { usize::MAX } else { SHOWN };
    vec![
        tornado(basis, scenario, found, unit, most),
        indices(basis, found),
        settles(found),
        structures(basis, found, unit),
        leans(basis, found, unit, most),
    ]
}

/// A group, named.
#[must_use]
pub const fn group(group: Group) -> &'static str {
    match group {
        Group::Evidence => "Evidence (effects and gains)",
        Group::Structure => "Structure (how levers work)",
        Group::Baseline => "Baseline (starting levels, forecasts)",
        Group::Delivery => "Delivery (takes, size of outcomes, costs)",
        Group::Displacement => "Displacement (gross to net)",
    }
}

fn tornado(basis: &Basis, scenario: &Scenario, found: &Sensitivity, unit: Unit, most: usize) -> Sheet {
    let mut sheet = Sheet::new(
        format!("Tornado: {}, middle future ({})", yardstick(basis, found.yardstick), scenario.title),
        ["at low end", "at high end", "swing", "held"],
    );
    for bar in found.tornado.iter().take(most) {
        sheet.row([
            figure(bar.low, unit),
            figure(bar.high, unit),
            Datum::number(bar.swing() * unit.factor(), crate::report::words::amount(bar.swing(), unit)),
            Datum::text(quantity(basis, bar.quantity)),
        ]);
    }
    sheet.plot = Some(Plot::Tornado { columns: [3, 0, 1], middle: figure(found.margin, unit) });
    sheet.note(format!(
        "As drawn: {}. Each line holds one quantity at the end of the range that holds 8 futures in 10, everything else as drawn; more is better. Each line: {}",
        change(found.margin, unit),
        computed(found.few, found.seed, basis)
    ));
    if found.tornado.len() > most {
        sheet.note(format!("{} shorter bars are left out here.", found.tornado.len() - most));
    }
    sheet.note(SCREEN_FIRST);
    sheet
}

fn index(x: f64, error: f64) -> Datum {
    Datum::number(x, format!("{} ± {}", digits(100.0 * x.max(0.0), 0), digits(100.0 * error, 0)))
}

fn indices(basis: &Basis, found: &Sensitivity) -> Sheet {
    let mut sheet = Sheet::new(
        "What the spread is made of, % of it",
        [
            "group",
            "known alone (first order)",
            "everything else known (total)",
            "first order, of the value itself",
            "total, of the value itself",
        ],
    );
    let Some(last) = found.indices.last() else { return sheet };
    let none = || Datum::Missing(String::from("–"));
    for (k, name) in Group::ALL.iter().enumerate() {
        let at = |all: &Option<Vec<Index>>| all.as_ref().and_then(|v| v.get(k).copied());
        let pair = |i: Option<Index>| match i {
            Some(i) => [index(i.first, i.first_error), index(i.total, i.total_error)],
            None => [none(), none()],
        };
        let [first, total] = pair(at(&last.rank));
        let [plain, plain_total] = pair(at(&last.value));
        sheet.row([Datum::text(group(*name)), first, total, plain, plain_total]);
    }
    sheet.note(
        "First order: how much of the spread goes if only this were known. Total: how much stays if only this were not. The difference is what it \
         does together with others. First two columns: of the rank of a future among all, which a few very good futures do not rule; \
         the other two: of the value itself. ± is 95 % over ten scrambles. Estimators of Jansen (1999).",
    );
    sheet.note(format!("Seven runs of {}", computed(last.draws, found.seed, basis)));
    sheet
}

fn settles(found: &Sensitivity) -> Sheet {
    let names = found.indices.iter().map(|i| format!("{} draws", digits(i.draws as f64, 0)));
    let mut sheet =
        Sheet::new("Do the totals settle? Of the rank, %", std::iter::once(String::from("group")).chain(names));
    for (k, name) in Group::ALL.iter().enumerate() {
        let cell = |i: &Indices| match i.rank.as_ref().and_then(|r| r.get(k)) {
            Some(i) => index(i.total, i.total_error),
            None => Datum::Missing(String::from("–")),
        };
        sheet.row(std::iter::once(Datum::text(group(*name))).chain(found.indices.iter().map(cell)));
    }
    sheet
}

fn structures(basis: &Basis, found: &Sensitivity, unit: Unit) -> Sheet {
    let mut sheet = Sheet::new("Each structure alone, middle future", ["structure", "middle"]);
    for (which, middle) in &found.structures {
        sheet.row([Datum::text(structure(basis, *which)), figure(*middle, unit)]);
    }
    sheet
}

fn leans(basis: &Basis, found: &Sensitivity, unit: Unit, most: usize) -> Sheet {
    let mut sheet = Sheet::new(
        "What the answer leans on: the middle future without one finding or one arrow",
        ["kind", "middle without it", "change", "left out"],
    );
    for left in found.left.iter().take(most) {
        let kind = if matches!(left.what, Assumption::Without(_)) { "finding" } else { "arrow" };
        let name =
            assumption(basis, &left.what).replacen("without the finding ", "", 1).replacen("without the arrow ", "", 1);
        sheet.row([
            Datum::text(kind),
            figure(left.margin, unit),
            figure(left.margin - found.margin, unit),
            Datum::text(name),
        ]);
    }
    sheet.note(sentence(basis, found));
    sheet
        .note("A finding left out widens the band of its arrows; the last one behind an arrow also halves its middle.");
    sheet
}

/// What it leans on most, one sentence.
#[must_use]
pub fn sentence(basis: &Basis, found: &Sensitivity) -> String {
    let first = |finding: bool| {
        let kind = |l: &&Left| matches!(l.what, Assumption::Without(_)) == finding;
        found.left.iter().find(kind).map(|l| assumption(basis, &l.what).replacen("without ", "", 1))
    };
    match (first(true), first(false)) {
        (Some(study), Some(arrow)) => format!("It leans most on {arrow}, and among single studies on {study}."),
        (None, Some(arrow)) => format!("It leans most on {arrow}; no finding stands behind it."),
        _ => String::from("Nothing moves it."),
    }
}

/// Which group makes most of the spread, one sentence.
#[must_use]
pub fn largest(found: &Sensitivity) -> Option<String> {
    let rank = found.indices.last()?.rank.as_ref()?;
    let (which, index) = Group::ALL.iter().zip(rank).max_by(|a, b| a.1.total.total_cmp(&b.1.total))?;
    Some(format!(
        "{} of the spread would stay if everything but this were known: {}.",
        whole_percent(index.total.clamp(0.0, 1.0)),
        group(*which)
    ))
}
