//! Draws the state; never changes it, and hands back what lies where.
//!
//! ```text
//!  screens by number, and the title of the scenario
//!  place, sector, years, evidence, cost
//!  what this is, and what it is not
//! ╭ Levers ───────╮╭ indicator ────╮╭ indicator ────╮
//! │ …             ││ range, counts ││               │
//! │               ││ fan           ││               │
//! ╰───────────────╯╰───────────────╯╰───────────────╯
//! ╭ This lever ─────────────────────────────────────╮
//! ╰─────────────────────────────────────────────────╯
//!  footer: keys                        draws and time
//! ```

mod big;
mod cards;
mod colour;
mod compare;
mod contrast;
mod detail;
mod fan;
mod footer;
mod hit;
mod insight;
mod levers;
mod lists;
mod look;
mod neighbours;
mod pen;
mod places;
mod plot;
mod present;
mod projector;
mod qr;
mod replay;
mod roundtable;
mod shelf;
mod strip;
mod ticks;
mod told;
mod topbar;
mod why;

pub use colour::Depth;
pub use contrast::{Rgb, contrast, linear, rgb};
pub use hit::HitMap;
pub use look::{Glyphs, Look, Role, Theme, ascii_of};
pub use projector::wall;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::app::{Overlay, Screen, State, Target, View};
use pen::Pen;

/// Least width.
pub const WIDTH_MIN: u16 = 60;
/// Least height.
pub const HEIGHT_MIN: u16 = 18;

/// Where the panes of a size stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    screens: Rect,
    top: Rect,
    title: Rect,
    body: Rect,
    levers: Rect,
    cards: Rect,
    detail: Rect,
    footer: Rect,
}

impl Layout {
    fn of(area: Rect) -> Self {
        let row = |y: u16| Rect { x: area.x, y, width: area.width, height: 1 };
        let detail_height = match area.height {
            0..26 => 4,
            26..32 => 6,
            32..48 => 7,
            _ => 8,
        };
        let body_top = area.y + 3;
        let body_height = area.height.saturating_sub(4 + detail_height);
        let lever_width = match area.width {
            0..72 => 28,
            72..100 => 36,
            100..160 => 48,
            _ => 56,
        };
        Self {
            screens: row(area.y),
            top: row(area.y + 1),
            title: row(area.y + 2),
            body: Rect { x: area.x, y: body_top, width: area.width, height: body_height + detail_height },
            levers: Rect { x: area.x, y: body_top, width: lever_width, height: body_height },
            cards: Rect { x: area.x + lever_width, y: body_top, width: area.width - lever_width, height: body_height },
            detail: Rect { x: area.x, y: body_top + body_height, width: area.width, height: detail_height },
            footer: row(area.bottom() - 1),
        }
    }
}

/// Draws everything into a buffer. The cursor's place comes back if a text field has one.
pub fn draw(state: &State, look: &Look, buf: &mut Buffer) -> (HitMap, Option<(u16, u16)>) {
    let area = *buf.area();
    let mut hits = HitMap::default();
    let mut pen = Pen { buf, look };
    pen.clear(area);
    if area.width < WIDTH_MIN || area.height < HEIGHT_MIN {
        too_small(&mut pen, area);
        return (hits, None);
    }
    let mut cursor = if let View::Presenting(slide) = state.view {
        present::draw(&mut pen, area, state, slide, &mut hits);
        None
    } else {
        everything(&mut pen, area, state, &mut hits)
    };
    for overlay in &state.overlays {
        hits.add(area, Target::Outside);
        cursor = match overlay {
            Overlay::Why(layer) => {
                why::draw(&mut pen, area, state, layer, &mut hits);
                None
            }
            Overlay::Cite(layer) => {
                why::draw_cite(&mut pen, area, state, layer, &mut hits);
                None
            }
            Overlay::Told(told, scroll) => {
                told::draw(&mut pen, area, state, (*told, *scroll), &mut hits);
                None
            }
            Overlay::Replay(scroll) => {
                replay::draw(&mut pen, area, state, *scroll, &mut hits);
                None
            }
            Overlay::Phones(shown) => {
                roundtable::phones(&mut pen, area, state, *shown, &mut hits);
                None
            }
            _ => lists::draw(&mut pen, area, state, overlay, &mut hits),
        };
    }
    if look.ascii() {
        ascii_only(pen.buf);
    }
    (hits, cursor)
}

/// The screen shown, with all that belongs to it.
fn everything(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) -> Option<(u16, u16)> {
    let mut cursor = None;
    let layout = Layout::of(area);
    topbar::draw(pen, [layout.screens, layout.top, layout.title], state, hits);
    if state.screen != Screen::Explore {
        hits.add(layout.body, Target::Body);
    }
    match state.screen {
        Screen::Explore => {
            levers::draw(pen, layout.levers, state, hits);
            cards::draw(pen, layout.cards, state, hits);
            detail::draw(pen, layout.detail, state);
        }
        Screen::Compare => compare::draw(pen, layout.body, state, hits),
        Screen::Places => places::draw(pen, layout.body, state, hits),
        Screen::Evidence => cursor = shelf::draw(pen, layout.body, state, hits),
        Screen::Insight => insight::draw(pen, layout.body, state, hits),
        Screen::Roundtable => cursor = roundtable::draw(pen, layout.body, state, hits),
    }
    footer::draw(pen, layout.footer, state, hits);
    cursor
}

/// One sentence with the size there is and the size that is needed.
fn too_small(pen: &mut Pen<'_>, area: Rect) {
    let text = format!(
        "This window is {}×{}; tiller needs at least {WIDTH_MIN}×{HEIGHT_MIN}. Please enlarge it.",
        area.width, area.height
    );
    let lines = pen::wrap(&text, usize::from(area.width.saturating_sub(2).max(1)));
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let top = area.y + area.height.saturating_sub(count) / 2;
    for (i, line) in (0_u16..).zip(&lines) {
        let x = area.x + area.width.saturating_sub(pen.width(line)) / 2;
        pen.put(x, top.saturating_add(i), area.width, line, Role::Text);
    }
    if pen.look.ascii() {
        ascii_only(pen.buf);
    }
}

/// Whatever slipped through becomes ASCII of one cell.
fn ascii_only(buf: &mut Buffer) {
    for cell in &mut buf.content {
        let other = cell.symbol().chars().next().and_then(ascii_of);
        if let Some(text) = other {
            cell.set_char(text.chars().next().unwrap_or(' '));
        }
    }
}
