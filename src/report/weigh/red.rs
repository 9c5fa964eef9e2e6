//! The red team in words: the worst world that the evidence still allows for a plan, as a story of named assumptions.

use super::{assumption, figure, finding, unit as unit_of, yardstick};
use crate::insight::lean::{Assumption, Left};
use crate::insight::stress::RedTeam;
use crate::insight::yardstick::Yardstick;
use crate::model::Basis;
use crate::report::sheet::{Datum, Sheet};
use crate::report::text::places;
use crate::report::wording::SCREEN_FIRST;
use crate::report::words::{Unit, amount, change, digits};
use crate::scenario::Scenario;

/// The worst world of one plan, on a page of its own.
#[must_use]
pub fn sheets(basis: &Basis, scenario: &Scenario, judged: Yardstick, (red, few): (&RedTeam, usize)) -> Vec<Sheet> {
    let unit = unit_of(judged, places(scenario));
    let mut sheet = worst(basis, scenario, red, ("Red team", few), unit);
    sheet.note(format!("Judged by {}.", yardstick(basis, judged)));
    sheet.note(SCREEN_FIRST);
    vec![sheet]
}

/// The story in sentences: what is supposed, and where that leaves the plan.
#[must_use]
pub fn story(basis: &Basis, red: &RedTeam, unit: Unit) -> String {
    let stands = |x: f64| match amount(x.abs(), unit) {
        size if x > 0.0 => format!("{size} ahead of no new policy"),
        size if x < 0.0 => format!("{size} behind no new policy"),
        _ => String::from("where no new policy is"),
    };
    let Some(last) = red.story.last() else {
        return format!(
            "No assumption at the end of its range makes it worse: in the middle future it is {}.",
            stands(red.margin)
        );
    };
    let told: Vec<String> = red.story.iter().map(|t| assumption(basis, &t.what)).collect();
    let kept = if (last.margin > 0.0) == (red.margin > 0.0) {
        "The sign of the choice holds even so."
    } else {
        "That turns the choice round."
    };
    format!(
        "Suppose: {}. In the middle future the plan is then {}; as drawn it is {}. {kept}",
        told.join("; "),
        stands(last.margin),
        stands(red.margin)
    )
}

pub(super) fn worst(
    basis: &Basis,
    scenario: &Scenario,
    red: &RedTeam,
    (name, few): (&str, usize),
    unit: Unit,
) -> Sheet {
    let mut sheet = Sheet::new(
        format!("{name}: the worst world that the evidence still allows"),
        ["step", "assumed as well", "ahead of no new policy, middle future"],
    );
    let number = |n: usize| Datum::number(n as f64, n.to_string());
    sheet.row([number(0), Datum::text("everything as drawn"), figure(red.margin, unit)]);
    for (n, told) in red.story.iter().enumerate() {
        sheet.row([number(n + 1), Datum::text(assumption(basis, &told.what)), figure(told.margin, unit)]);
    }
    sheet.note(story(basis, red, unit));
    sheet.note(format!(
        "Each assumption stands at the end of the range that holds 8 futures in 10, and each is added to those before. That all hold at \
         once is far less likely than that. “{}”, {} draws a step.",
        scenario.title,
        digits(few as f64, 0)
    ));
    let said = |left: &Left| {
        let what = match &left.what {
            Assumption::Without(id) => format!("the finding {}", finding(basis, id.as_str())),
            other => assumption(basis, other).replacen("without ", "", 1),
        };
        format!("{what}: without it {}", change(left.margin, unit))
    };
    if let Some(study) = &red.study {
        let turn = if red.flips {
            "The study most likely to flip the choice is"
        } else {
            "No single study flips the choice; nearest comes"
        };
        sheet.note(format!("{turn} {}.", said(study)));
    } else {
        sheet.note("No finding stands behind this plan: it rests on judgement alone.");
    }
    if let Some(arrow) = &red.arrow {
        sheet.note(format!("Of all arrows the choice hangs most on {}.", said(arrow)));
    }
    sheet
}
