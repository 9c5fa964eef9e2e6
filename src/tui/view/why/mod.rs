//! Why an indicator moves: the fan large, what each lever adds, by which mechanism, on whose evidence.
//!
//! One part at a time on a small screen, two columns on a middling one, three on a wide one.

mod adds;
mod chart;
mod cite;
mod page;
mod path;

use ratatui::layout::Rect;

pub(super) use cite::draw as draw_cite;

use super::cards;
use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, Pieces};
use crate::report::words;
use crate::tui::app::{State, Target, Why, WhyPart};

/// Inside widths from which two and three columns stand side by side.
const TWO: u16 = 100;
const THREE: u16 = 170;

/// Draws the layer over nearly the whole screen.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, why: &Why, hits: &mut HitMap) {
    let outer = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 };
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    hits.seen.rows = 0;
    let inside = pen.frame(outer, &format!("Why? {}", cards::title(state, why.indicator)), true);
    keys(pen, outer, why.part);
    let Some(plan) = state.outcome() else {
        pen.put(inside.x + 1, inside.y, inside.width - 1, "computing…", Role::Dim);
        return;
    };
    let outcome = plan.indicator(why.indicator);
    let body = tabs(pen, inside, why.part);
    let mut room = Room { pen, state, why, hits };
    let column = |x: u16, width: u16| Rect { x: body.x + x, width, ..body };
    if body.width >= THREE {
        let w = body.width / 3;
        chart::draw(room.pen, column(0, w - 1), state, outcome);
        let (top, bottom) = split(column(w, w - 1), adds::height(state, true));
        room.part(WhyPart::Levers, top);
        room.part(WhyPart::Path, bottom);
        room.part(WhyPart::Findings, column(2 * w, body.width - 2 * w));
    } else if body.width >= TWO {
        let w = body.width / 2;
        let (chart, levers) = split(column(0, w - 1), body.height.saturating_sub(adds::height(state, false)));
        chart::draw(room.pen, chart, state, outcome);
        room.part(WhyPart::Levers, levers);
        let (path, page) = split(column(w, body.width - w), body.height * 2 / 5);
        room.part(WhyPart::Path, path);
        room.part(WhyPart::Findings, page);
    } else if why.part == WhyPart::Chart {
        chart::draw(room.pen, body, state, outcome);
    } else {
        room.part(why.part, body);
    }
}

/// The upper `height` rows, and the rest.
fn split(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
}

/// The names of the parts, the one with the keys marked.
fn tabs(pen: &mut Pen<'_>, inside: Rect, part: WhyPart) -> Rect {
    let mut x = inside.x + 1;
    for each in WhyPart::ALL {
        let (text, role) = if each == part {
            (format!("[{}]", each.label()), Role::Selected)
        } else {
            (format!(" {} ", each.label()), Role::Dim)
        };
        x = pen.put(x, inside.y, inside.right().saturating_sub(x), &text, role) + 1;
    }
    Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside }
}

fn keys(pen: &mut Pen<'_>, outer: Rect, part: WhyPart) {
    let own = match part {
        WhyPart::Chart => "⏎ evidence",
        WhyPart::Levers => "↑↓ scroll",
        WhyPart::Path => "↑↓ arrow  ⏎ evidence",
        WhyPart::Findings => "↑↓ scroll  ⏎ path",
    };
    let text = format!(" Tab part  {own}  ←→ indicator  o source  y copy  Esc back ");
    pen.put(outer.x + 2, outer.bottom() - 1, outer.width - 4, &text, Role::Dim);
}

/// Where the parts made of lines are drawn.
struct Room<'a, 'b> {
    pen: &'a mut Pen<'b>,
    state: &'a State,
    why: &'a Why,
    hits: &'a mut HitMap,
}

impl Room<'_, '_> {
    /// Draws a part made of lines; the one with the keys can be scrolled.
    fn part(&mut self, part: WhyPart, area: Rect) {
        if area.height == 0 || area.width < 4 {
            return;
        }
        let width = area.width.saturating_sub(2);
        if part == WhyPart::Path {
            path::draw(self.pen, Rect { x: area.x + 1, width, ..area }, self.state, self.why, self.hits);
            return;
        }
        let lines = match part {
            WhyPart::Levers => adds::lines(self.pen, self.state, self.why.indicator, width),
            _ => page::lines(self.pen, self.state, self.why, width),
        };
        let below = lines.len().saturating_sub(usize::from(area.height));
        let mine = self.why.part == part;
        if mine {
            self.hits.seen.rows = below;
        }
        scrolled(self.pen, area, &lines, if mine { self.why.scroll } else { 0 });
    }
}

/// Lines from a scrolled place on; the last line says how many follow.
fn scrolled(pen: &mut Pen<'_>, area: Rect, lines: &[Pieces], scroll: usize) {
    let height = usize::from(area.height);
    let offset = scroll.min(lines.len().saturating_sub(height));
    let width = area.width.saturating_sub(2);
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(offset)) {
        pen.pieces(area.x + 1, y, width, line);
    }
    let below = lines.len().saturating_sub(offset + height);
    if below > 0 {
        // The last line shown makes way for the count.
        let more = format!("{} ↓", words::count(below as u64 + 1, "more line", "more lines"));
        let y = area.bottom() - 1;
        pen.put(area.x + 1, y, width, &" ".repeat(usize::from(width)), Role::Text);
        pen.put_right(area.right() - 1, y, width, &more, Role::Dim);
    }
}

/// A line in one role.
fn line(text: impl Into<String>, role: Role) -> Pieces {
    vec![(text.into(), role)]
}
