//! What each lever adds: a waterfall from no new policy to the change, each bar starting where the last one ended.

use super::line;
use crate::insight::waterfall;
use crate::model::Indicator;
use crate::report::words::{self, Unit};
use crate::tui::app::State;
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces, wrap};
use crate::tui::view::plot::{Row, axis, fall, fall_ends};

/// Width from which "alone" and "if removed" stand in columns of their own.
const WIDE: u16 = 76;
/// Width from which they stand on a line below; narrower screens leave them to the copy and the command line.
const MIDDLE: u16 = 60;
/// Cells of a lever's name.
const NAME: usize = 24;

/// Rows it needs, for the layouts that stand it beside something else.
pub(super) fn height(state: &State, roomy: bool) -> u16 {
    let levers = u16::try_from(state.plan().on().count()).unwrap_or(u16::MAX).min(8);
    // Heading, no new policy, together, axis, caption.
    levers.saturating_mul(if roomy { 2 } else { 1 }).saturating_add(if roomy { 9 } else { 6 })
}

/// The waterfall line by line.
pub(super) fn lines(pen: &Pen<'_>, state: &State, indicator: Indicator, width: u16) -> Vec<Pieces> {
    let mut out = vec![line("WHAT EACH LEVER ADDS", Role::Title)];
    if state.nothing_on() {
        out.push(line("No lever is on.", Role::Dim));
        return out;
    }
    let Some(found) = state.contributions(indicator) else {
        out.push(line("working out what each lever adds…", Role::Dim));
        return out;
    };
    let unit = Unit::of_change(indicator, state.places());
    let decimals = found.decimals(unit);
    let said = |x: f64| words::signed(x, decimals, unit).replace(" an hour", "/hour");
    let ranges: Vec<[f64; 3]> =
        found.parts.iter().map(|c| [c.part.range.p10, c.part.shapley, c.part.range.p90]).collect();
    let bars = waterfall::bars(&ranges.iter().map(|[_, share, _]| *share).collect::<Vec<f64>>());
    let ends = fall_ends(&bars, &ranges);
    let number = 12_u16;
    let beside = if width >= WIDE { 26 } else { 0 };
    let plot = width.saturating_sub(u16::try_from(NAME).unwrap_or(24) + 1 + number + beside).max(6);
    let ascii = pen.look.ascii();
    let row = |name: &str, role: Role, cells: Pieces, value: &str| {
        let mut pieces = line(format!("{name:<NAME$.NAME$} "), role);
        pieces.extend(cells);
        pieces.push((format!("{value:>12}"), role));
        pieces
    };
    if beside > 0 {
        let head =
            format!("{:>at$}{:>13}{:>13}", "share", "alone", "if removed", at = NAME + 1 + usize::from(plot) + 12);
        out.push(line(head, Role::Dim));
    }
    out.push(row("No new policy", Role::Dim, Row::new(ends, plot).pieces(), "0"));
    for bar in bars {
        let Some(part) = found.parts.get(bar.part) else { continue };
        let label = state.basis.model.lever(&part.lever).map_or(part.lever.as_str(), |l| l.label.as_str());
        let part = &part.part;
        let mut cells = Row::new(ends, plot);
        fall(&mut cells, bar.from, ranges[bar.part], ascii);
        let mut pieces = row(label, Role::Text, cells.pieces(), &said(part.shapley));
        if beside > 0 {
            pieces.push((format!("{:>13}{:>13}", said(part.alone), said(part.if_removed)), Role::Dim));
        }
        out.push(pieces);
        if beside == 0 && width >= MIDDLE {
            let text = format!("  alone {}, if removed {}", said(part.alone), said(part.if_removed));
            out.push(line(text, Role::Dim));
        }
    }
    let mut cells = Row::new(ends, plot);
    cells.run(0.0, found.total, if ascii { '=' } else { '▓' }, Role::Inner);
    out.push(row("Together", Role::Title, cells.pieces(), &said(found.total)));
    let mut under = line(" ".repeat(NAME + 1), Role::Dim);
    let scale = unit.factor();
    under.extend(axis(pen, (ends.0 * scale, ends.1 * scale), plot));
    out.push(under);
    let caption = found.caption(unit);
    out.extend(wrap(&caption, usize::from(width)).into_iter().map(|l| line(l, Role::Dim)));
    out
}
