//! Two options at a time, future by future.

use crate::insight::compare::{Comparison, Measure, Row};
use crate::model::{Basis, Direction, Indicator};
use crate::report::compare::{self, column};
use crate::report::takehome::chart::{Chart, Drawing, PairRow, Pairs};
use crate::report::takehome::{Material, Section};
use crate::report::{effects, text, wording};
use crate::scenario::Scenario;

/// The options compared; nothing if there is only one.
pub(super) fn section(basis: &Basis, material: &Material) -> Option<Section> {
    let comparison = material.comparison.as_ref()?;
    let scenarios: Vec<&Scenario> = material.candidates.iter().map(|c| &c.scenario).collect();
    let mut section = Section::new("The options compared");
    section.lead(wording::NO_WINNER);
    section.say(
        "Both options meet the same future each time: the same economy, the same luck, the same reading of the evidence. So \
         the difference between them is often surer than the size of either.",
    );
    section.list(compare::frame_notes(&scenarios, comparison));
    for b in 2..=comparison.plans {
        for a in 1..b {
            let (first, second) = (column(a), column(b));
            section.heading(format!("{first} against {second}"));
            section.list(sentences(basis, comparison, (a, b)));
            section.chart(dots(basis, &scenarios, comparison, (a, b)));
        }
    }
    // The pairs stand above; what is left is who is who, each figure, the ranks and what differs.
    let sheets = compare::sheets(basis, &scenarios, comparison, &|_| true);
    let drawn: Vec<String> = pairs_of(comparison).map(|(a, b)| title(a, b)).collect();
    for sheet in
        sheets.into_iter().skip(1).filter(|s| !drawn.contains(&s.title) && !s.title.contains("makes each grade"))
    {
        section.sheet(sheet);
    }
    Some(section)
}

fn pairs_of(comparison: &Comparison) -> impl Iterator<Item = (usize, usize)> {
    (2..=comparison.plans).flat_map(|b| (1..b).map(move |a| (a, b)))
}

fn title(a: usize, b: usize) -> String {
    format!("{} against {}, of 20 futures", column(a), column(b))
}

/// "Net jobs here: A better in 9, same in 3, B better in 8 of 20 futures."
fn sentences(basis: &Basis, comparison: &Comparison, (a, b): (usize, usize)) -> Vec<String> {
    let headline = |row: &&Row| matches!(row.measure, Measure::Indicator(i) if effects::SHOWN.contains(&i));
    let moves = |pair: &crate::insight::compare::Pair| pair.higher > 0.0 || pair.lower > 0.0;
    let sentence = |row: &Row| {
        let pair = row.pair(a, b)?.ok().filter(|p| moves(p) && p.direction != Direction::Context)?;
        Some(format!("{}: {}.", compare::label(basis, row.measure), compare::sentence(&pair, a, b)))
    };
    comparison.rows.iter().filter(headline).filter_map(sentence).collect()
}

/// Twenty dots for each indicator, turned so that right is better for the first.
fn dots(basis: &Basis, scenarios: &[&Scenario], comparison: &Comparison, (a, b): (usize, usize)) -> Chart {
    let places = scenarios.get(a - 1).map_or(1, |s| text::places(s));
    let row = |row: &Row| {
        if matches!(row.measure, Measure::Indicator(Indicator::ValueForMoney)) {
            return None;
        }
        let pair = row.pair(a, b)?.ok()?;
        if pair.futures.is_empty() {
            return None;
        }
        let turn = if pair.direction == Direction::Down { -1.0 } else { 1.0 };
        let mut dots: Vec<f64> = pair.futures.iter().map(|d| d * turn).collect();
        dots.sort_by(f64::total_cmp);
        let counts = (pair.direction != Direction::Context).then(|| compare::counts(&pair));
        let label = format!("{}, {}", compare::label(basis, row.measure), compare::unit_name(row.measure, places));
        Some(PairRow { label, dots, counts })
    };
    let rows: Vec<PairRow> = comparison.rows.iter().filter_map(row).collect();
    let sheets = compare::sheets(basis, scenarios, comparison, &|_| true);
    let mut values = sheets.into_iter().find(|s| s.title == title(a, b)).unwrap_or_default();
    // The sentences stand above the drawing.
    values.notes.clear();
    let (first, second) = (column(a), column(b));
    Chart {
        title: format!("{first} less {second}, future by future."),
        says: format!(
            "Each row has twenty dots, one for each of twenty futures alike in chance: on the right {first} does better, on the left \
             {second}, on the line there is no difference. Rows have scales of their own."
        ),
        drawing: Drawing::Pairs(Pairs { names: [first.to_owned(), second.to_owned()], series: [a - 1, b - 1], rows }),
        values,
    }
}
