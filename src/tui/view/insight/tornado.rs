//! The tornado: one bar for each quantity, from the answer at one end of its range to that at the other.

use crate::report::sheet::{Datum, Sheet};
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces};
use crate::tui::view::plot::{Row, axis};

/// Cells of a name beside its bar; below `WIDE` a name stands on a line of its own.
const NAME: u16 = 44;
const WIDE: u16 = 108;
/// Cells of "high" or "low" with the spaces round a figure.
const ENDS: u16 = 6;

/// The bars in the order of the rows. Left of the line is worse, right better, so the words say which end of the quantity is where.
pub(super) fn lines(
    pen: &Pen<'_>,
    sheet: &Sheet,
    ([name, low, high], middle): ([usize; 3], &Datum),
    width: u16,
) -> Vec<Pieces> {
    let Some(line) = middle.value() else { return Vec::new() };
    let cell = |row: &[Datum], k: usize| row.get(k).and_then(Datum::value);
    let values = || sheet.rows.iter().flat_map(|row| [cell(row, low), cell(row, high)]).flatten();
    let (lo, hi) = values().fold((line, line), |(lo, hi), v| (lo.min(v), hi.max(v)));
    // Figures are as wide as the widest, so that all bars stand on one axis.
    let said = |row: &[Datum], k: usize| row.get(k).map_or("", Datum::shown).replace(" an hour", "/hour");
    let widest = sheet.rows.iter().flat_map(|row| [pen.width(&said(row, low)), pen.width(&said(row, high))]).max();
    let figure = widest.unwrap_or(0);
    let side = figure + ENDS;
    if hi - lo <= 0.0 || width < 2 * side + 12 {
        return Vec::new();
    }
    let beside = width >= WIDE;
    let left = if beside { NAME + 1 } else { 2 };
    let plot = width.saturating_sub(left + 2 * side).max(8);
    let pad = |text: &str| " ".repeat(usize::from(figure.saturating_sub(pen.width(text))));
    let ascii = pen.look.ascii();
    let mut out = Vec::new();
    for row in &sheet.rows {
        let (Some(at_low), Some(at_high), Some(label)) = (cell(row, low), cell(row, high), row.get(name)) else {
            continue;
        };
        let label = label.shown();
        let mut pieces: Pieces = if beside {
            let text = pen.fit(label, NAME);
            let gap = usize::from(left.saturating_sub(pen.width(&text)));
            vec![(format!("{text}{}", " ".repeat(gap)), Role::Text)]
        } else {
            out.push(vec![(label.to_owned(), Role::Text)]);
            vec![(String::from("  "), Role::Text)]
        };
        let (worse, better) =
            if at_low <= at_high { (("low", low), ("high", high)) } else { (("high", high), ("low", low)) };
        let text = said(row, worse.1);
        pieces.push((format!("{:>4} {}{text} ", worse.0, pad(&text)), Role::Dim));
        let mut cells = Row::bare((lo, hi), plot);
        if at_low.min(at_high) < line {
            cells.run(at_low.min(at_high), line, if ascii { '-' } else { '▒' }, Role::Worse);
        }
        if at_low.max(at_high) > line {
            cells.run(line, at_low.max(at_high), if ascii { '=' } else { '█' }, Role::Better);
        }
        cells.mark(line, '│', Role::Median);
        pieces.extend(cells.pieces());
        let text = said(row, better.1);
        pieces.push((format!(" {text}{} {}", pad(&text), better.0), Role::Dim));
        out.push(pieces);
    }
    let mut under: Pieces = vec![(" ".repeat(usize::from(left + side)), Role::Dim)];
    under.extend(axis(pen, (lo, hi), plot));
    out.push(under);
    out.push(vec![(
        format!("│ as drawn, {}; low and high: the end at which a quantity is held.", middle.shown()),
        Role::Dim,
    )]);
    out
}
