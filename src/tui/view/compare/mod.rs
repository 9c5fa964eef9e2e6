//! Draws Compare: a table of columns, below it the two that are set against each other, beside it what differs.

mod below;
mod differences;
mod dots;
mod table;

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::Pen;
use crate::report::compare as said;
use crate::report::words;
use crate::tui::app::compare::{View, scenarios};
use crate::tui::app::{Screen, State};

/// Width from which what differs stands beside the table.
const BESIDE_MIN: u16 = 160;

/// Draws the screen between top bar and footer.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let inside = pen.frame(area, &title(state, area.width), true);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let below_height = match state.compare.view {
        View::Ranks(_) => (inside.height / 3).clamp(9, 13).min(inside.height / 2),
        View::Figures | View::Differences => (inside.height / 3).clamp(5, 13),
    };
    let table_height = inside.height.saturating_sub(below_height);
    let beside = inside.width >= BESIDE_MIN && state.compare.view != View::Differences;
    let side_width = if beside { inside.width * 2 / 5 } else { 0 };
    let upper = Rect { width: inside.width - side_width, height: table_height, ..inside };
    let lower = Rect { y: inside.y + table_height, height: below_height, ..inside };
    match state.compare.view {
        View::Figures | View::Ranks(_) => table::draw(pen, upper, state, hits),
        View::Differences => {
            differences::draw(pen, upper, state, hits);
        }
    }
    if beside {
        let side = Rect { x: upper.right() + 2, width: side_width.saturating_sub(2), ..upper };
        let style = pen.style(Role::Border);
        for y in side.y..side.bottom() {
            pen.cell(upper.right(), y, "│", style);
        }
        let lines = differences::draw(pen, side, state, hits);
        let rest = Rect { y: side.y + lines + 1, height: side.height.saturating_sub(lines + 1), ..side };
        notes(pen, rest, state);
    }
    let style = pen.style(Role::Border);
    for x in lower.x..lower.right() {
        pen.cell(x, lower.y, "─", style);
    }
    below::draw(pen, Rect { y: lower.y + 1, height: lower.height.saturating_sub(1), ..lower }, state);
}

/// "Compare in 2041, same 10,240 draws: figures".
fn title(state: &State, width: u16) -> String {
    let compare = &state.compare;
    let view = match compare.view {
        View::Figures if width < 100 => "8 in 10 futures (middle)",
        View::Figures => "change against no new policy: 8 in 10 futures (middle)",
        View::Ranks(rule) => crate::report::compare::rule(rule),
        View::Differences => "what differs",
    };
    let view = match compare.view {
        View::Ranks(_) => format!("ranks {view}"),
        View::Figures | View::Differences => view.to_owned(),
    };
    let Some(answer) = &compare.answer else { return format!("{}: {view}", Screen::Compare.label()) };
    let more = if compare.settled() { "" } else { "…" };
    let draws = words::count(answer.comparison.draws as u64, "draw", "draws");
    format!("{} in {}, same {draws}{more}: {view}", Screen::Compare.label(), answer.comparison.year)
}

/// What is to be known about the comparison as a whole.
fn notes(pen: &mut Pen<'_>, area: Rect, state: &State) {
    let Some(answer) = &state.compare.answer else { return };
    let all = scenarios(state);
    let all: Vec<_> = all.iter().map(|s| &**s).collect();
    let mut y = area.y;
    let current = answer.comparison.grades.len() == all.len();
    let standing = if current { said::standing_notes(&state.basis, &all, &answer.comparison) } else { Vec::new() };
    for note in standing.into_iter().chain(said::frame_notes(&all, &answer.comparison)) {
        for line in super::pen::wrap(&note, usize::from(area.width)) {
            if y >= area.bottom() {
                return;
            }
            pen.put(area.x, y, area.width, &line, Role::Dim);
            y += 1;
        }
    }
}
