//! The table: a line or two for each indicator, a column for no new policy and each scenario.

use ratatui::layout::Rect;

use super::dots;
use crate::insight::compare::{Measure, Row, Rule};
use crate::model::Direction;
use crate::report::words::{self, Unit};
use crate::report::{compare as said, effects};
use crate::tui::app::compare::{COLUMN_ITEMS, View};
use crate::tui::app::{State, Target};
use crate::tui::view::hit::HitMap;
use crate::tui::view::look::Role;
use crate::tui::view::pen::Pen;

/// Least width of a column: a range cut short would be read as another.
const COLUMN_MIN: u16 = 17;

/// Where the columns stand.
pub(super) struct Grid {
    /// Left end of the first column.
    start: u16,
    /// Width of a column, with the space before the next.
    step: u16,
    /// Columns that there is room for, in their order.
    shown: Vec<usize>,
    /// Columns there are.
    all: usize,
}

impl Grid {
    /// Columns of equal width right of the labels: first of all the two that are set against each other, then the
    /// scenarios, then no new policy.
    pub fn of(area: Rect, state: &State) -> Self {
        let all = state.compare.columns();
        let label = if area.width < 90 { 21 } else { 32 };
        let room = area.width.saturating_sub(label);
        let fit = usize::from(room / COLUMN_MIN).clamp(1, all);
        let mut order = vec![state.compare.column, state.compare.against];
        order.extend((1..all).chain([0]));
        let mut shown: Vec<usize> = Vec::new();
        for column in order {
            if shown.len() < fit && !shown.contains(&column) {
                shown.push(column);
            }
        }
        shown.sort_unstable();
        let count = u16::try_from(shown.len()).unwrap_or(1).max(1);
        Self { start: area.x + label, step: (room / count).min(34), shown, all }
    }

    /// The columns shown, each with its place on one line.
    pub fn cells(&self, y: u16) -> Vec<(usize, Rect)> {
        let at = |(i, column): (u16, &usize)| {
            (*column, Rect { x: self.start + i * self.step, y, width: self.step.saturating_sub(1), height: 1 })
        };
        (0..).zip(&self.shown).map(at).collect()
    }
}

/// Draws the table, scrolled so that the selected line is seen.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, state: &State, hits: &mut HitMap) {
    let grid = Grid::of(area, state);
    header(pen, area, state, &grid, hits);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let Some(answer) = &state.compare.answer else {
        pen.put(body.x, body.y, body.width, "computing…", Role::Dim);
        return;
    };
    let rows = &answer.comparison.rows;
    let figures = state.compare.view == View::Figures;
    let tall: u16 = if figures && body.height >= 16 { 2 } else { 1 };
    let room = usize::from(body.height / tall);
    hits.seen.rows = room;
    let offset = state.compare.row.saturating_sub(room / 2).min(rows.len().saturating_sub(room));
    for (i, row) in rows.iter().enumerate().skip(offset).take(room) {
        let y = body.y + u16::try_from(i - offset).unwrap_or(0) * tall;
        let line = Rect { y, height: tall, ..body };
        hits.add(line, Target::Item(i));
        label(pen, line, state, row, i == state.compare.row, grid.start - area.x);
        for (column, cell) in grid.cells(y) {
            match state.compare.view {
                View::Ranks(rule) => rank(pen, cell, state, row, (column, rule)),
                _ => figure(pen, cell, state, row, column, tall),
            }
        }
    }
    if rows.len() > room {
        let more = format!(" {} of {} lines ", state.compare.row + 1, rows.len());
        let role = if pen.look.ascii() { Role::Text } else { Role::Dim };
        pen.put_right(area.right(), area.bottom(), area.width, &more, role);
    }
}

/// Names of the columns; the selected one and the one it is set against are marked.
pub(super) fn header(pen: &mut Pen<'_>, area: Rect, state: &State, grid: &Grid, hits: &mut HitMap) {
    let hidden = grid.all - grid.shown.len();
    if hidden > 0 {
        let text = format!(" ← → {} more", words::count(hidden as u64, "column", "columns"));
        let room = grid.start.saturating_sub(area.x + 1);
        let text = if pen.width(&text) <= room { text } else { format!(" ← → {hidden} more") };
        pen.put(area.x, area.y, room, &text, Role::Dim);
    }
    for (column, cell) in grid.cells(area.y) {
        let scenario = match column.checked_sub(2) {
            _ if column == 0 => None,
            None => Some(&state.scenario),
            Some(at) => state.compare.pinned.get(at),
        };
        let name = said::column(column);
        let text = scenario.map_or_else(|| name.to_owned(), |s| format!("{name} {}", s.title));
        let text = match column {
            c if c == state.compare.column => format!("▸{text}"),
            c if c == state.compare.against => format!("·{text}"),
            _ => text,
        };
        let role = if column == state.compare.column { Role::Selected } else { Role::Title };
        pen.put(cell.x, cell.y, cell.width, &text, role);
        hits.add(cell, Target::Item(COLUMN_ITEMS + column));
    }
}

fn label(pen: &mut Pen<'_>, line: Rect, state: &State, row: &Row, selected: bool, width: u16) {
    let role = if selected { Role::Selected } else { Role::Text };
    let mark = if selected { "▸" } else { " " };
    let name = said::label(&state.basis, row.measure);
    let unit = said::unit_name(row.measure, state.places());
    let text = format!("{mark}{name}, {unit}");
    let room = width.saturating_sub(1);
    let shown = if pen.width(&text) <= room { text } else { format!("{mark}{name}") };
    pen.put(line.x, line.y, room, &shown, role);
}

/// How many places the scenario of a column has plans in.
fn places(state: &State, column: usize) -> usize {
    let pinned = column.checked_sub(2).and_then(|at| state.compare.pinned.get(at));
    pinned.map_or_else(|| state.places(), |s| crate::report::text::places(s))
}

fn figure(pen: &mut Pen<'_>, cell: Rect, state: &State, row: &Row, column: usize, tall: u16) {
    if column == 0 {
        let text = level(state, row);
        // Without room the unit is left to the label.
        let short = [" an hour", " of UK", " points"].iter().fold(text.clone(), |t, tail| t.replace(tail, ""));
        let text = if pen.width(&text) <= cell.width { text } else { short };
        pen.put(cell.x, cell.y, cell.width, &text, Role::Dim);
        return;
    }
    match &row.cells[column.min(row.cells.len() - 1)] {
        Err(why) => {
            let text = said::why(why);
            pen.put(cell.x, cell.y, cell.width, &text, Role::Dim);
        }
        Ok(found) => {
            if found.futures.iter().all(|f| *f == 0.0) && !found.futures.is_empty() {
                pen.put(cell.x, cell.y, cell.width, "no change", Role::Text);
                return;
            }
            let [low, high, middle] = said::ends(row.measure, &found.range, places(state, column));
            let forms =
                [format!("{low} … {high} ({middle})"), format!("{low}…{high} ({middle})"), format!("{low}…{high}")];
            let fits = forms.iter().find(|f| pen.width(f) <= cell.width).unwrap_or(&forms[2]);
            pen.put(cell.x, cell.y, cell.width, fits, Role::Text);
            if tall > 1 {
                let strip = Rect { y: cell.y + 1, ..cell };
                dots::draw(pen, strip, &found.futures, dots::ends(&row.cells), row.direction);
            }
        }
    }
}

/// What happens without new policy: the level where there is one.
fn level(state: &State, row: &Row) -> String {
    let Measure::Indicator(indicator) = row.measure else { return String::from("–") };
    match row.level.filter(|_| effects::has_level(indicator)) {
        Some(q) => {
            let unit = Unit::of_level(indicator, state.places());
            let decimals = effects::level_decimals(state.basis.model.indicator(indicator), unit);
            words::level_range(&q, decimals, unit)
        }
        None => String::from("0"),
    }
}

fn rank(pen: &mut Pen<'_>, cell: Rect, state: &State, row: &Row, (column, rule): (usize, Rule)) {
    let text = match &row.standing {
        Err(_) => String::from("–"),
        Ok(standing) => {
            let rank = standing.ranks(rule).get(column).copied().flatten();
            let figure = standing.figures(rule).get(column).copied().flatten();
            let mark = if standing.rules_agree() { " " } else { "◆" };
            match rank.zip(figure) {
                Some((rank, figure)) => {
                    format!("{rank} {mark} {}", said::one(row.measure, figure, places(state, column)))
                }
                None => String::from("–"),
            }
        }
    };
    let best = text.starts_with('1') && row.direction != Direction::Context;
    pen.put(cell.x, cell.y, cell.width, &text, if best { Role::Title } else { Role::Text });
}
