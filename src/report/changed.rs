//! Judgements that a scenario sets otherwise, beside what is recorded: on every report and export.

use super::sheet::{Datum, Sheet};
use super::{shelf, wording};
use crate::model::Basis;
use crate::model::local::Change;
use crate::scenario::Scenario;

/// "changed here by NAME: REASON; recorded: …"; for an override equal to the record, that it is.
#[must_use]
pub fn here(change: &Change) -> String {
    let said = wording::changed_here(&change.local.name, &change.local.reason, &change.recorded.to_string());
    if change.differs() { said } else { format!("{said} (the same: nothing moves)") }
}

/// One sentence for each judgement that the scenario sets otherwise: what it is, its value here, and [`here`].
#[must_use]
pub fn sentences(basis: &Basis, scenario: &Scenario) -> Vec<String> {
    let basis = basis.under(&scenario.overrides);
    let one = |c: &Change| format!("{}: {}, {}.", shelf::judgement_name(&basis, &c.local.id), c.local.value, here(c));
    basis.changes().iter().map(one).collect()
}

/// The same as a table; `None` where every judgement stands as recorded.
#[must_use]
pub fn sheet(basis: &Basis, scenario: &Scenario) -> Option<Sheet> {
    if scenario.overrides.is_empty() {
        return None;
    }
    let basis = basis.under(&scenario.overrides);
    let mut sheet = Sheet::new("Judgements changed here", ["judgement", "id", "value", "recorded", "name", "reason"]);
    for c in basis.changes() {
        sheet.row([
            Datum::text(shelf::judgement_name(&basis, &c.local.id)),
            Datum::text(&c.local.id),
            Datum::text(c.local.value.to_string()),
            Datum::text(c.recorded.to_string()),
            Datum::text(&c.local.name),
            Datum::text(&c.local.reason),
        ]);
    }
    sheet.note(wording::MARKED);
    Some(sheet)
}

/// What stands on every export of a scenario beside how it was made: judgements changed here, packages tried.
#[must_use]
pub fn remarks(basis: &Basis, scenario: &Scenario) -> Vec<String> {
    let mut said = sentences(basis, scenario);
    if let Some(first) = said.first_mut() {
        *first = format!("Judgements changed here: {first}");
        said.push(wording::MARKED.to_owned());
    }
    said.extend(wording::packages_tried(scenario.tried));
    said
}
