//! An address as a picture of dots: two dots a cell, dark on light whatever the theme, with its quiet edge.

use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use super::pen::Pen;

/// Quiet dots on every side; readers ask for four and are content with two on a bright screen.
const QUIET: usize = 2;

/// Columns and rows that it takes.
pub(super) fn size(dots: &[Vec<bool>]) -> (u16, u16) {
    let side = dots.len() + 2 * QUIET;
    (u16::try_from(side).unwrap_or(u16::MAX), u16::try_from(side.div_ceil(2)).unwrap_or(u16::MAX))
}

/// Draws it at the top left of an area. In ASCII two blanks or two signs stand for a dot, and it takes twice the rows.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, dots: &[Vec<bool>]) {
    let side = dots.len() + 2 * QUIET;
    let dark = |x: usize, y: usize| {
        let inside = |i: usize| i.checked_sub(QUIET);
        inside(y).and_then(|y| dots.get(y)).zip(inside(x)).and_then(|(row, x)| row.get(x)).copied().unwrap_or(false)
    };
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
