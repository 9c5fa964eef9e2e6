//! What it would be worth to know before deciding, in words.

use super::sensitivity::group;
use super::{computed, figure, key, letter, quantity, share, unit, yardstick};
use crate::insight::information::{Information, Worth};
use crate::model::Basis;
use crate::projection::variant::Quantity;
use crate::report::sheet::{Datum, Sheet};
use crate::report::text::places;
use crate::report::wording::{MEAN_LABEL, SCREEN_FIRST};
use crate::report::words::{Unit, amount};
use crate::scenario::Scenario;

/// Most effects in words.
const SHOWN: usize = 12;

/// All sheets: options, what is worth knowing, which effect to learn. `every`: all effects, else the first.
#[must_use]
pub fn sheets(basis: &Basis, scenarios: &[&Scenario], found: &Information, every: bool) -> Vec<Sheet> {
    let unit = unit(found.yardstick, scenarios.first().map_or(1, |s| places(s)));
    vec![options(basis, scenarios, found, unit), known(basis, found, unit), effects(basis, found, unit, every)]
}

fn option(k: usize) -> &'static str {
    if k == 0 { "no new policy" } else { letter(k - 1) }
}

fn options(basis: &Basis, scenarios: &[&Scenario], found: &Information, unit: Unit) -> Sheet {
    let mut sheet =
        Sheet::new(format!("The choice, by {}", yardstick(basis, found.yardstick)), ["option", "mean", "best in"]);
    for (k, (mean, best)) in found.means.iter().zip(&found.best).enumerate() {
        sheet.row([Datum::text(option(k)), figure(*mean, unit), share(*best)]);
    }
    sheet.note(format!("{}.", key(scenarios)));
    sheet.note(format!(
        "By the {MEAN_LABEL}, {} would be chosen today. No new policy is always one of the options.",
        option(found.today)
    ));
    sheet.note(computed(found.draws, found.seed, basis));
    sheet.note(SCREEN_FIRST);
    sheet
}

fn cells(worth: &Worth, unit: Unit) -> [Datum; 3] {
    [
        Datum::number(worth.value * unit.factor(), amount(worth.value, unit)),
        Datum::number(worth.error * unit.factor(), format!("± {}", amount(worth.error, unit))),
        share(worth.changes),
    ]
}

fn known(basis: &Basis, found: &Information, unit: Unit) -> Sheet {
    let mut sheet = Sheet::new(
        "What it would be worth to know before deciding",
        ["to know", "worth", "error", "changes the choice in"],
    );
    sheet.row(std::iter::once(Datum::text("everything")).chain(cells(&found.all, unit)));
    for (name, worth) in &found.groups {
        sheet.row(std::iter::once(Datum::text(group(*name))).chain(cells(worth, unit)));
    }
    sheet.note(sentence(basis, found, unit));
    sheet.note(
        "Everything: the mean gain if each future could be known before the choice; no study can be worth more. Groups: the same if only they were known, by \
         least squares of each option on the normal scores of the group's quantities and their squares, fitted on one half of the scrambles and \
         valued on the other; what two quantities do only together is missed. Starting levels are not among the groups. Errors are 95 % over ten scrambles.",
    );
    sheet
}

fn effects(basis: &Basis, found: &Information, unit: Unit, every: bool) -> Sheet {
    let mut sheet = Sheet::new(
        "Which pilot first: worth of knowing one effect",
        ["worth", "error", "changes the choice in", "effect"],
    );
    for (row, worth) in found.effects.iter().take(if every { usize::MAX } else { SHOWN }) {
        let name = Datum::text(quantity(basis, Quantity::Channel(*row)));
        sheet.row(cells(worth, unit).into_iter().chain([name]));
    }
    sheet.note(
        "Effects share part of their optimism: to learn one well says something about all others, which is part of its worth.",
    );
    if found.effects.is_empty() {
        sheet.note("No lever is on: there is no effect to learn.");
    }
    sheet
}

/// What is most worth knowing, in words.
#[must_use]
pub fn sentence(basis: &Basis, found: &Information, unit: Unit) -> String {
    let top = found.groups.iter().max_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let all = amount(found.all.value, unit);
    let Some((name, worth)) = top.filter(|(_, w)| w.value > 0.0) else {
        return format!(
            "To know everything before deciding would be worth {all}; no group alone would change the choice."
        );
    };
    let pilot = found.effects.first().filter(|(_, w)| w.value > w.error);
    let pilot = pilot.map_or_else(
        || String::from("No single effect is worth more than its error."),
        |(row, w)| {
            format!(
                "The effect most worth a pilot is {} ({}).",
                quantity(basis, Quantity::Channel(*row)),
                amount(w.value, unit)
            )
        },
    );
    format!(
        "To know everything before deciding would be worth {all}; to know {} alone {}. {pilot}",
        group(*name),
        amount(worth.value, unit)
    )
}
