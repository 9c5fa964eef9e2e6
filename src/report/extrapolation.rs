//! Where a plan goes beyond what anybody tried, in words and as a table.

use super::sheet::{Datum, Sheet};
use super::wording;
use super::words::{digits, percent};
use crate::insight::extrapolation::{Flag, flags};
use crate::model::Basis;
use crate::scenario::Scenario;

/// One flag in a sentence.
#[must_use]
pub fn sentence(flag: &Flag) -> String {
    match flag {
        Flag::Dose { lever, here, lo, hi } => {
            format!("{lever}, {} a year: {}", percent(*here), wording::beyond(&percent(*lo), &percent(*hi)))
        }
        Flag::Levers { here, most, programme } => format!(
            "{here} levers at once: no programme in our tables combined more than {most} instruments ({programme}). How so many \
             work together is an assumption."
        ),
        Flag::Mix { levers, most, programme } => {
            let nearest = match most {
                0 => String::from("none had any of them"),
                n => format!("the nearest, {programme}, had {n} of {}", levers.len()),
            };
            format!(
                "No programme in our tables combined {}; {nearest}. How they work together is an assumption.",
                levers.join(", ")
            )
        }
        Flag::Spend { here, most, programme } => format!(
            "£{} of public money a resident and year: no programme in our tables spent more than £{} ({programme}, as \
             published, in the prices of its time). What so much does is an assumption.",
            digits(*here, 0),
            digits(*most, 0)
        ),
    }
}

/// The flags of one plan (counted from 0) of a scenario; a plan without starting numbers has no dose to look at.
#[must_use]
pub fn of_plan(basis: &Basis, scenario: &Scenario, plan: usize) -> Vec<Flag> {
    let Some(plan) = scenario.plans.get(plan) else { return Vec::new() };
    let cell = basis.inputs.cell(&plan.place, &plan.sector).ok();
    flags(basis, scenario, plan, cell.as_ref())
}

/// The sentences of every flag of a scenario, plan by plan; plans without starting numbers have no dose to look at.
#[must_use]
pub fn sentences(basis: &Basis, scenario: &Scenario) -> Vec<(usize, &'static str, String)> {
    let said = |i: usize| {
        let found = of_plan(basis, scenario, i);
        found.iter().map(|flag| (i + 1, flag.id(), sentence(flag))).collect::<Vec<_>>()
    };
    (0..scenario.plans.len()).flat_map(said).collect()
}

/// Every flag of a scenario.
#[must_use]
pub fn sheet(basis: &Basis, scenario: &Scenario) -> Sheet {
    let mut sheet = Sheet::new("Beyond what anyone has tried", ["plan", "flag", "what it says"]);
    for (plan, flag, text) in sentences(basis, scenario) {
        sheet.row([Datum::number(plan as f64, plan.to_string()), Datum::text(flag), Datum::text(text)]);
    }
    if sheet.rows.is_empty() {
        sheet.note("No flag: levers inside their studied range, and a package no larger or dearer than programmes in our tables.");
    }
    sheet.note(
        "Flags: dose of a lever; levers at once; combination; spend a head. Programmes: those named or evaluated in our tables, \
         with the instruments recorded for them.",
    );
    sheet
}
