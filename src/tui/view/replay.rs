//! The last change once more: what was set, and every indicator before and after it in words.

use ratatui::layout::Rect;

use super::cards;
use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, wrap};
use crate::tui::app::replay::Moved;
use crate::tui::app::{State, Target};

/// Draws the layer.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, scroll: usize, hits: &mut HitMap) {
    let width = area.width.saturating_sub(4).min(116);
    let lines = lines(state, usize::from(width.saturating_sub(4)));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height.saturating_sub(2));
    let outer = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    let inside = pen.frame(outer, "The last change. b turns the cards round, Esc leaves", true);
    let offset = scroll.min(lines.len().saturating_sub(usize::from(inside.height)));
    for (y, (text, role)) in (inside.y..inside.bottom()).zip(lines.iter().skip(offset)) {
        pen.put(inside.x + 1, y, inside.width.saturating_sub(2), text, *role);
    }
    if lines.len() > usize::from(inside.height) {
        pen.put_right(outer.right() - 2, outer.bottom() - 1, outer.width - 4, " more ↑↓ ", Role::Dim);
    }
}

fn lines(state: &State, width: usize) -> Vec<(String, Role)> {
    let mut out: Vec<(String, Role)> = Vec::new();
    let mut say = |text: String, role: Role| out.extend(wrap(&text, width).into_iter().map(|line| (line, role)));
    for change in state.last_change() {
        say(change, Role::Title);
    }
    let most = state.moved_most.map(|i| cards::title(state, i));
    say(most.map_or_else(|| String::from("No indicator moved."), |m| format!("Moved most: {m}.")), Role::Text);
    if let (Some(before), Some(answer)) = (&state.before, &state.answer)
        && before.projection.draws != answer.projection.draws
    {
        let draws = [before.projection.draws, answer.projection.draws];
        say(
            format!("Before from {} draws, after from {}: small differences are chance.", draws[0], draws[1]),
            Role::Dim,
        );
    }
    say(format!("Against no new policy, {}, 8 in 10 futures:", state.scenario.last_year()), Role::Dim);
    let table = state.moved();
    let columns = columns(state, &table);
    for row in &table {
        out.extend(row_lines(state, row, columns, width));
    }
    out
}

/// Widths of name and of the figures before.
fn columns(state: &State, table: &[Moved]) -> (usize, usize) {
    let longest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    (
        longest(&mut table.iter().map(|r| cards::title(state, r.indicator).chars().count())),
        longest(&mut table.iter().map(|r| r.before.chars().count())),
    )
}

/// One line where it fits, else the name and the two figures under each other.
fn row_lines(state: &State, row: &Moved, (name, before): (usize, usize), width: usize) -> Vec<(String, Role)> {
    let mark = if state.moved_most == Some(row.indicator) { "◆ " } else { "  " };
    let title = cards::title(state, row.indicator);
    let role = if row.differs { Role::Text } else { Role::Dim };
    let after = if row.differs { row.after.clone() } else { String::from("the same") };
    let line = format!("{mark}{title:<name$}  {:<before$}  → {after}", row.before);
    if line.chars().count() <= width {
        return vec![(line, role)];
    }
    let second = format!("    {} → {after}", row.before);
    let mut lines = vec![(format!("{mark}{title}"), role)];
    lines.extend(wrap(&second, width.saturating_sub(4)).into_iter().map(|l| (format!("    {l}"), role)));
    lines
}
