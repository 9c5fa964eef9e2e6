//! The fan chart: two bands as half blocks, the middle thinner than either, no new policy as a dotted line.
//!
//! Drawn straight into the buffer, so that ticks and labels stand where the values are.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::look::{Glyphs, Role};
use super::pen::Pen;
use super::ticks;
use crate::projection::Quantiles;

/// What is drawn.
pub struct Fan<'a> {
    /// By year.
    pub bands: &'a [Quantiles],
    /// No new policy, dim behind it; without it the dotted line stands at zero.
    pub behind: Option<&'a [Quantiles]>,
    /// Calendar year of the first.
    pub year_zero: i32,
    /// Words under the chart: the first that there is room for.
    pub captions: &'a [&'a str],
    /// Why the evidence does not reach: the range is then hatched, without a middle, and the words stand in the chart.
    pub hatched: Option<&'a str>,
}

/// What a half cell shows, faintest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Nothing,
    Behind,
    Outer,
    Inner,
}

impl Class {
    const fn role(self) -> Option<Role> {
        match self {
            Self::Nothing => None,
            Self::Behind => Some(Role::Behind),
            Self::Outer => Some(Role::Outer),
            Self::Inner => Some(Role::Inner),
        }
    }
}

/// From values to rows of a plot.
struct Scale {
    lo: f64,
    hi: f64,
    height: u16,
}

impl Scale {
    /// Distance from the top in rows.
    fn row(&self, v: f64) -> f64 {
        (self.hi - v) / (self.hi - self.lo) * f64::from(self.height)
    }

    /// The same in parts of a row, within the plot.
    fn part(&self, v: f64, parts: u16) -> u16 {
        let x = (self.row(v) * f64::from(parts)).clamp(0.0, f64::from(self.height * parts - 1));
        whole(x)
    }
}

fn whole(x: f64) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a terminal's size")]
    let n = x.clamp(0.0, f64::from(u16::MAX)) as u16;
    n
}

/// Draws a fan into an area: values at the left, years below.
pub fn draw(pen: &mut Pen<'_>, area: Rect, fan: &Fan<'_>) {
    if area.height < 2 || area.width < 8 || fan.bands.len() < 2 {
        return;
    }
    let (lo, hi) = domain(fan);
    let flat = fan.behind.is_none() && fan.bands.iter().all(|q| q.p10 == 0.0 && q.p90 == 0.0);
    let labels = if flat {
        vec![(0.0, String::from("0"))]
    } else {
        ticks::between(lo, hi, usize::from((area.height - 1) / 2).clamp(2, 6))
    };
    let gutter = labels.iter().map(|(_, l)| pen.width(l)).max().unwrap_or(0).min(area.width / 3);
    let plot = Rect { x: area.x + gutter + 1, y: area.y, width: area.width - gutter - 1, height: area.height - 1 };
    let scale = Scale { lo, hi, height: plot.height };
    for (value, label) in &labels {
        pen.put_right(area.x + gutter, plot.y + scale.part(*value, 1), gutter, label, Role::Dim);
    }
    let classes = classes(plot, fan, &scale);
    if fan.hatched.is_none() {
        bands(pen, plot, &classes);
    }
    baseline(pen, plot, fan, &scale, &classes);
    match fan.hatched {
        Some(why) => hatch(pen, plot, &classes, why),
        None => median(pen, plot, fan, &scale, &classes),
    }
    name_baseline(pen, plot, fan, &scale, &classes);
    years(pen, plot, fan);
}

/// Values to be shown, with a little air; zero is in it unless a baseline is drawn behind.
fn domain(fan: &Fan<'_>) -> (f64, f64) {
    let all = fan.bands.iter().chain(fan.behind.into_iter().flatten());
    let start = if fan.behind.is_some() { (f64::INFINITY, f64::NEG_INFINITY) } else { (0.0, 0.0) };
    let (lo, hi) = all
        .filter(|q| q.p10.is_finite() && q.p90.is_finite())
        .fold(start, |(lo, hi), q| (lo.min(q.p10), hi.max(q.p90)));
    if !(lo.is_finite() && hi.is_finite()) {
        return (-1.0, 1.0);
    }
    let width = hi - lo;
    if width <= 1e-12 * hi.abs().max(1e-9) {
        let pad = if hi == 0.0 { 1.0 } else { hi.abs() * 0.05 };
        return (lo - pad, hi + pad);
    }
    (lo - 0.06 * width, hi + 0.06 * width)
}

/// The quantiles at a share of the years, straight lines between them.
fn at(bands: &[Quantiles], share: f64) -> Quantiles {
    let last = bands.len().saturating_sub(1);
    let x = share.clamp(0.0, 1.0) * last as f64;
    let i = usize::from(whole(libm::floor(x))).min(last);
    let (Some(a), Some(b)) = (bands.get(i), bands.get((i + 1).min(last))) else { return Quantiles::default() };
    let f = x - i as f64;
    let mix = |a: f64, b: f64| a + (b - a) * f;
    Quantiles {
        p10: mix(a.p10, b.p10),
        p25: mix(a.p25, b.p25),
        p50: mix(a.p50, b.p50),
        p75: mix(a.p75, b.p75),
        p90: mix(a.p90, b.p90),
    }
}

fn share(column: u16, width: u16) -> f64 {
    f64::from(column) / f64::from((width - 1).max(1))
}

/// Half rows of every column, column after column.
fn classes(plot: Rect, fan: &Fan<'_>, scale: &Scale) -> Vec<Class> {
    let rows = usize::from(plot.height) * 2;
    let mut out = vec![Class::Nothing; usize::from(plot.width) * rows];
    for (x, column) in (0..plot.width).zip(out.chunks_mut(rows)) {
        let mut fill = |lo: f64, hi: f64, class: Class| {
            if hi - lo <= 0.0 || !(hi - lo).is_finite() {
                return;
            }
            let (top, bottom) = (usize::from(scale.part(hi, 2)), usize::from(scale.part(lo, 2)));
            for half in column.iter_mut().take(bottom + 1).skip(top) {
                *half = class.max(*half);
            }
        };
        let s = share(x, plot.width);
        if let Some(behind) = fan.behind {
            let q = at(behind, s);
            fill(q.p10, q.p90, Class::Behind);
        }
        let q = at(fan.bands, s);
        fill(q.p10, q.p90, Class::Outer);
        fill(q.p25, q.p75, Class::Inner);
    }
    out
}

fn halves(plot: Rect, classes: &[Class], x: u16, y: u16) -> (Class, Class) {
    let i = (usize::from(x) * usize::from(plot.height) + usize::from(y)) * 2;
    let get = |i: usize| classes.get(i).copied().unwrap_or(Class::Nothing);
    (get(i), get(i + 1))
}

fn bands(pen: &mut Pen<'_>, plot: Rect, classes: &[Class]) {
    for x in 0..plot.width {
        for y in 0..plot.height {
            let (a, b) = halves(plot, classes, x, y);
            if a.max(b) == Class::Nothing {
                continue;
            }
            let (symbol, style) = if pen.look.tinted() { tint(pen, a, b) } else { shade(pen, a.max(b)) };
            pen.cell(plot.x + x, plot.y + y, symbol, style);
        }
    }
}

/// Strokes instead of bands, so that no range looks surer than it is; the words over it.
fn hatch(pen: &mut Pen<'_>, plot: Rect, classes: &[Class], why: &str) {
    let style = pen.style(Role::Outer);
    let symbol = if pen.look.ascii() { "/" } else { "╱" };
    for x in 0..plot.width {
        for y in 0..plot.height {
            let (a, b) = halves(plot, classes, x, y);
            if a.max(b) >= Class::Outer {
                pen.cell(plot.x + x, plot.y + y, symbol, style);
            }
        }
    }
    let room = usize::from(plot.width.saturating_sub(2));
    for (y, line) in (plot.y..plot.bottom()).zip(super::pen::wrap(why, room)) {
        pen.put(plot.x + 1, y, plot.width.saturating_sub(1), &format!("{line} "), Role::Warn);
    }
}

/// Two half cells by colour.
fn tint(pen: &Pen<'_>, a: Class, b: Class) -> (&'static str, Style) {
    let fg = |c: Class| c.role().and_then(|r| pen.style(r).fg);
    let mut style = Style::new();
    match (fg(a), fg(b)) {
        (Some(top), None) => {
            style.fg = Some(top);
            ("▀", style)
        }
        (None, Some(bottom)) => {
            style.fg = Some(bottom);
            ("▄", style)
        }
        (top, bottom) => {
            style.fg = top;
            style.bg = bottom;
            if a == b { ("█", style) } else { ("▀", style) }
        }
    }
}

/// A whole cell by character.
fn shade(pen: &Pen<'_>, class: Class) -> (&'static str, Style) {
    let style = class.role().map_or_else(Style::new, |r| pen.style(r));
    let symbol = match (class, pen.look.ascii()) {
        (Class::Nothing, _) => " ",
        (Class::Behind, true) => ",",
        (Class::Outer, true) => ".",
        (Class::Inner, true) => "=",
        (Class::Behind, false) => "·",
        (Class::Outer, false) => "░",
        (Class::Inner, false) => "▒",
    };
    (symbol, style)
}

/// A style that keeps the band behind a line visible, where colour can do that.
fn over(pen: &Pen<'_>, role: Role, a: Class, b: Class) -> Style {
    let mut style = pen.style(role);
    if pen.look.tinted() {
        style.bg = a.max(b).role().and_then(|r| pen.style(r).fg).or(style.bg);
    }
    style
}

/// No new policy: at zero, or along the middle of the band behind.
fn baseline(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>, scale: &Scale, classes: &[Class]) {
    let symbol = if pen.look.ascii() { "-" } else { "┈" };
    for x in 0..plot.width {
        let value = fan.behind.map_or(0.0, |b| at(b, share(x, plot.width)).p50);
        if value < scale.lo || value > scale.hi {
            continue;
        }
        let y = scale.part(value, 1);
        let (a, b) = halves(plot, classes, x, y);
        let style = over(pen, Role::Baseline, a, b);
        pen.cell(plot.x + x, plot.y + y, symbol, style);
    }
}

/// The middle, thinner than any band.
fn median(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>, scale: &Scale, classes: &[Class]) {
    // Nothing moves: the dotted line says so alone.
    if fan.behind.is_none() && fan.bands.iter().all(|q| q.p10 == 0.0 && q.p90 == 0.0) {
        return;
    }
    if pen.look.glyphs == Glyphs::Braille {
        braille_line(pen, plot, fan, scale, classes);
        return;
    }
    for x in 0..plot.width {
        let part = scale.part(at(fan.bands, share(x, plot.width)).p50, 3);
        let (y, third) = (part / 3, part % 3);
        let symbol = match (pen.look.ascii(), third) {
            (true, _) => "#",
            (false, 0) => "▔",
            (false, 1) => "─",
            (false, _) => "▁",
        };
        let (a, b) = halves(plot, classes, x, y);
        let style = over(pen, Role::Median, a, b);
        pen.cell(plot.x + x, plot.y + y, symbol, style);
    }
}

fn braille_line(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>, scale: &Scale, classes: &[Class]) {
    const DOTS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
    let mut cells = vec![0_u32; usize::from(plot.width) * usize::from(plot.height)];
    let mut before: Option<u16> = None;
    for sub in 0..plot.width * 2 {
        let here = scale.part(at(fan.bands, share(sub, plot.width * 2)).p50, 4);
        // Steep pieces are joined, so that the line has no gaps.
        let (from, to) = match before {
            Some(b) if b + 1 < here => (b + 1, here),
            Some(b) if here + 1 < b => (here, b - 1),
            _ => (here, here),
        };
        for dot in from..=to {
            let i = usize::from(sub / 2) * usize::from(plot.height) + usize::from(dot / 4);
            if let Some(cell) = cells.get_mut(i) {
                *cell |= DOTS[usize::from(sub % 2)][usize::from(dot % 4)];
            }
        }
        before = Some(here);
    }
    for x in 0..plot.width {
        for y in 0..plot.height {
            let dots = cells[usize::from(x) * usize::from(plot.height) + usize::from(y)];
            if dots == 0 {
                continue;
            }
            let (a, b) = halves(plot, classes, x, y);
            let style = over(pen, Role::Median, a, b);
            let symbol = char::from_u32(0x2800 + dots).unwrap_or('.').to_string();
            pen.cell(plot.x + x, plot.y + y, &symbol, style);
        }
    }
}

/// The words "no new policy" where they hide nothing: above or below the line, left or right.
fn name_baseline(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>, scale: &Scale, classes: &[Class]) {
    let words = "no new policy";
    let width = pen.width(words);
    if plot.width < width + 2 {
        return;
    }
    let line = |x: u16| fan.behind.map_or(0.0, |b| at(b, share(x, plot.width)).p50);
    let free = |x: u16, y: i32| {
        (0..plot.height).contains(&u16::try_from(y).unwrap_or(u16::MAX))
            && (x..x + width).all(|c| {
                let Ok(row) = u16::try_from(y) else { return false };
                let (a, b) = halves(plot, classes, c, row);
                let middle = scale.part(at(fan.bands, share(c, plot.width)).p50, 1);
                a.max(b) == Class::Nothing && middle != row
            })
    };
    let right = plot.width - width;
    for (x, step) in [(0, 1), (0, -1), (right, 1), (right, -1), (right / 2, 1), (right / 2, -1)] {
        let y = i32::from(scale.part(line(x + width / 2), 1)) + step;
        if free(x, y) {
            pen.put(plot.x + x, plot.y + u16::try_from(y).unwrap_or(0), width, words, Role::Baseline);
            return;
        }
    }
    let y = scale.part(line(0), 1);
    pen.put(plot.x, plot.y + y, width, words, Role::Baseline);
}

/// First and last year, and the caption between them where there is room.
fn years(pen: &mut Pen<'_>, plot: Rect, fan: &Fan<'_>) {
    let y = plot.bottom();
    let last = fan.year_zero + i32::try_from(fan.bands.len() - 1).unwrap_or(0);
    let (a, b) = (fan.year_zero.to_string(), last.to_string());
    pen.put(plot.x, y, plot.width, &a, Role::Dim);
    pen.put_right(plot.right(), y, plot.width, &b, Role::Dim);
    let room = plot.width.saturating_sub(10);
    if let Some(caption) = fan.captions.iter().find(|c| pen.width(c) <= room) {
        let width = pen.width(caption);
        pen.put(plot.x + 5 + (room - width) / 2, y, width, caption, Role::Dim);
    }
}
