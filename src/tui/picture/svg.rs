//! SVG with real text: it can be searched, copied and read aloud, and refers to nothing outside itself.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::{Run, hex, rows};
use crate::report::export::escape;
use crate::tui::view::Theme;

/// Width of a cell in tenths of a pixel, at a type of 14 pixels.
const CELL_WIDTH: u32 = 84;
/// Height of a cell in tenths of a pixel.
const CELL_HEIGHT: u32 = 170;
/// From the top of a cell to the line the letters stand on.
const BASELINE: u32 = 130;
/// Room round the picture, in tenths of a pixel.
const MARGIN: u32 = 100;

/// The frame with its title; `lines` stand below it.
#[must_use]
pub fn svg(buffer: &Buffer, theme: &Theme, title: &str, lines: &[String]) -> String {
    let rows = rows(buffer, theme);
    let below = u32::try_from(lines.len()).unwrap_or(0);
    let width = u32::from(buffer.area.width) * CELL_WIDTH + 2 * MARGIN;
    let height = (u32::from(buffer.area.height) + below + 1) * CELL_HEIGHT + 2 * MARGIN;
    let paper = hex(theme.papers.first().copied().unwrap_or_default());
    let ink = hex(theme.ink);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" \
         height=\"{h}\" role=\"img\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n",
        escape(title),
        w = tenths(width),
        h = tenths(height),
    );
    for (y, row) in (0_u32..).zip(&rows) {
        for run in row {
            cells(&mut out, run, y, &paper);
        }
    }
    for (i, line) in (0_u32..).zip(lines) {
        let y = MARGIN + (u32::from(buffer.area.height) + 1 + i) * CELL_HEIGHT + BASELINE;
        let (x, y) = (tenths(MARGIN + CELL_WIDTH), tenths(y));
        let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" fill=\"{ink}\">{}</text>", escape(line));
    }
    out.push_str("</svg>\n");
    out
}

fn cells(out: &mut String, run: &Run, y: u32, paper: &str) {
    let (x, top) = (MARGIN + u32::from(run.x) * CELL_WIDTH, MARGIN + y * CELL_HEIGHT);
    let width = u32::from(run.width) * CELL_WIDTH;
    let behind = hex(run.paper);
    if behind != paper {
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{behind}\"/>",
            tenths(x),
            tenths(top),
            tenths(width),
            tenths(CELL_HEIGHT)
        );
    }
    if run.text.trim().is_empty() {
        return;
    }
    let mut marks = String::new();
    for (modifier, mark) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.75\""),
    ] {
        if run.modifier.contains(modifier) {
            marks.push_str(mark);
        }
    }
    // The length keeps columns under each other whatever font is found.
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"{}\"{marks}>{}</text>",
        tenths(x),
        tenths(top + BASELINE),
        tenths(width),
        hex(run.ink),
        escape(&run.text)
    );
}

/// Tenths of a pixel as a number: exact, so that the same frame is the same file.
fn tenths(n: u32) -> String {
    if n.is_multiple_of(10) { (n / 10).to_string() } else { format!("{}.{}", n / 10, n % 10) }
}
