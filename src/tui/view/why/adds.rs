//! What each lever adds: a waterfall from no new policy to the change, each bar starting where the last one ended.

use super::line;
use super::plot::{Row, axis};
use crate::insight::waterfall;
use crate::model::Indicator;
use crate::report::words::{self, Unit};
use crate::tui::app::State;
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces, wrap};

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
    let shares: Vec<f64> = found.parts.iter().map(|(_, [share, ..])| *share).collect();
    let bars = waterfall::bars(&shares);
    let ends = waterfall::ends(&bars);
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
        let Some((lever, [share, alone, removed])) = found.parts.get(bar.part) else { continue };
        let label = state.basis.model.lever(lever).map_or(lever.as_str(), |l| l.label.as_str());
        let (mark, role) = match (*share < 0.0, ascii) {
            (false, false) => ('█', Role::Better),
            (true, false) => ('▒', Role::Worse),
            (false, true) => ('#', Role::Better),
            (true, true) => ('-', Role::Worse),
        };
        let mut cells = Row::new(ends, plot);
        if *share != 0.0 {
            cells.run(bar.from, bar.to, mark, role);
        }
        let mut pieces = row(label, Role::Text, cells.pieces(), &said(*share));
        if beside > 0 {
            pieces.push((format!("{:>13}{:>13}", said(*alone), said(*removed)), Role::Dim));
        }
        out.push(pieces);
        if beside == 0 && width >= MIDDLE {
            let text = format!("  alone {}, if removed {}", said(*alone), said(*removed));
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
