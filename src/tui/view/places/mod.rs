//! Draws Places: a tile map of any measure, the list beside it, the profile of what is selected.
//!
//! ```text
//! ╭ measure, sector ──────╮╭ list, sorted by … ─╮
//! │ tiles                 ││ name      value    │
//! │ legend                │╰────────────────────╯
//! │ the selected in words │╭ profile, or group ─╮
//! ╰───────────────────────╯╰────────────────────╯
//! ```

pub mod map;
mod profile;

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::neighbours;
use super::pen::{Pen, wrap};
use crate::evidence::{AreaCode, Place, Tier};
use crate::report::places::map::{MapView, PlaceValue, short};
use crate::report::places::{FORMER, Order};
use crate::scenario::names::tier_word;
use crate::tui::app::neighbours::Layer;
use crate::tui::app::places::Face;
use crate::tui::app::{Screen, State, Target};

/// Draws the screen between top bar and footer.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    if state.neighbours.layer != Layer::Map {
        neighbours::draw(pen, area, state, hits);
        return;
    }
    let p = &state.places_screen;
    let Some(map) = state.places_map() else {
        let inside = pen.frame(area, Screen::Places.label(), true);
        let text = match &p.profile {
            Some(Err(why)) => why.as_str(),
            _ => "reading the figures of 50 places…",
        };
        pen.put(inside.x + 1, inside.y, inside.width.saturating_sub(1), text, Role::Dim);
        return;
    };
    if p.face == Face::Profile {
        profile::whole(pen, area, state, hits);
        return;
    }
    let left = match area.width {
        0..72 => area.width * 11 / 20,
        72..100 => 50,
        100..150 => 66,
        _ => 100,
    };
    let (map_area, side) = (Rect { width: left, ..area }, Rect { x: area.x + left, width: area.width - left, ..area });
    map_pane(pen, map_area, (state, &map), hits);
    let list_height = if side.height < 26 { side.height } else { side.height * 2 / 5 };
    list(pen, Rect { height: list_height, ..side }, (state, &map), hits);
    let below = Rect { y: side.y + list_height, height: side.height - list_height, ..side };
    if below.height > 4 {
        profile::pane(pen, below, state);
    }
}

fn map_pane(pen: &mut Pen<'_>, area: Rect, (state, map): (&State, &MapView), hits: &mut HitMap) {
    let p = &state.places_screen;
    let inside = pen.frame(area, &map.title, p.face == Face::Map);
    let selected = state.selected_area();
    let words = selected_words(state, map);
    let lines = wrap(&words, usize::from(inside.width.saturating_sub(2)).max(8));
    let said = u16::try_from(lines.len()).unwrap_or(2).min(3);
    let tiles = Rect { height: inside.height.saturating_sub(said), ..inside };
    let marks = map::Marks { selected: selected.as_ref(), collected: &p.group };
    map::draw(pen, tiles, (state, map), marks, hits);
    for (y, line) in (inside.bottom() - said..inside.bottom()).zip(&lines) {
        pen.put(inside.x + 1, y, inside.width.saturating_sub(2), line, Role::Title);
    }
}

/// The selected tile in words: name, what it is, value, how known.
fn selected_words(state: &State, map: &MapView) -> String {
    let Some(code) = state.selected_area() else { return String::new() };
    let name = state.basis.evidence.place_name(&Place::Area(code.clone()));
    let what = tier_word(map.tier);
    match map.of(&code) {
        Some(v) if v.value.is_some() => {
            let class = v.value.and_then(|x| map.class(x)).map_or(0, |c| c + 1);
            let range = range_words(state, &code);
            format!("{name}, {what}: {}{range} ({}), class {class} of 5", MapView::shown(v), v.mark)
        }
        _ => format!("{name}, {what}: no figure"),
    }
}

/// ", 8 in 10: 1.8–2.0", or that the error of an official figure is not quantified.
fn range_words(state: &State, code: &AreaCode) -> String {
    let range = state.places_screen.atlas.as_ref().and_then(|atlas| {
        let cell = atlas.cell(code, &state.plan().sector)?;
        atlas.range(state.measure(), cell)
    });
    range.map_or_else(
        || String::from(", error not quantified"),
        |(low, high)| format!(", 8 in 10: {}–{}", short(low), short(high)),
    )
}

fn list(pen: &mut Pen<'_>, area: Rect, (state, map): (&State, &MapView), hits: &mut HitMap) {
    let p = &state.places_screen;
    let count = map.values.len();
    let title = format!("{count} {}, {}", if map.tier == Tier::Lep { "areas" } else { "places" }, p.order.label());
    let inside = pen.frame(area, &title, p.face == Face::List);
    let group = usize::from(!p.group.is_empty());
    let sorted = if p.order == Order::Name { 0 } else { 2 };
    let former = match (map.tier, inside.width) {
        (Tier::Lep, 46..) => 1,
        (Tier::Lep, 28..) => 2,
        _ => 0,
    };
    let notes = u16::try_from(group + sorted + former).unwrap_or(0).min(inside.height / 2);
    let rows = usize::from(inside.height - notes);
    hits.seen.rows = rows;
    let selected = state.selected_area();
    let at = map.values.iter().position(|v| Some(&v.area) == selected.as_ref()).unwrap_or(0);
    let offset = at.saturating_sub(rows / 2).min(count.saturating_sub(rows));
    for (y, (i, value)) in (inside.y..).zip(map.values.iter().enumerate().skip(offset).take(rows)) {
        let line = Rect { y, height: 1, ..inside };
        row(pen, line, (state, map), value, i == at);
        hits.add(line, Target::Item(i));
    }
    foot(pen, Rect { y: inside.bottom() - notes, height: notes, ..inside }, state, map.tier);
}

/// A line of the list: mark, shade, name, change, value.
fn row(pen: &mut Pen<'_>, line: Rect, (state, map): (&State, &MapView), value: &PlaceValue, selected: bool) {
    let role = if selected { Role::Selected } else { Role::Text };
    if selected {
        let style = pen.style(Role::Selected);
        pen.buf.set_style(line.intersection(*pen.buf.area()), style);
    }
    let collected = state.places_screen.group.contains(&value.area);
    let mark = match (selected, collected) {
        (true, true) => "◆",
        (true, false) => "▸",
        (false, true) => "+",
        (false, false) => " ",
    };
    pen.put(line.x, line.y, 1, mark, role);
    let class = value.value.and_then(|x| map.class(x));
    pen.put(line.x + 1, line.y, 1, map::shade(pen.look, class), role);
    let shown = MapView::shown(value);
    let mut right = line.right().saturating_sub(1);
    let width = pen.width(&shown).max(6);
    pen.put_right(right, line.y, width, &shown, role);
    right = right.saturating_sub(width + 1);
    let atlas = state.places_screen.atlas.as_ref();
    if let Some(change) = atlas.and_then(|a| a.change(state.measure(), &value.area)).filter(|_| line.width >= 46) {
        let role = if selected { Role::Selected } else { Role::Dim };
        pen.put_right(right, line.y, 16, &change.shown(), role);
        right = right.saturating_sub(17);
    }
    let name = state.basis.evidence.place_name(&Place::Area(value.area.clone()));
    pen.put(line.x + 3, line.y, right.saturating_sub(line.x + 3), &name, role);
}

/// What must be said under the list: the group, no league table, former LEPs.
fn foot(pen: &mut Pen<'_>, area: Rect, state: &State, tier: Tier) {
    let p = &state.places_screen;
    let width = usize::from(area.width.saturating_sub(2)).max(8);
    let mut lines: Vec<(String, Role)> = Vec::new();
    if !p.group.is_empty() {
        lines.push((format!("Group: {} collected; G uses it", p.group.len()), Role::Accent));
    }
    if p.order != Order::Name {
        let text = "No league table: values lie within each other's error.";
        lines.extend(wrap(text, width).into_iter().take(2).map(|l| (l, Role::Warn)));
    }
    if tier == Tier::Lep {
        let text = if width < 80 { "Figures are for the area of the former LEP." } else { FORMER };
        lines.extend(wrap(text, width).into_iter().take(2).map(|l| (l, Role::Dim)));
    }
    for (y, (line, role)) in (area.y..area.bottom()).zip(lines) {
        pen.put(area.x + 1, y, area.width.saturating_sub(2), &line, role);
    }
}
