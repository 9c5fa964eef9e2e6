//! An address as a picture of dots: two dots a cell, dark on light whatever the theme, its quiet edge among them.

use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use super::pen::Pen;

/// Columns and rows that it takes.
pub(super) fn size(dots: &[Vec<bool>]) -> (u16, u16) {
    let side = dots.len();
    (u16::try_from(side).unwrap_or(u16::MAX), u16::try_from(side.div_ceil(2)).unwrap_or(u16::MAX))
}

/// Draws it at the top left of an area.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, dots: &[Vec<bool>]) {
    let side = dots.len();
    let dark = |x: usize, y: usize| dots.get(y).and_then(|row| row.get(x)).copied().unwrap_or(false);
    let style = Style::new().fg(Color::Black).bg(Color::White);
    for row in 0..side.div_ceil(2) {
        for column in 0..side {
            let symbol = match (dark(column, 2 * row), dark(column, 2 * row + 1)) {
                (true, true) => "█",
                (true, false) => "▀",
                (false, true) => "▄",
                (false, false) => " ",
            };
            let x = area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
            let y = area.y.saturating_add(u16::try_from(row).unwrap_or(u16::MAX));
            pen.cell(x, y, symbol, style);
        }
    }
}
