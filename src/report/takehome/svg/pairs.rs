//! Two plans future by future: twenty dots a row, right of the line where the first does better.

use super::pen::{Held, Pen, Scale};
use crate::report::takehome::chart::{PairRow, Pairs};

const WIDTH: f64 = 760.0;
const ROW: f64 = 40.0;
const TOP: f64 = 44.0;
const FROM: f64 = 215.0;
const TO: f64 = 565.0;
const COUNTS: [f64; 3] = [604.0, 667.0, 728.0];
const RADIUS: f64 = 4.2;

/// Width, height and what is inside.
pub(super) fn draw(pairs: &Pairs) -> (f64, f64, String) {
    let mut pen = Pen::default();
    let middle = f64::midpoint(FROM, TO);
    let [a, b] = &pairs.names;
    pen.text("q", Held::End, (middle - 10.0, 14.0), &format!("← {b} better"));
    pen.text("q", Held::Start, (middle + 10.0, 14.0), &format!("{a} better →"));
    pen.text("q", Held::Middle, (middle, 30.0), "no difference");
    pen.text("q", Held::Middle, (COUNTS[1], 14.0), "of 20 futures");
    for (x, name) in COUNTS.iter().zip([&format!("{a} better"), "same", &format!("{b} better")]) {
        pen.text("h", Held::Middle, (*x, 30.0), name);
    }
    for (k, row) in pairs.rows.iter().enumerate() {
        self::row(&mut pen, pairs, row, TOP + ROW * k as f64);
    }
    let height = TOP + ROW * pairs.rows.len() as f64;
    pen.line("zero", (middle, TOP - 8.0), (middle, height));
    (WIDTH, height + 4.0, pen.out)
}

fn row(pen: &mut Pen, pairs: &Pairs, row: &PairRow, top: f64) {
    let y = top + ROW / 2.0;
    pen.line("grid", (0.0, top), (WIDTH, top));
    pen.label("", Held::Start, (0.0, y), &row.label, 34);
    let size = row.dots.iter().fold(0.0_f64, |size, d| if d.is_finite() { size.max(d.abs()) } else { size });
    let scale = Scale { values: (-size, size), places: (FROM, TO) };
    for (k, dot) in row.dots.iter().enumerate() {
        // Three heights keep dots apart that lie close.
        let at = (scale.at(*dot), y + ((k % 3) as f64 - 1.0) * 9.0);
        if *dot == 0.0 || row.counts.is_none() {
            pen.dot("same", at, RADIUS);
        } else {
            pen.open(pairs.series[usize::from(*dot < 0.0)]);
            pen.dot("dot", at, RADIUS);
            pen.close();
        }
    }
    match row.counts {
        Some(counts) => {
            for (x, n) in COUNTS.iter().zip([counts.above, counts.same, counts.below]) {
                pen.text("h", Held::Middle, (*x, y + 4.0), &n.to_string());
            }
        }
        None => pen.text("q", Held::Middle, (COUNTS[1], y + 4.0), "neither is better"),
    }
}
