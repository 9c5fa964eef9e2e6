//! The layer about phones: where to serve, the address large enough to check, and whether phones get through.

use ratatui::layout::Rect;

use super::super::hit::HitMap;
use super::super::look::Role;
use super::super::pen::Pen;
use super::super::qr;
use super::{line, paragraph, skip};
use crate::serve::preflight::HOT_SPOT;
use crate::tui::app::roundtable::{Phoned, Phones, Table, choices};
use crate::tui::app::{State, Target};

/// Columns of the layer, at most.
const WIDTH: u16 = 76;

/// Draws the layer.
pub(in super::super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, shown: Phoned, hits: &mut HitMap) {
    let Some(table) = state.roundtable.table.as_deref() else { return };
    let width = WIDTH.min(area.width.saturating_sub(2));
    let height = 21.min(area.height.saturating_sub(2));
    let outer = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    let inside = pen.frame(outer, "Phones in the room", true);
    let last = Rect { x: inside.x + 1, y: inside.bottom() - 1, width: inside.width.saturating_sub(2), height: 1 };
    let mut top = Rect { height: inside.height - 1, y: inside.y, ..last };
    let keys = match (shown, &table.phones) {
        (Phoned::HotSpot, _) => {
            hot_spot(pen, &mut top);
            "Esc done · h back"
        }
        (Phoned::Way(_), Some(phones)) => {
            served(pen, &mut top, table, phones);
            "c check again · h hot spot · o turn phones off · Esc done"
        }
        (Phoned::Way(at), None) => {
            offer(pen, &mut top, table, at);
            "↑↓ choose · ⏎ let phones in there · h hot spot · Esc paper only"
        }
    };
    let keys =
        if pen.look.ascii() { keys.replace('⏎', "Enter").replace("↑↓", "Up, Down") } else { keys.to_owned() };
    pen.put(last.x, last.y, last.width, &keys, Role::Dim);
}

/// Before it is served: addresses to choose from.
fn offer(pen: &mut Pen<'_>, top: &mut Rect, table: &Table, at: usize) {
    let about = "Off unless you turn it on. Phones on the same network open a small page, join by a code and hand in one ballot a \
                 round. Many guest networks keep devices apart: try it with one phone before the room fills. Paper needs none of this.";
    paragraph(pen, top, about, Role::Text);
    skip(top, 1);
    if table.networks.is_none() {
        line(pen, top, "Looking for networks…", Role::Dim);
    } else if table.networks.as_ref().is_some_and(Vec::is_empty) {
        line(pen, top, "This machine is on no network that phones could be on.", Role::Warn);
    }
    for (i, (_, says)) in choices(table).iter().enumerate() {
        let here = i == at;
        let role = if here { Role::Selected } else { Role::Text };
        line(pen, top, &format!("{}{says}", if here { "▸" } else { " " }), role);
    }
}

/// While it is served: address, code, picture, and what is known of the way.
fn served(pen: &mut Pen<'_>, top: &mut Rect, table: &Table, phones: &Phones) {
    let (width, height) = qr::size(&phones.dots);
    if width + 30 <= top.width && height <= top.height {
        let at = Rect { x: top.right() - width, width, ..*top };
        qr::draw(pen, at, &phones.dots);
        top.width -= width + 2;
    }
    line(pen, top, &phones.url, Role::Title);
    line(pen, top, &format!("Join code: {}", phones.code), Role::Title);
    skip(top, 1);
    match &table.way {
        None => line(pen, top, "Checking the way…", Role::Dim),
        Some(says) => {
            for text in says {
                paragraph(pen, top, text, Role::Text);
            }
        }
    }
    skip(top, 1);
    paragraph(pen, top, "The wall shows address and picture while a ballot is open.", Role::Dim);
}

fn hot_spot(pen: &mut Pen<'_>, top: &mut Rect) {
    paragraph(pen, top, "Where the network of the house keeps phones out, one after the other:", Role::Title);
    for (i, way) in HOT_SPOT.iter().enumerate() {
        paragraph(pen, top, &format!("{}. {way}", i + 1), Role::Text);
    }
}
