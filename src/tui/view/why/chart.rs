//! The chart of "why?": sentences first, then the fan, then twenty futures where there is room.

use ratatui::layout::Rect;

use crate::insight::outside;
use crate::model::Indicator;
use crate::projection::IndicatorOutcome;
use crate::report::validity::outside as said;
use crate::report::words::Unit;
use crate::report::{grades, why, wording};
use crate::tui::app::State;
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, wrap};
use crate::tui::view::{cards, strip};

/// Sentences, then the chart, then twenty futures where there is room for both.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, outcome: &IndicatorOutcome) {
    let width = usize::from(area.width.saturating_sub(2));
    let mut y = area.y;
    let stripped = area.height >= 30 && !cards::is_figure(outcome.indicator) && !state.nothing_on();
    let strip_height = if stripped { (area.height / 4).clamp(6, 13) } else { 0 };
    let texts = sentences(pen, state, outcome, area.width.saturating_sub(2));
    let room = area.bottom().saturating_sub(strip_height + 5);
    for (text, role) in texts {
        for line in wrap(&text, width) {
            if y >= room {
                break;
            }
            pen.put(area.x + 1, y, area.width - 1, &line, role);
            y += 1;
        }
    }
    let chart = Rect { y, height: area.bottom().saturating_sub(y + strip_height), ..area };
    cards::draw_chart(pen, chart, state, outcome);
    if strip_height > 0 {
        let strip = Rect { y: area.bottom() - strip_height + 1, height: strip_height - 1, ..area };
        pen.put(area.x + 1, strip.y - 1, area.width - 1, "Twenty futures of the last year, each as likely:", Role::Dim);
        strip::draw(pen, strip, &outcome.futures, false);
    }
}

fn sentences(pen: &Pen<'_>, state: &State, outcome: &IndicatorOutcome, width: u16) -> Vec<(String, Role)> {
    let indicator = outcome.indicator;
    if state.nothing_on() {
        return vec![(wording::NO_CHANGE.to_owned(), Role::Title)];
    }
    let unit = Unit::of_change(indicator, state.places());
    let Some(last) = outcome.change.last() else { return Vec::new() };
    let mut out = vec![(cards::headline(pen, state, outcome, width), Role::Title)];
    if indicator == Indicator::ValueForMoney {
        out = state.outcome().map(cards::value_lines).unwrap_or_default();
        out.extend(outside_line(state, indicator));
        out.push((wording::SCREEN_FIRST.to_owned(), Role::Dim));
        return out;
    }
    if indicator != Indicator::PublicCostPv {
        let counts = cards::counts(outcome).sentence();
        let year = state.scenario.last_year();
        out.push((format!("In {year}, compared with no new policy: {counts}."), Role::Text));
        out.push((wording::interval(last, unit, cards::worse(state, outcome)), Role::Text));
        out.push((format!("Grade {}.", wording::grade(outcome.grade)), Role::Text));
        out.extend(outside_line(state, indicator));
        out.extend(state.no_reach(outcome).map(|w| (format!("Hatched: {}.", why::no_reach(&w)), Role::Warn)));
        if let Some(plan) = state.outcome() {
            let faith = wording::faith(outcome.grade, plan.links_judged, plan.links_total);
            out.extend(faith.map(|text| (text, Role::Warn)));
        }
        if let Some(found) = state.explained(indicator) {
            out.push((grades::makes(&found), Role::Text));
            out.push((grades::line(&found), Role::Dim));
        }
        out.extend(state.flags_said().into_iter().map(|text| (text, Role::Warn)));
        out.extend(cards::level_line(state, outcome).map(|l| (format!("No new policy: {l}."), Role::Dim)));
    }
    out
}

/// Where the plan sits among published evaluations, for the indicators that have any.
fn outside_line(state: &State, indicator: Indicator) -> Option<(String, Role)> {
    let views = outside::views(&state.basis, state.outcome()?);
    let view = said::of_indicator(&views, indicator)?;
    Some((said::sentence(view), if view.is_outside() { Role::Warn } else { Role::Text }))
}
