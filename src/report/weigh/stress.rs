//! Stress tests in words: worlds by plans, regret, ranks by rules that may disagree, when a plan falls short, the worst world.

use super::red::worst;
use super::{computed, error, figure, key, letter, quantity, share, structure, unit, whole_percent, yardstick};
use crate::insight::stress::{Discovery, Limit, Line, Robustness, Rule, Sign, Verdict, What, rules};
use crate::model::Basis;
use crate::projection::drivers::Driver;
use crate::projection::variant::Quantity;
use crate::report::sheet::{Datum, Sheet};
use crate::report::text::places;
use crate::report::wording::SCREEN_FIRST;
use crate::report::words::{Unit, change, digits, percent, range};
use crate::scenario::Scenario;

/// All sheets: worlds, regret, ranks, structures, when it falls short, the worst world of each plan, the stresses.
#[must_use]
pub fn sheets(basis: &Basis, scenarios: &[&Scenario], found: &Robustness) -> Vec<Sheet> {
    let unit = unit(found.yardstick, scenarios.first().map_or(1, |s| places(s)));
    let mut all = vec![
        worlds(basis, scenarios, found, unit),
        regret(basis, found, unit),
        ranks(found, unit),
        structures(basis, found, unit),
        discovery(basis, scenarios, found),
    ];
    for (p, red) in found.red.iter().enumerate() {
        all.push(worst(basis, scenarios[p], red, (letter(p), found.few), unit));
    }
    all.push(stresses(basis));
    all
}

fn world(basis: &Basis, row: Option<usize>) -> String {
    row.and_then(|r| basis.stresses.get(r)).map_or_else(|| String::from("As drawn"), |s| s.label.clone())
}

/// The line in words.
fn line(scenario: &Scenario, line: Line, unit: Unit) -> String {
    match line {
        Line::Targets if scenario.targets.len() == 1 => String::from("meets its target"),
        Line::Targets => format!("meets all its {} targets", scenario.targets.len()),
        Line::Better => String::from("does better than doing nothing new"),
        Line::AtLeast(x) => format!("reaches {}", change(x, unit)),
    }
}

fn worlds(basis: &Basis, scenarios: &[&Scenario], found: &Robustness, unit: Unit) -> Sheet {
    let mut sheet = Sheet::new(
        format!("Stress test: {} in harder worlds", yardstick(basis, found.yardstick)),
        ["world", "plan", "range (8 in 10)", "middle", "reaches the line"],
    );
    for (row, cells) in found.worlds.iter().zip(&found.cells) {
        for (p, cell) in cells.iter().enumerate() {
            sheet.row([
                Datum::text(world(basis, *row)),
                Datum::text(letter(p)),
                Datum::text(range(&cell.range, unit)),
                figure(cell.range.p50, unit),
                share(cell.reached),
            ]);
        }
    }
    sheet.note(format!("{}.", key(scenarios)));
    for (p, (scenario, at)) in scenarios.iter().zip(&found.lines).enumerate() {
        sheet.note(format!(
            "A future of {} reaches the line if it {}. The line sorts futures; it is no pass mark.",
            letter(p),
            line(scenario, *at, unit)
        ));
    }
    sheet.note(format!(
        "In each world {} {}",
        computed(found.draws, found.seed, basis),
        error("the middle over all worlds", found.error.iter().fold(0.0, |a, b| a.max(*b)), unit)
    ));
    sheet.note(SCREEN_FIRST);
    sheet
}

fn regret(basis: &Basis, found: &Robustness, unit: Unit) -> Sheet {
    let plans = found.cells.first().map_or(0, Vec::len);
    let names = (0..plans).map(|p| letter(p).to_owned());
    let head = [String::from("world"), String::from("no new policy")].into_iter().chain(names);
    let mut sheet = Sheet::new("Regret in the middle future: how far behind the best of that world", head);
    let amount = |x: f64| Datum::number(x * unit.factor(), crate::report::words::amount(x, unit));
    for ((row, cells), nothing) in found.worlds.iter().zip(&found.cells).zip(&found.regret_of_nothing) {
        let head = [Datum::text(world(basis, *row)), amount(*nothing)];
        sheet.row(head.into_iter().chain(cells.iter().map(|c| amount(c.regret))));
    }
    sheet
}

const fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Median => "middle of all futures",
        Rule::WorstTenth => "worst tenth of futures",
        Rule::WorstStress => "worst world, middle future",
        Rule::MinimaxRegret => "largest regret over worlds and structures",
        Rule::Satisficing => "share that reaches the line",
    }
}

fn ranks(found: &Robustness, unit: Unit) -> Sheet {
    let plans = found.cells.first().map_or(0, Vec::len);
    let names = (0..plans).map(|p| letter(p).to_owned());
    let head = [String::from("rule"), String::from("no new policy")].into_iter().chain(names);
    let mut sheet = Sheet::new("Ranks by several rules, 1 is best; no score is made of them", head);
    for verdict in &found.verdicts {
        let cell = |(figure, rank): (&f64, &usize)| {
            let said = match verdict.rule {
                Rule::Satisficing => whole_percent(*figure),
                Rule::MinimaxRegret => crate::report::words::amount(*figure, unit),
                _ => change(*figure, unit),
            };
            Datum::number(*rank as f64, format!("{rank} ({said})"))
        };
        let mut cells: Vec<Datum> = verdict.figures.iter().zip(&verdict.ranks).map(cell).collect();
        if unshared(found, verdict) {
            cells[0] = Datum::Missing(String::from("–"));
        }
        sheet.row(std::iter::once(Datum::text(rule(verdict.rule))).chain(cells));
    }
    sheet.note(disagreement(found));
    sheet
}

/// Whether no new policy has no share that reaches the line: it cannot do better than itself.
fn unshared(found: &Robustness, verdict: &Verdict) -> bool {
    verdict.rule == Rule::Satisficing && found.lines.first() == Some(&Line::Better)
}

/// Where the rules agree and where they do not.
#[must_use]
pub fn disagreement(found: &Robustness) -> String {
    let counted: Vec<Verdict> = found.verdicts.iter().filter(|v| !unshared(found, v)).cloned().collect();
    if rules::agree(&counted) {
        return String::from("The rules give the same order.");
    }
    let best = |k: usize| if k == 0 { String::from("no new policy") } else { letter(k - 1).to_owned() };
    let said: Vec<String> = counted
        .iter()
        .map(|verdict| {
            let firsts: Vec<String> =
                verdict.ranks.iter().enumerate().filter(|(_, r)| **r == 1).map(|(k, _)| best(k)).collect();
            format!("{}: {}", rule(verdict.rule), firsts.join(" and "))
        })
        .collect();
    format!("The rules do not give the same order. First by {}.", said.join("; "))
}

fn structures(basis: &Basis, found: &Robustness, unit: Unit) -> Sheet {
    let plans = found.cells.first().map_or(0, Vec::len);
    let head = std::iter::once(String::from("structure")).chain((0..plans).map(|p| letter(p).to_owned()));
    let mut sheet = Sheet::new("Middle by structure, all worlds together", head);
    for (which, middles) in &found.structures {
        let head = Datum::text(structure(basis, *which));
        sheet.row(std::iter::once(head).chain(middles.iter().map(|m| figure(*m, unit))));
    }
    sheet
}

fn discovery(basis: &Basis, scenarios: &[&Scenario], found: &Robustness) -> Sheet {
    let mut sheet = Sheet::new(
        "When does a plan fall short?",
        ["plan", "reaches the line", "box is about", "covers", "right", "futures", "limits"],
    );
    for (p, told) in found.found.iter().enumerate() {
        let limits: Vec<String> = told.limits.iter().map(|l| limit(basis, l)).collect();
        let none = || Datum::Missing(String::from("–"));
        let empty = told.limits.is_empty();
        sheet.row([
            Datum::text(letter(p)),
            share(told.reached),
            Datum::text(if told.about_success { "reaching it" } else { "missing it" }),
            if empty { none() } else { share(told.coverage) },
            if empty { none() } else { share(told.density) },
            Datum::number(told.futures as f64, digits(told.futures as f64, 0)),
            if empty { none() } else { Datum::text(limits.join(" and ")) },
        ]);
        sheet.note(format!("{}: {}", letter(p), sentence(basis, scenarios[p], told)));
    }
    sheet.note(
        "Found by PRIM (Friedman and Fisher 1999; Bryant and Lempert 2010), 5 % peeled at a time among \
         the three quantities that differ most between the two kinds, at least 60 % of the cases covered. What stands together need not cause.",
    );
    sheet
}

/// When a plan falls short, one sentence.
#[must_use]
pub fn sentence(basis: &Basis, scenario: &Scenario, told: &Discovery) -> String {
    if told.limits.is_empty() {
        let often = whole_percent(told.reached);
        return format!(
            "“{}” reaches the line in {often} of the futures; no corner of what is unsure tells them apart.",
            scenario.title
        );
    }
    let limits: Vec<String> = told.limits.iter().map(|l| limit(basis, l)).collect();
    let (verb, cases) = if told.about_success { ("Reaches", "successes") } else { ("Falls short of", "failures") };
    format!(
        "{verb} the line mostly when {}; this covers {} of {cases} and is right {} of the time.",
        limits.join(" and "),
        whole_percent(told.coverage),
        whole_percent(told.density)
    )
}

fn limit(basis: &Basis, limit: &Limit) -> String {
    let above = limit.sign == Sign::Above;
    let side = if above { "above" } else { "below" };
    let rank = |what: String| {
        let part = if above { 1.0 - limit.at } else { limit.at };
        format!("{what} is in the {} {} of its range", if above { "upper" } else { "lower" }, whole_percent(part))
    };
    match limit.what {
        What::Drawn(Driver::Optimism) => rank(String::from("what all studies together hold of what they promise")),
        What::Drawn(Driver::Displacement) => format!("displacement is {side} {}", whole_percent(limit.at)),
        What::Drawn(Driver::Takes) => format!(
            "levers with {} {} of the money take",
            if above { "more than" } else { "less than" },
            whole_percent(limit.at)
        ),
        What::Drawn(Driver::Lump) => {
            format!("what comes of one unit reached is {side} {} times the middle assumed", digits(limit.at, 2))
        }
        What::Drawn(Driver::UnitCost) => {
            format!("unit costs are {side} {} times the central ones", digits(limit.at, 2))
        }
        What::Drawn(Driver::OptimismBias) => {
            format!("costs overrun by {} than {}", if above { "more" } else { "less" }, percent(limit.at))
        }
        What::Drawn(Driver::Effect(row)) => rank(format!("the effect {}", quantity(basis, Quantity::Channel(row)))),
        What::Drawn(Driver::Gain(row)) => rank(format!("the gain {}", quantity(basis, Quantity::Link(row)))),
        What::Drawn(Driver::Structure(s)) => {
            format!("the structure “{}” {}", structure(basis, s), if above { "holds" } else { "does not hold" })
        }
        What::Capacity => format!("delivery capacity is {side} {} of what the place has now", whole_percent(limit.at)),
        What::Absorptive => {
            format!("absorptive capacity is {side} {} of what the place has now", whole_percent(limit.at))
        }
        What::Output => format!("output of the sector is {side} {} of the baseline", whole_percent(limit.at)),
        What::PaidYears => {
            format!("{} than {} years are paid", if above { "more" } else { "fewer" }, digits(limit.at, 0))
        }
    }
}

fn stresses(basis: &Basis) -> Sheet {
    let mut sheet = Sheet::new("What the stresses assume (judgements)", ["stress", "assumed, and why"]);
    for stress in &basis.stresses {
        sheet.row([Datum::text(&stress.label), Datum::text(format!("{}. {}", stress.says, stress.reason))]);
    }
    sheet
}
