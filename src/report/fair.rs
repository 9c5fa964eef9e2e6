//! The fair test in words and tables: the screen, its export and `tiller fairtest` are written from here.

use super::compare::{column, ends, label, unit_name, why};
use super::sheet::{Datum, Sheet};
use super::words::{self, FUTURES, count};
use super::{changed, text, wording};
use crate::insight::compare::Measure;
use crate::insight::fair::{Ahead, COST_TOLERANCE, Failed, Fair, Row, SETTINGS, Setting, settings};
use crate::model::Basis;
use crate::projection::Quantiles;
use crate::scenario::Scenario;

/// Terms, counts by indicator, and every setting; only the terms where a condition fails. `scenarios`: the first and the second.
#[must_use]
pub fn sheets(basis: &Basis, scenarios: [&Scenario; 2], fair: &Fair, only: &dyn Fn(Measure) -> bool) -> Vec<Sheet> {
    let mut out = vec![terms(basis, scenarios, fair)];
    if fair.terms.failed.is_empty() {
        let rows: Vec<&Row> = fair.rows.iter().filter(|r| only(r.measure)).collect();
        out.push(counts(basis, fair, &rows));
        out.push(every_setting(basis, scenarios, &rows));
    }
    out
}

fn terms(basis: &Basis, scenarios: [&Scenario; 2], fair: &Fair) -> Sheet {
    let columns = ["plan", "title", "place", "sector", "levers run", "public cost, £m PV"];
    let mut sheet = Sheet::new("Fair test: equal cost and years, both inside the evidence", columns);
    for (i, scenario) in scenarios.iter().enumerate() {
        let plan = scenario.plans.first();
        let sector = plan.and_then(|p| basis.evidence.sector(&p.sector)).map_or("", |s| s.name.as_str());
        let years = fair.terms.years.get(i).copied().flatten();
        let cost = fair.terms.costs.get(i).copied().unwrap_or(0.0);
        sheet.row([
            Datum::text(column(i + 1)),
            Datum::text(&scenario.title),
            Datum::text(plan.map(|p| basis.evidence.place_name(&p.place)).unwrap_or_default()),
            Datum::text(sector),
            Datum::text(years.map_or_else(|| String::from("none"), |(from, to)| format!("{from}–{to}"))),
            Datum::number(cost, words::figure(cost)),
        ]);
    }
    sheet.note(costs(fair));
    for failed in &fair.terms.failed {
        sheet.note(format!("No fair test: {}.", reason(basis, failed)));
    }
    if fair.terms.failed.is_empty() {
        let draws = count(u64::from(fair.draws), "draw", "draws");
        let frame =
            format!("{SETTINGS} settings: reference class own or same, critical mass on or off, three structures");
        sheet.note(format!(
            "{frame}; {draws} in each, the same for both; figures of {}, seed {}.",
            fair.year, fair.seed
        ));
        sheet.note("Critical mass acts in the ecosystem structure alone; in the other two its settings are the same.");
    }
    sheet.note(wording::NO_WINNER);
    sheet.note(wording::SCREEN_FIRST);
    for (i, scenario) in scenarios.iter().enumerate() {
        for said in changed::remarks(basis, scenario) {
            sheet.note(format!("{}: {said}", column(i + 1)));
        }
    }
    sheet
}

fn costs(fair: &Fair) -> String {
    let [a, b] = fair.terms.costs;
    if a <= 0.0 || b <= 0.0 {
        return String::from("Costs cannot be made equal.");
    }
    let differ = words::percent((b - a).abs() / a);
    match fair.terms.scaled {
        None => format!("Costs differ by {differ}, which counts as equal (up to {}).", words::percent(COST_TOLERANCE)),
        Some(factor) => format!(
            "Costs differ by {differ}; every amount of B was multiplied by {}, so that it costs as much as A.",
            words::figure(factor)
        ),
    }
}

fn reason(basis: &Basis, failed: &Failed) -> String {
    let who = |i: usize| column(i + 1);
    match failed {
        Failed::CostsNothing(i) => format!("{} costs nothing", who(*i)),
        Failed::OtherYears => String::from("start or number of years differ"),
        Failed::OtherJudgements => {
            String::from("findings left out, judgements or the switches ‘takes’ and ‘flatten’ differ")
        }
        Failed::Beyond(i, lever) => {
            let label = basis.model.lever(lever).map_or(lever.as_str(), |l| l.label.as_str());
            format!("{label} in {} goes beyond what anyone has tested", who(*i))
        }
        Failed::NotScaled(said) => format!("B cannot be brought to the cost of A ({said})"),
        Failed::Refused(i, said) => format!("{} cannot be projected ({said})", who(*i)),
    }
}

fn counts(basis: &Basis, fair: &Fair, rows: &[&Row]) -> Sheet {
    let columns = ["indicator", "A ahead", "level", "B ahead", "the ranking holds in"];
    let title = format!("Settings in which each is ahead by the middle, of {SETTINGS}, in {}", fair.year);
    let mut sheet = Sheet::new(title, columns);
    for row in rows {
        let number = |n: usize| Datum::number(n as f64, n.to_string());
        let name = Datum::text(label(basis, row.measure));
        if let Some(k) = row.holds() {
            let counted = row.counts().map(number);
            sheet.row(std::iter::once(name).chain(counted).chain([Datum::text(format!("{k} of {SETTINGS} settings"))]));
        } else {
            let said = row.cells.iter().find_map(|c| c.as_ref().err()).map_or_else(String::new, why);
            let none = || Datum::Missing(String::from("–"));
            sheet.row([name, none(), none(), none(), Datum::Missing(said)]);
        }
    }
    sheet.note("A ranking by the middle says nothing of how often: the next table counts futures.");
    sheet
}

fn every_setting(basis: &Basis, scenarios: [&Scenario; 2], rows: &[&Row]) -> Sheet {
    let head = ["indicator", "unit", "structure", "reference class", "critical mass"];
    let tail = ["A range", "A middle", "B range", "B middle", "A better", "B better", "ahead"];
    let mut sheet = Sheet::new("Every setting", head.into_iter().chain(tail));
    let places = text::places(scenarios[0]);
    for row in rows {
        for (cell, setting) in row.cells.iter().zip(settings()) {
            let head = [Datum::text(label(basis, row.measure)), Datum::text(unit_name(row.measure, places))];
            let tail: Vec<Datum> = match cell {
                Ok(c) => {
                    let share = |x: f64| Datum::number(x, format!("{} of {FUTURES}", words::of_twenty(x)));
                    let who = match c.ahead {
                        Ahead::First => "A",
                        Ahead::Level => "level",
                        Ahead::Second => "B",
                    };
                    let plans =
                        [&c.first, &c.second].into_iter().flat_map(|q| range_and_middle(row.measure, q, places));
                    plans.chain([share(c.first_better), share(c.second_better), Datum::text(who)]).collect()
                }
                Err(reason) => {
                    let none = std::iter::repeat_n(Datum::Missing(String::from("–")), 6);
                    none.chain([Datum::Missing(why(reason))]).collect()
                }
            };
            sheet.row(head.into_iter().chain(switches(setting)).chain(tail));
        }
    }
    sheet.note(wording::BAND);
    sheet.note("Better: futures of the same draws in which each does better; JSON and CSV hold shares from 0 to 1.");
    sheet
}

fn range_and_middle(measure: Measure, q: &Quantiles, places: usize) -> [Datum; 2] {
    let [low, high, middle] = ends(measure, q, places);
    [Datum::text(format!("{low} … {high}")), Datum::number(q.p50 * super::compare::factor(measure, places), middle)]
}

fn switches(setting: Setting) -> [Datum; 3] {
    [
        Datum::text(setting.structure.as_str()),
        Datum::text(if setting.reference_class { "own" } else { "same" }),
        Datum::text(if setting.critical_mass { "on" } else { "off" }),
    ]
}
