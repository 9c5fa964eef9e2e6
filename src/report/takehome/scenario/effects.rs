//! What could change: one table, then the ranges by year of every indicator that moves.

use super::{Shown, left_out, short, shown, unit_of};
use crate::insight::applies::no_reach;
use crate::model::{Basis, Grade, Indicator};
use crate::projection::Quantiles;
use crate::report::effects::{SHOWN, counts, is_still};
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::chart::{Chart, Drawing, Fan, Panel};
use crate::report::takehome::{Material, Section};
use crate::report::words::{self, Unit};
use crate::report::{why, wording};

/// Table and drawings.
pub(super) fn section(basis: &Basis, material: &Material) -> Section {
    let mut section = Section::new("What could change");
    section.lead(wording::TITLE_LINE);
    let all = shown(material);
    let on: Vec<&Shown<'_>> = all.iter().filter(|one| !one.plan.is_off()).collect();
    if on.is_empty() {
        section.say(format!("No lever is on: {}.", wording::NO_CHANGE));
        return section;
    }
    section.sheet(table(basis, &all));
    section.list(faith(&on).into_iter().chain(takes(basis, material)).chain(left_out(material)).collect());
    section.heading("Year by year");
    section.say(
        "Each drawing shows the change against no new policy. The light band holds 8 futures in 10, the dark band the middle \
         half, the thin line is the middle. A hatched band is one that the evidence does not reach.",
    );
    for indicator in SHOWN {
        let moves = |one: &&Shown<'_>| {
            let outcome = one.outcome.indicator(indicator);
            (0..outcome.change.len()).any(|t| !is_still(outcome, t))
        };
        if on.iter().any(moves) {
            section.chart(fan(basis, &all, indicator));
        }
    }
    section
}

/// Every indicator in the last year, a line for each plan.
fn table(basis: &Basis, all: &[Shown<'_>]) -> Sheet {
    let columns =
        ["indicator", "plan", "8 futures in 10 lie within", "middle", "higher, of 20", "same", "lower", "grade"];
    let year = all.iter().map(|one| one.candidate.scenario.last_year()).max().unwrap_or(0);
    let mut sheet = Sheet::new(format!("Change by {year}, compared with no new policy"), columns);
    for indicator in SHOWN {
        for one in all.iter().filter(|one| !one.plan.is_off()) {
            let outcome = one.outcome.indicator(indicator);
            let t = outcome.change.len().saturating_sub(1);
            let head = [Datum::text(short(&basis.model.indicator(indicator).label)), Datum::text(one.who())];
            let n = counts(outcome, t);
            let count = |n: u32| Datum::number(f64::from(n), n.to_string());
            let unit = Unit::of_change(indicator, one.places);
            let (range, middle, grade) = match outcome.change.get(t) {
                Some(q) if !is_still(outcome, t) => {
                    let middle = words::signed(q.p50, words::range_decimals(q, unit), unit);
                    (
                        Datum::text(words::range(q, unit)),
                        Datum::number(q.p50 * unit.factor(), middle),
                        outcome.grade.to_string(),
                    )
                }
                _ => (Datum::text("no change"), Datum::number(0.0, "no change"), String::from("–")),
            };
            let tail = [range, middle, count(n.above), count(n.same), count(n.below), Datum::text(grade)];
            sheet.row(head.into_iter().chain(tail));
        }
    }
    let grades: Vec<&str> = Grade::ALL.iter().map(|g| wording::grade(*g)).collect();
    sheet.note(format!("Grades of evidence: {}.", grades.join("; ")));
    sheet
}

/// What rests on judgement.
fn faith(on: &[&Shown<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    for one in on {
        let grades = |g: Grade| {
            SHOWN.iter().any(|i| {
                let o = one.outcome.indicator(*i);
                o.grade == g && !is_still(o, o.change.len().saturating_sub(1))
            })
        };
        for grade in [Grade::D, Grade::E].into_iter().filter(|g| grades(*g)) {
            let said = wording::faith(grade, one.outcome.links_judged, one.outcome.links_total);
            out.extend(said.map(|said| one.letter.map_or_else(|| said.clone(), |letter| format!("{letter}: {said}"))));
        }
    }
    out.dedup();
    out
}

fn takes(basis: &Basis, material: &Material) -> Option<String> {
    let any = material.candidates.iter().any(|c| c.scenario.switches.takes);
    any.then(|| wording::does_nothing(basis.model.judgements.null_share))
}

/// One indicator by year, a panel for each plan.
fn fan(basis: &Basis, all: &[Shown<'_>], indicator: Indicator) -> Chart {
    let row = basis.model.indicator(indicator);
    let places = all.iter().map(|one| one.places).max().unwrap_or(1);
    let unit = Unit::of_change(indicator, places);
    let first_year = all.iter().map(|one| one.candidate.projection.year_zero).min().unwrap_or(0);
    let panel = |(series, one): (usize, &Shown<'_>)| {
        let outcome = one.outcome.indicator(indicator);
        let scaled = |q: &Quantiles| {
            let f = unit.factor();
            Quantiles { p10: q.p10 * f, p25: q.p25 * f, p50: q.p50 * f, p75: q.p75 * f, p90: q.p90 * f }
        };
        let ends = outcome.change.last().map_or([String::new(), String::new()], |q| {
            let decimals = words::range_decimals(q, unit);
            [q.p10, q.p90].map(|x| words::signed(x, decimals, unit).split(' ').next().unwrap_or("").to_owned())
        });
        let cell = basis.inputs.cell(&one.plan.place, &one.plan.sector).ok();
        let hatched = no_reach(basis, one.plan, cell.as_ref(), (indicator, outcome.grade)).map(|w| why::no_reach(&w));
        Panel { name: one.name(basis), series, ranges: outcome.change.iter().map(scaled).collect(), ends, hatched }
    };
    let panels: Vec<Panel> = all.iter().enumerate().filter(|(_, one)| !one.plan.is_off()).map(panel).collect();
    let mut says = last_year(all, indicator);
    says.extend(panels.iter().filter_map(|p| p.hatched.as_ref().map(|why| format!("Hatched: {} ({why}).", p.name))));
    Chart {
        title: format!("{}.", short(&row.label)),
        says: says.join(" "),
        values: values(basis, all, (indicator, places), unit),
        drawing: Drawing::Fan(Fan { axis: unit_of(indicator, places).to_owned(), first_year, panels }),
    }
}

/// The last year in words.
fn last_year(all: &[Shown<'_>], indicator: Indicator) -> Vec<String> {
    let said = |one: &Shown<'_>| {
        let outcome = one.outcome.indicator(indicator);
        let q = outcome.change.last()?;
        let who = one.letter.map_or_else(String::new, |letter| format!("{letter}: "));
        let range = words::range_and_middle(q, Unit::of_change(indicator, one.places));
        Some(format!("{who}{} in {}; grade {}.", range, one.candidate.scenario.last_year(), outcome.grade))
    };
    all.iter().filter(|one| !one.plan.is_off()).filter_map(said).collect()
}

/// The ranges by year.
fn values(basis: &Basis, all: &[Shown<'_>], (indicator, places): (Indicator, usize), unit: Unit) -> Sheet {
    let on: Vec<&Shown<'_>> = all.iter().filter(|one| !one.plan.is_off()).collect();
    let label = short(&basis.model.indicator(indicator).label);
    let tag = |one: &Shown<'_>| match (one.letter, on.len()) {
        (Some(letter), _) => format!("{letter} "),
        (None, 1) => String::new(),
        (None, _) => format!("plan {} ", one.index + 1),
    };
    let columns = std::iter::once(String::from("year"))
        .chain(on.iter().flat_map(|one| ["low", "middle", "high"].map(|name| format!("{}{name}", tag(one)))));
    let mut sheet = Sheet::new(format!("{label}: change, {}", unit_of(indicator, places)), columns);
    let first = on.iter().map(|one| one.candidate.scenario.start).min().unwrap_or(0);
    let last = on.iter().map(|one| one.candidate.scenario.last_year()).max().unwrap_or(0);
    for year in first..=last {
        let cells = on.iter().flat_map(|one| {
            let outcome = one.outcome.indicator(indicator);
            let t = usize::try_from(year - one.candidate.projection.year_zero).ok();
            // One number of decimals for the whole column, so that figures line up.
            let widest = outcome.change.iter().fold(0.0_f64, |w, q| w.max(q.p10.abs()).max(q.p90.abs()));
            let decimals = words::decimals_of(widest * unit.factor());
            let one = |x: f64| {
                let x = x * unit.factor();
                Datum::number(x, format!("{}{}", words::sign(x), words::digits(x, decimals)))
            };
            match t.and_then(|t| outcome.change.get(t)) {
                Some(q) => [one(q.p10), one(q.p50), one(q.p90)],
                None => std::array::from_fn(|_| Datum::Missing(String::from("–"))),
            }
        });
        sheet.row(std::iter::once(Datum::number(f64::from(year), year.to_string())).chain(cells));
    }
    sheet
}
