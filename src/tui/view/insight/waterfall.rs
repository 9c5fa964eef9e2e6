//! Who is behind what: for each indicator a bar a lever, starting where the one before ended, with the range of its part.

use crate::insight::waterfall;
use crate::report::sheet::{Datum, Sheet};
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces};
use crate::tui::view::plot::{Row, fall, fall_ends};

/// Cells of a name and of a figure, and of the range where there is room for it.
const NAME: u16 = 26;
const FIGURE: u16 = 15;
const RANGE: u16 = 34;
/// Width from which the range is told in figures beside the bar.
const WIDE: u16 = 112;

/// The groups in the order of the rows.
pub(super) fn lines(
    pen: &Pen<'_>,
    sheet: &Sheet,
    ([group, name, low, part, high], totals): ([usize; 5], &[Datum]),
    width: u16,
) -> Vec<Pieces> {
    let told = if width >= WIDE { RANGE } else { 0 };
    let Some(plot) = width.checked_sub(NAME + FIGURE + told).filter(|w| *w >= 8) else { return Vec::new() };
    let text = |row: &[Datum], k: usize| row.get(k).map_or("", Datum::shown).replace(" an hour", "/hour");
    let mut out: Vec<Pieces> = Vec::new();
    let groups = sheet.rows.chunk_by(|a, b| a.get(group) == b.get(group));
    for (rows, total) in groups.zip(totals) {
        let value = |row: &Vec<Datum>, k: usize| row.get(k).and_then(Datum::value).unwrap_or(0.0);
        let ranges: Vec<[f64; 3]> = rows.iter().map(|row| [low, part, high].map(|k| value(row, k))).collect();
        let bars = waterfall::bars(&ranges.iter().map(|[_, part, _]| *part).collect::<Vec<f64>>());
        let ends = fall_ends(&bars, &ranges);
        let heading = rows.first().map(|row| text(row, group)).unwrap_or_default();
        if ranges.iter().flatten().all(|x| *x == 0.0) {
            out.extend([vec![(format!("{heading}: no lever moves it"), Role::Dim)], Pieces::new()]);
            continue;
        }
        out.push(vec![(format!("{heading}: {} together, on the mean", total.shown()), Role::Accent)]);
        for bar in bars {
            let Some(row) = rows.get(bar.part) else { continue };
            let label = pen.fit(&text(row, name), NAME - 1);
            let pad = usize::from(NAME.saturating_sub(pen.width(&label)));
            let mut cells = Row::new(ends, plot);
            fall(&mut cells, bar.from, ranges[bar.part], pen.look.ascii());
            let mut pieces: Pieces = vec![(format!("{label}{}", " ".repeat(pad)), Role::Text)];
            pieces.extend(cells.pieces());
            let said = text(row, part);
            let gap = usize::from(FIGURE.saturating_sub(pen.width(&said)));
            pieces.push((format!("{}{said}", " ".repeat(gap)), Role::Text));
            if told > 0 {
                pieces.push((format!("  8 in 10: {} … {}", text(row, low), text(row, high)), Role::Dim));
            }
            out.push(pieces);
        }
        out.push(Pieces::new());
    }
    let mark = if pen.look.ascii() { '.' } else { '─' };
    out.push(vec![(format!("{mark} the range of the part, 8 futures in 10, from where its bar starts."), Role::Dim)]);
    out
}
