//! Answers of a room, one dot each, on a scale for each question: half of the room shaded, the middle as a line, what was
//! decided as a line through all rows.

use super::pen::{Held, Pen, Scale, two_lines};
use crate::report::takehome::chart::{DotRow, Strip, Whose};

const WIDTH: f64 = 760.0;
const HEAD: f64 = 24.0;
/// What the line on the decision takes.
const DECIDED: f64 = 15.0;
const ROW: f64 = 44.0;
const FOOT: f64 = 24.0;
const FROM: f64 = 150.0;
const TO: f64 = 560.0;
const SAID: f64 = 576.0;
/// Room for dots over a line.
const STACK: f64 = 38.0;
/// Radii that are tried, the largest first.
const RADII: [f64; 9] = [4.0, 3.6, 3.2, 2.8, 2.4, 2.0, 1.6, 1.3, 1.0];
/// Characters of a line beside a row, and of the name over a strip.
const LINE: usize = 31;
const NAME: usize = 70;

/// One size for all questions, so that a dot is a ballot everywhere.
pub(super) fn radius(strips: &[Strip]) -> f64 {
    let scales: Vec<Scale> = strips.iter().map(scale).collect();
    let fit =
        |r: f64| strips.iter().zip(&scales).all(|(strip, scale)| strip.rows.iter().all(|row| fits(row, scale, r)));
    RADII.into_iter().find(|r| fit(*r)).unwrap_or(1.0)
}

/// Width, height and what is inside.
pub(super) fn draw(strip: &Strip, radius: f64) -> (f64, f64, String) {
    let mut pen = Pen::default();
    let height = self::strip(&mut pen, strip, &scale(strip), radius);
    (WIDTH, height, pen.out)
}

/// What it shows, in words.
pub(super) fn said(strip: &Strip) -> String {
    let rows = strip.rows.iter().map(|row| format!("{}: {}.", row.label, row.said.replace(" · ", ", ")));
    let decided = strip.decided.iter().map(|(_, said)| format!("{said}."));
    rows.chain(decided).collect::<Vec<_>>().join(" ")
}

/// From the least to the largest answer allowed, and whatever lies beyond.
fn scale(strip: &Strip) -> Scale {
    let stretches = strip.rows.iter().filter_map(|r| r.middle).flatten();
    let all = strip.rows.iter().flat_map(|r| r.dots.iter().copied()).chain(stretches);
    let all = all.chain(strip.decided.as_ref().map(|d| d.0)).filter(|x| x.is_finite());
    let ends = strip.ends.into_iter().filter(|x| x.is_finite()).reduce(f64::min);
    let start = ends.unwrap_or(0.0);
    let top = strip.ends.into_iter().filter(|x| x.is_finite()).fold(start, f64::max);
    let (lo, hi) = all.fold((start, top), |(lo, hi), x| (lo.min(x), hi.max(x)));
    Scale { values: (lo, if hi > lo { hi } else { lo + 1.0 }), places: (FROM, TO) }
}

/// Draws a strip; how high it is.
fn strip(pen: &mut Pen, strip: &Strip, scale: &Scale, radius: f64) -> f64 {
    pen.text("h", Held::Start, (0.0, 15.0), &clip(&format!("{}, {}", strip.label, strip.unit), NAME));
    let mut y = HEAD;
    let decided = strip.decided.as_ref().filter(|d| d.0.is_finite()).map(|(x, said)| (scale.at(*x), said));
    if let Some((x, said)) = &decided {
        // Words stay beside the line at either end of the scale.
        let held = if *x > f64::midpoint(FROM, TO) { Held::End } else { Held::Start };
        let by = if held == Held::End { -5.0 } else { 5.0 };
        pen.text("h", held, (*x + by, y + 8.0), said);
        y += DECIDED;
    }
    let first = y;
    for row in &strip.rows {
        self::row(pen, row, scale, (y, radius));
        y += ROW;
    }
    if let Some((x, _)) = decided {
        pen.line("decided", (x, first - DECIDED), (x, y));
    }
    for (value, said) in scale.ticks(5) {
        let x = scale.at(value);
        pen.line("grid", (x, y), (x, y + 4.0));
        pen.text("q", Held::Middle, (x, y + 16.0), &said);
    }
    y + FOOT
}

fn row(pen: &mut Pen, row: &DotRow, scale: &Scale, (top, radius): (f64, f64)) {
    let line = top + ROW;
    pen.open(match row.whose {
        Whose::Room => 0,
        Whose::Model => 1,
    });
    if let Some([low, middle, high]) = row.middle {
        pen.bar("outer", (scale.at(low), scale.at(high)), (top + 5.0, ROW - 5.0));
        let x = scale.at(middle);
        pen.line("mark", (x, top + 2.0), (x, line));
        for (x, base, radius) in places(row, scale, radius, line) {
            pen.dot("dot", (x, base), radius);
        }
    }
    pen.close();
    pen.line("grid", (FROM, line), (TO, line));
    pen.label("q", Held::Start, (0.0, line - ROW / 2.0 + 2.0), &row.label, 24);
    let lines: Vec<String> = row.said.split(" · ").map(|part| clip(part, LINE)).collect();
    let from = line - ROW / 2.0 + 6.0 - 7.0 * lines.len().saturating_sub(1) as f64;
    for (k, said) in lines.iter().take(3).enumerate() {
        pen.text("", Held::Start, (SAID, from + 14.0 * k as f64), said);
    }
}

/// Dots that stand at one place: where, and how many.
fn piles(row: &DotRow, scale: &Scale, radius: f64) -> Vec<(f64, usize)> {
    let mut out: Vec<(f64, f64, usize)> = Vec::new();
    let mut rising: Vec<f64> = row.dots.iter().filter(|x| x.is_finite()).map(|x| scale.at(*x)).collect();
    rising.sort_by(f64::total_cmp);
    for x in rising {
        match out.last_mut() {
            Some((start, sum, n)) if x - *start < 2.0 * radius => (*sum, *n) = (*sum + x, *n + 1),
            _ => out.push((x, x, 1)),
        }
    }
    out.into_iter().map(|(_, sum, n)| (sum / n as f64, n)).collect()
}

/// Dots over each other that a row has room for.
fn high(radius: f64) -> usize {
    (1..64).take_while(|n| f64::from(*n) * 2.0 * radius <= STACK).count().max(1)
}

/// Whether dots of that size keep apart.
fn fits(row: &DotRow, scale: &Scale, radius: f64) -> bool {
    let wide = |n: usize| n.div_ceil(high(radius)) as f64 * radius;
    piles(row, scale, radius).windows(2).all(|two| match two {
        [(a, n), (b, m)] => wide(*n) + wide(*m) <= b - a + 1e-9,
        _ => true,
    })
}

/// Where each dot stands, and how large it is drawn.
fn places(row: &DotRow, scale: &Scale, radius: f64, line: f64) -> Vec<(f64, f64, f64)> {
    let mut out = Vec::new();
    for (x, n) in piles(row, scale, radius) {
        let across = n.div_ceil(high(radius));
        for k in 0..n {
            let in_this = across.min(n - k / across * across);
            let at = x + ((k % across) as f64 - (in_this - 1) as f64 / 2.0) * 2.0 * radius;
            let up = line - radius - (k / across) as f64 * 2.0 * radius;
            out.push((at, up - 1.0, 0.92 * radius));
        }
    }
    out
}

/// A text on one line, cut with an ellipsis.
fn clip(text: &str, most: usize) -> String {
    match two_lines(text, most) {
        (one, None) => one,
        _ => text.chars().take(most.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(dots: Vec<f64>) -> DotRow {
        DotRow {
            label: String::from("first"),
            whose: Whose::Room,
            middle: Some([0.0, 1.0, 2.0]),
            said: String::from("middle 1 · wide"),
            dots,
        }
    }

    fn strip(dots: Vec<f64>) -> Strip {
        Strip {
            label: String::from("Peer learning"),
            unit: String::from("£m a year"),
            ends: [0.0, 4.0],
            rows: vec![row(dots)],
            decided: Some((9.0, String::from("decided: 9"))),
        }
    }

    #[test]
    fn every_ballot_is_a_dot_and_none_lies_on_another() {
        for n in [0_usize, 1, 24, 250] {
            let mut dots = vec![0.0; n];
            dots.extend([0.5; 7]);
            let all = strip(dots);
            let scale = scale(&all);
            assert_eq!(scale.values, (0.0, 9.0), "what was decided is on the scale");
            let radius = radius(std::slice::from_ref(&all));
            let (_, _, drawn) = draw(&all, radius);
            assert_eq!(drawn.matches("<circle").count(), n + 7);
            let at = places(&all.rows[0], &scale, radius, 100.0);
            for (i, a) in at.iter().enumerate() {
                for b in &at[i + 1..] {
                    assert!(libm::hypot(a.0 - b.0, a.1 - b.1) > 1.9 * radius || n > 200, "{n}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn nothing_to_draw_is_drawn_as_nothing() {
        let bare = Strip { rows: Vec::new(), decided: None, ends: [f64::NAN, f64::INFINITY], ..strip(Vec::new()) };
        assert_eq!(radius(&[]), RADII[0]);
        for strip in [bare, strip(vec![f64::NAN, f64::INFINITY])] {
            let (_, height, drawn) = draw(&strip, radius(std::slice::from_ref(&strip)));
            assert!(height >= 1.0 && !drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        }
    }
}
