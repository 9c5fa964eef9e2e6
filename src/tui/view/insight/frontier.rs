//! The trade-off as a picture: one point for each way of sharing the money out, joined from need to strength, the user's own marked.

use crate::report::sheet::{Datum, Sheet};
use crate::tui::view::look::Role;
use crate::tui::view::pen::{Pen, Pieces};
use crate::tui::view::plot::axis;
use crate::tui::view::ticks;

/// Cells of the figures beside the picture.
const SIDE: u16 = 9;
/// Least and most lines of the picture.
const LINES: (u16, u16) = (8, 22);

/// Signs of the points in the order of the rows; the last row has its own.
const SIGNS: &str = "123456789";

/// The picture, the figures under it, and what each sign stands for.
pub(super) fn lines(
    pen: &Pen<'_>,
    sheet: &Sheet,
    ([name, across, up], axes): ([usize; 3], &[String; 2]),
    (width, height): (u16, u16),
) -> Vec<Pieces> {
    let points: Vec<(f64, f64)> =
        sheet.rows.iter().filter_map(|row| Some((row.get(across)?.value()?, row.get(up)?.value()?))).collect();
    if points.len() != sheet.rows.len() || points.len() < 2 || width < 40 {
        return Vec::new();
    }
    let wide = (width - SIDE - 1).min(96);
    let high = height.saturating_sub(7).clamp(LINES.0, LINES.1);
    let plane = Plane {
        x: ends(points.iter().map(|p| p.0)),
        y: ends(points.iter().map(|p| p.1)),
        size: (usize::from(wide), usize::from(high)),
    };
    let names: Vec<&str> = sheet.rows.iter().map(|row| row.get(name).map_or("", Datum::shown)).collect();
    let (grid, key) = plane.draw(&points, &names, pen.look.ascii());
    let mut out: Vec<Pieces> = vec![vec![(axes[1].clone(), Role::Dim)]];
    let labels = ticks::between(plane.y.0, plane.y.1, usize::from(high / 4).max(2));
    for (row, cells) in grid.into_iter().enumerate() {
        let label =
            labels.iter().find(|(value, _)| plane.cell((plane.x.0, *value)).1 == row).map_or("", |(_, text)| text);
        let mut pieces: Pieces = vec![(format!("{label:>8} "), Role::Dim), (String::from("│"), Role::Border)];
        for (sign, role) in cells {
            match pieces.last_mut() {
                Some((text, known)) if *known == role => text.push(sign),
                _ => pieces.push((sign.to_string(), role)),
            }
        }
        out.push(pieces);
    }
    let mut under: Pieces = vec![(" ".repeat(usize::from(SIDE + 1)), Role::Dim)];
    under.extend(axis(pen, plane.x, wide));
    out.push(under);
    let tail = axes[0].clone();
    out.push(vec![(format!("{tail:>at$}", at = usize::from(SIDE + 1 + wide)), Role::Dim)]);
    let key = crate::tui::view::pen::wrap(&key.join("  "), usize::from(width));
    out.extend(key.into_iter().map(|text| vec![(text, Role::Text)]));
    out
}

/// The picture: cells over two axes.
struct Plane {
    x: (f64, f64),
    y: (f64, f64),
    /// Cells across and up.
    size: (usize, usize),
}

type Grid = Vec<Vec<(char, Role)>>;

impl Plane {
    /// Column and row of a point, the first row on top.
    fn cell(&self, (px, py): (f64, f64)) -> (usize, usize) {
        let at = |value: f64, (lo, hi): (f64, f64), cells: usize| -> usize {
            let last = cells.saturating_sub(1);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the axis")]
            let cell = ((value - lo) / (hi - lo) * last as f64).round().max(0.0) as usize;
            cell.min(last)
        };
        let (wide, high) = self.size;
        (at(px, self.x, wide), high.saturating_sub(1) - at(py, self.y, high))
    }

    /// The line through all points but the last, a sign on each, and what the signs stand for.
    fn draw(&self, points: &[(f64, f64)], names: &[&str], ascii: bool) -> (Grid, Vec<String>) {
        let (wide, high) = self.size;
        let mut grid: Grid = vec![vec![(' ', Role::Text); wide]; high];
        if self.y.0 < 0.0 && self.y.1 > 0.0 {
            let (_, row) = self.cell((self.x.0, 0.0));
            grid[row].fill((if ascii { '-' } else { '┈' }, Role::Baseline));
        }
        let last = points.len().saturating_sub(1);
        for pair in points[..last].windows(2) {
            let (a, b) = (self.cell(pair[0]), self.cell(pair[1]));
            // As many steps as there are cells between two points.
            let steps = a.0.abs_diff(b.0).max(a.1.abs_diff(b.1)).max(1);
            for k in 0..=steps {
                let share = k as f64 / steps as f64;
                let on = |from: f64, to: f64| from + share * (to - from);
                let (column, row) = self.cell((on(pair[0].0, pair[1].0), on(pair[0].1, pair[1].1)));
                grid[row][column] = ('·', Role::Dim);
            }
        }
        let mut key = Vec::new();
        for (k, (point, name)) in points.iter().zip(names).enumerate() {
            let (sign, role) =
                if k == last { ('◆', Role::Accent) } else { (SIGNS.chars().nth(k).unwrap_or('+'), Role::Title) };
            let (column, row) = self.cell(*point);
            // Two points on one cell: the next one stands beside it.
            let column = if grid[row][column].1 == Role::Title { (column + 1).min(wide - 1) } else { column };
            grid[row][column] = (sign, role);
            key.push(format!("{sign} {name}"));
        }
        (grid, key)
    }
}

/// Ends of an axis with a little room on both sides.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (lo, hi) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)));
    let room = if hi > lo { 0.06 * (hi - lo) } else { lo.abs().max(1.0) * 0.1 };
    (lo - room, hi + room)
}
