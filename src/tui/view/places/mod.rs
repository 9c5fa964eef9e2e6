//! Draws Places.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::Pen;
use crate::tui::app::{Screen, State};

/// Draws the screen between top bar and footer.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, _state: &State, _hits: &mut HitMap) {
    let inside = pen.frame(area, Screen::Places.label(), true);
    pen.put(inside.x + 1, inside.y, inside.width.saturating_sub(1), Screen::Places.question(), Role::Dim);
}
