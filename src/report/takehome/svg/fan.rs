//! Ranges by year: the outer band holds 8 futures in 10, the inner one the middle half, the line is the middle.

use super::pen::{Held, Pen, Scale};
use crate::projection::Quantiles;
use crate::report::takehome::chart::{Fan, Panel};

const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 258.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 66.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 30.0;
/// Least distance of two words at the right end.
const APART: f64 = 14.0;

/// Width, height and what is inside.
pub(super) fn draw(fan: &Fan) -> (f64, f64, String) {
    let across = fan.panels.len().clamp(1, 2);
    let down = fan.panels.len().div_ceil(2).max(1);
    let mut pen = Pen::default();
    let (lo, hi) = ends(fan);
    for (k, panel) in fan.panels.iter().enumerate() {
        let at = ((k % 2) as f64 * WIDTH, (k / 2) as f64 * HEIGHT);
        self::panel(&mut pen, fan, panel, (lo, hi), at);
    }
    (across as f64 * WIDTH, down as f64 * HEIGHT, pen.out)
}

/// Lowest and highest value over all panels, nothing among them, with room.
fn ends(fan: &Fan) -> (f64, f64) {
    let all = fan.panels.iter().flat_map(|p| &p.ranges);
    let (lo, hi) = all.fold((0.0_f64, 0.0_f64), |(lo, hi), q| (lo.min(q.p10), hi.max(q.p90)));
    if hi > lo { (lo - 0.04 * (hi - lo), hi + 0.06 * (hi - lo)) } else { (-1.0, 1.0) }
}

fn panel(pen: &mut Pen, fan: &Fan, panel: &Panel, values: (f64, f64), (left, top): (f64, f64)) {
    let (x0, x1) = (left + LEFT, left + WIDTH - RIGHT);
    let (y0, y1) = (top + TOP, top + HEIGHT - BOTTOM);
    let last = panel.ranges.len().saturating_sub(1);
    let across = Scale { values: (0.0, last.max(1) as f64), places: (x0, x1) };
    let up = Scale { values, places: (y1, y0) };
    pen.text("h", Held::Start, (left + 4.0, top + 13.0), &panel.name);
    pen.text("q", Held::Start, (left + 4.0, top + 28.0), &format!("{}; 0 = no new policy", fan.axis));
    for (value, said) in up.ticks(4) {
        let y = up.at(value);
        pen.line(if value == 0.0 { "zero" } else { "grid" }, (x0, y), (x1, y));
        pen.text("q", Held::End, (x0 - 6.0, y + 4.0), &said);
    }
    pen.open(panel.series);
    bands(pen, panel, &across, &up);
    pen.close();
    for t in [0, last / 2, last] {
        let year = fan.first_year + i32::try_from(t).unwrap_or(0);
        pen.text("q", Held::Middle, (across.at(t as f64), y1 + 18.0), &year.to_string());
    }
    if let Some(q) = panel.ranges.last() {
        let (low, high) = (up.at(q.p10), up.at(q.p90));
        // Two ends that nearly meet are said apart.
        let push = ((APART - (low - high)) / 2.0).max(0.0);
        pen.text("", Held::Start, (x1 + 6.0, high - push + 4.0), &panel.ends[1]);
        pen.text("", Held::Start, (x1 + 6.0, low + push + 4.0), &panel.ends[0]);
    }
}

fn bands(pen: &mut Pen, panel: &Panel, across: &Scale, up: &Scale) {
    let line = |f: &dyn Fn(&Quantiles) -> f64| -> Vec<(f64, f64)> {
        panel.ranges.iter().enumerate().map(|(t, q)| (across.at(t as f64), up.at(f(q)))).collect()
    };
    let between = |low: &dyn Fn(&Quantiles) -> f64, high: &dyn Fn(&Quantiles) -> f64| -> Vec<(f64, f64)> {
        let mut points = line(high);
        points.extend(line(low).into_iter().rev());
        points
    };
    let outer = between(&|q| q.p10, &|q| q.p90);
    if panel.hatched.is_some() {
        pen.path("", &outer, true, " fill=\"url(#hatch)\"");
        pen.path("edge", &outer, true, "");
    } else {
        pen.path("outer", &outer, true, "");
        pen.path("inner", &between(&|q| q.p25, &|q| q.p75), true, "");
        pen.path("mid", &line(&|q| q.p50), false, "");
    }
}
