//! The tables of a comparison: what the screen shows, what is exported, and what `tiller compare` prints.

use super::{
    COLUMNS, column, counts, difference_ends, ends, label, range_and_middle, rule, rule_in_words, unit_name, why,
};
use crate::insight::compare::{Comparison, Measure, Row, Rule};
use crate::model::Basis;
use crate::projection::Quantiles;
use crate::report::changed;
use crate::report::sheet::{Datum, Sheet};
use crate::report::text::{changed_switches, places};
use crate::report::words::count;
use crate::report::{extrapolation, grades, wording};
use crate::scenario::Scenario;
use crate::scenario::diff::contrast;

/// Every table: who is who, figures, pairs, ranks, what differs. `scenarios` are those that were compared, in their order;
/// `only` keeps the rows it says yes to.
#[must_use]
pub fn sheets(
    basis: &Basis,
    scenarios: &[&Scenario],
    comparison: &Comparison,
    only: &dyn Fn(Measure) -> bool,
) -> Vec<Sheet> {
    let rows: Vec<&Row> = comparison.rows.iter().filter(|r| only(r.measure)).collect();
    let mut out = vec![who(basis, scenarios, comparison), figures(basis, scenarios, comparison, &rows)];
    for b in 1..=comparison.plans {
        for a in 1..b {
            out.push(pair(basis, scenarios, &rows, (a, b)));
        }
    }
    out.push(ranks(basis, comparison, &rows));
    for (i, found) in comparison.grades.iter().enumerate() {
        if let Some(found) = found {
            out.push(grades::results(basis, found, &format!("What makes each grade of {}", column(i + 1))));
        }
    }
    out.push(differs(basis, scenarios));
    out
}

/// Leaps of faith of each scenario, and where it goes beyond what anyone tried.
#[must_use]
pub fn standing_notes(basis: &Basis, scenarios: &[&Scenario], comparison: &Comparison) -> Vec<String> {
    let mut out = Vec::new();
    for (i, (scenario, found)) in scenarios.iter().zip(&comparison.grades).enumerate() {
        let said = found.iter().flat_map(|f| grades::remarks(basis, f));
        let flags = extrapolation::of_plan(basis, scenario, 0).into_iter().map(|flag| extrapolation::sentence(&flag));
        out.extend(said.chain(flags).map(|text| format!("{}: {text}", column(i + 1))));
    }
    out
}

fn who(basis: &Basis, scenarios: &[&Scenario], comparison: &Comparison) -> Sheet {
    let mut sheet = Sheet::new(wording::TITLE_LINE, ["scenario", "title", "place", "sector", "years"]);
    for (i, s) in scenarios.iter().enumerate() {
        let plan = s.plans.first();
        let place = plan.map(|p| basis.evidence.place_name(&p.place)).unwrap_or_default();
        let sector = plan.and_then(|p| basis.evidence.sector(&p.sector)).map_or("", |s| s.name.as_str());
        sheet.row([
            Datum::text(column(i + 1)),
            Datum::text(s.title.clone()),
            Datum::text(place),
            Datum::text(sector),
            Datum::text(format!("{}–{}", s.start, s.last_year())),
        ]);
    }
    for note in frame_notes(scenarios, comparison).into_iter().chain(standing_notes(basis, scenarios, comparison)) {
        sheet.note(note);
    }
    for said in remarks(basis, scenarios) {
        sheet.note(said);
    }
    sheet
}

/// Judgements changed and packages tried, each with its column.
fn remarks(basis: &Basis, scenarios: &[&Scenario]) -> Vec<String> {
    let of = |(i, s): (usize, &&Scenario)| -> Vec<String> {
        changed::remarks(basis, s).into_iter().map(|said| format!("{}: {said}", column(i + 1))).collect()
    };
    scenarios.iter().enumerate().flat_map(of).collect()
}

/// What is to be known about the comparison as a whole.
#[must_use]
pub fn frame_notes(scenarios: &[&Scenario], comparison: &Comparison) -> Vec<String> {
    let draws = count(comparison.draws as u64, "draw", "draws");
    let mut out = vec![format!(
        "Compared in {}, on the same {draws} of our assumptions (seed {}).",
        comparison.year, comparison.seed
    )];
    let named = |wanted: &dyn Fn(&Scenario) -> bool| -> Vec<&'static str> {
        scenarios.iter().enumerate().filter(|(_, s)| wanted(s)).map(|(i, _)| column(i + 1)).collect()
    };
    let seeds = named(&|s| s.seed != comparison.seed);
    if !seeds.is_empty() {
        out.push(format!("{}: run on the seed of A, not on its own.", seeds.join(", ")));
    }
    let several = named(&|s| s.plans.len() > 1);
    if !several.is_empty() {
        out.push(format!("{}: its first plan of several.", several.join(", ")));
    }
    let cells = |s: &Scenario| s.plans.first().map(|p| (p.place.clone(), p.sector.clone()));
    let first = scenarios.first().and_then(|s| cells(s));
    if scenarios.iter().any(|s| cells(s) != first) {
        out.push(String::from(
            "Places or sectors differ: each change is counted from its own starting numbers, and whether programmes take \
             is drawn for each place.",
        ));
    }
    if scenarios.iter().any(|s| s.last_year() != comparison.year) {
        out.push(format!("Horizons differ: figures and present values run to {}.", comparison.year));
    }
    for (i, s) in scenarios.iter().enumerate() {
        let changed = changed_switches(s.switches);
        if !changed.is_empty() {
            out.push(format!("{}: {}.", column(i + 1), changed.join("; ")));
        }
    }
    out.push(wording::SCREEN_FIRST.to_owned());
    out
}

fn places_of(scenarios: &[&Scenario], column: usize) -> usize {
    let own = column.checked_sub(1).and_then(|i| scenarios.get(i)).or(scenarios.first());
    own.map_or(1, |s| places(s))
}

fn numbers(q: &Quantiles, by: f64, said: [String; 3]) -> [Datum; 3] {
    let [low, high, middle] = said;
    [Datum::number(q.p10 * by, low), Datum::number(q.p90 * by, high), Datum::number(q.p50 * by, middle)]
}

/// Each plan against no new policy.
fn figures(basis: &Basis, scenarios: &[&Scenario], comparison: &Comparison, rows: &[&Row]) -> Sheet {
    let title = format!("Each plan compared with no new policy, in {}", comparison.year);
    let mut sheet = Sheet::new(title, ["indicator", "unit", "scenario", "low", "high", "middle"]);
    for row in rows {
        for (i, cell) in row.cells.iter().enumerate().skip(1) {
            let places = places_of(scenarios, i);
            let head = [
                Datum::text(label(basis, row.measure)),
                Datum::text(unit_name(row.measure, places)),
                Datum::text(column(i)),
            ];
            let by = super::factor(row.measure, places);
            let tail = match cell {
                Ok(cell) => numbers(&cell.range, by, ends(row.measure, &cell.range, places)),
                Err(reason) => std::array::from_fn(|k| Datum::Missing(if k == 2 { why(reason) } else { "–".into() })),
            };
            sheet.row(head.into_iter().chain(tail));
        }
    }
    sheet.note(wording::BAND);
    sheet.note(format!(
        "Cost, GVA and ratios are present values. UK ratio: {}. There is no pass mark.",
        crate::report::value::RATIO_NAME
    ));
    sheet
}

/// Two plans future by future: counts and differences as numbers, and each row as a sentence.
fn pair(basis: &Basis, scenarios: &[&Scenario], rows: &[&Row], (a, b): (usize, usize)) -> Sheet {
    let (first, second) = (column(a), column(b));
    let columns = [
        String::from("indicator"),
        String::from("unit"),
        format!("{first} better"),
        String::from("same"),
        format!("{second} better"),
        format!("{first}−{second} low"),
        String::from("high"),
        String::from("middle"),
    ];
    let mut sheet = Sheet::new(format!("{first} against {second}, of 20 futures"), columns);
    for row in rows {
        let Some(found) = row.pair(a, b) else { continue };
        let places = places_of(scenarios, a);
        let name = label(basis, row.measure);
        let unit = unit_name(row.measure, places);
        match found {
            Ok(pair) => {
                let said = difference_ends(row.measure, &pair.difference, places);
                let range = range_and_middle(&said, unit);
                sheet.note(format!("{name}: {}; {first}−{second} {range}.", super::sentence(&pair, a, b)));
                let head = [Datum::text(name), Datum::text(unit)];
                let differs = numbers(&pair.difference, super::factor(row.measure, places), said);
                sheet.row(head.into_iter().chain(counted(&pair)).chain(differs));
            }
            Err(reason) => {
                sheet.note(format!("{name}: {}.", why(&reason)));
                sheet.row([Datum::text(name), Datum::text(unit)].into_iter().chain(empty()));
            }
        }
    }
    sheet
}

fn empty() -> impl Iterator<Item = Datum> {
    std::iter::repeat_n(Datum::Missing(String::from("–")), 6)
}

/// Counts of twenty; where neither is better they are of the higher one, which the sentence says.
fn counted(pair: &crate::insight::compare::Pair) -> [Datum; 3] {
    let counts = counts(pair);
    let number = |n: u32| Datum::number(f64::from(n), n.to_string());
    if pair.better().is_none() {
        let none = || Datum::Missing(String::from("–"));
        return [none(), number(counts.same), none()];
    }
    [number(counts.above), number(counts.same), number(counts.below)]
}

/// Every pair, no new policy included, in one long table: the form for spreadsheets.
#[must_use]
pub fn paired(
    basis: &Basis,
    scenarios: &[&Scenario],
    comparison: &Comparison,
    only: &dyn Fn(Measure) -> bool,
) -> Sheet {
    let columns = [
        "indicator",
        "unit",
        "year",
        "first",
        "second",
        "p10",
        "p90",
        "p50",
        "first_better_of_20",
        "same_of_20",
        "second_better_of_20",
        "run",
    ];
    let mut sheet = Sheet::new("Every pair, first less second", columns);
    let mut notes = frame_notes(scenarios, comparison);
    notes.extend(standing_notes(basis, scenarios, comparison));
    notes.extend(remarks(basis, scenarios));
    let run = notes.join(" ");
    for row in comparison.rows.iter().filter(|r| only(r.measure)) {
        for (a, b) in (1..=comparison.plans).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let places = places_of(scenarios, a);
            let by = super::factor(row.measure, places);
            let mut cells = vec![
                Datum::text(label(basis, row.measure)),
                Datum::text(unit_name(row.measure, places)),
                Datum::number(f64::from(comparison.year), comparison.year.to_string()),
                Datum::text(column(a)),
                Datum::text(column(b)),
            ];
            match (row.pair(a, b), row.cells.get(a)) {
                (Some(Ok(pair)), _) => {
                    let said = difference_ends(row.measure, &pair.difference, places);
                    cells.extend(numbers(&pair.difference, by, said));
                    cells.extend(counted(&pair));
                }
                // A figure that no new policy does not have, such as a ratio, stands for itself.
                (Some(Err(_)), Some(Ok(cell))) if b == 0 => {
                    cells.extend(numbers(&cell.range, by, ends(row.measure, &cell.range, places)));
                    cells.extend(empty().take(3));
                }
                _ => cells.extend(empty()),
            }
            cells.push(Datum::text(run.clone()));
            sheet.row(cells);
        }
    }
    sheet
}

fn ranks(basis: &Basis, comparison: &Comparison, rows: &[&Row]) -> Sheet {
    let names = COLUMNS.iter().take(comparison.plans + 1).map(|c| (*c).to_owned());
    let columns = [String::from("indicator"), String::from("rule")].into_iter().chain(names);
    let mut sheet = Sheet::new("Ranks, 1 is best; each indicator on its own, no score is made of them", columns);
    for row in rows {
        let Ok(standing) = &row.standing else { continue };
        for r in Rule::ALL {
            let rank = |rank: &Option<usize>| {
                rank.map_or(Datum::Missing(String::from("–")), |n| Datum::number(n as f64, n.to_string()))
            };
            let head = [Datum::text(label(basis, row.measure)), Datum::text(rule(r))];
            sheet.row(head.into_iter().chain(standing.ranks(r).iter().map(rank)));
        }
    }
    for r in Rule::ALL {
        sheet.note(rule_in_words(r));
    }
    for note in rank_notes(basis, rows) {
        sheet.note(note);
    }
    sheet
}

/// Where the rules disagree, and what is not ranked and why.
#[must_use]
pub fn rank_notes(basis: &Basis, rows: &[&Row]) -> Vec<String> {
    let mut out = Vec::new();
    let disagree: Vec<String> = rows
        .iter()
        .filter(|r| r.standing.as_ref().is_ok_and(|s| !s.rules_agree()))
        .map(|r| label(basis, r.measure))
        .collect();
    if disagree.is_empty() {
        out.push(String::from("The three rules give the same order everywhere."));
    } else {
        out.push(format!("The three rules do not give the same order for: {}.", disagree.join("; ")));
    }
    let unranked = |r: &&Row| r.standing.as_ref().err().map(|w| format!("{}: {}.", label(basis, r.measure), why(w)));
    out.extend(rows.iter().filter_map(unranked));
    out
}

fn differs(basis: &Basis, scenarios: &[&Scenario]) -> Sheet {
    let names = COLUMNS.iter().skip(1).take(scenarios.len()).map(|c| (*c).to_owned());
    let mut sheet = Sheet::new("What differs between them", std::iter::once(String::from("what")).chain(names));
    let found = contrast(basis, scenarios);
    for (what, said) in &found.lines {
        sheet.row(std::iter::once(what).chain(said).map(|t| Datum::text(t.clone())));
    }
    if found.lines.is_empty() {
        sheet.note("Nothing that could change a figure.");
    }
    if found.hidden > 0 {
        sheet.note(hidden(found.hidden));
    }
    sheet
}

/// "2 amounts differ by less than 1 % and are left out."
#[must_use]
pub fn hidden(n: usize) -> String {
    let amounts = count(n as u64, "amount differs", "amounts differ");
    format!("{amounts} by less than 1 % and {} left out.", if n == 1 { "is" } else { "are" })
}
