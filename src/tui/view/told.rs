//! Tables over the screen: the fair test, and what another version of the evidence changed.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, wrap};
use crate::report::fit::{self, Kind};
use crate::tui::app::told::{Told, lines, sheets};
use crate::tui::app::{State, Target};

/// Draws the layer.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, (told, scroll): (Told, usize), hits: &mut HitMap) {
    let width = area.width.saturating_sub(4).min(120);
    let lines = fitted(state, told, usize::from(width.saturating_sub(4)));
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height.saturating_sub(2));
    let outer = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    let inside = pen.frame(outer, told.title(), true);
    hits.seen.rows = usize::from(inside.height).max(1);
    let offset = scroll.min(lines.len().saturating_sub(usize::from(inside.height)));
    for (y, (text, role)) in (inside.y..inside.bottom()).zip(lines.iter().skip(offset)) {
        pen.put(inside.x + 1, y, inside.width.saturating_sub(2), text, *role);
    }
    if lines.len() > offset + usize::from(inside.height) {
        pen.put_right(outer.right() - 2, outer.bottom() - 1, outer.width - 4, " more ↑↓ ", Role::Dim);
    }
}

/// The tables in so many cells; of a fair test the counts stand first, then the terms.
fn fitted(state: &State, told: Told, width: usize) -> Vec<(String, Role)> {
    let mut tables = sheets(state, told);
    if tables.is_empty() {
        let said = lines(state, told);
        return said.iter().flat_map(|line| wrap(line, width)).map(|line| (line, Role::Warn)).collect();
    }
    if told == Told::Fair && tables.len() > 1 {
        tables.swap(0, 1);
    }
    let mut out = Vec::new();
    for sheet in &tables {
        out.extend(fit::lines(sheet, width).into_iter().map(|(kind, text)| {
            let role = match kind {
                _ if text.starts_with("No fair test") => Role::Warn,
                Kind::Title => Role::Title,
                Kind::Head => Role::Accent,
                Kind::Row => Role::Text,
                Kind::Note => Role::Dim,
            };
            (text, role)
        }));
        out.push((String::new(), Role::Text));
    }
    out
}
