//! Tables over the screen: the fair test, and what another version of the evidence changed.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::Pen;
use crate::tui::app::told::{Told, lines};
use crate::tui::app::{State, Target};

/// Draws the layer.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, (told, scroll): (Told, usize), hits: &mut HitMap) {
    let lines = lines(state, told);
    let width = area.width.saturating_sub(4).min(120);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height.saturating_sub(2));
    let outer = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    let inside = pen.frame(outer, told.title(), true);
    hits.seen.rows = usize::from(inside.height).max(1);
    let offset = scroll.min(lines.len().saturating_sub(usize::from(inside.height)));
    for (y, text) in (inside.y..inside.bottom()).zip(lines.iter().skip(offset)) {
        let role = if text.starts_with("No fair test") { Role::Warn } else { Role::Text };
        pen.put(inside.x + 1, y, inside.width.saturating_sub(2), text, role);
    }
    if lines.len() > offset + usize::from(inside.height) {
        pen.put_right(outer.right() - 2, outer.bottom() - 1, outer.width - 4, " more ↑↓ ", Role::Dim);
    }
}
