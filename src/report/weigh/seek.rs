//! What would it take, and what does well for the money, in words.

use super::{figure, share, unit, whole_percent, yardstick};
use crate::evidence::LeverId;
use crate::insight::seek::{Aim, Reach, Search};
use crate::insight::yardstick::Yardstick;
use crate::model::{Basis, Direction, Indicator};
use crate::report::sheet::{Datum, Sheet};
use crate::report::text::places;
use crate::report::wording::SCREEN_FIRST;
use crate::report::words::{Unit, amount, change, digits, exact_millions, level};
use crate::scenario::Scenario;

/// A mix in words: "Peer learning £0.5m, Graduate placements £1m".
#[must_use]
pub fn mix(basis: &Basis, amounts: &[(LeverId, f64)]) -> String {
    let named = |(id, amount): &(LeverId, f64)| {
        let label = basis.model.lever(id).map_or_else(|| id.to_string(), |l| l.label.clone());
        // Amounts are kept to two figures; a float may carry more.
        format!("{label} {}", exact_millions((amount * 1e6).round() / 1e6))
    };
    match amounts {
        [] => String::from("nothing"),
        some => some.iter().map(named).collect::<Vec<_>>().join(", "),
    }
}

/// A rule, named.
#[must_use]
pub const fn aim(aim: Aim) -> &'static str {
    match aim {
        Aim::Median => "the middle future",
        Aim::WorstTenth => "the worst tenth",
        Aim::Regret => "regret",
    }
}

/// Mixes that do well under these assumptions for a budget.
#[must_use]
pub fn mixes(basis: &Basis, scenario: &Scenario, (judged, by, budget): (Yardstick, Aim, f64), found: &Search) -> Sheet {
    let unit = unit(judged, places(scenario));
    let mut sheet = Sheet::new(
        format!("Mixes that do well under these assumptions for {} a year, by {}", exact_millions(budget), aim(by)),
        [
            "mix",
            "low end",
            "middle",
            "high end",
            "regret",
            "better than nothing new",
            "gap, middle",
            "public cost",
            "levers, £m a year",
        ],
    );
    for (k, f) in found.found.iter().enumerate() {
        let [low, middle, high] = f.range;
        sheet.row([
            Datum::number((k + 1) as f64, (k + 1).to_string()),
            figure(low, unit),
            figure(middle, unit),
            figure(high, unit),
            Datum::number(f.regret * unit.factor(), amount(f.regret, unit)),
            share(f.better),
            Datum::number(100.0 * f.gap, change(f.gap, Unit::PointsOfUk)),
            Datum::number(f.cost, amount(f.cost, Unit::MillionPounds)),
            Datum::text(mix(basis, &f.mix.amounts)),
        ]);
    }
    if let Some(first) = found.found.first() {
        sheet.note(format!(
            "Judged by {}. Near one another are mixes within the error of the middle, ±{} (95 %, ten scrambles): there is no one best mix.",
            yardstick(basis, judged),
            amount(first.error, unit)
        ));
        sheet.note("Regret: how far behind the best of these mixes 1 future in 10 leaves it, or more. No lever stands above what studies have tested.");
    } else {
        sheet.note("No mix within the limits keeps the floor on the gap.");
    }
    sheet.note(how(found.tried, found.few, Some(found.draws), scenario));
    sheet.note(SCREEN_FIRST);
    sheet
}

fn how(tried: usize, few: usize, full: Option<usize>, scenario: &Scenario) -> String {
    let again = full.map_or_else(String::new, |n| format!("; these were run again on {}", digits(n as f64, 0)));
    format!(
        "Own seeded search, no library: {} mixes on the same {} draws, seed {}, half at random and half steps from the best{again}. A mix that does better may exist.",
        digits(tried as f64, 0),
        digits(few as f64, 0),
        scenario.seed
    )
}

/// What it would take to reach a level.
#[must_use]
pub fn reach(
    basis: &Basis,
    scenario: &Scenario,
    (indicator, wanted, chance): (Indicator, f64, f64),
    found: &Reach,
) -> Sheet {
    let row = basis.model.indicator(indicator);
    let unit = Unit::of_level(indicator, places(scenario));
    let said = |x: f64| level(x, crate::report::effects::level_decimals(row, unit), unit);
    let mut sheet = Sheet::new(
        format!("What would it take? {} of {} by {}", row.label, said(wanted), scenario.last_year()),
        [
            "£m a year",
            "chance",
            "middle level",
            "highest chance within the evidence",
            "chance without",
            "levers, £m a year",
        ],
    );
    sheet.row([
        Datum::number(found.budget, amount(found.budget, Unit::MillionPounds)),
        share(found.chance),
        Datum::number(found.middle * unit.factor(), said(found.middle)),
        share(found.most),
        share(found.nothing),
        Datum::text(mix(basis, &found.amounts)),
    ]);
    let side = if row.direction == Direction::Down { "or less" } else { "or more" };
    sheet.note(if found.reached && found.amounts.is_empty() {
        format!(
            "No new money is needed: {} {side} is reached in {} of futures without any of it.",
            said(wanted),
            whole_percent(found.nothing)
        )
    } else if found.reached {
        format!(
            "The least money found that reaches {} {side} in at least {} of futures is {} a year.",
            said(wanted),
            whole_percent(chance),
            amount(found.budget, Unit::MillionPounds)
        )
    } else {
        format!(
            "Out of reach within what studies have tested: no mix found reaches {} {side} in {} of futures. The nearest does in {}, with a middle of {}.",
            said(wanted),
            whole_percent(chance),
            whole_percent(found.most),
            said(found.middle)
        )
    });
    let few = crate::scenario::DRAWS_COARSE as usize;
    let error = (found.chance * (1.0 - found.chance) / few as f64).sqrt() * 1.96;
    sheet.note(format!(
        "Error of the chance: at most ±{} (95 %, {} draws).",
        whole_percent(error),
        digits(few as f64, 0)
    ));
    sheet.note(how(found.tried, few, None, scenario));
    sheet.note(SCREEN_FIRST);
    sheet
}
