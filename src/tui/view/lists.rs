//! Layers with a text field: help, commands, places, sectors, scenarios, names and amounts.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, wrap};
use crate::report::effects::has_level;
use crate::tui::app::commands::Group;
use crate::tui::app::entries::{Entry, entries};
use crate::tui::app::overlay::{Aimed, Field, Narrowing, Pick};
use crate::tui::app::{Overlay, State, Target};
use crate::tui::app::{judged, presets, roundtable};

/// Draws a layer; the cursor's place comes back.
pub(super) fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    state: &State,
    overlay: &Overlay,
    hits: &mut HitMap,
) -> Option<(u16, u16)> {
    let title = match overlay {
        Overlay::Help(_) => "Help: every key. Type to search, Enter runs",
        Overlay::Palette(_) => "Find commands, places, levers, indicators, sources, scenarios",
        Overlay::Picker(Pick::Place, _) => "Place",
        Overlay::Picker(Pick::Sector, _) => "Sector",
        Overlay::Picker(Pick::Partner, _) => "Partner place",
        Overlay::Picker(Pick::Find, _) => "Find a place: nation, region, area, local authority, city",
        Overlay::Picker(Pick::Options, _) => "Options: Enter chooses, Esc is done",
        Overlay::Open(..) => "Open a scenario",
        Overlay::Export(_) => "Export this screen",
        Overlay::Pin(..) => "Set a scenario beside this one",
        Overlay::Presets(..) => "Ready-made mixes for this plan",
        Overlay::Sessions(..) => "Open a session",
        Overlay::Save(_)
        | Overlay::Room(..)
        | Overlay::Phones(_)
        | Overlay::Amount(_)
        | Overlay::Aim(..)
        | Overlay::Override(..)
        | Overlay::Told(..)
        | Overlay::Replay(_)
        | Overlay::Why(_)
        | Overlay::Cite(_) => "",
    };
    if let Some(n) = overlay.narrowing() {
        return Some(list(pen, area, state, (overlay, n), title, hits));
    }
    Some(match overlay {
        Overlay::Save(field) => field_box(pen, area, "Save under this name", field, "", hits),
        Overlay::Amount(field) => {
            let (title, hint) = amount_title(state);
            field_box(pen, area, &title, field, hint, hits)
        }
        Overlay::Aim(aimed, field) => {
            let (title, hint) = aim_title(state, *aimed);
            field_box(pen, area, &title, field, &hint, hits)
        }
        Overlay::Room(typed, field) => {
            let (title, hint) = roundtable::asked(state, *typed);
            field_box(pen, area, &title, field, &hint, hits)
        }
        Overlay::Override(id, field) => {
            let (title, hint) = judged::titles(state, id);
            field_box(pen, area, &title, field, &hint, hits)
        }
        _ => return None,
    })
}

fn amount_title(state: &State) -> (String, &'static str) {
    use crate::model::LeverKind;
    let Some(lever) = state.selected_lever() else { return (String::new(), "") };
    match lever.kind {
        LeverKind::Spend => (format!("{}: £m a year", lever.label), "Enter sets it, Esc leaves it as it was"),
        LeverKind::Reform => (format!("{}: % coverage", lever.label), "Enter sets it, Esc leaves it as it was"),
    }
}

/// What a budget or a target means, beside the field.
fn aim_title(state: &State, aimed: Aimed) -> (String, String) {
    let Aimed::Target(indicator) = aimed else {
        let text = "For all plans together. Nothing typed: no budget. It changes no figure.";
        return (String::from("Budget: £m a year"), text.to_owned());
    };
    let year = state.scenario.last_year();
    let unit = state.target_unit(indicator).dress("", "").trim().to_owned();
    let of = if has_level(indicator) { "level" } else { "difference to no new policy" };
    let most = if state.aims_below(indicator) { "at most" } else { "at least" };
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    let title = format!("Target: {}", state.basis.model.indicator(indicator).label);
    (title, format!("{of} in {year}, {most} this{unit}. Nothing typed: no target. It changes no figure."))
}

/// A box in the middle of the screen.
fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height }
}

fn field_box(pen: &mut Pen<'_>, area: Rect, title: &str, field: &Field, hint: &str, hits: &mut HitMap) -> (u16, u16) {
    let outer = centred(area, 64, 6);
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    let inside = pen.frame(outer, title, true);
    let cursor = input_line(pen, Rect { height: 1, ..inside }, field.text.value(), field.text.visual_cursor());
    let (text, role) = field.problem.as_deref().map_or((hint, Role::Dim), |p| (p, Role::Warn));
    let lines = wrap(text, usize::from(inside.width.saturating_sub(2)));
    for (y, line) in (inside.y + 1..inside.bottom()).zip(lines) {
        pen.put(inside.x + 1, y, inside.width - 2, &line, role);
    }
    cursor
}

/// A text field on one line, scrolled so that the cursor is in it.
fn input_line(pen: &mut Pen<'_>, area: Rect, text: &str, cursor: usize) -> (u16, u16) {
    let style = pen.style(Role::Field);
    pen.buf.set_style(area.intersection(*pen.buf.area()), style);
    let room = usize::from(area.width.saturating_sub(4));
    let skip = cursor.saturating_sub(room);
    let mut used = 0;
    let shown: String = text
        .chars()
        .skip_while(|c| {
            used += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
            used <= skip
        })
        .collect();
    let mark = if pen.look.ascii() { ">" } else { "›" };
    pen.put(area.x, area.y, 2, &format!("{mark} "), Role::Field);
    pen.put(area.x + 2, area.y, area.width.saturating_sub(3), &shown, Role::Field);
    let at = u16::try_from(cursor - skip.min(cursor)).unwrap_or(0);
    (area.x + 2 + at.min(area.width.saturating_sub(3)), area.y)
}

/// A line of the list: a heading or an entry.
enum Row<'a> {
    Heading(&'static str),
    Entry(usize, &'a Entry),
}

fn rows(all: &[Entry], searching: bool) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut heading = "";
    for (i, entry) in all.iter().enumerate() {
        if !searching && entry.heading != heading {
            heading = entry.heading;
            rows.push(Row::Heading(heading));
        }
        rows.push(Row::Entry(i, entry));
    }
    rows
}

fn list(
    pen: &mut Pen<'_>,
    area: Rect,
    state: &State,
    (overlay, narrowing): (&Overlay, &Narrowing),
    title: &str,
    hits: &mut HitMap,
) -> (u16, u16) {
    let outer = centred(area, 96, area.height.saturating_sub(4).clamp(8, 44));
    pen.clear(outer);
    hits.add(outer, Target::Overlay);
    let inside = pen.frame(outer, title, true);
    let query = narrowing.query.value();
    let cursor = input_line(pen, Rect { height: 1, ..inside }, query, narrowing.query.visual_cursor());
    let all = entries(state, overlay);
    let mut body = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    if matches!(overlay, Overlay::Presets(..)) {
        rule(pen, &mut body);
    }
    if all.is_empty() {
        let text = match overlay {
            Overlay::Open(None, _) | Overlay::Pin(None, _) | Overlay::Sessions(None, _) => "reading…",
            Overlay::Sessions(..) if query.is_empty() => "no session is kept yet",
            _ if query.is_empty() => "nothing here yet",
            _ => "nothing matches",
        };
        pen.put(body.x + 1, body.y, body.width - 1, text, Role::Dim);
        return cursor;
    }
    let rows = rows(&all, !query.trim().is_empty());
    let selected = narrowing.selected.min(all.len() - 1);
    let at = rows.iter().position(|r| matches!(r, Row::Entry(i, _) if *i == selected)).unwrap_or(0);
    let height = usize::from(body.height);
    let offset = at.saturating_sub(height / 2).min(rows.len().saturating_sub(height));
    for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(offset)) {
        let line = Rect { y, height: 1, ..body };
        match row {
            Row::Heading(text) => {
                let end = pen.put(line.x + 1, y, line.width - 1, &text.to_uppercase(), Role::Dim);
                let about = Group::ALL.iter().find(|g| g.label() == *text).map(|g| g.about());
                if let (Some(about), Overlay::Help(_)) = (about, overlay) {
                    let x = end + 2;
                    pen.put(x, y, line.right().saturating_sub(x + 1), about, Role::Dim);
                }
            }
            Row::Entry(i, entry) => {
                entry_line(pen, line, entry, *i == selected);
                hits.add(line, Target::Row(*i));
            }
        }
    }
    if rows.len() > height {
        let more = format!(" {} of {} ", selected + 1, all.len());
        pen.put_right(outer.right() - 2, outer.bottom() - 1, outer.width - 4, &more, Role::Dim);
    }
    cursor
}

/// How presets are scaled, under their list.
fn rule(pen: &mut Pen<'_>, body: &mut Rect) {
    let lines = wrap(presets::RULE, usize::from(body.width.saturating_sub(2)));
    let height = u16::try_from(lines.len()).unwrap_or(0);
    if body.height < height + 4 {
        return;
    }
    body.height -= height;
    for (y, line) in (body.bottom()..).zip(&lines) {
        pen.put(body.x + 1, y, body.width.saturating_sub(2), line, Role::Dim);
    }
}

fn entry_line(pen: &mut Pen<'_>, line: Rect, entry: &Entry, selected: bool) {
    let role = match (selected, entry.disabled.is_some()) {
        (true, _) => Role::Selected,
        (false, true) => Role::Dim,
        (false, false) => Role::Text,
    };
    if selected {
        let style = pen.style(Role::Selected);
        pen.buf.set_style(line.intersection(*pen.buf.area()), style);
        pen.put(line.x, line.y, 1, "▸", role);
    }
    let key_width = pen.width(&entry.key).min(line.width / 3);
    let room = line.width.saturating_sub(key_width + 3);
    let end = pen.put(line.x + 1, line.y, room, &entry.title, role);
    let about_x = end.max(line.x + 26) + 2;
    let about = entry.disabled.unwrap_or(&entry.about);
    let about_role = if selected { Role::Selected } else { Role::Dim };
    let about_end = (line.x + 1 + room).saturating_sub(about_x);
    if about_end > 8 {
        pen.put(about_x, line.y, about_end, about, about_role);
    }
    let key_role = if selected { Role::Selected } else { Role::Key };
    pen.put_right(line.right().saturating_sub(1), line.y, key_width, &entry.key, key_role);
}
