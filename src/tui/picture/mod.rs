//! A frame as something that can be taken away: text, SVG and HTML by one walk over the same cells.

mod files;
mod html;
mod svg;

pub use files::{ExportFile, files};
pub use html::html;
pub use svg::svg;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr as _;

use crate::tui::view::{Rgb, Theme, rgb};

/// Neighbouring cells of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// First column.
    pub x: u16,
    /// Cells.
    pub width: u16,
    /// What stands in them.
    pub text: String,
    /// Colour of the text.
    pub ink: Rgb,
    /// Colour behind it.
    pub paper: Rgb,
    /// Bold, underlined; reversed is in the colours already.
    pub modifier: Modifier,
}

/// The cells of a frame, row by row, gathered into runs of one style.
#[must_use]
pub fn rows(buffer: &Buffer, theme: &Theme) -> Vec<Vec<Run>> {
    let area = buffer.area;
    (area.top()..area.bottom()).map(|y| row(buffer, theme, y)).collect()
}

fn row(buffer: &Buffer, theme: &Theme, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let paper_of_theme = theme.papers.first().copied().unwrap_or_default();
    let mut x = buffer.area.left();
    while x < buffer.area.right() {
        let Some(cell) = buffer.cell((x, y)) else { break };
        let (mut ink, mut paper) = (rgb(Some(cell.fg), theme.ink), rgb(Some(cell.bg), paper_of_theme));
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut ink, &mut paper);
        }
        let modifier = cell.modifier & (Modifier::BOLD | Modifier::UNDERLINED | Modifier::DIM);
        // A character may take two cells; the second holds nothing of its own.
        let width = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        let symbol: String = cell.symbol().chars().filter(|c| !c.is_control()).collect();
        match runs.last_mut() {
            Some(run) if (run.ink, run.paper, run.modifier) == (ink, paper, modifier) => {
                run.text.push_str(&symbol);
                run.width += width;
            }
            _ => runs.push(Run { x, width, text: symbol, ink, paper, modifier }),
        }
        x = x.saturating_add(width);
    }
    runs
}

/// The characters of a frame, line by line, without blanks at the ends.
#[must_use]
pub fn text(buffer: &Buffer, theme: &Theme) -> String {
    let mut out = String::new();
    for row in rows(buffer, theme) {
        let line: String = row.iter().map(|r| r.text.as_str()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn hex((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}
