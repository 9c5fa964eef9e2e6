//! Why: what each lever adds, and by which mechanism.

use super::{named, short};
use crate::insight::attribution::Contribution;
use crate::insight::paths::{Step, steps};
use crate::insight::waterfall;
use crate::model::{Basis, Indicator};
use crate::report::compare::column;
use crate::report::effects::SHOWN;
use crate::report::sheet::{Datum, Sheet};
use crate::report::takehome::chart::{Chart, Drawing, Part, Waterfall};
use crate::report::takehome::{Candidate, Material, Section};
use crate::report::why::{self, Contributions, Subject};
use crate::report::words::{self, Unit};
use crate::report::{matters, text, wording};

/// Indicators whose parts are drawn; the others are told in the table.
const DRAWN: [Indicator; 4] =
    [Indicator::InnovationActive, Indicator::GvaPerHour, Indicator::NetJobs, Indicator::NetGvaPv];

/// Reasons of every scenario that does something; nothing if none does.
pub(super) fn section(basis: &Basis, material: &Material) -> Option<Section> {
    let mut section = Section::new("Why");
    let several = material.candidates.len() > 1;
    section.say(
        "What each lever adds is shared out over all orders in which the levers could come (Shapley values). A large part \
         says that the figure hangs on this lever, not that the lever is sure to work.",
    );
    let before = section.blocks.len();
    for (k, candidate) in material.candidates.iter().enumerate().filter(|(_, c)| !c.shares.is_empty()) {
        if several {
            section.heading(format!("{}: {}", column(k + 1), named(&candidate.scenario)));
        } else if candidate.scenario.plans.len() > 1 {
            section.heading("Plan 1");
        }
        of_candidate(&mut section, basis, candidate);
    }
    (section.blocks.len() > before).then_some(section)
}

fn of_candidate(section: &mut Section, basis: &Basis, candidate: &Candidate) {
    let scenario = &candidate.scenario;
    let basis = &*basis.under(&scenario.overrides);
    let mut sheets = matters::sheets(basis, scenario, 0, Some(&candidate.projection), &candidate.shares).into_iter();
    if let Some(first) = sheets.next() {
        section.sheet(first);
    }
    let places = text::places(scenario);
    // How the parts are to be read is said once, below the first drawing.
    let mut said: Vec<String> = Vec::new();
    for found in candidate.shares.iter().map(|s| &s.levers).filter(|f| DRAWN.contains(&f.indicator) && f.total != 0.0) {
        let parts = Contributions::from(found.clone());
        let mut chart = added(basis, candidate, (found.indicator, places), &parts);
        let notes = std::mem::take(&mut chart.values.notes);
        chart.values.notes = notes.iter().filter(|note| !said.contains(note)).cloned().collect();
        said.extend(notes);
        section.chart(chart);
    }
    section.sheet(mechanisms(basis, candidate));
}

/// What each lever adds, as a waterfall.
fn added(
    basis: &Basis,
    candidate: &Candidate,
    (indicator, places): (Indicator, usize),
    found: &Contributions,
) -> Chart {
    let unit = Unit::of_change(indicator, places);
    let decimals = found.decimals(unit);
    let said = |x: f64| words::signed(x, decimals, unit);
    let shares: Vec<f64> = found.parts.iter().map(|c| c.part.shapley).collect();
    let drawn = |bar: &waterfall::Bar| {
        let Contribution { lever, part } = found.parts.get(bar.part)?;
        let label = basis.model.lever(lever).map_or_else(|| lever.to_string(), |l| l.label.clone());
        Some(Part { label, from: bar.from * unit.factor(), to: bar.to * unit.factor(), shown: said(part.shapley) })
    };
    let parts = waterfall::bars(&shares).iter().filter_map(drawn).collect();
    let waterfall = Waterfall { parts, total: found.total * unit.factor(), total_shown: said(found.total) };
    let subject = subject(basis, candidate, indicator);
    let values = subject.map_or_else(Sheet::default, |s| why::contributions(&s, found));
    Chart {
        title: format!("What each lever adds: {}.", short(&basis.model.indicator(indicator).label)),
        says: format!("{} The bars start where the one before ended; below stands the whole.", found.caption(unit)),
        drawing: Drawing::Waterfall(waterfall),
        values,
    }
}

fn subject<'a>(basis: &'a Basis, candidate: &'a Candidate, indicator: Indicator) -> Option<Subject<'a>> {
    let scenario = &candidate.scenario;
    let plan = scenario.plans.first()?;
    Some(Subject {
        basis,
        plan,
        cell: None,
        indicator,
        places: text::places(scenario),
        excluded: scenario.exclude_studies.as_slice(),
    })
}

/// Every arrow of the first plan, each once, with its grade here and what the findings behind it are worth.
fn mechanisms(basis: &Basis, candidate: &Candidate) -> Sheet {
    let kept = ["arrow", "grade here", "p10", "middle", "p90", "unit", "findings", "applies here"];
    let mut sheet = Sheet::new("By which mechanism", kept);
    let Some(plan) = candidate.scenario.plans.first() else { return sheet };
    let cell = basis.inputs.cell(&plan.place, &plan.sector).ok();
    let mut seen: Vec<Step> = Vec::new();
    for indicator in SHOWN {
        let Some(subject) = subject(basis, candidate, indicator) else { continue };
        let all = why::path(&Subject { cell: cell.as_ref(), ..subject });
        let at = |name: &str| all.columns.iter().position(|c| c == name);
        // Rows of the sheet stand in the order of the steps.
        for (step, row) in steps(&basis.model, plan, indicator).into_iter().zip(&all.rows) {
            if seen.contains(&step) {
                continue;
            }
            seen.push(step);
            let cell = |name: &&str| at(name).and_then(|k| row.get(k)).cloned().unwrap_or_else(Datum::missing);
            sheet.row(kept.iter().map(cell));
        }
        for note in all.notes {
            if !sheet.notes.contains(&note) {
                sheet.note(note);
            }
        }
    }
    if !candidate.scenario.overrides.is_empty() && !sheet.notes.iter().any(|n| n == wording::MARKED) {
        sheet.note(wording::MARKED);
    }
    sheet
}
