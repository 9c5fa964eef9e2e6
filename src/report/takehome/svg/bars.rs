//! Amounts as bars, a group for each unit; a short line marks where studies end.

use super::pen::{Held, Pen, Scale};
use crate::report::takehome::chart::{Bar, Group};

const WIDTH: f64 = 760.0;
const ROW: f64 = 30.0;
const HEAD: f64 = 30.0;
const FROM: f64 = 230.0;
const TO: f64 = 600.0;
/// Room that the words beside a bar take.
const WORDS: f64 = 130.0;

/// Width, height and what is inside.
pub(super) fn draw(groups: &[Group]) -> (f64, f64, String) {
    let mut pen = Pen::default();
    let mut y = 0.0;
    for group in groups {
        pen.text("h", Held::Start, (0.0, y + 16.0), &group.heading);
        let scale = scale(group);
        let base = scale.at(group.base);
        pen.text("q", Held::Middle, (base, y + 16.0), &group.base_name);
        let top = y + HEAD;
        y = top;
        for bar in &group.bars {
            self::bar(&mut pen, bar, (&scale, base), y);
            y += ROW;
        }
        pen.line("zero", (base, top - 4.0), (base, y));
        y += 10.0;
    }
    (WIDTH, y, pen.out)
}

/// All bars and marks lie on it; a mark far beyond the bars is left outside.
fn scale(group: &Group) -> Scale {
    let longest = group.bars.iter().fold(group.base, |top, b| top.max(b.value));
    let marks = group.bars.iter().filter_map(|b| b.edge).filter(|e| *e <= 2.5 * longest);
    let top = marks.fold(longest, f64::max);
    let low = group.bars.iter().fold(group.base, |low, b| low.min(b.value));
    Scale { values: (low, if top > low { top } else { low + 1.0 }), places: (FROM, TO) }
}

fn bar(pen: &mut Pen, bar: &Bar, (scale, base): (&Scale, f64), top: f64) {
    let middle = top + ROW / 2.0;
    pen.label("", Held::Start, (0.0, middle), &bar.label, 36);
    pen.open(bar.series);
    let end = scale.at(bar.value);
    pen.bar("bar", (base, end), (top + 6.0, ROW - 12.0));
    pen.close();
    let mut right = end.max(base);
    if let Some(edge) = bar.edge.filter(|e| *e <= scale.values.1) {
        let x = scale.at(edge);
        pen.line("mark", (x, top + 2.0), (x, top + ROW - 2.0));
        // The words stand beside the bar, but never across the mark.
        if x > right && x < right + WORDS {
            right = x;
        }
    }
    pen.text("", Held::Start, (right + 8.0, middle + 4.0), &bar.shown);
}
