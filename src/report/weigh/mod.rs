//! So what? Stress tests, sensitivity, value of information, appraisal, evaluation, search and allocation as sheets.
//!
//! Every one says the draws behind it, its Monte-Carlo error and the line that it is a first screen.

pub mod allocate;
pub mod appraise;
pub mod evaluate;
pub mod information;
pub mod red;
pub mod seek;
pub mod sensitivity;
pub mod stress;

use super::sheet::Datum;
use super::why::{place_of_study, step_title};
use super::words::{Unit, amount, change, count, digits};
use crate::insight::lean::Assumption;
use crate::insight::paths::Step;
use crate::insight::yardstick::Yardstick;
use crate::model::{Basis, Structure};
use crate::projection::variant::{Held, Quantity};
use crate::scenario::Scenario;

/// What is judged by, as a noun.
#[must_use]
pub fn yardstick(basis: &Basis, yardstick: Yardstick) -> String {
    match yardstick {
        Yardstick::Npsv => String::from("net present social value (UK, all grades counted)"),
        Yardstick::Indicator(i) => format!("change of {}", basis.model.indicator(i).label),
    }
}

/// Its unit.
#[must_use]
pub const fn unit(yardstick: Yardstick, places: usize) -> Unit {
    match yardstick {
        Yardstick::Npsv => Unit::MillionPounds,
        Yardstick::Indicator(i) => Unit::of_change(i, places),
    }
}

/// A signed figure of the yardstick.
pub(super) fn figure(x: f64, unit: Unit) -> Datum {
    Datum::number(x * unit.factor(), change(x, unit))
}

/// A share as a whole per cent.
pub(super) fn share(x: f64) -> Datum {
    Datum::number(x, whole_percent(x))
}

/// `75 %`; what is there is never rounded to nothing, and what is missing never to all.
pub fn whole_percent(x: f64) -> String {
    match 100.0 * x {
        p if p > 0.0 && p < 0.5 => String::from("under 1 %"),
        p if (99.5..100.0).contains(&p) => String::from("over 99 %"),
        p => format!("{} %", digits(p, 0)),
    }
}

/// A quantity that can be held, named.
#[must_use]
pub fn quantity(basis: &Basis, quantity: Quantity) -> String {
    match quantity {
        Quantity::Channel(row) => {
            let title = step_title(basis, Step::Channel(row));
            // The same arrow may stand in two structures with an effect of its own in each.
            match basis.model.channels.get(row).map(|c| c.structures.as_slice()) {
                Some([only]) => format!("{title} ({only})"),
                _ => title,
            }
        }
        Quantity::Link(row) => step_title(basis, Step::Link(row)),
        Quantity::Pair(row) => step_title(basis, Step::Pair(row)),
        Quantity::CommonOptimism => String::from("Optimism that all studies share"),
        Quantity::UnitCost => String::from("Unit costs"),
        Quantity::OptimismBias => String::from("Optimism bias on costs"),
        Quantity::Leakage => String::from("Leakage"),
        Quantity::Displacement => String::from("Displacement"),
        Quantity::Substitution => String::from("Substitution"),
        Quantity::Multiplier => String::from("Multiplier"),
    }
}

/// A structure, named.
#[must_use]
pub fn structure(basis: &Basis, structure: Structure) -> String {
    let row = basis.model.structures.iter().find(|s| s.id == structure);
    row.map_or_else(|| structure.to_string(), |s| s.label.clone())
}

/// A finding with where and how it was found: `P-E013 (England 2003, level 3)`.
#[must_use]
pub fn finding(basis: &Basis, id: &str) -> String {
    let named = |e: &crate::evidence::Effect| format!("{id} ({}, level {})", place_of_study(e), e.sms);
    basis.evidence.effect(id).map_or_else(|| id.to_owned(), named)
}

/// Something assumed otherwise, as a clause.
#[must_use]
pub fn assumption(basis: &Basis, what: &Assumption) -> String {
    match what {
        Assumption::Held(q, Held::Low) => format!("{} at the low end of its range", quantity(basis, *q)),
        Assumption::Held(q, Held::High) => format!("{} at the high end of its range", quantity(basis, *q)),
        Assumption::Held(q, Held::Nothing) => format!("without the arrow {}", quantity(basis, *q)),
        Assumption::Only(s) => format!("only the structure “{}” holds", structure(basis, *s)),
        Assumption::Without(id) => format!("without the finding {}", finding(basis, id.as_str())),
    }
}

/// How it was computed, one sentence.
pub(super) fn computed(draws: usize, seed: u64, basis: &Basis) -> String {
    format!(
        "{} of our assumptions, seed {seed}, evidence {}.",
        count(draws as u64, "draw", "draws"),
        basis.model.version
    )
}

/// The Monte-Carlo error of a figure, one sentence.
pub(super) fn error(what: &str, half_width: f64, unit: Unit) -> String {
    format!("Monte-Carlo error of {what}: ±{} (95 %, ten scrambles).", amount(half_width.abs(), unit))
}

/// Letters of plans with their titles: "A: …; B: …".
pub(super) fn key(scenarios: &[&Scenario]) -> String {
    let named = |(k, s): (usize, &&Scenario)| format!("{}: {}", letter(k), s.title);
    scenarios.iter().enumerate().map(named).collect::<Vec<_>>().join("; ")
}

/// The letter of a plan, from 0.
pub(super) fn letter(k: usize) -> &'static str {
    super::compare::column(k + 1)
}
