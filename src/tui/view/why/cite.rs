//! A source in full over "why?": the address is shown to be copied, nothing is opened.

use ratatui::layout::Rect;

use super::{line, scrolled};
use crate::report::why;
use crate::tui::app::{Cite, State, Target};
use crate::tui::view::hit::HitMap;
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces, wrap};

/// Cells of the names at the left.
const NAME: usize = 11;

/// Draws the source that is looked at.
pub(in crate::tui::view) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, cite: &Cite, hits: &mut HitMap) {
    let width = area.width.saturating_sub(6).min(100);
    let height = area.height.saturating_sub(4).min(34);
    let outer = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    let title = format!("Source {} of {}", cite.at + 1, cite.sources.len());
    let inside = pen.frame(outer, &title, true);
    let keys = " ←→ other sources  ↑↓ scroll  y copy  Esc back ";
    pen.put(outer.x + 2, outer.bottom() - 1, outer.width - 4, keys, Role::Dim);
    let Some(id) = cite.sources.get(cite.at) else { return };
    let room = usize::from(inside.width.saturating_sub(2)).saturating_sub(NAME).max(1);
    let mut lines: Vec<Pieces> = Vec::new();
    for (name, text) in why::citation(&state.subject(cite.indicator), id) {
        let role = if name == "address" { Role::Accent } else { Role::Text };
        for (i, l) in broken(&text, room).into_iter().enumerate() {
            let name = if i == 0 { name } else { "" };
            let mut pieces = line(format!("{name:<NAME$}"), Role::Dim);
            pieces.push((l, role));
            lines.push(pieces);
        }
    }
    hits.seen.rows = lines.len().saturating_sub(usize::from(inside.height));
    scrolled(pen, inside, &lines, cite.scroll);
}

/// Wrapped at spaces; what is longer than a line, such as an address, is cut into pieces so that all of it is seen.
fn broken(text: &str, width: usize) -> Vec<String> {
    let cut = |line: String| {
        let chars: Vec<char> = line.chars().collect();
        chars.chunks(width).map(|c| c.iter().collect()).collect::<Vec<String>>()
    };
    wrap(text, width).into_iter().flat_map(cut).collect()
}
