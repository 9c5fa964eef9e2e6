//! Parts that add up: each bar starts where the last one ended, the sum stands below.

use super::pen::{Held, Pen, Scale};
use crate::report::takehome::chart::Waterfall;

const WIDTH: f64 = 760.0;
const ROW: f64 = 28.0;
const FROM: f64 = 230.0;
const TO: f64 = 620.0;

/// Width, height and what is inside.
pub(super) fn draw(waterfall: &Waterfall) -> (f64, f64, String) {
    let mut pen = Pen::default();
    let levels = waterfall.parts.iter().flat_map(|p| [p.from, p.to]).chain([0.0, waterfall.total]);
    let (lo, hi) = levels.fold((0.0_f64, 0.0_f64), |(lo, hi), x| (lo.min(x), hi.max(x)));
    let scale = Scale { values: (lo, if hi > lo { hi } else { lo + 1.0 }), places: (FROM, TO) };
    let nothing = scale.at(0.0);
    let mut y = 4.0;
    pen.open(0);
    for (k, part) in waterfall.parts.iter().enumerate() {
        let (from, to) = (scale.at(part.from), scale.at(part.to));
        let class = if part.to < part.from { "down" } else { "bar" };
        pen.label("", Held::Start, (0.0, y + ROW / 2.0), &part.label, 36);
        pen.bar(class, (from, to), (y + 5.0, ROW - 10.0));
        pen.text("", Held::Start, (from.max(to) + 8.0, y + ROW / 2.0 + 4.0), &part.shown);
        if k + 1 < waterfall.parts.len() {
            pen.line("dash", (to, y + ROW - 5.0), (to, y + ROW + 5.0));
        }
        y += ROW;
    }
    pen.close();
    pen.line("grid", (0.0, y), (WIDTH, y));
    let end = scale.at(waterfall.total);
    pen.text("h", Held::Start, (0.0, y + ROW / 2.0 + 5.0), "together");
    pen.bar("total", (nothing, end), (y + 6.0, ROW - 10.0));
    pen.text("h", Held::Start, (nothing.max(end) + 8.0, y + ROW / 2.0 + 5.0), &waterfall.total_shown);
    y += ROW + 4.0;
    pen.line("zero", (nothing, 0.0), (nothing, y));
    (WIDTH, y + 2.0, pen.out)
}
