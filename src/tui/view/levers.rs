//! The list of levers under their headings.

use ratatui::layout::Rect;

use super::hit::HitMap;
use super::look::Role;
use super::pen::Pen;
use crate::model::{Lever, LeverGroup, LeverKind};
use crate::report::words;
use crate::tui::app::{LeverRow, Pane, State, Target, Together};

/// A line of the list.
enum Line<'a> {
    Heading(LeverGroup),
    Lever(usize, &'a Lever),
}

/// Draws the pane, scrolled so that the selected lever is in it.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    hits.add(area, Target::Levers);
    let inside = pen.frame(area, "Levers", state.pane == Pane::Levers && state.overlays.is_empty());
    let lines = lines(state);
    let here = |l: &Line<'_>| match l {
        Line::Heading(group) => state.on_heading() && state.selected_lever().is_some_and(|l| l.group == *group),
        Line::Lever(i, _) => *i == state.lever,
    };
    let selected = lines.iter().position(here).unwrap_or(0);
    let height = usize::from(inside.height);
    let offset = selected.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
    for (y, line) in (inside.y..inside.bottom()).zip(lines.iter().skip(offset)) {
        match line {
            Line::Heading(group) => {
                heading(pen, Rect { y, height: 1, ..inside }, state, *group, hits);
            }
            Line::Lever(index, lever) => lever_line(pen, Rect { y, height: 1, ..inside }, state, *index, lever, hits),
        }
    }
    let below = lines.len().saturating_sub(offset + height);
    if below > 0 || offset > 0 {
        let more = match (offset > 0, below > 0) {
            (true, true) => " more ↑↓ ",
            (true, false) => " more ↑ ",
            _ => " more ↓ ",
        };
        pen.put_right(area.right() - 2, area.bottom() - 1, area.width - 4, more, Role::Dim);
    }
}

fn lines(state: &State) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for group in LeverGroup::ALL {
        lines.push(Line::Heading(group));
        if state.folded.contains(&group) {
            continue;
        }
        let of = state.basis.model.levers.iter().enumerate().filter(|(_, l)| l.group == group);
        lines.extend(of.map(|(i, l)| Line::Lever(i, l)));
    }
    lines
}

/// The name of a group; folded it says what it hides.
fn heading(pen: &mut Pen<'_>, area: Rect, state: &State, group: LeverGroup, hits: &mut HitMap) {
    hits.add(area, Target::Group(group));
    let name = group.label().to_uppercase();
    if !state.folded.contains(&group) {
        pen.put(area.x + 1, area.y, area.width - 1, &name, Role::Dim);
        return;
    }
    let here = state.selected_lever().is_some_and(|l| l.group == group);
    let role = if here { Role::Selected } else { Role::Dim };
    if here {
        let style = pen.style(Role::Selected);
        pen.buf.set_style(area, style);
        pen.put(area.x, area.y, 1, "▸", role);
    }
    pen.put(area.x + 1, area.y, area.width - 1, &format!("+ {name}"), role);
    let said = group_said(state, group);
    pen.put_right(area.right(), area.y, area.width.saturating_sub(pen.width(&name) + 4), &said, role);
}

/// "2 on, £4.5m/yr", "off".
pub(super) fn group_said(state: &State, group: LeverGroup) -> String {
    let (on, cost) = state.group_cost(group);
    if on == 0 {
        return String::from("off");
    }
    format!("{on} on, {}/yr", words::amount(cost, words::Unit::MillionPounds))
}

fn lever_line(pen: &mut Pen<'_>, area: Rect, state: &State, index: usize, lever: &Lever, hits: &mut HitMap) {
    let row = state.lever_row(lever);
    let selected = index == state.lever;
    let bar_width = match area.width {
        0..40 => 6,
        40..50 => 8,
        _ => 12,
    };
    let amount_width = if area.width >= 40 { 9 } else { 7 };
    let label_width = area.width.saturating_sub(bar_width + amount_width + 3);
    let role = match (selected, row.amount > 0.0) {
        (true, _) => Role::Selected,
        (false, true) => Role::Text,
        (false, false) => Role::Dim,
    };
    if selected {
        let style = pen.style(Role::Selected);
        pen.buf.set_style(area, style);
        pen.put(area.x, area.y, 1, "▸", role);
    }
    pen.put(area.x + 1, area.y, label_width, &lever.label, role);
    if let Some(together) = state.together(&lever.id) {
        let mark = match together {
            Together::Better => "+",
            Together::Worse => "−",
            Together::Mixed => "±",
        };
        pen.put(area.x + 1 + label_width, area.y, 1, mark, if selected { role } else { Role::Accent });
    }
    hits.add(area, Target::Lever(index));
    let bar = Rect { x: area.x + label_width + 2, y: area.y, width: bar_width, height: 1 };
    draw_bar(pen, bar, &row);
    hits.add(bar, Target::LeverBar(index, 0));
    let text = amount(lever, &row, amount_width);
    // In ASCII a pound sign takes three letters: the heading says what is counted.
    let text = if pen.look.ascii() { text.replace('£', "") } else { text };
    pen.put_right(area.right(), area.y, amount_width, &text, role);
}

/// Filled up to the amount, hatched beyond the evidence.
fn draw_bar(pen: &mut Pen<'_>, area: Rect, row: &LeverRow) {
    let Some(slider) = row.slider else { return };
    let max = row.reach_max().max(row.amount).max(1e-12);
    let ascii = pen.look.ascii();
    for i in 0..area.width {
        // A cell is filled once the amount passes its start, so that the least amount shows.
        let start = max * f64::from(i) / f64::from(area.width);
        let filled = row.amount > start + 1e-9 * max;
        let beyond = start >= slider.edge * (1.0 - 1e-9);
        let (symbol, role) = match (filled, beyond) {
            (true, false) => (if ascii { "#" } else { "▰" }, Role::BarOn),
            (true, true) => (if ascii { "x" } else { "▨" }, Role::Warn),
            (false, false) => (if ascii { "-" } else { "▱" }, Role::BarOff),
            (false, true) => (if ascii { "." } else { "·" }, Role::BarOff),
        };
        let style = pen.style(role);
        if let Some(cell) = pen.buf.cell_mut((area.x + i, area.y)) {
            let behind = cell.style();
            cell.set_symbol(symbol);
            cell.set_style(behind.patch(style));
        }
    }
}

/// `£2.6m/yr`; the year is left out where there is no room.
fn amount(lever: &Lever, row: &LeverRow, width: u16) -> String {
    if row.amount <= 0.0 {
        return String::from("off");
    }
    match lever.kind {
        LeverKind::Spend => {
            let money = words::exact_millions(words::round_to(row.amount, 3));
            let long = format!("{money}/yr");
            if width >= 9 && long.chars().count() <= usize::from(width) { long } else { money }
        }
        LeverKind::Reform => format!("{} %", words::round_to(row.amount, 2)),
    }
}
