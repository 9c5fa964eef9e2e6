//! Draws Evidence: names of the lists, the filter as it was understood, a list, and the page of the selected record.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::hit::HitMap;
use super::look::Role;
use super::pen::{Pen, Pieces, wrap};
use crate::report::sheet::Datum;
use crate::report::shelf::page::Line;
use crate::report::shelf::{Column, Entry, Tab};
use crate::tui::app::shelf::{FIRST_LINE, FIRST_OF_PAGE, Mode, left_out};
use crate::tui::app::{Screen, State, Target};

/// From this width on the page stands beside the list.
const SIDE_BY_SIDE: u16 = 110;

/// Draws the screen between top bar and footer; the cursor's place comes back while the filter is typed into.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) -> Option<(u16, u16)> {
    let title = format!("{}: {}", Screen::Evidence.label(), Screen::Evidence.question());
    let inside = pen.frame(area, &title, true);
    tabs(pen, Rect { height: 1, ..inside }, state, hits);
    let cursor = filter(pen, Rect { y: inside.y + 1, height: 1, ..inside }, state);
    let body = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
    let reading = matches!(state.shelf.mode, Mode::Page(_));
    let (list_area, page_area) = if area.width >= SIDE_BY_SIDE {
        let w = body.width * 11 / 20;
        (Rect { width: w, ..body }, Rect { x: body.x + w, width: body.width - w, ..body })
    } else {
        // Whatever has the keys gets the room.
        let h = if reading { (body.height / 4).max(4) } else { body.height * 11 / 20 };
        (Rect { height: h, ..body }, Rect { y: body.y + h, height: body.height.saturating_sub(h), ..body })
    };
    list(pen, list_area, state, hits);
    page(pen, page_area, state, hits);
    cursor
}

fn tabs(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let mut x = area.x;
    let width = |tab: &Tab| u16::try_from(tab.label().width()).unwrap_or(0) + 2;
    // Names that do not fit go off to the left until the one with the keys is in sight.
    let through: u16 = Tab::ALL.iter().take(state.shelf.tab as usize + 1).map(width).sum();
    let mut over = through.saturating_sub(area.width.saturating_sub(2));
    let all: u16 = Tab::ALL.iter().map(width).sum();
    if over == 0 && all > area.width {
        pen.put_right(area.right(), area.y, 2, "›", Role::Dim);
    }
    if over > 0 {
        x = pen.put(x, area.y, 2, "‹ ", Role::Dim);
    }
    for (i, tab) in Tab::ALL.into_iter().enumerate() {
        if over > 0 {
            over = over.saturating_sub(width(&tab));
            continue;
        }
        let here = tab == state.shelf.tab;
        let text = if here { format!("▸{} ", tab.label()) } else { format!(" {} ", tab.label()) };
        let room = area.right().saturating_sub(x);
        if pen.width(&text) > room {
            break;
        }
        let start = x;
        x = pen.put(x, area.y, area.right().saturating_sub(x), &text, if here { Role::Selected } else { Role::Dim });
        hits.add(Rect { x: start, y: area.y, width: x - start, height: 1 }, Target::Item(i));
    }
}

/// "23 of 236: lever ‘skills’; design level 4 or more".
fn filter(pen: &mut Pen<'_>, area: Rect, state: &State) -> Option<(u16, u16)> {
    let here = state.shelf.here();
    let all = state.shelf.catalogue.as_ref().map_or(0, |c| c.list(state.shelf.tab).len());
    let count = format!("{} of {all}", here.found.rows.len());
    let mut x = area.x + 1;
    let mut cursor = None;
    let left = |x: u16| area.right().saturating_sub(x);
    if let Mode::Filter(input, _) = &state.shelf.mode {
        x = pen.put(x, area.y, left(x), "/ ", Role::Key);
        let width = area.width / 2;
        let scroll = input.visual_scroll(usize::from(width.saturating_sub(1)));
        let shown: String = input.value().chars().skip(scroll).collect();
        pen.put(
            x,
            area.y,
            width,
            &{
                let w = usize::from(width);
                format!("{shown:<w$}")
            },
            Role::Field,
        );
        let at = u16::try_from(input.visual_cursor().saturating_sub(scroll)).unwrap_or(0);
        cursor = Some((x + at.min(width.saturating_sub(1)), area.y));
        x += width + 1;
        let said =
            if here.found.said.is_empty() { "lever: country: design:4+ year:2010- used:" } else { &here.found.said };
        x = pen.put(x, area.y, left(x), &count, Role::Title);
        pen.put(x + 1, area.y, left(x + 1), said, Role::Dim);
        return cursor;
    }
    x = pen.put(x, area.y, left(x), &count, Role::Title);
    if !here.found.said.is_empty() {
        x = pen.put(x, area.y, left(x), &format!(": {}", here.found.said), Role::Accent);
    }
    if !state.shelf.trail.is_empty() {
        let trail: Vec<&str> = state.shelf.trail.iter().rev().take(3).map(|r| r.id.as_str()).collect();
        x = pen.put(x + 2, area.y, left(x + 2), &format!("← {}", trail.join(" ← ")), Role::Dim);
    }
    let order = format!("order: {}", here.order.label());
    if pen.width(&order) + 2 < left(x) {
        pen.put_right(area.right().saturating_sub(1), area.y, left(x), &order, Role::Dim);
    }
    cursor
}

/// Least width of a column that takes what is left: names must be told apart.
const NAME_MIN: u16 = 16;

/// The columns there is room for, each with its width. The one that is kept longest gives way last.
fn fitting(columns: &'static [Column], width: u16) -> Vec<(usize, &'static Column, u16)> {
    let mut kept: Vec<(usize, &Column)> = columns.iter().enumerate().filter(|(_, c)| c.from <= width).collect();
    let share = |kept: &[(usize, &Column)]| {
        let fixed: u16 = kept.iter().map(|(_, c)| c.width + 1).sum();
        let free = kept.iter().filter(|(_, c)| c.width == 0).count();
        width.saturating_sub(fixed + 1) / u16::try_from(free).unwrap_or(1).max(1)
    };
    while share(&kept) < NAME_MIN {
        let widest = kept.iter().enumerate().filter(|(_, (_, c))| c.from > 0).max_by_key(|(_, (_, c))| c.from);
        let Some(at) = widest.map(|(at, _)| at) else { break };
        kept.remove(at);
    }
    let share = share(&kept);
    kept.into_iter().map(|(i, c)| (i, c, if c.width == 0 { share } else { c.width })).collect()
}

fn list(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let Some(catalogue) = &state.shelf.catalogue else { return };
    let shelf = &state.shelf;
    let (here, entries) = (shelf.here(), catalogue.list(shelf.tab));
    let columns = fitting(shelf.tab.columns(), area.width.saturating_sub(1));
    let mut x = area.x + 1;
    for (_, column, width) in &columns {
        pen.put(x, area.y, *width, column.name, Role::Dim);
        x += width + 1;
    }
    let rows = usize::from(area.height.saturating_sub(1));
    hits.seen.rows = rows.max(1);
    if here.found.rows.is_empty() {
        pen.put(
            area.x + 1,
            area.y + 1,
            area.width.saturating_sub(1),
            "Nothing is left. Esc clears the filter.",
            Role::Warn,
        );
    }
    let out = left_out(state);
    let first = here.selected.saturating_sub(rows / 2).min(here.found.rows.len().saturating_sub(rows));
    let shown = here.found.rows.iter().enumerate().skip(first).take(rows);
    for (y, (line, row)) in (area.y + 1..area.bottom()).zip(shown) {
        let Some(entry) = entries.get(*row) else { continue };
        let selected = line == here.selected;
        let excluded = out.contains(entry.id.as_str());
        draw_line(pen, Rect { y, height: 1, ..area }, &columns, entry, (selected, excluded));
        hits.add(Rect { y, height: 1, ..area }, Target::Item(FIRST_LINE + line));
    }
}

fn draw_line(
    pen: &mut Pen<'_>,
    area: Rect,
    columns: &[(usize, &Column, u16)],
    entry: &Entry,
    (selected, excluded): (bool, bool),
) {
    let role = match (selected, excluded) {
        (true, _) => Role::Selected,
        (false, true) => Role::Warn,
        (false, false) => Role::Text,
    };
    if selected {
        pen.put(area.x, area.y, area.width, &" ".repeat(usize::from(area.width)), role);
        pen.put(area.x, area.y, 1, "▸", role);
    } else if excluded {
        pen.put(area.x, area.y, 1, "×", role);
    }
    let mut x = area.x + 1;
    for (i, column, width) in columns {
        let cell = entry.cells.get(*i).map_or("", Datum::shown);
        let last = column.name == "used" && excluded;
        let numeric = matches!(entry.cells.get(*i), Some(Datum::Number { .. }));
        let dim = matches!(cell, "left out" | "no study" | "weak throughout" | "no study in its bands");
        let role = if !selected && dim && !excluded { Role::Dim } else { role };
        if numeric {
            pen.put_right(x + width, area.y, *width, cell, role);
        } else {
            pen.put(x, area.y, *width, if last { "you: out" } else { cell }, role);
        }
        x += width + 1;
    }
}

/// The lines of the page, wrapped, each with the number of its reference if it leads somewhere.
fn lines(state: &State, width: usize) -> Vec<(usize, Option<usize>, Pieces)> {
    let mut out = Vec::new();
    let mut link = 0;
    let chosen = if let Mode::Page(chosen) = state.shelf.mode { Some(chosen) } else { None };
    for (n, line) in state.shelf.page.lines.iter().enumerate() {
        let (lead, rest, role, this) = match line {
            Line::Head(_) => {
                if !out.is_empty() {
                    out.push((n, None, Pieces::new()));
                }
                ("", "", Role::Title, None)
            }
            Line::Text(_) => (" ", " ", Role::Text, None),
            Line::Warn(_) => ("! ", "  ", Role::Warn, None),
            Line::Link(..) => {
                let role = if chosen == Some(link) { Role::Selected } else { Role::Accent };
                let lead = if chosen == Some(link) { "▸→ " } else { " → " };
                (lead, "   ", role, Some(link))
            }
        };
        link += usize::from(this.is_some());
        for (i, text) in wrap(line.text(), width.saturating_sub(rest.width())).into_iter().enumerate() {
            out.push((n, this, vec![(format!("{}{text}", if i == 0 { lead } else { rest }), role)]));
        }
    }
    out
}

fn page(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    if area.height < 3 || state.shelf.page.title.is_empty() {
        return;
    }
    let reading = matches!(state.shelf.mode, Mode::Page(_));
    let inside = pen.frame(area, &state.shelf.page.title, reading);
    hits.add(inside, Target::Item(FIRST_OF_PAGE * 2));
    let lines = lines(state, usize::from(inside.width.saturating_sub(1)));
    let height = usize::from(inside.height);
    let at = lines.iter().position(|(n, _, _)| *n >= state.shelf.scroll).unwrap_or(0);
    let mut first = at.min(lines.len().saturating_sub(height));
    // The chosen reference stays in sight.
    if let Mode::Page(chosen) = state.shelf.mode
        && state.shelf.scroll > 0
        && let Some(line) = lines.iter().rposition(|(_, link, _)| *link == Some(chosen))
    {
        let near = first + height > line || state.shelf.scroll + 4 < lines[line].0;
        first = if near { first } else { (line + 1).saturating_sub(height) };
    }
    for (y, (_, link, pieces)) in (inside.y..inside.bottom()).zip(lines.iter().skip(first)) {
        pen.pieces(inside.x, y, inside.width, pieces);
        if let Some(link) = link {
            hits.add(Rect { y, height: 1, ..inside }, Target::Item(FIRST_OF_PAGE + link));
        }
    }
    let below = lines.len().saturating_sub(first + height);
    if below > 0 {
        let more = format!(" {} ↓ ", crate::report::words::count(below as u64, "more line", "more lines"));
        pen.put_right(area.right().saturating_sub(2), area.bottom() - 1, area.width / 2, &more, Role::Dim);
    }
}
