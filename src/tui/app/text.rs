//! The selected figure as text, for the clipboard.

use super::replay::Face;
use super::state::State;
use crate::report::wording;
use crate::report::words::{self, Counts, Unit};

/// The selected indicator with its range, counts, grade and what it stands on.
#[must_use]
pub fn figure_text(state: &State) -> Option<String> {
    let projection = state.shown_projection()?;
    let outcome = state.outcome()?.indicator(state.indicator);
    let row = state.basis.model.indicator(state.indicator);
    let plan = state.plan();
    let unit = Unit::of_change(state.indicator, state.places());
    let last = outcome.change.last()?;
    let year = projection.year_zero + i32::try_from(projection.horizon).ok()?;
    let counts =
        Counts::from_shares(*outcome.above.last().unwrap_or(&0.0), *outcome.below.last().unwrap_or(&0.0)).sentence();
    let place = state.basis.evidence.place_name(&plan.place);
    let sector = state.basis.evidence.sector(&plan.sector).map_or("", |s| s.name.as_str());
    let change =
        if state.shows_nothing_on() { wording::NO_CHANGE.to_owned() } else { words::range_and_middle(last, unit) };
    let plan_outcome = state.outcome()?;
    let faith = wording::faith(outcome.grade, plan_outcome.links_judged, plan_outcome.links_total);
    let faith = faith.filter(|_| !state.shows_nothing_on()).map_or_else(String::new, |text| format!(" {text}"));
    Some(format!(
        "{}{}, {place}, {sector}, {year}: {change} against no new policy ({counts}). Grade {}.{faith} {} of our \
         assumptions, seed {}. {}",
        if state.face == Face::Before { "Before the last change: " } else { "" },
        row.label,
        outcome.grade.as_str(),
        words::count(projection.draws as u64, "draw", "draws"),
        projection.seed,
        wording::TITLE_LINE,
    ))
}
