//! What is written in and under a fan: the name of its dotted line, years, caption.

use ratatui::layout::Rect;

use super::{Class, Fan, Scale, halves};
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, wrap};

/// The words "no new policy" where they hide nothing: above or below the line, left or right.
pub(super) fn name_baseline(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>, scale: &Scale, classes: &[Class]) {
    let words = "no new policy";
    let width = pen.width(words);
    if plot.width < width + 2 {
        return;
    }
    let start = fan.column(f64::from(fan.year_zero), plot.width).min(plot.width - width);
    let line = |x: u16| fan.baseline(x, plot.width);
    let row_of = |v: Option<f64>| v.map(|v| scale.part(v, 1));
    let goal = row_of(fan.target);
    let free = |x: u16, y: i32| {
        let Ok(row) = u16::try_from(y) else { return false };
        let empty = |c: u16| {
            let (a, b) = halves(plot, classes, c, row);
            let middle = fan.at(fan.bands, c, plot.width).map(|q| q.p50);
            a.max(b) == Class::Nothing
                && ![middle, fan.observed(c, plot.width)].into_iter().any(|v| row_of(v) == Some(row))
        };
        row < plot.height && goal != Some(row) && (x..x + width).all(empty)
    };
    let right = plot.width - width;
    let middle = start + (right - start) / 2;
    for (x, step) in [(start, 1), (start, -1), (right, 1), (right, -1), (middle, 1), (middle, -1)] {
        let Some(row) = row_of(line(x + width / 2)) else { continue };
        let y = i32::from(row) + step;
        if free(x, y) {
            pen.put(plot.x + x, plot.y + u16::try_from(y).unwrap_or(0), width, words, Role::Baseline);
            return;
        }
    }
    if let Some(row) = row_of(line(start)) {
        pen.put(plot.x + start, plot.y + row, width, words, Role::Baseline);
    }
}

/// Round years between the first and the last, and the caption: under them, or between them where there is one line only.
pub(super) fn years(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>, own_line: bool) {
    let y = plot.bottom();
    let (first, last) = fan.span();
    let put = |pen: &mut Pen<'_>, year: f64, taken: &mut Vec<(u16, u16)>| {
        let label = format!("{year}");
        let width = pen.width(&label);
        let x = fan.column(year, plot.width).saturating_sub(width / 2).min(plot.width.saturating_sub(width));
        if taken.iter().all(|(from, to)| x > *to + 1 || x + width + 1 < *from) {
            pen.put(plot.x + x, y, width, &label, Role::Dim);
            taken.push((x, x + width));
        }
    };
    let mut taken = Vec::new();
    for year in [first, last] {
        put(pen, year, &mut taken);
    }
    let caption = |pen: &Pen<'_>, room: u16| fan.captions.iter().find(|c| pen.width(c) <= room).copied();
    if own_line {
        let step = if last - first > 25.0 { 10.0 } else { 5.0 };
        let mut year = libm::ceil(first / step) * step;
        while year < last {
            put(pen, year, &mut taken);
            year += step;
        }
        if let Some(caption) = caption(pen, plot.width) {
            let width = pen.width(caption);
            pen.put(plot.x + (plot.width - width) / 2, y + 1, width, caption, Role::Dim);
        }
        return;
    }
    let room = plot.width.saturating_sub(10);
    if let Some(caption) = caption(pen, room) {
        let width = pen.width(caption);
        pen.put(plot.x + 5 + (room - width) / 2, y, width, caption, Role::Dim);
    }
}

/// Strokes instead of bands, so that no range looks surer than it is; the words over it.
pub(super) fn hatch(pen: &mut Pen<'_>, plot: Rect, classes: &[Class], why: &str) {
    let style = pen.style(Role::Outer);
    let symbol = if pen.look.ascii() { "/" } else { "╱" };
    for x in 0..plot.width {
        for y in 0..plot.height {
            let (a, b) = halves(plot, classes, x, y);
            if a.max(b) >= Class::Outer {
                pen.cell(plot.x + x, plot.y + y, symbol, style);
            }
        }
    }
    let room = usize::from(plot.width.saturating_sub(2));
    for (y, line) in (plot.y..plot.bottom()).zip(wrap(why, room)) {
        pen.put(plot.x + 1, y, plot.width.saturating_sub(1), &format!("{line} "), Role::Warn);
    }
}
