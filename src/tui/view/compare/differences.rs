//! What differs between the scenarios.

use ratatui::layout::Rect;

use super::table::{Grid, header};
use crate::report::compare as said;
use crate::scenario::diff::contrast;
use crate::tui::app::State;
use crate::tui::app::compare::{View, scenarios};
use crate::tui::view::hit::HitMap;
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, wrap};

/// Draws what differs; the number of lines it took comes back.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) -> u16 {
    let whole = state.compare.view == View::Differences;
    let all = scenarios(state);
    let all: Vec<_> = all.iter().map(|s| &**s).collect();
    let found = contrast(&state.basis, &all);
    let mut lines: Vec<(String, Role)> = Vec::new();
    for (what, each) in &found.lines {
        lines.push((what.clone(), Role::Title));
        // Scenarios that say the same share a line.
        let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
        for (i, text) in each.iter().enumerate() {
            match told.iter_mut().find(|(t, _)| t == text) {
                Some((_, letters)) => letters.push(said::column(i + 1)),
                None => told.push((text, vec![said::column(i + 1)])),
            }
        }
        let each: Vec<String> = told.iter().map(|(text, letters)| format!("{} {text}", letters.join(", "))).collect();
        let width = usize::from(area.width.saturating_sub(2));
        lines.extend(wrap(&each.join(" · "), width).into_iter().map(|l| (format!("  {l}"), Role::Text)));
    }
    if all.len() < 2 {
        lines.push((String::from("Nothing is beside this scenario yet."), Role::Dim));
    } else if found.lines.is_empty() {
        lines.push((String::from("Nothing differs that could change a figure."), Role::Text));
    }
    if found.hidden > 0 {
        lines.push((said::hidden(found.hidden), Role::Dim));
    }
    let mut body = area;
    if whole {
        header(pen, area, state, &Grid::of(area, state), hits);
        body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        hits.seen.rows = usize::from(body.height);
    } else {
        pen.put(area.x, area.y, area.width, "What differs", Role::Dim);
        body = Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body };
    }
    let room = usize::from(body.height);
    let offset = if whole { state.compare.row.min(lines.len().saturating_sub(room)) } else { 0 };
    let mut used = 1;
    for (y, (text, role)) in (body.y..body.bottom()).zip(lines.iter().skip(offset)) {
        pen.put(body.x, y, body.width, text, *role);
        used += 1;
    }
    used
}
