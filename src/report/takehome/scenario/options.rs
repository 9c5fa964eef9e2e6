//! What is asked, and what is on the table.

use super::{Shown, left_out, named, place_and_sector, short, shown};
use crate::model::{Basis, Direction, LeverKind, dose};
use crate::report::compare::column;
use crate::report::effects::{SHOWN, counts, is_still};
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::chart::{Bar, Chart, Drawing, Group};
use crate::report::takehome::{Material, Section};
use crate::report::words::{self, Unit, exact_millions};
use crate::report::{reach, wording};
use crate::scenario::diff::in_words;

/// Indicators that the summary names.
const NAMED: usize = 4;

/// The question, in the words of those who ask it, and the answer in four sentences.
pub(super) fn question(basis: &Basis, material: &Material) -> Section {
    let mut section = Section::new("The question");
    let several = material.candidates.len() > 1;
    for (k, candidate) in material.candidates.iter().enumerate() {
        let s = &candidate.scenario;
        if several {
            section.heading(format!("{}: {}", column(k + 1), named(s)));
        }
        let plans: Vec<String> = s.plans.iter().map(|p| place_and_sector(basis, p)).collect();
        section.lead(format!("{}; {}–{}.", plans.join("; "), s.start, s.last_year()));
        for paragraph in s.notes.trim().split("\n\n").filter(|p| !p.trim().is_empty()) {
            section.say(paragraph.replace('\n', " "));
        }
        if let Some(budget) = s.budget {
            section.say(format!("There is {} a year for all plans together.", exact_millions(budget)));
        }
    }
    section.heading("In short");
    let all = shown(material);
    section.list(all.iter().flat_map(|one| in_short(basis, one)).collect());
    section.say(wording::BAND);
    section
}

/// The first indicators that move, a sentence each, range before middle.
fn in_short(basis: &Basis, one: &Shown<'_>) -> Vec<String> {
    let name = one.name(basis);
    if one.plan.is_off() {
        return vec![format!("{name}: {}.", wording::NO_CHANGE)];
    }
    let t = one.candidate.projection.horizon as usize;
    let year = one.candidate.scenario.last_year();
    let moving = SHOWN.into_iter().filter(|i| !is_still(one.outcome.indicator(*i), t)).take(NAMED);
    let lead = if one.who() == "the plan" { String::new() } else { format!("{}: ", one.who()) };
    let sentence = |i| {
        let (row, outcome) = (basis.model.indicator(i), one.outcome.indicator(i));
        let range = outcome.change.get(t).map(|q| words::range_and_middle(q, Unit::of_change(i, one.places)));
        let more = counts(outcome, t);
        let worse = if row.direction == Direction::Context { "" } else { " than with no new policy" };
        format!(
            "{lead}{} in {year}: {}; higher{worse} in {}, the same in {}, lower in {} of 20 futures. Grade {}.",
            short(&row.label),
            range.unwrap_or_else(|| words::NOT_QUANTIFIED.to_owned()),
            more.above,
            more.same,
            more.below,
            outcome.grade
        )
    };
    moving.map(sentence).collect()
}

/// The levers of each option.
pub(super) fn section(basis: &Basis, material: &Material) -> Section {
    let mut section = Section::new("What is on the table");
    let all = shown(material);
    if all.iter().all(|one| one.plan.is_off()) {
        section.lead(format!("No lever is on: {}.", wording::NO_CHANGE));
        return section;
    }
    section.say(
        "Each lever is an amount of public money a year, or a share of those concerned that a reform covers. Everything is \
         compared with doing nothing new.",
    );
    if let Some(chart) = amounts(basis, &all) {
        section.chart(chart);
    }
    section.list(left_out(material).into_iter().collect());
    section.sheet(levers(basis, &all));
    section
}

/// A bar for each lever, money first, then reforms.
fn amounts(basis: &Basis, all: &[Shown<'_>]) -> Option<Chart> {
    let mut groups = Vec::new();
    let mut values = Sheet::new("Levers", ["lever", "plan", "amount", "unit", "studies end at"]);
    for (kind, heading, unit) in [
        (LeverKind::Spend, "Public money, £m a year", "£m a year"),
        (LeverKind::Reform, "Reforms, % coverage", "% coverage"),
    ] {
        let mut bars = Vec::new();
        for lever in basis.model.levers.iter().filter(|l| l.kind == kind) {
            for (series, one) in all.iter().enumerate() {
                let Some(setting) = one.plan.levers.get(&lever.id).filter(|s| s.amount > 0.0) else { continue };
                let cell = basis.inputs.cell(&one.plan.place, &one.plan.sector).ok();
                let edge = cell.map(|cell| dose::slider(lever, &cell).edge);
                let tag = tag(one, all.len());
                let said = match kind {
                    LeverKind::Spend => exact_millions(setting.amount),
                    LeverKind::Reform => format!("{} %", setting.amount),
                };
                let shown = format!("{said}, {}–{}", setting.from, setting.to);
                let label = if tag.is_empty() { lever.label.clone() } else { format!("{tag}: {}", lever.label) };
                values.row([
                    Datum::text(&lever.label),
                    Datum::text(one.who()),
                    Datum::number(setting.amount, shown.clone()),
                    Datum::text(unit),
                    edge.map_or_else(Datum::missing, |e| Datum::number(e, words::figure(e))),
                ]);
                bars.push(Bar { label, series, value: setting.amount, shown, edge });
            }
        }
        if !bars.is_empty() {
            groups.push(Group { heading: heading.to_owned(), base: 0.0, base_name: String::new(), bars });
        }
    }
    (!groups.is_empty()).then(|| Chart {
        title: String::from("Amounts."),
        says: String::from(
            "One bar for each lever; the upright line marks the amount at which the studies end, where it is near.",
        ),
        drawing: Drawing::Bars(groups),
        values,
    })
}

/// "A", or "1" for the first of several plans; nothing if there is only one.
fn tag(one: &Shown<'_>, of: usize) -> String {
    match one.letter {
        Some(letter) => letter.to_owned(),
        None if of > 1 => (one.index + 1).to_string(),
        None => String::new(),
    }
}

/// What each lever is, what the money reaches, what it does not do.
fn levers(basis: &Basis, all: &[Shown<'_>]) -> Sheet {
    let mut sheet =
        Sheet::new("What each lever is", ["lever", "plan", "setting", "what it reaches", "what it does not do"]);
    for one in all {
        let year_zero = one.candidate.projection.year_zero;
        for (id, setting) in one.plan.on() {
            let Some(lever) = basis.model.lever(id) else { continue };
            let found = one.outcome.reach.iter().find(|r| &r.lever == id);
            let reached = found.map_or_else(String::new, |r| {
                let beyond = reach::beyond(lever, r, &one.plan.sector).map_or_else(String::new, |b| format!(" {b}"));
                format!("{}{beyond}", reach::sentence(lever, setting, r, &one.plan.sector, year_zero))
            });
            sheet.row([
                Datum::text(&lever.label),
                Datum::text(one.who()),
                Datum::text(in_words(basis, id, Some(setting))),
                Datum::text(reached),
                Datum::text(&lever.does_not),
            ]);
        }
    }
    sheet
}
